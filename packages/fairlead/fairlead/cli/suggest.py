"""``fairlead suggest``: let a program of your choice suggest what a page says; checked by its words, never kept."""

from __future__ import annotations

import json
import shlex
from dataclasses import asdict
from pathlib import Path

import click

from fairlead.case import Case
from fairlead.cli import acting, terminal
from fairlead.errors import RefusedError, UnreadableError
from fairlead.evidence.exhibits import Exhibit
from fairlead.readers import sheets
from fairlead.readers.decoding import MAX_PAGE_BYTES, decode
from fairlead.readers.pages import columns
from fairlead.register import corrections, suggestions
from fairlead.register.known import SHORT
from fairlead.register.suggestions import Suggestion

EPILOG = """\b
Example:
  fairlead suggest CASE 3f2a --with "my-model --on-this-machine" --stays-here
"""


@click.command("suggest", epilog=EPILOG)
@terminal.case_argument
@click.argument("exhibit")
@click.option("--with", "program", required=True, metavar="COMMAND", help="Gets the page as JSON, answers with JSON.")
@click.option("--stays-here", is_flag=True, help="You vouch that the program sends nothing off this machine.")
@terminal.format_option
def command(case: Path, exhibit: str, program: str, stays_here: bool, form: str) -> int:
    """Ask a program, such as a language model, what EXHIBIT says, and hold each answer against the exhibit's words.

    Nothing is recorded. What stands goes into the case only by a person's act: the command for it is printed. A quote
    that is not in the exhibit is refused. Text that may not be passed on goes to no program, unless you vouch that it
    stays on this machine.
    """
    opened = Case.open(case)
    kept = opened.exhibits.get(exhibit)
    if not kept.handling.may_redistribute and not stays_here:
        raise RefusedError(
            f"{kept.name}: its handling does not let it be passed on", "--stays-here, if the program sends nothing away"
        )
    rows = corrections.rows(opened.readings_folder, kept.sha256)
    read = [{**row, "body": json.loads(row["body"])} for _, row in sorted(rows.items())]
    found = suggestions.ask(program, _text(opened, kept), read)
    if form == "json":
        terminal.print_json([asdict(one) for one in found])
    else:
        for one in found:
            _tell(opened, kept, one)
        refused = sum(one.refused is not None for one in found)
        terminal.messages.print(
            f"{len(found)} suggestions, {refused} of them refused; nothing was recorded", markup=False
        )
    return 0 if any(one.refused is None for one in found) else 1


def _text(case: Case, exhibit: Exhibit) -> str:
    with case.exhibits.open(exhibit) as stream:
        data = stream.read(sheets.MAX_BYTES + 1)
    if data.startswith(b"%PDF-"):
        text = columns.text(sheets.pages(data, exhibit.name))
        return "\n\n".join(paragraph.text for paragraph in text.paragraphs)
    if len(data) > MAX_PAGE_BYTES:
        raise UnreadableError(f"{exhibit.name}: expected a page of at most {MAX_PAGE_BYTES} bytes, found {len(data)}")
    return decode(data, exhibit.name).text


def _tell(case: Case, exhibit: Exhibit, one: Suggestion) -> None:
    fields = ", ".join(f"{name} = {json.dumps(value, ensure_ascii=False)}" for name, value in one.fields.items())
    terminal.results.print(
        acting.printable(f"{one.kind}: “{one.quote}”{f' ({fields})' if fields else ''}"), markup=False
    )
    if one.refused:
        terminal.results.print(acting.printable(f"  refused: {one.refused}"), markup=False)
        return
    named = [str(case.root), exhibit.sha256[:SHORT]]
    if one.row is not None:
        changes = [part for name, value in one.fields.items() for part in ("--set", f"{name}={value}")]
        words = ["fairlead", "correct", *named, str(one.row), *changes, "--reason", "WHY"]
    else:
        is_text = one.chars is not None and not exhibit.media_type.endswith("pdf")
        at = ["--chars", f"{one.chars[0]}-{one.chars[1]}"] if is_text and one.chars else ["--page", "N"]
        words = ["fairlead", "observe", *named, "--act", "ACT", "--start", "DATE", *at, "--how-known", "HOW"]
    terminal.results.print(f"  {shlex.join(words)}", markup=False, soft_wrap=True)
