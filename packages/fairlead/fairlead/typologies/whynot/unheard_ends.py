"""Which condition of ``delivery_unheard.py`` a ship's silences around a day did not meet, and by how much."""

from __future__ import annotations

from typing import Any

from fairlead.law import Regime
from fairlead.shapes import US_PER_HOUR
from fairlead.typologies import delivery_unheard, moments, placing
from fairlead.typologies.grounds import departures, silences, unlisted
from fairlead.typologies.grounds.lading import ARRIVED_US, LATE_US, RANGE_DM
from fairlead.typologies.grounds.linked import on_tracks
from fairlead.typologies.grounds.ships import Ships
from fairlead.typologies.grounds.silences import SILENCE_US
from fairlead.typologies.whynot.asked import Asked, Failed, said
from fairlead.typologies.whynot.voyages import of_silences


def unheard_end_failed(asked: Asked, regime: Regime) -> Failed:
    """Tell why no silence around the day ends a laden voyage from the target State."""
    return of_silences(asked, SILENCE_US, lambda gap, silent: _failed(asked, regime, gap, silent))


def _failed(asked: Asked, regime: Regime, gap: dict[str, Any], what: str) -> Failed:
    if not silences.long_enough(gap):
        hours, needed = (gap["end_us"] - gap["start_us"]) / US_PER_HOUR, SILENCE_US / US_PER_HOUR
        return Failed(1, "a silence", f"{what}, where {needed:.0f} h are needed", round(hours, 1), needed, "h")
    visits, berths = asked.world.events["port_visit"], unlisted.calls(asked.world, regime, asked.mmsi)
    stops = on_tracks(visits.filter(visits.stopped), [gap["track"]]).get(gap["track"], ())
    calls = unlisted.merged(stops, berths.get(gap["track"], ()))
    left = departures.last_call(calls, gap["start_us"])
    name = f"a departure from a port of {regime.target} before"
    if left is None:
        return Failed(2, name, f"{what}; no call of the ship was heard before, in {regime.target} or elsewhere")
    called = f"its last call before was at {placing.port_name(left)}, on {said(left['start_us'])}"
    if not departures.sailed_from(regime, left, gap):
        lay = ", and it had not left there" if left["country"] == regime.target else f", not in {regime.target}"
        return Failed(2, name, f"{what}; {called}{lay}")
    fleet = Ships(asked.world.static_reports, [asked.mmsi])
    lading, had = delivery_unheard.laden(fleet, left, gap)
    if not lading.loaded:
        return Failed(3, "laden as it left", f"{what}; {called}. {lading.why}")
    until_us = gap["end_us"] + LATE_US + ARRIVED_US
    after = [one.dm for one in fleet.draughts(asked.mmsi, gap["end_us"], until_us) if one.t_us >= gap["end_us"]]
    rose = max((had[-1].dm - dm for dm in after), default=None)
    if rose is None or rose < RANGE_DM:
        least = f"where {RANGE_DM / 10:.1f} m less are needed by its next stop, or within days"
        told = "it reported no draught after it" if rose is None else f"{rose / 10:.1f} m less at most after it"
        why = f"{what}; it reported {had[-1].dm / 10:.1f} m before, and {told}, {least}"
        return Failed(4, "lighter afterwards", why, None if rose is None else rose / 10, RANGE_DM / 10, "m")
    return Failed(5, None, f"{what}; {called}; it was laden before, {moments.moment(had[-1].t_us)}, and light after it")
