"""Static changes: a name, call sign, IMO number, length or beam that a ship reported, and then another, for good.

Left out: numbers that several hulls share, since a static report names no position; single reports, which damaged
messages make; and whether the ship was at sea: the typologies ask ``places`` for the zone of both positions.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import ibis
import ibis.expr.types as ir

from fairlead.events import columns, draught_change
from fairlead.events.identities import impossible_movement

KIND = "static_change"
VERSION = 3
SIZES = ("length_dm", "beam_dm")
FIELDS = ("name", "call_sign", "imo", *SIZES)

DOES_NOT_SHOW = """\
A static change shows that a transponder was told something else. It does not show that the ship is another, or that
anybody hides: ships are sold, renamed and measured anew, crews mend slips of the pen, transponders are swapped and set
up again after repairs, and a name may only lose its "MV". What a registry holds is not in a track."""


@dataclass(frozen=True)
class Parameters:
    """How often a value must be told in a row before it counts."""

    least_reports: int = 3  # ours: damaged messages rarely agree; AIS class A repeats its static report every 6 minutes
    size_dm: int = 20  # ours: lengths and beams are told in metres, and the antenna's place may be mended by one


def detect(
    legs: ir.Table, static_reports: ir.Table, parameters: Parameters = Parameters(), single: ir.Table | None = None
) -> ir.Table:
    """Return one row per change of one field (shapes.EVENTS['static_change']).

    Start and end are the two reports: exhibit and row are theirs; positions are the last ones heard up to each, None
    where the track had not begun. Names and call signs are compared by their letters and digits alone. ``single``: the
    numbers that one hull uses, where they are known.
    """
    alone = impossible_movement.single_hulls(legs) if single is None else single
    told = static_reports.filter(static_reports.t_us.notnull())
    reports = told.semi_join(_differing(told), "mmsi").semi_join(alone, "mmsi")
    changes = _changes(_said(reports), parameters)
    own = legs.semi_join(changes.select("mmsi").distinct(), "mmsi").semi_join(alone, "track")
    placed = draught_change.placed(changes, own)
    track = alone.select("track", of_mmsi="mmsi")
    found = placed.join(track, placed.mmsi == track.of_mmsi)
    return columns.shaped(
        KIND,
        found,
        start_us=found.t_us,
        end_us=found.to_t_us,
        start_exhibit=found.exhibit,
        start_row=found.row,
        end_exhibit=found.to_exhibit,
        end_row=found.to_row,
    )


def _differing(told: ir.Table) -> ir.Table:
    """Return (mmsi) of the numbers that told two values of some field: hardly any do, and what follows is dear."""
    ends = told.group_by("mmsi").agg(
        **{f"{end}_{field}": getattr(told[field], end)() for field in FIELDS for end in ("min", "max")}
    )
    differs = [ends[f"min_{field}"] != ends[f"max_{field}"] for field in FIELDS]
    return ends.filter(ibis.or_(*(one.fill_null(False) for one in differs))).select("mmsi")


_OF = ("mmsi", "field")  # one after the other told: what each number said of each field


def _said(told: ir.Table) -> ir.Table:
    """Return one row for each field that a report tells, with its value to compare and as it was printed."""
    said = None
    for field in FIELDS:
        value = _bare(told[field]) if field in ("name", "call_sign") else told[field].cast("string")
        one = told.select(
            "mmsi", "t_us", "exhibit", "row", value=value, printed=told[field].cast("string"), field=ibis.literal(field)
        )
        said = one if said is None else said.union(one)
    assert said is not None
    return said.filter(said.value.notnull() & (said.value != ""))


def _changes(known: ir.Table, parameters: Parameters) -> ir.Table:
    """Return consecutive long runs of different values of one field, with the reports that bound the change."""
    order = ["t_us", "exhibit", "row"]
    several = known.group_by(_OF).agg(values=known.value.nunique())
    known = known.semi_join(several.filter(several["values"] > 1), _OF)
    runs = _runs(known, order)
    long = runs.filter(runs.reports >= parameters.least_reports)
    # a run between two of the same value is left out above if short, so that those two must be joined again
    runs = _runs_of_runs(long)
    following = ibis.window(group_by=_OF, order_by=["first_us", "first_exhibit", "first_row"])
    earlier = ibis.window(group_by=[*_OF, "value"], order_by=["first_us", "first_exhibit", "first_row"])
    names = ("value", "printed", "reports", "first_us", "first_exhibit", "first_row", "nth")
    numbered = runs.mutate(nth=ibis.row_number().over(earlier))
    pairs = numbered.mutate(**{f"to_{name}": numbered[name].lead().over(following) for name in names})
    changed = pairs.filter(pairs.to_value.notnull())
    grown = changed.value.try_cast("int64") - changed.to_value.try_cast("int64")
    changed = changed.filter(~changed.field.isin(SIZES) | (grown.abs() > parameters.size_dm))
    return changed.select(
        "mmsi",
        "field",
        t_us=changed.last_us,
        exhibit=changed.last_exhibit,
        row=changed.last_row,
        to_t_us=changed.to_first_us,
        to_exhibit=changed.to_first_exhibit,
        to_row=changed.to_first_row,
        from_value=changed.printed,
        to_value=changed.to_printed,
        from_reports=changed.reports,
        to_reports=changed.to_reports,
        returns=changed.to_nth > 0,
    )


def _bare(text: Any) -> Any:
    """Return letters and digits of ASCII alone, as capitals."""
    # dropped before capitals are made: engines differ on those of other letters, such as the German sharp s
    return text.re_replace("[^A-Za-z0-9]", "").upper()


def _runs(known: ir.Table, order: list[str]) -> ir.Table:
    """Return unbroken runs of one value: its reports, the first of them and the last, and how it was first printed."""
    window = ibis.window(group_by=_OF, order_by=order)
    marked = known.mutate(changed=(known.value != known.value.lag().over(window)).fill_null(True).cast("int64"))
    so_far = ibis.cumulative_window(group_by=_OF, order_by=order)
    numbered = marked.mutate(run=marked.changed.sum().cast("int64").over(so_far))
    inside = ibis.window(group_by=[*_OF, "run"], order_by=order)
    placed = numbered.mutate(
        at=ibis.row_number().over(inside), reports=numbered.value.count().over(group_by=[*_OF, "run"])
    )
    first = placed.filter(placed["at"] == 0).select(
        *_OF, "run", "value", "printed", "reports", first_us="t_us", first_exhibit="exhibit", first_row="row"
    )
    last = placed.filter(placed["at"] == placed.reports - 1).select(
        *_OF, "run", last_us="t_us", last_exhibit="exhibit", last_row="row"
    )
    return first.join(last, [*_OF, "run"])


def _runs_of_runs(long: ir.Table) -> ir.Table:
    """Return the runs with neighbours of one value joined."""
    order = ["first_us", "first_exhibit", "first_row"]
    window = ibis.window(group_by=_OF, order_by=order)
    marked = long.mutate(changed=(long.value != long.value.lag().over(window)).fill_null(True).cast("int64"))
    so_far = ibis.cumulative_window(group_by=_OF, order_by=order)
    numbered = marked.mutate(group=marked.changed.sum().cast("int64").over(so_far))
    inside = ibis.window(group_by=[*_OF, "group"], order_by=order)
    whole = ibis.window(group_by=[*_OF, "group"])
    placed = numbered.mutate(
        at=ibis.row_number().over(inside),
        all_reports=columns.exact_sum(numbered.reports).over(whole),
        runs=numbered.value.count().over(whole),
    )
    first = placed.filter(placed["at"] == 0).select(
        *_OF, "group", "value", "printed", *order, reports=placed.all_reports
    )
    last = placed.filter(placed["at"] == placed.runs - 1).select(*_OF, "group", "last_us", "last_exhibit", "last_row")
    return first.join(last, [*_OF, "group"])
