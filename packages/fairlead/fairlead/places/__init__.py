"""Ports, anchorages, land and zones, offline."""

from fairlead.places.gazetteer import ANCHORS, Gazetteer, Port, Zone, ZoneAt, gazetteer

__all__ = ["ANCHORS", "Gazetteer", "Port", "Zone", "ZoneAt", "gazetteer"]
