"""Which condition of a transfer a ship did not meet around a day: near, for long enough, away from ports, slow, whose.

Distances are those of ``events.separation``, between antennas, by the encounter detector's own rule.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from fairlead.events import encounter, separation
from fairlead.events.tracks import DM_PER_NAUTICAL_MILE
from fairlead.law import Regime
from fairlead.shapes import E7, US_PER_HOUR, US_PER_SECOND
from fairlead.typologies import moments, placing, transfers
from fairlead.typologies.grounds import concerned, glimpses, refutations
from fairlead.typologies.grounds.ships import Ships
from fairlead.typologies.placing import km
from fairlead.typologies.transfers import Meeting
from fairlead.typologies.whynot.asked import AROUND_US, DAY_US, Asked, Failed, Way, chosen, said

if TYPE_CHECKING:
    import numpy.typing as npt

_ENCOUNTER = encounter.Parameters()
_KM = 1_000
_MINUTE_US = 60 * US_PER_SECOND
_LOOKED_M = 50_000.0  # ours: ships farther off than this are not looked at one by one
_EXACT = 3  # ours: how many of the nearest ships are measured on the ellipsoid
_WIDE_E7 = E7  # ours: a degree round the ship, so that a ship under way between two positions is not missed
_EARTH_M = 6_371_008.8  # mean radius, IUGG; only to choose whom to measure
_PLACED = ("track", "mmsi", "t_us", "lat_e7", "lon_e7")


@dataclass(frozen=True)
class Beside:
    """Another ship near the one asked about: the least distance, and the longest unbroken time within reach.

    ``moments``: when both were heard within a minute of each other and in reach; between these one may be unheard.
    """

    mmsi: int
    closest_dm: int
    closest_us: int
    contact_us: int
    contact: tuple[int, int] | None  # first and last instant within reach
    moments: tuple[int, ...] = ()


def flagged_failed(asked: Asked, regime: Regime) -> Failed:
    """Tell why there is no transfer with a ship under the target State's flag around the day."""
    return _failed(asked, regime, _no_flag)


def listed_failed(asked: Asked, regime: Regime) -> Failed:
    """Tell why there is no transfer with a listed ship of another flag around the day."""
    return _failed(asked, regime, _not_listed)


def _failed(asked: Asked, regime: Regime, judge: Callable[[Asked, Regime, Meeting], Failed]) -> Failed:
    rows = [row for row in asked.events("encounter") if row["end_us"] is not None]
    glimpsed = _glimpsed(asked, regime)
    if not rows and not glimpsed:
        return asked.not_heard() or _no_encounter(asked, regime)
    encounters = asked.world.events["encounter"]
    told = encounters.filter(encounters.id.isin([row["id"] for row in rows] or [""]))
    found = transfers.meetings(asked.world, told, asked.world.fleet, glimpsed)
    return chosen(asked, [_way(asked, meeting, judge(asked, regime, meeting)) for meeting in found])


def _way(asked: Asked, meeting: Meeting, failed: Failed) -> Way:
    row = meeting.encounter
    return Way(_met(asked, meeting), row["start_us"], row["end_us"], failed, row["median_distance_dm"] / 10)


def _glimpsed(asked: Asked, regime: Regime) -> list[dict[str, Any]]:
    """Return the meetings around the day of which only moments were heard, as the two typologies look for them."""
    listed = concerned.listed(asked.world)
    span = (asked.start_us, asked.end_us)
    around = glimpses.Glimpses(asked.world, listed, concerned.flag_range(regime.target), span)
    return [row for row in around.all() if asked.mmsi in (row["mmsi"], row["other_mmsi"])]


def _met(asked: Asked, meeting: Meeting) -> str:
    other = next(side for side in meeting.sides if side.ship.mmsi != asked.mmsi)
    row = meeting.encounter
    when, lasted = moments.moment(row["start_us"]), moments.hours(row["end_us"] - row["start_us"])
    metres, who = f"{row['median_distance_dm'] / 10:.0f} m", other.ship.called()
    if "glimpses" in row:
        if row["glimpses"] == 1:
            return f"it was heard {metres} from {who} at one moment, {when}"
        return f"it was heard {metres} from {who} at {row['glimpses']} moments in {lasted}, from {when}"
    return f"it lay {metres} from {who} for {lasted}, from {when}"


def _no_flag(asked: Asked, regime: Regime, meeting: Meeting) -> Failed:
    met = _met(asked, meeting)
    if any(side.flies(regime.target) for side in meeting.sides):
        return Failed(9, None, met)
    flags = " and ".join(side.flag() or "no State known" for side in meeting.sides)
    why = f"{met}; neither is under the flag of {regime.target} (they are of {flags}), by its MMSI or by a list"
    return Failed(8, "a ship under the target State's flag", why)


def _not_listed(asked: Asked, regime: Regime, meeting: Meeting) -> Failed:
    met = _met(asked, meeting)
    if any(side.flies(regime.target) for side in meeting.sides):
        why = f"{met}; one is under the flag of {regime.target}, so that it is judged as a transfer with a flagged ship"
        return Failed(8, "a listed ship under another flag", why)
    if not any(side.matches for side in meeting.sides):
        return Failed(7, "a listed ship", f"{met}; neither is on a UN list in this case")
    return Failed(9, None, met)


def _no_encounter(asked: Asked, regime: Regime) -> Failed:
    """Tell how near the nearest ships came, and which of the encounter's conditions they failed; of the day first."""
    midnight = asked.start_us + AROUND_US
    of_day, around = _nearest(asked, midnight, midnight + DAY_US), _nearest(asked, asked.start_us, asked.end_us)
    if of_day is not None and around is not None and _same(of_day, around):
        of_day = None
    nearest = [(one, days) for one, days in ((of_day, f"on {said(midnight)}"), (around, asked.days)) if one is not None]
    if not nearest:
        why = (
            f"no other ship was heard within {km(_LOOKED_M)} of it {asked.days}, within an hour of its own positions; "
            f"a transfer needs one within {_ENCOUNTER.reach_m} m"
        )
        return Failed(1, "near another ship", why)
    return chosen(asked, [_near(asked, regime, one, days) for one, days in nearest])


def _nearest(asked: Asked, start_us: int, end_us: int) -> Beside | None:
    """Return the ship that was within reach for the longest in a span, else the one that came nearest."""
    found = _beside(asked, start_us, end_us)
    return max(found, key=lambda one: (one.contact_us, len(one.moments), -one.closest_dm), default=None)


def _same(of_day: Beside, around: Beside) -> bool:
    """Tell whether what was heard on the day is a part, or all, of what was heard of that ship around it."""
    if of_day.contact is None or around.contact is None:
        return of_day == around
    within = around.contact[0] <= of_day.contact[0] and of_day.contact[1] <= around.contact[1]
    return of_day.mmsi == around.mmsi and within


def _near(asked: Asked, regime: Regime, one: Beside, days: str) -> Way:
    """Return how it ended that another ship was near, ``days`` in words."""
    reach, minutes = _ENCOUNTER.reach_m, _ENCOUNTER.least_h * 60
    who = Ships(asked.world.static_reports, [one.mmsi]).at(one.mmsi, one.closest_us).called()
    if one.contact is None and one.moments:
        return _at_moments(regime, one, who)
    if one.contact is None:
        metres, when = one.closest_dm / 10, moments.moment(one.closest_us)
        off = f"{metres:,.0f} m" if metres < _KM else km(metres)
        why = f"closest other ship {days}: {who}, {off} off, {when}; a transfer needs one within {reach} m"
        failed = Failed(2, "near another ship", why, round(metres, 1), reach, "m")
        return Way(f"{who} {off} off, {when}", one.closest_us, one.closest_us, failed)
    lasted, when = one.contact_us // _MINUTE_US, moments.moment(one.contact[0])
    length = f"{lasted} min" if lasted < 2 * minutes else moments.hours(one.contact_us)
    length = length if lasted else f"less than {_ENCOUNTER.step_min} min"
    contact = f"within {reach} m of {who} for {length}, {when}"
    if lasted < minutes:
        why = f"{contact} (closest {one.closest_dm / 10:.0f} m); a transfer needs {minutes} min"
        return Way(contact, *one.contact, Failed(3, "near it for long enough", why, lasted, minutes, "min"))
    return Way(contact, *one.contact, _in_port_or_moving(asked, one.contact, contact))


def _at_moments(regime: Regime, one: Beside, who: str) -> Way:
    """Return how it ended that another ship was heard within reach, but at moments alone."""
    first, last, minutes = one.moments[0], one.moments[-1], _ENCOUNTER.least_h * 60
    lasted, when = (last - first) // _MINUTE_US, moments.moment(first)
    often = f"{len(one.moments)} moments in {moments.hours(last - first)}, from" if last > first else "one moment,"
    heard = f"heard {one.closest_dm / 10:.0f} m from {who} at {often} {when}"
    if lasted < minutes:
        why = f"{heard}; a transfer needs {minutes} min"
        return Way(heard, first, last, Failed(3, "near it for long enough", why, lasted, minutes, "min"))
    off, side = placing.OFFSHORE_M / 1_000, refutations.ALONGSIDE_DM // 10
    why = (
        f"{heard}; between these one of the two was not heard, and what is heard at moments alone counts only of a "
        f"ship under the flag of {regime.target} or listed, within {side} m and {off:.0f} km or more off every coast"
    )
    return Way(heard, first, last, Failed(4, "heard beside it without a break", why))


def _in_port_or_moving(asked: Asked, contact: tuple[int, int], told: str) -> Failed:
    during = asked.heard(contact[0] - US_PER_HOUR, contact[1] + US_PER_HOUR)
    middle = during.slice(during.num_rows // 2, 1).to_pylist()[0]
    port, metres = placing.nearest(middle["lat_e7"], middle["lon_e7"])
    if metres <= _ENCOUNTER.port_m:
        limit = _ENCOUNTER.port_m / 1_000
        why = f"{told}, {km(metres)} off {port.name}, where ships lie close: meetings within {limit:g} km do not count"
        return Failed(4, "away from ports", why, round(metres / 1_000, 1), limit, "km")
    knots = _median_speed(during)
    limit = _ENCOUNTER.speed_dkn / 10
    why = f"{told}, at {knots:.1f} kn (median), where a transfer needs less than {limit:g} kn"
    return Failed(5, "slow together", why, round(knots, 1), limit, "kn")


def _median_speed(rows: pa.Table) -> float:
    known = rows.filter(pc.is_valid(rows["next_t_us"]))
    if not known.num_rows:
        return 0.0
    hours = (known["next_t_us"].to_numpy() - known["t_us"].to_numpy()) / US_PER_HOUR
    miles = known["distance_dm"].to_numpy() / DM_PER_NAUTICAL_MILE
    return float(np.median(miles[hours > 0] / hours[hours > 0]))


def _beside(asked: Asked, start_us: int, end_us: int) -> Iterator[Beside]:
    """Yield the ships that came nearest in a span, measured exactly."""
    legs = asked.world.legs
    around = legs.filter(legs.t_us >= start_us - US_PER_HOUR, legs.t_us < end_us + US_PER_HOUR)
    own = around.filter(around.mmsi == asked.mmsi).select(*_PLACED).order_by("t_us").to_pyarrow()
    for track in sorted(set(own["track"].to_pylist())):
        ours = own.filter(pc.equal(own["track"], pa.scalar(track)))
        south, north = pc.min(ours["lat_e7"]).as_py() - _WIDE_E7, pc.max(ours["lat_e7"]).as_py() + _WIDE_E7
        near = around.filter(around.mmsi != asked.mmsi, around.lat_e7.between(south, north))
        others = near.select(*_PLACED).order_by(["track", "t_us"]).to_pyarrow()
        yield from _nearest_of(ours, others, start_us, end_us)


def _nearest_of(ours: pa.Table, others: pa.Table, start_us: int, end_us: int) -> Iterator[Beside]:
    grid = separation.instants(start_us, end_us, _ENCOUNTER)
    here = separation.placed(ours, grid, _ENCOUNTER)
    ranked = []
    for at, rows in _by_track(others):
        metres = _rough(here, separation.placed(rows, grid, _ENCOUNTER))
        at_once = [
            (t_us, apart_dm)
            for t_us, apart_dm in separation.at_moments(ours, rows, _MINUTE_US)
            if start_us <= t_us < end_us
        ]
        closest = min(float(np.min(metres, initial=np.inf)), *(apart_dm / 10 for _, apart_dm in at_once), np.inf)
        if closest <= _LOOKED_M:
            in_reach = int(np.count_nonzero(metres <= _ENCOUNTER.reach_m))
            ranked.append((-in_reach, closest, at, rows, at_once))
    for _, _, _, rows, at_once in sorted(ranked, key=lambda one: one[:3])[:_EXACT]:
        apart = separation.over_time(ours, rows, start_us, end_us, _ENCOUNTER)
        if apart or at_once:
            yield _summed(rows["mmsi"][0].as_py(), apart, at_once)


def _by_track(rows: pa.Table) -> Iterator[tuple[int, pa.Table]]:
    tracks = rows["track"].to_numpy()
    starts = np.flatnonzero(np.diff(tracks, prepend=-1))
    for n, start in enumerate(starts.tolist()):
        end = int(starts[n + 1]) if n + 1 < len(starts) else len(tracks)
        yield start, rows.slice(start, end - start)


def _rough(
    here: tuple[npt.NDArray[np.bool_], separation.Integers, separation.Integers],
    there: tuple[npt.NDArray[np.bool_], separation.Integers, separation.Integers],
) -> npt.NDArray[np.float64]:
    """Return distances on a sphere at the instants at which both were heard."""
    both = here[0] & there[0]
    lat, lon, other_lat, other_lon = (np.radians(one[both] / E7) for one in (*here[1:], *there[1:]))
    chord = np.sin((other_lat - lat) / 2) ** 2
    chord += np.cos(lat) * np.cos(other_lat) * np.sin((other_lon - lon) / 2) ** 2
    return np.asarray(2 * _EARTH_M * np.arcsin(np.sqrt(np.minimum(chord, 1.0))), dtype=np.float64)


def _summed(mmsi: int, apart: list[tuple[int, int]], at_once: list[tuple[int, int]]) -> Beside:
    """Return the least distance of a pair, its longest unbroken run within reach, and the moments of both in reach."""
    step_us = _ENCOUNTER.step_min * _MINUTE_US
    closest_us, closest_dm = min([*apart, *at_once], key=lambda one: (one[1], one[0]))
    longest: tuple[int, int] | None = None
    run: tuple[int, int] | None = None
    for t_us, distance_dm in apart:
        if distance_dm > _ENCOUNTER.reach_m * 10:
            run = None
            continue
        run = (run[0], t_us) if run and t_us - run[1] == step_us else (t_us, t_us)
        if longest is None or run[1] - run[0] > longest[1] - longest[0]:
            longest = run
    moments_in_reach = tuple(t_us for t_us, distance_dm in at_once if distance_dm <= _ENCOUNTER.reach_m * 10)
    length_us = longest[1] - longest[0] if longest else 0
    return Beside(mmsi, closest_dm, closest_us, length_us, longest, moments_in_reach)
