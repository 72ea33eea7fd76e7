"""The commands, on a case with fictitious tables."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from fairlead.cli import main

TABLE = (
    "claimant,period,measure,value,unit,reference,about,goods,laden_share,kind\n"
    "Ruritania,2030-01-01..2030-12-31,landings,100,port calls,R,,refined petroleum products,0.5,flow\n"
    "Ruritania,2030-01-01..2030-12-31,landings,400000,bbl,R,,refined petroleum products,0.5,flow\n"
    "Norway,2020,workers present,70,persons,W,Norway,,,stock\n"
)
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Return a function that runs a command as typed, and returns status, output and messages."""

    def typed(*arguments: object) -> tuple[int, str, str]:
        monkeypatch.setattr("sys.argv", ["fairlead", *map(str, arguments)])
        capsys.readouterr()
        with pytest.raises(SystemExit) as stopped:
            main()
        captured = capsys.readouterr()
        return int(stopped.value.code or 0), captured.out, captured.err

    return typed


@pytest.fixture
def case(run: Run, tmp_path: Path) -> Path:
    """Return a case that holds the table."""
    table = tmp_path / "table.csv"
    table.write_text(TABLE, encoding="utf-8")
    assert run("init", tmp_path / "case")[0] == 0
    assert run("add", tmp_path / "case", table)[0] == 0
    return tmp_path / "case"


def _json(out: str) -> Any:
    return json.loads(out)


def test_a_year_under_a_ceiling_is_recomputed_and_drawn(run: Run, case: Path, tmp_path: Path) -> None:
    status, out, _ = run("estimate", case, "caps", "--year", 2030, "-o", tmp_path / "c.svg", "--format", "json")
    (claim,) = _json(out)["ceilings"][0]["claims"]
    assert (status, claim["full_load"]["best"]) == (0, "800000")
    assert (tmp_path / "c.svg").read_text().startswith("<svg")
    assert "times the ceiling" in run("estimate", case, "caps", "--year", 2030)[1]


def test_a_file_that_is_there_is_not_replaced(run: Run, case: Path, tmp_path: Path) -> None:
    (tmp_path / "c.svg").write_text("mine")
    assert run("estimate", case, "caps", "--year", 2030, "-o", tmp_path / "c.svg")[0] == 2
    assert (tmp_path / "c.svg").read_text() == "mine"


def test_a_year_without_a_ceiling_exits_1(run: Run, case: Path) -> None:
    status, _, err = run("estimate", case, "caps", "--year", 2010)
    assert (status, "no ceiling on petroleum bound in 2010" in err) == (1, True)


def test_labour_lists_states(run: Run, case: Path) -> None:
    status, out, _ = run("estimate", case, "labour", "--format", "json")
    assert (status, [state["state"] for state in _json(out)["states"]]) == (0, ["NO"])


def test_a_sum_of_unlike_things_is_refused_with_the_reason(run: Run, case: Path) -> None:
    status, out, err = run("estimate", case, "sum", "--figure", "R#bbl", "--figure", "W")
    assert (status, out) == (1, "")
    assert "a flow and a stock are different things" in " ".join(err.split())


def test_a_reference_of_two_figures_asks_which(run: Run, case: Path) -> None:
    status, _, err = run("estimate", case, "sum", "--figure", "R", "--figure", "W")
    assert status == 2
    assert "R#port_call, R#bbl" in err


def test_a_claim_is_taken_apart(run: Run, case: Path) -> None:
    status, out, _ = run("claims", case, "--take-apart", "R#port_call", "--format", "json")
    made = _json(out)
    assert (status, made["claim"]["number"], made["can_contain"]) == (0, "100", [])
    assert "further acts" in run("claims", case, "--take-apart", "R#port_call")[1]


def test_a_claim_that_is_none_is_misuse(run: Run, case: Path) -> None:
    status, _, err = run("claims", case, "--take-apart", "NOPE")
    assert (status, "no claim with a number is called NOPE" in err) == (2, True)
