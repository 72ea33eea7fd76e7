"""Addresses of the desk's pages for places in exhibits."""

from __future__ import annotations

from fairlead.typologies.occasion import Where


def address(sha256: str, where: Where) -> str:
    """Return the address of a place in an exhibit: its page on the desk, at the very rows, words or region."""
    if where.rows:
        return f"/exhibits/{sha256}?rows={where.rows[0]}-{where.rows[1]}"
    if where.chars:
        return f"/exhibits/{sha256}?chars={where.chars[0]}-{where.chars[1]}"
    box = f"&box={','.join(f'{side:g}' for side in where.box)}" if where.box else ""
    return f"/exhibits/{sha256}?page={where.page}{box}"
