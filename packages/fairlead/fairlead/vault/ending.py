"""The end of an epoch: what was sealed to it is destroyed, but for what somebody kept with a reason."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from fairlead.errors import MisuseError
from fairlead.evidence.entries import Entry
from fairlead.evidence.exhibits import Exhibit
from fairlead.vault.holder import Holder
from fairlead.vault.intake import Tip, Vault


@dataclass(frozen=True)
class Ended:
    """What the end of an epoch did."""

    entry: Entry
    erased: int  # sealed exhibits
    kept: int  # those sealed to a later epoch, too
    tips: int  # removed as received


def keep(vault: Vault, exhibit: Exhibit, holder: Holder, reason: str) -> Entry:
    """Seal the label of an exhibit to the newest epoch as well, so that it outlasts its own."""
    if exhibit.kind != "sealed" or not reason.strip():
        raise MisuseError("a sealed exhibit is kept, and with a reason")
    standing = [one for one in vault.epochs.all() if one.ended is None]
    label = vault.exhibits.label(exhibit, holder.open)
    if not standing or standing[-1].number <= _epoch(vault, exhibit):
        raise MisuseError("no later epoch stands than the one it is sealed to", "begin the next epoch first")
    newest = standing[-1]
    body = {"epoch": newest.number}
    return vault.log.append(
        "rewrap", exhibit.sha256, body, private={"label": label.wrap(newest.recipients)}, purpose=reason
    )


def end(vault: Vault, number: int, reason: str, *, early: bool = False, identity: Path | None = None) -> Ended:
    """End an epoch. Keys are erased first, then the entry says so, then files go: interrupted, it is done again.

    Tips as received, their mailboxes, and every exhibit whose label no later epoch holds are gone then.
    """
    epoch = vault.epochs.standing(number)
    if not reason.strip():
        raise MisuseError("an end needs its reason")
    if epoch.due > datetime.now(UTC) and not early:
        raise MisuseError(
            f"the term of epoch {number} runs until {epoch.due:%Y-%m-%d}", "--early with a reason, if it must"
        )
    erased = kept = 0
    for exhibit in vault.exhibits.sealed():
        if _first_epoch(vault, exhibit) != number:
            continue
        if _epoch(vault, exhibit) > number:
            kept += 1
        elif vault.exhibits.erase(exhibit, f"end of epoch {number}: {reason}"):
            erased += 1
    tips = [tip for tip in vault.tips() if tip.leaf.epoch == number]
    for tip in tips:
        _erase_mailbox(vault, tip, f"end of epoch {number}: {reason}")
    body = {"erased": erased, "kept": kept, "tips": len(tips)}
    entry = vault.log.append("epoch_end", str(number), body, purpose=reason)
    for tip in tips:
        vault.exhibits.remove_file(tip.id)
    if identity is not None:
        destroy(identity)
    return Ended(entry, erased, kept, len(tips))


def destroy(file: Path) -> None:
    """Overwrite and remove a file. Journals, wear levelling and copies may keep it: use media that can be destroyed."""
    with file.open("r+b") as stream:
        size = stream.seek(0, os.SEEK_END)
        stream.seek(0)
        stream.write(os.urandom(size))
        stream.flush()
        os.fsync(stream.fileno())
    file.unlink()


def _first_epoch(vault: Vault, exhibit: Exhibit) -> int | None:
    entry = next(vault.log.entries("seal", exhibit.sha256), None)
    return None if entry is None else int(entry.body["epoch"])


def _epoch(vault: Vault, exhibit: Exhibit) -> int:
    """Return the last epoch that a label of the exhibit is sealed to."""
    held = [entry for act in ("seal", "rewrap") for entry in vault.log.entries(act, exhibit.sha256)]
    return max((int(entry.body["epoch"]) for entry in held), default=0)


def _erase_mailbox(vault: Vault, tip: Tip, reason: str) -> None:
    if tip.mailbox is not None:
        for act, name in (("tip_pull", "mailbox"), ("tip_bar", "mailbox"), ("tip_open", "key")):
            held = [entry.private[name] for entry in vault.log.entries(act, tip.id) if name in entry.private]
            for commitment in vault.log.values(held):
                vault.log.erase(commitment, reason)
