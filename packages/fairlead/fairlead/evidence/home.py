"""Where a user's own keys and checkpoints lie, outside every case. It makes folders and knows no contents.

``FAIRLEAD_HOME`` puts both under one folder (tests; a stick); else they are where the system wants them (platformdirs).
"""

from __future__ import annotations

import os
from pathlib import Path

import platformdirs

NAME = "fairlead"


def config_folder() -> Path:
    """Return the folder of the user's private keys, made where missing, readable by the user alone."""
    return _made(_under("config") or platformdirs.user_config_path(NAME, appauthor=False))


def state_folder() -> Path:
    """Return the folder of the last checkpoints of the cases this user worked on, made where missing."""
    return _made(_under("state") or platformdirs.user_state_path(NAME, appauthor=False))


def _under(name: str) -> Path | None:
    home = os.environ.get("FAIRLEAD_HOME")
    return Path(home) / name if home else None


def _made(folder: Path) -> Path:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder
