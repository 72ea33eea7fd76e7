"""What a dossier is made from. It decides nothing and opens nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from fairlead.evidence.exhibits import Exhibits
from fairlead.evidence.log import CustodyLog
from fairlead.evidence.store import ExhibitStore
from fairlead.typologies.occasion import Occasion


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
