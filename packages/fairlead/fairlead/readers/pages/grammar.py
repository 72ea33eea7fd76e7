"""The pieces of which constructions are made, as patterns over signs: who speaks, who acts, what is done, its end.

Words are English. A piece says nothing by itself; what may stand beside what is for ``constructions.py``.
"""

from __future__ import annotations

import re

from fairlead.readers.pages import speech
from fairlead.readers.pages.signs import ACTOR, ADJECTIVE, COUNT, STATE, TIME


def any_of(words: str) -> str:
    """Return a pattern for any of these words; "_" stands for blanks inside one, "*" for any ending."""
    return "(?:" + "|".join(each.replace("_", r"\s+").replace("*", r"\w+") for each in words.split()) + ")"


# 1. Small words ------------------------------------------------------------------------------------------------------

ADVERB = (
    r"(?:also|again|later|then|now|still|already|since|once|often|long|further|"
    r"(?!(?:possib|probab|like|unlike|hard|bare|scarce|near|on|ear|suppos|potential|ful|fami|rep)ly\b)[a-z]{3,}ly)"
)
ON_TIME = rf"(?:(?:on|in|late|earlier|at)\s+)?{TIME}"
HAVE = rf"(?:(?:has|have|had|{ADVERB}|{ON_TIME})\s+)*"
BE = rf"(?:is|are|was|were|has\s+been|have\s+been|had\s+been|being)(?:\s+(?:{ADVERB}|{ON_TIME}))*"
AUX = (
    rf"(?:(?:has|have|had|is|are|was|were|been|and|continue[sd]?(?:\s+to)?|began|begun|started|resumed|kept|"
    rf"(?:appears?|appeared|seems?|seemed)\s+to|{ADVERB}|{ON_TIME})\s+)*"
)
_MARKS = r"[^\w\ue001-\ue005]*"
_PLACE_NAME = rf"(?:{STATE}|[A-Z][\w.-]*(?:\s+[A-Z][\w.-]*)?)"
_DATELINE = (
    # "SEOUL (Reuters) -", "Jan. 16 (UPI) —", "WASHINGTON -": where and when it was written.
    rf"(?:(?:(?:[A-Z]{{3,}}(?:,?\s+[A-Z][\w.]*)?|{STATE}|{TIME})[,:]?\s+){{0,3}}\([A-Z][\w /.]{{1,30}}\)\s*[-–—]*\s*|"
    rf"(?:[A-Z]{{3,}}\s+){{1,3}}[•–—-]+\s+|(?:[A-Z]{{3,}}|{STATE})(?:,\s+[A-Z][\w.]*)?(?::|\s*[—–]|\s+-)\s*)"
)
LEAD = (
    rf"{_MARKS}{_DATELINE}?"
    rf"(?i:(?:"
    + any_of("But And Yet Still Now Meanwhile However Also Moreover Furthermore Separately Earlier Later Instead")
    + rf"|"
    rf"{any_of('Recently In_addition At_the_same_time For_(?:its|his|her)_part')}|"
    rf"(?:(?:In|On|Since|During|Between|Over|By|As\s+of)\s+)?{TIME}(?:\s+alone)?|(?:Despite"
    rf"|Amid)\s[^,;\ue001]{{3,50}},|In\s+(?:exchange|return)\s+for\s[^,;\ue001\ue002]{{3,40}},|"
    r"In\s+(?:an?|the|its|their)\s+(?:[\w-]+\s+){0,2}(?:statement|interview|report|letter|document|advisory|briefing)"
    r"(?:\s+(?:sent|released|published|issued|submitted)\b[^,;“”\"]{0,50})?|"
    rf"In\s+{ACTOR}(?:\s+(?:sent|released|published|issued|submitted)\b[^,;“”\"]{{0,50}})?,)\s*,?\s+)*"
)
BEFORE_SPEAKER = r"(?:[A-Z]\w+ing\s[^;:“”\"\ue001\ue002]{3,120},\s+)?"  # "Publishing photographs, the panel said"

# 2. Who speaks, and where and when ----------------------------------------------------------------------------------

_TASKED = any_of("monitoring tasked charged overseeing investigating tracking")
ASIDE = (
    rf"(?:,\s[^,;]{{2,110}},|\s+\([^()]{{2,40}}\)|\s[—–-]+\s[^—–;]{{3,90}}\s[—–-]+|"
    rf"\s+{_TASKED}\b[^,;“”\"]{{3,110}}?)?"
)
_SORT = any_of("senior top former recent new latest confidential leaked annual unnamed unidentified local government")
_UNNAMED = (
    # Who speaks and has no name that the reader knows: named as the page does.
    r"(?:(?:[A-Z][\w.]*|[a-z]+|" + ADJECTIVE + r")\s+){0,2}(?:"
    r"(?:team|group|panel|committee|task\s+force)\s+of\s+[a-z]+|"
    r"(?:(?:\d+|[A-Z]?[a-z]+(?:-[a-z]+)?)\s+)?(?:countries|nations|States|member\s+[Ss]tates|allies)|"
    + any_of("data website figures records documents? satellite_images? daily newspaper watchdog think_tank")
    + ")"
)
OFFICER = (
    # "a White House official", "the Chilean spokesman": of a State, and without a name.
    rf"(?:{ADJECTIVE}|{STATE})\s+(?:(?:senior|government|defen[cs]e|intelligence|foreign|ministry)\s+){{0,2}}"
    r"(?:officials?|diplomats?|spokes(?:man|woman|person)|envoy|ambassador|authorities|(?:UN\s+"
    r"|U\.N\.\s+)?[Mm]ission|embassy)"
)
SPEAKER = (
    rf"(?:(?i:the|an?|one|another)\s+(?:{_SORT}\s+){{0,3}})?"
    rf"(?P<speaker>{ACTOR}|{STATE}(?:(?:,\s+(?:the\s+)?{STATE})*,?\s+and\s+(?:(?:the\s+)?{STATE}|(?:its|\d+)\s+(?:\w+\s+)?(?:allies"
    rf"|partners)))?|{OFFICER}|{_UNNAMED}),?"
)
_MEETING = any_of("council conference briefing hearing committee meeting event panel forum")
_HEARERS = (
    rf"(?:reporters|journalists|lawmakers|parliament|the\s+(?:UN|U\.N\.|United\s+Nations)|(?:the\s+)?{ACTOR}|(?:a"
    rf"|the|an)\s+(?:[\w-]+\s+){{0,2}}{_MEETING})"
    rf"(?:\s+in\s+{_PLACE_NAME})?"
)
SAYS = (
    rf"{HAVE}(?:{any_of('suspects? suspected believes? believed estimates? estimated')}(?=\s+that\b)|"
    + any_of(
        "said says say stated states claimed claims alleged alleges asserted found finds concluded concludes "
        "noted notes added adds "
        "argued argues insisted warned warns reported reports revealed reveals acknowledged wrote writes "
        "confirmed testified showed shows "
        "stressed stresses declared emphasised emphasized maintained maintains underlined explained"
    )
    + rf"|told\s+{_HEARERS})"
)
_PAPER = any_of("interview statement report letter briefing release post tweet note document summary study email")
_NAMED = rf"(?:the\s+)?(?:{ACTOR}|{STATE}|{TIME}|[A-Z][\w.]*(?:\s+[A-Z][\w.]*){{0,3}})"
WHERE_SAID = (
    rf"(?:,?\s+{ON_TIME}"
    rf"|\s+at\s+(?:a|an|the)\s+(?:[\w-]+\s+){{0,3}}{_MEETING}"
    rf"|\s+in\s+(?:a|an|its|their|his|her|the|another)\s+(?:(?!that\b)[\w-]+\s+){{0,3}}?{_PAPER}"
    rf"(?:\s+(?:to|with|by|seen\s+by|obtained\s+by|sent\s+to|(?:published|released|issued)(?:\s+on)?)\s+{_NAMED})?"
    rf"|,?\s+(?:seen|obtained|reviewed|released|published|issued)(?:\s+{ON_TIME})?(?:\s+by\s+{_NAMED})?"
    rf"(?:\s+{ON_TIME})?"
    rf"|,?\s+who\s+(?:spoke|asked|was\s+speaking)\s+on\s+condition\s+of\s+anonymity|\s+on\s+condition\s+of\s+anonymity"
    rf"|\s+to\s+(?:the|an?)\s+[^,;“”\"\ue001]{{2,50}}?(?=\s+that\b)|\s+to\s+(?:the\s+)?(?:{ACTOR}|{STATE})(?=\s+that\b)"
    rf"|\s+in\s+(?:{_PLACE_NAME}|{ACTOR}))*"
)
THAT = (
    r"(?:(?:\s+that)?\s+(?:it|they)\s+(?:strongly\s+)?(?:suspects?|suspected|believes?|believed|estimates?"
    r"|estimated)(?:\s+that)?\s+"
    r"|\s*,?\s+that\s+[“\"]?|\s*[:,]\s*[“\"]|\s+(?=[^\s]))"
)
AND_SO_ON = (
    rf"(?:,\s+{any_of('adding noting saying citing calling urging while as but and')}\b.*|,\s+in\s+"
    rf"(?:an?\s+)?(?:\w+\s+)?(?:violation|breach|defiance)\s+of\b.*)?"
)

# 3. Who acts ---------------------------------------------------------------------------------------------------------

SEVERAL = rf"{STATE}(?:(?:,\s+(?:the\s+)?{STATE})*,?\s+and\s+(?:the\s+)?{STATE})?"
STATES = (
    rf"(?:[Tt]he\s+)?(?P<states>{SEVERAL})"
    rf"(?:\s+\([^()]{{2,60}}\))?(?P<about>,\s(?:which|who|a|an|the|another|[a-z]+ed)\s[^,;]{{2,90}},)?"
)
HEADS = any_of(
    "ships? vessels? tankers? freighters? carriers? barges? boats? trawlers? compan(?:y|ies) firms? entit(?:y"
    "|ies) individuals? traders? "
    "brokers? business(?:man|men|woman|people) crews? captains? m[ae]n wom[ae]n nationals? citizens? banks? "
    "shipowners? operators? "
    "people networks? directors? executives?"
)
_NO_NAME = any_of(
    "The A An It They He She This That These Those In On At Its Their His Her There Total Other Some Many All "
    "Two One We I You Who What North South East West"
)
NAME = (
    rf"[“\"‘']?(?:M/?[VT]\s+)?(?!{_NO_NAME}\b)[A-Z][\w'’-]*(?:\s+(?:&\s+)?(?:No\.?\s*)?"
    rf"(?:[A-Z0-9][\w'’-]*\.?)){{0,6}}[”\"’']?"
)
WHOSE = r"[-‐–\s](?:flagged|registered|owned|based|operated|linked)"
BEFORE_HEAD = (
    rf"(?:(?:(?:{ADJECTIVE}|{STATE})\s+and\s+)?(?:{ADJECTIVE}|{STATE})(?:{WHOSE})?|"
    rf"(?!{any_of('that which who and by for of was were is are has had have')}\b)[a-z][\w-]*|[\d,.]+(?:-\w+)*)"
)
OTHERS = (
    # Whoever acts that is no State: ships, firms and people, by what they are, how many they are, or their name.
    rf"(?:(?i:the|an?|some|several|another|one|both|many|these|those|a\s+(?:number|series|fleet|network"
    rf"|group)\s+of)\s+)?"
    rf"(?:(?:{BEFORE_HEAD}\s+){{0,5}}"
    rf"(?:{HEADS}\b(?:\s+of\s+{COUNT})?|{COUNT}|(?:{ADJECTIVE}|{STATE})[-‐–](?:flagged|registered|owned)(?=\s+{NAME}))"
    rf"(?:(?:,?\s+(?:called|named)?\s*{NAME}(?:\s+and\s+(?:the\s+)?{NAME})?)(?:\s+\([^()]{{1,40}}\))?,?)?"
    rf"|(?:{ADJECTIVE}\s+|{STATE}['’]s\s+|[\d,.]+-(?:ton|tonne|dwt)s?\s+)?{NAME}(?:\s+\([^()]{{1,40}}\))?)"
    rf"(?:\s+and\s+(?:{HEADS}|{COUNT}))?"
    rf"(?:\s+(?:in|of|from)\s+(?:the\s+)?{STATE}(?:(?:,\s+{STATE})*\s+and\s+{STATE})?)?(?P<about>{ASIDE})"
)
_MADE = any_of("that which who and by for of was were")
THINGS = (
    # What is shipped, as the subject of a passive.
    rf"(?:(?i:the|an?|some|several|these|those|this|most|much|all)\s+)?"
    rf"(?:(?:{ADJECTIVE}|{STATE}['’]s|(?!{_MADE}\b)[a-z][\w-]*)\s+){{0,4}}(?:{COUNT}|"
    + any_of(
        "coal oil petroleum(?:_products)? fuel diesel gasoline cargo(?:es)? goods weapons arms charcoal iron_ore "
        "seafood shipments? transfers? "
        "deliver(?:y|ies) exports? imports?"
    )
    + rf")(?:\s+worth\s+(?:a\s+total\s+of\s+)?{COUNT}(?:\s+\([^()]{{2,40}}\))?)?"
)

# 4. What is done -----------------------------------------------------------------------------------------------------

_E = r"(?:e[ds]?|ing|es|ed|s)?"
BREAKS = (
    any_of(
        "violat breach contraven infring evad circumvent skirt dodg flout bypass sidestep undermin exceed "
        "surpass ignor disregard"
    )
    + _E
    + "|"
    + any_of("defied defies defying broke broken breaking")
)
TRADES = any_of(
    "export(?:s|ed|ing)? import(?:s|ed|ing)? ship(?:ped|ping)? suppl(?:y|ies|ied|ying) sell(?:s|ing)? sold "
    "deliver(?:s|ed|ing)? "
    "provid(?:e[sd]?|ing) transfer(?:s|red|ring)? trans-?ship(?:ped|ping)? smuggl(?:e[sd]?|ing) procur(?:e[sd]?"
    "|ing) obtain(?:s|ed|ing)? "
    "acquir(?:e[sd]?|ing) purchas(?:e[sd]?|ing) buy(?:s|ing)? bought sen[dt] sending load(?:s|ed|ing)? unload(?:s"
    "|ed|ing)? "
    "offload(?:s|ed|ing)? carr(?:y|ies|ied|ying)(?!_out) transport(?:s|ed|ing)? receiv(?:e[sd]?|ing) st[eo]al(?:s"
    "|ing)? stole stolen "
    "launder(?:s|ed|ing)? earn(?:s|ed|ing)? host(?:s|ed|ing)? employ(?:s|ed|ing)? arm(?:s|ed|ing) facilitat"
    "(?:e[sd]?|ing) help(?:s|ed|ing)? "
    "aid(?:s|ed|ing)? assist(?:s|ed|ing)? traffick(?:ed|ing) us(?:e[sd]?|ing) raised generated brought bringing"
)
_OF_ACTS = any_of(
    "transfers? calls? shipments? deliver(?:y|ies) voyages? trips? trade smuggling evasion exports? imports? "
    "suppl(?:y|ies) sales? purchases? activit(?:y|ies) transactions? "
    "violations?"
)
ACTS = (
    any_of(
        "conduct(?:s|ed|ing)? perform(?:s|ed|ing)? carr(?:ied|ying)_out engag(?:e[sd]?|ing)_in ma(?:de|ke|kes"
        "|king) involv(?:ed|ement)_in "
        "tak(?:en|ing)_part_in took_part_in participat(?:ed|ing)_in"
    )
    + rf"(?=[^,;]{{0,60}}{_OF_ACTS}\b|[^,;]{{0,40}}{COUNT})|"
    + any_of(
        "increased increasing stepped_up stepping_up boosted boosting expanded expanding resumed resuming "
        "continued continuing"
    )
    + rf"(?=[^,;]{{0,40}}{_OF_ACTS}\b)"
)
CONCEALS = any_of("falsif(?:ied|ying) forg(?:ed|ing) disguis(?:ed|ing) conceal(?:ed|ing) hid hiding obscur(?:ed|ing)")
_DUTIES = (
    # What a State fails or refuses to do that a regime asks of it; "refused to agree" is none of these.
    "(?:act|stop|send|return|repatriate|enforce|implement|comply|report|inspect|prevent|meet|fulfil|fulfill|abide|honou?r|uphold|seize|"
    "search|curb|halt|expel|block|take|notify|submit|crack|cut|assist|cooperate)"
)
FAILS = any_of(
    f"(?:fail(?:s|ed|ing)?|refus(?:e[sd]?|ing))(?:_or_(?:[a-z]+ly_)?refus(?:ed|ing))?_to_{_DUTIES} skipp(?:ed|ing) "
    "allow(?:s|ed|ing)? let(?:s|ting)? turn(?:s|ed|ing)?_a_blind_eye "
    "not_acted stopped_reporting not_(?:enforcing|implementing|reporting|acting)"
)
MOVES = any_of("enter(?:ed|ing) call(?:ed|ing)_at visit(?:ed|ing) dock(?:ed|ing) sail(?:ed|ing) arrived")
OTHERS_VERB = (
    rf"(?P<verb>(?P<conceals>{CONCEALS})|(?P<breaks>{BREAKS})|(?P<trades>{TRADES})|(?P<acts>{ACTS}))\b(?![-‐'’])"
)
VERB = rf"(?P<verb>(?P<breaks>{BREAKS})|(?P<trades>{TRADES})|(?P<acts>{ACTS})|(?P<fails>{FAILS}))\b(?![-‐'’])"
DONE = (
    any_of(
        "violated breached evaded smuggled shipped exported imported sold delivered supplied transferred "
        "transshipped transhipped unloaded loaded "
        "offloaded carried transported sent moved made conducted provided reloaded"
    )
    + r"\b"
)
LAW = re.compile(
    r"\b"
    + any_of(
        "sanctions? resolutions? embargo(?:es)? bans? caps? limits? "
        "restrictions? ceilings? quota obligations? measures prohibitions?"
    )
    + r"\b",
    re.IGNORECASE,
)
FORBIDDEN = re.compile(
    r"\b(?:in\s+(?:\w+\s+)?(?:violation|breach|defiance|contravention|excess)\s+of|"
    + any_of(
        "illegal(?:ly)? illicit(?:ly)? banned prohibited sanctioned smuggl* ship-to-ship transs?hipments? "
        "despite contrary_to defying violating "
        "breaching in_excess_of beyond_the stole stolen launder*"
    )
    + r")\b",
    re.IGNORECASE,
)
DUTY = re.compile(
    r"\b"
    + any_of(
        "sanctions? resolutions? repatriat* send_home deadline violation "
        "required? requires? banned illicit illegal obligations? reports?"
    )
    + r"\b",
    re.IGNORECASE,
)
DENIES = any_of(
    "den(?:ied|ies) reject(?:ed|s) dismiss(?:ed|es) refut(?:ed|es) acknowledg(?:ed|es) admit(?:ted|s) conced(?:ed"
    "|es) confirm(?:ed|s) call(?:ed|s) "
    "insist(?:ed|s) defend(?:ed|s) reiterat(?:ed|es) stress(?:ed|es)"
)
ACCUSING = any_of(
    "accused accuses accuse blamed blames criticised criticized criticises criticizes condemned condemns faulted "
    "faults indicted suspects suspected "
    "charged"
)
RECORDS = any_of("documented recorded counted observed detected cited reported listed identified disclosed confirmed")
NAMES = (
    # By which an office names those of whom it says something: "imposed sanctions on two firms it says helped".
    any_of(
        "imposed_sanctions slapped_sanctions announced_(?:penalties|sanctions) sanctioned blacklisted designated "
        "identified targeted named listed "
        "added placed hit"
    )
)
SEIZES = any_of(
    "sanctioned blacklisted designated seized detained impounded intercepted boarded held inspected stopped"
)

# 5. What ends a clause, and what makes it doubtful -----------------------------------------------------------------

_GOES_ON = any_of(
    "and but while whereas which who whose whom as after saying adding noting with although though when where "
    "because citing according prompting "
    "leading raising making"
)
_TURNS = any_of(
    "after when before while because although though which who whom whose where but whether unless if until"
)
END = re.compile(
    rf";|\s[–—-]+\s|[”\"]|,\s+{_GOES_ON}\b|,\s+(?:the|an?)\s+(?:first|latest|second|move|step|act)\b"
    rf"|\s+{_TURNS}\b|\s+that\s+|"
    rf",\s+(?:[A-Z][\w ]{{2,30}}|{ACTOR})\s+(?:said|says|reported|reports)\b|"
    rf"\s+and\s+(?:the|an?|its|their)\s+(?:\w+\s+){{1,3}}(?:is|are|was|were|has|have|had)\b|"
    r"\s+and\s+(?:(?:it|they|he|she|has|have|had|was|were|is|are|also|then|later|said|says)\b|"
    r"(?:[a-z]+ly\s+)?[a-z]+ed\b)"
)
DOUBT = re.compile(
    r"\b"
    + any_of(
        "no not never neither nor none without den(?:y|ies|ied|ying) would could "
        "should must may might will shall can cannot if unless"
    )
    + r"\b|"
    r"\b"
    + any_of(
        "whether unclear possib(?:le|ly) probab(?:le|ly) potential(?:ly)? "
        "supposed(?:ly)? claims? propos* plan(?:s|ned|ning)? agreed"
    )
    + rf"\b|"
    rf"\b{any_of('vowed pledg* purported(?:ly)? so-called legal(?:ly)? lawful(?:ly)? permitted authori[sz]ed')}\b"
    rf"|n['’]t\b",
    re.IGNORECASE,
)
TELLS = re.compile(
    rf"\b(?:{speech.REPORTING}|{speech.ACCUSING}|according\s+to|"
    + any_of(
        "quoted quoting citing accusations? allegations? suspicions? thought considered deemed indicate[sd]? "
        "indicating investigat* probe[sd]? "
        "probing detained seized impounded sanctioning blacklist* designated listed"
    )
    + r")\b",
    re.IGNORECASE,
)
ATTRIBUTES = re.compile(
    # Words by which a sentence leads what it tells back to somebody, wherever they stand in it.
    r"\b"
    + any_of(
        "said says saying told according_to reported reports claimed claims "
        "alleges alleged revealed reveals showed shows data found finds"
    )
    + r"\b|"
    r"\b"
    + any_of(
        "confirmed confirms quoted noted notes added adds wrote writes "
        "believes estimates estimated concluded stated states warned argues argued"
    )
    + r"\b",
    re.IGNORECASE,
)
CLEARED = re.compile(rf"\b{any_of('cleared acquitted exonerated absolved no_evidence')}\b", re.IGNORECASE)

SANCTIONS = (
    rf"(?:imposed\s+(?:\w+\s+)?sanctions\s+on|slapped\s+sanctions\s+on|{any_of('sanctioned blacklisted designated')})"
)
HELD = (
    r"(?:being\s+)?"
    + any_of(
        "detained held seized impounded sanctioned "
        "blacklisted designated hauled_to_court taken_to_court charged arrested"
    )
    + rf"(?:\s+{ON_TIME}(?:\s+\([^()]{{2,20}}\))?)?"
)
KEEPS = (
    any_of(
        "implement(?:s|ed|ing)? fulfil(?:s|led|ling|l|ls)? compl(?:y|ies|ied|ying)_with adher(?:e|es|ed|ing)_to "
        "abid(?:e|es|ed|ing)_by "
        "carr(?:y|ies|ied|ying)_out enforc(?:e|es|ed|ing) uph(?:old|olds|eld|olding) honou?r(?:s|ed|ing)? observ"
        "(?:e|es|ed|ing) obey(?:s|ed|ing)?"
    )
    + rf"\b(?=[^.;]{{0,90}}\b(?:{LAW.pattern[2:-2]})\b)"
)

HELPS = re.compile(r"\s*(?:help|aid|assist|facilitat|abet)", re.IGNORECASE)  # who is helped is not counted by it
CALLED_A_BREACH = re.compile(
    # What follows a clause and calls what it tells a breach.
    r"^\W*(?:[^,;]{0,60},\s+)?(?:calling\s+(?:it|this|that)\s+a|an?other|an?|in)\s+(?:\w+\s+)?(?:violation|breach"
    r"|defiance)\b"
)
ARMS = re.compile(
    rf"\b{any_of('weapons? arms missiles? rockets? ammunition munitions shells artillery')}\b", re.IGNORECASE
)
ITS_ACT = (
    # "Chile's export of coal to Peru has violated", "the arms transfers from Chile are in violation of".
    rf"(?:{STATES}['’]s\s+(?:[\w-]+\s+){{0,3}}?{_OF_ACTS}(?:\s+(?:to|of|from|in|with)\s+[^,;]{{2,50}}?)?"
    rf"|(?:[Tt]he\s+)?(?:[\w-]+\s+){{0,3}}?(?:{_OF_ACTS}|cooperation)\s+(?:by|from"
    rf"|between)\s+{STATES.replace('<states>', '<states_by>').replace('<about>', '<about_by>')})"
)


_OPENING = re.compile(LEAD)


def after_lead(text: str, start: int, limit: int) -> int:
    """Return where what a stretch tells begins: behind "But", "On Friday," and the like."""
    found = _OPENING.match(text, start, limit)
    return found.end() if found else start


def end_of_clause(text: str, start: int, limit: int) -> int:
    """Return where the clause that begins at ``start`` ends, its end mark left out."""
    found = END.search(text, start, limit)
    end = found.start() if found else limit
    return start + len(text[start:end].rstrip(' .,;”"’'))
