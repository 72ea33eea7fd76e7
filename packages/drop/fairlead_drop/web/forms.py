"""Forms with files (multipart/form-data), read as they stream in: nothing is spooled to disk or piles up in memory.

Fields must stand before files, and each has its limit; python-multipart parses, this file bounds.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from python_multipart import MultipartParser
from python_multipart.exceptions import FormParserError
from python_multipart.multipart import parse_options_header

from fairlead_drop.errors import MalformedError, TooLargeError

MAX_PARTS = 200
MAX_HEADER = 4096


class FileTaker(Protocol):
    """Whoever takes the files of a form."""

    def file_start(self, fields: Mapping[str, str], name: str) -> None:
        """Begin a file; the fields before it are final."""

    def file_data(self, data: bytes) -> None:
        """Take the next bytes of the file."""

    def file_end(self) -> None:
        """End the file."""


class FormReader:
    """Feed it a body; it fills :attr:`fields` and hands files on. ``limits``: name of a field → most bytes in it."""

    def __init__(self, content_type: str, limits: Mapping[str, int], file_field: str, taker: FileTaker) -> None:
        kind, options = parse_options_header(content_type)
        boundary = options.get(b"boundary", b"")
        if kind != b"multipart/form-data" or not 0 < len(boundary) <= 100:
            raise MalformedError
        self.fields: dict[str, str] = {}
        self._limits, self._file_field, self._taker = limits, file_field, taker
        self._parts, self._files, self._ended = 0, False, False
        self._headers: dict[str, bytearray] = {}
        self._header = bytearray()
        self._name, self._text, self._in_file = "", bytearray(), False
        self._parser = MultipartParser(
            boundary,
            {
                "on_part_begin": self._part_begin,
                "on_header_field": lambda data, start, end: self._grow(self._header, data[start:end]),
                "on_header_value": self._header_value,
                "on_header_end": self._header.clear,
                "on_headers_finished": self._headers_finished,
                "on_part_data": self._part_data,
                "on_part_end": self._part_end,
                "on_end": self._end,
            },
        )

    def feed(self, data: bytes) -> None:
        """Take the next bytes of the body; raises DropError."""
        try:
            self._parser.write(data)
        except (FormParserError, UnicodeDecodeError):
            raise MalformedError from None

    def finish(self) -> dict[str, str]:
        """Return the fields of a form that came whole; raises MalformedError."""
        if not self._ended:
            raise MalformedError("refused_damaged")
        return self.fields

    def _part_begin(self) -> None:
        self._parts += 1
        if self._parts > MAX_PARTS:
            raise TooLargeError
        self._headers = {}
        self._header.clear()

    def _header_value(self, data: bytes, start: int, end: int) -> None:
        name = bytes(self._header).decode("ascii").lower()
        self._grow(self._headers.setdefault(name, bytearray()), data[start:end])

    def _headers_finished(self) -> None:
        kind, options = parse_options_header(bytes(self._headers.get("content-disposition", b"")))
        if kind != b"form-data" or b"name" not in options:
            raise MalformedError
        self._name = options[b"name"].decode("utf-8")
        self._text.clear()
        self._in_file = self._name == self._file_field
        if self._in_file:
            name = options.get(b"filename", b"").decode("utf-8", "replace")
            self._in_file = bool(name)  # browsers send an empty part where no file was chosen
            self._files = True
            if self._in_file:
                self._taker.file_start(self.fields, name)
        elif self._name not in self._limits or self._name in self.fields or self._files:
            raise MalformedError

    def _part_data(self, data: bytes, start: int, end: int) -> None:
        if self._in_file:
            self._taker.file_data(data[start:end])
        elif self._name != self._file_field:
            self._text += data[start:end]
            if len(self._text) > self._limits[self._name]:
                raise TooLargeError("refused_text_too_long")

    def _part_end(self) -> None:
        if self._in_file:
            self._taker.file_end()
        elif self._name != self._file_field:
            self.fields[self._name] = self._text.decode("utf-8", "replace")

    def _end(self) -> None:
        self._ended = True

    def _grow(self, held: bytearray, data: bytes) -> None:
        held += data
        if len(held) > MAX_HEADER:
            raise MalformedError
