"""Makes the whole simulated sea: tracks, page, list and key, the same bytes for the same seed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import numpy as np

from fairlead.errors import MisuseError
from fairlead.simulate import designations, evasion, lawful, lookalikes, marine_csv, page, vessels_list
from fairlead.simulate.cast import Cast, Designation
from fairlead.simulate.fleet import Shipyard
from fairlead.simulate.life import DAY
from fairlead.simulate.reception import Ears, Heard
from fairlead.simulate.truth import Act, Ledger, Truth

_BEFORE = date(2017, 7, 8)  # the short earlier period, before the ban of 5 August 2017 (resolution 2371)
_BEFORE_DAYS = 7
_LEAST_SHIPS, _LEAST_DAYS = 20, 3
_STREAM = 3  # chosen so that seed 1, the default, holds every kind of act

_README = """SIMULATED. Every ship, number, act and claim in this folder is invented by `fairlead simulate`
(seed {seed}, from {start}). None of it happened. Names begin with SIM; IMO numbers come from a block
that is given to no ship; MMSI begin with the digits of a real flag, because a flag cannot be told otherwise.

simulated-ais-*.csv         ship tracks in MarineCadastre's layout, a file a day; 2017: a few days before the ban
simulated-page.html         a press page of an invented outlet
simulated-vessels-list.pdf  a vessels list in the layout of the 1718 Designated Vessels List
truth.json                  what really happened in this sea: never add it to a case
"""


def sea(
    folder: Path,
    seed: int = 1,
    days: int = 30,
    ships: int = 100,
    start: date = date(2019, 3, 1),
    *,
    innocent: bool = False,
    advance: Callable[[float], None] = lambda _fraction: None,
) -> Truth:
    """Write a simulated sea into ``folder`` (made if absent) and return its key.

    ``innocent`` makes a sea without any hidden act; ``advance`` is told the part done. Raises :class:`MisuseError` for
    too few days or ships, and for a start before the simulated list is complete.
    """
    if days < _LEAST_DAYS or ships < _LEAST_SHIPS:
        raise MisuseError(f"a sea needs at least {_LEAST_DAYS} days and {_LEAST_SHIPS} ships, not {days} and {ships}")
    if start <= designations.LAST:
        raise MisuseError(f"a sea begins after {designations.LAST}, the last designation on its list, not on {start}")
    folder.mkdir(parents=True, exist_ok=True)
    rng = np.random.default_rng([_STREAM, seed, days, ships, int(innocent)])
    yard = Shipyard(rng)
    truth = Truth(seed, start.isoformat(), days, ships)

    advance(0.02)
    cast = Cast(rng, yard, Ledger(_midnight(start)), days * DAY)
    if not innocent:
        evasion.commit(cast, ships // 3)
    lookalikes.play(cast, ships * 2 // 3)
    lawful.populate(cast, ships)
    designations.pad(cast, int(rng.integers(4, 9)))
    _write_period(cast, folder, days, truth, lambda part: advance(0.1 + 0.7 * part))

    before = Cast(rng, yard, Ledger(_midnight(_BEFORE), prefix="2017-"), _BEFORE_DAYS * DAY)
    lookalikes.voyage_before_ban(before)
    lawful.populate(before, max(8, ships // 10))
    _write_period(before, folder, _BEFORE_DAYS, truth, lambda part: advance(0.8 + 0.1 * part))

    truth.claims = page.write(folder / "simulated-page.html", rng, start + timedelta(days=days + 7))
    vessels_list.write(folder / "simulated-vessels-list.pdf", cast.designations, start - timedelta(days=14))
    (folder / "README.txt").write_text(_README.format(start=start, seed=seed), encoding="utf-8")
    truth.write(folder / "truth.json")
    advance(1.0)
    return truth


def _write_period(cast: Cast, folder: Path, days: int, truth: Truth, part: Callable[[float], None]) -> None:
    """Listen to all ships of a period, write its files and add to the key."""
    deaf = lookalikes.deaf_stretches(cast) if days > _BEFORE_DAYS else []
    ears = Ears(cast.rng, cast.seconds, deaf)
    heard = []
    for number, life in enumerate(cast.lives):
        heard.append(ears.listen(life))
        part(0.6 * number / len(cast.lives))
    rows, faults = marine_csv.table(heard, cast.rng, cast.ledger.epoch)
    truth.files |= marine_csv.write(rows, folder, cast.ledger.epoch, days)
    truth.faults = {kind: count + truth.faults.get(kind, 0) for kind, count in faults.items()}
    truth.hidden += [_counted(act, heard, cast.ledger.epoch) for act in cast.ledger.hidden]
    truth.innocent += [_counted(act, heard, cast.ledger.epoch) for act in cast.ledger.innocent]
    truth.listed += [_listing(entry) for entry in cast.designations]


def _listing(entry: Designation) -> dict[str, Any]:
    """Return a designation as it stands in the key."""
    return {
        "name": entry.ship.name,
        "former_names": list(entry.former_names),
        "imo": entry.ship.imo,
        "mmsi": entry.ship.mmsi,
        "flag": entry.ship.flag,
        "listed_on": entry.listed_on.isoformat(),
        "port_ban": entry.port_ban,
        "narrative": entry.narrative,
        "told": [asdict(told) for told in entry.told],
    }


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)


def _counted(act: Act, heard: list[Heard], epoch: datetime) -> Act:
    """Add to an act how many messages of each of its ships were heard while it lasted."""
    begin, end = (datetime.fromisoformat(edge).timestamp() - epoch.timestamp() for edge in (act.start, act.end))
    counts = {
        one.life.ship.mmsi: int(np.count_nonzero((one.t >= begin) & (one.t <= end)))
        for one in heard
        if any(one.life.ship.mmsi == ship.mmsi for ship in act.ships)
    }
    return replace(act, messages=tuple(counts.get(ship.mmsi, 0) for ship in act.ships))
