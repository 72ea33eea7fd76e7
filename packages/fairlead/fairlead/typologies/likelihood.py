"""How likely an occasion is, on the one measured ground there is: the share of such candidates on simulated seas.

The table is ``likelihood.json``: by typology how many candidates simulated seas gave, and how many of them a hidden act
explained. It is made by ``python benchmarks/likelihoods.py --train`` and by nothing else; its hash stands here. Where
fewer than ``LEAST`` candidates were seen, and for what is only stated, nothing is measured and no likelihood is given.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Any

from fairlead.errors import IntegrityError
from fairlead.typologies.occasion import Occasion

DIGEST = "fc5098ab78afc0242ec2d6c546b03345dfa5a3f195b907fa4c49462f5067cbf7"  # SHA-256 of likelihood.json
LEAST = 10  # ours: of fewer candidates a share says nothing

DOES_NOT_SHOW = (
    "A likelihood is no probability of guilt: it is the share of such candidates on simulated seas that a hidden act "
    "explained, where the simulator set how many acts were hidden. Real seas have other odds; nobody has measured them."
)


@dataclass(frozen=True)
class Stated:
    """A share of candidates, in per mille, and what it was counted on."""

    per_mille: int
    candidates: int
    explained: int

    @property
    def said(self) -> str:
        """The ground in words."""
        return f"{self.explained} of {self.candidates} such candidates on simulated seas were explained by a hidden act"


@cache
def _table() -> dict[str, dict[str, Any]]:
    content = (files("fairlead.typologies") / "likelihood.json").read_bytes()
    found = hashlib.sha256(content).hexdigest()
    if found != DIGEST:
        raise IntegrityError(f"typologies/likelihood.json: expected SHA-256 {DIGEST[:12]}, found {found[:12]}")
    return {row["typology"]: row for row in json.loads(content)["table"]}


def of(typology: str) -> Stated | None:
    """Return what the table states of a typology's candidates; None where too few or none were counted."""
    row = _table().get(typology)
    if row is None or row["candidates"] < LEAST:
        return None
    shrunk = (row["explained"] + 0.5) / (row["candidates"] + 1)  # Jeffreys: never sure on a small count
    return Stated(round(1000 * shrunk), row["candidates"], row["explained"])


def given(occasion: Occasion) -> Occasion:
    """Return an occasion with its likelihood, sealed anew; as it is where nothing was measured."""
    stated = of(occasion.typology.name) if occasion.basis == "observed" else None
    if stated is None:
        return occasion
    return replace(occasion, likelihood=stated.per_mille / 1000, likelihood_ground=stated.said).sealed()


def said(occasion: Occasion) -> str:
    """Return an occasion's likelihood in words, with its ground, or that nothing was measured."""
    if occasion.likelihood is None:
        return "likelihood: not measured"
    return f"likelihood: {occasion.likelihood * 100:.0f} %, since {occasion.likelihood_ground}; none of guilt"
