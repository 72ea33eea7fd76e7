"""Stays at sea out of which a ship came with another draught while nobody was heard alongside.

What they mean is for ``transfer_unheard.py``, of the target's ships, and ``lightened_at_sea.py``, of others' tankers.
Left out: draughts entered late, in port, or after a long silence, and stays too short to be events.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import compress
from typing import TYPE_CHECKING, Any

from fairlead.law import Regime
from fairlead.typologies import moments, placing, transfers
from fairlead.typologies.candidates import Rejected, refuted
from fairlead.typologies.grounds import aftermath, concerned, lain, neighbours, refutations, silences
from fairlead.typologies.grounds.glimpses import Glimpses
from fairlead.typologies.grounds.lading import CHANGE_DM, LATE_US, QUARTER
from fairlead.typologies.grounds.linked import event_ref, on_tracks, overlapping
from fairlead.typologies.grounds.ships import Identity, Ships
from fairlead.typologies.grounds.silences import Change, Handled
from fairlead.typologies.grounds.unheard_calls import DEEPER_DM
from fairlead.typologies.occasion import Engagement, Occasion, Refutation, Subject, Typology, occasion_id

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from fairlead.typologies.world import World

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Beside:
    """Another ship that lay near in the same hours."""

    ship: Identity
    stay: Row
    change: Change | None
    apart_m: float


@dataclass(frozen=True)
class Scene:
    """A stay at sea out of which a ship came with another draught, and what else the case knows of it."""

    regime: Regime
    stay: Row
    ship: Identity
    change: Change
    drawn: tuple[int, int]  # the least and the most that the ship reported
    beside: Sequence[Beside]
    seen: Sequence[int]  # numbers that were heard near it at a moment, slow
    could: Sequence[Row]  # silences of ships of the target's flag that could have been there
    silent: Sequence[Row]  # those of them whose draughts changed over
    stops: Sequence[Row]
    gaps: Sequence[Row]  # long silences of the ship that ended within days before the draught was entered
    back: bool  # it entered the old draught again before it lay anywhere

    @property
    def counterparts(self) -> list[Beside]:
        """Those near whose draught changed the other way."""
        return [one for one in self.beside if one.change is not None and silences.changed_over(self.change, one.change)]

    @property
    def named(self) -> Beside | None:
        """The counterpart where exactly one ship of another flag fits; several tell of none."""
        fitting = [one for one in self.counterparts if one.ship.flag != self.regime.target]
        return fitting[0] if len({one.ship.mmsi for one in fitting}) == 1 else None


def scenes(
    world: World, regime: Regime, whose: Callable[[ir.Table], Any], near: Sequence[int] | None
) -> Iterator[Scene]:
    """Yield what is known of each stay at sea from which a ship that ``whose`` chooses came with another draught.

    ``near``: the first three digits of the numbers that are looked for near it at a moment; None for all.
    """
    digits = concerned.flag_range(regime.target)
    seeds = lain.seeds(world, whose)
    seeds = list(compress(seeds, placing.are_offshore(seeds, "start")))  # first: few are
    fleet = Ships(world.static_reports, [one["mmsi"] for one in seeds])
    handled = Handled(world, [one["track"] for one in seeds])
    seeds = [one for one in seeds if silences.turned(one, fleet, handled, DEEPER_DM)]
    stays = lain.whole(world.legs, seeds)
    stays = list(compress(stays, placing.are_offshore(stays, "start")))
    changes = [(one, change) for one in stays if (change := silences.change(one, fleet, handled)) is not None]
    changed = [(one, change) for one, change in changes if abs(change.dm) >= DEEPER_DM]
    glimpsed = None if near is None else world.glimpses  # of the target's ships: others ask of them too
    met = heard_alongside(world, [one for one, _ in changed], glimpsed)
    changed = [(one, change) for one, change in changed if not met(one)]
    tracks = [one["track"] for one, _ in changed]
    stops = on_tracks(world.events["port_visit"], tracks)
    gaps = on_tracks(world.events["gap"], tracks)
    lay = neighbours.near(world.legs, [one for one, _ in changed])
    known = Ships(world.static_reports, [other["mmsi"] for others in lay for other, _ in others])
    busy = Handled(world, [other["track"] for others in lay for other, _ in others])
    silent = Silent(world, digits, [one for one, _ in changed])
    seen = neighbours.moments_near(world.legs, [one for one, _ in changed], near)
    for (stay, change), others, heard in zip(changed, lay, seen, strict=True):
        drawn = [report.dm for report in fleet.draughts(stay["mmsi"], stay["start_us"], stay["end_us"])]
        beside = [
            Beside(known.at(other["mmsi"], stay["start_us"]), other, silences.change(other, known, busy), apart_m)
            for other, apart_m in others
        ]
        yield Scene(
            regime,
            stay,
            fleet.at(stay["mmsi"], stay["start_us"]),
            change,
            (min(drawn), max(drawn)),
            beside,
            heard,
            silent.could(stay),
            silent.of(stay, change),
            stops.get(stay["track"], ()),
            [one for one in gaps.get(stay["track"], ()) if _before(one, stay, change)],
            _went_back(stay, change, fleet, handled),
        )


def heard_alongside(world: World, stays: Sequence[Row], glimpsed: Glimpses | None = None) -> Any:
    """Return a function that tells whether another ship was heard alongside during a stay, all along or at moments.

    ``glimpsed``: the meetings at moments of their ships, where others are asked about too.
    """
    glimpsed = glimpsed or Glimpses(world, sorted({one["mmsi"] for one in stays}))
    found = transfers.heard_together(world, (one["track"] for one in stays), glimpsed)
    return lambda stay: bool(overlapping(found.get(stay["track"], ()), stay["start_us"], stay["end_us"]))


class Silent:
    """The silences of ships of the flag, and what draughts these reported around them, fetched once for all stays."""

    def __init__(self, world: World, digits: Sequence[int], stays: Sequence[Row]) -> None:
        gaps = world.events["gap"]
        own = gaps.filter(gaps.end_us.notnull(), (gaps.mmsi // 1_000_000).isin(list(digits)))
        rows = own.order_by(["start_us", "track"]).to_pyarrow().to_pylist() if stays else []
        self._of = {_key(one): [gap for gap in rows if _could_come(gap, one)] for one in stays}
        found = [gap for several in self._of.values() for gap in several]
        self._fleet = Ships(world.static_reports, [one["mmsi"] for one in found])
        self._handled = Handled(world, [one["track"] for one in found])

    def could(self, stay: Row) -> list[Row]:
        """Return those that could have come to a stay, lain there for two hours and gone on."""
        return self._of[_key(stay)]

    def of(self, stay: Row, change: Change) -> list[Row]:
        """Return those that could have come to a stay and whose draughts changed over."""
        reported = ((one, silences.change(one, self._fleet, self._handled)) for one in self._of[_key(stay)])
        return [one for one, silent in reported if silences.changed_over(change, silent)]


def _key(stay: Row) -> tuple[int, int]:
    return stay["track"], stay["start_us"]


def _could_come(gap: Row, stay: Row) -> bool:
    during = gap["start_us"] < stay["end_us"] and gap["end_us"] > stay["start_us"]
    return during and gap["mmsi"] != stay["mmsi"] and silences.reachable(gap, stay)


def _before(gap: Row, stay: Row, change: Change) -> bool:
    long = gap["end_us"] is not None and gap["end_us"] - gap["start_us"] >= silences.SILENCE_US
    return bool(long and gap["end_us"] <= stay["start_us"] and change.after.t_us - gap["end_us"] <= LATE_US)


def _went_back(stay: Row, change: Change, fleet: Ships, handled: Handled) -> bool:
    """Tell whether the old draught was entered again before the ship lay anywhere: then the other was mistyped."""
    reports = fleet.draughts(stay["mmsi"], stay["start_us"], stay["end_us"])
    until_us = handled.next_us(stay)
    later = [one.dm for one in reports if change.after.t_us < one.t_us <= until_us]
    return any(abs(dm - change.before.dm) < CHANGE_DM for dm in later)


def at(row: Row) -> tuple[int, int]:
    """Return where a stay began, in 1e-7 degree."""
    return row["start_lat_e7"], row["start_lon_e7"]


def lay(stay: Row) -> str:
    """Return for how long and where a ship lay, in words."""
    where = placing.at(placing.place("stay", *at(stay)))
    return f"lay or drifted for {moments.hours(stay['end_us'] - stay['start_us'])} {where}"


def days(stay: Row) -> str:
    """Return the days of a stay in words."""
    return moments.span(moments.day(stay["start_us"]), moments.day(stay["end_us"]))


def judged(
    typology: Typology,
    names: Sequence[str],
    scene: Scene,
    tests: Sequence[Refutation],
    made: Callable[[], Occasion | None],
) -> Occasion | Rejected:
    """Return what becomes of a stay: a rejection where a test refutes it, or where ``made`` gives no occasion."""
    start = moments.iso(scene.stay["start_us"])
    rejection = refuted(typology.name, names, start, tests)
    if rejection:
        return rejection
    occasion = made()
    if occasion is None:
        why = f"no measure that such a transfer could touch was in force on {start[:10]}"
        return Rejected(typology.name, tuple(names), start, "date before the measure", why)
    return occasion


def occasion(
    typology: Typology,
    scene: Scene,
    title: str,
    subjects: tuple[Subject, ...],
    engaged: tuple[Engagement, ...],
    tests: Sequence[Refutation],
    does_not_show: str,
) -> Occasion:
    """Return the occasion that a stay makes."""
    stay, regime = scene.stay, scene.regime
    return Occasion(
        id=occasion_id(typology.name, [stay["mmsi"]], [regime.id, stay["start_us"], *at(stay)]),
        regime=regime.id,
        typology=typology,
        basis="observed",
        title=title,
        start=moments.iso(stay["start_us"]),
        start_precision="second",
        end=moments.iso(stay["end_us"]),
        end_precision="second",
        places=(placing.place("stay", *at(stay)),),
        subjects=subjects,
        goods=(),
        events=tuple(event_ref(one) for one in stay["rests_on"]),
        engagements=engaged,
        refutations=tuple(tests),
        does_not_show=does_not_show,
    ).sealed()


def mistyped(scene: Scene) -> Refutation:
    """Test for a draught that was taken back before the ship lay anywhere."""
    name, said = "mistyped draught", f"it reported {scene.change.said()}"
    if scene.back:
        return refutations.holds(name, f"{said}, and then the old one again before it lay anywhere")
    return refutations.passed(name, f"{said}, and kept to it until it next lay somewhere")


def little(scene: Scene) -> Refutation:
    """Test for a change that is small for what the ship itself has reported."""
    name, (least, most) = "little of its own range", scene.drawn
    said = f"{abs(scene.change.dm) / 10:.1f} m of the {(most - least) / 10:.1f} m between its own least and most"
    enough = abs(scene.change.dm) >= QUARTER * (most - least)
    return (refutations.passed if enough else refutations.holds)(name, said)


def entered_late(scene: Scene) -> Refutation:
    """Test whether the draught may be that of a call that nobody heard, in a silence before the stay."""
    name = "entered late"
    long = [gap for gap in scene.gaps if silences.may_have_called(gap, "")]
    if not long:
        return refutations.passed(name, "no silence in the days before was long enough to have called at a port")
    hours = ", ".join(moments.hours(gap["end_us"] - gap["start_us"]) for gap in long)
    said = f"it was silent for {hours} in the days before, long enough to have called at a port and entered it late"
    return (refutations.against if scene.named else refutations.holds)(name, said)


def berth(scene: Scene) -> Refutation:
    """Test for a wait: it called soon after near by, and what it entered may be what it was to have after the call."""
    name, stay = "waiting for a berth", scene.stay
    stop = aftermath.next_stop(scene.stops, stay)
    if stop is None:
        return refutations.passed(name, "no later stop in a port was heard")
    said = f"its next stop was {stop.off}"
    return (refutations.holds if stop.near_and_soon else refutations.passed)(name, said)
