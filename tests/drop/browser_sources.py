"""The browser's program from its sources, with npm's packages: bundled with a part replaced, or run by node."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

DISTRIBUTION = Path(__file__).resolve().parents[2] / "packages" / "drop"
OWN_NAMES = {"age-encryption": "age-encryption/dist/index.js"}


class BrowserSources:
    """A copy of the sources in which npm has put its packages; skips the test where npm is out of reach."""

    def __init__(self, work: Path) -> None:
        sys.path.insert(0, str(DISTRIBUTION))
        import hatch_build

        sys.path.pop(0)
        self._work, self._place = work, work / "browser"
        shutil.copytree(DISTRIBUTION / "browser", self._place, ignore=shutil.ignore_patterns("node_modules"))
        (work / "fairlead_drop").mkdir()
        shutil.copy(DISTRIBUTION / "fairlead_drop" / "vectors.json", work / "fairlead_drop")
        try:
            self._node, npm = hatch_build._node()
            hatch_build._run([*npm, "ci", *hatch_build.NPM], self._place, {**os.environ})
            self._esbuild = hatch_build._esbuild(self._place)
        except (hatch_build.BuildError, subprocess.SubprocessError) as absent:
            pytest.skip(f"npm is out of reach: {absent}")

    def broken(self, module: str, code: str) -> bytes:
        """Return the program with one module replaced; in ``code``, ``real`` is the module itself."""
        real = self._place / "node_modules" / OWN_NAMES.get(module, module)
        replaced = self._place / "broken.js"
        replaced.write_text(f'import * as real from "{real}";\nexport * from "{real}";\n{code}\n')
        return self._bundle("main.js", f"--alias:{module}={replaced}").read_bytes()

    def run(self, code: str) -> Any:
        """Run a module beside the sources in node; return the JSON that it prints."""
        (self._place / "run.js").write_text(code)
        made = self._bundle("run.js", "--platform=node")
        done = subprocess.run([str(self._node), str(made)], capture_output=True, text=True, check=False, timeout=120)
        assert done.returncode == 0, done.stderr[-2000:]
        return json.loads(done.stdout)

    def _bundle(self, entry: str, option: str) -> Path:
        made = self._work / "out.mjs"
        command = [str(self._esbuild), entry, "--bundle", "--format=esm", option, f"--outfile={made}"]
        subprocess.run(command, cwd=self._place, check=True, capture_output=True)
        return made
