"""Those who can speak on a page: people with their offices, public bodies, States, documents, groups.

Found by the grammar of titles and names, with no list of people; pronouns, surnames and "the letter" lead back to those
named before. Who governs which verb is for ``speech.py``. Left out: nicknames, and people named without an office.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Literal

from fairlead.subjects import states

Kind = Literal["person", "body", "state", "document", "group"]


@dataclass(frozen=True)
class Actor:
    """Somebody who can speak: ``name`` as the page gives it, in full where it does; ``state`` alpha-2 or None."""

    start: int
    end: int
    kind: Kind
    name: str
    office: str | None = None
    state: str | None = None
    how: str = "named"  # named, surname, pronoun, document, carried


_CAP = r"[A-Z][a-zA-ZÀ-ÿ]*(?:['’-][A-Za-zÀ-ÿ]+)*"
_NAME = rf"{_CAP}(?:\s+(?:[A-Z]\.|bin|al|van|von|de|del|der|la))*(?:\s+{_CAP}){{1,2}}"
_OFFICES = (
    r"secretary|minister|ambassador|envoy|representative|spokes(?:man|woman|person)|officials?|analyst|director|"
    r"president|chairman|"
    r"chairwoman|chair|chief|commissioner|senator|lawmaker|expert|professor|researcher|fellow|coordinator|"
    r"coordinator|diplomat|admiral|captain|"
    r"general|commander|head|adviser|advisor|premier|chancellor|counsel|attorney|investigator|delegate|author|"
    r"specialist|negotiator|prosecutor"
)
_OFFICE = (
    rf"(?:(?!(?:said|told|accused|that)\b)[\w.'’&/-]+\s+){{0,7}}?(?:{_OFFICES})(?:[\s-]general)?\b(?:\s+(?:to|for|"
    rf"at|of|on|with)\s+(?:the\s+)?(?:(?!(?:said|told|accused|has|had|was|noted|argued|called|denied|in|on|"
    rf"that)\b)[\w.'’&/-]+\s*){{1,9}}?)?"
)
_PERSON_THEN_OFFICE = re.compile(
    rf"(?<![\w.])(?P<name>{_NAME}),\s+(?P<office>(?:the\s+|a\s+|an\s+)?{_OFFICE})(?=,|\s+(?:said|told|accused|"
    rf"argued|noted)\b|\.$)"
)
_OFFICE_THEN_PERSON = re.compile(
    rf"(?P<office>(?:(?:\b[A-Z][\w.]*['’]s|\b(?:[A-Z]\.)+|"
    rf"\b[\w&/-]+)\s+){{0,6}}?\b(?i:{_OFFICES})(?:[\s-][Gg]eneral)?(?:\s+(?:to|for|at|"
    rf"of)\s+(?:the\s+)?(?:[\w.&/-]+\s+){{0,4}}?[\w.&/-]+)?),?\s+(?P<name>{_NAME})(?=[\s,.’'”\"]|$)"
)
_BARE_PERSON = re.compile(
    rf"(?:^|(?<=[,;“\"]\s)|(?<=\band\s))(?P<name>{_NAME})(?=,?\s+(?:has\s+|had\s+|also\s+|later\s+)?(?:said|says|"
    rf"told|argued|noted|wrote|added|warned|claimed|tweeted)\b)"
)

_OF_HOUSE = re.compile(rf"\s+(?:of|from|at|with)\s+(?:the\s+)?{_CAP}(?:\s+(?:(?:of|for|and)\s+)?{_CAP})*")

_HOUSES = {
    # Bodies whose State their name settles; each is that government's own usage.
    "state department": "US", "department of state": "US", "treasury department": "US", "treasury": "US",
    "department of the treasury": "US",
    "justice department": "US", "department of justice": "US", "pentagon": "US",
    "white house": "US", "cia": "US", "fbi": "US",
    "kremlin": "RU", "blue house": "KR", "downing street": "GB", "foreign office": "GB", "commerce department": "US",
}  # fmt: skip
_BODY = re.compile(
    r"(?P<body>(?i:state\s+department|department\s+of\s+(?:state|justice|the\s+treasury)|"
    r"treasury(?:\s+department)?|justice\s+department|commerce\s+department|"
    r"(?:foreign(?:\s+affairs)?|(?:national\s+)?defen[cs]e|unification|commerce|trade|finance|transport|interior|fisheries|oil)\s+ministry|"
    r"ministry\s+(?:of|for)\s+(?:foreign\s+affairs|defen[cs]e|commerce|transport|trade)|"
    r"(?:state\s+|national\s+|federal\s+)?police|prosecutors|foreign\s+office|pentagon|white\s+house|kremlin|blue\s+house|coast\s*guard|"
    r"(?:permanent\s+)?mission(?:\s+to\s+the\s+(?:United\s+Nations|U\.?N\.?))?|embassy(?:\s+in\s+[A-Z]\w+)?|"
    r"delegation|government|authorities|"
    r"(?:senior\s+|defen[cs]e\s+|government\s+|intelligence\s+)?officials?(?:\s+in\s+[A-Z]\w+)?|navy|military|"
    r"intelligence(?:\s+(?:agency|service|officials))?|diplomats|"
    r"customs(?:\s+(?:agency|administration|office))?|maritime\s+(?:authority|administration)|administration|"
    r"ministry|department)(?:\s+(?:officials?|sources?|spokes(?:man|woman|person)|statement|report|data)\b)?)"
)
_NAMED_BODY = re.compile(
    # "the Ministry of Maritime Affairs", "Department of Ports and Shipping": a body by its own full name.
    rf"\b(?:{_CAP}\s+){{0,3}}(?P<word>Ministry|Department|Bureau|Directorate|Administration|Authority|Office|Service|Agency)"
    rf"\s+(?:of|for)\s+(?:the\s+)?{_CAP}(?:(?:,|\s+and|,\s+and|\s+of|\s+for)?\s+{_CAP}){{0,5}}"
)
_UNNAMED_OFFICER = re.compile(
    # "the Russian ambassador to Norway", "Chile's special envoy": an office of a State without a name.
    r"(?:['’]s?)?\s+(?:(?:special|deputy|foreign|prime|permanent|chief|former|acting|vice|U\.?N\.?)\s+){0,2}"
    r"(?P<office>ambassador|envoy|representative|minister|premier|president|diplomats?|prosecutors?|negotiator|delegate)\b"
    rf"(?:\s+(?:to|at)\s+(?:the\s+)?{_CAP}(?:\s+{_CAP}){{0,2}})?(?!\s+{_CAP})"
)
_COUNCILS = re.compile(
    r"(?:(?:[Tt]he|[Aa]n?)\s+)?(?P<name>(?:confidential\s+|independent\s+)?(?:(?:UN|U\.N\.|"
    r"United\s+Nations)\s+)?(?i:panel\s+of\s+(?:(?:United\s+Nations|UN|U\.N\.|independent)\s+)?experts|"
    r"panel\s+of\s+[a-z]+\s+experts|experts[’']?\s+panel|"
    r"(?:multilateral\s+)?sanctions\s+monitoring\s+team|monitoring\s+group)|(?:[Ii]ndependent\s+)?(?:UN|U\.N\.|"
    r"United\s+Nations)\s+(?:Security\s+Council(?:['’]s)?\s+)?(?i:sanctions\s+)?(?i:experts|monitors|investigators|observers|inspectors|"
    r"panel|report)|[Tt]he\s+[Pp]anel\b)"
)
_DOCUMENT = re.compile(
    r"\b(?:(?:the|a|an|its|their|same|that|this)\s+)+(?P<name>(?:(?!(?:said|says|told)\b)(?:[\w.’'-]+)\s+){0,3}?(?:reports?|letters?|"
    r"documents?|complaints?|advisor(?:y|ies)|study|investigation|paper|note|filing|indictment|"
    r"communiqu[eé])(?:\s+to\s+the\s+[\w.’' ]{3,60}?(?:committee|Committee|Council))?)\b",
    re.IGNORECASE,
)
_GROUP = re.compile(
    rf"(?P<name>\b(?:[Aa]\s+)?(?i:group\s+of\s+(?:\d+|[a-z]+)\s+(?:countries|states|nations|member\s+states))|"
    rf"\b(?:unnamed\s+)?(?:[Ss]ources|[Oo]fficials|[Ee]xperts|[Aa]nalysts|[Rr]esearchers)\b|"
    rf"\b{_CAP}(?:\s+{_CAP})*\s+(?:Institute|"
    rf"Center|Centre|Agency|Council|Foundation|Group|University|Initiative)|"
    rf"^(?!(?:He|She|It|They|We|I|This|That|There|Who|What|Another|Others|One|Some|Most|Both|"
    rf"Neither)\b)(?:{_CAP}\s+){{0,2}}{_CAP}(?=\s+"
    r"(?:has\s+|had\s+)?(?:reported|reports|said|says|found|estimates|estimated|revealed|quoted)\b))"
)
_PRONOUN = re.compile(r"\b(?P<one>[Hh]e|[Ss]he)\b|\b(?P<body>[Ii]t|[Tt]hey)\b")
_THE_PAIR = re.compile(
    r"\b[Tt]he\s+two\s+(?:countries|governments|States|states|nations|allies|sides)\b(?!\s+(?:of|in)\b)"
)
_THE_BODY = re.compile(
    r"\b[Tt]he\s+(?P<word>ministry|department|government|mission|coast\s+guard|embassy|committee|panel|experts|"
    r"monitors|investigators|institute|agency|group|police|prosecutors|spokes(?:man|woman|person)|envoy|ambassador|official|minister|"
    r"diplomat)\b"
)


@dataclass
class Cast:
    """Those who have spoken or been named on the page so far, as the reader goes from sentence to sentence."""

    people: list[Actor] = field(default_factory=list)
    last_person: Actor | None = None
    last_body: Actor | None = None
    last_speaker: Actor | None = None
    bodies: dict[str, Actor] = field(default_factory=dict)  # last word of a body's name → the body
    document_of: Actor | None = None  # whose letter or report the page tells of
    panel: Actor | None = None

    def actors(self, text: str) -> list[Actor]:
        """Return those named in a sentence, in order, never overlapping, the longest name first."""
        found = sorted(self._all(text), key=lambda actor: (actor.start, -actor.end))
        kept: list[Actor] = []
        for actor in found:
            if not kept or actor.start >= kept[-1].end:
                kept.append(actor)
        return kept

    def remember(self, actors: list[Actor], speaker: Actor | None) -> None:
        """Take note of a sentence's people and speaker for the pronouns that follow."""
        for actor in actors:
            if actor.kind == "person":
                self._remember_person(actor)
            elif actor.kind == "body" and actor.how == "named":
                self.bodies |= dict.fromkeys(_called(actor.name), actor)
        if speaker is not None:
            self.last_speaker = speaker
            if speaker.kind == "person":
                self.last_person = speaker
            else:
                self.last_body = speaker

    def _remember_person(self, person: Actor) -> None:
        if person.how == "named" and all(known.name != person.name for known in self.people):
            self.people.append(person)
        self.last_person = person

    def _all(self, text: str) -> Iterator[Actor]:
        people = list(self._people(text))
        yield from people
        taken = [(person.start, person.end) for person in people]
        others = [
            *_councils(text, self),
            *_named_bodies(text),
            *_bodies(text, self.last_body),
            *_officers(text),
            *_states(text),
            *self._surnames(text),
            *self._anaphora(text),
            *self._documents(text),
            *_groups(text),
        ]
        yield from (
            actor for actor in others if not any(start < actor.end and actor.start < end for start, end in taken)
        )

    def _people(self, text: str) -> Iterator[Actor]:
        found: dict[tuple[int, int], Actor] = {}
        for pattern in (_PERSON_THEN_OFFICE, _OFFICE_THEN_PERSON, _BARE_PERSON):
            for match in pattern.finditer(text):
                if not _is_name(match["name"]) or any(s < match.end() and match.start() < e for s, e in found):
                    continue
                office = match.groupdict().get("office")
                office = re.sub(r"^(?:the|a|an|and|but|while)\s+", "", office) if office else None
                state = self._state_of(office, text)
                at = _OF_HOUSE.match(text, match.end())
                end = at.end() if at else match.end()
                end += 1 if text[end : end + 1] == "," else 0
                found[match.span()] = Actor(match.start(), end, "person", match["name"], office, state)
        yield from found.values()

    def _state_of(self, office: str | None, text: str) -> str | None:
        """Return the State that an office serves: never the one it is accredited to or deals with."""
        if office is None:
            return None
        own = re.split(r"\b(?:to|for|on|with)\s+", office)[0]
        after = re.search(r"\bat\s+(?:the\s+)?(.+)$", office)
        for words in (own, after.group(1) if after else "", re.sub(r".*?\b(?:of)\s+", "", own)):
            named = next(states.mentions(words), None)
            house = next(
                (state for body, state in _HOUSES.items() if re.search(rf"\b{body}\b", words, re.IGNORECASE)), None
            )
            if named or house:
                return named.state if named else house
        known = next(
            (body for word, body in self.bodies.items() if re.search(rf"\b{word}\b", office, re.IGNORECASE)), None
        )
        if known is not None and re.search(
            r"\b(?:ministry|mission|embassy|government|department|guard|ambassador|envoy)\b", office
        ):
            return known.state
        seat = re.search(r"\b(?:in|from)\s+([A-Z]\w+)", text[text.find(office) :])
        named = next((m for m in states.mentions(seat.group(1)) if m.form == "metonym"), None) if seat else None
        if named is not None and re.search(r"\bministry\b|spokes", office):
            return named.state
        if re.match(r"its\b", office, re.IGNORECASE) and self.last_body is not None:
            return self.last_body.state
        if re.search(r"\bsecretary of state\b|\bassistant secretary\b", office, re.IGNORECASE):
            return "US"  # titles of the US government alone
        return None

    def _surnames(self, text: str) -> Iterator[Actor]:
        for person in self.people:
            for part in {person.name.split()[-1], person.name.split()[0]}:
                for match in re.finditer(
                    rf"(?<![\w.])(?:(?:Mr|Ms|Mrs|Dr)\.?\s+)?{re.escape(part)}(?:['’]s)?(?!\w)", text
                ):
                    yield replace(person, start=match.start(), end=match.end(), how="surname")

    def _anaphora(self, text: str) -> Iterator[Actor]:
        for match in _PRONOUN.finditer(text):
            antecedent = self.last_person if match["one"] else (self.last_body or self.last_speaker)
            several = antecedent is not None and "," in (antecedent.state or "")
            if antecedent is not None and not (several and match.group().lower() in ("it", "its")):
                yield replace(antecedent, start=match.start(), end=match.end(), how="pronoun")
        pair = next((each for each in (self.last_speaker, self.last_body) if each and "," in (each.state or "")), None)
        if pair is not None:
            for match in _THE_PAIR.finditer(text):
                yield replace(pair, start=match.start(), end=match.end(), how="pronoun")
        for match in _THE_BODY.finditer(text):
            word = match["word"].split()[-1].lower()
            known = (
                self.panel
                if word in ("panel", "experts", "monitors", "investigators")
                else self.bodies.get(word) or self._in_office(word)
            )
            if known is not None:
                yield replace(known, start=match.start(), end=match.end(), how="pronoun")
            elif word == "department" and self.last_body is not None:
                yield replace(self.last_body, start=match.start(), end=match.end(), how="pronoun")

    def _in_office(self, word: str) -> Actor | None:
        return next((known for known in reversed(self.people) if known.office and word in known.office.lower()), None)

    def _documents(self, text: str) -> Iterator[Actor]:
        for match in _DOCUMENT.finditer(text):
            by = re.match(r"\s+(?:by|from)\s+", text[match.end() :])
            author = next(
                (each for each in _councils(text, self) if by and 0 <= each.start - match.end() - by.end() <= 4), None
            )
            owner = author or self.document_of
            if author is not None:
                yield replace(author, start=match.start(), end=author.end, how="document")
                continue
            if owner is not None:
                yield replace(owner, start=match.start(), end=match.end(), how="document")
            else:
                yield Actor(match.start(), match.end(), "document", " ".join(match["name"].split()))


def _is_name(words: str) -> bool:
    """Tell whether capitalised words can be a person's name: no State, body, sea or month among them."""
    if next(states.mentions(words), None) is not None and states.alpha2(words.split()[0]) is not None:
        return False
    return not re.search(
        r"\b(?:Department|Ministry|Council|Committee|Nations|Sea|Security|Treasury|Panel|Experts|House|Coast|Guard|"
        r"State|States|Institute|Center|Centre|News|Agency|"
        r"Foreign|Office|North|South|Korean?|The|In|On|But|And|Its|January|February|March|April|June|July|August|"
        r"September|October|November|December|"
        r"Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|Group|University|Minister|Ambassador|Secretary|"
        r"Mission|Union|Party|Embassy)\b",
        words,
    )


def _called(name: str) -> list[str]:
    """Return by which words a body is taken up again: its last, and what kind of body it is ("the ministry")."""
    kind = _NAMED_BODY.match(name)
    office = re.search(r"\b(?:ambassador|envoy)\b", name)
    words = [name.split()[-1].lower()]
    if kind is not None:
        words.append(kind["word"].lower())
    return [*words, office.group()] if office is not None else words


def _officers(text: str) -> Iterator[Actor]:
    for mention in states.mentions(text):
        found = _UNNAMED_OFFICER.match(text, mention.end)
        if found is not None:
            words = " ".join(text[mention.start : found.end()].split())
            yield Actor(mention.start, found.end(), "body", words, None, mention.state)


def _named_bodies(text: str) -> Iterator[Actor]:
    """Yield bodies by their own full names; their State where the name or its owner names one."""
    for found in _NAMED_BODY.finditer(text):
        inside = next(states.mentions(found.group()), None)
        owns = inside is not None and inside.start < found.start("word") - found.start()
        owned = re.search(r"(?:^|\s)(\S+(?:\s\S+)?)['’]s?\s+$", text[: found.start()])
        owner = inside if owns else next(states.mentions(owned.group(1)), None) if owned else None
        start = found.start() + (4 if found.group().startswith("The ") else 0)
        name = " ".join(text[start : found.end()].split())
        yield Actor(start, found.end(), "body", name, None, owner.state if owner else None)


def _bodies(text: str, heard: Actor | None) -> Iterator[Actor]:
    for match in _BODY.finditer(text):
        words = " ".join(match["body"].split())
        before = text[: match.start()]
        owner = next(
            (
                m
                for m in reversed(list(states.mentions(before)))
                if re.fullmatch(r"(?:['’]s?)?\s+(?:[a-z]+\s+)?", before[m.end :])
            ),
            None,
        )
        if owner is not None:
            name = text[owner.start : match.end()]
            yield Actor(owner.start, match.end(), "body", " ".join(name.split()), None, owner.state)
            continue
        inside = next(states.mentions(re.sub(r"^.*?\bin\b", "", words)), None) if " in " in words else None
        state = inside.state if inside else _HOUSES.get(words.lower())
        if state is not None:
            yield Actor(match.start(), match.end(), "body", words, None, state)
        elif (
            re.fullmatch(
                r"Foreign (?:Affairs )?Ministry|(?:National )?Defen[cs]e Ministry|Coast Guard|Navy|Ministry of .*",
                words,
            )
            and heard is not None
        ):
            yield Actor(match.start(), match.end(), "body", words, None, heard.state, "carried")


def _states(text: str) -> Iterator[Actor]:
    for mention in states.mentions(text):
        after = text[mention.end :]
        if mention.form == "demonym" or re.match(r"['’]s?\s+\w", after) or re.match(r"[-‐–]\w", after):
            continue
        yield Actor(
            mention.start,
            mention.end,
            "state",
            called(mention),
            None,
            mention.state,
        )


def called(mention: states.Mention) -> str:
    """Return how a State is called as a speaker: as the page does, but for a seat that stands for its government."""
    return states.english_name(mention.state) if mention.form == "metonym" else mention.words


def _councils(text: str, cast: Cast) -> Iterator[Actor]:
    for match in _COUNCILS.finditer(text):
        name = " ".join(re.sub(r"^(?:[Tt]he|a|an)\s+", "", match["name"]).split())
        if name.lower() == "panel":
            if cast.panel is not None:
                yield replace(cast.panel, start=match.start(), end=match.end(), how="pronoun")
            continue
        found = Actor(match.start(), match.end(), "body", name)
        if not name.lower().endswith("report"):  # "the monitors" further on are people, not their report
            cast.panel = found
        yield found


def _groups(text: str) -> Iterator[Actor]:
    for match in _GROUP.finditer(text):
        if next(states.mentions(match["name"]), None) is None or " of " in match["name"]:
            start = match.start() + 4 * match["name"].startswith("The ")
            yield Actor(start, match.end(), "group", text[start : match.end()])


def states_of(actor: Actor | None) -> list[str]:
    """Return the codes of the States for which somebody speaks."""
    return actor.state.split(",") if actor is not None and actor.state else []
