"""A small sea with a known truth: ships, a press page and a vessels list, all invented; shares nothing with events."""

from fairlead.simulate.sea import sea
from fairlead.simulate.truth import Truth

__all__ = ["Truth", "sea"]
