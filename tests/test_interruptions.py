"""`kill -9` at random during `add` and `find`, as a person's machine might do it; then everything accepted is there."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from fairlead import case as cases
from fairlead.case import Case
from fairlead.deriving import rederive
from fairlead.simulate import sea


def kill_within(seconds: float, *arguments: object) -> int | None:
    """Start a command and kill it after some part of ``seconds``; return its status where it was faster."""
    command = [sys.executable, "-m", "fairlead.cli", *map(str, arguments)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=os.environ.copy())
    time.sleep(seconds)
    if process.poll() is None:
        process.send_signal(signal.SIGKILL)
    process.wait()
    return process.returncode


@pytest.mark.slow
@pytest.mark.parametrize("kills", [200])
def test_whatever_was_accepted_is_there_and_verifies_after_each_kill(kills: int, tmp_path: Path) -> None:
    sea(tmp_path / "sea", seed=6, days=3, ships=20)
    files = sorted((tmp_path / "sea").glob("simulated-*"))
    case = Case.create(tmp_path / "case")
    chance = random.Random(kills)
    known: set[str] = set()
    for n in range(kills):
        act = ["add", case.root, *files] if n % 2 == 0 else ["find", case.root]
        kill_within(chance.uniform(0.3, 6.0), *act)
        report = cases.verify(case.root)
        assert report.ok, [check for check in report.checks if check.outcome == "failed"]
        now = {exhibit.sha256 for exhibit in Case.open(case.root).exhibits.all()}
        assert known <= now
        known = now
    for act in (["add", case.root, *files], ["find", case.root]):
        subprocess.run([sys.executable, "-m", "fairlead.cli", *map(str, act)], check=True, capture_output=True)
    report = cases.verify(case.root, rederive=rederive.check_case)
    assert report.ok
    assert len(Case.open(case.root).exhibits.all()) == len(files)
    assert not [path for path in case.derived_folder.iterdir() if path.name.startswith(".")]
