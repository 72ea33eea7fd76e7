"""Curves over time draw what they are given: broken where nothing is known, and to the scale that they print."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest

from fairlead.dossier import curves
from fairlead.shapes import US_PER_HOUR

TEN_MINUTES = US_PER_HOUR // 6


def elements(svg: str, tag: str, kind: str) -> list[ElementTree.Element]:
    return [one for one in ElementTree.fromstring(svg).iter(tag) if one.get("class") == kind]


def number(element: ElementTree.Element, name: str) -> float:
    return float(element.get(name, "nan"))


def distances(*points: tuple[int, int]) -> str:
    return curves.separation([(n * TEN_MINUTES, dm) for n, dm in points], (0, TEN_MINUTES), TEN_MINUTES, 500, "two")


def test_a_curve_of_distances_is_broken_where_a_step_is_missing() -> None:
    (path,) = elements(distances((0, 900), (1, 800), (4, 700), (5, 600)), "path", "curve")
    assert (path.get("d", "").count("M"), path.get("d", "").count("L")) == (2, 2)


@pytest.mark.parametrize(("dm", "above"), [(4_500, False), (5_500, True), (90_000, True), (300, False)])
def test_a_distance_lies_on_its_side_of_the_line_of_the_reach(dm: int, above: bool) -> None:
    svg = distances((0, dm), (1, dm))
    (threshold,) = elements(svg, "line", "threshold")
    (path,) = elements(svg, "path", "curve")
    y = float(re.findall(r"[\d.]+ ([\d.]+)", path.get("d", ""))[0])
    assert (y < number(threshold, "y1")) is above


def test_ships_side_by_side_stay_within_the_drawing() -> None:
    svg = distances((0, 0), (1, 5))
    (path,) = elements(svg, "path", "curve")
    height = float(ElementTree.fromstring(svg).get("viewBox", "").split()[3])
    assert all(0 <= float(y) <= height for y in re.findall(r"[\d.]+ ([\d.]+)", path.get("d", "")))


def test_bars_are_as_high_as_others_were_heard_and_none_is_drawn_for_nobody() -> None:
    places = [curves.Heard("began", [0, 1, 2, 4]), curves.Heard("ended", [0, 0, 0, 3])]
    svg = curves.reception(places, 0, US_PER_HOUR, (US_PER_HOUR, 3 * US_PER_HOUR), "per hour", "who")
    heights = [number(bar, "height") for bar in elements(svg, "rect", "heard")]
    assert len(heights) == 4
    assert [round(height / heights[0]) for height in heights] == [1, 2, 4, 3]


def test_the_silence_is_shaded_from_its_start_to_its_end_in_each_row() -> None:
    places = [curves.Heard("began", [1] * 4), curves.Heard("ended", [1] * 4)]
    svg = curves.reception(places, 0, US_PER_HOUR, (US_PER_HOUR, 3 * US_PER_HOUR), "per hour", "who")
    bars = elements(svg, "rect", "heard")
    for shade in elements(svg, "rect", "silence"):
        assert number(shade, "x") == number(bars[1], "x")
        assert number(shade, "x") + number(shade, "width") == pytest.approx(number(bars[3], "x"), abs=0.2)
    assert len(elements(svg, "rect", "silence")) == 2


def test_draughts_that_differ_are_joined_by_dots_only() -> None:
    reports = [(0, 32), (US_PER_HOUR, 32), (5 * US_PER_HOUR, 62), (6 * US_PER_HOUR, 62)]
    svg = curves.draught(reports, [], 0, 6 * US_PER_HOUR, "draught")
    (known,), (unknown,) = elements(svg, "path", "curve"), elements(svg, "path", "curve unknown")
    assert (known.get("d", "").count("M"), unknown.get("d", "").count("M")) == (2, 1)
    assert len(elements(svg, "circle", "report")) == 4


def test_a_draught_stands_where_its_scale_says() -> None:
    svg = curves.draught([(0, 30), (US_PER_HOUR, 60)], [], 0, US_PER_HOUR, "draught")
    root = ElementTree.fromstring(svg)
    said = {text.text: number(text, "y") - 4 for text in root.iter("text") if (text.text or "").endswith(" m")}
    shallow, deep = (number(one, "cy") for one in elements(svg, "circle", "report"))
    assert (shallow, deep) == (pytest.approx(said["3 m"], abs=0.2), pytest.approx(said["6 m"], abs=0.2))


def test_marks_close_in_time_do_not_cover_each_other() -> None:
    marks = [curves.Instant(10 * US_PER_HOUR + n * 60_000_000, f"left port number {n}") for n in range(4)]
    svg = curves.draught([(0, 30), (24 * US_PER_HOUR, 30)], marks, 0, 24 * US_PER_HOUR, "draught")
    labels = [text for text in elements(svg, "text", "panel") if (text.text or "").startswith("left")]
    assert len({number(text, "y") for text in labels}) == 4


def test_names_from_exhibits_cannot_become_markup() -> None:
    evil = '"><script>alert(1)</script>'
    drawn = (
        curves.separation([(0, 100), (TEN_MINUTES, 90)], (0, TEN_MINUTES), TEN_MINUTES, 500, evil),
        curves.reception([curves.Heard(evil, [1])], 0, US_PER_HOUR, (0, 1), evil, evil),
        curves.draught([(0, 30), (1, 31)], [curves.Instant(0, evil)], 0, 1, evil),
    )
    for svg in drawn:
        assert "<script" not in svg
        ElementTree.fromstring(svg)


def test_where_nobody_else_was_heard_the_picture_says_so_and_names_its_time_zone() -> None:
    places = [curves.Heard("where it began", [0, 0, 0]), curves.Heard("where it ended", [0, 2, 0])]
    svg = curves.reception(places, 0, US_PER_HOUR, (0, US_PER_HOUR), "other ships heard per hour", "around")
    said = [text.text for text in ElementTree.fromstring(svg).iter("text")]
    assert said.count("nobody else was heard here") == 1
    assert said.count("UTC") == 1


def test_what_an_occasion_tells_of_is_shaded_behind_the_draughts() -> None:
    reports = [(0, 32), (4 * US_PER_HOUR, 62)]
    svg = curves.draught(reports, [], 0, 4 * US_PER_HOUR, "draught", [(US_PER_HOUR, 3 * US_PER_HOUR)])
    (shade,) = elements(svg, "rect", "meeting-time")
    first, last = (number(one, "cx") for one in elements(svg, "circle", "report"))
    assert number(shade, "x") == pytest.approx(first + (last - first) / 4, abs=0.2)
    assert number(shade, "width") == pytest.approx((last - first) / 2, abs=0.2)


@pytest.mark.parametrize("hours", [3, 17, 66, 300, 312, 720])
def test_no_time_on_a_scale_is_cut_at_the_edge(hours: int) -> None:
    svg = curves.draught([(0, 32), (hours * US_PER_HOUR, 62)], [], 0, hours * US_PER_HOUR, "draught")
    times = [one for one in elements(svg, "text", "tick") if one.get("text-anchor") == "middle"]
    assert times
    for one in times:
        assert number(one, "x") + 6.2 * len(one.text or "") / 2 <= curves.WIDTH
