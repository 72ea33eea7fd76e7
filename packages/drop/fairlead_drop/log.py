"""The drop's own log: daily checkpoints over the leaves of all tips, proofs for each, and files without hours.

A tip has its proof once a checkpoint covers it, after the day it came; that proof is made once and stays.
"""

from __future__ import annotations

import json
import secrets
from pathlib import Path

from fairlead_drop import durable
from fairlead_drop.errors import FullError, MissingError
from fairlead_drop.store import Store
from fairlead_ledger import checkpoints, keys, merkle
from fairlead_ledger.filing import Filing, Leaf

COPY_SIZE = 1 << 20


def make_checkpoint(store: Store, *, whole_day: bool = True) -> str | None:
    """Sign a checkpoint over all tips of days that are over (of today too, unless ``whole_day``); None if it is made.

    1. the leaves it covers   2. root, note, consistency with the one before   3. a proof for each new leaf
    4. the new files are written anew, in the order of their names, so that no inode tells when a tip came
    """
    today = store.today()
    if whole_day and store.rows("SELECT 1 FROM checkpoints WHERE day >= ? LIMIT 1", today):
        settle(store)  # what a process that died had left
        return None
    with store.writing() as database:
        # 1
        last = store.rows("SELECT number, day, size FROM checkpoints ORDER BY number DESC LIMIT 1")
        rows = store.rows("SELECT leaf, hash FROM tips ORDER BY position")
        days = [Leaf.loads(row["leaf"]).day for row in rows[last[0]["size"] if last else 0 :]]
        fresh = len([day for day in days if day < today]) if whole_day else len(days)
        before = last[0]["size"] if last else 0
        if last and ((whole_day and last[0]["day"] >= today) or (not whole_day and not fresh)):
            return None
        # 2
        size = before + fresh
        hashes = [bytes(row["hash"]) for row in rows[:size]]
        tree = checkpoints.Checkpoint(store.settings.origin, size, merkle.root(hashes))
        note = checkpoints.sign(tree, store.folder.log_key)
        number = last[0]["number"] + 1 if last else 1
        consistency = _nodes(merkle.consistency_proof(hashes, before, size))
        database.execute("INSERT INTO checkpoints VALUES (?, ?, ?, ?, ?)", (number, today, size, note, consistency))
        # 3
        for position, path in zip(
            range(before, size), merkle.inclusion_proofs(hashes, range(before, size)), strict=True
        ):
            database.execute(
                "UPDATE tips SET path = ?, checkpoint = ? WHERE position = ?", (_nodes(path), number, position)
            )
    # 4
    settle(store)
    return note


def settle(store: Store) -> int:
    """Write the files of tips that a checkpoint covers anew, once; return how many."""
    waiting = store.rows("SELECT sha256 FROM tips WHERE settled = 0 AND checkpoint IS NOT NULL ORDER BY sha256")
    for row in waiting:
        path, copy = store.sealed / row["sha256"], store.parts / f"settle-{secrets.token_hex(16)}"
        try:
            if path.exists():
                _copy(path, copy)
            with store.writing() as database:  # within it nobody else can delete the tip, or settle it too
                if copy.exists() and store.row("SELECT kept FROM tips WHERE sha256 = ?", row["sha256"])["kept"]:
                    durable.rename(copy, path)
                database.execute("UPDATE tips SET settled = 1 WHERE sha256 = ?", (row["sha256"],))
        except OSError as failed:
            raise FullError(detail="a tip cannot be written anew") from failed
        finally:
            copy.unlink(missing_ok=True)
    return len(waiting)


def _copy(path: Path, copy: Path) -> None:
    with path.open("rb") as source, durable.create(copy) as target:
        while data := source.read(COPY_SIZE):
            durable.write(target, data)
        durable.sync(target)
    durable.forget_time(copy)


def filing(row: dict[str, object]) -> Filing | None:
    """Return the proof that a row of :meth:`Store.open_mailbox` holds, or None before its checkpoint."""
    path, leaf, note, position = row["path"], row["leaf"], row["note"], row["position"]
    if not (isinstance(path, bytes) and isinstance(leaf, bytes) and isinstance(note, str)):
        return None
    nodes = tuple(keys.decode(node) for node in json.loads(path))
    return Filing(Leaf.loads(leaf), int(str(position)), nodes, note)


def latest(store: Store) -> str:
    """Return the newest checkpoint; MissingError where none was made."""
    note: str = store.row("SELECT note FROM checkpoints ORDER BY number DESC LIMIT 1")["note"]
    return note


def all_checkpoints(store: Store) -> list[dict[str, object]]:
    """Return every checkpoint with the proof that it begins with the one before."""
    rows = store.rows("SELECT day, size, note, consistency FROM checkpoints ORDER BY number")
    return [{**dict(row), "consistency": json.loads(row["consistency"])} for row in rows]


def check(store: Store) -> list[str]:
    """Return what is wrong with the log and the files: nothing, or one line each."""
    wrong = []
    rows = store.rows("SELECT position, leaf, hash, sha256, mailbox, kept FROM tips ORDER BY position")
    hashes = [bytes(row["hash"]) for row in rows]
    for place, row in enumerate(rows):
        leaf = Leaf.loads(row["leaf"])
        if row["position"] != place or merkle.leaf_hash(row["leaf"]) != row["hash"] or leaf.sha256 != row["sha256"]:
            wrong.append(f"leaf {place} is not what was filed")
        path = store.sealed / row["sha256"]
        if row["kept"] and (not path.exists() or path.stat().st_size != leaf.size):
            wrong.append(f"the bytes of tip {place} are not whole")
    for row in store.rows("SELECT size, note FROM checkpoints"):
        tree = checkpoints.open_checkpoint(row["note"], [store.folder.verifier])
        if row["size"] > len(hashes) or merkle.root(hashes[: row["size"]]) != tree.root or tree.size != row["size"]:
            wrong.append(f"the checkpoint of {row['size']} leaves does not fit the log")
    return wrong


def latest_or_none(store: Store) -> str | None:
    """Return the newest checkpoint, or None."""
    try:
        return latest(store)
    except MissingError:
        return None


def _nodes(nodes: list[bytes]) -> bytes:
    return json.dumps([keys.encode(node) for node in nodes], separators=(",", ":")).encode()
