"""What one running desk holds: the case, the index over its occasions as they stand now, sessions and background work.

The index follows the case: when somebody acts, here or at a command line, only what was acted on is dressed again; when
``find`` has run, all of it is read anew. Nothing is kept that the case does not hold.
"""

from __future__ import annotations

import gc
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from fairlead import law
from fairlead.case import Case
from fairlead.deriving import derive
from fairlead.desk import access
from fairlead.desk.basemap import Tiles
from fairlead.desk.corpus import Corpus, corpus
from fairlead.desk.entrance.gate import Entrance
from fairlead.desk.jobs import Jobs
from fairlead.desk.listing import Index
from fairlead.desk.sessions import Session, Sessions
from fairlead.desk.tracks import Overview
from fairlead.errors import ConflictError, MisuseError
from fairlead.estimates import record
from fairlead.evidence import actors
from fairlead.register import Register, times
from fairlead.register.dressing import Decided, Gone, Standing
from fairlead.register.followed import JUDGING
from fairlead.register.occasions import one
from fairlead.register.statements import Said
from fairlead.typologies.occasion import Occasion
from fairlead.vault.holder import Holder
from fairlead_ledger import keys

Stamp = tuple[int, int, int]


@dataclass(frozen=True)
class View:
    """The occasions as they stand at one moment."""

    index: Index
    standings: Mapping[str, Standing]
    gone: tuple[Gone, ...]
    derived: Stamp  # of the derived occasions
    entries: int  # of the custody log
    on: date
    unfollowed: str = ""  # what people did since, which derivation would follow: "2 judgements"

    def find(self, asked: str) -> Occasion | Gone:
        """Return the occasion called by number, id or beginning of an id; MisuseError where none or several are."""
        at = self.index.at.get(asked)
        return self.index.occasions[at] if at is not None else one(self.index.occasions, self.gone, asked)

    def present(self, asked: str) -> Occasion:
        """Return an occasion that derivation still yields."""
        found = self.find(asked)
        if isinstance(found, Gone):
            raise MisuseError(
                "this occasion is no longer derived from the evidence", "its history tells what was decided"
            )
        return found


@dataclass
class Workplace:
    """One desk on one case."""

    case: Case
    entrance: Entrance | None = None  # None: on one's own machine, where the user's own key signs
    hosts: tuple[str, ...] = ()
    cookie: str = "fairlead-desk"
    holder: Holder | None = None  # the offline key that opens tips; on one's own machine, where it was given
    tiles: Tiles | None = None  # None: the base map is our own, and nothing is asked of anybody
    sessions: Sessions = field(default_factory=Sessions)
    jobs: Jobs = field(default_factory=Jobs)

    def __post_init__(self) -> None:
        self._lock = threading.Lock()
        self._view: View | None = None
        self._stored: list[Occasion] = []
        self._vanished: tuple[frozenset[str], tuple[Gone, ...]] = (frozenset(), ())
        self._watched: dict[frozenset[record.Square], tuple[Stamp, dict[str, int]]] = {}
        self._corpus: Corpus | None = None
        self._statements: tuple[int, list[Said]] | None = None
        self._tips: tuple[int, bool] | None = None
        self._roles: tuple[int, dict[str, tuple[str, ...]]] | None = None
        self._overview: tuple[Stamp, Overview] | None = None
        self._left_alone: tuple[Stamp, list[dict[str, Any]]] | None = None
        self.law = law.load(self.case.regime)

    def is_ours(self, host: str) -> bool:
        """Tell whether a request's host is one that this desk answers to."""
        return host.lower() in self.hosts

    def view(self) -> View:
        """Return the occasions as they stand now."""
        with self._lock:
            derived = stamp_of(self.case.derived_folder / "occasions.jsonl")
            entries, today = self.case.log.size(), times.today()
            held = self._view
            if held is None or (held.derived, held.entries, held.on) != (derived, entries, today):
                held = self._view = self._renewed(held, derived, entries, today)
            return held

    def overview(self) -> Overview:
        """Return all tracks, thinned for maps; made at first use and again after ``find``."""
        legs = self.case.derived_folder / "legs.parquet"
        with self._lock:
            stamp = stamp_of(legs)
            if self._overview is None or self._overview[0] != stamp:
                self._overview = (stamp, Overview.of(legs))
            return self._overview[1]

    def left_alone(self) -> list[dict[str, Any]]:
        """Return the candidates that the last ``find`` left alone, each with the test that refuted it."""
        stamp = stamp_of(self.case.derived_folder / "rejected.jsonl")
        if self._left_alone is None or self._left_alone[0] != stamp:
            self._left_alone = (stamp, derive.rejected(self.case))
        return self._left_alone[1]

    def watched(self, squares: frozenset[record.Square]) -> dict[str, int]:
        """Return how much of these squares was watched by month; kept, since all positions have to be read for it."""
        legs = self.case.derived_folder / "legs.parquet"
        stamp = stamp_of(legs)
        if self._watched.get(squares, (None, {}))[0] != stamp:
            self._watched[squares] = (stamp, record.watched(legs, squares))
        return self._watched[squares][1]

    def corpus(self) -> Corpus:
        """Return what the search looks through beside the occasions."""
        entries = self.case.log.size()
        if self._corpus is None or self._corpus.entries != entries:
            self._corpus = corpus(self.case, self.law, self.statements(), entries)
        return self._corpus

    def statements(self) -> list[Said]:
        """Return what the pages of the case say, as people judged it; read again when somebody acts or adds."""
        entries = self.case.log.size()
        if self._statements is None or self._statements[0] != entries:
            self._statements = (entries, self.case.statements())
        return self._statements[1]

    def people(self) -> dict[str, str | None]:
        """Return the name behind each actor's id, None where it is not known here."""
        return {actor.id: actor.person for actor in self.case.log.actors()}

    def has_tips(self) -> bool:
        """Tell whether tips were ever opened in this case, so that there can be awards."""
        size = self.case.log.size()
        if self._tips is None or self._tips[0] != size:
            self._tips = (size, bool(self.case.awards.tips()))
        return self._tips[1]

    @property
    def shared(self) -> bool:
        """Whether several people work here, each with an account."""
        return self.entrance is not None

    def is_sealed(self, exhibit: str) -> bool:
        """Tell whether an exhibit, by its hash or the beginning of it, came sealed from a tip."""
        try:
            return self.case.exhibits.get(exhibit).kind == "sealed"
        except MisuseError:
            return False

    def roles_of(self, actor: str | None) -> tuple[str, ...]:
        """Return the roles that the custody log gives an actor now."""
        size = self.case.log.size()
        if self._roles is None or self._roles[0] != size:
            self._roles = (size, {each.id: each.roles for each in self.case.log.actors()})
        return self._roles[1].get(actor or "", ())

    def own_roles(self) -> tuple[str, ...]:
        """Return what the user of this machine may do: as the case enrolled their key, else read."""
        return self.roles_of(actors.actor_id(keys.public_bytes(actors.own_key()))) or (actors.READER,)

    def own_name(self) -> str:
        """Return how this machine's user is called here."""
        id = actors.actor_id(keys.public_bytes(actors.own_key()))
        return self.people().get(id) or f"actor {id[:8]}"

    def acting_on(self, asked: str, digest: str, entry: str) -> tuple[Register, Occasion]:
        """Return the register and the occasion for an act that rests on what its maker saw.

        Raises ConflictError where the evidence changed since, or (within the act itself) where somebody acted.
        """
        found = self.view().present(asked)
        if found.digest != digest:
            raise ConflictError("the evidence behind this occasion changed since you looked", "look at it again")
        return self.case.register.after(entry), found

    def _renewed(self, held: View | None, derived: Stamp, entries: int, today: date) -> View:
        fresh = held is None or held.derived != derived
        if fresh:
            self._stored = derive.stored_occasions(self.case)
            self._vanished = (frozenset(), ())
        index = Index(self._stored) if held is None or fresh else held.index
        register, decided = self.case.register, self.case.register.decided()
        gone = self._gone(index, decided)
        standings: dict[str, Standing] = {}
        if held is None or fresh or held.on != today or held.gone != gone:
            touched = {row.known.id for row in decided} | {each.superseded_by for each in gone}
            if held is not None and not fresh:
                touched |= set(held.standings)
        else:  # an act is about an occasion, and changes nothing but how that one stands
            touched = set(self.case.log.objects_since(held.entries))
            standings.update(held.standings)
        before = [self._stored[index.at[id]] for id in touched if id is not None and id in index.at]
        standings |= register.standings(before, gone)
        changed = register.dress(before, today, gone, standings)
        since = _unfollowed(self.case.log.since("find"))
        if fresh and len(self._stored) > _MANY:
            _kept_for_long()
        return View(index.replaced(changed), standings, gone, derived, entries, today, since)

    def _gone(self, index: Index, decided: Sequence[Decided]) -> tuple[Gone, ...]:
        """Return what vanished; the search for successors is long, so it is made only when something else vanished."""
        lost = frozenset(row.known.id for row in decided if row.known.id not in index.at)
        if lost != self._vanished[0] or any(row.known.id in lost for row in decided):
            found = self.case.register.gone(self._stored) if lost else []
            self._vanished = (lost, tuple(found))
        return self._vanished[1]


_FOLLOWED = {
    ("judgement", "judgements"): JUDGING,
    ("observation", "observations"): ("observe", "withdraw_observation"),
    ("decision on identity", "decisions on identity"): ("same", "distinct", "delisted", "take_back_identity"),
}
"""Acts that derivation follows, by how one and how several are called."""


def _unfollowed(since: Mapping[str, int]) -> str:
    counts = {names: sum(since.get(act, 0) for act in acts) for names, acts in _FOLLOWED.items()}
    return ", ".join(f"{count} {names[count > 1]}" for names, count in counts.items() if count)


_MANY = 1000  # occasions beyond which looking through all of them again and again is felt; ours


def _kept_for_long() -> None:
    """Let the collector leave alone what the index holds: with ten thousand occasions each full look takes .4 s."""
    gc.unfreeze()
    gc.collect()
    gc.freeze()


def stamp_of(path: Path) -> Stamp:
    """Return what tells one state of a file from the next; zeros where it is missing."""
    try:
        seen = path.stat()
    except FileNotFoundError:
        return (0, 0, 0)
    return (seen.st_mtime_ns, seen.st_size, seen.st_ino)


def standing_notes(view: View, occasions: Sequence[Occasion]) -> dict[str, tuple[str, ...]]:
    """Return the notes on some occasions, by id."""
    return {each.id: view.standings[each.id].notes for each in occasions if each.id in view.standings}


def who(session: Session | None) -> str:
    """Return under which name a person's own things (visits, watch-lists) are kept."""
    return session.account if session and session.account else "own"


def handles_sources(session: Session | None) -> bool:
    """Tell whether somebody may see what concerns tips."""
    return access.allows(session.roles if session else None, access.Need("read", "source"))
