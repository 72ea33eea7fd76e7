"""The parts of statements, sentence by sentence: numbers, bounds, periods, speakers, denials."""

from __future__ import annotations

from datetime import date

import pytest
from page_reading import proposed

from fairlead.readers.pages import goods, periods, quantities

TODAY = date(2021, 3, 3)


@pytest.mark.parametrize(
    ("text", "number", "bound", "unit", "counts"),
    [
        ("at least 20,000 labourers", 20_000, "at least", "labourers", "persons"),
        ("no fewer than 12 tankers", 12, "at least", "tankers", "ships"),
        ("up to 300 tonnes of coal", 300, "up to", "tonnes of coal", "quantity"),
        ("more than 1.6 million barrels of diesel", 1_600_000, "more than", "barrels of diesel", "quantity"),
        ("nearly 800,000 barrels", 800_000, "about", "barrels", "quantity"),
        ("some 106,094.17 barrels", "106094.17", "about", "barrels", "quantity"),
        ("fewer than forty-two voyages", 42, "less than", "voyages", "acts"),
        ("more than a million barrels of oil", 1_000_000, "more than", "barrels of oil", "quantity"),
        ("89 illicit tanker deliveries", 89, None, "illicit tanker deliveries", "acts"),
        ("74 times", 74, None, "times", "acts"),
        ("33 shipments or more", 33, "at least", "shipments", "acts"),
    ],
)  # fmt: skip
def test_a_quantity_keeps_number_bound_and_unit_as_written(
    text: str, number: int | str, bound: str | None, unit: str, counts: str
) -> None:
    (found,) = quantities.find(f"The panel counted {text} there.")
    assert (found.number, found.bound, found.unit, found.counts) == (number, bound, unit, counts)


@pytest.mark.parametrize(
    "text",
    [
        "on 3 March 2021", "in 2017", "resolution 2397", "a 600-ton ship", "1.5 percent of shipments",
        "5-4", "19 years", "a cap of 500,000 barrels", "chapter 7 sanctions",
    ],
)  # fmt: skip
def test_a_number_that_counts_nothing_is_no_quantity(text: str) -> None:
    assert quantities.find(f"It was {text}, he said.") == []


@pytest.mark.parametrize(
    ("text", "amount", "currency", "bound"),
    [
        ("up to $5 million", 5_000_000, "USD", "up to"),
        ("US$1.2bn", 1_200_000_000, "USD", None),
        ("about 370 million dollars", 370_000_000, "USD", "about"),
        ("€2,500", 2_500, "EUR", None),
        ("3 million yen", 3_000_000, "JPY", None),
    ],
)
def test_a_sum_keeps_amount_currency_and_bound(text: str, amount: int, currency: str, bound: str | None) -> None:
    (found,) = quantities.money(f"They paid {text} there.")
    assert (found.number, found.unit, found.bound) == (amount, currency, bound)


@pytest.mark.parametrize(
    ("text", "start", "end", "precision"),
    [
        ("last year", "2020-01-01", "2021-01-01", "year"),
        ("in the past year", "2020-03-03", "2021-03-04", "year"),
        ("since May", "2020-05-01", "2021-03-04", "month"),
        ("since 2019", "2019-01-01", "2021-03-04", "year"),
        ("since last year", "2020-01-01", "2021-03-04", "year"),
        ("late December 2017", "2017-12-21", "2018-01-01", "part_of_month"),
        ("between January and August last year", "2020-01-01", "2020-09-01", "months"),
        ("between May and August", "2020-05-01", "2020-09-01", "months"),
        ("in the first five months of 2018", "2018-01-01", "2018-06-01", "months"),
        ("over the past eight months", "2020-07-03", "2021-03-04", "months"),
        ("last month", "2021-02-01", "2021-03-01", "month"),
        ("this year", "2021-01-01", "2021-03-04", "year"),
        ("on Feb. 24", "2021-02-24", "2021-02-25", "day"),
    ],
)
def test_a_period_is_counted_from_the_page_with_the_precision_given(
    text: str, start: str, end: str, precision: str
) -> None:
    (found,) = periods.find(f"Ships carried coal {text} to the port.", TODAY)
    assert (found.start, found.end) == (date.fromisoformat(start), date.fromisoformat(end))
    assert found.precision == precision


@pytest.mark.parametrize(
    "text",
    [
        "a resolution adopted in December 2017", "a deadline of 22 December 2019",
        "sanctions imposed in 2006", "an order to leave by December 2019",
    ],
)  # fmt: skip
def test_the_date_of_a_text_or_a_deadline_is_no_period_of_what_is_proposed(text: str) -> None:
    assert periods.find(f"Ships carried coal despite {text}.", TODAY) == []


def test_goods_are_named_only_where_the_words_mean_goods() -> None:
    assert goods.goods("refined petroleum products and coal") == ["refined petroleum products", "coal"]
    assert goods.goods("its nuclear weapons program and oil tankers") is None
    assert goods.goods("illicit imports") is None


def test_near_names_are_different_ships() -> None:
    found = goods.ships("The tanker Sea Bridge met the tanker Sea Bridge 1 (IMO 9191773).")
    assert found is not None
    assert [ship["name"] for ship in found if ship["name"]] == ["Sea Bridge", "Sea Bridge 1"]


@pytest.mark.parametrize(
    ("sentence", "speaker", "state"),
    [
        ("Japan said China imported 30 cargoes of coal.", "Japan", "JP"),
        ("Beijing said Japan imported 30 cargoes of coal.", "China", "CN"),
        ("Tokyo's foreign ministry said China imported 30 cargoes of coal.", "Tokyo's foreign ministry", "JP"),
        ("China imported 30 cargoes of coal, the US State Department said.", "US State Department", "US"),
        ("China imported 30 cargoes of coal, according to Ann Lee, a French envoy.", "Ann Lee", "FR"),
        ('"China imported 30 cargoes of coal," said Ann Lee, ambassador of Norway to Japan.', "Ann Lee", "NO"),
        ("UN experts monitoring the sanctions said China imported 30 cargoes of coal.", "UN experts", None),
        ("China imported 30 cargoes of coal, sources said.", None, None),
        ("China imported 30 cargoes of coal despite UN sanctions.", None, None),
    ],
)
def test_the_speaker_is_whoever_the_sentence_lets_speak(sentence: str, speaker: str | None, state: str | None) -> None:
    (found,) = proposed(sentence)
    assert (found["speaker"], (found["body"]["speaker"] or {}).get("state")) == (speaker, state)
    assert found["body"]["number"] == 30


def test_a_pronoun_leads_back_to_who_spoke_last() -> None:
    sentences = "Ann Lee, a French envoy, said China imported 30 cargoes of coal. She said it also hosted 400 workers."
    one, two = proposed(sentences)
    assert (two["speaker"], two["body"]["speaker"]["how"]) == ("Ann Lee", "pronoun")
    assert (one["about"], two["about"]) == ("CN", "CN")


@pytest.mark.parametrize(
    ("answer", "state"),
    [
        ("China has always strictly implemented the resolutions, Beijing said.", "general position"),
        ("China said the accusations were groundless.", "general position"),
        ("China denied that 30 cargoes had entered its ports.", "specific denial"),
        ("China acknowledged that ships had unloaded coal, but said this was on humanitarian grounds.", "admission"),
        ("China said it had only let the ships shelter because of bad weather.", "explanation"),
        ("China's embassy in Oslo declined to comment.", "asked, no answer"),
    ],
)
def test_a_reply_goes_as_far_as_its_words_and_no_further(answer: str, state: str) -> None:
    claim, reply = proposed("Japan said China imported 30 cargoes of coal.", answer)
    assert (reply["kind"], reply["body"]["state"], reply["body"]["tied"]) == ("reply", state, [claim["row"]])
    assert reply["about"] == "CN"


def test_a_denial_is_never_read_as_an_accusation() -> None:
    (found,) = proposed("China denied reports that it sold oil to North Korea after Japan said it was worried.")
    assert (found["kind"], found["about"]) == ("reply", "CN")


def test_a_demand_is_no_claim() -> None:
    assert proposed("Japan urged China to stop imports of coal, and said all States must seize 30 ships.") == []


@pytest.mark.parametrize(
    ("sentence", "states", "supported"),
    [
        ("China voted against resolution 2397 on Friday.", ["CN"], False),
        ("Russia vetoed the renewal of the panel on sanctions.", ["RU"], False),
        ("Russia and China voted in favour of resolutions 2371 and 2375.", ["RU", "CN"], True),
    ],
)
def test_a_vote_is_told_for_each_state(sentence: str, states: list[str], supported: bool) -> None:
    found = proposed(sentence)
    assert [(each["kind"], each["about"]) for each in found] == [("vote", state) for state in states]
    assert {each["body"]["supported"] for each in found} == {supported}


def test_the_flag_of_a_ship_accuses_no_state() -> None:
    (found,) = proposed("Japan said that a Belize-flagged ship delivered 30 cargoes of coal.")
    assert (found["body"]["accused"], found["body"]["flags"], found["about"]) == ([], ["BZ"], "BZ")


def test_aid_is_no_evasion() -> None:
    found = proposed(
        "Japan said China imported 30 cargoes of coal.",
        "The French foreign ministry said it delivered 20 containers of medical supplies by ship.",
    )
    assert [each["body"]["number"] for each in found] == [30]


def test_a_denial_by_nobody_in_particular_is_no_claim() -> None:
    assert proposed("Sources denied that China imported 30 cargoes of coal.") == []


def test_workers_said_to_be_in_a_state_accuse_no_state() -> None:
    (found,) = proposed("Japan said that some 400 North Korean workers, most of them cooks, remained in Russia.")
    assert (found["body"]["accused"], found["body"]["concerns"]) == ([], ["KP", "RU"])


def test_a_reward_without_a_sum_is_no_offer() -> None:
    assert proposed("Washington offers a reward for information on sanctions evasion.") == []


def test_an_answer_that_repeats_the_number_is_no_claim_of_its_own() -> None:
    found = proposed(
        "Japan said China imported 30 cargoes of coal.", "China rejected the claim that it imported 30 cargoes."
    )
    assert [each["kind"] for each in found] == ["claim", "reply"]


def test_a_count_of_the_acts_just_told_is_a_claim_without_more_words() -> None:
    _, two = proposed(
        "Ann Lee, a French envoy, said China imported 90 cargoes of coal in ship-to-ship transfers.",
        "Some 40 of the transfers took place off Zhoushan, she said.",
    )
    assert (two["body"]["number"], two["body"]["bound"], two["body"]["places"]) == (40, "about", ["Zhoushan"])
    assert (two["speaker"], two["body"]["period_start"]) == ("Ann Lee", None)


def test_what_a_company_does_accuses_no_state() -> None:
    (found,) = proposed("Japan said that a Chinese company imported 30 cargoes of coal.")
    assert (found["body"]["accused"], found["body"]["concerns"]) == ([], ["CN"])


def test_a_state_that_only_says_where_a_town_lies_is_not_accused() -> None:
    sentence = "Japan said that 30 cargoes of coal were loaded at Nampo and unloaded at Balikpapan, Indonesia."
    (found,) = proposed(sentence)
    assert (found["body"]["accused"], found["body"]["concerns"]) == ([], ["ID"])


def test_the_panel_is_led_back_to_its_full_name() -> None:
    said = "The UN Security Council sanctions panel said China imported 30 cargoes of coal."
    found = proposed(f"{said} The Panel found 40 more shipments.")
    assert [each["body"]["number"] for each in found] == [30, 40]
    assert {each["speaker"] for each in found} == {"UN Security Council sanctions panel"}


@pytest.mark.parametrize(
    "sentence",
    [
        "Norwegian authorities had seized and were investigating two ships suspected of selling oil to North Korea.",
        "On Monday, Norway blacklisted two firms accused of smuggling coal out of North Korea in 12 shipments.",
        "The reports that Norwegian satellites had detected ships selling oil to North Korea 20 times went unanswered.",
        "Papers wrote that the Norwegian documents cite 30 illicit transfers of oil at sea.",
        "Norway last week complained to the Council that there had been 30 illicit transfers of oil at sea.",
        "Norway objected to the listing of four ships that had smuggled coal.",
    ],
)
def test_who_looks_into_it_or_tells_of_it_is_not_accused(sentence: str) -> None:
    assert "NO" not in [state for found in proposed(sentence) for state in found["body"]["accused"]]


@pytest.mark.parametrize(
    "sentence",
    [
        "Norway and Chile legally supplied more than 100,000 barrels of oil to North Korea.",
        "Before the resolution, North Korea officially imported about 2 million barrels of oil annually.",
        "By the rules North Korea can annually import up to 4 million barrels of crude and 500,000 of products.",
        "In December the Council capped exports of oil to North Korea at 500,000 barrels.",
        "The limit has remained at 500,000 barrels of oil since the Council banned exports.",
        'Norway called for the need to "watch closely" attempts by North Korea to prevent checks of illicit transfers.',
        "Norway said that it needed more details on the charge of 89 illicit imports of oil by North Korea.",
    ],
)
def test_lawful_trade_a_ceiling_a_call_and_a_question_are_no_claims(sentence: str) -> None:
    assert proposed(sentence) == []


def test_one_sentence_of_the_pages_own_is_told_once() -> None:
    (found,) = proposed("The two vessels were suspected of engaging in banned ship-to-ship transfers.")
    assert found["body"]["conduct"] == "engaging in banned ship-to-ship transfers"


def test_a_quote_before_who_told_whom_has_its_speaker_and_its_own_period() -> None:
    (found,) = proposed(
        "“Between January 1 and May 30 of 2018, North Korean tankers have called in port at least 89 times to deliver "
        "illicit oil,” Norway told the U.N. Security Council’s sanctions committee."
    )
    assert found["speaker"] == "Norway"
    assert (found["body"]["period_start"], found["body"]["period_end"]) == ("2018-01-01", "2018-05-31")


def test_a_month_from_which_a_longer_time_runs_is_not_the_period() -> None:
    (found,) = proposed("Norway said North Korea smuggled 90 barrels of oil during the five months from January.")
    assert (found["body"]["number"], found["body"]["period_words"]) == (90, None)


def test_it_is_not_two_states() -> None:
    told_of = proposed(
        "Norway and Chile said North Korea smuggled 90 barrels of oil.",
        "“The ships have delivered 70 barrels of illicit oil to North Korea,” it said.",
    )
    assert (told_of[0]["speaker"], told_of[-1]["speaker"]) == ("Norway and Chile", None)


def test_a_state_targeted_is_still_accused_where_it_is_also_said_to_be_sanctioned() -> None:
    (found,) = proposed("North Korea, sanctioned for its programmes, is believed to have smuggled 90 barrels of oil.")
    assert (found["body"]["accused"], found["body"]["number"]) == (["KP"], 90)


def test_words_after_according_to_begin_after_its_comma() -> None:
    (found,) = proposed("According to a report by the Norwegian Post, six ships smuggled coal out of North Korea.")
    assert found["body"]["conduct"] == "six ships smuggled coal out of North Korea"
