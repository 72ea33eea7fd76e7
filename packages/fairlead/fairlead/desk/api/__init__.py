"""The JSON API under /api/v1: one file per thing, one small function per route that reads, calls and answers."""
