"""What each act does to the register's tables, within the log's own transaction and again when `verify` replays it.

The rules are judged here, on the state under the write lock, so that two people acting at once cannot both succeed:
what raises leaves neither entry nor act. Nothing reads the clock; an entry's own time counts.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select, update
from sqlalchemy.engine import RowMapping

from fairlead.errors import MisuseError
from fairlead.evidence import tables
from fairlead.evidence.entries import Entry
from fairlead.register import correspondence, statuses, times
from fairlead.register.known import SHORT
from fairlead.register.tables import FINDINGS, OBSERVATIONS, OCCASIONS, REPLIES, REQUESTS, STATEMENTS
from fairlead_ledger import canonical

Projection = Callable[[Connection, Entry], None]


def open_(connection: Connection, entry: Entry) -> None:
    """Give the occasion its number where it has none, and make it open."""
    state = _step(connection, entry, "open")
    number = state["number"] if state else None
    if number is None:
        number = (connection.execute(select(func.max(OCCASIONS.c.number))).scalar() or 0) + 1
    _write(connection, entry, "open", number)


def dismiss(connection: Connection, entry: Entry) -> None:
    """Dismiss the occasion; it keeps a number it had, and a finding that waited falls."""
    _change(connection, entry, "dismiss", "dismissed")
    _close_findings(connection, entry, ("proposed",), "withdrawn")


def correct(connection: Connection, entry: Entry) -> None:
    """Mark the finding that stands as corrected."""
    _change(connection, entry, "correct", "corrected")
    _close_findings(connection, entry, ("confirmed",), "corrected")


def withdraw(connection: Connection, entry: Entry) -> None:
    """Withdraw the occasion, with any finding that stands or waits."""
    _change(connection, entry, "withdraw", "withdrawn")
    _close_findings(connection, entry, ("proposed", "confirmed", "corrected"), "withdrawn")


def request(connection: Connection, entry: Entry) -> None:
    """Keep a letter; its deadline must lie after the day it was sent."""
    _step(connection, entry, "request")
    body = entry.body
    correspondence.check_deadline(body["sent"], body["deadline"])
    columns = {name: body[name] for name in ("addressee", "sent", "deadline", "text", "exhibit")}
    _keep(connection, entry, REQUESTS, questions=_text(body["questions"]), **columns)


def reply(connection: Connection, entry: Entry) -> None:
    """Keep a reply; it cannot be dated after the day it is recorded."""
    _step(connection, entry, "reply")
    body = entry.body
    correspondence.check_date(body["date"], times.iso(entry.time_us)[:10])
    columns = {name: body[name] for name in ("addressee", "state", "text", "date", "exhibit")}
    _keep(connection, entry, REPLIES, position=entry.index, **columns)


def finding(connection: Connection, entry: Entry) -> None:
    """Propose a finding, or confirm the one that is proposed."""
    if entry.body["stage"] == "confirmed":
        _confirm(connection, entry)
        return
    _step(connection, entry, "propose")
    _close_findings(connection, entry, ("proposed",), "replaced")
    said = {k: entry.body[k] for k in ("outcome", "standard", "likelihood", "confidence", "grounds", "dissent")}
    _keep(connection, entry, FINDINGS, state="proposed", proposed_by=entry.actor, **said)


def observe(connection: Connection, entry: Entry) -> None:
    """Keep an observation; persons' names stay in the entry."""
    row = {"entry": entry.id, "position": entry.index, "exhibit": entry.body["exhibit"], "body": _text(entry.body)}
    connection.execute(insert(OBSERVATIONS).values(**row))


def withdraw_observation(connection: Connection, entry: Entry) -> None:
    """Withdraw an observation, with its reason; the entry that made it stays."""
    row = connection.execute(select(OBSERVATIONS).where(OBSERVATIONS.c.entry == entry.object)).mappings().first()
    if row is None:
        raise MisuseError(f"no observation {entry.object[:SHORT]} in this case")
    if row["withdrawn"] is not None:
        raise MisuseError(f"observation {entry.object[:SHORT]} is withdrawn already")
    change = update(OBSERVATIONS).where(OBSERVATIONS.c.entry == entry.object)
    connection.execute(change.values(withdrawn=entry.body["reason"]))


def statement(connection: Connection, entry: Entry) -> None:
    """Keep how a statement was judged last, in place of any judgement before."""
    body = entry.body
    ours = (STATEMENTS.c.exhibit == body["exhibit"]) & (STATEMENTS.c.row == body["row"])
    held = connection.execute(select(STATEMENTS.c.verdict).where(ours)).scalar()
    if body["verdict"] == "taken back" and held in (None, "taken back"):
        raise MisuseError(f"nobody judged statement {body['row']}, or it was taken back already")
    connection.execute(delete(STATEMENTS).where(ours))
    row = {name: body[name] for name in ("exhibit", "row", "read", "verdict", "changes", "reason")}
    connection.execute(insert(STATEMENTS).values(entry=entry.id, **row))


PROJECTIONS: dict[str, Projection] = {
    "open": open_,
    "dismiss": dismiss,
    "request": request,
    "reply": reply,
    "finding": finding,
    "correct": correct,
    "withdraw": withdraw,
    "observe": observe,
    "withdraw_observation": withdraw_observation,
    "statement": statement,
}
"""By act, as named in the log."""


def project(connection: Connection, entry: Entry) -> None:
    """Do to the tables what an entry of any of these acts does; raises where the rules forbid the act."""
    PROJECTIONS[entry.act](connection, entry)


def judge(
    connection: Connection, occasion: str, digest: str, act: statuses.Act, reason: str | None = None
) -> RowMapping | None:
    """Judge ``act`` on an occasion as it stands; return its row, None where nobody acted on it yet.

    Raises :class:`MisuseError` where the rules forbid the act.
    """
    state = _state(connection, occasion)
    then = state["digest"] if state else digest
    statuses.step(
        act,
        statuses.effective(state["status"], then, digest) if state else "machine candidate",
        named=_named(state, occasion),
        basis_changed=then != digest,
        reason=reason,
        opened=bool(state and state["number"]),
    )
    return state


def last_entry(connection: Connection, occasion: str) -> str:
    """Return the id of the log's last entry about an occasion, "" where there is none."""
    log = tables.ENTRIES.c
    newest = select(log.hash).where(log.object == occasion).order_by(log.position.desc()).limit(1)
    return connection.execute(newest).scalar() or ""


def _confirm(connection: Connection, entry: Entry) -> None:
    _step(connection, entry, "confirm")
    query = select(FINDINGS).where(FINDINGS.c.occasion == entry.object, FINDINGS.c.state == "proposed")
    proposal = connection.execute(query).mappings().first()
    named = _named(_state(connection, entry.object), entry.object)
    if proposal is None:
        raise MisuseError(f"{named}: no finding is proposed", "propose one: `fairlead finding CASE ID found ...`")
    if proposal["entry"] != entry.body["proposal"]:
        raise MisuseError(f"{named}: another finding was proposed meanwhile", "look at it again with `fairlead show`")
    if proposal["proposed_by"] == entry.actor:
        raise MisuseError(f"{named}: who proposed a finding cannot confirm it", "a second actor must sign")
    if proposal["digest"] != entry.body["occasion"]["digest"]:
        raise MisuseError(f"{named}: the basis changed since the finding was proposed", "propose it again")
    confirmed = {"state": "confirmed", "confirmed_by": entry.actor, "confirmation": entry.id}
    connection.execute(update(FINDINGS).where(FINDINGS.c.entry == proposal["entry"]).values(**confirmed))
    _write(connection, entry, proposal["outcome"], _number(connection, entry))


def _change(connection: Connection, entry: Entry, act: statuses.Act, status: str) -> None:
    _step(connection, entry, act)
    _write(connection, entry, status, _number(connection, entry))


def _step(connection: Connection, entry: Entry, act: statuses.Act) -> RowMapping | None:
    return judge(connection, entry.object, entry.body["occasion"]["digest"], act, entry.body.get("reason"))


def _state(connection: Connection, occasion: str) -> RowMapping | None:
    return connection.execute(select(OCCASIONS).where(OCCASIONS.c.id == occasion)).mappings().first()


def _number(connection: Connection, entry: Entry) -> int | None:
    state = _state(connection, entry.object)
    return state["number"] if state else None


def _named(state: RowMapping | None, occasion: str) -> str:
    return f"occasion {state['number'] if state and state['number'] else occasion[:SHORT]}"


def _write(connection: Connection, entry: Entry, status: str, number: int | None) -> None:
    row = {
        "status": status,
        "number": number,
        "digest": entry.body["occasion"]["digest"],
        "since_us": entry.time_us,
        "reason": entry.body.get("reason"),
        "entry": entry.id,
        "known": _text(entry.body["occasion"]),
    }
    changed = connection.execute(update(OCCASIONS).where(OCCASIONS.c.id == entry.object).values(**row))
    if not changed.rowcount:
        connection.execute(insert(OCCASIONS).values(id=entry.object, **row))


def _keep(connection: Connection, entry: Entry, table: Any, **columns: Any) -> None:
    named = {"entry": entry.id, "occasion": entry.object, "digest": entry.body["occasion"]["digest"]}
    connection.execute(insert(table).values(**named, **columns))


def _close_findings(connection: Connection, entry: Entry, states: tuple[str, ...], state: str) -> None:
    ours = (FINDINGS.c.occasion == entry.object) & FINDINGS.c.state.in_(states)
    connection.execute(update(FINDINGS).where(ours).values(state=state))


def _text(value: Any) -> str:
    return canonical.dumps(value).decode()
