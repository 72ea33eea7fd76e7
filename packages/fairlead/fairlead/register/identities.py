"""Acts on who is who: two are one, two are not, an entry was taken off a list; each with its reason, each reversible.

Undoing is an act too. The readings are never touched; what follows from decisions is in ``subjects.decided``, and what
a delisting ends is in ``subjects.history``. The table here is a projection of the custody log.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence

from sqlalchemy import Column, Connection, Integer, MetaData, String, Table, Text, insert, inspect, select, update
from sqlalchemy.engine import RowMapping

from fairlead.errors import MisuseError
from fairlead.evidence.entries import Entry
from fairlead.evidence.exhibits import Exhibits
from fairlead.evidence.log import Body, CustodyLog
from fairlead.register import times
from fairlead.register.known import SHORT
from fairlead.subjects.decided import Decision, Decisions, Verdict, contradiction, reference
from fairlead.subjects.history import Delisting

METADATA = MetaData()

ACTS = Table(
    "register_identities",
    METADATA,
    Column("entry", String(64), primary_key=True),
    Column("position", Integer, nullable=False),
    Column("day", String(10), nullable=False),  # on which it was written
    Column("act", String(12), nullable=False),  # same, distinct, delisted
    Column("one", Text, nullable=False),  # for delisted: list and entry
    Column("other", Text),  # None for delisted
    Column("since", String(10)),  # for delisted: the day it was taken off
    Column("until", String(10)),
    Column("because", Text, nullable=False),
    Column("exhibits", Text, nullable=False),  # JSON: SHA-256 of what it rests on
    Column("taken_back", String(64)),  # the entry that took it back; None: it stands
)


class Identities:
    """The acts on identity of one case, and how they stand."""

    def __init__(self, log: CustodyLog, exhibits: Exhibits) -> None:
        self._log = log
        self._exhibits = exhibits
        log.project(PROJECTIONS, project, METADATA)

    def decide(
        self,
        verdict: Verdict,
        one: str,
        other: str,
        because: str,
        *,
        since: str | None = None,
        until: str | None = None,
        exhibits: Sequence[str] = (),
        purpose: str = "",
    ) -> Entry:
        """Decide that two references are one, or are not; MisuseError where that contradicts what is decided."""
        named = sorted((reference(one), reference(other)))
        body: Body = {
            "one": named[0],
            "other": named[1],
            "since": times.day(since, "since").isoformat() if since else None,
            "until": times.day(until, "until").isoformat() if until else None,
            "because": _reason(because),
            "exhibits": [self._exhibits.get(name).sha256 for name in exhibits],
        }
        if body["since"] and body["until"] and body["until"] <= body["since"]:
            raise MisuseError(f"it ends ({body['until']}) before it begins ({body['since']})")
        return self._log.append(verdict, " ".join(named), body, purpose=purpose)

    def delisted(self, entry: str, on: str, because: str, *, exhibit: str | None = None, purpose: str = "") -> Entry:
        """Record that an entry (list and reference) was taken off its list on a day, and how that is known."""
        named = reference(entry)
        if named.startswith(("imo:", "mmsi:")):
            raise MisuseError(f"expected an entry of a list, found {named!r}", "such as ofac-sdn:1001")
        day = times.day(on, "day of the delisting")
        if day > times.today():
            raise MisuseError(f"the delisting is dated in the future: {day}")
        kept = [self._exhibits.get(exhibit).sha256] if exhibit else []
        body: Body = {"on": day.isoformat(), "because": _reason(because), "exhibits": kept}
        return self._log.append("delisted", named, body, purpose=purpose)

    def take_back(self, entry: str, because: str, purpose: str = "") -> Entry:
        """Take back an act on identity (id of its entry, or its beginning, or its index in the log)."""
        with self._log.database.reading() as connection:
            rows = list(connection.execute(select(ACTS)).mappings())
        found = [row for row in rows if row["entry"].startswith(entry) or str(row["position"]) == entry]
        if len(found) != 1:
            raise MisuseError(f"{'no' if not found else 'more than one'} act on identity {entry!r} in this case")
        return self._log.append("take_back_identity", found[0]["entry"], {"because": _reason(because)}, purpose=purpose)

    def decisions(self) -> Decisions:
        """Return the decisions that stand."""
        with self._log.database.reading() as connection:
            return _standing(connection) if _kept(connection) else Decisions()

    def delistings(self) -> list[Delisting]:
        """Return the delistings that people recorded, and did not take back."""
        with self._log.database.reading() as connection:
            if not _kept(connection):
                return []
            chosen = select(ACTS).where(ACTS.c.act == "delisted", ACTS.c.taken_back.is_(None))
            rows = list(connection.execute(chosen.order_by(ACTS.c.position)).mappings())
        found = []
        for row in rows:
            list_id, _, entry = row["one"].partition(":")
            found.append(Delisting(list_id, entry, row["since"], row["because"], row["entry"]))
        return found

    def acts(self) -> list[Entry]:
        """Return all acts on identity, those taken back and their undoing too, oldest first."""
        found = [entry for act in PROJECTIONS for entry in self._log.entries(act=act)]
        return sorted(found, key=lambda entry: entry.index)


def project(connection: Connection, entry: Entry) -> None:
    """Do to the table what an entry of any of these acts does; raises where the rules forbid the act."""
    if entry.act == "take_back_identity":
        _take_back(connection, entry)
        return
    row = _row(entry)
    if entry.act == "delisted":
        same = select(ACTS).where(ACTS.c.act == "delisted", ACTS.c.one == row["one"], ACTS.c.taken_back.is_(None))
        if connection.execute(same).first():
            raise MisuseError(f"{row['one']} is recorded as taken off its list already", "take that back first")
    else:
        wrong = contradiction(_standing(connection), _decision(row))
        if wrong:
            raise MisuseError(f"{row['one']} and {row['other']}: {wrong}")
    connection.execute(insert(ACTS).values(**row))


def _row(entry: Entry) -> dict[str, object]:
    body = entry.body
    return {
        "entry": entry.id,
        "position": entry.index,
        "day": times.iso(entry.time_us)[:10],
        "act": entry.act,
        "one": body.get("one", entry.object),
        "other": body.get("other"),
        "since": body.get("since", body.get("on")),
        "until": body.get("until"),
        "because": body["because"],
        "exhibits": json.dumps(body["exhibits"]),
    }


def replayed(entries: Iterable[Entry]) -> Decisions:
    """Return the decisions that stand after some entries of a log, for who has the entries alone."""
    every = list(entries)
    undone = {entry.object for entry in every if entry.act == "take_back_identity"}
    made = [entry for entry in every if entry.act in ("same", "distinct") and entry.id not in undone]
    return Decisions(_decision(_row(entry)) for entry in made)


PROJECTIONS = ("same", "distinct", "delisted", "take_back_identity")


def _take_back(connection: Connection, entry: Entry) -> None:
    row = connection.execute(select(ACTS).where(ACTS.c.entry == entry.object)).mappings().first()
    if row is None:
        raise MisuseError(f"no act on identity {entry.object[:SHORT]} in this case")
    if row["taken_back"] is not None:
        raise MisuseError(f"act {entry.object[:SHORT]} was taken back already")
    connection.execute(update(ACTS).where(ACTS.c.entry == entry.object).values(taken_back=entry.id))


def _kept(connection: Connection) -> bool:
    """Tell whether the table is there: an older version's case, opened to be read only, has none."""
    return inspect(connection).has_table(ACTS.name)


def _standing(connection: Connection) -> Decisions:
    chosen = select(ACTS).where(ACTS.c.act != "delisted", ACTS.c.taken_back.is_(None))
    return Decisions(map(_decision, connection.execute(chosen).mappings()))


def _decision(row: RowMapping | dict[str, object]) -> Decision:
    return Decision(
        verdict=row["act"],  # type: ignore[arg-type]
        one=str(row["one"]),
        other=str(row["other"]),
        because=str(row["because"]),
        since=row["since"],  # type: ignore[arg-type]
        until=row["until"],  # type: ignore[arg-type]
        exhibits=tuple(json.loads(str(row["exhibits"]))),
        entry=str(row["entry"]),
        index=int(str(row["position"])),
        day=str(row["day"]),
    )


def _reason(because: str) -> str:
    if not because.strip():
        raise MisuseError("an act on identity needs its reason", "add --because TEXT")
    return because.strip()
