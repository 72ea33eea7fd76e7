"""Rewards offered for information, and votes by which States bound themselves: neither is a claim of conduct."""

from __future__ import annotations

import re
from typing import Any

from fairlead.readers.pages import conducts, frames, periods, quantities, speech
from fairlead.readers.pages.actors import Actor
from fairlead.readers.pages.prose import Sentence
from fairlead.readers.pages.statements import BODY_VERSION, Statement
from fairlead.readers.pages.told import Told, describe
from fairlead.subjects import states

_REWARD = re.compile(
    r"\b(?:rewards?|bounty|bounties)\b|\boffer(?:s|ed|ing)?\b(?=[^.;]{0,40}(?:[$€£¥]|dollars|euros))", re.IGNORECASE
)
_OFFERS = re.compile(
    r"\b(?:offer(?:s|ed|ing)?|announc(?:es|ed|ing)|post(?:s|ed|ing)|put(?:s|ting)?\s+up|pay(?:s|ing)?)\b", re.IGNORECASE
)
_FOR = re.compile(
    r"\bfor\s+(?P<what>(?:[\w-]+\s+){0,3}?(?:information|evidence|tips?|leads?|intelligence|details|help|"
    r"proof)\b[^.;]*)|\b(?:information|tips?)\s+(?:on|about|that|leading)\b[^.;]*",
    re.IGNORECASE,
)
_SANCTIONS = re.compile(
    r"\b(?:sanction\w*|evasion|evad\w+|embargo|smuggl\w+|proliferation|illicit|resolution)\b", re.IGNORECASE
)
_SINCE = re.compile(r"\b(?:offer|reward|bounty|programme|program)\b", re.IGNORECASE)

_VOTES = re.compile(
    r"\b(?P<position>voted\s+(?:in\s+favou?r\s+of|for|against)|abstained(?:\s+(?:from|on))?|vetoed|"
    r"(?:publicly\s+)?(?:backed|supported|endorsed|approved|co-?sponsored)(?:\s+and\s+voted\s+for)?)\b",
    re.IGNORECASE,
)
_VOTED_ON = re.compile(r"\b(?:sanctions|resolutions?|embargo|measures|mandate|vote|panel)\b", re.IGNORECASE)
_YEARS = re.compile(r"\b(?:in|of)\s+((?:(?:19|20)\d\d(?:,\s*and\s+|,\s*|\s+and\s+|\s*&\s*)?)+)")


def offers(sentence: Sentence, actors: list[Actor], told: Told) -> list[Statement]:
    """Return the reward that a sentence offers for information on sanctions, with who offers it where it says so."""
    text = sentence.text
    sums = quantities.money(text)
    rewarded, offering, purpose = _REWARD.search(text), _OFFERS.search(text), _FOR.search(text)
    if not sums or rewarded is None or purpose is None or not _SANCTIONS.search(purpose.group()):
        return []
    offerer = speech.subject(text, offering.start(), actors) if offering else None
    if offerer is None and rewarded.group().lower().startswith("offer"):
        offerer = speech.subject(text, rewarded.start(), actors)
    nearest = min(sums, key=lambda each: abs(each.start - (offering or rewarded).start()))
    start, end = sentence.place()
    since = next((period for period in periods.find(text, told.page_day) if period.words.startswith("since")), None)
    body: dict[str, Any] = {
        **_common(told),
        "speaker": describe(offerer),
        "money": {"amount": nearest.number, "currency": nearest.unit, "bound": nearest.bound},
        "by": offerer.state if offerer else None,
        "for": (purpose["what"] or purpose.group()).strip(),
        "since": since.start.isoformat() if since and since.start else None,
        "since_words": since.words if since else None,
        "at": {"money": list(sentence.place(nearest.start, nearest.end))},
    }
    return [Statement("offer", start, end, text, offerer.name if offerer else None, None, body)]


def may_offer(text: str) -> bool:
    """Tell whether a text may offer a reward for information on sanctions."""
    return bool(_REWARD.search(text) and quantities.money(text) and _SANCTIONS.search(text))


def since_when(sentence: Sentence, told: Told) -> None:
    """Add to the offer just told since when it stands, where the next sentence says so ("The offer has stood since
    May")."""
    last = told.statements[-1] if told.statements else None
    if last is None or last.kind != "offer" or last.body["since"] or not _SINCE.search(sentence.text[:60]):
        return
    since = next(
        (period for period in periods.find(sentence.text, told.page_day) if period.words.startswith("since")), None
    )
    if since is not None and since.start is not None:
        last.body.update(since=since.start.isoformat(), since_words=since.words)


def votes(sentence: Sentence, actors: list[Actor], told: Told) -> list[Statement]:
    """Return one vote for each State that a sentence says voted for, against or not on sanctions."""
    text = sentence.text
    found = _VOTES.search(text)
    if found is None or not _VOTED_ON.search(text, found.end()):
        return []
    voters = _voters(text[: found.start()])
    years = _years(text, found.end())
    resolutions = conducts.resolutions(text[found.end() :])
    if not voters or not (
        years or resolutions or "vot" in found.group().lower() or found.group().lower().startswith(("veto", "abst"))
    ):
        return []
    reported = speech.described_by(text, actors, found.end())
    acknowledged = reported[0] if reported else _reporter(text, found.end(), actors)
    return [_vote(sentence, state, found, years, resolutions, acknowledged, told) for state in voters]


def _vote(
    sentence: Sentence,
    state: str,
    found: re.Match[str],
    years: list[int],
    resolutions: list[int],
    by: Actor | None,
    told: Told,
) -> Statement:
    position = " ".join(found["position"].lower().split())
    start, end = sentence.place()
    body: dict[str, Any] = {
        **_common(told),
        "speaker": describe(by),
        "years": years,
        "resolutions": resolutions,
        "supported": not position.startswith(("abstained", "vetoed")) and "against" not in position,
        "position": position.split(" ")[0] if position.startswith("abstained") else position,
        "acknowledged_by": describe(by),
        "at": {"position": list(sentence.place(found.start(), found.end()))},
    }
    return Statement("vote", start, end, sentence.text, by.name if by else None, state, body)


def _voters(before: str) -> tuple[str, ...]:
    """Return the States that govern the verb which follows ``before``."""
    named = [mention for mention in states.mentions(before) if mention.form != "demonym"]
    if not named or not re.fullmatch(
        r"\s*(?:[,]?\s*(?:\w+ly|on\s+\w+day|also|both|had|has|have|twice|which|who|itself)\b)*\s*",
        before[named[-1].end :],
    ):
        return ()
    voters = [named[-1]]
    for mention in reversed(named[:-1]):
        if re.fullmatch(r",?\s+and\s+|,\s+", before[mention.end : voters[0].start]):
            voters.insert(0, mention)
        else:
            break
    return tuple(dict.fromkeys(mention.state for mention in voters))


def _years(text: str, at: int) -> list[int]:
    listed = [int(year) for each in _YEARS.finditer(text, at) for year in re.findall(r"\d{4}", each.group(1))]
    if not listed:
        lead = re.match(r"In\s+((?:19|20)\d\d)\b", text)
        listed = [int(lead.group(1))] if lead else []
    return list(dict.fromkeys(listed))


def _reporter(text: str, at: int, actors: list[Actor]) -> Actor | None:
    """Return who tells of a vote at the sentence's end ("..., French ambassador X noted")."""
    framed = [each for each in frames.find(text, actors) if each.kind == "says" and each.start == 0 and each.end >= at]
    return framed[0].speaker if framed else None


def _common(told: Told) -> dict[str, Any]:
    return {
        "v": BODY_VERSION,
        "encoding": told.encoding,
        "page_date": told.page_day.isoformat() if told.page_day else None,
    }
