"""Time stamps and cosignatures over checkpoints: what others vouch for, kept as acts, and checked by ``verify``.

A token (RFC 3161) is an authority's signature over the hash of a checkpoint and a time: the entries under that
checkpoint existed by then. A cosignature (C2SP) says that a witness saw the log only grow. Both enter the log after
the checkpoint that they are about. Whether to trust an authority or witness is for the reader: its root certificate or
key is named, and stands in the entry. Sending requests is left to whoever calls.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import rfc3161_client as tsp
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import Encoding

from fairlead.errors import IntegrityError, MisuseError
from fairlead.evidence.entries import Entry
from fairlead.evidence.log import CustodyLog
from fairlead.evidence.verification import Report
from fairlead_ledger import checkpoints, cosignatures, keys, merkle
from fairlead_ledger.cosignatures import WitnessKey
from fairlead_ledger.errors import LedgerError
from fairlead_ledger.notes import Verifier

TIMESTAMP, COSIGN = "timestamp", "cosign"
ACTS = (TIMESTAMP, COSIGN)

Post = Callable[[str, bytes, str], tuple[int, bytes]]
"""Sends bytes of a media type to a URL and returns the HTTP status and the body."""

QUERY, REPLY = "application/timestamp-query", "application/timestamp-reply"  # RFC 3161, section 3.4


@dataclass(frozen=True)
class Token:
    """What an authority signed: when, under which name, and the root (SHA-256 of its certificate) it leads to."""

    time: datetime
    by: str
    root: str


def stamp(log: CustodyLog, url: str, roots: Sequence[x509.Certificate], post: Post, purpose: str = "") -> Entry:
    """Ask an authority for a token over the last checkpoint, check it, and record it; the entry is returned.

    ``roots`` are the certificates that the user trusts for this authority. MisuseError where the log is empty,
    IntegrityError where the answer is no token over this checkpoint under one of the roots.
    """
    note = _last(log)
    request = tsp.TimestampRequestBuilder().data(note.encode()).hash_algorithm(tsp.HashAlgorithm.SHA256).build()
    status, answer = post(url, request.as_bytes(), QUERY)
    if status != 200:
        raise IntegrityError(f"{url}: expected a time stamp, found status {status}")
    root, token = _trusted(answer, note, roots, request.nonce)
    body = {
        "size": _size(note, log.verifier),
        "checkpoint": note,
        "authority": url,
        "token": keys.encode(answer),
        "root": keys.encode(root.public_bytes(Encoding.DER)),
        "time": _iso(token.time),
    }
    return log.append(TIMESTAMP, hashlib.sha256(note.encode()).hexdigest(), body, purpose=purpose)


def cosign(log: CustodyLog, url: str, witness: WitnessKey, post: Post, purpose: str = "") -> Entry:
    """Ask a witness to vouch for the last checkpoint, check its cosignature, and record it; the entry is returned.

    IntegrityError where the witness refuses: it may have seen another history of this log.
    """
    note = _last(log)
    size = _size(note, log.verifier)
    old = _seen_by(log, witness)
    for _ in range(2):  # the second time with the size that the witness says it saw last
        leaves = [merkle.leaf_hash(leaf) for leaf in log.leaves()][:size]
        proof = merkle.consistency_proof(leaves, old, size) if 0 < old < size else []
        body = cosignatures.request(old, proof, note)
        status, answer = post(f"{url.rstrip('/')}/add-checkpoint", body, "text/plain; charset=utf-8")
        told = answer.decode("utf-8", "replace").strip()
        if status != 409 or not told.isdigit() or int(told) == old or int(told) > size:
            break
        old = int(told)
    if status != 200:
        raise IntegrityError(
            f"the witness {witness.name} gave no cosignature (status {status}): {told[:200]}",
            "it may have seen another history of this log; compare with `fairlead verify CASE --against`",
        )
    line = next((one for one in answer.decode().splitlines(keepends=True) if f" {witness.name} " in one), "")
    try:
        time_s = cosignatures.cosigned_s(note, line, witness)
    except LedgerError as wrong:
        raise IntegrityError(f"{url}: {wrong}") from wrong
    body_kept = {
        "size": size,
        "checkpoint": note,
        "witness": str(witness),
        "cosignature": line,
        "time": _iso(datetime.fromtimestamp(time_s, UTC)),
    }
    return log.append(COSIGN, hashlib.sha256(note.encode()).hexdigest(), body_kept, purpose=purpose)


def check_stamps(
    entries: Iterable[Entry],
    roots_at: Sequence[bytes],
    verifier: Verifier,
    report: Report,
    trusted: Sequence[x509.Certificate] = (),
) -> None:
    """Check all tokens and cosignatures of a log. ``roots_at`` gives the tree's root at every size.

    ``trusted``: only these root certificates count; none: the one that each entry carries, and the report says so.
    """
    found = False
    for entry in entries:
        if entry.act in ACTS:
            found = True
            with report.guarding(f"entry {entry.index} ({entry.act})"):
                _check(entry, roots_at, verifier, report, trusted)
    if not found:
        report.unvouched("times of the entries", "no authority or witness vouched for them; see `fairlead stamp`")


def _check(
    entry: Entry, roots_at: Sequence[bytes], verifier: Verifier, report: Report, trusted: Sequence[x509.Certificate]
) -> None:
    note, what = str(entry.body["checkpoint"]), f"entry {entry.index} ({entry.act})"
    found = checkpoints.open_checkpoint(note, [verifier])
    if found.size > entry.index or found.root != roots_at[found.size]:
        raise IntegrityError("it is about a checkpoint that this log never had")
    if entry.act == COSIGN:
        witness = WitnessKey.parse(str(entry.body["witness"]))
        when = datetime.fromtimestamp(cosignatures.cosigned_s(note, str(entry.body["cosignature"]), witness), UTC)
        why = f"the first {found.size} entries were seen by the witness {witness.name} at {_iso(when)}, as growing only"
        report.proved(what, f"{why}; whether you trust its key {witness.key_id.hex()} is yours to say")
        return
    carried = x509.load_der_x509_certificate(keys.decode(str(entry.body["root"])))
    _, token = _trusted(keys.decode(str(entry.body["token"])), note, trusted or [carried], None)
    why = f"the first {found.size} entries existed at {_iso(token.time)}, by the token of {token.by}"
    said = "a root that you gave" if trusted else f"root {token.root[:16]}, which you may trust or not"
    report.proved(what, f"{why}; it leads to {said}")


def _trusted(
    answer: bytes, note: str, roots: Sequence[x509.Certificate], nonce: int | None
) -> tuple[x509.Certificate, Token]:
    """Return the root under which a token over a note is true, and the token; IntegrityError where there is none."""
    if not roots:
        raise MisuseError("a time stamp is checked against a root certificate", "--root FILE.pem")
    try:
        response = tsp.decode_timestamp_response(answer)
    except ValueError as broken:
        raise IntegrityError(f"the answer is no time stamp: {broken}") from broken
    problem = ""
    for root in roots:
        builder = tsp.VerifierBuilder(roots=[root], nonce=nonce)
        try:
            builder.build().verify_message(response, note.encode())
        except (tsp.VerificationError, ValueError) as wrong:
            problem = str(wrong)
            continue
        fingerprint = root.fingerprint(hashes.SHA256()).hex()
        return root, Token(response.tst_info.gen_time, _signer(response), fingerprint)
    raise IntegrityError(f"the time stamp is not true under any root given: {problem}")


def _signer(response: tsp.TimeStampResponse) -> str:
    serials = {one.serial_number for one in response.signed_data.signer_infos}
    for der in response.signed_data.certificates:
        certificate = x509.load_der_x509_certificate(der)
        if certificate.serial_number in serials:
            names = certificate.subject.get_attributes_for_oid(x509.NameOID.COMMON_NAME)
            return str(names[0].value) if names else certificate.subject.rfc4514_string()
    return "an authority that its token does not name"


def _seen_by(log: CustodyLog, witness: WitnessKey) -> int:
    sizes = [entry.body["size"] for entry in log.entries(act=COSIGN) if entry.body["witness"] == str(witness)]
    return max(sizes, default=0)


def _last(log: CustodyLog) -> str:
    note = log.checkpoint()
    if note is None:
        raise MisuseError("the custody log is empty")
    return note


def _size(note: str, verifier: Verifier) -> int:
    return checkpoints.open_checkpoint(note, [verifier]).size


def _iso(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
