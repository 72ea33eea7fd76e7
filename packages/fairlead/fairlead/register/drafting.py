"""An observation from what a person wrote in fields, at a command line or in a form: read, checked, nothing added.

What an observation must say is in ``observations.py``; here only how ships, places and regions are written.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import cast

from fairlead.errors import MisuseError
from fairlead.law import Regime
from fairlead.register.observations import ACTS, PLACE_ROLES, Draft
from fairlead.typologies.occasion import Place, Precision, Subject, Where, Zone

FIRM_ROLES = ("firm", "buyer", "consignee", "importer", "procurer", "employer")
"""Roles by which the typologies know a firm from a ship."""


class _Said:
    """The options as given, by name."""

    def __init__(self, said: Mapping[str, object]) -> None:
        self._said = said

    def text(self, name: str) -> str | None:
        value = self._said.get(name)
        return None if value is None or value == "" else str(value)

    def texts(self, name: str) -> tuple[str, ...]:
        return tuple(str(each) for each in cast("tuple[object, ...]", self._said.get(name) or ()))

    def number(self, name: str) -> float | None:
        return cast("float | None", self._said.get(name))


def draft(given: Mapping[str, object]) -> Draft:
    """Return the draft of an observation from its fields, named as the options of `fairlead observe` are."""
    said = _Said(given)
    act = required(said.text("act"), "--act", f"one of: {', '.join(ACTS)}")
    return Draft(
        act=act,
        where=_where(said),
        start=required(said.text("start"), "--start", "as precise as the exhibit gives it: 2019, 2019-03, 2019-03-05"),
        end=said.text("end"),
        precision=cast("Precision | None", said.text("precision")),
        how_known=required(said.text("how_known"), "--how-known", '--how-known "date printed on the bill"'),
        subjects=_subjects(said),
        persons=said.texts("persons"),
        places=_places(said, act),
        goods=said.texts("goods"),
        measures=said.texts("measures"),
        reference=said.text("reference"),
        note=said.text("note") or "",
        basis=said.text("basis"),
    )


def required(value: str | None, what: str, hint: str) -> str:
    """Return a value that must be given."""
    if value is None or not value.strip():
        raise MisuseError(f"{what} is missing", hint)
    return value


def _subjects(said: _Said) -> tuple[Subject, ...]:
    """Ships, firms and States in that order, each with its role: as given, else by what it is and its place."""
    ships = [_ship(text, "carrier" if n == 0 else "counterpart") for n, text in enumerate(said.texts("ships"))]
    firms = [Subject(FIRM_ROLES[0], name.strip()) for name in said.texts("firms")]
    states = [Subject("State", None, flag=_country(code)) for code in said.texts("states")]
    everybody, roles = [*ships, *firms, *states], said.texts("roles")
    if len(roles) > len(everybody):
        raise MisuseError(f"{len(roles)} roles for {len(everybody)} ships, firms and States", "one --role for each")
    roles = (*roles, *(who.role for who in everybody[len(roles) :]))
    for who, role in zip(everybody, roles, strict=True):
        if who in firms and role not in FIRM_ROLES:
            raise MisuseError(f"{role!r} is no role of a firm", f"one of: {', '.join(FIRM_ROLES)}")
    return tuple(replace(who, role=role) for role, who in zip(roles, everybody, strict=True))


def _ship(text: str, role: str) -> Subject:
    name, *rest = (part.strip() for part in text.split(":"))
    number = flag = mmsi = None
    for part in rest:
        if re.fullmatch(r"\d{9}", part):
            mmsi = int(part)
        elif re.fullmatch(r"\d{1,8}", part):
            number = int(part)
        elif part:
            flag = _country(part)
    if not name and number is None and mmsi is None:
        raise MisuseError(f"a ship needs a name or a number: {text!r}", "--ship NAME, NAME:IMO or :IMO")
    return Subject(role, name or None, number, mmsi, flag)


def _places(said: _Said, act: str) -> tuple[Place, ...]:
    places = []
    name, country = said.text("place"), _country(said.text("country"))
    lat, lon = said.number("lat"), said.number("lon")
    if name or country or lat is not None or lon is not None:
        places.append(Place(PLACE_ROLES[act], name, country, cast(Zone, said.text("zone")), lat, lon))
    if said.text("to_place") or said.text("to_country"):
        places.append(Place("destination", said.text("to_place"), _country(said.text("to_country")), "undetermined"))
        if act in ("delivery", "import") and len(places) == 2:
            places[0] = replace(places[0], role="origin")
    return tuple(places)


def _country(code: str | None) -> str | None:
    if code is None:
        return None
    if not re.fullmatch(r"[A-Za-z]{2}", code.strip()):
        raise MisuseError(f"not a two-letter code of a State: {code!r}", "KP, CN, RU, ... (ISO 3166-1 alpha-2)")
    return code.strip().upper()


def _where(said: _Said) -> Where:
    page, box, region = said.number("page"), said.text("box"), said.text("region")
    if box is not None and page is None:
        raise MisuseError("--box needs --page", "--page 2 --box 72,90,300,120")
    if region is not None and page is None:
        page, box = 1, region  # an image has one page
    rows, chars = said.text("rows"), said.text("chars")
    return Where(
        rows=_pair(rows, "--rows") if rows else None,
        chars=_pair(chars, "--chars") if chars else None,
        page=None if page is None else int(page),
        box=_box(box) if box else None,
    )


def _pair(text: str, option: str) -> tuple[int, int]:
    if not (match := re.fullmatch(r"(\d+)(?:-(\d+))?", text.strip())):
        raise MisuseError(f"{option} is not a range: {text!r}", f"{option} 12-14")
    return int(match[1]), int(match[2] or match[1])


def _box(text: str) -> tuple[float, float, float, float]:
    try:
        x0, y0, x1, y1 = (float(side) for side in text.split(","))
    except ValueError:
        raise MisuseError(f"not a box: {text!r}", "four numbers: x0,y0,x1,y1") from None
    return x0, y0, x1, y1


def check_measures(draft: Draft, regime: Regime) -> None:
    """Raise MisuseError where a measure is named that the regime does not have."""
    for measure in draft.measures:
        regime.measure(measure)
