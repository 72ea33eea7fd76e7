"""Keys lie with their user, never in a case, and are made without a question."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key

from fairlead.case import Case
from fairlead.errors import IntegrityError
from fairlead.evidence import actors
from fairlead_ledger import keys


def test_the_first_use_makes_a_key_that_stays(own_home: Path) -> None:
    assert keys.public_bytes(actors.own_key()) == keys.public_bytes(actors.own_key())
    assert [path.name for path in (own_home / "config").iterdir()] == ["actor.key"]


def test_a_key_is_readable_by_its_user_alone(own_home: Path) -> None:
    actors.own_key()
    assert (own_home / "config" / "actor.key").stat().st_mode & 0o777 == 0o600
    assert (own_home / "config").stat().st_mode & 0o777 == 0o700


def test_two_commands_at_once_make_one_key() -> None:
    with ThreadPoolExecutor(8) as pool:
        made = {keys.public_bytes(key) for key in pool.map(lambda _: actors.own_key(), range(8))}
    assert len(made) == 1


def test_no_private_key_lies_in_a_case(case: Case) -> None:
    private = [key.private_bytes_raw() for key in (actors.own_key(), actors.load(actors.case_key_path(case.id)))]
    for file in case.root.rglob("*"):
        if file.is_file():
            held = file.read_bytes()
            assert b"PRIVATE" not in held
            assert not any(key in held or keys.encode(key).encode() in held for key in private)


def test_a_damaged_key_or_one_of_another_kind_is_named(own_home: Path) -> None:
    actors.own_key()
    path = own_home / "config" / "actor.key"
    path.write_bytes(b"not a key")
    with pytest.raises(IntegrityError, match=r"actor\.key"):
        actors.own_key()
    other = generate_private_key(SECP256R1()).private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.write_bytes(other)
    with pytest.raises(IntegrityError, match="another kind"):
        actors.own_key()


def test_without_a_home_the_system_says_where_keys_lie(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("FAIRLEAD_HOME")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    actors.own_key()
    assert len(list(tmp_path.rglob("actor.key"))) == 1
