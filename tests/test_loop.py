"""The whole loop through the command line, as a person would type it: from files to a verified dossier."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from looped import answer, files, looped, run

from fairlead.cli import group


@pytest.fixture
def found_case(tmp_path: Path, own_home: Path) -> Path:
    """A case with every file of the sea, after `find`, and the keys of whoever made it."""
    case, told = tmp_path / "found", looped().told
    shutil.copytree(looped().found / "case", case)
    shutil.copytree(looped().found / "home", own_home, dirs_exist_ok=True)
    assert [one["file"] for one in told["add"]] == [str(path) for path in files(looped().sea)]
    assert all(one["read"] for one in told["add"])
    (found,) = told["find"]
    assert found["positions"] == sum(one["read"]["rows"].get("positions", 0) for one in told["add"])
    assert found["occasions"] == len(occasions_of(case)) > 0
    return case


def occasions_of(case: Path) -> list[Any]:
    listed = answer("occasions", case)
    occasions = listed["occasions"] if isinstance(listed, dict) else listed
    assert isinstance(occasions, list)
    return occasions


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
def test_the_order_of_adding_and_copies_of_a_file_change_no_id(found_case: Path, tmp_path: Path) -> None:
    added = files(looped().sea)
    case, longer = tmp_path / "case", tmp_path / "copy.csv"
    run("init", case)
    run("add", case, *added[::-1])
    lines = added[1].read_bytes().splitlines(keepends=True)
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
