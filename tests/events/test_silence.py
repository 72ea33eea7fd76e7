"""The frozen card: what tells a ship's silence from the receivers', and what it never does."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import zipfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import ibis
import pyarrow as pa
import pytest
from examples import examples
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from tests.events.conftest import rows, table

from fairlead import shapes
from fairlead.errors import IntegrityError
from fairlead.events import gap, silence

WELL_HEARD = {
    "positions_before": 70, "hours_before": 12, "watched_start_h": 6, "audible_start_h": 6, "watched_end_h": 6,
    "audible_end_h": 6, "audible_ahead_h": 6, "audible_astern_h": 6, "longest_wait_h": 0, "others_ship_hours": 60,
    "expected": 70,
}  # fmt: skip
MORE = ("hours_before", "audible_ahead_h", "audible_astern_h", "others_ship_hours", "expected")


def judged(*gaps: dict) -> list[int | None]:
    made = pa.Table.from_pylist(
        [WELL_HEARD | one for one in gaps], schema=pa.schema([(n, "int64") for n in WELL_HEARD])
    )
    told = ibis.memtable(made)
    return told.select(pm=silence.likelihood_pm(told)).to_pyarrow()["pm"].to_pylist()


def test_silence_where_others_are_heard_all_around_is_the_ships_own_and_at_the_edge_it_is_not() -> None:
    well, edge = judged({}, {"audible_ahead_h": 0, "audible_astern_h": 0, "hours_before": 3})
    assert well >= 900
    assert edge <= 200


def test_a_deaf_cell_is_never_evidence() -> None:
    nobody = {"audible_start_h": 0, "audible_end_h": 0, "expected": 0}
    assert judged(nobody, {"positions_before": 0, "hours_before": 0}) == [None, None]


def test_a_course_nobody_knows_counts_as_one_that_led_where_nobody_is_heard() -> None:
    unknown, deaf = judged(
        {"audible_ahead_h": None, "audible_astern_h": None}, {"audible_ahead_h": 0, "audible_astern_h": 0}
    )
    assert unknown == deaf


ONE = st.fixed_dictionaries({name: st.integers(0, 12) for name in MORE})


@given(st.lists(st.tuples(ONE, st.sampled_from(MORE), st.integers(1, 70)), min_size=60, max_size=120))
# Each asks about many gaps at once: the question to the engine is what costs. What fails is told, not made smaller.
@settings(max_examples=examples(4), phases=[Phase.explicit, Phase.reuse, Phase.generate])
def test_more_evidence_never_makes_it_less_likely(asked: list[tuple[dict, str, int]]) -> None:
    more = [one | {name: one[name] + further} for one, name, further in asked]
    worth = judged(*[one for one, _, _ in asked], *more)
    for (one, name, further), was, became in zip(asked, worth[: len(asked)], worth[len(asked) :], strict=True):
        assert became >= was, (one, name, further)


def test_the_card_cannot_change_unseen(monkeypatch: pytest.MonkeyPatch) -> None:
    content = (Path(silence.__file__).parent / "silence.json").read_bytes()
    assert hashlib.sha256(content).hexdigest() == silence.DIGEST
    assert json.loads(content)["provenance"]["silences"]
    silence.card.cache_clear()
    monkeypatch.setattr(silence, "DIGEST", "0" * 64)
    with pytest.raises(IntegrityError, match=r"silence\.json"):
        silence.card()


def test_points_and_worth_only_rise() -> None:
    for bands in silence.card()["points"].values():
        assert all(band["points"] >= 0 for band in bands)
    for kind in (silence.card(), silence.card()["record"]):
        worth = [one["per_mille"] for one in kind["likelihood"]]
        assert worth == sorted(worth)
        assert all(0 < one < 1000 for one in worth)


def published(path: Path, name: str) -> list[dict[str, str]]:
    with zipfile.ZipFile(path / f"{name}.csv.zip") as packed:
        return list(csv.DictReader(io.StringIO(packed.read(packed.namelist()[0]).decode())))


def test_the_published_case_of_2018_is_judged_as_published(
    legs_of: Callable[..., Any], real_data: Callable[[str], Path]
) -> None:
    """Both providers lost it for over 16 h in a place where it was heard some 490 times a day, before and after."""
    folder = real_data("ais/gfw-gap-case-2018")
    (case,) = published(folder, "gaps_data")
    for provider, hours in (("gap_positions_gfw", float(case["gap_hours"])), ("gap_positions_ee", 16.574)):
        sent = [
            {
                "mmsi": int(row["ssvid"]),
                "t_us": round(datetime.fromisoformat(row["timestamp"]).timestamp()) * shapes.US_PER_SECOND,
                "lat_e7": round(float(row["lat"]) * 1e7),
                "lon_e7": round(float(row["lon"]) * 1e7),
                "receiver": row.get("receiver_type"),
            }
            for row in published(folder, provider)
        ]
        legs = legs_of(table(sent))
        found = [row for row in rows(gap.detect(legs)) if row["end_us"] is not None]
        longest = max(found, key=lambda row: row["end_us"] - row["start_us"])
        assert abs((longest["end_us"] - longest["start_us"]) / shapes.US_PER_HOUR - hours) < 0.2
        assert silence.record_pm(longest["positions_before"]) >= 900  # the study's judgement
        assert longest["likelihood_pm"] is None  # ours: the files hold nobody else, so nothing tells of receivers
