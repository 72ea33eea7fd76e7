"""Where a ship said it was bound: the destination that its crew typed in, matched with ports as far as that goes.

Forms known: UN/LOCODE ("CNNBO", "CN NBO", "KRPUS>CNDAL", "KRPUS-CNDAL": the last is the destination), names of ports in
any spelling that ``places`` knows, names of States. Everything else ("FOR ORDERS", "FISHING", abbreviations) is not
matched, and a name that several ports bear is left ambiguous. Nobody checks what is typed in, and many leave the last
port's in.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from string import ascii_uppercase
from typing import TYPE_CHECKING

from fairlead.events import columns
from fairlead.places import Port
from fairlead.shapes import US_PER_HOUR
from fairlead.subjects import states
from fairlead.typologies import placing
from fairlead.typologies.grounds.refutations import against, passed, unchecked
from fairlead.typologies.occasion import Refutation

if TYPE_CHECKING:
    import ibis.expr.types as ir

_FROM_TO = re.compile(r">+|=>|->|\bTO\b")
_PAIR = re.compile(r"[A-Z]{2} ?[A-Z2-9]{3} ?[-/] ?([A-Z]{2} ?[A-Z2-9]{3})")  # two UN/LOCODEs: whence and whither
_CODE = re.compile(r"([A-Z]{2})[ .-]?([A-Z2-9]{3})")  # UN/LOCODE, recommendation 16: two letters and three signs
_KOREAS = {
    "KOREA": frozenset({"KR", "KP"}),
    "S KOREA": frozenset({"KR"}),
    "SOUTH KOREA": frozenset({"KR"}),
    "N KOREA": frozenset({"KP"}),
    "NORTH KOREA": frozenset({"KP"}),
}
_NOT_LETTERS = re.compile(r"[^A-Z0-9' -]+")
_OFF = frozenset({"RDS", "ROAD", "ROADS", "ANCH", "ANCHORAGE", "OPL"})  # off a port: its roads, or outside its limits
NAMES = 2  # ours: of all ports of the index one has a name that begins with KP, and none one with CN
STALE_US = 5 * 24 * US_PER_HOUR  # ours: a string typed in longer before is of another voyage


@dataclass(frozen=True)
class Stated:
    """What a destination string names; ``countries`` empty: nothing that is known. ``port`` None: none, or several."""

    text: str
    countries: frozenset[str]
    port: Port | None = None

    def words(self) -> str:
        """Return what it is taken for."""
        if self.port:
            return f"“{self.text}”, taken for {self.port.name} ({self.port.country})"
        if len(self.countries) == 1:
            return f"“{self.text}”, taken for a place in {next(iter(self.countries))}"
        if self.countries:
            return f"“{self.text}”, which names places in {', '.join(sorted(self.countries))}"
        return f"“{self.text}”, which names no place that is known"


@dataclass(frozen=True)
class Report:
    """A destination as reported, with its exhibit and row."""

    t_us: int
    text: str
    exhibit: int
    row: int


def read(text: str) -> Stated:
    """Return what a destination string names."""
    goal = _FROM_TO.split(text.upper())[-1]
    pair = _PAIR.fullmatch(goal.strip())
    plain = " ".join(_NOT_LETTERS.sub(" ", pair[1] if pair else goal).split())
    by_code = _by_code(plain)
    if by_code is not None:
        return Stated(text, by_code[0], by_code[1])
    ports = _named(plain)
    if ports:
        whose = frozenset(port.country for port in ports)
        return Stated(text, whose, ports[0] if len(ports) == 1 else None)
    return Stated(text, _states(plain))


def _by_code(plain: str) -> tuple[frozenset[str], Port | None] | None:
    """Return the State and port of a UN/LOCODE; None where it is none, or also the name of a port elsewhere."""
    code = _CODE.fullmatch(plain)
    if code is None:
        return None
    glued = code[1] + code[2]
    known_as = (one for one in placing.gazetteer().named(glued) if glued in one.other_names)
    port = placing.gazetteer().port(glued) or next(known_as, None)
    if port is not None:
        return frozenset({port.country}), port
    # a code that the index lacks still names its State, unless the letters may be a word: "TOKYO", "GENOA", "CHINA"
    glued_word = plain.isalpha() and len(plain) == 5
    word = glued_word and (code[1] not in _no_names_begin() or placing.gazetteer().named(plain))
    known = frozenset() if word else _states(code[1])
    return (known, None) if known else None


@cache
def _no_names_begin() -> frozenset[str]:
    """Return the pairs of letters with which next to no port's name begins, as "KP" and "CN": no words do either."""
    ports = placing.gazetteer().ports()
    names = {name for port in ports for name in (port.name, *port.other_names) if not _CODE.fullmatch(name)}
    begun = Counter(name[:2].upper() for name in names)
    return frozenset(a + b for a in ascii_uppercase for b in ascii_uppercase if begun[a + b] < NAMES)


def _states(words: str) -> frozenset[str]:
    """Return the States that words name; "Korea" alone names two, and two letters are a code where there is one."""
    if words in _KOREAS:
        return _KOREAS[words]
    if len(words) == 2 and states.english_name(words) != words:
        return frozenset({words})
    state = states.alpha2(words)
    return frozenset({state}) if state else frozenset()


def _named(plain: str) -> list[Port]:
    """Return the ports of a name, also with the State's behind or before it ("BUSAN, KOREA", "KP SONGNIM")."""
    words = plain.split()
    while len(words) > 1 and words[-1] in _OFF:
        words.pop()
    found = placing.gazetteer().named(" ".join(words))
    for n in range(len(words) - 1, 0, -1):
        for state, port in ((words[n:], words[:n]), (words[:n], words[n:])):
            whose = _states(" ".join(state))
            if whose and not found:
                found = tuple(one for one in placing.gazetteer().named(" ".join(port)) if one.country in whose)
    return list(found)


class Destinations:
    """The destinations that some numbers reported, fetched once."""

    def __init__(self, static_reports: ir.Table, mmsis: Iterable[int]) -> None:
        wanted = sorted(set(mmsis))
        self._told: dict[int, list[Report]] = {mmsi: [] for mmsi in wanted}
        if not wanted:
            return
        table = static_reports
        told = columns.among(table.filter(table.t_us.notnull(), table.destination.notnull()), "mmsi", wanted)
        rows = told.select("mmsi", "t_us", "destination", "exhibit", "row").to_pyarrow().to_pylist()
        for row in sorted(rows, key=lambda one: (one["mmsi"], one["t_us"], one["exhibit"], one["row"])):
            if row["destination"].strip():
                found = Report(row["t_us"], row["destination"].strip(), row["exhibit"], row["row"])
                self._told[row["mmsi"]].append(found)

    def during(self, mmsi: int, start_us: int, end_us: int) -> list[Report]:
        """Return what a number reported between two moments, and last before them unless stale; the first first."""
        reports = self._told.get(mmsi, [])
        inside = [one for one in reports if start_us <= one.t_us <= end_us]
        before = [one for one in reports if start_us - STALE_US <= one.t_us < start_us]
        return [*before[-1:], *inside]


def elsewhere(reports: Sequence[Report], but: frozenset[str | None]) -> bool:
    """Tell whether a port was given as destination in a State that is none of some: "CHINA" and "OPL" are habits."""
    goals = (read(one.text).port for one in reports)
    return any(goal is not None and goal.country not in but for goal in goals)


def test(reports: Sequence[Report], countries: frozenset[str], did: str) -> Refutation:
    """Test whether a ship said openly where it went: a call that was declared speaks against hiding it.

    ``countries``: of the places that it called at; ``did``: words for that. A destination elsewhere is told as such,
    and proves nothing: it may be stale, an earlier or a later port, or typed by habit.
    """
    name = "stated destination"
    if not reports:
        return unchecked(name, f"it reported no destination, and {did}")
    read_as = [(read(one.text), one) for one in reports]
    for stated, _ in read_as:
        if stated.countries & countries:
            sure = "openly" if len(stated.countries) == 1 else "perhaps openly: the name is ambiguous"
            return against(name, f"it gave {stated.words()} as its destination and {did}: {sure} declared")
    known = [stated for stated, _ in read_as if stated.countries]
    if not known:
        return unchecked(name, f"it gave {read_as[-1][0].words()} and {did}")
    return passed(name, f"it gave {known[-1].words()} as its destination and {did}; crews also leave old ones in")
