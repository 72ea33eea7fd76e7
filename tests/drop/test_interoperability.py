"""Others' programs on our files: the age program opens and seals, proofs verify elsewhere, two languages agree."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import subprocess
from importlib import resources
from pathlib import Path
from typing import Any

import pytest
import rfc6962_again as again
from drop_world import Drop, container, reply_to, sealed_tip

from fairlead_drop import log
from fairlead_drop.words import Words
from fairlead_ledger import age, envelopes, keys, merkle, office, tips
from fairlead_ledger.age_keys import Identity
from fairlead_ledger.errors import LedgerError
from fairlead_ledger.filing import Filing

VECTORS: dict[str, Any] = json.loads(resources.files("fairlead_drop").joinpath("vectors.json").read_text("utf-8"))
AGE = shutil.which("age")


def age_version() -> tuple[int, ...]:
    told = subprocess.run([AGE or "age", "--version"], capture_output=True, text=True, check=True).stdout
    return tuple(int(number) for number in re.findall(r"\d+", told)[:2])


knows_hybrid = pytest.mark.skipif(
    AGE is None or age_version() < (1, 3), reason="no age program of version 1.3 or later, which knows hybrid keys"
)
has_openssl = pytest.mark.skipif(shutil.which("openssl") is None, reason="no openssl program on this machine")


def opened_by_age(sealed: bytes, identity: str, place: Path) -> bytes:
    (place / "identity.txt").write_text(f"{identity}\n")
    command = [str(AGE), "-d", "-i", str(place / "identity.txt")]
    return subprocess.run(command, input=sealed, capture_output=True, check=True).stdout


@knows_hybrid
def test_the_age_program_opens_tips_of_all_tiers_and_replies(drop: Drop, tmp_path: Path) -> None:
    words = Words.generate()
    drop.send_plain("By the server.", [("a", b"x" * 100_000)])
    for tier in ("T1", "T2"):
        sealed = sealed_tip(drop, tier, words, "Sealed elsewhere.")
        assert opened_by_age(sealed, drop.office.identity.secret_text(), tmp_path) == container(
            tier, words, "Sealed elsewhere."
        )
    plain = opened_by_age(drop.office.fetch(drop.client, 0), drop.office.identity.secret_text(), tmp_path)
    assert tips.Text("By the server.") in list(tips.read_tip([plain]))
    reply = keys.decode(reply_to(words, "Thank you."))
    assert tips.Text("Thank you.") in list(
        tips.read_tip([opened_by_age(reply, words.identity.secret_text(), tmp_path)])
    )


@knows_hybrid
def test_what_the_age_program_seals_to_the_published_recipients_is_taken(drop: Drop, tmp_path: Path) -> None:
    (tmp_path / "recipients.txt").write_text(drop.client.get("/recipients.txt").text)
    command = [str(AGE), "-R", str(tmp_path / "recipients.txt")]
    message = b"Written with the age program. " * 5000
    sealed = subprocess.run(command, input=message, capture_output=True, check=True).stdout
    filed = drop.send_sealed(sealed)
    assert filed.status_code == 200, filed.text
    assert drop.words(filed.text)
    assert age.open_sealed(drop.office.fetch(drop.client, 0), [drop.office.identity]) == message


TYPAGE = """
import { Decrypter, Encrypter } from "age-encryption";
const given = GIVEN;
const bytes = (text) => Uint8Array.from(Buffer.from(text, "base64"));
const base64 = (data) => Buffer.from(data).toString("base64");
async function open(sealed, identity) {
  const decrypter = new Decrypter();
  decrypter.addIdentity(identity);
  return base64(await decrypter.decrypt(bytes(sealed)));
}
const opened = [];
for (const [sealed, identity] of given.open) opened.push(await open(sealed, identity));
const sealed = [];
for (const recipients of given.seal) {
  const encrypter = new Encrypter();
  for (const recipient of recipients) encrypter.addRecipient(recipient);
  sealed.push(base64(await encrypter.encrypt(bytes(given.plain))));
}
const refused = [];
for (const [changed, identity] of given.refuse) {
  try { await open(changed, identity); refused.push(false); } catch { refused.push(true); }
}
console.log(JSON.stringify({ opened, sealed, refused }));
"""


@pytest.mark.wide  # by default our own JavaScript and what is published, below
def test_typage_opens_what_python_sealed_and_what_it_seals_is_taken_and_opened(
    drop: Drop, browser_sources: Any
) -> None:
    """age's own author's implementation for JavaScript, which shares no code with ours, both ways, hybrid keys."""
    words, ours = Words.generate(), drop.office.identity.secret_text()
    drop.send_plain("By the server.", [("a", b"x" * 100_000)])
    by_server = drop.office.fetch(drop.client, 0)
    by_programs = [sealed_tip(drop, tier, words, "Sealed elsewhere.") for tier in ("T1", "T2")]
    reply = keys.decode(reply_to(words, "Thank you."))
    published = [(vector["file"], vector["identity"]) for vector in VECTORS["sealed"]]
    pairs = [(keys.encode(one), ours) for one in (by_server, *by_programs)]
    pairs += [(keys.encode(reply), words.identity.secret_text()), *published]
    changed = [bytes([*one[:-1], one[-1] ^ 1]) for one in by_programs] + [by_programs[0][:-1]]
    mark = by_programs[0].replace(b" T1 1 ", b" T1 2 ")  # the mark stands under the header's MAC
    plain = b"Written with typage. " * 9000
    recipients = drop.client.get("/recipients.txt").text.split()
    given = {
        "open": pairs,
        "seal": [recipients, [str(words.identity.recipient())]],
        "refuse": [(keys.encode(one), ours) for one in (*changed, mark)],
        "plain": keys.encode(plain),
    }
    told = browser_sources.run(TYPAGE.replace("GIVEN", json.dumps(given)))
    opened = [keys.decode(one) for one in told["opened"]]
    assert tips.Text("By the server.") in list(tips.read_tip([opened[0]]))
    assert opened[1:3] == [container(tier, words, "Sealed elsewhere.") for tier in ("T1", "T2")]
    assert tips.Text("Thank you.") in list(tips.read_tip([opened[3]]))
    for vector, found in zip(VECTORS["sealed"], opened[4:], strict=True):
        assert hashlib.sha256(found).hexdigest() == vector["plain_sha256"]
    assert told["refused"] == [True] * 4
    to_office, to_source = (keys.decode(one) for one in told["sealed"])
    filed = drop.send_sealed(to_office)
    assert filed.status_code == 200, filed.text
    assert age.open_sealed(drop.office.fetch(drop.client, 1), [drop.office.identity]) == plain
    assert age.open_sealed(to_source, [words.identity]) == plain


@has_openssl
def test_proofs_verify_by_a_second_implementation(drop: Drop) -> None:
    for number in range(11):
        drop.store.accept(_part(drop, number), "T2", 1, f"{number:064x}", f"{number:064x}", 9)
    drop.days.append("2026-02-02")
    log.make_checkpoint(drop.store)
    verifier = str(drop.store.folder.verifier)
    rows = drop.store.rows(
        "SELECT t.position, t.leaf, t.path, c.note FROM tips t JOIN checkpoints c ON c.number = t.checkpoint"
    )
    proofs = [log.filing(dict(row)) for row in rows]
    assert len(proofs) == 11
    leaves = [row["leaf"] for row in rows]
    assert again.root_by_definition(leaves) == merkle.root(map(merkle.leaf_hash, leaves))
    for proof in proofs:
        assert isinstance(proof, Filing)
        data = proof.dumps()
        assert again.proof_holds(data, verifier)
        told = json.loads(data)
        for change in (
            {"index": (told["index"] + 1) % 11},
            {"path": told["path"][:-1]},
            {"path": [*told["path"], told["path"][0]]},
            {"leaf": told["leaf"].replace("T2", "T1")},
            {"checkpoint": told["checkpoint"].replace("\n11\n", "\n12\n")},
        ):
            assert not again.proof_holds(json.dumps({**told, **change}).encode(), verifier), change


def _part(made: Drop, number: int) -> Path:
    part = made.store.parts / f"part-{number}"
    part.write_bytes(bytes(9))
    return part


@has_openssl
def test_published_proofs_verify_by_a_second_implementation() -> None:
    filing = VECTORS["filing"]
    assert filing["proofs"]
    for proof in filing["proofs"]:
        assert again.proof_holds(proof.encode(), filing["verifier_key"])


def test_python_gives_what_is_published() -> None:
    for vector in VECTORS["words"]:
        words = Words(bytes.fromhex(vector["entropy_hex"]))
        assert words.text() == vector["words"]
        assert (words.token.hex(), words.mailbox) == (vector["token_hex"], vector["mailbox"])
        assert words.identity.secret_text() == vector["identity"]
        assert str(words.identity.recipient()) == vector["recipient"]
        assert Words.parse(vector["words"]) == words
    assert [[size, tips.padded_size(size)] for size, _ in VECTORS["padded_sizes"]] == VECTORS["padded_sizes"]


def test_python_opens_and_reads_what_is_published_and_refuses_what_is_published_as_wrong() -> None:
    held = VECTORS["container"]
    whole = keys.decode(held["bytes_without_padding_base64"]) + bytes(held["trailing_zeros"])
    assert len(whole) == held["size"] == tips.padded_size(len(whole))
    header, text, start, *data, end = list(tips.read_tip([whole]))
    assert (header.tier, text.text) == (held["tier"], held["text"])
    assert (start.name, start.modified_us) == (held["file"]["name"], held["file"]["modified_us"])
    assert hashlib.sha256(b"".join(part.data for part in data)).hexdigest() == held["file"]["sha256"]
    assert isinstance(end, tips.FileEnd)
    for vector in VECTORS["sealed"]:
        sealed = keys.decode(vector["file"])
        opened = age.open_sealed(sealed, [Identity.parse(vector["identity"])])
        assert (len(opened), hashlib.sha256(opened).hexdigest()) == (vector["plain_size"], vector["plain_sha256"])
        reader = age.HeaderReader()
        reader.feed(sealed)
        assert reader.header is not None
        assert tips.Mark.find(reader.header.stanzas) == tips.Mark(*vector["mark"])
    told, wrong = VECTORS["filing"], list(VECTORS["filing"]["refused"])
    for proof in told["proofs"]:
        Filing.loads(proof.encode()).verify(told["verifier_key"])
    assert len(wrong) == 3
    for proof in wrong:
        with pytest.raises(LedgerError):
            Filing.loads(proof.encode()).verify(told["verifier_key"])
    signed, key = VECTORS["office"], keys.decode(VECTORS["office"]["public_key"])
    for kind in ("recipients", "call", "request"):
        envelope = signed[kind].encode()
        assert envelopes.open_envelope(envelope)[1] == key, kind
    listed = office.open_document(signed["recipients"].encode(), "recipients", frozenset([key]))
    assert office.parse_recipients(listed).recipients
    assert office.parse_call(office.open_document(signed["call"].encode(), "call", frozenset([key]))).texts


PRINTING = """
import { Words } from "./words.js";
import { containerChunks, containerSize, paddedSize } from "./container.js";
import { holds } from "./filing.js";
import { hex, unhex, join } from "./bytes.js";
import vectors from "../fairlead_drop/vectors.json";
const words = [];
for (const { entropy_hex } of vectors.words) {
  const made = new Words(unhex(entropy_hex));
  words.push({ entropy_hex, words: made.list().join(" "), token_hex: hex(made.token), mailbox: made.mailbox,
    identity: made.identity, recipient: await made.recipient() });
}
const header = { tier: "T1", kind: "tip", call: null, language: "ko", mailbox: words[1].mailbox,
  reply_to: words[1].recipient };
const files = [new File([new Uint8Array(70000).fill(7)], "부두-사진.jpg", { lastModified: 1700000000123 }),
  new File([], "empty")];
const size = containerSize(header, "세 번째 부표 🦜", files);
const pieces = [];
for await (const piece of containerChunks(header, "세 번째 부표 🦜", files, size)) pieces.push(piece);
const proofs = vectors.filing.proofs.map((proof) => holds(proof, vectors.filing.verifier_key));
const changed = vectors.filing.proofs.map((proof) => holds(proof.replace("T", "t"), vectors.filing.verifier_key));
const padded = vectors.padded_sizes.map(([n]) => [n, paddedSize(n)]);
const modified = files.map((file) => file.lastModified);
console.log(JSON.stringify({ words, padded, size, container: hex(join(pieces)), modified, proofs, changed }));
"""


def test_javascript_gives_what_is_published_and_what_python_gives(browser_sources: Any) -> None:
    told = browser_sources.run(PRINTING)
    assert told["words"] == [{key: vector[key] for key in told["words"][0]} for vector in VECTORS["words"]]
    assert told["padded"] == VECTORS["padded_sizes"]
    words = Words(bytes.fromhex(VECTORS["words"][1]["entropy_hex"]))
    writer = tips.TipWriter()
    header = tips.Header("T1", "tip", None, "ko", words.mailbox, str(words.identity.recipient()))
    made = [writer.header(header), writer.text("세 번째 부표 🦜")]
    files = (("부두-사진.jpg", b"\x07" * 70_000), ("empty", b""))
    for (name, data), modified_ms in zip(files, told["modified"], strict=True):
        made += [writer.file_start(name, modified_ms * 1000), writer.file_data(data), writer.file_end()]
    ours = b"".join([*made, *writer.finish()])
    assert told["size"] == len(ours)
    assert told["container"] == ours.hex()
    assert set(told["proofs"]) == {True}
    assert set(told["changed"]) == {False}
