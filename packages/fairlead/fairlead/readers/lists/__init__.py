"""Sanctions lists as their authorities publish them: one file per list, and what their layouts share."""
