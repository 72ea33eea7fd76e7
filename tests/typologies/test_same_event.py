"""Which accounts tell of one event, which perhaps do, and which contradict each other. All ships are made up."""

from __future__ import annotations

from datetime import date

import pytest

from fairlead.typologies.accounts.same_event import Account, Ship, links, links_of

ONE, OTHER, THIRD = Ship("MADE UP 1", 9000001), Ship("MADE UP 2", 9000002), Ship("INVENTED 3", 9000003)


def told(id: str, *ships: Ship, on: str = "2018-02-16", to: str | None = None, precision: str = "day") -> Account:
    start = date.fromisoformat(on)
    return Account(id, "transfer", ships, start, date.fromisoformat(to) if to else start, precision)


@pytest.mark.parametrize(
    ("first", "second", "kind"),
    [
        (told("a", ONE, OTHER), told("b", OTHER, ONE), "same event"),
        (told("a", ONE, OTHER), told("b", ONE), "same event"),
        (told("a", ONE, OTHER), told("b", ONE, THIRD), "conflict"),
        (told("a", ONE, OTHER), told("b", Ship("made up 1"), OTHER), "same event"),
        (told("a", ONE, OTHER), told("b", ONE, on="2018-02-01", to="2018-02-28", precision="month"), "perhaps"),
        (told("a", ONE, Ship("MADE UP 7")), told("b", ONE, Ship("MADE UP")), "perhaps"),
        (told("a", ONE, OTHER), told("b", ONE, OTHER, on="2018-02-19"), "perhaps"),
        (told("a", ONE, OTHER), told("b", ONE, THIRD, on="2018-02-19"), None),
        (told("a", ONE, OTHER), told("b", ONE, OTHER, on="2018-03-19"), None),
        (told("a", ONE, OTHER), told("b", THIRD), None),
        (told("a", ONE), told("b", Ship("MADE UP 1", 9000009)), None),
        (told("a", Ship("MADE UP 1")), told("b", Ship("MADE UP 2")), None),
    ],
)
def test_pairs_of_accounts(first: Account, second: Account, kind: str | None) -> None:
    found = links([first, second])
    assert [link.kind for link in found] == ([kind] if kind else [])


def test_accounts_of_different_families_are_never_one_event() -> None:
    other = Account("b", "delivery", (ONE,), date(2018, 2, 16), date(2018, 2, 16), "day")
    assert links([told("a", ONE), other]) == []


def test_a_conflict_names_both_counterparts() -> None:
    (link,) = links([told("a", ONE, OTHER), told("b", ONE, THIRD)])
    assert "MADE UP 2 in one, INVENTED 3 in the other" in link.why


def test_accounts_that_rest_on_one_meeting_are_one_story() -> None:
    events = frozenset({"meeting-1"})
    day = date(2018, 2, 16)
    first = Account("a", "transfer", (ONE, OTHER), day, day, "second", events)
    second = Account("b", "transfer", (ONE, THIRD), day, day, "second", events)
    (link,) = links([first, second])
    assert link.kind == "one story"


def test_the_links_of_one_account_leave_itself_out() -> None:
    accounts = [told("a", ONE, OTHER), told("b", OTHER, ONE), told("c", ONE, OTHER, on="2017-01-01")]
    assert [(link.one, link.other, link.kind) for link in links_of(accounts[1], accounts)] == [("a", "b", "same event")]
    assert links_of(accounts[2], accounts) == []
