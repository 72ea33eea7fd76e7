"""The desk on a made case of 10,000 occasions and 5 million positions: server time of list, filter, open, act; frames.

    python benchmarks/desk.py [--occasions 10000] [--positions 5000000] [--frames]

Everything is fictitious and made here, in a temporary folder. Times are of the application in this process, without a
network; --frames drives a real Chromium (software rendering where there is no graphics card) over the map.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import sys
import tempfile
import threading
import time
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import uvicorn
from starlette.testclient import TestClient

from fairlead import shapes

TESTS = Path(__file__).resolve().parent.parent / "tests"
sys.path[:0] = [str(TESTS / "desk"), str(TESTS)]

HOUR_US = shapes.US_PER_HOUR
STATES = ("CN", "RU", "VN", "MN", "TG", "SL", "PA", "PW", "BZ", "LR")


def occasions(count: int, sha256: str) -> list[str]:
    """Make lines of occasions of varied ships, States, places, goods, bases and times, each on one gap event."""
    from found_case import make_occasion

    from fairlead.typologies.occasion import EventRef, MeasureRef, Place, Subject, Typology

    chance = np.random.default_rng(7)
    lines = []
    for n in range(count):
        ship, day = int(chance.integers(0, 900)), int(chance.integers(0, 700))
        start = 1_483_228_800_000_000 + day * 24 * HOUR_US
        at = [time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime((start + hours * HOUR_US) / 1e6)) for hours in (0, 60)]
        base = make_occasion(str(n), sha256)
        state = STATES[int(chance.integers(0, len(STATES)))]
        measure = MeasureRef(
            *[("2371-8", 2371, "8"), ("2375-11", 2375, "11"), ("2397-9", 2397, "9")][n % 3], "verified"
        )
        engagements = tuple(
            type(each)(measure, each.force, who, each.capacity, each.elements)
            for each, who in zip(base.engagements, ("KP", state), strict=True)
        )
        mmsi = 445_000_001 + ship
        lat, lon = 28 + 12 * float(chance.random()), 119 + 9 * float(chance.random())
        made = make_occasion(
            str(n), sha256, title=f"Voyage {n} of EXAMPLE {ship} from Nampo to Port Example", start=at[0], end=at[1],
            basis=("observed", "observed", "documented", "stated")[n % 4], engagements=engagements,
            typology=Typology(("delivery", "dark_voyage", "transfer_dark")[n % 3], 1),
            subjects=(Subject("carrier", f"EXAMPLE {ship}", 9_000_001 + ship, mmsi, state),),
            places=(Place("origin", "Nampo", "KP", "port", lat, lon),), goods=(("coal", "oil", "iron")[n % 3],),
            events=(EventRef(f"{n:032x}", "gap", "0" * 64, mmsi, at[0], at[1]),),
        )  # fmt: skip
        lines.append(json.dumps(made.to_json()))
    return lines


def legs(count: int, ships: int = 900) -> pa.Table:
    """Make positions of ships on smooth walks over two years."""
    chance = np.random.default_rng(8)
    each = count // ships
    t_us = np.tile(1_483_228_800_000_000 + np.arange(each) * (700 * 24 * HOUR_US // each), ships)
    lat = 28e7 + np.cumsum(chance.normal(0, 2e5, (ships, each)), axis=1) + chance.uniform(0, 12e7, (ships, 1))
    lon = 119e7 + np.cumsum(chance.normal(0, 2e5, (ships, each)), axis=1) + chance.uniform(0, 9e7, (ships, 1))
    mmsi = np.repeat(445_000_001 + np.arange(ships), each)
    given = {"track": mmsi * 1000, "mmsi": mmsi, "t_us": t_us, "lat_e7": lat.ravel(), "lon_e7": lon.ravel()}
    columns = [
        pa.array(given[field.name].astype(np.int64)) if field.name in given else pa.nulls(each * ships, field.type)
        for field in shapes.LEGS
    ]
    return pa.Table.from_arrays(columns, schema=shapes.LEGS)


def timed(name: str, work: object, count: int) -> None:
    """Print the median and the 95th percentile of some calls."""
    assert callable(work)
    taken = []
    for n in range(count):
        began = time.perf_counter()
        answer = work(n)
        taken.append((time.perf_counter() - began) * 1000)
        assert answer.status_code < 400, (name, answer.status_code, answer.text[:200])
    p95 = statistics.quantiles(taken, n=20)[-1]
    print(f"{name:<34} median {statistics.median(taken):7.1f} ms   p95 {p95:7.1f} ms   ({count} calls)", flush=True)


def measure(office: object, frames: bool) -> None:
    """Measure the screens and the API on a desk."""
    place = office.place  # type: ignore[attr-defined]
    began = time.perf_counter()
    place.view()
    print(f"index made in {time.perf_counter() - began:.1f} s")
    began = time.perf_counter()
    overview = place.overview()
    print(f"{overview.positions:,} positions thinned in {time.perf_counter() - began:.1f} s")
    browser = office.browser()  # type: ignore[attr-defined]
    ids = [one.id for one in place.view().index.occasions]
    get = browser.client.get
    timed("list (API)", lambda n: get("/api/v1/occasions", params={"offset": n * 50}), 40)
    timed("list (page)", lambda n: get("/occasions", params={"offset": n * 50}), 40)
    states = [{"state": STATES[n % 10], "basis": "observed", "since": "2017-05"} for n in range(10)]
    timed("filter (API)", lambda n: get("/api/v1/occasions", params=states[n % 10]), 40)
    timed("filter by words and box (page)", lambda _: get("/occasions?q=example+4&bbox=120,30,125,36"), 40)
    timed("open one (page)", lambda n: get(f"/occasions/{ids[n * 97 % len(ids)]}"), 40)
    timed("its track (API)", lambda n: get(f"/api/v1/occasions/{ids[n * 97 % len(ids)]}/track"), 40)
    timed("search as you type", lambda n: get("/api/v1/search", params={"q": f"example {n}"}), 40)
    timed("all tracks, zoom 5", lambda _: get("/api/v1/tracks?bbox=117,26,130,42&zoom=5"), 40)

    def act(n: int) -> object:
        one = place.view().index.occasions[n * 31 % len(ids)]
        return browser.post(f"/api/v1/occasions/{one.id}/acts/open", office.based(one))  # type: ignore[attr-defined]

    def act_and_list(n: int) -> object:
        act(n + 100)
        return get("/api/v1/occasions")

    timed("an act", act, 40)
    timed("an act and the list after it", act_and_list, 40)
    if frames:
        print_frames(office)


def dragged(page: object, seconds: float = 5.0) -> float:
    """Drag the map to and fro as a person does, and return how often a second it was drawn meanwhile."""
    page.evaluate("() => { globalThis.drawn = 0; deskMap.on('render', () => { globalThis.drawn++; }); }")  # type: ignore[attr-defined]
    box = page.locator("#map").bounding_box()  # type: ignore[attr-defined]
    x, y, mouse = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2, page.mouse  # type: ignore[attr-defined]
    mouse.move(x, y)
    mouse.down()
    page.evaluate("() => { globalThis.drawn = 0; }")  # type: ignore[attr-defined]
    began = time.perf_counter()
    step = 0
    while time.perf_counter() - began < seconds:
        step += 1
        mouse.move(x + 80 * np.sin(step / 10), y)
        time.sleep(1 / 60)
    taken = time.perf_counter() - began
    drawn = int(page.evaluate("() => globalThis.drawn"))  # type: ignore[attr-defined]
    mouse.up()
    page.wait_for_timeout(1000)  # type: ignore[attr-defined]
    return drawn / taken


def print_frames(office: object) -> None:
    """Drag the map for five seconds with all occasions, then with all tracks on it, and count what was drawn."""
    from playwright.sync_api import sync_playwright

    from fairlead.desk import serving
    from fairlead.desk.app import create
    from fairlead.dossier import pdf

    desk = serving.own(office.case)  # type: ignore[attr-defined]
    server = uvicorn.Server(uvicorn.Config(create(desk.place), log_level="error"))
    threading.Thread(target=server.run, kwargs={"sockets": [desk.bound]}, daemon=True).start()
    while not server.started:
        time.sleep(0.05)
    flags = ["--no-sandbox", "--use-angle=swiftshader", "--enable-unsafe-swiftshader"]
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=pdf.browser(), args=flags)
        page = browser.new_page(viewport={"width": 1280, "height": 800})
        page.goto(desk.address)
        page.wait_for_timeout(6000)
        print(f"map, occasions: {dragged(page):.0f} frames/s while it is dragged")
        page.check("#alltracks")
        page.wait_for_timeout(5000)
        print(f"map, occasions and tracks: {dragged(page):.0f} frames/s while it is dragged")
        browser.close()
    server.should_exit = True


def main() -> None:
    """Make the case and measure."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--occasions", type=int, default=10_000)
    options.add_argument("--positions", type=int, default=5_000_000)
    options.add_argument("--frames", action="store_true", help="also drive a Chromium over the map")
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ["FAIRLEAD_HOME"] = f"{folder}/home"
        from desk_office import Office
        from found_case import Found

        from fairlead.case import Case
        from fairlead.desk.app import create

        case = Case.create(Path(folder) / "case", "Made for measuring")
        track = Path(folder) / "track.csv"
        track.write_text("fictitious positions")
        sha256 = case.exhibits.add(track).sha256
        office = Office(Found(case, sha256), create(None))  # type: ignore[arg-type]
        rows = [
            {"row": n, "mmsi": 445_000_001, "t_us": n, "lat_e7": 38 * 10**7, "lon_e7": 125 * 10**7}
            for n in range(1, 10)
        ]
        office.read(sha256, "positions", rows)
        case.derived_folder.mkdir()
        (case.derived_folder / "occasions.jsonl").write_text("\n".join(occasions(given.occasions, sha256)) + "\n")
        pq.write_table(legs(given.positions), case.derived_folder / "legs.parquet", row_group_size=122_880)
        measure(office, given.frames)


if __name__ == "__main__":
    assert TestClient
    main()
