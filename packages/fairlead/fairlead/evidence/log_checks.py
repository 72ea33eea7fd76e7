"""Checks of the custody log: every leaf, every signer's role, every root, and every checkpoint known here or elsewhere.

Tables beside the log are checked in ``table_checks``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from fairlead.errors import FairleadError, IntegrityError
from fairlead.evidence import actors, entries, tables, witness
from fairlead.evidence.entries import Entry
from fairlead.evidence.log import CustodyLog
from fairlead.evidence.verification import Report
from fairlead_ledger import checkpoints, envelopes, keys, merkle
from fairlead_ledger.errors import LedgerError


@dataclass
class Audit:
    """What the log turned out to hold: the sound entries in order, and the root at every size."""

    entries: list[Entry] = field(default_factory=list)
    roots: list[bytes] = field(default_factory=lambda: [merkle.EMPTY_ROOT])
    frontier: merkle.Frontier = field(default_factory=merkle.Frontier)
    roles: dict[str, set[str]] = field(default_factory=dict)  # of each actor id, as of the last entry read

    @property
    def size(self) -> int:
        """How many leaves there are, sound or not."""
        return self.frontier.size


def check_log(log: CustodyLog, report: Report) -> Audit:
    """Check entries, tree and checkpoints; return what the log holds."""
    audit = Audit()
    with report.guarding(f"{log.database.name}: entries"):
        _check_entries(log, audit, report)
    with report.guarding(f"{log.database.name}: checkpoints"):
        _check_checkpoints(log, audit, report)
    with report.guarding(f"{log.database.name}: edge of the tree"):
        _check_frontier(log, audit, report)
    return audit


def check_outside(log: CustodyLog, audit: Audit, report: Report, against: Path | None) -> None:
    """Check the log against what is known outside the case: the user's keys and checkpoint, and a file if given."""
    key = actors.case_key_path(log.case)
    with report.guarding(str(key)):
        if not key.exists():
            report.not_checkable("key of the checkpoints", "this user did not make the case, and has no key to compare")
        elif keys.public_bytes(actors.load(key)) != log.verifier.key:
            report.failed("key of the checkpoints", f"it is not the one the case was made with, in {key}")
        else:
            report.proved("key of the checkpoints", "it is the one that this user made the case with")
    kept = witness.path(log.case)
    if kept.exists():
        with report.guarding(str(kept)):
            _compare(witness.read(kept, log.verifier), audit, report, str(kept))
    else:
        why = f"no checkpoint of this case is kept on this machine ({kept}); use --against FILE with one kept elsewhere"
        report.not_checkable("rollback of the whole case", why)
    if against is not None:
        with report.guarding(str(against)):
            _compare(_read_against(against, log), audit, report, str(against))


def _check_entries(log: CustodyLog, audit: Audit, report: Report) -> None:
    failed = 0
    for row in _rows(log):
        what = f"entry {row['position']} ({row['act']})"
        try:
            if row["position"] != audit.size:
                raise IntegrityError(f"entry {audit.size} is missing before it")
            entry = _read(row, log.case)
            _admit(entry, audit)
            audit.entries.append(entry)
        except (FairleadError, LedgerError) as wrong:
            failed += 1
            report.failed(what, str(wrong))
        audit.frontier.append(merkle.leaf_hash(bytes(row["leaf"])))
        audit.roots.append(audit.frontier.root())
    if not audit.size:
        report.failed("custody log", "it is empty; a case begins with the entry of who made it")
    elif not failed:
        report.proved("custody log", f"{audit.size} entries, each signed by an actor enrolled for it at the time")


def _rows(log: CustodyLog) -> Iterator[dict[str, Any]]:
    with log.database.reading() as connection:
        for row in connection.execute(sa.select(tables.ENTRIES).order_by(tables.ENTRIES.c.position)).mappings():
            yield dict(row)


def _read(row: dict[str, Any], case: str) -> Entry:
    leaf = row["leaf"]
    if not isinstance(leaf, bytes):
        raise IntegrityError("its leaf is not bytes")
    body, key = envelopes.open_envelope(leaf)
    entry = entries.from_body(body, merkle.leaf_hash(leaf).hex())
    expected = {"position": entry.index, "hash": entry.id, "act": entry.act, "object": entry.object}
    for column, value in expected.items():
        if row[column] != value:
            raise IntegrityError(f"column {column}: expected {value!r} as in the leaf, found {row[column]!r}")
    if entry.case != case:
        raise IntegrityError(f"it belongs to the case {entry.case}")
    if entry.actor != actors.actor_id(key):
        raise IntegrityError(f"it names {entry.actor} and is signed by {actors.actor_id(key)}")
    if entry.act == "init" and entry.body.get("key") != keys.encode(key):
        raise IntegrityError("the first custodian's key is not the one that signed")
    return entry


def _admit(entry: Entry, audit: Audit) -> None:
    """Check that the signer had the role at that time; take note of roles given."""
    if (entry.act == "init") != (entry.index == 0):
        raise IntegrityError("a case is made once, by its first entry")
    if entry.act != "init" and not actors.may(audit.roles.get(entry.actor, set()), entry.act):
        raise IntegrityError(f"actor {entry.actor} was not enrolled as {actors.role_for(entry.act)} at the time")
    if entry.act in ("init", "enrol"):
        roles = entry.body.get("roles")
        if not isinstance(roles, list):
            raise IntegrityError("it gives no list of roles")
        enrolled = actors.actor_id(keys.decode(entry.body["key"], keys.KEY_SIZE))
        if entry.act == "enrol" and entry.object != enrolled:
            raise IntegrityError(f"it enrols {enrolled} in the name of {entry.object}")
        audit.roles[enrolled] = set(roles)


def _check_checkpoints(log: CustodyLog, audit: Audit, report: Report) -> None:
    expected, wrong = 1, []
    with log.database.reading() as connection:
        rows = connection.execute(sa.select(tables.CHECKPOINTS).order_by(tables.CHECKPOINTS.c.size)).all()
    for row in rows:
        if row.size != expected:
            wrong.append(f"checkpoint {expected} is missing before {row.size}")
        expected = row.size + 1
        try:
            found = checkpoints.open_checkpoint(row.note, [log.verifier])
            if (found.origin, found.size) != (log.verifier.name, row.size):
                wrong.append(f"checkpoint {row.size} states size {found.size} of {found.origin}")
            elif row.size > audit.size or found.root != audit.roots[row.size]:
                wrong.append(f"checkpoint {row.size} states another root than the entries give")
        except (LedgerError, TypeError, AttributeError) as broken:
            wrong.append(f"checkpoint {row.size}: {broken}")
    if expected != audit.size + 1:
        wrong.append(f"there are {audit.size} entries and checkpoints up to {expected - 1}")
    if wrong:
        more = f"; and {len(wrong) - 1} more" if len(wrong) > 1 else ""
        report.failed(f"{log.database.name}: checkpoints", wrong[0] + more)
    else:
        report.proved("checkpoints", f"all {len(rows)} are signed by the case key and state the roots of the entries")


def _check_frontier(log: CustodyLog, audit: Audit, report: Report) -> None:
    with log.database.reading() as connection:
        rows = [tuple(row) for row in connection.execute(sa.select(tables.FRONTIER))]
    if rows != [(1, audit.frontier.dumps())]:
        report.failed(f"{log.database.name}: edge of the tree", "it is not that of the entries")


def _compare(known: checkpoints.Checkpoint, audit: Audit, report: Report, where: str) -> None:
    what = f"checkpoint of {known.size} entries in {where}"
    if known.size > audit.size:
        why = f"the log has {audit.size} entries: it was rolled back, or a copy of the case went on elsewhere"
        report.failed(what, why)
    elif known.root != audit.roots[known.size]:
        report.failed(what, "the log's first entries have another root: it was rewritten, or a copy went on elsewhere")
    else:
        report.proved(what, f"the log of {audit.size} entries begins with it")


def _read_against(file: Path, log: CustodyLog) -> checkpoints.Checkpoint:
    try:
        return witness.read(file, log.verifier)
    except OSError as missing:
        raise IntegrityError(f"cannot be read: {(missing.strerror or '').lower()}") from missing
