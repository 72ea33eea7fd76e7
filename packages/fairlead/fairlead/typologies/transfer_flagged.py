"""Typology: transfer with a ship under the target State's flag, seen as an encounter at sea, or glimpses of one.

The MMSI indicates the flag; a list or registry that knows the ship shows it. Transfers with listed ships under another
flag are left to ``transfer_listed.py``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from fairlead.law import Regime
from fairlead.typologies import moments, transfers
from fairlead.typologies.candidates import Rejected, refuted
from fairlead.typologies.engagements import Party, Proof
from fairlead.typologies.grounds import concerned
from fairlead.typologies.grounds.slips import Slips
from fairlead.typologies.occasion import Occasion, Typology
from fairlead.typologies.transfers import Meeting, Side

if TYPE_CHECKING:
    from fairlead.typologies.world import World

NAME = "transfer_flagged"
VERSION = 18
TITLE = "Transfer with a ship under the target State's flag"
DOES_NOT_SHOW = (
    "Two ships side by side do not show a transfer, nor what passed, which way, or for whom. Antenna distances are not "
    "hull distances. An MMSI indicates a flag and can be false, shared or old. Meetings with a ship whose AIS is off "
    "are not seen at all. Of two that were heard at moments only, hours apart, what they did between is not known. "
    "Waiting, repair, supply of stores and help at sea look alike."
)


def find(world: World) -> Iterator[Occasion | Rejected]:
    """Yield an occasion or a rejection for each encounter with a ship under the target State's flag."""
    fleet = world.fleet
    encounters = world.events["encounter"]
    for regime in world.regimes.values():
        if not regime.obligations.get(NAME):
            continue
        digits = concerned.flag_range(regime.target)
        under_flag = [ship.imo for ship in fleet.all if ship.flag == regime.target and ship.imo is not None]
        known = concerned.reporting(world.static_reports, sorted(set(under_flag)))
        flagged = encounters.filter(
            (encounters.mmsi // 1_000_000).isin(digits)
            | (encounters.other_mmsi // 1_000_000).isin(digits)
            | encounters.mmsi.isin(known or [-1])
            | encounters.other_mmsi.isin(known or [-1]),
            encounters.end_us.notnull(),
        )
        glimpsed = world.glimpses.of(known, digits)
        met = transfers.meetings(world, flagged, fleet, glimpsed)
        slips = Slips(world, regime.target, (side.ship.mmsi for meeting in met for side in meeting.sides))
        for meeting in met:
            found = _judge(regime, meeting, slips)
            if found is not None:
                yield found


def _judge(regime: Regime, meeting: Meeting, slips: Slips) -> Occasion | Rejected | None:
    flagged = [side for side in meeting.sides if side.flies(regime.target)]
    if not flagged:
        return None  # the list knows another hull under this number at another time
    others = [side for side in meeting.sides if side is not flagged[0]]
    start = moments.iso(meeting.encounter["start_us"])
    if len(flagged) == 2:
        why = "both ships carry the target State's flag; no other State's ship took part"
        return Rejected(NAME, tuple(meeting.names), start, "both under one flag", why)
    tests = [*transfers.tests(meeting, regime.target), slips.test(flagged[0].ship.mmsi)]
    rejection = refuted(NAME, meeting.names, start, tests)
    if rejection:
        return rejection
    evidence = transfers.proofs(meeting) | {"flag": _cited(flagged[0], meeting, regime)}
    deeper = meeting.after.deeper()
    if deeper is not None and meeting.sides[deeper] is flagged[0]:
        evidence["supply"] = replace(evidence["supply"], status="indicated")
    parties = _parties(regime, meeting, others[0])
    roles = ("ship under the target's flag", "counterpart")
    ordered = roles if meeting.one is flagged[0] else roles[::-1]
    made = transfers.occasion(
        regime,
        Typology(NAME, VERSION),
        meeting,
        NAME,
        parties,
        evidence,
        tests,
        DOES_NOT_SHOW,
        (ordered[0], ordered[1]),
    )
    if made is None:
        why = f"no measure on such transfers was in force on {moments.day(meeting.encounter['start_us'])}"
        return Rejected(NAME, tuple(meeting.names), start, "date before the measure", why)
    return made


def _parties(regime: Regime, meeting: Meeting, other: Side) -> dict[str, Party]:
    """Return who is addressed: the State of the other ship's flag; who supplied is not known from a track."""
    start, end = moments.day(meeting.encounter["start_us"]), moments.day(meeting.encounter["end_us"])
    flag = other.flag()
    why = (
        f"The {other.ship.called()} carries the digits of {flag}."
        if flag
        else "The flag of the other ship is not known."
    )
    actor = Proof("indicated" if flag else "missing", why, meeting.cited if flag else ())
    return {
        "flag State": Party(flag or "undetermined", start, end, {"actor": actor}),
        "supplying State": Party("undetermined", start, end),
        "target State": Party(regime.target, start, end),
    }


def _cited(side: Side, meeting: Meeting, regime: Regime) -> Proof:
    found = side.flies(regime.target)
    if found is None:
        return Proof("missing", "Nothing tells the flag.")
    return Proof(found.status, found.why, found.exhibits or meeting.cited)
