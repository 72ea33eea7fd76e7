"""Judging what the machine read: an act beside the reading, which stays; what is derived follows the act."""

from __future__ import annotations

import hashlib
import json

import pyarrow as pa
import pytest

from fairlead import engines, law, shapes
from fairlead.case import verify
from fairlead.deriving import derive, follows_from
from fairlead.errors import MisuseError
from fairlead.register.claims import beside
from fairlead.typologies import Occasion, listed_act

CLAIM = {"v": 1, "accused": ["CN"], "number": 12, "unit": "shipments", "counts": "acts", "speaker": None, "goods": None}
MET = {
    "act": "ship_to_ship", "counterpart": {"name": "MADE UP B", "imo": 9000002, "state": None, "described": None},
    "ship": {"name": "MADE UP A", "imo": 9000001, "state": "KP", "described": "North Korean"}, "goods": ["oil"],
    "goods_origin": None, "goods_strength": None, "strength": None, "place": None, "place_country": None,
    "to_place": None, "to_country": None, "precision": "day", "listing": None, "start": "2018-06-07",
    "end": "2018-06-08",
}  # fmt: skip


def said(row, kind, quote, body):
    return {
        "row": row, "kind": kind, "quote": quote, "char_start": 0, "char_end": len(quote), "speaker": "A Minister",
        "body": json.dumps(body),
    }  # fmt: skip


@pytest.fixture
def page(found):
    """Return a case in which a claim and an act were read on one exhibit."""
    found.read(found.sha256, "statements", [said(1, "claim", "12 shipments", CLAIM), said(2, "act", "A met B.", MET)])
    return found


def occasions(page, folder):
    """Return what the case's statements tell, as `find` would see them; detectors, which take long, are left out."""
    folder.mkdir()
    with engines.at(engines.DEFAULT, folder) as opened:

        def empty(schema):
            return opened.table([], schema)

        sealed = {kind: empty(pa.schema([*shapes.SEALED, *schema])) for kind, schema in shapes.EVENTS.items()}
        legs, static = empty(shapes.LEGS), empty(shapes.STATIC_REPORTS)
        world = derive._world(derive.inputs(page.case).followed(folder / "judged"), opened, legs, static, sealed)
        return {one.id: one for one in listed_act.find(world) if isinstance(one, Occasion)}


def reading(page):
    data = (page.case.readings_folder / page.sha256 / "statements.parquet").read_bytes()
    return hashlib.sha256(data).hexdigest()


def test_occasions_follow_a_rejection_and_a_correction_and_come_back_the_same_when_it_is_taken_back(
    fairlead, page, tmp_path
):
    before, digest, untouched = occasions(page, tmp_path / "1"), follows_from.inputs_digest(page.case), reading(page)
    assert len(before) == 1
    assert fairlead("correct", page.root, page.sha256[:8], 2, "--reject", "--reason", "they only passed").status == 0
    assert occasions(page, tmp_path / "2") == {}
    assert follows_from.inputs_digest(page.case) != digest
    later = ("--set", "start=2018-06-17", "--set", "end=2018-06-18", "--reason", "the seventeenth, it says")
    assert fairlead("correct", page.root, page.sha256[:8], 2, *later).status == 0
    (moved,) = occasions(page, tmp_path / "3").values()
    assert moved.start == "2018-06-17T00:00:00Z"
    assert fairlead("correct", page.root, page.sha256[:8], 2, "--take-back", "--reason", "my mistake").status == 0
    after = occasions(page, tmp_path / "4")
    assert {id: one.digest for id, one in after.items()} == {id: one.digest for id, one in before.items()}
    assert reading(page) == untouched
    assert [entry.body["verdict"] for entry in page.case.log.entries(act="statement")] == [
        "rejected", "corrected", "taken back",
    ]  # fmt: skip
    assert [check for check in verify(page.root).checks if "register" in check.what and check.outcome == "failed"] == []


def test_claims_follow_at_once(fairlead, page):
    fairlead("correct", page.root, page.sha256, 1, "--set", "number=7", "--reason", "misread")
    (claim,) = beside(page.case.statements(), [], law.load("dprk"))
    assert claim.body["number"] == 7
    fairlead("correct", page.root, page.sha256, 1, "--accept", "--reason", "it says twelve after all")
    assert beside(page.case.statements(), [], law.load("dprk"))[0].body["number"] == 12


def test_a_judgement_of_what_was_read_otherwise_is_kept_and_not_followed(fairlead, page):
    fairlead("correct", page.root, page.sha256, 1, "--reject", "--reason", "no")
    assert {one.row for one in page.case.statements()} == {2}
    page.read(page.sha256, "statements", [said(1, "claim", "12 shipments", CLAIM | {"number": 13})])
    assert {one.row for one in page.case.statements()} == {1}
    assert "not followed" in " ".join(fairlead("correct", page.root, page.sha256).out.split())


def test_the_list_tells_each_statement_and_how_it_was_judged(fairlead, page):
    fairlead("correct", page.root, page.sha256, 1, "--accept", "--reason", "as printed")
    listed = fairlead("correct", page.root, page.sha256, "--format", "json").json()
    assert [(each["row"], each["judged"] and each["judged"]["verdict"]) for each in listed] == [
        (1, "accepted"),
        (2, None),
    ]


@pytest.mark.parametrize(
    ("given", "why"),
    [
        (("1", "--reject"), "needs its reason"),
        (("1", "--set", "number=many", "--reason", "x"), "a whole number was expected"),
        (("1", "--set", "quote=other", "--reason", "x"), "no field 'quote'"),
        (("1", "--set", "at=null", "--reason", "x"), "no field 'at'"),
        (("1", "--set", "accused=CN", "--reason", "x"), "a list was expected"),
        (("9", "--reject", "--reason", "x"), "no statement 9"),
        (("1", "--take-back", "--reason", "x"), "nobody judged statement 1"),
        (("1",), "is needed"),
        (("1", "--reject", "--set", "number=1", "--reason", "x"), "is needed"),
    ],
)
def test_what_cannot_be_a_judgement_is_refused_and_writes_nothing(fairlead, page, given, why):
    size = page.case.log.size()
    answer = fairlead("correct", page.root, page.sha256, *given)
    assert answer.status == 2
    assert why in " ".join(answer.err.split())
    assert page.case.log.size() == size


PASSAGE = {
    "v": 1, "encoding": "utf-8", "page_date": None, "speaker": None, "interest": ["smuggled"], "at": {},
    "not_understood": [{"element": "speaker", "why": "who says it is not settled by the grammar of the sentence"}],
}  # fmt: skip


@pytest.fixture
def unclear(found):
    """Return a case with one passage to read."""
    row = {**said(1, "passage", "It smuggled coal.", PASSAGE), "speaker": None}
    found.read(found.sha256, "statements", [row])
    return found


def test_a_passage_to_read_claims_nothing_until_somebody_makes_a_claim_of_it(fairlead, unclear):
    told = fairlead("claims", unclear.root, "--format", "json").json()
    assert told["claims"] == []
    assert [each["not_understood"][0]["element"] for each in told["to_read"]] == ["speaker"]
    assert "not understood: speaker" in " ".join(fairlead("correct", unclear.root, unclear.sha256).out.split())
    fairlead(
        "correct", unclear.root, unclear.sha256, "1", "--set", "kind=claim", "--set", 'accused=["CL"]', "--set",
        "speaker=A Minister", "--set", "number=3", "--reason", "the page says so above",
    )  # fmt: skip
    told = fairlead("claims", unclear.root, "--format", "json").json()
    (claim,) = told["claims"]
    assert (claim["claimant"], claim["accused"], claim["number"]) == ("A Minister", ["CL"], 3)
    assert told["to_read"] == []
    assert "goods" in claim["not_stated"]
    assert fairlead("claims", unclear.root, "--to-read", "--format", "json").json() == []


def test_a_passage_that_says_nothing_is_put_aside(fairlead, unclear):
    fairlead("correct", unclear.root, unclear.sha256, "1", "--reject", "--reason", "a question only")
    assert fairlead("claims", unclear.root, "--format", "json").json()["to_read"] == []


@pytest.mark.parametrize(
    "given", [["accused=[]"], ["kind=act"], ["kind=claim", "quote=x"], ["kind=claim", "accused=CL"]]
)
def test_a_passage_becomes_a_statement_of_a_kind_with_that_kinds_fields(unclear, given):
    changes = dict(each.split("=") for each in given)
    changes = {name: json.loads(value) if value.startswith("[") else value for name, value in changes.items()}
    with pytest.raises(MisuseError):
        unclear.case.register.judge_statement(
            unclear.case.readings_folder, unclear.sha256, 1, "corrected", "read", changes
        )
