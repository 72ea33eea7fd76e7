"""Shipping papers: what stands beside or below a label is proposed, and nothing else. All papers are made up."""

from __future__ import annotations

import io
import shlex

import pytest
from reportlab.pdfgen.canvas import Canvas

from fairlead.cli.proposing import command
from fairlead.readers import sheets
from fairlead.readers.pages import papers

BOXES = [
    (50, 780, "BILL OF LADING"), (380, 780, "B/L No."), (440, 780, "EX-2018-17"),
    (50, 750, "Shipper"), (50, 737, "Example Coal Trading Corporation"),
    (50, 700, "Consignee:"), (120, 700, "Made Up Import Co., Ltd."),
    (50, 650, "Ocean vessel"), (50, 637, "EXAMPLE STAR"), (300, 650, "IMO No."), (300, 637, "9074729"),
    (50, 600, "Port of loading"), (50, 587, "Nampo"), (300, 600, "Port of discharge"), (300, 587, "Example Roads"),
    (50, 550, "Description of goods"), (50, 537, "Anthracite in bulk"), (300, 550, "Gross weight"),
    (300, 537, "7,250 MT"),
    (50, 100, "Place and date of issue: Nampo, 5 March 2018"),
    (50, 80, "Notify party"),
]  # fmt: skip


def paper(*words: tuple[float, float, str]) -> papers.Paper:
    made = io.BytesIO()
    canvas = Canvas(made, pagesize=(595, 842), invariant=1)
    canvas.setFont("Helvetica", 9)
    for x, y, text in words:
        canvas.drawString(x, y, text)
    canvas.save()
    return papers.propose(sheets.pages(made.getvalue(), "paper.pdf"))


def test_values_beside_and_below_their_labels_are_proposed_as_they_stand() -> None:
    found = paper(*BOXES)
    assert found.kind == "bill of lading"
    assert {field.name: field.words for field in found.fields} == {
        "reference": "EX-2018-17", "shipper": "Example Coal Trading Corporation",
        "consignee": "Made Up Import Co., Ltd.", "vessel": "EXAMPLE STAR", "imo": "9074729", "loading": "Nampo",
        "discharge": "Example Roads", "goods": "Anthracite in bulk", "quantity": "7,250 MT",
        "date": "Nampo, 5 March 2018",
    }  # fmt: skip
    vessel = found.first("vessel")
    assert vessel is not None
    assert (vessel.page, vessel.confidence) == (1, None)
    assert 49 < vessel.box[0] < 51 < vessel.box[2] < 130


def test_an_empty_box_takes_nothing_from_the_label_below_it() -> None:
    found = paper((50, 700, "Consignee"), (50, 687, "Notify party"), (50, 674, "Made Up Agency"))
    assert {field.name: field.words for field in found.fields} == {"notify": "Made Up Agency"}


@pytest.mark.parametrize("text", ["The date of the meeting was moved.", "Vessels were seen there", "Cargoes of coal"])
def test_sentences_are_no_labels(text: str) -> None:
    assert paper((50, 700, text)).fields == ()


def test_the_command_says_only_what_the_paper_gives() -> None:
    words = shlex.split(command("case", "3f2a", paper(*BOXES)))
    assert words[:6] == ["fairlead", "observe", "case", "3f2a", "--act", "loading"]
    given = dict(zip(words[6::2], words[7::2], strict=True))
    assert given == {
        "--ship": "EXAMPLE STAR:9074729", "--place": "Nampo", "--goods": "Anthracite in bulk",
        "--reference": "EX-2018-17", "--firm": "Made Up Import Co., Ltd.", "--start": "2018-03-05", "--page": "1",
        "--how-known": "as printed on the bill of lading",
    }  # fmt: skip
    assert "DATE" in command("case", "3f2a", paper((50, 700, "Vessel: EXAMPLE STAR")))


def test_labels_of_certificates_with_numbers_remarks_and_second_words_are_known() -> None:
    found = paper(
        (50, 800, "CERTIFICATE OF ORIGIN"), (380, 800, "Reference No. CO/44"),
        (50, 770, "1. Goods consigned from (Exporter's name, address, country)"), (50, 757, "Made Up Minerals"),
        (50, 720, "SHIPPER / EXPORTER"), (50, 707, "Made Up Mines"),
        (50, 690, "VESSEL / VOYAGE NO."), (50, 677, "EXAMPLE DAWN / 012W"),
        (50, 650, "Number and type of packages, description of goods"), (50, 637, "Steam coal"),
        (380, 650, "Gross weight or other quantity"), (380, 637, "5,119.24 MT"),
        (50, 187, "Place and date, signature and stamp of certifying authority"), (50, 174, "Testport, 12 August 2017"),
    )  # fmt: skip
    values = {field.name: field.words for field in found.fields if field.name != "shipper"}
    assert values == {
        "reference": "CO/44", "vessel": "EXAMPLE DAWN / 012W", "goods": "Steam coal", "quantity": "5,119.24 MT",
        "date": "Testport, 12 August 2017",
    }  # fmt: skip
    assert [field.words for field in found.fields if field.name == "shipper"] == ["Made Up Minerals", "Made Up Mines"]
    assert "--ship 'EXAMPLE DAWN' " in command("case", "3f2a", found)


def test_a_value_below_its_label_is_not_taken_from_the_next_box() -> None:
    found = paper((50, 650, "PORT OF DISCHARGE (POD)"), (50, 637, "Example Roads"), (300, 650, "FREIGHT"))
    assert [(field.name, field.words) for field in found.fields] == [("discharge", "Example Roads")]


def test_a_bill_to_order_names_no_firm_and_a_clearance_no_port_of_its_own() -> None:
    bill = paper((50, 800, "BILL OF LADING"), (50, 770, "CONSIGNEE"), (50, 757, "TO ORDER OF THE BANK"))
    assert "--firm" not in command("case", "3f2a", bill)
    clearance = paper((50, 800, "PORT CLEARANCE"), (50, 770, "Next port of call: Nampo"))
    assert clearance.first("discharge") is not None
    assert "--place" not in command("case", "3f2a", clearance)
