"""A second reading of RFC 6962 and of signed notes, written from the texts alone; it shares nothing with the ledger.

The tree is followed from its root down, as section 2.1.1 defines a path (the ledger climbs up by the digits of the
index); notes are taken apart by hand, and signatures are checked by the openssl program.
"""

from __future__ import annotations

import base64
import hashlib
import json
import subprocess
import tempfile
from pathlib import Path


def root_by_definition(leaves: list[bytes]) -> bytes:
    """MTH of section 2.1, over the leaves themselves."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return hashlib.sha256(b"\0" + leaves[0]).digest()
    k = largest_power_below(len(leaves))
    return hashlib.sha256(b"\1" + root_by_definition(leaves[:k]) + root_by_definition(leaves[k:])).digest()


def root_along_path(leaf: bytes, index: int, size: int, path: list[bytes]) -> bytes:
    """What the root must be if PATH(index, D[size]) is this path."""
    if size == 1:
        if path:
            raise ValueError("hashes are left over")
        return hashlib.sha256(b"\0" + leaf).digest()
    if not path:
        raise ValueError("hashes are missing")
    k, sibling = largest_power_below(size), path[-1]
    if index < k:
        return hashlib.sha256(b"\1" + root_along_path(leaf, index, k, path[:-1]) + sibling).digest()
    return hashlib.sha256(b"\1" + sibling + root_along_path(leaf, index - k, size - k, path[:-1])).digest()


def largest_power_below(size: int) -> int:
    k = 1
    while k * 2 < size:
        k *= 2
    return k


def openssl_verifies(key: bytes, text: bytes, signature: bytes) -> bool:
    """Ask the openssl program whether an Ed25519 signature holds."""
    der = bytes.fromhex("302a300506032b6570032100") + key  # RFC 8410, section 4
    with tempfile.TemporaryDirectory() as place:
        for name, data in (("key", der), ("text", text), ("sig", signature)):
            (Path(place) / name).write_bytes(data)
        asked = ["-verify", "-pubin", "-keyform", "DER", "-inkey", "key", "-rawin", "-in", "text", "-sigfile", "sig"]
        command = ["openssl", "pkeyutl", *asked]
        return subprocess.run(command, cwd=place, capture_output=True, check=False).returncode == 0


def proof_holds(proof: bytes, verifier: str) -> bool:
    """Verify a proof of filing (docs/drop/protocol.md) with the text of the log's key alone."""
    told = json.loads(proof)
    name, key_id, encoded = verifier.split("+", 2)
    kind_and_key = base64.b64decode(encoded)
    expected = hashlib.sha256(name.encode() + b"\n" + kind_and_key).digest()[:4]
    if kind_and_key[0] != 1 or expected.hex() != key_id:
        return False
    text, _, signatures = told["checkpoint"].rpartition("\n\n")
    text += "\n"
    origin, size, root = text.split("\n")[:3]
    for line in signatures.splitlines():
        _, signer, blob = line.split(" ")
        raw = base64.b64decode(blob)
        if (
            signer == name == origin
            and raw[:4] == expected
            and openssl_verifies(kind_and_key[1:], text.encode(), raw[4:])
        ):
            break
    else:
        return False
    path = [base64.b64decode(node) for node in told["path"]]
    try:
        found = root_along_path(told["leaf"].encode(), told["index"], int(size), path)
    except ValueError:
        return False
    return 0 <= told["index"] < int(size) and found == base64.b64decode(root)
