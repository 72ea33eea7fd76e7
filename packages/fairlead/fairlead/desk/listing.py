"""The list of occasions as the screens ask for it: facets, time, place, words and text, quick for tens of thousands.

An index over dressed occasions: each value of each facet is a set of occasions, kept as the bits of one integer, so
that filtering and counting are a few operations on 1.25 kB per ten thousand. It holds what the register and derivation
say; it reads no file and decides nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import numpy as np
import numpy.typing as npt

from fairlead.register import times
from fairlead.register.occasions import ordering
from fairlead.typologies.occasion import Occasion

FACETS = ("status", "basis", "typology", "measure", "state", "ship", "goods", "missing")
"""By which the list can be narrowed; several values of one facet are joined with "or", facets with "and"."""

BINS = 120  # of the time brush: as many bars as can be told apart on 1,280 pixels
US = 1_000_000


@dataclass(frozen=True)
class Asked:
    """What to list. ``box`` is west, south, east, north in degrees; times in microseconds, the end excluded."""

    facets: Mapping[str, Sequence[str]] = field(default_factory=dict)
    text: str = ""
    since_us: int | None = None
    until_us: int | None = None
    box: tuple[float, float, float, float] | None = None
    only: int | None = None  # bits of occasions to keep, as those new since a visit


@dataclass(frozen=True)
class Bin:
    """A bar of the time brush."""

    start_us: int
    count: int


@dataclass(frozen=True)
class Listed:
    """What was found: all of it as bits and in order, with what each facet would give."""

    bits: int
    order: npt.NDArray[np.int64]  # positions in the index, as they are listed
    facets: dict[str, list[tuple[str, int]]]  # value → how many there would be, most first
    bins: list[Bin]
    by_basis: dict[str, int]


class Index:
    """An index over occasions; it never changes: :meth:`replaced` gives a new one."""

    def __init__(self, occasions: Sequence[Occasion]) -> None:
        self.occasions = list(occasions)
        self.at = {occasion.id: n for n, occasion in enumerate(self.occasions)}
        self.everything = (1 << len(self.occasions)) - 1
        self._start = np.array([times.microseconds(one.start) for one in self.occasions], np.int64)
        self._end = np.array([times.microseconds(one.end) for one in self.occasions], np.int64)
        self._lonlat = np.array([_position(one) for one in self.occasions], np.float64).reshape(-1, 2)
        self._text = [_text(one) for one in self.occasions]
        self._bits: dict[str, dict[str, int]] = {name: {} for name in FACETS}
        for name in FACETS:
            members: dict[str, list[int]] = {}
            for n, one in enumerate(self.occasions):
                for value in _values(name, one):
                    members.setdefault(value, []).append(n)
            self._bits[name] = {value: self._packed_at(at) for value, at in members.items()}
        self._keys = [ordering(one) for one in self.occasions]
        self._order = sorted(range(len(self.occasions)), key=self._keys.__getitem__)
        self._rank = self._ranked()
        ships = [who for one in self.occasions for who in one.subjects if who.name and (who.imo or who.mmsi)]
        self.ship_names = {ship_key(who.imo, who.mmsi, who.name): str(who.name) for who in ships}

    def replaced(self, changed: Iterable[Occasion]) -> Index:
        """Return this index with some occasions as they are now; none may be new, and evidence stays as it was."""
        other = object.__new__(Index)
        other.__dict__.update(self.__dict__)
        other.occasions = list(self.occasions)
        other._text = list(self._text)
        other._keys = list(self._keys)
        other._bits = {name: dict(sets) for name, sets in self._bits.items()}
        for one in changed:
            n = self.at[one.id]
            for name in FACETS:
                sets = other._bits[name]
                for value in _values(name, other.occasions[n]):
                    sets[value] &= ~(1 << n)
                for value in _values(name, one):
                    sets[value] = sets.get(value, 0) | 1 << n
            other.occasions[n] = one
            other._text[n] = _text(one)
            other._keys[n] = ordering(one)
        if other._keys != self._keys:
            other._order = sorted(self._order, key=other._keys.__getitem__)  # nearly in order: quick
            other._rank = other._ranked()
        return other

    def find(self, asked: Asked) -> Listed:
        """Return what was asked for; facets count what they would give beside all *other* filters."""
        rest = self._rest(asked)
        chosen = {name: self._any(name, values) for name, values in asked.facets.items() if values}
        timed = self._timed(asked)
        bits = rest & timed
        for set_ in chosen.values():
            bits &= set_
        facets = {}
        for name in FACETS:
            beside = rest & timed
            for other, set_ in chosen.items():
                beside &= set_ if other != name else self.everything
            counted = [(value, (set_ & beside).bit_count()) for value, set_ in self._bits[name].items()]
            wanted = set(asked.facets.get(name, ()))
            kept = [(value, count) for value, count in counted if count or value in wanted]
            facets[name] = sorted(kept, key=lambda pair: (-pair[1], pair[0]))
        untimed = rest
        for set_ in chosen.values():
            untimed &= set_
        at = self.members(bits)
        return Listed(
            bits=bits,
            order=at[np.argsort(self._rank[at], kind="stable")],
            facets=facets,
            bins=self._binned(self.members(untimed)),
            by_basis={value: (set_ & bits).bit_count() for value, set_ in self._bits["basis"].items()},
        )

    def members(self, bits: int) -> npt.NDArray[np.int64]:
        """Return the positions of the occasions in a set of bits."""
        size = (len(self.occasions) + 7) // 8
        packed = np.frombuffer(bits.to_bytes(max(size, 1), "little"), np.uint8)
        return np.flatnonzero(np.unpackbits(packed, bitorder="little")[: len(self.occasions)])

    def bits_of(self, ids: Iterable[str]) -> int:
        """Return the bits of those of these ids that the index has."""
        return self._packed_at([self.at[id] for id in ids if id in self.at])

    def states(self) -> list[str]:
        """Return the States that occasions engage."""
        return sorted(state for state, set_ in self._bits["state"].items() if set_ and len(state) == 2)

    def span_us(self) -> tuple[int, int] | None:
        """Return the first start and the last end; None where there is no occasion."""
        return (int(self._start.min()), int(self._end.max())) if self.occasions else None

    def points(self) -> list[tuple[float, float] | None]:
        """Return the first position (longitude, latitude) of each occasion, None where its sources give none."""
        return [None if np.isnan(lon) else (round(float(lon), 4), round(float(lat), 4)) for lon, lat in self._lonlat]

    def starts_us(self) -> list[int]:
        """Return when each occasion began."""
        found: list[int] = self._start.tolist()
        return found

    def _rest(self, asked: Asked) -> int:
        """Return what passes by text, place and choice."""
        bits = self.everything if asked.only is None else asked.only & self.everything
        words = asked.text.casefold().split()
        if words:
            bits &= self._packed([all(f" {word}" in text for word in words) for text in self._text])
        if asked.box is not None:
            west, south, east, north = asked.box
            lon, lat = self._lonlat.T
            across = (lon >= west) & (lon <= east) if west <= east else (lon >= west) | (lon <= east)
            bits &= self._packed(across & (lat >= south) & (lat <= north))
        return bits

    def _timed(self, asked: Asked) -> int:
        bits = self.everything
        if asked.since_us is not None:
            bits &= self._packed(self._end >= asked.since_us)
        if asked.until_us is not None:
            bits &= self._packed(self._start < asked.until_us)
        return bits

    def _any(self, name: str, values: Sequence[str]) -> int:
        bits = 0
        for value in values:
            bits |= self._bits.get(name, {}).get(value, 0)
        return bits

    def _binned(self, at: npt.NDArray[np.int64]) -> list[Bin]:
        span = self.span_us()
        if span is None:
            return []
        step = max(1, -(-(span[1] + 1 - span[0]) // BINS))
        counts = np.bincount((self._start[at] - span[0]) // step, minlength=BINS)[:BINS]
        return [Bin(span[0] + n * step, int(count)) for n, count in enumerate(counts)]

    def _ranked(self) -> npt.NDArray[np.int64]:
        rank = np.empty(len(self._order), np.int64)
        rank[self._order] = np.arange(len(self._order))
        return rank

    def _packed(self, chosen: Any) -> int:
        return int.from_bytes(np.packbits(np.asarray(chosen, bool), bitorder="little").tobytes(), "little")

    def _packed_at(self, at: Sequence[int]) -> int:
        chosen = np.zeros(len(self.occasions), bool)
        chosen[list(at)] = True
        return self._packed(chosen)


def ship_key(imo: int | None, mmsi: int | None, name: str | None) -> str:
    """Return how a ship is addressed: its IMO number, else its MMSI, else its name as printed."""
    return f"imo-{imo}" if imo is not None else f"mmsi-{mmsi}" if mmsi is not None else f"name-{name}"


def _values(facet: str, one: Occasion) -> Sequence[str]:
    if facet == "status":
        return (one.status,)
    if facet == "basis":
        return (one.basis,)
    if facet == "typology":
        return (one.typology.name,)
    if facet == "measure":
        return sorted({each.measure.id for each in one.engagements})
    if facet == "state":
        return sorted({each.addressee for each in one.engagements})
    if facet == "ship":
        ships = (who for who in one.subjects if who.imo or who.mmsi)
        return sorted({ship_key(who.imo, who.mmsi, who.name) for who in ships})
    if facet == "goods":
        return sorted(set(one.goods))
    return sorted({part.name for each in one.engagements for part in each.elements if part.status == "missing"})


def _position(one: Occasion) -> tuple[float, float]:
    for place in one.places:
        if place.lat is not None and place.lon is not None:
            return place.lon, place.lat
    return float("nan"), float("nan")


def _text(one: Occasion) -> str:
    parts: list[Any] = [one.title, one.id, one.number, one.typology.name.replace("_", " "), *one.goods]
    parts += [value for who in one.subjects for value in (who.name, who.imo, who.mmsi)]
    parts += [value for place in one.places for value in (place.name, place.country)]
    return " " + " ".join(str(part) for part in parts if part is not None).casefold()


def day_us(text: str, *, last: bool) -> int:
    """Return the first microsecond of a year, month or day as people write it, or with ``last`` the first after it."""
    start, end, _ = times.span(text, None, None)
    return times.microseconds(end) + US if last else times.microseconds(start)


def iso_day(time_us: int) -> str:
    """Return the day of a time."""
    return datetime.fromtimestamp(time_us / US, UTC).strftime("%Y-%m-%d")
