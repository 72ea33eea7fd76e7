"""Typology: a tanker that was silent within reach of the target State and came back from there.

The counterpart of ``dark_voyage.py``: what may have been landed, not loaded, in a call that nobody heard. Tankers land
their cargo everywhere, so that a lighter draught alone tells less than a deeper one: it must have been lost or heard
again off the target's coast, or on a course from its port. And who was off that coast, went towards a port of its and
came from one, within days, has been there whatever draught its crew entered. Calls that were heard are
``delivery_to_target.py``'s. Left out: dry cargo, of which no draught says what it is, and the target's own tankers,
which fetch what is allowed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from fairlead.law import Regime
from fairlead.shapes import US_PER_HOUR
from fairlead.typologies import citing, engagements, moments, placing
from fairlead.typologies.candidates import Rejected, refuted
from fairlead.typologies.engagements import Party, Proof
from fairlead.typologies.grounds import destinations, refutations, unheard_calls
from fairlead.typologies.grounds.courses import Courses, there_and_back
from fairlead.typologies.grounds.destinations import Destinations
from fairlead.typologies.grounds.doors import Doors
from fairlead.typologies.grounds.lading import HANDLED_US, LATE_US, Draught, entered_us
from fairlead.typologies.grounds.linked import on_tracks, overlapping
from fairlead.typologies.grounds.ships import TANKERS, Identity, Ships
from fairlead.typologies.occasion import Occasion, Refutation, Typology
from fairlead.typologies.transfers import PETROLEUM

if TYPE_CHECKING:
    from fairlead.typologies.world import World

NAME = "dark_supply"
VERSION = 6
OBLIGATION = "delivery_to_target"
TITLE = "Tanker that came back from the target State out of a silence"
DOES_NOT_SHOW = (
    "Nothing was heard of a call at a port of the target State: the silence was long enough for one, and the tanker "
    "came from there, mostly with less draught, that is all. What was aboard, how much was landed, and for whom, are "
    "not in a track. Supplies within the year's ceiling are allowed if notified, and notices are not public in full. "
    "It may have given its cargo to another ship at sea. A gap in AIS is not evasion. Draught is typed in by the crew "
    "and may be stale or false."
)

BRIEF_US = 5 * 24 * US_PER_HOUR  # ours: there, a discharge and back; no draught says what a longer silence was for

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Scene:
    """A tanker's silence from which it came back, and what else the case knows of it."""

    gap: dict[str, Any]
    ship: Identity
    drawn: tuple[Draught, Draught] | None  # before and after, where it came lighter
    came: str  # in words, how near it was to the target, or from which of its ports it was coming
    port: str  # the name of the one in reach that is nearest on the way
    call: Row | None  # its last call before the silence
    late: bool  # whether it entered no draught since it reached that call
    arrival: Row | None

    @property
    def said(self) -> str:
        """The silence, and the two draughts, in words."""
        if self.drawn is None:
            return f"It was silent for {unheard_calls.length(self.gap)}."
        before, after = self.drawn
        told = f"{before.dm / 10:.1f} m before and {after.dm / 10:.1f} m after"
        return f"It reported {told} a silence of {unheard_calls.length(self.gap)}."


def find(world: World) -> Iterator[Occasion | Rejected]:
    """Yield an occasion or a rejection for each silence of another State's tanker that came from the target lighter."""
    for regime in world.regimes.values():
        ports = placing.ports(regime.target)
        if not regime.obligations.get(OBLIGATION) or not ports:
            continue
        gaps = unheard_calls.near(world.events["gap"], ports).order_by(["start_us", "track"]).to_pyarrow().to_pylist()
        reached = {gap["id"]: there for gap, there in unheard_calls.all_in_reach(gaps, ports, unheard_calls.FAR_M)}
        gaps = [gap for gap in gaps if reached[gap["id"]]]
        fleet = Ships(world.static_reports, [gap["mmsi"] for gap in gaps])
        gaps = [gap for gap in gaps if _may_land(regime, fleet, gap)]
        tracks = [gap["track"] for gap in gaps]
        visits, voyages = (on_tracks(world.events[kind], tracks) for kind in ("port_visit", "voyage"))
        stays = on_tracks(world.events["loitering"], tracks)
        scenes = []
        for gap in gaps:
            own = visits.get(gap["track"], ())
            heard = overlapping(voyages.get(gap["track"], ()), gap["start_us"], gap["end_us"])
            if any(regime.target in (one["from_country"], one["to_country"]) for one in heard):
                continue
            arrival = unheard_calls.arrival_of(regime, fleet, gap, own, stays.get(gap["track"], ()))
            lighter, off = drawn(regime, gap, fleet, arrival), off_its_coast(regime, gap)
            if lighter is not None or off is not None:
                scenes.append((gap, arrival, lighter, off))
        # of the few that came out lighter, or were off its coast: the positions beside a silence are read for each
        kept = [gap for gap, *_ in scenes]
        courses, doors = Courses(world.legs, kept), Doors(world, kept)
        before = Courses(world.legs, kept, "start")
        bound = Destinations(world.static_reports, [gap["mmsi"] for gap in kept])
        for gap, arrival, lighter, off in scenes:
            here = reached[gap["id"]]
            both = there_and_back(gap, here, before, courses)
            told = whence(regime, gap, off, courses.coming_from(gap, here), both, lighter=lighter is not None)
            if told is not None:
                scene = _scene(gap, fleet, visits.get(gap["track"], ()), arrival, lighter, told, here[0].name)
                why = off or unheard_calls.own_silence(gap, ports, doors)
                edge = unheard_calls.edge(regime, gap, arrival, ports, doors, why)
                yield _judge(world, regime, scene, edge, _openly(bound, regime, gap))


def off_its_coast(regime: Regime, gap: Row) -> str | None:
    """Return :func:`unheard_calls.off_its_coast` of a silence of a length for a call: in a longer one it went on."""
    return unheard_calls.off_its_coast(regime, gap) if gap["end_us"] - gap["start_us"] <= BRIEF_US else None


def whence(
    regime: Regime, gap: Row, off: str | None, came: str | None, both: str | None, *, lighter: bool
) -> str | None:
    """Return in words what tells that a tanker came from the target out of a silence; None where nothing does.

    In words too: ``off``, that it was off the target's coast in one of a length for a call; ``came``, that it came on a
    course from there; ``both``, that it went on one as well. Where its draught does not say that it came ``lighter``,
    one of these is not enough.
    """
    if lighter:
        return off or both or came
    if off is None:
        return None
    return lay_off(regime, gap) or (f"{off}; {both}" if both else None)


def lay_off(regime: Regime, gap: Row) -> str | None:
    """Return in words that a ship was off the target's ports both when it was lost and when it was heard again."""
    ends = [placing.nearest(*placing.position(gap, edge)) for edge in ("start", "end")]
    if any(port.country != regime.target or not placing.PORT_M < metres <= placing.NEAR_M for port, metres in ends):
        return None
    (lost, lost_m), (again, again_m) = ends
    return f"it was lost {placing.km(lost_m)} off {lost.name} and heard again {placing.km(again_m)} off {again.name}"


def _may_land(regime: Regime, fleet: Ships, gap: Row) -> bool:
    ship = fleet.at(gap["mmsi"], gap["start_us"])
    return ship.ship_type in TANKERS and ship.flag != regime.target


def drawn(regime: Regime, gap: dict[str, Any], fleet: Ships, arrival: Row | None) -> tuple[Draught, Draught] | None:
    """Return the draughts before and after a silence; None where a ship did not come out of it lighter."""
    before = fleet.draught_before(gap["mmsi"], gap["start_us"])
    after = unheard_calls.came_with(regime, fleet, gap, before, arrival, under_way=True)
    if before is None or after is None or before.dm - after.dm < unheard_calls.DEEPER_DM:
        return None
    return before, after


def _scene(
    gap: dict[str, Any],
    fleet: Ships,
    visits: Sequence[Row],
    arrival: Row | None,
    drawn: tuple[Draught, Draught] | None,
    came: str,
    port: str,
) -> Scene:
    """Return what is known of a silence out of which a ship came back."""
    call = unheard_calls.call_before(visits, gap)
    told = [one for one in fleet.draughts(gap["mmsi"], gap["start_us"], gap["end_us"]) if one.t_us <= gap["start_us"]]
    late = call is not None and bool(told) and entered_us(told) < call["start_us"] - HANDLED_US
    return Scene(gap, fleet.at(gap["mmsi"], gap["start_us"]), drawn, came, port, call, late, arrival)


def _judge(world: World, regime: Regime, scene: Scene, edge: Refutation, openly: Refutation) -> Occasion | Rejected:
    gap, ship = scene.gap, scene.ship
    places = unheard_calls.places_of(gap, scene.arrival)
    parties = _parties(world, regime, scene)
    engaged = engagements.engage(regime, OBLIGATION, parties, _evidence(world, scene), plausible=PETROLEUM)
    tests = [
        refutations.supply_dated(bool(engaged), moments.day(gap["start_us"])),
        refutations.kind_of_ship(ship, frozenset(), "carries no oil"),
        unheard_calls.silence(regime, gap, scene.arrival, scene.came),
        unheard_calls.handled_elsewhere(regime, gap, "discharged"),
        openly,
        unheard_calls.went_abroad(regime, gap, scene.arrival),
        _landed_before(regime, scene),
        _supplier(scene),
        unheard_calls.one_voyage(gap),
        edge,
        refutations.unchecked("transfer at sea", "it may have given its cargo to another ship; nobody was heard"),
        refutations.notified_supply(),
    ]
    rejection = refuted(NAME, [ship.called()], moments.iso(gap["start_us"]), tests)
    if rejection:
        return rejection
    length, days = unheard_calls.length(gap), unheard_calls.days(gap)
    went = f", then went to {placing.named(places[-1])}" if scene.arrival else ""
    silent = f"Tanker {ship.named()} was silent for {length} within reach of {regime.target}, {days}"
    would = f"would engage {engagements.cited(engaged)} if it landed its cargo there, unless notified"
    title = f"{silent}, and came back from there{' lighter' if scene.drawn else ''}{went}; {would}"
    typology = Typology(NAME, VERSION)
    return unheard_calls.occasion(typology, regime, gap, scene.arrival, ship, title, engaged, tests, DOES_NOT_SHOW)


def _parties(world: World, regime: Regime, scene: Scene) -> dict[str, Party]:
    """Return who is addressed: whoever supplied it, the State of its flag, and the target State."""
    first, last = moments.day(scene.gap["start_us"]), moments.day(scene.gap["end_us"])
    heard, ship = citing.ends(world.exhibits, scene.gap), scene.ship
    flag = Proof("indicated", f"MMSI {ship.mmsi} carries the digits of {ship.flag}.", heard)
    whose = Proof("missing", "Where its cargo was loaded, and whose it was, is not told.")
    parties = {
        "target State": Party(regime.target, first, last),
        "supplying State": Party("undetermined", first, last, {"actor": whose}),
    }
    return parties | ({"flag State": Party(ship.flag, first, last, {"flag": flag})} if ship.flag else {})


def _evidence(world: World, scene: Scene) -> dict[str, Proof]:
    ends = citing.ends(world.exhibits, scene.gap)
    rows = ((one.exhibit, one.row) for one in scene.drawn or ())
    cited = citing.merged([*ends, *citing.rows(world.exhibits, *rows)])
    unheard = f"{scene.said} That was long enough to call at {scene.port}; nothing was heard of a call."
    return {
        "goods": Proof("missing", "A tanker's track shows no cargo; no document in this candidate names any."),
        "supply": Proof("missing", f"{unheard} {scene.came[0].upper()}{scene.came[1:]}.", cited),
        "amount": Proof("missing", "Whether it was notified, and how much it was, is not in a track."),
        "date": Proof("indicated", f"If there was a call, it was between {unheard_calls.days(scene.gap)}.", ends),
        "grounds": Proof("missing", "What the State knew, and when, is not in a track."),
    }


def _openly(bound: Destinations, regime: Regime, gap: Row) -> Refutation:
    """Test for a tanker that gave a port of the target State as its destination: its call is no hidden one."""
    name, reports = "stated destination", bound.during(gap["mmsi"], gap["start_us"], gap["start_us"])
    if not reports:
        return refutations.unchecked(name, "it had reported no destination by then")
    stated = destinations.read(reports[-1].text)
    if regime.target in stated.countries:
        return refutations.holds(name, f"it had given {stated.words()}: who says where it goes hides no way there")
    return refutations.passed(name, f"it had given {stated.words()}")


def _landed_before(regime: Regime, scene: Scene) -> Refutation:
    """Test for a cargo landed at the call before, in another State, that a late crew entered in the silence."""
    name, call = "discharged at the call before", scene.call
    if scene.drawn is None:
        return refutations.passed(name, "that it came back from the target does not rest on a draught")
    if call is None or call["country"] == regime.target:
        return refutations.passed(name, "no call in another State was heard before the silence")
    left = f"it left {placing.port_name(call)} {moments.moment(call['end_us'])}"
    if not scene.late:
        return refutations.passed(name, f"{left}, and entered its draught in that call or since")
    if scene.drawn[1].t_us > call["end_us"] + LATE_US:
        return refutations.passed(name, f"{left}; so long afterwards a crew does not enter what it landed there")
    return refutations.holds(name, f"{left} and entered nothing then, so that what it landed there may be entered late")


def _supplier(scene: Scene) -> Refutation:
    """Test for a tanker under the flag of the State that it came from, which may sell within the ceiling."""
    name, call = "supply within the ceiling", scene.call
    if call is not None and call["country"] == scene.ship.flag:
        return refutations.holds(name, f"it came from a port of its own State ({scene.ship.flag}), which may sell it")
    return refutations.passed(name, "it is not heard to have come from a port of its own State, which may sell it")
