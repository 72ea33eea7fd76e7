"""Numbers of papers and registers as OFAC's XML gives them: type, number and country, into identities as printed.

Which is whose is the list's word. Numbers are judged by their check digit and never looked up in a register.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from fairlead.readers.lists.listing_rows import Identity
from fairlead.subjects import imo

SAID_FALSE = "said to be false"


def paper(named: str, number: str, country: str | None, kind: str, *, false: bool = False) -> Iterator[Identity]:
    """Yield a number, in the words of the legacy remarks where those have their own kind; ``kind`` is the entry's.

    A number that the list calls fraudulent (``false``) never becomes the entry's own.
    """
    if not number and not named:
        return
    lowered = named.lower()
    doubt = SAID_FALSE if false else None
    if (found := re.search(r"\bIMO\s*(\d\S*)", f"{named} {number}")) or "imo number" in lowered:
        printed = found[1] if found else number
        judged = imo.verdict(printed) if kind == "ship" else imo.company_verdict(printed)
        role = "fraud_imo" if false else "imo" if kind == "ship" else "company_imo"
        yield Identity(role, printed, str(judged.value) if judged.value else None, verdict=judged.verdict)
    elif "mmsi" in lowered or "maritime mobile service" in lowered:
        yield Identity("mmsi", number, number if re.fullmatch(r"\d{9}", number) else None, verdict=doubt)
    elif lowered == "gender":
        yield Identity("gender", number, number.lower())
    elif "passport" in lowered:
        value = re.sub(r"[\W_]", "", number).upper() or None
        printed = " ".join(filter(None, (number, country and f"({country})")))
        yield Identity("fraud_passport" if false else "passport", printed, value)
    elif "vessel year of build" in lowered:
        yield Identity("built", number)
    else:
        yield from other(" ".join(filter(None, (named, number))), country and f"({country})", doubt)


def other(named: str, said: str | None, verdict: str | None = None) -> Iterator[Identity]:
    """Yield what no kind of ours fits, in the list's own words."""
    if printed := " ".join(filter(None, (named, said))):
        yield Identity("document", printed, verdict=verdict)
