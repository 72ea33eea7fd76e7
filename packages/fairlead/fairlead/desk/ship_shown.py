"""One ship: what it called itself when, which lists name it, every event on one time line, silences and meetings.

An IMO number gathers all numbers that reported it, which shows what was reported, not that one hull was behind it. A
name alone gathers what the occasions of that name say, and nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow.compute as pc
import pyarrow.dataset as ds
from pydantic import BaseModel

from fairlead import shapes
from fairlead.desk import listed_shown
from fairlead.desk.listed_shown import ListedShown
from fairlead.desk.listing import ship_key
from fairlead.desk.occasions_shown import Item, item
from fairlead.desk.workplace import View, Workplace
from fairlead.dossier.around import place_name
from fairlead.errors import MisuseError
from fairlead.register.times import iso
from fairlead.subjects import imo, mmsi

LANES = (
    ("name", "name", "name"),
    ("imo", "IMO", "imo"),
    ("call_sign", "call sign", "call_sign"),
    ("mmsi", "MMSI", "mmsi"),
    ("draught_dm", "draught", "draught_dm"),
    ("destination", "destination", "destination"),
)
MOST_EVENTS = 2_000  # drawn on one time line; ours

DOES_NOT_SHOW = (
    "Names, numbers and flags are what a station sent of itself. A change of them is no evasion by itself, a silence "
    "is none, and two ships under one number look like one here where their tracks could not be told apart."
)


class Run(BaseModel):
    """One value of a lane, from its first report to its last before another value."""

    value: str
    from_us: int
    until_us: int
    reports: int


class Lane(BaseModel):
    """What one field said over time."""

    name: str
    runs: list[Run]


class Bar(BaseModel):
    """An event on the time line."""

    id: str
    kind: str
    label: str
    mmsi: int
    start_us: int
    end_us: int
    open: bool
    start: str
    end: str | None
    address: str | None


class Met(BaseModel):
    """A ship that it lay beside."""

    mmsi: int
    name: str | None
    key: str
    times: int
    first: str
    last: str


class ShipShown(BaseModel):
    """A ship as this page shows it; times in microseconds since 1970."""

    key: str
    title: str
    imo: int | None
    imo_verdict: str | None
    mmsis: list[int]
    flags: list[str]
    names: list[str]
    from_us: int | None
    until_us: int | None
    lanes: list[Lane]
    events: list[Bar]
    left_out: int
    silences: list[Bar]
    met: list[Met]
    lists: list[ListedShown]
    occasions: list[Item]
    does_not_show: str


class ShipRow(BaseModel):
    """A ship in the list of ships: those that occasions name."""

    key: str
    name: str | None
    occasions: int
    observed: int
    statuses: list[str]


@dataclass(frozen=True)
class _Key:
    imo: int | None = None
    mmsi: int | None = None
    name: str | None = None


def all_ships(view: View) -> list[ShipRow]:
    """Return the ships of all occasions, those of most occasions first."""
    rows: dict[str, list[Any]] = {}
    for one in view.index.occasions:
        for who in one.subjects:
            if who.imo or who.mmsi:
                rows.setdefault(ship_key(who.imo, who.mmsi, who.name), []).append(one)
    found = [
        ShipRow(
            key=key,
            name=view.index.ship_names.get(key),
            occasions=len(every),
            observed=sum(one.basis == "observed" for one in every),
            statuses=sorted({one.status for one in every}),
        )
        for key, every in rows.items()
    ]
    return sorted(found, key=lambda row: (-row.occasions, row.name or row.key))


def shown(place: Workplace, view: View, key: str) -> ShipShown:
    """Return one ship by its key; MisuseError where nothing in the case bears it."""
    asked = _parsed(key)
    occasions = _occasions(view, asked)
    mmsis = {who.mmsi for one in occasions for who in one.subjects if who.mmsi and _same(asked, who.imo, who.mmsi)}
    mmsis |= {asked.mmsi} if asked.mmsi else set()
    reports = _reports(place, asked, mmsis)
    mmsis |= {row["mmsi"] for row in reports if row["mmsi"]}
    events = _events(place, mmsis)
    lists = _lists(place, asked, reports)
    if not (occasions or reports or events or lists):
        raise MisuseError(f"no ship {key!r} in this case", "search for its name or number")
    lanes = [Lane(name=title, runs=_runs(reports, column)) for column, title, _ in LANES]
    edges = [us for bar in events for us in (bar.start_us, bar.end_us)] + [row["t_us"] for row in reports]
    edges = edges or [us for each in lists for run in each.stretches for us in (run.from_us, run.until_us)]
    names = list(dict.fromkeys(run.value for run in lanes[0].runs))
    title = names[-1] if names else view.index.ship_names.get(key) or asked.name or key.replace("-", " ", 1).upper()
    number = asked.imo or next((row["imo"] for row in reports if row["imo"]), None)
    return ShipShown(
        key=key,
        title=title,
        imo=number,
        imo_verdict=imo.verdict(number).verdict if number else None,
        mmsis=sorted(mmsis),
        flags=sorted({flag for each in mmsis if (flag := mmsi.flag(each))}),
        names=names,
        from_us=min(edges, default=None),
        until_us=max(edges, default=None),
        lanes=[lane for lane in lanes if lane.runs],
        events=events[:MOST_EVENTS],
        left_out=max(0, len(events) - MOST_EVENTS),
        silences=[bar for bar in events if bar.kind == "gap"][:200],
        met=_met(view, place, mmsis),
        lists=lists,
        occasions=[item(view, one) for one in occasions],
        does_not_show=DOES_NOT_SHOW,
    )


def _parsed(key: str) -> _Key:
    kind, _, value = key.partition("-")
    if kind == "imo" and value.isdigit() and len(value) <= 10:
        return _Key(imo=int(value))
    if kind == "mmsi" and value.isdigit() and len(value) <= 10:
        return _Key(mmsi=int(value))
    if kind == "name" and value.strip():
        return _Key(name=value)
    raise MisuseError(f"no ship is called {key!r}", "imo-9000001, mmsi-445000001 or name-EXAMPLE STAR")


def _same(asked: _Key, number: int | None, station: int | None) -> bool:
    return (asked.imo is not None and asked.imo == number) or (asked.mmsi is not None and asked.mmsi == station)


def _occasions(view: View, asked: _Key) -> list[Any]:
    """Return the occasions that name it by the number or name asked for, whatever else they know of it."""
    return [
        one
        for one in view.index.occasions
        if any(_same(asked, who.imo, who.mmsi) or (asked.name and who.name == asked.name) for who in one.subjects)
    ]


def _files(place: Workplace, shape: str) -> list[str]:
    return [str(path) for path in sorted(place.case.followed().glob(f"*/{shape}.parquet"))]


def _reports(place: Workplace, asked: _Key, mmsis: Iterable[int]) -> list[dict[str, Any]]:
    files = _files(place, "static_reports")
    if not files or asked.name is not None:
        return []
    wanted = pc.field("mmsi").isin(sorted(mmsis))
    if asked.imo is not None:
        wanted |= pc.field("imo") == asked.imo
    columns = ["t_us", "mmsi", "imo", "name", "call_sign", "draught_dm", "destination"]
    table = ds.dataset(files, schema=shapes.STATIC_REPORTS).to_table(columns=columns, filter=wanted)
    rows: list[dict[str, Any]] = table.sort_by("t_us").to_pylist()
    return [row for row in rows if row["t_us"] is not None]


def _runs(reports: Sequence[Mapping[str, Any]], column: str) -> list[Run]:
    """Return the runs of one value; a report that leaves the field out ends nothing."""
    runs: list[Run] = []
    for row in reports:
        value = row[column]
        if value is None or value == "":
            continue
        said = f"{value / 10:g} m" if column == "draught_dm" else str(value)
        if runs and runs[-1].value == said:
            runs[-1].until_us, runs[-1].reports = row["t_us"], runs[-1].reports + 1
        else:
            runs.append(Run(value=said, from_us=row["t_us"], until_us=row["t_us"], reports=1))
    return runs


def _events(place: Workplace, mmsis: Iterable[int]) -> list[Bar]:
    folder, wanted, bars = place.case.derived_folder / "events", sorted(mmsis), []
    if not wanted or not folder.is_dir():
        return []
    for path in sorted(folder.glob("*.parquet")):
        for row in _of_ships(path, wanted):
            bars.append(_bar(path.stem, row))
    return sorted(bars, key=lambda bar: (bar.start_us, bar.kind))


def _of_ships(path: Path, wanted: Sequence[int]) -> list[dict[str, Any]]:
    chosen = pc.field("mmsi").isin(wanted)
    data = ds.dataset(path)
    if "other_mmsi" in data.schema.names:
        chosen |= pc.field("other_mmsi").isin(wanted)
    rows: list[dict[str, Any]] = data.to_table(filter=chosen).to_pylist()
    return rows


def _bar(kind: str, row: Mapping[str, Any]) -> Bar:
    label = kind.replace("_", " ")
    if row.get("place"):
        label = f"{'in' if row.get('stopped') else 'off'} {place_name(row['place'])}"
    if kind == "encounter":
        label = f"beside MMSI {row['other_mmsi']} and MMSI {row['mmsi']}"
    if kind == "voyage":
        label = f"{place_name(row['from_place'])} to {place_name(row['to_place'])}"
    if kind == "draught_change":
        label = f"draught {row['from_draught_dm'] / 10:g} to {row['to_draught_dm'] / 10:g} m"
    end = row["end_us"]
    return Bar(
        id=row["id"],
        kind=kind,
        label=label,
        mmsi=row["mmsi"],
        start_us=row["start_us"],
        end_us=end if end is not None else row["start_us"],
        open=end is None,
        start=iso(row["start_us"]),
        end=iso(end) if end is not None else None,
        address=None,
    )


def _met(view: View, place: Workplace, mmsis: Iterable[int]) -> list[Met]:
    path, own = place.case.derived_folder / "events" / "encounter.parquet", set(mmsis)
    if not own or not path.exists():
        return []
    by_other: dict[int, list[dict[str, Any]]] = {}
    for row in _of_ships(path, sorted(own)):
        other = row["other_mmsi"] if row["mmsi"] in own else row["mmsi"]
        by_other.setdefault(other, []).append(row)
    names = _names_of(place, by_other)
    found = [
        Met(
            mmsi=other,
            name=names.get(other) or view.index.ship_names.get(f"mmsi-{other}"),
            key=f"mmsi-{other}",
            times=len(rows),
            first=iso(min(row["start_us"] for row in rows)),
            last=iso(max(row["end_us"] or row["start_us"] for row in rows)),
        )
        for other, rows in by_other.items()
    ]
    return sorted(found, key=lambda met: (-met.times, met.mmsi))


def _names_of(place: Workplace, mmsis: Iterable[int]) -> dict[int, str]:
    files, wanted = _files(place, "static_reports"), sorted(mmsis)
    if not files or not wanted:
        return {}
    chosen = pc.field("mmsi").isin(wanted) & pc.field("name").is_valid()
    table = ds.dataset(files, schema=shapes.STATIC_REPORTS).to_table(columns=["mmsi", "name"], filter=chosen)
    return {row["mmsi"]: row["name"] for row in table.to_pylist()}


def _lists(place: Workplace, asked: _Key, reports: Sequence[Mapping[str, Any]]) -> list[ListedShown]:
    """Return the entries of lists that bear a number of this ship; a name alone is never looked up here."""
    imos = {each for each in {asked.imo} | {row["imo"] for row in reports} if each}
    mmsis = {each for each in {asked.mmsi} | {row["mmsi"] for row in reports} if each}
    return listed_shown.of_numbers(place, imos, mmsis)
