"""Accounts of ceilings as stable JSON. Words for people are the command's; the numbers are decided in ``caps.py``."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from typing import Any

from fairlead.estimates import caps
from fairlead.estimates.cap_claims import CapClaim
from fairlead.estimates.caps import Account
from fairlead.estimates.conversions import decimal
from fairlead.estimates.quantity import Amount, Quantity
from fairlead.estimates.reported import Reported
from fairlead.estimates.scenarios import Passing, Scenario

PLACES = 2  # decimals of computed quantities; shares and multiples have four


def document(accounts: Sequence[Account], goods: str, year: int) -> dict[str, Any]:
    """Return the accounts of a year; numbers are decimals as text, days ISO dates, null what is not known."""
    return {
        "schema_version": 1,
        "estimate": "caps",
        "goods": goods,
        "year": year,
        "ceilings": [_account(one) for one in accounts],
        "does_not_show": caps.DOES_NOT_SHOW,
    }


def amount(one: Amount, places: int = PLACES) -> dict[str, str | None]:
    """Return an amount with its uncertainty."""
    return {name: _number(getattr(one, name), places) for name in ("best", "low", "high")}


def quantity(one: Quantity) -> dict[str, Any]:
    """Return a quantity with all that it knows of itself."""
    return {
        "of": one.name,
        **amount(one.amount),
        "unit": one.unit,
        "what": one.what,
        "kind": one.kind,
        "basis": one.basis,
        "start": _day(one.start),
        "end_excluded": _day(one.end),
        "whose": sorted(one.whose),
        "by": one.by,
        "rule": one.rule,
    }


def _account(one: Account) -> dict[str, Any]:
    ceiling = one.ceiling
    return {
        "measure": ceiling.measure,
        "goods": ceiling.goods,
        "limit": decimal(ceiling.limit),
        "unit": ceiling.unit,
        "beside": [{"limit": decimal(limit), "unit": unit} for limit, unit in ceiling.beside],
        "start": ceiling.start.isoformat(),
        "end_excluded": ceiling.end.isoformat(),
        "period": ceiling.period,
        "verification": ceiling.verification,
        "note": ceiling.note,
        "factor": one.factor.document() if one.factor else None,
        "reported": _reported(one.reported, one),
        "claims": [_claim(claim) for claim in one.claims],
        "observed": [
            {
                "basis": each.basis,
                "occasions": [occasion.id for occasion in each.occasions],
                "acts_needed": [{"laden": str(share), **amount(needed, 0)} for share, needed in each.acts_needed],
                "passed_on": [
                    {"laden": str(share), "at_high_capacity": _day(first), "at_low_capacity": _day(last)}
                    for share, first, last in each.passed_on
                ],
            }
            for each in one.observed
        ],
        "disagreements": list(one.disagreements),
        "not_added": list(one.not_added),
    }


def _reported(one: Reported, account: Account) -> dict[str, Any]:
    return {
        "rows": [figure.document() for figure in one.rows],
        "crossing": [figure.document() for figure in one.crossing],
        "counted": [figure.id for figure in one.counted],
        "total": None if one.total is None else {**amount(one.total.amount), "unit": one.total.unit},
        "complete": one.complete,
        "share_of_ceiling": _number(one.share(account.ceiling), 4),
        "by_factor": [
            {**each.factor.document(), "bbl": decimal(each.bbl, PLACES), "share_of_ceiling": decimal(each.share, 4)}
            for each in one.by_factor
        ],
        "checks": list(one.checks),
        "reported_zero": [figure.id for figure in one.zero],
    }


def _claim(one: CapClaim) -> dict[str, Any]:
    return {
        "reference": one.reference,
        "by": one.by,
        "period": one.period,
        "period_doubtful": one.doubtful,
        "inside_ceiling_period": one.inside,
        "acts": [figure.document() for figure in one.acts],
        "amounts": [figure.document() for figure in one.amounts],
        "said_to_be_reported": [figure.document() for figure in one.reported],
        "laden_share": None if one.laden is None else str(one.laden),
        "stated": {**amount(one.stated), "times_ceiling": amount(one.stated_times, 4), **_passing(one.stated_passing)},
        "stated_per_act": amount(one.stated_per_act),
        "full_load": amount(one.full),
        "capacity_per_act": amount(one.per_act),
        "laden_share_at_ceiling": amount(one.share_at_cap, 4),
        "capacity_needed": [
            {"laden": str(share), "per_act": decimal(needed, PLACES)} for share, needed in one.needed_per_act
        ],
        "scenarios": [_scenario(each) for each in one.scenarios],
        "remarks": list(one.remarks),
        "reply": one.reply,
    }


def _scenario(one: Scenario) -> dict[str, Any]:
    return {
        "laden": str(one.share),
        **amount(one.amount),
        "times_ceiling": amount(one.times_cap, 4),
        "may_pass": one.may,
        "passes": one.must,
        **_passing(one.passing),
    }


def _passing(one: Passing) -> dict[str, str | None]:
    names = {"passed_if_all_at_once": one.earliest, "passed_if_even": one.even, "passed_at_latest": one.latest}
    return {name: _day(day) for name, day in names.items()}


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _number(value: Fraction | None, places: int) -> str | None:
    return None if value is None else decimal(value, places)
