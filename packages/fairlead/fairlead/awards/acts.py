"""Acts on tips and awards: signed entries of the custody log, judged in its transaction, and the tables they leave.

Rules of steps are in ``file.py`` and of led-to in ``led_to.py``. Here is what needs the log: that a tip was opened
before it led to anything, that an award rests on led-to entries, and that no person acts on an award under two keys, as
far as enrolment named the person (a second name or an unnamed key is not seen through; ``checks.py`` says so).
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import Connection, insert, select, update
from sqlalchemy.engine import RowMapping

from fairlead.awards import amounts, led_to
from fairlead.awards.file import ACTS, CAPACITIES, File, Step, advance
from fairlead.awards.programme import Programme, parse
from fairlead.awards.tables import AWARDS, LED_TO, METADATA, TIPS
from fairlead.errors import ConflictError, MisuseError
from fairlead.evidence import actors
from fairlead.evidence.actors import Actor, person_of
from fairlead.evidence.entries import Entry
from fairlead.evidence.log import Act, Body, CustodyLog
from fairlead_ledger import canonical, keys

TIP = "tip_open"
USED = "led_to"


@dataclass(frozen=True)
class LedTo:
    """One entry: what a tip led to, when, and by whose word."""

    entry: str
    tip: str
    use: str
    occasion: str | None
    element: str | None
    exhibit: str | None
    task: str | None
    on: date
    actor: str


@dataclass(frozen=True)
class Award:
    """An award file with its programme."""

    file: File
    programme: Programme


class Awards:
    """The tips and awards of one case."""

    def __init__(self, log: CustodyLog) -> None:
        self._log = log
        log.project([TIP, USED, *ACTS], project, METADATA)

    # Acts. Each returns its log entry, and raises MisuseError with nothing written where the rules forbid it.

    def opened(self, tip: str, **said: Any) -> Entry:
        """Record that a tip was opened; see :meth:`opening`."""
        return self._log.append_all([self.opening(tip, **said)])[0]

    def opening(
        self,
        tip: str,
        *,
        tier: str | None,
        call: str | None,
        grade: str = "F6",
        kind: str = "tip",
        purpose: str = "",
        key: str | None = None,
        **more: Any,
    ) -> Act:
        """Return the act that a tip (SHA-256 of the sealed bytes) was opened; F6 means that nobody graded it yet.

        ``kind`` is that of its message, ``key`` tells the key that it names for replies, as a private value; ``more``
        is what else the entry says of it: its sealed exhibits, for one.
        """
        body = {"tier": tier, "call": call, "grade": grade, "kind": kind, **more}
        return Act(TIP, tip, body, {"key": key} if key else {}, purpose=purpose)

    def led_to(self, tip: str, use: str, *, purpose: str = "", **what: str | None) -> Entry:
        """Record what a tip led to; ``what``: occasion (id), element, exhibit (SHA-256), task."""
        body: Body = {"use": use, **{name: what.get(name) for name in ("occasion", "element", "exhibit", "task")}}
        led_to.check(body)
        return self._log.append(USED, self._tip(tip), body, purpose=purpose)

    def open(self, programme: bytes, file: str, tips: Sequence[str], occasions: Sequence[str]) -> Entry:
        """Open an award by a programme (the bytes of its file) for tips that led to these occasions (ids)."""
        named = {
            "rules": parse(programme, file).rules(),
            "programme": programme.decode("utf-8"),
            "occasions": list(occasions),
        }
        named["tips"] = [self._tip(tip) for tip in tips]

        def frozen(connection: Connection) -> Body:
            return {**named, **_rests_on(connection, named)}

        return self._log.append("award_open", secrets.token_hex(16), frozen)

    def step(
        self, award: str, act: str, body: Body, *, private: Mapping[str, str] | None = None, after: str | None = None
    ) -> Entry:
        """Take a further step of an award (id, or its beginning).

        ``after``: the last step that its maker saw; ConflictError where another was taken since.
        """
        found = self.one(award).file.id

        def unless_same_person(connection: Connection) -> Body:
            file, _ = _file(connection, found)
            if after is not None and after != file.last:
                raise ConflictError("somebody took a step on this award since you looked", "look at it again")
            _check_persons(file, act, self._log.actors())
            return {**body, "follows": file.last}

        return self._log.append(act, found, unless_same_person, private=private)

    def unless_later(self, award: str, after: str) -> None:
        """Raise ConflictError where a step was taken after the one named."""
        if self.one(award).file.last != after:
            raise ConflictError("somebody took a step on this award since you looked", "look at it again")

    def assess(self, award: str, decision: Mapping[str, Any], *, after: str | None = None) -> Entry:
        """Make the preliminary decision; the claimants' amounts are reckoned here from their shares."""
        body: Body = {
            "id": secrets.token_hex(8),
            "outcome": decision.get("outcome", "award"),
            "reasons": str(decision.get("reasons", "")),
            "test": dict(decision.get("test", {})),
            "factors": dict(decision.get("factors", {})),
            "collected": decision.get("collected"),
            "percent": decision.get("percent"),
            "amount": decision.get("amount", 0),
            "shares_bp": dict(decision.get("shares_bp", {})),
            "amounts": {},
        }
        if body["outcome"] == "award":
            money = self.one(award).programme.money
            lowered = any(one.get("finding") == "lowers" for one in body["factors"].values())
            if money.rule == "share" and body["collected"] is not None and body["percent"] is not None:
                body["amount"] = amounts.share(money, body["collected"], body["percent"], lowered=lowered)
            body["amounts"] = amounts.parted(body["amount"], body["shares_bp"])
        return self.step(award, "award_assess", body, after=after)

    # What stands.

    def tips(self) -> list[dict[str, Any]]:
        """Return the opened tips, in the order of opening."""
        return self._rows(select(TIPS).order_by(TIPS.c.opened_us, TIPS.c.tip))

    def used(self, tip: str | None = None) -> list[LedTo]:
        """Return the led-to entries of all tips or one, in the order of the log."""
        query = select(LED_TO).order_by(LED_TO.c.position)
        rows = self._rows(query if tip is None else query.where(LED_TO.c.tip == self._tip(tip)))
        names = ("entry", "tip", "use", "occasion", "element", "exhibit", "task", "actor")
        return [LedTo(on=_day(row["time_us"]), **{name: row[name] for name in names}) for row in rows]

    def all(self) -> list[Award]:
        """Return every award, in the order of opening."""
        return [_award(row) for row in self._rows(select(AWARDS).order_by(AWARDS.c.position))]

    def one(self, award: str) -> Award:
        """Return an award by id or its beginning. Raises MisuseError for none or several."""
        found = [one for one in self.all() if one.file.id.startswith(award)]
        if len(found) != 1:
            raise MisuseError(f"{'no' if not found else 'more than one'} award {award!r} in this case")
        return found[0]

    def _tip(self, tip: str) -> str:
        found = [row["tip"] for row in self.tips() if row["tip"].startswith(tip)]
        if len(found) != 1:
            raise MisuseError(f"{'no opened' if not found else 'more than one'} tip {tip[:12]!r} in this case")
        return str(found[0])

    def _rows(self, query: Any) -> list[dict[str, Any]]:
        with self._log.database.reading() as connection:
            return [dict(row) for row in connection.execute(query).mappings()]


def project(connection: Connection, entry: Entry) -> None:
    """Do to the tables what an entry does; raises MisuseError where the rules forbid the act."""
    if entry.act == TIP:
        _keep_tip(connection, entry)
    elif entry.act == USED:
        _keep_use(connection, entry)
    else:
        _keep_step(connection, entry)


def _keep_tip(connection: Connection, entry: Entry) -> None:
    if connection.execute(select(TIPS.c.tip).where(TIPS.c.tip == entry.object)).first():
        raise MisuseError(f"tip {entry.object[:12]} was opened before")
    row = {"tip": entry.object, "entry": entry.id, "opened_us": entry.time_us, "opened_by": entry.actor}
    said = {name: entry.body[name] for name in ("tier", "call", "kind")}
    connection.execute(insert(TIPS).values(**said, **row))


def _keep_use(connection: Connection, entry: Entry) -> None:
    led_to.check(entry.body)
    opened = connection.execute(select(TIPS.c.opened_us).where(TIPS.c.tip == entry.object)).scalar()
    if opened is None:
        raise MisuseError(f"tip {entry.object[:12]} was never opened, and led to nothing")
    if entry.time_us < opened:
        raise MisuseError(f"an entry before the tip {entry.object[:12]} was opened: it is dated back")
    fields = {name: entry.body[name] for name in ("use", "occasion", "element", "exhibit", "task")}
    row = {"entry": entry.id, "position": entry.index, "tip": entry.object, "time_us": entry.time_us}
    connection.execute(insert(LED_TO).values(actor=entry.actor, **row, **fields))


def _keep_step(connection: Connection, entry: Entry) -> None:
    step = Step(entry.act, entry.actor, _day(entry.time_us), entry.body)
    if entry.act == "award_open":
        text = entry.body["programme"]
        _check_led(connection, entry.body)
        expected = {**_rests_on(connection, entry.body), "rules": _programme(text).rules()}
        if any(entry.body[name] != value for name, value in expected.items()):
            raise MisuseError(
                "the award does not name the led-to entries of its tips and occasions, and whose they are"
            )
        state = replace(advance(None, step, entry.object, _programme(text)), last=entry.id)
        row = {"award": entry.object, "position": entry.index, "programme": text, "state": _text(state)}
        connection.execute(insert(AWARDS).values(**row))
        return
    file, programme = _file(connection, entry.object)
    if entry.body["follows"] != file.last:
        raise MisuseError("the step does not name the one before it")
    state = replace(advance(file, step, entry.object, programme), last=entry.id)
    connection.execute(update(AWARDS).where(AWARDS.c.award == entry.object).values(state=_text(state)))


def _rests_on(connection: Connection, body: Mapping[str, Any]) -> Body:
    """Return the led-to entries of these tips (to these occasions, or to none yet), and the actors behind them."""
    wanted = LED_TO.c.tip.in_(body["tips"]) & (LED_TO.c.occasion.in_(body["occasions"]) | LED_TO.c.occasion.is_(None))
    uses = connection.execute(select(LED_TO.c.entry, LED_TO.c.actor).where(wanted).order_by(LED_TO.c.position)).all()
    opened = connection.execute(select(TIPS.c.opened_by).where(TIPS.c.tip.in_(body["tips"]))).scalars()
    return {"led_to": [use.entry for use in uses], "hands": sorted({use.actor for use in uses} | set(opened))}


def _check_led(connection: Connection, body: Mapping[str, Any]) -> None:
    """Raise MisuseError for a tip without a led-to entry to one of the occasions, and for an occasion no tip led to."""
    telling = LED_TO.c.use.in_(("filled", "advanced", "confirmed"))
    rows = connection.execute(select(LED_TO.c.tip, LED_TO.c.occasion).where(telling)).all()
    led = {(row.tip, row.occasion) for row in rows}
    for tip in body["tips"]:
        if not any((tip, occasion) in led for occasion in body["occasions"]):
            raise MisuseError(f"no led-to entry says that tip {tip[:12]} filled, advanced or confirmed any of these")
    for occasion in body["occasions"]:
        if not any((tip, occasion) in led for tip in body["tips"]):
            raise MisuseError(f"no led-to entry ties occasion {occasion[:12]} to any of these tips")


def _check_persons(file: File, act: str, enrolled: Sequence[Actor]) -> None:
    """Raise MisuseError where the person who acts now did so on this award before under another key, in conflict."""
    me = actors.actor_id(keys.public_bytes(actors.own_key()))
    persons = {one.id: person_of(one) for one in enrolled}
    mine = persons.get(me)
    if not mine:
        return
    for other, capacity in file.hands.items():
        if other != me and persons.get(other) == mine and capacity != CAPACITIES[act]:
            raise MisuseError("the same person acted on this award under another key", "another person must act")
    if act == "award_approve":
        signed = [file.assessed_by, *file.approvals]
        if any(other != me and other is not None and persons.get(other) == mine for other in signed):
            raise MisuseError("the same person assessed or approved it under another key", "another person must sign")


def _file(connection: Connection, award: str) -> tuple[File, Programme]:
    row = connection.execute(select(AWARDS).where(AWARDS.c.award == award)).mappings().first()
    if row is None:
        raise MisuseError(f"no award {award[:12]} in this case")
    made = _award(row)
    return made.file, made.programme


def _award(row: Mapping[str, Any] | RowMapping) -> Award:
    return Award(File.from_json(canonical.loads(row["state"].encode())), _programme(row["programme"]))


def _programme(text: str) -> Programme:
    return parse(text.encode(), "the programme in the log")


def _text(state: File) -> str:
    return canonical.dumps(state.to_json()).decode()


def _day(time_us: int) -> date:
    return datetime.fromtimestamp(time_us / 1e6, UTC).date()
