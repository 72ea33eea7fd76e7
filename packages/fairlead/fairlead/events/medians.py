"""Exact medians of integers, the lower of the two middle values: the same on every engine, where built-in ones differ.

Left out: medians of anything else.
"""

from __future__ import annotations

import ibis
import ibis.expr.types as ir


def lower(table: ir.Table, keys: list[str], value: str, name: str) -> ir.Table:
    """Return (keys, name): by group the lower median of a column of integers; groups of None alone are left out."""
    known = table.filter(table[value].notnull()).select(*keys, value)
    numbered = known.mutate(
        number=ibis.row_number().over(group_by=keys, order_by=known[value]),
        count=ibis._[value].count().over(group_by=keys),
    )
    middle = numbered.filter(numbered.number == (numbered["count"] - 1) // 2)
    return middle.select(*keys, **{name: middle[value]})
