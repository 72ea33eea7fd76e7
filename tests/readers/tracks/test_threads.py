"""How a table is cut into batches, and how many threads read them, changes nothing that is read or told."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from examples import examples
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from track_readings import read

from fairlead.readers.tracks import delimited, nmea, rows

HEADER = (
    b"MMSI,BaseDateTime,LAT,LON,SOG,COG,Heading,VesselName,IMO,CallSign,VesselType,Status,Length,Width,Draft,Cargo\n"
)
cells = {
    "mmsi": st.sampled_from(["431000001", "431000002", "2.1e8", "", "ship", "431000001.0"]),
    "time": st.sampled_from(["2024-01-01T12:00:00", "2024-01-01T12:00:0x", "2024-02-30T00:00:00", "", "2024-01-01"]),
    "lat": st.sampled_from(["36.12345", "91.0", "-90.00001", "36,5", "nan", "36.123456785"]),
    "lon": st.sampled_from(["-120.5", "181", "200", "", "1e2"]),
    "speed": st.sampled_from(["7.5", "102.3", "-1", "NA", "x"]),
    "name": st.sampled_from(["SEA STAR", '"A, ""B"""', '"TWO\nLINES"', "", "Ä@@"]),
    "draught": st.sampled_from(["6.5", "0", "7", "300"]),
}
row = st.builds(
    lambda **c: "{mmsi},{time},{lat},{lon},{speed},101.3,99,{name},IMO9074729,ABCD,70,5,120,20,{draught},70".format(
        **c
    ),
    **cells,
)
broken = st.sampled_from(["", "1,2,3", "a" * 30, ",".join("b" * 20)])


def contents(folder: Path, data: bytes) -> tuple[Any, ...]:
    found = read(folder, data)
    return found.made.digests, found.made.counts, found.made.reasons, found.made.notes, found.unread


@given(st.lists(st.one_of(row, row, row, broken), min_size=1, max_size=60), st.integers(400, 900))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=examples(20))
def test_small_batches_on_many_threads_read_what_one_batch_reads(
    tmp_path: Path, lines: list[str], block_bytes: int
) -> None:
    data = HEADER + "\n".join(lines).encode() + b"\n"
    whole = contents(tmp_path, data)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(delimited, "BLOCK_BYTES", block_bytes)
        patch.setattr(os, "cpu_count", lambda: 4)
        assert contents(tmp_path, data) == whole


def test_a_refusal_on_another_thread_refuses_the_table_and_leaves_no_thread(tmp_path: Path) -> None:
    import threading

    def refuse(*_: Any) -> None:
        raise ValueError("no such cell")

    data = HEADER + b"431000001,2024-01-01T12:00:00,36,-120,7.5,101.3,99,A,IMO9074729,ABCD,70,5,120,20,6,70\n" * 3
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(rows, "_limit", refuse)
        with pytest.raises(Exception, match="no such cell"):
            read(tmp_path, data)
    assert not [thread for thread in threading.enumerate() if thread.name.startswith(("draw", "write"))]


def test_messages_decoded_in_other_processes_are_read_as_in_one(tmp_path: Path) -> None:
    sentences = [
        b"!AIVDM,1,1,,A,15RTgt0PAso;90TKcjM8h6g208CQ,0*4A",  # a position
        b"!AIVDM,1,1,,A,15RTgt0PAso;90TKcjM8h6g208CQ,0*4B",  # its checksum fails
        b"!AIVDM,1,1,,B,15RTg,0*6A",  # too short
        b"!AIVDM,1,1,,A,4020ssAuho;N?PeNwjOAp<70089A,0*1B",  # a base station
        b"no sentence",
    ]
    data = b"\n".join(sentences[0] if at % 3 else sentences[at // 3 % 5] for at in range(3_000)) + b"\n"
    alone = contents(tmp_path, data)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(nmea, "PROCESSES_FROM", 100)
        patch.setattr(nmea, "PART_ITEMS", 70)
        patch.setattr(os, "cpu_count", lambda: 2)
        assert contents(tmp_path, data) == alone
    assert alone[1]["positions"] > 2_000
    assert len(alone[4]) > 500
