"""Typology: a dark voyage across a change of identity: one number falls silent within reach of the target State, and
another, of a hull as large and as fast, begins when and where that one could be back from a call at a port there.

Kept apart from ``laundered.py``, where the call was heard: here that it is one hull is a guess, and that it called too.
So the silence must be long enough to call, neither number may have been in the target State's own waters when it was
lost or first heard, and either the second reported more draught than the first or it began close to where the first was
lost, where a newcomer has no reason to begin.

Left out: a second number under the target State's flag, one that was in use before, and hulls whose size nobody
reported.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from fairlead.law import Regime
from fairlead.places import Port
from fairlead.subjects import mmsi as numbers
from fairlead.typologies import citing, dark_voyage, delivery, engagements, laundered, moments, placing
from fairlead.typologies.candidates import Rejected, refuted
from fairlead.typologies.engagements import Proof
from fairlead.typologies.grounds import hulls, refutations, unheard_calls
from fairlead.typologies.grounds.astern import Astern
from fairlead.typologies.grounds.courses import Courses
from fairlead.typologies.grounds.doors import Doors
from fairlead.typologies.grounds.lading import Draught
from fairlead.typologies.grounds.linked import event_ref, on_tracks
from fairlead.typologies.grounds.ships import Identity, Ships
from fairlead.typologies.occasion import Occasion, Refutation, Typology, occasion_id

if TYPE_CHECKING:
    from fairlead.typologies.world import World

NAME = "dark_laundered"
VERSION = 5
TITLE = "Dark voyage across a change of identity"
DOES_NOT_SHOW = (
    "Two guesses stand on each other here. Two numbers heard in turn do not show one hull: a ship may leave what can "
    "be heard while another of its size comes in, and only a photograph, a registry or the ship itself can tell. And "
    "if it is one hull, nothing was heard of a call at a port of the target State: the silence was long enough for "
    "one, that is all. Numbers change for innocent reasons too: a sale, a new flag, a new transponder. Names, sizes "
    "and draughts are typed in."
)

BACK_M = 100_000.0  # ours: half a day's sailing, as dark_voyage.GOAL_M: the way back leads by where it was lost

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Scene:
    """A change of identity within reach of the target State, and what was reported around it."""

    change: Row
    first: Identity
    second: Identity
    before: Draught | None
    after: Draught | None
    port: Port
    arrival: Row | None  # where the second number stopped next
    nearer: Row | None  # another change that makes the same second number, of a first that was lost nearer
    silence: dict[str, Any] | None  # the first number's, as an event
    came: str | None  # in words, from which port of the target the second was coming when it was first heard

    @property
    def risen_dm(self) -> int:
        """By how much more draught the second reported than the first; 0 where one of them reported none."""
        return self.after.dm - self.before.dm if self.before and self.after else 0

    @property
    def deeper(self) -> bool:
        """Whether that is more than fuel and water make up."""
        return self.risen_dm >= unheard_calls.DEEPER_DM


def find(world: World) -> Iterator[Occasion | Rejected]:
    """Yield an occasion or a rejection for each change of identity in which the hull could have called unheard."""
    order = ["start_us", "track", "other_track"]
    changes = world.events["identity_change"].order_by(order).to_pyarrow().to_pylist()
    nearest = _nearest(changes)
    for regime in world.regimes.values():
        ports = placing.ports(regime.target)
        if not regime.obligations.get("delivery") or not ports:
            continue
        candidates = _candidates(changes, regime, ports)
        rows = [row for row, _ in candidates]
        fleet = Ships(world.static_reports, [row[key] for row in rows for key in ("mmsi", "other_mmsi")])
        doors, astern, courses = Doors(world, rows), Astern(world.legs, rows), Courses(world.legs, rows)
        visits = on_tracks(world.events["port_visit"], {row[key] for row in rows for key in ("track", "other_track")})
        stays = on_tracks(world.events["loitering"], [row["other_track"] for row in rows])
        gaps = on_tracks(world.events["gap"], [row["track"] for row in rows])
        for row, here in candidates:
            own = [one for one in visits.get(row["track"], ()) if one["stopped"]]
            came = courses.coming_from(row, here)
            if came is None and unheard_calls.reach(row, here) is None:
                continue
            if laundered.call_before(regime, row, own) is not None:
                continue
            later = {**row, "mmsi": row["other_mmsi"]}
            seen, lain = visits.get(row["other_track"], ()), stays.get(row["other_track"], ())
            arrival = unheard_calls.arrival_of(regime, fleet, later, seen, lain)
            closest = nearest[row["other_track"]]
            before = fleet.draught_before(row["mmsi"], row["start_us"])
            scene = Scene(
                row,
                fleet.at(row["mmsi"], row["start_us"]),
                fleet.at(row["other_mmsi"], row["end_us"]),
                before,
                unheard_calls.came_with(regime, fleet, later, before, arrival, under_way=courses.under_way(row)),
                here[0],
                arrival,
                nearer=closest if closest["track"] != row["track"] else None,
                silence=hulls.silence_of(row, gaps),
                came=came,
            )
            yield _judge(world, regime, scene, doors, astern)


def _candidates(changes: Sequence[Row], regime: Regime, ports: list[Port]) -> list[tuple[Row, list[Port]]]:
    """Return the changes that leave time to call, to a number not under the target's flag, with the ports in reach."""
    others = [row for row in changes if numbers.flag(row["other_mmsi"]) != regime.target]
    return [(row, here) for row, here in unheard_calls.all_in_reach(others, ports, unheard_calls.FAR_M) if here]


def _nearest(changes: Sequence[Row]) -> dict[int, Row]:
    """Return, by second number, the change in which the first was lost nearest; one IMO number tells more than that."""
    found: dict[int, Row] = {}
    for row in changes:
        best = found.get(row["other_track"])
        if best is None or _strength(row) < _strength(best):
            found[row["other_track"]] = row
    return found


def _strength(row: Row) -> tuple[bool, int, int]:
    return row["link"] != "one IMO number", row["distance_dm"], row["track"]


def _judge(world: World, regime: Regime, scene: Scene, doors: Doors, astern: Astern) -> Occasion | Rejected:
    change, ships = scene.change, (scene.first, scene.second)
    places = unheard_calls.places_of(change, scene.arrival)
    parties = dark_voyage.parties_of(world, regime, change, scene.second, scene.arrival, places)
    engaged = engagements.engage(regime, "delivery", parties, _evidence(world, scene))
    day = moments.day(change["start_us"])
    tests = [
        delivery.dated(regime, engaged, day),
        *(refutations.kind_of_ship(one, delivery.UNFIT, "carries none of the goods banned") for one in ships),
        _at_home(regime, change),
        *hulls.tests(change, ships, at_sea=False),
        hulls.kept_name(ships),
        _nearer(scene),
        hulls.in_port(change, regime.target),
        hulls.slip(change),
        doors.test(dict(change)),
        _beyond(scene, astern.test(change)),
        hulls.silent_by_itself(scene.silence),
        laundered.one_voyage(change),
        _lading(scene),
        *([unheard_calls.loaded_after(scene.arrival, scene.after)] if scene.after else []),
        unheard_calls.went_abroad(regime, change, scene.arrival),
        refutations.notified(),
    ]
    start = moments.iso(change["start_us"])
    return refuted(NAME, [one.called() for one in ships], start, tests) or _occasion(
        regime, scene, places, engaged, tests
    )


def _occasion(
    regime: Regime, scene: Scene, places: tuple[Any, ...], engaged: tuple[Any, ...], tests: Sequence[Refutation]
) -> Occasion:
    change, arrival, (first, second) = scene.change, scene.arrival, (scene.first, scene.second)
    end_us = arrival["start_us"] if arrival else change["end_us"]
    called = f"{first.called()[0].upper()}{first.called()[1:]}"
    deeper = ", deeper in the water" if scene.deeper else ""
    went = f" and went to {placing.named(places[-1])}" if arrival else ""
    title = (
        f"{called} fell silent within reach of {regime.target}; {unheard_calls.length(change)} later "
        f"{second.called()}, as large and as fast, was first heard {change['distance_dm'] / 10_000:.0f} km "
        f"away{deeper}{went}, {unheard_calls.days({**change, 'end_us': end_us})}; "
        f"would engage {engagements.cited(engaged)} if they are one hull and it loaded there"
    )
    rests_on = (change, *((scene.silence,) if scene.silence else ()), *((arrival,) if arrival else ()))
    return Occasion(
        id=occasion_id(NAME, [first.mmsi, second.mmsi], [regime.id, change["start_us"], change["start_lat_e7"]]),
        regime=regime.id,
        typology=Typology(NAME, VERSION),
        basis="observed",
        title=title,
        start=moments.iso(change["start_us"]),
        start_precision="second",
        end=moments.iso(end_us),
        end_precision="second",
        places=places,
        subjects=(first.subject("carrier"), second.subject("carrier, as it may have been called later")),
        goods=(),
        events=tuple(event_ref(one) for one in rests_on),
        engagements=engaged,
        refutations=tuple(tests),
        does_not_show=DOES_NOT_SHOW,
    ).sealed()


def _evidence(world: World, scene: Scene) -> dict[str, Proof]:
    change = scene.change
    told = [one for one in (scene.before, scene.after) if one]
    ends = citing.ends(world.exhibits, change)
    cited = citing.merged([*ends, *citing.rows(world.exhibits, *((one.exhibit, one.row) for one in told))])
    unheard = (
        f"{hulls.linked(change)} That it is one hull is not shown. {_draughts(scene)} That was long enough to call at "
        f"{scene.port.name}; nothing was heard of a call."
    )
    return {
        "goods": Proof("missing", "A track shows no cargo."),
        "supply": Proof("missing", unheard, cited),
        "origin": Proof("missing", unheard, cited),
        "procurement": Proof("missing", "A call shows no buyer, consignee or landing."),
        "date": Proof("indicated", f"If there was a call, it was between {unheard_calls.days(change)}.", ends),
        "grounds": Proof("missing", "What the State knew, and when, is not in a track."),
    }


def _draughts(scene: Scene) -> str:
    if scene.before is None or scene.after is None:
        return "One of the two reported no draught."
    return f"The first last reported {scene.before.dm / 10:.1f} m and the second {scene.after.dm / 10:.1f} m."


def _at_home(regime: Regime, change: Row) -> Refutation:
    """Test for ships in the target State's own waters: there they fall silent and begin again without any voyage."""
    name = "in the target State's own waters"
    for edge, words in (("start", "the first was lost"), ("end", "the second was first heard")):
        zone = placing.zone_at(change[f"{edge}_lat_e7"], change[f"{edge}_lon_e7"])
        if zone.country == regime.target:
            return refutations.holds(name, f"{words} there ({zone.why}), where ships are lost and heard again at home")
    return refutations.passed(name, "it was outside them at both ends")


def _nearer(scene: Scene) -> Refutation:
    """Test for another number that the second may as well continue, and nearer by."""
    name = "another number that fits better"
    if scene.nearer is None:
        return refutations.passed(name, "no other number that the second could continue was lost nearer")
    away = scene.nearer["distance_dm"] / 10_000
    said = f"MMSI {scene.nearer['mmsi']:09d}, alike too, was lost {away:.0f} km from where the second was first heard"
    return refutations.holds(name, f"{said}; this one {scene.change['distance_dm'] / 10_000:.0f} km")


def _beyond(scene: Scene, found: Refutation) -> Refutation:
    """Let a course from the target outweigh that nobody is heard astern: off its coast nobody listens."""
    if found.outcome == "refutes" and scene.came:
        return refutations.against(found.name, f"{found.why}; but {scene.came}")
    return found


def _lading(scene: Scene) -> Refutation:
    """Test whether anything but the two numbers themselves speaks of a voyage: draughts, or that it came back there."""
    name, said = "nothing speaks of cargo", _draughts(scene)
    if scene.deeper:
        return refutations.passed(name, said)
    if -scene.risen_dm >= unheard_calls.DEEPER_DM:
        return refutations.holds(name, f"{said} It came back lighter")
    if scene.came:
        return refutations.against(name, f"{said} But {scene.came}; that it loaded is not told")
    away = scene.change["distance_dm"] / 10
    told = f"{said} The second was first heard {away / 1_000:.0f} km from where the first was lost"
    if away > BACK_M:
        return refutations.holds(name, f"{told}, where {BACK_M / 1_000:.0f} km are the most without a deeper draught")
    return refutations.against(name, f"{told}, as on a way there and back; that it loaded is not told")
