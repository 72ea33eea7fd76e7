"""Where a ship said it was while no hull can have been there: circles, fixed points, land, two tracks under one number.

A map of the positions of one such event, close by, with the coast as the map at 1:10 million has it, so that a sceptic
sees what was sent and not what was made of it. Left out: other ships, and where the hull was instead.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

import pyarrow.compute as pc
import pyarrow.dataset as ds

from fairlead.dossier import around, chart
from fairlead.places import land
from fairlead.shapes import E7, US_PER_HOUR
from fairlead.typologies import moments

APART = "impossible_movement"
KINDS = ("circle", "fixed_point", "on_land", APART)
MOST = 3  # pictures of such events for an occasion, at most
AROUND_US = 2 * US_PER_HOUR  # drawn before and after a circle, a point or a run on land
BESIDE_US = 24 * US_PER_HOUR  # of both tracks, around the moment of a movement that one hull cannot have made
LEAST_DEG = 0.02  # of the map's height: some two kilometres
POINTS = 2_000  # of a track; more cannot be told apart

Row = Mapping[str, Any]


def words(event: Row) -> str:
    """Return what the picture of an event shows, and what it does not."""
    who, days = f"MMSI {event['mmsi']:09d}", moments.span(moments.day(event["start_us"]), moments.day(_until_us(event)))
    return f"Where {who} said it was, {days}. {_SAID[event['kind']](event)} {_DOES_NOT_SHOW[event['kind']]}"


def picture(event: Row, legs: ds.Dataset, hidden: Collection[int]) -> str | None:
    """Draw the positions sent; None where fewer than two may be shown. ``hidden`` are keys of exhibits."""
    apart = event["kind"] == APART
    around_us = BESIDE_US if apart else AROUND_US
    span = event["start_us"] - around_us, _until_us(event) + around_us
    tracks = [event["track"], *([event["other_track"]] if apart else [])]
    lines = [
        _line(f"track {n}" if apart else "", event, track, legs, span, hidden) for n, track in enumerate(tracks, 1)
    ]
    inside = [
        (lat, lon)
        for line in lines
        for t_us, lat, lon in line.points
        if apart or event["start_us"] <= t_us <= _until_us(event)
    ]
    if len(inside) < 2:
        return None
    view = chart.frame(inside, least=LEAST_DEG)
    return chart.sea_map(view, land.within(view.west, view.south, view.east, view.north), lines, (), dots=True)


def _line(
    what: str, event: Row, track: int, legs: ds.Dataset, span: tuple[int, int], hidden: Collection[int]
) -> chart.Line:
    table = around.sent(legs, pc.field("track") == track, *span, hidden)
    step = max(1, -(-table.num_rows // POINTS))
    rows = zip(*(table[name].to_pylist()[::step] for name in ("t_us", "lat_e7", "lon_e7")), strict=True)
    label = " ".join(part for part in (f"MMSI {event['mmsi']:09d}", what) if part)
    return chart.Line(label, [(t_us, lat / E7, lon / E7) for t_us, lat, lon in rows])


def _until_us(event: Row) -> int:
    """Return the last moment that is shown as the event: of two tracks, that at which one hull would have jumped."""
    ends = event["kind"] != APART and event["end_us"] is not None
    return int(event["end_us"] if ends else event["start_us"])


def _circle(event: Row) -> str:
    turns, hours = event["turns_ddeg"] / 3_600, moments.hours(_until_us(event) - event["start_us"])
    said = f"{turns:.1f} turns about one middle, {event['radius_dm'] / 10:.0f} m off it, in {hours}"
    return f"Each dot is a position received: {said}."


def _point(event: Row) -> str:
    hours, knots = moments.hours(_until_us(event) - event["start_us"]), (event["median_speed_dkn"] or 0) / 10
    return (
        f"{event['positions']} positions at the very same coordinates in {hours}, at a stated speed of {knots:.1f} kn."
    )


def _land(event: Row) -> str:
    deep = f"{event['positions']} of them on land, up to {event['inland_dm'] / 10_000:.0f} km from the coast"
    return f"Each dot is a position received: {deep} of a map at 1:10 million, which has no rivers, canals or lakes."


def _apart(event: Row) -> str:
    knots = "in no time" if event["implied_dkn"] is None else f"at {event['implied_dkn'] / 10:.0f} kn"
    return (
        f"Two tracks under one number: from the last position of the other to the first of this one a hull would have "
        f"made {event['distance_dm'] / 10_000:.0f} km {knots}."
    )


_SAID = {"circle": _circle, "fixed_point": _point, "on_land": _land, APART: _apart}
_DOES_NOT_SHOW = {
    "circle": "It does not show who made them so: receivers that are disturbed show circles too.",
    "fixed_point": "It does not show who made them so, nor that the ship was elsewhere: receivers fail.",
    "on_land": "It does not show that anybody falsified them, nor where the ship was instead.",
    APART: "It does not show which of the two is the hull of that number, or that either is false.",
}
