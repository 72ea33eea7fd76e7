"""What `--help` lists: nothing of it is cut at the edge of the terminal."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from fairlead.cli import group


@pytest.mark.parametrize("asked", [["actor"], ["tips"], ["call"], ["award"], ["tips", "CASE", "epoch"]])
def test_a_list_of_commands_says_the_first_sentence_of_each_whole(asked: list[str]) -> None:
    said = CliRunner(env={"COLUMNS": "80"}).invoke(group, [*asked, "--help"]).stdout
    listed = said.split("Commands:\n")[1].split("\n\n")[0].splitlines()
    assert len(listed) > 3
    assert not [line for line in listed if line.endswith("...")]
    assert max(map(len, listed)) <= 80
