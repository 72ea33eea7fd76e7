"""Fairlead turns leads about sanctions evasion into evidence that stands up."""

from __future__ import annotations

import importlib
from pathlib import Path
from typing import Any

__version__ = "0.1.0"


def open(path: str | Path) -> Any:
    """Open a case for reading: ``fairlead.open("cases/paekma").occasions()``. See ``fairlead.notebook.Opened``."""
    # By name and when called: every room imports this file, which therefore stands below all of them.
    return importlib.import_module("fairlead.notebook").open_case(path)
