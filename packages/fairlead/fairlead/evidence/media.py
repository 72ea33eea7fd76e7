"""Media types: what kind of file the first bytes and the name tell of. For people; no reader relies on it."""

from __future__ import annotations

import mimetypes

HEAD = 4096  # bytes looked at

_MAGIC: tuple[tuple[int, bytes, str], ...] = (
    # Offset, bytes, type. Each format's own specification; types as registered with IANA where they are.
    (0, b"%PDF-", "application/pdf"),
    (0, b"\x89PNG\r\n\x1a\n", "image/png"),
    (0, b"\xff\xd8\xff", "image/jpeg"),
    (0, b"GIF8", "image/gif"),
    (0, b"II*\x00", "image/tiff"),
    (0, b"MM\x00*", "image/tiff"),
    (8, b"WEBP", "image/webp"),
    (4, b"ftyp", "video/mp4"),
    (0, b"PAR1", "application/vnd.apache.parquet"),
    (0, b"WARC/", "application/warc"),
    (0, b"SQLite format 3\x00", "application/vnd.sqlite3"),
    (0, b"\x1f\x8b", "application/gzip"),
    (0, b"BZh", "application/x-bzip2"),
    (0, b"\xfd7zXZ\x00", "application/x-xz"),
    (0, b"\x28\xb5\x2f\xfd", "application/zstd"),
    (0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"),
)

_ZIPPED = {
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ".odt": "application/vnd.oasis.opendocument.text",
    ".ods": "application/vnd.oasis.opendocument.spreadsheet",
    ".epub": "application/epub+zip",
}
_TEXT = {".csv": "text/csv", ".nmea": "text/plain", ".md": "text/markdown", ".jsonl": "application/jsonl"}
_KNOWN = mimetypes.MimeTypes(filenames=())  # the built-in table only: a machine's own would give other answers


def media_type(head: bytes, name: str) -> str:
    """Return the media type of a file that begins with ``head`` (up to HEAD bytes) and was called ``name``."""
    for offset, magic, found in _MAGIC:
        if head.startswith(magic, offset):
            return found
    suffix = "." + name.lower().rpartition(".")[2] if "." in name else ""
    named = _TEXT.get(suffix) or _KNOWN.guess_type("x" + suffix)[0]
    if head.startswith(b"PK\x03\x04"):
        return _ZIPPED.get(suffix, "application/zip")
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith((b"<!doctype html", b"<html")):
        return "text/html"
    if start.startswith(b"<?xml"):
        return named if named and named.endswith("xml") else "application/xml"
    if not _is_text(head):
        return named if named and not named.startswith("text/") else "application/octet-stream"
    texts = named and (named.startswith("text/") or named in ("application/json", "application/jsonl"))
    return named if named and texts else "text/plain"


def _is_text(head: bytes) -> bool:
    return not any(byte < 0x20 and byte not in b"\t\n\r\x0c\x1b" for byte in head)
