"""Was a ship laden when it left a port? By the draughts that it reported, which the crew types in, late or never.

It says loaded, light or not known; how much cargo, and of what, no draught can say.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

CHANGE_DM = 5  # ours: reported draughts are rounded and lag; half a metre is more than fuel and water make up
RANGE_DM = 10  # ours: a ship must have reported draughts a metre apart before its own range means anything
LATE_US = 3 * 24 * 3_600_000_000  # ours: many change it late; a report later still tells of the next call
QUARTER = 0.25  # ours: the lower quarter of a ship's own range is light, the upper quarter laden


@dataclass(frozen=True)
class Draught:
    """A draught as reported at a time, with its exhibit and row."""

    t_us: int
    dm: int
    exhibit: int
    row: int


@dataclass(frozen=True)
class Lading:
    """What the draughts say; both False: not known. ``reports`` are the two that were compared, where there are two."""

    loaded: bool
    light: bool
    why: str
    reports: tuple[Draught, ...] = ()


def lading_of(voyage: Mapping[str, Any], reports: Sequence[Draught]) -> Lading:
    """Return what a ship's reports, in order of time, and those that the voyage event carries say of its cargo."""
    changed = _change(voyage, reports)
    if changed is not None:
        return changed
    before, during = voyage["draught_before_dm"], voyage["draught_during_dm"]
    leaving = during if during is not None else _leaving(voyage, reports)
    if leaving is None:
        return Lading(False, False, "It reported no draught on the way.")
    said = f"Its reported draught on the way was {_metres(leaving)}"
    if before is not None and abs(leaving - before) >= CHANGE_DM:
        if leaving > before:
            return Lading(True, False, f"{said}, {_metres(leaving - before)} deeper than before it called.")
        return Lading(False, True, f"{said}, {_metres(before - leaving)} less than before it called: it left lighter.")
    return _by_range(said, leaving, [*(report.dm for report in reports), leaving])


def discharge_of(voyage: Mapping[str, Any], reports: Sequence[Draught]) -> Lading:
    """Return whether a ship came laden and left lighter, by its reports around its call at the voyage's end.

    ``loaded``: it came laden; ``light``: it came light, or left deeper than it came.
    """
    arrived, left = voyage["end_us"], voyage["to_departure_us"]
    came = [report for report in reports if voyage["start_us"] <= report.t_us <= arrived]
    later = [report for report in reports if report.t_us > arrived]
    if came:
        for report in later:
            if left is not None and report.t_us > left + LATE_US:
                break
            if abs(report.dm - came[-1].dm) >= CHANGE_DM:
                said = f"It reported {_metres(came[-1].dm)} when it came and {_metres(report.dm)} afterwards"
                lighter = report.dm < came[-1].dm
                why = f"{said}: {'it left lighter' if lighter else 'it left deeper'}."
                return Lading(lighter, not lighter, why, (came[-1], report))
    during = voyage["draught_during_dm"] if voyage["draught_during_dm"] is not None else came[-1].dm if came else None
    if during is None:
        return Lading(False, False, "It reported no draught on the way.")
    said = f"Its reported draught on the way was {_metres(during)}"
    return _by_range(said, during, [*(report.dm for report in reports), during])


def _change(voyage: Mapping[str, Any], reports: Sequence[Draught]) -> Lading | None:
    """Return what the first marked change between arriving at the port of origin and arriving abroad says."""
    arrived = voyage["from_arrival_us"] if voyage["from_arrival_us"] is not None else voyage["start_us"]
    earlier = [report for report in reports if report.t_us <= arrived]
    there = [report for report in reports if arrived < report.t_us <= voyage["end_us"]]
    first = earlier[-1] if earlier else there[0] if there else None
    for report in there if first else ():
        if first and abs(report.dm - first.dm) >= CHANGE_DM:
            said = f"It reported {_metres(first.dm)} when it came and {_metres(report.dm)} when it left"
            if report.dm > first.dm:
                return Lading(True, False, f"{said}: deeper by {_metres(report.dm - first.dm)}.", (first, report))
            return Lading(False, True, f"{said}: it left lighter.", (first, report))
    return None


def _leaving(voyage: Mapping[str, Any], reports: Sequence[Draught]) -> int | None:
    """Return the draught on the way: reported then, or the same in port before leaving and on first report after.

    What readings keep of static reports are changes, so that on a short voyage there may be none.
    """
    left, arrived = voyage["start_us"], voyage["end_us"]
    known = [report.dm for report in reports if left <= report.t_us <= arrived]
    if known:
        return known[0]
    called = voyage["from_arrival_us"] if voyage["from_arrival_us"] is not None else left
    in_port = [report.dm for report in reports if called <= report.t_us < left]
    after = [report.dm for report in reports if report.t_us > arrived]
    return in_port[-1] if in_port and after and in_port[-1] == after[0] else None


def _by_range(said: str, leaving: int, known: Sequence[int]) -> Lading:
    """Return what a draught says within the range that the ship itself has reported."""
    least, most = min(known), max(known)
    if most - least >= RANGE_DM:
        reach = f"within its own range of {_metres(least)} to {_metres(most)}"
        if leaving <= least + QUARTER * (most - least):
            return Lading(False, True, f"{said}, in ballast {reach}.")
        if leaving >= most - QUARTER * (most - least):
            return Lading(True, False, f"{said}, laden {reach}; whether it was so before it called is not known.")
    return Lading(False, False, f"{said}; with what is known of it, that says neither laden nor light.")


def _metres(draught_dm: int) -> str:
    return f"{draught_dm / 10:.1f} m"
