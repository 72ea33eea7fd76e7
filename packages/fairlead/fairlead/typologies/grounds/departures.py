"""When did a ship sail? Where hardly anybody is heard in port, days pass between the last word from there and the next.

A silence that began in port and ended just off it was spent there: what was entered in it is what the ship left with,
and it hides no way.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from fairlead.law import Regime
from fairlead.typologies import placing

JUST_OFF_M = 50_000.0  # ours: three hours' sailing; who is heard so close to the port has just left it

Row = Mapping[str, Any]


def last_call(calls: Sequence[Row], before_us: int) -> Row | None:
    """Return the last of some calls, in order of time, that began before a moment; None where none did."""
    return next((call for call in reversed(calls) if call["start_us"] < before_us), None)


def sailed_from(regime: Regime, call: Row, event: Row) -> bool:
    """Tell whether a call was in the target State, and over when something began."""
    return bool(call["country"] == regime.target and call["end_us"] is not None and call["end_us"] <= event["start_us"])


def as_it_sailed(voyage: Row, gaps: Sequence[Row]) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """Return a voyage and its silences without one that began in port and ended just off it: till then it lay there."""
    kept = [dict(gap) for gap in gaps]
    for gap in kept:
        if gap["start_us"] != voyage["start_us"] or gap["end_us"] is None:
            continue
        if placing.distance_m(*placing.position(voyage, "start"), *placing.position(gap, "end")) <= JUST_OFF_M:
            rest = [one for one in kept if one is not gap]
            longest = max((one["end_us"] - one["start_us"] for one in rest), default=0)
            return {**voyage, "start_us": gap["end_us"], "longest_gap_us": longest}, rest
    return dict(voyage), kept
