"""A ship's time line: words stay in their bars, and no bar begins on another's words."""

from __future__ import annotations

from itertools import pairwise

from fairlead.desk.pages import lanes
from fairlead.desk.ship_shown import Bar, ShipShown

HOUR = 3_600_000_000


def test_words_of_meetings_at_once_do_not_cover_each_other() -> None:
    starts = (0, 3, 30, 34, 60)
    met = [
        Bar.model_construct(
            id=str(start),
            kind="encounter",
            label=f"beside SHIP {start}",
            start_us=start * HOUR,
            end_us=(start + 60) * HOUR,
            open=False,
            start="",
            end="",
        )
        for start in starts
    ]
    drawing = lanes.drawn(ShipShown.model_construct(from_us=0, until_us=800 * HOUR, lanes=[], lists=[], events=met))
    (lane,) = drawing.lanes
    for bar, following in pairwise(lane["bars"]):
        assert bar["x"] + 6.6 * len(bar["said"]) <= following["x"] + 0.1
    assert lane["bars"][-1]["said"].startswith("beside SHIP")
    assert all(x + lanes.DATE_PX <= lanes.WIDTH for x, _ in drawing.ticks)
