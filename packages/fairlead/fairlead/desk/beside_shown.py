"""What stands beside one occasion: claims that it bears on, and that a tip led there, without the tip.

A claim is what somebody says; that an occasion bears on it proves no number. Which tip it was is told by the award's
screens, to those who may see these.
"""

from __future__ import annotations

from pydantic import BaseModel

from fairlead.awards import led_to
from fairlead.desk.workplace import Workplace
from fairlead.register.claims import beside
from fairlead.register.claims_told import reply_document
from fairlead.typologies.occasion import Occasion

MOST_CLAIMS = 40


class ClaimBeside(BaseModel):
    """A claim that an occasion bears on."""

    claimant: str | None
    quote: str
    address: str
    replies: list[str]


class Led(BaseModel):
    """That a tip did something for an occasion, and when."""

    on: str
    use: str
    words: str
    element: str | None


def claims(place: Workplace, one: Occasion) -> list[ClaimBeside]:
    """Return the claims that an occasion bears on."""
    found = []
    for claim in beside(place.statements(), [one], place.law):
        if any(holding.occasions for holding in claim.holdings):
            said = claim.said
            found.append(
                ClaimBeside(
                    claimant=said.speaker,
                    quote=said.quote,
                    address=f"/exhibits/{said.sha256}#statement-{said.row}",
                    replies=[str(reply_document(each)["state"]) for each in claim.replies],
                )
            )
    return found[:MOST_CLAIMS]


def led(place: Workplace, id: str) -> list[Led]:
    """Return what tips did for an occasion; no tip is named."""
    if not place.has_tips():
        return []
    return [
        Led(on=each.on.isoformat(), use=each.use, words=led_to.USES[each.use], element=each.element)
        for each in place.case.awards.used()
        if each.occasion == id
    ]
