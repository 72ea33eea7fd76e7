"""Claims beside what the case holds: who says what number of whom, and which occasions here bear on it.

A claim of 555 occasions is one claim. Parts are never added to their whole, pages that carry one claim are folded, a
stock is not compared with acts, and what is only stated is counted apart. Nothing here says who is right.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from fairlead.law import Regime
from fairlead.register import times
from fairlead.register.statements import Said
from fairlead.typologies.engagements import RESPONSES
from fairlead.typologies.occasion import Engagement, Occasion

_MEASURES: dict[str, tuple[tuple[str, str, str], ...]] = {
    # Kind of conduct in the page's words → conduct and capacity of the measures it may touch, and how to call them.
    "import_from_target": (("import_from_target", "importing State", "an import ban"),),
    "export": (("import_from_target", "target State", "a ban on its exports"),),
    "delivery": (
        ("import_from_target", "importing State", "an import ban"),
        ("export_to_target", "supplying State", "a supply ban or ceiling"),
        ("import_from_target", "target State", "a ban on its exports"),
        ("export_to_target", "target State", "a ban on its imports"),
    ),
    "ship_to_ship": (("ship_to_ship", "flag State", "the ban on transfers between ships"),),
    "host_labour": (("host_labour", "host State", "the duties on workers"),),
}

_NO_ACTS = {
    "persons": "a stock of persons is not a number of occasions",
    "ships": "ships are counted, not acts",
    "quantity": "a quantity is claimed, not a number of acts",
    "money": "a sum is claimed, not a number of acts",
    "other": "what is counted is not told to be acts",
    None: "no number of acts is claimed",
}

_FALLEN = ("dismissed", "not found", "withdrawn")
"""Statuses of occasions that people decided not to hold; they bear on no claim."""

_SHOWN_FIELDS = ("number", "unit", "bound", "period_words", "goods", "ships", "places", "flags", "conduct")


@dataclass(frozen=True)
class Holding:
    """What the case holds about one accused State under one kind of measure."""

    state: str
    capacity: str | None  # None: in any capacity
    measures: tuple[str, ...]
    called: str
    occasions: tuple[Occasion, ...]
    failure_shown: int  # occasions in which a State's missing response is shown
    all_shown: int  # occasions in which every element for that State is shown

    def by_basis(self) -> dict[str, int]:
        """Return how many occasions are observed, documented and stated."""
        return {
            basis: sum(one.basis == basis for one in self.occasions) for basis in ("observed", "documented", "stated")
        }


@dataclass
class Claim:
    """One claim with all its carriers, the parts inside it, and the replies beside it."""

    said: Said  # the carrier that states most
    carriers: list[Said]
    parts: list[Claim] = field(default_factory=list)
    replies: list[Said] = field(default_factory=list)
    holdings: list[Holding] = field(default_factory=list)

    @property
    def body(self) -> dict[str, Any]:
        """What the page gives of it."""
        return self.said.body

    def differs(self) -> dict[str, list[Any]]:
        """Return the fields in which its carriers differ, with what each says."""
        given: dict[str, list[Any]] = {}
        for name in _SHOWN_FIELDS:
            values = [carrier.body.get(name) for carrier in self.carriers if carrier.body.get(name) is not None]
            distinct = [value for n, value in enumerate(values) if value not in values[:n]]
            if len(distinct) > 1:
                given[name] = distinct
        return given

    def not_compared(self) -> str | None:
        """Return why its number is not set against a number of occasions; None where it can be."""
        if self.body.get("counting_unit_conflict"):
            return "pages count the same number in different units"
        if self.body.get("estimate"):
            return "an estimate under an assumption, not a count"
        if self.body.get("number") is None:
            return _NO_ACTS[None]
        return None if self.body.get("counts") == "acts" else _NO_ACTS.get(self.body.get("counts"), _NO_ACTS["other"])


def beside(statements: Iterable[Said], occasions: Sequence[Occasion], regime: Regime) -> list[Claim]:
    """Return the claims that stand on their own, parts within them, each with replies and with what the case holds."""
    every = list(statements)
    claims, by_place = _folded([one for one in every if one.kind == "claim"])
    for claim in claims:
        claim.holdings = _holdings(claim, occasions, regime)
    for reply in (one for one in every if one.kind == "reply"):
        for claim in _answered(reply, claims, by_place):
            claim.replies.append(reply)
    return _nested(claims, by_place)


Place = tuple[str, int]


def _folded(said: Sequence[Said]) -> tuple[list[Claim], dict[Place, Claim]]:
    """Fold carriers of one claim, by their ``same_source_key``; return the claims and each row's claim."""
    by_key: dict[str, list[Said]] = {}
    for one in said:
        by_key.setdefault(one.body.get("same_source_key") or f"{one.sha256}:{one.row}", []).append(one)
    claims = [
        Claim(max(carriers, key=lambda one: (len(one.body.get("stated") or ()), one.sha256)), carriers)
        for carriers in by_key.values()
    ]
    return claims, {(one.sha256, one.row): claim for claim in claims for one in claim.carriers}


def _nested(claims: Sequence[Claim], by_place: dict[Place, Claim]) -> list[Claim]:
    """Put parts into their wholes, and return the wholes: a part stands in no list of its own."""
    wholes = []
    for claim in claims:
        whole = next(filter(None, (_whole(carrier, by_place) for carrier in claim.carriers)), None)
        if whole is None or whole is claim:
            wholes.append(claim)
        else:
            whole.parts.append(claim)
    return sorted(wholes, key=lambda claim: claim.body.get("number") is None)  # numbers first, else as the pages go


def _whole(carrier: Said, by_place: dict[Place, Claim]) -> Claim | None:
    part_of = carrier.body.get("part_of")
    return by_place.get((carrier.sha256, part_of)) if part_of is not None else None


def _answered(reply: Said, claims: Sequence[Claim], by_place: dict[Place, Claim]) -> list[Claim]:
    """Return the claims that a reply is tied to; else those of its page that accuse the State which replies."""
    tied = [by_place.get((reply.sha256, row)) for row in reply.body.get("tied") or ()]
    if tied:
        return list({id(claim): claim for claim in tied if claim}.values())
    return [
        claim
        for claim in claims
        if any(one.sha256 == reply.sha256 for one in claim.carriers)
        and reply.speaker_state in (claim.body.get("accused") or ())
    ]


def _holdings(claim: Claim, occasions: Sequence[Occasion], regime: Regime) -> list[Holding]:
    kinds = [kind for kind in claim.body.get("conduct_kinds") or () if kind in _MEASURES]
    looked_at = dict.fromkeys(each for kind in kinds for each in _MEASURES[kind])
    within = [one for one in occasions if _within(claim, one)]
    holdings = [
        _holding(state, within, regime, looked)
        for state in claim.body.get("accused") or ()
        for looked in looked_at or (None,)
    ]
    # Of several readings of vague words, those that nothing in the case bears on only tire the reader.
    telling = [holding for holding in holdings if holding.occasions]
    return telling or holdings[:1]


def _holding(state: str, occasions: Sequence[Occasion], regime: Regime, looked: tuple[str, str, str] | None) -> Holding:
    conduct, capacity, called = looked or (None, None, "a measure")
    standing = [one for one in occasions if one.status not in _FALLEN]
    touched = [(one, _engaged(one, state, regime, conduct, capacity)) for one in standing]
    bearing = [(one, engagements) for one, engagements in touched if engagements]
    return Holding(
        state=state,
        capacity=capacity,
        measures=tuple(sorted({each.measure.id for _, engagements in bearing for each in engagements})),
        called=called,
        occasions=tuple(one for one, _ in bearing),
        failure_shown=sum(any(map(_failure_shown, engagements)) for _, engagements in bearing),
        all_shown=sum(any(map(_all_shown, engagements)) for _, engagements in bearing),
    )


def _engaged(
    occasion: Occasion, state: str, regime: Regime, conduct: str | None, capacity: str | None
) -> list[Engagement]:
    return [
        each
        for each in occasion.engagements
        if each.addressee == state
        and capacity in (None, each.capacity)
        and conduct in (None, regime.measure(each.measure.id).conduct)
    ]


def _failure_shown(engagement: Engagement) -> bool:
    return any(element.name in RESPONSES and element.status == "shown" for element in engagement.elements)


def _all_shown(engagement: Engagement) -> bool:
    return all(element.status == "shown" for element in engagement.elements)


def _within(claim: Claim, occasion: Occasion) -> bool:
    """Tell whether an occasion lies in the claim's period; a claim without one leaves no occasion out."""
    start, end = claim.body.get("period_start"), claim.body.get("period_end")
    return (start is None or times.microseconds(occasion.end) >= times.microseconds(start)) and (
        end is None or times.microseconds(occasion.start) < times.microseconds(end)
    )
