"""E-mail as kept in a file (RFC 5322 with MIME): its texts and attachments, with the message's headers beside each.

Transfer encodings are undone. A text in another character set than UTF-8 is turned into UTF-8 and told so, since the
charset stands in the headers alone; HTML that names its own stays as it is. Sender and date are what the
message says, and prove nothing: received lines and signatures (DKIM, S/MIME) are kept in the headers and not judged.
"""

from __future__ import annotations

import codecs
import email.policy
import io
import re
from collections.abc import Iterator
from email.message import Message
from email.parser import BytesParser

from fairlead.errors import UnreadableError
from fairlead.readers.reader import Source
from fairlead.readers.wholes import Part, Tell, file_name

TOO_DEEP = "parts within parts deeper than any mail program makes them"
MAX_BYTES = 256 << 20  # of one message; servers take a tenth of it
_HEADER = re.compile(rb"^([A-Za-z][A-Za-z0-9-]{1,60}):[ \t]", re.MULTILINE)
_FROM, _DATE = b"from", b"date"  # RFC 5322, section 3.6: the two that every message has; drafts and exports lack a date
_TYPICAL = {b"to", b"subject", b"message-id", b"received", b"mime-version", b"content-type", b"return-path"}
_SUFFIXES = {"text/plain": ".txt", "text/html": ".html", "message/rfc822": ".eml"}


class Mail:
    """One message."""

    name = "mail"
    version = 2

    def recognises(self, source: Source, head: bytes) -> str | None:
        """Recognise a message by its headers."""
        start = re.split(rb"\r?\n\r?\n", head.lstrip(b"\r\n"), maxsplit=1)[0]
        if re.match(rb"From [^\r\n]+\r?\n", start):  # as a mailbox of one message begins
            start = start.partition(b"\n")[2]
        if not _HEADER.match(start):
            return None
        found = {name.lower() for name in _HEADER.findall(start)}
        enough = len(found & _TYPICAL) >= (2 if _DATE in found else 3)
        return "headers of a message" if _FROM in found and enough else None

    def parts(self, source: Source, tell: Tell) -> Iterator[Part]:
        """Yield texts and attachments in the order of the message."""
        if source.size > MAX_BYTES:
            raise UnreadableError(f"{source.name}: expected a message of at most {MAX_BYTES >> 20} MiB")
        try:
            yield from self._parts(source, tell)
        except RecursionError as error:  # the library's own, before we count how deep it goes
            raise UnreadableError(f"{source.name}: {TOO_DEEP}") from error

    def _parts(self, source: Source, tell: Tell) -> Iterator[Part]:
        with source.open() as stream:
            message = BytesParser(policy=email.policy.compat32).parse(stream)
        headers = tuple((str(name), str(value)) for name, value in message.items())
        number = 0
        for leaf in _leaves(message):
            number += 1
            yield from _part(leaf, number, headers, tell)
        if number == 0:
            raise UnreadableError(f"{source.name}: a message without a body")


def _leaves(message: Message, depth: int = 0) -> Iterator[Message]:
    """Yield what holds content itself; a message within stays whole, to be taken apart in its turn."""
    if depth > 40:
        raise UnreadableError(TOO_DEEP)
    if message.is_multipart() and message.get_content_type() != "message/rfc822":
        for each in message.get_payload():
            yield from _leaves(each, depth + 1)  # type: ignore[arg-type]
    else:
        yield message


def _part(leaf: Message, number: int, headers: tuple[tuple[str, str], ...], tell: Tell) -> Iterator[Part]:
    kind = leaf.get_content_type()
    notes = [f"the message is damaged here: {type(defect).__name__}" for defect in leaf.defects]
    if kind == "message/rfc822" and leaf.is_multipart():
        data = b"".join(each.as_bytes() for each in leaf.get_payload())  # type: ignore[union-attr]
        notes.append("a message within, its line ends and folds as our library writes them")
    else:
        payload = leaf.get_payload(decode=True)
        data = payload if isinstance(payload, bytes) else b""
    if not data:
        tell("empty part")
        return
    if kind in ("text/plain", "text/html"):
        data, note = _text(data, leaf.get_content_charset(), kind)
        notes += [note] if note else []
    name = file_name(leaf.get_filename() or "", f"part-{number}{_SUFFIXES.get(kind, '')}")
    own = tuple((str(key), str(value)) for key, value in leaf.items() if leaf.get("from") is None)
    yield Part(name, f"part {number}", io.BytesIO(data), headers=(*headers, *own), notes=tuple(notes))


def _text(data: bytes, charset: str | None, kind: str) -> tuple[bytes, str | None]:
    """Return a text in UTF-8 and what was done to it; as it is where its charset is unknown, false or in the markup."""
    if charset is None or data.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data, None
    if kind == "text/html" and re.search(rb"<meta[^>]+charset", data[:4096], re.IGNORECASE):
        return data, None
    try:
        codec = codecs.lookup(charset)
        if codec.name in ("utf-8", "ascii") or not codec._is_text_encoding:
            return data, None
        return codecs.BOM_UTF8 + data.decode(codec.name).encode(), f"turned from {codec.name} into UTF-8"
    except (LookupError, ValueError):  # unknown, with a zero byte in its name, or not what the bytes are
        return data, f"says that it is in {charset!r}, which it is not"
