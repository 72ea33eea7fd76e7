"""Ids and digests, and that neither order, division nor threads change what is found."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path
from typing import Any

import ibis
import numpy as np
import pyarrow as pa
import pyarrow.parquet
import pytest
from tests.events import test_encounter, test_ports
from tests.events.conftest import table

from fairlead import errors, events, shapes
from fairlead.events import gap, identity, keeping, tracks
from fairlead_ledger import canonical

GAP = {
    **dict.fromkeys(shapes.EVENTS["gap"].names),
    "kind": "gap",
    "track": 445_000_001_000,
    "mmsi": 445_000_001,
    "start_us": 1_519_862_400_000_000,
    "start_lat_e7": 380_000_000,
    "start_lon_e7": 1_240_000_000,
    "start_exhibit": 2**62 + 1,
    "start_row": 7,
    "positions_before": 3,
    "heard_start": 1,
}


def sealed(*gaps: dict, version: int = 1, parameters: Any = gap.Parameters()) -> list[dict]:
    found = pa.Table.from_pylist(list(gaps), schema=shapes.EVENTS["gap"])
    return identity.seal("gap", found, version, parameters).to_pylist()


def test_the_id_is_the_hash_of_kind_ships_and_anchor_as_canonical_json() -> None:
    (found,) = sealed(GAP)
    named = ["gap", [GAP["mmsi"]], [GAP["start_us"], GAP["start_lat_e7"], GAP["start_lon_e7"]]]
    assert found["id"] == hashlib.sha256(canonical.dumps(named)).hexdigest()[:32]


def test_rows_rules_and_results_change_the_digest_and_not_the_id() -> None:
    (before,) = sealed(GAP)
    for changed in (
        sealed({**GAP, "start_row": 8}),
        sealed({**GAP, "heard_start": 2}),
        sealed({**GAP, "end_us": GAP["start_us"] + 1}),
        sealed(GAP, version=2),
        sealed(GAP, parameters=replace(gap.Parameters(), least_h=7)),
    ):
        assert changed[0]["id"] == before["id"]
        assert changed[0]["digest"] != before["digest"]


def test_other_ships_times_and_places_are_other_events() -> None:
    ids = {
        sealed({**GAP, name: GAP[name] + 1})[0]["id"] for name in ("mmsi", "start_us", "start_lat_e7", "start_lon_e7")
    }
    assert len(ids | {sealed(GAP)[0]["id"]}) == 5


@pytest.mark.parametrize("lower", [412_000_002, 99_000_002])
def test_an_encounter_has_one_id_from_either_side(lower: int) -> None:
    names = {**dict.fromkeys(shapes.EVENTS["encounter"].names), "kind": "encounter", "track": 1, "other_track": 2}
    at = {"start_us": 5, "start_lat_e7": 6, "start_lon_e7": 7}
    sides = [{**names, **at, "mmsi": 445_000_001, "other_mmsi": lower}]
    sides.append({**sides[0], "mmsi": lower, "other_mmsi": 445_000_001})
    tables = [pa.Table.from_pylist([side], schema=shapes.EVENTS["encounter"]) for side in sides]
    one, other = (identity.seal("encounter", found, 1, None)["id"].to_pylist() for found in tables)
    named = ["encounter", [lower, 445_000_001], [5, 6, 7]]
    assert one == other == [hashlib.sha256(canonical.dumps(named)).hexdigest()[:32]]


def test_two_events_under_one_id_are_refused() -> None:
    with pytest.raises(errors.IntegrityError, match="several bear"):
        sealed(GAP, {**GAP, "heard_start": 9})


def test_no_events_seal_to_no_rows() -> None:
    assert sealed() == []


def derived(readings: list[pa.Table], folder: Path, threads: int) -> dict[str, pa.Table]:
    connection = ibis.duckdb.connect(threads=threads)
    for number, reading in enumerate(readings):
        pa.parquet.write_table(reading, folder / f"positions-{number}.parquet")
    keep = keeping.ParquetFolder(connection, folder / "derived")
    legs = tracks.legs(connection.read_parquet(sorted(folder.glob("positions-*.parquet"))), keep)
    found = events.detect_all(legs, ibis.memtable(test_ports.REPORTS), test_ports.ANCHORS, keep)
    return {
        detector.KIND: identity.seal(
            detector.KIND, found[detector.KIND].to_pyarrow(), detector.VERSION, detector.Parameters()
        )
        for detector in events.DETECTORS
    }


SEA = test_ports.SEA + test_encounter.MEETINGS["plain"] + test_encounter.MEETINGS["antimeridian, drifting"]
SHARED = [{**row, "mmsi": test_ports.PASSING, "lon_e7": row["lon_e7"] - 10**8} for row in test_ports.SEA[:100]]


@pytest.fixture(scope="module")
def straight(tmp_path_factory: pytest.TempPathFactory) -> dict[str, pa.Table]:
    return derived([table(SEA + SHARED, exhibit=1)], tmp_path_factory.mktemp("straight"), threads=1)


@pytest.mark.wide  # by default typologies/test_find_all.py
def test_threads_change_nothing(straight: dict[str, pa.Table], tmp_path: Path) -> None:
    again = derived([table(SEA + SHARED, exhibit=1)], tmp_path, threads=4)
    assert again == straight
    assert all(straight[kind].num_rows for kind in ("gap", "encounter", "port_visit", "voyage", "draught_change"))


@pytest.mark.wide  # by default of legs, which all else follows from: test_tracks.py, test_following.py
def test_order_division_and_overlap_of_exhibits_change_no_id(straight: dict[str, pa.Table], tmp_path: Path) -> None:
    whole = SEA + SHARED
    shuffled = [whole[at] for at in np.random.default_rng(4).permutation(len(whole))]
    cut = len(whole) // 2
    divided = [table(shuffled[cut:], exhibit=5), table(shuffled[: cut + 300], exhibit=3), table(whole[::7], exhibit=9)]
    again = derived(divided, tmp_path, threads=2)
    for kind, found in straight.items():
        assert again[kind]["id"].to_pylist() == found["id"].to_pylist()
        measured = [name for name in found.schema.names if not name.endswith(("exhibit", "row", "digest"))]
        assert again[kind].select(measured) == found.select(measured)


def test_every_detector_says_what_it_does_not_show_and_gives_its_parameters_sources() -> None:
    for detector in events.DETECTORS:
        assert "does not show" in detector.DOES_NOT_SHOW
        assert detector.KIND in shapes.EVENTS
        assert isinstance(detector.VERSION, int)
        source = Path(detector.__file__).read_text()
        for name in getattr(detector.Parameters, "__dataclass_fields__", {}):
            (line,) = [line for line in source.splitlines() if line.strip().startswith(f"{name}:")]
            assert "#" in line or name in ("port_out_m", "anchorage_out_m"), line
    assert {detector.KIND for detector in events.DETECTORS} == set(shapes.EVENTS)


def test_what_equals_an_older_event_in_every_column_bears_its_id_and_digest(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [{**GAP, "start_us": GAP["start_us"] + nth, "start_row": nth} for nth in range(4)]
    changed = [rows[3], {**rows[1], "heard_start": None}, rows[0], {**rows[2], "start_row": 9}]
    before, after = (pa.Table.from_pylist(some, schema=shapes.EVENTS["gap"]) for some in (rows, changed))
    older = identity.seal("gap", before, 1, gap.Parameters())
    whole = identity.seal("gap", after, 1, gap.Parameters())
    made: list[str] = []
    inner = identity._sha256
    monkeypatch.setattr(identity, "_sha256", lambda text: made.append(text) or inner(text))
    assert identity.seal("gap", after, 1, gap.Parameters(), older).equals(whole)
    assert len(made) == 2 * 2  # ids and digests of the two that changed
    assert identity.seal("gap", after, 1, gap.Parameters(), older.slice(0, 0)).equals(whole)
