"""What ships did, computed from tracks: one file per kind."""

from __future__ import annotations

from types import ModuleType
from typing import TYPE_CHECKING

from fairlead.events import bounds, draught_change, encounter, gap, loitering, port_visit, voyage
from fairlead.events.identities import identity_change, impossible_movement, reported, shared_imo, static_change
from fairlead.events.positions import circle, fixed_point, on_land
from fairlead.events.tracks import whole

if TYPE_CHECKING:
    import ibis.expr.types as ir
    import pyarrow as pa

    from fairlead.events.tracks import Keep

DETECTORS: tuple[ModuleType, ...] = (
    gap,
    encounter,
    loitering,
    port_visit,
    voyage,
    draught_change,
    impossible_movement,
    identity_change,
    static_change,
    shared_imo,
    on_land,
    fixed_point,
    circle,
)
"""Each has KIND, VERSION, Parameters, DOES_NOT_SHOW and detect."""
_BY_PLACES = (encounter, loitering, port_visit)  # from legs and anchors


def detect_all(legs: ir.Table, static_reports: ir.Table, anchors: pa.Table, keep: Keep) -> dict[str, ir.Table]:
    """Return the events of every kind (shapes.EVENTS), by kind, each as ``keep`` stored it.

    ``legs`` from ``tracks.legs``, ``static_reports`` in their shape, ``anchors`` in the shape ``places.ANCHORS``.
    """
    found = {gap.KIND: whole(keep, gap.KIND, gap.detect, legs)}
    inland = on_land.runs(legs, anchors, keep=keep)  # early: what is told of them waits for them, and engines go on
    found |= {module.KIND: whole(keep, module.KIND, module.detect, legs, anchors) for module in _BY_PLACES}
    spans = keep("spans", bounds.spans(legs))
    single = keep("single_hulls", impossible_movement.single_hulls(legs, spans))
    visits = found[port_visit.KIND]
    found[voyage.KIND] = whole(keep, voyage.KIND, voyage.detect, visits, legs, static_reports, single)
    found |= reported.detect(legs, static_reports, keep, spans, single)
    found[impossible_movement.KIND] = whole(
        keep, impossible_movement.KIND, impossible_movement.detect, legs, spans=spans
    )
    found |= {module.KIND: whole(keep, module.KIND, module.detect, legs) for module in (fixed_point, circle)}
    found[on_land.KIND] = keep(on_land.KIND, on_land.told(inland, legs))
    return found
