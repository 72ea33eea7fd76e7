"""Time stamps of two local authorities and cosignatures of two local witnesses: kept, checked, and refused."""

from __future__ import annotations

import shutil
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from click.testing import CliRunner
from local_authority import Authority

from fairlead import case as cases
from fairlead.case import Case
from fairlead.cli import stamp as stamp_command
from fairlead.cli import witness as witness_command
from fairlead.cli.stamp import post
from fairlead.cli.witness import Witness
from fairlead.errors import IntegrityError, MisuseError
from fairlead.evidence import stamps
from fairlead_ledger import keys
from fairlead_ledger.notes import Verifier


@pytest.fixture(scope="module")
def authorities(tmp_path_factory: pytest.TempPathFactory) -> tuple[Authority, Authority]:
    folder = tmp_path_factory.mktemp("authorities")
    return Authority(folder / "one", "First Example Authority"), Authority(folder / "two", "Second Example Authority")


@pytest.fixture
def case(tmp_path: Path) -> Case:
    return Case.create(tmp_path / "case")


def asking(authority: Authority) -> stamps.Post:
    return lambda url, body, kind: (200, authority.answer(body))


@contextmanager
def serving(server: HTTPServer) -> Iterator[str]:
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


def told(case: Case) -> list[str]:
    return [f"{one.outcome}: {one.why}" for one in cases.verify(case.root).checks if "entry " in one.what]


def test_tokens_of_two_authorities_are_kept_and_verify_states_them(
    case: Case, authorities: tuple[Authority, Authority]
) -> None:
    for authority in authorities:
        stamps.stamp(case.log, f"https://{authority.name}", [one.root for one in authorities], asking(authority))
    first, second = told(case)
    assert "proved: the first 2 entries existed at 20" in first
    assert "by the token of First Example Authority" in first
    assert "the first 3 entries existed" in second
    assert "which you may trust or not" in second
    assert cases.verify(case.root).ok


def test_openssl_agrees_on_every_token(case: Case, authorities: tuple[Authority, Authority], tmp_path: Path) -> None:
    for authority in authorities:
        entry = stamps.stamp(case.log, "https://tsa", [authority.root], asking(authority))
        (tmp_path / "note").write_text(entry.body["checkpoint"], encoding="utf-8")
        (tmp_path / "token").write_bytes(keys.decode(entry.body["token"]))
        command = ["openssl", "ts", "-verify", "-data", str(tmp_path / "note"), "-in", str(tmp_path / "token")]
        said = subprocess.run([*command, "-CAfile", str(authority.root_file)], capture_output=True, text=True)
        assert said.returncode == 0, said.stderr
        (tmp_path / "note").write_text(entry.body["checkpoint"] + " ", encoding="utf-8")
        assert subprocess.run([*command, "-CAfile", str(authority.root_file)], capture_output=True).returncode != 0


def test_a_token_under_another_root_or_over_another_checkpoint_is_refused_and_not_kept(
    case: Case, authorities: tuple[Authority, Authority]
) -> None:
    one, other = authorities
    before = case.log.size()
    with pytest.raises(IntegrityError, match="not true under any root"):
        stamps.stamp(case.log, "https://tsa", [other.root], asking(one))
    replayed: list[bytes] = []

    def keep(url: str, body: bytes, kind: str) -> tuple[int, bytes]:
        replayed.append(one.answer(body))
        return 200, replayed[0]

    stamps.stamp(case.log, "https://tsa", [one.root], keep)
    with pytest.raises(IntegrityError, match="not true under any root"):
        stamps.stamp(case.log, "https://tsa", [one.root], keep)
    with pytest.raises(IntegrityError, match="status 500"):
        stamps.stamp(case.log, "https://tsa", [one.root], lambda url, body, kind: (500, b""))
    with pytest.raises(IntegrityError, match="no time stamp"):
        stamps.stamp(case.log, "https://tsa", [one.root], lambda url, body, kind: (200, b"hello"))
    with pytest.raises(MisuseError, match="root certificate"):
        stamps.stamp(case.log, "https://tsa", [], asking(one))
    assert case.log.size() == before + 1


def test_only_roots_that_one_gives_count_where_one_gives_any(
    case: Case, authorities: tuple[Authority, Authority]
) -> None:
    one, other = authorities
    stamps.stamp(case.log, "https://tsa", [one.root], asking(one))
    assert cases.verify(case.root, authority_roots=[one.root]).ok
    failed = [
        check for check in cases.verify(case.root, authority_roots=[other.root]).checks if check.outcome == "failed"
    ]
    assert [check.what for check in failed] == ["entry 2 (timestamp)"]


def test_a_token_over_a_checkpoint_that_the_log_never_had_is_found(
    case: Case, authorities: tuple[Authority, Authority]
) -> None:
    from fairlead.evidence import actors
    from fairlead_ledger import checkpoints
    from fairlead_ledger.checkpoints import Checkpoint

    case_key = actors.load(actors.case_key_path(case.id))  # who holds it may sign any history
    invented = checkpoints.sign(Checkpoint(case.log.verifier.name, 2, b"\x07" * 32), case_key)
    real = type(case.log).checkpoint
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(type(case.log), "checkpoint", lambda self: invented)
        stamps.stamp(case.log, "https://tsa", [authorities[0].root], asking(authorities[0]))
    assert type(case.log).checkpoint is real
    failed = [check for check in cases.verify(case.root).checks if check.outcome == "failed"]
    assert [check.what for check in failed] == ["entry 2 (timestamp)"]
    assert "a checkpoint that this log never had" in failed[0].why


def test_a_case_that_nobody_vouched_for_says_so(case: Case) -> None:
    (one,) = [each for each in cases.verify(case.root).not_vouched_for if each.what == "times of the entries"]
    assert "fairlead stamp" in one.why


def test_two_witnesses_vouch_over_the_wire_and_again_when_the_log_has_grown(case: Case, tmp_path: Path) -> None:
    witnesses = [Witness(tmp_path / name, f"{name}.example", [case.log.verifier]) for name in ("one", "two")]
    for _ in range(2):
        for witness in witnesses:
            with serving(witness_command.server(witness, 0)) as url:
                stamps.cosign(case.log, url, witness.key, post)
    said = told(case)
    assert len(said) == 4
    assert "seen by the witness one.example" in said[0]
    assert "the first 4 entries" in said[2]
    assert cases.verify(case.root).ok


def test_a_witness_refuses_a_log_that_forked_and_the_user_is_told(case: Case, tmp_path: Path, own_home: Path) -> None:
    witness = Witness(tmp_path / "w", "w.example", [case.log.verifier])
    shutil.copytree(case.root, tmp_path / "copy")
    shutil.copytree(own_home, tmp_path / "home-before")
    for n in range(3):
        case.log.append("note", f"n{n}", {"n": n})
    with serving(witness_command.server(witness, 0)) as url:
        stamps.cosign(case.log, url, witness.key, post)
        shutil.rmtree(own_home)  # who rolls a case back would also put back what is kept outside
        shutil.copytree(tmp_path / "home-before", own_home)
        forked = Case.open(tmp_path / "copy")
        with pytest.raises(IntegrityError, match="status 409") as refused:
            stamps.cosign(forked.log, url, witness.key, post)
        assert "another history" in str(refused.value.hint)
        for n in range(5):
            forked.log.append("note", f"other{n}", {"n": n})
        with pytest.raises(IntegrityError, match="status 422"):
            stamps.cosign(forked.log, url, witness.key, post)
    assert [entry.act for entry in forked.log.entries(act="cosign")] == []


def test_a_witness_keeps_what_it_saw_over_a_restart(case: Case, tmp_path: Path) -> None:
    from fairlead_ledger import cosignatures
    from fairlead_ledger.cosignatures import Refused

    note = case.log.checkpoint()
    assert note is not None
    first = Witness(tmp_path / "w", "w.example", [case.log.verifier])
    first.add_checkpoint(cosignatures.request(0, [], note))
    again = Witness(tmp_path / "w", "w.example", [case.log.verifier])
    assert again.key == first.key
    with pytest.raises(Refused) as refused:
        again.add_checkpoint(cosignatures.request(0, [], note))
    assert (refused.value.status, refused.value.body) == (409, "2\n")
    again.add_checkpoint(cosignatures.request(2, [], note))


def test_the_command_asks_an_authority_over_http_and_fails_where_one_gives_nothing(
    case: Case, authorities: tuple[Authority, Authority]
) -> None:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            data = authorities[0].answer(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(200)
            self.send_header("Content-Type", stamps.REPLY)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *arguments: object) -> None:
            pass

    with serving(HTTPServer(("127.0.0.1", 0), Handler)) as url:
        root = str(authorities[0].root_file)
        given = [str(case.root), "--authority", url, "--root", root, "--authority", "http://127.0.0.1:9/"]
        said = CliRunner().invoke(stamp_command.command, given, standalone_mode=False)
    assert said.return_value == 1
    assert "time stamp by http://127.0.0.1" in said.output
    assert cases.verify(case.root).ok


def test_a_key_of_a_log_is_no_key_of_a_witness() -> None:
    from fairlead_ledger.cosignatures import WitnessKey
    from fairlead_ledger.errors import NoteError

    with pytest.raises(NoteError):
        WitnessKey.parse(str(Verifier("log", b"\x01" * 32)))
    made = WitnessKey("w.example", b"\x01" * 32)
    assert WitnessKey.parse(str(made)) == made
