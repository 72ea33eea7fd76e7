"""The inside of a tip: what goes in comes out, the size tells little, and nothing malformed passes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairlead_ledger import tips
from fairlead_ledger.errors import TipError

HEADER = tips.Header("T1", "tip", "C-1", "ko", "ab" * 32, "age1pq1x")


def written(text: str, files: list[tuple[str, bytes]]) -> bytes:
    writer = tips.TipWriter()
    parts = [writer.header(HEADER), writer.text(text)]
    for name, data in files:
        parts += [writer.file_start(name, 5), writer.file_data(data), writer.file_end()]
    return b"".join([*parts, *writer.finish()])


@given(st.text(max_size=50), st.lists(st.tuples(st.text(max_size=9), st.binary(max_size=99))), st.integers(1, 500))
def test_what_goes_in_comes_out(text: str, files: list[tuple[str, bytes]], step: int) -> None:
    data = written(text, files)
    parts = list(tips.read_tip(data[start : start + step] for start in range(0, len(data), step)))
    assert parts[0] == HEADER
    assert "".join(part.text for part in parts if isinstance(part, tips.Text)) == text
    assert [part.name for part in parts if isinstance(part, tips.FileStart)] == [name for name, _ in files]
    assert b"".join(part.data for part in parts if isinstance(part, tips.FileData)) == b"".join(x for _, x in files)


def test_long_texts_and_files_are_cut_into_records() -> None:
    big = bytes(2_500_000)
    parts = list(tips.read_tip([written("x" * 1_500_000, [("a", big)])]))
    assert sum(len(part.data) for part in parts if isinstance(part, tips.FileData)) == len(big)


def test_sizes_are_padded_so_that_a_yes_looks_like_a_no() -> None:
    assert len(written("yes", [])) == len(written("no", [])) == tips.MIN_SIZE
    for size in (4097, 10_000, 1_000_003, 500_000_001):
        padded = tips.padded_size(size)
        assert size <= padded <= size * 1.12
        assert tips.padded_size(padded) == padded
    assert len({tips.padded_size(size) for size in range(1_000_000, 1_100_000)}) < 10


@pytest.mark.parametrize(
    ("why", "change"),
    [
        ("another magic", lambda data: b"x" + data[1:]),
        ("no header", lambda data: data[: len(tips.MAGIC)] + b"Z\0\0\0\0"),
        ("cut", lambda data: data[:60]),
        ("padding that says something", lambda data: data[:-1] + b"!"),
        ("a changed file", lambda data: data.replace(b"manifest", b"Manifest")),
        ("a record of another kind", lambda data: data.replace(b"T\0\0\0\x02hi", b"Q\0\0\0\x02hi")),
        ("a huge record", lambda data: data.replace(b"T\0\0\0\x02hi", b"T\xff\xff\xff\xffhi")),
        ("an unknown tier", lambda data: data.replace(b'"T1"', b'"T9"')),
        ("a foreign field", lambda data: data.replace(b'"call"', b'"coll"')),
    ],
)
def test_a_malformed_tip_is_refused(why: str, change: object) -> None:
    data = change(written("hi", [("a", b"manifest")]))  # type: ignore[operator]
    with pytest.raises(TipError):
        list(tips.read_tip([data]))
