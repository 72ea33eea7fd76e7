"""Acts as the reasons of a listing tell them: statements read back, and several that tell one act put together.

Two entries often tell one transfer, each from its own side; one sentence often tells two steps of one act (loaded here
on one day, delivered there on another). Whether an act engages a measure is for ``listed_act.py``.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, cast

from fairlead.subjects.names import ship_name
from fairlead.typologies import citing
from fairlead.typologies.grounds.listed import ListedShip, ListedShips
from fairlead.typologies.occasion import Citation, Precision, Subject

if TYPE_CHECKING:
    from fairlead.typologies.world import World

_STEPS = ({"loading", "delivery"}, {"loading", "export"}, {"loading", "import"}, {"ship_to_ship", "import"})
"""Acts of one sentence that are two steps of one act."""


@dataclass(frozen=True)
class Teller:
    """A ship taking part: as the sentence names it, and as its list knows it where it has an entry."""

    name: str
    imo: int | None
    described: str | None
    state: str | None  # alpha-2, in the words before the name here or elsewhere in the list, else the list's flag
    state_why: str | None
    listed: ListedShip | None

    @property
    def number(self) -> int | str:
        """What ids are made of: the IMO number, else the normal form of the name."""
        return self.imo if self.imo is not None else ship_name(self.name)

    def subject(self, role: str) -> Subject:
        """Return the ship as a subject."""
        mmsi = self.listed.mmsis[-1] if self.listed and self.listed.mmsis else None
        return Subject(role, self.name, self.imo, mmsi, self.state)


@dataclass(frozen=True)
class Told:
    """One act as one statement tells it, or several statements together."""

    act: str
    ships: tuple[Teller, ...]
    goods: tuple[str, ...]
    goods_origin: str | None
    weakened: str | None  # 'likely' and its like, as printed
    place: tuple[str | None, str | None]  # name, alpha-2
    to: tuple[str | None, str | None]
    start: date
    end: date  # the last day
    start_precision: Precision
    end_precision: Precision
    quotes: tuple[str, ...]
    speaker: str | None
    cited: tuple[Citation, ...]
    sentence: tuple[int, int | None, str]  # exhibit, row of the listing, words: what tells steps of one act

    @property
    def key(self) -> tuple[Any, ...]:
        """What two entries that tell one act have in common: the ships, the act and the time."""
        ships = tuple(sorted(str(ship.number) for ship in self.ships))
        return (self.act, ships, self.start, self.end, self.place if len(ships) == 1 else None)


def told_acts(world: World, fleet: ListedShips) -> list[Told]:
    """Return the dated acts of all listings, in order of time, those that several statements tell put together."""
    statements = world.statements.filter(world.statements.kind == "act").to_pyarrow().to_pylist()
    statements.sort(key=lambda one: (world.exhibits.get(one["exhibit"], ""), one["row"]))
    bodies = [json.loads(statement["body"]) for statement in statements]
    states = _states(statements, bodies)
    told = [_told(world, fleet, states, *pair) for pair in zip(statements, bodies, strict=True)]
    found: dict[tuple[Any, ...], Told] = {}
    for act in _steps_joined(told):
        found[act.key] = _merged(found[act.key], act) if act.key in found else act
    return sorted(found.values(), key=lambda act: (act.start, act.end, str(act.key)))


def _states(statements: Sequence[Mapping[str, Any]], bodies: Sequence[Mapping[str, Any]]) -> dict[tuple[int, int], str]:
    """Return, by exhibit and row of the listing, the State in the words that any sentence puts before a ship."""
    found: dict[tuple[int, int], str] = {}
    for statement, body in zip(statements, bodies, strict=True):
        for party in (body["ship"], body.get("counterpart")):
            if party and party.get("listing") is not None and party.get("state"):
                found.setdefault((statement["exhibit"], party["listing"]), party["state"])
    return found


def _told(
    world: World,
    fleet: ListedShips,
    states: Mapping[tuple[int, int], str],
    statement: Mapping[str, Any],
    body: Mapping[str, Any],
) -> Told:
    exhibit = statement["exhibit"]
    parties = [party for party in (body["ship"], body.get("counterpart")) if party]
    precision = cast(Precision, body["precision"])
    return Told(
        act=body["act"],
        ships=tuple(_teller(fleet, states, exhibit, party) for party in parties),
        goods=tuple(body.get("goods") or ()),
        goods_origin=body.get("goods_origin"),
        weakened=body.get("goods_strength") or body.get("strength"),
        place=(body.get("place"), body.get("place_country")),
        to=(body.get("to_place"), body.get("to_country")),
        start=date.fromisoformat(body["start"]),
        end=date.fromisoformat(body["end"]) - timedelta(days=1),
        start_precision=precision,
        end_precision=precision,
        quotes=(statement["quote"],),
        speaker=statement["speaker"],
        cited=citing.passage(world.exhibits, statement),
        sentence=(exhibit, body.get("listing"), statement["quote"]),
    )


def _teller(
    fleet: ListedShips, states: Mapping[tuple[int, int], str], exhibit: int, party: Mapping[str, Any]
) -> Teller:
    row = party.get("listing")
    listed = fleet.entry(exhibit, row) if row is not None else fleet.named(party["name"], exhibit)
    state, why = party.get("state"), f"the sentence calls it “{party.get('described')}”"
    if not state and row is not None and (exhibit, row) in states:
        state, why = states[(exhibit, row)], "another sentence of the list says so"
    if not state and listed and listed.flag:
        state, why = listed.flag, "its entry gives that flag or MMSI"
    imo = party.get("imo") or (listed.imo if listed else None)
    name = listed.name if listed else party["name"]
    return Teller(name, imo, party.get("described"), state, why if state else None, listed)


def _steps_joined(told: Sequence[Told]) -> list[Told]:
    """Put together two acts of one sentence that are steps of one: its beginning is the first's, its end the last's."""
    joined: list[Told] = []
    for act in told:
        last = joined[-1] if joined else None
        if last and last.sentence == act.sentence and {last.act, act.act} in _STEPS and last.ships[0] == act.ships[0]:
            first, then = (last, act) if last.start <= act.start else (act, last)
            joined[-1] = Told(
                act=first.act,
                ships=first.ships if len(first.ships) >= len(then.ships) else then.ships,
                goods=first.goods or then.goods,
                goods_origin=first.goods_origin or then.goods_origin,
                weakened=first.weakened or then.weakened,
                place=first.place if any(first.place) else then.place,
                to=then.to if any(then.to) else first.to,
                start=first.start,
                end=then.end,
                start_precision=first.start_precision,
                end_precision=then.end_precision,
                quotes=first.quotes,
                speaker=first.speaker,
                cited=citing.merged([*first.cited, *then.cited]),
                sentence=first.sentence,
            )
        else:
            joined.append(act)
    return joined


def _merged(one: Told, other: Told) -> Told:
    """Put together two tellings of one act; what one leaves out the other may say."""
    return Told(
        act=one.act,
        ships=tuple(_better(ship, other.ships) for ship in sorted(one.ships, key=lambda ship: str(ship.number))),
        goods=one.goods or other.goods,
        goods_origin=one.goods_origin or other.goods_origin,
        weakened=one.weakened or other.weakened,
        place=one.place if any(one.place) else other.place,
        to=one.to if any(one.to) else other.to,
        start=one.start,
        end=one.end,
        start_precision=one.start_precision,
        end_precision=one.end_precision,
        quotes=tuple(dict.fromkeys((*one.quotes, *other.quotes))),
        speaker=one.speaker or other.speaker,
        cited=citing.merged([*one.cited, *other.cited]),
        sentence=one.sentence,
    )


def _better(ship: Teller, others: Sequence[Teller]) -> Teller:
    same = [other for other in others if other.number == ship.number and other.state and not ship.state]
    return same[0] if same else ship
