"""The screens: server-rendered pages with addresses of their own, each drawn from what the API gives."""

from __future__ import annotations

from fastapi import APIRouter

from fairlead.desk.pages import (
    accounts,
    acts,
    awards,
    door,
    entrance,
    exhibits,
    handing,
    identities,
    more,
    occasions,
    tips,
    why_not,
)
from fairlead.desk.pages.drawing import problem

ROUTES: tuple[APIRouter, ...] = (
    door.routes,
    entrance.routes,
    accounts.routes,
    occasions.routes,
    why_not.routes,
    acts.routes,
    exhibits.routes,
    more.routes,
    handing.routes,
    tips.routes,
    awards.routes,
    identities.routes,
)

__all__ = ["ROUTES", "problem"]
