"""How likely it is that a silence is the ship's own and not the receivers': a frozen scorecard over a gap's columns.

Whole numbers only: each feature gives points by band, more evidence never fewer points, and the sum of points is worth
a likelihood in per mille. The card is ``silence.json``, made by ``python benchmarks/disabling.py --train`` and by
nothing else; its hash stands here, so that it cannot change unseen. It holds a second table, ``record``: what the
ship's own record alone is worth by labels of a published study, which is told and never used to judge.

None where nobody else was heard, or the ship itself was not heard before: a deaf cell is never evidence.
"""

from __future__ import annotations

import hashlib
import json
from functools import cache
from importlib.resources import files
from typing import Any

import ibis
import ibis.expr.types as ir

from fairlead.errors import IntegrityError

DIGEST = "a26405ea24a89e265719f44d1d62ea84b1a5dbd4e2475bdde8093c6712b41094"  # SHA-256 of silence.json

DOES_NOT_SHOW = """\
The likelihood compares silences of ships with silences of receivers, as many of either, in traffic in which the cause
was known because it was made. It does not show why a ship fell silent: defects, power cuts and orders of a coast guard
silence ships too, and evasion is one reason among many. Seas, sources and receivers differ from those it was measured
on."""


@cache
def card() -> dict[str, Any]:
    """Return the frozen card. Raises IntegrityError where the file is not the one that this version knows."""
    content = (files("fairlead.events") / "silence.json").read_bytes()
    found = hashlib.sha256(content).hexdigest()
    if found != DIGEST:
        raise IntegrityError(f"events/silence.json: expected SHA-256 {DIGEST[:12]}, found {found[:12]}")
    whole: dict[str, Any] = json.loads(content)
    return whole


def features(gaps: ir.Table) -> dict[str, Any]:
    """Return the features of gaps (``reception.COLUMNS``): the more of each, the more it is the ship's silence."""
    start, end = ibis.greatest(gaps.watched_start_h, 1), ibis.greatest(gaps.watched_end_h, 1)
    return {
        "hours_before": gaps.hours_before,
        "expected": gaps.expected,
        "ahead_percent": (gaps.audible_ahead_h * 100 / start).floor().cast("int64"),
        "astern_percent": (gaps.audible_astern_h * 100 / end).floor().cast("int64"),
        "no_wait_h": 0 - gaps.longest_wait_h,
        "ships_tenths": (gaps.others_ship_hours * 10 / (gaps.watched_start_h + end)).floor().cast("int64"),
    }


def measured(gaps: ir.Table) -> Any:
    """Return whether there is any ground to judge on: others heard, and the ship itself before."""
    return (gaps.audible_start_h + gaps.audible_end_h > 0) & (gaps.positions_before > 0)


def likelihood_pm(gaps: ir.Table) -> Any:
    """Return the likelihood in per mille that a silence is the ship's own; None where nothing was measured."""
    points: Any = ibis.literal(0, type="int64")
    for name, value in features(gaps).items():
        for band in card()["points"].get(name, ()):
            points = points + ibis.ifelse((value >= band["at_least"]).fill_null(False), band["points"], 0)
    first, *higher = card()["likelihood"]
    worth = ibis.cases(
        *((points >= one["at_least"], one["per_mille"]) for one in reversed(higher)), else_=first["per_mille"]
    )
    return ibis.ifelse(measured(gaps), worth.cast("int64"), ibis.null("int64"))


def record_pm(positions_before: int) -> int:
    """Return the share (per mille) of a study's gaps after so many positions in 12 h that it labelled as disabling."""
    worth = [one["per_mille"] for one in card()["record"]["likelihood"] if one["at_least"] <= positions_before]
    return int(worth[-1])
