"""Maps and time lines draw what they are given, also where longitude turns over."""

from __future__ import annotations

from itertools import pairwise
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairlead.dossier import chart
from fairlead.shapes import US_PER_HOUR

DEGREES = st.tuples(st.floats(-80, 80), st.floats(-180, 180))


def paths(svg: str, kind: str) -> list[str]:
    root = ElementTree.fromstring(svg)
    return [path.get("d", "") for path in root.iter("path") if path.get("class") == kind]


@given(st.lists(DEGREES, min_size=1, max_size=20))
def test_a_frame_holds_every_position(points: list[tuple[float, float]]) -> None:
    view = chart.frame(points)
    for lat, lon in points:
        x, y = view.xy(lat, lon)
        assert -0.1 <= x <= chart.WIDTH + 0.1
        assert -0.1 <= y <= view.height + 0.1


def test_a_track_over_the_antimeridian_makes_a_narrow_map() -> None:
    view = chart.frame([(10.0, 179.5), (10.2, -179.5)])
    assert view.east - view.west < 5
    assert view.xy(10.0, 179.5)[0] < view.xy(10.2, -179.5)[0]


def test_a_silence_of_more_than_six_hours_is_drawn_apart_from_what_was_heard() -> None:
    points = [(0, 38.0, 124.0), (US_PER_HOUR, 37.9, 124.0), (9 * US_PER_HOUR, 37.0, 124.0)]
    line = chart.Line("MMSI 1", points)
    view = chart.frame([(lat, lon) for _, lat, lon in points])
    svg = chart.sea_map(view, [], [line], [])
    (silent,) = paths(svg, "track silent")
    (heard,) = (path for path in paths(svg, "track") if path)
    assert silent.count("L") == 1
    assert heard.count("L") == 1
    assert heard.count("M") == 2


def test_names_from_exhibits_cannot_become_markup() -> None:
    view = chart.frame([(0.0, 0.0)])
    mark = chart.Mark("place", "<script>alert(1)</script>", 0.0, 0.0)
    line = chart.Line('"><script>', [(0, 0.0, 0.0)])
    bar = chart.Bar("<b>", "gap", "<script>", 0, None)
    for svg in (chart.sea_map(view, [], [line], [mark]), chart.time_line([bar], 0, US_PER_HOUR)):
        assert "<script>" not in svg
        ElementTree.fromstring(svg)


@pytest.mark.parametrize(("degrees", "length"), [(0.3, "km"), (40.0, "km")])
def test_the_scale_bar_is_as_long_as_it_says(degrees: float, length: str) -> None:
    view = chart.Frame(0.0 - degrees / 2, 0.0, degrees / 2, degrees)
    root = ElementTree.fromstring(chart.sea_map(view, [], [], []))
    (scale,) = (path.get("d", "") for path in root.iter("path") if path.get("class") == "scale")
    left, right = float(scale[1:].split(" ")[0]), float(scale.split("H")[1].split("V")[0])
    (label,) = (text.text or "" for text in root.iter("text") if length in (text.text or ""))
    said_km = float(label.removesuffix(" km"))
    drawn_km = (right - left) / chart.WIDTH * degrees * 111.32
    assert drawn_km == pytest.approx(said_km, rel=0.02)


def test_what_a_ship_did_at_once_is_drawn_in_rows_of_its_lane_and_every_bar_has_its_words() -> None:
    spans = [("loitering", 0, 40), ("encounter", 5, 8), ("encounter", 7, 30), ("gap", 39, 40)]
    bars = [chart.Bar("MMSI 1", kind, kind, at * US_PER_HOUR, to * US_PER_HOUR) for kind, at, to in spans]
    root = ElementTree.fromstring(chart.time_line(bars, 0, 40 * US_PER_HOUR))
    boxes = [
        (float(one.get("y", "")), float(one.get("x", "")), float(one.get("width", ""))) for one in root.iter("rect")
    ]
    for n, (y, x, width) in enumerate(boxes):
        assert all(y != other[0] or x + width <= other[1] or other[1] + other[2] <= x for other in boxes[n + 1 :])
    said = [text.text for text in root.iter("text") if text.get("class") == "inbar"]
    assert sorted(said, key=str) == sorted((kind for kind, _, _ in spans), key=str)
    assert all(0 <= float(text.get("x", "")) < chart.WIDTH for text in root.iter("text"))


@pytest.mark.parametrize("hours", [2, 5, 17, 40, 66, 90, 200, 1_000, 9_000])
def test_times_on_a_scale_do_not_cover_each_other_and_say_their_zone(hours: int) -> None:
    bars = [chart.Bar("MMSI 1", "gap", "gap", 0, hours * US_PER_HOUR)]
    root = ElementTree.fromstring(chart.time_line(bars, 0, hours * US_PER_HOUR))
    ticks = [(float(text.get("x", "")), text.text or "") for text in root.iter("text") if text.get("class") == "tick"]
    assert ticks[0] == (0, "UTC")
    placed = ticks[1:]
    for (x, label), (next_x, next_label) in pairwise(placed):
        assert next_x - x > 6.2 * (len(label) + len(next_label)) / 2  # a letter of this size is some six units wide


def test_two_tracks_are_told_apart_by_numbers_and_by_when_they_were_drawn_not_by_colour_alone() -> None:
    tracks = [[(0, 38.0, 124.0), (US_PER_HOUR, 37.9, 124.1)], [(0, 38.0, 125.0), (2 * US_PER_HOUR, 37.8, 124.9)]]
    lines = [chart.Line(f"SHIP {name}", points) for name, points in zip("AB", tracks, strict=True)]
    view = chart.frame([(lat, lon) for points in tracks for _, lat, lon in points])
    root = ElementTree.fromstring(chart.sea_map(view, [], lines, []))
    numerals = [text.text for text in root.iter("text") if text.get("class") == "marklabel"]
    assert numerals == ["1", "1", "2", "2"]
    legend = [text for text in root.iter("text") if "SHIP" in (text.text or "")]
    assert [text.text for text in legend] == [
        "1  SHIP A, 1 Jan 00:00 to 1 Jan 1970 01:00",
        "2  SHIP B, 1 Jan 00:00 to 1 Jan 1970 02:00",
    ]
    assert all(float(text.get("y", "")) > view.height for text in legend)  # under the map: it covers nothing


def test_where_rows_are_full_no_bar_stands_on_words() -> None:
    """Four rows are taken, each by a short bar with long words after it; the next bars begin within these."""
    words = [chart.Bar("MMSI 1", "encounter", "a long encounter", n, n + 1) for n in range(4)]
    later = [chart.Bar("MMSI 1", "encounter", "another", n, n + 1) for n in range(8, 12)]
    root = ElementTree.fromstring(chart.time_line([*words, *later], 0, 100))
    boxes = [(float(one.get("x", "")), float(one.get("y", ""))) for one in root.iter("rect")]
    for told in (one for one in root.iter("text") if one.get("class") == "inbar"):
        begin, y = float(told.get("x", "")), float(told.get("y", "")) - 12
        end = begin + 6 * len(told.text or "")
        assert not [x for x, at in boxes if at == y and begin < x < end], told.text


def test_a_map_of_a_voyage_due_north_is_wider_than_tall_so_that_its_words_stay_legible_on_a_page() -> None:
    view = chart.frame([(31.0, 122.5), (38.0, 122.5)])
    assert chart.WIDTH / view.height >= 1.5
