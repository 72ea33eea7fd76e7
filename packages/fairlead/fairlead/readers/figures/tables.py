"""Tables of figures: what claimants and States publish, one figure per number, with period, unit and counting rule.

The layout of our own is documented in docs/estimates.md; other layouts are recognised by their header
(``layouts.py``). Nothing is added up, converted or judged here.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping

import pyarrow as pa

from fairlead import shapes
from fairlead.errors import UnreadableError
from fairlead.readers import lines
from fairlead.readers.decoding import decode
from fairlead.readers.figures.layouts import LAYOUTS, Figure, Layout
from fairlead.readers.reader import Sink, Source

_DELIMITERS = (",", ";", "\t")


class FigureTables:
    """Reader of published figures in delimited text."""

    name = "figures"
    version = 2
    libraries = ("charset-normalizer",)

    def recognises(self, source: Source, head: bytes) -> str | None:
        """Return the layout whose required columns stand in the header."""
        if source.mapping is not None or b"\0" in head[:1024]:
            return None
        found = _layout(head.decode("utf-8", "replace").lstrip("\ufeff").partition("\n")[0].rstrip("\r"))
        return f"header of {found[0].name}" if found else None

    def read(self, source: Source, sink: Sink) -> None:
        """Hand out the figures of each row; a row that is not understood is unread as a whole."""
        with source.unpacked() as stream:
            decoded = decode(stream.read(), source.name)
        if decoded.note:
            sink.note(decoded.note)
        header, _, body = decoded.text.lstrip("\ufeff").partition("\n")
        found = _layout(header.rstrip("\r"))
        if found is None:
            raise UnreadableError(f"{source.name}: the header is of no known layout of figures")
        layout, names, delimiter = found
        unused = [name for name in names if name not in layout.required and name not in layout.optional]
        if unused:
            sink.note(f"columns that are not read: {', '.join(unused)}")
        figures = list(_figures(layout, names, lines.rows(body, delimiter), sink))
        columns = {field.name: [_cell(field.name, figure, row, source.key) for row, figure in figures] for field in _S}
        sink.rows("figures", pa.Table.from_pydict(columns, schema=_S))


_S = shapes.FIGURES


def _cell(name: str, figure: Figure, row: int, key: int) -> object:
    return {"exhibit": key, "row": row}.get(name) if name in ("exhibit", "row") else getattr(figure, name)


def _layout(header: str) -> tuple[Layout, list[str], str] | None:
    for delimiter in _DELIMITERS:
        names = [name.strip().lower() for name in next(csv.reader([header], delimiter=delimiter), [])]
        for layout in LAYOUTS:
            if len(set(names)) == len(names) and set(layout.required) <= set(names):
                return layout, names, delimiter
    return None


def _figures(
    layout: Layout, names: list[str], rows: Iterator[tuple[int, list[str]]], sink: Sink
) -> Iterator[tuple[int, Figure]]:
    figures = layout.start()
    for number, cells in rows:
        if len(cells) != len(names):
            sink.unread(number, f"not the header's number of cells: {len(cells)} of {len(names)}", ",".join(cells))
            continue
        given: Mapping[str, str] = dict.fromkeys(layout.optional, "") | {
            name: cell.strip() for name, cell in zip(names, cells, strict=True)
        }
        try:
            understood = list(figures(given))
        except ValueError as error:
            sink.unread(number, f"not understood: {error}", ",".join(cells))
        else:
            yield from ((number, figure) for figure in understood)
