"""Identity lanes: what each number of an occasion said of itself, and when: flag, name, IMO number, call sign.

From static reports as received; nothing is judged. Exhibits under ``hidden`` are left out, and so is what registries
know. The numbers are those of the occasion's ships and of the changes of identity that it rests on.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow.compute as pc
import pyarrow.dataset as ds

from fairlead.dossier import around, chart
from fairlead.shapes import US_PER_HOUR, exhibit_key
from fairlead.subjects import mmsi as numbers
from fairlead.typologies.occasion import Occasion

AROUND_US = 15 * 24 * US_PER_HOUR  # ours: shown before and after an occasion
FIELDS = (("name", "name"), ("imo", "IMO number"), ("call_sign", "call sign"))
FLAG = "flag of its digits"
MOST_RUNS = 12  # of one field of one number; more would tell of damaged messages, not of identities

CAPTION = (
    "What each number said of itself, from its first report of a value to its last before another: the flag that the "
    "number's digits carry, name, IMO number and call sign. It does not show whose hull it was, nor that a change was "
    "wrong: crews type these in, ships are sold and renamed, transponders moved, and a number may be used by several "
    "hulls."
)


@dataclass(frozen=True)
class Lane:
    """One field of one number: its runs of equal values as (value, first report, last report, reports)."""

    mmsi: int
    label: str
    runs: tuple[tuple[str, int, int, int], ...]


def of(occasion: Occasion, derived: Path, readings: Path, hidden: Collection[str] = ()) -> list[Lane]:
    """Return the lanes of an occasion's numbers, by number; none where nothing was reported around it."""
    span = around.span_us(occasion) or (around.microseconds(occasion.start), around.microseconds(occasion.end))
    if not around.ships(occasion):
        return []
    start_us, end_us = span[0] - AROUND_US, span[1] + AROUND_US
    wanted = sorted({*around.ships(occasion), *_others(occasion, derived)})
    files = [path for path in sorted(readings.glob("*/static_reports.parquet")) if path.parent.name not in set(hidden)]
    heard = _heard(derived / "legs.parquet", wanted, start_us, end_us, hidden)
    lanes = []
    for mmsi in wanted:
        reports = _reports(files, mmsi, start_us, end_us)
        if mmsi in heard:
            flag = numbers.flag(mmsi) or "of no State"
            lanes.append(Lane(mmsi, FLAG, ((flag, *heard[mmsi]),)))
        lanes += [Lane(mmsi, label, runs) for key, label in FIELDS if (runs := tuple(_runs(reports, key)))]
    return lanes if any(lane.label != FLAG for lane in lanes) else []


def picture(lanes: Sequence[Lane]) -> str:
    """Draw the lanes, one row each, under a scale of days."""
    bars = [
        chart.Bar(f"{lane.mmsi:09d} {lane.label.split()[0]}", "identity", value, first, last)
        for lane in lanes
        for value, first, last, _ in lane.runs
    ]
    return chart.time_line(bars, min(bar.start_us for bar in bars), max(bar.end_us or bar.start_us for bar in bars))


def _others(occasion: Occasion, derived: Path) -> list[int]:
    """Return the second numbers of the changes of identity that the occasion rests on."""
    ids = [ref.id for ref in occasion.events if ref.kind == "identity_change"]
    path = derived / "events" / "identity_change.parquet"
    if not ids or not path.exists():
        return []
    rows = ds.dataset(path).to_table(["other_mmsi"], filter=pc.field("id").isin(ids)).to_pylist()
    return [row["other_mmsi"] for row in rows]


def _heard(
    legs: Path, wanted: list[int], start_us: int, end_us: int, hidden: Collection[str]
) -> dict[int, tuple[int, int, int]]:
    """Return, by number, the first and last position heard in a span, and how many."""
    if not legs.exists():
        return {}
    inside = pc.field("mmsi").isin(wanted) & (pc.field("t_us") >= start_us) & (pc.field("t_us") <= end_us)
    inside &= ~pc.field("exhibit").isin([exhibit_key(sha256) for sha256 in hidden])
    rows = ds.dataset(legs).to_table(columns=["mmsi", "t_us"], filter=inside)
    counted = rows.group_by("mmsi").aggregate([("t_us", "min"), ("t_us", "max"), ("t_us", "count")])
    return {row["mmsi"]: (row["t_us_min"], row["t_us_max"], row["t_us_count"]) for row in counted.to_pylist()}


def _reports(files: list[Path], mmsi: int, start_us: int, end_us: int) -> list[dict[str, Any]]:
    if not files:
        return []
    wanted = (pc.field("mmsi") == mmsi) & (pc.field("t_us") >= start_us) & (pc.field("t_us") <= end_us)
    columns = ["t_us", "exhibit", "row", *(key for key, _ in FIELDS)]
    rows: list[dict[str, Any]] = ds.dataset(files).to_table(columns=columns, filter=wanted).to_pylist()
    return sorted(rows, key=lambda row: (row["t_us"], row["exhibit"], row["row"]))


def _runs(reports: list[dict[str, Any]], key: str) -> Iterator[tuple[str, int, int, int]]:
    """Yield the unbroken runs of a field's values: value, first and last time, reports."""
    runs: list[tuple[str, int, int, int]] = []
    for report in reports:
        if report[key] is None:
            continue
        value = str(report[key])
        if runs and runs[-1][0] == value:
            _, first, _, count = runs[-1]
            runs[-1] = (value, first, report["t_us"], count + 1)
        else:
            runs.append((value, report["t_us"], report["t_us"], 1))
    yield from sorted(sorted(runs, key=lambda run: -run[3])[:MOST_RUNS], key=lambda run: run[1])
