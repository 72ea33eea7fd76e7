"""Entries of the custody log: what a leaf says, written and read. Whether it may stand there is not judged here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from fairlead.errors import IntegrityError
from fairlead_ledger import canonical, envelopes, merkle
from fairlead_ledger.errors import LedgerError

VERSION = 1

_TYPES: dict[str, type] = {
    "v": int,
    "case": str,
    "index": int,
    "time_us": int,
    "actor": str,
    "act": str,
    "object": str,
    "purpose": str,
    "tool": str,
    "version": str,
    "body": dict,
    "private": dict,
}


@dataclass(frozen=True)
class Entry:
    """One act as the log holds it. ``private`` maps fields to commitments (hex); ``log.reveal`` gives the values."""

    id: str  # leaf hash, hex
    case: str
    index: int
    time_us: int  # by the clock of the machine that wrote it
    actor: str  # fairlead.evidence.actors.actor_id of the key that signed it
    act: str
    object: str
    purpose: str
    tool: str
    version: str
    body: dict[str, Any]
    private: dict[str, str]

    def to_body(self) -> dict[str, Any]:
        """Return what the envelope signs."""
        fields = {name: getattr(self, name) for name in _TYPES if name != "v"}
        return {"v": VERSION, **fields}


def parse(leaf: bytes) -> Entry:
    """Read a leaf without verifying its signature, which ``verify`` does; IntegrityError where it is no entry."""
    try:
        return from_body(envelopes.peek(leaf), merkle.leaf_hash(leaf).hex())
    except LedgerError as broken:
        raise IntegrityError(
            f"an entry of the custody log is unreadable: {broken}", "run `fairlead verify`"
        ) from broken


def from_body(body: dict[str, Any], entry_id: str) -> Entry:
    """Read what :meth:`Entry.to_body` wrote; raises IntegrityError where a field is missing, foreign or mistyped."""
    if set(body) != set(_TYPES) or any(type(body[name]) is not kind for name, kind in _TYPES.items()):
        raise IntegrityError("an entry of the custody log has missing, foreign or mistyped fields")
    if body["v"] != VERSION:
        raise IntegrityError(f"expected an entry of version {VERSION}, found {body['v']}", "a newer Fairlead wrote it")
    if not all(_is_commitment(value) for value in body["private"].values()):
        raise IntegrityError("an entry of the custody log has something else than commitments in its private part")
    return Entry(id=entry_id, **{name: body[name] for name in _TYPES if name != "v"})


def value_bytes(value: str | int) -> bytes:
    """Return the bytes that a commitment is made over."""
    return canonical.dumps(value)


def _is_commitment(value: object) -> bool:
    return isinstance(value, str) and len(value) == 64 and not set(value) - set("0123456789abcdef")
