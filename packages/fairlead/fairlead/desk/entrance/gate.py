"""What a shared desk has at its entrance: where it is, its accounts, and the challenges that wait for an answer."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from fairlead.desk.entrance.accounts import Account, Accounts
from fairlead.desk.entrance.passkeys import Challenges, Site
from fairlead.errors import MisuseError

if TYPE_CHECKING:
    from fairlead.desk.sessions import Session


@dataclass
class Entrance:
    """The entrance of one shared desk."""

    site: Site
    accounts: Accounts
    challenges: Challenges = field(default_factory=Challenges)

    @property
    def host(self) -> str:
        """The host that browsers name, with the port where it is unusual."""
        return urlsplit(self.site.origin).netloc

    @property
    def safe(self) -> bool:
        """Whether browsers reach it over TLS."""
        return self.site.origin.startswith("https://")


def site_of(address: str) -> Site:
    """Return the site at an address; MisuseError where sign-in would go over the net in the clear."""
    parts = urlsplit(address)
    name = parts.hostname or ""
    plain = f"{parts.scheme}://{parts.netloc}"
    beyond = parts.path.strip("/") or parts.username or parts.query
    if parts.scheme not in ("https", "http") or not name or beyond:
        raise MisuseError(f"not the address of a desk: {address!r}", "https://desk.example.org")
    if parts.scheme == "http" and name not in ("localhost", "127.0.0.1"):
        raise MisuseError(
            f"{address} would send passwords in the clear",
            "put a server that speaks TLS before it, and give https://...",
        )
    return Site(plain.lower(), name.lower())


def own_account(entrance: Entrance | None, session: Session) -> Account:
    """Return the account of who is signed in; MisuseError on one's own machine, where there are none."""
    if entrance is None or session.account is None:
        raise MisuseError("no account is needed here: this desk is on your own machine")
    return entrance.accounts.find(session.account)
