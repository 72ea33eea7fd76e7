"""Reception: where and when ships were heard, and what that tells of a silence: is the ship dark, or nobody listening?

    sighted  legs → one row per cell, hour, class of receiver and track: the one scan that all below rests on
    heard    sightings → one row per cell, hour and class of receiver (shapes.RECEPTION), additive per cell and day
    around   gaps and reception → one row per gap: where it might have been heard, and how often

A silent ship is looked for hour by hour on the straight line between its two positions, up to ``reach_h`` from either:
days of silence farther off are not looked at, since nobody knows where the ship was. Only whole hours between the two
positions count, so that all who were heard are others. Their cells are its own and the eight around it.

What it should have been heard: in each hour in which others were heard there, as often as it had been itself, per hour,
in the twelve hours before (after, for the half that is nearer to its return), by the same class of receiver. Others'
positions can only raise that number, and where there are none it is 0: a deaf cell is never evidence.

Left out: judging (``silence.py``); the range of single stations; the class of the silent ship, which its own cadence
tells.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import ibis
import ibis.expr.types as ir
from ibis import _

from fairlead import shapes
from fairlead.events import columns, geodesy
from fairlead.events.tracks import Kept, passed_on

SATELLITE = "satellite"
UNKNOWN = "unknown"
DAY_H = 24

DOES_NOT_SHOW = """\
That others were heard near a place does not show that this ship could have been: antennas hang low, transmitters are
weak, signals collide where many send, and sources thin what they heard. That nobody was heard does not show that nobody
listened: there may have been nobody to hear."""

_TURN_E7 = 3_600_000_000
_RADIANS = math.pi / 180 / shapes.E7
_KEY = ["track", "t_us"]


@dataclass(frozen=True)
class Parameters:
    """Cells in degrees times 1e7; hours are whole."""

    cell_e7: int = 2_500_000  # ours: 0.25 degree; with the eight around some 80 km, the reach of a coastal station
    satellite_cell_e7: int = 10_000_000  # 1 degree, as Welch et al. 2022 map satellite reception
    reach_h: int = 12  # ours: farther from its last position nobody knows where the ship was
    open_h: int = 6  # ours: a ship that never returned is looked for where it was last heard, so long
    ahead_h: int = 3  # ours: at ten knots, two cells on
    own_h: int = 12  # Welch et al. 2022 (Science Advances 8, eabq2109): positions in the 12 h before

    def __post_init__(self) -> None:
        """Refuse cells of which the large do not hold whole small ones, all around the globe."""
        if self.satellite_cell_e7 % self.cell_e7 or _TURN_E7 % (2 * self.satellite_cell_e7):
            raise ValueError("satellite_cell_e7 must be a multiple of cell_e7, and twice it divide the whole turn")


def sighted(legs: ir.Table, parameters: Parameters = Parameters()) -> ir.Table:
    """Return (cell, hour, receiver, track, messages, first_us, last_us): in which hours a track was heard where.

    Cells are the small ones, for every class of receiver.
    """
    placed = legs.select(
        "track",
        "t_us",
        cell=cell(legs.lat_e7, legs.lon_e7, parameters.cell_e7),
        hour=_hour(legs.t_us),
        receiver=ibis.coalesce(legs.receiver, ibis.literal(UNKNOWN)),
    )
    return placed.group_by("cell", "hour", "receiver", "track").agg(
        messages=placed.count().cast("int64"), first_us=placed.t_us.min(), last_us=placed.t_us.max()
    )


def heard(sightings: ir.Table, parameters: Parameters = Parameters()) -> ir.Table:
    """Return the reception (shapes.RECEPTION) that sightings show; that of several days is the union of each day's."""
    by_satellite = sightings.receiver == SATELLITE
    ashore = sightings.filter(~by_satellite)
    placed = sightings.filter(by_satellite).mutate(cell=_widened(sightings.cell, parameters))
    key = ("cell", "hour", "receiver")
    # a track has one row in a small cell and hour, and may have several in a large one
    near = ashore.group_by(*key).agg(messages=columns.exact_sum(ashore.messages), ships=ashore.count().cast("int64"))
    far = placed.group_by(*key).agg(
        messages=columns.exact_sum(placed.messages), ships=placed.track.nunique().cast("int64")
    )
    return near.union(far)


def _widened(cell: Any, parameters: Parameters) -> Any:
    """Return the large cell that holds a small one."""
    wide, times = _TURN_E7 // parameters.cell_e7, parameters.satellite_cell_e7 // parameters.cell_e7
    row = columns.steps(cell, wide)
    return columns.steps(row, times) * (wide // times) + columns.steps(cell - row * wide, times)


def cell(lat_e7: Any, lon_e7: Any, size_e7: int) -> Any:
    """Return the number of the cell that holds a position; longitudes may run over the antimeridian."""
    return _numbered(_index(lat_e7, size_e7), _index(lon_e7, size_e7), size_e7)


def around(
    gaps: ir.Table,
    reception: ir.Table,
    legs: ir.Table,
    parameters: Parameters = Parameters(),
    keep: Kept = passed_on,
) -> ir.Table:
    """Return what reception tells of each gap, by track and t_us; every gap has its row.

    ``gaps`` are legs (``next_*`` None: still open). Columns: ``positions_before``, ``positions_after`` and
    ``hours_before`` of the ship itself; ``watched_*_h`` whole hours looked at near the start and the end,
    ``audible_*_h`` those in which others were heard (None ahead or astern where no course is known, or the gap is
    open); ``longest_wait_h`` without anybody; ``path_cells`` looked at,
    ``deaf_cells`` of them; ``others_messages`` and ``others_ship_hours``; ``expected``, messages, rounded down.
    ``keep`` is given what is read several times, which also spares the engine planning all of it in one piece.
    """
    looked = keep("looked", _looked(gaps, parameters))
    near = keep("heard_near", _near(looked, reception, parameters))
    own = keep("own_positions", _sent(gaps, legs, parameters))
    parts = (
        _own(own),
        looked.group_by(*_KEY).agg(
            watched_start_h=(~looked.at_end).sum(),
            watched_end_h=looked.at_end.sum(),
            path_cells=looked.path_cell.nunique(),
        ),
        _audible(near),
        keep("heard_ahead", _audible_ahead(gaps, looked, reception, legs, parameters)),
        _waits(looked, near),
        _expected(own, near, parameters),
    )
    found = gaps.select(*_KEY)
    for one in parts:
        found = found.left_join(one, _KEY).drop("track_right", "t_us_right")
    counted = {name: found[name].fill_null(0).cast("int64") for name in COLUMNS if name not in _NOT_COUNTED}
    whole = found.select(
        *_KEY,
        **counted,
        audible_ahead_h=found.audible_ahead_h.cast("int64"),
        audible_astern_h=found.audible_astern_h.cast("int64"),
        deaf_cells=counted["path_cells"] - found.heard_cells.fill_null(0),
    )
    return whole.select(*_KEY, *COLUMNS)


COLUMNS = (
    *("positions_before", "positions_after", "hours_before", "watched_start_h", "audible_start_h", "watched_end_h"),
    *("audible_end_h", "audible_ahead_h", "audible_astern_h", "longest_wait_h", "path_cells", "deaf_cells"),
    *("others_messages", "others_ship_hours", "expected"),
)
_NOT_COUNTED = ("deaf_cells", "audible_ahead_h", "audible_astern_h")


def asked(gaps: ir.Table, parameters: Parameters = Parameters()) -> ir.Table:
    """Return (place): of which large cells and hours :func:`around` asks who was heard, after gaps began."""
    begun = _looked(gaps, parameters).filter(~_.at_end)
    points = _run(gaps, parameters.ahead_h)
    ahead = begun.select(*_KEY, "hour").join(points.filter(points.lat_e7.notnull()), _KEY)
    places = ibis.union(*(table.select("hour", "lat_e7", "lon_e7") for table in (begun, ahead)), distinct=True)
    # the large cells around hold the small ones around
    each = places.mutate(nth=ibis.range(0, 9).unnest())
    north, size_e7 = (each.nth / 3).floor().cast("int64") - 1, parameters.satellite_cell_e7
    row, column = (_index(each[name], size_e7) for name in ("lat_e7", "lon_e7"))
    wide = _numbered(row + north, column + each.nth - 3 * north - 4, size_e7)
    return each.select(place=_placed(wide, each.hour)).distinct()


def here(gaps: ir.Table, hours: Any, parameters: Parameters = Parameters()) -> ir.Table:
    """Return (place), as :func:`asked`, of where gaps began, in some hours of each."""
    wide = cell(gaps.lat_e7, gaps.lon_e7, parameters.satellite_cell_e7)
    each = gaps.select(wide=wide, hour=hours.unnest())
    return each.select(place=_placed(each.wide, each.hour)).distinct()


def sought(legs: ir.Table, where: ir.Table, parameters: Parameters = Parameters()) -> ir.Table:
    """Return the legs that begin in some large cells and hours (place), with what :func:`sighted` needs."""
    wide = cell(legs.lat_e7, legs.lon_e7, parameters.satellite_cell_e7)
    placed = legs.select("track", "t_us", "lat_e7", "lon_e7", "receiver", place=_placed(wide, _hour(legs.t_us)))
    return placed.semi_join(where, "place").drop("place")


def _placed(wide: Any, hour: Any) -> Any:
    return hour * _PLACES + wide


_PLACES = 1 << 32  # more than there are large cells


def _looked(gaps: ir.Table, parameters: Parameters) -> ir.Table:
    """Return one row per gap and whole hour looked at: where the ship would be in its middle, and near which end."""
    first = _hour(gaps.t_us) + 1
    last = ibis.coalesce(_hour(gaps.next_t_us) - 1, first + (parameters.open_h - 1))
    middle = ibis.ifelse(gaps.next_t_us.isnull(), last, first + ((last - first) / 2).floor().cast("int64"))
    spans = gaps.mutate(first=first, last=last, middle=middle)
    until = ibis.least(spans.middle, spans.first + (parameters.reach_h - 1))
    since = ibis.greatest(spans.middle + 1, spans.last - (parameters.reach_h - 1))
    leaving = spans.filter(spans.last >= spans.first)
    coming = spans.filter(spans.last > spans.middle)
    hours = [
        leaving.mutate(at_end=ibis.literal(False), hour=ibis.range(leaving.first, until + 1).unnest()),
        coming.mutate(at_end=ibis.literal(True), hour=ibis.range(since, coming.last + 1).unnest()),
    ]
    both = hours[0].union(hours[1])
    share = (both.hour * shapes.US_PER_HOUR + shapes.US_PER_HOUR // 2 - both.t_us) / (both.next_t_us - both.t_us)
    north = ((both.next_lat_e7 - both.lat_e7) * share).round().cast("int64").fill_null(0)
    east = (geodesy.turned(both.next_lon_e7 - both.lon_e7) * share).round().cast("int64").fill_null(0)
    placed = both.select(*_KEY, "at_end", "hour", lat_e7=both.lat_e7 + north, lon_e7=both.lon_e7 + east)
    return placed.mutate(path_cell=cell(placed.lat_e7, placed.lon_e7, parameters.cell_e7))


def _near(looked: ir.Table, reception: ir.Table, parameters: Parameters) -> ir.Table:
    """Return one row per gap, hour and class of receiver in which others were heard in the nine cells."""
    by_satellite = reception.receiver == SATELLITE
    found = [
        _joined(looked, reception.filter(~by_satellite), parameters.cell_e7),
        _joined(looked, reception.filter(by_satellite), parameters.satellite_cell_e7),
    ]
    both = found[0].union(found[1])
    return both.group_by(*_KEY, "at_end", "hour", "path_cell", "receiver").agg(
        messages=both.messages.sum(), ships=both.ships.sum()
    )


def _joined(looked: ir.Table, reception: ir.Table, size_e7: int) -> ir.Table:
    """Return each hour looked at with what was heard in the nine cells around.

    They touch four blocks of two times two cells. These are sought, since nine cells are more than twice as many rows.
    """
    wide = _TURN_E7 // size_e7
    each = looked.mutate(
        north=_index(looked.lat_e7, size_e7),
        east=(_index(looked.lon_e7, size_e7) + 2 * wide) % wide,
        nth=ibis.range(0, 4).unnest(),
    )
    up = (each.nth / 2).floor().cast("int64")
    corner = _blocked(each.north + 2 * up - 1, (each.east + 2 * (each.nth - 2 * up) - 1 + wide) % wide, wide)
    sought = each.select(*_KEY, "at_end", "hour", "path_cell", "north", "east", block=corner)
    row = columns.steps(reception.cell, wide)
    placed = reception.mutate(row=row, column=reception.cell - row * wide)
    heard = placed.mutate(block=_blocked(placed.row, placed.column, wide))
    met = sought.join(heard, ["block", "hour"])
    beside = (met.column - met.east + wide + 1) % wide
    around = met.filter((met.row - met.north).abs() <= 1, beside <= 2)
    return around.select(*_KEY, "at_end", "hour", "path_cell", "receiver", "messages", "ships")


def _blocked(row: Any, column: Any, wide: int) -> Any:
    """Return the number of the block of two times two cells that holds a cell."""
    return columns.steps(row, 2) * wide + columns.steps(column, 2)


def _audible(near: ir.Table) -> ir.Table:
    """Return, by gap, in how many hours and cells of the way others were heard, and how often."""
    hours = near.group_by(*_KEY, "at_end", "hour", "path_cell").agg(
        messages=near.messages.sum(), ships=near.ships.sum()
    )
    return hours.group_by(*_KEY).agg(
        audible_start_h=(~hours.at_end).sum(),
        audible_end_h=hours.at_end.sum(),
        heard_cells=hours.path_cell.nunique(),
        others_messages=hours.messages.sum(),
        others_ship_hours=hours.ships.sum(),
    )


def _audible_ahead(
    gaps: ir.Table, looked: ir.Table, reception: ir.Table, legs: ir.Table, parameters: Parameters
) -> ir.Table:
    """Return, by gap, in how many of the hours looked at others were heard ahead of the ship, and astern of it."""
    back = legs.select(
        next_exhibit=legs.exhibit, next_row=legs.row, next_speed_dkn=legs.speed_dkn, next_course_ddeg=legs.course_ddeg
    )
    closed = gaps.drop("next_speed_dkn").join(back, ["next_exhibit", "next_row"])
    points = _run(gaps, parameters.ahead_h).mutate(at_end=ibis.literal(False))
    points = points.union(_run(closed, -parameters.ahead_h, "next_").mutate(at_end=ibis.literal(True)))
    half = [*_KEY, "at_end"]
    sought = looked.select(*half, "hour").join(points.filter(points.lat_e7.notnull()), half)
    placed = sought.mutate(path_cell=cell(sought.lat_e7, sought.lon_e7, parameters.cell_e7))
    near = _near(placed, reception, parameters).select(*half, "hour").distinct()
    known = points.filter(points.lat_e7.notnull()).group_by(*_KEY).agg(ahead=(~_.at_end).any(), astern=_.at_end.any())
    hours = near.group_by(*_KEY).agg(ahead_h=(~near.at_end).sum(), astern_h=near.at_end.sum())
    told = known.left_join(hours, _KEY)
    return told.select(
        *_KEY,
        audible_ahead_h=ibis.ifelse(told.ahead, told.ahead_h.fill_null(0), ibis.null("int64")),
        audible_astern_h=ibis.ifelse(told.astern, told.astern_h.fill_null(0), ibis.null("int64")),
    )


def _run(gaps: ir.Table, hours: int, end: str = "") -> ir.Table:
    """Return where a course and speed lead in some hours from one end of a gap (back where negative), by gap."""
    lat, lon = gaps[f"{end}lat_e7"], gaps[f"{end}lon_e7"]
    course = gaps[f"{end}course_ddeg"].cast("float64") * (math.pi / 1_800)
    run_e7 = gaps[f"{end}speed_dkn"].cast("float64") * (hours / 600 * shapes.E7)  # a knot is a minute of arc an hour
    north, east = run_e7 * course.cos(), run_e7 * course.sin() / (lat.cast("float64") * _RADIANS).cos()
    return gaps.select(*_KEY, lat_e7=lat + north.round().cast("int64"), lon_e7=lon + east.round().cast("int64"))


def _waits(looked: ir.Table, near: ir.Table) -> ir.Table:
    """Return, by gap, the longest run of hours looked at in which nobody was heard."""
    half = [*_KEY, "at_end"]
    ends = looked.group_by(*half).agg(first=looked.hour.min(), last=looked.hour.max())
    audible = near.select(*half, "hour").distinct()
    edges = [
        ends.select(*half, hour=ends.first - 1),
        ends.select(*half, hour=ends.last + 1),
    ]
    told = edges[0].union(edges[1]).union(audible)
    before = told.hour.lag().over(group_by=half, order_by="hour")
    waits = told.mutate(wait=told.hour - before - 1)
    return waits.group_by(*_KEY).agg(longest_wait_h=waits.wait.max())


def _own(own: ir.Table) -> ir.Table:
    """Return, by gap, how often and in how many hours the ship itself was heard before it, and how often after."""
    counted = own.group_by(*_KEY, "hour").agg(before=(~own.after).sum(), after=own.after.sum())
    return counted.group_by(*_KEY).agg(
        positions_before=counted.before.sum(),
        positions_after=counted.after.sum(),
        hours_before=(counted.before > 0).sum(),
    )


def _expected(own: ir.Table, near: ir.Table, parameters: Parameters) -> ir.Table:
    rates = own.group_by(*_KEY, "receiver").agg(before=(~own.after).sum(), after=own.after.sum())
    audible = near.group_by(*_KEY, "receiver").agg(start_h=(~near.at_end).sum(), end_h=near.at_end.sum())
    both = rates.join(audible, [*_KEY, "receiver"])
    times = (both.before * both.start_h + both.after * both.end_h).sum()
    return both.group_by(*_KEY).agg(expected=(times / parameters.own_h).floor().cast("int64"))


def _sent(gaps: ir.Table, legs: ir.Table, parameters: Parameters) -> ir.Table:
    """Return the ship's own positions within ``own_h`` of its gap: the hour of each, and whether it is after.

    The position where the gap begins is not counted among those before, nor the one where it ends among those after.
    """
    window = parameters.own_h * shapes.US_PER_HOUR
    closed = gaps.filter(gaps.next_t_us.notnull())
    first, last = _block(gaps.t_us, window), _block(closed.next_t_us, window)
    sides = [
        gaps.select("track", "next_t_us", gap_us=gaps.t_us, block=ibis.range(first - 1, first + 1).unnest()),
        closed.select("track", "next_t_us", gap_us=closed.t_us, block=ibis.range(last, last + 2).unnest()),
    ]
    own = legs.select(
        "track",
        "t_us",
        receiver=ibis.coalesce(legs.receiver, ibis.literal(UNKNOWN)),
        block=_block(legs.t_us, window),
    )
    pairs = sides[0].union(sides[1], distinct=True).join(own, ["track", "block"])
    before = (pairs.t_us < pairs.gap_us) & (pairs.t_us >= pairs.gap_us - window)
    after = ((pairs.t_us > pairs.next_t_us) & (pairs.t_us <= pairs.next_t_us + window)).fill_null(False)
    inside = pairs.mutate(after=after).filter(before | after)
    return inside.select("track", "receiver", "after", t_us=inside.gap_us, hour=_hour(inside.t_us))


def _index(angle_e7: Any, size_e7: int) -> Any:
    return (angle_e7 / size_e7).floor().cast("int64")


def _numbered(north: Any, east: Any, size_e7: int) -> Any:
    wide = _TURN_E7 // size_e7
    # two turns more keep the dividend positive, since engines differ on remainders of negative numbers
    return north * wide + (east + 2 * wide) % wide


def _block(t_us: Any, window_us: int) -> Any:
    return (t_us / window_us).floor().cast("int64")


def _hour(t_us: Any) -> Any:
    return (t_us / shapes.US_PER_HOUR).floor().cast("int64")
