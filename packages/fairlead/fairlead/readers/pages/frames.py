"""How a sentence frames what it tells: who accuses whom of what, who says what, and where those words stand.

A frame is a stretch of a sentence with its speaker. What stands in it is for ``claims.py`` and ``answers.py``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Literal

from fairlead.readers.pages import speech
from fairlead.readers.pages.actors import Actor
from fairlead.subjects import states


@dataclass(frozen=True)
class Frame:
    """Who tells what: offsets of the words told, and those accused where the grammar names them."""

    kind: Literal["accuses", "says", "own voice", "sighting"]
    speaker: Actor | None
    start: int
    end: int
    accused: tuple[str, ...] = ()
    verb: str = ""
    parent: Frame | None = None
    object: tuple[int, int] | None = None  # the words for those accused, which may name a ship


_ACCUSES = re.compile(
    rf"\b(?P<verb>{speech.ACCUSING})\s+(?P<object>[^;:]{{2,110}}?)\s+(?P<prep>of|for|over|with)\s+", re.IGNORECASE
)
_ACCUSED = re.compile(
    r"\b(?:was|were|been|is|are|stands?|stood)\s+(?:\w+ly\s+|also\s+|again\s+)?(?P<verb>accused|"
    r"suspected)\s+(?:by\s+(?P<by>[^,;]{2,60}?)\s+)?of\s+",
    re.IGNORECASE,
)
_FINITE = re.compile(r"\s+(?:has|have|had|was|were|is|are)\b")
_REDUCED = re.compile(
    # "a ship accused of", "the tankers suspected of": the words before are whom it is said of.
    r"(?<=[\w”\"’)])(?:,\s+|\s+)(?P<verb>accused|suspected)\s+(?:by\s+(?P<by>[^,;]{2,60}?)\s+)?of\s+"
)
_WHO_DID = re.compile(
    r"(?<!-)\b(?:ships?|vessels?|tankers?|freighters?|barges?|boats?|firms?|compan(?:y|ies)|entit(?:y|ies)|individuals?|people|"
    r"persons?|(?:wo)?m[ae]n|traders?|crews?|captains?|brokers?|nationals)\b(?:,?\s+[“\"]?[A-Z0-9][^\s,;]*){0,4}$"
)
_HELD_TO = re.compile(
    r"\b(?:was|were|been|is|are)\s+(?:\w+ly\s+|also\s+)?(?P<verb>suspected|alleged|believed|thought)\s+"
    r"(?:by\s+(?P<by>[^,;]{2,60}?)\s+)?to\s+(?=have\b|be\b)",
    re.IGNORECASE,
)
_NO_OBJECT = re.compile(
    # After these nobody is accused: "accused of", "suspects they moved", "suspects a case".
    r"(?:of|for|over|with|by|to|in|that|it|they|he|she|there)\b",
    re.IGNORECASE,
)
_DESCRIBED = re.compile(
    r"\b(?:was|were|been|is|are)\s+(?:also\s+)?(?P<verb>described|characteri[sz]ed|"
    r"portrayed)\s+(?:by\s+(?P<by>[^,;]{2,60}?)\s+)?as\s+",
    re.IGNORECASE,
)
_REPORTS = re.compile(rf"\b(?P<verb>{speech.REPORTING})\b", re.IGNORECASE)
_AFTER_VERB = re.compile(
    # What may stand between a verb of saying and what is said.
    r"(?:\s+(?:to\s+)?(?:reporters?|journalists|lawmakers|the\s+(?:council|committee|conference|media)|"
    r"the\s+(?:United\s+Nations|UN|U\.N\.)(?:\s+Security\s+Council)?|the\s+Security\s+Council|"
    r"a\s+(?:[\w-]+\s+){0,3}(?:conference|briefing|hearing|panel|forum|event)(?:\s+in\s+[A-Z]\w+)?|[A-Z]\w+|"
    r"on\s+\w+day|in\s+(?:a|an|the|its|their|[A-Z]\w+)(?:\s+(?!that\b)[\w-]+){0,4}?(?:\s+on\s+\w+day)?|at\s+(?:a|"
    r"an|the)(?:\s+(?!that\b)[\w-]+){1,4})){0,3}?\s*,?\s+(?:that\s+|to\s+)?",
)
_TO_THAT = re.compile(
    # "told a briefing in Beijing that", "said on Tuesday that": what stands before "that" tells of the telling.
    r"(?:(?:(?<=told)|(?<=tells))(?:\s+(?!that\b|which\b)[\w.,'’-]+){1,12}?"
    r"|\s+(?:on|in|at|to|\w+day|late|last|earlier|through|during)\b(?:\s+(?!that\b|"
    r"which\b)[\w.,'’-]+){0,9}?)\s*,?\s+that\s+"
    r"|\s+(?:on\s+)?(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,?\s+(?:that\s+)?"
)
_REPORT_END = re.compile(r",\s+(?:laying\s+out|as\s+\w+ed\s+by|according\s+to)\b|,?\s+according\s+to\b|;|,[”\"]\s")
_NESTED_REPORT = re.compile(
    r",\s+(?:the\s+|a\s+|an\s+)?[\w\s.'’-]{2,50}\s(?:said|says|found|reported|noted|added|showed)(?:\s+(?:on\s+)?\w+day)?\s*$"
)
_UNNAMED = re.compile(
    r"(?:\s+(?:the|an?|one|two|several|some))?(?:\s+(?:senior|top|former|unnamed|anonymous|high-ranking|local|foreign|government|"
    r"security|defen[cs]e|another|other))*$"
)
_QUOTED = re.compile(
    r"\b(?:quot(?:ed|es|ing)|cit(?:ed|es|ing))\s+(?P<who>[^;]{3,90}?),?\s+as\s+(?:saying|stating|telling\s+\w+)\b"
)
_CLAUSE_END = re.compile(
    r",\s+(?:with|saying|adding|while|whereas|laying|noting|arguing|claiming|citing|pointing|calling|telling|"
    r"warning|as\s+(?:well|acknowledged|noted|\w+ed\s+by)|according\s+to|although|though|even\s+though|but|which|"
    r"and\s+(?:criti\w+|said|accus\w+|called|urged|warned))\b|;|\s[–—]\s|,?\s+according\s+to\b",
    re.IGNORECASE,
)

OTHER_CLAUSE = re.compile(
    # Where somebody else's act begins: what stands there is not said of whom the clause before accuses.
    r",?\s+(?:and|but|while)\s+(?:the\s+|an?\s+)?(?:[\w’'-]+\s+){1,4}(?:was|were|is|are|has|had|have)\s|;|,\s+(?:who|whose)\b"
)


def find(text: str, actors: list[Actor]) -> list[Frame]:
    """Return the frames of a sentence, accusations first, then reports in their order."""
    accusing = [frame for frame in (*_accusations(text, actors), *_passives(text, actors)) if frame is not None]
    reports = _reports(text, actors, accusing)
    return [*(_told_by(text, each, reports) for each in accusing), *reports]


def _told_by(text: str, frame: Frame, reports: list[Frame]) -> Frame:
    """Give an accusation that names nobody who makes it the speaker of the report that ends its sentence."""
    if frame.speaker is not None:
        return frame
    for each in reports:
        if each.start == 0 and each.end >= frame.end and not OTHER_CLAUSE.search(text, frame.end, each.end):
            return replace(frame, speaker=each.speaker)
    return frame


def clause_end(text: str, start: int) -> int:
    """Return where the clause that begins at ``start`` ends, the sentence's own end mark left out."""
    found = _CLAUSE_END.search(text, start)
    end = found.start() if found else len(text)
    nested = _NESTED_REPORT.search(text[start:end].rstrip(' .,;”"’)'))
    end = start + nested.start() if nested else end
    return max(start, start + len(text[start:end].rstrip(' .,;”"’')))


def _accusations(text: str, actors: list[Actor]) -> list[Frame]:
    frames: list[Frame] = []
    for found in _ACCUSES.finditer(text):
        if re.search(r"\b(?:was|were|been|is|are|be)\s+(?:\w+ly\s+|also\s+)?$", text[: found.start()]):
            continue
        if found["verb"].lower().startswith("charg") and found["prep"] != "with":
            continue
        if _NO_OBJECT.match(found["object"]):
            continue
        accused = _accused_states(found["object"]) or _that_country(text, found.span("object"))
        if not accused and not found["verb"].lower().startswith(("suspect", "accus")):
            continue
        speaker = speech.subject(text, found.start(), actors) or _governing(text, found.start(), actors)
        if speaker is None or speaker.how == "pronoun":
            speaker = _reporting(text, found.start(), actors) or speaker
        frames.append(
            Frame(
                "accuses",
                speaker,
                found.end(),
                clause_end(text, found.end()),
                accused,
                found["verb"].lower(),
                object=found.span("object"),
            )
        )
    return frames


def _passives(text: str, actors: list[Actor]) -> list[Frame]:
    frames = []
    taken: list[tuple[int, int]] = []
    for pattern in (_ACCUSED, _HELD_TO, _DESCRIBED, _REDUCED):
        for found in pattern.finditer(text):
            if any(start < found.end() and found.start() < end for start, end in taken):
                continue
            taken.append(found.span())
            accused = _accused_states(_last_clause(text[: found.start()]))
            if pattern is _REDUCED and not _names_state_last(text[: found.start()]):
                if not _WHO_DID.search(text[: found.start()]):
                    continue
                accused = ()
            speaker = None
            if found["by"]:
                speaker = next((actor for actor in actors if found.start("by") <= actor.start < found.end("by")), None)
            else:
                reported = speech.described_by(text, actors)
                same = reported is not None and not OTHER_CLAUSE.search(text, found.end(), reported[1])
                speaker = reported[0] if reported and same else None
            end = clause_end(text, found.end())
            other = OTHER_CLAUSE.search(text, found.end(), end)
            end = other.start() if other else end
            finite = _FINITE.search(text, found.end(), end) if pattern is _REDUCED else None
            end = finite.start() if finite else end
            frames.append(Frame("accuses", speaker, found.end(), end, accused[-1:], found["verb"].lower()))
    return frames


def _last_clause(before: str) -> str:
    """Return the words after the last mark or verb of saying: those that can hold the subject of what follows."""
    before = re.sub(r",\s[^,;]{3,90},\s*$", " ", before)  # "North Korea, sanctioned for its programmes, is ..."
    return re.split(rf"[,;:]\s|\b(?:{speech.REPORTING}|that|and|but|while|after|when|as)\b", before)[-1]


def _names_state_last(before: str) -> bool:
    last = list(states.mentions(before))
    return bool(last) and last[-1].form != "demonym" and not before[last[-1].end :].strip()


def _that_country(text: str, place: tuple[int, int]) -> tuple[str, ...]:
    """Return the one State that a sentence named before it accuses "the country"; none where it named two or none."""
    if not re.fullmatch(r"(?:the|that|this)\s+(?:country|regime|nation)", text[slice(*place)], re.IGNORECASE):
        return ()
    named = tuple(dict.fromkeys(mention.state for mention in states.mentions(text[: place[0]])))
    return named if len(named) == 1 else ()


def _reports(text: str, actors: list[Actor], accusing: list[Frame]) -> list[Frame]:
    frames: list[Frame] = []
    for found in _REPORTS.finditer(text):
        verb = found["verb"].lower()
        parent = next((each for each in accusing if found.start() >= each.end), None)
        if verb in ("saying", "stating") and (parent is not None or frames):
            speaker = parent.speaker if parent else frames[0].speaker
            start = _content_start(text, found.end())
            frames.append(Frame("says", speaker, start, clause_end(text, start), (), verb, parent))
            continue
        speaker = speech.subject(text, found.start(), actors)
        if speaker is None or speaker.name in ("The", "A", "An"):
            continue
        if _within_own_report(speaker, found.start(), frames):
            continue
        before = _UNNAMED.sub("", text[: speaker.start].rstrip())
        before = re.sub(r",\s[^,]{3,60}\s(?:by|from|of)$", ",", before)  # "..., an analysis by X suggests"
        if _is_trailing(text, found.end(), before):
            end = len(before.rstrip(' ,”"’'))
            frames.append(Frame("says", speaker, 0, end, (), verb))
        else:
            start = _content_start(text, found.end())
            frames.append(Frame("says", speaker, start, _report_end(text, start), (), verb))
    frames += _quoted(text, actors)
    reported = speech.described_by(text, actors)
    if reported is not None:
        actor, begins = reported
        end = len(text[:begins].rstrip(' ,”"’'))
        if end > 20:
            frames.append(Frame("says", actor, 0, end, (), "according to"))
        else:
            frames.append(
                Frame(
                    "says",
                    actor,
                    _after_comma(text, actor.end),
                    clause_end(text, 0) if not begins else len(text),
                    (),
                    "according to",
                )
            )
    return frames


def _quoted(text: str, actors: list[Actor]) -> list[Frame]:
    """Return what others are quoted as saying: before it ("..., a paper quoted X as saying"), or after it."""
    frames = []
    for found in _QUOTED.finditer(text):
        speaker = next((each for each in actors if found.start("who") <= each.start < found.end("who")), None)
        if speaker is None:
            continue
        comma = text.rfind(",", 0, found.start())
        if comma > 20 and re.fullmatch(r"[\s.”\"’]*|\s+on\s+.{3,30}", text[found.end() :]):
            frames.append(Frame("says", speaker, 0, len(text[:comma].rstrip(' ,”"’')), (), "quoted"))
        else:
            start = _content_start(text, found.end())
            frames.append(Frame("says", speaker, start, _report_end(text, start), (), "quoted"))
    return frames


def _after_comma(text: str, at: int) -> int:
    """Return where a sentence goes on after "According to a report by such a paper,"."""
    comma = text.find(", ", at, at + 80)
    return comma + 2 if comma >= 0 else min(len(text), at + 2)


def _within_own_report(speaker: Actor, at: int, frames: list[Frame]) -> bool:
    """Tell whether a verb only carries on what the same side is said to say ("the US said it had observed ...")."""
    for frame in frames:
        if frame.kind == "says" and frame.start <= at < frame.end and frame.speaker is not None:
            same_state = frame.speaker.state is not None and frame.speaker.state == speaker.state
            if same_state or speaker.how == "pronoun":
                return True
    return False


def _content_start(text: str, at: int) -> int:
    """Return where reported words begin: after "that", past the time, place and audience of the telling."""
    found = _TO_THAT.match(text, at) or _AFTER_VERB.match(text, at)
    return found.end() if found else min(len(text), at + 1)


def _report_end(text: str, start: int) -> int:
    found = _REPORT_END.search(text, start)
    end = found.start() if found else len(text)
    nested = _NESTED_REPORT.search(text[start:end].rstrip(' .,;”"’'))
    end = start + nested.start() if nested else end
    return start + len(text[start:end].rstrip(' .,;”"’'))


def _is_trailing(text: str, verb_end: int, before: str) -> bool:
    """Tell whether a report follows what it reports ("..., the ministry said.") or stands in its midst."""
    after = re.sub(
        r"^(?:\s+(?:on|in|at|to|of|last|late|this|earlier|previously)\b[^,.;]{0,80}|\s+(?:reporters|"
        r"journalists|lawmakers|parliament|told|[A-Z]\w+)\b[^,.;]{0,60}|\s+the\s+(?:U\.N\.|[A-Z])[^,;]{0,90})?",
        "",
        text[verb_end:],
    )
    return len(before) > 20 and before.endswith((",", "”", '"', "’")) and bool(re.fullmatch(r"[\s.”\"’]*|,\s.*", after))


def _governing(text: str, verb_at: int, actors: list[Actor]) -> Actor | None:
    """Return the sentence's opening subject for a participle ("..., accusing X of")."""
    if not re.match(r"\w+ing\b", text[verb_at:]):
        return None
    return next((actor for actor in actors if actor.end < verb_at and actor.start <= 12), None)


def _reporting(text: str, at: int, actors: list[Actor]) -> Actor | None:
    """Return who reports the clause that holds ``at`` ("Tokyo said it suspects ..."), named before it in the
    sentence."""
    for found in _REPORTS.finditer(text, 0, at):
        speaker = speech.subject(text, found.start(), actors)
        if speaker is not None and re.search(r"\b(?:it|they|he|she)\s+(?:\w+ly\s+)?$", text[found.end() : at]):
            return speaker
    return None


def _accused_states(words: str) -> tuple[str, ...]:
    """Return the States named as agents in a phrase: not those after "on", "against", "to" or "with"."""
    found = []
    for mention in states.mentions(words):
        if _GOVERNED.search(words[: mention.start]) or _FLAG.match(words[mention.end :]) or _is_ship(words, mention):
            continue
        found.append(mention.state)
    return tuple(dict.fromkeys(found))


_FLAG = re.compile(
    # Whose flag a ship flies is not who acts; nor is who drafted, led or backed what does.
    r"[-‐–\s](?:flag(?:ged)?|registered)\b|[-‐–](?:\w+ed|led|built|sought)\b",
    re.IGNORECASE,
)
_DETERMINERS = (
    r"(?:(?:the|a|an|its|their|another|other|one|two|three|four|some|several|many|more|any|"
    r"\d[\d,]*|non-|[a-z]+(?:ed|ly))\s*)"
)
_GOVERNED = re.compile(
    # A State after these is where to, whence or with whom: "to a North Korean ship", "with three other Chilean ones".
    rf"\b(?:on|against|to|from|with|off|for|in|near|into|onto|aboard|alongside|towards?|involving)\s+{_DETERMINERS}{{0,4}}$|\bnon-$",
    re.IGNORECASE,
)
_OF_OR_BETWEEN = re.compile(rf"\b(?:of|between)\s+{_DETERMINERS}{{0,3}}$", re.IGNORECASE)
_DOES = re.compile(r"\s+(?:\w+ly\s+)?[a-z]+ing\b")
_SHIP = re.compile(
    r"(?:\s+(?!(?:and|or|but|has|had|have|was|were|is|are|to|of|in|with|on|by|for|a|an|the|that|which)\b|\w+ing\b)[a-z][\w-]*){0,3}?"
    r"\s+(?:ship|vessel|tanker|freighter|barge|boat|carrier|trawler|containership)s?\b(?![-‐])"
)


def _is_ship(text: str, mention: states.Mention) -> bool:
    """Tell whether a State's name only says whose a ship is: ships are not their State."""
    return _SHIP.match(text, mention.end) is not None


def ships_act(text: str) -> bool:
    """Tell whether ships of some State stand where those who act stand."""
    return any(_is_ship(text, each) and not _is_governed(text, each) for each in states.mentions(text))


def _is_governed(text: str, mention: states.Mention) -> bool:
    before = text[: mention.start]
    if _GOVERNED.search(before):
        return True  # "a case of Chile supplying": there the State is who acts
    return _OF_OR_BETWEEN.search(before) is not None and not _DOES.match(text, mention.end)


_OF_PEOPLE = re.compile(
    r"\s+(?:overseas\s+|migrant\s+|guest\s+)?(?:labou?rers?|workers?|nationals?|citizens|trainees|firms?|"
    r"compan(?:y|ies)|banks?|traders?|business\w*|brokers?)\b",
    re.IGNORECASE,
)


_ENFORCES = re.compile(
    # A State that looks into what others did, tells of it or acts against it is not the one that did it.
    r"(?:['’]s)?(?:\s+(?:authorities|officials?|government|police|prosecutors|customs|coast\s+guard|navy|military|"
    r"satellites?|aircraft|planes?|documents?|reports?|letters?|Treasury|State|Justice|Department|Ministry|of|the|"
    r"had|has|have|was|were|is|are|also|already|later|since|then|reportedly|previously|recently|\w+day|"
    r"(?:last|this)\s+(?:week|month|year)))*\s+"
    r"(?:blacklist|sanctioned|designat|seiz|detain|impound|investigat|prob(?:e|ing)|detect|spot|sight|observ|photograph|"
    r"track|monitor|intercept|interdict|inspect|arrest|indict|charged|froze|imposed|alleg|accus|cit(?:e|ing)|list(?:s|ed)|"
    r"document|identif|suspect|believ|warn|urg|complain|condemn|announc|capped|object|delay|block|veto|report(?:s|ed)\s+(?:to|that))\w*",
    re.IGNORECASE,
)
_AFTER_VERBS = re.compile(
    # A State named after a verb acts only where "by" or "that" says so; after a town and a comma it says where.
    r"\b(?:was|were|is|are|has|have|had|been|which|who)\b(?!.*\b(?:by|that)\s+(?:the\s+)?$)|[A-Z]\w+,\s+$|"
    # "by" after a verb of telling or enforcing says who told of it, not who did it.
    r"\b(?:expos|report|detect|spott|sight|observ|releas|document|impos|adopt|publish|track|seiz|detain|sanction|blacklist|nam|"
    r"identifi|photograph|captur|describ|cit|accus|alleg|investigat|monitor|issu|announc|reveal|disclos|draft|propos|back|list|"
    r"designat|bann|prohibit|confirm|warn|suspect|brief|obtain|view)\w*\s+(?:(?:to|in|on|at)\s+(?:[\w.-]+\s+){1,4})?by\s+(?:the\s+)?$|"
    r"\b(?:seen|taken|held|told)\s+by\s+(?:the\s+)?$|"
    # Nor does a State that stands after another's act do it.
    r"\b(?:transferred|sold|delivered|supplied|shipped|exported|imported|sent|received|loaded|unloaded|carried|bought|violated|"
    r"breached|made|visited|entered|used)\b(?!.*\b(?:by|that)\s+(?:the\s+)?$)"
)

_TELLER = re.compile(
    # A paper or a scholar of a State tells of what others did, and is not that State.
    r"\s+(?:(?!said\b|that\b)[\w-]+\s+){0,2}?(?:newspapers?|papers?|daily|dailies|media|broadcasters?|television|radio|press|news|magazines?|"
    r"outlets?|journalists?|reporters?|researchers?|experts?|analysts?|scholars?|think\s+tanks?|institutes?|lawmakers?|activists?)\b",
    re.IGNORECASE,
)


def agents(text: str) -> tuple[str, ...]:
    """Return the States that can be agents in a clause, the first only, or those joined to it by "and"."""
    teller = next(states.mentions(text), None)
    if teller is not None and _TELLER.match(text[teller.end :]):
        told = re.search(r"\b(?:as\s+saying|that)\s", text[teller.end :])
        return agents(text[teller.end + told.end() :]) if told else ()
    found = [
        m
        for m in states.mentions(text)
        if not _OF_PEOPLE.match(text[m.end :])
        and not _FLAG.match(text[m.end :])
        and not _is_ship(text, m)
        and not _AFTER_VERBS.search(text[: m.start])
        and not _is_governed(text, m)
    ]
    if not found or _ENFORCES.match(text[found[0].end :]):
        return ()  # and who stands further on is what it looked into, not who acts in this clause
    named = [found[0]]
    for mention in found[1:]:
        if re.fullmatch(r",?\s+and\s+|,\s+", text[named[-1].end : mention.start]):
            named.append(mention)
        else:
            break
    return tuple(dict.fromkeys(m.state for m in named))


def holds_accusation(words: str) -> bool:
    """Tell whether words hold somebody's accusation of somebody."""
    return _ACCUSES.search(words) is not None or _ACCUSED.search(words) is not None
