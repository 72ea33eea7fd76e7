"""Press pages, plain text as scraped and HTML: bytes to statements, with offsets into the decoded exhibit.

Not read: text inside images, comments of readers, tables, headlines, languages other than English, and PDF. What the
page reader takes for a statement and what it misses is told in ``docs/readers/pages.md``.
"""

from __future__ import annotations

import re

from fairlead.errors import UnreadableError
from fairlead.readers import likeness
from fairlead.readers.decoding import MAX_PAGE_BYTES, decode
from fairlead.readers.pages import furniture, prose, statements, telling
from fairlead.readers.reader import Sink, Source

_TEXT_NAMES = re.compile(r"\.(?:txt|text|md|html?|xhtml)$", re.IGNORECASE)
_MARKUP = re.compile(rb"<(?:!doctype\s+html|html|head|body|article|main|p|div|meta)\b", re.IGNORECASE)
_RECORDS = re.compile(
    r"^[!$](?:AI|AB|BS|[A-Z]{2})(?:VDM|VDO)|^\s*[\[{]\s*(?:[\"{\[]|$)|^\s*<\?xml(?![^>]*>\s*<(?:!DOCTYPE html|"
    r"html))|^%PDF|^PK\x03",
    re.IGNORECASE,
)
# No longer than so many characters: without a bound, 40,000 without a full stop took 8 seconds.
_OTHERS = (b"%PDF", b"PK\x03\x04", b"\x89PNG", b"\xff\xd8\xff", b"PAR1", b"filedesc://")  # the last: ARC, before WARC
_SENTENCE = re.compile(r"[a-zà-ÿ,]\s+[a-zà-ÿ]+[^\n]{10,1000}?[.!?][\"”’)]*(?:\s|$)")


class PageReader:
    """Reads one page of prose; what is not prose is left to other readers or to a person."""

    name = "page"
    version = 9
    libraries = ("charset-normalizer", "lxml", "pycountry", "trafilatura")

    def recognises(self, source: Source, head: bytes) -> str | None:
        """Return why these bytes are a page: HTML by its markup, prose by its sentences, or a text by its name.

        A document of data in XML and a table of delimited text are none, whatever sentences stand in their cells.
        """
        if head.startswith(
            (b"%PDF", b"PK\x03\x04", b"\x89PNG", b"\xff\xd8\xff", b"PAR1", b"filedesc://")
        ) or likeness.xml_root(head):
            return None
        if _MARKUP.search(head[:4096]):
            return "HTML by its markup"
        try:
            text = decode(_whole_lines(head), source.name).text
        except UnreadableError:
            return "text by its name" if _TEXT_NAMES.search(source.name) else None
        return "running text" if _is_running_text(text) else None

    def read(self, source: Source, sink: Sink) -> None:
        """Hand out the page's statements. Raises UnreadableError for what is no text, too long or without any."""
        with source.unpacked() as stream:
            data = stream.read(MAX_PAGE_BYTES + 1)
        decoded = decode(data, source.name)
        if decoded.note:
            sink.note(decoded.note)
        if not decoded.text.strip():
            raise UnreadableError(f"{source.name}: the page holds no text")
        sink.progress(0.2)
        page = furniture.of_html(decoded.text) if _MARKUP.search(data[:4096]) else furniture.of_text(decoded.text)
        sink.progress(0.6)
        for number, paragraph in enumerate(page.paragraphs, 1):
            _tell_unread(number, paragraph, sink)
        day = page.dated.day if page.dated else None
        if day is None:
            sink.note('the page bears no date that could be read: words such as "last year" stay words')
        told = telling.statements(page.paragraphs, day, decoded.encoding)
        sink.rows("statements", statements.table(told, source.key))
        sink.progress(1.0)


def _tell_unread(number: int, paragraph: prose.Paragraph, sink: Sink) -> None:
    if len(paragraph.text) > prose.LONGEST_PARAGRAPH:
        sink.unread(number, f"paragraph too long: {len(paragraph.text)} characters", paragraph.text[:200])
        return
    for sentence in prose.sentences(paragraph, number):
        if len(sentence.text) > prose.LONGEST_SENTENCE:
            sink.unread(number, f"sentence too long: {len(sentence.text)} characters", sentence.text[:200])


def _whole_lines(head: bytes) -> bytes:
    """Cut a head at its last line end, so that no character is cut in two."""
    cut = head.rfind(b"\n")
    return head[: cut + 1] if cut > 0 and len(head) >= 1 << 16 else head


def _is_running_text(text: str) -> bool:
    """Tell prose from tables, records and code: lines that hold sentences make up most of the letters."""
    if _RECORDS.match(text.lstrip("\ufeff")) or likeness.table_heads(text):
        return False
    lines = [line.strip() for line in text.splitlines() if line.strip()][:400]
    joined = "\n".join(lines)
    sentences = _SENTENCE.findall(joined[:40_000])
    if not sentences or not lines:
        return False
    delimited = sum(
        (line.count(",") >= 4 and " " not in re.sub(r", ", "", line)[:60])
        or line.count("\t") >= 3
        or line.count(";") >= 4
        for line in lines
    )
    letters = sum(char.isalpha() or char == " " for char in joined)
    return delimited < 0.3 * len(lines) and letters > 0.7 * len(joined)
