"""Recall and precision on strangers' seas: ``python benchmarks/strangers.py m [--seed S ...] [--hidden N]``; m to v.

The simulators in ``strangers/`` were written by others on 28 November 2026, each from one page on the practice, apart
from each other and from all code here; they are kept as they came, unformatted. All have been looked at since. The keys
of M and N leave out ships of the DPRK's that come light and leave its ports laden between the writers' stories; those
of O to R list such voyages as innocent, with a lawful cargo: what is told of any counts as wrong here. S was written
later that day as an examiner would, from what the Panel of Experts reports, and asked to be real rather than hard; T, U
and V that evening, T and V asked for lawful ships that trade as unlawful ones do: part cargoes, repeated voyages. Seas
are held against their keys by the same scorer as all others.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import othersea

from fairlead.simulate import Truth

HERE = Path(__file__).with_name("strangers")
START = "2018-10-05"
LETTERS = ("m", "n", "o", "p", "q", "r", "s", "t", "u", "v")


def made_by(letter: str) -> othersea.Make:
    """Return what makes a stranger's sea in a folder; one that is there already is read again."""

    def make(folder: Path, seed: int, days: int, ships: int, hidden: int | None) -> Truth:
        if not (folder / "key.json").exists():
            folder.mkdir(parents=True, exist_ok=True)
            hidden = 0 if hidden is None and seed == 5 else hidden  # as the published seas were made
            asked = [] if hidden is None else ["--hidden", str(hidden)]
            command = [sys.executable, str(HERE / f"strange_{letter}.py"), str(seed), str(folder), *asked]
            subprocess.run(command, check=True)
        return othersea.read_key(folder / "key.json", seed, START, days, ships)

    return make


if __name__ == "__main__":
    if len(sys.argv) < 2 or sys.argv[1] not in LETTERS:
        sys.exit(__doc__)
    othersea.main(made_by(sys.argv.pop(1)), __doc__, ships=250)
