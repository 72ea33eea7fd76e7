"""Who on the lists may be meant by a name or a number, and why: what agrees, what conflicts, how sure it is.

Only a ship's or company's IMO number makes ``same identifier``, and even that is what the lists print. A shared MMSI or
call sign is a question: they are given away and used again. A name is a lead; with another IMO number, it is another
ship. What people decided on identity goes before that, and is told. Nothing here reads files, decides identity or says
that somebody did something.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal, get_args

from fairlead.subjects import imo, likeness, names, romanisation
from fairlead.subjects.decided import Decisions
from fairlead.subjects.listed import Entry, Said

Grade = Literal[
    "same by decision", "same identifier", "question", "name lead only", "another ship", "another by decision"
]
GRADES: tuple[Grade, ...] = get_args(Grade)
_SURE = ("same by decision", "same identifier", "question")

LEAST_SCORE = 88.0
"""From which likeness a name is a lead: chosen on the public set of mangled UN names (docs/benchmarks.md), where 84 and
90 serve as well; below 82 strangers of the same surname come in."""

_NAMES = ("name", "alias", "former_name", "name_original_script")
_NUMBERS = ("imo", "company_imo", "imo_mentioned", "fraud_imo", "mmsi", "call_sign")
_KINDS = ("ship", "individual", "entity")
_KEY_LETTERS = 6  # a coarse key shorter than that brings too many together; ours
_READ_LETTERS = 8  # of a key read out of Han characters; ours, on the public set of strangers (docs/benchmarks.md)
_STRONG = {"imo": "ship", "company_imo": None}  # identifiers, and the kind of entry that must bear them


@dataclass(frozen=True)
class Query:
    """Who is looked for; None where not known. ``born`` is an ISO date or a year."""

    name: str | None = None
    imo: str | None = None
    mmsi: str | None = None
    call_sign: str | None = None
    born: str | None = None


@dataclass(frozen=True)
class Reason:
    """One thing that agrees or conflicts, in words, with the place where the list says so (None: several places)."""

    what: str  # 'name', 'imo', 'mmsi', 'call_sign', 'born', 'decision'
    words: str
    said: Said | None = None


@dataclass(frozen=True)
class Match:
    """One entry that may be meant. ``score`` is the likeness of the names, 0 to 100; None where none was compared."""

    entry: Entry
    grade: Grade
    score: float | None
    agreed: tuple[Reason, ...]
    conflicted: tuple[Reason, ...]


def parse(text: str) -> Query:
    """Return the query that a text is: a number of seven digits is an IMO number, of nine an MMSI, all else a name."""
    judged = imo.verdict(text)
    if judged.value is not None:
        return Query(imo=str(judged.value))
    digits = re.fullmatch(r"\s*(?:MMSI\s*:?\s*)?(\d{9})\s*", text, re.IGNORECASE)
    return Query(mmsi=digits[1]) if digits else Query(name=text)


class _Names:
    """All names of entries of one kind; aircraft and what else there is are looked up as entities."""

    def __init__(self, entries: Sequence[Entry], kind: str) -> None:
        self._kind = kind
        self.borne: list[tuple[int, Said]] = []
        forms: list[likeness.Form] = []
        for number, entry in enumerate(entries):
            if kind != (entry.kind if entry.kind in _KINDS else "entity"):
                continue
            seen: set[likeness.Form] = set()
            for said in entry.said:
                made = likeness.form(said.printed, kind) if said.kind in _NAMES else None
                if made is None or made in seen:
                    continue
                seen.add(made)
                forms.append(made)
                self.borne.append((number, said))
        self._forms = forms

    @cached_property
    def index(self) -> likeness.Index:
        """The names, to be found by likeness."""
        return likeness.Index(self._forms)

    @cached_property
    def by_key(self) -> dict[str, list[int]]:
        """The places of names by coarse key of romanisation."""
        found: dict[str, list[int]] = defaultdict(list)
        for place, (_, said) in enumerate(self.borne):
            for key in _keys(said.printed, self._kind):
                found[key].append(place)
        return found

    @cached_property
    def same(self) -> dict[tuple[str, tuple[str, ...]], list[int]]:
        """The places of names by what makes two of them the same form, which is a likeness of 100."""
        found: dict[tuple[str, tuple[str, ...]], list[int]] = defaultdict(list)
        for place, made in enumerate(self._forms):
            for view in {made.ordered, made.glued} - {""}:
                found[(view, made.numbers)].append(place)
        return found


class Screen:
    """All entries, ready to be asked. What only names need is made when the first name is asked for."""

    def __init__(self, entries: Sequence[Entry], decisions: Decisions | None = None) -> None:
        self.entries = entries
        self._decisions = decisions or Decisions()
        self._by_reference = {entry.reference: number for number, entry in enumerate(entries)}
        self._by_number: dict[tuple[str, str], list[int]] = defaultdict(list)
        for number, entry in enumerate(entries):
            for said in entry.said:
                if said.kind in _NUMBERS:
                    held = self._by_number[(said.kind, said.value or _bare(said.printed))]
                    if number not in held:
                        held.append(number)

    @cached_property
    def _names(self) -> dict[str, _Names]:
        return {kind: _Names(self.entries, kind) for kind in _KINDS}

    def match(self, query: Query, limit: int = 10) -> list[Match]:
        """Return who may be meant, surest first; at most ``limit`` by name alone, all by number."""
        by_name = self._named(query.name) if query.name else {}
        by_number = self._numbered(query)
        matches = [self._judge(query, number, by_name.get(number)) for number in {*by_name, *by_number}]
        if self._decisions:
            matches = self._ruled(query, matches)
        matches.sort(key=lambda one: (GRADES.index(one.grade), -(one.score or 0), one.entry.list_id, one.entry.entry))
        kept = [one for one in matches if one.grade in _SURE]
        return kept + [one for one in matches if one.grade not in _SURE][:limit]

    def namesakes(self, name: str) -> list[Match]:
        """Return the entries that bear the very same form of a name, by reference: leads, as all by name alone."""
        found: dict[int, Match] = {}
        for kind in _KINDS:
            made, held = likeness.form(name, kind), self._names[kind]
            for view in {made.ordered, made.glued} - {""}:
                for number, said in (held.borne[place] for place in held.same.get((view, made.numbers), ())):
                    reason = Reason("name", _in_words(100.0, said, by_likeness=True), said)
                    found.setdefault(number, Match(self.entries[number], "name lead only", 100.0, (reason,), ()))
        matches = list(found.values())
        matches = self._ruled(Query(name=name), matches) if self._decisions else matches
        return sorted(matches, key=lambda match: match.entry.reference)

    def _ruled(self, query: Query, matches: list[Match]) -> list[Match]:
        """Return the matches as people's decisions leave them, with the entries that those bring in."""
        asked = [f"imo:{_bare(query.imo)}"] if query.imo else []
        asked += [f"mmsi:{_bare(query.mmsi)}"] if query.mmsi else []
        found = {self._by_reference[match.entry.reference]: match for match in matches}
        for ref in [*asked, *(match.entry.reference for match in matches)]:
            for other in self._decisions.one_with(ref):
                number = self._by_reference.get(other)
                if number is not None and number not in found:
                    found[number] = Match(self.entries[number], "name lead only", None, (), ())
        return [self._ruling(asked, match, matches) for match in found.values()]

    def _ruling(self, asked: Sequence[str], match: Match, matches: Sequence[Match]) -> Match:
        """Return one match with what was decided of it and the number asked for, else of it and the other matches."""
        own = match.entry.reference
        for ref in asked:
            ruling = self._decisions.between(ref, own)
            if ruling is not None:
                reason = Reason("decision", f"a person decided: {ruling.told()}")
                if ruling.verdict == "same":
                    return replace(match, grade="same by decision", agreed=(*match.agreed, reason))
                return replace(match, grade="another by decision", conflicted=(*match.conflicted, reason))
        agreed, conflicted = list(match.agreed), list(match.conflicted)
        for other in matches:
            ruling = self._decisions.between(other.entry.reference, own) if other.entry.reference != own else None
            if ruling is not None:
                reason = Reason("decision", f"a person decided: {ruling.told()}")
                (agreed if ruling.verdict == "same" else conflicted).append(reason)
        return replace(match, agreed=tuple(agreed), conflicted=tuple(conflicted))

    def _numbered(self, query: Query) -> set[int]:
        found: set[int] = set()
        for kinds, given in (
            (("imo", "company_imo", "imo_mentioned", "fraud_imo"), query.imo),
            (("mmsi",), query.mmsi),
            (("call_sign",), query.call_sign),
        ):
            for kind in kinds:
                found.update(self._by_number.get((kind, _bare(given)), ()) if given else ())
        return found

    def _named(self, name: str) -> dict[int, tuple[float, Reason]]:
        """Return, by entry, the best likeness of any of its names and the reason in words."""
        best: dict[int, tuple[float, Reason]] = {}
        for kind in _KINDS:
            made = likeness.form(name, kind)
            held = self._names[kind]
            found = held.index.like(made, LEAST_SCORE)
            known = {place for _, place in found}
            same_key = {place for key in _keys(name, kind) for place in held.by_key.get(key, ())}
            found += [(LEAST_SCORE, place) for place in sorted(same_key - known)]
            for value, place in found:
                number, said = held.borne[place]
                if number not in best or value > best[number][0]:
                    best[number] = (value, Reason("name", _in_words(value, said, place in known), said))
        return best

    def _judge(self, query: Query, number: int, named: tuple[float, Reason] | None) -> Match:
        entry = self.entries[number]
        agreed: list[Reason] = [named[1]] if named else []
        conflicted: list[Reason] = []
        strong = weak = False
        for kind, given in (("imo", query.imo), ("mmsi", query.mmsi), ("call_sign", query.call_sign)):
            if given:
                same, questions, other = _compare(entry, kind, _bare(given))
                agreed += [*same, *questions]
                conflicted += other
                strong = strong or bool(same)
                weak = weak or bool(questions)
        if strong and query.name and not named:
            conflicted.append(Reason("name", f"name differs: asked {query.name}, listed {entry.name}"))
        conflicted += _born(entry, query.born)
        other_hull = any(reason.what == "imo" for reason in conflicted)
        grade: Grade = (
            "same identifier" if strong else "another ship" if other_hull else "question" if weak else "name lead only"
        )
        return Match(entry, grade, round(named[0], 1) if named else None, tuple(agreed), tuple(conflicted))


def _compare(entry: Entry, kind: str, given: str) -> tuple[list[Reason], list[Reason], list[Reason]]:
    """Return what makes it the same, what makes it a question, and what conflicts, for one kind of number."""
    if kind != "imo":
        shared = next(
            (one for one in entry.said if one.kind == kind and _bare(one.value or one.printed) == given), None
        )
        label = {"mmsi": "MMSI", "call_sign": "call sign"}[kind]
        words = f"{label} {given} is shared: such numbers change ships, so this is a question"
        return [], [Reason(kind, words, shared)] if shared else [], []
    same, questions = [], []
    for one in entry.said:
        if (one.value or _bare(one.printed)) != given:
            continue
        if one.kind in _STRONG and _STRONG[one.kind] in (None, entry.kind):
            doubt = "" if one.verdict == "valid" else f" ({one.verdict})"
            same.append(Reason("imo", f"IMO {given} is its number on the list{doubt}", one))
        elif one.kind == "fraud_imo":
            questions.append(Reason("imo", f"IMO {given}: the list says that it used this number falsely", one))
        elif one.kind in ("imo", "imo_mentioned"):
            questions.append(Reason("imo", f"IMO {given} is mentioned in the words of this entry", one))
    own = sorted(entry.values("imo")) if entry.kind == "ship" else []
    told_false = any(one.kind == "fraud_imo" and (one.value or _bare(one.printed)) == given for one in entry.said)
    differs = own and not same and given not in own and not told_false
    other = f"other IMO number: asked {given}, listed {', '.join(own)}; another ship unless one of them is false"
    return same[-1:], questions[-1:], [Reason("imo", other)] if differs else []


def _born(entry: Entry, born: str | None) -> list[Reason]:
    """Return a conflict where every year of birth that the list gives is another one."""
    years = {int(year) for value in entry.values("date_of_birth") for year in re.findall(r"\d{4}", value)[:2]}
    asked = re.match(r"\d{4}", born or "")
    if not years or not asked or min(years) <= int(asked[0]) <= max(years):
        return []
    listed = ", ".join(map(str, sorted(years)))
    return [Reason("born", f"year of birth differs: asked {asked[0]}, listed {listed}")]


def _in_words(value: float, said: Said, by_likeness: bool) -> str:
    role = {"former_name": "former name", "name_original_script": "name in original script"}.get(said.kind, said.kind)
    if not by_likeness:
        return f"{role} {said.printed}: the same under a coarse key of romanisation"
    return f"{role} {said.printed}: {'same form' if value == 100 else f'likeness {value:.0f} of 100'}"


def _keys(printed: str, kind: str) -> list[str]:
    level = names.ship_name if kind == "ship" else names.plain_name
    written, *read = romanisation.read_out(printed)
    found = {key for key in romanisation.keys(level(written)) if len(key) >= _KEY_LETTERS}
    # What is read out of Han characters sounds like many other names: only in its own order, and from three syllables.
    in_order = (romanisation.in_order(level(each)) for each in read)
    return sorted(found.union(key for key in in_order if len(key) >= _READ_LETTERS))


def _bare(printed: str) -> str:
    return re.sub(r"[\W_]", "", printed).upper()
