"""Release copies of office documents: who wrote them is gone, what they say is there, and other programs open them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import docx
import openpyxl
import pytest
from openpyxl.comments import Comment
from PIL import Image

from fairlead.errors import UnreadableError
from fairlead.vault import scrubbing

WHO = "CANARY-WHO-WROTE-IT"
SAID = "The ship lay at the third buoy."
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def _picture() -> io.BytesIO:
    exif = Image.Exif()
    exif[0x013B] = WHO
    out = io.BytesIO()
    Image.new("RGB", (40, 20), (200, 30, 30)).save(out, "JPEG", exif=exif.tobytes())
    out.name = f"{WHO}.jpg"
    return out


def _letter() -> bytes:
    made = docx.Document()
    made.core_properties.author = made.core_properties.last_modified_by = WHO
    paragraph = made.add_paragraph(SAID)
    made.add_comment(paragraph.runs, WHO, author=WHO)
    made.add_picture(_picture())
    body = paragraph._p
    body.set(f"{{{W}}}rsidR", "00CANARY")
    for tag, words in (("ins", " Added."), ("del", f" {WHO}")):
        change = body.makeelement(f"{{{W}}}{tag}", {f"{{{W}}}author": WHO, f"{{{W}}}date": "2026-01-01T00:00:00Z"})
        run = change.makeelement(f"{{{W}}}r", {})
        text = run.makeelement(f"{{{W}}}{'t' if tag == 'ins' else 'delText'}", {})
        text.text = words
        run.append(text)
        change.append(run)
        body.append(change)
    made.part.relate_to(f"file:///C:/Users/{WHO}/Normal.dotm", "http://x/attachedTemplate", is_external=True)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def _table() -> bytes:
    made = openpyxl.Workbook()
    made.properties.creator = WHO
    made.active["A1"] = SAID
    made.active["A1"].comment = Comment(WHO, WHO)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def _slides() -> bytes:
    """Return the least that is a presentation: no library for them is here."""
    main = "http://schemas.openxmlformats.org/presentationml/2006/main"
    parts = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Override PartName="/ppt/presentation.xml" ContentType="application/xml"/>'
        '<Override PartName="/ppt/commentAuthors.xml" ContentType="application/xml"/></Types>',
        "ppt/presentation.xml": f'<p:presentation xmlns:p="{main}"/>',
        "ppt/slides/slide1.xml": f'<p:sld xmlns:p="{main}"><p:cNvPr id="1" name="{WHO}" descr="{WHO}"/>{SAID}</p:sld>',
        "ppt/commentAuthors.xml": f'<p:cmAuthorLst xmlns:p="{main}"><p:cmAuthor name="{WHO}"/></p:cmAuthorLst>',
        "docProps/core.xml": f"<a>{WHO}</a>",
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        made.comment = WHO.encode()
        for name, text in parts.items():
            made.writestr(name, text)
    return out.getvalue()


def _everything(data: bytes) -> bytes:
    """Return all that is in a zip: its own bytes, and each member unpacked."""
    with zipfile.ZipFile(io.BytesIO(data)) as given:
        return data + b"".join(name.encode() + given.read(name) for name in given.namelist())


@pytest.mark.parametrize("make", [_letter, _table, _slides])
def test_a_copy_says_what_it_said_and_not_who_said_it(make: Callable[[], bytes]) -> None:
    given = make()
    assert WHO.encode() in _everything(given)
    said, copy = scrubbing.scrub(given)
    found = _everything(copy)
    assert WHO.encode() not in found
    assert b"rsidR" not in found
    assert SAID.encode() in found
    assert said["removed"]
    assert said["media_type"].startswith("application/vnd.openxmlformats")
    with zipfile.ZipFile(io.BytesIO(copy)) as made:
        assert {member.date_time for member in made.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert made.comment == b""


def test_word_and_excel_s_libraries_open_the_copies() -> None:
    letter = docx.Document(io.BytesIO(scrubbing.scrub(_letter())[1]))
    assert letter.paragraphs[0].text == f"{SAID} Added."
    assert len(letter.inline_shapes) == 1
    assert letter.core_properties.author != WHO
    table = openpyxl.load_workbook(io.BytesIO(scrubbing.scrub(_table())[1]))
    assert table.active["A1"].value == SAID
    assert table.active["A1"].comment is None


def _with(name: str, data: bytes) -> bytes:
    out = io.BytesIO(_letter())
    with zipfile.ZipFile(out, "a") as made:
        made.writestr(name, data)
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("word/vbaProject.bin", b"macros"),
        ("word/embeddings/oleObject1.bin", b"a file in a file"),
        ("word/media/image9.emf", b"a picture of another kind"),
        ("word/header1.xml", b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'),
        ("word/footer1.xml", b"<a><b></a>"),
        ("../../evil.xml", b"<a/>"),
    ],
)
def test_a_document_with_what_it_does_not_know_is_refused_whole(name: str, data: bytes) -> None:
    with pytest.raises(UnreadableError):
        scrubbing.scrub(_with(name, data))


def test_a_bomb_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    from fairlead.vault import office_documents

    monkeypatch.setattr(office_documents, "MAX_BYTES", 1 << 20)
    with pytest.raises(UnreadableError, match="when unpacked"):
        scrubbing.scrub(_with("word/header1.xml", b"<a>" + bytes(2 << 20) + b"</a>"))
