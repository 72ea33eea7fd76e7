"""Typology: a ship of the target's flag that came out of a stay at sea deeper or lighter, with nobody heard beside it.

Under way nothing is loaded or landed, so that cargo which comes or goes at sea comes from another ship or goes to one.
Who that was is told where exactly one ship lay near in the same hours and its own draught changed the other way; else
it is not known. Meetings heard side by side are left to ``transfer_flagged.py``, stays of other ships beside a silence
of the target's to ``transfer_dark.py``. Left out: draughts entered late, in port, or after a long silence.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from fairlead.law import Regime
from fairlead.typologies import citing, engagements, lain_alone, moments
from fairlead.typologies.candidates import Rejected
from fairlead.typologies.engagements import Party, Proof
from fairlead.typologies.grounds import concerned, refutations, ships, silences
from fairlead.typologies.lain_alone import Beside, Scene
from fairlead.typologies.occasion import Occasion, Refutation, Typology
from fairlead.typologies.transfers import PETROLEUM

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from fairlead.typologies.world import World

NAME = "transfer_unheard"
VERSION = 8
_TYPOLOGY = Typology(NAME, VERSION)
TITLE = "Cargo that seems to have changed ships at sea while nobody was heard alongside"
DOES_NOT_SHOW = (
    "Nobody was heard beside the ship. That its crew entered another draught while it lay at sea does not show that "
    "cargo passed, nor from whom, to whom or what: a draught may be stale, false or mistyped, entered late or ahead of "
    "a call, and water ballast, above all before bad weather, changes it too. A ship that lay near in the same hours "
    "and whose draught changed the other way may have dealt with a third. A transfer between two ships of one flag "
    "looks the same."
)


def find(world: World) -> Iterator[Occasion | Rejected]:
    """Yield an occasion or a rejection for each stay at sea of a ship of the target's flag that its draught changed."""
    for regime in world.regimes.values():
        if not regime.obligations.get("transfer_flagged"):
            continue
        for scene in lain_alone.scenes(world, regime, _flagged(regime), concerned.flag_range(regime.target)):
            yield _judge(world, scene)


def _flagged(regime: Regime) -> Callable[[ir.Table], Any]:
    digits = concerned.flag_range(regime.target)
    return lambda table: (table.mmsi // 1_000_000).isin(digits)


def _judge(world: World, scene: Scene) -> Occasion | Rejected:
    """Return what becomes of a stay."""
    names, tests = [scene.ship.called(), *(one.ship.called() for one in scene.counterparts)], _tests(scene)
    return lain_alone.judged(_TYPOLOGY, names, scene, tests, lambda: _occasion(world, scene, tests))


def _occasion(world: World, scene: Scene, tests: Sequence[Refutation]) -> Occasion | None:
    regime, named = scene.regime, scene.named
    sides = [scene.ship, *([named.ship] if named else [])]
    plausible = PETROLEUM if any(ship.ship_type in ships.TANKERS for ship in sides) else frozenset[str]()
    engaged = engagements.engage(
        regime, "transfer_flagged", _parties(scene), _evidence(world, scene), plausible=plausible
    )
    if not engaged:
        return None
    met = "if they met" if named else "if it met a ship of another flag"
    title = f"{_said(scene)}; would engage {engagements.cited(engaged)} {met}"
    subject = scene.ship.subject("ship under the target's flag")
    subjects = (subject, *([named.ship.subject("ship lying near")] if named else []))
    return lain_alone.occasion(_TYPOLOGY, scene, title, subjects, engaged, tests, DOES_NOT_SHOW)


def _said(scene: Scene) -> str:
    """Return who lay where, how its draught changed, and who lay near, without saying that anybody met."""
    stay, named, called = scene.stay, scene.named, scene.ship.called()
    lay, days = f"{called[0].upper()}{called[1:]} {lain_alone.lay(stay)}", lain_alone.days(stay)
    turned = f"{abs(scene.change.dm) / 10:.1f} m {'deeper' if scene.change.dm > 0 else 'lighter'}"
    other = "nobody was heard alongside"
    if named is not None and named.change is not None:
        way = "deeper" if named.change.dm > 0 else "lighter"
        other = f"{named.ship.called()}, which lay within {named.apart_m / 1_000:.1f} km in the same hours, {way}"
    return f"{lay}, {days}, and came out {turned}; {other}"


def _parties(scene: Scene) -> dict[str, Party]:
    start, end = moments.day(scene.stay["start_us"]), moments.day(scene.stay["end_us"])
    named = scene.named
    flag = named.ship.flag if named else None
    why = "Who the other ship was is not known."
    if named is not None:
        why = f"The {named.ship.called()} carries the digits of {flag or 'no State'}. That they met was not seen."
    return {
        "flag State": Party(flag or "undetermined", start, end, {"actor": Proof("missing", why)}),
        "supplying State": Party("undetermined", start, end),
        "target State": Party(scene.regime.target, start, end),
    }


def _evidence(world: World, scene: Scene) -> dict[str, Proof]:
    """Return what the stay and the draughts bear on; nothing is more than indicated."""
    day, named = moments.day(scene.stay["start_us"]), scene.named
    told = [scene.change.before, scene.change.after]
    told += [named.change.before, named.change.after] if named and named.change else []
    rows = [(one.exhibit, one.row) for one in told]
    cited = citing.merged([*citing.ends(world.exhibits, scene.stay), *citing.rows(world.exhibits, *rows)])
    taken = "took cargo aboard" if scene.change.dm > 0 else "gave cargo away"
    return {
        "transfer": Proof("indicated", f"{_said(scene)}. It reported {scene.change.said()}.", cited),
        "goods": Proof("missing", "A track shows no goods, nor whence or whither they went."),
        "supply": Proof("missing", f"By its draught the ship {taken}; what, and with whom, was not seen.", cited),
        "date": Proof("indicated", f"If cargo passed, it was about {day}.", cited),
        "grounds": Proof("missing", "What the State knew, and when, is not in a track."),
        "flag": Proof("indicated", f"MMSI {scene.ship.mmsi} carries the digits of {scene.regime.target}.", cited),
    }


def _tests(scene: Scene) -> list[Refutation]:
    """Return the innocent explanations of a draught that changed at sea, tested."""
    return [
        refutations.kind_of_ship(scene.ship, ships.PASSENGER, "carries passengers"),
        lain_alone.mistyped(scene),
        lain_alone.little(scene),
        lain_alone.entered_late(scene),
        lain_alone.berth(scene),
        refutations.waited(scene.stay),
        _one_flag(scene),
        _who_lay_near(scene),
        refutations.unchecked("water ballast or a wrong entry", f"It reported {scene.change.said()}; nothing tells."),
        refutations.notified(),
    ]


def _one_flag(scene: Scene) -> Refutation:
    """Test whether a ship of the same flag may have been the other one, near by or silent."""
    name, target = "between ships of one flag", scene.regime.target
    own = [one for one in scene.beside if one.ship.flag == target and _may_be(scene, one)]
    lay = {one.ship.mmsi for one in scene.beside}
    brief = [f"MMSI {mmsi:09d}, heard there for a moment" for mmsi in scene.seen if mmsi not in lay]
    heard = ", ".join([*(one.ship.called() for one in own), *brief])
    silent = refutations.several([f"MMSI {gap['mmsi']:09d}" for gap in scene.silent])
    if not heard and not silent:
        return refutations.passed(
            name, "no other ship of the flag lay near, or was silent and changed its draught over"
        )
    said = f"near by: {heard or 'none'}; silent, and could have come: {silent or 'none'}"
    return (refutations.against if scene.named else refutations.holds)(name, f"{said}; no other State's ship is needed")


def _may_be(scene: Scene, one: Beside) -> bool:
    carries = one.ship.ship_type is None or one.ship.ship_type in ships.TANKERS | ships.CARGO
    return carries and (one.change is None or silences.changed_over(scene.change, one.change))


def _who_lay_near(scene: Scene) -> Refutation:
    name, others = "another ship near", _carriers(one for one in scene.beside if _may_be(scene, one))
    if scene.named:
        return refutations.passed(name, f"of those that lay near, one changed its draught the other way: {others}")
    if not others:
        return refutations.unchecked(
            name, "no ship that may have been the other one was heard near; who it was is open"
        )
    return refutations.unchecked(name, f"who the other one was is open; near lay {others}")


def _carriers(several: Iterable[Beside]) -> str:
    named = {one.ship.mmsi: f"{one.ship.called()}, {one.apart_m / 1_000:.1f} km at the nearest" for one in several}
    return "; ".join(named.values())
