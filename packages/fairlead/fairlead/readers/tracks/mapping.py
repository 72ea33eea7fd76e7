"""A mapping: a small YAML file that says what the columns of a foreign table mean. It reads no table itself.

columns:
  mmsi: CRAFT_ID
  time: {column: TIMESTAMP, format: "%d/%m/%Y %H:%M", zone: Asia/Seoul}   # or epoch: ms; neither: ISO 8601
  lat: LAT
  lon: {column: LON, unit: 1/600000 deg}
  speed: {column: SOG, unit: 0.1 kn}
  receiver: {column: source, values: {S-AIS: satellite, T-AIS: terrestrial}}
delimiter: ";"        # otherwise found in the header
decimal: ","
encoding: cp1252      # otherwise UTF-8
missing: ["-", "999"] # further words that mean "not given"
"""

from __future__ import annotations

import codecs
import hashlib
from collections.abc import Mapping as Dict
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, NoReturn
from zoneinfo import ZoneInfo

import yaml

from fairlead.errors import MisuseError
from fairlead.readers.tracks import web_mercator
from fairlead.readers.tracks.cells import MISSING
from fairlead.readers.tracks.times import EPOCH_UNITS, Times, offset_of

MAX_MAPPING_BYTES = 1 << 16

# unit → its factor to the unit that shapes.py stores
_DEGREES = {
    "deg": Fraction(10**7),
    "1e-7 deg": Fraction(1),
    "1/600000 deg": Fraction(50, 3),  # 1/10000 minute, the unit of ITU-R M.1371 position reports
    web_mercator.UNIT: Fraction(web_mercator.PER_METRE),  # turned back into degrees after that
}
_SPEEDS = {
    "kn": Fraction(10),
    "0.1 kn": Fraction(1),
    "m/s": Fraction(36_000, 1_852),  # a nautical mile is 1,852 m (International Hydrographic Conference, 1929)
    "km/h": Fraction(10_000, 1_852),
}
_ANGLES = {"deg": Fraction(10), "0.1 deg": Fraction(1)}
_LENGTHS = {"m": Fraction(10), "0.1 m": Fraction(1), "ft": Fraction(3_048, 1_000)}

UNITS: dict[str, dict[str, Fraction]] = {
    "lat": _DEGREES,
    "lon": _DEGREES,
    "speed": _SPEEDS,
    "course": _ANGLES,
    "heading": _ANGLES,
    **dict.fromkeys(
        ("draught", "length", "beam", "to_bow", "to_stern", "to_port", "to_starboard"),
        _LENGTHS,
    ),
}
PLAIN = ("mmsi", "time", "status", "receiver", "imo", "name", "call_sign", "ship_type", "destination")
ROLES = (*PLAIN, *UNITS)
REQUIRED = ("mmsi", "time", "lat", "lon")
_LEAST = "columns: {mmsi: MMSI, time: TIMESTAMP, lat: LAT, lon: LON}"
RECEIVERS = ("terrestrial", "satellite")


@dataclass(frozen=True)
class ColumnOf:
    """Where a role is found in a table, and how it is written there."""

    column: str
    factor: Fraction = Fraction(1)  # from the column's unit to the stored one
    times: Times = field(default_factory=Times)
    values: Dict[str, str | None] = field(default_factory=dict)  # word in lower case → receiver; for 'receiver' only
    mercator: bool = False  # metres of Web Mercator
    own_in: tuple[int, int] | None = None  # years in which the publisher wrote numbers of its own; for 'mmsi' only
    whole: bool = False  # a fraction is bad: the unit was judged by rows that have none


@dataclass(frozen=True)
class Mapping:
    """What is known about a table: which column is what, in which unit, and how its cells are written."""

    name: str  # of the mapping file, or of the layout
    sha256: str  # of the mapping file's bytes; part of what a reading depends on
    columns: Dict[str, ColumnOf]  # by role
    delimiter: str | None = None
    decimal: str = "."
    encoding: str | None = None
    missing: frozenset[str] = MISSING


def parse(data: bytes, name: str) -> Mapping:
    """Read a mapping from bytes. Raises MisuseError with file, key and reason."""
    if len(data) > MAX_MAPPING_BYTES:
        raise MisuseError(f"{name}: a mapping has at most {MAX_MAPPING_BYTES} bytes")
    try:
        document = yaml.safe_load(data)
    except (yaml.YAMLError, UnicodeDecodeError, ValueError, RecursionError) as error:
        raise MisuseError(f"{name}: not YAML ({' '.join(str(error).split())})") from error
    check = Checks(name)
    top = check.mapping(document, "", {"columns", "delimiter", "decimal", "encoding", "missing"})
    columns = check.mapping(top.get("columns"), "columns", set(ROLES))
    for role in REQUIRED:
        if role not in columns:
            check.fail(f"columns.{role}", f"is missing; every mapping needs {', '.join(REQUIRED)}")
    found = {str(role): _column(check, str(role), entry) for role, entry in columns.items()}
    delimiter, decimal = top.get("delimiter"), top.get("decimal", ".")
    if delimiter is not None and (not isinstance(delimiter, str) or len(delimiter) != 1 or not delimiter.isascii()):
        check.fail("delimiter", "is one character")
    if decimal not in (".", ",") or decimal == delimiter:
        check.fail("decimal", 'is "." or ",", and not the delimiter')
    return Mapping(
        name=name,
        sha256=hashlib.sha256(data).hexdigest(),
        columns=found,
        delimiter=delimiter,
        decimal=decimal,
        encoding=encoding_of(check, top.get("encoding")),
        missing=MISSING | missing_in(check, top.get("missing", [])),
    )


class Checks:
    """For mappings of any kind of table: refuses with the file's name, the key and the reason."""

    def __init__(self, name: str, least: str = _LEAST) -> None:
        self._name = name
        self._least = least

    def fail(self, key: str, reason: str) -> NoReturn:
        """Refuse with the reason."""
        raise MisuseError(f"{self._name}: {key} {reason}", f"the least a mapping says: {self._least}")

    def mapping(self, value: Any, key: str, known: set[str]) -> dict[Any, Any]:
        """Return a mapping whose keys are all known."""
        if not isinstance(value, dict):
            self.fail(key or "the file", "is not a mapping of keys to values")
        for inner in value:
            if inner not in known:
                self.fail(f"{key}.{inner}" if key else str(inner), f"is not one of {', '.join(sorted(known))}")
        return dict(value)


def _column(check: Checks, role: str, entry: Any) -> ColumnOf:
    key = f"columns.{role}"
    if isinstance(entry, str):
        entry = {"column": entry}
    allowed = {"column"}
    allowed |= {"unit"} if role in UNITS else set()
    allowed |= {"format", "epoch", "zone"} if role == "time" else set()
    allowed |= {"values"} if role == "receiver" else set()
    entry = check.mapping(entry, key, allowed)
    column = entry.get("column")
    if not isinstance(column, str) or not column:
        check.fail(f"{key}.column", "is the name of a column, as text")
    if role in UNITS:
        default = next(iter(UNITS[role]))
        unit = entry.get("unit", default)
        if unit not in UNITS[role]:
            check.fail(f"{key}.unit", f"is {unit!r}, not one of {', '.join(UNITS[role])}")
        return ColumnOf(column, factor=UNITS[role][unit], mercator=unit == web_mercator.UNIT)
    if role == "time":
        return ColumnOf(column, times=_times(check, key, entry))
    return ColumnOf(column, values=_receivers(check, key, entry.get("values", {})))


def _times(check: Checks, key: str, entry: dict[Any, Any]) -> Times:
    epoch, form, zone = entry.get("epoch"), entry.get("format"), entry.get("zone")
    if epoch is not None and epoch not in EPOCH_UNITS:
        check.fail(f"{key}.epoch", f"is {epoch!r}, not one of {', '.join(EPOCH_UNITS)}")
    if epoch is not None and (form is not None or zone is not None):
        check.fail(f"{key}.epoch", "counts from 1970 in UTC: it has neither format nor zone")
    if form is not None:
        parts = ("%d", "%m", "%Y", "%H") if isinstance(form, str) else ()
        if not parts or (any(part not in form for part in parts) and not _equivalent(form)):
            check.fail(f"{key}.format", "needs year, month, day and hour, as in '%d/%m/%Y %H:%M:%S'")
    if zone is not None:
        try:
            known = isinstance(zone, str) and (offset_of(zone) is not None or bool(ZoneInfo(zone)))
        except (OSError, ValueError, KeyError):  # ZoneInfoNotFoundError is a KeyError
            known = False
        if not known:
            check.fail(f"{key}.zone", f"is {zone!r}, neither an offset like '+09:00' nor a zone known on this machine")
    return Times(epoch=epoch, format=form, zone=zone)


def _equivalent(form: str) -> bool:
    day = any(part in form for part in ("%d", "%j", "%c", "%x"))
    month = any(part in form for part in ("%m", "%b", "%B", "%j", "%c", "%x"))
    hour = "%H" in form or ("%I" in form and "%p" in form) or "%c" in form or "%X" in form
    return day and month and hour and any(part in form for part in ("%Y", "%y", "%c", "%x"))


def _receivers(check: Checks, key: str, values: Any) -> dict[str, str | None]:
    if not isinstance(values, dict):
        check.fail(f"{key}.values", "is not a mapping of words to receivers")
    for word, receiver in values.items():
        if receiver is not None and receiver not in RECEIVERS:
            check.fail(f"{key}.values.{word}", f"is {receiver!r}, not {' or '.join(RECEIVERS)} (or empty)")
    return {str(word).lower(): receiver for word, receiver in values.items()}


def encoding_of(check: Checks, encoding: Any) -> str | None:
    """Return the name of an encoding that is known here; None where none is given."""
    if encoding is None:
        return None
    try:
        if not isinstance(encoding, str) or "\0" in encoding or not codecs.lookup(encoding)._is_text_encoding:
            raise LookupError
    except (LookupError, UnicodeError):
        check.fail("encoding", f"is {encoding!r}, no encoding known here")
    return str(encoding)


def missing_in(check: Checks, words: Any) -> frozenset[str]:
    """Return further words that mean "not given", in lower case."""
    if not isinstance(words, list):
        check.fail("missing", "is a list of words")
    return frozenset(str(word).strip().lower() for word in words)
