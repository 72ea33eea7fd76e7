"""Whatever is added to a small simulated sea that was derived before, occasions are those of a run from the beginning.

So are the candidates left alone, and events. The seas are those of ``simulate.year``: static reports, draughts, hidden
deliveries; and numbers that two hulls share, made of them here.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from fairlead import shapes
from fairlead.case import Case
from fairlead.deriving import derive, going_on, reading_in
from fairlead.simulate.year import Wanted, year

DAYS = 12
Part = dict[str, pa.Table]  # readings by shape


@pytest.fixture(scope="module")
def days(tmp_path_factory: pytest.TempPathFactory) -> list[Part]:
    """Return the readings of some days of a sea, in order."""
    folder = tmp_path_factory.mktemp("year")
    year(folder / "sea", Wanted(seed=61, days=18, ships=60, hidden=12))
    case = Case.create(folder / "case", "a sea")
    found = []
    for path in sorted((folder / "sea").glob("*.parquet"))[:DAYS]:
        read = reading_in.read_added(case, case.exhibits.add(path, source="fairlead simulate"))
        at = case.readings_folder / read.exhibit.sha256
        found.append({shape: pq.read_table(at / f"{shape}.parquet") for shape in ("positions", "static_reports")})
    return found


def joined(*parts: Part) -> Part:
    return {shape: pa.concat_tables([part[shape] for part in parts]) for shape in parts[0]}


def bare(part: Part, shape: str) -> Part:
    """Return a part without the rows of one shape."""
    return {**part, shape: part[shape].slice(0, 0)}


def undrawn(part: Part) -> Part:
    reports = part["static_reports"]
    at = reports.schema.get_field_index("draught_dm")
    nothing = pa.nulls(reports.num_rows, reports.schema.field(at).type)
    return {**part, "static_reports": reports.set_column(at, reports.schema.field(at), nothing)}


def renumbered(part: Part, of: dict[int, int]) -> Part:
    """Return a part in which some ships send the numbers of others."""
    found = {}
    for shape, table in part.items():
        mmsi = [of.get(number, number) for number in table["mmsi"].to_pylist()]
        found[shape] = table.set_column(table.schema.get_field_index("mmsi"), "mmsi", pa.array(mmsi, pa.int64()))
        found[shape] = found[shape].cast(table.schema)
    return found


def next_day(days: list[Part]) -> list[Part]:
    return [joined(*days[:-1]), days[-1]]


def late_day(days: list[Part]) -> list[Part]:
    return [joined(*days[:5], *days[6:]), days[5]]


def late_static_reports(days: list[Part]) -> list[Part]:
    whole = joined(*days)
    return [bare(whole, "static_reports"), bare(whole, "positions")]


def late_draughts(days: list[Part]) -> list[Part]:
    whole = joined(*days)
    return [undrawn(whole), bare(whole, "positions")]


def shared_numbers(days: list[Part]) -> list[Part]:
    """Two pairs of ships share their numbers: one all the time; and one, of which each entered draughts on the first
    days, from the last day on."""
    reports = joined(*days[:4])["static_reports"]
    drawn = reports.group_by("mmsi").aggregate([("draught_dm", "count_distinct")])
    entered = drawn.filter(pc.greater(drawn["draught_dm_count_distinct"], 1))["mmsi"].to_pylist()
    third, fourth = sorted(entered)[:2]
    one, other = sorted({*reports["mmsi"].to_pylist()} - {third, fourth})[:2]
    told = [renumbered(day, {other: one}) for day in days]
    return [joined(*told[:-1]), renumbered(told[-1], {fourth: third})]


def in_turn(days: list[Part]) -> list[Part]:
    """Two days, one after the other, the second with what was late on the first."""
    first, last = days[-2:]
    late = pc.equal(pc.bit_wise_and(first["positions"]["row"], 31), 0)
    on_time = {**first, "positions": first["positions"].filter(pc.invert(late))}
    rest = {**last, "positions": pa.concat_tables([last["positions"], first["positions"].filter(late)])}
    return [joined(*days[:-2]), on_time, rest]


def write(folder: Path, parts: list[Part]) -> list[str]:
    """Write each part as one exhibit; return their names."""
    names = [hashlib.sha256(f"part {nth}".encode()).hexdigest() for nth in range(len(parts))]
    for name, part in zip(names, parts, strict=True):
        (folder / name).mkdir(parents=True)
        for shape, table in part.items():
            key = pa.array(np.full(table.num_rows, shapes.exhibit_key(name)), pa.int64())
            row = pa.array(np.arange(1, table.num_rows + 1), pa.int64())
            columns = [key, row, *table.select(shapes.READINGS[shape].names).columns[2:]]
            whole = pa.Table.from_arrays(columns, schema=shapes.READINGS[shape])
            pq.write_table(whole, folder / name / f"{shape}.parquet")
    return names


def run(readings: Path, names: list[str], folder: Path, before: going_on.Before | None = None) -> dict[str, str]:
    """Derive all; return digests, and what was left alone."""
    folder.mkdir()
    made = derive.derive(derive.Inputs(readings, names, [], "dprk"), folder, before=before)
    return {**made.digests, "rejected": (folder / "rejected.jsonl").read_text()}


KINDS = (next_day, shared_numbers, late_static_reports, late_draughts, late_day, in_turn)


@pytest.mark.wide  # by default the events that occasions follow from: test_adding.py
@pytest.mark.parametrize("parted", KINDS, ids=[kind.__name__ for kind in KINDS])
def test_whatever_is_added_occasions_are_those_of_one_run(
    days: list[Part], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, parted: Callable[[list[Part]], list[Part]]
) -> None:
    monkeypatch.setattr(going_on, "_MOST_ANEW", 1.0)
    monkeypatch.setattr(going_on, "_MOST_HELD", 5_000)  # positions of some ships
    names = write(tmp_path / "readings", parted(days))
    before = None
    for nth in range(1, len(names) + 1):
        made = run(tmp_path / "readings", names[:nth], tmp_path / str(nth), before)
        assert (tmp_path / str(nth) / "changed.json").exists() == (nth > 1)
        before = going_on.Before(tmp_path / str(nth), frozenset(names[:nth]))
    whole = run(tmp_path / "readings", names, tmp_path / "whole")
    assert {name: made[name] for name in whole if made[name] != whole[name]} == {}
    assert whole["rejected"] or parted is not next_day  # something was judged
