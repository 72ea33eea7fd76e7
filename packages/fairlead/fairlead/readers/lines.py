"""What is a row of delimited text and what a blank line: one answer for all readers of tables that are read whole.

Rows count from 1; a blank line is none. Separators alone, or a quoted nothing, are a row that says nothing: whoever
reads the table tells it as unread. Left out: tables too large to hold, which ``tracks/delimited.py`` streams.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator


def rows(text: str, delimiter: str = ",") -> Iterator[tuple[int, list[str]]]:
    """Yield number and cells of each row; a quoted cell may hold line breaks. csv.Error for a cell beyond reason."""
    return enumerate(
        (cells for cells in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter) if is_row(cells)), 1
    )


def is_row(cells: list[str]) -> bool:
    """Tell whether the cells of a line are a row: any but none, and a single one of nothing but blanks."""
    return len(cells) > 1 or (len(cells) == 1 and not cells[0].isspace())
