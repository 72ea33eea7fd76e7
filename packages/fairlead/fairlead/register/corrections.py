"""What people say of a statement that the machine read: right, corrected or rejected, each an act with its reason.

The reading stays as it was made; the act stands in the log beside it, and whatever is derived follows the act. An act
names a digest of the statement as it was read: where another reading says something else at that row, the act is kept,
no longer followed, and shown as resting on what was read then.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, get_args

import pyarrow as pa
import pyarrow.parquet as pq

from fairlead.errors import ConflictError, MisuseError
from fairlead.readers.pages import statements
from fairlead_ledger import canonical

ACT = "statement"
Verdict = Literal["accepted", "corrected", "rejected", "taken back"]
VERDICTS: tuple[str, ...] = get_args(Verdict)
CHANGING = ("corrected", "rejected")

FIXED = (
    *("v", "encoding", "page_date", "at", "same_source_key", "stated", "not_stated", "not_understood", "interest"),
    "read_from_picture",
)
"""Of a body: what tells where and how the words were read. The words are the exhibit's, and nobody's to change."""

PASSAGE = "passage"
"""The kind of a passage to read: nobody's statement until somebody corrects it to be one, with ``kind``."""

LINES = ("speaker", "about")
_MOST = 400  # letters of a corrected line; ours


@dataclass(frozen=True)
class Correction:
    """How somebody judged a statement; ``changes`` are by field: ``speaker``, ``about``, or one of the body."""

    entry: str
    exhibit: str
    row: int
    read: str  # digest of the statement as it was read
    verdict: str
    reason: str
    changes: dict[str, Any] = field(default_factory=dict)

    @property
    def changing(self) -> bool:
        """Whether what is derived differs by it."""
        return self.verdict in CHANGING


def correction(row: Mapping[str, Any]) -> Correction:
    """Return a judgement from its row in the table, or from the body of its entry with ``entry``."""
    names = ("entry", "exhibit", "row", "read", "verdict", "reason")
    return Correction(**{name: row[name] for name in names}, changes=json.loads(row["changes"]))


def digest(row: Mapping[str, Any]) -> str:
    """Return the digest of a statement as it was read, without its exhibit and row number."""
    whole = {name: row[name] for name in sorted(row) if name not in ("exhibit", "row")}
    return hashlib.sha256(json.dumps(whole, sort_keys=True, ensure_ascii=True).encode()).hexdigest()


def said_well(what: str, verdict: str, changed: Mapping[str, Any], reason: str, example: str) -> None:
    """Raise MisuseError for a judgement that is none, gives no reason, or changes what only a correction may."""
    if verdict not in VERDICTS:
        raise MisuseError(f"no such judgement of a {what}: {verdict!r}", f"one of: {', '.join(VERDICTS)}")
    if not reason.strip():
        raise MisuseError(f"a judgement of a {what} needs its reason")
    if bool(changed) != (verdict == "corrected"):
        raise MisuseError("only a correction changes fields, and it changes one at least", f"--set {example}")


def check(row: Mapping[str, Any], verdict: str, changes: Mapping[str, Any], reason: str) -> None:
    """Raise MisuseError for a judgement without a reason, or for changes that this statement cannot take."""
    said_well("statement", verdict, changes, reason, "number=12")
    body = json.loads(row["body"])
    if row["kind"] == PASSAGE and verdict == "corrected":
        kind = changes.get("kind")
        if kind not in statements.MADE_OF_A_PASSAGE:
            raise MisuseError(
                f"a passage to read becomes a statement of some kind, found kind {kind!r}",
                f"--set kind=claim; one of: {', '.join(statements.MADE_OF_A_PASSAGE)}",
            )
        body = statements.of_passage(body, kind, {})
        changes = {name: value for name, value in changes.items() if name != "kind"}
    for name, value in changes.items():
        if name in LINES:
            if value is not None and not (isinstance(value, str) and 0 < len(value) <= _MOST):
                raise MisuseError(f"{name}: a line of text, or null, was expected, found {value!r}")
        elif name in FIXED or name not in body:
            known = sorted({*LINES, *body} - set(FIXED))
            raise MisuseError(
                f"this statement has no field {name!r} that can be corrected", f"fields: {', '.join(known)}"
            )
        elif not _alike(body[name], value):
            raise MisuseError(f"{name}: {_kind(body[name])} was expected, found {value!r}")


def body_of(
    row: Mapping[str, Any], sha256: str, verdict: str, changes: Mapping[str, Any], reason: str
) -> dict[str, Any]:
    """Return the body of the entry that judges a statement."""
    check(row, verdict, changes, reason)
    return {
        "exhibit": sha256,
        "row": row["row"],
        "read": digest(row),
        "verdict": verdict,
        "changes": canonical.dumps(dict(changes)).decode(),
        "reason": reason.strip(),
    }


def rows(readings: Path, sha256: str) -> dict[int, dict[str, Any]]:
    """Return the statements of an exhibit as they were read, by row."""
    path = readings / sha256 / "statements.parquet"
    return {row["row"]: row for row in pq.read_table(path).to_pylist()} if path.exists() else {}


def one(readings: Path, sha256: str, row: int) -> dict[str, Any]:
    """Return one statement as it was read; MisuseError where there is none."""
    found = rows(readings, sha256).get(row)
    if found is None:
        raise MisuseError(f"no statement {row} was read in exhibit {sha256[:12]}", "its statements are numbered from 1")
    return found


def unless_other(found: Mapping[str, Any], read: str) -> None:
    """Raise ConflictError where a statement is not what its judge saw."""
    if digest(found) != read:
        raise ConflictError("the exhibit was read anew since you looked; nothing was written", "look at it again")


def followed(row: Mapping[str, Any], judged: Correction | None) -> dict[str, Any] | None:
    """Return a statement as derivation takes it: as read, as corrected, or None where it was rejected."""
    if judged is None or judged.read != digest(row):
        return dict(row)
    if judged.verdict == "rejected":
        return None
    if row["kind"] == PASSAGE and judged.changes:
        return _made(row, judged.changes)
    changed = {name: value for name, value in judged.changes.items() if name in LINES}
    body = {**json.loads(row["body"]), **{name: value for name, value in judged.changes.items() if name not in LINES}}
    return {**row, **changed, "body": canonical.dumps(body).decode() if judged.changes else row["body"]}


def _made(row: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    """Return the statement that somebody made of a passage: whom it is about follows from whom it accuses."""
    given = {name: value for name, value in changes.items() if name not in (*LINES, "kind")}
    body = statements.of_passage(json.loads(row["body"]), changes["kind"], given)
    about = changes.get("about") or ",".join(body.get("accused") or ()) or None
    lines = {"kind": changes["kind"], "speaker": changes.get("speaker"), "about": about}
    return {**row, **lines, "body": canonical.dumps(body).decode()}


def follow(table: pa.Table, judged: Iterable[Correction]) -> pa.Table:
    """Return an exhibit's statements as derivation takes them."""
    by_row = {each.row: each for each in judged}
    kept = [followed(row, by_row.get(row["row"])) for row in table.to_pylist()]
    return pa.Table.from_pylist([row for row in kept if row is not None], schema=table.schema)


def of(judged: Sequence[Correction], sha256: str) -> list[Correction]:
    """Return those on one exhibit."""
    return [each for each in judged if each.exhibit == sha256]


def _alike(before: Any, after: Any) -> bool:
    """Tell whether a value can stand where another stood: the same kind, or nothing."""
    if after is None or before is None:
        return True
    if isinstance(before, bool) or isinstance(after, bool):
        return isinstance(before, bool) and isinstance(after, bool)
    if isinstance(before, int | str) and isinstance(after, int | str):
        return isinstance(before, str) or isinstance(after, int)
    return isinstance(after, type(before))


def _kind(value: Any) -> str:
    return {bool: "true or false", int: "a whole number", str: "text", list: "a list", dict: "an object"}[type(value)]
