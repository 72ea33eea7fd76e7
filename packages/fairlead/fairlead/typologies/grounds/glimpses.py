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
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import compress
from statistics import median_low
from typing import TYPE_CHECKING, Any

import ibis
import numpy as np
import pyarrow as pa
import pyarrow.compute

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

pc: Any = pyarrow.compute

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
_OWN = pa.schema([(name, pa.int64()) for name in ("track", "t_us", "cell")])
_THERE = pa.schema([(name, pa.int64()) for name in ("track", "mmsi", "t_us", "speed_dkn", "cell")])


class Glimpses:
    """The made-up encounters of ships with some numbers, or of some first three digits, made when first asked for.

    Several typologies ask, each of some of these ships: ``World.glimpses`` holds those that measures name.
    """

    def __init__(
        self, world: World, mmsis: Sequence[int], digits: Sequence[int] = (), span: tuple[int, int] | None = None
    ) -> None:
        """Take the ships, and a ``span`` of time: only stays, or moments, that share time with it."""
        self._world, self._mmsis, self._digits, self._span = world, mmsis, digits, span

    def of(self, mmsis: Iterable[int], digits: Iterable[int] = ()) -> list[dict[str, Any]]:
        """Return the encounters of those of the ships that have these numbers, or first digits, in order of time.

        Each has ``rests_on``, the stay where there is one, and ``glimpses``, at how many moments both were heard
        together.
        """
        numbers, first = frozenset(mmsis), frozenset(digits)

        def wanted(track: int) -> bool:
            return track // 1_000 in numbers or track // 1_000_000_000 in first

        found: dict[tuple[int, int, int], dict[str, Any]] = {}
        for stay, made in self._of_stays:
            if wanted(stay["track"]):
                found.setdefault(_key(made), made)
        told: dict[tuple[int, int], list[Row]] = {}
        for made in found.values():
            told.setdefault((made["track"], made["other_track"]), []).append(made)
        tankers = [(pair, moment) for pair, moment in self._of_tankers if wanted(pair[0]["track"])]
        asked = {(stay["track"], other) for (stay, other, _, _), _ in tankers}
        for pair, moment in tankers:
            both = (pair[1], pair[0]["track"])
            if moment is None or (both in asked and both[0] < both[1]) or _heard_beside(pair, told):
                continue  # nothing, or asked about from the other side too, or told already
            found.setdefault(_key(moment), moment)
        return sorted(found.values(), key=lambda one: (one["start_us"], one["track"], one["other_track"]))

    def all(self) -> list[dict[str, Any]]:
        """Return those of all the ships."""
        return self.of(self._mmsis, self._digits)

    @cached_property
    def _of_stays(self) -> list[tuple[Row, dict[str, Any]]]:
        """Each encounter around a stay, with that stay."""
        pairs = _pairs(self._stays, _beside(self._around[0], ibis.memtable(self._there)))
        met = _met(self._world, pairs)
        pairs = [pair for pair in pairs if not _heard_beside(pair, met)]
        made = zip(pairs, _encounters(self._world.legs, pairs), strict=True)
        return [(pair[0], one) for pair, one in made if one is not None]

    @cached_property
    def _of_tankers(self) -> list[tuple[Pair, dict[str, Any] | None]]:
        """Each run of moments of two tankers that lay near each other, with the encounter if it was one."""
        own = self._around[1]
        if not own.num_rows:
            return []
        slow = _slow(ibis.memtable(self._there)).semi_join(ships.tankers(self._world.static_reports), "mmsi")
        every = list(_runs_of_pairs(_beside(own, slow)))
        met = _met(self._world, every)
        pairs = [pair for pair in every if not _heard_beside(pair, met)]
        made = _encounters(_slow(self._world.legs), pairs, least=1, lasts_us=0)
        found = dict(zip(map(_key_of_pair, pairs), made, strict=True))
        return [(pair, found.get(_key_of_pair(pair))) for pair in every]

    @cached_property
    def _stays(self) -> list[Row]:
        """The stays off every coast around which others are sought."""

        def wanted(table: ir.Table) -> Any:
            chosen, span = self._whose(table), self._span
            return chosen if span is None else chosen & (table.start_us < span[1]) & (table.end_us >= span[0])

        stays = self._world.events["loitering"]
        closed = stays.filter(stays.end_us.notnull(), wanted(stays)).order_by(["start_us", "track"])
        listed = closed.to_pyarrow().to_pylist()
        return [
            *compress(listed, placing.are_offshore(listed, "start")),
            *lain.short(self._world, CHANGE_DM, wanted),
        ]

    @cached_property
    def _around(self) -> tuple[pa.Table, pa.Table]:
        """Slow positions (track, t_us, cell) of the ships around their stays; and of tankers off every coast."""
        legs = self._world.legs
        around = [(one["track"], one["start_us"] - AROUND_US, one["end_us"] + AROUND_US) for one in self._stays]
        if not around:
            of_stays = _OWN.empty_table()
        else:
            inside = _inside(legs, around)
            own = inside.filter(inside.speed_dkn.fill_null(0) <= SLOW_DKN)
            of_stays = own.select("track", "t_us", cell=_cell(own)).to_pyarrow()
        tankers = _slow(legs.filter(self._whose(legs))).semi_join(ships.tankers(self._world.static_reports), "mmsi")
        if self._span is not None:
            tankers = tankers.filter(tankers.t_us.between(self._span[0], self._span[1] - 1))
        of_tankers = tankers.select("track", "t_us", cell=_cell(tankers)).to_pyarrow()
        cells = of_tankers["cell"].unique().to_pylist()
        corners = [{"start_lat_e7": lat * _CELL_E7, "start_lon_e7": lon * _CELL_E7} for lat, lon in map(_corner, cells)]
        far = pa.array(compress(cells, placing.are_offshore(corners, "start")), pa.int64())
        return of_stays, of_tankers.filter(pc.is_in(of_tankers["cell"], far))

    @cached_property
    def _there(self) -> pa.Table:
        """All positions (track, mmsi, t_us, speed_dkn, cell) in the cells and hours around those, read once."""
        own = pa.concat_tables(self._around)
        if not own.num_rows:
            return _THERE.empty_table()
        t_us, cell = (own[name].to_numpy() for name in ("t_us", "cell"))
        hours = [(t_us + late_us) // US_PER_HOUR for late_us in (-TOGETHER_US, TOGETHER_US)]
        beside = np.unique(
            np.concatenate([np.stack([cell + step, hour]) for step in _BESIDE for hour in hours], 1), axis=1
        )
        # few: so that little is held against others
        looked = ibis.memtable(pa.table(dict(zip(("cell", "hour"), beside, strict=True))))
        legs = self._world.legs
        legs = legs.filter(legs.t_us.between(int(t_us.min()) - TOGETHER_US, int(t_us.max()) + TOGETHER_US))
        placed = legs.select(
            *("track", "mmsi", "t_us", "speed_dkn"), cell=_cell(legs), hour=columns.steps(legs.t_us, US_PER_HOUR)
        )
        found: pa.Table = placed.semi_join(looked, ["cell", "hour"]).drop("hour").to_pyarrow()
        return found

    def _whose(self, table: ir.Table) -> Any:
        chosen = table.mmsi.isin(list(self._mmsis) or [-1])
        for digits in self._digits:  # as ranges: of tables in order of number the rest is not read
            chosen |= table.mmsi.between(digits * 1_000_000, digits * 1_000_000 + 999_999)
        return chosen


def _key(made: Row) -> tuple[int, int, int]:
    return made["track"], made["other_track"], made["start_us"]


def _key_of_pair(pair: Pair) -> tuple[int, int, int]:
    stay, other, start_us, _ = pair
    return stay["track"], other, start_us


def _slow(legs: ir.Table) -> ir.Table:
    return legs.filter(legs.speed_dkn <= SLOW_DKN)


def _corner(cell: int) -> tuple[int, int]:
    """Return the latitude and longitude of a cell, in cells."""
    wide = columns.wide(_CELL_E7)
    lat = round(cell / wide)
    return lat, cell - lat * wide


def _runs_of_pairs(near: Sequence[Row]) -> Iterator[Pair]:
    """Yield each track and one near it with the first and last moment that it was; no stay stands behind it.

    Under half a day apart the moments are of one meeting.
    """
    times: dict[tuple[int, int], list[int]] = {}
    for row in near:
        times.setdefault((row["track"], row["other_track"]), []).append(row["t_us"])
    for (track, other), moments in sorted(times.items()):
        moments.sort()
        first = 0
        for n, t_us in enumerate(moments):
            if n + 1 == len(moments) or moments[n + 1] - t_us >= lain.HOLE_US:
                stay = {"id": None, "track": track, "rests_on": ()}
                yield stay, other, moments[first] - TOGETHER_US, t_us + TOGETHER_US
                first = n + 1


def _beside(own: pa.Table, there: ir.Table) -> list[dict[str, Any]]:
    """Return positions (track, t_us, cell), few, with those of others there that are near in place and time."""
    if not own.num_rows:
        return []
    beside = columns.integers(("look_t", "look"), [(t, step) for t in (-1, 0, 1) for step in _BESIDE])
    placed = ibis.memtable(own)
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


def _encounters(
    legs: ir.Table, pairs: Sequence[Pair], least: int = LEAST, lasts_us: int = LASTS_US
) -> list[dict[str, Any] | None]:
    """Return the encounter that each pair had by some positions; None where it had none."""
    heard, found = _heard(legs, pairs), list[dict[str, Any] | None]()
    for stay, other, start_us, end_us in pairs:
        ours, theirs = (_between(heard.get(track, ()), start_us, end_us) for track in (stay["track"], other))
        found.append(_encounter(stay, ours, theirs, least, lasts_us))
    return found


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
