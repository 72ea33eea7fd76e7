"""Exhibits, their handling, the custody log, acts and actors, and their verification."""
