"""What a request touches: the kind of thing that its address points at, and whether somebody else began it.

A route names what it needs; the very thing may need more: an exhibit that came from a tip is a source's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import Request

from fairlead.desk import access
from fairlead.desk.access import Need

if TYPE_CHECKING:
    from fairlead.desk.sessions import Session
    from fairlead.desk.workplace import Workplace


def session_of(request: Request) -> Session | None:
    """Return who is at the browser, None where nobody signed in."""
    found: Session | None = request.scope.get("state", {}).get("session")
    return found


def touched(request: Request, session: Session | None) -> tuple[Need | None, bool]:
    """Return what a request needs on the very thing it touches, and whether that is somebody else's."""
    need = access.need_of(request.scope.get("endpoint"))
    if need is None or session is None:
        return need, False
    place: Workplace = request.app.state.workplace
    given = request.path_params
    others = False
    if "exhibit" in given and place.is_sealed(given["exhibit"]):
        need = Need(need.action, "source")  # whatever the route asked: it came from a tip
    if "job" in given:
        job = place.jobs.find(given["job"])
        others = job is not None and place.shared and job.account != session.account
    return need, others
