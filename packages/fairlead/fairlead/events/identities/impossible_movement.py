"""Impossible movement: one number heard at places between which no hull can have sailed in the time.

``tracks`` has split such numbers into tracks; here each track that cannot be the same hull as the one heard before it
is told, with what parts a wrong fix from two hulls:

- 'stray': a few positions, with the other track heard before and after: a jump there and back. Mostly wrong fixes,
  wrong times or damaged messages.
- 'two at once': both were heard many times in turn. Two hulls under one number, or one that sends false positions.
- 'jump': the other track was not heard again after it. A number passed on, or a position falsified from then on.

Left out: movement that is fast for the kind of ship but possible for some ship.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import ibis
import ibis.expr.types as ir

from fairlead import shapes
from fairlead.events import bounds, columns, geodesy
from fairlead.events.tracks import DM_PER_NAUTICAL_MILE, Kept, passed_on

KIND = "impossible_movement"
VERSION = 1

DOES_NOT_SHOW = """\
Impossible movement shows that positions under one number cannot be one hull's. It does not show who erred or who lied:
receivers take wrong times, messages arrive damaged, GNSS is disturbed for a whole sea at once, crews leave a default
number in place, and builders sell hundreds of sets under one number. Which of two tracks is the ship's own is not told.
Two hulls that stay within reach of each other are not found at all."""


@dataclass(frozen=True)
class Parameters:
    """What is a stray."""

    stray_positions: int = 5  # ours: gpsdio-segment looks back five positions for wrong ones
    stray_us: int = shapes.US_PER_HOUR  # ours: longer is no damaged message


def detect(
    legs: ir.Table, parameters: Parameters = Parameters(), spans: ir.Table | None = None, keep: Kept = passed_on
) -> ir.Table:
    """Return one row per track that shares its number with one heard before it (shapes.EVENTS['impossible_movement']).

    ``legs`` are those of ``tracks.legs``. A number's first track is no event: the others cannot be its hull.
    ``spans``: those of the legs, where they are known. ``keep`` is given the positions of numbers with several hulls.
    """
    per_track = bounds.spans(legs) if spans is None else spans
    several = per_track.mutate(hulls=per_track.track.count().over(group_by="mmsi"))
    shared = several.filter(several.hulls > 1)
    named = ("mmsi", "track", "t_us", "lat_e7", "lon_e7", "exhibit", "row")
    mine = keep("shared_positions", legs.semi_join(shared, "mmsi").select(*named))
    begun = _begun(shared, mine)
    told = begun.left_join(_meanwhile(begun, mine), "track").drop("track_right")
    bounded = bounds.bounded(told.rename(start_us="first_us", end_us="last_us").drop("mmsi"), mine)
    between_us = bounded.start_us - bounded.other_us
    distance_dm = geodesy.distance_dm(
        bounded.other_lat_e7, bounded.other_lon_e7, bounded.start_lat_e7, bounded.start_lon_e7
    )
    knots = distance_dm / (DM_PER_NAUTICAL_MILE / 10) / (between_us / shapes.US_PER_HOUR).nullif(0.0)
    return columns.shaped(
        KIND,
        bounded,
        distance_dm=distance_dm,
        implied_dkn=knots.round().cast("int64"),
        other_positions=bounded.other_positions.fill_null(0),
        pattern=_pattern(bounded, parameters),
    )


def single_hulls(legs: ir.Table, spans: ir.Table | None = None) -> ir.Table:
    """Return (mmsi, track) of the numbers that one hull uses, so that what they report of themselves is its own.

    Static reports name no position. A few positions apart, of damaged messages, are no second hull, however long they
    last. ``spans``: those of the legs, where they are known.
    """
    few = Parameters().stray_positions
    tracks = bounds.spans(legs) if spans is None else spans
    lasting = ibis.ifelse(tracks.positions > few, tracks.track, ibis.null("int64"))
    found = (
        tracks.mutate(lasting=lasting)
        .group_by("mmsi")
        .agg(
            track=ibis.coalesce(ibis._.lasting.max(), ibis._.track.min()),
            tracks=ibis._.count(),
            lasting=ibis._.lasting.count(),
        )
    )
    return found.filter((found.tracks == 1) | (found.lasting == 1)).select("mmsi", "track")


def _begun(shared: ir.Table, mine: ir.Table) -> ir.Table:
    """Return the tracks but each number's first, with the position of the number that was heard last before each."""
    later = shared.filter(shared.track % 1_000 > 0)
    heard = mine.select(
        other_mmsi="mmsi",
        other_track="track",
        other_us="t_us",
        other_lat_e7="lat_e7",
        other_lon_e7="lon_e7",
        other_exhibit="exhibit",
        other_row="row",
    )
    pairs = later.join(heard, later.mmsi == heard.other_mmsi)
    before = pairs.filter((pairs.other_track != pairs.track) & (pairs.other_us <= pairs.first_us))
    latest = ibis.row_number().over(
        group_by="track",
        order_by=[ibis.desc(before.other_us), before.other_track, before.other_exhibit, before.other_row],
    )
    numbered = before.mutate(latest=latest)
    return numbered.filter(numbered.latest == 0).drop("latest", "other_mmsi")


def _meanwhile(begun: ir.Table, mine: ir.Table) -> ir.Table:
    """Return, by track, how often the other was heard while it lasted, and when the other was heard next."""
    heard = mine.select(heard_track="track", heard_us="t_us")
    pairs = begun.select("track", "first_us", "last_us", "other_track").join(
        heard, begun.other_track == heard.heard_track
    )
    after = pairs.filter(pairs.heard_us > pairs.first_us)
    inside = (after.heard_us < after.last_us).cast("int64").sum().cast("int64")
    return after.group_by("track").agg(other_positions=inside, returned_us=after.heard_us.min())


def _pattern(told: ir.Table, parameters: Parameters) -> Any:
    few = (told.positions <= parameters.stray_positions) & (told.end_us - told.start_us <= parameters.stray_us)
    return ibis.cases(
        (told.returned_us.isnull(), "jump"),
        (few, "stray"),
        else_="two at once",
    )
