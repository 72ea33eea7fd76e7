"""The SQL of expressions that was made before, so that it need not be made again.

Half of what a small `find` costs is Ibis making SQL. What that says depends on the expression alone: its operations and
their arguments in order, the shapes of the tables that it reads, and Ibis' options. Names of tables that Ibis made up
are put in anew; all else must be equal.

Kept are what this process made, and what ``kept_sql.bin`` holds: the SQL of a `find` in a case that holds nothing,
made by ``python -m fairlead.deriving.keep_sql``, so that no case is in it. It counts for the very versions of Ibis and
SQLGlot that made it; for others, and where a rule was changed since, SQL is made as ever. Left out: making the
expressions, and limits and parameters of queries.
"""

from __future__ import annotations

import hashlib
import json
import re
import zlib
from collections.abc import Callable, Mapping
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from typing import Any

import ibis
import ibis.expr.operations as ops
import ibis.expr.types as ir
from ibis.common.graph import Graph, Node

SHIPPED = "kept_sql.bin"
_MADE_UP = re.compile(r"\bibis_\w+_[2-7a-z]{26}\b")  # as ibis.util.gen_name makes them
_MOST = 1_000  # a find makes some hundred, of some ten thousand operations together

Held = tuple[list[str], str]  # names of tables that were made up, in order of their appearance, and the SQL

_kept: dict[str, Held] = {}


def sql(expression: ir.Expr, compile_it: Callable[[ir.Expr], str]) -> str:
    """Return the SQL of an expression, compiled unless that of an equal one is kept."""
    key, names = _key(expression.op())
    if held := _kept.get(key) or _shipped().get(key):
        return _renamed(held[1], dict(zip(held[0], names, strict=True)))
    made = compile_it(expression)
    if len(_kept) >= _MOST:
        _kept.clear()
    _kept[key] = names, made
    return made


def forget() -> None:
    """Make all SQL anew in this process from now on: what it kept does not count, nor what the package brings."""
    _kept.clear()
    _shipped().clear()


def packed() -> bytes:
    """Return what this process has kept as the bytes of ``kept_sql.bin``, under names that are always the same."""
    said = {}
    for key, (names, text) in sorted(_kept.items()):
        now = {name: f"ibis_kept_{n:026d}".translate(_LETTERS) for n, name in enumerate(names)}
        said[key] = [list(now.values()), _renamed(text, now)]
    return zlib.compress(json.dumps({"versions": versions(), "sql": said}).encode(), 9)


def _renamed(text: str, now: Mapping[str, str]) -> str:
    return _MADE_UP.sub(lambda found: now.get(found[0], found[0]), text)


_LETTERS = str.maketrans("0123456789", "abcdefghij")


def versions() -> dict[str, str]:
    """Return the versions of what makes SQL."""
    return {name: version(name) for name in ("ibis-framework", "sqlglot")}


@cache
def _shipped() -> dict[str, Held]:
    """Return what is kept in the package; nothing where it was made with other versions."""
    packed_there = files(__package__).joinpath(SHIPPED)
    if not packed_there.is_file():
        return {}
    told = json.loads(zlib.decompress(packed_there.read_bytes()))
    return {key: (names, text) for key, (names, text) in told["sql"].items()} if told["versions"] == versions() else {}


def _key(root: Node) -> tuple[str, list[str]]:
    """Return a digest of what the SQL depends on without the names that were made up, and those as they appear."""
    numbers: dict[Node, int] = {}
    names: dict[str, int] = {}
    said: list[str] = [repr(ibis.options.sql)]
    nodes, _ = Graph.from_bfs(root).toposort()
    for node in nodes:
        numbers[node] = len(numbers)
        said.append(_type(node))
        if isinstance(node, ops.DatabaseTable | ops.InMemoryTable):
            # the connection that asks is the one that compiles, and rows in memory are not in the SQL
            made_up = _MADE_UP.fullmatch(node.name)
            said.append(str(names.setdefault(node.name, len(names))) if made_up else repr(node.name))
            said.append(repr((node.schema, getattr(node, "namespace", None))))
        else:
            # a column may be named after a table whose name was made up
            words = (_plain(value, numbers) for value in node.__args__)
            said.extend(_MADE_UP.sub(lambda found: f"#{names.get(found[0], found[0])}", each) for each in words)
    return hashlib.sha256("\n".join(said).encode()).hexdigest(), list(names)


def _plain(value: Any, numbers: dict[Node, int]) -> str:
    """Return an argument in words, operations by number; what differs gives other words."""
    if isinstance(value, Node):
        return f"#{numbers[value]}"
    if isinstance(value, tuple):
        return f"({','.join(_plain(each, numbers) for each in value)})"
    if isinstance(value, frozenset):
        return f"<{','.join(sorted(_plain(each, numbers) for each in value))}>"
    if isinstance(value, dict):
        return f"{{{','.join(f'{name!r}:{_plain(each, numbers)}' for name, each in value.items())}}}"
    return f"{_type(value)} {value!r}"  # of a float too: -0.0 is 0.0, and not the same text


def _type(value: Any) -> str:
    return f"{type(value).__module__}.{type(value).__qualname__}"
