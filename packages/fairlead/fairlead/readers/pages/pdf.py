"""PDFs of running text, written or scanned: reports, press releases, letters; bytes to statements with page and box.

Not read: tables, text inside pictures on written sheets, headlines, and languages other than English. A scanned sheet
is read through tesseract where that is installed, and told as unread where it is not.
"""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pypdfium2

from fairlead.errors import UnreadableError
from fairlead.readers import programs, sheets
from fairlead.readers.pages import columns, furniture, scans, statements, telling
from fairlead.readers.pages.statements import Statement
from fairlead.readers.reader import Sink, Source
from fairlead.readers.sheets import Page

PROGRAM = "tesseract"
UNSURE = 60  # percent: under this tesseract itself is in doubt; ours
DECODED_BY = "pdf"  # in place of an encoding: places are pages and boxes


class PdfPages:
    """Reads what a PDF says in sentences; lists in PDF have readers of their own, which are asked before."""

    name = "pdf-pages"
    version = 6
    libraries = ("pypdfium2", "pycountry")

    def recognises(self, source: Source, head: bytes) -> str | None:
        """Return that these bytes are a PDF."""
        return "PDF by its first bytes" if head.startswith(b"%PDF-") else None

    def read(self, source: Source, sink: Sink) -> None:
        """Hand out the statements. Raises UnreadableError for a PDF that is damaged, encrypted or beyond reason."""
        with source.open() as stream:
            content = stream.read(sheets.MAX_BYTES + 1)
        pages = read_sheets(content, source.name, sink)
        text = columns.text(pages)
        page = furniture.of_paragraphs(text.paragraphs, text.lines)
        day = page.dated.day if page.dated else None
        if day is None:
            sink.note('the document bears no date that could be read: words such as "last year" stay words')
        told = telling.statements(page.paragraphs, day, DECODED_BY)
        for one in told:
            _settle(one, text)
        sink.rows("statements", statements.table(told, source.key, [text.place(one.start, one.end) for one in told]))
        sink.progress(1.0)


def read_sheets(content: bytes, name: str, sink: Sink) -> list[Page]:
    """Return the sheets, scanned ones as tesseract reads them; what it cannot read is told, and the rest goes on."""
    pages = list(sheets.pages(content, name))
    document = pypdfium2.PdfDocument(content)
    try:
        scanned = [page for page in pages if scans.is_scan(document[page.number - 1], page)]
        if scanned:
            sink.program(PROGRAM, programs.version(PROGRAM))
        if scanned and programs.version(PROGRAM) is None:
            for page in scanned:
                sink.unread(page.number, f"scanned page: {PROGRAM}, which would read it, is not installed")
            return pages
        read = _read_scans(document, scanned, name, sink)
    finally:
        document.close()
    if read:
        _tell_doubts(read, sink)
    return [read.get(page.number, page) for page in pages]


def _read_scans(document: Any, scanned: list[Page], name: str, sink: Sink) -> dict[int, Page]:
    """Return what was read on each scanned sheet, by its number; as many at once as there are cores."""
    read: dict[int, Page] = {}
    cores = os.cpu_count() or 1
    with ThreadPoolExecutor(cores) as pool:
        for at in range(0, len(scanned), cores):  # few at once: a sheet's picture has megabytes
            pictures = [(page, scans.picture(document[page.number - 1])) for page in scanned[at : at + cores]]
            running = [(page, pool.submit(scans.read, drawn, page.number, name)) for page, drawn in pictures]
            for page, result in running:
                try:
                    read[page.number] = result.result()
                except UnreadableError as error:
                    sink.unread(page.number, f"scanned page: {error}")
            sink.progress(0.9 * min(at + cores, len(scanned)) / len(scanned))
    return read


def _tell_doubts(read: dict[int, Page], sink: Sink) -> None:
    glyphs = [glyph for page in read.values() for glyph in page.glyphs]
    unsure = sum(glyph.confidence is not None and glyph.confidence < UNSURE for glyph in glyphs)
    sink.note(
        f"{len(read)} of the pages are pictures, read by {PROGRAM} {programs.version(PROGRAM)}: "
        f"{len(glyphs)} characters, {unsure} of them in doubt; compare with the page before relying on a word or number"
    )


def _settle(one: Statement, text: columns.Text) -> None:
    """Put boxes in the place of offsets, and how sure the machine was of what it read from a picture."""
    one.body["at"] = {
        name: None if span is None else _printed(text.place(*span)) for name, span in (one.body.get("at") or {}).items()
    }
    confidence = text.confidence(one.start, one.end)
    one.body["read_from_picture"] = None if confidence is None else {"lowest_confidence_percent": confidence}


def _printed(place: tuple[int, sheets.Box]) -> dict[str, Any]:
    return {"page": place[0], "box": sheets.printed(place[1])}
