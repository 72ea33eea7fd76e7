"""Who sails in the simulated year: hulls, their crews' habits, the book of their acts, and what is watched.

The answer key is written while the year is planned; how much of each act was heard is counted while it is streamed.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, field

from fairlead.simulate.fleet import Ship, Shipyard
from fairlead.simulate.truth import Ledger, TruePlace
from fairlead.simulate.year.chart import SPOTS
from fairlead.simulate.year.diary import Diary, Place, World

# How crews enter draughts, in percent: at once, late, never again, not at all.
HABITS = (("prompt", 72), ("late", 21), ("stale", 4), ("none", 3))


@dataclass(frozen=True)
class Watch:
    """A stretch of one hull's time of which the messages heard are counted for an act of the key."""

    act: str
    hull: int
    begin: float
    end: float
    part: int  # number of the ship in the act, or of the end that could show it
    is_end: bool


@dataclass
class Fleet:
    """The year's hulls so far, their yard, and the book of acts."""

    seed: int
    seconds: float
    yard: Shipyard
    ledger: Ledger
    world: World = field(default_factory=World)
    hulls: list[Diary] = field(default_factory=list)
    watches: list[Watch] = field(default_factory=list)

    def hire(self, kind: str, spot: str, begin: float, *, flag: str | None = None, laden: bool | None = None) -> Diary:
        """Put a new hull to sea, at a spot from ``begin`` on."""
        hull = len(self.hulls)
        rng = random.Random(self.seed * 1_000_003 + hull)  # noqa: S311
        ship = self.yard.build(kind, flag)
        small = ship.imo is None and ship.length_m < 60
        habit = "stale" if small else rng.choices([name for name, _ in HABITS], [share for _, share in HABITS])[0]
        diary = Diary(self.world, hull, ship, rng, spot, begin, habit, rng.random() < 0.5 if laden is None else laden)
        self.hulls.append(diary)
        return diary

    def note(
        self,
        kind: str,
        parts: Sequence[tuple[str, int, Ship]],
        places: Sequence[TruePlace],
        begin: float,
        end: float,
        *,
        ends: Sequence[tuple[int, float, float]] = (),
        goods: str | None = None,
        heard: str = "both ends",
        note: str = "",
    ) -> bool:
        """Record an act if it ends within the period; ``ends``: hull and times at which it could be seen at all."""
        if end > self.seconds - 3_600 or begin < 0:
            return False
        self.ledger.note(
            kind,
            [(role, ship) for role, _, ship in parts],
            list(places),
            begin,
            end,
            goods=goods,
            heard=heard,
            note=note,
        )
        act = self.ledger.last
        self.watches += [Watch(act, hull, begin, end, n, False) for n, (_, hull, _) in enumerate(parts)]
        self.watches += [Watch(act, hull, since, until, n, True) for n, (hull, since, until) in enumerate(ends)]
        return True


def true_place(role: str, spot: str, at: Place) -> TruePlace:
    """Return a place of the key."""
    return TruePlace(role, SPOTS[spot].name, SPOTS[spot].country, round(at[0], 5), round(at[1], 5))
