"""``fairlead demo``: a simulated sea, from raw tracks to a verified dossier; nothing to answer, nothing hidden."""

from __future__ import annotations

import os
import shutil
import sys
import time
import webbrowser
from pathlib import Path
from typing import Any

import click

from fairlead import case as cases
from fairlead import progress
from fairlead.case import Case
from fairlead.cli import find, terminal
from fairlead.cli.dossier import make, select
from fairlead.deriving import derive, reading_in, rederive
from fairlead.deriving.account import as_clause
from fairlead.dossier import verifier
from fairlead.errors import MisuseError
from fairlead.evidence.handling import Handling
from fairlead.evidence.verification import Report
from fairlead.simulate import sea
from fairlead.simulate.score import Score, score

MARK = "made-by-fairlead-demo"  # a file that says that the folder is the demo's own and may be made anew


@click.command("demo", epilog="Example:  fairlead demo --seed 7 --no-open")
@click.argument("folder", default="demo", type=click.Path(path_type=Path, file_okay=False))
@click.option("--seed", default=1, show_default=True, help="another seed is another sea")
@click.option("--open/--no-open", "show", default=None, help="open the desk in a browser (default: where there is one)")
def command(folder: Path, seed: int, show: bool | None) -> int:
    """Make a small simulated sea and run the whole loop on it: add, find, dossier, verify.

    Then the desk opens on it in a browser, where there is one; Ctrl-C stops that. Everything lies in FOLDER (default:
    demo); an earlier demo there is replaced. All ships, pages and lists in it are simulated.
    """
    _clear(folder)
    began = time.monotonic()
    with terminal.progress("a simulated month of the Yellow Sea") as advance:
        truth = sea(folder / "sea", seed, advance=lambda fraction: advance(fraction))
    terminal.results.print(f"1. a simulated sea: {sum(truth.files.values()):,} positions of {truth.ships} ships")
    case = Case.create(folder / "case", "Simulated sea")
    with terminal.progress("adding") as advance:
        _add(case, folder / "sea", advance)
    with terminal.progress("finding") as advance:
        found = derive.find(case, advance)
    terminal.results.print("2. added and read; then found:")
    find.print_found(folder / "case", found)
    print_score(score(truth, [occasion.to_json() for occasion in found.occasions]))
    _print_left_alone(derive.rejected(case))
    with terminal.progress("dossier"):
        made = make(case, select(case, (), everything=True), folder / "dossier", "clear")
    terminal.results.print(f"3. a dossier of {len(found.occasions)} occasions: {made.archive}", soft_wrap=True)
    with terminal.progress("verifying") as advance:
        report = cases.verify(folder / "case", rederive=rederive.check_case, on_progress=progress.fraction(advance))
        checks = list(verifier.check(made.archive))
    failed = [check for check in checks if check[0] == "failed"]
    terminal.results.print(f"4. verified: the case: {_counts(report)}")
    terminal.results.print(
        f"   the dossier, by its own verifier: {len(checks) - len(failed)} of {len(checks)} checks hold"
    )
    terminal.messages.print(f"{time.monotonic() - began:.0f} s in all")
    page = made.folder / "dossier.html"
    terminal.results.print(f"read it: {page}", soft_wrap=True)
    if show if show is not None else has_browser():
        _work_on(case)
    else:
        terminal.results.print(f"work on it: fairlead desk {folder / 'case'}", soft_wrap=True)
    return 0 if report.ok and not failed else 1


def _work_on(case: Case) -> None:
    """Open the desk on the simulated sea, and serve it until it is stopped."""
    from fairlead.desk import serving

    desk = serving.own(case)
    terminal.results.print(f"work on it: {desk.address}", markup=False, soft_wrap=True)
    terminal.messages.print("the desk is open in your browser, with a tour; Ctrl-C stops it", markup=False)
    webbrowser.open(desk.address)
    desk.run()


def print_score(result: Score) -> None:
    """Print what was found of what the sea hid, and what was rightly left alone, misses and mistakes included."""
    out = terminal.results
    out.print("of what the sea hid (the program did not see this list):")
    for kind, right, total in result.hidden:
        out.print(f"  {kind.replace('_', ' '):<22} {right} of {total} found")
    out.print("of its innocent look-alikes:")
    for kind, right, total in result.innocent:
        out.print(f"  {kind.replace('_', ' '):<22} {right} of {total} left alone")
    for act in result.missed:
        out.print(f"  missed: {act.kind.replace('_', ' ')} by {act.ships[0].name}, {act.start[:10]} ({act.heard})")
    for occasion in result.wrong:
        out.print(f"  explained by nothing hidden: {occasion['title']}", markup=False)


def _print_left_alone(rejected: list[dict[str, Any]]) -> None:
    shown = rejected[:5]
    if shown:
        terminal.results.print("candidates it looked at and left alone, for example:")
    for each in shown:
        who, kind = " and ".join(each["ships"]), each["typology"].replace("_", " ")
        terminal.results.print(f"  {who}: no {kind}, by {each['test']}: {as_clause(each['why'])}", markup=False)


def _add(case: Case, folder: Path, advance: progress.Progress) -> None:
    files = [path for path in sorted(folder.iterdir()) if path.name not in ("truth.json", "README.txt")]
    for n, path in enumerate(files):
        exhibit = case.exhibits.add(
            path, source="fairlead simulate", handling=Handling(marking="clear"), reliability="F", credibility=6
        )
        reading_in.read_added(case, exhibit)
        advance((n + 1) / len(files), f"adding {path.name}")


def _clear(folder: Path) -> None:
    """Remove an earlier demo; refuse a folder that holds anything else."""
    if folder.exists() and any(folder.iterdir()):
        if not (folder / MARK).exists():
            raise MisuseError(f"{folder}: not empty, and not an earlier demo", "fairlead demo ANOTHER-FOLDER")
        shutil.rmtree(folder)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / MARK).write_text("This folder is made anew by each `fairlead demo`.\n", encoding="utf-8")


def _counts(report: Report) -> str:
    return ", ".join(f"{count:,} {outcome.value}" for outcome, count in report.counts.items())


def has_browser() -> bool:
    """Tell whether somebody sits before a screen on which a browser could open."""
    screen = sys.platform in ("darwin", "win32") or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
    return screen and sys.stdout.isatty() and "CI" not in os.environ
