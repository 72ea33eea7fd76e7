"""How long a ship lay at sea, holes in its reception included: where satellites alone hear, a stay is heard in pieces.

The detector of stays ends one at a silence of six hours. A silence shorter than twelve, over which the ship made less
than two knots, is bridged here: in so short a time no cargo is fetched elsewhere, and where it was lost and heard again
it lay still. A stay of a few hours, too short for the detector, counts where a draught was entered at its end, since
under way nothing is loaded or landed. Both are made up in the shape of one stay (``shapes.EVENTS['loitering']``). Left
out: stays that no event touches.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import compress
from typing import TYPE_CHECKING, Any

import numpy as np

from fairlead.events.loitering import Parameters
from fairlead.events.tracks import DM_PER_NAUTICAL_MILE
from fairlead.places.gazetteer import great_circle_m
from fairlead.shapes import E7, US_PER_HOUR
from fairlead.typologies import placing
from fairlead.typologies.grounds import spans
from fairlead.typologies.grounds.linked import overlapping

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from fairlead.typologies.world import World

HOLE_US = 12 * US_PER_HOUR  # as silences.SILENCE_US: in a shorter one no cargo is fetched, handled and left behind
LEAST_US = Parameters().least_h * US_PER_HOUR
SLOW_DKN = Parameters().speed_dkn
DRIFT_M = 18_520.0  # ours: ten nautical miles; who came further in twelve hours sailed for an hour or more
AROUND_US = 24 * US_PER_HOUR  # ours: a silence of six hours ends a stay; what was heard of the ship goes on after it
SHORT_US = 3 * US_PER_HOUR  # ours: a small tanker gives over some hundred tonnes in it; in less, pilots and stores do
ENTERED_US = 6 * US_PER_HOUR  # ours: a crew that enters a draught at sea does so as it leaves, or in the next watch

_UNSURE = 0.001  # far more than two ways of reckoning a distance differ
_AT = ("lat_e7", "lon_e7")

Row = Mapping[str, Any]
_EVENT = ("id", "kind", "digest", "track", "mmsi", "start_us", "end_us", "start_lat_e7", "start_lon_e7")
_PLACED = ("track", "mmsi", "t_us", "lat_e7", "lon_e7", "exhibit", "row")


def seeds(world: World, whose: Any) -> list[dict[str, Any]]:
    """Return stays, and silences in which a ship lay on, of the ships that ``whose`` chooses from a table, by time."""
    stays, gaps = world.events["loitering"], world.events["gap"]
    length = gaps.end_us - gaps.start_us
    slow = gaps.distance_dm < length / US_PER_HOUR * (SLOW_DKN / 10 * DM_PER_NAUTICAL_MILE)
    held = gaps.filter(gaps.end_us.notnull(), length < HOLE_US, slow)
    found = [
        row
        for table in (stays.filter(stays.end_us.notnull()), held)
        for row in table.filter(whose(table)).select(*_EVENT).to_pyarrow().to_pylist()
    ]
    return sorted(found, key=lambda one: (one["start_us"], one["track"], one["kind"]))


def whole(legs: ir.Table, events: Sequence[Row]) -> list[dict[str, Any]]:
    """Return the stays to which some stays and silences belong, each once, in order of time."""
    positions = _positions(legs, [(one["track"], one["start_us"], one["end_us"]) for one in events])
    of_track: dict[int, list[Row]] = {}
    for one in events:
        of_track.setdefault(one["track"], []).append(one)
    found = []
    for track, heard in positions.items():
        for run in _runs(heard):
            rests_on = overlapping(of_track[track], run[0]["t_us"], run[-1]["t_us"] - 1)
            if rests_on:
                found.append(_stay(run, rests_on))
    return sorted(found, key=lambda one: (one["start_us"], one["track"]))


def short(world: World, least_dm: int, whose: Any) -> list[dict[str, Any]]:
    """Return stays off every coast, too short to be events, at whose end a draught was entered that differs so much.

    ``whose`` chooses among the changes of draught. Each stay rests on the change, and is told once, in order of time.
    """
    changes = world.events["draught_change"]
    differs = (changes.to_draught_dm - changes.from_draught_dm).abs() >= least_dm
    rows = changes.filter(differs, changes.end_lat_e7.notnull(), whose(changes)).to_pyarrow().to_pylist()
    rows = list(compress(rows, placing.are_offshore(rows, "end")))
    positions = _positions(world.legs, [(one["track"], one["end_us"], one["end_us"]) for one in rows])
    runs = {track: list(_runs(own, SHORT_US)) for track, own in positions.items()}
    found: dict[tuple[int, int], dict[str, Any]] = {}
    for one in sorted(rows, key=lambda row: (row["end_us"], row["track"])):
        for run in runs.get(one["track"], ()):
            lasted = run[-1]["t_us"] - run[0]["t_us"]
            if lasted < LEAST_US and run[0]["t_us"] <= one["end_us"] <= run[-1]["t_us"] + ENTERED_US:
                found.setdefault((run[0]["t_us"], one["track"]), _stay(run, (one,)))
    return [found[key] for key in sorted(found)]


def is_short(stay: Row) -> bool:
    """Tell whether a stay is too short to be an event, so that draughts alone tell of it."""
    return bool(stay["end_us"] - stay["start_us"] < LEAST_US)


def of_tracks(legs: ir.Table, during: Iterable[tuple[int, Row]]) -> list[dict[str, Any]]:
    """Return the stays of some tracks, each with an event in whose time they are sought; they rest on none."""
    wanted = [(track, event["start_us"], event["end_us"]) for track, event in during]
    return [_stay(run, ()) for own in _positions(legs, wanted).values() for run in _runs(own)]


def _positions(legs: ir.Table, wanted: Sequence[spans.Span]) -> dict[int, list[dict[str, Any]]]:
    """Return the last position of each hour around some spans, by track, in order of time."""
    if not wanted:
        return {}
    rows = spans.within(legs.select(*_PLACED), _merged(wanted)).select(*_PLACED)  # each once: merged, none overlap
    heard = rows.order_by(["track", "t_us", "exhibit", "row"]).to_pyarrow()
    track, hour = heard["track"].to_numpy(), heard["t_us"].to_numpy() // US_PER_HOUR
    last = np.flatnonzero(np.append((track[1:] != track[:-1]) | (hour[1:] != hour[:-1]), True)[: len(track)])
    found: dict[int, list[dict[str, Any]]] = {}
    for row in heard.take(last).to_pylist():
        found.setdefault(row["track"], []).append(row)
    return found


def _merged(wanted: Sequence[spans.Span]) -> list[spans.Span]:
    """Return the spans with the time around them, those of one track that touch as one."""
    found: list[spans.Span] = []
    for track, start_us, end_us in sorted(wanted):
        if found and found[-1][0] == track and start_us - AROUND_US <= found[-1][2]:
            found[-1] = (track, found[-1][1], max(found[-1][2], end_us + AROUND_US))
        else:
            found.append((track, start_us - AROUND_US, end_us + AROUND_US))
    return found


def _runs(positions: Sequence[Row], least_us: int = LEAST_US) -> Iterator[list[Row]]:
    """Yield the runs of positions between which a ship lay or drifted, with no hole of twelve hours."""
    run: list[Row] = []
    for here, lay in zip(positions, _all_lay(positions), strict=True):
        if run and not lay:
            if run[-1]["t_us"] - run[0]["t_us"] >= least_us:
                yield run
            run = []
        run.append(here)
    if run and run[-1]["t_us"] - run[0]["t_us"] >= least_us:
        yield run


def _all_lay(positions: Sequence[Row]) -> list[bool]:
    """Return of each position whether the ship lay since the one before; of the first that it did not.

    Reckoned for all at once; one by one only where that is too near to a limit to tell.
    """
    if len(positions) < 2:
        return [False] * len(positions)
    t_us, lat_e7, lon_e7 = (np.array([one[name] for one in positions], np.int64) for name in ("t_us", *_AT))
    hours = np.diff(t_us) / US_PER_HOUR
    metres = great_circle_m(lat_e7[:-1] / E7, lon_e7[:-1] / E7, lat_e7[1:] / E7, lon_e7[1:] / E7)
    most_m = np.minimum(hours * SLOW_DKN / 100 * DM_PER_NAUTICAL_MILE, DRIFT_M)
    brief = hours < HOLE_US / US_PER_HOUR
    lay = (brief & (metres <= most_m)).tolist()
    for at in np.flatnonzero(brief & (np.abs(metres - most_m) <= _UNSURE * most_m + 1.0)).tolist():
        lay[at] = _lay(positions[at], positions[at + 1])
    return [False, *lay]


def _lay(one: Row, other: Row) -> bool:
    hours = (other["t_us"] - one["t_us"]) / US_PER_HOUR
    metres = placing.distance_m(one["lat_e7"], one["lon_e7"], other["lat_e7"], other["lon_e7"])
    slow = round(metres * 10) < hours * SLOW_DKN / 10 * DM_PER_NAUTICAL_MILE
    return bool(hours < HOLE_US / US_PER_HOUR and slow and metres <= DRIFT_M)


def _stay(run: Sequence[Row], rests_on: Sequence[Row]) -> dict[str, Any]:
    first, last = run[0], run[-1]
    return {
        "id": rests_on[0]["id"] if rests_on else None,
        "kind": "loitering",
        "track": first["track"],
        "mmsi": first["mmsi"],
        "start_us": first["t_us"],
        "end_us": last["t_us"],
        **{f"start_{key}": first[key] for key in ("lat_e7", "lon_e7", "exhibit", "row")},
        **{f"end_{key}": last[key] for key in ("lat_e7", "lon_e7", "exhibit", "row")},
        "rests_on": tuple(rests_on),
        "positions": tuple(run),
    }
