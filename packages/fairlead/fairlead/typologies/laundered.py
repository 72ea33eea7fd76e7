"""Typology: a delivery across a change of identity: laden from a port of the target State, dark, and in under another.

One number calls at a port of the target State and falls silent at sea; another, of a hull as large and as fast, begins
where that one could be by then, and stops in another State. Neither voyage alone is a delivery: the first goes nowhere
and the second comes from nowhere. That the two are one hull is a guess, and every rival for it is told.

Left out: a call that was not heard either (``dark_laundered.py``), a second number that was in use before, and hulls
whose size nobody reported.
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
from fairlead.typologies.grounds import hulls, refutations, roads
from fairlead.typologies.grounds.astern import Astern
from fairlead.typologies.grounds.doors import Doors
from fairlead.typologies.grounds.lading import Lading, lading_of
from fairlead.typologies.grounds.linked import event_ref, on_tracks
from fairlead.typologies.grounds.ships import Identity, Ships
from fairlead.typologies.occasion import Occasion, Place, Refutation, Typology, occasion_id

if TYPE_CHECKING:
    from fairlead.typologies.world import World

NAME = "laundered"
VERSION = 8
TITLE = "Delivery across a change of identity"
DOES_NOT_SHOW = (
    "Two numbers heard in turn do not show one hull: a ship may leave what can be heard while another of its size "
    "comes in, and only a photograph, a registry or the ship itself can tell. Names, sizes and draughts are typed in. "
    "Where it is one hull, numbers change for innocent reasons too: a sale, a new flag, a new transponder, a slip of "
    "the pen. What was aboard, who bought it and whether it was landed are not in a track."
)

OUT_US = 15 * 24 * US_PER_HOUR  # ours: as ARRIVAL_US: a ship that sails on for longer is on another voyage
SILENT_US = 15 * 24 * US_PER_HOUR  # ours: a cargo is not kept at sea for longer; nine days are told of (issue)
ARRIVAL_US = 15 * 24 * US_PER_HOUR  # as unheard_calls.py: a later call is another voyage

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Joined:
    """A voyage across two numbers: the call under the first, the change, and the stop under the second."""

    call: Row
    change: Row
    arrival: Row
    at_roads: bool


def find(world: World) -> Iterator[Occasion | Rejected]:
    """Yield an occasion or a rejection for each voyage out of the target State that another number ends abroad."""
    for regime in world.regimes.values():
        if not regime.obligations.get("delivery"):
            continue
        rows = _called_before(world, regime)
        fleet = Ships(world.static_reports, [row[key] for row in rows for key in ("mmsi", "other_mmsi")])
        voyages = list(_joined(world, regime, rows, fleet))
        changes = [one.change for one in voyages]
        doors, astern = Doors(world, changes), Astern(world.legs, changes)
        gaps = on_tracks(world.events["gap"], [row["track"] for row in changes])
        for voyage in voyages:
            silence = hulls.silence_of(voyage.change, gaps)
            yield _judge(world, regime, voyage, fleet, doors, astern, silence)


def _called_before(world: World, regime: Regime) -> list[dict[str, Any]]:
    """Return the changes of identity of tracks that ever stopped in the target State, in order of time."""
    visits, changes = world.events["port_visit"], world.events["identity_change"]
    called = visits.filter(visits.country == regime.target, visits.stopped).select("track").distinct()
    ordered = changes.semi_join(called, "track").order_by(["start_us", "track", "other_track"])
    rows: list[dict[str, Any]] = ordered.to_pyarrow().to_pylist()
    return rows


def _joined(world: World, regime: Regime, rows: Sequence[Row], fleet: Ships) -> Iterator[Joined]:
    """Yield the changes of identity that lie between a stop in the target State and one elsewhere."""
    visits = world.events["port_visit"]
    stops = on_tracks(visits.filter(visits.stopped), {row[key] for row in rows for key in ("track", "other_track")})
    stays = on_tracks(world.events["loitering"], [row["other_track"] for row in rows])
    for row in rows:
        call = call_before(regime, row, stops.get(row["track"], ()))
        if call is None:
            continue
        arrival = _arrival(regime, row, stops.get(row["other_track"], ()), stays.get(row["other_track"], ()), fleet)
        if arrival is not None:
            yield Joined(call, row, *arrival)


def call_before(regime: Regime, change: Row, stops: Sequence[Row]) -> Row | None:
    """Return the last stop before a change, if that was in the target State and not long before; None if not."""
    before = [one for one in stops if one["start_us"] <= change["start_us"]]
    call = before[-1] if before else None
    if call is None or call["country"] != regime.target:
        return None
    return call if change["start_us"] - (call["end_us"] or change["start_us"]) <= OUT_US else None


def _arrival(
    regime: Regime, change: Row, stops: Sequence[Row], stays: Sequence[Row], fleet: Ships
) -> tuple[Row, bool] | None:
    """Return the first stop of the second number elsewhere, or stay in roads, and whether it is a stay.

    Roads of which no port tells the State end the voyage where the ship rose in them, as in ``roads.py``.
    """
    since, until = change["end_us"], change["end_us"] + ARRIVAL_US
    stop = next((one for one in stops if since <= one["start_us"] <= until), None)
    last = stop["start_us"] if stop else until
    for stay in stays:
        if since <= stay["start_us"] <= last:
            zone = placing.zone_at(stay["start_lat_e7"], stay["start_lon_e7"])
            off_target = placing.nearest(stay["start_lat_e7"], stay["start_lon_e7"])[0].country == regime.target
            if zone.zone in roads.COASTAL and zone.country not in (None, regime.target):
                return stay, True
            if zone.country is None and not off_target and roads.rose(fleet, stay, stop["start_us"] if stop else None):
                return stay, True
    if stop is None or stop["country"] == regime.target:
        return None
    return stop, False


def _judge(
    world: World,
    regime: Regime,
    joined: Joined,
    fleet: Ships,
    doors: Doors,
    astern: Astern,
    silence: dict[str, Any] | None,
) -> Occasion | Rejected:
    change, call, arrival = joined.change, joined.call, joined.arrival
    first = fleet.at(change["mmsi"], change["start_us"])
    second = fleet.at(change["other_mmsi"], change["end_us"])
    lading = _lading(joined, fleet)
    places = _places(joined)
    engaged = engagements.engage(
        regime,
        "delivery",
        _parties(world, regime, joined, (first, second), places),
        _evidence(world, joined, lading, places),
        in_port=not joined.at_roads and placing.is_port(arrival["place"]),
    )
    tests = [
        delivery.dated(regime, engaged, moments.day(_left_us(joined))),
        *(refutations.kind_of_ship(one, delivery.UNFIT, "carries none of the goods banned") for one in (first, second)),
        *hulls.tests(change, (first, second), at_sea=True),
        hulls.in_port(change, regime.target),
        hulls.slip(change),
        doors.test(dict(change)),
        astern.test(change),
        hulls.silent_by_itself(silence),
        one_voyage(change),
        _ballast(lading),
        refutations.exempt(
            [one for g in engaged if (one := regime.measure(g.measure.id)).direction == "from_target"],
            placing.gazetteer().port(call["place"]),
        ),
    ]
    start = moments.iso(_left_us(joined))
    rejection = refuted(NAME, [first.called(), second.called()], start, tests)
    return rejection or _occasion(regime, joined, (first, second), places, engaged, tests, silence)


def _left_us(joined: Joined) -> int:
    """Return when the ship left the target State, or was last heard there."""
    left = joined.call["end_us"]
    return min(left, joined.change["start_us"]) if left is not None else int(joined.change["start_us"])


def _occasion(
    regime: Regime,
    joined: Joined,
    ships: tuple[Identity, Identity],
    places: tuple[Place, ...],
    engaged: tuple[Any, ...],
    tests: Sequence[Refutation],
    silence: dict[str, Any] | None,
) -> Occasion:
    change, arrival, (first, second) = joined.change, joined.arrival, ships
    left_us = _left_us(joined)
    called = f"{first.called()[0].upper()}{first.called()[1:]}"
    silent = moments.hours(change["end_us"] - change["start_us"])
    days = moments.span(moments.day(left_us), moments.day(arrival["start_us"]))
    title = (
        f"{called} left {placing.named(places[0])} and fell silent; {silent} later {second.called()}, as large and as "
        f"fast, was first heard and went to {placing.named(places[-1])}, {days}; "
        f"would engage {engagements.cited(engaged)} if they are one hull"
    )
    return Occasion(
        id=occasion_id(NAME, [first.mmsi, second.mmsi], [regime.id, change["start_us"], change["start_lat_e7"]]),
        regime=regime.id,
        typology=Typology(NAME, VERSION),
        basis="observed",
        title=title,
        start=moments.iso(left_us),
        start_precision="second",
        end=moments.iso(arrival["start_us"]),
        end_precision="second",
        places=places,
        subjects=(first.subject("carrier"), second.subject("carrier, as it may have been called later")),
        goods=(),
        events=tuple(event_ref(one) for one in (joined.call, change, *((silence,) if silence else ()), arrival)),
        engagements=engaged,
        refutations=tuple(tests),
        does_not_show=DOES_NOT_SHOW,
    ).sealed()


def _places(joined: Joined) -> tuple[Place, ...]:
    call, change, arrival = joined.call, joined.change, joined.arrival
    there = (arrival["start_lat_e7"], arrival["start_lon_e7"])
    if joined.at_roads:
        destination = placing.place("destination", *there, off="an anchorage off")
    else:
        destination = placing.place("destination", *there, id=arrival["place"], country=arrival["country"])
    return (
        placing.place("origin", call["start_lat_e7"], call["start_lon_e7"], id=call["place"], country=call["country"]),
        placing.place("last heard", change["start_lat_e7"], change["start_lon_e7"]),
        placing.place("first heard", change["end_lat_e7"], change["end_lon_e7"]),
        destination,
    )


def _lading(joined: Joined, fleet: Ships) -> Lading:
    """Return what the draughts under both numbers, in order of time, say of the cargo."""
    change, call, arrival = joined.change, joined.call, joined.arrival
    before = fleet.draughts(change["mmsi"], call["start_us"], change["start_us"])
    after = fleet.draughts(change["other_mmsi"], change["end_us"], arrival["start_us"])
    reports = [one for one in before if one.t_us <= change["start_us"]]
    reports += [one for one in after if one.t_us >= change["end_us"]]
    voyage = {
        "from_arrival_us": call["start_us"],
        "start_us": _left_us(joined),
        "end_us": arrival["start_us"],
        "draught_before_dm": None,
        "draught_during_dm": None,
    }
    return lading_of(voyage, reports)


def _parties(
    world: World, regime: Regime, joined: Joined, ships: tuple[Identity, Identity], places: tuple[Place, ...]
) -> dict[str, Party]:
    left, arrived = moments.day(_left_us(joined)), moments.day(joined.arrival["start_us"])
    whose = places[-1].country or "undetermined"
    here = citing.ends(world.exhibits, joined.arrival)
    stopped = f"A ship that may be the same hull stopped {placing.at(places[-1])}, {places[-1].there}."
    parties = {
        "target State": Party(regime.target, left, left),
        "importing State": Party(whose, arrived, arrived),
        "port State": Party(whose, arrived, arrived, {"presence": Proof("indicated", stopped, here)}),
    }
    flags = [ship for ship in reversed(ships) if ship.flag not in (None, regime.target)]
    if flags:
        why = f"MMSI {flags[0].mmsi} carries the digits of {flags[0].flag}; a hull that changes its number may have no"
        flag = Proof("indicated", f"{why} right to them, which its registry can tell.", here)
        parties["flag State"] = Party(str(flags[0].flag), arrived, arrived, {"flag": flag})
    return parties


def _evidence(world: World, joined: Joined, lading: Lading, places: tuple[Place, ...]) -> dict[str, Proof]:
    change = joined.change
    cited = citing.merged(
        [
            *citing.ends(world.exhibits, joined.call),
            *citing.ends(world.exhibits, change),
            *citing.rows(world.exhibits, *((report.exhibit, report.row) for report in lading.reports)),
        ]
    )
    left = f"MMSI {change['mmsi']} left {placing.named(places[0])} on {moments.day(_left_us(joined))}. {lading.why}"
    link = f"{hulls.linked(change)} That it is one hull is not shown."
    supplied = Proof("indicated" if lading.loaded else "missing", f"{left} {link}", cited)
    days = f"It left on {moments.day(_left_us(joined))}; if it is one hull it arrived on "
    return {
        "goods": Proof("missing", "A track shows no cargo."),
        "supply": supplied,
        "origin": supplied,
        "procurement": Proof("missing", "A call shows no buyer, consignee or landing."),
        "date": Proof("indicated", f"{days}{moments.day(joined.arrival['start_us'])}.", cited),
        "exemption": Proof("missing", "No advance notice or approval is in the case, and none was looked for."),
        "grounds": Proof("missing", "What the State knew, and when, is not in a track."),
    }


def one_voyage(change: Row) -> Refutation:
    """Test for a silence so long that it fits other voyages, and other hulls."""
    name, length = "one voyage", change["end_us"] - change["start_us"]
    said = f"between the two {moments.hours(length)} passed"
    if length > SILENT_US:
        return refutations.holds(name, f"{said}, in which a cargo could be landed and the ship make other voyages")
    return refutations.passed(name, f"{said}, of a length for one voyage")


def _ballast(lading: Lading) -> Refutation:
    """Say what the draughts say of a cargo; it refutes nothing: who gives a false number may give a false draught."""
    if lading.light:
        return refutations.against("in ballast", f"{lading.why} The same hand typed that in which changed the number")
    return (refutations.passed if lading.loaded else refutations.unchecked)("in ballast", lading.why)
