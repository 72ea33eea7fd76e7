"""The very rows and words that a citation names."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from fairlead import shapes
from fairlead.register.excerpts import excerpts, place_of
from fairlead.typologies.occasion import Citation, Where

SHA = "ef" * 32


@pytest.fixture
def readings(tmp_path: Path) -> Path:
    folder = tmp_path / SHA
    folder.mkdir()
    key = shapes.exhibit_key(SHA)
    write(
        folder,
        "positions",
        [
            {
                "exhibit": key,
                "row": n,
                "mmsi": 445000001,
                "t_us": 1_551_744_000_000_000,
                "lat_e7": 387170000,
                "speed_dkn": 95,
            }
            for n in range(1, 11)
        ],
    )
    write(
        folder,
        "statements",
        [
            {
                "exhibit": key,
                "row": 1,
                "kind": "claim",
                "char_start": 10,
                "char_end": 20,
                "quote": "ten ships",
                "body": "{}",
            },
            {
                "exhibit": key,
                "row": 2,
                "kind": "act",
                "page": 3,
                "box": "1,2,3,4",
                "quote": "a page's words",
                "body": "{}",
            },
        ],
    )
    return tmp_path


def write(folder: Path, shape: str, rows: list[dict]) -> None:
    full = [{name: row.get(name) for name in shapes.READINGS[shape].names} for row in rows]
    pq.write_table(pa.Table.from_pylist(full, schema=shapes.READINGS[shape]), folder / f"{shape}.parquet")


def cited(readings, *where, limit=6):
    return excerpts(readings, Citation(SHA, where), limit)


def test_rows_come_in_units_people_read_and_say_how_many_are_left_out(readings):
    [found] = cited(readings, Where(rows=(2, 9)), limit=3)
    assert [row["row"] for row in found.rows] == [2, 3, 4]
    assert found.left_out == 5
    assert found.rows[0] == {
        "row": 2,
        "mmsi": 445000001,
        "time": "2019-03-05T00:00:00Z",
        "lat": 38.717,
        "speed kn": 9.5,
    }


def test_a_row_that_gave_a_position_and_a_static_report_shows_both(readings):
    report = {"exhibit": shapes.exhibit_key(SHA), "row": 3, "mmsi": 445000001, "draught_dm": 69, "name": "EXAMPLE STAR"}
    write(readings / SHA, "static_reports", [report])
    [found] = cited(readings, Where(rows=(3, 4)))
    assert (found.shape, [row["row"] for row in found.rows]) == ("positions and static_reports", [3, 4])
    assert (found.rows[0]["speed kn"], found.rows[0]["draught m"], found.rows[0]["name"]) == (9.5, 6.9, "EXAMPLE STAR")


def test_words_come_by_their_place_in_the_text_or_on_the_page(readings):
    by_chars, by_box, beside = cited(
        readings,
        Where(chars=(10, 20)),
        Where(page=3, box=(1.0, 2.0, 3.0, 4.0)),
        Where(page=3, box=(50.0, 2.0, 60.0, 4.0)),
    )
    assert (by_chars.words, by_box.words, beside.words) == ("ten ships", "a page's words", None)
    assert cited(readings, Where(chars=(20, 30)))[0].words is None


def test_a_place_that_no_reading_holds_is_named_and_empty(readings):
    [found] = cited(readings, Where(rows=(40, 41)))
    assert (found.shape, found.rows, found.where) == (None, (), "rows 40-41")
    assert excerpts(readings, Citation("00" * 32, (Where(page=2),)))[0].where == "page 2"


def test_places_read_as_words():
    assert place_of(Where(rows=(4, 4))) == "row 4"
    assert place_of(Where(chars=(1, 9))) == "characters 1-9"
    assert place_of(Where(page=2, box=(1.0, 2.5, 3.0, 4.0))) == "page 2, box 1,2.5,3,4"
