"""Typology: acts that people recorded from photographs, papers and pages; no track is needed.

Observations with one reference tell of one act (``recorded.py``). It counts under the measures that the observer names
or, where he names none, by act and goods. Whether what was recorded is true is for a finding.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from fairlead.law import Measure, Regime
from fairlead.typologies import engagements, moments, placing
from fairlead.typologies.accounts.recorded import BUYERS, ORIGINS, Recorded, called, flag_of, recorded
from fairlead.typologies.candidates import Rejected
from fairlead.typologies.engagements import Party, Proof
from fairlead.typologies.grounds import listed, refutations
from fairlead.typologies.grounds.listed import ListedShips
from fairlead.typologies.grounds.ships import Identity
from fairlead.typologies.occasion import ElementStatus, Engagement, Occasion, Refutation, Typology, occasion_id
from fairlead.typologies.world import Observation

if TYPE_CHECKING:
    from fairlead.typologies.world import World

NAME = "observed_act"
VERSION = 2
TITLE = "Act recorded from exhibits by people"
DOES_NOT_SHOW = (
    "An observation is what a named person reads from an exhibit. A photograph shows a place and a moment, not a sale; "
    "a paper shows what somebody wrote, and papers are forged. Several exhibits of one origin are one source. Numbers "
    "of workers are a stock and no number of occasions; no worker is named here."
)

_TRADE = frozenset({"loading", "discharge", "delivery", "import", "export"})
_THERE = ("destination", "discharge", "port", "workplace", "sighting", "meeting")


def find(world: World) -> Iterator[Occasion | Rejected]:
    """Yield an occasion for each act that observations tell, a rejection where no measure of the day covers it."""
    acts: dict[str, list[Observation]] = defaultdict(list)
    for one in world.observations:
        acts[one.reference].append(one)
    fleet = world.fleet
    for reference in sorted(acts):
        for regime in world.regimes.values():
            yield _judge(regime, recorded(regime, reference, acts[reference]), fleet)


def _judge(regime: Regime, act: Recorded, fleet: ListedShips) -> Occasion | Rejected:
    engaged, outside = _engaged(regime, act, _parties(regime, act), _evidence(regime, act, fleet))
    start = moments.first_instant(act.first.start)
    if not engaged:
        why = "; ".join(outside) or "no measure in force on the day covers this act, these goods and these parties"
        return Rejected(NAME, tuple(called(ship) for ship in act.ships), start, "date before the measure", why)
    numbers = [ship.imo or ship.mmsi or listed.normal(ship.name) for ship in act.ships]
    return Occasion(
        id=occasion_id(NAME, numbers, [regime.id, act.reference]),
        regime=regime.id,
        typology=Typology(NAME, VERSION),
        basis=act.basis,
        title=f"{act.said()}; engages {engagements.cited(engaged)} on this evidence",
        start=start,
        start_precision=act.first.precision,
        end=moments.last_instant(act.last.end),
        end_precision=act.last.precision,
        places=act.places,
        subjects=act.subjects,
        goods=act.goods,
        events=(),
        engagements=engaged,
        refutations=_tests(regime, act, engaged, outside),
        does_not_show=DOES_NOT_SHOW,
    ).sealed()


def _engaged(
    regime: Regime, act: Recorded, parties: Mapping[str, Party], evidence: Mapping[str, Proof]
) -> tuple[tuple[Engagement, ...], list[str]]:
    """Return the engagements, and why measures that the observers name were left out."""
    named = list(dict.fromkeys(id for one in act.seen for id in one.measures))
    if named:
        return _by_name(regime, act, named, parties, evidence)
    kind, there = _occasion_kind(regime, act), act.place("destination", "discharge", "port")
    if kind == "port_entry" and "designation" not in evidence:
        return (), ["no list in the case names the ship on that day"]
    in_port = there is not None and (there.zone == "port" or act.kind in ("port_call", "discharge"))
    found = engagements.engage(regime, kind, parties, evidence, goods=act.of_goods(), in_port=in_port)
    return tuple(one for one in found if _due(regime.measure(one.measure.id), act)), []


def _by_name(
    regime: Regime, act: Recorded, named: Sequence[str], parties: Mapping[str, Party], evidence: Mapping[str, Proof]
) -> tuple[tuple[Engagement, ...], list[str]]:
    found: list[Engagement] = []
    outside: list[str] = []
    for id in named:
        measure = next((one for one in regime.measures if one.id == id), None)
        why = _why_not(measure, act)
        if measure is None or why:
            outside.append(f"{id} {why}")
            continue
        for capacity in measure.elements:
            addressee = parties[capacity].addressee if capacity in parties else "undetermined"
            found.append(engagements.engagement(measure, capacity, addressee, evidence))
    return tuple(found), outside


def _why_not(measure: Measure | None, act: Recorded) -> str | None:
    """Return why a measure that an observer names is not engaged; None where it is."""
    if measure is None:
        return "is no measure of this regime"
    if not (measure.applies(act.start) and measure.applies(act.end)):
        return f"was not in force throughout {act.when()}"
    if not _due(measure, act):
        return f"had a deadline, {measure.deadline}, that had not passed"
    return None if measure.elements else "has no elements in the register yet"


def _due(measure: Measure, act: Recorded) -> bool:
    """Tell whether a duty with a deadline, such as sending workers home, was due by the end of the act."""
    return measure.conduct != "host_labour" or measure.deadline is None or act.end > measure.deadline


def _occasion_kind(regime: Regime, act: Recorded) -> str:
    if act.kind == "ship_to_ship":
        return "transfer_flagged" if any(flag_of(ship) == regime.target for ship in act.ships) else "transfer"
    if act.kind == "host_labour":
        return "host_labour"
    if act.kind in ("port_call", "sighting"):
        return "port_entry"
    there = act.place("destination", "discharge")
    return "delivery_to_target" if there and there.country == regime.target else "delivery"


def _parties(regime: Regime, act: Recorded) -> dict[str, Party]:
    """Return who is addressed in each capacity, as far as the observations tell."""
    target, there = regime.target, act.place(*_THERE)
    state = next((one.flag for one in act.subjects if one.role in ("State", "state") and one.flag), None)
    host = (there.country if there else None) or state or "undetermined"
    others = [ship for ship in act.ships if flag_of(ship) != target]
    flag = next((flag_of(ship) for ship in others), None) or "undetermined"
    parties = {
        "target State": Party(target, act.start, act.start),
        "importing State": Party(host if host != target else "undetermined", act.end, act.end),
        "supplying State": Party(flag, act.start, act.end),
        "host State": Party(host, act.start, act.end),
    }
    if others or not act.ships:
        parties["flag State"] = Party(flag, act.start, act.end)
    if there and there.country not in (None, target):
        parties["port State"] = Party(str(there.country), act.end, act.end)
    return parties


def _evidence(regime: Regime, act: Recorded, fleet: ListedShips) -> dict[str, Proof]:
    """Return what the observations bear on. Two different exhibits that agree show; one indicates."""
    strong: ElementStatus = "shown" if act.sources > 1 else "indicated"
    seen: ElementStatus = "shown" if act.basis == "observed" else strong
    found = {"date": Proof(seen, f"{act.said()}: {act.how()}.", act.cited)}
    if act.kind == "ship_to_ship":
        found["transfer"] = Proof(strong, f"{act.said()}: {act.how()}.", act.cited)
    if act.kind == "host_labour":
        found["income"] = Proof(strong, f"Work is recorded: {act.how()}.", act.cited)
        if any(one.flag == regime.target for one in act.subjects):
            found["nationality"] = Proof(strong, "They are recorded as nationals of the target State.", act.cited)
    buyers = [called(one) for one in act.subjects if one.role in BUYERS]
    if buyers:
        found["procurement"] = Proof(strong, f"Recorded buyer or consignee: {', '.join(buyers)}.", act.cited)
    return found | _goods(act, strong) | _where(regime, act, strong, seen) | _flags(regime, act) | _listed(act, fleet)


def _goods(act: Recorded, strong: ElementStatus) -> dict[str, Proof]:
    named = ", ".join(act.goods)
    if act.of_goods():
        return {"goods": Proof(strong, f"Recorded goods: {named}.", act.telling_goods())}
    if len(act.kinds_of_goods) > 1:
        return {"goods": Proof("contradicted", f"The exhibits name different goods: {named}.", act.telling_goods())}
    return {}


def _where(regime: Regime, act: Recorded, strong: ElementStatus, seen: ElementStatus) -> dict[str, Proof]:
    found = {}
    origin, there = act.place(*ORIGINS), act.place("destination", "discharge", "port", "sighting")
    if origin and origin.country == regime.target:
        found["origin"] = found["supply"] = Proof(strong, f"Recorded origin: {placing.named(origin)}.", act.cited)
    if there and there.country == regime.target and act.kind in _TRADE:
        found["supply"] = Proof(strong, f"Recorded destination: {placing.named(there)}.", act.cited)
    if there and there.country != regime.target:
        found["presence"] = found["entry"] = Proof(seen, f"Recorded {placing.at(there)}.", act.cited)
    return found


def _flags(regime: Regime, act: Recorded) -> dict[str, Proof]:
    found = {}
    others = [ship for ship in act.ships if flag_of(ship) not in (None, regime.target)]
    flagged = [ship for ship in act.ships if flag_of(ship) == regime.target]
    if others:
        why = f"{called(others[0])} is recorded under the flag of {flag_of(others[0])}."
        found["actor"] = found["flag"] = Proof("indicated", why, act.cited)
    if flagged and act.kind == "ship_to_ship":
        why = f"{called(flagged[0])} is recorded under the target State's flag."
        found["flag"] = Proof("indicated", why, act.cited)
    return found


def _listed(act: Recorded, fleet: ListedShips) -> dict[str, Proof]:
    for ship in act.ships:
        known = Identity(ship.mmsi or 0, ship.name, ship.imo)
        for match in fleet.matches(known, str(act.start)) if ship.imo or ship.mmsi else ():
            held = [basis for basis in match.ship.bases if basis.holds(act.start)]
            if held:
                why = f"{match.ship.name} was listed then: {held[0].printed}, since {held[0].since}."
                return {"designation": Proof("shown" if match.certain else "indicated", why, match.ship.cited)}
    return {}


def _tests(
    regime: Regime, act: Recorded, engaged: Sequence[Engagement], outside: Sequence[str]
) -> tuple[Refutation, ...]:
    measures = [regime.measure(one.measure.id) for one in engaged]
    dated = "; ".join([f"{act.when()}: the measures engaged were in force then", *outside])
    origin = act.place(*ORIGINS)
    port = placing.gazetteer().find(origin.name, origin.country) if origin and origin.name else None
    told = "one exhibit alone tells it"
    if act.sources > 1:
        told = f"{act.sources} exhibits tell it; whether they have one origin is open"
    return (
        refutations.passed("date before the measure", dated),
        refutations.exempt([one for one in measures if one.exemptions], port),
        refutations.unchecked("forged or mistaken exhibit", "whether the exhibits are what they seem was not checked"),
        refutations.unchecked("one source", told),
    )
