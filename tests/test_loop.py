"""The whole loop through the command line, as a person would type it: from files to a verified dossier."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from fairlead.cli import group
from fairlead.simulate import sea


@pytest.fixture(scope="module")
def sea_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("loop") / "sea"
    sea(folder, seed=4, days=6, ships=24)
    return folder


def run(*arguments: object, status: int = 0) -> Result:
    result = CliRunner().invoke(group, [str(argument) for argument in arguments], standalone_mode=False)
    assert result.exception is None, result.output
    assert (result.return_value or 0) == status, result.output
    return result


def answer(*arguments: object) -> object:
    return json.loads(run(*arguments, "--format", "json").stdout)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("loop-home")


@pytest.fixture
def loop_home(home: Path, own_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The keys of whoever made the case that the tests here share."""
    monkeypatch.setenv("FAIRLEAD_HOME", str(home))


@pytest.fixture(scope="module")
def found_case(sea_folder: Path, home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A case with every file of the sea, after `find`."""
    case = tmp_path_factory.mktemp("loop-case") / "case"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("FAIRLEAD_HOME", str(home))
        run("init", case)
        files = [path for path in sorted(sea_folder.iterdir()) if path.suffix in (".csv", ".pdf", ".html")]
        added = answer("add", case, *files)
        assert isinstance(added, list)
        assert [one["file"] for one in added] == [str(path) for path in files]
        assert all(one["read"] for one in added)
        found = answer("find", case)
        assert isinstance(found, dict)
        assert found["positions"] == sum(one["read"]["rows"].get("positions", 0) for one in added)
        assert found["occasions"] == len(occasions_of(case)) > 0
    return case


def occasions_of(case: Path) -> list[Any]:
    listed = answer("occasions", case)
    occasions = listed["occasions"] if isinstance(listed, dict) else listed
    assert isinstance(occasions, list)
    return occasions


@pytest.mark.usefixtures("loop_home")
def test_from_files_to_a_verified_dossier(found_case: Path, tmp_path: Path) -> None:
    case = found_case
    again = answer("find", case)
    assert isinstance(again, dict)
    assert (again["new"], again["changed"], again["gone"]) == ([], [], [])

    name = occasions_of(case)[0]["id"][:10]
    assert "machine candidate" in run("show", case, name).stdout
    run("open", case, name)
    shown = answer("show", case, "1")
    assert isinstance(shown, dict)
    run("claims", case)

    run("dossier", case, "1", "-o", tmp_path / "handover", "--audience", "amber")
    assert (tmp_path / "handover").is_dir()  # that it verifies as a folder too: dossier/test_package.py
    for what in (case, tmp_path / "handover.zip"):
        report = answer("verify", what)
        assert isinstance(report, dict)
        assert report["counts"]["failed"] == 0
        assert report["counts"]["proved"] > 5


@pytest.mark.slow  # by default events/test_identity.py and typologies/test_find_all.py show it of smaller seas
@pytest.mark.usefixtures("loop_home")
def test_the_order_of_adding_and_copies_of_a_file_change_no_id(
    sea_folder: Path, found_case: Path, tmp_path: Path
) -> None:
    files = [path for path in sorted(sea_folder.iterdir()) if path.suffix in (".csv", ".pdf", ".html")]
    case, longer = tmp_path / "case", tmp_path / "copy.csv"
    run("init", case)
    run("add", case, *files[::-1])
    lines = files[1].read_bytes().splitlines(keepends=True)
    longer.write_bytes(b"".join(lines[: len(lines) // 2]))  # the same positions in another exhibit
    run("add", case, longer)
    run("find", case)
    assert sorted(one["id"] for one in occasions_of(case)) == sorted(one["id"] for one in occasions_of(found_case))


def test_a_file_that_no_reader_knows_is_kept_and_said_to_be_unread(tmp_path: Path) -> None:
    case, recording = tmp_path / "case", tmp_path / "sounds.ogg"
    recording.write_bytes(b"OggS" + bytes(2000))
    run("init", case)
    added = answer("add", case, recording)
    assert isinstance(added, list)
    assert added[0]["read"] is None
    assert added[0]["why_unread"]
    assert answer("verify", case)["counts"]["failed"] == 0  # type: ignore[index]


def test_a_missing_file_is_named_and_nothing_is_added(tmp_path: Path) -> None:
    case = tmp_path / "case"
    run("init", case)
    result = CliRunner().invoke(group, ["add", str(case), str(tmp_path / "none.csv")], standalone_mode=False)
    assert "none.csv" in str(result.exception)
