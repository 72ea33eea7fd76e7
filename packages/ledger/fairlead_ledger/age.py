"""age files (https://c2sp.org/age), sealed and opened piece by piece, so that a 500 MB file needs no memory.

:class:`Sealer` and :class:`Opener` take bytes and give bytes; :class:`HeaderReader` reads a header without any key.
Left out: ASCII armour, passphrases, plugins (whoever holds a plugin identity opens with the age program).
"""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from fairlead_ledger.age_base64 import decode_base64, encode_base64
from fairlead_ledger.age_keys import FILE_KEY_SIZE, Identity, Recipient, Stanza
from fairlead_ledger.errors import AgeError, NotForUsError

VERSION_LINE = b"age-encryption.org/v1\n"
CHUNK_SIZE = 65_536  # age, "Payload"
TAG_SIZE = 16
SEALED_CHUNK_SIZE = CHUNK_SIZE + TAG_SIZE
NONCE_SIZE = 16
MAX_HEADER = 65_536  # the format sets none; a hybrid stanza takes 1.6 KB, so that this is some forty recipients
_MAC_SIZE = 32


@dataclass(frozen=True)
class Header:
    """The stanzas of a file, the bytes that the MAC covers, and the MAC."""

    stanzas: tuple[Stanza, ...]
    covered: bytes
    mac: bytes

    @property
    def size(self) -> int:
        """How many bytes the header takes in the file."""
        return len(self.covered) + len(" ") + len(encode_base64(self.mac)) + len("\n")

    def is_by(self, file_key: bytes) -> bool:
        """Tell whether the MAC was made with this file key."""
        return hmac.compare_digest(self.mac, _header_mac(file_key, self.covered))


def parse_header(data: bytes) -> Header:
    """Read a whole header and nothing after it; raises AgeError saying what the format expects there."""
    if not data.startswith(VERSION_LINE):
        raise AgeError("not an age file: it begins with another line")
    if not data.endswith(b"\n"):
        raise AgeError("the header ends within a line")
    lines = _ascii_lines(data[len(VERSION_LINE) : -1])
    stanzas: list[Stanza] = []
    place = 0
    while place < len(lines) - 1:
        stanza, place = _read_stanza(lines, place)
        stanzas.append(stanza)
    last = lines[-1]
    if not stanzas or place != len(lines) - 1 or not last.startswith("--- "):
        raise AgeError("a header has stanzas, and then one line with the MAC")
    mac = decode_base64(last[4:])
    if len(mac) != _MAC_SIZE:
        raise AgeError(f"the MAC of a header has {_MAC_SIZE} bytes, found {len(mac)}")
    return Header(tuple(stanzas), data[: len(data) - len(last) - 1 + 3], mac)


class HeaderReader:
    """Gathers bytes until the header is whole: never more than :data:`MAX_HEADER` of them."""

    def __init__(self) -> None:
        self.header: Header | None = None
        self._held = bytearray()

    def feed(self, data: bytes) -> bytes:
        """Take the next bytes; return those after the header (none until it is whole). Raises AgeError early."""
        if self.header is not None:
            return data
        searched = max(0, len(self._held) - len(b"\n---"))
        self._held += data
        if self._held[: len(VERSION_LINE)] != VERSION_LINE[: len(self._held)]:
            raise AgeError("not an age file: it begins with another line")
        mark = self._held.find(b"\n---", searched)
        end = self._held.find(b"\n", mark + 1) if mark >= 0 else -1
        if max(end, 0 if end >= 0 else len(self._held)) >= MAX_HEADER:
            raise AgeError(f"the header is longer than {MAX_HEADER} bytes")
        if end < 0:
            return b""
        self.header = parse_header(bytes(self._held[: end + 1]))
        rest = bytes(self._held[end + 1 :])
        self._held.clear()
        return rest


class Sealer:
    """Seals a stream: :attr:`header` first, then what :meth:`update` and :meth:`finish` return.

    ``marks`` are stanzas that hold no key; readers ignore them, but the header's MAC covers them.
    """

    def __init__(self, recipients: Sequence[Recipient], marks: Sequence[Stanza] = ()) -> None:
        if not recipients:
            raise AgeError("nobody to seal to")
        file_key, nonce = secrets.token_bytes(FILE_KEY_SIZE), secrets.token_bytes(NONCE_SIZE)
        stanzas = [*(recipient.wrap(file_key) for recipient in recipients), *marks]
        covered = VERSION_LINE + "".join(stanza.text() for stanza in stanzas).encode() + b"---"
        mac = encode_base64(_header_mac(file_key, covered))
        self.header = covered + f" {mac}\n".encode() + nonce
        self._cipher = _payload_cipher(file_key, nonce)
        self._held = bytearray()
        self._counter = 0

    def update(self, data: bytes) -> bytes:
        """Take plaintext; return the sealed chunks that are full. A full last chunk waits, since it may be the last."""
        self._held += data
        sealed = []
        while len(self._held) > CHUNK_SIZE:
            sealed.append(self._seal(bytes(self._held[:CHUNK_SIZE]), last=False))
            del self._held[:CHUNK_SIZE]
        return b"".join(sealed)

    def finish(self) -> bytes:
        """Return the last chunk."""
        return self._seal(bytes(self._held), last=True)

    def _seal(self, chunk: bytes, *, last: bool) -> bytes:
        sealed = self._cipher.encrypt(_chunk_nonce(self._counter, last), chunk, None)
        self._counter += 1
        return sealed


class Opener:
    """Opens a stream: what :meth:`update` returns is authentic, but the stream is whole only after :meth:`finish`."""

    def __init__(self, identities: Sequence[Identity]) -> None:
        self._identities = identities
        self._reader = HeaderReader()
        self._cipher: ChaCha20Poly1305 | None = None
        self._held = bytearray()
        self._counter = 0

    @property
    def header(self) -> Header | None:
        """The header, once it was read and its MAC was checked."""
        return self._reader.header

    def update(self, data: bytes) -> bytes:
        """Take sealed bytes; return plaintext. Raises NotForUsError, or AgeError where the file was changed."""
        self._held += self._reader.feed(data)
        if self.header is None:
            return b""
        if self._cipher is None:
            if len(self._held) < NONCE_SIZE:
                return b""
            self._cipher = _payload_cipher(self._file_key(self.header), bytes(self._held[:NONCE_SIZE]))
            del self._held[:NONCE_SIZE]
        opened = []
        while len(self._held) > SEALED_CHUNK_SIZE:
            opened.append(self._open(bytes(self._held[:SEALED_CHUNK_SIZE]), last=False))
            del self._held[:SEALED_CHUNK_SIZE]
        return b"".join(opened)

    def finish(self) -> bytes:
        """Return the last chunk's plaintext; raises AgeError where the file ends too early."""
        if self._cipher is None:
            raise AgeError("the file ends within its header")
        return self._open(bytes(self._held), last=True)

    def _file_key(self, header: Header) -> bytes:
        for identity in self._identities:
            file_key = identity.unwrap(header.stanzas)
            if file_key is not None:
                if not header.is_by(file_key):
                    raise AgeError("the header was changed: its MAC is false")
                return file_key
        raise NotForUsError("none of the identities at hand opens this file")

    def _open(self, chunk: bytes, *, last: bool) -> bytes:
        assert self._cipher is not None
        try:
            opened = self._cipher.decrypt(_chunk_nonce(self._counter, last), chunk, None)
        except InvalidTag as false:
            raise AgeError(f"chunk {self._counter} was changed, or the file ends too early") from false
        if last and not opened and self._counter:
            raise AgeError("the last chunk is empty though it is not the first")
        self._counter += 1
        return opened


def seal(data: bytes, recipients: Sequence[Recipient], marks: Sequence[Stanza] = ()) -> bytes:
    """Return an age file with the bytes."""
    sealer = Sealer(recipients, marks)
    return sealer.header + sealer.update(data) + sealer.finish()


def open_sealed(data: bytes, identities: Sequence[Identity]) -> bytes:
    """Return the bytes in an age file."""
    opener = Opener(identities)
    return opener.update(data) + opener.finish()


def open_stream(pieces: Iterable[bytes], identities: Sequence[Identity]) -> Iterable[bytes]:
    """Yield the plaintext of sealed pieces; what was yielded is worth nothing if this raises before it ends."""
    opener = Opener(identities)
    for piece in pieces:
        yield opener.update(piece)
    yield opener.finish()


def sealed_size(plain_size: int) -> int:
    """Return how many bytes nonce and chunks take for a payload; the header comes on top."""
    return NONCE_SIZE + plain_size + TAG_SIZE * max(1, -(-plain_size // CHUNK_SIZE))


def plain_size(sealed: int) -> int:
    """Return how many bytes are sealed in nonce and chunks of this size; of a possible size only."""
    return sealed - NONCE_SIZE - TAG_SIZE * max(1, -(-(sealed - NONCE_SIZE) // SEALED_CHUNK_SIZE))


def is_payload_size(size: int) -> bool:
    """Tell whether nonce and chunks can have this size: the last chunk is not empty unless it is the only one."""
    chunks = size - NONCE_SIZE
    return chunks >= TAG_SIZE and (chunks == TAG_SIZE or not 0 < chunks % SEALED_CHUNK_SIZE <= TAG_SIZE)


def _ascii_lines(data: bytes) -> list[str]:
    try:
        lines = data.decode("ascii").split("\n")
    except UnicodeDecodeError as broken:
        raise AgeError("the header holds bytes that are not ASCII") from broken
    if any(not line.isprintable() for line in lines):
        raise AgeError("the header holds control characters")
    return lines


def _read_stanza(lines: list[str], place: int) -> tuple[Stanza, int]:
    """Return the stanza that begins at a line, and the place of the line after it."""
    first = lines[place]
    if not first.startswith("-> "):
        raise AgeError("a stanza begins with '-> '")
    body = []
    for position in range(place + 1, len(lines)):
        line = lines[position]
        if len(line) > 64 or line.startswith("---"):
            break
        body.append(line)
        if len(line) < 64:
            return Stanza(tuple(first[3:].split(" ")), decode_base64("".join(body))), position + 1
    raise AgeError("the body of a stanza ends with a line of fewer than 64 letters")


def _header_mac(file_key: bytes, covered: bytes) -> bytes:
    key = HKDF(hashes.SHA256(), 32, salt=None, info=b"header").derive(file_key)
    return hmac.digest(key, covered, "sha256")


def _payload_cipher(file_key: bytes, nonce: bytes) -> ChaCha20Poly1305:
    if len(file_key) != FILE_KEY_SIZE:
        raise AgeError(f"a file key has {FILE_KEY_SIZE} bytes, found {len(file_key)}")
    return ChaCha20Poly1305(HKDF(hashes.SHA256(), 32, salt=nonce, info=b"payload").derive(file_key))


def _chunk_nonce(counter: int, last: bool) -> bytes:
    return counter.to_bytes(11, "big") + (b"\x01" if last else b"\x00")
