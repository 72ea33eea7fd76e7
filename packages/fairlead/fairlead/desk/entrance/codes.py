"""One-time codes (RFC 6238) beside a password: their secret as a person sets it up, and judging a code once."""

from __future__ import annotations

import hmac
import time

import pyotp
from reportlab.graphics.barcode import qrencoder

STEP_S = 30  # RFC 6238, section 5.2
SLACK = 1  # a step before and after, for clocks that are off: as RFC 6238, section 5.2


def address(secret: str, name: str, case: str) -> str:
    """Return what an authenticator app reads."""
    return pyotp.TOTP(secret).provisioning_uri(name=name, issuer_name=f"Fairlead {case}")


def step_of(secret: str, code: str, after: int, now: float | None = None) -> int | None:
    """Return the time step that a code is of; None where it is wrong, or not later than step ``after`` (used up)."""
    current = int((time.time() if now is None else now) // STEP_S)
    given = "".join(code.split()).encode()
    found = None
    for step in range(current - SLACK, current + SLACK + 1):
        right = pyotp.TOTP(secret).at(step * STEP_S).encode()
        if hmac.compare_digest(right, given) and step > after:
            found = step
    return found


def square(text: str) -> tuple[int, str]:
    """Return a QR code of ``text``: its width with the quiet zone, and the path of its dark modules."""
    code = qrencoder.QRCode(None, qrencoder.QRErrorCorrectLevel.M)
    code.addData(text)
    code.make()
    width, quiet = code.getModuleCount(), 4  # ISO/IEC 18004: four modules of quiet zone
    dark = ((row, column) for row in range(width) for column in range(width) if code.isDark(row, column))
    return width + 2 * quiet, "".join(f"M{column + quiet} {row + quiet}h1v1h-1z" for row, column in dark)
