"""The published vectors are what the code gives, and a reader who knows only their text can use them."""

from __future__ import annotations

import base64
import hashlib
import json

import pytest

from fairlead_ledger import canonical, checkpoints, commitments, envelopes, keys, merkle, notes, vectors
from fairlead_ledger.errors import LedgerError

PUBLISHED = vectors.published()


def test_the_published_vectors_are_those_that_the_code_makes() -> None:
    assert json.loads(json.dumps(vectors.build())) == PUBLISHED


@pytest.mark.parametrize("case", PUBLISHED["canonical_json"]["refused"], ids=lambda case: case["why"])
def test_bytes_published_as_not_canonical_are_refused(case: dict[str, str]) -> None:
    with pytest.raises(LedgerError):
        canonical.loads(bytes.fromhex(case["bytes_hex"]))


@pytest.mark.parametrize("case", PUBLISHED["signed_notes"]["refused"], ids=lambda case: case["why"])
def test_notes_published_as_false_are_refused(case: dict[str, str]) -> None:
    with pytest.raises(LedgerError):
        checkpoints.open_checkpoint(case["note"], [PUBLISHED["signed_notes"]["verifier_key"]])


@pytest.mark.parametrize("case", PUBLISHED["envelope"]["refused"], ids=lambda case: case["why"])
def test_envelopes_published_as_false_are_refused(case: dict[str, str]) -> None:
    with pytest.raises(LedgerError):
        envelopes.open_envelope(case["envelope"].encode())


def test_every_published_proof_verifies() -> None:
    trees = PUBLISHED["merkle_trees"]
    leaves = [merkle.leaf_hash(bytes.fromhex(leaf)) for leaf in trees["leaves_hex"]]
    roots = [bytes.fromhex(root) for root in trees["roots_hex"]]
    for case in trees["inclusion"]:
        proof = [bytes.fromhex(node) for node in case["proof_hex"]]
        assert merkle.verify_inclusion(leaves[case["index"]], case["index"], case["size"], proof, roots[case["size"]])
    for case in trees["consistency"]:
        proof = [bytes.fromhex(node) for node in case["proof_hex"]]
        assert merkle.verify_consistency(case["m"], case["n"], roots[case["m"]], roots[case["n"]], proof)


def test_the_published_log_stands_on_the_formats_alone() -> None:
    """Written with hashlib, base64 and json only, but for the signatures: as a stranger would."""
    log = PUBLISHED["custody_log"]
    hashes = [hashlib.sha256(b"\x00" + leaf.encode()).digest() for leaf in log["leaves"]]
    pair = [hashlib.sha256(b"\x01" + hashes[at] + hashes[at + 1]).digest() for at in (0, 2)]
    root = hashlib.sha256(b"\x01" + pair[0] + pair[1]).digest()
    origin, size, stated = log["checkpoint"].split("\n")[:3]
    assert (size, base64.b64decode(stated)) == ("4", root)
    assert notes.open_note(log["checkpoint"], [log["verifier_key"]]).startswith(origin)
    for index, leaf in enumerate(log["leaves"]):
        envelope = json.loads(leaf)
        signed = json.dumps(envelope["body"], sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
        assert keys.is_signed(base64.b64decode(envelope["key"]), base64.b64decode(envelope["sig"]), signed)
        assert envelope["body"]["index"] == index
    private = json.loads(log["leaves"][2])["body"]["private"]
    secret = log["secrets"]["source"]
    value = canonical.dumps(secret["value"])
    assert commitments.commit(bytes.fromhex(secret["salt_hex"]), value).hex() == private["source"]
    assert private["name"] == log["erased"]
