"""Voyages that end off a coast and not at a known place: from a port of the target State to roads that no index holds.

The gazetteer holds ports; roads are known only where a case has derived them. A ship that leaves a port of the target
State, lies for hours in another State's territorial waters and goes back has made no voyage between known places. It is
made up here in the shape of one (``shapes.EVENTS['voyage']``), from the events it rests on. Roads beyond the
territorial sea, and those off islands of which no port tells the State, count where the ship rose in them: it came
laden and left lighter; or where it lay there long enough to be lightered, off another State's coast. Else it only
waited there. Near a coast they also count where its draughts never told anything and it went straight back: whether it
was laden is then for its speeds (``delivery.py``).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from fairlead.law import Regime
from fairlead.shapes import US_PER_HOUR
from fairlead.typologies import placing
from fairlead.typologies.grounds import unlisted
from fairlead.typologies.grounds.lading import CHANGE_DM, RANGE_DM
from fairlead.typologies.grounds.linked import on_tracks
from fairlead.typologies.grounds.ships import AROUND_US, Ships

if TYPE_CHECKING:
    from fairlead.typologies.world import World

# ours: coasters of the region carry some thousand tonnes, which two grabs discharge into lighters in two or three days;
# who shelters from a gale, or waits for a tide or an order, has mostly gone on after one
LIGHTERED_US = 36 * US_PER_HOUR
COASTAL = frozenset({"internal waters", "territorial sea"})

Row = Mapping[str, Any]


def crossings(world: World, regime: Regime) -> Iterator[tuple[dict[str, Any], tuple[Row, ...]]]:
    """Yield made-up voyages from the target State to another State's roads, each with the visit and stay it rests on.

    Where the ship's next stop at a known place is abroad too, the voyage goes there, unless the ship rose in the roads:
    then that is where it ended. Those from a berth of the target's that no index holds are made up to a port too.
    """
    visits = world.events["port_visit"]
    called = visits.filter(visits.country == regime.target, visits.stopped, visits.end_us.notnull())
    berths = unlisted.calls(world, regime)
    known = (row["track"] for row in called.select("track").distinct().to_pyarrow().to_pylist())
    tracks = sorted({*known, *berths})
    stops = on_tracks(visits.filter(visits.stopped), tracks)
    stays = on_tracks(world.events["loitering"], tracks)
    gaps = on_tracks(world.events["gap"], tracks)
    fleet = Ships(world.static_reports, [track // 1000 for track in tracks])
    for track in tracks:
        calls = unlisted.merged(stops.get(track, ()), berths.get(track, ()))
        for visit, following in zip(calls, [*calls[1:], None], strict=True):
            if visit["country"] != regime.target or visit["end_us"] is None:
                continue
            stay = first_abroad(regime, fleet, stays.get(track, []), visit["end_us"], following)
            until_us = following["start_us"] if following else None
            abroad = following is not None and following["country"] != regime.target
            if stay is not None and (not abroad or rose(fleet, stay, until_us)):
                yield _voyage(visit, stay, gaps.get(track, [])), (*visit.get("rests_on", (visit,)), stay)
            elif following is not None and abroad and visit["place"] is None:
                yield _voyage(visit, following, gaps.get(track, [])), (*visit["rests_on"], following)


def first_abroad(regime: Regime, fleet: Ships, stays: Sequence[Row], from_us: int, following: Row | None) -> Row | None:
    """Return the first stay before the next stop that ends a voyage abroad; None for none."""
    until_us = following["start_us"] if following else None
    after = [stay for stay in stays if stay["start_us"] >= from_us]
    under_way = [stay for stay in after if until_us is None or stay["start_us"] < until_us]
    for n, (stay, later) in enumerate(zip(under_way, [*under_way[1:], following], strict=False)):
        zone = placing.zone_at(stay["start_lat_e7"], stay["start_lon_e7"])
        if zone.zone in COASTAL and zone.country not in (None, regime.target):
            return stay
        if zone.country is not None or _off_target(regime, stay):
            continue
        left_us = later["start_us"] if later else None
        if rose(fleet, stay, left_us) or lightered(regime, fleet, stay, left_us):
            return stay
        back = following is not None and following["country"] == regime.target
        straight = all(_off_target(regime, one) for one in under_way[n + 1 :])
        near = zone.shore_m is not None and zone.shore_m < placing.OFFSHORE_M
        if near and back and straight and not _tells(fleet, stay):
            return stay
    return None


def lightered(regime: Regime, fleet: Ships, stay: Row, until_us: int | None) -> bool:
    """Tell whether a ship lay long enough to be lightered, less than 20 nautical miles off another State's coast.

    States count their territorial sea from straight lines between capes, and roads lie as far out as the water is deep.
    A ship that reported the draught with which it came when it had left again only waited there.
    """
    left_us = stay["end_us"] or stay["start_us"]
    at = (stay["start_lat_e7"], stay["start_lon_e7"])
    if left_us - stay["start_us"] < LIGHTERED_US or placing.coast(*at) in (None, regime.target):
        return False
    reports = fleet.draughts(stay["mmsi"], stay["start_us"], until_us if until_us is not None else left_us + AROUND_US)
    came = [report.dm for report in reports if report.t_us <= stay["start_us"]]
    left = [report.dm for report in reports if report.t_us > left_us]
    return not (came and left and abs(came[-1] - left[-1]) < CHANGE_DM)


def rose(fleet: Ships, stay: Row, until_us: int | None) -> bool:
    """Tell whether a ship reported less draught after a stay, and before its next one, than when it came."""
    last_us = until_us if until_us is not None else (stay["end_us"] or stay["start_us"]) + AROUND_US
    reports = fleet.draughts(stay["mmsi"], stay["start_us"], last_us)
    came = [report.dm for report in reports if report.t_us <= stay["start_us"]]
    left = [report.dm for report in reports if stay["start_us"] < report.t_us <= last_us]
    return bool(came and left and came[-1] - left[-1] >= CHANGE_DM)


def _off_target(regime: Regime, stay: Row) -> bool:
    return placing.nearest(stay["start_lat_e7"], stay["start_lon_e7"])[0].country == regime.target


def _tells(fleet: Ships, stay: Row) -> bool:
    """Tell whether the ship's reported draughts ever part laden from light, around a stay."""
    known = [report.dm for report in fleet.draughts(stay["mmsi"], stay["start_us"], stay["start_us"])]
    return bool(known) and max(known) - min(known) >= RANGE_DM


def _voyage(visit: Row, stay: Row, gaps: list[dict[str, Any]]) -> dict[str, Any]:
    """Return the voyage; its draughts are left to the reports themselves."""
    left, came = visit["end_us"], stay["start_us"]
    silences = [gap["end_us"] - gap["start_us"] for gap in gaps if gap["end_us"] and left <= gap["start_us"] < came]
    ends = {f"start_{key}": visit[f"end_{key}"] for key in ("lat_e7", "lon_e7", "exhibit", "row")}
    ends |= {f"end_{key}": stay[f"start_{key}"] for key in ("lat_e7", "lon_e7", "exhibit", "row")}
    return {
        "id": visit["id"],
        "track": visit["track"],
        "mmsi": visit["mmsi"],
        "start_us": left,
        "end_us": came,
        **ends,
        "from_place": visit["place"],
        "from_country": visit["country"],
        "from_arrival_us": visit["start_us"],
        "to_place": stay.get("place"),
        "to_country": stay.get("country") or placing.zone_at(stay["start_lat_e7"], stay["start_lon_e7"]).country,
        "to_departure_us": stay["end_us"],
        "longest_gap_us": max(silences, default=0),
        "draught_before_dm": None,
        "draught_during_dm": None,
        "draught_after_dm": None,
    }
