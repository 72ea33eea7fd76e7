"""The copies of a list as a history: who was on it when, on which legal basis, and when an absence means something.

Lists lose entries for weeks, cut copies short and renumber entries for a day. So:

    - references that never stand in one copy and are plainly one entry are one history
    - a copy that lacks many entries which its neighbours have is short: nobody's absence from it counts
    - an absence is told as "not seen", whoever else may bear the name there beside it
    - it ends the listing only by an act of a person who names the ground, or when it lasts: absent from at least
      LASTING_COPIES copies in a row that are not short, over at least LASTING_DAYS days, up to the last copy in hand

When a listing ended is known only between two copies: last seen in the one, not seen in the other. What a delisting
means in law is not said here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from fairlead.subjects.listed import PRINCIPAL, Copy, Entry, order
from fairlead.subjects.names import plain_name

LASTING_COPIES = 3  # ours: one copy, or two made alike on one day, prove nothing
LASTING_DAYS = 180  # ours: entries are known to vanish for weeks and come back; half a year is beyond all seen
CAME_AS_IT_WENT_DAYS = (
    90  # ours: who comes later under another name and reference is another; lists lose entries for weeks
)
SHORT_SHARE = 0.05  # of the entries that both neighbours of a copy have; ours: authorities delist a few at a time
SHORT_LEAST = 5  # entries, so that small lists are not short by two

_STRONG = ("imo", "un_reference", "company_imo")
_AGREEING = ("date_of_birth", "address", "passport", "mmsi", "call_sign")


@dataclass(frozen=True)
class Delisting:
    """A person's act: this entry was taken off the list, on that day, as that exhibit says."""

    list_id: str
    entry: str
    on: str  # ISO date
    ground: str
    act: str  # id of the log's entry


@dataclass(frozen=True)
class Absence:
    """Copies in a row in which an entry does not stand; ``copies`` without short ones."""

    last_seen: Copy
    copies: tuple[Copy, ...]
    short: tuple[Copy, ...]
    seen_again: Copy | None
    perhaps_as: tuple[str, ...]  # other references there that bear its number or name

    @property
    def days(self) -> int:
        """From the first to the last copy that counts."""
        return _days(self.copies[0].on, self.copies[-1].on) if self.copies else 0


@dataclass(frozen=True)
class Ended:
    """The end of a listing: after ``after`` and by ``by`` (ISO dates), and how that is known."""

    after: str
    by: str
    how: str  # 'by an act' or 'by lasting absence'
    words: str


@dataclass(frozen=True)
class BasisSeen:
    """A legal basis as printed, and the first and last copy that prints it."""

    printed: str
    first: str
    last: str


@dataclass(frozen=True)
class History:
    """One entry over all copies of its list; ``references`` are all it ever bore, the latest first."""

    entry: Entry
    references: tuple[str, ...]
    seen: tuple[Copy, ...]
    absences: tuple[Absence, ...]
    ended: Ended | None
    bases: tuple[BasisSeen, ...]

    @property
    def since(self) -> tuple[str, str]:
        """Since when it is listed (ISO date), and by whose account."""
        if self.entry.listed_on:
            return self.entry.listed_on, "the list's own account"
        return self.seen[0].on, "the first copy in which it is seen"

    def status(self, on: str | None = None) -> str:
        """Return in words how it stood on a day (None: in the last copy), as far as copies and acts tell."""
        if self.ended and (on is None or on >= self.ended.by):
            return f"taken off the list between {self.ended.after} and {self.ended.by}: {self.ended.words}"
        return self.entry.status(on)


def histories(entries: Iterable[Entry], delistings: Iterable[Delisting] = ()) -> list[History]:
    """Return the history of each entry, renumbered ones as one, in order of list and reference."""
    by_list: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        if entry.kind in PRINCIPAL:
            by_list[_list_of(entry)].append(entry)
    acts = {f"{act.list_id}:{act.entry}": act for act in delistings}
    found = [one for held in by_list.values() for one in _of_list(held, acts)]
    return sorted(found, key=lambda one: (one.entry.list_id, one.entry.entry))


def short_copies(entries: Sequence[Entry]) -> set[Copy]:
    """Return the copies of one list that lack many entries which the copies around them have."""
    copies = _copies(entries)
    return _short(copies, _standing(_groups(entries), copies))


def _short(copies: Sequence[Copy], standing: Sequence[list[int]]) -> set[Copy]:
    """Return the short copies; ``standing`` gives for each history the copies it is seen in, by their numbers."""
    last = len(copies) - 1
    lacking, around = [0] * len(copies), [0] * len(copies)
    for places in standing:
        seen = set(places)
        for n in places:
            if n + 2 in seen or (n + 1 == last and last > 0):
                around[n + 1] += 1
                lacking[n + 1] += n + 1 not in seen
    return {
        copies[n] for n in range(1, len(copies)) if lacking[n] >= SHORT_LEAST and lacking[n] > SHORT_SHARE * around[n]
    }


def _of_list(entries: list[Entry], acts: Mapping[str, Delisting]) -> list[History]:
    copies, groups = _copies(entries), _groups(entries)
    standing = _standing(groups, copies)
    short = _short(copies, standing)
    held = {entry.entry: set(places) for group, places in zip(groups, standing, strict=True) for entry in group}
    return [_history(group, places, copies, short, acts, held) for group, places in zip(groups, standing, strict=True)]


def _standing(groups: Sequence[list[Entry]], copies: Sequence[Copy]) -> list[list[int]]:
    """Return for each history the numbers of the copies in which it is seen, in order."""
    place = {copy.exhibit: n for n, copy in enumerate(copies)}
    return [sorted({place[copy.exhibit] for entry in group for copy in entry.seen}) for group in groups]


def _history(
    group: list[Entry],
    places: list[int],
    copies: list[Copy],
    short: set[Copy],
    acts: Mapping[str, Delisting],
    held: Mapping[str, set[int]],
) -> History:
    newest = max(group, key=lambda one: (len(one.seen) > 1, one.seen[-1].on, len(one.seen)))
    own = {entry.entry for entry in group}
    others = {copy.exhibit: set(like) - own for entry in group for copy, like in entry.not_seen}
    # Who bears less than its number or name is perhaps the same only where the two never stood in one copy.
    faint = {ref for entry in group for ref in entry.faintly if _came_as_it_went(held.get(ref), places, copies)} - own
    for ref in faint:
        for n in held.get(ref, ()):
            others.setdefault(copies[n].exhibit, set()).add(ref)
    absences = _absences(places, copies, short, others)
    act = next((acts[entry.reference] for entry in group if entry.reference in acts), None)
    references = sorted(own, key=lambda reference: (reference != newest.entry, reference))
    seen = tuple(copies[n] for n in places)
    return History(newest, tuple(references), seen, tuple(absences), _ended(absences, act, seen), _bases(group))


def _came_as_it_went(there: set[int] | None, places: Sequence[int], copies: Sequence[Copy]) -> bool:
    """Tell whether a history that never stood beside another began when that one was gone, or soon after."""
    if not there or not there.isdisjoint(places):
        return False
    return _days(copies[places[-1]].on, copies[min(there)].on) <= CAME_AS_IT_WENT_DAYS


def _absences(
    places: Sequence[int], copies: Sequence[Copy], short: set[Copy], others: Mapping[int, set[str]]
) -> list[Absence]:
    found: list[Absence] = []
    for last, again in [*pairwise(places), (places[-1], len(copies))]:
        between = copies[last + 1 : again]
        if between:
            like = sorted({reference for copy in between for reference in others.get(copy.exhibit, ())})
            seen_again = copies[again] if again < len(copies) else None
            counted = tuple(copy for copy in between if copy not in short)
            left_out = tuple(copy for copy in between if copy in short)
            found.append(Absence(copies[last], counted, left_out, seen_again, tuple(like)))
    return found


def _ended(absences: list[Absence], act: Delisting | None, seen: Sequence[Copy]) -> Ended | None:
    if act is not None and not any(copy.on > act.on for copy in seen):
        return Ended(act.on, act.on, "by an act", f"recorded by a person on this ground: {act.ground}")
    last = absences[-1] if absences and absences[-1].seen_again is None else None
    if last is None or last.perhaps_as or len(last.copies) < LASTING_COPIES or last.days < LASTING_DAYS:
        return None
    words = f"not seen in {len(last.copies)} copies over {last.days} days (a rule: {LASTING_COPIES} and {LASTING_DAYS})"
    return Ended(last.last_seen.on, last.copies[0].on, "by lasting absence", words)


def _bases(group: list[Entry]) -> tuple[BasisSeen, ...]:
    days: dict[str, list[str]] = defaultdict(list)
    for entry in group:
        for said in entry.based:
            days[said.printed] += [said.copy.on, said.last[0].on]
    return tuple(BasisSeen(printed, min(on), max(on)) for printed, on in sorted(days.items()))


def _groups(entries: Sequence[Entry]) -> list[list[Entry]]:
    """Bring together references of one list that are plainly one entry: they never stand in one copy."""
    by_mark: dict[tuple[str, str, str], list[int]] = defaultdict(list)
    for n, entry in enumerate(entries):
        for mark in _marks(entry):
            by_mark[mark].append(n)
    leader = list(range(len(entries)))

    def top(n: int) -> int:
        while leader[n] != n:
            n = leader[n]
        return n

    members = {n: [n] for n in range(len(entries))}
    for mark, held in by_mark.items():
        for one, other in pairwise(held):
            a, b = top(one), top(other)
            if a != b and _are_one([entries[n] for n in members[a]], [entries[n] for n in members[b]], mark[0]):
                leader[b] = a
                members[a] += members.pop(b)
    return [[entries[n] for n in group] for group in members.values()]


def _marks(entry: Entry) -> set[tuple[str, str, str]]:
    found = {(one.kind, entry.kind, one.value) for one in entry.said if one.kind in _STRONG and one.value}
    return found | {
        ("name", entry.kind, plain_name(one.printed)) for one in entry.said if one.kind == "name" and one.printed
    }


def _are_one(one: Sequence[Entry], other: Sequence[Entry], mark: str) -> bool:
    if not {copy.exhibit for entry in one for copy in entry.seen}.isdisjoint(
        copy.exhibit for entry in other for copy in entry.seen
    ):
        return False
    values = [
        {kind: {v for entry in side for v in entry.values(kind)} for kind in (*_STRONG, *_AGREEING)}
        for side in (one, other)
    ]
    for side, entries in zip(values, (one, other), strict=True):
        side["listed_on"] = {entry.listed_on for entry in entries if entry.listed_on}
    for kind in ("imo", "company_imo", "date_of_birth", "listed_on"):
        if values[0][kind] and values[1][kind] and not values[0][kind] & values[1][kind]:
            return False
    return mark != "name" or any(values[0][kind] & values[1][kind] for kind in (*_STRONG, *_AGREEING, "listed_on"))


def _copies(entries: Sequence[Entry]) -> list[Copy]:
    found = {copy.exhibit: copy for entry in entries for copy in entry.seen}
    return sorted(found.values(), key=order)


def _list_of(entry: Entry) -> str:
    return "ftm" if entry.list_id.startswith("ftm") else entry.list_id


def _days(start: str, end: str) -> int:
    return (date.fromisoformat(end[:10]) - date.fromisoformat(start[:10])).days
