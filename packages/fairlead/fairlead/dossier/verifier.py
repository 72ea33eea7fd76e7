"""Check a Fairlead dossier offline: one file, Python 3.11+ and the package `cryptography`, nothing of Fairlead.

    python3 verify.py FOLDER-OR-ZIP [--key CASE-KEY]

It proves integrity: that every file is as it was handed over, that exhibits (or the pieces given) are the bytes
received, that each act stands in the custody log that the case's key signed. It does not prove that an exhibit is true,
nor derive events again (`fairlead verify` does, where whole exhibits are present). Exit 0: all proved; 1: something
failed; 2: misuse.

Formats: RFC 6962 trees, C2SP signed notes and checkpoints, RFC 8785 JSON with integers only; see docs/log-format.md.
This file shares no code with the program that makes dossiers, so that each checks the other.
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import json
import shutil
import subprocess
import sys
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

CHUNK = 65_536
UNVOUCHED = {"manifest.json", "custody.json"}  # proved by signatures and hashes of their own, not by the manifest
MAX_UNPACKED = 64 << 30  # bytes; a zip that claims more is refused

Result = tuple[str, str, str]  # outcome, what, why


class MismatchError(Exception):
    """Something is not as recorded; the message says what."""


def main(arguments: list[str] | None = None) -> int:
    """Run the command line and return its exit status."""
    parser = argparse.ArgumentParser(description="check a Fairlead dossier offline")
    parser.add_argument("dossier", type=Path, help="the folder, or the zip")
    parser.add_argument("--key", help="the case's verifier key, received another way than with this dossier")
    options = parser.parse_args(arguments)
    if not options.dossier.exists():
        print(f"error: {options.dossier}: no such file or folder", file=sys.stderr)
        return 2
    results = list(check(options.dossier, options.key))
    for outcome, what, why in results:
        print(f"{outcome:<22} {what}" + (f": {why}" if why else ""))
    failed = sum(outcome == "failed" for outcome, _, _ in results)
    print(
        f"{sum(r[0] == 'proved' for r in results)} proved, {failed} failed, "
        f"{sum(r[0] == 'not checkable here' for r in results)} not checkable here"
    )
    return 1 if failed else 0


def check(dossier: Path, key: str | None = None) -> Iterator[Result]:
    """Yield every check of a dossier as (outcome, what, why)."""
    if dossier.is_dir():
        yield from check_folder(dossier, key)
        return
    with tempfile.TemporaryDirectory() as unpacked:
        try:
            unzip(dossier, Path(unpacked))
        except (
            MismatchError,
            OSError,
            zipfile.BadZipFile,
            zlib.error,
            NotImplementedError,
            RuntimeError,
            EOFError,
            ValueError,
        ) as bad:
            yield "failed", dossier.name, f"the zip cannot be unpacked whole ({bad})"
            return
        yield "not vouched for", dossier.name, "the zip's own dates, attributes and comments"
        yield from check_folder(Path(unpacked), key)


def unzip(archive: Path, folder: Path) -> None:
    """Unpack a zip without following its names out of the folder."""
    with zipfile.ZipFile(archive) as packed:
        members = packed.infolist()
        if sum(member.file_size for member in members) > MAX_UNPACKED:
            raise MismatchError("it claims to hold more than 64 GiB")
        names = [member.filename for member in members]
        if len(set(names)) != len(names):
            raise MismatchError("two members bear one name")
        for name in names:
            target = (folder / name).resolve()
            if not target.is_relative_to(folder.resolve()):
                raise MismatchError(f"a member's name leads outside: {name!r}")
        packed.extractall(folder)


def check_folder(folder: Path, key: str | None) -> Iterator[Result]:
    """Yield the checks of an unpacked dossier, in the order in which they depend on each other."""
    # 1. the two files on which all else hangs must be whole and canonical
    try:
        manifest = canonical_file(folder / "manifest.json")
        custody = canonical_file(folder / "custody.json")
        files: dict[str, str] = manifest["files"]
        verifier = key or custody["key"]
    except (MismatchError, KeyError, TypeError) as bad:
        yield "failed", "manifest.json or custody.json", str(bad)
        return
    if key is not None and key != custody["key"]:
        yield "failed", "case key", "the dossier was signed by another key than the one you gave"
        return
    # 2. the checkpoint is signed by the case's key
    try:
        origin, size, root = checkpoint(custody["checkpoint"], verifier)
    except (MismatchError, KeyError, TypeError, AttributeError) as bad:
        yield "failed", "checkpoint", str(bad)
        return
    yield "proved", f"checkpoint of {origin} at {size} entries", "signed by the case's key"
    # 3. every entry is in that tree, and signed by an actor whom an entry enrolled
    entries: list[dict[str, Any]] = []
    try:
        for given in custody["entries"]:
            entries.append(entry(given, size, root))
        enrolled = {body["body"]["key"] for body in entries if body["act"] in ("init", "enrol")}
        for body in entries:
            if body["signer"] not in enrolled or body["actor"] != actor_id(body["signer"]):
                raise MismatchError(f"entry {body['index']} is signed by a key that no entry here enrolled")
    except (MismatchError, KeyError, TypeError, ValueError) as bad:
        yield "failed", "custody.json", str(bad)
        return
    yield "proved", f"{len(entries)} entries of the custody log", "in the tree, and signed by enrolled actors"
    yield from check_vouched(custody, entries, (verifier, size, root))
    # 4. the making of this dossier is itself an entry, which names the manifest
    digest = hashlib.sha256((folder / "manifest.json").read_bytes()).hexdigest()
    if not any(body["act"] == "dossier" and body["object"] == digest for body in entries):
        yield "failed", "manifest.json", "no entry of the log names this manifest"
        return
    yield "proved", "manifest.json", "named by an entry of the log"
    # 5. every file is as the manifest says
    yield from check_files(folder, files)
    # 6. exhibits, whole or in pieces, are the bytes received
    for exhibit in manifest["exhibits"]:
        yield check_exhibit(folder, exhibit, entries)
    # 7. occasions are those named, and rest on no other exhibits
    yield from check_occasions(folder, manifest)


def check_vouched(
    custody: dict[str, Any], entries: list[dict[str, Any]], log: tuple[str, int, bytes]
) -> Iterator[Result]:
    """Yield one result per time stamp and cosignature: each about an earlier checkpoint from which this log grew."""
    verifier, size, root = log
    for body in entries:
        if body["act"] not in ("timestamp", "cosign"):
            continue
        what = f"entry {body['index']} ({body['act']})"
        try:
            note = body["body"]["checkpoint"]
            _, old_size, old_root = checkpoint(note, verifier)
            path = [base64.b64decode(node) for node in custody["grown"][str(body["index"])]]
            if not grown(old_size, size, old_root, root, path):
                raise MismatchError("it is about a checkpoint from which this log did not grow")
            vouch = token if body["act"] == "timestamp" else cosignature
            yield vouch(what, body["body"], note.encode(), old_size)
        except (MismatchError, KeyError, TypeError, ValueError, IndexError) as bad:
            yield "failed", what, str(bad)


def cosignature(what: str, said: dict[str, Any], note: bytes, size: int) -> Result:
    """Check a witness's cosignature (C2SP tlog-cosignature, version 1)."""
    name, key_id, encoded = said["witness"].split("+", 2)
    raw, signed = base64.b64decode(encoded), base64.b64decode(said["cosignature"].split(" ")[2])
    text = note.rpartition(b"\n\n")[0] + b"\n"
    time_s = int.from_bytes(signed[4:12], "big")
    message = b"cosignature/v1\ntime %d\n" % time_s + text
    named = hashlib.sha256(name.encode() + b"\n" + raw).digest()[:4]
    if raw[:1] != b"\x04" or named != signed[:4] or not is_signed(raw[1:], signed[12:], message):
        raise MismatchError("the cosignature is false")
    when = datetime.fromtimestamp(time_s, UTC).isoformat()
    return "proved", what, f"{name} saw the first {size} entries at {when}; trust its key {key_id} or not"


def token(what: str, said: dict[str, Any], note: bytes, size: int) -> Result:
    """State what a time stamp (RFC 3161) says, and let openssl check its signature where there is openssl."""
    data, root = base64.b64decode(said["token"]), base64.b64decode(said["root"])
    imprint, when = stamped(data)
    if imprint != hashlib.sha256(note).digest():
        raise MismatchError("the token is about another checkpoint")
    words = f"{said['authority']} states that the first {size} entries existed at {when}"
    openssl = shutil.which("openssl")
    if openssl is None:
        return "not checkable here", what, f"{words}; its signature needs openssl"
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder) / name for name in ("note", "token", "root.pem")]
        pem = b"-----BEGIN CERTIFICATE-----\n" + base64.encodebytes(root) + b"-----END CERTIFICATE-----\n"
        for path, content in zip(paths, (note, data, pem), strict=True):
            path.write_bytes(content)
        given = ["-data", str(paths[0]), "-in", str(paths[1]), "-CAfile", str(paths[2])]
        # The certificates may have run out since: what counts is that they held when the token was made.
        moment = datetime.strptime(when, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC).timestamp()
        command = [openssl, "ts", "-verify", *given, "-attime", str(int(moment))]
        checked = subprocess.run(command, capture_output=True, check=False)
    if checked.returncode:
        raise MismatchError("openssl does not find the token true under the root that its entry names")
    mark = hashlib.sha256(root).hexdigest()[:16]
    return "proved", what, f"{words}, by openssl; trust its root {mark} or not"


def stamped(data: bytes) -> tuple[bytes, str]:
    """Return imprint and time from the TSTInfo inside a time-stamp reply (RFC 3161, 2.4.2)."""
    start = data.index(bytes.fromhex("060b2a864886f70d0109100104")) + 13  # id-ct-TSTInfo, then [0], OCTET STRING
    info = der(der(data[start:])[0][1])[0][1]
    _, _, imprint, _, time = der(der(info)[0][1])[:5]
    digest = der(imprint[1])[1][1]
    written = time[1].decode("ascii")[:14]
    return digest, datetime.strptime(written, "%Y%m%d%H%M%S").replace(tzinfo=UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def der(data: bytes) -> list[tuple[int, bytes]]:
    """Return tag and content of each element of DER that stands side by side."""
    found = []
    while data:
        tag, length, head = data[0], data[1], 2
        if length & 0x80:
            head += length & 0x7F
            length = int.from_bytes(data[2:head], "big")
        if len(data) < head + length:
            break  # what follows the element that was asked for
        found.append((tag, data[head : head + length]))
        data = data[head + length :]
    return found


def grown(old_size: int, size: int, old_root: bytes, root: bytes, path: list[bytes]) -> bool:
    """Tell whether a tree grew from an older one by a consistency proof (RFC 9162, 2.1.4.2)."""
    if not 0 < old_size <= size or (old_size == size and path):
        return False
    if old_size == size:
        return old_root == root
    nodes = list(path) if old_size & (old_size - 1) else [old_root, *path]
    index, last = old_size - 1, size - 1
    while index & 1:
        index, last = index >> 1, last >> 1
    if not nodes:
        return False
    old = new = nodes[0]
    for node in nodes[1:]:
        if last == 0:
            return False
        if index & 1 or index == last:
            old, new = (hashlib.sha256(b"\x01" + node + one).digest() for one in (old, new))
            while not index & 1 and index:
                index, last = index >> 1, last >> 1
        else:
            new = hashlib.sha256(b"\x01" + new + node).digest()
        index, last = index >> 1, last >> 1
    return old == old_root and new == root and last == 0


def check_files(folder: Path, files: dict[str, str]) -> Iterator[Result]:
    """Yield one result per file of the manifest, and name what lies beside them."""
    for name, wanted in sorted(files.items()):
        path = folder / name
        if not path.is_file() or not path.resolve().is_relative_to(folder.resolve()):
            yield "failed", name, "missing"
        elif sha256_of(path) != wanted:
            yield "failed", name, "changed since it was handed over"
        else:
            yield "proved", name, ""
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_file() and name not in files and name not in UNVOUCHED:
            yield "not vouched for", name, "not part of the dossier"


def check_exhibit(folder: Path, exhibit: dict[str, Any], entries: list[dict[str, Any]]) -> Result:
    """Check one exhibit against the entry that received it."""
    sha256, size, carried = exhibit["sha256"], exhibit["size"], exhibit["carried"]
    what = f"exhibit {sha256[:12]}"
    receipts = [body for body in entries if body["act"] == "add" and body["object"] == sha256]
    if not receipts:
        return "failed", what, "no entry here received it"
    root = receipts[0]["body"].get("chunk_root")
    if receipts[0]["body"].get("size") != size:
        return "failed", what, "the entry that received it states another size"
    try:
        if carried == "whole":
            path = folder / "exhibits" / sha256
            if sha256_of(path) != sha256:
                return "failed", what, "the bytes are not those received"
            if chunk_root(path).hex() != root:
                return "failed", what, "the entry that received it states another chunk root"
            return "proved", what, "whole, as received"
        if carried == "chunks":
            for piece in exhibit["chunks"]:
                check_chunk(folder, sha256, size, piece, bytes.fromhex(root))
            return "proved", what, f"{len(exhibit['chunks'])} pieces of it, as received"
    except (MismatchError, OSError, ValueError, KeyError, TypeError) as bad:
        return "failed", what, str(bad)
    return "not checkable here", what, "the dossier carries its hash only"


def check_chunk(folder: Path, sha256: str, size: int, piece: dict[str, Any], root: bytes) -> None:
    """Raise MismatchError unless the piece is part of the file with this chunk root."""
    index = piece["index"]
    data = (folder / "chunks" / sha256 / str(index)).read_bytes()
    count = -(-size // CHUNK)
    if not 0 <= index < count or len(data) != min(CHUNK, size - index * CHUNK):
        raise MismatchError(f"piece {index} has the wrong length")
    path = [base64.b64decode(node) for node in piece["path"]]
    if climb(leaf(data), index, count, path) != root:
        raise MismatchError(f"piece {index} is not part of the exhibit received")


def check_occasions(folder: Path, manifest: dict[str, Any]) -> Iterator[Result]:
    """Recompute each occasion's digest and compare with the manifest."""
    try:
        occasions = json.loads((folder / "occasions.json").read_text(encoding="utf-8"))
        named = [(each["id"], each["digest"]) for each in manifest["occasions"]]
        held = {exhibit["sha256"] for exhibit in manifest["exhibits"]}
        if [(each["id"], each["digest"]) for each in occasions] != named:
            raise MismatchError("the occasions are not those that the manifest names")
        for each in occasions:
            if occasion_digest(each) != each["digest"]:
                raise MismatchError(f"the content of occasion {each['id']} does not fit its digest")
            cited = {c["sha256"] for g in each["engagements"] for e in g["elements"] for c in e["exhibits"]}
            if cited - held:
                raise MismatchError(f"occasion {each['id']} cites an exhibit that the dossier does not name")
    except (MismatchError, OSError, ValueError, KeyError, TypeError) as bad:
        yield "failed", "occasions.json", str(bad)
        return
    yield "proved", f"{len(named)} occasions", "their content fits their digests"


def occasion_digest(occasion: dict[str, Any]) -> str:
    """Return the digest of an occasion: over what was derived, without what people decided."""
    document = {k: v for k, v in occasion.items() if k not in ("digest", "number", "status", "supersedes")}
    document["engagements"] = [{k: v for k, v in e.items() if k != "reply"} for e in document["engagements"]]
    return hashlib.sha256(canonical(exact(document))).hexdigest()


def exact(value: Any) -> Any:
    """Turn floats into text, as the makers of digests do."""
    if isinstance(value, float):
        return repr(value)
    if isinstance(value, dict):
        return {key: exact(inner) for key, inner in value.items()}
    return [exact(inner) for inner in value] if isinstance(value, list) else value


# --- the formats ------------------------------------------------------------------------------------------------


def canonical(value: Any) -> bytes:
    """Return RFC 8785 JSON of a value without floats and with ASCII keys."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False).encode()


def canonical_file(path: Path) -> Any:
    """Read a file that must be canonical JSON, so that each of its bytes counts."""
    try:
        data = path.read_bytes()
        value = json.loads(data)
    except (OSError, ValueError, RecursionError) as broken:
        raise MismatchError(f"{path.name} cannot be read ({broken})") from broken
    if canonical(value) != data:
        raise MismatchError(f"{path.name} is not in canonical form")
    return value


def entry(given: dict[str, Any], size: int, root: bytes) -> dict[str, Any]:
    """Return an entry's body with its index and signer, once it is proved to be in the tree and signed."""
    data = base64.b64decode(given["leaf"], validate=True)
    index = given["index"]
    path = [base64.b64decode(node, validate=True) for node in given["path"]]
    if climb(leaf(data), index, size, path) != root:
        raise MismatchError(f"entry {index} is not in the log")
    envelope = json.loads(data)
    signed = canonical(envelope["body"])
    if not is_signed(base64.b64decode(envelope["key"]), base64.b64decode(envelope["sig"]), signed):
        raise MismatchError(f"the signature of entry {index} is false")
    for field, disclosed in given["disclosed"].items():
        value = canonical(disclosed["value"])
        commitment = hashlib.sha256(bytes.fromhex(disclosed["salt"]) + value).hexdigest()
        if envelope["body"]["private"].get(field) != commitment:
            raise MismatchError(f"the disclosed {field} of entry {index} is not what was recorded")
    return {**envelope["body"], "index": index, "signer": envelope["key"]}


def checkpoint(note: str, verifier: str) -> tuple[str, int, bytes]:
    """Return origin, size and root of a checkpoint that the verifier key signed (C2SP signed-note, tlog-checkpoint)."""
    name, key_id, encoded = verifier.split("+", 2)
    raw = base64.b64decode(encoded)
    text, _, signatures = note.rpartition("\n\n")
    text += "\n"
    if raw[:1] != b"\x01" or hashlib.sha256(name.encode() + b"\n" + raw).digest()[:4].hex() != key_id:
        raise MismatchError("the case's key is not a verifier key for Ed25519")
    for line in signatures.splitlines():
        signed = base64.b64decode(line.rpartition(" ")[2])
        expected = f"\u2014 {name} {base64.b64encode(signed).decode()}"
        alone = line == expected and signed[:4].hex() == key_id and note == f"{text}\n{line}\n"
        if alone and is_signed(raw[1:], signed[4:], text.encode()):
            origin, size, root = text.splitlines()[:3]
            return origin, int(size), base64.b64decode(root)
    raise MismatchError("no true signature of the case's key on the checkpoint")


def actor_id(key: str) -> str:
    """Return the name under which entries know a public key (base64)."""
    return hashlib.sha256(base64.b64decode(key)).hexdigest()[:32]


def is_signed(key: bytes, signature: bytes, data: bytes) -> bool:
    """Tell whether an Ed25519 signature is true."""
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(signature, data)
    except (InvalidSignature, ValueError):
        return False
    return True


def leaf(data: bytes) -> bytes:
    """Return a leaf's hash (RFC 6962, 2.1)."""
    return hashlib.sha256(b"\x00" + data).digest()


def climb(node: bytes, index: int, size: int, path: list[bytes]) -> bytes | None:
    """Return the root to which an audit path leads from a leaf, or None if it does not fit the tree (RFC 9162)."""
    if not 0 <= index < size:
        return None
    last = size - 1
    for sibling in path:
        if last == 0:
            return None
        if index & 1 or index == last:
            node = hashlib.sha256(b"\x01" + sibling + node).digest()
            while not index & 1 and index:
                index, last = index >> 1, last >> 1
        else:
            node = hashlib.sha256(b"\x01" + node + sibling).digest()
        index, last = index >> 1, last >> 1
    return node if last == 0 else None


def chunk_root(path: Path) -> bytes:
    """Return the RFC 6962 root over a file's 64 KiB chunks."""
    stack: list[tuple[int, bytes]] = []  # complete subtrees, by height, largest first
    with path.open("rb") as stream:
        while data := stream.read(CHUNK):
            height, node = 0, leaf(data)
            while stack and stack[-1][0] == height:
                node = hashlib.sha256(b"\x01" + stack.pop()[1] + node).digest()
                height += 1
            stack.append((height, node))
    if not stack:
        return hashlib.sha256().digest()
    root = stack.pop()[1]
    while stack:
        root = hashlib.sha256(b"\x01" + stack.pop()[1] + root).digest()
    return root


def sha256_of(path: Path) -> str:
    """Return a file's SHA-256 in hex."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


if __name__ == "__main__":
    sys.exit(main())
