"""Typology: papers that state another origin than where the ship's track was, after a call at the target State.

A bill of lading or certificate, recorded as an observation, names a ship, an origin and a time. Without a track then it
cannot be checked where the ship was, and that is told; unless its number took over from another in the time after: then
the track of that one is asked, if they are one hull. Trade statistics name no ship and are left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from fairlead.law import Regime
from fairlead.places import Port
from fairlead.shapes import US_PER_HOUR, US_PER_SECOND
from fairlead.typologies import citing, engagements, moments, placing
from fairlead.typologies.accounts.recorded import ORIGINS, called
from fairlead.typologies.candidates import Rejected, refuted
from fairlead.typologies.engagements import Party, Proof
from fairlead.typologies.grounds import concerned, hulls, lading, refutations, whereabouts
from fairlead.typologies.grounds.astern import Astern
from fairlead.typologies.grounds.doors import Doors
from fairlead.typologies.grounds.linked import event_ref
from fairlead.typologies.grounds.ships import Ships
from fairlead.typologies.grounds.whereabouts import Whereabouts
from fairlead.typologies.occasion import Occasion, Place, Refutation, Subject, Typology, occasion_id
from fairlead.typologies.world import Observation

if TYPE_CHECKING:
    from fairlead.typologies.world import World

NAME = "papers"
VERSION = 4
TITLE = "Papers that state another origin than the ship's track"
DOES_NOT_SHOW = (
    "That a paper and a track disagree does not show which is wrong, nor who wrote what in knowledge. Papers give the "
    "day of issue for that of loading, and an agent's port for the berth; goods are transhipped, and their origin is "
    "then not where this ship loaded; the number on the paper may be another hull's, and positions sent by a ship can "
    "be false. A call at the target State does not show that these goods came from there."
)

ACTS = frozenset({"loading", "export", "delivery", "import"})
CALL_US = 30 * 24 * US_PER_HOUR  # ours: a cargo under way longer than a month is another voyage's


@dataclass(frozen=True)
class Paper:
    """A document's own word: which ship, from where, when."""

    seen: Observation
    ship: Subject
    mmsis: tuple[int, ...]
    origin: Place
    port: Port
    start_us: int
    end_us: int


def find(world: World) -> Iterator[Occasion | Rejected]:
    """Yield an occasion or a rejection for each paper that names a ship and an origin outside the target State."""
    papers = list(_papers(world))
    for regime in world.regimes.values():
        if regime.obligations.get("delivery"):
            for paper in papers:
                if paper.origin.country != regime.target:
                    yield _judge(world, regime, paper)


def _papers(world: World) -> Iterator[Paper]:
    for seen in sorted(world.observations, key=lambda one: (one.start, one.id)):
        origin = next((place for place in seen.places if place.role in ORIGINS and place.name), None)
        if seen.basis != "documented" or seen.act not in ACTS or origin is None:
            continue
        port = placing.gazetteer().find(str(origin.name), origin.country)
        for ship in seen.subjects:
            if port is not None and (ship.imo or ship.mmsi):
                told = concerned.reporting(world.static_reports, [ship.imo] if ship.imo else [])
                mmsis = tuple(sorted({*told, *([ship.mmsi] if ship.mmsi else [])}))
                start, end = _us(moments.first_instant(seen.start)), _us(moments.last_instant(seen.end))
                place = placing.stated("stated origin", port.name, port.country)
                yield Paper(seen, ship, mmsis, place, port, start, end)


def _us(text: str) -> int:
    return round(datetime.fromisoformat(text).astimezone(UTC).timestamp()) * US_PER_SECOND


def _judge(world: World, regime: Regime, paper: Paper) -> Occasion | Rejected:
    found = whereabouts.at(world.legs, paper.mmsis, paper.port, paper.start_us, paper.end_us)
    change = earlier_number(world, paper) if found.answer == "no track" else None
    if change is not None:
        paper = replace(paper, mmsis=tuple(sorted({*paper.mmsis, change["mmsi"]})))
        found = whereabouts.at(world.legs, paper.mmsis, paper.port, paper.start_us, paper.end_us)
    start = moments.iso(paper.start_us)
    names = (called(paper.ship),)
    if found.answer == "no track":
        return Rejected(NAME, names, start, "not checkable", f"{_said(paper)}: {found.why}")
    if found.answer != "elsewhere":
        return Rejected(NAME, names, start, "papers fit the track", f"{_said(paper)}: {found.why}")
    call = _call(world, regime, paper)
    if call is None:
        why = f"{_said(paper)}: {found.why}; but no call at a port of {regime.target} was heard in the month before"
        return Rejected(NAME, names, start, "no call at the target State", why)
    engaged = engagements.engage(
        regime,
        "delivery",
        _parties(regime, paper, call),
        _evidence(world, paper, found, call, change),
        goods=next(filter(None, map(regime.goods_named, paper.seen.goods)), None),
    )
    tests = [*_tests(world, regime, found, call, engaged), *_one_hull(world, regime, change)]
    rejection = refuted(NAME, names, start, tests)
    return rejection or _occasion(regime, paper, call, engaged, tests, change)


def earlier_number(world: World, paper: Paper) -> dict[str, Any] | None:
    """Return the one change of identity by which the paper's number was first heard after the time it states."""
    changes = world.events["identity_change"]
    own = changes.filter(
        changes.other_mmsi.isin(list(paper.mmsis) or [-1]),
        changes.end_us >= paper.start_us,
        changes.start_us <= paper.end_us + CALL_US,
    )
    rows: list[dict[str, Any]] = own.to_pyarrow().to_pylist()
    return rows[0] if len(rows) == 1 else None


def _one_hull(world: World, regime: Regime, change: dict[str, Any] | None) -> list[Refutation]:
    """Return the explanations by which the paper's number and the earlier one are two hulls."""
    if change is None:
        return []
    known = Ships(world.static_reports, [change["mmsi"], change["other_mmsi"]])
    ships = (known.at(change["mmsi"], change["start_us"]), known.at(change["other_mmsi"], change["end_us"]))
    return [
        *hulls.tests(change, ships, at_sea=True),
        hulls.in_port(change, regime.target),
        hulls.slip(change),
        Doors(world, [change]).test(change),
        Astern(world.legs, [change]).test(change),
    ]


def _call(world: World, regime: Regime, paper: Paper) -> dict[str, Any] | None:
    """Return the last stop at a port of the target State in the month before the end of the stated time."""
    visits = world.events["port_visit"]
    own = visits.filter(
        visits.mmsi.isin(list(paper.mmsis) or [-1]),
        visits.country == regime.target,
        visits.stopped,
        visits.start_us <= paper.end_us,
        visits.start_us >= paper.end_us - CALL_US,
    )
    rows: list[dict[str, Any]] = own.order_by(["start_us", "track"]).to_pyarrow().to_pylist()
    return rows[-1] if rows else None


def _said(paper: Paper) -> str:
    days = moments.words(moments.day(paper.start_us), moments.day(paper.end_us), paper.seen.precision)
    return f"a paper says that {called(paper.ship)} took its cargo at {placing.named(paper.origin)}, {days}"


def _parties(regime: Regime, paper: Paper, call: dict[str, Any]) -> dict[str, Party]:
    left = moments.day(call["end_us"] if call["end_us"] is not None else call["start_us"])
    last = moments.day(paper.end_us)
    there = next((one for one in paper.seen.places if one.role not in ORIGINS), None)
    parties = {
        "target State": Party(regime.target, left, left),
        "importing State": Party((there.country if there else None) or "undetermined", last, last),
    }
    flag = paper.ship.flag
    if flag not in (None, regime.target):
        parties["flag State"] = Party(str(flag), left, last)
    return parties


def _evidence(
    world: World, paper: Paper, found: Whereabouts, call: dict[str, Any], change: dict[str, Any] | None
) -> dict[str, Proof]:
    there = citing.merged([*citing.ends(world.exhibits, call), *citing.rows(world.exhibits, *found.rows)])
    if change is not None:
        there = citing.merged([*there, *citing.ends(world.exhibits, change)])
    where = placing.place("call", call["start_lat_e7"], call["start_lon_e7"], id=call["place"])
    why = f"{_said(paper)[0].upper()}{_said(paper)[1:]}; {found.why}. It called at {placing.named(where)} on "
    why += f"{moments.day(call['start_us'])}. Whether these goods were taken there is not shown."
    if change is not None:
        why += f" {hulls.linked(change)} That it is one hull is not shown."
    origin = Proof("indicated", why, citing.merged([paper.seen.cited, *there]))
    named = ", ".join(paper.seen.goods)
    return {
        "goods": Proof(
            "indicated" if named else "missing", f"On the paper: {named or 'no goods'}.", (paper.seen.cited,)
        ),
        "origin": origin,
        "supply": origin,
        "date": Proof("indicated", f"The call was on {moments.day(call['start_us'])}.", there),
        "procurement": Proof("missing", "A paper of origin names no proven buyer."),
        "grounds": Proof("missing", "What the State knew, and when, is not in the case."),
    }


def _tests(
    world: World, regime: Regime, found: Whereabouts, call: dict[str, Any], engaged: Sequence[Any]
) -> list[Refutation]:
    day = moments.day(call["start_us"])
    dated = refutations.passed if engaged else refutations.holds
    bans = [measure for one in engaged if (measure := regime.measure(one.measure.id)).direction == "from_target"]
    return [
        dated("date before the measure", f"measures on such goods were {'' if engaged else 'not '}in force on {day}"),
        refutations.passed("the ship was there", found.why),
        _left_light(world, call),
        refutations.exempt(bans, placing.gazetteer().port(call["place"])),
        refutations.unchecked("day of issue, not of loading", "whether it dates the loading is for its issuer to say"),
        refutations.unchecked("transhipped goods", "whether the goods came aboard from another ship is not known"),
        refutations.unchecked("another hull's number", "whether the ship heard is the one on the paper is open"),
    ]


def _left_light(world: World, call: dict[str, Any]) -> Refutation:
    """Test whether the ship left the target State in ballast: then the goods on the paper came from elsewhere."""
    name = "left the target State in ballast"
    voyages = world.events["voyage"]
    own = voyages.filter(voyages.track == call["track"], voyages.start_us == (call["end_us"] or -1))
    rows = own.to_pyarrow().to_pylist()
    if not rows:
        return refutations.unchecked(name, "no voyage from there to a known place was heard")
    reports = Ships(world.static_reports, [call["mmsi"]]).draughts(call["mmsi"], rows[0]["start_us"], rows[0]["end_us"])
    laden = lading.lading_of(rows[0], reports)
    if laden.light:
        return refutations.holds(name, laden.why)
    return (refutations.passed if laden.loaded else refutations.unchecked)(name, laden.why)


def _occasion(
    regime: Regime,
    paper: Paper,
    call: dict[str, Any],
    engaged: tuple[Any, ...],
    tests: Sequence[Refutation],
    change: dict[str, Any] | None,
) -> Occasion:
    where = placing.place("call", call["start_lat_e7"], call["start_lon_e7"], id=call["place"])
    said = f"{_said(paper)[0].upper()}{_said(paper)[1:]}, where it was not; it had called at {placing.named(where)} on "
    under = f" under MMSI {change['mmsi']:09d}, if they are one hull" if change is not None else ""
    numbers: list[int | str] = [paper.ship.imo or paper.ship.mmsi or 0]
    return Occasion(
        id=occasion_id(NAME, numbers, [regime.id, paper.seen.reference, paper.start_us]),
        regime=regime.id,
        typology=Typology(NAME, VERSION),
        basis="documented",
        title=f"{said}{moments.day(call['start_us'])}{under}; engages {engagements.cited(engaged)} on this evidence",
        start=moments.iso(min(call["start_us"], paper.start_us)),
        start_precision="second" if call["start_us"] <= paper.start_us else paper.seen.precision,
        end=moments.iso(paper.end_us),
        end_precision=paper.seen.precision,
        places=(where, paper.origin),
        subjects=(paper.ship,),
        goods=paper.seen.goods,
        events=tuple(event_ref(one) for one in (call, change) if one is not None),
        engagements=engaged,
        refutations=tuple(tests),
        does_not_show=DOES_NOT_SHOW,
    ).sealed()
