"""Packed web archives (WACZ 1.1): the WARC files inside a zip, with the hashes that the package gives of its files.

A hash that does not fit is told beside every part of that file. Page lists and indexes are told and stay in it. A
signature over the package is not checked.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import json
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, cast

from fairlead.errors import UnreadableError
from fairlead.readers.containers import unpack
from fairlead.readers.reader import Source
from fairlead.readers.wholes import BROKEN_ZIP, Part, Tell, warc

_DESCRIPTION = "datapackage.json"  # WACZ 1.1.1, section 4
_MAX_DESCRIPTION = 16 << 20


class PackedArchive:
    """WACZ packages."""

    name = "wacz"
    version = 1

    def recognises(self, source: Source, head: bytes) -> str | None:
        """Recognise a package by its description and its folder of archives."""
        if not head.startswith(b"PK\x03\x04"):
            return None
        with _archive(source) as package:
            names = set(package.namelist())
        archives = any(_is_warc(name) for name in names)
        return "WACZ package with its datapackage.json" if _DESCRIPTION in names and archives else None

    def parts(self, source: Source, tell: Tell) -> Iterator[Part]:
        """Yield the parts of every WARC file in the package."""
        with _archive(source) as package:
            said = _hashes(package)
            for member in package.infolist():
                if not _is_warc(member.filename):
                    tell("file of the package other than an archive")
                    continue
                wrong = _wrong(package, member, said.get(member.filename))
                opened = cast(Any, package.open(member))
                with unpack(_seekable(opened), member.compress_size, source.name) as stream:
                    for part in warc.records(stream, source.name, tell, f"{member.filename} "):
                        yield replace(part, notes=(*part.notes, *wrong))


def _seekable(opened: Any) -> Any:
    """Return a member as it is where it can go back to its beginning, which the unpacker asks for."""
    return opened if opened.seekable() else io.BytesIO(opened.read())


def _is_warc(name: str) -> bool:
    return name.startswith("archive/") and name.endswith((".warc", ".warc.gz"))


@contextlib.contextmanager
def _archive(source: Source) -> Iterator[zipfile.ZipFile]:
    try:
        with source.open() as stream, zipfile.ZipFile(stream) as package:
            yield package
    except BROKEN_ZIP as broken:
        raise UnreadableError(f"{source.name}: the zip is damaged, truncated or encrypted ({broken})") from broken


def _hashes(package: zipfile.ZipFile) -> dict[str, str]:
    """Return the hash that the description gives of each file; nothing where it cannot be read."""
    try:
        if package.getinfo(_DESCRIPTION).file_size > _MAX_DESCRIPTION:
            return {}
        resources = json.loads(package.read(_DESCRIPTION)).get("resources", [])
        return {str(each["path"]): str(each.get("hash", "")) for each in resources}
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return {}


def _wrong(package: zipfile.ZipFile, member: zipfile.ZipInfo, said: str | None) -> tuple[str, ...]:
    if not said or not said.startswith("sha256:"):
        return (f"the package gives no SHA-256 of {member.filename}",)
    found = hashlib.sha256()
    with package.open(member) as stream:
        while piece := stream.read(1 << 20):
            found.update(piece)
    if found.hexdigest() == said.removeprefix("sha256:").lower():
        return ()
    return (f"{member.filename} is not what the package says it is: its SHA-256 is {found.hexdigest()}",)
