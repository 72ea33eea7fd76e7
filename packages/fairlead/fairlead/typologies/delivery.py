"""Typology: delivery from a port under a goods ban, seen as a voyage from a port of the target State to another State.

The voyage may be open or lie across a silence. Voyages that were never heard at the target's port are left to
``dark_voyage.py``; what was aboard is for documents to tell. Left alone is what looks like open trade
(``grounds/open_trade.py``): a declared voyage of the target's flag to a berth, a service, a part of a load.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from fairlead.law import Regime
from fairlead.shapes import US_PER_HOUR
from fairlead.typologies import citing, engagements, moments, placing
from fairlead.typologies.candidates import Rejected, refuted
from fairlead.typologies.engagements import Party, Proof
from fairlead.typologies.grounds import departures, destinations, open_trade, refutations, roads, ships
from fairlead.typologies.grounds.destinations import Destinations
from fairlead.typologies.grounds.irregularities import Irregularities
from fairlead.typologies.grounds.lading import (
    ARRIVED_US,
    CHANGE_DM,
    ENTERED_US,
    HANDLED_US,
    LATE_US,
    Draught,
    Lading,
    arrived_light,
    came_deep,
    came_us,
    carried,
    entered_us,
    lading_of,
    landed_in_roads,
)
from fairlead.typologies.grounds.linked import event_ref, events_between, on_tracks
from fairlead.typologies.grounds.ships import Identity, Ships
from fairlead.typologies.grounds.silences import may_have_called
from fairlead.typologies.grounds.speeds import Speeds
from fairlead.typologies.occasion import Engagement, Occasion, Place, Refutation, Typology, occasion_id

if TYPE_CHECKING:
    from datetime import date

    from fairlead.places import Port
    from fairlead.typologies.world import World

NAME = "delivery"
VERSION = 26
TITLE = "Delivery from a port under a goods ban"
DOES_NOT_SHOW = (
    "A voyage from a port of the target State to another State does not show cargo: what was aboard, who bought it and "
    "whether it was landed are not in a track. Draught is typed in by the crew and may be stale or false. A call may "
    "be empty, in transit, humanitarian, exempt or notified. That no seizure or inspection is known does not show "
    "that there was none."
)

# Kinds that carry none of the goods that the sea-borne bans name: passengers, tankers (ITU-R M.1371-5 table 53).
UNFIT = ships.PASSENGER | ships.TANKERS
ENTRY_DM = 2  # ours: what a crew enters as it leaves, however little changed; a step of a decimetre may be rounding
HOME_US = 10 * 24 * US_PER_HOUR  # ours: who takes longer to the next port may have called anywhere
SHIFTED_M = 3_000.0  # ours: who shifts so far within roads, or more, goes to another place
NEARER = 2 / 3  # ours: who is that much nearer to another of its ports than to the one it left may be bound for it
HABIT = 3  # ours: one such voyage may be a storm's and two a coincidence; the third is a trade


def find(world: World) -> Iterator[Occasion | Rejected]:
    """Yield an occasion, or a rejection, for each voyage from the target State to another State's port or anchorage."""
    for regime in world.regimes.values():
        if not regime.obligations.get(NAME):
            continue
        voyages, visits = world.events["voyage"], world.events["port_visit"]
        chosen = voyages.filter(
            voyages.from_country == regime.target,
            voyages.to_country.fill_null("??") != regime.target,
            voyages.end_us.notnull(),
        )
        rows = chosen.order_by(["start_us", "track"]).to_pyarrow().to_pylist()
        to_roads = list(roads.crossings(world, regime))
        ended = {(row["track"], row[edge]) for row, _ in to_roads for edge in ("start_us", "end_us")}
        told = [(row, (row,)) for row in rows if not ended & {(row["track"], row[e]) for e in ("start_us", "end_us")}]
        silences = events_between(world.events["gap"], [row for row, _ in (*told, *to_roads)])
        fleet = Ships(world.static_reports, [row["mmsi"] for row, _ in (*told, *to_roads)])
        bound = Destinations(world.static_reports, [row["mmsi"] for row, _ in (*told, *to_roads)])
        stops = on_tracks(visits.filter(visits.stopped), [row["track"] for row, _ in (*told, *to_roads)])
        stays = on_tracks(world.events["loitering"], [row["track"] for row, _ in (*told, *to_roads)])
        sailings = []
        for row, rests_on in (*told, *to_roads):
            reports = fleet.draughts(row["mmsi"], row["start_us"], row["end_us"])
            lay_us, gaps = _lay(regime, row, stays.get(row["track"], ())), silences.get(row["id"], [])
            lading = _lading(regime, row, reports, lay_us, gaps, stops.get(row["track"], ()))
            sailings.append(Sailing(row, rests_on, lading, gaps))
        trips, judged = _Trips(sailings, stops, stays), list[Candidate | Rejected]()
        for sailing in sailings:
            calls, lain = (of.get(sailing.voyage["track"], ()) for of in (stops, stays))
            known = _lading_known(sailing, trips)
            judged.append(_judge(world, regime, sailing, known, fleet, bound, calls, lain))
        # what refutes nothing is looked up for the few alone that nothing refutes
        left = [one.sailing.voyage for one in judged if isinstance(one, Candidate)]
        irregular = Irregularities(world, left)
        sailed = Speeds(world.legs, [(row["track"], came_us(row), row["start_us"]) for row in left])
        for one in judged:
            yield one if isinstance(one, Rejected) else _occasion(regime, one, irregular, sailed)


@dataclass(frozen=True)
class Sailing:
    """A voyage out of the target State, what it rests on, what its draughts say, and its silences."""

    voyage: dict[str, Any]
    rests_on: Sequence[Mapping[str, Any]]
    lading: Lading
    gaps: list[dict[str, Any]]

    @property
    def lay_us(self) -> int | None:
        """How long it lay in roads abroad from which it went back; None where the voyage ended otherwise."""
        return _lay_us(self.voyage) if _in_roads(self.voyage) else None


@dataclass(frozen=True)
class Candidate:
    """A voyage that nothing refutes, and what is known of it; tests after the ones of how it sailed stand apart."""

    sailing: Sailing
    ship: Identity
    left: Place
    reached: Place
    engaged: tuple[Engagement, ...]
    said: Refutation  # whether it stated its destination
    tests: Sequence[Refutation]
    further: Sequence[Refutation]


_OnTracks = Mapping[int, Sequence[Mapping[str, Any]]]


class _Trips:
    """The voyages that each ship made to roads abroad and straight back, without a call there and not in ballast."""

    def __init__(self, sailings: Iterable[Sailing], stops: _OnTracks, stays: _OnTracks) -> None:
        self._made: dict[int, list[Sailing]] = {}
        self._stops, self._stays = stops, stays
        for one in sailings:
            if (one.lay_us or 0) >= HANDLED_US and not one.lading.light and not self.went_on(one.voyage):
                self._made.setdefault(one.voyage["track"], []).append(one)

    def others(self, sailing: Sailing) -> list[Sailing]:
        """Return the other voyages of the ship that ended as this one did, in roads of the same coast."""
        voyage, made = sailing.voyage, self._made.get(sailing.voyage["track"], [])
        return [one for one in made if one is not sailing and _apart_m(voyage, one.voyage) <= placing.NEAR_M]

    def went_on(self, voyage: Mapping[str, Any]) -> str:
        """Say where else a ship went from roads than straight back to the coast it had come from; "" if nowhere.

        Who goes on to another place of the same State's, and lies there as long as cargo takes, may have lain at a
        berth that no index knows; who goes on to another coast of the target's sheltered in the roads, on the way.
        """
        track, left_us = voyage["track"], _until(voyage)
        home = next((one for one in self._stops.get(track, ()) if one["start_us"] >= left_us), None)
        if home and not placing.one_coast(_at(voyage), _at(home)):
            return "it did not go back to the coast it had come from"
        until_us = int(home["start_us"]) if home else left_us + HOME_US
        for one in self._stays.get(track, ()):
            lay_us, apart_m = one["end_us"] - one["start_us"], _apart_m(voyage, one)
            if not voyage["start_us"] < one["start_us"] < until_us or lay_us < HANDLED_US or apart_m <= SHIFTED_M:
                continue
            if placing.zone_at(*_at(one)).country == voyage["to_country"]:
                where = f"{apart_m / 1_000:.0f} km from there, {moments.hours(lay_us)}"
                return f"it lay at another place too, {where}, which may be a berth"
        return ""


def _apart_m(one: Mapping[str, Any], other: Mapping[str, Any]) -> float:
    """Return how far from the end of one event another ended, in metres."""
    at, there = ((each["end_lat_e7"], each["end_lon_e7"]) for each in (one, other))
    return placing.distance_m(*at, *there)


def _steady_us(regime: Regime, lay_us: int, gaps: Sequence[Mapping[str, Any]]) -> int:
    """Return until when it can have loaded in the target State alone: until a stay, or a silence that is too long."""
    return min([lay_us, *(int(gap["start_us"]) for gap in gaps if may_have_called(gap, regime.target))])


def _lay(regime: Regime, voyage: Mapping[str, Any], stays: Sequence[Mapping[str, Any]]) -> int:
    """Return when a ship first lay still after it left, or arrived: from then on it may have landed cargo abroad.

    What it lands in the target State's own waters is the coast's trade.
    """
    under_way = [stay for stay in stays if voyage["start_us"] < stay["start_us"] < voyage["end_us"]]
    abroad = (stay["start_us"] for stay in under_way if placing.zone_at(*_at(stay)).country != regime.target)
    return int(min(abroad, default=voyage["end_us"]))


def _next_us(
    voyage: Mapping[str, Any], stops: Sequence[Mapping[str, Any]], country: str | None, apart_m: float = 0
) -> int:
    """Return when a ship was next heard in a port, ``apart_m`` off or more, of a State's or of any; else three days on.

    Who takes over ten days to it may have called anywhere.
    """
    left_us = int(voyage["to_departure_us"] if voyage["to_departure_us"] is not None else voyage["end_us"])
    for one in stops:
        if one["start_us"] >= left_us and country in (None, one["country"]):
            at, there = (voyage["end_lat_e7"], voyage["end_lon_e7"]), (one["start_lat_e7"], one["start_lon_e7"])
            if placing.distance_m(*at, *there) >= apart_m:
                return min(int(one["start_us"]), left_us + HOME_US)
    return left_us + LATE_US


def _at(stay: Mapping[str, Any]) -> tuple[int, int]:
    return stay["start_lat_e7"], stay["start_lon_e7"]


def _in_roads(voyage: Mapping[str, Any]) -> bool:
    """Tell whether a voyage was made up to end in roads, which no index of ports holds."""
    return voyage["to_place"] is None


def _until(voyage: Mapping[str, Any]) -> int:
    """Return when a voyage was over: on arrival in a port; in roads or at sea, when the ship left them again."""
    lay = voyage["to_departure_us"] if _in_roads(voyage) else None
    return int(lay if lay is not None else voyage["end_us"])


def _lay_us(voyage: Mapping[str, Any]) -> int:
    """Return how long it lay where the voyage ended; nothing where that was not heard."""
    return int(voyage["to_departure_us"] - voyage["end_us"]) if voyage["to_departure_us"] is not None else 0


def _lading(
    regime: Regime,
    voyage: dict[str, Any],
    reports: Sequence[Draught],
    lay_us: int,
    gaps: Sequence[Mapping[str, Any]],
    stops: Sequence[Mapping[str, Any]],
) -> Lading:
    """Return what its draughts say of a voyage's cargo, those that a late crew enters on the way and after it too."""
    voyage, sailed_gaps = departures.as_it_sailed(voyage, gaps)
    steady_us = _steady_us(regime, lay_us, sailed_gaps)
    lading = lading_of(voyage, reports, steady_us=steady_us)
    far_us, home_us = (_next_us(voyage, stops, state, placing.NEAR_M) for state in (None, regime.target))
    if not lading.loaded and (late := came_deep(voyage, reports, steady_us)):
        return _came_deep(lading, late)
    if not lading.loaded and (brought := carried(voyage, reports, steady_us, far_us, home_us)):
        return _carried(lading, brought)
    if not lading.light and (stale := arrived_light(voyage, reports, lay_us)):
        return _arrived_light(lading, stale)
    known, next_us = lading.loaded or lading.light, _next_us(voyage, stops, None)
    if not known and _in_roads(voyage) and (landed := landed_in_roads(voyage, reports, next_us)):
        return _landed(lading, landed)
    return lading


def _came_deep(lading: Lading, late: tuple[Draught, Draught]) -> Lading:
    deep, left = late
    said = f"it reported {deep.dm / 10:.1f} m in the call abroad and {left.dm / 10:.1f} m when it left that again"
    return Lading(True, False, f"{lading.why} But {said}: it came laden, and entered that late.", late)


def _carried(lading: Lading, brought: tuple[Draught, Draught]) -> Lading:
    deep, light = brought
    said = f"it entered {deep.dm / 10:.1f} m before it can have loaded anywhere else"
    after = f"and {light.dm / 10:.1f} m after it had lain abroad, {moments.moment(light.t_us)}"
    return Lading(True, False, f"{lading.why} But {said}, {after}: it came laden, and entered that late.", brought)


def _landed(lading: Lading, landed: tuple[Draught, Draught]) -> Lading:
    came, left = landed
    said = f"it reported {came.dm / 10:.1f} m until it lay in the roads and {left.dm / 10:.1f} m as it left them"
    return Lading(True, False, f"{lading.why} But {said}: it came laden, and landed that there.", landed)


def _arrived_light(lading: Lading, stale: tuple[Draught, Draught]) -> Lading:
    left, came = stale
    said = f"it reported {left.dm / 10:.1f} m when it left and {came.dm / 10:.1f} m before it lay anywhere or arrived"
    return Lading(False, True, f"{lading.why} But {said}: the draught it left with was a stale one.")


def _judge(
    world: World,
    regime: Regime,
    sailing: Sailing,
    known: Refutation,
    fleet: Ships,
    bound: Destinations,
    stops: Sequence[Mapping[str, Any]],
    stays: Sequence[Mapping[str, Any]],
) -> Candidate | Rejected:
    """Return what is known of a voyage, or what refutes it; ``known``: whether anything speaks of a cargo."""
    voyage, lading, gaps = sailing.voyage, sailing.lading, sailing.gaps
    ship = fleet.at(voyage["mmsi"], voyage["start_us"])
    left = placing.place("origin", voyage["start_lat_e7"], voyage["start_lon_e7"], id=voyage["from_place"])
    reached = placing.place(
        "destination",
        voyage["end_lat_e7"],
        voyage["end_lon_e7"],
        id=voyage["to_place"],
        country=voyage["to_country"],
        off="an anchorage off",
    )
    in_port = placing.is_port(voyage["to_place"])
    engaged = engagements.engage(
        regime,
        NAME,
        _parties(world, regime, voyage, ship, reached, lading),
        _evidence(world, voyage, lading, left),
        in_port=in_port,
    )
    stated = bound.during(voyage["mmsi"], voyage["start_us"], voyage["end_us"])
    elsewhere = destinations.elsewhere(stated, frozenset({reached.country, regime.target}))
    own, openly = ship.flag == regime.target, in_port and not elsewhere
    said = destinations.test(
        stated,
        frozenset({reached.country} if reached.country else ()),
        f"went to {placing.named(reached)}",
    )
    tests = [*_tests(regime, voyage, ship, gaps, engaged), said]
    tests[2:2] = [_ballast(lading, known), known]
    reports = fleet.draughts(voyage["mmsi"], voyage["start_us"], voyage["end_us"])
    further = [
        _kept(sailing, stops, stays, reports),
        _on_the_way(regime, sailing, stops, reports),
        _brought(regime, sailing, stops, reports),
        open_trade.declared(voyage, lading, said, own_flag=own, openly=openly),
        open_trade.service(voyage, regime.target, stops, own_flag=own, openly=openly),
        open_trade.part_load(lading, reports, own_flag=own, openly=openly),
    ]
    rejection = refuted(NAME, [ship.called()], moments.iso(voyage["start_us"]), [*tests, *further])
    return rejection or Candidate(sailing, ship, left, reached, engaged, said, tests, further)


def _occasion(regime: Regime, one: Candidate, irregular: Irregularities, sailed: Speeds) -> Occasion:
    """Return the occasion that a voyage makes."""
    voyage, rests_on, gaps = one.sailing.voyage, one.sailing.rests_on, one.sailing.gaps
    ship, left, reached, said = one.ship, one.left, one.reached, one.said
    unusual, waits = irregular.of(voyage)
    speeds = sailed.test(voyage["track"], came_us(voyage), voyage["start_us"])
    silence = voyage["longest_gap_us"] or 0
    across = f", silent for {moments.hours(silence)} on the way" if silence >= refutations.SILENCE_US else ""
    days = moments.span(moments.day(voyage["start_us"]), moments.day(voyage["end_us"]))
    called = f"{ship.called()[0].upper()}{ship.called()[1:]}"
    elsewhere = (
        said.outcome == "does not refute" and reached.country is not None
    )  # in roads of no State it is not known
    under = ", under another stated destination" if elsewhere else ""
    went = f"{called} went from {placing.named(left)} to {placing.named(reached)}, {days}{across}{under}"
    anchor = [voyage["start_us"], voyage["start_lat_e7"], voyage["start_lon_e7"]]
    return Occasion(
        id=occasion_id(NAME, [voyage["mmsi"]], [regime.id, *anchor]),
        regime=regime.id,
        typology=Typology(NAME, VERSION),
        basis="observed",
        title=f"{went}; engages {engagements.cited(one.engaged)} on this evidence",
        start=moments.iso(voyage["start_us"]),
        start_precision="second",
        end=moments.iso(_until(voyage)),
        end_precision="second",
        places=(left, reached),
        subjects=(ship.subject("carrier"),),
        goods=(),
        events=tuple(
            event_ref(event) for event in (*rests_on, *gaps, *(stay for stay in waits if stay not in rests_on))
        ),
        engagements=one.engaged,
        refutations=(*one.tests, unusual, speeds, *one.further),
        does_not_show=DOES_NOT_SHOW,
    ).sealed()


def _parties(
    world: World, regime: Regime, voyage: dict[str, Any], ship: Identity, reached: Place, lading: Lading
) -> dict[str, Party]:
    """Return who is addressed: the target State by the day of leaving, the State of arrival by the day of arriving."""
    left, arrived = moments.day(voyage["start_us"]), moments.day(voyage["end_us"])
    there = citing.rows(world.exhibits, (voyage["end_exhibit"], voyage["end_row"]))
    whose = reached.country or "undetermined"
    port = placing.is_port(voyage["to_place"])
    zone = placing.zone_at(voyage["end_lat_e7"], voyage["end_lon_e7"])
    stopped = f"The ship stopped {placing.at(reached)}, {reached.there}: {zone.why}."
    parties = {
        "target State": Party(regime.target, left, left),
        "importing State": Party(whose, arrived, arrived),
        "port State": Party(whose, arrived, arrived, {"presence": _presence(stopped, port, lading, there)}),
    }
    if ship.flag not in (None, regime.target):
        flag = Proof("indicated", f"MMSI {ship.mmsi} carries the digits of {ship.flag}.", there)
        parties["flag State"] = Party(str(ship.flag), left, left, {"flag": flag})
    return parties


def _presence(stopped: str, port: bool, lading: Lading, there: tuple[Any, ...]) -> Proof:
    if port:
        return Proof("shown" if lading.loaded else "indicated", f"{stopped} {lading.why}", there)
    return Proof("indicated", f"{stopped} An anchorage is in the territory only within territorial waters.", there)


def _evidence(world: World, voyage: dict[str, Any], lading: Lading, left: Place) -> dict[str, Proof]:
    """Return what the voyage bears on, whoever is addressed."""
    reports = [(report.exhibit, report.row) for report in lading.reports]
    here = citing.rows(world.exhibits, (voyage["start_exhibit"], voyage["start_row"]), *reports)
    both = citing.ends(world.exhibits, voyage)
    sailed = f"The ship left {placing.named(left)} on {moments.day(voyage['start_us'])}"
    supplied = Proof("indicated" if lading.loaded else "missing", f"{sailed}. {lading.why}", here)
    return {
        "goods": Proof("missing", "A track shows no cargo; no document in this candidate names any."),
        "supply": supplied,
        "origin": supplied,
        "procurement": Proof("missing", "A call shows no buyer, consignee or landing."),
        "date": Proof("shown", f"{sailed} and arrived on {moments.day(voyage['end_us'])}.", both),
        "exemption": Proof("missing", "No advance notice or approval is in the case, and none was looked for."),
        "grounds": Proof("missing", "What the State knew, and when, is not in a track."),
    }


def _tests(
    regime: Regime,
    voyage: dict[str, Any],
    ship: Identity,
    gaps: list[dict[str, Any]],
    engaged: tuple[Any, ...],
) -> list[Refutation]:
    """Return the innocent explanations of a voyage, tested."""
    measures = [regime.measure(one.measure.id) for one in engaged]
    bans = [measure for measure in measures if measure.direction == "from_target"]
    elsewhere = ship.flag if ship.flag != regime.target else None
    stay_us = voyage["start_us"] - voyage["from_arrival_us"] if voyage["from_arrival_us"] is not None else None
    tests = [
        _date(regime, voyage, engaged),
        refutations.kind_of_ship(ship, UNFIT, "carries none of the goods that the sea-borne bans name"),
        refutations.reception(gaps, voyage["longest_gap_us"]),
        refutations.exempt(bans, _origin(voyage), elsewhere),
    ]
    if stay_us is None:
        tests.append(refutations.unchecked("time to load", "its arrival at the port of origin was not heard"))
    elif stay_us < 3 * US_PER_HOUR:  # ours: no bulk cargo is loaded faster
        tests.append(refutations.against("time to load", f"it lay there for {moments.hours(stay_us)} only"))
    else:
        tests.append(refutations.passed("time to load", f"it lay there for {moments.hours(stay_us)}"))
    return tests


def _origin(voyage: Mapping[str, Any]) -> Port | None:
    """Return the port that a voyage came from; of a berth that no index holds the one whose berths lie so far off."""
    if voyage["from_place"] is not None:
        return placing.gazetteer().port(voyage["from_place"])
    port, metres = placing.nearest(voyage["start_lat_e7"], voyage["start_lon_e7"])
    return port if metres <= placing.PORT_M else None


def _on_the_way(
    regime: Regime, sailing: Sailing, stops: Sequence[Mapping[str, Any]], reports: Sequence[Draught]
) -> Refutation:
    """Test for a ship last heard in roads between two coasts of the target's: it may have sheltered on its way home.

    Of one heard again, less draught tells that it landed something, or the call after the roads where it was bound.
    """
    name, voyage = "on the way to another coast", sailing.voyage
    if not _in_roads(voyage):
        return refutations.passed(name, "it ended at a port")
    if any(one["start_us"] >= voyage["end_us"] for one in stops):
        return refutations.passed(name, "a call after it was heard, and is judged above")
    came = [one.dm for one in reports if one.t_us <= voyage["end_us"]]
    if any(came[-1] - one.dm >= CHANGE_DM for one in reports if came and one.t_us > voyage["end_us"]):
        return refutations.passed(name, "it entered less draught after it lay there")
    left, roads_at = _at(voyage), (voyage["end_lat_e7"], voyage["end_lon_e7"])
    port, home_m = placing.nearest(*roads_at, regime.target)
    came_m = placing.distance_m(*left, *roads_at)
    if placing.one_coast(left, (port.lat_e7, port.lon_e7)) or home_m > NEARER * came_m:
        return refutations.passed(name, "no other coast of its own was near the roads")
    where = f"{home_m / 1_000:.0f} km to {port.name} ({port.country}), and {came_m / 1_000:.0f} km to where it had left"
    why = (
        f"from there it was {where}: it may have sheltered on the way; no call, and no lesser draught, was heard later"
    )
    return refutations.holds(name, why)


def _kept(
    sailing: Sailing,
    stops: Sequence[Mapping[str, Any]],
    stays: Sequence[Mapping[str, Any]],
    reports: Sequence[Draught],
) -> Refutation:
    """Test for a ship that left as deep as it came: it sheltered, waited or passed through, and landed nothing.

    Of crews that had entered what they loaded; a late one has until its next call, or three days, for what it landed.
    """
    name, voyage = "left as deep as it came", sailing.voyage
    left_us, came = _left_us(voyage, stays), [one for one in reports if one.t_us <= voyage["end_us"]]
    if not sailing.lading.loaded or left_us is None or not came:
        return refutations.unchecked(name, "nothing tells what it drew when it had left again")
    following = next((one["start_us"] + ARRIVED_US for one in stops if one["start_us"] > left_us), left_us + LATE_US)
    until_us = min(following, left_us + LATE_US)
    known = [one for one in reports if voyage["end_us"] < one.t_us <= until_us]
    if any(abs(one.dm - came[-1].dm) >= CHANGE_DM for one in known):
        return refutations.passed(name, "it entered another draught before its next call")
    if not any(left_us < one.t_us for one in known):
        lay_us = sailing.lay_us
        if lay_us is not None and lay_us < roads.LIGHTERED_US:
            lay = f"it lay in roads for {moments.hours(lay_us)}, and no draught was reported by its next call"
            return refutations.holds(name, f"{lay}: nothing says that it landed anything, and a storm takes as long")
        return refutations.unchecked(name, "no draught was reported by its next call, or in three days")
    said = f"it came with {came[-1].dm / 10:.1f} m and reported {known[-1].dm / 10:.1f} m when it had left again"
    return refutations.holds(name, f"{said}, though it had entered what it loaded: it landed nothing")


def _left_us(voyage: Mapping[str, Any], stays: Sequence[Mapping[str, Any]]) -> int | None:
    """Return when a ship left the waters in which a voyage ended; None where that was not heard.

    Who waits in roads goes on to a berth, which the index of ports need not know: a stay in the same State's waters
    that begins within a day is of the same call.
    """
    left_us: int | None = voyage["to_departure_us"]
    for stay in stays:
        if left_us is None or stay["start_us"] > left_us + ENTERED_US:
            break
        if stay["start_us"] >= voyage["end_us"] and placing.zone_at(*_at(stay)).country == voyage["to_country"]:
            left_us = None if stay["end_us"] is None else max(left_us, stay["end_us"])
    return left_us


def _brought(
    regime: Regime, sailing: Sailing, stops: Sequence[Mapping[str, Any]], reports: Sequence[Draught]
) -> Refutation:
    """Test for a cargo loaded at the call abroad before, which a crew entered only in the target's port, or after it.

    Who loads there enters that as it sails; a late crew enters what it brought at any hour.
    """
    name, voyage = "loaded at the call before", sailing.voyage
    came_at = came_us(voyage)
    call = next((one for one in reversed(stops) if one["start_us"] < came_at and one["end_us"] is not None), None)
    if call is None or call["country"] == regime.target or not sailing.lading.reports:
        return refutations.passed(name, "no call abroad was heard before it, or no draught changed")
    left = f"it left {placing.port_name(call)} {moments.moment(call['end_us'])}"
    had = [one for one in reports if one.t_us <= call["start_us"]]
    since = [one for one in reports if call["start_us"] < one.t_us <= came_at]
    if not had or any(abs(one.dm - had[-1].dm) >= ENTRY_DM for one in since):
        return refutations.passed(name, f"{left}, and had entered a draught in that call or since")
    deep = max(sailing.lading.reports, key=lambda one: one.dm)
    entered = entered_us([one for one in reports if one.t_us <= deep.t_us])
    if -HANDLED_US <= entered - voyage["start_us"] <= ENTERED_US:  # off a coast where nobody listens it is heard late
        return refutations.against(name, f"{left} and entered nothing then; what it entered as it sailed may be that")
    why = (
        f"{left} and entered nothing then; the {deep.dm / 10:.1f} m entered {moments.moment(entered)}, not as it sailed"
    )
    return refutations.holds(name, f"{why}, may be what it loaded there")


def dated(regime: Regime, engaged: tuple[Any, ...], day: date) -> Refutation:
    """Test whether measures on goods out of the target State were in force on a day."""
    banned = engagements.bans_goods(regime, engaged, day)
    said = "were in force" if banned else "were not in force, or up to a ceiling only,"
    told = refutations.passed if banned else refutations.holds
    return told("date before the measure", f"measures on goods out of the target State {said} on {day}")


def _date(regime: Regime, voyage: dict[str, Any], engaged: tuple[Any, ...]) -> Refutation:
    name, left = "date before the measure", moments.day(voyage["start_us"])
    if not any(regime.measure(one.measure.id).direction == "from_target" for one in engaged):
        return refutations.holds(name, f"no measure on goods out of the target State was in force on {left}")
    if not engagements.bans_goods(regime, engaged, left):
        limited = next(one.measure for one in engaged if regime.caps_on(one.measure.id, left))
        why = f"on {left} resolution {limited.resolution} paragraph {limited.paragraph} allowed it up to a ceiling"
        return refutations.holds(name, f"{why}; one voyage does not show that the ceiling was passed")
    return refutations.passed(name, f"the measures engaged were in force on {left}")


def _ballast(lading: Lading, known: Refutation) -> Refutation:
    """Test whether it left empty, by its draughts; where nothing but its habit speaks of a cargo, it may have."""
    name = "in ballast"
    if lading.light:
        return refutations.holds(name, lading.why)
    if known.outcome == "speaks against it":
        return refutations.against(
            name, f"{lading.why} Only that it made such voyages before or after speaks of a cargo."
        )
    return (refutations.passed if lading.loaded else refutations.unchecked)(name, lading.why)


def _lading_known(sailing: Sailing, trips: _Trips) -> Refutation:
    """Test whether anything at all speaks of a cargo: a call and a voyage alone are also those of an empty ship.

    A ship that comes empty for lawful cargo goes to a berth, one that shelters leaves with the storm; and neither comes
    back to the same coast again and again only to lie in its roads and sail home (``trips``).
    """
    name, lading, lay_us = "lading not known", sailing.lading, sailing.lay_us
    if lading.loaded:
        return refutations.passed(name, lading.why)
    aside = f"; {lading.aside}" if lading.aside else ""
    if lay_us is None:
        return refutations.holds(name, f"{lading.why} Nothing says that it left laden{aside}")
    lay = f"{lading.why} It lay in roads for {moments.hours(lay_us)} and called at no port abroad"
    storm = "a storm or a wait for a berth takes as long"
    alike, went_on = trips.others(sailing), trips.went_on(sailing.voyage)
    if lay_us < HANDLED_US or went_on or len(alike) + 1 < HABIT:
        return refutations.holds(name, f"{lay}{', but ' if went_on else ''}{went_on}: {storm}{aside}")
    days = ", ".join(moments.day(one.voyage["start_us"]).isoformat() for one in alike)
    habit = (
        f"it sailed so {len(alike)} times more, leaving on {days}: nobody shelters or waits so often, so far from home"
    )
    return refutations.against(name, f"{lay}: {storm}; but {habit}.")
