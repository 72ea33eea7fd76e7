"""Tables of no known publisher whose column names say themselves what they hold: MMSI, a time, degrees, SOG and COG.

Such a table is read only where it has a speed, a course, a heading or a status and nothing of detections or events, and
where its names and first rows leave one reading: positions in degrees or in the unit of AIS; a time that bears its
offset from UTC, is an epoch, or stands in a column that says UTC; a speed whose name gives the unit, or SOG (knots, as
in ITU-R M.1371) of which the rows show that it is not in tenths, or is. Whatever could be two things is refused with
the mapping that would settle it; what is not needed (draught) is left unread and told.
"""

from __future__ import annotations

import re
from collections.abc import Mapping as Dict
from collections.abc import Sequence
from decimal import Decimal

from fairlead.errors import UnreadableError
from fairlead.readers.tracks.cells import MISSING, number_of
from fairlead.readers.tracks.mapping import UNITS, ColumnOf, Mapping
from fairlead.readers.tracks.scales import scales
from fairlead.readers.tracks.times import Times

TITLE = "a table whose column names say what they hold"
_NAMES: dict[str, tuple[str, ...]] = {
    "mmsi": ("mmsi", "mmsinumber", "mmsino", "usermmsi", "vesselmmsi", "shipmmsi", "sourcemmsi"),
    "lat": ("lat", "latitude", "latdeg", "latitudedeg", "latitudedegrees", "latitudewgs84"),
    "lon": ("lon", "long", "lng", "longitude", "londeg", "longitudedeg", "longitudedegrees", "longitudewgs84"),
    "speed": ("sog", "sogkn", "sogkts", "sogknots", "speedkn", "speedkts", "speedknots", "speedoverground"),
    "speed_of_no_unit": ("speed", "velocity", "spd"),
    "course": ("cog", "cogdeg", "cogdegrees", "course", "coursedeg", "courseoverground"),
    "heading": ("heading", "headingdeg", "hdg", "trueheading"),
    "status": ("status", "navstatus", "navstat", "navigationstatus", "navigationalstatus"),
    "imo": ("imo", "imono", "imonr", "imonumber", "lrimoshipno"),
    "name": ("name", "shipname", "vesselname"),
    "call_sign": ("callsign",),
    "ship_type": ("shiptype", "vesseltype"),
    "destination": ("dest", "destination"),
    "length": ("length", "lengthm", "loam"),
    "beam": ("beam", "beamm", "width", "widthm"),
    "draught": ("draughtm", "draftm"),
}
_TIME = re.compile(
    r"(?:base|msg|message|position|pos|event|ais|recorded|received|receive|movement|observation|unix|last)?"
    r"(?:date)?(?:timestamp|timestmp|tstamp|time|ts|epoch|seen|utc|gmt|dateutc|dt(?=pos))(?:pos)?(?:utc|gmt)?"
    r"(?:ms|s|sec)?"
)
_SAYS_UTC = re.compile(r"utc|gmt")
_WRITTEN = r"\d{4}([-/.])\d{1,2}\1\d{1,2}[T ]\d{1,2}:\d\d(?::\d\d(?:\.\d+)?)?"
_WITH_OFFSET = re.compile(rf"{_WRITTEN}\s?(?:Z|[+-]\d\d:?\d\d|UTC|GMT)")
_NAIVE = re.compile(_WRITTEN)
_YEAR_LAST = re.compile(r"(\d{1,2})([./-])(\d{1,2})\2\d{4}([T ])\d{1,2}:\d\d(:\d\d)?")
_EPOCHS = {"s": (900_000_000, 2_200_000_000)}  # 1998 to 2039: no AIS before, no seconds of 32 bits after
_EPOCHS |= {"ms": tuple(1_000 * n for n in _EPOCHS["s"]), "us": tuple(1_000_000 * n for n in _EPOCHS["s"])}  # type: ignore[dict-item]
_OF_MESSAGES = ("speed", "course", "heading", "status")  # one must be there: a place and a time may be of anything
_OF_OTHER_THINGS = re.compile(r"scene|detection|presence|matching|event|portcall|encounter|start|end(?!ed)|duration")
_NOT_READ = {"draught": "metres or tenths of a metre", "draft": "metres or tenths of a metre"}
_PUNCTUATION = str.maketrans("", "", "()[].:/")
_FULL_TURN = 360
_MONTHS = 12
_FULL_TURN_TENTHS = 3600


def recognise(
    header: Sequence[str], name: str, rows: Sequence[Sequence[str]], normal: Sequence[str]
) -> tuple[Mapping, tuple[str, ...]] | None:
    """Return the mapping of a table and its notes; None where its names do not say that it holds positions of ships.

    ``normal``: the header in normal form. Raises UnreadableError where a needed column could be two things.
    """
    normal = [plain.translate(_PUNCTUATION) for plain in normal]
    found = _columns(header, normal)
    if found is None:
        return None
    unclear = found.pop("speed_of_no_unit", None)
    if unclear and "speed" not in found:
        raise _refusal(name, f"{unclear[0]} could be knots, km/h or m/s", found | {"speed": unclear}, "unit: kn")
    for role, several in found.items():
        if len(several) > 1:
            raise _refusal(name, f"{role} could be {' or '.join(several)}", found)
    cells = {role: _given(rows, header.index(several[0])) for role, several in found.items()}
    if not cells["time"] or not cells["lat"]:
        raise _refusal(name, "no row gives a time and a place", found)
    plain = dict(zip(header, normal, strict=True))
    columns = {role: several[0] for role, several in found.items()}
    how, said = _times(columns["time"], plain[columns["time"]], cells["time"], name, found)
    decimal = "," if any("," in cell for cell in cells["lat"]) else "."
    numbers = {role: [cell.replace(decimal, ".") for cell in held] for role, held in cells.items()}
    units, judged = _units(columns, plain, numbers, name, found)
    roles = {
        role: ColumnOf(
            column,
            UNITS[role][units[role]]
            if role in units
            else next(iter(UNITS[role].values()))
            if role in UNITS
            else ColumnOf("").factor,
            how if role == "time" else Times(),
            whole=units.get(role) in ("1/600000 deg", "0.1 kn", "0.1 deg"),
        )
        for role, column in columns.items()
    }
    unread = [column for column in header if column not in columns.values()]
    notes = [f"columns that are not read: {', '.join(unread)}"] if unread else []
    notes += [
        f"{column} could be {_NOT_READ[plain[column]]}: not read" for column in unread if plain[column] in _NOT_READ
    ]
    notes.append("no publisher's layout is known for it: its column names and first rows were taken at their word")
    return Mapping(f"{TITLE}: {said}{judged}", "", roles, decimal=decimal), tuple(notes)


def _columns(header: Sequence[str], normal: Sequence[str]) -> dict[str, list[str]] | None:
    """Return the columns by role; None where one that is needed is missing."""
    role_of = {alias: role for role, aliases in _NAMES.items() for alias in aliases}
    found: dict[str, list[str]] = {}
    for column, plain in zip(header, normal, strict=True):
        role = role_of.get(plain) or ("time" if plain and _TIME.fullmatch(plain) else None)
        if role:
            found.setdefault(role, []).append(column)
    needed = all(role in found for role in ("mmsi", "time", "lat", "lon"))
    messages = any(role in found for role in (*_OF_MESSAGES, "speed_of_no_unit"))
    other = any(_OF_OTHER_THINGS.match(plain) for plain in normal)  # detections, events, calls at ports
    return found if needed and messages and not other else None


def _given(rows: Sequence[Sequence[str]], place: int) -> list[str]:
    cells = (row[place].strip() for row in rows)
    return [cell for cell in cells if cell.lower() not in MISSING]


def _times(column: str, plain: str, cells: Sequence[str], name: str, found: Dict[str, list[str]]) -> tuple[Times, str]:
    """Return how times are written and in words how that was judged."""
    if all(_WITH_OFFSET.fullmatch(cell) for cell in cells):
        return Times(), "times with their offset from UTC"
    if all(_NAIVE.fullmatch(cell) for cell in cells) and _SAYS_UTC.search(plain):
        return Times(), f"times in UTC, as the name {column} says"
    if _SAYS_UTC.search(plain) and (order := _year_last(cells)):
        return order[0], f"times in UTC, as the name {column} says, {order[1]}"
    for unit, (least, most) in _EPOCHS.items():
        if all(re.fullmatch(r"\d+(?:\.\d+)?", cell) and least <= float(cell) <= most for cell in cells):
            return Times(epoch=unit), f"times as an epoch in {unit}"
    if all(_NAIVE.fullmatch(cell) for cell in cells):
        raise _refusal(name, f"{column} gives no offset from UTC, and its name does not say UTC", found, "zone: UTC")
    raise _refusal(name, f"{column} is written in a way that could be two times: {cells[0]!r}", found, "zone: UTC")


def _year_last(cells: Sequence[str]) -> tuple[Times, str] | None:
    """Return how times with the year last are written, and why; None where day and month could change places.

    Dots stand between day and month in this order alone. Others are judged by numbers beyond twelve, of which each
    column of days soon has one; a later row that denies the order is no time, and unread.
    """
    parts = [_YEAR_LAST.fullmatch(cell) for cell in cells]
    shapes = {(part[2], part[4], bool(part[5])) if part else None for part in parts}
    if len(shapes) != 1 or None in shapes:
        return None
    between, before_clock, seconds = next(iter(filter(None, shapes)))
    first, second = (max(int(part[place]) for part in parts if part) for place in (1, 3))
    clock = f"{before_clock}%H:%M{':%S' if seconds else ''}"
    if second <= _MONTHS and (between == "." or first > _MONTHS):
        why = "dots part them" if between == "." else f"the greatest day is {first}"
        return Times(format=f"%d{between}%m{between}%Y{clock}"), f"day first ({why})"
    if between != "." and first <= _MONTHS < second:
        return Times(format=f"%m{between}%d{between}%Y{clock}"), f"month first (the greatest day is {second})"
    return None


def _units(
    columns: Dict[str, str], plain: Dict[str, str], cells: Dict[str, list[str]], name: str, found: Dict[str, list[str]]
) -> tuple[dict[str, str], str]:
    """Return the units by role, and in words how they were judged."""
    judged = {role: cells[role] for role in ("lat", "lon", "speed") if role in cells}
    if "speed" in judged and re.search(r"kn|kts", plain[columns["speed"]]):
        del judged["speed"]  # its name gives the unit
    units, said = scales(judged, columns, name)
    if "speed" in columns:
        units.setdefault("speed", "kn")
        said = said.replace("none", f"kn, as the name {columns['speed']} says")
    for role in ("course", "heading"):
        numbers = _numbers(cells.get(role, ()))
        most = max(numbers, default=Decimal(0))
        if role == "course" and most > _FULL_TURN:
            if most > _FULL_TURN_TENTHS or any(number != number.to_integral_value() for number in numbers):
                raise _refusal(name, f"{columns[role]} is neither degrees nor tenths of a degree", found)
            units[role] = "0.1 deg"
    return units, said.replace("none", "none given")


def _numbers(cells: Sequence[str]) -> list[Decimal]:
    found = []
    for cell in cells:
        try:
            number = number_of(cell)
        except ValueError:
            continue
        if number is not None:
            found.append(number)
    return found


def _refusal(name: str, why: str, found: Dict[str, list[str]], settles: str = "") -> UnreadableError:
    """Return the refusal, with the beginning of a mapping that would settle it; ``settles`` is what is in doubt."""
    doubtful = "time" if settles.startswith("zone") else "speed"
    said = ", ".join(
        f"{role}: {{column: {several[0]}, {settles}}}" if settles and role == doubtful else f"{role}: {several[0]}"
        for role, several in sorted(found.items(), key=lambda one: _ORDER.index(one[0]))
    )
    return UnreadableError(f"{name}: {why}", f"settle it in a mapping file (--mapping), such as columns: {{{said}}}")


_ORDER = ("mmsi", "time", *(role for role in _NAMES if role != "mmsi"))
