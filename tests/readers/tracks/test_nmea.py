"""NMEA sentences become positions and static reports; every line is counted, and each that cannot be read says why."""

from __future__ import annotations

import gzip
import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyais
import pytest
from examples import examples
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyais.stream import IterMessages
from track_readings import ListSink, read, read_real, source_of

from fairlead.errors import UnreadableError
from fairlead.readers.tracks.nmea import NmeaTracks
from fairlead.readers.tracks.nmea_lines import MAX_LINE_BYTES, WINDOW_LINES, checksum_of

SHIP = {
    "msg_type": 1,
    "mmsi": 431000001,
    "lat": 36.12345,
    "lon": -120.5,
    "speed": 7.5,
    "course": 101.3,
    "heading": 99,
    "status": 5,
}
VOYAGE = {
    "msg_type": 5,
    "mmsi": 431000001,
    "imo": 9074729,
    "callsign": "ABCD",
    "shipname": "SEA STAR",
    "ship_type": 70,
    "to_bow": 100,
    "to_stern": 20,
    "to_port": 10,
    "to_starboard": 10,
    "draught": 6.5,
    "destination": "NAMPO",
}
NOON = 1_704_110_400  # 2024-01-01T12:00:00Z


def sentences(sequence: int = 1, talker: str = "AI", **fields: Any) -> list[bytes]:
    return [line.encode() for line in pyais.encode_dict(fields, talker_id=talker, seq_id=sequence)]


def checked(body: bytes) -> bytes:
    return b"%s*%02X" % (body, checksum_of(body))


def tagged(line: bytes, tags: str) -> bytes:
    return b"\\" + checked(tags.encode()) + b"\\" + line


def pghp(for_lines: list[bytes] | None, second: int = 0) -> bytes:
    linked = 0
    for line in for_lines or []:
        linked ^= int(line[-2:], 16)
    return b"$" + checked(b"PGHP,1,2024,1,1,12,0,%d,250,431,,4310001,1,%02X" % (second, linked))


def lines(*each: bytes) -> bytes:
    return b"\r\n".join(each) + b"\r\n"


def test_a_position_report_becomes_integers(tmp_path: Path) -> None:
    result = read(tmp_path, lines(*(tagged(line, f"s:st,c:{NOON}") for line in sentences(**SHIP))))
    position = result.positions[0]
    assert position.pop("exhibit") > 0
    assert position == {
        "row": 1,
        "mmsi": 431000001,
        "t_us": NOON * 1_000_000,
        "lat_e7": 361_234_500,
        "lon_e7": -1_205_000_000,
        "speed_dkn": 75,
        "course_ddeg": 1013,
        "heading_ddeg": 990,
        "nav_status": 5,
        "receiver": None,
    }


def test_a_voyage_report_in_two_parts_is_one_static_report(tmp_path: Path) -> None:
    result = read(tmp_path, lines(*sentences(**VOYAGE)))
    report = result.static_reports[0]
    assert report.pop("exhibit") > 0
    assert report == {
        "row": 2,
        "mmsi": 431000001,
        "t_us": None,
        "imo": 9074729,
        "name": "SEA STAR",
        "call_sign": "ABCD",
        "ship_type": 70,
        "draught_dm": 65,
        "destination": "NAMPO",
        "length_dm": 1200,
        "beam_dm": 200,
        "receiver": None,
    }
    assert result.positions == []
    assert result.made.notes == ("1 messages have no time: the file gives none for them",)


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"msg_type": 3}, (361_234_500, 75, 1013, 990, 5)),
        ({"msg_type": 9, "speed": 120}, (361_234_500, 1200, 1013, None, None)),
        ({"msg_type": 18}, (361_234_500, 75, 1013, 990, None)),
        ({"msg_type": 19}, (361_234_500, 75, 1013, 990, None)),
        ({"msg_type": 27, "lat": 36.11, "speed": 7, "course": 101}, (361_100_000, 70, 1010, None, 5)),
        ({"lat": 91, "lon": 181, "speed": 102.3, "course": 360, "heading": 511, "status": 15}, (None,) * 5),
        ({"msg_type": 27, "lat": 91, "speed": 63, "course": 511, "status": 15}, (None,) * 5),
        ({"msg_type": 9, "lat": 91, "speed": 1023, "course": 360}, (None,) * 5),
    ],
)
def test_each_type_of_position_is_read_in_its_own_units(tmp_path: Path, fields: dict[str, Any], expected: Any) -> None:
    result = read(tmp_path, lines(*sentences(**{**SHIP, **fields})))
    names = ("lat_e7", "speed_dkn", "course_ddeg", "heading_ddeg", "nav_status")
    assert tuple(result.positions[0][name] for name in names) == expected


def test_an_extended_class_b_report_is_a_position_and_a_static_report(tmp_path: Path) -> None:
    result = read(tmp_path, lines(*sentences(**{**SHIP, "msg_type": 19, "shipname": "LITTLE STAR", "to_bow": 9})))
    assert len(result.positions) == 1
    assert (result.static_reports[0]["name"], result.static_reports[0]["length_dm"]) == ("LITTLE STAR", 90)


def test_both_parts_of_a_class_b_static_report_are_read(tmp_path: Path) -> None:
    part_a = {"msg_type": 24, "mmsi": 431000001, "partno": 0, "shipname": "LITTLE STAR"}
    part_b = {"msg_type": 24, "mmsi": 431000001, "partno": 1, "callsign": "EFGH", "ship_type": 30, "to_bow": 9}
    result = read(tmp_path, lines(*sentences(**part_a), *sentences(**part_b)))
    first, second = result.static_reports
    assert (first["name"], first["call_sign"]) == ("LITTLE STAR", None)
    assert (second["name"], second["call_sign"], second["ship_type"], second["length_dm"]) == (None, "EFGH", 30, 90)


def test_the_dimensions_of_an_auxiliary_craft_are_its_mother_ships_number_and_not_read(tmp_path: Path) -> None:
    craft = {"msg_type": 24, "mmsi": 984310001, "partno": 1, "callsign": "EFGH", "mothership_mmsi": 431000001}
    result = read(tmp_path, lines(*sentences(**craft)))
    assert (result.static_reports[0]["length_dm"], result.static_reports[0]["beam_dm"]) == (None, None)


def test_parts_may_come_in_any_order_and_between_other_sentences(tmp_path: Path) -> None:
    first, second = sentences(sequence=1, **VOYAGE)
    third, fourth = sentences(sequence=2, **{**VOYAGE, "shipname": "OTHER STAR", "mmsi": 440000002})
    result = read(tmp_path, lines(fourth, second, *sentences(**SHIP), first, third))
    assert [(report["row"], report["name"]) for report in result.static_reports] == [(4, "SEA STAR"), (5, "OTHER STAR")]
    assert result.made.unread == 0


def test_parts_whose_others_never_come_are_unread(tmp_path: Path) -> None:
    first, second = sentences(**VOYAGE)
    apart = [b"$GPZDA,120000.00,01,01,2024,,*6D"] * (WINDOW_LINES + 1)
    result = read(tmp_path, lines(first, first, *apart, second, *sentences(**SHIP)))
    assert result.static_reports == []
    assert [(row["row"], row["why"]) for row in result.unread] == [
        (1, "other parts are missing: part 1 of 2 alone"),
        (2, "other parts are missing: part 1 of 2 alone"),
        (len(apart) + 3, "other parts are missing: part 2 of 2 alone"),
    ]


def test_parts_tied_by_a_tag_block_group_find_each_other_from_afar(tmp_path: Path) -> None:
    first, second = sentences(**VOYAGE)
    apart = [*sentences(**SHIP)] * (WINDOW_LINES + 1)
    data = lines(tagged(first, f"g:1-2-77,s:st,c:{NOON}"), *apart, tagged(second, "g:2-2-77"))
    assert [report["t_us"] for report in read(tmp_path, data).static_reports] == [NOON * 1_000_000]


@pytest.mark.parametrize(
    ("data", "t_us"),
    [
        (tagged(sentences(**SHIP)[0], f"c:{NOON}"), NOON * 1_000_000),
        (tagged(sentences(**SHIP)[0], f"c:{NOON}123"), NOON * 1_000_000 + 123_000),
        (sentences(**SHIP)[0] + b",%d" % NOON, NOON * 1_000_000),
        (sentences(**SHIP)[0] + b",rST001,%d" % NOON, NOON * 1_000_000),
        (lines(pghp(sentences(**SHIP))) + sentences(**SHIP)[0], NOON * 1_000_000 + 250_000),
        (lines(pghp(None)) + sentences(**SHIP)[0], NOON * 1_000_000 + 250_000),
        (lines(b"\\" + checked(b"c:%d" % NOON) + b"\\") + sentences(**SHIP)[0], NOON * 1_000_000),
        (sentences(**SHIP)[0], None),
        (b"\\c:%d*00\\" % NOON + sentences(**SHIP)[0], None),  # the tag block's checksum fails
        (lines(pghp([b"*7F"])) + sentences(**SHIP)[0], None),  # for another sentence
    ],
)
def test_times_come_from_tag_blocks_trailing_fields_and_pghp_lines(
    tmp_path: Path, data: bytes, t_us: int | None
) -> None:
    assert read(tmp_path, data).column("t_us") == [t_us]


def test_a_pghp_time_is_for_the_whole_message_that_follows_and_no_other(tmp_path: Path) -> None:
    parts = sentences(**VOYAGE)
    result = read(tmp_path, lines(pghp(parts, second=7), *parts, *sentences(**SHIP)))
    assert result.static_reports[0]["t_us"] == (NOON + 7) * 1_000_000 + 250_000
    assert result.column("t_us") == [None]


SOUND = sentences(**SHIP)[0]


@pytest.mark.parametrize(
    ("line", "why"),
    [
        (SOUND[:-1] + (b"0" if SOUND[-1:] != b"0" else b"1"), "checksum fails"),
        (SOUND[:-3], "malformed VDM sentence"),
        (b"!" + checked(b"AIVDM,1,1,,A,,0"), "empty payload"),
        (b"!" + checked(b"AIVDM,1,1,,A,1~5,0"), "characters that AIS does not use"),
        (b"!" + checked(b"AIVDM,2,3,1,A,15,0"), "malformed VDM sentence"),
        (b"!" + checked(b"AIVDM,1,1,,A," + SOUND.split(b",")[5][:20] + b",0"), "message too short"),
        (b"rubbish", "no NMEA sentence"),
        (b"$PGHP,1,2024,1,1,12,0,0,0,1,1,1,1,00*00", "checksum fails"),
        (b"$" + checked(b"PGHP,1,2024,13,1,12,0,0,0,1,1,1,1,00"), "malformed $PGHP sentence"),
        (sentences(**{**SHIP, "lat": 100})[0], "beyond what a position can be"),
    ],
)
def test_a_line_that_cannot_be_read_says_why_and_the_rest_goes_on(tmp_path: Path, line: bytes, why: str) -> None:
    result = read(tmp_path, lines(SOUND, line, SOUND))
    assert result.column("row") == [1, 3]
    assert [row["row"] for row in result.unread] == [2]
    assert result.unread[0]["why"].startswith(why)
    assert list(result.made.reasons) == [result.unread[0]["why"].partition(": ")[0]]


def test_what_is_no_ships_report_is_counted_and_not_lost(tmp_path: Path) -> None:
    station = {"msg_type": 4, "mmsi": 4310001, "lat": 36, "lon": 120}
    buoy = {"msg_type": 21, "mmsi": 994310001, "lat": 36, "lon": 120}
    data = lines(b"# comment", b"", *sentences(**station), *sentences(**buoy), b"$GPZDA,1*5C", SOUND)
    result = read(tmp_path, data)
    assert len(result.positions) == 1
    assert {
        "1 messages of type 4 are not read: base station reports",
        "1 messages of type 21 are not read: aids to navigation",
        "1 lines hold no message: blank",
        "1 lines hold no message: comment",
        "1 lines hold no message: other sentence (GPZDA)",
    } <= set(result.made.notes)


def test_two_tagged_sentences_may_stand_in_one_line(tmp_path: Path) -> None:
    first, second = (tagged(line, f"c:{NOON}") for line in sentences(**VOYAGE))
    result = read(tmp_path, lines(SOUND, first + second))
    assert [(report["row"], report["t_us"]) for report in result.static_reports] == [(2, NOON * 1_000_000)]


def test_an_endless_line_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableError, match="line 2 is longer than"):
        read(tmp_path, lines(SOUND) + b"!" * (MAX_LINE_BYTES + 1))
    assert not (tmp_path / "reading").exists()


def test_a_gzip_reads_like_the_plain_file_and_a_truncated_one_is_refused(tmp_path: Path) -> None:
    data = lines(*[tagged(SOUND, f"c:{NOON + count}") for count in range(3_000)])
    assert len(read(tmp_path, gzip.compress(data)).positions) == 3_000
    with pytest.raises(UnreadableError, match="truncated"):
        read(tmp_path, gzip.compress(data)[:-100])


@given(st.integers(-90 * 600_000, 90 * 600_000), st.integers(-180 * 600_000, 180 * 600_000))
@settings(max_examples=50)
def test_a_position_is_the_nearest_whole_number_to_what_was_sent(lat: int, lon: int) -> None:
    from fairlead.readers.tracks.nmea import _degrees

    assert _degrees(round(lat / 600_000, 6), 90) == round(lat * 50 / 3)
    assert _degrees(round(lon / 600_000, 6), 180) == round(lon * 50 / 3)


pieces = st.one_of(
    st.binary(max_size=60),
    st.sampled_from([SOUND, *sentences(**VOYAGE), pghp(None), b"\\", b"!AIVDM,", b"*00", b"\n", b","]),
    st.builds(
        lambda payload, fill: b"!" + checked(b"AIVDM,1,1,,A,%s,%d" % (payload, fill)),
        st.binary(max_size=80),
        st.integers(0, 9),
    ),
    st.text("0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ`abcdefghijklmnopqrstuvw", max_size=80).map(
        lambda payload: b"!" + checked(b"AIVDM,1,1,,A," + payload.encode() + b",0")
    ),
)


@settings(max_examples=examples(150), suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(pieces, max_size=10), st.sampled_from([b"\n", b""]))
def test_whatever_bytes_come_the_reading_is_made_or_refused(tmp_path: Path, parts: list[bytes], between: bytes) -> None:
    data = between.join(parts)
    sink = ListSink()
    try:
        NmeaTracks().recognises(source_of(tmp_path, data), data)
        NmeaTracks().read(source_of(tmp_path, data), sink)
    except UnreadableError:
        pass


POSITIONS = {1, 2, 3, 9, 18, 19, 27}
REPORTS = {5, 19, 24}


def direct_count(data: bytes) -> Counter[int]:
    """Count whole messages by type without our reader: by first characters, and by pyais where there are parts."""
    rows = [line.rstrip() for line in re.findall(rb"!..VD[MO],[^!\\\r\n]*", data) if b",,0*" not in line]
    alone = Counter((line.split(b",")[5][0] - 48) for line in rows if line[6:11] == b",1,1,")
    found = Counter({code - 8 if code > 40 else code: count for code, count in alone.items()})
    found.update(message.ais_id for message in IterMessages([line for line in rows if line[6:11] != b",1,1,"]))
    return found


@pytest.mark.parametrize(
    "name",
    [
        "dma-AisAbnormal/212123000_drift_1.ais",
        "dma-AisAbnormal/219165000_ssc_1.ais",
        "dma-AisAbnormal/538004030_drift_1.ais",
        pytest.param("dma-AisAbnormal/ais-sample.txt.gz", marks=pytest.mark.slow),
        "dma-AisLib/stream_example.txt",
        "pyais/nmea_data_sample.txt",
        "pyais/ais_test_messages",
        "ais-tools/mixed_types.nmea",
    ],
)
def test_real_streams_are_read_in_full(tmp_path: Path, real_data: Callable[[str], Path], name: str) -> None:
    path = real_data(f"ais/nmea/{name}")
    data = path.read_bytes()
    data = gzip.decompress(data) if name.endswith(".gz") else data
    expected = direct_count(data)
    result = read_real(tmp_path, path)
    assert len(result.positions) == sum(expected[kind] for kind in POSITIONS)
    assert len(result.static_reports) == sum(expected[kind] for kind in REPORTS)
    if "AisAbnormal" in name:
        assert result.made.unread == 0
        assert None not in result.column("t_us")
        rows = data.split(b"\n")
        for position in result.positions[:500]:
            time = rows[position["row"] - 2]
            own_time = re.search(rb"c:\d{10}|,\d{10}\r?$", rows[position["row"] - 1])  # closer than the relay's
            if time.startswith(b"$PGHP") and not own_time:
                second = (position["t_us"] // 1_000_000) % 60
                assert second == int(time.split(b",")[7])


def test_the_payloads_of_real_streams_are_what_pyais_says(tmp_path: Path, real_data: Callable[[str], Path]) -> None:
    path = real_data("ais/nmea/pyais/nmea_data_sample.txt")
    rows = path.read_bytes().split(b"\n")
    for position in read_real(tmp_path, path).positions:
        decoded = pyais.decode(rows[position["row"] - 1].strip())
        assert position["mmsi"] == decoded.mmsi
        if decoded.lat != 91:
            assert abs(position["lat_e7"] / 1e7 - decoded.lat) < 1e-6
            assert abs(position["lon_e7"] / 1e7 - decoded.lon) < 1e-6
