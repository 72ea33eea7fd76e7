"""Events after positions were added to legs that are there: older rows are taken over, and what may differ is derived.

By its kind an event reaches so far, and no farther (tests/engines/test_adding.py holds them to it):

- loitering, port visit, circle, fixed point: one track, from the last moment at which it can be cut (``cuts.py``)
- encounter: ``QUIET_H`` before the first change, ``FARTHER_H`` for a pair in contact in those hours; from its beginning
  for one in contact then as well
- gap: reception and the ship's own positions half a day around both of its ends
- all others are derived whole: they compare all numbers, or follow from few rows. Runs on land ask how many numbers
  were ever heard in a cell, which a new ship changes for all time

Left out: the order of the rows and their digests, which the caller gives to older and newer rows alike.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from fairlead import shapes
from fairlead.events import encounter, gap, loitering, port_visit, voyage
from fairlead.events.adding import cuts
from fairlead.events.identities import impossible_movement, reported
from fairlead.events.positions import circle, fixed_point, on_land
from fairlead.events.tracks import Follow, Keep

QUIET_H = 8  # longer than contacts are merged over, and a contact that lasts, on either side
FARTHER_H = 24 * 3  # hardly any two ships lie side by side for longer
_MARGIN_H = 3  # an older event begins before it, a newer one after it, where a pair was apart in between
_CONTACT_H = 6
_AROUND_H = 25  # twice gap.Parameters.heard_h and an hour: what is told of a silence's end looks so far at most
_BLOCK_H = 12


@dataclass(frozen=True)
class Changed:
    """What was added: which tracks differ, and from when any position differs."""

    tracks: pa.Table  # (track, known_us), see cuts.of
    since_us: int  # no position before it differs
    way_us: int  # no leg that is short enough for a meeting and begins before it differs


def detect(
    legs: ir.Table,
    static_reports: ir.Table,
    anchors: pa.Table,
    keep: Keep,
    older: Mapping[str, ir.Table],
    changed: Changed,
) -> dict[str, ir.Table]:
    """Return what ``events.detect_all`` would, by kind; ``older`` are the events of the legs before, by kind."""
    cut = keep("cuts", cuts.of(legs, changed.tracks, anchors))
    cutting = legs.join(cut, "track")
    recent = keep("recent", cutting.filter(cutting.t_us >= cutting.cut_us).drop("cut_us"))

    def with_older(kind: str, newer: ir.Table) -> ir.Table:
        before = older[kind].left_join(cut, "track").drop("track_right")
        kept = before.filter(before.cut_us.isnull() | (before.start_us < before.cut_us)).drop("cut_us")
        return kept.union(newer)

    stays = keep("stays", with_older(fixed_point.KIND, fixed_point.stays(recent)))
    found = {
        gap.KIND: keep(gap.KIND, _gaps(legs, older[gap.KIND], changed, keep)),
        encounter.KIND: keep(encounter.KIND, _encounters(legs, anchors, older[encounter.KIND], changed, keep)),
        loitering.KIND: keep(loitering.KIND, with_older(loitering.KIND, loitering.detect(recent, anchors))),
        port_visit.KIND: keep(
            port_visit.KIND, with_older(port_visit.KIND, port_visit.detect(recent, anchors, keep=keep))
        ),
        circle.KIND: keep(circle.KIND, with_older(circle.KIND, circle.detect(recent, keep=keep))),
        fixed_point.KIND: keep(fixed_point.KIND, fixed_point.counted(stays)),
    }
    found[voyage.KIND] = keep(voyage.KIND, voyage.detect(found[port_visit.KIND], legs, static_reports))
    found |= reported.detect(legs, static_reports, keep)
    found[impossible_movement.KIND] = keep(impossible_movement.KIND, impossible_movement.detect(legs))
    found[on_land.KIND] = keep(on_land.KIND, on_land.detect(legs, anchors, keep=keep))
    return found


def _gaps(legs: ir.Table, older: ir.Table, changed: Changed, keep: Keep) -> ir.Table:
    """Derive gaps that end, or that are open and begin, after or shortly before the first change.

    What is told of an open one, and whether it is, follows from the hours around its beginning; it stays while it is
    open.
    """
    since_us = changed.since_us - _AROUND_H * shapes.US_PER_HOUR
    still = legs.filter(legs.next_t_us.isnull())
    ended = gap.silences(legs.filter(legs.next_t_us >= since_us))
    long = keep("long", ended.union(still.filter(still.t_us >= since_us)))
    block_us = _BLOCK_H * shapes.US_PER_HOUR
    sides = long.select(at_us=long.t_us).union(long.filter(long.next_t_us.notnull()).select(at_us="next_t_us"))
    blocks = (sides.at_us / block_us).floor().cast("int64")
    sought = sides.select(block=ibis.range(blocks - 2, blocks + 3).unnest()).distinct()
    placed = legs.mutate(block=(legs.t_us / block_us).floor().cast("int64"))
    around = keep("gap_legs", placed.semi_join(sought, "block").select(*_OF_OTHERS))
    newer = gap.detect(around, long=long, keep=keep)
    closed = older.filter(older.end_us < since_us)
    settled = older.filter(older.end_us.isnull() & (older.start_us < since_us))
    at = [settled[name] == still[of] for name, of in _OF_POSITION.items()]
    return closed.union(settled.semi_join(still, at)).union(newer)


_OF_OTHERS = ("track", "t_us", "lat_e7", "lon_e7", "speed_dkn", "course_ddeg", "receiver", "exhibit", "row")
_OF_POSITION = {"track": "track", "start_us": "t_us", "start_exhibit": "exhibit", "start_row": "row"}


def _encounters(legs: ir.Table, anchors: pa.Table, older: ir.Table, changed: Changed, keep: Keep) -> ir.Table:
    """Derive meetings from some quiet hours before the first change.

    A pair that was never in contact in the first ``_CONTACT_H`` of them has no meeting across them, since no two
    contacts so far apart are merged. For the others quiet hours are sought farther back; a pair that has none there
    either is looked at from its beginning.
    """
    pair = ["track", "other_track"]
    parts, theirs = [], legs
    left: ir.Table | None = None  # pairs that were together in the hours looked at so far; None: all
    for back_h in (QUIET_H, FARTHER_H):
        first_h = changed.way_us // shapes.US_PER_HOUR - back_h
        first_us = first_h * shapes.US_PER_HOUR
        kept = _Kept(keep, f"new_{back_h}_")
        window = keep(f"window_{back_h}", theirs.filter(theirs.t_us >= first_us - 2 * shapes.US_PER_HOUR))
        newer = kept(encounter.KIND, encounter.detect(window, anchors, keep=kept))
        contact, hours = kept.tables["contact"], kept.tables["pair_hours"]
        per_hour = 60 // encounter.Parameters().step_min
        early = contact.filter(contact.grid.between(first_h * per_hour, (first_h + _CONTACT_H) * per_hour))
        met = hours.semi_join(early, "pair").select(*pair).distinct()
        if left is not None:
            older, newer, met = (table.semi_join(left, pair) for table in (older, newer, met))
        left = keep(f"together_{back_h}", met)
        begins_us = first_us + _MARGIN_H * shapes.US_PER_HOUR
        parts.append(older.filter(older.start_us < begins_us).anti_join(left, pair))
        parts.append(newer.filter(newer.start_us >= begins_us).anti_join(left, pair))
        if not int(left.count().to_pyarrow().as_py()):
            return ibis.union(*parts)
        theirs = legs.semi_join(left.select("track").union(left.select(track="other_track")).distinct(), "track")
    whole = encounter.detect(keep("together_legs", theirs), anchors, keep=_Kept(keep, "long_"))
    return ibis.union(*parts, whole.semi_join(left, pair))


class _Kept:
    """Keeps tables under another name, and remembers them."""

    def __init__(self, keep: Keep, prefix: str) -> None:
        self._keep, self._prefix = keep, prefix
        self.tables: dict[str, ir.Table] = {}

    def __call__(self, name: str, table: ir.Table) -> ir.Table:
        self.tables[name] = self._keep(f"{self._prefix}{name}", table)
        return self.tables[name]

    def through(self, name: str, positions: ir.Table, follow: Follow) -> ir.Table:
        """Keep legs under another name."""
        return self._keep.through(f"{self._prefix}{name}", positions, follow)
