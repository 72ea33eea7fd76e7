"""Clean text that knows where each of its characters stands in the decoded exhibit, and its sentences.

What is furniture and what is text is decided in ``furniture.py``; what the sentences say in ``statements.py``.
"""

from __future__ import annotations

import re
from array import array
from dataclasses import dataclass

LONGEST_PARAGRAPH = 20_000  # characters; longer ones are told as unread, since no person wrote them as one
LONGEST_SENTENCE = 2_000  # characters

_ABBREVIATIONS = frozenset(
    [
        "mr",
        "mrs",
        "ms",
        "dr",
        "gen",
        "col",
        "lt",
        "sen",
        "rep",
        "gov",
        "prof",
        "st",
        "no",
        "nos",
        "vs",
        "jan",
        "feb",
        "mar",
        "apr",
        "jun",
        "jul",
        "aug",
        "sep",
        "sept",
        "oct",
        "nov",
        "dec",
        "inc",
        "ltd",
        "co",
        "corp",
        "capt",
        "adm",
        "amb",
        "sgt",
        "hon",
        "para",
        "paras",
        "res",
        "approx",
        "est",
        "cf",
        "fig",
        "op",
        "art",
        "vol",
        "e.g",
        "i.e",
        "a.m",
        "p.m",
        "u.s",
        "u.n",
        "u.k",
        "u.s.a",
        "d.c",
        "u.a.e",
        "d.p.r.k",
        "r.o.k",
        "p.r",
        "m.v",
        "m.t",
        "s.s",
        "n",
        "s",
    ]
)
_STARTERS = frozenset(
    [
        "the",
        "it",
        "in",
        "he",
        "she",
        "they",
        "but",
        "and",
        "a",
        "an",
        "on",
        "despite",
        "this",
        "that",
        "these",
        "those",
        "according",
        "at",
        "for",
        "its",
        "his",
        "her",
        "their",
        "while",
        "when",
        "after",
        "if",
        "under",
        "we",
        "i",
        "there",
        "both",
        "since",
        "as",
    ]
)
_END = re.compile(r"""[.!?…]+["”’'»)\]]*(?=\s+["“‘'«(\[]*[A-Z0-9À-Þ])""")


class Passage:
    """A stretch of clean text under construction: characters with their start and end in the decoded exhibit."""

    def __init__(self) -> None:
        self._chars: list[str] = []
        self._starts = array("q")
        self._ends = array("q")

    def add(self, char: str, start: int, end: int) -> None:
        """Add what stands at ``start`` to ``end`` of the source; runs of blanks become one blank."""
        for each in char:
            if each.isspace() or each == "\u200b":
                if not self._chars:
                    continue
                if self._chars[-1] == " ":
                    self._ends[-1] = end
                    continue
                each = " "
            self._chars.append(each)
            self._starts.append(start)
            self._ends.append(end)

    def close(self) -> Paragraph:
        """Return the paragraph, without a blank at its end."""
        text = "".join(self._chars).rstrip()
        return Paragraph(text, self._starts[: len(text)], self._ends[: len(text)])


@dataclass(frozen=True)
class Paragraph:
    """Clean text, with the source span of each character."""

    text: str
    starts: array[int]
    ends: array[int]

    def place(self, start: int, end: int) -> tuple[int, int]:
        """Return the span of the decoded exhibit that holds the characters ``start`` to ``end`` of this text."""
        return self.starts[start], self.ends[end - 1]


@dataclass(frozen=True)
class Sentence:
    """One sentence: its text, its offset in its paragraph, and the paragraph's number on the page from 0."""

    text: str
    start: int
    paragraph: Paragraph
    number: int

    def place(self, start: int = 0, end: int | None = None) -> tuple[int, int]:
        """Return the span in the decoded exhibit of part of this sentence, by default all of it."""
        last = len(self.text) if end is None else end
        return self.paragraph.place(self.start + start, self.start + last)


def sentences(paragraph: Paragraph, number: int) -> list[Sentence]:
    """Split a paragraph after full stops that end a sentence, not after those of "U.S.", "Jan." or "Alex N."."""
    found: list[Sentence] = []
    begin = 0
    for end in [*_ends(paragraph.text), len(paragraph.text)]:
        text = paragraph.text[begin:end]
        lead = len(text) - len(text.lstrip())
        if text.strip():
            found.append(Sentence(text.strip(), begin + lead, paragraph, number))
        begin = end
    return found


def _ends(text: str) -> list[int]:
    return [stop.end() for stop in _END.finditer(text) if _ends_sentence(text, stop)]


def _ends_sentence(text: str, stop: re.Match[str]) -> bool:
    if text[stop.start()] != "." or stop.group() != ".":
        return True
    before = re.search(r"[\w.]+$", text[max(0, stop.start() - 20) : stop.start()])
    word = before.group() if before else ""
    if word.lower() in _ABBREVIATIONS or re.fullmatch(r"(?:[A-Za-z]\.)+[A-Za-z]", word):
        after = re.match(r"\W*(\w+)", text[stop.end() :])
        abbreviates_state = "." in word or word.lower() in ("inc", "ltd", "corp", "co")
        return bool(abbreviates_state and after and after.group(1).lower() in _STARTERS and after.group(1)[0].isupper())
    return not re.fullmatch(r"[A-Z]", word)
