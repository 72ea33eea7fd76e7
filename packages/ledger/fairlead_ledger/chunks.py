"""Chunk roots: the Merkle root over a file's 64 KiB chunks, so that a part can be proved without the whole.

The root is RFC 6962's over the chunks as leaves; the last chunk may be short; an empty file has no chunk.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import BinaryIO

from fairlead_ledger import merkle
from fairlead_ledger.errors import ProofError

CHUNK_SIZE = 65_536  # small enough to show ten rows of a track, large enough that a 2 GB file has 32,768 leaves


class ChunkHasher:
    """Takes a file's bytes in pieces of any size; memory grows with the logarithm of the file only."""

    def __init__(self) -> None:
        self.size = 0
        self._whole = hashlib.sha256()
        self._frontier = merkle.Frontier()
        self._leaf = hashlib.sha256(b"\x00")  # the leaf prefix of RFC 6962
        self._filled = 0

    def update(self, data: bytes | memoryview) -> None:
        """Take the next bytes."""
        view = memoryview(data)
        self._whole.update(view)
        self.size += len(view)
        while len(view):
            piece = view[: CHUNK_SIZE - self._filled]
            self._leaf.update(piece)
            self._filled += len(piece)
            view = view[len(piece) :]
            if self._filled == CHUNK_SIZE:
                self._frontier.append(self._leaf.digest())
                self._leaf, self._filled = hashlib.sha256(b"\x00"), 0

    def sha256(self) -> str:
        """Return the SHA-256 of all bytes so far, in hex."""
        return self._whole.hexdigest()

    def root(self) -> bytes:
        """Return the chunk root of all bytes so far."""
        edge = merkle.Frontier(self._frontier.size, self._frontier.nodes)
        if self._filled:
            edge.append(self._leaf.digest())
        return edge.root()


@dataclass(frozen=True)
class ChunkProof:
    """One chunk of a file of ``size`` bytes, with its path to the file's chunk root."""

    index: int
    size: int
    data: bytes
    path: tuple[bytes, ...]


def chunk_count(size: int) -> int:
    """Return how many chunks a file of ``size`` bytes has."""
    return -(-size // CHUNK_SIZE)


def chunk_proofs(stream: BinaryIO, indices: Sequence[int]) -> list[ChunkProof]:
    """Return the chunks asked for, with their proofs; reads the stream once, from its present place to its end."""
    wanted, leaves, size = set(indices), [], 0
    kept: dict[int, bytes] = {}
    for index, data in enumerate(_chunks(stream)):
        leaves.append(merkle.leaf_hash(data))
        size += len(data)
        if index in wanted:
            kept[index] = data
    missing = wanted - set(kept)
    if missing:
        raise ProofError(f"no chunk {min(missing)} in a file of {len(leaves)} chunks")
    return [
        ChunkProof(index, size, kept[index], tuple(merkle.inclusion_proof(leaves, index, len(leaves))))
        for index in indices
    ]


def chunk_proof(stream: BinaryIO, index: int) -> ChunkProof:
    """Return one chunk with its proof; raises ProofError where the file has no such chunk."""
    return chunk_proofs(stream, [index])[0]


def verify_chunk(proof: ChunkProof, size: int, root: bytes) -> bool:
    """Tell whether the chunk is part of the file whose receipt states this size and chunk root."""
    count = chunk_count(size)
    if proof.size != size or not 0 <= proof.index < count:
        return False
    expected = min(CHUNK_SIZE, size - proof.index * CHUNK_SIZE)
    if len(proof.data) != expected:
        return False
    return merkle.verify_inclusion(merkle.leaf_hash(proof.data), proof.index, count, proof.path, root)


def _chunks(stream: BinaryIO) -> Iterator[bytes]:
    """Yield full chunks though the stream may return less than asked."""
    held = b""
    while piece := stream.read(CHUNK_SIZE - len(held)):
        held += piece
        if len(held) == CHUNK_SIZE:
            yield held
            held = b""
    if held:
        yield held
