"""Bytes of a page to text, or a refusal that says why. Markup, furniture and meaning are left to other files.

The text is exactly what the named encoding gives, line ends included and a byte order mark left out: offsets of
statements count its characters, so whoever decodes the exhibit with the same encoding finds the same words.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from charset_normalizer import from_bytes

from fairlead.errors import UnreadableError

if TYPE_CHECKING:
    from fairlead.readers.reader import Sink

MAX_PAGE_BYTES = 8 << 20  # our choice: the longest press pages seen have some 2 MiB, nearly all of it script
_DECLARED_WITHIN = 4096  # bytes; HTML living standard, "prescan": 1024 suffice by the standard, scraped pages are worse
_MAX_CONTROLS = 0.002  # share of control characters above which bytes are no text; our choice

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARED = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9._:-]{2,40})""", re.IGNORECASE)
_CONTROLS = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f]")


@dataclass(frozen=True)
class Decoded:
    """A page's text and the encoding that gives it; ``note`` says how the encoding was settled where it was a guess."""

    text: str
    encoding: str
    note: str | None = None


def utf8(data: bytes, name: str, sink: Sink) -> str:
    """Return a table's text, which is UTF-8 or else decoded as a page is, with a note. Raises as ``decode``."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        decoded = decode(data, name)
        sink.note(f"not UTF-8; read as {decoded.encoding}")
        return decoded.text


def decode(data: bytes, name: str) -> Decoded:
    """Decode a page: byte order mark, then the encoding it declares, then UTF-8, then a guess that is noted.

    Raises UnreadableError for bytes that are no text and for pages that are too long.
    """
    if len(data) > MAX_PAGE_BYTES:
        raise UnreadableError(
            f"{name}: a page of more than {MAX_PAGE_BYTES >> 20} MiB is not read",
            "cut the page out of the dump it is in",
        )
    decoded = _by_mark(data, name) or _by_declaration(data) or _as_utf8(data)
    if decoded is None:
        if b"\x00" in data:
            raise UnreadableError(f"{name}: not text: the bytes hold NUL and no byte order mark")
        decoded = _by_guess(data, name)
    controls = len(_CONTROLS.findall(decoded.text))
    if controls > _MAX_CONTROLS * len(decoded.text):
        raise UnreadableError(f"{name}: not text: {controls} control characters among {len(decoded.text)}")
    return decoded


def _by_mark(data: bytes, name: str) -> Decoded | None:
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            try:
                return Decoded(data[len(mark) :].decode(encoding), encoding)
            except UnicodeDecodeError as error:
                raise UnreadableError(
                    f"{name}: byte order mark of {encoding}, but byte {error.start} does not fit it"
                ) from error
    return None


def _by_declaration(data: bytes) -> Decoded | None:
    found = _DECLARED.search(data[:_DECLARED_WITHIN])
    if found is None or b"<" not in data[: found.start()]:
        return None
    declared = found.group(1).decode("ascii").lower()
    if declared in ("iso-8859-1", "latin-1", "latin1", "us-ascii", "ascii"):
        declared = "cp1252"  # what the HTML living standard makes of these labels
    try:
        codec = codecs.lookup(declared)
        if not codec._is_text_encoding:  # a bytes-to-bytes codec such as "hex" is no encoding of text
            return None
        return Decoded(data.decode(codec.name), codec.name)
    except (LookupError, UnicodeDecodeError):
        return None


def _as_utf8(data: bytes) -> Decoded | None:
    try:
        return Decoded(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        return None


def _by_guess(data: bytes, name: str) -> Decoded:
    best = from_bytes(data).best()
    if best is None:
        raise UnreadableError(f"{name}: not text in any encoding known here")
    encoding = "cp1252" if best.encoding in ("latin_1", "ascii") else best.encoding
    try:
        text = data.decode(encoding)
    except (LookupError, UnicodeDecodeError) as error:
        raise UnreadableError(f"{name}: not text in any encoding known here") from error
    return Decoded(text, encoding, f"the page declares no encoding that fits; read as {encoding}, a guess")
