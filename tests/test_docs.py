"""What the documents say is what the program does."""

from __future__ import annotations

import re
import runpy
import sys
from collections import Counter
from pathlib import Path

import click
import pytest

from fairlead.cli import COMMANDS, group

ROOT = Path(__file__).resolve().parent.parent
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])


def test_the_pages_of_detectors_and_typologies_are_those_the_code_makes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["generate.py", "--check"])
    with pytest.raises(SystemExit) as done:
        runpy.run_path(str(ROOT / "docs" / "generate.py"), run_name="__main__")
    assert done.value.code == 0, "run `make docs`"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_leads_to_a_file(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#\s]+)", page.read_text(encoding="utf-8")):
        if "://" not in target:
            assert (page.parent / target).exists(), target


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_command_named_exists(page: Path) -> None:
    for name in re.findall(r"`?fairlead ([a-z]+)", page.read_text(encoding="utf-8")):
        if f"fairlead {name}" in page.read_text(encoding="utf-8") and re.search(
            rf"(^|`)fairlead {name}\b", page.read_text(encoding="utf-8"), re.M
        ):
            assert name in COMMANDS, name


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_tells_what_it_does_with_an_example(name: str) -> None:
    command = group.get_command(click.Context(group), name)
    assert command is not None
    with click.Context(command, info_name=f"fairlead {name}") as context:
        text = command.get_help(context)
    assert f"fairlead {name}" in text.split("Usage:")[1].split("\n", 1)[1], "an example after the usage line"
    assert command.help


def test_no_page_names_a_paragraph_as_broken() -> None:
    for page in PAGES:
        for line in page.read_text(encoding="utf-8").splitlines():
            assert "violation" not in line.lower() or '"violation"' in line, f"{page.name}: {line}"


def test_no_two_files_of_tests_or_helpers_have_one_name() -> None:
    """A run of them all would stop at the second; a run of one folder does not tell."""
    names = Counter(path.name for path in Path(__file__).parent.rglob("*.py") if path.name != "conftest.py")
    assert [name for name, times in names.items() if times > 1] == []
