"""What a sentence claims: each quantity with what is said of it, and accusations without a number.

A quantity is a claim only where the sentence tells of conduct under a regime; else it is left alone. Fields come
from the sentence itself. Only the accused may come from a claim just before, where the sentence takes it up again.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from fairlead.readers.pages import accused, conducts, doers, exclusions, frames, goods, periods, quantities
from fairlead.readers.pages.actors import Actor, Cast, states_of
from fairlead.readers.pages.constructions import Understood
from fairlead.readers.pages.frames import Frame
from fairlead.readers.pages.prose import Sentence
from fairlead.readers.pages.quantities import Quantity
from fairlead.readers.pages.statements import BODY_VERSION, Statement, settle_stated
from fairlead.readers.pages.told import Told, describe, speaker_name
from fairlead.subjects import states

_MONEY_TOLD = re.compile(
    r"\b(?:worth|valued?|earn\w*|revenue|generat\w+|netted|proceeds|stole|stolen|launder\w*|raised|bought|sold|paid)\b",
    re.IGNORECASE,
)
_NO_CLAIM_MONEY = re.compile(
    r"\b(?:reward|bounty|fined?|penalt\w+|aid|budget|fund(?:s|ed)\s+by|prize|offer\w*|settle\w*|forfeit\w*)\b",
    re.IGNORECASE,
)
_DESIGNATES = re.compile(
    r"\b(?:(?<!, )sanctioned(?!\s+(?:goods|items|coal|cargo\w*|commodit\w+|ships?|vessels?|products?|entit\w+))|"
    r"blacklisted|designated|imposed\s+sanctions|added\s+\w+\s+to|froze)\b",
    re.IGNORECASE,
)
_TAKES_UP_ACTS = re.compile(
    r"\b(?:these|those|such)\s+(?:shipments?|deliveries|transfers|voyages|imports|exports|sales|ships|vessels|"
    r"tankers)\b",
    re.IGNORECASE,
)
_SHIP_DID = re.compile(
    # A ship as who acts, or "they" of ships: a claim of conduct that accuses no State.
    r"\b(?:tanker|vessel|ship|freighter|barge|carrier)s?\b|^\W*(?:they|it)\s+(?:\w+ly\s+)?(?:conducted|engaged|transferred|carried\s+out)\b",
    re.IGNORECASE,
)
_LOOKS_INTO = re.compile(
    r"\b(?:investigat|prob(?:e|ing)\b|look\w*\s+into|concern|monitor|examin|verif|deal\s+with|prevent|deter|crack)\w*",
    re.IGNORECASE,
)
_SHIPS_ACTS = frozenset(("ship_to_ship", "breach", "evasion"))
_ANSWERING = ("den", "reject", "dismiss", "refut", "acknowledg", "admit", "conced", "declin", "ask", "disput", "defend")
_DENIES = re.compile(r"\b(?:den(?:y|ies|ied)|reject\w*|dismiss\w*|refut\w*)\b", re.IGNORECASE)
_ACTS = re.compile(r"\b(?:transfers|shipments|deliveries|voyages|port\s+calls)\b", re.IGNORECASE)
_SHARES = re.compile(r"\b(?:countries|states|members|nations)\s*$", re.IGNORECASE)
_OTHER_CONDUCT = conducts.ALL_KINDS - {"notice", "value"}


def find(sentence: Sentence, framed: list[Frame], told: Told) -> list[Statement]:
    """Return the claims of a sentence, in the order of their words."""
    text = sentence.text
    used: set[int] = set()
    found: list[Statement] = []
    for quantity in sorted([*_counted(text, told), *_sums(text)], key=lambda each: each.start):
        frame = _frame_of(quantity, framed, text)
        if _is_claim(quantity, frame, text, told):
            used |= {id(frame), id(frame.parent)} | {
                id(each) for each in framed if frame.kind == "own voice" or each.start <= quantity.start < each.end
            }
            found.append(_claim(sentence, frame, quantity, told, earlier=found))
    found += [
        _claim(sentence, each, None, told)
        for each in _without_number(framed, text, used, bool(found), bool(told.claims()))
    ]
    return [*found, *_vague(sentence, framed, told, found)]


def of_clause(sentence: Sentence, clause: Understood, quantity: Quantity | None, told: Told) -> Statement:
    """Return the claim of a clause that is understood whole: nothing in it comes from other sentences or clauses."""
    frame = Frame("understood", clause.speaker, clause.start, clause.end, clause.accused, object=clause.whom)
    made = _claim(sentence, frame, quantity, told)
    timed = " ; ".join(sentence.text[start:end] for start, end in clause.timed)
    made.body.update(_period(sentence.text, timed, None, frame, told.page_day))
    if clause.construction.startswith(
        ("accuses", "goes on")
    ):  # the duty may stand before the clause, in the same sentence
        made.body["obligation"] = conducts.obligation(sentence.text, _of_workers(sentence.text, told))
    made.body["strength"] = conducts.strength(sentence.text[: clause.end])
    return made


def of_sighting(sentence: Sentence, frame: Frame, told: Told) -> Statement:
    """Return the claim of a sighting; it accuses nobody."""
    return _claim(sentence, frame, None, told)


def _counted(text: str, told: Told) -> list[Quantity]:
    found = quantities.find(text)
    settled: list[Quantity] = []
    for quantity in found:
        if _SHARES.search(quantity.unit or ""):
            continue
        if quantity.unit is None:
            quantity = _with_unit(quantity, text, settled, told)
        if quantity.unit is not None:
            settled.append(quantity)
    acts = [quantity for quantity in settled if quantity.counts != "other"]
    return acts or settled  # "two firms delivered 90 tons" counts tons


def _with_unit(quantity: Quantity, text: str, before: list[Quantity], told: Told) -> Quantity:
    """Give a bare number the unit of the whole it is a part of, or of the noun that the sentence left out after it."""
    last = told.last_claim()
    if quantity.part and before:
        unit, counts = before[-1].unit, before[-1].counts
    elif quantity.part and last is not None:
        unit, counts = last[1].body["unit"], last[1].body["counts"]
    else:
        unit, counts = quantities.noun_before(text, quantity.start)
    return Quantity(quantity.start, quantity.end, quantity.number, quantity.bound, unit, counts, quantity.part)


def _sums(text: str) -> list[Quantity]:
    if _NO_CLAIM_MONEY.search(text) or not _MONEY_TOLD.search(text):
        return []
    return quantities.money(text)


def _frame_of(quantity: Quantity, framed: list[Frame], text: str) -> Frame:
    """Return the narrowest frame around a quantity; the page's own voice where there is none."""
    around = [each for each in framed if each.start <= quantity.end and quantity.start < each.end + 1]
    if around:
        return min(around, key=lambda each: each.end - each.start)
    return Frame("own voice", None, 0, len(text.rstrip(" .")))


def _is_claim(quantity: Quantity, frame: Frame, text: str, told: Told) -> bool:
    if exclusions.is_excluded(text, quantity, frame):
        return False
    kinds = set(conducts.kinds(text))
    if frame.speaker is not None and told.last_claim() and _ACTS.search(quantity.unit or ""):
        kinds |= {"export"}  # "40 of the transfers": an act of the kind that the page has told of
    if quantity.part and (told.claims() or kinds):
        return True
    denied = frame.kind == "own voice" and _DENIES.search(text[: quantity.start])
    if denied or frame.verb.startswith(_ANSWERING) or conducts.is_aid(text):
        return False
    if conducts.is_plain_trade(text):
        return frame.speaker is not None and told.last_claim() is not None and bool(kinds)
    if quantity.counts == "money":
        return bool(kinds - {"value"}) or told.last_claim() is not None
    if quantity.counts == "other" and (_DESIGNATES.search(text) or not kinds & _OTHER_CONDUCT):
        return False
    if not kinds & _OTHER_CONDUCT or _DESIGNATES.search(text[max(0, quantity.start - 80) : quantity.start]):
        return False
    told_part = text[frame.start : frame.end]
    return frame.kind == "accuses" or conducts.is_told_as_done(told_part[: max(0, quantity.end - frame.start)])


def _without_number(framed: list[Frame], text: str, used: set[int], numbered: bool, has_claims: bool) -> list[Frame]:
    """Return the frames that accuse without a number; reports only where nothing else in the sentence is a claim."""
    accusing = [
        each
        for each in framed
        if each.kind == "accuses"
        and id(each) not in used
        and _tells_conduct(each, text)
        and (each.accused or not exclusions.quotes_law(text[: each.start]))
        and not exclusions.clears(text)
    ]
    if accusing or numbered:
        return accusing
    for frame in framed:
        words = text[frame.start : frame.end]
        named = doers.agents(words)
        if set(named) & set(states_of(frame.speaker)) or frame.kind != "says" or frame.speaker is None:
            continue
        if frame.verb.startswith(_ANSWERING) or conducts.is_plain_trade(text) or conducts.is_lawful(words):
            continue
        if frame.verb.startswith("report") and re.match(r"\w+ing\b", words):
            continue  # "what Norway reported supplying": of itself
        if exclusions.quotes_law(words) or exclusions.clears(words):
            continue
        if "notice" in conducts.kinds(words) and set(conducts.kinds(words)) <= {"notice", "breach"}:
            continue  # "had shared intelligence on the illicit transfer": an act of those who look into it
        if not conducts.is_told_as_done(f"{frame.verb} {words}"):  # "called for the need to ..."
            continue
        ships = goods.ships(words) or doers.others_act(words) or _tells_of_ships(words)
        agent = named or ships or (has_claims and _TAKES_UP_ACTS.search(words))
        if agent and set(conducts.kinds(words)) & _OTHER_CONDUCT and conducts.is_told_as_done(words):
            return [frame]
    return []


def _tells_of_ships(words: str) -> bool:
    """Tell whether words tell what some ship did, not that somebody looks into it; no State is accused by it."""
    did = _SHIP_DID.search(words) is not None and _SHIPS_ACTS & set(conducts.kinds(words))
    return (
        bool(did)
        and not _LOOKS_INTO.search(words)
        and re.search(r"\bbreach|violat|illicit|illegal|evad|evasion|transfers?\b|transferr", words) is not None
    )


def _tells_conduct(frame: Frame, text: str) -> bool:
    return bool(conducts.kinds(text[frame.start : frame.end]))


def _vague(sentence: Sentence, framed: list[Frame], told: Told, found: list[Statement]) -> list[Statement]:
    """Return claims of "numerous examples" that no other claim of the sentence holds; else add the word to that
    claim."""
    claims = []
    whole_kinds = set(conducts.kinds(sentence.text)) & _OTHER_CONDUCT
    for quantity in quantities.vague(sentence.text):
        place = sentence.place(quantity.start, quantity.end)
        holder = next((each for each in found if _holds(each.body["at"]["conduct"], place)), None)
        if holder is not None:
            if holder.body["number"] is None:
                holder.body.update(vague=quantity.vague, unit=quantity.unit, counts=quantity.counts)
                settle_stated(holder.body)
            continue
        if _DESIGNATES.search(sentence.text[max(0, quantity.start - 80) : quantity.start]):
            continue  # "blacklisted several firms": an act of those who enforce
        kinds = set(conducts.kinds(sentence.text[quantity.start : quantity.end])) & _OTHER_CONDUCT
        if not whole_kinds or (found and not kinds):
            continue
        frame = _frame_of(quantity, framed, sentence.text)
        speaker = frame.speaker or next((each.speaker for each in framed if each.speaker), None)
        if found or frame.verb in ("pointed", "listed", "detailed", "cited", "described", "documented"):
            frame = Frame("says", speaker, quantity.start, quantity.end)
        claims.append(_claim(sentence, frame, quantity, told, beside=found[0] if found else None))
    return claims


def _holds(span: list[int], place: tuple[int, int]) -> bool:
    return span[0] <= place[0] < span[1]


def _claim(
    sentence: Sentence,
    frame: Frame,
    quantity: Quantity | None,
    told: Told,
    beside: Statement | None = None,
    earlier: list[Statement] | None = None,
) -> Statement:
    text = sentence.text
    start, end = sentence.place()
    against = accused.of(sentence, frame, told, beside)
    body = _body(sentence, frame, quantity, told, list(against))
    whole = _whole(quantity, [*told.statements, *(earlier or ())]) if quantity is not None and quantity.part else None
    if whole is not None:
        body["part_of"] = whole[0]
        body["accused"] = list(whole[1].body["accused"]) or body["accused"]
    settle_stated(body)
    body["same_source_key"] = _source_key(body)
    told.ship_names |= {str(ship["name"]) for ship in body["ships"] or () if ship["name"]}
    told.target_workers |= bool(re.search(r"\bNorth Korean\s+(?:labou?rers|workers|nationals)", text))
    about = ",".join(body["accused"]) or ",".join(body["concerns"]) or None
    return Statement("claim", start, end, text, speaker_name(frame.speaker), about, body, frame.kind)


def _body(
    sentence: Sentence, frame: Frame, quantity: Quantity | None, told: Told, against: list[str]
) -> dict[str, Any]:
    text = sentence.text
    scope = text[min(frame.start, quantity.start) if quantity else frame.start : _scope_end(text, frame)]
    conduct_start, conduct_end = _conduct(text, frame)
    conduct = text[conduct_start:conduct_end]
    whom = text[slice(*frame.object)] if frame.object else ""
    workers = _of_workers(text, told)
    named_ships = goods.ships(f"{whom} {scope}", frozenset(told.ship_names))
    names = frozenset(str(ship["name"]) for ship in named_ships or ()) | frozenset(told.ship_names)
    period = _period(sentence.text, scope, quantity, frame, told.page_day)
    return {
        "v": BODY_VERSION,
        "encoding": told.encoding,
        "page_date": told.page_day.isoformat() if told.page_day else None,
        "speaker": describe(frame.speaker),
        "accused": against,
        "concerns": [
            state
            for state in _concerned(f"{whom} {text[frame.start : frame.end]}", frame.speaker)
            if state not in against
        ],
        "conduct": conduct,
        "conduct_kinds": conducts.kinds(scope),
        "number": quantity.number if quantity else None,
        "bound": quantity.bound if quantity else None,
        "unit": quantity.unit if quantity else None,
        "counts": quantity.counts if quantity else None,
        "vague": quantity.vague if quantity else None,
        "counting_unit_conflict": None,
        "goods": goods.goods(scope),
        "ships": named_ships,
        "flags": goods.flags(f"{whom} {scope}"),
        "places": goods.places(scope, names),
        **period,
        "obligation": conducts.obligation(text if frame.parent or frame.kind == "accuses" else scope, workers),
        "strength": conducts.strength(text if frame.kind == "accuses" else scope + " " + frame.verb),
        "estimate": conducts.estimate(frame.verb + " " + (scope if frame.kind == "accuses" or frame.parent else text)),
        "part_of": None,
        "at": {
            "number": list(sentence.place(quantity.start, quantity.end)) if quantity else None,
            "conduct": list(sentence.place(conduct_start, conduct_end)),
        },
    }


def _of_workers(text: str, told: Told) -> bool:
    """Tell whether a sentence speaks of workers of North Korea, or one before it did."""
    named = re.search(r"\b(?:North Korean|DPRK)\s+(?:labou?rers|workers|nationals)", text)
    return told.target_workers or named is not None


def _conduct(text: str, frame: Frame) -> tuple[int, int]:
    """Return the span of the words for the conduct: the frame's, without the agent it opens with."""
    start, end = frame.start, max(frame.end, frame.start + 1)
    adverb = re.compile(r"(?:allegedly|reportedly)\s+", re.IGNORECASE).match(text, start)
    if frame.kind == "accuses" and adverb:
        start = adverb.end()
    if frame.verb == "saying":
        agent = next(
            (actor for actor in Cast().actors(text[start:end]) if actor.start == 0 and actor.kind == "state"),
            None,
        )
        start += agent.end + 1 if agent else 0
    return start, min(end, len(text))


def _scope_end(text: str, frame: Frame) -> int:
    """Fields of an accusation may stand after its clause, up to the next report or another's act."""
    if frame.kind != "accuses":
        return frame.end
    following = re.compile(
        r",\s+(?:with\s+[A-Z]|saying|adding|laying|noting|arguing|but|while|although|and\s+\w+(?:ed|s)\b)|;"
    ).search(text, frame.end)
    other = frames.OTHER_CLAUSE.search(text, frame.start)
    return min(each.start() if each else len(text) for each in (following, other))


def _period(text: str, scope: str, quantity: Quantity | None, frame: Frame, page_day: date | None) -> dict[str, Any]:
    found = periods.find(scope, page_day, text)
    if quantity is not None and len(found) > 1:
        at = max(0, quantity.start - frame.start)
        found.sort(key=lambda period: abs(period.start_at - at))
    if not found:
        return dict(periods.NONE)
    period = next((each for each in found if not _holds_another(each, found)), found[0])
    return {
        "period_start": period.start.isoformat() if period.start else None,
        "period_end": period.end.isoformat() if period.end else None,
        "period_precision": period.precision,
        "period_words": period.words,
        "period_derived": period.derived,
    }


def _holds_another(period: periods.Period, found: list[periods.Period]) -> bool:
    """Tell whether a year only dates a closer period of the same clause ("between January 1 and May 30 of 2018")."""
    return period.precision == "year" and any(
        each.precision != "year"
        and each.start is not None and each.end is not None and period.start is not None and period.end is not None
        and period.start <= each.start and each.end <= period.end
        for each in found
    )  # fmt: skip


def _concerned(words: str, speaker: Actor | None) -> list[str]:
    """Return the States that a clause names otherwise than as those who act ("delivered oil to North Korea")."""
    own = states_of(speaker)
    return list(dict.fromkeys(mention.state for mention in states.mentions(words) if mention.state not in own))


def _whole(quantity: Quantity, statements: list[Statement]) -> tuple[int, Statement] | None:
    """Return the last claim, with its row, whose number is large enough to hold a part."""
    for row, claim in reversed(list(enumerate(statements, 1))):
        number = claim.body.get("number")
        if isinstance(number, int) and isinstance(quantity.number, int) and number > quantity.number:
            return row, claim
    return None


def _source_key(body: dict[str, Any]) -> str | None:
    """Name what pages that carry one claim share; the counting word is left out, since papers change it."""
    if body["number"] is None or body["speaker"] is None:
        return None
    claimant = body["speaker"]["state"] or body["speaker"]["name"].casefold()
    return "|".join(
        [claimant, str(body["number"]), body["counts"] or "", ",".join(sorted(body["accused"] or body["concerns"][:1]))]
    )
