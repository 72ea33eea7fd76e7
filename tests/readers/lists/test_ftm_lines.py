"""FollowTheMoney lines: somebody listed is a listing, a link is not; a false number never counts as a ship's own."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from list_reading import Rows, read_list, source

from fairlead.errors import UnreadableError
from fairlead.readers.lists.ftm_lines import FtmLines

SHIP = {
    "id": "inv-1",
    "caption": "GRAY HERON",
    "schema": "Vessel",
    "datasets": ["b_list", "a_list"],
    "last_change": "2026-02-03T04:05:06",
    "properties": {
        "name": ["GRAY HERON NO. 2"],
        "previousName": ["OLD HERON"],
        "weakAlias": ["HERON"],
        "imoNumber": ["IMO9074729", "9074720"],
        "fraudImoNumber": ["8528864"],
        "fraudMmsi": ["457000009"],
        "mmsi": ["457000001", "12"],
        "callSign": ["9xyz1"],
        "flag": ["mn"],
        "program": ["DPRK"],
        "notes": ["An invented ship."],
        "createdAt": ["2018-03-30", "2017-10-09"],
    },
}
FIRM = {
    "id": "inv-2",
    "schema": "Company",
    "datasets": [],
    "properties": {"name": ["Heron Shipping"], "imoNumber": ["1234565"], "country": ["tg"], "unscId": ["XXe.001"]},
}
LINK = {"id": "inv-3", "schema": "Ownership", "datasets": ["a_list"], "properties": {"owner": ["inv-2"]}}


def written(folder: Path, *entities: Any) -> Path:
    path = folder / "entities.ftm.json"
    lines = [each if isinstance(each, str) else json.dumps(each) for each in entities]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


@pytest.fixture
def listed(tmp_path: Path) -> Rows:
    return read_list(written(tmp_path, SHIP, LINK, FIRM), FtmLines())


def test_ships_and_firms_are_listings_and_links_are_counted_in_a_note(listed: Rows) -> None:
    ship, firm = listed.by_shape["listings"]
    assert (ship["row"], ship["list_id"], ship["entry"], ship["kind"]) == (1, "ftm:a_list+b_list", "inv-1", "ship")
    assert (ship["as_of"], ship["listed_on"], ship["regime"]) == ("2026-02-03", "2017-10-09", "DPRK")
    assert (firm["row"], firm["kind"], firm["list_id"]) == (3, "entity", "ftm")
    assert listed.notes == ["entities not read as listings: Ownership (1)"]


def test_numbers_are_kept_as_printed_with_their_verdict(listed: Rows) -> None:
    numbers = [
        (each["printed"], each["value"], each["verdict"]) for each in listed.identities("GRAY HERON NO. 2", "imo")
    ]
    assert numbers == [("IMO9074729", "9074729", "valid"), ("9074720", "9074720", "check digit fails")]
    mmsis = [(each["printed"], each["value"]) for each in listed.identities("GRAY HERON NO. 2", "mmsi")]
    assert mmsis == [("457000001", "457000001"), ("12", None)]


def test_a_number_marked_as_false_keeps_a_kind_of_its_own(listed: Rows) -> None:
    (false,) = listed.identities("GRAY HERON NO. 2", "fraud_imo")
    assert (false["printed"], false["value"], false["verdict"]) == ("8528864", "8528864", "valid")
    assert listed.identities("GRAY HERON NO. 2", "fraud_mmsi")[0]["printed"] == "457000009"


def test_a_firms_number_is_judged_as_a_companys(listed: Rows) -> None:
    assert listed.identities("Heron Shipping", "imo") == []
    assert listed.identities("Heron Shipping", "company_imo")[0]["verdict"] == "valid"


def test_names_have_the_normal_form_of_their_kind(listed: Rows) -> None:
    assert listed.identities("GRAY HERON NO. 2", "name")[0]["value"] == "GRAYHERON 2"
    assert listed.identities("GRAY HERON NO. 2", "former_name")[0]["value"] == "OLDHERON"
    assert listed.identities("GRAY HERON NO. 2", "alias")[0]["verdict"] == "weak"
    assert listed.identities("Heron Shipping", "name")[0]["value"] == "HERON SHIPPING"


def test_lines_that_are_no_entities_are_unread_and_the_rest_is_kept(tmp_path: Path) -> None:
    nameless = {**FIRM, "properties": {"country": ["tg"]}}
    rows = read_list(
        written(tmp_path, SHIP, "{broken", [1], {"id": "x", "schema": "Company"}, nameless, FIRM), FtmLines()
    )
    assert [(row, why.partition(":")[0]) for row, why in rows.refused] == [
        (2, "not JSON"),
        (3, "not an entity"),
        (4, "not an entity"),
        (5, "entity without a name"),
    ]
    assert [each["row"] for each in rows.by_shape["listings"]] == [1, 6]


@pytest.mark.parametrize(
    "text", ['{"type": "FeatureCollection", "properties": {}}', "[]", "name,imo\n", '{"schema": "']
)
def test_other_json_is_not_taken(tmp_path: Path, text: str) -> None:
    path = written(tmp_path, text)
    assert FtmLines().recognises(source(path), path.read_bytes()) is None


def test_a_line_without_end_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("fairlead.readers.lists.ftm_lines.MAX_LINE_BYTES", 300)
    with pytest.raises(UnreadableError, match="line 1 is longer"):
        FtmLines().read(source(written(tmp_path, SHIP)), Rows())


def test_an_ownership_hangs_on_what_is_owned_with_its_dates(tmp_path: Path) -> None:
    dated = {"owner": ["inv-2"], "asset": ["inv-1"], "startDate": ["2017-08-01"]}
    owned = read_list(written(tmp_path, SHIP, {**LINK, "properties": dated}, FIRM), FtmLines())
    (link,) = (row for row in owned.by_shape["listings"] if row["kind"] == "link")
    assert (link["row"], link["entry"], link["name"], link["list_id"]) == (2, "inv-1", "inv-2", "ftm:a_list")
    (owner,) = (row for row in owned.by_shape["listing_identities"] if row["row"] == 2)
    assert (owner["kind"], owner["value"], owner["verdict"]) == ("owner", "inv-2", "2017-08-01/")
    assert owned.notes == []
