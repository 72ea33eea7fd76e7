"""Which lines and blocks of a page are its own text, and which are the site's furniture; and the page's own date.

Furniture: icon names, menus, share lines, related links, captions, repeated headlines, player times, legal lines.
What is left out here can be found again in the exhibit: it is only not read. Headlines are not read as statements,
since they repeat in other words what the text says.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

import trafilatura

from fairlead.readers.pages import markup
from fairlead.readers.pages.periods import Moment, parse_day
from fairlead.readers.pages.prose import Paragraph, Passage

_FURNITURE = re.compile(
    r"^\W*(?:also on\b|read (?:more|also|next|the full)\b|see also\b|more (?:on|from|stories)\b|related\b|"
    r"recommended\b|"
    r"watch(?: (?:live|now|more|the video|this))?:|watch (?:live|now|more)\b|listen\b|subscribe\b|sign up\b|log "
    r"in\b|follow us\b|share (?:this|on|it|via)\b|"
    r"like this story|click here|advertis|sponsored|copyright\b|©|all rights reserved|photo(?:graph)?s?\b\s*[:©(]|"
    r"image\s*[:©(]|file photo|picture\s*:|getty images|cookie|we use cookies|by using this site|this site uses|"
    r"terms of (?:use|service)|privacy policy|download (?:the|our) app|join our|support (?:us|our)\b|donate\b|"
    r"most (?:read|popular)|trending|top stories|podcasts?\b|comments?\b\s*(?:\(|$)|(?:edited|reporting|writing|"
    r"additional reporting|editing) by\b|our standards\b|\d+ (?:comments|shares)\b|the views expressed)",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"""[.!?…]["”’'»)\]]*(?:\s|$)""")
_ICON = re.compile(r"icon\w*", re.IGNORECASE)
_DATELINE = re.compile(
    r"^(?:[A-Z][A-Z.'’ /-]{2,40}(?:,\s+[A-Z][\w. ]{2,30})?(?:,\s+\w+\.?\s+\d{1,2}(?:,\s+\d{4})?)?\s*(?:\([^)]{2,40"
    r"}\))?\s*[-–—:]+\s+)"
)
_META_DATES = (
    r"""property\s*=\s*["'](?:article|og):published_time["'][^>]{0,200}?content\s*=\s*["']([^"']{6,40})""",
    r"""content\s*=\s*["']([^"']{6,40})["'][^>]{0,200}?property\s*=\s*["'](?:article|og):published_time""",
    r""""datePublished"\s*:\s*"([^"]{6,40})""",
    r"""name\s*=\s*["'](?:date|pubdate|publishdate|publish-date|dc\.date(?:\.issued)?|parsely-pub-date|sailthru\.date)["'][^>]{0,200}?content\s*=\s*["']([^"']{6,40})""",
    r"""<time\b[^>]{0,200}?datetime\s*=\s*["']([^"']{6,40})""",
)
_SHORT_LINE = 80  # characters; a page's own date stands in a line of its own
_WRAPPED_LINE = 100  # characters; text wrapped by hand or mail has no longer line


@dataclass(frozen=True)
class Page:
    """What a page says: its paragraphs without furniture, and its own date where it bears one."""

    paragraphs: tuple[Paragraph, ...]
    dated: Moment | None
    left_out: int  # lines or blocks taken for furniture


def of_text(text: str) -> Page:
    """Return a plain text page without its furniture."""
    lines = list(_lines(text))
    dated = _first_date(line.text for line in lines[:40])
    return _page(_unwrapped(text, lines), dated)


def of_paragraphs(paragraphs: Iterable[Paragraph], first_lines: Iterable[str]) -> Page:
    """Return a page whose paragraphs are known already, as those of a PDF are, without its furniture."""
    return _page(paragraphs, _first_date(list(first_lines)[:40]))


def of_html(source: str) -> Page:
    """Return an HTML page without its furniture; where trafilatura finds the main text, only what it holds."""
    found = list(markup.blocks(source))
    own = [block for block in found if not block.aside and block.linked < 0.6 * len(block.paragraph.text)]
    own = [block for block in own if block.tag not in ("h1", "h2", "h3", "h4", "h5", "h6", "title", "head")]
    dated = _meta_date(source) or _first_date(block.paragraph.text for block in found[:60])
    page = _page([block.paragraph for block in _main(source, own)], dated)
    return Page(page.paragraphs, page.dated, page.left_out + len(found) - len(own))


def is_prose(text: str) -> bool:
    """Tell whether a line or block is running text: words enough, an end of a sentence, no furniture's opening."""
    if len(text) < 25 or len(text.split()) < 5 or _FURNITURE.match(text):
        return False
    if len(_ICON.findall(text)) > 3 or not _SENTENCE_END.search(text):
        return False
    letters = sum(char.isalpha() for char in text)
    return letters > 0.6 * len(text)


def _page(paragraphs: Iterable[Paragraph], dated: Moment | None) -> Page:
    kept: dict[str, Paragraph] = {}
    seen = 0
    for paragraph in paragraphs:
        seen += 1
        if is_prose(paragraph.text):
            kept.setdefault(paragraph.text, _without_dateline(paragraph))
    return Page(tuple(kept.values()), dated, seen - len(kept))


def _without_dateline(paragraph: Paragraph) -> Paragraph:
    found = _DATELINE.match(paragraph.text)
    if found is None:
        return paragraph
    cut = found.end()
    return Paragraph(paragraph.text[cut:], paragraph.starts[cut:], paragraph.ends[cut:])


def _main(source: str, own: list[markup.Block]) -> list[markup.Block]:
    """Keep the blocks that trafilatura takes for the main text; all of them where it finds less than half."""
    try:
        extracted = trafilatura.extract(source, include_comments=False, favor_recall=True, deduplicate=False)
    except (ValueError, TypeError, AttributeError, RecursionError):  # on trees that lxml cannot build
        extracted = None
    squashed = _squash(extracted or "")
    prose = [block for block in own if is_prose(block.paragraph.text)]
    main = [block for block in prose if _squash(block.paragraph.text) in squashed]
    return main if 2 * sum(map(_length, main)) >= sum(map(_length, prose)) else own


def _length(block: markup.Block) -> int:
    return len(block.paragraph.text)


def _squash(text: str) -> str:
    return "".join(char for char in text.casefold() if char.isalnum())


def _lines(text: str) -> Iterator[_Line]:
    at = 0
    for raw in text.split("\n"):
        yield _Line(raw.strip(), at, at + len(raw))
        at += len(raw) + 1


@dataclass(frozen=True)
class _Line:
    text: str
    start: int
    end: int


def _unwrapped(source: str, lines: list[_Line]) -> Iterator[Paragraph]:
    """Join lines that were wrapped within a paragraph; a page with a paragraph per line stays as it is."""
    run: list[_Line] = []
    for line in [*lines, _Line("", len(source), len(source))]:
        if line.text:
            run.append(line)
            continue
        for joined in [run] if _is_wrapped(run) else [[each] for each in run]:
            if joined:
                yield _paragraph(source, joined[0].start, joined[-1].end)
        run = []


def _is_wrapped(run: list[_Line]) -> bool:
    if len(run) < 2 or max(len(line.text) for line in run) > _WRAPPED_LINE:
        return False
    full = sum(len(line.text) >= 45 for line in run[:-1])
    open_ended = any(not _SENTENCE_END.search(line.text[-3:]) for line in run[:-1])
    return 2 * full >= len(run) - 1 and open_ended and bool(_SENTENCE_END.search(run[-1].text))


def _paragraph(source: str, start: int, end: int) -> Paragraph:
    passage = Passage()
    for at in range(start, end):
        passage.add(source[at], at, at + 1)
    return passage.close()


def _first_date(lines: Iterable[str]) -> Moment | None:
    for line in lines:
        if len(line) <= _SHORT_LINE and not _SENTENCE_END.search(line[-1:]):
            found = parse_day(line)
            if found is not None:
                return found
    return None


def _meta_date(source: str) -> Moment | None:
    for pattern in _META_DATES:
        found = re.search(pattern, source, re.IGNORECASE)
        if found:
            try:
                return Moment(date.fromisoformat(found.group(1)[:10]), "day")
            except ValueError:
                parsed = parse_day(found.group(1))
                if parsed is not None:
                    return parsed
    return None
