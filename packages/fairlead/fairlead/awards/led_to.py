"""Led-to: what a tip opened, became, filled, advanced or confirmed; signed when it happens and never changed.

A use is the word of an investigator on the day it is entered. That a tip was not needed is not shown by a missing
entry, nor does an entry show that nothing else led there: several tips and the office's own work may stand together.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from fairlead.errors import MisuseError

Use = Literal["tasked", "became", "filled", "advanced", "confirmed"]

USES: dict[str, str] = {
    "tasked": "it was used in a task: a search, a request, a purchase of data",
    "became": "it, or a file of it, became an exhibit",
    "filled": "it filled an element of an occasion, by an exhibit",
    "advanced": "it advanced an occasion",
    "confirmed": "it confirmed an occasion that was known already",
}
"""What can be entered, in words; that a tip was opened stands in the entry that opened it."""

_NEEDS = {
    "tasked": ("task",),
    "became": ("exhibit",),
    "filled": ("occasion", "element", "exhibit"),
    "advanced": ("occasion",),
    "confirmed": ("occasion",),
}


def check(body: Mapping[str, Any]) -> None:
    """Raise MisuseError where an entry lacks what its use needs."""
    use = body["use"]
    if use not in USES:
        raise MisuseError(f"no such use of a tip: {use!r}", f"one of {', '.join(USES)}")
    missing = [name for name in _NEEDS[use] if not body.get(name)]
    if missing:
        raise MisuseError(f"{use}: {USES[use]}; {', '.join(missing)} is missing")
