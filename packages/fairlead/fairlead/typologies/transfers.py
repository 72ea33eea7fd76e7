"""What the two transfer typologies share: encounters of two ships, their innocent explanations, the occasion's frame.

A pair is taken as it comes from the encounter detector; which pairs matter is for ``transfer_flagged.py`` and
``transfer_listed.py``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from fairlead.law import Regime
from fairlead.shapes import US_PER_HOUR
from fairlead.typologies import citing, engagements, moments, placing
from fairlead.typologies.engagements import Party, Proof
from fairlead.typologies.grounds import aftermath, berths, lain, refutations, ships
from fairlead.typologies.grounds.aftermath import Aftermath, Aftermaths
from fairlead.typologies.grounds.berths import Others
from fairlead.typologies.grounds.glimpses import Glimpses
from fairlead.typologies.grounds.lading import CHANGE_DM
from fairlead.typologies.grounds.linked import event_ref, kinds_on_tracks, on_tracks, overlapping
from fairlead.typologies.grounds.listed import ListedShips, Match
from fairlead.typologies.grounds.ships import Identity, Ships
from fairlead.typologies.occasion import Citation, Engagement, Occasion, Place, Refutation, Typology, occasion_id

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from fairlead.typologies.world import World

UNDER_WAY_DKN = 20  # GFW's encounter: median speed under 2 kn
NEAR_COASTS = ("port", "internal waters", "territorial sea")  # zones in which ships wait at anchor
PETROLEUM = frozenset({"petroleum"})
ABREAST_DM = 500  # ours: two ships fast to each other, both houses aft, are half of both beams apart
SWING_M = 1_852.0  # ours: who drifts farther between two times near each other does not lie at anchor
SWUNG_PARTS = 3  # ours: once, a hole may part two that lay on; twice and more, they parted


@dataclass(frozen=True)
class Side:
    """One of the two ships, with what lists say of it."""

    ship: Identity
    matches: tuple[Match, ...]

    def flag(self) -> str | None:
        """The flag that its MMSI carries, else the one of the list that knows it by IMO number."""
        listed = [match.ship.flag for match in self.matches if match.certain and match.ship.flag]
        return self.ship.flag or (listed[0] if listed else None)

    def flies(self, state: str) -> Proof | None:
        """Return how far the exhibits show that it flew a State's flag; None where nothing says so."""
        known = [match for match in self.matches if match.certain and match.ship.flag == state]
        if known:
            why = f"The {self.ship.called()} is on a list under the flag of {state}: {known[0].why}."
            return Proof("shown", why, known[0].ship.cited)
        if self.ship.flag == state:
            return Proof("indicated", f"MMSI {self.ship.mmsi} carries the digits of {state}; a number can be false.")
        return None


@dataclass(frozen=True)
class Meeting:
    """An encounter with both of its ships; ``visits`` are the port visits of either that overlap it."""

    encounter: Mapping[str, Any]
    one: Side
    other: Side
    visits: tuple[tuple[Mapping[str, Any], ...], tuple[Mapping[str, Any], ...]]
    place: Place
    cited: tuple[Citation, ...]
    after: Aftermath
    exhibits: Mapping[int, str]
    others: Others  # who else lay there, at any time; off the open sea alone

    @property
    def sides(self) -> tuple[Side, Side]:
        """Both ships, the one of the lower track first."""
        return self.one, self.other

    @property
    def at(self) -> tuple[int, int]:
        """Where it began, in 1e-7 degrees of latitude and longitude."""
        return self.encounter["start_lat_e7"], self.encounter["start_lon_e7"]

    @property
    def names(self) -> list[str]:
        """Both ships in words."""
        return [side.ship.called() for side in self.sides]


def meetings(
    world: World, encounters: ir.Table, fleet: ListedShips, glimpsed: Sequence[Mapping[str, Any]] = ()
) -> list[Meeting]:
    """Return encounters with both ships known as far as they are, in order of time; those ``glimpsed`` last."""
    heard = encounters.order_by(["start_us", "track", "other_track"]).to_pyarrow().to_pylist()
    rows = [*_joined(heard), *glimpsed]
    known = Ships(world.static_reports, [number for row in rows for number in (row["mmsi"], row["other_mmsi"])])
    visits = on_tracks(
        world.events["port_visit"], [track for row in rows for track in (row["track"], row["other_track"])]
    )
    afterwards = Aftermaths(world, rows, known)
    others = berths.others(world, rows)
    return [
        _meeting(world, row, known, visits, fleet, afterwards.of(row), lay)
        for row, lay in zip(rows, others, strict=True)
    ]


def _joined(rows: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Return encounters in order of time, those of one pair that only a hole parts as one.

    In under twelve hours nobody goes off with a cargo and comes back to the same place beside the same ship; there the
    two lay on, unheard. Distance and speed are those of the longest part.
    """
    last: dict[tuple[int, int], list[Mapping[str, Any]]] = {}
    parts: list[list[Mapping[str, Any]]] = []
    for row in rows:
        pair = (row["track"], row["other_track"])
        if pair in last and _only_a_hole(last[pair][-1], row):
            last[pair].append(row)
        else:
            last[pair] = [row]
            parts.append(last[pair])
    return [_one(several) for several in parts]


def _only_a_hole(before: Mapping[str, Any], row: Mapping[str, Any]) -> bool:
    if before["end_us"] is None or row["start_us"] - before["end_us"] >= lain.HOLE_US:
        return False
    ends = (before["end_lat_e7"], before["end_lon_e7"], row["start_lat_e7"], row["start_lon_e7"])
    return placing.distance_m(*ends) <= lain.DRIFT_M


def _one(parts: Sequence[Mapping[str, Any]]) -> Mapping[str, Any]:
    if len(parts) == 1:
        return parts[0]
    longest = max(parts, key=lambda one: (one["end_us"] or one["start_us"]) - one["start_us"])
    told = {name: longest[name] for name in ("median_distance_dm", "median_speed_dkn")}
    until = {key: parts[-1][key] for key in ("end_us", "end_lat_e7", "end_lon_e7", "end_exhibit", "end_row")}
    nearest = min(one["min_distance_dm"] for one in parts)
    return {**parts[0], **until, **told, "min_distance_dm": nearest, "rests_on": tuple(parts)}


def encounters_of(world: World, tracks: Sequence[int]) -> dict[int, list[dict[str, Any]]]:
    """Return the encounters of some tracks, whichever side of a pair they are."""
    encounters = world.events["encounter"]
    turned = encounters.mutate(track=encounters.other_track, other_mmsi=encounters.mmsi)
    sides = kinds_on_tracks({"one": encounters, "other": turned}, tracks)
    return {track: [*sides["one"].get(track, ()), *sides["other"].get(track, ())] for track in tracks}


def heard_together(world: World, tracks: Iterable[int], glimpsed: Glimpses) -> dict[int, list[Mapping[str, Any]]]:
    """Return, by track, the meetings of some tracks that were heard, all along or at moments, in no order.

    ``glimpsed``: at which moments their ships were, and perhaps others.
    """
    wanted = sorted(set(tracks))
    found: dict[int, list[Mapping[str, Any]]] = {}
    for track, rows in encounters_of(world, wanted).items():
        found[track] = [*rows]
    for row in glimpsed.of(track // 1_000 for track in wanted):
        for key in ("track", "other_track"):
            found.setdefault(row[key], []).append(row)
    return found


def of_numbers(encounters: ir.Table, mmsis: Iterable[int]) -> ir.Table:
    """Return the encounters in which one of these MMSI takes part."""
    wanted = sorted(set(mmsis)) or [-1]
    return encounters.filter(encounters.mmsi.isin(wanted) | encounters.other_mmsi.isin(wanted))


def tests(meeting: Meeting, target: str) -> list[Refutation]:
    """Return the innocent explanations of two ships lying close, tested; off the coast of ``target`` fewer are."""
    return [
        _same_port(meeting),
        *(refutations.kind_of_ship(side.ship, ships.PASSENGER, "carries passengers") for side in meeting.sides),
        _bunkering(meeting, target),
        _alongside(meeting),
        _under_way(meeting),
        aftermath.draughts(meeting.after, meeting.names, in_roads=meeting.place.zone in NEAR_COASTS),
        aftermath.waiting(meeting.after, meeting.encounter),
        refutations.notified(),
        _heard(meeting),
    ]


def _heard(meeting: Meeting) -> Refutation:
    name, moments_heard = "reception", meeting.encounter.get("glimpses")
    if moments_heard is None:
        return refutations.passed(name, "both ships were heard while they lay there")
    if moments_heard == 1:
        return refutations.against(name, "both were heard together at one moment alone, side by side")
    why = f"both were heard together at {moments_heard} moments in {_length(meeting)}, side by side each time"
    return refutations.against(name, f"{why}; what they did between is not known")


def proofs(meeting: Meeting) -> dict[str, Proof]:
    """Return what an encounter bears on, whoever is addressed."""
    metres, hours = meeting.encounter["median_distance_dm"] / 10, _length(meeting)
    lay = f"The two lay {metres:.0f} m apart (median of antennas) for {hours} {placing.at(meeting.place)}."
    if "glimpses" in meeting.encounter:
        count = meeting.encounter["glimpses"]
        when = f"At {count} moments within {hours}" if count > 1 else "At one moment"
        drifted, between = "sent up to ten minutes apart, while both drifted", "before and after it"
        if count > 1:
            drifted, between = f"median; {drifted}", "between these"
        lay = f"{when} both were heard {placing.at(meeting.place)}, {metres:.0f} m apart ({drifted})"
        lay = f"{lay}; {between} they were not heard together."
    after = f"{aftermath.draughts_said(meeting.after, meeting.names)} {aftermath.courses_said(meeting.after)}"
    return {
        "transfer": Proof("indicated", f"{lay} That goods passed is not in a track. {after}", meeting.cited),
        "goods": Proof("missing", "A track shows no goods, nor whence or whither they went."),
        "supply": _which_way(meeting),
        "date": Proof("shown", f"They met on {moments.day(meeting.encounter['start_us'])}.", meeting.cited),
        "grounds": Proof("missing", "What the State knew, and when, is not in a track."),
    }


def occasion(
    regime: Regime,
    typology: Typology,
    meeting: Meeting,
    kind: str,
    parties: Mapping[str, Party],
    evidence: Mapping[str, Proof],
    found: Sequence[Refutation],
    does_not_show: str,
    roles: tuple[str, str],
) -> Occasion | None:
    """Return the occasion that a meeting makes; None where no measure of the regime was in force."""
    tanker = any(side.ship.ship_type in ships.TANKERS for side in meeting.sides)
    plausible = PETROLEUM if tanker else frozenset()
    engaged = engagements.engage(regime, kind, parties, evidence, plausible=plausible)
    if not engaged:
        return None
    row = meeting.encounter
    beside = [visit for visits in meeting.visits for visit in visits]
    return Occasion(
        id=occasion_id(typology.name, [side.ship.mmsi for side in meeting.sides], [regime.id, *_anchor(row)]),
        regime=regime.id,
        typology=typology,
        basis="observed",
        title=_title(meeting, engaged),
        start=moments.iso(row["start_us"]),
        start_precision="second",
        end=moments.iso(row["end_us"]),
        end_precision="second",
        places=(meeting.place,),
        subjects=tuple(side.ship.subject(role) for side, role in zip(meeting.sides, roles, strict=True)),
        goods=(),
        events=tuple(event_ref(event) for event in (*row.get("rests_on", (row,)), *meeting.after.in_turn, *beside)),
        engagements=engaged,
        refutations=tuple(found),
        does_not_show=does_not_show,
    ).sealed()


def _meeting(
    world: World,
    row: Mapping[str, Any],
    known: Ships,
    visits: Mapping[int, Sequence[Mapping[str, Any]]],
    fleet: ListedShips,
    after: Aftermath,
    others: Others,
) -> Meeting:
    one, other = (known.at(row[key], row["start_us"]) for key in ("mmsi", "other_mmsi"))
    end_us = row["end_us"] if row["end_us"] is not None else row["start_us"]
    during = [tuple(overlapping(visits.get(row[key], ()), row["start_us"], end_us)) for key in ("track", "other_track")]
    ends = citing.ends(world.exhibits, row)
    cited = citing.merged([*ends, *citing.rows(world.exhibits, (row["other_exhibit"], row["other_row"]))])
    return Meeting(
        row,
        Side(one, tuple(fleet.matches(one, moments.iso(row["start_us"])))),
        Side(other, tuple(fleet.matches(other, moments.iso(row["start_us"])))),
        (during[0], during[1]),
        placing.place("meeting", row["start_lat_e7"], row["start_lon_e7"]),
        cited,
        after,
        world.exhibits,
        others,
    )


def _anchor(row: Mapping[str, Any]) -> list[int | str]:
    return [row["start_us"], row["start_lat_e7"], row["start_lon_e7"]]


def _length(meeting: Meeting) -> str:
    return moments.hours(meeting.encounter["end_us"] - meeting.encounter["start_us"])


def _title(meeting: Meeting, engaged: Sequence[Engagement]) -> str:
    one, other = meeting.names
    day = moments.day(meeting.encounter["start_us"])
    zone = "" if meeting.place.zone == "beyond" else f" ({meeting.place.zone})"
    lay = f"lay side by side for {_length(meeting)}"
    if "glimpses" in meeting.encounter:
        count = meeting.encounter["glimpses"]
        lay = f"were heard side by side at {count} moments in {_length(meeting)}"
        lay = lay if count > 1 else "were heard side by side at one moment"
    met = f"{one[0].upper()}{one[1:]} and {other} {lay}"
    where = f"{placing.at(meeting.place)}{zone}, {moments.span(day, day)}"
    return f"{met} {where}{_in_turn(meeting)}; engages {engagements.cited(engaged)} on this evidence"


def _in_turn(meeting: Meeting) -> str:
    """Return whom either ship also lay beside within five days: one cargo may go through several ships."""
    thirds = meeting.after.thirds(meeting.encounter)
    if not thirds:
        return ""
    named = ", ".join(f"MMSI {mmsi:09d}" for mmsi in thirds[:3])
    more = f" and {len(thirds) - 3} more" if len(thirds) > 3 else ""
    days = aftermath.IN_TURN_US // (24 * US_PER_HOUR)
    return f"; within {days} days one of them also lay beside {named}{more}"


def _which_way(meeting: Meeting) -> Proof:
    """Return what the draughts say of the direction; nothing says where the goods came from or went."""
    deeper = meeting.after.deeper()
    if deeper is None:
        return Proof("missing", "Which way anything passed, and where it went, is not in this encounter.")
    names, changes = meeting.names, meeting.after.changes
    told = [report for change in changes if change for report in (change.before, change.after)]
    why = f"The {names[deeper]} came out deeper and the {names[1 - deeper]} lighter, as if something passed that way."
    return Proof(
        "missing",
        f"{why} Whence and whither is not told.",
        citing.rows(meeting.exhibits, *((one.exhibit, one.row) for one in told)),
    )


def _same_port(meeting: Meeting) -> Refutation:
    name = "berths and anchorages"
    ports = [{visit["place"] for visit in visits if visit["place_kind"] == "port"} for visits in meeting.visits]
    roads = [{visit["place"] for visit in visits if visit["place_kind"] == "anchorage"} for visits in meeting.visits]
    if ports[0] & ports[1] and meeting.place.zone == "port":
        where = placing.at(meeting.place)
        return refutations.holds(name, f"both lay in port {where}, where ships at neighbouring berths lie close")
    kilometres = f"within {berths.BESIDE_M / 1_000:.0f} km of there"
    if len(beside := meeting.others.beside) >= berths.LEAST_SHIPS:
        said = f"{kilometres} {len(beside)} other ships ({_named(beside)}) lay side by side too, as at berths"
        return refutations.holds(name, f"{said}, {meeting.place.there}")
    if meeting.after.opposite:
        turned = "one came out lighter and the other deeper, as after a transfer"
        return refutations.passed(name, f"{turned}; they lay {meeting.place.there}")
    if meeting.place.zone == "internal waters":
        opposite = "no draughts, of one lighter and one deeper, say more"
        why = f"in internal waters ships lie side by side in harbours, and {opposite}"
        return refutations.holds(name, why)
    if len(lay := meeting.others.lay) >= berths.LEAST_SHIPS:
        said = f"{kilometres} {len(lay)} other ships ({_named(lay)}) lay at other times, as in roads"
        return refutations.holds(name, f"{said}, and no draughts, of one lighter and one deeper, say more")
    if roads[0] & roads[1]:
        return refutations.passed(name, "both lay at one anchorage; how near they came is tested apart")
    return refutations.passed(name, f"they did not lie at one port's berths, but {meeting.place.there}")


def _named(several: Sequence[int]) -> str:
    return f"{', '.join(f'MMSI {mmsi:09d}' for mmsi in several[:2])}, ..."


def _bunkering(meeting: Meeting, target: str) -> Refutation:
    """Test for a tanker beside a ship that is none: what passes is fuel, in a port or as near a coast as roads lie.

    Tankers burn fuel too: off its own coast a State's tanker may have brought it to another one, unless draughts say
    more. Not off the target's.
    """
    name = "bunkering"
    for server, served in (meeting.sides, meeting.sides[::-1]):
        served_dry = served.ship.ship_type is not None and served.ship.ship_type not in ships.TANKERS
        if server.ship.ship_type not in ships.TANKERS or not served_dry:
            continue
        length = "" if server.ship.length_dm is None else f" of {server.ship.length_dm / 10:.0f} m"
        said = f"{server.ship.called()} is a tanker{length} beside a ship that is none"
        if any(meeting.visits) or not placing.offshore(*meeting.at):
            return refutations.holds(
                name, f"{said}, {placing.at(meeting.place)}, as those lie that bunker or wait there"
            )
        return refutations.against(name, f"{said}, on the open sea")
    if any(side.ship.ship_type is None for side in meeting.sides):
        return refutations.unchecked(name, "the kind of one ship is not known")
    coast = placing.coast(*meeting.at)
    own = [side.ship for side in meeting.sides if side.ship.flag == coast]
    drawn = [change.dm for change in meeting.after.changes if change is not None]
    still = all(abs(dm) < CHANGE_DM for dm in drawn)
    if (
        own
        and coast not in (None, target)
        and still
        and all(one.ship.ship_type in ships.TANKERS for one in meeting.sides)
    ):
        beside = f"{own[0].called()} is a tanker of {coast} beside another tanker, {placing.at(meeting.place)}"
        return refutations.holds(
            name, f"{beside}, as those that bunker ships off their own coast, and no draught changed"
        )
    return refutations.passed(name, "no tanker lay beside a ship of another kind")


def _alongside(meeting: Meeting) -> Refutation:
    name, metres = "anchored near each other", meeting.encounter["median_distance_dm"] / 10
    if "glimpses" in meeting.encounter:
        most = refutations.ALONGSIDE_DM / 10
        why = f"whenever both were heard they were within {most:.0f} m, the drift between the two positions taken off"
        return refutations.passed(name, f"{why}, as of ships side by side")
    said = f"half of the time their antennas were within {metres:.0f} m"
    if meeting.encounter["median_distance_dm"] > refutations.ALONGSIDE_DM:
        return refutations.holds(name, f"{said}: too far apart for ships made fast to each other")
    parts = meeting.encounter.get("rests_on", ())
    if len(parts) >= SWUNG_PARTS and meeting.encounter["median_distance_dm"] > ABREAST_DM and _in_place(parts):
        times = f"{len(parts)} times near each other in one place"
        return refutations.holds(
            name, f"{said}, and {times}, as ships that swing at anchor part and come near with the tide"
        )
    return refutations.passed(name, f"{said}, as of ships side by side")


def _in_place(parts: Sequence[Mapping[str, Any]]) -> bool:
    """Tell whether two ships were near each other in one place all the times: who drifts does not swing at anchor.

    Drifting ships that are heard seldom part only in what was heard of them.
    """
    at = [(one["start_lat_e7"], one["start_lon_e7"]) for one in parts]
    return all(placing.distance_m(*at[0], *other) <= SWING_M for other in at[1:])


def _under_way(meeting: Meeting) -> Refutation:
    name, knots = "under way together", (meeting.encounter["median_speed_dkn"] or 0) / 10
    if (meeting.encounter["median_speed_dkn"] or 0) > UNDER_WAY_DKN:
        return refutations.holds(name, f"they moved at {knots:.1f} kn, as in a tow, a convoy or pair trawling")
    return refutations.passed(name, f"they lay or drifted at {knots:.1f} kn")
