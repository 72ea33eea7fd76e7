"""A public report on tips and awards: counts and median times, counts below five withheld. No person, tip or day.

Small counts are withheld since they could point at somebody. No total is given of counts that are told apart.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from statistics import median

from fairlead.awards.acts import Award, LedTo

LEAST = 5  # below it a count is withheld: usual in official statistics, and ours here


def report(tips: int, uses: Sequence[LedTo], awards: Sequence[Award]) -> dict[str, object]:
    """Return the report as stable JSON; None for what is withheld."""
    finals = [one.file for one in awards if one.file.final_on]
    paid = [one.file for one in awards if one.file.paid_on]
    return {
        "schema_version": 1,
        "tips_opened": _told(tips),
        "tips_that_led_to_something": _told(len({one.tip for one in uses})),
        "occasions_advanced_or_confirmed": _told(
            len({one.occasion for one in uses if one.use in ("advanced", "confirmed", "filled")})
        ),
        "awards_opened": _told(len(awards)),
        "awards_denied": _told(sum(one.file.status == "denied" for one in awards)),
        "awards_paid": _told(len(paid)),
        "median_days_from_opening_to_final": _median([(one.opened_on, one.final_on) for one in finals]),
        "median_days_from_final_to_payment": _median([(one.final_on, one.paid_on) for one in paid]),
        "withheld": f"counts from 1 to {LEAST - 1}, and times of fewer than {LEAST}",
    }


def _told(count: int) -> int | None:
    return count if count == 0 or count >= LEAST else None


def _median(spans: Sequence[tuple[str | None, str | None]]) -> int | None:
    days = [(date.fromisoformat(end) - date.fromisoformat(start)).days for start, end in spans if start and end]
    return int(median(days)) if len(days) >= LEAST else None
