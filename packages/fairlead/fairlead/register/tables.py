"""The register's tables: projections of the custody log, nothing else writes them (SQLAlchemy Core, any database).

No person's name stands here: names are private to the log's entries, so that erasing them there erases them.
Each row names the log entry that made it; times are microseconds UTC, dates ISO.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Integer, MetaData, String, Table, Text

METADATA = MetaData()

OCCASIONS = Table(
    "register_occasions",
    METADATA,
    Column("id", String(64), primary_key=True),
    Column("number", Integer, unique=True),  # None until first opened; then never changed, never given again
    Column("status", String(24), nullable=False),
    Column("digest", String(64), nullable=False),  # that the act named which led to this status
    Column("since_us", BigInteger, nullable=False),
    Column("reason", Text),
    Column("entry", String(64), nullable=False),  # of the act that led to this status
    Column("known", Text, nullable=False),  # canonical JSON of register.known.Known, as last named by any act
)

REQUESTS = Table(
    "register_requests",
    METADATA,
    Column("entry", String(64), primary_key=True),
    Column("occasion", String(64), nullable=False, index=True),
    Column("digest", String(64), nullable=False),
    Column("addressee", Text, nullable=False),
    Column("sent", String(10), nullable=False),
    Column("deadline", String(10), nullable=False),
    Column("questions", Text, nullable=False),  # canonical JSON: [{element, text}]
    Column("text", Text),
    Column("exhibit", String(64)),
)

REPLIES = Table(
    "register_replies",
    METADATA,
    Column("entry", String(64), primary_key=True),
    Column("position", Integer, nullable=False),  # order in the log, for replies of one day
    Column("occasion", String(64), nullable=False, index=True),
    Column("digest", String(64), nullable=False),
    Column("addressee", Text, nullable=False),
    Column("state", String(24), nullable=False),
    Column("text", Text),
    Column("date", String(10), nullable=False),
    Column("exhibit", String(64)),
)

FINDINGS = Table(
    "register_findings",
    METADATA,
    Column("entry", String(64), primary_key=True),  # of the proposal
    Column("occasion", String(64), nullable=False, index=True),
    Column("digest", String(64), nullable=False),
    Column("state", String(12), nullable=False),  # proposed, replaced, confirmed, corrected, withdrawn
    Column("outcome", String(12), nullable=False),
    Column("standard", Text, nullable=False),
    Column("likelihood", String(24), nullable=False),
    Column("confidence", String(12), nullable=False),
    Column("grounds", Text, nullable=False),
    Column("dissent", Text),
    Column("proposed_by", Text, nullable=False),  # actor's public key
    Column("confirmed_by", Text),
    Column("confirmation", String(64)),  # entry that confirmed it
)

STATEMENTS = Table(
    "register_statements",
    METADATA,
    Column("exhibit", String(64), primary_key=True),
    Column("row", Integer, primary_key=True),  # of the statement in the exhibit's reading
    Column("entry", String(64), nullable=False),  # of the last judgement
    Column("read", String(64), nullable=False),  # digest of the statement as it was read
    Column("verdict", String(12), nullable=False),
    Column("changes", Text, nullable=False),  # canonical JSON by field
    Column("reason", Text, nullable=False),
)

OBSERVATIONS = Table(
    "register_observations",
    METADATA,
    Column("entry", String(64), primary_key=True),
    Column("position", Integer, nullable=False),
    Column("exhibit", String(64), nullable=False),
    Column("body", Text, nullable=False),  # canonical JSON, see register/observations.py
    Column("withdrawn", Text),  # the reason, None while it stands
)
