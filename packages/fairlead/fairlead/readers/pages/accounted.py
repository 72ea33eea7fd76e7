"""Whether every word of a clause that accuses a State is one whose part in it is known.

A construction takes up who acts and the verb; what else stands in the clause may turn it round: "provided evidence of
smuggling" is no trade, "refused to assist illegal exports" no omission. So the words are held to closed lists, by what
they are, and what takes a claim back may stand nowhere in the sentence. Names begin with a capital and may be any.
Left out: clauses that accuse no State, which say less and harm less.
"""

from __future__ import annotations

import re

from fairlead.readers.pages import grammar
from fairlead.readers.pages.constructions import Understood
from fairlead.readers.pages.grammar import any_of
from fairlead.readers.pages.grounding import Doubt
from fairlead.readers.pages.signs import ACTOR, ADJECTIVE, COUNT, STATE, TIME, Signed

WORDS = Doubt("act", "a word of its clause may turn what it says")
TAKEN_BACK = Doubt("act", "its sentence may deny, condition or take back what it says")
OBJECT = Doubt("act", "to what its verb is done is not settled by the words after it")

_SMALL = any_of(
    "the a an of to from in on at by for with via through into onto or and as its their our his her this these those "
    "such other others another some several many numerous various multiple more most than over under up "
    "between among off near since during across along around out separate single total combined first second third "
    "has have had is are was were been being both all each every no_less including alone there that which s "
    "occasions? times? cases? instances? examples? incidents? kind kinds sort ways? basis scale number amounts? "
    "quantit(?:y|ies) levels? volumes? hundreds thousands millions dozens tens scores year years month months week "
    "weeks day days early late mid recent last previous past annual monthly yearly daily large small major massive "
    "significant huge great ongoing continued continuous repeated widespread systematic deliberate flagrant blatant "
    "clear open secret clandestine covert direct worth"
)
_ADVERBS = any_of(
    "also again still already since often long further later then now "
    "(?:illegal|illicit|secret|knowing|repeated|systematical|regular|deliberate|open|covert|clandestine|direct|"
    "indirect|alleged|reported|apparent|continuous|continual|consistent|persistent|routine|active|quiet|joint|"
    "annual|monthly|current|flagrant|blatant|brazen|clear|intentional|wilful|willful|recent|frequent|increasing|"
    "previous|general|large|chronical|flat|grave|gross|serious|constant|simultaneous)ly"
)
_QUALIFIERS = any_of(
    "illegal illicit banned prohibited forbidden sanctioned smuggled unlawful restricted embargoed refined crude raw "
    "foreign overseas maritime commercial military nuclear ballistic conventional heavy light small-scale large-scale "
    "ship-to-ship at-sea in-kind use related dual-use luxury stolen laundered high-value unreported undeclared blind"
)
GOODS = any_of(
    "coal anthracite oil petroleum fuels? diesel gasoline petrol kerosene naphtha lpg gas goods items cargo(?:es)? "
    "products? commodit(?:y|ies) materials? materiel equipment machinery components? parts technology weapons? "
    "weaponry arms ammunition munitions missiles? rockets? drones? shells? artillery ordnance explosives tanks? "
    "rifles? guns charcoal minerals? metals? iron ore steel copper zinc lead gold silver sand textiles? garments "
    "seafood fish timber wood vehicles? cars trucks containers? barrels tons? tonnes currency money cash "
    "cryptocurrency assets funds revenue income statues artefacts ivory wildlife antiquities aircraft helicopters?"
)
_CARRIERS = any_of(
    "ships? vessels? tankers? freighters? carriers? barges? boats? fleets? crews? "
    "compan(?:y|ies) firms? entit(?:y|ies) traders? brokers? networks? banks? ports? harbou?rs? waters territory "
    "territorial coast coasts coastal sea seas border borders airports? markets? flag(?:ged)? owned registered based"
)
_PEOPLE = any_of(
    "workers? labou?rers? nationals? citizens? soldiers? troops personnel government authorities regime people "
    "rivals? paramilitar(?:y|ies) insurgents? insurgency opposition militants? allied allies tribal "
    "militias? rebels? fighters groups? forces army hackers? operatives?"
)
_ACTS = any_of(
    "transfers? transshipments? transhipments? deliver(?:y|ies) shipments? exports? imports? sales? suppl(?:y|ies) "
    "purchases? trade trading trafficking smuggling voyages? calls? procurement transactions? violations? "
    "breach(?:es)? evasion export import activit(?:y|ies) cooperation theft thefts laundering failure refusal"
)
_LAW = any_of(
    "sanctions? resolutions? embargo(?:es)? bans? caps? limits? restrictions? ceilings? quotas? obligations? "
    "prohibitions? measures violation violations breach defiance contravention excess deadline despite contrary "
    "beyond under imposed set council security international un adopted against required duty duties commitments?"
)
_VERBS = rf"(?:{grammar.BREAKS}|{grammar.TRADES}|{grammar.CONCEALS}|{grammar.MOVES})"
_DOINGS = any_of(
    # The verbs of ``grammar.ACTS`` and ``grammar.FAILS``, which a clause may hold a second time.
    "conduct(?:s|ed|ing)? perform(?:s|ed|ing)? carr(?:y|ies|ied|ying) engag(?:e[sd]?|ing) ma(?:de|ke|kes|king) "
    "involv(?:ed|ement|ing) tak(?:en|ing) took part participat(?:ed|ing) increas(?:ed|ing) stepp(?:ed|ing) "
    "boost(?:ed|ing) "
    "expand(?:ed|ing) resum(?:ed|ing) continu(?:e[sd]?|ing) began begun started kept allow(?:s|ed|ing)? let(?:s|ting)? "
    "turn(?:s|ed|ing)? eye fail(?:s|ed|ing|ure)? refus(?:e[sd]?|ing) skipp(?:ed|ing) not acted enforcing implementing "
    "reporting acting stopped accused suspected believed thought alleged said reported found caught charged having be "
    "appears? appeared seems? seemed"
)
_KNOWN = re.compile(
    rf"(?:{_SMALL}|{_ADVERBS}|{_QUALIFIERS}|{GOODS}|{_CARRIERS}|{_PEOPLE}|{_ACTS}|{_LAW}|{_VERBS}|{_DOINGS})",
    re.IGNORECASE,
)
# What a State fails to do; beside any other verb these are what it did do.
_DONE_DUTY = re.compile(
    r"(?:act|stop|send|return|repatriate|enforce|implement|comply|report|inspect|prevent|meet|fulfill?|abide|honou?r|"
    r"uphold|seize|search|curb|halt|expel|block|notify|submit|crack|cut|cooperate|down|home|reports?|panel|experts|"
    r"committee|flow)",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_][\w’'.‐-]*")
_NAME = re.compile(r"[A-Z][\w’'.‐-]*")

_APPOSED = re.compile(
    # What a State, place or group is: "Yemen, the poorest country of its region".
    r",\s+(?:the|an?)\s+[^,;]{2,70}?\b(?:country|nation|state|kingdom|group|militia|movement|alliance|capital|port|region)\b"
    r"(?=,|$)"
)
_TAKES_BACK = re.compile(
    r"\b(?:den(?:y|ies|ied|ying|ials?)|reject\w*|dismiss\w*|refut\w*|disput\w*|contest\w*|doubt\w*|question(?:s|ed)|"
    r"scepti\w+|skepti\w+|false\w*|untrue|wrong\w*|mistak\w*|incorrect\w*|inaccura\w*|baseless|unfounded|groundless|"
    r"fabricat\w*|fak(?:e|ed)|hoax\w*|myths?|rumou?r\w*|unproven|unconfirmed|unverified|unsubstantiated|retract\w*|"
    r"withdr\w+|apologi\w+|misquot\w*|mis(?:led|leading|represent\w*|identif\w*)|not|no|never|none|nobody|nothing|"
    r"neither|nor|cannot|without|if|unless|whether|would|could|might|may|hypothetical\w*|fiction\w*|novel|films?|"
    r"movies?|satir\w*|suppos\w+|pretend\w*|cleared|acquitted|exonerated|innocent|seized|confiscat\w*|halted|"
    r"ceased|ended|until|before|exempt\w*|waivers?|lawful\w*|legal\w*|permitted|authori[sz]ed)\b|n[’']t\b",
    re.IGNORECASE,
)
_ITS_LAW = re.compile(
    # A rule as what is broken: "violated the UN arms embargo", "exceeded the annual cap".
    r"\s+(?:(?!\b(?:evasion|busting)\b)[\w.,’'\ue001-\ue005-]+\s+){0,8}?"
    + any_of("sanctions? resolutions? embargo(?:es)? bans? caps? limits? restrictions? ceilings? quotas? obligations?")
    + r"\b(?!\s+(?:evasion|busting|evad\w+|violat\w+))",
    re.IGNORECASE,
)
_OVER = re.compile(r"(?:exceed|surpass)", re.IGNORECASE)
_A_CAP = re.compile(r"\b(?:caps?|limits?|ceilings?|quotas?)\b", re.IGNORECASE)
_STOPS = re.compile(r"(?:fail|refus)\w*\s+to\s+(?:stop|prevent|block|curb|halt|cut|crack|seize|search|inspect)\b", re.I)
_UNLAWFUL = re.compile(
    r"\b(?:illegal|illicit|banned|prohibited|smuggl|sanctioned|violat|evasion|ship-to-ship)\w*", re.I
)
_AGAINST_RULES = re.compile(
    r"(?:fail|refus)\w*\s+to\s+(?:stop|prevent|block|curb|halt|cut)\s+(?:\w+\s+){0,3}?"
    r"(?:sanctions|resolutions?|embargo(?:es)?|bans?|caps?)\b(?!\s+(?:evasion|violat))",
    re.IGNORECASE,
)
_BARE_ACT = re.compile(r"(?:fail|refus)\w*\s+to\s+act\s+(?!on\b|against\b)\S|(?:fail|refus)\w*\s+to\s+assist\b", re.I)
_SKIPS = re.compile(r"skipp\w+\s+(?:\w+\s+){0,3}report", re.IGNORECASE)
_PASSIVE = re.compile(r"\b(?:is|are|was|were|been|being)\s+(?:\w+ly\s+)?$")
_THINGS = re.compile(rf"{COUNT}|\b(?:{GOODS}|{_ACTS}|ships?|vessels?|tankers?|workers?|labou?rers?|nationals?)\b", re.I)
_FOR_WHAT = re.compile(
    rf"\bagainst\b|\bfor\s+(?!use\b|(?:the\s+)?(?:{STATE}|{ADJECTIVE}|{ACTOR}|{COUNT}|{TIME}|[A-Z]))"
)
_UNDER_RULES = re.compile(
    # What a rule asks or allows, but for what it bans: "allowed exports under the resolutions".
    r"(?<!banned )(?<!prohibited )(?<!required )\bunder\s+(?:[\w.'’\ue001-\ue005-]+\s+){0,4}?"
    r"(?:sanctions|resolutions?|embargo|rules?|cap|obligations?)\b",
    re.IGNORECASE,
)
_HELPED_BREAK = re.compile(rf"\b(?:{grammar.BREAKS})\b", re.IGNORECASE)


def doubt(signed: Signed, clause: Understood) -> Doubt | None:
    """Return what of a clause that accuses a State is not accounted for; None where every word is."""
    text = signed.signs
    begin = min(clause.start, clause.whom[0] if clause.whom else clause.start)
    verb = text[clause.verb : clause.end]
    fails = re.match(rf"{grammar.FAILS}|failure\b", verb) is not None
    left_undone = re.match(r"(?:fail|refus|not\s|stopped\s)", verb) is not None
    without_verb = text[: clause.verb] + text[_after_verb(verb) + clause.verb :]
    if _TAKES_BACK.search(without_verb):
        return TAKEN_BACK
    if any(begin <= at < clause.end and actor.kind == "document" for at, actor in signed.actors.items()):
        return WORDS
    for word in _WORD.findall(_APPOSED.sub("", text[begin : clause.end])):
        plain = re.sub(r"-(?:related|made|origin|bound)$", "", word.rstrip(".’'-"))
        known = _KNOWN.fullmatch(plain) or _NAME.fullmatch(plain) or (left_undone and _DONE_DUTY.fullmatch(plain))
        if not known:
            return WORDS
    return None if _does_it(signed, clause, verb, fails=fails) else OBJECT


def _after_verb(verb: str) -> int:
    """Return where the words of an omission end, which hold a "not" of their own."""
    found = re.match(rf"{grammar.FAILS}", verb)
    return found.end() if found else 0


def _does_it(signed: Signed, clause: Understood, verb: str, *, fails: bool) -> bool:
    """Tell whether the verb and what it is done to are an act that rules forbid or an omission, and no good deed."""
    text = signed.signs
    if _UNDER_RULES.search(verb):
        return False
    if fails:
        if _BARE_ACT.match(verb) or (verb.startswith("skipp") and not _SKIPS.match(verb)) or _AGAINST_RULES.match(verb):
            return False
        return not _STOPS.match(verb) or _UNLAWFUL.search(signed.text[clause.verb : clause.end]) is not None
    if broken := re.match(rf"(?:{grammar.BREAKS})\b", verb):
        law = _ITS_LAW.match(verb, broken.end())
        return law is not None and (not _OVER.match(verb) or _A_CAP.search(law.group()) is not None)
    traded = re.match(rf"(?:{grammar.TRADES})\b", verb)
    if traded is None:
        return True  # a noun, a count, or an act named by one
    if re.match(r"used\s+to\b", verb) or (
        not traded.group().endswith("ing")
        and _PASSIVE.search(text[: clause.verb])
        and "accused" not in clause.construction
    ):
        return False
    rest = verb[traded.end() :]
    if _FOR_WHAT.search(rest):
        return False
    if traded.group().startswith("arm"):
        return True  # with what is in the word
    return _THINGS.search(rest) is not None or _HELPED_BREAK.search(rest) is not None
