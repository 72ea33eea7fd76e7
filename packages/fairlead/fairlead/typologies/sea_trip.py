"""Typology: a tanker of the target's flag that went far out to sea, lay there, and came home without a call.

Nobody needs to go hundreds of kilometres off every coast to lie still for some hours but to meet somebody. Nobody was
heard alongside, and no draught need tell. Stays heard in pieces are put together (``grounds/lain.py``). Meetings that
were heard are ``transfers.py``'s, and what draughts or a silent ship tell of such a stay is ``transfer_unheard.py``'s
and ``transfer_dark.py``'s. Left out: ships other than tankers, of which many go out and home for fish and repairs,
stays nearer to home, and trips of which the way out or home was not heard.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import compress
from typing import TYPE_CHECKING, Any

import numpy as np

from fairlead.events import columns
from fairlead.law import Regime
from fairlead.places.gazetteer import great_circle_m
from fairlead.shapes import E7, US_PER_HOUR
from fairlead.typologies import citing, engagements, lain_alone, moments, placing
from fairlead.typologies.candidates import Rejected, refuted
from fairlead.typologies.engagements import Party, Proof
from fairlead.typologies.grounds import concerned, lain, neighbours, refutations, ships, silences
from fairlead.typologies.grounds.linked import event_ref, on_tracks, overlapping
from fairlead.typologies.grounds.ships import Identity, Ships
from fairlead.typologies.occasion import Engagement, Occasion, Place, Refutation, Typology, occasion_id
from fairlead.typologies.transfers import PETROLEUM

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from fairlead.typologies.world import World

NAME = "sea_trip"
VERSION = 3
OBLIGATION = "transfer_flagged"
TITLE = "Tanker of the target State's flag that lay far out at sea and went home without a call"
DOES_NOT_SHOW = (
    "Nobody was heard beside the tanker, and nothing shows that cargo passed, which way, or with whom. That it went "
    "far out to sea, lay there and came home without a call is all that was heard. Ships wait for orders, mend an "
    "engine, try one out and shelter at sea too, and a transfer between two ships of one flag looks the same."
)

FAR_M = 400_000.0  # ours: nearer, tankers drift for orders or repairs; nobody goes so far out to do that
HOME_M = 60_000.0  # as dark_trip.HOME_M
TRIP_US = 15 * 24 * US_PER_HOUR  # as unheard_calls.ARRIVAL_US: what is longer ago is of another voyage

Row = Mapping[str, Any]
_EDGES = ("start", "end")


@dataclass(frozen=True)
class Trip:
    """A stay far out at sea, with when the tanker left home and was back, and what it did between."""

    stay: Row
    ship: Identity
    left: Row  # t_us, lat_e7 and lon_e7 of when it was last heard off a port of its own before the stay
    back: Row  # and of when it was first heard off one after it
    own: Sequence[int]  # numbers of the same flag that were heard near it during the stay, slow, or lay near
    called: Sequence[Row]  # stops abroad, and stays off another State's coast, between
    gaps: Sequence[Row]  # silences between in which it may have called abroad


def find(world: World) -> Iterator[Occasion | Rejected]:
    """Yield an occasion or a rejection for each stay far out at sea of a tanker of the target's, from home and back."""
    for regime in world.regimes.values():
        if regime.obligations.get(OBLIGATION) and placing.ports(regime.target):
            for trip in _trips(world, regime):
                yield _judge(world, regime, trip)


def tankers(world: World, regime: Regime) -> Any:
    """Return what chooses, of a table, the rows of numbers of the target's that once reported a tanker's kind."""
    told, digits = ships.tankers(world.static_reports), concerned.flag_range(regime.target)
    return lambda table: (table.mmsi // 1_000_000).isin(digits) & table.mmsi.isin(told.mmsi)


def _trips(world: World, regime: Regime) -> Iterator[Trip]:
    seeds = far_out(regime, lain.seeds(world, tankers(world, regime)))
    stays = far_out(regime, lain.whole(world.legs, seeds))
    gaps = silences_of(world, regime)
    far = {gap["id"] for edge in _EDGES for gap in far_out(regime, gaps, edge)}
    brief = stopped(world.legs, [gap for gap in gaps if gap["id"] in far])
    stays += [one for one in far_out(regime, brief) if not within(one, stays)]
    homes = Homes(world.legs, regime, [one["track"] for one in stays])
    trips = [(one, at) for one in stays if (at := homes.around(one)) is not None]
    met = lain_alone.heard_alongside(world, [one for one, _ in trips], world.glimpses)
    trips = _longest([(one, at) for one, at in trips if not met(one)])
    tracks = [one["track"] for one, _ in trips]
    fleet = Ships(world.static_reports, [one["mmsi"] for one, _ in trips])
    visits = world.events["port_visit"]
    stops = on_tracks(visits.filter(visits.stopped), tracks)
    lain_off, silent = (on_tracks(world.events[kind], tracks) for kind in ("loitering", "gap"))
    digits = concerned.flag_range(regime.target)
    seen = neighbours.moments_near(world.legs, [one for one, _ in trips], digits)
    lain_near = neighbours.near(world.legs, [one for one, _ in trips])
    for (stay, (left, back)), heard, others in zip(trips, seen, lain_near, strict=True):
        own = {*heard, *(one["mmsi"] for one, _ in others if one["mmsi"] // 1_000_000 in digits)}
        track, ship = stay["track"], fleet.at(stay["mmsi"], stay["start_us"])
        abroad = [one for one in stops.get(track, ()) if one["country"] != regime.target]
        abroad += [
            one for one in lain_off.get(track, ()) if placing.coast(*lain_alone.at(one)) not in (None, regime.target)
        ]
        yield Trip(
            stay,
            ship,
            left,
            back,
            sorted(own),
            [one for one in abroad if left["t_us"] <= one["start_us"] <= back["t_us"]],
            [one for one in silent.get(track, ()) if _may_have_called(regime, one, left["t_us"], back["t_us"])],
        )


def silences_of(world: World, regime: Regime) -> list[dict[str, Any]]:
    """Return the silences of tankers of the target's that ended, in order of time."""
    gaps = world.events["gap"]
    own = gaps.filter(gaps.end_us.notnull()).filter(tankers(world, regime))
    rows: list[dict[str, Any]] = own.order_by(["start_us", "track"]).to_pyarrow().to_pylist()
    return rows


def stopped(legs: ir.Table, gaps: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return those of some silences that began or ended while the ship was slow, in the shape of stays.

    Where satellites alone hear, a stay of some hours is heard for a moment: as the ship stops, or before it goes.
    """
    if not gaps:
        return []
    ends = {(gap["track"], gap[f"{edge}_us"]) for gap in gaps for edge in _EDGES}
    wanted = columns.integers(("track", "t_us"), sorted(ends))
    slow = legs.filter(legs.speed_dkn <= neighbours.SLOW_DKN).semi_join(wanted, ["track", "t_us"])
    heard = {(row["track"], row["t_us"]) for row in slow.select("track", "t_us").to_pyarrow().to_pylist()}
    edges = ((gap, next((e for e in _EDGES if (gap["track"], gap[f"{e}_us"]) in heard), None)) for gap in gaps)
    return [_stopped(gap, edge) for gap, edge in edges if edge is not None]


def _stopped(gap: dict[str, Any], edge: str) -> dict[str, Any]:
    """Return a silence as a stay where its ship was slow, which it was at one end."""
    at = {f"start_{name}": gap[f"{edge}_{name}"] for name in ("lat_e7", "lon_e7")}
    return {
        **gap,
        **at,
        "positions": [_moment(gap, each) for each in _EDGES],
        "rests_on": [gap],
        "slow": edge,
    }


def _moment(gap: Row, edge: str) -> dict[str, Any]:
    return {"t_us": gap[f"{edge}_us"], **{name: gap[f"{edge}_{name}"] for name in ("lat_e7", "lon_e7")}}


def within(gap: Row, stays: Sequence[Row]) -> bool:
    """Tell whether a silence shares time with one of some stays of its ship."""
    own = (one for one in stays if one["track"] == gap["track"])
    return bool(overlapping(own, gap["start_us"], gap["end_us"]))


def _longest(trips: Sequence[tuple[dict[str, Any], tuple[Row, Row]]]) -> list[tuple[dict[str, Any], tuple[Row, Row]]]:
    """Return of each trip the longest stay, of equals the first: it is told once."""
    found: dict[tuple[int, int], tuple[dict[str, Any], tuple[Row, Row]]] = {}
    for stay, (left, back) in sorted(trips, key=lambda one: one[0]["start_us"] - one[0]["end_us"]):
        found.setdefault((stay["track"], left["t_us"]), (stay, (left, back)))
    return sorted(found.values(), key=lambda one: (one[0]["start_us"], one[0]["track"]))


def far_out(regime: Regime, stays: Sequence[dict[str, Any]], edge: str = "start") -> list[dict[str, Any]]:
    """Return those of some stays that began, or ended, off every coast and far off the target's ports."""
    offshore = compress(stays, placing.are_offshore(stays, edge))
    return [one for one in offshore if placing.off_m(one, edge, regime.target) >= FAR_M]


def _may_have_called(regime: Regime, gap: Row, left_us: int, back_us: int) -> bool:
    on_it = gap["end_us"] is not None and gap["start_us"] < back_us and gap["end_us"] > left_us
    return on_it and silences.long_enough(gap) and silences.may_have_called(gap, regime.target)


class Homes:
    """When and where some tracks were heard off ports of the target State."""

    def __init__(self, legs: ir.Table, regime: Regime, tracks: Sequence[int]) -> None:
        self._heard: dict[int, list[Row]] = {}
        if not tracks:
            return
        own = columns.among(legs, "track", tracks).select("track", "t_us", "lat_e7", "lon_e7").to_pyarrow()
        lat, lon = (own[name].to_numpy() / E7 for name in ("lat_e7", "lon_e7"))
        near = np.zeros(own.num_rows, bool)
        for port in placing.ports(regime.target):
            near |= great_circle_m(lat, lon, port.lat_e7 / E7, port.lon_e7 / E7) <= HOME_M
        for row in own.filter(near).to_pylist():
            self._heard.setdefault(row["track"], []).append(row)
        for rows in self._heard.values():
            rows.sort(key=lambda row: (row["t_us"], row["lat_e7"], row["lon_e7"]))

    def around(self, stay: Row) -> tuple[Row, Row] | None:
        """Return where the ship of a stay was last heard there before it, and first after; None where not for long."""
        rows = self._heard.get(stay["track"], [])
        before = bisect_left(rows, stay["start_us"], key=lambda row: row["t_us"])
        after = bisect_right(rows, stay["end_us"], key=lambda row: row["t_us"])
        if before == 0 or after == len(rows):
            return None
        left, back = rows[before - 1], rows[after]
        soon = stay["start_us"] - left["t_us"] <= TRIP_US and back["t_us"] - stay["end_us"] <= TRIP_US
        return (left, back) if soon else None


def _judge(world: World, regime: Regime, trip: Trip) -> Occasion | Rejected:
    stay, ship = trip.stay, trip.ship
    engaged = _engaged(world, regime, trip)
    tests = _tests(regime, trip, engaged)
    rejection = refuted(NAME, [ship.called()], moments.iso(stay["start_us"]), tests)
    if rejection:
        return rejection
    return Occasion(
        id=occasion_id(NAME, [stay["mmsi"]], [regime.id, stay["start_us"], *lain_alone.at(stay)]),
        regime=regime.id,
        typology=Typology(NAME, VERSION),
        basis="observed",
        title=f"{_said(regime, trip)}; would engage {engagements.cited(engaged)} if it met a ship of another flag",
        start=moments.iso(trip.left["t_us"]),
        start_precision="second",
        end=moments.iso(trip.back["t_us"]),
        end_precision="second",
        places=(
            _home("last heard at home", trip.left),
            placing.place("stay", *lain_alone.at(stay)),
            _home("heard at home again", trip.back),
        ),
        subjects=(ship.subject("ship under the target's flag"),),
        goods=(),
        events=tuple(event_ref(one) for one in stay["rests_on"]),
        engagements=engaged,
        refutations=tuple(tests),
        does_not_show=DOES_NOT_SHOW,
    ).sealed()


def _home(role: str, heard: Row) -> Place:
    return placing.place(role, heard["lat_e7"], heard["lon_e7"])


def _said(regime: Regime, trip: Trip) -> str:
    """Return in words how far out the tanker lay, for how long, and that it came from home and went home."""
    stay, off = trip.stay, placing.km(placing.off_m(trip.stay, "start", regime.target))
    lay_there = f"{lay(stay)}, {off} off {regime.target}, {lain_alone.days(stay)}"
    return f"Tanker {trip.ship.named()} {lay_there}, and went home without a call; nobody was heard alongside"


def lay(stay: Row) -> str:
    """Return in words that a ship lay somewhere, or was slow there for a moment before or after a silence."""
    if "slow" not in stay:
        return lain_alone.lay(stay)
    beside = "and then" if stay["slow"] == "start" else "after it was"
    where = placing.at(placing.place("stay", *lain_alone.at(stay)))
    return f"was slow {where}, {beside} silent for {moments.hours(stay['end_us'] - stay['start_us'])}"


def _engaged(world: World, regime: Regime, trip: Trip) -> tuple[Engagement, ...]:
    """Return what a transfer there would engage; nothing is more than indicated."""
    first, last = moments.day(trip.stay["start_us"]), moments.day(trip.stay["end_us"])
    ends = citing.ends(world.exhibits, trip.stay)
    way = f"it was heard off a port of its own until {moments.moment(trip.left['t_us'])}, and again from "
    unheard = Proof("missing", f"{_said(regime, trip)}: {way}{moments.moment(trip.back['t_us'])} on.", ends)
    evidence = {
        "transfer": unheard,
        "goods": Proof("missing", "A track shows no goods, nor whence or whither they went."),
        "supply": unheard,
        "date": Proof("indicated", f"If cargo passed, it was in {moments.span(first, last)}.", ends),
        "grounds": Proof("missing", "What the State knew, and when, is not in a track."),
        "flag": Proof("indicated", f"MMSI {trip.ship.mmsi} carries the digits of {regime.target}.", ends),
    }
    unknown = Proof("missing", "Who the other ship was is not known.")
    parties = {
        "flag State": Party("undetermined", first, last, {"actor": unknown}),
        "supplying State": Party("undetermined", first, last),
        "target State": Party(regime.target, first, last),
    }
    return engagements.engage(regime, OBLIGATION, parties, evidence, plausible=PETROLEUM)


def _tests(regime: Regime, trip: Trip, engaged: tuple[Engagement, ...]) -> list[Refutation]:
    """Return the innocent explanations of a trip out to sea and home, tested."""
    return [
        refutations.supply_dated(bool(engaged), moments.day(trip.stay["start_us"])),
        refutations.kind_of_ship(trip.ship, frozenset(), "carries no oil"),
        refutations.waited(trip.stay),
        _one_flag(regime, trip),
        _other_coast(regime, trip),
        _called(trip),
        _silent(trip),
        refutations.unchecked("engine trouble, trials or waiting", "nothing in a track tells; ask owner and agent"),
        refutations.notified(),
    ]


def _one_flag(regime: Regime, trip: Trip) -> Refutation:
    name = "between ships of one flag"
    if trip.own:
        numbers = refutations.several([f"MMSI {mmsi:09d}" for mmsi in trip.own])
        return refutations.holds(name, f"heard near it, slow, of {regime.target}'s too: {numbers}")
    return refutations.passed(name, f"no other ship of {regime.target}'s was heard near it, slow")


def _other_coast(regime: Regime, trip: Trip) -> Refutation:
    """Test for a voyage between two coasts of the target's, on which a ship may wait for orders or weather."""
    name = "on the way to another coast"
    if placing.one_coast(*((one["lat_e7"], one["lon_e7"]) for one in (trip.left, trip.back))):
        return refutations.passed(name, "it came back to the coast that it had left")
    return refutations.holds(name, f"it came back to another coast of {regime.target}'s than it had left")


def _called(trip: Trip) -> Refutation:
    name = "called abroad"
    if not trip.called:
        return refutations.passed(name, "it neither called nor lay off another State's coast on the trip")
    one = trip.called[0]
    where = placing.at(placing.place("stay", *lain_alone.at(one), id=one.get("place"), country=one.get("country")))
    return refutations.holds(name, f"it lay {where} on {moments.day(one['start_us'])}, which is where it went")


def _silent(trip: Trip) -> Refutation:
    name = "called abroad unheard"
    if not trip.gaps:
        return refutations.passed(name, "it had no time to call at a port of another State unheard")
    lengths = ", ".join(moments.hours(gap["end_us"] - gap["start_us"]) for gap in trip.gaps)
    return refutations.holds(name, f"it was silent for {lengths}, long enough to call at a port of another State")
