"""The lists of a case: its copies with the days they stand for, their entries, and the history of each entry.

Reads the stored readings copy by copy, so that hundreds of copies of one list fit in memory. Judges nothing itself.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pyarrow.parquet as pq

from fairlead.errors import MisuseError
from fairlead.evidence.exhibits import Exhibit, Exhibits
from fairlead.shapes import US_PER_SECOND
from fairlead.subjects.decided import reference
from fairlead.subjects.listed import Copy, Entry, Gathering, order

_SHAPES = ("listings", "listing_identities", "listing_bases")


def copies(exhibits: Exhibits, readings: Path) -> list[Copy]:
    """Return the lists of the case, each with the day it stands for: its own, that of capture, or that of receipt."""
    return sorted(_copies(exhibits, readings), key=order)


def entries(
    exhibits: Exhibits, readings: Path, on_progress: Callable[[float], None] | None = None
) -> tuple[list[Copy], list[Entry]]:
    """Return the copies of all lists, by day, and the entries over all of them. Treat both as read-only."""
    every = copies(exhibits, readings)
    key = (readings, tuple(every))
    if key not in _KEPT:
        made = _gathered(readings, every, on_progress)
        while len(_KEPT) >= KEPT:
            _KEPT.pop(next(iter(_KEPT)))
        _KEPT[key] = made
    return every, _KEPT[key]


def known(exhibits: Exhibits, readings: Path, text: str) -> str:
    """Return a reference in its one form; MisuseError where it names an entry that no list of the case has."""
    ref = reference(text)
    if ref.startswith(("imo:", "mmsi:")):
        return ref
    _, every = entries(exhibits, readings)
    if not any(entry.reference == ref for entry in every):
        raise MisuseError(f"no list in this case has the entry {ref}", "`fairlead screen` shows the references")
    return ref


KEPT = 2  # sets of entries in memory, since several pages of the desk ask for the same
_KEPT: dict[tuple[Path, tuple[Copy, ...]], list[Entry]] = {}


def _gathered(readings: Path, every: list[Copy], on_progress: Callable[[float], None] | None) -> list[Entry]:
    gathering = Gathering()
    with _no_search_for_cycles():
        for number, copy in enumerate(every, 1):
            tables = [readings / copy.sha256 / f"{shape}.parquet" for shape in _SHAPES]
            gathering.take(copy, *(pq.read_table(file).to_pylist() if file.is_file() else [] for file in tables))
            if on_progress:
                on_progress(number / len(every))
        return gathering.entries()


@contextmanager
def _no_search_for_cycles() -> Iterator[None]:
    """Hold off the collector, which would look through a million new rows again and again; none of them is a cycle."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def _copies(exhibits: Exhibits, readings: Path) -> Iterator[Copy]:
    for exhibit in exhibits.all():
        file = readings / exhibit.sha256 / "listings.parquet"
        if not file.is_file():
            continue
        days = [day for day in pq.read_table(file, columns=["as_of"]).column("as_of").unique().to_pylist() if day]
        on, dated_by = (max(days), "the list itself") if days else _received(exhibit)
        yield Copy(exhibit.key, exhibit.sha256, on, dated_by)


def _received(exhibit: Exhibit) -> tuple[str, str]:
    captured = [receipt.captured for receipt in exhibit.receipts if receipt.captured]
    if captured:
        return min(captured)[:10], "the day of capture"
    received = exhibit.receipts[0].received_us / US_PER_SECOND
    return datetime.fromtimestamp(received, UTC).date().isoformat(), "the day of receipt"
