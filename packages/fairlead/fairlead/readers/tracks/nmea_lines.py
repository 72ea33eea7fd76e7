"""NMEA 0183 lines: the sentences in a line, their tag blocks and checksums, and messages sent in several sentences.

Nothing is decoded here; the meaning of a message is in ``nmea.py``.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import reduce
from operator import xor
from typing import BinaryIO

from fairlead.errors import UnreadableError

MAX_LINE_BYTES = 1 << 16  # an NMEA sentence has 82 characters, a tag block as many; a longer "line" is no line at all
# Parts of one message follow each other. The sequence number that ties them is used again after ten messages, so parts
# further apart than this belong to different ones; a tag block's group number is not used again so soon.
WINDOW_LINES = 100
GROUP_WINDOW_LINES = 10_000
MAX_OPEN = 10_000  # messages with parts missing

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
# a tag block where there is one, then a sentence where there is one; `\s:...*hh\!AIVDM,...` may come twice in a line
_SENTENCE = re.compile(rb"(?:\\([^\\]*)\\)?([!$][^\\!]*)?")
_AIS = re.compile(
    rb"!([A-Z-]{2})(VD[MO]),([0-9]),([0-9]),([0-9]?),([^,*]?),([^,*]*),([0-9]?)\*([0-9A-Fa-f]{2})(?:,(.*))?$", re.DOTALL
)
_PAYLOAD = re.compile(rb"[0-W`-w]+")
_CHECKED = re.compile(rb"[!$](.*)\*([0-9A-Fa-f]{2})", re.DOTALL)


@dataclass
class Part:
    """One VDM or VDO sentence: a message, or a part of one."""

    line: int  # from 1
    total: int
    number: int
    sequence: tuple[object, ...]  # what ties parts together
    payload: bytes
    fill_bits: int
    checksum: int
    t_us: int | None
    linked_time: LinkedTime | None
    text: bytes


@dataclass(frozen=True)
class LinkedTime:
    """A time from a ``$PGHP`` sentence, with the checksum of the sentences that it is for (None: whatever follows)."""

    t_us: int
    checksum: int | None


@dataclass
class Message:
    """The whole payload of a message, and the line of the sentence that completed it."""

    line: int
    payload: bytes
    fill_bits: int
    t_us: int | None
    text: bytes


class LineError(ValueError):
    """A line that cannot be read; the text says why, as ``kind: detail``."""


@dataclass
class Lines:
    """Reads a stream line by line into messages; counts whatever is no message."""

    stream: BinaryIO
    name: str
    bytes_read: int = 0
    others: Counter[str] = field(default_factory=Counter)  # kind of line that holds no message → lines
    _open: dict[tuple[object, ...], dict[int, Part]] = field(default_factory=dict)
    _linked: LinkedTime | None = None
    _tagged: tuple[int | None, bytes | None] = (None, None)
    distrusted: Counter[str] = field(default_factory=Counter)

    def messages(self) -> Iterator[Message | tuple[int, str, bytes]]:
        """Yield whole messages, and (line, why, text) for each line that is none and cannot be read."""
        number = 0
        while line := self.stream.readline(MAX_LINE_BYTES + 1):
            number += 1
            self.bytes_read += len(line)
            if len(line) > MAX_LINE_BYTES:
                raise UnreadableError(f"{self.name}: line {number} is longer than {MAX_LINE_BYTES} bytes")
            yield from self._line(number, line.rstrip(b"\r\n"))
            if number % 1_000 == 0:
                yield from self._stale(number)
        yield from self._stale(None)

    def _line(self, number: int, line: bytes) -> Iterator[Message | tuple[int, str, bytes]]:
        if number == 1:
            line = line.removeprefix(b"\xef\xbb\xbf")
        if not line.strip():
            self.others["blank"] += 1
            return
        if line.startswith(b"#"):
            self.others["comment"] += 1
            return
        place, line = 0, line.strip()
        while place < len(line):
            match = _SENTENCE.match(line, place)
            if match is None or match.end() == place:
                yield number, "no NMEA sentence: expected '!' or '$' or a tag block", line[place:]
                return
            place = match.end()
            try:
                yield from self._sentence(number, match[1], match[2])
            except LineError as error:
                yield number, str(error), match[0]

    def _sentence(
        self, number: int, tags: bytes | None, sentence: bytes | None
    ) -> Iterator[Message | tuple[int, str, bytes]]:
        t_us, group = self._tag_block(tags) if tags is not None else (None, None)
        if sentence is None:
            self.others["tag block alone"] += 1
            self._tagged = (t_us, group)
            return
        if sentence[3:6] not in (b"VDM", b"VDO"):
            self._other(sentence)
            return
        before, self._tagged = self._tagged, (None, None)
        part = self._part(number, sentence, before[0] if t_us is None else t_us, group or before[1])
        if part.total == 1:
            yield _join([part], self.distrusted)
        else:
            yield from self._collect(part)

    def _tag_block(self, tags: bytes) -> tuple[int | None, bytes | None]:
        """Return time and group of a tag block (NMEA 0183, 4.10); neither where its checksum fails."""
        body, _, checksum = tags.rpartition(b"*")
        if not body or not re.fullmatch(rb"[0-9A-Fa-f]{2}", checksum) or int(checksum, 16) != checksum_of(body):
            self.distrusted["tag blocks whose checksum fails"] += 1
            return None, None
        t_us, group = None, None
        for entry in body.split(b","):
            key, _, value = entry.partition(b":")
            if key == b"c":
                t_us = _epoch(value)
                if t_us is None:
                    self.distrusted["tag blocks whose time cannot be read"] += 1
            elif key == b"g" and re.fullmatch(rb"[0-9]+-[0-9]+-[0-9A-Za-z]+", value):
                group = value.split(b"-")[2]
        return t_us, group

    def _other(self, sentence: bytes) -> None:
        formatter = sentence[1:6].partition(b",")[0].decode("ascii", "replace")
        if not formatter.isalnum():
            raise LineError(f"no sentence that NMEA 0183 knows: {formatter!r}")
        if formatter == "PGHP":
            self._linked = _linked_time(sentence)
            self.others["time ($PGHP)"] += 1
        else:
            self.others[f"other sentence ({formatter})"] += 1

    def _part(self, number: int, sentence: bytes, t_us: int | None, group: bytes | None) -> Part:
        linked, self._linked = self._linked, None
        sentence = sentence.rstrip()
        match = _AIS.fullmatch(sentence)
        if match is None:
            raise LineError("malformed VDM sentence: fields or checksum missing")
        total, position, fill = int(match[3]), int(match[4]), int(match[8] or b"0")
        checksum = int(match[9], 16)
        if checksum_of(sentence[1 : sentence.index(b"*")]) != checksum:
            raise LineError("checksum fails: the sentence was changed on its way")
        if not match[7]:
            raise LineError("empty payload: a sentence without a message")
        if not _PAYLOAD.fullmatch(match[7]):
            raise LineError("characters that AIS does not use in the payload")
        if fill > 5 or not 1 <= position <= total:
            raise LineError(f"malformed VDM sentence: part {position} of {total} with {fill} fill bits")
        if t_us is None and match[10]:
            t_us = _epoch(match[10].rpartition(b",")[2])
        sequence = ("group", group, total) if group else (match[5], match[6], total)
        return Part(number, total, position, sequence, match[7], fill, checksum, t_us, linked, sentence)

    def _collect(self, part: Part) -> Iterator[Message | tuple[int, str, bytes]]:
        parts = self._open.get(part.sequence, {})
        if parts and (part.number in parts or part.line - _last(parts) > _window(part.sequence)):
            yield from _incomplete(self._open.pop(part.sequence))
            parts = {}
        parts[part.number] = part
        if len(parts) == part.total:
            self._open.pop(part.sequence, None)
            yield _join([parts[number] for number in sorted(parts)], self.distrusted)
        else:
            self._open[part.sequence] = parts
            if len(self._open) > MAX_OPEN:
                yield from _incomplete(self._open.pop(next(iter(self._open))))

    def _stale(self, line: int | None) -> Iterator[tuple[int, str, bytes]]:
        """Give up messages whose other parts can no longer come; None: all of them."""
        for sequence, parts in list(self._open.items()):
            if line is None or line - _last(parts) > _window(sequence):
                yield from _incomplete(self._open.pop(sequence))


def checksum_of(body: bytes) -> int:
    """Return the exclusive or of all bytes (NMEA 0183)."""
    return reduce(xor, body, 0)


def _last(parts: dict[int, Part]) -> int:
    return max(part.line for part in parts.values())


def _window(sequence: tuple[object, ...]) -> int:
    return GROUP_WINDOW_LINES if sequence[0] == "group" else WINDOW_LINES


def _incomplete(parts: dict[int, Part]) -> Iterator[tuple[int, str, bytes]]:
    for part in parts.values():
        yield part.line, f"other parts are missing: part {part.number} of {part.total} alone", part.text


def _join(parts: list[Part], distrusted: Counter[str]) -> Message:
    by_line = sorted(parts, key=lambda part: part.line)
    t_us = next((part.t_us for part in by_line if part.t_us is not None), None)
    linked = next((part.linked_time for part in by_line if part.linked_time), None)
    if t_us is None and linked is not None:
        whole = 0
        for part in parts:
            whole ^= part.checksum
        if linked.checksum in (None, whole):
            t_us = linked.t_us
        else:
            distrusted["$PGHP times that are for another sentence"] += 1
    payload = b"".join(part.payload for part in parts)
    text = b" ".join(part.text for part in by_line)
    return Message(by_line[-1].line, payload, parts[-1].fill_bits, t_us, text)


def _epoch(value: bytes) -> int | None:
    """Return seconds or milliseconds since 1970, as tag blocks and trailing fields give them, in microseconds."""
    match = re.fullmatch(rb"([0-9]{9,10})(?:\.([0-9]{1,6}))?|([0-9]{12,13})", value.strip())
    if match is None:
        return None
    if match[3]:
        return int(match[3]) * 1_000
    return int(match[1]) * 1_000_000 + int((match[2] or b"0").ljust(6, b"0"))


def _linked_time(sentence: bytes) -> LinkedTime:
    """Read ``$PGHP,1,year,month,day,hour,minute,second,millisecond,country,region,station,online,checksum*hh``.

    Gatehouse's proprietary sentence, as the Danish Maritime Authority's AisLib reads it.
    """
    match = _CHECKED.match(sentence)
    if match is None or checksum_of(match[1]) != int(match[2], 16):
        raise LineError("checksum fails: a $PGHP time was changed on its way")
    fields = match[1].split(b",")
    try:
        year, month, day, hour, minute, second, millisecond = (int(each) for each in fields[2:9])
        moment = datetime(year, month, day, hour, minute, second, tzinfo=UTC) + timedelta(milliseconds=millisecond)
        # 00 is what is written for a station's own reports (VDO), whatever their checksum
        checksum = int(fields[13], 16) or None if len(fields) > 13 and fields[13] else None
    except (ValueError, IndexError, OverflowError, TypeError):
        raise LineError("malformed $PGHP sentence: no time") from None
    return LinkedTime((moment - _EPOCH) // timedelta(microseconds=1), checksum)
