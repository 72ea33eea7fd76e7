"""What a dossier is made from. It decides nothing and opens nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from fairlead.dossier.excerpts import cited
from fairlead.dossier.numbers import Numbers
from fairlead.evidence.exhibits import Exhibits
from fairlead.evidence.log import CustodyLog
from fairlead.evidence.store import ExhibitStore
from fairlead.register.followed import Judgements
from fairlead.typologies.occasion import Citation, Occasion


@dataclass(frozen=True)
class Material:
    """What a dossier is made from: the case's parts and the occasions as the register dressed them."""

    name: str
    log: CustodyLog
    exhibits: Exhibits
    store: ExhibitStore
    readings: Path
    derived: Path
    occasions: Sequence[Occasion]
    numbers: Sequence[Numbers] = ()
    judged: Judgements = field(default_factory=Judgements)
    followed: Path | None = None  # readings as people judged them; None: as they were read

    def cited(self) -> list[Citation]:
        """Return each place in an exhibit that an occasion or a number rests on."""
        return [
            *(citation for occasion in self.occasions for citation in cited(occasion)),
            *(citation for numbers in self.numbers for citation in numbers.cited),
        ]
