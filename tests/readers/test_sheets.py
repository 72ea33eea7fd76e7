"""PDF pages with ruled tables: text put together from where characters stand."""

from __future__ import annotations

from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas

from fairlead.errors import UnreadableError
from fairlead.readers import sheets
from fairlead.readers.sheets import Page


def drawn(path: Path, *words: tuple[float, float, str], word_space: float = 0.0) -> bytes:
    canvas = Canvas(str(path), pagesize=(400, 300), invariant=1)
    for x, y, text in words:
        line = canvas.beginText(x, y)
        line.setFont("Helvetica", 10)
        line.setWordSpace(word_space)
        line.textOut(text)
        canvas.drawText(line)
    for piece in range(4):
        canvas.line(20 + piece * 50, 100, 70 + piece * 50, 100)
    canvas.line(20, 100, 20, 200)
    canvas.save()
    return path.read_bytes()


def only_page(content: bytes) -> Page:
    (page,) = sheets.pages(content, "drawn.pdf")
    return page


def test_words_drawn_in_pieces_and_out_of_order_come_out_whole(tmp_path: Path) -> None:
    page = only_page(drawn(tmp_path / "a.pdf", (60, 150, "second line"), (60, 165, "first"), (82, 165, "line")))
    assert [line.text for line in page.lines(0, 0, 400, 300)] == ["first line", "second line"]


def test_a_blank_that_is_drawn_counts_however_narrow(tmp_path: Path) -> None:
    page = only_page(drawn(tmp_path / "a.pdf", (60, 150, "two words"), word_space=-2.7))
    assert page.text(0, 0, 400, 300).text == "two words"


def test_lines_are_joined_by_a_blank_except_at_a_hyphen(tmp_path: Path) -> None:
    content = drawn(tmp_path / "a.pdf", (60, 180, "a ship-"), (60, 165, "to-ship"), (60, 150, "transfer"))
    assert only_page(content).text(0, 0, 400, 300).text == "a ship-to-ship transfer"


def test_a_part_of_a_text_knows_its_box(tmp_path: Path) -> None:
    passage = only_page(drawn(tmp_path / "a.pdf", (60, 180, "above"), (60, 150, "below"))).text(0, 0, 400, 300)
    start = passage.text.index("below")
    box = passage.box(start, start + 5)
    assert box is not None
    assert (round(box[0]), 140 < box[1] < box[3] < 170) == (60, True)
    assert passage.page(start) == 1
    assert passage.box(5, 6) is None


def test_a_rule_drawn_in_pieces_is_one(tmp_path: Path) -> None:
    page = only_page(drawn(tmp_path / "a.pdf", (60, 150, "x")))
    ((y, start, end),) = page.horizontals
    assert (y, start, end) == pytest.approx((100, 20, 220), abs=1)
    assert [round(y) for y in page.rules_across(200)] == [100]
    assert page.rules_across(300) == []
    assert page.has_rule_at(20, 110, 190)
    assert not page.has_rule_at(60, 110, 190)


def test_rules_are_found_however_they_are_drawn(tmp_path: Path) -> None:
    """As a stroked box, as one path of many lines, and scaled; a filled box without a stroke is no rule."""
    canvas = Canvas(str(tmp_path / "a.pdf"), pagesize=(400, 300), invariant=1)
    canvas.rect(20, 20, 100, 50)
    path = canvas.beginPath()
    for x in (150, 200):
        path.moveTo(x, 20)
        path.lineTo(x, 100)
    canvas.drawPath(path)
    canvas.scale(2, 1)
    canvas.rect(125, 200, 20, 50)
    canvas.rect(5, 200, 20, 50, fill=1, stroke=0)
    canvas.save()
    page = only_page((tmp_path / "a.pdf").read_bytes())
    assert [round(x) for x, _, _ in page.verticals] == [20, 120, 150, 200, 250, 290]
    assert [round(y) for y, _, _ in page.horizontals] == [20, 70, 200, 250]


def test_a_page_beyond_reason_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    content = drawn(tmp_path / "a.pdf", (60, 150, "some words"))
    for limit in ("MAX_CHARS_PER_PAGE", "MAX_PAGES", "MAX_BYTES"):
        with monkeypatch.context() as patch:
            patch.setattr(sheets, limit, 0)
            with pytest.raises(UnreadableError, match=r"drawn\.pdf"):
                list(sheets.pages(content, "drawn.pdf"))


def test_what_is_no_pdf_is_refused() -> None:
    with pytest.raises(UnreadableError, match=r"x\.pdf"):
        list(sheets.pages(b"%PDF-1.4 and nothing more", "x.pdf"))
