"""Words on a map cover neither each other nor a mark, and none is cut at an edge."""

from __future__ import annotations

from itertools import combinations
from xml.etree import ElementTree

import pytest

from fairlead.dossier import chart, labels
from fairlead.shapes import US_PER_HOUR


def drawn(marks: list[chart.Mark], lines: list[chart.Line] = []) -> ElementTree.Element:  # noqa: B006
    points = [(mark.lat, mark.lon) for mark in marks] + [(lat, lon) for line in lines for _, lat, lon in line.points]
    return ElementTree.fromstring(chart.sea_map(chart.frame(points), [], lines, marks))


def boxes(root: ElementTree.Element) -> list[labels.Box]:
    found = []
    for text in (one for one in root.iter("text") if one.get("class") == "marklabel"):
        x, y, width = float(text.get("x", "")), float(text.get("y", "")), labels.LETTER_PX * len(text.text or "")
        left = x - width if text.get("text-anchor") == "end" else x
        found.append(labels.Box(left, y - 10, left + width, y + 2))
    return found


@pytest.mark.parametrize("apart", [0.0, 0.05, 0.2, 0.6])
def test_places_close_together_keep_their_words_apart(apart: float) -> None:
    marks = [
        chart.Mark("place", "last heard: the open sea, 16 Oct 08:00", 37.0, 123.0),
        chart.Mark("place", "heard again: the open sea, 20 Oct 12:19", 37.0 + apart / 3, 123.0 + apart),
        chart.Mark("end", "destination: Yantai", 37.6, 121.4),
        chart.Mark("start", "origin: Nampo", 38.7, 125.4),
    ]
    track = chart.Line("MMSI 1", [(0, 38.7, 125.4), (US_PER_HOUR, 37.0, 123.0)])
    root = drawn(marks, [track])
    placed = boxes(root)
    assert len(placed) == 4 + 2
    assert not [pair for pair in combinations(placed, 2) if pair[0].meets(pair[1])]
    assert all(box.left >= 0 and box.right <= chart.WIDTH for box in placed)
    circles = [one for one in root.iter("circle") if (one.get("class") or "").startswith("mark")]
    dots = [labels.Box(*(float(one.get(key, "")) + by for by in (-4, 4) for key in ("cx", "cy"))) for one in circles]
    assert not [dot for dot in dots for box in placed if dot.meets(box)]


def test_words_that_had_to_move_are_led_to_their_mark() -> None:
    marks = [chart.Mark("place", f"a place with a long name {n}", 37.0, 123.0) for n in range(7)]
    root = drawn(marks)
    assert [one for one in root.iter("path") if one.get("class") == "leader"]


def test_a_track_that_ends_where_it_began_has_one_number_and_one_position_is_no_arrow() -> None:
    there = chart.Line("A", [(0, 38.0, 124.0), (US_PER_HOUR, 38.5, 124.5), (2 * US_PER_HOUR, 38.0, 124.0)])
    stray = chart.Line("B", [(0, 37.0, 127.0)])
    root = drawn([], [there, stray])
    assert [text.text for text in root.iter("text") if text.get("class") == "marklabel"] == ["1", "2"]
    assert len([one for one in root.iter("path") if one.get("transform")]) == 1
    assert "2  B, one position, 1 Jan 1970 00:00" in [text.text for text in root.iter("text")]


def test_degrees_at_an_edge_are_left_out_rather_than_cut() -> None:
    root = drawn([], [chart.Line("A", [(0, 38.7, 125.4), (US_PER_HOUR, 29.8, 122.5)])])
    degrees = [text for text in root.iter("text") if "°" in (text.text or "")]
    assert all(float(text.get("x", "")) + 6 * len(text.text or "") <= chart.WIDTH for text in degrees)
    norths = [float(text.get("y", "")) for text in degrees if (text.text or "").endswith("N")]
    assert min(norths) > 24  # under the degrees of longitude
