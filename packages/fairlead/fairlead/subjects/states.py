"""States as texts name them: names, official names, demonyms and capitals standing for governments, to ISO 3166-1.

Codes and names come from pycountry (ISO 3166-1); the tables here add what ISO does not hold. A mention is a lead to
the State that is meant, not a finding: who speaks or acts is for the reader of the page to settle. Nationality in law
is left out. Codes name areas as ISO does and say nothing of their status.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Literal

import pycountry

Form = Literal["name", "demonym", "metonym"]

_SHORT = {
    # The name to print, where ISO's inverted form ("Korea, Republic of") would not read in a sentence.
    "BO": "Bolivia",
    "BN": "Brunei Darussalam",
    "CD": "Democratic Republic of the Congo",
    "FK": "Falkland Islands (Malvinas)",
    "FM": "Micronesia",
    "GB": "United Kingdom",
    "IR": "Iran",
    "KP": "Democratic People's Republic of Korea",
    "KR": "Republic of Korea",
    "LA": "Lao People's Democratic Republic",
    "MD": "Republic of Moldova",
    "MF": "Saint Martin (French part)",
    "PS": "Palestine",
    "SX": "Sint Maarten (Dutch part)",
    "SY": "Syrian Arab Republic",
    "TW": "Taiwan",
    "TZ": "United Republic of Tanzania",
    "US": "United States",
    "VE": "Venezuela",
    "VG": "British Virgin Islands",
    "VI": "United States Virgin Islands",
    "VN": "Viet Nam",
}

_OTHER_NAMES = """
AE UAE, U.A.E., Emirates; BA Bosnia; BN Brunei; BO Bolivia
CD DRC, DR Congo, Congo-Kinshasa, Democratic Republic of Congo; CG Republic of the Congo, Congo-Brazzaville
CI Ivory Coast; CN PRC, P.R. China, PR China, Mainland China; CV Cape Verde; CZ Czech Republic; FK Falkland Islands
FM Micronesia; GB UK, U.K., Great Britain, Britain; GM The Gambia; HK Hong Kong SAR; IR Iran
KP DPRK, D.P.R.K., North Korea, DPR Korea, N. Korea, Democratic People's Republic of Korea
KP Democratic Peoples Republic of Korea; KR ROK, R.O.K., South Korea, S. Korea, Republic of Korea; LA Laos, Lao PDR
MK Macedonia; MM Burma; MO Macau, Macao SAR; NL The Netherlands, Holland; PS Palestine; RU Russia
ST Sao Tome and Principe; SY Syria; SZ Swaziland; TL East Timor; TR Turkey; TW Taiwan, Chinese Taipei; TZ Tanzania
US USA, U.S., U.S.A., US, United States of America, the States; VA Vatican, Holy See; VC Saint Vincent, St. Vincent
VC St. Vincent and the Grenadines; KN St. Kitts and Nevis, Saint Kitts-Nevis, St Kitts and Nevis; LC St. Lucia
VE Venezuela; VN Vietnam; VG British Virgin Islands; MD Moldova; FJ Fiji Islands; CK Cook Islands
"""

_DEMONYMS = """
AE Emirati; AF Afghan; AL Albanian; AM Armenian; AO Angolan; AR Argentine, Argentinian; AT Austrian; AU Australian
AZ Azerbaijani; BA Bosnian; BB Barbadian; BD Bangladeshi; BE Belgian; BG Bulgarian; BH Bahraini; BJ Beninese
BN Bruneian; BO Bolivian; BR Brazilian; BS Bahamian; BW Botswanan; BY Belarusian; BZ Belizean; CA Canadian
CD Congolese; CH Swiss; CI Ivorian; CL Chilean; CM Cameroonian; CN Chinese; CO Colombian; CR Costa Rican; CU Cuban
CY Cypriot; CZ Czech; DE German; DJ Djiboutian; DK Danish; DM Dominican; DZ Algerian; EC Ecuadorian; EE Estonian
EG Egyptian; ER Eritrean; ES Spanish; ET Ethiopian; FI Finnish; FJ Fijian; FR French; GA Gabonese
GB British, English, Scottish; GE Georgian; GH Ghanaian; GM Gambian; GN Guinean; GR Greek; GT Guatemalan
GY Guyanese; HN Honduran; HR Croatian; HT Haitian; HU Hungarian; ID Indonesian; IE Irish; IL Israeli; IN Indian
IQ Iraqi; IR Iranian; IS Icelandic; IT Italian; JM Jamaican; JO Jordanian; JP Japanese; KE Kenyan; KG Kyrgyz
KH Cambodian; KI I-Kiribati; KM Comorian, Comoran; KP North Korean, N. Korean; KR South Korean, S. Korean
KW Kuwaiti; KZ Kazakh, Kazakhstani; LA Lao, Laotian; LB Lebanese; LK Sri Lankan; LR Liberian; LT Lithuanian
LU Luxembourgish; LV Latvian; LY Libyan; MA Moroccan; MD Moldovan; ME Montenegrin; MG Malagasy; MH Marshallese
ML Malian; MM Myanma, Burmese; MN Mongolian; MR Mauritanian; MT Maltese; MU Mauritian; MV Maldivian; MX Mexican
MY Malaysian; MZ Mozambican; NA Namibian; NE Nigerien; NG Nigerian; NI Nicaraguan; NL Dutch; NO Norwegian
NP Nepalese, Nepali; NZ New Zealander; OM Omani; PA Panamanian; PE Peruvian; PG Papua New Guinean
PH Philippine, Filipino; PK Pakistani; PL Polish; PS Palestinian; PT Portuguese; PW Palauan; PY Paraguayan
QA Qatari; RO Romanian; RS Serbian; RU Russian; RW Rwandan; SA Saudi, Saudi Arabian; SB Solomon Islander
SC Seychellois; SD Sudanese; SE Swedish; SG Singaporean; SI Slovenian; SK Slovak; SL Sierra Leonean; SN Senegalese
SO Somali; SR Surinamese; SS South Sudanese; SV Salvadoran; SY Syrian; TD Chadian; TG Togolese; TH Thai; TJ Tajik
TM Turkmen; TN Tunisian; TO Tongan; TR Turkish; TV Tuvaluan; TW Taiwanese; TZ Tanzanian; UA Ukrainian; UG Ugandan
US American; UY Uruguayan; UZ Uzbek; VE Venezuelan; VN Vietnamese; WS Samoan; YE Yemeni; ZA South African
ZM Zambian; ZW Zimbabwean
"""

_METONYMS = """
AE Abu Dhabi; AU Canberra; BE Brussels; BR Brasilia; CA Ottawa; CN Beijing, Peking, Zhongnanhai; CU Havana
DE Berlin; EG Cairo; ES Madrid; FR Paris, Quai d'Orsay; GB London, Whitehall, Downing Street; ID Jakarta
IN New Delhi; IQ Baghdad; IR Tehran, Teheran; IT Rome; JP Tokyo; KH Phnom Penh; KP Pyongyang, P'yongyang
KR Seoul, Blue House; MM Naypyidaw; MN Ulaanbaatar; MY Kuala Lumpur, Putrajaya; NG Abuja; NZ Wellington; PH Manila
PK Islamabad; PL Warsaw; RU Moscow, Kremlin; SA Riyadh; SE Stockholm; SY Damascus; TH Bangkok; TR Ankara; TW Taipei
UA Kyiv, Kiev; US Washington, Washington, D.C., Washington DC, White House, Foggy Bottom; VE Caracas; VN Hanoi
ZA Pretoria
"""
"""Seats of government, where texts use them for the government. Brussels also stands for the European Union."""

_NOT_STATES = (
    # Longer words that contain a State's word and mean something else; a mention inside one is none.
    r"(?:east|south|north)\s+china\s+seas?|sea\s+of\s+japan|korea\s+strait|korea\s+bay|gulf\s+of\s+(?:mexico|oman|thailand)|"
    r"panama\s+canal|indian\s+ocean|(?:latin|south|north|central|pan[- ])\s*americans?|new\s+(?:england|jersey|mexico)|"
    r"washington\s+(?:post|times|examiner)|china\s+daily|south\s+china\s+morning\s+post|japan\s+times|korea\s+(?:herald|times)|"
    r"moscow\s+times|washington\s+state|persian\s+gulf|english\s+channel|(?:in|into|from)\s+english|english[- ]language"
)


@dataclass(frozen=True)
class Mention:
    """A State named in a text: offsets (end excluded), the words, ISO 3166-1 alpha-2 and how it is named."""

    start: int
    end: int
    words: str
    state: str
    form: Form


def alpha2(words: str | None) -> str | None:
    """Return the code of the State that ``words``, and nothing beside them, name; None where they name none."""
    if words is None:
        return None
    key = _fold(words.strip().strip(".,;:"))
    inverted = re.sub(r"^(.+) \((.+ of)\)$", r"\1, \2", key)  # the UN writes "Iran (Islamic Republic of)"
    turned = re.sub(r"^([^,]+), ([^,]+)$", r"\2 \1", key)  # OFAC writes "Korea, North"
    spellings = (key, key.removeprefix("the "), f"the {key}", _fold(words.strip()), inverted, turned)
    found = next((_table()[spelling] for spelling in spellings if spelling in _table()), None)
    return found[0] if found else None


def at_the_end(place: str) -> str | None:
    """Return the alpha-2 code of the State with which a place ends, as in "Nampo, Korea, North"; None for none."""
    parts = place.split(", ")
    return alpha2(", ".join(parts[-2:])) if len(parts) > 1 and alpha2(", ".join(parts[-2:])) else alpha2(parts[-1])


def english_name(code: str) -> str:
    """Return the name to print for an alpha-2 code; the code itself where ISO 3166-1 has no such code."""
    country = pycountry.countries.get(alpha_2=code.upper())
    if country is None:
        return code
    return _SHORT.get(code.upper()) or str(getattr(country, "common_name", country.name))


def mentions(text: str) -> Iterator[Mention]:
    """Yield the States named in a running text, in order, longest words first, never overlapping.

    Abbreviations written in capitals ("US", "UK", "DPRK") are found only in capitals.
    """
    excluded = [found.span() for found in re.finditer(_NOT_STATES, text, re.IGNORECASE)]
    for found in _pattern().finditer(text):
        words = found.group()
        if any(start <= found.start() < end for start, end in excluded):
            continue
        if not words[0].isupper() or (_is_abbreviation(words.upper()) and words != words.upper()):
            continue
        state, form = _table()[_fold(words)]
        yield Mention(found.start(), found.end(), words, state, form)


def _is_abbreviation(words: str) -> bool:
    return words.replace(".", "") in {"US", "USA", "UK", "UAE", "DRC", "PRC", "DPRK", "ROK"}


def _fold(words: str) -> str:
    """Return words as the table keys them: lower case, plain apostrophes, an i with its dot alone, single blanks."""
    plain = words.replace("’", "'").replace("‘", "'").replace("\u00a0", " ").casefold()
    return " ".join(plain.replace("ı", "i").replace("i\u0307", "i").split())


@cache
def _table() -> dict[str, tuple[str, Form]]:
    table: dict[str, tuple[str, Form]] = {}
    spoken: tuple[tuple[str, Form], ...] = ((_METONYMS, "metonym"), (_DEMONYMS, "demonym"))
    for source, form in spoken:
        table |= {_fold(words): (state, form) for state, words in _pairs(source)}
    for country in pycountry.countries:
        for attribute in ("name", "official_name", "common_name"):
            if words := getattr(country, attribute, None):
                table[_fold(words)] = (country.alpha_2, "name")
    for state, words in [*_pairs(_OTHER_NAMES), *_SHORT.items()]:
        table[_fold(words)] = (state, "name")
    return table


def _pairs(source: str) -> Iterator[tuple[str, str]]:
    for line in source.strip().split("\n"):
        for entry in line.split("; "):
            state, _, names = entry.strip().partition(" ")
            for words in re.split(r", (?!D\.C\.)", names):
                yield state, words.strip().rstrip(";")


@cache
def _pattern() -> re.Pattern[str]:
    keys = sorted(_table(), key=len, reverse=True)
    words = "|".join(re.escape(key).replace(r"\ ", r"\s+").replace("'", "['’‘]") for key in keys)
    return re.compile(rf"(?<![\w.])(?:{words})(?![\w])", re.IGNORECASE)
