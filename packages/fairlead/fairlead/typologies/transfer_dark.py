"""Typology: a transfer that would explain why one ship lay still at sea while another, which could come, was silent.

The silent ship is one under the target State's flag or a listed one. Meetings in which both were heard are left to
``transfer_flagged.py`` and ``transfer_listed.py``; which silent ship could have been there is for ``silences.py``.
Where nobody else passed where it was lost or heard again, its silence counts as its own only where both draughts
changed over, others were heard around both ends meanwhile, and on at most one day in twenty one is lost at either.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import compress
from typing import TYPE_CHECKING, Any

import numpy as np

from fairlead.law import Regime
from fairlead.shapes import E7
from fairlead.typologies import citing, engagements, moments, placing, transfers
from fairlead.typologies.candidates import Rejected, refuted
from fairlead.typologies.engagements import Party, Proof
from fairlead.typologies.grounds import aftermath, concerned, refutations, ships, silences
from fairlead.typologies.grounds.doors import Doors
from fairlead.typologies.grounds.lading import CHANGE_DM
from fairlead.typologies.grounds.linked import event_ref, on_tracks, overlapping
from fairlead.typologies.grounds.rivals import Rivals
from fairlead.typologies.grounds.ships import Ships
from fairlead.typologies.grounds.silences import Change, Pair
from fairlead.typologies.occasion import Occasion, Refutation, Typology, occasion_id
from fairlead.typologies.transfers import PETROLEUM, Side

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from fairlead.typologies.world import World

NAME = "transfer_dark"
VERSION = 18
TITLE = "Transfer that would explain a ship's stay at sea beside another's silence"
DOES_NOT_SHOW = (
    "Nobody was heard beside the ship that lay still. That another was silent then, was near before or after, or could "
    "have come, does not show that the two met, nor that anything passed, what, or which way. Ships lie still at sea "
    "to wait for orders, berths, tides and weather, to mend an engine, to clean tanks, or beside a third ship that "
    "nobody hears. A meeting of two ships that were both silent cannot be found at all. A gap in AIS is not evasion. "
    "Draught is typed in by the crew and may be stale or false. Silences that never ended, stays within 20 nautical "
    "miles of a coast and those shorter than the detector's are not seen."
)

ROADS_M = 10_000.0  # ours: others who lie still this near make the place roads
ROADS_SHIPS = 3  # ours: how many of them
LONGEST_US = 30 * 24 * 3_600_000_000  # as unheard_calls.py: a longer silence fits any number of meetings
MANY = 3  # ours: with so many other silent ships in reach, that one of them fits is chance


@dataclass(frozen=True)
class Scene:
    """A pair of ships with what else the case knows of the time and the place."""

    regime: Regime
    pair: Pair
    visible: Side
    silent: Side
    flagged: bool  # the silent ship is one of the target State's flag; else a listed one
    beside: Sequence[Mapping[str, Any]]  # encounters of the visible ship during its stay
    lying: int  # other ships that lay still near by then
    stops: Sequence[Mapping[str, Any]]  # of the visible ship
    others: int  # further silent ships that could have been there
    doors: Doors
    rivals: Rivals

    @property
    def names(self) -> list[str]:
        """Both ships in words, the visible one first."""
        return [self.visible.ship.called(), self.silent.ship.called()]


def find(world: World) -> Iterator[Occasion | Rejected]:
    """Yield an occasion or a rejection for each stay at sea beside a silence, at most one a stay and one a silence."""
    stays = world.events["loitering"]
    for regime in world.regimes.values():
        if not regime.obligations.get("transfer_flagged"):
            continue
        gaps = of_interest(world, regime)
        pairs = silences.pairs(world, gaps, stays, silences.lain_on(world, gaps))
        pairs = list(compress(pairs, placing.are_offshore([one.stay for one in pairs], "start")))
        used: set[str] = set()
        for scene in _scenes(world, regime, pairs):
            rests_on = {one["id"] for one in (*_rests_on(scene.pair.stay), scene.pair.gap)}
            if rests_on & used:
                continue
            found = _judge(world, scene)
            if isinstance(found, Occasion):
                used |= rests_on
            if found is not None:
                yield found


def of_interest(world: World, regime: Regime) -> ir.Table:
    """Return the silences of ships under the target State's flag and of listed ships."""
    gaps, listed = world.events["gap"], concerned.listed(world)
    digits = (gaps.mmsi // 1_000_000).isin(concerned.flag_range(regime.target))
    return gaps.filter(digits | gaps.mmsi.isin(sorted(set(listed)) or [-1]))


def _scenes(world: World, regime: Regime, pairs: Sequence[Pair]) -> Iterator[Scene]:
    """Yield what is known of each pair, in the pairs' order."""
    known = Ships(world.static_reports, [row["mmsi"] for one in pairs for row in (one.stay, one.gap)])
    tracks = [one.stay["track"] for one in pairs]
    met = transfers.encounters_of(world, tracks)
    stops = on_tracks(world.events["port_visit"], tracks)
    still = _Still(world.events["loitering"])
    gaps = Counter((one.stay["id"], one.gap["mmsi"]) for one in pairs)
    of_stay = Counter(one.stay["id"] for one in pairs)
    doors, rivals = Doors(world, [one.gap for one in pairs]), Rivals(world, [one for one in pairs if one.opposite])
    for one in pairs:
        stay, gap = one.stay, one.gap
        visible, silent = (known.at(row["mmsi"], row["start_us"]) for row in (stay, gap))
        sides = [
            Side(ship, tuple(world.fleet.matches(ship, moments.iso(stay["start_us"])))) for ship in (visible, silent)
        ]
        yield Scene(
            regime,
            one,
            sides[0],
            sides[1],
            sides[1].flies(regime.target) is not None,
            overlapping(met.get(stay["track"], ()), stay["start_us"], stay["end_us"]),
            still.beside(stay),
            stops.get(stay["track"], ()),
            of_stay[stay["id"]] - gaps[stay["id"], gap["mmsi"]],
            doors,
            rivals,
        )


class _Still:
    """Which ships lay still when and where, to be asked for each stay of many."""

    def __init__(self, stays: ir.Table) -> None:
        self._rows = stays.filter(stays.end_us.notnull()).to_pyarrow().to_pylist()
        self._start_us, self._end_us, self._lat_e7 = (
            np.array([one[name] for one in self._rows], np.int64) for name in ("start_us", "end_us", "start_lat_e7")
        )
        self._near_e7 = round(2 * ROADS_M / 110_000 * E7)  # a degree of latitude is 110.6 km or more

    def beside(self, stay: Mapping[str, Any]) -> int:
        """Return how many others lay still near by in the time of a stay."""
        near = np.abs(self._lat_e7 - stay["start_lat_e7"]) <= self._near_e7
        near &= (self._start_us <= stay["end_us"]) & (self._end_us >= stay["start_us"])
        others = (self._rows[at] for at in np.flatnonzero(near) if self._rows[at]["track"] != stay["track"])
        return sum(_apart_m(stay, other) <= ROADS_M for other in others)


def _apart_m(stay: Mapping[str, Any], other: Mapping[str, Any]) -> float:
    at, there = ((one["start_lat_e7"], one["start_lon_e7"]) for one in (stay, other))
    return placing.distance_m(*at, *there)


def _rests_on(stay: Mapping[str, Any]) -> Sequence[Mapping[str, Any]]:
    """Return the events that a stay is made of: itself, unless it was put together."""
    rests_on: Sequence[Mapping[str, Any]] = stay.get("rests_on", (stay,))
    return rests_on


def _at(pair: Pair) -> tuple[int, int]:
    return pair.stay["start_lat_e7"], pair.stay["start_lon_e7"]


def _judge(world: World, scene: Scene) -> Occasion | Rejected | None:
    """Return what becomes of a pair; None where the two were heard together, or the silent ship was not listed then."""
    stay, gap, regime = scene.pair.stay, scene.pair.gap, scene.regime
    day, start = moments.day(stay["start_us"]), moments.iso(stay["start_us"])
    if any(row["other_mmsi"] == gap["mmsi"] for row in scene.beside):
        return None
    if not scene.flagged and not any(match.ship.listed_by(day) and match.certain for match in scene.silent.matches):
        return None
    if scene.flagged and scene.visible.flies(regime.target):
        why = "both ships carry the target State's flag; no other State's ship took part"
        return Rejected(NAME, tuple(scene.names), start, "both under one flag", why)
    tests = _tests(scene)
    rejection = refuted(NAME, scene.names, start, tests)
    if rejection:
        return rejection
    made = _occasion(world, scene, tests)
    if made is None:
        why = f"no measure that such a transfer could touch was in force on {day}"
        return Rejected(NAME, tuple(scene.names), start, "date before the measure", why)
    return made


def _occasion(world: World, scene: Scene, tests: Sequence[Refutation]) -> Occasion | None:
    stay, gap, regime = scene.pair.stay, scene.pair.gap, scene.regime
    tanker = any(side.ship.ship_type in ships.TANKERS for side in (scene.visible, scene.silent))
    kind = "transfer_flagged" if scene.flagged else "transfer"
    plausible = PETROLEUM if tanker else frozenset[str]()
    engaged = engagements.engage(regime, kind, _parties(scene), _evidence(world, scene), plausible=plausible)
    if not engaged:
        return None
    place = placing.place("stay", *_at(scene.pair))
    return Occasion(
        id=occasion_id(NAME, [stay["mmsi"], gap["mmsi"]], [regime.id, stay["start_us"], *_at(scene.pair)]),
        regime=regime.id,
        typology=Typology(NAME, VERSION),
        basis="observed",
        title=f"{_said(scene)}; would engage {engagements.cited(engaged)} if they met",
        start=moments.iso(stay["start_us"]),
        start_precision="second",
        end=moments.iso(stay["end_us"]),
        end_precision="second",
        places=(place,),
        subjects=(scene.visible.ship.subject("ship lying still"), scene.silent.ship.subject("silent ship")),
        goods=(),
        events=(*(event_ref(one) for one in _rests_on(stay)), event_ref(gap)),
        engagements=engaged,
        refutations=tuple(tests),
        does_not_show=DOES_NOT_SHOW,
    ).sealed()


def _said(scene: Scene) -> str:
    """Return who lay where for how long, and how near the silent ship was heard, without saying that they met."""
    stay, gap, pair = scene.pair.stay, scene.pair.gap, scene.pair
    lay, silent = scene.names
    where = placing.at(placing.place("stay", *_at(pair)))
    days = moments.span(moments.day(stay["start_us"]), moments.day(stay["end_us"]))
    heard = "last heard" if pair.last_heard else "next heard"
    said = f"{lay[0].upper()}{lay[1:]} lay still for {moments.hours(stay['end_us'] - stay['start_us'])} {where}, {days}"
    silence = moments.hours(gap["end_us"] - gap["start_us"])
    changed = ", and one came out lighter, the other deeper" if pair.opposite else ""
    return f"{said}, while {silent}, {heard} {pair.away_m / 1_000:.0f} km away, was silent for {silence}{changed}"


def _parties(scene: Scene) -> dict[str, Party]:
    start, end = moments.day(scene.pair.stay["start_us"]), moments.day(scene.pair.stay["end_us"])
    flag = scene.visible.flag()
    why = f"The {scene.names[0]} carries the digits of {flag}." if flag else "The flag of the other ship is not known."
    addressed = flag if scene.flagged else scene.silent.flag()
    return {
        "flag State": Party(
            addressed or "undetermined", start, end, {"actor": Proof("missing", f"{why} That they met was not seen.")}
        ),
        "supplying State": Party("undetermined", start, end),
        "target State": Party(scene.regime.target, start, end),
    }


def _evidence(world: World, scene: Scene) -> dict[str, Proof]:
    """Return what the pair bears on; nothing is more than indicated, and the meeting only by draughts that changed."""
    pair, regime = scene.pair, scene.regime
    day = moments.day(pair.stay["start_us"])
    ends = [*citing.ends(world.exhibits, pair.stay), *citing.ends(world.exhibits, pair.gap)]
    told = [report for one in (pair.visible, pair.silent) if one for report in (one.before, one.after)]
    cited = citing.merged([*ends, *citing.rows(world.exhibits, *((one.exhibit, one.row) for one in told))])
    flag = scene.silent.flies(regime.target)
    found = {
        "transfer": Proof("indicated" if pair.opposite else "missing", f"{_said(scene)}. {_draughts(scene)}", cited),
        "goods": Proof("missing", "A track shows no goods, nor whence or whither they went."),
        "supply": Proof("missing", "That anything passed, and which way, was not seen."),
        "date": Proof("indicated", f"If they met, it was about {day}.", cited),
        "grounds": Proof("missing", "What the State knew, and when, is not in a track."),
    }
    if flag is not None:
        found["flag"] = Proof("indicated", flag.why, flag.exhibits or cited)
    return found


def _draughts(scene: Scene) -> str:
    both = (("The one that lay still", scene.pair.visible), ("The silent one", scene.pair.silent))
    return " ".join(f"{who} reported {_reported(change)}." for who, change in both)


def _reported(change: Change | None) -> str:
    return change.said() if change else aftermath.NO_DRAUGHT


def _tests(scene: Scene) -> list[Refutation]:
    """Return the innocent explanations of a stay at sea beside a silence, tested."""
    sides = (scene.visible, scene.silent)
    return [
        *(refutations.kind_of_ship(side.ship, ships.PASSENGER, "carries passengers") for side in sides),
        _kinds(scene),
        _third_ship(scene),
        _roads(scene),
        _berth(scene),
        _reception(scene),
        _edge(scene),
        _long(scene),
        _draught(scene),
        _at_home(scene),
        _others(scene),
        _cargo(scene),
        _waited(scene),
        refutations.unchecked("engine trouble", "nothing in a track tells; ask owner and agent"),
        refutations.notified(),
    ]


def _kinds(scene: Scene) -> Refutation:
    """Test whether the two can pass cargo to each other: oil goes from tanker to tanker, dry cargo to neither."""
    name, both = "kinds that pass no cargo", [side.ship.ship_type for side in (scene.visible, scene.silent)]
    if None in both:
        return refutations.unchecked(name, "the kind of one ship is not known")
    tankers = [kind in ships.TANKERS for kind in both]
    if tankers[0] != tankers[1]:
        one, other = scene.names if tankers[0] else scene.names[::-1]
        return refutations.holds(name, f"{one} is a tanker and {other} is none")
    return refutations.passed(name, "both are tankers" if tankers[0] else "neither is a tanker")


def _third_ship(scene: Scene) -> Refutation:
    name = "beside another ship"
    if scene.beside:
        numbers = ", ".join(f"{row['other_mmsi']:09d}" for row in scene.beside)
        return refutations.holds(name, f"it lay beside a ship that was heard (MMSI {numbers}), which explains its stay")
    return refutations.passed(name, "no ship that was heard lay beside it: none bunkered, supplied or towed it")


def _roads(scene: Scene) -> Refutation:
    name, said = "roads", f"{scene.lying} other ships lay still within {ROADS_M / 1_000:.0f} km in that time"
    stay = scene.pair.stay
    anchored = overlapping(scene.stops, stay["start_us"], stay["end_us"])
    if anchored:
        return refutations.holds(name, "it lay at a known port or anchorage for part of the time")
    if scene.lying >= ROADS_SHIPS:
        return refutations.holds(name, f"{said}, where {ROADS_SHIPS} make the place roads")
    return refutations.passed(name, said)


def _berth(scene: Scene) -> Refutation:
    """Test for a wait: the next stop was soon after, in a port near by, and nothing says that cargo passed before."""
    name, stay = "waiting for a berth", scene.pair.stay
    stop = aftermath.next_stop(scene.stops, stay)
    if stop is None:
        return refutations.passed(name, "no later stop in a port was heard")
    port = placing.place("next stop", stop.row["start_lat_e7"], stop.row["start_lon_e7"], id=stop.row["place"])
    said = f"its next stop was {placing.named(port)}, {stop.off}"
    if not stop.near_and_soon:
        return refutations.passed(name, said)
    return refutations.against(name, said) if scene.pair.opposite else refutations.holds(name, said)


def _reception(scene: Scene) -> Refutation:
    """Test for the edge of reception: where nobody else was heard, the silent ship need not have been silent at all.

    Unless draughts changed over, and others were heard around it then and are hardly ever lost there: then nobody
    passed, and receivers heard. Nearness alone says too little to stand on that.
    """
    gap = scene.pair.gap
    found = refutations.reception([dict(gap)], gap["end_us"] - gap["start_us"], "the silent ship")
    nobody = not gap["heard_start"] or not gap["heard_end"]
    if not nobody:
        return found
    if scene.pair.opposite and (well := scene.doors.well_heard(gap)) is not None:
        return refutations.unchecked(found.name, f"{found.why}; but {well}")
    return _unless_alone(
        scene, refutations.holds(found.name, f"{found.why}; it may only have sailed to where nobody listens")
    )


def _edge(scene: Scene) -> Refutation:
    return _unless_alone(scene, scene.doors.test(scene.pair.gap, "the silent ship"))


def _unless_alone(scene: Scene, found: Refutation) -> Refutation:
    """Return a refutation as it is, unless draughts that changed over fit one silent ship alone: then they tell more.

    That a ship was silent by no act of its own says nothing of where it was. The draught of the one that lay still says
    that another came; and of all ships that nobody heard then, whatever their flag, one alone can have been that.
    """
    if found.outcome != "refutes" or not scene.pair.opposite:
        return found
    if scene.rivals.of(scene.pair, scene.visible.ship):
        return found
    alone = "of all silent ships of any flag this one alone could have been there"
    return refutations.against(found.name, f"{found.why}; but one came out lighter and the other deeper, and {alone}")


def _draught(scene: Scene) -> Refutation:
    name, pair = "draught unchanged", scene.pair
    if pair.opposite:
        return refutations.passed(name, _draughts(scene))
    known = [one for one in (pair.visible, pair.silent) if one]
    if not known:
        return refutations.unchecked(name, _draughts(scene))
    changed = any(abs(one.dm) >= CHANGE_DM for one in known)
    return (refutations.against if changed else refutations.holds)(name, _draughts(scene))


def _cargo(scene: Scene) -> Refutation:
    """Test whether anything speaks of cargo, as decision 20 asks: what kinds the two are, or a draught that tells."""
    name = "nothing speaks of cargo"
    sides, pair = (scene.visible, scene.silent), scene.pair
    unknown = [side.ship.called() for side in sides if side.ship.ship_type is None]
    if not unknown:
        return refutations.passed(name, "both ships report of what kind they are")
    if pair.visible or pair.silent:
        return refutations.unchecked(name, f"{unknown[0]} reports no kind; draughts stand apart")
    return refutations.holds(name, f"{unknown[0]} reports no kind, and no draught before and after of either is known")


def _long(scene: Scene) -> Refutation:
    name, gap = "one meeting", scene.pair.gap
    hours = moments.hours(gap["end_us"] - gap["start_us"])
    if gap["end_us"] - gap["start_us"] > LONGEST_US:
        return refutations.holds(name, f"a silence of {hours} fits any number of meetings, or a ship laid up")
    return refutations.passed(name, f"a silence of {hours} is of a length for one meeting")


def _waited(scene: Scene) -> Refutation:
    """Test for a stay too long for one transfer, unless the silent ship was heard beside it before or after."""
    if scene.pair.away_m <= silences.NEAR_M:
        return refutations.unchecked("waiting for orders", "nothing in a track tells; ask owner and agent")
    return refutations.waited(scene.pair.stay)


def _at_home(scene: Scene) -> Refutation:
    """Test for a cargo that the silent ship may have landed at home, unheard, where draughts alone join the two."""
    name, pair = "landed at home", scene.pair
    if pair.away_m <= silences.NEAR_M or pair.silent is None or pair.silent.dm >= 0:
        return refutations.passed(name, "it came out no lighter, or was heard near")
    tanker = scene.silent.ship.ship_type in ships.TANKERS
    if tanker or not scene.flagged or not silences.may_have_called_at(pair.gap, scene.regime.target):
        return refutations.passed(
            name, f"it had no time to land it in {scene.regime.target}, or is a tanker, which fetches"
        )
    why = f"{scene.names[1]} came out lighter, and had the time to land that in a port of its own"
    return refutations.holds(
        name, f"{why}; where the other lay is {pair.away_m / 1_000:.0f} km from the nearer end of its silence"
    )


def _others(scene: Scene) -> Refutation:
    name = "another silent ship"
    if scene.others >= MANY:
        return refutations.holds(name, f"{scene.others} further silent ships could have been there: one fits by chance")
    if scene.others:
        alike = "the nearest of those whose draught changed the opposite way" if scene.pair.opposite else "the nearest"
        further = "1 further silent ship" if scene.others == 1 else f"{scene.others} further silent ships"
        return refutations.against(name, f"{further} could have been there; this is {alike}")
    return refutations.passed(name, "no other silent ship of the flag or on a list could have been there")
