"""Which condition of a transfer with a silent ship was not met around a day: of who lay still, or of who was silent.

The pairs themselves, how near is near, and what a draught tells are those of ``silences.py``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from fairlead.events import gap, loitering
from fairlead.law import Regime
from fairlead.shapes import US_PER_HOUR
from fairlead.typologies import lain_alone, lightened_at_sea, placing, transfer_dark
from fairlead.typologies.grounds import lain, silences, unheard_calls
from fairlead.typologies.grounds.lading import CHANGE_DM
from fairlead.typologies.grounds.linked import overlapping
from fairlead.typologies.grounds.ships import TANKERS, Ships
from fairlead.typologies.placing import km
from fairlead.typologies.transfers import Side
from fairlead.typologies.whynot.asked import AROUND_US, DAY_US, SHARED, Asked, Failed, Way, chosen, no_tanker, span
from fairlead.typologies.whynot.voyages import lost_way

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from fairlead.typologies.grounds.silences import Pair, Row

_PAIR = "a stay and a silence that fit together"
_NAMED = 3  # ours: how many more of those in reach are named
_FAR_KM, _MEETING_H = silences.NEAR_M / 1_000, silences.MEETING_US / US_PER_HOUR
_WHOSE = ("the one that lay still", "the silent one")
_PIECES = "; a stay heard in pieces counts only beside a silence out of which a ship came with another draught"
_BOTH = "; a meeting with a ship that was silent too cannot be found from tracks"


def dark_transfer_failed(asked: Asked, regime: Regime) -> Failed:
    """Tell why no stay at sea around the day would be explained by a transfer with a ship that was silent then."""
    stays = [one for one in asked.events("loitering") if one["end_us"] is not None]
    gaps = [one for one in asked.events("gap") if one["end_us"] is not None]
    pieces = _in_pieces(asked)
    lost = asked.lost
    if lost is not None and lost.end_us - lost.start_us <= gap.Parameters().least_h * US_PER_HOUR:
        lost = None
    if not stays and not gaps and not pieces:
        if lost is not None:
            return Failed(1, "a silence that ends", f"{lost.said}; a silence counts only where the ship is heard again")
        lay, silent = loitering.Parameters().least_h, gap.Parameters().least_h
        brief = f"for {lain.SHORT_US // US_PER_HOUR} h where another draught was entered at its end"
        lay_still = f"it neither lay still at sea for {lay} h {asked.days}, or {brief},"
        why = f"{lay_still} nor was silent for more than {silent} h"
        return asked.not_heard() or Failed(1, "a stay at sea or a silence", why)
    whole = [one for one in stays if not any(one["id"] == of["id"] for stay in pieces for of in stay["rests_on"])]
    ways = [way for one in (*whole, *pieces) for way in _as_visible(asked, regime, one)]
    side = Side(asked.ship, tuple(asked.matches))
    silent_that_day = any(_of_day(asked, one) for one in gaps)
    if ways and not side.flies(regime.target) and not side.matches and not silent_that_day:
        return chosen(asked, ways)  # whoever is not of the flag or listed is the one that lay still
    ways += [way for one in gaps for way in _as_silent(asked, regime, one)]
    return chosen(asked, [*ways, lost_way(lost)] if lost is not None else ways)


def _in_pieces(asked: Asked) -> list[dict[str, Any]]:
    """Return the ship's stays around the day heard in pieces, or short, as ``silences.lain_on`` looks for them."""
    seeds = lain.seeds(asked.world, lambda table: (table.mmsi == asked.mmsi) & _around(asked, table))
    fleet = Ships(asked.world.static_reports, [asked.mmsi])
    handled = silences.Handled(asked.world, [one["track"] for one in seeds])
    turned = [one for one in seeds if silences.turned(one, fleet, handled, CHANGE_DM) and placing.offshore(*_at(one))]
    brief = lain.short(asked.world, CHANGE_DM, lambda table: (table.mmsi == asked.mmsi) & _around(asked, table))
    whole = ((one, silences.change(one, fleet, handled)) for one in (*lain.whole(asked.world.legs, turned), *brief))
    return [one for one, change in whole if change is not None and abs(change.dm) >= CHANGE_DM]


def unheard_failed(asked: Asked, regime: Regime) -> Failed:
    """Tell why no stay at sea around the day speaks of cargo that passed while nobody was heard alongside."""
    side = Side(asked.ship, tuple(asked.matches))
    if side.ship.flag != regime.target:
        why = f"it is of {side.flag() or 'no State known'}, not under the flag of {regime.target}"
        return Failed(1, "a ship under the target State's flag", why)
    return _unheard_of(asked)


def lightened_failed(asked: Asked, regime: Regime) -> Failed:
    """Tell why no stay at sea around the day is that of another State's tanker that came out lighter."""
    side = Side(asked.ship, tuple(asked.matches))
    if side.ship.flag == regime.target:
        return Failed(1, "a ship of another flag", f"it is under the flag of {regime.target}")
    return no_tanker(side.ship, 1, "stays") or _unheard_of(asked, regime)


def _unheard_of(asked: Asked, of_other: Regime | None = None) -> Failed:
    """Tell how the ship's stays at sea fared; ``of_other``: it is another State's, and must have come out lighter."""
    events = lain.seeds(asked.world, lambda table: (table.mmsi == asked.mmsi) & _around(asked, table))
    brief = lain.short(
        asked.world, unheard_calls.DEEPER_DM, lambda table: (table.mmsi == asked.mmsi) & _around(asked, table)
    )
    if not events and not brief:
        why = f"it neither lay still at sea for {loitering.Parameters().least_h} h {asked.days} nor drifted unheard"
        return asked.not_heard() or Failed(2, "a stay at sea", why)
    stays = lain.whole(asked.world.legs, events) if events else []
    ways = [_too_short(one) for one in brief]
    if not stays and not ways:
        hours = loitering.Parameters().least_h
        why = f"where it lay or drifted at sea {asked.days}, it was heard to do so for less than {hours} h"
        return Failed(2, "a stay at sea", why, None, hours, "h")
    fleet = Ships(asked.world.static_reports, [asked.mmsi])
    handled = silences.Handled(asked.world, [one["track"] for one in stays])
    whats = [f"it lay still {_span(one)}" for one in stays]
    ends = (_unheard(asked, one, what, fleet, handled, of_other) for one, what in zip(stays, whats, strict=True))
    ways += [Way(what, one["start_us"], one["end_us"], end) for one, what, end in zip(stays, whats, ends, strict=True)]
    return chosen(asked, ways)


def _too_short(stay: Row) -> Way:
    """Return how a stay ended at whose end a draught was entered, but that was too short to be one."""
    needed = loitering.Parameters().least_h
    hours = (stay["end_us"] - stay["start_us"]) / US_PER_HOUR
    what = f"it lay still {_span(stay)}"
    why = f"{what} and entered another draught, where {needed} h of lying still are needed"
    return Way(what, stay["start_us"], stay["end_us"], Failed(2, "a stay at sea", why, round(hours, 1), needed, "h"))


def _unheard(
    asked: Asked, stay: Row, what: str, fleet: Ships, handled: silences.Handled, of_other: Regime | None
) -> Failed:
    if (roads := _roads(stay, what)) is not None:
        return roads
    least, told = unheard_calls.DEEPER_DM, silences.told(stay, fleet, handled)
    if not any(silences.turned(one, fleet, handled, least) for one in stay["rests_on"]):
        why = f"{what}; its draught did not change by {least / 10:.1f} m between the calls before and after it"
        return Failed(
            4, "a draught that changed at sea", f"{why}: {_told(asked, stay, fleet, handled)}", 0, least / 10, "m"
        )
    if told.change is None or abs(told.change.dm) < least:
        measured = 0.0 if told.change is None else abs(told.change.dm) / 10
        return Failed(
            5,
            "a draught that tells of the stay",
            f"{what}; {_told(asked, stay, fleet, handled)}, where {least / 10:.1f} m more or less are needed",
            measured,
            least / 10,
            "m",
        )
    if lain_alone.heard_alongside(asked.world, [stay])(stay):
        why = f"{what} and came out with another draught; a ship was heard alongside, so that it is another transfer's"
        return Failed(6, "nobody heard alongside", why)
    if of_other is not None and told.change.dm > 0:
        return Failed(7, "lighter than before", f"{what} and came out deeper: {told.said()}")
    if of_other is not None and not lightened_at_sea.who_could_come(asked.world, of_other, stay):
        why = f"{what}; no tanker of {of_other.target} was silent then with the time to come, lie there and go"
        return Failed(8, f"a silent ship of {of_other.target} in reach", why)
    return Failed(9, None, f"{what}; {told.said()}")


def _around(asked: Asked, table: ir.Table) -> Any:
    return (table.start_us < asked.end_us) & (table.end_us > asked.start_us)


def _roads(stay: Row, what: str) -> Failed | None:
    """Tell that a stay was too near a coast, and how near; None where it was not."""
    zone = placing.zone_at(*_at(stay))
    limit = placing.OFFSHORE_M / 1_000
    if placing.offshore(*_at(stay)):
        return None
    if zone.shore_m is None:
        return Failed(3, "far enough off every coast", f"{what}, but not beyond the territorial sea: {zone.why}")
    off = zone.shore_m / 1_000
    why = f"{what}, {off:.0f} km off the coast, where small craft come alongside unheard; {limit:.0f} km are needed"
    return Failed(3, "far enough off every coast", why, round(off, 1), round(limit, 1), "km")


def _as_visible(asked: Asked, regime: Regime, stay: dict[str, Any]) -> list[Way]:
    """Return how a stay of the ship ended with each silence that is a pair with it, else why there is none."""
    lay = f"it lay still {_span(stay)}"
    if (roads := _roads(stay, lay)) is not None:
        return [Way(lay, stay["start_us"], stay["end_us"], roads)]
    wanted = transfer_dark.of_interest(asked.world, regime)
    stays, put_together = asked.world.events["loitering"], "rests_on" in stay
    own = stays.filter(stays.id == ("" if put_together else stay["id"]))
    found = silences.pairs(asked.world, wanted, own, [stay] if put_together else [])
    if found:
        return [_paired(asked, one, one.gap, f"{lay}, while {{}} was silent") for one in found]
    during = wanted.filter(wanted.end_us.notnull(), wanted.start_us < stay["end_us"], wanted.end_us > stay["start_us"])
    gaps = [one for one in during.to_pyarrow().to_pylist() if one["mmsi"] != asked.mmsi]
    if not gaps:
        why = f"{lay}; no ship under the flag of {regime.target} or on a list was silent then"
        return [Way(lay, stay["start_us"], stay["end_us"], Failed(4, _PAIR, why))]
    did = f"silent then (under the flag of {regime.target} or listed)"
    failed = _Near(asked, [(one, stay) for one in gaps], did).failed(lay)
    return [Way(lay, stay["start_us"], stay["end_us"], failed)]


def _as_silent(asked: Asked, regime: Regime, silence: dict[str, Any]) -> list[Way]:
    """Return how a silence of the ship ended with each stay that is a pair with it, else why there is none."""
    silent = f"it was silent {_span(silence)}"

    def ended(failed: Failed) -> list[Way]:
        return [Way(silent, silence["start_us"], silence["end_us"], failed)]

    side = Side(asked.ship, tuple(asked.matches))
    if not side.flies(regime.target) and not side.matches:
        whose = side.flag() or "no State known"
        why = f"{silent}, but is neither under the flag of {regime.target} (it is of {whose}) nor listed{_BOTH}"
        return ended(Failed(2, "a silent ship under the target State's flag or listed", why))
    gaps, stays = asked.world.events["gap"], asked.world.events["loitering"]
    own = gaps.filter(gaps.id == silence["id"])
    pieces = silences.lain_on(asked.world, own)
    found = silences.pairs(asked.world, own, stays, pieces)
    off = [one for one in found if placing.offshore(*_at(one.stay))]
    paired = [_paired(asked, one, one.stay, f"{silent}, while {{}} lay still") for one in off]
    if any(_of_day(asked, one.stay) for one in off) or (off and not _of_day(asked, silence)):
        return paired
    during = stays.filter(
        stays.end_us.notnull(), stays.start_us < silence["end_us"], stays.end_us > silence["start_us"]
    )
    known = {asked.mmsi, *(one.stay["mmsi"] for one in off)}
    others = [*pieces, *during.to_pyarrow().to_pylist()]
    at_sea = [one for one in others if one["mmsi"] not in known and placing.offshore(*_at(one))]
    if off and not any(_of_day(asked, one) for one in at_sea):
        return paired
    return [*paired, *ended(_no_pair(asked, silence, silent, at_sea))]


def _no_pair(asked: Asked, silence: dict[str, Any], silent: str, at_sea: Sequence[Row]) -> Failed:
    """Tell which of those that lay still at sea lacked least to be a pair with a silence, and what cannot be seen."""
    fleet, handled = _own(asked, silence)
    told = silences.told(silence, fleet, handled)
    if at_sea:
        failed = _Near(asked, [(silence, one) for one in at_sea], "lying still at sea then").failed(silent)
    else:
        limit = placing.OFFSHORE_M / 1_000
        why = f"{silent}; no other ship was heard lying still then {limit:.0f} km or more off every coast"
        failed = Failed(4, _PAIR, why)
    unseen = _BOTH
    if told.change is None or abs(told.change.dm) < CHANGE_DM:
        said = _told(asked, silence, fleet, handled)
        unseen = f"{_PIECES}{'' if said.removeprefix('it ') in failed.why else f': {said}'}{_BOTH}"
    return replace(failed, why=f"{failed.why}{unseen}")


def _own(asked: Asked, event: Row) -> tuple[Ships, silences.Handled]:
    return Ships(asked.world.static_reports, [event["mmsi"]]), silences.Handled(asked.world, [event["track"]])


def _paired(asked: Asked, pair: Pair, other: Row, said: str) -> Way:
    """Return a pair of the ship's with another, as a candidate, unless the rule leaves it to others."""
    fleet = Ships(asked.world.static_reports, [other["mmsi"]])
    who = f"{fleet.at(other['mmsi'], other['start_us']).called()} ({_span(other)})"
    what = said.format(who)
    start_us, end_us = pair.stay["start_us"], pair.stay["end_us"]
    met = [one for one in asked.events("encounter") if other["mmsi"] in (one["mmsi"], one["other_mmsi"])]
    if overlapping(met, start_us, end_us):
        why = f"{what}; the two were heard side by side, so that it is another transfer's"
        return Way(what, start_us, end_us, Failed(5, "not heard together", why))
    why = f"{what}; of one stay, and of one silence, no more than one meeting is told"
    return Way(what, start_us, end_us, Failed(6, None, why))


class _Near:
    """The one of some stays beside silences that lacked least to be a pair, and what it lacked."""

    def __init__(self, asked: Asked, both: Sequence[tuple[Row, Row]], did: str) -> None:
        """Take pairs of a silence and a stay; ``did``: in words, what the other ships did."""
        self._asked = asked
        others = {one["mmsi"] for pair in both for one in pair} - {asked.mmsi}
        several = f"of the {len(others)} ships {did} this one lacked least"
        self._who = several if len(others) > 1 else f"the one ship {did}"
        self._fleet = Ships(asked.world.static_reports, [one["mmsi"] for pair in both for one in pair])
        (self._gap, self._stay), *further = sorted(both, key=self._lacks)
        self._further = [one for one in further if silences.alongside_us(*one) >= silences.MEETING_US]

    def failed(self, said: str) -> Failed:
        """Tell what it lacked; ``said``: what the ship itself did."""
        gap, stay = self._gap, self._stay
        away_m, last_heard = silences.away(gap, stay)
        other = stay if gap["mmsi"] == self._asked.mmsi else gap
        who = f"{self._fleet.at(other['mmsi'], other['start_us']).called()} ({_span(other)})"
        where = "where the silence began" if last_heard else "where the silence ended"
        apart = f"{km(away_m)} from {where}"
        nearest = f"{said}; {self._who}: {who}, {apart}"
        beside_us = silences.alongside_us(gap, stay)
        if beside_us < silences.MEETING_US:
            short = f"{(silences.MEETING_US - beside_us) / US_PER_HOUR:.1f} h"
            why = (
                f"{nearest}; at {silences.SPEED_KN:g} kn the silence is {short} too short to come, to lie alongside "
                f"for {_MEETING_H:g} h while it lay there, and to be where it was heard again"
            )
            return Failed(4, _PAIR, why, round(beside_us / US_PER_HOUR, 1), _MEETING_H, "h")
        told = [f"{whose} {one}" for whose, one in zip(_WHOSE, self._told, strict=True)]
        why = (
            f"{nearest}; it had the time, but over {_FAR_KM:.1f} km only draughts that changed the opposite way, one "
            f"lighter and the other deeper, join the two: {'; '.join(told)}{self._in_reach()}"
        )
        return Failed(5, _PAIR, why, round(away_m / 1_000, 1), round(_FAR_KM, 1), "km")

    def _in_reach(self) -> str:
        """Return in words the next ones that had the time too, each ship once."""
        named: dict[int, str] = {}
        for silence, stay in self._further:
            other = stay if silence["mmsi"] == self._asked.mmsi else silence
            called = self._fleet.at(other["mmsi"], other["start_us"]).called()
            named.setdefault(other["mmsi"], f"{called}, {km(silences.away(silence, stay)[0])}")
        own = {self._gap["mmsi"], self._stay["mmsi"]}
        others = [words for mmsi, words in named.items() if mmsi not in own]
        more = f" and {len(others) - _NAMED} more" if len(others) > _NAMED else ""
        return f"; the next that had the time: {'; '.join(others[:_NAMED])}{more}" if others else ""

    def _lacks(self, both: tuple[Row, Row]) -> tuple[float, ...]:
        """Order by what lacks least: time enough to meet, on the day, kinds that pass cargo, and near to each other."""
        gap, stay = both
        beside_us = silences.alongside_us(gap, stay)
        if beside_us < silences.MEETING_US:
            return True, -beside_us, stay["start_us"]
        kinds = [self._fleet.at(one["mmsi"], one["start_us"]).ship_type in TANKERS for one in both]
        return (
            False,
            not _of_day(self._asked, stay),
            kinds[0] != kinds[1],
            silences.away(gap, stay)[0],
            stay["start_us"],
        )

    @cached_property
    def _told(self) -> list[str]:
        """What both ships reported, in words, the one that lay still first."""
        both = (self._stay, self._gap)
        handled = silences.Handled(self._asked.world, [one["track"] for one in both])
        return [_told(self._asked, one, self._fleet, handled).removeprefix("it ") for one in both]


def _told(asked: Asked, event: Row, fleet: Ships, handled: silences.Handled) -> str:
    """Return what a ship reported around an event, in words, or why none of that counts."""
    if event["mmsi"] in asked.shared:
        return SHARED
    return silences.told(event, fleet, handled).said()


def _of_day(asked: Asked, event: Row) -> bool:
    """Tell whether an event shares time with the day asked about."""
    midnight = asked.start_us + AROUND_US
    return bool(event["start_us"] < midnight + DAY_US and event["end_us"] >= midnight)


def _at(row: Row) -> tuple[int, int]:
    return row["start_lat_e7"], row["start_lon_e7"]


def _span(event: Row) -> str:
    return span(event["start_us"], event["end_us"])
