"""The gazetteer: names in any spelling, and zones with their reasons."""

from __future__ import annotations

import numpy as np
import pytest

from fairlead import places
from fairlead.places import Gazetteer, spellings
from fairlead.places.further_ports import FURTHER_PORTS
from fairlead.places.gazetteer import PORT_RADIUS_M, great_circle_m


@pytest.fixture(scope="module")
def world() -> Gazetteer:
    return places.gazetteer()


@pytest.mark.parametrize(
    ("spelling", "port"),
    [
        ("Nampo", "KPNAM"),
        ("Nampho", "KPNAM"),
        ("Namp'o", "KPNAM"),
        ("NAMP’O", "KPNAM"),
        ("Port of Nampo", "KPNAM"),
        ("Najin", "KPRJN"),
        ("Rajin", "KPRJN"),
        ("Hamhung", "KPHGM"),
        ("Hŭngnam", "KPHGM"),
        ("Heungnam", "KPHGM"),
        ("Chongjin", "KPCHO"),
        ("Ch'ongjin", "KPCHO"),
        ("Ch'ŏngjin", "KPCHO"),
        ("Cheongjin", "KPCHO"),
        ("Songrim", "KPSGN"),
        ("Kholmsk", "RUKHO"),
        ("Ningbo", "CNNBO"),
        ("Zhoushan", "CNZOS"),
        ("Qingdao", "CNQIN"),
        ("Incheon", "KRINC"),
        ("Busan", "KRPUS"),
        ("Pusan", "KRPUS"),
        ("Huanghua", "CNHHA"),  # of those that the index lacks
        ("Rongcheng Shidao", "NEAR-SHIDAO"),
        ("Tanchon", "NEAR-TANCHON"),
    ],
)
def test_a_port_is_found_under_every_spelling_of_its_name(world: Gazetteer, spelling: str, port: str) -> None:
    found = world.find(spelling)
    assert found is not None
    assert found.id == port


def test_no_further_port_lies_within_a_ports_radius_of_another(world: Gazetteer) -> None:
    for port in FURTHER_PORTS:
        found = world.port(port.id)
        assert found is not None
        others = [one for one in world.ports() if one.id != port.id and abs(one.lat_e7 - found.lat_e7) < 2_000_000]
        metres = great_circle_m(
            np.array([port.latitude]),
            np.array([port.longitude]),
            np.array([one.lat_e7 / 1e7 for one in others]),
            np.array([one.lon_e7 / 1e7 for one in others]),
        )
        assert metres.min() > PORT_RADIUS_M, port.name


def test_ports_that_merely_look_alike_stay_apart(world: Gazetteer) -> None:
    assert world.find("Ningbo") != world.find("Zhoushan")
    assert world.find("Nampa") is None
    assert world.find("") is None


def test_a_name_borne_by_ports_of_several_countries_needs_its_country(world: Gazetteer) -> None:
    assert world.find("Newcastle") is None or world.find("Newcastle", "AU") is not None
    assert world.find("Nampo", "CN") is None
    assert world.find("Nampo", "KP") == world.find("Nampo")


def test_no_two_koreans_ports_share_a_folded_principal_name(world: Gazetteer) -> None:
    keys = [spellings.korean_key(port.name) for port in world.ports() if port.country in spellings.KOREAN]
    assert len(keys) == len(set(keys))


def test_anchors_hold_every_port_once(world: Gazetteer) -> None:
    anchors = world.anchors()
    assert anchors.schema.equals(places.ANCHORS)
    assert anchors.num_rows > 3_700
    assert len(set(anchors["place"].to_pylist())) == anchors.num_rows
    assert set(anchors["kind"].to_pylist()) == {"port"}


@pytest.mark.parametrize(
    ("lat", "lon", "zone", "country"),
    [
        (38.72, 125.40, "port", "KP"),  # Nampo
        (38.60, 124.90, "territorial sea", "KP"),  # off the Taedong estuary
        (41.10, 129.90, "territorial sea", "KP"),  # east coast, south of Chongjin
        (36.00, 123.50, "beyond", None),  # middle of the Yellow Sea
        (39.83, 124.35, "territorial sea", None),  # mouth of the Yalu: the index has a port on one side only
        (39.05, 125.70, "internal waters", "KP"),  # up the Taedong, drawn as land
        (37.95, 124.60, "territorial sea", None),  # Baengnyeong: administered by the South, nearest port in the North
        (0.0, -179.999, "beyond", None),
        (-17.0, 179.999, "territorial sea", "FJ"),  # a coast that crosses the antimeridian
    ],
)
def test_a_position_has_a_zone_and_a_country_only_where_clear(
    world: Gazetteer, lat: float, lon: float, zone: str, country: str | None
) -> None:
    found = world.zone(lat, lon)
    assert (found.zone, found.country) == (zone, country), found.why


def test_near_the_twelve_mile_line_the_zone_is_undetermined(world: Gazetteer) -> None:
    along = [world.zone(38.6, 124.9 - step / 100) for step in range(60)]
    zones = [at.zone for at in along]
    assert "undetermined" in zones
    for at in along:
        assert at.shore_m is not None
        if at.zone == "undetermined":
            assert 11.4 < at.shore_m / 1852 < 12.6
        assert "not a legal baseline" in at.why


def test_many_positions_at_once_lie_beyond_where_each_alone_does(world: Gazetteer) -> None:
    random = np.random.default_rng(7)
    lats, lons = random.uniform(30, 45, 400), random.uniform(118, 142, 400)
    ports = random.choice(np.array([(port.lat_e7, port.lon_e7) for port in world.ports()]), 400) / 1e7
    lats = np.concatenate([lats, ports[:, 0] + random.normal(0, 0.1, 400)])
    lons = np.concatenate([lons, ports[:, 1] + random.normal(0, 0.1, 400)])
    zones = [world.zone(lat, lon) for lat, lon in zip(lats.tolist(), lons.tolist(), strict=True)]
    alone = [zone.zone == "beyond" and (zone.shore_m or 0.0) >= 37_040.0 for zone in zones]
    assert world.are_beyond(lats, lons, 37_040.0).tolist() == alone
    assert 50 < sum(alone) < 750


def test_by_a_port_off_the_mapped_coast_nothing_lies_beyond() -> None:
    port = places.Port("XX001", "Rig", (), "XX", 350_000_000, 1_230_000_000, "made up")
    off = Gazetteer([port])
    lats, lons = np.array([35.0, 35.04, 35.2]), np.array([123.0, 123.0, 123.0])
    assert off.are_beyond(lats, lons, 37_040.0).tolist() == [False, False, True]
    assert [off.zone(lat, 123.0).zone for lat in lats.tolist()] == ["port", "port", "beyond"]
