"""What an award amounts to by its programme's rules, and how it is parted among claimants. Nothing is rounded up.

Pure arithmetic on integers: the same figures give the same award for whoever recomputes it.
"""

from __future__ import annotations

from collections.abc import Mapping

from fairlead.awards.programme import Money
from fairlead.errors import MisuseError

WHOLE_BP = 10_000  # basis points in all


def check_amount(money: Money, amount: int, collected: int | None, percent: int | None, *, lowered: bool) -> None:
    """Raise MisuseError where an amount does not follow from the programme's rule.

    ``collected`` and ``percent`` are for shares alone; ``lowered``: whether any lowering factor was found.
    """
    if amount <= 0:
        raise MisuseError("an award is more than nothing; deny it instead")
    if money.rule == "discretion":
        if collected is not None or percent is not None:
            raise MisuseError("an award at discretion is no share of anything")
        if money.cap is not None and amount > money.cap:
            raise MisuseError(f"{amount:,} {money.currency} is above the cap of {money.cap:,}")
        return
    if collected is None or percent is None:
        raise MisuseError("a share needs what was collected, and the percent")
    due = share(money, collected, percent, lowered=lowered)
    if amount != due:
        raise MisuseError(f"{percent} percent of {collected:,} is {due:,} {money.currency}, not {amount:,}")


def share(money: Money, collected: int, percent: int, *, lowered: bool) -> int:
    """Return the award by a share, rounded down. Raises MisuseError outside the programme's bounds or presumption."""
    low, high, least = money.low_percent or 0, money.high_percent or 0, money.least_collected or 0
    if collected < least:
        raise MisuseError(f"{collected:,} {money.currency} collected is below the least of {least:,}")
    if not low <= percent <= high:
        raise MisuseError(f"{percent} percent is outside {low} to {high}")
    highest = collected * high // 100
    if money.presumed_up_to is not None and highest <= money.presumed_up_to and not lowered and percent != high:
        raise MisuseError(
            f"{high} percent is presumed, since it gives {highest:,} {money.currency} and no factor lowers it",
            "name the lowering factor with its reasons, or award the presumed share",
        )
    return collected * percent // 100


def parted(amount: int, shares_bp: Mapping[str, int]) -> dict[str, int]:
    """Part an amount by shares in basis points; what rounding leaves goes to the largest remainders, then by name.

    Raises MisuseError unless the shares are positive and make up the whole.
    """
    if not shares_bp or any(one <= 0 for one in shares_bp.values()) or sum(shares_bp.values()) != WHOLE_BP:
        total = sum(shares_bp.values()) / 100
        raise MisuseError(f"the claimants' shares are positive and sum to 100 percent, not {total:g}")
    found = {who: amount * bp // WHOLE_BP for who, bp in shares_bp.items()}
    left = amount - sum(found.values())
    order = sorted(shares_bp, key=lambda who: (-(amount * shares_bp[who] % WHOLE_BP), who))
    for who in order[:left]:
        found[who] += 1
    return found
