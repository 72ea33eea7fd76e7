"""Are two numbers one hull? What an identity change carries, as explanations tested one by one, and in words.

Everything is taken from the event (``events/identities/identity_change.py``) and from where it happened; who owned
which hull only a registry knows.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from fairlead.events.gap import Parameters as Gap
from fairlead.shapes import US_PER_HOUR
from fairlead.subjects import mmsi as numbers
from fairlead.subjects.names import ship_name
from fairlead.typologies import moments, placing
from fairlead.typologies.grounds.lading import CHANGE_DM
from fairlead.typologies.grounds.refutations import HEARD_ENOUGH, against, holds, passed, unchecked
from fairlead.typologies.grounds.ships import Identity
from fairlead.typologies.occasion import Refutation

MOST_RIVALS = 4  # ours: where more than four others could have become the second ship, it says nothing of one of them
CRUISE_PCT = 12  # as identity_change.Parameters

Row = Mapping[str, Any]


def tests(change: Row, ships: Sequence[Identity], *, at_sea: bool) -> list[Refutation]:
    """Return the explanations by which two numbers are two hulls; ``at_sea``: no cargo was handled in between."""
    draught = [_draught(change)] if at_sea else []
    return [_another(change), _moves(change), *draught, _named(ships)]


def linked(change: Row) -> str:
    """Return in words what joins two numbers."""
    later_us = change["end_us"] - change["start_us"]
    later = moments.hours(later_us) if later_us >= US_PER_HOUR else "less than 1 h"
    apart = f"{change['distance_dm'] / 10_000:.0f} km away and {later}"
    if change["link"] == "one IMO number":
        return f"MMSI {change['other_mmsi']} was first heard {apart} later; both reported IMO {change['imo']}."
    size = " by ".join(f"{value / 10:.0f}" for key in ("length_dm", "beam_dm") if (value := change[key]) is not None)
    return (
        f"MMSI {change['other_mmsi']} was first heard {apart} later, with the same dimensions ({size} m). Among those "
        f"that began there and then one would be as large by chance alone in {change['chance_ppm'] / 10_000:.1f} of "
        "100 cases."
    )


def _another(change: Row) -> Refutation:
    """Test for another ship of the size: among those that began, and those that the second could continue."""
    name = "another ship of its size"
    if change["link"] == "one IMO number":
        return passed(name, f"both reported IMO {change['imo']}; whether it is the number of either is for a registry")
    began, ended = change["begun_alike"], change["ended_alike"]
    said = (
        f"{change['begun']} other numbers began in that time and reach, {began} of them as large; {ended} other "
        f"ships as large fell silent where the second could have come from; chance of a like one: "
        f"{change['chance_ppm'] / 10_000:.1f} %"
    )
    if began or ended > MOST_RIVALS:
        return holds(name, said)
    return (against if ended else passed)(name, said)


def _moves(change: Row) -> Refutation:
    name = "moves otherwise"
    one, other = change["cruise_dkn"], change["other_cruise_dkn"]
    if one is None or other is None:
        return unchecked(name, "one of the two was not heard under way")
    said = f"under way the first went {one / 10:.1f} kn and the second {other / 10:.1f} kn, in the median"
    return (holds if abs(one - other) * 100 > CRUISE_PCT * max(one, other) else passed)(name, said)


def _draught(change: Row) -> Refutation:
    """Test whether the second came up as deep as the first went: a hull neither loads nor lands on the open sea."""
    name = "lies otherwise in the water"
    before, after = change["draught_dm"], change["other_draught_dm"]
    if before is None or after is None:
        return unchecked(name, "one of the two reported no draught")
    said = f"the first last reported {before / 10:.1f} m and the second first {after / 10:.1f} m"
    return (holds if abs(before - after) >= CHANGE_DM else passed)(name, said)


def _named(ships: Sequence[Identity]) -> Refutation:
    """Test for a ship that keeps its name or IMO number: then a change of transponder or flag explains the number."""
    name, kept = "new transponder, sale or new flag", _kept(ships)
    if kept:
        return against(name, f"{kept}; the voyage may be one hull's all the same")
    why = f"{called(ships)}; a sale at sea between two voyages is rare, and its bill would tell"
    return passed(name, why)


def called(ships: Sequence[Identity]) -> str:
    """Return in words what name and IMO number either of two numbers reported."""
    first, second = (
        ", ".join(part for part in (one.name, f"IMO {one.imo}" if one.imo else "no IMO number") if part)
        for one in ships
    )
    return f"the first reported {first}, the second {second}"


def kept_name(ships: Sequence[Identity]) -> Refutation:
    """Test for the same where nothing but the change of number was heard: who keeps a name hides no hull by it."""
    name, kept = "name or IMO number kept", _kept(ships)
    if kept:
        return holds(name, f"{kept}, which whoever hides a hull changes")
    return passed(name, "the two reported neither one name nor one IMO number")


def _kept(ships: Sequence[Identity]) -> str | None:
    """Return in words what both reported, name or IMO number; None where neither."""
    first, second = ships
    if first.imo is not None and first.imo == second.imo:
        return f"both reported IMO {first.imo}"
    if first.name and second.name and ship_name(first.name) == ship_name(second.name):
        return f"both reported the name {first.name}"
    return None


def in_port(change: Row, target: str) -> Refutation:
    """Test for a change in port, as after a sale or a repair."""
    name = "changed in port"
    for edge, words in (("start", "fell silent"), ("end", "was first heard")):
        port = placing.by_port_abroad(change[f"{edge}_lat_e7"], change[f"{edge}_lon_e7"], target)
        if port is not None:
            which = "first" if edge == "start" else "second"
            return holds(name, f"the {which} {words} {port}: ships are sold and fitted out in ports")
    return passed(name, "it was at sea, or in the target State, at both ends")


def slip(change: Row) -> Refutation:
    """Test for a number typed wrong: two that differ in one digit, or by two neighbours changed over."""
    name = "number typed wrong"
    one, other = f"{change['mmsi']:09d}", f"{change['other_mmsi']:09d}"
    if slipped(change["mmsi"], change["other_mmsi"]) and numbers.flag(change["mmsi"]) == numbers.flag(
        change["other_mmsi"]
    ):
        return against(name, f"{one} and {other} differ by a slip of the hand; the voyage is one hull's all the same")
    return passed(name, f"{one} and {other} differ in {len(_differ(one, other))} digits")


def slipped(mmsi: int, other_mmsi: int) -> bool:
    """Tell whether two numbers differ in one digit, or by two neighbours changed over."""
    one, other = f"{mmsi:09d}", f"{other_mmsi:09d}"
    differ = _differ(one, other)
    swapped = len(differ) == 2 and differ[1] == differ[0] + 1 and one[differ[0]] == other[differ[1]]
    return len(differ) == 1 or swapped


def _differ(one: str, other: str) -> list[int]:
    return [at for at in range(9) if one[at] != other[at]]


def silence_of(change: Row, gaps: Mapping[int, Sequence[dict[str, Any]]]) -> dict[str, Any] | None:
    """Return the silence, of those by track, with which the first number of a change fell silent."""
    return next((one for one in gaps.get(change["track"], ()) if one["start_us"] == change["start_us"]), None)


def silent_by_itself(silence: Row | None) -> Refutation:
    """Test for a place where nobody is heard: others must have been heard where the first number fell silent."""
    name = "reception"
    if silence is None or silence["heard_start"] is None:
        return unchecked(name, "who else was heard where the first fell silent was not measured")
    after = f"in the {Gap().heard_h} h after the first fell silent"
    said = f"other ships heard there {after}: {silence['heard_start']}"
    if silence["heard_start"] < HEARD_ENOUGH:
        return unchecked(name, f"{said}; under {HEARD_ENOUGH}, too few to say that the silence was the ship's own")
    return passed(name, said)
