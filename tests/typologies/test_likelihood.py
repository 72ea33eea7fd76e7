"""The stated likelihood of an occasion: measured or not, frozen, and never of guilt."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from pathlib import Path

import pytest

from fairlead.errors import IntegrityError
from fairlead.typologies import likelihood
from fairlead.typologies.occasion import Occasion, Typology, from_json


def occasion(typology: str, basis: str = "observed") -> Occasion:
    return Occasion(
        "0" * 32, "dprk", Typology(typology, 1), basis, "t", "2019-03-01T00:00:00Z", "second", "2019-03-01T00:00:00Z",
        "second", (), (), (), (), (), (), "does not show",
    ).sealed()  # type: ignore[arg-type]  # fmt: skip


@pytest.fixture
def table(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = {
        "delivery": {"typology": "delivery", "candidates": 40, "explained": 38},
        "trade": {"typology": "trade", "candidates": 3, "explained": 3},
    }
    monkeypatch.setattr(likelihood, "_table", lambda: rows)


@pytest.mark.usefixtures("table")
def test_a_likelihood_is_the_share_that_a_hidden_act_explained_and_names_its_ground() -> None:
    made = likelihood.given(occasion("delivery"))
    assert made.likelihood == 0.939  # (38 + 0.5) / (40 + 1): never sure on a small count
    assert "38 of 40" in str(made.likelihood_ground)
    assert "none of guilt" in likelihood.said(made)
    assert made.digest != occasion("delivery").digest
    assert from_json(made.to_json()) == made


@pytest.mark.usefixtures("table")
@pytest.mark.parametrize("typology", ["trade", "unheard of"])
def test_where_too_little_was_counted_nothing_is_stated(typology: str) -> None:
    assert likelihood.given(occasion(typology)) == occasion(typology)
    assert likelihood.said(occasion(typology)) == "likelihood: not measured"


@pytest.mark.usefixtures("table")
def test_what_is_only_stated_has_none() -> None:
    assert likelihood.given(occasion("delivery", "stated")).likelihood is None


def test_the_table_is_the_one_that_this_version_knows(monkeypatch: pytest.MonkeyPatch) -> None:
    content = (Path(likelihood.__file__).parent / "likelihood.json").read_bytes()
    assert hashlib.sha256(content).hexdigest() == likelihood.DIGEST
    assert all(0 <= row["explained"] <= row["candidates"] for row in json.loads(content)["table"])
    likelihood._table.cache_clear()
    monkeypatch.setattr(likelihood, "DIGEST", "0" * 64)
    with pytest.raises(IntegrityError, match=r"likelihood\.json"):
        likelihood.of("delivery")
    assert replace(occasion("delivery")).likelihood is None
