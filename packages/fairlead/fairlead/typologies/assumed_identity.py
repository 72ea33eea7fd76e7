"""Typology: a ship of the target's flag was silent, and a number that may have been it came and went meanwhile.

All that was ever heard of the second number lies within the silence, and a ship could sail from where the first was
lost to where the second was first heard, and on to where the first was heard again. They told one size and kind, or one
destination and nearly one size. A number of one's own is left for another in order not to be seen on a trip; where it
went is what was heard of the second. A change of number without a return is ``laundered.py``'s and
``dark_laundered.py``'s. Left out: a second number that was in use before or after, and silences of over fifteen days.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from fairlead.law import Regime
from fairlead.shapes import US_PER_HOUR
from fairlead.typologies import citing, dark_trip, engagements, moments, placing
from fairlead.typologies.candidates import Rejected, refuted
from fairlead.typologies.engagements import Proof
from fairlead.typologies.grounds import concerned, hulls, refutations, ships, unheard_calls
from fairlead.typologies.grounds.linked import event_ref, on_tracks
from fairlead.typologies.grounds.ships import Identity, Ships
from fairlead.typologies.grounds.stand_ins import StandIn, StandIns
from fairlead.typologies.occasion import Citation, Engagement, Occasion, Place, Refutation, Typology, occasion_id

if TYPE_CHECKING:
    from fairlead.typologies.world import World

NAME = "assumed_identity"
VERSION = 1
TITLE = "Ship of the target State's flag, silent while a number that may have been it came and went"
DOES_NOT_SHOW = (
    "Two numbers heard in turn do not show one hull: another ship of its size may have come into what can be heard and "
    "left it again while the first was silent, and only a photograph, a registry or the ship itself can tell. Names, "
    "sizes and destinations are typed in. Where it is one hull, that it went under another number says nothing of what "
    "it carried, whether it landed or took anything, or whom it met."
)

SILENCE_US = 24 * US_PER_HOUR  # as identity_change.Parameters: a hull that changes its number is silent for longer
LONGEST_US = 15 * 24 * US_PER_HOUR  # as laundered.SILENT_US: in a longer one there is room for another voyage
CHANCE = 0.1  # ours: how many pairs as like may be expected by chance, of all in the case

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Scene:
    """A silence, the number that may have been the ship in it, and what else was heard of the time."""

    gap: dict[str, Any]
    ship: Identity
    other: Identity
    stand_in: StandIn
    alike: Sequence[int]  # other numbers that came and went in the silence, and fit as well
    pairs: int  # how many such numbers there are in the silences of all ships of the flag, alike or not
    chance: float  # how many of these pairs would be as like by chance
    stops: Sequence[Row]  # of the second number


def find(world: World) -> Iterator[Occasion | Rejected]:
    """Yield an occasion or a rejection for each number that may have been a ship of the target's on a trip."""
    for regime in world.regimes.values():
        if not (regime.obligations.get(dark_trip.OBLIGATION) or regime.obligations.get(dark_trip.AT_SEA)):
            continue
        gaps = silences(world, regime)
        stand_ins = StandIns(world, gaps, concerned.flag_range(regime.target))
        fitting = [(gap, stand_ins.of(gap)) for gap in gaps]
        pairs = [(gap, one, several) for gap, several in fitting for one in several if alike(one)]
        fleet = Ships(world.static_reports, [row["mmsi"] for gap, one, _ in pairs for row in (gap, one.life)])
        visits = world.events["port_visit"]
        stops = on_tracks(visits.filter(visits.stopped), [one.life["track"] for _, one, _ in pairs])
        for gap, one, several in pairs:
            life = one.life
            ship, other = fleet.at(gap["mmsi"], gap["start_us"]), fleet.at(life["mmsi"], life["start_us"])
            fits = [each.life["mmsi"] for each in several if each is not one and alike(each)]
            scene = Scene(
                gap, ship, other, one, fits, stand_ins.pairs, stand_ins.by_chance(one), stops.get(life["track"], ())
            )
            yield _judge(world, regime, scene)


def silences(world: World, regime: Regime) -> list[dict[str, Any]]:
    """Return the silences of ships under the target's flag that ended, and were long enough to go under another."""
    gaps = world.events["gap"]
    own = gaps.filter((gaps.mmsi // 1_000_000).isin(concerned.flag_range(regime.target)), gaps.end_us.notnull())
    long = own.filter(own.end_us - own.start_us >= SILENCE_US, own.end_us - own.start_us <= LONGEST_US)
    rows: list[dict[str, Any]] = long.order_by(["start_us", "track"]).to_pyarrow().to_pylist()
    return rows


def alike(one: StandIn) -> bool:
    """Tell whether a number that came and went was like the ship that was silent, by what both reported."""
    return one.same_hull or one.same_goal


def _judge(world: World, regime: Regime, scene: Scene) -> Occasion | Rejected:
    gap, ship = scene.gap, scene.ship
    proof = Proof("missing", f"{_linked(scene)} That it is one hull is not shown.", _cited(world, scene))
    engages = dark_trip.engaged(world, regime, ship, gap, proof)
    tests = _tests(regime, scene, engages)
    rejection = refuted(NAME, [ship.called(), scene.other.called()], moments.iso(gap["start_us"]), tests)
    return rejection or _occasion(regime, scene, engages, tests)


def _occasion(regime: Regime, scene: Scene, engages: tuple[Engagement, ...], tests: Sequence[Refutation]) -> Occasion:
    gap, life, ship = scene.gap, scene.stand_in.life, scene.ship
    named = f"{ship.called()[0].upper()}{ship.called()[1:]}"
    silent = f"{named} was silent for {unheard_calls.length(gap)}, {unheard_calls.days(gap)}"
    second = f"{scene.other.called()}, which may have been it, was heard then and at no other time{_went(scene)}"
    would = f"would engage {engagements.cited(engages)} {dark_trip.would(ship)}"
    anchor = [regime.id, gap["start_us"], gap["start_lat_e7"], gap["start_lon_e7"]]
    return Occasion(
        id=occasion_id(NAME, [gap["mmsi"], life["mmsi"]], anchor),
        regime=regime.id,
        typology=Typology(NAME, VERSION),
        basis="observed",
        title=f"{silent}, and {second}; {would}",
        start=moments.iso(gap["start_us"]),
        start_precision="second",
        end=moments.iso(gap["end_us"]),
        end_precision="second",
        places=(
            placing.place("last heard", *placing.position(gap, "start")),
            placing.place("second first heard", *placing.position(life, "start")),
            *(_place(stop) for stop in scene.stops),
            placing.place("second last heard", *placing.position(life, "end")),
            placing.place("heard again", *placing.position(gap, "end")),
        ),
        subjects=(
            ship.subject("ship under the target's flag"),
            scene.other.subject("the same ship, as it may have been called"),
        ),
        goods=(),
        events=tuple(event_ref(one) for one in (gap, *scene.stops)),
        engagements=engages,
        refutations=tuple(tests),
        does_not_show=DOES_NOT_SHOW,
    ).sealed()


def _place(stop: Row) -> Place:
    return placing.place("second called", *placing.position(stop, "start"), id=stop["place"], country=stop["country"])


def _went(scene: Scene) -> str:
    """Return in words where the second number called; nothing where no call was heard."""
    called = list(dict.fromkeys(placing.named(_place(stop)) for stop in scene.stops))
    return f", and called at {' and '.join(called)}" if called else ""


def _cited(world: World, scene: Scene) -> tuple[Citation, ...]:
    life = scene.stand_in.life
    ends = [(life[f"{edge}_exhibit"], life[f"{edge}_row"]) for edge in ("start", "end")]
    return citing.merged([*citing.ends(world.exhibits, scene.gap), *citing.rows(world.exhibits, *ends)])


def _linked(scene: Scene) -> str:
    """Return in words what joins the two numbers."""
    gap, life = scene.gap, scene.stand_in.life
    heard = f"{life['positions']} times from {moments.moment(life['start_us'])} to {moments.moment(life['end_us'])}"
    came, went = (
        placing.km(placing.distance_m(*placing.position(gap, edge), *placing.position(life, edge)))
        for edge in ("start", "end")
    )
    after, before = (moments.hours(abs(gap[f"{edge}_us"] - life[f"{edge}_us"])) for edge in ("start", "end"))
    return (
        f"All that was heard of MMSI {life['mmsi']:09d} was heard in the silence of MMSI {gap['mmsi']:09d}, {heard}: "
        f"first {came} from where that one was lost, {after} after; last {went} from where that one was heard again, "
        f"{before} before. {_common(scene)}."
    )


def _common(scene: Scene) -> str:
    """Return in words what the two reported alike."""
    one = scene.stand_in
    sizes = [f"{told['length_dm'] / 10:.0f} by {told['beam_dm'] / 10:.0f} m" for told in (one.first, one.second)]
    size = f"both told {sizes[0]}" if sizes[0] == sizes[1] else f"the one told {sizes[0]}, the other {sizes[1]}"
    kinds = (one.first["ship_type"], one.second["ship_type"])
    kind = f"both AIS type {kinds[0]}" if kinds[0] == kinds[1] else f"AIS types {kinds[0]} and {kinds[1]}"
    goal = f"; both gave “{'”, “'.join(one.goals)}” as destination" if one.goals else ""
    return f"{size[0].upper()}{size[1:]}, {kind}{goal}"


def _tests(regime: Regime, scene: Scene, engages: tuple[Engagement, ...]) -> list[Refutation]:
    """Return the explanations by which the two are two ships, or the trip is innocent, tested."""
    both = (scene.ship, scene.other)
    registry = f"{hulls.called(both)}; a registry can tell whose hull the second's numbers are"
    return [
        dark_trip.dated(regime, scene.ship, scene.gap, engages),
        *(refutations.kind_of_ship(one, ships.PASSENGER, "carries passengers") for one in both),
        hulls.kept_name(both),
        _slip(scene),
        _another(scene),
        refutations.unchecked("new transponder, sale or new flag", registry),
        refutations.unchecked("a trip in ballast, for repairs or for lawful goods", "what it carried was not heard"),
        refutations.notified(),
    ]


def _another(scene: Scene) -> Refutation:
    """Test for another ship of its size: one in the same silence, or likeness that is to be expected by chance."""
    name = "another ship of its size"
    if scene.alike:
        fit = refutations.several([f"MMSI {mmsi:09d}" for mmsi in scene.alike])
        return refutations.holds(name, f"{_common(scene)}; in the same silence these fit as well: {fit}")
    whole = "once in the case" if scene.pairs == 1 else f"{scene.pairs} times in the case"
    said = (
        f"{_common(scene)}; a number of another flag came and went so in a silence of a ship of the flag {whole}, and "
        f"by the sizes, kinds and destinations of all ships {scene.chance:.2f} of them would be as like by chance"
    )
    if scene.chance > CHANCE:
        return refutations.holds(name, f"{said}, where {CHANCE:.2f} are the most")
    return refutations.passed(name, said)


def _slip(scene: Scene) -> Refutation:
    """Test for a number typed wrong for some days."""
    name, one, other = "number typed wrong", scene.ship.mmsi, scene.other.mmsi
    if hulls.slipped(one, other):
        return refutations.holds(name, f"{one:09d} and {other:09d} differ by a slip of the hand")
    return refutations.passed(name, f"{one:09d} and {other:09d} are unlike")
