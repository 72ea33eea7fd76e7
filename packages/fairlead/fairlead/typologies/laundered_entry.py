"""Typology: a ship under a port-entry ban, in a port outside the target State under another identity.

A number that reported the IMO number of a barred hull falls silent, and another, of a hull as large and as fast, begins
where that one could be and enters a port. That the two are one hull is a guess, and every rival for it is told. A hull
that keeps its IMO number is ``banned_port_entry.py``'s, whatever its other numbers.

Left out: second numbers that were in use before, and hulls of which the list gives no IMO number.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from fairlead.law import Regime
from fairlead.typologies import banned_port_entry, engagements, laundered, moments, placing
from fairlead.typologies.candidates import Rejected, refuted
from fairlead.typologies.grounds import concerned, hulls
from fairlead.typologies.grounds.astern import Astern
from fairlead.typologies.grounds.doors import Doors
from fairlead.typologies.grounds.linked import event_ref, on_tracks
from fairlead.typologies.grounds.listed import Match
from fairlead.typologies.grounds.ships import Ships
from fairlead.typologies.occasion import Occasion, Typology, occasion_id

if TYPE_CHECKING:
    from fairlead.typologies.world import World

NAME = "laundered_entry"
VERSION = 7
TITLE = "Barred hull in a port under another identity"
DOES_NOT_SHOW = (
    "Two numbers heard in turn do not show one hull: a ship may leave what can be heard while another of its size "
    "comes in, and only a photograph, a registry or the ship itself can tell. An IMO number sent by AIS is typed in "
    "and can be another hull's, so that already the first may not be the listed ship. A port State that let the second "
    "in need not have known of the first; emergency, inspection and Committee approval are lawful."
)


def find(world: World) -> Iterator[Occasion | Rejected]:
    """Yield an occasion or a rejection for each stop in a port by a number that took over from a barred hull."""
    fleet = world.fleet
    reported = concerned.reporting(world.static_reports, fleet.imos())
    changes = world.events["identity_change"]
    own = changes.filter(changes.mmsi.isin(sorted(reported) or [-1])).order_by(["start_us", "track", "other_track"])
    rows: list[dict[str, Any]] = own.to_pyarrow().to_pylist()
    known = Ships(world.static_reports, [row[key] for row in rows for key in ("mmsi", "other_mmsi")])
    visits = on_tracks(world.events["port_visit"], [row["other_track"] for row in rows])
    doors, astern = Doors(world, rows), Astern(world.legs, rows)
    gaps = on_tracks(world.events["gap"], [row["track"] for row in rows])
    for regime in world.regimes.values():
        if not regime.obligations.get("port_entry"):
            continue
        for row in rows:
            silence = hulls.silence_of(row, gaps)
            for visit in visits.get(row["other_track"], ()):
                if visit["country"] != regime.target and visit["place_kind"] == "port" and visit["stopped"]:
                    found = _judge(world, regime, row, visit, known, doors, astern, silence)
                    if found is not None:
                        yield found


def _judge(
    world: World,
    regime: Regime,
    change: dict[str, Any],
    visit: dict[str, Any],
    known: Ships,
    doors: Doors,
    astern: Astern,
    silence: dict[str, Any] | None,
) -> Occasion | Rejected | None:
    """Return what becomes of a stop; None where the first number is no barred hull's, or the second keeps its own."""
    first = known.at(change["mmsi"], change["start_us"])
    second = known.at(change["other_mmsi"], visit["start_us"])
    day = moments.day(visit["start_us"])
    matches = [match for match in world.fleet.matches(first) if match.certain]
    barred = [match for match in matches if banned_port_entry.banning(regime, match, day)]
    if not barred or second.imo == first.imo:
        return None
    held = banned_port_entry.banning(regime, barred[0], day)
    match = Match(barred[0].ship, "change of identity", f"{barred[0].why}; {hulls.linked(change).removesuffix('.')}")
    where = placing.place("port", visit["start_lat_e7"], visit["start_lon_e7"], id=visit["place"])
    tests = [
        banned_port_entry.ban(regime, match, day, held),
        banned_port_entry.entry(visit, where),
        *hulls.tests(change, (first, second), at_sea=False),
        hulls.in_port(change, regime.target),
        hulls.slip(change),
        doors.test(change),
        astern.test(change),
        hulls.silent_by_itself(silence),
        laundered.one_voyage(change),
        *banned_port_entry.exceptions(visit, []),
    ]
    start = moments.iso(visit["start_us"])
    rejection = refuted(NAME, [first.called(), second.called()], start, tests)
    found = banned_port_entry.engaged(world, regime, visit, where, match, held)
    if rejection or not found:
        return rejection
    called = f"{second.called()[0].upper()}{second.called()[1:]}"
    entered = f"{called} stopped in the port of {placing.named(where)}, {banned_port_entry.days(visit)}"
    barred_words = (
        f"as large and as fast as {first.called()}, which reported the IMO number of {match.ship.name}, barred"
    )
    return Occasion(
        id=occasion_id(NAME, [first.mmsi, second.mmsi], [regime.id, visit["start_us"], visit["start_lat_e7"]]),
        regime=regime.id,
        typology=Typology(NAME, VERSION),
        basis="observed",
        title=f"{entered}; {barred_words} from ports; would engage {engagements.cited(found)} if they are one hull",
        start=start,
        start_precision="second",
        end=moments.iso(visit["end_us"] if visit["end_us"] is not None else visit["start_us"]),
        end_precision="second",
        places=(where,),
        subjects=(first.subject("listed ship"), second.subject("ship, as it may be called now")),
        goods=(),
        events=tuple(event_ref(one) for one in (change, *((silence,) if silence else ()), visit)),
        engagements=found,
        refutations=tuple(tests),
        does_not_show=DOES_NOT_SHOW,
    ).sealed()
