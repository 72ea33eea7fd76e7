"""From exhibits to occasions: reads what is unread, then legs, events and occasions, each replaceable by another run.

    1. every exhibit without a reading is read (``read``)          -> readings/<sha256>/<shape>.parquet
    2. positions are sorted once, by track and time                -> derived/legs.parquet
    3. every detector scans the legs                               -> derived/events/<kind>.parquet
    4. every typology looks at all of it                           -> derived/occasions.jsonl, derived/rejected.jsonl
    5. one entry of the custody log names the digests of it all, so that ``verify`` can do 2 to 4 again and compare

This file knows where things lie and in which order they are made; the rules are in the rooms. Whatever is here can be
thrown away and derived again with the same ids (docs/decisions/0003).
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from functools import partial
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq

from fairlead import engines, events, law, places, shapes, typologies
from fairlead.deriving import follows_from, going_on, making, reading_in
from fairlead.errors import MisuseError
from fairlead.events import identity, tracks
from fairlead.events.adding import added
from fairlead.progress import Progress, part, silent
from fairlead.register import followed
from fairlead.register.followed import Judgements
from fairlead.subjects.decided import Decisions
from fairlead.typologies.grounds import ships
from fairlead.typologies.occasion import Occasion, from_json
from fairlead.typologies.world import Observation, World

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from fairlead.case import Case


@dataclass(frozen=True)
class Found:
    """What a run of ``find`` derived, and what is different from the run before."""

    positions: int
    legs: int
    events: dict[str, int]
    occasions: tuple[Occasion, ...]
    new: tuple[str, ...]  # ids
    changed: tuple[str, ...]
    gone: tuple[str, ...]
    rejected: int


# --- 2 to 4. legs, events, occasions ----------------------------------------------------------------------------


def find(case: Case, on_progress: Progress = silent, engine: str | Any = engines.DEFAULT) -> Found:
    """Read what is pending, derive everything anew and record the digests. Raises MisuseError on an empty case.

    ``engine`` is a URL or an Ibis connection (``engines.at``); rows are the same on any.
    """
    if not case.exhibits.all():
        raise MisuseError(f"{case.root}: the case holds no exhibit", f"fairlead add {case.root} FILE...")
    reading_in.read_pending(case, part(on_progress, 0.0, 0.3))
    before = {occasion.id: occasion.digest for occasion in stored_occasions(case)}
    case.derived_folder.mkdir(exist_ok=True)
    events_key = follows_from.events_key(case)
    with making.folder(case.derived_folder, follows_from.key(case)) as at:
        making.take_up(case.derived_folder, at, events_key)
        advance, older = part(on_progress, 0.3, 0.95), _before(case, engine)
        marks = (events_key, follows_from.rules(case), follows_from.sailed(case))
        made = derive(inputs(case), at, advance, resume=True, engine=engine, marks=marks, before=older)
        making.publish(at, case.derived_folder)
    after = {occasion.id: occasion.digest for occasion in made.occasions}
    new = tuple(id for id in after if id not in before)
    changed = tuple(id for id in after if id in before and before[id] != after[id])
    gone = tuple(id for id in before if id not in after)
    case.log.append(
        "find",
        "occasions",
        {
            "regime": case.regime,
            "inputs": follows_from.inputs_digest(case),
            "fingerprint": follows_from.fingerprint(case.regime),
            "engine": made.engine,
            "digests": made.digests,
            "counts": {"positions": made.positions, "legs": made.legs, "events": made.events},
            "occasions": len(made.occasions),
            "new": len(new),
            "changed": len(changed),
            "gone": len(gone),
        },
    )
    return Found(made.positions, made.legs, made.events, made.occasions, new, changed, gone, made.rejected)


@dataclass(frozen=True)
class Inputs:
    """What occasions are derived from, and nothing else."""

    readings: Path  # a folder per exhibit, named by its SHA-256
    exhibits: Sequence[str]  # SHA-256 of those to be used
    observations: Sequence[Observation]
    regime: str
    anchorages: pa.Table | None = None  # frozen by command, see freeze_anchorages
    judged: Judgements = field(default_factory=Judgements)  # what people said of readings
    decisions: Decisions = field(default_factory=Decisions)  # of people, on who is who

    def files(self, shape: str) -> list[Path]:
        """Return the Parquet files of one shape, in the order of the exhibits' hashes."""
        paths = (self.readings / sha256 / f"{shape}.parquet" for sha256 in sorted(self.exhibits))
        return [path for path in paths if path.exists()]

    def followed(self, folder: Path) -> Inputs:
        """Return these with readings as people judged them, put into ``folder`` where anybody did."""
        readings = followed.into(self.readings, self.exhibits, self.judged, folder)
        return replace(self, readings=readings, judged=Judgements())


def inputs(case: Case) -> Inputs:
    """Return what a case's occasions are derived from."""
    hashes = [exhibit.sha256 for exhibit in case.exhibits.all()]
    frozen, judged = follows_from.anchorages(case), case.register.judgements()
    decided = case.identities.decisions()
    return Inputs(case.readings_folder, hashes, case.register.observations(), case.regime, frozen, judged, decided)


@dataclass(frozen=True)
class Derived:
    """Everything that follows from the readings and observations, with its digests by name."""

    positions: int
    legs: int
    events: dict[str, int]
    occasions: tuple[Occasion, ...]
    rejected: int
    digests: dict[str, str]
    engine: str  # which one made it, with its version


def derive(
    given: Inputs,
    folder: Path,
    on_progress: Progress = silent,
    *,
    resume: bool = False,
    engine: str | Any = engines.DEFAULT,
    marks: tuple[str, str, dict[str, dict[str, str]]] = ("", "", {}),
    before: going_on.Before | None = None,
) -> Derived:
    """Derive legs, events and occasions into ``folder``, which exists; nothing else is touched.

    ``resume``: what lies in the folder was made from the same inputs by the same rules, and is not made again; events
    only where they lie there under the first of ``marks``: their key, a hash of the rules, and the readings that they
    follow from. ``before``: legs and events of some of the exhibits, by the same rules, that may be gone on from.
    """
    events_key, rules, sailed = marks
    shutil.rmtree(folder / "judged", ignore_errors=True)  # of a run that was killed while it wrote there
    given = given.followed(folder / "judged")
    with engines.at(engine, folder) as opened:
        static_reports = opened.table(given.files("static_reports"), shapes.STATIC_REPORTS)
        found = making.events(folder, events_key) if resume else None
        if found is None:
            legs, found = _events(given, opened, static_reports, folder, on_progress, resume=resume, before=before)
            found = replace(found, rules=rules, readings=sailed)
            making.record(folder, events_key, found)
        else:
            legs = opened.table([folder / "legs.parquet"], shapes.LEGS)
        on_progress(0.8, "occasions")
        sealed = _stored(opened, folder)
        occasions, rejected = typologies.find_all(_world(given, opened, legs, static_reports, sealed))
    _write_lines(folder / "occasions.jsonl", [occasion.to_json() for occasion in occasions])
    _write_lines(folder / "rejected.jsonl", [asdict(each) for each in rejected])
    digests = {f"events/{kind}": digest for kind, digest in found.digests.items()}
    digests["occasions"] = follows_from.digest_of_occasions(occasions)
    on_progress(1.0, "occasions")
    return Derived(found.positions, found.legs, found.counts, tuple(occasions), len(rejected), digests, opened.name)


def _events(
    given: Inputs,
    opened: engines.Engine,
    static_reports: ir.Table,
    folder: Path,
    on_progress: Progress,
    *,
    resume: bool,
    before: going_on.Before | None = None,
) -> tuple[ir.Table, making.Events]:
    """Make legs and sealed events; return the legs where the engine keeps them, and what was made."""
    on_progress(0.0, "sorting positions by track and time")
    positions = opened.table(given.files("positions"), shapes.POSITIONS)
    counted = int(positions.count().to_pyarrow().as_py())
    anchors = places.gazetteer(given.anchorages).anchors()
    changed = _gone_on(given, opened, positions, folder, before) if before else None
    if before and changed:
        legs = opened.table([folder / "legs.parquet"], shapes.LEGS)
        on_progress(0.4, "events")
        keep = opened.keep(folder / "unsealed-added", resume=resume)
        found = added.detect(legs, static_reports, anchors, keep, _older(given, opened, before), changed)
    else:
        follow = partial(going_on.follow, folder) if opened.inside else None
        legs = tracks.legs(positions, opened.keep(folder, resume=resume), follow=follow)
        on_progress(0.4, "events")
        found = events.detect_all(legs, static_reports, anchors, opened.keep(folder / "unsealed", resume=resume))
    made = {
        module.KIND: _sealed(module, found[module.KIND], before if changed else None) for module in events.DETECTORS
    }
    (folder / "events").mkdir(exist_ok=True)
    for kind, table in made.items():
        part = folder / "events" / f"{kind}.part"  # never into a file that may be the last run's
        pq.write_table(table, part)
        part.replace(part.with_suffix(".parquet"))
    counts = {kind: table.num_rows for kind, table in made.items()}
    digests = {kind: shapes.table_digest(table) for kind, table in made.items()}
    whole = making.Events(counted, int(legs.count().to_pyarrow().as_py()), counts, digests)
    opened.home("legs", folder)
    return legs, whole


def _gone_on(
    given: Inputs, opened: engines.Engine, positions: ir.Table, folder: Path, before: going_on.Before
) -> added.Changed | None:
    fresh = opened.table(_new(given, before).files("positions"), shapes.POSITIONS)
    return going_on.legs(before, folder, opened, positions, fresh)


def _new(given: Inputs, before: going_on.Before) -> Inputs:
    """Return the inputs that were not there before."""
    return replace(given, exhibits=[sha256 for sha256 in given.exhibits if sha256 not in before.exhibits])


def _older(given: Inputs, opened: engines.Engine, before: going_on.Before) -> added.Before:
    """Return what the run before left, and when the first static report was that it did not know."""
    legs = opened.table([before.folder / "legs.parquet"], shapes.LEGS)
    events = {kind: table.select(shapes.EVENTS[kind].names) for kind, table in _stored(opened, before.folder).items()}
    told = opened.table(_new(given, before).files("static_reports"), shapes.STATIC_REPORTS)
    first_us = told.t_us.min().to_pyarrow().as_py()
    return added.Before(legs, events, going_on.NEVER_US if first_us is None else first_us)


def _stored(opened: engines.Engine, folder: Path) -> dict[str, ir.Table]:
    """Return the events that lie in a folder, by kind."""
    return {
        module.KIND: opened.table(
            [folder / "events" / f"{module.KIND}.parquet"], pa.schema([*shapes.SEALED, *shapes.EVENTS[module.KIND]])
        )
        for module in events.DETECTORS
    }


def _sealed(module: ModuleType, table: ir.Table, before: going_on.Before | None) -> pa.Table:
    """Return events with id and digest, in one order on any engine."""
    older = pq.read_table(before.folder / "events" / f"{module.KIND}.parquet") if before else None
    names = ("track", "start_us", "start_exhibit", "start_row", "other_track", "field")
    ordered = table.order_by(*(name for name in names if name in table.columns))
    return identity.seal(module.KIND, ordered.to_pyarrow(), module.VERSION, module.Parameters(), older)


@contextmanager
def world(case: Case) -> Iterator[World]:
    """Open what the last ``find`` derived as typologies see it, deriving nothing; the tables last as long as the block.

    Raises MisuseError before the first ``find``.
    """
    folder = case.derived_folder
    kinds = {module.KIND: folder / "events" / f"{module.KIND}.parquet" for module in events.DETECTORS}
    if not all(path.exists() for path in (folder / "legs.parquet", *kinds.values())):
        raise MisuseError(f"{case.root}: no events have been derived yet", f"fairlead find {case.root}")
    given = replace(inputs(case), readings=case.followed(), judged=Judgements())
    with engines.at(engines.DEFAULT, folder) as opened:
        sealed = {kind: opened.table([path], shapes.EVENTS[kind]) for kind, path in kinds.items()}
        static_reports = opened.table(given.files("static_reports"), shapes.STATIC_REPORTS)
        legs = opened.table([folder / "legs.parquet"], shapes.LEGS)
        yield _world(given, opened, legs, static_reports, sealed)


def _world(
    given: Inputs,
    opened: engines.Engine,
    legs: ir.Table,
    static_reports: ir.Table,
    sealed: Mapping[str, ir.Table],
) -> World:
    def of(shape: str) -> ir.Table:
        return opened.table(given.files(shape), shapes.READINGS[shape])

    shared = ships.shared_at_once(sealed["impossible_movement"])
    return World(
        regimes={given.regime: law.load(given.regime)},
        events={**sealed, "voyage": ships.without_draughts(sealed["voyage"], shared)},
        legs=legs,
        static_reports=ships.without_draughts(static_reports, shared),
        listings=of("listings"),
        listing_identities=of("listing_identities"),
        listing_bases=of("listing_bases"),
        statements=of("statements"),
        observations=given.observations,
        exhibits={shapes.exhibit_key(sha256): sha256 for sha256 in given.exhibits},
        shipments=of("shipments"),
        correlations=of("correlations"),
        decisions=given.decisions,
    )


# --- what is stored, and what it depends on ---------------------------------------------------------------------


def stored_occasions(case: Case) -> list[Occasion]:
    """Return the occasions of the last ``find`` as derived, without what people decided."""
    path = case.derived_folder / "occasions.jsonl"
    return [from_json(document) for document in _read_lines(path)]


def occasions(case: Case) -> list[Occasion]:
    """Return the occasions of the last ``find``, dressed by the register with what people decided."""
    return case.register.dress(stored_occasions(case))


def rejected(case: Case) -> list[dict[str, Any]]:
    """Return the candidates that the last ``find`` rightly left alone, each with the test that refuted it."""
    return _read_lines(case.derived_folder / "rejected.jsonl")


def _before(case: Case, engine: str | Any) -> going_on.Before | None:
    """Return what the last run left, if this one may go on from it."""
    if not isinstance(engine, str) or not engine.startswith("duckdb:"):
        return None
    known = making.gone_on_from(case.derived_folder, follows_from.rules(case), follows_from.sailed(case))
    return going_on.Before(case.derived_folder, known) if known else None


def _write_lines(path: Path, documents: Sequence[dict[str, Any]]) -> None:
    with path.open("w", encoding="utf-8") as stream:
        stream.writelines(json.dumps(document, ensure_ascii=False) + "\n" for document in documents)


def _read_lines(path: Path) -> list[dict[str, Any]]:
    if not path.exists():
        return []
    with path.open(encoding="utf-8") as stream:
        return [json.loads(line) for line in stream]
