"""Was a ship laden when it left a port? By the draughts that it reported, which the crew types in, late or never.

It says loaded, light or not known; how much cargo, and of what, no draught can say.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

from fairlead.typologies import moments

CHANGE_DM = 5  # ours: reported draughts are rounded and lag; half a metre is more than fuel and water make up
RANGE_DM = 10  # ours: a ship must have reported draughts a metre apart before its own range means anything
LATE_US = 3 * 24 * 3_600_000_000  # ours: many change it late; a report later still tells of the next call
ENTERED_US = 24 * 3_600_000_000  # ours: who enters a draught a day after sailing has done something since
HANDLED_US = 6 * 3_600_000_000  # ours, as unheard_calls.py: the least time in which a bulk cargo is loaded or landed
ARRIVED_US = 3 * 3_600_000_000  # ours: what is entered so soon after a ship lies still is what it came with
LEAVING_US = 2 * 3_600_000_000  # ours: who has landed a cargo enters what is left, weighs anchor and sails
FIFTH = 0.2  # ours: of what it draws laden; bulk cargoes make up a third to a half, stores and boxes less
QUARTER = 0.25  # ours: the lower quarter of a ship's own range is light, the upper quarter laden


@dataclass(frozen=True)
class Draught:
    """A draught as reported at a time, with its exhibit and row."""

    t_us: int
    dm: int
    exhibit: int
    row: int


def when(report: Draught) -> int:
    """Return the time of a report, by which they are sorted and sought."""
    return report.t_us


def entered_us(reports: Sequence[Draught]) -> int:
    """Return when the last of some reports was first entered: who sends on what it sent before enters nothing."""
    entered = reports[-1]
    for one in reversed(reports):
        if one.dm != entered.dm:
            break
        entered = one
    return entered.t_us


@dataclass(frozen=True)
class Lading:
    """What the draughts say; both False: not known. ``reports`` are the two that were compared, where there are two.

    ``aside``: where not known, in words, which entry was set aside, of when, and why, or what else they do not tell.
    """

    loaded: bool
    light: bool
    why: str
    reports: tuple[Draught, ...] = ()
    aside: str | None = None


def lading_of(voyage: Mapping[str, Any], reports: Sequence[Draught], *, steady_us: int = 0) -> Lading:
    """Return what a ship's reports, in order of time, and those that the voyage event carries say of its cargo.

    A draught that stayed as it was through the call says nothing of what came aboard there, unless it is light: who
    came laden along the coast may have landed that, and not have entered it yet.
    ``steady_us``: until when it lay nowhere, and was silent nowhere for long enough to have loaded in another State.
    """
    found = _lading(voyage, reports, steady_us)
    return found if found.loaded or found.light else replace(found, aside=_aside(voyage, reports, steady_us))


def _lading(voyage: Mapping[str, Any], reports: Sequence[Draught], steady_us: int) -> Lading:
    came = _came(voyage, reports)
    leaving = _left(voyage, reports, came, steady_us)
    if (both := _contradicted(voyage, reports, leaving)) is not None:
        said = f"Under way it reported {_metres(both[0].dm)} and then {_metres(both[1].dm)}"
        return Lading(False, False, f"{said}, where it can have loaded nothing: nothing says which was right.", both)
    lowest = _lowest(voyage, reports, came, leaving)
    if lowest is not None and leaving is not None and leaving.dm - lowest.dm >= CHANGE_DM:
        said = f"It reported {_metres(lowest.dm)} after it came and {_leaving(voyage, leaving)}"
        return _deeper(said, lowest, leaving, reports)
    if came is not None and leaving is not None and abs(leaving.dm - came.dm) >= CHANGE_DM:
        said = f"It reported {_metres(came.dm)} when it came and {_leaving(voyage, leaving)}"
        if leaving.dm > came.dm:
            return _deeper(said, came, leaving, reports)
        return Lading(False, True, f"{said}: it left lighter.", (came, leaving))
    before = came.dm if came is not None else voyage["draught_before_dm"]
    known = leaving.dm if leaving is not None else voyage["draught_during_dm"]
    if known is None:
        return Lading(False, False, _unsaid(voyage, reports))
    in_port = leaving is not None and leaving.t_us <= voyage["start_us"]
    which = "last reported draught before it left" if in_port else "reported draught on the way"
    said = f"Its {which} was {_metres(known)}"
    if before is not None and abs(known - before) >= CHANGE_DM:
        if known > before:
            deeper = f"{said}, {_metres(known - before)} deeper than before it called"
            if (little := _too_little(before, known, reports)) is not None:
                return Lading(False, False, f"{deeper}, {little}.")
            return Lading(True, False, f"{deeper}.")
        return Lading(False, True, f"{said}, {_metres(before - known)} less than before it called: it left lighter.")
    found = _by_range(said, known, [*(report.dm for report in reports), known])
    if found.loaded and before is not None:
        return Lading(False, False, f"{said}, as before it called: that it was laden there is not said by that.")
    return Lading(False, found.light, found.why)  # how it came is not known


def _unsaid(voyage: Mapping[str, Any], reports: Sequence[Draught]) -> str:
    """Say that no draught tells with what a ship left: it reported none on the way, or too late."""
    late = next((one for one in reports if voyage["start_us"] < one.t_us <= voyage["end_us"]), None)
    if late is None:
        return "It reported no draught on the way."
    after = moments.hours(late.t_us - voyage["start_us"])
    return f"It reported {_metres(late.dm)} only {after} after it left: too late to tell with what it left."


def _leaving(voyage: Mapping[str, Any], leaving: Draught) -> str:
    """Return the draught with which a ship left, in words; with its time where it was entered long after."""
    later_us = leaving.t_us - voyage["start_us"]
    when = "when it left" if later_us <= HANDLED_US else f"{moments.hours(later_us)} after it left"
    return f"{_metres(leaving.dm)} {when}"


def _deeper(said: str, before: Draught, leaving: Draught, reports: Sequence[Draught]) -> Lading:
    """Return laden, unless the deeper draught is still one in ballast, or less than a cargo parts the two."""
    ranged = _by_range(f"{said}, still", leaving.dm, [report.dm for report in reports])
    if ranged.light:
        return Lading(False, True, ranged.why, (before, leaving))
    deeper = f"{said}: deeper by {_metres(leaving.dm - before.dm)}"
    if (little := _too_little(before.dm, leaving.dm, reports)) is not None:
        return Lading(False, False, f"{deeper}, {little}.", (before, leaving))
    return Lading(True, False, f"{deeper}.", (before, leaving))


def _too_little(before_dm: int, after_dm: int, reports: Sequence[Draught]) -> str | None:
    """Return in words why a deeper draught speaks of no cargo; None where it does.

    Half a metre is a step of rounding: under a metre counts only where it brings a ship into the upper half of its own
    range. And a bulk cargo fills a ship: containers, stores or a part of a load bring it down by less than a fifth.
    """
    if _a_step(before_dm, after_dm, reports):
        return "which may be a step of rounding: it is not in the upper half of what it reported"
    if after_dm - before_dm < FIFTH * after_dm:
        return f"under a fifth of {_metres(after_dm)}: stores, containers or a part of a load bring it down by as much"
    return None


def _a_step(before_dm: int, after_dm: int, reports: Sequence[Draught]) -> bool:
    """Tell whether a deeper draught may be rounding: by under a metre, and not deep for this ship, as far as known."""
    known = [after_dm, *(report.dm for report in reports)]
    least, most = min(known), max(known)
    deep = most - least >= RANGE_DM and after_dm - least >= (most - least) / 2
    return after_dm - before_dm < RANGE_DM and not deep


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


def _came(voyage: Mapping[str, Any], reports: Sequence[Draught]) -> Draught | None:
    """Return the draught with which a ship came: what it entered last before it can have loaded or discharged."""
    until_us = voyage["start_us"]
    if voyage["from_arrival_us"] is not None:
        until_us = min(until_us, voyage["from_arrival_us"] + HANDLED_US)
    earlier = [report for report in reports if report.t_us <= until_us]
    if earlier and (voyage["from_arrival_us"] is not None or earlier[-1].t_us < voyage["start_us"] - HANDLED_US):
        return earlier[-1]
    there = [report for report in reports if until_us < report.t_us <= _until(voyage)]
    return there[0] if there else None


def _lowest(
    voyage: Mapping[str, Any], reports: Sequence[Draught], came: Draught | None, leaving: Draught | None
) -> Draught | None:
    """Return the least draught entered since it arrived, where that is less than the one it came with: it discharged.

    A crew that is late enters what was discharged only when it has sailed, and what was loaded after that.
    """
    called = voyage["from_arrival_us"]
    if came is None or leaving is None or called is None:
        return None
    there = [one for one in reports if max(called, came.t_us) <= one.t_us <= leaving.t_us]
    found = min(there, key=lambda one: (one.dm, one.t_us), default=None)
    return found if found is not None and came.dm - found.dm >= CHANGE_DM else None


def arrived_light(
    voyage: Mapping[str, Any], reports: Sequence[Draught], until_us: int
) -> tuple[Draught, Draught] | None:
    """Return the draught that a ship left with and a much smaller one that it had entered when it arrived, or None.

    ``until_us``: when it first lay still on the way, or arrived: what is entered before that was not landed abroad, so
    that the draught it left with was a stale one. One that is still deeper than it came with only corrects the other.
    """
    came = _came(voyage, reports)
    leaving = _left(voyage, reports, came)
    if leaving is None:
        return None
    on_the_way = [one for one in reports if max(leaving.t_us, voyage["start_us"]) < one.t_us <= until_us]
    if not on_the_way or leaving.dm - on_the_way[-1].dm < CHANGE_DM:
        return None
    least = _lowest(voyage, reports, came, leaving) or came
    light = _by_range("", on_the_way[-1].dm, [report.dm for report in reports]).light
    if least is not None and on_the_way[-1].dm - least.dm >= CHANGE_DM and not light:
        return None  # corrected, and still deeper than it came
    return leaving, on_the_way[-1]


def came_deep(voyage: Mapping[str, Any], reports: Sequence[Draught], steady_us: int) -> tuple[Draught, Draught] | None:
    """Return a deeper draught entered in the call abroad and the lighter one with which it left that again, or None.

    Nobody loads and discharges a cargo in one call: who enters a deep draught there, and a light one when it leaves,
    came deep, and entered late what it had loaded before. ``steady_us``: until when it can have loaded nowhere else.
    """
    leaving, left_us = _left(voyage, reports, _came(voyage, reports)), voyage["to_departure_us"]
    if leaving is None or left_us is None or steady_us < voyage["end_us"] or left_us - voyage["end_us"] > LATE_US:
        return None
    since_us = max(int(voyage["end_us"]), leaving.t_us)  # what was reported before it is no new entry
    there = [one for one in reports if since_us < one.t_us <= left_us]
    after = [one for one in reports if since_us < one.t_us <= left_us + ENTERED_US]
    deep = next((one for one in there if one.dm - leaving.dm >= CHANGE_DM), None)
    if deep is None or after[-1].t_us <= deep.t_us or deep.dm - after[-1].dm < CHANGE_DM:
        return None
    return deep, after[-1]


def carried(
    voyage: Mapping[str, Any], reports: Sequence[Draught], steady_us: int, next_us: int, home_us: int
) -> tuple[Draught, Draught] | None:
    """Return a deeper draught entered on the way or on arrival and the lighter one entered after the call, or None.

    Many crews enter what they loaded when they arrive, or a day later, and what they landed as late. Nobody loads a
    bulk cargo in three hours: what is entered so soon is what the ship came with, and until it is home again
    (``home_us``) it may have landed that anywhere abroad. What is entered in the day after may be loaded there, and is
    not where it was landed again before the next call (``next_us``): nobody does both in one. ``steady_us``: until when
    it lay nowhere abroad, and was silent nowhere for long enough to have loaded there.
    """
    came = _came(voyage, reports)
    leaving = _left(voyage, reports, came)
    if leaving is None or leaving.t_us > voyage["start_us"]:  # in port it sent on what it had sent before
        leaving = came
    if leaving is None or (came is not None and came.dm - leaving.dm >= CHANGE_DM):  # it enters things as it leaves
        return None
    since_us = max(int(voyage["start_us"]), leaving.t_us)
    way = [one for one in reports if since_us < one.t_us <= steady_us + ENTERED_US]
    deep = _newest(way, leaving)
    if deep.dm - leaving.dm < CHANGE_DM or _too_little(leaving.dm, deep.dm, reports) is not None:
        return None
    until_us = home_us if deep.t_us <= steady_us + ARRIVED_US else next_us
    landed_us = min(steady_us, int(voyage["end_us"])) + HANDLED_US
    after = [one for one in reports if max(deep.t_us, landed_us) < one.t_us <= until_us + ARRIVED_US]
    light = next((one for one in after if deep.dm - one.dm >= RANGE_DM), None)
    return None if light is None else (deep, light)


def landed_in_roads(
    voyage: Mapping[str, Any], reports: Sequence[Draught], next_us: int
) -> tuple[Draught, Draught] | None:
    """Return the draught with which a ship came to roads and a much smaller one entered as it left them, or None.

    Who lands a cargo there enters what is left when that is done, and sails. A late crew enters what it landed earlier
    at any hour; so nothing else may have been entered since it came, and this within two hours of its leaving and
    before its next call (``next_us``), at which many enter what they came with.
    """
    left_us = voyage["to_departure_us"]
    before = [one for one in reports if one.t_us <= voyage["end_us"]]
    if not before or left_us is None or left_us - voyage["end_us"] < HANDLED_US:
        return None
    came = before[-1]
    after = [one for one in reports if voyage["end_us"] < one.t_us <= left_us + LEAVING_US]
    first = next((one for one in after if abs(one.dm - came.dm) >= CHANGE_DM), None)
    if first is None or not left_us - LEAVING_US <= first.t_us < next_us or came.dm - first.dm < RANGE_DM:
        return None
    return came, first


def came_us(voyage: Mapping[str, Any]) -> int:
    """Return when it arrived where it left from; where that was not heard, when it left."""
    return int(voyage["from_arrival_us"] if voyage["from_arrival_us"] is not None else voyage["start_us"])


def _left(
    voyage: Mapping[str, Any], reports: Sequence[Draught], came: Draught | None, steady_us: int = 0
) -> Draught | None:
    """Return the draught with which a ship left: the last new one entered within a day of it, else the last in port.

    Under way nothing is loaded or landed, so that of two entries the later one is no newer cargo but the better
    entry. What readings keep of static reports are changes, so that on a short voyage there may be none. What a ship
    enters later, or hours after it arrived abroad, tells of what it did since; unless it can have done nothing
    (``steady_us``).
    """
    in_port = [report for report in reports if came_us(voyage) <= report.t_us <= voyage["start_us"]]
    until_us = _left_until(voyage, steady_us)
    under_way = [report for report in reports if voyage["start_us"] < report.t_us <= until_us]
    if not in_port:
        if not under_way:
            return _later(voyage, reports)
        found = _newest(under_way, under_way[0] if came is None else came)
        return under_way[0] if found is came else found
    found = _newest(under_way, in_port[-1])
    if not under_way and (came is None or abs(found.dm - came.dm) < CHANGE_DM):
        return None if _stale(voyage, reports, found) else found
    return found


def _left_until(voyage: Mapping[str, Any], steady_us: int) -> int:
    """Return until when a draught entered under way is still the one that it left with."""
    late_us = min(steady_us, int(voyage["start_us"]) + LATE_US)
    return min(_until(voyage), max(int(voyage["start_us"]) + ENTERED_US, late_us))


def _stale(voyage: Mapping[str, Any], reports: Sequence[Draught], in_port: Draught) -> bool:
    """Tell whether the draught it had in port, and had come with, was not the one under way or after it arrived."""
    after = next((report.dm for report in reports if report.t_us > voyage["end_us"]), in_port.dm)
    return after != in_port.dm or voyage["draught_during_dm"] not in (None, in_port.dm)


def _aside(voyage: Mapping[str, Any], reports: Sequence[Draught], steady_us: int) -> str | None:
    """Return which entry was set aside, as stale or perhaps another call's; else that they tell no range; else None."""
    came = _came(voyage, reports)
    leaving = _left(voyage, reports, came, steady_us)
    in_port = [report for report in reports if came_us(voyage) <= report.t_us <= voyage["start_us"]]
    if leaving is None and in_port:
        stale = f"{_entry(in_port[-1])} in port are set aside: it had come with them, and another draught came next"
        return f"{stale}, so that they may have been stale"
    known, until_us = leaving or came, _left_until(voyage, steady_us)
    last_us = int(voyage.get("to_departure_us") or voyage["end_us"]) + LATE_US
    late = (one for one in reports if until_us < one.t_us <= last_us)
    other = next((one for one in late if known is None or abs(one.dm - known.dm) >= CHANGE_DM), None)
    if other is None:
        told = [one.dm for one in reports]
        if not told or max(told) - min(told) >= RANGE_DM:
            return None
        least, most = _metres(min(told)), _metres(max(told))
        if most == least:
            return f"it reported {least} at all times, which does not tell whether that is laden or light"
        reach = f"all that it reported is {least} to {most}, under {_metres(RANGE_DM)} apart"
        return f"{reach}, which does not tell which of these is laden and which light"
    if other.t_us > voyage["end_us"]:
        hours = moments.hours(other.t_us - voyage["end_us"])
        return f"{_entry(other)} are set aside: {hours} after it arrived they may tell of what it did there"
    hours = moments.hours(other.t_us - voyage["start_us"])
    why = f"{hours} after it sailed it may have handled cargo at sea or unheard, and they may tell of that"
    return f"{_entry(other)} are set aside: {why}"


def _entry(report: Draught) -> str:
    return f"the {_metres(report.dm)} entered {moments.moment(report.t_us)}"


def _newest(under_way: Sequence[Draught], known: Draught) -> Draught:
    """Return the first report of the last new draught entered under way; the one known before where none was.

    A report like the one before it is no new entry.
    """
    found = known
    for report in under_way:
        if abs(report.dm - found.dm) >= CHANGE_DM:
            found = report
    return found


def _later(voyage: Mapping[str, Any], reports: Sequence[Draught]) -> Draught | None:
    return next((report for report in reports if voyage["start_us"] < report.t_us <= voyage["end_us"]), None)


def _contradicted(
    voyage: Mapping[str, Any], reports: Sequence[Draught], leaving: Draught | None
) -> tuple[Draught, Draught] | None:
    """Return two entries under way of which the later, deeper one was taken for what it left with, or None.

    One of them is wrong, and a late crew may enter things in any order. The deeper one is believed where the ship came
    out of its call abroad lighter again.
    """
    if leaving is None or leaving.t_us <= voyage["start_us"]:
        return None
    entered = [
        one for before, one in pairwise(reports) if one.dm != before.dm
    ]  # who sends on what it sent enters nothing
    under_way = [one for one in entered if voyage["start_us"] < one.t_us < leaving.t_us]
    lighter = next((one for one in reversed(under_way) if leaving.dm - one.dm >= CHANGE_DM), None)
    if lighter is None:
        return None
    left_us = voyage["to_departure_us"] if voyage.get("to_departure_us") is not None else voyage["end_us"]
    after = [one for one in reports if voyage["end_us"] < one.t_us <= left_us + LATE_US]
    landed = any(leaving.dm - one.dm >= CHANGE_DM for one in after)
    return None if landed else (lighter, leaving)


def _until(voyage: Mapping[str, Any]) -> int:
    """Return until when a report still tells of the voyage: nobody has landed a bulk cargo so soon after arriving."""
    return int(voyage["end_us"]) + HANDLED_US


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
