"""What was out of the ordinary on a voyage: stays at sea outside anchorages, and detours. Never occasions alone.

A call that was not declared is for ``destinations.py``. Left out: the shortest way by sea round land, which nothing
here knows: a detour is measured only where the straight way crosses no land and the ship was heard all along.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

from fairlead.events import columns
from fairlead.events.gap import Parameters as Gap
from fairlead.shapes import US_PER_HOUR
from fairlead.typologies import moments, placing
from fairlead.typologies.grounds import aftermath, spans
from fairlead.typologies.grounds.linked import on_tracks, overlapping
from fairlead.typologies.grounds.refutations import passed, unchecked
from fairlead.typologies.occasion import Refutation

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from fairlead.typologies.world import World

NAME = "ordinary passage"
DETOUR = 1.5  # ours: lanes, weather and tides lengthen a way by less than half
LEAST_M = 100_000.0  # ours: on a shorter way manoeuvring alone makes a detour
_SILENT_US = Gap().least_h * US_PER_HOUR

Row = Mapping[str, Any]


class Irregularities:
    """The stays and the ways sailed of some voyages; the ways are fetched once, at the first question."""

    def __init__(self, world: World, voyages: Iterable[Row]) -> None:
        self._voyages = list(voyages)
        tracks = sorted({row["track"] for row in self._voyages})
        self._legs = world.legs
        self._stays = on_tracks(world.events["loitering"], tracks)
        self._stops = on_tracks(world.events["port_visit"], tracks)

    def of(self, voyage: Row) -> tuple[Refutation, tuple[Row, ...]]:
        """Return what was irregular, as a test of the explanation that nothing was, and the stays that it rests on."""
        stays = [one for one in self._between(voyage) if not self._innocent(voyage, one)]
        told = [_stay_said(one) for one in stays]
        detour = self._detour(voyage)
        if detour is not None and detour[0] >= DETOUR:
            told.append(detour[1])
        if told:
            return passed(NAME, f"{'; '.join(told)}. Weather, orders and repairs explain as much"), tuple(stays)
        measured = f"; {detour[1]}" if detour else "; whether it made a detour was not measured"
        return unchecked(NAME, f"no unexplained stay at sea on the way{measured}"), ()

    def _between(self, voyage: Row) -> list[Row]:
        own = self._stays.get(voyage["track"], ())
        return [
            one
            for one in own
            if one["end_us"] is not None and voyage["start_us"] <= one["start_us"] and one["end_us"] <= voyage["end_us"]
        ]

    def _innocent(self, voyage: Row, stay: Row) -> bool:
        """Tell whether a stay was at a known place, or a wait for the berth that it went to next."""
        if overlapping(self._stops.get(voyage["track"], ()), stay["start_us"], stay["end_us"]):
            return True
        away = placing.distance_m(
            stay["start_lat_e7"], stay["start_lon_e7"], voyage["end_lat_e7"], voyage["end_lon_e7"]
        )
        return bool(voyage["end_us"] - stay["end_us"] <= aftermath.WAIT_US and away <= aftermath.WAIT_M)

    def _detour(self, voyage: Row) -> tuple[float, str] | None:
        """Return how many times the straight way was sailed, and in words; None where that cannot be told."""
        direct_m = _direct_m(voyage)
        sailed_m = self._sailed_m.get(_key(voyage))
        if sailed_m is None:
            return None
        times = sailed_m / direct_m
        return times, f"it sailed {sailed_m / 1_000:.0f} km where the straight way by sea is {direct_m / 1_000:.0f} km"

    @cached_property
    def _sailed_m(self) -> dict[tuple[int, int, int], float]:
        """Return the metres sailed on each voyage that was heard all along and can be measured."""
        heard = [one for one in self._voyages if (one["longest_gap_us"] or 0) <= _SILENT_US]
        long = [one for one in heard if _direct_m(one) >= LEAST_M]
        measured = [
            one
            for one, ashore in zip(long, placing.cross_land([_ends(one) for one in long]), strict=True)
            if not ashore
        ]
        return _sailed_m(self._legs, sorted({_key(one) for one in measured}))


def _key(voyage: Row) -> tuple[int, int, int]:
    return voyage["track"], voyage["start_us"], voyage["end_us"]


def _ends(voyage: Row) -> tuple[int, ...]:
    return tuple(voyage[f"{edge}_{angle}_e7"] for edge in ("start", "end") for angle in ("lat", "lon"))


def _direct_m(voyage: Row) -> float:
    return placing.distance_m(*_ends(voyage))


def _stay_said(stay: Row) -> str:
    where = placing.at(placing.place("stay", stay["start_lat_e7"], stay["start_lon_e7"]))
    hours = moments.hours(stay["end_us"] - stay["start_us"])
    return f"it lay or drifted for {hours} {where} from {moments.day(stay['start_us'])}, at no known anchorage"


def _sailed_m(legs: ir.Table, voyages: Sequence[spans.Span]) -> dict[spans.Span, float]:
    """Return the metres sailed on each of some voyages, by the legs that lie in it whole."""
    if not voyages:
        return {}
    own = spans.within(legs, voyages)
    whole = own.filter(own.next_t_us <= own.to_us)
    summed = whole.group_by("span").agg(sailed_dm=columns.exact_sum(whole.distance_dm))
    found = {row["span"]: row["sailed_dm"] for row in summed.to_pyarrow().to_pylist()}
    return {voyage: (found.get(number) or 0) / 10 for number, voyage in enumerate(voyages)}
