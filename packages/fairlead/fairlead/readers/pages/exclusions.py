"""What stands in a clause about a regime and is no claim: law quoted, lawful trade, things looked into or listed.

Each rule has its reason beside it. Left out: rules on who is accused (``frames.agents``) and on what was denied
(``answers.py``). What is doubtful is excluded: a claim missed is less harm than a claim that nobody made.
"""

from __future__ import annotations

import re

from fairlead.readers.pages import conducts
from fairlead.readers.pages.frames import Frame
from fairlead.readers.pages.quantities import Quantity

_LAW = re.compile(
    # A resolution, measure or limit that governs a verb of ruling: its numbers and goods are those of the rule.
    r"(?:^|[,;:]\s+(?:and|but|while|which|as|since)\s+|;\s+|\bthat\s+)[“\"\s]*(?:(?:the|a|an|this|that|these|those|its|another|under)\s+)*"
    r"(?:(?!that\b|which\b|violat|breach|broke|break|defi|flout|evad|circumvent|skirt)[\w.’'-]+\s+){0,4}?(?:resolutions?|sanctions|embargo|measures?|bans?|caps?|limits?|treaty|regime|law|Council)"
    r"(?:\s+(?:no\.?\s*)?\d{3,4}(?:\s*\(\d{4}\))?)?,?\s+(?:(?:also|now|already|currently|explicitly|effectively|further|has|have|had|which)\s+)*"
    r"(?:seek|sought|ban|cap|limit|prohibit|bar|restrict|requir|forbid|forbad|impos|allow|permit|commit|oblig|includ|call|demand|"
    r"set|reduc|lower|slash|cut|adopt)(?:s|ed|es|ing|ning|ped|red|ting)?\b",
    re.IGNORECASE,
)
_NEXT_CLAUSE = re.compile(r",\s+(?:and|but|while|yet|though|although)\s+(?=(?:the\s+)?[A-Z])|;\s+")
_LOOKED_INTO = re.compile(
    # "an investigation of 200 ventures turned up some that ...": the number is that of what was looked at.
    r"\b(?:investigations?|inspections?|reviews?|examinations?|surveys?|study|checks?|searche?s?|analysis)\s+(?:of|on|into)\s+$",
    re.IGNORECASE,
)
_LISTED = re.compile(
    # "the 10 ships that Norway proposed to blacklist": an act, or a wish, of those who list.
    r"^\s+(?:(?:that|which)\s+)?(?:the\s+)?(?:[A-Z][\w.]*\s+){1,5}(?:(?:has|had|have|wants?|wanted|proposed|asked|sought|seeks)\s+(?:to\s+)?)?"
    r"(?:blacklist|sanction|designat|list)\w*"
)


_PROPOSED = re.compile(
    # "recommended blacklisting 14 ships for": an act, or a wish, of those who list.
    r"\b(?:blacklist|sanction|designat|list|delist|seiz|detain|inspect|investigat)ing\s+(?:of\s+|the\s+)?$",
    re.IGNORECASE,
)
_BOTH = re.compile(r"\b(?:the|these|those)\s+(?:same\s+)?$", re.IGNORECASE)
_CLEARED = re.compile(
    # Who was cleared of it is not said to have done it.
    r"\b(?:cleared|acquitted|exonerated|absolved)\s+of\b|\bfound\s+(?:no|not\s+any)\s+(?:\w+\s+)?(?:evidence|proof|violation)",
    re.IGNORECASE,
)


_OWNS = re.compile(
    # "X, who is said to have links to seven ships, ...": what somebody has, not what was done.
    r",\s+(?:who|which|whose)\b[^,;]*\b(?:links?|ties|owns?|owned|operat\w+|manag\w+|belong\w*)\b[^,;]*$",
    re.IGNORECASE,
)


def clears(words: str) -> bool:
    """Tell whether words say that somebody was cleared of what they name."""
    return _CLEARED.search(words) is not None


def quotes_law(words: str) -> bool:
    """Tell whether the last clause of ``words`` says what a law or limit rules, not what somebody did."""
    last = _NEXT_CLAUSE.split(words)[-1]
    return _LAW.search(last) is not None


def is_excluded(text: str, quantity: Quantity, frame: Frame) -> bool:
    """Tell whether a number of a sentence is that of a rule, of lawful trade, or of what was looked into or listed."""
    before, after = text[: quantity.start], text[quantity.end :]
    if conducts.is_ceiling(before) or conducts.is_lawful(text[frame.start : frame.end]):
        return True
    if quotes_law(text[min(frame.start, quantity.start) : quantity.start]):
        return True
    if _PROPOSED.search(before) or clears(text):
        return True
    if quantity.counts in ("ships", "other") and _OWNS.search(before):
        return True
    if quantity.number == 2 and quantity.counts == "ships" and _BOTH.search(before):
        return True  # "the two ships" are those just told of, not a count
    return _LOOKED_INTO.search(before) is not None or _LISTED.match(after) is not None
