"""Shared IMO number: two numbers report one IMO number while both are heard, too far apart to be one hull.

Left out: numbers that several hulls share; IMO numbers reported by chance once or twice; and whether the number exists
or whose it is, which a registry knows. One IMO number under two MMSI in turn is an identity change.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import ibis
import ibis.expr.types as ir

from fairlead import shapes
from fairlead.events import bounds, columns, geodesy
from fairlead.events.identities import impossible_movement

KIND = "shared_imo"
VERSION = 2

DOES_NOT_SHOW = """\
A shared IMO number shows that two transponders were told one number. It does not show which of the two hulls bears it,
or whether either does: numbers are mistyped by a digit, left at a default, or copied from a sister ship's papers; a
transponder moved to another ship keeps the old ship's number until somebody changes it."""


@dataclass(frozen=True)
class Parameters:
    """How often told, how far apart, how long."""

    least_reports: int = 3  # as static_change: damaged messages rarely agree
    apart_dm: int = 500_000  # ours: 50 km; positions of one hour's end lie within an hour's sailing of each other
    least_hours: int = 3  # ours: one hour may be a wrong time
    around_h: int = 24  # ours: a static report speaks for a day before and after it


def detect(
    legs: ir.Table, static_reports: ir.Table, parameters: Parameters = Parameters(), single: ir.Table | None = None
) -> ir.Table:
    """Return one row per pair of numbers and IMO number (shapes.EVENTS['shared_imo']); mmsi < other_mmsi.

    ``single``: the numbers that one hull uses, where they are known.
    """
    alone = impossible_movement.single_hulls(legs) if single is None else single
    claims = _claims(alone, static_reports, parameters)
    first, second = claims, claims.rename({f"other_{name}": name for name in claims.columns})
    pairs = first.join(second, [first.imo == second.other_imo, first.mmsi < second.other_mmsi])
    pairs = pairs.mutate(
        since_us=ibis.greatest(pairs.first_us, pairs.other_first_us),
        until_us=ibis.least(pairs.last_us, pairs.other_last_us),
    )
    hours = _hours(legs.semi_join(alone.semi_join(claims, "mmsi"), "track"))
    one = pairs.join(hours, "mmsi")
    theirs = hours.rename({f"other_{name}": name for name in ("mmsi", "lat_e7", "lon_e7", "t_us")}).select(
        "other_mmsi", "hour", "other_lat_e7", "other_lon_e7", other_track="track"
    )
    both = one.join(theirs, ["other_mmsi", "hour"])
    spoken = both.filter((both.t_us >= both.since_us) & (both.t_us <= both.until_us))
    distance = geodesy.distance_dm(spoken.lat_e7, spoken.lon_e7, spoken.other_lat_e7, spoken.other_lon_e7)
    apart = spoken.mutate(distance_dm=distance).filter(ibis._.distance_dm >= parameters.apart_dm)
    found = apart.group_by(
        "track", "other_track", "other_mmsi", "imo", "exhibit", "row", "other_exhibit", "other_row"
    ).agg(
        start_us=apart.t_us.min(),
        end_us=apart.t_us.max(),
        hours=apart.hour.nunique(),
        min_distance_dm=apart.distance_dm.min(),
    )
    long = found.filter(found.hours >= parameters.least_hours)
    renamed = long.rename(
        static_exhibit="exhibit", static_row="row", other_static_exhibit="other_exhibit", other_static_row="other_row"
    )
    return columns.shaped(KIND, bounds.bounded(renamed, legs))


def _claims(alone: ir.Table, static_reports: ir.Table, parameters: Parameters) -> ir.Table:
    """Return (mmsi, imo, first_us, last_us, exhibit, row) of IMO numbers that two or more numbers told often enough."""
    told = static_reports.filter(static_reports.imo.notnull() & static_reports.t_us.notnull())
    lean = told.semi_join(alone, "mmsi").select("mmsi", "imo", "t_us", "exhibit", "row")
    inside = ibis.window(group_by=["mmsi", "imo"], order_by=["t_us", "exhibit", "row"])
    numbered = lean.mutate(at=ibis.row_number().over(inside))
    margin = parameters.around_h * shapes.US_PER_HOUR
    spans = numbered.group_by("mmsi", "imo").agg(
        reports=numbered.count(), first_us=numbered.t_us.min() - margin, last_us=numbered.t_us.max() + margin
    )
    often = spans.filter(spans.reports >= parameters.least_reports)
    several = often.mutate(claimants=often.mmsi.count().over(group_by="imo"))
    first = numbered.filter(numbered["at"] == 0).select("mmsi", "imo", "exhibit", "row")
    return several.filter(several.claimants > 1).drop("claimants", "reports").join(first, ["mmsi", "imo"])


def _hours(legs: ir.Table) -> ir.Table:
    """Return the last position of each hour in which a number was heard."""
    last: Any = legs.next_t_us.isnull() | (_hour(legs.t_us) != _hour(legs.next_t_us))
    kept = legs.filter(last)
    return kept.select("mmsi", "track", "t_us", "lat_e7", "lon_e7", hour=_hour(kept.t_us))


def _hour(t_us: Any) -> Any:
    return (t_us / shapes.US_PER_HOUR).floor().cast("int64")
