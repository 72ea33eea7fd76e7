"""An award as a stranger recomputes it from its dossier, and every attack on it that can be found there."""

from __future__ import annotations

import base64
import json
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from fairlead.awards.programme import Programme
from fairlead.case import Case
from fairlead.dossier import award_package, award_verifier
from fairlead.evidence import actors
from fairlead_ledger import keys

TIP, OTHER, OCCASION = "a" * 64, "b" * 64, "c" * 64
NO = dict.fromkeys(("official_duty", "sanctioned", "privileged", "unlawful", "told_elsewhere"), "no")
As = Callable[[str], AbstractContextManager[None]]
Pack = Callable[..., list[tuple[str, str, str]]]


def _later(monkeypatch: pytest.MonkeyPatch, days: int) -> None:
    now = time.time_ns() + timedelta(days=days) // timedelta(microseconds=1) * 1000
    monkeypatch.setattr("fairlead.evidence.log.time.time_ns", lambda: now)


@pytest.fixture
def decided(
    case: Case, as_: As, opened: Callable[..., str], discretion: Programme, decision: Callable[..., dict[str, Any]]
) -> str:
    """Return an award that was assessed and told."""
    award = opened()
    with as_("judge"):
        case.awards.step(award, "award_eligibility", {"answers": NO})
        case.awards.step(award, "award_screen", {"tip": TIP, "open_hits": 0, "how": "lists of the day"})
        case.awards.assess(award, decision(discretion))
    with as_("intake"):
        case.awards.step(award, "award_tell", {"tip": TIP, "assessment": _assessment(case, award)})
    return award


@pytest.fixture
def paid(case: Case, as_: As, decided: str, monkeypatch: pytest.MonkeyPatch) -> str:
    _approve(case, as_, decided, "second", "third")
    _later(monkeypatch, 31)
    with as_("judge"):
        case.awards.step(decided, "award_final", {})
    with as_("payer"):
        case.awards.step(decided, "award_pay", {"amounts": {TIP: 50_000}})
    return decided


@pytest.fixture
def pack(case: Case, tmp_path: Path) -> Pack:
    """Return a function that makes the dossier of an award and checks it."""

    def of(award: str, **options: Any) -> list[tuple[str, str, str]]:
        folder = award_package.make(case.vault, case.awards.one(award), tmp_path / "dossier", **options)
        return list(award_verifier.check(folder))

    return of


@pytest.fixture
def lawless(case: Case) -> Callable[..., None]:
    """Return a function by which an office that holds all keys writes what the rules forbid, past every check."""

    def write(act: str, award: str, body: dict[str, Any]) -> None:
        kept, case.log.projections[:] = list(case.log.projections), []
        last = list(case.log.entries(object=award))[-1:]
        try:
            case.log.append(act, award, {**body, "follows": last[0].id if last else ""})
        finally:
            case.log.projections[:] = kept

    return write


def _assessment(case: Case, award: str) -> str:
    return str((case.awards.one(award).file.assessed or {})["id"])


def _approve(case: Case, as_: As, award: str, *who: str) -> None:
    for name in who:
        with as_(name):
            case.awards.step(award, "award_approve", {"assessment": _assessment(case, award)})


def _failed(results: list[tuple[str, str, str]]) -> dict[str, str]:
    return {what: why for outcome, what, why in results if outcome == "failed"}


def test_a_stranger_recomputes_an_award_with_nothing_of_fairlead(
    case: Case, paid: str, pack: Pack, tmp_path: Path
) -> None:
    results = pack(paid, officers=True)
    assert _failed(results) == {}
    alone = subprocess.run(
        [sys.executable, "verify_award.py", "."],
        cwd=tmp_path / "dossier",
        env={"PATH": "/usr/bin"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert alone.returncode == 0, alone.stdout + alone.stderr
    assert "50,000 USD, parted among 1" in alone.stdout
    assert "2 of 2 approvals" in alone.stdout
    assert "as many names" in alone.stdout
    assert "no proof of filing" in alone.stdout  # these tips never lay in a drop


def test_an_altered_factor_is_found(paid: str, pack: Pack, tmp_path: Path) -> None:
    pack(paid)
    path = tmp_path / "dossier" / "custody.json"
    custody = json.loads(path.read_bytes())
    for one in custody["entries"]:
        leaf = base64.b64decode(one["leaf"])
        one["leaf"] = base64.b64encode(leaf.replace(b'"finding":"neither"', b'"finding":"lowers" ', 1)).decode()
    path.write_bytes(json.dumps(custody, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode())
    assert "is not in the log" in _failed(list(award_verifier.check(tmp_path / "dossier")))["custody.json"]


def test_a_factor_that_its_programme_does_not_allow_is_found(
    case: Case, as_: As, decided: str, pack: Pack, lawless: Callable[..., None]
) -> None:
    said = dict(case.awards.one(decided).file.assessed or {})
    said["factors"] = {**said["factors"], "delay": {"finding": "raises", "reasons": "x", "exhibits": []}}
    with as_("judge"):
        lawless("award_assess", decided, said)
    assert "factor delay: raises" in _failed(pack(decided))["factors and eligibility"]


def test_an_altered_amount_is_found(
    case: Case, as_: As, decided: str, pack: Pack, lawless: Callable[..., None]
) -> None:
    said = dict(case.awards.one(decided).file.assessed or {})
    with as_("judge"):
        lawless("award_assess", decided, {**said, "amount": 6_000_000, "amounts": {TIP: 6_000_000}})
    assert "outside the cap" in _failed(pack(decided))["amount"]


def test_a_claimant_whose_part_is_not_the_share_is_found(
    case: Case, as_: As, decided: str, pack: Pack, lawless: Callable[..., None]
) -> None:
    said = dict(case.awards.one(decided).file.assessed or {})
    with as_("judge"):
        lawless("award_assess", decided, {**said, "amounts": {TIP: 50_001}})
    assert "not what their shares give" in _failed(pack(decided))["amount"]


def test_a_swapped_tip_is_found(
    case: Case, as_: As, opened: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    award = opened()
    with as_("intake"):
        case.awards.opened(OTHER, tier="T1", call=None)
    (body,) = [dict(entry.body) for entry in case.log.entries("award_open")]
    swapped = "d" * 32
    kept, case.log.projections[:] = list(case.log.projections), []
    case.log.append("award_open", swapped, {**body, "tips": [OTHER]})
    case.log.projections[:] = kept
    known = case.awards.one(award)
    file = known.file.from_json({**known.file.to_json(), "id": swapped, "claimants": [OTHER]})
    monkeypatch.setattr(award_package, "_entries", lambda log, _: [e for e in log.entries() if e.object != award])
    folder = award_package.make(case.vault, type(known)(file, known.programme), case.root.parent / "dossier")
    assert "claims nothing here" in _failed(list(award_verifier.check(folder)))["led-to"]


def test_another_file_given_as_the_tip_is_found(paid: str, pack: Pack, tmp_path: Path) -> None:
    pack(paid)
    (tmp_path / "tip.age").write_bytes(b"another")
    results = list(award_verifier.check(tmp_path / "dossier", None, [tmp_path / "tip.age"]))
    assert _failed(results) == {"tip.age": "no claimant of this award"}


def test_a_led_to_entry_dated_back_is_found(
    case: Case, as_: As, opened: Callable[..., str], pack: Pack, monkeypatch: pytest.MonkeyPatch
) -> None:
    _later(monkeypatch, 40)
    with as_("intake"):
        case.awards.opened(OTHER, tier="T1", call=None)
    _later(monkeypatch, -20)
    with pytest.raises(Exception, match="dated back"):
        case.awards.led_to(OTHER, "confirmed", occasion=OCCASION)
    award = opened()  # tip and led-to of TIP stand after an entry of a later day
    results = pack(award)
    assert "order" not in _failed(results), "what is not in the dossier cannot be compared"
    monkeypatch.setattr(award_package, "_entries", lambda log, award: list(log.entries()))
    again = award_package.make(case.vault, case.awards.one(award), case.root.parent / "whole")
    assert "is dated back" in _failed(list(award_verifier.check(again)))["order"]


def test_self_approval_under_a_second_account_is_found_where_names_are_disclosed(
    case: Case, as_: As, decided: str, pack: Pack, tmp_path: Path
) -> None:
    alias = Ed25519PrivateKey.generate()
    case.log.enrol(keys.encode(keys.public_bytes(alias)), ["adjudicator"], "J. JUDGE")
    with actors.signing(alias):
        last = {"follows": case.awards.one(decided).file.last}
        case.log.append("award_approve", decided, {"assessment": _assessment(case, decided), **last})
    assert "two keys" in _failed(pack(decided, officers=True))["one person under two keys"]
    without = award_package.make(case.vault, case.awards.one(decided), tmp_path / "without")
    told = [one for one in award_verifier.check(without) if one[1] == "one person under two keys"]
    assert [outcome for outcome, _, _ in told] == ["not checkable here"]


def test_a_step_taken_out_between_is_found(
    case: Case, as_: As, decided: str, pack: Pack, monkeypatch: pytest.MonkeyPatch
) -> None:
    with as_("intake"):
        case.awards.step(decided, "award_contest", {"tip": TIP})
    with as_("judge"):
        case.awards.assess(decided, dict(case.awards.one(decided).file.assessed or {}))
    kept = award_package._entries
    monkeypatch.setattr(
        award_package, "_entries", lambda log, award: [e for e in kept(log, award) if e.act != "award_contest"]
    )
    assert "follows an entry that is not here" in _failed(pack(decided))["steps"]


@pytest.mark.parametrize(
    ("approvers", "days", "said"),
    [(("second",), 31, "2 approvals are needed, 1 were"), (("second", "third"), 3, "less than the time")],
)
def test_a_final_decision_too_early_or_with_too_few_hands_is_found(
    case: Case,
    as_: As,
    decided: str,
    pack: Pack,
    lawless: Callable[..., None],
    monkeypatch: pytest.MonkeyPatch,
    approvers: tuple[str, ...],
    days: int,
    said: str,
) -> None:
    _approve(case, as_, decided, *approvers)
    _later(monkeypatch, days)
    with as_("judge"):
        lawless("award_final", decided, {})
    assert said in _failed(pack(decided))["approvals and clocks"]


def test_who_acts_without_the_role_or_in_two_capacities_is_found(
    case: Case, as_: As, decided: str, pack: Pack, lawless: Callable[..., None]
) -> None:
    intake = next(actor for actor in case.log.actors() if actor.person == "I. Intake")
    case.log.enrol(intake.key, ["adjudicator"], "I. Intake")
    with as_("intake"):
        lawless("award_approve", decided, {"assessment": _assessment(case, decided)})
    assert "in two capacities" in _failed(pack(decided))["roles and hands"]


def test_a_step_that_nobody_signed_by_its_date_is_seen(
    case: Case, as_: As, paid: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def said(name: str) -> tuple[str, str]:
        folder = award_package.make(case.vault, case.awards.one(paid), tmp_path / name)
        (found,) = [
            (a, why) for a, what, why in award_verifier.check(folder) if what == "date of the report of the payment"
        ]
        return found

    assert said("in time")[0] == "not checkable here"
    days = case.awards.one(paid).programme.clocks.report_days
    _later(monkeypatch, days + 1)
    outcome, why = said("too late")
    assert (outcome, "nothing shown here and signed by" in why) == ("failed", True)
    with as_("payer"):
        case.awards.step(paid, "award_reported", {})
    outcome, why = said("reported")
    assert (outcome, why.endswith("1 days late")) == ("failed", True)


def test_steps_left_off_the_end_by_an_office_show_once_their_date_is_over(
    case: Case, paid: str, pack: Pack, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A payment hidden by who signs the final decision as the last step leaves nothing due: that stays unseen."""
    steps = [entry.id for entry in case.log.entries(object=paid)]
    award = case.awards.one(paid)
    lying = replace(award, file=replace(award.file, last=steps[-3]))
    real = award_package._entries
    monkeypatch.setattr(
        award_package, "_entries", lambda log, one: [e for e in real(log, one) if e.id not in steps[-2:]]
    )
    _later(monkeypatch, award.programme.clocks.decide_days + 1)
    award_package.make(case.vault, lying, tmp_path / "lying")
    failed = _failed(list(award_verifier.check(tmp_path / "lying")))
    assert list(failed) == ["date of a final decision"]


def _left_off(folder: Path, entries: set[str]) -> None:
    """Take entries of these acts out of a dossier, as somebody would who passes it on."""
    path = folder / "custody.json"
    custody = json.loads(path.read_bytes())
    acts = [json.loads(base64.b64decode(one["leaf"]))["body"]["act"] for one in custody["entries"]]
    custody["entries"] = [one for one, act in zip(custody["entries"], acts, strict=True) if act not in entries]
    path.write_bytes(json.dumps(custody, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode())


def test_steps_left_off_the_end_are_found_by_the_last_step_that_was_signed(
    paid: str, pack: Pack, tmp_path: Path
) -> None:
    assert _failed(pack(paid)) == {}
    _left_off(tmp_path / "dossier", {"award_pay", "award_final"})
    failed = _failed(list(award_verifier.check(tmp_path / "dossier")))
    assert "steps were left off" in failed["the last step"]


def test_an_office_that_signs_an_earlier_step_as_the_last_shows_a_gap_and_is_found_in_its_case(
    case: Case, paid: str, pack: Pack, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from fairlead import case as cases

    award = case.awards.one(paid)
    steps = [entry.id for entry in case.log.entries(object=paid)]
    lying = replace(award, file=replace(award.file, last=steps[-3]))
    real = award_package._entries

    def without_the_end(log: Any, award: Any) -> Any:
        return [entry for entry in real(log, award) if entry.id not in steps[-2:]]

    monkeypatch.setattr(award_package, "_entries", without_the_end)
    award_package.make(case.vault, lying, tmp_path / "lying")
    results = list(award_verifier.check(tmp_path / "lying"))
    assert _failed(results) == {}, "a stranger cannot know"
    (gap,) = [why for outcome, what, why in results if what == "steps after the last one shown"]
    assert gap.startswith("2 of the log's ")
    assert gap.endswith("nobody outside vouched for the log")
    report = cases.verify(case.root)
    failed = [check.why for check in report.checks if check.outcome.value == "failed"]
    assert failed == ["it named another step as the last one: later ones were withheld"]


def test_a_witness_says_up_to_where_the_log_was_seen(case: Case, paid: str, pack: Pack) -> None:
    from fairlead.evidence import stamps
    from fairlead_ledger import cosignatures

    key = Ed25519PrivateKey.generate()
    witness = cosignatures.WitnessKey("witness.example.org", keys.public_bytes(key))
    size = case.log.size()

    def post(url: str, body: bytes, kind: str) -> tuple[int, bytes]:
        asked = cosignatures.read_request(body, {case.log.verifier.name: case.log.verifier})
        return 200, cosignatures.cosign(asked.note, witness.name, key, 1_790_000_000).encode()

    stamps.cosign(case.log, "https://witness.example.org", witness, post)
    results = pack(paid)
    assert _failed(results) == {}
    assert any(f"vouched for the log up to {size} entries" in why for _, _, why in results)
    assert any(outcome == "proved" and "(cosign)" in what for outcome, what, _ in results)


def test_verify_on_a_case_recomputes_each_award_by_the_other_program(
    case: Case, as_: As, decided: str, lawless: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    from fairlead import case as cases

    def said() -> list[tuple[str, str]]:
        return [
            (check.outcome.value, check.why)
            for check in cases.verify(case.root).checks
            if "by the dossier's verifier" in check.what
        ]

    ((outcome, why),) = said()
    assert outcome == "proved"
    assert "amount" in why
    assessed = dict(case.awards.one(decided).file.assessed or {})
    with as_("judge"):
        lawless("award_assess", decided, {**assessed, "amounts": {TIP: 49_999}})
    assert ("failed", "amount: the claimants' amounts are not what their shares give") in said()
