"""Which readers there are, most specific first. What a reader is stands in ``reader.py``.

Each is named and not imported, so that a command that reads nothing loads nothing.
"""

from __future__ import annotations

import importlib
import re
from collections.abc import Iterator

from fairlead.readers.reader import Reader

# "module:Class"; the first whose `recognises` gives a reason reads the exhibit.
READERS: list[str] = [
    "fairlead.readers.images.scenes:StacItem",
    "fairlead.readers.images.geotiff:GeoTiff",
    "fairlead.readers.images.photographs:Photograph",
    "fairlead.readers.figures.customs:CustomsTable",
    "fairlead.readers.lists.un_consolidated:ConsolidatedList",
    "fairlead.readers.lists.un_1718_vessels:VesselsList",
    "fairlead.readers.lists.eu_consolidated:ConsolidatedExport",
    "fairlead.readers.lists.uk_designations:Designations",
    "fairlead.readers.lists.ftm_lines:FtmLines",
    "fairlead.readers.lists.uk_original:OriginalXml",
    "fairlead.readers.lists.uk_original:OriginalCsv",
    "fairlead.readers.lists.headed_tables:HeadedTable",
    "fairlead.readers.lists.canada_sema:CanadaXml",
    "fairlead.readers.lists.ofac_xml:PlainXml",
    "fairlead.readers.lists.ofac_advanced:AdvancedXml",
    "fairlead.readers.lists.ofac_sdn:LegacyFiles",
    "fairlead.readers.tracks.parquet:ParquetTracks",
    "fairlead.readers.tracks.nmea:NmeaTracks",
    "fairlead.readers.figures.comtrade:Comtrade",
    "fairlead.readers.figures.correlations:CorrelationTable",
    "fairlead.readers.figures.sightings:Sightings",
    "fairlead.readers.figures.tables:FigureTables",
    "fairlead.readers.tracks.json_tracks:JsonTracks",
    "fairlead.readers.tracks.delimited:CsvTracks",
    "fairlead.readers.pages.pdf:PdfPages",
    "fairlead.readers.pages.press:PageReader",
]


def readers() -> Iterator[Reader]:
    """Yield one instance of each reader, in order, loading its module only when asked for it."""
    for named in READERS:
        module, _, name = named.partition(":")
        reader: Reader = getattr(importlib.import_module(module), name)()
        yield reader


# Published layouts that nobody here reads: how a file of them begins, and what to add instead.
NOT_READ = (
    (rb"[^\n]*\bEntity_(?i:logical_?id)\b", "the EU consolidated list as CSV: add its XML 1.1 instead"),
    (rb"(?:<\?xml[^>]*>\s*)?<WHOLE\b", "the EU consolidated list as it was until 2017: add its XML 1.1 instead"),
    (rb"(?:<\?xml[^>]*>\s*)?<swiss-sanctions-list\b", "the list of Switzerland's SECO: no form of it is read yet"),
    (rb"filedesc://", "a web archive of before 2009 (ARC): turn it into WARC, such as with `warcio recompress`"),
    (
        rb"(?:\$[A-Z0-9]{2}[A-Z]{3},[^\n]*\n){2}",
        "NMEA 0183 of a ship's own instruments: AIS sentences (VDM, VDO) are read, and none is at its beginning",
    ),
    (rb"\d+@'[^\n]*@", "an OFAC list delimited by @: add its CSV or XML instead"),
)


def known_and_not_read(head: bytes) -> str | None:
    """Return what a file is whose layout is known and not read, and what to add instead; None for all others."""
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    return next((what for begins, what in NOT_READ if re.match(begins, text)), None)
