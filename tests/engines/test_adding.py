"""A day of positions added to a sea that was derived before gives the rows that a run from the beginning gives.

Here because the odd sea is: every kind of event happens in it. Rows are compared by the digests of sealed tables, and
legs by all their columns.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import odd_sea
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fairlead import engines, shapes
from fairlead.deriving import derive, going_on

DAY_US = 24 * shapes.US_PER_HOUR


@pytest.fixture(scope="module")
def sea() -> dict[str, pa.Table]:
    """All readings of the odd sea, and some ships more.

    One whose satellite positions are coarse, one lost early beside another, two that lie side by side all the time, and
    two that do so for two days before the last and on it.
    """
    made = odd_sea.make()
    told = {"receiver": "satellite", "course_ddeg": 100}
    for nth in range(150):
        coarse = nth % 3 != 0
        lat, lon = (round(at * 600) / 600 if coarse else at for at in (34.0 + nth / 97, 123.0 + nth / 89))
        made.heard(431_000_777, 50.0 + nth * 61.0, lat, lon, 10.0 if coarse else 10.3, **told)
    for nth in range(300):
        made.heard(431_000_778, nth * 30.0, 33.05, 123.05, 0.0)
        if nth < 60:
            made.heard(431_000_779, nth * 30.0, 33.06, 123.06, 0.0)
    for nth in range(620):
        for ship, lon in enumerate((124.05, 124.053, 124.15, 124.153)):
            if ship < 2 or 380 < nth < 600:
                made.heard(431_000_780 + ship, nth * 20.0, 33.05, lon, 0.0)
    return {
        shape: pa.concat_tables(
            pa.Table.from_pylist([{"exhibit": 0, "row": 0, **row} for row in rows], schema=shapes.READINGS[shape])
            for rows in collected.values()
        )
        for shape, collected in (("positions", made.positions), ("static_reports", made.static))
    }


def write(folder: Path, sea: dict[str, pa.Table], cuts: Sequence[int], late: float, seed: int) -> list[str]:
    """Write the sea as one exhibit for each stretch between cuts, and return their names in order of time.

    ``late``: the share of positions that comes with a stretch after their own.
    """
    random = np.random.default_rng(seed)
    names = [hashlib.sha256(f"{seed} {part}".encode()).hexdigest() for part in range(len(cuts) + 1)]
    for shape, table in sea.items():
        part = np.searchsorted(np.array(sorted(cuts)), table["t_us"].to_numpy(), side="right")
        part = np.where(random.random(len(part)) < late, random.integers(part, len(cuts) + 1), part)
        for at, name in enumerate(names):
            (folder / name).mkdir(parents=True, exist_ok=True)
            mine = table.filter(pa.array(part == at))
            mine = mine.take(pa.array(random.permutation(mine.num_rows)))
            origin = [
                pa.array(np.full(mine.num_rows, shapes.exhibit_key(name)), pa.int64()),
                pa.array(np.arange(1, mine.num_rows + 1), pa.int64()),
            ]
            columns = [*origin, *mine.columns[2:]]
            pq.write_table(pa.Table.from_arrays(columns, schema=table.schema), folder / name / f"{shape}.parquet")
    return names


def run(
    readings: Path, names: Sequence[str], folder: Path, before: going_on.Before | None = None
) -> dict[str, str | int]:
    """Derive legs and events of some exhibits; return digests and counts."""
    folder.mkdir()
    given = derive.Inputs(readings, names, [], "dprk")
    with engines.at(engines.DEFAULT, folder) as opened:
        static = opened.table(given.files("static_reports"), shapes.STATIC_REPORTS)
        _, found = derive._events(given, opened, static, folder, lambda *told: None, resume=False, before=before)
    legs = pq.read_table(folder / "legs.parquet")
    ordered = legs.sort_by([(name, "ascending") for name in ("track", "t_us", "lat_e7", "lon_e7", "exhibit", "row")])
    return {**found.digests, "legs": shapes.table_digest(ordered.cast(shapes.LEGS)), "positions": found.positions}


def one_after_another(folder: Path, names: Sequence[str], readings: Path) -> tuple[dict[str, str | int], list[bool]]:
    """Derive the first exhibit, then add one after another; return the last result, and which runs went on."""
    before, went_on = None, []
    for nth in range(1, len(names) + 1):
        at = folder / str(nth)
        made = run(readings, names[:nth], at, before)
        went_on.append((at / "changed.json").exists())
        before = going_on.Before(at, frozenset(names[:nth]))
    return made, went_on


def span(sea: dict[str, pa.Table]) -> tuple[int, int]:
    """First and last time of the sea."""
    times = pc.min_max(sea["positions"]["t_us"]).as_py()
    return times["min"], times["max"]


def test_a_day_added_gives_the_rows_of_a_run_from_the_beginning(
    sea: dict[str, pa.Table], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(going_on, "_MOST_ANEW", 1.0)
    cut = span(sea)[1] - 30 * shapes.US_PER_HOUR
    names = write(tmp_path / "readings", sea, [cut], 0.0, 7)
    made, went_on = one_after_another(tmp_path, names, tmp_path / "readings")
    assert went_on == [False, True]
    whole = run(tmp_path / "readings", names, tmp_path / "whole")
    assert {name: made[name] for name in whole if made[name] != whole[name]} == {}
    monkeypatch.setattr(going_on, "_MOST_NEW", 100)
    assert _goes_on(tmp_path, names) is None  # what is added is held in memory, so there is a limit


def _goes_on(folder: Path, names: Sequence[str]) -> object:
    before, at = going_on.Before(folder / "1", frozenset(names[:1])), folder / "again"
    at.mkdir()
    with engines.at(engines.DEFAULT, at) as opened:
        old, new = (
            opened.table(derive.Inputs(folder / "readings", some, [], "dprk").files("positions"), shapes.POSITIONS)
            for some in (names, names[1:])
        )
        return going_on.legs(before, at, opened, old, new)


@pytest.mark.slow
@settings(max_examples=6, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(
    cuts=st.lists(st.floats(0.05, 0.99), min_size=1, max_size=4, unique=True),
    late=st.sampled_from([0.0, 0.0, 0.003]),
    seed=st.integers(0, 1_000),
)
def test_any_cut_of_a_sea_into_parts_added_one_after_another_gives_the_rows_of_one_run(
    sea: dict[str, pa.Table], tmp_path_factory: pytest.TempPathFactory, cuts: list[float], late: float, seed: int
) -> None:
    folder = tmp_path_factory.mktemp("cut")
    first, last = span(sea)
    names = write(folder / "readings", sea, [first + int((last - first) * cut) for cut in cuts], late, seed)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(going_on, "_MOST_ANEW", 1.0)
        made, went_on = one_after_another(folder, names, folder / "readings")
    assert went_on == [False] + [True] * len(cuts)
    whole = run(folder / "readings", names, folder / "whole")
    assert {name: made[name] for name in whole if made[name] != whole[name]} == {}
