"""The public sources that are known by name: addresses, bounds and terms as data. Fetches nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import Any

import yaml

from fairlead.errors import MisuseError

_FIELDS = {"title", "address", "file", "begins", "at_most_mib", "every_s", "terms"}
_NEEDED = {"title", "address", "file", "at_most_mib"}


@dataclass(frozen=True)
class PublicSource:
    """One source as the table gives it; ``begins`` is empty where the format has no fixed beginning."""

    name: str
    title: str
    address: str
    file: str
    at_most_mib: int
    begins: tuple[bytes, ...] = ()
    every_s: int = 10
    terms: str = "not stated"

    @property
    def dated(self) -> bool:
        """Whether it is published day by day."""
        return "{" in self.address or "{" in self.file

    def on(self, day: date | None) -> tuple[str, str]:
        """Return address and file name for a day; MisuseError where a day is needed and missing, or the reverse."""
        if self.dated and day is None:
            raise MisuseError(f"{self.name} is published day by day, and no day was given", "--date 2020-12-01")
        if not self.dated and day is not None:
            raise MisuseError(f"{self.name} is published as it stands, not day by day", "leave --date out")
        parts = {"year": f"{day:%Y}", "month": f"{day:%m}", "day": f"{day:%d}"} if day else {}
        return self.address.format(**parts), self.file.format(**parts)


def load(own: Path | None = None) -> dict[str, PublicSource]:
    """Return the sources by name; those in ``own``, a file of the same form, add to and replace ours."""
    known = _parse(files("fairlead.connectors").joinpath("sources.yaml").read_text(encoding="utf-8"), "sources.yaml")
    if own is not None:
        known |= _parse(own.read_text(encoding="utf-8"), own.name)
    return known


def _parse(text: str, name: str) -> dict[str, PublicSource]:
    try:
        document = yaml.safe_load(text)
    except yaml.YAMLError as broken:
        raise MisuseError(f"{name}: not YAML: {broken}") from broken
    table = document.get("sources") if isinstance(document, dict) else None
    if not isinstance(table, dict):
        raise MisuseError(f"{name}: expected a table `sources`, found none")
    return {str(key): _source(str(key), value, name) for key, value in table.items()}


def _source(key: str, value: Any, name: str) -> PublicSource:
    if not isinstance(value, dict) or not set(value) >= _NEEDED or not set(value) <= _FIELDS:
        raise MisuseError(
            f"{name}: source {key!r} needs {', '.join(sorted(_NEEDED))} and may have "
            f"{', '.join(sorted(_FIELDS - _NEEDED))}; found {', '.join(map(str, value)) if value else 'nothing'}"
        )
    if "/" in str(value["file"]) or not str(value["file"]).strip("."):
        raise MisuseError(f"{name}: source {key!r}: file is a name without a folder, found {value['file']!r}")
    return PublicSource(
        key,
        str(value["title"]),
        str(value["address"]),
        str(value["file"]),
        int(value["at_most_mib"]),
        tuple(str(each).encode() for each in value.get("begins", ())),
        int(value.get("every_s", 10)),
        str(value.get("terms", "not stated")),
    )
