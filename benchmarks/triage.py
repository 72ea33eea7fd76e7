"""Two mailboxes send 14,000 tips, seven people one each: how long it takes to tell them apart, and what is found.

    python benchmarks/triage.py [--tips 14000]

The comparison of texts alone, without drop and vault. Nobody here is real.
"""

from __future__ import annotations

import argparse
import random
import resource
import time

from fairlead.vault.triage import Told, triage

SAID = "The tanker lay at the third buoy off the island and pumped through two hoses until the morning of the ninth."
WORDS = [f"{a}{b}{c}" for a in "bdfgklmnprst" for b in ("a", "e", "ou") for c in ("rt", "sk", "ll", "mp", "nd")]


def told(count: int) -> list[Told]:
    """Return the tips: two mailboxes vary one text, seven say something of their own."""
    chance = random.Random(7)
    many = [
        Told(f"tip {n}", f"busy {n % 2}", f"{SAID} {' '.join(chance.choices(WORDS, k=chance.randrange(8)))}")
        for n in range(count - 7)
    ]
    return many + [Told(f"own {n}", f"box {n}", " ".join(chance.choices(WORDS, k=60))) for n in range(7)]


def main() -> None:
    """Run it and print what was found and how long it took."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--tips", type=int, default=14_000)
    options = parser.parse_args()
    tips = told(options.tips)
    begun = time.perf_counter()
    found = triage(tips)
    seconds = time.perf_counter() - begun
    print(f"{len(tips):,} tips told apart in {seconds:.1f} s: {found.everything}")
    print(f"without the two busiest mailboxes: {found.without_top}")
    print(f"largest clusters: {[len(one) for one in found.clusters[:5]]}")
    print(f"peak memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MiB")


if __name__ == "__main__":
    main()
