"""How well hulls on one number are told apart: ``python benchmarks/shared_numbers.py DATA`` (shared/data/ais).

Two measures. First, the labels of gpsdio-segment's own tests: its segment ids, a program's output and no truth. Its
segments end with a silence of a day, and single messages are segments of their own where it sets them aside: static
reports, bad positions, and coarse ones (message 27). So ``expected`` is scored in three ways, both over every message:

    links      a message is right if it follows, on its hull's track, the message that it follows under its label; the
               first of a label, if it begins a track or follows a silence of a day. A message that is on no track
               (nothing to place, or set aside) is right if nothing on a track bears its label.
    at once    two labels say that there are two hulls only where they are heard at once; one that follows another
               may be the same hull. A message is right if its track is the most frequent one under its label, and no
               larger label of which the same holds has messages both before and after its own. No track: as above.
    majority   the strictest: tracks are cut at silences of a day. A message is right if its label is the most
               frequent one in its piece, and its piece the most frequent one under its label. No track: as above.

Beside each stands what not splitting at all would score.

Second, a truth: ships of British Columbia, 2019, two by two under one number, where the right hull is known. The one
constant of the rule that was chosen by trying (an hour's dead reckoning) was chosen on those of 2018.

Left out: whether the legs of ships that share no number change; ``tests/events`` sees to that.
"""

from __future__ import annotations

import sys
import tempfile
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import ibis
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from fairlead import shapes
from fairlead.events import hulls, keeping, tracks

DAY_US = 24 * shapes.US_PER_HOUR
PAIRS, LEAST = 400, 100


class Scored(NamedTuple):
    """How many of how many were right."""

    right: int
    total: int

    def __str__(self) -> str:
        return f"{self.right:,} of {self.total:,} = {100 * self.right / self.total:.4f} %"


class Message(NamedTuple):
    """One labelled message, in order of time; ``track`` None: on no track."""

    mmsi: int
    t_us: int
    label: str
    track: int | None
    position: bool


def labelled(path: Path) -> list[Message]:
    """Return the labelled messages of the file, each with the track that ``tracks.legs`` gives its position."""
    source = pq.read_table(path)
    readings = as_positions(source)
    with tempfile.TemporaryDirectory() as folder:
        connection = ibis.duckdb.connect()
        pq.write_table(readings, f"{folder}/positions.parquet")
        store = keeping.ParquetFolder(connection, Path(folder) / "legs")
        legs = tracks.legs(connection.read_parquet(f"{folder}/positions.parquet"), store).to_pyarrow()
    keys = zip(*(legs[name].to_pylist() for name in ("mmsi", "t_us", "lat_e7", "lon_e7")), strict=True)
    track_of = dict(zip(keys, legs["track"].to_pylist(), strict=True))
    rows = readings.append_column("label", source["expected"]).to_pylist()
    rows.sort(key=lambda row: (row["mmsi"], row["t_us"], row["lat_e7"] or 0, row["lon_e7"] or 0, row["row"]))
    return [
        Message(
            row["mmsi"],
            row["t_us"],
            row["label"],
            track_of.get((row["mmsi"], row["t_us"], row["lat_e7"], row["lon_e7"])),
            row["lat_e7"] is not None,
        )
        for row in rows
        if row["label"] is not None
    ]


def as_positions(source: pa.Table) -> pa.Table:
    """Return messages as a reader would give them: what AIS calls not available is None (ITU-R M.1371-5, table 48)."""
    lat, lon = source["lat"], source["lon"]
    there = pc.and_(pc.less_equal(pc.abs(lat), 90.0), pc.less_equal(pc.abs(lon), 180.0))
    count = source.num_rows

    def integers(column: Any, factor: float, valid: Any) -> Any:
        known = pc.if_else(pc.fill_null(valid, False), column, pa.scalar(None, pa.float64()))
        return pc.cast(pc.round(pc.multiply(known, factor)), pa.int64())

    columns = {
        "exhibit": pa.array(np.full(count, 7)),
        "row": pa.array(np.arange(1, count + 1)),
        "mmsi": pc.cast(source["ssvid"], pa.int64()),
        "t_us": pc.cast(pc.cast(source["timestamp"], pa.timestamp("us")), pa.int64()),
        "lat_e7": integers(lat, 1e7, there),
        "lon_e7": integers(lon, 1e7, there),
        "speed_dkn": integers(source["speed"], 10.0, pc.less(source["speed"], 102.25)),
        "course_ddeg": integers(source["course"], 10.0, pc.less(source["course"], 359.95)),
        "receiver": source["receiver_type"].cast(pa.string()),
    }
    return pa.table([columns.get(f.name, pa.nulls(count, f.type)) for f in shapes.POSITIONS], schema=shapes.POSITIONS)


def links(messages: Sequence[Message]) -> list[bool]:
    """Return, by message, whether it follows on its track the one that it follows under its label."""
    on_tracks = {message.label for message in messages if message.track is not None}
    before_label: dict[str, int] = {}
    before_track: dict[int, tuple[int, int]] = {}
    verdicts = []
    for at, (_, t_us, label, track, _) in enumerate(messages):
        if track is None:
            verdicts.append(label not in on_tracks)
            continue
        last = before_track.get(track)
        if label in before_label:
            verdicts.append(last is not None and last[0] == before_label[label])
        else:
            verdicts.append(last is None or t_us - last[1] > DAY_US)
        before_label[label], before_track[track] = at, (at, t_us)
    return verdicts


def majority(messages: Sequence[Message]) -> list[bool]:
    """Return, by message, whether label and piece of track are each other's most frequent."""
    on_tracks = {message.label for message in messages if message.track is not None}
    pieces: list[tuple[int, int] | None] = []
    latest: dict[int, tuple[int, int]] = {}  # track → (number of its piece, time of its last message)
    for _, t_us, _, track, _ in messages:
        if track is None:
            pieces.append(None)
            continue
        piece, last_us = latest.get(track, (0, t_us))
        latest[track] = (piece + (t_us - last_us > DAY_US), t_us)
        pieces.append((track, latest[track][0]))
    both = Counter((message.label, piece) for message, piece in zip(messages, pieces, strict=True) if piece)
    label_of: dict[Any, str] = {}
    piece_of: dict[str, Any] = {}
    for (label, piece), _ in sorted(both.items(), key=lambda one: (one[1], one[0])):
        label_of[piece], piece_of[label] = label, piece
    return [
        message.label not in on_tracks
        if piece is None
        else label_of[piece] == message.label and piece_of[message.label] == piece
        for message, piece in zip(messages, pieces, strict=True)
    ]


def at_once(messages: Sequence[Message]) -> list[bool]:
    """Return, by message, whether its label's track is its own, and no larger label's too at the same time."""
    placed = [message for message in messages if message.track is not None]
    count = Counter(message.label for message in placed)
    track_of: dict[str, int] = {}
    for (label, track), _ in sorted(Counter((one.label, one.track) for one in placed).items(), key=lambda one: one[1]):
        track_of[label] = track
    times: dict[str, list[int]] = {}
    for message in placed:
        times.setdefault(message.label, []).append(message.t_us)
    labels_of: dict[int, list[str]] = {}
    for label in sorted(count, key=lambda label: (-count[label], label)):
        labels_of.setdefault(track_of[label], []).append(label)

    def taken(message: Message) -> bool:
        for label in labels_of[track_of[message.label]]:
            if label == message.label:
                return False
            if times[label][0] < message.t_us < times[label][-1]:
                return True
        raise AssertionError("every label is among those of its track")

    on_tracks = set(count)
    return [
        message.label not in on_tracks
        if message.track is None
        else message.track == track_of[message.label] and not taken(message)
        for message in messages
    ]


def two_by_two(path: Path, *, reckoning: bool = True) -> tuple[Scored, int, int]:
    """Put ships two by two under one number; return the right links, the pairs and the hulls found in them."""
    table = pq.read_table(path, columns=["ssvid", "t", "lat", "lon", "speed", "course"]).sort_by(
        [("t", "ascending"), ("lat", "ascending"), ("lon", "ascending")]
    )
    ships: Mapping[Any, int] = Counter(table["ssvid"].to_pylist())
    many = sorted(ship for ship, count in ships.items() if count > 3 * LEAST)
    chance = np.random.default_rng(5)
    parameters = tracks.Parameters()
    right = total = pairs = found = 0
    for one, other in (chance.choice(many, 2, replace=False) for _ in range(PAIRS)):
        mine = table.filter(pc.is_in(table["ssvid"], pa.array([str(one), str(other)], table["ssvid"].type)))
        is_one = np.array([ship == one for ship in mine["ssvid"].to_pylist()])
        t = pc.cast(pc.cast(mine["t"], pa.timestamp("us")), pa.int64()).to_numpy()
        since, until = max(t[is_one][0], t[~is_one][0]), min(t[is_one][-1], t[~is_one][-1])
        both = (t >= since) & (t <= until)
        if min((is_one & both).sum(), (~is_one & both).sum()) < LEAST:
            continue
        numbers = {name: np.array(mine[name].to_pylist(), float)[both] for name in ("lat", "lon", "speed", "course")}
        given = hulls.assign(
            t[both],
            np.rint(numbers["lat"] * 1e7).astype(np.int64),
            np.rint(numbers["lon"] * 1e7).astype(np.int64),
            max_speed_mps=tracks.reach_mps(numbers["speed"] * 10, parameters),
            slack_m=parameters.slack_dm / 10,
            moving=hulls.motion(numbers["speed"] * 10, numbers["course"] * 10) if reckoning else None,
        )
        truth = [Message(0, 0, str(side), int(hull), True) for side, hull in zip(is_one[both], given, strict=True)]
        verdicts = links(truth)
        right, total = right + sum(verdicts), total + len(verdicts)
        pairs, found = pairs + 1, found + len(set(given.tolist()))
    return Scored(right, total), pairs, found


def main(folder: Path) -> None:
    """Print every figure."""
    messages = labelled(folder / "gfw-segment-regression" / "gfwregr_all_messages.parquet")
    for name, rule in (("links", links), ("at once", at_once), ("majority", majority)):
        verdicts = rule(messages)
        unsplit = rule([one._replace(track=one.track and one.mmsi) for one in messages])
        print(f"{'':15}  if no number were split {Scored(sum(unsplit), len(unsplit))}")
        on_map = [verdict for verdict, message in zip(verdicts, messages, strict=True) if message.position]
        print(f"{name:15}  all labelled messages {Scored(sum(verdicts), len(verdicts))}")
        print(f"{'':15}  those with a position {Scored(sum(on_map), len(on_map))}")
        wrong = Counter(message.mmsi for message, verdict in zip(messages, verdicts, strict=True) if not verdict)
        print(f"{'':15}  wrong, by number: {', '.join(f'{mmsi}: {count}' for mmsi, count in wrong.most_common(8))}")
    aside = sum(message.position and message.track is None for message in messages)
    print(f"coarse positions set aside: {aside:,}")
    for year in (2018, 2019):
        path = folder / "bc-shipstrike" / f"bc{year}.parquet"
        for name, reckoning in (("with dead reckoning", True), ("without", False)):
            scored, pairs, found = two_by_two(path, reckoning=reckoning)
            print(f"BC {year}, {pairs} pairs ({2 * pairs} hulls, {found} found), {name}: links {scored}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
