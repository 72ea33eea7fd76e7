"""The simulated ships: invented names and numbers, sizes and draughts by kind. Where they sail is left out.

Every name begins with SIM. MMSI begin with the flag's real digits, because a flag cannot be told otherwise, and end in
a digit other than 0, unlike the numbers that registries give to sea-going ships. IMO numbers carry a valid check digit
and come from 3900000 to 3999999: the numbers given to ships begin with 1 or with 5 to 9, so that no real ship is meant.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TypeVar

import numpy as np

_Drawn = TypeVar("_Drawn", str, int)

# Flag State → the first three digits of its ships' MMSI, one of several where a State has several (ITU table of
# maritime identification digits).
MARITIME_DIGITS = {
    "KP": 445,
    "CN": 413,
    "KR": 440,
    "PA": 371,
    "LR": 636,
    "HK": 477,
    "PW": 511,
    "TG": 671,
    "SL": 667,
    "BZ": 312,
    "MN": 457,
    "VN": 574,
}


@dataclass(frozen=True)
class Kind:
    """What ships of a kind have in common; ranges are least and greatest, lengths and draughts in metres."""

    ship_type: int  # ITU-R M.1371 table 53
    length: tuple[int, int]
    speed_kn: tuple[float, float]
    ballast: tuple[float, float]
    deeper: tuple[float, float]  # what a full cargo adds to the draught
    flags: tuple[str, ...]
    ais_class: str = "A"


KINDS = {
    "bulk carrier": Kind(70, (92, 190), (9.0, 12.5), (3.2, 5.2), (2.6, 4.8), ("CN", "CN", "PA", "LR", "HK", "KR")),
    "tanker": Kind(80, (88, 150), (9.5, 12.5), (3.6, 5.0), (2.2, 3.6), ("CN", "KR", "PA", "LR", "HK")),
    "container ship": Kind(71, (120, 260), (13.0, 17.0), (6.0, 8.0), (1.0, 3.0), ("CN", "HK", "PA", "LR", "KR")),
    "old bulk carrier": Kind(70, (88, 125), (7.5, 9.5), (3.0, 3.8), (2.4, 3.4), ("TG", "SL", "PW", "BZ", "MN")),
    "old tanker": Kind(80, (75, 110), (7.5, 10.0), (3.2, 4.2), (1.8, 2.8), ("TG", "SL", "PW", "BZ", "MN")),
    "DPRK bulk carrier": Kind(70, (85, 125), (7.5, 9.5), (3.0, 3.8), (2.4, 3.4), ("KP",)),
    "DPRK tanker": Kind(80, (70, 105), (7.5, 9.5), (3.0, 3.8), (1.8, 2.6), ("KP",)),
    "self-propelled barge": Kind(79, (95, 118), (6.5, 7.8), (2.0, 2.4), (2.8, 3.4), ("CN",)),
    "bunker tanker": Kind(80, (45, 70), (8.0, 10.0), (2.6, 3.2), (0.8, 1.4), ("CN",)),
    "ferry": Kind(60, (130, 185), (17.0, 20.0), (5.6, 6.4), (0.1, 0.3), ("CN", "KR")),
    "tug": Kind(52, (26, 36), (10.0, 12.0), (3.8, 4.6), (0.1, 0.2), ("CN", "KR")),
    "pilot boat": Kind(50, (14, 22), (15.0, 18.0), (1.6, 2.0), (0.1, 0.2), ("CN", "KR")),
    "fishing boat": Kind(30, (24, 46), (8.0, 10.0), (2.4, 3.2), (0.2, 0.5), ("CN", "CN", "KR"), "B"),
}

_FIRST = re.findall(
    r"\w+",
    "AMBER ASTER AZURE BIRCH BRIGHT CEDAR CLEAR COBALT CORAL CRANE DAWN DELTA EAGER EAST EBONY FABLE FAIR FERN GENTLE "
    "GOLDEN HARBOUR HAZEL HERON INDIGO IVORY JADE JUNIPER KIND LARK LINDEN LUCKY MAPLE MERRY MILD NOBLE NORTH OAK OPAL "
    "ORCHID PEARL PINE QUIET RAPID RIVER ROWAN RUBY SABLE SILVER SOUTH SWIFT TEAL THISTLE TULIP UMBER VIOLET WEST "
    "WILLOW YARROW ZEPHYR",
)
_SECOND = re.findall(
    r"\w+",
    "ANVIL ARROW BEACON BRIDGE CLOUD COMET COMPASS CROWN DOVE ECHO FALCON FEATHER FIELD GATE GLADE HARP HILL HORIZON "
    "ISLE KEEL KITE LANTERN LEAF MEADOW MOON ORBIT PLOVER PROMISE RIDGE SAIL SPIRIT SPRING STAR STONE STORY TIDE "
    "VALLEY VOYAGER WAVE WIND WING",
)
_DPRK_FIRST = re.findall(r"\w+", "CHILSONG HAEDOL KALMAEGI MIRAE NURI PADO PYOLBIT SAEGIL SOLBAT TONGBAEK UNHASU")


@dataclass(frozen=True)
class Ship:
    """One simulated hull. Draughts in metres; ``imo`` and ``call_sign`` are None for small craft."""

    name: str
    mmsi: int
    imo: int | None
    call_sign: str | None
    kind: str
    flag: str
    length_m: int
    beam_m: int
    ballast_m: float
    laden_m: float
    speed_kn: float

    @property
    def ship_type(self) -> int:
        """The number that AIS gives for the kind of ship."""
        return KINDS[self.kind].ship_type

    @property
    def ais_class(self) -> str:
        """The class of the transceiver, A or B."""
        return KINDS[self.kind].ais_class


class Shipyard:
    """Builds ships that share no name and no number, from one random stream."""

    def __init__(self, rng: np.random.Generator) -> None:
        self._rng = rng
        self._taken: set[str | int] = set()

    def build(self, kind: str, flag: str | None = None) -> Ship:
        """Return a new ship of a kind, under the given flag or one usual for the kind."""
        norm, rng = KINDS[kind], self._rng
        flag = flag or str(rng.choice(norm.flags))
        sea_going = norm.ais_class == "A" and kind not in ("tug", "pilot boat")
        length = int(rng.integers(*norm.length))
        ballast = round(float(rng.uniform(*norm.ballast)), 1)
        return Ship(
            name=self.name(kind, flag),
            mmsi=self._fresh(lambda: MARITIME_DIGITS[flag] * 1_000_000 + int(rng.integers(90_000, 99_999)) * 10 + 7),
            imo=self._fresh(lambda: checked_imo(int(rng.integers(390_000, 399_999)))) if sea_going else None,
            call_sign=self._fresh(lambda: f"SIM{rng.integers(1000, 9999)}") if sea_going else None,
            kind=kind,
            flag=flag,
            length_m=length,
            beam_m=max(5, round(length / 6.3)),
            ballast_m=ballast,
            laden_m=round(ballast + float(rng.uniform(*norm.deeper)), 1),
            speed_kn=float(rng.uniform(*norm.speed_kn)),
        )

    def again(self, ship: Ship, flag: str, *, keep_imo: bool = True) -> Ship:
        """Return the same hull under another name, number and flag; its IMO number stays in a lawful sale."""
        other = self.build(ship.kind, flag)
        imo = ship.imo if keep_imo else other.imo
        return replace(ship, name=other.name, mmsi=other.mmsi, imo=imo, call_sign=other.call_sign, flag=flag)

    def name(self, kind: str, flag: str) -> str:
        """Return a name that no other ship bears."""
        return self._fresh(lambda: self._draw_name(kind, flag))

    def _draw_name(self, kind: str, flag: str) -> str:
        rng = self._rng
        if kind == "fishing boat":
            return f"SIM {'YU' if flag == 'CN' else 'HO'} {rng.integers(10_000, 99_999)}"
        if flag == "KP":
            return f"SIM {rng.choice(_DPRK_FIRST)} {rng.integers(1, 29)}"
        return f"SIM {rng.choice(_FIRST)} {rng.choice(_SECOND)}"

    def _fresh(self, draw: Callable[[], _Drawn]) -> _Drawn:
        drawn = draw()
        tried = 0
        while drawn in self._taken:
            drawn, tried = draw(), tried + 1
            if tried > 60 and isinstance(drawn, str):
                drawn = f"{drawn} {tried}"  # a sea of thousands: the next of the same name
        self._taken.add(drawn)
        return drawn


def checked_imo(six: int) -> int:
    """Return the seven-digit IMO number of six leading digits: the last is the sum of digits times 7 down to 2."""
    return six * 10 + sum(int(digit) * weight for digit, weight in zip(str(six), range(7, 1, -1), strict=True)) % 10
