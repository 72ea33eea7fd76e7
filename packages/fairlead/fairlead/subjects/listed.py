"""Entries of lists over all copies in hand: what each copy says of them, and in which copies they were seen.

Made from plain rows in the shapes of listings. A copy in which an entry does not stand is told as "not seen in this
copy", with whoever bears its number or name there under another reference: lists lose entries for weeks, and renumber
them. Whether an entry was taken off is never concluded here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from fairlead.subjects.names import plain_name

PRINCIPAL = frozenset({"ship", "individual", "entity", "aircraft"})
"""Kinds of listings that are entries; all others (alias, address, remark) hang on one in another exhibit."""

_IDENTIFIERS = ("imo", "un_reference", "company_imo")

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Copy:
    """One copy of a list: an exhibit, and the day it stands for."""

    exhibit: int
    sha256: str
    on: str  # ISO date
    dated_by: str  # 'the list itself', 'the day of capture' or 'the day of receipt'


@dataclass(frozen=True)
class Said:
    """One thing that one copy says of an entry."""

    kind: str  # as in listing_identities
    printed: str
    value: str | None
    verdict: str | None
    copy: Copy
    row: int


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
    based: list[tuple[str, Copy]] = field(default_factory=list)  # each basis as printed, by copy
    said: list[Said] = field(default_factory=list)
    seen: list[Copy] = field(default_factory=list)  # by day
    not_seen: list[tuple[Copy, str | None]] = field(default_factory=list)  # since it was first seen; who is like it

    def values(self, kind: str) -> set[str]:
        """Return all values of a kind, over all copies."""
        return {one.value for one in self.said if one.kind == kind and one.value}

    def status(self, on: str | None = None) -> str:
        """Return in words whether it was on the list on a day (None: in the last copy), as far as the copies tell."""
        copies = sorted({*self.seen, *(copy for copy, _ in self.not_seen)}, key=lambda copy: (copy.on, copy.exhibit))
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


def gather(
    listings: Iterable[Row], identities: Iterable[Row], bases: Iterable[Row], copies: Iterable[Copy]
) -> list[Entry]:
    """Return the entries of all lists, in order of list and reference.

    ``copies`` names each exhibit whose rows are given. Rows of other exhibits are left out.
    """
    known = {copy.exhibit: copy for copy in copies}
    rows = [row for row in listings if row["exhibit"] in known]
    rows.sort(key=lambda row: (known[row["exhibit"]].on, row["exhibit"], row["row"]))
    said = _by_row(identities)
    based = _by_row(bases)
    entries: dict[tuple[str, str], Entry] = {}
    held: dict[str, set[Copy]] = defaultdict(set)  # list → its copies
    for row in rows:
        copy = known[row["exhibit"]]
        key = (_family(row["list_id"]), row["entry"])
        entry = entries.setdefault(key, Entry(row["list_id"], row["entry"]))
        place = (row["exhibit"], row["row"])
        if row["kind"] in PRINCIPAL:
            _update(entry, row, based.get(place, []))
            entry.based += [(one["printed"], copy) for one in based.get(place, [])]
            held[row["list_id"]].add(copy)
            if copy not in entry.seen:
                entry.seen.append(copy)
        entry.said += [
            Said(one["kind"], one["printed"], one["value"], one["verdict"], copy, row["row"])
            for one in said.get(place, [])
        ]
    found = [entry for entry in entries.values() if entry.seen]
    _mark_missing(found, held)
    return sorted(found, key=lambda entry: (entry.list_id, entry.entry))


def _family(list_id: str) -> str:
    """Return the list whose references are one set: FollowTheMoney's ids stay when data sets are added."""
    return "ftm" if list_id.startswith("ftm") else list_id


def _update(entry: Entry, row: Row, bases: list[Row]) -> None:
    entry.list_id, entry.kind, entry.name = row["list_id"], row["kind"], row["name"]
    entry.regime = row["regime"]
    entry.listed_on = row["listed_on"]
    entry.bases = tuple(dict.fromkeys(one["printed"] for one in bases))


def _by_row(rows: Iterable[Row]) -> dict[tuple[int, int], list[Row]]:
    found: dict[tuple[int, int], list[Row]] = defaultdict(list)
    for row in rows:
        found[(row["exhibit"], row["row"])].append(row)
    return found


def _mark_missing(entries: list[Entry], held: Mapping[str, set[Copy]]) -> None:
    """Note for each entry the later copies of its list in which it does not stand."""
    missing = [
        (entry, copy)
        for entry in entries
        for copy in sorted(held[entry.list_id] - set(entry.seen), key=lambda copy: (copy.on, copy.exhibit))
        if copy.on > entry.seen[0].on
    ]
    if missing:
        alike = _alike(entries)
        for entry, copy in missing:
            entry.not_seen.append((copy, _like(entry, copy, alike)))


def _alike(entries: list[Entry]) -> dict[tuple[int, str, str], set[str]]:
    """Return, by exhibit and identifier or name, the references that bear it."""
    found: dict[tuple[int, str, str], set[str]] = defaultdict(set)
    for entry in entries:
        for one in entry.said:
            if one.kind in _IDENTIFIERS and one.value:
                found[(one.copy.exhibit, one.kind, one.value)].add(entry.entry)
            elif one.kind == "name":
                found[(one.copy.exhibit, "name", f"{entry.kind} {plain_name(one.printed)}")].add(entry.entry)
    return found


def _like(entry: Entry, copy: Copy, alike: Mapping[tuple[int, str, str], set[str]]) -> str | None:
    """Return the one other reference in a copy that bears a number or the name of the entry; None for none or many."""
    others: set[str] = set()
    for one in entry.said:
        if one.kind in _IDENTIFIERS and one.value:
            others |= alike.get((copy.exhibit, one.kind, one.value), set())
        elif one.kind == "name":
            others |= alike.get((copy.exhibit, "name", f"{entry.kind} {plain_name(one.printed)}"), set())
    others.discard(entry.entry)
    return others.pop() if len(others) == 1 else None
