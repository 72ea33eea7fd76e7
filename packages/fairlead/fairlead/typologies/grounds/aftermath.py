"""What came after a meeting: the draught that each ship reported, where it stopped next, and whom else it met in turn.

A cargo that goes through several ships makes several encounters; each pair is told, and each tells of the others. Left
out: which way anything passed where no draught says so, and meetings in which neither ship was heard.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from fairlead.shapes import US_PER_HOUR
from fairlead.typologies import moments, placing
from fairlead.typologies.grounds import silences
from fairlead.typologies.grounds.lading import CHANGE_DM
from fairlead.typologies.grounds.linked import kinds_on_tracks, on_tracks
from fairlead.typologies.grounds.refutations import against, holds, passed, unchecked
from fairlead.typologies.grounds.silences import Change, Handled
from fairlead.typologies.occasion import Refutation

if TYPE_CHECKING:
    from fairlead.typologies.grounds.ships import Ships
    from fairlead.typologies.world import World

IN_TURN_US = 5 * 24 * US_PER_HOUR  # ours: as silences.AFTER_US: a cargo kept longer is another story
WAIT_US = 24 * US_PER_HOUR  # ours: who goes in within a day may have waited for the berth
WAIT_M = 60_000.0  # ours: who lies this near to the port of the next stop may have waited for it

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Aftermath:
    """Draughts, next stops and further meetings, the ship of the lower track first."""

    changes: tuple[Change | None, Change | None]
    stops: tuple[Row | None, Row | None]
    in_turn: tuple[Row, ...]  # encounters of either ship with a third one, within five days
    enter: tuple[bool, bool] = (False, False)  # whether each entered another draught at another time

    @property
    def opposite(self) -> bool:
        """Whether one ship came out lighter and the other deeper."""
        return silences.changed_over(*self.changes)

    def deeper(self) -> int | None:
        """Return which of the two came out deeper where the other came out lighter; None where nothing says so."""
        one = self.changes[0]
        return None if not self.opposite or one is None else 0 if one.dm > 0 else 1

    def thirds(self, pair: Row) -> list[int]:
        """Return the numbers of the other ships met in turn."""
        found = {row[key] for row in self.in_turn for key in ("mmsi", "other_mmsi")}
        return sorted(found - {pair["mmsi"], pair["other_mmsi"]})


class Aftermaths:
    """What followed each of some encounters, fetched once for all."""

    def __init__(self, world: World, rows: Sequence[Row], known: Ships) -> None:
        tracks = {row[key] for row in rows for key in ("track", "other_track")}
        encounters, visits = world.events["encounter"], world.events["port_visit"]
        turned = encounters.mutate(track=encounters.other_track, other_track=encounters.track)
        sides = kinds_on_tracks({"ours": encounters, "theirs": turned}, tracks)
        self._met = {track: [*sides["ours"].get(track, ()), *sides["theirs"].get(track, ())] for track in tracks}
        self._stops = on_tracks(visits.filter(visits.stopped), tracks)
        self._handled = Handled(world, tracks)
        self._known = known

    def of(self, row: Row) -> Aftermath:
        """Return what followed one encounter."""
        sides = [{**row, "track": row[track], "mmsi": row[mmsi]} for track, mmsi in _SIDES]
        changes = [silences.change(one, self._known, self._handled) for one in sides]
        stops = [
            next((stop for stop in self._stops.get(one["track"], ()) if stop["start_us"] >= row["end_us"]), None)
            for one in sides
        ]
        near = {
            other["id"]: other
            for one in sides
            for other in self._met.get(one["track"], ())
            if other["id"] != row["id"] and other["end_us"] is not None and _soon(row, other)
        }
        in_turn = [other for other in near.values() if _third(row, other)]
        in_order = sorted(in_turn, key=lambda other: (other["start_us"], other["id"]))
        enter = [self._enters(one) for one in sides]
        return Aftermath((changes[0], changes[1]), (stops[0], stops[1]), tuple(in_order), (enter[0], enter[1]))

    def _enters(self, side: Row) -> bool:
        drawn = [one.dm for one in self._known.draughts(side["mmsi"], side["start_us"], side["end_us"])]
        return bool(drawn) and max(drawn) - min(drawn) >= CHANGE_DM


_SIDES = (("track", "mmsi"), ("other_track", "other_mmsi"))


def _soon(row: Row, other: Row) -> bool:
    return bool(other["start_us"] <= row["end_us"] + IN_TURN_US and other["end_us"] >= row["start_us"] - IN_TURN_US)


def _third(row: Row, other: Row) -> bool:
    pair = {row["mmsi"], row["other_mmsi"]}
    return {other["mmsi"], other["other_mmsi"]} != pair


def draughts(after: Aftermath, names: Sequence[str], *, in_roads: bool) -> Refutation:
    """Test whether the draughts speak for or against a transfer; many crews never change theirs, and those say nothing.

    Two that stayed speak against it on the open sea. They refute it where ships anchor close to each other anyway, and
    everywhere where both ships did enter other draughts at other times.
    """
    name, said = "draught unchanged", draughts_said(after, names)
    if after.opposite:
        return passed(name, said)
    known = [change for change in after.changes if change is not None]
    if len(known) == 2 and all(abs(change.dm) < CHANGE_DM for change in known):
        if in_roads:
            return holds(
                name, f"{said} Neither changed, near a coast off which ships lie at anchor close to each other"
            )
        if all(after.enter):
            return holds(name, f"{said} Neither changed, though both entered other draughts after other calls")
        return against(name, f"{said} Neither changed")
    return unchecked(name, said)


NO_DRAUGHT = "no draught before it, or none after it"


def draughts_said(after: Aftermath, names: Sequence[str]) -> str:
    """Return both ships' draughts in words."""
    told = [change.said() if change else NO_DRAUGHT for change in after.changes]
    return " ".join(f"The {name} reported {said}." for name, said in zip(names, told, strict=True))


def courses_said(after: Aftermath) -> str:
    """Return where both ships went afterwards, in words."""
    told = []
    for stop in after.stops:
        if stop is None:
            told.append("no later stop was heard")
        else:
            where = placing.place("next", stop["start_lat_e7"], stop["start_lon_e7"], id=stop["place"])
            told.append(f"{placing.named(where)} on {moments.day(stop['start_us'])}")
    if after.stops == (None, None):
        return "No later stop of either was heard."
    return f"Next stops: {told[0]}; {told[1]}."


@dataclass(frozen=True)
class NextStop:
    """Where a ship that lay at sea stopped next, how far off, and how long after it left."""

    row: Row
    away_m: float
    after_us: int

    @property
    def near_and_soon(self) -> bool:
        """Whether the ship may have waited for a berth there."""
        return self.away_m <= WAIT_M and self.after_us <= WAIT_US

    @property
    def off(self) -> str:
        """How far off and how much later, in words."""
        return f"{self.away_m / 1_000:.0f} km off, {moments.hours(self.after_us)} later"


def next_stop(stops: Sequence[Row], stay: Row) -> NextStop | None:
    """Return the first of a ship's stops after a stay, given its calls in order of time; None where none was heard."""
    row = next((one for one in stops if one["stopped"] and one["start_us"] >= stay["end_us"]), None)
    if row is None:
        return None
    ends = (stay["start_lat_e7"], stay["start_lon_e7"], row["start_lat_e7"], row["start_lon_e7"])
    return NextStop(row, placing.distance_m(*ends), row["start_us"] - stay["end_us"])


def waiting(after: Aftermath, row: Row) -> Refutation:
    """Test for two ships that lay close because both waited for the same port."""
    name = "waiting for one port"
    one, other = after.stops
    if one is None or other is None:
        return unchecked(name, courses_said(after))
    soon = all(stop["start_us"] - row["end_us"] <= WAIT_US for stop in (one, other))
    at = (row["start_lat_e7"], row["start_lon_e7"])
    near = placing.distance_m(*at, one["start_lat_e7"], one["start_lon_e7"]) <= WAIT_M
    test = against if one["place"] == other["place"] and soon and near else passed
    return test(name, courses_said(after))
