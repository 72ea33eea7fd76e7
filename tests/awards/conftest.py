"""A case in which four people act, each with a key of their own. Tips are named by hashes; nobody here is real."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest
from found_case import Keys, staffed

from fairlead.awards import programme
from fairlead.awards.programme import Programme
from fairlead.case import Case
from fairlead.evidence import actors

TIP, OTHER, OCCASION = "a" * 64, "b" * 64, "c" * 64
As = Callable[[str], AbstractContextManager[None]]
PEOPLE = {
    "intake": ("intake", "I. Intake"),
    "judge": ("adjudicator", "J. Judge"),
    "second": ("adjudicator", "S. Second"),
    "third": ("adjudicator", "T. Third"),
    "payer": ("payer", "P. Payer"),
}


@pytest.fixture
def made(request: pytest.FixtureRequest, tmp_path: Path, own_home: Path) -> tuple[Case, Keys]:
    """A case, and the keys of the people in it where a test has them sign."""
    return staffed(tmp_path / "case", own_home, PEOPLE if "as_" in request.fixturenames else {})


@pytest.fixture
def case(made: tuple[Case, Keys]) -> Case:
    return made[0]


@pytest.fixture
def as_(made: tuple[Case, Keys]) -> As:
    """Return a function from a name to a context in which that person signs; all are enrolled."""
    return lambda name: actors.signing(made[1][name])


@pytest.fixture
def discretion() -> Programme:
    return programme.load("example-fixed-cap")


@pytest.fixture
def share() -> Programme:
    return programme.load("example-share")


@pytest.fixture
def decision() -> Callable[..., dict[str, Any]]:
    """Return a function that makes a decision for a programme: all tested, every factor with a reason."""

    def of(rules: Programme, shares: dict[str, int] | None = None, **changes: Any) -> dict[str, Any]:
        factors = [one.name for one in (*rules.raising, *rules.lowering)]
        made: dict[str, Any] = {
            "outcome": "award",
            "reasons": "as the exhibits show",
            "test": {one.name: "met" for one in rules.test},
            "factors": {
                name: {"finding": "neither", "reasons": "nothing bears on it", "exhibits": []} for name in factors
            },
            "collected": None,
            "percent": None,
            "amount": 50_000,
            "shares_bp": shares or {TIP: 10_000},
        }
        return made | changes

    return of


@pytest.fixture
def opened(case: Case, as_: As) -> Callable[..., str]:
    """Return a function that opens an award by a programme for one tip or several that confirmed one occasion."""

    def of(name: str = "example-fixed-cap", *tips: str) -> str:
        for tip in tips or (TIP,):
            with as_("intake"):
                case.awards.opened(tip, tier="T1", call=None)
            case.awards.led_to(tip, "confirmed", occasion=OCCASION)
        return case.awards.open(programme.read(name), f"{name}.yaml", tips or (TIP,), [OCCASION]).object

    return of
