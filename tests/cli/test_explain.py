"""`fairlead explain` tells what a case makes of one ship around one day, deriving nothing anew."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from found_case import REFUTED, copied, side_by_side

from fairlead.case import Case
from fairlead.typologies import TYPOLOGIES


@pytest.fixture
def case(tmp_path: Path, own_home: Path) -> Path:
    """A case in which one ship lies 800 m from another for a day, and nothing is an occasion."""
    return copied(side_by_side, tmp_path / "lying", own_home).root


def test_a_ship_that_did_nothing_is_told_why_by_every_typology(case: Path, fairlead: Callable[..., Any]) -> None:
    before = len(list(Case.open(case).log.entries()))
    document = fairlead("explain", case, "--why-not", "312000001", "2019-03-12", "--format", "json").json()
    (one,) = document["ships"]
    assert document["schema_version"] == 1
    assert one["ship"] == {"mmsi": 312000001, "name": "MADE UP 1", "imo": 9000009, "flag": "BZ"}
    assert one["heard"]["positions"] == 49
    assert (one["occasions"], one["rejected"]) == ([], [])
    assert [reason["typology"] for reason in one["why_not"]] == [typology.NAME for typology in TYPOLOGIES]
    transfer = next(reason for reason in one["why_not"] if reason["typology"] == "transfer_flagged")
    assert transfer["measured"] == pytest.approx(799, abs=2)
    assert (transfer["needed"], transfer["unit"]) == (500, "m")
    assert set(transfer) == {"typology", "title", "condition", "why", "measured", "needed", "unit"}
    assert len(list(Case.open(case).log.entries())) == before


def test_the_same_ship_is_found_by_name_and_read_on_a_terminal(case: Path, fairlead: Callable[..., Any]) -> None:
    said = fairlead("explain", case, "made up 1", "2019-03-12").out
    told = " ".join(said.split())
    assert "MADE UP 1, IMO 9000009, MMSI 312000001, flag BZ" in told
    assert "Occasions none" in told
    assert "transfer flagged: closest other ship 79" in told
    assert "MADE UP 3 (MMSI 538000003)" in told


def test_an_occasion_and_a_refuted_candidate_stand_in_the_place_of_a_reason(
    case: Path, fairlead: Callable[..., Any], found: Any
) -> None:
    subject = {"role": "carrier", "name": "MADE UP 1", "imo": 9000009, "mmsi": 312000001, "flag": "BZ"}
    occasion = found.make("A").to_json() | {"subjects": [subject]}
    occasion |= {"start": "2019-03-10T00:00:00Z", "end": "2019-03-11T00:00:00Z"}
    later = occasion | {"id": "f" * 32, "start": "2019-06-10T00:00:00Z", "end": "2019-06-11T00:00:00Z"}
    (case / "derived" / "occasions.jsonl").write_text(f"{json.dumps(occasion)}\n{json.dumps(later)}\n")
    (case / "derived" / "rejected.jsonl").write_text(json.dumps(REFUTED) + "\n")
    (one,) = fairlead("explain", case, "312000001", "2019-03-12", "--format", "json").json()["ships"]
    assert [each["id"] for each in one["occasions"]] == [occasion["id"]]
    assert one["rejected"] == [REFUTED]
    assert {"delivery", "dark_voyage"}.isdisjoint(reason["typology"] for reason in one["why_not"])


@pytest.mark.parametrize(
    ("ship", "day", "words"),
    [("NOBODY", "2019-03-12", "no ship called"), ("312000001", "12 March", "is not a day")],
)
def test_what_cannot_be_meant_is_misuse(
    case: Path, fairlead: Callable[..., Any], ship: str, day: str, words: str
) -> None:
    said = fairlead("explain", case, ship, day)
    assert said.status == 2
    assert words in said.err
    assert "hint:" in said.err


def test_a_case_without_events_says_to_find_first(tmp_path: Path, fairlead: Callable[..., Any]) -> None:
    fairlead("init", tmp_path / "empty")
    said = fairlead("explain", tmp_path / "empty", "312000001", "2019-03-12")
    assert said.status == 2
    assert "fairlead find" in said.err
