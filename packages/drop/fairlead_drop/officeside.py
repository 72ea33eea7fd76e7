"""The office's API: pull, answer, publish. Every request is signed by an office key over a challenge that is good once.

No password, no session, and nothing that the drop would send by itself. docs/drop/protocol.md, "Office", describes it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from fairlead_drop import log
from fairlead_drop.errors import ForbiddenError, MalformedError
from fairlead_drop.limits import Tokens
from fairlead_drop.store import Store
from fairlead_ledger import keys, office
from fairlead_ledger.age import HeaderReader
from fairlead_ledger.errors import LedgerError

CHALLENGE_LIFE_S = 300
MAX_REQUEST = 1 << 20
MAX_LISTED = 1000


class OfficeSide:
    """Checks and carries out signed requests. An answer is a JSON object; ``fetch`` answers a position to stream."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._challenges = Tokens(CHALLENGE_LIFE_S)
        self._actions: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {
            "list": self._list,
            "taken": self._taken,
            "reply": self._reply,
            "status": self._status,
            "forget": self._forget,
            "recipients": self._recipients,
            "call": self._call,
            "withdraw-call": self._withdraw_call,
            "checkpoint": self._checkpoint,
        }

    def challenge(self) -> str:
        """Return a text for the next request to sign."""
        return self._challenges.issue("office")

    def open_request(self, data: bytes) -> office.Request:
        """Return a request that the office signed, its challenge spent; raises ForbiddenError or MalformedError."""
        try:
            body = office.open_document(data, "request", self._store.settings.keys)
            request = office.parse_request(body, self._store.settings.origin)
        except LedgerError as refused:
            raise ForbiddenError("refused_signature", str(refused)) from None
        self._challenges.spend(request.challenge)
        return request

    def answer(self, request: office.Request) -> dict[str, Any]:
        """Carry out a request; raises DropError."""
        action = self._actions.get(request.action)
        if action is None:
            raise MalformedError(detail=f"unknown action; expected one of {', '.join([*self._actions, 'fetch'])}")
        try:
            return action(request.args)
        except (KeyError, TypeError, LedgerError) as wrong:
            raise MalformedError(detail=f"arguments of {request.action}: {wrong}") from None

    def _list(self, args: dict[str, Any]) -> dict[str, Any]:
        """Tips from a position on, with leaf, mailbox and, once there, proof of filing."""
        after, limit = _whole(args, "after", -1), min(_whole(args, "limit", MAX_LISTED), MAX_LISTED)
        rows = self._store.rows(
            "SELECT t.position, t.leaf, t.mailbox, t.kept, t.path, c.note, m.status FROM tips t "
            "JOIN mailboxes m ON m.id = t.mailbox LEFT JOIN checkpoints c ON c.number = t.checkpoint "
            "WHERE t.position > ? ORDER BY t.position LIMIT ?",
            after,
            limit,
        )
        tips = []
        for row in rows:
            proof = log.filing(dict(row))
            tips.append(
                {
                    "position": row["position"],
                    "leaf": row["leaf"].decode(),
                    "mailbox": row["mailbox"],
                    "status": row["status"],
                    "kept": bool(row["kept"]),
                    "proof": proof.dumps().decode() if proof else None,
                }
            )
        return {"tips": tips, "checkpoint": log.latest_or_none(self._store)}

    def _taken(self, args: dict[str, Any]) -> dict[str, Any]:
        for position in args["positions"]:
            self._store.taken(position)
        return {"taken": len(args["positions"])}

    def _reply(self, args: dict[str, Any]) -> dict[str, Any]:
        sealed = keys.decode(args["sealed"])
        reader = HeaderReader()
        reader.feed(sealed)
        if reader.header is None:
            raise MalformedError(detail="a reply is an age file")
        return {"number": self._store.reply(str(args["mailbox"]), sealed)}

    def _status(self, args: dict[str, Any]) -> dict[str, Any]:
        self._store.set_status(str(args["mailbox"]), str(args["status"]))
        return {}

    def _forget(self, args: dict[str, Any]) -> dict[str, Any]:
        self._store.forget(str(args["mailbox"]))
        return {}

    def _recipients(self, args: dict[str, Any]) -> dict[str, Any]:
        return {"epoch": self._store.publish_recipients(str(args["document"]).encode()).epoch}

    def _call(self, args: dict[str, Any]) -> dict[str, Any]:
        return {"call": self._store.publish_call(str(args["document"]).encode()).id}

    def _withdraw_call(self, args: dict[str, Any]) -> dict[str, Any]:
        self._store.withdraw_call(str(args["id"]))
        return {}

    def _checkpoint(self, args: dict[str, Any]) -> dict[str, Any]:
        """All checkpoints, for the office to keep where the drop cannot rewrite them."""
        return {"checkpoints": log.all_checkpoints(self._store)}


def _whole(args: dict[str, Any], name: str, default: int) -> int:
    value = args.get(name, default)
    if type(value) is not int:
        raise TypeError(f"{name} is a whole number")
    return value
