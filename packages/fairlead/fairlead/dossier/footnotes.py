"""Footnotes for Word documents, as OOXML has them: python-docx writes none, so the part is made here (ECMA-376 17.11).

A note is text; what it cites is its caller's to say.
"""

from __future__ import annotations

from xml.sax.saxutils import escape

from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt
from docx.text.paragraph import Paragraph

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
_SPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_FIRST = 1  # -1 and 0 are the separators that Word itself writes
_LEGAL = "\t\n"


class Footnotes:
    """The footnotes of one document, numbered in the order in which they are set."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._notes: list[str] = []
        styles = document.styles
        text = styles.add_style("Footnote Text", WD_STYLE_TYPE.PARAGRAPH)
        text.font.size = Pt(8.5)
        mark = styles.add_style("Footnote Reference", WD_STYLE_TYPE.CHARACTER)
        mark.font.superscript = True

    def __len__(self) -> int:
        return len(self._notes)

    def add(self, paragraph: Paragraph, text: str) -> None:
        """Set a footnote at the end of a paragraph."""
        run = paragraph.add_run()
        run.style = self._document.styles["Footnote Reference"]
        reference = OxmlElement("w:footnoteReference")
        reference.set(qn("w:id"), str(len(self._notes) + _FIRST))
        run._r.append(reference)
        self._notes.append(text)

    def write(self) -> None:
        """Put the notes into the document; called once, when all are set."""
        notes = "".join(_note(n, text) for n, text in enumerate(self._notes, _FIRST))
        separators = _separator(-1, "separator") + _separator(0, "continuationSeparator")
        blob = (
            f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:footnotes xmlns:w="{_SPACE}">'
            f"{separators}{notes}</w:footnotes>"
        ).encode()
        package = self._document.part.package
        part = Part(PackURI("/word/footnotes.xml"), CONTENT_TYPE, blob, package)
        self._document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
        settings = self._document.settings.element
        properties = OxmlElement("w:footnotePr")
        for id in (-1, 0):
            kept = OxmlElement("w:footnote")
            kept.set(qn("w:id"), str(id))
            properties.append(kept)
        # The schema fixes the order of settings: footnotePr comes before compat (ECMA-376 17.15.1.78).
        compat = settings.find(qn("w:compat"))
        settings.append(properties) if compat is None else compat.addprevious(properties)


def legal(text: str) -> str:
    """Return text without the control characters that XML does not know."""
    return "".join(
        letter if letter in _LEGAL or letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in text
    )


def _note(id: int, text: str) -> str:
    return (
        f'<w:footnote w:id="{id}"><w:p><w:pPr><w:pStyle w:val="FootnoteText"/></w:pPr><w:r><w:rPr><w:rStyle '
        f'w:val="FootnoteReference"/></w:rPr><w:footnoteRef/></w:r><w:r><w:t xml:space="preserve"> '
        f"{escape(legal(text))}</w:t></w:r></w:p></w:footnote>"
    )


def _separator(id: int, kind: str) -> str:
    return f'<w:footnote w:type="{kind}" w:id="{id}"><w:p><w:r><w:{kind}/></w:r></w:p></w:footnote>'
