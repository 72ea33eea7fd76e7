"""What a table says of a ship, noticed only where it changes: a hash of the last report under each MMSI.

What a report is, and how it is read, is for ``rows.py``. Hashes leave no trace in a reading.
"""

from __future__ import annotations

import os

import numpy as np
import numpy.typing as npt

from fairlead.readers.tracks.cells import Arrow, Bools, Column, Ints, pc


class Changes:
    """Finds the rows where what is said of a ship differs from what was last said under that MMSI.

    It keeps a 64-bit hash per MMSI. The hash is keyed anew for every table, so that nobody can prepare two reports
    that collide.
    """

    def __init__(self) -> None:
        self._seed = np.uint64(int.from_bytes(os.urandom(8), "big"))
        self._mmsi: Ints = np.zeros(0, np.int64)
        self._hash: npt.NDArray[np.uint64] = np.zeros(0, np.uint64)

    def find(self, mmsi: Ints, something: Bools, hashes: npt.NDArray[np.uint64], kept: Bools) -> Bools:
        """Return which rows are reports that say something new; ``something`` and ``hashes`` from :meth:`hashes`."""
        candidates = np.flatnonzero(kept & something)
        order = candidates[np.argsort(mmsi[candidates], kind="stable")]
        ships, reports = mmsi[order], hashes[order]
        first = np.ones(len(order), np.bool_)
        first[1:] = ships[1:] != ships[:-1]
        new = first.copy()
        new[1:] |= reports[1:] != reports[:-1]
        starts = np.flatnonzero(first)
        new[starts] = ~self._known(ships[starts], reports[starts])
        last = np.append(starts[1:] - 1, len(order) - 1) if len(order) else starts
        self._remember(ships[last], reports[last])
        result = np.zeros(len(mmsi), np.bool_)
        result[order[new]] = True
        return result

    def hashes(
        self, length: int, numbers: list[Column], said: list[Arrow | None]
    ) -> tuple[Bools, npt.NDArray[np.uint64]]:
        """Return which rows say something of a ship, and a hash of what; it depends on nothing said before."""
        something, hashes = np.zeros(length, np.bool_), np.zeros(length, np.uint64)
        for column in numbers:
            hashes = _mix(hashes, np.where(column.given, column.values, -1).view(np.uint64))
            something |= column.given
        for text in said:
            if text is None:
                continue
            encoded = pc.dictionary_encode(text)
            known = np.append(_hash_texts(encoded.dictionary, self._seed), np.uint64(0))
            codes = np.asarray(pc.fill_null(encoded.indices, len(known) - 1))
            hashes = _mix(hashes, known[codes])
            something |= np.asarray(pc.is_valid(text))
        return something, hashes

    def _known(self, ships: Ints, reports: npt.NDArray[np.uint64]) -> Bools:
        if not len(self._mmsi):
            return np.zeros(len(ships), np.bool_)
        at = np.minimum(np.searchsorted(self._mmsi, ships), len(self._mmsi) - 1)
        return np.asarray((self._mmsi[at] == ships) & (self._hash[at] == reports))

    def _remember(self, ships: Ints, reports: npt.NDArray[np.uint64]) -> None:
        mmsi, hashes = np.concatenate([ships, self._mmsi]), np.concatenate([reports, self._hash])
        self._mmsi, first = np.unique(mmsi, return_index=True)  # the newer stands first
        self._hash = hashes[first]


def _hash_texts(texts: Arrow, seed: np.uint64) -> npt.NDArray[np.uint64]:
    """Return a keyed hash of each text (multilinear, Lemire and Kaser 2014: the sum of its bytes, each times a key)."""
    offsets = np.frombuffer(texts.buffers()[1], np.int32)[texts.offset :][: len(texts) + 1]
    lengths = np.diff(offsets)
    sums = np.zeros(len(texts), np.uint64)
    if len(texts) and lengths.any():
        data = np.frombuffer(texts.buffers()[2], np.uint8)[offsets[0] : offsets[-1]]
        starts = offsets[:-1] - offsets[0]
        places = np.arange(len(data)) - np.repeat(starts, lengths)
        keys = _mix(np.full(lengths.max(), seed), np.arange(lengths.max(), dtype=np.uint64))
        filled = lengths > 0
        sums[filled] = np.add.reduceat(keys[places] * (data.astype(np.uint64) + np.uint64(1)), starts[filled])
    return _mix(sums, lengths.astype(np.uint64))


def _mix(hashes: npt.NDArray[np.uint64], values: npt.NDArray[np.uint64]) -> npt.NDArray[np.uint64]:
    """Fold values into hashes (the finalizer of SplitMix64, Steele, Lea and Flood 2014)."""
    mixed = hashes * np.uint64(0x9E3779B97F4A7C15) + values
    mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return mixed ^ (mixed >> np.uint64(31))
