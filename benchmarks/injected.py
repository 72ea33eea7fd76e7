"""Evasion injected into real traffic, and how much of it is found: ``python benchmarks/injected.py DATA``.

The ships of OMTAD (off Western Australia) sail as they did, under a placebo regime with Australia as target. Added:

    transfer         a real stay at sea of 8 h or more, and the same ship's track shifted beside it under the target's
                     digits: 60 m off during the stay, drawing away at ten knots before and after
    transfer, dark   the same, the second ship silent from six hours before the stay to six hours after; one reports a
                     draught three metres less afterwards, the other three metres more
    dark voyage      36 h cut out of a real track off the coast, enough to call at a port and come back, and a draught
                     three metres deeper afterwards
    innocent twin    the same 36 h cut out, and no draught that changed: nothing may be told of it

Which ships and stays is decided by hashes of names, never by what is found. Left out: shared and changed identities.
"""

from __future__ import annotations

import argparse
import tempfile
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import ibis
import pyarrow as pa
import real_traffic as real

from fairlead import shapes, typologies
from fairlead.typologies import World, moments, placing

HOUR = shapes.US_PER_HOUR
TARGET, MID = "AU", 503
AWAY_M_PER_US = 10 * 1_852 / HOUR
BESIDE_M = 60.0
CUT_US, DRAUGHTS_DM = 36 * HOUR, (62, 92)
EACH = 40


@dataclass(frozen=True)
class Act:
    """What was injected: its kind, the numbers of its ships and the time."""

    kind: str
    mmsis: tuple[int, ...]
    start_us: int
    end_us: int


FINDS = {
    "transfer": {"transfer_flagged"},
    "transfer, dark": {"transfer_dark"},
    "dark voyage": {"dark_voyage"},
    "innocent twin": {"dark_voyage", "transfer_dark"},
}


def main() -> None:
    """Derive once to choose stays, inject, derive again, and print recall by kind."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("data", type=Path, help="the folder that holds omtad/")
    data = parser.parse_args().data
    connection = ibis.duckdb.connect()
    table = real.rows(connection, data / real.FILES["OMTAD"])
    mmsis = real.numbers(table["ship"].to_pylist(), MID, 0.0)
    placed, said = real.positions(table, mmsis), real.given_reports(table, mmsis)
    regime = real.placebo(TARGET)
    with (
        tempfile.TemporaryDirectory() as folder,
        real.derived(connection, Path(folder), placed, real.reports(said), regime) as world,
    ):
        stays = offshore(world)
        before = {one.id for one in typologies.find_all(world)[0]}
    tracks = by_ship(placed)
    acts, changed, further = injected(tracks, stays)
    whole = pa.Table.from_pylist([row for track in changed.values() for row in track], schema=shapes.POSITIONS)
    with (
        tempfile.TemporaryDirectory() as folder,
        real.derived(connection, Path(folder), whole, real.reports([*said, *further]), regime) as world,
    ):
        found, rejected = typologies.find_all(world)
    print(f"{len(before)} occasions before anything was injected")
    score(acts, [one for one in found if one.id not in before], rejected)


def offshore(world: World) -> list[dict[str, Any]]:
    """Return closed stays of 8 to 72 h, 20 nautical miles off every coast, in an order that hangs on hashes alone."""
    rows = world.events["loitering"].filter(world.events["loitering"].end_us.notnull()).to_pyarrow().to_pylist()
    far = [one for one in rows if one["end_us"] - one["start_us"] <= 72 * HOUR and _far(one)]
    return sorted(far, key=lambda one: real.share(one["id"], "stay"))


def _far(one: dict[str, Any]) -> bool:
    shore_m = placing.zone_at(one["start_lat_e7"], one["start_lon_e7"]).shore_m
    return shore_m is not None and shore_m >= 20 * 1_852


def by_ship(placed: pa.Table) -> dict[int, list[dict[str, Any]]]:
    """Return each ship's positions, in order of time."""
    found: dict[int, list[dict[str, Any]]] = {}
    for row in placed.to_pylist():
        found.setdefault(row["mmsi"], []).append(row)
    return found


def injected(
    tracks: dict[int, list[dict[str, Any]]], stays: list[dict[str, Any]]
) -> tuple[list[Act], dict[int, list[dict[str, Any]]], list[dict[str, Any]]]:
    """Return the acts, all tracks with them in it, and the reports that go with them."""
    acts: list[Act] = []
    changed, further = dict(tracks), []
    used: set[int] = set()
    for n, stay in enumerate(stays):
        if len(acts) == 2 * EACH:
            break
        if stay["mmsi"] in used:
            continue
        used.add(stay["mmsi"])
        dark = len(acts) >= EACH
        other = MID * 1_000_000 + 900_000 + n
        begin, end = stay["start_us"], stay["end_us"]
        twin = [_beside(row, other, begin, end) for row in tracks[stay["mmsi"]] if _around(row, begin, end)]
        if dark:
            twin = [row for row in twin if not begin - 6 * HOUR < row["t_us"] < end + 6 * HOUR]
        changed[other] = twin
        made_up = {"mmsi": other, "name": f"MADE UP {n}", "ship_type": 80}
        further.append({**made_up, "t_us": begin - 48 * HOUR})
        if dark:  # one comes out lighter, the other deeper
            for mmsi, draughts in ((other, DRAUGHTS_DM), (stay["mmsi"], DRAUGHTS_DM[::-1])):
                for t_us, draught in zip((begin - 24 * HOUR, end + 24 * HOUR), draughts, strict=True):
                    further.append({"mmsi": mmsi, "t_us": t_us, "draught_dm": draught})
        acts.append(Act("transfer, dark" if dark else "transfer", (stay["mmsi"], other), begin, end))
    kinds = ("dark voyage", "innocent twin")
    for n, mmsi in enumerate(sorted(set(tracks) - used, key=lambda one: real.share(str(one), "cut"))):
        if len(acts) == 4 * EACH:
            break
        cut = cut_of(tracks[mmsi], TARGET)
        if cut is None:
            continue
        kind = kinds[n % 2] if sum(act.kind == kinds[n % 2] for act in acts) < EACH else kinds[1 - n % 2]
        changed[mmsi] = [row for row in tracks[mmsi] if not cut < row["t_us"] < cut + CUT_US]
        deeper = DRAUGHTS_DM if kind == "dark voyage" else (DRAUGHTS_DM[0],) * 2
        for t_us, draught in zip((cut - HOUR, cut + CUT_US + 4 * HOUR), deeper, strict=True):
            further.append({"mmsi": mmsi, "t_us": t_us, "name": f"CUT {n}", "ship_type": 70, "draught_dm": draught})
        acts.append(Act(kind, (mmsi,), cut, cut + CUT_US))
    return acts, changed, further


def _around(row: dict[str, Any], begin: int, end: int) -> bool:
    return bool(begin - 72 * HOUR <= row["t_us"] <= end + 72 * HOUR)


def _beside(row: dict[str, Any], mmsi: int, begin: int, end: int) -> dict[str, Any]:
    """Return a position shifted north: 60 m during the stay, farther by ten knots outside of it."""
    apart_us = max(begin - row["t_us"], row["t_us"] - end, 0)
    metres = BESIDE_M + apart_us * AWAY_M_PER_US
    north_e7 = round(metres / 111_195 * 1e7)
    return {**row, "mmsi": mmsi, "lat_e7": row["lat_e7"] + north_e7, "row": row["row"] + 10_000_000}


def cut_of(track: list[dict[str, Any]], target: str, near_m: float = 200_000) -> int | None:
    """Return where 36 h may be cut out: heard every 3 h, that near to a port, and back within 150 km by the end."""
    for at in range(24, len(track) - 24, 12):
        begin = track[at]["t_us"]
        inside = [row for row in track if begin - 12 * HOUR <= row["t_us"] <= begin + CUT_US + 12 * HOUR]
        steps = [two["t_us"] - one["t_us"] for one, two in pairwise(inside)]
        heard = steps and max(steps) <= 3 * HOUR and inside[-1]["t_us"] - begin >= CUT_US + 9 * HOUR
        if not heard:
            continue
        ends = [row for row in inside if row["t_us"] >= begin + CUT_US][:1]
        back = [placing.distance_m(track[at]["lat_e7"], track[at]["lon_e7"], e["lat_e7"], e["lon_e7"]) for e in ends]
        if (
            back
            and back[0] <= 150_000
            and placing.nearest(track[at]["lat_e7"], track[at]["lon_e7"], target)[1] <= near_m
        ):
            return int(begin)
    return None


def score(acts: list[Act], found: list[typologies.Occasion], rejected: list[typologies.Rejected]) -> None:
    """Print recall by kind, and by which test the others were left alone."""
    told = [({one.mmsi for one in each.subjects}, each) for each in found]
    print(f"{'kind':16}{'injected':>9}{'found':>7}")
    explained, injected_ships = set(), {act.mmsis for act in acts}
    for kind, finders in FINDS.items():
        own = [act for act in acts if act.kind == kind]
        hits = {
            act: each
            for act in own
            for ships, each in told
            if set(act.mmsis) <= ships and each.typology.name in finders and meets(act, each)
        }
        explained |= {each.id for each in hits.values()}
        print(f"{kind:16}{len(own):>9}{len(hits):>7}")
        why = Counter(left(act, finders, rejected) for act in own if act not in hits)
        for test, count in why.most_common():
            print(f"{'':8}{count:>4}  {test}")
    for _, each in told:
        if each.id not in explained:
            again = any(set(mmsis) <= {one.mmsi for one in each.subjects} for mmsis in injected_ships)
            print(f"{'told again' if again else 'not injected'}: {each.typology.name}: {each.title}")


def meets(act: Act, one: typologies.Occasion) -> bool:
    """Tell whether an occasion is of the time of an act, a day more or less."""
    begin, end = (round(moments.time_of(text).timestamp()) * shapes.US_PER_SECOND for text in (one.start, one.end))
    return begin <= act.end_us + 24 * HOUR and end >= act.start_us - 24 * HOUR


def left(act: Act, finders: set[str], rejected: list[typologies.Rejected]) -> str:
    """Return by which test an act was left alone, in words."""
    names = [f"{mmsi:09d}" for mmsi in act.mmsis]
    own = [one for one in rejected if one.typology in finders and all(any(n in s for s in one.ships) for n in names)]
    return " / ".join(sorted({one.test for one in own})) or "no candidate"


if __name__ == "__main__":
    main()
