"""Who acts in a clause: the States that its grammar makes the agents of what it tells, and those it does not.

Works by what stands before and after a State's name, with no list of cases. What is doubtful names nobody: an
accusation that a page does not make is worse than one that is missed. Left out: pronouns, States meant but not named.
"""

from __future__ import annotations

import re
from dataclasses import replace

from fairlead.subjects import states


def named_in(words: str) -> tuple[str, ...]:
    """Return the States named as agents in a phrase: not those after "on", "against", "to" or "with"."""
    found = []
    for mention in states.mentions(words):
        if _GOVERNED.search(words[: mention.start]) or _FLAG.match(words[mention.end :]) or _is_ship(words, mention):
            continue
        if _OF_PEOPLE.match(words[mention.end :]):
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


def others_act(text: str) -> bool:
    """Tell whether ships, firms or people of some State stand where those who act stand."""
    return any(
        (_is_ship(text, each) or _OF_PEOPLE.match(text[each.end :])) and not _is_governed(text, each)
        for each in states.mentions(text)
    )


def _is_governed(text: str, mention: states.Mention) -> bool:
    before = text[: mention.start]
    if _GOVERNED.search(before):
        return True  # "a case of Chile supplying": there the State is who acts
    return _OF_OR_BETWEEN.search(before) is not None and not _DOES.match(text, mention.end)


_OF_PEOPLE = re.compile(
    r"\s+(?:overseas\s+|migrant\s+|guest\s+)?(?:labou?rers?|workers?|nationals?|citizens|trainees|firms?|"
    r"compan(?:y|ies)|banks?|traders?|business\w*|brokers?|entit(?:y|ies)|individuals?|people|persons?|men|crews?)\b",
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
    r"\b(?:was|were|is|are|has|have|had|been|which|who)\b(?!.*\b(?:by|that)\s+(?:the\s+)?$)|"
    # "by" after a verb of telling or enforcing says who told of it, not who did it.
    r"\b(?:expos|report|detect|spott|sight|observ|releas|document|impos|adopt|publish|track|seiz|detain|sanction|blacklist|nam|"
    r"identifi|photograph|captur|describ|cit|accus|alleg|investigat|monitor|issu|announc|reveal|disclos|draft|propos|back|list|"
    r"designat|bann|prohibit|confirm|warn|suspect|brief|obtain|view)\w*\s+(?:(?:to|in|on|at)\s+(?:[\w.-]+\s+){1,4})?by\s+(?:the\s+)?$|"
    r"\b(?:seen|taken|held|told)\s+by\s+(?:the\s+)?$|"
    # Nor does a State that stands after another's act do it.
    r"\b(?:transferred|sold|delivered|supplied|shipped|exported|imported|sent|received|loaded|unloaded|carried|bought|violated|"
    r"breached|made|visited|entered|used)\b(?!.*\b(?:by|that)\s+(?:the\s+)?$)"
)

_TOWN = re.compile(r"[A-Z]\w+,\s+$")

_TELLER = re.compile(
    # A paper or a scholar of a State tells of what others did, and is not that State.
    r"\s+(?:(?!said\b|that\b)[\w-]+\s+){0,2}?(?:newspapers?|papers?|daily|dailies|media|broadcasters?|television|radio|press|news|magazines?|"
    r"outlets?|journalists?|reporters?|researchers?|experts?|analysts?|scholars?|think\s+tanks?|institutes?|lawmakers?|activists?)\b",
    re.IGNORECASE,
)


_JOINED = re.compile(r",?\s+and\s+(?:the\s+)?|,\s+(?:the\s+)?")
_DOING = (
    # How the verbs begin by which pages tell of conduct under a regime: breaches, trade, transport, labour, omissions.
    r"(?:violat|breach|contraven|infring|defi(?:es|ed)|defy|evad|circumvent|skirt|dodg|flout|bypass|sidestep|escap|ignor|disregard|"
    r"undermin|undo|water|weaken|exceed|surpass|top(?:s|ped)\b|import|export|ship(?:s|ped|ping)\b|sell|sold|suppl|deliver|procur|obtain|secur(?:e[sd]?|ing)|receiv|smuggl|"
    r"transfer|transship|send|sent|provid|purchas|b(?:uy|ought)|acquir|load|unload|offload|discharg|carr(?:y|ie)|transport|bring|brought|"
    r"us(?:e[sd]?|ing)\b|deploy|host|employ|hir(?:e|ing)|keep|kept|earn|generat|launder|st(?:eal|ole)|hack|raise|conduct|engag|mak(?:e|ing)|"
    r"made|help|aid|assist|enabl|facilitat|abet|allow|let(?:s|ting)?\b|permit|fail|refus|neglect|turn\w*\s+a\s+blind|look\w*\s+(?:away|the)|"
    r"skip|stopp\w+\s+report|hid|conceal|disguis|falsif|attempt|tr(?:y|ie)|seek|sought|produc|profit|benefit|arm(?:s|ed|ing)\b|break|broke|"
    r"do(?:es)?\s+not|did\s+not|not\s+(?:act|stop|enforc|report|do))"
)
_BEFORE_IT = (
    r"(?:has|have|had|was|were|is|are|be|been|being|may|might|could|also|still|now|then|again|continues?|continued|continuing|began|begun|"
    r"started|resumed|repeatedly|itself|appears?|appeared|seems?|seemed|likely|to|more|skilled|at|(?:believed|alleged|thought|said|"
    r"suspected|reported|known|accused|found)\s+(?:to|of)|becoming|in\s+(?:19|20)\d\d|since\s+\w+|\w+ly|on\s+\w+day|all|both|together|often|always|never|sometimes|once)"
)
_DOES_IT = re.compile(
    rf"(?:\s*\([^)]{{2,60}}\)|\])?(?:['’]s)?(?:\s+(?:government|regime|authorities|state|military|army|leadership|leaders?|officials?|diplomats|agents))?"
    rf"(?:,[^,;]{{2,90}},)?(?:,?\s+(?:which|who|that))?(?:,?\s+{_BEFORE_IT},?)*\s+(?:not\s+)?{_DOING}",
    re.IGNORECASE,
)
_IT_DID = re.compile(rf"\W*(?:that\s+)?(?:it|they)(?:\s+{_BEFORE_IT})*\s+{_DOING}", re.IGNORECASE)
_ACT = (
    r"(?:violations?|breach(?:es)?|evasions?|circumvention|smuggling|defiance|failures?|refusals?|shipments?|exports?|imports?|deliver(?:y|ies)|"
    r"sales?|suppl(?:y|ies)|transfers?|transshipments?|procurement|purchases?|thefts?|hosting|employment|use|voyages?|port\s+calls?|cyberattacks?)\b"
)
_ITS_ACT = re.compile(
    rf"(?:['’]s?\s+(?:[\w-]+\s+){{0,4}}?{_ACT}|\s+(?:(?:sanctions?|arms|embargo|cap)\s+)?"
    r"(?:violations?|breach(?:es)?|evasions?|circumvention|smuggling|cyberattacks?)\b)",
    re.IGNORECASE,
)
_DONE_BY = re.compile(
    rf"\b(?:{_ACT}|{_DOING}\w*)(?:\s+(?:of|in|at|on|from|to|off|through|with|and)\s+[^,;]{{2,60}}?|\s+(?:committed|made|conducted|carried\s+out))?"
    r"\s+by\s+(?:the\s+)?$",
    re.IGNORECASE,
)


def agents(text: str) -> tuple[str, ...]:
    """Return the States that can be agents in a clause, the first only, or those joined to it by "and"."""
    return tuple(dict.fromkeys(mention.state for mention in _subjects(text)))


def tells_of_itself(words: str) -> bool:
    """Tell whether words tell what "it" or "they" did: of who speaks, where a State says them."""
    return _IT_DID.match(words) is not None


def accused(text: str) -> tuple[str, ...]:
    """Return the agents of a clause of whom it tells a conduct; those of whom it tells anything else are left out."""
    named = _subjects(text)
    if not named:
        return _told_of(text)
    does = _DOES_IT.match(text, named[-1].end) or _ITS_ACT.match(text, named[-1].end)
    done_by = _DONE_BY.search(text[: named[0].start])
    whose = _OF_OR_BETWEEN.search(text[: named[0].start]) and _DOES.match(text, named[-1].end)
    return tuple(dict.fromkeys(mention.state for mention in named)) if does or done_by or whose else _told_of(text)


def _told_of(text: str) -> tuple[str, ...]:
    """Return whom the words after "that" accuse, where those before it accuse nobody."""
    that = re.search(r"\bthat\s+", text)
    return accused(text[that.end() :]) if that else ()


def _subjects(text: str) -> list[states.Mention]:
    teller = next(states.mentions(text), None)
    if teller is not None and _TELLER.match(text[teller.end :]):
        told = re.search(r"\b(?:as\s+saying|that)\s", text[teller.end :])
        if told is None:
            return []
        at = teller.end + told.end()
        return [replace(each, start=each.start + at, end=each.end + at) for each in _subjects(text[at:])]
    ends = {each.end for each in states.mentions(text)}
    found = [
        m
        for m in states.mentions(text)
        if not ((town := _TOWN.search(text[: m.start])) and len(text[: m.start].rstrip(" ,")) not in ends and town)
        and not _OF_PEOPLE.match(text[m.end :])
        and not _FLAG.match(text[m.end :])
        and not _is_ship(text, m)
        and not _AFTER_VERBS.search(text[: m.start])
        and not _is_governed(text, m)
    ]
    if not found or _ENFORCES.match(text[found[0].end :]):
        return []  # and who stands further on is what it looked into, not who acts in this clause
    named = [found[0]]
    for mention in found[1:]:
        if _JOINED.fullmatch(text[named[-1].end : mention.start]):
            named.append(mention)
        else:
            break
    return named
