"""Triage for the day when two people send 14,000 tips: which say nearly the same, and how much comes from how few.

Texts are compared by MinHash over five-letter pieces (Broder 1997), so that it works in any script. A cluster says that
texts are alike; not who wrote them, nor that what all of them say is true or false. Everything stays in memory.
"""

from __future__ import annotations

import unicodedata
import zlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

PIECE = 5  # letters
HASHES = 64
BANDS = 16  # of four hashes each: texts that share half of their pieces meet in some band in two cases of three
ALIKE = 0.7  # share of equal hashes, an estimate of the share of common pieces (standard error 0.06)
MET = 50  # different texts compared in one band: bounds the work where somebody makes them meet
_PRIME = np.uint64((1 << 31) - 1)  # a Mersenne prime above every 31-bit piece, small enough for 64-bit products


@dataclass(frozen=True)
class Told:
    """One opened tip: its id, its mailbox (None: erased) and its text."""

    tip: str
    mailbox: str | None
    text: str

    def __repr__(self) -> str:
        """Tell nothing."""
        return "Told(...)"


@dataclass(frozen=True)
class Counts:
    """How many tips, from how many mailboxes, saying how many different things."""

    tips: int
    mailboxes: int
    clusters: int


@dataclass(frozen=True)
class Triage:
    """What a triage found. Clusters and mailboxes are named by their first tip; the largest first."""

    everything: Counts
    without_top: Counts
    top: tuple[tuple[str, int], ...]  # first tip of each of the mailboxes that sent most → how many tips
    clusters: tuple[tuple[str, ...], ...]  # tips that say nearly the same


def triage(told: Sequence[Told], top: int = 2) -> Triage:
    """Return the clusters, and counts with and without the ``top`` mailboxes that sent most."""
    clusters = cluster(told)
    of = {tip: number for number, one in enumerate(clusters) for tip in one}
    sent = Counter(one.mailbox for one in told if one.mailbox is not None)
    order = {mailbox: number for number, mailbox in reversed(list(enumerate(one.mailbox for one in told)))}
    most = sorted(sent, key=lambda mailbox: (-sent[mailbox], order[mailbox]))[:top]
    first = {one.mailbox: one.tip for one in reversed(told)}
    rest = [one for one in told if one.mailbox not in most]
    return Triage(
        _counts(told, of),
        _counts(rest, of),
        tuple((first[mailbox], sent[mailbox]) for mailbox in most),
        tuple(sorted(clusters, key=lambda one: (-len(one), one[0]))),
    )


def cluster(told: Sequence[Told]) -> list[tuple[str, ...]]:
    """Part the tips into clusters of nearly the same text, each in the order given."""
    signatures = _signatures([one.text for one in told])
    parent = list(range(len(told)))

    def root(place: int) -> int:
        while parent[place] != place:
            parent[place] = parent[parent[place]]
            place = parent[place]
        return place

    rows = HASHES // BANDS
    for band in range(BANDS):
        met: dict[bytes, list[int]] = {}
        for place in range(len(told)):
            key = signatures[place, band * rows : (band + 1) * rows].tobytes()
            for other in met.setdefault(key, []):
                if root(other) == root(place):
                    break
                if float(np.mean(signatures[other] == signatures[place])) >= ALIKE:
                    parent[root(place)] = root(other)
                    break
            else:
                if len(met[key]) < MET:
                    met[key].append(place)
    found: dict[int, list[str]] = {}
    for place, one in enumerate(told):
        found.setdefault(root(place), []).append(one.tip)
    return [tuple(tips) for tips in found.values()]


def _signatures(texts: Sequence[str]) -> np.ndarray[tuple[int, int], np.dtype[np.uint64]]:
    """Return one row of minimum hashes per text."""
    random = np.random.default_rng(1729)  # fixed: the same texts give the same clusters
    factors = random.integers(1, int(_PRIME), HASHES, dtype=np.uint64)[:, None]
    shifts = random.integers(0, int(_PRIME), HASHES, dtype=np.uint64)[:, None]
    found = np.empty((len(texts), HASHES), dtype=np.uint64)
    for place, text in enumerate(texts):
        pieces = np.fromiter(_pieces(text), dtype=np.uint64)
        found[place] = ((pieces[None, :] * factors + shifts) % _PRIME).min(axis=1)
    return found


def _pieces(text: str) -> Iterable[int]:
    plain = " ".join(unicodedata.normalize("NFKC", text).casefold().split())
    data = plain or " "
    return {
        zlib.crc32(data[start : start + PIECE].encode("utf-8", "replace")) % int(_PRIME)
        for start in range(max(1, len(data) - PIECE + 1))
    }


def _counts(told: Sequence[Told], of: dict[str, int]) -> Counts:
    mailboxes = {one.mailbox for one in told}
    return Counts(len(told), len(mailboxes), len({of[one.tip] for one in told}))
