"""How a reading is made: which reader reads an exhibit, and how its rows reach their folder, all or none."""

from __future__ import annotations

import csv
import os
import shutil
import tempfile
from collections import Counter, deque
from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from importlib.metadata import version as installed_version
from pathlib import Path
from typing import Any, cast

import pyarrow as pa
import pyarrow.parquet as pq

from fairlead import shapes
from fairlead.errors import FairleadError, UnreadableError
from fairlead.readers import likeness, programs
from fairlead.readers.reader import HEAD_BYTES, Reader, Sink, Source
from fairlead.readers.registry import known_and_not_read, readers

ROW_GROUP = 1 << 18  # rows; fewer come together before they are written
BATCHES_WAITING = 4  # to be hashed and stored while the reader goes on
EXCERPT_CHARS = 200  # of an unread row
PROGRAM = "program "  # before the name of a program of this machine, among the libraries
REASONS_KEPT = 40  # different kinds of reasons counted apart; the rest together


class UnrecognisedError(UnreadableError):
    """No reader knows this exhibit: an image, a paper, a foreign table. It can still be observed by a person."""


@dataclass(frozen=True)
class Reading:
    """What was read from one exhibit, by what, and how much of it could not be."""

    reader: str
    version: int
    libraries: dict[str, str]  # distribution → version; "mapping" → SHA-256; "program NAME" → version, "" where absent
    reason: str  # why this reader
    counts: dict[
        str, int
    ]  # shape → rows, without "unread"; of statements apart: "passages_to_read", that state nothing
    unread: int
    digests: dict[str, str]  # shape → shapes.TableDigest, "unread" included
    reasons: dict[str, int] = field(default_factory=dict)  # kind of reason → unread rows
    notes: tuple[str, ...] = ()

    @property
    def by_program(self) -> bool:
        """Whether a program of the machine read a part of it, which need not read alike on another."""
        return any(name.startswith(PROGRAM) and version for name, version in self.libraries.items())


_ONE = {"passages_to_read": "passage to read", "listing_bases": "listing basis"}


def in_words(counts: Mapping[str, int]) -> str:
    """Return the counts of a reading in words, what it has none of left out: "1 statement, 4 passages to read"."""
    said = [
        f"{count:,} {_ONE.get(shape, shape.removesuffix('s')) if count == 1 else shape}".replace("_", " ")
        for shape, count in counts.items()
        if count
    ]
    return ", ".join(said) or "no rows"


def choose(source: Source) -> tuple[Reader, str]:
    """Return the reader for an exhibit and the reason for it. Raises UnrecognisedError or UnreadableError."""
    with source.unpacked() as stream:
        head = stream.read(HEAD_BYTES)
    if not head:
        raise UnreadableError(f"{source.name}: the file is empty")
    tar = likeness.is_tar(head)
    for reader in readers():
        # what a tar holds begins with its member's header: to all others it would be text with a strange first line
        reason = _recognises(reader, source, head) if not tar or getattr(reader, "of_tars", False) else None
        if reason is not None:
            return reader, reason
    if tar:
        raise UnrecognisedError(
            f"{source.name}: expected one file, found a tar", "unpack it and add the files one by one"
        )
    if known := known_and_not_read(head):
        what, _, instead = known.partition(": ")
        raise UnrecognisedError(f"{source.name}: no reader recognises it; it looks like {what}", instead)
    raise UnrecognisedError(f"{source.name}: no reader recognises it{_looks_like(head)}", _KEPT)


_KEPT = "a table of positions can be read with --mapping; anything can be observed with `fairlead observe`"
_HEADS_TOLD = 12
_CELL_TOLD = 30  # characters


def _looks_like(head: bytes) -> str:
    """Return what a file that no reader knows looks like, for its user; nothing where nothing is to be told."""
    if root := likeness.xml_root(head):
        return f"; it looks like XML with the root {root}"
    if b"\0" in head or head.lstrip()[:1] in (b"{", b"["):
        return ""
    heads = likeness.table_heads(head[: head.rfind(b"\n") + 1 or len(head)].decode("utf-8", "replace"))
    if not heads:
        return ""
    told = ", ".join(cell[:_CELL_TOLD] for cell in heads[:_HEADS_TOLD])
    return f"; it looks like a table of {len(heads)} columns: {told}{', ...' if len(heads) > _HEADS_TOLD else ''}"


def _recognises(reader: Reader, source: Source, head: bytes) -> str | None:
    """Ask a reader; one that breaks on bytes that are not its own does not know them."""
    try:
        return reader.recognises(source, head)
    except (FairleadError, OSError):
        raise
    except Exception:  # any library may break in any way on foreign bytes; the readers behind it must still be asked
        return None


def read(source: Source, folder: Path, on_progress: Callable[[float], None] | None = None) -> Reading:
    """Read an exhibit into ``folder`` as one Parquet file per shape, replacing an older reading there.

    All or nothing: when anything fails, ``folder`` is as before. Raises UnreadableError with the reason.
    """
    reader, reason = choose(source)
    folder.parent.mkdir(parents=True, exist_ok=True)
    _clear_abandoned(folder)
    partial = Path(tempfile.mkdtemp(prefix=f".{folder.name}.{os.getpid()}.", suffix=".partial", dir=folder.parent))
    sink = _FolderSink(source.key, partial, on_progress)
    try:
        _drive(reader, source, sink)
        sink.close()
        _replace(partial, folder)
    except BaseException:
        sink.abandon()
        shutil.rmtree(partial, ignore_errors=True)
        raise
    return _describe(reader, reason, source, sink)


def is_current(made: Reading) -> bool:
    """Tell whether an exhibit would be read by the same rules and libraries today, and so give the same rows."""
    versions = {reader.name: reader.version for reader in readers()}
    libraries = {name: version for name, version in made.libraries.items() if name != "mapping"}
    return versions.get(made.reader) == made.version and all(
        version == _version_today(name) for name, version in libraries.items()
    )


def _version_today(name: str) -> str:
    program = name.removeprefix(PROGRAM)
    return (programs.version(program) or "") if program != name else installed_version(name)


def _drive(reader: Reader, source: Source, sink: Sink) -> None:
    try:
        reader.read(source, sink)
    except (FairleadError, OSError):
        raise
    except csv.Error as error:
        raise UnreadableError(f"{source.name}: the rows of the table cannot be told apart ({error})") from error
    except Exception as error:
        # A reader should have seen it coming; for the person at the command line the exhibit is unread all the same.
        raise UnreadableError(
            f"{source.name}: reader {reader.name} {reader.version} broke on it ({type(error).__name__}: {error})",
            "please report this: a reader should say what it cannot read",
        ) from error


def _describe(reader: Reader, reason: str, source: Source, sink: _FolderSink) -> Reading:
    libraries = {name: installed_version(name) for name in reader.libraries}
    if (given := source.mapping or source.customs) is not None:
        libraries["mapping"] = given.sha256
    libraries |= {PROGRAM + name: version for name, version in sink.programs.items()}
    counts = {shape: count for shape, count in sink.counts.items() if shape != "unread"}
    return Reading(
        reader=reader.name,
        version=reader.version,
        libraries=libraries,
        reason=reason,
        counts=_passages_apart(counts, sink.passages),
        unread=sink.counts.get("unread", 0),
        digests=sink.digests(),
        reasons=dict(sink.reasons.most_common()),
        notes=tuple(sink.notes),
    )


def _passages_apart(counts: dict[str, int], passages: int) -> dict[str, int]:
    if not passages:
        return counts
    return counts | {"statements": counts["statements"] - passages, "passages_to_read": passages}


def _clear_abandoned(folder: Path) -> None:
    """Remove what a killed run left of this reading; a run still alive keeps its own."""
    for partial in folder.parent.glob(f".{folder.name}.*.partial"):
        try:
            os.kill(int(partial.name.removeprefix(f".{folder.name}.").partition(".")[0]), 0)
        except (ProcessLookupError, ValueError):
            shutil.rmtree(partial, ignore_errors=True)
        except PermissionError:
            continue


def _replace(partial: Path, folder: Path) -> None:
    if folder.exists():
        old = Path(tempfile.mkdtemp(prefix=f".{folder.name}.0.", suffix=".partial", dir=folder.parent))
        folder.rename(old / "old")
        partial.rename(folder)
        shutil.rmtree(old, ignore_errors=True)
    else:
        partial.rename(folder)


class _Shape:
    """One Parquet file being written, with its digest; batches are gathered until they are worth a row group."""

    def __init__(self, name: str, folder: Path) -> None:
        self.rows = 0
        self.schema = shapes.READINGS[name]
        self.digest = shapes.TableDigest(self.schema)
        numbers = [column.name for column in self.schema if pa.types.is_int64(column.type)]
        self._writer = pq.ParquetWriter(
            folder / f"{name}.parquet",
            self.schema,
            compression="zstd",
            use_dictionary=cast(Any, [column.name for column in self.schema if column.name not in numbers]),
            column_encoding=dict.fromkeys(
                numbers, "DELTA_BINARY_PACKED"
            ),  # smaller, and written in a third of the time
        )
        self._waiting: list[pa.RecordBatch] = []
        self._waiting_rows = 0

    def write(self, batches: list[pa.RecordBatch]) -> None:
        self.digest.update(batches)
        self._waiting.extend(batches)
        self._waiting_rows += sum(batch.num_rows for batch in batches)
        if self._waiting_rows >= ROW_GROUP:
            self._flush()

    def _flush(self) -> None:
        if self._waiting:
            table = pa.Table.from_batches(self._waiting, self.schema).combine_chunks()
            self._writer.write_table(table, row_group_size=ROW_GROUP)
        self._waiting, self._waiting_rows = [], 0

    def close(self) -> None:
        self._flush()
        self._writer.close()

    def abandon(self) -> None:
        self._writer.close()


class _FolderSink:
    """Writes what a reader hands out into a folder that is not yet the reading's, on a thread of its own."""

    def __init__(self, exhibit: int, folder: Path, on_progress: Callable[[float], None] | None) -> None:
        self.reasons: Counter[str] = Counter()
        self.notes: list[str] = []
        self.programs: dict[str, str] = {}
        self.passages = 0  # rows of "statements" that are passages to read
        self._exhibit = exhibit
        self._folder = folder
        self._on_progress = on_progress
        self._shapes: dict[str, _Shape] = {}
        self._unread: list[tuple[int, str, str | None]] = []
        self._writer = ThreadPoolExecutor(1, "write")  # one: rows are hashed and stored in the order they come
        self._writing: deque[Future[None]] = deque()

    @property
    def counts(self) -> dict[str, int]:
        return {name: shape.rows for name, shape in sorted(self._shapes.items())}

    def digests(self) -> dict[str, str]:
        return {name: shape.digest.hexdigest() for name, shape in sorted(self._shapes.items())}

    def rows(self, shape: str, batch: pa.RecordBatch | pa.Table) -> None:
        schema = shapes.READINGS[shape]
        batches = batch.to_batches() if isinstance(batch, pa.Table) else [batch]
        if not batch.schema.equals(schema):
            batches = [each.cast(schema) for each in batches]
        taken = self._shape(shape)
        taken.rows += batch.num_rows
        if shape == "statements":
            self.passages += batch.column("kind").to_pylist().count("passage")
        self._writing.append(self._writer.submit(taken.write, batches))
        while len(self._writing) > BATCHES_WAITING:
            self._writing.popleft().result()

    def unread(self, row: int, why: str, excerpt: str | None = None) -> None:
        kind = why.partition(": ")[0]
        if kind not in self.reasons and len(self.reasons) >= REASONS_KEPT:
            kind = "other reasons"
        self.reasons[kind] += 1
        self._unread.append((row, _printable(why), None if excerpt is None else _printable(excerpt[:EXCERPT_CHARS])))
        if len(self._unread) >= 10_000:
            self._write_unread()

    def note(self, remark: str) -> None:
        if remark not in self.notes:
            self.notes.append(remark)

    def program(self, name: str, version: str | None) -> None:
        self.programs[name] = version or ""

    def progress(self, fraction: float) -> None:
        if self._on_progress:
            self._on_progress(min(max(fraction, 0.0), 1.0))

    def close(self) -> None:
        self._write_unread()
        while self._writing:
            self._writing.popleft().result()
        self._writer.shutdown()
        for shape in self._shapes.values():
            shape.close()

    def abandon(self) -> None:
        self._writer.shutdown(cancel_futures=True)
        for shape in self._shapes.values():
            shape.abandon()

    def _shape(self, name: str) -> _Shape:
        if name not in self._shapes:
            self._shapes[name] = _Shape(name, self._folder)
        return self._shapes[name]

    def _write_unread(self) -> None:
        if self._unread:
            rows, whys, excerpts = zip(*self._unread, strict=True)
            exhibit = [self._exhibit] * len(rows)
            columns = zip((exhibit, rows, whys, excerpts), shapes.UNREAD.types, strict=True)
            arrays = [pa.array(values, kind) for values, kind in columns]
            batch = pa.RecordBatch.from_arrays(arrays, schema=shapes.UNREAD)
            self.rows("unread", batch)
        self._unread = []


def _printable(text: str) -> str:
    return text.encode("utf-8", "replace").decode()
