"""Signs of manipulated AIS around ships: events of false positions and of changed or borrowed identities, in words.

Each sign carries the innocent explanation that the case supports for it, if any: a disturbed stretch of sea, a number
that small craft share, a default number, a change in port. Whether a sign bears on anything is for the typologies.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from fairlead.subjects import imo as imo_numbers
from fairlead.subjects import mmsi as numbers
from fairlead.typologies import moments, placing
from fairlead.typologies.grounds import ships
from fairlead.typologies.grounds.ships import Identity, Ships

if TYPE_CHECKING:
    from fairlead.typologies.world import World

POSITIONS = ("on_land", "fixed_point", "circle", "impossible_movement")
IDENTITIES = ("static_change", "shared_imo")
NEAR_M = 100_000.0  # ours: jamming and spoofing ashore reach a stretch of sea, not a point
LARGE_DM = 800  # ours: cargo ships of 80 m and more exceed 300 GT, from where SOLAS XI-1/3 asks for an IMO number
# Values that transponders are delivered with, or typed in to have some; ours: one digit repeated, or in sequence.
DEFAULTS = frozenset({*(int(str(digit) * 9) for digit in range(1, 10)), 123456789, 987654321, 1193046})

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Sign:
    """One event out of the ordinary: what it was, and the innocent explanation that holds for it (None: none known)."""

    event: Row
    of_positions: bool
    said: str
    innocent: tuple[str, str] | None  # name of the explanation, and why it holds

    @property
    def mmsis(self) -> frozenset[int]:
        """The numbers concerned."""
        return frozenset({self.event["mmsi"], self.event.get("other_mmsi") or self.event["mmsi"]})


def signs(world: World, mmsis: Iterable[int]) -> list[Sign]:
    """Return the signs of some numbers, in order of time."""
    wanted = sorted(set(mmsis)) or [-1]
    rows = [(kind, row) for kind in (*POSITIONS, *IDENTITIES) for row in _events(world, kind, wanted)]
    rows = [pair for pair in rows if not (pair[0] == "static_change" and pair[1]["returns"])]
    if not rows:
        return []
    known = Ships(world.static_reports, [row["mmsi"] for _, row in rows])
    rings = world.events["circle"].to_pyarrow().to_pylist() if any(kind == "circle" for kind, _ in rows) else []
    found = [
        Sign(
            row,
            kind in POSITIONS,
            _SAID[kind](row),
            _innocent(kind, row, known.at(row["mmsi"], row["start_us"]), rings),
        )
        for kind, row in rows
    ]
    return sorted(found, key=lambda sign: (sign.event["start_us"], sign.event["id"]))


def of_number(ship: Identity) -> list[str]:
    """Return what is out of the ordinary in the numbers that a ship reports."""
    found = []
    if ship.mmsi in DEFAULTS:
        found.append(f"MMSI {ship.mmsi:09d} is a value that transponders are delivered with")
    elif numbers.kind(ship.mmsi) not in ("ship", "publisher's own number"):
        found.append(f"MMSI {ship.mmsi:09d} is no ship's number ({numbers.kind(ship.mmsi)})")
    if ship.imo is not None and (judged := imo_numbers.verdict(ship.imo)).verdict != "valid":
        found.append(f"IMO {ship.imo}: {judged.verdict}")
    large = ship.length_dm is not None and ship.length_dm >= LARGE_DM
    if ship.imo is None and large and ship.ship_type in ships.CARGO | ships.TANKERS:
        found.append(f"it reported no IMO number, though {(ship.length_dm or 0) / 10:.0f} m long")
    return found


def _events(world: World, kind: str, mmsis: Sequence[int]) -> list[dict[str, Any]]:
    table = world.events[kind]
    own = table.mmsi.isin(list(mmsis))
    if kind == "shared_imo":
        own = own | table.other_mmsi.isin(list(mmsis))
    rows: list[dict[str, Any]] = table.filter(own).to_pyarrow().to_pylist()
    return rows


def _innocent(kind: str, row: Row, ship: Identity, rings: Sequence[Row]) -> tuple[str, str] | None:
    """Return the innocent explanation of an event that the case supports; None where it supports none."""
    if row["mmsi"] in DEFAULTS:
        return "default number", f"MMSI {row['mmsi']:09d} is a value that transponders are delivered with"
    if kind == "impossible_movement":
        if row["pattern"] == "stray":
            positions = "position" if row["positions"] == 1 else "positions"
            return "damaged messages", f"{row['positions']} {positions} there and back again"
        if ship.imo is None and (ship.length_dm is None or ship.length_dm < LARGE_DM):
            return "number shared by small craft", "it reported no IMO number and no large hull"
    if kind == "fixed_point" and row["others"]:
        return "disturbed signals", f"{row['others']} other ships stood at the same point at the same time"
    if kind == "circle" and (near := _circling(row, rings)):
        return "disturbed signals", f"{near} other ships circled within {NEAR_M / 1_000:.0f} km at the same time"
    if kind == "on_land" and (row["others"] or ship.ship_type in ships.SERVICE or ship.length_dm is None):
        why = f"{row['others']} other numbers were heard there; it reported {_kind(ship)}"
        return "water that the map lacks, or a device ashore", why
    if kind == "static_change":
        zone = _zone(row)
        if zone is not None:
            return "changed in port", f"it lay in a port of {zone}, where ships are sold, renamed and fitted out"
    return None


def _circling(row: Row, rings: Sequence[Row]) -> int:
    """Count the other numbers that circled near by at the same time."""
    at = (row["start_lat_e7"], row["start_lon_e7"])
    return len(
        {
            one["mmsi"]
            for one in rings
            if one["mmsi"] != row["mmsi"]
            and one["start_us"] <= row["end_us"]
            and row["start_us"] <= one["end_us"]
            and placing.distance_m(*at, one["start_lat_e7"], one["start_lon_e7"]) <= NEAR_M
        }
    )


def _zone(row: Row) -> str | None:
    """Return the State in whose port the last or first position of a change lies; None for none."""
    for edge in ("start", "end"):
        if row[f"{edge}_lat_e7"] is not None:
            zone = placing.zone_at(row[f"{edge}_lat_e7"], row[f"{edge}_lon_e7"])
            if zone.zone == "port":
                return zone.country or "no State"
    return None


def _kind(ship: Identity) -> str:
    size = "no length" if ship.length_dm is None else f"{ship.length_dm / 10:.0f} m"
    return f"AIS type {ship.ship_type if ship.ship_type is not None else 'none'} and {size}"


def _days(row: Row) -> str:
    return moments.span(moments.day(row["start_us"]), moments.day(row["end_us"]))


def _land(row: Row) -> str:
    return f"{row['positions']} positions up to {row['inland_dm'] / 10_000:.0f} km inland, {_days(row)}"


def _fixed(row: Row) -> str:
    return f"{row['positions']} positions at one point at {row['median_speed_dkn'] / 10:.1f} kn, {_days(row)}"


def _circle(row: Row) -> str:
    turns, radius = row["turns_ddeg"] / 3_600, row["radius_dm"] / 10_000
    return f"{turns:.0f} turns on a circle of {radius:.1f} km at {row['median_speed_dkn'] / 10:.1f} kn, {_days(row)}"


def _movement(row: Row) -> str:
    apart = f"{row['distance_dm'] / 10_000:.0f} km"
    return f"{row['hulls']} tracks under MMSI {row['mmsi']:09d} ({row['pattern']}), {apart} apart, {_days(row)}"


def _changed(row: Row) -> str:
    words = {"imo": "IMO number", "length_dm": "length (0.1 m)", "beam_dm": "beam (0.1 m)"}
    field = words.get(row["field"], str(row["field"]).replace("_", " "))
    return f"{field} changed from {row['from_value']} to {row['to_value']}, {_days(row)}"


def _shared(row: Row) -> str:
    pair = f"MMSI {row['mmsi']:09d} and {row['other_mmsi']:09d} both reported IMO {row['imo']}"
    return f"{pair} for {row['hours']} h, {row['min_distance_dm'] / 10_000:.0f} km apart or more, {_days(row)}"


_SAID = {
    "on_land": _land,
    "fixed_point": _fixed,
    "circle": _circle,
    "impossible_movement": _movement,
    "static_change": _changed,
    "shared_imo": _shared,
}
