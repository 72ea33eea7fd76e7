"""What is no occasion: the candidates that ``find`` left alone, and what is made of one ship around one day.

Shown beside the tracks, so that a sceptic can judge whether it was right to leave them alone.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow.compute as pc
import pyarrow.dataset as ds
from pydantic import BaseModel

from fairlead.deriving import derive
from fairlead.deriving.account import as_clause
from fairlead.desk.workplace import Workplace
from fairlead.dossier import around
from fairlead.shapes import US_PER_HOUR
from fairlead.typologies.grounds.ships import Ships
from fairlead.typologies.whynot.asked import Asked

PAGE = 100  # candidates in one answer; ours
MOST_SHIPS = 4  # tracks that a map can tell apart by colour
_WHOLE = ("gap", "encounter", "loitering")  # shown whole where they reach over the days asked about
_MOST_WIDENED_US = 30 * 24 * US_PER_HOUR  # ours: a ship not heard for months is not followed so far
_MMSI = re.compile(r"MMSI (\d{9})")

Days = tuple[int, int]  # the time that an account's map shows; microseconds since 1970


class LeftAlone(BaseModel):
    """A candidate that an innocent explanation refuted; ``mmsi`` and ``day`` are what its account is asked by."""

    typology: str
    ships: list[str]
    start: str
    test: str
    why: str
    mmsi: int | None
    day: str


class Count(BaseModel):
    """How many were left alone for one reason."""

    typology: str
    test: str
    count: int


class LeftAloneList(BaseModel):
    """One page of the candidates left alone, by time, and how many there are by typology and test."""

    total: int
    of: int
    offset: int
    counts: list[Count]
    items: list[LeftAlone]


def left_alone(place: Workplace, typology: str = "", test: str = "", offset: int = 0) -> LeftAloneList:
    """Return one page of the candidates left alone, of a typology and a test where these are given."""
    every = place.left_alone()
    counted = Counter((one["typology"], one["test"]) for one in every)
    chosen = [
        one for one in every if (not typology or one["typology"] == typology) and (not test or one["test"] == test)
    ]
    chosen.sort(key=lambda one: (one["start"], one["typology"], one["ships"]))
    return LeftAloneList(
        total=len(chosen),
        of=len(every),
        offset=offset,
        counts=[Count(typology=name, test=why, count=count) for (name, why), count in sorted(counted.items())],
        items=[_candidate(one) for one in chosen[offset : offset + PAGE]],
    )


def track(place: Workplace, mmsi: int, day: date) -> dict[str, Any]:
    """Return the tracks and events around a day of a ship, of those it met and of those it was a candidate with."""
    derived = place.case.derived_folder
    with derive.world(place.case) as world:
        asked = Asked(world, mmsi, day)
        days = (asked.start_us, asked.end_us)
        numbers = ships_around(place, asked)
        known = Ships(world.static_reports, numbers)
        names = {number: known.at(number, asked.noon_us).name for number in numbers}
    events = around.events_of(numbers, days, derived / "events")
    span = _widened(days, [one for one in events if one.mmsi == mmsi and one.kind in _WHOLE])
    tracks = around.tracks(numbers, span, names, derived / "legs.parquet")
    tracks.sort(key=lambda one: (numbers.index(one.mmsi), one.track))
    return {
        "from_us": span[0],
        "until_us": span[1],
        "at_us": asked.noon_us,
        "ships": [
            {"mmsi": each.mmsi, "label": each.label, "points": [list(point) for point in each.points]}
            for each in tracks
        ],
        "events": [vars(each) for each in events],
        "own": [],
        "places": [],
    }


def ships_around(place: Workplace, asked: Asked) -> list[int]:
    """Return a ship and those that it was a candidate with or met around a day; as many as a map can tell apart."""
    days = (asked.start_us, asked.end_us)
    others = _named_with(place.left_alone(), asked.mmsi, days)
    met = _met(place.case.derived_folder / "events", asked.mmsi, days)
    return list(dict.fromkeys([asked.mmsi, *sorted(others), *sorted(met)]))[:MOST_SHIPS]


def _candidate(one: dict[str, Any]) -> LeftAlone:
    numbers = _numbers(one)
    told = one | {"why": as_clause(one["why"])}
    return LeftAlone(**told, mmsi=min(numbers) if numbers else None, day=one["start"][:10])


def _numbers(rejected: dict[str, Any]) -> set[int]:
    """Return the ship numbers that a candidate names."""
    return {int(number) for ship in rejected["ships"] for number in _MMSI.findall(ship)}


def _named_with(rejected: Sequence[dict[str, Any]], mmsi: int, days: Days) -> set[int]:
    """Return the ships of all candidates that name this one in these days."""
    around_it = (one for one in rejected if days[0] <= around.microseconds(one["start"]) < days[1])
    return {number for one in around_it for number in _numbers(one) if mmsi in _numbers(one)}


def _met(events: Path, mmsi: int, days: Days) -> set[int]:
    """Return whom a ship met in these days, itself included."""
    inside = (pc.field("start_us") < days[1]) & (pc.field("end_us") >= days[0])
    own = (pc.field("mmsi") == mmsi) | (pc.field("other_mmsi") == mmsi)
    table = ds.dataset(events / "encounter.parquet").to_table(columns=["mmsi", "other_mmsi"], filter=inside & own)
    return {int(number) for column in table.columns for number in column.to_numpy()}


def _widened(days: Days, events: Sequence[around.Happened]) -> Days:
    """Return the days, widened so that a silence or meeting that reaches over their ends is seen whole."""
    start = min([days[0], *(one.start_us - around.AROUND_US for one in events)])
    end = max([days[1], *(one.end_us + around.AROUND_US for one in events if one.end_us is not None)])
    return max(start, days[0] - _MOST_WIDENED_US), min(end, days[1] + _MOST_WIDENED_US)
