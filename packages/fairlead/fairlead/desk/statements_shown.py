"""The statements and passages to read of one exhibit as the machine read them, with what people said of each."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel

from fairlead.desk.addresses import address
from fairlead.desk.workplace import Workplace
from fairlead.evidence.entries import Entry
from fairlead.readers.pages.statements import of_passage
from fairlead.register import corrections, told
from fairlead.register.times import iso
from fairlead.typologies.occasion import Where

OFFERED = ("kind", "number", "unit", "bound", "accused", "goods", "conduct", "state", "words", "ship", "place", "on")
"""Fields that the form offers first; the others can be named by who needs them."""


class Judged(BaseModel):
    """How a statement was judged last."""

    verdict: str
    reason: str
    changes: dict[str, Any]
    who: str
    when: str
    followed: bool


class StatementShown(BaseModel):
    """One statement; ``read`` and ``entry`` are what a judgement of it must name."""

    row: int
    kind: str
    quote: str
    speaker: str | None
    about: str | None
    fields: dict[str, Any]
    not_understood: list[str]  # of a passage to read: element and why; of a claim: fields its sentence may give
    interest: list[str]  # the words that made a passage one
    read: str
    entry: str
    address: str
    judged: Judged | None


def statements(place: Workplace, sha256: str) -> list[StatementShown]:
    """Return the statements of an exhibit by row."""
    one = place.case.exhibits.get(sha256)
    rows = corrections.rows(place.case.readings_folder, one.sha256)
    judged = {each.row: each for each in corrections.of(place.case.register.corrections(), one.sha256)}
    entries = {each.id: each for each in place.case.log.entries(act=corrections.ACT, object=one.sha256)}
    people = place.people()
    found = []
    for n, row in sorted(rows.items()):
        stands = judged.get(n)
        body = json.loads(row["body"])
        if row["char_start"] is not None:
            where = Where(chars=(row["char_start"], row["char_end"]))
        else:
            box = tuple(float(side) for side in row["box"].split(",")) if row["box"] else None
            where = Where(page=row["page"], box=box)  # type: ignore[arg-type]
        shown = None
        if stands and stands.verdict != "taken back":
            followed = stands.read == corrections.digest(row)
            shown = judged_by(entries[stands.entry], people, stands.changes, followed=followed)
        found.append(
            StatementShown(
                row=n,
                kind=row["kind"],
                quote=row["quote"],
                speaker=row["speaker"],
                about=row["about"],
                fields=_fields(row["kind"], body),
                not_understood=_not_understood(body),
                interest=body.get("interest") or [],
                read=corrections.digest(row),
                entry=stands.entry if stands else "",
                address=address(one.sha256, where),
                judged=shown,
            )
        )
    return found


def _fields(kind: str, body: dict[str, Any]) -> dict[str, Any]:
    """Return what can be corrected; of a passage to read the fields of the claim that it may become."""
    if kind == corrections.PASSAGE:
        body = {"kind": "claim"} | of_passage(body, "claim", {})
    return {name: value for name, value in body.items() if name not in corrections.FIXED}


def _not_understood(body: dict[str, Any]) -> list[str]:
    given = body.get("not_understood") or []
    return [f"{each['element']}: {each['why']}" if isinstance(each, dict) else each for each in given]


def judged_by(entry: Entry, people: dict[str, str | None], changes: Mapping[str, Any], *, followed: bool) -> Judged:
    """Return a judgement as its entry tells it; ``changes`` as people read them."""
    return Judged(
        verdict=entry.body["verdict"],
        reason=entry.body["reason"],
        changes=dict(changes),
        who=told.actor(people, entry),
        when=iso(entry.time_us).replace("T", " ")[:16],
        followed=followed,
    )


def offered(statement: StatementShown) -> list[tuple[str, str]]:
    """Return the fields that the form offers, with what was read as JSON, or "" for nothing."""
    lines = [("speaker", statement.speaker), ("about", statement.about)]
    known = [(name, statement.fields[name]) for name in OFFERED if name in statement.fields]
    return [(name, "" if value is None else _written(value)) for name, value in (*lines, *known)]


def changes_of(statement: StatementShown, given: dict[str, str]) -> dict[str, Any]:
    """Return what differs between a form and what was read; of a passage also what kind of statement it becomes."""
    kind = {"kind": given.get("kind", "").strip() or "claim"} if statement.kind == corrections.PASSAGE else {}
    return kind | {
        name: _read(given[name].strip())
        for name, before in offered(statement)
        if name in given and given[name].strip() != before
    }


def _written(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _read(text: str) -> Any:
    if not text:
        return None
    try:
        return json.loads(text)
    except ValueError:
        return text
