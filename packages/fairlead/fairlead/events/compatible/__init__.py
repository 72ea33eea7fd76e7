"""Events exactly as peers' programs find them, defects included, to compare with; Fairlead reports none of them."""

from fairlead.events.compatible import encounters, loitering, ports, stops

__all__ = ["encounters", "loitering", "ports", "stops"]
