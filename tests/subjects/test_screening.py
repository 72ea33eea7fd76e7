"""Screening: what agrees, what conflicts, and how sure it is; copies of a list over time."""

from __future__ import annotations

from typing import Any

import pytest

from fairlead.subjects import listed, screening
from fairlead.subjects.decided import Decision, Decisions
from fairlead.subjects.screening import Query, Screen

EARLY = listed.Copy(1, "a" * 64, "2018-01-01", "the list itself")
MIDDLE = listed.Copy(2, "b" * 64, "2019-01-01", "the list itself")
LATE = listed.Copy(3, "c" * 64, "2020-01-01", "the list itself")

Tables = tuple[list[dict[str, Any]], list[dict[str, Any]], list[dict[str, Any]]]


def rows(copy: listed.Copy, *entries: dict[str, Any], list_id: str = "toy-list") -> Tables:
    """Return listings, identities and bases of one copy; identities are given as kind=[(printed, value, verdict)]."""
    listings, identities = [], []
    for number, given in enumerate(entries, start=1):
        place = {"exhibit": copy.exhibit, "row": number}
        known = ("entry", "kind", "name", "listed_on", "regime")
        listings.append({**place, "list_id": list_id, **{name: given.get(name) for name in known}})
        said = {"name": [(given["name"], None, None)], **{k: v for k, v in given.items() if k not in known}}
        for kind, values in said.items():
            for printed, value, verdict in values:
                identities.append({**place, "kind": kind, "printed": printed, "value": value, "verdict": verdict})
    bases = [{"exhibit": copy.exhibit, "row": 1, "measure": "1-1", "since": None, "printed": "paragraph 1"}]
    return listings, identities, bases


def gathered(*copies: tuple[listed.Copy, Tables]) -> list[listed.Entry]:
    joined = [[row for _, tables in copies for row in tables[place]] for place in range(3)]
    return listed.gather(joined[0], joined[1], joined[2], dict.fromkeys(copy for copy, _ in copies))


def ship(entry: str, name: str, imo: str | None = None, **more: Any) -> dict[str, Any]:
    numbers = {"imo": [(imo, imo, "valid")]} if imo else {}
    return {"entry": entry, "kind": "ship", "name": name, **numbers, **more}


def person(entry: str, name: str, **more: Any) -> dict[str, Any]:
    return {"entry": entry, "kind": "individual", "name": name, **more}


def screen(*entries: dict[str, Any]) -> Screen:
    return Screen(gathered((EARLY, rows(EARLY, *entries))))


def grades(found: list[screening.Match]) -> list[tuple[str, str]]:
    return [(match.entry.entry, match.grade) for match in found]


def test_an_imo_number_is_the_same_identifier_and_says_where_the_list_prints_it() -> None:
    (match,) = screen(ship("1", "GRAY HERON", "9074729"), ship("2", "BONITO")).match(Query(imo="9074729"))
    assert (match.entry.entry, match.grade) == ("1", "same identifier")
    assert match.agreed[0].said is not None
    assert (match.agreed[0].said.copy, match.agreed[0].said.row) == (EARLY, 1)


def test_the_same_name_with_another_number_is_another_ship() -> None:
    found = screen(ship("1", "GRAY HERON", "9074729")).match(Query(name="M/V Gray Heron", imo="8528864"))
    assert grades(found) == [("1", "another ship")]
    assert "asked 8528864, listed 9074729" in found[0].conflicted[0].words


def test_the_same_number_under_another_name_is_told_with_the_conflict() -> None:
    (match,) = screen(ship("1", "GRAY HERON", "9074729")).match(Query(name="Bonito", imo="9074729"))
    assert match.grade == "same identifier"
    assert [reason.what for reason in match.conflicted] == ["name"]


def test_a_ship_listed_without_a_number_stays_a_lead() -> None:
    assert grades(screen(ship("1", "GRAY HERON")).match(Query(name="GRAY HERON", imo="8528864"))) == [
        ("1", "name lead only")
    ]


@pytest.mark.parametrize("query", [Query(mmsi="457000001"), Query(call_sign="9xyz-1")])
def test_a_shared_mmsi_or_call_sign_is_a_question(query: Query) -> None:
    asked = screen(ship("1", "A", mmsi=[("457000001", "457000001", None)], call_sign=[("9XYZ1", "9XYZ1", None)]))
    assert grades(asked.match(query)) == [("1", "question")]


def test_a_number_used_falsely_or_mentioned_in_words_is_a_question_not_a_match() -> None:
    asked = screen(
        ship("1", "A", fraud_imo=[("9074729", "9074729", "valid")]),
        {"entry": "2", "kind": "entity", "name": "B", "imo": [("9074729", "9074729", "valid")]},
    )
    assert grades(asked.match(Query(imo="9074729"))) == [("1", "question"), ("2", "question")]


def test_a_number_that_fails_its_check_is_still_found_and_its_verdict_told() -> None:
    asked = screen({"entry": "1", "kind": "ship", "name": "A", "imo": [("9074720", "9074720", "check digit fails")]})
    (match,) = asked.match(screening.parse("9074720"))
    assert "check digit fails" in match.agreed[0].words


@pytest.mark.parametrize("spelling", ["SAM JONG 1", "SAM JONG I", "M/V SAMJONG NO. 1", "Sam Jong-1"])
def test_ship_numbers_are_read_in_all_their_forms_and_never_confused(spelling: str) -> None:
    asked = screen(ship("1", "SAM JONG 1"), ship("2", "SAM JONG 2"), ship("3", "SAM JONG"))
    assert grades(asked.match(Query(name=spelling))) == [("1", "name lead only")]


@pytest.mark.parametrize(
    "mangled",
    ["MAR Ana de la", "Ana de la Mra", "ANA  DELA  MAR", "Anna de laa Mar", "Áná de lá Mär", "Mar, Ana de la"],
)
def test_order_blanks_accents_doubled_and_swapped_letters_do_not_hide_a_name(mangled: str) -> None:
    assert grades(screen(person("1", "ANA DE LA MAR")).match(Query(name=mangled))) == [("1", "name lead only")]


@pytest.mark.parametrize("stranger", ["Ana Mar", "Ana de la Cruz", "Juan de la Mar Gomez", "", "…", "山"])
def test_other_names_are_not_found(stranger: str) -> None:
    assert screen(person("1", "ANA DE LA MAR")).match(Query(name=stranger)) == []


@pytest.mark.parametrize(
    ("asked", "name"),
    [
        ("박철수", "PAK CHOL SU"),
        ("Park Cheol-su", "PAK CHOL SU"),
        ("리명국", "RI MYONG GUK"),
        ("Иван Морозов", "IVAN MOROZOV"),
        ("Muhammed Ahmed Yusuf", "MOHAMAD AHMAD YOUSSOUF"),
    ],
)
def test_other_scripts_and_romanisations_meet(asked: str, name: str) -> None:
    assert grades(screen(person("1", name), person("2", "KIM YONG IL")).match(Query(name=asked))) == [
        ("1", "name lead only")
    ]


def test_another_year_of_birth_is_told_as_a_conflict() -> None:
    asked = screen(person("1", "ANA MAR", date_of_birth=[("1960", "1960", None), ("1962-01-01", "1962-01-01", None)]))
    conflicts = [asked.match(Query(name="Ana Mar", born=born))[0].conflicted for born in ("1961", "1975-05-05")]
    assert [[reason.what for reason in each] for each in conflicts] == [[], ["born"]]


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("9074729", Query(imo="9074729")),
        ("IMO 9074729", Query(imo="9074729")),
        ("457000001", Query(mmsi="457000001")),
        ("MMSI: 457000001", Query(mmsi="457000001")),
        ("SAM JONG 1", Query(name="SAM JONG 1")),
    ],
)
def test_what_is_asked_is_read_from_its_form(text: str, query: Query) -> None:
    assert screening.parse(text) == query


def test_an_entry_that_vanishes_and_returns_is_never_called_delisted() -> None:
    entries = gathered(
        (EARLY, rows(EARLY, ship("1", "A"), ship("2", "B"))),
        (MIDDLE, rows(MIDDLE, ship("2", "B"))),
        (LATE, rows(LATE, ship("1", "A"), ship("2", "B"))),
    )
    first, second = entries
    assert [copy.on for copy in first.seen] == ["2018-01-01", "2020-01-01"]
    assert first.not_seen == [(MIDDLE, ())]
    assert first.status() == "on the list in the copy of 2020-01-01"
    assert first.status("2019-06-01") == (
        "not seen in the copy of 2019-01-01; last seen in the copy of 2018-01-01; that alone is no delisting"
    )
    assert second.not_seen == []


def test_an_entry_under_a_new_reference_is_pointed_to_by_number_and_by_name() -> None:
    entries = gathered(
        (EARLY, rows(EARLY, ship("1", "A", "9074729"), person("3", "ANA MAR"))),
        (LATE, rows(LATE, ship("9", "A RENAMED", "9074729"), person("8", "Ana  Mar"))),
    )
    assert {entry.entry: entry.not_seen for entry in entries if entry.not_seen} == {
        "1": [(LATE, ("9",))],
        "3": [(LATE, ("8",))],
    }


def test_copies_before_an_entry_was_first_seen_do_not_miss_it() -> None:
    (entry, _) = gathered((EARLY, rows(EARLY, ship("2", "B"))), (LATE, rows(LATE, ship("1", "A"), ship("2", "B"))))
    assert entry.not_seen == []
    assert entry.status("2019-06-01") == "not known for 2019-06-01: first seen in the copy of 2020-01-01"


@pytest.mark.parametrize(
    ("on", "status"),
    [
        ("2017-01-01", "not listed yet on 2017-01-01: the list gives 2017-06-01"),
        (
            "2017-07-01",
            "listed since 2017-06-01 by its own account; no copy of 2017-07-01 or before is in the case",
        ),
        ("2018-07-01", "on the list in the copy of 2018-01-01"),
    ],
)
def test_the_day_of_listing_tells_of_days_before_the_first_copy(on: str, status: str) -> None:
    (entry,) = gathered((EARLY, rows(EARLY, ship("1", "A", listed_on="2017-06-01"))))
    assert entry.status(on) == status


def test_names_of_another_exhibit_hang_on_the_entry_that_they_number() -> None:
    names = rows(
        MIDDLE, {"entry": "1", "kind": "alias", "name": "OLD HERON", "former_name": [("OLD HERON", None, None)]}
    )
    entries = gathered((EARLY, rows(EARLY, ship("1", "GRAY HERON"))), (MIDDLE, names))
    (match,) = Screen(entries).match(Query(name="Old Heron"))
    assert (match.entry.name, match.entry.not_seen) == ("GRAY HERON", [])
    assert match.agreed[0].said is not None
    assert match.agreed[0].said.copy == MIDDLE


def test_lists_are_kept_apart() -> None:
    entries = gathered(
        (EARLY, rows(EARLY, ship("1", "A", "9074729"))),
        (LATE, rows(LATE, ship("1", "A", "9074729"), list_id="other-list")),
    )
    assert [(entry.list_id, entry.not_seen) for entry in entries] == [("other-list", []), ("toy-list", [])]
    assert grades(Screen(entries).match(Query(imo="9074729"))) == [("1", "same identifier")] * 2


def decided(verdict: str, one: str, other: str, index: int = 1) -> Decision:
    first, second = sorted((one, other))
    return Decision(verdict, first, second, "as seen", None, None, (), f"{index:064x}", index, "2020-01-01")  # type: ignore[arg-type]


def test_a_decision_brings_an_entry_in_and_another_puts_one_aside() -> None:
    entries = gathered((EARLY, rows(EARLY, ship("1", "GRAY HERON", "9074729"), ship("2", "BLUE TERN"))))
    (list_id,) = {entry.list_id for entry in entries}
    asked = Query(imo="9074729")
    assert [(one.entry.entry, one.grade) for one in Screen(entries).match(asked)] == [("1", "same identifier")]
    joined = Decisions([decided("same", "imo:9074729", f"{list_id}:2")])
    found = {one.entry.entry: one for one in Screen(entries, joined).match(asked)}
    assert (found["1"].grade, found["2"].grade) == ("same identifier", "same by decision")
    assert "a person decided: imo:9074729" in found["2"].agreed[0].words
    parted = Decisions([decided("distinct", "imo:9074729", f"{list_id}:1")])
    (one,) = Screen(entries, parted).match(asked)
    assert one.grade == "another by decision"
    assert "as seen" in one.conflicted[-1].words
