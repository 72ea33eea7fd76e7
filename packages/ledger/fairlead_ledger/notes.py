"""C2SP signed notes (https://c2sp.org/signed-note) with Ed25519 signatures: a text and who vouches for it.

Other signature types, and cosignatures with a time, are kept in a note but never verified here.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from fairlead_ledger import keys
from fairlead_ledger.errors import LedgerError, NoteError

ED25519 = b"\x01"  # signed-note, "Signature types"
MAX_NOTE = 1_000_000  # signed-note leaves limits to the reader; the Go module mirror's is the same


@dataclass(frozen=True)
class Verifier:
    """A name and its Ed25519 public key (32 raw bytes)."""

    name: str
    key: bytes

    @property
    def key_id(self) -> bytes:
        """The 4 bytes by which a signature line names this key."""
        return hashlib.sha256(self.name.encode() + b"\n" + ED25519 + self.key).digest()[:4]

    def __str__(self) -> str:
        """Return the verifier key: ``name+hash+base64``."""
        return f"{self.name}+{self.key_id.hex()}+{keys.encode(ED25519 + self.key)}"

    @classmethod
    def parse(cls, text: str) -> Verifier:
        """Read a verifier key; raises NoteError where its hash does not fit or the key is not Ed25519."""
        name, key_id, encoded = [*text.split("+", 2), "", ""][:3]
        try:
            raw = keys.decode(encoded, keys.KEY_SIZE + 1)
        except LedgerError as broken:
            raise NoteError(f"not a verifier key: {text!r}") from broken
        verifier = cls(_name(name), raw[1:])
        if raw[:1] != ED25519 or key_id != verifier.key_id.hex():
            raise NoteError(f"not an Ed25519 verifier key, or its hash does not fit: {text!r}")
        return verifier


def sign_note(text: str, name: str, private_key: Ed25519PrivateKey) -> str:
    """Return the note: the text, which must end its last line, an empty line, and one signature line."""
    _check_text(text)
    verifier = Verifier(_name(name), keys.public_bytes(private_key))
    signature = private_key.sign(text.encode("utf-8"))
    return f"{text}\n\u2014 {name} {keys.encode(verifier.key_id + signature)}\n"


def open_note(note: str, verifiers: Iterable[Verifier | str]) -> str:
    """Return the text of a note that at least one of the verifiers signed.

    Signatures by unknown keys are ignored, as the format demands; a false signature in the name and key id of a known
    one refuses the whole note. Raises NoteError.
    """
    if len(note) > MAX_NOTE:
        raise NoteError("the note is too long to be one")
    known = [Verifier.parse(one) if isinstance(one, str) else one for one in verifiers]
    text, gap, block = note.rpartition("\n\n")
    if not gap or not block.endswith("\n"):
        raise NoteError("not a signed note: no empty line before the signatures, or no line end after them")
    text += "\n"
    _check_text(text)
    vouched = False
    for line in block[:-1].split("\n"):
        name, key_id, signature = _signature(line)
        for verifier in known:
            if (verifier.name, verifier.key_id) != (name, key_id):
                continue
            if not keys.is_signed(verifier.key, signature, text.encode("utf-8")):
                raise NoteError(f"the signature of {name!r} is false")
            vouched = True
    if not vouched:
        raise NoteError("no known key signed the note")
    return text


def _signature(line: str) -> tuple[str, bytes, bytes]:
    dash, name, encoded = [*line.split(" "), "", "", ""][:3]
    if dash != "\u2014" or line.count(" ") != 2:
        raise NoteError(f"not a signature line: {line[:80]!r}")
    try:
        raw = keys.decode(encoded)
    except LedgerError as broken:
        raise NoteError(f"not a signature line: {line[:80]!r}") from broken
    return _name(name), raw[:4], raw[4:]


def _name(name: str) -> str:
    if not name or "+" in name or any(letter.isspace() for letter in name):
        raise NoteError(f"a key's name is not empty and holds no space and no plus: {name!r}")
    return name


def _check_text(text: str) -> None:
    if not text.endswith("\n"):
        raise NoteError("the text of a note must end with a line end")
    if any(ord(letter) < 0x20 and letter != "\n" for letter in text):
        raise NoteError("the text of a note holds no control characters but line ends")
