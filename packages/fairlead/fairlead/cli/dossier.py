"""``fairlead dossier``: make a package that a stranger can read and verify offline."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import cast

import click

from fairlead.case import Case
from fairlead.cli import estimate, terminal
from fairlead.deriving import derive
from fairlead.dossier import package, pdf
from fairlead.dossier.numbers import Numbers
from fairlead.errors import MisuseError
from fairlead.evidence.handling import MARKINGS, Marking
from fairlead.register.dressing import Gone
from fairlead.register.occasions import one
from fairlead.typologies.occasion import Occasion

EPILOG = """\b
Examples:
  fairlead dossier CASE 1 2 -o handover
  fairlead dossier CASE 1 --with caps:2018 --with state:CN -o letter
  fairlead dossier CASE 1 --format docx --format pdf -o letter
  fairlead dossier CASE --all --audience clear --redact -o for-the-public
"""


@click.command("dossier", epilog=EPILOG)
@terminal.case_argument
@click.argument("ids", nargs=-1)
@click.option("-o", "--out", required=True, type=click.Path(path_type=Path), help="the folder to make; also OUT.zip")
@click.option("--all", "everything", is_flag=True, help="every occasion that is not dismissed or withdrawn")
@click.option("--audience", type=click.Choice(MARKINGS), default="amber", show_default=True, help="for whom (TLP 2.0)")
@click.option("--with", "asked", multiple=True, metavar="WHAT", help="also caps:2018, labour, trade:2701, state:CN")
@click.option(
    "--format",
    "forms",
    type=click.Choice(["html", "docx", "pdf"]),
    multiple=True,
    help="also as Word, as PDF; repeatable",
)
@click.option("--redact", is_flag=True, help="no whole exhibits: only the cited pieces, or hashes")
def command(
    case: Path,
    ids: tuple[str, ...],
    out: Path,
    everything: bool,
    asked: tuple[str, ...],
    audience: str,
    forms: tuple[str, ...],
    redact: bool,
) -> int:
    """Make a dossier of occasions, by number, id or the beginning of an id.

    What the handling of a cited exhibit does not allow the audience is refused, not trimmed. Making it is an act in the
    custody log. Machine candidates are stamped as such on every page.
    """
    opened = Case.open(case)
    numbers = [estimate.for_dossier(opened, each) for each in asked]
    chosen = select(opened, ids, everything) if ids or everything or not numbers else []
    made = make(opened, chosen, out, cast(Marking, audience), redact, numbers, "docx" in forms)
    terminal.results.print(f"{made.folder}/dossier.html", markup=False, soft_wrap=True)
    if "docx" in forms:
        terminal.results.print(f"{made.folder}/dossier.docx", markup=False, soft_wrap=True)
    if "pdf" in forms:
        _print_pdf(made)
    terminal.results.print(str(made.archive), markup=False, soft_wrap=True)
    carried = [f"{list(made.carried.values()).count(how)} {how}" for how in ("whole", "chunks", "hash")]
    terminal.messages.print(f"exhibits carried: {', '.join(carried)}")
    terminal.messages.print(f"next: fairlead verify {made.archive}", markup=False)
    return 0


def _print_pdf(made: package.Made) -> None:
    """Print the page beside the package: a PDF names the day it was printed, so it is none of the package's files."""
    beside = made.folder.with_name(f"{made.folder.name}.pdf")
    beside.write_bytes(pdf.printed(made.folder / "dossier.html"))
    terminal.results.print(str(beside), markup=False, soft_wrap=True)


def select(case: Case, ids: tuple[str, ...], everything: bool) -> list[Occasion]:
    """Return the occasions asked for, as the register dressed them."""
    occasions = derive.occasions(case)
    if everything:
        return [occasion for occasion in occasions if occasion.status not in ("dismissed", "withdrawn")]
    if not ids:
        raise MisuseError("no occasion named", f"fairlead dossier {case.root} NUMBER... or --all")
    gone = case.register.gone(derive.stored_occasions(case))
    chosen = [one(occasions, gone, name) for name in ids]
    for name, occasion in zip(ids, chosen, strict=True):
        if isinstance(occasion, Gone):
            raise MisuseError(f"occasion {name} is no longer derived from the evidence", "see `fairlead show`")
    return [occasion for occasion in chosen if isinstance(occasion, Occasion)]


def make(
    case: Case,
    occasions: list[Occasion],
    out: Path,
    audience: Marking,
    redact: bool = False,
    numbers: Sequence[Numbers] = (),
    word: bool = False,
) -> package.Made:
    """Make a dossier from a case."""
    material = case.material(occasions, numbers)
    return package.make(material, out, audience, redact, word)
