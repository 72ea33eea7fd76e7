"""The sea of changing identities: two names for one hull, never both at once; innocent changes; fixed by its seed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from tests.simulate.seas import Made, read

from fairlead.simulate import identities
from fairlead.subjects import mmsi as numbers

SMALL: dict[str, Any] = {"days": 26, "ships": 30}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    folder = tmp_path_factory.mktemp("identities")
    identities.sea(folder, 5, **SMALL)
    return read(folder)


def test_a_sea_hides_laundered_deliveries_among_innocent_changes(made: Made) -> None:
    hidden = list(made.acts("laundered_delivery"))
    assert hidden
    assert {act["kind"] for act in made.key["hidden"]} == {"laundered_delivery"}
    assert {"sale_and_rename", "replaced_transponder", "number_typed_wrong", "sister_ships", "newcomer"} <= {
        act["kind"] for act in made.key["innocent"]
    }


def test_a_laundered_hull_is_heard_under_one_number_at_a_time_and_leaves_a_dprk_port(made: Made) -> None:
    for act in made.acts("laundered_delivery"):
        old, new = (ship["mmsi"] for ship in act["ships"])
        assert numbers.flag(old) == "KP" != numbers.flag(new)
        first, second = (made.t[made.of(mmsi, act["start"], act["end"])] for mmsi in (old, new))
        assert len(first)
        assert len(second)
        assert first.max() < second.min()
        assert act["places"][0]["country"] == "KP" != act["places"][1]["country"]


def test_an_innocent_change_keeps_what_it_says_it_keeps(made: Made) -> None:
    for act in made.acts("replaced_transponder", "sale_and_rename"):
        before, after = act["ships"]
        assert before["imo"] == after["imo"]
        assert before["mmsi"] != after["mmsi"]
        assert (before["name"] == after["name"]) is (act["kind"] == "replaced_transponder")
    for act in made.acts("number_typed_wrong"):
        one, other = (f"{ship['mmsi']:09d}" for ship in act["ships"])
        assert 1 <= sum(a != b for a, b in zip(one, other, strict=True)) <= 4  # a digit and what it carries


def test_the_same_seed_makes_the_same_bytes_and_an_innocent_sea_hides_nothing(tmp_path: Path) -> None:
    for folder in ("one", "two"):
        truth = identities.sea(tmp_path / folder, 6, days=8, ships=20, innocent=True)
        assert truth.hidden == []
    names = sorted(path.name for path in (tmp_path / "one").iterdir())
    assert names
    assert all((tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes() for name in names)
