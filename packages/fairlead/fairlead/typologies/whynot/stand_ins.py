"""Which condition of ``assumed_identity.py`` a ship did not meet around a day, as the one silent or as the other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from fairlead.law import Regime
from fairlead.shapes import US_PER_HOUR
from fairlead.typologies import assumed_identity, moments
from fairlead.typologies.grounds import concerned
from fairlead.typologies.grounds.stand_ins import LENGTH_PCT, LIKE_PCT, StandIn, StandIns
from fairlead.typologies.whynot.asked import Asked, Failed
from fairlead.typologies.whynot.voyages import of_silences

_LEAST_H = assumed_identity.SILENCE_US / US_PER_HOUR
_MOST_H = assumed_identity.LONGEST_US / US_PER_HOUR


def assumed_failed(asked: Asked, regime: Regime) -> Failed:
    """Tell why no ship of the target's is told to have sailed under another number, this one or the other."""
    if asked.ship.flag != regime.target:
        return _as_second(asked, regime)
    return of_silences(asked, assumed_identity.SILENCE_US, lambda gap, silent: _as_first(asked, regime, gap, silent))


def _as_first(asked: Asked, regime: Regime, gap: dict[str, Any], what: str) -> Failed:
    had = round((gap["end_us"] - gap["start_us"]) / US_PER_HOUR, 1)
    if had < _LEAST_H:
        why = f"{what}, where {_LEAST_H:.0f} h are needed to go under another number and come back"
        return Failed(1, "a silence of a day", why, had, _LEAST_H, "h")
    if had > _MOST_H:
        why = f"{what}, where {_MOST_H:.0f} h are the most for one trip"
        return Failed(1, "a silence of fifteen days at most", why, had, _MOST_H, "h")
    inside = StandIns(asked.world, [gap], concerned.flag_range(regime.target)).of(gap)
    if not inside:
        why = f"{what}; no number of another flag came and went in that time that could have been it"
        return Failed(2, "a number that came and went", why)
    return _alike(inside, f"{what}; of {len(inside)} numbers of other flags that came and went then")


def _as_second(asked: Asked, regime: Regime) -> Failed:
    """Tell in which silence of a ship of the target's the number asked about came and went, and how like it was."""
    near = (gap for gap in assumed_identity.silences(asked.world, regime) if _around(asked, gap))
    gaps = list(near)
    stand_ins = StandIns(asked.world, gaps, concerned.flag_range(regime.target))
    own = [(gap, one) for gap in gaps for one in stand_ins.of(gap) if one.life["mmsi"] == asked.mmsi]
    if not own:
        silent = f"no ship under the flag of {regime.target} was silent for a day to fifteen"
        why = f"{silent} over all the time in which it was heard, and could have been it"
        return Failed(1, "came and went within a silence", why)
    numbers = ", ".join(f"MMSI {gap['mmsi']:09d}" for gap, _ in own)
    return _alike([one for _, one in own], f"it was heard only while these of {regime.target} were silent: {numbers}")


def _around(asked: Asked, gap: Mapping[str, Any]) -> bool:
    return bool(gap["start_us"] <= asked.end_us and gap["end_us"] >= asked.start_us)


def _alike(inside: Sequence[StandIn], what: str) -> Failed:
    """Tell whether one of some numbers was like the ship, or which came nearest to it in length."""
    fitting = [one for one in inside if assumed_identity.alike(one)]
    if fitting:
        named = ", ".join(f"MMSI {one.life['mmsi']:09d}" for one in fitting)
        return Failed(4, None, f"{what}; alike in size and kind, or in destination: {named}")
    condition = "alike in size and kind, or in destination"
    sized = [one for one in inside if one.first["length_dm"] and one.second["length_dm"]]
    if not sized:
        return Failed(3, condition, f"{what}; of none and of the ship is the length known")
    nearest = min(sized, key=lambda one: (_apart_pct(one), one.life["mmsi"]))
    other, ship = (
        f"{one['length_dm'] / 10:.0f} m long, AIS type {one['ship_type']}" for one in (nearest.second, nearest.first)
    )
    told = f"MMSI {nearest.life['mmsi']:09d}, {other}, came nearest, where the one silent is {ship}"
    limits = f"{LENGTH_PCT} % with the same beam and type are needed, or {LIKE_PCT} % with one destination"
    heard = f"from {moments.moment(nearest.life['start_us'])} to {moments.moment(nearest.life['end_us'])}"
    return Failed(3, condition, f"{what}, {told}, {heard}; {limits}", round(_apart_pct(nearest), 1), LENGTH_PCT, "%")


def _apart_pct(one: StandIn) -> float:
    long, other = float(one.first["length_dm"]), float(one.second["length_dm"])
    return abs(long - other) * 100 / long
