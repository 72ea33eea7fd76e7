"""Figures as the readings keep them, read back, and turned into quantities. Nothing is compared or judged here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from pathlib import Path

import pyarrow.parquet as pq

from fairlead.errors import MisuseError
from fairlead.estimates import units
from fairlead.estimates.quantity import EVERYBODY, Amount, Quantity
from fairlead.readers.figures import layouts as figure_layouts
from fairlead.subjects import states


@dataclass(frozen=True, kw_only=True)
class Figure(figure_layouts.Figure):
    """One published number with the exhibit and row in which it stands."""

    sha256: str
    row: int

    @property
    def number(self) -> Fraction:
        """The value, exactly."""
        return Fraction(self.value)

    @property
    def start(self) -> date | None:
        """First day of its period; None: open."""
        return date.fromisoformat(self.period_start) if self.period_start else None

    @property
    def end(self) -> date | None:
        """Day after the last of its period; None: open."""
        return date.fromisoformat(self.period_end) if self.period_end else None

    @property
    def counted(self) -> str:
        """The unit, by the name that ``units.py`` has for it."""
        return units.named(self.unit)

    @property
    def id(self) -> str:
        """How it is called on the command line: its reference, else its exhibit and row."""
        return self.reference or f"{self.sha256[:12]}:{self.row}"

    @property
    def by(self) -> str:
        """Who gives it, and through whom, in words."""
        who = self.claimant or ("a State not named" if self.basis == "reported" else "claimant not stated")
        return f"{who} (as {self.carrier} prints it)" if self.carrier else who

    def quantity(self) -> Quantity:
        """Return it as a quantity that knows what it may not be added to."""
        return Quantity(
            name=f"{self.about or self.by} {self.bound or ''} {self.value} {self.unit} ({self.period})".replace(
                "  ", " "
            ),
            amount=Amount.stated(self.number, self.bound),
            unit=self.counted,
            what=self.goods or self.measure,
            kind=self.kind,
            basis=self.basis,
            start=self.start,
            end=self.end,
            whose=whose(self.about),
            by=self.claimant,
            rule=self.rule,
            reference=self.reference,
            part_of=self.part_of,
        )

    def document(self) -> dict[str, object]:
        """Return it as stable JSON, with its place."""
        fields = list(figure_layouts.Figure.__dataclass_fields__)
        return {
            "id": self.id,
            **{name: getattr(self, name) for name in fields},
            "exhibit": self.sha256,
            "row": self.row,
        }


def one(figures: Sequence[Figure], asked: str) -> Figure:
    """Return the figure called by reference, or by exhibit and row. :class:`MisuseError` for none or several."""
    reference, _, unit = asked.partition("#")
    found = [each for each in figures if reference in (each.reference, f"{each.sha256[:12]}:{each.row}")]
    if unit:
        found = [each for each in found if each.counted == units.named(unit)]
    found = [each for each in found if not each.carrier] or found
    if not found:
        raise MisuseError(f"no figure {asked}", "`fairlead estimate CASE caps --format json` names them")
    if len(found) > 1:
        kinds = ", ".join(f"{reference}#{each.counted}" for each in found)
        raise MisuseError(f"{asked} names {len(found)} figures", f"say which: {kinds}")
    return found[0]


def whose(about: str | None) -> frozenset[str]:
    """Return the States of "A+B", each by its ISO code where the name is known, else as printed."""
    if not about:
        return frozenset()
    if about.lower().startswith("all"):
        return frozenset({EVERYBODY})
    parts = [part.strip() for part in about.split("+")]
    return frozenset(part if len(part) == 2 and part.isupper() else states.alpha2(part) or part for part in parts)


def read(readings: Path, exhibits: Iterable[str]) -> list[Figure]:
    """Return the figures of these exhibits (SHA-256), in the order of their hashes and rows."""
    found = []
    for sha256 in sorted(exhibits):
        path = readings / sha256 / "figures.parquet"
        if path.exists():
            for row in pq.read_table(path).to_pylist():
                del row["exhibit"]
                found.append(Figure(sha256=sha256, **row))
    return found
