"""A person's signing key under a lock that only that person opens: a password, or a passkey's own secret.

The server keeps ciphertext. What opens it comes with each signing in and is not kept: a password goes through Argon2id,
a passkey gives 32 bytes that only the authenticator can make (WebAuthn's PRF extension). While somebody is signed in
the open key is in the server's memory: whoever rules the server then can use it; that much a server can always do.
"""

from __future__ import annotations

import json
import secrets
import threading

from argon2.low_level import Type, hash_secret_raw
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

SALT_BYTES = 16
NONCE_BYTES = 12  # of AES-GCM: NIST SP 800-38D, 8.2.2
PRF_BYTES = 32  # https://www.w3.org/TR/webauthn-3/#prf-extension

# RFC 9106, section 4, the second recommended choice: 3 passes over 64 MiB in 4 lanes.
PASSES, MEMORY_KIB, LANES = 3, 65_536, 4
_AT_ONCE = threading.BoundedSemaphore(2)  # so that many tries do not take the server's memory; ours


def of_password(password: str, salt: bytes) -> bytes:
    """Return the key that a password makes; slow on purpose."""
    with _AT_ONCE:
        return hash_secret_raw(password.encode(), salt, PASSES, MEMORY_KIB, LANES, 32, Type.ID)


def of_passkey(secret: bytes, salt: bytes) -> bytes:
    """Return the key that a passkey's secret makes; ValueError where it is not of the size that authenticators give."""
    if len(secret) != PRF_BYTES:
        raise ValueError("a passkey's secret has 32 bytes")
    return HKDF(hashes.SHA256(), 32, salt, b"fairlead desk: signing key under a passkey, 1").derive(secret)


def new_salt() -> bytes:
    """Return a fresh salt."""
    return secrets.token_bytes(SALT_BYTES)


def seal(lock: bytes, key: Ed25519PrivateKey, codes: str | None, bound: str) -> bytes:
    """Return key and secret of one-time codes under ``lock``, bound to a slot so that no other can stand in for it."""
    nonce = secrets.token_bytes(NONCE_BYTES)
    plain = json.dumps({"key": key.private_bytes_raw().hex(), "codes": codes}).encode()
    return nonce + AESGCM(lock).encrypt(nonce, plain, bound.encode())


def unseal(lock: bytes, sealed: bytes, bound: str) -> tuple[Ed25519PrivateKey, str | None] | None:
    """Return key and secret of one-time codes; None where ``lock`` is not the one."""
    try:
        plain = AESGCM(lock).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], bound.encode())
    except InvalidTag:
        return None
    held = json.loads(plain)
    return Ed25519PrivateKey.from_private_bytes(bytes.fromhex(held["key"])), held["codes"]
