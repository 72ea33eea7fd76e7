"""The page as a browser shows and prints it; needs Chromium."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from fairlead.dossier.package import Made


@pytest.fixture
def shown(chromium: Any, dossier: Made) -> Iterator[Any]:
    """The page in a browser's window as wide as a tablet."""
    context = chromium.new_context(viewport={"width": 820, "height": 1100})
    page = context.new_page()
    page.goto((dossier.folder / "dossier.html").as_uri())
    yield page
    context.close()


def test_every_printed_page_bears_the_stamp_and_no_text_is_lost(shown: Any, tmp_path: Path) -> None:
    target = tmp_path / "dossier.pdf"
    shown.pdf(path=target, prefer_css_page_size=True)
    document = pypdfium2.PdfDocument(target)
    texts = [each.get_textpage().get_text_range() for each in document]
    assert len(texts) > 3
    for number, text in enumerate(texts, 1):
        assert "machine candidate, not for release" in text.lower(), f"page {number}"
    whole = " ".join(texts)
    for heading in ("What would refute it", "Annex A", "Annex B", "verify.py"):
        assert heading.lower() in whole.lower()


def test_nothing_is_wider_than_a_tablet(shown: Any) -> None:
    assert shown.evaluate("document.documentElement.scrollWidth <= innerWidth")
