"""Sightings: ships said to have been seen lying alongside each other, with hoses, or in a port. They accuse nobody.

Kept as claims without an accused: a ship seen somewhere is no act of a State. Left out: sightings denied, supposed or
looked for in vain, ships that only lie at a quay, and those in a port
where neither capped goods nor the target is named.
"""

from __future__ import annotations

import re

from fairlead.readers.pages import conducts, speech
from fairlead.readers.pages.actors import Actor
from fairlead.readers.pages.frames import Frame

_SHIPS = r"(?:tankers?|vessels?|ships?|freighters?|barges?|boats?|bulk\s+carriers?)"
_TOGETHER = (
    r"(?:(?:alongside|beside|next\s+to|side\s+by\s+side)\b(?!\s+(?:(?:a|an|the)\s+)?(?:[\w-]+\s+)?(?:piers?|wharf"
    r"|quays?|docks?|jetty|berths?))"
    r"|\bhoses\b|(?:conducting|making|engag(?:ing|ed)\s+in)\s+(?:[\w-]+\s+){0,3}?transfers?\b"
    r"|\btransferring\s+(?:[\w-]+\s+){1,5}?(?:to|from|with)\b)"
)
_IN_PORT = (
    r"(?:(?:docked|moored|anchored|berthed)\s+)?(?:at|in|near|off|outside)\s+(?:(?:a|an|the)\s+)?(?:[\w'’-]+\s+){0,3}?"
    r"(?:port|harbou?r|anchorage|terminal|docks?|berth)\b"
)
_SAW = re.compile(
    rf"\b(?:saw|spotted|sighted|detected|observed|photographed|shows?|showed)\s+"
    rf"(?P<what>[^.;]{{0,70}}?\b{_SHIPS}\b[^.;]{{0,100}}?(?:\b{_TOGETHER}|\b(?P<port>{_IN_PORT})))"
)
_SEEN = re.compile(
    rf"(?P<what>(?:\b(?:[Tt]he|[Aa]n?|[Tt]wo|[Tt]hree)\s+)?(?:\w[\w'’-]*\s+){{0,8}}?\b{_SHIPS}\b[^.;]{{0,60}}?\b"
    rf"(?:was|were|been)\s+(?:first\s+|also\s+|\w+ly\s+)?"
    rf"(?:seen|spotted|sighted|observed|photographed|detected)\b[^.;]{{0,80}}?(?:\b{_TOGETHER}|\b(?P<port>{_IN_PORT})))"
)
_TRANSFER_SEEN = re.compile(
    r"(?P<what>(?:\b(?:[Tt]he|[Aa]n?|[Tt]his|[Ss]uch)\s+)?(?:[\w-]+\s+){0,3}?\btransfers?\b(?:[^,.;]"
    r"|\b[A-Z]\.){0,80}?\b(?:was|were|been)\s+"
    r"(?:\w+ly\s+)?(?:seen|spotted|sighted|observed|photographed|detected)\b(?P<port>)?)"
)
_UNTOLD = re.compile(
    # Denied, supposed, wished or looked for in vain. "May" the month stays.
    r"\b(?:[Nn]o|[Nn]ot|[Nn]ever|[Nn]either|[Nn]one|[Nn]or|[Ww]ithout|[Ww]hether|[Ii]f|could|would|may|might"
    r"|should|must|will|"
    r"[Ff]ail\w*|[Dd]en(?:y|ied|ies|ying)|[Rr]eject\w*|[Dd]isput\w*|[Rr]efut\w*|[Uu]nclear)\b|n['’]t\b"
)
_TARGET = re.compile(r"\b(?:North\s+Korea\w*|DPRK)\b")


def words(text: str) -> list[str]:
    """Return the words by which a text may tell that ships were seen."""
    return [found.group() for pattern in (_SEES, _TOGETHER_SEEN) if (found := pattern.search(text))]


_SEES = re.compile(
    rf"\b(?:spotted|sighted|detected|observed|photographed|seen|images?|photo(?:graph)?s?|pictures?)\b(?=.*\b"
    rf"(?:{_SHIPS}|transfers?)\b)|"
    rf"\b(?:{_SHIPS}|transfers?)\b.*\b(?:spotted|sighted|detected|observed|photographed|seen)\b",
    re.IGNORECASE,
)
_TOGETHER_SEEN = re.compile(rf"\b{_SHIPS}\b.*{_TOGETHER}", re.IGNORECASE)


def find(text: str, framed: list[Frame], actors: list[Actor]) -> list[Frame]:
    """Return the frame of the sighting that a sentence tells, at most one."""
    for found in (each for pattern in (_SAW, _SEEN, _TRANSFER_SEEN) if (each := pattern.search(text))):
        if _UNTOLD.search(text[: found.end()]):
            continue
        start = found.start("what")
        words = text[start : speech.end_of_clause(text, found.end())]
        if found["port"] and not (conducts.names_banned_goods(words) or _TARGET.search(words)):
            continue
        told_by = [each for each in framed if each.kind == "says" and each.start <= start < each.end]
        speaker = told_by[0].speaker if told_by else speech.subject(text, found.start(), actors)
        return [Frame("sighting", speaker, start, start + len(words), (), found.group().split()[0].lower())]
    return []
