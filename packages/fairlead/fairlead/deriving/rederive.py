"""Makes readings, events and occasions again and compares them with what the custody log recorded.

What cannot be compared here (another version of a rule or library, exhibits added since) is said to be so, not failed.
Nothing in the case or dossier is written.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from fairlead import shapes
from fairlead.case import Case
from fairlead.deriving import derive, follows_from, reading_in, taking_apart
from fairlead.errors import FairleadError, UnreadableError
from fairlead.evidence.entries import Entry, parse
from fairlead.evidence.verification import Check, Outcome
from fairlead.readers import mapped, reading
from fairlead.readers.reader import Source
from fairlead.register import followed, identities
from fairlead.typologies.occasion import from_json
from fairlead_ledger import keys

PROVED, FAILED, NOT_CHECKABLE = Outcome.PROVED, Outcome.FAILED, Outcome.NOT_CHECKABLE


def check_case(case: Case) -> Iterator[Check]:
    """Yield the checks of a case's readings and of what its last ``find`` derived."""
    exhibits = {exhibit.sha256: exhibit for exhibit in case.exhibits.all()}
    with tempfile.TemporaryDirectory(prefix="fairlead-verify-") as made:
        for sha256, entry in _last_readings(case).items():
            if sha256 not in exhibits:
                continue
            exhibit = exhibits[sha256]
            path = case.store.path(sha256)
            source = _source(sha256, exhibit.name, path, exhibit.size, exhibit.media_type, entry.body)
            yield from _check_stored(case.readings_folder / sha256, entry.body)
            yield _check_reading(source, entry.body, Path(made) / sha256)
    yield from taking_apart.check(case)
    yield from _check_derived(case)


def check_dossier(folder: Path) -> Iterator[Check]:
    """Yield the checks of readings made again from the whole exhibits in a dossier, and of its occasions.

    The dossier's integrity (``dossier.verifier``) must have been proved before.
    """
    manifest = json.loads((folder / "manifest.json").read_bytes())
    custody = json.loads((folder / "custody.json").read_bytes())
    entries = [parse(keys.decode(each["leaf"])) for each in custody["entries"]]
    bodies = {entry.object: entry.body for entry in entries if entry.act == "read"}
    received = {entry.object: entry.body for entry in entries if entry.act == "add"}
    with tempfile.TemporaryDirectory(prefix="fairlead-verify-") as made:
        remade = []
        for exhibit in manifest["exhibits"]:
            sha256 = exhibit["sha256"]
            if exhibit["carried"] != "whole":
                yield Check(NOT_CHECKABLE, f"reading of {sha256[:12]}", "the dossier does not carry the whole exhibit")
            elif sha256 in bodies:
                body = bodies[sha256]
                path = folder / "exhibits" / sha256
                # the name may be withheld from this audience; no reader decides by it alone
                source = _source(sha256, sha256[:12], path, exhibit["size"], received[sha256]["media_type"], body)
                check = _check_reading(source, body, Path(made) / sha256)
                remade += [sha256] if check.outcome is PROVED else []
                yield check
        yield _check_dossiers_occasions(manifest, entries, Path(made), remade)


def _source(sha256: str, name: str, path: Path, size: int, kind: str, body: Mapping[str, Any]) -> Source:
    return Source(sha256, name, path, size, kind, **mapped.columns(body.get("mapping"), "mapping"))


def _last_readings(case: Case) -> dict[str, Entry]:
    last = {entry.object: entry for entry in case.log.entries() if entry.act in ("read", "unread")}
    return {sha256: entry for sha256, entry in last.items() if entry.act == "read"}


def _check_reading(source: Source, body: Mapping[str, Any], folder: Path) -> Check:
    """Read an exhibit again into ``folder`` and compare the digests of its rows."""
    what = f"reading of {source.sha256[:12]}"
    recorded = reading_in.recorded_reading(body)
    if not reading.is_current(recorded):
        return Check(NOT_CHECKABLE, what, f"made by {recorded.reader} {recorded.version} or libraries not here")
    try:
        remade = reading.read(source, folder)
    except (UnreadableError, OSError) as refusal:
        return Check(FAILED, what, f"cannot be read again: {refusal}")
    if remade.digests != recorded.digests and recorded.by_program:
        return Check(NOT_CHECKABLE, what, "a program that reads pictures need not read alike on two machines")
    if remade.digests != recorded.digests:
        differing = sorted(name for name, digest in recorded.digests.items() if remade.digests.get(name) != digest)
        return Check(FAILED, what, f"read again, {', '.join(differing) or 'its shapes'} differ from what was recorded")
    return Check(PROVED, what, f"read again by {recorded.reader} {recorded.version}, row for row")


def _check_stored(folder: Path, body: Mapping[str, Any]) -> Iterator[Check]:
    """Compare the rows stored in the case with those recorded; a missing file can be made again."""
    for shape, digest in body["digests"].items():
        path = folder / f"{shape}.parquet"
        what = f"{folder.parent.name}/{folder.name}/{path.name}"
        if not path.exists():
            yield Check(NOT_CHECKABLE, what, "is not there; `fairlead find` makes it again")
        elif _digest(path) != digest:
            yield Check(FAILED, what, "its rows are not those recorded")


def _check_derived(case: Case) -> Iterator[Check]:
    found = list(case.log.entries(act="find"))
    if not found:
        return
    body = found[-1].body
    what = "events and occasions"
    stored = dict(_stored_digests(case.derived_folder))
    for name, digest in body["digests"].items():
        if stored.get(name) != digest:
            why = "is not there" if name not in stored else "is not what was recorded"
            outcome = NOT_CHECKABLE if name not in stored else FAILED
            yield Check(outcome, f"derived/{name}", f"{why}; `fairlead find` makes it again")
    if not _by_present_rules(body):
        yield Check(NOT_CHECKABLE, what, "derived by rules or libraries of other versions than those here")
    elif body["inputs"] != follows_from.inputs_digest(case):
        yield Check(NOT_CHECKABLE, what, "exhibits or observations changed since; run `fairlead find`")
    else:
        with tempfile.TemporaryDirectory(prefix="fairlead-verify-") as made:
            again = derive.derive(derive.inputs(case), Path(made)).digests
        yield from (_compared(name, digest, again.get(name)) for name, digest in body["digests"].items())


def _check_dossiers_occasions(
    manifest: Mapping[str, Any], entries: list[Entry], readings: Path, remade: list[str]
) -> Check:
    what = f"{len(manifest['occasions'])} occasions"
    last = next((entry for entry in reversed(entries) if entry.act == "find"), None)
    if not manifest["whole_case"] or len(remade) != len(manifest["exhibits"]):
        return Check(NOT_CHECKABLE, what, "the case holds exhibits that the dossier does not carry, or that are unread")
    if last is None or not _by_present_rules(last.body):
        return Check(NOT_CHECKABLE, what, "derived by rules or libraries of other versions than those here")
    if any(entry.act == "observe" for entry in entries):
        return Check(NOT_CHECKABLE, what, "they rest on observations, whose private fields the dossier does not carry")
    given = derive.Inputs(
        readings,
        remade,
        [],
        last.body["regime"],
        judged=followed.replayed(entries),
        decisions=identities.replayed(entries),
    )
    with tempfile.TemporaryDirectory(prefix="fairlead-verify-") as made:
        again = {occasion.id: occasion.digest for occasion in derive.derive(given, Path(made)).occasions}
    wrong = [each["id"] for each in manifest["occasions"] if again.get(each["id"]) != each["digest"]]
    if wrong:
        return Check(FAILED, what, f"derived again, {len(wrong)} differ, first {wrong[0]}")
    return Check(PROVED, what, "derived again from the exhibits carried, digest for digest")


def _by_present_rules(body: Mapping[str, Any]) -> bool:
    try:
        return bool(body["fingerprint"] == follows_from.fingerprint(body["regime"]))
    except FairleadError:  # a regime of one's own, which is not on this machine
        return False


def _compared(name: str, recorded: str, again: str | None) -> Check:
    if again == recorded:
        return Check(PROVED, name, "derived again, row for row")
    return Check(FAILED, name, "derived again, it differs from what was recorded")


def _stored_digests(folder: Path) -> Iterator[tuple[str, str]]:
    for path in sorted((folder / "events").glob("*.parquet")):
        yield f"events/{path.stem}", _digest(path)
    path = folder / "occasions.jsonl"
    if path.exists():
        yield "occasions", _digest_of_lines(path)


def _digest(path: Path) -> str:
    try:
        table = pq.read_table(path)
        return shapes.table_digest(table)
    except Exception as damage:  # damaged bytes can make the library fail in any way
        return f"unreadable ({type(damage).__name__})"


def _digest_of_lines(path: Path) -> str:
    """Return the digest of stored occasions, or why there is none; each must fit its own digest."""
    try:
        with path.open(encoding="utf-8") as stream:
            stored = [from_json(json.loads(line)) for line in stream]
        if any(occasion.sealed().digest != occasion.digest for occasion in stored):
            return "changed"
        return follows_from.digest_of_occasions(stored)
    except (ValueError, KeyError, TypeError, FairleadError) as damage:
        return f"unreadable ({type(damage).__name__})"
