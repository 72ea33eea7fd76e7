"""What `init`, `add` and `find` load: no pandas, nothing that asks the web; Ibis where rows are derived."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

WHOLE = """
import sys
from fairlead.cli import group
for given in (["init"], ["add", sys.argv[2]], ["find"]):
    if given[0] == "find" and "ibis" in sys.modules:
        sys.exit("ibis before find")
    group.main([given[0], sys.argv[1], *given[1:]], standalone_mode=False)
sys.exit(", ".join(each for each in ("pandas", "httpx") if each in sys.modules) or 0)
"""
POSITIONS = "MMSI,BaseDateTime,LAT,LON,SOG,COG\n" + "".join(
    f"412000001,2018-01-01T{hour:02}:00:00,30.0,{122 + hour / 10},11.0,90.0\n" for hour in range(20)
)


@pytest.mark.wide  # it tells how soon a `find` begins, not what it finds
def test_a_find_loads_no_pandas(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FAIRLEAD_HOME", str(tmp_path / "home"))
    (tmp_path / "positions.csv").write_text(POSITIONS)
    command = [sys.executable, "-c", WHOLE, str(tmp_path / "case"), str(tmp_path / "positions.csv")]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr[-2000:]
