"""Thirty people at one desk for minutes: what they did, how long answers took, and what was lost or wrong (nothing).

    python benchmarks/together.py [--people 30] [--seconds 600] [--occasions 200] [--postgresql URL]

People and server share one process and this machine, so times are those of a busy server and of its clients together.
``URL`` is of a server whose user may make databases, such as postgresql+pg8000://fairlead@127.0.0.1:5432/postgres.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from contextlib import nullcontext
from pathlib import Path

TESTS = Path(__file__).resolve().parent.parent / "tests"
sys.path[:0] = [str(TESTS), str(TESTS / "desk")]


def main() -> int:
    """Let a crowd work, and say what came of it."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--people", type=int, default=30)
    options.add_argument("--seconds", type=float, default=600)
    options.add_argument("--occasions", type=int, default=200)
    options.add_argument("--postgresql", metavar="URL")
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ["FAIRLEAD_HOME"] = f"{folder}/home"
        import crowd
        import gathering

        server = given.postgresql
        with gathering.postgresql(server) if server else nullcontext() as database:
            found = gathering.many(Path(folder) / "case", database, given.occasions)
            desk = gathering.shared(found.case)
            people = [gathering.member(desk.place, f"Person {n}", "investigator") for n in range(given.people)]
            with gathering.served(desk):
                told = crowd.at_work(desk.address, people, found.case, given.seconds)
            print("PostgreSQL:" if server else "SQLite:", told, flush=True)
            for each in told.wrong[:20]:
                print(" ", each)
            print(" ", ", ".join(f"{kind}: {count:,}" for kind, count in sorted(told.answers.items())))
            found.case.log.database.engine.dispose()
    return 1 if told.wrong else 0


if __name__ == "__main__":
    raise SystemExit(main())
