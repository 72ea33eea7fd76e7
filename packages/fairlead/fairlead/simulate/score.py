"""Holds what was reported against what the simulated sea hid: found, missed, rightly left alone, wrongly reported.

Works on occasions in their stable JSON, so that it needs nothing of the rules that it judges. An act and an occasion
meet where a ship takes part in both and their times overlap, give or take half a day.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from fairlead.simulate.truth import Act, Truth

# What a list and a number say for as long as they stand is no act at sea, and no key holds it.
STANDING = frozenset({"listed_flag"})
SLACK = timedelta(hours=12)  # an occasion may begin with the last position heard before the act


@dataclass(frozen=True)
class Score:
    """Hidden acts and look-alikes by kind, and the occasions that no hidden act explains."""

    hidden: tuple[tuple[str, int, int], ...]  # kind, found, all
    innocent: tuple[tuple[str, int, int], ...]  # kind, left alone, all
    missed: tuple[Act, ...]
    wrong: tuple[dict[str, Any], ...]
    reported: int  # occasions observed or documented; what is only stated is not scored

    @property
    def recall(self) -> float | None:
        """Part of the hidden acts that was found; None where nothing was hidden."""
        total = sum(count for _, _, count in self.hidden)
        return sum(found for _, found, _ in self.hidden) / total if total else None

    @property
    def precision(self) -> float | None:
        """Part of the occasions that a hidden act explains; None where nothing was reported."""
        return (self.reported - len(self.wrong)) / self.reported if self.reported else None


def score(truth: Truth, occasions: Sequence[dict[str, Any]]) -> Score:
    """Return how well the occasions tell the truth."""
    acts = [occasion for occasion in occasions if occasion["typology"]["name"] not in STANDING]
    scored = [occasion for occasion in acts if occasion["basis"] != "stated"]
    explained = {occasion["id"] for act in truth.hidden for occasion in scored if _meet(act, occasion)}
    missed = [act for act in truth.hidden if not any(_meet(act, occasion) for occasion in scored)]
    wrong = [occasion for occasion in scored if occasion["id"] not in explained]
    accused = [act for act in truth.innocent if any(_meet(act, occasion) for occasion in wrong)]
    return Score(
        hidden=_by_kind(truth.hidden, missed),
        innocent=_by_kind(truth.innocent, accused),
        missed=tuple(missed),
        wrong=tuple(wrong),
        reported=len(scored),
    )


def _by_kind(acts: Sequence[Act], failed: Sequence[Act]) -> tuple[tuple[str, int, int], ...]:
    total, lost = Counter(act.kind for act in acts), Counter(act.kind for act in failed)
    return tuple((kind, count - lost[kind], count) for kind, count in sorted(total.items()))


def _meet(act: Act, occasion: dict[str, Any]) -> bool:
    ships = {subject["mmsi"] for subject in occasion["subjects"]} | {event["mmsi"] for event in occasion["events"]}
    if not ships & {ship.mmsi for ship in act.ships}:
        return False
    start, end = _time(occasion["start"]), _time(occasion["end"])
    return start - SLACK <= _time(act.end) and _time(act.start) <= end + SLACK


def _time(text: str) -> datetime:
    return datetime.fromisoformat(text.replace("Z", "+00:00"))
