"""What people decided on identity: these two are one, these two are not; and what follows from that for a third.

A reference is ``imo:9074729``, ``mmsi:457000001`` or an entry of a list, ``ofac-sdn:1001``. Decisions never touch the
readings: they lie beside them, with their reasons, and each can be taken back. An MMSI is given to one hull after
another, so a decision on one holds in its period and nothing is concluded *through* it: two ships that bore one number
are not one ship. Nothing here reads or writes the log.
"""

from __future__ import annotations

import re
from collections import defaultdict, deque
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from fairlead.errors import MisuseError
from fairlead.subjects import imo

Verdict = Literal["same", "distinct"]

_LISTED = re.compile(r"[a-z][a-z0-9._-]*:\S.*")


@dataclass(frozen=True)
class Decision:
    """One act: ``since`` (included) and ``until`` (excluded) are ISO dates, None where it holds without end."""

    verdict: Verdict
    one: str
    other: str
    because: str
    since: str | None
    until: str | None
    exhibits: tuple[str, ...]  # SHA-256 of what it rests on
    entry: str  # id of the log's entry
    index: int
    day: str  # on which it was written

    def holds(self, on: str | None) -> bool:
        """Tell whether it holds on a day (ISO date; None: at any time)."""
        return on is None or ((self.since or "") <= on and (self.until is None or on < self.until))

    def told(self) -> str:
        """Return it in words, as shown beside whatever it changes."""
        period = "".join([f" from {self.since}" if self.since else "", f" until {self.until}" if self.until else ""])
        joined = "are one" if self.verdict == "same" else "are not one"
        return f"{self.one} and {self.other} {joined}{period}: {self.because} (entry {self.index}, {self.day})"


@dataclass(frozen=True)
class Ruling:
    """What decisions say of two references, and the decisions it rests on, in order."""

    verdict: Verdict
    by: tuple[Decision, ...]

    def told(self) -> str:
        """Return the decisions in words."""
        return "; ".join(decision.told() for decision in self.by)


def reference(text: str) -> str:
    """Return a reference in its one form; MisuseError where ``text`` is none."""
    text = " ".join(text.split())
    kind, _, value = text.partition(":")
    if kind.lower() == "imo":
        judged = imo.verdict(value)
        if judged.value is None:
            raise MisuseError(f"expected an IMO number of seven digits, found {value!r}")
        return f"imo:{judged.value}"
    if kind.lower() == "mmsi":
        if not re.fullmatch(r"\d{9}", value.strip()):
            raise MisuseError(f"expected an MMSI of nine digits, found {value!r}")
        return f"mmsi:{value.strip()}"
    if kind.startswith("ftm"):
        text = f"ftm:{value}"
    if not _LISTED.fullmatch(text):
        hint = "imo:9074729, mmsi:457000001 or an entry of a list such as ofac-sdn:1001; `fairlead screen` shows them"
        raise MisuseError(f"expected a reference, found {text!r}", hint)
    return text


def is_mmsi(ref: str) -> bool:
    """Tell whether a reference is a number that passes from hull to hull."""
    return ref.startswith("mmsi:")


class Decisions:
    """All decisions that stand."""

    def __init__(self, decisions: Iterable[Decision] = ()) -> None:
        self.all = tuple(sorted(decisions, key=lambda one: one.index))
        self._same: dict[str, list[tuple[str, Decision]]] = defaultdict(list)
        self._distinct: dict[str, list[tuple[str, Decision]]] = defaultdict(list)
        for decision in self.all:
            held = self._same if decision.verdict == "same" else self._distinct
            held[decision.one].append((decision.other, decision))
            held[decision.other].append((decision.one, decision))

    def __bool__(self) -> bool:
        return bool(self.all)

    def one_with(self, ref: str, on: str | None = None) -> dict[str, tuple[Decision, ...]]:
        """Return every reference decided to be one with ``ref`` on a day, each with the decisions that lead to it."""
        found: dict[str, tuple[Decision, ...]] = {ref: ()}
        waiting = deque([ref])
        while waiting:
            here = waiting.popleft()
            if is_mmsi(here) and here != ref:
                continue  # nothing is concluded through a number that passes from hull to hull
            for other, decision in self._same.get(here, ()):
                if other not in found and decision.holds(on):
                    found[other] = (*found[here], decision)
                    waiting.append(other)
        del found[ref]
        return found

    def between(self, one: str, other: str, on: str | None = None) -> Ruling | None:
        """Return what is decided of two references on a day, directly or by others that are one with them."""
        ones = {one: (), **self.one_with(one, on)}
        if other in ones:
            return Ruling("same", ones[other])
        others = {other: (), **self.one_with(other, on)}
        for here, way in ones.items():
            for there, decision in self._distinct.get(here, ()):
                if there in others and decision.holds(on):
                    return Ruling("distinct", (*way, decision, *others[there]))
        return None

    def about(self, refs: Iterable[str]) -> list[Decision]:
        """Return the decisions that name one of some references, oldest first."""
        wanted = set(refs)
        return [decision for decision in self.all if decision.one in wanted or decision.other in wanted]


def contradiction(decisions: Decisions, new: Decision) -> str | None:
    """Return in words why ``new`` cannot stand beside what is decided; None where it can."""
    if new.one == new.other:
        return "both are the same reference"
    if is_mmsi(new.one) and is_mmsi(new.other):
        return "an MMSI is given to one hull after another: tie each to an IMO number or an entry of a list"
    for decision in decisions.all:
        if {decision.one, decision.other} == {new.one, new.other} and _overlap(decision, new):
            return f"it is decided already: {decision.told()}; take that back first"
    if is_mmsi(new.one) or is_mmsi(new.other):
        number, hull = (new.one, new.other) if is_mmsi(new.one) else (new.other, new.one)
        return _of_number(decisions, new, number, hull)
    ruling = decisions.between(new.one, new.other)
    if ruling is not None and ruling.verdict != new.verdict:
        return f"it contradicts what is decided: {ruling.told()}; take that back first"
    if new.verdict == "same":
        return _of_hulls(decisions, new)
    return None


def _of_number(decisions: Decisions, new: Decision, number: str, hull: str) -> str | None:
    for decision in decisions.about([number]):
        held = decision.other if decision.one == number else decision.one
        ruling = decisions.between(held, hull)
        one = held == hull or (ruling is not None and ruling.verdict == "same")
        if one and decision.verdict != new.verdict and _overlap(decision, new):
            return f"it contradicts what is decided: {decision.told()}; take that back first"
    return None


def _of_hulls(decisions: Decisions, new: Decision) -> str | None:
    """A chain must not make one ship of two IMO numbers without a person saying so of these two."""
    sides = [{ref, *decisions.one_with(ref)} for ref in (new.one, new.other)]
    numbers = [{ref for ref in side if ref.startswith("imo:")} for side in sides]
    told = all(ref.startswith("imo:") for ref in (new.one, new.other))
    if not told and numbers[0] and numbers[1] and not numbers[0] & numbers[1]:
        pair = f"{min(numbers[0])} and {min(numbers[1])}"
        return f"it would make one ship of {pair} by a chain; decide on these two numbers first, or take a part back"
    return None


def _overlap(one: Decision, other: Decision) -> bool:
    return (one.until is None or (other.since or "") < one.until) and (
        other.until is None or (one.since or "") < other.until
    )
