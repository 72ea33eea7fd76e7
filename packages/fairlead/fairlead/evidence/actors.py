"""Actors: the Ed25519 keys with which people sign their acts, and the roles under which a case lets them act.

A key lies in the user's own folder and is made at first use; a case knows its public half only, and the person behind
it by a salted commitment. How a key is kept safe beyond file permissions (a token, a passphrase) is left out.
"""

from __future__ import annotations

import hashlib
import os
import secrets
import unicodedata
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from fairlead.errors import IntegrityError, MisuseError, RefusedError
from fairlead.evidence import durable, home
from fairlead_ledger import keys
from fairlead_ledger.errors import LedgerError

CUSTODIAN = "custodian"
INVESTIGATOR = "investigator"
INTAKE = "intake"  # opens tips and speaks with sources
ADJUDICATOR = "adjudicator"  # decides awards
PAYER = "payer"
READER = "reader"  # sees what the team sees, and signs nothing
OWN_ROLES = (CUSTODIAN, INVESTIGATOR)  # of whoever makes a case
ROLES = (*OWN_ROLES, INTAKE, ADJUDICATOR, PAYER, READER)
EXCLUDING = frozenset({INVESTIGATOR, INTAKE, ADJUDICATOR, PAYER})
"""Of these an actor has one at most: who opens tips, who uses them, who decides and who pays are four people."""

_ACTS = {
    CUSTODIAN: {"init", "enrol", "erase", "epoch_begin", "epoch_end", "unsandboxed", "payee_open"},
    INTAKE: {"drop", "tip_pull", "seal", "unseal", "tip_open", "tip_status", "tip_reply", "tip_grade"}
    | {"tip_bar", "release_ask", "tip_release", "read_sealed", "rewrap"}
    | {"award_claim", "award_answers", "award_tell", "award_contest"}
    | {"award_withdraw"},
    ADJUDICATOR: {"award_eligibility", "award_screen", "award_assess", "award_approve", "award_final"},
    PAYER: {"award_pay", "award_reported", "payee_put"},
}


_INTAKE_TOO = frozenset({"add"})  # a copy released from a sealed exhibit is an exhibit like others


def may(roles: Iterable[str], act: str) -> bool:
    """Tell whether one of these roles lets its holder do this."""
    given = set(roles)
    return role_for(act) in given or (INTAKE in given and act in _INTAKE_TOO)


def role_for(act: str) -> str:
    """Return the role that an act needs; whatever is of no other role is an investigator's."""
    return next((role for role, acts in _ACTS.items() if act in acts), INVESTIGATOR)


def check_roles(roles: Iterable[str]) -> None:
    """Raise MisuseError for a role that there is not, and for roles that exclude each other."""
    given = set(roles)
    if unknown := given - set(ROLES):
        raise MisuseError(f"no role {', '.join(sorted(unknown))}", f"roles are: {', '.join(ROLES)}")
    if len(excluding := given & EXCLUDING) > 1:
        raise MisuseError(f"roles exclude each other: {', '.join(sorted(excluding))}", "enrol several people")


@dataclass(frozen=True)
class Actor:
    """Who may act on a case; no roles: admitted once, no more. ``person`` is None where unknown or erased."""

    id: str
    key: str  # base64 of the 32 raw bytes
    roles: tuple[str, ...]
    person: str | None
    since_us: int  # of the entry that gave these roles


def person_of(actor: Actor) -> str:
    """Return the name under which an actor was enrolled, in one spelling; empty where nobody knows."""
    return " ".join(unicodedata.normalize("NFKC", actor.person or "").casefold().split())


def actor_id(key: bytes) -> str:
    """Return the id of an actor: the first 128 bits (hex) of the SHA-256 of the raw public key."""
    return hashlib.sha256(key).hexdigest()[:32]


def parse_key(text: str) -> bytes:
    """Return the raw bytes of a public key as printed by ``fairlead actor``; MisuseError where it is none."""
    try:
        return keys.decode(text, keys.KEY_SIZE)
    except LedgerError as wrong:
        raise MisuseError(f"not a public key: {text!r}", "its owner finds it with `fairlead actor CASE key`") from wrong


_Signer = Ed25519PrivateKey | None
_SIGNER: ContextVar[tuple[_Signer] | None] = ContextVar("fairlead_signer", default=None)


@contextmanager
def signing(key: Ed25519PrivateKey | None) -> Iterator[None]:
    """Within this block acts are signed with ``key``, and never with the key of the user who runs the process.

    None: nobody has unlocked a key, so that every act is refused. For a server on which several people act.
    """
    token = _SIGNER.set((key,))
    try:
        yield
    finally:
        _SIGNER.reset(token)


def own_key() -> Ed25519PrivateKey:
    """Return the signing key of who acts: that of :func:`signing`, else the user's own.

    The user's own is made at first use, without a question. Raises RefusedError where nobody unlocked a key.
    """
    signer = _SIGNER.get()
    if signer is None:
        return load_or_make(home.config_folder() / "actor.key")
    if signer[0] is None:
        raise RefusedError("no key is unlocked to sign this act", "sign in, then do it again")
    return signer[0]


def case_key_path(case: str) -> Path:
    """Return where the key that signs a case's checkpoints lies: with the user who made the case, never in the case."""
    folder = home.config_folder() / "cases"
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder / f"{case}.key"


def load_or_make(path: Path) -> Ed25519PrivateKey:
    """Return the key in a file, made first where the file is missing; two processes at once get the same key."""
    if not path.exists():
        made = Ed25519PrivateKey.generate().private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        beside = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
        try:
            durable.put(beside, made)
            os.link(beside, path)  # unlike a rename it never replaces a key that another process made meanwhile
        except FileExistsError:
            pass
        finally:
            beside.unlink(missing_ok=True)
        durable.sync_folder(path.parent)
    return load(path)


def load(path: Path) -> Ed25519PrivateKey:
    """Return the key in a file; raises IntegrityError where the file holds none."""
    try:
        key = serialization.load_pem_private_key(path.read_bytes(), password=None)
    except ValueError as broken:
        raise IntegrityError(f"{path} holds no key that can be read", "put its copy back") from broken
    if not isinstance(key, Ed25519PrivateKey):
        raise IntegrityError(f"{path} holds a key of another kind than Ed25519", "put its copy back")
    return key
