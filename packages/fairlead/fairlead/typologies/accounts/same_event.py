"""Which accounts of acts tell of one event: the same ships, in times that overlap as precisely as they are stated.

An account is an occasion, or a statement before it became one. Two that share a ship and a time and name different
counterparts contradict each other, or blend two events: a conflict, flagged and never resolved here. Left out: whether
either is true, and events that no ship's number or name ties together.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import combinations
from typing import Literal

from fairlead.subjects.names import ship_name
from fairlead.typologies import moments
from fairlead.typologies.accounts.recorded import SHIPS
from fairlead.typologies.occasion import Occasion, Subject

Kind = Literal["same event", "perhaps", "conflict", "one story"]

_NUMBER = re.compile(r"\s*\d+$")
NEAR_DAYS = 5  # ours: as aftermath.IN_TURN_US: the same ship a few days later may be the same event, misdated
EXACT = frozenset({"second", "minute", "hour", "day"})
_FAMILIES = {
    "transfer_flagged": "transfer",
    "transfer_listed": "transfer",
    "transfer_dark": "transfer",
    "transfer_unheard": "transfer",
    "lightened_at_sea": "transfer",
    "changed_at_sea": "transfer",
    "sea_trip": "transfer",
    "ship_to_ship": "transfer",
    "delivery": "delivery",
    "dark_voyage": "delivery",
    "delivery_unheard": "delivery",
    "dark_trip": "delivery",
    "assumed_identity": "delivery",
    "laundered": "delivery",
    "dark_laundered": "delivery",
    "papers": "delivery",
    "loading": "delivery",
    "delivery_to_target": "delivery to the target",
    "dark_supply": "delivery to the target",
}


@dataclass(frozen=True)
class Ship:
    """A ship as an account names it."""

    name: str | None
    imo: int | None = None
    mmsi: int | None = None

    def is_(self, other: Ship) -> bool | None:
        """Tell whether two are one ship: by IMO number, else by MMSI, else by name; None where nothing compares."""
        if self.imo and other.imo:
            return self.imo == other.imo
        if self.mmsi and other.mmsi:
            return self.mmsi == other.mmsi
        if not self.name or not other.name:
            return None
        mine, theirs = ship_name(self.name), ship_name(other.name)
        if mine != theirs and _bare(mine) == _bare(theirs) and _bare(mine) in (mine, theirs):
            return None  # one name bears a ship's number and the other none: either hull may be meant
        return mine == theirs


@dataclass(frozen=True)
class Account:
    """Who did what when, as one source tells it; ``end`` is the last day. ``events``: ids that it rests on."""

    id: str
    family: str  # 'transfer', 'delivery', ...; of different families nothing is one event
    ships: tuple[Ship, ...]
    start: date
    end: date
    precision: str
    events: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Link:
    """What two accounts have to do with each other, and why."""

    one: str
    other: str
    kind: Kind
    why: str


def account_of(occasion: Occasion) -> Account:
    """Return an occasion as an account; only subjects that are ships count."""
    family = _FAMILIES.get(occasion.typology.name, occasion.typology.name)
    if occasion.typology.name in ("listed_act", "observed_act"):
        # no field of an occasion says which act it is; both typologies begin the title of a transfer so
        family = "transfer" if occasion.title.startswith("Ship-to-ship") else "delivery"
    ships = tuple(Ship(one.name, one.imo, one.mmsi) for one in occasion.subjects if _is_ship(one))
    days = (moments.day_of(occasion.start), moments.day_of(occasion.end))
    events = frozenset(event.id for event in occasion.events if event.kind == "encounter")
    return Account(occasion.id, family, ships, *days, occasion.start_precision, events)


def links(accounts: Sequence[Account]) -> list[Link]:
    """Return the links of all pairs that have one, in the order of the accounts."""
    in_order = sorted(accounts, key=lambda one: (one.start, one.end, one.id))
    found = []
    for one, other in combinations(in_order, 2):
        if other.start > one.end + timedelta(days=NEAR_DAYS):
            continue
        link = _link(one, other)
        if link is not None:
            found.append(link)
    return found


def links_of(account: Account, others: Sequence[Account]) -> list[Link]:
    """Return the links of one account with others; the account itself among them is passed over."""
    found = []
    for other in others:
        if other.id != account.id:
            first, then = sorted((account, other), key=lambda one: (one.start, one.end, one.id))
            near = then.start <= first.end + timedelta(days=NEAR_DAYS)
            link = _link(first, then) if near else None
            found += [link] if link else []
    return found


def _link(one: Account, other: Account) -> Link | None:
    if one.family != other.family:
        return None
    shared = [(mine, theirs) for mine in one.ships for theirs in other.ships if mine.is_(theirs)]
    if not shared:
        return None
    who = ", ".join(mine.name or str(mine.imo or mine.mmsi) for mine, _ in shared)
    together = one.start <= other.end and other.start <= one.end
    if one.events & other.events:
        return Link(one.id, other.id, "one story", f"both rest on the same meeting of {who}")
    mine = [ship for ship in one.ships if not any(ship.is_(theirs) for theirs in other.ships)]
    theirs = [ship for ship in other.ships if not any(ship.is_(own) for own in one.ships)]
    if not together:
        apart = (other.start - one.end).days
        if len(shared) > 1:
            return Link(one.id, other.id, "perhaps", f"{who} in both, {apart} days apart: one act misdated, or two")
        return None
    if any(own.is_(other_ship) is None for own in mine for other_ship in theirs):
        why = f"{who} in both; whether {_named(mine)} and {_named(theirs)} are one ship is open"
        return Link(one.id, other.id, "perhaps", why)
    if mine and theirs:
        named = f"{_named(mine)} in one, {_named(theirs)} in the other"
        return Link(one.id, other.id, "conflict", f"{who} in both at one time, with {named}: two acts, or one blended")
    if _sure(one, other):
        return Link(one.id, other.id, "same event", f"{who} in both, on the same days")
    return Link(one.id, other.id, "perhaps", f"{who} in both, but one is dated no closer than a {_coarser(one, other)}")


def _bare(name: str) -> str:
    return _NUMBER.sub("", name)


def _sure(one: Account, other: Account) -> bool:
    return one.precision in EXACT and other.precision in EXACT


def _coarser(one: Account, other: Account) -> str:
    return next(each.precision.replace("_", " ") for each in (one, other) if each.precision not in EXACT)


def _named(ships: Sequence[Ship]) -> str:
    return " and ".join(ship.name or str(ship.imo or ship.mmsi) for ship in ships)


def _is_ship(subject: Subject) -> bool:
    return bool(subject.imo or subject.mmsi or SHIPS & set(subject.role.lower().split()))
