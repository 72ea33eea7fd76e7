"""`fairlead explain` tells what a case makes of one ship around one day, deriving nothing anew."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from found_case import REFUTED, copied, side_by_side

from fairlead.case import Case
from fairlead.cli import terminal
from fairlead.typologies import TYPOLOGIES, whynot
from fairlead.typologies.whynot.asked import Reason


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
    quantity = {"measured", "needed", "unit"}
    assert set(transfer) == {"typology", "title", "condition", "why", "others", "candidates", "about"} | quantity
    assert len(list(Case.open(case).log.entries())) == before


def test_the_same_ship_is_found_by_name_and_read_on_a_terminal(case: Path, fairlead: Callable[..., Any]) -> None:
    said = fairlead("explain", case, "made up 1", "2019-03-12").out
    told = " ".join(said.split())
    assert "MADE UP 1, IMO 9000009, MMSI 312000001, flag BZ" in told
    assert "Occasions none" in told
    assert "transfer flagged: Transfer with a ship under the target State's flag" in told
    assert told.count("closest other ship 9–15 March 2019") == 1  # of both transfers, in the same words
    assert "MADE UP 3 (MMSI 538000003)" in told
    assert "times are UTC" in told
    judged, idle = told.split("Nothing to judge")
    assert "observed act" not in judged
    assert "observed act: nobody recorded an observation of this ship" in idle
    assert "transfer flagged" not in idle


def test_an_occasion_stands_in_the_place_of_a_reason_and_a_refuted_candidate_beside_that_of_another_day(
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
    assert "delivery" not in [reason["typology"] for reason in one["why_not"]]
    (other,) = (reason for reason in one["why_not"] if reason["typology"] == REFUTED["typology"])
    assert other["condition"] == "a silence"  # nothing of what was refuted is in the ship's own events


def test_candidates_left_alone_name_the_other_ship_and_those_that_differ_in_it_alone_share_a_line(
    case: Path, fairlead: Callable[..., Any]
) -> None:
    third = REFUTED | {"ships": ["ship MADE UP 1 (MMSI 312000001)", "ship MADE UP 4 (MMSI 538000004)"]}
    (case / "derived" / "rejected.jsonl").write_text(f"{json.dumps(REFUTED)}\n{json.dumps(third)}\n")
    told = " ".join(fairlead("explain", case, "312000001", "2019-03-12", "--why-not").out.split())
    both = "with ship MADE UP 3 (MMSI 538000003), ship MADE UP 4 (MMSI 538000004)"
    assert f"dark voyage, 2019-03-12 04:00, {both}: reception: nobody else was heard" in told


def test_a_candidate_left_alone_that_began_days_before_is_told_where_it_lasts(
    case: Path, fairlead: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    began = "2019-03-02T04:00:00Z"
    (case / "derived" / "rejected.jsonl").write_text(json.dumps(REFUTED | {"start": began}) + "\n")
    (one,) = fairlead("explain", case, "312000001", "2019-03-12", "--format", "json").json()["ships"]
    assert one["rejected"] == []
    made = Reason("dark_voyage", "Dark voyage", None, "it was silent for eleven days", candidates=(began,), about=began)
    monkeypatch.setattr(whynot, "reasons", lambda *_, **__: [made])
    (one,) = fairlead("explain", case, "312000001", "2019-03-12", "--format", "json").json()["ships"]
    assert [each["start"] for each in one["rejected"]] == [began]
    assert one["why_not"] == []  # what refuted it says all
    another = replace(made, about="2019-03-12T00:00:00Z")
    monkeypatch.setattr(whynot, "reasons", lambda *_, **__: [another])
    (one,) = fairlead("explain", case, "312000001", "2019-03-12", "--format", "json").json()["ships"]
    assert [each["why"] for each in one["why_not"]] == [made.why]  # another one was refuted, not this


def test_what_is_told_of_another_pair_names_that_and_does_not_say_that_find_has_nothing(
    case: Path, fairlead: Callable[..., Any], found: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    began = "2019-03-12T04:00:00Z"
    both = [
        {"role": "ship lying still", "name": "MADE UP 3", "imo": None, "mmsi": 538000003, "flag": "MH"},
        {"role": "silent ship", "name": "MADE UP 9", "imo": None, "mmsi": 445000009, "flag": "KP"},
    ]
    occasion = found.make("A").to_json() | {"subjects": both, "start": began, "end": "2019-03-13T00:00:00Z"}
    occasion |= {"typology": {"name": "transfer_dark", "version": 1}}
    (case / "derived" / "occasions.jsonl").write_text(f"{json.dumps(occasion)}\n")
    why = "it was silent, while ship MADE UP 3 (MMSI 538000003) lay still"
    made = Reason("transfer_dark", "Transfer", None, why, candidates=(began,), about=began)
    monkeypatch.setattr(whynot, "reasons", lambda *_, **__: [made])
    told = " ".join(fairlead("explain", case, "312000001", "2019-03-12").out.split())
    named = f"MADE UP 3 (MMSI 538000003) and MADE UP 9 (MMSI 445000009): occasion {occasion['id'][:8]}"
    assert f"{why}; what is told is that of {named}" in told
    assert "no condition failed" not in told
    alone = replace(made, why="it was silent, while ship MADE UP 4 (MMSI 538000004) lay still")
    monkeypatch.setattr(whynot, "reasons", lambda *_, **__: [alone])
    assert "no condition failed" in " ".join(fairlead("explain", case, "312000001", "2019-03-12").out.split())


def test_a_number_that_reported_several_names_says_so_and_a_name_of_several_numbers_too(
    case: Path, fairlead: Callable[..., Any]
) -> None:
    lines = ["MMSI,BaseDateTime,LAT,LON,SOG,COG,Heading,VesselName,IMO,CallSign,VesselType,Status,Length,Width,Draft"]
    for mmsi, name in ((312000001, "MADE UP 7"), (538000003, "MADE UP 1")):
        lines += [f"{mmsi},2019-03-13T{h:02d}:30:00,35.2,124.0,0.1,0,0,{name},,XX1,70,1,120,20,6" for h in (2, 3)]
    (case.parent / "more.csv").write_text("\n".join(lines) + "\n")
    fairlead("add", case, case.parent / "more.csv")
    fairlead("find", case)
    told = " ".join(fairlead("explain", case, "MADE UP 1", "2019-03-12").out.split())
    assert told.startswith("2 numbers are called so, each told by itself: MMSI 312000001, MMSI 538000003")
    assert "this number reported several names: MADE UP 1 (IMO 9000009), MADE UP 7" in told


def test_while_it_is_looked_at_it_is_told_which_typology_is_asked(
    case: Path, fairlead: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[tuple[float, str | None]] = []

    @contextmanager
    def progress(_: str) -> Iterator[Callable[..., None]]:
        yield lambda fraction, what=None: told.append((fraction, what))

    monkeypatch.setattr(terminal, "progress", progress)
    fairlead("explain", case, "312000001", "2019-03-12")
    assert [what for _, what in told][:2] == ["why no delivery", "why no delivery to target"]
    assert len(told) == len(TYPOLOGIES)
    assert [fraction for fraction, _ in told] == sorted(fraction for fraction, _ in told)


def test_a_ship_not_heard_in_these_days_has_no_empty_section(case: Path, fairlead: Callable[..., Any]) -> None:
    told = fairlead("explain", case, "312000001", "2020-01-05").out
    assert "Nothing to judge" in told
    assert "Why nothing else" not in told


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


def test_a_command_that_uses_the_engine_ends_without_a_word_of_its_insides(case: Path) -> None:
    asked = ["explain", str(case), "made up 1", "2019-03-12"]
    program = f"import sys; from fairlead.cli import main; sys.argv[1:] = {asked!r}; main()"
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, env=os.environ)
    assert "Why nothing else" in ended.stdout
    assert ended.stderr == ""
