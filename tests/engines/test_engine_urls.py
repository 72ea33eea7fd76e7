"""What ``--engine`` takes, and what it says of what it does not take."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import ibis
import pytest

from fairlead import engines, shapes
from fairlead.errors import MisuseError


def test_settings_after_a_question_mark_are_the_engines_own(tmp_path: Path) -> None:
    with engines.at("duckdb://?threads=1", tmp_path) as opened:
        table = opened.table([], shapes.LEGS)
        connection: Any = table._find_backend()
        assert connection.con.sql("select current_setting('threads')").fetchall() == [(1,)]
        assert opened.name.startswith("duckdb ")


def test_a_connection_of_ones_own_is_used_and_left_open(tmp_path: Path) -> None:
    own = ibis.duckdb.connect()
    with engines.at(own, tmp_path) as opened:
        assert opened.table([], shapes.LEGS)._find_backend() is own
    assert own.con.sql("select 1").fetchall() == [(1,)], "left open"


@pytest.mark.parametrize("url", ["nothing://here", "no engine", "sc://localhost:15002"])
def test_an_engine_that_is_none_is_refused_with_what_would_be_one(url: str, tmp_path: Path) -> None:
    with pytest.raises(MisuseError, match="no engine at") as refused, engines.at(url, tmp_path):
        pass
    assert "spark://HOST:7077" in str(refused.value.hint)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("url", ["spark://host:7077", "local-cluster[2,1,1024]", "local[2]", "yarn", "pyspark://"])
def test_without_pyspark_the_hint_says_how_to_install_it(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "fairlead.engines.spark", None)
    monkeypatch.delattr(engines, "spark", raising=False)
    with pytest.raises(MisuseError, match="pyspark") as refused, engines.at(url, tmp_path):
        pass
    assert "fairlead[spark]" in str(refused.value.hint)
