"""A small case of one simulated list, from which every test in this folder makes its own dossier."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from fairlead.case import Case
from fairlead.cli.dossier import make
from fairlead.deriving import derive, reading_in
from fairlead.dossier.package import Made
from fairlead.evidence.handling import Handling
from fairlead.simulate import sea


@pytest.fixture(scope="session")
def shared_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("shared-home")


@pytest.fixture(autouse=True)
def own_home(shared_home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give all tests of this folder one home, since they share one case."""
    monkeypatch.setenv("FAIRLEAD_HOME", str(shared_home))
    return shared_home


@pytest.fixture(scope="session")
def case(tmp_path_factory: pytest.TempPathFactory, shared_home: Path) -> Case:
    folder = tmp_path_factory.mktemp("dossier")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("FAIRLEAD_HOME", str(shared_home))
        sea(folder / "sea", seed=2, days=3, ships=20)
        made = Case.create(folder / "case")
        for name, marking in (("simulated-vessels-list.pdf", "green"), ("simulated-page.html", "clear")):
            handling = Handling("a registry", marking)
            exhibit = made.exhibits.add(folder / "sea" / name, source="a registry", handling=handling)
            reading_in.read_added(made, exhibit)
        derive.find(made)
    return made


@pytest.fixture(scope="session")
def handed_over(case: Case, shared_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Made:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("FAIRLEAD_HOME", str(shared_home))
        return make(case, derive.occasions(case)[:3], tmp_path_factory.mktemp("handed") / "handover", "green")


@pytest.fixture
def dossier(handed_over: Made, tmp_path: Path) -> Made:
    """A copy of the dossier that was made once, to be tampered with."""
    folder, archive = tmp_path / "handover", tmp_path / handed_over.archive.name
    shutil.copytree(handed_over.folder, folder)
    shutil.copy2(handed_over.archive, archive)
    return replace(handed_over, folder=folder, archive=archive)
