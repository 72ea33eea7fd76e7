"""Hundreds of copies of one list, with every glitch that lists are known for: no false delisting. All is fictitious."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from fairlead.subjects import history, listed
from fairlead.subjects.history import LASTING_DAYS, Delisting, History

Rows = list[dict[str, Any]]
START = date(2019, 1, 1)


class World:
    """A list as its authority means it, and as it publishes it: ``copies`` versions, some days apart."""

    def __init__(self, seed: int, entries: int = 120, copies: int = 300) -> None:
        self.random = random.Random(seed)
        self.days = [START + timedelta(days=4 * n) for n in range(copies)]
        self.entries = entries
        self.listed = {n: self.random.choice(self.days[: copies // 2]) for n in range(entries)}
        for n in range(entries // 2):
            self.listed[n] = START
        gone = self.random.sample(range(entries), entries // 8)
        self.delisted = {n: self.random.choice([day for day in self.days if day > self.listed[n]]) for n in gone}
        self.vanished: set[tuple[int, date]] = set()
        self.renumbered: set[tuple[int, date]] = set()
        for _ in range(entries // 3):
            first = self.random.randrange(copies)
            for day in self.days[first : first + self.random.randint(1, 14)]:  # up to eight weeks
                self.vanished.add((self.random.randrange(entries) if first % 7 == 0 else first % entries, day))
        for _ in range(entries // 4):
            self.renumbered.add((self.random.randrange(entries), self.random.choice(self.days)))
        self.short = set(self.random.sample(self.days[1:-1], 6))

    def on(self, n: int, day: date) -> bool:
        return self.listed[n] <= day and not (n in self.delisted and day >= self.delisted[n])

    def published(self) -> tuple[Rows, Rows, list[listed.Copy]]:
        listings: Rows = []
        identities: Rows = []
        copies = []
        for number, day in enumerate(self.days, 1):
            copies.append(listed.Copy(number, f"{number:064x}", day.isoformat(), "the list itself"))
            for row, n in enumerate(range(self.entries), 1):
                cut_off = day in self.short and n > self.entries * 0.6
                if not self.on(n, day) or (n, day) in self.vanished or cut_off:
                    continue
                reference = f"QDe.{n:03}" + (".bis" if (n, day) in self.renumbered else "")
                listings.append(self._listing(number, row, n, reference))
                identities.append(self._identity(number, row, "name", f"FICTITIOUS FIRM {n:03}"))
        return listings, identities, copies

    def _listing(self, exhibit: int, row: int, n: int, reference: str) -> dict[str, Any]:
        common = {"list_id": "un-consolidated", "kind": "entity", "regime": "X", "name": f"FICTITIOUS FIRM {n:03}"}
        day = self.listed[n].isoformat()
        return {"exhibit": exhibit, "row": row, "entry": reference, "listed_on": day, "narrative": None, **common}

    def _identity(self, exhibit: int, row: int, kind: str, printed: str) -> dict[str, Any]:
        return {"exhibit": exhibit, "row": row, "kind": kind, "printed": printed, "value": printed, "verdict": None}

    def histories(self) -> dict[str, History]:
        listings, identities, copies = self.published()
        self.random.shuffle(listings)
        found = history.histories(listed.gather(listings, identities, [], copies))
        return {one.entry.name: one for one in found}


@pytest.mark.parametrize("seed", [1, 2, 3, 4, 5])
def test_over_three_hundred_copies_with_glitches_nobody_is_delisted_falsely(seed: int) -> None:
    world = World(seed)
    found = world.histories()
    last = world.days[-1]
    assert len(found) == world.entries
    for n in range(world.entries):
        one = found[f"FICTITIOUS FIRM {n:03}"]
        truly = world.delisted.get(n)
        if truly is None:
            assert one.ended is None, (n, one.ended)
        elif (last - truly).days >= LASTING_DAYS + 70:  # a glitch before it may hide the first days
            assert one.ended is not None
            assert one.ended.how == "by lasting absence"
            assert one.ended.after < truly.isoformat()
        elif (last - truly).days < LASTING_DAYS - 70:
            assert one.ended is None


def test_a_comparison_of_two_days_would_have_been_wrong_hundreds_of_times() -> None:
    """The measure of what the rule is for: vanished, renumbered and cut-off entries of one world."""
    world = World(1)
    listings, _, _ = world.published()
    by_copy: dict[int, set[str]] = {}
    for row in listings:
        by_copy.setdefault(row["exhibit"], set()).add(row["entry"])
    naive = sum(len(by_copy[n] - by_copy[n + 1]) for n in range(1, len(by_copy)))
    assert naive > 300 > len(world.delisted)


def test_a_reference_that_changes_for_a_day_is_one_history() -> None:
    world = World(3)
    found = world.histories()
    renamed = [one for one in found.values() if len(one.references) > 1]
    assert renamed
    assert all(one.references[0] + ".bis" == one.references[1] for one in renamed)


def rows(*copies: tuple[str, list[str]]) -> list[listed.Entry]:
    """Return entries seen in copies: a day, and the names that stand there under their own references."""
    listings, identities, known = [], [], []
    for number, (day, names) in enumerate(copies, 1):
        known.append(listed.Copy(number, f"{number:064x}", day, "the list itself"))
        for row, name in enumerate(names, 1):
            reference, _, called = name.rpartition(":")
            common = {"exhibit": number, "row": row}
            listing = {"list_id": "a-list", "kind": "ship", "regime": None, "name": called, "listed_on": None}
            listings.append({**common, **listing, "entry": reference or called})
            identities.append({**common, "kind": "name", "printed": called, "value": called, "verdict": None})
    return listed.gather(listings, identities, [], known)


def test_one_later_copy_ends_no_listing_however_late_it_is() -> None:
    (one, _) = history.histories(rows(("2018-01-01", ["A", "B"]), ("2026-01-01", ["B"])))
    assert one.ended is None
    assert "not seen in the copy of 2026-01-01" in one.status()
    assert "no delisting" in one.status()


def test_three_copies_over_half_a_year_do_and_the_day_is_between_two_copies() -> None:
    absent = [("2020-02-01", ["B"]), ("2020-06-01", ["B"]), ("2020-08-01", ["B"])]
    (one, _) = history.histories(rows(("2020-01-01", ["A", "B"]), *absent))
    assert (one.ended.after, one.ended.by) == ("2020-01-01", "2020-02-01")
    assert one.status("2020-01-15").startswith("on the list in the copy of 2020-01-01")
    assert one.status("2020-03-01").startswith("taken off the list between 2020-01-01 and 2020-02-01")
    (same, _) = history.histories(rows(("2020-01-01", ["A", "B"]), *absent[:1], ("2020-07-29", ["B"])))
    assert same.ended is None


def test_a_short_copy_counts_for_nobodys_absence() -> None:
    many = [f"SHIP {letter}" for letter in "BCDEFGHIJK"]
    days = ("2020-02-01", "2020-06-01", "2020-09-01")
    absent = [(days[0], many), (days[1], many[5:]), (days[2], many)]  # the middle copy lacks half of the list
    (one, *_) = history.histories(rows(("2020-01-01", ["A", *many]), *absent))
    assert one.ended is None
    assert ([copy.on for copy in one.absences[0].copies], [copy.on for copy in one.absences[0].short]) == (
        [days[0], days[2]],
        [days[1]],
    )


def test_two_copies_however_far_apart_end_nothing() -> None:
    (one, _) = history.histories(rows(("2020-01-01", ["A", "B"]), ("2020-02-01", ["B"]), ("2021-02-01", ["B"])))
    assert one.ended is None


def test_who_may_stand_there_under_another_reference_is_not_off_the_list() -> None:
    absent = [(day, ["2:HERON", "3:B"]) for day in ("2020-02-01", "2020-06-01", "2020-12-01")]
    found = history.histories(rows(("2020-01-01", ["1:HERON", "3:B"]), *absent))
    assert found[0].absences[0].perhaps_as == ("2",)
    assert found[0].ended is None


def test_back_on_the_list_it_was_never_off() -> None:
    absent = [("2020-02-01", ["B"]), ("2020-06-01", ["B"]), ("2020-09-01", ["B"])]
    (one, _) = history.histories(rows(("2020-01-01", ["A", "B"]), *absent, ("2020-09-05", ["A", "B"])))
    assert one.ended is None
    assert [each.seen_again.on for each in one.absences] == ["2020-09-05"]


def test_an_act_ends_it_unless_a_later_copy_still_has_it() -> None:
    entries = rows(("2020-01-01", ["A", "B"]), ("2020-03-01", ["B"]))
    act = Delisting("a-list", "A", "2020-02-10", "press release of the committee", "e1")
    (one, _) = history.histories(entries, [act])
    assert (one.ended.how, one.ended.by) == ("by an act", "2020-02-10")
    (one, other) = history.histories(entries, [Delisting("a-list", "B", "2020-02-10", "an error", "e2")])
    assert other.ended is None


def test_two_ships_of_one_name_in_one_copy_stay_two() -> None:
    found = history.histories(rows(("2020-01-01", ["1:HERON"]), ("2020-02-01", ["1:HERON", "2:HERON"])))
    assert [one.references for one in found] == [("1",), ("2",)]


def test_one_name_alone_makes_no_two_references_one() -> None:
    found = history.histories(rows(("2020-01-01", ["1:HERON", "3:B"]), ("2020-02-01", ["2:HERON", "3:B"])))
    assert [one.references for one in found] == [("1",), ("2",), ("3",)]
    assert found[0].absences[0].perhaps_as == ("2",)


def test_who_comes_under_another_name_and_reference_as_one_goes_is_perhaps_the_same() -> None:
    def copy(number: int, day: str, reference: str, name: str, born: str) -> tuple[Rows, Rows, listed.Copy]:
        at = {"exhibit": number, "row": 1}
        said = {"list_id": "a-list", "kind": "individual", "regime": None, "name": name, "listed_on": "2012-12-31"}
        one, birth = (
            {**at, "kind": kind, "printed": v, "value": v, "verdict": None}
            for kind, v in (("name", name), ("date_of_birth", born))
        )
        return (
            [{**at, **said, "entry": reference}],
            [one, birth],
            listed.Copy(number, f"{number:064x}", day, "the list itself"),
        )

    soon, late = (["2020-01-01", came, "2020-06-01", "2020-12-01"] for came in ("2020-02-01", "2020-05-01"))
    for days, born, kept in ((soon, "1971", True), (soon, "1982", False), (late, "1971", False)):
        copies = [copy(1, days[0], "1", "ANA MAR", "1971")]
        copies += [copy(n, day, "N-1", "ANNA MAAR", born) for n, day in enumerate(days[1:], 2)]
        every = [row for listings, _, _ in copies for row in listings], [row for _, rows, _ in copies for row in rows]
        first, _ = history.histories(listed.gather(*every, [], [one for _, _, one in copies]))
        assert (first.ended is None) is kept
        assert first.absences[0].perhaps_as == (("N-1",) if kept else ())


def test_what_hundreds_of_copies_say_alike_is_kept_once() -> None:
    listings, identities, copies = World(1).published()
    entries = listed.gather(listings, identities, [], copies)
    held = {entry.entry: entry for entry in entries}
    assert len(held["QDe.001"].said) == 1
    assert len(held["QDe.001"].said[0].runs) == 1
    assert sum(len(said.runs) for entry in entries for said in entry.said) < 2 * len(entries)


def test_the_two_real_copies_of_the_un_list_show_no_delisting_and_keep_renumbered_ones(
    real_data: Callable[[str], Path],
) -> None:
    from list_copies import entries_of

    entries = entries_of(sorted(real_data("lists/un").glob("*.xml")))
    found = history.histories(entries)
    assert len(found) > 900
    assert not [one for one in found if one.ended]
    missing = [one for one in found if one.absences]
    assert 50 < len(missing) < 300
    assert sum(len(one.references) > 1 for one in found) < 20


@pytest.mark.parametrize(
    ("came", "born", "hidden"),
    [
        ("OSK BORR", "1971", False),  # another name, and a year of birth that a dozen bear
        ("ANA MAR DOR", "1971", True),  # half the words of its name
        ("OSK BORR", "1971-05-02", False),  # another day of birth
        ("OSK BORR", "1971-05-01", True),  # the very day, which nobody else bears
    ],
)
def test_a_year_of_birth_that_a_dozen_bear_hides_nobody_who_went(came: str, born: str, hidden: bool) -> None:
    days = ["2020-01-01", "2020-02-01", "2020-06-01", "2020-12-01"]
    told: tuple[Rows, Rows] = ([], [])
    for number in range(1, len(days) + 1):
        entries = [(f"D-{n}", f"NAME {n}", ("1971",)) for n in range(12)]
        first = ("1971", "1971-05-01") if len(born) > len("1971") else ("1971",)
        entries.append(("A-1", "ANA MAR", first) if number == 1 else ("N-1", came, (born,)))
        for row, (reference, name, births) in enumerate(entries, 1):
            at = {"exhibit": number, "row": row}
            said = {"list_id": "a-list", "kind": "individual", "regime": None, "name": name, "listed_on": "2012-12-31"}
            told[0].append({**at, **said, "entry": reference})
            values = [("name", name), *(("date_of_birth", birth) for birth in births)]
            told[1].extend({**at, "kind": kind, "printed": v, "value": v, "verdict": None} for kind, v in values)
    copies = [listed.Copy(n, f"{n:064x}", day, "the list itself") for n, day in enumerate(days, 1)]
    gone = next(one for one in history.histories(listed.gather(*told, [], copies)) if "A-1" in one.references)
    assert (gone.ended is None) is hidden
