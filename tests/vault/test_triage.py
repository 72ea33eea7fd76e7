"""Triage: what two mailboxes sent is counted apart, and near-duplicates are one text, in any script."""

from __future__ import annotations

import random
import time

import pytest

from fairlead.vault.triage import Told, cluster, triage

SAID = "The tanker lay at the third buoy off the island and pumped through two hoses until the morning of the ninth."
KOREAN = "유조선은 섬 앞 세 번째 부표에 정박하여 아홉째 날 아침까지 두 개의 호스로 기름을 옮겼습니다."
WORDS = [f"{a}{b}{c}" for a in "bdfgklmn" for b in ("a", "e", "ou") for c in ("rt", "sk", "ll", "mp")]


def _text(seed: int, words: int = 40) -> str:
    return " ".join(random.Random(seed).choices(WORDS, k=words))


def test_texts_with_a_word_changed_are_one_cluster_and_others_are_not() -> None:
    told = [
        Told("a", "m1", SAID),
        Told("b", "m2", SAID.replace("ninth", "tenth").upper()),
        Told("c", "m3", "Nothing of the kind: a letter about the price of coal in another port, and who signed it."),
        Told("d", "m4", KOREAN),
        Told("e", "m5", KOREAN.replace("아침", "저녁")),
        Told("f", "m6", ""),
    ]
    assert sorted(cluster(told)) == [("a", "b"), ("c",), ("d", "e"), ("f",)]


def test_two_busy_mailboxes_are_counted_apart() -> None:
    told = [Told(f"x{n}", "busy" if n % 2 else "busier", f"{SAID} Number {n}.") for n in range(101)]
    told += [Told(f"y{n}", f"box {n}", _text(n)) for n in range(7)]
    found = triage(told, top=2)
    assert (found.everything.tips, found.everything.mailboxes, found.everything.clusters) == (108, 9, 8)
    assert (found.without_top.tips, found.without_top.mailboxes, found.without_top.clusters) == (7, 7, 7)
    assert found.top == (("x0", 51), ("x1", 50))
    assert len(found.clusters[0]) == 101


def test_different_texts_of_the_same_words_stay_apart() -> None:
    told = [Told(str(n), "m", _text(n)) for n in range(300)]
    assert len(cluster(told)) == 300


@pytest.mark.slow
def test_fourteen_thousand_tips_take_seconds() -> None:
    told = [Told(str(n), f"m{n % 2}", f"{SAID} {_text(n, 5)}") for n in range(14_000)]
    begun = time.perf_counter()
    triage(told)
    assert time.perf_counter() - begun < 120
