"""A drop and its office, asked as browsers and offices ask them: what the tests of this room have in common."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from starlette.testclient import TestClient

from fairlead_drop.settings import Settings
from fairlead_drop.store import Store
from fairlead_drop.web.service import Service
from fairlead_drop.words import Words
from fairlead_ledger import age, keys, office, tips
from fairlead_ledger.age_keys import Identity

ORIGIN = "drop.example.org/tips"
TEXTS = {"title": "Where did the ship lie?", "wanted": "Where a ship lay in May.\nWho saw it.", "offer": ""}
CALL = office.Call(
    "C-2026-1",
    "2026-01-01",
    None,
    {
        "en": TEXTS,
        "ko": {"title": "배는 어디에 있었습니까?", "wanted": "5월에 배가 있던 곳.", "offer": "최대 100 USD"},
    },
)


@dataclass
class Office:
    """The office's side: its keys, and what it asks of the drop."""

    key: Ed25519PrivateKey = field(default_factory=Ed25519PrivateKey.generate)
    identity: Identity = field(default_factory=Identity.generate)

    def recipients(self, epoch: int = 1, grace_days: int = 14, count: int = 1) -> office.Recipients:
        more = [Identity.generate().recipient() for _ in range(count - 1)]
        return office.Recipients(epoch, (self.identity.recipient(), *more), grace_days)

    def ask(self, client: Any, action: str, key: Ed25519PrivateKey | None = None, **args: Any) -> Any:
        challenge = client.get("/office/challenge").json()["challenge"]
        request = office.Request(ORIGIN, action, args, challenge)
        return client.post("/office/request", content=office.sign(request, key or self.key))

    def open(self, sealed: bytes) -> list[tips.Part]:
        return list(tips.read_tip([age.open_sealed(sealed, [self.identity])]))

    def fetch(self, client: Any, position: int) -> bytes:
        data: bytes = self.ask(client, "fetch", position=position).content
        return data


@dataclass
class Drop:
    """A drop that is being asked, its store, its office, and the day it believes it is."""

    client: TestClient
    store: Store
    office: Office
    days: list[str]
    service: Service

    def ticket(self, page: str) -> str:
        found = re.search(r'name="ticket" value="([^"]+)"', self.client.get(page).text)
        assert found, page
        return found[1]

    def send_plain(
        self,
        message: str,
        files: Sequence[tuple[str, bytes]] = (),
        language: str = "en",
        **fields: str,
    ) -> Any:
        ticket = self.ticket(f"/{language}/t3/form")
        parts = [("file", (name, data)) for name, data in files] or [("file", ("", b""))]
        return self.client.post(
            f"/{language}/t3/form", data={"ticket": ticket, **fields, "message": message}, files=parts
        )

    def send_sealed(self, sealed: bytes, name: str = "tip.age") -> Any:
        return self.client.post("/en/t2", data={"ticket": self.ticket("/en/t2")}, files={"file": (name, sealed)})

    def words(self, page: str) -> Words:
        found = re.search(r'<ol class="words"[^>]*>(.*?)</ol>', page, re.S)
        assert found, page
        return Words.parse(" ".join(re.findall(r"<li>([a-z]+)</li>", found[1])))

    def mailbox(self, words: Words) -> Any:
        return self.client.post("/api/mailbox", json={"token": words.token.hex()}).json()


def settings(office_side: Office, **changes: Any) -> Settings:
    quick: dict[str, Any] = {"reserve_bytes": 0, "puzzle_bits": 2, "mailbox_quantum_ms": 0}
    own = (keys.encode(keys.public_bytes(office_side.key)),)
    return Settings(ORIGIN, "The Example Office", own, **{**quick, **changes})


def container(tier: str, words: Words, message: str, files: Sequence[tuple[str, bytes]] = ()) -> bytes:
    """Return the plaintext of a tip, as the browser's program writes it."""
    writer = tips.TipWriter()
    header = tips.Header(tier, "tip", None, "en", words.mailbox, str(words.identity.recipient()))
    parts = [writer.header(header), writer.text(message)]
    for name, data in files:
        parts += [writer.file_start(name), writer.file_data(data), writer.file_end()]
    return b"".join([*parts, *writer.finish()])


def sealed_tip(made: Drop, tier: str, words: Words, message: str, files: Sequence[tuple[str, bytes]] = ()) -> bytes:
    """Return a sealed tip, as the browser's program makes it."""
    recipients = made.store.recipients()[1]
    mark = tips.Mark(tier, recipients.epoch, words.mailbox)
    return age.seal(container(tier, words, message, files), recipients.recipients, [mark.stanza()])


def reply_to(words: Words, text: str) -> str:
    """Return a sealed reply in base64, as the office makes it."""
    writer = tips.TipWriter()
    header = tips.Header(None, "reply", mailbox=words.mailbox)
    data = b"".join([writer.header(header), writer.text(text), *writer.finish()])
    return keys.encode(age.seal(data, [words.identity.recipient()]))
