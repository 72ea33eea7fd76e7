"""Chunk roots: a part of a file proved without the whole."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fairlead_ledger import chunks, merkle
from fairlead_ledger.chunks import CHUNK_SIZE, ChunkHasher
from fairlead_ledger.errors import ProofError

DATA = bytes(index % 251 for index in range(4 * CHUNK_SIZE + 100))
sizes = st.sampled_from([0, 1, CHUNK_SIZE - 1, CHUNK_SIZE, CHUNK_SIZE + 1, 3 * CHUNK_SIZE, 4 * CHUNK_SIZE + 100])


def hashed(data: bytes) -> ChunkHasher:
    hasher = ChunkHasher()
    hasher.update(data)
    return hasher


class Trickle(BytesIO):
    """A stream that gives less than it is asked for."""

    def read(self, size: int | None = -1, /) -> bytes:
        return super().read(min(size or 0, 7_001) if size and size > 0 else size)


@settings(max_examples=40)
@given(sizes, st.lists(st.integers(500, 100_000), min_size=1, max_size=8))
def test_root_and_hash_do_not_depend_on_the_pieces(size: int, pieces: list[int]) -> None:
    hasher, place, turn = ChunkHasher(), 0, 0
    while place < size:
        piece = pieces[turn % len(pieces)]
        hasher.update(DATA[place : min(size, place + piece)])
        place, turn = place + piece, turn + 1
    leaves = [merkle.leaf_hash(DATA[start : min(size, start + CHUNK_SIZE)]) for start in range(0, size, CHUNK_SIZE)]
    assert hasher.size == size
    assert hasher.root() == merkle.root(leaves)
    assert hasher.sha256() == hashlib.sha256(DATA[:size]).hexdigest()


def test_the_root_can_be_asked_for_on_the_way() -> None:
    hasher = hashed(DATA[:100])
    assert hasher.root() == hasher.root() == hashed(DATA[:100]).root()
    hasher.update(DATA[100:])
    assert hasher.root() == hashed(DATA).root()


@pytest.mark.parametrize("index", range(5))
def test_each_chunk_is_proved_against_size_and_root(index: int) -> None:
    proof = chunks.chunk_proof(Trickle(DATA), index)
    assert proof.data == DATA[index * CHUNK_SIZE : (index + 1) * CHUNK_SIZE]
    assert chunks.verify_chunk(proof, len(DATA), hashed(DATA).root())


def test_several_chunks_are_proved_in_one_reading() -> None:
    first, last = chunks.chunk_proofs(BytesIO(DATA), [0, 4])
    assert (first, last) == (chunks.chunk_proof(BytesIO(DATA), 0), chunks.chunk_proof(BytesIO(DATA), 4))


def test_a_changed_chunk_or_another_place_is_refused() -> None:
    root, proof = hashed(DATA).root(), chunks.chunk_proof(BytesIO(DATA), 1)
    assert not chunks.verify_chunk(replace(proof, data=b"x" + proof.data[1:]), len(DATA), root)
    assert not chunks.verify_chunk(replace(proof, data=proof.data[:-1]), len(DATA), root)
    assert not chunks.verify_chunk(replace(proof, index=2), len(DATA), root)
    assert not chunks.verify_chunk(replace(proof, index=9), len(DATA), root)
    assert not chunks.verify_chunk(proof, len(DATA) - 1, root)
    assert not chunks.verify_chunk(replace(proof, path=proof.path[:-1]), len(DATA), root)


@pytest.mark.parametrize("index", [-1, 5])
def test_a_chunk_that_is_not_there_has_no_proof(index: int) -> None:
    with pytest.raises(ProofError):
        chunks.chunk_proof(BytesIO(DATA), index)
