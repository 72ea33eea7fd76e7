"""What a witness asks before it vouches, request by request (C2SP tlog-witness), and the form of what it signs."""

from __future__ import annotations

import base64
import hashlib

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from fairlead_ledger import checkpoints, cosignatures, keys, merkle
from fairlead_ledger.checkpoints import Checkpoint
from fairlead_ledger.cosignatures import Refused, WitnessKey
from fairlead_ledger.errors import NoteError
from fairlead_ledger.notes import Verifier

LOG, OTHER, WITNESS = (Ed25519PrivateKey.from_private_bytes(bytes([n]) * 32) for n in (1, 2, 3))
LEAVES = [merkle.leaf_hash(str(n).encode()) for n in range(20)]
LOGS = {"log.example": Verifier("log.example", keys.public_bytes(LOG))}


def note(size: int, key: Ed25519PrivateKey = LOG, leaves: list[bytes] = LEAVES, origin: str = "log.example") -> str:
    return checkpoints.sign(Checkpoint(origin, size, merkle.root(leaves[:size])), key)


def asked(old: int, size: int, leaves: list[bytes] = LEAVES) -> cosignatures.Asked:
    proof = merkle.consistency_proof(leaves, old, size) if 0 < old < size else []
    return cosignatures.read_request(cosignatures.request(old, proof, note(size, leaves=leaves)), LOGS)


def seen(size: int) -> Checkpoint:
    return Checkpoint("log.example", size, merkle.root(LEAVES[:size]))


def test_what_is_signed_is_what_the_format_says() -> None:
    line = cosignatures.cosign(note(7), "w.example", WITNESS, 1_700_000_000)
    raw = base64.b64decode(line.split(" ")[2])
    public = keys.public_bytes(WITNESS)
    assert raw[:4] == hashlib.sha256(b"w.example\n\x04" + public).digest()[:4]
    assert int.from_bytes(raw[4:12], "big") == 1_700_000_000
    text = "cosignature/v1\ntime 1700000000\n" + note(7).split("\n\n")[0] + "\n"
    assert keys.is_signed(public, raw[12:], text.encode())
    assert cosignatures.cosigned_s(note(7), line, WitnessKey("w.example", public)) == 1_700_000_000


@pytest.mark.parametrize("change", ["note", "name", "key", "time"])
def test_a_cosignature_over_anything_else_is_false(change: str) -> None:
    line = cosignatures.cosign(note(7), "w.example", WITNESS, 1_700_000_000)
    witness = WitnessKey("w.example", keys.public_bytes(WITNESS))
    about = note(8) if change == "note" else note(7)
    if change == "name":
        witness = WitnessKey("v.example", witness.key)
    elif change == "key":
        witness = WitnessKey("w.example", keys.public_bytes(OTHER))
    elif change == "time":
        raw = bytearray(base64.b64decode(line.split(" ")[2]))
        raw[11] ^= 1
        line = f"\u2014 w.example {base64.b64encode(bytes(raw)).decode()}\n"
    with pytest.raises(NoteError):
        cosignatures.cosigned_s(about, line, witness)


@pytest.mark.parametrize(("old", "size"), [(0, 5), (5, 5), (5, 6), (8, 16), (3, 20)])
def test_a_log_that_only_grows_is_vouched_for(old: int, size: int) -> None:
    cosignatures.judge(asked(old, size), seen(old) if old else None)


@pytest.mark.parametrize(
    ("old", "size", "last", "status"),
    [
        (0, 5, 3, 409),  # it does not know what was seen
        (4, 5, 3, 409),
        (5, 6, None, 409),
    ],
)
def test_a_request_that_starts_elsewhere_is_told_the_size_last_seen(
    old: int, size: int, last: int | None, status: int
) -> None:
    with pytest.raises(Refused) as refused:
        cosignatures.judge(asked(old, size), seen(last) if last else None)
    assert (refused.value.status, refused.value.body) == (status, f"{last or 0}\n")


def test_a_forked_log_gets_nothing_at_the_same_size_or_a_larger() -> None:
    fork = [*LEAVES[:3], *(merkle.leaf_hash(b"x") for _ in range(17))]
    with pytest.raises(Refused) as same:
        cosignatures.judge(asked(5, 5, fork), seen(5))
    assert same.value.status == 409
    with pytest.raises(Refused) as larger:
        cosignatures.judge(asked(5, 9, fork), seen(5))
    assert larger.value.status == 422


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 400),
        (b"\xff\xfe", 400),
        (b"old x\n\n", 400),
        (b"old 007\n\n" + note(9).encode(), 400),
        (b"old 3\nAAAA\n\n" + note(9).encode(), 400),
        (b"old 12\n\n" + note(9).encode(), 400),
        (b"old 0\n\n" + note(9, origin="unknown.example").encode(), 404),
        (b"old 0\n\n" + note(9, key=OTHER).encode(), 403),
        (b"old 0\n" + (keys.encode(b"0" * 32).encode() + b"\n") * 64 + b"\n" + note(9).encode(), 400),
        (b"old 0\n\n" + b"a" * cosignatures.MAX_REQUEST, 400),
    ],
)
def test_a_request_that_is_not_one_is_refused_with_the_status_of_the_format(body: bytes, status: int) -> None:
    with pytest.raises(Refused) as refused:
        cosignatures.read_request(body, LOGS)
    assert refused.value.status == status


@pytest.mark.parametrize(("old", "size"), [(0, 5), (5, 5)])
def test_a_proof_where_none_is_needed_is_refused(old: int, size: int) -> None:
    body = cosignatures.request(old, [b"0" * 32], note(size))
    with pytest.raises(Refused) as refused:
        cosignatures.judge(cosignatures.read_request(body, LOGS), seen(old) if old else None)
    assert refused.value.status == 422
