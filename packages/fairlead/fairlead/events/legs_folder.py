"""Legs as a folder of Parquet files: those that are settled stay as they are, those still open do not.

    legs.parquet/000000.parquet …   legs with a successor: a million a file, by track; then those that were added, in
                                    files of their own
    legs.parquet/open.parquet       the last leg of each track, made anew whenever positions are added

So what a day adds costs a day: only a file that holds a leg which is no longer is written again. Within a file legs lie
in groups of some tracks and of like times: a file tells of each group from when to when it reaches, so that who asks
for the last week reads little else. Together the files are one table; nobody may rely on the order of its rows. Left
out: what legs are (``following.py``).
"""

from __future__ import annotations

import shutil
from collections.abc import Collection, Iterable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute
import pyarrow.parquet as pq

from fairlead import shapes

pc: Any = pyarrow.compute

FILE_ROWS = 1 << 20  # what may have to be written again for one number
BATCH_ROWS = 1 << 18
GROUP_ROWS = 1 << 15  # of like times, of the tracks of one batch
OPEN = "open.parquet"


def files(folder: Path) -> list[Path]:
    """Return the files of a table that is one file or a folder of them."""
    return sorted(folder.glob("*.parquet")) if folder.is_dir() else [folder]


def rows(folder: Path) -> int:
    """Return how many rows a table has that is one file or a folder of them."""
    return sum(pq.read_metadata(path).num_rows for path in files(folder))


def write(
    folder: Path, batches: Iterable[pa.RecordBatch], older: Iterable[pa.Table] = (), beside: Path | None = None
) -> None:
    """Write batches of legs into a new folder; ``older`` are open legs that stay open.

    ``beside``: a folder that some files will be taken over from, whose names are left free.
    """
    folder.mkdir(exist_ok=True)
    still_open = list(older)
    taken = [int(path.stem) for path in files(beside) if path.name != OPEN] if beside else []
    number = max(taken, default=-1) + 1

    def settled() -> Iterator[pa.RecordBatch]:
        for batch in batches:
            ends = pc.is_null(batch.column("next_t_us"))
            if pc.any(ends).as_py():
                still_open.append(pa.Table.from_batches([batch.filter(ends)], shapes.LEGS))
                batch = batch.filter(pc.invert(ends))
            yield batch

    waiting = settled()
    while True:
        some = list(_up_to(waiting, 1))
        if not some:
            break
        path = folder / f"{number:06}.parquet"
        write_file(path, chain(some, _up_to(waiting, FILE_ROWS)))
        number += 1
    whole = pa.concat_tables(still_open) if still_open else shapes.LEGS.empty_table()
    write_file(folder / OPEN, iter(whole.sort_by([("track", "ascending"), ("t_us", "ascending")]).to_batches()))


def still_open(folder: Path, touched: Collection[int]) -> list[pa.Table]:
    """Return the open legs of all numbers but those that were touched."""
    ends = pq.read_table(folder / OPEN)
    return [ends.filter(pc.invert(pc.is_in(ends["mmsi"], pa.array(sorted(touched), pa.int64())))).cast(shapes.LEGS)]


def take_over(before: Path, folder: Path, gone: Mapping[tuple[int, int], tuple[int, int]]) -> None:
    """Put the files of a folder into another, but for open legs; a file that holds a leg that is gone is written again.

    ``gone``: the number and the time of each, by its exhibit and row.
    """
    rows = pa.array(sorted({row for _, row in gone}), pa.int64())
    for path in files(before):
        if path.name == OPEN:
            continue
        if gone and _holds(path, gone, rows):
            left = (batch.filter(pa.array(_kept(batch, gone, rows))) for batch in _read(path))
            write_file(folder / path.name, left)
        else:
            link(path, folder / path.name)


def _holds(path: Path, gone: Mapping[tuple[int, int], tuple[int, int]], rows: Any) -> bool:
    """Tell whether a file holds a leg that is gone; groups of other numbers or times are not read."""
    file, sought = pq.ParquetFile(path), np.array(list(gone.values()), np.int64)
    groups = []
    for nth in range(file.num_row_groups):
        told = file.metadata.row_group(nth)
        spans = [told.column(shapes.LEGS.names.index(name)).statistics for name in ("mmsi", "t_us")]
        may = np.ones(len(sought), np.bool_)
        for values, span in zip(sought.T, spans, strict=True):
            if span is not None and span.has_min_max:
                may &= (values >= span.min) & (values <= span.max)
        groups += [nth] if may.any() else []
    batches = file.iter_batches(BATCH_ROWS, row_groups=groups, columns=["exhibit", "row"])
    return any(not _kept(batch, gone, rows).all() for batch in batches)


def _kept(batch: pa.RecordBatch, gone: Collection[tuple[int, int]], rows: Any) -> npt.NDArray[np.bool_]:
    """Return which legs are not gone."""
    kept = np.ones(batch.num_rows, bool)
    exhibits, numbers = (batch.column(name).to_numpy() for name in ("exhibit", "row"))
    for at in np.flatnonzero(pc.is_in(batch.column("row"), rows).to_numpy(zero_copy_only=False)).tolist():
        kept[at] = (int(exhibits[at]), int(numbers[at])) not in gone
    return kept


def _read(path: Path) -> Iterator[pa.RecordBatch]:
    return iter(pq.ParquetFile(path).iter_batches(BATCH_ROWS))


def _up_to(batches: Iterator[pa.RecordBatch], count: int) -> Iterator[pa.RecordBatch]:
    """Yield batches until they hold so many rows."""
    seen = 0
    while seen < count and (batch := next(batches, None)) is not None:
        seen += batch.num_rows
        if batch.num_rows:
            yield batch


def write_file(path: Path, batches: Iterator[pa.RecordBatch]) -> None:
    """Write batches into one file, the next one being made while the last is written."""
    texts: Any = [column.name for column in shapes.LEGS if pa.types.is_string(column.type)]
    numbers = [column.name for column in shapes.LEGS if pa.types.is_int64(column.type)]
    # sorted integers packed as differences take a third of the room, and are read in half the time
    encoding = dict.fromkeys(numbers, "DELTA_BINARY_PACKED")
    with (
        ThreadPoolExecutor(1, "write") as pool,
        pq.ParquetWriter(
            path, shapes.LEGS, compression="snappy", use_dictionary=texts, column_encoding=encoding
        ) as writer,
    ):
        writing: Future[None] | None = None
        for batch in batches:
            if writing is not None:
                writing.result()
            writing = pool.submit(_write_groups, writer, pa.Table.from_batches([batch], shapes.LEGS))
        if writing is not None:
            writing.result()


def _write_groups(writer: pq.ParquetWriter, table: pa.Table) -> None:
    """Write legs in groups of like times, each in the order in which they came."""
    t_us, groups = table["t_us"].to_numpy(), max(1, table.num_rows // GROUP_ROWS)
    size = max(1, -(-table.num_rows // groups))
    if groups > 1:
        begins_us = np.sort(t_us)[size::size]
        table = table.take(np.argsort(np.searchsorted(begins_us, t_us, "right"), kind="stable"))
    writer.write_table(table, row_group_size=size)


def link(old: Path, new: Path) -> None:
    """Let a file that nobody rewrites stand in a second place."""
    try:
        new.hardlink_to(old)
    except OSError:  # another file system, or one that knows no links
        shutil.copyfile(old, new)
