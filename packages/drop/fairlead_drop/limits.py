"""Abuse control without addresses: buckets that everybody shares, puzzles, tickets. All of it in memory only.

A flood makes everybody wait, by tier, so that a flood through one leaves the others open; nobody learns who sent it.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
import time
from collections.abc import Callable

from fairlead_drop.errors import BusyError, ForbiddenError

HOUR_S = 3600
MAX_SPENT = 200_000  # puzzles and tickets remembered as spent: 20 MB at most, then the oldest window goes
MAX_EXTRA_BITS = 6


class Bucket:
    """Fills with time, empties with use."""

    def __init__(self, per_hour: int, clock: Callable[[], float] = time.monotonic) -> None:
        self.capacity = max(1.0, per_hour / 10)
        self._rate = per_hour / HOUR_S
        self._clock = clock
        self._filled, self._seen = self.capacity, clock()

    def level(self) -> float:
        """Return how full the bucket is, from 0 to 1."""
        now = self._clock()
        self._filled = min(self.capacity, self._filled + (now - self._seen) * self._rate)
        self._seen = now
        return self._filled / self.capacity

    def take(self) -> None:
        """Take one; raises BusyError where none is left."""
        if self.level() * self.capacity < 1:
            raise BusyError
        self._filled -= 1

    def give_back(self, count: int) -> None:
        """Put back what somebody took who turned out to be the office: nobody else is to pay for its work, nor it."""
        self._filled = min(self.capacity, self._filled + count)


class Tokens:
    """Texts that this process issued, good once and for a while. They name nobody: a random number, an hour, a MAC."""

    def __init__(self, life_s: int, clock: Callable[[], float] = time.time) -> None:
        self._life_s = life_s
        self._clock = clock
        self._key = secrets.token_bytes(32)
        self._spent: set[bytes] = set()
        self._spent_before: set[bytes] = set()
        self._turned = clock()

    def issue(self, what: str) -> str:
        """Return a token for a purpose (letters, digits, dashes)."""
        body = f"{what}.{int(self._clock()) + self._life_s}.{secrets.token_hex(16)}"
        return f"{body}.{self._mac(body)}"

    def spend(self, token: str) -> str:
        """Return the purpose of a token, which is spent then; raises ForbiddenError."""
        what = self.check(token)
        self._turn()
        digest = hashlib.sha256(token.encode()).digest()
        if digest in self._spent or digest in self._spent_before:
            raise ForbiddenError
        self._spent.add(digest)
        return what

    def check(self, token: str) -> str:
        """Return the purpose of a token without spending it; raises ForbiddenError."""
        body, _, mac = token.rpartition(".")
        parts = body.split(".")
        if len(token) > 200 or len(parts) != 3 or not hmac.compare_digest(mac.encode(), self._mac(body).encode()):
            raise ForbiddenError
        if int(parts[1]) < self._clock():
            raise ForbiddenError
        return parts[0]

    def _mac(self, body: str) -> str:
        return hmac.new(self._key, body.encode(), hashlib.sha256).hexdigest()

    def _turn(self) -> None:
        """Forget what has expired: two windows of one life each."""
        if self._clock() - self._turned > self._life_s or len(self._spent) > MAX_SPENT:
            self._spent_before, self._spent = self._spent, set()
            self._turned = self._clock()


class Puzzles:
    """Proof of work: find a number such that SHA-256(puzzle ‖ number) begins with so many zero bits."""

    def __init__(self, bits: int) -> None:
        self._bits = bits
        self._tokens = Tokens(HOUR_S)

    def issue(self, level: float) -> tuple[str, int]:
        """Return a puzzle and its bits: more of them, the emptier the bucket."""
        bits = self._bits + round((1 - level) * MAX_EXTRA_BITS)
        return self._tokens.issue(str(bits)), bits

    def check(self, puzzle: str, answer: str) -> None:
        """Accept an answer once; raises ForbiddenError."""
        if not answer.isascii() or not answer.isdigit() or len(answer) > 16:
            raise ForbiddenError
        bits = int(self._tokens.check(puzzle))
        digest = hashlib.sha256(f"{puzzle}.{answer}".encode()).digest()
        if int.from_bytes(digest, "big") >> (256 - bits) if bits else 0:
            raise ForbiddenError
        self._tokens.spend(puzzle)
