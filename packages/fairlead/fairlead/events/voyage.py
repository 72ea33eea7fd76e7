"""Voyages: from one stop in a port or at an anchorage to the next one elsewhere, by the same hull.

Left out: what was carried. Draughts are what the crew typed in, and are given, not judged.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal

import ibis
import ibis.expr.types as ir

from fairlead.events import columns
from fairlead.events.identities import impossible_movement

KIND = "voyage"
VERSION = 2

DOES_NOT_SHOW = """\
A voyage shows two stops and the way between, as far as it was heard. It does not show what was carried, or that the
ship came laden; that nothing was called at in between, where there is a gap; or that both stops were calls in law.
Draught is typed in by the crew, often late or never; None means that no report is at hand, or that several hulls share
the number."""


class Parameters:
    """None: a voyage follows from port visits alone."""


Silences = Callable[[ir.Table], ir.Table]


def detect(
    port_visits: ir.Table,
    legs: ir.Table,
    static_reports: ir.Table,
    single: ir.Table | None = None,
    silences: Silences | None = None,
) -> ir.Table:
    """Return one row per voyage (shapes.EVENTS['voyage']) between consecutive stopped visits at different places.

    ``single``: the numbers that one hull uses, where they are known. ``silences`` in the place of :func:`silence`: one
    that knows some of them.
    """
    stopped = port_visits.filter(port_visits.stopped)
    order = ibis.window(group_by="track", order_by=["start_us", "place"])
    coming = {f"to_{name}": stopped[name].lead().over(order) for name in _ARRIVAL}
    pairs = stopped.mutate(**coming)
    voyages = pairs.filter((pairs.to_place != pairs.place) & pairs.end_us.notnull()).select(
        track=pairs.track,
        mmsi=pairs.mmsi,
        start_us=pairs.end_us,
        end_us=pairs.to_start_us,
        **{f"start_{name}": pairs[f"end_{name}"] for name in _POSITION},
        **{f"end_{name}": pairs[f"to_start_{name}"] for name in _POSITION},
        from_place=pairs.place,
        from_country=pairs.country,
        from_arrival_us=pairs.start_us,
        to_place=pairs.to_place,
        to_country=pairs.to_country,
        to_departure_us=pairs.to_end_us,
    )
    found = voyages
    alone = impossible_movement.single_hulls(legs) if single is None else single
    longest = silence(voyages, legs) if silences is None else silences(voyages)
    for part in (longest, *_draughts(voyages, alone, static_reports)):
        found = found.left_join(part, ["track", "start_us"]).drop("track_right", "start_us_right")
    return columns.shaped(KIND, found)


_POSITION = ("lat_e7", "lon_e7", "exhibit", "row")
_ARRIVAL = ("place", "country", "start_us", "end_us", *(f"start_{name}" for name in _POSITION))


def silence(voyages: ir.Table, legs: ir.Table) -> ir.Table:
    """Return (track, start_us, longest_gap_us): the longest time between two positions, by voyage."""
    silences = legs.filter(legs.next_t_us.notnull()).select("track", "t_us", "next_t_us")
    under = voyages.select("track", "start_us", "end_us").join(silences, "track")
    inside = under.filter((under.t_us >= under.start_us) & (under.next_t_us <= under.end_us))
    return inside.group_by("track", "start_us").agg(longest_gap_us=(inside.next_t_us - inside.t_us).max())


def _draughts(voyages: ir.Table, alone: ir.Table, static_reports: ir.Table) -> tuple[ir.Table, ...]:
    """Return the draughts before, during and after, by voyage; only for numbers that one hull uses."""
    sailed = voyages.semi_join(alone, "track")
    told = static_reports.filter(static_reports.draught_dm.notnull() & static_reports.t_us.notnull())
    reports = told.select("mmsi", "t_us", "exhibit", "row", "draught_dm")
    pairs = sailed.select("mmsi", "track", "start_us", "end_us", "from_arrival_us", "to_departure_us").join(
        reports, "mmsi"
    )
    return (
        _one(pairs.filter(pairs.t_us < pairs.from_arrival_us), "last", "draught_before_dm"),
        _one(pairs.filter((pairs.t_us >= pairs.start_us) & (pairs.t_us < pairs.end_us)), "last", "draught_during_dm"),
        _one(pairs.filter(pairs.t_us >= pairs.to_departure_us), "first", "draught_after_dm"),
    )


def _one(pairs: ir.Table, which: Literal["first", "last"], name: str) -> ir.Table:
    time: Any = pairs.t_us if which == "first" else ibis.desc(pairs.t_us)
    order = ibis.row_number().over(group_by=["track", "start_us"], order_by=[time, pairs.exhibit, pairs.row])
    numbered = pairs.mutate(number=order)
    return numbered.filter(numbered.number == 0).select("track", "start_us", **{name: numbered.draught_dm})
