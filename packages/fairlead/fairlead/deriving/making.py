"""Where `find` makes its tables, what it takes up from before, and how they take the place of the old ones.

    derived/.making-<key>/   tables being made; ``key`` hashes all that they depend on. Killed, a run leaves there
                             what it had made, and the next with the same key goes on with it
    derived/events.json      which legs and events lie beside it: their own key, counts and digests

    derived/tails.parquet    what later positions of each number are judged by (``following.Seen``)

Legs and events depend on positions, static reports and places alone. So a run after a list, a paper or an observation
was added takes them up as they lie, each table only where it still has its digest; a run after positions were added
takes up what of them stays (docs/decisions/0021). Left out: what is in the tables.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path

import pyarrow.parquet as pq

from fairlead import shapes
from fairlead.events import legs_folder

_LEGS, _EVENTS, _RECORD, _TAILS = "legs.parquet", "events", "events.json", "tails.parquet"


@dataclass(frozen=True)
class Events:
    """What was made before occasions: counts, and the digest of each kind's table."""

    positions: int
    legs: int
    counts: dict[str, int]
    digests: dict[str, str]
    rules: str = ""  # a hash of all that they follow from but the readings
    readings: dict[str, dict[str, str]] = field(default_factory=dict)  # of positions and static reports: digests


@contextmanager
def folder(derived: Path, key: str) -> Iterator[Path]:
    """Open the folder in which tables are made until all are; a run that was killed left there what it had made.

    Of two runs at once the second makes everything for itself.
    """
    made = derived / f".making-{key}"
    for left in [*derived.glob(".making-*"), *derived.glob(".spill-*"), *made.glob(".spill-*")]:
        if left != made and not _in_use(left):
            shutil.rmtree(left, ignore_errors=True)
    made.mkdir(exist_ok=True)
    handle = os.open(made, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(handle)
        with tempfile.TemporaryDirectory(prefix=".making-", dir=derived) as own:
            yield Path(own)
        return
    try:
        yield made
        shutil.rmtree(made)
    finally:
        os.close(handle)


def record(making: Path, key: str, events: Events) -> None:
    """Write down that legs and events in a folder are whole."""
    part = making / f"{_RECORD}.part"
    part.write_text(json.dumps({"key": key, **asdict(events)}))
    part.replace(making / _RECORD)


def events(making: Path, key: str) -> Events | None:
    """Return what a folder holds under this key; None where it is not all there or is not what was recorded."""
    try:
        recorded = json.loads((making / _RECORD).read_text())
        if recorded.pop("key") != key:
            return None
        found = Events(**recorded)
        if legs_folder.rows(making / _LEGS) != found.legs:
            return None
        for kind, digest in found.digests.items():
            if shapes.table_digest(pq.read_table(making / _EVENTS / f"{kind}.parquet")) != digest:
                return None
    except (OSError, ValueError, TypeError, KeyError):  # ValueError: neither JSON nor Parquet
        return None
    return found


def gone_on_from(derived: Path, rules: str, readings: dict[str, dict[str, str]]) -> frozenset[str] | None:
    """Return the exhibits that the last run's legs and events follow from, where all of them are still read alike.

    None where there is nothing to go on from: other rules, an exhibit less, or tables that are not what was recorded.
    """
    try:
        recorded = json.loads((derived / _RECORD).read_text())
        older: dict[str, dict[str, str]] = recorded["readings"]
    except (OSError, ValueError, KeyError):
        return None
    same = all(readings.get(sha256) == digests for sha256, digests in older.items())
    whole = (derived / _TAILS).exists() and (derived / _LEGS).is_dir()
    if not older or not same or not whole or recorded.get("rules") != rules:
        return None
    return frozenset(older) if events(derived, recorded["key"]) is not None else None


def take_up(derived: Path, making: Path, key: str) -> None:
    """Put the legs and events of the last run where this one makes its own, if they follow from the same inputs."""
    if (making / _RECORD).exists() or events(derived, key) is None:
        return
    (making / _EVENTS).mkdir(exist_ok=True)
    tails = [derived / _TAILS] if (derived / _TAILS).exists() else []
    legs = legs_folder.files(derived / _LEGS)
    if (derived / _LEGS).is_dir():
        shutil.rmtree(making / _LEGS, ignore_errors=True)
        (making / _LEGS).mkdir()
    for path in [*legs, *tails, *(derived / _EVENTS).glob("*.parquet"), derived / _RECORD]:
        part = making / f"{path.name}.part"
        part.unlink(missing_ok=True)
        legs_folder.link(path, part)
        part.replace(making / path.relative_to(derived))


def publish(making: Path, derived: Path) -> None:
    """Put what was made in the place of what was there; the occasions last, since they say that the rest is whole."""
    (derived / _RECORD).unlink(missing_ok=True)  # it must not speak of a mixture, if this is interrupted
    (derived / _TAILS).unlink(missing_ok=True)
    for name in (_LEGS, _EVENTS, _TAILS, _RECORD, "rejected.jsonl", "occasions.jsonl"):
        old = derived / name
        if old.is_dir():
            shutil.rmtree(old)
        elif (making / name).is_dir():
            old.unlink(missing_ok=True)
        if (making / name).exists():
            (making / name).replace(old)


def code_digest(*parts: str) -> str:
    """Return one hash over the source of some rooms or files of this package.

    Versions of rules are for people; while somebody works on a rule, this tells that older tables are not its own.
    """
    root = Path(__file__).parent.parent
    found = hashlib.sha256()
    for part in parts:
        for path in sorted((root / part).rglob("*.py")) if (root / part).is_dir() else [root / part]:
            found.update(f"{path.relative_to(root)}\n".encode() + path.read_bytes())
    return found.hexdigest()


def _in_use(folder: Path) -> bool:
    """Tell whether another run holds a folder."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(handle)
    return False
