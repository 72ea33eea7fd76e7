"""Typology: a tanker that was silent within reach of the target State and came back from there lighter.

The counterpart of ``dark_voyage.py``: what may have been landed, not loaded, in a call that nobody heard. Tankers land
their cargo everywhere, so that a lighter draught alone tells less than a deeper one, and a course from the target's
port must say where it had been. Calls that were heard are ``delivery_to_target.py``'s. Left out: dry cargo, of which
no draught says what it is, and the target's own tankers, which fetch what is allowed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from fairlead.law import Regime
from fairlead.typologies import citing, engagements, moments, placing
from fairlead.typologies.candidates import Rejected, refuted
from fairlead.typologies.engagements import Party, Proof
from fairlead.typologies.grounds import refutations, unheard_calls
from fairlead.typologies.grounds.courses import Courses
from fairlead.typologies.grounds.doors import Doors
from fairlead.typologies.grounds.lading import HANDLED_US, LATE_US, Draught, entered_us
from fairlead.typologies.grounds.linked import on_tracks, overlapping
from fairlead.typologies.grounds.ships import TANKERS, Identity, Ships
from fairlead.typologies.occasion import Occasion, Refutation, Typology
from fairlead.typologies.transfers import PETROLEUM

if TYPE_CHECKING:
    from fairlead.typologies.world import World

NAME = "dark_supply"
VERSION = 5
OBLIGATION = "delivery_to_target"
TITLE = "Tanker that came back lighter from a silence within reach of the target State"
DOES_NOT_SHOW = (
    "Nothing was heard of a call at a port of the target State: the silence was long enough for one, and the tanker "
    "came from there and reported less draught, that is all. What was aboard, how much was landed, and for whom, are "
    "not in a track. Supplies within the year's ceiling are allowed if notified, and notices are not public in full. "
    "It may have given its cargo to another ship at sea. A gap in AIS is not evasion. Draught is typed in by the crew "
    "and may be stale or false."
)

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Scene:
    """A tanker's silence from which it came lighter, and what else the case knows of it."""

    gap: dict[str, Any]
    ship: Identity
    before: Draught
    after: Draught
    came: str  # in words, from which port of the target it was coming when it was heard again
    port: str  # the name of the one in reach that is nearest on the way
    call: Row | None  # its last call before the silence
    late: bool  # whether it entered no draught since it reached that call
    arrival: Row | None

    @property
    def said(self) -> str:
        """The two draughts in words."""
        told = f"{self.before.dm / 10:.1f} m before and {self.after.dm / 10:.1f} m after"
        return f"It reported {told} a silence of {unheard_calls.length(self.gap)}."


def find(world: World) -> Iterator[Occasion | Rejected]:
    """Yield an occasion or a rejection for each silence of another State's tanker that came from the target lighter."""
    for regime in world.regimes.values():
        ports = placing.ports(regime.target)
        if not regime.obligations.get(OBLIGATION) or not ports:
            continue
        gaps = unheard_calls.near(world.events["gap"], ports).order_by(["start_us", "track"]).to_pyarrow().to_pylist()
        reached = {gap["id"]: there for gap, there in unheard_calls.all_in_reach(gaps, ports, unheard_calls.FAR_M)}
        gaps = [gap for gap in gaps if reached[gap["id"]]]
        fleet = Ships(world.static_reports, [gap["mmsi"] for gap in gaps])
        gaps = [gap for gap in gaps if _may_land(regime, fleet, gap)]
        tracks = [gap["track"] for gap in gaps]
        visits, voyages = (on_tracks(world.events[kind], tracks) for kind in ("port_visit", "voyage"))
        stays = on_tracks(world.events["loitering"], tracks)
        lighter = []
        for gap in gaps:
            own = visits.get(gap["track"], ())
            heard = overlapping(voyages.get(gap["track"], ()), gap["start_us"], gap["end_us"])
            if any(regime.target in (one["from_country"], one["to_country"]) for one in heard):
                continue
            arrival = unheard_calls.arrival_of(regime, fleet, gap, own, stays.get(gap["track"], ()))
            drawn = _drawn(regime, gap, fleet, arrival)
            if drawn is not None:
                lighter.append((gap, arrival, drawn))
        # of the few that came out lighter: the positions after a silence are read for each
        courses, doors = (
            Courses(world.legs, [gap for gap, _, _ in lighter]),
            Doors(world, [gap for gap, _, _ in lighter]),
        )
        for gap, arrival, drawn in lighter:
            came, port = courses.coming_from(gap, reached[gap["id"]]), reached[gap["id"]][0].name
            if came is not None:
                scene = _scene(gap, fleet, visits.get(gap["track"], ()), arrival, drawn, came, port)
                silence = unheard_calls.own_silence(gap, ports, doors)
                yield _judge(world, regime, scene, unheard_calls.edge(regime, gap, arrival, ports, doors, silence))


def _may_land(regime: Regime, fleet: Ships, gap: Row) -> bool:
    ship = fleet.at(gap["mmsi"], gap["start_us"])
    return ship.ship_type in TANKERS and ship.flag != regime.target


def _drawn(regime: Regime, gap: dict[str, Any], fleet: Ships, arrival: Row | None) -> tuple[Draught, Draught] | None:
    """Return the draughts before and after a silence; None where a ship did not come out of it lighter."""
    before = fleet.draught_before(gap["mmsi"], gap["start_us"])
    after = unheard_calls.came_with(regime, fleet, gap, before, arrival, under_way=True)
    if before is None or after is None or before.dm - after.dm < unheard_calls.DEEPER_DM:
        return None
    return before, after


def _scene(
    gap: dict[str, Any],
    fleet: Ships,
    visits: Sequence[Row],
    arrival: Row | None,
    drawn: tuple[Draught, Draught],
    came: str,
    port: str,
) -> Scene:
    """Return what is known of a silence out of which a ship came lighter."""
    call = next((one for one in reversed(visits) if unheard_calls.ended_before(one, gap)), None)
    told = [one for one in fleet.draughts(gap["mmsi"], gap["start_us"], gap["end_us"]) if one.t_us <= gap["start_us"]]
    late = call is not None and entered_us(told) < call["start_us"] - HANDLED_US
    return Scene(gap, fleet.at(gap["mmsi"], gap["start_us"]), *drawn, came, port, call, late, arrival)


def _judge(world: World, regime: Regime, scene: Scene, edge: Refutation) -> Occasion | Rejected:
    gap, ship = scene.gap, scene.ship
    places = unheard_calls.places_of(gap, scene.arrival)
    parties = _parties(world, regime, scene)
    engaged = engagements.engage(regime, OBLIGATION, parties, _evidence(world, scene), plausible=PETROLEUM)
    tests = [
        refutations.supply_dated(bool(engaged), moments.day(gap["start_us"])),
        refutations.kind_of_ship(ship, frozenset(), "carries no oil"),
        unheard_calls.silence(regime, gap, scene.arrival, scene.came),
        unheard_calls.handled_elsewhere(regime, gap, "discharged"),
        _from_abroad(regime, gap),
        unheard_calls.went_abroad(regime, gap, scene.arrival),
        _landed_before(regime, scene),
        _supplier(scene),
        unheard_calls.one_voyage(gap),
        edge,
        refutations.unchecked("transfer at sea", "it may have given its cargo to another ship; nobody was heard"),
        refutations.notified_supply(),
    ]
    rejection = refuted(NAME, [ship.called()], moments.iso(gap["start_us"]), tests)
    if rejection:
        return rejection
    length, days = unheard_calls.length(gap), unheard_calls.days(gap)
    went = f", then went to {placing.named(places[-1])}" if scene.arrival else ""
    silent = f"Tanker {ship.named()} was silent for {length} within reach of {regime.target}, {days}"
    would = f"would engage {engagements.cited(engaged)} if it landed its cargo there, unless notified"
    title = f"{silent}, and came back from there lighter{went}; {would}"
    typology = Typology(NAME, VERSION)
    return unheard_calls.occasion(typology, regime, gap, scene.arrival, ship, title, engaged, tests, DOES_NOT_SHOW)


def _parties(world: World, regime: Regime, scene: Scene) -> dict[str, Party]:
    """Return who is addressed: whoever supplied it, the State of its flag, and the target State."""
    first, last = moments.day(scene.gap["start_us"]), moments.day(scene.gap["end_us"])
    heard, ship = citing.ends(world.exhibits, scene.gap), scene.ship
    flag = Proof("indicated", f"MMSI {ship.mmsi} carries the digits of {ship.flag}.", heard)
    whose = Proof("missing", "Where its cargo was loaded, and whose it was, is not told.")
    parties = {
        "target State": Party(regime.target, first, last),
        "supplying State": Party("undetermined", first, last, {"actor": whose}),
    }
    return parties | ({"flag State": Party(ship.flag, first, last, {"flag": flag})} if ship.flag else {})


def _evidence(world: World, scene: Scene) -> dict[str, Proof]:
    ends = citing.ends(world.exhibits, scene.gap)
    rows = ((one.exhibit, one.row) for one in (scene.before, scene.after))
    cited = citing.merged([*ends, *citing.rows(world.exhibits, *rows)])
    unheard = f"{scene.said} That was long enough to call at {scene.port}; nothing was heard of a call."
    return {
        "goods": Proof("missing", "A tanker's track shows no cargo; no document in this candidate names any."),
        "supply": Proof("missing", f"{unheard} {scene.came[0].upper()}{scene.came[1:]}.", cited),
        "amount": Proof("missing", "Whether it was notified, and how much it was, is not in a track."),
        "date": Proof("indicated", f"If there was a call, it was between {unheard_calls.days(scene.gap)}.", ends),
        "grounds": Proof("missing", "What the State knew, and when, is not in a track."),
    }


def _from_abroad(regime: Regime, gap: Row) -> Refutation:
    """Test for a tanker that was in the target State's own waters: there it was before, and its call no hidden one."""
    name = "in the target State's own waters"
    for edge, words in (("start", "it was lost"), ("end", "it was heard again")):
        lat_e7, lon_e7 = gap[f"{edge}_lat_e7"], gap[f"{edge}_lon_e7"]
        zone, coast = placing.zone_at(lat_e7, lon_e7), placing.nearest(lat_e7, lon_e7)
        if zone.country == regime.target or (coast[0].country == regime.target and coast[1] <= placing.NEAR_M):
            where = f"{words} {coast[1] / 1_000:.0f} km from {coast[0].name}"
            limit = f"where {placing.NEAR_M / 1_000:.0f} km and less count as off its ports"
            whose = f"in waters of {regime.target}" if zone.country == regime.target else limit
            return refutations.holds(name, f"{where}, {whose}: who is heard there hides no way to them")
    return refutations.passed(name, "it was outside them, and far from its ports, at both ends")


def _landed_before(regime: Regime, scene: Scene) -> Refutation:
    """Test for a cargo landed at the call before, in another State, that a late crew entered in the silence."""
    name, call = "discharged at the call before", scene.call
    if call is None or call["country"] == regime.target:
        return refutations.passed(name, "no call in another State was heard before the silence")
    left = f"it left {placing.port_name(call)} {moments.moment(call['end_us'])}"
    if not scene.late:
        return refutations.passed(name, f"{left}, and entered its draught in that call or since")
    if scene.after.t_us > call["end_us"] + LATE_US:
        return refutations.passed(name, f"{left}; so long afterwards a crew does not enter what it landed there")
    return refutations.holds(name, f"{left} and entered nothing then, so that what it landed there may be entered late")


def _supplier(scene: Scene) -> Refutation:
    """Test for a tanker under the flag of the State that it came from, which may sell within the ceiling."""
    name, call = "supply within the ceiling", scene.call
    if call is not None and call["country"] == scene.ship.flag:
        return refutations.holds(name, f"it came from a port of its own State ({scene.ship.flag}), which may sell it")
    return refutations.passed(name, "it is not heard to have come from a port of its own State, which may sell it")
