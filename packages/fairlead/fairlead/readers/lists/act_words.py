"""The words by which reasons for listing tell acts: verbs, goods, ships, places. Puts no sentence together.

English as such lists write it. A word that only looks like one of these (an oil tanker, a month, a ship's name) is held
off here where its neighbours tell, else in ``narratives.py``.
"""

from __future__ import annotations

import re

ACTS: tuple[tuple[str, str], ...] = (
    ("ship_to_ship", r"-?\bship\s*-?\s*to\s*-?\s*ship(?:\s+transfers?(?:\s+operations?)?)?|\bSTS(?:\s+transfers?)?\b"),
    ("loading", r"\b(?:loaded|loading|lifted|took\s+on\s+board|picked\s+up)\b"),
    ("import", r"\bimport(?:ed|ing)\b"),
    ("export", r"\bexport(?:ed|ing)\b"),
    ("delivery", r"\b(?:delivered|transported|shipped|carried|discharged|unloaded|offloaded|transferred)\b"),
    ("transfer", r"\b(?:illicit\s+)?transfers?\b"),
)
ANCHOR = re.compile("|".join(f"(?P<{kind}>{words})" for kind, words in ACTS), re.IGNORECASE)
GOODS: tuple[tuple[str, str], ...] = (
    (
        "refined petroleum",
        r"refined\s+(?:petroleum|oil)(?:\s+products?)?|petroleum\s+products?|gas\s?oil|diesel|gasoline",
    ),
    ("crude oil", r"crude\s+oil"),
    ("fuel oil", r"fuel\s+oil|marine\s+fuel|bunker\s+fuel"),
    ("oil", r"oil|petroleum|fuel"),
    ("coal", r"coal|anthracite"),
    ("iron ore", r"iron\s+ore"),
    ("iron and steel", r"iron|steel"),
    ("lead", r"lead\s+ore|lead(?=\s+at\b)"),
    ("seafood", r"seafood"),
    ("textiles", r"textiles?"),
    ("sand", r"sand"),
    ("prohibited goods", r"prohibited\s+(?:DPRK\s+)?goods"),
)
GOODS_WORD = re.compile(
    r"\b(?:" + "|".join(f"(?P<g{index}>{words})" for index, (_, words) in enumerate(GOODS)) + r")\b"
    r"(?!\s*(?:/\s*chemical\s*)?\s+(?:tankers?|carriers?|terminal|company))",
    re.IGNORECASE,
)
WEAK = r"likely|probably|possibly|suspected|reportedly|allegedly|apparently"
STRENGTH = re.compile(
    rf"(?:(?:is|are|was|were)\s+)?(?:believed|reported|suspected|alleged|assessed|thought)\s+to(?:\s+have(?:\s+been)?)?|{WEAK}",
    re.IGNORECASE,
)
SHIP_NOUN = r"M/V|MV|M/T|MT|vessels?|tankers?|ships?|carriers?|barges?|freighters?"
DESCRIPTION = (
    r"(?:(?:(?i:the|a|an|another|merchant|motor|oil|chemical|product|crude|cargo|fishing|bulk|general)|"
    rf"[\w'’]+-(?:designated|flagged|registered|owned)|DPRK|(?:North\s+|South\s+)?[A-Z][a-z]+ese|(?:North\s+|South\s+)?[A-Z][a-z]+an|"
    rf"{SHIP_NOUN})\s+)*"
)
NAME = r"[A-Z][\w’'-]*(?:\s+(?:[A-Z][\w’'-]*|No\.?|\d+)(?![\w’'/]))*"
WITH = re.compile(rf"\b(?P<how>with|to|from|alongside|and)\s+(?P<described>{DESCRIPTION})(?P<name>{NAME})")
NAMED = re.compile(rf"\b(?:M/V|MV|M/T|MT)\s+(?P<name>{NAME})")
OTHER_NAMES = re.compile(
    rf"\b(?:named|renamed(?:\s+as)?|known\s+as)\s+(?:the\s+)?(?P<first>{NAME})(?:\s+or\s+(?:the\s+)?(?P<second>{NAME}))?"
)
WHERE = re.compile(
    rf"\b(?P<how>at|in|near|off|outside|from|to)\s+(?:the\s+)?(?:ports?\s+of\s+)?(?P<name>{NAME})(?:,\s+(?P<more>{NAME}))?"
)
OTHER_DATE = re.compile(
    r"(?<!-)\b(?:built|designated|listed|registered|renamed|scrapped|broken\s+up|owned|delisted|adopted|ETA|expected|"
    r"scheduled|due)\b",
    re.IGNORECASE,
)
NOT_DONE = re.compile(
    # What was only meant or did not come about is no act: "prepared for likely ship-to-ship transfer operations".
    r"\b(?:prepar(?:ed|ing)|attempt(?:ed|ing)|plann(?:ed|ing)|intend(?:ed|ing)|failed|refused|in\s+advance\s+of|"
    r"did\s+not|was\s+to|were\s+to|before|without)\b[^,;]*$",
    re.IGNORECASE,
)
MAX_SENTENCE_CHARS = 1_500  # the longest in the published list has under 200; beyond, no act is read
OPENS_SENTENCE = re.compile(r"\s*(?:also\s+|and\s+)?(?:in|on|between|during|from|around|by)?\s*", re.IGNORECASE)
SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[A-Z“\"(])")
ABBREVIATED = re.compile(r"(?:\b(?:No|Nos|Corp|Co|Ltd|Inc|St|Mt|approx|M\.V|M\.T|[A-Z]))\.$")
GOES_ON = re.compile(r"(?:The|This|That|These)\s+(?:ship-to-ship\s+)?(?:transfers?|loading|delivery)\b")
