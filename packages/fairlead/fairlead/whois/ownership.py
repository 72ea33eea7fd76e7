"""Who owns, runs or is tied to whom, as far as lists give it; nothing is concluded beyond their words.

Names join: a list that writes "owned by EXAMPLE CO" may mean another firm of that name, so a tie by name is a lead, and
says so. A firm to which lists tie one ship is told as that: one ship in these lists, which alone shows nothing. What a
company register would say is not here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from fairlead.subjects.listed import Entry, Said
from fairlead.subjects.names import plain_name

TIES = {
    # kind of identity → how it is told, seen from the entry that prints it
    "owner": "owned by",
    "former_owner": "formerly owned by",
    "manager": "managed by",
    "operator": "operated by",
    "linked_to": "linked to",
    "economic_resource_of": "economic resource of",
    "parent": "has the parent",
    "subsidiary": "has the subsidiary",
    "director": "has the director",
    "title": "holds the post",
    "designation": "holds the post",
    "address": "has the address",
}
_BACK = {
    "owner": "owns",
    "former_owner": "formerly owned",
    "manager": "manages",
    "operator": "operates",
    "linked_to": "is named as a link of",
    "economic_resource_of": "has the economic resource",
    "parent": "is the parent of",
    "subsidiary": "is a subsidiary of",
    "director": "directs",
    "address": "shares an address with",
}
_OF_SHIPS = ("owner", "manager", "operator", "linked_to", "economic_resource_of")
BOUGHT_BEFORE_DAYS = 365  # ours: within a year before the first link a change of owner is shown beside it
_LEAST_ADDRESS = 12  # letters; a town alone ties nobody


@dataclass(frozen=True)
class Tie:
    """One tie as a list prints it. ``entries`` are those of the case that the words may mean, by name a lead only."""

    how: str
    printed: str
    entries: tuple[str, ...]  # references
    by_name: bool
    said_by: str  # reference of the entry that prints it
    said: Said


@dataclass(frozen=True)
class Owned:
    """A firm or person to which lists tie ships; ``ships`` by reference."""

    name: str
    ships: tuple[str, ...]

    @property
    def told(self) -> str:
        """In words, with what that does not show."""
        if len(self.ships) == 1:
            return f"{self.name}: one ship in these lists; many lawful owners have one ship each"
        return f"{self.name}: {len(self.ships)} ships in these lists"


class Ties:
    """All ties in the lists of a case, ready to be asked from either side."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        self._entries = {entry.reference: entry for entry in entries}
        self._named: dict[str, set[str]] = defaultdict(set)
        self._numbered: dict[str, set[str]] = defaultdict(set)
        self._toward: dict[str, list[tuple[Entry, Said]]] = defaultdict(list)  # plain words → who prints them
        for entry in entries:
            self._numbered[entry.entry.strip()].add(entry.reference)
            for said in entry.said:
                if said.kind in ("name", "alias", "former_name") and (plain := plain_name(said.printed)):
                    self._named[plain].add(entry.reference)
        for entry in entries:
            for said in entry.said:
                if said.kind in TIES and (key := self._key(said)):
                    self._toward[key].append((entry, said))

    def of(self, entry: Entry) -> list[Tie]:
        """Return what the entry's own list prints of its ties."""
        return [
            Tie(TIES[said.kind], said.printed, *self._meant(said), entry.reference, said)
            for said in entry.said
            if said.kind in TIES
        ]

    def toward(self, entry: Entry) -> list[Tie]:
        """Return what other entries print that may mean this one, by its reference, its names or its address."""
        own = {plain_name(one.printed) for one in entry.said if one.kind in ("name", "alias", "former_name")}
        places = {key for one in entry.said if one.kind == "address" and (key := self._key(one))}
        found = []
        for key in (*sorted(own | places), entry.entry.strip(), entry.reference):
            for other, said in self._toward.get(key, ()):
                if other.reference != entry.reference and said.kind in _BACK:
                    by_name = key in own or key in places
                    found.append(Tie(_BACK[said.kind], other.name, (other.reference,), by_name, other.reference, said))
        return found

    def ships_of(self, entry: Entry) -> Owned | None:
        """Return the ships that lists tie to a firm or person; None where there is none."""
        ships = {
            tie.said_by
            for tie in self.toward(entry)
            if tie.said.kind in _OF_SHIPS and self._entries[tie.said_by].kind == "ship"
        }
        return Owned(entry.name, tuple(sorted(ships))) if ships else None

    def _key(self, said: Said) -> str:
        """Return what the other side is looked up by: a reference where the list gives one, else plain words."""
        if said.kind == "address":
            plain = plain_name(said.printed)
            return plain if len(plain) >= _LEAST_ADDRESS and any(letter.isdigit() for letter in plain) else ""
        value = (said.value or "").strip()
        return value if value in self._numbered else plain_name(said.printed)

    def _meant(self, said: Said) -> tuple[tuple[str, ...], bool]:
        exact = self._numbered.get((said.value or "").strip(), set()) or self._numbered.get(said.printed.strip(), set())
        if exact and said.kind not in ("address", "title", "designation"):
            return tuple(sorted(exact)), False
        named = self._named.get(plain_name(said.printed), set()) if said.kind not in ("address", "title") else set()
        return tuple(sorted(named)), True


@dataclass(frozen=True)
class Purchase:
    """A change of owner shortly before the first link of a ship with the target State."""

    owner: str
    on: str  # the day the list gives, else that of the first copy that prints the owner
    first_link: str
    days_before: int

    @property
    def told(self) -> str:
        """In words, with what that does not show."""
        return (
            f"owner {self.owner} from {self.on}, {self.days_before} days before the first link ({self.first_link}); "
            "ships change hands every day, and a purchase alone shows nothing"
        )


def purchases(owners: Iterable[tuple[str, str]], first_link: str | None) -> list[Purchase]:
    """Return the owners (name, ISO date from when) who came within a year before the first link (ISO date)."""
    if first_link is None:
        return []
    link, found = date.fromisoformat(first_link[:10]), []
    for name, on in owners:
        if len(on) >= 10:
            days = (link - date.fromisoformat(on[:10])).days
            if 0 <= days <= BOUGHT_BEFORE_DAYS:
                found.append(Purchase(name, on[:10], first_link[:10], days))
    return sorted(found, key=lambda one: (one.days_before, one.owner))
