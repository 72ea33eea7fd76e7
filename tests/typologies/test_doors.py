"""Silences through places where most ships leave what can be heard tell nothing of a ship."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import ibis
import pyarrow as pa
import pytest

from fairlead import shapes
from fairlead.typologies.grounds.doors import Doors
from fairlead.typologies.grounds.hearing import hearing

HOUR = shapes.US_PER_HOUR
GATE, INSIDE = (-350_000_000, 1_158_000_000), (-330_000_000, 1_150_000_000)


def legs(tracks: dict[int, list[tuple[float, tuple[int, int]]]]) -> Any:
    rows = []
    for track, heard in tracks.items():
        for (hour, at), then in zip(heard, [*heard[1:], None], strict=True):
            rows.append(
                {
                    "track": track,
                    "t_us": round(hour * HOUR),
                    "lat_e7": at[0],
                    "lon_e7": at[1],
                    "next_t_us": round(then[0] * HOUR) if then else None,
                    "next_lat_e7": then[1][0] if then else None,
                    "next_lon_e7": then[1][1] if then else None,
                }
            )
    return ibis.memtable(pa.Table.from_pylist(rows, schema=shapes.LEGS))


def doors(table: Any, gaps: list[dict[str, Any]]) -> Doors:
    world: Any = SimpleNamespace(hearing=hearing(table))
    return Doors(world, gaps)


def silence(start: tuple[int, int], end: tuple[int, int]) -> dict[str, Any]:
    return {"track": 99, "start_lat_e7": start[0], "start_lon_e7": start[1], "end_lat_e7": end[0], "end_lon_e7": end[1]}


def near(start: int, end: int, at: tuple[int, int] = INSIDE) -> list[tuple[float, tuple[int, int]]]:
    """Heard every five hours at one place."""
    return [(float(hour), at) for hour in range(start, end, 5)]


def sea(others: int, lost: int) -> Any:
    """Others pass the gate after hours inside; some are lost there for good, the rest go on being heard."""
    tracks = {n: [*near(0, 105), (102.0, GATE)] for n in range(1, lost + 1)}
    tracks |= {n: [*near(0, 105), (102.0, GATE), *near(105, 301)] for n in range(lost + 1, others + 1)}
    tracks[99] = [*near(0, 105), (102.0, GATE), *near(150, 301)]
    return legs(tracks)


def test_a_silence_that_began_where_most_others_are_lost_is_refuted() -> None:
    gap = silence(GATE, INSIDE)
    test = doors(sea(10, 6), [gap]).test(gap, "the ship")
    assert test.outcome == "refutes"
    assert "10 other ships were heard on 10 days (counted ship by ship), and on 6 of these one fell silent" in test.why


@pytest.mark.parametrize(
    ("others", "lost", "outcome"), [(10, 4, "does not refute"), (4, 4, "open"), (10, 5, "refutes")]
)
def test_it_stands_where_fewer_are_lost_and_is_open_where_few_were_heard(others: int, lost: int, outcome: str) -> None:
    gap = silence(GATE, INSIDE)
    assert doors(sea(others, lost), [gap]).test(gap).outcome == outcome


@pytest.mark.parametrize(("shares", "outcome"), [((0.5, 0.5), "does not refute"), ((0.25, 0.5), "refutes")])
def test_what_share_makes_an_edge_is_asked_for_each_end(shares: tuple[float, float], outcome: str) -> None:
    gap = silence(GATE, INSIDE)
    assert doors(sea(10, 4), [gap]).test(gap, shares=shares).outcome == outcome


def test_a_silence_that_ended_where_most_others_come_from_nowhere_is_refuted() -> None:
    tracks = {n: [(100.0, GATE), *near(105, 301)] for n in range(1, 8)}
    tracks[99] = [*near(0, 50), (100.0, GATE), *near(105, 301)]
    tracks |= {n: near(0, 301) for n in range(90, 99)}
    gap = silence(INSIDE, GATE)
    test = doors(legs(tracks), [gap]).test(gap)
    assert test.outcome == "refutes"
    assert "7 other ships were heard on 7 days (counted ship by ship), and on 7 of these" in test.why


def test_tracks_cut_by_the_ends_of_the_data_are_not_lost() -> None:
    tracks = {n: [*near(0, 101), (102.0, GATE)] for n in range(1, 8)}
    tracks[99] = [*near(0, 20), (50.0, GATE), (103.0, INSIDE)]
    gap = silence(GATE, INSIDE)
    assert doors(legs(tracks), [gap]).test(gap).outcome == "does not refute"


def test_who_was_lost_once_in_many_passages_does_not_make_an_edge() -> None:
    weekly = [(hour, at) for week in range(20) for hour, at in ((week * 168.0, INSIDE), (week * 168.0 + 5, GATE))]
    between = [(float(hour), INSIDE) for hour in range(0, 20 * 168, 5) if hour % 168 not in (0, 5)]
    tracks = {n: sorted([*weekly, *between]) for n in range(1, 8)}
    for n in range(1, 8):  # each is lost there in another week
        tracks[n] = [one for one in tracks[n] if not n * 168 + 5 < one[0] < n * 168 + 30]
    gap = silence(GATE, INSIDE)
    assert doors(legs(tracks), [gap]).test(gap).outcome == "does not refute"


def test_a_lane_out_and_in_is_an_edge_though_half_of_its_ships_come_in() -> None:
    out = {n: [*near(0, 105), (102.0, GATE), (250.0, GATE), *near(255, 301)] for n in range(1, 8)}
    gap = silence(GATE, INSIDE)
    assert doors(legs(out), [gap]).test(gap).outcome == "refutes"
