"""Fuzz every reader: damaged copies of files that it reads, each in a process with a limit on memory and time.

    python benchmarks/fuzz.py --minutes 60 --samples tests/readers shared-data-folder
    python benchmarks/fuzz.py --each 4 --samples tests/readers shared-data-folder     one reader after the other
    python benchmarks/fuzz.py --minutes 60 --only page --samples tests/readers        one reader
    python benchmarks/fuzz.py --gather FOLDER                       keep what the tests of the readers open, as samples

A reader may refuse (UnreadableError) or tell rows as unread; it may not break, hang, pass its memory, leave a
half-written reading, or read a table of lines into fewer rows than it has without telling. What is found is kept as a
file. Printed: cases and findings by reader, worst first. Exit 1 where anything was found.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import random
import re
import resource
import shutil
import sys
import tempfile
import time
import zipfile
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, BinaryIO

from fairlead.errors import FairleadError, UnreadableError
from fairlead.evidence.media import HEAD, media_type
from fairlead.readers import mapped, reading, wholes
from fairlead.readers.reader import Source
from fairlead_ledger.chunks import ChunkHasher

MOST_BYTES = 400_000  # of a sample: larger files are cut to their beginning, so that many cases are run
MEMORY_BYTES = 3 << 30  # address space of the process; the readers and their libraries alone map some 1.2 GB
SECONDS = 180  # for one case; scanned pages are read by a program that takes its time

Mutation = Callable[[bytearray, random.Random, list[bytes]], bytes]


def flip(data: bytearray, rng: random.Random, _: list[bytes]) -> bytes:
    """Change a few bytes."""
    for _ in range(rng.randint(1, 8)):
        data[rng.randrange(len(data))] = rng.randrange(256)
    return bytes(data)


def cut(data: bytearray, rng: random.Random, _: list[bytes]) -> bytes:
    """End early."""
    return bytes(data[: rng.randrange(1, len(data) + 1)])


def drop(data: bytearray, rng: random.Random, _: list[bytes]) -> bytes:
    """Lose a stretch."""
    at = rng.randrange(len(data))
    return bytes(data[:at] + data[at + rng.randint(1, 2000) :])


def double(data: bytearray, rng: random.Random, _: list[bytes]) -> bytes:
    """Say a stretch many times."""
    at = rng.randrange(len(data))
    piece = data[at : at + rng.randint(1, 300)]
    return bytes(data[:at] + piece * rng.randint(2, 500) + data[at:])


def splice(data: bytearray, rng: random.Random, others: list[bytes]) -> bytes:
    """Go on with another file."""
    other = rng.choice(others)
    return bytes(data[: rng.randrange(len(data))]) + other[rng.randrange(len(other)) :]


# What programs stumble over.
NASTY = [
    *(b"\x00", b"\xff\xfe", b"\xef\xbb\xbf", b"\n\n", b"\r", b'"', b",,,,", b";", b"9" * 400, b"-1", b"1e308", b"nan"),
    *(b"=1+1", b"<" * 200, b"&amp;" * 50, b"<!DOCTYPE x [<!ENTITY a 'b'>]>", b"{" * 500, b"[" * 3000, b"\\u0000"),
    *(b"%PDF-", b"PK\x03\x04", "\u202e".encode(), "\U0001f6a2".encode(), b"0000-00-00", b"9999-12-31T23:59:60Z"),
    b"18446744073709551616",
]


def insert(data: bytearray, rng: random.Random, _: list[bytes]) -> bytes:
    """Put in what programs stumble over."""
    for _ in range(rng.randint(1, 4)):
        at = rng.randrange(len(data))
        data[at:at] = rng.choice(NASTY)
    return bytes(data)


MUTATIONS: list[Mutation] = [flip, cut, drop, double, splice, insert]


# Tables that are read by a mapping only, by the name of the sample: the mapping, and the table.
MAPPED = {
    "customs-by-mapping.csv": (
        """table: trade
reporter: CN
partner: {column: Country, values: {"Korea, DPR": KP}}
flow: {column: Flow, values: {"1": import, "2": export}}
period: {column: Month, format: "%Y%m"}
code: HS
classification: HS 2017
net_mass: {column: Weight, unit: t}
value: {column: Amount, currency: CNY, times: 10000}
missing: ["-"]
""",
        'Month,Flow,Country,HS,Weight,Amount\n202003,1,"Korea, DPR",2701.12,1.5,2\n202012,2,DPRK,2702,-,0\n' * 20,
    ),
    "tracks-by-mapping.csv": (
        """columns:
  mmsi: ID
  time: {column: T, format: "%d/%m/%Y %H:%M", zone: "+09:00"}
  lat: {column: Y, unit: 1/600000 deg}
  lon: {column: X, unit: 1e-7 deg}
  speed: {column: V, unit: m/s}
delimiter: ";"
decimal: ","
""",
        "ID;T;Y;X;V\n" + "445000001;03/02/2021 04:05;23220000;1253000000;3,1\n" * 40,
    ),
}


def samples(places: list[Path]) -> Iterator[tuple[str, bytes]]:
    """Yield files that some reader recognises: those given, and a few that are made here."""
    yield from made()
    yield from ((name, table.encode()) for name, (_, table) in MAPPED.items())
    for place in places:
        for path in sorted(place.rglob("*")) if place.is_dir() else [place]:
            if path.is_file() and path.suffix not in (".py", ".pyc", ".md", ".sha256"):
                with path.open("rb") as stream:
                    yield path.name, stream.read(MOST_BYTES)


def gather(folder: Path) -> int:
    """Keep in a folder every small exhibit that the tests of the readers open, made up as they are; return how many."""
    import pytest

    opened = Source.open
    folder.mkdir(parents=True, exist_ok=True)

    def keep(source: Source) -> BinaryIO:
        with opened(source) as stream:
            data = stream.read(MOST_BYTES + 1)
        if len(data) <= MOST_BYTES:
            (folder / f"{source.sha256[:12]}-{Path(source.name).name[-60:]}").write_bytes(data)
        return opened(source)

    Source.open = keep  # type: ignore[method-assign]
    pytest.main(["-q", "-n", "0", "-p", "no:cacheprovider", "tests/readers"])
    return len(list(folder.iterdir()))


def made() -> Iterator[tuple[str, bytes]]:
    """Yield the files of a simulated sea, whole."""
    from fairlead.simulate import sea

    with tempfile.TemporaryDirectory() as folder:
        sea(Path(folder), seed=11, days=3, ships=20)
        for path in sorted(Path(folder).iterdir()):
            if path.is_file():
                yield path.name, path.read_bytes()[:MOST_BYTES]


def source(data: bytes, name: str, folder: Path) -> Source:
    """Return bytes as a reader sees an exhibit: a file in ``folder`` under another name than it came with."""
    hasher = ChunkHasher()
    hasher.update(data)
    path = folder / "exhibit"
    path.write_bytes(data)
    given = mapped.columns(MAPPED[name][0], "mapping.yaml") if name in MAPPED else {}
    return Source(hasher.sha256(), name, path, len(data), media_type(data[:HEAD], name), **given)


def reader_of(data: bytes, name: str) -> str | None:
    """Name who would read these bytes; None where nobody would."""
    with tempfile.TemporaryDirectory() as folder:
        try:
            found = source(data, name, Path(folder))
            whole = wholes.choose(found)
            return f"parts: {whole[0].name}" if whole else reading.choose(found)[0].name
        except (FairleadError, OSError):
            return None


def one_case(data: bytes, name: str, folder: Path) -> str:
    """Read one file; return what went wrong, or the empty text."""
    given = source(data, name, folder)
    try:
        whole = wholes.choose(given)
        if whole is not None:
            for number, part in enumerate(whole[0].parts(given, str)):
                for _ in wholes.pieces(part, len(data)):
                    pass
                if number > 5000:
                    break
            return ""
        made = reading.read(given, folder / "reading")
    except UnreadableError as refused:
        left = [path for path in folder.iterdir() if path.name not in ("reading", "exhibit")]
        broke = str(refused) if "broke on it" in str(refused) else ""
        return broke or (f"left {left[0].name} behind" if left else "")
    except (zipfile.BadZipFile, Exception) as error:  # any other error is a finding
        return f"{type(error).__name__}: {error}"
    finally:
        shutil.rmtree(folder / "reading", ignore_errors=True)
    return _lost(data, made)


def _lost(data: bytes, made: reading.Reading) -> str:
    """Tell rows of a table that are neither read nor unread; files in which a line need not be a row aside."""
    if (
        made.reader != "tracks-csv"
        or b'"' in data
        or data[:2] in (b"\x1f\x8b", b"PK")
        or b"\x00" in data
        or b"\r" in data
    ):
        return ""
    given = [line for line in data.split(b"\n") if line.strip()]
    while given and given[0].startswith(b"#"):  # remarks above the header; the reading notes how many
        given.pop(0)
    lines = len(given) - 1
    told = max(made.counts.get("positions", 0), made.counts.get("static_reports", 0)) + made.unread
    return f"{lines} lines, {told} told of" if told < lines else ""


def work(inbox: Any, outbox: Any) -> None:
    """Take cases until there are none, in a process whose memory is bounded."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    with tempfile.TemporaryDirectory() as folder:
        while (case := inbox.get()) is not None:
            outbox.put(one_case(*case, Path(folder)))


class Worker:
    """One process that reads; killed and made anew where it hangs or dies."""

    def __init__(self) -> None:
        self._start()

    def _start(self) -> None:
        context = multiprocessing.get_context("fork")
        self._inbox, self._outbox = context.Queue(), context.Queue()
        self._process = context.Process(target=work, args=(self._inbox, self._outbox))
        self._process.start()

    def run(self, data: bytes, name: str) -> str:
        """Return what went wrong with one case."""
        self._inbox.put((data, name))
        until = time.monotonic() + SECONDS
        while time.monotonic() < until:
            try:
                said: str = self._outbox.get(timeout=0.5)
                return said
            except Exception:  # nothing said yet
                if not self._process.is_alive():
                    code = self._process.exitcode
                    self._start()
                    return f"the process ended with {code}"
        self._process.kill()
        self._start()
        return f"no answer within {SECONDS} seconds"

    def end(self) -> None:
        """Stop the process."""
        self._process.kill()


class Tally:
    """What was tried of each reader and what it led to."""

    def __init__(self, keep: Path) -> None:
        self._keep = keep
        self.cases: Counter[str] = Counter()
        self.findings: dict[str, Counter[str]] = defaultdict(Counter)
        self.slowest: dict[str, float] = defaultdict(float)
        self.seconds: dict[str, float] = defaultdict(float)

    def count(self, reader: str, name: str, mutation: Mutation, damaged: bytes, wrong: str, seconds: float) -> None:
        """Count one case; of each kind of finding keep and tell the first."""
        self.cases[reader] += 1
        self.seconds[reader] += seconds
        self.slowest[reader] = max(self.slowest[reader], seconds)
        if not wrong:
            return
        kind = re.sub(r"0x\w+|[0-9]+", "#", wrong.replace(name, "FILE"))[:160]
        if not self.findings[reader][kind]:
            self._keep.mkdir(exist_ok=True)
            (self._keep / f"{reader.replace(': ', '-')}-{self.cases[reader]}-{name}").write_bytes(damaged)
            print(f"{reader}: {mutation.__name__} of {name}: {kind}", file=sys.stderr, flush=True)
        self.findings[reader][kind] += 1

    def lines(self, readers: list[str]) -> Iterator[str]:
        """Yield a table of what was found, worst first."""
        yield f"{'reader':<24} {'minutes':>8} {'cases':>8} {'findings':>9} {'slowest s':>10}"
        for one in sorted(readers, key=lambda one: -sum(self.findings[one].values())):
            found = sum(self.findings[one].values())
            yield (
                f"{one:<24} {self.seconds[one] / 60:>8.1f} {self.cases[one]:>8} {found:>9} {self.slowest[one]:>10.1f}"
            )


def main() -> int:
    """Run cases until the time is up and print what was found."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=60, help="for all readers together, taking turns")
    parser.add_argument("--each", type=float, help="minutes for each reader, one after the other, instead")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--samples", type=Path, nargs="*", default=[])
    parser.add_argument("--keep", type=Path, default=Path("fuzz-findings"), help="where files that break a reader go")
    parser.add_argument("--only", nargs="*", help="these readers, in this order")
    parser.add_argument("--gather", type=Path, metavar="FOLDER", help="run the readers' tests and keep what they read")
    options = parser.parse_args()
    if options.gather:
        print(f"{gather(options.gather)} samples in {options.gather}")
        return 0
    by_reader: dict[str, list[tuple[str, bytes]]] = defaultdict(list)
    for name, data in samples(options.samples):
        reader = reader_of(data, name) if data else None
        if reader and (options.only is None or reader in options.only):
            by_reader[reader].append((name, data))
    print(f"{sum(map(len, by_reader.values()))} samples for {len(by_reader)} readers", file=sys.stderr)
    everything = [data for found in by_reader.values() for _, data in found]
    rng, worker, tally = random.Random(options.seed), Worker(), Tally(options.keep)
    readers = [one for one in options.only if one in by_reader] if options.only else sorted(by_reader)
    for turn in [[one] for one in readers] if options.each else [readers]:
        end = time.monotonic() + 60 * (options.each or options.minutes)
        while time.monotonic() < end:
            for reader in turn:
                name, data = rng.choice(by_reader[reader])
                mutation = rng.choice(MUTATIONS)
                damaged = mutation(bytearray(data), rng, everything)
                begun = time.monotonic()
                wrong = worker.run(damaged, name)
                tally.count(reader, name, mutation, damaged, wrong, time.monotonic() - begun)
        if options.each:
            print(*list(tally.lines(turn))[1:], sep="\n", file=sys.stderr, flush=True)
    worker.end()
    print(*tally.lines(readers), sep="\n")
    print(json.dumps({reader: dict(kinds) for reader, kinds in tally.findings.items() if kinds}, indent=1))
    return 1 if any(tally.findings.values()) else 0


if __name__ == "__main__":
    raise SystemExit(main())
