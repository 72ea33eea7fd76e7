"""Which act leads from which status to which, and every refusal."""

from __future__ import annotations

from itertools import product
from typing import get_args

import pytest

from fairlead.errors import MisuseError
from fairlead.register import statuses
from fairlead.register.statuses import Act
from fairlead.typologies.occasion import Status

ACTS: tuple[Act, ...] = get_args(Act)
STATUSES: tuple[Status, ...] = get_args(Status)


def step(act, status, *, basis_changed=False, reason="because", opened=True):
    return statuses.step(act, status, named="occasion 7", basis_changed=basis_changed, reason=reason, opened=opened)


def test_a_candidate_is_opened_and_an_opened_one_dismissed():
    assert step("open", "machine candidate") == "open"
    assert step("dismiss", "open") == "dismissed"


def test_a_dismissed_one_is_opened_again_only_with_a_reason():
    assert step("open", "dismissed", reason="new photograph") == "open"
    with pytest.raises(MisuseError, match="needs a reason"):
        step("open", "dismissed", reason=None)


@pytest.mark.parametrize("act", ["dismiss", "correct", "withdraw"])
def test_what_takes_something_back_needs_a_reason_that_is_not_blank(act):
    status = "found" if act == "correct" else "open"
    for reason in (None, "", "  "):
        with pytest.raises(MisuseError, match="needs a reason"):
            step(act, status, reason=reason)


def test_a_finding_on_a_candidate_is_refused_and_says_to_open_it_first():
    with pytest.raises(MisuseError, match="occasion 7 is a machine candidate") as refused:
        step("propose", "machine candidate", opened=False)
    assert "fairlead open" in (refused.value.hint or "")


def test_an_open_occasion_is_opened_again_only_when_its_basis_changed():
    assert step("open", "open", basis_changed=True) == "open"
    with pytest.raises(MisuseError):
        step("open", "open")


def test_a_late_reply_to_a_dismissed_occasion_is_recorded_unless_it_was_never_opened():
    assert step("reply", "dismissed") == "dismissed"
    with pytest.raises(MisuseError, match="never opened"):
        step("reply", "dismissed", opened=False)


@pytest.mark.parametrize(("act", "status"), list(product(ACTS, STATUSES)))
def test_every_act_is_either_allowed_by_the_table_or_refused_with_the_statuses_it_needs(act, status):
    if status in statuses.ALLOWED[act]:
        assert step(act, status) in STATUSES
    else:
        with pytest.raises(MisuseError, match="needs status"):
            step(act, status)


def test_a_dismissal_holds_until_the_digest_changes_and_nothing_else_lapses():
    assert statuses.effective("dismissed", "a", "a") == "dismissed"
    assert statuses.effective("dismissed", "a", "b") == "machine candidate"
    assert [statuses.effective(s, "a", "b") for s in ("open", "found", "withdrawn")] == ["open", "found", "withdrawn"]
