"""Passkeys (WebAuthn): what the browser is asked, and judging what it answers. py_webauthn does the work.

A passkey here must verify its user and give a secret of its own (PRF extension), since that secret opens the signing
key; one that gives none is refused, and a password with one-time codes is the other way.
"""

from __future__ import annotations

import hashlib
import json
import secrets
import threading
import time
from dataclasses import dataclass
from typing import Any

import webauthn
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from fairlead.desk.entrance import sealing
from fairlead.desk.entrance.accounts import Account, Accounts, Passkey
from fairlead.errors import MisuseError, RefusedError

GOOD_FOR_S = 600  # https://www.w3.org/TR/webauthn-3/#sctn-timeout-recommended-range: up to ten minutes
MOST = 1000  # challenges that wait at once; ours

_VERIFIED = UserVerificationRequirement.REQUIRED


@dataclass(frozen=True)
class Site:
    """Where the desk is, as browsers see it: ``origin`` with its scheme and port, ``id`` the host alone."""

    origin: str
    id: str


class Challenges:
    """Challenges that were given out and not yet answered; each is good once, for what it was given for."""

    def __init__(self) -> None:
        self._waiting: dict[str, tuple[bytes, str, float]] = {}
        self._lock = threading.Lock()

    def give(self, what: str) -> tuple[str, bytes]:
        """Return a name and a fresh challenge for ``what``."""
        name, challenge, now = secrets.token_urlsafe(16), secrets.token_bytes(32), time.monotonic()
        with self._lock:
            self._waiting = {each: held for each, held in self._waiting.items() if held[2] > now}
            while len(self._waiting) >= MOST:
                del self._waiting[next(iter(self._waiting))]
            self._waiting[name] = (challenge, what, now + GOOD_FOR_S)
        return name, challenge

    def take(self, name: str, what: str, *, keep: bool = False) -> bytes:
        """Return a challenge, for the only time unless ``keep``; RefusedError where there is none for ``what``."""
        with self._lock:
            held = self._waiting.get(name)
            if not keep:
                self._waiting.pop(name, None)
        if held is None or held[1] != what or held[2] <= time.monotonic():
            raise RefusedError("this took too long, or was answered already", "do it again")
        return held[0]


def prf_input(case: str) -> str:
    """Return what each passkey makes its secret of here (base64url): other desks get another secret of it."""
    return bytes_to_base64url(hashlib.sha256(f"fairlead desk {case}".encode()).digest())


def registering(site: Site, account: Account, challenge: bytes, known: list[str]) -> dict[str, Any]:
    """Return what ``navigator.credentials.create`` is asked."""
    options = webauthn.generate_registration_options(
        rp_id=site.id,
        rp_name="Fairlead",
        user_name=account.name,
        user_id=bytes.fromhex(account.id),
        challenge=challenge,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED, user_verification=_VERIFIED
        ),
        exclude_credentials=[PublicKeyCredentialDescriptor(id=base64url_to_bytes(each)) for each in known],
    )
    asked: dict[str, Any] = json.loads(webauthn.options_to_json(options))
    return asked


def asking(site: Site, challenge: bytes) -> dict[str, Any]:
    """Return what ``navigator.credentials.get`` is asked: any passkey of this desk."""
    options = webauthn.generate_authentication_options(rp_id=site.id, challenge=challenge, user_verification=_VERIFIED)
    asked: dict[str, Any] = json.loads(webauthn.options_to_json(options))
    return asked


def registered(site: Site, challenge: bytes, credential: dict[str, Any], secret: str) -> Passkey:
    """Return a passkey whose registration holds; RefusedError where it does not, or gives no secret."""
    given = _secret(secret)
    try:
        found = webauthn.verify_registration_response(
            credential=credential, expected_challenge=challenge, expected_rp_id=site.id, expected_origin=site.origin,
            require_user_verification=True,
        )  # fmt: skip
    except (WebAuthnException, ValueError, KeyError, TypeError) as wrong:
        raise RefusedError("this passkey could not be taken", "try again, or use a password") from wrong
    id = bytes_to_base64url(found.credential_id)
    return Passkey(id, found.credential_public_key, found.sign_count, given)


def answered(
    accounts: Accounts, site: Site, challenge: bytes, credential: dict[str, Any], secret: str
) -> tuple[Account, Any]:
    """Return account and open key of a passkey whose signature holds; RefusedError where it does not."""
    given = _secret(secret)
    id = credential.get("id")
    known = accounts.passkey(id) if isinstance(id, str) else None
    if known is None:
        raise RefusedError("this passkey is of nobody here", "ask a custodian for an invitation")
    try:
        found = webauthn.verify_authentication_response(
            credential=credential, expected_challenge=challenge, expected_rp_id=site.id, expected_origin=site.origin,
            credential_public_key=known[1], credential_current_sign_count=known[2], require_user_verification=True,
        )  # fmt: skip
    except (WebAuthnException, ValueError, KeyError, TypeError) as wrong:
        raise RefusedError("this passkey's answer does not hold", "try again") from wrong
    return accounts.by_passkey(str(id), found.new_sign_count, given)


def _secret(text: str) -> bytes:
    try:
        given = base64url_to_bytes(text)
    except ValueError:
        given = b""
    if len(given) != sealing.PRF_BYTES:
        raise MisuseError(
            "this passkey gives no secret (PRF extension), so that it cannot keep your key",
            "use another passkey, or a password with one-time codes",
        )
    return given
