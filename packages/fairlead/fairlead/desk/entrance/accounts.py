"""Accounts of a shared desk: invited, joined with a key of their own, and the slots (password, passkeys) that open it.

They lie in a file of the server's user beside the case, since no private key lies in a case, not even a sealed one.
An account's roles are those that the custody log gives its key: who joined may do nothing until a custodian enrols it.
"""

from __future__ import annotations

import hashlib
import secrets
import time
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import BigInteger, Column, Integer, LargeBinary, MetaData, String, Table, Text

from fairlead.desk.entrance import codes, sealing
from fairlead.errors import MisuseError, RefusedError
from fairlead.evidence import actors, home
from fairlead.evidence.database import Database
from fairlead_ledger import keys

INVITED_S = 48 * 3600  # an invitation that lies about is a door; ours
SHORTEST = 12  # letters of a password; NIST SP 800-63B-4 asks for 15 alone, fewer beside a second factor
FREE_TRIES, WAIT_S, LONGEST_WAIT_S = 5, 30, 900  # then each failure doubles the wait; ours
WRONG = "name, password or code is not right"

METADATA = MetaData()
ACCOUNTS = Table(
    "accounts",
    METADATA,
    Column("id", String(32), primary_key=True),
    Column("name", Text, nullable=False),
    Column("called", Text, nullable=False, unique=True),  # the name as it is compared
    Column("key", String(64)),  # base64 of the public key; None until joined
    Column("invitation", String(64), unique=True),  # SHA-256 of the token; None once used
    Column("until_s", BigInteger),
    Column("failures", Integer, nullable=False, default=0),
    Column("wait_until_s", BigInteger, nullable=False, default=0),
)
SLOTS = Table(
    "slots",
    METADATA,
    Column("id", String(32), primary_key=True),
    Column("account", String(32), nullable=False, index=True),
    Column("label", Text, nullable=False),
    Column("credential", Text, unique=True),  # a passkey's id; None for a password
    Column("public", LargeBinary),  # a passkey's public key (COSE)
    Column("count", BigInteger, nullable=False, default=0),  # of the passkey's signatures, or the last code's step
    Column("salt", LargeBinary, nullable=False),
    Column("sealed", LargeBinary, nullable=False),
)


@dataclass(frozen=True)
class Account:
    """Somebody who may sign in. ``key`` is None until they joined."""

    id: str
    name: str
    key: str | None

    @property
    def actor(self) -> str | None:
        """How the custody log calls them, once they joined."""
        return actors.actor_id(actors.parse_key(self.key)) if self.key else None


@dataclass(frozen=True)
class Slot:
    """One way to open an account's key; ``credential`` names a passkey, None: a password with one-time codes."""

    id: str
    label: str
    credential: str | None


@dataclass(frozen=True)
class Passkey:
    """A passkey as its registration was verified, with the secret that it gives to nobody else."""

    credential: str
    public: bytes
    count: int
    secret: bytes


class Accounts:
    """The accounts of one shared desk."""

    def __init__(self, database: Database) -> None:
        self._database = database
        with database.writing() as connection:
            METADATA.create_all(connection)
        self._nobodys_salt = sealing.new_salt()

    @classmethod
    def of(cls, case: str) -> Accounts:
        """Open the accounts of a case's desk on this server, made where there are none."""
        folder = home.config_folder() / "desk"
        folder.mkdir(mode=0o700, exist_ok=True)
        path = folder / f"{case}.accounts"
        path.touch(mode=0o600)
        return cls(Database.sqlite(path, create=True))

    # Inviting and joining

    def invite(self, name: str) -> str:
        """Let somebody join under ``name``, and return the token of their one-time address."""
        name = " ".join(name.split())
        if not 2 <= len(name) <= 100:
            raise MisuseError("an account needs its person's name", "2 to 100 letters")
        token, called = secrets.token_urlsafe(32), name.casefold()
        row = {"name": name, "invitation": _hash(token), "until_s": int(time.time()) + INVITED_S}
        with self._database.writing() as connection:
            held = connection.execute(sa.select(ACCOUNTS.c.key).where(ACCOUNTS.c.called == called)).first()
            if held is not None and held.key is not None:
                raise MisuseError(f"{name} has joined already", "a second account needs another name")
            if held is None:
                connection.execute(sa.insert(ACCOUNTS).values(id=secrets.token_hex(16), called=called, **row))
            else:
                connection.execute(sa.update(ACCOUNTS).where(ACCOUNTS.c.called == called).values(**row))
        return token

    def invited(self, token: str) -> Account:
        """Return whom an invitation is for; MisuseError where it was used or is over."""
        now = int(time.time())
        chosen = (ACCOUNTS.c.invitation == _hash(token)) & (ACCOUNTS.c.until_s >= now) & ACCOUNTS.c.key.is_(None)
        found = self._account(chosen)
        if found is None:
            raise MisuseError("no account waits here: the invitation was used already, or is over", "ask for another")
        return found

    def join(self, token: str, way: Passkey | tuple[str, str]) -> tuple[Account, Ed25519PrivateKey]:
        """Make an account's key under its first slot: a passkey, or a password with the secret of its codes."""
        account, key = self.invited(token), Ed25519PrivateKey.generate()
        public = keys.encode(keys.public_bytes(key))
        slot = _slot(account, key, way)
        unused = (ACCOUNTS.c.id == account.id) & (ACCOUNTS.c.invitation == _hash(token))
        with self._database.writing() as connection:
            done = connection.execute(sa.update(ACCOUNTS).where(unused).values(key=public, invitation=None))
            if done.rowcount != 1:
                raise RefusedError("this invitation was used meanwhile", "ask a custodian for another")
            connection.execute(sa.insert(SLOTS).values(**slot))
        return Account(account.id, account.name, public), key

    def add(self, account: Account, key: Ed25519PrivateKey, way: Passkey | tuple[str, str]) -> None:
        """Let one more passkey or password open an account's key; only who has it open can."""
        slot = _slot(account, key, way)
        with self._database.writing() as connection:
            if slot["credential"] is None:  # one password at a time: a new one replaces the old
                old = (SLOTS.c.account == account.id) & SLOTS.c.credential.is_(None)
                connection.execute(sa.delete(SLOTS).where(old))
            connection.execute(sa.insert(SLOTS).values(**slot))

    def remove(self, account: Account, slot: str) -> None:
        """Let a slot open the key no longer; the last one stays, since the key would be lost."""
        ours = SLOTS.c.account == account.id
        with self._database.writing() as connection:
            if len(connection.execute(sa.select(SLOTS.c.id).where(ours)).all()) < 2:
                raise MisuseError("this is the last way to sign in", "add another first")
            if not connection.execute(sa.delete(SLOTS).where(ours, SLOTS.c.id == slot)).rowcount:
                raise MisuseError(f"no account has a way to sign in of the id {slot[:12]!r}")

    # Signing in

    def by_password(self, name: str, password: str, code: str) -> tuple[Account, Ed25519PrivateKey]:
        """Return account and open key; RefusedError, the same for every reason, where anything is wrong.

        A name that nobody has takes as long as a wrong password. Failures make the next try wait.
        """
        account = self._account((ACCOUNTS.c.called == " ".join(name.split()).casefold()) & ACCOUNTS.c.key.is_not(None))
        row = self._row((SLOTS.c.account == account.id) & SLOTS.c.credential.is_(None)) if account else None
        if account is None or row is None:
            sealing.of_password(password, self._nobodys_salt)
            raise RefusedError(WRONG, "the code is the newest one of your authenticator app")
        self._take_turn(account)
        held = sealing.unseal(sealing.of_password(password, row["salt"]), row["sealed"], _bound(account, row["id"]))
        step = codes.step_of(held[1], code, row["count"]) if held and held[1] else None
        if held is None or step is None or not self._count(row["id"], step):
            raise RefusedError(WRONG, "the code is the newest one of your authenticator app")
        self._forget_failures(account)
        return account, held[0]

    def passkey(self, credential: str) -> tuple[Account, bytes, int] | None:
        """Return whose passkey this is, its public key and its count; None where it is nobody's."""
        row = self._row(SLOTS.c.credential == credential)
        account = self._account(ACCOUNTS.c.id == row["account"]) if row else None
        return (account, row["public"], row["count"]) if row and account else None

    def by_passkey(self, credential: str, count: int, secret: bytes) -> tuple[Account, Ed25519PrivateKey]:
        """Return account and open key for a passkey whose signature was verified already."""
        row = self._row(SLOTS.c.credential == credential)
        account = self._account(ACCOUNTS.c.id == row["account"]) if row else None
        if row is None or account is None:
            raise RefusedError("this passkey opens nothing here")
        held = sealing.unseal(sealing.of_passkey(secret, row["salt"]), row["sealed"], _bound(account, row["id"]))
        if held is None:
            raise RefusedError("this passkey does not open your key", "use another way to sign in")
        with self._database.writing() as connection:
            connection.execute(sa.update(SLOTS).where(SLOTS.c.id == row["id"]).values(count=count))
        return account, held[0]

    # What there is

    def all(self) -> list[Account]:
        """Return all accounts by name, invited ones too."""
        with self._database.reading() as connection:
            rows = connection.execute(sa.select(ACCOUNTS).order_by(ACCOUNTS.c.called)).all()
        return [Account(row.id, row.name, row.key) for row in rows]

    def find(self, id: str) -> Account:
        """Return one account; MisuseError where there is none."""
        found = self._account(ACCOUNTS.c.id == id)
        if found is None:
            raise MisuseError(f"no account {id[:12]!r}")
        return found

    def slots(self, account: str) -> list[Slot]:
        """Return the ways to sign in to an account."""
        with self._database.reading() as connection:
            rows = connection.execute(sa.select(SLOTS).where(SLOTS.c.account == account).order_by(SLOTS.c.label)).all()
        return [Slot(row.id, row.label, row.credential) for row in rows]

    def uninvite(self, id: str) -> None:
        """Take an invitation back; who joined stays, since what they signed stays."""
        with self._database.writing() as connection:
            connection.execute(sa.delete(ACCOUNTS).where(ACCOUNTS.c.id == id, ACCOUNTS.c.key.is_(None)))

    def _account(self, chosen: sa.ColumnElement[bool]) -> Account | None:
        with self._database.reading() as connection:
            row = connection.execute(sa.select(ACCOUNTS).where(chosen)).first()
        return Account(row.id, row.name, row.key) if row else None

    def _row(self, chosen: sa.ColumnElement[bool]) -> dict[str, Any] | None:
        with self._database.reading() as connection:
            row = connection.execute(sa.select(SLOTS).where(chosen)).mappings().first()
        return dict(row) if row else None

    def _take_turn(self, account: Account) -> None:
        """Count a try as failed before it is judged, so that many at once gain nothing; it waits after some."""
        now, column = int(time.time()), ACCOUNTS.c
        with self._database.writing() as connection:
            row = connection.execute(sa.select(ACCOUNTS).where(column.id == account.id)).one()
            if row.wait_until_s > now:
                raise RefusedError(
                    "too many tries; this account waits for a while", f"try again in {row.wait_until_s - now} seconds"
                )
            failures = row.failures + 1
            wait = min(WAIT_S << min(failures - FREE_TRIES, 10), LONGEST_WAIT_S) if failures >= FREE_TRIES else 0
            changed = sa.update(ACCOUNTS).where(column.id == account.id)
            connection.execute(changed.values(failures=failures, wait_until_s=now + wait if wait else 0))

    def _forget_failures(self, account: Account) -> None:
        with self._database.writing() as connection:
            changed = sa.update(ACCOUNTS).where(ACCOUNTS.c.id == account.id)
            connection.execute(changed.values(failures=0, wait_until_s=0))

    def _count(self, slot: str, step: int) -> bool:
        """Use up a code's step; False where somebody used it at the same moment."""
        with self._database.writing() as connection:
            unused = (SLOTS.c.id == slot) & (SLOTS.c.count < step)
            return connection.execute(sa.update(SLOTS).where(unused).values(count=step)).rowcount == 1


def check_password(password: str, name: str) -> None:
    """Raise MisuseError for a password that is too easily guessed."""
    if len(password) < SHORTEST:
        raise MisuseError(f"a password needs {SHORTEST} letters or more, this has {len(password)}", "several words")
    if name.casefold() in password.casefold() or len(set(password)) < 5:
        raise MisuseError("this password is too easily guessed", "several words that do not belong together")


def _slot(account: Account, key: Ed25519PrivateKey, way: Passkey | tuple[str, str]) -> dict[str, Any]:
    id, salt = secrets.token_hex(16), sealing.new_salt()
    if isinstance(way, Passkey):
        lock, secret = sealing.of_passkey(way.secret, salt), None
        row: dict[str, Any] = {
            "label": f"passkey {way.credential[:6]}",
            "credential": way.credential,
            "public": way.public,
        }
        count = way.count
    else:
        password, secret = way
        check_password(password, account.name)
        lock, count = sealing.of_password(password, salt), 0
        row = {"label": "password and one-time code", "credential": None, "public": None}
    sealed = sealing.seal(lock, key, secret, _bound(account, id))
    return {"id": id, "account": account.id, "count": count, "salt": salt, "sealed": sealed, **row}


def _bound(account: Account, slot: str) -> str:
    return f"{account.id} {slot}"


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
