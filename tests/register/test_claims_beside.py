"""Claims beside what the case holds: nothing added up, nothing invented, nobody judged."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from fairlead import law
from fairlead.register import claims_told
from fairlead.register.claims import beside
from fairlead.register.statements import Said
from fairlead.typologies.occasion import Element, Engagement, MeasureRef

REGIME = law.load("dprk")
ONE, TWO = "a" * 64, "b" * 64


def said(row=1, *, sha256=ONE, kind="claim", quote="the words", speaker="A. Speaker", state="US", **body: Any) -> Said:
    full = {
        "speaker": {"name": speaker, "kind": "person", "office": None, "state": state, "how": "named"},
        "accused": ["CN"],
        "conduct": "failing to stop illicit imports",
        "conduct_kinds": ["omission", "import_from_target"],
        "number": 555,
        "unit": "separate occasions",
        "counts": "acts",
        "not_stated": ["period", "goods", "ships", "places"],
    }
    return Said(sha256, row, kind, quote, (10 * row, 10 * row + 9), None, None, speaker, "China", full | body)


def importing(*, shown: bool = False, state: str = "CN") -> tuple[Engagement, ...]:
    elements = (
        Element("origin", "shown", "left Nampo"),
        Element("prevention", "shown" if shown else "missing", "the State let it pass"),
    )
    return (Engagement(MeasureRef("2371-8", 2371, "8", "verified"), "decides", state, "importing State", elements),)


def told(statements, occasions):
    return [claims_told.document(claim) for claim in beside(statements, occasions, REGIME)]


def test_a_number_is_set_beside_the_occasions_that_engage_the_same_ban_for_the_accused(make):
    occasions = [make(str(n), engagements=importing()) for n in range(12)]
    [claim] = told([said()], occasions)
    assert claim["sentence"] == (
        "555 separate occasions claimed; 12 occasions here engage an import ban (2371-8) for CN as importing State; "
        "none shows a failure to act; the claimant lists none"
    )
    assert claim["not_stated"] == ["period", "goods", "ships", "places"]
    assert (claim["period"], claim["ships"], claim["goods"]) == (None, None, None)


def test_stated_occasions_are_counted_apart_and_another_states_not_at_all(make):
    occasions = [
        make("a", engagements=importing()),
        make("b", engagements=importing(), basis="documented"),
        make("c", engagements=importing(), basis="stated"),
        make("d", engagements=importing(state="RU")),
    ]
    [claim] = told([said()], occasions)
    [holds] = claim["case_holds"]
    assert (holds["observed"], holds["documented"], holds["stated"]) == (1, 1, 1)
    assert "2 occasions here (and 1 only stated, counted apart) engage" in claim["sentence"]


def test_a_failure_to_act_counts_only_where_it_is_shown(make):
    [claim] = told([said()], [make("a", engagements=importing(shown=True)), make("b", engagements=importing())])
    assert claim["case_holds"][0]["failure_to_act_shown"] == 1
    assert "1 shows a failure to act" in claim["sentence"]


def test_what_people_dismissed_or_withdrew_bears_on_no_claim(make):
    fallen = [replace(make(s, engagements=importing()), status=s) for s in ("dismissed", "withdrawn", "not found")]
    [claim] = told([said()], fallen)
    assert "no occasion here engages an import ban for CN as importing State" in claim["sentence"]


def test_a_claim_with_a_period_is_set_beside_the_occasions_of_that_period_only(make):
    period = {"period_start": "2019-12-01", "period_end": "2020-12-01", "period_words": "in the past year"}
    inside = make("in", engagements=importing(), start="2020-01-01T00:00:00Z", end="2020-01-02T00:00:00Z")
    [claim] = told([said(**period)], [inside, make("before", engagements=importing())])
    assert claim["case_holds"][0]["observed"] == 1
    assert "lists none" not in claim["sentence"]


def test_a_stock_of_persons_is_never_compared_with_a_number_of_acts(make):
    workers = said(number=20000, bound="at least", unit="laborers", counts="persons", conduct_kinds=["host_labour"])
    [claim] = told([workers], [make()])
    assert not claim["compared"]
    assert claim["sentence"].startswith(
        "at least 20,000 laborers claimed; not compared: a stock of persons is not a number of occasions"
    )


def test_ships_sums_estimates_and_conflicting_units_are_not_compared_either(make):
    for change in (
        {"counts": "ships"},
        {"counts": "money"},
        {"estimate": {"words": "if fully laden", "assumption": "fully laden"}},
        {"counting_unit_conflict": ["tankers", "port calls"]},
    ):
        [claim] = told([said(**change)], [make()])
        assert not claim["compared"]
        assert "not compared: " in claim["sentence"]


def test_a_claim_without_a_number_is_told_as_such_and_comes_after_those_with_one(make):
    numbered, vague = told([said(1, number=None, counts="acts", vague="numerous"), said(2)], [make()])
    assert (numbered["number"], vague["number"], vague["compared"]) == (555, None, False)
    assert vague["sentence"].startswith("“numerous” separate occasions claimed; ")
    assert "lists none" not in vague["sentence"]


def test_a_part_stands_inside_its_whole_and_in_no_list_of_its_own(make):
    whole, part = said(1), said(2, number=400, unit="voyages", part_of=1)
    [claim] = told([whole, part], [make()])
    assert [inner["number"] for inner in claim["parts"]] == [400]
    assert claim["number"] == 555


def test_three_pages_that_carry_one_claim_are_one_claim_with_three_carriers(make):
    pages = [said(sha256=each * 64, same_source_key="us:555:acts:cn") for each in "abc"]
    [claim] = told(pages, [make()])
    assert [carrier["exhibit"] for carrier in claim["carriers"]] == ["a" * 64, "b" * 64, "c" * 64]


def test_the_carrier_that_states_most_speaks_and_what_carriers_tell_differently_is_kept(make):
    poor = said(same_source_key="k", stated=["number"])
    rich = said(sha256=TWO, same_source_key="k", stated=["number", "goods"], goods=["coal"], unit="voyages")
    [claim] = told([poor, rich], [make()])
    assert claim["goods"] == ["coal"]
    assert claim["differs"] == {"unit": ["separate occasions", "voyages"]}


def test_claims_of_the_same_number_without_a_common_source_stay_apart(make):
    assert len(told([said(), said(sha256=TWO)], [make()])) == 2


def test_a_part_carried_by_another_page_than_the_whole_is_still_inside_it(make):
    here = [said(1, same_source_key="w"), said(2, number=400, part_of=1, same_source_key="p")]
    there = [said(1, sha256=TWO, number=400, same_source_key="p")]
    [claim] = told([*here, *there], [make()])
    assert [len(part["carriers"]) for part in claim["parts"]] == [2]


def test_a_reply_stands_beside_the_claims_it_is_tied_to_else_beside_those_that_accuse_its_speaker(make):
    claims = [said(1), said(2, accused=["RU"]), said(3, sha256=TWO)]
    general = said(
        4, kind="reply", speaker="Beijing", state="CN", quote="always upheld", tied=[], words="always upheld"
    )
    first, second, other_page = told([*claims, general], [])
    assert [reply["words"] for reply in first["replies"]] == ["always upheld"]
    assert (second["replies"], other_page["replies"]) == ([], [])
    tied = replace(general, body=general.body | {"tied": [2]})
    first, second, _ = told([*claims, tied], [])
    assert (first["replies"], len(second["replies"])) == ([], 1)


def test_a_claim_that_accuses_nobody_is_set_beside_nothing(make):
    [claim] = told([said(accused=[])], [make()])
    assert "names no State as the accused" in claim["sentence"]
    assert claim["case_holds"] == []


def test_words_that_name_no_kind_of_measure_are_set_beside_all_that_engage_the_accused(make):
    [claim] = told([said(conduct_kinds=["evasion"])], [make("a", engagements=importing())])
    assert "1 occasion here engages a measure (2371-8) for CN; none shows every element" in claim["sentence"]
