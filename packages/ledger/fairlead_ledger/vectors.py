"""Test vectors for whoever writes a verifier in another language: made here, published in ``vectors.json``.

``python -m fairlead_ledger.vectors`` prints the file anew; a test holds the two together. How to use the vectors, tells
docs/log-format.md. All keys in them are published, and therefore worthless.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Callable
from importlib import resources
from io import BytesIO
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from fairlead_ledger import canonical, checkpoints, chunks, commitments, envelopes, keys, merkle, notes

# The leaves of the Certificate Transparency project's own tests, in hex; their roots are in our tests.
CT_LEAVES = ("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f")

_CANONICAL: tuple[Any, ...] = (
    None,
    [True, False],
    [0, -1, 9007199254740991, -9007199254740991],
    {"b": 1, "a": 2, "A": 3, "_": 4, "": 5},
    '\u20ac$\u000f\nA\'B"\\"/',  # the string of RFC 8785, section 3.2.2.2, with its last escapes
    "\b\t\n\f\r\u0000\u001f\u007f\u0080\u2028\ufb33\U0001f600",
    {"nested": {"list": [[], {}, ""]}},
)

_REFUSED: tuple[tuple[str, str], ...] = (
    ("a space", '{"a": 1}'),
    ("keys out of order", '{"b":1,"a":2}'),
    ("a key twice", '{"a":1,"a":1}'),
    ("a key that is not ASCII", '{"\u00e9":1}'),
    ("a fraction", "1.0"),
    ("an exponent", "1e3"),
    ("minus zero", "-0"),
    ("an integer beyond 2^53 - 1", "9007199254740992"),
    ("a needless escape", '"\\u0041"'),
    ("an escape in capitals", '"\\u001F"'),
    ("an escaped solidus", '"\\/"'),
    ("half a surrogate pair", '"\\ud800"'),
    ("a line end after the value", "1\n"),
    ("not a number", "NaN"),
)

_CASE = "0123456789abcdef0123456789abcdef"

_PRIVATE = {"person": "A. Analyst", "name": "Bill of lading 17.pdf", "source": "a ship's agent"}

_RECEIPT = {
    "kind": "plain",
    "media_type": "text/plain",
    "captured": "2020-12-01",
    "handling": {
        "marking": "amber",
        "may_cite": True,
        "may_attribute": False,
        "may_show": True,
        "may_redistribute": False,
        "not_before": None,
    },
    "reliability": "B",
    "credibility": 2,
}


def build() -> dict[str, Any]:
    """Return all vectors; the same every time."""
    parts: tuple[Callable[[], Any], ...] = (
        canonical_json,
        merkle_trees,
        signed_notes,
        commitment,
        chunk_roots,
        envelope,
        custody_log,
    )
    return {"format": 1, **{part.__name__: part() for part in parts}}


def published() -> dict[str, Any]:
    """Return the vectors as published with this package."""
    text = resources.files("fairlead_ledger").joinpath("vectors.json").read_text("utf-8")
    vectors: dict[str, Any] = json.loads(text)
    return vectors


def canonical_json() -> dict[str, Any]:
    """Values with their canonical bytes, and bytes that a reader must refuse."""
    return {
        "accepted": [{"value": value, "bytes_hex": canonical.dumps(value).hex()} for value in _CANONICAL],
        "refused": [{"why": why, "bytes_hex": text.encode().hex()} for why, text in _REFUSED],
    }


def merkle_trees() -> dict[str, Any]:
    """Eight leaves, the root at every size, every inclusion proof and every consistency proof."""
    leaves = [merkle.leaf_hash(bytes.fromhex(leaf)) for leaf in CT_LEAVES]
    sizes = range(1, len(leaves) + 1)
    return {
        "leaves_hex": list(CT_LEAVES),
        "roots_hex": [merkle.root(leaves[:size]).hex() for size in range(len(leaves) + 1)],
        "inclusion": [
            {"index": index, "size": size, "proof_hex": _hex(merkle.inclusion_proof(leaves, index, size))}
            for size in sizes
            for index in range(size)
        ],
        "consistency": [
            {"m": m, "n": n, "proof_hex": _hex(merkle.consistency_proof(leaves, m, n))}
            for n in sizes
            for m in range(n + 1)
        ],
    }


def signed_notes() -> dict[str, Any]:
    """A checkpoint as a signed note, and notes that a reader must refuse."""
    tree = checkpoints.Checkpoint("example.org/log", 8, bytes(range(32)))
    note = checkpoints.sign(tree, _key(1))
    verifier = notes.Verifier(tree.origin, keys.public_bytes(_key(1)))
    unknown = notes.sign_note(tree.text(), "example.org/other", _key(2))
    return {
        "private_seed_hex": _seed(1).hex(),
        "verifier_key": str(verifier),
        "origin": tree.origin,
        "size": tree.size,
        "root_hex": tree.root.hex(),
        "note": note,
        "refused": [
            {"why": "another size than was signed", "note": note.replace("\n8\n", "\n9\n")},
            {"why": "signed by an unknown key only", "note": unknown},
            {"why": "no signature", "note": tree.text()},
            {"why": "no line end after the last signature", "note": note[:-1]},
        ],
    }


def commitment() -> dict[str, str]:
    """A salted commitment to a text; the value's bytes are its canonical JSON."""
    salt, value = bytes(range(32)), "Bill of lading 17.pdf"
    data = canonical.dumps(value)
    return {"salt_hex": salt.hex(), "value": value, "commitment_hex": commitments.commit(salt, data).hex()}


def chunk_roots() -> list[dict[str, Any]]:
    """Files whose byte i is i mod 251, of sizes around the chunk's, with their roots and a proof of the last chunk."""
    size = chunks.CHUNK_SIZE
    return [_chunked(count) for count in (0, 1, size - 1, size, size + 1, 3 * size, 5 * size + 17)]


def envelope() -> dict[str, Any]:
    """A signed envelope, and envelopes that a reader must refuse."""
    body = {"act": "add", "object": "00", "v": 1}
    sealed = envelopes.seal(body, _key(3))
    text = sealed.decode()
    return {
        "private_seed_hex": _seed(3).hex(),
        "public_key_hex": keys.public_bytes(_key(3)).hex(),
        "body": body,
        "envelope": text,
        "leaf_hash_hex": merkle.leaf_hash(sealed).hex(),
        "refused": [
            {"why": "another body than was signed", "envelope": text.replace('"add"', '"adds"')},
            {"why": "an unknown version", "envelope": text.replace('"v":1}', '"v":2}')},
            {"why": "a foreign field", "envelope": text.replace('"sig"', '"extra":1,"sig"')},
            {"why": "not canonical", "envelope": text.replace(":", ": ", 1)},
        ],
    }


def custody_log() -> dict[str, Any]:
    """A whole log of four entries: a case is made, its maker enrolled, a file added, the file's name erased."""
    key, case_key = _key(4), _key(5)
    verifier = notes.Verifier(f"fairlead/{_CASE}", keys.public_bytes(case_key))
    secrets = {field: _secret(field, value) for field, value in _PRIVATE.items()}
    leaves = [
        envelopes.seal(_entry(index, key, act, {field: secrets[field]["commitment_hex"] for field in fields}), key)
        for index, (*act, fields) in enumerate(_acts(key, verifier, secrets))
    ]
    tree = checkpoints.Checkpoint(verifier.name, len(leaves), merkle.root(map(merkle.leaf_hash, leaves)))
    return {
        "actor_seed_hex": _seed(4).hex(),
        "case_seed_hex": _seed(5).hex(),
        "verifier_key": str(verifier),
        "leaves": [leaf.decode() for leaf in leaves],
        "checkpoint": checkpoints.sign(tree, case_key),
        "secrets": {field: secret for field, secret in secrets.items() if field != "name"},
        "erased": secrets["name"]["commitment_hex"],
    }


def _acts(
    key: Ed25519PrivateKey, verifier: notes.Verifier, secrets: dict[str, dict[str, str]]
) -> list[tuple[Any, ...]]:
    """Return act, object, body and private fields of each entry."""
    hasher = chunks.ChunkHasher()
    hasher.update(b"CARGO: COAL\n")
    file = {"sha256": hasher.sha256(), "size": hasher.size, "chunk_root": hasher.root().hex()}
    public_key, name = keys.encode(keys.public_bytes(key)), secrets["name"]["commitment_hex"]
    made = {"format": 1, "case": _CASE, "name": "example", "regime": "dprk", "checkpoints": str(verifier)}
    return [
        ("init", _CASE, {**made, "key": public_key, "roles": ["custodian"]}, ()),
        ("enrol", _actor(key), {"key": public_key, "roles": ["custodian", "investigator"]}, ("person",)),
        ("add", file["sha256"], {**file, **_RECEIPT}, ("name", "source")),
        ("erase", name, {"commitment": name, "reason": "asked by the originator"}, ()),
    ]


def _entry(index: int, key: Ed25519PrivateKey, act: list[Any], private: dict[str, str]) -> dict[str, Any]:
    return {
        "v": 1,
        "case": _CASE,
        "index": index,
        "time_us": 1_606_780_800_000_000 + index,
        "actor": _actor(key),
        "act": act[0],
        "object": act[1],
        "purpose": "",
        "tool": "fairlead",
        "version": "0.1.0",
        "body": act[2],
        "private": private,
    }


def _actor(key: Ed25519PrivateKey) -> str:
    return hashlib.sha256(keys.public_bytes(key)).hexdigest()[:32]


def _secret(field: str, value: str) -> dict[str, str]:
    salt = field.encode().ljust(32, b".")
    data = canonical.dumps(value)
    return {"salt_hex": salt.hex(), "value": value, "commitment_hex": commitments.commit(salt, data).hex()}


def _chunked(size: int) -> dict[str, Any]:
    data = bytes(index % 251 for index in range(size))
    hasher = chunks.ChunkHasher()
    hasher.update(data)
    vector: dict[str, Any] = {"size": size, "sha256": hasher.sha256(), "chunk_root_hex": hasher.root().hex()}
    if size:
        proof = chunks.chunk_proof(BytesIO(data), chunks.chunk_count(size) - 1)
        vector["last_chunk"] = {"index": proof.index, "proof_hex": _hex(proof.path)}
    return vector


def _hex(hashes: list[bytes] | tuple[bytes, ...]) -> list[str]:
    return [one.hex() for one in hashes]


def _seed(number: int) -> bytes:
    return bytes([number]) * 32


def _key(number: int) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(_seed(number))


if __name__ == "__main__":
    json.dump(build(), sys.stdout, ensure_ascii=True, indent=1)
    sys.stdout.write("\n")
