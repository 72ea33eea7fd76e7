"""Who a ship said it was, around a moment: name, IMO number, kind, size and draughts from its own static reports.

What a ship reports of itself is typed in by hand and proves nothing; it is a lead to whom a list or registry knows.
"""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import ibis
import numpy as np
import pyarrow as pa
import pyarrow.compute

from fairlead.events import columns
from fairlead.events.identities.impossible_movement import Parameters
from fairlead.shapes import US_PER_HOUR
from fairlead.subjects import mmsi as numbers
from fairlead.typologies.grounds.lading import Draught
from fairlead.typologies.occasion import Subject

if TYPE_CHECKING:
    import ibis.expr.types as ir

pc: Any = pyarrow.compute

SLENDER = 10  # ours: ships that carry cargo draw a twelfth of their length at most; deeper is typed in wrong
SLENDER_DM = 500  # ours: under 50 m are tugs and boats, which draw more for their length
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
    """The static reports of some numbers, fetched once for all candidates of a typology.

    Of each number runs of like reports: values, first and last time, and one report of the run. A run ends with the
    hour: the same values in two hours are two runs, so that a draught that comes back is seen.
    """

    def __init__(self, static_reports: ir.Table, mmsis: Iterable[int]) -> None:
        self._runs = _fetch(static_reports, sorted(set(mmsis)))
        self._of = _slices(self._runs)
        drawn = self._runs.select(_DRAWN).filter(pc.is_valid(self._runs["draught_dm"]))
        self._draughts, self._of_draughts = drawn, _slices(drawn)
        # made when first asked for, and asked for often
        self._known: dict[int, dict[str, list[Any]]] = {}
        self._at: dict[tuple[int, int], Identity] = {}
        self._drawn: dict[int, tuple[list[int], list[Draught]]] = {}

    def at(self, mmsi: int, t_us: int) -> Identity:
        """Return what a number reported around a moment, the most frequent value of each kind; ties by value."""
        if (mmsi, t_us) not in self._at:
            self._at[mmsi, t_us] = self._identity(mmsi, t_us)
        return self._at[mmsi, t_us]

    def _identity(self, mmsi: int, t_us: int) -> Identity:
        if mmsi not in self._of:
            return Identity(mmsi)
        if mmsi not in self._known:
            self._known[mmsi] = self._runs.slice(*self._of[mmsi]).to_pydict()
        runs = self._known[mmsi]
        first, last = bisect_left(runs["first_us"], t_us - AROUND_US - US_PER_HOUR), t_us + AROUND_US
        near = [n for n in range(first, bisect_right(runs["first_us"], last)) if runs["last_us"][n] >= t_us - AROUND_US]
        names, imos = runs["name"], runs["imo"]
        told = (
            (imos[n] is None, not names[n], runs["exhibit"][n], runs["row"][n]) for n in near if names[n] or imos[n]
        )
        named = min(told, default=None)
        return Identity(
            mmsi,
            *(_usual([runs[key][n] for n in near]) for key in ("name", "imo", "ship_type", "length_dm")),
            *(named[2:] if named else (None, None)),
        )

    def draughts(self, mmsi: int, start_us: int, end_us: int) -> list[Draught]:
        """Return the draughts that a number reported between two moments, give or take 45 days, in order of time."""
        if mmsi not in self._drawn:
            own = self._draughts.slice(*self._of_draughts.get(mmsi, (0, 0)))
            most_dm = self._most_dm(mmsi)
            told = [one for one in map(Draught, *(own[name].to_pylist() for name in _DRAWN[1:])) if one.dm <= most_dm]
            self._drawn[mmsi] = [one.t_us for one in told], told
        times, told = self._drawn[mmsi]
        return told[bisect_left(times, start_us - AROUND_US) : bisect_right(times, end_us + AROUND_US)]

    def _most_dm(self, mmsi: int) -> float:
        """Return the deepest draught that a hull of the length which a number reports can have; no bound for boats."""
        length_dm = _usual(self._runs["length_dm"].slice(*self._of[mmsi]).to_pylist()) if mmsi in self._of else None
        return math.inf if length_dm is None or length_dm < SLENDER_DM else length_dm / SLENDER

    def draught_before(self, mmsi: int, t_us: int) -> Draught | None:
        """Return the last draught reported up to a moment, in the 45 days before; None where there was none."""
        return next((one for one in reversed(self.draughts(mmsi, t_us, t_us)) if one.t_us <= t_us), None)

    def draught_after(self, mmsi: int, t_us: int) -> Draught | None:
        """Return the first draught reported from a moment on, in the 45 days after; None where there was none."""
        return next((one for one in self.draughts(mmsi, t_us, t_us) if one.t_us >= t_us), None)


_SAID = ("mmsi", "imo", "name", "ship_type", "length_dm", "draught_dm")
_DRAWN = ("mmsi", "first_us", "draught_dm", "exhibit", "row")  # as Draught has them, after the number
_EMPTY = pa.schema(
    [
        (name, pa.string() if name == "name" else pa.int64())
        for name in (*_SAID, "exhibit", "first_us", "last_us", "row")
    ]
)


def _fetch(static_reports: ir.Table, mmsis: list[int]) -> pa.Table:
    """Return runs of like reports, in order of number and time."""
    if not mmsis:
        return _EMPTY.empty_table()
    reports = columns.among(static_reports.filter(static_reports.t_us.notnull()), "mmsi", mmsis)
    reports = reports.mutate(hour=reports.t_us // US_PER_HOUR)
    runs = reports.group_by([*_SAID, "hour", "exhibit"]).aggregate(
        first_us=reports.t_us.min(), last_us=reports.t_us.max(), row=reports.row.min()
    )
    found: pa.Table = runs.drop("hour").to_pyarrow()
    order = ("row", "exhibit", "last_us", "first_us", "mmsi")  # the last counts most
    return found.take(np.lexsort([found[name].to_numpy() for name in order])).combine_chunks()


def _slices(runs: pa.Table) -> dict[int, tuple[int, int]]:
    """Return where the rows of each number begin, and how many they are."""
    numbers, first, count = np.unique(runs["mmsi"].to_numpy(), return_index=True, return_counts=True)
    return dict(zip(numbers.tolist(), zip(first.tolist(), count.tolist(), strict=True), strict=True))


def _usual(values: Iterable[Any]) -> Any:
    counted = Counter(values)
    del counted[None]
    return min(counted, key=lambda value: (-counted[value], str(value))) if counted else None
