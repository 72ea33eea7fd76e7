"""Ship positions and static reports in NMEA 0183 VDM and VDO sentences, decoded by pyais.

Rows count the lines of the file from 1; a message sent in parts has the row of the part that completed it. Times come
from tag blocks, from a trailing Unix time, or from a ``$PGHP`` sentence just before; where none is given the row has
none. Reports that are not a ship's (base stations, aids to navigation) and messages without a position or static data
are counted in a note, by type.
"""

from __future__ import annotations

import os
import re
from collections import Counter, deque
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field
from itertools import chain, islice
from multiprocessing import get_context
from typing import Any

import pyarrow as pa

from fairlead import shapes
from fairlead.readers.reader import Sink, Source
from fairlead.readers.tracks.nmea_lines import LineError, Lines, Message

PART_ITEMS = 5_000  # messages decoded at once
PROCESSES_FROM = 20_000  # messages; fewer are decoded before other processes have begun

_SENTENCE_AT_START = re.compile(rb"(?:\\[^\\]*\\)?!.{2}VD[MO],[0-9],[0-9],", re.DOTALL)
_OTHER_AT_START = (b"$", b"\\", b"#", b"!")

# ITU-R M.1371-5, annex 8: bits that a message of each type has at least; where a type may end in spare bits, without.
POSITION_BITS = {1: 168, 2: 168, 3: 168, 9: 168, 18: 168, 19: 312, 27: 96}
STATIC_BITS = {5: 420, 19: 312, 24: 160}
_PART_B_BITS = 162
_OTHER_TYPES = {
    4: "base station reports",
    11: "answers about the time",
    21: "aids to navigation",
}


class NmeaTracks:
    """Reader of NMEA 0183 VDM and VDO sentences."""

    name = "tracks-nmea"
    version = 1
    libraries = ("pyais",)

    def recognises(self, source: Source, head: bytes) -> str | None:
        """Return a reason where half of the first lines or more are sentences, at least one of them VDM or VDO."""
        lines = [line.strip() for line in head.removeprefix(b"\xef\xbb\xbf").split(b"\n")[:500] if line.strip()]
        found = sum(bool(_SENTENCE_AT_START.match(line)) for line in lines)
        fitting = sum(line.startswith(_OTHER_AT_START) for line in lines)
        if not found or 2 * fitting < len(lines):
            return None
        return "NMEA 0183 sentences (VDM or VDO)"

    def read(self, source: Source, sink: Sink) -> None:
        """Hand out a position or a static report (both for type 19) per message, and lines that cannot be read."""
        with source.unpacked() as stream, closing(_Decoders()) as decoders:
            lines = Lines(stream, source.name)
            taken = _Taken(sink)
            for decoded in decoders.decode(source.key, lines.messages()):
                taken.take(decoded)
                sink.progress(lines.bytes_read / max(source.size, 1))
            _tell(sink, lines, taken)


def _tell(sink: Sink, lines: Lines, taken: _Taken) -> None:
    for kind, count in sorted(taken.skipped.items()):
        what = _OTHER_TYPES.get(kind, "hold no position or static data")
        sink.note(f"{count} messages of type {kind} are not read: {what}")
    if taken.timeless:
        sink.note(f"{taken.timeless} messages have no time: the file gives none for them")
    for kind_of_line, count in sorted(lines.others.items()):
        sink.note(f"{count} lines hold no message: {kind_of_line}")
    for what, count in sorted(lines.distrusted.items()):
        sink.note(f"{count} {what} are not used")


Item = Message | tuple[int, str, bytes]  # a whole message, or a line that is none: (line, why, text)


@dataclass
class Decoded:
    """What some messages in a row say, whoever decoded them."""

    tables: dict[str, pa.RecordBatch] = field(default_factory=dict)  # shape → rows, where there are any
    unread: list[tuple[int, str, str]] = field(default_factory=list)
    skipped: Counter[int] = field(default_factory=Counter)  # type → messages
    timeless: int = 0


class _Taken:
    """Hands decoded messages to the sink, in the order of the file, and adds up what else there is to tell."""

    def __init__(self, sink: Sink) -> None:
        self.skipped: Counter[int] = Counter()
        self.timeless = 0
        self._sink = sink
        sink.rows("positions", shapes.POSITIONS.empty_table())
        sink.rows("static_reports", shapes.STATIC_REPORTS.empty_table())

    def take(self, decoded: Decoded) -> None:
        for shape, batch in decoded.tables.items():
            self._sink.rows(shape, batch)
        for unread in decoded.unread:
            self._sink.unread(*unread)
        self.skipped.update(decoded.skipped)
        self.timeless += decoded.timeless


class _Decoders:
    """Decodes messages on all cores, in processes of their own since pyais is Python; a short file needs none."""

    def __init__(self) -> None:
        self._pool: ProcessPoolExecutor | None = None

    def decode(self, key: int, items: Iterator[Item]) -> Iterator[Decoded]:
        """Yield what the messages say, in their order."""
        waiting: deque[Future[Decoded]] = deque()
        first = list(islice(items, PROCESSES_FROM))
        cores = os.cpu_count() or 1
        if len(first) < PROCESSES_FROM or cores == 1:
            for part in _parts(chain(first, items)):
                yield decode(key, part)
            return
        # spawned: a fork would copy locks that this process' threads hold
        self._pool = ProcessPoolExecutor(cores, get_context("spawn"))
        for part in _parts(chain(first, items)):
            waiting.append(self._pool.submit(decode, key, part))
            while len(waiting) > 2 * cores:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()

    def close(self) -> None:
        """End the processes."""
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)


def _parts(items: Iterator[Item]) -> Iterator[list[Item]]:
    while part := list(islice(items, PART_ITEMS)):
        yield part


def decode(key: int, items: list[Item]) -> Decoded:
    """Return what messages in a row say, as rows of the exhibit ``key``; it depends on no other message."""
    decoded = Decoded()
    rows: dict[str, list[tuple[Any, ...]]] = {"positions": [], "static_reports": []}
    for item in items:
        if isinstance(item, Message):
            try:
                _take(item, key, rows, decoded)
            except LineError as error:
                decoded.unread.append((item.line, str(error), item.text.decode("latin-1")))
        else:
            line, why, text = item
            decoded.unread.append((line, why, text.decode("latin-1")))
    for shape, found in rows.items():
        if found:
            schema = shapes.READINGS[shape]
            columns = zip(zip(*found, strict=True), schema.types, strict=True)
            decoded.tables[shape] = pa.RecordBatch.from_arrays([pa.array(*column) for column in columns], schema=schema)
    return decoded


def _take(message: Message, key: int, rows: dict[str, list[tuple[Any, ...]]], into: Decoded) -> None:
    """Decode a message and keep its rows. Raises LineError where it cannot be decoded."""
    kind = _kind(message)
    if kind not in POSITION_BITS and kind not in STATIC_BITS:
        into.skipped[kind] += 1
        return
    bits = len(message.payload) * 6 - message.fill_bits
    least = POSITION_BITS.get(kind) or STATIC_BITS[kind]
    if bits < least:
        raise LineError(f"message too short: type {kind} has {bits} bits, of {least}")
    decoded = _decode(message)
    origin = (key, message.line, decoded.mmsi, message.t_us)
    # both are made before either is kept: a message is read whole or not at all
    position = (*origin, *_position(kind, decoded), None) if kind in POSITION_BITS else None
    report = (*origin, *_static_report(kind, decoded, bits), None) if kind in STATIC_BITS else None
    into.timeless += message.t_us is None
    if position:
        rows["positions"].append(position)
    if report:
        rows["static_reports"].append(report)


def _kind(message: Message) -> int:
    """Return the message's type: the six bits of its first character."""
    value = message.payload[0] - 48
    return value - 8 if value > 40 else value


def _decode(message: Message) -> Any:
    import pyais  # long to load, and every file that is added asks this module whether it knows it
    from pyais.exceptions import AISBaseException

    # One sentence, whatever the number of parts: pyais then need not put them together again.
    sentence = b"!AIVDM,1,1,,A,%s,%d*00" % (message.payload, message.fill_bits)
    try:
        return pyais.decode(sentence)
    except (AISBaseException, ValueError, IndexError, TypeError) as error:
        raise LineError(f"pyais cannot decode the message: {type(error).__name__}") from error


def _position(kind: int, decoded: Any) -> tuple[int | None, ...]:
    """Return lat_e7, lon_e7, speed_dkn, course_ddeg, heading_ddeg and nav_status (ITU-R M.1371-5, annex 8)."""
    whole_knots = kind in (9, 27)  # an aircraft's speed and a long-range report's are in knots, a ship's in 0.1 kn
    speed = round(decoded.speed * 10)
    unavailable = {9: 10_230, 27: 630}.get(kind, 1_023)
    course = round(decoded.course * 10)
    heading = None if whole_knots else decoded.heading
    status = int(decoded.status) if kind in (1, 2, 3, 27) else None
    return (
        _degrees(decoded.lat, 90),
        _degrees(decoded.lon, 180),
        None if speed >= unavailable else speed,
        None if course >= 3_600 else course,
        None if heading is None or heading >= 360 else heading * 10,
        None if status == 15 else status,
    )


def _degrees(value: float, most: int) -> int | None:
    """Return 1e-7 degree from pyais' degrees, which it rounds to six places: back to AIS' 1/600000 degree first.

    Type 27 gives 1/600 degree only, about 190 m. Raises LineError beyond the Earth.
    """
    raw = round(value * 600_000)
    if raw == (most + 1) * 600_000:
        return None
    if abs(raw) > most * 600_000:
        raise LineError(f"beyond what a position can be: {value} degrees")
    return (raw * 100 + 3) // 6  # raw * 50 / 3, to the nearest; never half-way


def _static_report(kind: int, decoded: Any, bits: int) -> tuple[Any, ...]:
    """Return imo, name, call_sign, ship_type, draught_dm, destination, length_dm and beam_dm."""
    part = decoded.partno if kind == 24 else None
    if part not in (None, 0, 1):
        raise LineError(f"part {part} of a type 24 report: only 0 and 1 are")
    if part == 0:
        return None, _text(decoded.shipname), None, None, None, None, None, None
    if part == 1 and bits < _PART_B_BITS:
        raise LineError(f"message too short: type 24 part B has {bits} bits, of {_PART_B_BITS}")
    # An auxiliary craft (MMSI 98...) gives its mother ship's number where others give their dimensions; pyais knows.
    sized = hasattr(decoded, "to_bow")
    length = (decoded.to_bow + decoded.to_stern) * 10 if sized else 0
    beam = (decoded.to_port + decoded.to_starboard) * 10 if sized else 0
    return (
        decoded.imo or None if kind == 5 else None,
        None if part == 1 else _text(decoded.shipname),
        None if kind == 19 else _text(decoded.callsign),
        int(decoded.ship_type) or None,
        round(decoded.draught * 10) or None if kind == 5 else None,
        _text(decoded.destination) if kind == 5 else None,
        length or None,
        beam or None,
    )


def _text(value: str | None) -> str | None:
    return (value or "").strip(" @") or None
