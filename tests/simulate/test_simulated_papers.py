"""The simulated page and list hold what the key says, in the published layout, marked as simulated on every page."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pypdfium2
from seas import Made, read


def pages(folder: Path) -> list[str]:
    document: Any = pypdfium2.PdfDocument(folder / "simulated-vessels-list.pdf")
    return [page.get_textpage().get_text_range() for page in document]


def test_every_page_of_the_list_says_that_it_is_simulated(small: Path) -> None:
    assert all("SIMULATED" in page for page in pages(small))


def test_the_list_has_the_heads_of_the_published_one(small: Path) -> None:
    words = " ".join(pages(small)[0].split())
    for head in ("#", "Vessel Name", "IMO number", "Relevant sanctions measures", "Paragraph 8 (d) of resolution 1718"):
        assert head in words


def test_every_entry_of_the_key_is_on_the_list_with_its_reasons(full: Made) -> None:
    words = " ".join(" ".join(pages(full.folder)).split())
    assert len(full.key["listed"]) > 5
    for entry in full.key["listed"]:
        assert re.search(rf"1: {entry['name']}\b", words)
        assert str(entry["imo"]) in words
        assert entry["narrative"] in words


def test_the_page_holds_the_numbers_of_the_key_and_says_that_it_is_simulated(small: Path) -> None:
    page = (small / "simulated-page.html").read_text()
    assert page.count("SIMULATED") >= 3
    claims = {claim["unit"]: claim["number"] for claim in read(small).key["claims"] if "unit" in claim}
    assert f"on {claims['occasions']} separate occasions" in page
    assert f"at least {claims['labourers']:,} North Korean" in " ".join(page.split())
    assert f"up to ${claims['USD'] // 1_000_000} million" in page


def test_the_readme_warns_of_the_key(small: Path) -> None:
    assert "truth.json" in (small / "README.txt").read_text()
