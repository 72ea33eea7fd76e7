"""How readings reach their folder: all or nothing, counted, digested, with each unread row's reason."""

from __future__ import annotations

import gzip
import hashlib
import io
import os
import zipfile
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from fairlead import shapes
from fairlead.errors import UnreadableError
from fairlead.readers import reading, registry
from fairlead.readers.containers import FREE_BYTES
from fairlead.readers.reader import Sink, Source
from fairlead.readers.reading import UnrecognisedError


def source_of(folder: Path, data: bytes, name: str = "exhibit") -> Source:
    path = folder / name
    path.write_bytes(data)
    return Source(hashlib.sha256(data).hexdigest(), name, path, len(data), "application/octet-stream")


class ThreeLines:
    """A made-up format: the word THREE, then a name per line; empty names are unread, BOOM breaks the whole."""

    name = "three-lines"
    version = 1
    libraries = ("pyarrow",)

    def recognises(self, source: Source, head: bytes) -> str | None:
        return "starts with THREE" if head.startswith(b"THREE") else None

    def read(self, source: Source, sink: Sink) -> None:
        with source.unpacked() as stream:
            for row, line in enumerate(stream.read().split(b"\n")[1:], 1):
                if line == b"BOOM":
                    raise ValueError("boom")
                if not line:
                    sink.unread(row, "name is empty: ''", "\udcff" + "x" * 500)
                    continue
                record = {"exhibit": source.key, "row": row, "name": line.decode()}
                blank = {field.name: None for field in shapes.STATIC_REPORTS}
                sink.rows("static_reports", pa.RecordBatch.from_pylist([{**blank, **record}], shapes.STATIC_REPORTS))
        sink.note("made up")


@pytest.fixture(autouse=True)
def only_three_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "READERS", [f"{__name__}:ThreeLines"])


def test_a_reading_holds_its_rows_and_says_what_it_could_not_read(tmp_path: Path) -> None:
    source = source_of(tmp_path, b"THREE\na\n\nc")
    result = reading.read(source, tmp_path / "out" / "r")
    rows = pq.read_table(tmp_path / "out" / "r" / "static_reports.parquet")
    unread = pq.read_table(tmp_path / "out" / "r" / "unread.parquet").to_pylist()
    assert rows["row"].to_pylist() == [1, 3]
    assert result.counts == {"static_reports": 2}
    assert result.unread == 1
    assert result.reasons == {"name is empty": 1}
    assert unread[0]["row"] == 2
    assert len(unread[0]["excerpt"]) == reading.EXCERPT_CHARS
    assert result.digests["static_reports"] == shapes.table_digest(rows)
    assert result.notes == ("made up",)
    assert set(result.libraries) == {"pyarrow"}
    assert result.reason == "starts with THREE"


def test_when_a_reader_breaks_no_reading_remains(tmp_path: Path) -> None:
    with pytest.raises(UnreadableError, match="three-lines 1 broke"):
        reading.read(source_of(tmp_path, b"THREE\na\nBOOM"), tmp_path / "out" / "r")
    assert list((tmp_path / "out").iterdir()) == []


def test_when_a_reader_breaks_the_older_reading_stays(tmp_path: Path) -> None:
    reading.read(source_of(tmp_path, b"THREE\na"), tmp_path / "out" / "r")
    with pytest.raises(UnreadableError):
        reading.read(source_of(tmp_path, b"THREE\nBOOM"), tmp_path / "out" / "r")
    assert pq.read_table(tmp_path / "out" / "r" / "static_reports.parquet").num_rows == 1


def test_a_new_reading_replaces_the_older_one_whole(tmp_path: Path) -> None:
    reading.read(source_of(tmp_path, b"THREE\n\n"), tmp_path / "out" / "r")
    reading.read(source_of(tmp_path, b"THREE\na"), tmp_path / "out" / "r")
    assert [path.name for path in (tmp_path / "out" / "r").iterdir()] == ["static_reports.parquet"]
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["r"]


def test_what_a_killed_run_left_is_cleared_and_what_a_living_one_writes_is_not(tmp_path: Path) -> None:
    dead, alive = tmp_path / "out" / ".r.999999999.x.partial", tmp_path / "out" / f".r.{os.getppid()}.x.partial"
    dead.mkdir(parents=True)
    alive.mkdir()
    reading.read(source_of(tmp_path, b"THREE\na"), tmp_path / "out" / "r")
    assert not dead.exists()
    assert alive.exists()


def test_what_no_reader_knows_is_said_to_be_unrecognised(tmp_path: Path) -> None:
    with pytest.raises(UnrecognisedError, match="no reader recognises"):
        reading.read(source_of(tmp_path, b"\x89PNG"), tmp_path / "r")


def test_an_empty_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableError, match="empty"):
        reading.read(source_of(tmp_path, b""), tmp_path / "r")


def zipped(*members: tuple[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members:
            archive.writestr(name, data)
    return buffer.getvalue()


@pytest.mark.parametrize("pack", [gzip.compress, lambda data: zipped(("inner", data))], ids=["gzip", "zip"])
def test_a_packed_file_reads_like_the_plain_one(tmp_path: Path, pack) -> None:
    result = reading.read(source_of(tmp_path, pack(b"THREE\na\nb")), tmp_path / "r")
    assert result.counts == {"static_reports": 2}


def test_a_zip_of_several_files_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableError, match="expected a zip with one file, found 2"):
        reading.read(source_of(tmp_path, zipped(("a", b"THREE"), ("b", b"THREE"))), tmp_path / "r")


@pytest.mark.parametrize("pack", [gzip.compress, lambda data: zipped(("inner", data))], ids=["gzip", "zip"])
def test_a_truncated_archive_is_refused(tmp_path: Path, pack) -> None:
    whole = pack(b"THREE\n" + os.urandom(300_000).hex().encode())
    with pytest.raises(UnreadableError, match=r"damaged|truncated"):
        reading.read(source_of(tmp_path, whole[: len(whole) // 2]), tmp_path / "r")


def test_a_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    bomb = gzip.compress(b"THREE\n" + b"\n" * (FREE_BYTES + (1 << 20)))
    with pytest.raises(UnreadableError, match="unpacks to more than"):
        reading.read(source_of(tmp_path, bomb), tmp_path / "r")


@pytest.mark.parametrize(
    ("head", "what", "instead"),
    [
        ("Date_file;Entity_logical_id;Subject_type\n03/02/2018;13;P\n", "EU consolidated list", "XML 1.1"),
        ("filedesc://made.arc.gz 0.0.0.0 20080101000000 text/plain 77\n", "ARC", "into WARC"),
        ('<?xml version="1.0"?>\n<swiss-sanctions-list date="2030-01-02"/>\n', "SECO", "no form of it"),
        ("fileGenerationDate;Entity_LogicalId;Entity_Remark\n03/02/2024;13;\n", "EU consolidated list", "XML 1.1"),
        ('<?xml version="1.0"?>\n<WHOLE Date="03/02/2017"></WHOLE>\n', "until 2017", "XML 1.1"),
        ("7001@'MADE UP SHIPPING'@-0- @DPRK3@-0- \n", "OFAC list delimited", "CSV or XML"),
    ],
)
def test_a_published_layout_that_nobody_reads_is_named_with_what_to_add_instead(
    tmp_path: Path, head: str, what: str, instead: str
) -> None:
    path = tmp_path / "list"
    path.write_text(head)
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    with pytest.raises(UnrecognisedError, match=what) as refused:
        reading.choose(Source(sha256, "list", path, path.stat().st_size, "text/plain"))
    assert instead in (refused.value.hint or "")


def test_counts_are_said_in_words() -> None:
    assert reading.in_words({"positions": 1_200, "static_reports": 1}) == "1,200 positions, 1 static report"
    assert reading.in_words({"positions": 0}) == "no rows"
