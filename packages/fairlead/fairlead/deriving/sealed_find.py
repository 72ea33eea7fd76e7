"""``find`` with what sources brought: for whoever holds the key, in memory, and nothing of it kept.

Readings of sealed exhibits (``tips read``) are derived together with the plain ones in a folder that lies in memory and
is gone afterwards. What comes out beyond the case's own occasions is told to who asked, marked as sealed: it enters no
table, list, desk or dossier. To use it, release a copy of what the source brought, which takes two people.
"""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, replace
from pathlib import Path

import pyarrow.parquet as pq

from fairlead.case import Case
from fairlead.deriving import derive
from fairlead.errors import MisuseError, RefusedError
from fairlead.progress import Progress, silent
from fairlead.typologies.occasion import Occasion
from fairlead.vault import release
from fairlead.vault.holder import Holder

MEMORY = Path("/dev/shm")  # noqa: S108 - a file system in memory (Linux); what is swapped out reaches a disk


@dataclass(frozen=True)
class SealedOccasion:
    """An occasion that would be there, or other than it is, if sealed readings were used."""

    occasion: Occasion
    change: str  # "new", or "changed": the case has it, from plain exhibits alone
    exhibits: tuple[str, ...]  # the sealed ones that it cites

    def __repr__(self) -> str:
        """Tell nothing: it must not reach a log or a traceback."""
        return "SealedOccasion(...)"


@dataclass(frozen=True)
class SealedFound:
    """What a sealed find gave; ``without``: how many of the case's occasions would not be there."""

    readings: int
    occasions: tuple[SealedOccasion, ...]
    without: int


def find(case: Case, holder: Holder, purpose: str, on_progress: Progress = silent) -> SealedFound:
    """Derive from plain and sealed readings together; that sealed ones were used is signed first.

    Raises RefusedError where no folder lies in memory, MisuseError where no sealed exhibit was read.
    """
    if not MEMORY.is_dir():
        raise RefusedError(f"{MEMORY} is not here, and nothing of a sealed reading is written to a disk")
    read = [one for one in case.exhibits.sealed() if case.exhibits.kept_reading(one) is not None]
    if not read:
        raise MisuseError("no sealed exhibit was read yet", "fairlead tips CASE read EXHIBIT --identity FILE")
    case.log.append("unseal", "all readings", {"exhibits": [one.sha256 for one in read]}, purpose=purpose)
    plain = derive.inputs(case)
    before = {one.id: one for one in derive.stored_occasions(case)}
    with tempfile.TemporaryDirectory(prefix="fairlead-sealed-", dir=MEMORY) as made:
        folder, derived = Path(made) / "readings", Path(made) / "derived"
        folder.mkdir()
        derived.mkdir()
        for sha256 in plain.exhibits:
            (folder / sha256).symlink_to((plain.readings / sha256).resolve())
        for exhibit, tables in release.kept_readings(case.vault, holder):
            (folder / exhibit.sha256).mkdir()
            for shape, table in tables.items():
                pq.write_table(table, folder / exhibit.sha256 / f"{shape}.parquet")
        sealed = {one.sha256 for one in read}
        given = replace(plain, readings=folder, exhibits=[*plain.exhibits, *sealed])
        found = derive.derive(given, derived, on_progress).occasions
    told = []
    for one in found:
        cited = tuple(sorted(_cited(one) & sealed))
        known = before.get(one.id)
        if known is None or known.digest != one.digest:
            told.append(SealedOccasion(one, "new" if known is None else "changed", cited))
    return SealedFound(len(read), tuple(told), len(before.keys() - {one.id for one in found}))


def _cited(occasion: Occasion) -> set[str]:
    return {
        citation.sha256
        for engagement in occasion.engagements
        for element in engagement.elements
        for citation in element.exhibits
    }
