"""Exports as FollowTheMoney entities: what goes where, and that its own library takes every value. All fictitious."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from fairlead.case import Case
from fairlead.cli import subject as subject_command
from fairlead.deriving import reading_in
from fairlead.register import ftm
from fairlead.typologies.occasion import Subject
from fairlead.whois import ftm as whois_ftm
from fairlead.whois.subject import WhoIsWho

SHIP = Subject("carrier", "EXAMPLE STAR", 9074729, 445000001, "KP")
SDN = (
    '1001,"GRAY HERON","vessel","DPRK4",-0- ,"9XYZ1",-0- ,-0- ,-0- ,"Mongolia","HERON SHIPPING CO",'
    '"Vessel Registration Identification IMO 9074729; MMSI 457000001; Linked To: HERON SHIPPING CO."\r\n'
    '1002,"HERON SHIPPING CO","-0- ","DPRK4",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- \r\n'
    '1003,"MAR, Ana","individual","DPRK2",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,"DOB 03 Feb 1960; nationality Togo."\r\n'
)


def occasions(make: Any) -> list[Any]:
    wrong = Subject("counterpart", None, 9000007, 111222333)
    firm = Subject("consignee", "EXAMPLE TRADING", None, None, "CN")
    return [make("first", subjects=(SHIP, wrong, firm)), make("second", subjects=(SHIP,), status="open", number=1)]


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> Path:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("FAIRLEAD_HOME", str(tmp_path_factory.mktemp("home")))
        folder = tmp_path_factory.mktemp("ftm")
        case = Case.create(folder / "case")
        (folder / "sdn.csv").write_text(SDN, encoding="utf-8", newline="")
        reading_in.read(case, case.exhibits.add(folder / "sdn.csv", captured="2020-05-01"))
        return case.root


def exported(held: Path) -> list[dict[str, Any]]:
    case = Case.open(held, read_only=True)
    who = WhoIsWho(case.exhibits, case.readings_folder, case.identities)
    refs = ("ofac-sdn:1001", "ofac-sdn:1002", "ofac-sdn:1003")
    return [one for ref in refs for one in whois_ftm.entities(who.subject(ref))]


def test_a_ship_stands_once_and_every_occasion_involves_it(make: Any) -> None:
    made = list(ftm.entities(occasions(make)))
    schemata = ["Vessel", "Vessel", "LegalEntity", "Event", *["UnknownLink"] * 3, "Event", "UnknownLink"]
    assert [one["schema"] for one in made] == schemata
    parts = [one["properties"] for one in made if one["schema"] == "UnknownLink"]
    assert [one["object"][0] for one in parts if one["subject"] == [made[0]["id"]]] == [made[3]["id"], made[7]["id"]]
    assert [one["role"][0] for one in parts] == ["carrier", "counterpart", "consignee", "carrier"]
    assert made[3]["properties"]["involved"] == [made[2]["id"]]
    assert made[0]["properties"]["imoNumber"] == ["IMO9074729"]
    assert len({one["id"] for one in made}) == len(made)


def test_a_number_that_fails_its_check_is_kept_beside_and_not_passed_off_as_one(make: Any) -> None:
    (wrong,) = [one for one in ftm.entities(occasions(make)) if "wrong_imo" in one.get("fairlead", "")]
    assert "imoNumber" not in wrong["properties"]
    assert json.loads(wrong["fairlead"])["wrong_imo"] == [{"printed": "9000007", "verdict": "check digit fails"}]
    assert json.loads(wrong["fairlead"])["other_mmsi"] == ["111222333"]


def test_the_occasion_goes_along_whole_and_a_candidate_says_what_it_is(make: Any) -> None:
    given = occasions(make)
    first, second = (one for one in ftm.entities(given) if one["schema"] == "Event")
    assert json.loads(first["fairlead"])["occasion"] == given[0].to_json()
    assert first["properties"]["summary"][0].startswith("machine candidate, not for release")
    assert "stamp" not in second["fairlead"]
    assert given[0].does_not_show in first["properties"]["description"]


def test_the_extension_survives_a_load_that_keeps_properties_alone(make: Any, held: Path) -> None:
    """OpenAleph's bulk load does so: it replaces whatever stands beside an entity's properties."""
    made = [one for one in [*ftm.entities(occasions(make)), *exported(held)] if "fairlead" in one]
    assert {"Event", "Vessel", "Sanction"} <= {one["schema"] for one in made}
    for one in made:
        values = [value for name in ("notes", "description") for value in one["properties"].get(name, ())]
        (kept,) = [value for value in values if value.startswith(ftm.IN_PROPERTY)]
        assert json.loads(kept.removeprefix(ftm.IN_PROPERTY)) == json.loads(one["fairlead"])


def test_a_second_export_has_the_same_ids(make: Any) -> None:
    assert list(ftm.entities(occasions(make))) == list(ftm.entities(occasions(make)))


def test_a_subject_brings_its_sanction_and_its_ties(held: Path) -> None:
    made = exported(held)
    ship = made[0]
    assert (ship["schema"], ship["properties"]["callSign"], ship["properties"]["flag"]) == ("Vessel", ["9XYZ1"], ["mn"])
    sanction = next(one for one in made if one["schema"] == "Sanction")
    assert sanction["properties"]["entity"] == [ship["id"]]
    assert sanction["properties"]["program"] == ["DPRK4"]
    owned = next(one for one in made if one["schema"] == "Ownership")
    assert owned["properties"]["asset"] == [ship["id"]]
    assert json.loads(owned["fairlead"])["by_name"] is True
    assert any(one["what"] == "mmsi" for one in json.loads(ship["fairlead"])["statements"])
    assert ship["id"] == ftm.ship_id(9074729, None, None)


def test_the_command_prints_one_entity_a_line(held: Path) -> None:
    said = CliRunner().invoke(subject_command.command, [str(held), "9074729", "--format", "ftm"], standalone_mode=False)
    assert json.loads(said.output.splitlines()[0])["schema"] == "Vessel"


def test_followthemoneys_own_library_takes_every_value_and_keeps_the_extension(make: Any, held: Path) -> None:
    model = pytest.importorskip("followthemoney", reason="the extra `ftm` is not installed").model
    for entity in [*ftm.entities(occasions(make)), *exported(held)]:
        model.get(entity["schema"]).validate(entity)
        proxy = model.get_proxy(entity, cleaned=False)
        taken = proxy.to_dict()
        assert {key: len(values) for key, values in taken["properties"].items()} == {
            key: len(set(values)) for key, values in entity["properties"].items()
        }, entity
        assert taken.get("fairlead") == entity.get("fairlead")
        assert proxy.id == entity["id"]
        for prop, value in proxy.itervalues():
            assert prop.type.validate(value), (prop.name, value)


def test_entities_of_one_id_are_merged_with_what_stands_beside_their_properties(make: Any, held: Path) -> None:
    """A second load of the same thing, and `ftm aggregate`, keep the extension."""
    model = pytest.importorskip("followthemoney", reason="the extra `ftm` is not installed").model
    for one in [*ftm.entities(occasions(make)), *exported(held)]:
        first, second = (model.get_proxy(one, cleaned=False) for _ in range(2))
        merged = first.merge(second).to_dict()
        assert merged["properties"].keys() == one["properties"].keys()
        assert merged.get("fairlead") in (None, one.get("fairlead"), [one.get("fairlead")])


def test_every_link_ends_at_an_entity_of_the_export_that_may_stand_there(make: Any, held: Path) -> None:
    """As a graph the export is whole: what OpenAleph and `ftm export-cypher` make nodes and edges of is all there."""
    ftm_library = pytest.importorskip("followthemoney", reason="the extra `ftm` is not installed")
    from followthemoney.graph import Graph

    for export in ([*ftm.entities(occasions(make))], exported(held)):
        proxies = {one["id"]: ftm_library.model.get_proxy(one, cleaned=False) for one in export}
        links = 0
        for proxy in proxies.values():
            for prop, value in proxy.itervalues():
                if prop.type is ftm_library.registry.entity:
                    links += 1
                    assert value in proxies, (proxy.schema.name, prop.name, value)
                    assert proxies[value].schema.is_a(prop.range), (prop.qname, proxies[value].schema.name)
        graph = Graph(edge_types=[ftm_library.registry.entity])
        for proxy in proxies.values():
            graph.add(proxy)
        assert links > 3
        assert all(edge.source_id in graph.nodes and edge.target_id in graph.nodes for edge in graph.iteredges())
