"""Puts what a detector found into the exact columns of ``shapes.EVENTS``, in order of track and time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from fairlead import shapes

_FROM_LEG = {
    "start_us": "t_us",
    "end_us": "next_t_us",
    "start_lat_e7": "lat_e7",
    "start_lon_e7": "lon_e7",
    "end_lat_e7": "next_lat_e7",
    "end_lon_e7": "next_lon_e7",
    "start_exhibit": "exhibit",
    "start_row": "row",
    "end_exhibit": "next_exhibit",
    "end_row": "next_row",
}


def shaped(kind: str, found: ir.Table, **further: Any) -> ir.Table:
    """Return events of a kind from rows that have either the shape's own column names or, failing those, a leg's.

    ``further`` holds the columns proper to the kind; the rest are taken by name.
    """
    values: dict[str, Any] = {"kind": ibis.literal(kind), **further}
    for field in shapes.EVENTS[kind]:
        if field.name not in values:
            name = field.name if field.name in found.columns else _FROM_LEG[field.name]
            values[field.name] = found[name]
    typed = {
        field.name: values[field.name].cast(str(field.type) if str(field.type) != "bool" else "boolean")
        for field in shapes.EVENTS[kind]
    }
    events = found.select(**typed)
    return events.order_by(*[name for name in _ORDER if name in events.columns])


def integers(names: Sequence[str], rows: Iterable[Sequence[int]]) -> ir.Table:
    """Return rows of whole numbers, made here, as a table that others can be joined with."""
    columns = list(zip(*rows, strict=True)) or [()] * len(names)
    made = {name: pa.array(values, pa.int64()) for name, values in zip(names, columns, strict=True)}
    return ibis.memtable(pa.table(made))


OF_PLACES: dict[str, tuple[Callable[..., pa.Table], pa.Table, tuple[int, ...]]] = {}
"""By the names that Ibis made up, of what and how the last tables were made that follow from places."""


def of_places(make: Callable[..., pa.Table], places: pa.Table, *values: int) -> ir.Table:
    """Return what a function makes of places (``places.ANCHORS``) and numbers, and take down how it was made."""
    table = ibis.memtable(make(places, *values))
    if len(OF_PLACES) >= _MOST_OF_PLACES:
        del OF_PLACES[next(iter(OF_PLACES))]
    OF_PLACES[table.get_name()] = make, places, values
    return table


_MOST_OF_PLACES = 64


def among(table: ir.Table, name: str, values: Iterable[int]) -> ir.Table:
    """Return the rows whose column holds one of some whole numbers, of which there may be many."""
    return table.semi_join(integers((name,), [(value,) for value in sorted(set(values))]), name)


def steps(value: Any, size: int) -> Any:
    """Return in which step of a size a value lies: a day of a time, a cell of an angle."""
    return (value / size).floor().cast("int64")


def wide(size: int) -> int:
    """Return by how much the numbers of two cells differ that lie north and south of each other (``cells``)."""
    return 3_600_000_000 // size + 1


def cells(lat_e7: Any, lon_e7: Any, size: int) -> Any:
    """Return the number of the cell of some size (in 1e-7 degree) in which a position lies."""
    return steps(lat_e7, size) * wide(size) + steps(lon_e7, size)


def exact_sum(integers: Any) -> Any:
    """Return a sum as a 64-bit integer; some engines widen sums silently, and files then hold floats."""
    return integers.sum().cast("float64").cast("int64")


_ORDER = ("track", "start_us", "start_lat_e7", "start_lon_e7", "end_us", "other_track", "place", "to_place", "field")
