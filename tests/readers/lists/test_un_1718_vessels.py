"""The list of designated ships: read by its layout, kept as printed, with page and box."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from list_reading import Rows, read_list, source
from vessels_pdf import Row, draw

from fairlead.errors import UnreadableError
from fairlead.readers.lists.un_1718_vessels import VesselsList

OTHER = "Other information"
PAGES = [
    [
        Row(
            "1",
            "1: Gray Heron 2 2: Kum\nHeron 3: Heron 105",
            ("9074731", "MMSI:", "1: 445990001", "2:445990002"),
            (("21-Jun-17", "o"),),
            (
                ("Flag", ("1. Sierra Leone 2: Democratic", "People’s Republic of Korea")),
                ("Call Sign", ("1: 9LY0000 2: HMXX",)),
                (OTHER, ("Listed as an economic resource of the", "designated company.")),
                ("Picture link", ("http://example.org/ships/gr", "ay-heron_2.html")),
            ),
        ),
        Row(
            "2",
            "1: LITTLE EGRET",
            ("9074743",),
            (("03-Oct-17", "p"), ("30-Mar-18", "a")),
            (
                (
                    OTHER,
                    (
                        "M/V LITTLE EGRET engaged in a ship-",
                        "to-ship transfer, likely for oil, with",
                        "M/V NIGHT HERON in mid-November",
                        "2017.",
                    ),
                ),
            ),
        ),
    ],
    [
        Row("3", "1: NIGHT HERON", ("Does not exist",), (("16-Oct-18", "dp"),), ((OTHER, ("na",)),)),
        Row("4", "1: PURPLE HERON 8", ("9074755",), (("30-Mar-18", "f"),), ((OTHER, ("DPRK vessel M/V PURPLE",)),)),
    ],
    [
        Row("", "", (), (), (("", ("HERON 8 loaded DPRK coal at Nampo,", "DPRK, on 3 June 2017.")),)),
        Row("5", "1: SQUACCO 2: Berth 7: Red 3: Squacco II", ("9074750",), (("28-Dec-17", "p"),), ((OTHER, ("na",)),)),
    ],
]


@pytest.fixture(scope="module")
def listed(tmp_path_factory: pytest.TempPathFactory) -> Rows:
    path = draw(tmp_path_factory.mktemp("list") / "list.pdf", PAGES, "Invented vessels list of 4 June 2020", shift=-7.0)
    return read_list(path, VesselsList())


def test_every_ship_is_one_listing_in_the_order_of_the_list(listed: Rows) -> None:
    names = ["Gray Heron 2", "LITTLE EGRET", "NIGHT HERON", "PURPLE HERON 8", "SQUACCO"]
    assert [row["name"] for row in listed.by_shape["listings"]] == names
    assert [(row["row"], row["entry"]) for row in listed.by_shape["listings"]] == [(n, str(n)) for n in range(1, 6)]
    assert listed.refused == []


def test_all_names_numbers_and_flags_keep_their_ordinals(listed: Rows) -> None:
    found = [(each["ordinal"], each["printed"]) for each in listed.identities("Gray Heron 2", "name")]
    assert found == [(1, "Gray Heron 2"), (2, "Kum Heron"), (3, "Heron 105")]
    found = [(each["ordinal"], each["value"]) for each in listed.identities("Gray Heron 2", "mmsi")]
    assert found == [(1, "445990001"), (2, "445990002")]
    assert [each["value"] for each in listed.identities("Gray Heron 2", "flag")] == ["SL", "KP"]
    assert [each["printed"] for each in listed.identities("Gray Heron 2", "call_sign")] == ["9LY0000", "HMXX"]
    found = [(each["ordinal"], each["printed"]) for each in listed.identities("SQUACCO", "name")]
    assert found == [(1, "SQUACCO"), (2, "Berth 7: Red"), (3, "Squacco II")]
    (link,) = listed.identities("Gray Heron 2", "link")
    assert link["printed"] == "http://example.org/ships/gray-heron_2.html"


@pytest.mark.parametrize(
    ("name", "printed", "value", "verdict"),
    [
        ("LITTLE EGRET", "9074743", "9074743", "valid"),
        ("NIGHT HERON", "Does not exist", None, "said not to exist"),
        ("SQUACCO", "9074750", "9074750", "check digit fails"),
    ],
)
def test_an_imo_number_is_kept_as_printed_with_its_verdict(
    listed: Rows, name: str, printed: str, value: str | None, verdict: str
) -> None:
    (found,) = listed.identities(name, "imo")
    assert (found["printed"], found["value"], found["verdict"]) == (printed, value, verdict)


def test_each_column_marked_yes_is_a_basis_since_the_date_on_its_line(listed: Rows) -> None:
    assert listed.bases("LITTLE EGRET") == {"2371-6": "2017-10-03", "2375-6": "2017-10-03", "2321-12": "2018-03-30"}
    assert listed.bases("PURPLE HERON 8") == {"1718-8d": "2018-03-30", "2270-12": "2018-03-30"}
    assert listed.bases("Gray Heron 2") == {"2270-23-annexIII": "2017-06-21"}
    assert listed.listed("LITTLE EGRET")["listed_on"] == "2017-10-03"


def test_the_letter_of_the_paragraph_stands_in_the_words_printed(listed: Rows) -> None:
    row = listed.listed("NIGHT HERON")["row"]
    printed = {each["printed"] for each in listed.by_shape["listing_bases"] if each["row"] == row}
    assert "Paragraph 12 (d) of resolution 2321 (2016)" in printed


def test_reasons_are_joined_over_lines_pieces_and_pages(listed: Rows) -> None:
    assert listed.listed("LITTLE EGRET")["narrative"] == (
        "M/V LITTLE EGRET engaged in a ship-to-ship transfer, likely for oil, with M/V NIGHT HERON "
        "in mid-November 2017."
    )
    assert listed.listed("PURPLE HERON 8")["narrative"] == (
        "DPRK vessel M/V PURPLE HERON 8 loaded DPRK coal at Nampo, DPRK, on 3 June 2017."
    )
    assert listed.listed("NIGHT HERON")["narrative"] is None


def test_dated_acts_are_statements_that_know_page_box_and_listing(listed: Rows) -> None:
    transfer, loading = listed.by_shape["statements"]
    body = json.loads(transfer["body"])
    assert (transfer["kind"], transfer["about"], transfer["page"]) == ("act", "LITTLE EGRET", 1)
    assert (body["listing"], body["counterpart"]["listing"], body["counterpart"]["imo"]) == (2, 3, None)
    assert json.loads(loading["body"])["start"] == "2017-06-03"
    assert transfer["speaker"] == "Invented vessels list of 4 June 2020"
    x0, y0, x1, y1 = (float(side) for side in transfer["box"].split(","))
    assert 116 < x0 < x1 < 284
    assert 0 < y0 < y1 < 450
    assert listed.listed("NIGHT HERON")["page"] == 2


def test_a_sentence_broken_over_pages_is_boxed_on_the_page_where_it_begins(listed: Rows) -> None:
    _, loading = listed.by_shape["statements"]
    assert loading["page"] == 2
    assert float(loading["box"].split(",")[3]) < 540  # what follows stands at the head of page 3, above that height


def test_the_list_bears_the_date_of_its_title_and_its_own_identity(listed: Rows) -> None:
    row = listed.listed("SQUACCO")
    assert (row["as_of"], row["list_id"], row["kind"]) == ("2020-06-04", "vessels-in-1718-layout", "ship")


def test_a_mark_and_a_date_that_cannot_be_read_are_counted_and_the_ship_is_kept(tmp_path: Path) -> None:
    bad = Row("1", "1: BITTERN", ("9074743",), (("31-Jun-17", "p"),), ((OTHER, ("na",)),))
    rows = read_list(draw(tmp_path / "bad.pdf", [[bad]]), VesselsList())
    assert rows.listed("BITTERN")["listed_on"] is None
    assert rows.bases("BITTERN") == {"2371-6": None, "2375-6": None}
    assert rows.refused == [(1, "date of designation cannot be read: '31-Jun-17'")]


def test_what_a_damaged_page_would_lose_in_silence_is_counted(tmp_path: Path) -> None:
    rows = read_list(
        draw(
            tmp_path / "holes.pdf",
            [[Row("1", "1: BITTERN", ("9074743",), (("03-Oct-17", "p"),)), Row("4", "1: CRAKE")]],
        ),
        VesselsList(),
    )
    assert [row["entry"] for row in rows.by_shape["listings"]] == ["1", "4"]
    assert rows.refused == [
        (2, "number is not in the table: 2"),
        (3, "number is not in the table: 3"),
        (2, "IMO column is empty"),
        (2, "date of designation is empty"),
    ]


def test_a_file_cut_off_near_its_end_is_refused_though_its_pages_can_be_drawn(tmp_path: Path) -> None:
    path = draw(tmp_path / "cut.pdf", PAGES)
    path.write_bytes(path.read_bytes()[:-7])
    assert VesselsList().recognises(source(path), path.read_bytes()) is not None
    with pytest.raises(UnreadableError, match="cut off"):
        VesselsList().read(source(path), Rows())


def test_a_head_without_ships_is_refused(tmp_path: Path) -> None:
    empty = draw(tmp_path / "empty.pdf", [[]])
    with pytest.raises(UnreadableError, match=r"empty\.pdf"):
        VesselsList().read(source(empty), Rows())


@pytest.mark.parametrize("cut", [100, 1_000, 4_000])
def test_a_truncated_file_is_not_recognised_or_refused(tmp_path: Path, cut: int) -> None:
    whole = draw(tmp_path / "whole.pdf", PAGES).read_bytes()
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(whole[:cut])
    if VesselsList().recognises(source(broken), whole[:cut]) is not None:
        with pytest.raises(UnreadableError):
            VesselsList().read(source(broken), Rows())


def test_another_pdf_is_not_taken_for_a_list(tmp_path: Path) -> None:
    other = draw(tmp_path / "other.pdf", [[]]).read_bytes()
    assert VesselsList().recognises(source(tmp_path / "other.pdf"), other) is not None
    assert VesselsList().recognises(source(tmp_path / "other.pdf"), b"not a pdf") is None


@pytest.fixture(scope="module")
def official(real_data: Callable[[str], Path]) -> Rows:
    return read_list(real_data("lists/un-1718-vessels/1718_designated_vessels_list_final.pdf"), VesselsList())


def test_the_official_list_has_59_ships_52_reasons_and_25_that_date_an_act(official: Rows) -> None:
    listings = official.by_shape["listings"]
    dated = {json.loads(each["body"])["listing"] for each in official.by_shape["statements"]}
    assert (len(listings), sum(row["narrative"] is not None for row in listings), len(dated)) == (59, 52, 25)
    assert official.refused == []
    assert {row["as_of"] for row in listings} == {"2020-06-04"}
    assert [row["entry"] for row in listings] == [str(number) for number in range(1, 60)]


def test_24_of_the_officially_listed_ships_have_no_port_entry_ban(official: Rows) -> None:
    names = [row["name"] for row in official.by_shape["listings"]]
    assert sum("2371-6" not in official.bases(name) for name in names) == 24
    assert sum("2270-23-annexIII" in official.bases(name) for name in names) == 22


def test_the_officially_listed_ship_designated_twice_keeps_both_dates(official: Rows) -> None:
    assert official.bases("HAO FAN 6") == {"2371-6": "2017-10-03", "2375-6": "2017-10-03", "2321-12": "2018-03-30"}


def test_58_officially_listed_ships_have_a_valid_number_and_one_has_none(official: Rows) -> None:
    verdicts = [each["verdict"] for each in official.by_shape["listing_identities"] if each["kind"] == "imo"]
    assert (verdicts.count("valid"), verdicts.count("said not to exist"), len(verdicts)) == (58, 1, 59)


def test_the_same_transfer_is_told_alike_by_both_its_ships(official: Rows) -> None:
    told = [json.loads(each["body"]) for each in official.by_shape["statements"]]
    pairs = [
        {act["ship"]["listing"], act["counterpart"]["listing"]}
        for act in told
        if act["start"] in ("2018-06-07", "2018-02-16")
    ]
    assert sorted(map(sorted, pairs)) == [[25, 30], [25, 30], [28, 56], [28, 56]]
