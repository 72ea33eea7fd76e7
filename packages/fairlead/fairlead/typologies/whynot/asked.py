"""A ship and a day that somebody asks about: where it was heard and what it did around then, and a reason in reply.

Only looks things up; which condition a typology sets is for the other files here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any

from fairlead.shapes import US_PER_HOUR, US_PER_SECOND
from fairlead.subjects.names import ship_name
from fairlead.typologies import moments
from fairlead.typologies.grounds.listed import Match
from fairlead.typologies.grounds.ships import AROUND_US as IDENTIFIED_US
from fairlead.typologies.grounds.ships import TANKERS, Identity, Ships, kind, shared_at_once

if TYPE_CHECKING:
    import pyarrow as pa

    from fairlead.typologies.world import World

DAY_US = 24 * US_PER_HOUR
AROUND_US = 3 * DAY_US  # ours: what happened within three days of the day asked about is "around" it
DEPARTURE_US = 30 * DAY_US  # ours: how far back a departure is looked for

SHARED = "it shares its number with another hull at once, so that no draught of that number is used"
_NAMED = 3  # ours: how many of the others are named; who asks about their days is told of them

_PLACED = ("track", "t_us", "lat_e7", "lon_e7", "speed_dkn", "next_t_us", "distance_dm")


@dataclass(frozen=True)
class Reason:
    """Why a typology has no candidate: the first condition that failed, and by how much.

    ``condition`` None: none failed, a candidate was made. ``measured`` and ``needed`` are in ``unit``; None where the
    condition is not a quantity. ``others``: what else the ship did around the day that was looked at, each in words.
    ``about``: when what is told of begins (ISO 8601 UTC); ``candidates``: when those of all begin that failed none.
    """

    typology: str
    title: str
    condition: str | None
    why: str
    measured: float | None = None
    needed: float | None = None
    unit: str | None = None
    others: tuple[str, ...] = ()
    candidates: tuple[str, ...] = ()
    about: str | None = None

    @property
    def idle(self) -> bool:
        """Whether there was nothing to judge: no act of the ship, and no quantity that fell short."""
        return self.condition is not None and self.measured is None and self.about is None


@dataclass(frozen=True)
class Failed:
    """A condition that was not met, as one way to a candidate ended; ``step`` counts the conditions met before."""

    step: int
    condition: str | None
    why: str
    measured: float | None = None
    needed: float | None = None
    unit: str | None = None
    others: tuple[str, ...] = ()
    candidates: tuple[str, ...] = ()
    about: str | None = None


@dataclass(frozen=True)
class Way:
    """Something that the ship did and that might have made a candidate: what, when, and how that ended."""

    what: str
    start_us: int
    end_us: int
    failed: Failed
    apart_m: float = 0.0  # how far off the other ship was, where there was one


def no_tanker(ship: Identity, step: int, did: str = "calls") -> Failed | None:
    """Return that a ship reported no tanker's kind, as the condition that failed; None where it did.

    ``did``: what is told of tankers alone, in words.
    """
    if ship.ship_type in TANKERS:
        return None
    return Failed(step, "a tanker", f"it reports {kind(ship.ship_type)}; only tankers' {did} are told")


def not_under(ship: Identity, target: str) -> Failed | None:
    """Return that a ship is not under the flag of the target State, as the first condition; None where it is."""
    if ship.flag == target:
        return None
    return Failed(0, "a ship under the target State's flag", f"it is under the flag of {ship.flag or 'no State known'}")


@dataclass(frozen=True)
class Lost:
    """A silence to the end of the data: when the number was heard for the last time, and when the data end."""

    start_us: int
    end_us: int

    @property
    def said(self) -> str:
        """The silence in words."""
        last, over = moments.moment(self.start_us), moments.moment(self.end_us)
        length_us = self.end_us - self.start_us
        lasted = f"{length_us // DAY_US} days" if length_us >= AROUND_US else moments.hours(length_us)
        return f"it was last heard on {last}, and not again in the {lasted} to the end of the data on {over}"


@dataclass(frozen=True)
class Asked:
    """One number (MMSI) and the days around one day."""

    world: World
    mmsi: int
    day: date

    @property
    def noon_us(self) -> int:
        """The middle of the day."""
        return self.start_us + AROUND_US + DAY_US // 2

    @property
    def start_us(self) -> int:
        """Where the days around begin."""
        midnight = datetime(self.day.year, self.day.month, self.day.day, tzinfo=UTC)
        return round(midnight.timestamp()) * US_PER_SECOND - AROUND_US

    @property
    def end_us(self) -> int:
        """Where the days around end."""
        return self.start_us + 2 * AROUND_US + DAY_US

    @cached_property
    def ship(self) -> Identity:
        """What the number reported of itself around the day, else at the time nearest to it, else what a list says."""
        if self.identified_us is not None:
            return Ships(self.world.static_reports, [self.mmsi]).at(self.mmsi, self.identified_us)
        listed = [ship for ship in self.world.fleet.all if self.mmsi in ship.mmsis]
        return Identity(self.mmsi, listed[0].name, listed[0].imo) if listed else Identity(self.mmsi)

    @property
    def identity_from(self) -> str:
        """Where :attr:`ship` is known from, in words."""
        if self.identified_us is None:
            return "a list" if self.ship.name else "nothing but the number"
        return (
            "reports around that day"
            if self.identified_us == self.noon_us
            else f"reports of {said(self.identified_us)}"
        )

    @cached_property
    def identified_us(self) -> int | None:
        """The time around which the number's reports are taken: noon, else that of the nearest report; else None."""
        reports = self.world.static_reports
        own = reports.filter(reports.mmsi == self.mmsi, reports.t_us.notnull())
        apart = own.select("t_us", apart_us=(own.t_us - self.noon_us).abs())
        nearest = apart.order_by(["apart_us", "t_us"]).limit(1).to_pyarrow().to_pylist()
        if not nearest:
            return None
        if nearest[0]["apart_us"] <= IDENTIFIED_US:
            return self.noon_us
        t_us: int = nearest[0]["t_us"]
        return t_us

    @cached_property
    def matches(self) -> list[Match]:
        """The listed ships that it is or may be."""
        return self.world.fleet.matches(self.ship, moments.iso(self.start_us))

    @cached_property
    def shared(self) -> frozenset[int]:
        """The numbers that two hulls sent at once, whose draughts nobody uses."""
        return frozenset(shared_at_once(self.world.events["impossible_movement"]))

    @cached_property
    def number_shared(self) -> str | None:
        """That the number speaks of more than one ship, or under more than one name, in words; None where it does not.

        What is told by number alone may then be of either.
        """
        reports = self.world.static_reports
        own = reports.filter(reports.mmsi == self.mmsi, reports.name.notnull())
        counted = own.group_by("name", "imo").agg(times=own.count())
        rows = counted.order_by(["name", "imo"]).to_pyarrow().to_pylist()
        names: dict[str, str] = {}
        for row in sorted(rows, key=lambda one: -one["times"]):
            called = f"{row['name']} (IMO {row['imo']})" if row["imo"] else row["name"]
            names.setdefault(ship_name(row["name"]), called)
        told = list(names.values())
        several = f"{', '.join(told[:_NAMED])}{f' and {len(told) - _NAMED} more' if len(told) > _NAMED else ''}"
        if self.mmsi in self.shared:
            under = f", under the names {several}" if len(told) > 1 else ""
            return f"two hulls sent this number at once{under}: what is told of it may be of either"
        return f"this number reported several names: {several}" if len(told) > 1 else None

    @property
    def days(self) -> str:
        """The days around, in words."""
        return moments.span(moments.day(self.start_us), moments.day(self.end_us - 1))

    def heard(self, since_us: int | None = None, until_us: int | None = None) -> pa.Table:
        """Return the positions between two times (else around the day), in order of time."""
        legs = self.world.legs
        inside = legs.filter(
            legs.mmsi == self.mmsi,
            legs.t_us >= (self.start_us if since_us is None else since_us),
            legs.t_us < (self.end_us if until_us is None else until_us),
        )
        rows: pa.Table = inside.select(*_PLACED).order_by(["t_us", "track"]).to_pyarrow()
        return rows

    def events(self, kind: str, since_us: int | None = None, until_us: int | None = None) -> list[dict[str, Any]]:
        """Return the number's events that share time with a span (else with the days around), in order of time."""
        since = self.start_us if since_us is None else since_us
        until = self.end_us if until_us is None else until_us
        table = self.world.events[kind]
        own = table.mmsi == self.mmsi
        if kind == "encounter":
            own = own | (table.other_mmsi == self.mmsi)
        found = table.filter(own, table.start_us < until, table.end_us.isnull() | (table.end_us >= since))
        rows: list[dict[str, Any]] = found.order_by(["start_us", "track"]).to_pyarrow().to_pylist()
        return rows

    def not_heard(self) -> Failed | None:
        """Return that no position of the days around is in the case, with those nearest in time; None if there is."""
        if self.heard().num_rows:
            return None
        legs = self.world.legs.filter(self.world.legs.mmsi == self.mmsi)
        nearest = legs.agg(
            before=legs.t_us.max(where=legs.t_us < self.start_us), after=legs.t_us.min(where=legs.t_us >= self.end_us)
        )
        (ends,) = nearest.to_pyarrow().to_pylist()
        told = [f"{words} on {said(ends[key])}" for key, words in _NEAREST if ends[key] is not None]
        return Failed(0, "heard", f"not heard {self.days}; {' and '.join(told) or 'nor at any other time'}")

    @cached_property
    def lost(self) -> Lost | None:
        """When the number was heard for the last time, where that was around the day; None where it was heard later."""
        legs = self.world.legs
        ends = legs.agg(last_us=legs.t_us.max(where=legs.mmsi == self.mmsi), over_us=legs.t_us.max())
        (found,) = ends.to_pyarrow().to_pylist()
        if found["last_us"] is None or not self.start_us <= found["last_us"] < self.end_us:
            return None
        return Lost(found["last_us"], found["over_us"])

    @property
    def unheard(self) -> str | None:
        """That nothing was heard on the day itself, and what was heard nearest to it, in words; None where it was."""
        midnight = self.start_us + AROUND_US
        if self.heard(midnight, midnight + DAY_US).num_rows:
            return None
        legs = self.world.legs.filter(self.world.legs.mmsi == self.mmsi)
        before, after = legs.t_us.max(where=legs.t_us < midnight), legs.t_us.min(where=legs.t_us >= midnight)
        (ends,) = legs.agg(before=before, after=after).to_pyarrow().to_pylist()
        told = [f"{words} on {moments.moment(ends[key])}" for key, words in _NEAREST if ends[key] is not None]
        told += ["not heard again"] if ends["before"] is not None and ends["after"] is None else []
        return f"not heard on {said(self.noon_us)} itself{'; ' if told else ''}{', '.join(told)}"


_NEAREST = (("before", "last heard"), ("after", "next heard"))


def chosen(asked: Asked, ways: Sequence[Way]) -> Failed:
    """Return how that way ended which covers the day asked about, or is the nearest to it; the others are named in it.

    Of several that cover the day the one that met most conditions, of equals that nearest to another ship, the longest.
    """
    told, *others = sorted(ways, key=lambda one: (_off_us(asked, one), -one.failed.step, one.apart_m, -_length_us(one)))
    lacking: dict[str, list[str]] = {}
    others = list({one.what: one for one in others if one.what != told.what}.values())
    for one in others[:_NAMED]:
        ended = f"not met: {one.failed.condition}" if one.failed.condition else "a candidate"
        lacking.setdefault(ended, []).append(one.what.removeprefix("it "))
    named = [f"{'; '.join(whats)} ({ended})" for ended, whats in lacking.items()]
    named += [f"and {len(others) - _NAMED} more"] if len(others) > _NAMED else []
    made = sorted({moments.iso(one.start_us) for one in ways if one.failed.condition is None})
    return replace(told.failed, others=tuple(named), candidates=tuple(made), about=moments.iso(told.start_us))


def _length_us(way: Way) -> int:
    return way.end_us - way.start_us


def _off_us(asked: Asked, way: Way) -> int:
    midnight = asked.start_us + AROUND_US
    return max(0, way.start_us - (midnight + DAY_US - 1), midnight - way.end_us)


def furthest(ended: Sequence[Failed]) -> Failed:
    """Return the way that met most conditions; the first of equals."""
    return max(ended, key=lambda one: one.step)


def span(start_us: int, end_us: int) -> str:
    """Return two times and the length between: '12 March 2019, 04:10 to 22:00 (18 h)', of two days with both."""
    start, end = moments.at(start_us), moments.at(end_us)
    length = moments.hours(end_us - start_us)
    if start.date() == end.date():
        return f"{start:%-d %B %Y, %H:%M} to {end:%H:%M} ({length})"
    first = f"{start:%-d %B, %H:%M}" if start.year == end.year else f"{start:%-d %B %Y, %H:%M}"
    return f"{first} to {end:%-d %B %Y, %H:%M} ({length})"


def said(t_us: int) -> str:
    """Return a time as people write a day: '12 March 2019'."""
    return f"{moments.at(t_us):%-d %B %Y}"


def numbers_called(world: World, words: str) -> list[int]:
    """Return the MMSI that a ship called so was heard or is listed under: by MMSI, by IMO number, or by name."""
    digits = words.upper().removeprefix("MMSI").removeprefix("IMO").strip()
    reports = world.static_reports.filter(world.static_reports.mmsi.notnull())
    if digits.isdigit() and len(digits) != 7:
        return [int(digits)] if int(digits) in world.fleet.mmsis() or _heard(world, int(digits)) else []
    if digits.isdigit():
        told = reports.filter(reports.imo == int(digits)).select("mmsi").distinct().to_pyarrow()["mmsi"].to_pylist()
        listed = [mmsi for ship in world.fleet.all if ship.imo == int(digits) for mmsi in ship.mmsis]
    else:
        names = reports.filter(reports.name.notnull()).select("mmsi", "name").distinct().to_pyarrow().to_pylist()
        told = [row["mmsi"] for row in names if ship_name(row["name"]) == ship_name(words)]
        listed = [mmsi for ship in world.fleet.all if ship_name(words) in ship.names for mmsi in ship.mmsis]
    return sorted({*told, *listed})


def _heard(world: World, mmsi: int) -> bool:
    tables = (world.legs, world.static_reports)
    return any(bool(table.filter(table.mmsi == mmsi).count().execute()) for table in tables)
