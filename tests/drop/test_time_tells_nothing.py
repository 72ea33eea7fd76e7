"""What times tell: of an answer, whether words are known; of a copied disk, when somebody wrote."""

from __future__ import annotations

import http.client
import random
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from drop_world import Drop, reply_to, sealed_tip
from hypothesis import given
from hypothesis import strategies as st
from served import Served, make_folder, start

from fairlead_drop import log, plain
from fairlead_drop.store import open_store
from fairlead_drop.web import service
from fairlead_drop.words import Words
from fairlead_ledger import keys

WAYS = ("/api/mailbox", "/en/mailbox/plain")


def prepared(path: Path, words: Words, replies: int, **changes: Any) -> Served:
    """Serve a drop in which one mailbox has a tip and replies, among others."""
    office_side = make_folder(path, puzzle_bits=2, openings_per_hour=10_000_000, **changes)
    store = open_store(path)
    for number in range(20):
        part = store.parts / "part"
        part.write_bytes(bytes(9))
        store.accept(part, "T2", 1, words.mailbox if number == 9 else f"{number:064x}", f"{number:064x}", 9)
    for number in range(replies):
        store.reply(words.mailbox, keys.decode(reply_to(words, f"Answer {number}")))
    log.make_checkpoint(store, whole_day=False)
    store.close()
    return start(path, office_side)


def asked(line: http.client.HTTPConnection, way: str, body: str) -> float:
    """Return how long the answer to some words took, in seconds."""
    began = time.perf_counter()
    line.request("POST", way, body)
    answer = line.getresponse()
    size = len(answer.read())
    passed = time.perf_counter() - began
    assert (answer.status, size) == (200, 65_536)
    return passed


def body_of(way: str, words: Words) -> str:
    """Return what is sent to open a mailbox with some words."""
    return f'{{"token":"{words.token.hex()}"}}' if way.startswith("/api") else f"words={words.text().replace(' ', '+')}"


def compare(served: Served, way: str, known: Words, count: int) -> dict[str, float]:
    """Ask for known and unknown words in random order; return effect size and p of the difference.

    All go over one connection, and what is sent is made before the first is: a server still busy accepting a line, or a
    client that derives a token in between for the unknown only, would make a difference that nobody else sees.
    """
    stats = pytest.importorskip("scipy.stats")  # slow to import
    turns = [True, False] * count
    random.shuffle(turns)
    bodies = [body_of(way, known if turn else Words.generate()) for turn in turns]
    line = http.client.HTTPConnection(*served.url.removeprefix("http://").split(":"), timeout=30)
    asked(line, way, body_of(way, known))
    took: dict[bool, list[float]] = {True: [], False: []}
    for turn, body in zip(turns, bodies, strict=True):
        took[turn].append(asked(line, way, body))
    line.close()
    test = stats.mannwhitneyu(took[True], took[False])
    delta = 2 * test.statistic / count**2 - 1  # Cliff's delta: 0 where nothing can be told, 1 where everything can
    return {"n": count, "delta": round(float(delta), 3), "p": round(float(test.pvalue), 3)}


@pytest.fixture
def ask(quick_path: Path) -> Iterator[Callable[..., dict[str, float]]]:
    running: list[Served] = []

    def run(way: str, count: int, replies: int, quantum_ms: int) -> dict[str, float]:
        words = Words.generate()
        path = quick_path / f"drop-{len(running)}"
        running.append(prepared(path, words, replies, mailbox_quantum_ms=quantum_ms))
        return compare(running[-1], way, words, count)

    yield run
    for served in running:
        served.end()


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Served, Words]]:
    """Return one drop for both ways, and the words of its mailbox with three replies."""
    words = Words.generate()
    served = prepared(tmp_path_factory.mktemp("shared") / "drop", words, 3, mailbox_quantum_ms=25)
    yield served, words
    served.end()


@pytest.mark.parametrize("way", WAYS)
def test_known_and_unknown_words_take_the_same_time(shared: tuple[Served, Words], way: str) -> None:
    found = compare(shared[0], way, shared[1], 72)
    assert abs(found["delta"]) < 0.4, found  # of 72 each, chance alone goes there once in some ten thousand runs


@given(st.integers(0, 2_000_000))
def test_answers_leave_at_the_quantum_however_long_the_work_took(took_us: int) -> None:
    """The event loop wakes at whole milliseconds after it fell asleep; how long the work took must not show in that."""
    clock = [5_000_000]  # microseconds

    async def coarse(seconds: float) -> None:
        clock[0] += -(-round(seconds * 1e6) // 1000) * 1000

    def fine(seconds: float) -> None:
        clock[0] += max(1, round(seconds * 1e6))

    clock[0] += took_us
    held = SimpleNamespace(settings=SimpleNamespace(mailbox_quantum_ms=400))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(service, "asyncio", SimpleNamespace(sleep=coarse))
        patch.setattr(service, "time", SimpleNamespace(monotonic=lambda: clock[0] / 1e6, sleep=fine))
        with pytest.raises(StopIteration):  # it waits for nothing real, and a browser's loop may run in this thread
            service.until_quantum(cast(service.Service, held), 5.0).send(None)
    assert (clock[0] - 5_000_000) % 400_000 <= 2
    assert took_us <= clock[0] - 5_000_000 <= took_us + 400_002


@pytest.mark.wide  # it tests the test above, which is part of every run
def test_the_comparison_sees_the_difference_where_nothing_hides_it(ask: Callable[..., dict[str, float]]) -> None:
    found = ask("/en/mailbox/plain", 25, 40, 0)  # forty replies are more than dummies stand in for
    assert found["delta"] > 0.3, found
    assert found["p"] < 0.001


def test_unknown_words_cost_as_many_openings_as_a_mailbox_with_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    counted: list[int] = []
    real = plain.age.open_sealed
    monkeypatch.setattr(plain.age, "open_sealed", lambda *args: counted.append(1) or real(*args))
    words, found = Words.generate(), []
    for number in (0, 1, 7, 8, 9, 16):
        counted.clear()
        texts = plain.open_replies([keys.decode(reply_to(words, f"Answer {one}")) for one in range(number)], words)
        assert texts == [f"Answer {one}" for one in range(number)]
        found.append(len(counted))
    assert found == [8, 8, 8, 8, 16, 16]


@pytest.mark.slow
@pytest.mark.parametrize("way", WAYS)
def test_many_answers_to_known_and_unknown_words_cannot_be_told_apart(
    ask: Callable[..., dict[str, float]], way: str
) -> None:
    found = ask(way, 600, 8, 100)
    print(way, found)
    assert abs(found["delta"]) < 0.1, found


def test_files_tell_of_no_tip_when_it_came(drop: Drop) -> None:
    moments = []
    for _ in range(4):
        moments.append(time.time_ns())
        time.sleep(0.05)
        assert drop.send_sealed(sealed_tip(drop, "T2", Words.generate(), "x")).status_code == 200
    drop.store.forget_times()
    files = list(drop.store.sealed.iterdir())
    assert len(files) == 4
    assert {file.stat().st_mtime_ns for file in files} == {0}
    assert {file.stat().st_atime_ns for file in files} == {0}
    changed = [file.stat().st_ctime_ns for file in files]
    assert min(changed) > moments[-1], "each was touched after the last tip came"
    told = subprocess.run(["stat", "-c", "%.9W", *map(str, files)], capture_output=True, text=True, check=True).stdout
    births = [float(line) for line in told.split()]
    assert max(births) - min(births) < 0.05, "all were born at once"
    assert max(births) < moments[1] / 1e9, "and before the second tip came"
    names = [file.name for file in files]
    drop.days.append("2026-02-02")
    log.make_checkpoint(drop.store)
    assert sorted(names) == sorted(file.name for file in drop.store.sealed.iterdir())
    assert {file.stat().st_mtime_ns for file in drop.store.sealed.iterdir()} == {0}
