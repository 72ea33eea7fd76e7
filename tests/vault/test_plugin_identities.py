"""A key on a token: the age program opens by a plugin, and the secret never reaches Fairlead."""

from __future__ import annotations

import shutil
import stat
import sys
from pathlib import Path

import pytest
from drop_world import Drop
from vault_world import SECRET, As

from fairlead.case import Case
from fairlead.errors import MisuseError
from fairlead.vault.dropclient import DropClient
from fairlead.vault.holder import Holder
from fairlead_ledger import bech32

PLUGIN = """#!{python}
# A plugin for tests (C2SP age-plugin, state machine identity-v1): it holds a key that nobody but it can read.
import base64, os, sys
sys.path[:0] = {path!r}
from fairlead_ledger.age_keys import Identity, Stanza
from fairlead_ledger.age_base64 import decode_base64, encode_base64
identity, stanzas, last = Identity.parse({secret!r}), [], None
lines = iter(sys.stdin.buffer.readline, b"")
def body():
    text = ""
    for line in lines:
        text += line.decode().strip()
        if len(line.strip()) < 64:
            return decode_base64(text)
for line in lines:
    words = line.decode().split()
    held = body()
    if words[1] == "recipient-stanza":
        stanzas.append(Stanza(tuple(words[3:]), held))
    if words[1] == "done":
        break
key = identity.unwrap(stanzas)
if key is not None:
    sys.stdout.write("-> file-key 0\\n" + encode_base64(key) + "\\n")
    sys.stdout.flush()
    next(lines), next(lines)
sys.stdout.write("-> done\\n\\n")
sys.stdout.flush()
"""


@pytest.mark.skipif(shutil.which("age") is None, reason="the age program is not on this machine")
def test_a_tip_is_opened_by_a_plugin(
    ready: Case, drop: Drop, client: DropClient, as_: As, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "bin" / "age-plugin-fairleadtest"
    program.parent.mkdir()
    paths = [each for each in sys.path if each]
    secret = drop.office.identity.secret_text()
    program.write_text(PLUGIN.format(python=sys.executable, path=paths, secret=secret))
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", f"{program.parent}:/usr/bin:/bin")
    identity = tmp_path / "token.txt"
    identity.write_text(bech32.encode("age-plugin-fairleadtest-", b"\x01" * 8).upper() + "\n")
    drop.send_plain(SECRET)
    with as_("intake"):
        ready.vault.pull(client)
        (tip,) = ready.vault.tips()
        ready.vault.open(tip, Holder(identity))
        assert ready.vault.show(tip, Holder(identity), "to read").message.text == SECRET


def test_without_the_age_program_a_plugin_identity_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    identity = tmp_path / "token.txt"
    identity.write_text("AGE-PLUGIN-YUBIKEY-1QQQQ\n")
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(MisuseError, match="the age program is not there"):
        Holder(identity)
