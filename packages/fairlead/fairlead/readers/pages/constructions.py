"""Sentences that are understood from their beginning to the end of what they tell: who says it, of whom, what was done.

A construction accounts for every word up to the end of its clause, by grammar under signs (``signs.py``). What fits
none is not understood, however plain it is to a reader. Left out on purpose: "it" and "they", modals, negation, speech
inside speech, and States that stand anywhere but where the grammar makes them who acts.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from fairlead.readers.pages import conducts, grammar
from fairlead.readers.pages.actors import Actor, Kind, called
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
    WHERE_SAID,
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


def _behind(words: str) -> re.Pattern[str]:
    return re.compile(rf"{words}{grammar.AND_SO_ON}[.”\"\s]*$")


_TRAILING = {
    "says, behind": _behind(rf"[,”\"]+\s+{SPEAKER}(?P<aside>{grammar.ASIDE})\s+{grammar.SAYS}{WHERE_SAID}"),
    "said, behind": _behind(rf"[,”\"]+\s+(?:said|says)\s+{SPEAKER}(?P<aside>{grammar.ASIDE})"),
    "according to, behind": _behind(
        rf",?\s+according\s+to\s+(?:(?:a|an|the)\s+(?:[\w-]+\s+){{0,2}}report\s+by\s+)?{SPEAKER}(?P<aside>[^;“”\"]{{0,160}}?)"
    ),
}
_LEADING = {
    "says": re.compile(
        rf"{LEAD}{grammar.BEFORE_SPEAKER}{SPEAKER}(?P<aside>{grammar.ASIDE})\s+{grammar.SAYS}{WHERE_SAID}{grammar.THAT}"
    ),
    "according to": re.compile(rf"{LEAD}(?i:according)\s+to\s+{SPEAKER}(?P<aside>{WHERE_SAID}),\s+"),
}
_ANSWERS = re.compile(rf"{LEAD}{SPEAKER}(?P<aside>{grammar.ASIDE})\s+{HAVE}{grammar.DENIES}\b")


def _by(group: str) -> str:
    return rf"(?:\s+by\s+(?:the\s+)?(?P<{group}>{ACTOR}|{STATE}))?"


_BYS = ("by_of", "by_to", "by_with")
_ACCUSED_OF = (
    rf"{BE}\s+(?:accused|suspected){_by('by_of')}\s+of\s+(?:having\s+)?(?:{ADVERB}\s+)*"
    rf"|{BE}\s+(?:believed|thought|alleged|suspected|said|reported){_by('by_to')}\s+to\s+(?:have|be)\s+(?:been\s+)?(?:{ADVERB}\s+)*"
    rf"|{BE}\s+charged{_by('by_with')}(?:\s+in\s+(?:[\w-]+\s+){{1,4}}?)?(?:\s*{ON_TIME}(?:\s+\([^()]{{2,20}}\))?)?\s*with\s+"
    rf"(?:\d+\s+counts\s+of\s+)?(?:being\s+)?(?:{ADVERB}\s+)*"
)
_MOVES = rf"(?P<moves>{grammar.MOVES})\b"
_CLAUSES = {
    "is accused": re.compile(rf"{STATES}(?P<between>\s+(?:{_ACCUSED_OF})){VERB}"),
    "its act": re.compile(
        rf"{grammar.ITS_ACT}(?P<between>\s+{AUX})(?P<verb>(?:{grammar.BREAKS})\b|(?:is|are|was|were)\s+(?:\w+\s+){{0,2}}in\s+(?:\w+\s+)?(?:violation|breach)\s+of\b)"
    ),
    "does": re.compile(rf"{STATES}(?P<between>\s+{AUX}){VERB}"),
    "there were": re.compile(
        rf"(?i:there)\s+(?:has|have|had|was|were)\s+(?:been\s+)?(?P<verb>{COUNT})(?P<between>[^,;]{{0,60}}?)\s+by\s+{STATES}"
    ),
    "others are accused": re.compile(rf"(?P<others>{OTHERS})(?P<between>\s+(?:{_ACCUSED_OF})){VERB}"),
    "others do": re.compile(rf"(?P<others>{OTHERS})(?P<between>\s+{AUX}){VERB}"),
    "others go": re.compile(rf"(?P<others>{OTHERS})(?P<between>\s+{AUX})(?P<verb>{_MOVES})"),
    "seized": re.compile(
        rf"(?:the\s+)?(?:{ACTOR}|{STATE})\s+{HAVE}{grammar.SEIZES}\s+(?P<others>{OTHERS})(?P<between>\s+(?:(?:that|which)\s+(?:has\s+|had\s+)?"
        rf"allegedly\s+|(?:(?:that|which)\s+(?:is|was|had\s+been|has\s+been)\s+)?(?:accused|suspected)\s+of\s+(?:{ADVERB}\s+)*)){VERB}"
    ),
    "others are held": re.compile(
        rf"(?P<others>{OTHERS})(?P<between>\s+{BE}\s+{grammar.HELD}(?:\s+(?:by|at|in|off|near)\s+[^,;]{{2,60}}?)?\s+for\s+(?:{ADVERB}\s+)*){VERB}"
    ),
    "was done": re.compile(
        rf"(?P<others>{grammar.THINGS})(?P<between>\s+{BE}\s+(?:{ADVERB}\s+)*)(?P<verb>{grammar.DONE})"
    ),
}  # fmt: skip
_OF_STATES = ("is accused", "does", "there were", "its act")
_ACCUSES = re.compile(
    rf"(?:[^“”\";]*?\b(?:after|as|when|while)\s+)?{LEAD}{SPEAKER}(?P<aside>{grammar.ASIDE})"
    rf"(?:\s+(?:made|said|spoke|gave|issued|released)(?:[^,;:\ue001\ue002]|\ue002+['’]s){{3,140}},?\s+and\b|[^;“”\"\ue001]{{3,200}},(?=\s+accusing\b))?"
    rf"\s+{HAVE}(?:(?:said|says)(?:\s+{ON_TIME})?\s+(?:that\s+)?it\s+(?:strongly\s+)?)?(?:{grammar.ACCUSING}|accusing|{grammar.SANCTIONS})\s+(?:{STATES}|(?P<others>{OTHERS.replace('<about>', '<about_others>')}))"
    rf"(?:\s+{ON_TIME})?(?P<between>\s+(?:of|for|with)\s+(?:(?:having|its|their|the)\s+)?(?:{ADVERB}\s+)*)"
    rf"(?:{VERB}|(?P<noun>(?:a\s+)?[“\"]?(?:[a-z-]+\s+){{0,3}}(?:violations?|breaches|failure\s+to\s+[a-z]+|transfers?|deliveries|shipments?|smuggling|evasion)\b))",
)
_FOUND = re.compile(
    rf"{LEAD}{SPEAKER}(?P<aside>{grammar.ASIDE})\s+{HAVE}(?:(?:found|finds|alleged|alleges)\s+{STATES}(?P<between>\s+to\s+have\s+(?:{ADVERB}\s+)*)|"
    rf"identified\s+(?P<others>{OTHERS.replace('<about>', '<about_others>')})(?P<between_others>\s+as\s+having\s+(?:{ADVERB}\s+)*)){VERB}",
)
_BREACH_BY = rf"(?P<between>(?:[a-z-]+\s+){{0,4}})(?P<verb>violations?|breach(?:es)?|evasion)\s+by\s+{STATES}"
_HE_REPORTED = (
    rf"{LEAD}{SPEAKER}(?P<aside>{grammar.ASIDE})\s+{HAVE}(?:(?:said|says)(?:\s+{ON_TIME})?\s+(?:that\s+)?it\s+{HAVE})?(?:reported|confirmed|disclosed|detected)"
    rf"(?:\s+to\s+(?:the\s+)?(?:{ACTOR}|[A-Z][\w.]*(?:\s+[A-Z][\w.]*){{0,3}}))?"
)
_REPORTED_BREACH = re.compile(rf"{_HE_REPORTED}\s+{_BREACH_BY}")
_DETAILS = re.compile(
    rf"{LEAD}{SPEAKER}(?P<aside>{grammar.ASIDE})\s+{HAVE}(?:released|published|issued|presented|submitted)\s+"
    rf"(?:(?:a|its|an|the)\s+(?:[\w-]+\s+){{0,3}}(?:report|document|study|letter)|{ACTOR})\s+(?:that|which)\s+(?:details|detailed|lists|listed|describes|described|documents|documented)\s+"
    rf"{_BREACH_BY}",
)
_REPORTED = re.compile(
    rf"{_HE_REPORTED}(?P<between>\s+(?:about\s+)?)"
    rf"(?P<verb>{COUNT}|(?:(?:a|an|the|another|several|suspected|possible|illicit|illegal)\s+){{0,3}}(?:ship-to-ship|cargo)\s+(?:[a-z]+\s+)?(?:transfers?|cases?|incidents?)(?:\s+incident)?)\s+involving\b",
)


_IT_SAYS = re.compile(
    # "imposed sanctions on two firms it says helped": "it" is who the sentence opens with.
    rf"{LEAD}{SPEAKER}(?P<aside>{grammar.ASIDE})\s+{HAVE}(?:(?:issued|released|published)\s+[^,;“”\"\ue002]{{3,60}}?(?:that|which)\s+)?{grammar.NAMES}"
    rf"(?:\s+{ON_TIME})?(?:\s+(?:on|against))?(?:\s+{ON_TIME})?\s+(?P<others>{OTHERS}),?\s+(?:(?:that|which|who|whom)\s+)?(?:it|they)\s+"
    rf"(?:says?|said|alleges?|alleged|believes?|accuses?\s+of)\s+(?P<between>(?:(?:have|had|has|are|were|was|is|been|{ADVERB})\s+)*){grammar.OTHERS_VERB}"
)
_COUNTS = re.compile(
    rf"{LEAD}{SPEAKER}(?P<aside>{grammar.ASIDE})\s+{HAVE}{grammar.RECORDS}(?P<between>\s+)(?P<verb>{COUNT})(?=\s+(?:of\b|in\s+which\b|involving\b|{ON_TIME}))"
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
    for name, pattern in _TRAILING.items():
        behind = pattern.search(text)
        if behind and not _tells(behind["aside"]):
            cited = _LEADING["says"].match(text, 0, behind.start()) if name.startswith("according") else None
            if cited and not _tells(cited["aside"]):  # "Chile said ..., according to a letter"
                return _clause(signed, "says", _actor(signed, cited), cited.end(), behind.start())
            return _clause(signed, name, _actor(signed, behind), 0, behind.start())
    for name, pattern in _LEADING.items():
        before = pattern.match(text)
        if before and not _tells(before["aside"]):
            return _clause(signed, name, _actor(signed, before), before.end(), len(text))
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


def speaker_of(signed: Signed) -> Actor | None:
    """Return who says what a sentence tells, where one construction of saying holds it all."""
    found = [each for pattern in _TRAILING.values() if (each := pattern.search(signed.signs))]
    found += [each for pattern in _LEADING.values() if (each := pattern.match(signed.signs))]
    return next((_actor(signed, each) for each in found if not _tells(each["aside"])), None)


def answering(signed: Signed) -> Actor | None:
    """Return who denies, rejects or says something in a sentence, by one construction."""
    found = _ANSWERS.match(signed.signs)
    return _actor(signed, found) if found is not None and not _tells(found["aside"]) else speaker_of(signed)


_KEEPS = re.compile(
    rf"(?:{STATES}|(?P<self>(?i:it|we|he|the\s+(?:government|country))))\s+(?:(?:will|shall)\s+)?{AUX}{grammar.KEEPS}",
)


def position(signed: Signed) -> tuple[Actor, int, int] | None:
    """Return who says of his own State that it keeps to the resolutions, and the stretch that says so."""
    text = signed.signs
    for patterns, leading in ((_TRAILING, False), (_LEADING, True)):
        for pattern in patterns.values():
            said = pattern.match(text) if leading else pattern.search(text)
            speaker = _actor(signed, said) if said and not _tells(said["aside"]) else None
            if said is None or speaker is None or not speaker.state:
                continue
            begin, limit = (said.end(), len(text)) if leading else (0, said.start())
            lead = re.compile(LEAD).match(text, begin, limit)
            start = lead.end() if lead else begin
            found = _KEEPS.match(text, start, limit)
            if found is None or (found["states"] and _states_in(signed, found) != tuple(speaker.state.split(","))):
                continue
            end = _end_of_clause(text, found.end(), limit)
            if not re.search(r"\b(?:no|not|never|failed)\b|n['’]t\b", text[start:end]):
                return speaker, start, end
    return None


_REJECTS = re.compile(
    rf"{LEAD}{SPEAKER}(?P<aside>{grammar.ASIDE})\s+{HAVE}(?:rejected|rejects|denied|denies|dismissed|dismisses|refuted|refutes)\s+(?:[\w.’'-]+\s+|{STATE}\s+|{ADJECTIVE}\s+){{0,3}}?"
    r"(?:claims?|accusations?|allegations?|charges|reports?|suggestions?)\b"
)


def rejection(signed: Signed) -> tuple[Actor, int, int] | None:
    """Return who rejects what was said, for his State, and the words; which accusation it is the sentence leaves open."""
    found = _REJECTS.match(signed.signs)
    speaker = _actor(signed, found) if found and not _tells(found["aside"]) else None
    if found is None or speaker is None or not speaker.state:
        return None
    return speaker, found.end("speaker"), _end_of_clause(signed.signs, found.end(), len(signed.signs))


def opens_with_speaker(signed: Signed, at: int) -> bool:
    """Tell whether a sentence opens with who governs the verb at ``at``, and nothing else stands before it."""
    who = rf"(?:{ACTOR}|{STATE})"
    mission = r"(?:(?:UN\s+)?missions?\s+of\s+(?:the\s+)?)?"
    opening = rf"{LEAD}(?i:the\s+)?{mission}{who}(?:(?:,|\s+and)\s+(?:the\s+)?{who})*(?:['’]s?)?(?:\s+(?:[a-z]+|U\.?N\.?)){{0,6}}(?:\s+in\s+[A-Z]\w+)?\s+"
    return re.fullmatch(opening, signed.signs[:at]) is not None


def tells(signed: Signed) -> bool:
    """Tell whether a sentence holds any word of telling, or a quotation, beside those of seeing."""
    words = re.sub(r"\b(?:spotted|sighted|observed|photographed|detected|showed|shows)\b", "", signed.signs)
    return grammar.TELLS.search(words) is not None or re.search(r"[“”\"]", words) is not None


def _is_plain(clause: Understood) -> bool:
    """Tell whether a page tells an act itself, and not that somebody is accused of it or was seized for it."""
    return clause.speaker is None and not clause.construction.endswith(("accused", "seized", "held"))


def _accuses(signed: Signed) -> Understood | None:
    found = _ACCUSES.match(signed.signs)
    if found is None or any(_tells(found[name]) for name in ("aside", "about", "about_others")):
        return None
    begin, verb = found.start("between"), found.start("noun") if found["noun"] else found.start("verb")
    end = _end_of_clause(signed.signs, begin, len(signed.signs))
    rest = signed.signs[found.end() : end]
    if _doubtful(rest) or grammar.TELLS.search(rest):
        return None
    if found["others"] and _nominative_state(signed, found.span("others")):
        return None
    accused = _states_in(signed, found) if found["states"] else ()
    whom = found.span("states" if found["states"] else "others")
    said = _OF_WHAT.match(signed.signs, begin)
    start = said.end() if said else verb
    return Understood("accuses", _actor(signed, found), accused, start, verb, end, ((verb, end),), whom)


_OF_WHAT = re.compile(r"\s+(?:of|for|with)\s+(?:(?:having|its|their|the)\s+)?(?:(?:allegedly|reportedly)\s+)?")


def _details(signed: Signed) -> Understood | None:
    found = _DETAILS.match(signed.signs) or _REPORTED_BREACH.match(signed.signs)
    if found is None or _tells(found["aside"]) or grammar.TELLS.search(signed.signs[found.end() :]):
        return None
    accused = _states_in(signed, found)
    return Understood(
        "details", _actor(signed, found), accused, found.start("between"), found.start("verb"), found.end(), ()
    )


def _named(signed: Signed) -> Understood | None:
    """Return whom an office names and of whom it says that they did something; they are no State."""
    found = _IT_SAYS.match(signed.signs)
    if found is None or any(_tells(found[name]) for name in ("aside", "about")):
        return None
    begin, verb = found.start("others"), found.start("verb")
    end = _end_of_clause(signed.signs, verb, len(signed.signs))
    rest = signed.signs[verb:end]
    if _doubtful(signed.signs[found.start("between") : end]) or grammar.TELLS.search(rest) or _is_done_by(rest):
        return None
    if _nominative_state(signed, found.span("others")):
        return None
    return Understood("named", _actor(signed, found), (), begin, verb, end, ((verb, end),))


def _counts(signed: Signed) -> Understood | None:
    """Return the acts that somebody counts, of whomever; nobody is accused by a count alone."""
    text = signed.signs
    found = _COUNTS.match(text)
    if found is None or _tells(found["aside"]) or signed.counts[found.start("verb")].counts != "acts":
        return None
    verb, end = found.start("verb"), _end_of_clause(text, found.end(), len(text))
    if (
        _doubtful(text[verb:end])
        or grammar.TELLS.search(text[found.end() : end])
        or re.search(rf"\bby\s+(?:the\s+)?{STATE}", text[verb:])
    ):
        return None
    return Understood("counts", _actor(signed, found), (), verb, verb, end, ((verb, end),))


def _found(signed: Signed) -> Understood | None:
    """Return a State found to have done something, or a ship identified as having done it."""
    found = _FOUND.match(signed.signs)
    if found is None or any(_tells(found[name]) for name in ("aside", "about", "about_others")):
        return None
    begin, verb = found.start("states" if found["states"] else "others"), found.start("verb")
    end = _end_of_clause(signed.signs, verb, len(signed.signs))
    rest = signed.signs[found.end() : end]
    if _doubtful(rest) or grammar.TELLS.search(rest):
        return None
    if found["states"] and not _forbidden(found, signed, (begin, end), accusing=False):
        return None
    if found["others"] and _nominative_state(signed, found.span("others")):
        return None
    accused = _states_in(signed, found) if found["states"] else ()
    return Understood("found", _actor(signed, found), accused, begin, verb, end, ((verb, end),))


def _reported(signed: Signed) -> Understood | None:
    """Return transfers between ships that somebody reports; they accuse nobody."""
    text = signed.signs
    found = _REPORTED.match(text)
    if found is None or _tells(found["aside"]) or grammar.TELLS.search(text[found.end() :]):
        return None
    verb, end = found.start("verb"), _end_of_clause(text, found.end(), len(text))
    if _doubtful(text[verb:end]) or re.search(r"[“”\"]", text):
        return None
    return Understood("reported", _actor(signed, found), (), verb, verb, end, ((verb, end),))


def _clause(signed: Signed, name: str, speaker: Actor | None, begin: int, limit: int) -> Understood | None:
    text = signed.signs
    lead = re.compile(LEAD).match(text, begin, limit)
    start = lead.end() if lead else begin
    for kind, pattern in _CLAUSES.items():
        found = pattern.match(text, start, limit)
        if found is None:
            continue
        named = found.groupdict()
        end = _end_of_clause(text, found.start("verb"), limit)
        told = text[found.end("verb") : end]
        by = next((each for each in _BYS if named.get(each)), None)
        if _tells(named.get("about")) or (by is not None and speaker is not None):
            return None
        if _doubtful(text[found.start("between") : end]) or grammar.TELLS.search(told):
            return None
        if kind in _OF_STATES:
            sends_arms = found.groupdict().get("trades") and grammar.ARMS.search(signed.text[start:end])
            panel = (_is_panel(speaker) or bool(sends_arms)) and conducts.is_target(_states_in(signed, found))
            if not _forbidden(found, signed, (start, end), accusing=kind == "is accused", told_by_panel=panel):
                return None
        elif _nominative_state(signed, found.span("others")) or _is_done_by(told):
            return None
        elif kind == "others go" and not grammar.FORBIDDEN.search(told):
            return None
        accused = _states_in(signed, found) if kind in _OF_STATES else ()
        accusing = kind in ("is accused", "others are accused", "others are held", "seized")
        timed = ((found.start("verb"), end),) if accusing else ((begin, start), (start, end))
        speaker = _actor(signed, found, by) if by is not None else speaker
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
        return grammar.DUTY.search(clause + rest) is not None
    arms = (named.get("trades") or "").lower().startswith("arm")
    called = grammar.CALLED_A_BREACH.match(rest) is not None
    return accusing or arms or told_by_panel or called or grammar.FORBIDDEN.search(clause) is not None


def _states_in(signed: Signed, found: re.Match[str]) -> tuple[str, ...]:
    start, end = found.span("states" if found["states"] else "states_by")
    return tuple(dict.fromkeys(each.state for at, each in sorted(signed.states.items()) if start <= at < end))


_IN_NOMINATIVE = re.compile(
    rf"{STATE}(?!(?:['’]s)|\s+and\s+{ADJECTIVE}|{grammar.WHOSE}|\s+(?:{grammar.BEFORE_HEAD}\s+){{0,3}}{grammar.HEADS})"
)


def _nominative_state(signed: Signed, span: tuple[int, int]) -> bool:
    """Tell whether a phrase names a State otherwise than as whose flag, seat or people it is; asides left out."""
    words = re.split(r",|\s[—–-]+\s", signed.signs[slice(*span)])[0]
    words = re.sub(rf"\s(?:in|of|from)\s+(?:the\s+)?{STATE}(?:(?:,\s+{STATE})*\s+and\s+{STATE})?", "", words)
    return _IN_NOMINATIVE.search(words) is not None


def _actor(signed: Signed, found: re.Match[str], group: str = "speaker") -> Actor | None:
    start, end = found.span(group)
    if start in signed.actors:
        return signed.actors[start]
    named = [each for at, each in sorted(signed.states.items()) if start <= at < end]
    words = signed.text[start:end]
    if re.fullmatch(grammar.OFFICER, found[group]):
        return Actor(start, end, "body", words, None, named[0].state)
    if not named or not re.fullmatch(rf"{STATE}(?:\s+and\s+(?:the\s+)?{STATE})?", found[group]):
        kind: Kind = "document" if _PAPERS.search(words) else "group"
        return Actor(start, end, kind, words, None, None)
    name, state = " and ".join(called(each) for each in named), ",".join(each.state for each in named)
    return Actor(start, end, "state", name, None, state)


_PAPERS = re.compile(r"\b(?:data|website|figures|records|documents?|images?|daily|newspaper)$")


def _end_of_clause(text: str, start: int, limit: int) -> int:
    found = grammar.END.search(text, start, limit)
    end = found.start() if found else limit
    return start + len(text[start:end].rstrip(' .,;”"’'))


def _tells(aside: str | None) -> bool:
    """Tell whether an aside tells something itself."""
    aside = re.sub(r"^,\s(?:citing|quoting)\b", "", aside or "")  # from whom he has it, not who says it
    return bool(aside) and re.search(rf"{grammar.TELLS.pattern}|{grammar.BREAKS}", aside or "") is not None


def _doubtful(clause: str) -> bool:
    return grammar.DOUBT.search(clause) is not None
