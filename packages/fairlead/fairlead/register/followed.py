"""Readings as people judged them, as a folder of the same form: all that is derived is derived from it.

What nobody judged is a link to the reading itself; a table of which rows were judged is written anew with them. The
folder can be thrown away and made again. Also told here: what an occasion cites that somebody judged.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
import time
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from fairlead.errors import MisuseError
from fairlead.evidence.entries import Entry
from fairlead.register import corrections, judged_rows
from fairlead.register.corrections import Correction
from fairlead.register.judged_rows import Judged
from fairlead.typologies.occasion import Occasion, Where
from fairlead_ledger import canonical

JUDGING = (corrections.ACT, judged_rows.ACT)
"""Acts by which people say something of a reading; their bodies hold content of the exhibit."""

_PREFIX = ".judged-"
_KEPT_S = 3600  # a folder that nobody needs any more is left for who may still be reading it; ours


@dataclass(frozen=True)
class Judgements:
    """What people said of statements and rows, the last of each, those taken back too."""

    statements: Sequence[Correction] = ()
    rows: Sequence[Judged] = ()

    def touched(self) -> dict[str, set[str]]:
        """Return the shapes that are not followed as they were read, by exhibit (SHA-256)."""
        found: dict[str, set[str]] = {}
        for statement in self.statements:
            if statement.changing:
                found.setdefault(statement.exhibit, set()).add("statements")
        for row in self.rows:
            if row.changing:
                found.setdefault(row.exhibit, set()).add(row.shape)
        return found

    def entries(self) -> list[str]:
        """Return the entries that said it, in order."""
        return sorted([each.entry for each in self.statements] + [each.entry for each in self.rows])

    def changing(self, exhibit: str, shapes: Collection[str]) -> list[str]:
        """Return the entries, in order, by which rows of some shapes are not followed as they were read."""
        rows = (each for each in self.rows if each.exhibit == exhibit and each.shape in shapes)
        return sorted(each.entry for each in rows if each.changing)


def replayed(entries: Iterable[Entry]) -> Judgements:
    """Return what entries of a log say, as the register's tables would have it."""
    statements: dict[tuple[str, int], Correction] = {}
    rows: dict[tuple[str, str, int, int], Judged] = {}
    for entry in entries:
        if entry.act == corrections.ACT:
            said = corrections.correction({**entry.body, "entry": entry.id})
            statements[said.exhibit, said.row] = said
        elif entry.act == judged_rows.ACT:
            row = judged_rows.judged({**entry.body, "entry": entry.id})
            rows[row.exhibit, row.shape, row.row, row.part] = row
    return Judgements([statements[key] for key in sorted(statements)], [rows[key] for key in sorted(rows)])


def into(readings: Path, exhibits: Iterable[str], judged: Judgements, folder: Path) -> Path:
    """Put readings of exhibits into ``folder`` as people judged them, and return it; ``readings`` where nobody did."""
    touched = judged.touched()
    if not touched:
        return readings
    folder.mkdir(parents=True, exist_ok=True)
    for sha256 in exhibits:
        if (readings / sha256).is_dir():
            _one(readings / sha256, folder / sha256, sha256, touched.get(sha256, set()), judged)
    return folder


def kept(readings: Path, derived: Path, judged: Judgements) -> Path:
    """Return a folder as :func:`into` makes it that lies beside what is derived, made once for the same judgements."""
    touched = judged.touched()
    if not touched:
        return readings
    folder = derived / f"{_PREFIX}{_key(readings, touched, judged)}"
    if not folder.is_dir():
        derived.mkdir(exist_ok=True)
        own = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=derived))
        into(readings, touched, judged, own)
        try:
            own.rename(folder)
        except OSError:  # another process was first
            shutil.rmtree(own, ignore_errors=True)
        _clear(derived, folder)
    for other in readings.iterdir():
        if not (folder / other.name).exists():
            _link(other, folder / other.name)
    return folder


def beneath(
    occasion: Occasion,
    judged: Judgements,
    readings: Path,
    hidden: Collection[str] = (),
    pending: Collection[str] = (),
) -> list[tuple[str, str]]:
    """Return what people judged in the exhibits that an occasion cites: the exhibit's SHA-256, and a line that says it.

    What it cites itself is told one by one, the rest of an exhibit in a count: a track rests on more than its ends. Of
    exhibits under ``hidden``, whose content may not be shown, all is counted. ``pending`` are the entries that nothing
    derived follows yet.
    """
    cited: dict[str, list[Where]] = {}
    for engagement in occasion.engagements:
        for element in engagement.elements:
            for citation in element.exhibits:
                cited.setdefault(citation.sha256, []).extend(citation.where)
    found = []
    for sha256, places in cited.items():
        beside = 0
        for line, within in _on(sha256, places, judged, readings, pending):
            if within and sha256 not in hidden:
                found.append((sha256, line))
            else:
                beside += 1
        if beside:
            found.append((sha256, f"people judged {beside} more of what was read in it"))
    return found


def _on(
    sha256: str, places: Sequence[Where], judged: Judgements, readings: Path, pending: Collection[str]
) -> Iterator[tuple[str, bool]]:
    """Yield what was judged in an exhibit, and whether it lies in one of the places."""
    for row in (each for each in judged.rows if each.exhibit == sha256 and each.verdict != "taken back"):
        within = any(where.rows and where.rows[0] <= row.row <= where.rows[1] for where in places)
        yield judged_rows.told(row, _read(readings, row)) + _yet(row.entry, pending), within
    statements = [each for each in judged.statements if each.exhibit == sha256 and each.verdict != "taken back"]
    if statements:
        read = corrections.rows(readings, sha256)
        for each in statements:
            changed = ", ".join(f"{name} is {value}" for name, value in each.changes.items())
            line = f"statement {each.row} was {each.verdict}{f': {changed}' if changed else ''}; {each.reason}"
            within = each.row in read and any(_holds(where, read[each.row]) for where in places)
            yield line + _yet(each.entry, pending), within


def _yet(entry: str, pending: Collection[str]) -> str:
    return " (what is told here was derived before, and does not follow it yet)" if entry in pending else ""


def _holds(where: Where, read: Mapping[str, Any]) -> bool:
    if where.chars and read["char_start"] is not None:
        return bool(read["char_start"] < where.chars[1] and where.chars[0] < read["char_end"])
    return where.page is not None and where.page == read["page"]


def _read(readings: Path, judged: Judged) -> Mapping[str, Any] | None:
    try:
        found = judged_rows.one(readings, judged.exhibit, judged.shape, judged.row, judged.part)
    except MisuseError:
        return None
    return found if corrections.digest(found) == judged.read else None


def _one(read: Path, out: Path, sha256: str, shapes: set[str], judged: Judgements) -> None:
    if not shapes:
        _link(read, out)
        return
    out.mkdir()
    for path in sorted(read.iterdir()):
        if path.stem not in shapes:
            _link(path, out / path.name)
        elif path.stem == "statements":
            table = corrections.follow(pq.read_table(path).sort_by("row"), corrections.of(judged.statements, sha256))
            pq.write_table(table, out / path.name)
        else:
            ours = [each for each in judged.rows if each.exhibit == sha256 and each.shape == path.stem]
            judged_rows.follow(path, out / path.name, ours)


def _link(path: Path, out: Path) -> None:
    try:
        out.symlink_to(path.resolve(), target_is_directory=path.is_dir())
    except FileExistsError:
        return


def _key(readings: Path, touched: Mapping[str, set[str]], judged: Judgements) -> str:
    states = []
    for sha256, shapes in sorted(touched.items()):
        for shape in sorted(shapes):
            path = readings / sha256 / f"{shape}.parquet"
            seen = path.stat() if path.exists() else None
            states.append([sha256, shape, str(seen.st_mtime_ns) if seen else None, seen.st_size if seen else None])
    whole = [judged.entries(), str(os.path.realpath(readings)), states]
    return hashlib.sha256(canonical.dumps(whole)).hexdigest()[:32]


def _clear(derived: Path, present: Path) -> None:
    for old in derived.glob(f"{_PREFIX}*"):
        if old != present and time.time() - old.stat().st_mtime > _KEPT_S:
            shutil.rmtree(old, ignore_errors=True)
