"""The settings of one drop, in ``drop.json`` of its folder, and its log key. Nothing about any source.

drop.json   settings: who the office is, how much is taken       log.key   the Ed25519 seed that signs checkpoints
drop.db     mailboxes, sealed replies, the log                   sealed/   tips, by SHA-256      parts/  arriving ones
"""

from __future__ import annotations

import dataclasses
import json
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from fairlead_drop.errors import SettingsError
from fairlead_ledger import keys, notes
from fairlead_ledger.errors import LedgerError

MIB = 1 << 20


@dataclass(frozen=True)
class Settings:
    """What the operator chose. Sizes are bytes, times seconds, rates per hour; all are for everybody together."""

    origin: str  # the name of the log, for example drop.example.org/fairlead
    name: str  # who runs the drop, as sources read it
    office_keys: tuple[str, ...]  # base64 of Ed25519 keys: who may pull, answer, publish
    https: bool = False  # send Strict-Transport-Security; not for onion services
    onion: str | None = None  # http://....onion, announced as Onion-Location
    max_tip_bytes: int = 620 * MIB  # files to 500 MB, Padmé's 12 %, header and tags
    first_bytes: int = 620 * MIB  # what a mailbox may send before the office has answered
    first_messages: int = 3
    later_messages: int = 30
    reserve_bytes: int = 1024 * MIB  # of the disk, kept for mailboxes
    max_store_bytes: int = 200_000 * MIB
    puzzle_bits: int = 16  # 65,536 hashes: under a second, some ten at Tor Browser's "Safer", which compiles nothing
    tips_per_hour: int = 600
    openings_per_hour: int = 20_000
    max_uploads: int = 64  # at the same time
    idle_s: int = 30  # a body that sends nothing for so long is cut
    least_rate: int = 100  # bytes a second of a body, on the whole: slower than any line that carries a page
    header_s: int = 20  # a request whose headers take longer is cut
    mailbox_quantum_ms: int = 400  # answers about mailboxes leave at multiples of this

    @property
    def keys(self) -> frozenset[bytes]:
        """The office's keys, raw."""
        return frozenset(keys.decode(key, keys.KEY_SIZE) for key in self.office_keys)

    def dumps(self) -> str:
        """Return the JSON that is written to drop.json."""
        return json.dumps({"format": 1, **dataclasses.asdict(self)}, indent=1, ensure_ascii=False) + "\n"

    @classmethod
    def loads(cls, text: str) -> Settings:
        """Read drop.json; raises SettingsError naming the field."""
        try:
            value = json.loads(text)
            if value.pop("format") != 1:
                raise SettingsError("drop.json is of another format than 1")
            settings = cls(**{**value, "office_keys": tuple(value["office_keys"])})
            for field in dataclasses.fields(cls):
                if field.type == "int" and (type(getattr(settings, field.name)) is not int):
                    raise SettingsError(f"{field.name} in drop.json is a whole number")
            if not settings.keys:
                raise SettingsError("office_keys in drop.json is empty: nobody could read a tip")
            notes.Verifier(settings.origin, bytes(keys.KEY_SIZE)).parse(
                str(notes.Verifier(settings.origin, bytes(keys.KEY_SIZE)))
            )
        except (ValueError, TypeError, KeyError, AttributeError, LedgerError) as broken:
            raise SettingsError(f"drop.json cannot be read: {broken}") from broken
        return settings


@dataclass(frozen=True)
class Folder:
    """A drop's folder, opened: settings and the log's key."""

    path: Path
    settings: Settings
    log_key: Ed25519PrivateKey

    @classmethod
    def create(cls, path: Path, settings: Settings) -> Folder:
        """Make a new drop; raises SettingsError where something lies there."""
        if path.exists() and any(path.iterdir()):
            raise SettingsError(f"{path} is not empty")
        Settings.loads(settings.dumps())
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.chmod(0o700)
        write_private(path / "log.key", secrets.token_bytes(32).hex().encode() + b"\n")
        write_private(path / "drop.json", settings.dumps().encode())
        return cls.open(path)

    @classmethod
    def open(cls, path: Path) -> Folder:
        """Open a drop; raises SettingsError."""
        try:
            settings = Settings.loads((path / "drop.json").read_text("utf-8"))
            seed = bytes.fromhex((path / "log.key").read_text("ascii").strip())
            return cls(path, settings, Ed25519PrivateKey.from_private_bytes(seed))
        except (OSError, ValueError) as broken:
            raise SettingsError(f"{path} is no drop: {broken}") from broken

    @property
    def verifier(self) -> notes.Verifier:
        """Whoever has this can verify checkpoints and proofs of filing."""
        return notes.Verifier(self.settings.origin, keys.public_bytes(self.log_key))


def write_private(path: Path, data: bytes) -> None:
    """Write a file that only its owner reads, whole or not at all."""
    held = path.with_name(path.name + ".new")
    with os.fdopen(os.open(held, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    held.replace(path)
