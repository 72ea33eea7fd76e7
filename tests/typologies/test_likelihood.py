"""The stated likelihood of an occasion: measured or not, frozen, and never of guilt."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from pathlib import Path

import pytest

from fairlead.errors import IntegrityError
from fairlead.typologies import likelihood
from fairlead.typologies.occasion import Occasion, Refutation, Typology, from_json


def occasion(typology: str, basis: str = "observed", bears: str = "does not refute") -> Occasion:
    tests = (Refutation("time to load", True, "does not refute", "w"), Refutation("in ballast", True, bears, "w"))
    return Occasion(
        "0" * 32, "dprk", Typology(typology, 1), basis, "t", "2019-03-01T00:00:00Z", "second", "2019-03-01T00:00:00Z",
        "second", (), (), (), (), (), tests, "does not show",
    ).sealed()  # type: ignore[arg-type]  # fmt: skip


@pytest.fixture
def table(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [
        ("first", "delivery", "does not refute", 40, 40),
        ("other", "delivery", "does not refute", 40, 38),
        ("first", "delivery", "open", 12, 12),
        ("other", "delivery", "open", 9, 0),
        ("first", "trade", "", 3, 3),
    ]
    names = ("simulator", "typology", "bears", "candidates", "explained")
    made = likelihood.table_of(dict(zip(names, row, strict=True)) for row in rows)
    monkeypatch.setattr(likelihood, "_table", lambda: made)


@pytest.mark.usefixtures("table")
def test_a_likelihood_is_the_share_on_the_simulator_that_did_worse_and_names_its_ground() -> None:
    made = likelihood.given(occasion("delivery"))
    assert made.likelihood == 0.939  # (38 + 0.5) / (40 + 1): never sure on a small count
    assert "38 of 40 such candidates on the seas of another simulator (where the rule did worst)" in str(
        made.likelihood_ground
    )
    assert "that is no likelihood of guilt" in likelihood.said(made)
    assert made.digest != occasion("delivery").digest
    assert from_json(made.to_json()) == made


@pytest.mark.usefixtures("table")
def test_what_most_bears_on_a_candidate_parts_the_counts_and_of_too_few_on_one_simulator_none_is_used() -> None:
    made = likelihood.given(occasion("delivery", bears="open"))
    assert made.likelihood == 0.962  # (12 + 0.5) / (12 + 1)
    assert "likelihood: 96 % (half a candidate counted on either side), since 12 of 12" in likelihood.said(made)
    assert "12 of 12" in str(made.likelihood_ground)
    assert "no other gave enough of them" in str(made.likelihood_ground)
    assert likelihood.given(occasion("delivery", bears="speaks against it")).likelihood is None


def test_what_is_stated_says_whose_seas_it_was_counted_on() -> None:
    likelihood._table.cache_clear()
    changed = likelihood.of(occasion("changed_at_sea"))
    assert changed is not None
    assert "strangers, of seeds that nobody had looked at" in changed.said
    delivery = likelihood.of(occasion("delivery"))
    assert delivery is not None
    assert "strangers, of seeds that nobody had looked at" in delivery.said
    assert delivery.per_mille < 800  # there lawful exports leave the same tracks


def test_what_a_strangers_key_leaves_out_is_counted_neither_way() -> None:
    table = json.loads((Path(likelihood.__file__).parent / "likelihood.json").read_text(encoding="utf-8"))
    assert {"m-72", "n-72", "r-72"} < set(table["seas"])
    candidates = {(row["simulator"], row["typology"], row["bears"]): row["candidates"] for row in table["table"]}
    assert candidates["brought", "delivery", "does not refute"] == 81  # those of M and N are left out
    assert candidates["brought", "delivery_to_target", ""] == 56


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
        likelihood.of(occasion("delivery"))
    assert replace(occasion("delivery")).likelihood is None
