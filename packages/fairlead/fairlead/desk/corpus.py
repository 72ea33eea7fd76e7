"""What the search looks through beside the occasions: exhibits, observations, acts, statements, law and lists."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pydantic import BaseModel

from fairlead.case import Case
from fairlead.law import Regime
from fairlead.register import told
from fairlead.register.statements import Said
from fairlead.register.times import iso
from fairlead.subjects.listed import Entry
from fairlead.whois import lists


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


ON_OCCASIONS = ("open", "dismiss", "request", "reply", "finding", "correct", "withdraw")
ON_IDENTITY = ("same", "distinct", "delisted")
Lines = tuple[tuple[str, Hit], ...]


def corpus(case: Case, regime: Regime, statements: Iterable[Said], entries: int) -> Corpus:
    """Return the lines to look through beside the occasions: exhibits, observations, acts, statements, law, lists."""
    exhibits = case.exhibits.all()
    names = {one.sha256: one.name for one in exhibits}
    lines: list[tuple[str, Hit]] = []
    for one in exhibits:
        hit = _hit("exhibit", one.name, one.sha256[:12], f"/exhibits/{one.sha256}")
        lines.append((f"{one.name} {one.sha256}", hit))
    lines += _observed(case)
    lines += _done(case)
    for each in statements:
        where = f"chars={each.chars[0]}-{each.chars[1]}" if each.chars else f"page={each.page}"
        sub = f"{each.kind}{f' of {each.speaker}' if each.speaker else ''}, {names[each.sha256]}"
        hit = _hit("statement", _short(each.quote), sub, f"/exhibits/{each.sha256}?{where}")
        lines.append((f"{each.quote} {each.speaker or ''}", hit))
    for measure in regime.measures:
        cited = f"resolution {measure.resolution} paragraph {measure.paragraph}"
        hit = _hit("measure", f"{cited}: {measure.title}", "", f"/occasions?measure={measure.id}")
        lines.append((f"{cited} {measure.id} {measure.title}", hit))
    return Corpus(entries, (*((text.casefold(), hit) for text, hit in lines), *_listed(case)))


def _observed(case: Case) -> Iterator[tuple[str, Hit]]:
    for one in case.register.observations():
        names = ", ".join(who.name for who in one.subjects if who.name)
        places = " ".join(where.name for where in one.places if where.name)
        title = f"{one.act.replace('_', ' ')}{f' by {names}' if names else ''}"
        hit = _hit("observation", title, _short(one.how_known), f"/exhibits/{one.cited.sha256}")
        yield f"{title} {one.how_known} {places} {' '.join(one.goods)}", hit


def _done(case: Case) -> Iterator[tuple[str, Hit]]:
    """Yield what people wrote when they acted on occasions and identities; nothing that is private to an entry."""
    for act in (*ON_OCCASIONS, *ON_IDENTITY):
        for entry in case.log.entries(act=act):
            words = told.act(entry) or str(entry.body.get("because", ""))
            if not words and not entry.purpose:
                continue
            address = f"/occasions/{entry.object}" if act in ON_OCCASIONS else "/identities"
            hit = _hit("act", _short(words or entry.purpose), f"{act}, {iso(entry.time_us)[:10]}", address)
            yield f"{words} {entry.purpose} {act}", hit


_KEPT: list[tuple[object, Lines]] = []  # of the lists looked at last: tens of thousands of entries, seldom others


def _listed(case: Case) -> Lines:
    _, entries = lists.entries(case.exhibits, case.followed())
    if not _KEPT or _KEPT[0][0] is not entries:
        _KEPT[:] = [(entries, tuple(map(_entry, entries)))]
    return _KEPT[0][1]


def _entry(entry: Entry) -> tuple[str, Hit]:
    said = " ".join(dict.fromkeys(each.printed for each in entry.said))
    hit = _hit("list entry", entry.name or entry.entry, f"{entry.list_id} {entry.entry}", f"/listed/{entry.reference}")
    return f"{entry.name} {entry.list_id} {entry.entry} {said}".casefold(), hit


def _hit(kind: str, title: str, sub: str, address: str) -> Hit:
    return Hit(kind=kind, title=title, sub=sub, address=address)


def _short(text: str) -> str:
    return text if len(text) <= 140 else f"{text[:137]}…"
