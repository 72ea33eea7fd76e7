"""`fairlead simulate` from the command line: what it prints, what it refuses."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from fairlead.cli import group
from fairlead.errors import MisuseError


def test_it_makes_a_sea_and_counts_it(tmp_path: Path) -> None:
    wanted = ["simulate", str(tmp_path / "sea"), "--days", "3", "--ships", "20", "--format", "json"]
    result = CliRunner().invoke(group, wanted, catch_exceptions=False)
    assert result.exit_code == 0
    counted = json.loads(result.stdout)
    rows = sum(len(path.read_text().splitlines()) - 1 for path in (tmp_path / "sea").glob("*.csv"))
    assert counted["positions"] == rows > 1000


def test_it_never_writes_among_other_files(tmp_path: Path) -> None:
    (tmp_path / "mine").write_text("kept")
    with pytest.raises(MisuseError, match="empty or new folder"):
        CliRunner().invoke(group, ["simulate", str(tmp_path)], catch_exceptions=False, standalone_mode=False)
    assert [path.name for path in tmp_path.iterdir()] == ["mine"]
