"""The last checkpoint of each case this user wrote to, kept outside the case, so that a rolled-back case is found."""

from __future__ import annotations

from pathlib import Path

from fairlead.errors import IntegrityError
from fairlead.evidence import durable, home
from fairlead_ledger import checkpoints
from fairlead_ledger.errors import NoteError
from fairlead_ledger.notes import Verifier


def path(case: str) -> Path:
    """Return where the checkpoint of a case is kept."""
    folder = home.state_folder() / "checkpoints"
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder / f"{case}.txt"


def keep(case: str, note: str, size: int, verifier: Verifier) -> None:
    """Keep a checkpoint, unless a larger one is kept already (commands may end in another order than they wrote)."""
    held = kept(case, verifier)
    if held is None or held.size < size:
        durable.put(path(case), note.encode("utf-8"))


def kept(case: str, verifier: Verifier) -> checkpoints.Checkpoint | None:
    """Return the checkpoint kept for a case, None where there is none; raises as :func:`read`."""
    try:
        return read(path(case), verifier)
    except FileNotFoundError:
        return None


def read(file: Path, verifier: Verifier) -> checkpoints.Checkpoint:
    """Return the checkpoint in a file; raises IntegrityError where the case key did not sign it."""
    try:
        return checkpoints.open_checkpoint(file.read_bytes().decode("utf-8"), [verifier])
    except (NoteError, UnicodeDecodeError) as broken:
        raise IntegrityError(f"{file} is no checkpoint of this case: {broken}") from broken
