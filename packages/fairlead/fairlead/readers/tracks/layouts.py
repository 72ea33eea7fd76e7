"""The published layouts of tables of ship positions. A table is recognised by its header, never by its file's name.

Sources stand beside each layout. Nothing is guessed: a header that fits none, or two, is refused with what was found.
Where publishers use one header for two units, ``scales.py`` judges by the first rows.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from collections.abc import Mapping as Dict
from dataclasses import dataclass, field, replace
from fractions import Fraction

from fairlead.errors import UnreadableError
from fairlead.readers.tracks import plain_names
from fairlead.readers.tracks.mapping import UNITS, ColumnOf, Mapping
from fairlead.readers.tracks.scales import scales
from fairlead.readers.tracks.times import Times

_NORMAL = str.maketrans("", "", " _#-")
REQUIRED = ("mmsi", "time", "lat", "lon")


@dataclass(frozen=True)
class Layout:
    """A table as one publisher writes it.

    ``roles``: role → the column's names, without case, blanks, "_", "-" and "#"; the role "" is known and not read.
    ``marks``: columns that must be there too; one written in capitals must be so in the table.
    """

    roles: Dict[str, tuple[str, ...]]
    marks: tuple[str, ...] = ()
    times: Times = field(default_factory=Times)
    slashed: Times | None = None  # how its times are written where the first has a slash
    written: Times = field(default_factory=Times)  # of the role "written": the same time once more, in words
    receivers: Dict[str, str | None] = field(default_factory=dict)  # word in lower case → receiver
    units: Dict[str, str] = field(default_factory=dict)  # role → unit, where it is not the first in mapping.UNITS
    own_in: tuple[int, int] | None = None  # years in which its MMSI are numbers of the publisher's own
    scaled: bool = False  # one header, two units: see scales.py
    remark: str | None = None  # what its user must know


# NOAA and BOEM, MarineCadastre's data dictionary, 2015 on; lower-case names from 2025 on.
_MARINE_CADASTRE = Layout(
    {
        "mmsi": ("mmsi",),
        "time": ("basedatetime",),
        "lat": ("lat", "latitude"),
        "lon": ("lon", "longitude"),
        "speed": ("sog",),
        "course": ("cog",),
        "heading": ("heading",),
        "status": ("status",),
        "imo": ("imo",),
        "name": ("vesselname",),
        "call_sign": ("callsign",),
        "ship_type": ("vesseltype",),
        "draught": ("draft",),
        "length": ("length",),
        "beam": ("width",),
        "": ("cargo", "transceiverclass", "transcieverclass", "transceiver"),
    }
)
# The same, 2009 to 2014: the broadcasts of a file geodatabase, written as a table with their place as X and Y (degrees,
# EPSG:4326), dates by GDAL's CSV with slashes. Units and columns: its AttributeUnits table. "The MMSI field has been
# encrypted for the 2010 through 2014 data" (NOAA's note on these sets, as GeoMesa's documentation quotes it).
_MARINE_CADASTRE_BROADCASTS = Layout(
    {
        "mmsi": ("mmsi",),
        "time": ("basedatetime",),
        "lat": ("y",),
        "lon": ("x",),
        "speed": ("sog",),
        "course": ("cog",),
        "heading": ("heading",),
        "status": ("status",),
        "": ("rot", "voyageid", "receivertype", "receiverid", "objectid"),
    },
    marks=("voyageid",),
    slashed=Times(format="%Y/%m/%d %H:%M:%S"),
    own_in=(2010, 2014),
    remark="the publisher encrypted the MMSI of 2010 to 2014: they are kept as numbers of its own, from "
    "1,000,000,000,000 on, carry no flag and meet no list",
)
# Danish Maritime Authority, README of its AIS files.
_DANISH = Layout(
    {
        "mmsi": ("mmsi",),
        "time": ("timestamp",),
        "lat": ("latitude",),
        "lon": ("longitude",),
        "speed": ("sog",),
        "course": ("cog",),
        "heading": ("heading",),
        "status": ("navigationalstatus",),
        "imo": ("imo",),
        "name": ("name",),
        "call_sign": ("callsign",),
        "ship_type": ("shiptype",),
        "cargo_type": ("cargotype",),
        "draught": ("draught",),
        "destination": ("destination",),
        "length": ("length",),
        "beam": ("width",),
        "": ("typeofmobile", "rot", "typeofpositionfixingdevice", "eta", "datasourcetype", "a", "b", "c", "d"),
    },
    marks=("typeofmobile",),
    times=Times(format="%d/%m/%Y %H:%M:%S"),
)
# Global Fishing Watch's public tables (pipe-segment, pyseas, pipe-gaps); "t", "len" and "draft" (metres) in sets
# laid out like them.
_GLOBAL_FISHING_WATCH = Layout(
    {
        "mmsi": ("ssvid",),
        "time": ("t", "timestamp"),
        "lat": ("lat",),
        "lon": ("lon",),
        "speed": ("speed",),
        "course": ("course",),
        "heading": ("heading",),
        "status": ("status",),
        "receiver": ("receivertype",),
        "imo": ("imo",),
        "name": ("shipname",),
        "call_sign": ("callsign",),
        "draught": ("draft",),
        "destination": ("destination",),
        "length": ("length", "len"),
        "beam": ("width",),
    },
    receivers={"terrestrial": "terrestrial", "satellite": "satellite"},
)
# Column names of three public files of Spire's AIS positions (2021 to 2024).
_SPIRE = Layout(
    {
        "mmsi": ("mmsi",),
        "time": ("msgtimestamp",),
        "lat": ("latitude",),
        "lon": ("longitude",),
        "speed": ("speed",),
        "course": ("course",),
        "heading": ("heading",),
        "receiver": ("collectiontype",),
        "ship_type": ("shiptype",),
        "": ("samplemethod", "sampleintervalstart", "sampleintervalend"),
    },
    marks=("collectiontype",),
    # "dynamic" is heard by other ships: neither from the coast nor from space
    receivers={"terrestrial": "terrestrial", "satellite": "satellite"},
)
# Column names of a public file of Baltic traffic (2018). The epoch is read; the time in words, day first,
# only vouches for epochs that a program rounded ("1.522551e+12").
_BALTIC = Layout(
    {
        "mmsi": ("mmsi",),
        "time": ("timestamp",),
        "lat": ("lat",),
        "lon": ("long",),
        "speed": ("sog",),
        "course": ("cog",),
        "imo": ("imo",),
        "name": ("name",),
        "call_sign": ("callsign",),
        "ship_type": ("shiptype",),
        "draught": ("draught",),
        "to_bow": ("dimbow",),
        "to_stern": ("dimstern",),
        "to_port": ("dimport",),
        "to_starboard": ("dimstarboard",),
        "written": ("timestamppretty",),
        "": ("msgid", "targettype", "posacc", "month", "week", "country"),
    },
    marks=("timestamppretty", "targettype"),
    times=Times(epoch="ms"),
    written=Times(format="%d/%m/%Y %H:%M:%S"),
)
# exactEarth's decoded messages of 123 and 139 columns, as AISDB's documentation prints the header and its test data
# fill it: draught as AIS sends it, in tenths of a metre, all else in whole units.
_EXACT_EARTH = Layout(
    {
        "mmsi": ("mmsi",),
        "time": ("time",),
        "millisecond": ("millisecond",),
        "lat": ("latitude",),
        "lon": ("longitude",),
        "speed": ("sog",),
        "course": ("cog",),
        "heading": ("heading",),
        "status": ("navigationalstatus",),
        "imo": ("imo",),
        "name": ("vesselname",),
        "call_sign": ("callsign",),
        "ship_type": ("shiptype",),
        "draught": ("draught",),
        "destination": ("destination",),
        "to_bow": ("dimensiontobow",),
        "to_stern": ("dimensiontostern",),
        "to_port": ("dimensiontoport",),
        "to_starboard": ("dimensiontostarboard",),
    },
    marks=("messageid", "repeatindicator", "millisecond"),
    times=Times(format="%Y%m%d_%H%M%S"),
    units={"draught": "0.1 m"},
    remark="each row is one message: those without a place of the ship are positions without one",
)
# MarineTraffic, documentation of its export services: speed in tenths of a knot, time in UTC. Its type of ship and
# its draught are not read: their codes and units differ between services.
_MARINE_TRAFFIC = Layout(
    {
        "mmsi": ("mmsi",),
        "time": ("timestamp",),
        "lat": ("lat",),
        "lon": ("lon",),
        "speed": ("speed",),
        "course": ("course",),
        "heading": ("heading",),
        "status": ("status",),
        "receiver": ("dsrc",),
        "imo": ("imo",),
        "name": ("shipname",),
        "call_sign": ("callsign",),
        "destination": ("destination",),
        "length": ("length",),
        "beam": ("width",),
    },
    marks=("MMSI", "LAT", "LON", "SPEED", "COURSE", "HEADING", "STATUS", "TIMESTAMP"),
    receivers={"ter": "terrestrial", "sat": "satellite"},
    scaled=True,
)
# VesselFinder, documentation of its AIS data set: speed in knots, time in UTC, dimensions in metres.
_VESSEL_FINDER = Layout(
    {
        "mmsi": ("mmsi",),
        "time": ("timestamp",),
        "lat": ("latitude",),
        "lon": ("longitude",),
        "speed": ("speed",),
        "course": ("course",),
        "heading": ("heading",),
        "status": ("navstat",),
        "receiver": ("src",),
        "imo": ("imo",),
        "name": ("name",),
        "call_sign": ("callsign",),
        "ship_type": ("type",),
        "draught": ("draught",),
        "destination": ("destination",),
        "to_bow": ("a",),
        "to_stern": ("b",),
        "to_port": ("c",),
        "to_starboard": ("d",),
    },
    marks=("NAVSTAT", "SPEED", "COURSE"),
    receivers={"ter": "terrestrial", "sat": "satellite"},
)
# OMTAD (Edith Cowan University), tracks drawn from the Australian Maritime Safety Authority's craft positions, in UTC.
_OMTAD = Layout(
    {
        "mmsi": ("craftid",),
        "time": ("timestamp",),
        "lat": ("lat",),
        "lon": ("lon",),
        "speed": ("speed",),
        "course": ("course",),
        "": ("trackid",),
    },
    marks=("CRAFT_ID", "trackid"),
    remark="CRAFT_ID is the publisher's own number of a ship, not its MMSI",
)
# The Solent set that Stone Soup (Dstl) publishes; units stand in the names.
_SOLENT = Layout(
    {
        "mmsi": ("mmsi",),
        "time": ("time",),
        "lat": ("latitudedegrees",),
        "lon": ("longitudedegrees",),
        "speed": ("sogknots",),
        "course": ("cogdegrees",),
    }
)
# French Naval Academy, Brest data set (Ray et al. 2018), description of nari_dynamic.csv: t in seconds of the epoch.
_BREST = Layout(
    {
        "mmsi": ("sourcemmsi",),
        "time": ("t",),
        "lat": ("lat",),
        "lon": ("lon",),
        "speed": ("speedoverground",),
        "course": ("courseoverground",),
        "heading": ("trueheading",),
        "status": ("navigationalstatus",),
        "": ("rateofturn",),
    },
    times=Times(epoch="s"),
)
# aisstream.io, its documentation of messages (2023 on) and its published models: one message of AIS a record, decoded;
# sizes and draught in metres. The place under MetaData is the last known one and not read: static data have no place.
_AISSTREAM = Layout(
    {
        "mmsi": ("metadata.mmsi",),
        "time": ("metadata.timeutc",),
        "lat": ("message.latitude",),
        "lon": ("message.longitude",),
        "speed": ("message.sog",),
        "course": ("message.cog",),
        "heading": ("message.trueheading",),
        "status": ("message.navigationalstatus",),
        "imo": ("message.imonumber",),
        "name": ("message.name",),
        "call_sign": ("message.callsign",),
        "ship_type": ("message.type",),
        "destination": ("message.destination",),
        "draught": ("message.maximumstaticdraught",),
        "to_bow": ("message.dimension.a",),
        "to_stern": ("message.dimension.b",),
        "to_port": ("message.dimension.c",),
        "to_starboard": ("message.dimension.d",),
    },
    marks=("metadata.mmsi", "metadata.timeutc"),
    remark="each record is one message: those without a place of the ship are positions without one",
)
# Digitraffic of Fintraffic, its interface's description of vessel locations: GeoJSON, knots, degrees, the time of
# reception in milliseconds; "timestamp" is the second of the minute that AIS sends.
_DIGITRAFFIC = Layout(
    {
        "mmsi": ("mmsi",),
        "time": ("timestampexternal",),
        "lat": ("lat",),
        "lon": ("lon",),
        "speed": ("sog",),
        "course": ("cog",),
        "heading": ("heading",),
        "status": ("navstat",),
        "": ("timestamp", "rot", "posacc", "raim", "properties.mmsi"),
    },
    marks=("timestampexternal",),
    times=Times(epoch="ms"),
)

LAYOUTS = {
    "MarineCadastre's layout": _MARINE_CADASTRE,
    "MarineCadastre's broadcasts of 2009 to 2014": _MARINE_CADASTRE_BROADCASTS,
    "the Danish Maritime Authority's layout": _DANISH,
    "Global Fishing Watch's layout": _GLOBAL_FISHING_WATCH,
    "Spire's layout": _SPIRE,
    "the Baltic layout of 2018": _BALTIC,
    "exactEarth's layout": _EXACT_EARTH,
    "MarineTraffic's export": _MARINE_TRAFFIC,
    "VesselFinder's layout": _VESSEL_FINDER,
    "OMTAD's layout": _OMTAD,
    "the Solent layout of Stone Soup": _SOLENT,
    "the Brest layout of the French Naval Academy": _BREST,
    "aisstream's messages": _AISSTREAM,
    "Digitraffic's locations": _DIGITRAFFIC,
}


@dataclass(frozen=True)
class Recognised:
    """What a header was found to be."""

    mapping: Mapping  # named as the layout, with the units judged where the header leaves them open
    notes: tuple[str, ...]  # columns that are not read, and what the user must know


def normal(column: str) -> str:
    """Return a column's name without case, blanks, underscores, hyphens and hashes."""
    return column.strip().lower().translate(_NORMAL)


def recognise(header: Sequence[str], name: str, rows: Iterable[Sequence[str]] = ()) -> Recognised | None:
    """Return what a table with this header is, or None where no layout fits.

    ``rows`` are its first rows as text, for headers that leave the units open. Raises UnreadableError where a column,
    a unit or a layout could be meant in two ways.
    """
    rows = list(rows)
    fitting = [(layout, _fit(LAYOUTS[layout], header)) for layout in LAYOUTS]
    found = [(layout, fit) for layout, fit in fitting if fit is not None]
    if not found:
        plain = plain_names.recognise(header, name, rows, [normal(column) for column in header])
        return Recognised(*plain) if plain else None
    if len(found) > 1:
        raise UnreadableError(
            f"{name}: the header fits {' and '.join(layout for layout, _ in found)}",
            "say which column is what: --mapping",
        )
    title, (columns, unknown) = found[0]
    twice = {column for role, several in columns.items() if role and len(several) > 1 for column in several}
    if twice:
        raise UnreadableError(
            f"{name}: columns that mean the same: {', '.join(sorted(twice))}", "say which one to read: --mapping"
        )
    layout = LAYOUTS[title]
    read = {role: several[0] for role, several in columns.items() if role}
    units = layout.units
    if layout.scaled:
        cells = dict(zip(header, zip(*rows, strict=True), strict=False))
        cells = {role: cells.get(column, ()) for role, column in read.items()}
        units, stated = scales(cells, read, name)
        title += stated
    dates = [row[header.index(read["time"])] for row in rows[:1]] if layout.slashed else []
    if layout.slashed and any("/" in cell for cell in dates):
        layout = replace(layout, times=layout.slashed)
    roles = {role: _column(layout, role, column, units.get(role)) for role, column in read.items()}
    return Recognised(Mapping(title, "", roles), _notes(layout, unknown))


def _notes(layout: Layout, unknown: list[str]) -> tuple[str, ...]:
    notes = [f"columns that are not read: {', '.join(unknown)}"] if unknown else []
    return (*notes, layout.remark) if layout.remark else tuple(notes)


def _fit(layout: Layout, header: Sequence[str]) -> tuple[dict[str, list[str]], list[str]] | None:
    role_of = {alias: role for role, aliases in layout.roles.items() for alias in aliases}
    columns: dict[str, list[str]] = {}
    unknown = []
    for column in header:
        role = role_of.get(normal(column))
        if role is None:
            unknown.append(column)
        else:
            columns.setdefault(role, []).append(column)
    present = {*header, *map(normal, header)}
    fits = all(role in columns for role in REQUIRED) and all(mark in present for mark in layout.marks)
    return (columns, unknown) if fits else None


def _column(layout: Layout, role: str, column: str, unit: str | None) -> ColumnOf:
    if role in UNITS:
        factor = UNITS[role][unit] if unit else next(iter(UNITS[role].values()))
        return ColumnOf(column, factor, whole=layout.scaled and unit in ("1/600000 deg", "0.1 kn"))
    times = {"time": layout.times, "written": layout.written}.get(role, Times())
    receivers = layout.receivers if role == "receiver" else {}
    return ColumnOf(column, Fraction(1), times, receivers, own_in=layout.own_in if role == "mmsi" else None)


def refuse_foreign(header: Sequence[str], name: str) -> None:
    """Raise UnreadableError where a header that fits no layout names ships."""
    if {"mmsi", "ssvid"} & {normal(column) for column in header}:
        raise UnreadableError(
            f"{name}: a table about ships in no known layout of positions, with the columns {', '.join(header)[:500]}",
            "if its rows are positions, say which column is what in a mapping file: --mapping",
        )
