"""What a drop keeps: sealed tips, mailboxes with sealed replies, the leaves of its log, and what the office published.

No row knows an address, an agent, a language or an hour: the finest time anywhere is a day. A tip is accepted by one
transaction, after its bytes lie synced in their place; before that it was not. Left out: HTTP, judging what is sealed.
"""

from __future__ import annotations

import contextlib
import datetime
import os
import shutil
import sqlite3
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from fairlead_drop import durable
from fairlead_drop.errors import CapError, FullError, MalformedError, MissingError, SettingsError
from fairlead_drop.settings import Folder
from fairlead_ledger import merkle, office
from fairlead_ledger.filing import Leaf

SCHEMA = """
CREATE TABLE IF NOT EXISTS tips(position INTEGER PRIMARY KEY, leaf BLOB NOT NULL, hash BLOB NOT NULL,
  sha256 TEXT NOT NULL UNIQUE, mailbox TEXT NOT NULL, kept INTEGER NOT NULL DEFAULT 1,
  settled INTEGER NOT NULL DEFAULT 0, path BLOB, checkpoint INTEGER);
CREATE INDEX IF NOT EXISTS tips_of_mailbox ON tips(mailbox, position);
CREATE TABLE IF NOT EXISTS mailboxes(id TEXT PRIMARY KEY, status TEXT NOT NULL, messages_left INTEGER NOT NULL,
  bytes_left INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS replies(mailbox TEXT NOT NULL, number INTEGER NOT NULL, day TEXT NOT NULL,
  sealed BLOB NOT NULL, PRIMARY KEY(mailbox, number)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS checkpoints(number INTEGER PRIMARY KEY, day TEXT NOT NULL, size INTEGER NOT NULL,
  note TEXT NOT NULL, consistency BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS epochs(epoch INTEGER PRIMARY KEY, document BLOB NOT NULL, replaced TEXT);
CREATE TABLE IF NOT EXISTS calls(id TEXT PRIMARY KEY, document BLOB NOT NULL) WITHOUT ROWID;
"""
STATUSES = ("filed", "read", "in_use", "decided", "closed")  # coarse: none says what the office thinks of a tip
MAX_REPLY = 262_144
MAX_REPLIES = 64  # per mailbox; older ones go
MAX_SHOWN = 64  # tips per mailbox whose proofs are shown
PROMISED = 0.75  # of the room above the reserve, at most, to uploads under way: the rest is for the other ways
SMALL = 1 << 20  # what a known mailbox may still send when the disk has only its reserve


@dataclass(frozen=True)
class Mailbox:
    """What the words open. ``proofs`` holds, for every tip of the mailbox, its row."""

    status: str | None
    replies: list[tuple[int, str, bytes]]
    tips: list[dict[str, Any]]


class Store:
    """A drop's database and files. Safe to share between threads; another process may write beside it."""

    def __init__(self, folder: Folder, today: Callable[[], str] | None = None) -> None:
        self.folder = folder
        self.settings = folder.settings
        self._today = today or (lambda: datetime.datetime.now(datetime.UTC).date().isoformat())
        self._lock = threading.RLock()
        self.sealed, self.parts = folder.path / "sealed", folder.path / "parts"
        for path in (self.sealed, self.parts):
            path.mkdir(mode=0o700, exist_ok=True)
        path = folder.path / "drop.db"
        if not path.exists():
            os.close(os.open(path, os.O_CREAT | os.O_WRONLY, 0o600))
        self._database = sqlite3.connect(path, isolation_level=None, check_same_thread=False, timeout=20)
        self._database.row_factory = sqlite3.Row
        for pragma in ("journal_mode = WAL", "synchronous = FULL", "secure_delete = ON", "temp_store = MEMORY"):
            self._database.execute(f"PRAGMA {pragma}")
        self._database.executescript(SCHEMA)

    def close(self) -> None:
        """Close the database."""
        with self._lock:
            self._database.close()

    def today(self) -> str:
        """Return the day (UTC), never before one that the log already has."""
        row = self.row("SELECT max(day) AS day FROM checkpoints")
        return max(self._today(), row["day"] or "")

    def row(self, query: str, *values: Any) -> sqlite3.Row:
        """Return the first row of a query that has one; MissingError where it has none."""
        with self._lock:
            found = self._database.execute(query, values).fetchone()
        if found is None:
            raise MissingError
        row: sqlite3.Row = found
        return row

    def rows(self, query: str, *values: Any) -> list[sqlite3.Row]:
        """Return the rows of a query."""
        with self._lock:
            return self._database.execute(query, values).fetchall()

    @contextlib.contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """Hold the one transaction that writes; it is undone where the block raises. A full disk is a FullError."""
        with self._lock:
            try:
                self._database.execute("BEGIN IMMEDIATE")
                yield self._database
                durable.commit(self._database)
            except sqlite3.OperationalError as failed:
                raise FullError(detail="the database cannot be written") from failed
            finally:
                if self._database.in_transaction:
                    self._database.execute("ROLLBACK")

    # What the office published

    def publish_recipients(self, document: bytes) -> office.Recipients:
        """Take a signed list of recipients with a higher epoch than any before."""
        recipients = office.parse_recipients(office.open_document(document, "recipients", self.settings.keys))
        with self.writing() as database:
            newest = self.row("SELECT max(epoch) AS epoch FROM epochs")["epoch"] or 0
            if recipients.epoch <= newest:
                raise MalformedError(detail=f"epoch {recipients.epoch} is not after {newest}")
            database.execute("UPDATE epochs SET replaced = ? WHERE replaced IS NULL", (self.today(),))
            database.execute("INSERT INTO epochs(epoch, document) VALUES (?, ?)", (recipients.epoch, document))
        return recipients

    def recipients(self) -> tuple[bytes, office.Recipients]:
        """Return the newest list, signed and read; MissingError where the office has published none."""
        document = self.row("SELECT document FROM epochs ORDER BY epoch DESC LIMIT 1")["document"]
        return document, _read_recipients(document, self.settings.keys)

    def recipient_texts(self) -> list[str]:
        """Return the newest recipients as age reads them; MissingError where there are none."""
        return list(_recipient_texts(self.recipients()[1]))

    def accepted(self) -> dict[int, int]:
        """Return epoch → number of recipients: the newest list, and replaced ones within their days of grace."""
        accepted = {}
        grace = 0
        for row in self.rows("SELECT epoch, document, replaced FROM epochs ORDER BY epoch DESC"):
            listed = _read_recipients(row["document"], self.settings.keys)
            if row["replaced"] is not None:
                last = datetime.date.fromisoformat(row["replaced"]) + datetime.timedelta(days=grace)
                if self.today() > last.isoformat():
                    break
            accepted[listed.epoch] = len(listed.recipients)
            grace = listed.grace_days
        return accepted

    def publish_call(self, document: bytes) -> office.Call:
        """Take a signed call; the same id replaces the call before."""
        call = office.parse_call(office.open_document(document, "call", self.settings.keys))
        with self.writing() as database:
            database.execute("INSERT OR REPLACE INTO calls(id, document) VALUES (?, ?)", (call.id, document))
        return call

    def withdraw_call(self, call: str) -> None:
        """Show a call no longer."""
        self.row("SELECT id FROM calls WHERE id = ?", call)
        with self.writing() as database:
            database.execute("DELETE FROM calls WHERE id = ?", (call,))

    def calls(self) -> list[tuple[bytes, office.Call]]:
        """Return the calls that are open today, signed and read, the newest first."""
        calls = []
        for row in self.rows("SELECT document FROM calls"):
            call = office.parse_call(office.open_document(row["document"], "call", self.settings.keys))
            if call.opened <= self.today() <= (call.closes or "9999-12-31"):
                calls.append((row["document"], call))
        return sorted(calls, key=lambda pair: (pair[1].opened, pair[1].id), reverse=True)

    # Tips

    def room_for(self, size: int, mailbox: str | None, *, to_promise: bool = False) -> None:
        """Raise FullError or CapError where so many bytes of a tip are not taken, before any of them arrives.

        ``to_promise``: they come later, and are kept free for it till then.
        """
        known = self._within_caps(size, mailbox)
        free = shutil.disk_usage(self.folder.path).free - self.promised
        floor = self.settings.reserve_bytes // 4 if known and size <= SMALL else self.settings.reserve_bytes
        crowded = to_promise and self.promised + size > PROMISED * (free + self.promised - floor)
        if free - size < floor or crowded or (self.stored_bytes() + size > self.settings.max_store_bytes and not known):
            raise FullError

    def _within_caps(self, size: int, mailbox: str | None) -> bool:
        """Tell whether the mailbox is known; CapError where it may not send so much."""
        known = self.rows("SELECT status, messages_left, bytes_left FROM mailboxes WHERE id = ?", mailbox)
        if known:
            box = known[0]
            if box["status"] == "closed" or box["messages_left"] < 1 or box["bytes_left"] < size:
                raise CapError
        elif size > self.settings.first_bytes:
            raise CapError
        return bool(known)

    def is_answered(self, mailbox: str) -> bool:
        """Tell whether the office has looked at what this mailbox sent: no flood of strangers makes it wait."""
        query = (
            "SELECT 1 FROM mailboxes m WHERE id = ? AND (status NOT IN ('filed', 'closed') "
            "OR EXISTS (SELECT 1 FROM replies r WHERE r.mailbox = m.id))"
        )
        return bool(self.rows(query, mailbox))

    def stored_bytes(self) -> int:
        """Return how many bytes of tips lie here."""
        rows = self.rows("SELECT leaf FROM tips WHERE kept = 1") if self._kept_sizes is None else []
        if self._kept_sizes is None:
            self._kept_sizes = sum(Leaf.loads(row["leaf"]).size for row in rows)
        return self._kept_sizes

    _kept_sizes: int | None = None

    def promise(self, size: int) -> None:
        """Count bytes of the disk that a tip under way has still to fill (negative: has filled, or never will)."""
        with self._lock:
            self.promised += size

    promised = 0

    def accept(self, part: Path, tier: str, epoch: int, mailbox: str, sha256: str, size: int) -> Leaf:
        """Make an arrived and synced file a tip, with its leaf. The same bytes for the same mailbox change nothing.

        Raises CapError or FullError, and then nothing was accepted. The part is gone in any case.
        """
        target = self.sealed / sha256
        try:
            with self._lock:
                known = self.rows("SELECT leaf, mailbox FROM tips WHERE sha256 = ?", sha256)
                if known:
                    if known[0]["mailbox"] != mailbox:
                        raise MalformedError("refused_replayed")
                    return Leaf.loads(known[0]["leaf"])
                self._within_caps(size, mailbox)
                leaf = Leaf(tier, self.today(), epoch, sha256, size)
                try:
                    durable.rename(part, target)
                    self._append(leaf, mailbox)
                except OSError as failed:
                    target.unlink(missing_ok=True)
                    raise FullError(detail="the file cannot be kept") from failed
                except FullError:
                    if not self.rows("SELECT 1 FROM tips WHERE sha256 = ?", sha256):
                        target.unlink(missing_ok=True)
                        raise
                self._kept_sizes = self.stored_bytes() + size if self._kept_sizes is not None else None
                return leaf
        finally:
            part.unlink(missing_ok=True)

    def _append(self, leaf: Leaf, mailbox: str) -> None:
        data = leaf.dumps()
        with self.writing() as database:
            first = self.settings.first_messages, self.settings.first_bytes
            database.execute("INSERT OR IGNORE INTO mailboxes VALUES (?, 'filed', ?, ?)", (mailbox, *first))
            database.execute(
                "UPDATE mailboxes SET messages_left = messages_left - 1, bytes_left = bytes_left - ? WHERE id = ?",
                (leaf.size, mailbox),
            )
            database.execute(
                "INSERT INTO tips(position, leaf, hash, sha256, mailbox) "
                "VALUES ((SELECT coalesce(max(position) + 1, 0) FROM tips), ?, ?, ?, ?)",
                (data, merkle.leaf_hash(data), leaf.sha256, mailbox),
            )

    def sweep(self) -> int:
        """Delete what no row stands for: arriving parts of a process that died, files whose row was never committed."""
        swept = 0
        with self._lock:
            for path in [*self.parts.iterdir(), *self.sealed.iterdir()]:
                if durable.is_slot(path):
                    continue
                if path.parent == self.parts or not self.rows(
                    "SELECT 1 FROM tips WHERE sha256 = ? AND kept = 1", path.name
                ):
                    path.unlink()
                    swept += 1
        return swept

    def forget_times(self) -> None:
        """Let every file of the day, the folders and the database say the same of when they were last touched: now.

        What a file system notes of a change cannot be set, only be made anew. Done every minute; the files of a day
        that is over were written anew (log.settle), so that a copy of the machine tells of no tip when it came.
        """
        today = self.rows("SELECT sha256 FROM tips WHERE settled = 0 AND kept = 1 ORDER BY sha256")
        paths = [*(self.sealed / row["sha256"] for row in today), *self.parts.glob("slot-*"), self.sealed, self.parts]
        with self._lock:
            self._database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        paths += [*self.folder.path.glob("drop.db*"), self.folder.path]
        for path in paths:
            with contextlib.suppress(FileNotFoundError):
                durable.forget_time(path)

    def taken(self, position: int) -> None:
        """Delete the bytes of a tip that the office has; its leaf stays."""
        row = self.row("SELECT sha256, leaf, kept FROM tips WHERE position = ?", position)
        with self.writing() as database:
            database.execute("UPDATE tips SET kept = 0 WHERE position = ?", (position,))
        (self.sealed / row["sha256"]).unlink(missing_ok=True)
        if row["kept"] and self._kept_sizes is not None:
            self._kept_sizes -= Leaf.loads(row["leaf"]).size

    # Mailboxes

    def open_mailbox(self, mailbox: str) -> Mailbox:
        """Return what lies in a mailbox; for one that does not exist the same queries run, and find nothing."""
        with self._lock:
            status = self.rows("SELECT status FROM mailboxes WHERE id = ?", mailbox)
            replies = self.rows(
                "SELECT number, day, sealed FROM replies WHERE mailbox = ? ORDER BY number DESC LIMIT ?",
                mailbox,
                MAX_REPLIES,
            )
            tips = self.rows(
                "SELECT t.position, t.leaf, t.path, c.note FROM tips t LEFT JOIN checkpoints c "
                "ON c.number = t.checkpoint WHERE t.mailbox = ? ORDER BY t.position DESC LIMIT ?",
                mailbox,
                MAX_SHOWN,
            )
        return Mailbox(
            status[0]["status"] if status else None,
            [(row["number"], row["day"], row["sealed"]) for row in replies],
            [dict(row) for row in tips],
        )

    def reply(self, mailbox: str, sealed: bytes) -> int:
        """Put a sealed reply into a mailbox, which may then send more; return the reply's number."""
        if not 0 < len(sealed) <= MAX_REPLY:
            raise MalformedError(detail=f"a reply has 1 to {MAX_REPLY} bytes")
        self.row("SELECT id FROM mailboxes WHERE id = ?", mailbox)
        with self.writing() as database:
            last = self.row("SELECT max(number) AS last FROM replies WHERE mailbox = ?", mailbox)["last"] or 0
            database.execute("INSERT INTO replies VALUES (?, ?, ?, ?)", (mailbox, last + 1, self.today(), sealed))
            database.execute("DELETE FROM replies WHERE mailbox = ? AND number <= ?", (mailbox, last + 1 - MAX_REPLIES))
            self._trust(database, mailbox)
        return int(last) + 1

    def set_status(self, mailbox: str, status: str) -> None:
        """Set the coarse status that the words show."""
        if status not in STATUSES:
            raise MalformedError(detail=f"a status is one of {', '.join(STATUSES)}")
        self.row("SELECT id FROM mailboxes WHERE id = ?", mailbox)
        with self.writing() as database:
            database.execute("UPDATE mailboxes SET status = ? WHERE id = ?", (status, mailbox))
            if status not in ("filed", "closed"):
                self._trust(database, mailbox)

    def forget(self, mailbox: str) -> None:
        """Delete a mailbox's replies and close it; the leaves of its tips stay."""
        self.row("SELECT id FROM mailboxes WHERE id = ?", mailbox)
        with self.writing() as database:
            database.execute("DELETE FROM replies WHERE mailbox = ?", (mailbox,))
            database.execute("UPDATE mailboxes SET status = 'closed' WHERE id = ?", (mailbox,))

    def _trust(self, database: sqlite3.Connection, mailbox: str) -> None:
        database.execute(
            "UPDATE mailboxes SET messages_left = ?, bytes_left = ? WHERE id = ?",
            (self.settings.later_messages, self.settings.later_messages * self.settings.max_tip_bytes, mailbox),
        )


@lru_cache(maxsize=8)
def _read_recipients(document: bytes, office_keys: frozenset[bytes]) -> office.Recipients:
    """Check and read a signed list. Kept, since every tip asks for it and each takes some milliseconds."""
    return office.parse_recipients(office.open_document(document, "recipients", office_keys))


@lru_cache(maxsize=8)
def _recipient_texts(recipients: office.Recipients) -> tuple[str, ...]:
    return tuple(str(recipient) for recipient in recipients.recipients)


def open_store(path: Path) -> Store:
    """Open the drop in a folder; raises SettingsError."""
    try:
        return Store(Folder.open(path))
    except sqlite3.DatabaseError as broken:
        raise SettingsError(f"the database of {path} cannot be read: {broken}") from broken
