"""From a sealed exhibit to what others may work with: read in the sandbox, or released as a scrubbed copy."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from fairlead.errors import MisuseError
from fairlead.evidence.entries import Entry
from fairlead.evidence.exhibits import Exhibit
from fairlead.evidence.handling import Handling
from fairlead.vault import sandbox
from fairlead.vault.holder import Holder
from fairlead.vault.intake import Vault
from fairlead.vault.sandbox import Answer
from fairlead_ledger import age
from fairlead_ledger.age_keys import Identity

_SUFFIXES = {"image/jpeg": ".jpg", "image/png": ".png", "application/pdf": ".pdf", "text/plain": ".txt"}


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
    vault.exhibits.keep_reading(exhibit, age.seal(answer.data, [key]))
    return SealedReading(answer.said, dict(_tables(answer)))


def release(vault: Vault, exhibit: Exhibit, holder: Holder, handling: Handling, reason: str) -> tuple[Exhibit, Entry]:
    """Make a scrubbed copy of a sealed exhibit and keep it as a plain one; the chain between stands in the log.

    The original's hash is a private value of the entry: who has the original can be shown that this copy is of it.
    """
    if exhibit.kind != "sealed" or not reason.strip():
        raise MisuseError("a sealed exhibit is released, and with a reason")
    label = vault.exhibits.label(exhibit, holder.open)
    answer = _work(vault, "scrub", {}, vault.exhibits.unseal(exhibit, label))
    said = {name: answer.said[name] for name in ("tool", "version", "media_type", "removed")}
    name = f"release of {exhibit.sha256[:12]}{_SUFFIXES.get(str(said['media_type']), '')}"
    copy = vault.exhibits.add_stream(io.BytesIO(answer.data), name, handling=handling, purpose=reason)
    body = {"of": exhibit.sha256, **said, "confinement": answer.confinement}
    entry = vault.log.append("tip_release", copy.sha256, body, private={"original": label.sha256}, purpose=reason)
    return copy, entry


def _work(vault: Vault, task: str, args: dict[str, Any], pieces: Iterator[bytes]) -> Answer:
    return sandbox.run(task, args, pieces, unconfined=accepts_unsandboxed(vault))


def _tables(answer: Answer) -> Iterator[tuple[str, pa.Table]]:
    place = 0
    for part in answer.said["parts"]:
        yield part["shape"], pq.read_table(io.BytesIO(answer.data[place : place + part["size"]]))
        place += part["size"]
