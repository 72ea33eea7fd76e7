"""Ship positions in Parquet: the layouts of ``layouts.py`` by their column names, any other with a mapping file.

Columns may be texts or typed; positions may stand in the geometry of a GeoParquet file (``geoparquet.py``). A time
without a zone is UTC unless a mapping says otherwise.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from fairlead.errors import UnreadableError
from fairlead.readers.reader import Sink, Source
from fairlead.readers.tracks.cells import Arrow, Ints
from fairlead.readers.tracks.geoparquet import Geometry, geometry_of
from fairlead.readers.tracks.layouts import recognise, refuse_foreign
from fairlead.readers.tracks.mapping import Mapping
from fairlead.readers.tracks.rows import TrackRows, Unread, shown

BATCH_ROWS = 1 << 16
FIRST_ROWS = 500  # as text, to judge units by
MAX_ROW_GROUP_BYTES = 4 << 30  # of all columns, unpacked; pages are read one by one, so that memory stays far below
_MAGIC = b"PAR1"


class ParquetTracks:
    """Reader of positions in Parquet."""

    name = "tracks-parquet"
    version = 3
    libraries = ("pyarrow",)

    def recognises(self, source: Source, head: bytes) -> str | None:
        """Return the layout that the column names fit, or the mapping's name where one is given."""
        if not head.startswith(_MAGIC):
            return None
        if source.mapping is not None:
            return f"Parquet, mapping {source.mapping.name}"
        with source.open() as stream, _refusing(source), pq.ParquetFile(stream, pre_buffer=False) as file:
            geometry = geometry_of(file, source.name)
            mapping = _layout(source, file, geometry)[0]
            within = geometry is not None and mapping.columns["lat"].column == geometry.column
            return f"{'GeoParquet' if within else 'Parquet'} with the columns of {mapping.name}"

    def read(self, source: Source, sink: Sink) -> None:
        """Hand out one position or one unread row per row of the table, and static reports where they change."""
        with source.open() as stream, _refusing(source), pq.ParquetFile(stream, pre_buffer=False) as file:
            geometry = geometry_of(file, source.name)
            mapping, notes = _layout(source, file, geometry)
            for note in notes:
                sink.note(note)
            columns = {role: how.column for role, how in mapping.columns.items()}
            for column in columns.values():
                _check_column(column, file.schema_arrow, source, geometry)
            _check_size(file, source)
            done, total = 0, max(file.metadata.num_rows, 1)
            with TrackRows(source, sink, geometry.named(mapping) if geometry else mapping) as table:
                for batch in file.iter_batches(BATCH_ROWS, columns=sorted(set(columns.values())), use_threads=False):
                    batch.validate(full=True)  # a damaged file may hold texts that are none, or point beyond its end
                    rows = np.arange(done + 1, done + batch.num_rows + 1, dtype=np.int64)
                    table.take(*_cells(batch, columns, rows, geometry))
                    done += batch.num_rows
                    sink.progress(done / total)
                table.close()
            if done != file.metadata.num_rows:
                raise UnreadableError(f"{source.name}: expected {file.metadata.num_rows} rows, found {done}")


def _cells(
    batch: pa.RecordBatch, columns: dict[str, str], rows: Ints, geometry: Geometry | None
) -> tuple[dict[str, Arrow], Ints, list[Unread]]:
    """Return the cells by role, the numbers of their rows, and the rows that have no cells since they are no point."""
    if geometry is None or geometry.column not in columns.values():
        return {role: batch.column(column) for role, column in columns.items()}, rows, []
    points = batch.column(geometry.column)
    lat, lon, bad = geometry.points(points.storage if isinstance(points, pa.ExtensionArray) else points)
    lost = [
        (int(rows[index]), f"{geometry.column} is {why}", points[index].as_py()[:16].hex())
        for index, why in bad.items()
    ]
    coordinates = {"lat": lat, "lon": lon}
    cells = {
        role: coordinates[role] if column == geometry.column else batch.column(column)
        for role, column in columns.items()
    }
    if lost:
        kept = np.ones(len(rows), np.bool_)
        kept[list(bad)] = False
        cells, rows = {role: column.filter(pa.array(kept)) for role, column in cells.items()}, rows[kept]
    return cells, rows, lost


def _layout(source: Source, file: pq.ParquetFile, geometry: Geometry | None) -> tuple[Mapping, tuple[str, ...]]:
    """Return what the columns mean, and what the user must know."""
    if source.mapping is not None:
        return source.mapping, ()
    names = file.schema_arrow.names
    found = recognise(names, source.name, _first_rows(file))
    if found is None and geometry is not None:
        return _layout_around(geometry, names, source.name)
    if found is None:
        refuse_foreign(names, source.name)
        raise UnreadableError(
            f"{source.name}: no table of ship positions known here, with the columns {', '.join(names)[:500]}",
            "if its rows are positions, say which column is what in a mapping file: --mapping",
        )
    return found.mapping, found.notes


def _layout_around(geometry: Geometry, names: list[str], name: str) -> tuple[Mapping, tuple[str, ...]]:
    """Return the layout of a table whose positions stand in its geometry alone. Raises UnreadableError."""
    others = [column for column in names if column != geometry.column]
    for lat, lon in (("lat", "lon"), ("latitude", "longitude")):
        found = recognise([*others, lat, lon], name)
        if found is not None:
            columns = dict(found.mapping.columns)
            columns |= {role: replace(columns[role], column=geometry.column) for role in ("lat", "lon")}
            return replace(found.mapping, columns=columns), found.notes
    raise UnreadableError(
        f"{name}: GeoParquet in no known layout of positions, with the columns {', '.join(names)[:500]}",
        f"say which column is what in a mapping file, with lat: {geometry.column} and lon: {geometry.column}",
    )


def _first_rows(file: pq.ParquetFile) -> Iterator[tuple[str, ...]]:
    """Yield the first rows as text; they tell units that column names leave open."""
    for batch in file.iter_batches(FIRST_ROWS, use_threads=False):
        batch.validate(full=True)
        yield from zip(*(map(str, shown(column)) for column in batch.columns), strict=True)
        return


def _check_column(column: str, schema: pa.Schema, source: Source, geometry: Geometry | None) -> None:
    if schema.names.count(column) != 1:
        what = "twice" if column in schema.names else "not"
        raise UnreadableError(
            f"{source.name}: expected the column {column!r} once, found it {what} in {', '.join(schema.names)[:500]}"
        )
    kind = schema.field(column).type
    if pa.types.is_dictionary(kind):
        kind = kind.value_type
    if geometry is not None and column == geometry.column:
        return
    if pa.types.is_nested(kind) or pa.types.is_binary(kind) or pa.types.is_boolean(kind):
        raise UnreadableError(f"{source.name}: expected text, numbers or times in column {column!r}, found {kind}")


def _check_size(file: pq.ParquetFile, source: Source) -> None:
    # Sizes by column would be sharper, but asking for them ends the process where the footer is damaged (pyarrow 26).
    for index in range(file.metadata.num_row_groups):
        size = file.metadata.row_group(index).total_byte_size
        if size > MAX_ROW_GROUP_BYTES:
            raise UnreadableError(
                f"{source.name}: row group {index} unpacks to {size} bytes, over {MAX_ROW_GROUP_BYTES}"
            )


@contextmanager
def _refusing(source: Source) -> Iterator[None]:
    """Translate what pyarrow raises on damaged files; its OSError here is never the disk's, which has an errno."""
    try:
        yield
    except (pa.ArrowException, UnicodeDecodeError) as error:
        raise UnreadableError(f"{source.name}: the Parquet file is damaged or truncated ({error})") from error
    except OSError as error:
        if error.errno is not None:
            raise
        raise UnreadableError(f"{source.name}: the Parquet file is damaged or truncated ({error})") from error
