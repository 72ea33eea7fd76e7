"""Epochs: to whom tips are sealed in a time, for how long they may be kept, and the end of it, which destroys.

A case knows recipients only; the identities lie offline with people. An epoch ends after its retention term (or before,
with a reason): every key that was sealed to it is erased, and whoever holds its identity destroys that, too. Copies and
backups are their keepers' to destroy. What must outlast the term is sealed to a later epoch before.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection, insert, select, update

from fairlead.errors import MisuseError
from fairlead.evidence.entries import Entry
from fairlead.evidence.log import CustodyLog
from fairlead.vault.tables import EPOCHS
from fairlead_ledger import canonical
from fairlead_ledger.age_keys import HYBRID_KIND, Recipient
from fairlead_ledger.errors import AgeError

ACTS = ("epoch_begin", "epoch_end")


@dataclass(frozen=True)
class Epoch:
    """One epoch."""

    number: int
    recipients: tuple[Recipient, ...]
    retention_days: int
    begun: datetime
    ended: datetime | None

    @property
    def due(self) -> datetime:
        """When what was sealed to it is to be gone: the term counts from its beginning."""
        return self.begun + timedelta(days=self.retention_days)


class Epochs:
    """The epochs of one case."""

    def __init__(self, log: CustodyLog) -> None:
        self._log = log

    def begin(self, recipients: Sequence[str], retention_days: int) -> Entry:
        """Begin the next epoch; tips are sealed to these recipients from now on (age1pq...)."""
        if not recipients or retention_days < 1:
            raise MisuseError("an epoch has at least one recipient, and a term of at least one day")
        try:
            parsed = [Recipient.parse(text) for text in recipients]
        except AgeError as wrong:
            raise MisuseError(str(wrong), "age1pq..., from `fairlead tips CASE epoch new`") from wrong
        if any(one.kind != HYBRID_KIND for one in parsed):
            raise MisuseError("all recipients are hybrid ones (age1pq...): one of another kind would weaken every tip")
        number = max((one.number for one in self.all()), default=0) + 1
        body = {"recipients": list(recipients), "retention_days": retention_days}
        return self._log.append("epoch_begin", str(number), body)

    def all(self) -> list[Epoch]:
        """Return all epochs, the oldest first."""
        with self._log.database.reading() as connection:
            rows = connection.execute(select(EPOCHS).order_by(EPOCHS.c.epoch)).mappings().all()
        return [
            Epoch(
                row["epoch"],
                tuple(Recipient.parse(text) for text in canonical.loads(row["recipients"].encode())),
                row["retention_days"],
                _time(row["begun_us"]),
                None if row["ended_us"] is None else _time(row["ended_us"]),
            )
            for row in rows
        ]

    def standing(self, number: int) -> Epoch:
        """Return an epoch that did not end; MisuseError otherwise."""
        found = next((one for one in self.all() if one.number == number), None)
        if found is None:
            raise MisuseError(
                f"no epoch {number} in this case", "a custodian begins it: fairlead tips CASE epoch begin"
            )
        if found.ended is not None:
            raise MisuseError(f"epoch {number} ended on {found.ended:%Y-%m-%d}: nothing sealed to it can be opened")
        return found


def project(connection: Connection, entry: Entry) -> None:
    """Do to the table what an entry does."""
    number = int(entry.object)
    if entry.act == "epoch_begin":
        last = max(connection.execute(select(EPOCHS.c.epoch)).scalars(), default=0)
        if number != last + 1:
            raise MisuseError(f"expected epoch {last + 1}, found {number}")
        row = {"epoch": number, "retention_days": entry.body["retention_days"], "begun_us": entry.time_us}
        text = canonical.dumps(entry.body["recipients"]).decode()
        connection.execute(insert(EPOCHS).values(recipients=text, **row))
        return
    row_ended = connection.execute(select(EPOCHS.c.ended_us).where(EPOCHS.c.epoch == number)).first()
    if row_ended is None or row_ended.ended_us is not None:
        raise MisuseError(f"epoch {number} does not stand")
    connection.execute(update(EPOCHS).where(EPOCHS.c.epoch == number).values(ended_us=entry.time_us))


def _time(time_us: int) -> datetime:
    return datetime.fromtimestamp(time_us / 1e6, UTC)
