"""Signing in to a shared desk, joining it by an invitation, and one's own ways to sign in.

The forms work without JavaScript; passkeys need it, since the browser alone talks to an authenticator.
"""

from __future__ import annotations

import base64
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Form, Query, Request, Response
from fastapi.responses import JSONResponse, RedirectResponse
from pydantic import BaseModel, Field

from fairlead.desk.access import needs
from fairlead.desk.api.given import Place, Who
from fairlead.desk.entrance import codes, passkeys
from fairlead.desk.entrance.accounts import Account, Passkey, check_password
from fairlead.desk.entrance.gate import Entrance, own_account
from fairlead.desk.pages.door import admitted, give
from fairlead.desk.pages.drawing import page
from fairlead.desk.sessions import Session
from fairlead.desk.things import session_of
from fairlead.desk.workplace import Workplace
from fairlead.errors import FairleadError, MisuseError, RefusedError

routes = APIRouter(include_in_schema=False)

Token = Annotated[str, Field(max_length=100)]
Line = Annotated[str, Form(max_length=200)]
Password = Annotated[str, Form(max_length=1000)]


class Asking(BaseModel):
    """What a passkey is for: signing in, joining by an invitation, or one more way for who is signed in."""

    why: Literal["sign in", "join", "add"]
    token: Token = ""


class Answering(Asking):
    """What the authenticator answered, and the secret that it made for this desk."""

    challenge: Token
    credential: dict[str, Any]
    secret: Token = ""


@routes.post("/sign-in")
@needs("enter", "door")
def sign_in(request: Request, place: Place, name: Line, password: Password, code: Line) -> Response:
    """Sign in by name, password and one-time code."""
    try:
        account, key = _entrance(place).accounts.by_password(name, password, code)
    except RefusedError as refused:
        return page(request, None, "signin.html.j2", 401, wrong=f"{refused}", hint=refused.hint, name=name)
    return admitted(place, _begun(place, account, key), "/")


@routes.get("/join")
@needs("enter", "door")
def join(request: Request, place: Place, token: Annotated[str, Query(max_length=100)] = "") -> Response:
    """Show what an invitation is for, and the two ways to sign in from then on."""
    account = _entrance(place).accounts.invited(token)
    return _ways(request, place, account, "/join/password", token)


@routes.post("/join/password")
@needs("enter", "door")
def join_by_password(
    request: Request, place: Place, token: Line, challenge: Line, password: Password, again: Password, code: Line
) -> Response:
    """Join with a password and one-time codes."""
    entrance = _entrance(place)
    account = entrance.accounts.invited(token)
    try:
        way = _password(entrance, account, challenge, password, again, code)
        account, key = entrance.accounts.join(token, way)
    except MisuseError as wrong:
        return _ways(request, place, account, "/join/password", token, wrong, challenge)
    return admitted(place, _begun(place, account, key), "/")


@routes.post("/passkey/ask")
@needs("enter", "door")
def ask(request: Request, place: Place, asked: Asking) -> Response:
    """Return what the browser asks of an authenticator, with a challenge that is good once."""
    entrance = _entrance(place)
    name, challenge = entrance.challenges.give(_purpose(request, asked))
    if asked.why == "sign in":
        options = passkeys.asking(entrance.site, challenge)
    else:
        account = _whose(request, entrance, asked)
        known = [slot.credential for slot in entrance.accounts.slots(account.id) if slot.credential]
        options = passkeys.registering(entrance.site, account, challenge, known)
    return JSONResponse({"challenge": name, "options": options, "prf": passkeys.prf_input(place.case.id)})


@routes.post("/passkey")
@needs("enter", "door")
def answer(request: Request, place: Place, given: Answering) -> Response:
    """Sign in, join, or add a way, by what the authenticator answered."""
    entrance = _entrance(place)
    challenge = entrance.challenges.take(given.challenge, _purpose(request, given))
    if given.why == "sign in":
        account, key = passkeys.answered(entrance.accounts, entrance.site, challenge, given.credential, given.secret)
        return _come_in(place, _begun(place, account, key))
    account = _whose(request, entrance, given)
    passkey = passkeys.registered(entrance.site, challenge, given.credential, given.secret)
    if given.why == "join":
        account, key = entrance.accounts.join(given.token, passkey)
        return _come_in(place, _begun(place, account, key))
    _add(entrance, session_of(request), passkey)
    return JSONResponse({"to": "/account"})


@routes.get("/account")
@needs("read", "self")
def own(request: Request, place: Place, who: Who) -> Response:
    """One's own ways to sign in, and the key that signs one's acts."""
    account = own_account(place.entrance, who)
    return _ways(request, place, account, "/account/password")


@routes.post("/account/password")
@needs("act", "self")
def new_password(
    request: Request, place: Place, who: Who, challenge: Line, password: Password, again: Password, code: Line
) -> Response:
    """Give oneself a password with one-time codes, in place of the one before."""
    entrance, account = _entrance(place), own_account(place.entrance, who)
    try:
        _add(entrance, who, _password(entrance, account, challenge, password, again, code))
    except MisuseError as wrong:
        return _ways(request, place, account, "/account/password", "", wrong, challenge)
    return RedirectResponse("/account", status_code=303)


@routes.post("/account/ways/{slot}/remove")
@needs("act", "self")
def remove(place: Place, who: Who, slot: str) -> Response:
    """End one of one's own ways to sign in."""
    _entrance(place).accounts.remove(own_account(place.entrance, who), slot)
    return RedirectResponse("/account", status_code=303)


def _entrance(place: Workplace) -> Entrance:
    if place.entrance is None:
        raise MisuseError("no account is needed here: this desk is on your own machine")
    return place.entrance


def _begun(place: Workplace, account: Account, key: Any) -> Session:
    actor = account.actor
    return place.sessions.begin(account.name, place.roles_of(actor), account.id, actor, key)


def _come_in(place: Workplace, session: Session) -> Response:
    answer = JSONResponse({"to": "/"})
    give(answer, place, session)
    return answer


def _purpose(request: Request, asked: Asking) -> str:
    """Bind a challenge to what it was given for: another's invitation or session cannot use it."""
    session = session_of(request)
    return f"{asked.why} {asked.token} {session.id if session else ''}"


def _whose(request: Request, entrance: Entrance, asked: Asking) -> Account:
    if asked.why == "join":
        return entrance.accounts.invited(asked.token)
    session = session_of(request)
    if session is None:
        raise RefusedError("nobody has signed in here", "sign in first")
    return own_account(entrance, session)


def _add(entrance: Entrance, session: Session | None, way: Passkey | tuple[str, str]) -> None:
    if session is None or session.key is None:
        raise RefusedError("no key is open in this session", "sign in again")
    entrance.accounts.add(own_account(entrance, session), session.key, way)


def _secret(challenge: bytes) -> str:
    """Return the secret of one-time codes that a challenge stands for: nothing is kept until it was proved to work."""
    return base64.b32encode(challenge[:20]).decode()  # 160 bits: RFC 4226, section 4


def _password(
    entrance: Entrance, account: Account, challenge: str, password: str, again: str, code: str
) -> tuple[str, str]:
    if password != again:
        raise MisuseError("the two passwords are not the same", "write it twice")
    check_password(password, account.name)
    secret = _secret(entrance.challenges.take(challenge, f"codes {account.id}", keep=True))
    if codes.step_of(secret, code, 0) is None:
        raise MisuseError("the code is not right", "the newest one of your authenticator app")
    entrance.challenges.take(challenge, f"codes {account.id}")
    return password, secret


def _ways(
    request: Request,
    place: Workplace,
    account: Account,
    to: str,
    token: str = "",
    wrong: FairleadError | None = None,
    challenge: str | None = None,
) -> Response:
    entrance, session = _entrance(place), session_of(request)
    what = f"codes {account.id}"
    if challenge is None:
        challenge, made = entrance.challenges.give(what)
    else:
        made = entrance.challenges.take(challenge, what, keep=True)
    secret = _secret(made)
    width, path = codes.square(codes.address(secret, account.name, place.case.name))
    template = "account.html.j2" if session is not None and not token else "join.html.j2"
    return page(
        request, session, template, 422 if wrong else 200, account=account, slots=entrance.accounts.slots(account.id),
        to=to, token=token, challenge=challenge, secret=secret, square=(width, path), wrong=wrong,
    )  # fmt: skip
