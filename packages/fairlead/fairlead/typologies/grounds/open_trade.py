"""Does a voyage look like lawful trade, carried on openly? A service between two ports, or a part of a load to a berth.

The bans name bulk goods; food, medicine, textiles before their ban and what other States send through Rajin move by
liners and coasters that go to and fro and are seldom full. Neither shows what was aboard: a liner can carry coal.
What is not done openly, in roads or under a port that it did not go to, is not judged here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from fairlead.shapes import US_PER_HOUR
from fairlead.typologies import moments, placing
from fairlead.typologies.grounds.lading import RANGE_DM, Draught, Lading
from fairlead.typologies.grounds.refutations import holds, passed, unchecked
from fairlead.typologies.occasion import Refutation

BETWEEN_US = 31 * 24 * US_PER_HOUR  # ours: who takes longer from one call to the next keeps no service
IN_TURN = 5  # ours: calls at the two ends, two whole rounds; a cargo and the way back make three
SILENT_US = 24 * US_PER_HOUR  # ours: satellites alone hear a ship every six to fifteen hours
SAME_M = 30_000.0  # ours: one harbour has several ports in the index
FULL = 0.8  # ours: of what parts its least draught from its most; bulk cargoes fill a ship but for trim and fuel

Row = Mapping[str, Any]


def service(voyage: Row, target: str, stops: Sequence[Row], *, own_flag: bool, openly: bool) -> Refutation:
    """Test for a service between the target State and the port where a voyage ended.

    ``stops`` of the track, in order of time; ``openly``: it went to a berth, and gave no port of a third State as
    destination; ``own_flag``: the ship is the target's, whose ships go home from any call:
    of them that they came from that port is told by the call abroad before. Others have to go to and fro twice.
    """
    name = "a service between two ports"
    if not openly:
        return passed(name, "it did not go openly to a berth")
    ends = _ends(voyage, target, stops)
    there = placing.place("destination", voyage["end_lat_e7"], voyage["end_lon_e7"], id=voyage["to_place"])
    if len(ends) >= IN_TURN:
        called = f"{len(ends)} calls in turn in the target State and at {placing.named(there)}, none elsewhere between"
        first, last = (moments.moment(one["start_us"]) for one in (ends[0], ends[-1]))
        return holds(name, f"it made {called}, {first} to {last}: liners keep such a service")
    before = _abroad_before(voyage, target, stops)
    if own_flag and before is not None and _at_end(voyage, before):
        came = f"it had called at {placing.named(there)} the last time abroad too, {moments.moment(before['start_us'])}"
        return holds(name, f"{came}, and went to a berth there openly again: so ships go that keep a service")
    return passed(name, "it did not go to and fro between these two alone")


def declared(voyage: Row, lading: Lading, said: Refutation, *, own_flag: bool, openly: bool) -> Refutation:
    """Test for a ship of the target's flag that said where it went, was heard on the way, and went to a berth there.

    ``lading``: by its draughts; lawful exports are laden too. ``said``: the test of its stated destination.
    """
    name, silent_us = "declared and open", voyage["longest_gap_us"] or 0
    if not (own_flag and openly and said.outcome == "speaks against it"):
        return passed(name, "it was no ship of the target's flag that said where it went, and went to a berth there")
    if silent_us >= SILENT_US:
        return passed(name, f"it was silent for {moments.hours(silent_us)} on the way")
    heard = f"it said where it went, and was heard on the way but for {moments.hours(silent_us)} at the longest"
    so = "nothing was hidden, and lawful cargo leaves the target State so too"
    return holds(name, f"{lading.why} But {heard}: {so}; what it was papers tell")


def part_load(lading: Lading, reports: Sequence[Draught], *, own_flag: bool, openly: bool) -> Refutation:
    """Test for a part of a load that a ship of the target's flag took openly to a berth, by its own range of draughts.

    ``reports`` are its draughts around the voyage. Ships of other flags trade in part cargoes of many ports.
    """
    name = "part of a load"
    if not (own_flag and openly):
        return passed(name, "it was no ship of the target's flag that went openly to a berth")
    if not lading.loaded or not lading.reports:
        return unchecked(name, "no two draughts say how deep it was laden")
    least, most = min(one.dm for one in reports), max(one.dm for one in reports)
    deep = max(one.dm for one in lading.reports)
    if most - least < RANGE_DM:
        return unchecked(name, "it did not report draughts a metre apart")
    said = f"it left with {deep / 10:.1f} m, where it reports {least / 10:.1f} m to {most / 10:.1f} m"
    if deep - least < FULL * (most - least):
        return holds(name, f"{said}: a part of a load, openly to a berth, as goods go that are no bulk")
    return passed(name, f"{said}: laden")


def _ends(voyage: Row, target: str, stops: Sequence[Row]) -> list[Row]:
    """Return the calls around a voyage that are in the target State and at its goal in turn, none elsewhere between."""
    before = [one for one in stops if one["start_us"] < voyage["end_us"]]
    after = [one for one in stops if one["start_us"] >= voyage["end_us"]]
    return [*reversed(_turns(voyage, target, before[::-1])), *_turns(voyage, target, after)]


def _turns(voyage: Row, target: str, stops: Sequence[Row]) -> list[Row]:
    """Return calls up to the first that is elsewhere, or too long from the one before; of one end in a row, the first.

    ``stops`` from the voyage away, into the past or the future.
    """
    found, last_us = list[Row](), None
    for one in stops:
        home = one["country"] == target
        if not home and not _at_end(voyage, one):
            break
        if last_us is not None and abs(one["start_us"] - last_us) > BETWEEN_US:
            break
        if not found or (found[-1]["country"] == target) != home:
            found.append(one)
        last_us = one["start_us"]
    return found


def _abroad_before(voyage: Row, target: str, stops: Sequence[Row]) -> Row | None:
    """Return the last call outside of the target State before a voyage, unless it was long before."""
    earlier = (one for one in reversed(stops) if one["start_us"] < voyage["start_us"] and one["country"] != target)
    call = next(earlier, None)
    return call if call is not None and voyage["start_us"] - call["start_us"] <= BETWEEN_US else None


def _at_end(voyage: Row, call: Row) -> bool:
    """Tell whether a call was at the port where a voyage ended."""
    if call["place"] == voyage["to_place"]:
        return True
    return call["country"] == voyage["to_country"] and one_harbour(
        placing.position(voyage, "end"), placing.position(call, "start")
    )


def one_harbour(at: tuple[int, int], there: tuple[int, int]) -> bool:
    """Tell whether two places may be berths or roads of one harbour."""
    return placing.distance_m(*at, *there) <= SAME_M
