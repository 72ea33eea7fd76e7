"""The store keeps bytes under their SHA-256, once, and never changes them."""

from __future__ import annotations

import hashlib
import os
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fairlead.errors import FairleadError, IntegrityError, MisuseError, RefusedError
from fairlead.evidence import store as stores
from fairlead.evidence.store import ExhibitStore
from fairlead_ledger import merkle

HELLO = hashlib.sha256(b"hello").hexdigest()


@pytest.fixture
def store(tmp_path: Path) -> ExhibitStore:
    return ExhibitStore(tmp_path / "exhibits")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=20)
@given(data=st.binary(max_size=200_000))
def test_bytes_come_back_as_received(store: ExhibitStore, data: bytes) -> None:
    received = store.receive(BytesIO(data))
    assert store.open(received.sha256).read() == data
    assert (received.sha256, received.size) == (hashlib.sha256(data).hexdigest(), len(data))


def test_the_chunk_root_is_over_64_kib_chunks(store: ExhibitStore) -> None:
    data = bytes(200_000)
    leaves = [merkle.leaf_hash(data[start : start + 65_536]) for start in range(0, len(data), 65_536)]
    assert store.receive(BytesIO(data)).chunk_root == merkle.root(leaves).hex()


def test_the_same_bytes_twice_are_one_file(store: ExhibitStore, tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"hello")
    assert store.receive(tmp_path / "a") == store.receive(BytesIO(b"hello"))
    assert list(store.all()) == [HELLO]
    assert store.has(HELLO)
    assert not store.has("0" * 64)


def test_progress_ends_at_one(store: ExhibitStore, tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(bytes(3 * stores.PIECE))
    seen: list[float] = []
    store.receive(tmp_path / "a", seen.append)
    assert seen == sorted(seen)
    assert seen[-1] == 1.0
    assert len(seen) == 3


def test_a_changed_exhibit_is_not_taken_for_the_one_received_again(store: ExhibitStore) -> None:
    store.receive(BytesIO(b"hello"))
    store.path(HELLO).write_bytes(b"hallo")
    with pytest.raises(IntegrityError, match="other bytes"):
        store.receive(BytesIO(b"hello"))
    assert store.path(HELLO).read_bytes() == b"hallo"


def test_a_missing_source_is_the_callers_mistake(store: ExhibitStore, tmp_path: Path) -> None:
    for wrong in (tmp_path / "nothing", tmp_path):
        with pytest.raises(MisuseError, match="cannot read"):
            store.receive(wrong)


def test_a_missing_exhibit_is_named(store: ExhibitStore) -> None:
    with pytest.raises(IntegrityError, match=HELLO):
        store.open(HELLO)


def test_sealed_exhibits_are_refused_until_there_is_a_way_to_open_them(store: ExhibitStore) -> None:
    received = store.receive(BytesIO(b"hello"))
    with pytest.raises(RefusedError, match="sealed"):
        store.open(received.sha256, "sealed")


def test_a_source_that_breaks_off_leaves_nothing(store: ExhibitStore) -> None:
    class Broken(BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            if self.tell():
                raise OSError(5, "Input/output error")
            return super().read(3)

    with pytest.raises(FairleadError, match="input/output error"):
        store.receive(Broken(b"hello"))
    assert [path for path in store.folder.rglob("*") if path.is_file()] == []


def test_old_remains_of_interrupted_receipts_are_swept_and_running_ones_left_alone(store: ExhibitStore) -> None:
    incoming = store.folder / "incoming"
    incoming.mkdir(parents=True)
    for name in ("old", "running", "young"):
        (incoming / name).write_bytes(b"part")
    for name in ("old", "running"):
        os.utime(incoming / name, (0, 0))
    with (incoming / "running").open("rb") as held:
        stores._hold(held)
        store.receive(BytesIO(b"hello"))
    assert sorted(path.name for path in incoming.iterdir()) == ["running", "young"]
