"""The answer key of a simulated sea: every hidden act and every innocent look-alike. It judges nobody's findings.

``truth.json`` is never an exhibit. It holds what the simulator did, not what anybody could have heard: ``heard`` says
how much of an act the tracks can show.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from fairlead.simulate.fleet import Ship

HIDDEN = (
    "delivery",  # goods loaded in a DPRK port and taken to another State's port or roads
    "transfer_dprk",  # a ship-to-ship transfer with a ship under the DPRK flag
    "transfer_listed",  # a ship-to-ship transfer with a listed ship under another flag
    "banned_port_entry",  # a ship under a port-entry ban in a port outside the DPRK
    "dark_voyage",  # goods fetched from a DPRK port with the AIS switched off; a delivery as well
    "laundered_delivery",  # loaded under one name and number, discharged under another
)
INNOCENT = (
    "bunkering",
    "pilotage",
    "towage",
    "poor_reception",
    "humanitarian_call",  # laden into a DPRK port, empty out of it
    "ballast_voyage",  # out of a DPRK port empty, to fetch lawful cargo
    "voyage_before_ban",
    "dprk_coastal",  # between ports of the DPRK
    "anchored_neighbours",  # two ships that merely ride at anchor near each other, one of them under the DPRK flag
    "pair_trawling",
    "shared_mmsi",
    "left_the_area",  # silent because it was outside the sea, and back
    "listed_without_ban",
    "banned_at_anchor",
    "lightering",  # a barge takes cargo off an anchored bulk carrier
    "waiting_offshore",
    "equipment_failure",  # a transponder that fails at sea and is mended
    "off_in_port",
    "sale_and_rename",  # in a yard, in the open, with its IMO number
    "replaced_transponder",  # another number, and all else as before
    "number_typed_wrong",  # from one port to the next, where it is mended
    "sister_ships",  # one is laid up unheard while the other comes into the sea
    "newcomer",  # first heard in the middle of the period
)


@dataclass(frozen=True)
class TruePlace:
    """Where an act happened; degrees."""

    role: str  # origin, destination, meeting, port, area
    name: str
    country: str  # '' on the high seas
    lat: float
    lon: float


@dataclass(frozen=True)
class TrueShip:
    """A ship's part in an act."""

    role: str  # carrier, supplier, receiver, listed ship, ...
    name: str
    mmsi: int
    imo: int | None
    flag: str
    kind: str


@dataclass(frozen=True)
class Act:
    """One hidden act or one innocent look-alike; times in ISO 8601 UTC."""

    id: str
    kind: str
    ships: tuple[TrueShip, ...]
    places: tuple[TruePlace, ...]
    start: str
    end: str
    goods: str | None
    heard: str  # both ends, across a gap, not in the port of origin, both ships, one ship only, nothing
    note: str
    messages: tuple[int, ...] = ()  # how many of each ship's were heard from start to end, in the order of ships
    ends: tuple[int, ...] = ()  # how many at each of the times and places without which nothing could show the act


@dataclass
class Truth:
    """The answer key of one sea."""

    seed: int
    start: str
    days: int
    ships: int
    hidden: list[Act] = field(default_factory=list)
    innocent: list[Act] = field(default_factory=list)
    listed: list[dict[str, Any]] = field(default_factory=list)  # the simulated list, entry by entry
    claims: list[dict[str, Any]] = field(default_factory=list)  # what the simulated page says
    faults: dict[str, int] = field(default_factory=dict)  # rows that were spoilt on purpose, by kind
    files: dict[str, int] = field(default_factory=dict)  # data rows of each file of positions

    def summary(self) -> dict[str, Any]:
        """Return the seed, the number of rows, and how many acts of each kind there are."""
        counted = {
            name: dict(sorted(Counter(act.kind for act in acts).items()))
            for name, acts in (("hidden", self.hidden), ("innocent", self.innocent))
        }
        return {"seed": self.seed, "positions": sum(self.files.values()), "listed": len(self.listed), **counted}

    def write(self, path: Path) -> None:
        """Write the key as JSON."""
        document = {"simulated": True, "schema_version": 1, **vars(self)}
        path.write_text(json.dumps(document, default=vars, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


@dataclass
class Ledger:
    """Collects the acts of one period, numbering them and turning its seconds into dates."""

    epoch: datetime
    prefix: str = ""
    hidden: list[Act] = field(default_factory=list)
    innocent: list[Act] = field(default_factory=list)
    last: str = ""  # id of the act noted last

    def note(
        self,
        kind: str,
        ships: list[tuple[str, Ship]],
        places: list[TruePlace],
        begin: float,
        end: float,
        *,
        goods: str | None = None,
        heard: str = "both ends",
        note: str = "",
    ) -> None:
        """Record an act between two times, in seconds since the period began."""
        acts = self.hidden if kind in HIDDEN else self.innocent
        taking_part = tuple(
            TrueShip(role, ship.name, ship.mmsi, ship.imo, ship.flag, ship.kind) for role, ship in ships
        )
        name = f"{self.prefix}{'hidden' if kind in HIDDEN else 'innocent'}-{len(acts) + 1:02d}"
        self.last = name
        acts.append(Act(name, kind, taking_part, tuple(places), self.date(begin), self.date(end), goods, heard, note))

    def date(self, seconds: float) -> str:
        """Return seconds since the period began as ISO 8601, UTC."""
        at = self.epoch.astimezone(UTC) + timedelta(seconds=round(seconds))
        return at.strftime("%Y-%m-%dT%H:%M:%SZ")
