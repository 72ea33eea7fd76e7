"""A dossier as a Word document: numbered paragraphs, a footnote for each factual sentence, annexes, the standard first.

It says what the page says, for people who must quote it by paragraph. Pictures and excerpts are left to the page: the
footnotes name exhibit and rows.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from typing import Any

from docx import Document
from docx.document import Document as Made
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph

from fairlead import __version__
from fairlead.dossier.excerpts import cited, say_where
from fairlead.dossier.footnotes import Footnotes, legal
from fairlead.dossier.page import STANDARD, summary, when
from fairlead.evidence.entries import Entry
from fairlead.register import told
from fairlead.register.findings import BANDS
from fairlead.register.occasions import STAMP
from fairlead.typologies.occasion import Citation, Element, Engagement, Occasion

NO_EXHIBIT = "No exhibit of this case bears on it."
_WARN = RGBColor(0xA3, 0x32, 0x00)


def document(
    case: str,
    made: str,
    audience: str,
    occasions: Sequence[Occasion],
    labels: Mapping[str, str],
    exhibits: Sequence[Mapping[str, Any]],
    entries: Sequence[Mapping[str, Any]],
    acts: Mapping[str, Sequence[Entry]],
    judged: Mapping[str, Sequence[tuple[str, str]]] = {},
) -> bytes:
    """Return the document. ``labels``, ``exhibits``, ``entries``: as the page's annexes; ``acts`` by occasion's id.

    ``judged`` by occasion's id: exhibit (SHA-256), and what people said of its reading.
    """
    word = _Writer(labels, {row["sha256"]: str(row["name"] or "name withheld") for row in exhibits})
    word.begin(case, made, audience, occasions)
    for n, occasion in enumerate(occasions, 1):
        label = f"No. {occasion.number}" if occasion.number else f"C{n}"
        word.occasion(label, occasion, acts.get(occasion.id, ()), judged.get(occasion.id, ()))
    word.annexes(exhibits, entries)
    return word.finished()


class _Writer:
    """Writes into one document: paragraphs are numbered through, whatever the heading above them."""

    def __init__(self, labels: Mapping[str, str], names: Mapping[str, str]) -> None:
        self._word: Made = Document()
        self._notes = Footnotes(self._word)
        self._labels, self._names, self._number = labels, names, 0
        normal = self._word.styles["Normal"]
        normal.font.name, normal.font.size = "Calibri", Pt(10.5)
        normal.paragraph_format.space_after = Pt(5)
        section = self._word.sections[0]
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.left_margin = section.right_margin = Mm(24)
        foot = section.footer.paragraphs[0]
        foot.alignment = WD_ALIGN_PARAGRAPH.CENTER
        page = OxmlElement("w:fldSimple")
        page.set(qn("w:instr"), "PAGE")
        foot._p.append(page)

    def begin(self, case: str, made: str, audience: str, occasions: Sequence[Occasion]) -> None:
        """Write the first page: for whom, what it is, by which standard of proof."""
        head = self._word.sections[0].header.paragraphs[0]
        stamped = any(one.status == "machine candidate" for one in occasions)
        head.text = f"TLP:{audience.upper()}{f'   {STAMP.upper()}' if stamped else ''}"
        head.alignment = WD_ALIGN_PARAGRAPH.CENTER
        title = occasions[0].title if len(occasions) == 1 else f"{len(occasions)} occasions and the evidence for each"
        self._word.add_heading(legal(title), 0)
        self._plain(f"Case {case}. Made {made}.")
        self._word.add_heading("Standard of proof", 1)
        self._said(STANDARD)
        self._said(
            "Each occasion is one dated instance of conduct that, on the evidence named, engages a paragraph of a "
            "resolution. None says that an obligation was broken: only a finding concludes, and people sign it."
        )
        self._said(
            "Shown: the exhibits show it. Indicated: they point to it, and leave other explanations open. Missing: "
            "nothing here shows it. Contradicted: an exhibit speaks against it. Tracks show presence, place and time; "
            "a silence is not evasion, and silence never shows a State's omission."
        )
        self._said(summary(occasions))

    def occasion(self, label: str, one: Occasion, acts: Sequence[Entry], judged: Sequence[tuple[str, str]]) -> None:
        """Write one occasion."""
        self._word.add_page_break()  # type: ignore[no-untyped-call]
        self._word.add_heading(legal(f"{label}: {one.title}"), 1)
        if one.status == "machine candidate":
            stamp = self._plain(STAMP.upper())
            stamp.runs[0].bold, stamp.runs[0].font.color.rgb = True, _WARN
        who = "; ".join(
            ", ".join(
                part
                for part in (
                    f"{each.role}: {each.name or 'name not known'}",
                    f"IMO {each.imo}" if each.imo else "",
                    f"MMSI {each.mmsi}" if each.mmsi else "",
                )
                if part
            )
            for each in one.subjects
        )
        whole = "; ".join(self._place(each) for each in cited(one)) or NO_EXHIBIT
        rule = (
            f"Derived by the rule {one.typology.name.replace('_', ' ')}, version {one.typology.version}, from {whole}"
        )
        self._said(f"When: {when(one)}. Basis: {one.basis}. Status: {one.status}. Who: {who or 'not stated'}.", rule)
        self._said(told.engages(one), rule)
        for engagement in one.engagements:
            self._engagement(engagement, acts)
        if judged:
            self._word.add_heading("Readings that people judged", 2)
        for sha256, line in judged:
            self._said(_ended(f"{self._labels.get(sha256, sha256[:12])}: {line}"))
        self._word.add_heading("What would refute it (open: what this case holds does not settle it)", 2)
        for each in one.refutations:
            self._said(f"{each.name}: {each.outcome}. {each.why}", rule)
        self._word.add_heading("What this does not show", 2)
        self._said(one.does_not_show)
        self._conclusions(acts)

    def _engagement(self, engagement: Engagement, acts: Sequence[Entry]) -> None:
        who = engagement.addressee
        named = told.addressee(who)
        self._word.add_heading(legal(f"{named} as {engagement.capacity}: {told.paragraph(engagement)}"), 2)
        for element in engagement.elements:
            self._said(f"{element.name}: {element.status}. {element.why}", self._cited(element))
        letters = [each for each in acts if each.act in ("request", "reply") and each.body["addressee"] == who]
        entries = "; ".join(f"{each.act}: {_entry(each)}" for each in letters)
        self._said(
            _ended(f"Reply of {named}: {told.reply(engagement)}"), entries or "No letter stands in the custody log."
        )

    def _cited(self, element: Element) -> str:
        return "; ".join(self._place(one) for one in element.exhibits) or NO_EXHIBIT

    def _place(self, one: Citation) -> str:
        label, name = self._labels.get(one.sha256, one.sha256[:12]), self._names.get(one.sha256, "")
        return f"{label}, {name} (SHA-256 {one.sha256[:16]}…): {say_where(one)}"

    def _conclusions(self, acts: Sequence[Entry]) -> None:
        """Write what was concluded; who concluded stays in the custody log, which discloses no names here."""
        found = [entry for entry in acts if entry.act == "finding"]
        if not found:
            return
        self._word.add_heading("Findings", 2)
        confirmed = {entry.body["proposal"] for entry in found if entry.body["stage"] == "confirmed"}
        for entry in found:
            body = entry.body
            if body["stage"] == "confirmed":
                said = "The finding was confirmed by a second person, signing with another key."
            else:
                band = BANDS[body["likelihood"]]
                said = (
                    f"Proposed: {body['outcome']}. Likelihood of the conduct: {body['likelihood']} ({band}). "
                    f"Confidence in the basis of that judgement: {body['confidence']}. Standard of proof: "
                    f"{body['standard']}. Grounds: {body['grounds']} Dissent: {body.get('dissent') or 'none'}."
                    f"{'' if entry.id in confirmed else ' No second person confirmed it: it concludes nothing.'}"
                )
            self._said(said, _entry(entry))

    def annexes(self, exhibits: Sequence[Mapping[str, Any]], entries: Sequence[Mapping[str, Any]]) -> None:
        """Write what the footnotes name, and the entries that it all rests on."""
        self._word.add_page_break()  # type: ignore[no-untyped-call]
        self._word.add_heading("Annex A: exhibits", 1)
        self._table(
            ("", "Exhibit", "Source and handling", "In this package"),
            [
                (
                    self._labels[row["sha256"]],
                    f"{row['name'] or 'name withheld'}\n{row['sha256']}\n{row['size']} bytes, {row['media_type']}",
                    f"{row['source']}\n{row['grade']}\n{row['handling']}",
                    row["carried"],
                )
                for row in exhibits
            ],
        )
        self._word.add_heading("Annex B: custody", 1)
        self._plain("The package that this document comes with holds verify.py: python3 verify.py . checks every file.")
        rows = [tuple(str(row[key]) for key in ("index", "when", "act", "actor", "object")) for row in entries]
        self._table(("Entry", "When (UTC)", "Act", "Actor", "Object"), rows)
        self._plain(f"Made by Fairlead {__version__}. Times are UTC.")

    def finished(self) -> bytes:
        """Return the document's bytes."""
        self._notes.write()
        out = io.BytesIO()
        self._word.save(out)
        return out.getvalue()

    def _said(self, text: str, note: str | None = None) -> Paragraph:
        """Write a numbered paragraph; every one that tells a fact has a footnote that names where it is shown."""
        self._number += 1
        paragraph = self._word.add_paragraph()
        paragraph.paragraph_format.left_indent, paragraph.paragraph_format.first_line_indent = Mm(9), Mm(-9)
        paragraph.add_run(f"{self._number}.\t{legal(text)}")
        if note is not None:
            self._notes.add(paragraph, note)
        return paragraph

    def _plain(self, text: str) -> Paragraph:
        return self._word.add_paragraph(legal(text))

    def _table(self, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        table = self._word.add_table(rows=1, cols=len(heads))
        table.style = "Table Grid"
        for cell, head in zip(table.rows[0].cells, heads, strict=True):
            cell.text = head
        for row in rows:
            for cell, text in zip(table.add_row().cells, row, strict=True):
                cell.text = legal(str(text))
                for paragraph in cell.paragraphs:
                    for run in paragraph.runs:
                        run.font.size = Pt(8)


def _entry(entry: Entry) -> str:
    return f"Entry {entry.index} of the custody log, leaf {entry.id[:16]}."


def _ended(text: str) -> str:
    return text if text.endswith((".", "!", "?", "…", ")")) else f"{text}."
