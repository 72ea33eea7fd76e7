"""HTML source to passages of text with offsets into that source: tags dropped, entities decoded, containers noted.

Written by hand because the parsers at hand give no offset for the characters they decode. It is no validator: what
browsers forgive is forgiven. Which passages are the page's own text is decided in ``furniture.py``.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from fairlead.readers.pages.prose import Paragraph, Passage

_BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "center",
        "dd",
        "details",
        "dialog",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "head",
        "header",
        "hr",
        "html",
        "legend",
        "li",
        "main",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "title",
        "tr",
        "ul",
    ]
)
_RAW = frozenset(["script", "style", "noscript", "template", "textarea", "iframe", "svg", "math", "select"])
_VOID = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"]
)
_ASIDE = frozenset(
    ["nav", "aside", "footer", "form", "button", "menu", "figure", "figcaption", "dialog", "head", "label"]
)
_ASIDE_NAMES = re.compile(
    r"(?:^|[\s_-])(?:related|recommend\w*|promo\w*|newsletter|share|sharing|social|comments?|cookies?|banner|adverts?|"
    r"advertisement|ads?|sidebar|breadcrumbs?|footer|nav|navbar|menu|popular|trending|most[-_]?read|read[-_]?more|"
    r"teasers?|caption|subscribe|widget|outbrain|taboola|more[-_]?stories)(?:[\s_-]|$)",
    re.IGNORECASE,
)
_TAG_NAME = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9:-]*)")
_NAMED = re.compile(r"""\b(?:class|id)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>"']+))""", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});?")


@dataclass
class Block:
    """One block of the page: its text, the tag that holds it, its characters in links, and whether it stands aside."""

    paragraph: Paragraph
    tag: str
    linked: int
    aside: bool


@dataclass
class _State:
    tag: str = "body"
    passage: Passage = field(default_factory=Passage)
    linked: int = 0
    links: int = 0
    breaks: int = 0
    outside: tuple[str, int] | None = None  # the element that stands aside, and how many of its name are open


def blocks(source: str) -> Iterator[Block]:
    """Yield the blocks of an HTML page in their order. Text of scripts, styles and forms is left out."""
    state = _State()
    at = 0
    while at < len(source):
        opening = source.find("<", at)
        opening = len(source) if opening < 0 else opening
        _take_text(source, at, opening, state)
        at = opening
        if opening < len(source):
            at, finished = _take_tag(source, opening, state)
            yield from finished
    yield from _flush(state, "body", state.outside is not None)


def _take_text(source: str, start: int, end: int, state: _State) -> None:
    at = start
    for entity in _ENTITY.finditer(source, start, end):
        _take_chars(source, at, entity.start(), state)
        decoded = html.unescape(entity.group())
        state.passage.add(decoded, entity.start(), entity.end())
        at = entity.end()
    _take_chars(source, at, end, state)
    if source[start:end].strip():
        state.breaks = 0
        state.linked += (end - start) if state.links else 0


def _take_chars(source: str, start: int, end: int, state: _State) -> None:
    for at in range(start, end):
        state.passage.add(source[at], at, at + 1)


def _take_tag(source: str, at: int, state: _State) -> tuple[int, list[Block]]:
    """Handle what begins with "<" at ``at``; return where to go on, and the block that it ended, if any."""
    if source.startswith("<!--", at):
        return _after(source, "-->", at + 4), []
    if source[at + 1 : at + 2] in ("!", "?"):
        return _after(source, ">", at + 2), []
    named = _TAG_NAME.match(source, at)
    if named is None:
        state.passage.add("<", at, at + 1)
        return at + 1, []
    end = _tag_end(source, named.end())
    closing, tag = named.group(1) == "/", named.group(2).lower()
    if not closing and tag in _RAW:
        return _after_raw(source, tag, end), []
    if tag == "br":
        state.breaks += 1
        state.passage.add(" ", at, end)
        return end, _flush(state, state.tag, state.outside is not None) if state.breaks > 1 else []
    return end, _apply(source[at:end], tag, closing, state)


def _apply(whole: str, tag: str, closing: bool, state: _State) -> list[Block]:
    if tag == "a":
        state.links = max(0, state.links + (-1 if closing else 1))
    was_aside = state.outside is not None
    _step_aside(whole, tag, closing, state)
    if tag in _BLOCKS or was_aside != (state.outside is not None):
        return _flush(state, "body" if closing else tag, was_aside)
    return []


def _step_aside(whole: str, tag: str, closing: bool, state: _State) -> None:
    if tag in _VOID or whole.endswith("/>"):
        return
    if state.outside is None:
        if not closing and _stands_aside(whole, tag):
            state.outside = (tag, 1)
        return
    name, depth = state.outside
    if tag == name:
        depth += -1 if closing else 1
        state.outside = (name, depth) if depth > 0 and not (name == "p" and not closing) else None
        if state.outside is None and not closing and _stands_aside(whole, tag):
            state.outside = (tag, 1)


def _stands_aside(whole: str, tag: str) -> bool:
    if tag in _ASIDE:
        return True
    if tag not in ("div", "section", "ul", "ol", "p", "li", "header", "span", "table"):
        return False
    return any(_ASIDE_NAMES.search(next(filter(None, names), "")) for names in _NAMED.findall(whole[:2000]))


def _flush(state: _State, next_tag: str, aside: bool) -> list[Block]:
    paragraph = state.passage.close()
    finished = [Block(paragraph, state.tag, state.linked, aside)] if paragraph.text else []
    state.passage, state.linked, state.breaks, state.tag = Passage(), 0, 0, next_tag
    return finished


def _tag_end(source: str, at: int) -> int:
    """Return the place after the ">" that ends a tag, passing over quoted values."""
    while at < len(source):
        found = re.compile(r"""[>"']""").search(source, at)
        if found is None:
            return len(source)
        if found.group() == ">":
            return found.end()
        if source[found.start() - 1] != "=" and source[found.start() - 1] != " ":
            at = found.end()  # a stray quote in a name opens nothing
            continue
        closing = source.find(found.group(), found.end())
        if closing < 0:
            return _after(source, ">", found.end())
        at = closing + 1
    return len(source)


def _after(source: str, words: str, at: int) -> int:
    found = source.find(words, at)
    return len(source) if found < 0 else found + len(words)


def _after_raw(source: str, tag: str, at: int) -> int:
    found = re.compile(rf"</{tag}\b[^>]{{0,200}}>", re.IGNORECASE).search(source, at)
    return len(source) if found is None else found.end()
