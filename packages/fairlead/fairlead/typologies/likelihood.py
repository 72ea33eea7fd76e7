"""How likely an occasion is, on the one measured ground there is: the share of such candidates on simulated seas.

The table is ``likelihood.json``: by simulator, typology and what most bears on a candidate, how many candidates that
simulator's seas gave, and how many of them a hidden act explained. It is made by ``python benchmarks/likelihoods.py
--train``; its hash stands here. Of several the one counts on which the rule did worst, since nobody knows which is most
like the sea. Where none gave ``LEAST`` candidates, and for what is only stated, nothing is measured and no likelihood
is given.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Any

from fairlead.errors import IntegrityError
from fairlead.typologies.occasion import Occasion

DIGEST = "9b9873ea20e71b19cf6f36ba291cb6a5ff254101a2574881f491aac3bbed1d85"  # SHA-256 of likelihood.json
LEAST = 10  # ours: of fewer candidates a share says nothing

DOES_NOT_SHOW = (
    "A likelihood is no probability of guilt: it is the share of such candidates on simulated seas that a hidden act "
    "explained, where the simulator set how many acts were hidden. Real seas have other odds; nobody has measured them."
)


# The innocent explanation that most bears on a typology's candidates: its outcome parts well from badly founded ones.
BEARS = {
    "delivery": "in ballast",
    "dark_voyage": "reception",
    "transfer_flagged": "reception",
    "transfer_listed": "reception",
}
SIMULATORS = {
    "first": "Fairlead's own simulator",
    "other": "another simulator",
    "brought": "simulators written by strangers, of seeds that nobody had looked at",
}
Table = dict[tuple[str, str], dict[str, tuple[int, int]]]  # typology and what bears on it → simulator → all, explained


@dataclass(frozen=True)
class Stated:
    """A share of candidates, in per mille, what it was counted on, and on whose seas."""

    per_mille: int
    candidates: int
    explained: int
    simulator: str
    others: bool  # whether other simulators gave enough candidates too, and did no worse

    @property
    def said(self) -> str:
        """The ground in words."""
        where = f"on the seas of {SIMULATORS[self.simulator]}"
        why = "where the rule did worst" if self.others else "no other gave enough of them"
        return f"{self.explained} of {self.candidates} such candidates {where} ({why}) were explained by a hidden act"


def table_of(rows: Iterable[dict[str, Any]]) -> Table:
    """Return the counts of a table's rows."""
    table: Table = {}
    for row in rows:
        counts = table.setdefault((row["typology"], row["bears"]), {})
        counts[row["simulator"]] = (row["candidates"], row["explained"])
    return table


@cache
def _table() -> Table:
    content = (files("fairlead.typologies") / "likelihood.json").read_bytes()
    found = hashlib.sha256(content).hexdigest()
    if found != DIGEST:
        raise IntegrityError(f"typologies/likelihood.json: expected SHA-256 {DIGEST[:12]}, found {found[:12]}")
    return table_of(json.loads(content)["table"])


def bearing(occasion: Occasion) -> str:
    """Return the outcome of the explanation that most bears on an occasion; nothing where its typology has none."""
    name = BEARS.get(occasion.typology.name)
    return next((test.outcome for test in occasion.refutations if test.name == name), "")


def looked_up(table: Table, typology: str, bears: str) -> Stated | None:
    """Return what a table states of such candidates; None where too few were counted."""
    counts = table.get((typology, bears), {})
    enough = {simulator: count for simulator, count in counts.items() if count[0] >= LEAST}
    if not enough:
        return None
    shares = {simulator: (right + 0.5) / (every + 1) for simulator, (every, right) in enough.items()}  # Jeffreys
    worst = min(shares, key=lambda simulator: (shares[simulator], simulator))
    every, right = enough[worst]
    return Stated(round(1000 * shares[worst]), every, right, worst, len(enough) > 1)


def of(occasion: Occasion) -> Stated | None:
    """Return what the shipped table states of candidates like an occasion; None where too few or none were counted."""
    return looked_up(_table(), occasion.typology.name, bearing(occasion))


def given(occasion: Occasion) -> Occasion:
    """Return an occasion with its likelihood, sealed anew; as it is where nothing was measured."""
    stated = of(occasion) if occasion.basis == "observed" else None
    if stated is None:
        return occasion
    return replace(occasion, likelihood=stated.per_mille / 1000, likelihood_ground=stated.said).sealed()


def figure(occasion: Occasion) -> str:
    """Return an occasion's likelihood as people write it: no more precise than few candidates allow.

    It is not the bare share of those counted, and says so: of few that were all right, the next need not be.
    """
    percent = (occasion.likelihood or 0.0) * 100
    whole = f"{percent:.0f}" if 1 <= percent < 99 else f"{percent:.1f}"
    return f"{whole} % (half a candidate counted on either side)"


def said(occasion: Occasion) -> str:
    """Return an occasion's likelihood in words, with its ground, or that nothing was measured."""
    if occasion.likelihood is None:
        return "likelihood: not measured"
    stated = f"likelihood: {figure(occasion)}, since {occasion.likelihood_ground}"
    return f"{stated}; that is no likelihood of guilt, and real seas have other odds"
