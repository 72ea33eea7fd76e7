"""The SQL of expressions that was made before, so that it need not be made again.

Half of what a small `find` costs is Ibis making SQL. What that says depends on the expression alone: its operations and
their arguments in order, the shapes of the tables that it reads, and Ibis' options. Names of tables that Ibis made up
are put in anew; all else must be equal.

Kept are what this process made, and what ``kept_sql.bin`` holds: the SQL of a `find` in a case that holds nothing,
made by ``python -m fairlead.deriving.keep_sql``, so that no case is in it. It counts for the very versions of Ibis and
SQLGlot that made it; for others, and where a rule was changed since, SQL is made as ever.

Making the expressions takes as long again. So of a rule that asks the engine nothing while it makes them, the tables
that it stores are kept as a :class:`Script`, by the source of all rules and the shapes of what it was given. Left out:
limits and parameters of queries.
"""

from __future__ import annotations

import hashlib
import json
import re
import zlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import Any

import ibis
import ibis.expr.operations as ops
import ibis.expr.types as ir
import pyarrow as pa
from ibis.common.graph import Graph, Node

SHIPPED = "kept_sql.bin"
_MADE_UP = re.compile(r"\bibis_\w+_[2-7a-z]{26}\b")  # as ibis.util.gen_name makes them
_MOST = 1_000  # a find makes some hundred, of some ten thousand operations together

Held = tuple[list[str], str]  # names of tables that were made up, in order of their appearance, and the SQL


@dataclass(frozen=True)
class Stored:
    """One table that a rule stores."""

    name: str
    sql: str  # the key of its SQL
    reads: list[int]  # which tables its SQL names, in order: of those given, those made of places, those stored before
    columns: dict[str, str]  # with their types


@dataclass(frozen=True)
class Script:
    """The tables that a rule stores, in order, the last its events; and which tables it makes of places, and how."""

    places: list[list[Any]]  # the name of what makes it, and the values that it takes beside the places
    stored: list[Stored]


_kept: dict[str, Held] = {}
_scripts: dict[str, Script] = {}


def sql(expression: ir.Expr, compile_it: Callable[[ir.Expr], str]) -> str:
    """Return the SQL of an expression, compiled unless that of an equal one is kept."""
    key, names = _key(expression.op())
    if _held(key):
        return renamed(key, names)
    made = compile_it(expression)
    if len(_kept) >= _MOST:
        forget_own()
    _kept[key] = names, made
    return made


def key(expression: ir.Expr) -> tuple[str, list[str]]:
    """Return what the SQL of an expression is kept under, and the names of tables that were made up."""
    return _key(expression.op())


def renamed(key: str, names: Sequence[str]) -> str:
    """Return the SQL that is kept under a key, with these names of tables."""
    held = _kept.get(key) or _shipped()[0][key]
    return _renamed(held[1], dict(zip(held[0], names, strict=True)))


def _held(key: str) -> bool:
    return key in _kept or key in _shipped()[0]


def script_key(rule: Callable[..., ir.Table], given: Sequence[Any], named: Mapping[str, Any]) -> tuple[str, list[str]]:
    """Return what a script of a rule is kept under, and the names of tables that were made up among what it is given.

    Of places (a table of Arrow's) only their shape counts: what is in them is in no SQL.
    """
    said = [rules_digest(), rule.__module__, rule.__qualname__, repr(ibis.options.sql)]
    names: dict[str, int] = {}
    for what, value in [*(("", value) for value in given), *sorted(named.items())]:
        if isinstance(value, ir.Table):
            said += [f"{what} a table", *_said(value.op(), names)]
        elif isinstance(value, pa.Table):
            said.append(f"{what} places {value.schema}")
        else:
            said.append(f"{what} {_type(value)} {value!r}")
    return hashlib.sha256("\n".join(said).encode()).hexdigest(), list(names)


def script(key: str) -> Script | None:
    """Return the script that is kept under a key, if the SQL of all its tables is."""
    found = _scripts.get(key) or _shipped()[1].get(key)
    return found if found and all(_held(one.sql) for one in found.stored) else None


def keep_script(key: str, made: Script) -> None:
    """Keep a script in this process."""
    _scripts[key] = made


@cache
def rules_digest() -> str:
    """Return one hash over the source of all that makes the expressions of events."""
    root, found = Path(__file__).parent.parent, hashlib.sha256()
    for path in sorted(path for part in RULES for path in root.glob(part) if path.is_file()):
        found.update(f"{path.relative_to(root)}\n".encode() + path.read_bytes())
    return found.hexdigest()


RULES = ("events/**/*.py", "events/*.json", "places/*.*", "shapes.py")


def forget() -> None:
    """Make all SQL anew in this process from now on: what it kept does not count, nor what the package brings."""
    forget_own()
    for shipped in _shipped():
        shipped.clear()


def forget_own() -> None:
    """Forget what this process made."""
    _kept.clear()
    _scripts.clear()


def packed() -> bytes:
    """Return what this process has kept as the bytes of ``kept_sql.bin``, under names that are always the same."""
    said = {}
    for key, (names, text) in sorted(_kept.items()):
        now = {name: f"ibis_kept_{n:026d}".translate(_LETTERS) for n, name in enumerate(names)}
        said[key] = [list(now.values()), _renamed(text, now)]
    scripts = {key: asdict(one) for key, one in sorted(_scripts.items())}
    return zlib.compress(json.dumps({"versions": versions(), "sql": said, "scripts": scripts}).encode(), 9)


def _renamed(text: str, now: Mapping[str, str]) -> str:
    return _MADE_UP.sub(lambda found: now.get(found[0], found[0]), text)


_LETTERS = str.maketrans("0123456789", "abcdefghij")


def versions() -> dict[str, str]:
    """Return the versions of what makes SQL."""
    return {name: version(name) for name in ("ibis-framework", "sqlglot")}


@cache
def _shipped() -> tuple[dict[str, Held], dict[str, Script]]:
    """Return SQL and scripts that are kept in the package; nothing where they were made with other versions."""
    packed_there = files(__package__).joinpath(SHIPPED)
    held: dict[str, Any] = json.loads(zlib.decompress(packed_there.read_bytes())) if packed_there.is_file() else {}
    if held.get("versions") != versions():
        return {}, {}
    texts = {key: (names, text) for key, (names, text) in held["sql"].items()}
    scripts = held.get("scripts", {})
    return texts, {key: Script(one["places"], [Stored(**e) for e in one["stored"]]) for key, one in scripts.items()}


def _key(root: Node) -> tuple[str, list[str]]:
    """Return a digest of what the SQL depends on without the names that were made up, and those as they appear."""
    names: dict[str, int] = {}
    said = [repr(ibis.options.sql), *_said(root, names)]
    return hashlib.sha256("\n".join(said).encode()).hexdigest(), list(names)


def _said(root: Node, names: dict[str, int]) -> Iterable[str]:
    """Return in words what the SQL of an expression depends on; names that were made up are added to ``names``."""
    numbers: dict[Node, int] = {}
    said: list[str] = []
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
    return said


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
