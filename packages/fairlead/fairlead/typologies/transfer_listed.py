"""Typology: transfer with a listed ship under another flag than the target State's, seen as an encounter at sea,
or in glimpses of one.

Paragraphs on transfers with ships under the target State's flag do not reach it; the goods bans and ceilings may. Only
a ship that was on a list on the day counts, whichever list; whose list it is, is said.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from fairlead.law import Regime
from fairlead.typologies import moments, transfers
from fairlead.typologies.candidates import Rejected, refuted
from fairlead.typologies.engagements import Party, Proof
from fairlead.typologies.grounds import concerned, refutations
from fairlead.typologies.grounds.listed import Match
from fairlead.typologies.occasion import ElementStatus, Occasion, Typology
from fairlead.typologies.transfers import Meeting, Side

if TYPE_CHECKING:
    from fairlead.typologies.world import World

NAME = "transfer_listed"
VERSION = 17
TITLE = "Transfer with another listed ship"
DOES_NOT_SHOW = (
    "That a ship is listed does not show what it did that day. Two ships side by side do not show a transfer, nor what "
    "passed, which way, or for whom; nor that the goods came from or went to the target State. An IMO number sent by "
    "AIS is typed in and can be another hull's. A transfer between two ships of other flags is not, by itself, covered "
    "by the paragraphs on ships under the target State's flag."
)


def find(world: World) -> Iterator[Occasion | Rejected]:
    """Yield an occasion or a rejection for each encounter with a listed ship under another flag."""
    fleet = world.fleet
    listed = concerned.listed(world)
    encounters = transfers.of_numbers(world.events["encounter"], listed)
    closed = encounters.filter(encounters.end_us.notnull())
    glimpsed = world.glimpses.of(listed)
    for meeting in transfers.meetings(world, closed, fleet, glimpsed):
        for regime in world.regimes.values():
            found = _judge(regime, meeting)
            if found is not None:
                yield found


def _judge(regime: Regime, meeting: Meeting) -> Occasion | Rejected | None:
    """Return what becomes of an encounter; None where it is another typology's or no listed ship took part."""
    day = moments.day(meeting.encounter["start_us"])
    if any(side.flies(regime.target) for side in meeting.sides) or not any(side.matches for side in meeting.sides):
        return None
    start = moments.iso(meeting.encounter["start_us"])
    matched = [(side, match) for side in meeting.sides for match in side.matches if match.ship.listed_by(day)]
    if not matched:
        match = next(match for side in meeting.sides for match in side.matches)
        why = f"{match.ship.name} was listed on {match.ship.listed_on}; on {day} it was not a listed ship"
        return Rejected(NAME, tuple(meeting.names), start, "listed later", why)
    side, match = min(matched, key=lambda pair: not pair[1].certain)
    tests = [*transfers.tests(meeting, regime.target), refutations.listed_identity(match)]
    rejection = refuted(NAME, meeting.names, start, tests)
    if rejection:
        return rejection
    other = next(one for one in meeting.sides if one is not side)
    evidence = transfers.proofs(meeting) | {"grounds": _grounds(match)}
    roles = ("listed ship", "counterpart") if meeting.one is side else ("counterpart", "listed ship")
    typology = Typology(NAME, VERSION)
    parties = _parties(regime, meeting, side, other)
    made = transfers.occasion(
        regime, typology, meeting, "transfer", parties, evidence, tests, DOES_NOT_SHOW, (roles[0], roles[1])
    )
    if made is None:
        why = f"no measure that such a transfer could touch was in force on {day}"
        return Rejected(NAME, tuple(meeting.names), start, "date before the measure", why)
    return made


def _grounds(match: Match) -> Proof:
    status: ElementStatus = "indicated" if match.certain else "missing"
    why = f"{match.ship.name} was on the list {match.ship.list_id} since {match.ship.listed_on}: {match.why}."
    return Proof(status, f"{why} What the State knew is not in a track.", match.ship.cited if match.certain else ())


def _parties(regime: Regime, meeting: Meeting, side: Side, other: Side) -> dict[str, Party]:
    start, end = moments.day(meeting.encounter["start_us"]), moments.day(meeting.encounter["end_us"])
    return {
        "flag State": Party(side.flag() or "undetermined", start, end),
        "supplying State": Party(other.flag() or "undetermined", start, end),
        "target State": Party(regime.target, start, end),
    }
