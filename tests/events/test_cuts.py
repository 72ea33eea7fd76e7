"""Where a track can be cut: looked for among the last days first, and farther back where there was none."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pyarrow as pa
from tests.events.conftest import MINUTE, START, position, table

from fairlead import places
from fairlead.events.adding import cuts
from fairlead.events.adding.lately import Legs
from fairlead.events.tracks import passed_on

HOUR = 60
DAY = 24 * HOUR
UNDER_WAY, AT_ANCHOR, NEW = 412_000_001, 412_000_002, 412_000_003


def sail(mmsi: int, first: int, last: int, lat: float) -> list[dict[str, Any]]:
    return [position(mmsi, minute, lat, 123.0 + (minute - first) / 400) for minute in range(first, last, 20)]


def lie(mmsi: int, first: int, last: int, lat: float, lon: float) -> list[dict[str, Any]]:
    return [position(mmsi, minute, lat, lon, 0.0) for minute in range(first, last, 20)]


def test_who_lay_for_a_week_is_cut_before_it_and_who_is_new_nowhere(legs_of: Callable[..., Any]) -> None:
    sailed = sail(AT_ANCHOR, 0, DAY, 36.0)
    legs = legs_of(
        table(
            sail(UNDER_WAY, 0, 10 * DAY, 37.0)
            + sailed
            + lie(AT_ANCHOR, DAY, 10 * DAY, 36.0, sailed[-1]["lon_e7"] / 1e7)
            + sail(NEW, 9 * DAY, 10 * DAY, 38.0)
        )
    )
    known_us = START + 9 * DAY * MINUTE
    told = [(UNDER_WAY * 1_000, known_us), (AT_ANCHOR * 1_000, known_us), (NEW * 1_000, None)]
    tracks = set(legs.track.to_pyarrow().to_pylist())
    assert {track for track, _ in told} <= tracks
    changed = pa.table([pa.array(each, pa.int64()) for each in zip(*told, strict=True)], names=["track", "known_us"])
    lately = Legs(legs, known_us, passed_on)
    found = cuts.of(lately, changed, places.ANCHORS.empty_table()).to_pyarrow().to_pylist()
    at = {row["track"] // 1_000: row["cut_us"] for row in found}
    assert len(found) == 3
    assert known_us - DAY * MINUTE < at[UNDER_WAY] < known_us
    assert START < at[AT_ANCHOR] <= START + DAY * MINUTE
    assert at[NEW] == cuts.ALWAYS_US
