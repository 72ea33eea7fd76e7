"""What entries on tips, drops and epochs do to the vault's tables; they depend on nothing but the log."""

from __future__ import annotations

import re

from sqlalchemy import Connection, delete, insert, select, update

from fairlead.errors import MisuseError
from fairlead.evidence.entries import Entry
from fairlead.vault import epochs
from fairlead.vault.tables import COPIES, DROPS, TIPS

ACTS = ("drop", "tip_pull", "tip_status", "tip_grade", "release_ask", "tip_release")
_GRADE = re.compile(r"[A-F][1-6]")


def project(connection: Connection, entry: Entry) -> None:
    """Do to the tables what an entry does; raises MisuseError where it cannot be."""
    if entry.act in epochs.ACTS:
        epochs.project(connection, entry)
    elif entry.act == "drop":
        row = {name: entry.body[name] for name in ("url", "key", "checkpoint")}
        connection.execute(delete(DROPS).where(DROPS.c.origin == entry.object))
        connection.execute(insert(DROPS).values(origin=entry.object, **row))
    elif entry.act == "tip_pull":
        _pull(connection, entry)
    elif entry.act == "release_ask":
        row = {"asked": entry.id, "asked_by": entry.actor, "of": entry.body["of"], "released": None}
        connection.execute(insert(COPIES).values(row))
    elif entry.act == "tip_release":
        _release(connection, entry)
    elif entry.act == "tip_status":
        _change(connection, entry, status=entry.body["status"])
    else:
        if not _GRADE.fullmatch(entry.body["grade"]):
            raise MisuseError(f"no grade {entry.body['grade']!r}", "A1 (reliable, confirmed) to F6 (unknown)")
        _change(connection, entry, grade=entry.body["grade"])


def _pull(connection: Connection, entry: Entry) -> None:
    if connection.execute(select(TIPS.c.tip).where(TIPS.c.tip == entry.object)).first():
        raise MisuseError(f"tip {entry.object[:12]} was pulled before")
    body = entry.body
    row = {name: body[name] for name in ("position", "leaf", "epoch", "tier", "day")}
    place = {"tip": entry.object, "entry": entry.id, "origin": body["drop"], "pulled_us": entry.time_us}
    mailbox = entry.private.get("mailbox")
    connection.execute(insert(TIPS).values(mailbox=mailbox, status="filed", grade="F6", **row, **place))


def _release(connection: Connection, entry: Entry) -> None:
    """Take down a release; a copy is released once, and not by whose key it was made."""
    asked = COPIES.c.asked == str(entry.body.get("asked"))
    row = connection.execute(select(COPIES).where(asked)).first()
    if row is None or row.released is not None or row.of != entry.body["of"]:
        raise MisuseError("no copy of this exhibit waits to be released", "fairlead tips CASE release EXHIBIT")
    if row.asked_by == entry.actor:
        raise MisuseError("whoever had the copy made does not release it", "another person of intake must look at it")
    connection.execute(update(COPIES).where(asked).values(released=entry.object))


def _change(connection: Connection, entry: Entry, **values: str) -> None:
    changed = connection.execute(update(TIPS).where(TIPS.c.tip == entry.object).values(**values))
    if not changed.rowcount:
        raise MisuseError(f"no tip {entry.object[:12]} in this case")
