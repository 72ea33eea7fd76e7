"""Which condition of a banned port entry, a listed act or an observed act a ship did not meet around a day."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from fairlead.events import port_visit
from fairlead.law import Regime
from fairlead.subjects.names import ship_name
from fairlead.typologies import moments, placing
from fairlead.typologies.grounds.listed import Match
from fairlead.typologies.placing import km
from fairlead.typologies.whynot.asked import Asked, Failed, furthest, said
from fairlead.typologies.whynot.voyages import nearest_approach

if TYPE_CHECKING:
    from fairlead.typologies.world import Observation

_PORT_ENTRY = "port_entry"  # conduct in the register


def banned_failed(asked: Asked, regime: Regime) -> Failed:
    """Tell why the ship did not enter a port under a ban around the day: not listed, not so listed, or not there."""
    if not asked.matches:
        return Failed(
            0, "listed with a port-entry ban that day", f"not listed with a port-entry ban; {_on_no_list(asked)}"
        )
    barred = [match for match in asked.matches if _bans(regime, match, asked.day)]
    if not barred:
        return furthest([_not_barred(regime, match, asked.day) for match in asked.matches])
    visits = [one for one in asked.events("port_visit") if one["country"] != regime.target]
    if not visits:
        return asked.not_heard() or _no_port(asked, regime)
    return Failed(
        4, None, f"barred from ports that day; at {placing.port_name(visits[0])} on {said(visits[0]['start_us'])}"
    )


def listed_act_failed(asked: Asked, _regime: Regime) -> Failed:
    """Tell why no list tells of an act of the ship around the day."""
    if not asked.matches:
        return Failed(0, "listed", _on_no_list(asked))
    listed = asked.matches[0].ship
    why = (
        f"listed as {listed.name} since {listed.listed_on}; no act that its reasons tell is a candidate of {asked.days}"
    )
    return Failed(1, "a dated act in the reasons for its listing", why)


def observed_failed(asked: Asked, _regime: Regime) -> Failed:
    """Tell why no observation that somebody recorded makes an occasion of the ship around the day."""
    own = [one for one in asked.world.observations if _concerns(one, asked)]
    if not own:
        return Failed(0, "an observation", "nobody recorded an observation of this ship")
    first, last = moments.day(asked.start_us), moments.day(asked.end_us - 1)
    apart = min((_days_apart(one, first, last), one.start) for one in own)
    if apart[0]:
        why = f"the nearest observation of this ship begins on {moments.day_of(apart[1])}, {apart[0]} days off"
        return Failed(1, "an observation around that day", why, apart[0], 0, "days")
    return Failed(2, None, f"an observation that begins on {moments.day_of(apart[1])}")


def papers_failed(asked: Asked, _regime: Regime) -> Failed:
    """Tell why no paper that names the ship contradicts its track around the day."""
    own = [one for one in asked.world.observations if one.basis == "documented" and _concerns(one, asked)]
    if not own:
        return Failed(0, "a paper that names the ship", "nobody recorded a paper that names this ship")
    first, last = moments.day(asked.start_us), moments.day(asked.end_us - 1)
    apart = min((_days_apart(one, first, last), one.start) for one in own)
    if apart[0]:
        why = f"the nearest paper that names it tells of {moments.day_of(apart[1])}, {apart[0]} days off"
        return Failed(1, "a paper of around that day", why, apart[0], 0, "days")
    why = "a paper of around that day names it; that it fits the track, or cannot be checked, find tells by itself"
    return Failed(2, None, why)


def trade_failed(_asked: Asked, _regime: Regime) -> Failed:
    """Tell that States' statistics are not about ships."""
    return Failed(0, "a State's own statistics", "it rests on the statistics of a State, which name no ship")


def _on_no_list(asked: Asked) -> str:
    """Return that no list whose ships come under a measure has the ship, and which other lists have its IMO number."""
    if asked.ship.imo is None:
        return "on no list in this case by its name and MMSI, and no IMO number was reported"
    identities, listings = asked.world.listing_identities, asked.world.listings
    same = identities.filter(identities.kind == "imo", identities.value == str(asked.ship.imo))
    found = listings.semi_join(same, ["exhibit", "row"]).select("list_id").distinct().to_pyarrow()["list_id"]
    others = ", ".join(sorted(found.to_pylist()))
    return f"on no UN list in this case, though on {others}" if others else "on no list in this case"


def _bans(regime: Regime, match: Match, on: date) -> bool:
    known = {measure.id for measure in regime.in_force(on, conduct=_PORT_ENTRY)}
    return any(basis.measure in known and basis.holds(on) for basis in match.ship.bases)


def _not_barred(regime: Regime, match: Match, on: date) -> Failed:
    """Tell whether a listed ship was barred later, or never."""
    name = "listed with a port-entry ban that day"
    conducts = {measure.id: measure.conduct for measure in regime.measures}
    since = sorted(
        basis.since for basis in match.ship.bases if basis.since and conducts.get(basis.measure) == _PORT_ENTRY
    )
    if since:
        days = (since[0] - on).days
        why = f"{match.ship.name} was barred from ports from {since[0]}, {days} days later"
        return Failed(2, name, why, days, 0, "days")
    printed = "; ".join(sorted({basis.printed for basis in match.ship.bases})) or "no basis given"
    return Failed(1, name, f"{match.ship.name} is listed on a basis that bars no port: {printed}")


def _no_port(asked: Asked, regime: Regime) -> Failed:
    """Tell how near the ship came to a port outside the target State."""
    ports = [port for port in placing.gazetteer().ports() if port.country != regime.target]
    name, limit = "a stop in a port outside the target State", port_visit.Parameters().port_in_m / 1_000
    none = f"in no port outside {regime.target} {asked.days}"
    metres, port, t_us = nearest_approach(asked.heard(), ports)
    why = f"{none}; nearest to one {km(metres)} off {port.name} on {said(t_us)}, where a port begins at {limit:g} km"
    return Failed(3, name, why, round(metres / 1_000, 1), limit, "km")


def _concerns(observation: Observation, asked: Asked) -> bool:
    ship = asked.ship
    name = ship_name(ship.name) if ship.name else None
    for subject in observation.subjects:
        if subject.mmsi == ship.mmsi or (ship.imo is not None and subject.imo == ship.imo):
            return True
        if name and subject.name and subject.imo is None and ship_name(subject.name) == name:
            return True
    return False


def _days_apart(observation: Observation, first: date, last: date) -> int:
    start, end = moments.day_of(observation.start), moments.day_of(observation.end)
    return max(0, (start - last).days, (first - end).days)
