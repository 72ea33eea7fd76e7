"""Which of what the rules propose is told, and which sentences are left as passages to read.

A claim is told as the construction of its sentence gives it (``constructions.py``), never as a rule proposed it, and
only where no rule reads it otherwise. A reply, sighting or part is told where its speaker and its words are grounded.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from fairlead.readers.pages import (
    accounted,
    answers,
    claims,
    constructions,
    exclusions,
    grounding,
    passages,
    signs,
    voices,
)
from fairlead.readers.pages.actors import Actor
from fairlead.readers.pages.constructions import Understood
from fairlead.readers.pages.grounding import Doubt
from fairlead.readers.pages.prose import Sentence
from fairlead.readers.pages.signs import Signed
from fairlead.readers.pages.statements import Statement
from fairlead.readers.pages.told import Told


@dataclass(frozen=True)
class Read:
    """A sentence, who can speak in it, and what the rules propose of it."""

    sentence: Sentence
    actors: list[Actor]
    made: list[Statement]
    before: str | None  # who alone speaks in the sentence just before


def settle(read: list[Read], proposed: Told) -> Told:
    """Return what is told of a page, rows renumbered; ``proposed`` holds all that the rules read."""
    told = Told(
        proposed.page_day,
        proposed.encoding,
        ship_names=proposed.ship_names,
        target_workers=proposed.target_workers,
        names_target=proposed.names_target,
    )
    rows = dict(enumerate(proposed.statements, 1))
    kept: dict[int, int] = {}  # which told row follows from which proposed statement
    for each in read:
        signed = signs.sign(each.sentence.text, each.actors, told.page_day, each.before)
        made, doubts = _of_sentence(each, signed, told, rows, kept)
        if doubts:
            made.append(passages.made(each.sentence, doubts, told))
        elif not made and (left := passages.overlooked(each.sentence, signed, told)) is not None:
            made.append(left)
        told.statements += made
    return told


def _of_sentence(
    read: Read, signed: Signed, told: Told, rows: dict[int, Statement], kept: dict[int, int]
) -> tuple[list[Statement], list[Doubt]]:
    claimed = [each for each in read.made if each.kind == "claim" and each.rule != "sighting"]
    parts = [each for each in claimed if each.body["part_of"] is not None]
    acts = [each for each in claimed if each not in parts]
    made: list[Statement] = []
    doubts: list[Doubt] = []

    def keep(statement: Statement, *proposed: Statement) -> None:
        made.append(statement)
        for each in proposed:
            kept[id(each)] = len(told.statements) + len(made)

    for each in read.made:
        if each not in claimed:
            found = list(grounding.of_other(each, read.sentence, signed))
            doubts += found
            if not found:
                keep(each, each)
    taken: list[Statement] = []
    answered = any(each.kind == "reply" for each in made)
    for clause in () if answered else constructions.clauses(signed):  # what somebody admits he does not claim
        if _is_no_claim(signed, clause):
            continue
        own = claims.of_clause(read.sentence, clause, grounding.count(signed, clause), told)
        grounding.limit(own, signed, clause)
        same = [each for each in acts if grounding.is_same(each, own, read.sentence, clause)]
        taken += same
        unaccounted = accounted.doubt(signed, clause) if clause.accused else None
        if unaccounted is not None:
            doubts.append(unaccounted)
            continue
        disputed = list(_disputed(own, same))
        doubts += disputed
        if own.speaker is None:
            doubts.append(grounding.NOBODY_NAMED)
        elif not any(each.element in ("speaker", "accused") for each in disputed):
            keep(own, *same)
    if any(each not in taken for each in acts):
        doubts.append(grounding.OTHER_ACT if made else grounding.NO_CONSTRUCTION)
    held = voices.position(signed) or voices.rejection(signed)
    if held is not None and grounding.says_twice(signed):
        doubts.append(grounding.SECOND)
    elif held is not None and not any(each.kind == "reply" for each in read.made):
        keep(answers.of_position(read.sentence, *held, told))
        return made, doubts
    for part in parts:
        whole = rows.get(part.body["part_of"])
        row = kept.get(id(whole)) if whole is not None else None
        found = list(grounding.of_part(part, signed, read.sentence, whole if row else None))
        doubts += found
        if not found and row is not None:
            part.body["part_of"] = row
            keep(part, part)
    return made, doubts


def _disputed(own: Statement, same: list[Statement]) -> Iterator[Doubt]:
    """Yield what the rules read otherwise than the construction."""
    for each in same:
        if each.body["accused"] and set(each.body["accused"]) != set(own.body["accused"]):
            yield grounding.ACCUSED
        if each.speaker is not None and each.speaker != own.speaker:
            yield grounding.SPEAKER
        if each.body["number"] is not None and each.body["number"] != own.body["number"]:
            yield grounding.NUMBER


def _is_no_claim(signed: Signed, clause: Understood) -> bool:
    """Tell whether a clause says what a rule demands."""
    return exclusions.quotes_law(signed.text[clause.start : clause.end])
