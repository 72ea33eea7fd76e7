"""``fairlead tips CASE grade|bar``: what a person thinks of a tip, with the reason; the source is told none of it."""

from __future__ import annotations

from pathlib import Path

import click

from fairlead.case import Case
from fairlead.cli.tips.common import command, signed


@command.command("grade", epilog="Example: fairlead tips CASE grade TIP B2 --reason 'two other sources agree'")
@click.argument("tip")
@click.argument("grade")
@click.option("--reason", required=True, help="stands in the custody log")
@click.pass_obj
def grade(case: Path, tip: str, grade: str, reason: str) -> None:
    """Grade a TIP by the Admiralty system, A1 to F6. F6 means that nobody judged it yet: unknown, and no verdict."""
    vault = Case.open(case).vault
    signed(vault.grade(vault.one(tip), grade, reason), f"graded {grade}")


@command.command("bar", epilog="Example: fairlead tips CASE bar TIP --reason 'the same text 7,000 times'")
@click.argument("tip")
@click.option("--reason", required=True, help="stands in the custody log")
@click.pass_obj
def bar(case: Path, tip: str, reason: str) -> None:
    """Put the mailbox of TIP on the bar list: what comes through it is pulled, and left out of `open --all`."""
    vault = Case.open(case).vault
    signed(vault.bar(vault.one(tip), reason), "its mailbox is barred")
