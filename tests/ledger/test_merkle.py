"""The Merkle tree against RFC 6962's own recursive words, and against published roots."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fairlead_ledger import merkle
from fairlead_ledger.errors import ProofError
from fairlead_ledger.vectors import CT_LEAVES

# Certificate Transparency's own tests (merkle tree "root at each size" of the eight reference leaves).
CT_ROOTS = (
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
)


def naive_root(leaves: list[bytes]) -> bytes:
    """MTH of RFC 6962, section 2.1, word for word."""
    if not leaves:
        return hashlib.sha256().digest()
    if len(leaves) == 1:
        return hashlib.sha256(b"\x00" + leaves[0]).digest()
    k = _largest_power_below(len(leaves))
    return hashlib.sha256(b"\x01" + naive_root(leaves[:k]) + naive_root(leaves[k:])).digest()


def naive_path(m: int, leaves: list[bytes]) -> list[bytes]:
    """PATH of RFC 6962, section 2.1.1, word for word."""
    if len(leaves) == 1:
        return []
    k = _largest_power_below(len(leaves))
    if m < k:
        return [*naive_path(m, leaves[:k]), naive_root(leaves[k:])]
    return [*naive_path(m - k, leaves[k:]), naive_root(leaves[:k])]


def naive_consistency(m: int, leaves: list[bytes], whole: bool = True) -> list[bytes]:
    """SUBPROOF of RFC 6962, section 2.1.2, word for word."""
    if m == len(leaves):
        return [] if whole else [naive_root(leaves)]
    k = _largest_power_below(len(leaves))
    if m <= k:
        return [*naive_consistency(m, leaves[:k], whole), naive_root(leaves[k:])]
    return [*naive_consistency(m - k, leaves[k:], False), naive_root(leaves[:k])]


def _largest_power_below(size: int) -> int:
    k = 1
    while k * 2 < size:
        k *= 2
    return k


trees = st.lists(st.binary(max_size=3), min_size=1, max_size=70)


@given(st.lists(st.binary(max_size=3), max_size=70))
def test_the_root_is_that_of_the_recursive_definition(leaves: list[bytes]) -> None:
    assert merkle.root(map(merkle.leaf_hash, leaves)) == naive_root(leaves)


def test_the_roots_are_those_of_certificate_transparency() -> None:
    hashes = [merkle.leaf_hash(bytes.fromhex(leaf)) for leaf in CT_LEAVES]
    assert tuple(merkle.root(hashes[:size]).hex() for size in range(9)) == CT_ROOTS


@given(trees, st.data())
def test_inclusion_proofs_are_those_of_the_recursive_definition_and_verify(
    leaves: list[bytes], data: st.DataObject
) -> None:
    index = data.draw(st.integers(0, len(leaves) - 1))
    hashes = [merkle.leaf_hash(leaf) for leaf in leaves]
    proof = merkle.inclusion_proof(hashes, index, len(leaves))
    assert proof == naive_path(index, leaves)
    assert merkle.verify_inclusion(hashes[index], index, len(leaves), proof, naive_root(leaves))


@given(trees, st.data())
def test_consistency_proofs_are_those_of_the_recursive_definition_and_verify(
    leaves: list[bytes], data: st.DataObject
) -> None:
    m = data.draw(st.integers(1, len(leaves)))
    hashes = [merkle.leaf_hash(leaf) for leaf in leaves]
    proof = merkle.consistency_proof(hashes, m, len(leaves))
    assert proof == naive_consistency(m, leaves)
    assert merkle.verify_consistency(m, len(leaves), naive_root(leaves[:m]), naive_root(leaves), proof)


@settings(max_examples=30)
@given(st.integers(1, 24), st.data())
def test_no_inclusion_proof_holds_for_anything_else(size: int, data: st.DataObject) -> None:
    hashes = [merkle.leaf_hash(bytes([number])) for number in range(size)]
    index, other = data.draw(st.integers(0, size - 1)), data.draw(st.integers(-1, size + 1))
    root, proof = merkle.root(hashes), merkle.inclusion_proof(hashes, index, size)
    assert merkle.verify_inclusion(hashes[index], other, size, proof, root) == (other == index)
    assert not merkle.verify_inclusion(merkle.leaf_hash(b"foreign"), index, size, proof, root)
    assert not merkle.verify_inclusion(hashes[index], index, size, [*proof, root], root)
    assert not merkle.verify_inclusion(hashes[index], index, size, proof, merkle.EMPTY_ROOT)
    if proof:
        assert not merkle.verify_inclusion(hashes[index], index, size, proof[:-1], root)
        assert not merkle.verify_inclusion(hashes[index], index, size, [*proof[:-1], root], root)


@settings(max_examples=60)
@given(st.integers(2, 24), st.data())
def test_a_tree_that_did_not_only_grow_is_found(size: int, data: st.DataObject) -> None:
    hashes = [merkle.leaf_hash(bytes([number])) for number in range(size)]
    m = data.draw(st.integers(1, size - 1))
    changed = list(hashes)
    changed[data.draw(st.integers(0, m - 1))] = merkle.leaf_hash(b"changed")
    old, new, other = merkle.root(hashes[:m]), merkle.root(hashes), merkle.root(changed)
    proof = merkle.consistency_proof(hashes, m, size)
    assert not merkle.verify_consistency(m, size, old, other, merkle.consistency_proof(changed, m, size))
    assert not merkle.verify_consistency(m, size, merkle.root(changed[:m]), new, proof)
    assert not merkle.verify_consistency(m, size, old, new, [*proof, new])
    assert not merkle.verify_consistency(m, size, old, new, proof[:-1])
    assert not merkle.verify_consistency(m, size, old, old, proof)
    assert not merkle.verify_consistency(size, m, new, old, proof)


def test_every_tree_begins_with_the_empty_one_and_with_itself() -> None:
    hashes = [merkle.leaf_hash(bytes([number])) for number in range(5)]
    root = merkle.root(hashes)
    assert merkle.verify_consistency(0, 5, merkle.EMPTY_ROOT, root, merkle.consistency_proof(hashes, 0, 5))
    assert not merkle.verify_consistency(0, 5, root, root, [])
    assert merkle.verify_consistency(5, 5, root, root, [])
    assert not merkle.verify_consistency(5, 5, root, merkle.EMPTY_ROOT, [])


@given(st.lists(st.binary(min_size=32, max_size=32), max_size=70))
def test_a_frontier_put_away_goes_on_where_it_was(leaves: list[bytes]) -> None:
    frontier = merkle.Frontier()
    for leaf in leaves:
        frontier = merkle.Frontier.loads(frontier.dumps())
        frontier.append(leaf)
    assert (frontier.size, frontier.root()) == (len(leaves), merkle.root(leaves))


@pytest.mark.parametrize("data", [b"", b"\x00" * 7, b"\x00" * 8 + b"x", b"\x00" * 7 + b"\x01", b"\x00" * 40])
def test_a_frontier_that_does_not_fit_its_size_is_refused(data: bytes) -> None:
    with pytest.raises(ProofError):
        merkle.Frontier.loads(data)


@pytest.mark.parametrize(("index", "size"), [(-1, 2), (2, 2), (0, 0), (0, 4)])
def test_no_inclusion_proof_is_given_for_a_leaf_that_is_not_there(index: int, size: int) -> None:
    with pytest.raises(ProofError):
        merkle.inclusion_proof([merkle.leaf_hash(b"")] * 3, index, size)


@pytest.mark.parametrize(("m", "n"), [(-1, 2), (3, 2), (1, 4)])
def test_no_consistency_proof_is_given_for_trees_that_are_not_there(m: int, n: int) -> None:
    with pytest.raises(ProofError):
        merkle.consistency_proof([merkle.leaf_hash(b"")] * 3, m, n)
