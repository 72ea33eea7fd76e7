"""One view of a subject over time: what was said of it by whom, how it stands on each list, its ties, its decisions.

What counts as one subject: entries of lists that bear the same IMO number of a ship or company, and whatever a person
decided to be one with them; a decision that two are not one parts them. A shared MMSI, call sign or name never joins:
those entries stand apart, as questions. Nothing here reads a register of ships or firms, and nothing is concluded.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from fairlead.errors import MisuseError
from fairlead.evidence.exhibits import Exhibits
from fairlead.progress import Progress, silent
from fairlead.register.identities import Identities
from fairlead.subjects import screening
from fairlead.subjects.decided import Decision, Decisions, reference
from fairlead.subjects.history import History, histories
from fairlead.subjects.listed import Entry
from fairlead.whois import lists, ownership, statements
from fairlead.whois.ownership import Owned, Purchase, Tie, Ties
from fairlead.whois.statements import Reported, Statement

NAMESAKES = 20  # shown of one subject; `fairlead screen` shows all
DOES_NOT_SHOW = (
    "Each line is what one source says, from the first to the last time it says so in this case; between and beyond "
    "nothing is known. Names, numbers and flags sent by a station are its own account. A tie by name is a lead."
)


@dataclass(frozen=True)
class Question:
    """An entry, or a number at sea, that may be the same and is not counted as such; ``why`` in words."""

    reference: str
    name: str
    why: str


@dataclass(frozen=True)
class Subject:
    """One subject over time."""

    references: tuple[str, ...]  # entries, IMO numbers, and numbers that a person tied to it
    kind: str  # 'ship', 'individual', 'entity', 'aircraft'
    name: str
    statements: tuple[Statement, ...]
    listed: tuple[History, ...]
    ties: tuple[Tie, ...]
    tied: tuple[Tie, ...]  # what other entries print of it
    owns: Owned | None
    purchases: tuple[Purchase, ...]
    decisions: tuple[Decision, ...]
    questions: tuple[Question, ...]

    def at(self, day: str) -> list[Statement]:
        """Return what was being said on a day (ISO date)."""
        return [one for one in self.statements if one.since[:10] <= day <= one.until[:10]]


class WhoIsWho:
    """Everything that a case says on who is who, read once and asked many times."""

    def __init__(
        self, exhibits: Exhibits, readings: Path, identities: Identities, on_progress: Progress = silent
    ) -> None:
        self.copies, self.entries = lists.entries(exhibits, readings, on_progress)
        self.decisions: Decisions = identities.decisions()
        self._readings = readings
        self._exhibits = [exhibit.sha256 for exhibit in exhibits.all()]
        self._delistings = identities.delistings()
        self._histories: dict[str, dict[str, History]] = {}  # list → reference → history, made when asked for
        self._by_reference = {entry.reference: entry for entry in self.entries}
        self._ties: Ties | None = None
        self._screen: screening.Screen | None = None

    @property
    def ties(self) -> Ties:
        """All ties in the lists, put together at first use."""
        self._ties = self._ties or Ties(self.entries)
        return self._ties

    @property
    def screen(self) -> screening.Screen:
        """The lists ready to be screened, put together at first use."""
        self._screen = self._screen or screening.Screen(self.entries, self.decisions)
        return self._screen

    def references(self, asked: str) -> list[str]:
        """Return the references that a text names: one itself, a number, or a name borne by entries; [] for none."""
        if asked in self._by_reference:
            return [asked]
        try:
            ref = reference(asked)
        except MisuseError:
            pass
        else:
            known = ref in self._by_reference or ref.startswith(("imo:", "mmsi:"))
            return [ref] if known else []
        query = screening.parse(asked)
        if query.imo:
            return [f"imo:{query.imo}"]
        if query.mmsi:
            return [f"mmsi:{query.mmsi}"]
        matches = self.screen.match(query, limit=20)
        return [match.entry.reference for match in matches if not match.grade.startswith("another")]

    def subject(self, ref: str, *, first_link: str | None = None) -> Subject:
        """Return everything about the subject of one reference.

        ``first_link`` is the day (ISO) of its first link with the target State, for who wants purchases before it told.
        MisuseError where nothing in the case bears the reference.
        """
        refs = self._joined(reference(ref))
        entries = [self._by_reference[one] for one in refs if one in self._by_reference]
        heard = self._heard(refs)
        if not entries and not heard:
            raise MisuseError(f"nothing in this case bears {ref}", "`fairlead screen` looks for names and numbers")
        said = statements.in_order(
            [*(one for entry in entries for one in statements.of_entry(entry)), *statements.of_reports(heard)]
        )
        listed = {id(one): one for one in map(self.history, entries) if one}.values()
        return Subject(
            references=tuple(sorted(refs, key=lambda one: (one not in self._by_reference, one))),
            kind=entries[0].kind if entries else "ship",
            name=entries[0].name if entries else next((one.printed for one in said if one.what == "name"), ref),
            statements=tuple(said),
            listed=tuple(listed),
            ties=tuple(tie for entry in entries for tie in self.ties.of(entry)),
            tied=tuple(tie for entry in entries for tie in self.ties.toward(entry) if tie.said_by not in refs),
            owns=next((owned for entry in entries if (owned := self.ties.ships_of(entry))), None),
            purchases=tuple(ownership.purchases(_owners(entries, self._by_reference), first_link)),
            decisions=tuple(self.decisions.about(refs)),
            questions=tuple(self._questions(refs, entries, heard)),
        )

    def history(self, entry: Entry) -> History | None:
        """Return the history of an entry over all copies of its list; None for what never stands on its own."""
        named = entry.reference.partition(":")[0]
        if named not in self._histories:
            mine = [one for one in self.entries if one.reference.startswith(f"{named}:")]
            every = histories(mine, self._delistings)
            self._histories[named] = {f"{named}:{ref}": one for one in every for ref in one.references}
        return self._histories[named].get(entry.reference)

    def _joined(self, ref: str) -> list[str]:
        """Return all references of one subject: by its own IMO number, and by what people decided."""
        found, waiting = [ref], [ref]
        while waiting:
            here = waiting.pop()
            beside = [*self.decisions.one_with(here), *self._numbered(here)]
            for other in beside:
                ruling = self.decisions.between(ref, other)
                if other not in found and not (ruling and ruling.verdict == "distinct"):
                    found.append(other)
                    if not other.startswith("mmsi:"):
                        waiting.append(other)
        return found

    def _numbered(self, ref: str) -> list[str]:
        """Return the entries of an IMO number, or the IMO number of an entry that bears just one."""
        if ref.startswith("imo:"):
            number = ref.removeprefix("imo:")
            bearing = [one for one in self.entries if number in _own(one)]
            ships = [one.reference for one in bearing if one.kind == "ship"]
            return ships or [one.reference for one in bearing]
        entry = self._by_reference.get(ref)
        own = _own(entry)
        if entry is None or len(own) != 1:
            return []
        if entry.kind == "ship":
            return [f"imo:{number}" for number in own]
        # Numbers of companies are another series: seven digits of theirs may be a ship's too.
        return [one.reference for one in self.entries if one.kind != "ship" and own & _own(one)]

    def _heard(self, refs: Sequence[str]) -> list[Reported]:
        """Return what stations reported under the subject's IMO number, or under an MMSI tied to it in its period."""
        imos = [int(one.removeprefix("imo:")) for one in refs if one.startswith("imo:")]
        mmsis = [int(one.removeprefix("mmsi:")) for one in refs if one.startswith("mmsi:")]
        if not imos and not mmsis:
            return []
        rows = statements.reported(self._readings, self._exhibits, imos, mmsis)
        hulls = [one for one in refs if not one.startswith("mmsi:")]
        return [row for row in rows if row.imo in imos or not hulls or self._tied_then(row, hulls)]

    def _tied_then(self, row: Reported, hulls: Sequence[str]) -> bool:
        tied = self.decisions.one_with(f"mmsi:{row.mmsi:09d}", row.first.on[:10])
        return any(hull in tied for hull in hulls)

    def _questions(self, refs: Sequence[str], entries: Sequence[Entry], heard: Sequence[Reported]) -> list[Question]:
        """Return who shares a number that passes from hull to hull, or a name, and is not counted as the same."""
        found: dict[str, Question] = {}
        shared = {("mmsi", str(row.mmsi)) for row in heard} | {("call_sign", row.call_sign) for row in heard}
        shared |= {
            (one.kind, one.value) for entry in entries for one in entry.said if one.kind in ("mmsi", "call_sign")
        }
        asked = [screening.Query(**{kind: value}) for kind, value in sorted(shared, key=str) if value]
        matches = [match for query in asked for match in self.screen.match(query, limit=5)]
        named = {match.entry.reference: match for entry in entries for match in self.screen.namesakes(entry.name)}
        for match in (*matches, *list(named.values())[:NAMESAKES]):
            other = match.entry.reference
            if other not in refs and other not in found:
                why = "; ".join(reason.words for reason in (*match.agreed, *match.conflicted))
                found[other] = Question(other, match.entry.name, why)
        return list(found.values())


def _own(entry: Entry | None) -> set[str]:
    """Return the IMO numbers that are an entry's own and pass for one: a ship's, or a company's."""
    if entry is None:
        return set()
    return entry.values("imo" if entry.kind == "ship" else "company_imo")


def _owners(entries: Sequence[Entry], known: Mapping[str, Entry]) -> list[tuple[str, str]]:
    """Return the owners by name, each with the day that the list gives, else that of the first copy that prints it."""
    return [
        (
            known[f"ftm:{one.value}"].name if f"ftm:{one.value}" in known else one.printed,
            (one.verdict or "").partition("/")[0] or one.copy.on,
        )
        for entry in entries
        for one in entry.said
        if one.kind == "owner"
    ]


def document(subject: Subject, on: str | None = None) -> dict[str, Any]:
    """Return a subject as stable JSON; ``on`` leaves only what was said that day."""
    said = subject.at(on) if on else subject.statements
    return {
        "schema_version": 1,
        "references": list(subject.references),
        "kind": subject.kind,
        "name": subject.name,
        "on": on,
        "statements": [asdict(one) for one in said],
        "lists": [
            {
                "list": one.entry.list_id,
                "references": list(one.references),
                "status": one.status(on),
                "listed_since": one.since[0],
                "by": one.since[1],
                "bases": [asdict(basis) for basis in one.bases],
                "ended": asdict(one.ended) if one.ended else None,
            }
            for one in subject.listed
        ],
        "ties": [_tie(one) for one in subject.ties],
        "tied": [_tie(one) for one in subject.tied],
        "owns": subject.owns.told if subject.owns else None,
        "purchases": [one.told for one in subject.purchases],
        "decisions": [asdict(one) for one in subject.decisions],
        "questions": [asdict(one) for one in subject.questions],
        "does_not_show": DOES_NOT_SHOW,
    }


def _tie(tie: Tie) -> dict[str, Any]:
    (copy, row) = tie.said.last
    where = {"exhibit": copy.sha256, "row": row, "as_of": copy.on}
    meant = {"entries": list(tie.entries), "by_name": tie.by_name}
    return {"how": tie.how, "printed": tie.printed, **meant, "said_by": tie.said_by, "where": where}
