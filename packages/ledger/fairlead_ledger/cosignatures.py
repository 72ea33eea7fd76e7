"""C2SP cosignatures of checkpoints, and what a witness must ask before it gives one (https://c2sp.org/tlog-cosignature,
https://c2sp.org/tlog-witness). A witness says only: this is a checkpoint of that log, it goes on from all that I saw
before, and I saw it at that time. Nothing here keeps state or speaks over a wire.
"""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from fairlead_ledger import checkpoints, keys, merkle, notes
from fairlead_ledger.checkpoints import Checkpoint
from fairlead_ledger.errors import LedgerError, NoteError

COSIGNATURE = b"\x04"  # signed-note, "Signature types": timestamped Ed25519 witness cosignatures
MAX_PROOF = 63  # lines, tlog-witness: a proof between trees of up to 2^63 leaves is no longer
MAX_REQUEST = 65_536  # bytes; ours, well beyond any checkpoint with its proof


@dataclass(frozen=True)
class WitnessKey:
    """A witness's name and public key (32 raw bytes)."""

    name: str
    key: bytes

    @property
    def key_id(self) -> bytes:
        """The 4 bytes by which a signature line names this key."""
        return hashlib.sha256(self.name.encode() + b"\n" + COSIGNATURE + self.key).digest()[:4]

    def __str__(self) -> str:
        """Return the verifier key: ``name+hash+base64``."""
        return f"{self.name}+{self.key_id.hex()}+{keys.encode(COSIGNATURE + self.key)}"

    @classmethod
    def parse(cls, text: str) -> WitnessKey:
        """Read a verifier key of a witness; raises NoteError where it is none."""
        name, key_id, encoded = [*text.split("+", 2), "", ""][:3]
        try:
            raw = keys.decode(encoded, keys.KEY_SIZE + 1)
        except LedgerError as broken:
            raise NoteError(f"not a verifier key: {text!r}") from broken
        made = cls(name, raw[1:])
        if not name or raw[:1] != COSIGNATURE or key_id != made.key_id.hex():
            raise NoteError(f"not the verifier key of a witness, or its hash does not fit: {text!r}")
        return made


def cosign(note: str, name: str, private_key: Ed25519PrivateKey, time_s: int) -> str:
    """Return the signature line (with its line end) that vouches for a note's text at a time (seconds since 1970)."""
    witness = WitnessKey(name, keys.public_bytes(private_key))
    signature = struct.pack(">Q", time_s) + private_key.sign(_message(note, time_s))
    return f"\u2014 {name} {keys.encode(witness.key_id + signature)}\n"


def cosigned_s(note: str, line: str, witness: WitnessKey) -> int:
    """Return when (seconds since 1970) the witness vouched for the note's text; NoteError where it did not."""
    dash, name, encoded = [*line.rstrip("\n").split(" "), "", "", ""][:3]
    try:
        raw = keys.decode(encoded, 4 + 8 + keys.SIGNATURE_SIZE)
    except LedgerError as broken:
        raise NoteError(f"not a cosignature: {line[:80]!r}") from broken
    if dash != "\u2014" or name != witness.name or raw[:4] != witness.key_id:
        raise NoteError(f"the cosignature is not by {witness.name}")
    (time_s,) = struct.unpack(">Q", raw[4:12])
    if not keys.is_signed(witness.key, raw[12:], _message(note, time_s)):
        raise NoteError(f"the cosignature by {witness.name} is false")
    return int(time_s)


def request(old_size: int, proof: Sequence[bytes], note: str) -> bytes:
    """Return the body of ``add-checkpoint``."""
    return "".join([f"old {old_size}\n", *(f"{keys.encode(node)}\n" for node in proof), "\n", note]).encode()


@dataclass(frozen=True)
class Refused(Exception):  # noqa: N818
    """Why a witness gives no cosignature: the HTTP status of tlog-witness, and its body."""

    status: int
    body: str


@dataclass(frozen=True)
class Asked:
    """A request of ``add-checkpoint``, read and judged as far as it can be without state."""

    old_size: int
    proof: tuple[bytes, ...]
    note: str
    checkpoint: Checkpoint


def read_request(body: bytes, logs: Mapping[str, notes.Verifier]) -> Asked:
    """Read a request; Refused with 400 malformed, 404 a log unknown here, 403 no signature of that log's key."""
    head, gap, note = _decoded(body).partition("\n\n")
    first, *lines = head.split("\n")
    word, _, size = first.partition(" ")
    if not gap or word != "old" or not (size.isascii() and size.isdigit()) or str(int(size)) != size:
        raise Refused(400, "expected 'old SIZE', the lines of a proof, an empty line and a checkpoint\n")
    try:
        proof = tuple(keys.decode(line, merkle.HASH_SIZE) for line in lines)
    except LedgerError:
        raise Refused(400, "a line of the proof is not 32 bytes in base64\n") from None
    if len(proof) > MAX_PROOF:
        raise Refused(400, f"the proof has more than {MAX_PROOF} lines\n")
    verifier = logs.get(note.partition("\n")[0])
    if verifier is None:
        raise Refused(404, "this witness does not know the log\n")
    try:
        notes.open_note(note, [verifier])
    except NoteError:
        raise Refused(403, "the checkpoint is not signed by the log's key\n") from None
    try:
        checkpoint = checkpoints.open_checkpoint(note, [verifier])
    except NoteError as broken:
        raise Refused(400, f"{broken}\n") from None
    if int(size) > checkpoint.size:
        raise Refused(400, "the old size is larger than the checkpoint's\n")
    return Asked(int(size), proof, note, checkpoint)


def judge(asked: Asked, seen: Checkpoint | None) -> None:
    """Judge a request against the last checkpoint that was vouched for (None: none yet).

    Refused with 409 where the old size is not the last one seen, or the log shows another root at that size; with 422
    where the proof does not lead from the one to the other: a log that forked cannot get past this.
    """
    size = seen.size if seen else 0
    new = asked.checkpoint
    if asked.old_size != size or (seen and new.size == size and new.root != seen.root):
        raise Refused(409, f"{size}\n")
    if seen is None or size == 0:
        if asked.proof:
            raise Refused(422, "from nothing no proof is needed\n")
        return
    if new.size == size:
        if asked.proof:
            raise Refused(422, "between equal trees no proof is needed\n")
        return
    if not merkle.verify_consistency(size, new.size, seen.root, new.root, asked.proof):
        raise Refused(422, "the proof does not lead from the last checkpoint seen to this one\n")


def _message(note: str, time_s: int) -> bytes:
    text = note.rpartition("\n\n")[0] + "\n"
    return f"cosignature/v1\ntime {time_s}\n{text}".encode()


def _decoded(body: bytes) -> str:
    if len(body) > MAX_REQUEST:
        raise Refused(400, "the request is too long\n")
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        raise Refused(400, "the request is not UTF-8\n") from None
