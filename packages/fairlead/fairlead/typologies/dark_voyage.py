"""Typology: a dark voyage that a call at a port of the target State would explain: silent near it, and back deeper.

The call itself was not heard: kept apart from ``delivery.py``, so that what was heard and what was not are never
counted together. A voyage whose call was heard is that file's, across a silence or not, unless the ship left that call
in ballast. Roads abroad end such a voyage as ``roads.py`` has it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from fairlead.law import Regime
from fairlead.places import Port
from fairlead.shapes import E7, US_PER_HOUR
from fairlead.typologies import citing, delivery, engagements, moments, placing
from fairlead.typologies.candidates import Rejected, refuted
from fairlead.typologies.engagements import Party, Proof
from fairlead.typologies.grounds import destinations, one_end, refutations, roads
from fairlead.typologies.grounds.courses import Courses
from fairlead.typologies.grounds.destinations import Destinations
from fairlead.typologies.grounds.doors import Doors
from fairlead.typologies.grounds.lading import CHANGE_DM, LATE_US, Draught, entered_us, lading_of
from fairlead.typologies.grounds.linked import event_ref, on_tracks, overlapping
from fairlead.typologies.grounds.ships import Identity, Ships
from fairlead.typologies.occasion import Occasion, Place, Refutation, Typology, occasion_id

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from fairlead.typologies.world import World

NAME = "dark_voyage"
VERSION = 15
TITLE = "Dark voyage that a call at a port of the target State would explain"
DOES_NOT_SHOW = (
    "Nothing was heard in the silence of a call at a port of the target State: it was long enough for one and the ship "
    "came back deeper, that is all. A gap in AIS is not evasion. It may have loaded elsewhere, taken on fuel or water, "
    "mended its transponder, or sailed where nobody listens. Draught is typed in by the crew and may be stale or false."
)

NEAR_M = 450_000.0  # ours: a day's sailing from the port, at ten knots
FAR_M = 900_000.0  # ours: two days'; so far off, only its course tells that it came from there
SILENCE_US = 12 * US_PER_HOUR  # the threshold most in use for AIS gaps
SPEED_KN = 12.0  # ours: fast for a laden coaster
LOADING_US = 6 * US_PER_HOUR  # ours: the least time for a bulk cargo
DEEPER_DM = 10  # ours: a metre; fuel and water make up less
PASSES = 0.25  # ours: satellites pass every few hours; in a silence of a day and more they pass often
GOAL_M = 100_000.0  # ours: half a day's sailing; who is lost so close to where it said it went has mostly gone there
ARRIVAL_US = 15 * 24 * US_PER_HOUR  # ours: a later call is another voyage
LONGEST_US = 30 * 24 * US_PER_HOUR  # ours: a longer silence fits many voyages, and laying up
KNOT_M_PER_US = 1_852 / US_PER_HOUR


def find(world: World) -> Iterator[Occasion | Rejected]:
    """Yield an occasion or a rejection for each silence near the target State from which a ship came back deeper."""
    for regime in world.regimes.values():
        ports = [port for port in placing.gazetteer().ports() if port.country == regime.target]
        if not regime.obligations.get("delivery") or not ports:
            continue
        gaps = near(world.events["gap"], ports).order_by(["start_us", "track"]).to_pyarrow().to_pylist()
        gaps = [gap for gap in gaps if reach(gap, ports, FAR_M) is not None]
        fleet = Ships(world.static_reports, [gap["mmsi"] for gap in gaps])
        visits = on_tracks(world.events["port_visit"], [gap["track"] for gap in gaps])
        stays = on_tracks(world.events["loitering"], [gap["track"] for gap in gaps])
        voyages = on_tracks(world.events["voyage"], [gap["track"] for gap in gaps])
        courses = Courses(world.legs, gaps)
        doors, bound = Doors(world, gaps), Destinations(world.static_reports, [gap["mmsi"] for gap in gaps])
        for gap in gaps:
            own = visits.get(gap["track"], ())
            stops = [one for one in own if one["stopped"] and one["country"] == regime.target]
            arrival = arrival_of(regime, fleet, gap, own, stays.get(gap["track"], ()))
            heard = overlapping(voyages.get(gap["track"], ()), gap["start_us"], gap["end_us"])
            if any(call_heard(regime, fleet, one, arrival) for one in heard):
                continue
            if any(lain_within(gap, one) for one in stops):
                continue
            call = next((one for one in reversed(own) if ended_before(one, gap)), None)
            came = courses.coming_from(gap, in_reach(gap, ports, FAR_M))
            if came is None and reach(gap, ports) is None:
                continue
            found = _judge(world, regime, gap, fleet, call, arrival, ports, doors, bound, came)
            if found is not None:
                yield found


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


def lain_within(gap: Mapping[str, Any], stop: Mapping[str, Any]) -> bool:
    """Tell whether a ship was silent while it lay at a place where it was heard: that call is a delivery's."""
    return bool(stop["start_us"] <= gap["start_us"] and (stop["end_us"] is None or gap["end_us"] <= stop["end_us"]))


def arrival_of(
    regime: Regime,
    fleet: Ships,
    gap: Mapping[str, Any],
    visits: Sequence[Mapping[str, Any]],
    stays: Sequence[Mapping[str, Any]],
) -> Mapping[str, Any] | None:
    """Return where the ship stopped next: at a known place, or before that in another State's roads."""
    until_us = gap["end_us"] + ARRIVAL_US
    stop = next((one for one in visits if one["stopped"] and gap["end_us"] <= one["start_us"] <= until_us), None)
    lain = roads.first_abroad(regime, fleet, [one for one in stays if one["start_us"] <= until_us], gap["end_us"], stop)
    if lain is None or not (
        stop is None or stop["country"] == regime.target or roads.rose(fleet, lain, stop["start_us"])
    ):
        return stop
    country = placing.zone_at(lain["start_lat_e7"], lain["start_lon_e7"]).country
    return {**lain, "place": None, "country": country}


def came_with(
    regime: Regime, fleet: Ships, gap: Mapping[str, Any], before: Draught | None, arrival: Mapping[str, Any] | None
) -> Draught | None:
    """Return the draught with which a ship came out of a silence: what it reported then, or entered on its way.

    Receivers repeat with each position the last static report that they heard, and crews enter late: while it reports
    what it did ``before``, the first new draught counts that it enters before its next stop, within three days. In the
    target's own waters it may have lain in port since, and that call is another matter.
    """
    first = fleet.draught_after(gap["mmsi"], gap["end_us"])
    if before is None or first is None or abs(first.dm - before.dm) >= CHANGE_DM:
        return first
    if placing.zone_at(gap["end_lat_e7"], gap["end_lon_e7"]).country == regime.target:
        return first
    until_us = min(gap["end_us"] + LATE_US, arrival["start_us"] if arrival else gap["end_us"] + LATE_US)
    entered = (one for one in fleet.draughts(gap["mmsi"], gap["end_us"], until_us) if gap["end_us"] <= one.t_us)
    new = (one for one in entered if one.t_us <= until_us and abs(one.dm - before.dm) >= CHANGE_DM)
    return next(new, first)


def near(gaps: ir.Table, ports: list[Port]) -> ir.Table:
    """Return closed silences, long enough, that begin or end in the box round the target's ports."""
    margin = round(FAR_M / 111_000 * E7 * 1.4)  # degrees of longitude are shorter, up to 45 degrees of latitude
    south, north = min(port.lat_e7 for port in ports) - margin, max(port.lat_e7 for port in ports) + margin
    west, east = min(port.lon_e7 for port in ports) - margin, max(port.lon_e7 for port in ports) + margin
    begins = gaps.start_lat_e7.between(south, north) & gaps.start_lon_e7.between(west, east)
    ends = gaps.end_lat_e7.between(south, north) & gaps.end_lon_e7.between(west, east)
    return gaps.filter(gaps.end_us.notnull(), gaps.end_us - gaps.start_us >= SILENCE_US, begins | ends)


def reach(gap: Mapping[str, Any], ports: Sequence[Port], near_m: float = NEAR_M) -> Port | None:
    """Return the port that the ship could have reached, loaded at and come back from; None if there is none."""
    return next(iter(in_reach(gap, ports, near_m)), None)


def in_reach(gap: Mapping[str, Any], ports: Sequence[Port], near_m: float = NEAR_M) -> list[Port]:
    """Return the ports that the ship could have reached, loaded at and come back from, those on the way first.

    ``near_m``: how far off a port the silence may begin or end, at its nearer end.
    """
    found = []
    for port in ports:
        there = placing.distance_m(gap["start_lat_e7"], gap["start_lon_e7"], port.lat_e7, port.lon_e7)
        back = placing.distance_m(port.lat_e7, port.lon_e7, gap["end_lat_e7"], gap["end_lon_e7"])
        sailing_us = (there + back) / (SPEED_KN * KNOT_M_PER_US)
        if min(there, back) <= near_m and sailing_us + LOADING_US <= gap["end_us"] - gap["start_us"]:
            found.append((there + back, port.id, port))
    return [port for *_, port in sorted(found, key=lambda one: one[:2])]


def _judge(
    world: World,
    regime: Regime,
    gap: dict[str, Any],
    fleet: Ships,
    call: Mapping[str, Any] | None,
    arrival: Mapping[str, Any] | None,
    ports: list[Port],
    doors: Doors,
    bound: Destinations,
    came: str | None,
) -> Occasion | Rejected | None:
    """Return what becomes of a silence; None where nothing says that the ship came back deeper.

    ``came``: in words, from which port of the target it was coming when it was heard again.
    """
    reports = fleet.draughts(gap["mmsi"], gap["start_us"], gap["end_us"])
    before = fleet.draught_before(gap["mmsi"], gap["start_us"])
    after = came_with(regime, fleet, gap, before, arrival)
    if before is None or after is None or after.dm - before.dm < DEEPER_DM:
        return None
    ship, port = fleet.at(gap["mmsi"], gap["start_us"]), reach(gap, ports, FAR_M)
    deeper = f"It reported {before.dm / 10:.1f} m before and {after.dm / 10:.1f} m after a silence of {length(gap)}."
    cited = citing.merged(
        [
            *citing.ends(world.exhibits, gap),
            *citing.rows(world.exhibits, *((report.exhibit, report.row) for report in (before, after))),
        ]
    )
    places = places_of(gap, arrival)
    parties = parties_of(world, regime, gap, ship, arrival, places)
    unheard = f"{deeper} {_unheard(regime, gap, port, call)}"
    evidence = {
        "goods": Proof("missing", "A track shows no cargo."),
        "supply": Proof("missing", unheard, cited),
        "origin": Proof("missing", unheard, cited),
        "procurement": Proof("missing", "A call shows no buyer, consignee or landing."),
        "date": Proof(
            "indicated", f"If it loaded in the silence, that was {days(gap)}.", citing.ends(world.exhibits, gap)
        ),
        "grounds": Proof("missing", "What the State knew, and when, is not in a track."),
    }
    engaged = engagements.engage(regime, "delivery", parties, evidence)
    own = one_end.own(gap, ports, doors) or doors.well_heard(gap, PASSES)
    shares = one_end.shares(gap, ports)
    tests = [
        *_tests(regime, gap, arrival, ship, deeper, engaged, own or came or _went_home(regime, ship, arrival)),
        _loaded_before(regime, ship, call, [one for one in reports if one.t_us <= gap["start_us"]], after),
        loaded_after(arrival, after),
        one_voyage(gap),
        went_abroad(regime, gap, arrival),
    ]
    tests += [edge(regime, gap, arrival, doors.test(gap, shares=shares), own), stated(bound, regime, gap, port)]
    rejection = refuted(NAME, [ship.called()], moments.iso(gap["start_us"]), tests)
    if rejection:
        return rejection
    return _occasion(regime, gap, arrival, ship, places, engaged, tests)


def _unheard(regime: Regime, gap: Mapping[str, Any], port: Port | None, call: Mapping[str, Any] | None) -> str:
    """Say what was not heard: a call or, where the ship was lost at or just out of one, what it did from then on."""
    if call is not None and call["country"] == regime.target and gap["start_us"] - call["end_us"] <= SILENCE_US:
        where = placing.named(placing.place("call", call["start_lat_e7"], call["start_lon_e7"], id=call["place"]))
        until = f"It was heard at {where} until {moments.moment(call['end_us'])}"
        return f"{until}; what it did in the silence, there or elsewhere, was not heard."
    return f"That was long enough to call at {port.name if port else 'a port'}; nothing was heard of a call."


def _occasion(
    regime: Regime,
    gap: dict[str, Any],
    arrival: Mapping[str, Any] | None,
    ship: Identity,
    places: tuple[Place, ...],
    engaged: tuple[Any, ...],
    tests: list[Refutation],
) -> Occasion:
    end_us = arrival["start_us"] if arrival else gap["end_us"]
    called = f"{ship.called()[0].upper()}{ship.called()[1:]}"
    went = f", then went to {placing.named(places[-1])}" if arrival else ""
    silent = f"{called} was silent for {length(gap)} within reach of {regime.target}, {days(gap)}"
    silent = f"{silent}, and came back deeper{went}"
    anchor = [gap["start_us"], gap["start_lat_e7"], gap["start_lon_e7"]]
    return Occasion(
        id=occasion_id(NAME, [gap["mmsi"]], [regime.id, *anchor]),
        regime=regime.id,
        typology=Typology(NAME, VERSION),
        basis="observed",
        title=f"{silent}; would engage {engagements.cited(engaged)} if it loaded there",
        start=moments.iso(gap["start_us"]),
        start_precision="second",
        end=moments.iso(end_us),
        end_precision="second",
        places=places,
        subjects=(ship.subject("carrier"),),
        goods=(),
        events=(event_ref(gap), *((event_ref(arrival),) if arrival else ())),
        engagements=engaged,
        refutations=tuple(tests),
        does_not_show=DOES_NOT_SHOW,
    ).sealed()


def places_of(gap: Mapping[str, Any], arrival: Mapping[str, Any] | None) -> tuple[Place, ...]:
    """Return where a silence began and ended, and where the ship then stopped."""
    found = [
        placing.place("last heard", gap["start_lat_e7"], gap["start_lon_e7"]),
        placing.place("heard again", gap["end_lat_e7"], gap["end_lon_e7"]),
    ]
    if arrival:
        at = (arrival["start_lat_e7"], arrival["start_lon_e7"])
        called = {"id": arrival["place"], "country": arrival["country"], "off": "an anchorage off"}
        found.append(placing.place("destination", *at, **called))
    return tuple(found)


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
        silence(regime, gap, arrival, own),
        handled_elsewhere(regime, gap),
        refutations.unchecked("fuel, water or a wrong entry", f"{deeper} The crew types it in."),
        refutations.notified(),
    ]


def silence(regime: Regime, gap: dict[str, Any], arrival: Mapping[str, Any] | None, own: str | None) -> Refutation:
    """Test for the edge of reception: where nobody else was heard, the ship need not have been silent at all.

    ``own``: in words, why at one end it was, or what tells all the same that it had been at the target.
    """
    found = refutations.reception([gap], gap["end_us"] - gap["start_us"])
    nobody = not gap["heard_start"] or not gap["heard_end"]
    if not nobody:
        return found
    if arrival is not None and _in_its_waters(regime, gap):
        return refutations.against(found.name, f"{found.why}; {_WATERS}")
    if own:
        return refutations.against(found.name, f"{found.why}; but {own}")
    return refutations.holds(found.name, f"{found.why}; it left what can be heard")


def _went_home(regime: Regime, ship: Identity, arrival: Mapping[str, Any] | None) -> str | None:
    """Return in words that a ship of the target's went home and abroad again: at home nobody is heard at all."""
    if ship.flag != regime.target or arrival is None:
        return None
    return f"it is under the flag of {regime.target}, which it could reach, and where a call is seldom heard"


def edge(
    regime: Regime, gap: dict[str, Any], arrival: Mapping[str, Any] | None, found: Refutation, own: str | None
) -> Refutation:
    """Let what tells of a silence of the ship's own, or of the target's waters, outweigh that others are lost there."""
    if found.outcome == "refutes" and own:
        return refutations.against(found.name, f"{found.why}; but {own}")
    if found.outcome == "refutes" and arrival is not None and _in_its_waters(regime, gap):
        return refutations.against(found.name, f"{found.why}; {_WATERS}")
    return found


_WATERS = (
    "but it was in the target State's own waters when it was lost or heard again, whoever else could be heard there"
)


def _in_its_waters(regime: Regime, gap: Mapping[str, Any]) -> bool:
    """Tell whether a silence began or ended in the target's waters: where it then went abroad, that matters more."""
    ends = ((gap[f"{edge}_lat_e7"], gap[f"{edge}_lon_e7"]) for edge in ("start", "end"))
    return any(placing.zone_at(*at).country == regime.target for at in ends)


def handled_elsewhere(regime: Regime, gap: Mapping[str, Any], did: str = "loaded") -> Refutation:
    """Test for a silence that began or ended by a port of another State, in which it may as well have loaded.

    ``did``: what the ship may have done there, in words.
    """
    name = f"{did} elsewhere"
    for edge, words in (("start", "fell silent"), ("end", "was heard again")):
        port = placing.by_port_abroad(gap[f"{edge}_lat_e7"], gap[f"{edge}_lon_e7"], regime.target)
        if port is not None:
            return refutations.holds(name, f"it {words} {port}, where it may have {did}")
    lost, again, *_ = places_of(gap, None)
    ends = f"it fell silent {placing.at(lost)} and was heard again {placing.at(again)}"
    return refutations.unchecked(name, f"{ends}; where it was between is not known")


def ended_before(stop: Mapping[str, Any], gap: Mapping[str, Any]) -> bool:
    """Tell whether a stop was over when a silence began."""
    return bool(stop["stopped"] and stop["end_us"] is not None and stop["end_us"] <= gap["start_us"])


def _loaded_before(
    regime: Regime, ship: Identity, call: Mapping[str, Any] | None, before: Sequence[Draught], after: Draught
) -> Refutation:
    """Test for a draught of the call before, in another State, that a late crew entered in the silence.

    A ship under the target's flag goes home in ballast; what makes it deeper on the way is not its call abroad.
    """
    name = "loaded at the call before"
    if ship.flag == regime.target or call is None or call["country"] == regime.target:
        return refutations.passed(name, "no call of such a ship in another State was heard before the silence")
    where = placing.named(placing.place("call", call["start_lat_e7"], call["start_lon_e7"], id=call["place"]))
    left = f"it left {where} {moments.moment(call['end_us'])}"
    if entered_us(before) >= call["end_us"] - LOADING_US:
        return refutations.passed(name, f"{left}, and entered its draught as it left or since")
    if after.t_us > call["end_us"] + LATE_US:
        days = LATE_US // (24 * US_PER_HOUR)
        return refutations.passed(name, f"{left}; a draught entered over {days} days later is not that call's")
    why = f"{left} and entered nothing then, so that the deeper draught may be that call's, entered late"
    return refutations.holds(name, why)


def loaded_after(arrival: Mapping[str, Any] | None, after: Draught) -> Refutation:
    """Test for a draught entered so late that it may be that of the next stop."""
    name = "loaded at the next stop"
    if arrival is not None and after.t_us > arrival["start_us"] + LOADING_US:
        hours = moments.hours(after.t_us - arrival["start_us"])
        return refutations.holds(name, f"the deeper draught was entered {hours} after it reached its next stop")
    return refutations.passed(name, "the deeper draught was entered before it can have loaded at its next stop")


def one_voyage(gap: dict[str, Any]) -> Refutation:
    """Test for a silence so long that it fits any number of voyages."""
    name = "one voyage"
    if gap["end_us"] - gap["start_us"] > LONGEST_US:
        return refutations.holds(name, f"a silence of {length(gap)} fits many voyages, or a ship laid up")
    return refutations.passed(name, f"a silence of {length(gap)} is of a length for one call")


def went_abroad(regime: Regime, gap: Mapping[str, Any], arrival: Mapping[str, Any] | None) -> Refutation:
    """Test for trade along the target's own coast: only a stop elsewhere, or waters elsewhere, speak of a delivery."""
    name = "trade along the target's own coast"
    if arrival:
        stop = placing.at(places_of(gap, arrival)[-1])
        if arrival["country"] == regime.target:
            return refutations.holds(name, f"it stopped next {stop}: nothing shows goods going to another State")
        return refutations.passed(name, f"it stopped next {stop}")
    zone = placing.zone_at(gap["end_lat_e7"], gap["end_lon_e7"])
    if zone.country == regime.target:
        return refutations.holds(
            name, f"it was heard again in the target's own waters, and stopped nowhere ({zone.why})"
        )
    near, metres = placing.nearest(gap["end_lat_e7"], gap["end_lon_e7"])
    again = f"no stop was heard after it; it was heard again {metres / 1_000:.0f} km from {near.name} ({near.country})"
    if near.country == regime.target:
        return refutations.holds(name, f"{again}: nothing shows goods going to another State")
    return refutations.unchecked(name, again)


def stated(bound: Destinations, regime: Regime, gap: Mapping[str, Any], port: Port | None) -> Refutation:
    """Test where it said that it went: openly to the target State, or to a port close by that it may have reached.

    Of a destination farther off, crews leave old ones in, and who hides a call gives false ones.
    """
    reports = bound.during(gap["mmsi"], gap["start_us"] - destinations.STALE_US, gap["start_us"])
    bound_for = destinations.read(reports[-1].text) if reports else None
    goal = bound_for.port if bound_for is not None else None
    if bound_for is not None and goal is not None and goal.country != regime.target and _may_have_called(gap, goal):
        why = f"it had given {bound_for.words()}, and had the time to call there and load"
        return refutations.holds("stated destination", f"{why}; it was lost within {GOAL_M / 1_000:.0f} km of it")
    did = f"could then have loaded at {port.name if port else 'a port'} unheard"
    if not reports:
        return refutations.unchecked("stated destination", f"it had reported no destination by then, and {did}")
    return destinations.test(reports, frozenset({regime.target}), did)


def _may_have_called(gap: Mapping[str, Any], goal: Port) -> bool:
    """Tell whether a ship was lost close off a port, and had the time to load there and to come back from it."""
    there = placing.distance_m(gap["start_lat_e7"], gap["start_lon_e7"], goal.lat_e7, goal.lon_e7)
    return there <= GOAL_M and reach(gap, [goal]) is not None


def length(gap: Mapping[str, Any]) -> str:
    """Return the length of a silence in words."""
    return moments.hours(gap["end_us"] - gap["start_us"])


def days(gap: Mapping[str, Any]) -> str:
    """Return the days of a silence in words."""
    return moments.span(moments.day(gap["start_us"]), moments.day(gap["end_us"]))
