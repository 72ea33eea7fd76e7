"""What the pictures of distance and draught show, as lines of text for a terminal.

A line of blocks is no curve: distances stand in steps, the nearest of each stretch of time. Reception is told so by
``heard.py``, identities by ``lanes.py``.
"""

from __future__ import annotations

from fairlead.dossier.measured import Apart, Drawn
from fairlead.typologies import moments

STEPS_M = ((50, "▁"), (100, "▂"), (500, "▃"), (1_000, "▄"), (5_000, "▅"), (10_000, "▆"), (50_000, "▇"))
FARTHER = "█"
LEGEND = "▁ up to 50 m, ▂ 100 m, ▃ 500 m, ▄ 1 km, ▅ 5 km, ▆ 10 km, ▇ 50 km, █ farther; blank: one of the two not heard"
DISTANCE = "dots stand under what is told of; it does not show how near the hulls were, or that anything passed"
DRAUGHT = "crews type the draught in, often late or never; it does not show cargo"
_LASTING = {"silent": "its silence", "meeting": "the meeting"}  # marks of what is told with its end
_MINUTE_US = 60_000_000


def distance(found: Apart, bins: int) -> list[str]:
    """Return two ships' distance: a block for the nearest in each stretch of time, and dots under what is told of."""
    start_us, end_us = found.points[0][0], found.points[-1][0]
    width_us = max(1, -(-(end_us - start_us + 1) // bins))
    nearest: dict[int, int] = {}
    for t_us, dm in found.points:
        at = (t_us - start_us) // width_us
        nearest[at] = min(dm, nearest.get(at, dm))
    count = (end_us - start_us) // width_us + 1
    blocks = "".join(_block(nearest[at]) if at in nearest else " " for at in range(count))
    told = "".join("." if _within(start_us + at * width_us, width_us, found.told) else " " for at in range(count))
    inside = sorted(dm for t_us, dm in found.points if found.told[0] <= t_us <= found.told[1])
    least_dm, least_us = min((dm, t_us) for t_us, dm in found.points)
    summed = f"least {_metres(least_dm)}, {moments.moment(least_us)} UTC"
    if inside:
        summed += f"; while it is told of, half of the time within {_metres(inside[(len(inside) - 1) // 2])}"
    span = f"{moments.moment(start_us)} to {moments.moment(end_us)} UTC"
    each = f"the nearest in each {-(-width_us // _MINUTE_US)} min"
    return [f"{span}, {each}", f"|{blocks}|", f"|{told}|", summed]


def draught(found: Drawn) -> list[str]:
    """Return what a ship reported of its draught, one line a value, and between them what it did."""
    runs: list[tuple[int, int, int]] = []
    for t_us, dm in found.reports:
        if runs and runs[-1][2] == dm:
            runs[-1] = (runs[-1][0], t_us, dm)
        else:
            runs.append((t_us, t_us, dm))
    lines = [(start, f"{dm / 10:.1f} m, {_from(start, end)}") for start, end, dm in runs]
    lasted = set(zip((start for start, _ in found.spans), found.did, strict=True))
    moments_only = (mark for mark in found.marks if (mark.t_us, _LASTING.get(mark.label)) not in lasted)
    lines += [(mark.t_us, f"– {mark.label}, {_at(mark.t_us)}") for mark in moments_only]
    lines += [
        (start, f"– {did}, {_from(start, end)}") for (start, end), did in zip(found.spans, found.did, strict=True)
    ]
    return [line for _, line in sorted(lines)]


def _block(dm: int) -> str:
    return next((block for most, block in STEPS_M if dm <= most * 10), FARTHER)


def _within(begin_us: int, width_us: int, told: tuple[int, int]) -> bool:
    return begin_us <= told[1] and begin_us + width_us > told[0]


def _metres(dm: int) -> str:
    return f"{dm / 10:.0f} m" if dm < 10_000 else f"{dm / 10_000:.1f} km"


def _from(start_us: int, end_us: int) -> str:
    return _at(start_us) if start_us == end_us else f"{_at(start_us)} to {_at(end_us)}"


def _at(t_us: int) -> str:
    return f"{moments.at(t_us):%-d %b %Y %H:%M}"
