"""A drop's log as the office checks it: every leaf against the checkpoints seen, so that no tip is lost unseen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from fairlead.errors import IntegrityError, MisuseError
from fairlead_ledger import checkpoints, merkle, notes
from fairlead_ledger.errors import LedgerError
from fairlead_ledger.filing import Filing, Leaf


def check_key(origin: str, key: str) -> None:
    """Raise MisuseError where the key is not that of a log of this name."""
    try:
        if notes.Verifier.parse(key).name != origin:
            raise MisuseError(f"the key is of the log {notes.Verifier.parse(key).name!r}, not of {origin!r}")
    except LedgerError as wrong:
        raise MisuseError(f"not the key of a log: {wrong}", "fairlead-drop keys DIR prints it") from wrong


def check(listed: Sequence[dict[str, Any]], note: str | None, key: str, before: str | None) -> bool:
    """Check the leaves listed against the checkpoint and the one seen before; return whether it is a newer one.

    Raises IntegrityError where the drop's log is not the one that it signed.
    """
    hashes = [merkle.leaf_hash(one["leaf"].encode()) for one in listed]
    newest = 0
    for said, when in ((before, "seen before"), (note, "it shows now")):
        if said is None:
            continue
        try:
            tree = checkpoints.open_checkpoint(said, [key])
        except LedgerError as wrong:
            raise IntegrityError(f"the checkpoint that {when} is not signed by the drop's log: {wrong}") from wrong
        if tree.size < newest or tree.size > len(hashes):
            raise IntegrityError(f"the drop's log has {len(hashes)} leaves, and a checkpoint of {tree.size} ({when})")
        if tree.root != merkle.root(hashes[: tree.size]):
            raise IntegrityError(
                f"the drop's log was rewritten: its leaves give another root than the checkpoint {when}"
            )
        newest = tree.size
    return note is not None and note != before


def proof(leaves: Sequence[Leaf], position: int, note: str) -> Filing | None:
    """Return the proof that the leaf at a position is in the log of a checkpoint; None where it is not in it yet."""
    size = int(note.split("\n")[1])
    if position >= size or len(leaves) < size:
        return None
    hashes = [merkle.leaf_hash(leaf.dumps()) for leaf in leaves[:size]]
    return Filing(leaves[position], position, tuple(merkle.inclusion_proof(hashes, position, size)), note)
