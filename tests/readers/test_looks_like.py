"""What a file looks like that no reader knows: tables and XML are no pages, prose and HTML are. All is made up."""

from __future__ import annotations

import gzip
import hashlib
import io
import tarfile
from pathlib import Path

import pytest

from fairlead.readers import likeness, reading
from fairlead.readers.reader import Source

FIRMS = (
    "Source,Ref,Name,Addresses,Since,Until,Remarks,Link,Other Names\n"
    'Unlisted Firms,,"Alder Trading, Ltd.","1 Quay Road, Port Nowhere",2011-02-03,,'
    '"The firm is said to have sold fuel to North Korea, in breach of sanctions resolution 2397. It denies that.",x,\n'
    'Unlisted Firms,,"Birch Shipping, Inc.","2 Quay Road, Port Nowhere",2012-03-04,,'
    '"North Korea is said to have bought coal from it, against the sanctions of the Security Council.",y,\n'
)
FEED = (
    '<?xml version="1.0"?>\n<list-of-names>\n<td>1</td><p>The tanker brought oil to North Korea, which is under '
    "sanctions of the Security Council, and left the port again on the next day.</p>\n</list-of-names>\n"
)
PROSE = (
    "Nobody in the port saw the tanker, the crew, the pilot, the tug or the agent on that day.\n\n"
    "North Korea evaded sanctions with coal, iron, lead, sand and seafood, the panel of experts said.\n\n"
    "The panel named no ship, no firm, no bank, no person and no port in what it wrote.\n"
)


def source_of(folder: Path, text: str, name: str) -> Source:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return Source(hashlib.sha256(text.encode()).hexdigest(), name, path, path.stat().st_size, "text/plain")


@pytest.mark.parametrize(("text", "name"), [(FIRMS, "firms.csv"), (FIRMS, "firms.txt"), (FEED, "names.xml")])
def test_a_table_or_xml_with_sentences_in_it_is_no_page(tmp_path: Path, text: str, name: str) -> None:
    with pytest.raises(reading.UnrecognisedError, match=r"looks like (a table of 9 columns: Source, Ref|XML with the)"):
        reading.choose(source_of(tmp_path, text, name))


def test_prose_with_commas_is_a_page(tmp_path: Path) -> None:
    assert reading.choose(source_of(tmp_path, PROSE, "page.txt"))[0].name == "page"


@pytest.mark.parametrize(
    "text", ["<p>One.</p>", "<!DOCTYPE html><custom-tag>", "\ufeff\n<html lang='en'>", "words < more"]
)
def test_a_page_has_no_root_of_data(text: str) -> None:
    assert likeness.xml_root(text.encode()) is None


@pytest.mark.parametrize(
    ("text", "root"),
    [
        ("<rss version='2.0'><channel><p>x</p>", "rss"),
        ("<?xml version='1.0'?><!-- a note --><ns0:list xmlns:ns0='x'>", "ns0:list"),
        ("<?xml version='1.0'?>\n<?style x?>\n<list-of-names/>", "list-of-names"),
    ],
)
def test_the_root_of_data_is_told(text: str, root: str) -> None:
    assert likeness.xml_root(text.encode()) == root


def test_two_rows_of_few_cells_are_no_table() -> None:
    assert likeness.table_heads("a,b,c,d\n1,2,3,4\n") is None
    assert likeness.table_heads("a,b,c,d\n1,2,3,4\n5,6,7,8\n") == ["a", "b", "c", "d"]


def test_a_header_tells_a_table_whose_rows_are_broken() -> None:
    assert likeness.table_heads("a,b,c,d,e,f,g,h\n1,2\n3\n") == list("abcdefgh")


@pytest.mark.parametrize("packed", [False, True])
def test_a_tar_of_sentences_is_not_read_as_if_it_were_the_sentences(tmp_path: Path, packed: bool) -> None:
    log = b"!AIVDM,1,1,,A,15M67FC000G?ufbE`FepT@3n00Sa,0*5C\n" * 30
    held = io.BytesIO()
    with tarfile.open(fileobj=held, mode="w") as archive:
        member = tarfile.TarInfo("day.nmea")
        member.size = len(log)
        archive.addfile(member, io.BytesIO(log))
    data = gzip.compress(held.getvalue()) if packed else held.getvalue()
    path = tmp_path / "day.tar"
    path.write_bytes(data)
    source = Source(hashlib.sha256(data).hexdigest(), path.name, path, len(data), "application/x-tar")
    with pytest.raises(reading.UnrecognisedError, match="expected one file, found a tar"):
        reading.choose(source)


def test_a_log_of_a_ships_own_instruments_is_told_for_what_it_is(tmp_path: Path) -> None:
    text = "$GPGGA,085411.000,5222.3215,N,00454.5778,E,1,4,2.95,16.0,M,47.0,M,,*61\r\n$IIHDT,,T*0C\r\n"
    with pytest.raises(reading.UnrecognisedError, match="own instruments"):
        reading.choose(source_of(tmp_path, text, "gps.log"))
