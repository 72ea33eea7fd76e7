"""``fairlead add``: keep files as exhibits, read them, and say what was read and what was not."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import cast

import click

from fairlead import derive, progress
from fairlead.case import Case
from fairlead.cli import terminal
from fairlead.errors import MisuseError
from fairlead.evidence.handling import MARKINGS, Handling, Marking
from fairlead.readers import mapped

EPILOG = """\b
Examples:
  fairlead add CASE tracks/*.csv --source "coast guard" --reliability B --credibility 2
  fairlead add CASE page.html --url https://news.example/1 --captured 2020-12-01T16:40:00Z
  fairlead add CASE foreign.csv --mapping columns.yaml --marking amber --no-redistribute
"""


@click.command("add", epilog=EPILOG)
@terminal.case_argument
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--source", help="who gave it, or where it was found")
@click.option("--url", help="the address it was captured from")
@click.option("--captured", help="when it was captured (ISO 8601, UTC)")
@click.option(
    "--reliability", type=click.Choice(list("ABCDEF")), default="F", help="of the source; F: cannot be judged"
)
@click.option("--credibility", type=click.IntRange(1, 6), default=6, help="of the content; 6: cannot be judged")
@click.option("--originator", help="whose material it is")
@click.option("--marking", type=click.Choice(MARKINGS), default="amber", help="traffic light protocol 2.0")
@click.option("--cite/--no-cite", default=True, help="may it be cited?")
@click.option("--attribute/--no-attribute", default=True, help="may its source be named?")
@click.option("--show/--no-show", default=True, help="may its content be shown?")
@click.option("--redistribute/--no-redistribute", default=True, help="may it be passed on whole?")
@click.option("--not-before", help="embargo: the first day on which it may be released (YYYY-MM-DD)")
@click.option("--mapping", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="what its columns mean")
@click.option("--purpose", default="", help="why it is added; stands in the custody log")
@terminal.format_option
def command(
    case: Path,
    files: tuple[Path, ...],
    source: str | None,
    url: str | None,
    captured: str | None,
    reliability: str,
    credibility: int,
    originator: str | None,
    marking: str,
    cite: bool,
    attribute: bool,
    show: bool,
    redistribute: bool,
    not_before: str | None,
    mapping: Path | None,
    purpose: str,
    form: str,
) -> int:
    """Keep FILES (files, folders or globs) as exhibits, unchanged, and read them.

    What no reader recognises is kept all the same and can be observed. Interrupted, it goes on where it stopped: a file
    added twice is one exhibit with two receipts.
    """
    opened = Case.open(case)
    handling = Handling(originator, cast(Marking, marking), cite, attribute, show, redistribute, not_before)
    columns = _mapping(mapping) if mapping else None
    paths = list(_expand(files))
    done = []
    with terminal.progress("adding") as advance:
        for n, path in enumerate(paths):
            step = progress.part(advance, n / len(paths), (n + 1) / len(paths), path.name)
            exhibit = opened.exhibits.add(
                path,
                source=source,
                url=url,
                captured=captured,
                handling=handling,
                reliability=reliability,
                credibility=credibility,
                purpose=purpose,
                on_progress=progress.fraction(progress.part(step, 0.0, 0.3)),
            )
            done.append((path, derive.read_added(opened, exhibit, columns, progress.part(step, 0.3, 1.0))))
    if form == "json":
        terminal.print_json([_document(path, read) for path, read in done])
    else:
        _print(done)
    return 1 if any(read.reading is None and read.recognised for _, read in done) else 0


def _mapping(path: Path) -> str:
    """Return the text of a mapping file, once it is known to be one."""
    text = mapped.load(path)
    mapped.columns(text, path.name)
    return text


def _expand(files: tuple[Path, ...]) -> Iterator[Path]:
    """Yield the files meant: folders give all files below them, globs that the shell left alone are expanded here."""
    for given in files:
        if given.is_dir():
            found = sorted(path for path in given.rglob("*") if path.is_file())
        elif given.exists():
            found = [given]
        else:
            base = Path(given.anchor) if given.is_absolute() else Path()
            found = sorted(path for path in base.glob(str(given.relative_to(base))) if path.is_file())
        if not found:
            raise MisuseError(f"{given}: no such file")
        yield from found


def _print(done: list[tuple[Path, derive.Read]]) -> None:
    """Print one paragraph per file: what it was read as, how many rows, how many not and why."""
    for path, read in done:
        out = terminal.results
        out.print(f"{path.name}  {read.exhibit.sha256[:12]}", markup=False)
        made = read.reading
        if made is None:
            out.print(f"  unread: {read.why_unread}", markup=False)
            continue
        rows = ", ".join(f"{count:,} {shape.replace('_', ' ')}" for shape, count in made.counts.items() if count)
        out.print(f"  {rows or 'no rows'}; {made.unread:,} rows not read  ({made.reader}: {made.reason})", markup=False)
        for reason, count in made.reasons.items():
            out.print(f"  not read: {count:,} × {reason}", markup=False)
        for note in made.notes:
            out.print(f"  note: {note}", markup=False)


def _document(path: Path, read: derive.Read) -> dict[str, object]:
    made = read.reading
    return {
        "file": str(path),
        "sha256": read.exhibit.sha256,
        "size": read.exhibit.size,
        "read": None
        if made is None
        else {
            "reader": made.reader,
            "version": made.version,
            "reason": made.reason,
            "rows": made.counts,
            "unread": made.unread,
            "unread_reasons": made.reasons,
            "notes": list(made.notes),
        },
        "why_unread": read.why_unread,
    }
