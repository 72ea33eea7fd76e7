"""``fairlead add``: keep files as exhibits, read them, and say what was read and what was not."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import cast

import click

from fairlead import progress
from fairlead.case import Case
from fairlead.cli import received, terminal
from fairlead.deriving import taking_apart
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
    terminal.without_pandas()
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
            taken = taking_apart.take(opened, exhibit, columns, progress.part(step, 0.3, 1.0))
            done += [(path, one) for one in taken]
    if form == "json":
        terminal.print_json([received.document(str(path), one) for path, one in done])
    else:
        for path, one in done:
            received.tell(one.name if one.depth else path.name, one)
    return 1 if any(received.failed(one) for _, one in done) else 0


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
