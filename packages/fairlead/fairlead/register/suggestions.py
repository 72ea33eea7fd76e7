"""What a program that a person names suggests on a page, such as a language model: each held against the page's words.

Off unless asked for, and nothing is recorded: a suggestion whose quote is not in the exhibit, word for word, or whose
numbers and names are not in its quote, is refused and shown as refused. The program gets one JSON document and answers
with one (docs/readers/pages.md); which program that is, where it runs and what it keeps is for its user to know.
"""

from __future__ import annotations

import json
import re
import shlex
import subprocess
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from fairlead.errors import MisuseError, UnreadableError

VERSION = 1
SECONDS = 600  # for one page; a model on a slow machine takes minutes
MOST_ANSWER_BYTES = 4 << 20
MOST_SUGGESTIONS = 500
KINDS = ("claim", "reply", "offer", "vote", "act")


@dataclass(frozen=True)
class Suggestion:
    """One suggestion: its quote and where it stands, its fields, and why it was refused; None where it was not."""

    kind: str
    quote: str
    fields: Mapping[str, Any]
    row: int | None  # of the statement read before that it would correct
    chars: tuple[int, int] | None  # of the text that the program was given
    refused: str | None


def ask(command: str, text: str, read: Sequence[Mapping[str, Any]]) -> list[Suggestion]:
    """Run a program on a page's text and return what it suggests, each checked.

    Raises MisuseError where the program cannot be run or fails, UnreadableError where its answer is not as agreed.
    """
    asked = {"v": VERSION, "text": text, "kinds": list(KINDS), "read": [dict(row) for row in read]}
    question = json.dumps(asked, ensure_ascii=False).encode()
    words = shlex.split(command)
    if not words:
        raise MisuseError("no program named", "--with 'my-model --some-option'")
    try:
        ran = subprocess.run(words, input=question, capture_output=True, timeout=SECONDS, check=True)
    except FileNotFoundError as missing:
        raise MisuseError(f"no such program: {words[0]!r}") from missing
    except subprocess.TimeoutExpired as slow:
        raise MisuseError(f"{words[0]} gave no answer within {SECONDS} seconds") from slow
    except subprocess.CalledProcessError as failed:
        said = failed.stderr.decode("utf-8", "replace").strip()[:200]
        raise MisuseError(f"{words[0]} ended with {failed.returncode}: {said}") from failed
    return [_checked(one, text, {row["row"] for row in read}) for one in _answers(ran.stdout, words[0])]


def _answers(data: bytes, program: str) -> list[dict[str, Any]]:
    if len(data) > MOST_ANSWER_BYTES:
        raise UnreadableError(f"{program}: expected an answer of at most {MOST_ANSWER_BYTES} bytes, found {len(data)}")
    try:
        found = json.loads(data)["suggestions"]
        if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
            raise ValueError("its suggestions are no list of objects")
    except (ValueError, KeyError, TypeError, RecursionError) as wrong:
        hint = '{"suggestions": [{"kind": "claim", "quote": "...", "fields": {}}]}'
        raise UnreadableError(f"{program}: expected one JSON document, found {wrong!r}", hint) from wrong
    return found[:MOST_SUGGESTIONS]


def _checked(one: dict[str, Any], text: str, rows: set[int]) -> Suggestion:
    kind, quote, fields, row = (one.get(name) for name in ("kind", "quote", "fields", "row"))
    quote = quote if isinstance(quote, str) else ""
    fields = fields if isinstance(fields, dict) else {}
    chars = find(quote, text)
    why = None
    if kind not in KINDS:
        why = f"unknown kind: {kind!r}"
    elif chars is None:
        why = "its quote is not in the exhibit"
    elif row is not None and row not in rows:
        why = f"no statement {row!r} was read"
    elif missing := [value for name in fields for value in _values(fields[name]) if not _is_in(value, quote)]:
        why = f"not in its quote: {missing[0]!r}"
    return Suggestion(str(kind), quote, fields, row if isinstance(row, int) else None, chars, why)


def find(quote: str, text: str) -> tuple[int, int] | None:
    """Return where a quote stands in a text, word for word; only blanks and line ends may differ."""
    words = quote.split()
    if not words:
        return None
    found = re.search(r"\s+".join(map(re.escape, words)), text)
    return found.span() if found else None


def _values(value: Any) -> list[Any]:
    """Return what a field says, one by one; yes, no and nothing say no word."""
    if isinstance(value, list):
        return [inner for each in value for inner in _values(each)]
    if isinstance(value, dict):
        return [inner for each in value.values() for inner in _values(each)]
    return [] if value is None or isinstance(value, bool) else [value]


def _is_in(value: Any, quote: str) -> bool:
    """Tell whether the quote has a value: a number by its digits, a text by its words."""
    if isinstance(value, int | float):
        digits = {number.replace(",", "") for number in re.findall(r"\d[\d,]*(?:\.\d+)?", quote)}
        return f"{value:g}" in digits or str(value) in digits
    return _plain(str(value)) in _plain(quote)


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())
