"""Dated acts in the reasons of a listing: who did what with whom, of what, where and when, in the words printed.

Only what the sentences say: an act without a date gives nothing, a place, cargo or counterpart that is not named stays
None, and a counterpart gets the IMO number of another entry of the same list only where exactly one bears its name.
Whether an act engages a measure is left to the typologies.

The body of such a statement (kind ``act``), as canonical JSON, beside ``"v": 1``:

``act``             ship_to_ship, loading, delivery, import, export or transfer
``verb``            the word that tells it ("loaded"); ``strength`` the words that weaken it, or null
``ship``            {name, imo, listing, described, state}: ``listing`` is the row in the same exhibit,
                    ``described`` the words before the name ("DPRK oil tanker"), ``state`` the alpha-2 code of the
                    State in them; null where not said
``counterpart``     the same of the other ship, or null
``goods``           list of coal, iron ore, oil, refined petroleum, crude oil, ...; ``goods_origin`` alpha-2 or null;
                    ``goods_strength`` "likely" and its like, or null
``place``           where it was loaded or took place, ``place_country`` alpha-2; ``to_place``, ``to_country`` whither
``start``, ``end``  ISO dates, end excluded; ``date_words`` as printed
``precision``       day, part_of_month, month, months or year
``listing``         row of the listing whose reasons these are
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Any

from fairlead.readers import dates
from fairlead.readers.lists import act_words
from fairlead.readers.lists.listing_rows import Identity
from fairlead.subjects import names, states
from fairlead_ledger import canonical


@dataclass(frozen=True)
class Ship:
    """A ship as its list names it: first name as printed, IMO number where one is given, row, all spellings."""

    name: str
    imo: int | None
    listing: int
    spellings: tuple[str, ...]

    @property
    def keys(self) -> set[str]:
        """The normal forms of its names."""
        return {names.ship_name(spelling) for spelling in (self.name, *self.spellings)}


class Fleet:
    """The ships of one list, found by name."""

    def __init__(self, ships: list[Ship]) -> None:
        self.ships = ships
        self._by_key: dict[str, list[Ship]] = {}
        for ship in ships:
            for key in ship.keys:
                self._by_key.setdefault(key, []).append(ship)

    def find(self, name: str) -> Ship | None:
        """Return the one ship that bears a name; None where none or several do."""
        found = self._by_key.get(names.ship_name(name), [])
        return found[0] if len(found) == 1 else None


@dataclass(frozen=True)
class Party:
    """A ship as a sentence names it."""

    name: str
    imo: int | None = None
    listing: int | None = None
    described: str | None = None
    state: str | None = None

    def plain(self) -> dict[str, Any]:
        """Return its fields for the body."""
        return {key: getattr(self, key) for key in ("name", "imo", "listing", "described", "state")}


@dataclass(frozen=True)
class Act:
    """One dated act; offsets (end excluded) are those of its sentence in the reasons."""

    char_start: int
    char_end: int
    act: str
    verb: str
    ship: Party
    listing: int
    dated: dates.Dated
    counterpart: Party | None = None
    strength: str | None = None
    goods: tuple[str, ...] = ()
    goods_origin: str | None = None
    goods_strength: str | None = None
    place: str | None = None
    place_country: str | None = None
    to_place: str | None = None
    to_country: str | None = None

    def body(self) -> str:
        """Return the statement's body as canonical JSON; the fields are described at the head of this file."""
        plain = ("act", "verb", "strength", "goods_origin", "goods_strength", "place", "place_country", "to_place")
        fields: dict[str, Any] = {key: getattr(self, key) for key in (*plain, "to_country", "listing")}
        fields |= {
            "v": 1,
            "ship": self.ship.plain(),
            "counterpart": self.counterpart.plain() if self.counterpart else None,
            "goods": list(self.goods),
            "start": self.dated.start.isoformat(),
            "end": self.dated.end.isoformat(),
            "precision": self.dated.precision,
            "date_words": self.dated.words,
        }
        return canonical.dumps(fields).decode()


@dataclass
class _Clause:
    """One verb of a sentence with what belongs to it: from the verb to the next."""

    kind: str
    verb: str
    start: int  # in the sentence
    end: int
    text: str
    dated: list[dates.Dated] = field(default_factory=list)
    goods: tuple[str, ...] = ()
    goods_origin: str | None = None
    goods_strength: str | None = None
    counterpart: Party | None = None
    place: tuple[str | None, str | None] = (None, None)
    to: tuple[str | None, str | None] = (None, None)


def acts(reasons: str, ship: Ship, fleet: Fleet) -> list[Act]:
    """Return the dated acts that the reasons for listing ``ship`` tell, in their order."""
    own = _described(reasons, ship)
    found: list[Act] = []
    for start, end in _sentences(reasons):
        if end - start > act_words.MAX_SENTENCE_CHARS:
            continue
        found += _acts_of(reasons[start:end], start, ship, own, fleet)
    return found


def other_names(reasons: str) -> list[Identity]:
    """Return names that the reasons give a ship beside those of the list ("now operating as ... named the X or Y")."""
    return [
        Identity("name_in_reasons", name, names.ship_name(name))
        for start, end in _sentences(reasons)
        if end - start <= act_words.MAX_SENTENCE_CHARS
        for found in act_words.OTHER_NAMES.finditer(reasons[start:end])
        for name in (found["first"], found["second"])
        if name
    ]


def _acts_of(sentence: str, offset: int, ship: Ship, own: Party, fleet: Fleet) -> Iterator[Act]:
    """Yield the acts of one sentence. Plan: 1 verbs, 2 dates to verbs, 3 goods, places, counterparts, 4 join."""
    clauses = _clauses(sentence)  # 1
    if not clauses:
        return
    dated = dates.find(sentence)
    _share_dates(sentence, clauses, dated)  # 2
    subject = _subject(sentence, clauses[0].start, ship, own, fleet)
    for clause in clauses:  # 3
        _fill(clause, sentence, dated, subject, fleet)
    _join(sentence, clauses)  # 4
    strength = act_words.STRENGTH.search(sentence[: clauses[0].start])
    for clause in clauses:
        for each in clause.dated:
            yield Act(
                char_start=offset,
                char_end=offset + len(sentence),
                act=clause.kind,
                verb=clause.verb,
                ship=subject,
                listing=ship.listing,
                dated=each,
                counterpart=clause.counterpart,
                strength=strength.group() if strength else None,
                goods=clause.goods,
                goods_origin=clause.goods_origin,
                goods_strength=clause.goods_strength,
                place=clause.place[0],
                place_country=clause.place[1],
                to_place=clause.to[0],
                to_country=clause.to[1],
            )


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    """Yield the offsets of sentences; one that goes on ("The transfer took place ...") stays with the one before."""
    start = 0
    for found in act_words.SENTENCE_END.finditer(text):
        if act_words.ABBREVIATED.search(text[max(0, found.start() - 12) : found.start()]) or act_words.GOES_ON.match(
            text, found.end()
        ):
            continue
        yield start, found.start()
        start = found.end()
    if text[start:].strip():
        yield start, len(text.rstrip())


def _clauses(sentence: str) -> list[_Clause]:
    found = list(act_words.ANCHOR.finditer(sentence))
    ends = [match.start() for match in found[1:]] + [len(sentence)] * bool(found)
    clauses = [
        _Clause(str(match.lastgroup), match.group().lstrip("-"), match.start(), end, sentence[match.start() : end])
        for match, end in zip(found, ends, strict=True)
    ]
    return [clause for clause in clauses if not act_words.NOT_DONE.search(sentence[: clause.start])]


def _share_dates(sentence: str, clauses: list[_Clause], dated: list[dates.Dated]) -> None:
    """Give each date to the verb before it; a date that opens the sentence belongs to the first verb."""
    for each in dated:
        before = [clause for clause in clauses if clause.start < each.char_start]
        if before and not act_words.OTHER_DATE.search(sentence[before[-1].start : each.char_start]):
            before[-1].dated.append(each)
        elif not before and act_words.OPENS_SENTENCE.fullmatch(sentence[: each.char_start]):
            clauses[0].dated.append(each)


def _fill(clause: _Clause, sentence: str, dated: list[dates.Dated], subject: Party, fleet: Fleet) -> None:
    goods = _goods(clause.text) or _goods(sentence)
    clause.goods = tuple(dict.fromkeys(kind for kind, _ in goods))
    if goods:
        first = goods[0][1]
        within = clause.text if _goods(clause.text) else sentence
        clause.goods_origin = _origin(within[: first.start()], first.group())
        weak = re.search(rf"\b({act_words.WEAK})\s+(?:for|of)?\s*(?:\w+\s+)?$", within[: first.start()], re.IGNORECASE)
        clause.goods_strength = weak[1].lower() if weak else None
    clause.counterpart = _counterpart(clause.text, subject, fleet)
    taken = [(each.char_start - clause.start, each.char_end - clause.start) for each in dated]
    clause.place, clause.to = _places(clause.text, taken)
    if clause.kind in {"delivery", "transfer"} and clause.counterpart and clause.to == (None, None):
        clause.kind = "ship_to_ship"


def _join(sentence: str, clauses: list[_Clause]) -> None:
    """Let a verb take from its neighbours what the sentence says once: how it was done, whence and whither."""
    for before, clause in pairwise(clauses):
        through = re.search(r"\b(?:through|via|by|by\s+means\s+of)\s+(?:\w+\s+){0,3}$", sentence[: clause.start])
        if clause.kind == "ship_to_ship" and not clause.dated and through:
            before.kind, before.counterpart = "ship_to_ship", before.counterpart or clause.counterpart
        if before.kind == "loading" and clause.kind in {"delivery", "export"}:
            before.to = before.to if any(before.to) else clause.to
            clause.place = clause.place if any(clause.place) else before.place
            if not _goods(clause.text):
                clause.goods, clause.goods_origin = before.goods, before.goods_origin
                clause.goods_strength = before.goods_strength


def _goods(text: str) -> list[tuple[str, re.Match[str]]]:
    return [(act_words.GOODS[int(str(found.lastgroup)[1:])][0], found) for found in act_words.GOODS_WORD.finditer(text)]


def _origin(before: str, goods: str) -> str | None:
    """Return the State named right before the goods ("DPRK coal") or in them ("prohibited DPRK goods")."""
    words = f"{before[-40:]}{goods}"
    near = [each for each in states.mentions(words) if len(words) - each.end <= len(goods) + 8]
    return near[-1].state if near else None


def _subject(sentence: str, first_verb: int, ship: Ship, own: Party, fleet: Fleet) -> Party:
    """Return who acts: the listed ship, unless the sentence names another before its first verb."""
    for found in act_words.NAMED.finditer(sentence[:first_verb]):
        key = names.ship_name(found["name"])
        if not any(key.startswith(each) or each.startswith(key) for each in ship.keys if key and each):
            other = fleet.find(found["name"])
            return Party(found["name"], other.imo if other else None, other.listing if other else None)
    return own


def _described(reasons: str, ship: Ship) -> Party:
    """Return the listed ship with what the reasons call it ("DPRK oil tanker M/V ...")."""
    party = Party(ship.name, ship.imo, ship.listing)
    for spelling in ship.spellings or (ship.name,):
        for found in re.finditer(rf"{re.escape(spelling)}(?!\w)", reasons):
            before = re.search(rf"(?<!\S){act_words.DESCRIPTION}$", reasons[max(0, found.start() - 80) : found.start()])
            if before and (described := _trimmed(before.group())):
                return replace(party, described=described, state=_state(described))
    return party


def _counterpart(text: str, subject: Party, fleet: Fleet) -> Party | None:
    for found in act_words.WITH.finditer(text):
        if found["how"] == "and" and not re.search(r"\bbetween\b", text[: found.start()]):
            continue
        name, described = found["name"], _trimmed(found["described"])
        other = fleet.find(name)
        ship_like = bool(re.search(rf"(?:{act_words.SHIP_NOUN}|-(?:flagged|designated))\s*$", found["described"]))
        spelled = name.isupper() and len(name) > 2 and states.alpha2(name) is None
        if names.ship_name(name) == names.ship_name(subject.name):
            continue
        if ship_like or (found["how"] in {"with", "alongside"} and (other or spelled)):
            imo, listing = (other.imo, other.listing) if other else (None, None)
            return Party(name, imo, listing, described, _state(described))
    return None


def _trimmed(described: str) -> str | None:
    """Return a description without its article and without "M/V"."""
    words = re.sub(r"\b(?:M/V|MV|M/T|MT)\b", "", re.sub(r"^(?:the|a|an)\s+", "", described.strip() + " ", flags=re.I))
    return " ".join(words.split()) or None


def _state(described: str | None) -> str | None:
    return next((each.state for each in states.mentions(described or "")), None)


def _places(
    clause: str, taken: list[tuple[int, int]]
) -> tuple[tuple[str | None, str | None], tuple[str | None, str | None]]:
    """Return (place, country) where it happened and whither, as far as the clause names them."""
    where: tuple[str | None, str | None] = (None, None)
    to: tuple[str | None, str | None] = (None, None)
    for found in act_words.WHERE.finditer(clause):
        if any(start < found.end("name") and found.start("name") < end for start, end in taken):
            continue
        place = _place(found["name"], found["more"])
        if place is None or re.match(rf"(?:{act_words.SHIP_NOUN})\b|[\w'’]+-(?:flagged|designated)\b", found["name"]):
            continue
        if found["how"] == "to":
            to = to if any(to) else place
        else:
            where = where if any(where) else place
    return where, to


def _place(name: str, more: str | None) -> tuple[str | None, str | None] | None:
    """Return a named place with its State, the State alone, or None for a name that is no place."""
    state, of = states.alpha2(name), states.alpha2(more)
    if state and not of:
        return None, state
    if of or re.search(r"[a-z]", name):
        return name, of
    return None
