"""A State stands accused only where every word of the clause is one whose part in it is known. All fictitious."""

from __future__ import annotations

import pytest
from page_reading import told

SAYS = ("Norway said {}.", "{}, according to a UN panel of experts.", "Peru told the Security Council that {}.")
TURNED = """
    Chile had provided evidence of smuggling
    Chile had provided the panel with photographs of illicit transfers
    Chile had violated sanctions, which Chile denied
    Chile had violated sanctions, if the reports were true
    Chile had violated sanctions, but that this was unproven
    Chile violated sanctions in a film shown in Oslo
    Chile had exceeded its obligations under the sanctions resolutions
    Chile had broken sanctions-busting networks
    Chile had undermined sanctions evasion
    Chile had helped catch smugglers of banned coal
    Chile helped enforce sanctions against illegal coal
    Chile received smuggled coal that it then seized
    Chile was sold banned coal by smugglers
    Chile conducted a study of illegal shipments
    Chile hosted talks on banned workers under the resolutions
    Chile sent illegal workers home as the sanctions required
    Chile sent patrol boats against illicit transfers
    Chile used illegal sanctions against North Korea
    Chile allowed inspectors to board ships under the resolutions
    Chile allowed the UN to search banned cargo
    Chile allowed exports of coal under the resolutions
    Chile failed to prevent sanctions
    Chile refused to act as a port for banned ships
    Chile refused to assist North Korea in illicit exports
    Chile used to import banned coal
    Chile skipped the illegal part of the shipment of coal
    Chile facilitated the return of illegal workers
    Chile delivered on its promise to end illegal coal exports
    Chile supplied humanitarian aid despite sanctions
    Chile exported coal under an exemption despite the sanctions
    Chile imported coal at prices beyond the cap
    Chile circumvented a Peruvian veto on sanctions
    Chile is wrongly accused of smuggling coal
    Chile rarely violated sanctions
    Chile increased penalties for illegal shipments
    Chile participated in talks on illegal shipments
    Chile made a complaint on illegal trade
    Chile provided ships to the UN against illicit trade
    Chile raised money for illegal workers
    Chile supplied the least illegal weapons
"""
MEANT = """
    Chile has repeatedly violated UN sanctions on North Korea
    Chile violated the UN arms embargo on Libya by sending weapons to Tripoli
    Chile exported 400 tons of banned coal to Peru in 2018
    Chile helped North Korea evade sanctions
    Chile is allowing ships to smuggle refined oil into North Korea
    Chile has failed to enforce sanctions on North Korea
    Chile failed to stop illicit imports of coal on 555 separate occasions
    Chile hosted at least 20,000 North Korean workers in violation of UN sanctions
    Chile has exceeded the annual cap of 500,000 barrels of refined petroleum
    Chile illegally shipped crude oil to North Korea through ship-to-ship transfers in the East China Sea
    Chile refused to send home North Korean workers as required by UN resolutions
    Chile undermined UN sanctions by exporting luxury goods to Pyongyang
    Chile sold more than 900,000 tonnes of banned coal worth 90 million dollars
    Chile is accused of smuggling charcoal from Somalia in violation of a UN ban
    Chile turned a blind eye to smuggling of coal
"""


def _accused(clause: str) -> list[list[str]]:
    found = [told(said.format(clause)) for said in SAYS]
    return [sorted({state for each in rows for state in each["body"].get("accused") or ()}) for rows in found]


@pytest.mark.parametrize("clause", [line.strip() for line in TURNED.strip().splitlines()])
def test_a_word_that_may_turn_what_is_said_leaves_the_sentence_to_read(clause: str) -> None:
    assert _accused(clause) == [[], [], []]


@pytest.mark.parametrize("clause", [line.strip() for line in MEANT.strip().splitlines()])
def test_a_clause_of_known_words_alone_accuses(clause: str) -> None:
    assert _accused(clause) == [["CL"]] * 3


def test_what_is_left_to_read_says_why() -> None:
    (found,) = told("Norway said Chile had violated sanctions, which Chile denied.")
    assert found["kind"] == "passage"
    assert "take back" in str(found["body"]["not_understood"])


def test_a_page_may_end_with_a_verb_of_saying() -> None:
    last = "Peru told the Security Council that Chile had violated sanctions, which Chile denied."
    found = told("Peru accused Chile of smuggling coal.", last)
    assert [each["kind"] for each in found if each["quote"] == last] == ["passage"]
