"""Typology: a ship of the target's flag that was away from home, silent for days, and is heard only on the way.

It is heard again far off the target's coast with all of its ports ahead, or was lost far off with all of them astern
and is heard again at home, and the silence is days longer than the way between. Whether it called in another State, or
met a ship at sea, nobody heard: that it was away and hid the trip is what this tells. What a draught, a call or a
meeting tells besides is told by the typologies of those. Left out: ships that came back deeper, tankers apart, which
fetch lawful goods, and ways home from a call abroad that was heard.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from fairlead.law import Regime
from fairlead.shapes import US_PER_HOUR
from fairlead.typologies import citing, delivery, engagements, moments, placing
from fairlead.typologies.candidates import Rejected, refuted
from fairlead.typologies.engagements import Party, Proof
from fairlead.typologies.grounds import concerned, refutations, ships, unheard_calls
from fairlead.typologies.grounds.courses import ASIDE_DEG, Courses
from fairlead.typologies.grounds.doors import SHARE, Doors
from fairlead.typologies.grounds.linked import on_tracks
from fairlead.typologies.grounds.ships import TANKERS, Identity, Ships
from fairlead.typologies.occasion import Engagement, Occasion, Refutation, Typology
from fairlead.typologies.transfers import PETROLEUM

if TYPE_CHECKING:
    from fairlead.typologies.world import World

NAME = "dark_trip"
VERSION = 1
OBLIGATION, AT_SEA = "delivery", "transfer_flagged"  # a tanker meets others at sea
TITLE = "Ship of the target State's flag, silent for days far from home"
DOES_NOT_SHOW = (
    "Nobody heard where the ship was, that it called anywhere, met anybody or carried anything: it was silent for days "
    "longer than its way takes, and was heard far from home on its way out or back, that is all. It may have waited, "
    "drifted or sheltered unheard, been repaired, or fetched what is allowed. A gap in AIS is not evasion."
)

SPARE_US = 36 * US_PER_HOUR  # ours: a day and a half: to call or to meet, and for a slow ship and bad weather
ROUND_US = 36 * US_PER_HOUR  # ours: where land lies between; round the south of Korea is a day and a half longer
LONGEST_US = 8 * 24 * US_PER_HOUR  # as unheard_calls.ASTRAY_US: half of what fits one call with more known of it
NEVER = 2.0  # of days on which somebody is lost, more than there are: no edge
FAR_M = 120_000.0  # ours: beyond the coast's trade, and what a ship drifts off it
HOME_M = 60_000.0  # ours: off its own port, as far as ships wait for a berth
OPEN_M = 130_000.0  # ours: so far off every port no lane along a coast is left; there half of all courses tell
OPEN_DEG = 100.0
APART_M = 50_000.0  # ours: who is heard again nearer to where it was lost came back over the edge of what can be heard

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Trip:
    """A silence of a ship of the target's, from which it came home or in which it went there."""

    gap: dict[str, Any]
    ship: Identity
    way: str  # in words, that all ports of the target lay ahead when it was heard again, or astern when it was lost
    homeward: bool  # whether it was heard on its way back; else on its way out
    deeper_dm: int | None  # by how much deeper it came out of the silence; None where nothing tells
    call: Row | None  # its last call before
    following: Row | None  # its next call


def find(world: World) -> Iterator[Occasion | Rejected]:
    """Yield an occasion or a rejection for each long silence of a ship of the target's far from home."""
    for regime in world.regimes.values():
        ports = placing.ports(regime.target)
        if not ports or not (regime.obligations.get(OBLIGATION) or regime.obligations.get(AT_SEA)):
            continue
        gaps = _silences(world, regime)
        back = [gap for gap in gaps if far_off(regime, gap, "end")]
        out = [gap for gap in gaps if far_off(regime, gap, "start") and at_home(regime, gap)]
        coming, going = Courses(world.legs, back), Courses(world.legs, out, "start")
        ways = [(gap, coming.away_from_all(gap, ports, aside(gap)), True) for gap in back]
        ways += [(gap, going.away_from_all(gap, ports), False) for gap in out]
        told = [(gap, way, homeward) for gap, way, homeward in ways if way is not None]
        fleet = Ships(world.static_reports, [gap["mmsi"] for gap, *_ in told])
        visits = world.events["port_visit"]
        stops = on_tracks(visits.filter(visits.stopped), [gap["track"] for gap, *_ in told])
        doors = Doors(world, [gap for gap, *_ in told])
        for gap, way, homeward in told:
            trip = _trip(fleet, gap, way, stops.get(gap["track"], ()), homeward=homeward)
            yield _judge(world, regime, trip, _edge(regime, gap, doors))


def _silences(world: World, regime: Regime) -> list[dict[str, Any]]:
    """Return the silences of ships under the target's flag that are days longer than the way between their ends."""
    gaps = unheard_calls.near(world.events["gap"], placing.ports(regime.target))
    own = gaps.filter((gaps.mmsi // 1_000_000).isin(concerned.flag_range(regime.target)))
    rows = own.filter(own.end_us - own.start_us > SPARE_US).order_by(["start_us", "track"]).to_pyarrow().to_pylist()
    return [gap for gap, spare_us in zip(rows, spares_us(rows), strict=True) if spare_us > SPARE_US]


def spares_us(gaps: Sequence[Row]) -> list[float]:
    """Return how much longer each silence was than the way takes from where it began to where it ended, at 12 knots."""
    over_land = placing.cross_land([(*placing.position(gap, "start"), *placing.position(gap, "end")) for gap in gaps])
    ways_us = (unheard_calls.apart_m(gap) / (unheard_calls.SPEED_KN * placing.KNOT_M_PER_US) for gap in gaps)
    return [
        float(gap["end_us"] - gap["start_us"] - way_us - ROUND_US * over)
        for gap, way_us, over in zip(gaps, ways_us, over_land, strict=True)
    ]


def far_off(regime: Regime, gap: Row, edge: str) -> bool:
    """Tell whether a silence began or ended at sea, far off the target's coast and off every port."""
    at = placing.position(gap, edge)
    if placing.zone_at(*at).country == regime.target or placing.nearest(*at)[1] <= placing.PORT_M:
        return False
    return placing.off_m(gap, edge, regime.target) >= FAR_M


def aside(gap: Row) -> float:
    """Return how many degrees off its course a ship's home ports may lie where it was heard again on its way there."""
    return OPEN_DEG if placing.nearest(*placing.position(gap, "end"))[1] >= OPEN_M else ASIDE_DEG


def at_home(regime: Regime, gap: Row) -> bool:
    """Tell whether a ship was heard again in the target's waters or off one of its ports."""
    at = placing.position(gap, "end")
    port, metres = placing.nearest(*at)
    return placing.zone_at(*at).country == regime.target or (port.country == regime.target and metres <= HOME_M)


def _trip(fleet: Ships, gap: dict[str, Any], way: str, stops: Sequence[Row], *, homeward: bool) -> Trip:
    before, after = fleet.draught_before(gap["mmsi"], gap["start_us"]), fleet.draught_after(gap["mmsi"], gap["end_us"])
    deeper = after.dm - before.dm if before is not None and after is not None else None
    call = unheard_calls.call_before(stops, gap)
    following = next((one for one in stops if one["start_us"] >= gap["end_us"]), None)
    return Trip(gap, fleet.at(gap["mmsi"], gap["start_us"]), way, homeward, deeper, call, following)


def _judge(world: World, regime: Regime, trip: Trip, edge: Refutation) -> Occasion | Rejected:
    gap, ship = trip.gap, trip.ship
    said = f"Nothing was heard in a silence of {unheard_calls.length(gap)}; {trip.way}."
    unheard = Proof("missing", said, citing.ends(world.exhibits, gap))
    engages = engaged(world, regime, ship, gap, unheard)
    tests = _tests(regime, trip, engages, edge)
    rejection = refuted(NAME, [ship.called()], moments.iso(gap["start_us"]), tests)
    if rejection:
        return rejection
    named = f"{ship.called()[0].upper()}{ship.called()[1:]}"
    off = placing.km(placing.off_m(gap, "end" if trip.homeward else "start", regime.target))
    if trip.homeward:
        heard = f"and was heard again {off} off {regime.target}, on its way there"
    else:
        heard = f"lost {off} off {regime.target} on its way from there, and back"
    silent = f"{named} was silent for {unheard_calls.length(gap)}, {unheard_calls.days(gap)}, {heard}"
    title = f"{silent}; would engage {engagements.cited(engages)} {would(ship)}"
    calls = [one for one in (trip.call, trip.following) if one is not None]
    role, typology = "ship under the target's flag", Typology(NAME, VERSION)
    return unheard_calls.occasion(
        typology, regime, gap, None, ship, title, engages, tests, DOES_NOT_SHOW, role=role, calls=calls
    )


def engaged(world: World, regime: Regime, ship: Identity, gap: Row, unheard: Proof) -> tuple[Engagement, ...]:
    """Return what a trip hidden in a silence would engage: a tanker's a transfer at sea, another ship's a delivery.

    ``unheard``: what bears on supply, origin and transfer.
    """
    first, last = moments.day(gap["start_us"]), moments.day(gap["end_us"])
    ends = citing.ends(world.exhibits, gap)
    unknown = Proof("missing", "Whom it met, and where it called, is not known.")
    evidence = {
        "goods": Proof("missing", "A track shows no cargo; no document in this candidate names any."),
        "supply": unheard,
        "origin": unheard,
        "transfer": unheard,
        "procurement": Proof("missing", "Where it was, and with whom, was not heard."),
        "date": Proof("indicated", f"If anything passed, it was in the silence, {unheard_calls.days(gap)}.", ends),
        "exemption": Proof("missing", "No advance notice or approval is in the case, and none was looked for."),
        "grounds": Proof("missing", "What the State knew, and when, is not in a track."),
        "flag": Proof("indicated", f"MMSI {ship.mmsi} carries the digits of {regime.target}.", ends),
    }
    parties = {"target State": Party(regime.target, first, last)}
    if ship.ship_type in TANKERS:
        parties["flag State"] = Party("undetermined", first, last, {"actor": unknown})
        parties["supplying State"] = Party("undetermined", first, last)
        return engagements.engage(regime, AT_SEA, parties, evidence, plausible=PETROLEUM)
    parties["importing State"] = Party("undetermined", first, last, {"actor": unknown})
    return engagements.engage(regime, OBLIGATION, parties, evidence)


def would(ship: Identity) -> str:
    """Return in words on what a trip hidden in a silence would engage measures."""
    return "if it met a ship of another flag" if ship.ship_type in TANKERS else "if it landed a cargo abroad"


def dated(regime: Regime, ship: Identity, gap: Row, engages: tuple[Engagement, ...]) -> Refutation:
    """Test whether the measures that such a trip may engage were in force."""
    day = moments.day(gap["start_us"])
    if ship.ship_type in TANKERS:
        return refutations.supply_dated(bool(engages), day)
    return delivery.dated(regime, engages, day)


def _tests(regime: Regime, trip: Trip, engages: tuple[Engagement, ...], edge: Refutation) -> list[Refutation]:
    """Return the innocent explanations of a long silence far from home, tested."""
    gap = trip.gap
    return [
        dated(regime, trip.ship, gap, engages),
        refutations.kind_of_ship(trip.ship, ships.PASSENGER, "carries passengers"),
        _fetched(trip),
        _from_a_call(regime, trip),
        unheard_calls.handled_elsewhere(regime, gap, "lain"),
        _over_the_edge(trip),
        _one_trip(trip),
        edge,
        refutations.reception([gap], gap["end_us"] - gap["start_us"]),
        _spare(trip),
        refutations.unchecked("waiting, drifting or repair at sea", "what it did in the silence was not heard"),
        refutations.notified(),
    ]


def _spare(trip: Trip) -> Refutation:
    """Return by how much the silence was longer than the way, which is what makes the candidate."""
    (spare_us,) = spares_us([trip.gap])
    spare = moments.hours(round(spare_us))
    way = f"the way between, at {unheard_calls.SPEED_KN:.0f} knots and round the land, takes {spare} less than that"
    return refutations.passed("a slow passage", f"{way}; {trip.way}")


def _edge(regime: Regime, gap: dict[str, Any], doors: Doors) -> Refutation:
    """Test for the edge of what can be heard, at those ends that lie far from home: off its coast nobody is heard."""
    lost, again = (SHARE if placing.off_m(gap, edge, regime.target) >= FAR_M else NEVER for edge in ("start", "end"))
    return doors.test(gap, shares=(lost, again))


def _one_trip(trip: Trip) -> Refutation:
    name, said = "one voyage", f"a silence of {unheard_calls.length(trip.gap)}"
    if trip.gap["end_us"] - trip.gap["start_us"] > LONGEST_US:
        return refutations.holds(name, f"{said} fits several, and one out of what is heard at all")
    return refutations.passed(name, f"{said} is of a length for one trip")


def _fetched(trip: Trip) -> Refutation:
    """Test for a cargo fetched abroad, which is lawful of most dry ones: such a ship comes home deeper."""
    name, metres = "fetched a cargo", trip.deeper_dm
    if metres is None:
        return refutations.unchecked(name, "it did not report its draught before the silence and after it")
    said = f"it came out of the silence {abs(metres) / 10:.1f} m {'deeper' if metres > 0 else 'lighter'}"
    if metres < unheard_calls.DEEPER_DM:
        return refutations.passed(name, said if metres else "it came out of the silence with the same draught")
    if trip.ship.ship_type in TANKERS:
        return refutations.passed(name, f"{said}: what a tanker fetches is under a ceiling, or banned")
    return refutations.holds(name, f"{said}: what it fetched may be allowed")


def _from_a_call(regime: Regime, trip: Trip) -> Refutation:
    """Test for the way home from a call abroad that was heard, and is judged by itself."""
    name, call = "way home from a call that was heard", trip.call
    if call is None:
        return refutations.unchecked(name, "no call of the ship was heard before")
    called = f"its last call before was at {placing.port_name(call)}, until {moments.moment(call['end_us'])}"
    return (refutations.passed if call["country"] == regime.target else refutations.holds)(name, called)


def _over_the_edge(trip: Trip) -> Refutation:
    name, apart_m = "out of hearing and back", unheard_calls.apart_m(trip.gap)
    said = f"it was heard again {placing.km(apart_m)} from where it was lost"
    if apart_m < APART_M:
        return refutations.holds(name, f"{said}: who waits or works beyond the edge of hearing comes back over it")
    return refutations.passed(name, said)
