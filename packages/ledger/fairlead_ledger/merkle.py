"""The Merkle tree of RFC 6962: roots, proofs that a leaf is in a tree, proofs that a tree only grew. No storage.

Hashes are 32 bytes of SHA-256; a *leaf hash* is ``leaf_hash(data)``. Sizes count leaves; indices start at 0.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence

from fairlead_ledger.errors import ProofError

HASH_SIZE = 32
EMPTY_ROOT = hashlib.sha256().digest()  # RFC 6962, section 2.1: the hash of an empty list is the hash of nothing


def leaf_hash(data: bytes) -> bytes:
    """Return the hash of one leaf's data (RFC 6962, section 2.1: prefix 0x00)."""
    return hashlib.sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the hash of two subtrees (RFC 6962, section 2.1: prefix 0x01)."""
    return hashlib.sha256(b"\x01" + left + right).digest()


class Frontier:
    """The roots of the complete subtrees at the right edge of a growing tree: enough to append and to know the root.

    A tree of n leaves has one complete subtree for each 1 among n's binary digits, largest first.
    """

    def __init__(self, size: int = 0, nodes: Sequence[bytes] = ()) -> None:
        if size < 0 or len(nodes) != size.bit_count() or any(len(node) != HASH_SIZE for node in nodes):
            raise ProofError(f"a frontier of {size} leaves needs {size.bit_count()} hashes, found {len(nodes)}")
        self.size = size
        self.nodes = list(nodes)

    def append(self, leaf: bytes) -> None:
        """Add one leaf hash."""
        node, size = leaf, self.size
        while size & 1:
            node = node_hash(self.nodes.pop(), node)
            size >>= 1
        self.nodes.append(node)
        self.size += 1

    def root(self) -> bytes:
        """Return the root of the tree so far."""
        if not self.nodes:
            return EMPTY_ROOT
        root = self.nodes[-1]
        for node in reversed(self.nodes[:-1]):
            root = node_hash(node, root)
        return root

    def dumps(self) -> bytes:
        """Return the size in 8 bytes, big end first, and then the nodes."""
        return self.size.to_bytes(8, "big") + b"".join(self.nodes)

    @classmethod
    def loads(cls, data: bytes) -> Frontier:
        """Read what :meth:`dumps` wrote; raises ProofError where the number of hashes does not fit the size."""
        if len(data) % HASH_SIZE != 8:
            raise ProofError(f"a frontier is 8 bytes and whole hashes, found {len(data)} bytes")
        nodes = [data[start : start + HASH_SIZE] for start in range(8, len(data), HASH_SIZE)]
        return cls(int.from_bytes(data[:8], "big"), nodes)


def root(leaf_hashes: Iterable[bytes]) -> bytes:
    """Return the root over leaf hashes in order."""
    frontier = Frontier()
    for leaf in leaf_hashes:
        frontier.append(leaf)
    return frontier.root()


def inclusion_proof(leaf_hashes: Sequence[bytes], index: int, size: int) -> list[bytes]:
    """Return the audit path of a leaf in the tree of the first ``size`` leaves (RFC 6962, section 2.1.1)."""
    if not 0 <= index < size <= len(leaf_hashes):
        raise ProofError(f"no leaf {index} in a tree of {size} leaves, of which {len(leaf_hashes)} are at hand")
    start, end = 0, size
    path = []
    while end - start > 1:
        middle = start + _split(end - start)
        if index < middle:
            path.append(root(leaf_hashes[middle:end]))
            end = middle
        else:
            path.append(root(leaf_hashes[start:middle]))
            start = middle
    return path[::-1]


def inclusion_proofs(leaf_hashes: Sequence[bytes], indices: Iterable[int]) -> list[list[bytes]]:
    """Return the audit paths of many leaves in the tree of all these; hashes each node once, not once for each path."""
    levels = [list(leaf_hashes)]
    while len(levels[-1]) > 1:
        below = levels[-1]
        above = [node_hash(below[place], below[place + 1]) for place in range(0, len(below) - 1, 2)]
        levels.append(above + below[-1:] if len(below) % 2 else above)
    paths = []
    for index in indices:
        if not 0 <= index < len(leaf_hashes):
            raise ProofError(f"no leaf {index} in a tree of {len(leaf_hashes)} leaves")
        siblings = ((level, (index >> height) ^ 1) for height, level in enumerate(levels))
        paths.append([level[sibling] for level, sibling in siblings if sibling < len(level)])
    return paths


def verify_inclusion(leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes) -> bool:
    """Tell whether a proof shows that the leaf hash stands at ``index`` in the tree of that size and root."""
    if not 0 <= index < size:
        return False
    node, position, last, used = leaf, index, size - 1, 0
    while last:  # climb from the leaf; `last` is the level's last position
        if position & 1 or position < last:
            if used == len(proof):
                return False
            sibling, used = proof[used], used + 1
            node = node_hash(sibling, node) if position & 1 else node_hash(node, sibling)
        position, last = position >> 1, last >> 1
    return used == len(proof) and node == root


def consistency_proof(leaf_hashes: Sequence[bytes], m: int, n: int) -> list[bytes]:
    """Return the proof that the tree of n leaves begins with the tree of m leaves (RFC 6962, section 2.1.2).

    Empty for m = n, and for m = 0, which every tree begins with.
    """
    if not 0 <= m <= n <= len(leaf_hashes):
        raise ProofError(f"no trees of {m} and {n} leaves among the {len(leaf_hashes)} at hand")
    if m in (0, n):
        return []
    start, end, known = 0, n, True  # `known`: the subtree in hand is the whole old tree, whose root the asker has
    path = []
    while m - start != end - start:
        middle = start + _split(end - start)
        if m <= middle:
            path.append(root(leaf_hashes[middle:end]))
            end = middle
        else:
            path.append(root(leaf_hashes[start:middle]))
            start, known = middle, False
    if not known:
        path.append(root(leaf_hashes[start:end]))
    return path[::-1]


def verify_consistency(m: int, n: int, old_root: bytes, new_root: bytes, proof: Sequence[bytes]) -> bool:
    """Tell whether a proof shows that the tree (n, new_root) begins with the tree (m, old_root).

    The procedure is that of RFC 9162, section 2.1.4.2, which verifies the proofs of RFC 6962.
    """
    if not 0 <= m <= n:
        return False
    if m == 0:
        return not proof and old_root == EMPTY_ROOT and (n > 0 or new_root == EMPTY_ROOT)
    if m == n:
        return not proof and old_root == new_root
    path = list(proof) if m & (m - 1) else [old_root, *proof]
    if not path:
        return False
    position, last = m - 1, n - 1
    while position & 1:
        position, last = position >> 1, last >> 1
    old = new = path[0]
    for node in path[1:]:
        if last == 0:
            return False
        if position & 1 or position == last:
            old, new = node_hash(node, old), node_hash(node, new)
            while position and not position & 1:
                position, last = position >> 1, last >> 1
        else:
            new = node_hash(new, node)
        position, last = position >> 1, last >> 1
    return last == 0 and old == old_root and new == new_root


def _split(size: int) -> int:
    """Return the largest power of two smaller than ``size`` (> 1): where RFC 6962 parts a tree."""
    return 1 << (size - 1).bit_length() - 1
