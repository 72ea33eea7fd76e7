"""Fetches public sources as they are published, and pages as they were served. Knows no case and reads no format.

What is fetched is handed on as a file with the circumstances of its capture; the command line makes an exhibit of it.
"""
