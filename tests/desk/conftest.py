"""A case as `find` would leave it, a desk on it in this process, and browsers that are signed in to it, or not."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from desk_routes import MARKUP
from starlette.testclient import TestClient

from fairlead import shapes
from fairlead.case import Case
from fairlead.desk.app import create
from fairlead.desk.workplace import Workplace
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

HOST = "desk.test"
PAGE = f"Example Minister said that China accepted 12 shipments of coal. {MARKUP} She denied all of it."


def make_occasion(anchor: str, sha256: str, **changes: Any) -> Occasion:
    cited = (Citation(sha256, (Where(rows=(1, 9)),)),)
    elements = (
        Element("goods", "missing", "Coal was carried. Nothing in the case bears on it."),
        Element("origin", "shown", "The ship left Nampo.", cited),
    )
    measure = MeasureRef("2371-8", 2371, "8", "verified")
    occasion = Occasion(
        id=occasion_id("delivery", [9000001], [anchor]),
        regime="dprk",
        typology=Typology("delivery", 1),
        basis="observed",
        title=f"Voyage {anchor} of EXAMPLE STAR from Nampo to Port Example",
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
class Office:
    """A desk and its case; ``browser`` opens one at it."""

    case: Case
    place: Workplace
    sha256: str
    page: str
    occasions: list[Occasion]

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

    def stranger(self) -> TestClient:
        """Open a browser that nobody has signed in at."""
        return TestClient(create(self.place), base_url=f"http://{HOST}", follow_redirects=False)

    def browser(self, role: str | None = None) -> Browser:
        """Open a browser that is signed in, by the one-time address or straight away in a role."""
        client = self.stranger()
        if role is None:
            assert client.get(f"/?ticket={self.place.sessions.ticket()}").status_code == 303
            session = self.place.sessions.find(client.cookies[self.place.cookie])
        else:
            session = self.place.sessions.begin(f"a {role}", role)
            client.cookies.set(self.place.cookie, session.id)
        assert session is not None
        return Browser(client, session.csrf)

    def based(self, one: Occasion) -> dict[str, str]:
        """Return what an act on this occasion must name now."""
        history = self.case.register.history(one.id)
        return {"digest": one.digest, "entry": history[-1].id if history else ""}


@dataclass
class Browser:
    """A signed-in browser."""

    client: TestClient
    csrf: str

    def get(self, path: str, **options: Any) -> Any:
        return self.client.get(path, **options)

    def page(self, path: str, status: int = 200) -> str:
        answer = self.client.get(path, headers={"accept": "text/html"})
        assert answer.status_code == status, answer.text
        return answer.text

    def post(self, path: str, json: Any = None, **options: Any) -> Any:
        return self.client.post(path, json=json, headers={"x-csrf-token": self.csrf}, **options)

    def form(self, path: str, data: dict[str, Any]) -> Any:
        return self.client.post(path, data={"_csrf": self.csrf, **data}, headers={"accept": "text/html"})


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """Return a desk on a case of one track and one page, with three occasions: observed, documented, stated."""
    case = Case.create(tmp_path / "case", "Example case")
    track = tmp_path / "track.csv"
    track.write_text("nine fictitious positions")
    sha256 = case.exhibits.add(track).sha256
    page = tmp_path / f"page {MARKUP.replace('/', '_')}.txt"
    page.write_text(PAGE)
    text = case.exhibits.add(page, source=MARKUP).sha256
    made = Office(case, Workplace(case, hosts=(HOST,)), sha256, text, [])
    start = 1_551_744_000_000_000  # 2019-03-05T00:00:00Z
    rows = [
        {"row": n, "mmsi": 445000001, "t_us": start + n * 60_000_000, "lat_e7": 387170000, "lon_e7": 1254000000}
        for n in range(1, 10)
    ]
    made.read(sha256, "positions", rows)
    quote = "China accepted 12 shipments of coal"
    at = PAGE.index(quote)
    body = {"v": 1, "accused": ["CN"], "number": 12, "unit": "shipments", "counts": "acts", "speaker": None}
    claim = {
        "row": 1, "kind": "claim", "quote": quote, "char_start": at, "char_end": at + len(quote),
        "speaker": "Example Minister", "body": json.dumps(body),
    }  # fmt: skip
    made.read(text, "statements", [claim])
    later = {"start": "2019-06-01T00:00:00Z", "start_precision": "day", "end": "2019-06-02T00:00:00Z"}
    made.derive(
        make_occasion("A", sha256),
        make_occasion("B", sha256, basis="documented", **later, end_precision="day"),
        make_occasion("C", sha256, basis="stated", **later, end_precision="day", places=()),
    )
    return made


@pytest.fixture
def make() -> Callable[..., Occasion]:
    """Return what makes one more occasion."""
    return make_occasion
