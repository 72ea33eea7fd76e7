"""How a sentence frames what it tells: who accuses whom of what, who says what, and where those words stand.

A frame is a stretch of a sentence with its speaker. What stands in it is for ``claims.py`` and ``answers.py``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Literal

from fairlead.readers.pages import doers, speech
from fairlead.readers.pages.actors import Actor
from fairlead.subjects import states


@dataclass(frozen=True)
class Frame:
    """Who tells what: offsets of the words told, and those accused where the grammar names them."""

    kind: Literal["accuses", "says", "own voice", "sighting", "understood"]
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
    r"\b(?:was|were|been|is|are|stands?|stood)\s+(?:\w+ly\s+|also\s+|again\s+|in\s+\d{4}\s+)?(?P<verb>accused|"
    r"suspected)\s+(?:by\s+(?P<by>[^,;]{2,60}?)\s+)?of\s+",
    re.IGNORECASE,
)
_FINITE = re.compile(r"\s+(?:has|have|had|was|were|is|are)\b")
_CHARGED = re.compile(
    r"\b(?:was|were|been|is|are)\s+(?:also\s+)?(?P<verb>charged|indicted)\s+(?:by\s+(?P<by>[^,;]{2,60}?)\s+)?"
    r"(?:in\s+(?:[\w’'-]+\s+){1,5}?)?(?:with|for)\s+(?=(?:\w+ly\s+)?\w+ing\b)"
)
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
    r"(?:by\s+(?P<by>[^,;]{2,60}?)\s+)?to\s+"
    r"(?=have\b|be\s+(?:\w+ly\s+)?(?:involved|engaged|behind|responsible|part|illicit|illegal|carrying|transporting|smuggling|shipping|"
    r"supplying|selling|importing|exporting|evading|violating)\b)",
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
    framed = [*(_told_by(text, each, reports) for each in accusing), *reports]
    return [each for each in framed if each.start < len(text)]  # a verb of saying may end the page


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
        accused = doers.named_in(found["object"]) or _that_country(text, found.span("object"))
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
    for pattern in (_ACCUSED, _HELD_TO, _CHARGED, _DESCRIBED, _REDUCED):
        for found in pattern.finditer(text):
            if any(start < found.end() and found.start() < end for start, end in taken):
                continue
            taken.append(found.span())
            accused = doers.named_in(_last_clause(text[: found.start()]))
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
        r"^(?:\s+(?:on|in|at|to|of|last|late|this|earlier|previously)\b(?:[^,.;]|\b[A-Z][a-z]{0,3}\.){0,160}|\s+(?:reporters|"
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


def holds_accusation(words: str) -> bool:
    """Tell whether words hold somebody's accusation of somebody."""
    return _ACCUSES.search(words) is not None or _ACCUSED.search(words) is not None
