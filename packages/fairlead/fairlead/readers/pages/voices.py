"""Who says what a sentence tells, and what he says of his own State, by one construction each.

Left out: what is told (``constructions.py``), and speakers that stand in another sentence.
"""

from __future__ import annotations

import re

from fairlead.readers.pages import grammar
from fairlead.readers.pages.actors import Actor, Kind, called
from fairlead.readers.pages.grammar import AUX, HAVE, LEAD, SPEAKER, STATES, WHERE_SAID
from fairlead.readers.pages.signs import ACTOR, ADJECTIVE, STATE, Signed


def _behind(words: str) -> re.Pattern[str]:
    return re.compile(rf"{words}{grammar.AND_SO_ON}[.”\"\s]*$")


TRAILING = {
    "says, behind": _behind(rf"[,”\"]+\s+{SPEAKER}(?P<aside>{grammar.ASIDE})\s+{grammar.SAYS}{WHERE_SAID}"),
    "said, behind": _behind(rf"[,”\"]+\s+(?:said|says)\s+{SPEAKER}(?P<aside>{grammar.ASIDE})"),
    "according to, behind": _behind(
        rf",?\s+according\s+to\s+(?:(?:a|an|the)\s+(?:[\w-]+\s+){{0,2}}report\s+by\s+)?{SPEAKER}"
        rf"(?P<aside>[^;“”\"]{{0,160}}?)"
    ),
}


LEADING = {
    "says": re.compile(
        rf"{LEAD}{grammar.BEFORE_SPEAKER}{SPEAKER}(?P<aside>{grammar.ASIDE})\s+{grammar.SAYS}{WHERE_SAID}{grammar.THAT}"
    ),
    "according to": re.compile(rf"{LEAD}(?i:according)\s+to\s+{SPEAKER}(?P<aside>{WHERE_SAID}),\s+"),
}


_ANSWERS = re.compile(rf"{LEAD}{SPEAKER}(?P<aside>{grammar.ASIDE})\s+{HAVE}{grammar.DENIES}\b")


_KEEPS = re.compile(
    rf"(?:{STATES}|(?P<self>(?i:it|we|he|the\s+(?:government|country))))\s+(?:(?:will|shall)\s+)?{AUX}{grammar.KEEPS}",
)


_REJECTS = re.compile(
    rf"{LEAD}{SPEAKER}(?P<aside>{grammar.ASIDE})\s+{HAVE}(?:rejected|rejects|denied|denies|dismissed|dismisses"
    rf"|refuted|refutes)\s+(?:[\w.’'-]+\s+|{STATE}\s+|{ADJECTIVE}\s+){{0,3}}?"
    r"(?:claims?|accusations?|allegations?|charges|reports?|suggestions?)\b"
)


_PAPERS = re.compile(r"\b(?:data|website|figures|records|documents?|images?|daily|newspaper)$")


def speaker_of(signed: Signed) -> Actor | None:
    """Return who says what a sentence tells, where one construction of saying holds it all."""
    found = [each for pattern in TRAILING.values() if (each := pattern.search(signed.signs))]
    found += [each for pattern in LEADING.values() if (each := pattern.match(signed.signs))]
    return next((actor(signed, each) for each in found if not tells_itself(each["aside"])), None)


def answering(signed: Signed) -> Actor | None:
    """Return who denies, rejects or says something in a sentence, by one construction."""
    found = _ANSWERS.match(signed.signs)
    return actor(signed, found) if found is not None and not tells_itself(found["aside"]) else speaker_of(signed)


def position(signed: Signed) -> tuple[Actor, int, int] | None:
    """Return who says of his own State that it keeps to the resolutions, and the stretch that says so."""
    text = signed.signs
    for patterns, leading in ((TRAILING, False), (LEADING, True)):
        for pattern in patterns.values():
            said = pattern.match(text) if leading else pattern.search(text)
            speaker = actor(signed, said) if said and not tells_itself(said["aside"]) else None
            if said is None or speaker is None or not speaker.state:
                continue
            begin, limit = (said.end(), len(text)) if leading else (0, said.start())
            start = grammar.after_lead(text, begin, limit)
            found = _KEEPS.match(text, start, limit)
            if found is None or (found["states"] and signed.states_in(found) != tuple(speaker.state.split(","))):
                continue
            end = grammar.end_of_clause(text, found.end(), limit)
            if not re.search(r"\b(?:no|not|never|failed)\b|n['’]t\b", text[start:end]):
                return speaker, start, end
    return None


def rejection(signed: Signed) -> tuple[Actor, int, int] | None:
    """Return who rejects what was said, for his State, and the words; what exactly the sentence leaves open."""
    found = _REJECTS.match(signed.signs)
    speaker = actor(signed, found) if found and not tells_itself(found["aside"]) else None
    if found is None or speaker is None or not speaker.state:
        return None
    return speaker, found.end("speaker"), grammar.end_of_clause(signed.signs, found.end(), len(signed.signs))


def opens_with_speaker(signed: Signed, at: int) -> bool:
    """Tell whether a sentence opens with who governs the verb at ``at``, and nothing else stands before it."""
    who = rf"(?:{ACTOR}|{STATE})"
    mission = r"(?:(?:UN\s+)?missions?\s+of\s+(?:the\s+)?)?"
    opening = (
        rf"{LEAD}(?i:the\s+)?{mission}{who}(?:(?:,|\s+and)\s+(?:the\s+)?{who})*(?:['’]s?)?(?:\s+(?:[a-z]+"
        rf"|U\.?N\.?)){{0,6}}(?:\s+in\s+[A-Z]\w+)?\s+"
    )
    return re.fullmatch(opening, signed.signs[:at]) is not None


def tells(signed: Signed) -> bool:
    """Tell whether a sentence holds any word of telling, or a quotation, beside those of seeing."""
    words = re.sub(r"\b(?:spotted|sighted|observed|photographed|detected|showed|shows)\b", "", signed.signs)
    return grammar.TELLS.search(words) is not None or re.search(r"[“”\"]", words) is not None


def actor(signed: Signed, found: re.Match[str], group: str = "speaker") -> Actor | None:
    """Return who is meant by a match's speaker: whom the page's cast knows, else a State, an officer, or as named."""
    start, end = found.span(group)
    if start in signed.actors:
        return signed.actors[start]
    named = [each for at, each in sorted(signed.states.items()) if start <= at < end]
    words = signed.text[start:end]
    if re.fullmatch(grammar.OFFICER, found[group]):
        return Actor(start, end, "body", words, None, named[0].state)
    if not named or not re.fullmatch(grammar.SEVERAL, found[group]):
        kind: Kind = "document" if _PAPERS.search(words) else "group"
        return Actor(start, end, kind, words, None, None)
    names, state = [called(each) for each in named], ",".join(each.state for each in named)
    name = " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))
    return Actor(start, end, "state", name, None, state)


def tells_itself(aside: str | None) -> bool:
    """Tell whether an aside tells something itself."""
    aside = re.sub(r"^,\s(?:citing|quoting)\b", "", aside or "")  # from whom he has it, not who says it
    return bool(aside) and re.search(rf"{grammar.TELLS.pattern}|{grammar.BREAKS}", aside or "") is not None
