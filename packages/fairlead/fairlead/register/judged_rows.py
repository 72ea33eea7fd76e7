"""What people say of a row of a table that the machine read: right, corrected or rejected, each an act with its reason.

As with statements (``corrections.py``): the reading stays as it was made, the act stands in the log beside it and
names a digest of the row as it was read, and whatever is derived follows the act (``followed.py``). People write values
in the units in which they are shown ("12.3" knots, "38.5" degrees, a time); the act keeps the integer that the reading
would. Left out: where and how the row was read (its exhibit, number, page and box), which is nobody's to change.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute
import pyarrow.parquet as pq
from sqlalchemy import Column, Connection, Integer, MetaData, String, Table, Text, delete, insert, select

from fairlead import shapes
from fairlead.errors import MisuseError
from fairlead.evidence.entries import Entry
from fairlead.register import times
from fairlead.register.corrections import CHANGING, digest, said_well
from fairlead_ledger import canonical

pc: Any = pyarrow.compute
ACT = "row"
FIXED = ("exhibit", "row", "page", "box")
SHAPES = tuple(name for name in shapes.READINGS if name not in ("statements", "unread"))
_UNITS = {"us": "UTC", "e7": "°", "dkn": "kn", "ddeg": "°", "dm": "m"}
_TENTHS = ("dkn", "ddeg", "dm")
_MOST = 4000  # letters of a corrected value; ours
_MOST_OF_A_ROW = 10_000  # rows under one number that are looked through; ours

METADATA = MetaData()  # of its own, so that a case made before this table gets it

ROWS = Table(
    "register_rows",
    METADATA,
    Column("exhibit", String(64), primary_key=True),
    Column("shape", String(32), primary_key=True),
    Column("row", Integer, primary_key=True),
    Column("part", Integer, primary_key=True),
    Column("entry", String(64), nullable=False),  # of the last judgement
    Column("read", String(64), nullable=False),  # digest of the row as it was read
    Column("verdict", String(12), nullable=False),
    Column("changes", Text, nullable=False),  # canonical JSON by column, as the reading would hold them
    Column("reason", Text, nullable=False),
)


@dataclass(frozen=True)
class Judged:
    """How somebody judged a row; ``part`` counts those of its shape that bear the same number, from 1."""

    entry: str
    exhibit: str
    shape: str
    row: int
    part: int
    read: str
    verdict: str
    reason: str
    changes: dict[str, Any] = field(default_factory=dict)

    @property
    def changing(self) -> bool:
        """Whether what is derived differs by it."""
        return self.verdict in CHANGING


@dataclass(frozen=True)
class Field:
    """A column that can be corrected, under the name and in the unit in which people see it."""

    column: str
    name: str
    unit: str | None  # None: as it stands
    kind: pa.DataType
    nullable: bool


def fields(shape: str) -> dict[str, Field]:
    """Return the columns of a shape that can be corrected, by the names that people use."""
    if shape not in SHAPES:
        raise MisuseError(f"no rows of {shape!r} can be judged", f"one of: {', '.join(SHAPES)}")
    found = {}
    for column in shapes.READINGS[shape]:
        if column.name in FIXED:
            continue
        stem, _, unit = column.name.rpartition("_")
        name = ("time" if unit == "us" else stem) if unit in _UNITS else column.name
        found[name] = Field(column.name, name, _UNITS.get(unit), column.type, column.nullable)
    return found


def shown(field: Field, value: Any) -> str:
    """Return a value as people see it; "" for what the source does not give."""
    unit = field.column.rpartition("_")[2]
    if value is None:
        return ""
    if unit == "us" and field.unit:
        return times.iso(value)
    if unit == "e7" and field.unit:
        return f"{Decimal(value) / shapes.E7:f}"
    if unit in _TENTHS and field.unit:
        return f"{Decimal(value) / 10:f}"
    return {True: "true", False: "false"}[value] if isinstance(value, bool) else str(value)


def stored(field: Field, said: Any) -> Any:
    """Return what the reading would hold for a value as people write it; MisuseError where it is none of its kind."""
    text = "" if said is None else str(said).strip()
    if len(text) > _MOST:
        raise MisuseError(f"{field.name}: at most {_MOST} letters")
    if not text:
        if field.nullable:
            return None
        raise MisuseError(f"{field.name}: a value is needed")
    if pa.types.is_string(field.kind):
        return text
    if pa.types.is_boolean(field.kind):
        if text.lower() not in ("true", "false"):
            raise MisuseError(f"{field.name}: true or false was expected, found {text!r}")
        return text.lower() == "true"
    return _number(field, text)


def found(readings: Path, sha256: str, shape: str, row: int, part: int = 1) -> dict[str, Any] | None:
    """Return one row as it was read; None where there is none."""
    import pyarrow.dataset as ds  # late: it brings pandas with it, and every command loads this file

    fields(shape)
    path = readings / sha256 / f"{shape}.parquet"
    if not path.exists():
        return None
    parts = ds.dataset(path).scanner(filter=pc.field("row") == row).head(_MOST_OF_A_ROW).to_pylist()
    return parts[part - 1] if 1 <= part <= len(parts) else None


def one(readings: Path, sha256: str, shape: str, row: int, part: int = 1) -> dict[str, Any]:
    """Return one row as it was read; MisuseError where there is none."""
    read = found(readings, sha256, shape, row, part)
    if read is None:
        which = f"row {row}" if part == 1 else f"part {part} of row {row}"
        raise MisuseError(f"no {which} of {shape} was read in exhibit {sha256[:12]}", "rows are numbered from 1")
    return read


def body_of(
    read: Mapping[str, Any], sha256: str, shape: str, part: int, verdict: str, said: Mapping[str, Any], reason: str
) -> dict[str, Any]:
    """Return the body of the entry that judges a row; ``said`` are values as people write them, by their names."""
    said_well("row", verdict, said, reason, "speed=12.3")
    known, changes = fields(shape), {}
    for name, value in said.items():
        if name not in known:
            raise MisuseError(f"a row of {shape} has no {name!r} to correct", f"fields: {', '.join(known)}")
        changes[known[name].column] = stored(known[name], value)
    if verdict == "corrected" and all(read[column] == value for column, value in changes.items()):
        raise MisuseError("that is what was read: nothing is corrected by it", "accept it instead")
    return {
        "exhibit": sha256,
        "shape": shape,
        "row": read["row"],
        "part": part,
        "read": digest(read),
        "verdict": verdict,
        "changes": canonical.dumps(changes).decode(),
        "reason": reason.strip(),
    }


def project(connection: Connection, entry: Entry) -> None:
    """Keep how a row was judged last, in place of any judgement before."""
    body = entry.body
    ours = at(body["exhibit"], body["shape"], body["row"], body["part"])
    held = connection.execute(select(ROWS.c.verdict).where(ours)).scalar()
    if body["verdict"] == "taken back" and held in (None, "taken back"):
        raise MisuseError(f"nobody judged row {body['row']} of {body['shape']}, or it was taken back already")
    connection.execute(delete(ROWS).where(ours))
    kept = ("exhibit", "shape", "row", "part", "read", "verdict", "changes", "reason")
    connection.execute(insert(ROWS).values(entry=entry.id, **{name: body[name] for name in kept}))


def at(exhibit: str, shape: str, row: int, part: int) -> Any:
    """Return the condition that names one row in the table of judgements."""
    return (ROWS.c.exhibit == exhibit) & (ROWS.c.shape == shape) & (ROWS.c.row == row) & (ROWS.c.part == part)


def judged(row: Mapping[str, Any]) -> Judged:
    """Return a judgement from its row in the table, or from the body of its entry with ``entry``."""
    names = ("entry", "exhibit", "shape", "row", "part", "read", "verdict", "reason")
    return Judged(**{name: row[name] for name in names}, changes=json.loads(row["changes"]))


def follow(path: Path, out: Path, judgements: Sequence[Judged]) -> None:
    """Write the rows of a reading to ``out`` as people judged them, a group of rows at a time.

    A judgement of what was read otherwise then is not followed.
    """
    wanted: dict[int, dict[int, Judged]] = defaultdict(dict)
    for each in judgements:
        wanted[each.row][each.part] = each
    numbers, seen = pa.array(sorted(wanted), pa.int64()), Counter[int]()
    with pq.ParquetFile(path) as held, pq.ParquetWriter(out, held.schema_arrow) as writer:
        for group in range(held.num_row_groups):
            table = held.read_row_group(group)
            pieces, first = [], 0
            for place in np.flatnonzero(pc.is_in(table["row"], numbers).to_numpy(zero_copy_only=False)).tolist():
                row = table.slice(place, 1).to_pylist()[0]
                seen[row["row"]] += 1
                said = wanted[row["row"]].get(seen[row["row"]])
                if said is None or not said.changing or said.read != digest(row):
                    continue
                pieces.append(table.slice(first, place - first))
                if said.verdict == "corrected":
                    pieces.append(pa.Table.from_pylist([{**row, **said.changes}], schema=table.schema))
                first = place + 1
            whole = pa.concat_tables([*pieces, table.slice(first)])
            writer.write_table(whole, row_group_size=max(1, whole.num_rows))


def told(each: Judged, read: Mapping[str, Any] | None) -> str:
    """Say a judgement in one line; ``read`` is the row as it stands in the reading, None where it is not there."""
    by_column = {field.column: field for field in fields(each.shape).values()}
    changes = []
    for column, value in each.changes.items():
        known = by_column[column]
        before = f" (read: {shown(known, read[column]) or 'not given'})" if read is not None else ""
        changes.append(f"{known.name} is {shown(known, value) or 'not given'}{before}")
    part = f", part {each.part}" if each.part > 1 else ""
    what = f": {'; '.join(changes)}" if changes else ""
    return f"row {each.row}{part} of {each.shape.replace('_', ' ')} was {each.verdict}{what}; {each.reason}"


def _number(field: Field, text: str) -> int:
    unit = field.column.rpartition("_")[2] if field.unit else None
    if unit == "us":
        try:
            return times.microseconds(text.replace("Z", "+00:00"))
        except ValueError:
            raise MisuseError(f"{field.name}: a time was expected, found {text!r}", "2017-05-01T12:30:00Z") from None
    scale = shapes.E7 if unit == "e7" else 10 if unit else 1
    try:
        number = Decimal(text) * scale
    except InvalidOperation:
        raise MisuseError(f"{field.name}: a number was expected, found {text!r}") from None
    if not number.is_finite() or number != number.to_integral_value() or abs(number) >= 2**53:
        least = f"a multiple of {Decimal(1) / scale:f}" if scale > 1 else "a whole number"
        raise MisuseError(f"{field.name}: {least} was expected, found {text!r}")
    most = {"lat_e7": 90 * shapes.E7, "lon_e7": 180 * shapes.E7}.get(field.column)
    if most is not None and abs(number) > most:
        raise MisuseError(f"{field.name}: at most {most // shapes.E7} degrees, found {text}")
    return int(number)
