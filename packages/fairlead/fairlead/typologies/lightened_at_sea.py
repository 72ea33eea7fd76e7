"""Typology: another State's tanker that came out of a stay at sea lighter, while ships of the target's were silent.

Under way nothing is landed, so that cargo which goes at sea goes into another ship. Nobody was heard alongside: where
a ship of the target's flag had been silent since it left port, that is all that is ever heard of a transfer to it.
Stays beside a silence that itself tells of the meeting are also ``transfer_dark.py``'s. A silence counts only where a
ship that hides may be in it: not for months, not through a door by which others leave what can be heard, not where
receivers may have been down all round. Left out: dry cargo, of which many lighten at sea, tankers that came out deeper,
and stays in which another ship was heard near, or that were hardly heard themselves.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from fairlead.law import Regime
from fairlead.shapes import US_PER_HOUR
from fairlead.subjects import mmsi as numbers
from fairlead.typologies import citing, engagements, lain_alone, moments, transfers
from fairlead.typologies.candidates import Rejected
from fairlead.typologies.engagements import Party, Proof
from fairlead.typologies.grounds import concerned, refutations, ships
from fairlead.typologies.grounds.doors import Doors
from fairlead.typologies.grounds.ships import TANKERS, Ships
from fairlead.typologies.lain_alone import Row, Scene
from fairlead.typologies.occasion import Occasion, Refutation, Typology

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from fairlead.typologies.world import World

NAME = "lightened_at_sea"
VERSION = 5
_TYPOLOGY = Typology(NAME, VERSION)
TITLE = "Tanker that came out of a stay at sea lighter, while ships of the target State were silent"
DOES_NOT_SHOW = (
    "Nobody was heard beside the tanker. That its crew entered less draught while it lay at sea does not show that "
    "cargo passed, nor to whom or what. That ships under the target's flag were silent then and had the time to "
    "come says that one may have, no more: several ships are silent at any time, and none of them need have been "
    "near. Fishing boats and others that send nothing take fuel at sea, cargo may pass between ships of third "
    "States that nobody heard, and tanks are cleaned there. Draught is typed in by the crew and may be stale, "
    "false, entered late or mistyped."
)

SILENCE_US = 15 * 24 * US_PER_HOUR  # as unheard_calls.ARRIVAL_US: in a longer one there is room for another voyage
HEARD = 0.25  # as unheard_calls.PASSES: satellites pass every few hours; who is heard in fewer is hardly heard there
_ENDS = ("start", "end")


def find(world: World) -> Iterator[Occasion | Rejected]:
    """Yield an occasion or a rejection for each stay at sea from which a tanker of another flag came lighter."""
    for regime in world.regimes.values():
        if not regime.obligations.get("transfer_flagged"):
            continue
        found = lain_alone.scenes(world, regime, _others_tankers(world, regime), None)
        scenes = [one for one in found if one.change.dm < 0 and one.ship.ship_type in TANKERS]
        silent = Ships(world.static_reports, [gap["mmsi"] for one in scenes for gap in one.could])
        doors = Doors(world, [gap for one in scenes for gap in one.could])
        for scene in scenes:
            could = [gap for gap in scene.could if _may_take(silent, gap)]
            if could:
                yield _judge(world, scene, could, doors)


def _others_tankers(world: World, regime: Regime) -> Callable[[ir.Table], Any]:
    """Return what chooses, of a table, the rows of numbers that once reported a tanker's kind, but for the target's."""
    tankers, digits = ships.tankers(world.static_reports), concerned.flag_range(regime.target)
    return lambda table: ~(table.mmsi // 1_000_000).isin(digits) & table.mmsi.isin(tankers.mmsi)


def who_could_come(world: World, regime: Regime, stay: Row) -> list[Row]:
    """Return the silences of the target's tankers in which they could have come to a stay, lain there and gone."""
    found = lain_alone.Silent(world, concerned.flag_range(regime.target), [stay]).could(stay)
    silent = Ships(world.static_reports, [gap["mmsi"] for gap in found])
    return [gap for gap in found if _may_take(silent, gap)]


def _may_take(silent: Ships, gap: Row) -> bool:
    kind = silent.at(gap["mmsi"], gap["start_us"]).ship_type
    return kind is None or kind in TANKERS


def _judge(world: World, scene: Scene, could: Sequence[Row], doors: Doors) -> Occasion | Rejected:
    tests = _tests(scene, could, doors)
    return lain_alone.judged(_TYPOLOGY, [scene.ship.called()], scene, tests, lambda: _occasion(world, scene, tests))


def _occasion(world: World, scene: Scene, tests: Sequence[Refutation]) -> Occasion | None:
    regime, ship = scene.regime, scene.ship
    parties, evidence = _parties(world, scene), _evidence(world, scene)
    engaged = engagements.engage(regime, "transfer_flagged", parties, evidence, plausible=transfers.PETROLEUM)
    if not engaged:
        return None
    met = f"would engage {engagements.cited(engaged)} if it met a ship of {regime.target}"
    title = f"{_said(scene)}, and nobody was heard alongside; {met}"
    subjects = (ship.subject("tanker that came out lighter"),)
    return lain_alone.occasion(_TYPOLOGY, scene, title, subjects, engaged, tests, DOES_NOT_SHOW)


def _said(scene: Scene) -> str:
    """Return who lay where and when, and by how much lighter it came out."""
    lay = f"{lain_alone.lay(scene.stay)}, {lain_alone.days(scene.stay)}"
    return f"Tanker {scene.ship.named()} {lay}, and came out {-scene.change.dm / 10:.1f} m lighter"


def _parties(world: World, scene: Scene) -> dict[str, Party]:
    start, end = moments.day(scene.stay["start_us"]), moments.day(scene.stay["end_us"])
    ship, heard = scene.ship, citing.ends(world.exhibits, scene.stay)
    flag = Proof("indicated", f"MMSI {ship.mmsi:09d} carries the digits of {ship.flag}.", heard)
    return {
        "flag State": Party(ship.flag or "undetermined", start, end, {"actor": flag} if ship.flag else {}),
        "supplying State": Party("undetermined", start, end),
        "target State": Party(scene.regime.target, start, end),
    }


def _evidence(world: World, scene: Scene) -> dict[str, Proof]:
    """Return what the stay and the draughts bear on; nothing is more than indicated."""
    day, told = moments.day(scene.stay["start_us"]), (scene.change.before, scene.change.after)
    ends = citing.ends(world.exhibits, scene.stay)
    cited = citing.merged([*ends, *citing.rows(world.exhibits, *((one.exhibit, one.row) for one in told))])
    said = f"{_said(scene)}: it reported {scene.change.said()}."
    return {
        "transfer": Proof("missing", f"{said} Nobody was heard alongside.", cited),
        "goods": Proof("missing", "A track shows no goods, nor whence or whither they went."),
        "supply": Proof(
            "missing", "By its draught the tanker gave cargo away; what, and to whom, was not seen.", cited
        ),
        "date": Proof("indicated", f"If cargo passed, it was about {day}.", cited),
        "grounds": Proof("missing", "What the State knew, and when, is not in a track."),
        "flag": Proof("missing", f"That the other ship was under the flag of {scene.regime.target} is not shown."),
    }


def _tests(scene: Scene, could: Sequence[Row], doors: Doors) -> list[Refutation]:
    """Return the innocent explanations of a tanker that came out lighter, tested."""
    judged = [(gap, _tells_nothing(gap, doors)) for gap in could]
    nothing = [why for _, why in judged if why is not None]
    telling = [gap for gap, why in judged if why is None]
    return [
        refutations.kind_of_ship(scene.ship, frozenset(), "carries no oil"),
        lain_alone.mistyped(scene),
        lain_alone.little(scene),
        lain_alone.entered_late(scene),
        lain_alone.berth(scene),
        _another_near(scene),
        refutations.waited(scene.stay),
        _reception(scene),
        _silences(scene, len(could), nothing),
        _who_could_come(scene, telling),
        refutations.unchecked("fuel for fishing boats", "who sends no AIS is not heard; boats take fuel at sea"),
        refutations.unchecked("water ballast or a wrong entry", f"It reported {scene.change.said()}; nothing tells."),
        refutations.notified(),
    ]


def _another_near(scene: Scene) -> Refutation:
    """Test for a ship of another State that was heard near, if for a moment: that may have been the other one."""
    name, target = "another ship near", scene.regime.target
    lay = {one.ship.mmsi: one.ship.flag for one in scene.beside}
    heard = {mmsi: numbers.flag(mmsi) for mmsi in scene.seen} | lay
    others = [f"MMSI {mmsi:09d}" for mmsi, flag in sorted(heard.items()) if flag != target]
    if others:
        return refutations.holds(name, f"heard there, slow or lying still: {', '.join(others)}")
    own = ", ".join(f"MMSI {mmsi:09d}" for mmsi in sorted(heard))
    if own:
        return refutations.passed(name, f"nobody was heard near but under the flag of {target}: {own}")
    return refutations.passed(name, "nobody was heard near, slow or lying still, at any moment of the stay")


def _reception(scene: Scene) -> Refutation:
    """Test whether the stay was heard at all: nobody was heard beside a ship that was hardly heard itself."""
    name, stay = "reception", scene.stay
    hours = stay["end_us"] // US_PER_HOUR - stay["start_us"] // US_PER_HOUR + 1
    heard = len({one["t_us"] // US_PER_HOUR for one in stay["positions"]})
    said = f"it was heard itself in {heard} of the {hours} hours of its stay"
    if heard < HEARD * hours:
        why = f"where {HEARD * 100:.0f} % are needed to say that it lay there, and that nobody was heard beside it"
        return refutations.holds(name, f"{said}, {why}")
    return refutations.passed(name, said)


def _tells_nothing(gap: Row, doors: Doors) -> str | None:
    """Return in words why a silence does not speak of a ship that hides; None where it may.

    Its whole length counts, not the part in which it could have come: a ship that is laid up, or that trades where
    nobody listens, is silent at any time that one asks about.
    """
    if gap["end_us"] - gap["start_us"] > SILENCE_US:
        return f"lasted over {SILENCE_US // (24 * US_PER_HOUR)} days"
    watched, audible = (sum(gap.get(f"{what}_{end}_h") or 0 for end in _ENDS) for what in ("watched", "audible"))
    if watched and not audible:
        return "began and ended where nobody at all was heard then, so that receivers may have been down"
    if doors.test(gap).outcome == "refutes":
        return "began or ended where others, on most days, are lost or appear too: that is where hearing ends"
    return None


def _silences(scene: Scene, number: int, nothing: Sequence[str]) -> Refutation:
    """Test whether all that is said of the target's ships is that they were not heard, as others are not either."""
    name = "silences that tell nothing"
    several, they = ("silence of a ship", "it") if number == 1 else ("silences of ships", "they")
    whole = f"of {number} {several} of {scene.regime.target} in which {they} had the time to come"
    parted = "; ".join(f"{count} {why}" for why, count in sorted(Counter(nothing).items()))
    telling = number - len(nothing)
    if not telling:
        return refutations.holds(name, f"{whole}, none tells of a ship that hides: {parted}")
    may = f"{telling} may be of {'a ship that hides' if telling == 1 else 'ships that hide'}"
    return refutations.passed(name, f"{whole}, {may}{f'; {parted}' if parted else ''}")


def _who_could_come(scene: Scene, could: Sequence[Row]) -> Refutation:
    """Say which ships of the target's were silent and had the time, and which of them came out of it deeper."""
    over = {gap["mmsi"] for gap in scene.silent}
    named = sorted({gap["mmsi"] for gap in could}, key=lambda mmsi: (mmsi not in over, mmsi))
    told = refutations.several([f"MMSI {mmsi:09d}{' (deeper afterwards)' if mmsi in over else ''}" for mmsi in named])
    return refutations.unchecked("which ship it was", f"silent then, and had the time to come and lie there: {told}")
