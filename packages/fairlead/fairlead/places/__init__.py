"""Ports, anchorages, land and zones, offline."""
