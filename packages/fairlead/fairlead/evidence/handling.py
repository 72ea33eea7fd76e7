"""Handling: how far an exhibit, and what is drawn from it, may go. It says what is allowed; it trims nothing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Literal, get_args

from fairlead.errors import MisuseError

Marking = Literal["clear", "green", "amber", "amber+strict", "red"]
MARKINGS: tuple[str, ...] = get_args(Marking)
"""FIRST, Traffic Light Protocol, version 2.0 (August 2022), from the widest circle to the narrowest."""


@dataclass(frozen=True)
class Handling:
    """What the originator allows; ``not_before`` is the first day (ISO) on which anything may leave, None: at once."""

    originator: str | None = None
    marking: Marking = "amber"
    may_cite: bool = True
    may_attribute: bool = True
    may_show: bool = True
    may_redistribute: bool = True
    not_before: str | None = None

    def __post_init__(self) -> None:
        if self.marking not in MARKINGS:
            raise MisuseError(f"no marking {self.marking!r}", f"use one of: {', '.join(MARKINGS)}")
        if self.not_before is not None:
            _day(self.not_before)

    def allows(self, audience: Marking, on: date) -> bool:
        """Tell whether it may go to an audience marked so, on that day; what it allows there, the flags say."""
        if self.not_before is not None and on < _day(self.not_before):
            return False
        return MARKINGS.index(self.marking) <= MARKINGS.index(audience)

    def to_body(self) -> dict[str, Any]:
        """Return what a receipt states in the log; the originator, who may be a person, is private there."""
        body = asdict(self)
        del body["originator"]
        return body


def from_body(body: dict[str, Any], originator: str | None) -> Handling:
    """Read back what :meth:`Handling.to_body` wrote."""
    return Handling(originator=originator, **body)


def strictest(handlings: Iterable[Handling]) -> Handling:
    """Return what all of them allow together: what is drawn from several exhibits inherits this. None given: red."""
    every = list(handlings)
    if not every:
        return Handling(marking="red", may_cite=False, may_attribute=False, may_show=False, may_redistribute=False)
    originators = sorted({one.originator for one in every if one.originator})
    days = [one.not_before for one in every if one.not_before]
    return Handling(
        originator="; ".join(originators) or None,
        marking=max((one.marking for one in every), key=MARKINGS.index),
        may_cite=all(one.may_cite for one in every),
        may_attribute=all(one.may_attribute for one in every),
        may_show=all(one.may_show for one in every),
        may_redistribute=all(one.may_redistribute for one in every),
        not_before=max(days, default=None),
    )


def _day(text: str) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError as wrong:
        raise MisuseError(f"not a date: {text!r}", "write it as YYYY-MM-DD") from wrong
    if day.isoformat() != text:
        raise MisuseError(f"not a date: {text!r}", "write it as YYYY-MM-DD")
    return day
