"""Turns a column of times into microseconds UTC, many cells at once. Which zone a column is in is said by its layout.

A date without a time of day is bad: midnight would be a guess. Digits beyond the microsecond are cut off.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from fractions import Fraction
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from fairlead.readers.tracks.cells import MISSING, ROUNDED, Arrow, Bools, Column, Ints, one_by_one, pc, scaled, texts

EPOCH_UNITS = {"s": 1_000_000, "ms": 1_000, "us": 1}
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
# A time further than this from 1970 is none; datetime, which knows the zones, ends at the year 1.
_FARTHEST_US = 1_900 * 31_556_952 * 1_000_000
_TOO_FAR = "not a time of this age"
_WIDTHS = {"Y": 4, "m": 2, "d": 2, "H": 2, "M": 2, "S": 2}
# The year first leaves one order of month and day, whatever parts them and however many digits they have.
_YEAR_FIRST = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})[T ](\d{1,2})(:\d\d.*)", re.ASCII)
_ISO = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,6})?)?$"


@dataclass(frozen=True)
class Times:
    """How a column writes times: ``epoch`` (s, ms, us), or ``format`` (strptime), or neither for ISO 8601.

    ``zone`` is an IANA name or an offset like "+09:00"; None is UTC. A time that bears its own offset keeps that.
    """

    epoch: str | None = None
    format: str | None = None
    zone: str | None = None


def offset_of(zone: str) -> timezone | None:
    """Return the fixed offset that ``zone`` writes ("+09:00"), or None where it is a name."""
    match = re.fullmatch(r"([+-])(\d\d):?(\d\d)", zone)
    if not match:
        return None
    sign = -1 if match[1] == "-" else 1
    return timezone(sign * timedelta(hours=int(match[2]), minutes=int(match[3])))


def times(column: Arrow, how: Times, missing: frozenset[str] = MISSING) -> Column:
    """Return microseconds UTC. A cell that is no time, or that is two times (an hour twice in autumn), is bad."""
    result = _read(column, how, missing)
    result.refuse(np.abs(result.values) > _FARTHEST_US, _TOO_FAR)
    return result


def _read(column: Arrow, how: Times, missing: frozenset[str]) -> Column:
    if pa.types.is_timestamp(column.type):
        return _timestamps(column, how)
    if how.epoch:
        result = scaled(column, Fraction(EPOCH_UNITS[how.epoch]), missing=missing)
        if pa.types.is_string(column.type):
            result.refuse(np.asarray(pc.fill_null(pc.match_substring_regex(column, "[eE]"), False)), ROUNDED)
        return result
    text = texts(column)
    if not how.format and (aware := _iso_with_offset(text)) is not None:
        return aware
    local = _fixed_width(text, how.format) if how.format else _iso(text)
    zone = None if how.zone is None else offset_of(how.zone) or ZoneInfo(how.zone)
    result = _to_utc(local, zone)
    left = np.asarray(pc.is_valid(text)) & ~local.given

    def exact(cell: str) -> int | None:
        stripped = cell.strip()
        return None if stripped.lower() in missing else _parse(stripped, how.format, zone)

    one_by_one(result, text, left, exact)
    return result


def _timestamps(column: Arrow, how: Times) -> Column:
    given = np.asarray(pc.is_valid(column))
    ticks = np.asarray(pc.fill_null(pc.cast(column, pa.int64(), safe=False), 0))
    per_us = {"s": (1_000_000, 1), "ms": (1_000, 1), "us": (1, 1), "ns": (1, 1_000)}[column.type.unit]
    beyond = np.abs(ticks) > _FARTHEST_US * per_us[1] // per_us[0]
    result = Column(np.where(beyond, 0, ticks) * per_us[0] // per_us[1], given)
    result.refuse(beyond, _TOO_FAR)
    if column.type.tz is not None or how.zone is None:
        return result
    return _to_utc(result, offset_of(how.zone) or ZoneInfo(how.zone))


def _iso_with_offset(text: Arrow) -> Column | None:
    """Return ISO times that all bear their offset from UTC, or None where not all do."""
    given = pc.is_valid(text)
    first = pc.index(given, True).as_py()
    if first < 0 or not re.search(r"(Z|[+-]\d\d:?\d\d)$", text[first].as_py()):  # a cast that fails is slow
        return None
    try:
        parsed = pc.cast(text, pa.timestamp("us", "UTC"))
    except pa.ArrowInvalid:
        return None
    if pc.min(pc.binary_length(text)).as_py() < len("2000-01-01T00:00Z"):
        return None
    return Column(np.asarray(pc.fill_null(pc.cast(parsed, pa.int64()), 0)), np.asarray(given))


def _iso(text: Arrow) -> Column:
    """Return naive ISO times as written; all others are left as not given, for the slow path."""
    valid = np.asarray(pc.is_valid(text))
    shortest = pc.min(pc.binary_length(text)).as_py()
    try:
        if shortest is not None and shortest < len("2000-01-01T00:00"):
            raise pa.ArrowInvalid("a date without a time of day")
        parsed = pc.cast(text, pa.timestamp("us"))
        given = valid
    except pa.ArrowInvalid:
        good = pc.and_(pc.match_substring_regex(text, _ISO), _clock_fits(text))
        parsed = pc.if_else(good, text, None)
        try:
            parsed = pc.cast(parsed, pa.timestamp("us"))
        except pa.ArrowInvalid:  # a day that no month has
            return Column(np.zeros(len(text), np.int64), np.zeros(len(text), np.bool_))
        given = np.asarray(pc.is_valid(parsed))
    return Column(np.asarray(pc.fill_null(pc.cast(parsed, pa.int64()), 0)).copy(), given.copy())


def _clock_fits(text: Arrow) -> Arrow:
    return pc.match_substring_regex(text, r"^.{5}(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01]).([01][0-9]|2[0-3]):[0-5]")


def _fixed_width(text: Arrow, form: str) -> Column:
    """Return times whose format is digits at fixed places; what does not fit is left for the slow path."""
    length = len(text)
    nothing = Column(np.zeros(length, np.int64), np.zeros(length, np.bool_))
    places = _places(form)
    if places is None or not length:
        return nothing
    width, literals, fields = places
    fits = np.asarray(pc.fill_null(pc.equal(pc.binary_length(text), width), False))
    filled = pc.if_else(pa.array(fits), text, "0" * width)
    joined = pc.cast(filled, pa.binary(width))
    cells = np.frombuffer(joined.buffers()[1], np.uint8)[joined.offset * width :][: length * width]
    cells = cells.reshape(length, width)
    for place, character in literals:
        fits = fits & (cells[:, place] == character)
    numbers: dict[str, Ints] = {}
    for name, start in fields.items():
        digits = cells[:, start : start + _WIDTHS[name]].astype(np.int64) - ord("0")
        fits = fits & ((digits >= 0) & (digits <= 9)).all(axis=1)
        numbers[name] = digits @ (10 ** np.arange(_WIDTHS[name] - 1, -1, -1, dtype=np.int64))
    return _assemble(numbers, fits)


def _assemble(numbers: dict[str, Ints], fits: Bools) -> Column:
    zero = np.zeros(len(fits), np.int64)
    hour, minute, second = (numbers.get(name, zero) for name in "HMS")
    month, day = numbers["m"], numbers["d"]
    fits = fits & (numbers["Y"] > 0) & (month >= 1) & (month <= 12) & (day >= 1)
    fits = fits & (hour < 24) & (minute < 60) & (second < 60)
    months = np.where(fits, (numbers["Y"] - 1970) * 12 + month - 1, 0)
    first: npt.NDArray[np.int64] = months.astype("M8[M]").astype("M8[D]").astype(np.int64)
    after: npt.NDArray[np.int64] = (months + 1).astype("M8[M]").astype("M8[D]").astype(np.int64)
    fits = fits & (day <= after - first)
    seconds = (first + day - 1) * 86_400 + hour * 3_600 + minute * 60 + second
    return Column(np.where(fits, seconds * 1_000_000, 0), fits)


def _places(form: str) -> tuple[int, list[tuple[int, int]], dict[str, int]] | None:
    """Return width, literals and where each number starts; None where the format is not of fixed width."""
    place, literals, fields = 0, [], {}
    for directive, literal in re.findall(r"%(.)|([^%])", form):
        if directive:
            if directive not in _WIDTHS or directive in fields:
                return None
            fields[directive] = place
            place += _WIDTHS[directive]
        else:
            if not literal.isascii():
                return None
            literals.append((place, ord(literal)))
            place += 1
    return (place, literals, fields) if {"Y", "m", "d", "H"} <= fields.keys() else None


def _to_utc(local: Column, zone: timezone | ZoneInfo | None) -> Column:
    if zone is None:
        return Column(local.values.copy(), local.given.copy(), dict(local.bad))
    if isinstance(zone, timezone):
        shift = int(zone.utcoffset(None).total_seconds()) * 1_000_000
        return Column(local.values - shift, local.given.copy(), dict(local.bad))
    local.refuse(np.abs(local.values) > _FARTHEST_US, _TOO_FAR)
    values = np.where(local.given, local.values, 0)
    result = Column(values, local.given.copy(), dict(local.bad))
    # Zones change on whole minutes at most every few weeks: ask once per distinct quarter of an hour.
    quarter = 900_000_000
    slots, inverse = np.unique(values // quarter, return_inverse=True)
    shifts, doubtful = np.zeros(len(slots), np.int64), np.zeros(len(slots), np.bool_)
    for index, slot in enumerate(slots.tolist()):
        naive = (_EPOCH + timedelta(seconds=slot * 900)).replace(tzinfo=None)
        early, late = (naive.replace(tzinfo=zone, fold=fold).utcoffset() for fold in (0, 1))
        shifts[index] = 0 if early is None else int(early.total_seconds()) * 1_000_000
        doubtful[index] = early != late
    result.values = values - shifts[inverse]
    result.refuse(doubtful[inverse], f"a local time that is none or two in {zone.key}")
    return result


def _parse(text: str, form: str | None, zone: timezone | ZoneInfo | None) -> int:
    """Return one time in microseconds UTC. Raises ValueError."""
    try:
        if form:
            moment = datetime.strptime(text, form)  # noqa: DTZ007 (the zone follows)
        else:
            if found := _YEAR_FIRST.fullmatch(text):
                year, _, month, day, hour, rest = found.groups()
                text = f"{year}-{month:0>2}-{day:0>2}T{hour:0>2}{rest}"
            if not re.match(r"\d{4}-?\d\d-?\d\d[T ]\d\d:?\d\d", text):
                raise ValueError
            moment = datetime.fromisoformat(text.removesuffix(" UTC").removesuffix(" GMT"))
    except ValueError:
        raise ValueError(f"not a time written as {form or 'YYYY-MM-DDThh:mm:ss'}") from None
    if moment.tzinfo is None:
        if isinstance(zone, ZoneInfo):
            pair = [moment.replace(tzinfo=zone, fold=fold).utcoffset() for fold in (0, 1)]
            if pair[0] != pair[1]:
                raise ValueError(f"a local time that is none or two in {zone.key}")
        moment = moment.replace(tzinfo=zone or UTC)
    return (moment - _EPOCH) // timedelta(microseconds=1)
