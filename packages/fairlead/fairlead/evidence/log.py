"""The custody log: every act on a case, signed, in one order, in a Merkle tree that only grows.

An act's public content is in its signed leaf; other tables are projections of the log, written in the same transaction.
What was ever written is judged by ``verification``, not here; here each append only looks that it goes on from a log
that is not behind the last checkpoint known outside.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from fairlead import __version__
from fairlead.errors import FairleadError, IntegrityError, MisuseError, RefusedError
from fairlead.evidence import actors, entries, tables, witness
from fairlead.evidence.database import Database
from fairlead.evidence.entries import Entry
from fairlead_ledger import canonical, checkpoints, commitments, envelopes, keys, merkle
from fairlead_ledger.errors import LedgerError
from fairlead_ledger.notes import Verifier

TOOL = "fairlead"
PAGE = 500  # leaves read at a time: a reader must not hold the database while its caller works

Body = dict[str, Any]
Projection = Callable[[sa.Connection, Entry], None]
Hidden = Mapping[str, tuple[str, bytes, bytes]]  # private field → commitment (hex), salt, value


@dataclass(frozen=True)
class Act:
    """An act to be written; the fields are those of :meth:`CustodyLog.append`."""

    act: str
    object: str
    body: Body | Callable[[sa.Connection], Body]
    private: Mapping[str, str | int | None] = field(default_factory=dict)
    purpose: str = ""
    also: Callable[[sa.Connection], None] | None = None  # done in the same transaction; of this file alone


@dataclass(frozen=True)
class Projected:
    """A registered projection: for which acts, what it does, and the tables it writes."""

    acts: frozenset[str]
    write: Projection
    tables: sa.MetaData


class CustodyLog:
    """The log of one case."""

    def __init__(self, database: Database, case: str, verifier: Verifier, *, read_only: bool = False) -> None:
        self.database = database
        self.case = case
        self.verifier = verifier  # of the checkpoints
        self.read_only = read_only  # nothing is written then, not even a missing table
        self.projections: list[Projected] = []
        self._there: set[str] | None = None  # the names of the tables in the database, once they were asked for
        self._new: list[sa.MetaData] = []  # whose tables this object made: they lack what the log says already
        self.project(["init", "enrol"], _project_actor, tables.PROJECTED)

    def project(self, acts: Iterable[str], write: Projection, metadata: sa.MetaData) -> None:
        """Register a projection of these acts into the tables of ``metadata``, which are made where missing.

        ``write(connection, entry)`` runs within the append, and again when ``verify`` replays the log into a fresh
        database: it must depend on the entry and on its own tables only, never on clock, secrets or other tables.
        """
        projected = Projected(frozenset(acts), write, metadata)
        self.projections.append(projected)
        if self.read_only:
            return
        wanted = set(metadata.tables)
        if self._there is None:
            with self.database.reading() as connection:
                self._there = _names(connection)
        if not (wanted <= self._there or metadata in self._new):
            with self.database.writing() as connection:
                there = _names(connection)
                missing = [table for table in metadata.sorted_tables if table.name not in there]
                metadata.create_all(connection, tables=missing, checkfirst=False)
                if not wanted & there:
                    self._new.append(metadata)
                    self._catch_up(connection, projected)
            self._there |= wanted
        elif metadata in self._new:
            with self.database.writing() as connection:
                self._catch_up(connection, projected)

    def _catch_up(self, connection: sa.Connection, projected: Projected) -> None:
        """Write what the log says already into tables that are new."""
        if connection.execute(sa.select(tables.ENTRIES.c.position).limit(1)).first() is not None:
            replay(connection, [projected], self.entries())

    def append(
        self,
        act: str,
        object: str,
        body: Body | Callable[[sa.Connection], Body],
        *,
        private: Mapping[str, str | int | None] | None = None,
        purpose: str = "",
    ) -> Entry:
        """Write an act: its signed entry, its projections and a checkpoint, all or nothing; return the entry.

        ``body`` is the act's public content in canonical JSON's types, or a function that makes it under the write
        lock, for content that depends on what came before (it may also raise). ``private`` fields enter the leaf as
        salted commitments only; None is left out. Raises RefusedError where the user's key is not enrolled for the act.
        """
        return self._append([Act(act, object, body, private or {}, purpose)])[0]

    def append_all(self, acts: Sequence[Act]) -> list[Entry]:
        """Write several acts as :meth:`append` does, each with its checkpoint, in one transaction: all or none.

        For work by the thousand, where waiting for the disk once for each act would take most of the time.
        """
        return self._append(acts) if acts else []

    def erase(self, commitment: str, reason: str) -> Entry:
        """Destroy the salt and value behind a commitment (hex), for good, as an act with its reason.

        SQLite overwrites them in the file. PostgreSQL keeps them in dead rows and in its journal until it is vacuumed;
        backups, of either, are their keeper's to erase.
        """
        if not reason.strip():
            raise MisuseError("erasing needs a reason", "the reason stays in the log")
        secret = tables.SECRETS.c

        def destroy(connection: sa.Connection) -> None:
            known = sa.and_(secret.commitment == commitment, secret.salt.is_not(None))
            if not connection.execute(sa.update(tables.SECRETS).where(known).values(salt=None, value=None)).rowcount:
                raise MisuseError(f"nothing to erase behind {commitment!r}: it is unknown, or erased already")

        body = {"commitment": commitment, "reason": reason}
        return self._append([Act("erase", commitment, body, also=destroy)])[0]

    def entries(self, act: str | None = None, object: str | None = None) -> Iterator[Entry]:
        """Yield the entries in order, all or those of one act or object, as they stand when each page is read."""
        for leaf in self.leaves(act, object):
            yield entries.parse(leaf)

    def leaves(self, act: str | None = None, object: str | None = None) -> Iterator[bytes]:
        """Yield the leaves in order, as :meth:`entries` does."""
        column, last = tables.ENTRIES.c, -1
        wanted = sa.select(column.position, column.leaf).order_by(column.position).limit(PAGE)
        if act is not None:
            wanted = wanted.where(column.act == act)
        if object is not None:
            wanted = wanted.where(column.object == object)
        while True:
            with self.database.reading() as connection:
                page = connection.execute(wanted.where(column.position > last)).all()
            yield from (row.leaf for row in page)
            if len(page) < PAGE:
                return
            last = page[-1].position

    def reveal(self, entry: Entry) -> dict[str, str | int | None]:
        """Return the private fields of an entry with their values; None for those erased."""
        values = self.values(entry.private.values())
        return {field: values.get(commitment) for field, commitment in entry.private.items()}

    def values(self, wanted: Iterable[str]) -> dict[str, str | int]:
        """Return the values behind commitments (hex); erased ones are left out. Checked against their commitment."""
        found: dict[str, str | int] = {}
        every = list(wanted)
        secret = tables.SECRETS.c
        with self.database.reading() as connection:
            for start in range(0, len(every), PAGE):
                chosen = secret.commitment.in_(every[start : start + PAGE])
                for row in connection.execute(sa.select(tables.SECRETS).where(chosen, secret.salt.is_not(None))):
                    found[row.commitment] = _revealed(row.commitment, row.salt, row.value)
        return found

    def disclose(self, entry: Entry, fields: Iterable[str]) -> dict[str, dict[str, str | int]]:
        """Return salt (hex) and value of some private fields, for whoever may check them; erased ones are left out."""
        by_commitment = {entry.private[field]: field for field in fields}
        secret = tables.SECRETS.c
        chosen = sa.select(tables.SECRETS).where(secret.commitment.in_(by_commitment), secret.salt.is_not(None))
        with self.database.reading() as connection:
            rows = connection.execute(chosen).all()
        return {
            by_commitment[row.commitment]: {
                "salt": row.salt.hex(),
                "value": _revealed(row.commitment, row.salt, row.value),
            }
            for row in rows
        }

    def actors(self) -> list[actors.Actor]:
        """Return everybody ever enrolled, in the order in which their present roles were given."""
        with self.database.reading() as connection:
            rows = connection.execute(sa.select(tables.ACTORS).order_by(tables.ACTORS.c.position)).all()
        people = self.values(row.person for row in rows if row.person)
        return [
            actors.Actor(
                id=row.id,
                key=row.key,
                roles=tuple(canonical.loads(row.roles.encode())),
                person=None if row.person is None else _text(people.get(row.person)),
                since_us=row.since_us,
            )
            for row in rows
        ]

    def enrol(self, key: str, roles: Iterable[str], person: str | None = None, *, purpose: str = "") -> Entry:
        """Give an actor these roles from now on, in place of any before; no roles: the actor may do nothing more."""
        given = sorted(set(roles))
        actors.check_roles(given)
        body = {"key": key, "roles": given}
        return self.append(
            "enrol", actors.actor_id(actors.parse_key(key)), body, private={"person": person}, purpose=purpose
        )

    def size(self) -> int:
        """Return how many entries the log has."""
        with self.database.reading() as connection:
            return int(connection.execute(sa.select(sa.func.count()).select_from(tables.ENTRIES)).scalar_one())

    def objects_since(self, position: int) -> set[str]:
        """Return what the entries from a position on are about."""
        column = tables.ENTRIES.c
        with self.database.reading() as connection:
            return set(connection.execute(sa.select(column.object).where(column.position >= position)).scalars())

    def ids_since(self, act: str, of: Iterable[str]) -> set[str]:
        """Return the ids of entries of some acts that follow the last one of another; empty where there was none."""
        column = tables.ENTRIES.c
        last = sa.select(sa.func.max(column.position)).where(column.act == act).scalar_subquery()
        later = sa.select(column.hash).where(column.position > last, column.act.in_(list(of)))
        with self.database.reading() as connection:
            return set(connection.execute(later).scalars())

    def since(self, act: str) -> dict[str, int]:
        """Return how many entries follow the last one of an act, by act; empty where there was none."""
        column = tables.ENTRIES.c
        last = sa.select(sa.func.max(column.position)).where(column.act == act).scalar_subquery()
        counted = sa.select(column.act, sa.func.count()).where(column.position > last).group_by(column.act)
        with self.database.reading() as connection:
            return {row[0]: int(row[1]) for row in connection.execute(counted)}

    def checkpoint(self) -> str | None:
        """Return the last checkpoint as a signed note, to be kept elsewhere; None while the log is empty."""
        newest = sa.select(tables.CHECKPOINTS.c.note).order_by(tables.CHECKPOINTS.c.size.desc()).limit(1)
        with self.database.reading() as connection:
            return connection.execute(newest).scalar()

    def _append(self, acts: Sequence[Act]) -> list[Entry]:
        if self.read_only:
            raise RefusedError("the case was opened for reading only")
        key, case_key = actors.own_key(), self._case_key()
        written: list[Entry] = []
        try:
            with self.database.writing() as connection:
                frontier = self._frontier(connection)
                for act in acts:
                    entry = self._write(connection, key, act, frontier)
                    tree = checkpoints.Checkpoint(self.verifier.name, frontier.size, frontier.root())
                    note = checkpoints.sign(tree, case_key)
                    connection.execute(sa.insert(tables.CHECKPOINTS), {"size": frontier.size, "note": note})
                    written.append(entry)
                connection.execute(sa.delete(tables.FRONTIER))
                connection.execute(sa.insert(tables.FRONTIER).values(id=1, nodes=frontier.dumps()))
        except LedgerError as wrong:
            raise MisuseError(f"the act {acts[len(written)].act!r} cannot be written: {wrong}") from wrong
        try:
            witness.keep(self.case, note, frontier.size, self.verifier)
        except FairleadError as failure:
            last = written[-1]
            raise FairleadError(
                f"entry {last.index} ({last.act}) is recorded, but {failure}", failure.hint
            ) from failure
        return written

    def _write(self, connection: sa.Connection, key: Ed25519PrivateKey, act: Act, frontier: merkle.Frontier) -> Entry:
        """Write one act's entry and projections, and grow the tree by it."""
        _admit(connection, act.act, actors.actor_id(keys.public_bytes(key)), frontier.size)
        content = act.body(connection) if callable(act.body) else act.body
        hidden = {name: _hide(value) for name, value in act.private.items() if value is not None}
        leaf = self._sealed(key, frontier.size, act.act, act.object, content, hidden, act.purpose)
        entry = entries.parse(leaf)
        _insert(connection, entry, leaf, hidden)
        replay(connection, self.projections, [entry])
        if act.also:
            act.also(connection)
        frontier.append(bytes.fromhex(entry.id))
        return entry

    def _sealed(
        self, key: Ed25519PrivateKey, index: int, act: str, object: str, body: Body, hidden: Hidden, purpose: str
    ) -> bytes:
        """Return the leaf of an act done now."""
        entry = Entry(
            id="",  # the hash of what is being made
            case=self.case,
            index=index,
            time_us=time.time_ns() // 1000,
            actor=actors.actor_id(keys.public_bytes(key)),
            act=act,
            object=object,
            purpose=purpose,
            tool=TOOL,
            version=__version__,
            body=body,
            private={field: commitment for field, (commitment, _, _) in hidden.items()},
        )
        return envelopes.seal(entry.to_body(), key)

    def _case_key(self) -> Ed25519PrivateKey:
        path = actors.case_key_path(self.case)
        if not path.exists():
            raise RefusedError(
                "this user cannot write to the case: the key that signs its checkpoints is not here",
                f"copy it, in confidence, from the user who made the case to {path}",
            )
        key = actors.load(path)
        if keys.public_bytes(key) != self.verifier.key:
            raise IntegrityError(f"{path} is not the key that this case was made with")
        return key

    def _frontier(self, connection: sa.Connection) -> merkle.Frontier:
        """Return the edge of the tree, after checking it against the last checkpoint here and the one kept outside."""
        nodes = connection.execute(sa.select(tables.FRONTIER.c.nodes)).scalar()
        try:
            frontier = merkle.Frontier() if nodes is None else merkle.Frontier.loads(nodes)
            outside = witness.kept(self.case, self.verifier)
            for size, root in [(frontier.size, frontier.root()), (outside.size, outside.root) if outside else (0, b"")]:
                if size and self._checkpoint_at(connection, size).root != root:
                    raise IntegrityError("the custody log contradicts its checkpoint", "run `fairlead verify`")
        except LedgerError as broken:
            raise IntegrityError(f"the custody log is damaged: {broken}", "run `fairlead verify`") from broken
        return frontier

    def _checkpoint_at(self, connection: sa.Connection, size: int) -> checkpoints.Checkpoint:
        note = connection.execute(
            sa.select(tables.CHECKPOINTS.c.note).where(tables.CHECKPOINTS.c.size == size)
        ).scalar()
        if note is None:
            raise IntegrityError(
                f"the case was rolled back, or a copy of it went on elsewhere: {witness.path(self.case)} keeps a "
                f"checkpoint of {size} entries, which the custody log here does not reach",
                "go on with the newer copy",
            )
        return checkpoints.open_checkpoint(note, [self.verifier])


def replay(connection: sa.Connection, projections: Iterable[Projected], log: Iterable[Entry]) -> None:
    """Write what entries say into the tables of the projections."""
    every = list(projections)
    for entry in log:
        for projection in every:
            if entry.act in projection.acts:
                projection.write(connection, entry)


def _names(connection: sa.Connection) -> set[str]:
    return set(sa.inspect(connection).get_table_names())


def _admit(connection: sa.Connection, act: str, actor: str, size: int) -> None:
    if size == 0:
        return  # whoever makes a case is its first custodian; see _project_actor
    held = connection.execute(sa.select(tables.ACTORS.c.roles).where(tables.ACTORS.c.id == actor)).scalar()
    if held is None:
        raise RefusedError(
            f"actor {actor} is not enrolled in this case", "ask a custodian: `fairlead actor CASE enrol`"
        )
    if not actors.may(canonical.loads(held.encode()), act):
        raise RefusedError(f"actor {actor} is no {actors.role_for(act)} of this case, which {act!r} needs")


def _hide(value: str | int) -> tuple[str, bytes, bytes]:
    salt, data = commitments.new_salt(), entries.value_bytes(value)
    return commitments.commit(salt, data).hex(), salt, data


def _revealed(commitment: str, salt: bytes, value: bytes) -> str | int:
    try:
        if commitments.commit(salt, value).hex() == commitment:
            revealed: str | int = canonical.loads(value)
            return revealed
    except (LedgerError, TypeError):
        pass
    raise IntegrityError(
        f"the private value behind {commitment[:12]} is not what was recorded", "run `fairlead verify`"
    )


def _insert(connection: sa.Connection, entry: Entry, leaf: bytes, hidden: Hidden) -> None:
    row = {"position": entry.index, "leaf": leaf, "hash": entry.id, "act": entry.act, "object": entry.object}
    connection.execute(sa.insert(tables.ENTRIES), row)
    for name, (commitment, salt, value) in hidden.items():
        secret = {"commitment": commitment, "position": entry.index, "field": name, "salt": salt, "value": value}
        connection.execute(sa.insert(tables.SECRETS), secret)


def _project_actor(connection: sa.Connection, entry: Entry) -> None:
    roles = entry.body["roles"]
    actors.check_roles(roles)
    row = {
        "id": entry.object if entry.act == "enrol" else entry.actor,
        "key": entry.body["key"],
        "roles": canonical.dumps(roles).decode(),
        "person": entry.private.get("person"),
        "position": entry.index,
        "since_us": entry.time_us,
    }
    connection.execute(sa.delete(tables.ACTORS).where(tables.ACTORS.c.id == row["id"]))
    connection.execute(sa.insert(tables.ACTORS).values(row))


def _text(value: str | int | None) -> str | None:
    return None if value is None else str(value)
