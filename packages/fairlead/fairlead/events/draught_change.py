"""Draught changes: two consecutive static reports of a ship whose draughts differ by 0.3 m or more.

Left out: numbers that several hulls share, since a static report names no position; numbers without any track; and two
reports of one second, of which nothing says which came first.
"""

from __future__ import annotations

from dataclasses import dataclass

import ibis
import ibis.expr.types as ir

from fairlead import shapes
from fairlead.events import columns
from fairlead.events.identities import impossible_movement

KIND = "draught_change"
VERSION = 3

DOES_NOT_SHOW = """\
A draught change shows that the crew typed in another number. It does not show loading or discharge, or when either
took place: many never change it, some change it days late, and ballast changes it too."""


_BLOCK_US = 6 * shapes.US_PER_HOUR  # hardly a leg is longer, and in a block there are not many


@dataclass(frozen=True)
class Parameters:
    """How much is a change."""

    least_dm: int = 3  # ours: three times the 0.1 m step of ITU-R M.1371-5, table 51


def detect(
    legs: ir.Table, static_reports: ir.Table, parameters: Parameters = Parameters(), single: ir.Table | None = None
) -> ir.Table:
    """Return one row per change (shapes.EVENTS['draught_change']).

    Start and end are the two reports: exhibit and row are theirs; positions are the last ones heard up to each, None
    where the track had not begun. ``single``: the numbers that one hull uses, where they are known.
    """
    reports = static_reports.filter(
        static_reports.draught_dm.notnull() & static_reports.t_us.notnull() & static_reports.mmsi.notnull()
    )
    spread = reports.group_by("mmsi").agg(least=reports.draught_dm.min(), most=reports.draught_dm.max())
    changing = spread.filter(spread.most - spread.least >= parameters.least_dm)
    alone = (impossible_movement.single_hulls(legs) if single is None else single).semi_join(changing, "mmsi")
    sent, own = reports.semi_join(alone, "mmsi"), legs.semi_join(alone, "track")
    order = ibis.window(group_by="mmsi", order_by=["t_us", "exhibit", "row"])
    lean = sent.select("mmsi", "t_us", "exhibit", "row", "draught_dm")
    pairs = lean.mutate(
        **{f"to_{name}": lean[name].lead().over(order) for name in ("t_us", "exhibit", "row", "draught_dm")}
    )
    differ = (pairs.to_draught_dm - pairs.draught_dm).abs() >= parameters.least_dm
    changed = pairs.filter(differ, pairs.to_t_us > pairs.t_us)
    there = placed(changed, own)
    track = alone.select("track", of_mmsi="mmsi")
    found = there.join(track, there.mmsi == track.of_mmsi)
    return columns.shaped(
        KIND,
        found,
        start_us=found.t_us,
        end_us=found.to_t_us,
        start_exhibit=found.exhibit,
        start_row=found.row,
        end_exhibit=found.to_exhibit,
        end_row=found.to_row,
        from_draught_dm=found.draught_dm,
        to_draught_dm=found.to_draught_dm,
    )


def placed(changes: ir.Table, legs: ir.Table) -> ir.Table:
    """Add the positions of the legs under way at two times: ``start_*`` at ``t_us`` and ``end_*`` at ``to_t_us``."""
    ways = legs.select(
        "lat_e7", "lon_e7", "mmsi", since_us="t_us", until_us="next_t_us", block=columns.steps(legs.t_us, _BLOCK_US)
    )
    brief = (ways.until_us - ways.since_us <= _BLOCK_US).fill_null(False)
    times = [changes.select("mmsi", at_us=changes[time]) for time in _SIDES]
    wanted = times[0].union(times[1], distinct=True)
    # a brief leg begins in the block of the time or in the one before: else each is compared with each of its number
    blocks = columns.steps(wanted.at_us, _BLOCK_US)
    either = wanted.mutate(block=ibis.range(blocks - 1, blocks + 1).unnest())
    kept = ("mmsi", "at_us", "lat_e7", "lon_e7", "since_us", "until_us")
    short = either.join(ways.filter(brief), ["mmsi", "block"]).select(*kept)
    under = short.union(wanted.join(ways.filter(~brief), "mmsi").select(*kept))
    now = under.filter((under.since_us <= under.at_us) & ((under.until_us > under.at_us) | under.until_us.isnull()))
    for time, side in _SIDES.items():
        place = {f"{side}_lat_e7": now.lat_e7, f"{side}_lon_e7": now.lon_e7}
        at = now.select(at_mmsi=now.mmsi, at_us=now.at_us, **place)
        found = changes.left_join(at, [changes.mmsi == at.at_mmsi, changes[time] == at.at_us])
        changes = found.drop("at_mmsi", "at_us")
    return changes


_SIDES = {"t_us": "start", "to_t_us": "end"}
