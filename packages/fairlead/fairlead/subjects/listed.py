"""Entries of lists over all copies in hand: what each copy says of them, and in which copies they were seen.

Made from plain rows in the shapes of listings. A copy in which an entry does not stand is told as "not seen in this
copy", with whoever bears its number or name there under another reference: lists lose entries for weeks, and renumber
them. Whether an entry was taken off is never concluded here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from heapq import merge
from typing import Any

from fairlead.subjects.names import plain_name

PRINCIPAL = frozenset({"ship", "individual", "entity", "aircraft"})
"""Kinds of listings that are entries; all others (alias, address, remark) hang on one in another exhibit."""

_IDENTIFIERS = ("imo", "un_reference", "company_imo")
_FAINT = ("date_of_birth", "passport", "mmsi", "call_sign", "address")  # with the same day of listing
FEW_BEAR = 4  # ours: one entry under two references, each misprinted once

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Copy:
    """One copy of a list: an exhibit, and the day it stands for."""

    exhibit: int
    sha256: str
    on: str  # ISO date
    dated_by: str  # 'the list itself', 'the day of capture' or 'the day of receipt'


@dataclass
class Run:
    """Copies in a row, as far as the entry stands in them, that say the same; with the first and the last row."""

    first: Copy
    first_row: int
    last: Copy
    last_row: int


@dataclass(frozen=True)
class Said:
    """One thing that copies say of an entry, the same way printed; ``copy`` and ``row`` are the first place."""

    kind: str  # as in listing_identities
    printed: str
    value: str | None
    verdict: str | None
    copy: Copy
    row: int
    runs: list[Run] = field(default_factory=list, compare=False)  # by day; empty: said in that one place

    @property
    def last(self) -> tuple[Copy, int]:
        """The last copy that says so, and the row in it."""
        return (self.runs[-1].last, self.runs[-1].last_row) if self.runs else (self.copy, self.row)


@dataclass
class Entry:
    """One entry of one list over all copies. ``name``, ``regime`` and the rest are those of the latest copy."""

    list_id: str
    entry: str
    kind: str = "entity"
    name: str = ""
    regime: str | None = None
    listed_on: str | None = None
    bases: tuple[str, ...] = ()  # as printed
    based: list[Said] = field(default_factory=list)  # each basis as printed; kind 'basis', value the measure's id
    said: list[Said] = field(default_factory=list)
    seen: list[Copy] = field(default_factory=list)  # by day
    not_seen: list[tuple[Copy, tuple[str, ...]]] = field(default_factory=list)  # later copies; who is like it there
    narrative: str | None = None
    faintly: tuple[str, ...] = ()  # references that came after it went, and bear less than its number or name

    @property
    def reference(self) -> str:
        """List and entry in one word, as decisions on identity name it."""
        return f"{_family(self.list_id)}:{self.entry}"

    def values(self, kind: str) -> set[str]:
        """Return all values of a kind, over all copies."""
        return {one.value for one in self.said if one.kind == kind and one.value}

    def status(self, on: str | None = None) -> str:
        """Return in words whether it was on the list on a day (None: in the last copy), as far as the copies tell."""
        copies = list(merge(self.seen, (copy for copy, _ in self.not_seen), key=order))
        if on is not None and self.listed_on and self.listed_on > on:
            return f"not listed yet on {on}: the list gives {self.listed_on}"
        until = [copy for copy in copies if on is None or copy.on <= on]
        if not until and self.listed_on and on is not None:
            return f"listed since {self.listed_on} by its own account; no copy of {on} or before is in the case"
        if not until:
            return f"not known for {on}: first seen in the copy of {copies[0].on}"
        if until[-1] in self.seen:
            return f"on the list in the copy of {until[-1].on}"
        last = max(copy.on for copy in self.seen if copy in until) if any(c in until for c in self.seen) else None
        since = f"; last seen in the copy of {last}" if last else ""
        return f"not seen in the copy of {until[-1].on}{since}; that alone is no delisting"


def order(copy: Copy) -> tuple[str, int]:
    """Return what copies are ordered by: their day, then their exhibit."""
    return copy.on, copy.exhibit


def gather(
    listings: Iterable[Row], identities: Iterable[Row], bases: Iterable[Row], copies: Iterable[Copy]
) -> list[Entry]:
    """Return the entries of all lists, in order of list and reference.

    ``copies`` names each exhibit whose rows are given. Rows of other exhibits are left out. Who has many copies takes
    them one by one, with :class:`Gathering`.
    """
    tables = [_by(rows, "exhibit") for rows in (listings, identities, bases)]
    gathering = Gathering()
    for copy in sorted(set(copies), key=order):
        gathering.take(copy, *(table.get(copy.exhibit, []) for table in tables))
    return gathering.entries()


class Gathering:
    """Entries as copy after copy is taken, in order of their days; work and memory grow with what copies change."""

    def __init__(self) -> None:
        self._entries: dict[tuple[str, str], Entry] = {}
        self._heard: dict[tuple[str, str], dict[tuple[Any, ...], tuple[Said, int]]] = defaultdict(dict)
        self._turns: dict[tuple[str, str], dict[bool, int]] = defaultdict(lambda: {True: 0, False: 0})
        self._held: dict[str, list[Copy]] = defaultdict(list)  # list → its copies, by day

    def take(self, copy: Copy, listings: Iterable[Row], identities: Iterable[Row], bases: Iterable[Row]) -> None:
        """Take the rows of one copy; it must not be before the last one taken."""
        said, based = _by(identities, "row"), _by(bases, "row")
        turned: set[tuple[tuple[str, str], bool]] = set()
        for row in sorted(listings, key=lambda one: one["row"]):
            key = (_family(row["list_id"]), row["entry"])
            principal = row["kind"] in PRINCIPAL
            entry = self._entries.setdefault(key, Entry(row["list_id"], row["entry"]))
            if (key, principal) not in turned:
                turned.add((key, principal))
                self._turns[key][principal] += 1
            turn = self._turns[key][principal] * 2 + principal
            if principal:
                self._stand(entry, copy, row, based.get(row["row"], []))
                for one in based.get(row["row"], []):
                    self._hear(key, entry.based, ("basis", one["printed"], one.get("measure"), None), copy, row, turn)
            for one in said.get(row["row"], []):
                heard = (one["kind"], one["printed"], one["value"], one["verdict"])
                self._hear(key, entry.said, heard, copy, row, turn)

    def entries(self) -> list[Entry]:
        """Return what was gathered; nothing may be taken after that."""
        found = [entry for entry in self._entries.values() if entry.seen]
        _mark_missing(found, self._held)
        return sorted(found, key=lambda entry: (entry.list_id, entry.entry))

    def _stand(self, entry: Entry, copy: Copy, row: Row, bases: list[Row]) -> None:
        entry.list_id, entry.kind, entry.name = row["list_id"], row["kind"], row["name"]
        entry.regime, entry.listed_on, entry.narrative = row["regime"], row["listed_on"], row.get("narrative")
        entry.bases = tuple(dict.fromkeys(one["printed"] for one in bases))
        held = self._held[row["list_id"]]
        if not held or held[-1] is not copy:
            held.append(copy)
        if not entry.seen or entry.seen[-1] is not copy:
            entry.seen.append(copy)

    def _hear(
        self,
        key: tuple[str, str],
        into: list[Said],
        heard: tuple[str, str, str | None, str | None],
        copy: Copy,
        row: Row,
        turn: int,
    ) -> None:
        """Note that a copy says something; copies in a row (turns of one kind of exhibit) make one run."""
        known = self._heard[key].get(heard)
        if known is None:
            said = Said(*heard, copy, row["row"], [Run(copy, row["row"], copy, row["row"])])
            into.append(said)
        else:
            said, last = known
            if turn - last in (0, 2):
                said.runs[-1].last, said.runs[-1].last_row = copy, row["row"]
            else:
                said.runs.append(Run(copy, row["row"], copy, row["row"]))
        self._heard[key][heard] = (said, turn)


def _family(list_id: str) -> str:
    """Return the list whose references are one set: FollowTheMoney's ids stay when data sets are added."""
    return "ftm" if list_id.startswith("ftm") else list_id


def _by(rows: Iterable[Row], column: str) -> dict[int, list[Row]]:
    found: dict[int, list[Row]] = defaultdict(list)
    for row in rows:
        found[row[column]].append(row)
    return found


def _mark_missing(entries: list[Entry], held: Mapping[str, list[Copy]]) -> None:
    """Note for each entry the later copies of its list in which it does not stand, and who is like it there."""
    standing: list[frozenset[int]] | None = None
    bearers: dict[tuple[str, str, str], list[int]] = {}
    for number, entry in enumerate(entries):
        copies = held[entry.list_id]
        seen = {copy.exhibit for copy in entry.seen}
        missing = [copy for copy in copies if copy.on > entry.seen[0].on and copy.exhibit not in seen]
        if not missing:
            continue
        if standing is None:
            standing = [frozenset(copy.exhibit for copy in one.seen) for one in entries]
            bearers = _bearers(entries)
        alike = {other for mark in _marks(entry) for other in bearers[mark]} - {number}
        later = {
            entries[other].entry
            for mark in _faint_marks(entry)
            for other in bearers[mark]
            if other not in alike
            and entries[other].seen[0].on > entry.seen[-1].on
            and _is_faintly(entry, entries[other], len(bearers[mark]))
        }
        entry.faintly = tuple(sorted(later))
        for copy in missing:
            there = {entries[other].entry for other in alike if copy.exhibit in standing[other]} - {entry.entry}
            entry.not_seen.append((copy, tuple(sorted(there))))


def _bearers(entries: list[Entry]) -> dict[tuple[str, str, str], list[int]]:
    """Return, by number or name that entries bear in any copy, who bears it."""
    found: dict[tuple[str, str, str], list[int]] = defaultdict(list)
    for number, entry in enumerate(entries):
        for mark in (*_marks(entry), *_faint_marks(entry)):
            found[mark].append(number)
    return found


def _marks(entry: Entry) -> set[tuple[str, str, str]]:
    """Return its numbers and its names, by list: who bears one of them under another reference may be the same."""
    family = _family(entry.list_id)
    found = {(family, one.kind, one.value) for one in entry.said if one.kind in _IDENTIFIERS and one.value}
    named = (one.printed for one in entry.said if one.kind == "name")
    return found | {(family, "name", f"{entry.kind} {plain_name(name)}") for name in named}


def _is_faintly(entry: Entry, other: Entry, bearers: int) -> bool:
    """Tell whether what both bear can make them one: it is rare on the list, or their names share half their words.

    A country, or a year of birth, with the day on which a dozen were listed is borne by that dozen. Two days of birth
    that differ are two people.
    """
    born = [{day for day in one.values("date_of_birth") if len(day) == len("2000-01-01")} for one in (entry, other)]
    if born[0] and born[1] and not born[0] & born[1]:
        return False
    return bearers <= FEW_BEAR or any(
        2 * len(one & two) >= min(len(one), len(two)) for one in _words(entry) for two in _words(other)
    )


def _words(entry: Entry) -> list[frozenset[str]]:
    printed = {one.printed for one in entry.said if one.kind == "name"}
    return [words for name in printed if (words := frozenset(plain_name(name).split()))]


def _faint_marks(entry: Entry) -> set[tuple[str, str, str]]:
    """Return what tells of it under another name *and* reference, where that one came as this one went."""
    family, day = _family(entry.list_id), entry.listed_on
    found = {
        (family, f"faint {one.kind}", f"{entry.kind} {one.value} {day}") for one in entry.said if one.kind in _FAINT
    }
    return found if day else set()
