"""Manners towards servers: who we say we are, how often we ask, when we wait, and what a site asks robots to leave.

The time of the last request to each host is kept in a folder, so that two runs in a row keep the distance too.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from urllib.robotparser import RobotFileParser

from fairlead import __version__

ROBOTS_BYTES = 500 << 10  # RFC 9309, section 2.5: at least 500 KiB are parsed; we parse no more
AGENT = "Fairlead"  # the product token that robots.txt names (RFC 9309, section 2.2.1)


def user_agent(contact: str | None = None) -> str:
    """Return the name we give: program, version, and whom to write to where the user says so."""
    told = f" ({contact})" if contact else ""
    return f"{AGENT}/{__version__}{told}"


class Pace:
    """Keeps a distance between requests to one host, across runs of the program by one user."""

    def __init__(
        self,
        folder: Path,
        every_s: float,
        sleep: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._folder = folder
        self._every_s = every_s
        self._sleep = sleep
        self._clock = clock

    def wait(self, host: str) -> None:
        """Wait until the host may be asked again, and note that it is asked now."""
        self._folder.mkdir(parents=True, exist_ok=True)
        mark = self._folder / hashlib.sha256(host.encode()).hexdigest()[:32]  # no list of hosts in clear
        try:
            last = float(mark.read_text())
        except (FileNotFoundError, ValueError):
            last = 0.0
        distance = last + self._every_s - self._clock()
        if 0 < distance <= self._every_s:
            self._sleep(distance)
        mark.write_text(repr(self._clock()))


def retry_after_s(value: str | None, now: datetime) -> float | None:
    """Return the seconds that a Retry-After header asks for (RFC 9110, section 10.2.3); None where it says nothing."""
    if value is None:
        return None
    text = value.strip()
    if text.isascii() and text.isdigit():
        return float(min(int(text[:9]), 10**9))
    try:
        when = parsedate_to_datetime(text)
    except (ValueError, TypeError):
        return None
    when = when if when.tzinfo else when.replace(tzinfo=UTC)
    return max(0.0, (when - now).total_seconds())


def robots_allow(robots: bytes, url: str) -> bool:
    """Tell whether a site's robots.txt lets us fetch an address."""
    rules = RobotFileParser()
    rules.parse(robots[:ROBOTS_BYTES].decode("utf-8", "replace").splitlines())
    return rules.can_fetch(AGENT, url)
