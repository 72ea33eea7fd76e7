"""What a typology may look at: the derived tables, the lists, the observations and the law. No engine, no files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from fairlead.subjects.decided import Decisions
from fairlead.typologies.occasion import Citation, Place, Precision, Subject

if TYPE_CHECKING:
    import ibis.expr.types as ir
    import pyarrow as pa

    from fairlead.law import Regime
    from fairlead.typologies.grounds import listed
    from fairlead.typologies.grounds.glimpses import Glimpses


@dataclass(frozen=True)
class Observation:
    """What a named person recorded from an exhibit: an act, by whom, where and when, and how that is known."""

    id: str  # of the entry in the custody log that recorded it
    reference: str  # observations with one reference tell of one act
    act: str  # ship_to_ship, loading, discharge, delivery, port_call, host_labour, import, export, sighting
    subjects: tuple[Subject, ...]
    places: tuple[Place, ...]
    goods: tuple[str, ...]
    start: str  # ISO 8601 UTC
    end: str
    precision: Precision
    how_known: str
    note: str
    cited: Citation
    measures: tuple[str, ...] = ()  # ids that the observer names; empty: the typology decides by act and goods
    basis: str = "documented"  # 'observed' for a photograph, image or sighting; 'documented' for papers


@dataclass(frozen=True)
class World:
    """Everything that typologies read. Tables have the shapes of ``fairlead.shapes``; events are sealed."""

    regimes: Mapping[str, Regime]
    events: Mapping[str, ir.Table]  # by kind; each with id and digest first
    legs: ir.Table
    static_reports: ir.Table
    listings: ir.Table
    listing_identities: ir.Table
    listing_bases: ir.Table
    statements: ir.Table
    observations: Sequence[Observation]
    exhibits: Mapping[int, str]  # exhibit key of the rows → SHA-256 (hex)
    shipments: ir.Table | None = None  # rows of trade statistics; None: nobody looked for any
    correlations: ir.Table | None = None  # pairs of customs codes of two editions; None: nobody looked for any
    decisions: Decisions = field(default_factory=Decisions)  # of people, on who is who

    @cached_property
    def fleet(self) -> listed.ListedShips:
        """The ships of all lists, put together at first use."""
        from fairlead.typologies.grounds import listed

        return listed.listed_ships(
            self.listings, self.listing_identities, self.listing_bases, self.exhibits, self.decisions
        )

    @cached_property
    def hearing(self) -> pa.Table:
        """Where, and on how many days, each track was heard, lost and came (``grounds.hearing``), made at first use."""
        from fairlead.typologies.grounds import hearing

        return hearing.hearing(self.legs)

    @cached_property
    def glimpses(self) -> Glimpses:
        """Meetings of which only glimpses were heard, of listed ships and those under the flags of target States."""
        from fairlead.typologies.grounds import concerned, glimpses

        digits = {one for regime in self.regimes.values() for one in concerned.flag_range(regime.target)}
        return glimpses.Glimpses(self, concerned.listed(self), sorted(digits))
