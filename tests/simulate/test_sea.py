"""The simulated sea obeys physics, its key agrees with its tracks, and its bytes follow from the seed."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from seas import Made, read

from fairlead.errors import MisuseError
from fairlead.places import land
from fairlead.simulate import sea, waters
from fairlead.simulate.truth import HIDDEN, INNOCENT

FASTEST_KN = 25.0


def metres(made: Made, one: np.ndarray, other: np.ndarray) -> np.ndarray:
    return waters.distance_m(made.lat[one], made.lon[one], made.lat[other], made.lon[other])


def bytes_of(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def test_the_same_seed_makes_the_same_bytes(small: Path, tmp_path: Path) -> None:
    sea(tmp_path, seed=3, days=4, ships=24)
    assert bytes_of(tmp_path) == bytes_of(small)


def test_another_seed_makes_other_ships_and_other_tracks(small: Path, tmp_path: Path) -> None:
    sea(tmp_path, seed=4, days=4, ships=24)
    one, other = bytes_of(small), bytes_of(tmp_path)
    assert not [name for name in one if one[name] == other.get(name)]
    assert not set(read(small).mmsi) & set(read(tmp_path).mmsi)


def test_the_header_is_the_one_of_the_published_layout(small: Path) -> None:
    expected = (
        "MMSI,BaseDateTime,LAT,LON,SOG,COG,Heading,VesselName,IMO,CallSign,VesselType,Status,Length,Width,Draft,"
        "Cargo,TransceiverClass"
    )
    for path in small.glob("*.csv"):
        assert path.read_text().splitlines()[0] == expected


def test_the_header_is_that_of_a_real_file(small: Path, real_data) -> None:  # type: ignore[no-untyped-def]
    published = real_data("ais/provider-formats/marinecadastre_20230101_1000.csv").read_text().splitlines()[0]
    assert next(small.glob("*.csv")).read_text().splitlines()[0] == published


def test_rows_are_in_the_order_of_time_and_on_their_own_day(small: Path) -> None:
    for path in small.glob("*.csv"):
        times = [line.split(",")[1] for line in path.read_text().splitlines()[1:]]
        assert times == sorted(times)
        assert {time[:10] for time in times} == {path.stem.removeprefix("simulated-ais-")}


def test_no_ship_jumps_unless_two_hulls_share_its_number(full: Made) -> None:
    shared = {ship["mmsi"] for act in full.acts("shared_mmsi") for ship in act["ships"]}
    order = np.lexsort((full.t, full.mmsi))
    order = order[full.lat[order] < 91]
    one, other = order[:-1], order[1:]
    far = metres(full, one, other)
    knots = far / np.maximum(full.t[other] - full.t[one], 1) / 0.5144
    jumps = (full.mmsi[one] == full.mmsi[other]) & (knots > FASTEST_KN) & (far > 150)
    assert set(full.mmsi[one][jumps]) == shared


def test_ships_keep_to_the_water(full: Made) -> None:
    """Away from ports, whose basins the map of the coast does not show."""
    ports = [spot for spot in waters.SPOTS.values() if spot.kind == "port"]
    sample = np.flatnonzero(full.lat < 91)[::211]
    for port in ports:
        sample = sample[waters.distance_m(full.lat[sample], full.lon[sample], port.lat, port.lon) > 16_000]
    coast = land.coast()
    ashore = sum(coast.is_land(lat, lon) for lat, lon in zip(full.lat[sample], full.lon[sample], strict=True))
    assert len(sample) > 300
    assert ashore < 0.01 * len(sample)


def test_ships_that_pass_something_on_at_sea_lie_side_by_side(full: Made) -> None:
    seen = 0
    for act in full.acts("transfer_dprk", "transfer_listed", "bunkering"):
        one, other = (full.of(ship["mmsi"], act["start"], act["end"]) for ship in act["ships"])
        if one.sum() < 2 or other.sum() < 2:
            continue
        t = full.t[other]
        lat, lon = (np.interp(t, full.t[one], values[one]) for values in (full.lat, full.lon))
        # between two messages a swinging or drifting ship strays from the straight line
        assert np.median(waters.distance_m(lat, lon, full.lat[other], full.lon[other])) < 250, act
        seen += 1
    assert seen >= 5


def test_neighbours_at_anchor_never_touch(full: Made) -> None:
    for act in full.acts("anchored_neighbours"):
        one, other = (full.of(ship["mmsi"], act["start"], act["end"]) for ship in act["ships"])
        lat, lon = full.lat[one].mean(), full.lon[one].mean()
        assert waters.distance_m(full.lat[other], full.lon[other], lat, lon).min() > 200


def test_a_delivery_is_made_laden_and_left_empty(full: Made) -> None:
    for act in full.acts("delivery"):
        rows = np.flatnonzero(full.of(act["ships"][0]["mmsi"], act["start"], act["end"]))
        later = np.flatnonzero(full.of(act["ships"][0]["mmsi"], act["end"], "2019-04-01T00:00:00Z"))
        assert full.draught[rows].min() > full.draught[later[:3]].max() + 1.5


def test_nothing_is_heard_while_a_ship_on_a_dark_voyage_is_off(full: Made) -> None:
    acts = list(full.acts("dark_voyage"))
    assert acts
    for act in acts:
        for off, on in re.findall(r"from (\S+) to (\S+)", act["note"]):
            assert not full.of(act["ships"][0]["mmsi"], off, on).any()


def test_the_key_counts_the_messages_heard(full: Made) -> None:
    for act in full.acts("transfer_dprk", "banned_port_entry", "humanitarian_call"):
        for ship, count in zip(act["ships"], act["messages"], strict=True):
            # some rows are repeated and some positions spoilt after counting
            assert full.of(ship["mmsi"], act["start"], act["end"]).sum() == pytest.approx(count, abs=3 + count * 0.02)


def test_acts_have_known_kinds_and_their_places_are_where_the_ship_was(full: Made) -> None:
    for act in full.acts(*HIDDEN, *INNOCENT):
        assert act["start"] < act["end"]
    assert {act["kind"] for act in full.key["hidden"]} == set(HIDDEN) - {
        "laundered_delivery"
    }  # those are in the year alone
    assert {act["kind"] for act in full.key["innocent"]} <= set(INNOCENT)


def test_a_listed_ship_that_does_wrong_is_on_the_list_with_its_ban(full: Made) -> None:
    banned = {entry["mmsi"] for entry in full.key["listed"] if entry["port_ban"]}
    acts = list(full.acts("banned_port_entry", "transfer_listed", "banned_at_anchor"))
    assert acts
    for act in acts:
        assert act["ships"][0]["mmsi"] in banned
    for act in full.acts("listed_without_ban"):
        assert act["ships"][0]["mmsi"] not in banned


def test_an_innocent_sea_has_look_alikes_and_no_hidden_act(tmp_path: Path) -> None:
    truth = sea(tmp_path, seed=5, days=12, ships=50, innocent=True)
    assert truth.hidden == []
    assert {"bunkering", "humanitarian_call", "voyage_before_ban"} <= {act.kind for act in truth.innocent}


def test_the_voyage_before_the_ban_lies_in_files_of_its_own(full: Made) -> None:
    (act,) = full.acts("voyage_before_ban")
    assert act["end"] < "2017-08-05"
    assert full.of(act["ships"][0]["mmsi"], act["start"], act["end"]).sum() > 20
    assert not full.of(act["ships"][0]["mmsi"], "2019-01-01T00:00:00Z", "2020-01-01T00:00:00Z").any()


def test_imo_numbers_have_a_valid_check_digit_and_belong_to_no_issued_block(full: Made) -> None:
    numbers = {str(ship["imo"]) for act in full.acts(*HIDDEN, *INNOCENT) for ship in act["ships"] if ship["imo"]}
    assert numbers
    for number in numbers:
        total = sum(int(digit) * weight for digit, weight in zip(number, (7, 6, 5, 4, 3, 2), strict=False))
        assert total % 10 == int(number[6])
        assert number.startswith("39")


def test_every_name_says_that_it_is_simulated(full: Made) -> None:
    for path in full.folder.glob("*.csv"):
        names = {line.split(",")[7] for line in path.read_text().splitlines()[1:]}
        assert all(name.startswith("SIM ") for name in names)


def test_the_key_counts_every_row_of_every_file(small: Path) -> None:
    for name, count in read(small).key["files"].items():
        assert len((small / name).read_text().splitlines()) == count + 1


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"days": 2}, "at least 3 days"),
        ({"ships": 5}, "20 ships"),
        ({"start": date(2018, 10, 16)}, "begins after 2018-10-16"),
    ],
)
def test_a_sea_that_cannot_be_made_is_refused_and_leaves_nothing(tmp_path: Path, wrong: dict, words: str) -> None:  # type: ignore[type-arg]
    with pytest.raises(MisuseError, match=words):
        sea(tmp_path / "sea", **wrong)
    assert not (tmp_path / "sea").exists()
