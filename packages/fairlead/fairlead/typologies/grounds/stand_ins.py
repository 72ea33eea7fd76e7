"""Numbers that came and went while a ship was silent, and that could have been it by where it was lost and came back.

A transponder that is given another number for a trip is heard under it only while its own is silent: the whole of what
was ever heard of the second lies within one silence of the first, and both ends can be sailed. What else the two have
in common (size, kind, what the crew had typed in) is counted by whoever asks. Left out: numbers heard from the data's
first day on, which need not be new, those heard for a moment only, and another number under the same flag.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import ibis
import numpy as np

from fairlead.events import bounds, columns
from fairlead.events.identities import hulls_told
from fairlead.events.identities.identity_change import Parameters
from fairlead.shapes import US_PER_HOUR
from fairlead.typologies import placing
from fairlead.typologies.grounds.destinations import Destinations, Report

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from fairlead.typologies.world import World

_CHANGE = Parameters()
SETTLE_US = _CHANGE.settle_h * US_PER_HOUR
SPEED_KN = _CHANGE.across_dkn / 10
NEAR_M = _CHANGE.near_dm / 10
LENGTH_PCT = _CHANGE.length_pct
LEAST_US = 6 * US_PER_HOUR  # ours: who is heard for less says too little of where it was
EVER_US = 2**62
POSITIONS = 5  # ours: a few damaged messages with a number that nobody has are no ship
LIKE_PCT = 15  # ours: who types in another name makes the hull a little longer or shorter too
LIKE_BEAM_DM = 20  # ours: and broader or narrower by two metres
BEFORE_US = 3 * 24 * US_PER_HOUR  # ours: a destination typed in for the trip is typed in before it
AFTER_US = 2 * 24 * US_PER_HOUR  # ours: and stays in until the next is

Row = Mapping[str, Any]
_HULL = ("length_dm", "beam_dm", "ship_type")


@dataclass(frozen=True)
class StandIn:
    """A number all of whose positions lie within a silence of another, and what both reported."""

    life: Row  # track, mmsi, start_us, end_us and positions; start_* and end_* of where it was first and last heard
    first: Row  # length_dm, beam_dm and ship_type of the silent ship, as reported most often; None: never
    second: Row  # of the number that came and went
    goals: tuple[str, ...]  # destinations that both gave, in the letters of the crew

    @property
    def same_hull(self) -> bool:
        """Whether both told one size and one kind, as far as metres tell."""
        return self._sized(LENGTH_PCT, 0) and bool(self.first["ship_type"] == self.second["ship_type"])

    @property
    def same_goal(self) -> bool:
        """Whether both gave one destination, and are of one kind and about one size."""
        kinds = [one["ship_type"] // 10 if one["ship_type"] is not None else None for one in (self.first, self.second)]
        return bool(self.goals) and kinds[0] == kinds[1] and self._sized(LIKE_PCT, LIKE_BEAM_DM)

    def as_near(self, hull: Row) -> bool:
        """Tell whether another hull is as near to the silent ship's in size and kind as the one that came and went."""
        for name in ("length_dm", "beam_dm"):
            if abs(hull[name] - self.first[name]) > abs(self.second[name] - self.first[name]):
                return False
        kind, second, other = self.first["ship_type"], self.second["ship_type"], hull["ship_type"]
        return bool(other == kind or (second != kind and other // 10 == kind // 10))

    def _sized(self, length_pct: int, beam_dm: int) -> bool:
        if None in (one[name] for one in (self.first, self.second) for name in _HULL):
            return False
        long = abs(self.first["length_dm"] - self.second["length_dm"]) * 100 <= self.first["length_dm"] * length_pct
        return bool(long and abs(self.first["beam_dm"] - self.second["beam_dm"]) <= beam_dm)


class StandIns:
    """The numbers that came and went within some silences, fetched once for all of them."""

    def __init__(self, world: World, silences: Sequence[Row], digits: Sequence[int]) -> None:
        lives = _lives(world, silences, digits) if silences else []
        starts_us, ends_us = (np.array([one[f"{edge}_us"] for one in lives], np.int64) for edge in ("start", "end"))
        self._of = {gap["id"]: _within(gap, lives, starts_us, ends_us) for gap in silences}
        self.pairs = sum(map(len, self._of.values()))
        self._digits, self._reports = frozenset(digits), world.static_reports
        numbers = {one["mmsi"] for found in self._of.values() for one in found}
        numbers |= {gap["mmsi"] for gap in silences if self._of[gap["id"]]}
        self._hulls = _hulls(self._reports, sorted(numbers)) if numbers else {}
        self._goals = Destinations(self._reports, numbers)

    def of(self, gap: Row) -> list[StandIn]:
        """Return the numbers that came and went in a silence and could have been its ship, the first first."""
        return [self._stand_in(gap, life) for life in self._of[gap["id"]]]

    def by_chance(self, one: StandIn) -> float:
        """Return how many of all pairs of a silence and a number in it would be as like by chance as this one.

        As many as the pairs times the part of all ships of other flags that are as near to the silent ship in size and
        kind, and gave one of the destinations that these two gave, if they did. One more of each is counted: a case of
        few ships cannot show that likeness is rare.
        """
        sized = {mmsi: hull for mmsi, hull in self._every.items() if mmsi != one.life["mmsi"]}
        near = [mmsi for mmsi, hull in sized.items() if one.as_near(hull)]
        if one.goals:
            given = Destinations(self._reports, near)
            near = [mmsi for mmsi in near if _texts(given.during(mmsi, 0, EVER_US)) & set(one.goals)]
        return float(self.pairs * (len(near) + 1) / (len(sized) + 2))

    @cached_property
    def _every(self) -> dict[int, dict[str, Any]]:
        """What all numbers of other flags told of their hulls, of those that told size and kind."""
        told = _hulls(self._reports, None)
        others = {mmsi: hull for mmsi, hull in told.items() if mmsi // 1_000_000 not in self._digits}
        return {mmsi: hull for mmsi, hull in others.items() if None not in (hull[name] for name in _HULL)}

    def _stand_in(self, gap: Row, life: Row) -> StandIn:
        first, second = (self._hulls.get(one["mmsi"], dict.fromkeys(_HULL)) for one in (gap, life))
        around = ((gap["start_us"] - BEFORE_US, gap["start_us"]), (gap["end_us"], gap["end_us"] + AFTER_US))
        own = {text for start_us, end_us in around for text in self._gave(gap["mmsi"], start_us, end_us)}
        both = own & self._gave(life["mmsi"], life["start_us"], life["end_us"])
        return StandIn(life, first, second, tuple(sorted(both)))

    def _gave(self, mmsi: int, start_us: int, end_us: int) -> set[str]:
        return _texts(one for one in self._goals.during(mmsi, start_us, end_us) if start_us <= one.t_us <= end_us)


def _texts(reports: Iterable[Report]) -> set[str]:
    return {one.text.upper() for one in reports}


def _lives(world: World, silences: Sequence[Row], digits: Sequence[int]) -> list[dict[str, Any]]:
    """Return when and where each number of other flags was first and last heard, of those that came and went."""
    spans = bounds.spans(world.legs)
    spans = spans.mutate(oldest_us=spans.first_us.min().over(ibis.window()))
    since_us, until_us = min(one["start_us"] for one in silences), max(one["end_us"] for one in silences)
    brief = spans.filter(
        spans.first_us - spans.oldest_us >= SETTLE_US,
        spans.last_us - spans.first_us >= LEAST_US,
        spans.positions >= POSITIONS,
        spans.first_us > since_us,
        spans.last_us < until_us,
        ~(spans.mmsi // 1_000_000).isin(list(digits)),
    )
    lives = brief.select("track", "positions", start_us="first_us", end_us="last_us")
    rows: list[dict[str, Any]] = bounds.bounded(lives, world.legs).to_pyarrow().to_pylist()
    return sorted(rows, key=lambda one: (one["start_us"], one["track"]))


def _within(gap: Row, lives: Sequence[dict[str, Any]], starts_us: Any, ends_us: Any) -> list[dict[str, Any]]:
    """Return those that lie within a silence, and that its ship could have been."""
    inside = np.flatnonzero((starts_us > gap["start_us"]) & (ends_us < gap["end_us"])).tolist()
    found = (lives[at] for at in inside)
    return [one for one in found if _sailed(gap, "start", one, "start") and _sailed(one, "end", gap, "end")]


def _sailed(left: Row, edge: str, came: Row, other: str) -> bool:
    """Tell whether a ship could sail from one place to another between the times of both."""
    most_m = (came[f"{other}_us"] - left[f"{edge}_us"]) * SPEED_KN * placing.KNOT_M_PER_US + NEAR_M
    return bool(placing.distance_m(*placing.position(left, edge), *placing.position(came, other)) <= most_m)


def _hulls(static_reports: ir.Table, mmsis: Sequence[int] | None) -> dict[int, dict[str, Any]]:
    """Return what some numbers, or all, told of their hulls most often, by number."""
    own = static_reports.filter(static_reports.mmsi.notnull())
    own = own if mmsis is None else columns.among(own, "mmsi", mmsis)
    told = hulls_told.told(own.select("mmsi").distinct(), own).select("mmsi", *_HULL)
    return {row["mmsi"]: row for row in told.to_pyarrow().to_pylist()}
