"""Claims in words and as documents: what is claimed, what is not stated, what the case holds beside it.

Words only; what is compared with what is decided in ``claims.py``.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from fairlead.register.claims import Claim, Holding
from fairlead.register.occasions import called
from fairlead.register.statements import Said

_FIELDS = ("number", "unit", "period", "goods", "ships", "places", "obligation")


def document(claim: Claim) -> dict[str, Any]:
    """Return a claim as stable JSON: fields that the page does not state are null and named in ``not_stated``."""
    body = claim.body
    return {
        "claimant": claim.said.speaker,
        "claimant_state": claim.said.speaker_state,
        "accused": list(body.get("accused") or ()),
        "conduct": body.get("conduct"),
        "number": body.get("number"),
        "bound": body.get("bound"),
        "unit": body.get("unit"),
        "counts": body.get("counts"),
        "vague": body.get("vague"),
        "goods": body.get("goods"),
        "ships": body.get("ships"),
        "places": body.get("places"),
        "period": _period(body),
        "obligation": body.get("obligation"),
        "strength": body.get("strength"),
        "estimate": body.get("estimate"),
        "not_stated": not_stated(claim),
        "not_understood": not_understood(body),
        "differs": claim.differs(),
        "carriers": [carrier.carrier() for carrier in claim.carriers],
        "replies": [reply_document(reply) for reply in claim.replies],
        "parts": [document(part) for part in claim.parts],
        "compared": claim.not_compared() is None,
        "why_not_compared": claim.not_compared(),
        "case_holds": [_holding_document(holding) for holding in claim.holdings],
        "sentence": sentence(claim),
    }


def whole(claims: Sequence[Claim], every: Sequence[Said]) -> dict[str, Any]:
    """Return all claims with what stands beside them: replies tied to none of them, votes and offers."""
    tied = {(reply.sha256, reply.row) for claim in flat(claims) for reply in claim.replies}
    return {
        "schema_version": 1,
        "claims": [document(claim) for claim in claims],
        "other_replies": [
            reply_document(one) for one in every if one.kind == "reply" and (one.sha256, one.row) not in tied
        ],
        "votes": [fact(one) for one in every if one.kind == "vote"],
        "offers": [fact(one) for one in every if one.kind == "offer"],
        "to_read": [passage(one) for one in to_read(every)],
    }


def to_read(every: Sequence[Said]) -> list[Said]:
    """Return the passages to read: sentences that may hold a statement and were not understood. They accuse nobody."""
    return [one for one in every if one.kind == "passage"]


def passage(one: Said) -> dict[str, Any]:
    """Return a passage to read as a document: where it stands, what made it one, and what was not understood."""
    names = ("interest", "not_understood")
    return {**one.carrier(), **{name: one.body.get(name) or [] for name in names}}


def not_understood(body: dict[str, Any]) -> list[str]:
    """Return the elements or fields that were not understood, of a passage or of a claim."""
    given = body.get("not_understood") or []
    return list(dict.fromkeys(each["element"] if isinstance(each, dict) else str(each) for each in given))


def flat(claims: Sequence[Claim]) -> list[Claim]:
    """Return the claims with all their parts."""
    return [each for claim in claims for each in (claim, *flat(claim.parts))]


def fact(one: Said) -> dict[str, Any]:
    """Return a vote or an offer as a document."""
    body = {key: value for key, value in one.body.items() if key not in ("v", "encoding", "speaker", "at")}
    return {**one.carrier(), "speaker": one.speaker, "about": one.about, **body}


def reply_document(reply: Said) -> dict[str, Any]:
    """Return a reply as a document; one tied to no claim answers none in particular."""
    body = reply.body
    return {
        "speaker": reply.speaker,
        "state": body.get("state"),
        "words": body.get("words") or reply.quote,
        "defence": body.get("defence"),
        "tied": bool(body.get("tied")),
        **reply.carrier(),
    }


def not_stated(claim: Claim) -> list[str]:
    """Return the fields that the page does not give."""
    body = claim.body
    given: list[str] | None = body.get("not_stated")
    if given is not None:
        return list(given)
    return [name for name in _FIELDS if body.get("period_start" if name == "period" else name) is None]


def amount(claim: Claim) -> str:
    """Return the number as claimed, with its bound and unit: "at least 20,000 laborers"."""
    body = claim.body
    number = body.get("number")
    if number is None:
        return f"“{body['vague']}” {body.get('unit') or ''}".strip() if body.get("vague") else "no number"
    shown = f"{number:,}" if isinstance(number, int) else str(number)
    return " ".join(part for part in (body.get("bound"), shown, body.get("unit")) if part)


def sentence(claim: Claim) -> str:
    """Say in one sentence what is claimed, what the case holds beside it, and what the claimant leaves open."""
    numbered = claim.body.get("number") is not None
    why_not = claim.not_compared()
    parts = [f"{amount(claim)} claimed", *([f"not compared: {why_not}"] if why_not and numbered else [])]
    parts += [_held(claim, holding) for holding in claim.holdings]
    if not claim.holdings:
        parts.append("the claim names no State as the accused, so nothing is set beside it")
    if not any(claim.body.get(name) for name in ("ships", "places", "period_start")) and not why_not:
        parts.append("the claimant lists none")
    return "; ".join(parts)


def _held(claim: Claim, holding: Holding) -> str:
    as_what = f"{holding.state} as {holding.capacity}" if holding.capacity else holding.state
    measures = f" ({', '.join(holding.measures)})" if holding.measures else ""
    if not holding.occasions:
        return f"no occasion here engages {holding.called} for {as_what}"
    shown, stated = _counted(holding)
    verb = "engages" if shown.startswith("1 occasion ") and not stated else "engage"
    held = f"{shown}{stated} {verb} {holding.called}{measures} for {as_what}"
    if "omission" in (claim.body.get("conduct_kinds") or ()):
        return f"{held}; {_number_of(holding.failure_shown)} a failure to act"
    return f"{held}; {_number_of(holding.all_shown)} every element"


def _counted(holding: Holding) -> tuple[str, str]:
    """Say how many, observed and documented together, stated apart: the two are never added."""
    by_basis = holding.by_basis()
    shown = by_basis["observed"] + by_basis["documented"]
    words = f"{shown or 'no'} occasion{'' if shown == 1 else 's'} here"
    return words, f" (and {by_basis['stated']} only stated, counted apart)" if by_basis["stated"] else ""


def _number_of(count: int) -> str:
    return f"{count or 'none'} show{'s' if count <= 1 else ''}"


def _holding_document(holding: Holding) -> dict[str, Any]:
    return {
        "state": holding.state,
        "capacity": holding.capacity,
        "measures": list(holding.measures),
        **holding.by_basis(),
        "occasions": [called(one) for one in holding.occasions],
        "failure_to_act_shown": holding.failure_shown,
        "every_element_shown": holding.all_shown,
    }


def _period(body: dict[str, Any]) -> dict[str, Any] | None:
    if body.get("period_start") is None and body.get("period_end") is None:
        return None
    names = ("start", "end", "precision", "words", "derived")
    return {name: body.get(f"period_{name}") for name in names}
