"""Stays beside silences: looking only where one can matter finds what looking at every pair finds."""

from __future__ import annotations

from typing import Any

import numpy as np
from examples import examples
from hypothesis import given, settings
from hypothesis import strategies as st

from fairlead.shapes import US_PER_HOUR
from fairlead.typologies.grounds import silences
from fairlead.typologies.grounds.lading import Draught
from fairlead.typologies.grounds.silences import Change

HOURS = st.integers(0, 60)
DEGREES = st.sampled_from([0.0, 0.05, 0.17, 0.3, 1.0, 179.95, -179.95])


@st.composite
def events(draw: st.DrawFn) -> dict[str, Any]:
    start = draw(HOURS)
    place = {
        f"{end}_{axis}_e7": round((38 * (axis == "lat") + draw(DEGREES) / (1 + 3 * (axis == "lat"))) * 1e7)
        for end in ("start", "end")
        for axis in ("lat", "lon")
    }
    times = {"start_us": start * US_PER_HOUR, "end_us": (start + draw(HOURS)) * US_PER_HOUR}
    return {"mmsi": draw(st.integers(1, 4)), **times, **place}


def draught(dm: int) -> Draught:
    return Draught(0, dm, 1, 1)


changes = st.none() | st.tuples(st.integers(20, 40), st.integers(20, 40)).map(
    lambda both: Change(draught(both[0]), draught(both[1]))
)


@settings(max_examples=examples(300))
@given(st.lists(st.tuples(events(), changes), max_size=8), st.lists(st.tuples(events(), changes), max_size=8))
def test_no_pair_that_every_pair_would_give_is_passed_over(
    silent: list[tuple[dict[str, Any], Change | None]], visible: list[tuple[dict[str, Any], Change | None]]
) -> None:
    visible.sort(key=lambda one: one[0]["start_us"])

    def kept(gap: int, stay: int) -> bool:
        (one, of_one), (other, of_other) = silent[gap], visible[stay]
        shared = min(one["end_us"], other["end_us"]) - max(one["start_us"], other["start_us"])
        if one["mmsi"] == other["mmsi"] or shared < silences.MEETING_US or not silences.reachable(one, other):
            return False
        pair = silences._pair(one, other, of_other, of_one)
        return pair.opposite or pair.away_m <= silences.NEAR_M

    every = {(gap, stay) for gap in range(len(silent)) for stay in range(len(visible)) if kept(gap, stay)}
    signs = np.array([silences._sign(one) for _, one in visible], np.int64)
    looked_at = {
        (gap, stay)
        for gap, stays, near in silences._together([one for one, _ in silent], [one for one, _ in visible])
        for stay in stays[near | (signs[stays] * silences._sign(silent[gap][1]) < 0)].tolist()
    }
    assert {pair for pair in looked_at if kept(*pair)} == every
