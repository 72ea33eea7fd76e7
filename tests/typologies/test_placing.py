"""How places are called in titles: by the port near which they lie, else by what lies there."""

from __future__ import annotations

import pytest

from fairlead.typologies import placing


@pytest.mark.parametrize(
    ("lat", "lon", "words", "there"),
    [
        (35.4, 123.9, "on the open sea", "beyond the territorial sea"),
        (37.45, 130.75, "in coastal waters", "in the territorial sea"),  # by an island 100 km from every port
        (38.0, 121.0, "off Penglai (CN)", "in the territorial sea"),
    ],
)
def test_waters_far_from_every_port_are_the_open_sea_only_beyond_the_territorial_sea(
    lat: float, lon: float, words: str, there: str
) -> None:
    place = placing.place("stay", round(lat * 1e7), round(lon * 1e7))
    assert (placing.at(place), place.there) == (words, there)
