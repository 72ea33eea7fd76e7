"""Which condition of a typology of identities a number did not meet around a day, and by how much.

Of a delivery across a change of identity the number asked about may be the one that fell silent or the one that began;
the change or silence that covers the day, or is the nearest to it, is told. Manipulated AIS is told where there is
none, or where it engages nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from fairlead.events.identities.identity_change import Parameters
from fairlead.law import Regime
from fairlead.shapes import US_PER_HOUR
from fairlead.subjects import mmsi as numbers
from fairlead.typologies import banned_port_entry, laundered, listed_flag, moments, placing
from fairlead.typologies.grounds import flags, hulls, manipulations, unheard_calls
from fairlead.typologies.grounds.courses import Courses
from fairlead.typologies.grounds.ships import Ships
from fairlead.typologies.whynot.asked import AROUND_US, DAY_US, Asked, Failed, Way, chosen, furthest, said
from fairlead.typologies.whynot.successors import taken_over, taking_over
from fairlead.typologies.whynot.voyages import no_call

_CHANGE = Parameters()


def laundered_failed(asked: Asked, regime: Regime) -> Failed:
    """Tell why no voyage out of the target State across a change of identity is told of the number around the day."""
    since = asked.start_us + AROUND_US - laundered.OUT_US - laundered.SILENT_US
    if not asked.heard(since).num_rows:
        return asked.not_heard() or Failed(0, "heard", f"not heard {asked.days}")
    if not (changes := _changes(asked)):
        return furthest([_as_first(asked, regime, since), _as_second(asked, regime)])
    ways = [_way(asked, change, _of_change(asked, regime, change)) for change in changes]
    calls = _calls(asked, regime, since)
    if calls and (lost := _lost(asked, calls[-1]["start_us"], changes)) is not None:
        ways.append(_lost_way(asked, lost, _called(calls[-1])))
    return chosen(asked, ways)


def dark_laundered_failed(asked: Asked, regime: Regime) -> Failed:
    """Tell why no change of identity around the day would be a dark voyage's, with an unheard call in between."""
    if not (changes := _changes(asked)):
        return asked.not_heard() or furthest([_silent(asked), taking_over(asked)])
    ways = [_way(asked, change, _dark_failed(asked, regime, change)) for change in changes]
    if (lost := _lost(asked, asked.start_us, changes)) is not None:
        ways.append(_lost_way(asked, lost, _UNDER_IT))
    return chosen(asked, ways)


def _dark_failed(asked: Asked, regime: Regime, change: dict[str, Any]) -> Failed:
    """Tell what keeps a change of identity from being a dark voyage's."""
    link = _link(asked, change)
    if numbers.flag(change["other_mmsi"]) == regime.target:
        why = f"{link} The second is under the flag of {regime.target}"
        return Failed(3, "a second number under another flag than the target's", why)
    ports = placing.ports(regime.target)
    here = unheard_calls.in_reach(change, ports, unheard_calls.FAR_M)
    if not here:
        had_us = change["end_us"] - change["start_us"]
        port, least_us = unheard_calls.nearest_way(change, ports)
        sail = f"To sail to {port.name} at {unheard_calls.SPEED_KN:g} kn, load and go where that was takes"
        why = f"{link} {sail} {moments.hours(round(least_us))} at least, and there were {moments.hours(had_us)}"
        needed = round(least_us / US_PER_HOUR, 1)
        return Failed(4, "time enough to call", why, round(had_us / US_PER_HOUR, 1), needed, "h")
    far = unheard_calls.reach(change, here) is None
    if far and Courses(asked.world.legs, [change]).coming_from(change, here) is None:
        limit = f"{unheard_calls.NEAR_M / 1_000:g} km"
        why = f"{link} Both ends lie over {limit} off {here[0].name}, and the second did not come from there"
        return Failed(4, "near the target State", why)
    visits = asked.world.events["port_visit"]
    stops = visits.filter(visits.stopped, visits.track == change["track"]).order_by("start_us")
    call = laundered.call_before(regime, change, stops.to_pyarrow().to_pylist())
    if call is not None:
        why = f"{link} Its call at {placing.port_name(call)} before was heard, so that it is another typology's"
        return Failed(5, "the call itself not heard", why)
    return Failed(6, None, f"{link} Between the two it had the time to call in {regime.target}")


def _changes(asked: Asked) -> list[dict[str, Any]]:
    """Return the changes of identity near the day in which the number takes part, the nearest first."""
    table = asked.world.events["identity_change"]
    own = table.filter((table.mmsi == asked.mmsi) | (table.other_mmsi == asked.mmsi))
    reach = laundered.SILENT_US + laundered.ARRIVAL_US
    near = own.filter(own.start_us <= asked.end_us + reach, own.end_us >= asked.start_us - reach)
    rows: list[dict[str, Any]] = near.to_pyarrow().to_pylist()
    return sorted(rows, key=lambda row: (abs(row["start_us"] - asked.noon_us), row["id"]))


def _link(asked: Asked, change: dict[str, Any]) -> str:
    """Return in words which number fell silent, when, and what joins it to the one that was heard then."""
    first = Ships(asked.world.static_reports, [change["mmsi"]]).at(change["mmsi"], change["start_us"])
    who = "it" if change["mmsi"] == asked.mmsi else first.called()
    return f"{who} fell silent on {said(change['start_us'])}; {hulls.linked(change)}"


def _way(asked: Asked, change: dict[str, Any], failed: Failed) -> Way:
    other = change["other_mmsi"] if change["mmsi"] == asked.mmsi else change["mmsi"]
    took = "taken over by" if change["mmsi"] == asked.mmsi else "taking over from"
    start_us = moments.microseconds(failed.about) if failed.about else change["start_us"]
    return Way(f"{took} MMSI {other:09d}", start_us, change["end_us"], failed)


def _lost(asked: Asked, since_us: int, changes: list[dict[str, Any]]) -> dict[str, Any] | None:
    """Return the silence after a time in which another number may have taken over, where no change tells of it."""
    silence = _silence(asked, since_us)
    told = [change["start_us"] for change in changes if change["mmsi"] == asked.mmsi]
    long_enough = silence is not None and silence["had_us"] >= _CHANGE.silence_h * US_PER_HOUR
    return silence if silence is not None and long_enough and silence["start_us"] not in told else None


def _lost_way(asked: Asked, silence: dict[str, Any], before: str) -> Way:
    failed = taken_over(asked, before, "a silence", silence, "after")
    what = f"silent from {said(silence['start_us'])}"
    return Way(what, silence["start_us"], silence["start_us"] + silence["had_us"], failed)


def _of_change(asked: Asked, regime: Regime, change: dict[str, Any]) -> Failed:
    """Tell which end of the voyage is missing where the change itself was found."""
    link = _link(asked, change)
    visits = asked.world.events["port_visit"]
    stops = visits.filter(visits.stopped, visits.mmsi.isin([change["mmsi"], change["other_mmsi"]]))
    rows = stops.order_by(["start_us", "track"]).to_pyarrow().to_pylist()
    before = [one for one in rows if one["mmsi"] == change["mmsi"] and one["start_us"] <= change["start_us"]]
    if not before or before[-1]["country"] != regime.target:
        first = f"MMSI {change['mmsi']:09d}"
        last = f"{first}'s last stop before it fell silent was {placing.port_name(before[-1])}" if before else ""
        why = f"{link} But {last or f'no stop of {first} was heard before it fell silent'}, so that it engages nothing"
        return Failed(3, "a call at a port of the target State", why)
    left_us = before[-1]["end_us"] or change["start_us"]
    days = (change["start_us"] - left_us) / DAY_US
    if days > laundered.OUT_US / DAY_US:
        left, most = f"MMSI {change['mmsi']:09d} had left {placing.port_name(before[-1])}", laundered.OUT_US // DAY_US
        why = f"{link} But {left} {days:.0f} days before it fell silent, over {most}"
        return Failed(4, "silent soon after the call", why, round(days, 1), laundered.OUT_US / DAY_US, "days")
    after = [one for one in rows if one["mmsi"] == change["other_mmsi"] and one["start_us"] >= change["end_us"]]
    if not after or after[0]["country"] == regime.target:
        second = f"MMSI {change['other_mmsi']:09d}"
        none = f"no stop of {second} was heard"
        next_stop = f"the first stop of {second} was {placing.port_name(after[0])}" if after else none
        return Failed(5, "an arrival in another State", f"{link} But {next_stop}")
    called = f"{link} It called at {placing.port_name(before[-1])} before and {placing.port_name(after[0])} after"
    return Failed(6, None, called, about=moments.iso(left_us))


def _as_first(asked: Asked, regime: Regime, since: int) -> Failed:
    """Tell why no other number took over from this one after a call."""
    if not (calls := _calls(asked, regime, since)):
        return no_call(regime, asked.heard(since))
    silence = _silence(asked, calls[-1]["start_us"])
    after = f"in the {laundered.OUT_US // DAY_US} days after"
    return taken_over(asked, _called(calls[-1]), "a silence after the call", silence, after)


def _calls(asked: Asked, regime: Regime, since: int) -> list[dict[str, Any]]:
    visits = asked.events("port_visit", since)
    return [one for one in visits if one["country"] == regime.target and one["stopped"]]


def _called(call: dict[str, Any]) -> str:
    return f"it called at {placing.port_name(call)} on {said(call['start_us'])}"


def _silent(asked: Asked) -> Failed:
    """Tell why no other number took over from this one in a silence around the day."""
    since_us, until_us = asked.start_us, asked.start_us + laundered.OUT_US + laundered.SILENT_US
    days = moments.span(moments.day(since_us), moments.day(until_us))
    return taken_over(asked, _UNDER_IT, "a silence", _silence(asked, since_us), days)


_UNDER_IT = "it was heard under this number"


def _as_second(asked: Asked, regime: Regime) -> Failed:
    """Tell why the number took over from none that had called at a port of the target State."""

    def called(silences: Sequence[dict[str, Any]]) -> set[int]:
        visits = asked.world.events["port_visit"]
        numbers = [one["mmsi"] for one in silences]
        stops: dict[int, list[dict[str, Any]]] = {}
        rows = visits.filter(visits.stopped, visits.mmsi.isin(numbers or [-1])).order_by(["start_us", "track"])
        for row in rows.to_pyarrow().to_pylist():
            stops.setdefault(row["mmsi"], []).append(row)
        before = ((one, stops.get(one["mmsi"], ())) for one in silences)
        return {one["mmsi"] for one, calls in before if laundered.call_before(regime, one, calls) is not None}

    return taking_over(asked, called, f"had called in {regime.target}")


def _as_barred(asked: Asked) -> Failed:
    """Tell why the number took over from none that reported a listed IMO number."""
    listed = {ship.imo for ship in asked.world.fleet.all if ship.imo is not None}
    reports = asked.world.static_reports
    told = reports.filter(reports.imo.isin(sorted(listed) or [-1])).select("mmsi").distinct()
    barred = {row["mmsi"] for row in told.to_pyarrow().to_pylist()}

    def reported(silences: Sequence[dict[str, Any]]) -> set[int]:
        return {one["mmsi"] for one in silences} & barred

    return taking_over(asked, reported, "had reported a listed IMO number")


def _silence(asked: Asked, since_us: int) -> dict[str, Any] | None:
    """Return the number's silence after a call that covers the day asked about, else the longest.

    It is the number's, whatever tracks its positions make: a damaged position alone on a track is no end of the hull's.
    One without an end lasts as long as the data.
    """
    legs = asked.world.legs
    own = legs.filter(
        legs.mmsi == asked.mmsi, legs.t_us >= since_us, legs.t_us <= since_us + laundered.OUT_US + laundered.SILENT_US
    )
    placed = own.select("track", "t_us", "next_t_us", "lat_e7", "lon_e7")
    rows = placed.order_by(["t_us", "track"]).to_pyarrow().to_pylist()
    following = [row["t_us"] for row in rows[1:]] + [row["next_t_us"] for row in rows[-1:]]
    (ended,) = legs.agg(t_us=legs.t_us.max()).to_pyarrow()["t_us"].to_pylist()
    found = [
        {
            **row,
            "start_us": row["t_us"],
            "end_us": next_us,
            "had_us": (next_us or ended) - row["t_us"],
        }
        for row, next_us in zip(rows, following, strict=True)
    ]
    midnight = asked.start_us + AROUND_US

    def asked_about(row: dict[str, Any]) -> bool:
        covers = row["start_us"] < midnight + DAY_US and row["start_us"] + row["had_us"] >= midnight
        return bool(covers and row["had_us"] >= _CHANGE.silence_h * US_PER_HOUR)

    return max(found, key=lambda row: (asked_about(row), row["had_us"], row["start_us"]), default=None)


def laundered_entry_failed(asked: Asked, regime: Regime) -> Failed:
    """Tell why the number did not enter a port as a barred hull under another identity."""
    if not (changes := _changes(asked)):
        return asked.not_heard() or _as_barred(asked)
    return chosen(asked, [_way(asked, change, _entry_failed(asked, regime, change)) for change in changes])


def _entry_failed(asked: Asked, regime: Regime, change: dict[str, Any]) -> Failed:
    """Tell what keeps a change of identity from being that of a barred hull which entered a port."""
    link = _link(asked, change)
    first = Ships(asked.world.static_reports, [change["mmsi"]]).at(change["mmsi"], change["start_us"])
    matches = [match for match in asked.world.fleet.matches(first) if match.certain]
    if not matches:
        return Failed(3, "a listed hull before", f"{link} But {first.called()} reported no listed IMO number")
    barred = [match for match in matches if banned_port_entry.banning(regime, match, asked.day)]
    if not barred:
        return Failed(4, "barred from ports that day", f"{link} But {matches[0].ship.name} was not barred that day")
    visits = [one for one in asked.events("port_visit") if one["country"] != regime.target and one["stopped"]]
    own = [one for one in visits if one["mmsi"] == change["other_mmsi"]]
    if not own:
        return Failed(5, "in a port", f"{link} No stop of the second in a port was heard {asked.days}")
    return Failed(6, None, f"{link} It stopped at {placing.port_name(own[0])}", about=moments.iso(own[0]["start_us"]))


def listed_flag_failed(asked: Asked, regime: Regime) -> Failed:
    """Tell why no listed hull is told of under the digits of this number."""
    flag = numbers.flag(asked.mmsi)
    if flag is None:
        return Failed(0, "digits of a State", f"MMSI {asked.mmsi:09d} carries the digits of no State")
    if flag == regime.target:
        return Failed(0, "digits of another State", f"its digits are those of {flag}, the target State")
    if asked.ship.imo is None:
        return Failed(1, "an IMO number", "it reported no IMO number, by which alone a hull is matched with a list")
    listed = [ship for ship in asked.world.fleet.all if ship.imo == asked.ship.imo]
    if not listed:
        return Failed(2, "listed", f"IMO {asked.ship.imo} is on no list of the case")
    history = flags.flown(asked.world.static_reports, [asked.ship.imo]).get(asked.ship.imo, [])
    own = next((one for one in history if one.mmsi == asked.mmsi), None)
    if own is None:
        why = f"it reported IMO {asked.ship.imo} less than {flags.LEAST_REPORTS} times"
        return Failed(3, "reported often enough", why, None, flags.LEAST_REPORTS, "reports")
    last = moments.day(own.last_us)
    days = [(last - ship.listed_on).days for ship in listed if ship.listed_on]
    most = max(days, default=0)
    if most < listed_flag.GRACE.days:
        when = f"last heard so {most} days after its listing" if most >= 0 else f"listed {-most} days after that"
        why = f"{when}, where {listed_flag.GRACE.days} days are given for striking it off"
        return Failed(4, "long enough after the listing", why, most, listed_flag.GRACE.days, "days")
    return Failed(5, None, f"IMO {asked.ship.imo} is listed and was heard under the digits of {flag}, {most} days on")


def manipulated_failed(asked: Asked, regime: Regime) -> Failed:
    """Tell that no sign of manipulated AIS was seen around the day, or that it engages nothing."""
    near = [
        sign
        for sign in manipulations.signs(asked.world, [asked.mmsi])
        if sign.event["start_us"] < asked.end_us and (sign.event["end_us"] or sign.event["start_us"]) >= asked.start_us
    ]
    odd = manipulations.of_number(asked.ship)
    if not near:
        none = "no position on land, at a fixed point or on a circle, no number shared, no identity changed"
        beside = f"; but {'; '.join(odd)}" if odd else ""
        return asked.not_heard() or Failed(1, "a sign of manipulation", f"{none} {asked.days}{beside}")
    told = "; ".join(sign.said for sign in near)
    explained = [sign.innocent for sign in near if sign.innocent]
    if len(explained) == len(near):
        begun = moments.iso(near[0].event["start_us"])
        why = f"{told}; {explained[0][0]}: {explained[0][1]}"
        return Failed(2, "no innocent explanation", why, about=begun)
    tied = numbers.flag(asked.mmsi) == regime.target or any(match.certain for match in asked.matches)
    if not tied:
        why = f"{told}; it is not under the flag of {regime.target} and on no list, and such signs engage nothing"
        return Failed(3, "tied to the target State", why, about=moments.iso(near[0].event["start_us"]))
    return Failed(4, "an act that engages a paragraph", f"{told}; by itself that engages nothing")
