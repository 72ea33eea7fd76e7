"""Exhibits of a case that are read, and what became of each: a reading, or the reason why there is none.

Each act stands in the custody log. Left out: how a format is read (``readers``), and what follows from readings
(``derive.py``).
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from fairlead.errors import MisuseError, UnreadableError
from fairlead.progress import Progress, fraction, part, silent
from fairlead.readers import mapped, reading
from fairlead.readers.reader import Source

if TYPE_CHECKING:
    from fairlead.case import Case
    from fairlead.evidence.exhibits import Exhibit


@dataclass(frozen=True)
class Read:
    """What became of one exhibit: a reading, or the reason why there is none."""

    exhibit: Exhibit
    reading: reading.Reading | None
    why_unread: str | None = None
    recognised: bool = True  # False where no reader knows the format: nothing went wrong, it waits for a person


def read(case: Case, exhibit: Exhibit, columns: str | None = None, on_progress: Progress = silent) -> Read:
    """Read one exhibit and record it. An exhibit that cannot be read stays, marked unread with the reason.

    ``columns`` is the text of a mapping file; it stands in the log, since the reading cannot be made again without it.
    """
    if exhibit.kind != "plain":
        raise MisuseError(f"exhibit {exhibit.sha256[:12]} is sealed", "see `fairlead tips CASE read --help`")
    source = Source(
        exhibit.sha256,
        exhibit.name,
        case.store.path(exhibit.sha256),
        exhibit.size,
        exhibit.media_type,
        **mapped.columns(columns, "mapping"),
    )
    folder = case.readings_folder / exhibit.sha256
    try:
        made = reading.read(source, folder, fraction(on_progress))
    except UnreadableError as refusal:
        recognised = not isinstance(refusal, reading.UnrecognisedError)
        shutil.rmtree(folder, ignore_errors=True)
        case.log.append("unread", exhibit.sha256, {"why": str(refusal), "recognised": recognised})
        return Read(exhibit, None, str(refusal), recognised)
    case.log.append("read", exhibit.sha256, asdict(made) | {"notes": list(made.notes), "mapping": columns})
    return Read(exhibit, made)


def read_added(case: Case, exhibit: Exhibit, columns: str | None = None, on_progress: Progress = silent) -> Read:
    """Read an exhibit that was just added; one that was read before, by the same rules, is not read again."""
    if columns is None and (case.readings_folder / exhibit.sha256).is_dir():
        for entry in reversed(list(case.log.entries(act="read", object=exhibit.sha256))):
            made = recorded_reading(entry.body)
            if reading.is_current(made):
                return Read(exhibit, made)
            break
    return read(case, exhibit, columns, on_progress)


def recorded_reading(body: Mapping[str, Any]) -> reading.Reading:
    """Return the reading that an entry "read" records."""
    kept = {key: value for key, value in body.items() if key != "mapping"}
    return reading.Reading(**{**kept, "notes": tuple(kept["notes"])})


def readings(case: Case) -> dict[str, dict[str, Any]]:
    """Return the body of the last entry "read" or "unread" of each exhibit, by SHA-256."""
    return {entry.object: entry.body for entry in case.log.entries() if entry.act in ("read", "unread")}


def read_pending(case: Case, on_progress: Progress = silent) -> list[Read]:
    """Read what nobody has tried to read, or whose reading is gone, with the mapping of its last reading if any."""
    done = readings(case)
    waiting = [exhibit for exhibit in case.exhibits.all() if _is_pending(case, exhibit, done.get(exhibit.sha256))]
    results = []
    for n, exhibit in enumerate(waiting):
        columns = done.get(exhibit.sha256, {}).get("mapping")
        inner = part(on_progress, n / len(waiting), (n + 1) / len(waiting), f"reading {exhibit.sha256[:12]}")
        results.append(read(case, exhibit, columns, inner))
    return results


def outdated(case: Case) -> list[Exhibit]:
    """Return the exhibits whose reader or its libraries changed since, and those that nobody could read, in order.

    Sealed ones are left out, and those that were taken apart: their parts are exhibits of their own.
    """
    done = readings(case)
    wholes = {entry.body["of"] for entry in case.log.entries(act="part")}
    return [
        exhibit
        for exhibit in case.exhibits.all()
        if exhibit.kind == "plain"
        and exhibit.sha256 not in wholes
        and (body := done.get(exhibit.sha256)) is not None
        and ("digests" not in body or not reading.is_current(recorded_reading(body)))
    ]


def _is_pending(case: Case, exhibit: Exhibit, last: Mapping[str, Any] | None) -> bool:
    return last is None or ("digests" in last and not (case.readings_folder / exhibit.sha256).is_dir())
