"""``fairlead init`` and ``fairlead actor``, as typed."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from fairlead.case import Case, verify
from fairlead.cli import main
from fairlead.evidence import actors
from fairlead_ledger import keys

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Return a function that runs a command line and gives exit status, standard output, standard error."""

    def command(*words: str | Path) -> tuple[int, str, str]:
        monkeypatch.setattr("sys.argv", ["fairlead", *map(str, words)])
        with pytest.raises(SystemExit) as stop:
            main()
        printed = capsys.readouterr()
        return int(stop.value.code or 0), printed.out, printed.err

    return command


def test_init_makes_a_case_without_a_question(run: Run, tmp_path: Path) -> None:
    status, out, _ = run("init", tmp_path / "case", "--name", "Paek Ma")
    assert status == 0
    assert "made the case Paek Ma" in out
    assert verify(tmp_path / "case").ok
    assert Case.open(tmp_path / "case").name == "Paek Ma"


def test_init_refuses_a_folder_in_use_and_an_unknown_regime_and_leaves_nothing(run: Run, tmp_path: Path) -> None:
    (tmp_path / "used").mkdir()
    (tmp_path / "used" / "letter.txt").write_text("mine")
    status, _, err = run("init", tmp_path / "used")
    assert (status, "not an empty folder" in err.replace("\n", " ")) == (2, True)
    status, _, err = run("init", tmp_path / "case", "--regime", "atlantis")
    assert (status, "atlantis" in err) == (2, True)
    assert [path.name for path in tmp_path.iterdir()] == ["used"]


def test_a_colleague_sends_a_key_and_is_enrolled_listed_and_withdrawn(
    run: Run, case: Case, user: Callable[[str], None]
) -> None:
    user("colleague")
    _, key, _ = run("actor", case.root, "key")
    user("self")
    assert run("actor", case.root, "enrol", key.strip(), "--person", "B. Colleague", "--role", "investigator")[0] == 0
    listed = json.loads(run("actor", case.root, "list", "--format", "json")[1])
    assert (listed[1]["key"], listed[1]["person"]) == (key.strip(), "B. Colleague")
    assert listed[1]["roles"] == ["investigator"]
    assert "B. Colleague" in run("actor", case.root, "list")[1]
    assert run("actor", case.root, "enrol", key.strip(), "--withdraw")[0] == 0
    assert json.loads(run("actor", case.root, "list", "--format", "json")[1])[1]["roles"] == []


@pytest.mark.parametrize("words", [["no key"], [keys.encode(b"\x01" * 32), "--withdraw", "--role", "custodian"], []])
def test_a_bad_enrolment_is_misuse(run: Run, case: Case, words: list[str]) -> None:
    assert run("actor", case.root, "enrol", *words)[0] == 2
    assert case.log.size() == 2


def test_a_stranger_cannot_enrol(run: Run, case: Case, user: Callable[[str], None]) -> None:
    user("stranger")
    key = keys.encode(keys.public_bytes(actors.own_key()))
    status, _, err = run("actor", case.root, "enrol", key)
    assert (status, "cannot write to the case" in err) == (1, True)


@pytest.mark.parametrize("words", [["init"], ["actor"], ["actor", "x", "enrol"], ["actor", "x", "list"]], ids=str)
def test_help_ends_with_an_example(run: Run, words: list[str]) -> None:
    status, out, _ = run(*words, "--help")
    assert (status, "Example" in out) == (0, True)
