"""Tables of figures: columns that a layout can do without may be missing from any of them."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from fairlead.readers import reading
from fairlead.readers.figures.layouts import LAYOUTS, Layout
from fairlead.readers.reader import Source


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.name)
def test_a_table_without_the_columns_it_can_do_without_is_read_or_told_row_by_row(
    tmp_path: Path, layout: Layout
) -> None:
    path = tmp_path / "figures.csv"
    path.write_text(",".join(layout.required) + "\n" + ",".join("2018" for _ in layout.required) + "\n")
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    source = Source(sha256, path.name, path, path.stat().st_size, "text/csv")
    made = reading.read(source, tmp_path / "out")
    assert made.reader == "figures"
    assert made.unread == 1 or made.counts["figures"]
