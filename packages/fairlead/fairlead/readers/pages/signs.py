"""A sentence with its parts under signs: who can speak, States, counts and times, each character kept in its place.

The grammar in ``constructions.py`` is written over these signs, so that it need not know any name. Left out: ships,
goods and places, which no construction depends on.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import partial

from fairlead.readers import dates
from fairlead.readers.pages import periods, quantities
from fairlead.readers.pages.actors import Actor
from fairlead.readers.pages.quantities import Quantity
from fairlead.subjects import states

# Private characters, repeated over the length of what they stand for: offsets stay those of the sentence.
_ACTOR, _STATE, _ADJECTIVE, _COUNT, _TIME = "\ue001", "\ue002", "\ue003", "\ue004", "\ue005"
ACTOR, STATE, ADJECTIVE, COUNT, TIME = (f"{each}+" for each in (_ACTOR, _STATE, _ADJECTIVE, _COUNT, _TIME))

_ANY_DAY = date(2000, 1, 1)  # lets dates without a year be told from counts; no date is kept
_DAY = re.compile(
    r"\b(?:(?:on|late|early|last|earlier|this)\s+)*(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day(?:\s+\((?:\w+\.?\s*\d+)\))?"
    r"|\b(?:yesterday|today|(?:earlier\s+)?this\s+(?:week|month|year)|last\s+(?:week|month|year)|in\s+recent\s+(?:weeks|months|years))\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Signed:
    """A sentence and the same sentence under signs; what each sign stands for, by where it begins."""

    text: str
    signs: str
    actors: dict[int, Actor]
    states: dict[int, states.Mention]
    counts: dict[int, Quantity]
    times: list[tuple[int, int]]

    def states_in(self, found: re.Match[str]) -> tuple[str, ...]:
        """Return the States of a match's ``states``, or of its ``states_by``."""
        start, end = found.span("states" if found["states"] else "states_by")
        return tuple(dict.fromkeys(each.state for at, each in sorted(self.states.items()) if start <= at < end))

    def counted(self, start: int, end: int) -> list[Quantity]:
        """Return the counts that begin in a stretch."""
        return [each for at, each in sorted(self.counts.items()) if start <= at < end]


def sign(text: str, actors: Iterable[Actor], page_day: date | None, before: str | None = None) -> Signed:
    """Put a sentence under signs. "It" and "they" stay words, but where they say something and the sentence just before
    has one speaker, named ``before``: whom they mean else is not settled by grammar.
    """
    made = list(text)
    speaking: dict[int, Actor] = {}
    named: dict[int, states.Mention] = {}
    counted: dict[int, Quantity] = {}
    times: list[tuple[int, int]] = []

    def free(start: int, end: int) -> bool:
        return start < end and all(made[at] == text[at] for at in range(start, end))

    def put(start: int, end: int, as_: str) -> None:
        made[start:end] = as_ * (end - start)

    for actor in actors:
        if (actor.kind == "state" and actor.how == "named") or not _settled(actor, text, before):
            continue
        start, end = actor.start, actor.end
        end -= text[start:end].endswith(",")
        if free(start, end):
            put(start, end, _ACTOR)
            speaking[start] = actor
    for quantity in sorted(
        map(partial(_with_unit, text), (*quantities.find(text), *quantities.money(text))), key=_start
    ):
        if quantity.unit is not None and free(quantity.start, quantity.end):
            put(quantity.start, quantity.end, _COUNT)
            counted[quantity.start] = quantity
    for start, end in _times(text, page_day):
        if free(start, end):
            put(start, end, _TIME)
            times.append((start, end))
    for mention in states.mentions(text):
        if free(mention.start, mention.end):
            put(mention.start, mention.end, _ADJECTIVE if mention.form == "demonym" else _STATE)
            named[mention.start] = mention
    return Signed(text, "".join(made), speaking, named, counted, sorted(times))


_IT_SAYS = re.compile(r"\s+(?:also\s+)?(?:said|says|added|adds|noted|notes|claimed|claims|alleged|alleges|found)\b")
_MAY_OPEN = re.compile(r"(?:^\W*|[,”\"]\s+)$")


def _start(quantity: Quantity) -> int:
    return quantity.start


def _with_unit(text: str, quantity: Quantity) -> Quantity:
    """Give a bare number of people the noun that its sentence left out after it ("hosts at least 900")."""
    if quantity.unit is not None or quantity.part:
        return quantity
    unit, counts = quantities.noun_before(text, quantity.start)
    return replace(quantity, unit=unit, counts=counts) if counts == "persons" else quantity


def _settled(actor: Actor, text: str, before: str | None) -> bool:
    """Tell whether who is meant is settled: a pronoun means who alone spoke in the sentence just before, or nobody."""
    if actor.how != "pronoun" or text[actor.start : actor.end].lower() not in ("it", "they", "he", "she"):
        return True
    says = _IT_SAYS.match(text, actor.end) is not None and _MAY_OPEN.search(text[: actor.start]) is not None
    return says and actor.name == before


def _times(text: str, page_day: date | None) -> list[tuple[int, int]]:
    found = [(each.start_at, each.end_at) for each in periods.find(text, page_day, text)]
    found += [(each.char_start, each.char_end) for each in dates.find(text, _ANY_DAY)]
    found += [each.span() for each in _DAY.finditer(text)]
    return sorted(found, key=lambda each: each[0] - each[1])  # the longest first
