"""Gaps and encounters exactly as Global Fishing Watch's programs find them, for comparison only.

Their definitions (pipe-gaps, pipe-encounters; Apache-2.0), written anew from those: each MMSI is one ship, encounters
are cut at UTC midnight and told once from either side, silence at the edges of a day is filled by dead reckoning with
courses in radians read as degrees, and a hole in one track passes as contact. Left out: their ports, and anything that
Fairlead itself reports.
"""

from __future__ import annotations

import bisect
import math
from collections import defaultdict
from collections.abc import Iterator
from itertools import groupby, pairwise
from statistics import median
from typing import Any, NamedTuple

import ibis
import ibis.expr.types as ir

from fairlead import shapes

_DAY_S = 86_400
_STEP_S = 600  # pipe-encounters: RESAMPLE_INCREMENT_MINUTES 10
_GAP_S = 3_600  # pipe-encounters: MAX_GAP_HOURS 1
_RADIUS_KM = 6_371  # pipe-encounters: EARTH_RADIUS_KM
_LEAST_COSINE = 0.1  # pipe-encounters: EPSILON in extrapolation
_KN = 1.94384  # pipe-encounters: MPS_TO_KNOTS
_CELL = 0.02  # ours: degrees, wider than the 0.5 km reach up to 75 degrees of latitude; results do not depend on it


class Meeting(NamedTuple):
    """One directed row of pipe-encounters: times in seconds, speed in knots, distance in kilometres."""

    mmsi: int
    other_mmsi: int
    start_s: int
    end_s: int
    median_km: float
    median_kn: float


class _Sent(NamedTuple):
    at_s: float
    lat: float
    lon: float
    speed: float
    course: float


Place = tuple[float, float]


def gaps(positions: ir.Table, least_h: int = 12) -> ir.Table:
    """Return (mmsi, start_us, end_us): consecutive positions of one MMSI more than ``least_h`` hours apart."""
    order = ibis.window(group_by="mmsi", order_by="t_us")
    paired = positions.select("mmsi", start_us="t_us", end_us=positions.t_us.lead().over(order))
    return paired.filter(paired.end_us - paired.start_us > least_h * shapes.US_PER_HOUR)


def encounters(
    positions: ir.Table, reach_km: float = 0.5, least_min: int = 120, *, extrapolate: bool = True
) -> list[Meeting]:
    """Return the rows of pipe-encounters before any filter by port or speed, by ship, other ship and start."""
    sent = positions.filter(positions.t_us.notnull() & positions.lat_e7.notnull() & positions.lon_e7.notnull())
    table = sent.order_by("mmsi", "t_us").select("mmsi", "t_us", "lat_e7", "lon_e7", "speed_dkn", "course_ddeg")
    instants: dict[int, list[tuple[int, Place]]] = defaultdict(list)
    rows = (tuple(row.values()) for row in table.to_pyarrow().to_pylist())
    for (mmsi, _), day in groupby(rows, key=lambda row: (row[0], row[1] // (_DAY_S * shapes.US_PER_SECOND))):
        for at_s, place in _resampled(_once(day), extrapolate=extrapolate):
            instants[at_s].append((mmsi, place))
    here: dict[int, list[int]] = defaultdict(list)
    for at_s in sorted(instants):
        for mmsi, _ in instants[at_s]:
            here[mmsi].append(at_s)
    return sorted(_meetings(_contacts(instants, reach_km), here, least_min))


def pairs(meetings: list[Meeting], merge_h: int = 4) -> list[tuple[int, int, int, int]]:
    """Return (mmsi, other, start_s, end_s), unordered pairs merged when less than ``merge_h`` apart."""
    both = sorted((*sorted((one.mmsi, one.other_mmsi)), one.start_s, one.end_s) for one in meetings)
    merged: list[tuple[int, int, int, int]] = []
    for first, second, start_s, end_s in both:
        last = merged[-1] if merged else None
        if last and last[:2] == (first, second) and start_s - last[3] < merge_h * 3_600:
            merged[-1] = (*last[:3], max(last[3], end_s))
        else:
            merged.append((first, second, start_s, end_s))
    return merged


def _once(rows: Any) -> list[_Sent]:
    """Return a day's positions, medians of those of one time."""
    times: dict[int, list[Any]] = defaultdict(list)
    for _, t_us, *rest in rows:
        times[t_us].append([value or 0 for value in rest])
    found = []
    for t_us, alike in times.items():
        lat, lon, speed, _ = (median(values) for values in zip(*alike, strict=True))
        turns = [math.radians(one[3] / 10) for one in alike]
        # in radians, as there, although _reckoned reads degrees
        course = math.atan2(median(map(math.sin, turns)), median(map(math.cos, turns)))
        found.append(_Sent(t_us / 1e6, lat / 1e7, lon / 1e7, speed / 10, course))
    return found


def _resampled(day: list[_Sent], *, extrapolate: bool) -> Iterator[tuple[int, Place]]:
    """Yield places at every step of the day: on the line between positions, and reckoned for an hour at its ends."""
    first, last = day[0], day[-1]
    midnight = int(first.at_s // _DAY_S) * _DAY_S
    begin, end = _up(first.at_s), int(last.at_s // _STEP_S) * _STEP_S
    for at_s in range(_up(max(midnight, first.at_s - _GAP_S)), begin, _STEP_S) if extrapolate else ():
        yield at_s, _reckoned(first, at_s)
    if len(day) > 1:
        yield from _between(day, begin, end)
    until = min(midnight + _DAY_S - 1, last.at_s + _GAP_S)
    for at_s in range(end + _STEP_S, int(until // _STEP_S) * _STEP_S + 1, _STEP_S) if extrapolate else ():
        yield at_s, _reckoned(last, at_s)


def _between(day: list[_Sent], begin: int, end: int) -> Iterator[tuple[int, Place]]:
    times = [one.at_s for one in day]
    for at_s in range(begin, end + 1, _STEP_S):
        after = max(1, bisect.bisect_left(times, at_s))
        one, two = day[after - 1], day[after]
        if two.at_s - one.at_s < _GAP_S:
            share = (at_s - one.at_s) / (two.at_s - one.at_s)
            yield at_s, (two.lat * share + one.lat * (1 - share), two.lon * share + one.lon * (1 - share))


def _reckoned(sent: _Sent, at_s: int) -> Place:
    course, degrees = math.radians(sent.course), sent.speed / 3_600 / 60 * (at_s - sent.at_s)
    east = math.sin(course) * degrees / max(math.cos(math.radians(sent.lat)), _LEAST_COSINE)
    return sent.lat + math.cos(course) * degrees, (sent.lon + east + 180) % 360 - 180


def _up(at_s: float) -> int:
    return math.ceil(at_s / _STEP_S) * _STEP_S


def _contacts(
    instants: dict[int, list[tuple[int, Place]]], reach_km: float
) -> dict[tuple[int, int], list[tuple[int, Place, float]]]:
    """Return by (mmsi, other) the instants in reach, with the first one's place and the distance in kilometres."""
    found: dict[tuple[int, int], list[tuple[int, Place, float]]] = defaultdict(list)
    for at_s in sorted(instants):
        cells: dict[tuple[int, int], list[tuple[int, Place]]] = defaultdict(list)
        for one in instants[at_s]:
            cells[_cell(one[1])].append(one)
        for (row, column), here in cells.items():
            around = [cells.get((row + north, column + east), []) for north in (-1, 0, 1) for east in (-1, 0, 1)]
            for mmsi, place in here:
                for other, there in (one for cell in around for one in cell if one[0] != mmsi):
                    apart_km = _km(place, there)
                    if apart_km <= reach_km:
                        found[mmsi, other].append((at_s, place, apart_km))
    return found


def _cell(place: Place) -> tuple[int, int]:
    return math.floor(place[0] / _CELL), math.floor(place[1] / _CELL)


def _meetings(
    contacts: dict[tuple[int, int], list[tuple[int, Place, float]]], here: dict[int, list[int]], least_min: int
) -> Iterator[Meeting]:
    """Yield the rows: a run ends only where the first ship has an instant of that day without the other near."""
    for (mmsi, other), contact in contacts.items():
        for run in _runs(contact, here[mmsi]):
            if len(run) > 1 and run[-1][0] - run[0][0] >= least_min * 60:
                speeds = [1_000 * _km(one[1], two[1]) / (two[0] - one[0]) * _KN for one, two in pairwise(run)]
                yield Meeting(mmsi, other, run[0][0], run[-1][0], median(one[2] for one in run), median(speeds))


def _runs(contact: list[tuple[int, Place, float]], here: list[int]) -> Iterator[list[tuple[int, Place, float]]]:
    """Yield unbroken runs; instants at which the first ship has no place do not break one, but midnight does."""
    run = [contact[0]]
    for one, two in pairwise(contact):
        consecutive = here[bisect.bisect_right(here, one[0])] == two[0]
        if not consecutive or one[0] // _DAY_S != two[0] // _DAY_S:
            yield run
            run = []
        run.append(two)
    yield run


def _km(one: Place, two: Place) -> float:
    north = math.sin(math.radians(two[0] - one[0]) / 2) ** 2
    east = math.sin(math.radians(two[1] - one[1]) / 2) ** 2
    chord = min(1.0, north + math.cos(math.radians(one[0])) * math.cos(math.radians(two[0])) * east)
    return 2 * _RADIUS_KM * math.asin(math.sqrt(chord))
