"""Typology: dated act in the reasons of a listing. Basis: stated; never counted with what was observed.

Each act counts under the measures of its own day, not of the day of listing. What else a list says of a ship is left to
``banned_port_entry.py`` and ``transfer_listed.py``.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from fairlead.law import Goods, Regime
from fairlead.typologies import engagements, moments, placing
from fairlead.typologies.accounts.told import Teller, Told, told_acts
from fairlead.typologies.candidates import Rejected
from fairlead.typologies.engagements import Party, Proof
from fairlead.typologies.grounds import refutations
from fairlead.typologies.occasion import Engagement, Occasion, Place, Refutation, Subject, Typology, occasion_id

if TYPE_CHECKING:
    from fairlead.typologies.world import World

NAME = "listed_act"
VERSION = 3
TITLE = "Dated act in the reasons of a listing"
DOES_NOT_SHOW = (
    "The reasons of a listing are what those who listed the ship say; the evidence behind them is not published. They "
    "do not show who traded, what was paid or what a State knew, and often give no position. A date such as 'late "
    "January' is no more precise than it reads."
)

_STEP = {
    "loading": "loaded {goods}",
    "delivery": "delivered {goods}",
    "export": "exported {goods}",
    "import": "imported {goods}",
}


def find(world: World) -> Iterator[Occasion | Rejected]:
    """Yield an occasion for each dated act that the reasons of listings tell, a rejection where no measure held."""
    fleet = world.fleet
    for act in told_acts(world, fleet):
        for regime in world.regimes.values():
            yield _judge(regime, act)


def _judge(regime: Regime, act: Told) -> Occasion | Rejected:
    kind = _kind(regime, act)
    goods = next(filter(None, map(regime.goods_named, act.goods)), None)
    places = _places(act)
    engaged = engagements.engage(
        regime, kind, _parties(regime, act), _evidence(regime, act, goods), goods=goods, in_port=any(act.to)
    )
    start = f"{act.start}T00:00:00Z"
    if not engaged:
        why = f"no measure of the regime that this act could touch was in force throughout {_when(act)}"
        return Rejected(NAME, tuple(ship.name for ship in act.ships), start, "date before the measure", why)
    return Occasion(
        id=occasion_id(
            NAME, [ship.number for ship in act.ships], [regime.id, act.act, act.start.isoformat(), *_at(act)]
        ),
        regime=regime.id,
        typology=Typology(NAME, VERSION),
        basis="stated",
        title=f"{_said(act)}, as {_source(act)}; engages {engagements.cited(engaged)} on their words",
        start=start,
        start_precision=act.start_precision,
        end=f"{act.end}T23:59:59Z",
        end_precision=act.end_precision,
        places=places,
        subjects=_subjects(act),
        goods=act.goods,
        events=(),
        engagements=engaged,
        refutations=_tests(regime, kind, act, engaged),
        does_not_show=DOES_NOT_SHOW,
    ).sealed()


def _source(act: Told) -> str:
    """Return who states it: the reasons of a listing, or whoever a table of sightings names as the observer."""
    if act.sentence[1] is not None:
        return "the reasons for a listing say"
    return f"{act.speaker} reports" if act.speaker else "a table of sightings states"


def _kind(regime: Regime, act: Told) -> str:
    """Return the kind of occasion, as the regime's obligations name them."""
    if act.act in ("ship_to_ship", "transfer"):
        return "transfer_flagged" if any(ship.state == regime.target for ship in act.ships) else "transfer"
    if act.to[1] == regime.target or (act.act == "import" and act.ships[0].state == regime.target):
        return "delivery_to_target"
    return "delivery"


def _at(act: Told) -> list[str]:
    """Return the place as part of an act's anchor where one ship alone is named: one ship may load twice in a month."""
    return [str(act.place[0])] if len(act.ships) == 1 and act.place[0] else []


def _places(act: Told) -> tuple[Place, ...]:
    role = "meeting" if act.act in ("ship_to_ship", "transfer") else "origin"
    found = []
    if any(act.place):
        found.append(placing.stated(role, *act.place))
    if any(act.to):
        found.append(placing.stated("destination", *act.to))
    return tuple(found)


def _subjects(act: Told) -> tuple[Subject, ...]:
    roles = ("ship", "counterpart") if len(act.ships) > 1 else ("ship",)
    return tuple(ship.subject(role) for ship, role in zip(act.ships, roles, strict=True))


def _parties(regime: Regime, act: Told) -> dict[str, Party]:
    """Return who is addressed; 'undetermined' where the statement does not tell, so that the question stays visible."""
    others = [ship for ship in act.ships if ship.state != regime.target]
    parties = {
        "target State": Party(regime.target, act.start, act.start if act.place[1] else act.end),
        "importing State": Party(act.to[1] or "undetermined", act.end, act.end),
        "supplying State": Party("undetermined", act.start, act.end),
    }
    if act.to[1]:
        parties["port State"] = Party(act.to[1], act.end, act.end, {"presence": _stated(act, "It was taken there.")})
    if others or len(act.ships) == 1:
        parties["flag State"] = Party((others[0].state if others else None) or "undetermined", act.start, act.end)
    return parties


def _evidence(regime: Regime, act: Told, goods: Goods | None) -> dict[str, Proof]:
    """Return what the statement bears on. Nothing that is only stated is shown: at most it is indicated."""
    weak = f" The reasons say “{act.weakened}”." if act.weakened else ""
    found = {"date": _stated(act, f"It is dated {_when(act)}.")}
    if act.act in ("ship_to_ship", "transfer"):
        found["transfer"] = _stated(act, f"It is called a transfer.{weak}")
    if goods:
        found["goods"] = _stated(act, f"The goods are named: {', '.join(act.goods)}.{weak}")
    elif act.goods:
        found["goods"] = Proof("missing", f"They are called “{', '.join(act.goods)}” only.", act.cited)
    flagged = [ship for ship in act.ships if ship.state == regime.target]
    others = [ship for ship in act.ships if ship.state not in (None, regime.target)]
    if flagged and act.act in ("ship_to_ship", "transfer"):
        found["flag"] = _of_state(act, flagged[0])
    elif others:
        found["flag"] = _of_state(act, others[0])
    if others:
        found["actor"] = _of_state(act, others[0])
    if regime.target in (act.goods_origin, act.place[1]):
        found["origin"] = _stated(act, "They are said to come from the target State.")
        found["supply"] = found["origin"]
    elif act.to[1] == regime.target:
        found["supply"] = _stated(act, "They are said to have been brought there.")
    return found


def _of_state(act: Told, ship: Teller) -> Proof:
    cited = (*act.cited, *(ship.listed.cited if ship.listed else ()))
    return Proof("indicated", f"{ship.name} is tied to {ship.state}: {ship.state_why}.", cited)


def _stated(act: Told, why: str) -> Proof:
    return Proof("indicated", f"{why} So {act.speaker or 'the list'} states.", act.cited)


def _tests(regime: Regime, kind: str, act: Told, engaged: tuple[Engagement, ...]) -> tuple[Refutation, ...]:
    """Return what would refute a stated act, and what could be checked."""
    partly = engagements.in_part(regime, kind, act.start, act.end)
    name, measures = "date before the measure", [regime.measure(one.measure.id) for one in engaged]
    if partly:
        cited = ", ".join(f"{one.id} (from {one.effective_from})" for one in partly)
        dated = refutations.unchecked(name, f"dated {_when(act)}; in force on part of these days only: {cited}")
    else:
        dated = refutations.passed(name, f"dated {_when(act)}; the measures engaged were in force throughout")
    winding = [one.id for one in measures if one.winding_down(act.end)]
    tests = [dated]
    if winding:
        why = (
            f"older contracts could still be carried out then under {', '.join(winding)}; for which goods, see the law"
        )
        tests.append(refutations.unchecked("older contracts", why))
    port = placing.gazetteer().find(act.place[0], act.place[1]) if act.place[0] else None
    return (
        *tests,
        refutations.exempt([one for one in measures if one.direction in ("from_target", "to_target")], port),
        refutations.unchecked(
            "other evidence", "no track, image or paper in the case tells of it; the list alone does"
        ),
        _identities(act),
    )


def _identities(act: Told) -> Refutation:
    unknown = [ship.name for ship in act.ships if ship.imo is None]
    if unknown:
        return refutations.unchecked(
            "identity", f"no IMO number for {', '.join(unknown)}; the name alone names no hull"
        )
    return refutations.passed("identity", "the list gives an IMO number for each ship")


def _said(act: Told) -> str:
    """Return the act as the beginning of a sentence."""
    names = [ship.name for ship in act.ships]
    if act.act in ("ship_to_ship", "transfer"):
        goods = f" of {' and '.join(act.goods)}" if act.goods else ""
        goods += " (likely)" if act.goods and act.weakened == "likely" else ""
        between = f"between {names[0]} and {names[1]}" if len(names) > 1 else f"by {names[0]} with a ship not named"
        return f"Ship-to-ship transfer{goods} {between}, {_when(act)}"
    did = _STEP[act.act].format(goods=" and ".join(act.goods) or "goods")
    where = f" at {placing.named(placing.stated('origin', *act.place))}" if act.place[0] else ""
    whither = f" and took it to {placing.named(placing.stated('destination', *act.to))}" if any(act.to) else ""
    if act.act == "loading" and act.start == act.end and whither:
        return f"{names[0]} {did}{where}, {_when(act)},{whither}"
    return f"{names[0]} {did}{where}{whither}, {_when(act)}"


def _when(act: Told) -> str:
    if act.start_precision != act.end_precision or _steps_apart(act):
        last = moments.words(act.end, act.end, act.end_precision)
        return f"{moments.words(act.start, _end_of_start(act), act.start_precision)} to {last}"
    return moments.words(act.start, act.end, act.start_precision)


def _steps_apart(act: Told) -> bool:
    return act.start_precision == "day" and act.start != act.end


def _end_of_start(act: Told) -> date:
    return act.start if act.start_precision == "day" else act.end
