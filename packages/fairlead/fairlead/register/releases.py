"""Which dossier went to whom: a release names a dossier that was made of this case, and what an earlier one corrects.

Who received it is private to the log's entry, and can be erased; these tables name nobody.
"""

from __future__ import annotations

from sqlalchemy import Column, Connection, Integer, MetaData, String, Table, Text, insert, select

from fairlead.errors import MisuseError
from fairlead.evidence.entries import Entry
from fairlead.register.known import SHORT

METADATA = MetaData()  # of its own, so that a case made before these tables gets them filled from its log

DOSSIERS = Table(
    "register_dossiers",
    METADATA,
    Column("manifest", String(64), primary_key=True),  # SHA-256
    Column("entry", String(64), nullable=False),  # of its first making
    Column("audience", String(12), nullable=False),
)

RELEASES = Table(
    "register_releases",
    METADATA,
    Column("entry", String(64), primary_key=True),
    Column("position", Integer, nullable=False),
    Column("dossier", String(64), nullable=False, index=True),
    Column("audience", String(12), nullable=False),
    Column("note", Text, nullable=False),
    Column("corrects", String(64)),  # entry of an earlier release
)

ACTS = ("dossier", "release")


def project(connection: Connection, entry: Entry) -> None:
    """Keep a dossier or its release; MisuseError for a release of what was never made, or that corrects nothing."""
    if entry.act == "dossier":
        known = select(DOSSIERS.c.manifest).where(DOSSIERS.c.manifest == entry.object)
        if connection.execute(known).first() is None:
            row = {"manifest": entry.object, "entry": entry.id, "audience": entry.body["audience"]}
            connection.execute(insert(DOSSIERS).values(**row))
        return
    corrects = entry.body["corrects"]
    audience = audience_of(connection, entry.object)
    if entry.body["audience"] != audience:
        raise MisuseError(f"the dossier was made for {audience}, not for {entry.body['audience']}")
    earlier = select(RELEASES.c.entry).where(RELEASES.c.entry == corrects)
    if corrects is not None and connection.execute(earlier).first() is None:
        raise MisuseError(f"no release {corrects[:SHORT]!r} to correct")
    row = {"entry": entry.id, "position": entry.index, "dossier": entry.object, "audience": audience}
    connection.execute(insert(RELEASES).values(note=entry.body["note"], corrects=corrects, **row))


def audience_of(connection: Connection, dossier: str) -> str:
    """Return for whom a dossier was made; MisuseError where it was not made of this case."""
    found = connection.execute(select(DOSSIERS.c.audience).where(DOSSIERS.c.manifest == dossier)).scalar()
    if found is None:
        raise MisuseError(f"no dossier {dossier[:SHORT]!r} was made of this case", "make it first: `fairlead dossier`")
    return str(found)
