"""What an office signs for its drop: calls, recipients, and requests. Shapes and signatures; nothing is sent from here.

Each is an envelope (see envelopes) with the Ed25519 key of the office; a drop knows the keys of its office. What the
documents mean stands in docs/drop/protocol.md.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from fairlead_ledger import envelopes
from fairlead_ledger.age_keys import HYBRID_KIND, Recipient
from fairlead_ledger.errors import AgeError, CallError, EnvelopeError

VERSION = 1
LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})?")
CALL_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
MAX_RECIPIENTS = 16
MAX_TEXT = 8000  # letters of one text of a call
_CALL_TEXTS = {"title", "wanted", "offer"}


@dataclass(frozen=True)
class Recipients:
    """Whom tips are sealed to. A higher epoch replaces a lower one, which is still taken for ``grace_days``."""

    epoch: int
    recipients: tuple[Recipient, ...]
    grace_days: int

    def body(self) -> dict[str, Any]:
        """Return the body to sign."""
        texts = [str(recipient) for recipient in self.recipients]
        return _body("recipients", epoch=self.epoch, recipients=texts, grace_days=self.grace_days)


@dataclass(frozen=True)
class Call:
    """A public call for information. ``texts``: language → title, wanted, offer (plain text; offer may be empty)."""

    id: str
    opened: str
    closes: str | None
    texts: dict[str, dict[str, str]]

    def body(self) -> dict[str, Any]:
        """Return the body to sign."""
        return _body("call", id=self.id, opened=self.opened, closes=self.closes, texts=self.texts)

    def text(self, language: str) -> tuple[str, dict[str, str]]:
        """Return the texts in a language, or in English, or the first there are, with the language they are in."""
        for wanted in (language, "en", *self.texts):
            if wanted in self.texts:
                return wanted, self.texts[wanted]
        raise CallError("a call without texts")


@dataclass(frozen=True)
class Request:
    """What an office asks of its drop; the challenge is the drop's, and good once."""

    drop: str
    action: str
    args: dict[str, Any]
    challenge: str

    def body(self) -> dict[str, Any]:
        """Return the body to sign."""
        return _body("request", drop=self.drop, action=self.action, args=self.args, challenge=self.challenge)


def sign(document: Recipients | Call | Request, key: Ed25519PrivateKey) -> bytes:
    """Return the signed document; raises CallError where it could not be read back."""
    body = document.body()
    if isinstance(document, Recipients):
        parse_recipients(body)
    elif isinstance(document, Call):
        parse_call(body)
    return envelopes.seal(body, key)


def open_document(data: bytes, kind: str, office_keys: Collection[bytes]) -> dict[str, Any]:
    """Return the body of a document that one of the office's keys (32 raw bytes) signed; raises CallError."""
    try:
        body, key = envelopes.open_envelope(data)
    except EnvelopeError as broken:
        raise CallError(str(broken)) from broken
    if key not in office_keys:
        raise CallError("signed by a key that is not the office's")
    if body.get("v") != VERSION or body.get("kind") != kind:
        raise CallError(f"expected {kind!r} of version {VERSION}, found {body.get('kind')!r} of {body.get('v')!r}")
    return body


def parse_recipients(body: dict[str, Any]) -> Recipients:
    """Read the body of a list of recipients: all of the hybrid kind, since one weaker recipient weakens all."""
    _fields(body, "epoch", "recipients", "grace_days")
    texts = body["recipients"]
    if not isinstance(texts, list) or not 0 < len(texts) <= MAX_RECIPIENTS or len(set(map(str, texts))) != len(texts):
        raise CallError(f"a list of recipients has 1 to {MAX_RECIPIENTS} of them, none twice")
    try:
        recipients = tuple(Recipient.parse(str(text)) for text in texts)
    except AgeError as broken:
        raise CallError(str(broken)) from broken
    if any(recipient.kind != HYBRID_KIND for recipient in recipients):
        raise CallError("all recipients are hybrid ones (age1pq...): one of another kind would weaken every file")
    return Recipients(_whole(body, "epoch", 1), recipients, _whole(body, "grace_days", 0, 366))


def parse_call(body: dict[str, Any]) -> Call:
    """Read the body of a call; raises CallError."""
    _fields(body, "id", "opened", "closes", "texts")
    if not isinstance(body["id"], str) or not CALL_ID.fullmatch(body["id"]):
        raise CallError("a call's id has letters, digits, dot, dash and underscore, at most 64")
    for name in ("opened", "closes"):
        if not _is_day(body[name]) and not (name == "closes" and body[name] is None):
            raise CallError(f"{name} of a call is a date (2026-01-31), found {body[name]!r}")
    texts = body["texts"]
    if not isinstance(texts, dict) or not texts:
        raise CallError("a call has texts in at least one language")
    for language, own in texts.items():
        if not LANGUAGE.fullmatch(language) or not isinstance(own, dict) or set(own) != _CALL_TEXTS:
            raise CallError(f"texts in {language!r}: expected exactly {', '.join(sorted(_CALL_TEXTS))}")
        if not all(isinstance(text, str) and len(text) <= MAX_TEXT for text in own.values()) or not own["title"]:
            raise CallError(f"texts in {language!r}: a title, and at most {MAX_TEXT} letters each")
    return Call(body["id"], body["opened"], body["closes"], texts)


def parse_request(body: dict[str, Any], drop: str) -> Request:
    """Read the body of a request that is meant for this drop (its origin); raises CallError."""
    _fields(body, "drop", "action", "args", "challenge")
    if not isinstance(body["args"], dict) or not isinstance(body["action"], str):
        raise CallError("a request has an action and its arguments")
    if body["drop"] != drop:
        raise CallError("the request is for another drop")
    return Request(drop, body["action"], body["args"], str(body["challenge"]))


def _body(kind: str, **fields: Any) -> dict[str, Any]:
    return {"v": VERSION, "kind": kind, **fields}


def _fields(body: dict[str, Any], *names: str) -> None:
    if set(body) != {"v", "kind", *names}:
        raise CallError(f"expected exactly the fields {', '.join(names)}, found {', '.join(sorted(body))}")


def _whole(body: dict[str, Any], name: str, least: int, most: int = 2**53 - 1) -> int:
    value = body[name]
    if type(value) is not int or not least <= value <= most:
        raise CallError(f"{name} is a whole number from {least} to {most}, found {value!r}")
    return value


def _is_day(value: Any) -> bool:
    try:
        return isinstance(value, str) and datetime.date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False
