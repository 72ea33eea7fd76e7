"""A ship's time line as places on a drawing: lanes of identity above, events by kind below, one scale for all."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

from fairlead.desk.ship_shown import ShipShown
from fairlead.register.times import iso

WIDTH, LEFT, TALL, GAP = 1200, 110, 20, 6
KINDS = ("port_visit", "gap", "encounter", "loitering", "voyage", "draught_change")
DATE_PX = 66  # as wide as a day is written
LEAST = 3  # pixels of the shortest bar: an instant must be seen


@dataclass(frozen=True)
class Drawing:
    """Rectangles with their words, by lane; ticks; the height of it all."""

    lanes: list[dict[str, Any]]
    ticks: list[tuple[float, str]]
    height: int


def drawn(ship: ShipShown) -> Drawing:
    """Return the drawing of a ship's time; empty where the case holds none."""
    if ship.from_us is None or ship.until_us is None:
        return Drawing([], [], 0)
    start, end = ship.from_us, max(ship.until_us, ship.from_us + 3_600_000_000)

    def x(us: int) -> float:
        return round(LEFT + (us - start) / (end - start) * (WIDTH - LEFT), 1)

    lanes: list[dict[str, Any]] = []
    for lane in ship.lanes:
        bars = [_bar(x(run.from_us), x(run.until_us), "identity", run.value, f"{run.value}: {run.reports} reports, "
                     f"{iso(run.from_us)} to {iso(run.until_us)}") for run in lane.runs]  # fmt: skip
        lanes.append({"name": lane.name, "bars": bars})
    for entry in ship.lists:
        bars = [
            _bar(x(max(start, run.from_us)), x(min(end, run.until_us)), f"list {run.state.replace(' ', '-')}",
                 run.state, f"{entry.list_id} {entry.entry}: {run.words}")
            for run in entry.stretches
            if run.until_us >= start and run.from_us <= end
        ]  # fmt: skip
        if not bars and entry.stretches:
            last = max(entry.stretches, key=lambda run: run.until_us)
            said = f"no copy of it from this time; {last.words}"
            bars = [_bar(LEFT, WIDTH, "list not-seen", said, f"{entry.list_id} {entry.entry}: {said}")]
        lanes.append({"name": _short(entry.list_id), "title": entry.list_id, "bars": bars})
    for kind in KINDS:
        events = [each for each in ship.events if each.kind == kind]
        if events:
            bars = [
                _bar(x(each.start_us), x(end if each.open else each.end_us), kind, each.label,
                     f"{each.label}: {each.start} to {each.end or 'the last position held'}")
                for each in events
            ]  # fmt: skip
            lanes.append({"name": kind.replace("_", " "), "bars": bars})
    for n, each in enumerate(lanes):
        _make_room(each["bars"])
        each["y"] = 18 + n * (TALL + GAP)
    return Drawing(lanes, _ticks(start, end, x), 18 + len(lanes) * (TALL + GAP) + 4)


def _short(name: str) -> str:
    return name if len(name) <= 16 else f"{name[:15]}…"


def _bar(from_x: float, to_x: float, kind: str, label: str, title: str) -> dict[str, Any]:
    width = max(LEAST, round(to_x - from_x, 1))
    return {"x": min(from_x, WIDTH - LEAST), "w": width, "kind": kind, "said": _cut(label, width), "title": title}


def _make_room(bars: list[dict[str, Any]]) -> None:
    """Cut the words of each bar where the next one of its lane begins."""
    ordered = sorted(bars, key=lambda bar: (bar["x"], bar["w"]))
    for bar, following in pairwise(ordered):
        bar["said"] = _cut(bar["said"], min(bar["w"], following["x"] - bar["x"]))


def _cut(label: str, width: float) -> str:
    letters = int(width / 6.6)
    return label if len(label) <= letters else (f"{label[: letters - 1]}…" if letters > 4 else "")


def _ticks(start: int, end: int, x: Any) -> list[tuple[float, str]]:
    """Return at most ten days, months or years to write on the scale."""
    days = (end - start) / 86_400_000_000
    step = max(1, round(days / 9))
    first = datetime.fromtimestamp(start / 1e6, UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    ticks: list[tuple[float, str]] = []
    day = first + timedelta(days=1)
    while (us := int(day.timestamp() * 1e6)) < end and len(ticks) < 12 and x(us) < WIDTH - DATE_PX:
        ticks.append((x(us), day.strftime("%Y-%m-%d")))
        day += timedelta(days=step)
    return ticks
