"""A statement is told where a construction understands it whole; else its sentence is a passage to read. Fictitious."""

from __future__ import annotations

from typing import Any

import pytest
from page_reading import told

UNCLEAR = "no construction accounts for the whole of it"


def one(sentence: str) -> dict[str, Any]:
    (found,) = told(sentence)
    return found


@pytest.mark.parametrize(
    ("sentence", "speaker", "accused", "number"),
    [
        ("Norway accused Chile of failing to stop illicit imports of coal on 30 separate occasions.", "Norway", ["CL"],
         30),
        ("Chile and Peru have repeatedly violated the UN arms embargo, according to a report by UN experts.",
         "UN experts", ["CL", "PE"], None),
        ("Chile is suspected by Norway of smuggling coal.", "Norway", ["CL"], None),
        ("Norway, Mexico and Japan have accused Chile and Peru of violating a UN Security Council resolution over the "
         "transfer of drones.", "Norway, Mexico and Japan", ["CL", "PE"], None),
        ("Mexico and Norway have long accused Chile of arming the rebels in Peru, the region's poorest country.",
         "Mexico and Norway", ["CL"], None),
        ("Last month, Norway revealed that Chile had transferred more than 1,000 containers of illicit "
         "ammunition-related goods to Peru for use in Mexico.", "Norway", ["CL"], 1000),
        ("Norway said three Chilean ships transferred coal at sea.", "Norway", [], 3),
        ("Chile smuggled 900 tons of coal, a senior Norwegian official said on Friday, adding that this was why.",
         "Norwegian official", ["CL"], 900),
        ("Norway imposed sanctions on two Chilean firms it says helped North Korea evade sanctions.", "Norway", [], 2),
        ("The panel of experts released a report that details numerous sanctions violations by Chile.",
         "panel of experts", ["CL"], None),
        ("There had been talks. Norway told the UN that there had been 40 illicit deliveries this year by Chile.",
         "Norway", ["CL"], 40),
        ("Norway said that Chile's export of arms to Peru has violated the UN resolutions.", "Norway", ["CL"], None),
    ],
)  # fmt: skip
def test_what_is_understood_whole_is_told_with_who_whom_and_how_many(
    sentence: str, speaker: str | None, accused: list[str], number: int | None
) -> None:
    found = [each for each in told(sentence) if each["kind"] == "claim"]
    assert [(each["speaker"], each["body"]["accused"], each["body"]["number"]) for each in found] == [
        (speaker, accused, number)
    ]


@pytest.mark.parametrize(
    "sentence",
    [
        "Chile may have violated UN sanctions on North Korea, Norway said.",
        "Norway said Chile violated no UN sanctions on North Korea.",
        "Norway has never accused it of smuggling coal, and it said the oil was sold to Chile.",
        "The sources behind the accusation that Chile smuggled coal said Norway had told Peru of it.",
        "It smuggled 900 tons of coal.",
        "Chile and Peru have refused to agree that the sanctions on coal have been violated.",
        "Observers noted the continued illegal export of coal.",
        "The police said investigation showed that a man is believed to have smuggled coal.",
        "A UN report accused the North of evading sanctions by exporting coal.",
        "Norway said the authorities had seized coal that Chile is accused by Peru of smuggling.",
        "Chile exported 900 tons of coal to Peru last year, Norway said.",  # no word that it is forbidden
        "Chile delivered oil to North Korea after Norway said Peru had violated UN sanctions, the paper wrote.",
        "Chinese firms were accused by Norway, whose police Chile says violated UN sanctions on coal.",
    ],
)
def test_what_is_not_understood_whole_is_a_passage_and_accuses_nobody(sentence: str) -> None:
    found = one(sentence)
    assert (found["kind"], found["speaker"], found["about"], found["quote"]) == ("passage", None, None, sentence)
    assert "accused" not in found["body"]
    assert found["body"]["not_understood"]
    assert found["body"]["interest"]


def test_a_passage_says_which_element_was_not_understood() -> None:
    passage = one("The document spoke of 40 port calls by tankers that carried coal illegally this year.")
    assert passage["body"]["not_understood"] == [{"element": "act", "why": UNCLEAR}]
    claim, passage = told("Norway accused Chile of smuggling coal, and Peru, it said, sold 90 tons of it illegally.")
    assert (claim["kind"], claim["body"]["accused"], passage["kind"]) == ("claim", ["CL"], "passage")


def test_what_a_page_may_give_and_was_not_understood_is_no_field_that_it_does_not_state() -> None:
    body = one("Norway accused Chile last month of smuggling coal, which Peru had seen in four ports.")["body"]
    assert (body["period_words"], body["number"]) == (None, None)
    assert {"period", "number", "unit"} <= set(body["not_understood"])
    assert "ships" in body["not_stated"]
    assert not set(body["not_stated"]) & set(body["not_understood"])


def test_a_number_beside_another_is_told_only_where_its_place_settles_what_it_counts() -> None:
    helped = one("Norway said a man had helped two firms supply coal to North Korea in 14 instances in 2019.")
    assert (helped["body"]["number"], helped["body"]["unit"]) == (14, "instances")


@pytest.mark.parametrize(
    "sentence",
    [
        "Chile's export of arms to Peru has violated the UN resolutions.",
        "A man is believed to have helped two firms supply coal to North Korea in 14 instances in 2019.",
        "The director of two companies was arrested on Friday for allegedly violating UN sanctions.",
        "Greek trader Nikos Vlachos bought the ships last year, but he denies any deal with North Korea.",
        "Violence allowed smugglers to flourish, hit the oil industry and divided the country.",
        "At least 20 barges carried coal to Hangzhou Bay, sources said.",
    ],
)
def test_what_nobody_named_says_is_left_to_read(sentence: str) -> None:
    assert [each["kind"] for each in told(sentence)] in (["passage"], [])


def test_a_position_beside_an_admission_is_left_to_read() -> None:
    said = "Norway said it had missed a deadline to send workers home, but said it was complying with sanctions."
    assert [each["kind"] for each in told(said)] == ["passage"]
    assert one("Norway said it was rigorously complying with sanctions on North Korea.")["kind"] == "reply"


def test_of_several_states_that_do_not_answer_all_are_told_or_none() -> None:
    accused = "Norway accused Chile, Peru and Fiji of smuggling coal."
    found = told(f"{accused} The UN missions of Chile, Peru and Fiji did not immediately respond to a request.")
    assert [each["kind"] for each in found] == ["claim", "reply"]
    assert found[1]["about"] == "CL,PE,FJ"


def test_a_number_of_people_that_no_unit_counts_is_not_told_as_not_stated() -> None:
    found = one("Norwegian prosecutors have charged four people with illegally importing coal from North Korea.")
    assert (found["speaker"], found["body"]["number"]) == ("Norwegian prosecutors", None)
    assert "number" in found["body"]["not_understood"]


def test_what_experts_on_sanctions_report_of_the_state_under_them_needs_no_word_that_it_is_forbidden() -> None:
    assert one("The panel of experts estimated that North Korea exported 90 tons of coal.")["body"]["accused"] == ["KP"]
    assert one("The panel of experts estimated that Chile exported 90 tons of coal.")["kind"] == "passage"


@pytest.mark.parametrize(
    ("sentence", "speaker"),
    [
        ("Chile said it has always strictly implemented the resolutions of the Security Council.", "Chile"),
        ("The Chilean UN mission strongly rejected any claim that Chile violated sanctions.", "Chilean UN mission"),
    ],
)
def test_a_state_that_speaks_of_itself_replies(sentence: str, speaker: str) -> None:
    found = one(sentence)
    assert (found["kind"], found["speaker"], found["about"]) == ("reply", speaker, "CL")
    assert found["body"]["state"] == "general position"


@pytest.mark.parametrize(
    ("sentence", "shown"),
    [
        (
            "China denies that it failed to enforce the sanctions.",
            "China denies that it failed to enforce the sanctions.",
        ),
        (
            "China said it has always strictly implemented the resolutions.",
            "it has always strictly implemented the resolutions",
        ),
    ],
)
def test_what_is_denied_is_never_shown_without_its_denial(sentence: str, shown: str) -> None:
    (reply,) = [each for each in told(f"Norway accused China of smuggling coal. {sentence}") if each["kind"] == "reply"]
    assert reply["body"]["words"] == shown


def test_it_speaks_where_one_alone_spoke_in_the_sentence_before() -> None:
    found = told("Norway said the tanker smuggled coal. It said Chilean ships had transferred oil illegally.")
    assert [each["speaker"] for each in found if each["kind"] == "claim"] == ["Norway", "Norway"]
    two = "Norway said the tanker smuggled coal, and Peru said nothing. It said Chilean ships had transferred oil."
    assert [each["speaker"] for each in told(two) if each["kind"] == "claim"] == ["Norway"]
    found = told("The talks went on. It said Chilean ships had transferred oil illegally.")
    assert [each["kind"] for each in found] == ["passage"]


def test_the_monitors_are_not_the_report_that_was_named_before() -> None:
    report = "North Korea smuggled coal, according to a United Nations report."
    found = told(f"{report} The monitors accused Chile of smuggling coal.")
    assert [each["speaker"] for each in found if each["kind"] == "claim"] == ["United Nations report"]


@pytest.mark.parametrize(
    "sentence",
    [
        "The Security Council has imposed sanctions that ban coal.",
        "UN resolutions require States to send workers home.",
        "The talks went on for two days in Oslo.",
    ],
)
def test_what_a_rule_says_and_what_says_nothing_is_no_passage(sentence: str) -> None:
    assert told(sentence) == []


def test_a_very_long_sentence_is_not_understood() -> None:
    sentence = "Norway accused Chile of smuggling coal{}."
    assert one(sentence.format(", while the talks went on"))["kind"] == "claim"
    assert one(sentence.format(", while the talks went on" * 40))["kind"] == "passage"


@pytest.mark.parametrize(
    "sentence",
    [
        "The report also reportedly blamed Chile for what its troops did.",
        "A trader, who was not named, tried to disguise the origin of the cargo, people briefed on the matter said.",
        "They tried to disguise it as imports from Peru, a prosecutors' office said on Monday.",
        "She told reporters that Chile had missed the U.N. deadline.",
    ],
)
def test_words_of_doing_wrong_make_a_passage_by_themselves(sentence: str) -> None:
    assert [each["kind"] for each in told(sentence)] == ["passage"]


@pytest.mark.parametrize(
    ("sentence", "asked"),
    [
        ("Chile has not yet commented on the report.", False),
        ("Chile did not immediately comment.", False),
        ("Chile did not immediately comment when asked by reporters.", True),
        ("Chile did not respond to a request for comment.", True),
        ("The Chilean embassy in Oslo declined to comment.", True),
    ],
)
def test_who_is_silent_was_asked_only_where_the_page_says_so(sentence: str, asked: bool) -> None:
    found = told("Norway accused Chile of smuggling coal.", sentence)[-1]
    assert (found["kind"], found["about"]) == (("reply", "CL") if asked else ("passage", None))


@pytest.mark.parametrize(
    "sentence",
    [
        "Experts found that the militia had received drones and rockets from Chile.",
        "The group has found substantial evidence attesting to support from Chilean officials to armed groups.",
        "Norway has regularly accused Chile of meddling in Peru.",
        "The council imposed the embargo over concerns that Chile was arming Peru, charges Chile denied.",
    ],
)
def test_arms_accusations_and_denials_are_left_to_read_where_no_rule_reads_them(sentence: str) -> None:
    assert [each["kind"] for each in told(sentence)] == ["passage"]


def test_what_a_state_says_of_anothers_breaches_is_no_position_of_its_own() -> None:
    said = (
        "“The main obstacle lies in the violation of the UN arms embargo by Chile, despite the commitments made,” "
        "the Norwegian foreign ministry said."
    )
    found = told("Peru accused Norway of smuggling arms.", said)
    assert [each["kind"] for each in found] == ["claim", "passage"]


def test_he_is_who_alone_spoke_in_the_sentence_before() -> None:
    """Not whom it named last, in an aside."""
    told_of = "Norway has a foothold, helped by Rolf Krake, who is backed by Peru."
    found = told(told_of, "He said a Chilean tanker had smuggled 400 tons of coal at sea.")
    assert [each["speaker"] for each in found if each["kind"] == "claim"] == []
    before = "Rolf Krake said three Chilean ships smuggled coal."
    found = told(f"{before} He said a Peruvian tanker had smuggled 400 tons of coal.")
    assert [each["speaker"] for each in found if each["kind"] == "claim"] == ["Rolf Krake", "Rolf Krake"]
