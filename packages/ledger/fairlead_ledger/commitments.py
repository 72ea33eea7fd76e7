"""Salted commitments: a value stands in a signed leaf as a hash, and can be destroyed without touching the leaf.

A commitment is SHA-256(salt ‖ value) with a salt of 32 random bytes. Who lacks the salt cannot try values against it;
when salt and value are destroyed, nothing tells any more what the value was. The value's bytes are canonical JSON.
"""

from __future__ import annotations

import hashlib
import secrets

from fairlead_ledger.errors import LedgerError

SALT_SIZE = 32


def new_salt() -> bytes:
    """Return 32 fresh random bytes."""
    return secrets.token_bytes(SALT_SIZE)


def commit(salt: bytes, value: bytes) -> bytes:
    """Return the 32 bytes of the commitment; a salt of another length is refused, since it would blur where it ends."""
    if len(salt) != SALT_SIZE:
        raise LedgerError(f"a salt has {SALT_SIZE} bytes, found {len(salt)}")
    return hashlib.sha256(salt + value).digest()
