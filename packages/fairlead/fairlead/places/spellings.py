"""How the names of ports are compared: one key for the many ways of writing one name; and names no index has.

Korean names come in McCune-Reischauer ("Namp'o", "Ch'ŏngjin"), in the Revised Romanisation ("Nampo", "Cheongjin"), in
North Korean usage ("Rajin" for the South's "Najin") and as the press writes them ("Nampho"). Only for ports of the
two Koreas are these folded together; elsewhere only accents, apostrophes, hyphens, spaces, words for "port" go.
No fuzzy matching: a name that is merely similar is another port.
"""

from __future__ import annotations

import re
import unicodedata

KOREAN = frozenset({"KP", "KR"})

# Names that neither index has, by port id. Former and alternative names: NGA GEOnet Names Server usage and common
# English spellings; Hungnam is the port of Hamhung; Rason is the special city of Rajin and Sonbong (Unggi).
FURTHER_NAMES: dict[str, tuple[str, ...]] = {
    "KPNAM": ("Nampho", "Namp'o", "Chinnamp'o"),
    "KPRJN": ("Rajin", "Rason", "Rajin-Sonbong"),
    "KPHGM": ("Hŭngnam", "Heungnam", "Hamhung", "Hamhŭng"),
    "KPCHO": ("Chongjin", "Ch'ŏngjin", "Cheongjin"),
    "KPWON": ("Wŏnsan",),
    "KPSON": ("Kimchaek", "Gimchaek", "Sŏngjin"),
    "KPSGN": ("Songrim", "Kyŏmip'o"),
    "KPHAE": ("Haeju",),
    "WPI60470": ("Chaho",),
    "WPI60520": ("Sonbong", "Sŏnbong", "Unggi"),
    "KRINC": ("Incheon", "Inch'ŏn"),
    "KRPUS": ("Pusan",),
    "KRPTK": ("Pyeongtaek", "P'yŏngt'aek"),
    "KRKAN": ("Gwangyang", "Kwangyang"),
    "KRYOS": ("Yeosu",),
    "CNDAL": ("Dalian Port",),
    "CNDDZ": ("Donggang",),
    "CNZOS": ("Chusan",),
    "CNNBO": ("Ningpo",),
    "CNQIN": ("Qingdao",),
    "CNTXG": ("Tianjin", "Xingang"),
    "CNLKU": ("Longkou",),
    "CNTGS": ("Tangshan",),
    "TWKEL": ("Keelung", "Jilong"),
    "RUVYP": ("Vostochny",),
}

# UN/LOCODEs that ships report, where the World Port Index has another for the place; codes as in the Danish Maritime
# Authority's polygons of ports and in marchah/sea-ports.
FURTHER_CODES: dict[str, tuple[str, ...]] = {
    "CNBYQ": ("CNBAY",),
    "CNDAL": ("CNDLC",),
    "CNDDZ": ("CNDDG",),
    "CNFZH": ("CNFOC",),
    "CNGGZ": ("CNCAN",),
    "CNHIG": ("CNHAK",),
    "CNNBO": ("CNNGB",),
    "CNNJI": ("CNNKG",),
    "CNQIN": ("CNTAO", "CNQDG"),
    "CNQZL": ("CNQZJ",),
    "CNSGH": ("CNSHA",),
    "CNTAC": ("CNTAG",),
    "CNTGS": ("CNTAS",),
    "CNTXG": ("CNTSN", "CNXGG", "CNXGA"),
    "CNWEG": ("CNWEI",),
    "CNWZO": ("CNWNZ",),
    "CNXMG": ("CNXMN",),
    "CNXYG": ("CNXIU",),
    "CNYTG": ("CNYNT",),
    "CNZNG": ("CNZHA",),
    "CNZPU": ("CNZAP",),
    "KRINC": ("KRICH",),
    "KRKUV": ("KRKSN",),
    "KRTGA": ("KRTGH",),
    "WPI60350": ("KRCHA", "KRSHA"),
    "WPI57900": ("TWSUO",),
}

_PORT_WORDS = re.compile(r"\b(port of|porto de|port|harbou?r|hang|gang|ko|pelabuhan)\b")
_KOREAN_FOLDS = (
    (re.compile(r"eo|eu"), "o"),  # Revised "eo", "eu" are McCune-Reischauer "ŏ", "ŭ"; see the next line
    (re.compile(r"u"), "o"),  # "ŭ" and "u" lose their difference with the accent
    (re.compile(r"ae|e"), "e"),
    (re.compile(r"([pktc])h"), r"\1"),  # North Korean and press "Nampho" for "Namp'o"
    (re.compile(r"^r"), "n"),  # initial ㄹ: "Rajin" in the North, "Najin" in the South
    (re.compile(r"l|r"), "n"),  # "Songrim", "Songnim"
    (re.compile(r"b"), "p"),
    (re.compile(r"d"), "t"),
    (re.compile(r"g"), "k"),
    (re.compile(r"j"), "c"),  # "ch'" and "j" are one letter apart only by aspiration
    (re.compile(r"y"), ""),
)


def key(name: str) -> str:
    """Return the key under which spellings of one name meet: letters and digits only, without words for "port"."""
    plain = unicodedata.normalize("NFKD", name.casefold().replace("ø", "o").replace("ł", "l").replace("ß", "ss"))
    plain = "".join(character for character in plain if not unicodedata.combining(character))
    plain = re.sub(r"['’ʻʼ`´-]", "", plain)
    plain = re.sub(r"[^0-9a-z\s]", " ", plain)
    without = _PORT_WORDS.sub(" ", plain)
    return "".join((without if without.strip() else plain).split())


def korean_key(name: str) -> str:
    """Return the coarser key for ports of the two Koreas, whatever the romanisation."""
    folded = key(name)
    for pattern, letter in _KOREAN_FOLDS:
        folded = pattern.sub(letter, folded)
    return folded
