"""PDFs of running text: columns, sheets, hyphens, scans; each statement at its page and box. All text is made up."""

from __future__ import annotations

import hashlib
import io
import shutil
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from page_reading import Kept
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from fairlead.errors import UnreadableError
from fairlead.readers import programs, sheets
from fairlead.readers.pages import columns, scans
from fairlead.readers.pages.pdf import PdfPages
from fairlead.readers.reader import Source
from fairlead.readers.reading import read

WIDE, HIGH = 595, 842  # A4 in points
FRAME = "The Security Council has imposed sanctions on North Korea that ban coal and cap oil."
CLAIM = "The United States said that China had failed to stop illicit coal imports on 321 separate occasions."
# fmt: off
LEFT = [
    "The Security Council has imposed sanctions on", "North Korea that ban coal and cap oil. Ships of",
    "many flags carry coal by ship-", "to-ship transfer, as the commit-", "tee was told. The committee met twice.",
]
# fmt: on
RIGHT = ["The United States said that China had failed", "to stop illicit coal imports on 321 separate"]
NEXT = ["occasions. China denied this."]


def source(data: bytes, name: str = "report.pdf") -> Source:
    return Source(
        hashlib.sha256(data).hexdigest(), name, Path(name), len(data), "application/pdf", None, lambda: io.BytesIO(data)
    )


def kept(data: bytes) -> Kept:
    sink = Kept()
    PdfPages().read(source(data), sink)
    return sink


def sheet(canvas: Canvas, number: int, *blocks: tuple[float, float, list[str]], size: float = 10) -> None:
    canvas.setFont("Helvetica", 8)
    canvas.drawString(60, 805, "A made-up report of a made-up panel")
    canvas.drawString(290, 30, f"{number}/3")
    canvas.setFont("Helvetica", size)
    for x, y, lines in blocks:
        for at, line in enumerate(lines):
            canvas.drawString(x, y - 1.2 * size * at, line)
    canvas.showPage()


@pytest.fixture(scope="module")
def report() -> bytes:
    """Three sheets: a title and two columns, the end of a sentence on the next sheet, and a note in small print."""
    made = io.BytesIO()
    canvas = Canvas(made, pagesize=(WIDE, HIGH), invariant=1)
    canvas.setFont("Helvetica-Bold", 16)
    canvas.drawString(60, 770, "What the panel was told")
    canvas.setFont("Helvetica", 10)
    canvas.drawString(60, 745, "3 March 2021")
    canvas.setFont("Helvetica", 7)
    canvas.drawString(60, 60, "Letter of a State, which said that 46 pieces of information were handed over in 2020.")
    sheet(canvas, 1, (60, 700, LEFT), (320, 703, RIGHT))
    sheet(canvas, 2, (60, 700, NEXT))
    sheet(canvas, 3, (60, 700, ["Nothing more was said about this in the meeting of that day."]))
    canvas.save()
    return made.getvalue()


def scanned(data: bytes, dpi: int = 200) -> bytes:
    """Print each sheet and lay it on a scanner."""
    made = io.BytesIO()
    canvas = Canvas(made, pagesize=(WIDE, HIGH), invariant=1)
    document = pypdfium2.PdfDocument(data)
    for page in document:
        canvas.drawImage(ImageReader(page.render(scale=dpi / 72).to_pil()), 0, 0, WIDE, HIGH)
        canvas.showPage()
    canvas.save()
    return made.getvalue()


def claims(sink: Kept) -> list[dict[str, Any]]:
    return [one for one in sink.statements() if one["kind"] == "claim"]


def test_columns_are_read_one_after_the_other_and_a_sentence_goes_on_overleaf(report: bytes) -> None:
    text = columns.text(sheets.pages(report, "report.pdf"))
    said = [one.text for one in text.paragraphs]
    assert CLAIM + " China denied this." in said
    assert (
        FRAME
        + " Ships of many flags carry coal by ship-to-ship transfer, as the committee was told. The committee met "
        "twice." in said
    )
    assert not any("made-up panel" in one or "/3" in one for one in said)  # running heads and feet
    assert said[-1].startswith("Letter of a State")  # small print comes after the text


def test_a_claim_keeps_its_page_and_its_box(report: bytes) -> None:
    sink = kept(report)
    (one,) = [one for one in claims(sink) if one["body"]["number"] == 321]
    assert (one["quote"], one["page"], one["char_start"], one["char_end"]) == (CLAIM, 1, None, None)
    left, bottom, right, top = (float(side) for side in one["box"].split(","))
    assert 318 < left < 322 < 500 < right < 540  # the right column, and not the whole width
    assert 685 < bottom < top < 715
    at = one["body"]["at"]["number"]
    assert at["page"] == 1
    x0, _, x1, _ = (float(side) for side in at["box"].split(","))
    assert left < x0 < x1 < right
    assert one["body"]["page_date"] == "2021-03-03"
    assert one["body"]["accused"] == ["CN"]
    assert one["body"]["read_from_picture"] is None
    assert not sink.programs
    (reply,) = [one for one in sink.statements() if one["kind"] == "reply"]
    assert (reply["page"], reply["quote"]) == (2, "China denied this.")


@pytest.mark.skipif(shutil.which("tesseract") is None, reason="tesseract, which reads scans, is not installed")
def test_a_scan_gives_the_same_claim_at_the_same_place_and_says_how_sure_it_is(report: bytes) -> None:
    sink = kept(scanned(report))
    (one,) = [one for one in claims(sink) if one["body"]["number"] == 321]
    (written,) = [one for one in claims(kept(report)) if one["body"]["number"] == 321]
    assert (one["quote"], one["page"]) == (written["quote"], 1)
    for ours, theirs in zip(one["box"].split(","), written["box"].split(","), strict=True):
        assert abs(float(ours) - float(theirs)) < 4  # points: what letters are high and wide, not their loose boxes
    assert 0 < one["body"]["read_from_picture"]["lowest_confidence_percent"] <= 100
    assert sink.programs == {"tesseract": programs.version("tesseract")}
    assert any("read by tesseract" in note for note in sink.notes)


def test_a_scan_without_the_program_is_told_page_by_page(report: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(programs, "version", lambda name: None)
    sink = kept(scanned(report, dpi=40))
    assert [row for row, _ in sink.unread_rows] == [1, 2, 3]
    assert all("tesseract" in why and "not installed" in why for _, why in sink.unread_rows)
    assert sink.statements() == []


def test_a_reading_made_without_the_program_is_out_of_date_once_it_is_there(
    report: bytes, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    from fairlead.readers.reading import is_current

    monkeypatch.setattr(programs, "version", lambda name: None)
    made = read(source(scanned(report, dpi=40)), tmp_path / "reading")
    assert made.libraries["program tesseract"] == ""
    assert is_current(made)
    monkeypatch.setattr(programs, "version", lambda name: "5.3.0")
    assert not is_current(made)


def test_a_page_that_tesseract_cannot_read_is_told_and_the_rest_goes_on(
    report: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(drawn: scans.Picture, number: int, name: str) -> sheets.Page:
        raise UnreadableError(f"{name}: page {number}: it failed")

    monkeypatch.setattr(programs, "version", lambda name: "5.3.0")
    monkeypatch.setattr(scans, "read", fails)
    sink = kept(scanned(report, dpi=40))
    assert [row for row, _ in sink.unread_rows] == [1, 2, 3]


@pytest.mark.parametrize("cut", [9, 200, -40])
def test_a_damaged_pdf_is_refused_and_never_half_read(report: bytes, cut: int) -> None:
    with pytest.raises(UnreadableError, match=r"report\.pdf"):
        kept(report[:cut])


WORDS = st.text(alphabet="abcdefgh", min_size=2, max_size=9)


@given(st.lists(st.lists(WORDS, min_size=8, max_size=40), min_size=1, max_size=6))
@settings(max_examples=15)
def test_every_word_of_every_paragraph_is_kept_in_order_and_at_its_place(paragraphs: list[list[str]]) -> None:
    made = io.BytesIO()
    canvas = Canvas(made, pagesize=(WIDE, HIGH), invariant=1)
    canvas.setFont("Helvetica", 11)
    y = 780.0
    for words in paragraphs:
        line: list[str] = []
        for word in [*words, None]:
            if word is None or sum(map(len, line)) + len(line) > 60:
                canvas.drawString(60, y, " ".join(line) + ("." if word is None else ""))
                y, line = y - 14, []
            line.append(word or "")
        y -= 14
    canvas.save()
    text = columns.text(sheets.pages(made.getvalue(), "made.pdf"))
    assert [one.text for one in text.paragraphs] == [" ".join(words) + "." for words in paragraphs]
    for one in text.paragraphs:
        start, end = one.place(0, len(one.text))
        assert "".join(glyph.char for glyph in text.glyphs[start:end]) == one.text.replace(" ", "")
