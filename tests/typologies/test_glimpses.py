"""Moments at which two ships were heard: the quick way gives those of the plain definition."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from fairlead.typologies.grounds.glimpses import TOGETHER_US, _moments

MINUTE_US = 60_000_000
tracks = st.lists(st.integers(0, 200), max_size=30).map(
    lambda minutes: [{"t_us": minute * MINUTE_US, "row": n} for n, minute in enumerate(sorted(minutes))]
)


def plain(ours: list[dict[str, Any]], theirs: list[dict[str, Any]]) -> list[tuple[int, int]]:
    found, used = [], set()
    for here in ours:
        nearest = min(theirs, key=lambda there: abs(there["t_us"] - here["t_us"]), default=None)
        if nearest is None or abs(nearest["t_us"] - here["t_us"]) > TOGETHER_US or nearest["row"] in used:
            continue
        used.add(nearest["row"])
        found.append((here["row"], nearest["row"]))
    return found


@given(tracks, tracks)
def test_moments_are_those_of_the_plain_definition(ours: list[dict[str, Any]], theirs: list[dict[str, Any]]) -> None:
    assert [(here["row"], there["row"]) for here, there in _moments(ours, theirs)] == plain(ours, theirs)
