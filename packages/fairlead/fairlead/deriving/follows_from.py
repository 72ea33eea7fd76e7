"""What derived tables follow from, as hashes: readings, observations, rules, libraries; and frozen anchorages.

Two runs with the same hash make the same rows. Left out: making them (``derive.py``).
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from importlib.metadata import version as installed_version
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from fairlead import engines, events, law, places, shapes, typologies
from fairlead.deriving import making
from fairlead.deriving.reading_in import readings
from fairlead.errors import MisuseError
from fairlead.events import silence, tracks
from fairlead.places import anchorages as lying
from fairlead.typologies import likelihood
from fairlead.typologies.grounds import indications
from fairlead.typologies.occasion import Occasion
from fairlead_ledger import canonical

if TYPE_CHECKING:
    from fairlead.case import Case

_SAILED = ("positions", "static_reports")
LIBRARIES = ("duckdb", "ibis-framework", "pyarrow", "shapely")  # whose version may change a derived row


def inputs_digest(case: Case) -> str:
    """Return one hash over everything that ``derive`` reads: the readings' digests and the observations."""
    read_digests = {sha256: body["digests"] for sha256, body in readings(case).items() if "digests" in body}
    observed = sorted(observation.id for observation in case.register.observations())
    frozen = anchorages(case)
    whole = {
        "readings": read_digests,
        "observations": observed,
        "anchorages": None if frozen is None else shapes.table_digest(frozen),
    }
    if judged := case.register.judgements().entries():
        whole["corrections"] = judged  # only where there are some: cases made before this keep their digest
    if decided := [decision.entry for decision in case.identities.decisions().all]:
        whole["decisions"] = sorted(decided)
    return hashlib.sha256(canonical.dumps(whole)).hexdigest()


def fingerprint(regime: str) -> dict[str, Any]:
    """Return the versions of all rules, tables and libraries that a derived row may depend on."""
    return {
        "law": law.digest(regime),
        "places": places.digest(),
        "libraries": {name: installed_version(name) for name in LIBRARIES},
        "tracks": tracks.VERSION,
        "events": {module.KIND: module.VERSION for module in events.DETECTORS},
        "typologies": {module.NAME: module.VERSION for module in typologies.TYPOLOGIES},
        "indications": indications.VERSION,
        "likelihoods": {"silence": silence.DIGEST, "occasion": likelihood.DIGEST},
    }


def digest_of_occasions(found: Sequence[Occasion]) -> str:
    """Return one hash over ids and digests of occasions in their order."""
    return hashlib.sha256(canonical.dumps([[occasion.id, occasion.digest] for occasion in found])).hexdigest()


def key(case: Case) -> str:
    """Return a hash of all that a table made by ``find`` may depend on."""
    whole = [inputs_digest(case), fingerprint(case.regime), events_key(case)]
    return hashlib.sha256(canonical.dumps(whole)).hexdigest()[:32]


def events_key(case: Case) -> str:
    """Return a hash of all that legs and events may depend on: neither law nor lists, papers or observations."""
    return hashlib.sha256(canonical.dumps({"readings": sailed(case), "rules": rules(case)})).hexdigest()


def sailed(case: Case) -> dict[str, dict[str, str]]:
    """Return the digests of all readings that legs and events follow from, by exhibit."""
    found: dict[str, dict[str, str]] = {}
    judged = case.register.judgements()
    for sha256, body in readings(case).items():
        if {*_SAILED} & set(body.get("digests", ())):
            found[sha256] = {shape: body["digests"].get(shape) for shape in _SAILED}
            if said := judged.changing(sha256, _SAILED):
                found[sha256]["judged"] = hashlib.sha256(" ".join(said).encode()).hexdigest()
    return found


def rules(case: Case) -> str:
    """Return a hash of all that legs and events may depend on beside readings."""
    frozen = anchorages(case)
    marks = fingerprint(case.regime)
    whole = {
        "anchorages": None if frozen is None else shapes.table_digest(frozen),
        "rules": [marks[name] for name in ("places", "libraries", "tracks", "events")] + [silence.DIGEST],
        "code": [
            installed_version("fairlead"),
            making.code_digest("events", "places", "shapes.py", "deriving/going_on.py"),
        ],
    }
    return hashlib.sha256(canonical.dumps(whole)).hexdigest()


def freeze_anchorages(case: Case) -> pa.Table:
    """Derive the anchorages that the case's tracks show, and use them from now on; the table stands in the log.

    Raises MisuseError before the first ``find``, which sorts the tracks.
    """
    legs = case.derived_folder / "legs.parquet"
    if not legs.exists():
        raise MisuseError("no tracks have been sorted yet", f"fairlead find {case.root}")
    with engines.at(engines.DEFAULT, case.derived_folder) as opened:
        table = lying.derive(opened.table([legs], shapes.LEGS), places.gazetteer())
    rows = table.select([name for name in table.column_names if name != "kind"]).to_pylist()
    case.log.append("anchorages", shapes.table_digest(table), {"rows": rows})
    return table


def anchorages(case: Case) -> pa.Table | None:
    """Return the anchorages frozen last; None where none were."""
    entries = list(case.log.entries(act="anchorages"))
    if not entries:
        return None
    rows = [{**row, "kind": "anchorage"} for row in entries[-1].body["rows"]]
    return pa.Table.from_pylist(rows, schema=places.ANCHORS)
