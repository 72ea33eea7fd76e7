"""Typology: a tanker's voyage from another State to a port of the target State, open or across a silence.

A tanker of another State whose last port nobody heard has made such a voyage too where it lay off another State's coast
before, or, where that lies beyond what is heard, came deep and left lighter. Transfers at sea, from which a ship of the
target's flag comes home laden, are left to ``transfers.py``; calls that were not heard, and dry cargo, of which no
draught says what it is, are left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from fairlead.events import columns
from fairlead.law import Regime
from fairlead.shapes import US_PER_HOUR
from fairlead.typologies import citing, engagements, moments, placing
from fairlead.typologies.candidates import Rejected, refuted
from fairlead.typologies.engagements import Party, Proof
from fairlead.typologies.grounds import concerned, departures, destinations, refutations
from fairlead.typologies.grounds.destinations import Destinations
from fairlead.typologies.grounds.irregularities import Irregularities
from fairlead.typologies.grounds.lading import RANGE_DM, Lading, discharge_of
from fairlead.typologies.grounds.linked import event_ref, events_between, on_tracks
from fairlead.typologies.grounds.ships import TANKERS, Identity, Ships
from fairlead.typologies.grounds.silences import SILENCE_US, may_have_called
from fairlead.typologies.grounds.speeds import Speeds
from fairlead.typologies.occasion import Occasion, Place, Refutation, Typology, occasion_id
from fairlead.typologies.transfers import PETROLEUM

if TYPE_CHECKING:
    from fairlead.typologies.world import World

NAME = "delivery_to_target"
VERSION = 13
TITLE = "Tanker's voyage to a port under a ceiling on petroleum"
DOES_NOT_SHOW = (
    "A tanker's call at a port of the target State does not show petroleum: what was aboard, how much was landed, and "
    "for whom, are not in a track. Supplies within the year's ceiling are allowed if notified, and notices are not "
    "public in full. Humanitarian cargo may be exempt. Draught is typed in by the crew and may be stale or false; a "
    "tanker also calls to load, to bunker, for repair or to wait."
)

ARRIVAL_US = 15 * 24 * US_PER_HOUR  # as unheard_calls.py: what is longer ago is another voyage
DISCHARGE_US = 6 * US_PER_HOUR  # ours: small tankers of the region discharge 1,000 t in that time


def find(world: World) -> Iterator[Occasion | Rejected]:
    """Yield an occasion or a rejection for each voyage of a tanker from another State to the target State."""
    for regime in world.regimes.values():
        if not regime.obligations.get(NAME):
            continue
        voyages = world.events["voyage"]
        chosen = voyages.filter(
            voyages.to_country == regime.target, voyages.from_country != regime.target, voyages.end_us.notnull()
        )
        heard = chosen.order_by(["start_us", "track"]).to_pyarrow().to_pylist()
        beyond = from_beyond(world, regime)
        fleet = Ships(world.static_reports, [row["mmsi"] for row in (*heard, *beyond)])
        rows = [*heard, *(row for row in beyond if tells(regime, fleet, row))]
        rows = [row for row in rows if fleet.at(row["mmsi"], row["end_us"]).ship_type in TANKERS]
        silences = events_between(world.events["gap"], rows)
        bound = Destinations(world.static_reports, [row["mmsi"] for row in rows])
        irregular = Irregularities(world, rows)
        calls = [(row["track"], row["end_us"], row["to_departure_us"]) for row in rows]
        sailed = Speeds(world.legs, [call for call in calls if call[2] is not None])
        for row in rows:
            voyage, gaps = departures.as_it_sailed(row, silences.get(row["id"], []))
            hidden = {**row, "longest_gap_us": voyage["longest_gap_us"]}  # no way is hidden by a silence in port
            yield _judge(world, regime, hidden, fleet, bound, sailed, irregular, gaps)


def from_beyond(world: World, regime: Regime, mmsi: int | None = None) -> list[dict[str, Any]]:
    """Return voyages made up to first calls at the target's ports, from where a ship was heard abroad before.

    ``mmsi``: of that number alone.
    """
    visits, stays, legs = world.events["port_visit"], world.events["loitering"], world.legs
    digits = concerned.flag_range(regime.target)
    called = visits.filter(visits.country == regime.target, visits.stopped, ~(visits.mmsi // 1_000_000).isin(digits))
    called = called if mmsi is None else called.filter(called.mmsi == mmsi)
    tracks = sorted(called.select("track").distinct().to_pyarrow()["track"].to_pylist())
    stops = on_tracks(visits.filter(visits.stopped), tracks)
    first = {track: stops[track][0] for track in tracks if stops[track][0]["country"] == regime.target}
    own = columns.among(legs, "track", sorted(first))
    begun = own.group_by("track").agg(t_us=own.t_us.min())
    rows = begun.inner_join(own, ["track", "t_us"]).to_pyarrow().to_pylist() if first else []
    lain, gaps = on_tracks(stays, first), on_tracks(world.events["gap"], first)
    came = {row["track"]: row for row in sorted(rows, key=lambda one: (one["exhibit"], one["row"]), reverse=True)}
    found = []
    for track, call in first.items():
        silent = [gap for gap in gaps.get(track, ()) if gap["end_us"] is not None and gap["end_us"] <= call["start_us"]]
        origin = _origin(regime, came[track], call, lain.get(track, ()), silent)
        if origin is not None and origin["t_us"] < call["start_us"]:
            found.append(_made_up(call, origin, [gap for gap in silent if gap["start_us"] >= origin["t_us"]]))
    return found


def _origin(
    regime: Regime,
    first: Mapping[str, Any],
    call: Mapping[str, Any],
    stays: Sequence[Mapping[str, Any]],
    gaps: Sequence[Mapping[str, Any]],
) -> Mapping[str, Any] | None:
    """Return when and where a ship that called came from another State, as far as it was heard; None where it was not.

    Where it last lay off another State's coast, else where it came into hearing, or was lost in a silence in which it
    may have called at another State's port: off the target's waters and nearer to another State's ports, since along
    the target's own coast cargo is carried too. What is longer ago is of another voyage.
    """
    since_us = call["start_us"] - ARRIVAL_US
    for stay in reversed(stays):
        if stay["end_us"] is not None and since_us <= stay["end_us"] <= call["start_us"]:
            at = _edge(stay, "end")
            state = placing.coast(at["lat_e7"], at["lon_e7"])
            if state not in (None, regime.target):
                return {**at, "country": state}
    unheard = [gap for gap in gaps if gap["end_us"] - gap["start_us"] >= SILENCE_US and gap["end_us"] >= since_us]
    unheard = [gap for gap in unheard if may_have_called(gap, regime.target)]
    known = [first, *(_edge(gap, edge) for gap in unheard for edge in ("start", "end"))]
    last_first = sorted((one for one in known if one["t_us"] >= since_us), key=lambda one: -one["t_us"])
    return next(({**one, "country": None} for one in last_first if _off_another(regime, one)), None)


def _edge(event: Mapping[str, Any], edge: str) -> dict[str, Any]:
    at = {key: event[f"{edge}_{key}"] for key in ("lat_e7", "lon_e7", "exhibit", "row")}
    return at | {"t_us": event[f"{edge}_us"]}


def _off_another(regime: Regime, at: Mapping[str, Any]) -> bool:
    """Tell whether a place is off the target State's waters, and nearer to another State's ports than to its own."""
    where = at["lat_e7"], at["lon_e7"]
    return regime.target not in (placing.zone_at(*where).country, placing.nearest(*where)[0].country)


def _made_up(call: Mapping[str, Any], origin: Mapping[str, Any], gaps: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Return a voyage in the shape of the event, which rests on its call; its draughts are left to the reports."""
    ends = {f"start_{key}": origin[key] for key in ("lat_e7", "lon_e7", "exhibit", "row")}
    ends |= {f"end_{key}": call[f"start_{key}"] for key in ("lat_e7", "lon_e7", "exhibit", "row")}
    return {
        "id": call["id"],
        "track": call["track"],
        "mmsi": call["mmsi"],
        "start_us": origin["t_us"],
        "end_us": call["start_us"],
        **ends,
        "from_place": None,
        "from_country": origin["country"],
        "to_place": call["place"],
        "to_country": call["country"],
        "to_departure_us": call["end_us"],
        "longest_gap_us": max((gap["end_us"] - gap["start_us"] for gap in gaps), default=None),
        "draught_during_dm": None,
        "rests_on": call,
    }


def tells(regime: Regime, fleet: Ships, voyage: Mapping[str, Any]) -> bool:
    """Tell whether a voyage before which no port was heard tells of a supply: of a ship of another State.

    One that lay off another State's coast before came from there, as from a port. One that came from beyond what is
    heard came deep and left lighter, by a cargo and not a step of rounding.
    """
    if fleet.at(voyage["mmsi"], voyage["end_us"]).flag == regime.target:
        return False
    return voyage["from_country"] is not None or (landed_dm(fleet, voyage) or 0) >= RANGE_DM


def landed_dm(fleet: Ships, voyage: Mapping[str, Any]) -> int | None:
    """Return how much lighter a ship left than it came, in decimetres; None where its reports do not say both."""
    lading = discharge_of(voyage, fleet.draughts(voyage["mmsi"], voyage["start_us"], voyage["end_us"]))
    return lading.reports[0].dm - lading.reports[1].dm if len(lading.reports) == 2 else None


def _judge(
    world: World,
    regime: Regime,
    voyage: dict[str, Any],
    fleet: Ships,
    bound: Destinations,
    sailed: Speeds,
    irregular: Irregularities,
    gaps: list[dict[str, Any]],
) -> Occasion | Rejected:
    ship = fleet.at(voyage["mmsi"], voyage["end_us"])
    lading = discharge_of(voyage, fleet.draughts(voyage["mmsi"], voyage["start_us"], voyage["end_us"]))
    left = placing.place("origin", voyage["start_lat_e7"], voyage["start_lon_e7"], id=voyage["from_place"])
    reached = placing.place("destination", voyage["end_lat_e7"], voyage["end_lon_e7"], id=voyage["to_place"])
    evidence = _evidence(world, voyage, lading, left, reached)
    parties = _parties(world, regime, voyage, ship, left)
    engaged = engagements.engage(regime, NAME, parties, evidence, plausible=PETROLEUM)
    reports = bound.during(voyage["mmsi"], voyage["start_us"], voyage["end_us"])
    said = destinations.test(reports, frozenset({regime.target}), f"went to {placing.named(reached)}")
    declared = said.outcome == "speaks against it"
    unusual, stays = irregular.of(voyage)
    sources = _sources(regime, voyage, stays)
    false = not declared and destinations.elsewhere(reports, frozenset({regime.target, *sources}))
    heard = refutations.reception(gaps, voyage["longest_gap_us"])
    notifying = _notifying(regime)
    suppliers_own = ship.flag in notifying.intersection(sources)  # its State answers for it, whatever it typed in
    open_about_it = declared and ship.flag != regime.target  # its own tankers go home, and say so
    hid = None if open_about_it else _hid(voyage, heard, bound_elsewhere=false and not suppliers_own)
    tests = [*_tests(regime, voyage, ship, lading, bool(engaged)), heard, said]
    tests.append(_open(regime, ship, sources, voyage["from_country"], notifying, hid, declared=declared))
    tests.append(unusual)
    tests.append(sailed.test(voyage["track"], voyage["end_us"], voyage["to_departure_us"]))
    rejection = refuted(NAME, [ship.called()], moments.iso(voyage["start_us"]), tests)
    if rejection:
        return rejection
    anchor = [voyage["start_us"], voyage["start_lat_e7"], voyage["start_lon_e7"]]
    days = moments.span(moments.day(voyage["start_us"]), moments.day(voyage["end_us"]))
    across = f", silent for {moments.hours(_silence(voyage))} on the way" if gaps else ""
    under = ", under another stated destination" if false else ""
    went = f"went from {placing.named(left)} to {placing.named(reached)}, {days}{across}{under}"
    return Occasion(
        id=occasion_id(NAME, [voyage["mmsi"]], [regime.id, *anchor]),
        regime=regime.id,
        typology=Typology(NAME, VERSION),
        basis="observed",
        title=f"Tanker {ship.name or f'MMSI {ship.mmsi:09d}'} {went}; engages {engagements.cited(engaged)} on this "
        "evidence, unless notified",
        start=moments.iso(voyage["start_us"]),
        start_precision="second",
        end=moments.iso(voyage["end_us"]),
        end_precision="second",
        places=(left, reached),
        subjects=(ship.subject("carrier"),),
        goods=(),
        events=(event_ref(voyage.get("rests_on", voyage)), *(event_ref(event) for event in (*gaps, *stays))),
        engagements=engaged,
        refutations=tuple(tests),
        does_not_show=DOES_NOT_SHOW,
    ).sealed()


def _silence(voyage: dict[str, Any]) -> int:
    return int(voyage["longest_gap_us"] or 0)


def _parties(world: World, regime: Regime, voyage: dict[str, Any], ship: Identity, left: Place) -> dict[str, Party]:
    """Return who is addressed: the State whence the ship came, that of its flag, and the target State."""
    first, last = moments.day(voyage["start_us"]), moments.day(voyage["end_us"])
    here = citing.rows(world.exhibits, (voyage["start_exhibit"], voyage["start_row"]))
    came = Proof(
        "indicated", f"The ship came from {placing.named(left)}; whose the cargo was, a track does not tell.", here
    )
    parties = {
        "target State": Party(regime.target, last, last),
        "supplying State": Party(voyage["from_country"] or "undetermined", first, last, {"actor": came}),
    }
    if ship.flag not in (None, regime.target):
        flag = Proof("indicated", f"MMSI {ship.mmsi} carries the digits of {ship.flag}.", here)
        parties["flag State"] = Party(str(ship.flag), first, last, {"flag": flag})
    return parties


def _evidence(world: World, voyage: dict[str, Any], lading: Lading, left: Place, reached: Place) -> dict[str, Proof]:
    reports = [(report.exhibit, report.row) for report in lading.reports]
    there = citing.rows(world.exhibits, (voyage["end_exhibit"], voyage["end_row"]), *reports)
    sailed = f"The ship went from {placing.named(left)} to {placing.named(reached)}, a port of the target State."
    changed = lading.loaded and bool(lading.reports)
    return {
        "goods": Proof("missing", "A tanker's track shows no cargo; no document in this candidate names any."),
        "supply": Proof("indicated" if changed else "missing", f"{sailed} {lading.why}", there),
        "amount": Proof("missing", "Whether it was notified, and how much it was, is not in a track."),
        "date": Proof("shown", f"It arrived on {moments.day(voyage['end_us'])}.", citing.ends(world.exhibits, voyage)),
        "grounds": Proof("missing", "What the State knew, and when, is not in a track."),
    }


def _tests(regime: Regime, voyage: dict[str, Any], ship: Identity, lading: Lading, engaged: bool) -> list[Refutation]:
    tests = [
        refutations.supply_dated(engaged, moments.day(voyage["end_us"])),
        refutations.kind_of_ship(ship, frozenset(), ""),
        _came_light(lading, regime.target if ship.flag == regime.target else None),
        refutations.exempt([regime.measure(one.measure) for one in regime.obligations[NAME]], None),
        refutations.notified_supply(),
    ]
    stay_us = None if voyage["to_departure_us"] is None else voyage["to_departure_us"] - voyage["end_us"]
    name = "time to discharge"
    if stay_us is None:
        return [*tests, refutations.unchecked(name, "its departure was not heard")]
    said = f"it lay there for {moments.hours(stay_us)}"
    return [*tests, (refutations.against if stay_us < DISCHARGE_US else refutations.passed)(name, said)]


def _hid(voyage: dict[str, Any], heard: Refutation, *, bound_elsewhere: bool) -> str | None:
    """Say how a ship hid its way: by a silence of its own, or by another destination; None where it hid nothing."""
    if _silence(voyage) >= refutations.SILENCE_US and heard.outcome == "does not refute":
        return f"silent for {moments.hours(_silence(voyage))} on the way"
    return "bound elsewhere, as it said" if bound_elsewhere else None


def _notifying(regime: Regime) -> frozenset[str]:
    """Return the States that notified the Committee of what they supplied within the ceilings in question."""
    measures = (regime.measure(one.measure) for one in regime.obligations[NAME])
    return frozenset(state for measure in measures for state in measure.notified_by)


def _sources(regime: Regime, voyage: dict[str, Any], stays: Sequence[Mapping[str, Any]]) -> list[str]:
    """Return the States where it may have loaded: where it came from, or off whose ports, and where it lay for long."""
    lay = [one for one in stays if one["end_us"] - one["start_us"] >= DISCHARGE_US]
    off = (placing.coast(one["start_lat_e7"], one["start_lon_e7"]) for one in lay)
    found = {voyage["from_country"] or _came_off(voyage), *off}
    return sorted(state for state in found if state not in (None, regime.target))


def _came_off(voyage: Mapping[str, Any]) -> str | None:
    """Return off which State's ports a ship of which no call was heard came into hearing; None where off none."""
    port, metres = placing.nearest(voyage["start_lat_e7"], voyage["start_lon_e7"])
    return port.country if metres <= placing.NEAR_M else None


def _open(
    regime: Regime,
    ship: Identity,
    sources: Sequence[str],
    sailed_from: str | None,
    notifying: frozenset[str],
    hid: str | None,
    *,
    declared: bool,
) -> Refutation:
    """Test for a voyage that hides nothing: heard as far as the receivers go, and not bound elsewhere by its own word.

    Supplies within the ceiling are allowed, and States that sell them notify the Committee of them. What was reported
    as broken is that tankers of third flags bring more, and that the way is hidden. One of a third flag came openly
    from a port of a State that does where it gave no other State's port as its destination, since "FOR ORDERS" is
    habit, and from waters of such a State where it gave the target's port, silent on the way or not; of one of such a
    State's own, a stale destination hides nothing. ``sources``: where it may have loaded; ``sailed_from``: its last
    port's State; ``notifying``: States that notify.
    """
    name, own = "open voyage within the ceiling", ship.flag == regime.target
    if hid:
        return refutations.passed(name, f"the voyage was not an open one: it was {hid}")
    notified = [state for state in sources if state in notifying]
    if own or ship.flag in sources or (notified and ship.flag in notifying):
        whose = f"{'the target' if own else 'a supplying State'}'s own tanker"
    elif notified and (declared or sailed_from in notifying):
        bound = "its port" if declared else "no port of another State"
        whose = f"the tanker gave {bound} as destination, and from {notified[0]}, which notifies supplies, it"
    else:
        third = f"it is neither under the flag of {regime.target}, whose tankers fetch what is allowed"
        return refutations.passed(name, f"{third}, nor of the State that it came from, which may sell it")
    return refutations.holds(name, f"{whose} came openly; that the ceiling was passed is not shown by it")


def _came_light(lading: Lading, own: str | None) -> Refutation:
    """Test for a tanker that came empty; ``own``: the target State, where it is of its flag.

    A tanker of another State's calls there with oil. The target's own come home from repair, from waiting for orders
    and from stores too, so that of these something must say that they came laden.
    """
    name = "came in ballast"
    if lading.light:
        return refutations.holds(name, lading.why)
    if own and not lading.loaded:
        why = f"It is {own}'s own tanker on its way home, and nothing says that it came laden."
        return refutations.holds(name, f"{lading.why} {why}")
    return (refutations.passed if lading.loaded else refutations.unchecked)(name, lading.why)
