"""A fictitious occasion to vary, and a register on a real custody log with several people's keys."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from found_case import staffed

from fairlead.case import Case
from fairlead.evidence import actors
from fairlead.typologies.occasion import (
    Citation,
    Element,
    Engagement,
    MeasureRef,
    Occasion,
    Place,
    Refutation,
    Subject,
    Typology,
    Where,
    occasion_id,
)
from fairlead_ledger import keys

SHA = "ab" * 32


def engagement(addressee: str, capacity: str, measure: str = "2371-8", *elements: Element) -> Engagement:
    default = (
        Element("goods", "missing", "nothing shows what was carried"),
        Element("origin", "shown", "positions in the port", (Citation(SHA, (Where(rows=(2, 3)),)),)),
    )
    return Engagement(
        MeasureRef(measure, int(measure[:4]), measure.split("-")[1], "verified"),
        "decides",
        addressee,
        capacity,
        elements or default,
    )


def make_occasion(anchor: str = "first", **changes: Any) -> Occasion:
    occasion = Occasion(
        id=occasion_id("delivery", [9000001], [anchor]),
        regime="dprk",
        typology=Typology("delivery", 1),
        basis="observed",
        title="Voyage of EXAMPLE STAR from Nampo to Port Example",
        start="2019-03-05T00:00:00Z",
        start_precision="second",
        end="2019-03-08T12:00:00Z",
        end_precision="second",
        places=(
            Place("origin", "Nampo", "KP", "port", 38.717, 125.4),
            Place("destination", "Port Example", "CN", "port"),
        ),
        subjects=(Subject("carrier", "EXAMPLE STAR", 9000001, 445000001, "KP"),),
        goods=("coal",),
        events=(),
        engagements=(engagement("KP", "target State"), engagement("CN", "importing State")),
        refutations=(Refutation("humanitarian cargo", False, "open", "no manifest in the case"),),
        does_not_show="A voyage does not show what was carried.",
    )
    return replace(occasion, **changes).sealed()


@pytest.fixture
def make() -> Callable[..., Occasion]:
    """Return a function that makes an occasion, varied by its anchor and by any field."""
    return make_occasion


@pytest.fixture
def case(tmp_path: Path, own_home: Path) -> Case:
    return staffed(tmp_path / "case", own_home)[0]


@pytest.fixture
def colleague(case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], object]:
    """Return a context in which a second enrolled actor acts, who holds the case key too."""
    home, own = tmp_path / "colleague", Path(actors.case_key_path(case.id))
    key_bytes = own.read_bytes()

    @contextmanager
    def acting() -> Iterator[None]:
        with monkeypatch.context() as patch:
            patch.setenv("FAIRLEAD_HOME", str(home))
            actors.case_key_path(case.id).write_bytes(key_bytes)
            actors.case_key_path(case.id).chmod(0o600)
            key = keys.encode(keys.public_bytes(actors.own_key()))
        if key not in {actor.key for actor in case.log.actors()}:
            case.log.enrol(key, actors.OWN_ROLES, "B. Person")
        with monkeypatch.context() as patch:
            patch.setenv("FAIRLEAD_HOME", str(home))
            yield

    return acting
