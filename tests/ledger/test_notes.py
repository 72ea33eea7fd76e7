"""Signed notes and checkpoints against the published format and another implementation's own example."""

from __future__ import annotations

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from fairlead_ledger import checkpoints, keys, notes
from fairlead_ledger.checkpoints import Checkpoint
from fairlead_ledger.errors import NoteError

# The example in the documentation of Go's golang.org/x/mod/sumdb/note.
GO_VERIFIER = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
GO_NOTE = (
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n"
    "\n"
    "\u2014 PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
)
KEY = Ed25519PrivateKey.from_private_bytes(b"\x07" * 32)
OTHER = Ed25519PrivateKey.from_private_bytes(b"\x08" * 32)
VERIFIER = notes.Verifier("example.org/log", keys.public_bytes(KEY))
NOTE = notes.sign_note("a text\n", "example.org/log", KEY)


def test_a_note_signed_by_another_implementation_opens() -> None:
    assert notes.open_note(GO_NOTE, [GO_VERIFIER]).startswith("If you think cryptography")


def test_the_verifier_key_of_the_go_checksum_database_is_read_and_written_back() -> None:
    published = "sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8"
    assert str(notes.Verifier.parse(published)) == published


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=50))
def test_a_signed_text_is_read_back(text: str) -> None:
    assert notes.open_note(notes.sign_note(text + "\n", "example.org/log", KEY), [VERIFIER]) == text + "\n"


def test_a_text_may_hold_empty_lines() -> None:
    assert notes.open_note(notes.sign_note("a\n\nb\n", VERIFIER.name, KEY), [VERIFIER]) == "a\n\nb\n"


def test_signatures_of_unknown_keys_are_passed_over() -> None:
    line = notes.sign_note("a text\n", "example.org/witness", OTHER).splitlines()[-1]
    assert notes.open_note(f"{NOTE}{line}\n", [str(VERIFIER)]) == "a text\n"


def test_a_false_signature_of_a_known_key_refuses_the_note_even_beside_a_good_one() -> None:
    false = keys.encode(VERIFIER.key_id + bytes(64))
    with pytest.raises(NoteError, match="false"):
        notes.open_note(f"{NOTE}\u2014 {VERIFIER.name} {false}\n", [VERIFIER])


@pytest.mark.parametrize(
    "note",
    [
        "",
        "a text\n",
        "a text\n\n",
        NOTE[:-1],
        NOTE + "\n",
        NOTE.replace("a text", "a  text"),
        NOTE.replace("\u2014", "-"),
        NOTE.replace("example.org/log ", "example.org/log  "),
        NOTE.replace("example.org", "example.net"),
        NOTE.replace("a text", "a\ttext"),
        notes.sign_note("a text\n", "example.org/log", OTHER),
        "x" * 1_000_001,
    ],
)
def test_whatever_is_not_exactly_a_note_by_a_known_key_is_refused(note: str) -> None:
    with pytest.raises(NoteError):
        notes.open_note(note, [VERIFIER])


@pytest.mark.parametrize(
    "text",
    [
        "",
        "name",
        "name+00000000",
        str(VERIFIER)[:-1],
        str(VERIFIER).replace("example", "exemple"),
        "+" + str(VERIFIER).partition("+")[2],
        notes.Verifier("a b", VERIFIER.key).__str__(),
        GO_VERIFIER.replace("c74f20a3", "C74F20A3"),
    ],
)
def test_a_malformed_verifier_key_is_refused(text: str) -> None:
    with pytest.raises(NoteError):
        notes.Verifier.parse(text)


@pytest.mark.parametrize(
    ("text", "name"), [("no end", "n"), ("tab\t\n", "n"), ("t\n", ""), ("t\n", "a b"), ("t\n", "a+b")]
)
def test_what_would_not_be_a_note_is_not_signed(text: str, name: str) -> None:
    with pytest.raises(NoteError):
        notes.sign_note(text, name, KEY)


def test_a_checkpoint_has_the_three_lines_of_the_format() -> None:
    assert Checkpoint("example.org/log", 12, b"\x00" * 32).text() == f"example.org/log\n12\n{'A' * 43}=\n"


@given(st.integers(0, 2**62), st.binary(min_size=32, max_size=32))
def test_a_signed_checkpoint_is_read_back(size: int, root: bytes) -> None:
    tree = Checkpoint(VERIFIER.name, size, root)
    assert checkpoints.open_checkpoint(checkpoints.sign(tree, KEY), [VERIFIER]) == tree


def test_extension_lines_of_a_checkpoint_are_ignored() -> None:
    tree = Checkpoint("o", 1, b"\x01" * 32)
    assert checkpoints.parse(tree.text() + "extension\n") == tree


@pytest.mark.parametrize(
    "text",
    [
        "",
        "o\n1\n",
        f"\n1\n{'A' * 43}=\n",
        f"o\n01\n{'A' * 43}=\n",
        f"o\n-1\n{'A' * 43}=\n",
        f"o\n+1\n{'A' * 43}=\n",
        f"o\n\u0661\n{'A' * 43}=\n",
        f"o\n1\n{'A' * 42}==\n",
        f"o\n1\n{'A' * 43}=",
        f"o\n1\n{'A' * 42}B=\n",
        f"o\n1\n{'A' * 43}=\n\n",
        f"o\n{'9' * 5000}\n{'A' * 43}=\n",
    ],
)
def test_a_malformed_checkpoint_is_refused(text: str) -> None:
    with pytest.raises(NoteError):
        checkpoints.parse(text)
