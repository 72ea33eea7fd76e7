"""What an award amounts to, and how it is parted; all numbers are made up."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairlead.awards import amounts
from fairlead.awards.programme import Programme
from fairlead.errors import MisuseError


@given(st.integers(0, 10**12), st.lists(st.integers(1, 9_999), min_size=1, max_size=8))
def test_parts_always_make_up_the_whole_and_nobody_is_off_by_more_than_one(amount: int, weights: list[int]) -> None:
    total = sum(weights)
    cut = [weight * amounts.WHOLE_BP // total for weight in weights]
    cut[0] += amounts.WHOLE_BP - sum(cut)
    shares = {f"tip{n}": bp for n, bp in enumerate(cut) if bp > 0}
    parts = amounts.parted(amount, shares)
    assert sum(parts.values()) == amount
    assert all(0 <= parts[who] - amount * bp // amounts.WHOLE_BP <= 1 for who, bp in shares.items())
    assert amounts.parted(amount, dict(reversed(shares.items()))) == parts


@pytest.mark.parametrize("shares", [{}, {"a": 9_999}, {"a": 10_001}, {"a": 10_000, "b": 0}, {"a": 10_500, "b": -500}])
def test_shares_that_are_not_the_whole_are_refused(shares: dict[str, int]) -> None:
    with pytest.raises(MisuseError, match="sum to 100 percent"):
        amounts.parted(100, shares)


def test_a_share_is_rounded_down(share: Programme) -> None:
    assert amounts.share(share.money, 100_000_001, 17, lowered=False) == 17_000_000


@pytest.mark.parametrize(("collected", "percent"), [(999_999, 20), (50_000_000, 9), (50_000_000, 31)])
def test_a_share_outside_the_programmes_bounds_is_refused(share: Programme, collected: int, percent: int) -> None:
    with pytest.raises(MisuseError):
        amounts.share(share.money, collected, percent, lowered=False)


def test_the_highest_share_is_presumed_for_small_sums_unless_a_factor_lowers(share: Programme) -> None:
    with pytest.raises(MisuseError, match="presumed"):
        amounts.share(share.money, 2_000_000, 20, lowered=False)
    assert amounts.share(share.money, 2_000_000, 20, lowered=True) == 400_000
    assert amounts.share(share.money, 2_000_000, 30, lowered=False) == 600_000
    assert amounts.share(share.money, 20_000_000, 20, lowered=False) == 4_000_000


def test_an_award_at_discretion_has_a_cap_and_is_no_share(discretion: Programme) -> None:
    amounts.check_amount(discretion.money, 5_000_000, None, None, lowered=False)
    for amount, collected in ((5_000_001, None), (0, None), (10, 100)):
        with pytest.raises(MisuseError):
            amounts.check_amount(discretion.money, amount, collected, None, lowered=False)


def test_bigger_awards_need_more_approvals(discretion: Programme) -> None:
    assert [discretion.approvals_for(amount) for amount in (1, 100_000, 100_001)] == [2, 2, 3]
    with pytest.raises(MisuseError, match="above what"):
        discretion.approvals_for(5_000_001)
