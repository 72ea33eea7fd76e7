"""Which number may have taken over from another, seen from either: what the likeliest one lacked, and by how much.

The conditions are those of ``events/identities/identity_change.py``, in this order: a silence, another number in it,
within reach, of one kind and size, as fast, no rival, no likeness by chance. "It" is the number asked about.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Any

import ibis

from fairlead.events.identities import hulls_told, impossible_movement
from fairlead.events.identities.identity_change import Parameters
from fairlead.shapes import US_PER_HOUR
from fairlead.typologies import laundered, moments, placing
from fairlead.typologies.grounds.ships import Identity, Ships, kind
from fairlead.typologies.placing import km
from fairlead.typologies.whynot.asked import DAY_US, Asked, Failed, said

_CHANGE = Parameters()
_LOOKED = 3  # ours: of those that are alike so many are looked at for their rivals
_DAYS = laundered.SILENT_US // DAY_US

Row = dict[str, Any]


@dataclass(frozen=True)
class _Other:
    """The other number of a pair with the one asked about: ``silence`` is the first's, ``begun`` the second's first."""

    own: Identity
    other: Identity
    silence: Row
    begun: Row
    told: str  # what the other did, in words, after what the number asked about did

    @property
    def first(self) -> Identity:
        """Which of the two fell silent."""
        return self.other if self.begun["mmsi"] == self.own.mmsi else self.own


def taken_over(asked: Asked, before: str, condition: str, silence: Row | None, days: str) -> Failed:
    """Tell which number came nearest to having taken over from the one asked about in a silence of its own.

    ``before``: what it did before, in words; ``condition``: the silence that is wanted; ``days``: where it was sought.
    """
    needed_h, had = _CHANGE.silence_h, silence["had_us"] / US_PER_HOUR if silence else 0.0
    if silence is None or had < needed_h:
        why = f"{before}; its longest silence {days} is {had:.1f} h"
        return Failed(2, condition, f"{why}, where {needed_h} h are needed", round(had, 1), needed_h, "h")
    ends = f"{before} and fell silent on {said(silence['start_us'])}"
    if silence["end_us"] is not None:
        ends += f", until {said(silence['end_us'])}"
    begun = _beginnings(asked, silence, (asked.mmsi,))
    if not begun:
        return Failed(3, "another number that begins", f"{ends}; no other number was first heard in the time after")
    fleet = Ships(asked.world.static_reports, [asked.mmsi, *(row["mmsi"] for row in begun)])
    own = fleet.at(asked.mmsi, silence["start_us"])
    pairs = []
    for row in begun:
        other = fleet.at(row["mmsi"], row["t_us"])
        when = f"was first heard {km(_away_m(row, silence))} away on {said(row['t_us'])}"
        pairs.append(_Other(own, other, silence, row, f"{ends}; {other.called()} {when}"))
    ended, alike = _parted(pairs)
    return _least([*ended, *(_measured(asked, one, [two.other for two in alike if two != one]) for one in alike)])


def taking_over(
    asked: Asked, wanted: Callable[[Sequence[Row]], Collection[int]] | None = None, words: str = ""
) -> Failed:
    """Tell which number that had fallen silent came nearest to being the hull of the one asked about.

    ``wanted``: of silences (mmsi, start_us) which numbers are sought; ``words``: what those had done, after "that".
    """
    legs = asked.world.legs
    own = legs.filter(legs.mmsi == asked.mmsi)
    spans = (own.agg(begun=own.t_us.min(), last=own.t_us.max()), legs.agg(oldest=legs.t_us.min()))
    ((begun_us, last_us), (oldest_us,)) = ([*table.to_pyarrow().to_pylist()[0].values()] for table in spans)
    hours = (begun_us - oldest_us) / US_PER_HOUR
    if hours < _CHANGE.settle_h:
        soon = f"less than {_CHANGE.settle_h} h after the data begin"
        why = f"it was first heard on {moments.moment(begun_us)}, {soon}, so that it may have been in use before"
        return Failed(1, "a number that begins", why, round(hours, 1), _CHANGE.settle_h, "h")
    first_heard = f"it was first heard on {said(begun_us)}"
    silent = _silent_at(asked, begun_us, last_us)
    numbers = wanted(silent) if wanted else {row["mmsi"] for row in silent}
    chosen = [row for row in silent if row["mmsi"] in numbers]
    if not chosen:
        which = f"no number {f'that {words} ' if words else ''}had fallen silent in the {_DAYS} days before"
        why = f"{first_heard}; {which}, for {_CHANGE.silence_h} h or more and over all the time in which it was heard"
        return Failed(2, "a number that fell silent", why)
    place = own.filter(own.t_us == begun_us).select("mmsi", "t_us", "lat_e7", "lon_e7").limit(1)
    (row,) = place.to_pyarrow().to_pylist()
    fleet = Ships(asked.world.static_reports, [asked.mmsi, *(one["mmsi"] for one in chosen)])
    self_told = fleet.at(asked.mmsi, begun_us)
    pairs = []
    for silence in sorted(chosen, key=lambda one: (-one["start_us"], one["mmsi"])):
        other = fleet.at(silence["mmsi"], silence["start_us"])
        did = f"{words} and " if words else ""
        where = f"{km(_away_m(row, silence))} away on {said(silence['start_us'])}"
        pairs.append(
            _Other(self_told, other, silence, row, f"{first_heard}; {other.called()} {did}fell silent {where}")
        )
    ended, alike = _parted(pairs)
    nearest = sorted(alike, key=lambda one: _away_m(row, one.silence))[:_LOOKED]
    return _least([*ended, *(_measured(asked, one, _rivals_of(asked, one)) for one in nearest)])


def _parted(pairs: Sequence[_Other]) -> tuple[list[Failed], list[_Other]]:
    """Return what pairs that are not alike fail, and those that are."""
    judged = [(one, _not_alike(one)) for one in pairs]
    return [failed for _, failed in judged if failed is not None], [one for one, failed in judged if failed is None]


def _least(ended: Sequence[Failed]) -> Failed:
    """Return the way that met most conditions; of equals the one that lacked least of what was needed."""
    return max(ended, key=lambda one: (one.step, -one.measured / one.needed if one.measured and one.needed else 0.0))


def _rivals_of(asked: Asked, pair: _Other) -> list[Identity]:
    """Return who else began in a silence of another number, within reach, and of that one's kind and length."""
    rows = _beginnings(asked, pair.silence, (asked.mmsi, pair.other.mmsi))
    fleet = Ships(asked.world.static_reports, [row["mmsi"] for row in rows])
    others = [_Other(pair.other, fleet.at(row["mmsi"], row["t_us"]), pair.silence, row, "") for row in rows]
    return [one.other for one in _parted(others)[1]]


def _silent_at(asked: Asked, begun_us: int, last_us: int) -> list[Row]:
    """Return the other numbers that were silent when one began, and until it was heard last: where, and from when."""
    legs = asked.world.legs
    others = legs.filter(legs.mmsi != asked.mmsi)
    before, after = others.t_us < begun_us, others.t_us >= begun_us
    heard = others.group_by("mmsi").agg(start_us=others.t_us.max(where=before), end_us=others.t_us.min(where=after))
    since_us = begun_us - laundered.SILENT_US
    ended = heard.filter(heard.start_us >= since_us, heard.end_us.isnull() | (heard.end_us > last_us))
    (over,) = legs.agg(t_us=legs.t_us.max()).to_pyarrow()["t_us"].to_pylist()
    long = ended.filter(ended.end_us.fill_null(over) - ended.start_us >= _CHANGE.silence_h * US_PER_HOUR)
    placed = long.join(others, [long.mmsi == others.mmsi, long.start_us == others.t_us])
    rows = placed.select("mmsi", "start_us", "end_us", "lat_e7", "lon_e7").order_by(["mmsi", "lat_e7", "lon_e7"])
    return list({row["mmsi"]: row for row in rows.to_pyarrow().to_pylist()}.values())


def _beginnings(asked: Asked, silence: Row, but: Collection[int]) -> list[Row]:
    """Return the first positions of the numbers first heard in a silence, in time for one voyage, but of some."""
    legs, since_us = asked.world.legs, silence["start_us"]
    latest_us = since_us + laundered.SILENT_US
    until_us = min(latest_us, silence["end_us"] or latest_us)
    spans = legs.group_by("track").agg(t_us=legs.t_us.min())
    oldest = spans.mutate(oldest_us=spans.t_us.min().over(ibis.window()))
    new = oldest.filter(
        oldest.t_us > since_us,
        oldest.t_us <= until_us,
        oldest.t_us - oldest.oldest_us >= _CHANGE.settle_h * US_PER_HOUR,
    )
    first = legs.semi_join(new, ["track", "t_us"]).select("track", "mmsi", "t_us", "lat_e7", "lon_e7")
    rows: list[Row] = first.order_by(["t_us", "track"]).to_pyarrow().to_pylist()
    return [row for row in rows if row["mmsi"] not in but]


def _away_m(row: Row, silence: Row) -> float:
    return placing.distance_m(silence["lat_e7"], silence["lon_e7"], row["lat_e7"], row["lon_e7"])


def _not_alike(pair: _Other) -> Failed | None:
    """Tell the first condition that a pair of numbers fails; None: within reach, and as long."""
    metres, waited_us = _away_m(pair.begun, pair.silence), pair.begun["t_us"] - pair.silence["start_us"]
    most = waited_us * _CHANGE.across_dkn / 10 * placing.KNOT_M_PER_US + _CHANGE.near_dm / 10
    own, other = pair.own, pair.other
    if metres > most:
        why = f"{pair.told}, farther than {km(most)} at {_CHANGE.across_dkn / 10:.0f} kn"
        return Failed(4, "within reach", why, round(metres / 1_000, 1), round(most / 1_000, 1), "km")
    if own.ship_type is None or other.ship_type is None or own.ship_type // 10 != other.ship_type // 10:
        kinds = f"reporting {kind(other.ship_type)}, where it reported {kind(own.ship_type)}"
        return Failed(5, "of one kind", f"{pair.told}, {kinds}")
    if own.length_dm is None or other.length_dm is None or pair.first.length_dm is None:
        return Failed(6, "of one size", f"{pair.told}; one of the two reported no length")
    apart = abs(own.length_dm - other.length_dm)
    allowed = pair.first.length_dm * _CHANGE.length_pct / 100 + 10
    if apart > allowed:
        lengths = f"{other.length_dm / 10:.0f} m long where it reported {own.length_dm / 10:.0f} m"
        why = f"{pair.told}, {lengths}: {apart / 10:.0f} m apart, where {allowed / 10:.1f} m are the most"
        return Failed(6, "of one size", why, apart / 10, round(allowed / 10, 1), "m")
    return None


def _measured(asked: Asked, pair: _Other, rivals: Sequence[Identity]) -> Failed:
    """Tell which further condition a number failed that is within reach, of the same kind and length."""
    own, other = asked.mmsi, pair.other.mmsi
    numbers = [own, other, *(one.mmsi for one in rivals if one.mmsi is not None)]
    legs, reports = asked.world.legs, asked.world.static_reports
    own_legs = legs.filter(legs.mmsi.isin(numbers))
    alone = impossible_movement.single_hulls(own_legs)
    told_of = hulls_told.told(alone, reports.filter(reports.mmsi.isin(numbers))).to_pyarrow().to_pylist()
    beams = {hull["mmsi"]: hull["beam_dm"] for hull in told_of}
    beam, other_beam = beams.get(own), beams.get(other)
    if beam is not None and other_beam is not None and abs(beam - other_beam) > _CHANGE.beam_dm:
        apart, most = abs(beam - other_beam) / 10, _CHANGE.beam_dm / 10
        why = f"{pair.told}, {other_beam / 10:.0f} m wide where it reported {beam / 10:.0f} m; {most:g} m is the most"
        return Failed(7, "of one size", why, apart, most, "m")
    cruised = hulls_told.cruise(own_legs, own_legs.select("mmsi").distinct()).to_pyarrow().to_pylist()
    speeds = {row["mmsi"]: row["cruise_dkn"] for row in cruised}
    speed, other_speed = speeds.get(own), speeds.get(other)
    apart_pct = _apart_pct(speed, other_speed)
    if speed is not None and other_speed is not None and apart_pct > _CHANGE.cruise_pct:
        why = (
            f"{pair.told}, of its size and kind, but at {other_speed / 10:.1f} kn under way (median) where it made "
            f"{speed / 10:.1f} kn: {apart_pct:.0f} % apart, where {_CHANGE.cruise_pct} % is the most"
        )
        return Failed(8, "as fast", why, round(apart_pct, 1), _CHANGE.cruise_pct, "%")
    alike = f"{pair.told}, of its size and kind and as fast"
    first = speeds.get(pair.first.mmsi)
    left = [one for one in rivals if _apart_pct(first, speeds.get(one.mmsi)) <= _CHANGE.cruise_pct]
    if left:
        many = "another number" if len(left) == 1 else f"{len(left)} other numbers"
        named = f"{left[0].called()}{f' and {len(left) - 1} more' if len(left) > 1 else ''}"
        why = f"{alike}; but {many} as long and of its kind began in that time and reach ({named})"
        return Failed(9, "no rival", f"{why}, so that nothing picks one out", len(left), 0, "rivals")
    chance = _CHANGE.most_chance_ppm / 10_000
    why = f"{alike}; but where it began so many are as large that chance gives such a likeness in over {chance:.0f} %"
    return Failed(10, "no chance likeness", why)


def _apart_pct(one_dkn: int | None, other_dkn: int | None) -> float:
    """Return by how much two speeds differ, in per cent of the faster; of one that nobody knows by nothing."""
    return 100 * abs(one_dkn - other_dkn) / max(one_dkn, other_dkn) if one_dkn and other_dkn else 0.0
