"""Occasions in the forms that people's own tools open: CSV, XLSX, GeoJSON, KML, GeoParquet.

A machine candidate bears its stamp in every one of them. Positions are those that the sources give; no line is drawn.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Sequence
from typing import Any
from xml.etree import ElementTree

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import shapely

from fairlead.register import geojson, tabular, told
from fairlead.register.occasions import stamp
from fairlead.typologies.occasion import Occasion

KML = "http://www.opengis.net/kml/2.2"


def as_csv(occasions: Sequence[Occasion]) -> bytes:
    """Return the rows that `fairlead occasions --format csv` prints."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(tabular.COLUMNS)
    writer.writerows(tabular.rows(occasions))
    return out.getvalue().encode()


def as_xlsx(occasions: Sequence[Occasion]) -> bytes:
    """Return the same rows as a workbook."""
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("occasions")
    sheet.freeze_panes = "A2"
    sheet.append(list(tabular.COLUMNS))
    for row in tabular.rows(occasions):
        sheet.append([_plain(value) for value in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def as_geojson(occasions: Sequence[Occasion]) -> bytes:
    """Return what `fairlead occasions --format geojson` prints."""
    return json.dumps(geojson.collection(occasions), ensure_ascii=False, indent=1).encode()


def as_kml(occasions: Sequence[Occasion]) -> bytes:
    """Return a placemark for each place that has a position (OGC KML 2.2)."""
    ElementTree.register_namespace("", KML)
    root = ElementTree.Element(f"{{{KML}}}kml")
    document = ElementTree.SubElement(root, f"{{{KML}}}Document")
    for one in occasions:
        for place in one.places:
            if place.lat is None or place.lon is None:
                continue
            mark = ElementTree.SubElement(document, f"{{{KML}}}Placemark")
            _text(mark, "name", _legal(f"{one.number or one.id[:8]} {place.role}: {place.name or 'unnamed place'}"))
            said = [
                one.title,
                told.when(one),
                one.basis,
                stamp(one) or one.status,
                told.engages(one),
                one.does_not_show,
            ]
            _text(mark, "description", _legal("\n".join(said)))
            span = ElementTree.SubElement(mark, f"{{{KML}}}TimeSpan")
            _text(span, "begin", one.start)
            _text(span, "end", one.end)
            _text(ElementTree.SubElement(mark, f"{{{KML}}}Point"), "coordinates", f"{place.lon},{place.lat}")
    document_bytes: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return document_bytes


def as_parquet(occasions: Sequence[Occasion]) -> bytes:
    """Return GeoParquet 1.1: the rows with their places as points (WGS 84), null where no source gives a position."""
    columns = dict(zip(tabular.COLUMNS, zip(*tabular.rows(occasions), strict=True), strict=True)) if occasions else {}
    fields = [pa.field(name, pa.int64() if name == "number" else pa.string()) for name in tabular.COLUMNS]
    arrays: list[pa.Array[Any]] = [pa.array(list(columns.get(field.name, ())), field.type) for field in fields]
    points = [_geometry(one) for one in occasions]
    kinds = sorted({shape.geom_type for shape in points if shape is not None})
    geo = {
        "version": "1.1.0",
        "primary_column": "geometry",
        "columns": {"geometry": {"encoding": "WKB", "geometry_types": kinds}},
    }
    arrays.append(pa.array([None if shape is None else shapely.to_wkb(shape) for shape in points], pa.binary()))
    schema = pa.schema([*fields, pa.field("geometry", pa.binary())], metadata={"geo": json.dumps(geo)})
    out = io.BytesIO()
    pq.write_table(pa.Table.from_arrays(arrays, schema=schema), out)
    return out.getvalue()


FORMS: dict[str, tuple[str, Callable[[Sequence[Occasion]], bytes]]] = {
    "csv": ("text/csv", as_csv),
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", as_xlsx),
    "geojson": ("application/geo+json", as_geojson),
    "kml": ("application/vnd.google-earth.kml+xml", as_kml),
    "parquet": ("application/vnd.apache.parquet", as_parquet),
}


def _geometry(one: Occasion) -> shapely.Point | shapely.MultiPoint | None:
    points = [(place.lon, place.lat) for place in one.places if place.lon is not None and place.lat is not None]
    if not points:
        return None
    return shapely.Point(points[0]) if len(points) == 1 else shapely.MultiPoint(points)


def _text(parent: ElementTree.Element, name: str, text: str) -> None:
    ElementTree.SubElement(parent, f"{{{KML}}}{name}").text = text


def _legal(text: str) -> str:
    """Return text without the control characters that XML does not know."""
    return "".join(letter for letter in text if letter in "\n\t" or letter.isprintable())


def _plain(value: object) -> object:
    return _legal(value) if isinstance(value, str) else value
