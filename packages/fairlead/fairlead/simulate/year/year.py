"""Makes the simulated year: plans all lives, then writes a file a day and at last the key; the same for the same seed.

    1. draw how many deliveries are hidden, and which ways they go
    2. plan every hull's year: those that hide acts, those that serve others last
    3. write day after day; a day that was written before is not written again
    4. count what was heard of each act, and write the key

Stopped anywhere, it goes on: the plan follows from the seed, and each day from the plan. Memory holds the plan and one
day, however long the sea. Left out: lists and pages, which the small sea has.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from datetime import UTC, date, datetime, time
from pathlib import Path

import numpy as np
import numpy.typing as npt

from fairlead.errors import MisuseError
from fairlead.simulate.fleet import Shipyard
from fairlead.simulate.truth import Act, Ledger, TruePlace, Truth
from fairlead.simulate.year import acts, trades
from fairlead.simulate.year.acts import Meeting, Task
from fairlead.simulate.year.chart import DAY, HOUR, PORTS
from fairlead.simulate.year.diary import Diary
from fairlead.simulate.year.ears import Ears
from fairlead.simulate.year.fleet import Fleet
from fairlead.simulate.year.rows import Scribe, file_name

MOST_HIDDEN = 900  # a year; the count is drawn from 0 to this, and in proportion for less
FULL_SHIPS = 1_000  # with fewer ships than this, fewer acts are drawn
_LEAST_SHIPS, _LEAST_DAYS = 60, 18

_README = """SIMULATED. Every ship, number and act in this folder is invented by `fairlead simulate`
(seed {seed}, from {start}, {days} days). None of it happened. Names begin with SIM.

simulated-ais-*.parquet   ship tracks in VesselFinder's layout, a file a day; SRC tells coast stations from satellites
truth.json                what really happened in this sea: never add it to a case
"""


@dataclass(frozen=True)
class Wanted:
    """The size of a simulated year; ``hidden`` None: drawn from the seed."""

    seed: int = 1
    days: int = 365
    ships: int = 3_000
    hidden: int | None = None
    start: date = date(2019, 3, 1)

    def count(self) -> int:
        """Return how many deliveries this sea hides."""
        if self.hidden is not None:
            return self.hidden
        most = MOST_HIDDEN * self.days / 365 * min(1.0, self.ships / FULL_SHIPS)
        return random.Random(f"hidden {self.seed}").randint(0, round(most))  # noqa: S311


def year(folder: Path, wanted: Wanted, advance: Callable[[float], None] = lambda _fraction: None) -> Truth:
    """Write a simulated year into ``folder`` (made if absent), going on where an earlier run stopped; return its key.

    Raises MisuseError for too few days or ships, and where the folder holds another sea.
    """
    if wanted.days < _LEAST_DAYS or wanted.ships < _LEAST_SHIPS:
        said = f"{wanted.days} days and {wanted.ships} ships"
        raise MisuseError(f"such a sea needs at least {_LEAST_DAYS} days and {_LEAST_SHIPS} ships, not {said}")
    counts = folder / ".counts"
    _claim(folder, counts, wanted)
    epoch = datetime.combine(wanted.start, time(), UTC)
    fleet = plan(wanted, epoch)
    hearing = Ears(wanted.seed, wanted.days, epoch.timetuple().tm_yday)
    scribe = Scribe(fleet.world, fleet.watches, hearing, wanted.seed, epoch)
    heard = np.zeros(len(fleet.watches), np.int64)
    truth = Truth(wanted.seed, wanted.start.isoformat(), wanted.days, wanted.ships)
    for day in range(wanted.days):
        name = file_name(epoch, day)
        note = counts / f"{name}.npy"
        if not (note.exists() and (folder / name).exists()):
            rows, counted = scribe.write(day, folder / name)
            np.save(note, np.append(counted, rows))
        stored = np.load(note)
        heard += stored[:-1]
        truth.files[name] = int(stored[-1])
        advance((day + 1) / wanted.days)
    _close(fleet, truth, heard, hearing)
    (folder / "README.txt").write_text(
        _README.format(seed=wanted.seed, start=wanted.start, days=wanted.days), encoding="utf-8"
    )
    truth.write(folder / "truth.json")
    return truth


def _claim(folder: Path, counts: Path, wanted: Wanted) -> None:
    """Say in the folder which sea it holds; refuse one that holds another."""
    counts.mkdir(parents=True, exist_ok=True)
    mark = counts / "wanted.json"
    said = json.dumps({key: str(value) for key, value in asdict(wanted).items()}, sort_keys=True)
    if mark.exists() and mark.read_text(encoding="utf-8") != said:
        raise MisuseError(f"{folder} holds another simulated sea: {mark.read_text()}", "name another folder")
    mark.write_text(said, encoding="utf-8")


def plan(wanted: Wanted, epoch: datetime) -> Fleet:
    """Return all lives of a sea and its book, without writing anything."""
    seconds = wanted.days * DAY
    yard = Shipyard(np.random.default_rng([wanted.seed, 2]))
    fleet = Fleet(wanted.seed, seconds, yard, Ledger(epoch))
    rng = random.Random(f"plan {wanted.seed}")  # noqa: S311
    _engage(fleet, rng, wanted)
    _merchants(fleet, rng, wanted.ships)
    _serve(fleet, rng, wanted.ships)
    return fleet


def _engage(fleet: Fleet, rng: random.Random, wanted: Wanted) -> None:
    """Plan the hulls that may hide acts, first and second parties of meetings in this order."""
    count, ships = wanted.count(), wanted.ships
    ways = [name for name, _ in acts.OTHERS]
    drawn = ["flag" if rng.random() < acts.FLAG_SHARE else "" for _ in range(count)]
    drawn = [one or rng.choices(ways, [weight for _, weight in acts.OTHERS])[0] for one in drawn]
    counts = {name: drawn.count(name) for name in ("flag", *ways)}
    each = max(1, int((fleet.seconds - acts.NEED_S - DAY) / acts.SPACE_S) + 1)
    meetings: list[Meeting] = []
    coal = counts["at sea"] // 2

    def met(oil: bool) -> Task:
        def go(fleet: Fleet, life: Diary) -> None:
            meeting = acts.draw_meeting(life, life.now + life.some(6.5, 8.5) * DAY, oil=oil)
            acts.first_at_sea(fleet, life, meeting)
            if meeting.first is not None:
                meetings.append(meeting)

        return go

    flagged: list[Task] = (
        [acts.delivery] * counts["flag"] + [acts.laundered] * counts["laundered"] + [met(False)] * coal
    )
    _crew(fleet, rng, "DPRK bulk carrier", flagged, 0.04 * ships, each, trades.dprk_round)
    oil: list[Task] = [met(True)] * (counts["at sea"] - coal)
    _crew(fleet, rng, "DPRK tanker", oil, 0.012 * ships, each, trades.dprk_tanker_round)
    third: list[Task] = [acts.abroad] * counts["third flag"]
    _crew(fleet, rng, "old bulk carrier", third, 0.03 * ships, each, trades.visitor)
    barges: list[Task] = [acts.abroad] * counts["barge"]
    _crew(fleet, rng, "self-propelled barge", barges, 0.03 * ships, each, trades.barge_round)
    for kind, goods, usual in (
        ("old bulk carrier", "coal", trades.visitor),
        ("old tanker", "oil", trades.tanker_round),
    ):
        _second(fleet, rng, kind, [one for one in meetings if one.goods == goods], max(2.0, 0.02 * ships), usual)
    for meeting in meetings:
        if not meeting.met:
            acts.unmet(fleet.world.draughts, meeting)


def _crew(
    fleet: Fleet,
    rng: random.Random,
    kind: str,
    tasks: list[Task],
    least: float,
    each: int,
    usual: trades.Cycle,
) -> None:
    """Give tasks to enough hulls of a kind, spread over the year, with their usual rounds in between."""
    hulls = max(round(least), -(-len(tasks) // each))
    rng.shuffle(tasks)
    shares = [tasks[n::hulls] for n in range(hulls)]
    for share in shares:
        spot = rng.choice(("nampo", "haeju", "songnim", "nampo-roads") if "DPRK" in kind else PORTS[:9])
        life = fleet.hire(kind, spot, -rng.uniform(1, 5) * DAY)
        life.lie(life.some(12, 40))
        free = fleet.seconds - acts.NEED_S - 0.4 * DAY - (len(share) - 1) * acts.SPACE_S
        begins = sorted(rng.uniform(0.3 * DAY, max(0.35 * DAY, free)) for _ in share)
        for n, (begin, task) in enumerate(zip(begins, share, strict=True)):
            _usual(fleet, life, begin + n * acts.SPACE_S, usual)
            task(fleet, life)
        _usual(fleet, life, fleet.seconds, usual)
        life.lie((fleet.seconds - life.now) / HOUR + 2)


def _usual(fleet: Fleet, life: Diary, until: float, usual: trades.Cycle) -> None:
    """Make usual rounds as long as one surely fits, then wait."""
    longest = 13 * DAY
    while life.now + longest < until or (until >= fleet.seconds and life.now < fleet.seconds):
        usual(fleet, life)
    if life.now < until < fleet.seconds and life.node not in ("gate-south", "gate-east"):
        life.lie((until - life.now) / HOUR)


def _second(
    fleet: Fleet, rng: random.Random, kind: str, meetings: list[Meeting], least: float, usual: trades.Cycle
) -> None:
    """Send other hulls to the meetings, each to those that it can come to one after another."""
    waiting = sorted(meetings, key=lambda one: one.when)
    hulls = 0
    while waiting or hulls < least:
        life = fleet.hire(kind, rng.choice(PORTS[:9]), -rng.uniform(1, 4) * DAY)
        life.lie(life.some(8, 30))
        hulls += 1
        left = []
        for meeting in waiting:
            if meeting.when < life.now + 4 * DAY and not (hulls > least and meeting.when < 5 * DAY):
                left.append(meeting)
                continue
            _usual(fleet, life, meeting.when - 4 * DAY, usual)
            acts.second_at_sea(fleet, life, meeting)
            life.sail(rng.choice(("shanghai", "qingdao", "zhoushan")))
            life.moor(life.some(16, 40))
            life.load(False)
        waiting = left if len(left) < len(waiting) or hulls <= least else []
        _usual(fleet, life, fleet.seconds, usual)


def _merchants(fleet: Fleet, rng: random.Random, ships: int) -> None:
    """Fill the sea with lawful ships that need nobody else."""
    wanted = ships - len(fleet.hulls)
    trades_of: tuple[tuple[str, float, Callable[[Fleet, Diary], None]], ...] = (
        ("tanker", 0.10, trades.merchant),
        ("container ship", 0.11, trades.merchant),
        ("ferry", 0.015, trades.ferry),
        ("fishing boat", 0.28, trades.fisher),
        ("bulk carrier", 0.29, trades.merchant),
    )
    for kind, part, live in trades_of:
        for _ in range(round(part * wanted)):
            life = fleet.hire(kind, rng.choice(PORTS), -rng.uniform(0.2, 4) * DAY)
            live(fleet, life)
    for _ in range(round(0.04 * wanted)):
        begin = -rng.uniform(0.2, 3) * DAY
        trades.pair_trawlers(fleet, *(fleet.hire("fishing boat", "qingdao", begin) for _ in range(2)))


def _serve(fleet: Fleet, rng: random.Random, ships: int) -> None:
    """Fill up with craft that serve the others: they look at what those do."""
    roads = ("zhoushan-roads", "qingdao-roads", "dalian-roads", "shanghai-roads", "bohai-roads", "lianyungang-roads")
    left = max(0, ships - len(fleet.hulls))
    for n in range(left):
        part = n / max(1, left)
        if part < 0.45:
            spot = rng.choice(roads)
            tanker = fleet.hire("bunker tanker", spot, -6 * HOUR)
            trades.server(fleet, tanker, spot, "bunkering", (3, 7), least_m=85)
        elif part < 0.6:
            spot = rng.choice(roads)
            barge = fleet.hire("self-propelled barge", spot, -6 * HOUR)
            trades.server(fleet, barge, spot, "lightering", (10, 30), least_m=130)
        elif part < 0.8:
            trades.pilot(fleet, fleet.hire("pilot boat", rng.choice(PORTS), -6 * HOUR), "pilotage")
        else:
            trades.pilot(fleet, fleet.hire("tug", rng.choice(PORTS), -6 * HOUR), "towage")


def _close(fleet: Fleet, truth: Truth, heard: npt.NDArray[np.int64], hearing: Ears) -> None:
    """Add to the key what was heard of each act."""
    messages: dict[str, list[int]] = {}
    ends: dict[str, list[int]] = {}
    for watch, count in zip(fleet.watches, heard.tolist(), strict=True):
        (ends if watch.is_end else messages).setdefault(watch.act, []).append(count)

    def counted(act: Act) -> Act:
        return replace(act, messages=tuple(messages.get(act.id, ())), ends=tuple(ends.get(act.id, ())))

    for number, deaf in enumerate(hearing.deaf):
        where = [TruePlace("area", f"{deaf.radius_m / 1000:.0f} km around", "", round(deaf.lat, 2), round(deaf.lon, 2))]
        note = f"no ship is heard; stretch {number + 1}"
        fleet.ledger.note("poor_reception", [], where, deaf.begin, deaf.end, heard="nothing", note=note)
    truth.hidden = [counted(act) for act in fleet.ledger.hidden]
    truth.innocent = [counted(act) for act in fleet.ledger.innocent]
