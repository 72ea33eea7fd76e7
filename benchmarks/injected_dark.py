"""Acts in the dark, made as in life, in three sets of real traffic: ``python benchmarks/injected_dark.py DATA``.

``injected.py`` enters a draught a day after its stay, once. Here ships send static reports as in life, with what they
are heard by: a crew enters the new draught by the end of loading, so that it comes with the first position after the
silence, and again with every later one, hourly at most. Ships and stays are chosen by hashes with a salt of their own.

    dark voyage, abroad   36 h cut out of a real track off the target's coast, three metres deeper from then on; within
                          15 days the real ship was heard nearer to another State's port
    dark voyage, coast    the same; the real ship was heard nearer to the target's ports all along, or no more
    transfer, dark        a real stay at sea of 8 h or more; the second ship sails the same ship's track backwards in
                          time, in by the way on which the real one left and out by that on which it came, and is silent
                          from six hours before to six hours after; one comes out three metres lighter, one deeper
    twin, silent          the cut alone, the draught as it was: nothing may be told
    twin, receivers       nobody is heard for 36 h within 80 km of where the ship was, as if receivers were down, and
                          its crew enters a deeper draught (the real track shows where it sailed); in a run of its own,
                          since it takes from others too; nothing may be told
    twin, passing         a real stay as above, and a real ship that passed 90 km off or more while receivers were down
                          within 80 km of it, wherever it went, from six hours before the stay to six hours after; both
                          crews enter what a transfer would look like; in the same run, and nothing may be told

Off British Columbia ships of every kind are called cargo ships, since hardly any are; off Australia only those that the
set calls cargo ships (for transfers tankers too) are taken. Left out: identities, and ships that never send a draught.
"""

from __future__ import annotations

import argparse
import tempfile
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import ibis
import injected
import pyarrow as pa
import real_traffic as real
from injected import Act
from placebo import SETS

from fairlead import shapes, typologies
from fairlead.typologies import placing

HOUR = shapes.US_PER_HOUR
LIGHT_DM, LADEN_DM = injected.DRAUGHTS_DM
BEFORE_US = AFTER_US = 10 * 24 * HOUR  # how long the second ship of a transfer is heard before and after
ARRIVAL_US = 15 * 24 * HOUR
NEAR_M = 300_000.0  # out and back by a port in 30 h at 12 knots
OFF_M, REACH_M = 90_000.0, 250_000.0  # how far off the second ship of a twin passes: out of the deaf round, in reach
ROUND_M = 80_000.0  # the reach of a coastal station
VOYAGES = ("dark voyage, abroad", "dark voyage, coast")
FINDS = {
    **{kind: {"dark_voyage"} for kind in VOYAGES},
    "transfer, dark": {"transfer_dark", "transfer_unheard"},
    "twin, silent": {"dark_voyage", "delivery", "transfer_dark", "transfer_unheard"},
    "twin, receivers": {"dark_voyage", "delivery", "transfer_dark", "transfer_unheard"},
    "twin, passing": {"transfer_dark", "transfer_unheard"},
}
ALONE = "lightened_at_sea"  # names the ship that lay still, and no second one
ACTS, RECEIVERS = tuple(FINDS)[:-2], tuple(FINDS)[-2:]  # the kinds of the two runs

Row = dict[str, Any]
Tracks = dict[int, list[Row]]


def main() -> None:
    """Print recall by set and kind, and by which test the others were left alone."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("data", type=Path, help="the folder that holds bc-shipstrike/ and omtad/")
    parser.add_argument("--only", choices=sorted({one[0] for one in SETS}), help="one set alone")
    parser.add_argument("--salt", default="as in life", help="what the choice hangs on: another word, other acts")
    parser.add_argument("--share", type=float, default=0.0, help="of the real ships, under the target's flag")
    asked = parser.parse_args()
    for name, target, mid in SETS:
        if asked.only in (None, name):
            print(f"{name}, target {target}", flush=True)
            measure(asked.data / real.FILES[name], target, mid, asked.salt, asked.share)


def measure(path: Path, target: str, mid: int, salt: str, share: float) -> None:
    """Print what is found in one set: acts and silent twins in one run, receivers that are down in another."""
    connection = ibis.duckdb.connect()
    table, regime = real.rows(connection, path), real.placebo(target)
    mmsis = real.numbers(table["ship"].to_pylist(), mid, share)
    placed, said = real.positions(table, mmsis), real.given_reports(table, mmsis)
    kinds = {one["mmsi"]: one["ship_type"] for one in said}
    every = target != "AU"
    own = {key: kind if kind == 80 else 70 for key, kind in kinds.items() if every or kind in (70, 80)}
    with (
        tempfile.TemporaryDirectory() as folder,
        real.derived(connection, Path(folder), placed, real.reports(said), regime) as world,
    ):
        stays = [one for one in injected.offshore(world) if one["mmsi"] in own]
        before = {one.id for one in typologies.find_all(world)[0]}
    stays = [one for one in stays if one["mmsi"] // 1_000_000 != mid]
    stays.sort(key=lambda one: real.share(one["id"], salt))
    tracks = injected.by_ship(placed)
    cuts = sorted((one for one, kind in own.items() if kind == 70), key=lambda one: real.share(str(one), f"{salt}/cut"))
    acts, changed, reports = transfers(tracks, stays, own, mid)
    cuts = [mmsi for mmsi in cuts if mmsi not in {one for act in acts for one in act.mmsis}]
    runs = [(acts, changed, reports), ([], dict(tracks), {})]
    silenced(cuts, tracks, target, own, *runs[0])
    acts, heard, reports = receivers(cuts[::-1], tracks, target, own)
    runs[1] = acts, passing(stays[::-1], tracks, own, mid, acts, heard, reports), reports
    for kinds_told, (acts, changed, reports) in zip((ACTS, RECEIVERS), runs, strict=True):
        told = [one for one in said if one["mmsi"] not in reports]
        whole = pa.Table.from_pylist([row for track in changed.values() for row in track], schema=shapes.POSITIONS)
        said_then = [*told, *(one for several in reports.values() for one in several)]
        with (
            tempfile.TemporaryDirectory() as folder,
            real.derived(connection, Path(folder), whole, real.reports(said_then), regime) as world,
        ):
            found, rejected = typologies.find_all(world)
        score(kinds_told, acts, [one for one in found if one.id not in before], rejected)


def sent(track: list[Row], kind: int, draught: Any) -> list[Row]:
    """Return the static reports that come with a track, an hour apart or more; ``draught``: in dm, of a time."""
    found: list[Row] = []
    for row in track:
        last = found[-1] if found else None
        if last is None or row["t_us"] - last["t_us"] >= HOUR or draught(row["t_us"]) != last["draught_dm"]:
            fields = {"name": f"SHIP {row['mmsi']}", "ship_type": kind, "draught_dm": draught(row["t_us"])}
            found.append({"mmsi": row["mmsi"], "t_us": row["t_us"], **fields})
    return found


def turns(at_us: int, before_dm: int, after_dm: int) -> Any:
    """Return the draught of a time: one before, another from then on."""
    return lambda t_us: before_dm if t_us < at_us else after_dm


def transfers(
    tracks: Tracks, stays: list[Row], kinds: dict[int, int], mid: int
) -> tuple[list[Act], Tracks, dict[int, list[Row]]]:
    """Return transfers with a silent ship, all tracks with them in it, and the reports of their ships."""
    acts, changed, reports = [], dict(tracks), {}
    for n, stay in enumerate(stays):
        if len(acts) == injected.EACH:
            break
        mmsi, begin, end = stay["mmsi"], stay["start_us"], stay["end_us"]
        other = mid * 1_000_000 + 900_000 + n
        second = _backwards(tracks[mmsi], other, begin, end)
        ends = [any(row["t_us"] <= begin for row in second), any(row["t_us"] >= end for row in second)]
        if mmsi in reports or not all(ends):
            continue
        changed[other] = second
        reports[mmsi] = sent(tracks[mmsi], kinds[mmsi], turns(end - HOUR, LADEN_DM, LIGHT_DM))
        reports[other] = sent(second, kinds[mmsi], turns(end, LIGHT_DM, LADEN_DM))
        acts.append(Act("transfer, dark", (mmsi, other), begin, end))
    return acts, changed, reports


def _backwards(track: list[Row], mmsi: int, begin: int, end: int) -> list[Row]:
    """Return a track run backwards about the middle of a stay, without what is near the stay in time."""
    found = []
    for row in reversed(track):
        t_us = begin + end - row["t_us"]
        if begin - BEFORE_US < t_us < end + AFTER_US and not begin - 6 * HOUR < t_us < end + 6 * HOUR:
            course = row["course_ddeg"]
            turned = {"course_ddeg": None if course is None else (course + 1_800) % 3_600}
            found.append({**row, **turned, "mmsi": mmsi, "t_us": t_us, "row": row["row"] + 10_000_000})
    return found


def silenced(
    cuts: list[int],
    tracks: Tracks,
    target: str,
    kinds: dict[int, int],
    acts: list[Act],
    changed: Tracks,
    reports: dict[int, list[Row]],
) -> None:
    """Add dark voyages and their silent twins, each third cut a twin, to what was injected."""
    left = Counter({**dict.fromkeys(VOYAGES, injected.EACH), "twin, silent": injected.EACH})
    for n, mmsi in enumerate(cuts):
        cut = injected.cut_of(tracks[mmsi], target, NEAR_M) if sum(left.values()) else None
        if cut is None:
            continue
        kind = "twin, silent" if n % 3 == 0 else VOYAGES[not _abroad(tracks[mmsi], cut, target)]
        if not left[kind]:
            continue
        left[kind] -= 1
        changed[mmsi] = [row for row in tracks[mmsi] if not cut < row["t_us"] < cut + injected.CUT_US]
        after = LIGHT_DM if kind == "twin, silent" else LADEN_DM
        reports[mmsi] = sent(changed[mmsi], kinds[mmsi], turns(cut + HOUR, LIGHT_DM, after))
        acts.append(Act(kind, (mmsi,), cut, cut + injected.CUT_US))


def _abroad(track: list[Row], cut: int, target: str) -> bool:
    """Tell whether a ship was heard nearer to another State's port than to the target's after a cut."""
    after = [row for row in track if 0 <= row["t_us"] - cut - injected.CUT_US <= ARRIVAL_US]
    return any(placing.nearest(row["lat_e7"], row["lon_e7"])[0].country != target for row in after[::6])


def receivers(
    cuts: list[int], tracks: Tracks, target: str, kinds: dict[int, int]
) -> tuple[list[Act], Tracks, dict[int, list[Row]]]:
    """Return receivers that are down about a ship whose crew enters another draught, never two within three days."""
    acts: list[Act] = []
    reports: dict[int, list[Row]] = {}
    down: list[tuple[int, int, int, float]] = []
    for mmsi in cuts:
        cut = injected.cut_of(tracks[mmsi], target, NEAR_M) if len(acts) < injected.EACH else None
        if cut is None or any(abs(cut - one[0]) < 72 * HOUR for one in down):
            continue
        inside = [row for row in tracks[mmsi] if cut <= row["t_us"] <= cut + injected.CUT_US]
        middle = inside[len(inside) // 2]
        at = middle["lat_e7"], middle["lon_e7"]
        wide_m = max(placing.distance_m(*at, row["lat_e7"], row["lon_e7"]) for row in inside) + ROUND_M
        down.append((cut, *at, wide_m))
        reports[mmsi] = sent(tracks[mmsi], kinds[mmsi], turns(cut + HOUR, LIGHT_DM, LADEN_DM))
        acts.append(Act("twin, receivers", (mmsi,), cut, cut + injected.CUT_US))
    changed = {mmsi: list(_heard(track, down)) for mmsi, track in tracks.items()}
    for act in acts:
        (mmsi,) = act.mmsis
        reports[mmsi] = [one for one in reports[mmsi] if not act.start_us < one["t_us"] < act.end_us]
    return acts, changed, reports


def passing(
    stays: list[Row],
    tracks: Tracks,
    kinds: dict[int, int],
    mid: int,
    acts: list[Act],
    changed: Tracks,
    reports: dict[int, list[Row]],
) -> Tracks:
    """Add stays that a ship passed while nobody could hear it, and return all tracks as they were then heard."""
    times = {mmsi: [row["t_us"] for row in track] for mmsi, track in tracks.items()}
    changed, wanted = dict(changed), len(acts) + injected.EACH
    for n, stay in enumerate(stays):
        begin, end = stay["start_us"] - 6 * HOUR, stay["end_us"] + 6 * HOUR
        apart = all(begin > one.end_us + 36 * HOUR or end < one.start_us - 36 * HOUR for one in acts)
        if len(acts) == wanted or not apart or stay["mmsi"] in reports:
            continue
        fit = [one for one, kind in kinds.items() if kind == kinds[stay["mmsi"]] and one not in reports]
        other = next((one for one in fit if _passes(tracks[one], times[one], stay, begin, end)), None)
        if other is None or other == stay["mmsi"]:
            continue
        number, way = mid * 1_000_000 + 800_000 + n, tracks[other]
        ends = bisect_left(times[other], begin), bisect_left(times[other], end)
        deaf = way[ends[0] : ends[1]]
        for mmsi in {one for one in changed if one != stay["mmsi"]}:
            changed[mmsi] = _deaf(changed[mmsi], deaf, begin, end)
        changed[number] = [{**row, "mmsi": number} for row in changed.pop(other)]
        for mmsi, turned in (
            (stay["mmsi"], turns(stay["end_us"] - HOUR, LADEN_DM, LIGHT_DM)),
            (number, turns(stay["end_us"], LIGHT_DM, LADEN_DM)),
        ):
            reports[mmsi] = sent(changed[mmsi], kinds[stay["mmsi"]], turned)
        reports[other] = []
        acts.append(Act("twin, passing", (stay["mmsi"], number), stay["start_us"], stay["end_us"]))
    return changed


def _passes(track: list[Row], times: list[int], stay: Row, begin: int, end: int) -> bool:
    """Tell whether a ship was heard every three hours about a stay, always off it and always in reach."""
    inside = track[bisect_left(times, begin - 12 * HOUR) : bisect_left(times, end + 12 * HOUR)]
    if len(inside) < 5 or inside[0]["t_us"] > begin - 9 * HOUR or inside[-1]["t_us"] < end + 9 * HOUR:
        return False
    at = stay["start_lat_e7"], stay["start_lon_e7"]
    near = [
        placing.distance_m(*at, row["lat_e7"], row["lon_e7"])
        for row in inside
        if begin - HOUR <= row["t_us"] <= end + HOUR
    ]
    steps = (two["t_us"] - one["t_us"] for one, two in pairwise(inside))
    return bool(near) and min(near) >= OFF_M and max(near) <= REACH_M and max(steps) <= 3 * HOUR


def _deaf(track: list[Row], way: list[Row], begin: int, end: int) -> list[Row]:
    """Return a track without what was sent near a ship on its way, between two times."""
    if not track or track[0]["t_us"] > end or track[-1]["t_us"] < begin:
        return track
    times = [row["t_us"] for row in way]
    found = []
    for row in track:
        if begin < row["t_us"] < end:
            there = way[min(bisect_left(times, row["t_us"]), len(way) - 1)]
            if placing.distance_m(row["lat_e7"], row["lon_e7"], there["lat_e7"], there["lon_e7"]) <= ROUND_M:
                continue
        found.append(row)
    return found


def _heard(track: list[Row], down: list[tuple[int, int, int, float]]) -> Iterator[Row]:
    for row in track:
        near = (
            placing.distance_m(lat_e7, lon_e7, row["lat_e7"], row["lon_e7"]) <= wide_m
            for cut, lat_e7, lon_e7, wide_m in down
            if cut < row["t_us"] < cut + injected.CUT_US
        )
        if not any(near):
            yield row


def score(
    kinds: tuple[str, ...], acts: list[Act], found: list[typologies.Occasion], rejected: list[typologies.Rejected]
) -> None:
    """Print, by kind, how many were injected and told, and by which test the others were left alone."""
    told = [({one.mmsi for one in each.subjects}, each) for each in found]
    explained: set[str] = set()
    for kind in kinds:
        finders = FINDS[kind]
        own = [act for act in acts if act.kind == kind]
        hits = {
            act: {
                each.id
                for ships, each in told
                if set(act.mmsis) <= ships and each.typology.name in finders and injected.meets(act, each)
            }
            for act in own
        }
        explained |= {one for several in hits.values() for one in several}
        print(f"  {kind:22}{len(own):>4} injected{sum(map(bool, hits.values())):>4} told", flush=True)
        alone = {
            act: {each.id for ships, each in told if _of_one(act, ships, each) and injected.meets(act, each)}
            for act in own
        }
        explained |= {one for several in alone.values() for one in several}
        if any(alone.values()):
            further = sum(bool(several) and not hits[act] for act, several in alone.items())
            print(f"{'':8}{sum(map(bool, alone.values())):>4}  {ALONE}, of one ship alone; not told else: {further}")
        why = Counter(injected.left(act, finders, rejected) for act in own if not hits[act])
        for test, count in why.most_common():
            print(f"{'':8}{count:>4}  {test}")
    for _, each in told:
        if each.id not in explained:
            print(f"  not injected: {each.typology.name}: {each.title}")


def _of_one(act: Act, ships: set[int | None], each: typologies.Occasion) -> bool:
    """Tell whether an occasion names the ship of an act that lay still, and says that it gave cargo to nobody known."""
    return each.typology.name == ALONE and act.mmsis[0] in ships


if __name__ == "__main__":
    main()
