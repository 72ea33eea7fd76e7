"""Regimes as data, and the questions asked of them."""
