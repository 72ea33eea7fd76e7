"""The 1718 Designated Vessels List (PDF): ships, identities, legal bases by column, and the dated acts in its reasons.

The layout is found by the words of the table's head and by its ruling lines, so other editions and other lists in the
same layout are read too. Numbers are kept as printed with their verdict; two designation rows of a ship are two dates.
What a basis binds whom to do is for the law: port entry is barred by the column of paragraph 6 of resolutions 2371 and
2375 alone (a "Yes" there); columns 12 (a) and 12 (d) of resolution 2321 de-flag and freeze, the others freeze.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise

from fairlead.errors import UnreadableError
from fairlead.readers import dates, sheets
from fairlead.readers.lists import narratives
from fairlead.readers.lists.listing_rows import Basis, Identity, Listing, Statement, hand_out, hand_out_statements
from fairlead.readers.lists.vessels_layout import Layout, find_layout
from fairlead.readers.reader import Sink, Source
from fairlead.readers.sheets import EMPTY, Page, Passage, around, printed
from fairlead.subjects import imo, names, states

OFFICIAL_TITLE = "1718 Designated Vessels List"
OFFICIAL_ID = "un-1718-vessels"
OTHER_ID = "vessels-in-1718-layout"
COMMITTEE = "Security Council Committee established pursuant to resolution 1718 (2006)"

_HEAD = re.compile(r"Vessel\s+Name.*IMO.*designation", re.IGNORECASE | re.DOTALL)
_YES, _NO = {"yes"}, {"na", "n/a", "no", "-", ""}
_ORDINAL = re.compile(r"(?<!\S)(\d{1,2})\s*[:.]\s*(?=\S)")
_LABELS = {"flag": "flag", "call sign": "call_sign", "type": "type", "picture link": "link"}
_END_BYTES = 2_048  # Adobe PDF Reference 1.7, appendix H, note 18, has readers look back 1,024 bytes
MAX_HOLES = 1_000  # missing numbers told one by one


@dataclass
class _Entry:
    """One ship as printed, gathered over its bands of the table."""

    names: Passage
    page: int
    box: sheets.Box
    number: str = ""
    numbers: Passage = EMPTY  # the IMO column
    designations: list[tuple[str, dict[int, str]]] = field(default_factory=list)  # date as printed, marks by column
    fields: dict[str, Passage] = field(default_factory=dict)
    last_label: str = ""


class VesselsList:
    """Reader of the 1718 Designated Vessels List and of lists in its layout."""

    name = "un-1718-vessels"
    version = 1
    libraries = ("pypdfium2", "pycountry")

    def recognises(self, source: Source, head: bytes) -> str | None:
        """Recognise a PDF whose first page has the head of the vessels table."""
        if not head.startswith(b"%PDF-") or source.size > sheets.MAX_BYTES:
            return None
        try:
            first = next(sheets.pages(_content(source), source.name), None)
        except UnreadableError:
            return None
        text = "\n".join(line.text for line in first.lines(-1e6, -1e6, 1e6, 1e6)) if first else ""
        return f"PDF with the head of the {OFFICIAL_TITLE}" if _HEAD.search(text) else None

    def read(self, source: Source, sink: Sink) -> None:
        """Hand out listings, identities, bases and the dated acts of the reasons as statements."""
        content = _content(source)
        if b"%%EOF" not in content[-_END_BYTES:]:
            raise UnreadableError(f"{source.name}: the PDF is cut off: no end mark in its last {_END_BYTES} bytes")
        pages = list(sheets.pages(content, source.name))
        layout = find_layout(pages, source.name)
        title = _title(pages[0])
        as_of = _as_of(title, sheets.metadata(content).get("Title", ""), sink)
        entries = _entries(pages, layout, sink)
        if not entries:
            raise UnreadableError(f"{source.name}: the head of the table is there, but no ship below it")
        _tell_holes(entries, sink)
        official = OFFICIAL_TITLE in title
        list_id, speaker = (OFFICIAL_ID, COMMITTEE) if official else (OTHER_ID, title or None)
        listings = [_listing(row, entry, layout, list_id, as_of, sink) for row, entry in enumerate(entries, start=1)]
        hand_out(sink, source.key, listings)
        hand_out_statements(sink, source.key, _statements(listings, entries, speaker, sink))


def _content(source: Source) -> bytes:
    with source.open() as stream:
        return stream.read(sheets.MAX_BYTES + 1)


def _title(page: Page) -> str:
    """Return the lines above those of the table's head."""
    lines = [line.text for line in page.lines(-1e6, -1e6, 1e6, 1e6)]
    head = next(
        (number for number, text in enumerate(lines) if re.search("relevant sanctions|paragraph", text, re.I)), 1
    )
    return " ".join(lines[:head]).strip()


def _as_of(title: str, document_title: str, sink: Sink) -> str | None:
    """Return the date that the list bears: printed in its title, else in the title of the document's properties."""
    for text, where in ((title, "title"), (document_title, "document properties")):
        found = [each for each in dates.find(text) if each.precision == "day"]
        if len(found) == 1:
            sink.note(f"the list bears {found[0].start.isoformat()} in its {where}")
            return found[0].start.isoformat()
    return None


def _entries(pages: list[Page], layout: Layout, sink: Sink) -> list[_Entry]:
    """Gather the ships band by band; a band without a name goes on with the ship of the band before."""
    entries: list[_Entry] = []
    for page in pages:
        edges = layout.on(page)
        heights = page.rules_across((edges[layout.number] + edges[layout.number + 1]) / 2)
        taken = [_band(page, layout, edges, top, bottom, entries, sink) for top, bottom in pairwise(heights)]
        if not any(taken):
            sink.unread(len(entries), f"page without a row of the table: {page.number}")
        sink.progress(page.number / len(pages))
    return entries


def _band(
    page: Page, layout: Layout, edges: tuple[float, ...], top: float, bottom: float, entries: list[_Entry], sink: Sink
) -> bool:
    """Take one band of the table to its ship; tell whether it held anything."""
    number = page.text(edges[layout.number], bottom, edges[layout.number + 1], top).text
    whole = page.text(edges[0], bottom, edges[-1], top)
    box = whole.box()
    if box is None or _HEAD.search(whole.text) or not (number.isdigit() or number == ""):
        return False  # blank, or a head repeated on the page
    left, middle, right = edges[layout.label], edges[layout.label + 1], edges[layout.imo]
    rules = [y for y in page.rules_across((left + middle) / 2) if bottom - 1 <= y <= top + 1]
    rows: list[tuple[str | None, list[Passage]]] = []
    for row_top, row_bottom in pairwise(rules):
        if page.has_rule_at(middle, row_bottom, row_top):
            title = page.text(left, row_bottom, middle, row_top).text
            rows.append((title, page.lines(middle, row_bottom, right, row_top)))
        else:
            rows.append((None, page.lines(left, row_bottom, right, row_top)))
    if any(label is None and lines for label, lines in rows):
        entries.append(_Entry(EMPTY, page.number, box))
    elif not entries:
        if re.search(r"\d{7}", whole.text):
            sink.unread(0, f"no ship to belong to: a band on page {page.number} has no name", whole.text)
        return False
    entry = entries[-1]
    entry.number = entry.number or number
    for label, lines in rows:
        _take(entry, label, lines)
    entry.numbers += page.text(right, bottom, edges[layout.imo + 1], top)
    entry.designations += _designations(page, layout, edges, top, bottom)
    return True


def _take(entry: _Entry, label: str | None, lines: list[Passage]) -> None:
    """Add one row of a band to its ship: its names, or a field; a row without a label goes on with the last field."""
    if label is None:
        for line in lines:
            entry.names += line
        return
    entry.last_label = label or entry.last_label
    value = entry.fields.get(entry.last_label, EMPTY)
    for line in lines:
        value = value.glued(line) if value.text.startswith("http") else value + line
    entry.fields[entry.last_label] = value


def _designations(
    page: Page, layout: Layout, edges: tuple[float, ...], top: float, bottom: float
) -> list[tuple[str, dict[int, str]]]:
    """Return the dates of a band with the marks that stand on the same line; one date takes all marks of the band."""
    found = page.lines(edges[layout.date], bottom, edges[layout.date + 1], top)
    if len(found) > 1 and not all(dates.parse(line.text) for line in found):
        found = [page.text(edges[layout.date], bottom, edges[layout.date + 1], top)]
    rows: list[tuple[str, dict[int, str]]] = [(line.text, {}) for line in found] or [("", {})]
    heights = [_height(line) for line in found] or [0.0]
    for column in layout.bases:
        for mark in page.lines(edges[column], bottom, edges[column + 1], top):
            _, nearest = min((abs(height - _height(mark)), index) for index, height in enumerate(heights))
            marks = rows[nearest][1]
            marks[column] = f"{marks[column]} {mark.text}" if column in marks else mark.text
    return [row for row in rows if row[0] or row[1]]


def _height(line: Passage) -> float:
    box = around(glyph.box for glyph in line.glyphs if glyph)
    return (box[1] + box[3]) / 2 if box else 0.0


def _tell_holes(entries: list[_Entry], sink: Sink) -> None:
    """Count what a damaged page would lose in silence: numbers of the list that are not there, ships without a cell."""
    numbers = {int(entry.number) for entry in entries if entry.number}
    for missing in sorted(set(range(1, max(numbers, default=0) + 1)) - numbers)[:MAX_HOLES]:
        sink.unread(missing, f"number is not in the table: {missing}")
    for row, entry in enumerate(entries, start=1):
        if not entry.numbers.text:
            sink.unread(row, "IMO column is empty", entry.names.text)
        if not entry.designations:
            sink.unread(row, "date of designation is empty", entry.names.text)


def _listing(row: int, entry: _Entry, layout: Layout, list_id: str, as_of: str | None, sink: Sink) -> Listing:
    listed = _ordinals(entry.names.text)
    listing = Listing(
        row=row,
        list_id=list_id,
        as_of=as_of,
        entry=entry.number or str(row),
        kind="ship",
        regime="1718",
        name=listed[0][1] if listed else entry.names.text,
        narrative=_reasons(entry).text or None,
        page=entry.page,
        box=printed(entry.box),
    )
    listing.identities += [Identity("name", name, names.ship_name(name), number) for number, name in listed]
    listing.identities += [*_numbers(entry.numbers.text), *_fields(entry)]
    if listing.narrative:
        listing.identities += narratives.other_names(listing.narrative)
    since: list[date] = []
    for words, marks in entry.designations:
        day = dates.parse(words)
        if day is None or day.precision != "day":
            sink.unread(row, f"date of designation cannot be read: {words!r}", entry.names.text)
        else:
            since.append(day.start)
        listing.bases += _bases(row, day.start.isoformat() if day else None, marks, layout, sink)
    listing.listed_on = min(since).isoformat() if since else None
    return listing


def _bases(row: int, since: str | None, marks: dict[int, str], layout: Layout, sink: Sink) -> Iterator[Basis]:
    for column, mark in marks.items():
        if mark.strip().lower() in _YES:
            for measure, words in layout.bases[column]:
                yield Basis(measure, since, words)
        elif mark.strip().lower() not in _NO:
            sink.unread(row, f"mark is neither Yes nor na: {mark!r}", layout.bases[column][0][1])


def _reasons(entry: _Entry) -> Passage:
    """Return the "Other information" of an entry, empty for "na"."""
    reasons = next((value for label, value in entry.fields.items() if label.lower().startswith("other info")), EMPTY)
    return EMPTY if reasons.text.strip().lower() in _NO else reasons


def _numbers(text: str) -> Iterator[Identity]:
    """Yield the IMO numbers and MMSIs of the column "IMO number", as printed, with their verdicts."""
    before, _, after = text.partition("MMSI")
    for ordinal, number in _ordinals(before):
        judged = imo.verdict(number)
        yield Identity("imo", number, str(judged.value) if judged.value else None, ordinal, judged.verdict)
    for ordinal, number in _ordinals(after.lstrip(": ")):
        for each in number.split():
            value = each if each.isdigit() and len(each) == 9 else None
            yield Identity("mmsi", each, value, ordinal, "valid" if value else "malformed")


def _fields(entry: _Entry) -> Iterator[Identity]:
    """Yield flags, call signs, type and the rest of the labelled rows; "na" yields nothing."""
    for label, value in entry.fields.items():
        text = value.text.strip()
        if label.lower().startswith("other info") or text.lower() in _NO:
            continue
        if label.lower().startswith("designated as economic"):
            reference = re.search(r"\(\s*(KPe\.\d+)\s*\)", text, re.IGNORECASE)
            yield Identity("economic_resource_of", text, f"KPe.{reference[1][4:]}" if reference else None)
            continue
        kind = _LABELS.get(label.lower(), label.lower().replace(" ", "_"))
        for ordinal, each in [(None, text)] if kind == "link" else _ordinals(text):
            normal = {"flag": states.alpha2(each), "link": each}.get(kind, each.upper())
            yield Identity(kind, each, normal, ordinal)


def _ordinals(text: str) -> list[tuple[int | None, str]]:
    """Part "1: Blue Nouvelle 2: Greenlight" into its numbered parts; numbers count only in their order."""
    marks: list[re.Match[str]] = []
    for found in _ORDINAL.finditer(text):
        if int(found[1]) == len(marks) + 1:
            marks.append(found)
    if not marks:
        return [(None, text.strip())] if text.strip() else []
    ends = [mark.start() for mark in marks[1:]] + [len(text)]
    parts = [
        (number, text[mark.end() : end].strip())
        for number, (mark, end) in enumerate(zip(marks, ends, strict=True), start=1)
    ]
    before = text[: marks[0].start()].strip()
    return ([(None, before)] if before else []) + [part for part in parts if part[1]]


def _statements(listings: list[Listing], entries: list[_Entry], speaker: str | None, sink: Sink) -> list[Statement]:
    """Return the dated acts that the reasons tell, each with its sentence and where that stands."""
    fleet = narratives.Fleet([_ship(listing) for listing in listings])
    statements = []
    undated = 0
    for listing, entry in zip(listings, entries, strict=True):
        if listing.narrative is None:
            continue
        acts = narratives.acts(listing.narrative, fleet.ships[listing.row - 1], fleet)
        undated += not acts
        reasons = _reasons(entry)
        for act in acts:
            span = (act.char_start, act.char_end)
            quote = listing.narrative[slice(*span)]
            where = reasons.page(*span), printed(reasons.box(*span))
            statements.append(Statement("act", quote, act.body(), speaker, act.ship.name, *where))
    told = sum(listing.narrative is not None for listing in listings)
    sink.note(
        f"{told} of {len(listings)} entries give reasons; {told - undated} of these date an act, {undated} do not"
    )
    return statements


def _ship(listing: Listing) -> narratives.Ship:
    numbers = [identity.value for identity in listing.identities if identity.kind == "imo" and identity.value]
    spellings = tuple(identity.printed for identity in listing.identities if identity.kind == "name")
    return narratives.Ship(listing.name, int(numbers[0]) if numbers else None, listing.row, spellings)
