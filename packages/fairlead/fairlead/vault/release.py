"""From a sealed exhibit to what others may work with: read in the sandbox, or released as a scrubbed copy.

A release takes two people: one has the copy made, which stays sealed, and another looks at it and releases it. A
mistake here can cost a source's life, and is made most easily by who already believes in the copy.
"""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from fairlead.errors import MisuseError
from fairlead.evidence import actors
from fairlead.evidence.entries import Entry
from fairlead.evidence.exhibits import Exhibit
from fairlead.evidence.handling import Handling, from_body
from fairlead.evidence.log import Act
from fairlead.vault import sandbox
from fairlead.vault.holder import Holder
from fairlead.vault.intake import Vault
from fairlead.vault.sandbox import Answer
from fairlead_ledger import age, canonical, keys
from fairlead_ledger.age_keys import Identity

_HEAD = struct.Struct(">I")  # length of what tells the tables of a kept reading apart, before them
_OFFICE = "application/vnd.openxmlformats-officedocument."
_SUFFIXES = {"image/jpeg": ".jpg", "image/png": ".png", "application/pdf": ".pdf", "text/plain": ".txt"} | {
    f"{_OFFICE}wordprocessingml.document": ".docx",
    f"{_OFFICE}spreadsheetml.sheet": ".xlsx",
    f"{_OFFICE}presentationml.presentation": ".pptx",
}


@dataclass(frozen=True)
class SealedReading:
    """What a reader found in a sealed exhibit; the tables are in memory, and sealed beside the other readings."""

    said: dict[str, Any]
    tables: dict[str, pa.Table]


def accept_unsandboxed(vault: Vault, accepted: bool, reason: str) -> Entry:
    """Accept, as custodian, that without bubblewrap only limits hold the parsers of sources' files; or no longer."""
    if not reason.strip():
        raise MisuseError("accepting this needs its reason")
    return vault.log.append("unsandboxed", vault.log.case, {"accepted": accepted}, purpose=reason)


def accepts_unsandboxed(vault: Vault) -> bool:
    """Tell whether a custodian accepted it, and nobody withdrew it."""
    accepted = False
    for entry in vault.log.entries("unsandboxed"):
        accepted = bool(entry.body["accepted"])
    return accepted


def read(vault: Vault, exhibit: Exhibit, holder: Holder, purpose: str) -> SealedReading:
    """Read a sealed exhibit in the sandbox; the rows are sealed with the exhibit's own key, and end with it."""
    label = vault.exhibits.label(exhibit, holder.open)
    args = {"sha256": exhibit.sha256, "media_type": label.media_type}
    answer = _work(vault, "read", args, vault.exhibits.unseal(exhibit, label))
    said = {name: answer.said[name] for name in ("reader", "version", "libraries")}
    vault.log.append("read_sealed", exhibit.sha256, {**said, "confinement": answer.confinement}, purpose=purpose)
    key = Identity.parse(label.key).recipient()
    head = canonical.dumps({"parts": answer.said["parts"]})
    vault.exhibits.keep_reading(exhibit, age.seal(_HEAD.pack(len(head)) + head + answer.data, [key]))
    return SealedReading(answer.said, dict(_tables(answer.said["parts"], answer.data)))


def kept_readings(vault: Vault, holder: Holder) -> Iterator[tuple[Exhibit, dict[str, pa.Table]]]:
    """Yield every sealed exhibit that was read, with the tables kept of it; whoever calls this logs it."""
    for exhibit in vault.exhibits.sealed():
        kept = vault.exhibits.kept_reading(exhibit)
        if kept is None:
            continue
        key = Identity.parse(vault.exhibits.label(exhibit, holder.open).key)
        data = age.open_sealed(kept, [key])
        (length,) = _HEAD.unpack(data[: _HEAD.size])
        end = _HEAD.size + length
        parts = canonical.loads(data[_HEAD.size : end])["parts"]
        yield exhibit, dict(_tables(parts, data[end:]))


def propose(vault: Vault, exhibit: Exhibit, holder: Holder, handling: Handling, reason: str) -> Entry:
    """Make a scrubbed copy of a sealed exhibit and keep it sealed, until a second person releases it.

    Returns the entry that asks for it; its object is the sealed copy. The original's hash is a private value: who has
    the original can be shown that this copy is of it.
    """
    if exhibit.kind != "sealed" or not reason.strip():
        raise MisuseError("a sealed exhibit is released, and with a reason")
    label = vault.exhibits.label(exhibit, holder.open)
    answer = _work(vault, "scrub", {}, vault.exhibits.unseal(exhibit, label))
    said = {name: answer.said[name] for name in ("tool", "version", "media_type", "removed")}
    received = next(entry for entry in vault.log.entries("seal", exhibit.sha256))
    epoch = vault.epochs.standing(received.body["epoch"])
    what = {"of": received.body["of"], "what": "copy", "number": 0, "epoch": epoch.number}
    kept = vault.exhibits.sealed_away([answer.data], epoch.recipients, what)
    body = {"of": exhibit.sha256, **said, "confinement": answer.confinement, "handling": handling.to_body()}
    private = {"original": label.sha256, "originator": handling.originator}
    return vault.log.append_all([kept, Act("release_ask", kept.object, body, private, reason)])[-1]


def proposed(vault: Vault) -> list[Entry]:
    """Return the entries that ask for a release which nobody gave yet."""
    given = {entry.body["asked"] for entry in vault.log.entries("tip_release")}
    return [entry for entry in vault.log.entries("release_ask") if entry.id not in given]


def look(vault: Vault, asked: Entry, holder: Holder, purpose: str) -> bytes:
    """Return a proposed copy for the person who is to release it; that it was seen is signed first."""
    exhibit = vault.exhibits.get(asked.object)
    label = vault.exhibits.label(exhibit, holder.open)
    vault.log.append("unseal", exhibit.sha256, {"exhibits": [exhibit.sha256]}, purpose=purpose)
    return b"".join(vault.exhibits.unseal(exhibit, label))


def approve(vault: Vault, asked: Entry, holder: Holder, reason: str) -> tuple[Exhibit, Entry]:
    """Release, as a second person, a proposed copy as a plain exhibit; the chain between stands in the log."""
    if not reason.strip():
        raise MisuseError("a release needs its reason")
    if asked not in proposed(vault):
        raise MisuseError(f"copy {asked.object[:12]} was released before")
    _check_another(vault, asked)
    sealed_copy = vault.exhibits.get(asked.object)
    label = vault.exhibits.label(sealed_copy, holder.open)
    copy = b"".join(vault.exhibits.unseal(sealed_copy, label))
    name = f"release of {asked.body['of'][:12]}{_SUFFIXES.get(str(asked.body['media_type']), '')}"
    originator = vault.log.reveal(asked).get("originator")
    allowed = from_body(asked.body["handling"], None if originator is None else str(originator))
    adding = vault.exhibits.adding(io.BytesIO(copy), name, handling=allowed, purpose=reason)
    body = {name: asked.body[name] for name in ("of", "tool", "version", "media_type", "removed", "confinement")}
    private = {"original": vault.log.reveal(asked)["original"]}
    releasing = Act("tip_release", adding.object, {**body, "asked": asked.id}, private, reason)
    entry = vault.log.append_all([adding, releasing])[-1]
    return vault.exhibits.get(entry.object), entry


def _check_another(vault: Vault, asked: Entry) -> None:
    """Raise MisuseError for the same key, or the same person under two keys as far as enrolment names people.

    The key is judged again in the log's transaction (``projections.py``); here it is judged before anything is opened.
    """
    me = actors.actor_id(keys.public_bytes(actors.own_key()))
    persons = {one.id: actors.person_of(one) for one in vault.log.actors()}
    if me == asked.actor or (persons.get(me) and persons.get(me) == persons.get(asked.actor)):
        raise MisuseError("whoever had the copy made does not release it", "another person of intake must look at it")


def _work(vault: Vault, task: str, args: dict[str, Any], pieces: Iterator[bytes]) -> Answer:
    return sandbox.run(task, args, pieces, unconfined=accepts_unsandboxed(vault))


def _tables(parts: list[dict[str, Any]], data: bytes) -> Iterator[tuple[str, pa.Table]]:
    place = 0
    for part in parts:
        yield part["shape"], pq.read_table(io.BytesIO(data[place : place + part["size"]]))
        place += part["size"]
