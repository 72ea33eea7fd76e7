"""What a page has told so far, and how a speaker stands in a body: what all who read its sentences share."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from fairlead.readers.pages.actors import Actor
from fairlead.readers.pages.statements import Statement


@dataclass
class Told:
    """What the page has told so far, for what later sentences take up again."""

    page_day: date | None
    encoding: str
    statements: list[Statement] = field(default_factory=list)
    ship_names: set[str] = field(default_factory=set)
    target_workers: bool = False
    names_target: bool = False  # the page names North Korea

    def claims(self) -> list[tuple[int, Statement]]:
        """Return the claims with their rows."""
        return [(row, each) for row, each in enumerate(self.statements, 1) if each.kind == "claim"]

    def last_claim(self) -> tuple[int, Statement] | None:
        """Return the last claim with its row."""
        return next(iter(reversed(self.claims())), None)


def speaker_name(actor: Actor | None) -> str | None:
    """Return who speaks; None where the page only says that some do ("sources", "officials")."""
    if actor is None or (
        actor.kind == "group"
        and actor.name.split()[-1].lower() in ("sources", "officials", "experts", "analysts", "researchers")
    ):
        return None
    return actor.name


def describe(actor: Actor | None) -> dict[str, Any] | None:
    """Return a speaker as it stands in a body."""
    if actor is None:
        return None
    return {"name": actor.name, "kind": actor.kind, "office": actor.office, "state": actor.state, "how": actor.how}
