"""Regimes as data, and the questions asked of them."""

from fairlead.law.loading import available, digest, load
from fairlead.law.measure import (
    CAPACITIES,
    Cap,
    Conversion,
    Deadline,
    ElementText,
    Goods,
    Limit,
    Measure,
    Obligation,
    Resolution,
    Source,
    Vote,
    WindDown,
)
from fairlead.law.regime import Regime

__all__ = [
    "CAPACITIES",
    "Cap",
    "Conversion",
    "Deadline",
    "ElementText",
    "Goods",
    "Limit",
    "Measure",
    "Obligation",
    "Regime",
    "Resolution",
    "Source",
    "Vote",
    "WindDown",
    "available",
    "digest",
    "load",
]
