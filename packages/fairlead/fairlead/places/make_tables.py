"""Makes this room's tables from public-domain facts on this machine; fetches nothing.

    python -m fairlead.places.make_tables WORLD_PORT_INDEX.csv SEA_PORTS_UNLOCODE.json NE_10M_LAND.zip

- ports.csv: NGA Publication 150 (World Port Index; a work of the US Government, public domain); further spellings from
  marchah/sea-ports (MIT) where the UN/LOCODE is the same, and from ``spellings.FURTHER_NAMES`` and ``FURTHER_CODES``;
  ports that the index lacks from ``further_ports.py``. One row per port.
- land.bin: Natural Earth 1:10m land (public domain), see ``land.py`` for the format; inland.bin follows from it.

Left out: ports whose country the index does not name, what is known of a port besides names and position, and Natural
Earth's marker at 0 N 0 E, where no land is. The index gives minutes of arc: up to 0.9 nautical miles off.
"""

from __future__ import annotations

import csv
import json
import struct
import sys
import zipfile
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pycountry

from fairlead.places import land
from fairlead.places.further_ports import FURTHER_PORTS
from fairlead.places.spellings import FURTHER_CODES, FURTHER_NAMES

COLUMNS = ("id", "name", "other_names", "country", "lat_e7", "lon_e7", "source")

NULL_ISLAND_DEGREES = 0.1

# The World Port Index's own country names where ISO 3166-1 (pycountry) has another; territories under their own code.
COUNTRY_NAMES = {
    "Brunei": "BN",
    "Burma": "MM",
    "Caribbean Netherlands": "BQ",
    "Congo (Brazzaville)": "CG",
    "Congo (Kinshasa)": "CD",
    "Cote D'Ivoire": "CI",
    "Curacao": "CW",
    "Falkland Islands (Islas Malvinas)": "FK",
    "Johnson Atoll": "UM",
    "Macau": "MO",
    "Midway Islands": "UM",
    "North Korea": "KP",
    "Reunion": "RE",
    "Russia": "RU",
    "Saint Helena, Ascension, and Tristan da Cunha": "SH",
    "Saint Vincent and the Grenadines (Windward Islands)": "VC",
    "Sint Maarten": "SX",
    "South Georgia and South Sandwich Islands": "GS",
    "South Korea": "KR",
    "Svalbard": "SJ",
    "The Bahamas": "BS",
    "The Gambia": "GM",
    "Turkey": "TR",
    "U.S. Virgin Islands": "VI",
    "Wake Island": "UM",
}


def main(arguments: list[str]) -> int:
    """Write the tables beside this file; return the exit code."""
    if len(arguments) != 3:
        sys.stderr.write("usage: python -m fairlead.places.make_tables WPI.csv SEA_PORTS.json NE_10M_LAND.zip\n")
        return 2
    index, unlocode, natural_earth = map(Path, arguments)
    here = Path(__file__).parent
    with (here / "ports.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(sorted(ports(index, unlocode), key=lambda port: port["id"]))
    (here / "land.bin").write_bytes(land.pack(rings(natural_earth)))
    land.coast.cache_clear()
    (here / "inland.bin").write_bytes(land.pack_inland())
    return 0


def ports(index: Path, unlocode: Path) -> Iterator[dict[str, Any]]:
    """Yield the rows of ports.csv: the index's ports with the names and spellings known for them."""
    with index.open(encoding="utf-8-sig", newline="") as file:
        rows = [{key: value.strip() for key, value in row.items()} for row in csv.DictReader(file)]
    named_elsewhere = json.loads(unlocode.read_text(encoding="utf-8"))
    codes = Counter(row["UN/LOCODE"].replace(" ", "") for row in rows)
    seen: set[str] = set()
    for row in rows:
        country = _country(row["Country Code"])
        code = row["UN/LOCODE"].replace(" ", "")
        number = f"WPI{row['World Port Index Number']}"
        identity = code if codes[code] == 1 and code else number
        if country is None or identity in seen:
            continue
        seen.add(identity)
        elsewhere = named_elsewhere.get(code, {})
        further = (*FURTHER_NAMES.get(identity, ()), *FURTHER_CODES.get(identity, ()))
        names = [*row["Alternate Port Name"].split(";"), elsewhere.get("name", ""), *further]
        others = sorted({name.strip() for name in names} - {"", row["Main Port Name"]})
        yield {
            "id": identity,
            "name": row["Main Port Name"],
            "other_names": "; ".join(others),
            "country": country,
            "lat_e7": round(float(row["Latitude"]) * 1e7),
            "lon_e7": round(float(row["Longitude"]) * 1e7),
            "source": f"NGA Pub. 150 no. {row['World Port Index Number']}",
        }
    for port in FURTHER_PORTS:
        yield {
            "id": port.id,
            "name": port.name,
            "other_names": port.other_names,
            "country": port.country,
            "lat_e7": round(port.latitude * 1e7),
            "lon_e7": round(port.longitude * 1e7),
            "source": "Fairlead, from public maps",
        }


def rings(natural_earth: Path) -> list[npt.NDArray[np.float64]]:
    """Return all rings of the shapefile in the archive: arrays (n, 2) of longitude and latitude in degrees.

    The shapefile's polygons (type 5, ESRI Shapefile Technical Description, 1998) wind outer rings clockwise.
    """
    with zipfile.ZipFile(natural_earth) as archive:
        shapes = archive.read("ne_10m_land.shp")
    found = []
    at = 100  # the file header
    while at < len(shapes):
        (words,) = struct.unpack(">i", shapes[at + 4 : at + 8])
        record = shapes[at + 8 : at + 8 + 2 * words]
        at += 8 + 2 * words
        parts, points = struct.unpack("<ii", record[36:44])
        starts = [*struct.unpack(f"<{parts}i", record[44 : 44 + 4 * parts]), points]
        lonlat = np.frombuffer(record, "<f8", 2 * points, 44 + 4 * parts).reshape(-1, 2)
        found += [lonlat[start:end] for start, end in pairwise(starts)]
    return [ring for ring in found if np.abs(ring).max() > NULL_ISLAND_DEGREES]


def _country(name: str) -> str | None:
    if name in COUNTRY_NAMES:
        return COUNTRY_NAMES[name]
    try:
        return str(pycountry.countries.lookup(name).alpha_2)
    except LookupError:
        return None


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
