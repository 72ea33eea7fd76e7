"""Fifty hard pairs of ships: what is asked, what a list has, and what may be said of the two. All are fictitious.

Names are of the kinds that lists and press use, borne by ships that do not exist; IMO numbers are made by check digit.
'one': an identifier that tells ships apart agrees. 'question': a number that passes from hull to hull, or one that the
list itself calls false. 'lead': a name alone. 'another': another hull, whatever the name. 'nothing': not alike at all.
MISSED are those that the program does not find today; none of them joins two hulls.
"""

from __future__ import annotations

from typing import Any

from fairlead.subjects.imo import ship_check_digit


def imo(n: int) -> str:
    """Return the n-th made-up IMO number."""
    return f"{900100 + n}{ship_check_digit(str(900100 + n))}"


A, B, C = imo(1), imo(2), imo(3)

# asked: name, imo, mmsi, call_sign; listed: name, and identities of it; what may be said
PAIRS: list[tuple[dict[str, str], dict[str, Any], str]] = [
    # The number at the end of a name.
    ({"name": "SAM JONG 1"}, {"name": "SAM JONG 2"}, "nothing"),
    ({"name": "SAM JONG 2"}, {"name": "SAM JONG 2"}, "lead"),
    ({"name": "SAM JONG II"}, {"name": "SAM JONG 2"}, "lead"),
    ({"name": "SAM JONG NO. 2"}, {"name": "SAM JONG 2"}, "lead"),
    ({"name": "SAMJONG2"}, {"name": "SAM JONG 2"}, "lead"),
    ({"name": "SAM JONG No.2"}, {"name": "SAM JONG II"}, "lead"),
    ({"name": "SAM JONG NUMBER 2"}, {"name": "SAMJONG-2"}, "lead"),
    ({"name": "SAM JONG"}, {"name": "SAM JONG 2"}, "nothing"),
    ({"name": "SAM JONG III"}, {"name": "SAM JONG II"}, "nothing"),
    ({"name": "SAM JONG 12"}, {"name": "SAM JONG 2"}, "nothing"),
    ({"name": "SAM JONG 02"}, {"name": "SAM JONG 2"}, "lead"),
    ({"name": "SAM JONG 1", "imo": A}, {"name": "SAM JONG 2", "imo": [B]}, "nothing"),
    ({"name": "SAM JONG 2", "imo": A}, {"name": "SAM JONG 2", "imo": [B]}, "another"),
    # The same name, another hull.
    ({"name": "GRAY HERON", "imo": A}, {"name": "GRAY HERON", "imo": [B]}, "another"),
    ({"name": "GRAY HERON", "imo": A}, {"name": "GRAY HERON", "imo": [A]}, "one"),
    ({"name": "GRAY HERON", "imo": A}, {"name": "GRAY HERON"}, "lead"),
    ({"name": "GRAY HERON"}, {"name": "GRAY HERON", "imo": [B]}, "lead"),
    ({"name": "MV GRAY HERON"}, {"name": "M/V GRAY HERON"}, "lead"),
    ({"name": "GRAYHERON"}, {"name": "GRAY HERON"}, "lead"),
    ({"name": "GREY HERON"}, {"name": "GRAY HERON"}, "lead"),
    ({"name": "BLUE TERN"}, {"name": "GRAY HERON"}, "nothing"),
    # Renamed hulls: the number stays.
    ({"name": "NEW STORK", "imo": A}, {"name": "GRAY HERON", "imo": [A]}, "one"),
    ({"name": "OLD CRANE"}, {"name": "GRAY HERON", "imo": [A], "former_name": ["OLD CRANE"]}, "lead"),
    ({"name": "OLD CRANE", "imo": B}, {"name": "GRAY HERON", "imo": [A], "former_name": ["OLD CRANE"]}, "another"),
    ({"name": "OLD CRANE", "imo": A}, {"name": "GRAY HERON", "imo": [A], "former_name": ["OLD CRANE"]}, "one"),
    ({"name": "GRAY HERON EX OLD CRANE"}, {"name": "GRAY HERON"}, "lead"),
    # Numbers that are false, wrong or of another kind.
    ({"imo": "9001234"}, {"name": "GRAY HERON", "imo": ["9001234"]}, "one"),  # fails its check digit, printed so
    ({"imo": A}, {"name": "GRAY HERON", "imo": [B], "fraud_imo": [A]}, "question"),
    ({"name": "GRAY HERON", "imo": A}, {"name": "GRAY HERON", "imo": [B], "fraud_imo": [A]}, "question"),
    ({"imo": A}, {"name": "HERON SHIPPING", "kind": "entity", "imo_mentioned": [A]}, "question"),
    ({"imo": C}, {"name": "HERON SHIPPING", "kind": "entity", "company_imo": [C]}, "one"),
    ({"imo": C}, {"name": "GRAY HERON", "imo": [A]}, "nothing"),
    # A shared MMSI and a call sign used again.
    ({"mmsi": "457000001"}, {"name": "GRAY HERON", "mmsi": ["457000001"]}, "question"),
    ({"name": "BLUE TERN", "mmsi": "457000001"}, {"name": "GRAY HERON", "mmsi": ["457000001"]}, "question"),
    ({"imo": A, "mmsi": "457000001"}, {"name": "GRAY HERON", "imo": [B], "mmsi": ["457000001"]}, "another"),
    ({"imo": A, "mmsi": "457000001"}, {"name": "GRAY HERON", "imo": [A], "mmsi": ["457000001"]}, "one"),
    ({"call_sign": "9XYZ1"}, {"name": "GRAY HERON", "call_sign": ["9XYZ1"]}, "question"),
    ({"imo": A, "call_sign": "9XYZ1"}, {"name": "GRAY HERON", "imo": [B], "call_sign": ["9XYZ1"]}, "another"),
    ({"mmsi": "457000002"}, {"name": "GRAY HERON", "mmsi": ["457000001"]}, "nothing"),
    # Hangul, and its romanisations: McCune-Reischauer, Revised, and press habits.
    ({"name": "삼종 2"}, {"name": "SAM JONG 2"}, "lead"),
    ({"name": "삼종 1"}, {"name": "SAM JONG 2"}, "nothing"),
    ({"name": "CHONG SONG 5"}, {"name": "JONG SONG 5"}, "lead"),
    ({"name": "JEONG SEONG 5"}, {"name": "CHONG SONG 5"}, "lead"),
    ({"name": "PAEK KANG"}, {"name": "BAEK GANG"}, "lead"),
    ({"name": "P'AEK-KANG"}, {"name": "PAEK KANG"}, "lead"),
    ({"name": "KUM GANG SAN 3"}, {"name": "GEUMGANGSAN 3"}, "lead"),
    ({"name": "금강산 3"}, {"name": "KUM GANG SAN 3"}, "lead"),
    # Cyrillic and Han.
    ({"name": "СЕРАЯ ЦАПЛЯ"}, {"name": "SERAYA TSAPLYA"}, "lead"),
    ({"name": "金刚山 3"}, {"name": "金剛山 3"}, "lead"),
    ({"name": "金刚山 3"}, {"name": "GRAY HERON 3", "name_original_script": ["金刚山 3"]}, "lead"),
]

MISSED: list[tuple[dict[str, str], dict[str, Any], str]] = []
