"""What is served unchanged: the style sheet, the texts for the browser's program, and that program, where it was built.

Each lies under a name with its hash, and pages carry the hash too, so that a changed file does not run.
"""

from __future__ import annotations

import base64
import hashlib
import json
from dataclasses import dataclass
from importlib import resources

from fairlead_drop import wording

STYLE, PROGRAM = "style.css", "drop.js"


@dataclass(frozen=True)
class Asset:
    """A served file."""

    path: str
    content_type: str
    data: bytes

    @property
    def integrity(self) -> str:
        """Return the value of an ``integrity`` attribute."""
        return "sha384-" + base64.b64encode(hashlib.sha384(self.data).digest()).decode()


def program() -> bytes | None:
    """Return the browser's program, None where the wheel was built without npm."""
    path = resources.files("fairlead_drop").joinpath("bundle", PROGRAM)
    return path.read_bytes() if path.is_file() else None


def style() -> bytes:
    """Return the style sheet."""
    return resources.files("fairlead_drop").joinpath(STYLE).read_bytes()


def collect() -> dict[str, Asset]:
    """Return name → asset, read once when the server starts."""
    found = {STYLE: _asset(STYLE, "text/css; charset=utf-8", style())}
    code = program()
    if code is not None:
        found[PROGRAM] = _asset(PROGRAM, "text/javascript; charset=utf-8", code)
    for language in wording.LANGUAGES:
        data = json.dumps(wording.texts(language), ensure_ascii=False, sort_keys=True).encode()
        found[language] = _asset(f"{language}.json", "application/json", data)
    return found


def _asset(name: str, content_type: str, data: bytes) -> Asset:
    stem, _, ending = name.rpartition(".")
    return Asset(f"/assets/{stem}-{hashlib.sha256(data).hexdigest()[:16]}.{ending}", content_type, data)
