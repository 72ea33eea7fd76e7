"""Maps and time lines draw what they are given, also where longitude turns over."""

from __future__ import annotations

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
