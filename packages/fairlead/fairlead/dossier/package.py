"""Makes a dossier: a folder and a zip with everything needed to check the occasions in it, for one audience.

    1. refuse what the audience may not have (handling), before anything is written
    2. write the page, the occasions as JSON and GeoJSON, and the exhibits as far as they may go
    3. name every file in the manifest, and record the making in the custody log under the manifest's hash
    4. add the entries with their proofs under a checkpoint that covers them all, and the stand-alone verifier
    5. put the folder in its place, and zip it

Left out: choosing what to release, which people do, and deriving again, which ``fairlead verify`` does.
"""

from __future__ import annotations

import hashlib
import json
import tempfile
import time
import zipfile
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path
from typing import Any

from fairlead.dossier import page, pieces, word
from fairlead.dossier.material import Material
from fairlead.errors import MisuseError, RefusedError
from fairlead.evidence import stamps
from fairlead.evidence.entries import Entry, parse
from fairlead.evidence.exhibits import Exhibit
from fairlead.evidence.handling import Marking
from fairlead.evidence.log import CustodyLog
from fairlead.register import followed, ftm, geojson, told
from fairlead.register.followed import JUDGING
from fairlead.typologies.occasion import Occasion
from fairlead_ledger import canonical, keys, merkle

VERSION = 1
README = """A Fairlead dossier.

dossier.html       for people: open it in a browser, or print it; dossier.docx the same for Word, where there is one
occasions.json     the same occasions for programs; occasions.geojson for maps; entities.ftm.json for OpenAleph
numbers.json       the estimates in it for programs, where there are any
exhibits/          the exhibits cited, as received; chunks/ where only pieces may be given
manifest.json      the hash of every file here
custody.json       the entries of the custody log that these rest on, with their proofs
verify.py          python3 verify.py .     needs Python 3.11 and the package `cryptography`
"""


@dataclass(frozen=True)
class Made:
    """Where the dossier lies, and what it carries of each exhibit."""

    folder: Path
    archive: Path
    carried: dict[str, str]  # SHA-256 → whole, chunks or hash


def make(material: Material, out: Path, audience: Marking, redact: bool = False, docx: bool = False) -> Made:
    """Make the dossier at ``out`` (a folder that must not exist) and ``out``.zip.

    With ``docx`` it also holds the same as a Word document. Raises RefusedError, with nothing written, where the
    handling of a cited exhibit does not allow this audience.
    """
    out = out.with_suffix("") if out.suffix == ".zip" else out
    archive = out.with_name(out.name + ".zip")
    for path in (out, archive):
        if path.exists():
            raise MisuseError(f"{path}: exists already", "choose another name with -o, or remove it")
    if not material.occasions and not material.numbers:
        raise MisuseError("no occasion to make a dossier of", "name occasions as listed by `fairlead occasions`")
    exhibits = _cited(material)
    _refuse(exhibits, audience)
    out.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f".{out.name}-", dir=out.parent) as made:
        folder = Path(made) / out.name
        folder.mkdir()
        carried = {exhibit.sha256: pieces.carry(exhibit, material, folder, redact) for exhibit in exhibits}
        entries = _entries(material, exhibits, _hidden(material, audience))
        _write(material, folder, audience, exhibits, carried, entries, docx)
        _seal(material, folder, audience, exhibits, carried, entries)
        _zip(folder, Path(made) / archive.name)
        folder.replace(out)
        (Path(made) / archive.name).replace(archive)
    return Made(out, archive, {sha256: how["carried"] for sha256, how in carried.items()})


def _cited(material: Material) -> list[Exhibit]:
    hashes = dict.fromkeys(citation.sha256 for citation in material.cited())
    return [material.exhibits.get(sha256) for sha256 in hashes]


def _refuse(exhibits: Sequence[Exhibit], audience: Marking) -> None:
    """Refuse what the audience may not have; nothing is trimmed in silence."""
    today = datetime.now(UTC).date()
    reasons = []
    for exhibit in exhibits:
        handling = exhibit.handling
        if not handling.may_cite:
            reasons.append(f"{exhibit.name}: may not be cited")
        elif not handling.allows(audience, today):
            until = f", and not before {handling.not_before}" if handling.not_before else ""
            reasons.append(f"{exhibit.name}: is marked {handling.marking}{until}")
    if reasons:
        raise RefusedError(
            f"the handling of {len(reasons)} cited exhibits does not allow the audience {audience}: "
            + "; ".join(reasons[:5]),
            "choose a narrower --audience, or leave out the occasions that cite them",
        )


def _hidden(material: Material, audience: Marking) -> set[str]:
    """Return the exhibits of the whole case whose content this audience may not see, cited or not (SHA-256).

    Tracks around an occasion are drawn from whatever the case holds; from these they must not be.
    """
    today = datetime.now(UTC).date()
    return {
        exhibit.sha256
        for exhibit in material.exhibits.all()
        if not (exhibit.handling.may_show and exhibit.handling.allows(audience, today))
    }


def _entries(material: Material, exhibits: Sequence[Exhibit], hidden: Collection[str]) -> list[Entry]:
    """Return the entries that the dossier rests on: actors, receipts and readings, and the acts on its occasions.

    What people said of readings holds the readings' content: of an exhibit under ``hidden`` it is left out.
    """
    hashes = {exhibit.sha256 for exhibit in exhibits}
    ids = {occasion.id for occasion in material.occasions}
    kept = []
    last_find: Entry | None = None
    for entry in material.log.entries():
        if entry.act == "find":
            last_find = entry
        elif entry.object in hidden and entry.act in JUDGING:
            continue
        elif entry.act in ("init", "enrol", *stamps.ACTS) or entry.object in hashes or entry.object in ids:
            kept.append(entry)
    return sorted([*kept, *([last_find] if last_find else [])], key=lambda entry: entry.index)


def _write(
    material: Material,
    folder: Path,
    audience: Marking,
    exhibits: Sequence[Exhibit],
    carried: dict[str, dict[str, Any]],
    entries: Sequence[Entry],
    docx: bool,
) -> None:
    labels = {exhibit.sha256: f"E{n}" for n, exhibit in enumerate(exhibits, 1)}
    hidden = _hidden(material, audience)
    pending = material.log.ids_since("find", JUDGING)
    judged = {
        occasion.id: followed.beneath(occasion, material.judged, material.readings, hidden, pending)
        for occasion in material.occasions
    }
    shown = [
        page.show(
            n,
            occasion,
            material.derived,
            material.readings,
            material.store,
            _history(material, occasion),
            hidden,
            judged[occasion.id],
            material.followed,
        )
        for n, occasion in enumerate(sorted(material.occasions, key=_order), 1)
    ]
    annexes = page.Annexes(
        exhibits=[_exhibit_row(exhibit, carried[exhibit.sha256]) for exhibit in exhibits],
        entries=[_entry_row(entry) for entry in entries],
        labels=labels,
        case_key=str(material.log.verifier),
        checkpoint=material.log.checkpoint() or "",
    )
    made = f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC"
    html = page.render(material.name, made, audience, shown, annexes, material.numbers)
    (folder / "dossier.html").write_text(html, encoding="utf-8")
    if docx:
        acts = {occasion.id: list(material.log.entries(object=occasion.id)) for occasion in material.occasions}
        ordered = sorted(material.occasions, key=_order)
        text = word.document(material.name, made, audience, ordered, labels, annexes.exhibits, annexes.entries, acts,
                             judged)  # fmt: skip
        (folder / "dossier.docx").write_bytes(text)
    documents = [occasion.to_json() for occasion in material.occasions]
    _write_json(folder / "occasions.json", documents)
    if material.numbers:
        _write_json(folder / "numbers.json", [dict(numbers.document) for numbers in material.numbers])
    _write_json(folder / "occasions.geojson", geojson.collection(material.occasions))
    lines = (json.dumps(entity, ensure_ascii=False) for entity in ftm.entities(material.occasions))
    (folder / "entities.ftm.json").write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    (folder / "README.txt").write_text(README, encoding="utf-8")
    verifier = (files("fairlead.dossier") / "verifier.py").read_text(encoding="utf-8")
    (folder / "verify.py").write_text(verifier, encoding="utf-8")


def _seal(
    material: Material,
    folder: Path,
    audience: Marking,
    exhibits: Sequence[Exhibit],
    carried: dict[str, dict[str, Any]],
    entries: Sequence[Entry],
) -> None:
    """Write the manifest, record it in the log, and write the proofs of all entries under one checkpoint."""
    named = [{"id": occasion.id, "digest": occasion.digest} for occasion in material.occasions]
    hashed = {
        path.relative_to(folder).as_posix(): _sha256(path) for path in sorted(folder.rglob("*")) if path.is_file()
    }
    manifest = {
        "v": VERSION,
        "case": material.log.verifier.name,
        "name": material.name,
        "made_us": time.time_ns() // 1000,
        "audience": audience,
        "files": hashed,
        "exhibits": [
            {"sha256": exhibit.sha256, "size": exhibit.size, **carried[exhibit.sha256]} for exhibit in exhibits
        ],
        "whole_case": {exhibit.sha256 for exhibit in exhibits} == set(material.exhibits.by_key().values()),
        "occasions": named,
    }
    data = canonical.dumps(manifest)
    (folder / "manifest.json").write_bytes(data)
    body = {"audience": audience, "occasions": named, "files": len(hashed)}
    making = material.log.append("dossier", hashlib.sha256(data).hexdigest(), body)
    note = material.log.checkpoint()
    leaves = list(material.log.leaves())
    size = int((note or "").splitlines()[1])
    hashes = [merkle.leaf_hash(leaf) for leaf in leaves[:size]]
    names = {exhibit.sha256: exhibit for exhibit in exhibits}
    proved = [
        {
            "index": entry.index,
            "leaf": keys.encode(leaves[entry.index]),
            "path": [keys.encode(node) for node in merkle.inclusion_proof(hashes, entry.index, size)],
            "disclosed": _disclosed(material.log, entry, names),
        }
        for entry in [*entries, parse(leaves[making.index])]
    ]
    # Each time stamp and cosignature is about an earlier checkpoint: a proof leads from that tree to this one.
    grown = {
        str(entry.index): [keys.encode(node) for node in merkle.consistency_proof(hashes, entry.body["size"], size)]
        for entry in entries
        if entry.act in stamps.ACTS
    }
    custody = {"v": VERSION, "key": str(material.log.verifier), "checkpoint": note, "entries": proved}
    custody |= {"grown": grown} if grown else {}
    (folder / "custody.json").write_bytes(canonical.dumps(custody))


def _disclosed(log: CustodyLog, entry: Entry, cited: dict[str, Exhibit]) -> dict[str, dict[str, Any]]:
    """Return the private fields of a receipt that may go along, with their salts: never those that name a person."""
    exhibit = cited.get(entry.object)
    if exhibit is None or entry.act != "add":
        return {}
    handling = exhibit.handling
    allowed = (["name"] if handling.may_show else []) + (["source", "url"] if handling.may_attribute else [])
    return log.disclose(entry, [field for field in allowed if field in entry.private])


def _order(occasion: Occasion) -> tuple[int, str, str]:
    """Return the order of the page: observed, documented, stated; then by time."""
    return (("observed", "documented", "stated").index(occasion.basis), occasion.start, occasion.id)


def _history(material: Material, occasion: Occasion) -> list[dict[str, str]]:
    return [
        {
            "when": _when(entry),
            "act": entry.act.replace("_", " "),
            "actor": entry.actor[:12],
            "content": told.in_full(entry),
        }
        for entry in material.log.entries(object=occasion.id)
    ]


def _exhibit_row(exhibit: Exhibit, carried: dict[str, Any]) -> dict[str, Any]:
    handling = exhibit.handling
    first = exhibit.receipts[0]
    said = {"whole": "whole", "chunks": "the cited pieces", "hash": "its hash only"}
    source = [given for receipt in exhibit.receipts if (given := receipt.source or receipt.url)]
    allowed = [
        word
        for word, may in (
            ("cited", handling.may_cite),
            ("attributed", handling.may_attribute),
            ("shown", handling.may_show),
            ("redistributed", handling.may_redistribute),
        )
        if may
    ]
    return {
        "sha256": exhibit.sha256,
        "name": exhibit.name if handling.may_show else None,
        "size": f"{exhibit.size:,}",
        "media_type": exhibit.media_type,
        "received": [f"{_utc(receipt.received_us)} (entry {receipt.index})" for receipt in exhibit.receipts],
        "source": ("; ".join(source) or "source not stated") if handling.may_attribute else "source withheld",
        "grade": f"source {first.reliability}, content {first.credibility} (Admiralty)",
        "handling": f"TLP:{handling.marking.upper()}; may be {', '.join(allowed) or 'neither cited nor shown'}",
        "carried": said[carried["carried"]],
    }


def _entry_row(entry: Entry) -> dict[str, Any]:
    return {
        "index": entry.index,
        "when": _when(entry),
        "act": entry.act,
        "actor": entry.actor[:12],
        "object": entry.object[:16],
        "leaf": entry.id[:24],
    }


def _when(entry: Entry) -> str:
    return _utc(entry.time_us)


def _utc(time_us: int) -> str:
    return f"{datetime.fromtimestamp(time_us / 1e6, UTC):%Y-%m-%d %H:%M:%S}"


def _write_json(path: Path, document: Any) -> None:
    path.write_text(json.dumps(document, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def _zip(folder: Path, archive: Path) -> None:
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as packed:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                packed.write(path, path.relative_to(folder))


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
