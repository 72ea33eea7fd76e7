"""What ships did, computed from tracks: one file per kind."""

from __future__ import annotations

from types import ModuleType
from typing import TYPE_CHECKING

from fairlead.events import bounds, draught_change, encounter, gap, loitering, port_visit, voyage
from fairlead.events.identities import identity_change, impossible_movement, reported, shared_imo, static_change
from fairlead.events.positions import circle, fixed_point, on_land

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


def detect_all(legs: ir.Table, static_reports: ir.Table, anchors: pa.Table, keep: Keep) -> dict[str, ir.Table]:
    """Return the events of every kind (shapes.EVENTS), by kind, each as ``keep`` stored it.

    ``legs`` from ``tracks.legs``, ``static_reports`` in their shape, ``anchors`` in the shape ``places.ANCHORS``.
    """
    found = {gap.KIND: keep(gap.KIND, gap.detect(legs, keep=keep))}
    inland = on_land.runs(legs, anchors, keep=keep)  # early: what is told of them waits for them, and engines go on
    found |= {
        encounter.KIND: keep(encounter.KIND, encounter.detect(legs, anchors, keep=keep)),
        loitering.KIND: keep(loitering.KIND, loitering.detect(legs, anchors)),
        port_visit.KIND: keep(port_visit.KIND, port_visit.detect(legs, anchors, keep=keep)),
    }
    spans = keep("spans", bounds.spans(legs))
    single = keep("single_hulls", impossible_movement.single_hulls(legs, spans))
    found[voyage.KIND] = keep(voyage.KIND, voyage.detect(found[port_visit.KIND], legs, static_reports, single))
    found |= reported.detect(legs, static_reports, keep, spans, single)
    moved = impossible_movement.detect(legs, spans=spans, keep=keep)
    found[impossible_movement.KIND] = keep(impossible_movement.KIND, moved)
    found[fixed_point.KIND] = keep(fixed_point.KIND, fixed_point.detect(legs))
    found[circle.KIND] = keep(circle.KIND, circle.detect(legs, keep=keep))
    found[on_land.KIND] = keep(on_land.KIND, on_land.told(inland, legs))
    return found
