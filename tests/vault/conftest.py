"""A case, a drop in memory, and the people who act; every source and ship here is fictitious."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from found_case import Keys, staffed

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "drop"))

from drop_world import CALL, ORIGIN, Drop, Office, settings
from starlette.testclient import TestClient
from vault_world import FILE, SECRET, As

from fairlead.case import Case
from fairlead.evidence import actors
from fairlead.vault.dropclient import DropClient
from fairlead.vault.holder import Holder
from fairlead_drop.settings import Folder
from fairlead_drop.store import Store
from fairlead_drop.web.server import application
from fairlead_drop.web.service import Service
from fairlead_ledger import office

ROLES = {"intake": "intake", "other": "intake", "judge": "adjudicator", "second": "adjudicator", "payer": "payer"}
PEOPLE = {name: (role, f"{name.title()} Person") for name, role in ROLES.items()}


@pytest.fixture
def made(request: pytest.FixtureRequest, tmp_path: Path, own_home: Path) -> tuple[Case, Keys]:
    """A case, and the keys of the people in it where a test has them sign."""
    return staffed(tmp_path / "case", own_home, PEOPLE if "as_" in request.fixturenames else {})


@pytest.fixture
def case(made: tuple[Case, Keys]) -> Case:
    return made[0]


@pytest.fixture
def as_(made: tuple[Case, Keys]) -> As:
    return lambda name: actors.signing(made[1][name])


@pytest.fixture
def drop(tmp_path: Path) -> Iterator[Drop]:
    """Return a drop with one epoch and one call."""
    office_side, days = Office(), ["2026-02-01"]
    store = Store(Folder.create(tmp_path / "drop", settings(office_side)), today=lambda: days[-1])
    store.publish_recipients(office.sign(office_side.recipients(), office_side.key))
    store.publish_call(office.sign(CALL, office_side.key))
    service = Service(store)
    with TestClient(application(store, service), base_url="http://drop.test") as client:  # type: ignore[arg-type]
        yield Drop(client, store, office_side, days, service)


@pytest.fixture
def client(drop: Drop) -> DropClient:
    return DropClient("http://drop.test", ORIGIN, drop.office.key, drop.client)


@pytest.fixture
def holder(drop: Drop, tmp_path_factory: pytest.TempPathFactory) -> Holder:
    file = tmp_path_factory.mktemp("offline") / "identity.txt"
    file.write_text(drop.office.identity.secret_text() + "\n")
    return Holder(file)


@pytest.fixture
def ready(case: Case, drop: Drop, as_: As) -> Case:
    """Return the case once it knows the drop and the epoch."""
    case.vault.epochs.begin([str(drop.office.identity.recipient())], 365)
    with as_("intake"):
        case.vault.know("http://drop.test", ORIGIN, str(drop.store.folder.verifier))
    return case


@pytest.fixture
def opened(ready: Case, drop: Drop, client: DropClient, holder: Holder, as_: As) -> Callable[..., Any]:
    """Return a function that sends a tip, pulls and opens it, and returns it as it stands."""

    def of(text: str = SECRET, files: Any = (FILE,), **more: Any) -> Any:
        drop.send_plain(text, files, **more)
        with as_("intake"):
            ready.vault.pull(client)
            tip = ready.vault.tips()[-1]
            ready.vault.open(tip, holder)
        return ready.vault.one(tip.id)

    return of
