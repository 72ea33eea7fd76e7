"""An award at the desk from opening to report: each step by whose it is, nothing of a person told."""

from __future__ import annotations

import time

import pytest
from desk_axe import of_pages

from fairlead.awards import programme
from fairlead.desk.pages.awards import basis_points
from fairlead.errors import MisuseError
from fairlead.evidence import actors
from fairlead_ledger.age_keys import Identity

TIP = "a" * 64
RULES = programme.load("example-fixed-cap")
GROUNDS, VOUCHER, NAME = "my cousin in Exampleton was there", "voucher 5511", "Mara Testwell"
FACTORS = {f"f-{each.name}": "neither" for each in (*RULES.raising, *RULES.lowering)}
FACTORS |= {name.replace("f-", "r-"): "as the file shows" for name in FACTORS}
FACTORS |= {f"t-{each.name}": "met" for each in RULES.test}


class Desk:
    """People of all four hands at an award, which each sees as it stands before a step."""

    def __init__(self, office):
        office.share()
        self.office = office
        hands = {"investigator": "investigator", "intake": "intake", "payer": "payer"}
        hands |= {f"adjudicator {n}": "adjudicator" for n in (1, 2, 3)}
        self.people = {name: office.member(f"{name} person", role) for name, role in hands.items()}
        intake = self.people["intake"]
        session = office.place.sessions.find(intake.client.cookies[office.place.cookie])
        with actors.signing(session.key):
            office.case.awards.opened(TIP, tier="T1", call=None)
        lead = {"tip": TIP, "use": "confirmed", "occasion": office.occasions[0].id}
        assert self.people["investigator"].form("/awards/led-to", lead).status_code == 303
        given = {"programme": RULES.id, "tips": TIP[:12], "occasions": office.occasions[0].id}
        opened = self.people["investigator"].form("/awards/open", given)
        assert opened.status_code == 303, opened.text
        self.id = opened.headers["location"].removeprefix("/awards/")

    def file(self):
        return self.people["payer"].get(f"/api/v1/awards/{self.id}").json()

    def take(self, who, step, expected=303, **said):
        answer = self.people[who].form(f"/awards/{self.id}/{step}", {"last": self.file()["last"], **said})
        assert answer.status_code == expected, (who, step, answer.status_code, answer.text[-600:])
        return answer.text


@pytest.fixture
def desk(office) -> Desk:
    named = {"list_id": "un-1718", "as_of": "2019-01-01", "entry": "7", "kind": "individual", "name": "Somebody Else"}
    office.read(office.sha256, "listings", [{"row": 1, **named, "narrative": "", "listed_on": "2018-01-01"}])
    said = {"row": 1, "kind": "name", "printed": "Somebody Else", "value": "SOMEBODY ELSE", "verdict": "valid"}
    office.read(office.sha256, "listing_identities", [said])
    return Desk(office)


def assessed(desk, who="adjudicator 1", **said):
    desk.take(who, "assess", outcome="award", amount="90000", **{f"s-{TIP}": "100"}, **FACTORS, **said)


def eligible(desk):
    desk.take("adjudicator 1", "answers", final="yes", **{f"a-{each.name}": "no" for each in RULES.eligibility})
    desk.take("adjudicator 1", "screen", 200, tip=TIP, names=NAME, settled="0", how="no match")


def test_an_award_goes_from_opening_to_report_at_the_desk_each_step_by_another_hand(desk, monkeypatch):
    desk.take("intake", "answers", **{"a-official_duty": "no"})
    eligible(desk)
    assessed(desk)
    desk.take("intake", "tell", tip=TIP)
    desk.take("intake", "contest", tip=TIP, grounds=GROUNDS)
    assert "contested" in desk.take("adjudicator 2", "approve", 422)
    assessed(desk, reasons="the grounds change nothing")
    desk.take("intake", "tell", tip=TIP)
    assert "cannot approve it" in desk.take("adjudicator 1", "approve", 422)
    desk.take("adjudicator 2", "approve")
    desk.take("adjudicator 3", "approve")
    assert "may contest it until" in desk.take("adjudicator 3", "final", 422)
    later = time.time_ns() + 31 * 86_400 * 10**9
    monkeypatch.setattr("fairlead.evidence.log.time.time_ns", lambda: later)
    desk.take("adjudicator 3", "final")
    first, second = (str(Identity.generate().recipient()) for _ in range(2))
    desk.take("payer", "payee", tip=TIP, particulars=f"{NAME}, account 5", first=first, second=second)
    desk.take("payer", "pay", reference=VOUCHER)
    desk.take("payer", "reported", to="a committee")
    file = desk.file()
    assert (file["status"], file["rows"][0]["amount"], file["approvals"]) == ("reported", 90000, 2)
    assert file["rows"][0]["share"] == "100 %"
    assert [each["act"] for each in file["history"]][-3:] == ["final", "pay", "reported"]
    for browser in desk.people.values():
        page = browser.page(f"/awards/{desk.id}")
        assert not [word for word in (GROUNDS, VOUCHER, NAME) if word in page]
    kept = " ".join(str(entry.body) for entry in desk.office.case.log.entries())
    assert not [word for word in (GROUNDS, VOUCHER, NAME) if word in kept]


@pytest.mark.wide(after=1)
@pytest.mark.parametrize(
    ("who", "path", "scheme"),
    [
        ("adjudicator 1", "/awards/{}", "light"),
        ("adjudicator 1", "/awards", "light"),
        ("intake", "/awards/{}", "dark"),
    ],
)
def test_axe_finds_no_violation_on_an_award_in_whosever_hands(desk, chromium, who, path, scheme):
    eligible(desk)
    assessed(desk)
    assert of_pages(chromium, desk.people[who], [path.format(desk.id)], scheme) == []


def test_a_step_on_what_somebody_changed_meanwhile_is_refused(desk):
    seen = desk.file()["last"]
    desk.take("intake", "answers", **{"a-official_duty": "yes"})
    answer = desk.people["adjudicator 1"].form(
        f"/awards/{desk.id}/answers", {"last": seen, "final": "yes", "a-official_duty": "no"}
    )
    assert answer.status_code == 409
    assert "somebody took a step" in answer.text


def test_a_step_that_is_another_hands_is_refused_and_its_form_not_shown(desk):
    for who, step, said in (
        ("investigator", "tell", {"tip": TIP}),
        ("intake", "approve", {}),
        ("payer", "final", {}),
        ("adjudicator 1", "pay", {"reference": VOUCHER}),
        ("intake", "screen", {"tip": TIP, "names": NAME, "how": "x"}),
    ):
        size = desk.office.case.log.size()
        desk.take(who, step, 403, **said)
        assert desk.office.case.log.size() == size
    shown = {who: desk.people[who].page(f"/awards/{desk.id}") for who in ("investigator", "intake", "adjudicator 1")}
    assert "/assess" not in shown["intake"] + shown["investigator"]
    assert "/assess" in shown["adjudicator 1"]
    assert "/withdraw" in shown["intake"]


def test_a_payees_name_stands_nowhere_and_may_not_stand_in_how_it_was_settled(desk):
    text = desk.take("adjudicator 1", "screen", 200, tip=TIP, names="Somebody Else", settled="0", how="still open")
    assert "1 match, 1 open" in text
    assert "un-1718:7" in text
    assert "names the payee" in desk.take("adjudicator 1", "screen", 422, tip=TIP, names=NAME, how=f"not {NAME}")
    assert "settled, 0 were found" in desk.take(
        "adjudicator 1", "screen", 422, tip=TIP, names=NAME, settled="2", how="x"
    )
    desk.take("adjudicator 1", "screen", 200, tip=TIP, names="Somebody Else", settled="1", how="born in another year")
    assert desk.file()["rows"][0]["settled"] is True
    assert NAME not in " ".join(str(entry.body) for entry in desk.office.case.log.entries())


def test_no_file_of_this_machine_is_read_as_a_programme(desk):
    given = {"programme": "/etc/hostname", "tips": TIP, "occasions": desk.office.occasions[0].id}
    answer = desk.people["investigator"].form("/awards/open", given)
    assert (answer.status_code, "no such example" in answer.text) == (422, True)


@pytest.mark.parametrize("said", ["a half", "33.333", "101", "nan", "-1"])
def test_a_share_that_is_no_percentage_is_refused(said):
    with pytest.raises(MisuseError, match="a share"):
        basis_points(said)
    assert basis_points("33.34") == 3334
