"""What of a statement is grounded in a construction that understands its sentence, element by element.

Elements are who says it, of whom, the act, the number and the time. Left out: what a reader may gather from other
sentences.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from fairlead.readers.pages import conducts, goods, grammar, periods, voices
from fairlead.readers.pages.constructions import Understood
from fairlead.readers.pages.prose import Sentence
from fairlead.readers.pages.quantities import Quantity
from fairlead.readers.pages.signs import Signed
from fairlead.readers.pages.statements import Statement, settle_stated
from fairlead.readers.pages.told import speaker_name


@dataclass(frozen=True)
class Doubt:
    """An element that is not understood, and why."""

    element: str
    why: str


NO_CONSTRUCTION = Doubt("act", "no construction accounts for the whole of it")
OTHER_ACT = Doubt("act", "it tells of another act beside the one that is understood")
ACCUSED = Doubt("accused", "of whom it is said is not settled by the grammar of the sentence")
SPEAKER = Doubt("speaker", "who says it is not settled by the grammar of the sentence")
NOBODY_NAMED = Doubt("speaker", "nobody is named who says it: the page itself, or a source without a name")
NUMBER = Doubt("number", "what its number counts is not settled by its place in the clause")
WHOLE = Doubt("number", "of what whole it is a part is not settled")
SECOND = Doubt("reply", "it says two things, and only one of them was understood")
EXPLAINS = Doubt("reply", "whether it explains what was said of the State is for a reader to tell")
ASKED = Doubt("reply", "whether the State was asked is not said")

_APART = re.compile(r"\b(?:through|via|in|on|with|worth|aboard|using|from|to|by)\s+(?:the\s+|a\s+)?$")  # not the verb's
_TO_ITS_COUNT = re.compile(
    # What may stand between a verb and what it counts.
    r"[a-z-]+(?:\s+(?:in|out|up|on|to|of|a|an|the|total|some|such|[a-z]+ly|home|illicit|illegal|banned|back|part"
    r"|not|acted|act|stop|eye|blind|reporting|imports|exports|"
    r"coal|oil|fuel|inspect|prevent)){0,6}\s+"
)


def count(signed: Signed, clause: Understood) -> Quantity | None:
    """Return the one count that belongs to a clause's verb: directly after it, on so many occasions, or who acts."""
    own = [each for each in signed.counted(clause.start, clause.end) if not each.part]
    acts = [each for each in own if each.counts == "acts"]
    if len(acts) == 1 and len(own) > 1:
        before = signed.signs[clause.verb : acts[0].start]
        return acts[0] if re.search(r"\b(?:on|in)\s+$", before) or (acts[0].unit or "").endswith("times") else None
    if not own or any(not _APART.search(signed.signs[clause.verb : each.start]) for each in own[1:]):
        return None
    at = own[0].start
    if at == clause.verb:
        return own[0]
    if at < clause.verb:
        of_another = re.search(
            r"\b(?:of|by|with|in|from|to|for)\s+(?:the\s+|its\s+)?$", signed.signs[clause.start : at]
        )
        return own[0] if not of_another and not re.search(r"[,;]", signed.signs[at : clause.verb]) else None
    between = signed.signs[clause.verb : at]
    if (acts and re.search(r"\b(?:on|in)\s+$", between)) or (own[0].unit or "").endswith("times"):
        return own[0]
    if grammar.HELPS.match(between):
        return None
    return own[0] if _TO_ITS_COUNT.fullmatch(between) else None


def is_same(proposed: Statement, own: Statement, sentence: Sentence, clause: Understood) -> bool:
    """Tell whether a proposed claim speaks of the act that a clause tells."""
    start, end = proposed.body["at"]["conduct"]
    number = proposed.body["number"]
    return start <= sentence.place(clause.verb, clause.verb + 1)[0] < max(end, start + 1) and (
        number is None or own.body["number"] in (None, number)
    )


def limit(claim: Statement, signed: Signed, clause: Understood) -> None:
    """Keep a claim's period only where one time stands in its clause; tell what its sentence may give besides."""
    body = claim.body
    times = [each for each in signed.times if any(start <= each[0] < end for start, end in clause.timed)]
    if len(times) != 1 or _OF_A_RULE.search(signed.signs[: times[0][0]]):
        body.update(periods.NONE)
    settle_stated(body)
    body["not_understood"] = [name for name in body["not_stated"] if _may_give(name, signed)]
    body["not_stated"] = [name for name in body["not_stated"] if name not in body["not_understood"]]


_OF_A_RULE = re.compile(
    # "an embargo imposed on Libya since 2011": the time is that of the rule.
    r"\b(?:imposed|adopted|passed|introduced|set|listed|sanctioned|approved)\b[^,;]{0,40}$"
)


_NUMBERED = re.compile(
    r"(?<![\w-])(?:\d[\d,.]*|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozens?|hundreds?)"
    r"(?![\w-])",
    re.IGNORECASE,
)


def _may_give(name: str, signed: Signed) -> bool:
    """Tell whether a sentence holds anything that may be a field which its clause does not give."""
    if name in ("number", "unit"):
        return bool(signed.counts) or _NUMBERED.search(signed.signs) is not None
    if name == "period":
        return bool(signed.times)
    if name == "goods":
        return goods.goods(signed.text) is not None
    if name == "places":
        return goods.places(signed.text) is not None
    return name == "ships" and goods.ships(signed.text) is not None


def of_other(statement: Statement, sentence: Sentence, signed: Signed) -> Iterator[Doubt]:
    """Yield what of a sighting or reply is in doubt; votes and offers are read by the grammar of their own verbs."""
    if statement.kind == "claim":
        yield from [NOBODY_NAMED] if statement.speaker is None else _speaker(statement, signed)
    elif statement.kind == "reply":
        yield from _of_reply(statement, sentence, signed)


def _of_reply(statement: Statement, sentence: Sentence, signed: Signed) -> Iterator[Doubt]:
    state = statement.body["state"]
    if state == "asked, no answer":
        at = _offset(sentence, statement.body["at"]["words"][0])
        named = {each.state for place, each in signed.states.items() if place < at}
        if not voices.opens_with_speaker(signed, at) or not named <= set((statement.about or "").split(",")):
            yield SPEAKER  # of "Jordan, Turkey and Sudan did not respond" all three are meant, or none is told
        if _NO_COMMENT.search(sentence.text) and not _WAS_ASKED.search(sentence.text):
            yield ASKED
        return
    replying = voices.answering(signed)
    if replying is None or speaker_name(replying) != statement.speaker:
        yield SPEAKER
    if state == "explanation":
        yield EXPLAINS
    if state == "general position" and (says_twice(signed) or _speaks_of_another(statement, signed)):
        yield SECOND


def _speaks_of_another(reply: Statement, signed: Signed) -> bool:
    """Tell whether a sentence that rejects nothing tells of breaches, and names a State that is not the speaker's.

    "The main obstacle lies in violations by Chile, despite its commitments" is no position of who says it.
    """
    own = set((reply.about or "").split(","))
    others = {each.state for each in signed.states.values()} - own
    others = {each for each in others if not conducts.is_target((each,))}
    return bool(others) and _BREACHES.search(signed.text) is not None and _ANSWERS.search(signed.text) is None


_BREACHES = re.compile(r"\b(?:violat\w+|breach\w*|evad\w+|evasion|smuggl\w+|circumvent\w*)\b", re.IGNORECASE)
_ANSWERS = re.compile(
    r"\b(?:den(?:y|ies|ied|ial)|reject\w*|dismiss\w*|refut\w*|false|untrue|baseless|groundless|unfounded|lie|"
    r"accusations?|allegations?)\b",
    re.IGNORECASE,
)


_NO_COMMENT = re.compile(r"\b(?:not|n['’]t)\s+(?:immediately\s+|yet\s+)?comment", re.IGNORECASE)
_WAS_ASKED = re.compile(
    r"\b(?:request(?:s|ed)?|asked|question(?:s|ed)?|contacted|approached|inquir\w+|enquir\w+)\b", re.I
)


def says_twice(signed: Signed) -> bool:
    """Tell whether somebody says two things in one sentence: a position beside an admission is not a position."""
    return len(_SAYS.findall(signed.signs)) > 1


_SAYS = re.compile(
    r"\b(?:said|says|stated|states|added|adds|told|admitted|admits|acknowledged|acknowledges|conceded)\b"
)


def _offset(sentence: Sentence, place: int) -> int:
    """Return which character of a sentence stands at a place of the exhibit."""
    length = len(sentence.text)
    return next((at for at in range(length) if sentence.place(at, at + 1)[0] >= place), length)


def of_part(part: Statement, signed: Signed, sentence: Sentence, whole: Statement | None) -> Iterator[Doubt]:
    """Yield what of a part is in doubt: its whole, told before, and that its words name it as one."""
    if whole is None:
        yield WHOLE
        return
    at = _offset(sentence, part.body["at"]["number"][0])
    if not re.search(r"\b(?:of|among)\s+(?:these|those|them|which|whom),?\s+$", signed.text[:at], re.IGNORECASE):
        yield WHOLE
    if part.speaker != whole.speaker:
        yield from _speaker(part, signed)


def _speaker(statement: Statement, signed: Signed) -> Iterator[Doubt]:
    """Yield a doubt where who says it is not what one construction of saying gives."""
    said = voices.speaker_of(signed)
    if (said is None and (statement.speaker is not None or voices.tells(signed))) or (
        said is not None and speaker_name(said) != statement.speaker
    ):
        yield SPEAKER
