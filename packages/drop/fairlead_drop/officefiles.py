"""The office's keys and signed documents as files, for an office that has no other program. Runs on its machine.

office/sign.key        Ed25519 seed, hex: signs lists of recipients, calls, requests
office/identity.txt    age identity: opens tips. Keep both off any network, and a copy in another building
"""

from __future__ import annotations

import argparse
import json
import secrets
from collections.abc import Callable
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from fairlead_drop.errors import SettingsError
from fairlead_drop.settings import write_private
from fairlead_ledger import keys, office
from fairlead_ledger.age_keys import Identity, Recipient

GRACE_DAYS = 14  # long enough for somebody who seals offline and travels


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the sub-commands of ``fairlead-drop office``."""
    below = parser.add_subparsers(dest="act", required=True, metavar="new|recipients|call")
    new = below.add_parser("new", help="make the office's keys", epilog="example: fairlead-drop office new office")
    listed = below.add_parser(
        "recipients",
        help="sign a list of recipients",
        epilog="example: fairlead-drop office recipients office --epoch 1 age1pq1... > recipients.json",
    )
    call = below.add_parser(
        "call", help="sign a call", epilog="example: fairlead-drop office call office call-draft.json > call.json"
    )
    for one in (new, listed, call):
        one.add_argument("folder", type=Path, help="the office's folder")
    listed.add_argument("--epoch", type=int, required=True, help="higher than any before")
    listed.add_argument(
        "--grace-days", type=int, default=GRACE_DAYS, help="for how long a replaced list is still taken"
    )
    listed.add_argument("recipient", nargs="*", help="age1pq...; none: the identity in the folder")
    call.add_argument("draft", type=Path, help="JSON with id, opened, closes, texts (docs/drop/protocol.md, 'Calls')")


def run(options: argparse.Namespace, out: Callable[[str], None], tell: Callable[[str], None]) -> int:
    """Carry out a sub-command."""
    folder: Path = options.folder
    if options.act == "new":
        out(_new(folder))
        tell(
            f"made {folder}/sign.key and {folder}/identity.txt; the line above is --office-key of `fairlead-drop init`"
        )
        return 0
    key = read_key(folder / "sign.key")
    if options.act == "recipients":
        recipients = [Recipient.parse(text) for text in options.recipient] or [_identity(folder).recipient()]
        out(office.sign(office.Recipients(options.epoch, tuple(recipients), options.grace_days), key).decode())
        return 0
    draft = json.loads(options.draft.read_text("utf-8"))
    missing = {"id", "opened", "closes", "texts"} ^ set(draft)
    if missing:
        raise SettingsError(
            f"{options.draft}: expected exactly id, opened, closes, texts; differs in {', '.join(missing)}"
        )
    out(office.sign(office.Call(**draft), key).decode())
    return 0


def read_key(path: Path) -> Ed25519PrivateKey:
    """Read a signing key; raises SettingsError."""
    try:
        return Ed25519PrivateKey.from_private_bytes(bytes.fromhex(path.read_text("ascii").strip()))
    except (OSError, ValueError):
        raise SettingsError(f"{path} is no signing key") from None


def _new(folder: Path) -> str:
    if folder.exists() and any(folder.iterdir()):
        raise SettingsError(f"{folder} is not empty")
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    write_private(folder / "sign.key", secrets.token_bytes(32).hex().encode() + b"\n")
    identity = Identity.generate()
    text = f"# public key: {identity.recipient()}\n{identity.secret_text()}\n"
    write_private(folder / "identity.txt", text.encode())
    return keys.encode(keys.public_bytes(read_key(folder / "sign.key")))


def _identity(folder: Path) -> Identity:
    lines = (folder / "identity.txt").read_text("ascii").splitlines()
    return next(Identity.parse(line) for line in lines if line and not line.startswith("#"))
