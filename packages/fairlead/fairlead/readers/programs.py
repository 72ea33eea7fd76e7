"""Programs of this machine that help to read, where they are installed: which, and in which version."""

from __future__ import annotations

import functools
import shutil
import subprocess


@functools.cache
def version(program: str) -> str | None:
    """Return the version that a program tells of itself ("5.3.0"), or None where it is not installed."""
    found = shutil.which(program)
    if found is None:
        return None
    told = subprocess.run([found, "--version"], capture_output=True, text=True, check=False, timeout=30)
    words = (told.stdout or told.stderr).split()
    return words[1] if len(words) > 1 else "unknown"
