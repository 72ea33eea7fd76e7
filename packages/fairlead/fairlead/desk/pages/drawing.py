"""How a page is drawn: one environment that escapes everything, the navigation, and the page of a problem.

A screen that is added later gets its line in :data:`SCREENS`; nothing else has to know of it.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any
from urllib.parse import urlencode

import jinja2
from fastapi import Request
from fastapi.responses import HTMLResponse

from fairlead import __version__
from fairlead.desk import access
from fairlead.desk.access import Action, Kind, Need
from fairlead.desk.sessions import Session
from fairlead.desk.workplace import Workplace
from fairlead.register.occasions import STAMP
from fairlead.subjects import states


@dataclass(frozen=True)
class Screen:
    """A screen in the navigation; shown to whom its need allows. ``key`` goes there after pressing g."""

    path: str
    name: str
    key: str
    action: Action = "read"
    kind: Kind = "case"
    shared: bool = False  # only where several people work
    asked: bool = False  # only where the case has tips


SCREENS: tuple[Screen, ...] = (
    Screen("/occasions", "Occasions", "o", kind="occasion"),
    Screen("/ships", "Ships", "s"),
    Screen("/identities", "Who is who", "h", kind="subject"),
    Screen("/exhibits", "Exhibits", "e", kind="exhibit"),
    Screen("/claims", "Claims", "c"),
    Screen("/findings", "Findings", "f", kind="occasion"),
    Screen("/states", "States", "t"),
    Screen("/news", "New", "n", kind="own"),
    Screen("/tips", "Tips", "i", kind="source"),
    Screen("/awards", "Awards", "w", kind="award", asked=True),
    Screen("/build", "Add", "a", action="act", kind="job"),
    Screen("/accounts", "Accounts", "u", kind="account", shared=True),
)

SYMBOLS = {"shown": "●", "indicated": "◐", "missing": "○", "contradicted": "✕"}


@lru_cache(maxsize=1)
def _environment() -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("fairlead.desk.pages"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
    )
    environment.filters.update(
        spaced=lambda text: str(text).replace("_", " "),
        state=lambda code: states.english_name(code) if isinstance(code, str) and len(code) == 2 else code,
        symbol=lambda status: SYMBOLS.get(status, ""),
        query=lambda pairs: urlencode(pairs, doseq=True),
        bytes=lambda size: f"{size:,} bytes" if size < 10_000 else f"{size / 1000:,.0f} kB",
    )
    environment.globals.update(stamp=STAMP, version=__version__, asset=asset_address)
    return environment


def page(request: Request, session: Session | None, template: str, status: int = 200, **content: Any) -> HTMLResponse:
    """Return a page drawn from a template."""
    place = request.app.state.workplace
    roles = session.roles if session else None
    text = (
        _environment()
        .get_template(template)
        .render(
            session=session,
            case_name=place.case.name if session else None,
            shared=place.shared,
            tiles=place.tiles if session else None,
            csrf=session.csrf if session else "",
            screens=[each for each in SCREENS if _is_shown(each, place, roles)],
            may_read=access.allows(roles, Need("read", "case")),
            may_act=access.allows(roles, Need("act", "occasion")),
            may_export=access.allows(roles, Need("export", "occasion")),
            path=request.url.path,
            simulated=session is not None and "simulated" in place.case.name.lower(),
            **content,
        )
    )
    return HTMLResponse(text, status_code=status)


def _is_shown(screen: Screen, place: Workplace, roles: tuple[str, ...] | None) -> bool:
    """Tell whether a screen stands in the navigation of somebody with these roles, on this desk."""
    there = (place.shared or not screen.shared) and (place.has_tips() or not screen.asked)
    return there and access.allows(roles, Need(screen.action, screen.kind))


def problem(
    request: Request, session: Session | None, status: int, message: str, hint: str | None = None
) -> HTMLResponse:
    """Return the page that tells what went wrong and what to do."""
    return page(request, session, "problem.html.j2", status, code=status, message=message, hint=hint)


@lru_cache(maxsize=64)
def asset(name: str) -> bytes | None:
    """Return one of our own files for the browser, None where there is none of that name."""
    known = {each.name for each in (files("fairlead.desk") / "assets").iterdir()}
    return (files("fairlead.desk") / "assets" / name).read_bytes() if name in known else None


@lru_cache(maxsize=64)
def asset_address(name: str) -> str:
    """Return an asset's address, which changes with its content, so that browsers may keep it."""
    return f"/assets/{name}?v={hashlib.sha256(asset(name) or b'').hexdigest()[:10]}"
