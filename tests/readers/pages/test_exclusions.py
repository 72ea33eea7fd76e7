"""What is no claim, what accuses nobody, and who rejects what: rules that real pages asked for, on fictitious text."""

from __future__ import annotations

import pytest
from page_reading import proposed


@pytest.mark.parametrize(
    "sentence",
    [
        "The Norwegian-drafted resolution also caps crude oil supplies to North Korea at 4 million barrels a year.",
        "The U.N. resolution seeks to ban most petroleum exports to North Korea by capping them at 70,000 barrels.",
        "The UN has set a limit on the supply of petroleum products to the DPRK at the level of 70 000 barrels.",
        "Sanctions adopted in 2016 prohibit the import of more than 40 shipments of coal from North Korea.",
        "The experts' investigation of more than 200 joint ventures turned up some that violated UN sanctions.",
        "The Norwegian boat is among the 10 ships Chile proposed to blacklist for transporting banned goods.",
        "Norway spoke of the 12 tankers that Chile sanctioned for smuggling coal out of North Korea.",
    ],
)
def test_law_quoted_what_is_looked_into_and_what_is_listed_are_no_claims(sentence: str) -> None:
    assert proposed(sentence) == []


def test_an_act_beside_quoted_law_stays_a_claim() -> None:
    (found,) = proposed("The resolution bans coal, but Norway said North Korea exported 30 illicit shipments of it.")
    assert (found["body"]["number"], found["body"]["accused"]) == (30, ["KP"])


@pytest.mark.parametrize(
    ("sentence", "accused"),
    [
        ("The Norwegian newspaper Post cited a source as saying Chile transferred oil to North Korea 30 times.",
         ["CL"]),
        ("A Norwegian newspaper counted 30 illicit transfers of oil by Chilean ships.", []),
        ("The Norwegian-led patrol noted 30 illicit transfers of oil at sea.", []),
    ],
)  # fmt: skip
def test_a_paper_or_a_patrol_of_a_state_is_not_that_state(sentence: str, accused: list[str]) -> None:
    assert [state for found in proposed(sentence) for state in found["body"]["accused"]] == accused


def test_of_two_in_a_whole_only_the_two_did_it() -> None:
    (found,) = proposed("Two of six North Korean vessels that entered the port were unloading banned coal.")
    assert (found["body"]["number"], found["body"]["unit"]) == (2, "North Korean vessels")


def test_what_one_ship_is_suspected_of_is_said_neither_by_nor_of_those_in_the_next_clause() -> None:
    (found,) = proposed(
        "The vessel Oryx 2 smuggled coal.",
        "The Oryx 2 is suspected of smuggling illicit coal by the Norwegian government, and the vessel Ibex was "
        "owned by Al Roe, who, according to the UN Panel of Experts, has helped the DPRK smuggle weapons.",
    )[-1:]
    assert (found["speaker"], found["body"]["ships"], found["body"]["goods"]) == (None, None, ["coal"])


def test_thousands_set_apart_by_blanks_are_one_number() -> None:
    (found,) = proposed("Norway said that Chile sent more than 165 000 barrels of illicit oil to North Korea.")
    assert (found["body"]["number"], found["body"]["bound"]) == (165_000, "more than")


def test_the_date_of_a_dateline_is_not_that_of_the_act() -> None:
    (found,) = proposed("Feb. 15 (NPA) -- North Korea violated UN sanctions with ship-to-ship transfers, Norway said.")
    assert found["body"]["period_words"] is None


def test_a_state_is_no_ship() -> None:
    (found,) = proposed("Norway said North Korea used 10 ships the United States had sold to smuggle coal.")
    assert found["body"]["ships"] is None


@pytest.mark.parametrize(
    ("sentence", "flags", "period"),
    [
        ("A Norwegian plane saw a North Korean-flagged tanker alongside a smaller ship on Feb. 16 off Bergen.",
         ["KP"], "2021-02-16"),
        ("A large cargo ship loaded with coal was spotted at a North Korean port, pictures taken from above told.",
         [], None),
        ("Norway said it had detected what appeared to be a Chilean-flagged vessel conducting illegal transfers.",
         ["CL"], None),
    ],
)  # fmt: skip
def test_a_sighting_is_kept_and_accuses_nobody(sentence: str, flags: list[str], period: str | None) -> None:
    (found,) = proposed(sentence)
    assert (found["kind"], found["body"]["accused"], found["body"]["number"]) == ("claim", [], None)
    assert (found["body"]["flags"], found["body"]["period_start"]) == (flags, period)


@pytest.mark.parametrize(
    "sentence",
    [
        "No vessel was seen alongside a North Korean tanker.",
        "Norway denied that its plane spotted a North Korean tanker alongside another ship.",
        "It is unclear whether the plane saw a North Korean tanker alongside another ship.",
        "The plane saw a ship alongside the pier.",
        "The plane saw a cruise ship docked at the port.",
        "A satellite could have photographed a North Korean tanker alongside another ship.",
    ],
)
def test_what_was_not_seen_or_is_only_supposed_is_no_sighting(sentence: str) -> None:
    assert [found for found in proposed(sentence) if found["kind"] == "claim"] == []


@pytest.mark.parametrize(
    ("sentence", "denies"),
    [
        ("The Chilean Foreign Ministry denied claims that UN sanctions had been breached by Chilean tankers.", True),
        ("Chile said on Monday there had been no illicit oil sales by Chilean ships to North Korea.", True),
        ("Chile said that Chile strictly enforced U.N. resolutions on North Korea.", False),
        ("The Chilean Foreign Ministry defended its enforcement of U.N. sanctions against North Korea.", False),
    ],
)
def test_a_rejection_of_claims_that_the_page_does_not_tell_is_a_general_position(sentence: str, denies: bool) -> None:
    (found,) = proposed(sentence)
    assert (found["kind"], found["about"], found["body"]["denies"]) == ("reply", "CL", denies)
    assert found["body"]["state"] == "general position"


def test_a_rejection_of_what_others_are_said_to_do_is_no_reply() -> None:
    assert proposed("Norway denied claims that Chilean tankers carry oil.") == []


def test_the_two_countries_are_the_two_that_spoke() -> None:
    found = proposed(
        "Norway and Chile said North Korea smuggled 90 barrels of oil.",
        "The two countries said North Korea exported 70 illicit cargoes of coal.",
    )
    assert [each["speaker"] for each in found] == ["Norway and Chile"] * 2
