"""Identity change: one number falls silent, and another is first heard where and when the same hull could be.

Three links, the strongest first; a pair of numbers is told once:

- 'one IMO number': both reported the same one, and the second was first heard after the first fell silent.
- 'in place': the second begins within 1,000 m and 60 days of where the first ended (as a study of port visits by
  Global Fishing Watch has it), with the same dimensions.
- 'across a silence': it begins farther away, where the hull could have sailed by then, within 30 days, with the same
  dimensions and kind, and as fast under way.

Dimensions are told in metres and shared by many ships; so each event counts the other numbers that began in that time
and reach, those of them that are its rivals, and the chance that one of the begun would be alike if dimensions and
kinds were dealt out at random among the ships of the case. A rival could be the hull by all that the pair itself is
held to: as near to its dimensions as the pair is, as fast under way, and as deep in the water where the pair is. What
a rival did not tell does not speak against it. Across a silence that chance must be small, and no rival may have begun.
What one IMO number joins, no weaker link joins to a third, nor is it counted as a rival.

Left out: numbers that several hulls share; silences shorter than a day; numbers first heard on the first day of the
data, since they need not be new, and so numbers that were used before; and pairs of which one reported no dimensions
and no IMO number.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import ibis
import ibis.expr.types as ir

from fairlead import shapes
from fairlead.events import bounds, columns, geodesy
from fairlead.events.identities import hulls_told, impossible_movement
from fairlead.events.tracks import DM_PER_NAUTICAL_MILE, Kept, passed_on

KIND = "identity_change"
VERSION = 7

DOES_NOT_SHOW = """\
An identity change shows two numbers that one hull could have sent, one after the other. It does not show that one hull
did: a ship leaves what can be heard while another comes in, a new ship of the same build begins its life, and where
many come and go - a port, an anchorage, the edge of reception - such pairs arise by chance; the counts beside each say
how easily. Nor does it show any wrong: ships are sold, change their flag and with it their number, and swap
transponders in port. Only a registry, a photograph or the ship itself can tell whose hull it was."""


@dataclass(frozen=True)
class Parameters:
    """How near, how soon and how alike."""

    near_dm: int = 10_000  # PSMA study (Global Fishing Watch): within 1,000 m
    within_h: int = 1_440  # the same: within 60 days
    across_h: int = 720  # ours: a longer silence fits too many ships
    across_dkn: int = 150  # ours: fast for the coasters and small tankers that such trade uses
    silence_h: int = 24  # ours: a hull that changes its number is silent under the old one for longer
    settle_h: int = 24  # ours: a class A transponder at anchor is heard within a day wherever anybody listens
    length_pct: int = 2  # ours: dimensions are told in metres; two ships of one build differ by less
    beam_dm: int = 10  # ours: beams are told in metres, and rounded either way
    nearer_dm: int = 10  # ours: told in metres; a rival farther from the dimensions than the pair is by more is none
    draught_dm: int = 5  # ours: reported draughts are rounded and lag; less is fuel and water
    cruise_pct: int = 12  # ours: cargo, weather and fouling slow one hull by less
    most_chance_ppm: int = 200_000  # ours: one pair in five by chance is no sign of one hull


def detect(
    legs: ir.Table,
    static_reports: ir.Table,
    parameters: Parameters = Parameters(),
    keep: Kept = passed_on,
    spans: ir.Table | None = None,
    single: ir.Table | None = None,
) -> ir.Table:
    """Return one row per pair of numbers (shapes.EVENTS['identity_change']).

    ``keep`` is given the tables that are read several times, which spares the engine deriving them each time.
    ``spans`` of the legs, and ``single``, the numbers that one hull uses, where they are known.
    """
    spans = bounds.spans(legs) if spans is None else spans
    alone = impossible_movement.single_hulls(legs, spans) if single is None else single
    told = keep("hulls_told", hulls_told.told(alone, static_reports))
    silences = keep("silences", _with_hull(_silences(legs, parameters).semi_join(alone, "track"), told))
    begun = _beginnings(legs, spans, parameters)
    beginnings = keep("beginnings", _with_hull(begun.semi_join(alone, begun.other_track == alone.track), told))
    certain = keep("identity_certain", _by_imo(silences, beginnings))
    silences = silences.anti_join(certain, ["track", "start_us"])
    beginnings = beginnings.anti_join(certain, "other_track")
    every = _ranked(certain, 0, "one IMO number").union(_by_size(silences, beginnings, parameters))
    pairs = _once(every)
    for part in _of_both(keep("identity_pairs", pairs), legs, static_reports):
        pairs = pairs.left_join(part, list(part.columns[:2])).drop(*(f"{name}_right" for name in part.columns[:2]))
    moving = keep("identity_moving", pairs.filter(_moves_alike(pairs, parameters)))
    rivals = _Rivals(legs, static_reports, parameters)
    counted = _counted(moving, silences, beginnings, told, rivals)
    return columns.shaped(KIND, counted.filter(_credible(counted, parameters)))


_HULL = ("name", "imo", "length_dm", "beam_dm", "ship_type")
_BEGIN = ("track", "mmsi", "lat_e7", "lon_e7", "exhibit", "row")


def _silences(legs: ir.Table, parameters: Parameters) -> ir.Table:
    """Return the last position before each long silence or of a track, and when the track was heard next."""
    long = legs.next_t_us - legs.t_us >= parameters.silence_h * shapes.US_PER_HOUR
    last = legs.filter(legs.next_t_us.isnull() | long)
    return last.select(
        "track",
        "mmsi",
        start_us="t_us",
        returned_us="next_t_us",
        start_lat_e7="lat_e7",
        start_lon_e7="lon_e7",
        start_exhibit="exhibit",
        start_row="row",
    )


def _beginnings(legs: ir.Table, spans: ir.Table, parameters: Parameters) -> ir.Table:
    """Return the first position of each track that is not as old as the data, and when it was heard last."""
    tracks = spans.select("track", start_us="first_us", end_us="last_us")
    since = tracks.mutate(oldest_us=tracks.start_us.min().over(ibis.window()))
    new = since.filter(since.start_us - since.oldest_us >= parameters.settle_h * shapes.US_PER_HOUR)
    found = bounds.bounded(new.drop("oldest_us"), legs)
    first = {f"other_{name}": found[f"start_{name}"] for name in ("lat_e7", "lon_e7", "exhibit", "row")}
    return found.select(
        other_track=found.track, other_mmsi=found.mmsi, begun_us=found.start_us, other_last_us=found.end_us, **first
    )


def _with_hull(events: ir.Table, told: ir.Table) -> ir.Table:
    """Add what the number of each silence or beginning told of its hull; numbers that told nothing are left out."""
    prefix = "other_" if "other_mmsi" in events.columns else ""
    hull = told.select(hull_mmsi=told.mmsi, **{f"{prefix}{name}": told[name] for name in _HULL})
    return events.join(hull, events[f"{prefix}mmsi"] == hull.hull_mmsi).drop("hull_mmsi")


def _by_imo(silences: ir.Table, beginnings: ir.Table) -> ir.Table:
    """Return the pairs that one IMO number joins, each silence and each beginning with the nearest in time alone."""
    told = silences.filter(silences.imo.notnull()).join(
        beginnings.filter(beginnings.other_imo.notnull()), silences.imo == beginnings.other_imo
    )
    pairs = _in_turn(told)
    waited = pairs.begun_us - pairs.start_us
    ends = [pairs.start_exhibit, pairs.start_row, pairs.other_exhibit, pairs.other_row]
    numbered = pairs.mutate(
        of_silence=ibis.row_number().over(group_by=["track", "start_us"], order_by=[waited, *ends]),
        of_beginning=ibis.row_number().over(group_by="other_track", order_by=[waited, *ends]),
    )
    nearest = numbered.filter((numbered.of_silence == 0) & (numbered.of_beginning == 0))
    return nearest.drop("of_silence", "of_beginning")


def _by_size(silences: ir.Table, beginnings: ir.Table, parameters: Parameters) -> ir.Table:
    """Return the pairs that dimensions join, in place or across a silence."""
    spread = silences.mutate(bucket=_buckets(silences.length_dm, parameters).unnest())
    sized = beginnings.mutate(other_bucket=beginnings.other_length_dm // _BUCKET_DM)
    alike = _in_turn(spread.join(sized, spread.bucket == sized.other_bucket).drop("bucket", "other_bucket"))
    waited = alike.begun_us - alike.start_us
    same = _alike(alike, alike.length_dm, alike.beam_dm, alike.other_length_dm, alike.other_beam_dm, parameters)
    soon = alike.filter(same & (waited <= parameters.within_h * shapes.US_PER_HOUR))
    near = soon.filter(soon.distance_dm <= parameters.near_dm)
    far = soon.filter(
        (soon.distance_dm > parameters.near_dm)
        & (soon.begun_us - soon.start_us <= parameters.across_h * shapes.US_PER_HOUR)
        & _kind_alike(soon.ship_type, soon.other_ship_type)
        & _reachable(soon.distance_dm, soon.begun_us - soon.start_us, parameters)
    )
    return _ranked(near, 1, "in place").union(_ranked(far, 2, "across a silence"))


def _ranked(pairs: ir.Table, rank: int, link: str) -> ir.Table:
    return pairs.mutate(rank=ibis.literal(rank, "int64"), link=ibis.literal(link))


def _moves_alike(pairs: ir.Table, parameters: Parameters) -> Any:
    """Return whether a pair, where a silence lies between, is as fast under way; who was not heard so may be."""
    as_fast = _as_fast(pairs.cruise_dkn, pairs.other_cruise_dkn, parameters)
    return (pairs.link != "across a silence") | as_fast


def _as_fast(one: Any, other: Any, parameters: Parameters) -> Any:
    return ((one - other).abs() * 100 <= ibis.greatest(one, other) * parameters.cruise_pct).fill_null(True)


def _as_deep(one: Any, other: Any, parameters: Parameters) -> Any:
    return ((one - other).abs() < parameters.draught_dm).fill_null(True)


def _credible(found: ir.Table, parameters: Parameters) -> Any:
    """Return whether a pair across a silence has no rival that began, and hardly arose by chance."""
    alone = (found.begun_alike == 0) & (found.chance_ppm <= parameters.most_chance_ppm)
    return (found.link != "across a silence") | alone


_BUCKET_DM = 100  # ours: ten metres; a length is looked for in its own bucket and the neighbours that it may reach


def _buckets(length_dm: Any, parameters: Parameters) -> Any:
    slack = length_dm * parameters.length_pct // 100 + 10
    return ibis.range((length_dm - slack) // _BUCKET_DM, (length_dm + slack) // _BUCKET_DM + 1)


def _in_turn(pairs: ir.Table) -> ir.Table:
    """Return pairs of different numbers, the second heard only while the first was silent, with their distance."""
    other = pairs.mmsi != pairs.other_mmsi
    after = pairs.begun_us > pairs.start_us
    within = pairs.returned_us.isnull() | (pairs.other_last_us < pairs.returned_us)
    kept = pairs.filter(other & after & within)
    distance = geodesy.distance_dm(kept.start_lat_e7, kept.start_lon_e7, kept.other_lat_e7, kept.other_lon_e7)
    return kept.mutate(distance_dm=distance)


def _alike(_: ir.Table, length: Any, beam: Any, other_length: Any, other_beam: Any, parameters: Parameters) -> Any:
    """Return whether two hulls have the same dimensions, as far as metres tell."""
    long = (length - other_length).abs() * 100 <= length * parameters.length_pct + 1_000
    wide = beam.isnull() | other_beam.isnull() | ((beam - other_beam).abs() <= parameters.beam_dm)
    return long & wide


def _apart(length: Any, beam: Any, other_length: Any, other_beam: Any) -> Any:
    """Return by how much two hulls' dimensions differ in all; a beam that nobody told differs by nothing."""
    return (length - other_length).abs() + (beam - other_beam).abs().fill_null(0)


def _kind_alike(ship_type: Any, other_ship_type: Any) -> Any:
    """Return whether two ships report one kind, by the first digit of its number (ITU-R M.1371 table 53)."""
    return ship_type // 10 == other_ship_type // 10


def _kind_fits(link: Any, ship_type: Any, rival_type: Any) -> Any:
    """Return whether a rival is of the kind that the link asks for: across a silence of one kind, in place of any."""
    return (link != "across a silence") | _kind_alike(ship_type, rival_type)


def _reachable(distance_dm: Any, waited_us: Any, parameters: Parameters) -> Any:
    hours = waited_us / shapes.US_PER_HOUR
    return distance_dm <= hours * (parameters.across_dkn * DM_PER_NAUTICAL_MILE / 10) + parameters.near_dm


def _once(pairs: ir.Table) -> ir.Table:
    """Return each pair of numbers once, by its strongest link, then the shortest silence."""
    order = [pairs.rank, pairs.begun_us - pairs.start_us, pairs.start_exhibit, pairs.start_row]
    numbered = pairs.mutate(number=ibis.row_number().over(group_by=["track", "other_track"], order_by=order))
    return numbered.filter(numbered.number == 0).drop("number", "rank")


class _Rivals:
    """Leaves, of the numbers alike in size, those that are alike in all else that the pair is held to."""

    def __init__(self, legs: ir.Table, static_reports: ir.Table, parameters: Parameters) -> None:
        self._legs = legs
        self._static_reports = static_reports
        self.parameters = parameters

    def counted(self, sized: ir.Table, name: str, *, last: bool) -> ir.Table:
        """Return (track, other_track, name): how many rivals are left of each pair.

        ``sized`` has the pair's two tracks, ``rival_track``, ``rival_mmsi``, ``rival_us``, and of the ship that the
        rival would stand for ``of_cruise_dkn`` and ``of_draught_dm``, None where the pair itself is not alike in it.
        ``last``: the rival's draught is the last before its time; else the first after it.
        """
        found = sized.distinct()
        speeds = hulls_told.cruise(self._legs, found.select(mmsi="rival_mmsi").distinct())
        speeds = speeds.select(fast_mmsi="mmsi", rival_dkn="cruise_dkn")
        deep = hulls_told.draught(self._static_reports, found, "rival_mmsi", "rival_us", last=last)
        deep = deep.select(deep_mmsi="of_mmsi", deep_us="at_us", rival_dm="told_dm")
        both = found.left_join(speeds, found.rival_mmsi == speeds.fast_mmsi)
        both = both.left_join(deep, [both.rival_mmsi == deep.deep_mmsi, both.rival_us == deep.deep_us])
        same = _as_fast(both.rival_dkn, both.of_cruise_dkn, self.parameters)
        same = same & _as_deep(both.rival_dm, both.of_draught_dm, self.parameters)
        left = both.filter(same)
        return left.group_by("track", "other_track").agg(left.rival_track.nunique().name(name))


def _counted(pairs: ir.Table, silences: ir.Table, beginnings: ir.Table, told: ir.Table, rivals: _Rivals) -> ir.Table:
    """Add how many others began in the same time and reach, how many could have ended so, and the chance."""
    parameters = rivals.parameters
    as_deep = (pairs.draught_dm - pairs.other_draught_dm).abs() < parameters.draught_dm
    whole = pairs.mutate(
        apart_dm=_apart(pairs.length_dm, pairs.beam_dm, pairs.other_length_dm, pairs.other_beam_dm),
        first_draught_dm=ibis.ifelse(as_deep, pairs.draught_dm, ibis.null("int64")),
        second_draught_dm=ibis.ifelse(as_deep, pairs.other_draught_dm, ibis.null("int64")),
    )
    begun, begun_alike = _begun(whole, beginnings, rivals)
    ended = _ended(whole, silences, rivals)
    share = _share(whole, told, parameters)
    key = ["track", "other_track"]
    found = pairs
    for part in (begun, begun_alike, ended, share):
        found = found.left_join(part, key).drop(*(f"{name}_right" for name in key))
    found = found.mutate(
        begun=found.begun.fill_null(0),
        begun_alike=found.begun_alike.fill_null(0),
        ended_alike=found.ended_alike.fill_null(0),
    )
    # one more of each: a case of few ships cannot show that dimensions are rare
    likeness = (found.alike.fill_null(0) + 1) / (found.sized.fill_null(0) + 2)
    chance = 1 - (1 - likeness) ** (found.begun + 1)
    return found.mutate(
        chance_ppm=(chance * 1_000_000).round().cast("int64"),
        end_us=found.begun_us,
        **{f"end_{name}": found[f"other_{name}"] for name in ("lat_e7", "lon_e7", "exhibit", "row")},
    )


def _begun(whole: ir.Table, beginnings: ir.Table, rivals: _Rivals) -> tuple[ir.Table, ir.Table]:
    """Count, by pair, the other numbers first heard between its two times and as near as the second, or reachable.

    Rivals are counted apart, and to the end of the link's time: one that begins after the second may be the hull too.
    """
    parameters = rivals.parameters
    lean = whole.select(
        "track", "other_track", "start_us", "begun_us", "start_lat_e7", "start_lon_e7", "length_dm", "beam_dm",
        "ship_type", "link", "apart_dm", of_cruise_dkn="cruise_dkn", of_draught_dm="first_draught_dm",
    )  # fmt: skip
    others = beginnings.select(
        rival_track="other_track",
        rival_mmsi="other_mmsi",
        rival_us="begun_us",
        rival_lat_e7="other_lat_e7",
        rival_lon_e7="other_lon_e7",
        rival_length_dm="other_length_dm",
        rival_beam_dm="other_beam_dm",
        rival_type="other_ship_type",
    )
    pairs = lean.join(
        others,
        [
            lean.start_us < others.rival_us,
            lean.start_us + parameters.within_h * shapes.US_PER_HOUR >= others.rival_us,
            lean.other_track != others.rival_track,
            lean.track != others.rival_track,
        ],
    )
    away = geodesy.distance_dm(pairs.start_lat_e7, pairs.start_lon_e7, pairs.rival_lat_e7, pairs.rival_lon_e7)
    placed = pairs.mutate(rival_dm=away)
    near = (placed.link != "across a silence") & (placed.rival_dm <= parameters.near_dm)
    far = (placed.link == "across a silence") & _reachable(
        placed.rival_dm, placed.rival_us - placed.start_us, parameters
    )
    soon = placed.rival_us - placed.start_us <= parameters.across_h * shapes.US_PER_HOUR
    counted = placed.filter(near | (far & soon))
    before = counted.rival_us <= counted.begun_us
    begun = counted.group_by("track", "other_track").agg(begun=counted.rival_track.nunique(where=before))
    same = _alike(
        counted, counted.length_dm, counted.beam_dm, counted.rival_length_dm, counted.rival_beam_dm, parameters
    ) & _kind_fits(counted.link, counted.ship_type, counted.rival_type)
    rival_dm = _apart(counted.length_dm, counted.beam_dm, counted.rival_length_dm, counted.rival_beam_dm)
    same = same & (rival_dm <= counted.apart_dm + parameters.nearer_dm)
    sized = counted.filter(same.fill_null(False)).select(*_RIVAL)
    return begun, rivals.counted(sized, "begun_alike", last=False)


def _ended(whole: ir.Table, silences: ir.Table, rivals: _Rivals) -> ir.Table:
    """Count, by pair, the other numbers like it that fell silent where the second could continue them."""
    parameters = rivals.parameters
    seconds = whole.select(
        "track", "other_track", "begun_us", "other_last_us", "other_lat_e7", "other_lon_e7", "other_length_dm",
        "other_beam_dm", "other_ship_type", "link", "apart_dm", of_cruise_dkn="other_cruise_dkn",
        of_draught_dm="second_draught_dm",
    )  # fmt: skip
    others = silences.select(
        rival_track="track",
        rival_mmsi="mmsi",
        rival_us="start_us",
        rival_returned_us="returned_us",
        rival_lat_e7="start_lat_e7",
        rival_lon_e7="start_lon_e7",
        rival_length_dm="length_dm",
        rival_beam_dm="beam_dm",
        rival_type="ship_type",
    )
    both = seconds.join(
        others,
        [
            seconds.begun_us > others.rival_us,
            seconds.track != others.rival_track,
            seconds.other_track != others.rival_track,
        ],
    )
    soon = both.begun_us - both.rival_us <= parameters.across_h * shapes.US_PER_HOUR
    free = both.rival_returned_us.isnull() | (both.other_last_us < both.rival_returned_us)
    same = _alike(both, both.rival_length_dm, both.rival_beam_dm, both.other_length_dm, both.other_beam_dm, parameters)
    same = same & _kind_fits(both.link, both.other_ship_type, both.rival_type)
    rival_dm = _apart(both.rival_length_dm, both.rival_beam_dm, both.other_length_dm, both.other_beam_dm)
    same = same & (rival_dm <= both.apart_dm + parameters.nearer_dm)
    likely = both.filter(soon & free & same)
    away = geodesy.distance_dm(likely.rival_lat_e7, likely.rival_lon_e7, likely.other_lat_e7, likely.other_lon_e7)
    reached = likely.filter(_reachable(away, likely.begun_us - likely.rival_us, parameters))
    return rivals.counted(reached.select(*_RIVAL), "ended_alike", last=True)


_RIVAL = ("track", "other_track", "rival_track", "rival_mmsi", "rival_us", "of_cruise_dkn", "of_draught_dm")


def _share(whole: ir.Table, told: ir.Table, parameters: Parameters) -> ir.Table:
    """Count, by pair, the ships of the case that told their length, and those as near to the first's as the pair is."""
    sized = told.filter(told.length_dm.notnull()).select(
        some_mmsi="mmsi", some_length_dm="length_dm", some_beam_dm="beam_dm", some_type="ship_type"
    )
    lean = whole.select("track", "other_track", "mmsi", "length_dm", "beam_dm", "ship_type", "link", "apart_dm")
    pairs = lean.join(sized, lean.mmsi != sized.some_mmsi)
    same = _alike(pairs, pairs.length_dm, pairs.beam_dm, pairs.some_length_dm, pairs.some_beam_dm, parameters)
    same = same & _kind_fits(pairs.link, pairs.ship_type, pairs.some_type)
    some_dm = _apart(pairs.length_dm, pairs.beam_dm, pairs.some_length_dm, pairs.some_beam_dm)
    same = same & (some_dm <= pairs.apart_dm + parameters.nearer_dm)
    counted = pairs.mutate(same=same.fill_null(False).cast("int64"))
    # the second number is alike, or it would be no pair; it must not speak for its own likeness
    return counted.group_by("track", "other_track").agg(
        sized=counted.count() - 1, alike=ibis.greatest(counted.same.sum().cast("int64") - 1, 0)
    )


def _of_both(pairs: ir.Table, legs: ir.Table, static_reports: ir.Table) -> tuple[ir.Table, ...]:
    """Return what else is told of both ships, each by two keys of the pair: draughts, and speed under way."""
    first = hulls_told.draught(static_reports, pairs, "mmsi", "start_us", last=True)
    second = hulls_told.draught(static_reports, pairs, "other_mmsi", "begun_us", last=False)
    numbers = pairs.select("mmsi").union(pairs.select(mmsi="other_mmsi")).distinct()
    speeds = hulls_told.cruise(legs, numbers)
    both = pairs.select("mmsi", "other_mmsi").distinct()
    told = both.left_join(speeds, "mmsi").drop("mmsi_right")
    others = speeds.select(of_mmsi="mmsi", other_cruise_dkn="cruise_dkn")
    told = told.left_join(others, told.other_mmsi == others.of_mmsi).drop("of_mmsi")
    return (
        first.select(mmsi="of_mmsi", start_us="at_us", draught_dm="told_dm"),
        second.select(other_mmsi="of_mmsi", begun_us="at_us", other_draught_dm="told_dm"),
        told.select("mmsi", "other_mmsi", "cruise_dkn", "other_cruise_dkn"),
    )
