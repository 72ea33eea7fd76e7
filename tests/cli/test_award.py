"""``fairlead award`` as five people use it, from what a tip led to, to a dossier that a stranger recomputes."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import time
from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from fairlead.awards import programme
from fairlead.deriving import reading_in
from fairlead.evidence import actors
from fairlead_ledger import keys

TIP = "a" * 64
PEOPLE = {"intake": "intake", "judge": "adjudicator", "second": "adjudicator", "third": "adjudicator", "payer": "payer"}


@pytest.fixture
def people(found):
    """Return a function that lets a person act."""
    own = {name: Ed25519PrivateKey.generate() for name in PEOPLE}
    for name, role in PEOPLE.items():
        found.case.log.enrol(keys.encode(keys.public_bytes(own[name])), [role], name)
    with actors.signing(own["intake"]):
        found.case.awards.opened(TIP, tier="T1", call=None)
    return lambda name: actors.signing(own[name])


def _decision(path, **changes):
    rules = programme.load("example-fixed-cap")
    names = [one.name for one in (*rules.raising, *rules.lowering)]
    made = {
        "outcome": "award",
        "reasons": "as the exhibits show",
        "test": {one.name: "met" for one in rules.test},
        "factors": {name: {"finding": "neither", "reasons": "nothing bears on it", "exhibits": []} for name in names},
        "amount": 50_000,
        "shares_bp": {TIP: 10_000},
    }
    path.write_text(json.dumps(made | changes))
    return path


LIST = '1002,"MAR, Ana","individual","DPRK2",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,"DOB 03 Feb 1960."\r\n'


def _screen(found, monkeypatch, said, award, tmp_path, maker):
    """Screen a payee who has a namesake on a list: refused without a list, open until settled, never named."""

    def names(*given):
        monkeypatch.setattr("sys.stdin", io.StringIO("\n".join(given)))
        return ("screen", award, "--tip", TIP[:8], "--how", "a namesake, born elsewhere")

    assert "nothing was screened" in said("judge", *names("Ana Mar"), status=2)
    with actors.signing(maker):
        (tmp_path / "sdn.csv").write_text(LIST, encoding="utf-8", newline="")
        reading_in.read(found.case, found.case.exhibits.add(tmp_path / "sdn.csv", captured="2020-05-01"))
    assert "1 open" in said("judge", *names("Ana Mar", "A. Mar"))
    assert "0 open" in said("judge", *names("Ana Mar"), "--settled", 1)
    assert "names the payee" in said("judge", *names("Born"), status=2)
    assert b"Ana Mar" not in (found.root / "case.db").read_bytes()
    assert found.case.awards.one(award).file.settled == (TIP,)


def test_from_led_to_to_the_payment_and_its_dossier(fairlead, found, people, tmp_path, monkeypatch):
    root, maker = found.root, actors.own_key()

    def said(who, *arguments, status=0):
        answer = fairlead("award", root, *arguments)
        assert answer.status == status, answer.err
        return answer.out + answer.err

    fairlead("open", root, found.make("A").id)
    said(None, "led-to", TIP[:8], "confirmed", "--occasion", 1)
    opened = said(None, "open", "example-fixed-cap", "--tip", TIP[:8], "--occasion", 1)
    assert "is an example" in opened
    award = found.case.awards.all()[0].file.id[:10]
    with people("intake"):
        said("intake", "answer", award, "official_duty=no")
        said("intake", "answer", award, "official_duty=perhaps", status=2)
    with people("judge"):
        names = [f"{one.name}=no" for one in programme.load("example-fixed-cap").eligibility]
        said("judge", "answer", award, *names, "--final")
        _screen(found, monkeypatch, said, award, tmp_path, maker)
        over = _decision(tmp_path / "over.json", amount=6_000_000)
        assert "above the cap" in said("judge", "assess", award, over, status=2)
        said("judge", "assess", award, _decision(tmp_path / "d.json"))
        assert "another adjudicator" in said("judge", "approve", award, status=2)
    with people("intake"):
        said("intake", "tell", award, "--tip", TIP[:8])
    for who in ("second", "third"):
        with people(who):
            said(who, "approve", award)
    shown = said(None, "show", award)
    assert "approvals: 2 of 2" in shown
    assert "contest until" in shown
    now = time.time_ns() + timedelta(days=31) // timedelta(microseconds=1) * 1000
    monkeypatch.setattr("fairlead.evidence.log.time.time_ns", lambda: now)
    with people("judge"):
        said("judge", "final", award)
    with people("payer"):
        said("payer", "pay", award, "--reference", "voucher 1")
        said("payer", "reported", award, "--to", "a committee")
    assert json.loads(fairlead("award", root, "report").out)["awards_paid"] is None
    said(None, "dossier", award, "-o", tmp_path / "award", "--officers")
    alone = subprocess.run(
        [sys.executable, "verify_award.py", "."], cwd=tmp_path / "award", capture_output=True, text=True, check=False
    )
    assert alone.returncode == 0, alone.stdout
    checked = fairlead("verify", root, "--quick")
    assert "50,000 USD, reckoned again and parted alike" in " ".join(checked.out.split())
    assert checked.status == 0, checked.out
