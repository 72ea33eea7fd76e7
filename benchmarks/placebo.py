"""False occasions on real traffic under placebo regimes, every one printed: ``python benchmarks/placebo.py DATA``.

The DPRK's measures with another target State, whose ports and coasts the tracks do visit. Nothing that these ships did
engages a measure: whatever typologies report is false. Two settings:

    as given    kind, length and draught only where the set gives them; one ship in ten under the target's flag
    hostile     every ship a cargo ship or tanker, one in three under the target's flag, and a draught that turns from
                light to laden or back in every silence over 6 h and at every stop over 12 h
    alike       as hostile, and every ship of one of a hundred sizes and one of ten destinations

Left out: lists (no ship is listed), and any judgement of what the ships really did.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any

import ibis
import pyarrow as pa
import real_traffic as real

from fairlead import shapes, typologies

SETS = (  # the target State, and its ships' digits: of the United States ships come and go off British Columbia's coast
    ("BC 2018", "CA", 316),
    ("BC 2018", "US", 366),
    ("BC 2019", "CA", 316),
    ("BC 2019", "US", 366),
    ("OMTAD", "AU", 503),
)
SETTINGS = ("as given", "hostile", "alike")
LIGHT_DM, LADEN_DM = 62, 104  # made up: a handymax in ballast and laden
SILENCE_US, STOP_US = 6 * shapes.US_PER_HOUR, 12 * shapes.US_PER_HOUR


def main() -> None:
    """Print a line for each set and setting, then every occasion."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("data", type=Path, help="the folder that holds bc-shipstrike/ and omtad/")
    parser.add_argument("--only", choices=sorted({one[0] for one in SETS}), help="one set alone")
    asked = parser.parse_args()
    columns = f"{'ships':>6}{'ship-days':>10}{'occasions':>10}{'per 10,000':>11}{'s':>6}"
    print(f"{'set':9}{'target':>7} {'setting':9}{columns}")
    told = []
    for name, target, mid in SETS:
        if asked.only in (None, name):
            for setting in SETTINGS:
                told += measured(asked.data / real.FILES[name], name, target, mid, setting)
    print()
    print("\n".join(told))


def measured(path: Path, name: str, target: str, mid: int, setting: str) -> list[str]:
    """Print the line of one set in one setting; return its occasions in words."""
    began, hostile = time.perf_counter(), setting != "as given"
    connection = ibis.duckdb.connect()
    with tempfile.TemporaryDirectory() as folder:
        table = real.rows(connection, path)
        mmsis = real.numbers(table["ship"].to_pylist(), mid, 1 / 3 if hostile else 0.1)
        said = made_up(table, mmsis) if hostile else real.given_reports(table, mmsis)
        if setting == "alike":
            said = [one | like(one["mmsi"]) for one in said]
        placed = real.positions(table, mmsis)
        with real.derived(connection, Path(folder), placed, real.reports(said), real.placebo(target)) as world:
            found, rejected = typologies.find_all(world)
            days = real.ship_days(world)
            words = [f"{name}, {target}, {setting}: {line}" for one in found for line in told(one)]
    rate = len(found) * 10_000 / days
    seconds = time.perf_counter() - began
    line = f"{name:9}{target:>7} {setting:9}{len(mmsis):>6}{days:>10}{len(found):>10}{rate:>11.1f}{seconds:>6.0f}"
    print(line, flush=True)
    for (typology, test), count in sorted(Counter((one.typology, one.test) for one in rejected).items()):
        print(f"{'':17}rejected {count:>5}  {typology}: {test}")
    return words


def told(one: typologies.Occasion) -> list[str]:
    """Return an occasion in words: its title, and where it began and ended."""
    placed = [place for place in one.places if place.lat is not None]
    ends = [f"{place.role} {place.name} {place.lat:.2f} {place.lon:.2f}" for place in placed]
    tests = [f"{test.name}: {test.outcome}" for test in one.refutations if test.outcome != "does not refute"]
    return [f"{one.typology.name}: {one.title}", f"    {'; '.join(ends)}", f"    {'; '.join(tests)}"]


def made_up(table: pa.Table, mmsis: dict[str, int]) -> list[dict[str, Any]]:
    """Return reports that would make anybody suspicious: a draught that turns in silences and at stops."""
    told: list[dict[str, Any]] = []
    last_ship, last_us, still_since, laden, turned = None, 0, 0, False, False
    for ship, t_us, speed in zip(*(table[key].to_pylist() for key in ("ship", "t_us", "speed_dkn")), strict=True):
        if ship != last_ship:
            laden, still_since, turned = real.share(ship, "laden") < 0.5, t_us, False
            told.append(report(ship, mmsis, t_us, laden))
        elif t_us - last_us > SILENCE_US:
            laden, still_since, turned = not laden, t_us, False
            told += [report(ship, mmsis, last_us, not laden), report(ship, mmsis, t_us, laden)]
        if (speed or 0) > 10:
            still_since, turned = t_us, False
        elif t_us - still_since > STOP_US and not turned:
            laden, turned = not laden, True
            told.append(report(ship, mmsis, t_us, laden))
        last_ship, last_us = ship, t_us
    return told


def report(ship: str, mmsis: dict[str, int], t_us: int, laden: bool) -> dict[str, Any]:
    """Return one made-up report."""
    kind = 80 if real.share(ship, "kind") < 1 / 3 else 70
    draught = LADEN_DM if laden else LIGHT_DM
    return {"mmsi": mmsis[ship], "t_us": t_us, "name": f"REAL {ship}", "ship_type": kind, "draught_dm": draught}


def like(mmsi: int) -> dict[str, Any]:
    """Return a size and a destination, made up: of ships of 80 to 179 m one in a hundred is of each length."""
    length_m = 80 + int(100 * real.share(str(mmsi), "length"))
    goal = f"PORT {int(10 * real.share(str(mmsi), 'goal'))}"
    return {"length_dm": length_m * 10, "beam_dm": round(length_m / 6.5) * 10, "destination": goal}


if __name__ == "__main__":
    main()
