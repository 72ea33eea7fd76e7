"""Names looked up on the lists of a case and forgotten: for a payee, whose name may stand in no log and no file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fairlead.errors import MisuseError
from fairlead.evidence.exhibits import Exhibits
from fairlead.subjects import screening
from fairlead.subjects.decided import Decisions
from fairlead.whois import lists

MOST_NAMES = 50  # of one person or firm, with every alias; ours


@dataclass(frozen=True)
class LookedUp:
    """What matched some names, on the lists of these exhibits (SHA-256)."""

    matches: tuple[screening.Match, ...]
    lists: tuple[str, ...]

    def body(self, settled: int, how: str) -> dict[str, Any]:
        """Return what a log may say of it: counts and lists; MisuseError where more is settled than was found."""
        if settled > len(self.matches):
            raise MisuseError(f"{settled} matches are settled, {len(self.matches)} were found")
        found = len(self.matches)
        return {
            "found": found, "settled": settled, "open_hits": found - settled, "how": how, "lists": list(self.lists)
        }  # fmt: skip


def names_of(given: Sequence[str], how: str) -> list[str]:
    """Return the names without blanks; MisuseError for none, and where ``how``, which is kept, holds one of them."""
    names = [line.strip() for line in given if line.strip()][:MOST_NAMES]
    if not names:
        raise MisuseError("no name was given", "one a line")
    if any(name.casefold() in how.casefold() for name in names):
        raise MisuseError("how it was settled names the payee", "it stands in the log for good")
    return names


def on_the_lists(exhibits: Exhibits, readings: Path, decisions: Decisions, names: Sequence[str]) -> LookedUp:
    """Look names up on every list that was read; MisuseError where there is none, so that nothing was screened."""
    copies, entries = lists.entries(exhibits, readings)
    if not copies:
        raise MisuseError("no list is read in this case, so that nothing was screened", "fairlead get, or fairlead add")
    looking = screening.Screen(entries, decisions)
    found = {match.entry.reference: match for name in names for match in looking.match(screening.parse(name))}
    return LookedUp(tuple(found.values()), tuple(sorted({copy.sha256 for copy in copies})))
