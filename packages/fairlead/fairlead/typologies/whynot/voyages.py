"""Which condition of a delivery or a dark voyage a ship did not meet around a day, and by how much.

A ship may have tried several times: the call or silence that covers the day, or is the nearest to it, is told.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from fairlead.events import geodesy, port_visit
from fairlead.law import Regime
from fairlead.places import Port
from fairlead.shapes import US_PER_HOUR
from fairlead.typologies import dark_supply, dark_voyage, delivery_to_target, moments, placing
from fairlead.typologies.grounds import unheard_calls, unlisted
from fairlead.typologies.grounds.courses import Courses, there_and_back
from fairlead.typologies.grounds.lading import RANGE_DM, Draught
from fairlead.typologies.grounds.linked import overlapping
from fairlead.typologies.grounds.ships import AROUND_US as AROUND_SHIP_US
from fairlead.typologies.grounds.ships import Ships
from fairlead.typologies.placing import km
from fairlead.typologies.whynot import roads
from fairlead.typologies.whynot.asked import (
    AROUND_US,
    DAY_US,
    DEPARTURE_US,
    SHARED,
    Asked,
    Failed,
    Lost,
    Way,
    chosen,
    no_tanker,
    said,
    span,
)

if TYPE_CHECKING:
    import pyarrow as pa

_KM = 1_000
_MINUTE_US = US_PER_HOUR // 60
_VISIT = port_visit.Parameters()


def delivery_failed(asked: Asked, regime: Regime) -> Failed:
    """Tell why there is no voyage from a port of the target State to another State around the day."""
    since = asked.start_us + AROUND_US - DEPARTURE_US
    rows = asked.heard(since)
    if not rows.num_rows:
        return asked.not_heard() or Failed(0, "heard", f"not heard {asked.days}")
    calls = [one for one in asked.events("port_visit", since) if one["country"] == regime.target]
    berths = unlisted.calls(asked.world, regime, asked.mmsi).values()
    lain = [one for own in berths for one in own if since <= one["end_us"] and one["start_us"] < asked.end_us]
    if not calls and not lain:
        return no_call(regime, rows)
    stopped = [*(one for one in calls if one["stopped"]), *lain]
    if not stopped:
        return chosen(asked, [_passed(call, rows) for call in calls])
    return chosen(asked, [_after(asked, regime, call) for call in stopped])


def delivery_to_target_failed(asked: Asked, regime: Regime) -> Failed:
    """Tell why there is no tanker's voyage from another State to a port of the target State around the day."""
    rows = asked.heard()
    if not rows.num_rows:
        return asked.not_heard() or Failed(0, "heard", f"not heard {asked.days}")
    if (other := no_tanker(asked.ship, 1)) is not None:
        return other
    calls = [one for one in asked.events("port_visit") if one["country"] == regime.target]
    if not calls:
        called = no_call(regime, rows, f"no call at a port of {regime.target} {asked.days}")
        return replace(called, why=f"{called.why}{_unheard_call(asked)}")
    stopped = [one for one in calls if one["stopped"]]
    if not stopped:
        return chosen(asked, [_passed(call, rows) for call in calls])
    voyages = [one for one in asked.events("voyage") if one["to_country"] == regime.target]
    beyond = {one["end_us"]: one for one in delivery_to_target.from_beyond(asked.world, regime, asked.mmsi)}
    return chosen(asked, [_to_target(asked, regime, call, voyages, beyond.get(call["start_us"])) for call in stopped])


def _to_target(
    asked: Asked,
    regime: Regime,
    call: dict[str, Any],
    voyages: list[dict[str, Any]],
    beyond: dict[str, Any] | None,
) -> Way:
    """Tell where a ship came from that called at the target; ``beyond``: its voyage, if its last port was not heard."""
    where = f"it called at {placing.port_name(call)} on {said(call['start_us'])}"
    voyage = next((one for one in voyages if one["end_us"] == call["start_us"]), None)
    start_us, end_us = voyage["start_us"] if voyage else call["start_us"], call["end_us"] or _EVER
    if voyage is None:
        return Way(where, start_us, end_us, _from_beyond(asked, regime, where, call, beyond))
    left = f"its stop before was at {_origin(voyage)}, which it left on {said(voyage['start_us'])}"
    if voyage["from_country"] == regime.target:
        why = f"{where}; {left}, in {regime.target} too"
        return Way(where, start_us, end_us, Failed(3, "a departure from another State", why))
    return Way(where, start_us, end_us, Failed(4, None, f"{where}; {left}"))


def _came_into_hearing(asked: Asked, regime: Regime, call: Mapping[str, Any]) -> str:
    """Return in words where a ship was first heard in the days in which it may have come from another State."""
    rows = asked.heard(call["start_us"] - delivery_to_target.ARRIVAL_US, call["start_us"])
    if not rows.num_rows:
        return "in those days it was not heard before the call"
    first = rows.slice(0, 1).to_pylist()[0]
    at = first["lat_e7"], first["lon_e7"]
    near, apart_m = placing.nearest(*at)
    waters = f", in {regime.target}'s waters" if placing.zone_at(*at).country == regime.target else ""
    port = f"{near.name} ({near.country}), the nearest port"
    return f"in those days it was first heard on {said(first['t_us'])}, {apart_m / _KM:.0f} km from {port}{waters}"


def _from_beyond(
    asked: Asked, regime: Regime, where: str, call: Mapping[str, Any], voyage: dict[str, Any] | None
) -> Failed:
    """Tell how a call ended before which no stop of the ship was heard."""
    said_so, name = f"{where}; no stop was heard before it in this case", "a departure from another State"
    if asked.ship.flag == regime.target:
        return Failed(3, name, f"{said_so}, and it is under the flag of {regime.target}")
    if voyage is None:
        days = delivery_to_target.ARRIVAL_US // DAY_US
        counts = f"that it came from another State counts where, in the {days} days before, it lay off one's coast, or "
        counts += f"came into hearing off {regime.target}'s waters and nearer to another State's ports"
        return Failed(3, name, f"{said_so}; {counts}; {_came_into_hearing(asked, regime, call)}")
    fleet = Ships(asked.world.static_reports, [asked.mmsi])
    landed, came = delivery_to_target.landed_dm(fleet, voyage), f"it came from {_origin(voyage)}"
    if not delivery_to_target.tells(regime, fleet, voyage):
        least = RANGE_DM / 10
        did = "it reported no other draught as it left than it came with, if any" if landed is None else _landed(landed)
        why = f"{said_so}; {came}, and {did}, where {least:.1f} m less are needed"
        return Failed(4, "came deep and left lighter", why, None if landed is None else landed / 10, least, "m")
    return Failed(5, None, f"{said_so}; {came}")


def _landed(landed_dm: int) -> str:
    return f"left {abs(landed_dm) / 10:.1f} m {'lighter' if landed_dm > 0 else 'deeper'} than it came"


def _origin(voyage: dict[str, Any]) -> str:
    where = placing.place("origin", voyage["start_lat_e7"], voyage["start_lon_e7"], id=voyage["from_place"])
    return placing.named(where)


def _destination(voyage: dict[str, Any]) -> str:
    at = (voyage["end_lat_e7"], voyage["end_lon_e7"])
    called = {"id": voyage["to_place"], "country": voyage["to_country"], "off": "an anchorage off"}
    return placing.at(placing.place("destination", *at, **called))


def dark_supply_failed(asked: Asked, regime: Regime) -> Failed:
    """Tell why no silence around the day is that of another State's tanker that came back from the target lighter."""
    if (other := no_tanker(asked.ship, 0)) is not None:
        return other
    if asked.ship.flag == regime.target:
        return Failed(0, "a ship of another flag", f"it is under the flag of {regime.target}")
    return dark_voyage_failed(asked, regime, supply=True)


def dark_voyage_failed(asked: Asked, regime: Regime, *, supply: bool = False) -> Failed:
    """Tell why no silence around the day would be explained by an unheard call at a port of the target State.

    ``supply``: a call to land cargo, by a lighter draught and a course from there, not to load by a deeper one.
    """
    ports = placing.ports(regime.target)
    if not ports:
        return Failed(0, "a port of the target State", f"no port of {regime.target} is known")
    return of_silences(
        asked, unheard_calls.SILENCE_US, lambda gap, silent: _silence_failed(asked, regime, gap, ports, silent, supply)
    )


def of_silences(asked: Asked, least_us: int, failed: Callable[[dict[str, Any], str], Failed]) -> Failed:
    """Return how the silences around the day fared.

    ``failed``: how one that ended did, by its row and in words that it was silent. ``least_us``: from how long on one
    to the end of the data is told of.
    """
    ways = []
    for gap in asked.events("gap"):
        if gap["end_us"] is not None:
            silent = f"it was silent {span(gap['start_us'], gap['end_us'])}"
            ways.append(Way(silent, gap["start_us"], gap["end_us"], failed(gap, silent)))
    if asked.lost is not None and asked.lost.end_us - asked.lost.start_us >= least_us:
        ways.append(lost_way(asked.lost))
    return chosen(asked, ways) if ways else asked.not_heard() or _no_silence(asked)


def lost_way(lost: Lost) -> Way:
    """Return how a silence without an end ended: nobody knows where the ship went."""
    why = f"{lost.said}; where it went is not known"
    return Way("silent to the end of the data", lost.start_us, _EVER, Failed(2, "heard again", why))


def nearest_approach(rows: pa.Table, ports: list[Port]) -> tuple[float, Port, int]:
    """Return how near positions came to one of some ports: metres, which, and when (us)."""
    lats, lons = rows["lat_e7"].to_numpy(), rows["lon_e7"].to_numpy()
    best: tuple[float, Port, int] | None = None
    for port in ports:
        metres = geodesy.metres_between(port.lat_e7, port.lon_e7, lats, lons)
        at = int(np.argmin(metres))
        if best is None or metres[at] < best[0]:
            best = float(metres[at]), port, rows["t_us"][at].as_py()
    assert best is not None  # the callers see to it that there are ports
    return best


def _unheard_call(asked: Asked) -> str:
    """Say that a ship was silent for long enough to call unheard, of which this typology tells nothing."""
    spans = [(one["start_us"], one["end_us"]) for one in asked.events("gap") if one["end_us"] is not None]
    start_us, end_us = max(spans, key=lambda one: (one[1] - one[0], one[0]), default=(0, 0))
    if end_us - start_us < unheard_calls.SILENCE_US:
        return ""
    return f"; it was silent {span(start_us, end_us)}, and of a call that nobody heard nothing is told here"


def no_call(regime: Regime, rows: pa.Table, none: str | None = None) -> Failed:
    """Tell how near a ship came that called at no port of the target State; ``none``: that, in words."""
    ports = placing.ports(regime.target)
    needed = _VISIT.port_in_m / _KM
    none = none or f"no departure from a port of {regime.target} within {DEPARTURE_US // DAY_US} days"
    if not ports:
        return Failed(1, "a call at a port of the target State", none)
    metres, port, t_us = nearest_approach(rows, ports)
    why = (
        f"{none}; nearest approach to one {km(metres)} off {port.name} on {said(t_us)}, "
        f"where a port begins at {needed:g} km"
    )
    return Failed(1, "a call at a port of the target State", why, round(metres / _KM, 1), needed, "km")


def _passed(call: dict[str, Any], rows: pa.Table) -> Way:
    """Return how a passage of a port without a stop ended."""
    what = f"it passed {placing.port_name(call)} on {said(call['start_us'])}"
    return Way(what, call["start_us"], call["end_us"] or _EVER, _not_stopped(call, rows))


def _not_stopped(call: dict[str, Any], rows: pa.Table) -> Failed:
    """Tell how long a ship that passed a port was slow there."""
    until = call["end_us"] if call["end_us"] is not None else rows["t_us"][-1].as_py()
    slow = 0
    for row in rows.select(["t_us", "next_t_us", "speed_dkn"]).to_pylist():
        inside = call["start_us"] <= row["t_us"] < until and row["next_t_us"] is not None
        if inside and row["speed_dkn"] is not None and row["speed_dkn"] <= _VISIT.stop_dkn:
            slow += row["next_t_us"] - row["t_us"]
    where = placing.port_name(call)
    why = (
        f"it passed {where} on {said(call['start_us'])} without stopping: {slow // _MINUTE_US} min at "
        f"{_VISIT.stop_dkn / 10:g} kn or less, where a stop is {_VISIT.stop_min} min"
    )
    return Failed(2, "a stop there", why, slow // _MINUTE_US, _VISIT.stop_min, "min")


def _after(asked: Asked, regime: Regime, call: dict[str, Any]) -> Way:
    """Tell how a voyage after a stop at a port of the target State ended, if it did."""
    where = placing.port_name(call)
    if call["end_us"] is None:
        why = f"it lay in {where} when its track ended; nothing was heard of a departure"
        return Way(f"it lay in {where}", call["start_us"], _EVER, Failed(3, "a departure", why))
    left = f"it left {where} on {said(call['end_us'])}"
    voyages = asked.events("voyage", call["end_us"], call["end_us"] + 1)
    voyage = next((one for one in voyages if one["start_us"] == call["end_us"]), None)
    following = next((one for one in asked.events("port_visit", call["end_us"], _EVER) if _follows(call, one)), None)
    over_us = following["start_us"] if following else _EVER
    return Way(left, call["end_us"], over_us, _voyage_failed(asked, regime, call, voyage, following))


def _voyage_failed(
    asked: Asked,
    regime: Regime,
    call: dict[str, Any],
    voyage: dict[str, Any] | None,
    following: dict[str, Any] | None,
) -> Failed:
    left = f"it left {placing.port_name(call)} on {said(call['end_us'])}"
    in_roads = roads.roads_failed(asked, regime, call, following)
    if in_roads.condition is None:
        return replace(in_roads, why=f"{left}; {in_roads.why}")
    if call["place"] is None and following is not None and following["country"] != regime.target:
        went = f"{left} and came to {placing.port_name(following)} on {said(following['start_us'])}"
        return Failed(7, None, went)
    if voyage is None:
        where_next = (
            "no later stop at a known place was heard" if following is None else "its next stop was there again"
        )
        return replace(in_roads, why=f"{left}; {where_next}; {in_roads.why}")
    arrived, where = said(voyage["end_us"]), _destination(voyage)
    if voyage["to_country"] == regime.target:
        next_stop = f", {placing.port_name(following)}" if following is not None else ""
        there = f"{left} for another place of {regime.target}{next_stop}, reached on {arrived}; {in_roads.why}"
        return replace(in_roads, why=there)
    if voyage["end_us"] < asked.start_us:
        days = (asked.start_us + AROUND_US - voyage["end_us"]) / DAY_US
        why = f"{left} and arrived {where} on {arrived}, {days:.0f} days before the day asked about"
        return Failed(6, "under way around that day", why, round(days, 1), AROUND_US / DAY_US, "days")
    return Failed(7, None, f"{left} and arrived {where} on {arrived}")


_EVER = 2**62


def _follows(call: dict[str, Any], visit: dict[str, Any]) -> bool:
    """Tell whether a stop came after a call, which may have been heard at one moment alone."""
    after = visit["id"] != call["id"] and visit["start_us"] >= call["end_us"]
    return bool(visit["stopped"] and visit["track"] == call["track"] and after)


def _where_needed(had_us: int, needed: str) -> str:
    """Return in words how long a silence must be; of one that is short by less than an hour, by how much it is."""
    short_us = unheard_calls.SILENCE_US - had_us
    if short_us >= US_PER_HOUR:
        return f"where {needed} are needed"
    return f"{-(-short_us // _MINUTE_US)} min short of the {needed} that are needed"


def _no_silence(asked: Asked) -> Failed:
    """Return that no silence around the day was long enough, with the longest there was."""
    rows = asked.heard().to_pylist()
    silences = [row["next_t_us"] - row["t_us"] for row in rows if row["next_t_us"] is not None]
    silence_us, needed = max(silences, default=0), unheard_calls.SILENCE_US
    longest = f"the longest silence {asked.days} is {moments.hours(silence_us)}"
    why = f"{longest}, {_where_needed(silence_us, moments.hours(needed))}"
    return Failed(1, "a silence", why, round(silence_us / US_PER_HOUR, 1), needed / US_PER_HOUR, "h")


def _silence_failed(
    asked: Asked, regime: Regime, gap: dict[str, Any], ports: list[Port], silent: str, supply: bool
) -> Failed:
    had_us = gap["end_us"] - gap["start_us"]
    if had_us < unheard_calls.SILENCE_US:
        needed = unheard_calls.SILENCE_US / US_PER_HOUR
        why = f"{silent}, {_where_needed(had_us, f'{needed:g} h')}"
        return Failed(1, "a silence", why, round(had_us / US_PER_HOUR, 1), needed, "h")
    ways = [(*unheard_calls.ways_m(gap, port), port) for port in ports]
    metres, port = min(((min(there, back), port) for there, back, port in ways), key=lambda one: one[0])
    off = f"{silent}, {km(metres)} off {port.name} at the nearest end"
    if metres > unheard_calls.FAR_M:
        limit = unheard_calls.FAR_M / _KM
        return Failed(
            3, "near the target State", f"{off}, where {limit:g} km is the most", round(metres / _KM, 1), limit, "km"
        )
    near = [port for there, back, port in ways if min(there, back) <= unheard_calls.FAR_M]
    port, least_us = unheard_calls.nearest_way(gap, near)
    if least_us > had_us:
        why = (
            f"{silent}, where {moments.hours(round(least_us))} are the least to sail to {port.name} at "
            f"{unheard_calls.SPEED_KN:g} kn, load and come back"
        )
        return Failed(
            4, "time enough to call", why, round(had_us / US_PER_HOUR, 1), round(least_us / US_PER_HOUR, 1), "h"
        )
    here = unheard_calls.in_reach(gap, ports, unheard_calls.FAR_M)
    courses = Courses(asked.world.legs, [gap])
    came = courses.coming_from(gap, here)
    from_there = came is not None
    both, coast = None, None
    if supply:
        both = there_and_back(gap, here, Courses(asked.world.legs, [gap], "start"), courses)
        coast = dark_supply.off_its_coast(regime, gap)
        if dark_supply.whence(regime, gap, coast, came, both, lighter=True) is None:
            why = f"{silent}; when it was heard again it was on no course from a port of {regime.target}"
            near_m = f"within {unheard_calls.OFF_M / _KM:g} km of one that was nearest"
            return Failed(5, "coming from the target State", f"{why}, and it was neither lost nor heard again {near_m}")
    if not supply and unheard_calls.reach(gap, here) is None and not from_there:
        limit = unheard_calls.NEAR_M / _KM
        why = f"{off}; over {limit:g} km only a course from there tells, and it was on none when it was heard again"
        return Failed(5, "near the target State", why, round(metres / _KM, 1), limit, "km")
    fleet = Ships(asked.world.static_reports, [asked.mmsi])
    later = asked.events("port_visit", gap["end_us"], gap["end_us"] + unheard_calls.ARRIVAL_US)
    stays = asked.events("loitering", gap["end_us"], gap["end_us"] + unheard_calls.ARRIVAL_US)
    arrival = unheard_calls.arrival_of(regime, fleet, gap, later, stays)
    voyages = overlapping(asked.events("voyage", gap["start_us"], gap["end_us"]), gap["start_us"], gap["end_us"])
    if any(dark_voyage.call_heard(regime, fleet, one, arrival) for one in voyages):
        why = f"{silent}; its call there was heard, so that it is judged as a delivery"
        return Failed(5, "the call itself not heard", why)
    calls = asked.events("port_visit", gap["start_us"], gap["end_us"])
    lay = [one for one in calls if one["stopped"] and one["country"] == regime.target]
    at = next((one for one in lay if unheard_calls.lain_within(gap, one)), None)
    if at is not None:
        there = f"{silent}, all of it while it lay at {placing.port_name(at)}"
        why = f"{there}; that call was heard, so that it is judged as a delivery"
        return Failed(5, "the call itself not heard", why)
    before = fleet.draught_before(asked.mmsi, gap["start_us"])
    after = unheard_calls.came_with(regime, fleet, gap, before, arrival, under_way=courses.under_way(gap))
    ended = _not_changed(asked, before, after, silent, supply)
    if supply and ended.condition is not None:
        told = dark_supply.whence(regime, gap, coast, came, both, lighter=False)
        if told is not None:
            return Failed(7, None, f"{silent}; {told}")
        days = dark_supply.BRIEF_US // DAY_US
        both_ways = f"nor was it, within {days} days, off the coast of {regime.target} at both ends, or at one and on a"
        return replace(ended, why=f"{ended.why}; {both_ways} course to a port of it and back")
    if supply or ended.condition is None or before is None or after is None:
        return ended
    if unheard_calls.landed_abroad(regime, fleet, gap, before, after, arrival):
        return Failed(7, None, f"{silent}; it came laden and went on with another draught, which it landed abroad")
    return ended


def _not_changed(asked: Asked, before: Draught | None, after: Draught | None, silent: str, supply: bool) -> Failed:
    """Tell whether draughts reported before and after a silence say that the ship came back deeper, or lighter."""
    needed, way = unheard_calls.DEEPER_DM / 10, "lighter" if supply else "deeper"
    if asked.mmsi in asked.shared:
        return Failed(6, f"{way} than before", f"{silent}; {SHARED}", None, needed, "m")
    if before is None or after is None:
        when = " and ".join(words for words, value in (("before", before), ("after", after)) if value is None)
        days = AROUND_SHIP_US // DAY_US
        why = f"{silent}; no draught was reported in the {days} days {when}, so that nothing says that it came {way}"
        return Failed(6, f"{way} than before", why, None, needed, "m")
    changed = (before.dm - after.dm if supply else after.dm - before.dm) / 10
    said = f"{silent}; it reported {before.dm / 10:.1f} m before and {after.dm / 10:.1f} m after"
    if changed < needed:
        why = f"{said}, where {needed:.1f} m {way} is needed"
        return Failed(6, f"{way} than before", why, changed, needed, "m")
    return Failed(7, None, said)
