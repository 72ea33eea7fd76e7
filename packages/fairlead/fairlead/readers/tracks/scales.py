"""Judges the units of a table whose publisher writes two under one header, by its first rows; reads no table itself.

MarineTraffic's services give speed in tenths of a knot and positions in degrees; exports drawn from its stores give
positions as whole numbers of 1/600000 degree (the unit of AIS itself), and resold ones give speed in knots.
"""

from __future__ import annotations

from collections.abc import Mapping as Dict
from collections.abc import Sequence
from decimal import Decimal

from fairlead.errors import UnreadableError
from fairlead.readers.tracks.cells import number_of

_MOST = {
    "lat": Decimal(91),
    "lon": Decimal(181),
    "speed": Decimal("102.3"),
}  # "not available", above all that AIS can say
_PER_DEGREE = 600_000
_HINT = "say it in a mapping: lat: {column: LAT, unit: 1/600000 deg}, speed: {column: SPEED, unit: 0.1 kn}"


def scales(cells: Dict[str, Sequence[str]], columns: Dict[str, str], name: str) -> tuple[dict[str, str], str]:
    """Return the units of lat, lon and speed, and in words how they were judged.

    ``cells``: role → the first rows' cells; ``columns``: role → the column's name. Raises UnreadableError where the
    rows allow two readings, or none.
    """
    place = _place({role: _numbers(cells[role]) for role in ("lat", "lon")}, columns, name)
    units = {"lat": place, "lon": place}
    if "speed" in cells:
        # the column of receivers is the service's own, and the service documents tenths
        units["speed"] = _speed(_numbers(cells["speed"]), columns["speed"], "receiver" in cells, name)
    rows = len(cells["lat"])
    return units, f", judged by its first {rows} rows: positions in {place}, speed in {units.get('speed', 'none')}"


def _numbers(cells: Sequence[str]) -> list[Decimal]:
    found = []
    for cell in cells:
        try:
            number = number_of(cell)
        except ValueError:  # the row will be unread, and says nothing here
            continue
        if number is not None:
            found.append(number)
    return found


def _whole(numbers: Sequence[Decimal]) -> bool:
    return all(number == number.to_integral_value() for number in numbers)


def _place(numbers: Dict[str, list[Decimal]], columns: Dict[str, str], name: str) -> str:
    both = [*numbers["lat"], *numbers["lon"]]
    beyond = any(abs(number) > _MOST[role] for role, several in numbers.items() for number in several)
    within = all(abs(number) <= _MOST[role] * _PER_DEGREE for role, several in numbers.items() for number in several)
    where = f"{name}: {columns['lat']} and {columns['lon']}"
    if not both or (not beyond and not _whole(both)):
        return "deg"
    if beyond and within and _whole(both):
        return "1/600000 deg"
    if beyond:
        raise UnreadableError(f"{where} are neither degrees nor whole numbers of 1/600000 degree", _HINT)
    raise UnreadableError(f"{where} could be degrees or 1/600000 degree: whole numbers below 181", _HINT)


def _speed(numbers: Sequence[Decimal], column: str, service: bool, name: str) -> str:
    if not numbers or not _whole(numbers):
        return "0.1 kn" if not numbers else "kn"
    if service or max(numbers) > _MOST["speed"]:
        return "0.1 kn"
    raise UnreadableError(f"{name}: {column} could be knots or tenths of a knot: whole numbers up to 102", _HINT)
