"""Who is accused by a claim: named by the grammar, by the clause's agent, or by the claim that it takes up.

Ships, firms and people of a State are not the State; nor is who reports of himself, or trade told without a word that
it is forbidden. Left out: who is to blame. Where it is not clear, nobody is accused.
"""

from __future__ import annotations

import re

from fairlead.readers.pages import conducts, doers, goods
from fairlead.readers.pages.actors import states_of
from fairlead.readers.pages.frames import Frame
from fairlead.readers.pages.prose import Sentence
from fairlead.readers.pages.statements import Statement
from fairlead.readers.pages.told import Told
from fairlead.subjects import states

_ARMS = re.compile(r"\b(?:arms|weapons?|ammunition|munitions|missiles?|rockets?|shells)\b", re.IGNORECASE)
_TAKES_UP = re.compile(
    r"\b(?:these|those|the\s+(?:shipments?|deliveries|transfers|voyages|ships|vessels|tankers|barges|workers|"
    r"labou?rers|imports|exports)|it|its|they|their|them)\b",
    re.IGNORECASE,
)
_HELD = frozenset(("believed", "thought"))
_THEY = re.compile(r"\W*(?:they|these\s+(?:ships|vessels|tankers))\b", re.IGNORECASE)


def of(sentence: Sentence, frame: Frame, told: Told, beside: Statement | None) -> tuple[str, ...]:
    """Return who is said to have done it: named by the grammar, the clause's agent, or the claim that it takes up."""
    own = states_of(frame.speaker)
    if frame.kind == "understood":
        return frame.accused
    if frame.kind == "sighting":
        return ()  # a ship seen somewhere is no act of a State
    if frame.accused and (frame.verb not in _HELD or _breaks(sentence.text)):
        return frame.accused
    if beside is not None:
        return tuple(beside.body["accused"])
    text = sentence.text
    words = text[frame.start : frame.end]
    if "notice" in conducts.kinds(words) or re.match(r"[a-z]+ing\b", words):
        return ()  # who was told of it, or what the speaker tells of himself, is no accusation
    if _is_hosted(words):
        return ()
    speaks = frame.speaker
    if speaks and speaks.kind in ("state", "body") and speaks.how == "named" and doers.tells_of_itself(words):
        return ()  # what a State reports of itself
    if not _breaks(text) and frame.kind == "own voice":
        return ()  # trade told without a word that it is forbidden, by nobody
    named = tuple(state for state in doers.accused(words) if state not in own)
    if named:
        return named
    if frame.parent is not None and frame.parent.accused:
        return frame.parent.accused
    last = told.last_claim()
    if last is None:
        return ()
    speaker = last[1].body["speaker"]
    same_voice = (
        frame.speaker is not None and speaker is not None and bool(own) and (speaker["state"] or "").split(",") == own
    )
    if told.names_target and re.search(r"\b[Tt]he North(?:['’]s)?\b(?!\s+(?:[A-Z]|of\b))", words):
        return ("KP",)  # as papers shorten it once they have named North Korea
    if next(states.mentions(words), None) is not None or goods.ships(words):
        return ()
    if _THEY.match(words) and len(last[1].body["accused"]) < 2:
        return ()  # "they" are ships or people before they are one State
    if _TAKES_UP.search(words) or same_voice:
        return tuple(last[1].body["accused"])
    return ()


def _breaks(text: str) -> bool:
    """Tell whether a sentence holds any word that something is forbidden, hidden or not done, or names arms."""
    return _ARMS.search(text) is not None or not set(conducts.kinds(text)) <= conducts.PLAIN


def _is_hosted(words: str) -> bool:
    """Tell whether workers are said to be in a State, without a State that is said to keep them there."""
    found = re.search(r"\b(?:workers|labou?rers|nationals)\b[^.;]{0,40}?\b(?:in|inside|enter\w*)\s+(?=[A-Z])", words)
    return found is not None and not doers.agents(words[: found.start()])
