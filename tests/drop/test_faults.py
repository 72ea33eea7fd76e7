"""kill -9, power cuts and a full disk at every write: a tip accepted is whole and has its leaf, or was refused."""

from __future__ import annotations

import contextlib
import hashlib
import random
import re
import signal
import threading
import time
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest
from drop_world import Office, container, settings
from faults import DYING, FULL, Fault, copy_of, run_with
from served import make_folder, start

from fairlead_drop import log
from fairlead_drop.arrivals import Arrival, Uploads
from fairlead_drop.errors import DropError
from fairlead_drop.plain import PlainTip, SealedFile
from fairlead_drop.settings import Folder
from fairlead_drop.store import Store
from fairlead_drop.words import Words
from fairlead_ledger import age, merkle, office, tips
from fairlead_ledger.filing import Filing, Leaf

DAY = "2026-02-01"


class Scene:
    """A drop, and what sources and an office do to it in one run; the same for the same seed but for random keys."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.folder, self.seed = folder, seed
        self.office = Office()
        store = Store(Folder.create(folder, settings(self.office)), today=lambda: DAY)
        self.recipients = self.office.recipients()
        store.publish_recipients(office.sign(self.recipients, self.office.key))
        lot = random.Random(seed)
        self.words = [Words.generate() for _ in range(4)]
        self.sealed = [
            self._seal("T1" if n % 2 else "T2", words, lot.choice((50, 70_000, 300_000)))
            for n, words in enumerate(self.words)
        ]
        self.steps: list[Callable[[Store, Callable[[str], None]], None]] = [
            lambda store, tell: self._t2(store, tell, 0),
            lambda store, tell: self._t1(store, tell, 1),
            self._t3,
            lambda store, tell: self._t2(store, tell, 2),
            self._office,
        ]
        lot.shuffle(self.steps)
        self.steps += [self._checkpoint, lambda store, tell: self._t1(store, tell, 3), self._taken, self._checkpoint]
        store.close()

    def _seal(self, tier: str, words: Words, size: int) -> bytes:
        data = container(tier, words, "A message.", [("a", bytes(size))])
        mark = tips.Mark(tier, self.recipients.epoch, words.mailbox)
        return age.seal(data, self.recipients.recipients, [mark.stanza()])

    def run(self, folder: Path, tell: Callable[[str], None]) -> None:
        store = Store(Folder.open(folder), today=lambda: DAY)
        for step in self.steps:
            step(store, tell)

    def _t2(self, store: Store, tell: Callable[[str], None], number: int) -> None:
        sealed = self.sealed[number]
        taker = SealedFile(store)
        try:
            taker.file_start({}, "x.age")
            for place in range(0, len(sealed), 60_000):
                taker.file_data(sealed[place : place + 60_000])
            _accepted(tell, taker.finish({}))
        except DropError:
            tell(f"refused {hashlib.sha256(sealed).hexdigest()}")
        finally:
            taker.abandon()

    def _t1(self, store: Store, tell: Callable[[str], None], number: int) -> None:
        sealed = self.sealed[number]
        try:
            uploads = Uploads(store)
            upload = uploads.begin(len(sealed), self.words[number].mailbox)
            for place in range(0, len(sealed), 100_000):
                uploads.take(upload, sealed[place : place + 100_000])
            leaf = uploads.finish(upload, hashlib.sha256(sealed).hexdigest())
            _accepted(tell, leaf)
        except DropError:
            tell(f"refused {hashlib.sha256(sealed).hexdigest()}")

    def _t3(self, store: Store, tell: Callable[[str], None]) -> None:
        taker = PlainTip(store, "ko")
        try:
            taker.file_start({"message": "A message."}, "a.jpg")
            taker.file_data(bytes(90_000))
            taker.file_end()
            _accepted(tell, taker.finish({"message": "A message."}))
        except DropError:
            tell("refused -")
        finally:
            taker.abandon()

    def _office(self, store: Store, tell: Callable[[str], None]) -> None:
        for row in store.rows("SELECT id FROM mailboxes LIMIT 1"):
            try:
                number = store.reply(row["id"], b"sealed")
                tell(f"replied {row['id']} {number}")
            except DropError:
                tell("refused -")

    def _checkpoint(self, store: Store, tell: Callable[[str], None]) -> None:
        try:
            log.make_checkpoint(store, whole_day=False)
        except DropError:
            tell("refused -")

    def _taken(self, store: Store, tell: Callable[[str], None]) -> None:
        try:
            store.taken(0)
            tell("taken 0")
        except DropError:
            tell("refused -")


def _accepted(tell: Callable[[str], None], leaf: Leaf) -> None:
    tell(f"accepted {leaf.dumps().decode()}")


def judge(folder: Path, lines: list[str], scene: Scene, how: str) -> None:
    """Open the drop as after a restart, and hold it against what the sources were told."""
    assert not [line for line in lines if line.startswith("failed")], lines
    assert (lines[-1:] == ["end"]) == how.startswith("full"), (
        "a full disk ends nothing, and a dead process says nothing"
    )
    store = Store(Folder.open(folder), today=lambda: DAY)
    store.sweep()
    assert log.check(store) == []
    rows = store.rows("SELECT leaf, sha256, mailbox, kept FROM tips")
    kept = {row["sha256"] for row in rows if row["kept"]}
    assert {path.name for path in store.sealed.iterdir()} == kept, "a file without its row, or the other way round"
    assert all(path.name.startswith("slot-") and path.stat().st_size == 0 for path in store.parts.iterdir())
    for sha256 in kept:
        assert hashlib.sha256((store.sealed / sha256).read_bytes()).hexdigest() == sha256, (
            "an accepted tip is not whole"
        )
    for row in rows:
        assert store.rows("SELECT 1 FROM mailboxes WHERE id = ?", row["mailbox"])
    told = [(line.partition(" ")[0], line.partition(" ")[2]) for line in lines]
    leaves = {row["leaf"].decode() for row in rows}
    for what, rest in told:
        if what == "accepted":
            assert rest in leaves, "a source was told that a tip is filed, and it is not"
        if what == "refused" and rest != "-":
            assert rest not in {row["sha256"] for row in rows}, "a source was told no, and the tip is there"
        if what == "replied":
            mailbox, number = rest.split()
            assert store.rows("SELECT 1 FROM replies WHERE mailbox = ? AND number = ?", mailbox, int(number))
    # It goes on: a new tip is taken, all of them get their proofs, and every proof holds.
    arrival = Arrival(store, "T2")
    arrival.take(scene._seal("T2", Words.generate(), 10))
    arrival.finish()
    log.make_checkpoint(store, whole_day=False)
    hashes = [bytes(row["hash"]) for row in store.rows("SELECT hash FROM tips ORDER BY position")]
    for row in store.rows(
        "SELECT t.position, t.leaf, t.path, c.note FROM tips t LEFT JOIN checkpoints c ON c.number = t.checkpoint"
    ):
        proof = log.filing(dict(row))
        assert isinstance(proof, Filing)
        proof.verify(store.folder.verifier)
    assert store.rows("SELECT 1 FROM tips WHERE settled = 0") == []
    assert log.check(store) == []
    assert merkle.root(hashes)
    store.close()


def all_faults(scene: Scene, tmp_path: Path) -> list[Fault]:
    """Return every way of failing at every call of the seam in a run of the scene."""
    lines = run_with(None, copy_of(scene.folder, tmp_path / "calm"), scene.run)
    assert lines[-1] == "end", lines
    calls = lines[-2].split()[1:]
    judge(tmp_path / "calm", lines, scene, "full")
    assert {line.split()[0] for line in lines} >= {"accepted", "taken"}
    return [Fault(how, at) for at in range(len(calls)) for how in (*DYING, *FULL)]


def inject(scene: Scene, faults: list[Fault], tmp_path: Path) -> None:
    for fault in faults:
        place = copy_of(scene.folder, tmp_path / "struck")
        lines = run_with(fault, place, scene.run)
        try:
            judge(place, lines, scene, fault.how)
        except AssertionError as wrong:
            raise AssertionError(f"seed {scene.seed}, {fault}: {wrong}") from wrong


def test_a_tip_is_whole_with_its_leaf_or_refused_whatever_fails(quick_path: Path) -> None:
    scene = Scene(quick_path / "template", 1)
    faults = all_faults(scene, quick_path)
    inject(scene, random.Random(1).sample(faults, 18), quick_path)


@pytest.mark.slow
@pytest.mark.parametrize("seed", [2, 3, 4])
def test_every_way_of_failing_at_every_write(seed: int, quick_path: Path) -> None:
    scene = Scene(quick_path / "template", seed)
    faults = all_faults(scene, quick_path)
    inject(scene, faults, quick_path)
    print(f"seed {seed}: {len(faults)} faults at {len(faults) // (len(DYING) + len(FULL))} write points")


@pytest.mark.slow
def test_a_served_drop_that_is_killed_again_and_again_keeps_what_it_acknowledged(quick_path: Path) -> None:
    path = quick_path / "drop"
    office_side = make_folder(path, tips_per_hour=1_000_000)
    recipients, lot = [office_side.identity.recipient()], random.Random(9)
    acknowledged: list[str] = []

    def send(url: str) -> None:
        with contextlib.suppress(httpx.HTTPError, AssertionError), httpx.Client(base_url=url, timeout=10) as client:
            while True:
                sealed = age.seal(bytes(lot.randrange(100, 300_000)), recipients)
                ticket = re.search(r'name="ticket" value="([^"]+)"', client.get("/en/t2").text)
                assert ticket
                answer = client.post("/en/t2", data={"ticket": ticket[1]}, files={"file": ("x", sealed)})
                assert answer.status_code == 200
                acknowledged.append(hashlib.sha256(sealed).hexdigest())

    for _ in range(25):
        served = start(path, office_side)
        sending = [threading.Thread(target=send, args=(served.url,)) for _ in range(2)]
        for one in sending:
            one.start()
        time.sleep(lot.uniform(0.1, 1.0))
        served.end(signal.SIGKILL)
        for one in sending:
            one.join()
    store = Store(Folder.open(path))
    store.sweep()
    assert log.check(store) == []
    kept = {row["sha256"] for row in store.rows("SELECT sha256 FROM tips")}
    assert set(acknowledged) <= kept
    for sha256 in kept:
        assert hashlib.sha256((store.sealed / sha256).read_bytes()).hexdigest() == sha256
    print(f"{len(acknowledged)} tips acknowledged, {len(kept)} kept, 25 kills")
    assert len(acknowledged) > 25
    store.close()
