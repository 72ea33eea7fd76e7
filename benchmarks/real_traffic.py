"""Real tracks as readings for the benchmarks that run on them, and what follows from them as typologies see it.

The sets are anonymous: flags, numbers and whatever else a set does not give are made up here, and each such thing is
said by the caller. Left out: the benchmarks themselves (``placebo.py``, ``injected.py``, ``peers.py``).
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import ibis
import pyarrow as pa

from fairlead import events, law, places, shapes
from fairlead.events import identity, keeping, tracks
from fairlead.law import Regime
from fairlead.typologies import World

SHA = hashlib.sha256(b"real tracks, read for a benchmark").hexdigest()
EXHIBIT = shapes.exhibit_key(SHA)
STATIC_SHA = hashlib.sha256(b"static reports, partly made up for a benchmark").hexdigest()
STATIC_EXHIBIT = shapes.exhibit_key(STATIC_SHA)

FILES = {
    "BC 2018": "bc-shipstrike/bc2018.parquet",
    "BC 2019": "bc-shipstrike/bc2019.parquet",
    "OMTAD": "omtad/omtad_west_grid_2018_2020.parquet",
}
FOREIGN_MID = (351, 538, 636)  # Panama, Marshall Islands, Liberia: the made-up flags of all others (ITU MID table)

# The sets' own words for a kind of ship, and the AIS type (ITU-R M.1371-5 table 53) that they stand for.
KINDS = {
    "cargo": 70,
    "tanker": 80,
    "passenger": 60,
    "hsc": 40,
    "fishing": 30,
    "pleasure": 37,
    "sailing": 36,
    "tug": 52,
    "towing": 31,
    "pilot": 50,
    "port tender": 53,
    "search": 51,
    "law": 55,
    "anti-pollution": 54,
    "dredging": 33,
    "diving": 34,
    "military": 35,
}


def share(name: str, salt: str) -> float:
    """Return a number in [0, 1) that hangs on a name alone: the same ships are chosen in every run."""
    return int(hashlib.sha256(f"{salt}/{name}".encode()).hexdigest()[:12], 16) / 16**12


def kind_of(words: str | None) -> int | None:
    """Return the AIS type that a set's words for a kind stand for; None where none fits."""
    said = (words or "").lower()
    return next((code for key, code in KINDS.items() if key in said), None)


def rows(connection: Any, path: Path) -> pa.Table:
    """Return a file's positions as (ship, t_us, lat_e7, lon_e7, speed_dkn, course_ddeg, words, length_m, draught_m)."""
    source = connection.read_parquet(path)
    empty = ibis.null("string")
    words = source.typ if "typ" in source.columns else source.track if "track" in source.columns else empty
    found = source.select(
        ship=source.ssvid,
        t_us=source.t.cast("timestamp").epoch_seconds() * shapes.US_PER_SECOND,
        lat_e7=(source.lat * 1e7).round().cast("int64"),
        lon_e7=(source.lon * 1e7).round().cast("int64"),
        speed_dkn=(source.speed.cast("float64") * 10).round().cast("int64"),
        course_ddeg=(source.course.cast("float64") * 10).round().cast("int64"),
        words=words.cast("string"),
        length_m=source.len.cast("float64") if "len" in source.columns else ibis.null("float64"),
        draught_m=source.draft.cast("float64") if "draft" in source.columns else ibis.null("float64"),
    )
    table: pa.Table = found.order_by("ship", "t_us", "lat_e7", "lon_e7").to_pyarrow()
    return table


def numbers(names: Sequence[str], target_mid: int, target_share: float) -> dict[str, int]:
    """Return a made-up MMSI for each ship: a share of them under the target's digits, the others under three flags."""
    made = {}
    for n, name in enumerate(sorted(set(names))):
        foreign = FOREIGN_MID[int(share(name, "flag") * 1e6) % len(FOREIGN_MID)]
        mid = target_mid if share(name, "target") < target_share else foreign
        made[name] = mid * 1_000_000 + n
    return made


def positions(table: pa.Table, mmsis: dict[str, int]) -> pa.Table:
    """Return rows in the shape of positions."""
    count = table.num_rows
    given = {name: table[name] for name in ("t_us", "lat_e7", "lon_e7", "speed_dkn", "course_ddeg")}
    given["mmsi"] = pa.array([mmsis[name] for name in table["ship"].to_pylist()], pa.int64())
    given["exhibit"] = pa.array([EXHIBIT] * count, pa.int64())
    given["row"] = pa.array(range(1, count + 1), pa.int64())
    return pa.table(
        {field.name: given.get(field.name, pa.nulls(count, field.type)) for field in shapes.POSITIONS},
        schema=shapes.POSITIONS,
    )


def reports(told: Sequence[dict[str, Any]]) -> pa.Table:
    """Return static reports from their fields, numbered in order of time."""
    ordered = sorted(told, key=lambda one: (one["t_us"], one["mmsi"]))
    whole = [{**one, "exhibit": STATIC_EXHIBIT, "row": n} for n, one in enumerate(ordered, 1)]
    return pa.Table.from_pylist(whole, schema=shapes.STATIC_REPORTS)


def given_reports(table: pa.Table, mmsis: dict[str, int]) -> list[dict[str, Any]]:
    """Return what the set itself says of each ship, as reports: kind, length, and each draught that changed."""
    told: list[dict[str, Any]] = []
    last: tuple[str, float | None] | None = None
    columns = [table[name].to_pylist() for name in ("ship", "t_us", "words", "length_m", "draught_m")]
    for ship, t_us, words, length_m, draught_m in zip(*columns, strict=True):
        if last == (ship, draught_m):
            continue
        last = (ship, draught_m)
        told.append(
            {
                "mmsi": mmsis[ship],
                "t_us": t_us,
                "name": f"REAL {ship}",
                "ship_type": kind_of(words),
                "length_dm": round(length_m * 10) if length_m else None,
                "draught_dm": round(draught_m * 10) if draught_m else None,
            }
        )
    return told


@contextmanager
def derived(connection: Any, folder: Path, placed: pa.Table, static: pa.Table, regime: Regime) -> Iterator[World]:
    """Open the world that follows from positions and static reports under a regime; tables live in ``folder``."""
    keep = keeping.ParquetFolder(connection, folder)
    stored = keep("positions", ibis.memtable(placed))
    told = keep("static_reports", ibis.memtable(static))
    legs = tracks.legs(stored, keep)
    found = events.detect_all(legs, told, places.gazetteer().anchors(), keep)
    sealed = {}
    for module in events.DETECTORS:
        table = found[module.KIND]
        in_order = table.order_by(table.track, table.start_us, table.start_exhibit, table.start_row).to_pyarrow()
        made = identity.seal(module.KIND, in_order, module.VERSION, module.Parameters())
        sealed[module.KIND] = keep(f"sealed_{module.KIND}", ibis.memtable(made))
    none = {
        shape: ibis.memtable(shapes.READINGS[shape].empty_table())
        for shape in ("listings", "listing_identities", "listing_bases", "statements", "shipments")
    }
    yield World(
        regimes={regime.id: regime},
        events=sealed,
        legs=legs,
        static_reports=told,
        observations=(),
        exhibits={EXHIBIT: SHA, STATIC_EXHIBIT: STATIC_SHA},
        **none,
    )


def placebo(target: str) -> Regime:
    """Return the DPRK's measures with another target State: nothing that ships did there engages any of them in law."""
    return replace(law.load("dprk"), id=f"placebo-{target.lower()}", target=target)


def ship_days(world: World) -> int:
    """Return on how many days ships were heard, added up over the ships."""
    legs = world.legs
    day = (legs.t_us / (24 * shapes.US_PER_HOUR)).floor().cast("int64")
    return int(legs.select("track", day=day).distinct().count().execute())


def month_of(words: str | None) -> str:
    """Return a set's label without its serial number, for showing: '2019CargoDec'."""
    return re.sub(r"\d+$", "", words or "")
