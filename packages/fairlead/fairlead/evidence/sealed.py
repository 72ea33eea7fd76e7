"""Sealed exhibits: bytes under a key of their own, and a label with key, name, hash and size for whoever may open it.

The file in the store is an age file, padded, sealed to an identity made for it alone. The label is sealed to the
recipients of an epoch and stands in the log as a private value: erasing it destroys the key. Nothing here is ever
written in clear, and no message holds anything of a label.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from fairlead.errors import IntegrityError
from fairlead_ledger import age, canonical, keys, tips
from fairlead_ledger.age_keys import Identity, Recipient
from fairlead_ledger.errors import LedgerError

MEDIA_TYPE = "application/vnd.age"
Open = Callable[[bytes], bytes]
"""Opens what was sealed to an epoch's recipients; raises where it cannot."""


@dataclass(frozen=True)
class Label:
    """What is known of a sealed exhibit to those who can open it; ``name`` and time are as the source gave them."""

    key: str  # the secret text of the identity that opens the file
    name: str | None
    modified_us: int | None
    media_type: str
    sha256: str  # of the plain bytes
    size: int  # of the plain bytes, without padding

    def __repr__(self) -> str:
        """Tell nothing: a label must not reach a log or a traceback."""
        return "Label(...)"

    def wrap(self, recipients: Sequence[Recipient]) -> str:
        """Return the label sealed to an epoch's recipients, as text."""
        return keys.encode(age.seal(canonical.dumps(asdict(self)), recipients))

    @classmethod
    def unwrap(cls, text: str, open_: Open) -> Label:
        """Return a label; raises what ``open_`` raises, or IntegrityError."""
        opened = open_(keys.decode(text))
        try:
            fields: dict[str, Any] = canonical.loads(opened)
            return cls(**fields)
        except (LedgerError, TypeError):
            raise IntegrityError("the label of a sealed exhibit is damaged", "run `fairlead verify`") from None


class Sealing:
    """Seals one exhibit's bytes as they are taken; :meth:`label` tells of them afterwards."""

    def __init__(self, pieces: Iterable[bytes]) -> None:
        self.identity = Identity.generate()
        self.head = b""  # the first bytes, to tell what kind of file it is
        self.size = 0
        self._pieces = pieces
        self._hash = hashlib.sha256()

    def sealed(self) -> Iterator[bytes]:
        """Yield the sealed file."""
        sealer = age.Sealer([self.identity.recipient()])
        yield sealer.header
        for piece in self._pieces:
            self.size += len(piece)
            self._hash.update(piece)
            self.head = self.head or bytes(piece[:4096])
            yield sealer.update(piece)
        missing = tips.padded_size(self.size) - self.size
        while missing:
            zeros = bytes(min(missing, tips.MAX_RECORD))
            missing -= len(zeros)
            yield sealer.update(zeros)
        yield sealer.finish()

    def label(self, name: str | None, modified_us: int | None, media_type: str) -> Label:
        """Return the label, once all was taken."""
        return Label(self.identity.secret_text(), name, modified_us, media_type, self._hash.hexdigest(), self.size)


class Pieces:
    """Pieces as a file open for reading, which the store takes: each read gives what is there, nothing at the end."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces
        self._held = b""

    def read(self, size: int = -1) -> bytes:
        """Return at most ``size`` bytes, and some until the end."""
        while not self._held:
            piece = next(self._pieces, None)
            if piece is None:
                return b""
            self._held = piece
        taken, self._held = (self._held, b"") if size < 0 else (self._held[:size], self._held[size:])
        return taken


def opened(label: Label, pieces: Iterable[bytes], what: str) -> Iterator[bytes]:
    """Yield the plain bytes of a sealed file without its padding.

    They are worth nothing if this raises IntegrityError before it ends: hash and size are known only then.
    """
    left, digest = label.size, hashlib.sha256()
    try:
        for plain in age.open_stream(pieces, [Identity.parse(label.key)]):
            piece, left = plain[:left], left - min(left, len(plain))
            digest.update(piece)
            if piece:
                yield piece
    except LedgerError as broken:
        raise IntegrityError(f"{what} cannot be opened: {broken}", "run `fairlead verify`") from broken
    if left or digest.hexdigest() != label.sha256:
        raise IntegrityError(f"{what} is not what its label says", "run `fairlead verify`")
