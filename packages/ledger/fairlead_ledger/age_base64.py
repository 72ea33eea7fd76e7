"""Base64 as age writes it: RFC 4648, section 4, without padding, in its one spelling."""

from __future__ import annotations

import base64
import binascii

from fairlead_ledger.errors import AgeError


def encode_base64(data: bytes) -> str:
    """Return unpadded base64."""
    return base64.b64encode(data).decode("ascii").rstrip("=")


def decode_base64(text: str) -> bytes:
    """Read unpadded base64; another spelling of the same bytes raises AgeError."""
    try:
        data = base64.b64decode(text + "=" * (-len(text) % 4), validate=True)
    except (binascii.Error, ValueError) as broken:
        raise AgeError("not base64") from broken
    if encode_base64(data) != text:
        raise AgeError("base64, but not in its one spelling")
    return data
