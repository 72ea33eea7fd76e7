"""What goes between a source and the office: the message in a tip, its files, the office's replies. It keeps nothing.

The container is read here, in this process; its files are handed on unread. What a source wrote is in no error.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from itertools import chain
from typing import Any

from fairlead.errors import UnreadableError
from fairlead_ledger import age, canonical, tips
from fairlead_ledger.age_keys import Recipient
from fairlead_ledger.errors import LedgerError

MAX_TEXT = 64 << 20  # bytes of one message in memory; ours: a book has two
DAMAGED = "the container ends too early or is malformed; what came before is kept"


@dataclass(frozen=True)
class Message:
    """A message as sealed again in the vault: the tip's header where it had one, and the text."""

    kind: str
    text: str
    tier: str | None = None
    call: str | None = None
    language: str | None = None
    mailbox: str | None = None
    reply_to: str | None = None

    def __repr__(self) -> str:
        """Tell nothing: a message must not reach a log or a traceback."""
        return "Message(...)"

    def dumps(self) -> bytes:
        """Return canonical JSON; letters beyond ASCII are escaped by it."""
        return canonical.dumps(asdict(self))

    @classmethod
    def loads(cls, data: bytes) -> Message:
        """Read what :meth:`dumps` wrote."""
        fields: dict[str, Any] = canonical.loads(data)
        return cls(**fields)


@dataclass
class File:
    """A file in a tip, as its bytes come by; take them before the next is asked for."""

    name: str | None
    modified_us: int | None
    pieces: Iterator[bytes]


class Container:
    """The parts of an opened tip in their order. After :meth:`files` the message is whole, or ``damaged`` says not."""

    def __init__(self, plain: Iterable[bytes]) -> None:
        self.damaged = False
        self._header: tips.Header | None = None
        self._text = bytearray()
        stream = iter(plain)
        head = b""
        while len(head) < len(tips.MAGIC) and (piece := next(stream, None)) is not None:
            head += piece
        self.is_tip = head.startswith(tips.MAGIC)
        self._plain = chain([head], stream)

    def files(self) -> Iterator[File]:
        """Yield each file; what no page of ours sealed is one file without a name."""
        if not self.is_tip:
            yield File(None, None, self._plain)
            return
        parts = tips.read_tip(self._plain)
        try:
            for part in parts:
                if isinstance(part, tips.Header):
                    self._header = part
                elif isinstance(part, tips.Text):
                    self._add(part.text)
                elif isinstance(part, tips.FileStart):
                    yield File(part.name, part.modified_us, _until_end(parts))
        except (LedgerError, UnreadableError):
            self.damaged = True

    def message(self) -> Message:
        """Return the message."""
        text = self._text.decode()
        if self._header is None:
            return Message("tip", text)
        known = self._header
        return Message(known.kind, text, known.tier, known.call, known.language, known.mailbox, known.reply_to)

    def _add(self, text: str) -> None:
        self._text += text.encode("utf-8", "replace")
        if len(self._text) > MAX_TEXT:
            raise UnreadableError(f"a message of more than {MAX_TEXT} bytes")


def _until_end(parts: Iterator[tips.Part]) -> Iterator[bytes]:
    for part in parts:
        if isinstance(part, tips.FileEnd):
            return
        assert isinstance(part, tips.FileData)
        yield part.data


def reply(mailbox: str, reply_to: str, text: str) -> bytes:
    """Return a reply sealed to the source's own key, as the drop's pages read it."""
    writer = tips.TipWriter()
    container = [writer.header(tips.Header(None, "reply", mailbox=mailbox)), writer.text(text), *writer.finish()]
    return age.seal(b"".join(container), [Recipient.parse(reply_to)])
