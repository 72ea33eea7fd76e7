"""A mapping: a small YAML file that says what the columns of a foreign table mean. It reads no table itself."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Mapping:
    """What a user says about a table: which column is what, in which unit, and how times are written."""

    name: str  # of the mapping file
    sha256: str  # of its bytes; part of what a reading depends on
