"""The fictitious pages yield what was written down for them by hand beforehand, and nothing besides."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from page_reading import read

PAGES = Path(__file__).parent / "texts"
EXPECTED: dict[str, dict[str, Any]] = yaml.safe_load((PAGES / "expected.yaml").read_text())


def _matches(expected: dict[str, Any], found: dict[str, Any]) -> list[str]:
    """Return in what a statement differs from what is expected of it."""
    wrong = []
    for column in ("kind", "about"):
        if column in expected and expected[column] != found[column]:
            wrong.append(f"{column}: {found[column]!r}, not {expected[column]!r}")
    if "speaker" in expected and (expected["speaker"] or None) != (found["speaker"] or None):
        wrong.append(f"speaker: {found['speaker']!r}, not {expected['speaker']!r}")
    if expected.get("quote") and expected["quote"] not in " ".join(found["quote"].split()):
        wrong.append(f"quote: {found['quote']!r}")
    for field, value in expected.get("body", {}).items():
        wrong += _differs(field, value, found["body"].get(field, "absent"))
    if "ship" in expected and expected["ship"] not in [ship["name"] for ship in found["body"]["ships"] or []]:
        wrong.append(f"ships: {found['body']['ships']}")
    if "has_defence" in expected and expected["has_defence"] not in (found["body"].get("defence") or ""):
        wrong.append(f"defence: {found['body'].get('defence')}")
    return wrong


def _differs(field: str, value: Any, found: Any) -> list[str]:
    if isinstance(value, dict) and isinstance(found, dict):
        return [
            each for key, inner in value.items() for each in _differs(f"{field}.{key}", inner, found.get(key, "absent"))
        ]
    return [] if value == found else [f"{field}: {found!r}, not {value!r}"]


def _to_read(expected: dict[str, Any], left: list[dict[str, Any]]) -> list[str]:
    """Take the passage that stands for an expected statement, or tell what is wrong with it."""
    found = next((each for each in left if expected["quote"] in " ".join(each["quote"].split())), None)
    if found is None or found["kind"] != "passage":
        return [f"no passage: {expected['quote']}"]
    left.remove(found)
    elements = [each["element"] for each in found["body"]["not_understood"]]
    if (found["speaker"], found["about"]) != (None, None) or "accused" in found["body"]:
        return [f"a passage says who or of whom: {found}"]
    return [] if elements == expected.get("passage", elements) else [f"{expected['quote']}: {elements}"]


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_a_page_yields_the_statements_written_down_for_it_and_no_others(name: str) -> None:
    found = read((PAGES / name).read_bytes(), name)
    wrong = []
    left = list(found)
    for expected in EXPECTED[name]["statements"]:
        if "passage" in expected:
            wrong += _to_read(expected, left)
            continue
        ranked = sorted(
            (len(_matches(expected, each)), at) for at, each in enumerate(left) if each["kind"] == expected["kind"]
        )
        if ranked and (not expected.get("optional") or ranked[0][0] == 0):
            best = left.pop(ranked[0][1])
            wrong += [f"{expected.get('quote') or expected['kind']} → {each}" for each in _matches(expected, best)]
        elif not expected.get("optional"):
            wrong.append(f"missing: {expected}")
    for quote in EXPECTED[name].get("to_read", []):
        wrong += _to_read({"quote": quote}, left)
    wrong += [f"unexpected: {each['kind']} {each['quote']!r} {each['body'].get('number')}" for each in left]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_a_page_is_dated_by_the_date_it_bears(name: str) -> None:
    for statement in read((PAGES / name).read_bytes(), name):
        assert statement["body"]["page_date"] == EXPECTED[name]["page_date"]
