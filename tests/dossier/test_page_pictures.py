"""The map and the time line of an occasion's section: the ends of its silences, and no more time than is told of."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import pyarrow as pa
import pyarrow.parquet as pq
from tests.dossier.test_pictures import ONE, OTHER, START, occasion

from fairlead import shapes
from fairlead.dossier import around, page
from fairlead.shapes import US_PER_HOUR
from fairlead.typologies import moments
from fairlead.typologies.occasion import EventRef, Place, Subject

HIDDEN = "a" * 64


def event(derived: Path, kind: str, hours: tuple[int, int], **further: Any) -> EventRef:
    row = {"id": f"{kind}{hours[0]}", "digest": "d", "track": ONE * 1000, "mmsi": ONE}
    row |= {"start_us": START + hours[0] * US_PER_HOUR, "end_us": START + hours[1] * US_PER_HOUR}
    row |= {"start_lat_e7": 360_000_000, "start_lon_e7": 1_230_000_000, "start_exhibit": shapes.exhibit_key(HIDDEN)}
    row |= {"end_lat_e7": 340_000_000, "end_lon_e7": 1_240_000_000, **further}
    path = derived / "events" / f"{kind}.parquet"
    path.parent.mkdir(parents=True, exist_ok=True)
    before = pq.read_table(path).to_pylist() if path.exists() else []
    schema = pa.schema([*shapes.SEALED, *shapes.EVENTS[kind]])
    pq.write_table(pa.Table.from_pylist([*before, row], schema=schema), path)
    ends = (moments.iso(row["start_us"]), moments.iso(row["end_us"]))
    return EventRef(row["id"], kind, "d", ONE, *ends)


def section(
    derived: Path, *events: EventRef, places: tuple[Place, ...] = (), hidden: tuple[str, ...] = ()
) -> page.Shown:
    carrier = Subject("carrier", "MADE UP", None, ONE)
    made = replace(occasion(), places=places, subjects=(carrier,), events=events)
    return page.show(1, made, derived, derived / "none", cast("Any", None), [], hidden)


def test_a_silence_is_marked_on_the_map_where_and_when_it_began_and_ended(tmp_path: Path) -> None:
    gap = event(tmp_path, "gap", (10, 40))
    shown = section(tmp_path, gap)
    assert ">last heard: 12 Mar 10:00<" in (shown.map or "")
    assert ">heard again: 13 Mar 16:00<" in (shown.map or "")
    place = Place("last heard", "the open sea", None, "beyond", 36.0, 123.0)
    named = section(tmp_path, gap, places=(place,)).map or ""
    assert ">last heard: the open sea, 12 Mar 10:00<" in named
    assert named.count("12 Mar 10:00") == 1
    hidden = section(tmp_path, gap, hidden=(HIDDEN,)).map or ""
    assert "12 Mar 10:00" not in hidden


def test_a_change_of_number_is_marked_with_both_names(tmp_path: Path) -> None:
    change = event(tmp_path, "identity_change", (10, 40), other_mmsi=OTHER, other_track=OTHER * 1000)
    shown = section(tmp_path, change).map or ""
    assert ">last heard: 12 Mar 10:00<" in shown
    assert ">first heard: 13 Mar 16:00<" in shown


def test_a_time_line_is_not_stretched_by_what_lasted_for_weeks(tmp_path: Path) -> None:
    gap = event(tmp_path, "gap", (10, 40))
    event(tmp_path, "loitering", (70, 1000))
    shown = section(tmp_path, gap)
    assert "13 Mar 12:00" in (shown.timeline or "")
    assert "Apr" not in (shown.timeline or "")
    assert "A bar that reaches an edge may go on beyond it." in shown.timeline_caption
    assert "Gap: it was not heard." in shown.timeline_caption
    assert "Encounter" not in shown.timeline_caption  # there is none


def test_a_sign_beside_an_occasion_does_not_stretch_its_map_and_time_line(tmp_path: Path) -> None:
    met = event(tmp_path, "encounter", (100, 104), other_mmsi=OTHER, other_track=OTHER * 1000)
    stray = event(tmp_path, "impossible_movement", (0, 1), other_track=ONE * 1000 + 1)
    made = section(tmp_path, met, stray).occasion
    assert around.span_us(made) == around.span_us(replace(made, events=(met,)))
    assert around.span_us(replace(made, events=(stray,))) is not None


def test_an_encounter_says_with_whom(tmp_path: Path) -> None:
    met = event(tmp_path, "encounter", (1, 4), other_mmsi=OTHER, other_track=OTHER * 1000)
    assert f"encounter with {OTHER}" in (section(tmp_path, met).timeline or "")


def test_a_ship_told_by_what_it_sent_is_drawn_though_no_event_is_cited_and_one_only_spoken_of_is_not(
    tmp_path: Path,
) -> None:
    sent = [
        {"track": ONE * 1000, "mmsi": ONE, "t_us": START + n * US_PER_HOUR, "exhibit": 1, "row": n + 1}
        | {"lat_e7": 330_000_000 + n * 100_000, "lon_e7": 1_240_000_000}
        for n in range(30)
    ]
    pq.write_table(pa.Table.from_pylist(sent, schema=shapes.LEGS), tmp_path / "legs.parquet")
    shown = section(tmp_path)
    assert f"MADE UP (MMSI {ONE}), 12 Mar 00:00 to 13 Mar 2019 05:00" in (shown.map or "")
    spoken = replace(shown.occasion, basis="stated", start_precision="day", end_precision="day")
    assert page.show(1, spoken, tmp_path, tmp_path / "none", cast("Any", None), []).map is None
