"""An occasion's section shows distance, reception and draught where they are known, and says what they do not show."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from fairlead import shapes
from fairlead.dossier import around, heard, lanes, pictures
from fairlead.shapes import US_PER_HOUR
from fairlead.typologies import moments
from fairlead.typologies.occasion import EventRef, Occasion, Subject, Typology

ONE, OTHER, THIRD = 312_000_001, 445_000_002, 538_000_003
TRACKS, STATIC = "a" * 64, "b" * 64
START = 1_552_348_800_000_000  # 2019-03-12
EVENTS = ("encounter", "gap", "voyage")


@pytest.fixture
def derived(tmp_path: Path) -> Path:
    """Two ships side by side for a day, then one of them silent for ten hours while a third is heard twice."""
    legs = []
    for mmsi, lat, hours in (
        (ONE, 35.2, range(25)),
        (OTHER, 35.201, [*range(31), 30.25, 30.5, *range(31, 35)]),
        (THIRD, 35.21, (26, 28)),
    ):
        for row, hour in enumerate(hours):
            at = {"track": mmsi * 1000, "mmsi": mmsi, "t_us": START + round(hour * US_PER_HOUR), "exhibit": key(TRACKS)}
            legs.append(at | {"lat_e7": round(lat * 1e7), "lon_e7": 1_240_000_000, "row": row + 1})
    write(tmp_path / "derived" / "legs.parquet", legs, shapes.LEGS)
    day = {"track": ONE * 1000, "mmsi": ONE, "start_lat_e7": 352_000_000, "start_lon_e7": 1_240_000_000}
    day |= {"end_lat_e7": 352_000_000, "end_lon_e7": 1_240_000_000, "digest": "d"}
    met = {"start_us": START, "end_us": START + 24 * US_PER_HOUR, "other_track": OTHER * 1000, "other_mmsi": OTHER}
    dark = {"start_us": START + 24 * US_PER_HOUR, "end_us": START + 34 * US_PER_HOUR}
    sailed = {"start_us": START + 30 * US_PER_HOUR, "end_us": START + 34 * US_PER_HOUR}
    sailed |= {"from_place": "KPNAM", "to_place": None}
    for kind, further in zip(EVENTS, (met, dark, sailed), strict=True):
        schema = pa.schema([*shapes.SEALED, *shapes.EVENTS[kind]])
        write(tmp_path / "derived" / "events" / f"{kind}.parquet", [day | further | {"id": kind}], schema)
    return tmp_path / "derived"


@pytest.fixture
def readings(tmp_path: Path) -> Path:
    """Draughts of the first ship: twelve equal reports, then a deeper one."""
    rows = [
        {"exhibit": key(STATIC), "row": n, "mmsi": ONE, "t_us": START + n * US_PER_HOUR, "draught_dm": dm}
        for n, dm in enumerate([32] * 12 + [62], 1)
    ]
    write(tmp_path / "readings" / STATIC / "static_reports.parquet", rows, shapes.STATIC_REPORTS)
    return tmp_path / "readings"


def key(sha256: str) -> int:
    return shapes.exhibit_key(sha256)


def write(path: Path, rows: list[dict[str, Any]], schema: pa.Schema) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    pq.write_table(pa.Table.from_pylist(rows, schema=schema), path)


def occasion(*kinds: str) -> Occasion:
    ends = {"encounter": (0, 24), "gap": (24, 34), "voyage": (30, 34), "loitering": (0, 24)}
    return Occasion(
        id="made-up",
        regime="dprk",
        typology=Typology("made_up", 1),
        basis="observed",
        title="made up",
        start=moments.iso(START),
        start_precision="second",
        end=moments.iso(START + 34 * US_PER_HOUR),
        end_precision="second",
        places=(),
        subjects=(Subject("carrier", "MADE UP", None, ONE), Subject("counterpart", None, None, OTHER)),
        goods=(),
        events=tuple(
            EventRef(kind, kind, "d", ONE, *(moments.iso(START + hour * US_PER_HOUR) for hour in ends[kind]))
            for kind in kinds
        ),
        engagements=(),
        refutations=(),
        does_not_show="",
    )


def shown(svg: str, tag: str, kind: str) -> list[ElementTree.Element]:
    return [one for one in ElementTree.fromstring(svg).iter(tag) if one.get("class") == kind]


def test_an_encounter_and_a_silence_and_draughts_are_each_drawn_with_what_they_do_not_show(
    derived: Path, readings: Path
) -> None:
    drawn = pictures.drawn(occasion("encounter", "gap"), derived, readings)
    assert len(drawn) == 3
    assert all("does not show" in picture.caption for picture in drawn)


def test_the_distance_is_drawn_for_all_the_time_that_both_were_heard(derived: Path, tmp_path: Path) -> None:
    (picture,) = pictures.drawn(occasion("encounter"), derived, tmp_path)
    (curve,) = shown(picture.svg, "path", "curve")
    d = curve.get("d", "")
    assert (d.count("M"), d.count("L")) == (1, 24 * 6 - 1)  # the first is not between two positions on its last instant
    assert len(set(re.findall(r"[\d.]+ ([\d.]+)", d))) == 1


def test_the_meeting_of_an_occasions_own_ships_is_drawn_first_whomever_they_met_before(
    derived: Path, tmp_path: Path
) -> None:
    (own,) = pq.read_table(derived / "events" / "encounter.parquet").to_pylist()
    before = {"start_us": START - 48 * US_PER_HOUR, "end_us": START, "other_track": THIRD * 1000, "other_mmsi": THIRD}
    rows = [*(own | before | {"id": f"before-{n}"} for n in range(3)), own]
    write(derived / "events" / "encounter.parquet", rows, pa.schema([*shapes.SEALED, *shapes.EVENTS["encounter"]]))
    made = occasion("encounter")
    named = [EventRef(row["id"], "encounter", "d", ONE, moments.iso(row["start_us"]), None) for row in rows]
    drawn = pictures.drawn(replace(made, events=tuple(named)), derived, tmp_path)
    assert drawn[0].caption.startswith(f"Distance between MADE UP (MMSI {ONE}) and MMSI {OTHER}. ")
    alone = pictures.drawn(replace(occasion("encounter"), subjects=made.subjects[:1]), derived, tmp_path)
    assert f" and MMSI {OTHER}; MMSI {OTHER} is a third ship. " in alone[0].caption


def test_an_occasions_own_ships_come_first_on_the_map_and_the_time_line(derived: Path) -> None:
    made = occasion("encounter")
    third = EventRef("gap", "gap", "d", ONE - 1, made.start, made.end)  # of a lower number than both
    ordered = replace(made, subjects=made.subjects[::-1], events=(*made.events, third))
    assert around.ships(ordered) == [OTHER, ONE, ONE - 1]
    assert [one.mmsi for one in around.sailed(ordered, derived / "legs.parquet")] == [OTHER, ONE]
    happened = [one.mmsi for one in around.happened(ordered, derived / "events")]
    assert happened == sorted(happened, key=[OTHER, ONE].index)


@pytest.mark.parametrize("rests_on", [("loitering",), ()])
def test_of_two_ships_heard_in_glimpses_each_moment_is_a_dot_and_nothing_is_drawn_between(
    derived: Path, tmp_path: Path, rests_on: tuple[str, ...]
) -> None:
    met = replace(occasion(*rests_on), typology=Typology("transfer_flagged", 1))
    legs = pq.read_table(derived / "legs.parquet").to_pylist()
    late = {ONE: 0, OTHER: 4 * 60_000_000}  # four minutes apart; every fifth hour alone, as by satellites
    kept = [
        row | {"t_us": row["t_us"] + late[row["mmsi"]]} for row in legs if row["mmsi"] in late and not row["row"] % 5
    ]
    write(derived / "legs.parquet", kept, shapes.LEGS)
    (picture,) = pictures.drawn(met, derived, tmp_path)
    assert len(shown(picture.svg, "circle", "report")) == 5
    (curve,) = shown(picture.svg, "path", "curve")
    assert "L" not in curve.get("d", "")
    assert "does not show" in picture.caption
    split = [row | ({"track": row["track"] + 1} if row["row"] > 12 else {}) for row in kept]
    write(derived / "legs.parquet", split, shapes.LEGS)  # two hulls on one number: a moment does not say whose it is
    assert pictures.drawn(met, derived, tmp_path) == []


def test_reception_counts_each_other_ship_once_an_hour_and_not_the_silent_one(derived: Path, tmp_path: Path) -> None:
    (picture,) = pictures.drawn(occasion("gap"), derived, tmp_path)
    began = [float(bar.get("height", 0)) for bar in shown(picture.svg, "rect", "heard")]
    alone = min(began)
    twice = [height for height in began if height > alone * 1.5]
    # from twelve hours before to twelve after: hours 12 to 34 of the second ship, with the third in hours 26 and 28
    assert (len(began), len(twice)) == (2 * 23, 2 * 2)


def test_equal_reports_are_drawn_by_their_first_and_last(derived: Path, readings: Path) -> None:
    (picture,) = [one for one in pictures.drawn(occasion("gap"), derived, readings) if "Draught" in one.caption]
    assert len(shown(picture.svg, "circle", "report")) == 3
    words = {text.text for text in shown(picture.svg, "text", "panel")}
    assert words == {"silent", "left Nampo", "reached an anchorage"}


def test_a_meeting_of_another_ship_with_a_third_is_not_marked_among_a_ships_draughts(
    derived: Path, readings: Path
) -> None:
    (own,) = pq.read_table(derived / "events" / "encounter.parquet").to_pylist()
    third = own | {"id": "third", "mmsi": OTHER, "other_mmsi": THIRD}
    write(
        derived / "events" / "encounter.parquet",
        [own, third],
        pa.schema(pq.read_schema(derived / "events" / "encounter.parquet")),
    )
    made = occasion("encounter")
    events = (*made.events, EventRef("third", "encounter", "d", OTHER, made.start, made.end))
    drawn = pictures.drawn(replace(made, events=events), derived, readings)
    (picture,) = [one for one in drawn if one.caption.startswith("Draught")]
    assert [text.text for text in shown(picture.svg, "text", "panel")].count("meeting") == 1
    assert len(shown(picture.svg, "rect", "meeting-time")) == 1
    assert "Shaded: the meeting." in picture.caption


def test_one_damaged_position_is_not_told_as_several_hulls(derived: Path, readings: Path) -> None:
    legs = pq.read_table(derived / "legs.parquet").to_pylist()
    stray = legs[0] | {"track": ONE * 1000 + 1, "t_us": START + 1, "lat_e7": 370_000_000}
    write(derived / "legs.parquet", [*legs, stray], shapes.LEGS)
    (picture,) = [one for one in pictures.drawn(occasion("gap"), derived, readings) if "Draught" in one.caption]
    assert "make a track of 25 and another of one position" in picture.caption
    assert "Several hulls" not in picture.caption


def test_the_silence_between_two_numbers_is_shown_with_who_else_was_heard(derived: Path, tmp_path: Path) -> None:
    (gone,) = pq.read_table(derived / "events" / "gap.parquet").to_pylist()
    schema = pa.schema([*shapes.SEALED, *shapes.EVENTS["identity_change"]])
    change = {field.name: gone.get(field.name) for field in schema}
    change |= {"id": "change", "other_track": THIRD * 1000, "other_mmsi": THIRD}
    write(derived / "events" / "identity_change.parquet", [change], schema)
    made = occasion("gap")
    rests = replace(made, events=(replace(made.events[0], id="change", kind="identity_change"),))
    (picture,) = pictures.drawn(rests, derived, tmp_path)
    assert picture.caption.startswith(f"Reception around the silence between MMSI {ONE} and MMSI {THIRD}.")
    assert len(shown(picture.svg, "rect", "heard")) == 2 * 23  # the second number's own are not counted
    found = heard.of(rests, derived)
    assert found is not None
    assert "most 1" in heard.plain(found)[0]


def test_what_must_not_be_shown_is_not_drawn(derived: Path, readings: Path) -> None:
    kept = occasion("encounter")
    assert len(pictures.drawn(kept, derived, readings, {TRACKS})) == 1  # the draughts alone
    assert pictures.drawn(kept, derived, readings, {TRACKS, STATIC}) == []


def test_an_occasion_that_nobody_observed_has_no_pictures(derived: Path, readings: Path) -> None:
    assert pictures.drawn(replace(occasion(), events=(), basis="stated"), derived, readings) == []


# --- identities, and reception in words ---------------------------------------------------------------------------


@pytest.fixture
def told(readings: Path) -> Path:
    """The first ship changes its name half-way; the second reports one identity; one report is damaged."""
    said = [("SIM ALPHA", 9_000_001)] * 3 + [("SIM BETA", 9_000_001)] * 2
    rows = [
        {"exhibit": key(OTHER_STATIC), "row": n, "mmsi": ONE, "t_us": START + n * US_PER_HOUR, "name": name, "imo": imo}
        for n, (name, imo) in enumerate(said)
    ]
    rows.append({"exhibit": key(OTHER_STATIC), "row": 9, "mmsi": OTHER, "t_us": START, "call_sign": "SIM1"})
    write(readings / OTHER_STATIC / "static_reports.parquet", rows, shapes.STATIC_REPORTS)
    return readings


OTHER_STATIC = "c" * 64


def test_each_number_has_a_lane_for_what_it_said_of_itself(derived: Path, told: Path) -> None:
    found = {(lane.mmsi, lane.label): lane.runs for lane in lanes.of(occasion("encounter"), derived, told)}
    names = found[ONE, "name"]
    assert [(value, count) for value, _, _, count in names] == [("SIM ALPHA", 3), ("SIM BETA", 2)]
    assert names[1][1:3] == (START + 3 * US_PER_HOUR, START + 4 * US_PER_HOUR)
    assert [(value, count) for value, _, _, count in found[ONE, "IMO number"]] == [("9000001", 5)]
    assert found[ONE, "flag of its digits"][0][0] == "BZ"
    assert found[OTHER, "flag of its digits"][0][0] == "KP"
    assert found[OTHER, "call sign"] == (("SIM1", START, START, 1),)


def test_the_lanes_are_drawn_with_what_they_do_not_show(derived: Path, told: Path) -> None:
    (picture,) = [one for one in pictures.drawn(occasion("encounter"), derived, told) if "Identities" in one.caption]
    ElementTree.fromstring(picture.svg)
    assert picture.svg.count('class="bar identity"') == 6
    assert "SIM BETA" in picture.svg
    assert "does not show whose hull it was" in picture.caption


def test_what_may_not_be_shown_is_in_no_lane(derived: Path, told: Path) -> None:
    assert lanes.of(occasion("encounter"), derived, told, {OTHER_STATIC}) == []


def test_reception_is_told_in_words_with_the_silence_marked(derived: Path) -> None:
    found = heard.of(occasion("gap"), derived, bins=72)
    assert found is not None
    words, blocks, silence = heard.plain(found)[:3]
    assert "where it began, other ships heard per hour (most 2)" in words
    assert "somebody in 10 of the silence's 10 hours" in words
    assert len(blocks) == len(silence)
    assert silence.count(".") == 10
    assert blocks.strip("| ")


def test_an_occasion_without_a_silence_has_no_reception_to_tell(derived: Path) -> None:
    assert heard.of(occasion("encounter"), derived) is None
