"""``fairlead tips`` as intake uses it: against a drop served in a process of its own, from keys to reply."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest
from drop_world import ORIGIN, Drop, Office
from served import serving
from vault_world import SECRET

from fairlead.case import Case
from fairlead.cli import group
from fairlead.evidence import actors
from fairlead_drop.settings import Folder
from fairlead_drop.store import Store
from fairlead_drop.web.service import Service

Run = Callable[..., str]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Return a function that runs a command as a person and returns what it printed."""

    def of(who: str, *args: object) -> str:
        monkeypatch.setenv("FAIRLEAD_HOME", str(tmp_path / who))
        capsys.readouterr()
        status = group.main([str(arg) for arg in args], standalone_mode=False)
        assert not status, capsys.readouterr()
        return capsys.readouterr().out

    return of


@pytest.fixture
def people(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a case of a custodian in which another person is intake, with a key of their own."""
    root = tmp_path / "case"
    run("custodian", "init", root)
    case_key = actors.case_key_path(Case.open(root).id).read_bytes()
    key = run("intake", "actor", root, "key").strip().split()[-1]
    path = actors.case_key_path(Case.open(root).id)
    path.write_bytes(case_key)
    path.chmod(0o600)
    run("custodian", "actor", root, "enrol", key, "--role", "intake", "--person", "I. Intake")
    return root


@pytest.fixture
def served(tmp_path: Path) -> Iterator[tuple[Drop, str, str]]:
    """Return a served drop, its address, and the key of its log."""
    with serving(tmp_path / "drop") as running:
        store = Store(Folder.open(tmp_path / "drop"))
        yield Drop(running.client, store, running.office, [], Service(store)), running.url, str(store.folder.verifier)  # type: ignore[arg-type]
        store.close()


def _office_files(tmp_path: Path, office: Office) -> tuple[Path, Path]:
    sign, identity = tmp_path / "sign.key", tmp_path / "identity.txt"
    sign.write_text(office.key.private_bytes_raw().hex())
    identity.write_text(office.identity.secret_text())
    return sign, identity


def test_from_the_drop_to_the_reply(run: Run, people: Path, served: tuple[Drop, str, str], tmp_path: Path) -> None:
    drop, url, key = served
    sign, identity = _office_files(tmp_path, drop.office)
    run("custodian", "tips", people, "epoch", "begin", drop.office.identity.recipient(), "--retention-days", 365)
    run("intake", "tips", people, "drop", url, ORIGIN, key)
    words = drop.words(drop.send_plain(SECRET, [("a.txt", b"abc")], kind="claim").text)

    assert run("intake", "tips", people, "pull", "--office-key", sign) == "1 new tips\n"
    (tip,) = json.loads(run("intake", "tips", people, "list", "--format", "json"))
    assert (tip["opened"], tip["grade"], tip["tier"]) == (False, "F6", "T3")
    assert "claim, 1 files" in run("intake", "tips", people, "open", "--all", "--identity", identity)
    shown = run("intake", "tips", people, "show", tip["tip"][:8], "--identity", identity, "--purpose", "to read")
    assert SECRET in shown
    assert "text/plain, 3 bytes: a.txt" in shown
    answer = tmp_path / "answer.txt"
    answer.write_text("Which day?")
    run(
        "intake",
        "tips",
        people,
        "reply",
        tip["tip"],
        "--text-file",
        answer,
        "--identity",
        identity,
        "--office-key",
        sign,
    )
    run("intake", "tips", people, "status", tip["tip"], "in_use", "--office-key", sign)
    assert "Which day?" in drop.client.post("/en/mailbox/plain", data={"words": words.text()}).text
    run("intake", "tips", people, "grade", tip["tip"], "C3", "--reason", "plausible")
    run("intake", "tips", people, "close", tip["tip"], "--reason", "done", "--office-key", sign)
    table = run("intake", "tips", people, "list")
    assert "C3" in table
    assert "closed" in table
    assert "failed" not in run("custodian", "verify", people).replace("0 failed", "")


def test_a_new_epoch_is_made_begun_and_published(
    run: Run, people: Path, served: tuple[Drop, str, str], tmp_path: Path
) -> None:
    drop, url, key = served
    sign, _ = _office_files(tmp_path, drop.office)
    identity = tmp_path / "second.txt"
    run("custodian", "tips", people, "epoch", "begin", drop.office.identity.recipient(), "--retention-days", 30)
    recipient = run("custodian", "tips", people, "epoch", "new", "-o", identity).strip()
    run("custodian", "tips", people, "epoch", "begin", recipient, "--retention-days", 30)
    run("intake", "tips", people, "drop", url, ORIGIN, key)
    run("intake", "tips", people, "epoch", "publish", "--office-key", sign)
    assert recipient in httpx.get(f"{url}/recipients.txt").text
    drop.send_plain(SECRET)
    run("intake", "tips", people, "pull", "--office-key", sign)
    assert "tip, 0 files" in run("intake", "tips", people, "open", "--all", "--identity", identity)
    assert "2  begun" in run("intake", "tips", people, "epoch", "list")
