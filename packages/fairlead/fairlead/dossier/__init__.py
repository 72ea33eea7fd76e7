"""Occasions as a package that a stranger can read and verify."""
