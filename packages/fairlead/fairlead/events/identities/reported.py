"""The kinds of event that follow from static reports, each only where some report tells what it needs.

Most tables of positions tell no name, number or draught. No event can follow from those, and looking for some costs as
much as looking for meetings does on a million positions. Left out: the kinds themselves.
"""

from __future__ import annotations

from collections.abc import Callable
from types import ModuleType
from typing import TYPE_CHECKING

import ibis

from fairlead import shapes
from fairlead.events import draught_change
from fairlead.events.identities import identity_change, shared_imo, static_change
from fairlead.events.tracks import whole

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from fairlead.events.tracks import Keep

NEEDS: dict[ModuleType, tuple[str, ...]] = {
    draught_change: ("draught_dm",),
    static_change: static_change.FIELDS,
    shared_imo: ("imo",),
    identity_change: ("imo", "length_dm"),  # pairs are sought by either
}
"""Columns of static reports: where none of a kind's is ever told, there is no event of it."""


def detect(
    legs: ir.Table,
    static_reports: ir.Table,
    keep: Keep,
    spans: ir.Table | None = None,
    single: ir.Table | None = None,
    draughts: Callable[[], ir.Table] | None = None,
) -> dict[str, ir.Table]:
    """Return the events of these kinds, by kind, each as ``keep`` stored it.

    ``spans`` of the legs, and ``single``, the numbers that one hull uses, where they are known. ``draughts`` in the
    place of ``draught_change.detect``: one that knows some of the events.
    """
    columns = sorted({name for names in NEEDS.values() for name in names})
    counts = static_reports.agg(**{name: static_reports[name].count() for name in columns})
    told = keep("reported", counts).to_pyarrow().to_pylist()[0]
    found = {}
    for module, needs in NEEDS.items():
        if not any(told[name] for name in needs):
            found[module.KIND] = keep(module.KIND, ibis.memtable(shapes.EVENTS[module.KIND].empty_table()))
        elif module is draught_change and draughts is not None:
            found[module.KIND] = keep(module.KIND, draughts())
        else:
            further = {"spans": spans} if module is identity_change else {}
            found[module.KIND] = whole(keep, module.KIND, module.detect, legs, static_reports, single=single, **further)
    return found
