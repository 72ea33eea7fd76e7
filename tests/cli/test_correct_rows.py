"""Judging a row of a table that the machine read: an act beside the reading, which stays; what is derived follows."""

from __future__ import annotations

import json

import pyarrow.parquet as pq
import pytest
from found_case import START

from fairlead import engines, shapes
from fairlead.case import Case
from fairlead.deriving import derive, follows_from, rederive
from fairlead.events import gap, tracks
from fairlead.evidence.verification import Outcome
from fairlead.register import followed, judged_rows
from fairlead.typologies.occasion import Citation, Element, Engagement, MeasureRef, Where
from fairlead_ledger import canonical

HEAD = "MMSI,BaseDateTime,LAT,LON,SOG,COG,Heading"
HOUR_US = 3_600_000_000
HEARD = [*range(48), *range(72, 96)]  # every hour for two days, then silent for a day, then heard again


@pytest.fixture
def silent(found):
    """Return a case in which a track was read that is silent for a day after its row 48."""
    rows = [
        {"row": n, "mmsi": 445000001, "t_us": START + hour * HOUR_US, "lat_e7": 300_000_000,
         "lon_e7": 1_250_000_000 + hour * 200_000, "speed_dkn": 90}
        for n, hour in enumerate(HEARD, 1)
    ]  # fmt: skip
    found.read(found.sha256, "positions", rows)
    found.case.log.append("read", found.sha256, {"digests": {"positions": "0" * 64}})
    return found


def silences(case, folder):
    """Return between which rows `find` would see a silence; detectors and typologies, which take long, are left out."""
    folder.mkdir()
    given = derive.inputs(case).followed(folder / "judged")
    with engines.at(engines.DEFAULT, folder) as opened:
        keep = opened.keep(folder, resume=False)
        legs = tracks.legs(opened.table(given.files("positions"), shapes.POSITIONS), keep)
        found = gap.silences(legs, gap.Parameters()).order_by("t_us").to_pyarrow()
        return [(row["row"], row["next_row"]) for row in found.to_pylist() if row["next_row"] is not None]


def test_events_follow_a_corrected_row_and_come_back_the_same_when_it_is_taken_back(fairlead, silent, tmp_path):
    case, sha256 = silent.case, silent.sha256
    reading = case.readings_folder / sha256 / "positions.parquet"
    before, key, as_read = silences(case, tmp_path / "1"), follows_from.events_key(case), reading.read_bytes()
    assert before == [(48, 49)]
    told = fairlead("correct", case.root, sha256[:8], 49, "--in", "positions").out
    assert "time = 2019-03-08T00:00:00Z UTC" in told
    moved = ("--set", "time=2019-03-07T02:00:00Z", "--reason", "a day late: the receiver's clock")
    assert fairlead("correct", case.root, sha256[:8], 49, "--in", "positions", *moved).status == 0
    assert silences(case, tmp_path / "2") == [(49, 50)]
    assert follows_from.events_key(case) != key
    assert reading.read_bytes() == as_read
    listed = fairlead("correct", case.root, sha256, "--in", "positions").out
    assert "time is 2019-03-07T02:00:00Z (read: 2019-03-08T00:00:00Z)" in " ".join(listed.split())
    back = ("--take-back", "--reason", "it was right")
    assert fairlead("correct", case.root, sha256, 49, "--in", "positions", *back).status == 0
    assert silences(case, tmp_path / "3") == before
    assert follows_from.events_key(case) == key


def test_a_rejected_row_is_in_nothing_that_is_derived(silent, tmp_path):
    case, sha256 = silent.case, silent.sha256
    for row in range(49, 73):
        case.register.judge_row(case.readings_folder, sha256, ("positions", row, 1), "rejected", "another's")
    assert silences(case, tmp_path / "1") == []
    assert pq.read_table(case.followed() / sha256 / "positions.parquet").num_rows == 48
    assert pq.read_table(case.readings_folder / sha256 / "positions.parquet").num_rows == 72


@pytest.mark.slow
def test_a_find_a_dossier_and_whoever_verifies_them_follow_a_corrected_row(tmp_path, own_home):
    """The quick tests above hold each part of it; here all is derived, handed over and derived again."""
    case = Case.create(tmp_path / "case")
    file = tmp_path / "track.csv"
    times = [f"2019-03-{1 + hour // 24:02}T{hour % 24:02}:00:00" for hour in HEARD]
    rows = [f"445000001,{at},30.0,{125 + hour / 50:.4f},9.0,90.0,90" for at, hour in zip(times, HEARD, strict=True)]
    file.write_text("\n".join([HEAD, *rows]) + "\n")
    sha256 = case.exhibits.add(file).sha256
    first = derive.find(case).events
    assert first["gap"] == 1
    case.register.judge_row(
        case.readings_folder, sha256, ("positions", 49, 1), "corrected", "misread", {"time": "2019-03-03T00:00:00Z"}
    )
    stale = {check.what: check.outcome for check in rederive.check_case(case)}
    assert stale["events and occasions"] is Outcome.NOT_CHECKABLE  # what was derived does not follow it yet
    derive.find(case)
    outcomes = {check.what: check.outcome for check in rederive.check_case(case)}
    assert outcomes["events/gap"] is Outcome.PROVED
    assert Outcome.FAILED not in outcomes.values()


def test_what_cites_a_judged_row_says_so_and_of_the_rest_how_many(found):
    case, sha256 = found.case, found.sha256
    for row, verdict in ((3, "rejected"), (9, "accepted")):
        case.register.judge_row(case.readings_folder, sha256, ("positions", row, 1), verdict, "as I saw it")
    place = (Citation(sha256, (Where(rows=(2, 4)),)),)
    engagement = Engagement(
        MeasureRef("2371-8", 2371, "8", "verified"), "decides", "KP", "target State",
        (Element("origin", "shown", "It left.", place),),
    )  # fmt: skip
    told = followed.beneath(
        found.make("A", engagements=(engagement,)), case.register.judgements(), case.readings_folder
    )
    assert told == [
        (sha256, "row 3 of positions was rejected; as I saw it"),
        (sha256, "people judged 1 more of what was read in it"),
    ]
    hidden = followed.beneath(
        found.make("A", engagements=(engagement,)), case.register.judgements(), case.readings_folder, {sha256}
    )
    assert hidden == [(sha256, "people judged 2 more of what was read in it")]


def test_show_tells_what_was_judged_and_that_nothing_follows_it_yet(fairlead, found):
    case, sha256 = found.case, found.sha256
    case.log.append("find", "occasions", {})
    case.register.judge_row(case.readings_folder, sha256, ("positions", 3, 1), "rejected", "another ship's")
    said = " ".join(fairlead("show", case.root, found.occasions[0].id[:8]).out.split())
    assert "Readings that people judged [1] row 3 of positions was rejected; another ship's" in said
    assert "does not follow it yet" in said
    case.log.append("find", "occasions", {})
    assert "follow it yet" not in fairlead("show", case.root, found.occasions[0].id[:8]).out


def test_replaying_the_log_gives_what_the_tables_hold(found):
    case, sha256 = found.case, found.sha256
    case.register.judge_row(case.readings_folder, sha256, ("positions", 2, 1), "accepted", "as sent")
    said = {"lat": "38.5", "speed": "1.2"}
    case.register.judge_row(case.readings_folder, sha256, ("positions", 2, 1), "corrected", "as logged", said)
    assert followed.replayed(case.log.entries()) == case.register.judgements()
    (row,) = case.register.judgements().rows
    assert row.changes == {"lat_e7": 385_000_000, "speed_dkn": 12}


def test_of_rows_under_one_number_the_one_that_was_named_is_judged(found):
    sha256 = found.sha256
    found.read(sha256, "listing_identities", [
        {"row": 1, "kind": "name", "printed": "A"}, {"row": 1, "kind": "imo", "printed": "9000002"},
        {"row": 2, "kind": "name", "printed": "B"},
    ])  # fmt: skip
    at, said = ("listing_identities", 1, 2), {"printed": "9000001", "value": "9000001", "verdict": "valid"}
    found.case.register.judge_row(found.case.readings_folder, sha256, at, "corrected", "a misprint", said)
    path = found.case.followed() / sha256 / "listing_identities.parquet"
    assert [row["printed"] for row in pq.read_table(path).to_pylist()] == ["A", "9000001", "B"]


def test_a_judgement_of_a_row_that_was_read_otherwise_then_is_not_followed(found):
    sha256 = found.sha256
    found.case.register.judge_row(found.case.readings_folder, sha256, ("positions", 1, 1), "rejected", "no")
    assert pq.read_table(found.case.followed() / sha256 / "positions.parquet").num_rows == 8
    found.read(sha256, "positions", [{"row": 1, "mmsi": 445000001, "t_us": 5}])
    assert pq.read_table(found.case.followed() / sha256 / "positions.parquet").num_rows == 1


def test_only_judgements_of_tracks_make_events_be_derived_anew(silent):
    found, case, key = silent, silent.case, follows_from.events_key
    before = key(case)
    found.read(found.sha256, "figures", [{"row": 1, "kind": "flow", "measure": "coal", "value": "1", "unit": "t",
                                          "basis": "claimed", "period_doubtful": False}])  # fmt: skip
    case.register.judge_row(case.readings_folder, found.sha256, ("figures", 1, 1), "rejected", "a total")
    assert key(case) == before


@pytest.mark.parametrize(
    ("given", "why"),
    [
        (("1", "--in", "positions", "--reject"), "needs its reason"),
        (("1", "--in", "statements", "--reject", "--reason", "x"), "no rows of 'statements'"),
        (("10", "--in", "positions", "--reject", "--reason", "x"), "no row 10"),
        (("1", "--part", "2", "--in", "positions", "--reject", "--reason", "x"), "no part 2 of row 1"),
        (("1", "--in", "positions", "--set", "row=2", "--reason", "x"), "no 'row' to correct"),
        (("1", "--in", "positions", "--set", "lat=91", "--reason", "x"), "at most 90"),
        (("1", "--in", "positions", "--set", "speed=1.23", "--reason", "x"), "a multiple of 0.1"),
        (("1", "--in", "positions", "--set", "mmsi=many", "--reason", "x"), "a number was expected"),
        (("1", "--in", "positions", "--set", "time=noon", "--reason", "x"), "a time was expected"),
        (("1", "--in", "positions", "--set", "mmsi=445000001", "--reason", "x"), "that is what was read"),
        (("1", "--in", "positions", "--take-back", "--reason", "x"), "nobody judged row 1"),
    ],
)
def test_what_cannot_be_a_judgement_of_a_row_is_refused_and_writes_nothing(fairlead, found, given, why):
    size = found.case.log.size()
    answer = fairlead("correct", found.root, found.sha256, *given)
    assert answer.status == 2
    assert why in " ".join(answer.err.split())
    assert found.case.log.size() == size


@pytest.mark.parametrize("shape", judged_rows.SHAPES)
def test_what_is_shown_of_a_field_is_stored_as_it_was(shape):
    """People see units and the reading holds integers: there and back is the same, for every column of every shape."""
    for field in judged_rows.fields(shape).values():
        held = {"int64": 1_234_567, "string": "as printed", "bool": True}[str(field.kind)]
        if field.column.endswith("_us"):
            held *= 1_000_000  # times are written to the second
        assert judged_rows.stored(field, judged_rows.shown(field, held)) == held


def test_the_entry_holds_canonical_json(found):
    said = {"name": "ÉTOILE", "draught": "", "time": "2019-03-05T00:00:00Z"}
    found.read(found.sha256, "static_reports", [{"row": 1, "mmsi": 445000001, "t_us": 0, "name": "X", "draught_dm": 3}])
    entry = found.case.register.judge_row(
        found.case.readings_folder, found.sha256, ("static_reports", 1, 1), "corrected", "as painted", said
    )
    assert json.loads(entry.body["changes"]) == {"name": "ÉTOILE", "draught_dm": None, "t_us": 1_551_744_000_000_000}
    assert canonical.dumps(json.loads(entry.body["changes"])).decode() == entry.body["changes"]
