"""Known ways of evading: events, observations, lists and law in, occasions out.

What an occasion is, every room reads; the rules, and the expressions that they stand on, are loaded only where they are
asked. So a command that finds nothing starts in half the time.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from fairlead.typologies.candidates import Rejected
    from fairlead.typologies.every import TYPOLOGIES, Typology, find_all
    from fairlead.typologies.occasion import Occasion
    from fairlead.typologies.world import Observation, World

__all__ = ["TYPOLOGIES", "Observation", "Occasion", "Rejected", "Typology", "World", "find_all"]

_FILES = {"Rejected": "candidates", "Occasion": "occasion", "Observation": "world", "World": "world"}


def __getattr__(name: str) -> Any:
    """Load what is asked for by its name."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_FILES.get(name, 'every')}"), name)
