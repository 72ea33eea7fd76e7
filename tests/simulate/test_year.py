"""The simulated year, in small: the same for the same seed, resumable, with noise, and readable as any file is."""

from __future__ import annotations

from pathlib import Path

import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from fairlead.errors import MisuseError
from fairlead.readers.tracks import layouts as known_layouts
from fairlead.simulate import Truth
from fairlead.simulate.year import Wanted, year
from fairlead.simulate.year.acts import Meeting, unmet

SMALL = Wanted(seed=3, days=18, ships=60, hidden=6)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Truth]:
    folder = tmp_path_factory.mktemp("year")
    return folder, year(folder, SMALL)


def test_a_sea_hides_acts_and_says_how_much_of_each_was_heard(made: tuple[Path, Truth]) -> None:
    _, truth = made
    assert 0 < len(truth.hidden) <= 6
    assert all(len(act.ends) == 2 for act in truth.hidden)
    assert any(min(act.ends) > 0 for act in truth.hidden)


def test_a_sea_with_nothing_hidden_has_look_alikes_alone(tmp_path: Path) -> None:
    truth = year(tmp_path, Wanted(seed=4, days=18, ships=60, hidden=0))
    assert truth.hidden == []
    assert {"bunkering", "left_the_area", "pair_trawling"} <= {act.kind for act in truth.innocent}


def test_a_day_that_was_lost_is_made_again_row_by_row(made: tuple[Path, Truth]) -> None:
    folder, truth = made
    files = sorted(folder.glob("*.parquet"))
    before = pq.read_table(files[5])
    files[5].unlink()
    again = year(folder, SMALL)
    assert pq.read_table(files[5]).equals(before)
    assert again.files == truth.files
    assert [act.ends for act in again.hidden] == [act.ends for act in truth.hidden]


def test_another_sea_does_not_enter_the_same_folder(made: tuple[Path, Truth]) -> None:
    with pytest.raises(MisuseError, match="holds another simulated sea"):
        year(made[0], Wanted(seed=99, days=18, ships=60, hidden=6))


def test_positions_are_heard_by_coasts_and_satellites_and_some_are_spoilt(made: tuple[Path, Truth]) -> None:
    table = pq.read_table(sorted(made[0].glob("*.parquet")))
    assert set(table["SRC"].to_pylist()) == {"TER", "SAT"}
    assert pc.sum(pc.equal(table["LATITUDE"], 91.0)).as_py() > 0
    assert known_layouts.recognise(table.column_names, "a day") is not None


def test_the_number_hidden_is_drawn_from_the_seed_and_scales_with_the_sea() -> None:
    drawn = [Wanted(seed=seed).count() for seed in range(200)]
    assert min(drawn) < 60
    assert max(drawn) > 840
    assert max(Wanted(seed=seed, days=30, ships=500).count() for seed in range(50)) <= 37


def test_a_ship_that_nobody_came_to_keeps_its_cargo() -> None:
    """Whoever waited at sea in vain is as deep as before; what other hulls entered stays as it was."""
    meeting = Meeting("sts-ys", (35.0, 123.0), 0.0, 8.0, "coal", first_gives=True, dark=False)
    draughts = [(1, 0.0, 36), (2, 1.0, 50), (1, 2.0, 63), (2, 3.0, 44), (1, 4.0, 36), (1, 9.0, 36)]
    meeting.entered = range(4, 5)
    unmet(draughts, meeting)
    assert draughts == [(1, 0.0, 36), (2, 1.0, 50), (1, 2.0, 63), (2, 3.0, 44), (1, 4.0, 63), (1, 9.0, 36)]
