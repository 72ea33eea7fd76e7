"""The register: what people decide about occasions, as signed entries of the custody log, and the tables they leave.

It derives nothing and prints nothing. Acts name the occasion's id and digest; the rules are in ``statuses`` and judged
in ``projections`` under the log's write lock.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, select

from fairlead.errors import ConflictError, MisuseError
from fairlead.evidence.entries import Entry
from fairlead.evidence.exhibits import Exhibits
from fairlead.evidence.log import Body, CustodyLog
from fairlead.register import (
    corrections,
    correspondence,
    dressing,
    judged_rows,
    observations,
    projections,
    releases,
    statuses,
    times,
)
from fairlead.register.corrections import Correction
from fairlead.register.correspondence import Answer, Answered, Letter, Question
from fairlead.register.dressing import Decided, Gone, Proposed, Standing
from fairlead.register.findings import Finding
from fairlead.register.followed import Judgements
from fairlead.register.known import Known, from_body, known
from fairlead.register.observations import Draft
from fairlead.register.tables import FINDINGS, METADATA, OBSERVATIONS, OCCASIONS, REPLIES, REQUESTS, STATEMENTS
from fairlead.typologies.occasion import Occasion
from fairlead.typologies.world import Observation


@dataclass(frozen=True)
class People:
    """Who concludes, and who dissents; their names are private to the log entry."""

    concluding: tuple[str, ...]
    dissenting: tuple[str, ...] = ()


class Register:
    """The acts on one case, and how its occasions stand."""

    def __init__(self, log: CustodyLog, exhibits: Exhibits) -> None:
        self._log = log
        self._exhibits = exhibits
        self._after: str | None = None
        log.project(projections.PROJECTIONS, projections.project, METADATA)
        log.project(releases.ACTS, releases.project, releases.METADATA)
        log.project((judged_rows.ACT,), judged_rows.project, judged_rows.METADATA)

    def after(self, entry: str) -> Register:
        """Return this register for acts that rest on ``entry`` being the last act on their occasion ("": none yet).

        They raise :class:`ConflictError`, under the log's write lock, where somebody acted on it meanwhile.
        """
        based = copy.copy(self)
        based._after = entry
        return based

    # Acts. Each returns its log entry, and raises MisuseError with nothing written where the rules forbid it.

    def open(self, occasion: Occasion, reason: str | None = None, purpose: str = "") -> Entry:
        """Open a candidate: it gets its permanent number. Dismissed or withdrawn ones need a reason."""
        return self._act("open", known(occasion), {"reason": reason}, purpose=purpose)

    def dismiss(self, occasion: Occasion | Known, reason: str, purpose: str = "") -> Entry:
        """Dismiss a candidate or an open occasion, until its digest changes; also one that vanished."""
        return self._act("dismiss", _named(occasion), {"reason": reason}, purpose=purpose)

    def request(
        self,
        occasion: Occasion,
        addressee: str,
        questions: Sequence[Question],
        deadline: str,
        *,
        sent: str | None = None,
        text: str | None = None,
        exhibit: str | None = None,
        file: Path | None = None,
        purpose: str = "",
    ) -> Entry:
        """Record a letter to an addressee: questions tied to elements, ISO dates, sent today unless told otherwise."""
        addressee = correspondence.addressee_of(known(occasion), addressee)
        sent_on = times.day(sent, "date sent") if sent else times.today()
        if sent_on > times.today():
            raise MisuseError(f"the request is dated in the future: {sent_on}", "record a letter once it is sent")
        body: Body = {
            "addressee": addressee,
            "sent": sent_on.isoformat(),
            "deadline": times.day(deadline, "deadline").isoformat(),
            "questions": [vars(question) for question in correspondence.questions_of(occasion, addressee, questions)],
            "text": text,
        }
        correspondence.check_deadline(body["sent"], body["deadline"])
        return self._letter("request", known(occasion), body, exhibit, file, purpose)

    def reply(
        self,
        occasion: Occasion | Known,
        addressee: str,
        state: Answer,
        *,
        text: str | None = None,
        on: str | None = None,
        exhibit: str | None = None,
        file: Path | None = None,
        purpose: str = "",
    ) -> Entry:
        """Record what an addressee of ``occasion`` answered, in its own words or as an exhibit."""
        named = _named(occasion)
        addressee = correspondence.addressee_of(named, addressee)
        if state not in correspondence.ANSWERS:
            raise MisuseError(f"unknown state of a reply: {state!r}", f"one of: {', '.join(correspondence.ANSWERS)}")
        if not (text or "").strip() and exhibit is None and file is None:
            raise MisuseError("a reply needs its words or its exhibit", "--text TEXT or --exhibit ID")
        body: Body = {
            "addressee": addressee,
            "state": state,
            "text": text,
            "date": (times.day(on, "date of the reply") if on else times.today()).isoformat(),
        }
        correspondence.check_date(body["date"], times.today().isoformat())
        return self._letter("reply", named, body, exhibit, file, purpose)

    def propose(self, occasion: Occasion, finding: Finding, people: People, purpose: str = "") -> Entry:
        """Propose a finding; it concludes nothing until another actor confirms it."""
        if not people.concluding:
            raise MisuseError("a finding names the people who conclude", "--by NAME, once for each")
        if people.dissenting and not (finding.dissent or "").strip():
            raise MisuseError("a dissent needs its reasons", "--dissent TEXT")
        body = {"stage": "proposed", **finding.checked().to_body()}
        body["concluding"], body["dissenting"] = len(people.concluding), len(people.dissenting)
        return self._act("finding", known(occasion), body, private=_names(people), purpose=purpose)

    def confirm(self, occasion: Occasion, people: People | None = None, purpose: str = "") -> Entry:
        """Confirm the finding that another actor proposed, on the same digest: the occasion is found, or not found."""
        proposal = self.proposal(occasion.id)
        people = people or People(())
        body = {"stage": "confirmed", "proposal": proposal["entry"] if proposal else None}
        body["concluding"], body["dissenting"] = len(people.concluding), len(people.dissenting)
        return self._act("finding", known(occasion), body, private=_names(people), purpose=purpose)

    def correct(self, occasion: Occasion | Known, reason: str, purpose: str = "") -> Entry:
        """Correct a finding: the reason says what was wrong and what is right."""
        return self._act("correct", _named(occasion), {"reason": reason}, purpose=purpose)

    def withdraw(self, occasion: Occasion | Known, reason: str, purpose: str = "") -> Entry:
        """Withdraw an opened occasion, also one that derivation no longer yields."""
        return self._act("withdraw", _named(occasion), {"reason": reason}, purpose=purpose)

    def observe(self, exhibit: str, draft: Draft, purpose: str = "") -> Entry:
        """Record what is seen in an exhibit (SHA-256 or its beginning)."""
        sha256 = self._exhibits.get(exhibit).sha256
        body, private = observations.entry_of(draft, sha256)
        return self._log.append("observe", sha256, body, private=private, purpose=purpose)

    def withdraw_observation(self, entry: str, reason: str, purpose: str = "") -> Entry:
        """Withdraw an observation (id of its entry, or its beginning); it no longer enters derivation."""
        if not reason.strip():
            raise MisuseError("withdrawing an observation needs a reason", "add --reason TEXT")
        matches = [row["entry"] for row in self._rows(select(OBSERVATIONS)) if row["entry"].startswith(entry)]
        if len(matches) != 1:
            raise MisuseError(f"{'no' if not matches else 'more than one'} observation {entry!r} in this case")
        return self._log.append("withdraw_observation", matches[0], {"reason": reason}, purpose=purpose)

    def judge_statement(
        self,
        readings: Path,
        exhibit: str,
        row: int,
        verdict: str,
        reason: str,
        changes: Mapping[str, Any] | None = None,
        *,
        read: str | None = None,
        purpose: str = "",
    ) -> Entry:
        """Accept, correct or reject a statement as it was read, or take the last judgement back.

        ``read`` is the digest of what its judge saw; ConflictError where another was read since. With :meth:`after`
        that judgement must still be the last on this statement.
        """
        sha256 = self._exhibits.get(exhibit).sha256
        found = corrections.one(readings, sha256, row)
        if read is not None:
            corrections.unless_other(found, read)
        body = corrections.body_of(found, sha256, verdict, changes or {}, reason)

        def unless_overtaken(connection: Connection) -> Body:
            ours = (STATEMENTS.c.exhibit == sha256) & (STATEMENTS.c.row == row)
            last = connection.execute(select(STATEMENTS.c.entry).where(ours)).scalar() or ""
            if self._after is not None and last != self._after:
                raise ConflictError("somebody judged this statement meanwhile; nothing was written", "look at it again")
            return body

        return self._log.append(corrections.ACT, sha256, unless_overtaken, purpose=purpose)

    def judge_row(
        self,
        readings: Path,
        exhibit: str,
        at: tuple[str, int, int],
        verdict: str,
        reason: str,
        said: Mapping[str, Any] | None = None,
        *,
        read: str | None = None,
        purpose: str = "",
    ) -> Entry:
        """Accept, correct or reject a row of a table as it was read, or take the last judgement back.

        ``at`` is its shape, number, and part where several bear that number (else 1); ``said`` are values as people
        write them, by name. ``read`` and :meth:`after` as in :meth:`judge_statement`.
        """
        sha256 = self._exhibits.get(exhibit).sha256
        shape, row, part = at
        found = judged_rows.one(readings, sha256, shape, row, part)
        if read is not None:
            corrections.unless_other(found, read)
        body = judged_rows.body_of(found, sha256, shape, part, verdict, said or {}, reason)

        def unless_overtaken(connection: Connection) -> Body:
            ours = judged_rows.at(sha256, shape, row, part)
            last = connection.execute(select(judged_rows.ROWS.c.entry).where(ours)).scalar() or ""
            if self._after is not None and last != self._after:
                raise ConflictError("somebody judged this row meanwhile; nothing was written", "look at it again")
            return body

        return self._log.append(judged_rows.ACT, sha256, unless_overtaken, purpose=purpose)

    # What stands.

    def corrections(self) -> list[Correction]:
        """Return how statements were judged last, those whose judgement was taken back too, by exhibit and row."""
        query = select(STATEMENTS).order_by(STATEMENTS.c.exhibit, STATEMENTS.c.row)
        return [corrections.correction(row) for row in self._rows(query)]

    def judgements(self) -> Judgements:
        """Return how statements and rows of tables were judged last, those whose judgement was taken back too."""
        table = judged_rows.ROWS
        query = select(table).order_by(table.c.exhibit, table.c.shape, table.c.row, table.c.part)
        return Judgements(self.corrections(), [judged_rows.judged(row) for row in self._rows(query)])

    def observations(self) -> list[Observation]:
        """Return the observations that stand, by time."""
        stand = {row["entry"] for row in self._rows(select(OBSERVATIONS)) if row["withdrawn"] is None}
        entries = (entry for entry in self._log.entries(act="observe") if entry.id in stand)
        return observations.in_order(
            [observations.observation(entry.id, entry.body, self._log.reveal(entry)) for entry in entries]
        )

    def dress(
        self,
        occasions: Sequence[Occasion],
        on: date | None = None,
        vanished: Sequence[Gone] | None = None,
        stands: Mapping[str, Standing] | None = None,
    ) -> list[Occasion]:
        """Return the occasions with number, status, replies as of ``on`` (today), and what each supersedes.

        ``vanished`` as :meth:`gone` gives it, for who dresses some of all occasions; None: these are all. ``stands``
        where :meth:`standings` was asked already.
        """
        stands = self.standings(occasions, vanished) if stands is None else stands
        letters, replies = self.letters(), self.replies()
        return [
            dressing.dress(one, stands[one.id], letters.get(one.id, []), replies.get(one.id, []), on or times.today())
            for one in occasions
        ]

    def standings(self, occasions: Sequence[Occasion], vanished: Sequence[Gone] | None = None) -> dict[str, Standing]:
        """Return how each occasion stands, by id, with notes such as "basis changed: dismissed on DATE for REASON".

        ``vanished`` as in :meth:`dress`.
        """
        decided = {row.known.id: row for row in self.decided()}
        lost = dressing.gone(decided.values(), occasions) if vanished is None else vanished
        followed = dressing.superseded(lost)
        proposed = {
            row["occasion"]: Proposed(row["occasion"], row["digest"], row["outcome"])
            for row in self._rows(select(FINDINGS).where(FINDINGS.c.state == "proposed"))
        }
        return {
            one.id: dressing.standing(one, decided.get(one.id), proposed.get(one.id), followed.get(one.id, ()))
            for one in occasions
        }

    def gone(self, occasions: Sequence[Occasion]) -> list[Gone]:
        """Return what people acted on and derivation no longer yields, each with its successor where there is one."""
        return dressing.gone(self.decided(), occasions)

    def decided(self) -> list[Decided]:
        """Return the register's rows about occasions, by number, unnumbered ones last."""
        rows = [
            Decided(
                known=from_body(json.loads(row["known"])),
                number=row["number"],
                status=row["status"],
                digest=row["digest"],
                since_us=row["since_us"],
                reason=row["reason"],
            )
            for row in self._rows(select(OCCASIONS))
        ]
        return sorted(rows, key=lambda row: (row.number is None, row.number or 0, row.known.id))

    def letters(self) -> dict[str, list[Letter]]:
        """Return the requests by occasion."""
        found: dict[str, list[Letter]] = {}
        for row in self._rows(select(REQUESTS).order_by(REQUESTS.c.sent, REQUESTS.c.entry)):
            found.setdefault(row["occasion"], []).append(Letter(row["addressee"], row["sent"], row["deadline"]))
        return found

    def replies(self) -> dict[str, list[Answered]]:
        """Return the replies by occasion, in the order of the log."""
        found: dict[str, list[Answered]] = {}
        for row in self._rows(select(REPLIES).order_by(REPLIES.c.position)):
            said = Answered(row["addressee"], row["state"], row["text"], row["date"], row["position"])
            found.setdefault(row["occasion"], []).append(said)
        return found

    def requests(self, occasion_id: str) -> list[dict[str, Any]]:
        """Return the rows of all requests about an occasion, by the day sent, with their questions."""
        query = select(REQUESTS).where(REQUESTS.c.occasion == occasion_id).order_by(REQUESTS.c.sent, REQUESTS.c.entry)
        return [{**row, "questions": json.loads(row["questions"])} for row in self._rows(query)]

    def proposal(self, occasion_id: str) -> dict[str, Any] | None:
        """Return the row of the finding that waits for a second person, None where none does."""
        query = select(FINDINGS).where(FINDINGS.c.occasion == occasion_id, FINDINGS.c.state == "proposed")
        return next(self._rows(query), None)

    def findings(self, occasion_id: str) -> list[dict[str, Any]]:
        """Return the rows of all findings on an occasion, replaced and withdrawn ones too, without names."""
        return list(self._rows(select(FINDINGS).where(FINDINGS.c.occasion == occasion_id)))

    def all_findings(self) -> list[dict[str, Any]]:
        """Return the rows of all findings of the case, without names."""
        return list(self._rows(select(FINDINGS)))

    def release(self, dossier: str, recipient: str, note: str = "", corrects: str | None = None) -> Entry:
        """Record that a dossier (its manifest's hash) went to somebody; ``corrects`` names an earlier release's entry.

        Who received it is private to the entry, and can be erased.
        """
        if not recipient.strip():
            raise MisuseError("a release names who received it")

        def of_its_audience(connection: Connection) -> Body:
            audience = releases.audience_of(connection, dossier)
            return {"audience": audience, "note": note, "corrects": corrects}

        return self._log.append("release", dossier, of_its_audience, private={"recipient": recipient.strip()})

    def releases(self) -> list[tuple[Entry, str | None]]:
        """Return the releases with who received them, None where that was erased."""
        found = []
        for entry in self._log.entries(act="release"):
            recipient = self._log.reveal(entry).get("recipient")
            found.append((entry, None if recipient is None else str(recipient)))
        return found

    def history(self, occasion_id: str) -> list[Entry]:
        """Return the log's entries about an occasion, oldest first."""
        return list(self._log.entries(object=occasion_id))

    def people(self, entry: Entry) -> People:
        """Return the names behind a finding's entry, "(erased)" for those erased since."""
        names = {
            field: str(name) if name is not None else "(erased)" for field, name in self._log.reveal(entry).items()
        }
        concluding = tuple(name for field, name in sorted(names.items()) if field.startswith("concluding_"))
        return People(
            concluding, tuple(name for field, name in sorted(names.items()) if field.startswith("dissenting_"))
        )

    def _act(self, act: str, named: Known, body: Body, *, private: dict[str, str] | None = None, purpose: str) -> Entry:
        content = {"occasion": named.to_body(), **body}

        def unless_overtaken(connection: Connection) -> Body:
            last = projections.last_entry(connection, named.id)
            if self._after is not None and last != self._after:
                raise ConflictError(
                    "somebody acted on this occasion meanwhile; nothing was written", "look at it again"
                )
            return content

        return self._log.append(act, named.id, unless_overtaken, private=private, purpose=purpose)

    def _letter(
        self,
        act: statuses.Act,
        named: Known,
        body: Body,
        exhibit: str | None,
        file: Path | None,
        purpose: str,
    ) -> Entry:
        """Append a letter; its file becomes an exhibit only once nothing else stands against the act."""
        with self._log.database.reading() as connection:
            projections.judge(connection, named.id, named.digest, act)
            if self._after is not None and projections.last_entry(connection, named.id) != self._after:
                raise ConflictError(
                    "somebody acted on this occasion meanwhile; nothing was written", "look at it again"
                )
        kept = self._exhibits.add(file, purpose=purpose) if file else self._exhibits.get(exhibit) if exhibit else None
        return self._act(act, named, {**body, "exhibit": kept.sha256 if kept else None}, purpose=purpose)

    def _rows(self, query: Any) -> Iterator[dict[str, Any]]:
        with self._log.database.reading() as connection:
            rows = [dict(row) for row in connection.execute(query).mappings()]
        return iter(rows)


def _names(people: People) -> dict[str, str]:
    names = {f"concluding_{n:02}": name for n, name in enumerate(people.concluding, 1)}
    return names | {f"dissenting_{n:02}": name for n, name in enumerate(people.dissenting, 1)}


def _named(occasion: Occasion | Known) -> Known:
    return known(occasion) if isinstance(occasion, Occasion) else occasion
