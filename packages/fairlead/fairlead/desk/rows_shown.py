"""One row of a table as the machine read it, what people said of it, and the fields by which it can be corrected."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import BaseModel

from fairlead.desk.statements_shown import Judged, judged_by
from fairlead.desk.workplace import Workplace
from fairlead.register import corrections, judged_rows


class FieldShown(BaseModel):
    """A field in the unit in which people see it; "" for what the source does not give."""

    name: str
    unit: str | None
    read: str
    stands: str  # as what is derived takes it


class RowShown(BaseModel):
    """One row; ``read`` and ``entry`` are what a judgement of it must name."""

    sha256: str
    shape: str
    row: int
    part: int
    fields: list[FieldShown]
    read: str
    entry: str
    judged: Judged | None


def row(place: Workplace, exhibit: str, shape: str, number: int, part: int = 1) -> RowShown:
    """Return one row of an exhibit's reading; MisuseError where there is none."""
    sha256 = place.case.exhibits.get(exhibit).sha256
    read = judged_rows.one(place.case.readings_folder, sha256, shape, number, part)
    known = judged_rows.fields(shape)
    stands = last(place, sha256, shape).get((number, part))
    followed = stands is not None and stands.read == corrections.digest(read)
    changes = stands.changes if stands and followed else {}
    return RowShown(
        sha256=sha256,
        shape=shape,
        row=number,
        part=part,
        fields=[
            FieldShown(
                name=name,
                unit=field.unit,
                read=judged_rows.shown(field, read[field.column]),
                stands=judged_rows.shown(field, changes.get(field.column, read[field.column])),
            )
            for name, field in known.items()
        ],
        read=corrections.digest(read),
        entry=stands.entry if stands else "",
        judged=_judged(place, stands, followed) if stands and stands.verdict != "taken back" else None,
    )


def last(place: Workplace, sha256: str, shape: str) -> dict[tuple[int, int], judged_rows.Judged]:
    """Return how rows of one table were judged last, by number and part."""
    every = place.case.register.judgements().rows
    return {(each.row, each.part): each for each in every if (each.exhibit, each.shape) == (sha256, shape)}


def changes_of(shown: RowShown, given: Mapping[str, str]) -> dict[str, str]:
    """Return what differs between a form and what was read."""
    return {
        field.name: given[field.name].strip()
        for field in shown.fields
        if field.name in given and given[field.name].strip() != field.read
    }


def _judged(place: Workplace, stands: judged_rows.Judged, followed: bool) -> Judged:
    entry = next(each for each in place.case.log.entries(act=judged_rows.ACT, object=stands.exhibit)
                 if each.id == stands.entry)  # fmt: skip
    by_column = {field.column: field for field in judged_rows.fields(stands.shape).values()}
    changes = {
        by_column[column].name: judged_rows.shown(by_column[column], value) or None
        for column, value in stands.changes.items()
    }
    return judged_by(entry, place.people(), changes, followed=followed)
