"""A case with fictitious occasions as `find` would leave them, for the rooms that show and act on occasions.

It is made once for each process and copied for each test, with the keys of whoever made it.
"""

from __future__ import annotations

import atexit
import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from fairlead import shapes
from fairlead.case import Case
from fairlead.deriving import derive, reading_in
from fairlead.typologies.occasion import (
    Citation,
    Element,
    Engagement,
    MeasureRef,
    Occasion,
    Place,
    Refutation,
    Subject,
    Typology,
    Where,
    occasion_id,
)
from fairlead_ledger import keys

START = 1_551_744_000_000_000  # 2019-03-05T00:00:00Z
LATER: dict[str, Any] = {
    "start": "2019-06-01T00:00:00Z",
    "start_precision": "day",
    "end": "2019-06-02T00:00:00Z",
    "end_precision": "day",
}


def make_occasion(anchor: str, sha256: str, **changes: Any) -> Occasion:
    elements = (
        Element("goods", "missing", "Coal was carried. Nothing in the case bears on it."),
        Element("origin", "shown", "The ship left Nampo.", (Citation(sha256, (Where(rows=(1, 9)),)),)),
    )
    measure = MeasureRef("2371-8", 2371, "8", "verified")
    occasion = Occasion(
        id=occasion_id("delivery", [9000001], [anchor]),
        regime="dprk",
        typology=Typology("delivery", 1),
        basis="observed",
        title=f"Voyage {anchor} of EXAMPLE STAR from Nampo to Port Example, under a ban on coal of that day",
        start="2019-03-05T00:00:00Z",
        start_precision="second",
        end="2019-03-08T12:00:00Z",
        end_precision="second",
        places=(Place("origin", "Nampo", "KP", "port", 38.717, 125.4), Place("destination", None, "CN", "port")),
        subjects=(Subject("carrier", "EXAMPLE STAR", 9000001, 445000001, "KP"),),
        goods=("coal",),
        events=(),
        engagements=(
            Engagement(measure, "decides", "KP", "target State", elements),
            Engagement(measure, "decides", "CN", "importing State", elements),
        ),
        refutations=(Refutation("humanitarian cargo", False, "open", "no manifest is in the case"),),
        does_not_show="A voyage does not show what was carried.",
    )
    return replace(occasion, **changes).sealed()


@dataclass
class Found:
    """A case after `find`: one exhibit of nine positions, and the occasions that were left."""

    case: Case
    sha256: str
    occasions: list[Occasion] = field(default_factory=list)

    @property
    def root(self) -> Path:
        return self.case.root

    def make(self, anchor: str, **changes: Any) -> Occasion:
        return make_occasion(anchor, self.sha256, **changes)

    def derive(self, *occasions: Occasion) -> None:
        """Leave these occasions as `find` would."""
        self.occasions = list(occasions)
        self.case.derived_folder.mkdir(exist_ok=True)
        lines = "".join(json.dumps(occasion.to_json()) + "\n" for occasion in occasions)
        made = self.case.derived_folder / "occasions.new"
        made.write_text(lines, encoding="utf-8")
        made.replace(self.case.derived_folder / "occasions.jsonl")

    def read(self, sha256: str, shape: str, rows: list[dict[str, Any]]) -> None:
        """Leave a reading of these rows."""
        folder = self.case.readings_folder / sha256
        folder.mkdir(parents=True, exist_ok=True)
        key = shapes.exhibit_key(sha256)
        full = [{name: row.get(name) for name in shapes.READINGS[shape].names} | {"exhibit": key} for row in rows]
        pq.write_table(pa.Table.from_pylist(full, schema=shapes.READINGS[shape]), folder / f"{shape}.parquet")

    def as_found(self) -> None:
        """Leave a reading of nine positions, and three occasions: observed, documented, stated."""
        rows = [
            {"row": n, "mmsi": 445000001, "t_us": START + n * 60_000_000, "lat_e7": 387170000, "lon_e7": 1254000000}
            for n in range(1, 10)
        ]
        self.read(self.sha256, "positions", rows)
        self.derive(
            self.make("A"),
            self.make("B", basis="documented", **LATER),
            self.make("C", basis="stated", **LATER, places=()),
        )


def begun(root: Path, name: str | None = None, database: str | None = None) -> Found:
    """Make a case with one exhibit, nine positions in it, and the three occasions."""
    case = Case.create(root, name, database=database)
    track = root.parent / "track.csv"
    track.write_text("nine fictitious positions")
    made = Found(case, case.exhibits.add(track).sha256)
    made.as_found()
    return made


def side_by_side(root: Path) -> Found:
    """Make a case in which one ship lies 800 m from another in the Yellow Sea for a day, and nothing is an occasion."""
    lines = ["MMSI,BaseDateTime,LAT,LON,SOG,COG,Heading,VesselName,IMO,CallSign,VesselType,Status,Length,Width,Draft"]
    for mmsi, lat, name, imo in ((312000001, 35.2, "MADE UP 1", 9000009), (538000003, 35.2072, "MADE UP 3", 9000011)):
        for half_hour in range(49):
            time = f"2019-03-{12 + half_hour // 48:02d}T{half_hour % 48 // 2:02d}:{half_hour % 2 * 30:02d}:00"
            lines.append(f"{mmsi},{time},{lat},124.0,0.1,0.0,0.0,{name},IMO{imo},XX1,70,1,120,20,6.0")
    track = root.parent / "track.csv"
    track.write_text("\n".join(lines) + "\n")
    case = Case.create(root)
    added = case.exhibits.add(track)
    reading_in.read_added(case, added)
    derive.find(case)
    return Found(case, added.sha256)


REFUTED = {
    "typology": "dark_voyage",
    "ships": ["ship MADE UP 1 (MMSI 312000001)", "ship MADE UP 3 (MMSI 538000003)"],
    "start": "2019-03-12T04:00:00Z",
    "test": "reception",
    "why": "nobody else was heard",
}
"""A candidate of the case :func:`side_by_side`, as ``find`` would have left it alone."""


def copied(make: Callable[[Path], Found], root: Path, home: Path) -> Found:
    """Return a copy of what ``make`` makes, at ``root``; the keys of its maker go to ``home``, which is the test's."""
    kept = _kept(make)
    shutil.copytree(kept / "case", root)
    shutil.copytree(kept / "home", home, dirs_exist_ok=True)
    sha256, *_ = (kept / "exhibit").read_text().split()
    found = Found(Case.open(root), sha256)
    found.occasions = derive.stored_occasions(found.case)
    return found


People = Mapping[str, tuple[str, str]]
"""Whom to enrol: what a test calls them → role, and name."""
Keys = dict[str, Ed25519PrivateKey]


def staffed(root: Path, home: Path, people: People = MappingProxyType({})) -> tuple[Case, Keys]:
    """Return a copy of a case that holds nothing yet, at ``root``, and the keys of the people enrolled in it."""
    kept, own = _staffed(tuple(people.items()))
    shutil.copytree(kept / "case", root)
    shutil.copytree(kept / "home", home, dirs_exist_ok=True)
    return Case.open(root), own


@cache
def _staffed(people: tuple[tuple[str, tuple[str, str]], ...]) -> tuple[Path, Keys]:
    folder, own = _folder(), {name: Ed25519PrivateKey.generate() for name, _ in people}
    with at_home(folder / "home"):
        case = Case.create(folder / "case")
        for name, (role, person) in people:
            case.log.enrol(keys.encode(keys.public_bytes(own[name])), [role], person)
    return folder, own


@cache
def _kept(make: Callable[[Path], Found]) -> Path:
    folder = _folder()
    with at_home(folder / "home"):
        made = make(folder / "case")
    (folder / "exhibit").write_text(made.sha256)
    return folder


def _folder() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="fairlead-found-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


@contextmanager
def at_home(folder: Path) -> Iterator[None]:
    """Let keys and checkpoints lie in a folder, for fixtures that outlive a test."""
    before = os.environ.get("FAIRLEAD_HOME")
    os.environ["FAIRLEAD_HOME"] = str(folder)
    try:
        yield
    finally:
        if before is None:
            del os.environ["FAIRLEAD_HOME"]
        else:
            os.environ["FAIRLEAD_HOME"] = before
