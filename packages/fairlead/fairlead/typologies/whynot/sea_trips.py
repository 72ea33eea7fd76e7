"""Which condition of ``sea_trip.py`` a tanker's stays around a day did not meet, and by how much."""

from __future__ import annotations

from fairlead.law import Regime
from fairlead.typologies import lain_alone, moments, placing, sea_trip
from fairlead.typologies.grounds import lain
from fairlead.typologies.whynot.asked import AROUND_US, Asked, Failed, Way, chosen, no_tanker, not_under

_KM = 1_000


def sea_trip_failed(asked: Asked, regime: Regime) -> Failed:
    """Tell why no stay at sea around the day is a trip far out of a tanker of the target's."""
    if (foreign := not_under(asked.ship, regime.target)) is not None:
        return foreign
    if (other := no_tanker(asked.ship, 1, "trips out to sea and home")) is not None:
        return other
    own = lain.whole(asked.world.legs, lain.seeds(asked.world, lambda table: table.mmsi == asked.mmsi))
    gaps = [gap for gap in sea_trip.silences_of(asked.world, regime) if gap["mmsi"] == asked.mmsi]
    own += [one for one in sea_trip.stopped(asked.world.legs, gaps) if not sea_trip.within(one, own)]
    near = [
        one
        for one in own
        if one["start_us"] <= asked.end_us + AROUND_US and one["end_us"] >= asked.start_us - AROUND_US
    ]
    if not near:
        return asked.not_heard() or Failed(2, "lay at sea", f"it lay or drifted nowhere for hours {asked.days}")
    homes = sea_trip.Homes(asked.world.legs, regime, [one["track"] for one in near])
    ways = []
    for stay in near:
        what = f"it {sea_trip.lay(stay)}, {moments.moment(stay['start_us'])}"
        ways.append(Way(what, stay["start_us"], stay["end_us"], _failed(regime, homes, stay, what)))
    return chosen(asked, ways)


def _failed(regime: Regime, homes: sea_trip.Homes, stay: lain.Row, what: str) -> Failed:
    off_m = placing.off_m(stay, "start", regime.target)
    if off_m < sea_trip.FAR_M:
        why = f"{what}, {placing.km(off_m)} off {regime.target}, where {sea_trip.FAR_M / _KM:.0f} km are needed"
        return Failed(3, "far from home", why, round(off_m / _KM, 1), sea_trip.FAR_M / _KM, "km")
    if not placing.offshore(*lain_alone.at(stay)):
        return Failed(
            3, "far off every coast", f"{what}, near a coast, where ships wait and small craft come alongside"
        )
    if homes.around(stay) is None:
        days = sea_trip.TRIP_US // (24 * 3_600_000_000)
        why = f"{what}; it was not heard off a port of {regime.target} both in the {days} days before and after"
        return Failed(4, "from home and back", why)
    return Failed(5, None, f"{what}, {placing.km(off_m)} off {regime.target}, from home and back")
