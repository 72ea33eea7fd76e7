"""Judges the bytes of an upload as they arrive: a well-formed age file for the current recipients, or nothing.

Who sealed badly on purpose can still send an age file that nobody opens: only the office's key would tell. What cannot
pass is plaintext: not as a header, and not behind one, since a sealed payload looks like noise and text does not.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from fairlead_drop.errors import NotSealedError, TooLargeError
from fairlead_ledger import age
from fairlead_ledger.age_keys import HYBRID_KIND, check_stanza
from fairlead_ledger.errors import LedgerError
from fairlead_ledger.tips import MARK, MIN_SIZE, Mark, padded_size

SAMPLE_SIZE = 4096
MIN_SAMPLE = 512
# Chi-squared of 255 degrees of freedom has mean 255 and standard deviation 22.6: of 10^29 samples of noise, one passes.
MAX_CHI_SQUARED = 600
_GREASE = "-grease"  # rage adds a random stanza whose kind ends so


@dataclass(frozen=True)
class Sealed:
    """What an upload was found to be."""

    sha256: str
    size: int
    mark: Mark | None
    stanzas: int


class Shape:
    """Takes an upload's bytes in order; raises NotSealedError at the first that cannot belong to one.

    ``accepted``: epoch → number of recipients. With ``tier`` T1 the file must be marked so; with T2 it may be unmarked.
    """

    def __init__(self, tier: str, accepted: Mapping[int, int], max_bytes: int) -> None:
        self._tier = tier
        self._accepted = accepted
        self._max_bytes = max_bytes
        self._reader = age.HeaderReader()
        self._hash = hashlib.sha256()
        self._size = 0
        self._payload = 0
        self._sample = bytearray()
        self._sealed: tuple[Mark | None, int] | None = None

    @property
    def size(self) -> int:
        """How many bytes were taken."""
        return self._size

    def feed(self, data: bytes) -> None:
        """Judge the next bytes, before anybody writes them anywhere."""
        if self._size + len(data) > self._max_bytes:
            raise TooLargeError
        try:
            payload = self._reader.feed(data)
        except LedgerError as broken:
            raise NotSealedError(detail=str(broken)) from None
        header = self._reader.header
        if header is not None and self._sealed is None:
            self._sealed = self._judge_header(header)
        self._judge_payload(payload)
        self._hash.update(data)
        self._size += len(data)

    def finish(self) -> Sealed:
        """Return what it was; raises NotSealedError where it cannot be whole."""
        if self._sealed is None or not age.is_payload_size(self._payload):
            raise NotSealedError(detail="the file ends too early")
        if len(self._sample) >= MIN_SAMPLE:
            _must_be_noise(self._sample)
        if self._tier != "T2" and self._payload < MIN_SIZE:
            raise NotSealedError(detail="the payload is shorter than any tip")
        mark, stanzas = self._sealed
        plain = age.plain_size(self._payload)
        if mark is not None and plain != padded_size(plain):
            raise NotSealedError("refused_damaged", "a tip is padded; this one was cut on its way")
        return Sealed(self._hash.hexdigest(), self._size, mark, stanzas)

    def _judge_header(self, header: age.Header) -> tuple[Mark | None, int]:
        try:
            mark = Mark.find(header.stanzas)
            native = [stanza for stanza in header.stanzas if stanza.args[0] == HYBRID_KIND]
            for stanza in native:
                check_stanza(stanza)
        except LedgerError as broken:
            raise NotSealedError(detail=str(broken)) from None
        others = [stanza for stanza in header.stanzas if stanza not in native and stanza.args[0] != MARK]
        if any(self._tier == "T1" or not stanza.args[0].endswith(_GREASE) for stanza in others):
            raise NotSealedError(detail="sealed to a kind of recipient that the office does not have")
        if mark is None and self._tier == "T1":
            raise NotSealedError(detail="the mark is missing")
        if mark is not None and mark.tier != self._tier:
            raise NotSealedError("refused_tier", "marked as sealed in another way")
        epochs = self._accepted if mark is None else {mark.epoch}
        if not any(self._accepted.get(epoch) == len(native) for epoch in epochs):
            raise NotSealedError("refused_recipients", "not sealed to the current recipients")
        return mark, len(native)

    def _judge_payload(self, data: bytes) -> None:
        """Look at the first bytes of every sealed chunk, and never hold more than those."""
        place = 0
        while place < len(data):
            within = self._payload % age.SEALED_CHUNK_SIZE
            step = min(len(data) - place, age.SEALED_CHUNK_SIZE - within)
            if within == 0:
                if len(self._sample) >= MIN_SAMPLE:
                    _must_be_noise(self._sample)
                self._sample.clear()
            if len(self._sample) < SAMPLE_SIZE:
                self._sample += data[place : place + min(step, SAMPLE_SIZE - len(self._sample))]
                if len(self._sample) == SAMPLE_SIZE:
                    _must_be_noise(self._sample)
            self._payload += step
            place += step


def _must_be_noise(sample: bytearray) -> None:
    expected = len(sample) / 256
    counts = Counter(sample)
    chi_squared = sum((count - expected) ** 2 for count in counts.values()) / expected
    chi_squared += (256 - len(counts)) * expected
    if chi_squared > MAX_CHI_SQUARED:
        raise NotSealedError(detail="the payload is not sealed: it does not look like noise")
