"""What `fairlead demo` says of what it left alone: of whom, in words, and by which test."""

from __future__ import annotations

from found_case import REFUTED

from fairlead.cli import demo, terminal


def test_a_candidate_left_alone_is_told_with_its_ships_and_its_test() -> None:
    with terminal.results.capture() as said:
        demo._print_left_alone([REFUTED | {"why": "It was heard."}])
    told = " ".join(said.get().split())
    both = "ship MADE UP 1 (MMSI 312000001) and ship MADE UP 3 (MMSI 538000003)"
    assert told.endswith(f"{both}: no dark voyage, by reception: it was heard.")
