"""A page's statements: its sentences in order, each asked for votes, offers, replies and claims, with what came before.

Only pages that speak of an international sanctions regime are asked. The shapes are in ``statements.py``.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from fairlead.readers.pages import answers, claims, conducts, frames, pledges, prose, sightings, speech
from fairlead.readers.pages.actors import Actor, Cast
from fairlead.readers.pages.prose import Paragraph, Sentence
from fairlead.readers.pages.statements import Statement
from fairlead.readers.pages.told import Told


def statements(paragraphs: tuple[Paragraph, ...], page_day: date | None, encoding: str) -> list[Statement]:
    """Return the statements of a page, in its order; none where it does not speak of a sanctions regime."""
    told = Told(page_day, encoding)
    if not conducts.concerns_a_regime([paragraph.text for paragraph in paragraphs]):
        return []
    told.names_target = any("North Korea" in paragraph.text for paragraph in paragraphs)
    cast = Cast()
    for sentence in _sentences(paragraphs):
        actors = cast.actors(sentence.text)
        framed = frames.find(sentence.text, actors)
        told.statements += _of_sentence(sentence, framed, actors, told)
        cast.remember(actors, next((frame.speaker for frame in framed if frame.speaker), None))
        _remember_document(sentence, framed, cast)
    answers.tie(told)
    _mark_unit_conflicts(told)
    return told.statements


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
    claimed = claims.find(sentence, framed, told) or [
        claims.of_sighting(sentence, each, told) for each in sightings.find(sentence.text, framed, actors)
    ]
    return [*claimed, *offered]


def _remember_document(sentence: Sentence, framed: list[frames.Frame], cast: Cast) -> None:
    """Remember whose letter or report a sentence cites, so that "the letter said" has a speaker."""
    named = speech.cites_document(sentence.text)
    owner = next((frame.speaker for frame in framed if frame.speaker and frame.speaker.kind != "document"), None)
    if named and owner is not None:
        cast.document_of = owner


def _mark_unit_conflicts(told: Told) -> None:
    """Mark claims of one number that the page counts in different things ("74 tankers", "74 port calls")."""
    for _, claim in told.claims():
        others = [
            other.body["unit"]
            for _, other in told.claims()
            if other is not claim
            and other.body["number"] == claim.body["number"] is not None
            and other.body["counts"] != claim.body["counts"]
            and other.body["unit"]
        ]
        claim.body["counting_unit_conflict"] = list(dict.fromkeys(others)) or None
