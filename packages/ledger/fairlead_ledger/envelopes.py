"""The signed envelope: a JSON object and the key that signed it, canonically. Who may sign is not its business.

``{"body":{...},"key":<base64>,"sig":<base64>,"v":1}``: Ed25519 (RFC 8032) over the canonical bytes of the body.
"""

from __future__ import annotations

from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from fairlead_ledger import canonical, keys
from fairlead_ledger.errors import EnvelopeError, LedgerError

VERSION = 1
_FIELDS = {"v", "body", "key", "sig"}


def seal(body: dict[str, Any], private_key: Ed25519PrivateKey) -> bytes:
    """Return the envelope's bytes; raises CanonicalError where the body cannot be written canonically."""
    signature = private_key.sign(canonical.dumps(body))
    key = keys.public_bytes(private_key)
    return canonical.dumps({"v": VERSION, "body": body, "key": keys.encode(key), "sig": keys.encode(signature)})


def open_envelope(data: bytes) -> tuple[dict[str, Any], bytes]:
    """Return body and signer's public key (32 raw bytes), the signature verified; raises EnvelopeError."""
    envelope = _parse(data)
    try:
        key = keys.decode(envelope["key"], keys.KEY_SIZE)
        signature = keys.decode(envelope["sig"], keys.SIGNATURE_SIZE)
    except (LedgerError, TypeError) as broken:
        raise EnvelopeError(f"key or signature of the envelope: {broken}") from broken
    if not keys.is_signed(key, signature, canonical.dumps(envelope["body"])):
        raise EnvelopeError("the signature of the envelope is false")
    return envelope["body"], key


def peek(data: bytes) -> dict[str, Any]:
    """Return the body without verifying the signature: for reading what was verified before; raises EnvelopeError."""
    body: dict[str, Any] = _parse(data)["body"]
    return body


def _parse(data: bytes) -> dict[str, Any]:
    try:
        envelope = canonical.loads(data)
    except LedgerError as broken:
        raise EnvelopeError(f"the envelope is unreadable: {broken}") from broken
    if not isinstance(envelope, dict) or set(envelope) != _FIELDS or not isinstance(envelope["body"], dict):
        raise EnvelopeError("an envelope has exactly v, body, key and sig, and its body is an object")
    if envelope["v"] != VERSION or isinstance(envelope["v"], bool):
        raise EnvelopeError(f"expected an envelope of version {VERSION}, found {envelope['v']!r}")
    return envelope
