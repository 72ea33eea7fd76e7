"""Recipients and identities of age files: X25519, and X25519 with ML-KEM-768 against a later quantum computer.

The format is https://c2sp.org/age (read in July 2026). Left out: passphrases, tagged recipients, plugins.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey, MLKEM768PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hpke import (
    AEAD,
    KDF,
    KEM,
    MLKEM768X25519PrivateKey,
    MLKEM768X25519PublicKey,
    Suite,
)
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from fairlead_ledger import bech32
from fairlead_ledger.age_base64 import decode_base64, encode_base64
from fairlead_ledger.errors import AgeError

FILE_KEY_SIZE = 16  # age, "File key"
BODY_SIZE = FILE_KEY_SIZE + 16  # the file key and the tag of ChaCha20-Poly1305
SEED_SIZE = 32  # both kinds of identity are 32 random bytes
X25519_KIND, HYBRID_KIND = "X25519", "mlkem768x25519"  # the first argument of a stanza
X25519_SHARE_SIZE = 32
HYBRID_SHARE_SIZE = 1120  # ML-KEM-768's ciphertext of 1088 bytes, and X25519's share
_MLKEM_KEY_SIZE = 1184  # FIPS 203, table 3
_X25519_INFO = b"age-encryption.org/v1/X25519"
_HYBRID_INFO = b"age-encryption.org/mlkem768x25519"
_X25519_PREFIX, _HYBRID_PREFIX = "age", "age1pq"
_X25519_SECRET, _HYBRID_SECRET = "age-secret-key-", "age-secret-key-pq-"
_SUITE = Suite(KEM.MLKEM768_X25519, KDF.HKDF_SHA256, AEAD.CHACHA20_POLY1305)
_ARGUMENT = re.compile(r"[\x21-\x7e]+")  # 1*VCHAR


@dataclass(frozen=True)
class Stanza:
    """One line of arguments and a body, by which a header gives the file key to one recipient."""

    args: tuple[str, ...]
    body: bytes

    def __post_init__(self) -> None:
        if not self.args or not all(_ARGUMENT.fullmatch(argument) for argument in self.args):
            raise AgeError("a stanza has arguments of visible ASCII letters")

    def text(self) -> str:
        """Return the stanza as it stands in a header, with its last line end."""
        encoded = encode_base64(self.body)
        lines = [encoded[start : start + 64] for start in range(0, len(encoded) + 1, 64)]
        return "\n".join([f"-> {' '.join(self.args)}", *lines]) + "\n"


@dataclass(frozen=True)
class Recipient:
    """Whom a file is sealed to: kind and public bytes. Parse the text that age-keygen prints."""

    kind: str
    key: bytes

    @classmethod
    def parse(cls, text: str) -> Recipient:
        """Read ``age1...`` or ``age1pq1...``; raises AgeError."""
        prefix, key = bech32.decode(text)
        size = {_X25519_PREFIX: X25519_SHARE_SIZE, _HYBRID_PREFIX: _MLKEM_KEY_SIZE + X25519_SHARE_SIZE}.get(prefix)
        if size is None or len(key) != size or text != text.lower():
            raise AgeError(f"not a recipient of age (age1..., age1pq1...): {text[:24]!r}")
        recipient = cls(X25519_KIND if prefix == _X25519_PREFIX else HYBRID_KIND, key)
        recipient.wrap(bytes(FILE_KEY_SIZE))  # a key outside its field is found now, not when somebody needs it
        return recipient

    def __str__(self) -> str:
        """Return the text that :meth:`parse` reads."""
        return bech32.encode(_X25519_PREFIX if self.kind == X25519_KIND else _HYBRID_PREFIX, self.key)

    def wrap(self, file_key: bytes) -> Stanza:
        """Return a stanza that gives the file key to this recipient; never twice the same."""
        return self._wrap_x25519(file_key) if self.kind == X25519_KIND else self._wrap_hybrid(file_key)

    def _wrap_x25519(self, file_key: bytes) -> Stanza:
        ephemeral = X25519PrivateKey.generate()
        share = ephemeral.public_key().public_bytes_raw()
        try:
            shared = ephemeral.exchange(X25519PublicKey.from_public_bytes(self.key))
        except ValueError as low:
            raise AgeError("the recipient is a point of low order") from low
        body = ChaCha20Poly1305(_x25519_wrap_key(shared, share, self.key)).encrypt(bytes(12), file_key, None)
        return Stanza((X25519_KIND, encode_base64(share)), body)

    def _wrap_hybrid(self, file_key: bytes) -> Stanza:
        try:
            public = MLKEM768X25519PublicKey(
                MLKEM768PublicKey.from_public_bytes(self.key[:_MLKEM_KEY_SIZE]),
                X25519PublicKey.from_public_bytes(self.key[_MLKEM_KEY_SIZE:]),
            )
            sealed = _SUITE.encrypt(file_key, public, info=_HYBRID_INFO)
        except ValueError as outside:
            raise AgeError("the recipient holds numbers outside ML-KEM's field") from outside
        return Stanza((HYBRID_KIND, encode_base64(sealed[:HYBRID_SHARE_SIZE])), sealed[HYBRID_SHARE_SIZE:])


@dataclass(frozen=True)
class Identity:
    """Who can open a file: a kind and its 32 secret bytes, which no text of this object shows."""

    kind: str
    seed: bytes = field(repr=False)

    @classmethod
    def generate(cls, kind: str = HYBRID_KIND) -> Identity:
        """Return a fresh identity."""
        return cls(kind, secrets.token_bytes(SEED_SIZE))

    @classmethod
    def parse(cls, text: str) -> Identity:
        """Read ``AGE-SECRET-KEY-1...`` or ``AGE-SECRET-KEY-PQ-1...``; raises AgeError, which never shows the text."""
        try:
            prefix, seed = bech32.decode(text)
        except AgeError:
            raise AgeError("not an identity of age (AGE-SECRET-KEY-...)") from None
        kind = {_X25519_SECRET: X25519_KIND, _HYBRID_SECRET: HYBRID_KIND}.get(prefix)
        if kind is None or len(seed) != SEED_SIZE or text != text.upper():
            raise AgeError("not an identity of age (AGE-SECRET-KEY-...)")
        return cls(kind, seed)

    def secret_text(self) -> str:
        """Return the text that :meth:`parse` reads: it opens everything sealed to this identity."""
        return bech32.encode(_X25519_SECRET if self.kind == X25519_KIND else _HYBRID_SECRET, self.seed).upper()

    def recipient(self) -> Recipient:
        """Return the public half."""
        if self.kind == X25519_KIND:
            return Recipient(self.kind, self._x25519().public_key().public_bytes_raw())
        lattice, curve = self._hybrid_halves()
        return Recipient(self.kind, lattice.public_key().public_bytes_raw() + curve.public_key().public_bytes_raw())

    def unwrap(self, stanzas: Sequence[Stanza]) -> bytes | None:
        """Return the file key, or None where no stanza is for this identity; raises AgeError for a malformed one."""
        for stanza in stanzas:
            if stanza.args[0] != self.kind:
                continue
            share = check_stanza(stanza)
            found = (
                self._open_x25519(share, stanza.body)
                if self.kind == X25519_KIND
                else self._open_hybrid(share, stanza.body)
            )
            if found is not None:
                return found
        return None

    def _open_x25519(self, share: bytes, body: bytes) -> bytes | None:
        private = self._x25519()
        try:
            shared = private.exchange(X25519PublicKey.from_public_bytes(share))
        except ValueError as low:
            raise AgeError("the share of a stanza is a point of low order") from low
        try:
            key = _x25519_wrap_key(shared, share, private.public_key().public_bytes_raw())
            return ChaCha20Poly1305(key).decrypt(bytes(12), body, None)
        except InvalidTag:
            return None

    def _open_hybrid(self, share: bytes, body: bytes) -> bytes | None:
        try:
            return _SUITE.decrypt(share + body, MLKEM768X25519PrivateKey(*self._hybrid_halves()), info=_HYBRID_INFO)
        except (InvalidTag, ValueError):
            return None

    def _x25519(self) -> X25519PrivateKey:
        return X25519PrivateKey.from_private_bytes(self.seed)

    def _hybrid_halves(self) -> tuple[MLKEM768PrivateKey, X25519PrivateKey]:
        """Expand the seed as draft-ietf-hpke-pq-03 does: SHAKE256 to 64 bytes for ML-KEM and 32 for X25519."""
        expanded = hashlib.shake_256(self.seed).digest(64 + 32)
        return MLKEM768PrivateKey.from_seed_bytes(expanded[:64]), X25519PrivateKey.from_private_bytes(expanded[64:])


def check_stanza(stanza: Stanza) -> bytes:
    """Return the share of a native stanza whose form is right, without opening it; raises AgeError."""
    size = {X25519_KIND: X25519_SHARE_SIZE, HYBRID_KIND: HYBRID_SHARE_SIZE}.get(stanza.args[0])
    if size is None:
        raise AgeError(f"not a native stanza: {stanza.args[0][:40]!r}")
    if len(stanza.args) != 2:
        raise AgeError(f"a stanza {stanza.args[0]} has two arguments, found {len(stanza.args)}")
    share = decode_base64(stanza.args[1])
    if len(share) != size or len(stanza.body) != BODY_SIZE:
        raise AgeError(
            f"a stanza {stanza.args[0]} has a share of {size} and a body of {BODY_SIZE} bytes, "
            f"found {len(share)} and {len(stanza.body)}"
        )
    return share


def parse_identities(lines: Iterable[str]) -> list[Identity]:
    """Read an identity file: one identity a line, comments with ``#``; raises AgeError naming the line."""
    found = []
    for number, line in enumerate(lines, start=1):
        text = line.strip()
        if text and not text.startswith("#"):
            try:
                found.append(Identity.parse(text))
            except AgeError as broken:
                raise AgeError(f"line {number}: {broken}") from broken
    return found


def _x25519_wrap_key(shared: bytes, share: bytes, recipient: bytes) -> bytes:
    return HKDF(hashes.SHA256(), 32, salt=share + recipient, info=_X25519_INFO).derive(shared)
