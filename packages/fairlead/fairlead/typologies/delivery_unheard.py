"""Typology: a laden voyage from a port under a goods ban whose end nobody heard, but after which the ship was light.

It left a port of the target State laden, by its own draughts; it was heard far out, and then was silent; and it came
out of the silence lighter, on its way back to the coast that it had left. Whether it landed its cargo in another State
or passed it over at sea, and whether it was silent itself or not heard, is all one: it did not bring it home. Voyages
of which a port or roads abroad were heard are ``delivery.py``'s. Left out: tankers, ships lost along the target's own
coast, and those that go on to another coast of its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from fairlead.law import Regime
from fairlead.shapes import US_PER_HOUR
from fairlead.typologies import citing, delivery, engagements, moments, placing
from fairlead.typologies.candidates import Rejected, refuted
from fairlead.typologies.engagements import Party, Proof
from fairlead.typologies.grounds import departures, destinations, refutations, silences, unheard_calls, unlisted
from fairlead.typologies.grounds.destinations import Destinations, Report
from fairlead.typologies.grounds.lading import (
    ARRIVED_US,
    CHANGE_DM,
    HANDLED_US,
    LATE_US,
    QUARTER,
    RANGE_DM,
    Draught,
    Lading,
    lading_of,
)
from fairlead.typologies.grounds.linked import event_ref, on_tracks
from fairlead.typologies.grounds.ships import Identity, Ships
from fairlead.typologies.occasion import Engagement, Occasion, Refutation, Typology, occasion_id

if TYPE_CHECKING:
    from fairlead.typologies.world import World

NAME = "delivery_unheard"
VERSION = 1
OBLIGATION = "delivery"
TITLE = "Laden voyage from a port under a goods ban, back light out of a silence"
DOES_NOT_SHOW = (
    "Nobody heard where the cargo went, nor that there was any: the crew entered a deep draught when the ship left a "
    "port of the target State and a lesser one after a silence far from there. It may have landed its cargo in a port "
    "that receivers missed, passed it to another ship, of its own flag too, or turned round unheard and landed it at "
    "home. A draught may be stale, false, mistyped or entered late, and what was aboard may be exempt or lawful."
)

LONGEST_US = 10 * 24 * US_PER_HOUR  # ours: out, over and back; longer fits a call at home and another voyage
AWAY_M = 100_000.0  # as changed_at_sea.py: half a day's sailing from home

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Trip:
    """A voyage out of the target State with the silence that it came out of lighter."""

    left: Row  # the call in the target State before
    gap: Row
    ship: Identity
    lading: Lading  # as it left
    deep: Draught  # the last entry before the silence
    light: Draught  # the first lighter one after it
    had: Sequence[Draught]  # until the silence, in order of time
    later: Sequence[Draught]  # after the silence, until some days after its next stop
    lay: Sequence[Row]  # stays off another State's coast until its next stop
    following: Row | None  # its next stop after the silence

    @property
    def lighter_dm(self) -> int:
        """By how much it was lighter, in decimetres."""
        return self.deep.dm - self.light.dm


def find(world: World) -> Iterator[Occasion | Rejected]:
    """Yield an occasion or a rejection for each laden ship that left the target and came out of a silence lighter."""
    for regime in world.regimes.values():
        if regime.obligations.get(OBLIGATION) and placing.ports(regime.target):
            trips = list(_trips(world, regime))
            bound = Destinations(world.static_reports, [trip.gap["mmsi"] for trip in trips])
            for trip in trips:
                yield _judge(world, regime, trip, bound)


def _trips(world: World, regime: Regime) -> Iterator[Trip]:
    visits = world.events["port_visit"]
    stopped = visits.filter(visits.stopped)
    listed = stopped.filter(stopped.country == regime.target).select("track").distinct().to_pyarrow()
    berths = unlisted.calls(world, regime)
    tracks = sorted({*listed["track"].to_pylist(), *berths})
    gaps = on_tracks(world.events["gap"], tracks)
    silent = {track: long for track, own in gaps.items() if (long := [gap for gap in own if silences.long_enough(gap)])}
    stops, stays = on_tracks(stopped, silent), on_tracks(world.events["loitering"], silent)
    fleet = Ships(world.static_reports, [gaps[0]["mmsi"] for gaps in silent.values()])
    for track in sorted(silent):
        calls = unlisted.merged(stops.get(track, ()), berths.get(track, ()))
        told: set[int] = set()
        for gap in silent[track]:
            left = departures.last_call(calls, gap["start_us"])
            if left is None or left["start_us"] in told or not departures.sailed_from(regime, left, gap):
                continue
            trip = _trip(regime, fleet, left, gap, calls, stays.get(track, ()))
            if trip is not None:
                told.add(left["start_us"])
                yield trip


def laden(fleet: Ships, left: Row, gap: Row) -> tuple[Lading, list[Draught]]:
    """Return what a ship's draughts say of its cargo as it left a call, and what it had reported until a silence."""
    had = [one for one in fleet.draughts(gap["mmsi"], left["start_us"], gap["start_us"]) if one.t_us <= gap["start_us"]]
    voyage = {"start_us": left["end_us"], "from_arrival_us": left["start_us"], "end_us": gap["start_us"]}
    voyage |= {"to_departure_us": None, "draught_before_dm": None, "draught_during_dm": None}
    return lading_of(voyage, had, steady_us=gap["start_us"]), had


def _trip(regime: Regime, fleet: Ships, left: Row, gap: Row, calls: Sequence[Row], stays: Sequence[Row]) -> Trip | None:
    """Return the voyage of a ship that was laden when a silence began and light when it ended; None of any other."""
    lading, had = laden(fleet, left, gap)
    if not lading.loaded:
        return None
    following = next((call for call in calls if call["start_us"] >= gap["end_us"]), None)
    lay = [*(following,) * (following is not None), *(stay for stay in stays if stay["start_us"] >= gap["end_us"])]
    next_us = min((one["start_us"] for one in lay if one is not None), default=gap["end_us"] + LATE_US)
    until_us = min(next_us, gap["end_us"] + LATE_US) + ARRIVED_US
    after = fleet.draughts(gap["mmsi"], gap["end_us"], next_us + LATE_US)
    later = [one for one in after if gap["end_us"] <= one.t_us <= next_us + LATE_US]
    light = next((one for one in later if one.t_us <= until_us and had[-1].dm - one.dm >= RANGE_DM), None)
    if light is None:
        return None
    until = following["start_us"] if following is not None else gap["end_us"] + LATE_US
    abroad = [stay for stay in stays if left["end_us"] <= stay["start_us"] < until and _handled_abroad(regime, stay)]
    ship = fleet.at(gap["mmsi"], gap["start_us"])
    return Trip(left, gap, ship, lading, had[-1], light, had, later, abroad, following)


def _handled_abroad(regime: Regime, stay: Row) -> bool:
    """Tell whether a ship lay off another State's coast for long enough to hand a cargo over."""
    if stay["end_us"] is None or stay["end_us"] - stay["start_us"] < HANDLED_US:
        return False
    return placing.coast(*placing.position(stay, "start")) not in (None, regime.target)


def _judge(world: World, regime: Regime, trip: Trip, bound: Destinations) -> Occasion | Rejected:
    engaged = _engaged(world, regime, trip)
    tests = _tests(regime, trip, bound, engaged)
    start = moments.iso(trip.left["end_us"])
    rejection = refuted(NAME, [trip.ship.called()], start, tests)
    if rejection:
        return rejection
    left, gap = trip.left, trip.gap
    called = f"{trip.ship.called()[0].upper()}{trip.ship.called()[1:]}"
    days = moments.span(moments.day(left["end_us"]), moments.day(gap["end_us"]))
    went = f"{called} left {placing.named(_origin(trip))} laden, was silent for {unheard_calls.length(gap)} from "
    went += f"{placing.km(placing.off_m(gap, 'start', regime.target))} off {regime.target} on, {days}, and came back"
    went += f" {trip.lighter_dm / 10:.1f} m lighter"
    return Occasion(
        id=occasion_id(NAME, [gap["mmsi"]], [regime.id, left["end_us"], *placing.position(left, "end")]),
        regime=regime.id,
        typology=Typology(NAME, VERSION),
        basis="observed",
        title=f"{went}; would engage {engagements.cited(engaged)} if its cargo went to another State",
        start=start,
        start_precision="second",
        end=moments.iso(gap["end_us"]),
        end_precision="second",
        places=(_origin(trip), *unheard_calls.places_of(dict(gap), None)),
        subjects=(trip.ship.subject("carrier"),),
        goods=(),
        events=tuple(event_ref(one) for one in (*left.get("rests_on", (left,)), gap)),
        engagements=engaged,
        refutations=tuple(tests),
        does_not_show=DOES_NOT_SHOW,
    ).sealed()


def _origin(trip: Trip) -> Any:
    return placing.place("origin", *placing.position(trip.left, "end"), id=trip.left["place"])


def _engaged(world: World, regime: Regime, trip: Trip) -> tuple[Engagement, ...]:
    left, again = moments.day(trip.left["end_us"]), moments.day(trip.gap["end_us"])
    reports = [(one.exhibit, one.row) for one in (*trip.lading.reports, trip.deep, trip.light)]
    ends = citing.ends(world.exhibits, trip.gap)
    cited = citing.merged([*ends, *citing.rows(world.exhibits, *reports)])
    sailed = f"The ship left {placing.named(_origin(trip))} on {left}. {trip.lading.why}"
    rose = f"Out of a silence of {unheard_calls.length(trip.gap)} it came with {trip.light.dm / 10:.1f} m."
    supplied = Proof("indicated", f"{sailed} {rose}", cited)
    evidence = {
        "goods": Proof("missing", "A track shows no cargo; no document in this candidate names any."),
        "supply": supplied,
        "origin": supplied,
        "procurement": Proof("missing", "Where the cargo went, and to whom, was not heard."),
        "date": Proof("indicated", f"If it was landed or passed over, that was in the silence, until {again}.", ends),
        "exemption": Proof("missing", "No advance notice or approval is in the case, and none was looked for."),
        "grounds": Proof("missing", "What the State knew, and when, is not in a track."),
    }
    unknown = Proof("missing", "Where the cargo went is not known.")
    parties = {
        "target State": Party(regime.target, left, left),
        "importing State": Party("undetermined", left, again, {"actor": unknown}),
    }
    if trip.ship.flag not in (None, regime.target):
        flag = Proof("indicated", f"MMSI {trip.ship.mmsi} carries the digits of {trip.ship.flag}.", ends)
        parties["flag State"] = Party(str(trip.ship.flag), left, left, {"flag": flag})
    return engagements.engage(regime, OBLIGATION, parties, evidence)


def _tests(regime: Regime, trip: Trip, bound: Destinations, engaged: tuple[Engagement, ...]) -> list[Refutation]:
    """Return the innocent explanations of a ship that was laden before a silence and light after it, tested."""
    gap = dict(trip.gap)
    bans = [one for each in engaged if (one := regime.measure(each.measure.id)).direction == "from_target"]
    elsewhere = trip.ship.flag if trip.ship.flag != regime.target else None
    port = placing.gazetteer().port(trip.left["place"]) if trip.left["place"] else None
    return [
        delivery.dated(regime, engaged, moments.day(trip.left["end_us"])),
        refutations.kind_of_ship(trip.ship, delivery.UNFIT, "carries none of the goods that the sea-borne bans name"),
        refutations.passed("in ballast", trip.lading.why),
        _mistyped(trip),
        _little(trip),
        _turned_back(regime, trip),
        _bound_home(regime, trip, bound.during(gap["mmsi"], trip.left["end_us"], gap["start_us"])),
        _lay_abroad(trip),
        _next_stop(regime, trip),
        _time_to_land(regime, trip),
        _one_voyage(trip),
        refutations.reception([gap], gap["end_us"] - gap["start_us"]),
        refutations.exempt(bans, port, elsewhere),
        refutations.unchecked("water ballast or a wrong entry", f"{_change(trip)} The crew types it in."),
        refutations.notified(),
    ]


def _change(trip: Trip) -> str:
    had, has = f"{trip.deep.dm / 10:.1f} m before the silence", f"{trip.light.dm / 10:.1f} m after it"
    return f"It reported {had} and {has}, {moments.moment(trip.light.t_us)}."


def _mistyped(trip: Trip) -> Refutation:
    """Test for a light draught entered by mistake: the deep one was entered again before the ship called anywhere."""
    name = "mistyped draught"
    until_us = trip.following["start_us"] if trip.following is not None else trip.light.t_us + LATE_US
    again = (one for one in trip.later if trip.light.t_us < one.t_us <= until_us)
    if any(trip.deep.dm - one.dm < CHANGE_DM for one in again):
        return refutations.holds(name, f"{_change(trip)} It reported the deep one again before its next call.")
    return refutations.passed(name, f"{_change(trip)} It kept to that until its next call.")


def _little(trip: Trip) -> Refutation:
    name, drawn = "little of its own range", [one.dm for one in (*trip.had, *trip.later)]
    reach = max(drawn) - min(drawn)
    said = f"{trip.lighter_dm / 10:.1f} m of the {reach / 10:.1f} m between its own least and most"
    return (refutations.passed if trip.lighter_dm >= QUARTER * reach else refutations.holds)(name, said)


def _turned_back(regime: Regime, trip: Trip) -> Refutation:
    """Test for cargo of the coast's trade: who is lost near the target's ports may have landed it at one of them."""
    name, metres = "landed at home", placing.off_m(trip.gap, "start", regime.target)
    said = f"it was lost {placing.km(metres)} off the nearest port of {regime.target}"
    if metres < AWAY_M:
        return refutations.holds(name, f"{said}, where it may have landed what it carried along the coast")
    return refutations.passed(name, f"{said}, laden: it would have had to turn back to land its cargo there")


def _bound_home(regime: Regime, trip: Trip, reports: Sequence[Report]) -> Refutation:
    """Test for a ship that said, after it had left, that it was bound for another port of the target's."""
    name = "stated destination"
    since = [one for one in reports if one.t_us > trip.left["end_us"]]
    if not since:
        return refutations.unchecked(name, "it entered no destination after it had left")
    stated = destinations.read(since[-1].text)
    port = stated.port
    if port is not None and port.country == regime.target and port.id != trip.left["place"]:
        return refutations.holds(name, f"it gave {stated.words()} after it had left")
    if stated.countries and regime.target not in stated.countries:
        return refutations.passed(name, f"it gave {stated.words()} after it had left")
    return refutations.unchecked(name, f"it gave {stated.words()} after it had left")


def _time_to_land(regime: Regime, trip: Trip) -> Refutation:
    """Test for a silence in which only a meeting at sea has its place, which ``changed_at_sea.py`` tells."""
    name = "time to call abroad"
    if not silences.may_have_called(trip.gap, regime.target):
        why = "it had no time to call at a port of another State: that a draught changed at sea is judged by itself"
        return refutations.holds(name, why)
    return refutations.passed(name, "it had the time to call at a port of another State and to land a cargo there")


def _one_voyage(trip: Trip) -> Refutation:
    name, said = "one voyage", f"a silence of {unheard_calls.length(trip.gap)}"
    if trip.gap["end_us"] - trip.gap["start_us"] > LONGEST_US:
        return refutations.holds(name, f"{said} fits a call at home and another voyage")
    return refutations.passed(name, f"{said} is of a length for one voyage")


def _lay_abroad(trip: Trip) -> Refutation:
    name = "lay off another State's coast"
    if not trip.lay:
        return refutations.passed(name, "it was heard lying off no other State's coast until its next stop")
    stay = trip.lay[0]
    where = placing.at(placing.place("stay", *placing.position(stay, "start")))
    return refutations.holds(name, f"it lay {where} on {moments.day(stay['start_us'])}: that is judged as a delivery")


def _next_stop(regime: Regime, trip: Trip) -> Refutation:
    """Test for a ship that went on: to another State, where its arrival is judged, or to another coast of its own."""
    name, following = "cargo for another port", trip.following
    if following is None:
        return refutations.unchecked(name, "its next stop was not heard")
    port = placing.named(placing.place("next", *placing.position(following, "start"), id=following["place"]))
    if following["country"] != regime.target:
        return refutations.holds(name, f"its next stop was {port}: the voyage there is judged as a delivery")
    if not placing.one_coast(placing.position(trip.left, "end"), placing.position(following, "start")):
        return refutations.holds(name, f"its next stop was {port}, on another coast of its own, where it may have been")
    return refutations.passed(name, f"it went back: its next stop was {port}")
