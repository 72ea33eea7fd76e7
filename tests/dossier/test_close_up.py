"""Positions at which no hull can have been are drawn close by, with what that does not show."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pyarrow as pa
import pyarrow.dataset as ds
import pyarrow.parquet as pq
import pytest

from fairlead import shapes
from fairlead.dossier import close_up
from fairlead.shapes import US_PER_HOUR

SHIP, START, EXHIBIT = 445_000_002, 1_552_348_800_000_000, 7
MINUTE_US = US_PER_HOUR // 60


def legs(tmp_path: Path, *tracks: Sequence[tuple[float, float]]) -> ds.Dataset:
    """Positions every five minutes, a track each."""
    rows = [
        {
            **{"track": SHIP * 1000 + track, "mmsi": SHIP, "t_us": START + n * 5 * MINUTE_US},
            **{"lat_e7": round(lat * 1e7), "lon_e7": round(lon * 1e7), "exhibit": EXHIBIT, "row": n + 1},
        }
        for track, points in enumerate(tracks)
        for n, (lat, lon) in enumerate(points)
    ]
    pq.write_table(pa.Table.from_pylist(rows, schema=shapes.LEGS), tmp_path / "legs.parquet")
    return ds.dataset(tmp_path / "legs.parquet")


def event(kind: str, hours: float, **further: Any) -> dict[str, Any]:
    end_us = START + round(hours * US_PER_HOUR)
    return {"kind": kind, "track": SHIP * 1000, "mmsi": SHIP, "start_us": START, "end_us": end_us, **further}


def squares(svg: str) -> list[int]:
    """How many dots each track has."""
    paths = [one for one in ElementTree.fromstring(svg).iter("path") if one.get("class") == "dots"]
    return [(one.get("d") or "").count("z") for one in paths]


CIRCLE = [(31.0 + 0.02 * math.sin(n / 4), 123.0 + 0.023 * math.cos(n / 4)) for n in range(50)]


def test_a_circle_is_drawn_dot_by_dot_and_close_by(tmp_path: Path) -> None:
    told = event("circle", 4, turns_ddeg=7_000, radius_dm=22_000, positions=49)
    svg = close_up.picture(told, legs(tmp_path, CIRCLE), ())
    assert svg is not None
    assert squares(svg) == [50]
    assert ">1 km</text>" in svg  # the scale: the map is some ten kilometres wide
    assert close_up.words(told).startswith(
        "Where MMSI 445000002 said it was, 12 March 2019. Each dot is a position received: 1.9 turns about one middle, "
        "2200 m off it, in 4.0 h. It does not show"
    )


def test_two_tracks_under_one_number_are_both_drawn(tmp_path: Path) -> None:
    told = event("impossible_movement", 2, other_track=SHIP * 1000 + 1, distance_dm=4_500_000, implied_dkn=9_000)
    north = [(38.0, 122.0 + n / 100) for n in range(24)]
    south = [(34.0, 123.0 + n / 100) for n in range(30)]
    svg = close_up.picture(told, legs(tmp_path, north, south), ())
    assert svg is not None
    assert squares(svg) == [24, 30]
    assert "made 450 km at 900 kn." in close_up.words(told)


@pytest.mark.parametrize(
    ("kind", "further", "words"),
    [
        (
            "fixed_point",
            {"positions": 50, "median_speed_dkn": 97},
            "50 positions at the very same coordinates in 4.0 h",
        ),
        ("on_land", {"positions": 50, "inland_dm": 300_000}, "50 of them on land, up to 30 km from the coast"),
    ],
)
def test_points_and_land_are_drawn_too(tmp_path: Path, kind: str, further: dict[str, Any], words: str) -> None:
    told = event(kind, 4, **further)
    svg = close_up.picture(told, legs(tmp_path, [(40.0, 125.0)] * 50), ())
    assert svg is not None
    assert squares(svg) == [1]  # what falls together is one dot
    assert words in close_up.words(told)
    assert "It does not show" in close_up.words(told)


def test_what_may_not_be_shown_is_not_drawn(tmp_path: Path) -> None:
    told = event("circle", 4, turns_ddeg=7_000, radius_dm=22_000, positions=49)
    assert close_up.picture(told, legs(tmp_path, CIRCLE), (EXHIBIT,)) is None
