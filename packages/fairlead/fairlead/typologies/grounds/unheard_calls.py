"""Silences in which a ship could have called at a port of the target State unheard, and what tells that it did.

Shared by those that load there (``dark_voyage.py``), land there (``dark_supply.py``) and change their number meanwhile
(``dark_laundered.py``). Left out: what such a call would engage.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from fairlead.law import Regime
from fairlead.places import Port
from fairlead.places.gazetteer import great_circle_m
from fairlead.shapes import E7, US_PER_HOUR
from fairlead.typologies import moments, placing
from fairlead.typologies.grounds import one_end, refutations, roads
from fairlead.typologies.grounds.doors import Doors
from fairlead.typologies.grounds.lading import ARRIVED_US, CHANGE_DM, HANDLED_US, LATE_US, Draught
from fairlead.typologies.grounds.linked import event_ref
from fairlead.typologies.grounds.ships import Identity, Ships
from fairlead.typologies.occasion import Engagement, Occasion, Place, Refutation, Typology, occasion_id

if TYPE_CHECKING:
    import ibis.expr.types as ir

NEAR_M = 450_000.0  # ours: a day's sailing from the port, at ten knots
FAR_M = 900_000.0  # ours: two days'; so far off, only its course tells that it came from there
ENTERED_DM = 3  # ours: a new entry, and no step of rounding
SILENCE_US = 12 * US_PER_HOUR  # the threshold most in use for AIS gaps
SPEED_KN = 12.0  # ours: fast for a laden coaster
LOADING_US = 6 * US_PER_HOUR  # ours: the least time for a bulk cargo
DEEPER_DM = 10  # ours: a metre; fuel and water make up less
PASSES = 0.25  # ours: satellites pass every few hours; in a silence of a day and more they pass often
ARRIVAL_US = 15 * 24 * US_PER_HOUR  # ours: a later call is another voyage
ASTRAY_US = 8 * 24 * US_PER_HOUR  # ours: of longer ones of which no more was known two of two were no calls
LONGEST_US = 30 * 24 * US_PER_HOUR  # ours: a longer silence fits many voyages, and laying up
ONE_PLACE_M = 1_852.0  # ours: a nautical mile; of 252 hidden voyages told on simulated seas none came back so near
ALONG_M = 100_000.0  # ours: half a day's sailing; who is heard again so near, off one coast, had mostly stayed there
OFF_M = 200_000.0  # ours: half a day's sailing and a little; farther off "the nearest port" says little
_LEAST = 0.999  # far more than two ways of reckoning a distance differ
_ENDS = ("start_lat_e7", "start_lon_e7", "end_lat_e7", "end_lon_e7")
_WATERS = (
    "but it was in the target State's own waters when it was lost or heard again, whoever else could be heard there"
)


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
    regime: Regime,
    fleet: Ships,
    gap: Mapping[str, Any],
    before: Draught | None,
    arrival: Mapping[str, Any] | None,
    *,
    under_way: bool,
) -> Draught | None:
    """Return the draught with which a ship came out of a silence: what it reported then, or entered on its way.

    Receivers repeat with each position the last static report that they heard, and crews enter late: while it reports
    what it did ``before``, the first new draught counts that it enters before its next stop, within three days. Not so
    in the target's own waters, where it may have lain in port since, nor where it was not ``under_way`` when it was
    heard again: then it may lie at a berth that no index knows, and enter what it loads there.
    """
    first = fleet.draught_after(gap["mmsi"], gap["end_us"])
    if before is None or first is None or abs(first.dm - before.dm) >= CHANGE_DM:
        return first
    if not under_way or placing.zone_at(gap["end_lat_e7"], gap["end_lon_e7"]).country == regime.target:
        return first
    until_us = min(gap["end_us"] + LATE_US, arrival["start_us"] if arrival else gap["end_us"] + LATE_US)
    entered = (one for one in fleet.draughts(gap["mmsi"], gap["end_us"], until_us) if gap["end_us"] <= one.t_us)
    new = (one for one in entered if one.t_us <= until_us and abs(one.dm - before.dm) >= CHANGE_DM)
    return next(new, first)


def deeper(before: Draught, after: Draught) -> bool:
    """Tell whether a ship came out of a silence deeper by what a cargo makes up."""
    return after.dm - before.dm >= DEEPER_DM


def landed_abroad(
    regime: Regime,
    fleet: Ships,
    gap: Mapping[str, Any],
    before: Draught,
    after: Draught,
    arrival: Mapping[str, Any] | None,
) -> bool:
    """Tell whether a ship came out of a silence a little deeper, by a new entry, and landed a cargo at its next stop.

    Who came laden from abroad and went on laden, by another draught, has changed cargoes; who reports what it did
    before may never have entered anything. What is entered hours after it arrived, and up to three days after it left,
    tells what it landed there.
    """
    if after.dm - before.dm < ENTERED_DM or arrival is None or arrival["end_us"] is None:
        return False
    if arrival["country"] in (None, regime.target):
        return False
    since_us, until_us = arrival["start_us"] + HANDLED_US, arrival["end_us"] + LATE_US
    later = fleet.draughts(gap["mmsi"], since_us, until_us)
    return any(since_us <= one.t_us <= until_us and after.dm - one.dm >= DEEPER_DM for one in later)


def loaded_within(
    fleet: Ships, gap: Mapping[str, Any], before: Draught | None, lay_us: int | None
) -> tuple[Draught, Draught] | None:
    """Return a lighter draught entered in a silence and a deeper one entered by the next stop, or None.

    Many crews enter at each call what they came with. Who did so in a silence called somewhere in it, and who then came
    deeper to where it next lay (from ``lay_us`` on) loaded there: within three hours of its arrival nobody has loaded
    anything else.
    """
    first = fleet.draught_after(gap["mmsi"], gap["end_us"])
    if before is None or first is None or lay_us is None or before.dm - first.dm < CHANGE_DM:
        return None
    until_us = lay_us + ARRIVED_US
    later = fleet.draughts(gap["mmsi"], gap["end_us"], until_us)
    deep = (one for one in later if first.t_us < one.t_us <= until_us and one.dm - first.dm >= DEEPER_DM)
    found = next(deep, None)
    return None if found is None else (first, found)


def occasion(
    typology: Typology,
    regime: Regime,
    gap: dict[str, Any],
    arrival: Mapping[str, Any] | None,
    ship: Identity,
    title: str,
    engaged: tuple[Engagement, ...],
    tests: Sequence[Refutation],
    does_not_show: str,
    *,
    role: str = "carrier",
    calls: Sequence[Mapping[str, Any]] = (),
) -> Occasion:
    """Return the occasion that a call unheard in a silence would make; ``calls``: further ones that it rests on."""
    anchor = [gap["start_us"], gap["start_lat_e7"], gap["start_lon_e7"]]
    return Occasion(
        id=occasion_id(typology.name, [gap["mmsi"]], [regime.id, *anchor]),
        regime=regime.id,
        typology=typology,
        basis="observed",
        title=title,
        start=moments.iso(gap["start_us"]),
        start_precision="second",
        end=moments.iso(arrival["start_us"] if arrival else gap["end_us"]),
        end_precision="second",
        places=places_of(gap, arrival),
        subjects=(ship.subject(role),),
        goods=(),
        events=tuple(event_ref(one) for one in (gap, *((arrival,) if arrival else ()), *calls)),
        engagements=engaged,
        refutations=tuple(tests),
        does_not_show=does_not_show,
    ).sealed()


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
        there, back = ways_m(gap, port)
        sailing_us = (there + back) / (SPEED_KN * placing.KNOT_M_PER_US)
        if min(there, back) <= near_m and sailing_us + LOADING_US <= gap["end_us"] - gap["start_us"]:
            found.append((there + back, port.id, port))
    return [port for *_, port in sorted(found, key=lambda one: one[:2])]


def nearest_way(gap: Mapping[str, Any], ports: Sequence[Port]) -> tuple[Port, float]:
    """Return to which of some ports a ship could call soonest in a silence, and the least time for it (us)."""
    way_m, port = min(((sum(ways_m(gap, port)), port) for port in ports), key=lambda way: way[0])
    return port, way_m / (SPEED_KN * placing.KNOT_M_PER_US) + LOADING_US


def ways_m(gap: Mapping[str, Any], port: Port) -> tuple[float, float]:
    """Return how far it is from where a silence began to a port, and from there to where it ended, in metres."""
    there = placing.distance_m(gap["start_lat_e7"], gap["start_lon_e7"], port.lat_e7, port.lon_e7)
    return there, placing.distance_m(port.lat_e7, port.lon_e7, gap["end_lat_e7"], gap["end_lon_e7"])


def all_in_reach(
    gaps: Sequence[Mapping[str, Any]], ports: Sequence[Port], near_m: float
) -> Iterator[tuple[Mapping[str, Any], list[Port]]]:
    """Yield each silence with what :func:`in_reach` says of it; reckoned for all at once first, give or take little."""
    if not gaps or not ports:
        return
    lats, lons = (np.array([[port.lat_e7 for port in ports], [port.lon_e7 for port in ports]]) / E7)[:, None, :]
    ends = np.array([[gap[name] for name in _ENDS] for gap in gaps], np.float64).T[:, :, None] / E7
    there, back = (_LEAST * great_circle_m(lats, lons, *end) for end in (ends[:2], ends[2:]))
    most_m = [(gap["end_us"] - gap["start_us"] - LOADING_US) * SPEED_KN * placing.KNOT_M_PER_US for gap in gaps]
    may = (np.minimum(there, back) <= near_m) & (there + back <= np.array(most_m)[:, None])
    for gap, some in zip(gaps, may, strict=True):
        yield gap, in_reach(gap, [ports[at] for at in np.flatnonzero(some).tolist()], near_m)


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
    return refutations.holds(found.name, f"{found.why}; it may only have sailed to where nobody listens")


def own_silence(gap: dict[str, Any], ports: Sequence[Port], doors: Doors) -> str | None:
    """Return in words why a silence was the ship's own; None where nothing says so."""
    return one_end.own(gap, ports, doors) or doors.well_heard(gap, PASSES)


def edge(
    regime: Regime,
    gap: dict[str, Any],
    arrival: Mapping[str, Any] | None,
    ports: Sequence[Port],
    doors: Doors,
    own: str | None,
) -> Refutation:
    """Test for an edge of hearing: a silence of the ship's own (``own``), or the target's waters, outweigh it."""
    found = doors.test(gap, shares=one_end.shares(gap, ports))
    if found.outcome == "refutes" and own:
        return refutations.against(found.name, f"{found.why}; but {own}")
    if found.outcome == "refutes" and arrival is not None and _in_its_waters(regime, gap):
        return refutations.against(found.name, f"{found.why}; {_WATERS}")
    return found


def _in_its_waters(regime: Regime, gap: Mapping[str, Any]) -> bool:
    """Tell whether a silence began or ended in the target's waters: where it then went abroad, that matters more."""
    ends = ((gap[f"{edge}_lat_e7"], gap[f"{edge}_lon_e7"]) for edge in ("start", "end"))
    return any(placing.zone_at(*at).country == regime.target for at in ends)


def off_its_coast(regime: Regime, gap: Mapping[str, Any]) -> str | None:
    """Return in words that a ship was lost or heard again nearer to a port of the target than to any other; else None.

    Not so in a port, where its call was heard.
    """
    for edge, words in (("start", "lost"), ("end", "heard again")):
        port, metres = placing.nearest(*placing.position(gap, edge))
        if port.country == regime.target and placing.PORT_M < metres <= OFF_M:
            return f"it was {words} {placing.km(metres)} off {port.name}, and no other State's port is so near there"
    return None


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
    nearer = _along_a_coast(regime, gap)
    if nearer is not None:
        own, targets = nearer
        waters = f"both in waters of {own.country} or off its coast, and {placing.km(apart_m(gap))} apart"
        by = f"the way by {own.name} was {placing.km(sum(ways_m(gap, own)))}, and it may have {did} there"
        if targets is not None:
            by += (
                f"; the shortest by a port of {regime.target}, {targets.name}, {placing.km(sum(ways_m(gap, targets)))}"
            )
        return refutations.holds(name, f"{ends}, {waters}; {by}")
    return refutations.unchecked(name, f"{ends}; where it was between is not known")


def _along_a_coast(regime: Regime, gap: Mapping[str, Any]) -> tuple[Port, Port | None] | None:
    """Return the port of another State off whose coast a ship was lost and heard again, if that one was the nearer.

    With the target's nearest one in reach. Ships that trade along a coast are lost and come back off it; a hidden
    voyage begins or ends on the open sea.
    """
    off, again = (_waters_of(gap[f"{edge}_lat_e7"], gap[f"{edge}_lon_e7"]) for edge in ("start", "end"))
    if off is None or off == regime.target or off != again or apart_m(gap) > ALONG_M:
        return None
    own, targets = (next(iter(in_reach(gap, placing.ports(state))), None) for state in (off, regime.target))
    if own is None or (targets is not None and sum(ways_m(gap, own)) >= sum(ways_m(gap, targets))):
        return None
    return own, targets


def _waters_of(lat_e7: int, lon_e7: int) -> str | None:
    """Return the State in whose waters a place is, or, in waters far from every port, off whose coast; else None."""
    zone = placing.zone_at(lat_e7, lon_e7)
    if zone.country is None and zone.zone in roads.COASTAL:
        return placing.coast(lat_e7, lon_e7)
    return zone.country


def one_place(regime: Regime, gap: Mapping[str, Any], came: str | None) -> Refutation:
    """Test for a ship that was heard again where it had been lost: it lay there, or went out of hearing and came back.

    Who hides a voyage turns silent and back where it likes; a berth, and the edge of what can be heard, stay in place.
    ``came``: in words, what tells that it came from the target; who goes there and back may cross that edge twice at
    one place. And in the target's own waters it may have lain in roads before its call and after it.
    """
    name, apart = "one place", apart_m(gap)
    said = f"it was heard again {apart / 1_000:.1f} km from where it had been lost"
    if apart > ONE_PLACE_M:
        return refutations.passed(name, said)
    if _in_its_waters(regime, gap):
        return refutations.against(name, f"{said}, but in the target State's own waters")
    if came:
        return refutations.against(name, f"{said}; but {came}")
    return refutations.holds(
        name, f"{said}: as one is that lay there, or that left what can be heard and came back over the same line"
    )


def apart_m(gap: Mapping[str, Any]) -> float:
    """Return how far apart a silence began and ended, in metres."""
    return placing.distance_m(gap["start_lat_e7"], gap["start_lon_e7"], gap["end_lat_e7"], gap["end_lon_e7"])


def ended_before(stop: Mapping[str, Any], gap: Mapping[str, Any]) -> bool:
    """Tell whether a stop was over when a silence began."""
    return bool(stop["stopped"] and stop["end_us"] is not None and stop["end_us"] <= gap["start_us"])


def call_before(stops: Sequence[Mapping[str, Any]], gap: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """Return the last of some stops, in order of time, that was over when a silence began; None where none was."""
    return next((one for one in reversed(stops) if ended_before(one, gap)), None)


def loaded_after(arrival: Mapping[str, Any] | None, after: Draught) -> Refutation:
    """Test for a draught entered so late that it may be that of the next stop."""
    name = "loaded at the next stop"
    if arrival is not None and after.t_us > arrival["start_us"] + LOADING_US:
        hours = moments.hours(after.t_us - arrival["start_us"])
        return refutations.holds(name, f"the deeper draught was entered {hours} after it reached its next stop")
    return refutations.passed(name, "the deeper draught was entered before it can have loaded at its next stop")


def landed_before(
    fleet: Ships, gap: Mapping[str, Any], abroad_us: int | None, drawn: tuple[Draught, Draught]
) -> Refutation:
    """Test for a cargo that was landed again before the ship lay anywhere abroad: who says so by then came light.

    ``abroad_us``: when it first lay abroad, and within three hours of that nobody has landed a bulk cargo; ``drawn``:
    its draughts before and after the silence. Who enters the deeper one again had not landed anything.
    """
    name, (before, after) = "landed before it went abroad", drawn
    if abroad_us is None:
        return refutations.unchecked(name, "it was not heard lying abroad after it")
    until_us = abroad_us + ARRIVED_US
    since = [one for one in fleet.draughts(gap["mmsi"], gap["end_us"], until_us) if one.t_us > after.t_us]
    later = [one for one in since if one.t_us <= until_us]
    again = any(until_us < one.t_us <= until_us + LATE_US and after.dm - one.dm < CHANGE_DM for one in since)
    if later and later[-1].dm - before.dm < CHANGE_DM and not again:
        light = f"{later[-1].dm / 10:.1f} m {moments.moment(later[-1].t_us)}, before it can have landed anything abroad"
        return refutations.holds(name, f"it reported {light}: what had made it deeper it had landed by then")
    return refutations.passed(name, "it reported nothing lighter before it can have landed cargo abroad")


def abroad_us(regime: Regime, gap: Mapping[str, Any], lay: Sequence[Mapping[str, Any]]) -> int | None:
    """Return when a ship first lay outside the target's waters after a silence; None where that was not heard."""
    later = (one for one in lay if one["start_us"] >= gap["end_us"])
    away = (one for one in later if placing.zone_at(one["start_lat_e7"], one["start_lon_e7"]).country != regime.target)
    return min((int(one["start_us"]) for one in away), default=None)


def one_voyage(gap: dict[str, Any], *, whereabouts: bool = True) -> Refutation:
    """Test for a silence so long that it fits any number of voyages.

    ``whereabouts``: whether anything tells where the ship had been, or went. Else half the time fits as many.
    """
    name, said = "one voyage", f"a silence of {length(gap)}"
    if gap["end_us"] - gap["start_us"] > LONGEST_US:
        return refutations.holds(name, f"{said} fits many voyages, or a ship laid up")
    if not whereabouts and gap["end_us"] - gap["start_us"] > ASTRAY_US:
        return refutations.holds(
            name, f"{said} fits several calls, and nothing tells where it had been, nor where it stopped next"
        )
    return refutations.passed(name, f"{said} is of a length for one call")


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


def length(gap: Mapping[str, Any]) -> str:
    """Return the length of a silence in words."""
    return moments.hours(gap["end_us"] - gap["start_us"])


def days(gap: Mapping[str, Any]) -> str:
    """Return the days of a silence in words."""
    return moments.span(moments.day(gap["start_us"]), moments.day(gap["end_us"]))
