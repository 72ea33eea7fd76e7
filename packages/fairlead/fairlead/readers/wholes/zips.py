"""Zips of several files, such as a month of daily tracks: each file inside, under its name. Nothing is guessed.

Zips of one file are read as that file, and formats that are zips themselves (Word, Excel) stay whole; neither is of
concern here.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator

from fairlead.errors import UnreadableError
from fairlead.readers.reader import Source
from fairlead.readers.wholes import BROKEN_ZIP, Part, Tell, file_name

_OWN_FORMATS = ("[Content_Types].xml", "mimetype", "manifest.json", "META-INF/container.xml")


class ZipOfMany:
    """Zips of two files and more."""

    name = "zip"
    version = 1

    def recognises(self, source: Source, head: bytes) -> str | None:
        """Recognise a zip by its content, unless it is a format of its own."""
        if not head.startswith(b"PK\x03\x04"):
            return None
        try:
            with source.open() as stream, zipfile.ZipFile(stream) as archive:
                names = [member.filename for member in archive.infolist() if not _is_aside(member)]
        except BROKEN_ZIP:
            return None
        if len(names) < 2 or any(name in _OWN_FORMATS for name in names):
            return None
        return f"zip of {len(names):,} files"

    def parts(self, source: Source, tell: Tell) -> Iterator[Part]:
        """Yield the files in the order of the zip."""
        try:
            with source.open() as stream, zipfile.ZipFile(stream) as archive:
                for member in archive.infolist():
                    if _is_aside(member):
                        tell("folder, or fork that a Mac adds")
                        continue
                    with archive.open(member) as data:
                        name = file_name(member.filename, "member")
                        yield Part(name, f"member {member.filename}", data)
        except BROKEN_ZIP as broken:
            raise UnreadableError(f"{source.name}: the zip is damaged, truncated or encrypted ({broken})") from broken


def _is_aside(member: zipfile.ZipInfo) -> bool:
    return member.is_dir() or member.filename.startswith("__MACOSX/")
