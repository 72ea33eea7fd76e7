"""A simulated year: thousands of ships, written a day at a time, with a number of hidden deliveries drawn by chance.

Shares its coasts and its answer key with the small sea beside it, and nothing with what judges ships.
"""

from fairlead.simulate.year.year import Wanted, year

__all__ = ["Wanted", "year"]
