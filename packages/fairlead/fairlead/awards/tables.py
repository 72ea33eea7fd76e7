"""The tables of tips and awards: projections of the custody log, nothing else writes them (SQLAlchemy Core).

No person stands here, and nothing of what a tip says: tips are named by the SHA-256 of the sealed bytes.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Integer, MetaData, String, Table, Text

METADATA = MetaData()

TIPS = Table(
    "awards_tips",
    METADATA,
    Column("tip", String(64), primary_key=True),
    Column("entry", String(64), nullable=False),
    Column("tier", String(4)),  # how it was sealed; None where nobody knows
    Column("call", Text),
    Column("kind", String(12), nullable=False),  # tip, message, claim, contest, withdraw
    Column("opened_us", BigInteger, nullable=False),
    Column("opened_by", String(32), nullable=False),
)

LED_TO = Table(
    "awards_led_to",
    METADATA,
    Column("entry", String(64), primary_key=True),
    Column("position", Integer, nullable=False),
    Column("tip", String(64), nullable=False, index=True),
    Column("use", String(12), nullable=False),
    Column("occasion", String(64)),
    Column("element", Text),
    Column("exhibit", String(64)),
    Column("task", Text),
    Column("time_us", BigInteger, nullable=False),
    Column("actor", String(32), nullable=False),
)

AWARDS = Table(
    "awards_files",
    METADATA,
    Column("award", String(64), primary_key=True),
    Column("position", Integer, nullable=False),  # of the entry that opened it
    Column("programme", Text, nullable=False),  # the bytes of the programme's file, as text
    Column("state", Text, nullable=False),  # canonical JSON of awards.file.File
)
