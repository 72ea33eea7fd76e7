"""Proof of filing: that a sealed tip stood in a drop's log on a day. Verifies offline, with only the key of the drop.

A leaf names no mailbox and no hour. What it shows: bytes with this hash were filed by then, in this order. It does not
show what was in them, nor that anybody read it.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from fairlead_ledger import canonical, checkpoints, keys, merkle, notes
from fairlead_ledger.errors import LedgerError, ProofError
from fairlead_ledger.tips import TIERS

MAX_PROOF = 65_536
_HEX = frozenset("0123456789abcdef")


@dataclass(frozen=True)
class Leaf:
    """One sealed tip in the drop's log: through which tier it came, on which day, its hash and size, sealed to whom."""

    tier: str
    day: str
    epoch: int
    sha256: str
    size: int

    def dumps(self) -> bytes:
        """Return the leaf's canonical bytes."""
        return canonical.dumps({"v": 1, "kind": "tip", **self.__dict__})

    @classmethod
    def loads(cls, data: bytes) -> Leaf:
        """Read a leaf; raises ProofError."""
        try:
            value = canonical.loads(data)
            if value.pop("v") != 1 or value.pop("kind") != "tip":
                raise ProofError("not a leaf of a tip, or of another version")
            leaf = cls(**value)
            datetime.date.fromisoformat(leaf.day)
        except (LedgerError, AttributeError, KeyError, TypeError, ValueError) as broken:
            raise ProofError(f"not a leaf of a tip: {broken}") from broken
        whole = type(leaf.epoch) is int and type(leaf.size) is int and leaf.epoch >= 0 and leaf.size > 0
        if not whole or leaf.tier not in TIERS or len(leaf.sha256) != 64 or not _HEX.issuperset(leaf.sha256):
            raise ProofError("a leaf of a tip has a tier, a day, an epoch, a SHA-256 and a size")
        return leaf


@dataclass(frozen=True)
class Filing:
    """A leaf, its place in the log, the path to a checkpoint's root, and that checkpoint as a signed note."""

    leaf: Leaf
    index: int
    path: tuple[bytes, ...]
    checkpoint: str

    def dumps(self) -> bytes:
        """Return the proof as canonical JSON."""
        return canonical.dumps(
            {
                "v": 1,
                "leaf": self.leaf.dumps().decode(),
                "index": self.index,
                "path": [keys.encode(node) for node in self.path],
                "checkpoint": self.checkpoint,
            }
        )

    @classmethod
    def loads(cls, data: bytes) -> Filing:
        """Read what :meth:`dumps` wrote, a line end after it allowed; nothing is verified yet. Raises ProofError."""
        if len(data) > MAX_PROOF:
            raise ProofError(f"a proof of filing has at most {MAX_PROOF} bytes")
        try:
            value: dict[str, Any] = canonical.loads(data.removesuffix(b"\n"))
            if value["v"] != 1 or type(value["index"]) is not int:
                raise ProofError("not a proof of filing of version 1")
            path = tuple(keys.decode(node, merkle.HASH_SIZE) for node in value["path"])
            return cls(Leaf.loads(value["leaf"].encode()), value["index"], path, str(value["checkpoint"]))
        except (LedgerError, AttributeError, KeyError, TypeError) as broken:
            raise ProofError(f"not a proof of filing: {broken}") from broken

    def verify(self, verifier: notes.Verifier | str) -> checkpoints.Checkpoint:
        """Return the checkpoint that holds the leaf, signed by the drop's key; raises ProofError or NoteError."""
        checkpoint = checkpoints.open_checkpoint(self.checkpoint, [verifier])
        hashed = merkle.leaf_hash(self.leaf.dumps())
        if not merkle.verify_inclusion(hashed, self.index, checkpoint.size, self.path, checkpoint.root):
            raise ProofError(f"the leaf is not at {self.index} in the tree of {checkpoint.size} that the drop signed")
        return checkpoint
