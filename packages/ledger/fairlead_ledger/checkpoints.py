"""C2SP checkpoints (https://c2sp.org/tlog-checkpoint): the text of a note that states a tree's size and root."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from fairlead_ledger import keys, merkle, notes
from fairlead_ledger.errors import LedgerError, NoteError


@dataclass(frozen=True)
class Checkpoint:
    """What a log states of itself: its origin (a name of its own), its size in leaves, its root (32 bytes)."""

    origin: str
    size: int
    root: bytes

    def text(self) -> str:
        """Return the three lines of the checkpoint, without extension lines."""
        return f"{self.origin}\n{self.size}\n{keys.encode(self.root)}\n"


def parse(text: str) -> Checkpoint:
    """Read the text of a checkpoint; extension lines after the third are allowed and ignored. Raises NoteError."""
    lines = text.split("\n")
    if len(lines) < 4 or lines[-1] != "" or not lines[0] or "" in lines[3:-1]:
        raise NoteError("a checkpoint has an origin, a size and a root, each on its line")
    origin, size, root = lines[:3]
    if not (size.isascii() and size.isdigit()) or (size != "0" and size.startswith("0")):
        raise NoteError(f"the size of a checkpoint is a decimal number without leading zeros, found {size[:40]!r}")
    try:
        return Checkpoint(origin, int(size), keys.decode(root, merkle.HASH_SIZE))
    except (LedgerError, ValueError) as broken:
        raise NoteError(f"the root of a checkpoint is 32 bytes in base64, found {root[:60]!r}") from broken


def sign(checkpoint: Checkpoint, private_key: Ed25519PrivateKey) -> str:
    """Return the checkpoint as a signed note; the signing key's name is the origin, as the format recommends."""
    return notes.sign_note(checkpoint.text(), checkpoint.origin, private_key)


def open_checkpoint(note: str, verifiers: Iterable[notes.Verifier | str]) -> Checkpoint:
    """Return the checkpoint in a note that one of the verifiers signed. Raises NoteError."""
    return parse(notes.open_note(note, verifiers))
