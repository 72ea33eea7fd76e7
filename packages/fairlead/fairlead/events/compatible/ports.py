"""Port entries and exits exactly as pipe-anchorages finds them, for comparison only.

Its definition (Apache-2.0), written anew: a ship is in port from 3 km of an anchorage on until 4 km of every one, by
great circles on a sphere; each change is one row. Two ways: every position seen (``thinned=False``), or as its pipeline
runs, which first keeps of each UTC day only what stands beside a change within that day, and so loses some. Left out:
stops and gaps within a port, latitudes beyond 73 degrees (the cells here are too narrow there), and all that Fairlead
reports.
"""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from fairlead import shapes

ENTRY_KM, EXIT_KM = 3.0, 4.0  # pipe-anchorages: anchorage_cfg.yaml
_MOST_DKN = 1_022  # pipe-anchorages: is_valid_location; 102.3 kn means that no speed is known
_RADIUS_KM = 6_371  # pipe-anchorages: EARTH_RADIUS
_DAY_US = 24 * shapes.US_PER_HOUR
_SILENCE_US = 4 * shapes.US_PER_HOUR  # pipe-anchorages: minimum_port_gap_duration_minutes 240
_NORTH, _EAST = 0.04, 0.125  # ours: degrees, wider than 4 km up to 73 degrees of latitude; results do not depend on it
_COLUMNS = round(360 / _EAST)


def crossings(positions: ir.Table, anchorages: ir.Table, *, thinned: bool) -> ir.Table:
    """Return (mmsi, t_us, entered): each entry and exit, given anchorages as (lat, lon) in degrees."""
    sent = _near(_once(positions), anchorages)
    sent = sent.mutate(sign=ibis.cases((sent.km <= ENTRY_KM, 1), (sent.km < EXIT_KM, ibis.null("int8")), else_=0))
    if thinned:
        sent = _thinned(sent)
    found = _changes(sent, ["mmsi"])
    return found.filter(found.entered.notnull()).select("mmsi", "t_us", "entered")


def _once(positions: ir.Table) -> ir.Table:
    """Return one position for each ship and time, the slowest, that has a speed and a place as there asked for."""
    told = positions.speed_dkn.between(0, _MOST_DKN)  # None is not between
    given = positions.filter(positions.lat_e7.notnull(), positions.lon_e7.notnull(), told)
    order = ibis.window(group_by=["mmsi", "t_us"], order_by=["speed_dkn", "lat_e7", "lon_e7"])
    numbered = given.mutate(nth=ibis.row_number().over(order))
    first = numbered.filter(numbered.nth == 0)
    return first.select("mmsi", "t_us", lat=first.lat_e7 / 1e7, lon=first.lon_e7 / 1e7)


def _near(sent: ir.Table, anchorages: ir.Table) -> ir.Table:
    """Return positions with the distance in kilometres to the nearest anchorage within some 4 km; far beyond: 1e9."""
    around = ibis.memtable({"north": [n for n in (-1, 0, 1) for _ in range(3)], "east": [-1, 0, 1] * 3})
    spread = anchorages.select(port_lat="lat", port_lon="lon").cross_join(around)
    spread = spread.select(
        "port_lat",
        "port_lon",
        row=_cell(spread.port_lat, _NORTH) + spread.north,
        column=(_cell(spread.port_lon, _EAST) + spread.east + _COLUMNS) % _COLUMNS,
    )
    celled = sent.mutate(row=_cell(sent.lat, _NORTH), column=(_cell(sent.lon, _EAST) + _COLUMNS) % _COLUMNS)
    joined = celled.join(spread, ["row", "column"])
    nearest = joined.mutate(km=_km(joined)).group_by("mmsi", "t_us").agg(km=lambda all_: all_.km.min())
    whole = sent.left_join(nearest, ["mmsi", "t_us"])
    return whole.select("mmsi", "t_us", km=whole.km.fill_null(1e9))


def _cell(degrees: ir.Value, step: float) -> ir.Value:
    return (degrees / step).floor().cast("int64")


def _km(joined: ir.Table) -> ir.Value:
    north = ((joined.lat - joined.port_lat).radians() / 2).sin()
    east = ((joined.lon - joined.port_lon).radians() / 2).sin()
    chord = north * north + joined.lat.radians().cos() * joined.port_lat.radians().cos() * east * east
    return ibis.least(chord, 1.0).sqrt().asin() * (2 * _RADIUS_KM)


def _changes(sent: ir.Table, by: list[str]) -> ir.Table:
    """Return positions with ``entered``: true, false, or null where nothing changed since the one before.

    Between 3 and 4 km a ship stays what it last was; before anything was known of it, it is at sea.
    """
    order = ibis.window(group_by=by, order_by="t_us")
    counted = sent.mutate(known=sent.sign.count().over(ibis.cumulative_window(group_by=by, order_by="t_us")))
    within = ibis.window(group_by=[*by, "known"])
    stated = counted.mutate(in_port=counted.sign.max().over(within).fill_null(0).cast("int8"))
    before = stated.in_port.lag().over(order)
    change = ibis.cases((stated.in_port > before, True), (stated.in_port < before, False), else_=ibis.null("boolean"))
    return stated.mutate(entered=change)


def _thinned(sent: ir.Table) -> ir.Table:
    """Return what daily thinning keeps: each day's first and last, and both sides of a change and of a silence of 4 h.

    It also keeps both sides of a stop in port, but there a position between changes nothing.
    """
    daily = sent.mutate(day=(sent.t_us / _DAY_US).floor().cast("int64"))
    changed = _changes(daily, ["mmsi", "day"]).drop("known", "in_port")
    order = ibis.window(group_by=["mmsi", "day"], order_by="t_us")
    beside = changed.mutate(
        since_us=changed.t_us - changed.t_us.lag().over(order),
        until_us=changed.t_us.lead().over(order) - changed.t_us,
        next_entered=changed.entered.lead().over(order),
    )
    silent = (beside.since_us.fill_null(_DAY_US) >= _SILENCE_US) | (beside.until_us.fill_null(_DAY_US) >= _SILENCE_US)
    kept = silent | beside.entered.notnull() | beside.next_entered.notnull()  # a day's ends count as silences
    return beside.filter(kept).select("mmsi", "t_us", "km", "sign")
