"""What the search looks through beside the occasions: names of exhibits, statements of pages, paragraphs of law."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pydantic import BaseModel

from fairlead.case import Case
from fairlead.law import Regime
from fairlead.register.statements import Said


class Hit(BaseModel):
    """Something found, with its address."""

    kind: str
    title: str
    sub: str
    address: str


@dataclass(frozen=True)
class Corpus:
    """What does not change while nobody acts and nothing is derived: names of exhibits, statements, law."""

    entries: int
    lines: tuple[tuple[str, Hit], ...]


def corpus(case: Case, regime: Regime, statements: Iterable[Said], entries: int) -> Corpus:
    """Return the lines to look through beside the occasions."""
    lines: list[tuple[str, Hit]] = []
    exhibits = case.exhibits.all()
    names = {one.sha256: one.name for one in exhibits}
    for one in exhibits:
        hit = Hit(kind="exhibit", title=one.name, sub=one.sha256[:12], address=f"/exhibits/{one.sha256}")
        lines.append((f"{one.name} {one.sha256}", hit))
    for each in statements:
        where = f"chars={each.chars[0]}-{each.chars[1]}" if each.chars else f"page={each.page}"
        title = each.quote if len(each.quote) <= 140 else f"{each.quote[:137]}…"
        sub = f"{each.kind}{f' of {each.speaker}' if each.speaker else ''}, {names[each.sha256]}"
        hit = Hit(kind="statement", title=title, sub=sub, address=f"/exhibits/{each.sha256}?{where}")
        lines.append((f"{each.quote} {each.speaker or ''}", hit))
    for measure in regime.measures:
        cited = f"resolution {measure.resolution} paragraph {measure.paragraph}"
        hit = Hit(kind="measure", title=f"{cited}: {measure.title}", sub="", address=f"/occasions?measure={measure.id}")
        lines.append((f"{cited} {measure.id} {measure.title}", hit))
    return Corpus(entries, tuple((text.casefold(), hit) for text, hit in lines))
