"""A made-up world in which every typology finds or leaves alone something, as files that any engine can read."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from fairlead import shapes
from fairlead.engines import Engine
from fairlead.typologies import World
from fairlead.typologies.occasion import Place, Subject

# the typologies' own made-up events; two conftest modules cannot be imported under their own name
_SPEC = importlib.util.spec_from_file_location("made_up", Path(__file__).parent.parent / "typologies" / "conftest.py")
assert _SPEC is not None
assert _SPEC.loader is not None
made_up = importlib.util.module_from_spec(_SPEC)
__import__("sys").modules["made_up"] = made_up  # its dataclasses look their module up
_SPEC.loader.exec_module(made_up)

NAMPO = made_up.NAMPO
HOUR = shapes.US_PER_HOUR
GLIMPSED = (445000031, 671000032)  # two ships of which only moments side by side were heard
LAIN = (445000033, 671000034)  # two heard in turn while they lay near each other, whose draughts changed over
LIGHTER = (671000046, 445000047)  # a tanker that came out of a stay at sea lighter, and one silent that could have come
CHANGED = 445000049  # a tanker of the target's flag that left Nampo light and was deeper far out at sea
LIGHT_AGAIN = 445000051  # a ship that left Nampo laden and came back from a silence far out light
AWAY = 445000052  # a ship of the target's flag, silent for days and heard again far off, on its way home
SUPPLIER = 671000048  # a tanker that came back from a silence, and from the target's port, lighter
ASSUMED = (445000053, 671000054)  # a ship of the target's, silent while a number of its size came and went
WENT_OUT = 445000055  # a tanker of the target's that lay far out at sea and went home


def stored(folder: Path) -> Callable[[Engine], World]:
    """Write the world's tables and return a function that reads them on an engine."""
    sea = _sea()
    events = {kind: pa.schema([*shapes.SEALED, *schema]) for kind, schema in shapes.EVENTS.items()}
    tables: dict[str, tuple[list[dict[str, Any]], pa.Schema]] = {
        **{kind: (sea.rows[kind], schema) for kind, schema in events.items()},
        "legs": (_legs(), shapes.LEGS),
        "static_reports": (sea.static, shapes.STATIC_REPORTS),
        "listings": (sea.ships, shapes.LISTINGS),
        "listing_identities": (sea.identities, shapes.LISTING_IDENTITIES),
        "listing_bases": (sea.bases, shapes.LISTING_BASES),
        "statements": (sea.statements, shapes.STATEMENTS),
        "shipments": ([_shipment()], shapes.SHIPMENTS),
    }
    for name, (rows, schema) in tables.items():
        pq.write_table(pa.Table.from_pylist(rows, schema=schema), folder / f"{name}.parquet")
    told = sea.world()

    def read(engine: Engine) -> World:
        on_engine = {name: engine.table([folder / f"{name}.parquet"], schema) for name, (_, schema) in tables.items()}
        kinds = {kind: on_engine.pop(kind) for kind in events}
        return replace(told, events=kinds, **on_engine)

    return read


def _sea() -> Any:
    sea = made_up.Sea()
    _voyages(sea)
    _meetings(sea)
    _identities(sea)
    _told(sea)
    return sea


def _voyages(sea: Any) -> None:
    sea.reports(671000001, "2019-10-01T00:00", name="MADE UP 2", imo=9000002, ship_type=80, length_dm=950)
    sea.lists("MADE UP 2", bases={"2371-6": "2018-03-30"}, imo="9000002")
    sea.voyage(445000001, "2019-10-03T04:00", "2019-10-04T02:00")
    sea.voyage(445000002, "2019-10-03T04:00", "2019-10-04T02:00", draught_before_dm=60, draught_during_dm=30)
    sea.visit(671000001, "2019-10-08T04:00", "2019-10-09T04:00", ("CNDAL", "CN", 38.9167, 121.6667))
    inbound = {"from_place": "TWKHH", "from_country": "TW", "to_place": "KPNAM", "to_country": "KP"}
    departed = made_up.us("2019-10-07T00:00")
    sea.voyage(538000001, "2019-10-03T00:00", "2019-10-05T00:00", **inbound, to_departure_us=departed)
    for at, draught in (("2019-10-03T03:00", 80), ("2019-10-07T03:00", 45)):
        sea.reports(538000001, at, name="MADE UP 5", ship_type=80, draught_dm=draught, destination="NAMPO")
    heard = {"heard_start": 9, "heard_end": 9, "distance_dm": 0, "positions_before": 20}
    sea.event("gap", 671000006, "2019-10-03T04:00", "2019-10-05T16:00", (38.2, 124.4), (37.6, 123.1), **heard)
    for at, draught in (("2019-10-03T03:00", 32), ("2019-10-07T05:00", 61)):
        sea.reports(671000006, at, name="MADE UP 6", ship_type=70, draught_dm=draught)
    sea.visit(671000006, "2019-10-07T04:00", None, ("CNLYG", "CN", 34.7333, 119.45))
    sea.event("gap", SUPPLIER, "2019-11-03T04:00", "2019-11-06T04:00", (37.0, 123.6), (37.4, 123.2), **heard)
    for at, draught in (("2019-11-03T03:00", 62), ("2019-11-06T05:00", 38)):
        sea.reports(SUPPLIER, at, name="MADE UP 48", ship_type=80, draught_dm=draught)
    sea.visit(LIGHT_AGAIN, "2019-11-12T00:00", "2019-11-14T00:00", NAMPO)
    sea.event("gap", LIGHT_AGAIN, "2019-11-15T04:00", "2019-11-19T04:00", (36.8, 123.5), (37.2, 123.9), **heard)
    for at, draught in (("2019-11-11T00:00", 32), ("2019-11-14T01:00", 62), ("2019-11-19T05:00", 33)):
        sea.reports(LIGHT_AGAIN, at, name="MADE UP 51", ship_type=70, draught_dm=draught)
    sea.visit(AWAY, "2019-11-10T00:00", "2019-11-11T00:00", NAMPO)
    sea.event("gap", AWAY, "2019-11-12T04:00", "2019-11-16T04:00", (38.4, 124.3), (35.0, 123.3), **heard)
    sea.reports(AWAY, "2019-11-11T03:00", name="MADE UP 52", ship_type=70, draught_dm=32)
    sea.visit(CHANGED, "2019-11-05T00:00", "2019-11-07T00:00", NAMPO)
    changed = {"from_draught_dm": 30, "to_draught_dm": 55}
    sea.event("draught_change", CHANGED, "2019-11-10T00:00", "2019-11-10T06:00", (33.0, 124.0), **changed)
    for at, draught in (("2019-10-30T00:00", 30), ("2019-11-10T06:00", 55)):
        sea.reports(CHANGED, at, name="MADE UP 49", ship_type=80, draught_dm=draught)


def _meetings(sea: Any) -> None:
    sea.encounter(445000003, 671000001, "2019-10-05T04:00", "2019-10-05T12:00")
    sea.encounter(445000004, 445000005, "2019-10-05T04:00", "2019-10-05T12:00")
    sea.lists("MADE UP 7", bases={"2371-6": "2018-03-30"}, imo="9000007")
    sea.reports(671000007, "2019-10-02T00:00", name="MADE UP 7", imo=9000007, ship_type=80, length_dm=950)
    sea.reports(538000007, "2019-10-02T00:00", name="MADE UP 8", ship_type=80, length_dm=1000)
    sea.encounter(538000007, 671000007, "2019-10-06T04:00", "2019-10-06T12:00")
    for mmsi, name in ((445000008, "MADE UP 9"), (671000008, "MADE UP 10")):
        sea.reports(mmsi, "2019-10-02T00:00", name=name, ship_type=80, length_dm=950)
    at, to = (35.25, 124.05), (38.2, 124.3)
    heard = {"heard_start": 4, "heard_end": 5, "distance_dm": 3_000_000, "positions_before": 40}
    sea.event("gap", 445000008, "2019-10-03T00:00", "2019-10-06T00:00", at, to, **heard)
    still = {"distance_dm": 90_000, "median_speed_dkn": 5}
    sea.event("loitering", 671000008, "2019-10-03T04:00", "2019-10-03T13:00", made_up.OPEN_SEA, **still)
    for mmsi in GLIMPSED:
        sea.reports(mmsi, "2019-10-20T00:00", name=f"MADE UP {mmsi % 100}", ship_type=80, length_dm=950)
    for mmsi, before, after in zip(LAIN, (36, 62), (60, 38), strict=True):
        for when, draught in (("2019-10-20T00:00", before), ("2019-10-25T02:00", after)):
            sea.reports(mmsi, when, name=f"MADE UP {mmsi % 100}", ship_type=80, length_dm=950, draught_dm=draught)
    silent = {"distance_dm": 0, "positions_before": 3}
    sea.event("gap", LAIN[0], "2019-10-24T08:15", "2019-10-24T15:20", (36.2, 123.5), **silent)
    sea.event("loitering", GLIMPSED[0], "2019-10-21T00:00", "2019-10-22T00:00", made_up.OPEN_SEA, **still)
    tanker, silent_one = LIGHTER
    for when, draught in (("2019-11-02T00:00", 62), ("2019-11-04T01:00", 38)):
        sea.reports(tanker, when, name="MADE UP 46", ship_type=80, length_dm=950, draught_dm=draught)
    sea.reports(silent_one, "2019-11-02T00:00", name="MADE UP 47", ship_type=80, length_dm=950)
    sea.event("loitering", tanker, "2019-11-03T00:20", "2019-11-03T23:20", (32.0, 125.0), **still)
    sea.event("gap", silent_one, "2019-11-02T00:00", "2019-11-06T00:00", (33.2, 125.0), **heard)


def _identities(sea: Any) -> None:
    """A voyage across two numbers of one hull, a listed hull under a flag a year on, and a ship that sails a circle."""
    old, new, at_sea = 445000021, 671000022, (37.8, 124.6)
    hull = {"ship_type": 70, "length_dm": 980}
    for when, draught in (("2019-10-01T00:00", 32), ("2019-10-03T05:00", 62)):
        sea.reports(old, when, name="MADE UP 21", imo=9000021, draught_dm=draught, **hull)
    sea.reports(new, "2019-10-13T05:00", name="MADE UP 22", imo=9000022, draught_dm=62, **hull)
    sea.visit(old, "2019-10-01T06:00", "2019-10-03T04:00", NAMPO)
    sea.event("loitering", new, "2019-10-14T00:00", "2019-10-16T00:00", made_up.ZHOUSHAN_ROADS)
    sea.event("gap", old, "2019-10-04T04:00", None, at_sea, heard_start=7, heard_end=None)
    told = {"link": "across a silence", "distance_dm": 7_500_000, "begun": 2, "begun_alike": 0, "ended_alike": 0}
    told |= {"imo": 9000021, "name": "MADE UP 21", "draught_dm": 62, "cruise_dkn": 90, "length_dm": 980, "beam_dm": 160}
    other = {"track": new * 1000, "mmsi": new, "imo": 9000022, "name": "MADE UP 22", "draught_dm": 62}
    other |= {"cruise_dkn": 92, "length_dm": 980, "beam_dm": 160}
    told |= {f"other_{name}": value for name, value in other.items()} | {"chance_ppm": 40_000}
    sea.event("identity_change", old, "2019-10-04T04:00", "2019-10-13T04:00", at_sea, (31.2, 123.0), **told)
    _barred(sea, told, at_sea)
    _dark(sea, told)
    sea.reports(WENT_OUT, "2019-12-01T00:00", name="MADE UP 55", ship_type=80, length_dm=950)
    adrift = {"distance_dm": 90_000, "median_speed_dkn": 5}
    sea.event("loitering", WENT_OUT, "2019-12-03T21:00", "2019-12-04T09:00", (31.0, 124.5), **adrift)
    sized = {"ship_type": 70, "length_dm": 980, "beam_dm": 160}
    for mmsi, when in zip(ASSUMED, ("2019-11-19T00:00", "2019-11-21T09:00"), strict=True):
        sea.reports(mmsi, when, name=f"MADE UP {mmsi % 100}", **sized)
    for n in range(40):  # so that its size is rare
        sea.reports(477000100 + n, "2019-11-19T00:00", ship_type=70, length_dm=1_500 + 10 * n, beam_dm=230)
    silent = {"distance_dm": 0, "positions_before": 3}
    sea.event("gap", ASSUMED[0], "2019-11-20T04:00", "2019-11-26T04:00", (38.4, 124.3), **silent)
    sea.lists("MADE UP 23", bases={"2321-12": "2018-03-30"}, imo="9074729")
    for day in ("2018-02-01", "2018-09-01", "2019-03-01"):
        sea.reports(671000023, f"{day}T00:00", name="MADE UP 23", imo=9074729, ship_type=70)
    sea.reports(445000024, "2019-10-03T00:00", name="MADE UP 24", imo=9000024, ship_type=70, length_dm=980)
    ring = {"positions": 80, "turns_ddeg": 20_000, "radius_dm": 20_000, "spread_dm": 500, "median_speed_dkn": 150}
    sea.event("circle", 445000024, "2019-10-04T00:00", "2019-10-04T06:00", at_sea, **ring)


def _barred(sea: Any, told: dict[str, Any], at_sea: tuple[float, float]) -> None:
    """A hull under a port-entry ban that falls silent, and one as large, under another number, in a port abroad."""
    old, new = 445000031, 671000032
    hull = {"ship_type": 70, "length_dm": 980}
    sea.lists("MADE UP 31", bases={"2371-6": "2018-03-30"}, imo="9000031")
    sea.reports(old, "2019-10-01T00:00", name="MADE UP 31", imo=9000031, **hull)
    sea.reports(new, "2019-10-13T05:00", name="MADE UP 32", imo=9000032, **hull)
    sea.event("gap", old, "2019-10-04T04:00", None, at_sea, heard_start=7, heard_end=None)
    told = told | {"imo": 9000031, "name": "MADE UP 31", "draught_dm": None}
    told |= {"other_track": new * 1000, "other_mmsi": new, "other_imo": 9000032, "other_name": "MADE UP 32"}
    sea.event("identity_change", old, "2019-10-04T04:00", "2019-10-13T04:00", at_sea, (31.2, 123.0), **told)
    sea.visit(new, "2019-10-15T04:00", "2019-10-16T04:00", ("CNDAL", "CN", 38.9167, 121.6667))


def _dark(sea: Any, told: dict[str, Any]) -> None:
    """A hull that falls silent in the Yellow Sea in ballast, and one as large, under another number, back laden."""
    old, new = 457000041, 671000042
    sea.reports(old, "2019-10-04T03:00", name="MADE UP 41", ship_type=70, length_dm=980, draught_dm=32)
    sea.reports(new, "2019-10-08T05:00", name="MADE UP 42", ship_type=70, length_dm=980, draught_dm=62)
    sea.event("gap", old, "2019-10-04T04:00", None, (37.0, 123.2), heard_start=7, heard_end=None)
    told = told | {"imo": None, "name": "MADE UP 41", "draught_dm": 32, "distance_dm": 690_000}
    told |= {"other_track": new * 1000, "other_mmsi": new, "other_imo": None, "other_name": "MADE UP 42"}
    sea.event("identity_change", old, "2019-10-04T04:00", "2019-10-08T04:00", (37.0, 123.2), (36.4, 123.0), **told)
    sea.visit(new, "2019-10-10T00:00", "2019-10-11T00:00", ("CNDAL", "CN", 38.9167, 121.6667))


def _told(sea: Any) -> None:
    tanker, other = made_up.party("MADE UP A", 9000001, "KP"), made_up.party("MADE UP B", 9000010)
    sea.states("A met B.", ship=tanker, counterpart=other, start="2018-06-07", end="2018-06-08", goods=["oil"])
    paper = {
        "subjects": (Subject("carrier", "MADE UP 11", 9000009, 671000009, "TG"),),
        "places": (
            Place("origin", "Vostochny", "RU", "undetermined"),
            Place("destination", "Dalian", "CN", "undetermined"),
        ),
        "start": "2019-10-05T00:00:00Z",
        "end": "2019-10-05T23:59:59Z",
    }
    sea.observations = [made_up.observed("loading", "B/L 17"), made_up.observed("loading", "paper-1", **paper)]
    sea.visit(671000009, "2019-10-01T00:00", "2019-10-02T12:00", NAMPO)


def _legs() -> list[dict[str, Any]]:
    """Ten days of hourly positions of the ship whose papers say that it loaded elsewhere; two others at moments."""
    first, rows = made_up.us("2019-09-30T00:00"), []
    for hour in range(240):
        lat, lon = NAMPO[2:] if hour < 60 else (38.6, 121.9)
        place = {"lat_e7": made_up.e7(lat), "lon_e7": made_up.e7(lon)}
        key = {"exhibit": shapes.exhibit_key(made_up.TRACKS_SHA), "row": hour}
        rows.append({"track": 671000009000, "mmsi": 671000009, "t_us": first + hour * HOUR, **place, **key})
    for n, when in enumerate(("2019-10-21T02:00", "2019-10-21T07:30", "2019-10-21T11:10")):
        for north, mmsi in enumerate(GLIMPSED):
            lat, lon = made_up.OPEN_SEA
            place = {"lat_e7": made_up.e7(lat) + 4_000 * north, "lon_e7": made_up.e7(lon), "speed_dkn": 3}
            key = {"exhibit": shapes.exhibit_key(made_up.TRACKS_SHA), "row": 1_000 + 2 * n + north}
            t_us = made_up.us(when) + north * 100 * shapes.US_PER_SECOND
            rows.append({"track": mmsi * 1000, "mmsi": mmsi, "t_us": t_us, **place, **key})
    for north, mmsi in enumerate(LAIN):
        for n, hour in enumerate((0, 6, 8, 15, 23)):
            place = {"lat_e7": made_up.e7(36.2) + 100_000 * north, "lon_e7": made_up.e7(123.5), "speed_dkn": 3}
            key = {"exhibit": shapes.exhibit_key(made_up.TRACKS_SHA), "row": 2_000 + 10 * n + north}
            t_us = made_up.us("2019-10-24T00:20") + (2 * hour + north) * HOUR // 2
            rows.append({"track": mmsi * 1000, "mmsi": mmsi, "t_us": t_us, **place, **key})
    for n in range(24):
        place = {"lat_e7": made_up.e7(32.0), "lon_e7": made_up.e7(125.0), "speed_dkn": 3}
        key = {"exhibit": shapes.exhibit_key(made_up.TRACKS_SHA), "row": 3_000 + n}
        t_us = made_up.us("2019-11-03T00:20") + n * HOUR
        rows.append({"track": LIGHTER[0] * 1000, "mmsi": LIGHTER[0], "t_us": t_us, **place, **key})
    for hour, (lat, lon) in enumerate(((37.4, 123.2), (37.3, 123.0), (37.2, 122.8))):
        place = {"lat_e7": made_up.e7(lat), "lon_e7": made_up.e7(lon), "speed_dkn": 90}
        key = {"exhibit": shapes.exhibit_key(made_up.TRACKS_SHA), "row": 3_100 + hour}
        t_us = made_up.us("2019-11-06T04:00") + hour * HOUR
        rows.append({"track": SUPPLIER * 1000, "mmsi": SUPPLIER, "t_us": t_us, **place, **key})
    for n in range(10):
        place = {"lat_e7": made_up.e7(37.9), "lon_e7": made_up.e7(122.9), "speed_dkn": 3}
        key = {"exhibit": shapes.exhibit_key(made_up.TRACKS_SHA), "row": 3_300 + n}
        t_us = made_up.us("2019-11-21T08:00") + 9 * n * HOUR
        rows.append({"track": ASSUMED[1] * 1000, "mmsi": ASSUMED[1], "t_us": t_us, **place, **key})
    lay = [
        (f"2019-12-{t}:00", 31.0, 124.5)
        for t in (*(f"03T{h}" for h in (21, 22, 23)), *(f"04T{h:02d}" for h in range(10)))
    ]
    home = (38.6, 124.9)
    for n, (t, lat, lon) in enumerate((("2019-12-01T09:00", *home), *lay, ("2019-12-08T20:00", *home))):
        place = {"lat_e7": made_up.e7(lat), "lon_e7": made_up.e7(lon), "speed_dkn": 3}
        key = {"exhibit": shapes.exhibit_key(made_up.TRACKS_SHA), "row": 3_400 + n}
        rows.append({"track": WENT_OUT * 1000, "mmsi": WENT_OUT, "t_us": made_up.us(t), **place, **key})
    for hour, (lat, lon) in ((0, (350_000_000, 1_233_000_000)), (2, (354_000_000, 1_235_000_000))):
        key = {"exhibit": shapes.exhibit_key(made_up.TRACKS_SHA), "row": 3_200 + hour}
        t_us, place = made_up.us("2019-11-16T04:00") + hour * HOUR, {"lat_e7": lat, "lon_e7": lon}
        rows.append({"track": AWAY * 1000, "mmsi": AWAY, "t_us": t_us, **place, **key})
    return rows


def _shipment() -> dict[str, Any]:
    """A month of coal that one State says it imported."""
    return {
        "exhibit": shapes.exhibit_key(made_up.TRACKS_SHA),
        "row": 1,
        "reporter": "NO",
        "reporter_printed": "Norway",
        "partner": "KP",
        "partner_printed": "the target",
        "flow": "import",
        "period": "203009",
        "period_start": "2030-09-01",
        "period_end": "2030-10-01",
        "classification": "H6",
        "code": "2701",
        "net_kg": "5000",
        "value": "900",
        "currency": "USD",
        "valued": "cif",
    }
