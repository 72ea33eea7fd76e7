"""The custodians' screen: who has an account, whom the custody log lets do what; inviting, admitting, taking away.

Admitting is an act, signed by the custodian. An invitation is none: it lets somebody make a key, and no more.
"""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse

from fairlead.desk.access import needs
from fairlead.desk.api.given import Place, Who
from fairlead.desk.entrance.gate import Entrance
from fairlead.desk.pages.drawing import page
from fairlead.desk.workplace import Workplace
from fairlead.errors import MisuseError
from fairlead.evidence import actors

routes = APIRouter(include_in_schema=False)

WORDS = {
    actors.CUSTODIAN: "admits people, erases what must be erased",
    actors.INVESTIGATOR: "acts on occasions and exhibits",
    actors.INTAKE: "opens tips and speaks with sources",
    actors.ADJUDICATOR: "decides awards",
    actors.PAYER: "pays awards, and sees nothing else",
    actors.READER: "reads, and signs nothing",
}


@routes.get("/accounts")
@needs("read", "account")
def accounts(request: Request, place: Place, who: Who) -> Response:
    """Who may do what."""
    return _shown(request, place, who)


@routes.post("/accounts/invite")
@needs("admit", "account")
def invite(request: Request, place: Place, who: Who, name: Annotated[str, Form(max_length=200)]) -> Response:
    """Invite somebody: the address is shown once."""
    entrance = _entrance(place)
    token = entrance.accounts.invite(name)
    return _shown(request, place, who, invited=(name, f"{entrance.site.origin}/join?token={token}"))


@routes.post("/accounts/{account}/roles")
@needs("admit", "account")
def roles(
    place: Place,
    who: Who,
    account: str,
    role: Annotated[list[str] | None, Form()] = None,
    purpose: Annotated[str, Form(max_length=2000)] = "",
) -> Response:
    """Give an account these roles from now on, in place of those before; none: it may do nothing more."""
    one = _entrance(place).accounts.find(account)
    if one.key is None:
        raise MisuseError(f"{one.name} has not joined yet", "wait until the invitation was used")
    if one.actor == who.actor and actors.CUSTODIAN not in (role or ()):
        raise MisuseError("a custodian cannot give up that role alone", "another custodian takes it away")
    place.case.log.enrol(one.key, role or (), one.name, purpose=purpose)
    return RedirectResponse("/accounts", status_code=303)


@routes.post("/accounts/{account}/uninvite")
@needs("admit", "account")
def uninvite(place: Place, account: str) -> Response:
    """Take back an invitation that was not used."""
    _entrance(place).accounts.uninvite(account)
    return RedirectResponse("/accounts", status_code=303)


def _entrance(place: Workplace) -> Entrance:
    if place.entrance is None:
        raise MisuseError("no account is needed here: this desk is on your own machine", "fairlead actor CASE list")
    return place.entrance


def _shown(request: Request, place: Workplace, who: Who, invited: tuple[str, str] | None = None) -> Response:
    entrance = _entrance(place)
    known = {each.id: each for each in place.case.log.actors()}
    listed: list[dict[str, Any]] = []
    for account in entrance.accounts.all():
        actor = known.pop(account.actor or "", None)
        listed.append({"account": account, "actor": actor, "own": account.id == who.account})
    return page(
        request, who, "accounts.html.j2", listed=listed, others=list(known.values()), invited=invited, words=WORDS,
        excluding=sorted(actors.EXCLUDING),
    )  # fmt: skip
