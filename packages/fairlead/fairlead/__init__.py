"""Fairlead turns leads about sanctions evasion into evidence that stands up."""

__version__ = "0.1.0"
