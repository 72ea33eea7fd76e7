"""Which measures a candidate engages, for whom, and how far the exhibits show each element.

The law says which elements there are; a typology says which of them its evidence bears on, and how far. Whatever it
says nothing about is missing. That a State did nothing is never shown by silence (DESIGN: element).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from fairlead.law import Goods, Measure, Obligation, Regime, headings
from fairlead.typologies.occasion import Citation, Element, ElementStatus, Engagement, MeasureRef

RESPONSES = frozenset({"inspection", "seizure", "registration", "repatriation", "freeze", "prevention"})
"""Elements that a State did not do something: missing until a document says so."""

_CONDUCT = {"delivery": "import_from_target", "delivery_to_target": "export_to_target"}
_OF_GOODS = frozenset(_CONDUCT.values())


@dataclass(frozen=True)
class Proof:
    """How far the exhibits show one element, why, and which they are."""

    status: ElementStatus
    why: str
    exhibits: tuple[Citation, ...] = ()


@dataclass(frozen=True)
class Party:
    """Who is addressed in a capacity, the days on which the act touched him, and evidence that bears on him alone.

    ``addressee`` is alpha-2, a name, or 'undetermined'.
    """

    addressee: str
    start: date
    end: date
    evidence: Mapping[str, Proof] = field(default_factory=dict)


def engage(
    regime: Regime,
    kind: str,
    parties: Mapping[str, Party],
    evidence: Mapping[str, Proof],
    *,
    goods: Goods | None = None,
    plausible: frozenset[str] = frozenset(),
    in_port: bool = False,
) -> tuple[Engagement, ...]:
    """Return the engagements of one act, in the regime's order.

    ``parties`` by capacity; a capacity without a party is left out. ``goods`` None: not known; then only obligations
    for any goods, and those for the ``plausible`` ones, count. A measure counts if it was in force on every day that
    the act touched the addressee.
    """
    found = []
    for obligation in _obligations(regime, kind, goods):
        party, measure = parties.get(obligation.capacity), regime.measure(obligation.measure)
        if party is None or not (measure.applies(party.start) and measure.applies(party.end)):
            continue
        if obligation.goods is not None and not _meant(obligation.goods, goods, plausible):
            continue
        if obligation.where == "port" and not in_port:
            continue
        found.append(engagement(measure, obligation.capacity, party.addressee, {**evidence, **party.evidence}))
    return tuple(found)


def engagement(measure: Measure, capacity: str, addressee: str, evidence: Mapping[str, Proof]) -> Engagement:
    """Return one engagement with every element of the paragraph, those without evidence missing."""
    elements = tuple(
        _element(element.name, element.text, evidence.get(element.name)) for element in measure.elements[capacity]
    )
    cited = MeasureRef(measure.id, measure.resolution, measure.paragraph, measure.paragraph_number)
    return Engagement(cited, measure.force, addressee, capacity, elements)


def bans_goods(regime: Regime, engagements: Iterable[Engagement], on: date) -> bool:
    """Tell whether any of these rests on a measure that bans goods outright on that day, not up to a ceiling."""
    measures = [regime.measure(engagement.measure.id) for engagement in engagements]
    return any(measure.conduct in _OF_GOODS and not regime.caps_on(measure.id, on) for measure in measures)


def in_part(regime: Regime, kind: str, start: date, end: date) -> list[Measure]:
    """Return the measures of a kind of occasion that were in force on some days of a span but not on all."""
    ids = dict.fromkeys(obligation.measure for obligation in regime.obligations.get(kind, ()))
    measures = [regime.measure(id) for id in ids]
    return [measure for measure in measures if measure.applies(start) != measure.applies(end)]


def cited(engagements: Sequence[Engagement]) -> str:
    """Return the first measure engaged as words for a title, and how many more; its number's mark unless verified."""
    if not engagements:
        return "no measure"
    first = engagements[0].measure
    mark = "" if first.paragraph_number == "verified" else f" (number {first.paragraph_number})"
    others = len({each.measure.id for each in engagements}) - 1
    further = "" if not others else f" and {others} other paragraph{'s' if others > 1 else ''}"
    return f"resolution {first.resolution} paragraph {first.paragraph}{mark}{further}"


def _element(name: str, text: str, proof: Proof | None) -> Element:
    required = f"To be shown: {text}"
    if proof is not None:
        return Element(name, proof.status, f"{required}. {proof.why[:1].upper()}{proof.why[1:]}", proof.exhibits)
    silence = "No exhibit tells; silence does not show it." if name in RESPONSES else "Nothing in the case bears on it."
    return Element(name, "missing", f"{required}. {silence}")


def _obligations(regime: Regime, kind: str, goods: Goods | None) -> list[Obligation]:
    """Return the obligations of a kind of occasion; known goods bring in whatever measure names their heading."""
    stated = list(regime.obligations.get(kind, ()))
    if goods is None:
        return stated
    kept = [one for one in stated if one.goods is not None or _may_concern(regime.measure(one.measure), goods)]
    have = {(one.measure, one.capacity) for one in stated}
    conduct = _CONDUCT.get(kind)
    further = [
        Obligation(measure.id, capacity, None, None, "")
        for measure in regime.measures
        if measure.conduct == conduct and _names(measure, goods)
        for capacity in measure.elements
        if (measure.id, capacity) not in have
    ]
    return [*kept, *further]


def _may_concern(measure: Measure, goods: Goods) -> bool:
    return measure.conduct not in _OF_GOODS or _names(measure, goods)


def _names(measure: Measure, goods: Goods) -> bool:
    return any(headings.overlap(heading, code) for heading in measure.hs for code in goods.hs)


def _meant(wanted: str, goods: Goods | None, plausible: frozenset[str]) -> bool:
    return wanted == goods.name if goods is not None else wanted in plausible
