"""A page's statements: its sentences in order, each asked for votes, offers, replies and claims, with what came before.

Only pages that speak of an international sanctions regime are asked. The shapes are in ``statements.py``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from fairlead.readers.pages import answers, claims, conducts, frames, pledges, prose, settling, sightings, speech
from fairlead.readers.pages.actors import Actor, Cast
from fairlead.readers.pages.prose import Paragraph, Sentence
from fairlead.readers.pages.statements import Statement
from fairlead.readers.pages.told import Told


def statements(paragraphs: tuple[Paragraph, ...], page_day: date | None, encoding: str) -> list[Statement]:
    """Return the statements of a page and its passages to read, in its order.

    None where the page does not speak of a sanctions regime. What of a statement is not understood makes its sentence
    a passage; one that no rule reads is a passage where its words may hold a statement.
    """
    told = Told(page_day, encoding)
    settled = settling.settle(list(_read(paragraphs, told)), told)
    answers.tie(settled)
    _mark_unit_conflicts(settled, told)
    return settled.statements


def proposed(paragraphs: tuple[Paragraph, ...], page_day: date | None, encoding: str) -> list[Statement]:
    """Return what the rules read before they are asked what is grounded: more, and more of it wrong. For measuring."""
    told = Told(page_day, encoding)
    for _ in _read(paragraphs, told):
        pass
    answers.tie(told)
    _mark_unit_conflicts(told, told)
    return told.statements


def _read(paragraphs: tuple[Paragraph, ...], told: Told) -> Iterator[settling.Read]:
    """Yield the sentences with who can speak in them and what the rules propose of them; put that into ``told``."""
    if not conducts.concerns_a_regime([paragraph.text for paragraph in paragraphs]):
        return
    told.names_target = any("North Korea" in paragraph.text for paragraph in paragraphs)
    cast = Cast()
    before: tuple[Sentence, list[frames.Frame]] | None = None
    for sentence in _sentences(paragraphs):
        actors = cast.actors(sentence.text)
        framed = frames.find(sentence.text, actors) or _going_on(sentence, before)
        alone = {frame.speaker.name for frame in before[1] if frame.speaker} if before else set()
        before = (sentence, framed)
        made = _of_sentence(sentence, framed, actors, told)
        told.statements += made
        yield settling.Read(sentence, actors, made, alone.pop() if len(alone) == 1 else None)
        cast.remember(actors, next((frame.speaker for frame in framed if frame.speaker), None))
        _remember_document(sentence, framed, cast)


def _sentences(paragraphs: tuple[Paragraph, ...]) -> Iterator[Sentence]:
    for number, paragraph in enumerate(paragraphs):
        if len(paragraph.text) <= prose.LONGEST_PARAGRAPH:
            yield from (each for each in prose.sentences(paragraph, number) if len(each.text) <= prose.LONGEST_SENTENCE)


def _of_sentence(sentence: Sentence, framed: list[frames.Frame], actors: list[Actor], told: Told) -> list[Statement]:
    voted = pledges.votes(sentence, actors, told)
    if voted:
        return voted
    offered = pledges.offers(sentence, actors, told)
    if not offered:
        pledges.since_when(sentence, told)
    replied = answers.find(sentence, framed, actors, told)
    if replied:
        return [*replied, *offered]
    known = told.ship_names.copy()
    claimed = claims.find(sentence, framed, told)
    if all(each.body["number"] is None and not each.body["accused"] and not each.body["vague"] for each in claimed):
        for each in sightings.find(sentence.text, framed, actors):  # says more than that some ship is suspected
            told.ship_names = known
            seen = claims.of_sighting(sentence, each, told)
            claimed = [seen, *(other for other in claimed if _apart(seen, other))]
    return [*claimed, *offered]


def _apart(one: Statement, other: Statement) -> bool:
    (start, end), (begin, stop) = one.body["at"]["conduct"], other.body["at"]["conduct"]
    return bool(end <= begin or stop <= start)


def _going_on(sentence: Sentence, before: tuple[Sentence, list[frames.Frame]] | None) -> list[frames.Frame]:
    """Return the frame of a quotation that only goes on with what the sentence before it quotes, in one paragraph."""
    if before is None or before[0].paragraph is not sentence.paragraph or not re.match('[“"]', sentence.text):
        return []
    said = next((each for each in before[1] if each.kind == "says" and each.speaker), None)
    if said is None or said.speaker is None or not re.search('[”"]', before[0].text):
        return []
    end = len(sentence.text.rstrip(' .,;”"’'))
    return [frames.Frame("says", replace(said.speaker, how="carried"), 1, max(1, end), (), "goes on")]


def _remember_document(sentence: Sentence, framed: list[frames.Frame], cast: Cast) -> None:
    """Remember whose letter or report a sentence cites, so that "the letter said" has a speaker."""
    named = speech.cites_document(sentence.text)
    owner = next((frame.speaker for frame in framed if frame.speaker and frame.speaker.kind != "document"), None)
    if named and owner is not None:
        cast.document_of = owner


def _mark_unit_conflicts(told: Told, proposed: Told) -> None:
    """Mark claims of one number that the page counts in different things ("74 tankers", "74 port calls").

    What the rules read and no construction understands casts its doubt too.
    """
    for _, claim in told.claims():
        others = [
            other.body["unit"]
            for _, other in proposed.claims()
            if other is not claim
            and other.body["number"] == claim.body["number"] is not None
            and other.body["counts"] != claim.body["counts"]
            and other.body["unit"]
        ]
        claim.body["counting_unit_conflict"] = list(dict.fromkeys(others)) or None
