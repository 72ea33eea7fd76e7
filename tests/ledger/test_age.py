"""age files: what we seal opens elsewhere, what others seal opens here, and nothing that was changed opens."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairlead_ledger import age, bech32
from fairlead_ledger.age_keys import HYBRID_KIND, X25519_KIND, Identity, Recipient, Stanza, parse_identities
from fairlead_ledger.errors import AgeError, NotForUsError

KINDS = (X25519_KIND, HYBRID_KIND)
SIZES = (0, 1, 65_535, 65_536, 65_537, 131_072, 200_000)  # around the borders of chunks
PEER = Identity.parse("AGE-SECRET-KEY-1GFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPQ4EGAEX")  # of the spec
IDENTITIES = {kind: Identity.generate(kind) for kind in KINDS}


def pattern(size: int) -> bytes:
    return bytes(place % 251 for place in range(size))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("size", SIZES)
def test_what_is_sealed_opens_in_pieces_of_any_size(kind: str, size: int) -> None:
    identity, data = IDENTITIES[kind], pattern(size)
    sealed = age.seal(data, [identity.recipient()])
    opener, opened = age.Opener([identity]), b""
    for start in range(0, len(sealed), 7_777):
        opened += opener.update(sealed[start : start + 7_777])
    assert opened + opener.finish() == data
    assert opener.header is not None
    assert len(sealed) == opener.header.size + age.sealed_size(size)
    assert age.is_payload_size(age.sealed_size(size))
    assert age.plain_size(age.sealed_size(size)) == size


def test_sizes_that_no_payload_has_are_told() -> None:
    assert not any(age.is_payload_size(size) for size in (0, 16, 31, *range(16 + 65_552 + 1, 16 + 65_552 + 17)))


@pytest.mark.parametrize("kind", KINDS)
def test_no_byte_of_a_sealed_file_can_be_changed_dropped_or_added(kind: str) -> None:
    identity = IDENTITIES[kind]
    sealed = age.seal(pattern(70_000), [identity.recipient()])
    places = [*range(0, 200), *range(200, len(sealed), 1009), len(sealed) - 1]
    for place in places:
        for changed in (
            sealed[:place] + bytes([sealed[place] ^ 1]) + sealed[place + 1 :],
            sealed[:place],
            sealed[:place] + b"-" + sealed[place:],
        ):
            with pytest.raises(AgeError):
                age.open_sealed(changed, [identity])
    with pytest.raises(AgeError):
        age.open_sealed(sealed + b"-", [identity])


def test_another_identity_is_told_that_the_file_is_not_for_it() -> None:
    sealed = age.seal(b"coal", [IDENTITIES[HYBRID_KIND].recipient()])
    for other in (Identity.generate(), Identity.generate(X25519_KIND)):
        with pytest.raises(NotForUsError):
            age.open_sealed(sealed, [other])


def test_each_of_several_recipients_opens() -> None:
    three = [Identity.generate() for _ in range(3)]
    sealed = age.seal(b"coal", [identity.recipient() for identity in three])
    assert all(age.open_sealed(sealed, [identity]) == b"coal" for identity in three)


def test_a_mark_is_ignored_by_readers_and_covered_by_the_mac() -> None:
    identity = Identity.generate()
    sealed = age.seal(b"coal", [identity.recipient()], [Stanza(("example.org/mark", "ab" * 32), b"")])
    assert age.open_sealed(sealed, [identity]) == b"coal"
    with pytest.raises(AgeError, match="MAC"):
        age.open_sealed(sealed.replace(b"abab", b"abac", 1), [identity])


@pytest.mark.skipif(shutil.which("age") is None, reason="the age program is not on this machine")
@pytest.mark.parametrize("size", SIZES)
def test_the_age_program_and_we_open_each_other(tmp_path: Path, size: int) -> None:
    key, data, recipient = tmp_path / "key", pattern(size), str(PEER.recipient())
    key.write_text(PEER.secret_text())
    opened = subprocess.run(
        ["age", "-d", "-i", key], input=age.seal(data, [PEER.recipient()]), capture_output=True, check=True
    )
    assert opened.stdout == data
    sealed = subprocess.run(["age", "-r", recipient], input=data, capture_output=True, check=True)
    assert age.open_sealed(sealed.stdout, [PEER]) == data


@pytest.mark.parametrize("size", SIZES)
def test_rage_and_we_open_each_other(size: int) -> None:
    pyrage = pytest.importorskip("pyrage")
    data = pattern(size)
    theirs = pyrage.x25519.Identity.from_str(PEER.secret_text())
    assert pyrage.decrypt(age.seal(data, [PEER.recipient()]), [theirs]) == data
    assert age.open_sealed(pyrage.encrypt(data, [theirs.to_public()]), [PEER]) == data


@pytest.mark.parametrize(
    ("why", "header"),
    [
        ("another version", b"age-encryption.org/v2\n-> x\n\n--- " + b"A" * 43 + b"\n"),
        ("no stanza", b"age-encryption.org/v1\n--- " + b"A" * 43 + b"\n"),
        ("a stanza without end", b"age-encryption.org/v1\n-> x\n--- " + b"A" * 43 + b"\n"),
        ("a line end of another kind", b"age-encryption.org/v1\n-> x\r\n\n--- " + b"A" * 43 + b"\n"),
        ("two spaces", b"age-encryption.org/v1\n-> x  y\n\n--- " + b"A" * 43 + b"\n"),
        ("a short MAC", b"age-encryption.org/v1\n-> x\n\n--- AAAA\n"),
        ("padded base64", b"age-encryption.org/v1\n-> x\nAA==\n--- " + b"A" * 43 + b"\n"),
        (
            "a body line that is too long",
            b"age-encryption.org/v1\n-> x\n" + b"A" * 65 + b"\n\n--- " + b"A" * 43 + b"\n",
        ),
        ("bytes beyond ASCII", "age-encryption.org/v1\n-> é\n\n--- ".encode() + b"A" * 43 + b"\n"),
    ],
)
def test_a_malformed_header_is_refused(why: str, header: bytes) -> None:
    with pytest.raises(AgeError):
        age.HeaderReader().feed(header)


def test_a_header_without_end_is_refused_before_it_fills_memory() -> None:
    reader = age.HeaderReader()
    reader.feed(b"age-encryption.org/v1\n-> x\n" + b"A" * (age.MAX_HEADER - 100))
    with pytest.raises(AgeError, match="longer than"):
        reader.feed(b"A" * 100)


def test_what_is_not_an_age_file_is_refused_at_its_first_byte() -> None:
    with pytest.raises(AgeError, match="another line"):
        age.HeaderReader().feed(b"%")


@pytest.mark.parametrize("kind", KINDS)
def test_keys_are_read_as_written_and_never_shown(kind: str) -> None:
    identity = Identity.generate(kind)
    assert Identity.parse(identity.secret_text()) == identity
    assert Recipient.parse(str(identity.recipient())) == identity.recipient()
    assert identity.seed.hex() not in repr(identity)
    assert repr(identity.seed) not in repr(identity)


def test_the_identity_of_the_specification_has_the_recipient_it_states() -> None:
    assert str(PEER.recipient()) == "age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj"


@pytest.mark.parametrize("text", ["", "age1", "age1qqqq", "AGE1ZVKYG2LQ", "age1pq1qqqq", "AGE-SECRET-KEY-1QQQ"])
def test_texts_that_are_no_keys_are_refused_without_showing_them(text: str) -> None:
    with pytest.raises(AgeError):
        Recipient.parse(text)
    with pytest.raises(AgeError) as refused:
        Identity.parse(text or "x")
    assert not text or text not in str(refused.value)


def test_an_identity_file_names_the_bad_line() -> None:
    secret = PEER.secret_text()
    assert parse_identities(["# made today", "", secret]) == [PEER]
    with pytest.raises(AgeError, match="line 2"):
        parse_identities([secret, secret[:-1] + "Z"])


@given(st.binary(max_size=300))
def test_bech32_reads_back_what_it_wrote(data: bytes) -> None:
    text = bech32.encode("age", data)
    assert bech32.decode(text) == ("age", data)
    for broken in (text[:-1], text + "q", text[:4] + text[4].upper() + text[5:]):
        if broken != text:
            with pytest.raises(AgeError):
                bech32.decode(broken)
