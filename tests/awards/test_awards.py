"""An award from the tip to the payment: every rule refused once, then kept. Nobody here is real."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from fairlead import case as cases
from fairlead.awards import programme, report
from fairlead.awards.programme import Programme
from fairlead.case import Case
from fairlead.errors import MisuseError, RefusedError
from fairlead.evidence import actors
from fairlead_ledger import keys

TIP, OTHER, OCCASION = "a" * 64, "b" * 64, "c" * 64
As = Callable[[str], AbstractContextManager[None]]

Decide = Callable[..., dict[str, Any]]
NO = dict.fromkeys(("official_duty", "sanctioned", "privileged", "unlawful", "told_elsewhere"), "no")


def _eligible(case: Case, as_: As, award: str, *tips: str) -> None:
    with as_("judge"):
        case.awards.step(award, "award_eligibility", {"answers": NO})
        for tip in tips or (TIP,):
            body = {"tip": tip, "open_hits": 0, "how": "lists of the day"}
            case.awards.step(award, "award_screen", body, private={"payee": "N. Nobody"})


def _assessed(case: Case, as_: As, award: str, decision: dict[str, Any]) -> str:
    with as_("judge"):
        case.awards.assess(award, decision)
    assessed = case.awards.one(award).file.assessed
    assert assessed is not None
    return str(assessed["id"])


def _told(case: Case, as_: As, award: str, *tips: str) -> None:
    with as_("intake"):
        for tip in tips or (TIP,):
            body = {"tip": tip, "assessment": (case.awards.one(award).file.assessed or {})["id"]}
            case.awards.step(award, "award_tell", body)


def _claimed(case: Case, as_: As, award: str, *tips: str) -> None:
    with as_("intake"):
        for tip in tips:
            case.awards.step(award, "award_claim", {"tip": tip})


def _approve(case: Case, as_: As, award: str, *who: str) -> None:
    for name in who:
        with as_(name):
            body = {"assessment": (case.awards.one(award).file.assessed or {})["id"]}
            case.awards.step(award, "award_approve", body)


def _later(monkeypatch: pytest.MonkeyPatch, days: int) -> None:
    now = time.time_ns() + timedelta(days=days) // timedelta(microseconds=1) * 1000
    monkeypatch.setattr("fairlead.evidence.log.time.time_ns", lambda: now)


def test_an_award_goes_from_tip_to_payment_and_verifies(
    case: Case,
    as_: As,
    opened: Callable[..., str],
    discretion: Programme,
    decision: Decide,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    award = opened()
    _eligible(case, as_, award)
    _assessed(case, as_, award, decision(discretion))
    _approve(case, as_, award, "second", "third")
    _told(case, as_, award)
    _later(monkeypatch, 31)
    with as_("judge"):
        case.awards.step(award, "award_final", {})
    with as_("payer"):
        case.awards.step(award, "award_pay", {"amounts": {TIP: 50_000}}, private={"reference": "voucher"})
        case.awards.step(award, "award_reported", {"to": "a committee"})
    file = case.awards.one(award).file
    assert (file.status, file.assessed and file.assessed["amounts"]) == ("reported", {TIP: 50_000})
    report = cases.verify(case.root)
    assert not [check for check in report.checks if check.outcome.value == "failed"]
    assert any("50,000 USD, reckoned again" in check.why for check in report.checks)


def test_a_tip_that_was_never_opened_led_to_nothing(case: Case, as_: As) -> None:
    with pytest.raises(MisuseError, match="no opened tip"):
        case.awards.led_to(TIP, "tasked", task="a search")


def test_an_award_rests_on_led_to_entries(case: Case, as_: As) -> None:
    with as_("intake"):
        case.awards.opened(TIP, tier=None, call=None)
    case.awards.led_to(TIP, "tasked", task="a search")
    with pytest.raises(MisuseError, match="no led-to entry"):
        case.awards.open(programme.read("example-fixed-cap"), "p.yaml", [TIP], [OCCASION])


@pytest.mark.parametrize(
    ("use", "what", "missing"),
    [
        ("filled", {"occasion": OCCASION, "element": "goods"}, "exhibit"),
        ("confirmed", {}, "occasion"),
        ("tasked", {}, "task"),
        ("liked", {}, "no such use"),
    ],
)
def test_a_use_says_what_it_was(case: Case, as_: As, use: str, what: dict[str, str], missing: str) -> None:
    with as_("intake"):
        case.awards.opened(TIP, tier=None, call=None)
    with pytest.raises(MisuseError, match=missing):
        case.awards.led_to(TIP, use, **what)


def test_roles_that_exclude_each_other_are_not_given_to_one_key(case: Case) -> None:
    key = keys.encode(keys.public_bytes(Ed25519PrivateKey.generate()))
    with pytest.raises(MisuseError, match="exclude each other: adjudicator, payer"):
        case.log.enrol(key, ["adjudicator", "payer"])


@pytest.mark.parametrize(
    ("who", "act"), [("payer", "award_assess"), ("judge", "award_pay"), ("intake", "award_approve")]
)
def test_an_act_of_another_role_is_refused(case: Case, as_: As, opened: Callable[..., str], who: str, act: str) -> None:
    award = opened()
    with as_(who), pytest.raises(RefusedError, match="is no "):
        case.awards.step(award, act, {})


def test_a_source_under_a_bar_gets_nothing(
    case: Case, as_: As, opened: Callable[..., str], discretion: Programme, decision: Decide
) -> None:
    award = opened()
    with as_("judge"):
        case.awards.step(award, "award_eligibility", {"answers": {**NO, "sanctioned": "yes"}})
        with pytest.raises(MisuseError, match="sanctioned: the answer is yes"):
            case.awards.assess(award, decision(discretion))
        case.awards.assess(award, decision(discretion, outcome="deny", reasons="a bar", shares_bp={}))


def test_every_factor_needs_a_finding_with_reasons(
    case: Case, as_: As, opened: Callable[..., str], discretion: Programme, decision: Decide
) -> None:
    award = opened()
    _eligible(case, as_, award)
    for change, said in (
        ({"finding": "raises", "reasons": " "}, "with its reasons is missing"),
        ({"finding": "lowers", "reasons": "because"}, "can raise an award, or neither"),
    ):
        made = decision(discretion)
        made["factors"]["risk"] = change
        with as_("judge"), pytest.raises(MisuseError, match=said):
            case.awards.assess(award, made)


def test_who_assessed_cannot_approve_nor_twice_nor_the_same_person_under_another_key(
    case: Case, as_: As, opened: Callable[..., str], discretion: Programme, decision: Decide
) -> None:
    award = opened()
    _eligible(case, as_, award)
    assessment = {"assessment": _assessed(case, as_, award, decision(discretion))}
    with as_("judge"), pytest.raises(MisuseError, match="who made the assessment cannot approve it"):
        case.awards.step(award, "award_approve", assessment)
    _approve(case, as_, award, "second")
    with as_("second"), pytest.raises(MisuseError, match="approved it already"):
        case.awards.step(award, "award_approve", assessment)
    alias = Ed25519PrivateKey.generate()
    case.log.enrol(keys.encode(keys.public_bytes(alias)), ["adjudicator"], "j. judge ")
    with actors.signing(alias), pytest.raises(MisuseError, match="same person"):
        case.awards.step(award, "award_approve", assessment)


def test_self_approval_slipped_past_the_guard_is_found_by_verify(
    case: Case, as_: As, opened: Callable[..., str], discretion: Programme, decision: Decide
) -> None:
    award = opened()
    _eligible(case, as_, award)
    assessment = {"assessment": _assessed(case, as_, award, decision(discretion))}
    alias = Ed25519PrivateKey.generate()
    case.log.enrol(keys.encode(keys.public_bytes(alias)), ["adjudicator"], "J. Judge")
    with actors.signing(alias):
        last = {"follows": case.awards.one(award).file.last}
        case.log.append("award_approve", award, {**assessment, **last})  # not through Awards, which looks at persons
    failed = [check for check in cases.verify(case.root).checks if check.outcome.value == "failed"]
    assert any("one person both assessed and approved" in check.why for check in failed)


def test_an_unnamed_key_is_told_as_not_checkable(case: Case, as_: As, opened: Callable[..., str]) -> None:
    award = opened()
    nameless = Ed25519PrivateKey.generate()
    case.log.enrol(keys.encode(keys.public_bytes(nameless)), ["adjudicator"])
    with actors.signing(nameless):
        case.awards.step(award, "award_eligibility", {"answers": NO})
    told = [check.why for check in cases.verify(case.root).checks if check.outcome.value == "not checkable here"]
    assert any("enrolment names nobody" in why for why in told)


def test_the_time_to_contest_must_pass_and_a_contest_undoes_the_approvals(
    case: Case,
    as_: As,
    opened: Callable[..., str],
    discretion: Programme,
    decision: Decide,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    award = opened()
    _eligible(case, as_, award)
    _assessed(case, as_, award, decision(discretion))
    _approve(case, as_, award, "second", "third")
    with as_("judge"), pytest.raises(MisuseError, match="was not told to aaaaaaaaaaaa"):
        case.awards.step(award, "award_final", {})
    _told(case, as_, award)
    with as_("judge"), pytest.raises(MisuseError, match="may contest it until"):
        case.awards.step(award, "award_final", {})
    with as_("intake"):
        case.awards.step(award, "award_contest", {"tip": TIP}, private={"grounds": "too little"})
    _later(monkeypatch, 40)
    with as_("judge"), pytest.raises(MisuseError, match="was contested"):
        case.awards.step(award, "award_final", {})
    with as_("intake"), pytest.raises(MisuseError, match="time to contest ended"):
        case.awards.step(award, "award_contest", {"tip": TIP})
    _assessed(case, as_, award, decision(discretion, amount=60_000))
    assert case.awards.one(award).file.approvals == ()


def _final(case: Case, as_: As, award: str, decision: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    _eligible(case, as_, award)
    _assessed(case, as_, award, decision)
    _approve(case, as_, award, "second", "third")
    _told(case, as_, award)
    _later(monkeypatch, 31)
    with as_("judge"):
        case.awards.step(award, "award_final", {})


def test_what_is_final_is_not_assessed_again_but_new_facts_reopen_it_before_the_payment(
    case: Case,
    as_: As,
    opened: Callable[..., str],
    discretion: Programme,
    decision: Decide,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    award = opened()
    _final(case, as_, award, decision(discretion), monkeypatch)
    with as_("judge"):
        with pytest.raises(MisuseError, match="is final"):
            case.awards.assess(award, decision(discretion, amount=90_000))
        case.awards.step(award, "award_screen", {"tip": TIP, "open_hits": 1, "how": "a new list"})
    assert (case.awards.one(award).file.status, case.awards.one(award).file.assessed) == ("open", None)
    with as_("payer"), pytest.raises(MisuseError, match="only a final award is paid"):
        case.awards.step(award, "award_pay", {"amounts": {TIP: 50_000}})


def test_what_the_source_answers_early_does_not_stand_for_what_is_adjudicated(
    case: Case, as_: As, opened: Callable[..., str], discretion: Programme, decision: Decide
) -> None:
    award = opened()
    with as_("judge"):
        case.awards.step(award, "award_eligibility", {"answers": {**NO, "sanctioned": "yes"}})
    with as_("intake"):
        case.awards.step(award, "award_answers", {"answers": NO})
    with as_("judge"), pytest.raises(MisuseError, match="sanctioned: the answer is yes"):
        case.awards.assess(award, decision(discretion))


def test_who_opened_the_tip_may_not_adjudicate_it_in_another_role_later(
    case: Case, as_: As, opened: Callable[..., str]
) -> None:
    award = opened()
    intake = next(actor for actor in case.log.actors() if actor.person == "I. Intake")
    case.log.enrol(intake.key, ["adjudicator"], "I. Intake")
    with as_("intake"), pytest.raises(MisuseError, match="in intake or investigation, and may not in adjudication"):
        case.awards.step(award, "award_eligibility", {"answers": NO})


def test_an_award_names_the_led_to_entries_it_rests_on_and_no_others(
    case: Case, as_: As, opened: Callable[..., str]
) -> None:
    award = opened()
    assert case.awards.one(award).file.led_to == tuple(use.entry for use in case.awards.used())
    (body,) = [dict(entry.body) for entry in case.log.entries("award_open")]
    with pytest.raises(MisuseError, match="does not name the led-to entries"):
        case.log.append("award_open", "f" * 32, body | {"led_to": ["0" * 64]})


def test_a_led_to_entry_dated_back_is_found(
    case: Case, as_: As, opened: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    opened()
    _later(monkeypatch, 40)
    case.log.append("note", "o", {})
    _later(monkeypatch, -20)
    case.awards.led_to(TIP, "tasked", task="a search")
    failed = [check for check in cases.verify(case.root).checks if check.outcome.value == "failed"]
    assert ["dated back" in check.why for check in failed] == [True]


def test_bigger_sums_need_a_third_signature_and_screening_settled(
    case: Case,
    as_: As,
    opened: Callable[..., str],
    discretion: Programme,
    decision: Decide,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    award = opened()
    _eligible(case, as_, award)
    _assessed(case, as_, award, decision(discretion, amount=200_000))
    _approve(case, as_, award, "second", "third")
    _told(case, as_, award)
    _later(monkeypatch, 31)
    with as_("judge"), pytest.raises(MisuseError, match="3 approvals are needed, 2 given"):
        case.awards.step(award, "award_final", {})
    with as_("judge"):
        case.awards.step(award, "award_screen", {"tip": TIP, "open_hits": 1, "how": "a namesake"})
    _assessed(case, as_, award, decision(discretion))
    _told(case, as_, award)
    _later(monkeypatch, 31)
    with as_("judge"), pytest.raises(MisuseError, match="screening of the payee is not settled"):
        case.awards.step(award, "award_final", {})


def test_several_claimants_share_and_one_who_withdraws_makes_it_be_judged_again(
    case: Case, as_: As, opened: Callable[..., str], share: Programme, decision: Decide
) -> None:
    award = opened("example-share", TIP, OTHER)
    _eligible(case, as_, award, TIP, OTHER)
    made = decision(share, {TIP: 6_667, OTHER: 3_333}, collected=50_000_001, percent=20)
    with as_("judge"), pytest.raises(MisuseError, match="nobody claimed for aaaaaaaaaaaa, bbbbbbbbbbbb"):
        case.awards.assess(award, made)
    _claimed(case, as_, award, TIP, OTHER)
    _assessed(case, as_, award, made)
    file = case.awards.one(award).file
    assert file.assessed is not None
    assert file.assessed["amount"] == 10_000_000
    assert file.assessed["amounts"] == {TIP: 6_667_000, OTHER: 3_333_000}
    with as_("intake"):
        case.awards.step(award, "award_withdraw", {"tip": OTHER})
    assert case.awards.one(award).file.status == "open"
    with as_("judge"), pytest.raises(MisuseError, match="each claimant who did not withdraw"):
        case.awards.assess(award, made)


def test_an_altered_amount_is_refused_when_replayed(
    case: Case, as_: As, opened: Callable[..., str], share: Programme, decision: Decide
) -> None:
    award = opened("example-share")
    _eligible(case, as_, award)
    _claimed(case, as_, award, TIP)
    body = decision(share, collected=50_000_000, percent=20) | {
        "id": "x",
        "amount": 11_000_000,
        "amounts": {TIP: 11_000_000},
        "follows": case.awards.one(award).file.last,
    }
    with as_("judge"), pytest.raises(MisuseError, match="20 percent of 50,000,000 is 10,000,000"):
        case.log.append("award_assess", award, body)


def test_the_public_report_withholds_small_counts(case: Case, as_: As, opened: Callable[..., str]) -> None:
    opened()
    made = report.report(len(case.awards.tips()), case.awards.used(), case.awards.all())
    assert (made["tips_opened"], made["awards_opened"], made["awards_paid"]) == (None, None, 0)
    assert report.report(5, [], [])["tips_opened"] == 5


def test_no_name_and_no_grounds_stand_in_any_table(
    case: Case, as_: As, opened: Callable[..., str], tmp_path: Path
) -> None:
    award = opened()
    _eligible(case, as_, award)
    for row in (case.awards.one(award).file.to_json(), *case.awards.tips()):
        assert "N. Nobody" not in str(row)
