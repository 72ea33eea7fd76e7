"""Exhibits: added twice they are one, and each receipt says what was known then."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from fairlead import shapes
from fairlead.case import Case
from fairlead.errors import MisuseError
from fairlead.evidence.handling import Handling

Write = Callable[..., Any]


def test_an_exhibit_carries_all_that_was_said_at_its_receipt(case: Case, file: Write) -> None:
    handling = Handling("a newspaper", "green", may_redistribute=False, not_before="2020-12-02")
    exhibit = case.exhibits.add(
        file("page.html", b"<html>"),
        source="a reader",
        url="https://news.example/1",
        captured="2020-12-01T09:30:00Z",
        handling=handling,
        reliability="B",
        credibility=3,
        purpose="the first page",
    )
    receipt = exhibit.receipts[0]
    assert (receipt.name, receipt.source, receipt.url) == ("page.html", "a reader", "https://news.example/1")
    assert (receipt.reliability, receipt.credibility, receipt.purpose) == ("B", 3, "the first page")
    assert (receipt.captured, receipt.handling) == ("2020-12-01T09:30:00Z", handling)
    assert receipt.actor == case.log.actors()[0].id
    assert (exhibit.size, exhibit.media_type, exhibit.kind) == (6, "text/html", "plain")
    assert exhibit.sha256 == hashlib.sha256(b"<html>").hexdigest()


def test_what_may_have_to_be_erased_is_in_no_leaf(case: Case, file: Write) -> None:
    case.exhibits.add(
        file("Name-of-a-person.txt"), source="their-friend", url="https://their.example", handling=Handling("agency-x")
    )
    leaves = b"".join(case.log.leaves())
    for private in (b"Name-of", b"their-friend", b"their.example", b"agency-x"):
        assert private not in leaves


def test_added_twice_it_is_one_exhibit_with_two_receipts(case: Case, file: Write) -> None:
    case.exhibits.add(file("a.txt"), handling=Handling(marking="green"))
    exhibit = case.exhibits.add(file("b.txt"), handling=Handling(marking="red"), source="again")
    assert [receipt.name for receipt in exhibit.receipts] == ["a.txt", "b.txt"]
    assert case.exhibits.all() == [exhibit]
    assert (exhibit.name, exhibit.handling.marking) == ("a.txt", "red")


def test_exhibits_are_found_by_the_beginning_of_their_hash_and_by_the_key_of_their_rows(
    case: Case, file: Write
) -> None:
    exhibit = case.exhibits.add(file())
    other = case.exhibits.add(file("other", b"other"))
    assert case.exhibits.get(exhibit.sha256[:8].upper()) == exhibit
    assert case.exhibits.by_key() == {one.key: one.sha256 for one in (exhibit, other)}
    assert exhibit.key == shapes.exhibit_key(exhibit.sha256)
    assert case.exhibits.open(other).read() == b"other"


@pytest.mark.parametrize("name", ["", "%", "ffffffffffffffff", "not a hash"])
def test_an_unknown_exhibit_is_said_to_be_unknown(case: Case, file: Write, name: str) -> None:
    case.exhibits.add(file())
    with pytest.raises(MisuseError, match="no exhibit"):
        case.exhibits.get(name)


def test_an_ambiguous_beginning_is_refused(case: Case, file: Write) -> None:
    found: dict[str, int] = {}
    for number in range(17):  # of 17 hashes two begin with the same letter
        sha256 = case.exhibits.add(file("x", str(number).encode())).sha256
        found[sha256[0]] = found.get(sha256[0], 0) + 1
    letter = max(found, key=lambda first: found[first])
    with pytest.raises(MisuseError, match="more than one"):
        case.exhibits.get(letter)


@pytest.mark.parametrize(
    "wrong", [{"reliability": "G"}, {"reliability": "AB"}, {"credibility": 0}, {"credibility": 7}, {"captured": "soon"}]
)
def test_a_judgement_out_of_range_or_no_date_is_refused_before_anything_is_kept(
    case: Case, file: Write, wrong: dict[str, Any]
) -> None:
    with pytest.raises(MisuseError):
        case.exhibits.add(file(), **wrong)
    assert list(case.store.all()) == []


def test_an_erased_name_is_shown_as_unknown(case: Case, file: Write) -> None:
    exhibit = case.exhibits.add(file("secret.txt"))
    entry = next(case.log.entries(act="add"))
    case.log.erase(entry.private["name"], "asked to")
    again = case.exhibits.get(exhibit.sha256)
    assert again.receipts[0].name is None
    assert again.name == exhibit.sha256[:12]


def test_a_case_is_made_only_where_nothing_is(case: Case) -> None:
    with pytest.raises(MisuseError, match="exists"):
        Case.create(case.root)
    with pytest.raises(MisuseError, match="no case at"):
        Case.open(case.root / "exhibits")


def test_a_case_knows_its_name_and_its_regime(tmp_path: Any) -> None:
    Case.create(tmp_path / "folder", "Paek Ma", "somalia-charcoal")
    again = Case.open(tmp_path / "folder")
    assert (again.name, again.regime) == ("Paek Ma", "somalia-charcoal")
    assert again.readings_folder == tmp_path / "folder" / "readings"


def test_a_case_can_be_made_in_the_empty_folder_one_stands_in(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    made = Case.create(Path())
    assert made.name == "here"
    assert sorted(path.name for path in tmp_path.rglob("*") if path.is_file()) == ["case.db", "case.json"]
