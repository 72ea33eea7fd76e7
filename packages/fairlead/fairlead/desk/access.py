"""Who may do what on the desk: one function, which denies whatever it does not know.

Every route names its action and the kind of thing it touches with :func:`needs`; a route that names nothing is denied.
Which acts a key may sign is judged again by the custody log itself; here only what the screens let through.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Literal, TypeVar, get_args

from fairlead.evidence import actors

Action = Literal["enter", "read", "act", "export", "admit"]
Kind = Literal["door", "self", "case", "occasion", "exhibit", "account", "job", "own", "source", "award", "subject"]

ROLES = actors.ROLES
ACTIONS: tuple[Action, ...] = get_args(Action)
KINDS: tuple[Kind, ...] = get_args(Kind)

_TEAM = frozenset({actors.READER, actors.INVESTIGATOR, actors.CUSTODIAN, actors.INTAKE, actors.ADJUDICATOR})
_ACTING = frozenset({actors.INVESTIGATOR})
_CUSTODY = frozenset({actors.CUSTODIAN})
_HANDLING = frozenset({actors.INTAKE})
_AWARDING = frozenset({actors.INVESTIGATOR, actors.INTAKE, actors.ADJUDICATOR, actors.PAYER})

PERMITTED: dict[tuple[Action, Kind], frozenset[str]] = {
    ("read", "case"): _TEAM,
    ("read", "occasion"): _TEAM,
    ("read", "exhibit"): _TEAM,
    ("read", "subject"): _TEAM,
    ("read", "job"): _TEAM,
    ("read", "own"): _TEAM,  # what is new tells of occasions, which who pays need not know
    ("act", "own"): _TEAM,  # one's own watch-list and visit
    ("export", "case"): _TEAM,
    ("export", "occasion"): _ACTING,  # a dossier leaves the house, and its making is an act
    ("act", "occasion"): _ACTING,
    ("act", "exhibit"): _ACTING,
    ("act", "subject"): _ACTING,  # who is who
    ("act", "job"): _ACTING,
    ("read", "account"): _CUSTODY,
    ("admit", "account"): _CUSTODY,
    ("read", "source"): _HANDLING,
    ("act", "source"): _HANDLING,
    ("read", "award"): _AWARDING | _CUSTODY,
    ("act", "award"): _AWARDING,  # which act of an award is whose, the custody log judges
}
"""What is not listed is denied, to everybody."""

OTHERS: dict[tuple[Action, Kind], frozenset[str]] = {("act", "job"): _CUSTODY}
"""Who may do it to what somebody else began, where that is not everybody who may do it at all."""

OPEN: frozenset[tuple[Action, Kind]] = frozenset({("enter", "door")})
"""What needs no session: the door itself, and the files that draw it."""

SIGNED_IN: frozenset[tuple[Action, Kind]] = frozenset({("read", "self"), ("act", "self")})
"""What needs no role: leaving, and one's own ways to sign in."""


@dataclass(frozen=True)
class Need:
    """What a route asks for."""

    action: Action
    kind: Kind


Endpoint = TypeVar("Endpoint", bound=Callable[..., object])


def needs(action: Action, kind: Kind) -> Callable[[Endpoint], Endpoint]:
    """Mark a route's function with what it needs; without such a mark it is denied."""

    def mark(endpoint: Endpoint) -> Endpoint:
        endpoint.__dict__["needs"] = Need(action, kind)
        return endpoint

    return mark


def need_of(endpoint: object) -> Need | None:
    """Return what a route's function was marked with."""
    found = getattr(endpoint, "needs", None)
    return found if isinstance(found, Need) else None


def allows(roles: Collection[str] | None, need: Need | None, *, others: bool = False) -> bool:
    """Tell whether roles (None: nobody has signed in) may do what a route needs; anything unknown is denied.

    ``others``: the thing it touches was begun by somebody else.
    """
    if need is None:
        return False
    asked = (need.action, need.kind)
    if asked in OPEN:
        return True
    if roles is None:
        return False
    if asked in SIGNED_IN:
        return True
    permitted = PERMITTED.get(asked, frozenset())
    return not (OTHERS.get(asked, permitted) if others else permitted).isdisjoint(roles)
