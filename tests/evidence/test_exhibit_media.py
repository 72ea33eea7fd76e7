"""Media types: the first bytes count for more than the name."""

from __future__ import annotations

import pytest

from fairlead.evidence.media import media_type


@pytest.mark.parametrize(
    ("head", "name", "expected"),
    [
        (b"%PDF-1.7\n", "list.txt", "application/pdf"),
        (b"\x89PNG\r\n\x1a\n", "x", "image/png"),
        (b"\xff\xd8\xff\xe0", "photo.png", "image/jpeg"),
        (b"\x00\x00\x00\x18ftypmp42", "a.mp4", "video/mp4"),
        (b"PAR1", "tracks.parquet", "application/vnd.apache.parquet"),
        (b"PK\x03\x04", "a.zip", "application/zip"),
        (
            b"PK\x03\x04",
            "letter.docx",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        ),
        (b"PK\x03\x04", "letter.pdf", "application/zip"),
        (b"\xef\xbb\xbf<?xml version='1.0'?>", "list.xml", "text/xml"),
        (b"\n<!DOCTYPE html>", "page", "text/html"),
        (b"MMSI,BaseDateTime\n1,2\n", "AIS.CSV", "text/csv"),
        (b"!AIVDM,1,1,,A,15,0*00\r\n", "log.nmea", "text/plain"),
        (b"Beijing said on Tuesday", "page.txt", "text/plain"),
        (b"Beijing said on Tuesday", "no name", "text/plain"),
        (b"Beijing said on Tuesday", "liar.png", "text/plain"),
        (b'{"a": 1}', "a.json", "application/json"),
        (b"\x00\x01\x02", "page.txt", "application/octet-stream"),
        (b"", "empty", "text/plain"),
    ],
)
def test_the_type_is_what_the_bytes_show(head: bytes, name: str, expected: str) -> None:
    assert media_type(head, name) == expected
