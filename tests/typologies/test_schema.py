"""The published schema and what is put out agree in both directions."""

from __future__ import annotations

import copy
import json
from importlib.resources import files
from typing import Any

import jsonschema
import pytest
from tests.typologies.conftest import Sea, observed, party

from fairlead.typologies import find_all
from fairlead.typologies.occasion import Occasion, Reply, from_json

SCHEMA = json.loads((files("fairlead.typologies") / "occasion.schema.json").read_text(encoding="utf-8"))
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)


@pytest.fixture(scope="module")
def documents() -> list[dict[str, Any]]:
    """One occasion of each basis: a voyage, a stated transfer, and acts recorded from rows, characters and pages."""
    sea = Sea()
    sea.voyage(445000001, "2019-10-03T04:00", "2019-10-04T02:00")
    ships = {"ship": party("MADE UP A", 9000001, "KP"), "counterpart": party("MADE UP B")}
    sea.states("They met.", **ships, start="2018-06-07", end="2018-06-08", goods=["oil"])
    sea.observations += [
        observed("loading", "L", where={"page": 2, "box": (1.0, 2.0, 3.0, 4.0)}),
        observed("loading", "L", where={"chars": (0, 9)}),
        observed("loading", "L", where={"rows": (1, 2)}),
    ]
    occasions, _ = find_all(sea.world())
    assert {occasion.basis for occasion in occasions} == {"observed", "stated", "documented"}
    return [occasion.to_json() for occasion in occasions]


def properties_of(schema: dict[str, Any], document: Any, path: str = "") -> tuple[set[str], set[str]]:
    """Return the paths of all properties that the schema describes along a document, and those it holds."""
    schema = SCHEMA["$defs"][schema["$ref"].rsplit("/", 1)[1]] if "$ref" in schema else schema
    for branch in schema.get("anyOf", schema.get("oneOf", ())):
        if jsonschema.Draft202012Validator({**branch, "$defs": SCHEMA["$defs"]}).is_valid(document):
            return properties_of(branch, document, path)
    described: set[str] = set()
    held: set[str] = set()
    if isinstance(document, dict):
        described |= {f"{path}.{key}" for key in schema["properties"]}
        held |= {f"{path}.{key}" for key in document}
        parts = [(schema["properties"][key], value, f"{path}.{key}") for key, value in document.items()]
    else:
        parts = [(schema["items"], value, f"{path}[]") for value in document] if isinstance(document, list) else []
    for part in parts:
        inner_described, inner_held = properties_of(*part)
        described |= inner_described
        held |= inner_held
    return described, held


def test_every_occasion_put_out_is_valid(documents: list[dict[str, Any]]) -> None:
    for document in documents:
        VALIDATOR.validate(document)


def test_every_property_of_the_schema_is_put_out_and_no_other(documents: list[dict[str, Any]]) -> None:
    described: set[str] = set()
    held: set[str] = set()
    for document in documents:
        here_described, here_held = properties_of(SCHEMA, document)
        described |= here_described
        held |= here_held
    assert described == held
    places = {f".engagements[].elements[].exhibits[].where[].{key}" for key in ("rows", "chars", "page", "box")}
    assert places <= held


def test_the_schema_lets_in_nothing_that_it_does_not_describe(documents: list[dict[str, Any]]) -> None:
    for holder in ([], ["engagements", 0], ["engagements", 0, "elements", 0], ["places", 0], ["subjects", 0]):
        foreign = copy.deepcopy(documents[-1])
        part: Any = foreign
        for step in holder:
            part = part[step]
        part["violation"] = True
        assert not VALIDATOR.is_valid(foreign), holder


def test_every_property_is_required(documents: list[dict[str, Any]]) -> None:
    for key in documents[0]:
        assert not VALIDATOR.is_valid({name: value for name, value in documents[0].items() if name != key}), key


def test_an_occasion_is_read_back_as_it_was_written(documents: list[dict[str, Any]]) -> None:
    for document in documents:
        again = from_json(json.loads(json.dumps(document)))
        assert again.to_json() == document
        assert again.sealed().digest == document["digest"]


def test_what_people_decided_is_valid_too_and_changes_no_digest(documents: list[dict[str, Any]]) -> None:
    from dataclasses import replace

    occasion: Occasion = from_json(documents[0])
    replied = tuple(
        replace(one, reply=Reply("general position", "We comply.", "2020-01-02")) for one in occasion.engagements
    )
    decided = replace(occasion, number=7, status="open", supersedes="a" * 32, engagements=replied)
    VALIDATOR.validate(decided.to_json())
    assert decided.sealed().digest == occasion.digest
