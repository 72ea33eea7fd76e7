"""Another office's dossier, received as a zip: once it verifies, the exhibits it carries whole become exhibits here.

Who received them there, and when, stands in the notes of each; nothing that the other office derived or concluded is
taken over. Its audience binds: a part is never marked more loosely. One that does not verify gives nothing.
"""

from __future__ import annotations

import base64
import json
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from fairlead.dossier import verifier
from fairlead.errors import UnreadableError
from fairlead.readers.reader import Source
from fairlead.readers.wholes import BROKEN_ZIP, Part, Tell, file_name

_OWN_FILES = {"manifest.json", "custody.json", "occasions.json"}
MOST_JSON_BYTES = 256 << 20  # of manifest or custody entries; ours, some hundred thousand entries
_BROKEN = (*BROKEN_ZIP, KeyError, TypeError)


class HandedOver:
    """Dossiers as ``fairlead dossier`` writes them, zipped."""

    name = "dossier"
    version = 1

    def recognises(self, source: Source, head: bytes) -> str | None:
        """Recognise a dossier by the files on which its proofs hang."""
        if not head.startswith(b"PK\x03\x04"):
            return None
        try:
            with source.open() as stream, zipfile.ZipFile(stream) as archive:
                names = set(archive.namelist())
        except _BROKEN:
            return None
        return "dossier with manifest and custody entries" if names >= _OWN_FILES else None

    def parts(self, source: Source, tell: Tell) -> Iterator[Part]:
        """Yield the exhibits carried whole. Raises UnreadableError, before any, where one check of it fails."""
        failed = [f"{what}: {why}" for outcome, what, why in verifier.check(source.path) if outcome == "failed"]
        if failed:
            raise UnreadableError(
                f"{source.name}: expected a dossier that verifies, found {len(failed)} checks failed: {failed[0]}",
                "ask its office for another copy; nothing was taken from this one",
            )
        try:
            with source.open() as stream, zipfile.ZipFile(stream) as archive:
                manifest, custody = _document(archive, "manifest.json"), _document(archive, "custody.json")
                received = dict(_received(custody))
                for exhibit in manifest["exhibits"]:
                    if exhibit["carried"] != "whole":
                        tell("exhibit of which the dossier carries pieces or the hash only")
                        continue
                    yield _part(archive, exhibit["sha256"], received, manifest, custody["key"])
        except _BROKEN as broken:
            raise UnreadableError(f"{source.name}: the dossier is damaged ({broken})") from broken
        tell("pages, occasions and numbers, which are the other office's own")


def _part(
    archive: zipfile.ZipFile,
    sha256: str,
    received: dict[str, list[tuple[str, str | None]]],
    manifest: dict[str, Any],
    key: str,
) -> Part:
    receipts = received.get(sha256, [])
    name = next((name for _, name in receipts if name), None)
    member = f"exhibits/{sha256}"
    notes = [f"from the dossier of case {manifest['name']!r}, signed by {key}: compare that key, got another way"]
    notes += [f"received there {when}" for when, _ in receipts]
    return Part(
        file_name(name or sha256, sha256),
        f"exhibit {sha256}",
        archive.open(member),
        notes=tuple(notes),
        marking=manifest["audience"],
    )


def _document(archive: zipfile.ZipFile, name: str) -> dict[str, Any]:
    if archive.getinfo(name).file_size > MOST_JSON_BYTES:
        raise ValueError(f"{name} is larger than {MOST_JSON_BYTES:,} bytes")
    document: dict[str, Any] = json.loads(archive.read(name))
    return document


def _received(custody: dict[str, Any]) -> Iterator[tuple[str, list[tuple[str, str | None]]]]:
    """Yield each exhibit with the times at which the other office received it, and its name where disclosed."""
    found: dict[str, list[tuple[str, str | None]]] = {}
    for given in custody["entries"]:
        body = json.loads(base64.b64decode(given["leaf"]))["body"]
        if body["act"] == "add":
            when = datetime.fromtimestamp(body["time_us"] / 1e6, UTC)
            name = given["disclosed"].get("name", {}).get("value")
            found.setdefault(body["object"], []).append((f"{when:%Y-%m-%d %H:%M} UTC", name))
    yield from found.items()
