"""A case with fictitious occasions as `find` would leave them, and the command line called as a person would."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from fairlead import shapes
from fairlead.case import Case
from fairlead.cli import main
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


@dataclass(frozen=True)
class Said:
    """What a command answered."""

    status: int
    out: str
    err: str

    def json(self) -> Any:
        return json.loads(self.out)


@pytest.fixture
def fairlead(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., Said]:
    """Return a function that runs a command as typed, and returns what it answered."""
    monkeypatch.setenv("COLUMNS", "80")

    def run(*arguments: object) -> Said:
        monkeypatch.setattr("sys.argv", ["fairlead", *map(str, arguments)])
        capsys.readouterr()
        with pytest.raises(SystemExit) as stopped:
            main()
        captured = capsys.readouterr()
        return Said(int(stopped.value.code or 0), captured.out, captured.err)

    return run


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


@dataclass(frozen=True)
class Found:
    """A case after `find`."""

    case: Case
    root: Path
    sha256: str

    def make(self, anchor: str, **changes: Any) -> Occasion:
        return make_occasion(anchor, self.sha256, **changes)

    def derive(self, *occasions: Occasion) -> None:
        """Leave these occasions as `find` would."""
        self.case.derived_folder.mkdir(exist_ok=True)
        lines = "".join(json.dumps(occasion.to_json()) + "\n" for occasion in occasions)
        (self.case.derived_folder / "occasions.jsonl").write_text(lines, encoding="utf-8")

    def read(self, sha256: str, shape: str, rows: list[dict[str, Any]]) -> None:
        """Leave a reading of these rows."""
        folder = self.case.readings_folder / sha256
        folder.mkdir(parents=True, exist_ok=True)
        key = shapes.exhibit_key(sha256)
        full = [{name: row.get(name) for name in shapes.READINGS[shape].names} | {"exhibit": key} for row in rows]
        pq.write_table(pa.Table.from_pylist(full, schema=shapes.READINGS[shape]), folder / f"{shape}.parquet")


@pytest.fixture
def found(tmp_path: Path) -> Found:
    """Return a case with one exhibit of nine positions, and three occasions: observed, documented, stated."""
    case = Case.create(tmp_path / "case")
    track = tmp_path / "track.csv"
    track.write_text("nine fictitious positions")
    sha256 = case.exhibits.add(track).sha256
    made = Found(case, case.root, sha256)
    start = 1_551_744_000_000_000  # 2019-03-05T00:00:00Z
    made.read(
        sha256,
        "positions",
        [
            {"row": n, "mmsi": 445000001, "t_us": start + n * 60_000_000, "lat_e7": 387170000, "lon_e7": 1254000000}
            for n in range(1, 10)
        ],
    )
    later = {"start": "2019-06-01T00:00:00Z", "start_precision": "day", "end": "2019-06-02T00:00:00Z"}
    made.derive(
        made.make("A"),
        made.make("B", basis="documented", **later, end_precision="day"),
        made.make("C", basis="stated", **later, end_precision="day", places=()),
    )
    return made
