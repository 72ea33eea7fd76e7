"""An observation beside what its picture says: agreement, difference, and clocks that give no offset."""

from __future__ import annotations

from typing import Any

import pytest

from fairlead.register.beside_picture import compare
from fairlead.register.observations import Draft
from fairlead.register.times import microseconds
from fairlead.typologies.occasion import Place, Where

NAMPO = Place("sighting", "Nampo", "KP", "port", 38.72, 125.41)


def image(**values: Any) -> dict[str, Any]:
    return dict.fromkeys(("taken", "t_us", "lat_e7", "lon_e7", "footprint")) | values


def draft(start: str, *places: Place) -> Draft:
    return Draft(act="sighting", where=Where(page=1), start=start, how_known="caption", places=places)


@pytest.mark.parametrize(
    ("taken", "said"),
    [
        ("2018-02-16T05:30:00+00:00", "within the time you give"),
        ("2018-02-14T05:30:00+00:00", "42 hours before the time you give"),
        ("2018-02-27T00:00:00+00:00", "10 days after the time you give"),
    ],
)
def test_a_moment_is_compared_with_the_day_that_a_person_gives(taken: str, said: str) -> None:
    (words,) = compare(draft("2018-02-16"), image(taken=taken, t_us=microseconds(taken)))
    assert words.endswith(said)


def test_a_clock_without_offset_is_given_every_offset_there_is() -> None:
    assert "within" in compare(draft("2018-02-16"), image(taken="2018-02-17T13:00:00"))[0]
    assert "1 hours after" in compare(draft("2018-02-16"), image(taken="2018-02-17T15:00:00"))[0]


def test_a_camera_near_and_a_camera_far_off() -> None:
    near = image(lat_e7=387_200_000, lon_e7=1_254_000_000)
    far = image(lat_e7=347_200_000, lon_e7=1_254_000_000)
    assert compare(draft("2018-02-16", NAMPO), near) == ["the file puts the camera 0.9 km from Nampo"]
    assert compare(draft("2018-02-16", NAMPO), far)[0].endswith("km from Nampo: far off")


def test_a_footprint_holds_a_place_or_does_not() -> None:
    scene = image(footprint="POLYGON ((125 38, 126 38, 126 39, 125 39, 125 38))")
    elsewhere = Place("sighting", "Example Roads", None, "undetermined", 30.0, 122.0)
    told = compare(draft("2018-02-16", NAMPO, elsewhere), scene)
    assert told == ["Nampo lies inside the scene's footprint", "Example Roads lies outside the scene's footprint"]


def test_nothing_is_said_where_the_picture_says_nothing() -> None:
    assert compare(draft("2018-02-16", NAMPO), image()) == []
