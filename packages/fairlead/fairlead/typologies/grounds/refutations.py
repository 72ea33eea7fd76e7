"""The innocent explanations of what tracks show, tested one by one; each gives an outcome and says why.

'refutes' drops a candidate, which is then reported as left alone. 'open' means that nobody could check it from what the
case holds. No explanation is left out because it cannot be tested. Thresholds carry their source.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from fairlead.events.gap import Parameters as Gap
from fairlead.law import Measure
from fairlead.places import Port
from fairlead.shapes import US_PER_HOUR
from fairlead.typologies import moments
from fairlead.typologies.grounds import ships
from fairlead.typologies.grounds.listed import Match
from fairlead.typologies.grounds.ships import Identity
from fairlead.typologies.occasion import Refutation

if TYPE_CHECKING:
    from datetime import date

SILENCE_US = 6 * US_PER_HOUR  # the gap length of the GFW pipeline, see docs
HEARD_ENOUGH = 3  # ours: other ships heard at the place while one was silent, before silence is called its own
OWN_SILENCE_PM = 500  # ours: more likely the ship's silence than the receivers', at even odds before
SHORT_DM = 300  # ours: under 30 m no sea-going cargo ship
NAMED = 12  # ours: of more ships a reader learns how many they are
STAY_US = 72 * US_PER_HOUR  # ours: who lies longer waits for orders, and any number of ships may come
ALONGSIDE_DM = 1_500  # ours: antennas of two ships made fast to each other are at most 150 m apart


def passed(name: str, why: str) -> Refutation:
    """Return that an explanation was checked and does not hold."""
    return Refutation(name, True, "does not refute", why)


def holds(name: str, why: str) -> Refutation:
    """Return that an explanation was checked and refutes the candidate."""
    return Refutation(name, True, "refutes", why)


def against(name: str, why: str) -> Refutation:
    """Return that an explanation was checked and speaks against the candidate without refuting it."""
    return Refutation(name, True, "speaks against it", why)


def unchecked(name: str, why: str) -> Refutation:
    """Return that an explanation stays open."""
    return Refutation(name, False, "open", why)


def reception(gaps: Sequence[dict[str, Any]], longest_gap_us: int | None, who: str = "the ship") -> Refutation:
    """Test whether a silence may lie in reception: were others heard there then?"""
    name = "reception"
    if not longest_gap_us or longest_gap_us < SILENCE_US:
        if longest_gap_us is None:
            return passed(name, f"{who} was heard all the way: no silence lasted {moments.hours(SILENCE_US)} or more")
        longest = moments.hours(longest_gap_us) if longest_gap_us >= US_PER_HOUR else "under 1 h"
        return passed(name, f"{who} was heard all the way; the longest silence is {longest}")
    if not gaps:
        return unchecked(
            name, f"a silence of {moments.hours(longest_gap_us)}; nothing tells who else was heard there then"
        )
    heard = [(gap["heard_start"] or 0, gap["heard_end"] or 0) for gap in gaps]
    begins, ends = min(pair[0] for pair in heard), min(pair[1] for pair in heard)
    own = _own_silence(gaps)
    said = f"silent for {moments.hours(longest_gap_us)}; {_others(begins, ends, longest_gap_us)}; {own[1]}"
    if min(begins, ends) < HEARD_ENOUGH:
        needed = f"{HEARD_ENOUGH} other ships at each end are needed to say that the silence was the ship's own"
        return unchecked(name, f"{said}; {needed}")
    if own[0] is not None and own[0] < OWN_SILENCE_PM:
        return unchecked(name, f"{said}, where {OWN_SILENCE_PM / 10:.0f} % are needed to say so")
    return passed(name, said)


def _others(begins: int, ends: int, silence_us: int) -> str:
    """Say who else was heard at the ends of a silence: of a long one, only in its first and last hours."""
    listened_h = Gap().heard_h
    if silence_us <= listened_h * US_PER_HOUR:
        return f"other ships heard then: {begins} where it began, {ends} where it ended"
    where = f"{begins} where it began, in the {listened_h} h after; {ends} where it ended, in the {listened_h} h before"
    return f"other ships heard: {where}"


def _own_silence(gaps: Sequence[dict[str, Any]]) -> tuple[int | None, str]:
    """Return the least likelihood (per mille) that one of the silences is the ship's own, and what was measured."""
    judged = [gap for gap in gaps if gap.get("likelihood_pm") is not None]
    if not judged:
        return None, "how likely it is that the silence is the ship's own was not measured"
    least = min(judged, key=lambda gap: gap["likelihood_pm"])
    hours = least["audible_start_h"] + least["audible_end_h"], least["watched_start_h"] + least["watched_end_h"]
    own = f"{least['expected']} of its own messages were" if least["expected"] else "none of its own messages was"
    came = ", and none came" if least["expected"] else ""
    return least["likelihood_pm"], (
        f"near both ends somebody was heard in {hours[0]} of the {hours[1]} hours looked at, in which {own} to be "
        f"expected by how often it was heard before and after{came}; if a silence of its own and one of the receivers "
        f"were equally likely before, its own is {least['likelihood_pm'] / 10:.0f} % likely now"
    )


def several(words: Sequence[str]) -> str:
    """Return some words in a row; of many the first few, and how many more there are."""
    more = f" and {len(words) - NAMED} more" if len(words) > NAMED else ""
    return f"{', '.join(words[:NAMED])}{more}"


def kind_of_ship(ship: Identity, unfit: frozenset[int], what: str) -> Refutation:
    """Test whether a ship is of a kind that explains what it did: service craft, fishing, and kinds unfit for cargo."""
    name = "kind of ship"
    if ship.ship_type in ships.SERVICE:
        return holds(
            name, f"{ship.called()} reports to be a service craft (AIS type {ship.ship_type}): pilot, tug, tender"
        )
    if ship.ship_type in ships.FISHING:
        return holds(name, f"{ship.called()} reports to be a fishing vessel")
    if ship.ship_type in ships.LEISURE | unfit:
        return holds(name, f"{ship.called()} reports {ships.kind(ship.ship_type)}, which {what}")
    if ship.length_dm is not None and ship.length_dm < SHORT_DM:
        return holds(name, f"{ship.called()} reports a length of {ship.length_dm / 10:.0f} m, too short for such cargo")
    if ship.ship_type is None:
        return unchecked(name, f"{ship.called()} reports no kind")
    return passed(name, f"{ship.called()} reports {ships.kind(ship.ship_type)}, not a service craft or fishing vessel")


def waited(stay: Mapping[str, Any]) -> Refutation:
    """Test for a stay at sea too long for one transfer: to say that one ship came takes more than that one could."""
    name, lasted_us = "waiting for orders", stay["end_us"] - stay["start_us"]
    said = f"it lay there for {moments.hours(lasted_us)}"
    if lasted_us > STAY_US:
        return holds(name, f"{said}, where {moments.hours(STAY_US)} are the most for one transfer")
    return passed(name, f"{said}, no longer than for one transfer")


def exempt(measures: Sequence[Measure], port: Port | None, elsewhere: str | None = None) -> Refutation:
    """Test whether an exemption of the measures may hold, by the port that it names where it names one.

    Cargo of elsewhere that may pass through that port does so in ships of elsewhere: ``elsewhere``, the flag of one.
    """
    name = "exempt or notified cargo"
    stated = [exemption for measure in measures for exemption in measure.exemptions]
    if not stated:
        return unchecked(name, "the measures state no exemption; a Committee decision may still exist")
    names = (port.name, *port.other_names) if port else ()
    if any(known.lower() in exemption.lower() for known in names for exemption in stated):
        why = f"an exemption names {names[0]}; ask for the advance notice: {stated[0]}"
        if elsewhere is None:
            return unchecked(name, why)
        return holds(name, f"{why}. The ship is of {elsewhere}, as those are that carry such cargo")
    return unchecked(name, f"no notice or Committee approval is in the case; the exemption reads: {stated[0]}")


def supply_dated(engaged: bool, day: date) -> Refutation:
    """Test whether measures on supply to the target State were in force on a day; ``engaged``: whether any was."""
    told = passed if engaged else holds
    return told("date before the measure", f"measures on supply were {'' if engaged else 'not '}in force on {day}")


def notified_supply() -> Refutation:
    """Return that nobody could look up the Committee's notices of supplies."""
    return unchecked("notified supply", "the Committee's notices of supplies within the ceiling are not here")


def notified() -> Refutation:
    """Return that nobody could look up the Committee's notices and approvals."""
    return unchecked("notified or approved", "the Committee's notices and approvals are not in the case")


def listed_identity(match: Match) -> Refutation:
    """Return how sure it is that the ship heard is the listed one."""
    if match.certain:
        return passed("identity", f"{match.why}; the number is typed in, so a look at the hull would tell more")
    return unchecked("identity", f"{match.why}: a lead, not an identification")
