"""The words that tables of ship positions write for AIS numbers. Which columns hold them is in ``layouts.py``."""

from __future__ import annotations

# ITU-R M.1371-5, annex 8, table 45; the Danish and the older MarineCadastre files write it out.
STATUS_WORDS: dict[str, int | None] = {
    "under way using engine": 0,
    "at anchor": 1,
    "not under command": 2,
    "restricted maneuverability": 3,
    "restricted manoeuvrability": 3,
    "constrained by her draught": 4,
    "moored": 5,
    "aground": 6,
    "engaged in fishing": 7,
    "under way sailing": 8,
    "reserved for future amendment [hsc]": 9,
    "reserved for future amendment [wig]": 10,
    "power-driven vessel towing astern": 11,
    "power-driven vessel pushing ahead or towing alongside": 12,
    "reserved for future use": 13,
    "ais-sart is active": 14,
    "ais-sart (active)": 14,
    "undefined": None,
    "not defined": None,
    "unknown value": None,
}

# ITU-R M.1371-5, annex 8, table 53, as the Danish files write it; other files' words after them. The second digit
# is the cargo type's.
SHIP_TYPE_WORDS: dict[str, int | None] = {
    "wig": 20,
    "fishing": 30,
    "towing": 31,
    "towing long/wide": 32,
    "dredging": 33,
    "diving": 34,
    "military": 35,
    "sailing": 36,
    "pleasure": 37,
    "hsc": 40,
    "pilot": 50,
    "sar": 51,
    "tug": 52,
    "port tender": 53,
    "anti-pollution": 54,
    "law enforcement": 55,
    "spare 1": 56,
    "spare 2": 57,
    "medical": 58,
    "not party to conflict": 59,
    "passenger": 60,
    "cargo": 70,
    "tanker": 80,
    "other": 90,
    # as the Baltic file writes them
    "anti pollution": 54,
    "ships according to rr": 59,  # Resolution No. 18 (Mob-83) of the Radio Regulations
    # as Spire writes them; "special craft" are any of 50 to 59
    "sailing vessel": 36,
    "fishing vessel": 30,
    "pleasure craft": 37,
    "high-speed craft": 40,
    "wing in ground": 20,
    "search and rescue": 51,
    "passenger ship": 60,
    "special craft": None,
    "reserved": None,
    "undefined": None,
}
CARGO_TYPE_WORDS: dict[str, int | None] = {
    "category x": 1,
    "category y": 2,
    "category z": 3,
    "category os": 4,
    "category a": 1,  # before 2002 the categories of MARPOL Annex II bore these letters
    "category b": 2,
    "category c": 3,
    "category d": 4,
    "no additional information": 9,
}
