"""T3: the server seals what comes unsealed, piece by piece, in memory. Only ciphertext is ever handed to a file.

Python cannot wipe memory itself. The allocator does once something is freed (serve.wipe_freed_memory), where there is
glibc; until then, and in the kernel's buffers, what a source wrote is there. That is why T3 says beforehand that the
server sees everything, why core dumps are off, and why the recipe forbids swap.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache

from fairlead_drop.arrivals import Arrival
from fairlead_drop.errors import MalformedError
from fairlead_drop.store import Store
from fairlead_drop.words import Words
from fairlead_ledger import age, tips
from fairlead_ledger.filing import Leaf

MAX_MESSAGE = 262_144
OPENED_AT_ONCE = 8  # replies; few mailboxes have more
LIMITS = {"ticket": 200, "words": 300, "call": 64, "kind": 16, "message": MAX_MESSAGE}


class PlainTip:
    """Takes the fields and files of a form, and gives sealed bytes to an arrival."""

    def __init__(self, store: Store, language: str) -> None:
        self._store, self._language = store, language
        self._writer = tips.TipWriter()
        self._sealer: age.Sealer | None = None
        self._arrival: Arrival | None = None
        self._held = bytearray()
        self.words = Words.generate()
        self.words_are_new = True

    def file_start(self, fields: Mapping[str, str], name: str) -> None:
        """Begin a file. Its name goes into the ciphertext as the browser gave it."""
        self._begin(fields)
        self._seal(self._writer.file_start(name))

    def file_data(self, data: bytes) -> None:
        """Seal the next bytes of the file."""
        self._seal(self._writer.file_data(data))

    def file_end(self) -> None:
        """End the file."""
        self._seal(self._writer.file_end())

    def finish(self, fields: Mapping[str, str]) -> Leaf:
        """Seal the end and file the tip; raises DropError."""
        self._begin(fields)
        for piece in self._writer.finish():
            self._seal(piece)
        assert self._sealer is not None
        assert self._arrival is not None
        self._arrival.take(bytes(self._held) + self._sealer.finish())
        leaf, _ = self._arrival.finish()
        return leaf

    def abandon(self) -> None:
        """Forget everything; nothing after :meth:`finish`."""
        if self._arrival is not None:
            self._arrival.abandon()

    def _begin(self, fields: Mapping[str, str]) -> None:
        if self._sealer is not None:
            return
        if fields.get("words", "").strip():
            self.words, self.words_are_new = Words.parse(fields["words"]), False
        kind = fields.get("kind") or "tip"
        if kind not in tips.KINDS or kind == "reply":
            raise MalformedError
        recipients = self._store.recipients()[1]
        mark = tips.Mark("T3", recipients.epoch, self.words.mailbox)
        self._arrival = Arrival(self._store, "T3", mailbox=self.words.mailbox)
        self._sealer = age.Sealer(recipients.recipients, [mark.stanza()])
        self._held += self._sealer.header
        reply_to = str(self.words.identity.recipient())
        call = fields.get("call") or None
        header = tips.Header("T3", kind, call, self._language, self.words.mailbox, reply_to)
        self._seal(self._writer.header(header))
        if fields.get("message"):
            self._seal(self._writer.text(fields["message"]))

    def _seal(self, data: bytes) -> None:
        assert self._sealer is not None
        assert self._arrival is not None
        sealed = self._sealer.update(data)
        if sealed:
            self._arrival.take(bytes(self._held) + sealed)
            self._held.clear()


class SealedFile:
    """T2: takes the one file of a form, which is sealed already."""

    LIMITS = {"ticket": 200}  # noqa: RUF012 - never changed

    def __init__(self, store: Store) -> None:
        self._store = store
        self._arrival: Arrival | None = None
        self.words: Words | None = None

    def file_start(self, fields: Mapping[str, str], name: str) -> None:
        """Begin the file; its name is not looked at."""
        if self._arrival is not None:
            raise MalformedError("refused_one_file")
        self._arrival = Arrival(self._store, "T2")

    def file_data(self, data: bytes) -> None:
        """Take the next bytes."""
        assert self._arrival is not None
        self._arrival.take(data)

    def file_end(self) -> None:
        """Nothing to do: the form's end decides."""

    def finish(self, fields: Mapping[str, str]) -> Leaf:
        """File the tip; raises DropError."""
        if self._arrival is None:
            raise MalformedError("refused_one_file")
        leaf, self.words = self._arrival.finish()
        return leaf

    def abandon(self) -> None:
        """Delete what is left; nothing after :meth:`finish`."""
        if self._arrival is not None:
            self._arrival.abandon()


def open_replies(sealed: Sequence[bytes], words: Words) -> list[str | None]:
    """Return the texts of sealed replies, for a source without JavaScript; None where the words do not open one.

    As many are opened for words that nobody has as for those of a mailbox: dummies fill up to a multiple of
    :data:`OPENED_AT_ONCE`, so that the work tells nothing.
    """
    texts = [_open_reply(one, words) for one in sealed]
    for _ in range(-len(sealed) % OPENED_AT_ONCE or (0 if sealed else OPENED_AT_ONCE)):
        dummy, entropy = _dummy()
        _open_reply(dummy, Words(entropy))
    return texts


def _open_reply(sealed: bytes, words: Words) -> str | None:
    try:
        parts = tips.read_tip([age.open_sealed(sealed, [words.identity])])
        return "".join(part.text for part in parts if isinstance(part, tips.Text))
    except ValueError:
        return None


@lru_cache(maxsize=1)
def _dummy() -> tuple[bytes, bytes]:
    """Return a reply to nobody, and the entropy of the words that open it."""
    words, writer = Words.generate(), tips.TipWriter()
    data = [writer.header(tips.Header(None, "reply")), writer.text("-" * 200), *writer.finish()]
    return age.seal(b"".join(data), [words.identity.recipient()]), words.entropy
