"""The tables of the custody log, and what the log says of actors and exhibits, projected. No queries, no meaning.

Everything in ``LOG`` is checked against signatures and roots; everything in ``PROJECTED`` can be made anew from it.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Integer, LargeBinary, MetaData, String, Table, Text

LOG = MetaData()

ENTRIES = Table(
    "entries",
    LOG,
    Column("position", BigInteger, primary_key=True, autoincrement=False),  # from 0, without gaps
    Column("leaf", LargeBinary, nullable=False),  # the signed envelope
    Column("hash", String(64), nullable=False),  # its leaf hash, hex
    Column("act", Text, nullable=False, index=True),  # as in the leaf, to find it
    Column("object", Text, nullable=False, index=True),
)

SECRETS = Table(
    "secrets",
    LOG,
    Column("commitment", String(64), primary_key=True),  # hex
    Column("position", BigInteger, nullable=False, index=True),  # of the entry whose leaf holds the commitment
    Column("field", Text, nullable=False),
    Column("salt", LargeBinary),  # None once erased
    Column("value", LargeBinary),  # canonical JSON of a text or a number; None once erased
)

CHECKPOINTS = Table(
    "checkpoints",
    LOG,
    Column("size", BigInteger, primary_key=True, autoincrement=False),
    Column("note", Text, nullable=False),  # C2SP signed note
)

FRONTIER = Table(
    "frontier",
    LOG,
    Column("id", Integer, primary_key=True, autoincrement=False),  # always 1
    Column("nodes", LargeBinary, nullable=False),  # fairlead_ledger.merkle.Frontier
)

PROJECTED = MetaData()

ACTORS = Table(
    "actors",
    PROJECTED,
    Column("id", String(32), primary_key=True),
    Column("key", String(44), nullable=False),
    Column("roles", Text, nullable=False),  # canonical JSON, a list
    Column("person", String(64)),  # commitment
    Column("position", BigInteger, nullable=False),  # of the entry that gave these roles
    Column("since_us", BigInteger, nullable=False),
)

EXHIBITS = Table(
    "exhibits",
    PROJECTED,
    Column("sha256", String(64), primary_key=True),
    Column("kind", String(8), nullable=False),  # plain or sealed
    Column("size", BigInteger, nullable=False),
    Column("chunk_root", String(64), nullable=False),
    Column("media_type", Text, nullable=False),
    Column("position", BigInteger, nullable=False),  # of the first receipt
)

RECEIPTS = Table(
    "receipts",
    PROJECTED,
    Column("position", BigInteger, primary_key=True, autoincrement=False),
    Column("sha256", String(64), nullable=False, index=True),
    Column("entry", String(64), nullable=False),
)
