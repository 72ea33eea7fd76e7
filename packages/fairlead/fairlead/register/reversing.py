"""Taking an act back: by another act that reverses it, signed and in the log like the first; nothing is ever deleted.

What cannot be taken back is not offered: a letter that was sent was sent, and a reply that came has come.
"""

from __future__ import annotations

from fairlead.errors import ConflictError, MisuseError
from fairlead.evidence.entries import Entry
from fairlead.register.dressing import Gone
from fairlead.register.register import Register
from fairlead.typologies.occasion import Occasion

WAYS = {
    "open": ("withdraw", "withdraw it: it keeps its number"),
    "dismiss": ("open", "open it again"),
    "withdraw": ("open", "open it again"),
}
"""Act → the act that reverses it, and how that reads."""


def way_back(last: Entry | None) -> str | None:
    """Return how the last act on an occasion can be taken back, in words; None where it cannot."""
    if last is None:
        return None
    if last.act == "finding" and last.body["stage"] == "confirmed":
        return "correct the finding"
    return WAYS[last.act][1] if last.act in WAYS else None


def reverse(register: Register, occasion: Occasion | Gone, entry: str) -> Entry:
    """Reverse the act of ``entry``, which must be the last on the occasion."""
    named = occasion.known if isinstance(occasion, Gone) else occasion
    history = register.history(named.id)
    if not history or history[-1].id != entry:
        raise ConflictError("another act followed; only the last one can be taken back", "look at it again")
    last = history[-1]
    reason = f"takes back entry {last.index} ({last.act})"
    based = register.after(entry)
    if last.act == "open":
        return based.withdraw(named, reason)
    if last.act == "finding" and last.body["stage"] == "confirmed":
        return based.correct(named, reason)
    if last.act in ("dismiss", "withdraw") and isinstance(occasion, Occasion):
        return based.open(occasion, reason)
    raise MisuseError(f"an act of this kind cannot be taken back: {last.act}")
