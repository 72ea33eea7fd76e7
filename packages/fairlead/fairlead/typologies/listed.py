"""Ships on lists: who they are, on which basis, since when; and how a ship heard at sea is matched with them.

A ship is matched by its IMO number. Name and MMSI together are a lead only; either alone is nothing: listed names
belong to several hulls, and numbers are used again. What the IMO number itself is worth is for a registry to say.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from fairlead.subjects import mmsi as numbers
from fairlead.subjects import states
from fairlead.subjects.names import ship_name
from fairlead.typologies import citing
from fairlead.typologies.occasion import Citation, Subject
from fairlead.typologies.ships import Identity

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from fairlead.typologies.world import World

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
    by: str  # 'IMO number', or 'name and MMSI': a lead only
    why: str

    @property
    def certain(self) -> bool:
        """Whether the match rests on the IMO number."""
        return self.by == "IMO number"


class ListedShips:
    """All ships on all lists of a case."""

    def __init__(self, ships: Iterable[ListedShip]) -> None:
        self.all: Sequence[ListedShip] = tuple(ships)
        self._by_imo: Mapping[int, list[ListedShip]] = _index(self.all, lambda ship: [ship.imo] if ship.imo else [])
        self._by_mmsi: Mapping[int, list[ListedShip]] = _index(self.all, lambda ship: list(ship.mmsis))

    def imos(self) -> list[int]:
        """Return the IMO numbers of all listed ships, in order."""
        return sorted(self._by_imo)

    def mmsis(self) -> list[int]:
        """Return the MMSI of all listed ships, in order."""
        return sorted(self._by_mmsi)

    def matches(self, ship: Identity) -> list[Match]:
        """Return the listed ships that a ship heard at sea is or may be, on every list, in the order of the lists."""
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


def listed_ships(world: World) -> ListedShips:
    """Return the ships of the UN's lists; an unknown IMO number stays None, with what is printed beside it.

    What States and publishers list on their own puts no ship under a measure of the Council; it is for screening.
    """
    ours = ~world.listings.list_id.re_search(_OTHERS)
    listings = world.listings.filter(world.listings.kind == "ship", ours).to_pyarrow().to_pylist()
    keys = sorted({listing["exhibit"] for listing in listings})
    identities = _by_entry(world.listing_identities, keys)
    bases = _by_entry(world.listing_bases, keys)
    made = [
        _listed(
            listing,
            identities[(listing["exhibit"], listing["row"])],
            bases[(listing["exhibit"], listing["row"])],
            world,
        )
        for listing in listings
    ]
    return ListedShips(sorted(made, key=lambda ship: (ship.list_id, ship.entry, world.exhibits.get(ship.exhibit, ""))))


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
    listing: Mapping[str, Any], identities: list[dict[str, Any]], bases: list[dict[str, Any]], world: World
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
        cited=citing.passage(world.exhibits, listing),
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
