"""Typology: a ship of the target's flag whose draught changed far out at sea, between two of its own State's ports.

A tanker that left home light and entered a deep draught at sea took cargo there, and a ship that entered what it loaded
at home and less of it at sea gave cargo away: the trip to a meeting, where the meeting itself was never heard. Of a
tanker nobody need have heard the call at home: it went on with the old draught for a day and more, far from there.
Stays at sea that tell by themselves are also ``transfer_unheard.py``'s; a meeting that was heard is
``transfer_flagged.py``'s. Left out: ships other than tankers that came deeper, which fetch lawful goods, and changes
after a call or a stay off another State's coast, which are of that.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from fairlead.events import columns
from fairlead.law import Regime
from fairlead.shapes import US_PER_HOUR
from fairlead.typologies import citing, engagements, moments, placing, transfers
from fairlead.typologies.candidates import Rejected, refuted
from fairlead.typologies.engagements import Party, Proof
from fairlead.typologies.grounds import concerned, departures, refutations, ships, silences, unlisted
from fairlead.typologies.grounds.doors import Doors
from fairlead.typologies.grounds.lading import (
    ARRIVED_US,
    CHANGE_DM,
    ENTERED_US,
    HANDLED_US,
    LATE_US,
    QUARTER,
    Draught,
    entered_us,
)
from fairlead.typologies.grounds.linked import event_ref, on_tracks
from fairlead.typologies.grounds.ships import TANKERS, Identity, Ships
from fairlead.typologies.occasion import Occasion, Refutation, Typology, occasion_id
from fairlead.typologies.transfers import PETROLEUM

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from fairlead.typologies.world import World

NAME = "changed_at_sea"
VERSION = 5
OBLIGATION = "transfer_flagged"
TITLE = "Ship of the target State's flag whose cargo seems to have come or gone at sea between two of its ports"
DOES_NOT_SHOW = (
    "Nobody was heard alongside. That the ship's crew entered another draught far from every port does not show that "
    "cargo passed, nor where, to or from whom, or what. A draught may be stale, false, mistyped or entered late, and "
    "water ballast changes it too. A transfer between two ships of one flag looks the same. What is not heard of a "
    "trip may have been a call."
)

AWAY_M = 100_000.0  # ours: half a day's sailing from home; nearer, a late crew is still on its way along the coast
SAILED_US = 36 * US_PER_HOUR  # ours: of 20 on simulated seas the two true ones nearest to their call had sailed 39 h
LIKE_US = 48 * US_PER_HOUR  # ours: two draughts that changed over within two days may be of one meeting
LIKE_M = 300_000.0  # ours: and what two coasters sail apart in a day

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Scene:
    """A draught that changed at sea, the call at home before it, and what else was heard of the trip."""

    regime: Regime
    event: Row
    ship: Identity
    left: Row  # the last call before, at home; of a tanker of which none was heard, where it was first heard
    called: bool  # whether it was a call
    before: Sequence[Draught]  # what it had reported until then, in order of time
    later: Sequence[Draught]  # what it reported after, until its next call
    lay: Sequence[Row]  # stays off another State's coast since it left, of which the draught may tell
    gaps: Sequence[Row]  # silences of twelve hours or more since then, of which it may tell
    following: Row | None
    own: Sequence[int]  # numbers of other ships of the flag whose draughts changed the other way near by
    beside: Sequence[Row]  # meetings that were heard, all along or at moments, since it left

    @property
    def since_us(self) -> int:
        """From when on the cargo may have come or gone."""
        return int(self.left["end_us"] if self.called else self.event["start_us"])

    @property
    def deeper_dm(self) -> int:
        """How much deeper it lay after it, in decimetres."""
        return int(self.event["to_draught_dm"] - self.event["from_draught_dm"])


def find(world: World) -> Iterator[Occasion | Rejected]:
    """Yield an occasion or a rejection for each draught of a ship of the target's flag that changed far from home."""
    for regime in world.regimes.values():
        if regime.obligations.get(OBLIGATION) and placing.ports(regime.target):
            scenes = list(_scenes(world, regime))
            doors = Doors(world, [gap for scene in scenes for gap in scene.gaps])
            for scene in scenes:
                yield _judge(world, scene, doors)


def of_interest(world: World, regime: Regime) -> ir.Table:
    """Return changes of draught, by more than fuel and water make up, of ships under the target State's flag."""
    changes = world.events["draught_change"]
    own = (changes.mmsi // 1_000_000).isin(concerned.flag_range(regime.target))
    return changes.filter(own, (changes.to_draught_dm - changes.from_draught_dm).abs() >= CHANGE_DM)


def _scenes(world: World, regime: Regime) -> Iterator[Scene]:
    changed = of_interest(world, regime).order_by(["start_us", "track"]).to_pyarrow().to_pylist()
    placed = [one for one in changed if None not in (one["start_lat_e7"], one["end_lat_e7"])]
    rows = [one for one in placed if all(_away(regime, one, edge) for edge in ("start", "end"))]
    fleet = Ships(world.static_reports, [one["mmsi"] for one in rows])
    tracks = {one["track"] for one in rows}
    heard = first_heard(world, tracks)
    visits = world.events["port_visit"]
    stops, berths = on_tracks(visits.filter(visits.stopped), tracks), unlisted.calls(world, regime)
    stays, gaps = (on_tracks(world.events[kind], tracks) for kind in ("loitering", "gap"))
    met = transfers.heard_together(world, tracks, world.glimpses)
    for one in rows:
        track, ship = one["track"], fleet.at(one["mmsi"], one["end_us"])
        if not tells(ship, one):
            continue
        calls = unlisted.merged(stops.get(track, ()), berths.get(track, ()))
        call = departures.last_call(calls, one["end_us"])
        left = call if call is not None else heard.get(track) if deeper(one) else None
        if left is None or not (call is None or departures.sailed_from(regime, call, one)):
            continue
        following = next((call for call in calls if call["start_us"] >= one["end_us"]), None)
        until_us = following["start_us"] if following is not None else one["end_us"] + silences.AFTER_US
        reports = fleet.draughts(one["mmsi"], one["start_us"], until_us)
        yield Scene(
            regime,
            one,
            ship,
            left,
            call is not None,
            [report for report in reports if report.t_us <= one["start_us"]],
            [report for report in reports if one["end_us"] <= report.t_us <= until_us],
            [stay for stay in stays.get(track, ()) if _told_of(left, stay, one) and _off_another(regime, stay)],
            [gap for gap in gaps.get(track, ()) if silences.long_enough(gap) and _told_of(left, gap, one)],
            following,
            sorted({other["mmsi"] for other in rows if _changed_over(one, other, fleet)}),
            [meeting for meeting in met.get(track, ()) if _since(left, meeting, one)],
        )


def first_heard(world: World, tracks: Collection[int]) -> dict[int, Row]:
    """Return where each of some tracks was first heard, in the shape of an event that lasted no time, of no place."""
    if not tracks:
        return {}
    own = columns.among(world.legs, "track", sorted(tracks))
    begun = own.group_by("track").agg(t_us=own.t_us.min())
    rows = begun.inner_join(own, ["track", "t_us"]).to_pyarrow().to_pylist()
    found = {row["track"]: row for row in sorted(rows, key=lambda row: (row["exhibit"], row["row"]), reverse=True)}
    return {track: _moment(row) for track, row in found.items()}


def _moment(row: Row) -> Row:
    names = ("lat_e7", "lon_e7", "exhibit", "row")
    ends = {f"{edge}_{name}": row[name] for edge in ("start", "end") for name in names}
    times = {"start_us": row["t_us"], "end_us": row["t_us"]}
    return {**ends, **times, "place": None, "country": None, "rests_on": ()}


def deeper(event: Row) -> bool:
    """Tell whether a ship came deeper."""
    return bool(event["to_draught_dm"] > event["from_draught_dm"])


def tells(ship: Identity, event: Row) -> bool:
    """Tell whether a change may be of cargo that measures touch: a tanker's that came, or another ship's that went."""
    return (ship.ship_type in TANKERS) == deeper(event)


def _away(regime: Regime, event: Row, edge: str) -> bool:
    return placing.off_m(event, edge, regime.target) >= AWAY_M


def _told_of(left: Row, other: Row, event: Row) -> bool:
    """Tell whether a draught may tell of something that the ship did after a call, or of where nobody heard it.

    Not of what was over a day and more before a deeper one was entered far from home: by then it is of something else.
    """
    over = deeper(event) and other["end_us"] is not None and other["end_us"] < event["start_us"] - ENTERED_US
    return _since(left, other, event) and not over


def _since(left: Row, other: Row, event: Row) -> bool:
    """Tell whether something began after a call, and before a crew that then entered its draught can have done so."""
    return bool(other["start_us"] >= left["end_us"] and other["start_us"] <= event["end_us"] + ARRIVED_US)


def _off_another(regime: Regime, stay: Row) -> bool:
    """Tell whether a ship lay off another State's coast: in roads off outer islands no port may tell whose they are."""
    at = placing.position(stay, "start")
    whose = placing.coast(*at)
    if whose is None:
        return not placing.offshore(*at) and placing.nearest(*at, country=regime.target)[1] >= AWAY_M
    return bool(whose != regime.target)


def _changed_over(one: Row, other: Row, fleet: Ships) -> bool:
    """Tell whether another ship's draught changed the other way, near by and in the same days, of a like kind."""
    if other["mmsi"] == one["mmsi"] or deeper(other) == deeper(one):
        return False
    if max(one["start_us"], other["start_us"]) - min(one["end_us"], other["end_us"]) > LIKE_US:
        return False
    tanker, others = (fleet.at(each["mmsi"], each["end_us"]).ship_type in TANKERS for each in (one, other))
    ends = (one["end_lat_e7"], one["end_lon_e7"], other["end_lat_e7"], other["end_lon_e7"])
    return tanker == others and placing.distance_m(*ends) <= LIKE_M


def _judge(world: World, scene: Scene, doors: Doors) -> Occasion | Rejected:
    start, tests = moments.iso(scene.since_us), _tests(scene, doors)
    rejection = refuted(NAME, [scene.ship.called()], moments.iso(scene.event["start_us"]), tests)
    if rejection:
        return rejection
    plausible = PETROLEUM if scene.ship.ship_type in TANKERS else frozenset[str]()
    engaged = engagements.engage(
        scene.regime, OBLIGATION, _parties(scene), _evidence(world, scene), plausible=plausible
    )
    if not engaged:
        why = f"no measure that such a transfer could touch was in force on {start[:10]}"
        return Rejected(NAME, (scene.ship.called(),), start, "date before the measure", why)
    event = scene.event
    calls = [one for one in (scene.left, scene.following) if one is not None]
    rests_on = [row for call in calls for row in call.get("rests_on", (call,))]
    return Occasion(
        id=occasion_id(NAME, [event["mmsi"]], [scene.regime.id, event["end_us"], *placing.position(event, "end")]),
        regime=scene.regime.id,
        typology=Typology(NAME, VERSION),
        basis="observed",
        title=f"{_said(scene)}; would engage {engagements.cited(engaged)} if it met a ship of another flag",
        start=start,
        start_precision="second",
        end=moments.iso(event["end_us"]),
        end_precision="second",
        places=(
            placing.place(
                "left" if scene.called else "first heard", *placing.position(scene.left, "end"), id=scene.left["place"]
            ),
            placing.place("draught changed", *placing.position(event, "end")),
        ),
        subjects=(scene.ship.subject("ship under the target's flag"),),
        goods=(),
        events=tuple(event_ref(one) for one in (event, *rests_on, *scene.gaps)),
        engagements=engaged,
        refutations=tuple(tests),
        does_not_show=DOES_NOT_SHOW,
    ).sealed()


def _said(scene: Scene) -> str:
    """Return whence the ship came, by how much its draught changed and where, without saying that anybody met."""
    event, called = scene.event, scene.ship.called()
    port = placing.place("left", *placing.position(scene.left, "end"), id=scene.left["place"])
    left = f"left {placing.named(port)}" if scene.called else f"was first heard {placing.at(port)}"
    where = placing.at(placing.place("draught changed", *placing.position(event, "end")))
    days = moments.span(moments.day(scene.since_us), moments.day(event["end_us"]))
    turned = f"{abs(scene.deeper_dm) / 10:.1f} m {'deeper' if scene.deeper_dm > 0 else 'lighter'}"
    return (
        f"{called[0].upper()}{called[1:]} {left} and was {turned} {where}, {days}, without a call that was heard; "
        "nobody was heard alongside"
    )


def _parties(scene: Scene) -> dict[str, Party]:
    start, end = moments.day(scene.since_us), moments.day(scene.event["end_us"])
    unknown = Proof("missing", "Who the other ship was is not known.")
    return {
        "flag State": Party("undetermined", start, end, {"actor": unknown}),
        "supplying State": Party("undetermined", start, end),
        "target State": Party(scene.regime.target, start, end),
    }


def _evidence(world: World, scene: Scene) -> dict[str, Proof]:
    """Return what the trip and the draughts bear on; nothing is more than indicated."""
    ends = citing.ends(world.exhibits, scene.event)
    rows = [(one.exhibit, one.row) for one in (*scene.before[-1:], *scene.later[:1])]
    cited = citing.merged([*ends, *citing.rows(world.exhibits, *rows)])
    taken = "took cargo aboard" if scene.deeper_dm > 0 else "gave cargo away"
    days = moments.span(moments.day(scene.since_us), moments.day(scene.event["end_us"]))
    return {
        "transfer": Proof("indicated", f"{_said(scene)}. It reported {_change(scene)}.", cited),
        "goods": Proof("missing", "A track shows no goods, nor whence or whither they went."),
        "supply": Proof("missing", f"By its draught the ship {taken}; what, and with whom, was not seen.", cited),
        "date": Proof("indicated", f"If cargo passed, it was in {days}.", cited),
        "grounds": Proof("missing", "What the State knew, and when, is not in a track."),
        "flag": Proof("indicated", f"MMSI {scene.ship.mmsi} carries the digits of {scene.regime.target}.", ends),
    }


def _change(scene: Scene) -> str:
    had, has = (scene.event[key] / 10 for key in ("from_draught_dm", "to_draught_dm"))
    return f"{had:.1f} m until {moments.moment(scene.event['start_us'])} and {has:.1f} m {_when(scene)}"


def _when(scene: Scene) -> str:
    return f"from {moments.moment(scene.event['end_us'])} on"


def _tests(scene: Scene, doors: Doors) -> list[Refutation]:
    """Return the innocent explanations of a draught that changed far from home, tested."""
    return [
        refutations.kind_of_ship(scene.ship, ships.PASSENGER, "carries passengers"),
        _mistyped(scene),
        _little(scene),
        _entered_late(scene),
        _called(scene),
        _silent_at_home(scene),
        _silent_abroad(scene, doors),
        _next_call(scene),
        _one_flag(scene),
        _heard_beside(scene),
        refutations.unchecked("water ballast or a wrong entry", f"It reported {_change(scene)}; nothing tells."),
        refutations.notified(),
    ]


def _heard_beside(scene: Scene) -> Refutation:
    """Test for a ship that was heard alongside: what passed there is for ``transfer_flagged.py`` to tell."""
    name = "heard alongside"
    if not scene.beside:
        return refutations.passed(name, "no ship was heard alongside since it left home")
    one = min(scene.beside, key=lambda one: (one["start_us"], one["mmsi"], one["other_mmsi"]))
    who = next(mmsi for mmsi in (one["mmsi"], one["other_mmsi"]) if mmsi != scene.ship.mmsi)
    why = f"MMSI {who:09d} was heard beside it, {moments.moment(one['start_us'])}: that meeting is judged by itself"
    return refutations.holds(name, why)


def _mistyped(scene: Scene) -> Refutation:
    name, had = "mistyped draught", scene.event["from_draught_dm"]
    if any(abs(one.dm - had) < CHANGE_DM for one in scene.later):
        return refutations.holds(name, f"it reported {_change(scene)}, and the old one again before its next call")
    return refutations.passed(name, f"it reported {_change(scene)}, and kept to it until its next call")


def _little(scene: Scene) -> Refutation:
    name, drawn = "little of its own range", [one.dm for one in (*scene.before, *scene.later)]
    reach = max(drawn, default=0) - min(drawn, default=0)
    said = f"{abs(scene.deeper_dm) / 10:.1f} m of the {reach / 10:.1f} m between its own least and most"
    return (refutations.passed if abs(scene.deeper_dm) >= QUARTER * reach else refutations.holds)(name, said)


def _entered_late(scene: Scene) -> Refutation:
    """Test for a crew that enters at sea what it did at home.

    A ship that came lighter may have landed at home what it brought along the coast: it must have entered there what it
    can have loaded, and less only days after it sailed. A tanker that came deeper must have entered something there, or
    have sailed for a day with the old draught, and for a day and a half until it entered the new one.
    """
    name, call = "entered late", scene.left
    if not scene.before:
        return refutations.holds(name, "nothing tells when it entered the draught that it left with")
    if not scene.called:
        since_us = scene.event["start_us"] - call["end_us"]
        said = f"it was heard with the old draught for {moments.hours(since_us)}, and no call before that was"
        return (refutations.holds if since_us < ENTERED_US else refutations.passed)(name, said)
    had_us = entered_us(scene.before)
    port = placing.named(placing.place("left", *placing.position(call, "end"), id=call["place"]))
    left = f"it left {port} {moments.moment(call['end_us'])}"
    sailed_us = scene.event["end_us"] - call["end_us"]
    if scene.deeper_dm < 0:
        if had_us < call["start_us"] + HANDLED_US:
            why = "and entered nothing there that it can have loaded: it may have landed at home what went"
            return refutations.holds(name, f"{left} {why}")
        if sailed_us <= LATE_US:
            why = f"and entered this {moments.hours(sailed_us)} after: it may have landed it there"
            return refutations.holds(name, f"{left} {why}")
    elif had_us < call["start_us"] and sailed_us < SAILED_US:
        return refutations.holds(name, f"{left} and entered this {moments.hours(sailed_us)} after: it may be of there")
    if had_us >= call["start_us"]:
        return refutations.passed(name, f"{left}, and had entered {scene.before[-1].dm / 10:.1f} m there or since")
    return refutations.passed(name, f"{left}, and reported the old draught still a day after that")


def _called(scene: Scene) -> Refutation:
    name = "lay off another State's coast"
    if not scene.lay:
        return refutations.passed(name, "it neither called nor lay off another State's coast since it left home")
    stay = scene.lay[0]
    where = placing.at(placing.place("stay", *placing.position(stay, "start")))
    return refutations.holds(name, f"it lay {where} on {moments.day(stay['start_us'])}, where cargo is handled too")


def _silent_at_home(scene: Scene) -> Refutation:
    """Test for a cargo of the coast's trade, fetched or landed in a call at home that nobody heard.

    Who is on its way back to the coast that it left does not first go there, out again and home with what it fetched.
    """
    name, target = "called at home unheard", scene.regime.target
    for gap in scene.gaps:
        if not silences.may_have_called_at(gap, target):
            continue
        said = f"it was silent for {moments.hours(gap['end_us'] - gap['start_us'])}, long enough to call at a port of"
        out = all(_away(scene.regime, gap, edge) for edge in ("start", "end")) and scene.deeper_dm > 0
        if not out or not _back(scene):
            return refutations.holds(name, f"{said} {target}")
        why = "but it was out at sea before and after, and went back to the coast that it had left"
        return refutations.against(name, f"{said} {target}; {why}")
    return refutations.passed(name, f"it had no time to call at a port of {target} unheard")


def _back(scene: Scene) -> bool:
    """Tell whether its next call was on the coast of the target's that it had left."""
    following = scene.following
    if following is None or not scene.called:
        return following is not None and following["country"] == scene.regime.target
    return placing.one_coast(placing.position(scene.left, "end"), placing.position(following, "start"))


def _silent_abroad(scene: Scene, doors: Doors) -> Refutation:
    """Test for a call in another State that receivers missed, from which a ship openly comes home with its cargo."""
    name = "called abroad unheard"
    for gap in scene.gaps:
        if not silences.may_have_called(gap, scene.regime.target):
            continue
        length_us = gap["end_us"] - gap["start_us"]
        for end, words in (("start", "fell silent"), ("end", "was heard again")):
            port = placing.by_port_abroad(*placing.position(gap, end), scene.regime.target)
            if port is not None:
                return refutations.holds(name, f"it {words} {port}, where it may have handled cargo")
        heard, edge = refutations.reception([dict(gap)], length_us), doors.test(gap)
        said = f"it was silent for {moments.hours(length_us)}, long enough to call at a port of another State"
        if heard.outcome != "speaks against it" and heard.outcome != "does not refute":
            return refutations.holds(name, f"{said}; {heard.why}")
        if edge.outcome == "refutes":
            return refutations.holds(name, f"{said}; {edge.why}")
        return refutations.against(name, f"{said}, and it was silent by itself: {heard.why}")
    return refutations.passed(name, "it had no time to call at a port of another State unheard")


def _next_call(scene: Scene) -> Refutation:
    name, following = "cargo for another port", scene.following
    if following is None:
        return refutations.unchecked(name, "its next call was not heard")
    port = placing.named(placing.place("next", *placing.position(following, "start"), id=following["place"]))
    if following["country"] != scene.regime.target:
        return refutations.holds(name, f"its next call was {port}, where it may have been bound with what it had")
    if not _back(scene):
        why = "on another coast of its own, to which it may have carried what it had loaded at home"
        return refutations.holds(name, f"its next call was {port}, {why}")
    return refutations.passed(name, f"it went back: its next call was {port}")


def _one_flag(scene: Scene) -> Refutation:
    name = "between ships of one flag"
    if scene.own:
        own = ", ".join(f"MMSI {mmsi:09d}" for mmsi in scene.own)
        return refutations.holds(name, f"draughts of others of the flag changed the other way near by: {own}")
    return refutations.passed(name, "no other ship of the flag is known to have changed its draught the other way near")
