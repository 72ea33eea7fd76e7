"""Search over everything in a case, as somebody types: occasions, ships, exhibits, statements, States, measures.

It finds words as they stand, not likenesses: who is meant by a name is a question for ``fairlead screen``.
"""

from __future__ import annotations

from collections import Counter
from urllib.parse import quote

from pydantic import BaseModel

from fairlead.desk.corpus import Corpus, Hit
from fairlead.desk.listing import Asked
from fairlead.desk.workplace import View
from fairlead.register import told
from fairlead.register.occasions import called
from fairlead.subjects import states
from fairlead.typologies.occasion import Occasion

SHOWN = 40


class Found(BaseModel):
    """What was found, at most so many of each kind."""

    text: str
    hits: list[Hit]


def find(view: View, lines: Corpus, text: str, limit: int = SHOWN) -> Found:
    """Return what holds all words of ``text``: occasions and ships first."""
    words = text.casefold().split()
    if not words:
        return Found(text=text, hits=[])
    hits = []
    found = view.index.find(Asked(text=text))
    for n in found.order[: max(3, limit // 3)]:
        one = view.index.occasions[n]
        hits.append(
            Hit(
                kind="occasion",
                title=one.title,
                sub=f"{told.when(one)}, {one.status}",
                address=f"/occasions/{_of(one)}",
            )
        )
    ships = [(key, name) for key, name in view.index.ship_names.items() if _has(f"{name} {key}".casefold(), words)]
    for key, name in ships[: max(2, limit // 4)]:
        hits.append(Hit(kind="ship", title=name, sub=key.replace("-", " ", 1).upper(), address=f"/ships/{quote(key)}"))
    for state in view.index.states():
        named = states.english_name(state)
        if _has(f"{named} {state}".casefold(), words):
            hits.append(Hit(kind="State", title=named, sub=state, address=f"/states/{state}"))
    most, of_kind = max(2, limit // 4), Counter[str]()  # of one kind: many statements must not hide a list's entry
    for line, hit in lines.lines:
        if of_kind[hit.kind] < most and _has(line, words):
            of_kind[hit.kind] += 1
            hits.append(hit)
    return Found(text=text, hits=hits[:limit])


def _has(line: str, words: list[str]) -> bool:
    return all(word in line for word in words)


def _of(one: Occasion) -> str:
    return called(one) if one.number else one.id
