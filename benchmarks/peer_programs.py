"""Runs Global Fishing Watch's own functions for encounters and port entries on our positions, outside of any pipeline.

What they need (both Apache-2.0, in no registry): checkouts of ``GlobalFishingWatch/pipe-encounters`` and
``GlobalFishingWatch/pipe-anchorages`` from GitHub in one FOLDER, and beside them the packages that they import:

    git clone https://github.com/GlobalFishingWatch/pipe-encounters FOLDER/pipe-encounters
    git clone https://github.com/GlobalFishingWatch/pipe-anchorages FOLDER/pipe-anchorages
    pip install --target FOLDER/packages apache-beam more-itertools s2sphere six pytz PyYAML

The list of 60,410 anchorages is in the second (``src/pipe_anchorages/assets/data/port_lists/anchorage_overrides.csv``).
The functions are called in the order in which the programs' ``expand`` methods join them, with the same groups; what
Beam would do in between (grouping, writing) is a dictionary here. Left out: Beam's runners, BigQuery, merging.
"""

from __future__ import annotations

import csv
import datetime
import importlib
import sys
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any

EPOCH = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)
ANCHORAGES = Path("pipe-anchorages/src/pipe_anchorages/assets/data/port_lists/anchorage_overrides.csv")
ENTRY_KM, EXIT_KM, STOP_KN, GO_KN, SILENCE_MIN = 3.0, 4.0, 0.2, 0.5, 240.0  # its anchorage_cfg.yaml


class MissingError(Exception):
    """A peer's program, or a package that it needs, is not there."""


def _module(folder: Path, program: str, name: str) -> Any:
    source = folder / program / "src"
    if not source.is_dir():
        raise MissingError(f"{program} is not in {folder}: see the head of benchmarks/peer_programs.py")
    for each in (source, folder / "packages"):  # after our own, so that our versions of shared packages stay
        if str(each) not in sys.path:
            sys.path.append(str(each))
    try:
        return importlib.import_module(name)
    except ImportError as missing:
        raise MissingError(
            f"{program} needs a package: {missing}; see the head of benchmarks/peer_programs.py"
        ) from missing


def rows_of(positions: Any) -> list[dict[str, Any]]:
    """Return positions as rows, in the order of ships and time."""
    columns = ("mmsi", "t_us", "lat_e7", "lon_e7", "speed_dkn", "course_ddeg")
    rows: list[dict[str, Any]] = positions.select(*columns).order_by("mmsi", "t_us").to_pyarrow().to_pylist()
    return rows


def _when(t_us: int) -> datetime.datetime:
    return EPOCH + datetime.timedelta(microseconds=t_us)


class Encounters:
    """pipe-encounters: its records are made first, so that ``run`` times its own functions alone."""

    def __init__(self, folder: Path, rows: Iterable[dict[str, Any]]) -> None:
        def transform(name: str) -> Any:
            return _module(folder, "pipe-encounters", f"pipe_encounters.transforms.{name}")

        record = _module(folder, "pipe-encounters", "pipe_encounters.objects.record").Record
        self._sort = transform("sort_by_time").SortByTime()
        self._resample = transform("resample").Resample
        self._adjacency = transform("compute_adjacency").ComputeAdjacency(max_adjacency_distance_km=0.5)
        compute = transform("compute_encounters").ComputeEncounters
        self._compute = compute(max_km_for_encounter=0.5, min_minutes_for_encounter=120)
        self._days: dict[str, list[Any]] = defaultdict(list)
        for row in rows:
            at = _when(row["t_us"])
            lat, lon = row["lat_e7"] / 1e7, row["lon_e7"] / 1e7
            speed, course = (row["speed_dkn"] or 0) / 10, (row["course_ddeg"] or 0) / 10  # as our compatible mode
            one = record(id=str(row["mmsi"]), timestamp=at, lat=lat, lon=lon, speed=speed, course=course)
            self._days[f"{one.id}_{at.date()}"].append(one)

    def run(self, *, extrapolate: bool) -> dict[tuple[int, int, int, int], tuple[float, float]]:
        """Return its raw rows: (ship, other ship, start, end in seconds) with median kilometres and knots."""
        resample = self._resample(increment_s=600.0, max_gap_s=3_600.0, extrapolate=extrapolate)
        instants: dict[float, list[Any]] = defaultdict(list)
        for item in self._days.items():
            key, ordered = self._sort.sort_and_uniquify_by_time(item)
            for one in resample.resample((key, ordered)) if ordered else ():
                instants[one.timestamp.timestamp()].append(one)
        days: dict[str, list[Any]] = defaultdict(list)
        for item in instants.items():
            for one in self._adjacency.annotate_adjacency(item):
                key, value = self._compute.tag_with_id(one)
                days[key].append(value)
        found = {}
        for item in days.items():
            for one in self._compute.compute_encounters(self._compute.sort_by_time(item)):
                start_s, end_s = (round(at.timestamp()) for at in (one.start_time, one.end_time))
                place = (int(one.vessel_1_seg_id), int(one.vessel_2_seg_id), start_s, end_s)
                found[place] = (one.median_distance_km, one.median_speed_knots)
        return found


def anchorages(folder: Path) -> list[tuple[str, float, float]]:
    """Return the list that pipe-anchorages carries: (cell, latitude, longitude), in the file's order."""
    path = folder / ANCHORAGES
    if not path.is_file():
        raise MissingError(f"{ANCHORAGES} is not in {folder}: see the head of benchmarks/peer_programs.py")
    with path.open(newline="", encoding="utf-8") as file:
        return [(row["s2id"], float(row["latitude"]), float(row["longitude"])) for row in csv.DictReader(file)]


class Ports:
    """pipe-anchorages: its index of anchorages and its records are made first."""

    def __init__(self, folder: Path, rows: Iterable[dict[str, Any]]) -> None:
        def module(name: str) -> Any:
            return _module(folder, "pipe-anchorages", f"pipe_anchorages.{name}")

        common, pseudo = module("common"), module("objects.pseudo_anchorage").PseudoAnchorage
        location = module("records").VesselLocationRecord
        self._by_day = common.CreateTaggedRecordsByDay()
        tagged = module("transforms.create_tagged_anchorages").CreateTaggedAnchorages()
        near: dict[str, list[Any]] = defaultdict(list)
        for cell, lat, lon in anchorages(folder):
            one = pseudo(mean_location=common.LatLon(lat, lon), s2id=cell, port_name="")
            for key, value in tagged.tag_anchorage_with_s2ids(one):
                near[key].append(value)
        self._near = dict(near)
        limits = {
            "anchorage_entry_dist": ENTRY_KM,
            "anchorage_exit_dist": EXIT_KM,
            "stopped_begin_speed": STOP_KN,
            "stopped_end_speed": GO_KN,
            "min_gap_minutes": SILENCE_MIN,
        }
        self._days: dict[tuple[tuple[str, str, str], str], list[Any]] = defaultdict(list)
        for row in rows:
            if row["speed_dkn"] is None:
                continue  # as its is_location_message
            name = str(row["mmsi"])
            at, place = _when(row["t_us"]), common.LatLon(row["lat_e7"] / 1e7, row["lon_e7"] / 1e7)
            one = location(
                identifier=(name, name, name),
                timestamp=at,
                location=place,
                speed=row["speed_dkn"] / 10,
                destination=None,
            )
            self._days[one.identifier, str(at.date())].append(one)
        times = [one.timestamp for day in self._days.values() for one in day]
        first, last = min(times).date(), max(times).date()
        thin = module("transforms.smart_thin_records").SmartThinRecords
        self._thin = thin(anchorages=None, start_date=first, end_date=last, **limits)
        end = datetime.datetime.combine(last, datetime.time.min, tzinfo=datetime.UTC)
        self._events = module("transforms.create_in_out_events").CreateInOutEvents(end_time=end, **limits)

    def run(self, *, thinned: bool) -> set[tuple[int, int, bool]]:
        """Return its entries and exits: (ship, time in microseconds, whether it entered).

        Not thinned: each position is handed to its thinning alone, which then keeps it.
        """
        ships: dict[str, list[Any]] = defaultdict(list)
        for item in self._days.items():
            day = self._by_day.tag_records(self._by_day.dedup_by_timestamp(self._by_day.order_by_timestamp(item)))
            key, records = day
            lots = [records] if thinned else [[one] for one in records]
            for lot in lots:
                ships[key[0][0]] += self._thin.thin((key, lot), self._near)
        found = set()
        for ship, records in ships.items():
            far = float("inf")
            given = [one._replace(port_dist=far) if one.port_dist is None else one for one in records]
            for event in self._events.create_in_out_events((ship, given))[1]:
                if event.event_type in ("PORT_ENTRY", "PORT_EXIT"):
                    at = event.timestamp - EPOCH
                    found.add((int(ship), at // datetime.timedelta(microseconds=1), event.event_type == "PORT_ENTRY"))
        return found
