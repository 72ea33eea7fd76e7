"""The published layouts of tables of ship positions, and the words they use. A table is recognised by its header alone.

Sources: MarineCadastre's data dictionary (NOAA and BOEM, 2015 on; lower-case names from 2025 on); the Danish Maritime
Authority's README of its AIS files; Global Fishing Watch's column names (``ssvid``). Nothing is guessed: a header that
fits none, or two, is refused with what was found.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from fairlead.errors import UnreadableError
from fairlead.readers.mapping import UNITS, ColumnOf, Mapping
from fairlead.readers.times import Times

_NORMAL = str.maketrans("", "", " _#-")

# role → the column's names, without case, blanks, "_", "-" and "#"; the first four roles are required
_MARINE_CADASTRE = {
    "mmsi": ("mmsi",),
    "time": ("basedatetime",),
    "lat": ("lat", "latitude"),
    "lon": ("lon", "longitude"),
    "speed": ("sog",),
    "course": ("cog",),
    "heading": ("heading",),
    "status": ("status",),
    "imo": ("imo",),
    "name": ("vesselname",),
    "call_sign": ("callsign",),
    "ship_type": ("vesseltype",),
    "draught": ("draft",),
    "length": ("length",),
    "beam": ("width",),
    "": ("cargo", "transceiverclass", "transcieverclass", "transceiver"),  # known and not read
}
_DANISH = {
    "mmsi": ("mmsi",),
    "time": ("timestamp",),
    "lat": ("latitude",),
    "lon": ("longitude",),
    "mobile": ("typeofmobile",),  # what tells this layout from all others
    "speed": ("sog",),
    "course": ("cog",),
    "heading": ("heading",),
    "status": ("navigationalstatus",),
    "imo": ("imo",),
    "name": ("name",),
    "call_sign": ("callsign",),
    "ship_type": ("shiptype",),
    "cargo_type": ("cargotype",),
    "draught": ("draught",),
    "destination": ("destination",),
    "length": ("length",),
    "beam": ("width",),
    "": ("rot", "typeofpositionfixingdevice", "eta", "datasourcetype", "a", "b", "c", "d"),
}
_GLOBAL_FISHING_WATCH = {
    "mmsi": ("ssvid",),
    "time": ("t", "timestamp"),
    "lat": ("lat",),
    "lon": ("lon",),
    "speed": ("speed",),
    "course": ("course",),
    "heading": ("heading",),
    "receiver": ("receivertype",),
    "imo": ("imo",),
    "name": ("shipname",),
    "call_sign": ("callsign",),
    "destination": ("destination",),
    "length": ("length",),
    "beam": ("width",),
}

_TIMES = {"the Danish Maritime Authority's layout": Times(format="%d/%m/%Y %H:%M:%S")}
LAYOUTS = {
    "MarineCadastre's layout": _MARINE_CADASTRE,
    "the Danish Maritime Authority's layout": _DANISH,
    "Global Fishing Watch's layout": _GLOBAL_FISHING_WATCH,
}

# ITU-R M.1371-5, annex 8, table 45; the Danish and the older MarineCadastre files write it out.
STATUS_WORDS: dict[str, int | None] = {
    "under way using engine": 0,
    "at anchor": 1,
    "not under command": 2,
    "restricted maneuverability": 3,
    "restricted manoeuvrability": 3,
    "constrained by her draught": 4,
    "moored": 5,
    "aground": 6,
    "engaged in fishing": 7,
    "under way sailing": 8,
    "reserved for future amendment [hsc]": 9,
    "reserved for future amendment [wig]": 10,
    "power-driven vessel towing astern": 11,
    "power-driven vessel pushing ahead or towing alongside": 12,
    "reserved for future use": 13,
    "ais-sart is active": 14,
    "ais-sart (active)": 14,
    "undefined": None,
    "not defined": None,
    "unknown value": None,
}

# ITU-R M.1371-5, annex 8, table 53, as the Danish files write it. The second digit is the cargo type's.
SHIP_TYPE_WORDS: dict[str, int | None] = {
    "wig": 20,
    "fishing": 30,
    "towing": 31,
    "towing long/wide": 32,
    "dredging": 33,
    "diving": 34,
    "military": 35,
    "sailing": 36,
    "pleasure": 37,
    "hsc": 40,
    "pilot": 50,
    "sar": 51,
    "tug": 52,
    "port tender": 53,
    "anti-pollution": 54,
    "law enforcement": 55,
    "spare 1": 56,
    "spare 2": 57,
    "medical": 58,
    "not party to conflict": 59,
    "passenger": 60,
    "cargo": 70,
    "tanker": 80,
    "other": 90,
    "reserved": None,
    "undefined": None,
}
CARGO_TYPE_WORDS: dict[str, int | None] = {
    "category x": 1,
    "category y": 2,
    "category z": 3,
    "category os": 4,
    "category a": 1,  # before 2002 the categories of MARPOL Annex II bore these letters
    "category b": 2,
    "category c": 3,
    "category d": 4,
    "no additional information": 9,
}

_RECEIVER_WORDS = {"terrestrial": "terrestrial", "satellite": "satellite"}


def normal(column: str) -> str:
    """Return a column's name without case, blanks, underscores, hyphens and hashes."""
    return column.strip().lower().translate(_NORMAL)


def recognise(header: Sequence[str], name: str) -> tuple[Mapping, list[str]] | None:
    """Return the layout of a table with this header and the columns it does not know, or None where no layout fits.

    Raises UnreadableError where a column or a layout could be meant in two ways.
    """
    fitting = [(layout, _fit(roles, header)) for layout, roles in LAYOUTS.items()]
    found = [(layout, fit) for layout, fit in fitting if fit is not None]
    if not found:
        return None
    if len(found) > 1:
        raise UnreadableError(
            f"{name}: the header fits {' and '.join(layout for layout, _ in found)}",
            "say which column is what: --mapping",
        )
    layout, (columns, unknown) = found[0]
    twice = {column for role, several in columns.items() if role and len(several) > 1 for column in several}
    if twice:
        raise UnreadableError(
            f"{name}: columns that mean the same: {', '.join(sorted(twice))}", "say which one to read: --mapping"
        )
    roles = {role: _column(layout, role, several[0]) for role, several in columns.items() if role}
    return Mapping(layout, "", roles), unknown


def _fit(roles: dict[str, tuple[str, ...]], header: Sequence[str]) -> tuple[dict[str, list[str]], list[str]] | None:
    role_of = {alias: role for role, aliases in roles.items() for alias in aliases}
    columns: dict[str, list[str]] = {}
    unknown = []
    for column in header:
        role = role_of.get(normal(column))
        if role is None:
            unknown.append(column)
        else:
            columns.setdefault(role, []).append(column)
    required = [*list(roles)[:4], *(["mobile"] if "mobile" in roles else [])]
    return (columns, unknown) if all(role in columns for role in required) else None


def _column(layout: str, role: str, column: str) -> ColumnOf:
    factor = next(iter(UNITS[role].values())) if role in UNITS else Fraction(1)
    times = _TIMES.get(layout, Times()) if role == "time" else Times()
    return ColumnOf(column, factor, times, _RECEIVER_WORDS if role == "receiver" else {})
