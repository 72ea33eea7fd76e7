"""Cuts an expression into stages: parts that are read more than once and are dear to make are made once.

DuckDB does so by itself. Spark puts a shared part into every place that reads it, and plans and runs it as often; with
three or four joins of a table with itself its planner runs out of memory before any row is read.

Left out: storing (the caller's), and what is cheap: columns of one row, filters, tables at rest.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import ibis.expr.operations as ops
import ibis.expr.types as ir
from ibis.common.graph import Graph
from ibis.common.patterns import InstanceOf

_DEAR = (ops.JoinChain, ops.Aggregate, ops.Distinct, ops.Set, ops.WindowFunction, ops.Unnest)
_AT_REST = (ops.PhysicalTable, ops.JoinReference)
_NO_READERS = (ops.Field, ops.CountStar, ops.CountDistinctStar)  # they name a table that their parent reads


def staged(table: ir.Table, store: Callable[[ir.Table], ir.Table]) -> ir.Table:
    """Return the same rows as an expression in which each part worth it was replaced by what ``store`` returned.

    ``store`` gets the parts from the ground up, each already without the ones before.
    """
    done: set[Any] = set()
    while (part := _lowest(table.op(), done)) is not None:
        kept = store(part.to_expr()).op()
        done.add(kept)
        table = table.op().replace({part: kept}).to_expr()
    return table


def _lowest(root: Any, done: set[Any]) -> Any:
    """Return a part that is read more than once, dear, and has none such below it; None where there is none."""
    graph = Graph.from_bfs(root, filter=~InstanceOf(_NO_READERS))
    readers = graph.invert()
    dear: dict[Any, bool] = {}
    for node in graph.toposort()[0]:  # from the ground up
        dear[node] = isinstance(node, _DEAR) or any(dear[below] for below in graph[node])
        if (
            isinstance(node, ops.Relation)
            and not isinstance(node, _AT_REST)
            and node not in done
            and node is not root
            and len(readers[node]) > 1
            and dear[node]
        ):
            return node
    return None
