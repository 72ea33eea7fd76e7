"""Ed25519 keys as raw bytes and base64 text, strictly read: one key or signature has one spelling. No key is stored."""

from __future__ import annotations

import base64
import binascii

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from fairlead_ledger.errors import LedgerError

KEY_SIZE = 32  # RFC 8032, section 5.1.5
SIGNATURE_SIZE = 64  # RFC 8032, section 5.1.6


def public_bytes(key: Ed25519PrivateKey | Ed25519PublicKey) -> bytes:
    """Return the 32 raw bytes of a public key, or of the public half of a private one."""
    return (key.public_key() if isinstance(key, Ed25519PrivateKey) else key).public_bytes_raw()


def encode(data: bytes) -> str:
    """Return standard base64 with padding (RFC 4648, section 4)."""
    return base64.b64encode(data).decode("ascii")


def decode(text: str, size: int | None = None) -> bytes:
    """Read base64 of ``size`` bytes (None: any); any other spelling of the same bytes raises LedgerError."""
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as broken:
        raise LedgerError("not base64") from broken
    if encode(data) != text:
        raise LedgerError("base64, but not in its one spelling")
    if size is not None and len(data) != size:
        raise LedgerError(f"expected {size} bytes in base64, found {len(data)}")
    return data


def is_signed(key: bytes, signature: bytes, message: bytes) -> bool:
    """Tell whether a raw Ed25519 signature over the message is by the raw public key."""
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True
