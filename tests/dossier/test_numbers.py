"""Numbers in a dossier: tables, charts, and the rows that they rest on. All numbers are made up."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from fairlead.case import Case
from fairlead.cli import group, terminal
from fairlead.deriving import reading_in
from fairlead.errors import FairleadError
from fairlead.evidence.handling import Handling

TABLE = (
    "reference,claimant,claimed_on,about,period,measure,goods,value,unit,basis,laden_share\n"
    "A1,Ruritania,2018-07-01,,2018-01..05,port calls,refined petroleum products,60,port calls,claimed,0.9\n"
    "A1,Ruritania,2018-07-01,,2018-01..05,deliveries,refined petroleum products,1234567,bbl,claimed,0.9\n"
    ",Norway,,Norway,2018-02,reported to the Committee,refined petroleum products,400,t,reported,\n"
)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Case]:
    """The case, which no test here changes; made once."""
    at = tmp_path_factory.mktemp("numbers")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("FAIRLEAD_HOME", str(at / "home"))
        case = Case.create(at / "case")
        (at / "figures.csv").write_text(TABLE)
        reading_in.read_added(case, case.exhibits.add(at / "figures.csv", handling=Handling("a ministry", "amber")))
        yield case


@pytest.fixture
def case_with(made: Case, own_home: Path, monkeypatch: pytest.MonkeyPatch) -> Case:
    monkeypatch.setenv("FAIRLEAD_HOME", str(made.root.parent / "home"))
    return made


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "out"


def _make(case: Case, out: Path, *words: str) -> int:
    """Return the status that the command line would exit with."""
    words = ("dossier", str(case.root), "-o", str(out), *words)
    try:
        return group.main(list(words), standalone_mode=False) or 0
    except click.ClickException:
        return 2
    except FairleadError as failure:
        return terminal.exit_status(failure)


def test_a_ceiling_is_shown_with_its_chart_its_tables_and_the_rows_it_rests_on(case_with: Case, out: Path) -> None:
    assert _make(case_with, out, "--with", "caps:2018", "--with", "state:NO") == 0
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


def test_numbers_from_an_exhibit_that_the_audience_may_not_have_are_refused(case_with: Case, out: Path) -> None:
    assert _make(case_with, out, "--with", "caps:2018", "--audience", "clear") != 0
    assert not out.exists()


def test_a_claim_taken_apart_stands_with_the_row_that_makes_it(case_with: Case, out: Path) -> None:
    assert _make(case_with, out, "--with", "claim:A1#port calls") == 0
    (claim,) = json.loads((out / "numbers.json").read_text())
    assert claim["claim"]["number"] == "60"
    assert "Ruritania: 60 port calls, port calls" in (out / "dossier.html").read_text()


@pytest.mark.parametrize("asked", ["caps", "caps:then", "labour", "trade:2701", "state", "tea:2018", "claim:nobody"])
def test_numbers_that_are_not_there_are_refused(case_with: Case, out: Path, asked: str) -> None:
    assert _make(case_with, out, "--with", asked) == 2
