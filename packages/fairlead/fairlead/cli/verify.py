"""``fairlead verify``: check a case or a dossier; three outcomes, each listed, and what nobody vouches for."""

from __future__ import annotations

import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from fairlead import case as cases
from fairlead.cli import terminal
from fairlead.cli.stamp import certificates
from fairlead.deriving import rederive
from fairlead.dossier import award_verifier, verifier
from fairlead.errors import MisuseError
from fairlead.evidence.verification import Outcome, Report

EPILOG = """\b
Examples:
  fairlead verify CASE --against checkpoint-from-a-colleague.txt
  fairlead verify handover.zip --key "fairlead/…+1a2b3c4d+…"
"""
STYLES = {Outcome.PROVED: "green", Outcome.FAILED: "bold red", Outcome.NOT_CHECKABLE: "yellow"}


@click.command("verify", epilog=EPILOG)
@click.argument("what", type=click.Path(exists=True, path_type=Path))
@click.option(
    "--against", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="a checkpoint kept elsewhere"
)
@click.option(
    "--authority-root",
    "authority_roots",
    multiple=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="of a case: only time stamps under these root certificates (PEM) count",
)
@click.option("--key", help="of a dossier: the case's key, received another way")
@click.option("--quick", is_flag=True, help="do not derive readings, events and occasions again")
@click.option("--quiet", is_flag=True, help="list only what is not proved")
@terminal.format_option
def command(
    what: Path,
    against: Path | None,
    authority_roots: tuple[Path, ...],
    key: str | None,
    quick: bool,
    quiet: bool,
    form: str,
) -> int:
    """Check WHAT, a case or a dossier (folder or zip): proved, failed, or not checkable here.

    Exhibits are compared with their hashes, the log with its signatures and checkpoints, acts with the log; readings,
    events and occasions are derived again and compared. Exit status 1 when anything failed.
    """
    report = _dossier(what, key, quick) if _is_dossier(what) else _case(what, against, authority_roots, quick)
    if form == "json":
        terminal.print_json(report.to_json())
    else:
        print_report(report, quiet)
    return 0 if report.ok else 1


def print_report(report: Report, quiet: bool = False) -> None:
    """Print every check, then what is not vouched for, then the counts."""
    out = terminal.results
    for check in report.checks:
        if quiet and check.outcome is Outcome.PROVED:
            continue
        style = STYLES[check.outcome]
        out.print(f"[{style}]{check.outcome.value:<18}[/] {terminal.plain(check.what)}: {terminal.plain(check.why)}")
    for unvouched in report.not_vouched_for:
        out.print(f"[dim]not vouched for   [/] {terminal.plain(unvouched.what)}: {terminal.plain(unvouched.why)}")
    out.print(", ".join(f"{count:,} {outcome.value}" for outcome, count in report.counts.items()))


def _case(path: Path, against: Path | None, authority_roots: tuple[Path, ...], quick: bool) -> Report:
    roots = [one for file in authority_roots for one in certificates(file)]
    again = None if quick else rederive.check_case
    with terminal.progress("verifying") as advance:
        return cases.verify(path, against=against, authority_roots=roots, rederive=again, on_progress=advance)


def _is_dossier(path: Path) -> bool:
    return path.is_file() or (path / "manifest.json").exists()


def _dossier(path: Path, key: str | None, quick: bool) -> Report:
    report = Report()
    check = award_verifier.check if path.is_dir() and (path / "award.json").exists() else verifier.check
    for outcome, what, why in check(path, key):
        if outcome == "not vouched for":
            report.unvouched(what, why)
        else:
            {"proved": report.proved, "failed": report.failed}.get(outcome, report.not_checkable)(what, why)
    if report.ok and not quick:
        with _unpacked(path) as folder, report.guarding("readings and occasions"):
            report.add(rederive.check_dossier(folder))
    return report


@contextmanager
def _unpacked(path: Path) -> Iterator[Path]:
    if path.is_dir():
        yield path
        return
    with tempfile.TemporaryDirectory(prefix="fairlead-dossier-") as folder:
        try:
            verifier.unzip(path, Path(folder))
        except (zipfile.BadZipFile, zlib.error, OSError) as broken:
            raise MisuseError(f"{path}: not a dossier ({broken})") from broken
        yield Path(folder)
