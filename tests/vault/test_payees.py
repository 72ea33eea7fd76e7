"""A payee's particulars: two custodians together, each opening signed, nothing in clear, and gone when erased."""

from __future__ import annotations

from pathlib import Path

import pytest
from vault_world import As

from fairlead.awards import programme
from fairlead.case import Case
from fairlead.errors import MisuseError, RefusedError
from fairlead.vault import payees
from fairlead.vault.holder import Holder
from fairlead_ledger.age_keys import Identity

TIP, OCCASION, WHO = "a" * 64, "c" * 64, b"N. Nobody, account 00-000"


@pytest.fixture
def award(case: Case, as_: As) -> str:
    with as_("intake"):
        case.awards.opened(TIP, tier=None, call=None)
    case.awards.led_to(TIP, "confirmed", occasion=OCCASION)
    return case.awards.open(programme.read("example-fixed-cap"), "p.yaml", [TIP], [OCCASION]).object


@pytest.fixture
def two(tmp_path: Path) -> tuple[list[str], list[Holder]]:
    """Return two custodians' recipients and keys."""
    made = [Identity.generate(), Identity.generate()]
    for number, one in enumerate(made):
        (tmp_path / f"{number}.txt").write_text(one.secret_text())
    return [str(one.recipient()) for one in made], [Holder(tmp_path / f"{number}.txt") for number in range(2)]


def test_two_custodians_open_it_together_and_neither_alone(
    case: Case, as_: As, award: str, two: tuple[list[str], list[Holder]]
) -> None:
    (first, second), (a, b) = two
    with as_("payer"):
        payees.put(case.log, case.awards, award, TIP, WHO, (first, second))
    with pytest.raises(MisuseError, match="does not open this"):
        payees.unlock(case.log, case.awards, award, TIP, a, "to pay")
    inner = payees.unlock(case.log, case.awards, award, TIP, b, "to pay")
    assert WHO not in inner
    with pytest.raises(MisuseError, match="does not open this"):
        payees.open_(case.log, case.awards, award, TIP, inner, b, "to pay")
    assert payees.open_(case.log, case.awards, award, TIP, inner, a, "to pay") == WHO
    assert [entry.body["seal"] for entry in case.log.entries("payee_open")] == ["outer", "inner"]
    assert WHO not in (case.root / "case.db").read_bytes()


def test_only_a_payer_keeps_and_only_custodians_open(
    case: Case, as_: As, award: str, two: tuple[list[str], list[Holder]]
) -> None:
    (first, second), (_, b) = two
    with as_("judge"), pytest.raises(RefusedError, match="no payer"):
        payees.put(case.log, case.awards, award, TIP, WHO, (first, second))
    with as_("payer"):
        payees.put(case.log, case.awards, award, TIP, WHO, (first, second))
        with pytest.raises(RefusedError, match="no custodian"):
            payees.unlock(case.log, case.awards, award, TIP, b, "to look")


def test_one_key_twice_and_an_erased_payee_are_refused(
    case: Case, as_: As, award: str, two: tuple[list[str], list[Holder]]
) -> None:
    (first, second), (_, b) = two
    with as_("payer"):
        with pytest.raises(MisuseError, match="two keys"):
            payees.put(case.log, case.awards, award, TIP, WHO, (first, first))
        entry = payees.put(case.log, case.awards, award, TIP, WHO, (first, second))
    case.log.erase(entry.private["payee"], "paid, and the term is over")
    with pytest.raises(MisuseError, match="erased"):
        payees.unlock(case.log, case.awards, award, TIP, b, "to pay")
