"""The published unit under a running systemd, set up line by line as the operator's page says, in a container.

Needs root, systemd-nspawn and a file system that takes an overlay; skips where one is missing.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest


@pytest.mark.slow
@pytest.mark.skipif(os.geteuid() != 0, reason="a container with systemd in it needs root")
@pytest.mark.skipif(shutil.which("systemd-nspawn") is None, reason="no systemd-nspawn on this machine")
@pytest.mark.skipif(not Path("/dev/shm").is_dir(), reason="no folder in memory")
def test_the_unit_runs_confined_comes_back_after_a_kill_and_the_page_that_sets_it_up_is_right() -> None:
    script = Path(__file__).with_name("unit_in_a_container.py")
    command = ["unshare", "--mount", "--propagation", "private", sys.executable, str(script)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=400, check=False)
    if done.returncode == 77:
        pytest.skip(f"no overlay can be mounted here: {done.stderr[:200]}")
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    print(found)
    assert int(found.pop("Uid")) > 0
    for place in ("logs", "homes"):
        seen = found.pop(place)
        assert seen == "" or "Permission denied" in seen, place
    assert "Read-only file system" in found.pop("system")
    assert found == {
        "filed": True,
        "opened": True,
        "NoNewPrivs": "1",
        "Seccomp": "2",
        "CapEff": "0000000000000000",
        "CapBnd": "0000000000000000",
        "memory is wiped": True,
        "no core": True,
        "network": ["lo"],
        "said": "",
        "tor reaches it": True,
        "anybody reaches it": False,
        "opened after a kill": True,
        "restarts": "1",
        "files": True,
        "owner": "fairlead-drop",
        "in clear": [],
        "check": "all tips are whole and in the log",
        "result": "success",
    }
