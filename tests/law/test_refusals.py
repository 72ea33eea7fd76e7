"""Bad registers are refused with file, line and reason; nothing is guessed."""

from __future__ import annotations

from pathlib import Path

import pytest

from fairlead import law
from fairlead.errors import MisuseError, UnreadableError
from fairlead.law.loading import read

GOOD = """\
regime: {id: toy, name: Toy, target: XX, committee: None such, basis: A toy}
resolutions:
- {number: 9001, adopted: 2020-01-01, occasion: a test, symbol: S/RES/9001}
sources:
  made-up: {title: Made up, kind: fiction}
measures:
- id: 9001-1
  resolution: 9001
  paragraph: '1'
  adopted: 2020-01-01
  title: No toys
  force: decides
  conduct: import_from_target
  direction: from_target
  hs: ['9503']
  effective_from: 2020-01-01
  effective_to: null
  capacities: [importing State]
  elements:
    importing State:
    - {name: goods, text: the cargo is toys}
  verification: {paragraph_number: verified, substance: verified, sources: [made-up]}
obligations:
  delivery:
  - {measure: 9001-1, capacity: importing State, needs: cargo}
"""


def line_of(text: str, part: str) -> int:
    return next(number for number, line in enumerate(text.splitlines(), 1) if part in line)


def test_a_small_register_of_ones_own_is_read(tmp_path: Path) -> None:
    file = tmp_path / "toy.yaml"
    file.write_text(GOOD)
    assert law.load(file).measure("9001-1").title == "No toys"


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("title: No toys", "titel: No toys", "unknown key in a measure: titel"),
        ("  paragraph: '1'\n", "", "a measure lacks paragraph"),
        ("effective_from: 2020-01-01", "effective_from: 2020-02-30", "bad date: 2020-02-30"),
        ("effective_from: 2020-01-01", "effective_from: soon", "expected a date such as 2017-08-05, found text"),
        ("effective_to: null", "effective_to: 2019-12-31", "lies before effective_from"),
        ("force: decides", "force: demands", "unknown force: demands"),
        ("capacities: [importing State]", "capacities: [everybody]", "unknown capacity: everybody"),
        ("paragraph_number: verified,", "paragraph_number: sure,", "unknown verification mark: sure"),
        ("paragraph_number: verified, ", "", "verification lacks paragraph_number"),
        ("sources: [made-up]", "sources: [hearsay]", "names source hearsay"),
        ("paragraph: '1'", "paragraph: 1", "expected text"),
        ("resolution: 9001", "resolution: 9002", "names resolution 9002"),
        ("hs: ['9503']", "hs: [toys]", "not a customs heading: toys"),
        ("  title: No toys", "  title: No toys\n  title: No toys", "key given twice: title"),
        ("- {measure: 9001-1,", "- {measure: 9001-2,", "unknown measure: 9001-2"),
        ("capacity: importing State, needs", "capacity: port State, needs", "states no elements for the port State"),
        ("target: XX", "target: Toyland", "not a two-letter country code"),
        ("  force: decides", "  notified_by: [China]\n  force: decides", "not a two-letter country code: China"),
        ("\n    - {name: goods, text: the cargo is toys}", " []", "elements for importing State are empty"),
    ],
)
def test_a_bad_line_is_named(old: str, new: str, reason: str) -> None:
    assert old in GOOD
    bad = GOOD.replace(old, new, 1)
    with pytest.raises(UnreadableError, match=r"^toy.yaml, line \d+: ") as refusal:
        read(bad.encode(), "toy.yaml")
    assert reason in str(refusal.value)


def test_the_line_given_is_the_line_at_fault() -> None:
    bad = GOOD.replace("force: decides", "force: demands")
    with pytest.raises(UnreadableError, match=f"line {line_of(bad, 'demands')}:"):
        read(bad.encode(), "toy.yaml")


def test_an_id_given_twice_is_refused_at_its_second_place() -> None:
    start, end = GOOD.index("- id: 9001-1"), GOOD.index("obligations:")
    bad = GOOD[:end] + GOOD[start:end] + GOOD[end:]
    second = [number for number, line in enumerate(bad.splitlines(), 1) if line == "- id: 9001-1"][1]
    with pytest.raises(UnreadableError, match=f"line {second}: measure id given twice: 9001-1"):
        read(bad.encode(), "toy.yaml")


@pytest.mark.parametrize("data", [b"", b"regime: [", b"regime: {a: b\n", b"- 1\n", b"\xff\xfe", b"? {a: b}\n: c"])
def test_what_is_no_register_is_refused(data: bytes) -> None:
    with pytest.raises(UnreadableError, match=r"toy\.yaml"):
        read(data, "toy.yaml")


def test_an_unknown_name_is_misuse_and_names_those_known() -> None:
    with pytest.raises(MisuseError) as refusal:
        law.load("atlantis")
    assert "dprk" in (refusal.value.hint or "")
