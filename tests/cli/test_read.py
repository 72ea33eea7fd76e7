"""Reading again: from the bytes that the case keeps, with today's readers, and judgements told that no longer fit."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from fairlead.case import Case
from fairlead.cli import read as read_command
from fairlead.deriving import reading_in
from fairlead.readers.pages.press import PageReader
from fairlead.readers.tracks.delimited import CsvTracks

PAGE = (
    "3 March 2021\n\nThe Security Council has imposed sanctions on North Korea.\n\n"
    "Norway said North Korea made 40 illicit deliveries of coal.\n"
)


@pytest.fixture
def case(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Case:
    monkeypatch.setenv("FAIRLEAD_HOME", str(tmp_path / "home"))
    case = Case.create(tmp_path / "case")
    for name, words in (("page.txt", PAGE), ("odd.bin", "\0\1\2")):
        (tmp_path / name).write_text(words)
        reading_in.read(case, case.exhibits.add(tmp_path / name))
        (tmp_path / name).unlink()  # the case alone has it now
    return case


def told(case: Case, *more: str) -> tuple[int, str]:
    done = CliRunner().invoke(read_command.command, [str(case.root), *more], standalone_mode=False)
    assert done.exception is None, done.output
    return done.return_value, done.output


def page_of(case: Case) -> str:
    return next(each.sha256 for each in case.exhibits.all() if each.name == "page.txt")


def test_what_todays_reader_read_is_not_read_again_and_what_nobody_read_is_tried(case: Case) -> None:
    code, said = told(case)
    assert (code, "odd.bin" in said, "page.txt" in said) == (0, True, False)


def test_a_newer_reader_reads_again_and_a_judgement_that_no_longer_fits_is_told(
    case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = page_of(case)
    case.register.judge_statement(case.readings_folder, page, 1, "rejected", "a quote")
    monkeypatch.setattr(PageReader, "version", PageReader.version + 1)
    first = PageReader.read

    def otherwise(self, source, sink):  # type: ignore[no-untyped-def]
        bytes_read = source.unpacked().__enter__().read().replace(b"40", b"41")
        first(self, replace(source, opener=lambda: io.BytesIO(bytes_read)), sink)

    monkeypatch.setattr(PageReader, "read", otherwise)
    code, said = told(case)
    assert code == 0
    assert "before: 1 statement" in said
    assert "statement 1 was rejected (a quote) and is read otherwise now" in said
    assert len(list(case.log.entries(act="read", object=page))) == 2


def test_a_named_exhibit_is_read_again_whatever_its_reader(case: Case) -> None:
    page = page_of(case)
    code, said = told(case, page[:8], "--format", "json")
    (one,) = json.loads(said)
    assert (code, one["sha256"], one["read"]["rows"]["statements"]) == (0, page, 1)


def test_a_judged_row_of_a_table_that_no_longer_fits_is_told_too(
    case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    table = "MMSI,BaseDateTime,LAT,LON,SOG,COG,Heading\n" + "".join(
        f"445000001,2021-03-04T00:0{n}:00,37.5,125.1,{n}.5,90.0,90\n" for n in range(3)
    )
    (tmp_path / "tracks.csv").write_text(table)
    tracks = case.exhibits.add(tmp_path / "tracks.csv").sha256
    reading_in.read(case, case.exhibits.get(tracks))
    for row, reason in ((1, "the receiver's log"), (3, "cut off later")):
        case.register.judge_row(case.readings_folder, tracks, ("positions", row, 1), "rejected", reason, {}, purpose="")
    first = CsvTracks.read

    def otherwise(self, source, sink):  # type: ignore[no-untyped-def]
        words = source.unpacked().__enter__().read().replace(b",0.5,", b",9.5,").rsplit(b"445000001", 1)[0]
        first(self, replace(source, opener=lambda: io.BytesIO(words)), sink)

    monkeypatch.setattr(CsvTracks, "read", otherwise)
    _, said = told(case, tracks[:8])
    assert "row 1 of positions was rejected (the receiver's log) and is read otherwise now" in said
    assert "row 3 of positions was rejected (cut off later) and is no longer read" in said
    (one,) = json.loads(told(case, tracks[:8], "--format", "json")[1])
    assert len(one["judged_otherwise"]) == 2
