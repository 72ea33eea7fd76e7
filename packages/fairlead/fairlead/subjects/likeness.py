"""How like two names are, and which of many names are like one: folding, an index over pairs of letters, a score.

A high score is a lead, never an identification. The score runs from 0 to 100: 100 less the share of letters to be
changed, left out, added or swapped with their neighbour, in the best of three views: words sorted, blanks left out,
words paired. Han characters are compared in their simplified form, and not read out. Which score is enough is
for ``screening.py`` to say.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from rapidfuzz.distance import OSA

from fairlead.subjects import names, romanisation

CANDIDATES = 40  # names looked at closely per query and kind; ours
MAX_LETTERS = 400  # of a name, more are not compared; ours, beyond the longest listed name
_LEAST_SHARED = (
    0.5  # of the letter pairs of two names, as Dice's coefficient; ours: one swap in seven letters keeps 0.6
)
_GENERIC = re.compile(
    # Words that say what kind of firm it is, and are left out or in as people like.
    r"\b(?:COMPANY|CO|LIMITED|LTD|LLC|INC|CORPORATION|CORP|PTE|PVT|PLC|GMBH|JSC|OJSC|PJSC|SA|SARL|BV|NV|THE)\b"
)


@dataclass(frozen=True)
class Form:
    """One name made ready for comparing: its words sorted, and the same without blanks in their own order."""

    words: tuple[str, ...]
    ordered: str
    glued: str
    numbers: tuple[str, ...]  # of a ship's name: SAM JONG 1 is not SAM JONG 2


def form(printed: str, kind: str = "individual") -> Form:
    """Return a name's form; ``kind`` is the kind of a listing. An empty name has empty parts."""
    printed = printed[:MAX_LETTERS]
    plain = names.plain_name(romanisation.latin(printed))
    numbers: tuple[str, ...] = ()
    if kind == "ship":
        level = names.ship_name(romanisation.latin(printed))
        numbers = tuple(token for token in level.split() if token.isdecimal())
        plain = level
    elif kind == "entity":
        plain = _GENERIC.sub(" ", plain) if _GENERIC.sub("", plain).strip() else plain
    words = tuple(_fold(word) for word in plain.split())
    return Form(tuple(sorted(words)), " ".join(sorted(words)), "".join(words), numbers)


def _fold(word: str) -> str:
    """Level doubled letters, which spellings of one name double or not."""
    return re.sub(r"(\D)\1+", r"\1", word)


def score(one: Form, other: Form) -> float:
    """Return how like two forms are, 0 to 100; names with different numbers are never like."""
    if one.numbers != other.numbers or not one.glued or not other.glued:
        return 0.0
    sorted_view: float = OSA.normalized_similarity(one.ordered, other.ordered, score_cutoff=0.55)
    glued_view: float = OSA.normalized_similarity(one.glued, other.glued, score_cutoff=0.55)
    best = max(sorted_view, glued_view)
    if 0.55 < best < 1.0 and len(one.words) > 1 and len(other.words) > 1:
        best = max(best, _paired(one.words, other.words))
    return 100.0 * best


def _paired(one: tuple[str, ...], other: tuple[str, ...]) -> float:
    """Return the share of letters in words that pair off, each pair by its likeness; the longest words first."""
    free = list(other)
    total = sum(map(len, one)) + sum(map(len, other))
    found = 0.0
    for word in sorted(one, key=len, reverse=True):
        if not free:
            break
        likeness, best = max((_like(word, each), each) for each in free)
        if likeness >= 0.6:
            found += likeness * (len(word) + len(best))
            free.remove(best)
    return found / total if total else 0.0


@lru_cache(maxsize=1 << 17)
def _like(one: str, other: str) -> float:
    return float(OSA.normalized_similarity(one, other))


class Index:
    """Many forms, found again by the pairs of letters they share with a query."""

    def __init__(self, forms: Sequence[Form]) -> None:
        self.forms = forms
        postings: dict[str, list[int]] = defaultdict(list)
        sizes = np.zeros(len(forms), np.float32)
        for number, each in enumerate(forms):
            pairs = _pairs(each)
            sizes[number] = len(pairs)
            for pair in pairs:
                postings[pair].append(number)
        self._postings = {pair: np.array(found, np.int32) for pair, found in postings.items()}
        self._sizes = sizes

    def like(self, query: Form, least: float) -> list[tuple[float, int]]:
        """Return score and number of the forms that are like ``query``, best first."""
        found = [
            (value, number) for number in self._near(query) if (value := score(query, self.forms[number])) >= least
        ]
        return sorted(found, key=lambda pair: (-pair[0], pair[1]))

    def _near(self, query: Form) -> list[int]:
        pairs = _pairs(query)
        shared = [self._postings[pair] for pair in pairs if pair in self._postings]
        if not shared:
            return []
        counts = np.bincount(np.concatenate(shared), minlength=len(self.forms))
        dice = 2.0 * counts / (self._sizes + len(pairs))
        near = np.flatnonzero(dice >= _LEAST_SHARED)
        if len(near) > CANDIDATES:
            near = near[np.argpartition(dice[near], -CANDIDATES)[-CANDIDATES:]]
        return [int(number) for number in near]


def _pairs(each: Form) -> set[str]:
    return {
        padded[place : place + 2] for word in each.words for padded in (f" {word} ",) for place in range(len(word) + 1)
    }
