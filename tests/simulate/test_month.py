"""A small sea from file to occasions: what must be found and left alone, and that --why-not explains the rest.

The floors are under what was measured, so that a step back is seen; ``benchmarks/year.py`` measures on larger seas.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from fairlead.case import Case
from fairlead.deriving import derive, reading_in
from fairlead.simulate import Truth, sea
from fairlead.simulate.score import Score, score
from fairlead.simulate.truth import INNOCENT, Act
from fairlead.simulate.year import Wanted, year
from fairlead.typologies import TYPOLOGIES, World, whynot

# By default test_loop.py finds in a sea, and typologies/ holds each rule and each why-not on its own.
pytestmark = pytest.mark.wide

# Kinds of look-alike in one of the two seas; the others are not of a ship, or of none that was heard.
NOT_OF_A_SHIP = {"poor_reception"}


@dataclass(frozen=True)
class Found:
    """A sea, its case, and what was made of it."""

    truth: Truth
    case: Case
    score: Score
    occasions: list[dict[str, Any]]


def found(truth: Truth, folder: Path, case: Case) -> Found:
    for path in sorted(folder.iterdir()):
        if path.suffix in (".csv", ".parquet", ".pdf", ".html"):
            reading_in.read_added(case, case.exhibits.add(path, source="fairlead simulate"))
    occasions = [occasion.to_json() for occasion in derive.find(case).occasions]
    return Found(truth, case, score(truth, occasions), occasions)


@pytest.fixture(scope="module")
def month(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Found]:
    yield from _made(tmp_path_factory, lambda folder: year(folder, Wanted(seed=1012, days=20, ships=60, hidden=6)))


@pytest.fixture(scope="module")
def wide(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Found]:
    """A larger one, in which rarer look-alikes happen too."""
    yield from _made(tmp_path_factory, lambda folder: year(folder, Wanted(seed=1014, days=30, ships=240, hidden=8)))


@pytest.fixture(scope="module")
def listed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Found]:
    """The other simulated sea, which has lists, shared numbers and a voyage before the ban."""
    yield from _made(tmp_path_factory, sea)


def _made(factory: pytest.TempPathFactory, make: Callable[[Path], Truth]) -> Iterator[Found]:
    folder = factory.mktemp("sea")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("FAIRLEAD_HOME", str(folder / "home"))
        truth = make(folder / "sea")
        yield found(truth, folder / "sea", Case.create(folder / "case", "a sea"))


def test_a_month_is_told_within_its_floors(month: Found) -> None:
    recall, precision = month.score.recall, month.score.precision
    assert len(month.truth.hidden) >= 5
    # a late draught in roads, after a ship was heard as deep as it came, is missed since decisions/0037
    assert recall is not None and recall >= 0.8, [act.note for act in month.score.missed]  # noqa: PT018
    assert precision is not None and precision >= 0.95, [one["title"] for one in month.score.wrong]  # noqa: PT018


def look_alikes(one: Found, kinds: set[str]) -> Iterator[Act]:
    """The first act of each of some kinds of look-alikes."""
    for kind in sorted({act.kind for act in one.truth.innocent} & kinds):
        yield next(act for act in one.truth.innocent if act.kind == kind)


def test_why_not_says_of_some_look_alikes_which_condition_failed(month: Found) -> None:
    with derive.world(month.case) as world:
        for act in look_alikes(month, {"ballast_voyage", "humanitarian_call", "dprk_coastal", "waiting_offshore"}):
            _explained(month, world, act)


@pytest.mark.slow
def test_why_not_says_of_every_kind_of_look_alike_which_condition_failed(wide: Found, listed: Found) -> None:
    told: set[str] = set()
    for one in (wide, listed):
        with derive.world(one.case) as world:
            for act in look_alikes(one, set(INNOCENT) - NOT_OF_A_SHIP - told):
                _explained(one, world, act)
                told.add(act.kind)
    assert told == set(INNOCENT) - NOT_OF_A_SHIP


def _explained(one: Found, world: World, act: Act) -> None:
    """Of each typology a condition with words, and numbers with a unit; or a candidate, which find refuted or told."""
    ship, day = act.ships[0], _day(act.start)
    reasons = whynot.reasons(world, ship.mmsi, day)
    assert [reason.typology for reason in reasons] == [typology.NAME for typology in TYPOLOGIES]
    left_alone = {row["typology"] for row in derive.rejected(one.case) if f"{ship.mmsi:09d}" in " ".join(row["ships"])}
    told = {row["typology"]["name"] for row in one.occasions if ship.mmsi in {who["mmsi"] for who in row["subjects"]}}
    for reason in reasons:
        assert reason.why, (act.kind, reason)
        if reason.condition is None:
            assert reason.typology in left_alone | told, (act.kind, reason)
        if reason.measured is not None:
            assert reason.needed is not None, (act.kind, reason)
            assert reason.unit, (act.kind, reason)


def test_a_candidate_that_was_left_alone_names_the_test_that_refuted_it_and_why(month: Found) -> None:
    rejected = derive.rejected(month.case)
    lawful = [act for act in month.truth.innocent if act.kind in ("ballast_voyage", "humanitarian_call")]
    assert len(lawful) >= 2
    for act in lawful:
        own = [
            row for row in rejected if f"{act.ships[0].mmsi:09d}" in row["ships"][0] and row["typology"] == "delivery"
        ]
        assert own, act
        for row in own:
            assert row["test"] in ("in ballast", "lading not known", "kind of ship")
            assert any(letter.isdigit() for letter in row["why"]) or row["test"] == "kind of ship", row


def _day(text: str) -> date:
    return datetime.fromisoformat(text).date()
