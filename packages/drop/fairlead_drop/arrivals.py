"""Tips on their way in: each a file of ciphertext in ``parts/`` that becomes a tip whole, or is deleted.

Every byte is judged before it is written. Uploads in pieces (T1) live as long as this process: whoever finds
theirs gone seals and sends again.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable

from fairlead_drop import durable
from fairlead_drop.errors import BusyError, DropError, FullError, MalformedError, MissingError
from fairlead_drop.shape import Shape
from fairlead_drop.store import Store
from fairlead_drop.words import Words
from fairlead_ledger.filing import Leaf

MAX_FILED = 200  # answers kept for who asks again
TIME_S = 60  # that every upload has, before one that is slower than the others makes way
IDLE_S = 3600  # a source behind Tor may lose the line for long
ROOM_EVERY = 1 << 20  # bytes, after which the disk is looked at again


class Arrival:
    """One tip that arrives. Use :meth:`take`, then :meth:`finish`; :meth:`abandon` whatever else happens."""

    def __init__(self, store: Store, tier: str, size: int | None = None, mailbox: str | None = None) -> None:
        self._store, self._tier, self._declared, self._mailbox = store, tier, size, mailbox
        limit = store.settings.max_tip_bytes if size is None else min(size, store.settings.max_tip_bytes)
        store.room_for(size or 0, mailbox, to_promise=size is not None)
        self._shape = Shape(tier, store.accepted(), limit)
        self._path = store.parts / secrets.token_hex(16)
        self._promise, self._judged = 0, 0
        self.busy = False
        self.touched = self.begun = 0.0
        try:
            self._file = durable.create(self._path)
        except OSError as failed:
            raise FullError(detail="no part can be made") from failed
        self._promised(size or 0)

    @property
    def size(self) -> int:
        """How many bytes have arrived."""
        return self._shape.size

    def take(self, data: bytes) -> None:
        """Judge and keep the next bytes."""
        self._shape.feed(data)
        if self.size >= self._judged + ROOM_EVERY:  # many may come at once, and not all say how long they are
            self._store.room_for(max(0, len(data) - self._promise), self._mailbox)
            self._judged = self.size
        try:
            durable.write(self._file, data)
        except OSError as failed:
            raise FullError(detail="the part cannot be written") from failed
        self._promised(self._promise - min(len(data), self._promise))

    def finish(self, sha256: str | None = None) -> tuple[Leaf, Words | None]:
        """Make it a tip; return its leaf, and fresh words where the file names no mailbox. Raises DropError."""
        sealed = self._shape.finish()
        if self._declared not in (None, sealed.size) or sha256 not in (None, sealed.sha256):
            raise MalformedError("refused_damaged")
        words = None if sealed.mark or self._mailbox else Words.generate()
        mailbox = sealed.mark.mailbox if sealed.mark else self._mailbox or (words.mailbox if words else "")
        if self._mailbox not in (None, mailbox):
            raise MalformedError("refused_damaged")
        accepted = self._store.accepted()
        epoch = sealed.mark.epoch if sealed.mark else max(e for e, n in accepted.items() if n == sealed.stanzas)
        try:
            durable.sync(self._file)
            self._file.close()
            durable.forget_time(self._path)
        except OSError as failed:
            raise FullError(detail="the part cannot be synced") from failed
        return self._store.accept(self._path, self._tier, epoch, mailbox, sealed.sha256, sealed.size), words

    def abandon(self) -> None:
        """Delete what is left of it; nothing after :meth:`finish`."""
        self._promised(0)
        self._file.close()
        self._path.unlink(missing_ok=True)

    def _promised(self, size: int) -> None:
        """State how much of the disk this one has still to fill."""
        self._store.promise(size - self._promise)
        self._promise = size


class Uploads:
    """Arrivals in pieces, by random id. At most so many at once; idle ones go."""

    def __init__(self, store: Store, clock: Callable[[], float] = time.monotonic) -> None:
        self._store = store
        self._clock = clock
        self._arrivals: dict[str, Arrival] = {}
        self._filed: dict[str, Leaf] = {}  # by upload: for those whose line broke while they were answered

    def begin(self, size: int, mailbox: str) -> str:
        """Return the id of a new upload; raises BusyError where too many are under way."""
        self.drop_idle()
        if len(self._arrivals) >= self._store.settings.max_uploads:
            self._make_way()
        arrival = Arrival(self._store, "T1", size, mailbox)
        arrival.touched = arrival.begun = self._clock()
        upload = secrets.token_hex(16)
        self._arrivals[upload] = arrival
        return upload

    def _make_way(self) -> None:
        """End the slowest upload that had its time, as the slowest of too many lines ends; BusyError where none had.

        Begun and left alone, they would keep everybody else out for as long as a source may lose the line.
        """
        now = self._clock()
        had = {
            one: a.size / (now - a.begun) for one, a in self._arrivals.items() if now - a.begun > TIME_S and not a.busy
        }
        if not had:
            raise BusyError
        self.end(min(had, key=lambda one: had[one]))

    def get(self, upload: str) -> Arrival:
        """Return an upload under way; raises MissingError."""
        arrival = self._arrivals.get(upload)
        if arrival is None:
            raise MissingError("refused_upload_gone")
        arrival.touched = self._clock()
        return arrival

    def take(self, upload: str, data: bytes) -> None:
        """Give an upload its next bytes; it is gone where they are refused."""
        try:
            self.get(upload).take(data)
        except DropError:
            self.end(upload)
            raise

    def is_busy(self, upload: str) -> bool:
        """Tell whether somebody is giving it bytes, or filing it, right now."""
        return upload in self._arrivals and self._arrivals[upload].busy

    def finish(self, upload: str, sha256: str) -> Leaf:
        """File an upload that has all its bytes; the same again for one that was filed. It is gone either way."""
        if upload in self._filed:
            return self._filed[upload]
        arrival = self.get(upload)
        arrival.busy = True
        try:
            leaf, _ = arrival.finish(sha256)
        finally:
            self.end(upload)
        self._filed[upload] = leaf
        if len(self._filed) > MAX_FILED:
            del self._filed[next(iter(self._filed))]
        return leaf

    def end(self, upload: str) -> None:
        """Forget an upload and what is left of it."""
        arrival = self._arrivals.pop(upload, None)
        if arrival is not None:
            arrival.abandon()

    def drop_idle(self) -> None:
        """Forget uploads that nobody goes on with."""
        now = self._clock()
        for upload, arrival in list(self._arrivals.items()):
            if now - arrival.touched > IDLE_S and not arrival.busy:
                self.end(upload)
