"""A small sea with a known truth; shares nothing with the detectors."""
