"""Makes the table of readings of Han characters that the program ships, from the Unihan database of Unicode.

    python benchmarks/han_readings.py FOLDER > packages/fairlead/fairlead/subjects/han_readings.txt

FOLDER holds Unihan_Readings.txt, Unihan_Variants.txt and Unihan_OtherMappings.txt (Debian: package unicode-data). Kept
are characters with a Sino-Korean reading or in the standard lists of the PRC and of Taiwan, and what they are in the
other script; of each the first reading in Mandarin without tone, and up to two in Sino-Korean, as Unihan orders them.
"""

from __future__ import annotations

import re
import sys
import unicodedata
from collections import defaultdict
from pathlib import Path

NOTICE = """\
# Readings of Han characters, made by benchmarks/han_readings.py from the Unihan database, Unicode 15.0.
# Copyright (c) 1991-2022 Unicode, Inc. All rights reserved. Distributed under the Terms of Use in
# https://www.unicode.org/copyright.html. Permission is hereby granted, free of charge, to any person obtaining a copy
# of the Unicode data files and any associated documentation (the "Data Files") or Unicode software and any associated
# documentation (the "Software") to deal in the Data Files or Software without restriction, including without
# limitation the rights to use, copy, modify, merge, publish, distribute, and/or sell copies of the Data Files or
# Software, and to permit persons to whom the Data Files or Software are furnished to do so, provided that either (a)
# this copyright and permission notice appear with all copies of the Data Files or Software, or (b) this copyright and
# permission notice appear in associated Documentation. THE DATA FILES AND SOFTWARE ARE PROVIDED "AS IS", WITHOUT
# WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY, FITNESS FOR
# A PARTICULAR PURPOSE AND NONINFRINGEMENT OF THIRD PARTY RIGHTS. IN NO EVENT SHALL THE COPYRIGHT HOLDER OR HOLDERS
# INCLUDED IN THIS NOTICE BE LIABLE FOR ANY CLAIM, OR ANY SPECIAL INDIRECT OR CONSEQUENTIAL DAMAGES, OR ANY DAMAGES
# WHATSOEVER RESULTING FROM LOSS OF USE, DATA OR PROFITS, WHETHER IN AN ACTION OF CONTRACT, NEGLIGENCE OR OTHER
# TORTIOUS ACTION, ARISING OUT OF OR IN CONNECTION WITH THE USE OR PERFORMANCE OF THE DATA FILES OR SOFTWARE. Except as
# contained in this notice, the name of a copyright holder shall not be used in advertising or otherwise to promote the
# sale, use or other dealings in these Data Files or Software without prior written authorization of the copyright
# holder."""

FIELDS = ("kMandarin", "kHangul", "kSimplifiedVariant", "kTraditionalVariant", "kTGH", "kBigFive")


def main(folder: Path) -> None:
    """Print the table."""
    held: dict[str, dict[str, str]] = defaultdict(dict)
    for file in ("Unihan_Readings.txt", "Unihan_Variants.txt", "Unihan_OtherMappings.txt"):
        for line in (folder / file).read_text(encoding="utf-8").splitlines():
            found = re.fullmatch(r"U\+([0-9A-F]+)\t(\w+)\t(.+)", line)
            if found and found[2] in FIELDS and int(found[1], 16) <= 0xFFFF:
                held[found[2]][chr(int(found[1], 16))] = found[3]
    kept = set(held["kHangul"]) | set(held["kTGH"])
    simplified = {one: _first(held["kSimplifiedVariant"][one]) for one in held["kSimplifiedVariant"]}
    kept |= {one for one, other in simplified.items() if other in kept and one in held["kBigFive"]}
    pairs = {one: other for one, other in simplified.items() if one in kept and other != one and other <= "\uffff"}
    mandarin: dict[str, list[str]] = defaultdict(list)
    for one in sorted(kept & held["kMandarin"].keys()):
        mandarin[_plain(held["kMandarin"][one].split()[0])].append(one)
    korean: tuple[dict[str, list[str]], dict[str, list[str]]] = (defaultdict(list), defaultdict(list))
    for one in sorted(kept & held["kHangul"].keys()):
        for place, given in enumerate(held["kHangul"][one].split()[:2]):
            korean[place][given.partition(":")[0]].append(one)
    print(NOTICE)
    for section, table in (("mandarin", mandarin), ("korean", korean[0]), ("korean, second", korean[1])):
        print(f"[{section}]")
        for reading, letters in sorted(table.items()):
            print(f"{reading} {''.join(letters)}")
    print("[simplified]")
    print("".join(one + other for one, other in sorted(pairs.items())))


def _first(variants: str) -> str:
    return chr(int(variants.split()[0].partition("<")[0].removeprefix("U+"), 16))


def _plain(pinyin: str) -> str:
    """Return a syllable without its tone; ü is written v, as registers do where they cannot write it."""
    umlaut = unicodedata.normalize("NFD", pinyin).replace("u\u0308", "v")
    return "".join(each for each in umlaut if not unicodedata.combining(each))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
