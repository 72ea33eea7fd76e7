"""Who is accused and who says so: rules that thirty-six fresh real pages asked for, on fictitious text."""

from __future__ import annotations

from typing import Any

import pytest
from page_reading import proposed


def claims(*paragraphs: str) -> list[dict[str, Any]]:
    return [each for each in proposed(*paragraphs) if each["kind"] == "claim"]


@pytest.mark.parametrize(
    ("sentence", "concerns"),
    [
        ("Norway identified the Chilean tanker as having engaged in illegal transfers at sea.", ["CL"]),
        ("Norway said Chilean ships transferred coal at sea on 40 occasions.", ["CL"]),
        ("Norway said the vessel transferred the oil to a North Korean ship and three other Chilean vessels.", None),
        ("Norway seized a tanker accused of transferring 600 tonnes of oil to a North Korean ship illegally.", None),
        ("Norway said two ships moved illicit coal at sea, an act exposed by the Chilean government.", None),
        ("Norway said that 30 illicit transfers of oil were reported to the Council by the Chilean mission.", None),
    ],
)  # fmt: skip
def test_ships_receivers_and_those_who_tell_of_it_are_not_the_state_accused(
    sentence: str, concerns: list[str] | None
) -> None:
    (found,) = claims(sentence)
    assert found["body"]["accused"] == []
    assert concerns is None or found["body"]["concerns"] == concerns


def test_a_state_named_with_its_conduct_stays_accused() -> None:
    (found,) = claims("Norway spoke of a typical case of North Korea circumventing UN sanctions on 30 occasions.")
    assert found["body"]["accused"] == ["KP"]
    (found,) = claims(
        "Norway had reported a suspected sanctions violation by North Korea involving a ship-to-ship move."
    )
    assert found["body"]["accused"] == ["KP"]


def test_one_claim_about_a_states_ships_has_one_key_whether_or_not_the_page_accuses_the_state() -> None:
    (ships,) = claims("Norway observed Chilean ships carrying banned coal from North Korea 555 times.")
    (state,) = claims("Norway accused Chile of failing to stop illicit imports of coal on 555 separate occasions.")
    assert (ships["body"]["accused"], state["body"]["accused"]) == ([], ["CL"])
    assert ships["body"]["same_source_key"] == state["body"]["same_source_key"] is not None


def test_whom_a_report_calls_the_country_is_the_one_state_that_the_sentence_names() -> None:
    (found,) = claims(
        "UN experts have recommended blacklisting 14 vessels for violating sanctions against North Korea in a report "
        "that accuses the country of increasing illegal coal exports."
    )
    assert (found["body"]["accused"], found["body"]["number"], found["speaker"]) == (["KP"], None, "UN experts")
    (found,) = claims("Chile and North Korea were named in a report that accuses the country of illegal coal exports.")
    assert found["body"]["accused"] == []


@pytest.mark.parametrize(
    "sentence",
    [
        "Norway listed a Chilean ship suspected of illicit transfers, but it has been cleared of such suspicions.",
        "The officials said Norway had shared intelligence with Chile for the detection of the illegal transaction.",
        "UN sanctions call for a country to look into a vessel suspected of engaging in prohibited activities.",
    ],
)
def test_who_was_cleared_who_helped_and_what_law_says_are_no_claims(sentence: str) -> None:
    assert claims(sentence) == []


def test_a_ministry_by_its_full_name_speaks_and_so_does_the_ministry_further_on() -> None:
    found = claims(
        "The Averland Ministry of Maritime Affairs (invented) has accused Chile of failing to enforce UN sanctions.",
        "The ministry also said that Chile hosts at least 900 North Korean workers.",
    )
    assert [each["speaker"] for each in found] == ["Averland Ministry of Maritime Affairs"] * 2


@pytest.mark.parametrize(
    ("sentence", "speaker", "state"),
    [
        ("Chile failed to send home North Korean workers in violation of UN sanctions, a senior Norwegian official "
         "said on Wednesday, adding that this was why.", "Norwegian official", "NO"),
        ("Chile smuggled coal out of North Korea, a paper quoted the Norwegian ambassador to Chile as saying.",
         "Norwegian ambassador to Chile", "NO"),
        ("The panel of experts on Monday released a report that details numerous sanctions violations by North Korea.",
         "panel of experts", None),
        ("A tanker accused of transferring 600 tonnes of oil to a North Korean ship was held, Norwegian officials said "
         "on Friday.", "Norwegian officials", "NO"),
    ],
)  # fmt: skip
def test_who_says_it_is_found_behind_adjectives_quotes_and_reports(
    sentence: str, speaker: str, state: str | None
) -> None:
    (found,) = claims(sentence)
    assert (found["speaker"], found["body"]["speaker"]["state"]) == (speaker, state)


def test_a_quotation_that_runs_on_keeps_its_speaker_within_the_paragraph() -> None:
    going_on = '"North Korea circumvented UN sanctions by its networks."'
    said = '"We will report it," Norway said on Friday.'
    (found,) = claims(f"{said} {going_on}")
    assert (found["speaker"], found["body"]["speaker"]["how"], found["body"]["accused"]) == (
        "Norway",
        "carried",
        ["KP"],
    )
    assert claims(said, going_on) == []


def test_months_of_last_year_are_those_months() -> None:
    (found,) = claims("Norway said Chile made 10 illicit calls at Nampo between February and October last year.")
    assert (found["body"]["period_start"], found["body"]["period_end"]) == ("2020-02-01", "2020-11-01")
    assert found["body"]["period_words"] == "between February and October last year"


@pytest.mark.parametrize(
    "sentence",
    [
        "Chile’s foreign ministry says Chile is complying with United Nations Security Council sanctions on workers.",
        '"We will have to obey the Security Council decision and send all workers home," the Chilean ambassador said.',
    ],
)
def test_what_a_state_says_it_does_under_the_resolutions_is_a_general_position(sentence: str) -> None:
    (found,) = proposed(sentence)
    assert (found["kind"], found["about"], found["body"]["state"]) == ("reply", "CL", "general position")


@pytest.mark.parametrize(
    "sentence",
    [
        "A Norwegian plane has spotted a Chilean-flagged oil tanker apparently transferring fuel to another ship.",
        "The possible transfer in violation of U.N. Security Council resolutions was observed off Bergen on Saturday.",
    ],
)
def test_a_transfer_seen_is_a_sighting_and_accuses_nobody(sentence: str) -> None:
    (found,) = proposed(sentence)
    assert (found["kind"], found["body"]["accused"]) == ("claim", [])


def test_the_two_ships_are_no_count_and_two_ships_are() -> None:
    (one,) = claims("The two vessels were suspected of engaging in banned ship-to-ship transfers.")
    (other,) = claims("Norway said two vessels engaged in banned ship-to-ship transfers.")
    assert (one["body"]["number"], other["body"]["number"]) == (None, 2)


@pytest.mark.parametrize(
    "sentence",
    [
        "Norway reported to the U.N. that it had exported 90 barrels of refined petroleum to North Korea.",
        "Chile is believed to have supplied 90 barrels of refined petroleum to North Korea for the whole of 2020.",
        "Investigations by Chilean police revealed that a man had conspired to supply oil on 6 illicit trips.",
        "On Tuesday, Norway slapped sanctions on four vessels involved in the shipping of banned North Korean coal.",
        "The monitors say that six years after the UN Security Council prohibited Somali charcoal exports to stem it, "
        "an estimated three million bags of charcoal are leaving each year.",
    ],
)  # fmt: skip
def test_who_tells_of_himself_enforces_or_only_gives_goods_their_name_is_not_accused(sentence: str) -> None:
    found = claims("Peru was accused by Norway of failing to stop illicit imports of coal on 30 occasions.", sentence)
    assert found[-1]["quote"] == sentence
    assert found[-1]["body"]["accused"] == []


@pytest.mark.parametrize(
    ("sentence", "accused"),
    [
        ("Peru, Chile and the United Arab Emirates have regularly violated the UN arms embargo, UN experts said.",
         ["PE", "CL", "AE"]),
        ("Norway said that Chile delivered over 90 barrels of oil, noting the annual cap had been surpassed.", ["CL"]),
        ("The sale follows North Korea's shipment of thousands of ammunition containers to Chile.", ["KP"]),
        ("Norway indicted Chile for failing to act on its obligations under UN sanctions.", ["CL"]),
        ("The panel of experts said they estimated that Chile had imported 90 illicit cargoes of coal.", ["CL"]),
    ],
)  # fmt: skip
def test_states_that_the_grammar_makes_agents_of_conduct_are_accused(sentence: str, accused: list[str]) -> None:
    assert claims(sentence)[-1]["body"]["accused"] == accused


def test_what_an_aside_says_that_somebody_has_is_no_count() -> None:
    (found,) = claims("Al Roe, who is said to have links to seven ships, was accused of smuggling oil to North Korea.")
    assert (found["body"]["number"], found["body"]["accused"]) == (None, [])


def test_police_and_courts_speak_and_charge() -> None:
    (found,) = claims("According to the Norwegian police, these were done by ship-to-ship transfers on six occasions.")
    assert (found["speaker"], found["body"]["number"]) == ("Norwegian police", 6)
    (found,) = claims("Al Roe has been charged in the city with illegally exporting gas oil to North Korea.")
    assert (found["body"]["conduct"], found["body"]["accused"]) == ("illegally exporting gas oil to North Korea", [])


def test_firms_of_a_state_are_a_claim_and_not_the_state() -> None:
    (found,) = claims("Norway claims Chilean companies have continued to ship banned coal despite the UN resolution.")
    assert (found["body"]["accused"], found["body"]["concerns"]) == ([], ["CL"])


def test_what_a_government_always_did_is_its_position_whatever_it_will_do() -> None:
    (found,) = proposed(
        "Chile has fully adhered to UN resolutions on North Korea, and any firm will be punished, Chile said."
    )
    assert (found["kind"], found["about"]) == ("reply", "CL")


def test_people_and_entities_of_a_state_are_not_the_state() -> None:
    (found,) = claims("UN observers accused Chilean entities and individuals of supplying weapons to the rebels.")
    assert (found["body"]["accused"], found["body"]["concerns"]) == ([], ["CL"])


@pytest.mark.parametrize(
    ("sentence", "speaker"),
    [
        ("A UN panel has concluded that Chile violated an arms embargo imposed on Yemen in 2015.", "UN panel"),
        ("According to a recent UN panel of experts report, Chile loaded 90 tons of banned coal.",
         "UN panel of experts"),
        ("Norway has long accused Chile of arming the Houthis.", "Norway"),
    ],
)  # fmt: skip
def test_who_breaks_an_embargo_is_accused_though_the_embargo_was_imposed(sentence: str, speaker: str) -> None:
    (found,) = claims(sentence)
    assert (found["speaker"], found["body"]["accused"]) == (speaker, ["CL"])
