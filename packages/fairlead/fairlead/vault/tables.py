"""The tables of the vault: projections of the custody log, nothing else writes them (SQLAlchemy Core).

No mailbox and nothing of a tip's content stands here; a mailbox is a private value of the entry that pulled the tip.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Integer, MetaData, String, Table, Text

METADATA = MetaData()

EPOCHS = Table(
    "vault_epochs",
    METADATA,
    Column("epoch", Integer, primary_key=True, autoincrement=False),
    Column("recipients", Text, nullable=False),  # canonical JSON, a list of age recipients
    Column("retention_days", Integer, nullable=False),
    Column("begun_us", BigInteger, nullable=False),
    Column("ended_us", BigInteger),  # when its identity was destroyed; None: it stands
)

DROPS = Table(
    "vault_drops",
    METADATA,
    Column("origin", String(255), primary_key=True),
    Column("url", Text, nullable=False),
    Column("key", Text, nullable=False),  # of its log, a note verifier
    Column("checkpoint", Text),  # the newest seen
)

TIPS = Table(
    "vault_tips",
    METADATA,
    Column("tip", String(64), primary_key=True),  # SHA-256 of the sealed bytes
    Column("entry", String(64), nullable=False),  # that pulled it
    Column("origin", String(255), nullable=False),
    Column("position", Integer, nullable=False),  # in the drop's log
    Column("leaf", Text, nullable=False),
    Column("epoch", Integer, nullable=False),
    Column("tier", String(4), nullable=False),
    Column("day", String(10), nullable=False),
    Column("mailbox", String(64)),  # the commitment to it
    Column("status", String(12), nullable=False),  # as the drop shows it to the source
    Column("grade", String(4), nullable=False),
    Column("pulled_us", BigInteger, nullable=False),
)

COPIES = Table(
    "vault_copies",
    METADATA,
    Column("asked", String(64), primary_key=True),  # entry that had the scrubbed copy made
    Column("asked_by", String(32), nullable=False),  # its actor, who does not release it
    Column("of", String(64), nullable=False),  # the sealed exhibit
    Column("released", String(64)),  # the plain exhibit; None: nobody released it yet
)
