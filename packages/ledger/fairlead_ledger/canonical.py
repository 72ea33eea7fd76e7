"""Canonical JSON: one value, one sequence of bytes. It follows RFC 8785 and leaves out fractions and wide integers.

Values are ``None``, bool, int within ±(2^53 - 1), str, list, and dict with ASCII keys. RFC 8785 writes numbers as
ECMAScript does, which is exact for such integers only; two programs could disagree about any other number.
"""

from __future__ import annotations

import json
from typing import Any, NoReturn

from fairlead_ledger.errors import CanonicalError

MAX_INTEGER = 2**53 - 1  # RFC 7493 (I-JSON), section 2.2: beyond it, not every parser keeps the exact value


def dumps(value: Any) -> bytes:
    """Return the canonical bytes of a value (UTF-8, no spaces, keys sorted).

    Raises :class:`CanonicalError`, naming the place, for floats, tuples, other types, wide integers, keys that are
    not ASCII, and strings with half a surrogate pair.
    """
    try:
        _check(value, "$")
        # Python escapes as ECMAScript does: \" \\ \b \f \n \r \t, \u00xx in lower case below U+0020, nothing else.
        # Code points order ASCII keys as UTF-16 units would (RFC 8785, section 3.2.3).
        text = json.dumps(value, ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":"))
        return text.encode("utf-8")
    except UnicodeEncodeError as half:
        raise CanonicalError("a string holds half a surrogate pair, which UTF-8 cannot write") from half
    except RecursionError as deep:
        raise CanonicalError("the value is nested too deeply") from deep


def loads(data: bytes) -> Any:
    """Read canonical bytes; anything that :func:`dumps` would have written differently raises CanonicalError."""
    try:
        value = json.loads(data.decode("utf-8"), parse_float=_refuse, parse_constant=_refuse)
    except CanonicalError:
        raise
    except (ValueError, RecursionError) as broken:  # not UTF-8, not JSON, a number of thousands of digits
        raise CanonicalError(f"not JSON: {broken}") from broken
    if dumps(value) != data:
        raise CanonicalError("JSON, but not in canonical form")
    return value


def _check(value: Any, place: str) -> None:
    if value is None or isinstance(value, bool | str):
        return
    if isinstance(value, int):
        if abs(value) > MAX_INTEGER:
            raise CanonicalError(f"{place}: integer beyond ±(2^53 - 1): {value}")
    elif isinstance(value, list):
        for position, inner in enumerate(value):
            _check(inner, f"{place}[{position}]")
    elif isinstance(value, dict):
        for key, inner in value.items():
            if not isinstance(key, str) or not key.isascii():
                raise CanonicalError(f"{place}: key is not ASCII text: {key!r}")
            _check(inner, f"{place}.{key}")
    else:
        raise CanonicalError(f"{place}: {type(value).__name__} is not a canonical type")


def _refuse(text: str) -> NoReturn:
    raise CanonicalError(f"only integers are canonical here, found {text}")
