"""Proofs of filing verify offline and break when touched; documents of an office hold only what their format says."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from fairlead_ledger import checkpoints, envelopes, keys, merkle, notes, office
from fairlead_ledger.age_keys import X25519_KIND, Identity
from fairlead_ledger.errors import CallError, LedgerError
from fairlead_ledger.filing import Filing, Leaf

KEY, OTHER = Ed25519PrivateKey.generate(), Ed25519PrivateKey.generate()
KEYS = {keys.public_bytes(KEY)}
DROP = notes.Verifier("example.org/drop", keys.public_bytes(KEY))
TEXTS = {"title": "Which port?", "wanted": "Where the ship lay.", "offer": ""}
CALL = office.Call("C-1", "2026-01-31", None, {"en": TEXTS, "ko": TEXTS})
RECIPIENTS = office.Recipients(1, (Identity.generate().recipient(),), 14)


TREE = checkpoints.Checkpoint(DROP.name, 5, bytes(32))


def filed(count: int, index: int) -> Filing:
    leaves = [Leaf("T1", "2026-01-31", 1, f"{number:064x}", 5000) for number in range(count)]
    hashes = [merkle.leaf_hash(leaf.dumps()) for leaf in leaves]
    note = checkpoints.sign(checkpoints.Checkpoint(DROP.name, count, merkle.root(hashes)), KEY)
    return Filing(leaves[index], index, tuple(merkle.inclusion_proofs(hashes, [index])[0]), note)


@pytest.mark.parametrize("count", [1, 2, 3, 7, 8, 9])
def test_a_proof_of_filing_verifies_as_read_back(count: int) -> None:
    for index in range(count):
        assert Filing.loads(filed(count, index).dumps()).verify(DROP).size == count


def test_many_proofs_at_once_are_the_same_as_one_by_one() -> None:
    hashes = [merkle.leaf_hash(bytes([number])) for number in range(40)]
    for size in range(1, 41):
        many = merkle.inclusion_proofs(hashes[:size], range(size))
        assert many == [merkle.inclusion_proof(hashes, index, size) for index in range(size)]


@pytest.mark.parametrize(
    "change",
    [
        lambda proof: replace(proof, index=proof.index + 1),
        lambda proof: replace(proof, path=proof.path[:-1]),
        lambda proof: replace(proof, leaf=replace(proof.leaf, day="2026-01-30")),
        lambda proof: replace(proof, leaf=replace(proof.leaf, tier="T3")),
        lambda proof: replace(proof, checkpoint=proof.checkpoint.replace("\n5\n", "\n6\n")),
        lambda proof: replace(proof, checkpoint=checkpoints.sign(TREE, OTHER)),
    ],
)
def test_a_proof_that_was_touched_fails(change: Any) -> None:
    with pytest.raises((LedgerError, ValueError)):
        change(filed(5, 2)).verify(DROP)


@pytest.mark.parametrize("data", [b"", b"[]", b"{}", b'{"v":1}', b"x" * 70_000])
def test_bytes_that_are_no_proof_are_refused(data: bytes) -> None:
    with pytest.raises(LedgerError):
        Filing.loads(data)


@pytest.mark.parametrize("document", [CALL, RECIPIENTS])
def test_a_signed_document_is_read_as_written(document: Any) -> None:
    body = office.open_document(office.sign(document, KEY), document.body()["kind"], KEYS)
    read = office.parse_call if isinstance(document, office.Call) else office.parse_recipients
    assert read(body) == document


def test_a_document_of_another_key_kind_or_content_is_refused() -> None:
    for data, kind in [
        (office.sign(CALL, OTHER), "call"),
        (office.sign(CALL, KEY), "recipients"),
        (office.sign(CALL, KEY).replace(b"Which", b"Witch"), "call"),
        (b"{}", "call"),
    ]:
        with pytest.raises(CallError):
            office.open_document(data, kind, KEYS)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("id", "../x"),
        ("id", 5),
        ("opened", "31.1.2026"),
        ("opened", "20260131"),
        ("closes", ""),
        ("texts", {}),
        ("texts", {"EN": TEXTS}),
        ("texts", {"en": {"title": "x"}}),
        ("texts", {"en": {**TEXTS, "title": ""}}),
        ("texts", {"en": {**TEXTS, "wanted": "x" * 8001}}),
        ("extra", 1),
    ],
)
def test_a_malformed_call_is_refused(field: str, value: Any) -> None:
    with pytest.raises(CallError):
        office.parse_call({**CALL.body(), field: value})


def test_recipients_are_hybrid_only_and_at_least_one() -> None:
    weak = replace(RECIPIENTS, recipients=(Identity.generate(X25519_KIND).recipient(),))
    for wrong in (weak, replace(RECIPIENTS, recipients=()), replace(RECIPIENTS, epoch=0)):
        with pytest.raises(CallError):
            office.sign(wrong, KEY)


def test_a_request_is_for_one_drop_only() -> None:
    request = office.Request("example.org/drop", "list", {"after": 0}, "ab")
    body = envelopes.open_envelope(office.sign(request, KEY))[0]
    assert office.parse_request(body, "example.org/drop") == request
    with pytest.raises(CallError, match="another drop"):
        office.parse_request(body, "example.org/other")
