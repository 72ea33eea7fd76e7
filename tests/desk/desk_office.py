"""A desk on a made case in this process, and browsers that are signed in to it, or not."""

from __future__ import annotations

import json
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from desk_routes import MARKUP
from fastapi import FastAPI
from found_case import Found, begun
from starlette.testclient import TestClient

from fairlead.case import Case
from fairlead.desk.entrance.accounts import Accounts
from fairlead.desk.entrance.gate import Entrance, site_of
from fairlead.desk.workplace import Workplace
from fairlead.evidence import actors
from fairlead.typologies.occasion import Occasion
from fairlead_ledger import keys

HOST = "desk.test"
PAGE = f"Example Minister said that China accepted 12 shipments of coal. {MARKUP} She denied all of it."
QUOTE = "China accepted 12 shipments of coal"


class Office:
    """A desk and its case; ``browser`` opens one at it."""

    def __init__(self, found: Found, app: FastAPI) -> None:
        self.found = found
        self.case: Case = found.case
        self.place = Workplace(found.case, hosts=(HOST,))
        self.sha256 = found.sha256
        self.page = next((one.sha256 for one in found.case.exhibits.all() if one.sha256 != found.sha256), found.sha256)
        self.derive = found.derive
        self.read = found.read
        self.app = app
        app.state.workplace = self.place
        self.loops: ExitStack | None = None  # of clients, where somebody closes them: else each request makes its own

    @property
    def occasions(self) -> list[Occasion]:
        return self.found.occasions

    def share(self) -> Accounts:
        """Make it a desk for several people, and return its accounts."""
        accounts = Accounts.of(self.case.id)
        self.place.entrance = Entrance(site_of("https://desk.test"), accounts)
        return accounts

    def member(self, name: str, *roles: str) -> Browser:
        """Open a browser at which somebody of a shared desk has joined, been admitted and signed in."""
        accounts, key = self.place.entrance.accounts, Ed25519PrivateKey.generate()
        public = keys.encode(keys.public_bytes(key))
        self.case.log.enrol(public, roles, name)
        actor = actors.actor_id(keys.public_bytes(key))
        accounts.invite(name)
        account = next(each.id for each in accounts.all() if each.name == name)
        session = self.place.sessions.begin(name, roles, account, actor, key)
        client = self.stranger()
        client.cookies.set(self.place.cookie, session.id)
        return Browser(client, session.csrf)

    def stranger(self) -> TestClient:
        """Open a browser that nobody has signed in at."""
        client = TestClient(self.app, base_url=f"http://{HOST}", follow_redirects=False)
        return client if self.loops is None else self.loops.enter_context(client)

    def nobody(self) -> Browser:
        """Open a browser that nobody has signed in at, with no proof for changes."""
        return Browser(self.stranger(), "")

    def browser(self, role: str | None = None) -> Browser:
        """Open a browser that is signed in, by the one-time address or straight away in a role."""
        client = self.stranger()
        if role is None:
            assert client.get(f"/?ticket={self.place.sessions.ticket()}").status_code == 303
            session = self.place.sessions.find(client.cookies[self.place.cookie])
        else:
            session = self.place.sessions.begin(f"a {role}", (role,))
            client.cookies.set(self.place.cookie, session.id)
        assert session is not None
        return Browser(client, session.csrf)

    def based(self, one: Occasion) -> dict[str, str]:
        """Return what an act on this occasion must name now."""
        history = self.case.register.history(one.id)
        return {"digest": one.digest, "entry": history[-1].id if history else ""}


@dataclass
class Browser:
    """A signed-in browser."""

    client: TestClient
    csrf: str

    def get(self, path: str, **options: Any) -> Any:
        return self.client.get(path, **options)

    def page(self, path: str, status: int = 200) -> str:
        answer = self.client.get(path, headers={"accept": "text/html"})
        assert answer.status_code == status, answer.text
        return answer.text

    def post(self, path: str, json: Any = None, **options: Any) -> Any:
        return self.client.post(path, json=json, headers={"x-csrf-token": self.csrf}, **options)

    def form(self, path: str, data: dict[str, Any]) -> Any:
        return self.client.post(path, data={"_csrf": self.csrf, **data}, headers={"accept": "text/html"})


def with_a_page(root: Path) -> Found:
    """Make the case of all rooms, with a page on which a claim was read between words that would be markup."""
    made = begun(root, "Example case")
    page = root.parent / f"page {MARKUP.replace('/', '_')}.txt"
    page.write_text(PAGE)
    text = made.case.exhibits.add(page, source=MARKUP).sha256
    at = PAGE.index(QUOTE)
    body = {"v": 1, "accused": ["CN"], "number": 12, "unit": "shipments", "counts": "acts", "speaker": None}
    claim = {
        "row": 1, "kind": "claim", "quote": QUOTE, "char_start": at, "char_end": at + len(QUOTE),
        "speaker": "Example Minister", "body": json.dumps(body),
    }  # fmt: skip
    made.read(text, "statements", [claim])
    return made
