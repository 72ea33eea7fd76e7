"""We say who we are, keep a distance, wait as asked, and leave what robots are asked to leave."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from fairlead.connectors import manners, sources
from fairlead.errors import MisuseError


def test_a_distance_is_kept_between_two_runs(tmp_path: Path) -> None:
    now, slept = [100.0], []

    def sleep(seconds: float) -> None:
        slept.append(seconds)
        now[0] += seconds

    for _ in range(2):
        manners.Pace(tmp_path, 10, sleep, lambda: now[0]).wait("lists.example")
        now[0] += 4
    manners.Pace(tmp_path, 10, sleep, lambda: now[0]).wait("other.example")
    assert slept == [6.0]
    assert not any("lists" in file.name for file in tmp_path.iterdir())


@pytest.mark.parametrize(
    ("value", "seconds"),
    [("7", 7.0), (None, None), ("soon", None), ("Wed, 25 Nov 2026 12:01:00 GMT", 60.0), ("9" * 40, 999999999.0)],
)
def test_retry_after_is_read_in_both_forms(value: str | None, seconds: float | None) -> None:
    assert manners.retry_after_s(value, datetime(2026, 11, 25, 12, 0, tzinfo=UTC)) == seconds


def test_robots_are_asked_by_our_own_name() -> None:
    rules = b"User-agent: Fairlead\nDisallow: /private\n\nUser-agent: *\nDisallow: /\n"
    assert manners.robots_allow(rules, "https://a.example/open")
    assert not manners.robots_allow(rules, "https://a.example/private/x")
    assert not manners.robots_allow(b"User-agent: *\nDisallow: /", "https://a.example/")
    assert manners.robots_allow(b"\xff\xfe rubbish", "https://a.example/")


def test_every_known_source_gives_an_address_and_a_name() -> None:
    known = sources.load()
    assert {"un-consolidated", "un-1718-vessels", "ofac-sdn", "uk", "marinecadastre-day", "danish-day"} <= set(known)
    for source in known.values():
        address, file = source.on(date(2020, 3, 5) if source.dated else None)
        assert address.startswith("https://")
        assert "{" not in address + file
    assert known["danish-day"].on(date(2020, 3, 5))[1] == "aisdk-2020-03-05.zip"


def test_a_day_is_asked_for_where_it_is_needed_only() -> None:
    known = sources.load()
    with pytest.raises(MisuseError, match="day by day"):
        known["danish-day"].on(None)
    with pytest.raises(MisuseError, match="as it stands"):
        known["uk"].on(date(2020, 3, 5))


def test_an_address_can_be_replaced_by_a_file_of_ones_own(tmp_path: Path) -> None:
    own = tmp_path / "own.yaml"
    own.write_text("sources:\n  uk: {title: T, address: 'https://m.example/u.xml', file: u.xml, at_most_mib: 1}\n")
    assert sources.load(own)["uk"].address == "https://m.example/u.xml"
    assert "un-consolidated" in sources.load(own)
    for wrong in (
        "sources: {uk: {title: T}}",
        "[1",
        "sources: {uk: {title: T, address: x, file: ../u, at_most_mib: 1}}",
    ):
        own.write_text(wrong)
        with pytest.raises(MisuseError):
            sources.load(own)
