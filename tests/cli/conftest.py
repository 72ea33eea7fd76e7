"""A case with fictitious occasions as `find` would leave them, and the command line called as a person would."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from found_case import Found, begun, copied

from fairlead.cli import main


@dataclass(frozen=True)
class Said:
    """What a command answered."""

    status: int
    out: str
    err: str

    def json(self) -> Any:
        return json.loads(self.out)


@pytest.fixture
def fairlead(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., Said]:
    """Return a function that runs a command as typed, and returns what it answered."""
    monkeypatch.setenv("COLUMNS", "80")

    def run(*arguments: object) -> Said:
        monkeypatch.setattr("sys.argv", ["fairlead", *map(str, arguments)])
        capsys.readouterr()
        with pytest.raises(SystemExit) as stopped:
            main()
        captured = capsys.readouterr()
        return Said(int(stopped.value.code or 0), captured.out, captured.err)

    return run


@pytest.fixture
def found(tmp_path: Path, own_home: Path) -> Found:
    """Return a case with one exhibit of nine positions, and three occasions: observed, documented, stated."""
    return copied(begun, tmp_path / "case", own_home)
