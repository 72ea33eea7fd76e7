"""Twelve words, and what follows from them: the token that opens a mailbox and the identity that opens its replies.

BIP39's English words write 128 random bits and 4 bits of checksum. No slow derivation: 128 bits need none, and a phone
behind Tor would pay for it. docs/drop/protocol.md, "Words", has the derivation; the browser's is browser/words.js.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from mnemonic import Mnemonic

from fairlead_drop.errors import MalformedError
from fairlead_ledger.age_keys import HYBRID_KIND, Identity

COUNT = 12
ENTROPY_SIZE = 16
_SALT = b"fairlead-drop/1"


@dataclass(frozen=True)
class Words:
    """The twelve words of one source, as the 16 bytes they write. Shown once; never stored, never logged."""

    entropy: bytes = field(repr=False)

    @classmethod
    def generate(cls) -> Words:
        """Return fresh words."""
        return cls(secrets.token_bytes(ENTROPY_SIZE))

    @classmethod
    def parse(cls, text: str) -> Words:
        """Read words as people type them; raises MalformedError where the checksum is false."""
        typed = text.lower().replace(",", " ").split()
        if len(typed) != COUNT:
            raise MalformedError("refused_words", "twelve words are expected")
        try:
            return cls(bytes(_list().to_entropy(typed)))
        except (ValueError, LookupError):
            raise MalformedError("refused_words", "a word is not in the list, or the checksum is false") from None

    def text(self) -> str:
        """Return the words, as the source writes them down."""
        return _list().to_mnemonic(self.entropy)

    @cached_property
    def token(self) -> bytes:
        """What opens the mailbox: the only thing about the words that a browser ever sends."""
        return self._derive(b"mailbox")

    @cached_property
    def mailbox(self) -> str:
        """The mailbox's id, in hex."""
        return mailbox_id(self.token)

    @cached_property
    def identity(self) -> Identity:
        """What opens replies."""
        return Identity(HYBRID_KIND, self._derive(b"replies"))

    def _derive(self, what: bytes) -> bytes:
        return HKDF(hashes.SHA256(), 32, salt=_SALT, info=what).derive(self.entropy)


def mailbox_id(token: bytes) -> str:
    """Return the id of the mailbox that a token opens: the drop stores this only, and cannot go back."""
    return hashlib.sha256(_SALT + b" mailbox id" + token).hexdigest()


@lru_cache(maxsize=1)
def _list() -> Mnemonic:
    return Mnemonic("english")
