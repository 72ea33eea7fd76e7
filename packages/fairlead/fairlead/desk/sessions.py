"""Sessions: who is at which browser, for how long; and the one-time address of a desk on one's own machine.

Sessions live in memory only: a restart signs everybody out, and with a session its unlocked key is gone.
"""

from __future__ import annotations

import hmac
import secrets
import threading
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

IDLE_S = 8 * 3600  # a working day: OWASP's session cheat sheet asks for an idle end; ours
LONGEST_S = 12 * 3600  # whatever happens; ours


@dataclass
class Session:
    """One browser. ``key`` signs this person's acts; None on one's own machine, where the user's own key does."""

    id: str
    name: str
    roles: tuple[str, ...]
    account: str | None = None
    actor: str | None = None  # as the custody log calls an account's key; it tells its roles at each request
    key: Ed25519PrivateKey | None = None
    csrf: str = field(default_factory=lambda: secrets.token_urlsafe(32))
    began: float = field(default_factory=time.monotonic)
    seen: float = field(default_factory=time.monotonic)

    @property
    def role(self) -> str:
        """The roles in words."""
        return ", ".join(self.roles) or "no role yet"

    def ended(self, now: float) -> bool:
        """Tell whether it is over."""
        return now - self.seen > IDLE_S or now - self.began > LONGEST_S

    def vouches(self, token: str | None) -> bool:
        """Tell whether ``token`` is this session's own, in constant time: a foreign page cannot know it."""
        return token is not None and hmac.compare_digest(token.encode(), self.csrf.encode())


class Sessions:
    """All sessions of one desk."""

    def __init__(self) -> None:
        self._by_id: dict[str, Session] = {}
        self._lock = threading.Lock()
        self._ticket: str | None = None

    def ticket(self) -> str:
        """Return a new ticket for a one-time address; an earlier one that was not used is void."""
        with self._lock:
            self._ticket = secrets.token_urlsafe(32)
            return self._ticket

    def redeem(self, ticket: str) -> bool:
        """Tell whether ``ticket`` is the one given out; it never is a second time."""
        with self._lock:
            good = self._ticket is not None and hmac.compare_digest(ticket.encode(), self._ticket.encode())
            if good:
                self._ticket = None
            return good

    def begin(
        self,
        name: str,
        roles: tuple[str, ...],
        account: str | None = None,
        actor: str | None = None,
        key: Ed25519PrivateKey | None = None,
    ) -> Session:
        """Begin a session and return it."""
        session = Session(secrets.token_urlsafe(32), name, roles, account, actor, key)
        with self._lock:
            now = time.monotonic()
            self._by_id = {id: each for id, each in self._by_id.items() if not each.ended(now)}
            self._by_id[session.id] = session
        return session

    def find(self, id: str | None) -> Session | None:
        """Return the session of a cookie, None where there is none or it is over."""
        now = time.monotonic()
        with self._lock:
            session = self._by_id.get(id or "")
            if session is None or session.ended(now):
                self._by_id.pop(id or "", None)
                return None
            session.seen = now
            return session

    def end(self, id: str) -> None:
        """End a session; its key is forgotten."""
        with self._lock:
            self._by_id.pop(id, None)

    def end_all_of(self, account: str) -> None:
        """End every session of an account, as when its roles were taken away."""
        with self._lock:
            self._by_id = {id: each for id, each in self._by_id.items() if each.account != account}
