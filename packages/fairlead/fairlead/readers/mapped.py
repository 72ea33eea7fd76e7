"""Mapping files of every kind of table: which kind a file describes, told by its key ``table``.

What the kinds say is in ``tracks/mapping.py`` (positions, the kind that is meant unless said otherwise) and
``figures/customs_mapping.py`` (``table: trade``).
"""

from __future__ import annotations

from pathlib import Path
from typing import TypedDict

import yaml

from fairlead.errors import MisuseError
from fairlead.readers.figures import customs_mapping
from fairlead.readers.figures.customs_mapping import CustomsMapping
from fairlead.readers.tracks import mapping
from fairlead.readers.tracks.mapping import MAX_MAPPING_BYTES, Mapping

_TRADE = "trade"


class Columns(TypedDict, total=False):
    """What a mapping file adds to a ``reader.Source``."""

    mapping: Mapping
    customs: CustomsMapping


def load(path: Path) -> str:
    """Return the text of a mapping file. Raises MisuseError where it cannot be read or is too long."""
    try:
        data = path.read_bytes()[: MAX_MAPPING_BYTES + 1]
    except OSError as error:
        raise MisuseError(f"{path}: the mapping cannot be read ({error.strerror})") from error
    if len(data) > MAX_MAPPING_BYTES:
        raise MisuseError(f"{path}: a mapping has at most {MAX_MAPPING_BYTES} bytes")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise MisuseError(f"{path}: a mapping is UTF-8 text ({error.reason} at byte {error.start})") from error


def columns(text: str | None, name: str) -> Columns:
    """Return what a mapping file says; nothing for None. Raises MisuseError with file, key and reason."""
    if text is None:
        return {}
    try:
        document = yaml.safe_load(text)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise MisuseError(f"{name}: not YAML ({' '.join(str(error).split())})") from error
    if isinstance(document, dict) and document.get("table") == _TRADE:
        return {"customs": customs_mapping.parse(text.encode(), name)}
    return {"mapping": mapping.parse(text.encode(), name)}
