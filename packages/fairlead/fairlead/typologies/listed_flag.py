"""Typology: a hull on the Committee's list, heard under a State's flag after the day of its listing.

The Committee may ask the flag State to strike a designated ship off (resolution 2321 paragraph 12 (a)); resolution
2397 paragraph 12 binds the flag State of a ship that there are reasonable grounds to suspect. The flag is known by the
digits of the number under which the hull's IMO number was reported. Anybody can type those in: a false flag looks the
same.

Left out: hulls whose list gives no IMO number, since names and MMSI are used again, and ships under the target's flag.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from fairlead.law import Regime
from fairlead.subjects import imo as imo_numbers
from fairlead.subjects.names import ship_name
from fairlead.typologies import citing, engagements, moments
from fairlead.typologies.candidates import Rejected, refuted
from fairlead.typologies.engagements import Party, Proof
from fairlead.typologies.grounds import flags, refutations
from fairlead.typologies.grounds.flags import Flown
from fairlead.typologies.grounds.listed import ListedShip
from fairlead.typologies.grounds.ships import Identity, Ships
from fairlead.typologies.occasion import Engagement, Occasion, Refutation, Typology, occasion_id

if TYPE_CHECKING:
    from fairlead.typologies.world import World

NAME = "listed_flag"
VERSION = 1
TITLE = "Listed hull heard under a State's flag"
DOES_NOT_SHOW = (
    "The digits of a number show what a transponder was told, not that a State registered the ship: ships fly flags "
    "that nobody gave them, and keep a number after they are struck off. An IMO number sent by AIS is typed in and can "
    "be another hull's. That a ship is listed does not show what it did; what its registry did is for the State to say."
)

KIND = "listed_flag"  # of obligations in the register
GRACE = timedelta(days=90)  # ours: a registry takes weeks to strike a ship off, and a new number to be set up
_DEFLAG = "(a)"  # the register keeps the letters of 2321 paragraph 12 in one row; the printed basis tells them apart


def find(world: World) -> Iterator[Occasion | Rejected]:
    """Yield an occasion or a rejection for each listed IMO number heard under digits of another State when listed."""
    fleet = world.fleet
    history = flags.flown(world.static_reports, fleet.imos())
    known = Ships(world.static_reports, [one.mmsi for flown in history.values() for one in flown])
    claims = _claimed_twice(world, list(history))
    for regime in world.regimes.values():
        if not regime.obligations.get(KIND):
            continue
        for number in sorted(history):
            listings = [ship for ship in fleet.all if ship.imo == number]
            for flown in history[number]:
                if flown.flag not in (None, regime.target):
                    ship = known.at(flown.mmsi, flown.last_us)
                    found = _judge(world, regime, flown, history[number], listings, ship, claims.get(number, []))
                    if found is not None:
                        yield found


def _claimed_twice(world: World, imos: list[int]) -> dict[int, list[dict[str, Any]]]:
    """Return, by IMO number, the events in which two numbers claimed it at once."""
    shared = world.events["shared_imo"]
    found: dict[int, list[dict[str, Any]]] = {}
    for row in shared.filter(shared.imo.isin(imos or [-1])).order_by(["start_us", "track"]).to_pyarrow().to_pylist():
        found.setdefault(row["imo"], []).append(row)
    return found


def _judge(
    world: World,
    regime: Regime,
    flown: Flown,
    history: Sequence[Flown],
    listings: Sequence[ListedShip],
    ship: Identity,
    claims: Sequence[dict[str, Any]],
) -> Occasion | Rejected | None:
    """Return what becomes of a hull under one flag; None where it was never heard so while listed."""
    first, last = moments.day(flown.first_us), moments.day(flown.last_us)
    held = [one for one in listings if one.listed_by(last)]
    if not held:
        return None
    listing = min(held, key=lambda one: (one.listed_on is None, str(one.listed_on), one.entry))
    since = max(first, listing.listed_on or first)
    engaged = _engaged(world, regime, flown, listing, since, last)
    tests = [
        _mistyped(flown),
        _another_hull(flown, listing, claims),
        _name(ship, listing),
        _struck_off(listing, last),
        refutations.unchecked(
            "false flag", f"whether {flown.flag} ever registered the ship is for its registry to say"
        ),
        refutations.unchecked("taken off the list", "whether it was taken off again is known only from later lists"),
        _hops(history, flown),
    ]
    start = moments.iso(flown.first_us)
    if not engaged:
        why = f"no paragraph on the flag of a ship listed on this basis was in force {moments.span(since, last)}"
        return Rejected(NAME, (ship.called(),), start, "basis or date of the listing", why)
    return refuted(NAME, (ship.called(),), start, tests) or _occasion(regime, flown, listing, ship, engaged, tests)


def _engaged(
    world: World, regime: Regime, flown: Flown, listing: ListedShip, since: date, last: date
) -> tuple[Engagement, ...]:
    printed = (
        "; ".join(sorted({f"{basis.printed}, since {basis.since}" for basis in listing.bases})) or "no basis given"
    )
    asked = [basis for basis in listing.bases if basis.measure == "2321-12" and _DEFLAG in basis.printed]
    heard = citing.rows(world.exhibits, *flown.rows)
    digits = (
        f"MMSI {flown.mmsi:09d}, with the digits of {flown.flag}, reported IMO {flown.imo} {flown.reports} times "
        f"{moments.span(moments.day(flown.first_us), moments.day(flown.last_us))}; digits are typed in"
    )
    owned = [basis for basis in listing.bases if basis.measure == "2270-23-annexIII"]
    evidence = {
        "designation": Proof("shown", f"The list names IMO {flown.imo} as {listing.name}; {printed}.", listing.cited),
        "grounds": Proof("indicated", f"The Committee's list named the ship; {printed}.", listing.cited),
        "ownership": Proof(
            "indicated", f"It is listed as run by a firm of the target State; {printed}.", listing.cited
        ),
        "registration": Proof("indicated", f"{digits}.", heard),
    }
    party = Party(str(flown.flag), since, last)
    found = engagements.engage(regime, KIND, {"flag State": party}, evidence)
    left_out = {name for name, held in (("2321-12", asked), ("2321-24", owned)) if not held}
    return tuple(one for one in found if one.measure.id not in left_out)


def _mistyped(flown: Flown) -> Refutation:
    """Test for a slip of the hand: a check digit that fails, or a number told for an hour only."""
    name = "number typed wrong"
    judged = imo_numbers.verdict(flown.imo)
    if judged.verdict != "valid":
        return refutations.against(name, f"IMO {flown.imo}: {judged.verdict}; so it stands on the list too")
    return refutations.passed(name, f"IMO {flown.imo} passes its check digit and was reported {flown.reports} times")


def _another_hull(flown: Flown, listing: ListedShip, claims: Sequence[dict[str, Any]]) -> Refutation:
    """Test for another hull under the listed one's number: two that claim it at once cannot both be it."""
    name = "another hull's number"
    at_once = [one for one in claims if flown.mmsi in (one["mmsi"], one["other_mmsi"])]
    if not at_once:
        return refutations.unchecked(name, "no other number claimed it at the same time; a photograph would tell")
    others = sorted({one[key] for one in at_once for key in ("mmsi", "other_mmsi")} - {flown.mmsi})
    said = f"MMSI {', '.join(f'{other:09d}' for other in others)} reported it too at the same time, elsewhere"
    if flown.mmsi in listing.mmsis:
        return refutations.against(name, f"{said}; the list gives MMSI {flown.mmsi:09d}")
    return refutations.holds(name, f"{said}; which of them is the listed hull nothing here tells")


def _name(ship: Identity, listing: ListedShip) -> Refutation:
    name = "another name"
    if ship.name is None:
        return refutations.unchecked(name, "it reported no name")
    if ship_name(ship.name) in listing.names:
        return refutations.passed(name, f"it reported the name {ship.name}, which the list gives")
    return refutations.unchecked(name, f"it reported the name {ship.name}, where the list says {listing.name}")


def _struck_off(listing: ListedShip, last: date) -> Refutation:
    """Test for a registry that had hardly had time: the number is heard for some weeks more."""
    name = "struck off, number kept"
    if listing.listed_on is None:
        return refutations.unchecked(name, "the list gives no day")
    days = (last - listing.listed_on).days
    said = f"it was last heard so {days} days after its listing of {listing.listed_on}"
    if last - listing.listed_on < GRACE:
        return refutations.holds(name, f"{said}; within {GRACE.days} days the digits say nothing of the register")
    return refutations.unchecked(name, f"{said}; when it was struck off, if it was, its registry can tell")


def _hops(history: Sequence[Flown], flown: Flown) -> Refutation:
    """Say under how many flags the hull was heard; a sale explains one change."""
    name, flown_under = "one lawful change of flag", flags.hopping(history, flown.last_us)
    said = flags.said(history)
    if len(flown_under) >= flags.HOPPING:
        return refutations.passed(name, f"{len(flown_under)} flags in 24 months: {said}")
    return refutations.unchecked(name, f"heard under {said}")


def _occasion(
    regime: Regime,
    flown: Flown,
    listing: ListedShip,
    ship: Identity,
    engaged: tuple[Engagement, ...],
    tests: Sequence[Refutation],
) -> Occasion:
    since = max(flown.first_us, _midnight(listing)) if listing.listed_on else flown.first_us
    called = f"{ship.called()[0].upper()}{ship.called()[1:]}"
    when = moments.span(moments.day(since), moments.day(flown.last_us))
    title = (
        f"{called} reported IMO {flown.imo}, listed as {listing.name}, under the digits of {flown.flag}, {when}; "
        f"engages {engagements.cited(engaged)} on this evidence"
    )
    return Occasion(
        id=occasion_id(NAME, [flown.imo, flown.mmsi], [regime.id]),
        regime=regime.id,
        typology=Typology(NAME, VERSION),
        basis="observed",
        title=title,
        start=moments.iso(since),
        start_precision="second",
        end=moments.iso(flown.last_us),
        end_precision="second",
        places=(),
        subjects=(ship.subject("listed ship"),),
        goods=(),
        events=(),
        engagements=engaged,
        refutations=tuple(tests),
        does_not_show=DOES_NOT_SHOW,
    ).sealed()


def _midnight(listing: ListedShip) -> int:
    return moments.microseconds(f"{listing.listed_on}T00:00:00Z")
