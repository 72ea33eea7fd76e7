"""A small sea on its way through the command line, for the tests of the loop and of resuming: made once per process."""

from __future__ import annotations

import atexit
import json
import shutil
import tempfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from click.testing import CliRunner, Result
from found_case import at_home

from fairlead.cli import group
from fairlead.simulate import sea


@dataclass(frozen=True)
class Looped:
    """A sea, and its case before and after `find`, each with the home of who made it. Tests work on copies."""

    sea: Path
    added: Path  # a folder with ``case`` and ``home``
    found: Path  # the same
    told: dict[str, list[dict]]  # what `add` and `find` answered


def run(*arguments: object, status: int = 0) -> Result:
    """Run a command as typed, and hold it to its exit status."""
    result = CliRunner().invoke(group, [str(argument) for argument in arguments], standalone_mode=False)
    assert result.exception is None, result.output
    assert (result.return_value or 0) == status, result.output
    return result


def answer(*arguments: object) -> object:
    """Return what a command answers as JSON."""
    return json.loads(run(*arguments, "--format", "json").stdout)


def files(folder: Path) -> list[Path]:
    """Return the files of a sea that a case is made of."""
    return [path for path in sorted(folder.iterdir()) if path.suffix in (".csv", ".pdf", ".html")]


@cache
def looped() -> Looped:
    """Return a sea, added to a case as a person would, and found in."""
    folder = Path(tempfile.mkdtemp(prefix="fairlead-looped-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    made = Looped(folder / "sea", folder / "added", folder / "found", {})
    sea(made.sea, seed=4, days=6, ships=24)
    with at_home(made.added / "home"):
        run("init", made.added / "case")
        made.told["add"] = answer("add", made.added / "case", *files(made.sea))
    shutil.copytree(made.added, made.found)
    with at_home(made.found / "home"):
        made.told["find"] = [answer("find", made.found / "case")]
    return made
