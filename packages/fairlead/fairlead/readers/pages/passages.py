"""Passages to read: sentences that may hold a statement of which something was not understood. They accuse nobody.

A passage tells where it stands, which words made it of interest, and what was not understood. Left out: sentences that
say what a rule allows or forbids, and those that name nobody who could have done or said anything.
"""

from __future__ import annotations

import re

from fairlead.readers.pages import answers, conducts, exclusions, grammar, pledges, sightings
from fairlead.readers.pages.grounding import Doubt
from fairlead.readers.pages.prose import Sentence
from fairlead.readers.pages.signs import Signed
from fairlead.readers.pages.statements import BODY_VERSION, Statement
from fairlead.readers.pages.told import Told
from fairlead.subjects import states

_DULL = frozenset(("value", "notice"))
_NOT_READ = Doubt("statement", "no rule reads a statement in it")


def made(sentence: Sentence, doubts: list[Doubt], told: Told) -> Statement:
    """Return a sentence as a passage to read."""
    start, end = sentence.place()
    body = {
        "v": BODY_VERSION,
        "encoding": told.encoding,
        "page_date": told.page_day.isoformat() if told.page_day else None,
        "speaker": None,
        "interest": _interest(sentence.text),
        "not_understood": [{"element": each.element, "why": each.why} for each in dict.fromkeys(doubts)],
        "at": {},
    }
    return Statement("passage", start, end, sentence.text, None, None, body)


def overlooked(sentence: Sentence, signed: Signed, told: Told) -> Statement | None:
    """Return a sentence that no rule reads and that may still hold a statement; None where nothing points to one."""
    text = sentence.text
    of_law = exclusions.quotes_law(text) or (_RULES.search(text) and not re.search(grammar.BREAKS, text))
    if of_law and not answers.words(text):
        return None
    if not (signed.actors or signed.states or signed.counts or _names(text) or _WRONG.search(text)):
        return None
    if not _may_state(text, signed):
        return None
    return made(sentence, [_NOT_READ], told)


def _names(text: str) -> bool:
    return next(states.mentions(text), None) is not None or _WHO.search(text) is not None


_WHO = re.compile(
    r"\b(?:ships?|vessels?|tankers?|freighters?|compan(?:y|ies)|firms?|workers|observers|monitors|experts|officials|"
    r"authorities|hackers|exports?|imports?|shipments?|it|they)\b",
    re.IGNORECASE,
)


_RULES = re.compile(
    # What the Council or a rule demands or forbids.
    r"\b(?:Council|United\s+Nations|U\.?N\.?|resolutions?|sanctions|cap|embargo|States|countries)\b[^,;]{0,60}\b"
    r"(?:imposed|adopted|bans?|"
    r"prohibits?|requires?|required|limits?|limited|caps?|capped|bars?|forbids?|restricts?|obliges?)\b"
)
_CHARGES = re.compile(r"\b(?:charged|indicted|accused|convicted|pleaded\s+guilty|admitted)\b", re.IGNORECASE)


_WRONG = re.compile(
    # Words of doing wrong that tell by themselves that somebody may say so of somebody.
    r"\b(?:blam(?:es?|ed|ing)|fault(?:ed|s)|wrongdoings?|disguis(?:es?|ed|ing)|conceal(?:s|ed|ing)?|falsif(?:y|ies|ied)|"
    r"forg(?:ed|ing)|smuggl(?:es?|ed|ing)|evad(?:es?|ed|ing)|circumvent(?:s|ed|ing)?|skirt(?:s|ed|ing)|flout(?:s|ed|ing)?|"
    r"accus(?:es?|ed|ing)|accusations?|implicat(?:es?|ed|ing)|falsifications?|"
    r"miss(?:ed|ing)\b[^;]{0,40}\bdeadline|in\s+defiance)\b",
    re.IGNORECASE,
)
_ARMS = re.compile(
    # Arms that came or went, and help to those who fight: what most regimes but this one are about.
    r"\b(?:acquir|receiv|obtain|us|suppl|sen|provid|transferr?|deliver|arm)(?:e[sd]?|ing|ed|s|y|ies|ied|ying|t|ds|ding)?\b"
    r"[^;]{0,60}\b(?:drones?|UAVs?|missiles?|weapons?|weaponry|arms|ammunition|munitions|rockets?)\b|"
    r"\bsupport\w*\b[^;]{0,60}\b(?:rebels?|armed\s+groups?|militias?|insurgen\w+|mutin\w+)\b|"
    r"\bback(?:s|ed|ing)\b[^;]{0,40}\b(?:rebels?|armed\s+groups?|militias?|insurgen\w+|mutin\w+)\b",
    re.IGNORECASE,
)


def _may_state(text: str, signed: Signed) -> bool:
    if _WRONG.search(text) or _ARMS.search(text):
        return True
    kinds = set(conducts.kinds(text)) - _DULL
    if kinds - conducts.PLAIN:
        return True
    if kinds and (conducts.names_banned_goods(text) or signed.counts):
        return True
    if _CHARGES.search(text) and (kinds or signed.counts):
        return True
    if grammar.LAW.search(text) and conducts.names_banned_goods(text):
        return True
    if re.search(grammar.VERB, signed.signs) and (conducts.names_banned_goods(text) or grammar.LAW.search(text)):
        return True
    return bool(answers.words(text) or sightings.words(text) or pledges.may_offer(text))


def _interest(text: str) -> list[str]:
    """Return the words of a sentence that made it of interest, each once."""
    found = [*conducts.words(text), *answers.words(text), *sightings.words(text)]
    return list(dict.fromkeys(" ".join(each.split()) for each in found))[:12]
