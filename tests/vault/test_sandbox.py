"""The sandbox: a parser of a source's file sees no network, no home, no case, and ends at its limits."""

from __future__ import annotations

import json
import socket
import subprocess
from pathlib import Path

import pytest

from fairlead.errors import RefusedError, UnreadableError
from fairlead.vault import sandbox

needs_bubblewrap = pytest.mark.skipif(sandbox.bubblewrap() is None, reason="no bubblewrap works on this machine")


def _inside(code: str) -> str:
    """Return what Python code prints inside the sandbox."""
    command = sandbox.command(["-c", code], "bubblewrap")
    done = subprocess.run(command, capture_output=True, text=True, env=sandbox._environment(), timeout=60, check=False)
    return done.stdout.strip() or done.stderr.strip().splitlines()[-1]


@needs_bubblewrap
def test_no_network_is_reached_from_inside() -> None:
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        code = f"import socket; socket.create_connection(('127.0.0.1', {server.getsockname()[1]}), 3); print('reached')"
        assert "reached" not in _inside(code)
        with socket.create_connection(server.getsockname(), 3):
            pass  # from outside it is


@needs_bubblewrap
def test_neither_home_nor_case_nor_the_environment_is_seen_and_nothing_can_be_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "secret.txt").write_text("secret")
    monkeypatch.setenv("PGPASSWORD", "secret")
    assert "FileNotFoundError" in _inside(f"print(open({str(tmp_path / 'secret.txt')!r}).read())")
    assert _inside("import os; print(os.environ.get('PGPASSWORD'))") == "None"
    assert "OSError" in _inside(f"open({str(Path(sandbox.__file__).parent / 'x')!r}, 'w')")
    assert _inside("import os; print(len([p for p in os.listdir('/proc') if p.isdigit()]) < 4)") == "True"


@needs_bubblewrap
def test_what_is_written_inside_stays_in_memory(tmp_path: Path) -> None:
    assert _inside("open('/tmp/canary-of-the-sandbox', 'w').write('x'); print('written')") == "written"
    assert not Path("/tmp/canary-of-the-sandbox").exists()


def test_without_a_sandbox_nothing_is_parsed_unless_it_was_accepted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox, "bubblewrap", lambda: None)
    with pytest.raises(RefusedError, match="no bubblewrap works here"):
        sandbox.run("scrub", {}, [b"a text"])
    answer = sandbox.run("scrub", {}, [b"a text"], unconfined=True)
    assert (answer.confinement, answer.data) == ("limits only", b"a text")


def test_under_limits_alone_no_file_can_be_written(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    code = (
        "from fairlead.vault import worker; worker._limit(False)\n"
        "import signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        f"with open({str(tmp_path / 'x')!r}, 'wb', 0) as file: file.write(b'x')"
    )
    done = subprocess.run(
        sandbox.command(["-c", code], "limits only"),
        env=sandbox._environment(),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert "File too large" in done.stderr
    assert (tmp_path / "x").read_bytes() == b""


def test_a_worker_that_never_ends_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox, "WALL_S", 1)
    monkeypatch.setattr(sandbox, "command", lambda *_: ["/usr/bin/sleep", "60"])
    with pytest.raises(UnreadableError, match="without an answer"):
        sandbox.run("scrub", {}, [b"x"], unconfined=True)


@pytest.mark.parametrize("answer", [b"", b"\xff\xff\xff\xff", b"\x00\x00\x00\x02[]", b"\x00\x00\x00\x05abc"])
def test_an_answer_that_is_none_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, answer: bytes) -> None:
    (tmp_path / "answer").write_bytes(answer)
    monkeypatch.setattr(sandbox, "command", lambda *_: ["/bin/cat", str(tmp_path / "answer")])
    with pytest.raises(UnreadableError, match="answer"):
        sandbox.run("scrub", {}, [], unconfined=True)


def test_what_fails_inside_is_told_by_its_kind_alone() -> None:
    with pytest.raises(UnreadableError) as refused:
        sandbox.run("read", {"sha256": "0" * 64, "media_type": "text/csv"}, [b"CANARY,secret\n1,2\n"], unconfined=True)
    assert "CANARY" not in str(refused.value)
    assert json.dumps(str(refused.value))
