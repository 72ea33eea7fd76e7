"""Who may do what on the desk: one function, which denies whatever it does not know.

Every route names its action and the kind of thing it touches with :func:`needs`; a route that names nothing is denied.
Which acts a key may sign is judged again by the custody log itself; here only what the screens let through.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, TypeVar, get_args

Role = Literal["reader", "investigator", "custodian", "source handler"]
Action = Literal["enter", "read", "act", "export", "admit"]
Kind = Literal["door", "case", "occasion", "exhibit", "account", "job", "own", "source"]

ROLES: tuple[Role, ...] = get_args(Role)
ACTIONS: tuple[Action, ...] = get_args(Action)
KINDS: tuple[Kind, ...] = get_args(Kind)

_TEAM: frozenset[str] = frozenset({"reader", "investigator", "custodian", "source handler"})
_ACTING: frozenset[str] = frozenset({"investigator", "custodian"})
_CUSTODY: frozenset[str] = frozenset({"custodian"})
_HANDLING: frozenset[str] = frozenset({"source handler"})

PERMITTED: dict[tuple[Action, Kind], frozenset[str]] = {
    ("read", "case"): _TEAM,
    ("read", "occasion"): _TEAM,
    ("read", "exhibit"): _TEAM,
    ("read", "job"): _TEAM,
    ("read", "own"): _TEAM,
    ("act", "own"): _TEAM,  # one's own watch-list, visit and session
    ("export", "case"): _TEAM,
    ("export", "occasion"): _ACTING,  # a dossier leaves the house, and its making is an act
    ("act", "occasion"): _ACTING,
    ("act", "exhibit"): _ACTING,
    ("act", "job"): _ACTING,
    ("read", "account"): _CUSTODY,
    ("admit", "account"): _CUSTODY,
    ("read", "source"): _HANDLING,
    ("act", "source"): _HANDLING,
}
"""What is not listed is denied, to everybody."""

OPEN: frozenset[tuple[Action, Kind]] = frozenset({("enter", "door")})
"""What needs no session: the door itself, and the files that draw it."""


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


def allows(role: str | None, need: Need | None) -> bool:
    """Tell whether a role (None: nobody has signed in) may do what a route needs; anything unknown is denied."""
    if need is None:
        return False
    if (need.action, need.kind) in OPEN:
        return True
    return role is not None and role in PERMITTED.get((need.action, need.kind), frozenset())
