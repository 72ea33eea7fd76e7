"""What bytes look like by their first lines: a tar, a document of XML, a table of delimited text. Reads none.

Two ask: the reader of pages, which takes neither for running text, and the refusal of a file that no reader knows,
which tells its user what was found in it.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter

DELIMITERS = ",;\t|"
_XML = re.compile(
    rb"(?:\s|<!--.*?-->|<!DOCTYPE[^>\[]*>|<\?[^>]*\?>)*<(?P<root>[A-Za-z_][\w.:-]*)",
    re.DOTALL | re.IGNORECASE,
)
_DOCTYPE_HTML = re.compile(rb"<!DOCTYPE\s+html", re.IGNORECASE)
# Elements with which a page, or a part of one, may begin (HTML Living Standard); another root is a document of data.
_OF_PAGES = frozenset(
    b"html head body title base link meta style script noscript template article section nav aside h1 h2 h3 h4 h5 h6 "
    b"hgroup header footer address main search p hr pre blockquote ol ul menu li dl dt dd figure figcaption div a em "
    b"strong small s cite q dfn abbr ruby data time code var samp kbd sub sup i b u mark bdi bdo span br wbr ins del "
    b"picture source img iframe embed object video audio track map area table caption colgroup col tbody thead tfoot "
    b"tr td th form label input button select datalist optgroup option textarea output progress meter fieldset legend "
    b"details summary dialog slot canvas center font svg".split()
)
_ROWS_JUDGED = 60
_HEADS = 8  # cells by which a first line alone is a header, where none is a sentence
_HEAD_CHARS = 40
_SHARE_ALIKE = 0.9  # of the rows have as many cells as the most frequent count


def is_tar(head: bytes) -> bool:
    """Tell a tar by the magic in the header of its first member (POSIX.1-1988)."""
    return head[257:262] == b"ustar"


def xml_root(head: bytes) -> str | None:
    """Return the root element of a document of XML that is no page; None for pages and for what is no XML."""
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    found = _XML.match(text[:4096])
    if not found or _DOCTYPE_HTML.search(text[: found.end()]):
        return None
    root = found["root"]
    return None if root.rpartition(b":")[2].lower() in _OF_PAGES else root.decode("ascii", "replace")


def table_heads(text: str) -> list[str] | None:
    """Return the first cells of a table of delimited text, by its whole lines; None for what is none.

    A table has two rows of eight cells or more, or three of four or more, nearly all of one width; or its first line
    is eight short cells that differ, none of them a sentence. Prose has a line's number of commas by chance alone.
    """
    for delimiter in DELIMITERS:
        try:
            reader = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), delimiter=delimiter)
            rows = [cells for _, cells in zip(range(_ROWS_JUDGED), reader, strict=False) if any(map(str.strip, cells))]
        except csv.Error:
            continue
        if rows and (_alike(rows) or _is_header(rows[0])):
            return [cell.strip() for cell in rows[0]]
    return None


def _alike(rows: list[list[str]]) -> bool:
    width, times = Counter(map(len, rows)).most_common(1)[0]
    return times >= _SHARE_ALIKE * len(rows) and ((width >= _HEADS and times >= 2) or (width >= 4 and times >= 3))


def _is_header(cells: list[str]) -> bool:
    held = [cell.strip() for cell in cells]
    short = all(0 < len(cell) <= _HEAD_CHARS and not cell.endswith((".", "?", "!")) for cell in held)
    return len(held) >= _HEADS and short and len(set(held)) == len(held)
