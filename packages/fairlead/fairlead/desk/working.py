"""The long work that a desk does in the background, as pieces that go on where they stopped."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from fairlead.case import Case
from fairlead.deriving import derive, reading_in
from fairlead.errors import MisuseError
from fairlead.evidence.exhibits import RELIABILITY
from fairlead.evidence.handling import MARKINGS, Handling, Marking
from fairlead.progress import Progress, part

Work = Callable[[Progress], str]


@dataclass(frozen=True)
class Grades:
    """What is said of files as they are added."""

    source: str | None
    marking: str
    reliability: str
    credibility: int
    purpose: str

    def check(self) -> None:
        """Raise MisuseError where a grade is none."""
        if self.marking not in MARKINGS:
            raise MisuseError(f"{self.marking!r} is no marking", f"one of: {', '.join(MARKINGS)}")
        if self.reliability not in RELIABILITY or len(self.reliability) != 1:
            raise MisuseError(f"{self.reliability!r} is no reliability", "a letter from A to F")


def find(case: Case) -> Work:
    """Return the work of `fairlead find`."""

    def work(progress: Progress) -> str:
        found = derive.find(case, progress)
        changes = f"{len(found.new):,} new, {len(found.changed):,} changed, {len(found.gone):,} gone"
        return f"{len(found.occasions):,} occasions: {changes}; {found.rejected:,} left alone"

    return work


def add(case: Case, folder: Path, files: Sequence[Path], grades: Grades) -> Work:
    """Return the work of `fairlead add` on uploaded files; ``folder`` is removed once all of them are kept."""
    said: dict[Path, str] = {}

    def work(progress: Progress) -> str:
        for n, path in enumerate(files):
            if path in said:
                continue
            step = part(progress, n / len(files), (n + 1) / len(files), f"adding {path.name}")
            step(0.0)
            exhibit = case.exhibits.add(
                path,
                source=grades.source,
                handling=Handling(marking=cast(Marking, grades.marking)),
                reliability=grades.reliability,
                credibility=grades.credibility,
                purpose=grades.purpose,
            )
            read = reading_in.read_added(case, exhibit, on_progress=step)
            said[path] = "read" if read.reading is not None else "kept, not read"
        shutil.rmtree(folder, ignore_errors=True)
        unread = [path.name for path, how in said.items() if how != "read"]
        note = f"; kept but not read, for a person to look at: {', '.join(unread[:5])}" if unread else ""
        return f"{len(said)} files kept{note}; next: find"

    return work
