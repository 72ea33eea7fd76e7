"""`fairlead law`: readable in a terminal, stable as JSON, and exit 1 where nothing was in force."""

from __future__ import annotations

import json

import pytest

from fairlead import cli


def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, *words: str) -> tuple[int, str]:
    monkeypatch.setattr("sys.argv", ["fairlead", "law", *words])
    with pytest.raises(SystemExit) as stop:
        cli.main()
    return int(stop.value.code or 0), capsys.readouterr().out


def test_coal_of_june_2017_answers_the_ceiling_of_its_day(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    code, out = run(capsys, monkeypatch, "--goods", "2701", "--on", "2017-06-03", "--format", "json")
    (measure,) = json.loads(out)["measures"]
    assert code == 0
    assert (measure["id"], measure["paragraph_number"]) == ("2321-26", "unverified")
    assert measure["caps"][0]["limits"][1] == {"value": 7500000, "unit": "t"}


def test_the_mark_of_the_number_is_always_seen(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    _, out = run(capsys, monkeypatch, "--conduct", "port_entry")
    assert " ".join(out.split()).count("(number verified)") == 3
    assert " ".join(out.split()).count("(number unverified)") == 1


def test_nothing_in_force_exits_1(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    assert run(capsys, monkeypatch, "--goods", "2701", "--on", "2005-01-01") == (1, "")


@pytest.mark.parametrize(
    "words",
    [["--on", "yesterday"], ["--goods", "zebra"], ["--conduct", "smuggling"], ["-r", "none"], ["--state", "Atlantis"]],
)
def test_misuse_exits_2(words: list[str], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    assert run(capsys, monkeypatch, *words)[0] == 2


def test_caps_deadlines_and_votes_are_reachable(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    _, out = run(capsys, monkeypatch, "--caps", "--deadlines", "--votes", "--format", "json")
    answer = json.loads(out)
    assert {cap["measure"] for cap in answer["caps"]} == {"2321-26", "2375-14", "2397-4", "2397-5"}
    assert {"date": "2019-12-22", "measure": "2397-8"}.items() <= answer["deadlines"][-3].items()
    votes = {row["number"]: row["vote"] for row in answer["votes"]}
    assert votes[2397]["in_favour"] == 15
    assert votes[1695] is None


def test_a_ceiling_that_never_applied_is_not_given_for_its_day(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    _, out = run(capsys, monkeypatch, "--caps", "--on", "2018-02-01", "--format", "json")
    assert [cap["measure"] for cap in json.loads(out)["caps"]] == ["2397-4", "2397-5"]


def test_a_state_is_known_by_name_and_by_code(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = ("--conduct", "host_labour", "--on", "2020-01-01", "--format", "json")
    _, by_name = run(capsys, monkeypatch, *asked, "--state", "China")
    _, by_code = run(capsys, monkeypatch, *asked, "--state", "cn")
    assert by_name == by_code
    assert [row["id"] for row in json.loads(by_name)["measures"]] == ["2375-17", "2397-8"]
    assert run(capsys, monkeypatch, *asked, "--state", "DPRK")[0] == 1
