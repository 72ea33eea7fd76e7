"""Where words stand on a drawing, so that they cover neither each other nor a mark, and none is cut at an edge.

Left out: how they are drawn. Sizes are those of the page's letters, in the drawing's units.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

LETTER_PX = 6.9  # of one bold letter of a label
LINE_PX = 13.0
_RISES = (0, 1, -1, 2, -2, 3, -3, 4, -4)  # lines below and above, the nearest first
_CORNERS = ((5, -5), (5, 14), (-13, -5), (-13, 14))  # of a number beside the end of a track


@dataclass(frozen=True)
class Box:
    """A rectangle of the drawing."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: Box) -> bool:
        """Tell whether two rectangles cover each other."""
        across = self.left < other.right and other.left < self.right
        return across and self.top < other.bottom and other.top < self.bottom


@dataclass(frozen=True)
class Placed:
    """Where words stand: the point that they are anchored at, and how far they moved from their mark, in lines."""

    x: float
    y: float
    anchor: str
    moved: int


@dataclass
class Sheet:
    """A drawing with what is already taken on it."""

    width: float
    height: float
    taken: list[Box] = field(default_factory=list)

    def keep(self, x: float, y: float, radius: float) -> None:
        """Let no words stand on a mark."""
        self.taken.append(Box(x - radius, y - radius, x + radius, y + radius))

    def label(self, text: str, x: float, y: float) -> Placed:
        """Place the label of a mark: beside it, else lines away, else where it was; nothing later stands there."""
        width = LETTER_PX * len(text)
        found = list(self._beside(width, x, y))
        placed, box = next((one for one in found if self._free(one[1])), found[0])
        self.taken.append(box)
        return placed

    def number(self, text: str, x: float, y: float) -> tuple[float, float]:
        """Place a short number beside a point; nothing later stands there."""
        boxes = [
            ((x + right, y + down), Box(x + right, y + down - 10, x + right + LETTER_PX * len(text), y + down + 1))
            for right, down in _CORNERS
        ]
        at, box = next((one for one in boxes if self._free(one[1])), boxes[0] if y > 16 else boxes[1])
        self.taken.append(box)
        return at

    def _beside(self, width: float, x: float, y: float) -> Iterator[tuple[Placed, Box]]:
        sides: Sequence[str] = ("end", "start") if x > self.width * 0.7 else ("start", "end")
        for rise in _RISES:
            for anchor in sides:
                at_x, at_y = x + (9 if anchor == "start" else -9), y + 4 + LINE_PX * rise
                left = at_x if anchor == "start" else at_x - width
                yield Placed(at_x, at_y, anchor, rise), Box(left, at_y - 11, left + width, at_y + 3)

    def _free(self, box: Box) -> bool:
        inside = box.left >= 0 and box.right <= self.width and box.top >= 0 and box.bottom <= self.height
        return inside and not any(box.meets(other) for other in self.taken)
