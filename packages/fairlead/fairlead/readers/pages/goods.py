"""Words for goods, ships' names and places as running text gives them. Nothing is looked up and nothing inferred.

A word is taken only where the text uses it for cargo, a ship or a place of the act; "fuel smuggling" names fuel,
"illicit imports" names nothing. Which heading of the tariff a word falls under is for the law to say.
"""

from __future__ import annotations

import re

from fairlead.subjects import states

GOODS = (
    r"anthracite(?:\s+coal)?|coking\s+coal|coal|(?:refined\s+)?petroleum(?:\s+products?)?|crude(?:\s+oil)?|"
    r"oil\s+products?|"
    r"(?:fuel|heavy|gas|palm)\s*oil|oil|diesel(?:\s+fuel)?|gasoline|petrol|kerosene|jet\s+fuel|naphtha|"
    r"condensates?|natural\s+gas|"
    r"fuel|iron\s+ore|iron|steel|lead\s+ore|copper|nickel|zinc|silver|gold|rare\s+earths?|titanium(?:\s+ore)?|"
    r"vanadium|minerals?|"
    r"seafood|squid|crabs?|fish|textiles?|garments?|clothing|sand|stone|timber|wood|charcoal|sugar|machinery|"
    r"electrical\s+equipment|vehicles|luxury\s+(?:goods|cars|items)|weapons|arms|ammunition|munitions|missile\s+parts|"
    r"small\s+arms|rockets|shells|explosives|statues|helicopters|aviation\s+fuel|agricultural\s+products?|ivory|"
    r"diamonds|"
    r"wildlife|alcohol|cigarettes|tobacco|dual-use\s+goods|centrifuges?|aluminium|aluminum"
)
_GOODS = re.compile(rf"\b(?P<goods>{GOODS})\b(?![-‐](?:for|fired|rich))", re.IGNORECASE)
_NO_GOODS = re.compile(
    # Words that hold a good's name and mean something else.
    r"(?:nuclear|chemical|biological|strategic|atomic|conventional)(?:\s+and\s+(?:missile|"
    r"ballistic))?\s+(?:weapons?|arms)|(?:weapons?|arms|missiles?)\s+"
    r"(?:program\w*|development|inspectors?|tests?|of\s+mass|control|race|experts?|efforts?)|ballistic\s+missiles?|"
    r"(?:oil|fuel|petroleum|coal)[\s-](?:tankers?|caps?|prices?|compan\w+|terminals?|ban|hoses?|minist\w+|embargo)|"
    r"arms\s+embargo|up\s+in\s+arms|"
    r"lead\s+(?:to|the)|iron\s+(?:curtain|fist|will)|golden?\s+\w+|stone\s+by|fish\s+in|sand\s+in\s+the",
    re.IGNORECASE,
)

_CAP = r"[A-Z][A-Za-z'’-]*"
_SHIP_NAME = rf"{_CAP}(?:\s+{_CAP}){{0,3}}(?:\s+(?:No\.?\s*)?\d{{1,4}})?"
_SHIP = re.compile(
    rf"(?:\b(?:tanker|vessel|ship|freighter|carrier|barge|trawler|motor\s+vessel|on\s+board|aboard|"
    rf"[Cc]ontainership)s?,?\s+(?:called\s+|named\s+|the\s+)?|"
    rf"[-‐–\s]flagged\s+(?=[A-Z])|\b(?:M/V|MV|M\.V\.|M/T|MT|M\.T\.)\s+|\b\d[\d,.]*-(?:ton|tonne|"
    rf"dwt)s?\s+(?:(?:tanker|ship|vessel|"
    rf"freighter)\s+)?)[“\"‘']?(?P<name>{_SHIP_NAME})"
)
_SHIP_ASIDE = re.compile(
    rf"\b[Tt]he\s+[“\"‘']?(?P<name>{_SHIP_NAME})[”\"’']?,\s+(?:an?|the|another)\s+[^,.;]{{0,60}}?\b(?:tanker|"
    rf"carrier|vessel|ship|freighter|barge)\b"
)
_IMO = re.compile(r"\bIMO(?:\s+(?:number|No\.?))?[\s:#]*(\d{7})\b")
_FLAGGED = re.compile(r"(?P<flag>[A-Z][\w.’' -]{1,40}?)[-‐–\s](?:flagged|flag|registered)\b")

_WATERS = r"Sea|Strait|Straits|Gulf|Bay|Channel|Harbou?r|Delta|Estuary|Anchorage|Island|Islands|Canal|River"
_NAME = rf"{_CAP}(?:[-–]{_CAP})*(?:\s+{_CAP}){{0,3}}"
_PLACE = re.compile(
    rf"\b(?:(?:the\s+)?ports?\s+(?:city\s+)?of\s+(?P<a>{_NAME})|(?:through|via|off|near|at|into|"
    rf"outside)\s+(?:the\s+(?:coast|port|waters)\s+of\s+)?(?P<b>{_NAME})"
    rf"|(?P<c>(?:{_CAP}[-–\s])*{_CAP}\s+(?:{_WATERS}))\b|(?P<d>{_NAME}(?:[-–]{_CAP})?\s+(?:area|port|harbou?r|"
    rf"anchorage|terminal))\b"
    rf"|Gulf\s+of\s+(?P<g>{_CAP})|(?:docked|unloaded|loaded|discharged|delivered|anchored|moored|offloaded|berthed|"
    rf"called|seen|spotted|unload|load|discharge)\b[^.,;]{{0,40}}?\s(?:in|at|to|from)\s+(?P<f>{_NAME}))"
)
_NO_PLACE = re.compile(
    r"^(?:January|February|March|April|May|June|July|August|September|October|November|December|Jan|Feb|Mar|Apr|"
    r"Jun|Jul|Aug|Sept?|Oct|Nov|Dec|"
    r"Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|UN|U\.N\.|United|Security|Council|State|The|North|"
    r"South|East|West|Sea|It|He|She|They|Center|Centre)\b\.?"
)


def goods(text: str) -> list[str] | None:
    """Return the goods that a text names, in its words and order; None where it names none."""
    masked = _NO_GOODS.sub(lambda found: "#" * len(found.group()), text)
    named = dict.fromkeys(" ".join(found["goods"].lower().split()) for found in _GOODS.finditer(masked))
    return [each for each in named if not any(each != other and each in other for other in named)] or None


def ships(text: str, known: frozenset[str] = frozenset()) -> list[dict[str, str | int | None]] | None:
    """Return the ships that a text names; ``known`` are names that the page has introduced as ships' before."""
    names = dict.fromkeys(
        _ship_name(found["name"]) for pattern in (_SHIP, _SHIP_ASIDE) for found in pattern.finditer(text)
    )
    for name in sorted(known):
        if re.search(rf"\b{re.escape(name)}\b(?!\s+\d)", text):
            names.setdefault(name)
    numbers = [int(found) for found in _IMO.findall(text)]
    named: list[dict[str, str | int | None]] = [
        {"name": name, "imo": None} for name in names if name and states.alpha2(name) is None
    ]
    if len(numbers) == 1 and len(named) == 1:
        named[0]["imo"] = numbers[0]
    else:
        named += [{"name": None, "imo": number} for number in numbers]
    return named or None


def flags(text: str) -> list[str]:
    """Return the States whose flag a text gives to ships ("North Korean-flagged vessels")."""
    found = []
    for each in _FLAGGED.finditer(text):
        mention = list(states.mentions(each["flag"]))
        if mention and mention[-1].end == len(each["flag"]):
            found.append(mention[-1].state)
    return list(dict.fromkeys(found))


def places(text: str, ship_names: frozenset[str] = frozenset()) -> list[str] | None:
    """Return the places that a text gives for an act, in its words: seas, ports, areas. States are not places here."""
    named: dict[str, None] = {}
    for found in _PLACE.finditer(text):
        words = next(group for group in found.groups() if group)
        words = f"Gulf of {words}" if found["g"] else re.sub(r"^(?:The|the)\s+", "", words)
        if _is_place(words, ship_names) and not any(words in other for other in named):
            named[words] = None
    return list(named) or None


def _is_place(words: str, ship_names: frozenset[str]) -> bool:
    if states.alpha2(words) is not None and states.alpha2(words) not in ("HK", "MO", "TW", "SG"):
        return False
    if _NO_PLACE.match(words) and not re.search(rf"(?:{_WATERS})$", words):
        return False
    named = list(states.mentions(words))
    only_state = len(named) == 1 and not re.sub(r"['’]s$", "", words.replace(named[0].words, "")).strip()
    return not only_state and words not in ship_names


def _ship_name(words: str) -> str:
    first = next(states.mentions(words), None)
    return words[first.end :].strip() if first is not None and first.start == 0 and first.form == "demonym" else words
