"""Recording what is seen in a paper, an image or a page, from the command line."""

from __future__ import annotations

import pytest

BILL = (
    *("--act", "loading", "--ship", "EXAMPLE STAR:9000001:KP", "--place", "Nampo", "--country", "kp"),
    *("--start", "2019-03-05", "--page", "2", "--box", "72,90.5,300,120", "--goods", "coal", "--reference", "B/L 17"),
    *("--how-known", "date printed on the bill"),
)


def without(option):
    at = BILL.index(option)
    return BILL[:at] + BILL[at + 2 :]


def test_a_bill_of_lading_is_recorded_as_given(fairlead, found):
    said = fairlead("observe", found.root, found.sha256[:8], *BILL)
    assert said.status == 0
    assert "loading, 2019-03-05" in said.out
    [seen] = found.case.register.observations()
    assert (seen.reference, seen.precision, seen.goods) == ("B/L 17", "day", ("coal",))
    assert (seen.subjects[0].role, seen.subjects[0].imo, seen.subjects[0].flag) == ("carrier", 9000001, "KP")
    assert (seen.places[0].role, seen.places[0].country, seen.places[0].lat) == ("origin", "KP", None)
    assert seen.cited.where[0].box == (72.0, 90.5, 300.0, 120.0)


def test_a_number_that_fails_its_check_digit_is_kept_as_printed_with_a_note(fairlead, found):
    said = fairlead("observe", found.root, found.sha256, *BILL)
    assert "IMO 9000001: check digit fails; kept as printed" in said.err


def test_a_photograph_is_observed_by_its_region_and_a_transfer_has_two_ships(fairlead, found):
    ships = ("--ship", "A", "--ship", ":9074729", "--role", "giver", "--role", "taker")
    given = ("--act", "ship_to_ship", "--start", "2018-02-16", "--region", "1,2,30,40", "--how-known", "caption")
    fairlead("observe", found.root, found.sha256, *ships, *given, "--basis", "observed")
    [seen] = found.case.register.observations()
    assert [(who.role, who.name, who.imo) for who in seen.subjects] == [("giver", "A", None), ("taker", None, 9074729)]
    assert (seen.basis, seen.cited.where[0].page, seen.cited.where[0].box) == ("observed", 1, (1, 2, 30, 40))


def test_an_import_has_an_origin_and_a_destination(fairlead, found):
    given = ("--act", "import", "--place", "Nampo", "--country", "KP", "--to", "Port Example", "--to-country", "CN")
    fairlead("observe", found.root, found.sha256, *BILL, *given)
    [seen] = found.case.register.observations()
    assert [(place.role, place.country) for place in seen.places] == [("origin", "KP"), ("destination", "CN")]


@pytest.mark.parametrize("option", ["--act", "--start", "--how-known"])
def test_what_is_missing_is_asked_for_by_its_name(fairlead, found, option):
    refused = fairlead("observe", found.root, found.sha256, *without(option))
    assert refused.status == 2
    assert f"{option} is missing" in refused.err


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (("--act", "host_labour", "--person", "A. Worker"), 1, "workers are never named"),
        (("--measure", "9999-1"), 2, "no measure 9999-1"),
        (("--country", "Korea"), 2, "two-letter code"),
        (("--box", "1,2,3"), 2, "not a box"),
        (("--rows", "one"), 2, "not a range"),
        (("--rows", "1-2"), 2, "one place"),
        (("--lat", "38.7"), 2, "both latitude and longitude"),
        (("--role", "a", "--role", "b"), 2, "2 roles for 1"),
        (("--ship", "::"), 2, "a name or a number"),
        (("--start", "March 2019"), 2, "not a time"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_recorded(fairlead, found, arguments, status, said):
    before = found.case.log.size()
    refused = fairlead("observe", found.root, found.sha256, *BILL, *arguments)
    assert refused.status == status
    assert said in " ".join(refused.err.split())
    assert found.case.log.size() == before


def test_an_unknown_exhibit_is_refused(fairlead, found):
    assert "no exhibit begins with" in fairlead("observe", found.root, "ffff", *BILL).err
    assert "EXHIBIT is missing" in fairlead("observe", found.root, *BILL).err


def test_an_observation_is_withdrawn_only_with_a_reason(fairlead, found):
    entry = fairlead("observe", found.root, found.sha256, *BILL, "--format", "json").json()["entry"]
    assert entry[:8] in fairlead("observe", found.root, "--list").out
    assert [one["id"] for one in fairlead("observe", found.root, "--list", "--format", "json").json()] == [entry]
    assert fairlead("observe", found.root, "--withdraw", entry[:10]).status == 2
    assert fairlead("observe", found.root, "--withdraw", entry[:10], "--reason", "another ship").status == 0
    assert found.case.register.observations() == []
    assert entry[:8] not in fairlead("observe", found.root, "--list").out
