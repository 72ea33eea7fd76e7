"""The statuses of an occasion, and which act leads from which to which. No database, no clock, no people's names.

Two people make a finding (proposed by one, confirmed by another); one is enough to correct or withdraw it, because that
is the fair direction.
"""

from __future__ import annotations

from typing import Literal

from fairlead.errors import MisuseError
from fairlead.typologies.occasion import Status

Act = Literal["open", "dismiss", "request", "reply", "propose", "confirm", "correct", "withdraw"]
Outcome = Literal["found", "not found"]

_OPENED: tuple[Status, ...] = ("open", "found", "not found", "corrected")

ALLOWED: dict[Act, tuple[Status, ...]] = {
    "open": ("machine candidate", "dismissed", "withdrawn"),
    "dismiss": ("machine candidate", "open"),
    "request": _OPENED,
    "reply": (*_OPENED, "dismissed", "withdrawn"),  # an answer that comes late is still recorded
    "propose": ("open", "corrected"),
    "confirm": ("open", "corrected"),
    "correct": ("found", "not found", "corrected"),
    "withdraw": _OPENED,
}
"""From which statuses each act is allowed. Beside these, an open occasion is opened again when its basis changed."""

_LEADS_TO: dict[Act, Status] = {
    "open": "open",
    "dismiss": "dismissed",
    "correct": "corrected",
    "withdraw": "withdrawn",
}

NEEDS_REASON: tuple[Act, ...] = ("dismiss", "correct", "withdraw")

_HINTS: dict[tuple[Act, Status], str] = {
    ("open", "found"): "a finding is changed with `fairlead finding CASE ID --correct REASON`",
    ("open", "open"): "it has its number already; go on with `fairlead request` or `fairlead finding`",
    ("dismiss", "found"): "a finding is taken back with `fairlead finding CASE ID --withdraw REASON`",
    ("propose", "found"): "correct the finding first, with --correct REASON, then propose the new one",
    ("propose", "not found"): "correct the finding first, with --correct REASON, then propose the new one",
}


def effective(status: Status, digest_then: str, digest_now: str) -> Status:
    """Return the status today: a dismissal holds only as long as what was dismissed is unchanged."""
    if status == "dismissed" and digest_then != digest_now:
        return "machine candidate"
    return status


def step(act: Act, status: Status, *, named: str, basis_changed: bool, reason: str | None, opened: bool) -> Status:
    """Return the status after ``act``; :class:`MisuseError` where the act is not allowed or lacks its reason.

    ``named`` is how the occasion is called in messages; ``opened`` whether it ever got a number. Confirming leads to
    its proposal's outcome, which the caller knows; here it leaves the status as it is.
    """
    looked_again = act == "open" and status == "open" and basis_changed
    if status not in ALLOWED[act] and not looked_again:
        raise MisuseError(f"{named} is {_article(status)}: {_needs(act)}", _hint(act, status))
    if act == "reply" and not opened:
        raise MisuseError(f"{named} was never opened: {_needs(act)}", _hint(act, "machine candidate"))
    if (act in NEEDS_REASON or (act == "open" and status in ("dismissed", "withdrawn"))) and not (reason or "").strip():
        raise MisuseError(f"{named} is {_article(status)}: to {act} it needs a reason", "add --reason TEXT")
    return _LEADS_TO.get(act, status)


def _needs(act: Act) -> str:
    phrase = {"propose": "a finding", "confirm": "confirming a finding", "request": "a request", "reply": "a reply"}
    return f"{phrase.get(act, f'to {act} it')} needs status {' or '.join(ALLOWED[act])}"


def _article(status: Status) -> str:
    return "a machine candidate" if status == "machine candidate" else status


def _hint(act: Act, status: Status) -> str | None:
    if status == "machine candidate":
        return "open it first: `fairlead open CASE ID`"
    if status in ("dismissed", "withdrawn") and act != "open":
        return "open it again, with a reason: `fairlead open CASE ID --reason TEXT`"
    return _HINTS.get((act, status))
