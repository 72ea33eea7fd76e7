"""Exhibits: bytes kept as received, with a signed receipt for each time they were. Readers read them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO, cast

import sqlalchemy as sa

from fairlead import shapes
from fairlead.errors import MisuseError
from fairlead.evidence import durable, entries, handling, media, sealed, tables
from fairlead.evidence.entries import Entry
from fairlead.evidence.handling import Handling
from fairlead.evidence.log import Act, CustodyLog
from fairlead.evidence.store import PIECE, ExhibitStore, Kind, Received
from fairlead_ledger.age_keys import Recipient

RELIABILITY = "ABCDEF"
"""Of the source: A completely reliable … E unreliable, F cannot be judged (NATO STANAG 2511, the Admiralty system)."""

CREDIBILITY = range(1, 7)
"""Of the content: 1 confirmed by other sources … 5 improbable, 6 cannot be judged (as above)."""


RECEIVING = ("add", "seal", "tip_pull")
"""Acts by which an exhibit enters the case; all but the first bring sealed ones."""

LABELS = ("seal", "rewrap")
"""Acts that hold the label of a sealed exhibit, the later over the earlier."""

SEALED_READING = ".age"  # ending of the file that holds the reading of a sealed exhibit

SEALED = Handling(marking="red", may_cite=False, may_attribute=False, may_show=False, may_redistribute=False)


@dataclass(frozen=True)
class Receipt:
    """One receiving of an exhibit. Texts are None where not given, or erased since."""

    entry: str  # id of the log entry
    index: int
    received_us: int
    actor: str
    name: str | None
    source: str | None
    url: str | None
    captured: str | None  # ISO 8601 date or time, as far as known
    handling: Handling
    reliability: str
    credibility: int
    purpose: str


@dataclass(frozen=True)
class Exhibit:
    """An exhibit with all its receipts, first received first."""

    sha256: str
    kind: Kind
    size: int
    chunk_root: str  # hex
    media_type: str
    receipts: tuple[Receipt, ...]

    @property
    def key(self) -> int:
        """The number by which rows name this exhibit."""
        return shapes.exhibit_key(self.sha256)

    @property
    def name(self) -> str:
        """What people call it: its first known file name, else the beginning of its SHA-256."""
        return next((receipt.name for receipt in self.receipts if receipt.name), self.sha256[:12])

    @property
    def handling(self) -> Handling:
        """The strictest of what its receipts allow."""
        return handling.strictest(receipt.handling for receipt in self.receipts)


class Exhibits:
    """The exhibits of one case: its store and its receipts in the log."""

    def __init__(self, store: ExhibitStore, log: CustodyLog, readings: Path) -> None:
        self._store = store
        self._readings = readings  # where sealed readings lie, beside the plain ones
        self._log = log
        log.project(RECEIVING, _project, tables.PROJECTED)

    def add(
        self,
        path: Path,
        *,
        source: str | None = None,
        url: str | None = None,
        captured: str | None = None,
        handling: Handling | None = None,
        reliability: str = "F",
        credibility: int = 6,
        purpose: str = "",
        on_progress: Callable[[float], None] | None = None,
    ) -> Exhibit:
        """Keep a file and record its receipt; return the exhibit with all its receipts.

        The bytes are on the disk before the receipt is; whoever gets an exhibit back can rely on both.
        """
        _check(captured, reliability, credibility)
        allowed = handling or Handling()
        received = self._store.receive(path, on_progress)
        graded = {"captured": captured, "reliability": reliability, "credibility": credibility}
        act = self._receipt(received, path.name, allowed, graded, {"source": source, "url": url}, purpose)
        self._log.append_all([act])
        return self.get(received.sha256)

    def adding(self, stream: BinaryIO, name: str, *, handling: Handling, purpose: str) -> Act:
        """Keep bytes that never lay in a file, as those of a release copy; return the act that records it."""
        ungraded = {"captured": None, "reliability": "F", "credibility": 6}
        return self._receipt(self._store.receive(stream), name, handling, ungraded, {}, purpose)

    def _receipt(
        self,
        received: Received,
        name: str,
        allowed: Handling,
        graded: dict[str, Any],
        origin: dict[str, str | None],
        purpose: str,
    ) -> Act:
        with self._store.open(received.sha256) as stream:
            kind = media.media_type(stream.read(media.HEAD), name)
        body = {**_named(received, kind), **graded, "handling": allowed.to_body()}
        private = {"name": name, **origin, "originator": allowed.originator}
        return Act("add", received.sha256, body, private, purpose)

    def seal(
        self,
        pieces: Iterable[bytes],
        recipients: Sequence[Recipient],
        body: dict[str, Any],
        named: tuple[str | None, int | None] = (None, None),
    ) -> Entry:
        """Keep bytes under a key of their own and record it; see :meth:`sealed_away`."""
        return self._log.append_all([self.sealed_away(pieces, recipients, body, named)])[0]

    def sealed_away(
        self,
        pieces: Iterable[bytes],
        recipients: Sequence[Recipient],
        body: dict[str, Any],
        named: tuple[str | None, int | None] = (None, None),
    ) -> Act:
        """Keep bytes under a key of their own; return the act that records it, to be appended with others.

        ``body`` says of what they are part, and the epoch. ``named``: file name and time of change as the source's
        machine gave them. They go into the label, which only the epoch's recipients can open. The file is on the disk
        before the entry is; a crash between leaves a file that nobody can open.
        """
        sealing = sealed.Sealing(pieces)
        received = self._store.receive(cast(BinaryIO, sealed.Pieces(sealing.sealed())))
        kind = media.media_type(sealing.head, named[0] or "")
        label = sealing.label(*named, kind).wrap(recipients)
        return Act("seal", received.sha256, {**sealed_body(received), **body}, {"label": label})

    def label(self, exhibit: Exhibit, open_: sealed.Open) -> sealed.Label:
        """Return the label of a sealed exhibit; MisuseError where it was erased, else what ``open_`` raises."""
        held = [e for act in LABELS for e in self._log.entries(act, exhibit.sha256)]
        values = self._log.values(entry.private["label"] for entry in held)
        kept = [values[entry.private["label"]] for entry in held if entry.private["label"] in values]
        if not kept:
            raise MisuseError(f"exhibit {exhibit.sha256[:12]} was erased: nobody can open it any more")
        return sealed.Label.unwrap(str(kept[-1]), open_)

    def unseal(self, exhibit: Exhibit, label: sealed.Label) -> Iterator[bytes]:
        """Yield the plain bytes of a sealed exhibit; see :func:`sealed.opened`. Whoever calls it logs it."""
        with self._store.stored(exhibit.sha256) as stream:
            yield from sealed.opened(label, iter(lambda: stream.read(PIECE), b""), f"exhibit {exhibit.sha256[:12]}")

    def keep_reading(self, exhibit: Exhibit, sealed_reading: bytes) -> None:
        """Keep a reading of a sealed exhibit, sealed with the exhibit's own key, in place of one before."""
        self._readings.mkdir(exist_ok=True)
        durable.put(self._readings / f"{exhibit.sha256}{SEALED_READING}", sealed_reading)

    def kept_reading(self, exhibit: Exhibit) -> bytes | None:
        """Return the sealed reading of a sealed exhibit; None where it was not read."""
        path = self._readings / f"{exhibit.sha256}{SEALED_READING}"
        return path.read_bytes() if path.is_file() else None

    def remove_file(self, sha256: str) -> None:
        """Take the sealed bytes of an exhibit out of the store, whose key is gone or about to be."""
        self._store.remove(sha256)

    def erase(self, exhibit: Exhibit, reason: str) -> int:
        """Destroy every label of a sealed exhibit, and then its file; return how many labels were destroyed."""
        held = [e.private["label"] for act in LABELS for e in self._log.entries(act, exhibit.sha256)]
        there = self._log.values(held)
        for commitment in held:
            if commitment in there:
                self._log.erase(commitment, reason)
        self._store.remove(exhibit.sha256)
        (self._readings / f"{exhibit.sha256}{SEALED_READING}").unlink(missing_ok=True)
        return len(there)

    def get(self, name: str) -> Exhibit:
        """Return the exhibit whose SHA-256 begins so; MisuseError where there is none, or more than one."""
        column = tables.EXHIBITS.c.sha256
        prefix = name.lower()
        with self._log.database.reading() as connection:
            found = connection.execute(sa.select(column).where(column.startswith(prefix, autoescape=True))).scalars()
            hashes = found.fetchmany(2)
        if not hashes or not prefix:
            raise MisuseError(f"no exhibit begins with {name!r}", "name it by its SHA-256 or the beginning of it")
        if len(hashes) > 1:
            raise MisuseError(f"more than one exhibit begins with {name!r}", "give more of its SHA-256")
        return self._load(tables.RECEIPTS.c.sha256 == hashes[0])[0]

    def all(self) -> list[Exhibit]:
        """Return all plain exhibits in the order in which they were first received."""
        return [one for one in self._load(sa.true()) if one.kind == "plain"]

    def sealed(self) -> list[Exhibit]:
        """Return the sealed exhibits, which no reader reads and no dossier carries, in the order of receiving."""
        return [one for one in self._load(sa.true()) if one.kind == "sealed"]

    def by_key(self) -> dict[int, str]:
        """Return the SHA-256 of each plain exhibit under the number by which rows name it."""
        with self._log.database.reading() as connection:
            plain = sa.select(tables.EXHIBITS.c.sha256).where(tables.EXHIBITS.c.kind == "plain")
            hashes = connection.execute(plain).scalars().all()
        return {shapes.exhibit_key(sha256): sha256 for sha256 in hashes}

    def open(self, exhibit: Exhibit) -> BinaryIO:
        """Open an exhibit's bytes for reading."""
        return self._store.open(exhibit.sha256, exhibit.kind)

    def _load(self, chosen: sa.ColumnElement[bool]) -> list[Exhibit]:
        log, receipts = tables.ENTRIES, tables.RECEIPTS
        joined = receipts.join(log, log.c.position == receipts.c.position)
        wanted = sa.select(log.c.leaf).select_from(joined).where(chosen).order_by(receipts.c.position)
        with self._log.database.reading() as connection:
            leaves = connection.execute(wanted).scalars().all()
        found = [entries.parse(leaf) for leaf in leaves]
        values = self._log.values(commitment for entry in found for commitment in entry.private.values())
        by_hash: dict[str, list[Entry]] = {}
        for entry in found:
            by_hash.setdefault(entry.object, []).append(entry)
        return [_exhibit(receipts, values) for receipts in by_hash.values()]


def sealed_body(received: Received) -> dict[str, Any]:
    """Return what an entry that receives a sealed exhibit says of the sealed bytes; F6: nobody judged it yet."""
    graded = {"captured": None, "handling": SEALED.to_body(), "reliability": "F", "credibility": 6}
    return {**_named(received, sealed.MEDIA_TYPE), "kind": "sealed", **graded}


def _named(received: Received, media_type: str) -> dict[str, Any]:
    return {
        "kind": "plain",
        "sha256": received.sha256,
        "size": received.size,
        "chunk_root": received.chunk_root,
        "media_type": media_type,
    }


def _check(captured: str | None, reliability: str, credibility: int) -> None:
    if reliability not in RELIABILITY or len(reliability) != 1:
        raise MisuseError(
            f"no reliability {reliability!r}", "a letter from A (completely reliable) to F (cannot be judged)"
        )
    if credibility not in CREDIBILITY:
        raise MisuseError(f"no credibility {credibility!r}", "a number from 1 (confirmed) to 6 (cannot be judged)")
    if captured is not None:
        try:
            datetime.fromisoformat(captured)
        except ValueError as wrong:
            raise MisuseError(
                f"not a date or time: {captured!r}", "write it as 2020-12-01 or 2020-12-01T09:30Z"
            ) from wrong


def _exhibit(receipts: Iterable[Entry], values: dict[str, str | int]) -> Exhibit:
    every = list(receipts)
    first = every[0].body
    return Exhibit(
        sha256=first["sha256"],
        kind=first["kind"],
        size=first["size"],
        chunk_root=first["chunk_root"],
        media_type=first["media_type"],
        receipts=tuple(_receipt(entry, values) for entry in every),
    )


def _receipt(entry: Entry, values: dict[str, str | int]) -> Receipt:
    def private(field: str) -> str | None:
        value = values.get(entry.private.get(field, ""))
        return None if value is None else str(value)

    return Receipt(
        entry=entry.id,
        index=entry.index,
        received_us=entry.time_us,
        actor=entry.actor,
        name=private("name"),
        source=private("source"),
        url=private("url"),
        captured=entry.body["captured"],
        handling=handling.from_body(entry.body["handling"], private("originator")),
        reliability=entry.body["reliability"],
        credibility=entry.body["credibility"],
        purpose=entry.purpose,
    )


def _project(connection: sa.Connection, entry: Entry) -> None:
    known = sa.select(tables.EXHIBITS.c.sha256).where(tables.EXHIBITS.c.sha256 == entry.object)
    if connection.execute(known).scalar() is None:
        columns = ("sha256", "kind", "size", "chunk_root", "media_type")
        row = {name: entry.body[name] for name in columns} | {"position": entry.index}
        connection.execute(sa.insert(tables.EXHIBITS), row)
    receipt = {"position": entry.index, "sha256": entry.object, "entry": entry.id}
    connection.execute(sa.insert(tables.RECEIPTS), receipt)
