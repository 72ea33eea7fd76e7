"""Distances and draughts as lines of text: near is low, unheard is blank, and what was done stands between."""

from __future__ import annotations

from fairlead.dossier import curves, plain
from fairlead.dossier.measured import Apart, Drawn
from fairlead.shapes import US_PER_HOUR

START = 1_552_348_800_000_000  # 2019-03-12


def hour(n: float) -> int:
    return START + round(n * US_PER_HOUR)


def test_a_meeting_stands_low_between_the_hours_far_apart_and_silent_hours_are_blank() -> None:
    metres = {0: 90_000, 1: 9_000, 2: 40, 3: 30, 4: 45, 7: 700, 8: 60_000}
    points = [(hour(n), dm * 10) for n, dm in metres.items()]
    found = Apart("Distance", points, (hour(2), hour(4)), US_PER_HOUR, 500)
    head, blocks, told, summed = plain.distance(found, 9)
    assert head == "12 March 2019 at 00:00 to 12 March 2019 at 08:00 UTC, the nearest in each 54 min"
    assert blocks == "|█▆▁▁▁  ▄█|"
    assert told == "|  ...    |"
    assert summed.startswith(
        "least 30 m, 12 March 2019 at 03:00 UTC; while it is told of, half of the time within 40 m"
    )


def test_of_many_points_in_one_stretch_the_nearest_is_drawn() -> None:
    points = [(hour(n / 10), 100_000 if n != 5 else 900) for n in range(20)]
    _, blocks, _, _ = plain.distance(Apart("Distance", points, (hour(9), hour(9)), 1, 500), 2)
    assert blocks == "|▂▆|"


def test_draughts_are_told_with_what_the_ship_did_between_them() -> None:
    reports = [(hour(0), 32), (hour(5), 32), (hour(20), 61)]
    marks = [curves.Instant(hour(8), "silent")]
    found = Drawn(
        "MADE UP", reports, marks, hour(-9), hour(90), "its silence", [(hour(8), hour(19))], ["its silence"], ""
    )
    assert plain.draught(found) == [
        "3.2 m, 12 Mar 2019 00:00 to 12 Mar 2019 05:00",
        "– its silence, 12 Mar 2019 08:00 to 12 Mar 2019 19:00",
        "6.1 m, 12 Mar 2019 20:00",
    ]
    stayed = Drawn("MADE UP", reports, [], hour(-9), hour(90), "its stay", [(hour(8), hour(19))], ["its stay"], "")
    assert plain.draught(stayed)[1] == "– its stay, 12 Mar 2019 08:00 to 12 Mar 2019 19:00"
