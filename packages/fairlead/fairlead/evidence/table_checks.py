"""Checks of the tables beside the log: private values against their commitments, projections against a replayed log."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.pool import StaticPool

from fairlead.evidence import tables
from fairlead.evidence.database import Database, rows
from fairlead.evidence.entries import Entry
from fairlead.evidence.log import CustodyLog, replay
from fairlead.evidence.verification import Report
from fairlead_ledger import canonical, commitments
from fairlead_ledger.errors import LedgerError

NAMED = 20  # rows named one by one before the rest is counted


def check_tables(log: CustodyLog, entries: list[Entry], report: Report) -> None:
    """Check everything in the database that is not the log itself."""
    name = log.database.name
    with report.guarding(f"{name}: private values"):
        _check_secrets(log, entries, report)
    with report.guarding(f"{name}: acts"):
        fresh = _replayed(log, entries)
        for table in _projected(log):
            with report.guarding(f"{name}: table {table.name}"):
                _check_projection(log, fresh, table, report)
        if log.database.is_sqlite:
            with report.guarding(f"{name}: file"):
                _check_file(log, fresh, report)
        else:
            why = "tables of others in it, and what its server keeps beside the rows: dead rows, journals, backups"
            report.unvouched(f"database {name}", why)


def _check_secrets(log: CustodyLog, entries: list[Entry], report: Report) -> None:
    with log.database.reading() as connection:
        held = {row["commitment"]: row for row in rows(connection, tables.SECRETS)}
    erased = {entry.object: entry.index for entry in entries if entry.act == "erase"}
    proved = 0
    for entry in entries:
        for field, commitment in entry.private.items():
            what = f"entry {entry.index} ({entry.act}), private field {field}"
            row = held.pop(commitment, None)
            if row is not None and (row["position"], row["field"]) != (entry.index, field):
                report.failed(what, f"its value is filed under entry {row['position']}, field {row['field']!r}")
            elif row is None or row["salt"] is None or row["value"] is None:
                if commitment in erased and row is not None and row["salt"] is None and row["value"] is None:
                    report.not_checkable(what, f"erased by entry {erased[commitment]}")
                else:
                    report.failed(what, "its value is gone, and no entry tells that it was erased")
            elif commitment in erased:
                report.failed(what, f"erased by entry {erased[commitment]}, and yet its value is there")
            elif not _fits(commitment, row["salt"], row["value"]):
                report.failed(what, "its value is not the one committed to")
            else:
                proved += 1
    for commitment, row in held.items():
        report.failed(f"private value {commitment!r}", f"no entry commits to it (filed under entry {row['position']})")
    if proved:
        report.proved("private values", f"{proved} are those that the log commits to")


def _fits(commitment: str, salt: Any, value: Any) -> bool:
    try:
        canonical.loads(value)
        return commitments.commit(salt, value).hex() == commitment
    except (LedgerError, TypeError, AttributeError):
        return False


def _check_projection(log: CustodyLog, fresh: Database, table: sa.Table, report: Report) -> None:
    with log.database.reading() as here, fresh.reading() as there:
        expected = _by_key(there, table)
        if not expected and not sa.inspect(here).has_table(table.name):
            return  # a case made by an older version: it has no such table, and the log has no act that fills it
        found = _by_key(here, table)
    wrong = [
        f"row {_shown(key)}: {_difference(expected.get(key), found.get(key))}"
        for key in sorted({*found, *expected}, key=str)
        if found.get(key) != expected.get(key)
    ]
    what = f"{log.database.name}: table {table.name}"
    for one in wrong[:NAMED]:
        report.failed(what, one)
    if len(wrong) > NAMED:
        report.failed(what, f"and {len(wrong) - NAMED} more rows")
    if not wrong:
        report.proved(f"table {table.name}", f"{len(found)} rows are as the log says")


def _projected(log: CustodyLog) -> list[sa.Table]:
    """Return the projected tables, each once."""
    return list({table.name: table for one in log.projections for table in one.tables.sorted_tables}.values())


def _replayed(log: CustodyLog, entries: list[Entry]) -> Database:
    """Return a database in memory made from the log alone."""
    fresh = Database(sa.create_engine("sqlite://", poolclass=StaticPool), "replay of the log")
    with fresh.engine.begin() as connection:
        tables.LOG.create_all(connection)
        for projection in log.projections:
            projection.tables.create_all(connection)
        replay(connection, log.projections, entries)
    return fresh


def _by_key(connection: sa.Connection, table: sa.Table) -> dict[tuple[Any, ...], dict[str, tuple[str, Any]]]:
    """Return rows by primary key, each value with its type: 1 and 1.0 and True are not one value here."""
    names = [column.name for column in table.primary_key.columns]
    return {
        tuple(row[name] for name in names): {column: (type(value).__name__, value) for column, value in row.items()}
        for row in rows(connection, table)
    }


def _difference(expected: dict[str, tuple[str, Any]] | None, found: dict[str, tuple[str, Any]] | None) -> str:
    if expected is None:
        return "no entry of the log made it"
    if found is None:
        return "it is missing"
    names = [name for name in expected if expected[name] != found[name]]
    return "; ".join(f"{name}: expected {expected[name][1]!r}, found {found[name][1]!r}" for name in names)


def _shown(key: tuple[Any, ...]) -> str:
    return ", ".join(str(part) for part in key)


def _check_file(log: CustodyLog, fresh: Database, report: Report) -> None:
    """Check the file's own structure and definitions, and say what in it nobody can vouch for."""
    name = log.database.name
    with log.database.reading() as connection:
        trouble = [str(row[0]) for row in connection.exec_driver_sql("PRAGMA integrity_check")]
        unused = connection.exec_driver_sql("PRAGMA freelist_count").scalar()
        here = _definitions(connection)
        absent = {table.name for table in _projected(log) if not sa.inspect(connection).has_table(table.name)}
    if trouble != ["ok"]:
        report.failed(f"{name}: structure", "; ".join(trouble[:NAMED]))
    with fresh.reading() as connection:
        there = _definitions(connection)
        # A case made by an older version lacks tables of acts that it does not hold; that is no damage.
        unfilled = {name for name in absent if not connection.exec_driver_sql(f'SELECT 1 FROM "{name}"').first()}  # noqa: S608
    for key in sorted({*here, *there}):
        of_table = (there.get(key) or "").partition(":")[0]
        if here.get(key) != there.get(key) and not (key not in here and of_table in unfilled):
            found = "missing" if key not in here else "foreign" if key not in there else "changed"
            report.failed(f"{name}: definition of {' '.join(key)}", f"it is {found}")
    why = f"bytes that hold no row: {unused} free pages, gaps within pages, counters of the file's header"
    report.unvouched(name, why)


def _definitions(connection: sa.Connection) -> dict[tuple[str, str], str | None]:
    found = connection.exec_driver_sql("SELECT type, name, tbl_name, sql FROM sqlite_master")
    return {(row[0], row[1]): f"{row[2]}: {' '.join((row[3] or '').split())}" for row in found}
