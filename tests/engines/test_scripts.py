"""A rule that is played from its script stores the rows that it would store; one that asks for rows is run as ever."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import ibis
import ibis.expr.types as ir
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import fairlead.events
from fairlead import engines, places
from fairlead.engines import compiled, scripts
from fairlead.events import columns, nearby
from fairlead.events.tracks import Kept, passed_on, whole

SHAPE = pa.schema([(name, pa.int64()) for name in ("track", "t_us", "lat_e7", "lon_e7")])
ran: list[str] = []


def late(legs: ir.Table, since_us: int, keep: Kept = passed_on) -> ir.Table:
    """Count positions by track, of tracks that were heard late."""
    ran.append("late")
    recent = keep("recent", legs.filter(legs.t_us >= since_us).select("track").distinct())
    kept = legs.semi_join(recent, "track").select("track")
    return kept.group_by("track").agg(positions=kept.count())


def near_ports(legs: ir.Table, anchors: pa.Table, reach_m: int = 5_000) -> ir.Table:
    """Return which tracks came near which ports."""
    ran.append("near_ports")
    return nearby.near(legs, anchors, reach_m, 0).select("track", "place").distinct().order_by("track")


def of_rows(legs: ir.Table, keep: Kept = passed_on) -> ir.Table:
    """Return what follows from rows: the legs of the track of the highest number."""
    ran.append("of_rows")
    most = keep("most", legs.agg(most=legs.track.max())).to_pyarrow()["most"][0].as_py()
    return legs.filter(legs.track == most).select("track")


def with_rows(legs: ir.Table) -> ir.Table:
    """Read rows that were put into memory on the way."""
    ran.append("with_rows")
    return legs.join(ibis.memtable({"track": [len(ran)]}), "track").select("track")


@pytest.fixture(autouse=True)
def nothing_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """No rule was run before."""
    ran.clear()
    monkeypatch.setattr(compiled, "_kept", {})
    monkeypatch.setattr(compiled, "_scripts", {})


def run(
    folder: Path, rows: list[tuple[int, int]], rule: Any, *given: Any, at: tuple[int, int] = (0, 0), kind: str = "found"
) -> Any:
    """Return what a rule finds in some legs (track, t_us), all at one place, as rows, and the names of what it kept."""
    folder.mkdir()
    made = [dict(zip(SHAPE.names, (*row, *at), strict=True)) for row in rows]
    pq.write_table(pa.Table.from_pylist(made, SHAPE), folder / "legs")
    with engines.at(engines.DEFAULT, folder) as opened:
        legs = opened.table([folder / "legs"], SHAPE)
        found = whole(opened.keep(folder / "kept", resume=False), kind, rule, legs, *given)
        told = found.to_pyarrow().to_pylist()
    return sorted(told, key=str), sorted(path.stem for path in (folder / "kept").glob("*.parquet"))


def test_a_script_is_played_on_other_rows_without_running_the_rule(tmp_path: Path) -> None:
    first = run(tmp_path / "1", [(1, 5), (1, 6), (2, 3)], late, 5)
    assert first == ([{"track": 1, "positions": 2}], ["found", "recent"])
    assert run(tmp_path / "2", [(7, 5), (8, 9), (8, 1)], late, 5)[0] == [
        {"track": 7, "positions": 1},
        {"track": 8, "positions": 2},
    ]
    assert run(tmp_path / "3", [], late, 5, kind="of another name") == ([], ["of another name", "recent"])
    assert ran == ["late"]
    assert run(tmp_path / "4", [(7, 5), (8, 9)], late, 6)[0] == [{"track": 8, "positions": 1}]  # another value
    assert ran == ["late", "late"]


def test_other_places_are_read_by_a_script(tmp_path: Path) -> None:
    anchors = places.gazetteer().anchors()
    ports = [anchors.slice(at, 1) for at in (0, 1)]
    for at, port in enumerate(ports):
        here = (port["lat_e7"][0].as_py(), port["lon_e7"][0].as_py())
        assert run(tmp_path / str(at), [(1, 5)], near_ports, port, at=here)[0] == [
            {"track": 1, "place": port["place"][0].as_py()}
        ]
    assert ran == ["near_ports"]
    assert run(tmp_path / "none", [(1, 5)], near_ports, ports[0], at=here)[0] == []


@pytest.mark.parametrize("rule", [of_rows, with_rows])
def test_a_rule_that_looks_at_rows_is_run_each_time(tmp_path: Path, rule: Any) -> None:
    for at, most in enumerate((1, 2)):
        found, _ = run(tmp_path / str(at), [(most, 5), (0, 5)], rule)
        assert [row["track"] for row in found] == [most]
    assert ran == [rule.__name__] * 2


def test_a_changed_source_plays_no_script(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run(tmp_path / "1", [(1, 5)], late, 5)
    monkeypatch.setattr(compiled, "rules_digest", lambda: "a rule that somebody works on")
    run(tmp_path / "2", [(1, 5)], late, 5)
    assert ran == ["late", "late"]


def test_what_was_made_of_other_places_than_those_given_spoils_a_script() -> None:
    one, other = (places.gazetteer().anchors().slice(at, 1) for at in (0, 1))
    table = columns.of_places(nearby._covered, one, 5_000, 0)
    for given, spoiled in ((one, False), (other, True), (None, True)):
        recorder = scripts.Recorder(passed_on, [], given)
        recorder("found", table)
        assert recorder.spoiled is spoiled


def test_all_that_events_are_made_by_is_in_the_digest_of_the_rules() -> None:
    root = Path(fairlead.__file__).parent
    below = {
        Path(str(module.__file__)).relative_to(root)
        for name, module in list(sys.modules.items())
        if name.startswith(("fairlead.events", "fairlead.places", "fairlead.shapes"))
    }
    held = {path.relative_to(root) for part in compiled.RULES for path in root.glob(part)}
    assert len(below) > 20
    assert below <= held
