"""Gaps: a hull silent for more than six hours, with what tells silence of the ship from silence of the receivers.

What others were heard meanwhile is ``reception.py``'s. Left out: why.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import ibis
import ibis.expr.types as ir

from fairlead import shapes
from fairlead.events import columns, reception, silence
from fairlead.events.tracks import Kept, passed_on

KIND = "gap"
VERSION = 3

DOES_NOT_SHOW = """\
A gap shows that no position of this hull reached the sources in this case for that time. It does not show that the
ship switched anything off: receivers fail, satellites pass, signals collide in crowded waters, and sources thin their
data. Other ships heard in the same cell make poor reception less likely, no more. A gap is never evasion by itself."""


@dataclass(frozen=True)
class Parameters:
    """Hours are whole; cells are in degrees times 1e7."""

    least_h: int = 6  # Global Fishing Watch, pipe-gaps: min_gap_length 6 h (its publication uses 12 h)
    heard_h: int = 12  # ours: how long after the start, and before the end, others are listened for
    reception: reception.Parameters = field(default_factory=reception.Parameters)  # cells and hours, sources there


def detect(
    legs: ir.Table,
    parameters: Parameters = Parameters(),
    long: ir.Table | None = None,
    keep: Kept = passed_on,
    own: ir.Table | None = None,
) -> ir.Table:
    """Return one row per gap (shapes.EVENTS['gap']).

    ``long`` are the legs to be judged, by default all of :func:`silences`. A gap at the end of a track is open (end_*
    and distance None); it is told only where another track was heard in the same cell after the silence had lasted
    ``least_h``, since otherwise the data may simply end there. ``keep`` is given who was heard where, and reception.
    ``own``: the legs of the silent ships, where ``legs`` tell of others alone.
    """
    sightings = keep("sightings", reception.sighted(legs, parameters.reception))
    heard = keep("reception", reception.heard(sightings, parameters.reception))
    long = silences(legs, parameters) if long is None else long
    celled = long.mutate(
        cell=_cell(long.lat_e7, long.lon_e7, parameters),
        end_cell=_cell(long.next_lat_e7, long.next_lon_e7, parameters),
    )
    gaps = keep("long_legs", celled)
    presence = keep("presence", _presence(sightings, parameters))
    start = _heard(gaps, presence, parameters, at_end=False)
    end = _heard(gaps, presence, parameters, at_end=True)
    around = reception.around(gaps, heard, legs if own is None else own, parameters.reception, keep)
    key = ["track", "t_us"]
    joined = (
        gaps.left_join(start, key)
        .drop("track_right", "t_us_right")
        .left_join(end, key)
        .drop("track_right", "t_us_right")
        .left_join(around, key)
        .drop("track_right", "t_us_right")
    )
    told = joined.filter(joined.next_t_us.notnull() | joined.heard_later.fill_null(False))
    return columns.shaped(
        KIND,
        told,
        distance_dm=told.distance_dm,
        likelihood_pm=silence.likelihood_pm(told),
        heard_start=told.heard_start.fill_null(0),
        heard_end=ibis.ifelse(told.next_t_us.isnull(), ibis.null("int64"), told.heard_end.fill_null(0)),
    )


def silences(legs: ir.Table, parameters: Parameters = Parameters()) -> ir.Table:
    """Return the legs without successor and those that last long enough."""
    lasted = legs.next_t_us - legs.t_us
    return legs.filter((lasted > parameters.least_h * shapes.US_PER_HOUR) | legs.next_t_us.isnull())


def asked(legs: ir.Table, long: ir.Table, parameters: Parameters = Parameters(), keep: Kept = passed_on) -> ir.Table:
    """Return those legs of which :func:`detect` asks who was heard where and when some silences began, and few more.

    ``keep`` is given the hours and places that it asks about.
    """
    since, window = long.t_us, parameters.heard_h * shapes.US_PER_HOUR
    # whole bins: of each first and last time are told
    hours = ibis.range(
        parameters.least_h * _bin(since, parameters), parameters.least_h * (_bin(since + window, parameters) + 1)
    )
    here = reception.here(long, hours, parameters.reception)
    where = reception.asked(long, parameters.reception).union(here, distinct=True)
    return reception.sought(legs, keep("gap_asked", where), parameters.reception)


def _cell(lat_e7: Any, lon_e7: Any, parameters: Parameters) -> Any:
    return reception.cell(lat_e7, lon_e7, parameters.reception.cell_e7)


def _presence(sightings: ir.Table, parameters: Parameters) -> ir.Table:
    """Return per cell, bin of time and track the first and last time it was heard there.

    Bins last ``least_h``: no gap fits into one, so first and last tell exactly whether it was heard inside the gap.
    """
    binned = sightings.mutate(bin=columns.steps(sightings.hour, parameters.least_h))
    return binned.group_by("cell", "bin", "track").agg(first_us=binned.first_us.min(), last_us=binned.last_us.max())


def _heard(gaps: ir.Table, presence: ir.Table, parameters: Parameters, *, at_end: bool) -> ir.Table:
    """Return, by gap, how many other tracks were heard in its cell within ``heard_h`` of its start or its end."""
    window = parameters.heard_h * shapes.US_PER_HOUR
    last = ibis.coalesce(gaps.next_t_us, gaps.t_us + window)
    if at_end:
        ends = gaps.filter(gaps.next_t_us.notnull())
        sought = ends.select(
            "track",
            "t_us",
            cell=ends.end_cell,
            since_us=ibis.greatest(ends.t_us, ends.next_t_us - window),
            until_us=ends.next_t_us,
        )
    else:
        sought = gaps.select("track", "t_us", "cell", since_us=gaps.t_us, until_us=ibis.least(last, gaps.t_us + window))
    bins = ibis.range(_bin(sought.since_us, parameters), _bin(sought.until_us, parameters) + 1)
    spread = sought.mutate(bin=bins.unnest())
    others = presence.rename(other="track", other_cell="cell", other_bin="bin")
    pairs = spread.join(others, [spread.cell == others.other_cell, spread.bin == others.other_bin])
    # the silent track is never among them: no bin holds positions from both its ends
    inside = pairs.filter((pairs.last_us > pairs.since_us) & (pairs.first_us < pairs.until_us))
    counted = inside.group_by("track", "t_us")
    if at_end:
        return counted.agg(heard_end=inside.other.nunique())
    later = inside.last_us > inside.t_us + parameters.least_h * shapes.US_PER_HOUR
    return counted.agg(heard_start=inside.other.nunique(), heard_later=later.any())


def _bin(t_us: Any, parameters: Parameters) -> Any:
    return (t_us / (parameters.least_h * shapes.US_PER_HOUR)).floor().cast("int64")
