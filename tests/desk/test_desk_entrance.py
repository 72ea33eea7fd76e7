"""The entrance of a shared desk: nobody acts who was not invited, admitted and signed in, and no key is readable."""

from __future__ import annotations

import re
import time

import pyotp
import pytest

from fairlead.desk.entrance import codes, sealing
from fairlead.desk.entrance.gate import site_of
from fairlead.errors import MisuseError
from fairlead.evidence import home

PASSWORD = "seven quiet harbours"


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    """Use a weak Argon2id: that the strong one is used stands in a test of its own."""
    monkeypatch.setattr(sealing, "MEMORY_KIB", 1024)
    monkeypatch.setattr(sealing, "PASSES", 1)


def hidden(page, name):
    return re.search(rf'name="{name}" value="([^"]*)"', page).group(1)


def keep(office, client, answer):
    """Keep the session's cookie, which a browser would keep too; this client is not told that it speaks TLS."""
    session = answer.cookies[office.place.cookie]
    client.cookies.clear()
    client.cookies.set(office.place.cookie, session)


def joined(office, accounts, name="A. Analyst", password=PASSWORD):
    """Join by an invitation with a password; return the browser that is signed in now, and the secret of the codes."""
    token, client = accounts.invite(name), office.stranger()
    page = client.get(f"/join?token={token}").text
    secret = re.search(r'<code class="secret">([A-Z2-7]+)</code>', page).group(1)
    said = {"token": token, "challenge": hidden(page, "challenge"), "password": password, "again": password}
    said["code"] = pyotp.TOTP(secret).now()
    answer = client.post("/join/password", data=said)
    assert answer.status_code == 303, answer.text
    keep(office, client, answer)
    return client, secret


def sign_in(office, secret, password=PASSWORD, name="A. Analyst", code=None):
    client = office.stranger()
    code = code or pyotp.TOTP(secret).at(time.time() + 30)  # the next step, since the code of joining is not used up
    answer = client.post("/sign-in", data={"name": name, "password": password, "code": code})
    if answer.status_code == 303:
        keep(office, client, answer)
    return client, answer


def account(accounts, name="A. Analyst"):
    return next(each for each in accounts.all() if each.name == name)


def test_whoever_joins_may_do_nothing_until_a_custodian_admits_them_and_then_signs_with_their_own_key(office):
    accounts = office.share()
    client, _ = joined(office, accounts)
    assert client.get("/occasions").status_code == 403
    assert "has to admit you" in client.get("/").text
    custodian = office.member("C. Custodian", "custodian")
    page = custodian.page("/accounts")
    assert "waits to be admitted" in page
    one = account(accounts)
    assert custodian.form(f"/accounts/{one.id}/roles", {"role": "investigator"}).status_code == 303
    assert client.get("/occasions").status_code == 200
    session = office.place.sessions.find(client.cookies[office.place.cookie])
    first = office.occasions[0]
    said = client.post(
        f"/api/v1/occasions/{first.id}/acts/open", json=office.based(first), headers={"x-csrf-token": session.csrf}
    )
    assert said.status_code == 200
    entry = list(office.case.log.entries(act="open"))[-1]
    assert entry.actor == one.actor
    enrolled = list(office.case.log.entries(act="enrol"))[-1]
    assert (enrolled.object, enrolled.actor) != (enrolled.actor, enrolled.object)
    assert enrolled.object == one.actor


def test_roles_that_were_taken_away_end_at_the_next_request(office):
    accounts = office.share()
    office.member("C. Custodian", "custodian")
    browser = office.member("A. Analyst", "investigator")
    assert browser.get("/occasions").status_code == 200
    session = office.place.sessions.find(browser.client.cookies[office.place.cookie])
    key = next(each.key for each in office.case.log.actors() if each.id == session.actor)
    office.case.log.enrol(key, [], "A. Analyst")
    assert browser.get("/occasions").status_code == 403
    assert accounts.all()


def test_a_password_and_its_code_open_the_same_key_as_at_joining(office):
    accounts = office.share()
    client, secret = joined(office, accounts)
    first = office.place.sessions.find(client.cookies[office.place.cookie])
    again, answer = sign_in(office, secret)
    assert answer.status_code == 303
    second = office.place.sessions.find(again.cookies[office.place.cookie])
    assert first.key.private_bytes_raw() == second.key.private_bytes_raw()
    assert "secure" in answer.headers["set-cookie"].lower()


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"password": "seven quiet harbourz"}, "password"),
        ({"code": "000000"}, "code"),
        ({"name": "B. Nobody"}, "name"),
    ],
)
def test_whatever_is_wrong_the_answer_is_the_same_and_opens_nothing(office, change, why):
    accounts = office.share()
    _, secret = joined(office, accounts)
    client, answer = sign_in(office, secret, **change)
    assert answer.status_code == 401
    assert "name, password or code is not right" in answer.text
    assert client.get("/occasions").status_code == 401


def test_a_code_is_good_once(office):
    accounts = office.share()
    _, secret = joined(office, accounts)
    code = pyotp.TOTP(secret).now()
    assert sign_in(office, secret, code=code)[1].status_code == 303
    assert sign_in(office, secret, code=code)[1].status_code == 401


def test_after_some_wrong_tries_even_the_right_password_waits(office):
    accounts = office.share()
    _, secret = joined(office, accounts)
    for _ in range(5):
        sign_in(office, secret, password="not the right one")
    answer = sign_in(office, secret)[1]
    assert answer.status_code == 401
    assert "waits" in answer.text


def test_an_invitation_is_good_once_and_not_for_long(office, monkeypatch):
    accounts = office.share()
    token = accounts.invite("A. Analyst")
    assert accounts.invited(token).name == "A. Analyst"
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + 49 * 3600)
    assert office.stranger().get(f"/join?token={token}").status_code == 404
    monkeypatch.setattr(time, "time", lambda: now)
    joined(office, accounts)
    assert office.stranger().get(f"/join?token={token}").status_code == 404
    with pytest.raises(MisuseError):
        accounts.invite("a. ANALYST")


@pytest.mark.parametrize("password", ["short", "aaaaaaaaaaaaaa", "a. analyst is my name"])
def test_a_password_that_is_easily_guessed_is_refused(office, password):
    accounts = office.share()
    with pytest.raises(AssertionError, match=r"easily guessed|letters or more"):
        joined(office, accounts, password=password)


def test_nothing_at_rest_holds_a_key_a_password_or_a_secret_of_codes(office):
    accounts = office.share()
    client, secret = joined(office, accounts)
    key = office.place.sessions.find(client.cookies[office.place.cookie]).key
    raw = key.private_bytes_raw()
    for folder in (home.config_folder(), office.case.root):
        for file in (each for each in folder.rglob("*") if each.is_file()):
            data = file.read_bytes()
            for hidden_one in (raw, raw.hex().encode(), PASSWORD.encode(), secret.encode()):
                assert hidden_one not in data, file
    assert not list(office.case.root.rglob("*.accounts"))


def test_a_sealed_key_opens_for_its_own_slot_alone():
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    lock = sealing.of_passkey(b"s" * 32, b"salt")
    key = Ed25519PrivateKey.generate()
    sealed = sealing.seal(lock, key, None, "one slot")
    assert sealing.unseal(lock, sealed, "one slot")[0].private_bytes_raw() == key.private_bytes_raw()
    assert sealing.unseal(lock, sealed, "other slot") is None
    assert sealing.unseal(sealing.of_passkey(b"t" * 32, b"salt"), sealed, "one slot") is None


def test_codes_are_those_of_rfc_6238():
    secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"  # the RFC's "12345678901234567890", appendix B
    assert codes.step_of(secret, "287082", 0, now=59) == 1
    assert codes.step_of(secret, "287082", 1, now=59) is None
    assert codes.step_of(secret, "287082", 0, now=59 + 90) is None


@pytest.mark.parametrize(
    "address", ["http://desk.example.org", "https://desk.example.org/x", "ftp://desk", "https://a@desk", "desk"]
)
def test_a_desk_is_not_shared_where_passwords_would_go_in_the_clear(address):
    with pytest.raises(MisuseError):
        site_of(address)


def test_a_custodian_cannot_lock_the_case_by_giving_up_the_role(office):
    accounts = office.share()
    joined(office, accounts)
    one = account(accounts)
    office.case.log.enrol(one.key, ["custodian"], one.name)
    session = office.place.sessions.begin(one.name, ("custodian",), one.id, one.actor, None)
    client = office.stranger()
    client.cookies.set(office.place.cookie, session.id)
    said = client.post(
        f"/accounts/{one.id}/roles", data={"_csrf": session.csrf, "role": "reader"}, headers={"accept": "text/html"}
    )
    assert said.status_code == 422


def test_on_ones_own_machine_there_are_no_accounts(office):
    browser = office.browser()
    assert browser.get("/accounts").status_code == 404
    assert ">Accounts<" not in browser.page("/occasions")
    assert office.stranger().post("/sign-in", data={"name": "a", "password": "b", "code": "c"}).status_code == 404


def test_work_is_stopped_by_who_began_it_or_a_custodian_and_by_nobody_else(office):
    office.share()
    one, other = office.member("A. One", "investigator"), office.member("B. Other", "investigator")
    custodian = office.member("C. Custodian", "custodian", "investigator")
    job = one.post("/api/v1/jobs/find").json()["id"]
    assert other.post(f"/api/v1/jobs/{job}/cancel").status_code == 403
    assert one.post(f"/api/v1/jobs/{job}/cancel").status_code == 200
    assert custodian.post(f"/api/v1/jobs/{job}/cancel").status_code == 200
