"""Who else was heard around a silence: in the cells where it began and ended, bin by bin; for a picture or in words.

A silence is one ship's, or that between two numbers which may be one hull: from the last position of the first to the
first of the second. Nothing is judged: how likely a silence is the ship's own is for ``events/silence.py``. Left out:
the way between.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.compute as pc
import pyarrow.dataset as ds

from fairlead.events import gap
from fairlead.shapes import US_PER_HOUR, exhibit_key
from fairlead.typologies.occasion import Occasion

BESIDE_US = 12 * US_PER_HOUR  # shown before and after a silence
BINS = 120  # bars in a row, at most: more cannot be told apart at this size
BIN_HOURS = (1, 2, 3, 6, 12, 24, 48, 120, 240)

_LEVELS = "▁▂▃▄▅▆▇█"


@dataclass(frozen=True)
class Reception:
    """The longest of some silences and, for each of its ends, how many other tracks were heard in each bin."""

    mmsi: int
    other: int | None  # the second number, where the silence is that between two
    silence: tuple[int, int]  # us; the second is made up where the silence has no end
    ended: bool
    start_us: int
    bin_h: int
    places: tuple[tuple[str, tuple[int, ...]], ...]  # 'where it began', counts

    @property
    def of_whom(self) -> str:
        """Whose silence it is, in words: 'of MMSI 445000001'."""
        first = f"MMSI {self.mmsi:09d}"
        return f"of {first}" if self.other is None else f"between {first} and MMSI {self.other:09d}"

    @property
    def per(self) -> str:
        """What a bin counts, in words."""
        return "other ships heard per hour" if self.bin_h == 1 else f"other ships heard in each {self.bin_h} h"


def of(occasion: Occasion, derived: Path, hidden: Collection[str] = (), bins: int = BINS) -> Reception | None:
    """Return the reception around an occasion's longest silence; None where it rests on none."""
    if not (derived / "legs.parquet").exists():
        return None
    silences = silences_of(occasion, derived)
    keys = sorted(exhibit_key(sha256) for sha256 in hidden)
    return around(silences, ds.dataset(derived / "legs.parquet"), keys, bins) if silences else None


def silences_of(occasion: Occasion, derived: Path) -> list[dict[str, Any]]:
    """Return the silences that an occasion rests on: gaps, and changes of identity across as long a silence."""
    found = []
    for kind in ("gap", "identity_change"):
        ids = [ref.id for ref in occasion.events if ref.kind == kind]
        path = derived / "events" / f"{kind}.parquet"
        if ids and path.exists():
            found += ds.dataset(path).to_table(filter=pc.field("id").isin(ids)).to_pylist()
    least_us = gap.Parameters().least_h * US_PER_HOUR
    return [row for row in found if row["end_us"] is None or row["end_us"] - row["start_us"] > least_us]


def around(silences: list[dict[str, Any]], legs: ds.Dataset, hidden: list[int], bins: int = BINS) -> Reception:
    """Return the reception around the longest silence; around one without end, where it began only."""
    silence = max(silences, key=lambda row: ((row["end_us"] or row["start_us"]) - row["start_us"], row["id"]))
    began = silence["start_us"]
    ended = silence["end_us"] if silence["end_us"] is not None else began + 4 * BESIDE_US
    start_us = (began - BESIDE_US) // US_PER_HOUR * US_PER_HOUR
    hours = -(-(ended + BESIDE_US - start_us) // US_PER_HOUR)
    bin_h = next((one for one in BIN_HOURS if hours / one <= bins), -(-hours // bins))
    number = -(-hours // bin_h)
    edges = [("start", "where it began")] + ([("end", "where it ended")] if silence["end_us"] is not None else [])
    shown = []
    own = [silence["track"], *([silence["other_track"]] if "other_track" in silence else [])]
    for edge, words in edges:
        cell = (silence[f"{edge}_lat_e7"], silence[f"{edge}_lon_e7"])
        counts = _counts(legs, own, cell, start_us, bin_h * US_PER_HOUR, number, hidden)
        shown.append((words, tuple(counts)))
    whose, ends = (silence["mmsi"], silence.get("other_mmsi")), silence["end_us"] is not None
    return Reception(*whose, (began, ended), ends, start_us, bin_h, tuple(shown))


def plain(found: Reception) -> list[str]:
    """Return the reception as lines of text: a block's height is a count, and dots stand under the silence."""
    most = max(1, *(count for _, counts in found.places for count in counts))
    lines = []
    for words, counts in found.places:
        blocks = "".join(" " if not count else _LEVELS[round((len(_LEVELS) - 1) * count / most)] for count in counts)
        silent = [count for at, count in enumerate(counts) if _silent(found, at)]
        heard = sum(1 for count in silent if count)
        bins = _stretches(found, len(silent))
        lines += [
            f"{words}, {found.per} (most {most}): somebody in {heard} of the silence's {bins}",
            f"|{blocks}|",
            f"|{''.join('.' if _silent(found, at) else ' ' for at in range(len(counts)))}|",
        ]
    return lines


def _stretches(found: Reception, count: int) -> str:
    """Return a number of bins in words: '42 hours', '29 stretches of 2 h'."""
    return f"{count} {'hours' if found.bin_h == 1 else f'stretches of {found.bin_h} h'}"


def _silent(found: Reception, at: int) -> bool:
    bin_us = found.bin_h * US_PER_HOUR
    begin = found.start_us + at * bin_us
    return begin < found.silence[1] and begin + bin_us > found.silence[0]


def _counts(
    legs: ds.Dataset, own: list[int], at: tuple[int, int], start_us: int, bin_us: int, bins: int, hidden: list[int]
) -> list[int]:
    """Return how many other tracks were heard in a position's cell, bin by bin."""
    size = gap.Parameters().reception.cell_e7
    south, west = (degrees // size * size for degrees in at)
    wanted = (pc.field("lat_e7") >= south) & (pc.field("lat_e7") < south + size)
    wanted &= (pc.field("lon_e7") >= west) & (pc.field("lon_e7") < west + size)
    wanted &= (pc.field("t_us") >= start_us) & (pc.field("t_us") < start_us + bins * bin_us)
    others = ~pc.field("track").isin(own) & ~pc.field("exhibit").isin(hidden)
    rows = legs.to_table(columns=["track", "t_us"], filter=wanted & others)
    pairs = np.stack([(rows["t_us"].to_numpy() - start_us) // bin_us, rows["track"].to_numpy()])
    counted: list[int] = np.bincount(np.unique(pairs, axis=1)[0], minlength=bins).tolist()
    return counted
