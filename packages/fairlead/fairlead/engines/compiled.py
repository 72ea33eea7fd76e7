"""Keeps the SQL of expressions in this process, so that a second `find` does not compile again what the first did.

Half of what a small `find` costs is Ibis making SQL. What that says depends on the expression alone: its operations and
their arguments in order, the shapes of the tables that it reads, and Ibis' options. Names of tables that Ibis made up
are put in anew; all else must be equal. Left out: making the expressions, and limits and parameters of queries.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import ibis
import ibis.expr.operations as ops
import ibis.expr.types as ir
from ibis.common.graph import Graph, Node

_MADE_UP = re.compile(r"\bibis_\w+_[2-7a-z]{26}\b")  # as ibis.util.gen_name makes them
_MOST = 1_000  # a find makes some hundred, of some ten thousand operations together

_kept: dict[Any, tuple[list[str], str]] = {}


def sql(expression: ir.Expr, compile_it: Callable[[ir.Expr], str]) -> str:
    """Return the SQL of an expression, compiled unless that of an equal one is kept."""
    key, names = _key(expression.op())
    if held := _kept.get(key):
        now = dict(zip(held[0], names, strict=True))
        return _MADE_UP.sub(lambda found: now.get(found[0], found[0]), held[1])
    made = compile_it(expression)
    if len(_kept) >= _MOST:
        _kept.clear()
    _kept[key] = names, made
    return made


def _key(root: Node) -> tuple[Any, list[str]]:
    """Return what the SQL depends on, without the names that were made up, and those in order of their appearance."""
    numbers: dict[Node, int] = {}
    names: dict[str, int] = {}
    said: list[Any] = [repr(ibis.options.sql)]
    nodes, _ = Graph.from_bfs(root).toposort()
    for node in nodes:
        numbers[node] = len(numbers)
        said.append(type(node))
        if isinstance(node, ops.DatabaseTable | ops.InMemoryTable):
            # the connection that asks is the one that compiles, and rows in memory are not in the SQL
            made_up = _MADE_UP.fullmatch(node.name)
            said.append(names.setdefault(node.name, len(names)) if made_up else node.name)
            said.append((node.schema, getattr(node, "namespace", None)))
        else:
            said.extend(_plain(value, numbers) for value in node.__args__)
    return tuple(said), list(names)


def _plain(value: Any, numbers: dict[Node, int]) -> Any:
    """Return an argument with numbers for operations; equal ones give the same SQL."""
    if isinstance(value, Node):
        return Node, numbers[value]
    if isinstance(value, tuple):
        return tuple(_plain(each, numbers) for each in value)
    if isinstance(value, dict):
        return tuple((name, _plain(each, numbers)) for name, each in value.items())
    if isinstance(value, float):
        return float, repr(value)  # -0.0 is 0.0, and not the same text
    return type(value), value
