"""Who a ship said it was, around a moment: name, IMO number, kind, size and draughts from its own static reports.

What a ship reports of itself is typed in by hand and proves nothing; it is a lead to whom a list or registry knows.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import ibis

from fairlead.events import columns
from fairlead.events.identities.impossible_movement import Parameters
from fairlead.shapes import US_PER_HOUR
from fairlead.subjects import mmsi as numbers
from fairlead.typologies.grounds.lading import Draught, when
from fairlead.typologies.occasion import Subject

if TYPE_CHECKING:
    import ibis.expr.types as ir

AROUND_US = 45 * 24 * US_PER_HOUR  # ours: reports further away may be another hull's under the same number

# ITU-R M.1371-5 table 53, first and second digit.
FISHING = frozenset({30})
SERVICE = frozenset({31, 32, 33, 34, 50, 51, 52, 53, 54, 55, 58, 59})  # towing, dredging, diving, pilots, tugs, tenders
LEISURE = frozenset({36, 37})
TANKERS = frozenset(range(80, 90))
CARGO = frozenset(range(70, 80))
PASSENGER = frozenset(range(60, 70))
_KINDS = {"passenger ship": PASSENGER, "fishing vessel": FISHING, "service craft": SERVICE, "pleasure craft": LEISURE}
_KINDS |= {"cargo ship": CARGO, "tanker": TANKERS}


@dataclass(frozen=True)
class Identity:
    """What one MMSI reported of itself around a moment; None where it reported nothing of the kind."""

    mmsi: int
    name: str | None = None
    imo: int | None = None
    ship_type: int | None = None
    length_dm: int | None = None
    exhibit: int | None = None  # a report that bears name and IMO number
    row: int | None = None

    @property
    def flag(self) -> str | None:
        """The State whose digits the MMSI carries, alpha-2."""
        return numbers.flag(self.mmsi)

    @property
    def number(self) -> int:
        """The IMO number as reported, else the MMSI."""
        return self.imo or self.mmsi

    def called(self) -> str:
        """Return words for a title: 'ship SAM (MMSI 445000001)'."""
        return f"ship {self.named()}"

    def named(self) -> str:
        """Return :meth:`called` without the word for what it is: 'SAM (MMSI 445000001)'."""
        return f"{self.name} (MMSI {self.mmsi:09d})" if self.name else f"MMSI {self.mmsi:09d}"

    def subject(self, role: str) -> Subject:
        """Return the ship as a subject, under the flag that its MMSI indicates."""
        return Subject(role, self.name, self.imo, self.mmsi, self.flag)


def kind(ship_type: int | None) -> str:
    """Return the kind that a ship reports, as its code and in words: 'AIS type 70 (cargo ship)'."""
    if ship_type is None:
        return "no kind"
    named = next((words for words, codes in _KINDS.items() if ship_type in codes), None)
    return f"AIS type {ship_type}{f' ({named})' if named else ''}"


def tankers(static_reports: ir.Table) -> ir.Table:
    """Return (mmsi), each number once that ever reported a tanker's kind."""
    return static_reports.filter(static_reports.ship_type.isin(sorted(TANKERS))).select("mmsi").distinct()


def shared_at_once(movements: ir.Table) -> list[int]:
    """Return the numbers that two hulls sent at once, by the events of impossible movement.

    A few positions are no second hull, however long they last: of damaged messages some fall together by chance.
    """
    few = Parameters().stray_positions
    both = movements.filter(
        movements.pattern == "two at once", movements.positions > few, movements.other_positions > few
    )
    return sorted(both.select("mmsi").distinct().to_pyarrow()["mmsi"].to_pylist())


def without_draughts(table: ir.Table, mmsis: Sequence[int]) -> ir.Table:
    """Leave out the draughts of some numbers: of what two hulls send at once, nothing tells which of them is meant."""
    if not mmsis:
        return table
    shared = table.mmsi.isin(list(mmsis))
    named = [name for name in table.columns if "draught" in name]
    return table.mutate(**{name: ibis.ifelse(shared, ibis.null("int64"), table[name]) for name in named})


class Ships:
    """The static reports of some numbers, fetched once for all candidates of a typology."""

    def __init__(self, static_reports: ir.Table, mmsis: Iterable[int]) -> None:
        self._reports: Mapping[int, list[dict[str, Any]]] = _fetch(static_reports, sorted(set(mmsis)))
        self._drawn: dict[int, list[Draught]] = {}  # made when first asked for, and asked for often

    def at(self, mmsi: int, t_us: int) -> Identity:
        """Return what a number reported around a moment, the most frequent value of each kind; ties by value."""
        near = [one for one in self._reports.get(mmsi, ()) if one["first_us"] - AROUND_US <= t_us]
        near = [one for one in near if t_us <= one["last_us"] + AROUND_US]
        named = min(
            (one for one in near if one["name"] or one["imo"]),
            key=lambda one: (one["imo"] is None, one["name"] is None, one["exhibit"], one["row"]),
            default=None,
        )
        return Identity(
            mmsi,
            _usual(near, "name"),
            _usual(near, "imo"),
            _usual(near, "ship_type"),
            _usual(near, "length_dm"),
            named["exhibit"] if named else None,
            named["row"] if named else None,
        )

    def draughts(self, mmsi: int, start_us: int, end_us: int) -> list[Draught]:
        """Return the draughts that a number reported between two moments, give or take 45 days, in order of time."""
        if mmsi not in self._drawn:
            self._drawn[mmsi] = [
                Draught(one["first_us"], one["draught_dm"], one["exhibit"], one["row"])
                for one in self._reports.get(mmsi, ())
                if one["draught_dm"] is not None
            ]
        told = self._drawn[mmsi]
        since = bisect_left(told, start_us - AROUND_US, key=when)
        return told[since : bisect_right(told, end_us + AROUND_US, key=when)]

    def draught_before(self, mmsi: int, t_us: int) -> Draught | None:
        """Return the last draught reported up to a moment, in the 45 days before; None where there was none."""
        return next((one for one in reversed(self.draughts(mmsi, t_us, t_us)) if one.t_us <= t_us), None)

    def draught_after(self, mmsi: int, t_us: int) -> Draught | None:
        """Return the first draught reported from a moment on, in the 45 days after; None where there was none."""
        return next((one for one in self.draughts(mmsi, t_us, t_us) if one.t_us >= t_us), None)


def _fetch(static_reports: ir.Table, mmsis: list[int]) -> dict[int, list[dict[str, Any]]]:
    """Return, by MMSI, each run of like reports: values, first and last time, and one report of the run.

    A run ends with the hour: the same values in two hours are two runs, so that a draught that comes back is seen.
    """
    if not mmsis:
        return {}
    said = ["mmsi", "imo", "name", "ship_type", "length_dm", "draught_dm"]
    reports = columns.among(static_reports.filter(static_reports.t_us.notnull()), "mmsi", mmsis)
    reports = reports.mutate(hour=reports.t_us // US_PER_HOUR)
    runs = reports.group_by([*said, "hour", "exhibit"]).aggregate(
        first_us=reports.t_us.min(), last_us=reports.t_us.max(), row=reports.row.min()
    )
    found: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for one in runs.to_pyarrow().to_pylist():
        found[one["mmsi"]].append(one)
    for listed in found.values():
        listed.sort(key=lambda one: (one["first_us"], one["last_us"], one["exhibit"], one["row"]))
    return found


def _usual(reports: list[dict[str, Any]], key: str) -> Any:
    counted = Counter(one[key] for one in reports if one[key] is not None)
    return min(counted, key=lambda value: (-counted[value], str(value))) if counted else None
