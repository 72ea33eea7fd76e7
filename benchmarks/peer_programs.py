"""Runs peers' own functions for encounters, port entries, loitering and stops on our positions, without a pipeline.

What they need: checkouts of three repositories of Global Fishing Watch's (Apache-2.0, in no registry) in one FOLDER,
and beside them the packages that they import; MovingPandas (BSD-3-Clause) in a folder of its own, put on PYTHONPATH:

    for name in encounters anchorages loitering
    do git clone https://github.com/GlobalFishingWatch/pipe-$name FOLDER/pipe-$name
    done
    pip install --target FOLDER/packages apache-beam more-itertools s2sphere six pytz PyYAML
    pip install --target OTHER movingpandas

The list of 60,410 anchorages is in the second (``src/pipe_anchorages/assets/data/port_lists/anchorage_overrides.csv``).
The functions are called in the order in which the programs' ``expand`` methods join them, with the same groups; what
Beam would do in between (grouping, writing) is a dictionary here. Left out: Beam's runners, BigQuery, merging
(``peers_shipped.py`` has them).
"""

from __future__ import annotations

import csv
import datetime
import importlib
import json
import os
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
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
            if row["speed_dkn"] is None or not 0 <= row["speed_dkn"] <= 1_022:
                continue  # as its is_location_message and is_valid_location
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


class Loitering:
    """pipe-loitering: its messages are made first; each MMSI is one segment."""

    def __init__(self, folder: Path, messages: Any) -> None:
        def transform(name: str) -> Any:
            return _module(folder, "pipe-loitering", f"pipe_loitering.create_raw_loitering.transforms.{name}")

        self._hourly = transform("calculate_hourly_stats")
        self._ranges = transform("group_loitering_ranges")
        self._stats = transform("calculate_loitering_stats")
        self._hours: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
        for one in loitering_messages(messages):
            at = _when(one.pop("t_us"))
            self._hours[one["seg_id"], at.strftime("%Y-%m-%d-%H")].append({**one, "timestamp": at})

    def run(self) -> dict[tuple[int, int, int], tuple[float, float]]:
        """Return its raw rows: (ship, start, end in microseconds) with slow hours and nautical miles."""
        hourly, days = self._hourly, defaultdict(list)
        for item in self._hours.items():
            bucket = hourly.convert_group_to_hourly_bucket(item)
            bucket["hours"] = hourly.calculate_total_hours(bucket["msgs"])
            bucket["meters_to_prev"] = hourly.calculate_total_distance(bucket["msgs"])
            bucket["avg_speed_knots"] = hourly.calculate_avg_speed_in_knots(bucket)
            bucket["slow"] = hourly.calculate_is_slow(bucket, 2)
            day = bucket["start_timestamp"].date()
            for later in (0, 1):  # its sliding windows of two days
                days[bucket["seg_id"], day + datetime.timedelta(days=later)].append(bucket)
        found = {}
        for (ship, day), buckets in days.items():
            for messages in self._ranges.calculate_slow_groups((ship, buckets), _Window(day)):
                if self._stats.has_more_than_one_messages(messages):
                    row = self._stats.convert_to_loitering_daily_event(messages)
                    ends = (_us(row[f"loitering_{end}_timestamp"]) for end in ("start", "end"))
                    found[int(ship), *ends] = (row["loitering_hours"] or 0.0, row["tot_distance_nm"])
        return found


class _Window:
    """A window of Beam's as that program asks for it: by its end alone."""

    def __init__(self, day: datetime.date) -> None:
        self.end = self
        self._end = datetime.datetime.combine(day, datetime.time.min) + datetime.timedelta(days=1)

    def to_utc_datetime(self) -> datetime.datetime:
        return self._end


def _us(at: datetime.datetime) -> int:
    return (at - EPOCH) // datetime.timedelta(microseconds=1)


def loitering_messages(messages: Any) -> Iterable[dict[str, Any]]:
    """Yield the rows of pipe-loitering's source table, from ``events.compatible.loitering.messages``."""
    for row in messages.order_by("mmsi", "nth").to_pyarrow().to_pylist():
        since_us, since_dm = row["since_us"], row["since_dm"]
        yield {
            "ssvid": str(row["mmsi"]),
            "seg_id": str(row["mmsi"]),
            "t_us": row["t_us"],
            "lat": row["lat_e7"] / 1e7,
            "lon": row["lon_e7"] / 1e7,
            "hours": None if since_us is None else since_us / 3.6e9,
            "meters_to_prev": None if since_dm is None else since_dm / 10,
            "distance_from_shore_m": None,
        }


class Stops:
    """MovingPandas: its trajectories are made first, each MMSI one, and of positions of one time the first."""

    def __init__(self, positions: Any) -> None:
        try:
            import movingpandas  # type: ignore[import-not-found]
            import pandas  # type: ignore[import-not-found,import-untyped]
        except ImportError as missing:
            raise MissingError(f"MovingPandas is not there ({missing}); see benchmarks/peer_programs.py") from missing
        ordered = positions.order_by("mmsi", "t_us", "lat_e7", "lon_e7").to_pyarrow()
        frame = pandas.DataFrame(
            {
                "ship": ordered["mmsi"].to_pylist(),
                "t": pandas.to_datetime(ordered["t_us"].to_numpy(), unit="us"),
                "x": ordered["lon_e7"].to_numpy() / 1e7,
                "y": ordered["lat_e7"].to_numpy() / 1e7,
            }
        )
        self._minutes = pandas.Timedelta
        ways = movingpandas.TrajectoryCollection(frame, "ship", t="t", x="x", y="y", crs="EPSG:4326")
        self._detector = movingpandas.TrajectoryStopDetector(ways)

    def run(self, diameter_m: float, least_min: int) -> set[tuple[int, int, int]]:
        """Return its stops: (ship, start, end in microseconds)."""
        least = self._minutes(minutes=least_min)
        ranges = self._detector.get_stop_time_ranges(max_diameter=diameter_m, min_duration=least)
        return {(one.traj_id, _pandas_us(one.t_0), _pandas_us(one.t_n)) for one in ranges}


def _pandas_us(at: Any) -> int:
    return _us(at.to_pydatetime().replace(tzinfo=datetime.UTC))


@dataclass(frozen=True)
class Given:
    """What of the peers is there: checkouts for their bare functions, and a Python in which they ship whole."""

    functions: Path | None
    shipped: Path | None

    def run(self, program: str, **tables: Iterable[dict[str, Any]]) -> tuple[list[dict[str, Any]], float]:
        """Run a program as it ships over tables; return its rows and the seconds it took, its own start left out."""
        with tempfile.TemporaryDirectory(prefix="peers-") as made:
            folder, times = Path(made), []
            for name, rows in tables.items():
                with (folder / f"{name}.jsonl").open("w", encoding="utf-8") as file:
                    for row in rows:
                        file.write(json.dumps(row) + "\n")
                        times.append(row.get("timestamp"))
            heard = [time for time in times if time is not None]
            days = [datetime.datetime.fromtimestamp(at, datetime.UTC).date() for at in (min(heard), max(heard))]
            last = days[1] + datetime.timedelta(days=1)
            script = Path(__file__).with_name("peers_shipped.py")
            command = [str(self.shipped), str(script), program, made, str(folder / "out"), str(days[0]), str(last)]
            said = subprocess.run(command, check=True, capture_output=True, text=True, env=_without_ours()).stdout
            rows = [json.loads(line) for line in (folder / "out").read_text(encoding="utf-8").splitlines()]
        return rows, float(json.loads(said.splitlines()[-1])["seconds"])


def _without_ours() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}


def gap_messages(positions: Any) -> Iterable[dict[str, Any]]:
    """Yield the rows of pipe-gaps' file of messages."""
    same = {"msgid": "", "receiver_type": "terrestrial", "distance_from_shore_m": 1.0, "distance_from_port_m": 1.0}
    for row in rows_of(positions):
        yield {**same, **_placed(row), "ssvid": str(row["mmsi"]), "seg_id": str(row["mmsi"])}


def encounter_messages(positions: Any) -> Iterable[dict[str, Any]]:
    """Yield the rows that pipe-encounters' query gives; a speed or course that is not known is 0, as in ours."""
    for row in rows_of(positions):
        told = {"speed": (row["speed_dkn"] or 0) / 10, "course": (row["course_ddeg"] or 0) / 10}
        yield {**_placed(row), **told, "id": str(row["mmsi"])}


def port_messages(positions: Any) -> Iterable[dict[str, Any]]:
    """Yield the rows that pipe-anchorages' query gives."""
    for row in rows_of(positions):
        speed = None if row["speed_dkn"] is None else row["speed_dkn"] / 10
        yield {**_placed(row), "speed": speed, "ident": str(row["mmsi"]), "ssvid": str(row["mmsi"])}


def as_table(listed: Iterable[tuple[str, float, float]]) -> Iterable[dict[str, Any]]:
    """Yield anchorages as the table that pipe-anchorages reads them from."""
    for cell, lat, lon in listed:
        yield {"anchor_lat": lat, "anchor_lon": lon, "anchor_id": cell, "label": ""}


def loitering_table(messages: Any) -> Iterable[dict[str, Any]]:
    """Yield messages as pipe-loitering's query gives them, times in seconds."""
    for one in loitering_messages(messages):
        t_us = one.pop("t_us")
        yield {**one, "timestamp": t_us / 1e6}


def _placed(row: dict[str, Any]) -> dict[str, Any]:
    return {"lat": row["lat_e7"] / 1e7, "lon": row["lon_e7"] / 1e7, "timestamp": row["t_us"] / 1e6}
