"""Replies: what an accused State or its officials answer, how far that goes, and which claims it is tied to.

A general position ("has always upheld the resolutions") answers no single occasion. An admission with a defence
keeps both apart. Silence towards the publisher is told as such; silence towards us is nothing a page can tell.
"""

from __future__ import annotations

import re
from typing import Any

from fairlead.readers.pages import conducts, doers, frames, goods, quantities
from fairlead.readers.pages.actors import Actor, states_of
from fairlead.readers.pages.frames import Frame
from fairlead.readers.pages.prose import Sentence
from fairlead.readers.pages.speech import subject
from fairlead.readers.pages.statements import BODY_VERSION, Statement
from fairlead.readers.pages.told import Told, describe
from fairlead.subjects import states

_POSITION = re.compile(
    r"\b(?:implement\w*|uph[eo]ld\w*|abid(?:e|es|ed|ing)|compl(?:y|ies|ied|ying)|fulfil\w*|observ(?:e|es|ed|ing)|"
    r"enforc(?:e|es|ed|ing)|honou?r\w*|adher\w+|respect(?:s|ed)?|"
    r"obey(?:s|ed|ing)?|carr(?:y|ies|ied|ying)\s+out|in\s+(?:full\s+)?(?:compliance|line|accordance)\s+with|oppos"
    r"(?:e|es|"
    r"ed))\b(?:[^.;]|\b[A-Z]\.){0,90}\b(?:sanctions?|resolutions?|restrictions|obligations?|embargo|commitments?"
    r"|measures|duties|decisions?)\b",
    re.IGNORECASE,
)
_REJECTS = re.compile(
    r"\b(?:groundless|baseless|unfounded|fabricat\w+|slander\w*|smear\w*|untrue|false|nonsense|no\s+basis|big\s+lie|hoax|"
    r"without\s+(?:any\s+)?(?:basis|foundation)|not\s+(?:true|consistent\s+with\s+the\s+facts)|"
    r"den(?:y|ies|ied)\s+(?:the|these|those|any|all|such|it|wrongdoing)\b[^.;]{0,30}(?:allegations?|accusations?|"
    r"claims?|charges?|reports?|wrongdoing|it)|"
    r"(?:den(?:y|ies|ied)|reject(?:s|ed)?|dismiss(?:es|ed)?)\s+(?:claims|allegations|accusations|charges|reports)|"
    r"(?:reject|dismiss|refut)\w*\s+(?:the|these|those|all|such|any|US|U\.S\.|Western|"
    r"American)\b[^.;]{0,40}(?:allegations?|accusations?|claims?|charges?|reports?|findings|criticism))\b",
    re.IGNORECASE,
)
_DENIES = re.compile(
    r"\bden(?:y|ies|ied)\s+(?:that|\w+ing|any|the|having)\b|\b(?:never|no\s+such|not\s+(?:docked|called|entered|"
    r"loaded|unloaded|sold|supplied|imported|hosted|delivered)|did\s+not|had\s+not|has\s+not|"
    r"have\s+not|not\s+a\s+single)\b",
    re.IGNORECASE,
)
_KNOWS_NOTHING = re.compile(
    r"\b(?:no|any)\s+information\b|\bnot\s+(?:been\s+)?aware\b|\bno\s+knowledge\b", re.IGNORECASE
)
_ADMITS = re.compile(r"^(?:acknowledge[sd]?|admit(?:s|ted)?|conceded?s?|confirm(?:s|ed)?)$")
_DEFENCE = re.compile(
    r"(?:\bbut\b|\bon\s+(?:humanitarian|technical|safety)\s+grounds|\bbecause\b|\bdue\s+to\b|\bwhile\s+insisting\b|"
    r"\bnot\s+aware\b|\bmerely\b|\bsolely\b)[^.;]*",
    re.IGNORECASE,
)
_EXPLAINS = re.compile(
    r"\b(?:on\s+humanitarian|because|due\s+to|for\s+repairs|shelter\w*|in\s+distress|merely|in\s+transit|"
    r"bad\s+weather|mistake|error|misunderst\w+|insufficient\s+evidence|lack\w*\s+(?:of\s+)?evidence)\b",
    re.IGNORECASE,
)
_SILENT = re.compile(
    r"\b(?:did\s+not|didn['’]t|has\s+not|have\s+not|had\s+not|declined\s+to|refused\s+to|"
    r"could\s+not)\s+(?:immediately\s+|yet\s+)?(?:respond|reply|answer|return|comment|be\s+reached|"
    r"be\s+immediately\s+reached)\w*",
    re.IGNORECASE,
)
_MODAL = re.compile(
    r"\b(?:should|must|urg\w+|call(?:s|ed|ing)\s+(?:on|for)|demand\w*|ask(?:s|ed)|need(?:s|ed)?\s+to|failing|"
    r"failed|refus\w+|violat\w+|accus\w+)\b",
    re.IGNORECASE,
)
_DONE_ALL = re.compile(
    r"\btakes?\s+the\s+implementation\s+of\b[^.;]{0,60}\b(?:sanctions?|resolutions?)\b[^.;]{0,20}\bseriously\b|"
    r"\btakes?\s+(?:its|our|their|all)\b[^.;]{0,50}\bobligations?\b|\b(?:everything\s+in\s+its\s+power|"
    r"all\s+it\s+can|every\s+effort)\b[^.;]{0,80}\b(?:sanctions?|resolutions?|"
    r"embargo|obligations?)\b",
    re.IGNORECASE,
)
_ACCUSATIONS = re.compile(r"\W*(?:claims|allegations|accusations|charges|reports)\b", re.IGNORECASE)
_NONE_SUCH = re.compile(r"^\W*there\s+(?:had\s+been|has\s+been|have\s+been|was|were)\s+no\b", re.IGNORECASE)
_OWN_ENFORCEMENT = re.compile(
    r"\W*(?:its|their|the\s+country['’]s)\s+(?:\w+\s+){0,2}(?:enforcement|implementation|compliance|observance)\b",
    re.IGNORECASE,
)
_HABIT = re.compile(
    r"\b(?:always|consistently|strictly|fully|faithfully|earnestly|scrupulously|seriously|in\s+full|everything|"
    r"all\s+it)\b",
    re.IGNORECASE,
)
_DOES_SO = re.compile(
    # "is complying with", "will have to obey", "will fulfil all obligations": what the side that speaks says of itself.
    r"\b(?:is|are|has\s+been|have\s+been)\s+(?:\w+ly\s+)?(?:comply|implement|abid|uphold|observ|enforc|fulfil"
    r"|adher|honou?r)\w*ing\b|"
    r"\b(?:will|shall)\s+(?:(?:have\s+to|of\s+course|also|\w+ly)[\s,]+)*(?:comply|implement|abide|uphold|observe"
    r"|enforce|fulfil|adhere|"
    r"honou?r|obey|carry\s+out)\w*\b",
    re.IGNORECASE,
)
_SELF = re.compile(
    r"\b(?:it|its|itself|we|our|ours|us|they|their|he|she|the\s+(?:government|country))\b", re.IGNORECASE
)


def find(sentence: Sentence, framed: list[Frame], actors: list[Actor], told: Told) -> list[Statement]:
    """Return the reply that a sentence gives, at most one: of a State, or of a body or person that speaks for one."""
    silent = _silence(sentence, actors, told)
    if silent is not None:
        return [silent]
    for frame in framed:
        if frame.kind == "says" and frame.speaker is not None and frame.speaker.state is not None:
            state = _state(sentence.text, frame, told)
            if state is not None:
                return [_reply(sentence, frame, state, told)]
    return []


def words(text: str) -> list[str]:
    """Return the words by which a text may answer what was said of somebody."""
    return [found.group() for pattern in _ANSWERING if (found := pattern.search(text))]


_ANSWERING = (
    _SILENT,
    _REJECTS,
    _POSITION,
    _DONE_ALL,
    re.compile(r"\bden(?:y|ies|ied|ial)\b|\b(?:groundless|baseless)\b", re.IGNORECASE),
)


def _state(text: str, frame: Frame, told: Told) -> str | None:
    """Return how far a frame answers, in the words of ReplyState; None where it is no reply."""
    assert frame.speaker is not None
    words = text[frame.start : frame.end]
    own = states_of(frame.speaker)
    accused = any(set(own) & set(_about(claim)) for _, claim in told.claims())
    verb = frame.verb
    answered = any(set(own) & set((each.about or "").split(",")) for each in told.statements if each.kind == "reply")
    concerned = accused or answered or _shares_subject(words, told) or (verb.startswith("den") and _SELF.search(words))
    speaks_of_others = [state for state in doers.agents(words) if state not in own]
    if concerned and _ADMITS.match(verb) and conducts.kinds(words):
        return "admission"
    denies = concerned and not _KNOWS_NOTHING.search(words) and (verb.startswith("den") or _DENIES.search(words))
    if denies and (_names_something(words, told) or _same_conduct(words, told)):
        return "specific denial"
    whole = f"{verb} {words}"
    if _is_position(words, own) and (accused or (not speaks_of_others and _is_habit(words))):
        return "general position"
    if (told.claims() and _REJECTS.search(whole)) or (
        concerned and verb.startswith(("den", "reject", "dismiss", "refut"))
    ):
        return "general position"
    if verb.startswith("defend") and _OWN_ENFORCEMENT.match(words):
        return "general position"
    if _rejects_unnamed(verb, words, own):
        return "general position"
    if accused and _EXPLAINS.search(words) and (_SELF.search(words) or verb.startswith("explain")):
        return "explanation"
    return None


def _rejects_unnamed(verb: str, words: str, own: list[str]) -> bool:
    """Tell whether somebody rejects claims against his own State that the page does not tell as claims.

    Kept as a general position: what exactly is denied the sentence leaves open.
    """
    rejects = verb.startswith(("den", "reject", "dismiss", "refut")) and _ACCUSATIONS.match(words)
    if not rejects and not _NONE_SUCH.search(words):
        return False
    if frames.holds_accusation(words):
        return False  # holds somebody's accusation, which is told as a claim
    return bool(set(own) & {mention.state for mention in states.mentions(words)}) or bool(
        rejects and re.match(r"\W*\w+\s+(?:that\s+)?it\b", words)
    )


def _is_habit(words: str) -> bool:
    """Tell whether somebody whom no claim names speaks of what he always did, not of what he will do."""
    if _DOES_SO.search(words):
        return True
    stated = _POSITION.search(words) or _DONE_ALL.search(words)
    until = words[: stated.end()] if stated else words
    return bool(_HABIT.search(until)) and not re.search(r"\b(?:would|will|shall)\b", until)


def _is_position(words: str, own_states: list[str]) -> bool:
    found = _POSITION.search(words) or _DONE_ALL.search(words)
    if found is None:
        return False
    before = words[: found.start()]
    others = [each for each in doers.agents(before) if each not in own_states]
    own = _SELF.search(before) or bool(set(own_states) & set(doers.agents(before)))
    return bool(own) and not others and not _MODAL.search(before)


def _names_something(words: str, told: Told) -> bool:
    """Tell whether words deny something particular: a ship, a number, a place or goods, not "the accusations"."""
    named = goods.ships(words, frozenset(told.ship_names)) or goods.goods(words) or goods.places(words)
    return bool(
        named
        or quantities.find(words)
        or re.search(r"\b(?:the|its|that|this)\s+(?:vessel|ship|tanker|freighter)s?\b", words)
    )


def _same_conduct(words: str, told: Told) -> bool:
    """Tell whether words deny the very kind of act that a claim tells of, beyond "breaches" and the like."""
    kinds = set(conducts.kinds(words)) - {"breach", "evasion", "relief", "omission"}
    return any(kinds & set(claim.body["conduct_kinds"]) for _, claim in told.claims())


def _shares_subject(words: str, told: Told) -> bool:
    return any(re.search(rf"\b{re.escape(name)}\b", words) for name in told.ship_names)


def of_position(sentence: Sentence, speaker: Actor, start: int, end: int, told: Told) -> Statement:
    """Return the general position that a construction finds: what a State says of itself."""
    return _reply(sentence, Frame("says", speaker, start, end), "general position", told)


def _silence(sentence: Sentence, actors: list[Actor], told: Told) -> Statement | None:
    found = _SILENT.search(sentence.text)
    if found is None:
        return None
    speaker = subject(sentence.text, found.start(), actors)
    if speaker is None or speaker.state is None or not told.statements:
        return None
    frame = Frame("says", speaker, found.start(), len(sentence.text))
    return _reply(sentence, frame, "asked, no answer", told)


def _reply(sentence: Sentence, frame: Frame, state: str, told: Told) -> Statement:
    assert frame.speaker is not None
    start, end = sentence.place()
    words = sentence.text[frame.start : frame.end]
    defence = _DEFENCE.search(sentence.text, frame.start) if state == "admission" else None
    body: dict[str, Any] = {
        "v": BODY_VERSION,
        "encoding": told.encoding,
        "page_date": told.page_day.isoformat() if told.page_day else None,
        "speaker": describe(frame.speaker),
        "state": state,
        "words": words if _said_plainly(sentence.text, frame) else sentence.text,
        "denies": bool(_REJECTS.search(sentence.text) or _NONE_SUCH.search(words) or state == "specific denial"),
        "defence": defence.group().strip() if defence else None,
        "tied": [],
        "at": {"words": list(sentence.place(frame.start, max(frame.end, frame.start + 1)))},
    }
    return Statement("reply", start, end, sentence.text, frame.speaker.name, frame.speaker.state, body)


_PLAINLY = re.compile(
    r"(?<!not )\b(?:said|says|stated|states|added|adds)\s*(?:that\b)?\s*[:,]?\s*[“\"'‘]*$", re.IGNORECASE
)
_NOT_SO = re.compile(r"\b(?:not|never|no|nobody|hardly)\b|n[’']t\b", re.IGNORECASE)


def _said_plainly(text: str, frame: Frame) -> bool:
    """Tell whether a reply's words can stand alone.

    "denies that it failed" without its verb would show an admission; whatever is not plainly said is shown as the
    whole sentence.
    """
    before = text[: frame.start]
    return bool(_PLAINLY.search(before)) and not _NOT_SO.search(before)


def _about(claim: Statement) -> list[str]:
    return [*claim.body["accused"], *claim.body["concerns"], *claim.body["flags"]]


def tie(told: Told) -> None:
    """Fill ``tied`` of each reply: claims that share its ship or number, else all that accuse the State that
    replies."""
    for reply in told.statements:
        if reply.kind != "reply":
            continue
        words = reply.body["words"]
        particular = [
            row
            for row, claim in told.claims()
            if reply.body["state"] in ("specific denial", "admission") and _same_matter(words, claim)
        ]
        own = set((reply.about or "").split(","))
        accusing = [row for row, claim in told.claims() if own & set(claim.body["accused"] or _about(claim))]
        naming = [row for row, claim in told.claims() if own & set(_about(claim))]
        reply.body["tied"] = particular or accusing or naming


def _same_matter(words: str, claim: Statement) -> bool:
    ships = [str(ship["name"]) for ship in claim.body["ships"] or () if ship["name"]]
    numbers = [quantity.number for quantity in quantities.find(words)]
    return any(re.search(rf"\b{re.escape(name)}\b", words) for name in ships) or (
        claim.body["number"] is not None and claim.body["number"] in numbers
    )
