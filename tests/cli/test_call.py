"""``fairlead call`` as two people use it, up to a signed document that a drop takes."""

from __future__ import annotations

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from fairlead.evidence import actors
from fairlead_drop.settings import Folder, Settings
from fairlead_drop.store import Store
from fairlead_ledger import keys

TEXTS = """
en: {title: Papers of a cargo, wanted: 'Who has papers of coal cargoes of that winter?'}
ko: {title: 화물 서류, wanted: '그 겨울 석탄 화물의 서류를 가지고 계십니까?'}
"""


@pytest.fixture
def written(fairlead, found, tmp_path):
    fairlead("open", found.root, found.make("A").id)
    texts = tmp_path / "texts.yaml"
    texts.write_text(TEXTS)
    said = fairlead(
        *("call", found.root, "write", 1, "2026-01", "goods", texts),
        *("--unwise", "they would warn the ship", "--opens", "2026-01-01", "--programme", "example-fixed-cap"),
    )
    assert said.status == 0, said.err
    return found


def test_what_is_missing_is_proposed_as_a_request_first(fairlead, found):
    said = fairlead("call", found.root, "propose", found.make("A").id[:6])
    assert "CN: a request first (reply: not asked by us)" in said.out
    assert "fairlead request" in said.err


def test_a_call_needs_two_people_and_reaches_a_drop_with_the_offer(fairlead, written, tmp_path):
    assert fairlead("call", written.root, "approve", "2026-01").status == 2
    second, office_key = Ed25519PrivateKey.generate(), Ed25519PrivateKey.generate()
    written.case.log.enrol(keys.encode(keys.public_bytes(second)), ["investigator"], "B. Second")
    with actors.signing(second):
        approved = fairlead("call", written.root, "approve", "2026-01")
    assert "그 겨울" in approved.err, "who approves reads it"
    sign = tmp_path / "sign.key"
    sign.write_text(office_key.private_bytes_raw().hex())
    published = fairlead("call", written.root, "publish", "2026-01", "--office-key", sign, "--print")
    office = (keys.encode(keys.public_bytes(office_key)),)
    store = Store(Folder.create(tmp_path / "drop", Settings("drop.example.org/x", "Example", office, reserve_bytes=0)))
    call = store.publish_call(published.out.strip().encode())
    assert "up to 5,000,000 USD" in call.texts["en"]["offer"]
    assert call.texts["ko"]["title"] == "화물 서류"
    (listed,) = fairlead("call", written.root, "list", "--format", "json").json()
    assert (listed["status"], listed["element"]) == ("published", "goods")


def test_a_text_with_the_ship_s_name_is_refused(fairlead, found, tmp_path):
    fairlead("open", found.root, found.make("A").id)
    texts = tmp_path / "texts.yaml"
    texts.write_text("en: {title: EXAMPLE STAR, wanted: 'who saw it?'}")
    said = fairlead("call", found.root, "write", 1, "x", "goods", texts, "--unwise", "because")
    assert said.status == 1
    assert "name EXAMPLE STAR" in " ".join(said.err.split())
    assert "--reveal" in said.err
