"""Bech32 (BIP 173) without a limit of length, as age writes recipients and identities."""

from __future__ import annotations

from collections.abc import Iterable

from fairlead_ledger.errors import AgeError

_LETTERS = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
_GENERATORS = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)  # BIP 173, "Checksum"
_CHECK_SIZE = 6


def encode(prefix: str, data: bytes) -> str:
    """Return lower-case bech32 of the bytes."""
    words = _regroup(data, 8, 5)
    check = _polymod([*_expand(prefix), *words, *[0] * _CHECK_SIZE]) ^ 1
    words += [(check >> 5 * (_CHECK_SIZE - 1 - place)) & 31 for place in range(_CHECK_SIZE)]
    return prefix + "1" + "".join(_LETTERS[word] for word in words)


def decode(text: str) -> tuple[str, bytes]:
    """Return prefix (in lower case) and bytes; raises AgeError for mixed case, a false checksum or bad padding."""
    lower = text.lower()
    if text not in (lower, text.upper()):
        raise AgeError("bech32 in mixed case")
    prefix, one, rest = lower.rpartition("1")
    if not one or not prefix or len(rest) < _CHECK_SIZE or not all(33 <= ord(letter) <= 126 for letter in prefix):
        raise AgeError("not bech32")
    try:
        words = [_LETTERS.index(letter) for letter in rest]
    except ValueError:
        raise AgeError("not bech32: a letter outside its alphabet") from None
    if _polymod([*_expand(prefix), *words]) != 1:
        raise AgeError("bech32 with a false checksum")
    data = bytes(_regroup(words[:-_CHECK_SIZE], 5, 8))
    if encode(prefix, data) != lower:
        raise AgeError("bech32 with padding that is not zero")
    return prefix, data


def _regroup(values: Iterable[int], source: int, target: int) -> list[int]:
    """Cut groups of ``source`` bits anew into groups of ``target``; what is left is padded upwards, dropped down."""
    held, bits, groups = 0, 0, []
    for value in values:
        held = (held << source | value) & 0xFFFFFF
        bits += source
        while bits >= target:
            bits -= target
            groups.append(held >> bits & ((1 << target) - 1))
    if bits and source > target:
        groups.append(held << (target - bits) & ((1 << target) - 1))
    return groups


def _expand(prefix: str) -> list[int]:
    return [*(ord(letter) >> 5 for letter in prefix), 0, *(ord(letter) & 31 for letter in prefix)]


def _polymod(values: Iterable[int]) -> int:
    check = 1
    for value in values:
        top = check >> 25
        check = (check & 0x1FFFFFF) << 5 ^ value
        for place, generator in enumerate(_GENERATORS):
            if top >> place & 1:
                check ^= generator
    return check
