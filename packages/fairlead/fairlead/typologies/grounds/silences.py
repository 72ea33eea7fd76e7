"""Pairs of a ship heard lying still at sea and another that was silent then: which silent ship could have been there.

Whether the pair means anything is for ``transfer_dark.py``. Left out: silences that never ended, since then nothing
tells where the ship went.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import compress
from typing import TYPE_CHECKING, Any

import numpy as np

from fairlead.places.gazetteer import great_circle_m
from fairlead.shapes import E7, US_PER_HOUR
from fairlead.typologies import moments, placing
from fairlead.typologies.grounds import lain, ships
from fairlead.typologies.grounds.lading import CHANGE_DM, HANDLED_US, LATE_US, Draught, entered_us, when
from fairlead.typologies.grounds.linked import kinds_on_tracks
from fairlead.typologies.grounds.ships import Ships

if TYPE_CHECKING:
    import ibis.expr.types as ir
    import numpy.typing as npt

    from fairlead.typologies.world import World

NEAR_M = 18_520.0  # ours: ten nautical miles, an hour's sailing
SPEED_KN = 12.0  # as unheard_calls.py: fast for a laden coaster or a small tanker
MEETING_US = 2 * US_PER_HOUR  # Miller et al. 2018 (Frontiers in Marine Science 5:240): an encounter lasts 2 h or more
AFTER_US = 5 * 24 * US_PER_HOUR  # ours: a draught reported later tells of another call
SILENCE_US = 12 * US_PER_HOUR  # as unheard_calls.py: in a shorter one no cargo is fetched, handled and left behind

_LEAST = 0.999  # far more than two ways of reckoning a distance differ

_CALLED, _LAY, _SILENT = "called at a known place", "lay still again", "was silent for 12 h or more again"  # in words
_DAYS = ships.AROUND_US // (24 * US_PER_HOUR)

_TIMES = ("track", "start_us", "end_us", "id")

Row = Mapping[str, Any]
Columns = Mapping[str, "npt.NDArray[np.int64]"]


@dataclass(frozen=True)
class Change:
    """The last draught reported before, and of those after the first that differs, else the first."""

    before: Draught
    after: Draught

    @property
    def dm(self) -> int:
        """How much deeper it lay afterwards, in decimetres."""
        return self.after.dm - self.before.dm

    def said(self) -> str:
        """Return the two draughts in words."""
        return f"{self.before.dm / 10:.1f} m before and {self.after.dm / 10:.1f} m after"


@dataclass(frozen=True)
class Told:
    """What tells of an event, or why nothing does: what was reported before it, and what after it was set aside.

    ``until``: from when on draughts may tell of something else, and of what. ``late``: the call (its beginning and end)
    of which the one set aside may tell.
    """

    change: Change | None
    before: Sequence[Draught] = ()
    aside: Sequence[Draught] = ()
    until: tuple[int, str | None] = (0, None)
    late: tuple[int, int] | None = None

    def said(self) -> str:
        """Return in words what was reported, or which entry was set aside, of when, and why."""
        if self.change is not None:
            return f"it reported {self.change.said()}"
        if not self.before and not self.aside:
            return f"it reported no draught in the {_DAYS} days before or after it"
        if not self.before:
            return f"it reported no draught in the {_DAYS} days before it"
        had = f"it reported {self.before[-1].dm / 10:.1f} m before"
        if not self.aside:
            return f"{had}, and no draught in the {_DAYS} days after it"
        other = next((one for one in self.aside if abs(one.dm - self.before[-1].dm) >= CHANGE_DM), None)
        if other is None:
            return f"{had}, and no other draught in the {_DAYS} days after it"
        entry = f"{had}; the {other.dm / 10:.1f} m entered {moments.moment(other.t_us)} are set aside"
        if self.late is not None:
            days = moments.span(moments.day(self.late[0]), moments.day(self.late[1]))
            return f"{entry}: in its call before ({days}) it entered nothing, so that they may be that call's, late"
        when, did = self.until
        if did is None:
            return f"{entry}: that is more than {AFTER_US // (24 * US_PER_HOUR)} days after it"
        return f"{entry}: from {moments.moment(when)} on it {did}, and they may tell of that"


@dataclass(frozen=True)
class Pair:
    """A stay and a silence; ``away_m``: how far from the stay the silent ship was last heard, or heard again."""

    stay: Row
    gap: Row
    away_m: float
    last_heard: bool  # the nearer end of the silence is where it began
    visible: Change | None
    silent: Change | None

    @property
    def opposite(self) -> bool:
        """Whether one ship came out of it lighter and the other deeper, both by more than fuel and water make up."""
        return changed_over(self.visible, self.silent)

    @property
    def order(self) -> tuple[bool, float, int, int]:
        """The most telling pair first: draughts that changed over, then the nearest."""
        return (not self.opposite, self.away_m, self.gap["mmsi"], self.stay["start_us"])


def pairs(world: World, gaps: ir.Table, stays: ir.Table, further: Sequence[Row] = ()) -> list[Pair]:
    """Return the pairs in which the silent ship could have come, lain alongside and gone, the most telling first.

    Only those near at one end of the silence, or whose draughts changed over; most reachable pairs mean nothing.
    ``further``: stays put together of what was heard in pieces, of which draughts alone can tell (``lain_on``).
    """
    silent = gaps.filter(gaps.end_us.notnull()).to_pyarrow().to_pylist()
    if not silent:
        return []
    first, last = min(one["start_us"] for one in silent), max(one["end_us"] for one in silent)
    around = stays.filter(stays.end_us.notnull(), stays.start_us < last, stays.end_us > first)
    found = around.order_by("start_us", "track").to_pyarrow().to_pylist()
    visible = sorted((*found, *further), key=lambda one: (one["start_us"], one["track"]))
    together = list(_together(silent, visible))
    # of others nobody asks what they reported
    seen = np.unique(np.concatenate([np.zeros(0, np.int64), *(stays for _, stays, _ in together)])).tolist()
    events = [*silent, *(visible[stay] for stay in seen)]
    fleet = Ships(world.static_reports, [one["mmsi"] for one in events])
    handled = Handled(world, [one["track"] for one in events])
    of_silent = [change(one, fleet, handled) for one in silent]
    of_visible = {stay: change(visible[stay], fleet, handled) for stay in seen}
    signs = np.zeros(len(visible), np.int64)
    signs[seen] = [_sign(of_visible[stay]) for stay in seen]
    found = [
        _pair(silent[gap], visible[stay], of_visible[stay], of_silent[gap])
        for gap, stays, near in together
        for stay in stays[near | (signs[stays] * _sign(of_silent[gap]) < 0)].tolist()
        if reachable(silent[gap], visible[stay])
    ]
    told = (one for one in found if one.opposite or (one.away_m <= NEAR_M and not lain.is_short(one.stay)))
    return sorted(told, key=lambda one: one.order)


def lain_on(world: World, gaps: ir.Table) -> list[dict[str, Any]]:
    """Return stays at sea heard in pieces or short, of ships that came out with another draught, beside some silences.

    Only beside silences from which a ship came with another draught itself: others would be told by nearness alone.
    """
    silent = gaps.filter(gaps.end_us.notnull()).to_pyarrow().to_pylist()
    fleet, handled = Ships(world.static_reports, [one["mmsi"] for one in silent]), Handled(world, _tracks(silent))
    silent = [one for one in silent if _sign(change(one, fleet, handled))]
    if not silent:
        return []
    first, last = min(one["start_us"] for one in silent), max(one["end_us"] for one in silent)
    seeds = lain.seeds(world, lambda table: (table.start_us < last) & (table.end_us > first))
    brief = lain.short(world, CHANGE_DM, lambda table: table.end_us.between(first, last + lain.AROUND_US))
    seeds, brief = ([some[n] for n in sorted({n for _, n in _shared(silent, some)})] for some in (seeds, brief))
    seeds = list(compress(seeds, placing.are_offshore(seeds, "start")))  # first: few are
    seen = [*seeds, *brief]
    fleet, handled = Ships(world.static_reports, [one["mmsi"] for one in seen]), Handled(world, _tracks(seen))
    seeds = [one for one in seeds if turned(one, fleet, handled, CHANGE_DM)]
    found = [one for one in (*lain.whole(world.legs, seeds), *brief) if _sign(change(one, fleet, handled))]
    return sorted(found, key=lambda one: (one["start_us"], one["track"]))


def _tracks(rows: Iterable[Row]) -> list[int]:
    return sorted({one["track"] for one in rows})


def turned(seed: Row, fleet: Ships, handled: Handled, least_dm: int) -> bool:
    """Tell whether a ship reported draughts so far apart between the calls around a stay at sea."""
    left_us, calls_us = handled.between_calls(seed)
    first_us, last_us = seed["start_us"] - lain.AROUND_US, min(calls_us, seed["end_us"] + AFTER_US)
    reports = fleet.draughts(seed["mmsi"], first_us, last_us)
    first_us = max(left_us, first_us)
    first = max(0, bisect_right(reports, first_us, key=when) - 1)  # with the last one before
    told = [report.dm for report in reports[first : bisect_right(reports, last_us, key=when)]]
    return bool(told) and max(told) - min(told) >= least_dm


def _shared(silent: Sequence[Row], seeds: Sequence[Row]) -> Iterator[tuple[int, int]]:
    """Yield the numbers of silences and of stays, or pieces of such, that the silent ship could have passed by."""
    start_us, end_us, mmsi, lat_e7, lon_e7 = (
        np.array([one[name] for one in seeds], np.int64)
        for name in ("start_us", "end_us", "mmsi", "start_lat_e7", "start_lon_e7")
    )
    for number, gap in enumerate(silent):
        near = (start_us - lain.AROUND_US < gap["end_us"]) & (end_us + lain.AROUND_US > gap["start_us"])
        at = np.flatnonzero(near & (mmsi != gap["mmsi"]))
        ways = sum(
            great_circle_m(lat_e7[at] / E7, lon_e7[at] / E7, gap[f"{end}_lat_e7"] / E7, gap[f"{end}_lon_e7"] / E7)
            for end in ("start", "end")
        )
        most_m = (gap["end_us"] - gap["start_us"] - MEETING_US) * SPEED_KN * placing.KNOT_M_PER_US
        for seed in at[_LEAST * ways <= most_m]:
            yield number, int(seed)


def _together(
    silent: Sequence[Row], visible: Sequence[Row]
) -> Iterator[tuple[int, npt.NDArray[np.intp], npt.NDArray[np.bool_]]]:
    """Yield the number of each silence, those of the stays (by time) in which it could have come, and which were near.

    It could, give or take little: :func:`reachable` tells.
    """
    start_us, end_us, mmsi, lat_e7, lon_e7 = (
        np.array([one[name] for one in visible], np.int64)
        for name in ("start_us", "end_us", "mmsi", "start_lat_e7", "start_lon_e7")
    )
    lat, lon = lat_e7 / E7, lon_e7 / E7
    longest_us = int((end_us - start_us).max(initial=0))
    for number, gap in enumerate(silent):
        since = int(np.searchsorted(start_us, gap["start_us"] - longest_us))
        there = slice(since, int(np.searchsorted(start_us, gap["end_us"])))
        shared = np.minimum(gap["end_us"], end_us[there]) - np.maximum(gap["start_us"], start_us[there])
        at = since + np.flatnonzero((shared >= MEETING_US) & (mmsi[there] != gap["mmsi"]))
        begins, ends = (
            _LEAST * great_circle_m(lat[at], lon[at], gap[f"{end}_lat_e7"] / E7, gap[f"{end}_lon_e7"] / E7)
            for end in ("start", "end")
        )
        in_time = begins + ends <= (gap["end_us"] - gap["start_us"] - MEETING_US) * SPEED_KN * placing.KNOT_M_PER_US
        yield number, at[in_time], (np.minimum(begins, ends) <= NEAR_M)[in_time]


def _sign(changed: Change | None) -> int:
    """Return 1 where a ship came out deeper, -1 where lighter, 0 where by less than fuel and water make up."""
    return 0 if changed is None or abs(changed.dm) < CHANGE_DM else (1 if changed.dm > 0 else -1)


def changed_over(one: Change | None, other: Change | None) -> bool:
    """Tell whether one ship came out lighter and the other deeper, both by more than fuel and water make up."""
    return _sign(one) * _sign(other) < 0


def long_enough(gap: Row) -> bool:
    """Tell whether a silence ended, and was long enough to go somewhere and handle a cargo there."""
    return bool(gap["end_us"] is not None and gap["end_us"] - gap["start_us"] >= SILENCE_US)


def reachable(gap: Row, stay: Row) -> bool:
    """Tell whether the silent ship had the time to come to the other, to lie there, and to be where it was heard."""
    return alongside_us(gap, stay) >= MEETING_US


def alongside_us(gap: Row, stay: Row) -> float:
    """Return how long the silent ship can have lain beside the other at most; below zero where it cannot have come."""
    there, back = _ways(gap, stay)
    comes = gap["start_us"] + there / (SPEED_KN * placing.KNOT_M_PER_US)
    goes = gap["end_us"] - back / (SPEED_KN * placing.KNOT_M_PER_US)
    return float(min(goes, stay["end_us"]) - max(comes, stay["start_us"]))


def away(gap: Row, stay: Row) -> tuple[float, bool]:
    """Return how far from a stay the nearer end of a silence was, in metres, and whether that was where it began."""
    there, back = _ways(gap, stay)
    return min(there, back), there <= back


def in_time(gaps: Columns, stay: Row) -> npt.NDArray[np.intp]:
    """Return the numbers of those silences of other ships that can be ``reachable``, and of few more, in order."""
    shared = np.minimum(gaps["end_us"], stay["end_us"]) - np.maximum(gaps["start_us"], stay["start_us"])
    at = np.flatnonzero((shared >= MEETING_US) & (gaps["mmsi"] != stay["mmsi"]))
    lat, lon = stay["start_lat_e7"] / E7, stay["start_lon_e7"] / E7
    ways = sum(
        great_circle_m(gaps[f"{end}_lat_e7"][at] / E7, gaps[f"{end}_lon_e7"][at] / E7, lat, lon)
        for end in ("start", "end")
    )
    most_m = (gaps["end_us"][at] - gaps["start_us"][at] - MEETING_US) * SPEED_KN * placing.KNOT_M_PER_US
    return at[_LEAST * ways <= most_m]


def _ways(gap: Row, stay: Row) -> tuple[float, float]:
    """Return metres from where the silence began to the stay, and from there to where it ended."""
    at = (stay["start_lat_e7"], stay["start_lon_e7"])
    begins = placing.distance_m(gap["start_lat_e7"], gap["start_lon_e7"], *at)
    return begins, placing.distance_m(gap["end_lat_e7"], gap["end_lon_e7"], *at)


def _pair(gap: Row, stay: Row, visible: Change | None, silent: Change | None) -> Pair:
    return Pair(stay, gap, *away(gap, stay), visible, silent)


def may_have_called(gap: Row, but: str) -> bool:
    """Tell whether a silence was long enough to sail to a port of another State than one, load there, and come back.

    Where it was not, whatever came aboard in it came aboard in that one State.
    """
    return _in_reach(gap, lambda ends: placing.ways_m(ends, without=but))


def may_have_called_at(gap: Row, country: str) -> bool:
    """Tell whether a silence was long enough to sail to a port of a State, handle cargo there, and come back."""
    return _in_reach(gap, lambda ends: placing.ways_by_m(ends, country))


def _in_reach(gap: Row, ways_m: Callable[[list[tuple[int, int]]], Any]) -> bool:
    ends = [(gap[f"{edge}_lat_e7"], gap[f"{edge}_lon_e7"]) for edge in ("start", "end")]
    most_m = (gap["end_us"] - gap["start_us"] - HANDLED_US) * SPEED_KN * placing.KNOT_M_PER_US
    return bool(most_m > 0 and (ways_m(ends) <= most_m).any())


class Handled:
    """When and where some ships could have handled cargo: stops at known places, other stays, and long silences."""

    def __init__(self, world: World, tracks: Iterable[int]) -> None:
        tracks = sorted(set(tracks))
        visits, gaps = world.events["port_visit"], world.events["gap"]
        long = gaps.filter(gaps.end_us.notnull(), gaps.end_us - gaps.start_us >= SILENCE_US)
        asked = {_CALLED: visits.filter(visits.stopped), _LAY: world.events["loitering"], _SILENT: long}
        kinds = kinds_on_tracks({what: table.select(*_TIMES) for what, table in asked.items()}, tracks)
        self._calls = kinds[_CALLED]
        self._begins = {
            track: sorted((one["start_us"], what) for what, of in kinds.items() for one in of.get(track, ()))
            for track in tracks
        }

    def next_us(self, event: Row) -> int:
        """Return when a ship next lay or fell silent after an event; later draughts may tell of that instead."""
        return self.next_told(event)[0]

    def next_told(self, event: Row) -> tuple[int, str | None]:
        """Return :meth:`next_us`, and in words what the ship did then; None where only too much time had gone by."""
        begins = self._begins.get(event["track"], [])
        at = bisect_left(begins, (event["end_us"], ""))
        latest = int(event["end_us"]) + AFTER_US
        return (int(begins[at][0]), begins[at][1]) if at < len(begins) and begins[at][0] <= latest else (latest, None)

    def between_calls(self, event: Row) -> tuple[int, int]:
        """Return when the last stop before an event ended and the next began; in a port, both when it began."""
        call, calls = self.last_call(event), self._calls.get(event["track"], [])
        if call is not None and (call["end_us"] is None or call["end_us"] > event["start_us"]):
            return int(event["start_us"]), int(event["start_us"])
        at = bisect_left(calls, event["start_us"], key=lambda one: one["start_us"])
        left_us = int(call["end_us"]) if call is not None else int(event["start_us"]) - AFTER_US
        return left_us, int(calls[at]["start_us"]) if at < len(calls) else int(event["end_us"]) + AFTER_US

    def last_call(self, event: Row) -> Row | None:
        """Return the last stop at a known place that began before an event."""
        calls = self._calls.get(event["track"], [])
        at = bisect_left(calls, event["start_us"], key=lambda one: one["start_us"])
        return calls[at - 1] if at else None


def change(event: Row, fleet: Ships, handled: Handled) -> Change | None:
    """Return what a ship reported before and after, as far as that tells of the event; None where nothing does."""
    return told(event, fleet, handled).change


def told(event: Row, fleet: Ships, handled: Handled) -> Told:
    """Return what a ship reported before and after, and why that does not tell of the event where it does not.

    What it enters after it next lay, at a known port or not, or after a silence in which it may have, tells of that.
    And a crew may be late: where the draught before is older than the call before, the one after may be that call's.
    """
    start_us, end_us = event["start_us"], event["end_us"]
    reports = fleet.draughts(event["mmsi"], start_us, end_us)
    until_us, did = handled.next_told(event)
    at = bisect_right(reports, start_us, key=when)
    before, later = reports[:at], reports[at:]
    # first heard as a call begins, a draught may be that call's; of a silence that ends in one nothing else can tell
    sought = bisect_left if event.get("kind") == "loitering" else bisect_right
    after = later[: sought(later, until_us, key=when)]
    if not before or not after:
        return Told(None, before, later, (until_us, did))
    differs = (one for one in after if abs(one.dm - before[-1].dm) >= CHANGE_DM)
    found = Change(before[-1], next(differs, after[0]))
    call = handled.last_call(event)
    if found.dm and call is not None and entered_us(before) < call["start_us"]:
        left_us = call["end_us"] if call["end_us"] is not None else start_us
        if found.after.t_us <= left_us + LATE_US:
            return Told(None, before, [found.after], late=(call["start_us"], left_us))
    return Told(found)
