"""Bytes to readings: one file per format, each refusing loudly and row by row what it cannot read."""
