"""The UK list as a tar of documents: every designation a listing; hostile tars refused or their parts unread."""

from __future__ import annotations

import io
import re
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest
from list_reading import Rows, source

from fairlead.errors import UnreadableError
from fairlead.readers.lists.uk_designations import Designations

SHIP = """---
last_updated: '2024-10-17'
date_designated: '2024-10-16'
unique_id: XXX0001
names: {names: [{name6: GRAY HERON 2, name_type: Primary Name}, {name6: OLD HERON, name_type: Alias}]}
regime_name: The Invented (Sanctions) Regulations 2019
individual_entity_ship: Ship
designation_source: UK
sanctions_imposed: Asset freeze|Deflag
uk_statement_of_reasons: "\\nGRAY HERON (IMO 9074729) carried things. \\n"
"""
PERSON = """---
date_designated: '2012-06-29'
unique_id: XXX0002
un_reference_number: XXi.010
names:
  names:
  - {name1: Ana, name2: de la, name6: MAR, name_type: Primary Name Variation}
  - {name1: Ana, name6: MAR, name_type: Primary name}
  - {name6: Sea, name_type: Alias, alias_strength: Low quality a.k.a}
non_latin_names: {names: [{name_non_latin_script: Анна Море}]}
regime_name: The Invented (Sanctions) Regulations 2019
individual_entity_ship: Individual
designation_source: UN
sanctions_imposed: Asset freeze
addresses: {addresses: [{address_line1: '1 Quay,', address_line6: Lome, address_country: Togo}]}
"""
INDEX = "---\nsource: uk\ncount: 3\nfetched_at: '2026-08-22T06:46:55Z'\n"


def written(folder: Path, *documents: str, mode: str = "w:gz", link: bool = False) -> Path:
    path = folder / "list.tar.gz"
    with tarfile.open(path, mode) as archive:
        for number, text in enumerate(documents):
            member = tarfile.TarInfo(f"processed/{number}.yaml")
            content = text.encode()
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
        if link:
            member = tarfile.TarInfo("processed/../../../etc/x.yaml")
            member.type, member.linkname = tarfile.SYMTYPE, "/etc/passwd"
            archive.addfile(member)
    return path


def read(path: Path) -> Rows:
    exhibit = source(path)
    with exhibit.unpacked() as stream:
        assert Designations().recognises(exhibit, stream.read(1 << 16))
    rows = Rows()
    Designations().read(exhibit, rows)
    return rows


@pytest.fixture
def listed(tmp_path: Path) -> Rows:
    return read(written(tmp_path, SHIP, INDEX, PERSON))


def test_every_designation_is_a_listing_with_date_regime_and_reasons(listed: Rows) -> None:
    ship, person = listed.by_shape["listings"]
    assert (ship["entry"], ship["kind"], ship["name"], ship["listed_on"]) == (
        "XXX0001",
        "ship",
        "GRAY HERON 2",
        "2024-10-16",
    )
    assert (person["kind"], person["name"]) == ("individual", "Ana MAR")
    assert person["regime"] == "The Invented (Sanctions) Regulations 2019"
    assert {ship["as_of"], person["as_of"]} == {"2026-08-22"}
    assert ship["narrative"] == "GRAY HERON (IMO 9074729) carried things."


def test_the_index_is_no_designation_and_its_count_is_held_against_the_documents(listed: Rows) -> None:
    assert len(listed.by_shape["listings"]) == 2
    assert "its index counts 3 designations, the exhibit holds 2" in listed.notes


def test_names_keep_what_the_list_calls_them(listed: Rows) -> None:
    assert [(each["printed"], each["verdict"]) for each in listed.identities("Ana MAR", "alias")] == [
        ("Ana de la MAR", "Primary Name Variation"),
        ("Sea", "Alias, Low quality a.k.a"),
    ]
    assert listed.identities("Ana MAR", "name_original_script")[0]["printed"] == "Анна Море"
    assert listed.identities("GRAY HERON 2", "name")[0]["value"] == "GRAYHERON 2"


def test_un_reference_measures_and_address_are_identities(listed: Rows) -> None:
    assert listed.identities("Ana MAR", "un_reference")[0]["value"] == "XXi.010"
    assert [each["printed"] for each in listed.identities("GRAY HERON 2", "measure")] == ["Asset freeze", "Deflag"]
    address = listed.identities("Ana MAR", "address")[0]
    assert (address["printed"], address["value"]) == ("1 Quay, Lome, Togo", "TG")


def test_the_one_number_in_a_ships_reasons_is_its_own_and_of_two_neither_is(tmp_path: Path, listed: Rows) -> None:
    (own,) = listed.identities("GRAY HERON 2", "imo")
    assert (own["value"], own["verdict"]) == ("9074729", "valid")
    two = read(written(tmp_path, SHIP.replace("carried things", "met OTHER (IMO: 9074730)")))
    assert two.identities("GRAY HERON 2", "imo") == []
    assert [(each["printed"], each["verdict"]) for each in two.identities("GRAY HERON 2", "imo_mentioned")] == [
        ("9074729", "valid"),
        ("9074730", "check digit fails"),
    ]


def test_links_aliases_and_broken_documents_are_unread_and_the_rest_is_kept(tmp_path: Path) -> None:
    bomb = "a: &a [x, x]\nb: [*a, *a]\nunique_id: XXX0003\n"
    rows = read(written(tmp_path, SHIP, bomb, "a: [", "- just\n- a list", "unique_id: XXX0004", link=True))
    assert len(rows.by_shape["listings"]) == 1
    whys = [why.partition(":")[0] for _, why in rows.refused]
    assert whys == [
        "YAML with aliases",
        "not YAML",
        "not a YAML document of keys",
        "designation without id, kind or name",
        "not a plain file in the tar",
    ]


def test_a_truncated_tar_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path, SHIP, PERSON, mode="w")
    path.write_bytes(path.read_bytes()[:1700])
    with pytest.raises(UnreadableError, match="truncated"):
        Designations().read(source(path), Rows())


def test_another_tar_is_not_taken(tmp_path: Path) -> None:
    path = written(tmp_path, "name: something else", mode="w")
    assert Designations().recognises(source(path), path.read_bytes()) is None


@pytest.mark.slow
def test_the_real_list_is_read_document_by_document(real_data: Callable[[str], Path]) -> None:
    path = real_data("lists/uk-2026-08/ammitto-uk-sanctions-list-2026-08-22.tar.gz")
    rows = read(path)
    texts = []
    with tarfile.open(path) as archive:
        for member in archive:
            stream = archive.extractfile(member)
            if stream is not None:
                texts.append(stream.read().decode())
    ids = [found[1] for text in texts if (found := re.search(r"^unique_id: '?(\w+)", text, re.MULTILINE))]
    assert [each["entry"] for each in rows.by_shape["listings"]] == ids
    assert len(ids) == 6349
    references = sum("\nun_reference_number:" in text for text in texts)
    kinds = [each["kind"] for each in rows.by_shape["listing_identities"]]
    assert kinds.count("un_reference") == references == 1005
    # A name whose first key is its type has no part of a name at all.
    named = sum(text.count("name_type:") - text.count("- name_type:") for text in texts)
    assert kinds.count("name") + kinds.count("alias") == named
    assert rows.refused == []
