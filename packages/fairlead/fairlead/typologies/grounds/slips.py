"""Numbers under a State's digits that are another number with one digit typed wrong: the flag is then a slip's.

Told by the name: a number one digit off, of another State's digits, bore the same one. Left out: ships that were heard
to call in that State, of which the digits need not be a slip, and two digits changed over.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from fairlead.events import columns
from fairlead.subjects import mmsi as numbers
from fairlead.subjects.names import ship_name
from fairlead.typologies.grounds.refutations import holds, passed
from fairlead.typologies.occasion import Refutation

if TYPE_CHECKING:
    from fairlead.typologies.world import World


class Slips:
    """Of some numbers under a State's digits: which may be another number with a digit typed wrong."""

    def __init__(self, world: World, state: str, mmsis: Iterable[int]) -> None:
        flagged = sorted({mmsi for mmsi in mmsis if numbers.flag(mmsi) == state})
        visits = world.events["port_visit"]
        called = visits.filter(visits.country == state, visits.stopped)
        there = set(columns.among(called, "mmsi", flagged).to_pyarrow()["mmsi"].to_pylist()) if flagged else set()
        near = {mmsi: _one_digit_off(mmsi, state) for mmsi in flagged if mmsi not in there}
        names = _names(world, {*near, *(other for others in near.values() for other in others)})
        self._state = state
        self._meant = {
            mmsi: other
            for mmsi, others in near.items()
            for other in others
            if names.get(mmsi, frozenset()) & names.get(other, frozenset())
        }

    def test(self, mmsi: int) -> Refutation:
        """Test whether the digits of a number may be a slip of the hand."""
        name, other = "number typed wrong", self._meant.get(mmsi)
        if other is None:
            return passed(name, f"no number one digit off MMSI {mmsi:09d} bore its name, or it called in {self._state}")
        whose = f"MMSI {other:09d} ({numbers.flag(other)})"
        return holds(name, f"{whose}, one digit off, bore the same name, and no call in {self._state} was heard")


def _one_digit_off(mmsi: int, state: str) -> list[int]:
    """Return the numbers of other States that differ from one in a single digit."""
    text = f"{mmsi:09d}"
    others = (int(text[:at] + digit + text[at + 1 :]) for at in range(9) for digit in "0123456789" if digit != text[at])
    return [other for other in others if numbers.flag(other) not in (None, state)]


def _names(world: World, mmsis: Iterable[int]) -> dict[int, frozenset[str]]:
    """Return the names that numbers reported, as they are compared."""
    wanted = sorted(set(mmsis))
    if not wanted:
        return {}
    told = world.static_reports.filter(world.static_reports.name.notnull())
    found: dict[int, set[str]] = {}
    for row in columns.among(told, "mmsi", wanted).select("mmsi", "name").distinct().to_pyarrow().to_pylist():
        if plain := ship_name(row["name"]):
            found.setdefault(row["mmsi"], set()).add(plain)
    return {mmsi: frozenset(names) for mmsi, names in found.items()}
