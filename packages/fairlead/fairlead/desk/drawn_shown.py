"""What the dossier draws of an occasion, for the desk: distance, reception, draughts and identities over time.

Of a ship and a day that somebody asks about, the same is drawn of what happened then, so that a sceptic can judge
what was left alone by the same pictures as what was told.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from pydantic import BaseModel

from fairlead.deriving import derive
from fairlead.desk import why_not_shown
from fairlead.desk.workplace import View, Workplace
from fairlead.dossier import measured, pictures
from fairlead.typologies import moments
from fairlead.typologies.grounds.linked import event_ref
from fairlead.typologies.occasion import EventRef, Occasion, Typology
from fairlead.typologies.whynot.asked import AROUND_US, DAY_US, Asked

if TYPE_CHECKING:
    from fairlead.typologies.world import World

KINDS = ("encounter", "gap", "loitering")
MOST = 3  # ours: of each kind and ship; more crowd a picture


class Drawing(BaseModel):
    """A drawing with what it shows and what it does not."""

    svg: str
    caption: str


class Drawings(BaseModel):
    """All drawings of one occasion, or of one ship around a day."""

    pictures: list[Drawing]


def of_occasion(place: Workplace, view: View, asked: str) -> Drawings:
    """Return an occasion's pictures, as its dossier has them."""
    return _drawn(place, view.present(asked), "")


def around_day(place: Workplace, mmsi: int, day: date) -> Drawings:
    """Return the same pictures of what a ship did on a day, or else in the days around it, and of whom it met."""
    with derive.world(place.case) as world:
        asked = Asked(world, mmsi, day)
        numbers = why_not_shown.ships_around(place, asked)
        every = [asked, *(Asked(world, number, day) for number in numbers if number != mmsi)]
        made = _made(world, every)
    return _drawn(place, made, f"the day asked about, {moments.span(day, day)}")


def _drawn(place: Workplace, occasion: Occasion, told_of: str) -> Drawings:
    found = pictures.drawn(occasion, place.case.derived_folder, place.case.followed())
    return Drawings(pictures=[Drawing(svg=one.svg, caption=_said(one.caption, told_of)) for one in found])


def _said(caption: str, told_of: str) -> str:
    """Return a caption; where there is no occasion to speak of, with what is shaded in its place."""
    for words in (measured.WHOLE, pictures.TOLD_OF) if told_of else ():
        caption = caption.replace(words, told_of)
    return caption


def _made(world: World, every: list[Asked]) -> Occasion:
    """Put what some ships did around a day into the shape of an occasion, which is drawn and told to nobody."""
    first = every[0]
    midnight = first.start_us + AROUND_US
    found: dict[str, EventRef] = {}
    for asked in every:
        for kind in KINDS:
            rows = asked.events(kind, midnight, midnight + DAY_US) or asked.events(kind)
            longest = sorted(rows, key=lambda row: row["start_us"] - (row["end_us"] or first.end_us))[:MOST]
            found.update((row["id"], event_ref(row)) for row in longest)
    start, end = moments.iso(midnight), moments.iso(midnight + DAY_US)
    subjects = tuple(asked.ship.subject("ship") for asked in every)
    return Occasion(
        id="", regime=next(iter(world.regimes), ""), typology=Typology("transfer_flagged", 0), basis="observed",
        title="", start=start, start_precision="second", end=end, end_precision="second", places=(), goods=(),
        subjects=subjects, events=tuple(found.values()), engagements=(), refutations=(), does_not_show="",
    )  # fmt: skip
