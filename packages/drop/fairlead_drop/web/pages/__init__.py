"""The pages a source sees. Each is a function from what it shows to HTML; none reads a request or the store.

All works at 320 px, by keyboard, and without styles.
"""
