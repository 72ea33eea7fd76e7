"""The SQL that the package brings is that of the rules as they are now, and holds nothing of any case."""

from __future__ import annotations

import itertools
import json
import re
import zlib
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

import ibis.backends.duckdb
import pytest

from fairlead.case import Case
from fairlead.deriving import derive, keep_sql, reading_in
from fairlead.engines import compiled
from fairlead.simulate import sea


def told(packed: bytes) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(zlib.decompress(packed))
    return found


@pytest.fixture
def fresh(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Nothing is kept in this process; what the package brings is read anew before and after."""
    monkeypatch.setattr(compiled, "_kept", {})
    compiled._shipped.cache_clear()
    yield
    compiled._shipped.cache_clear()


def words(text: str) -> list[str]:
    """The words of SQL, in no order: in what order a set is written differs from process to process."""
    return sorted(re.findall(r"\w+", text))


def test_it_holds_what_the_rules_ask_now_of_a_case_from_the_beginning(
    fresh: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: set[str] = set()
    inner, derived, runs = compiled._key, derive.derive, itertools.count()
    script_key, rules = compiled.script_key, set[str]()

    def outer(root: Any) -> tuple[str, list[str]]:
        key, names = inner(root)
        asked.add(key)
        return key, names

    def of_rule(*given: Any) -> tuple[str, list[str]]:
        key, names = script_key(*given)
        rules.add(key)
        return key, names

    def third(*given: Any, **named: Any) -> None:
        if next(runs) == 2:  # of the four that make the file: where every kind of report is told, and nothing before
            derived(*given, **named)

    shipped, scripts = compiled._shipped()
    monkeypatch.setattr(compiled, "_key", outer)
    monkeypatch.setattr(compiled, "script_key", of_rule)
    monkeypatch.setattr(compiled, "script", lambda _: None)  # so that every rule makes its expressions
    monkeypatch.setattr(compiled, "forget", lambda: None)  # to take what is kept spares making it
    monkeypatch.setattr(derive, "derive", third)
    keep_sql.made()
    assert len(asked) > 50
    assert asked - shipped.keys() == set(), "run: python -m fairlead.deriving.keep_sql"
    assert len(rules) > 10
    assert rules - scripts.keys() == set(), "run: python -m fairlead.deriving.keep_sql"


@pytest.mark.wide  # by default the test before: what is asked from the beginning was asked when the file was made
def test_it_is_what_the_rules_make_now(fresh: None) -> None:
    shipped = told(files("fairlead.engines").joinpath(compiled.SHIPPED).read_bytes())
    assert shipped["versions"] == compiled.versions()
    now = told(keep_sql.made())
    assert shipped["sql"].keys() == now["sql"].keys(), "run: python -m fairlead.deriving.keep_sql"
    assert shipped["scripts"] == now["scripts"]
    for key, (names, text) in now["sql"].items():
        assert shipped["sql"][key][0] == names
        assert words(shipped["sql"][key][1]) == words(text)


@pytest.mark.wide  # by default the first test: what a find asks in an empty case is kept
def test_a_find_makes_no_sql_for_events_itself(fresh: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    made: list[str] = []
    inner = ibis.backends.duckdb.Backend.compile

    def outer(self: Any, expression: Any, /, **asked: Any) -> str:
        made.append(inner(self, expression, **asked))
        return made[-1]

    sea(tmp_path / "sea", 5, 3, 20)
    case = Case.create(tmp_path / "case", "a sea")
    for path in sorted((tmp_path / "sea").glob("*.csv")):
        reading_in.read_added(case, case.exhibits.add(path, source="fairlead simulate"))
    monkeypatch.setattr(ibis.backends.duckdb.Backend, "compile", outer)
    derive.find(case)
    assert max(map(len, made), default=0) < 10_000  # what events are made by is longer
    assert len(made) < len(compiled._shipped()[0])


def test_other_versions_make_their_own(fresh: None, monkeypatch: pytest.MonkeyPatch) -> None:
    assert all(compiled._shipped())
    compiled._shipped.cache_clear()
    monkeypatch.setattr(compiled, "versions", lambda: {"ibis-framework": "0"})
    assert compiled._shipped() == ({}, {})
