"""DuckDB and Spark give the same rows: legs, events and occasions, on a cluster of two worker processes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import odd_sea
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import typology_sea
from own_cluster import WORKERS, work_done

from fairlead import engines, events, shapes, typologies
from fairlead.deriving import derive

pytestmark = pytest.mark.spark


@pytest.fixture(scope="module")
def both(cluster: str, spark: Any, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The same readings derived on DuckDB and on Spark; return both folders."""
    folder = tmp_path_factory.mktemp("both")
    exhibits = odd_sea.make().write(folder / "readings")
    given = derive.Inputs(folder / "readings", exhibits, [], "dprk")
    made = []
    for name, engine in (("duckdb", engines.DEFAULT), ("spark", cluster)):
        (folder / name).mkdir()
        made.append(derive.derive(given, folder / name, engine=engine))
    assert made[1].engine.startswith("pyspark")
    assert made[0].digests.keys() == made[1].digests.keys()
    return folder / "duckdb", folder / "spark"


def test_every_kind_of_event_happens_and_has_the_same_rows(both: tuple[Path, Path]) -> None:
    """With ids and digests, which hold every column; so the order of the stored rows is the same too."""
    differing = []
    for module in events.DETECTORS:
        here, there = (pq.read_table(folder / "events" / f"{module.KIND}.parquet") for folder in both)
        assert here.num_rows, f"the sea has no {module.KIND}"
        if shapes.table_digest(here) != shapes.table_digest(there):
            differing.append(f"{module.KIND}: {_first_difference(here, there)}")
    assert not differing, "\n".join(differing)


def test_legs_come_home_as_the_same_rows(both: tuple[Path, Path]) -> None:
    order = [(name, "ascending") for name in ("track", "t_us", "lat_e7", "lon_e7", "exhibit", "row")]
    here, there = (pq.read_table(folder / "legs.parquet").cast(shapes.LEGS).sort_by(order) for folder in both)
    assert here.num_rows > 7_000
    assert shapes.table_digest(here) == shapes.table_digest(there), _first_difference(here, there)


def test_nothing_but_what_a_case_keeps_is_left_of_a_run_on_spark(both: tuple[Path, Path]) -> None:
    kept = {path.name for path in both[1].iterdir()}
    assert kept >= {"legs.parquet", "events", "occasions.jsonl", "rejected.jsonl"}
    assert "spark" not in kept


def test_both_workers_had_their_share_and_handed_rows_to_each_other(both: tuple[Path, Path], spark: Any) -> None:
    done = work_done(spark)
    assert len(done) == WORKERS
    assert all(tasks > 100 and shuffled > 100_000 for tasks, shuffled in done.values()), done


def test_every_typology_finds_the_same_occasions_and_leaves_the_same_alone(
    cluster: str, spark: Any, tmp_path: Path
) -> None:
    read = typology_sea.stored(tmp_path)
    found = []
    for name, engine in (("duckdb", engines.DEFAULT), ("spark", cluster)):
        (tmp_path / name).mkdir()
        with engines.at(engine, tmp_path / name) as opened:
            found.append(typologies.find_all(read(opened)))
    (occasions, rejected), there = found
    assert [one.to_json() for one in there[0]] == [one.to_json() for one in occasions]
    assert there[1] == rejected


def _first_difference(here: pa.Table, there: pa.Table) -> str:
    """Say where two tables differ first, for a person."""
    if here.num_rows != there.num_rows:
        return f"DuckDB has {here.num_rows} rows, Spark {there.num_rows}"
    for number, (one, other) in enumerate(zip(here.to_pylist(), there.to_pylist(), strict=True)):
        if differing := {name: (one[name], other[name]) for name in one if one[name] != other[name]}:
            return f"row {number}, DuckDB and Spark: {differing}"
    return f"the types: {here.schema} and {there.schema}"
