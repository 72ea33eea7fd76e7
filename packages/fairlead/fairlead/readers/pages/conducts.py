"""The words by which pages tell of conduct that a sanctions regime forbids or demands, and how strongly they say it.

These are ways of speaking, not findings: a word here makes a sentence worth keeping as what somebody says. Which
measure it engages is for the law and for people; the one hint given is marked as derived.
"""

from __future__ import annotations

import re
from typing import Any

_CONDUCTS = {
    # Kind of conduct → how pages say it. The kinds are the register's own words for conduct where it has one.
    "evasion":
    r"\b(?:evad\w+|evasion|circumvent\w*|skirt(?:s|ed|ing)|dodg\w+|flout\w*|sanctions[- ]busting|bypass\w*|"
    r"sidestep\w*)\b|\bescap(?:e|es|ed|ing)\s+(?:\w+\s+){0,2}sanctions\b",
    "breach":
    r"\b(?:violat\w+|breach\w*|contraven\w+|infring\w+|defian\w+|defy\w*|defied|illicit\w*|illegal\w*|banned|"
    r"prohibited|(?:beyond|over)\s+(?:the|its|a)\s+(?:\w+\s+)?cap|(?:despite|in\s+spite\s+of|"
    r"notwithstanding)\b[^.;]{0,40}\b(?:sanctions|embargo|ban|resolutions?)|"
    r"(?:cap|limit|ceiling|quota)\b[^.;]{0,40}\b(?:surpassed|exceeded|breached|topped)|"
    r"smuggl\w+|exceed\w*\s+(?:the|its|a|an)\b[^.;]{0,30}\b(?:cap|limit|ceiling|quota))\b",
    "omission":
    r"\b(?:fail(?:s|ed|ing|ure)?\s+to|failure\s+to|refus(?:e|es|ed|ing|al)\s+to|did\s+not\s+(?:act|stop|inspect|"
    r"seize|prevent)|not\s+acted|turn\w*\s+a\s+blind\s+eye|look\w*\s+(?:away|the\s+other\s+way)|chronic\s+failure|"
    r"allow(?:s|ed|ing)\s+(?:this|these|it|them|the|such|illicit|\w+\s+ships)|lax\s+enforcement|(?:skipp\w+|stopp\w+)\s+(?:\w+\s+){0,2}report\w*|not\s+enforc\w+)\b",
    "relief":
    r"\b(?:undo(?:ing)?|undermin\w+|weaken\w*|erod\w+|gutt?ing|dilut\w+|dismantl\w+|"
    r"water\w*\s+down)\b[^.;]{0,60}\bsanctions\b|\b(?:premature|early)\s+(?:sanctions\s+)?relief\b|"
    r"\bsanctions\s+relief\b",
    "ship_to_ship":
    r"\bship-to-ship\b|\btransfer(?:s|red|ring)?\b[^.;]{0,60}\b(?:at\s+sea|ships?|vessels?|tankers?|cargo|oil|fuel|"
    r"coal|petroleum|tonnes|tons|barrels)\b|\btransship\w*|\bhoses?\b|\b(?:alongside|next\s+to)\s+(?:each|a|the|"
    r"another)",
    "import_from_target": r"\b(?:import(?:s|ed|ing|ation)?)\b",
    "export":
    r"\bexport(?:s|ed|ing|ation)?\b|\bshipp?(?:ed|ing|ments?)\b|\bcargoe?s\s+of\b|\bcarr(?:y|ied|"
    r"ying)\b[^.;]{0,30}\b(?:coal|oil|fuel|goods|cargo|petroleum|sand|charcoal|arms)\b",
    "delivery":
    r"\bdeliver(?:s|ed|ing|y|ies)\b|\bsuppl(?:y|ies|ied|ying)\b|\bunload\w*|\boffload\w*|\bdischarg(?:e|es|ed|"
    r"ing)\b|\barm(?:ed|ing)\s+(?:the\s+)?[A-Z]|\bprovid\w*\b[^.;]{0,40}\b(?:missiles?|drones?|weapons|arms|rockets|ammunition)\b|"
    r"\bload(?:s|ed|ing)\b|\bprocur\w+|\bport\s+calls?\b|\bcall(?:s|ed)\s+at\b",
    "host_labour":
    r"\b(?:host(?:s|ed|ing)?|employ(?:s|ed|ing)?|repatriat\w+|send(?:ing)?\s+(?:them\s+|\w+\s+)?home|"
    r"work\s+permits?|hir(?:e|es|ed|ing))\b[^.;]{0,80}\b(?:labou?rers?|workers?|nationals|citizens|at\s+least|"
    r"more\s+than|thousands)\b|\b(?:labou?rers?|workers?|nationals)\b[^.;]{0,60}\b(?:remain\w*|stay\w*|host\w*|"
    r"employ\w*|repatriat\w*|earn\w*\s+income|still\s+work\w*)\b|"
    r"\b(?:labou?rers?|workers)\s+(?:abroad|overseas)\b",
    "port_call":
    r"\b(?:tankers?|vessels?|ships?|freighters?|barges?)\b[^.;]{0,60}\b(?:arriv(?:ed|ing|als?)|docked|called|"
    r"visited|"
    r"sailed|berthed|anchored|voyages?|trips?)\b",
    "sending":
    r"\bsen(?:t|ds?|ding)\b[^.;]{0,60}\b(?:containers?|arms|munitions|shells|weapons|coal|oil|labou?rers|workers|"
    r"missiles|rockets)\b",
    "sale":
    r"\bs(?:old|ell(?:s|ing)?)\b[^.;]{0,40}\b(?:coal|oil|fuel|petroleum|products?|arms|weapons|ships?|vessels?|"
    r"goods|charcoal|sand)\b",
    "notice":
    r"\b(?:provid|shar|gave|giv|hand|pass)\w*\s+(?:over\s+)?(?:[\w-]+\s+){0,3}?(?:information|intelligence|"
    r"evidence|warnings?|details)\b",
    "finance": r"\b(?:launder\w*|stole|stolen|cyber(?:attacks?|heists?)|hack(?:ed|ing|s)?)\b",
    "value": r"\b(?:worth|valued\s+at|earn(?:ed|ing)|generat(?:ed|ing)|revenue|netted|proceeds)\b",
}  # fmt: skip
ALL_KINDS = frozenset(_CONDUCTS)
_COMPILED = {kind: re.compile(words, re.IGNORECASE) for kind, words in _CONDUCTS.items()}

_STRONG = re.compile(
    r"\bSecurity\s+Council\b|\b(?:UN|U\.N\.|United\s+Nations|international)\s+(?:\w+\s+)?(?:sanctions|embargo|"
    r"resolutions?|cap|panel)\b|\bsanctions\s+(?:on|against)\s+(?:North\s+Korea|the\s+DPRK|Pyongyang|Iran|"
    r"Somalia|Libya|Syria|Yemen|Sudan|South\s+Sudan|Russia|Belarus|Myanmar|Venezuela|Eritrea|the\s+Democratic)|"
    r"\b(?:evad\w+|evasion|circumvent\w*|bust\w*)\b[^.;]{0,30}\bsanctions\b|"
    r"\bsanctions[\s-](?:evasion|busting|committee|regime|monitor\w*)|\b(?:1718|1267|751)\s+Committee\b|"
    r"\bPanel\s+of\s+Experts\b|\bresolution\s+\d{3,4}\b",
    re.IGNORECASE,
)
_TRADE = re.compile(
    r"\b(?:coal|oil|petroleum|fuel|charcoal|ships?|vessels?|tankers?|barges?|imports?|exports?|shipments?|cargo|"
    r"arms|weapons|ammunition|missiles?|nuclear|luxury|smuggl\w+|labou?rers|workers|evasion|evad\w+|embargo|iron\s+ore|sand|textiles|"
    r"seafood)\b",
    re.IGNORECASE,
)
_NOT_TOLD = re.compile(
    # What is wished, planned, demanded or merely possible is not told as done.
    r"\b(?:should|must|would(?!\s+have)|will|shall|urg(?:e|es|ed|ing)|call(?:s|ed|ing)\s+(?:on|for)|demand(?:s|"
    r"ed)?|appeal(?:s|ed)?|plans?\s+to|want(?:s|ed)?\s+to|vow(?:s|ed)?|pledg\w+|propos\w+|ask(?:s|ed)\s+\w+\s+to|"
    r"agreed\s+to|need(?:s|ed)?\s+(?:more|further|additional)|(?<!, )"
    r"sanctioned(?!\s+(?:goods|items|coal|cargo|commodit\w+|ships?|vessels?|products?|entit\w+))|"
    r"blacklisted|designated|(?<!sanctions )(?<!embargo )imposed|ban(?:s|ning)\b|(?<!resolution )(?<!resolutions "
    r")adopted|prohibits|requires\s+\w+\s+to|calls?\s+for|aimed\s+at\s+stopping|if\b)",
    re.IGNORECASE,
)
_STRENGTH = re.compile(
    r"\b(?:allegedly|alleged|purported(?:ly)?|reportedly|possibl[ey]|probably|likely|apparent(?:ly)?|suspected|"
    r"(?:strongly\s+)?suspects?|believed|"
    r"appears?\s+to|seems?\s+to|may\s+have|might\s+have|could\s+have|lying\s+alongside|hoses\s+connected|"
    r"flagrant(?:ly)?|blatant(?:ly)?|clear(?:ly)?|"
    r"intentionally|deliberately|knowingly|systematic(?:ally)?|credible|confirmed|chronic|indicates)\b",
    re.IGNORECASE,
)
_ASSUMPTION = re.compile(
    r"\b((?:even\s+)?(?:if|assuming|at)\b[^,.;]{0,80}\b(?:laden|full|fully|capacity|loaded|percent|per\s+cent|"
    r"%)(?:[^,.;]{0,25}\b(?:percent|per\s+cent|laden|full))?(?:[^,.;\w]*))",
    re.IGNORECASE,
)
_ESTIMATE = re.compile(
    r"\b(?:estimat(?:e|es|ed|ing)|could\s+have|may\s+have|would\s+have|projected|extrapolat\w+)\b", re.IGNORECASE
)

_RESOLUTION = re.compile(
    r"\bresolutions?\s+(?:no\.?\s*|number\s+)?(?P<n>\d{3,4}(?:\s*\(\d{4}\))?(?:(?:,\s*|\s+and\s+|"
    r",\s+and\s+)\d{3,4}(?:\s*\(\d{4}\))?)*)",
    re.IGNORECASE,
)
_RESOLUTION_YEAR = re.compile(
    r"\b(?P<y>(?:19|20)\d\d)\s+(?:(?:UN|U\.N\.|Security\s+Council|United\s+Nations)\s+)*resolution\b|"
    r"\bresolutions?\s+(?:adopted|passed|of|from)\s+(?:in\s+)?(?P<z>(?:19|20)\d\d)",
    re.IGNORECASE,
)
_DUTY = re.compile(
    r"\b(?:(?:a|its|the|an|their|several|multiple)\s+)?(?:(?:UN|U\.N\.|United\s+Nations|international|"
    r"Security\s+Council(?:['’]s)?|annual|binding)\s+){1,4}(?:sanctions|"
    r"resolutions?(?:\s+to\s+\w+(?:\s+[\w-]+){0,3})?|"
    r"obligations?(?:\s+to\s+[\w\s]{3,60})?|embargo|cap(?:\s+on\s+[\w ]{3,30}?)?|limit|ban)\b|\b(?:arms\s+)?embargo\b",
    re.IGNORECASE,
)


def kinds(text: str) -> list[str]:
    """Return the kinds of conduct that a text speaks of."""
    return [kind for kind, pattern in _COMPILED.items() if pattern.search(text)]


def words(text: str) -> list[str]:
    """Return the words by which a text speaks of conduct, those of what is forbidden first."""
    return [found.group() for kind, pattern in _BY_WEIGHT if (found := pattern.search(text)) and kind != "value"]


_AID = re.compile(
    r"\b(?:humanitarian|aid|relief\s+(?:goods|supplies)|medical|medicines?|vaccines?|food|UNICEF|World\s+Food|"
    r"exempt\w*)\b",
    re.IGNORECASE,
)


PLAIN = frozenset(("import_from_target", "export", "delivery", "sale", "sending", "port_call", "value"))


def is_plain_trade(text: str) -> bool:
    """Tell whether a text tells of trade without any word that it is forbidden, in goods or otherwise."""
    return set(kinds(text)) <= PLAIN and not _BANNED_GOODS.search(text)


def is_aid(text: str) -> bool:
    """Tell whether a text tells of aid or exempt goods without any word that something is forbidden."""
    return set(kinds(text)) <= PLAIN and _AID.search(text) is not None


_BY_WEIGHT = sorted(_COMPILED.items(), key=lambda each: each[0] in PLAIN)

# Goods that a Security Council regime has banned or capped, in pages' words; trade in others is not told as evasion.
_BANNED_GOODS = re.compile(
    r"\b(?:coal|oil|petroleum|fuel|diesel|gasoline|crude|iron|lead|seafood|textiles?|sand|charcoal|arms|weapons|"
    r"munitions|"
    r"ammunition|shells|missiles?|rockets|minerals?|gold|luxury|machinery|labou?rers|workers|tankers?|barrels)\b",
    re.IGNORECASE,
)


def names_banned_goods(text: str) -> bool:
    """Tell whether a text names goods that a Security Council regime has banned or capped."""
    return _BANNED_GOODS.search(text) is not None


_LAWFUL = re.compile(
    r"\b(?:legal(?:ly)?|lawful(?:ly)?|legitimate(?:ly)?|permitted|authori[sz]ed)\s+(?:\w+\s+)?"
    r"(?:sales?|sold|suppl\w+|import\w*|export\w*|deliver\w+|shipp?\w+|trade\w*|transfers?)\b|"
    r"\bofficially\s+(?:import|export|suppl|deliver|sold|report)\w*|\bwithin\s+the\s+(?:\w+\s+)?(?:cap|limit|quota)\b",
    re.IGNORECASE,
)
_CEILING = re.compile(
    # What stands directly before the number of a ceiling.
    r"\b(?:capped|limited)\b[^.;]{0,90}\b(?:at|to)\s+(?:\w+\s+)?$|"
    r"\b(?:cap|limit|ceiling|quota)s?\b[^.;]{0,90}\bat\s+(?:the\s+level\s+of\s+|\w+\s+)?$|"
    r"\b(?:cap|limit|ceiling|quota)s?\s+(?:(?:has|have|had)\s+)?(?:remained\s+at|of|is|was|stands\s+at)\s+$|"
    r"\b(?:can|may|(?:is|are)\s+(?:allowed|permitted)\s+to)\s+(?:\w+ly\s+)?(?:import|export|buy|sell|receive|suppl)"
    r"\w*\b[^.;]{0,60}$",
    re.IGNORECASE,
)


def is_lawful(text: str) -> bool:
    """Tell whether a clause says of trade that it was lawful, or reported as such."""
    return _LAWFUL.search(text) is not None and not _COMPILED["breach"].search(text)


def is_ceiling(before: str) -> bool:
    """Tell whether the number after these words is that of a ceiling, not of what was done."""
    return _CEILING.search(before) is not None


def is_told_as_done(text: str) -> bool:
    """Tell whether a clause tells what was or is done, not what should, must or will be."""
    return _NOT_TOLD.search(_ASSUMPTION.sub("", text)) is None


_UN_TARGETS = (
    # States and groups under a Security Council sanctions committee since 1990, by the Council's list of committees.
    r"(?:North\s+Korea\w*|DPRK|Pyongyang|Iran\w*|Tehran|Somali\w*|Libya\w*|Yemen\w*|Sudan\w*|Iraq\w*|Liberia\w*|"
    r"Eritrea\w*|Mali\w*|Haiti\w*|Taliban|"
    r"Sierra\s+Leone\w*|Guinea-Bissau|Central\s+African\s+Republic|Congo\w*|Al[- ]Qaeda)"
)
_NAMES_TARGET = re.compile(rf"\b{_UN_TARGETS}\b")
_FORBIDDEN = re.compile(
    r"\b(?:sanction\w*|ship-to-ship|embargo\w*|illicit\w*|smuggl\w+|clandestine\w*|covert\w*|"
    r"(?:oil|fuel|petroleum|import|annual|UN|U\.N\.|beyond\s+the|over\s+the)\s+cap)\b",
    re.IGNORECASE,
)


def concerns_a_regime(texts: list[str]) -> bool:
    """Tell whether a page speaks of international sanctions and of goods, ships, arms or workers under them."""
    whole = "\n".join(texts)
    if not _TRADE.search(whole) and not _RESOLUTION.search(whole):
        return False
    return bool(_STRONG.search(whole) or (_NAMES_TARGET.search(whole) and _FORBIDDEN.search(whole)))


_TARGETS = frozenset(("KP", "IR", "SO", "LY", "YE", "SD", "IQ", "LR", "ER", "ML", "HT", "SL", "GW", "CF", "CD"))


def is_target(accused: tuple[str, ...]) -> bool:
    """Tell whether States are all under a Security Council sanctions committee, or have been since 1990."""
    return bool(accused) and set(accused) <= _TARGETS


def strength(text: str) -> list[str]:
    """Return the words that tell how strongly something is said, as the page has them."""
    return list(dict.fromkeys(" ".join(found.group().split()) for found in _STRENGTH.finditer(text)))


def estimate(text: str) -> dict[str, str | None] | None:
    """Return an estimate's own words and its assumption where the text gives a scenario and not an observation."""
    assumed, estimated = _ASSUMPTION.search(text), _ESTIMATE.search(text)
    if assumed is None and estimated is None:
        return None
    return {
        "words": estimated.group() if estimated else None,
        "assumption": assumed.group(1).strip() if assumed else None,
    }


def resolutions(text: str) -> list[int]:
    """Return the numbers of the resolutions that a text names."""
    found = [
        int(n) for each in _RESOLUTION.finditer(text) for n in re.findall(r"(?<!\()\b\d{3,4}\b(?!\s*\))", each["n"])
    ]
    return list(dict.fromkeys(found))


def obligation(text: str, target_workers: bool) -> dict[str, Any] | None:
    """Return the duty that a text names: resolution, year and words as given, and a derived hint at the measure."""
    numbers, year, duty = resolutions(text), _RESOLUTION_YEAR.search(text), _DUTY.search(text)
    if not numbers and year is None and duty is None:
        return None
    words = duty or year or _RESOLUTION.search(text)
    return {
        "resolution": numbers[0] if numbers else None,
        "resolutions": numbers,
        "year": int(year["y"] or year["z"]) if year else None,
        "words": words.group() if words else None,
        "measure_hint": _hint(text, target_workers),
    }


def _hint(text: str, target_workers: bool) -> dict[str, Any] | None:
    """Name the paragraph on repatriation where a text speaks of sending the DPRK's workers home: S/RES/2397 (2017),
    8."""
    speaks = re.search(
        r"\brepatriat\w+|\bsen[dt](?:ing)?\s+(?:\w+\s+){0,3}(?:home|back)\b|\breturn(?:ing)?\s+(?:\w+\s+){0,3}workers",
        text,
        re.IGNORECASE,
    )
    if not speaks or not target_workers:
        return None
    return {
        "measure": "2397-8",
        "derived": True,
        "why": f'the text speaks of "{speaks.group()}" and of workers of the DPRK',
    }
