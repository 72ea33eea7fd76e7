"""Events after positions were added to legs that are there: older rows are taken over, and what may differ is derived.

By its kind an event reaches so far, and no farther (tests/engines/test_adding.py holds them to it):

- loitering, port visit, circle, fixed point: one track, from the last moment at which it can be cut (``cuts.py``)
- encounter: ``QUIET_H`` before the first change, ``FARTHER_H`` for a pair in contact in those hours; from its beginning
  for one in contact then as well
- gap: reception and the ship's own positions half a day around both of its ends
- draught change: from the last report before the first change on; of numbers that came to be one hull's, or ceased to
  be, whole
- voyage: whole, but for the silences of those that ended before the first change
- all others are derived whole: they compare all numbers, or follow from few rows. Runs on land ask how many numbers
  were ever heard in a cell, which a new ship changes for all time

Left out: the order of the rows and their digests, which the caller gives to older and newer rows alike.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from fairlead import shapes
from fairlead.events import bounds, draught_change, encounter, gap, loitering, port_visit, voyage
from fairlead.events.adding import cuts
from fairlead.events.adding.lately import Legs
from fairlead.events.identities import impossible_movement, reported
from fairlead.events.positions import circle, fixed_point, on_land
from fairlead.events.tracks import Follow, Keep, whole

QUIET_H = 8  # longer than contacts are merged over, and a contact that lasts, on either side
FARTHER_H = 24 * 3  # hardly any two ships lie side by side for longer
_MARGIN_H = 3  # an older event begins before it, a newer one after it, where a pair was apart in between
_CONTACT_H = 6
_AROUND_H = 25  # twice gap.Parameters.heard_h and an hour: what is told of a silence's end looks so far at most
_BLOCK_H = 12
_LATELY_TOLD_H = 24  # ships that are heard report their draught within minutes; the others are looked at by number


@dataclass(frozen=True)
class Changed:
    """What was added: which tracks differ, and from when any position differs."""

    tracks: pa.Table  # (track, known_us), see cuts.of
    since_us: int  # no position before it differs
    way_us: int  # no leg that is short enough for a meeting and begins before it differs


@dataclass(frozen=True)
class Before:
    """What was there before: legs, events by kind, and static reports were all but the ones that are new."""

    legs: ir.Table
    events: Mapping[str, ir.Table]
    told_us: int  # no static report before it is new


def detect(
    legs: ir.Table, static_reports: ir.Table, anchors: pa.Table, keep: Keep, before: Before, changed: Changed
) -> dict[str, ir.Table]:
    """Return what ``events.detect_all`` would, by kind."""
    older, lately = before.events, Legs(legs, changed.since_us, keep)
    cut = keep("cuts", cuts.of(lately, changed.tracks, anchors, keep))
    recent = keep("recent", lately.of_each(cut.select("track", since_us="cut_us")))

    def with_older(kind: str, newer: ir.Table) -> ir.Table:
        there = older[kind].left_join(cut, "track").drop("track_right")
        kept = there.filter(there.cut_us.isnull() | (there.start_us < there.cut_us)).drop("cut_us")
        return kept.union(newer)

    late = _Kept(keep, "late_")
    stays = keep("stays", with_older(fixed_point.KIND, whole(late, "stays", fixed_point.stays, recent)))
    found = {
        gap.KIND: keep(gap.KIND, _gaps(lately, older[gap.KIND], changed, keep)),
        encounter.KIND: keep(
            encounter.KIND, encounter.once(_encounters(lately, anchors, older[encounter.KIND], changed, keep))
        ),
        fixed_point.KIND: whole(keep, fixed_point.KIND, fixed_point.counted, stays),
    }
    for module, given in ((loitering, (recent, anchors)), (port_visit, (recent, anchors)), (circle, (recent,))):
        newer = whole(late, module.KIND, module.detect, *given)
        found[module.KIND] = keep(module.KIND, with_older(module.KIND, newer))
    spans = keep("spans", bounds.spans(legs))
    single = keep("single_hulls", impossible_movement.single_hulls(legs, spans))
    sailed = voyage.detect(
        found[port_visit.KIND],
        legs,
        static_reports,
        single,
        silences=lambda voyages: _silences(keep("voyages", voyages), lately, older[voyage.KIND], changed, keep),
    )
    found[voyage.KIND] = keep(voyage.KIND, sailed)
    found |= reported.detect(
        legs,
        static_reports,
        keep,
        spans,
        single,
        draughts=lambda: _draughts(lately, static_reports, before, changed, single, keep),
    )
    found[impossible_movement.KIND] = whole(
        keep, impossible_movement.KIND, impossible_movement.detect, legs, spans=spans
    )
    found[on_land.KIND] = keep(on_land.KIND, on_land.detect(legs, anchors, keep=keep))
    return found


def _gaps(legs: Legs, older: ir.Table, changed: Changed, keep: Keep) -> ir.Table:
    """Derive gaps that end, or that are open and begin, after or shortly before the first change.

    What is told of an open one, and whether it is, follows from the hours around its beginning; it stays while it is
    open. Of the last days all legs are looked at. Of silences that began before them, the hours and cells that are
    asked about alone: they are few, and begin at any time.
    """
    since_us = changed.since_us - _AROUND_H * shapes.US_PER_HOUR
    still = legs.all.filter(legs.all.next_t_us.isnull())
    ended = gap.silences(legs.all.filter(legs.all.next_t_us >= since_us))
    long = keep("long", ended.union(still.filter(still.t_us >= since_us)))
    block_us = _BLOCK_H * shapes.US_PER_HOUR
    first = since_us // block_us - 2  # the block of the first end, or two before it: positions of its own count
    near_us = first * block_us
    seldom = keep("gap_seldom", long.filter(long.t_us < (first + 2) * block_us))
    near, far = legs.since(near_us), legs.all.filter(legs.all.t_us < near_us)
    asked = keep("gap_legs", gap.asked(far, seldom, keep=keep))
    theirs = asked.union(near.select(*asked.columns))
    own = keep("gap_own", _own(near, long).union(_own(far, seldom)))
    newer = whole(_Kept(keep, "new_"), gap.KIND, gap.detect, theirs, long=long, own=own)
    closed = older.filter(older.end_us < since_us)
    settled = older.filter(older.end_us.isnull() & (older.start_us < since_us))
    at = [settled[name] == still[of] for name, of in _OF_POSITION.items()]
    return closed.union(settled.semi_join(still, at)).union(newer)


def _own(legs: ir.Table, long: ir.Table) -> ir.Table:
    """Return the legs of silent ships in the blocks of both ends of a silence, and the ones before and after."""
    block_us = _BLOCK_H * shapes.US_PER_HOUR
    ended = long.filter(long.next_t_us.notnull())
    began, came = ((at / block_us).floor().cast("int64") for at in (long.t_us, ended.next_t_us))
    blocks = long.select("track", block=ibis.range(began - 1, began + 1).unnest()).union(
        ended.select("track", block=ibis.range(came, came + 2).unnest()), distinct=True
    )
    own = legs.semi_join(blocks, "track").mutate(block=(ibis._.t_us / block_us).floor().cast("int64"))
    return own.semi_join(blocks, ["track", "block"]).select(*_OF_OTHERS)


_OF_OTHERS = ("track", "t_us", "lat_e7", "lon_e7", "speed_dkn", "course_ddeg", "receiver", "exhibit", "row")
_OF_POSITION = {"track": "track", "start_us": "t_us", "start_exhibit": "exhibit", "start_row": "row"}


def _silences(voyages: ir.Table, legs: Legs, older: ir.Table, changed: Changed, keep: Keep) -> ir.Table:
    """Return the longest silence of each voyage; those that ended before anything changed keep theirs."""
    same = ["track", "start_us", "end_us"]
    known = older.filter(older.end_us < changed.since_us).select(*same, "longest_gap_us")
    left = voyages.anti_join(known, same)
    begun = keep("voyages_begun", left.group_by("track").agg(since_us=left.start_us.min()))
    newer = voyage.silence(left, legs.of_each(begun))
    kept = voyages.select(*same).join(known, same)
    return keep("voyage_silences", kept.select(*newer.columns).union(newer))


def _draughts(
    legs: Legs, static_reports: ir.Table, before: Before, changed: Changed, single: ir.Table, keep: Keep
) -> ir.Table:
    """Derive changes of draught that end after the first new position or report, and all of numbers that one hull uses
    since now, or no longer.
    """
    since_us = min(before.told_us, changed.since_us)
    was = keep("were_single", impossible_movement.single_hulls(before.legs))
    told = static_reports.filter(
        static_reports.draught_dm.notnull() & static_reports.t_us.notnull() & static_reports.mmsi.notnull()
    )
    lately, earlier = told.filter(told.t_us >= since_us), told.filter(told.t_us < since_us)
    last = earlier.semi_join(lately, "mmsi").group_by("mmsi").agg(t_us=ibis._.t_us.max())
    both = (was.anti_join(single, ["mmsi", "track"]), single.anti_join(was, ["mmsi", "track"]))
    turned = keep("turned", both[0].select("mmsi").union(both[1].select("mmsi"), distinct=True))
    reports = lately.union(earlier.semi_join(last, ["mmsi", "t_us"])).anti_join(turned, "mmsi")
    reports = keep("lately_told", reports.union(told.semi_join(turned, "mmsi")))
    near_us = since_us - _LATELY_TOLD_H * shapes.US_PER_HOUR
    seldom = last.filter(last.t_us < near_us).select("mmsi").union(turned, distinct=True)
    ways = legs.under_way(near_us, keep("seldom_told", seldom)).select(*_OF_WAY)
    found = keep("new_draughts", draught_change.detect(keep("told_ways", ways), reports, single=single))
    newer = found.filter(found.end_us >= since_us).union(
        found.filter(found.end_us < since_us).semi_join(turned, "mmsi")
    )
    kept = before.events[draught_change.KIND].filter(ibis._.end_us < since_us).anti_join(turned, "mmsi")
    return kept.union(newer)


_OF_WAY = ("track", "mmsi", "t_us", "next_t_us", "lat_e7", "lon_e7")


def _encounters(legs: Legs, anchors: pa.Table, older: ir.Table, changed: Changed, keep: Keep) -> ir.Table:
    """Derive meetings from some quiet hours before the first change.

    A pair that was never in contact in the first ``_CONTACT_H`` of them has no meeting across them, since no two
    contacts so far apart are merged. For the others quiet hours are sought farther back; a pair that has none there
    either is looked at from its beginning.
    """
    pair = ["track", "other_track"]
    parts = []
    left: ir.Table | None = None  # pairs that were together in the hours looked at so far; None: all
    for back_h in (QUIET_H, FARTHER_H):
        first_h = changed.way_us // shapes.US_PER_HOUR - back_h
        first_us = first_h * shapes.US_PER_HOUR
        kept = _Kept(keep, f"new_{back_h}_")
        theirs = legs.since(first_us - 2 * shapes.US_PER_HOUR)
        window = keep(f"window_{back_h}", theirs if left is None else theirs.semi_join(_either(left), "track"))
        newer = whole(kept, encounter.KIND, encounter.detect, window, anchors)
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
    assert left is not None
    theirs, kept = keep("together_legs", legs.all.semi_join(_either(left), "track")), _Kept(keep, "long_")
    lasting = whole(kept, encounter.KIND, encounter.detect, theirs, anchors)
    return ibis.union(*parts, lasting.semi_join(left, pair))


def _either(pairs: ir.Table) -> ir.Table:
    return pairs.select("track").union(pairs.select(track="other_track"), distinct=True)


class _Kept:
    """Keeps tables under another name, and remembers them."""

    def __init__(self, keep: Keep, prefix: str) -> None:
        self._keep, self._prefix = keep, prefix
        self.tables: dict[str, ir.Table] = {}

    def __call__(self, name: str, table: ir.Table) -> ir.Table:
        self.tables[name] = self._keep(f"{self._prefix}{name}", table)
        return self.tables[name]

    def whole(
        self, kind: str, rule: Callable[..., ir.Table], given: Sequence[Any], named: Mapping[str, Any]
    ) -> Mapping[str, ir.Table] | None:
        """Keep a rule's tables under other names, where what keeps them knows rules."""
        inner = getattr(self._keep, "whole", None)
        found: dict[str, ir.Table] | None = inner(kind, rule, given, named, self._prefix) if inner else None
        self.tables |= found or {}
        return found

    def through(self, name: str, positions: ir.Table, follow: Follow) -> ir.Table:
        """Keep legs under another name."""
        return self._keep.through(f"{self._prefix}{name}", positions, follow)
