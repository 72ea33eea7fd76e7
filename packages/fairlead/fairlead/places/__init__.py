"""Ports, anchorages, land and zones, offline."""

import hashlib
from functools import cache
from importlib.resources import files

from fairlead.places.gazetteer import ANCHORS, Around, Gazetteer, Port, Zone, ZoneAt, gazetteer

__all__ = ["ANCHORS", "Around", "Gazetteer", "Port", "Zone", "ZoneAt", "digest", "gazetteer"]


@cache
def digest() -> str:
    """Return one SHA-256 over the tables of ports and land: what is derived with other tables may differ."""
    whole = hashlib.sha256()
    for name in ("ports.csv", "land.bin", "inland.bin"):
        whole.update(hashlib.sha256(files(__package__).joinpath(name).read_bytes()).digest())
    return whole.hexdigest()
