"""Epochs: begun in order, ended after their term, and what is gone then; verify says erased, not failed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from drop_world import Drop
from vault_world import As

from fairlead import case as cases
from fairlead.case import Case
from fairlead.errors import MisuseError
from fairlead.vault import ending
from fairlead.vault.holder import Holder
from fairlead_ledger.age_keys import X25519_KIND, Identity


def _checks(case: Case) -> tuple[list[str], list[str]]:
    checks = cases.verify(case.root).checks
    failed = [f"{one.what}: {one.why}" for one in checks if one.outcome.value == "failed"]
    return failed, [one.why for one in checks if one.outcome.value == "not checkable here"]


def test_an_epoch_ends_and_verify_says_erased_not_failed(
    opened: Callable[..., Any], ready: Case, holder: Holder, as_: As
) -> None:
    tip = opened()
    with pytest.raises(MisuseError, match="runs until"):
        ending.end(ready.vault, 1, "term over")
    ended = ending.end(ready.vault, 1, "the office closes", early=True)
    assert (ended.erased, ended.kept, ended.tips) == (2, 0, 1)
    failed, told = _checks(ready)
    assert failed == []
    assert sum("erased by entry" in why for why in told) >= 3
    assert not list(ready.store.all()), "no file of it is left"
    assert ready.vault.one(tip.id).mailbox is None
    with as_("intake"), pytest.raises(MisuseError, match="nobody can open it"):
        ready.vault.show(tip, holder, "again")


def test_what_is_kept_with_a_reason_outlasts_its_epoch(
    opened: Callable[..., Any], ready: Case, holder: Holder, as_: As, tmp_path: Path
) -> None:
    tip = opened()
    later = Identity.generate()
    (tmp_path / "later.txt").write_text(later.secret_text())
    exhibit = ready.vault.parts(tip, "message")[0][0]
    with as_("intake"), pytest.raises(MisuseError, match="no later epoch"):
        ending.keep(ready.vault, exhibit, holder, "it proves an element")
    ready.vault.epochs.begin([str(later.recipient())], 365)
    with as_("intake"):
        ending.keep(ready.vault, exhibit, holder, "it proves an element")
    assert ending.end(ready.vault, 1, "term over", early=True).kept == 1
    assert ready.vault.message(exhibit, Holder(tmp_path / "later.txt")).text.startswith("The ship")
    with pytest.raises(MisuseError, match="does not open this"):
        ready.vault.message(exhibit, holder)
    assert _checks(ready)[0] == []


def test_an_interrupted_end_is_done_again(
    opened: Callable[..., Any], ready: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    opened()
    with monkeypatch.context() as patch:
        patch.setattr(ending, "_erase_mailbox", interrupted)
        with pytest.raises(KeyboardInterrupt):
            ending.end(ready.vault, 1, "term over", early=True)
    assert _checks(ready)[0] == []
    assert ending.end(ready.vault, 1, "term over", early=True).tips == 1
    assert _checks(ready)[0] == []


def test_a_file_that_went_without_an_erasure_fails(opened: Callable[..., Any], ready: Case) -> None:
    tip = opened()
    ready.store.remove(ready.vault.parts(tip, "file")[0][0].sha256)
    assert [one for one in _checks(ready)[0] if "its file is missing" in one]


def test_recipients_of_a_weaker_kind_are_refused(ready: Case) -> None:
    weak = Identity.generate(X25519_KIND).recipient()
    with pytest.raises(MisuseError, match="hybrid"):
        ready.vault.epochs.begin([str(weak)], 30)
    with pytest.raises(MisuseError, match=r"pq1|bech32|not a recipient|letters"):
        ready.vault.epochs.begin(["age1nonsense"], 30)


def test_the_identity_file_is_overwritten_and_gone(ready: Case, drop: Drop, tmp_path: Path) -> None:
    file = tmp_path / "identity.txt"
    file.write_text(drop.office.identity.secret_text())
    other = tmp_path / "hard link, as a copy would see the bytes"
    other.hardlink_to(file)
    ending.end(ready.vault, 1, "term over", early=True, identity=file)
    assert not file.exists()
    assert b"AGE-SECRET" not in other.read_bytes()
