"""What the acts on an occasion share: which occasion is meant, words as options, and what is said when it is done.

The rules are the register's; nothing is decided here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from fairlead.case import Case
from fairlead.cli import terminal
from fairlead.errors import MisuseError
from fairlead.evidence.entries import Entry
from fairlead.register.dressing import Gone, Standing
from fairlead.register.known import SHORT, Known
from fairlead.register.occasions import called, one
from fairlead.typologies.occasion import Occasion

if TYPE_CHECKING:
    _Type = click.ParamType[str]
else:
    _Type = click.ParamType  # not generic before click 8.3

occasion_argument = click.argument("occasion", metavar="ID")
purpose_option = click.option("--purpose", default="", help="What for, as a case number; stands in the custody log.")


class Words(_Type):
    """A choice among terms of several words, however they are joined: "not found", not-found, not_found."""

    def __init__(self, terms: Sequence[str]) -> None:
        self.terms = tuple(terms)
        self.name = "words"

    def get_metavar(self, param: click.Parameter, ctx: click.Context | None = None) -> str:
        """Name the terms where the help shows them."""
        return f"[{'|'.join(term.replace(' ', '-') for term in self.terms)}]"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the term meant; a usage error names all of them."""
        said = " ".join(str(value).replace("-", " ").replace("_", " ").lower().split())
        if said not in self.terms:
            self.fail(f"{value!r} is not one of: {', '.join(self.terms)}", param, ctx)
        return said


@dataclass(frozen=True)
class Chosen:
    """The case, and the occasion of it that a command is about; ``standing`` is None where it vanished."""

    case: Case
    occasion: Occasion | Gone
    standing: Standing | None

    @property
    def present(self) -> Occasion:
        """The occasion as derived and dressed; :class:`MisuseError` where derivation no longer yields it."""
        if isinstance(self.occasion, Gone):
            follower = self.occasion.superseded_by
            hint = f"it is superseded by {follower[:SHORT]}" if follower else "`fairlead show` tells what was decided"
            raise MisuseError(f"occasion {called(self.occasion)} is no longer derived from the evidence", hint)
        return self.occasion

    @property
    def known(self) -> Occasion | Known:
        """The occasion, or what the register keeps of one that vanished."""
        return self.occasion.known if isinstance(self.occasion, Gone) else self.occasion


def choose(case: Path, asked: str) -> Chosen:
    """Open the case and return the occasion called by number, id or beginning of an id."""
    opened = Case.open(case)
    stored = _stored(opened)
    gone = opened.register.gone(stored)
    if not stored and not gone:
        raise MisuseError("this case has no occasions yet", f"run `fairlead find {case}` first")
    found = one(opened.register.dress(stored), gone, asked)
    standing = opened.register.standings(stored)[found.id] if isinstance(found, Occasion) else None
    return Chosen(opened, found, standing)


def every(case: Case) -> list[Occasion]:
    """Return all occasions of the case, as `find` left them and the register dressed them."""
    return case.register.dress(_stored(case))


def _stored(case: Case) -> list[Occasion]:
    from fairlead.deriving import derive  # brings an engine along, and `add` loads this file

    return derive.stored_occasions(case)


def tell(chosen: Chosen, entry: Entry, sentence: str, form: str) -> None:
    """Say what was done, with the number, status and log entry that the occasion has now."""
    known = chosen.known
    row = next(row for row in chosen.case.register.decided() if row.known.id == known.id)
    if form == "json":
        occasion = {"id": known.id, "digest": known.digest, "number": row.number, "status": row.status}
        terminal.print_json({"act": entry.act, "entry": entry.id, "index": entry.index, "occasion": occasion})
        return
    name = str(row.number) if row.number else known.id[:SHORT]
    terminal.results.print(f"occasion {name}: {sentence}", markup=False)
    terminal.messages.print(f"signed, entry {entry.index} of the custody log", markup=False)


def printable(text: str) -> str:
    """Return text without control characters: what an exhibit says must not steer the terminal."""
    return "".join(letter if letter.isprintable() or letter == "\n" else "\N{REPLACEMENT CHARACTER}" for letter in text)
