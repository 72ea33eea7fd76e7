"""What the ships of an occasion did around it: their positions and events, from the derived tables, for any picture.

Nothing is drawn and nothing is judged here. Positions come from whatever the case holds, cited or not, so exhibits that
an audience may not see are left out by the caller's word.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.dataset as ds

from fairlead.shapes import E7, US_PER_HOUR, US_PER_SECOND, exhibit_key
from fairlead.typologies import placing
from fairlead.typologies.grounds import manipulations
from fairlead.typologies.occasion import EventRef, Occasion

AROUND_US = 36 * US_PER_HOUR  # of the tracks shown before and after an occasion
POINTS_DRAWN = 4_000  # per track; more cannot be told apart on a page or a screen
_NOT_DRAWN = ("voyage", "draught_change")  # a voyage spans everything else; a draught change is an instant


@dataclass(frozen=True)
class Sailed:
    """One track around the occasion, thinned; ``points`` are (time in microseconds, latitude, longitude)."""

    track: int
    mmsi: int
    name: str | None
    points: tuple[tuple[int, float, float], ...]

    @property
    def label(self) -> str:
        """How a legend calls it."""
        return f"{self.name} (MMSI {self.mmsi})" if self.name else f"MMSI {self.mmsi}"


@dataclass(frozen=True)
class Happened:
    """One event around the occasion, in the lane of one ship; ``end_us`` None: it had not ended."""

    id: str
    kind: str
    mmsi: int
    label: str
    start_us: int
    end_us: int | None


def span_us(occasion: Occasion) -> tuple[int, int] | None:
    """Return the time shown around an occasion: of its events, else its own where what was sent tells it to the second.

    None where it rests on neither, so that no track belongs to it.
    """
    if not occasion.events:
        heard = occasion.basis == "observed" and occasion.start_precision == occasion.end_precision == "second"
        return (microseconds(occasion.start) - AROUND_US, microseconds(occasion.end) + AROUND_US) if heard else None
    told = told_of(occasion)
    start = min(microseconds(ref.start) for ref in told)
    end = max(microseconds(ref.end or ref.start) for ref in told)
    return start - AROUND_US, end + AROUND_US


def told_of(occasion: Occasion) -> list[EventRef]:
    """Return the events that an occasion tells of, without the signs beside it, which may lie days away; else those."""
    signs = {*manipulations.POSITIONS, *manipulations.IDENTITIES}
    return [ref for ref in occasion.events if ref.kind not in signs] or list(occasion.events)


def ships(occasion: Occasion) -> list[int]:
    """Return the ship numbers (MMSI) concerned: the occasion's own first, then those that took part in its events."""
    own = [who.mmsi for who in occasion.subjects if who.mmsi]
    return list(dict.fromkeys([*own, *sorted(ref.mmsi for ref in occasion.events)]))


def sailed(occasion: Occasion, legs: Path, hidden: Collection[str] = ()) -> list[Sailed]:
    """Return the tracks of the ships concerned, thinned to what can be told apart."""
    span = span_us(occasion)
    names = {subject.mmsi: subject.name for subject in occasion.subjects if subject.mmsi}
    return tracks(ships(occasion), span, names, legs, hidden) if span else []


def tracks(
    numbers: Sequence[int],
    span: tuple[int, int],
    names: Mapping[int, str | None],
    legs: Path,
    hidden: Collection[str] = (),
) -> list[Sailed]:
    """Return the tracks of some ship numbers (MMSI) in a span of time, in the numbers' order, thinned."""
    if not legs.exists():
        return []
    wanted = pc.field("mmsi").isin(numbers) & (pc.field("t_us") >= span[0]) & (pc.field("t_us") <= span[1])
    wanted &= ~pc.field("exhibit").isin([exhibit_key(sha256) for sha256 in hidden])
    table = ds.dataset(legs).to_table(columns=["mmsi", "track", "t_us", "lat_e7", "lon_e7"], filter=wanted)
    by_track: dict[int, list[dict[str, Any]]] = {}
    for row in table.sort_by("t_us").to_pylist():
        by_track.setdefault(row["track"], []).append(row)
    in_order = sorted(by_track.items(), key=lambda one: (numbers.index(one[1][0]["mmsi"]), one[0]))
    return [_thinned(track, rows, names.get(rows[0]["mmsi"])) for track, rows in in_order]


def _thinned(track: int, rows: list[dict[str, Any]], name: str | None) -> Sailed:
    step = max(1, len(rows) // POINTS_DRAWN)
    points = tuple((r["t_us"], r["lat_e7"] / E7, r["lon_e7"] / E7) for r in [*rows[:-1:step], rows[-1]])
    return Sailed(track, rows[0]["mmsi"], name, points)


def sent(legs: ds.Dataset, whose: pc.Expression, start_us: int, end_us: int, hidden: Collection[int]) -> pa.Table:
    """Return the positions of a track or number between two moments, in order of time.

    ``hidden`` are keys of exhibits.
    """
    wanted = whose & (pc.field("t_us") >= start_us) & (pc.field("t_us") <= end_us)
    columns = ["track", "t_us", "lat_e7", "lon_e7"]
    return legs.to_table(columns=columns, filter=wanted & ~pc.field("exhibit").isin(hidden)).sort_by("t_us")


def happened(occasion: Occasion, events: Path, hidden: Collection[str] = ()) -> list[Happened]:
    """Return the events of the ships concerned, the occasion's own and those around them, by ship and time."""
    span = span_us(occasion)
    return events_of(ships(occasion), span, events, hidden) if span else []


def events_of(
    numbers: Sequence[int], span: tuple[int, int], events: Path, hidden: Collection[str] = ()
) -> list[Happened]:
    """Return the events of some ship numbers (MMSI) that share time with a span, in the numbers' order and by time."""
    found = []
    for path in sorted(events.glob("*.parquet")):
        if path.stem in _NOT_DRAWN:
            continue
        wanted = pc.field("mmsi").isin(numbers) & (pc.field("start_us") <= span[1])
        wanted &= ~pc.field("start_exhibit").isin([exhibit_key(sha256) for sha256 in hidden])
        for row in ds.dataset(path).to_table(filter=wanted).to_pylist():
            if (row["end_us"] or span[1]) < span[0]:
                continue
            lanes = [row["mmsi"]] + ([row["other_mmsi"]] if row.get("other_mmsi") in numbers else [])
            for mmsi in lanes:
                label = _label(path.stem, row, mmsi)
                found.append(Happened(row["id"], path.stem, mmsi, label, row["start_us"], row["end_us"]))
    return sorted(found, key=lambda one: (numbers.index(one.mmsi), one.kind != "port_visit", one.start_us))


def _label(kind: str, row: Mapping[str, Any], mmsi: int) -> str:
    """Return what stands in an event's bar: the port, the other ship of an encounter, else the kind."""
    if row.get("place"):
        return place_name(row["place"])
    if kind == "encounter":
        return f"encounter with {row['other_mmsi'] if mmsi == row['mmsi'] else row['mmsi']:09d}"
    return kind.replace("_", " ")


def place_name(place: str) -> str:
    """Return a port's name; an anchorage has none but its id."""
    port = placing.gazetteer().port(place)
    return port.name if port else place


def microseconds(text: str) -> int:
    """Return an ISO time as microseconds since 1970."""
    return round(datetime.fromisoformat(text.replace("Z", "+00:00")).astimezone(UTC).timestamp() * US_PER_SECOND)
