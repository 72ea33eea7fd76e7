"""Calls for information: what is asked of the public, written by one person, approved by another, then published.

First comes a request to whoever is concerned; a call follows where that is spent, or unwise for a reason that is kept.
A call tells nothing of the case that its writer did not decide to reveal; one fact can be withheld by which forged
answers are told from true ones. Nothing is sent from here.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import yaml
from sqlalchemy import Column, Connection, Integer, MetaData, String, Table, Text, insert, select, update
from sqlalchemy.engine import RowMapping

from fairlead.errors import MisuseError, RefusedError, UnreadableError
from fairlead.evidence import actors
from fairlead.evidence.entries import Entry
from fairlead.evidence.log import Body, CustodyLog
from fairlead.register.known import known
from fairlead.register.revealing import Given, given_away
from fairlead.typologies.occasion import Engagement, Occasion
from fairlead_ledger import keys, office
from fairlead_ledger.errors import CallError

METADATA = MetaData()
CALLS = Table(
    "calls",
    METADATA,
    Column("call", String(64), primary_key=True),
    Column("position", Integer, nullable=False),  # of the entry that wrote it last
    Column("occasion", String(64), nullable=False),
    Column("element", Text, nullable=False),
    Column("document", Text, nullable=False),  # JSON: id, opened, closes, texts, as the drop takes it
    Column("status", String(12), nullable=False),
    Column("writer", String(32), nullable=False),
    Column("approver", String(32)),
)

ACTS = ("call_write", "call_approve", "call_publish", "call_withdraw")
SPENT = ("asked, no answer", "general position", "specific denial", "explanation", "admission")
"""Replies after which a request is spent: it was answered, or its deadline passed."""


@dataclass(frozen=True)
class Proposal:
    """What is missing of an occasion against one addressee, and what to do about it: a request, or then a call."""

    addressee: str
    elements: tuple[tuple[str, str], ...]  # name, and why it is missing
    reply: str
    spent: bool

    @property
    def questions(self) -> tuple[str, ...]:
        """A question for each element, to be put in better words by whoever writes the letter."""
        return tuple(f"{name}: what shows it? ({why})" for name, why in self.elements)


@dataclass(frozen=True)
class Draft:
    """A call as its writer means it. ``unwise``: why no request is made first; ``reveal``: why it may give away."""

    id: str
    element: str
    opened: str
    closes: str | None
    texts: dict[str, dict[str, str]]
    unwise: str | None = None
    reveal: str | None = None
    withheld: str | None = None  # the fact against forgers: private to the entry


@dataclass(frozen=True)
class Call:
    """A call as it stands."""

    document: office.Call
    occasion: str
    element: str
    status: str  # written, approved, published, withdrawn
    writer: str
    approver: str | None


def proposals(occasion: Occasion) -> list[Proposal]:
    """Return what to ask of whom: each addressee once, with all that is missing against it."""
    found: dict[str, list[Engagement]] = {}
    for engagement in occasion.engagements:
        if any(element.status == "missing" for element in engagement.elements):
            found.setdefault(engagement.addressee, []).append(engagement)
    made = []
    for addressee, engagements in found.items():
        missing = {one.name: one.why for each in engagements for one in each.elements if one.status == "missing"}
        reply = engagements[0].reply.state
        made.append(Proposal(addressee, tuple(missing.items()), reply, reply in SPENT))
    return made


def texts(data: str, file: str) -> dict[str, dict[str, str]]:
    """Read the texts of a call: YAML, language → title, wanted, offer. Raises UnreadableError naming the file."""
    try:
        given = yaml.safe_load(data)
    except yaml.YAMLError as broken:
        raise UnreadableError(f"{file}: not YAML ({broken})") from broken
    if not isinstance(given, dict) or not all(isinstance(one, dict) for one in given.values()):
        raise UnreadableError(f"{file}: expected a language each, with title, wanted and offer")
    return {
        str(language): {"offer": "", **{str(k): " ".join(str(v).split()) for k, v in own.items()}}
        for language, own in given.items()
    }


class Calls:
    """The calls of one case."""

    def __init__(self, log: CustodyLog) -> None:
        self._log = log
        log.project(ACTS, project, METADATA)

    def write(self, occasion: Occasion, draft: Draft, others: Sequence[Occasion], purpose: str = "") -> Entry:
        """Write a call, or write it anew before it is published; ``others``: all occasions of the case.

        Raises RefusedError where it would give away what nobody decided to reveal, or where a request should come
        first.
        """
        if occasion.status == "machine candidate":
            raise MisuseError("this occasion was not opened", "a person opens it first: fairlead open CASE ID")
        _check_request(occasion, draft)
        document = _document(draft)
        given = revealed(document, occasion, others)
        if given and not (draft.reveal or "").strip():
            told = ", ".join(f"{one.kind} {one.what}" for one in given)
            raise RefusedError(
                f"the call would give away what the office holds: {told}",
                "write it without, or decide to reveal it: --reveal REASON",
            )
        body: Body = {
            "occasion": known(occasion).id,
            "element": draft.element,
            "document": {"id": draft.id, "opened": draft.opened, "closes": draft.closes, "texts": draft.texts},
            "unwise": draft.unwise,
            "reveal": draft.reveal if given else None,
            "revealed": sorted({one.kind for one in given}),
        }
        return self._log.append("call_write", draft.id, body, private={"withheld": draft.withheld}, purpose=purpose)

    def approve(self, call: str, purpose: str = "") -> Entry:
        """Approve a call as it stands; who wrote it cannot, nor the same person under another key, where named."""
        found = self.one(call)
        persons = {actor.id: actors.person_of(actor) for actor in self._log.actors()}
        me = actors.actor_id(keys.public_bytes(actors.own_key()))
        if persons.get(me) and me != found.writer and persons.get(me) == persons.get(found.writer):
            raise MisuseError("who wrote a call cannot approve it", "nor under another key")
        return self._log.append("call_approve", found.document.id, {}, purpose=purpose)

    def published(self, call: str, where: str) -> Entry:
        """Record that an approved call was given to a drop."""
        return self._log.append("call_publish", self.one(call).document.id, {"where": where})

    def withdraw(self, call: str, reason: str) -> Entry:
        """Record that a call is shown no longer, or was never published."""
        if not reason.strip():
            raise MisuseError("a withdrawal needs its reason")
        return self._log.append("call_withdraw", self.one(call).document.id, {}, purpose=reason)

    def all(self) -> list[Call]:
        """Return every call, in the order in which they were written."""
        with self._log.database.reading() as connection:
            rows = connection.execute(select(CALLS).order_by(CALLS.c.position)).mappings().all()
        return [_call(row) for row in rows]

    def one(self, call: str) -> Call:
        """Return a call by its id; MisuseError where there is none."""
        found = [one for one in self.all() if one.document.id == call]
        if not found:
            raise MisuseError(f"no call {call!r} in this case", "fairlead call CASE list")
        return found[0]


def revealed(document: office.Call, occasion: Occasion, others: Sequence[Occasion]) -> list[Given]:
    """Return what a call gives away: anything of its occasion, and names, numbers and places of all the others."""
    text = "\n".join(part for own in document.texts.values() for part in own.values())
    found = dict.fromkeys(given_away(text, [occasion]))
    for one in given_away(text, [other for other in others if other.id != occasion.id]):
        if one.kind in ("name", "number", "place"):
            found[one] = None
    return list(found)


def _check_request(occasion: Occasion, draft: Draft) -> None:
    missing = [one for one in proposals(occasion) if draft.element in dict(one.elements)]
    if not missing:
        names = ", ".join(dict.fromkeys(name for one in proposals(occasion) for name, _ in one.elements)) or "none"
        raise MisuseError(f"no element {draft.element!r} is missing of this occasion", f"missing: {names}")
    open_ = [one.addressee for one in missing if not one.spent]
    if open_ and not (draft.unwise or "").strip():
        raise RefusedError(
            f"a request to {', '.join(open_)} comes first, and is not spent",
            "fairlead request CASE ..., or say why it would be unwise: --unwise REASON",
        )


def _document(draft: Draft) -> office.Call:
    made = office.Call(draft.id, draft.opened, draft.closes, draft.texts)
    try:
        return office.parse_call(made.body())
    except CallError as wrong:
        raise MisuseError(f"the drop would not take this call: {wrong}") from wrong


def project(connection: Connection, entry: Entry) -> None:
    """Do to the table what an entry does; raises MisuseError where the rules forbid it."""
    row = connection.execute(select(CALLS).where(CALLS.c.call == entry.object)).mappings().first()
    if entry.act == "call_write":
        _write(connection, entry, row)
        return
    if row is None:
        raise MisuseError(f"no call {entry.object!r} in this case")
    changes = _step(entry, row)
    connection.execute(update(CALLS).where(CALLS.c.call == entry.object).values(**changes))


def _write(connection: Connection, entry: Entry, row: Mapping[str, Any] | RowMapping | None) -> None:
    if row is not None and row["status"] not in ("written", "approved"):
        raise MisuseError(f"call {entry.object} is {row['status']}", "write another one, with an id of its own")
    fields = {name: entry.body[name] for name in ("occasion", "element")}
    fields |= {"document": json.dumps(entry.body["document"], sort_keys=True), "position": entry.index}
    fields |= {"status": "written", "writer": entry.actor, "approver": None}
    if row is None:
        connection.execute(insert(CALLS).values(call=entry.object, **fields))
    else:
        connection.execute(update(CALLS).where(CALLS.c.call == entry.object).values(**fields))


def _step(entry: Entry, row: Mapping[str, Any] | RowMapping) -> dict[str, str]:
    wanted = {"call_approve": ("written",), "call_publish": ("approved",)}
    if row["status"] not in wanted.get(entry.act, ("written", "approved", "published")):
        raise MisuseError(f"call {entry.object} is {row['status']}", "it is written, then approved, then published")
    if entry.act == "call_approve":
        if entry.actor == row["writer"]:
            raise MisuseError("who wrote a call cannot approve it", "another person must")
        return {"status": "approved", "approver": entry.actor}
    return {"status": "published" if entry.act == "call_publish" else "withdrawn"}


def _call(row: Mapping[str, Any] | RowMapping) -> Call:
    document = office.Call(**json.loads(row["document"]))
    return Call(document, row["occasion"], row["element"], row["status"], row["writer"], row["approver"])
