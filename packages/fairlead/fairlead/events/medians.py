"""Exact medians of integers, the lower of the two middle values: the same on every engine, where built-in ones differ.

Left out: medians of anything else.
"""

from __future__ import annotations

from typing import Any

import ibis
import ibis.expr.types as ir


def lower(table: ir.Table, keys: list[str], value: str, name: str, coarse: int = 1) -> ir.Table:
    """Return (keys, name): by group the lower median of a column of integers; groups of None alone are left out.

    ``coarse``: where most values differ, they are counted in steps of so much first, and one by one only in the step
    that holds the middle. The median is the same.
    """
    known = table.filter(table[value].notnull()).select(*keys, value)
    if coarse == 1:
        counted = known.group_by(*keys, value).agg(times=known.count())
        return _middle(counted.mutate(below=0, total=counted.times.sum().over(group_by=keys)), keys, value, name)
    stepped = known.mutate(step=(known[value] / coarse).floor().cast("int64"))
    steps = stepped.group_by(*keys, "step").agg(times=stepped.count())
    running = steps.mutate(
        below=steps.times.sum().over(ibis.cumulative_window(group_by=keys, order_by="step")) - steps.times,
        total=steps.times.sum().over(group_by=keys),
    )
    at = _at(running.total)
    held = running.filter((running.below <= at) & (running.below + running.times > at)).drop("times")
    near = stepped.join(held, [*keys, "step"])
    counted = near.group_by(*keys, value, "below", "total").agg(times=near.count())
    return _middle(counted, keys, value, name)


def _at(total: Any) -> Any:
    """Return the place of the lower middle, from 0."""
    return (total - 1) // 2


def _middle(counted: ir.Table, keys: list[str], value: str, name: str) -> ir.Table:
    """Return the value at the middle, from how often each occurs and how many lie ``below`` all that are told."""
    # equal values are counted first: ships side by side for days give millions of values, but few different ones
    upto = counted.times.sum().over(ibis.cumulative_window(group_by=keys, order_by=value)) + counted.below
    running = counted.mutate(upto=upto.cast("int64"), total=counted.total.cast("int64"))
    at = _at(running.total)
    middle = running.filter((running.upto > at) & (running.upto - running.times <= at))
    return middle.select(*keys, **{name: middle[value]})
