"""Canonical JSON: one value, one sequence of bytes."""

from __future__ import annotations

import json
from enum import IntEnum
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from tests.ledger.strategies import values

from fairlead_ledger import canonical
from fairlead_ledger.errors import CanonicalError


@given(values)
def test_what_is_written_is_read_back(value: Any) -> None:
    assert canonical.loads(canonical.dumps(value)) == value


@given(values)
def test_any_json_parser_reads_it(value: Any) -> None:
    assert json.loads(canonical.dumps(value)) == value


@given(st.binary(max_size=40) | values.map(lambda value: json.dumps(value).encode()))
@example(b'{"a":1,"a":1}')
@example(b"1" * 5000)
@example(b"[" * 200_000)
def test_reading_accepts_only_what_writing_would_give(data: bytes) -> None:
    try:
        value = canonical.loads(data)
    except CanonicalError:
        return
    assert canonical.dumps(value) == data


def test_the_string_of_rfc_8785_is_escaped_as_there() -> None:
    # RFC 8785, section 3.2.2.2: input and serialisation of the example's "string"
    assert canonical.dumps('\u20ac$\u000f\nA\'B"\\\\"/') == '"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"'.encode()


def test_the_literals_of_rfc_8785_are_written_as_there() -> None:
    assert canonical.dumps({"literals": [None, True, False]}) == b'{"literals":[null,true,false]}'


def test_control_letters_have_short_escapes_or_lower_case_hex() -> None:
    assert canonical.dumps("\b\t\n\f\r\x00\x1f\x7f") == b'"\\b\\t\\n\\f\\r\\u0000\\u001f\x7f"'


def test_keys_are_sorted_at_every_depth() -> None:
    assert canonical.dumps({"b": {"z": 1, "a": 2}, "a": 0, "B": 3}) == b'{"B":3,"a":0,"b":{"a":2,"z":1}}'


@pytest.mark.parametrize(
    ("value", "named"),
    [
        (1.0, r"\$: float"),
        ([1, {"a": 0.5}], r"\$\[1\]\.a: float"),
        (2**53, "integer beyond"),
        (-(2**53), "integer beyond"),
        ({"é": 1}, "not ASCII"),
        ({1: 1}, "not ASCII"),
        ((1, 2), "tuple"),
        (b"x", "bytes"),
        ({1, 2}, "set"),
        ("\ud800", "surrogate"),
    ],
)
def test_what_cannot_be_written_the_same_everywhere_is_refused_by_name(value: Any, named: str) -> None:
    with pytest.raises(CanonicalError, match=named):
        canonical.dumps(value)


def test_a_value_within_itself_is_refused() -> None:
    endless: list[Any] = []
    endless.append(endless)
    with pytest.raises(CanonicalError, match="nested"):
        canonical.dumps(endless)


def test_an_enumeration_of_integers_is_written_as_its_number() -> None:
    assert canonical.dumps(IntEnum("Level", ["LOW"]).LOW) == b"1"
