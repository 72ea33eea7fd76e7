"""The page as a browser shows and prints it; needs Chromium."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pypdfium2
import pytest

from fairlead.dossier.package import Made

CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome") or shutil.which("chromium-browser")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not on this machine")


QUIET = [
    *("--headless", "--no-sandbox", "--disable-gpu", "--no-first-run"),
    *("--disable-background-networking", "--disable-sync"),
]


def chromium(tmp_path: Path, *arguments: str) -> None:
    command = [str(CHROMIUM), *QUIET, f"--user-data-dir={tmp_path / 'profile'}", *arguments]
    subprocess.run(command, check=True, capture_output=True, timeout=120)


def test_every_printed_page_bears_the_stamp_and_no_text_is_lost(dossier: Made, tmp_path: Path) -> None:
    target = tmp_path / "dossier.pdf"
    page = (dossier.folder / "dossier.html").as_uri()
    chromium(tmp_path, "--no-pdf-header-footer", f"--print-to-pdf={target}", page)
    document = pypdfium2.PdfDocument(target)
    texts = [each.get_textpage().get_text_range() for each in document]
    assert len(texts) > 3
    for number, text in enumerate(texts, 1):
        assert "machine candidate, not for release" in text.lower(), f"page {number}"
    whole = " ".join(texts)
    for heading in ("What would refute it", "Annex A", "Annex B", "verify.py"):
        assert heading.lower() in whole.lower()


def test_nothing_is_wider_than_a_tablet(dossier: Made, tmp_path: Path) -> None:
    copy = tmp_path / "copy.html"
    html = (dossier.folder / "dossier.html").read_text(encoding="utf-8")
    html = html.replace("default-src 'none'; style-src 'unsafe-inline'; img-src data:", "")
    probe = "<script>document.title = 'wide ' + document.documentElement.scrollWidth + ' of ' + innerWidth</script>"
    copy.write_text(html.replace("</body>", probe + "</body>"), encoding="utf-8")
    command = [
        str(CHROMIUM),
        *QUIET,
        f"--user-data-dir={tmp_path / 'profile'}",
        "--window-size=820,1100",
        "--dump-dom",
        copy.as_uri(),
    ]
    dom = subprocess.run(command, check=True, capture_output=True, text=True, timeout=120).stdout
    wide, shown = dom.split("<title>wide ")[1].split("</title>")[0].split(" of ")
    assert int(wide) <= int(shown)
