"""``fairlead correct``: what a person says of what the machine read: right, corrected, rejected."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from fairlead.case import Case
from fairlead.cli import acting, terminal
from fairlead.errors import MisuseError
from fairlead.register import claims_told, corrections, judged_rows
from fairlead.register.corrections import Correction
from fairlead.register.judged_rows import Judged

EPILOG = """\b
Examples:
  fairlead correct CASE 3f2a
  fairlead correct CASE 3f2a 2 --accept --reason "as printed"
  fairlead correct CASE 3f2a 2 --set number=12 --set unit=shipments --reason "a dozen, it says"
  fairlead correct CASE 3f2a 2 --reject --reason "the minister quotes somebody else"
  fairlead correct CASE 3f2a 5 --set kind=claim --set 'accused=["CL"]' --set speaker="the minister" --reason "read it"
  fairlead correct CASE 3f2a 2 --take-back --reason "I misread it myself"
  fairlead correct CASE 3f2a 812 --in positions
  fairlead correct CASE 3f2a 812 --in positions --set speed=1.2 --reason "the receiver's own log says 1.2 kn"
"""


@click.command("correct", epilog=EPILOG)
@terminal.case_argument
@click.argument("exhibit")
@click.argument("row", type=click.IntRange(1), required=False)
@click.option(
    "--in", "shape", metavar="TABLE", help="A row of this table, as positions or listings; none: a statement."
)
@click.option("--part", type=click.IntRange(1), default=1, help="Which of several rows under one number.")
@click.option("--accept", "verdict", flag_value="accepted", help="It says what was read.")
@click.option("--reject", "verdict", flag_value="rejected", help="It does not say it; nothing is derived from it.")
@click.option("--take-back", "verdict", flag_value="taken back", help="As if nobody had judged it.")
@click.option("--set", "given", metavar="FIELD=VALUE", multiple=True, help="What it says instead; null for nothing.")
@click.option("--reason", default="", help="Why it is right, wrong or otherwise; stands beside it.")
@acting.purpose_option
@terminal.format_option
def command(
    case: Path,
    exhibit: str,
    row: int | None,
    shape: str | None,
    part: int,
    verdict: str | None,
    given: tuple[str, ...],
    reason: str,
    purpose: str,
    form: str,
) -> None:
    """Accept, correct or reject statement ROW that the machine read in EXHIBIT, or with --in a row of its tables.

    Without ROW its statements are listed, or what was judged in the table; with ROW alone, a row and its fields.

    A passage to read is no statement; --set kind=claim, with what it says, makes one of it, and --reject puts it aside.

    The reading stays as it was made. Your judgement is a signed act beside it, and claims and occasions follow it, the
    latter at the next `fairlead find`.
    """
    opened = Case.open(case)
    sha256 = opened.exhibits.get(exhibit).sha256
    if shape is not None and (row is None or not (verdict or given)):
        if verdict or given:
            raise click.UsageError("which row? Its number is missing")
        _show_rows(opened, sha256, shape, row, part, form)
        return
    if row is None:
        if verdict or given:
            raise click.UsageError("which statement? Its row is missing; list them without options")
        _list(opened, sha256, form)
        return
    if (verdict is None) == (not given):
        raise click.UsageError("one of --accept, --reject, --take-back or --set FIELD=VALUE is needed")
    changes = dict(_change(each) for each in given)
    register, judgement = opened.register, verdict or "corrected"
    if shape is not None:
        at = (shape, row, part)
        said = {
            name: value if isinstance(value, str) or value is None else json.dumps(value)
            for name, value in changes.items()
        }
        entry = register.judge_row(opened.readings_folder, sha256, at, judgement, reason, said, purpose=purpose)
    else:
        entry = register.judge_statement(
            opened.readings_folder, sha256, row, judgement, reason, changes, purpose=purpose
        )
    if form == "json":
        terminal.print_json({"act": entry.act, "entry": entry.id, "index": entry.index, **entry.body})
        return
    what = f"row {row} of {shape}" if shape else f"statement {row}"
    terminal.results.print(f"{what} in {sha256[:12]}: {entry.body['verdict']}", markup=False)
    terminal.messages.print(f"signed, entry {entry.index}; `fairlead find {case}` derives anew", markup=False)


def _list(case: Case, sha256: str, form: str) -> None:
    judged = {each.row: each for each in corrections.of(case.register.corrections(), sha256)}
    rows = corrections.rows(case.readings_folder, sha256)
    if form == "json":
        terminal.print_json([_document(row, judged.get(n)) for n, row in sorted(rows.items())])
        return
    if not rows:
        terminal.messages.print("no statement was read in this exhibit", markup=False)
    for n, row in sorted(rows.items()):
        stands = judged.get(n)
        whose = f"{row['kind']} of {row['speaker'] or 'speaker not stated'}"
        if row["kind"] == corrections.PASSAGE:
            unclear = claims_told.not_understood(json.loads(row["body"]))
            whose = f"passage to read (not understood: {', '.join(unclear)})"
        terminal.results.print(acting.printable(f"{n}. {whose}: “{row['quote']}”"), markup=False)
        if stands:
            changed = ", ".join(f"{name} = {json.dumps(value)}" for name, value in stands.changes.items())
            old = (
                "" if stands.read == corrections.digest(row) else "; it was read otherwise then, so it is not followed"
            )
            said = f"   {stands.verdict}{f': {changed}' if changed else ''} ({stands.reason}){old}"
            terminal.results.print(acting.printable(said), markup=False)


def _show_rows(case: Case, sha256: str, shape: str, row: int | None, part: int, form: str) -> None:
    """Print a row as it was read with what can be corrected, or all that was judged in its table."""
    known = judged_rows.fields(shape)
    ours = [each for each in case.register.judgements().rows if (each.exhibit, each.shape) == (sha256, shape)]
    if row is not None:
        read = judged_rows.one(case.readings_folder, sha256, shape, row, part)
        ours = [each for each in ours if (each.row, each.part) == (row, part)]
        if form != "json":
            for name, field in known.items():
                value = judged_rows.shown(field, read[field.column]) or "not given"
                terminal.results.print(acting.printable(f"{name} = {value} {field.unit or ''}".rstrip()), markup=False)
    if form == "json":
        terminal.print_json([vars(each) | {"followed": _followed(case, each)} for each in ours])
        return
    if row is None and not ours:
        terminal.messages.print(f"nobody judged a row of {shape} in this exhibit", markup=False)
    for each in ours:
        read_now = judged_rows.one(case.readings_folder, sha256, shape, each.row, each.part)
        old = "" if _followed(case, each) else "; it was read otherwise then, so it is not followed"
        terminal.results.print(acting.printable(f"{judged_rows.told(each, read_now)}{old}"), markup=False)


def _followed(case: Case, each: Judged) -> bool:
    read = judged_rows.one(case.readings_folder, each.exhibit, each.shape, each.row, each.part)
    return corrections.digest(read) == each.read


def _document(row: dict[str, Any], judged: Correction | None) -> dict[str, Any]:
    as_read = {name: row[name] for name in ("row", "kind", "quote", "speaker", "about")}
    stands = None
    if judged:
        stands = {name: getattr(judged, name) for name in ("entry", "verdict", "changes", "reason")}
        stands["followed"] = judged.read == corrections.digest(row)
    return {**as_read, "body": json.loads(row["body"]), "judged": stands}


def _change(text: str) -> tuple[str, Any]:
    """Return a field and its value: JSON where it is some, else the text itself."""
    name, equals, value = text.partition("=")
    if not equals or not name:
        raise MisuseError(f"not FIELD=VALUE: {text!r}", "--set number=12")
    try:
        return name, json.loads(value)
    except ValueError:
        return name, value
