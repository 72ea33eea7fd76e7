"""Typology: a dark voyage that a call at a port of the target State would explain: silent near it, and back deeper.

The call itself was not heard: kept apart from ``delivery.py``, so that what was heard and what was not are never
counted together. A voyage whose call was heard is that file's, across a silence or not, unless the ship left that call
in ballast. Roads abroad end such a voyage as ``roads.py`` has it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from fairlead.law import Regime
from fairlead.places import Port
from fairlead.shapes import US_PER_HOUR
from fairlead.typologies import citing, delivery, engagements, moments, placing
from fairlead.typologies.candidates import Rejected, refuted
from fairlead.typologies.engagements import Party, Proof
from fairlead.typologies.grounds import destinations, open_trade, refutations, unheard_calls
from fairlead.typologies.grounds.courses import Courses, there_and_back
from fairlead.typologies.grounds.destinations import Destinations, Report, Stated
from fairlead.typologies.grounds.doors import Doors
from fairlead.typologies.grounds.lading import LATE_US, Draught, entered_us, lading_of
from fairlead.typologies.grounds.linked import on_tracks, overlapping
from fairlead.typologies.grounds.ships import Identity, Ships
from fairlead.typologies.occasion import Engagement, Occasion, Place, Refutation, Typology

if TYPE_CHECKING:
    from fairlead.typologies.world import World

NAME = "dark_voyage"
VERSION = 24
TITLE = "Dark voyage that a call at a port of the target State would explain"
DOES_NOT_SHOW = (
    "Nothing was heard in the silence of a call at a port of the target State: it was long enough for one and the ship "
    "came back deeper, that is all. A gap in AIS is not evasion. It may have loaded elsewhere, taken on fuel or water, "
    "mended its transponder, or sailed where nobody listens. Draught is typed in by the crew and may be stale or false."
)

STRAIGHT_DEG = 20.0  # ours: on both legs; of one course alone, more is told by less
CLEAR_M = 50_000.0  # ours: three hours off; nearer, its course may be that of the port's approach
LOADED_US = 13 * US_PER_HOUR  # ours: half a day at the least with a few grabs, and an hour to berth and cast off
BERTH_US = 36 * US_PER_HOUR  # ours: a bulk cargo is loaded in days, where cranes are few
ROADS_M = 60_000.0  # ours: off a port of the target's, as far as ships wait for a berth
SHIFTED_M = 35_000.0  # ours: from a berth to the roads, or back
GOAL_M = 100_000.0  # ours: half a day's sailing; who is lost so close to where it said it went has mostly gone there


def find(world: World) -> Iterator[Occasion | Rejected]:
    """Yield an occasion or a rejection for each silence near the target State from which a ship came back deeper."""
    for regime in world.regimes.values():
        ports = placing.ports(regime.target)
        if not regime.obligations.get("delivery") or not ports:
            continue
        gaps = unheard_calls.near(world.events["gap"], ports).order_by(["start_us", "track"]).to_pyarrow().to_pylist()
        reached = {gap["id"]: there for gap, there in unheard_calls.all_in_reach(gaps, ports, unheard_calls.FAR_M)}
        gaps = [gap for gap in gaps if reached[gap["id"]]]
        fleet = Ships(world.static_reports, [gap["mmsi"] for gap in gaps])
        visits = on_tracks(world.events["port_visit"], [gap["track"] for gap in gaps])
        stays = on_tracks(world.events["loitering"], [gap["track"] for gap in gaps])
        voyages = on_tracks(world.events["voyage"], [gap["track"] for gap in gaps])
        deeper = []
        for gap in gaps:
            own = visits.get(gap["track"], ())
            stops = [one for one in own if one["stopped"] and one["country"] == regime.target]
            arrival = unheard_calls.arrival_of(regime, fleet, gap, own, stays.get(gap["track"], ()))
            heard = overlapping(voyages.get(gap["track"], ()), gap["start_us"], gap["end_us"])
            if any(call_heard(regime, fleet, one, arrival) for one in heard):
                continue
            if any(unheard_calls.lain_within(gap, one) for one in stops):
                continue
            lay = [*own, *stays.get(gap["track"], ())] if arrival is not None else []
            lay_us = min((one["start_us"] for one in lay if one["start_us"] >= gap["end_us"]), default=None)
            abroad_us = unheard_calls.abroad_us(regime, gap, lay)
            drawn = {moved: _drawn(regime, gap, fleet, arrival, lay_us, under_way=moved) for moved in (False, True)}
            if drawn[False] or drawn[True]:
                deeper.append((gap, arrival, abroad_us, drawn))
        # of the few that came out deeper: the positions after a silence are read for each
        kept = [gap for gap, *_ in deeper]
        courses, doors = Courses(world.legs, kept), Doors(world, kept)
        before = Courses(world.legs, kept, "start")
        bound = Destinations(world.static_reports, [gap["mmsi"] for gap in kept])
        for gap, arrival, abroad_us, drawn in deeper:
            own, here = visits.get(gap["track"], ()), reached[gap["id"]]
            call = unheard_calls.call_before(own, gap)
            came, told = courses.coming_from(gap, here), drawn[courses.under_way(gap)]
            if told is not None and (came is not None or unheard_calls.reach(gap, here) is not None):
                called = any(one["stopped"] and one["country"] == regime.target for one in own)
                ends = arrival, abroad_us
                straight = straight_there_and_back(gap, here, before, courses)
                yield _judge(
                    world, regime, gap, fleet, call, ends, told, ports, here[0], doors, bound, came, straight, called
                )


def call_heard(regime: Regime, fleet: Ships, voyage: Mapping[str, Any], arrival: Mapping[str, Any] | None) -> bool:
    """Tell whether a voyage has a call at the target State that was heard and would explain a deeper draught.

    Between two places of the target, and where the ship left its call in ballast, another call may lie in a silence.
    So may it before a call to which the ship came by roads abroad; ``arrival``: its first stop after the silence.
    """
    there, here = voyage["from_country"] == regime.target, voyage["to_country"] == regime.target
    if there == here:
        return False
    if here:
        return arrival is None or arrival["country"] == regime.target or arrival["start_us"] >= voyage["end_us"]
    reports = fleet.draughts(voyage["mmsi"], voyage["start_us"], voyage["end_us"])
    return not lading_of(voyage, reports).light


def straight_there_and_back(
    gap: Mapping[str, Any], ports: Sequence[Port], before: Courses, after: Courses
) -> str | None:
    """Return in words that a ship went straight towards a port of the target and came straight from one; else None.

    Far off every port, where it may have been bound elsewhere or have called, and with time to wait for a berth.
    """
    ends = [placing.nearest(*placing.position(gap, edge))[1] for edge in ("start", "end")]
    spare_us = gap["end_us"] - gap["start_us"] - unheard_calls.nearest_way(gap, ports)[1]
    if min(ends) < CLEAR_M or spare_us < BERTH_US:
        return None
    return there_and_back(gap, ports, before, after, STRAIGHT_DEG)


@dataclass(frozen=True)
class Drawn:
    """The draughts before and after a silence out of which a ship came deeper."""

    before: Draught
    after: Draught
    had: Sequence[Draught]  # what it had reported until then
    words: tuple[str, str]  # when it reported either


def _drawn(
    regime: Regime,
    gap: dict[str, Any],
    fleet: Ships,
    arrival: Mapping[str, Any] | None,
    lay_us: int | None,
    *,
    under_way: bool,
) -> Drawn | None:
    """Return what it drew before and after a silence; None where nothing says that the ship came back deeper.

    ``lay_us``: when it next passed or lay anywhere. ``under_way``: when it was heard again.
    """
    reports = fleet.draughts(gap["mmsi"], gap["start_us"], gap["end_us"])
    before = fleet.draught_before(gap["mmsi"], gap["start_us"])
    after = unheard_calls.came_with(regime, fleet, gap, before, arrival, under_way=under_way)
    had = [one for one in reports if one.t_us <= gap["start_us"]]
    drew = "before and", "after"
    if (loaded := unheard_calls.loaded_within(fleet, gap, before, lay_us)) is not None:
        before, after = loaded
        had, drew = [*had, before], ("in and, by its next stop,", "after")
    if before is None or after is None:
        return None
    if not unheard_calls.deeper(before, after) and not unheard_calls.landed_abroad(
        regime, fleet, gap, before, after, arrival
    ):
        return None
    return Drawn(before, after, had, drew)


def _judge(
    world: World,
    regime: Regime,
    gap: dict[str, Any],
    fleet: Ships,
    call: Mapping[str, Any] | None,
    ends: tuple[Mapping[str, Any] | None, int | None],
    drawn: Drawn,
    ports: list[Port],
    port: Port,
    doors: Doors,
    bound: Destinations,
    came: str | None,
    straight: str | None,
    called: bool,
) -> Occasion | Rejected:
    """Return what becomes of a silence out of which a ship came deeper.

    ``ends``: its first stop after it, and when it first lay abroad.
    ``port``: the one of ``ports`` in reach that is nearest on the way. ``came``: in words, from which of them it was
    coming when it was heard again; ``straight``: that it went and came straight. ``called``: whether it was ever heard
    to call at one.
    """
    before, after, had, drew = drawn.before, drawn.after, drawn.had, drawn.words
    arrival, abroad_us = ends
    ship = fleet.at(gap["mmsi"], gap["start_us"])
    changed = f"{before.dm / 10:.1f} m {drew[0]} {after.dm / 10:.1f} m {drew[1]}"
    deeper = f"It reported {changed} a silence of {unheard_calls.length(gap)}."
    cited = citing.merged(
        [
            *citing.ends(world.exhibits, gap),
            *citing.rows(world.exhibits, *((report.exhibit, report.row) for report in (before, after))),
        ]
    )
    places = unheard_calls.places_of(gap, arrival)
    parties = parties_of(world, regime, gap, ship, arrival, places)
    unheard = f"{deeper} {_unheard(regime, gap, port, call)}"
    evidence = {
        "goods": Proof("missing", "A track shows no cargo."),
        "supply": Proof("missing", unheard, cited),
        "origin": Proof("missing", unheard, cited),
        "procurement": Proof("missing", "A call shows no buyer, consignee or landing."),
        "date": Proof(
            "indicated",
            f"If it loaded in the silence, that was {unheard_calls.days(gap)}.",
            citing.ends(world.exhibits, gap),
        ),
        "grounds": Proof("missing", "What the State knew, and when, is not in a track."),
    }
    engaged = engagements.engage(regime, "delivery", parties, evidence)
    own = unheard_calls.own_silence(gap, ports, doors)
    came = straight or came or _went_home(regime, ship, arrival)
    tests = [
        *_tests(regime, gap, arrival, ship, deeper, engaged, own or came),
        _loaded_before(regime, ship, call, had, after, arrival),
        unheard_calls.loaded_after(arrival, after),
        unheard_calls.landed_before(fleet, gap, abroad_us, (before, after)),
        unheard_calls.one_voyage(gap, whereabouts=arrival is not None or came is not None),
        unheard_calls.one_place(regime, gap, came),
        _lay_in_port(regime, gap),
        _time_to_load(gap, ports),
        unheard_calls.went_abroad(regime, gap, arrival),
    ]
    reports, bound_for = _bound_for(bound, gap)
    stated = _stated(reports, bound_for, regime, gap, port, straight)
    tests += [
        unheard_calls.edge(regime, gap, arrival, ports, doors, own),
        stated,
        _openly_through(bound_for, regime, ship, engaged),
        _nothing_of_the_target(
            regime, gap, ship, straight, called=called or (stated.outcome == "speaks against it" and not straight)
        ),
    ]
    rejection = refuted(NAME, [ship.called()], moments.iso(gap["start_us"]), tests)
    if rejection:
        return rejection
    named = f"{ship.called()[0].upper()}{ship.called()[1:]}"
    length, days = unheard_calls.length(gap), unheard_calls.days(gap)
    went = f", then went to {placing.named(places[-1])}" if arrival else ""
    silent = f"{named} was silent for {length} within reach of {regime.target}, {days}, and came back deeper{went}"
    title = f"{silent}; would engage {engagements.cited(engaged)} if it loaded there"
    typology = Typology(NAME, VERSION)
    return unheard_calls.occasion(typology, regime, gap, arrival, ship, title, engaged, tests, DOES_NOT_SHOW)


def _unheard(regime: Regime, gap: Mapping[str, Any], port: Port, call: Mapping[str, Any] | None) -> str:
    """Say what was not heard: a call or, where the ship was lost at or just out of one, what it did from then on."""
    if (
        call is not None
        and call["country"] == regime.target
        and gap["start_us"] - call["end_us"] <= unheard_calls.SILENCE_US
    ):
        until = f"It was heard at {placing.port_name(call)} until {moments.moment(call['end_us'])}"
        return f"{until}; what it did in the silence, there or elsewhere, was not heard."
    return f"That was long enough to call at {port.name}; nothing was heard of a call."


def parties_of(
    world: World,
    regime: Regime,
    gap: Mapping[str, Any],
    ship: Identity,
    arrival: Mapping[str, Any] | None,
    places: tuple[Place, ...],
) -> dict[str, Party]:
    """Return the States that a call in a silence would address."""
    first, last = moments.day(gap["start_us"]), moments.day(gap["end_us"])
    parties = {"target State": Party(regime.target, first, last)}
    if arrival and arrival["country"] != regime.target:
        day = moments.day(arrival["start_us"])
        parties["importing State"] = Party(places[-1].country or "undetermined", day, day)
    if ship.flag not in (None, regime.target):
        heard = citing.ends(world.exhibits, gap)
        flag = Proof("indicated", f"MMSI {ship.mmsi} carries the digits of {ship.flag}.", heard)
        parties["flag State"] = Party(str(ship.flag), first, last, {"flag": flag})
    return parties


def _tests(
    regime: Regime,
    gap: dict[str, Any],
    arrival: Mapping[str, Any] | None,
    ship: Identity,
    deeper: str,
    engaged: tuple[Any, ...],
    own: str | None,
) -> list[Refutation]:
    return [
        delivery.dated(regime, engaged, moments.day(gap["start_us"])),
        refutations.kind_of_ship(ship, delivery.UNFIT, "carries none of the goods that the sea-borne bans name"),
        unheard_calls.silence(regime, gap, arrival, own),
        unheard_calls.handled_elsewhere(regime, gap),
        refutations.unchecked("fuel, water or a wrong entry", f"{deeper} The crew types it in."),
        refutations.notified(),
    ]


def _went_home(regime: Regime, ship: Identity, arrival: Mapping[str, Any] | None) -> str | None:
    """Return in words that a ship of the target's went home and abroad again: at home nobody is heard at all."""
    if ship.flag != regime.target or arrival is None:
        return None
    return f"it is under the flag of {regime.target}, which it could reach, and where a call is seldom heard"


def _lay_in_port(regime: Regime, gap: Mapping[str, Any]) -> Refutation:
    """Test for a silence spent in a port of the target's, or off it: it hid no way, whatever the crew entered there.

    A voyage from there to another State, which then takes what was loaded, is ``delivery.py``'s.
    """
    name, apart_m = "in the target's port all the while", unheard_calls.apart_m(gap)
    ends = [placing.nearest(*placing.position(gap, edge), country=regime.target) for edge in ("start", "end")]
    off = " and ".join(f"{placing.km(metres)} off {port.name}" for port, metres in ends)
    said = f"it was lost and heard again {off}, {placing.km(apart_m)} apart"
    if apart_m > SHIFTED_M or any(metres > ROADS_M for _, metres in ends):
        return refutations.passed(name, said)
    return refutations.holds(name, f"{said}: it lay there, and the silence hid no way from there or to it")


def _time_to_load(gap: Mapping[str, Any], ports: Sequence[Port]) -> Refutation:
    """Test whether there was time to load what made it deeper, and not only to call: else it was entered early or late.

    A ship of the target's that leaves home in ballast for lawful goods is heard again at sea a few hours later too.
    """
    port, least_us = unheard_calls.nearest_way(gap, ports)
    spare_us = round(gap["end_us"] - gap["start_us"] - least_us + unheard_calls.LOADING_US)
    name, had = "time to load", f"by {port.name}, at {unheard_calls.SPEED_KN:g} knots, it had {moments.hours(spare_us)}"
    if spare_us < LOADED_US:
        return refutations.holds(name, f"{had} there, where {moments.hours(LOADED_US)} are needed to load a cargo")
    return refutations.passed(name, f"{had} there")


def _loaded_before(
    regime: Regime,
    ship: Identity,
    call: Mapping[str, Any] | None,
    before: Sequence[Draught],
    after: Draught,
    arrival: Mapping[str, Any] | None,
) -> Refutation:
    """Test for a draught of the call before, in another State, that a late crew entered in the silence.

    A ship under the target's flag mostly goes home in ballast. One that goes back to where it came from fetches goods
    there: its crew may have entered what it brought home on the way, and that it landed it only after.
    """
    name = "loaded at the call before"
    if call is None or call["country"] == regime.target:
        return refutations.passed(name, "no call in another State was heard before the silence")
    left = f"it left {placing.port_name(call)} {moments.moment(call['end_us'])}"
    if entered_us(before) >= call["end_us"] - unheard_calls.LOADING_US:
        return refutations.passed(name, f"{left}, and entered its draught as it left or since")
    if ship.flag == regime.target:
        called = placing.position(call, "start")
        if arrival is None or not open_trade.one_harbour(called, placing.position(arrival, "start")):
            return refutations.passed(name, f"{left}, under the flag of {regime.target}, and did not go back there")
        why = f"{left}, entered nothing then, and went back there: the deeper draught may be what it carried home"
        return refutations.holds(name, why)
    if after.t_us > call["end_us"] + LATE_US:
        days = LATE_US // (24 * US_PER_HOUR)
        return refutations.passed(name, f"{left}; a draught entered over {days} days later is not that call's")
    why = f"{left} and entered nothing then, so that the deeper draught may be that call's, entered late"
    return refutations.holds(name, why)


def _stated(
    reports: Sequence[Report],
    bound_for: Stated | None,
    regime: Regime,
    gap: Mapping[str, Any],
    port: Port,
    straight: str | None,
) -> Refutation:
    """Test where it said that it went: openly to the target State, or to a port close by that it may have reached.

    Of a destination farther off, crews leave old ones in, and who hides a call gives false ones.
    """
    goal = bound_for.port if bound_for is not None else None
    if bound_for is not None and goal is not None and goal.country != regime.target and _may_have_called(gap, goal):
        why = f"it had given {bound_for.words()}, and had the time to call there and load"
        if straight:
            return refutations.against("stated destination", f"{why}; but {straight}")
        return refutations.holds("stated destination", f"{why}; it was lost within {GOAL_M / 1_000:.0f} km of it")
    did = f"could then have loaded at {port.name} unheard"
    if not reports:
        return refutations.unchecked("stated destination", f"it had reported no destination by then, and {did}")
    return destinations.test(reports, frozenset({regime.target}), did)


def _bound_for(bound: Destinations, gap: Mapping[str, Any]) -> tuple[list[Report], Stated | None]:
    """Return the destinations that it gave before it fell silent, and what the last of them names."""
    reports = bound.during(gap["mmsi"], gap["start_us"] - destinations.STALE_US, gap["start_us"])
    return reports, destinations.read(reports[-1].text) if reports else None


def _openly_through(
    bound_for: Stated | None, regime: Regime, ship: Identity, engaged: Sequence[Engagement]
) -> Refutation:
    """Test for cargo of elsewhere that may pass through a port which the ship gave as its destination."""
    bans = [one for each in engaged if (one := regime.measure(each.measure.id)).direction == "from_target"]
    goal = bound_for.port if bound_for is not None else None
    elsewhere = ship.flag if ship.flag != regime.target else None
    return refutations.exempt(bans, goal if goal is not None and goal.country == regime.target else None, elsewhere)


def _nothing_of_the_target(
    regime: Regime, gap: Mapping[str, Any], ship: Identity, straight: str | None, *, called: bool
) -> Refutation:
    """Test for a ship of which nothing points to the target State but the time to go there, and a course from there.

    ``called``: whether it was ever heard to call there, or gave a port of it as its destination.
    """
    name, target = "nothing points to the target State", regime.target
    if ship.flag == target:
        return refutations.passed(name, f"it is under the flag of {target}")
    if called:
        return refutations.passed(name, f"it called in {target}, or gave that as its destination")
    if straight:
        return refutations.passed(name, straight)
    nearer = []
    for edge, words in (("start", "lost"), ("end", "heard again")):
        at = (gap[f"{edge}_lat_e7"], gap[f"{edge}_lon_e7"])
        port, metres = placing.nearest(*at)
        _, there_m = placing.nearest(*at, country=target)
        nearer.append(
            f"{words} {placing.km(metres)} off {port.name} ({port.country}), {placing.km(there_m)} off {target}"
        )
        if port.country == target:
            return refutations.passed(name, f"where it was {words} no port is nearer than {port.name}")
    why = f"it is of another flag, called at no port of {target} that was heard, never gave one as its destination"
    return refutations.holds(name, f"{why}, and was nearer to other States at both ends: {'; '.join(nearer)}")


def _may_have_called(gap: Mapping[str, Any], goal: Port) -> bool:
    """Tell whether a ship was lost close off a port, and had the time to load there and to come back from it."""
    there = placing.distance_m(gap["start_lat_e7"], gap["start_lon_e7"], goal.lat_e7, goal.lon_e7)
    return there <= GOAL_M and unheard_calls.reach(gap, [goal]) is not None
