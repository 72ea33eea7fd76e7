"""Sentences that are understood from their beginning to the end of what they tell: who says it, of whom, what was done.

A construction accounts for every word up to the end of its clause, by grammar under signs (``signs.py``). What fits
none is not understood, however plain it is to a reader. Left out on purpose: "it" and "they", modals, negation, speech
inside speech, and States that stand anywhere but where the grammar makes them who acts.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from fairlead.readers.pages import conducts, grammar, voices
from fairlead.readers.pages.actors import Actor
from fairlead.readers.pages.grammar import (
    ADVERB,
    AUX,
    BE,
    HAVE,
    LEAD,
    ON_TIME,
    OTHERS,
    SPEAKER,
    STATES,
    VERB,
)
from fairlead.readers.pages.signs import ACTOR, ADJECTIVE, COUNT, STATE, Signed

LONGEST = 700  # characters of a sentence that a construction may account for; longer ones hold too much beside


@dataclass(frozen=True)
class Understood:
    """What a construction makes of a sentence: offsets in it, and what the grammar settles.

    ``speaker`` is None where the page itself tells it. ``start`` to ``end`` are the words of the clause, with who acts;
    ``verb`` is where its verb of conduct begins; ``timed`` are the stretches whose time is that of the act.
    """

    construction: str
    speaker: Actor | None
    accused: tuple[str, ...]
    start: int
    verb: int
    end: int
    timed: tuple[tuple[int, int], ...]
    whom: tuple[int, int] | None = None  # the words for those accused, where they stand before the clause


def _by(group: str) -> str:
    return rf"(?:\s+by\s+(?:the\s+)?(?P<{group}>{ACTOR}|{STATE}))?"


_BYS = ("by_of", "by_to", "by_with")
_ACCUSED_OF = (
    rf"{BE}\s+(?:accused|suspected){_by('by_of')}\s+of\s+(?:having\s+)?(?:{ADVERB}\s+)*"
    rf"|{BE}\s+(?:believed|thought|alleged|suspected|said|reported|found){_by('by_to')}\s+to\s+(?:have|be)\s+"
    rf"(?:been\s+)?(?:{ADVERB}\s+)*"
    rf"|{BE}\s+caught\s+(?:{ADVERB}\s+)*"
    rf"|{BE}\s+charged{_by('by_with')}(?:\s+in\s+(?:[\w-]+\s+){{1,4}}?)?(?:\s*{ON_TIME}(?:\s+\([^"
    rf"()]{{2,20}}\))?)?\s*with\s+"
    rf"(?:\d+\s+counts\s+of\s+)?(?:being\s+)?(?:{ADVERB}\s+)*"
)
_MOVES = rf"(?P<moves>{grammar.MOVES})\b"
_CLAUSES = {
    "is accused": re.compile(rf"{STATES}(?P<between>\s+(?:{_ACCUSED_OF})){VERB}"),
    "its act": re.compile(
        rf"{grammar.ITS_ACT}(?P<between>\s+{AUX})(?P<verb>(?:{grammar.BREAKS})\b|(?:is|are|was|were)\s+"
        rf"(?:\w+\s+){{0,2}}in\s+(?:\w+\s+)?(?:violation|breach)\s+of\b)"
    ),
    "does": re.compile(rf"{STATES}(?P<between>\s+{AUX}){VERB}"),
    "there were": re.compile(
        rf"(?i:there)\s+(?:has|have|had|was|were)\s+(?:been\s+)?(?P<verb>{COUNT})"
        rf"(?P<between>[^,;]{{0,60}}?)\s+by\s+{STATES}"
    ),
    "others are accused": re.compile(rf"(?P<others>{OTHERS})(?P<between>\s+(?:{_ACCUSED_OF})){VERB}"),
    "others do": re.compile(rf"(?P<others>{OTHERS})(?P<between>\s+{AUX}){VERB}"),
    "others go": re.compile(rf"(?P<others>{OTHERS})(?P<between>\s+{AUX})(?P<verb>{_MOVES})"),
    "seized": re.compile(
        rf"(?:the\s+)?(?:{ACTOR}|{STATE})\s+{HAVE}{grammar.SEIZES}\s+(?P<others>{OTHERS})(?P<between>\s+(?:"
        rf"(?:that|which)\s+(?:has\s+|had\s+)?"
        rf"allegedly\s+|(?:(?:that|which)\s+(?:is|was|had\s+been|has\s+been)\s+)?(?:accused|suspected)\s+of\s+"
        rf"(?:{ADVERB}\s+)*)){VERB}"
    ),
    "others are held": re.compile(
        rf"(?P<others>{OTHERS})(?P<between>\s+{BE}\s+{grammar.HELD}(?:\s+(?:by|at|in|off"
        rf"|near)\s+[^,;]{{2,60}}?)?\s+for\s+(?:{ADVERB}\s+)*){VERB}"
    ),
    "was done": re.compile(
        rf"(?P<others>{grammar.THINGS})(?P<between>\s+{BE}\s+(?:{ADVERB}\s+)*)(?P<verb>{grammar.DONE})"
    ),
}  # fmt: skip
_OF_STATES = ("is accused", "does", "there were", "its act")
_ACCUSES = re.compile(
    rf"(?:[^“”\";]*?\b(?:after|as|when|while)\s+)?{LEAD}{SPEAKER}(?P<aside>{grammar.ASIDE})"
    rf"(?:\s+(?:made|said|spoke|gave|issued|released)(?:[^,;:\ue001\ue002]|\ue002+['’]s){{3,140}},?\s+and\b"
    rf"|[^;“”\"\ue001]{{3,200}},(?=\s+accusing\b))?"
    rf"\s+{HAVE}(?:(?:said|says)(?:\s+{ON_TIME})?\s+(?:that\s+)?it\s+(?:strongly\s+)?)?(?:{grammar.ACCUSING}"
    rf"|accusing|{grammar.SANCTIONS})\s+(?:{STATES}|(?P<others>{OTHERS.replace('<about>', '<about_others>')}))"
    rf"(?:\s+{ON_TIME})?(?P<between>\s+(?:of|for|with)\s+(?:(?:having|its|their|the)\s+)?(?:{ADVERB}\s+)*)"
    rf"(?:{VERB}|(?P<noun>(?:a\s+)?[“\"]?(?:[a-z-]+\s+){{0,3}}(?:violations?|breaches|failure\s+to\s+[a-z]+"
    rf"|transfers?|deliveries|shipments?|smuggling|evasion)\b))",
)
_FOUND = re.compile(
    rf"{LEAD}{SPEAKER}(?P<aside>{grammar.ASIDE})\s+{HAVE}(?:(?:found|finds|alleged|alleges)\s+{STATES}"
    rf"(?P<between>\s+to\s+have\s+(?:{ADVERB}\s+)*)|"
    rf"identified\s+(?P<others>{OTHERS.replace('<about>', '<about_others>')})(?P<between_others>\s+as\s+having\s+"
    rf"(?:{ADVERB}\s+)*)){VERB}",
)
_BREACH_BY = rf"(?P<between>(?:[a-z-]+\s+){{0,4}})(?P<verb>violations?|breach(?:es)?|evasion)\s+by\s+{STATES}"
_HE_REPORTED = (
    rf"{LEAD}{SPEAKER}(?P<aside>{grammar.ASIDE})\s+{HAVE}(?:(?:said|says)(?:\s+{ON_TIME})?\s+"
    rf"(?:that\s+)?it\s+{HAVE})?(?:reported|confirmed|disclosed|detected)"
    rf"(?:\s+to\s+(?:the\s+)?(?:{ACTOR}|[A-Z][\w.]*(?:\s+[A-Z][\w.]*){{0,3}}))?"
)
_REPORTED_BREACH = re.compile(rf"{_HE_REPORTED}\s+{_BREACH_BY}")
_DETAILS = re.compile(
    rf"{LEAD}{SPEAKER}(?P<aside>{grammar.ASIDE})\s+{HAVE}(?:released|published|issued|presented|submitted)\s+"
    rf"(?:(?:a|its|an|the)\s+(?:[\w-]+\s+){{0,3}}(?:report|document|study|letter)|{ACTOR})\s+(?:that|which)\s+"
    rf"(?:details|detailed|lists|listed|describes|described|documents|documented)\s+"
    rf"{_BREACH_BY}",
)
_REPORTED = re.compile(
    rf"{_HE_REPORTED}(?P<between>\s+(?:about\s+)?)"
    rf"(?P<verb>{COUNT}|(?:(?:a|an|the|another|several|suspected|possible|illicit|illegal)\s+){{0,3}}"
    rf"(?:ship-to-ship|cargo)\s+(?:[a-z]+\s+)?(?:transfers?|cases?|incidents?)(?:\s+incident)?)\s+involving\b",
)


_IT_SAYS = re.compile(
    # "imposed sanctions on two firms it says helped": "it" is who the sentence opens with.
    rf"{LEAD}{SPEAKER}(?P<aside>{grammar.ASIDE})\s+{HAVE}(?:(?:issued|released"
    rf"|published)\s+[^,;“”\"\ue002]{{3,60}}?(?:that|which)\s+)?{grammar.NAMES}"
    rf"(?:\s+{ON_TIME})?(?:\s+(?:on|against))?(?:\s+{ON_TIME})?\s+(?P<others>{OTHERS}),?\s+(?:(?:that|which|who"
    rf"|whom)\s+)?(?:it|they)\s+"
    rf"(?:says?|said|alleges?|alleged|believes?|accuses?\s+of)\s+(?P<between>(?:(?:have|had|has|are|were|was|is"
    rf"|been|{ADVERB})\s+)*){grammar.OTHERS_VERB}"
)
_COUNTS = re.compile(
    rf"{LEAD}{SPEAKER}(?P<aside>{grammar.ASIDE})\s+{HAVE}{grammar.RECORDS}(?P<between>\s+)(?P<verb>{COUNT})(?=\s+"
    rf"(?:of\b|in\s+which\b|involving\b|{ON_TIME}))"
)


def understand(signed: Signed) -> Understood | None:
    """Return what a construction makes of a sentence; None where none accounts for it."""
    text = signed.signs
    if grammar.CLEARED.search(text) or len(text) > LONGEST:
        return None
    whole = (
        _accuses(signed) or _details(signed) or _found(signed) or _reported(signed) or _named(signed) or _counts(signed)
    )
    if whole is not None:
        return whole
    for name, pattern in voices.TRAILING.items():
        behind = pattern.search(text)
        if behind and not voices.tells_itself(behind["aside"]):
            cited = voices.LEADING["says"].match(text, 0, behind.start()) if name.startswith("according") else None
            if cited and not voices.tells_itself(cited["aside"]):  # "Chile said ..., according to a letter"
                return _clause(signed, "says", voices.actor(signed, cited), cited.end(), behind.start())
            return _clause(signed, name, voices.actor(signed, behind), 0, behind.start())
    for name, pattern in voices.LEADING.items():
        before = pattern.match(text)
        if before and not voices.tells_itself(before["aside"]):
            return _clause(signed, name, voices.actor(signed, before), before.end(), len(text))
    clause = _clause(signed, "page", None, 0, len(text))
    if clause is None or re.search(r"[“”\"]", text):
        return None
    # Who says it must not stand elsewhere in the sentence; what a page reports of it is the page's own word.
    outside = text[: clause.start] + text[clause.end :]
    if re.search(r"\balso\b|^\W*And\b", text[: clause.end]):
        return None  # goes on with what somebody told before
    if grammar.ATTRIBUTES.search(outside) or (_is_plain(clause) and grammar.TELLS.search(text[: clause.end])):
        return None
    return clause


_GOES_ON = re.compile(r",\s+(?:saying|adding|noting|claiming|alleging)\s+(?:that\s+)?")


def clauses(signed: Signed) -> list[Understood]:
    """Return the clause that a construction makes of a sentence, and the one with which its speaker goes on."""
    first = understand(signed)
    if first is None:
        return []
    more = _GOES_ON.search(signed.signs, first.end)
    if more is None or first.speaker is None:
        return [first]
    second = _clause(signed, "goes on", first.speaker, more.end(), len(signed.signs))
    return [first, second] if second is not None else [first]


def _is_plain(clause: Understood) -> bool:
    """Tell whether a page tells an act itself, and not that somebody is accused of it or was seized for it."""
    return clause.speaker is None and not clause.construction.endswith(("accused", "seized", "held"))


def _accuses(signed: Signed) -> Understood | None:
    found = _ACCUSES.match(signed.signs)
    if found is None or any(voices.tells_itself(found[name]) for name in ("aside", "about", "about_others")):
        return None
    begin, verb = found.start("between"), found.start("noun") if found["noun"] else found.start("verb")
    end = grammar.end_of_clause(signed.signs, begin, len(signed.signs))
    rest = signed.signs[found.end() : end]
    if _doubtful(rest) or grammar.TELLS.search(rest):
        return None
    if found["others"] and _nominative_state(signed, found.span("others")):
        return None
    accused = signed.states_in(found) if found["states"] else ()
    whom = found.span("states" if found["states"] else "others")
    said = _OF_WHAT.match(signed.signs, begin)
    start = said.end() if said else verb
    return Understood("accuses", voices.actor(signed, found), accused, start, verb, end, ((verb, end),), whom)


_OF_WHAT = re.compile(r"\s+(?:of|for|with)\s+(?:(?:having|its|their|the)\s+)?(?:(?:allegedly|reportedly)\s+)?")


def _details(signed: Signed) -> Understood | None:
    found = _DETAILS.match(signed.signs) or _REPORTED_BREACH.match(signed.signs)
    if found is None or voices.tells_itself(found["aside"]) or grammar.TELLS.search(signed.signs[found.end() :]):
        return None
    accused = signed.states_in(found)
    return Understood(
        "details", voices.actor(signed, found), accused, found.start("between"), found.start("verb"), found.end(), ()
    )


def _named(signed: Signed) -> Understood | None:
    """Return whom an office names and of whom it says that they did something; they are no State."""
    found = _IT_SAYS.match(signed.signs)
    if found is None or any(voices.tells_itself(found[name]) for name in ("aside", "about")):
        return None
    begin, verb = found.start("others"), found.start("verb")
    end = grammar.end_of_clause(signed.signs, verb, len(signed.signs))
    rest = signed.signs[verb:end]
    if _doubtful(signed.signs[found.start("between") : end]) or grammar.TELLS.search(rest) or _is_done_by(rest):
        return None
    if _nominative_state(signed, found.span("others")):
        return None
    return Understood("named", voices.actor(signed, found), (), begin, verb, end, ((verb, end),))


def _counts(signed: Signed) -> Understood | None:
    """Return the acts that somebody counts, of whomever; nobody is accused by a count alone."""
    text = signed.signs
    found = _COUNTS.match(text)
    if found is None or voices.tells_itself(found["aside"]) or signed.counts[found.start("verb")].counts != "acts":
        return None
    verb, end = found.start("verb"), grammar.end_of_clause(text, found.end(), len(text))
    if (
        _doubtful(text[verb:end])
        or grammar.TELLS.search(text[found.end() : end])
        or re.search(rf"\bby\s+(?:the\s+)?{STATE}", text[verb:])
    ):
        return None
    return Understood("counts", voices.actor(signed, found), (), verb, verb, end, ((verb, end),))


def _found(signed: Signed) -> Understood | None:
    """Return a State found to have done something, or a ship identified as having done it."""
    found = _FOUND.match(signed.signs)
    if found is None or any(voices.tells_itself(found[name]) for name in ("aside", "about", "about_others")):
        return None
    begin, verb = found.start("states" if found["states"] else "others"), found.start("verb")
    end = grammar.end_of_clause(signed.signs, verb, len(signed.signs))
    rest = signed.signs[found.end() : end]
    if _doubtful(rest) or grammar.TELLS.search(rest):
        return None
    if found["states"] and not _forbidden(found, signed, (begin, end), accusing=False):
        return None
    if found["others"] and _nominative_state(signed, found.span("others")):
        return None
    accused = signed.states_in(found) if found["states"] else ()
    return Understood("found", voices.actor(signed, found), accused, begin, verb, end, ((verb, end),))


def _reported(signed: Signed) -> Understood | None:
    """Return transfers between ships that somebody reports; they accuse nobody."""
    text = signed.signs
    found = _REPORTED.match(text)
    if found is None or voices.tells_itself(found["aside"]) or grammar.TELLS.search(text[found.end() :]):
        return None
    verb, end = found.start("verb"), grammar.end_of_clause(text, found.end(), len(text))
    if _doubtful(text[verb:end]) or re.search(r"[“”\"]", text):
        return None
    return Understood("reported", voices.actor(signed, found), (), verb, verb, end, ((verb, end),))


def _clause(signed: Signed, name: str, speaker: Actor | None, begin: int, limit: int) -> Understood | None:
    text = signed.signs
    start = grammar.after_lead(text, begin, limit)
    for kind, pattern in _CLAUSES.items():
        found = pattern.match(text, start, limit)
        if found is None:
            continue
        named = found.groupdict()
        end = grammar.end_of_clause(text, found.start("verb"), limit)
        told = text[found.end("verb") : end]
        by = next((each for each in _BYS if named.get(each)), None)
        if voices.tells_itself(named.get("about")) or (by is not None and speaker is not None):
            return None
        if _doubtful(text[found.start("between") : end]) or grammar.TELLS.search(told):
            return None
        if kind in _OF_STATES:
            accusing = kind == "is accused" or re.search(r"\balleg(?:ed|es)\b", text[:start]) is not None
            sends_arms = found.groupdict().get("trades") and grammar.ARMS.search(signed.text[start:end])
            panel = (_is_panel(speaker) or bool(sends_arms)) and conducts.is_target(signed.states_in(found))
            if not _forbidden(found, signed, (start, end), accusing=accusing, told_by_panel=panel):
                return None
        elif (
            _nominative_state(signed, found.span("others"))
            or _is_done_by(told)
            or (kind == "others go" and not grammar.FORBIDDEN.search(told))
        ):
            return None
        accused = signed.states_in(found) if kind in _OF_STATES else ()
        of_accusing = kind in ("is accused", "others are accused", "others are held", "seized")
        timed = ((found.start("verb"), end),) if of_accusing else ((begin, start), (start, end))
        speaker = voices.actor(signed, found, by) if by is not None else speaker
        return Understood(f"{name}: {kind}", speaker, accused, start, found.start("verb"), end, timed)
    return None


def _is_panel(speaker: Actor | None) -> bool:
    """Tell whether those who speak are experts of the United Nations on sanctions."""
    return (
        speaker is not None
        and speaker.kind in ("body", "group", "document")
        and re.search(r"\b(?:panel|monitors|experts|monitoring\s+(?:team|group)|investigators)\b", speaker.name.lower())
        is not None
        and speaker.state is None
    )


def _is_done_by(told: str) -> bool:
    return re.search(rf"\bby\s+(?:the\s+)?(?:{STATE}|{ACTOR}|{ADJECTIVE})", told) is not None


def _forbidden(
    found: re.Match[str], signed: Signed, place: tuple[int, int], *, accusing: bool, told_by_panel: bool = False
) -> bool:
    """Tell whether a clause itself says that what a State does in it is forbidden, or is left undone.

    What experts on sanctions report that the State under them traded needs no such word: it is what they look for.
    """
    named = found.groupdict()
    clause, rest = signed.text[slice(*place)], signed.text[place[1] :]
    if named.get("breaks") or re.match(rf"{grammar.BREAKS}|(?:is|are|was|were)\b", found["verb"]):
        return grammar.LAW.search(clause) is not None
    if re.match(r"(?:host|employ)", found["verb"]):
        return grammar.DUTY.search(signed.text) is not None
    if named.get("fails"):
        return grammar.DUTY.search(clause + rest) is not None or grammar.FORBIDDEN.search(clause) is not None
    if grammar.HELPS.match(found["verb"]) and re.search(rf"\b(?:{grammar.BREAKS})\b", clause):
        return grammar.LAW.search(clause) is not None
    arms = (named.get("trades") or "").lower().startswith("arm")
    called = grammar.CALLED_A_BREACH.match(rest) is not None
    return accusing or arms or told_by_panel or called or grammar.FORBIDDEN.search(clause) is not None


_IN_NOMINATIVE = re.compile(
    rf"{STATE}(?!(?:['’]s)|\s+and\s+{ADJECTIVE}|{grammar.WHOSE}|\s+(?:{grammar.BEFORE_HEAD}\s+){{0,3}}{grammar.HEADS})"
)


def _nominative_state(signed: Signed, span: tuple[int, int]) -> bool:
    """Tell whether a phrase names a State otherwise than as whose flag, seat or people it is; asides left out."""
    words = re.split(r",|\s[—–-]+\s", signed.signs[slice(*span)])[0]
    words = re.sub(rf"\s(?:in|of|from)\s+(?:the\s+)?{STATE}(?:(?:,\s+{STATE})*\s+and\s+{STATE})?", "", words)
    return _IN_NOMINATIVE.search(words) is not None


def _doubtful(clause: str) -> bool:
    return grammar.DOUBT.search(clause) is not None
