"""Occasions as rows: for a spreadsheet, a data frame, a GIS. One row each; nothing is left out without a column for it.

What an exhibit says must not be run: text that a spreadsheet would take for a formula is marked as text.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from fairlead.register.occasions import stamp
from fairlead.typologies.occasion import Occasion

COLUMNS = (
    *("id", "number", "status", "stamp", "basis", "typology", "title", "start", "start_precision", "end"),
    *("end_precision", "subjects", "places", "goods", "engages", "digest"),
)


def rows(occasions: Iterable[Occasion]) -> Iterator[tuple[Any, ...]]:
    """Yield each occasion in the order of :data:`COLUMNS`."""
    for one in occasions:
        ships = "; ".join(f"{who.name or ''} {who.imo or ''}".strip() for who in one.subjects)
        places = "; ".join(f"{place.name or ''} {place.country or ''}".strip() for place in one.places)
        what = (one.id, one.number, one.status, stamp(one), one.basis, one.typology.name, guarded(one.title))
        when = (one.start, one.start_precision, one.end, one.end_precision)
        goods = guarded("; ".join(one.goods))
        yield (*what, *when, guarded(ships), guarded(places), goods, "; ".join(engaged(one)), one.digest)


def guarded(text: str) -> str:
    """Return text that no spreadsheet takes for a formula: what an exhibit says must not be run."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text


def engaged(occasion: Occasion) -> list[str]:
    """Return each measure with its addressees: "2371-8: CN, KP"."""
    addressees: dict[str, dict[str, None]] = {}
    for engagement in occasion.engagements:
        addressees.setdefault(engagement.measure.id, {})[engagement.addressee] = None
    return [f"{measure}: {', '.join(bound)}" for measure, bound in addressees.items()]
