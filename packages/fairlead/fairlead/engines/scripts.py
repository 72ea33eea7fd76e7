"""Plays a rule from its script: stores the tables that it would store, without making its expressions.

A rule that is given tables, places and plain values, and asks the engine nothing while it makes expressions, stores the
same tables by the same SQL whatever the rows are. What it stored is taken down the first time (``compiled.Script``),
for the source of the rules as it is. One that does ask, or reads rows that were put into memory on the way other than
by ``columns.of_places``, is run as ever each time. Left out: what is not stored.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from importlib import import_module
from typing import Any

import ibis
import ibis.expr.operations as ops
import ibis.expr.types as ir
import pyarrow as pa

from fairlead.engines import compiled
from fairlead.engines.compiled import Script, Stored
from fairlead.events import columns
from fairlead.events.tracks import Kept


class Recorder:
    """Keeps a rule's tables, and takes down what they are read from."""

    def __init__(self, keep: Kept, names: Sequence[str], places: pa.Table | None) -> None:
        self.tables: dict[str, ir.Table] = {}
        self.spoiled = False
        self._keep, self._given, self._places = keep, list(names), places
        self._of_places: dict[str, list[Any]] = {}
        self._stored: list[tuple[str, str, list[str], dict[str, str]]] = []
        self._made: list[str] = []

    def __call__(self, name: str, table: ir.Table) -> ir.Table:
        """Keep a table, and take down which others its SQL names."""
        kept = self._keep(name, table)
        key, names = compiled.key(table)
        for each in names:
            if each not in self._given and each not in self._made and each not in self._of_places:
                make, places, values = columns.OF_PLACES.get(each, (None, None, ()))
                self.spoiled |= make is None or places is not self._places
                self._of_places[each] = [f"{make.__module__}:{make.__qualname__}" if make else "", list(values)]
        self._stored.append((name, key, names, {column: str(kind) for column, kind in table.schema().items()}))
        self._made.append(kept.get_name())
        self.tables[name] = kept
        return kept

    def script(self) -> Script | None:
        """Return what was taken down; None where it does not hold for other rows."""
        if self.spoiled or len(self.tables) < len(self._stored):
            return None
        every = [*self._given, *self._of_places, *self._made]
        stored = [
            Stored(name, key, [every.index(each) for each in names], kinds) for name, key, names, kinds in self._stored
        ]
        return Script(list(self._of_places.values()), stored)


def played(
    script: Script,
    kind: str,
    store: Callable[..., ir.Table],
    stored: Callable[..., ir.Table],
    names: Sequence[str],
    given: Sequence[Any],
) -> dict[str, ir.Table]:
    """Store what a script says, the last table under ``kind``, and return it by name.

    ``names`` are those of the tables in ``given``; ``stored`` keeps under a name what ``store`` makes of SQL.
    """
    in_memory: dict[str, Any] = {}
    for table in given:
        if isinstance(table, ir.Table):
            in_memory |= {each.name: each for each in table.op().find(ops.InMemoryTable)}
    every, places = list(names), [each for each in given if isinstance(each, pa.Table)]
    for how, values in script.places:
        module, name = how.split(":")
        made = columns.of_places(getattr(import_module(module), name), places[0], *values)
        in_memory[made.get_name()] = made.op()
        every.append(made.get_name())
    found: dict[str, ir.Table] = {}
    for one, name in zip(script.stored, [*(one.name for one in script.stored[:-1]), kind], strict=True):
        reads = [every[at] for at in one.reads]
        rows = {each: in_memory[each] for each in reads if each in in_memory}
        make = partial(store, compiled.renamed(one.sql, reads), ibis.schema(one.columns), rows)
        found[name] = stored(name, make)
        every.append(found[name].get_name())
    return found
