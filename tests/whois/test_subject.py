"""One subject over time: lists, tracks and decisions side by side, and questions kept apart. All is fictitious."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from fairlead.case import Case
from fairlead.deriving import reading_in
from fairlead.errors import MisuseError
from fairlead.whois.ownership import purchases
from fairlead.whois.subject import Subject, WhoIsWho, document

OFAC = (
    '1001,"{name}","vessel","DPRK4",-0- ,"9XYZ1",-0- ,-0- ,-0- ,"Mongolia","HERON SHIPPING CO",'
    '"Vessel Registration Identification IMO 9074729; MMSI 457000001; Linked To: HERON SHIPPING CO."\r\n'
    '1002,"HERON SHIPPING CO","-0- ","DPRK4",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- \r\n'
    '1003,"BLUE TERN","vessel","DPRK4",-0- ,-0- ,-0- ,-0- ,-0- ,"Togo",-0- ,'
    '"Vessel Registration Identification IMO 9187629; MMSI 457000001."\r\n'
)
FTM = [
    {
        "id": "v1",
        "schema": "Vessel",
        "datasets": ["x"],
        "properties": {"name": ["OTHER CRANE"], "imoNumber": ["9074729"]},
    },
    {"id": "f1", "schema": "Company", "datasets": ["x"], "properties": {"name": ["CRANE ONE LTD"]}},
    {
        "id": "o1",
        "schema": "Ownership",
        "datasets": ["x"],
        "properties": {"owner": ["f1"], "asset": ["v1"], "startDate": ["2017-08-01"]},
    },
]
AIS = (
    "MMSI,BaseDateTime,LAT,LON,SOG,COG,Heading,VesselName,IMO,CallSign,VesselType,Status,Length,Width,Draft,Cargo\n"
    "457000001,2018-01-01T00:00:00,35.0,124.0,10.0,90.0,90,GRAY HERON,IMO9074729,9XYZ1,70,0,120,18,6.0,70\n"
    "457000001,2018-02-01T00:00:00,35.0,124.0,10.0,90.0,90,GRAY HERON,IMO9074729,9XYZ1,70,0,120,18,6.0,70\n"
    "457000001,2019-02-01T00:00:00,35.0,124.0,10.0,90.0,90,NIGHT STORK,IMO9187629,9XYZ2,70,0,90,14,6.0,70\n"
    "457000002,2019-03-01T00:00:00,35.0,124.0,10.0,90.0,90,GRAY HERON,,,70,0,120,18,6.0,70\n"
)


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> Path:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("FAIRLEAD_HOME", str(tmp_path_factory.mktemp("home")))
        folder = tmp_path_factory.mktemp("held")
        case = Case.create(folder / "case")
        for name, text, day in (
            ("sdn1.csv", OFAC.format(name="GRAY HERON"), "2018-05-01"),
            ("sdn2.csv", OFAC.format(name="NEW CRANE"), "2020-05-01"),
            ("x.ftm.json", "".join(json.dumps(one) + "\n" for one in FTM), "2020-06-01"),
            ("tracks.csv", AIS, "2020-07-01"),
        ):
            (folder / name).write_text(text, encoding="utf-8", newline="")
            reading_in.read(case, case.exhibits.add(folder / name, captured=day))
        return case.root


def who(root: Path) -> WhoIsWho:
    case = Case.open(root, read_only=True)
    return WhoIsWho(case.exhibits, case.readings_folder, case.identities)


def said(subject: Subject, what: str, by: str = "") -> list[tuple[str, str, str]]:
    return [
        (one.printed, one.since[:10], one.until[:10]) for one in subject.statements if one.what == what and by in one.by
    ]


def test_names_are_dated_by_copy_and_by_report_each_with_its_source(held: Path) -> None:
    one = who(held).subject("imo:9074729")
    assert one.references == ("ftm:v1", "ofac-sdn:1001", "imo:9074729")
    assert said(one, "name", "ofac") == [
        ("GRAY HERON", "2018-05-01", "2018-05-01"),
        ("NEW CRANE", "2020-05-01", "2020-05-01"),
    ]
    assert said(one, "name", "ftm") == [("OTHER CRANE", "2020-06-01", "2020-06-01")]
    assert said(one, "name", "reports of MMSI 457000001") == [("GRAY HERON", "2018-01-01", "2018-02-01")]
    assert said(one, "length") == [("120 m", "2018-01-01", "2018-02-01")]
    (mmsi, *_) = [each for each in one.statements if each.what == "mmsi"]
    assert mmsi.note == "its digits are those of MN"


def test_any_of_its_references_leads_to_the_same_subject(held: Path) -> None:
    asked = who(held)
    assert {asked.subject(ref).references for ref in ("ftm:v1", "ofac-sdn:1001", "imo:9074729")} == {
        ("ftm:v1", "ofac-sdn:1001", "imo:9074729")
    }
    assert asked.references("9074729") == ["imo:9074729"]
    assert asked.references("New Crane") == ["ofac-sdn:1001"]
    assert asked.references("Nobody At All") == []


def test_a_shared_mmsi_is_a_question_and_joins_nothing(held: Path) -> None:
    one = who(held).subject("ofac-sdn:1001")
    assert "ofac-sdn:1003" not in one.references
    (question,) = [each for each in one.questions if each.reference == "ofac-sdn:1003"]
    assert "such numbers change ships" in question.why
    assert not [each for each in one.statements if each.printed == "NIGHT STORK"]


def test_ties_are_told_from_both_sides_and_a_name_is_a_lead(held: Path) -> None:
    asked = who(held)
    ship, firm = asked.subject("ofac-sdn:1001"), asked.subject("ofac-sdn:1002")
    owned = [tie for tie in ship.ties if tie.how == "owned by"]
    assert [(tie.printed, tie.entries, tie.by_name) for tie in owned] == [
        ("HERON SHIPPING CO", ("ofac-sdn:1002",), True),
        ("f1", ("ftm:f1",), False),
    ]
    assert {(tie.how, tie.entries[0], tie.by_name) for tie in firm.tied} == {
        ("owns", "ofac-sdn:1001", True),
        ("is named as a link of", "ofac-sdn:1001", True),
    }
    assert firm.owns is not None
    assert firm.owns.told.startswith("HERON SHIPPING CO: one ship in these lists; many lawful owners")


def test_a_purchase_just_before_the_first_link_is_told_with_what_it_does_not_show(held: Path) -> None:
    asked = who(held)
    (bought,) = asked.subject("ofac-sdn:1001", first_link="2018-02-01T00:00:00Z").purchases
    assert (bought.owner, bought.on, bought.days_before) == ("CRANE ONE LTD", "2017-08-01", 184)
    assert "alone shows nothing" in bought.told
    assert asked.subject("ofac-sdn:1001").purchases == ()
    assert purchases([("A", "2017-01-01"), ("B", "2018-02-02"), ("C", "2018")], "2018-02-01") == []


def test_what_was_said_on_a_day_is_only_that(held: Path) -> None:
    told = document(who(held).subject("ofac-sdn:1001"), "2018-01-15")
    assert {one["what"] for one in told["statements"]} == {"name", "imo", "mmsi", "call_sign", "length", "beam"}
    assert [one["status"] for one in told["lists"] if one["list"] == "ofac-sdn"] == [
        "not known for 2018-01-15: first seen in the copy of 2018-05-01"
    ]


def test_what_no_source_bears_is_refused(held: Path) -> None:
    with pytest.raises(MisuseError, match="nothing in this case bears"):
        who(held).subject("imo:9000001")


def test_decisions_join_and_part_and_can_be_taken_back(tmp_path: Path) -> None:
    case = Case.create(tmp_path / "case")
    (tmp_path / "sdn.csv").write_text(OFAC.format(name="GRAY HERON"), encoding="utf-8", newline="")
    (tmp_path / "x.ftm.json").write_text("".join(json.dumps(one) + "\n" for one in FTM), encoding="utf-8")
    (tmp_path / "tracks.csv").write_text(AIS, encoding="utf-8")
    for name in ("sdn.csv", "x.ftm.json", "tracks.csv"):
        reading_in.read(case, case.exhibits.add(tmp_path / name, captured="2020-01-01"))
    parted = case.identities.decide("distinct", "ftm:v1", "ofac-sdn:1001", "the number was painted over")
    assert who(case.root).subject("ofac-sdn:1001").references == ("ofac-sdn:1001", "imo:9074729")
    case.identities.take_back(parted.id, "an error")
    case.identities.decide("same", "mmsi:457000002", "imo:9074729", "seen", since="2019-01-01", until="2019-12-31")
    one = who(case.root).subject("ofac-sdn:1001")
    assert one.references == ("ftm:v1", "ofac-sdn:1001", "imo:9074729", "mmsi:457000002")
    assert said(one, "name", "MMSI 457000002") == [("GRAY HERON", "2019-03-01", "2019-03-01")]
    assert [decision.verdict for decision in one.decisions] == ["same"]


def test_the_command_shows_one_subject_and_asks_back_where_several_are_meant(held: Path) -> None:
    from click.testing import CliRunner

    from fairlead.cli.subject import command

    told = CliRunner().invoke(command, [str(held), "9074729"], standalone_mode=False)
    text = " ".join(told.output.split())
    assert told.return_value == 0
    assert "owned by f1, ftm:f1 (by ftm:v1)" in text
    assert "question: ofac-sdn:1003" in text
    assert CliRunner().invoke(command, [str(held), "Nobody At All"], standalone_mode=False).return_value == 1
