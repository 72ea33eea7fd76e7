"""What a finding must say before anybody may sign it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from fairlead.errors import MisuseError
from fairlead.register.findings import Finding, from_body
from fairlead_ledger import canonical

GOOD = Finding("found", "balance of probabilities", "very likely", "moderate", "rows 2-3 show the voyage")


def test_a_complete_finding_survives_the_log_unchanged():
    assert from_body(canonical.loads(canonical.dumps(GOOD.checked().to_body()))) == GOOD


@pytest.mark.parametrize(
    ("field", "word"),
    [("outcome", "guilty"), ("standard", "gut feeling"), ("likelihood", "90 %"), ("confidence", "total")],
)
def test_a_word_outside_the_vocabulary_is_refused_with_the_vocabulary(field, word):
    with pytest.raises(MisuseError, match=word) as refused:
        replace(GOOD, **{field: word}).checked()
    assert "one of:" in refused.value.hint


def test_a_finding_without_grounds_is_refused():
    with pytest.raises(MisuseError, match="needs its grounds"):
        replace(GOOD, grounds=" ").checked()


def test_what_is_unlikely_cannot_be_found_but_can_be_not_found():
    with pytest.raises(MisuseError, match="unlikely cannot be found"):
        replace(GOOD, likelihood="unlikely").checked()
    assert replace(GOOD, likelihood="unlikely", outcome="not found").checked()
