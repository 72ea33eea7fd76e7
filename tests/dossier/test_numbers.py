"""Numbers in a dossier: tables, charts, and the rows that they rest on. All numbers are made up."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from fairlead import derive
from fairlead.case import Case
from fairlead.evidence.handling import Handling

TABLE = (
    "reference,claimant,claimed_on,about,period,measure,goods,value,unit,basis,laden_share\n"
    "A1,Ruritania,2018-07-01,,2018-01..05,port calls,refined petroleum products,60,port calls,claimed,0.9\n"
    "A1,Ruritania,2018-07-01,,2018-01..05,deliveries,refined petroleum products,1234567,bbl,claimed,0.9\n"
    ",Norway,,Norway,2018-02,reported to the Committee,refined petroleum products,400,t,reported,\n"
)


@pytest.fixture
def case_with(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Case:
    monkeypatch.setenv("FAIRLEAD_HOME", str(tmp_path / "home"))
    made = Case.create(tmp_path / "case")
    (tmp_path / "figures.csv").write_text(TABLE)
    derive.read_added(made, made.exhibits.add(tmp_path / "figures.csv", handling=Handling("a ministry", "amber")))
    return made


def _make(case: Case, *words: str) -> int:
    command = [sys.executable, "-m", "fairlead.cli", "dossier", str(case.root), "-o", str(case.root.parent / "out")]
    return subprocess.run([*command, *words], check=False, timeout=60, capture_output=True).returncode


def test_a_ceiling_is_shown_with_its_chart_its_tables_and_the_rows_it_rests_on(case_with: Case) -> None:
    assert _make(case_with, "--with", "caps:2018", "--with", "state:NO") == 0
    out = case_with.root.parent / "out"
    page = (out / "dossier.html").read_text()
    assert "Ceiling on petroleum, 2018" in page
    assert "1,234,567 bbl" in page
    assert page.count("<svg") == 1
    assert "The record of Norway" in page
    (ceiling, record) = json.loads((out / "numbers.json").read_text())
    assert (ceiling["estimate"], record["estimate"]) == ("caps", "state")
    manifest = json.loads((out / "manifest.json").read_text())
    assert "numbers.json" in manifest["files"]
    assert [exhibit["carried"] for exhibit in manifest["exhibits"]] == ["whole"]
    assert subprocess.run([sys.executable, str(out / "verify.py"), str(out)], check=False, timeout=60).returncode == 0


def test_numbers_from_an_exhibit_that_the_audience_may_not_have_are_refused(case_with: Case) -> None:
    assert _make(case_with, "--with", "caps:2018", "--audience", "clear") != 0
    assert not (case_with.root.parent / "out").exists()


def test_a_claim_taken_apart_stands_with_the_row_that_makes_it(case_with: Case) -> None:
    assert _make(case_with, "--with", "claim:A1#port calls") == 0
    (claim,) = json.loads((case_with.root.parent / "out" / "numbers.json").read_text())
    assert claim["claim"]["number"] == "60"
    assert "Ruritania: 60 port calls, port calls" in (case_with.root.parent / "out" / "dossier.html").read_text()


@pytest.mark.parametrize("asked", ["caps", "caps:then", "labour", "trade:2701", "state", "tea:2018", "claim:nobody"])
def test_numbers_that_are_not_there_are_refused(case_with: Case, asked: str) -> None:
    assert _make(case_with, "--with", asked) == 2
