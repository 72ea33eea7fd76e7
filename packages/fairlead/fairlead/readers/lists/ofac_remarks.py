"""The remarks of OFAC's legacy files: one column of semicolons, parted into identities as printed.

What no pattern knows stays in the narrative alone. Remarks are cut at 1,000 characters by the format; what stands last
there is kept with the verdict ``cut off`` and no value. Ids of persons are kept as documents; nothing is checked
against a register.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from fairlead.readers.lists.listing_rows import Identity, imo_number
from fairlead.subjects import names, states

CUT_AT = 1_000  # characters: "SDN data specification", field 12

Normal = Callable[[str], str | None]


def remarks(printed: str, kind: str) -> Iterator[Identity]:
    """Yield the identities of one entry's remarks; ``kind`` is the entry's."""
    pieces = [piece.strip() for piece in printed.split(";")]
    for place, piece in enumerate(pieces, start=1):
        last = place == len(pieces)
        found = _identity(piece.removesuffix(".") if last else piece, kind)
        if found and last and len(printed) >= CUT_AT:
            found = Identity(found.kind, found.printed, None, verdict="cut off")
        if found:
            yield found


def _identity(piece: str, kind: str) -> Identity | None:
    words = re.sub(r"^alt\.\s+", "", piece)
    number = re.search(r"\bIMO\s+(\S+)$", words)
    if number:
        return imo_number(number[1], kind)
    for pattern, named, normal in _PATTERNS:
        found = re.match(pattern, words)
        if found:
            given = found[1].strip()
            value = (
                (names.ship_name(given) if kind == "ship" else names.plain_name(given))
                if normal is _name
                else normal(given)
            )
            return Identity(named, given, value or None)
    return None


def _name(printed: str) -> str | None:
    return printed


def _none(_printed: str) -> None:
    return None


def _digits(printed: str) -> str | None:
    return printed if re.fullmatch(r"\d{9}", printed) else None


def _number(printed: str) -> str | None:
    return re.sub(r"[\W_]", "", printed.partition("(")[0]).upper() or None


_NAMED = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_MONTHS = {name: place for place, name in enumerate(_NAMED, start=1)}


def _born(printed: str) -> str | None:
    """Return an ISO date, or a year; None for anything less exact."""
    exact = re.fullmatch(r"(\d\d) ([A-Z][a-z]{2}) (\d{4})", printed)
    if exact and exact[2] in _MONTHS:
        return f"{exact[3]}-{_MONTHS[exact[2]]:02d}-{exact[1]}"
    return printed if re.fullmatch(r"\d{4}", printed) else None


_PATTERNS: tuple[tuple[str, str, Normal], ...] = (
    (r"(?:a\.k\.a\.|n\.k\.a\.)\s+'(.+?)'?$", "alias", _name),
    (r"f\.k\.a\.\s+'(.+?)'?$", "former_name", _name),
    (r"MMSI\s+(\S+)$", "mmsi", _digits),
    (r"Former Vessel Flag\s+(.+)$", "former_flag", states.alpha2),
    (r"Other Vessel Flag\s+(.+)$", "flag", states.alpha2),
    (r"Vessel Flag\s+(.+)$", "flag", states.alpha2),
    (r"Other Vessel Type\s+(.+)$", "type", _none),
    (r"Other Vessel Call Sign\s+(.+)$", "call_sign", str.upper),
    (r"Vessel Year of Build\s+(.+)$", "built", _none),
    (r"DOB\s+(.+)$", "date_of_birth", _born),
    (r"POB\s+(.+)$", "place_of_birth", states.at_the_end),
    (r"nationality\s+(.+)$", "nationality", states.alpha2),
    (r"citizen\s+(.+)$", "nationality", states.alpha2),
    (r"Gender\s+(.+)$", "gender", str.lower),
    (r"Passport\s+(.+)$", "passport", _number),
    (r"Linked To:\s+(.+)$", "linked_to", names.plain_name),
    (r"Aircraft Tail Number\s+(.+)$", "tail_number", _none),
    (
        r"((?:National ID|Tax ID|Driver's License|Identification Number|Registration|Company Number|V\.A\.T\.).+)$",
        "document",
        _none,
    ),
    (r"(?:Email Address|Website)\s+(.+)$", "contact", _none),
)
