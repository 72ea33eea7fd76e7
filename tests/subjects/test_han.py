"""Han names meet their other script and their romanisations, as leads; other names and numbers do not."""

from __future__ import annotations

import pytest
from test_hard_pairs import said

from fairlead.subjects import han

SAME = [
    ("金刚山 3", "金剛山 3"),
    ("金刚山 3", "JIN GANG SHAN 3"),  # pinyin
    ("金刚山 3", "CHIN KANG SHAN 3"),  # Wade-Giles
    ("金刚山 3", "KUM GANG SAN 3"),  # Sino-Korean, McCune-Reischauer
    ("金刚山 3", "GEUMGANGSAN NO. 3"),  # Sino-Korean, Revised
    ("金剛山 3", "금강산 3"),
    ("千里马 7", "CHOLLIMA 7"),  # not met: the rule of assimilation (n and l) is left out
    ("白鹭海运 5", "BAI LU HAI YUN 5"),
    ("朱日升 12", "CHU JIH SHENG 12"),
]
MISSED = {("千里马 7", "CHOLLIMA 7")}


@pytest.mark.parametrize(("one", "other"), SAME)
def test_a_name_meets_its_other_spellings_as_a_lead(one: str, other: str) -> None:
    expected = "nothing" if (one, other) in MISSED else "lead"
    assert said({"name": one}, {"name": other}) == expected
    assert said({"name": other}, {"name": one}) == expected


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("金刚山 3", "金剛山 2"),
        ("金刚山 3", "KUM GANG SAN 2"),
        ("金刚山 3", "银河山 3"),
        ("白鹭海运 5", "BAI HE HAI YUN 5"),
        ("朱日升", "ZHU YUE SHENG"),
    ],
)
def test_another_name_or_number_is_not_met(one: str, other: str) -> None:
    assert said({"name": one}, {"name": other}) == "nothing"


def test_people_with_two_readings_of_a_surname_are_met() -> None:
    asked, has = {"name": "金永昌"}, {"name": "KIM Yong Chang", "kind": "individual"}
    assert said(asked, has) == "lead"


def test_readings_stand_a_syllable_a_word_and_other_letters_stay() -> None:
    assert [" ".join(one.split()) for one in han.readings("M/V 金剛山 3")] == [
        "M/V jin gang shan 3", "M/V chin kang shan 3", "M/V 금 강 산 3", "M/V 김 강 산 3",
    ]  # fmt: skip
    assert han.readings("GRAY HERON") == []
    assert han.simplified("M/V 金剛山") == "M/V 金刚山"


@pytest.mark.parametrize(
    ("pinyin", "written"),
    [("zhang", "chang"), ("xie", "hsieh"), ("qian", "chien"), ("ri", "jih"), ("si", "szu"), ("zi", "tzu"),
     ("zhong", "chung"), ("guo", "kuo"), ("duo", "to"), ("zhuo", "cho"), ("huo", "huo"), ("xue", "hsueh"),
     ("you", "yu"), ("ji", "chi"), ("shi", "shih")],
)  # fmt: skip
def test_wade_giles_is_as_its_tables_have_it(pinyin: str, written: str) -> None:
    assert han._wade_giles(pinyin) == written
