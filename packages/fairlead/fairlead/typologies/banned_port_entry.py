"""Typology: a ship under a port-entry ban that day, in a port outside the target State.

The ban is a matter of the legal basis of a ship's listing: a listing that only freezes or takes away a flag bars no
port. An anchorage is no entry. What a port State did is left to its reply.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

from fairlead.law import Regime
from fairlead.typologies import citing, engagements, moments, placing
from fairlead.typologies.candidates import Rejected, refuted
from fairlead.typologies.engagements import Party, Proof
from fairlead.typologies.grounds import concerned, refutations
from fairlead.typologies.grounds.linked import event_ref, on_tracks
from fairlead.typologies.grounds.listed import Basis, ListedShips, Match
from fairlead.typologies.grounds.ships import Identity, Ships
from fairlead.typologies.occasion import Engagement, Occasion, Place, Refutation, Typology, occasion_id

if TYPE_CHECKING:
    from fairlead.typologies.world import World

NAME = "banned_port_entry"
VERSION = 2
TITLE = "Ship under a port-entry ban in a port outside the target State"
DOES_NOT_SHOW = (
    "A track in a port does not show that the port State knew of the ban, nor why it let the ship in: emergency, "
    "return to the port it came from, inspection and Committee approval are lawful. An IMO number sent by AIS is typed "
    "in and can be another hull's. Within 5 km of a port's point counts as the port; its legal limits are not known."
)

_BANS = "port_entry"  # conduct in the register


def find(world: World) -> Iterator[Occasion | Rejected]:
    """Yield an occasion or a rejection for each stop of a listed ship in a port or anchorage outside the target."""
    fleet = world.fleet
    reported = concerned.reporting(world.static_reports, fleet.imos())
    wanted = sorted({*reported, *fleet.mmsis()}) or [-1]
    visits = world.events["port_visit"]
    for regime in world.regimes.values():
        if not regime.obligations.get(_BANS):
            continue
        abroad = visits.filter(visits.mmsi.isin(wanted), visits.country.fill_null("??") != regime.target)
        rows = abroad.order_by(["start_us", "track"]).to_pyarrow().to_pylist()
        known = Ships(world.static_reports, [row["mmsi"] for row in rows])
        history = on_tracks(visits, [row["track"] for row in rows])
        for row in rows:
            found = _judge(world, regime, row, known.at(row["mmsi"], row["start_us"]), fleet, history)
            if found is not None:
                yield found


def _judge(
    world: World,
    regime: Regime,
    visit: dict[str, Any],
    ship: Identity,
    fleet: ListedShips,
    history: dict[int, list[dict[str, Any]]],
) -> Occasion | Rejected | None:
    """Return what becomes of a visit; None where the ship is on no list."""
    day = moments.day(visit["start_us"])
    matches = fleet.matches(ship, day.isoformat())
    if not matches:
        return None
    match = min(matches, key=lambda one: not banning(regime, one, day))
    start, held = moments.iso(visit["start_us"]), banning(regime, match, day)
    where = placing.place("port", visit["start_lat_e7"], visit["start_lon_e7"], id=visit["place"])
    tests = [
        ban(regime, match, day, held),
        entry(visit, where),
        refutations.listed_identity(match),
        *exceptions(visit, history.get(visit["track"], [])),
    ]
    rejection = refuted(NAME, [ship.called()], start, tests)
    if rejection:
        return rejection
    found = engaged(world, regime, visit, where, match, held)
    if not found:
        why = f"no port-entry measure was in force on {day}"
        return Rejected(NAME, (ship.called(),), start, "date before the measure", why)
    called = f"{ship.called()[0].upper()}{ship.called()[1:]}"
    entered = f"{called} stopped in the port of {placing.named(where)}, {days(visit)}, under a port-entry ban"
    anchor = [visit["start_us"], visit["start_lat_e7"], visit["start_lon_e7"]]
    return Occasion(
        id=occasion_id(NAME, [ship.mmsi], [regime.id, *anchor]),
        regime=regime.id,
        typology=Typology(NAME, VERSION),
        basis="observed",
        title=f"{entered}; engages {engagements.cited(found)} on this evidence",
        start=start,
        start_precision="second",
        end=moments.iso(visit["end_us"] if visit["end_us"] is not None else visit["start_us"]),
        end_precision="second",
        places=(where,),
        subjects=(ship.subject("listed ship"),),
        goods=(),
        events=(event_ref(visit),),
        engagements=found,
        refutations=tuple(tests),
        does_not_show=DOES_NOT_SHOW,
    ).sealed()


def banning(regime: Regime, match: Match, on: date) -> tuple[Basis, ...]:
    """Return the bases of a listing that bar it from ports on that day, by the conduct of their measures."""
    known = {measure.id for measure in regime.in_force(on, conduct=_BANS)}
    return tuple(basis for basis in match.ship.bases if basis.measure in known and basis.holds(on))


def engaged(
    world: World, regime: Regime, visit: dict[str, Any], where: Place, match: Match, held: tuple[Basis, ...]
) -> tuple[Engagement, ...]:
    """Return the engagements: of the ban measures only those on which this ship is listed."""
    day = moments.day(visit["start_us"])
    cited = citing.ends(world.exhibits, visit)
    printed = "; ".join(sorted({f"{basis.printed}, since {basis.since}" for basis in held}))
    stopped = f"The ship stopped in the port of {placing.named(where)} on {day} ({_zone_why(visit)})."
    evidence = {
        "designation": Proof("shown" if match.certain else "indicated", f"{match.why}; {printed}.", match.ship.cited),
        "entry": Proof("shown", stopped, cited),
        "presence": Proof("shown", stopped, cited),
        "grounds": Proof("indicated", f"The Committee's list named the ship on that day; {printed}.", match.ship.cited),
        "exemption": Proof(
            "missing", "No emergency, approval or return to its port of origin is known; none was asked."
        ),
    }
    parties = {"port State": Party(where.country or "undetermined", day, day)}
    found = engagements.engage(regime, _BANS, parties, evidence, in_port=True)
    listed_on = {basis.measure for basis in held}
    return tuple(one for one in found if regime.measure(one.measure.id).conduct != _BANS or one.measure.id in listed_on)


def _zone_why(visit: dict[str, Any]) -> str:
    """Return why the position counts as the port's."""
    return placing.zone_at(visit["start_lat_e7"], visit["start_lon_e7"]).why


def ban(regime: Regime, match: Match, day: date, held: tuple[Basis, ...]) -> Refutation:
    """Test whether a listing barred the ship from ports on a day."""
    name = "no ban that day"
    if held:
        return refutations.passed(
            name, f"{match.ship.name} was barred from ports since {min(str(one.since) for one in held)}"
        )
    later = [basis for basis in match.ship.bases if _conduct(regime, basis.measure) == _BANS]
    if later:
        return refutations.holds(
            name, f"{match.ship.name} was barred from {later[0].since}; the visit of {day} was earlier"
        )
    printed = "; ".join(sorted({basis.printed for basis in match.ship.bases})) or "no basis given"
    return refutations.holds(name, f"{match.ship.name} is listed on a basis that bars no port: {printed}")


def _conduct(regime: Regime, id: str) -> str | None:
    """Return the conduct of a measure; None where the regime has no such measure."""
    return next((measure.conduct for measure in regime.measures if measure.id == id), None)


def entry(visit: dict[str, Any], where: Place) -> Refutation:
    """Test for a visit that is no entry: an anchorage, or a port passed by."""
    name = "not an entry"
    if visit["place_kind"] != "port":
        return refutations.holds(name, f"it lay {placing.at(where)}: an anchorage is no entry into a port")
    if not visit["stopped"]:
        return refutations.holds(name, f"it passed the port of {placing.named(where)} without stopping")
    return refutations.passed(name, f"it stopped within the port of {placing.named(where)}")


def exceptions(visit: dict[str, Any], history: list[dict[str, Any]]) -> list[Refutation]:
    """Return the exceptions of port-entry measures: emergency, return to origin, approval, inspection."""
    earlier = [one for one in history if one["start_us"] < visit["start_us"] and one["place_kind"] == "port"]
    last = earlier[-1] if earlier else None
    if last is None:
        origin = refutations.unchecked("return to the port it came from", "no earlier port of the ship was heard")
    elif last["place"] == visit["place"]:
        origin = refutations.against("return to the port it came from", "its last port heard was this one")
    else:
        port = placing.gazetteer().port(last["place"])
        origin = refutations.passed(
            "return to the port it came from", f"its last port heard was {port.name if port else last['place']}"
        )
    return [
        origin,
        refutations.unchecked(
            "emergency", "no distress, weather or sickness report is in the case; ask the port State"
        ),
        refutations.unchecked("Committee approval", "the Committee's decisions are not in the case"),
        refutations.unchecked(
            "entry for inspection", "whether it was brought in to be inspected or held is for the port State to say"
        ),
    ]


def days(visit: dict[str, Any]) -> str:
    """Return the days of a visit in words."""
    end = visit["end_us"] if visit["end_us"] is not None else visit["start_us"]
    return moments.span(moments.day(visit["start_us"]), moments.day(end))
