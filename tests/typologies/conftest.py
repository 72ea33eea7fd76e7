"""Small hand-made event tables, static reports and lists, and the world that typologies see. All is made up."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from typing import Any

import ibis
import ibis.expr.types as ir
import pyarrow as pa
import pytest

from fairlead import law, shapes
from fairlead.typologies import World
from fairlead.typologies.occasion import Citation, Place, Subject, Where
from fairlead.typologies.world import Observation

TRACKS_SHA, LIST_SHA, STATIC_SHA = "a" * 64, "b" * 64, "c" * 64
HOUR = shapes.US_PER_HOUR

NAMPO = ("KPNAM", "KP", 38.7167, 125.4)
DALIAN = ("CNDAL", "CN", 38.93, 121.65)
ZHOUSHAN_ROADS = (29.76, 122.52)
OPEN_SEA = (35.2, 124.0)


def us(text: str) -> int:
    """Microseconds of an ISO 8601 time, UTC."""
    return int(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp()) * shapes.US_PER_SECOND


def e7(degrees: float) -> int:
    return round(degrees * 1e7)


@dataclass
class Sea:
    """Collects rows; ``world()`` makes of them what a typology is given. Every event's id is its number."""

    rows: dict[str, list[dict[str, Any]]] = field(default_factory=lambda: {kind: [] for kind in shapes.EVENTS})
    static: list[dict[str, Any]] = field(default_factory=list)
    ships: list[dict[str, Any]] = field(default_factory=list)
    identities: list[dict[str, Any]] = field(default_factory=list)
    bases: list[dict[str, Any]] = field(default_factory=list)
    statements: list[dict[str, Any]] = field(default_factory=list)
    observations: list[Observation] = field(default_factory=list)
    legs: list[dict[str, Any]] = field(default_factory=list)
    regimes: tuple[str, ...] = ("dprk",)

    def event(
        self,
        kind: str,
        mmsi: int,
        start: str,
        end: str | None,
        at: tuple[float, float],
        to: tuple[float, float] | None = None,
        **further: Any,
    ) -> dict[str, Any]:
        """Add an event from ``at`` to ``to`` (the same place if not given)."""
        last = to or at
        number = sum(map(len, self.rows.values())) + 1
        row = {
            "id": f"event-{number}",
            "digest": "d" * 64,
            "kind": kind,
            "track": mmsi * 1000,
            "mmsi": mmsi,
            "start_us": us(start),
            "end_us": None if end is None else us(end),
            "start_lat_e7": e7(at[0]),
            "start_lon_e7": e7(at[1]),
            "end_lat_e7": None if end is None else e7(last[0]),
            "end_lon_e7": None if end is None else e7(last[1]),
            "start_exhibit": shapes.exhibit_key(TRACKS_SHA),
            "start_row": number * 10,
            "end_exhibit": None if end is None else shapes.exhibit_key(TRACKS_SHA),
            "end_row": None if end is None else number * 10 + 1,
            **further,
        }
        self.rows[kind].append(row)
        return row

    def voyage(self, mmsi: int, start: str, end: str, **further: Any) -> dict[str, Any]:
        """Add a voyage from Nampo to Dalian, heard all the way, unless said otherwise."""
        told: dict[str, Any] = {
            "from_place": NAMPO[0],
            "from_country": NAMPO[1],
            "from_arrival_us": us(start) - 48 * HOUR,
            "to_place": DALIAN[0],
            "to_country": DALIAN[1],
            "to_departure_us": None,
            "longest_gap_us": HOUR,
            "draught_before_dm": 32,
            "draught_during_dm": 62,
            "draught_after_dm": 32,
        }
        return self.event("voyage", mmsi, start, end, NAMPO[2:], DALIAN[2:], **(told | further))

    def encounter(self, mmsi: int, other: int, start: str, end: str, **further: Any) -> dict[str, Any]:
        """Add an encounter of two ships side by side in the open Yellow Sea, unless said otherwise."""
        at = further.pop("at", OPEN_SEA)
        told: dict[str, Any] = {
            "other_track": other * 1000,
            "other_mmsi": other,
            "other_exhibit": shapes.exhibit_key(TRACKS_SHA),
            "other_row": 9000,
            "min_distance_dm": 200,
            "median_distance_dm": 300,
            "median_speed_dkn": 5,
        }
        return self.event("encounter", mmsi, start, end, at, **(told | further))

    def visit(
        self, mmsi: int, start: str, end: str | None, place: tuple[str, str, float, float], **further: Any
    ) -> Any:
        """Add a stop in a port."""
        told = {"place": place[0], "country": place[1], "place_kind": "port", "stopped": True, "min_distance_dm": 5000}
        return self.event("port_visit", mmsi, start, end, place[2:], **(told | further))

    def reports(self, mmsi: int, at: str, **said: Any) -> None:
        """Add a static report."""
        self.static.append(
            {
                "exhibit": shapes.exhibit_key(STATIC_SHA),
                "row": len(self.static) + 1,
                "mmsi": mmsi,
                "t_us": us(at),
                **said,
            }
        )

    def lists(self, name: str, *, bases: dict[str, str], **identities: str) -> int:
        """Add a listed ship, with its bases (measure to date) and identities (kind to value); return its row."""
        row = len(self.ships) + 1
        key = {"exhibit": shapes.exhibit_key(LIST_SHA), "row": row}
        self.ships.append(
            {
                **key,
                "list_id": "toy-list",
                "entry": str(row),
                "kind": "ship",
                "name": name,
                "listed_on": min(bases.values(), default=None),
                "page": 1,
                "box": "1.0,2.0,3.0,4.0",
            }
        )
        for kind, value in {"name": name, **identities}.items():
            self.identities.append({**key, "kind": kind, "printed": value, "value": value})
        self.bases += [
            {**key, "measure": measure, "since": since, "printed": measure} for measure, since in bases.items()
        ]
        return row

    def sails(self, mmsi: int, since: str, at: tuple[float, float], to: tuple[float, float]) -> None:
        """Let a ship be heard at one place, and two hours later at another."""
        for hour, where in ((0, at), (2, to)):
            t_us, place = us(since) + hour * HOUR, {"lat_e7": e7(where[0]), "lon_e7": e7(where[1])}
            self.legs.append({"track": mmsi * 1000, "mmsi": mmsi, "t_us": t_us, "exhibit": 1, "row": hour} | place)

    def heard(self, at: tuple[float, float], *, others: int = 8, lost: int = 0) -> None:
        """Add ships that were heard at a place every five hours for ten days of September; some only for five days."""
        for n in range(others):
            hours = range(0, 120 if n < lost else 240, 5)
            place = {"lat_e7": e7(at[0]), "lon_e7": e7(at[1])}
            for hour in hours:
                then = hour + 5 if hour + 5 in hours else None
                onward = {} if then is None else {f"next_{key}": value for key, value in place.items()}
                t_us, next_us = us("2019-09-10") + hour * HOUR, us("2019-09-10") + (then or 0) * HOUR
                leg = {"track": 7_000 + n, "mmsi": 7_000 + n, "t_us": t_us, **place, **onward}
                self.legs.append(leg | ({} if then is None else {"next_t_us": next_us}))

    def states(self, quote: str, **body: Any) -> None:
        """Add a statement of an act, in the body that readers write."""
        told: dict[str, Any] = {
            "act": "ship_to_ship",
            "counterpart": None,
            "goods": [],
            "goods_origin": None,
            "goods_strength": None,
            "strength": None,
            "place": None,
            "place_country": None,
            "to_place": None,
            "to_country": None,
            "precision": "day",
            "listing": None,
        }
        self.statements.append(
            {
                "exhibit": shapes.exhibit_key(LIST_SHA),
                "row": len(self.statements) + 1,
                "kind": "act",
                "page": len(self.statements) + 1,
                "box": "1.0,2.0,3.0,4.0",
                "quote": quote,
                "speaker": "A Committee",
                "body": json.dumps(told | body),
            }
        )

    def world(self) -> World:
        """Return the world made of all rows."""
        events = {
            kind: _table(kind, self.rows[kind], pa.schema([*shapes.SEALED, *schema]))
            for kind, schema in shapes.EVENTS.items()
        }
        return World(
            regimes={name: law.load(name) for name in self.regimes},
            events=events,
            legs=_table("legs", self.legs, shapes.LEGS),
            static_reports=_table("static_reports", self.static, shapes.STATIC_REPORTS),
            listings=_table("listings", self.ships, shapes.LISTINGS),
            listing_identities=_table("listing_identities", self.identities, shapes.LISTING_IDENTITIES),
            listing_bases=_table("listing_bases", self.bases, shapes.LISTING_BASES),
            statements=_table("statements", self.statements, shapes.STATEMENTS),
            observations=self.observations,
            exhibits={shapes.exhibit_key(sha): sha for sha in (TRACKS_SHA, LIST_SHA, STATIC_SHA)},
        )


def party(name: str, imo: int | None = None, state: str | None = None, listing: int | None = None) -> dict[str, Any]:
    """A ship as a statement's body names it."""
    described = "DPRK tanker" if state == "KP" else None
    return {"name": name, "imo": imo, "listing": listing, "described": described, "state": state}


def _table(name: str, rows: list[dict[str, Any]], schema: pa.Schema) -> Any:
    return ibis.memtable(pa.Table.from_pylist(rows, schema=schema)) if rows else _empty(name, schema)


@cache
def _empty(name: str, schema: pa.Schema) -> Any:
    """Return a table without rows, one for each of a world's: most are empty, and all worlds share them."""
    return ibis.memtable(schema.empty_table())


@pytest.fixture
def sea() -> Sea:
    return Sea()


@pytest.fixture
def questions(monkeypatch: pytest.MonkeyPatch) -> list[ir.Table]:
    """Return a list in which every table stands that an engine was asked for since."""
    asked: list[ir.Table] = []
    as_it_is = ir.Table.to_pyarrow

    def counted(table: ir.Table, *args: Any, **further: Any) -> Any:
        asked.append(table)
        return as_it_is(table, *args, **further)

    monkeypatch.setattr(ir.Table, "to_pyarrow", counted)
    return asked


@pytest.fixture
def ship_party() -> Callable[..., dict[str, Any]]:
    return party


def observed(act: str, reference: str, **further: Any) -> Observation:
    """An observation of a loading of coal at Nampo for Dalian, from a paper, unless said otherwise."""
    where = further.pop("where", {"page": 1})
    sha256 = further.pop("sha256", LIST_SHA)
    told: dict[str, Any] = {
        "id": json.dumps([act, reference, str(where), sha256]),
        "subjects": (Subject("carrier", "MADE UP 9", 9000009, None, "TG"),),
        "places": (
            Place("origin", "Nampo", "KP", "undetermined"),
            Place("destination", "Dalian", "CN", "undetermined"),
        ),
        "goods": ("coal",),
        "start": "2019-10-03T00:00:00Z",
        "end": "2019-10-03T23:59:59Z",
        "precision": "day",
        "how_known": "date printed on the bill of lading",
        "note": "",
        "cited": Citation(sha256, (Where(**where),)),
    }
    return Observation(reference=reference, act=act, **(told | further))


@pytest.fixture
def recorded() -> Callable[..., Observation]:
    return observed
