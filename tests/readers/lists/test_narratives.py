"""Dated acts in reasons for listing: what the sentences say, and nothing else. All ships here are invented."""

import json
from typing import Any

import pytest

from fairlead.readers.lists.narratives import Fleet, Ship, acts, other_names

FLEET = Fleet(
    [
        Ship("GRAY HERON 1", 9074729, 1, ("GRAY HERON 1", "Old Heron")),
        Ship("GRAY HERON 2", 9074731, 2, ("GRAY HERON 2",)),
        Ship("MIN LAN DE YU 078", None, 3, ("MIN LAN DE YU 078",)),
        Ship("TWIN", 9074743, 4, ("TWIN",)),
        Ship("TWIN", 9074755, 5, ("TWIN",)),
    ]
)
HERON, MIN_LAN = FLEET.ships[0], FLEET.ships[2]


def told(reasons: str, ship: Ship = HERON) -> list[dict[str, Any]]:
    return [json.loads(act.body()) for act in acts(reasons, ship, FLEET)]


def test_a_loading_tells_ship_goods_origin_place_and_day() -> None:
    (act,) = told(
        "M/V GRAY HERON 1 loaded DPRK coal at Nampo, DPRK, on 22 October 2017 and transferred it to Cam Pha, Vietnam."
    )
    assert (act["act"], act["goods"], act["goods_origin"]) == ("loading", ["coal"], "KP")
    assert (act["place"], act["place_country"]) == ("Nampo", "KP")
    assert (act["to_place"], act["to_country"]) == ("Cam Pha", "VN")
    assert (act["start"], act["end"], act["precision"]) == ("2017-10-22", "2017-10-23", "day")
    assert (act["ship"]["imo"], act["counterpart"], act["goods_strength"]) == (9074729, None, None)


def test_a_loading_and_a_dated_delivery_are_two_acts_of_one_cargo() -> None:
    loading, delivery = told(
        "Merchant vessel M/V GRAY HERON 1 loaded DPRK coal at Taean, DPRK, on 27 October 2017 "
        "and transferred it to Port Klang, Malaysia, on 18 December 2017."
    )
    assert (loading["act"], loading["start"]) == ("loading", "2017-10-27")
    assert (delivery["act"], delivery["start"]) == ("delivery", "2017-12-18")
    assert (delivery["place"], delivery["to_place"], delivery["to_country"]) == ("Taean", "Port Klang", "MY")
    assert delivery["goods"] == ["coal"]


def test_a_transfer_names_its_counterpart_by_the_number_of_the_same_list() -> None:
    (act,) = told(
        "M/V GRAY HERON 1 engaged in a ship-to-ship transfer, likely for oil, with M/V Gray Heron II on June 7, 2018."
    )
    assert act["act"] == "ship_to_ship"
    assert (act["counterpart"]["name"], act["counterpart"]["imo"], act["counterpart"]["listing"]) == (
        "Gray Heron II",
        9074731,
        2,
    )
    assert (act["goods"], act["goods_strength"]) == (["oil"], "likely")


def test_a_counterpart_that_the_list_does_not_know_has_no_number() -> None:
    (act,) = told("GRAY HERON 1 engaged in a ship-to-ship transfer with the DPRK vessel GRAY HERON on June 2, 2018.")
    assert act["counterpart"] == {
        "name": "GRAY HERON",
        "imo": None,
        "listing": None,
        "described": "DPRK vessel",
        "state": "KP",
    }


def test_a_name_borne_by_two_listed_ships_identifies_neither() -> None:
    (act,) = told("M/V GRAY HERON 1 engaged in a ship-to-ship transfer with M/V TWIN on June 2, 2018.")
    assert (act["counterpart"]["name"], act["counterpart"]["imo"]) == ("TWIN", None)


def test_a_ship_whose_number_does_not_exist_is_told_of_without_one() -> None:
    (act,) = told(
        "M/V MIN LAN DE YU engaged in a ship-to-ship transfer with M/V GRAY HERON 1 on 16 February 2018.", MIN_LAN
    )
    assert (act["ship"]["name"], act["ship"]["imo"]) == ("MIN LAN DE YU 078", None)
    assert act["counterpart"]["imo"] == 9074729


def test_two_sentences_tell_two_acts_each_quoted_alone() -> None:
    reasons = (
        "The merchant vessel M/V GRAY HERON 1 engaged in a ship-to-ship transfer with UN-designated DPRK vessel "
        "M/V GRAY HERON 2 on May 18, 2018. The GRAY HERON 1 also engaged in a ship-to-ship transfer on June 2, 2018."
    )
    first, second = acts(reasons, HERON, FLEET)
    assert reasons[first.char_start : first.char_end].endswith("on May 18, 2018.")
    assert reasons[second.char_start : second.char_end].startswith("The GRAY HERON 1 also")
    assert (first.counterpart is not None, second.counterpart) == (True, None)
    assert first.ship.described == "merchant vessel"


def test_a_sentence_that_only_goes_on_stays_with_the_one_before() -> None:
    reasons = (
        "M/V GRAY HERON 1 engaged in a ship-to-ship transfer with M/V GRAY HERON 2. "
        "The transfer took place on 2 June 2018."
    )
    (act,) = acts(reasons, HERON, FLEET)
    assert (act.char_start, act.char_end) == (0, len(reasons))
    assert act.dated.words == "2 June 2018"


def test_an_import_through_transfers_is_transfers_of_what_was_imported() -> None:
    found = told(
        "DPRK oil tanker M/V GRAY HERON 1 imported refined petroleum products in October, early November and "
        "mid-November 2017 through multiple ship-to-ship transfers."
    )
    assert [(act["act"], act["verb"], act["date_words"]) for act in found] == [
        ("ship_to_ship", "imported", "October"),
        ("ship_to_ship", "imported", "early November"),
        ("ship_to_ship", "imported", "mid-November 2017"),
    ]
    assert {act["precision"] for act in found} == {"month", "part_of_month"}
    assert all(act["goods"] == ["refined petroleum"] and act["ship"]["state"] == "KP" for act in found)


def test_an_import_and_the_transfer_before_it_keep_their_own_dates() -> None:
    imported, transferred = told(
        "M/V GRAY HERON 1 imported refined petroleum products to Nampo, DPRK, on 29 November 2017 "
        "through a ship-to-ship transfer conducted on 26 November 2017."
    )
    assert (imported["act"], imported["start"], imported["to_place"]) == ("import", "2017-11-29", "Nampo")
    assert (transferred["act"], transferred["start"], transferred["to_place"]) == ("ship_to_ship", "2017-11-26", None)


@pytest.mark.parametrize(
    "reasons",
    [
        "DPRK cargo vessel M/V GRAY HERON 1 is believed to have been part of illicit transfers of prohibited goods.",
        "DPRK tanker M/V GRAY HERON 1 is believed to have been involved in ship-to-ship transfer operations for oil.",
        "Vessel subject to asset freeze – see paragraph 23 of resolution 2270 (2016). Reported broken up 17/01/2016.",
        "GRAY HERON 1, built in 2009, loaded coal at Nampo, DPRK.",
        "M/V GRAY HERON 1 loaded coal from a ship designated on 30 March 2018.",
        "",
    ],
)
def test_reasons_that_date_no_act_give_none(reasons: str) -> None:
    assert told(reasons) == []


def test_words_that_weaken_are_kept_apart_from_those_that_weaken_the_cargo() -> None:
    (act,) = told("M/V GRAY HERON 1 is believed to have been involved in a ship-to-ship transfer of coal in May 2018.")
    assert (act["strength"], act["goods_strength"]) == ("is believed to have been", None)


def test_a_tanker_is_no_cargo_of_oil() -> None:
    (act,) = told(
        "DPRK oil tanker GRAY HERON 1 engaged in a ship-to-ship transfer with M/V GRAY HERON 2 on 2 June 2018."
    )
    assert act["goods"] == []


def test_a_month_is_no_place() -> None:
    (act,) = told("M/V GRAY HERON 1 loaded DPRK coal in September/October 2017.")
    assert (act["place"], act["place_country"], act["precision"]) == (None, None, "months")


def test_other_names_in_the_reasons_are_kept() -> None:
    reasons = "Gray Heron 1 is now operating as a DPRK flagged vessel named the KUMHERON3 or Kum Heron 3."
    assert [(each.kind, each.printed, each.value) for each in other_names(reasons)] == [
        ("name_in_reasons", "KUMHERON3", "KUMHERON 3"),
        ("name_in_reasons", "Kum Heron 3", "KUMHERON 3"),
    ]


@pytest.mark.parametrize(
    "reasons",
    [
        "M/V GRAY HERON 1 prepared for likely ship-to-ship transfer operations in late January 2018.",
        "M/V GRAY HERON 1 attempted to load coal and transfer it on 3 May 2018.",
        "M/V GRAY HERON 1 did not engage in a ship-to-ship transfer on 3 May 2018.",
        "M/V GRAY HERON 1 loaded coal at Taean, DPRK, and had an ETA of 14 November 2017 to Cam Pha, Vietnam.",
    ],
)
def test_what_was_only_meant_or_expected_is_no_act(reasons: str) -> None:
    assert told(reasons) == []


def test_a_ship_to_which_something_went_is_a_counterpart_and_no_place() -> None:
    (act,) = told(
        "M/V GRAY HERON 1 conducted ship-to-ship transfers to the DPRK-flagged GRAY HERON 2 on 9 December 2017."
    )
    assert (act["counterpart"]["imo"], act["counterpart"]["state"]) == (9074731, "KP")
    assert (act["to_place"], act["to_country"]) == (None, None)


def test_a_sentence_beyond_reason_is_passed_over_quickly() -> None:
    assert told("M/V GRAY HERON 1 with the oil tanker " * 5_000 + "loaded coal on 3 June 2018.") == []
