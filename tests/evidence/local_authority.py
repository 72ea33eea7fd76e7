"""A time-stamp authority of one's own: root, signing certificate, and openssl's answer to a query. For tests only."""

from __future__ import annotations

import shutil
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID


class Authority:
    """Answers queries as RFC 3161 asks, under a root made here."""

    def __init__(self, folder: Path, name: str) -> None:
        if shutil.which("openssl") is None:
            pytest.skip("openssl is not on this machine: no authority can be made")
        folder.mkdir()
        self.folder, self.name = folder, name
        root_key, key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
        self.root = _certificate(f"{name} root", root_key, f"{name} root", root_key, ca=True)
        signer = _certificate(name, key, f"{name} root", root_key, ca=False)
        self.root_file = folder / "root.pem"
        self.root_file.write_bytes(self.root.public_bytes(serialization.Encoding.PEM))
        (folder / "signer.pem").write_bytes(signer.public_bytes(serialization.Encoding.PEM))
        (folder / "key.pem").write_bytes(
            key.private_bytes(
                serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
            )
        )
        (folder / "serial").write_text("01\n")
        (folder / "tsa.cnf").write_text(
            f"[tsa]\ndefault_tsa = here\n[here]\nserial = {folder}/serial\ndefault_policy = 1.2.3.4.1\n"
            "digests = sha256\nsigner_digest = sha256\ness_cert_id_alg = sha256\naccuracy = secs:1\nordering = no\n"
        )

    def answer(self, query: bytes) -> bytes:
        """Return the reply to a query."""
        (self.folder / "query").write_bytes(query)
        command = ["openssl", "ts", "-reply", "-config", str(self.folder / "tsa.cnf"), "-queryfile"]
        files = [str(self.folder / name) for name in ("query", "signer.pem", "key.pem", "reply")]
        command += [files[0], "-signer", files[1], "-inkey", files[2], "-out", files[3]]
        subprocess.run(command, check=True, capture_output=True)
        return (self.folder / "reply").read_bytes()


def _certificate(
    name: str, key: ec.EllipticCurvePrivateKey, by: str, by_key: ec.EllipticCurvePrivateKey, *, ca: bool
) -> x509.Certificate:
    now = datetime.now(UTC)
    subject, issuer = (x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, each)]) for each in (name, by))
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=30))
        .add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(by_key.public_key()), critical=False)
    )
    if ca:
        usage = x509.KeyUsage(True, False, False, False, False, True, True, False, False)
    else:
        builder = builder.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
        usage = x509.KeyUsage(True, False, False, False, False, False, False, False, False)
    return builder.add_extension(usage, critical=True).sign(by_key, hashes.SHA256())
