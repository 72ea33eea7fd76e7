"""Typology: a ship of the target's flag that came out of a stay at sea deeper or lighter, with nobody heard beside it.

Under way nothing is loaded or landed, so that cargo which comes or goes at sea comes from another ship or goes to one.
Who that was is told where exactly one ship lay near in the same hours and its own draught changed the other way; else
it is not known. Meetings heard side by side are left to ``transfer_flagged.py``, stays of other ships beside a silence
of the target's to ``transfer_dark.py``. Left out: draughts entered late, in port, or after a long silence.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from fairlead.law import Regime
from fairlead.typologies import citing, engagements, moments, placing, transfers
from fairlead.typologies.candidates import Rejected, refuted
from fairlead.typologies.engagements import Party, Proof
from fairlead.typologies.grounds import aftermath, glimpses, lain, neighbours, refutations, ships, silences
from fairlead.typologies.grounds.lading import CHANGE_DM, LATE_US, QUARTER
from fairlead.typologies.grounds.linked import event_ref, on_tracks, overlapping
from fairlead.typologies.grounds.ships import Identity, Ships
from fairlead.typologies.grounds.silences import Change, Handled
from fairlead.typologies.occasion import Occasion, Refutation, Typology, occasion_id
from fairlead.typologies.transfers import PETROLEUM

if TYPE_CHECKING:
    from fairlead.typologies.world import World

NAME = "transfer_unheard"
VERSION = 5
TITLE = "Cargo that seems to have changed ships at sea while nobody was heard alongside"
DOES_NOT_SHOW = (
    "Nobody was heard beside the ship. That its crew entered another draught while it lay at sea does not show that "
    "cargo passed, nor from whom, to whom or what: a draught may be stale, false or mistyped, entered late or ahead of "
    "a call, and water ballast, above all before bad weather, changes it too. A ship that lay near in the same hours "
    "and whose draught changed the other way may have dealt with a third. A transfer between two ships of one flag "
    "looks the same."
)

DEEPER_DM = 10  # as dark_voyage.py: a metre; fuel and water make up less

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
    seen: Sequence[int]  # numbers of the flag that were heard near it at a moment, slow
    silent: Sequence[Row]  # silences of ships of the flag that could have been there, whose draughts changed over
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


def find(world: World) -> Iterator[Occasion | Rejected]:
    """Yield an occasion or a rejection for each stay at sea of a ship of the target's flag that its draught changed."""
    for regime in world.regimes.values():
        if not regime.obligations.get("transfer_flagged"):
            continue
        for scene in _scenes(world, regime):
            yield _judge(world, scene)


def _scenes(world: World, regime: Regime) -> Iterator[Scene]:
    digits = transfers.flag_range(regime.target)
    seeds = lain.seeds(world, lambda table: (table.mmsi // 1_000_000).isin(digits))
    fleet = Ships(world.static_reports, [one["mmsi"] for one in seeds])
    handled = Handled(world, [one["track"] for one in seeds])
    seeds = [one for one in seeds if silences.turned(one, fleet, handled, DEEPER_DM) and placing.offshore(*_at(one))]
    stays = [one for one in lain.whole(world.legs, seeds) if placing.offshore(*_at(one))]
    changes = [(one, change) for one in stays if (change := silences.change(one, fleet, handled)) is not None]
    changed = [(one, change) for one, change in changes if abs(change.dm) >= DEEPER_DM]
    met = heard_alongside(world, [one for one, _ in changed])
    changed = [(one, change) for one, change in changed if not met(one)]
    tracks = [one["track"] for one, _ in changed]
    stops = on_tracks(world.events["port_visit"], tracks)
    gaps = on_tracks(world.events["gap"], tracks)
    near = neighbours.near(world.legs, [one for one, _ in changed])
    known = Ships(world.static_reports, [other["mmsi"] for others in near for other, _ in others])
    busy = Handled(world, [other["track"] for others in near for other, _ in others])
    silent = _Silent(world, digits, [one for one, _ in changed])
    seen = neighbours.moments_near(world.legs, [one for one, _ in changed], digits)
    for (stay, change), others, of_flag in zip(changed, near, seen, strict=True):
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
            of_flag,
            silent.of(stay, change),
            stops.get(stay["track"], ()),
            [one for one in gaps.get(stay["track"], ()) if _before(one, stay, change)],
            _went_back(stay, change, fleet, handled),
        )


def heard_alongside(world: World, stays: Sequence[Row]) -> Any:
    """Return a function that tells whether another ship was heard alongside during a stay, all along or at moments."""
    found = transfers.encounters_of(world, sorted({one["track"] for one in stays}))
    for row in glimpses.encounters(world, sorted({one["mmsi"] for one in stays})):
        for key in ("track", "other_track"):
            found.setdefault(row[key], []).append(row)
    return lambda stay: bool(overlapping(found.get(stay["track"], ()), stay["start_us"], stay["end_us"]))


class _Silent:
    """The silences of ships of the flag, and what draughts these reported around them, fetched once for all stays."""

    def __init__(self, world: World, digits: Sequence[int], stays: Sequence[Row]) -> None:
        gaps = world.events["gap"]
        own = gaps.filter(gaps.end_us.notnull(), (gaps.mmsi // 1_000_000).isin(list(digits)))
        rows = own.order_by(["start_us", "track"]).to_pyarrow().to_pylist() if stays else []
        self._of = {_key(one): [gap for gap in rows if _could_come(gap, one)] for one in stays}
        found = [gap for several in self._of.values() for gap in several]
        self._fleet = Ships(world.static_reports, [one["mmsi"] for one in found])
        self._handled = Handled(world, [one["track"] for one in found])

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


def _at(row: Row) -> tuple[int, int]:
    return row["start_lat_e7"], row["start_lon_e7"]


def _judge(world: World, scene: Scene) -> Occasion | Rejected:
    """Return what becomes of a stay."""
    start, tests = moments.iso(scene.stay["start_us"]), _tests(scene)
    names = [scene.ship.called(), *(one.ship.called() for one in scene.counterparts)]
    rejection = refuted(NAME, names, start, tests)
    if rejection:
        return rejection
    made = _occasion(world, scene, tests)
    if made is None:
        why = f"no measure that such a transfer could touch was in force on {start[:10]}"
        return Rejected(NAME, tuple(names), start, "date before the measure", why)
    return made


def _occasion(world: World, scene: Scene, tests: Sequence[Refutation]) -> Occasion | None:
    stay, regime, named = scene.stay, scene.regime, scene.named
    sides = [scene.ship, *([named.ship] if named else [])]
    plausible = PETROLEUM if any(ship.ship_type in ships.TANKERS for ship in sides) else frozenset[str]()
    engaged = engagements.engage(
        regime, "transfer_flagged", _parties(scene), _evidence(world, scene), plausible=plausible
    )
    if not engaged:
        return None
    met = "if they met" if named else "if it met a ship of another flag"
    subjects = [scene.ship.subject("ship under the target's flag")]
    return Occasion(
        id=occasion_id(NAME, [stay["mmsi"]], [regime.id, stay["start_us"], *_at(stay)]),
        regime=regime.id,
        typology=Typology(NAME, VERSION),
        basis="observed",
        title=f"{_said(scene)}; would engage {engagements.cited(engaged)} {met}",
        start=moments.iso(stay["start_us"]),
        start_precision="second",
        end=moments.iso(stay["end_us"]),
        end_precision="second",
        places=(placing.place("stay", *_at(stay)),),
        subjects=(*subjects, *([named.ship.subject("ship lying near")] if named else [])),
        goods=(),
        events=tuple(event_ref(one) for one in stay["rests_on"]),
        engagements=engaged,
        refutations=tuple(tests),
        does_not_show=DOES_NOT_SHOW,
    ).sealed()


def _said(scene: Scene) -> str:
    """Return who lay where, how its draught changed, and who lay near, without saying that anybody met."""
    stay, named, called = scene.stay, scene.named, scene.ship.called()
    where = placing.at(placing.place("stay", *_at(stay)))
    days = moments.span(moments.day(stay["start_us"]), moments.day(stay["end_us"]))
    lay = (
        f"{called[0].upper()}{called[1:]} lay or drifted for {moments.hours(stay['end_us'] - stay['start_us'])} {where}"
    )
    turned = f"{abs(scene.change.dm) / 10:.1f} m {'deeper' if scene.change.dm > 0 else 'lighter'}"
    other = "nobody was heard alongside"
    if named is not None and named.change is not None:
        way = "deeper" if named.change.dm > 0 else "lighter"
        other = f"{named.ship.called()}, which lay within {named.apart_m / 1_000:.1f} km in the same hours, {way}"
    return f"{lay}, {days}, and came out {turned}; {other}"


def _parties(scene: Scene) -> dict[str, Party]:
    start, end = moments.day(scene.stay["start_us"]), moments.day(scene.stay["end_us"])
    named = scene.named
    flag = named.ship.flag if named else None
    why = "Who the other ship was is not known." if named is None else f"The {named.ship.called()}, if they met."
    return {
        "flag State": Party(flag or "undetermined", start, end, {"actor": Proof("missing", why)}),
        "supplying State": Party("undetermined", start, end),
        "target State": Party(scene.regime.target, start, end),
    }


def _evidence(world: World, scene: Scene) -> dict[str, Proof]:
    """Return what the stay and the draughts bear on; nothing is more than indicated."""
    day, named = moments.day(scene.stay["start_us"]), scene.named
    told = [scene.change.before, scene.change.after]
    told += [named.change.before, named.change.after] if named and named.change else []
    rows = [(one.exhibit, one.row) for one in told]
    cited = citing.merged([*citing.ends(world.exhibits, scene.stay), *citing.rows(world.exhibits, *rows)])
    taken = "took cargo aboard" if scene.change.dm > 0 else "gave cargo away"
    return {
        "transfer": Proof("indicated", f"{_said(scene)}. It reported {scene.change.said()}.", cited),
        "goods": Proof("missing", "A track shows no goods, nor whence or whither they went."),
        "supply": Proof("missing", f"By its draught the ship {taken}; what, and with whom, was not seen.", cited),
        "date": Proof("indicated", f"If cargo passed, it was about {day}.", cited),
        "grounds": Proof("missing", "What the State knew, and when, is not in a track."),
        "flag": Proof("indicated", f"MMSI {scene.ship.mmsi} carries the digits of {scene.regime.target}.", cited),
    }


def _tests(scene: Scene) -> list[Refutation]:
    """Return the innocent explanations of a draught that changed at sea, tested."""
    return [
        refutations.kind_of_ship(scene.ship, ships.PASSENGER, "carries passengers"),
        _mistyped(scene),
        _little(scene),
        _entered_late(scene),
        _berth(scene),
        _one_flag(scene),
        _who_lay_near(scene),
        refutations.unchecked("water ballast or a wrong entry", f"It reported {scene.change.said()}; nothing tells."),
        refutations.notified(),
    ]


def _mistyped(scene: Scene) -> Refutation:
    name, said = "mistyped draught", f"it reported {scene.change.said()}"
    if scene.back:
        return refutations.holds(name, f"{said}, and then the old one again before it lay anywhere")
    return refutations.passed(name, f"{said}, and kept to it until it next lay somewhere")


def _little(scene: Scene) -> Refutation:
    name, (least, most) = "little of its own range", scene.drawn
    said = f"{abs(scene.change.dm) / 10:.1f} m of the {(most - least) / 10:.1f} m between its own least and most"
    enough = abs(scene.change.dm) >= QUARTER * (most - least)
    return (refutations.passed if enough else refutations.holds)(name, said)


def _entered_late(scene: Scene) -> Refutation:
    """Test whether the draught may be that of a call that nobody heard, in a silence before the stay."""
    name = "entered late"
    long = [gap for gap in scene.gaps if silences.may_have_called(gap, "")]
    if not long:
        return refutations.passed(name, "no silence in the days before was long enough to have called at a port")
    hours = ", ".join(moments.hours(gap["end_us"] - gap["start_us"]) for gap in long)
    said = f"it was silent for {hours} in the days before, long enough to have called at a port and entered it late"
    return (refutations.against if scene.named else refutations.holds)(name, said)


def _berth(scene: Scene) -> Refutation:
    """Test for a wait: it called soon after near by, and what it entered may be what it was to have after the call."""
    name, stay = "waiting for a berth", scene.stay
    stop = aftermath.next_stop(scene.stops, stay)
    if stop is None:
        return refutations.passed(name, "no later stop in a port was heard")
    said = f"its next stop was {stop.off}"
    return (refutations.holds if stop.near_and_soon else refutations.passed)(name, said)


def _one_flag(scene: Scene) -> Refutation:
    """Test whether a ship of the same flag may have been the other one, near by or silent."""
    name, target = "between ships of one flag", scene.regime.target
    own = [one for one in scene.beside if one.ship.flag == target and _may_be(scene, one)]
    lay = {one.ship.mmsi for one in scene.beside}
    brief = [f"MMSI {mmsi:09d}, heard there for a moment" for mmsi in scene.seen if mmsi not in lay]
    heard = ", ".join([*(one.ship.called() for one in own), *brief])
    silent = ", ".join(f"MMSI {gap['mmsi']:09d}" for gap in scene.silent)
    if not heard and not silent:
        return refutations.passed(
            name, "no other ship of the flag lay near, or was silent and changed its draught over"
        )
    said = f"near by: {heard or 'none'}; silent, and could have come: {silent or 'none'}"
    return (refutations.against if scene.named else refutations.holds)(name, f"{said}; no other State's ship is needed")


def _may_be(scene: Scene, one: Beside) -> bool:
    carries = one.ship.ship_type is None or one.ship.ship_type in ships.TANKERS | ships.CARGO
    return carries and (one.change is None or silences.changed_over(scene.change, one.change))


def _who_lay_near(scene: Scene) -> Refutation:
    name, others = "another ship near", _carriers(one for one in scene.beside if _may_be(scene, one))
    if scene.named:
        return refutations.passed(name, f"of those that lay near, one changed its draught the other way: {others}")
    if not others:
        return refutations.unchecked(
            name, "no ship that may have been the other one was heard near; who it was is open"
        )
    return refutations.unchecked(name, f"who the other one was is open; near lay {others}")


def _carriers(several: Iterable[Beside]) -> str:
    named = {one.ship.mmsi: f"{one.ship.called()}, {one.apart_m / 1_000:.1f} km at the nearest" for one in several}
    return "; ".join(named.values())
