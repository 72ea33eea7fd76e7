"""Envelopes and commitments: signed once, spelled once."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from examples import examples
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.ledger import strategies

from fairlead_ledger import canonical, commitments, envelopes, keys
from fairlead_ledger.errors import CanonicalError, EnvelopeError, LedgerError

KEY = Ed25519PrivateKey.from_private_bytes(b"\x07" * 32)
SEALED = envelopes.seal({"act": "add", "n": 1}, KEY)


@settings(max_examples=examples())
@given(st.dictionaries(strategies.keys, strategies.values, max_size=5))
def test_an_opened_envelope_gives_the_body_and_its_signer(body: dict[str, Any]) -> None:
    assert envelopes.open_envelope(envelopes.seal(body, KEY)) == (body, keys.public_bytes(KEY))


@pytest.mark.parametrize("place", range(len(SEALED)))
def test_no_byte_of_an_envelope_can_be_changed(place: int) -> None:
    for change in (0x01, 0x20, 0x80):
        changed = bytearray(SEALED)
        changed[place] ^= change
        with pytest.raises(EnvelopeError):
            envelopes.open_envelope(bytes(changed))


def test_another_key_cannot_claim_the_signature() -> None:
    stranger = keys.encode(keys.public_bytes(Ed25519PrivateKey.from_private_bytes(b"\x08" * 32)))
    claimed = canonical.loads(SEALED) | {"key": stranger}
    with pytest.raises(EnvelopeError, match="false"):
        envelopes.open_envelope(canonical.dumps(claimed))


@pytest.mark.parametrize(
    "change", [{"v": 2}, {"v": True}, {"extra": 1}, {"body": []}, {"key": 1}, {"sig": "AAAA"}, {"key": "AAAA"}]
)
def test_an_envelope_of_another_form_is_refused(change: dict[str, Any]) -> None:
    with pytest.raises(EnvelopeError):
        envelopes.open_envelope(canonical.dumps(canonical.loads(SEALED) | change))


def test_a_body_that_is_not_canonical_is_not_signed() -> None:
    with pytest.raises(CanonicalError):
        envelopes.seal({"share": 0.5}, KEY)


def test_peeking_reads_the_body_without_judging_the_signature() -> None:
    unsigned = canonical.loads(SEALED) | {"sig": keys.encode(bytes(64))}
    assert envelopes.peek(canonical.dumps(unsigned)) == {"act": "add", "n": 1}


@given(st.binary(max_size=50))
def test_a_commitment_is_the_hash_of_salt_and_value(value: bytes) -> None:
    salt = commitments.new_salt()
    assert commitments.commit(salt, value) == hashlib.sha256(salt + value).digest()


def test_every_salt_is_new() -> None:
    assert len({commitments.new_salt() for _ in range(100)}) == 100


@pytest.mark.parametrize("salt", [b"", b"x" * 31, b"x" * 33])
def test_a_salt_of_another_length_is_refused(salt: bytes) -> None:
    with pytest.raises(LedgerError):
        commitments.commit(salt, b"")


@pytest.mark.parametrize("text", ["AB==", "AAA", "AAAA\n", " AAAA", "AA-_", "\u00e9"])
def test_base64_in_another_spelling_is_refused(text: str) -> None:
    with pytest.raises(LedgerError):
        keys.decode(text)
