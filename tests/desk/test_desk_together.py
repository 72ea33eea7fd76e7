"""Thirty people at one desk: no act is lost or written over another's, in a file and in PostgreSQL alike."""

from __future__ import annotations

from collections.abc import Iterator

import crowd
import gathering
import pytest

DATABASES = [
    "sqlite",
    pytest.param(
        "postgresql",
        marks=pytest.mark.skipif(not gathering.SERVER, reason="FAIRLEAD_TEST_POSTGRESQL names no server"),
    ),
]


@pytest.fixture
def database(request) -> Iterator[str | None]:
    """Yield the URL of an empty database, None for a file of the case."""
    if request.param == "sqlite":
        yield None
        return
    with gathering.postgresql(gathering.SERVER) as url:
        yield url


@pytest.mark.wide  # by default test_desk_acts.py, where what was overtaken is refused
@pytest.mark.parametrize("database", DATABASES, indirect=True)
@pytest.mark.parametrize("seconds", [0, pytest.param(600, marks=pytest.mark.slow)])
def test_thirty_people_lose_nothing_and_meet_no_error(tmp_path, database, seconds):
    found = gathering.many(tmp_path / "case", database, 12)
    desk = gathering.shared(found.case)
    people = [gathering.member(desk.place, f"Person {n}", "investigator") for n in range(30)]
    with gathering.served(desk):
        told = crowd.at_work(desk.address, people, found.case, seconds, turns=1)
    assert told.wrong == []
    assert told.acts > 10
    assert told.conflicts > 0


def test_an_update_that_was_lost_would_be_seen(tmp_path):
    found = gathering.many(tmp_path / "case", None, 3)
    one = crowd.Person("Somebody", {}, "")
    first = found.case.register.open(found.occasions[0])
    second = found.case.register.dismiss(found.occasions[0], "a pilot boat")
    one.written = [(found.occasions[0].id, "", first.id), (found.occasions[0].id, first.id, second.id)]
    assert crowd.lost(found.case, [one]) == []
    one.written[1] = (found.occasions[0].id, "", second.id)
    one.written.append((found.occasions[1].id, "", "f" * 64))
    one.observed = 1
    said = " ".join(crowd.lost(found.case, [one]))
    assert "wrote over" in said
    assert "not in the log" in said
    assert "1 observations were told" in said
