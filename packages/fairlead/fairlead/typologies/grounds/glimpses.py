"""Meetings of which only glimpses were heard: a ship lies at sea, and another is beside it whenever both are heard.

Where satellites alone hear ships, positions are hours apart, and the encounter detector, which bridges an hour at most,
sees nothing. Around a stay at sea, the moments at which both ships were heard within ten minutes are made up here into
the shape of one encounter (``shapes.EVENTS['encounter']``). What they did between these is not known, and is not said.
Of two tankers a single moment tells, both all but still and as near as ships made fast: nobody else lies so on the open
sea. Left out: places within 20 nautical miles of a coast, where ships share roads, and pairs with an encounter of their
own.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import compress
from statistics import median_low
from typing import TYPE_CHECKING, Any

import ibis
import numpy as np

from fairlead.events import columns, separation
from fairlead.events.tracks import DM_PER_NAUTICAL_MILE
from fairlead.shapes import US_PER_HOUR
from fairlead.typologies import placing
from fairlead.typologies.grounds import lain, ships, spans
from fairlead.typologies.grounds.lading import CHANGE_DM
from fairlead.typologies.grounds.linked import overlapping
from fairlead.typologies.grounds.refutations import ALONGSIDE_DM

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from fairlead.typologies.world import World

TOGETHER_US = 10 * 60 * 1_000_000  # ours: the length of a satellite's pass, in which it hears all ships below it
LASTS_US = 2 * US_PER_HOUR  # Miller et al. 2018 (Frontiers in Marine Science 5:240): an encounter lasts 2 h or more
LEAST = 2  # ours: seen together once, two ships may be passing; twice, hours apart and adrift, they are made fast
AROUND_US = lain.AROUND_US
SLOW_DKN = 30  # ours: what a ship adrift makes in wind and tide; the stay itself is under 2 kn on the average
_CELL_E7 = 100_000  # a hundredth of a degree: more than two ships side by side are apart, drift included
# from a cell to those around it
_BESIDE = [north * columns.wide(_CELL_E7) + east for north in (-1, 0, 1) for east in (-1, 0, 1)]

Row = Mapping[str, Any]
Pair = tuple[Row, int, int, int]  # a stay, the other ship's track, and the first and last moment of both together
_PLACED = ("track", "mmsi", "t_us", "lat_e7", "lon_e7", "speed_dkn", "exhibit", "row")


def encounters(
    world: World, mmsis: Sequence[int], digits: Sequence[int] = (), span: tuple[int, int] | None = None
) -> list[dict[str, Any]]:
    """Return made-up encounters of ships with these numbers, or of these first three digits, in order of time.

    ``span``: only those around stays, or at moments, that share time with it. Each has ``rests_on``, the stay where
    there is one, and ``glimpses``, at how many moments both were heard together.
    """

    if not mmsis and not digits:
        return []

    def whose(table: ir.Table) -> Any:
        return (table.mmsi // 1_000_000).isin(list(digits) or [-1]) | table.mmsi.isin(list(mmsis) or [-1])

    def wanted(table: ir.Table) -> Any:
        chosen = whose(table)
        return chosen if span is None else chosen & (table.start_us < span[1]) & (table.end_us >= span[0])

    stays = world.events["loitering"]
    closed = stays.filter(stays.end_us.notnull(), wanted(stays)).order_by(["start_us", "track"])
    listed = closed.to_pyarrow().to_pylist()
    chosen = list(compress(listed, placing.are_offshore(listed, "start")))
    chosen += lain.short(world, CHANGE_DM, wanted)
    pairs = _pairs(chosen, _near(world.legs, chosen))
    met = _met(world, pairs)
    pairs = [pair for pair in pairs if not _heard_beside(pair, met)]
    heard = _heard(world.legs, pairs)
    found: dict[tuple[int, int, int], dict[str, Any]] = {}
    for stay, other, start_us, end_us in pairs:
        ours, theirs = (_between(heard.get(track, ()), start_us, end_us) for track in (stay["track"], other))
        made = _encounter(stay, ours, theirs)
        if made is not None:
            found.setdefault((made["track"], made["other_track"], made["start_us"]), made)
    for made in _of_tankers(world, whose, span, list(found.values())):
        found.setdefault((made["track"], made["other_track"], made["start_us"]), made)
    return sorted(found.values(), key=lambda one: (one["start_us"], one["track"], one["other_track"]))


def _of_tankers(
    world: World, whose: Callable[[ir.Table], Any], span: tuple[int, int] | None, told: Sequence[Row]
) -> Iterator[dict[str, Any]]:
    """Yield made-up encounters of the moments at which two tankers lay side by side, but for those already told."""
    legs, tankers = world.legs, ships.tankers(world.static_reports)
    slow = legs.filter(legs.speed_dkn <= SLOW_DKN).semi_join(tankers, "mmsi").select(*_PLACED)
    own = slow.filter(whose(slow))
    if span is not None:
        own = own.filter(own.t_us.between(span[0], span[1] - 1))
    cells = own.select(cell=_cell(own)).distinct().to_pyarrow()["cell"].to_pylist()
    corners = [{"start_lat_e7": lat * _CELL_E7, "start_lon_e7": lon * _CELL_E7} for lat, lon in map(_corner, cells)]
    far = list(compress(cells, placing.are_offshore(corners, "start")))
    if not far:
        return
    own = own.mutate(cell=_cell(own)).semi_join(columns.integers(("cell",), [(cell,) for cell in far]), "cell")
    pairs = list(_runs_of_pairs(_beside(slow, own.select(*_PLACED))))
    of_pair: dict[tuple[int, int], list[Row]] = {}
    for one in told:
        of_pair.setdefault((one["track"], one["other_track"]), []).append(one)
    met = _met(world, pairs)
    pairs = [pair for pair in pairs if not _heard_beside(pair, met) and not _heard_beside(pair, of_pair)]
    heard = _heard(slow, pairs)
    for stay, other, start_us, end_us in pairs:
        ours, theirs = (_between(heard.get(track, ()), start_us, end_us) for track in (stay["track"], other))
        made = _encounter(stay, ours, theirs, least=1, lasts_us=0)
        if made is not None:
            yield made


def _corner(cell: int) -> tuple[int, int]:
    """Return the latitude and longitude of a cell, in cells."""
    wide = columns.wide(_CELL_E7)
    lat = round(cell / wide)
    return lat, cell - lat * wide


def _runs_of_pairs(near: Sequence[Row]) -> Iterator[Pair]:
    """Yield each pair of tracks with the first and last moment that it was near, each once; no stay stands behind it.

    Under half a day apart the moments are of one meeting.
    """
    times: dict[tuple[int, int], list[int]] = {}
    for row in near:
        times.setdefault((row["track"], row["other_track"]), []).append(row["t_us"])
    for (track, other), moments in sorted(times.items()):
        if (other, track) in times and other < track:
            continue  # both are asked about
        moments.sort()
        first = 0
        for n, t_us in enumerate(moments):
            if n + 1 == len(moments) or moments[n + 1] - t_us >= lain.HOLE_US:
                stay = {"id": None, "track": track, "rests_on": ()}
                yield stay, other, moments[first] - TOGETHER_US, t_us + TOGETHER_US
                first = n + 1


def _near(legs: ir.Table, chosen: Sequence[Row]) -> list[dict[str, Any]]:
    """Return positions of the staying ships, slow, with those of others near them in place and time."""
    if not chosen:
        return []
    around = [(one["track"], one["start_us"] - AROUND_US, one["end_us"] + AROUND_US) for one in chosen]
    own = _inside(legs, around)
    return _beside(legs, own.filter(own.speed_dkn.fill_null(0) <= SLOW_DKN))


def _beside(legs: ir.Table, own: ir.Table) -> list[dict[str, Any]]:
    """Return some positions with those of others near them in place and time."""
    # few, and fetched: they are asked for three times, and the legs would be read each time
    fetched = own.select("track", "t_us", cell=_cell(own)).to_pyarrow()
    cells = fetched["cell"].unique().to_pylist()
    there = _in_cells(legs, sorted({cell + step for cell in cells for step in _BESIDE}))
    beside = columns.integers(("look_t", "look"), [(t, step) for t in (-1, 0, 1) for step in _BESIDE])
    placed = ibis.memtable(fetched)
    looking = placed.cross_join(beside).select(*placed.columns, *beside.columns)
    seen = looking.select(
        "track",
        "t_us",
        bucket=columns.steps(looking.t_us, TOGETHER_US) + looking.look_t,
        cell=looking.cell + looking.look,
    )
    others = there.select(
        other_track="track", other_us="t_us", bucket=columns.steps(there.t_us, TOGETHER_US), cell=there.cell
    )
    both = seen.join(others, ["bucket", "cell"])
    close = both.filter(
        both.track // 1000 != both.other_track // 1000, (both.t_us - both.other_us).abs() <= TOGETHER_US
    )
    found = close.group_by("track", "other_track", "t_us").agg(other_us=close.other_us.min())
    rows: list[dict[str, Any]] = found.order_by(["track", "other_track", "t_us"]).to_pyarrow().to_pylist()
    return rows


def _in_cells(legs: ir.Table, cells: Iterable[int]) -> ir.Table:
    """Return track, time and cell of the positions in some cells: few, so that little is held against others."""
    placed = legs.select("track", "t_us", cell=_cell(legs))
    return placed.semi_join(columns.integers(("cell",), [(cell,) for cell in cells]), "cell").select(*placed.columns)


def _cell(placed: ir.Table) -> Any:
    return columns.cells(placed.lat_e7, placed.lon_e7, _CELL_E7)


def _inside(legs: ir.Table, around: Iterable[spans.Span]) -> ir.Table:
    """Return the positions of tracks that lie within spans of time, each once."""
    return spans.within(legs.select(*_PLACED), sorted(set(around))).select(*_PLACED).distinct()


def _pairs(chosen: Sequence[Row], near: Sequence[Row]) -> list[Pair]:
    """Return each stay with each other ship that was near around it for long enough to be looked at."""
    moments: dict[int, dict[int, list[int]]] = {}
    for row in near:
        moments.setdefault(row["track"], {}).setdefault(row["other_track"], []).append(row["t_us"])
    found = []
    for stay in chosen:
        for other, times in sorted(moments.get(stay["track"], {}).items()):
            inside = [t_us for t_us in times if stay["start_us"] - AROUND_US <= t_us <= stay["end_us"] + AROUND_US]
            if len(inside) >= LEAST and max(inside) - min(inside) >= LASTS_US:
                found.append((stay, other, min(inside) - TOGETHER_US, max(inside) + TOGETHER_US))
    return found


def _met(world: World, pairs: Sequence[Pair]) -> dict[tuple[int, int], list[dict[str, Any]]]:
    """Return the encounters that were detected, by pair of tracks."""
    tracks = sorted({track for stay, other, _, _ in pairs for track in (stay["track"], other)})
    found: dict[tuple[int, int], list[dict[str, Any]]] = {}
    if tracks:
        table = world.events["encounter"]
        both = columns.among(columns.among(table, "track", tracks), "other_track", tracks)
        for row in both.to_pyarrow().to_pylist():
            found.setdefault((row["track"], row["other_track"]), []).append(row)
    return found


def _heard_beside(pair: Pair, met: Mapping[tuple[int, int], Sequence[Row]]) -> bool:
    stay, other, start_us, end_us = pair
    own = met.get((min(stay["track"], other), max(stay["track"], other)), ())
    return bool(overlapping(own, start_us, end_us))


def _heard(legs: ir.Table, pairs: Sequence[Pair]) -> dict[int, list[dict[str, Any]]]:
    """Return the positions of both ships of each pair in its time, by track, in order of time."""
    if not pairs:
        return {}
    around = ((track, start_us, end_us) for stay, other, start_us, end_us in pairs for track in (stay["track"], other))
    found: dict[int, list[dict[str, Any]]] = {}
    for row in _inside(legs, around).order_by(["track", "t_us", "exhibit", "row"]).to_pyarrow().to_pylist():
        found.setdefault(row["track"], []).append(row)
    return found


def _between(rows: Sequence[Row], start_us: int, end_us: int) -> Sequence[Row]:
    """Return the part of rows, in order of time, that lies between two moments, both included."""
    return rows[bisect_left(rows, start_us, key=_t_us) : bisect_right(rows, end_us, key=_t_us)]


def _t_us(row: Row) -> int:
    return int(row["t_us"])


def _encounter(
    stay: Row, ours: Sequence[Row], theirs: Sequence[Row], least: int = LEAST, lasts_us: int = LASTS_US
) -> dict[str, Any] | None:
    """Return the longest run of moments at which the two were heard side by side; None where there is none.

    A moment at which they were heard apart ends a run.
    """
    longest: list[tuple[Row, Row, int]] = []
    for run in _runs(_moments(ours, theirs)):
        if not longest or _lasted(run) > _lasted(longest):
            longest = run
    if len(longest) < least or _lasted(longest) < lasts_us:
        return None
    if not placing.offshore(longest[0][0]["lat_e7"], longest[0][0]["lon_e7"]):
        return None
    if longest[0][0]["track"] > longest[0][1]["track"]:  # pairs are unordered: the lower track first
        longest = [(there, here, apart_dm) for here, there, apart_dm in longest]
    (begin, beside, _), (end, _, _) = longest[0], longest[-1]
    return {
        "id": stay["id"],
        "kind": "encounter",
        "track": begin["track"],
        "mmsi": begin["mmsi"],
        "start_us": begin["t_us"],
        "end_us": end["t_us"],
        **{f"start_{key}": begin[key] for key in ("lat_e7", "lon_e7", "exhibit", "row")},
        **{f"end_{key}": end[key] for key in ("lat_e7", "lon_e7", "exhibit", "row")},
        "other_track": beside["track"],
        "other_mmsi": beside["mmsi"],
        "other_exhibit": beside["exhibit"],
        "other_row": beside["row"],
        "min_distance_dm": min(apart for _, _, apart in longest),
        "median_distance_dm": median_low(apart for _, _, apart in longest),
        "median_speed_dkn": median_low(max(_speed(here), _speed(there)) for here, there, _ in longest),
        "rests_on": stay.get("rests_on", (stay,)),
        "glimpses": len(longest),
    }


def _runs(moments: Iterable[tuple[Row, Row]]) -> Iterator[list[tuple[Row, Row, int]]]:
    """Yield the runs of moments at which the two were heard side by side, each with how far apart they were."""
    run: list[tuple[Row, Row, int]] = []
    for here, there in moments:
        apart_dm = _apart_dm(here, there)
        if apart_dm - _drifted_dm(here, there) <= ALONGSIDE_DM:
            run.append((here, there, apart_dm))
        elif run:
            yield run
            run = []
    if run:
        yield run


def _speed(position: Row) -> int:
    return int(position["speed_dkn"] or 0)


def _lasted(run: Sequence[tuple[Row, Row, int]]) -> int:
    return int(run[-1][0]["t_us"] - run[0][0]["t_us"])


def _moments(ours: Sequence[Row], theirs: Sequence[Row]) -> Iterator[tuple[Row, Row]]:
    """Yield the moments at which both were heard: each position of one with the other's nearest in time, each once."""
    if not ours or not theirs:
        return
    here_us, there_us = (np.array([_t_us(one) for one in several], np.int64) for several in (ours, theirs))
    nearest = separation.nearest_in_time(here_us, there_us)
    used: set[int] = set()
    for here, n in zip(ours, nearest.tolist(), strict=True):
        if abs(_t_us(theirs[n]) - _t_us(here)) <= TOGETHER_US and n not in used:
            used.add(n)
            yield here, theirs[n]


def _apart_dm(here: Row, there: Row) -> int:
    """Return how far apart two positions are, though they were not sent at the same moment."""
    return round(placing.distance_m(here["lat_e7"], here["lon_e7"], there["lat_e7"], there["lon_e7"]) * 10)


def _drifted_dm(here: Row, there: Row) -> int:
    """Return what the slower of two ships can have drifted between the two positions."""
    drift_dkn = min(SLOW_DKN, _speed(here), _speed(there))
    hours = abs(here["t_us"] - there["t_us"]) / US_PER_HOUR
    return round(float(drift_dkn / 10 * DM_PER_NAUTICAL_MILE * hours))
