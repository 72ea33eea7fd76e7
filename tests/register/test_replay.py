"""Whatever people do in whatever order, the log alone can tell the register's tables again, row by row."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import pytest
import sqlalchemy as sa
from examples import examples
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fairlead.case import Case
from fairlead.errors import MisuseError
from fairlead.evidence import actors
from fairlead.evidence.database import rows
from fairlead.register import People
from fairlead.register.correspondence import Question
from fairlead.register.findings import Finding
from fairlead.register.projections import PROJECTIONS, project
from fairlead.register.tables import METADATA
from fairlead_ledger import keys

FINDING = Finding("found", "balance of probabilities", "likely", "low", "grounds")
REASON = st.sampled_from(["a reason", ""])

ACTS = {
    "open": lambda register, occasion, reason: register.open(occasion, reason=reason),
    "dismiss": lambda register, occasion, reason: register.dismiss(occasion, reason),
    "request": lambda register, occasion, _: register.request(
        occasion, "CN", [Question("goods", "What?")], "2020-02-10", sent="2020-01-10"
    ),
    "reply": lambda register, occasion, _: register.reply(occasion, "CN", "explanation", text="x", on="2020-02-01"),
    "propose": lambda register, occasion, _: register.propose(occasion, FINDING, People(("A. Person",))),
    "confirm": lambda register, occasion, _: register.confirm(occasion),
    "correct": lambda register, occasion, reason: register.correct(occasion, reason),
    "withdraw": lambda register, occasion, reason: register.withdraw(occasion, reason),
}

STEP = st.tuples(
    st.sampled_from(sorted(ACTS)), st.sampled_from("ab"), st.sampled_from([(), ("coal",)]), REASON, st.booleans()
)


def two_people(folder: Path) -> tuple[Case, list[Path]]:
    """Return a case and the homes of two people who may act on it."""
    homes = [folder / "one", folder / "two"]
    os.environ["FAIRLEAD_HOME"] = str(homes[1])
    key = keys.encode(keys.public_bytes(actors.own_key()))
    os.environ["FAIRLEAD_HOME"] = str(homes[0])
    case = Case.create(folder / "case")
    case.log.enrol(key, actors.OWN_ROLES)
    case_key = actors.case_key_path(case.id).read_bytes()
    os.environ["FAIRLEAD_HOME"] = str(homes[1])
    actors.case_key_path(case.id).write_bytes(case_key)
    return case, homes


def replayed(case: Case) -> dict[str, list[dict]]:
    """Return the register's tables as the log alone tells them, in a fresh database."""
    engine = sa.create_engine("sqlite://")
    with engine.begin() as connection:
        METADATA.create_all(connection)
        for entry in case.log.entries():
            if entry.act in PROJECTIONS:
                project(connection, entry)
        return {table.name: rows(connection, table) for table in METADATA.sorted_tables}


def kept(case: Case) -> dict[str, list[dict]]:
    with case.log.database.reading() as connection:
        return {table.name: rows(connection, table) for table in METADATA.sorted_tables}


@settings(max_examples=examples(8), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(STEP, min_size=6, max_size=25))
def test_any_order_of_acts_keeps_the_rules_and_replays_to_the_same_tables(make, monkeypatch, steps):
    monkeypatch.setenv("FAIRLEAD_HOME", "")  # restored after the test, whatever two_people sets
    with tempfile.TemporaryDirectory() as folder:
        case, homes = two_people(Path(folder))
        numbers: dict[str, int] = {}
        for act, anchor, goods, reason, second_person in steps:
            os.environ["FAIRLEAD_HOME"] = str(homes[second_person])
            occasion, size = make(anchor, goods=goods), case.log.size()
            try:
                ACTS[act](case.register, occasion, reason)
            except MisuseError:
                assert case.log.size() == size
            else:
                assert case.log.size() == size + 1
            for row in case.register.decided():
                if row.number is not None:
                    assert numbers.setdefault(row.known.id, row.number) == row.number
        assert sorted(numbers.values()) == list(range(1, len(numbers) + 1))
        for finding in kept(case)["register_findings"]:
            assert finding["proposed_by"] != finding["confirmed_by"]
        assert replayed(case) == kept(case)


def test_a_row_changed_behind_the_log_is_seen_when_the_log_is_replayed(make, tmp_path):
    case = Case.create(tmp_path / "case")
    case.register.open(make())
    assert replayed(case) == kept(case)
    with case.log.database.writing() as connection:
        connection.execute(sa.text("UPDATE register_occasions SET status = 'found'"))
    assert replayed(case) != kept(case)


def test_an_act_that_the_rules_forbid_is_seen_when_the_log_is_replayed(make, tmp_path):
    case = Case.create(tmp_path / "case")
    case.register.open(make())
    case.log.projections.clear()  # as a forger's program would
    case.register.open(make())
    with pytest.raises(MisuseError, match="occasion 1 is open"):
        replayed(case)
