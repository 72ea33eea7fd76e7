"""Ships on lists: who they are, on which basis, since when; and how a ship heard at sea is matched with them.

A ship is matched by its IMO number. Name and MMSI together are a lead only; either alone is nothing: listed names
belong to several hulls, and numbers are used again. What the IMO number itself is worth is for a registry to say. What
people decided on identity goes before all of that, and is told with the match that it makes; what it unmakes is gone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from fairlead.subjects import mmsi as numbers
from fairlead.subjects import states
from fairlead.subjects.decided import Decisions
from fairlead.subjects.names import ship_name
from fairlead.typologies import citing
from fairlead.typologies.grounds.ships import Identity
from fairlead.typologies.occasion import Citation, Subject

if TYPE_CHECKING:
    import ibis.expr.types as ir

_OTHERS = "^(ofac|uk|eu|ftm)"
"""Lists of States and of publishers, by the beginning of their id."""


@dataclass(frozen=True)
class Basis:
    """A measure under which a ship is listed, and since when; ``since`` None: the list does not tell."""

    measure: str
    since: date | None
    printed: str

    def holds(self, on: date) -> bool:
        """Tell whether the listing under this measure had been made by that day."""
        return self.since is not None and self.since <= on


@dataclass(frozen=True)
class ListedShip:
    """One entry of one list in one exhibit."""

    exhibit: int
    row: int
    list_id: str
    entry: str
    name: str
    names: frozenset[str]  # normal forms of all its names
    imo: int | None
    imo_printed: str | None
    mmsis: tuple[int, ...]
    flags: tuple[str, ...]  # alpha-2, in the list's order: the last is the latest
    listed_on: date | None
    bases: tuple[Basis, ...]
    cited: tuple[Citation, ...]

    @property
    def flag(self) -> str | None:
        """The latest flag that the list gives, else the one that its MMSI all indicate, else None."""
        if self.flags:
            return self.flags[-1]
        indicated = {numbers.flag(mmsi) for mmsi in self.mmsis}
        return indicated.pop() if len(indicated) == 1 else None

    @property
    def reference(self) -> str:
        """List and entry, as decisions on identity name it."""
        return f"{self.list_id}:{self.entry}"

    @property
    def number(self) -> int | str:
        """The IMO number, else the name: what ids of occasions are made of."""
        return self.imo if self.imo is not None else ship_name(self.name)

    def listed_by(self, on: date) -> bool:
        """Tell whether the ship was on the list on that day."""
        return (self.listed_on is not None and self.listed_on <= on) or any(basis.holds(on) for basis in self.bases)

    def subject(self, role: str) -> Subject:
        """Return the ship as a subject, as the list knows it."""
        return Subject(role, self.name, self.imo, self.mmsis[-1] if self.mmsis else None, self.flag)


@dataclass(frozen=True)
class Match:
    """That a ship heard at sea is, or may be, a listed one."""

    ship: ListedShip
    by: str  # 'IMO number', 'decision' of a person, or 'name and MMSI': a lead only
    why: str

    @property
    def certain(self) -> bool:
        """Whether the match rests on the IMO number, or on what a person decided and signed."""
        return self.by in ("IMO number", "decision")


class ListedShips:
    """All ships on all lists of a case."""

    def __init__(self, ships: Iterable[ListedShip], decisions: Decisions | None = None) -> None:
        self.all: Sequence[ListedShip] = tuple(ships)
        self._decisions = decisions or Decisions()
        self._by_imo: Mapping[int, list[ListedShip]] = _index(self.all, lambda ship: [ship.imo] if ship.imo else [])
        self._by_mmsi: Mapping[int, list[ListedShip]] = _index(self.all, lambda ship: list(ship.mmsis))

    def imos(self) -> list[int]:
        """Return the IMO numbers of all listed ships, and of those decided to be one of them, in order."""
        return sorted({*self._by_imo, *self._decided("imo:")})

    def mmsis(self) -> list[int]:
        """Return the MMSI of all listed ships, and those decided to be borne by one of them, in order."""
        return sorted({*self._by_mmsi, *self._decided("mmsi:")})

    def matches(self, ship: Identity, on: str | None = None) -> list[Match]:
        """Return the listed ships that a ship heard at sea is or may be, on every list, in the order of the lists.

        ``on`` is the day (ISO date) it was heard: decisions hold in their period. None: at any time.
        """
        found = self._reported(ship)
        return self._ruled(ship, found, on[:10] if on else None) if self._decisions else found

    def _decided(self, kind: str) -> set[int]:
        return {
            int(ref.removeprefix(kind))
            for listed in (self.all if self._decisions else ())
            for ref in self._decisions.one_with(listed.reference)
            if ref.startswith(kind)
        }

    def _ruled(self, ship: Identity, found: list[Match], on: str | None) -> list[Match]:
        """Return the matches as people's decisions leave them; the MMSI's own decision goes before the IMO number's."""
        heard = [f"mmsi:{ship.mmsi:09d}", *([f"imo:{ship.imo}"] if ship.imo is not None else [])]
        by_entry = {match.ship.reference: match for match in found}
        kept = []
        for listed in self.all:
            rulings = (self._decisions.between(ref, listed.reference, on) for ref in heard)
            ruling = next((one for one in rulings if one is not None), None)
            if ruling is not None and ruling.verdict == "same":
                kept.append(Match(listed, "decision", f"a person decided: {ruling.told()}"))
            elif ruling is None and listed.reference in by_entry:
                kept.append(next(match for match in found if match.ship is listed))
        return kept

    def _reported(self, ship: Identity) -> list[Match]:
        if ship.imo is not None and ship.imo in self._by_imo:
            why = f"it reported IMO {ship.imo}, the number on the list"
            return [Match(listed, "IMO number", why) for listed in self._by_imo[ship.imo]]
        name = ship_name(ship.name) if ship.name else None
        near = [listed for listed in self._by_mmsi.get(ship.mmsi, ()) if name in listed.names]
        if ship.imo is not None:
            near = [listed for listed in near if listed.imo is None]
        why = f"it reported MMSI {ship.mmsi} and the name {ship.name}, which many hulls may have borne; no IMO number"
        return [Match(listed, "name and MMSI", why) for listed in near]

    def named(self, words: str | None, exhibit: int | None = None) -> ListedShip | None:
        """Return the one listed ship of that name (in that exhibit); None for none or several."""
        name = ship_name(words) if words else ""
        found = [one for one in self.all if name and name in one.names and exhibit in (None, one.exhibit)]
        return found[0] if len({(one.imo, one.entry) for one in found}) == 1 else None

    def entry(self, exhibit: int, row: int) -> ListedShip | None:
        """Return the listed ship that stands in one row of one list."""
        return next((ship for ship in self.all if (ship.exhibit, ship.row) == (exhibit, row)), None)


def listed_ships(
    listings: ir.Table, identities: ir.Table, bases: ir.Table, exhibits: Mapping[int, str], decisions: Decisions
) -> ListedShips:
    """Return the ships of the UN's lists; an unknown IMO number stays None, with what is printed beside it.

    ``exhibits``: exhibit key of the rows → SHA-256 (hex).
    What States and publishers list on their own puts no ship under a measure of the Council; it is for screening.
    """
    ours = ~listings.list_id.re_search(_OTHERS)
    ships = listings.filter(listings.kind == "ship", ours).to_pyarrow().to_pylist()
    keys = sorted({ship["exhibit"] for ship in ships})
    told, based = _by_entry(identities, keys), _by_entry(bases, keys)
    made = [
        _listed(ship, told[(ship["exhibit"], ship["row"])], based[(ship["exhibit"], ship["row"])], exhibits)
        for ship in ships
    ]
    made.sort(key=lambda ship: (ship.list_id, ship.entry, exhibits.get(ship.exhibit, "")))
    return ListedShips(made, decisions)


def normal(name: str | None) -> str:
    """Return the normal form of a name for ids; '' for none."""
    return ship_name(name) if name else ""


def _by_entry(table: ir.Table, exhibits: list[int]) -> dict[tuple[int, int], list[dict[str, Any]]]:
    found: dict[tuple[int, int], list[dict[str, Any]]] = defaultdict(list)
    rows = table.filter(table.exhibit.isin(exhibits)).to_pyarrow().to_pylist() if exhibits else []
    for row in sorted(rows, key=lambda one: (one.get("ordinal") is not None, one.get("ordinal") or 0, one["printed"])):
        found[(row["exhibit"], row["row"])].append(row)
    return found


def _listed(
    listing: Mapping[str, Any],
    identities: list[dict[str, Any]],
    bases: list[dict[str, Any]],
    exhibits: Mapping[int, str],
) -> ListedShip:
    names = [listing["name"], *_of(identities, "name", "former_name")]
    imos = [one for one in identities if one["kind"] == "imo"]
    values = [int(one["value"]) for one in imos if one["value"] and one["value"].isdigit()]
    mmsis = [int(value) for value in _of(identities, "mmsi") if value.isdigit()]
    flags = [value if len(value) == 2 else states.alpha2(value) for value in _of(identities, "flag")]
    return ListedShip(
        exhibit=listing["exhibit"],
        row=listing["row"],
        list_id=listing["list_id"],
        entry=listing["entry"],
        name=listing["name"],
        names=frozenset(filter(None, map(ship_name, names))),
        imo=values[0] if values else None,
        imo_printed=imos[0]["printed"] if imos else None,
        mmsis=tuple(mmsis),
        flags=tuple(flag for flag in flags if flag),
        listed_on=_day(listing["listed_on"]),
        bases=tuple(Basis(one["measure"], _day(one["since"]), one["printed"]) for one in bases),
        cited=citing.passage(exhibits, listing),
    )


def _of(identities: list[dict[str, Any]], *kinds: str) -> list[str]:
    return [one["value"] or one["printed"] for one in identities if one["kind"] in kinds]


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text[:10]) if text and len(text) >= 10 else None


def _index(ships: Sequence[ListedShip], keys: Any) -> dict[int, list[ListedShip]]:
    found: dict[int, list[ListedShip]] = defaultdict(list)
    for ship in ships:
        for key in keys(ship):
            found[key].append(ship)
    return found
