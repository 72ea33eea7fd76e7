"""All routes of an application, whatever they are mounted in; and what of a page somebody smuggled in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from fastapi import FastAPI
from fastapi.routing import APIRoute
from lxml import html

MARKUP = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>"

EVERYBODYS = (
    *("/occasions", "/left-alone", "/exhibits", "/ships", "/ships/imo-9000001", "/claims", "/findings"),
    *("/states", "/states/CN", "/news", "/build", "/tour", "/search?q=example", "/caps?year=2018"),
)
"""Addresses of the screens of a made case, but for those of tips, awards and identities."""


def routes_of(app: FastAPI) -> Iterator[tuple[str, str, Any]]:
    """Yield path, method and function of each route; a test over none of them would hold of anything."""
    found = [route for route in _flat(app.routes) if isinstance(route, APIRoute)]
    assert len(found) > 80, f"only {len(found)} routes were found: the application keeps them elsewhere now"
    for route in found:
        for method in sorted(route.methods):
            yield route.path, method, route.endpoint


def _flat(routes: Any) -> Iterator[Any]:
    for route in routes:
        yield route
        yield from _flat(getattr(route, "routes", ()))
        yield from _flat(getattr(getattr(route, "original_router", None), "routes", ()))  # FastAPI keeps them so


def filled(path: str, things: dict[str, list[str]]) -> list[str]:
    """Return the addresses of a route: one for each thing that there is of the kind it names."""
    made = [path]
    for name, values in things.items():
        if f"{{{name}}}" in path:
            made = [each.replace(f"{{{name}}}", value) for each in made for value in values]
    return [re.sub(r"\{[^}]+\}", "1", each) for each in made]


def smuggled(page: str) -> list[str]:
    """Return what in a page is not ours: inline scripts and styles, handlers, addresses of other sites."""
    tree = html.fromstring(page)
    found = [f"script: {each.text}" for each in tree.iter("script") if (each.text or "").strip()]
    found += [f"style: {each.text}" for each in tree.iter("style")]
    for element in tree.iter():
        for name, value in element.attrib.items():
            if name.lower().startswith("on") or name == "style" or value.strip().lower().startswith("javascript:"):
                found.append(f"{element.tag} {name}={value}")
            if name in ("src", "href", "action") and not value.startswith(("/", "?", "#")):
                found.append(f"{element.tag} {name}={value}")
    return found
