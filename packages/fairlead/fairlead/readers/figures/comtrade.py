"""Trade statistics of UN Comtrade: the JSON of its API, its CSV, and the CSV of the older site.

Every row is kept as reported, totals and the splits of totals apart. Zero and "not given" stay two things. Nothing is
added up, no code is translated to another edition, and no estimate of Comtrade's own is told from a report unless the
row says so.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

import pyarrow as pa
import pycountry

from fairlead import shapes
from fairlead.errors import UnreadableError
from fairlead.readers.decoding import decode
from fairlead.readers.reader import Sink, Source
from fairlead.readers.tracks.cells import number_of
from fairlead.subjects import states

_NAMES = {
    # What a row is asked for → the column of the API, and of the older site's CSV.
    "reporter": ("reporterISO", "Reporter ISO"),
    "reporter_code": ("reporterCode", "Reporter Code"),
    "reporter_name": ("reporterDesc", "Reporter"),
    "partner": ("partnerISO", "Partner ISO"),
    "partner_code": ("partnerCode", "Partner Code"),
    "partner_name": ("partnerDesc", "Partner"),
    "flow": ("flowCode", "Trade Flow Code"),
    "flow_words": ("flowDesc", "Trade Flow"),
    "period": ("period", "Period", "Year"),  # extracts of whole years lack a period
    "classification": ("classificationCode", "Classification"),
    "code": ("cmdCode", "Commodity Code"),
    "goods": ("cmdDesc", "Commodity"),
    "net_kg": ("netWgt", "Netweight (kg)"),
    "quantity": ("qty", "Qty"),
    "quantity_unit": ("qtyUnitAbbr", "Qty Unit"),
    "cif": ("cifvalue", "CIF Trade Value (US$)"),
    "fob": ("fobvalue", "FOB Trade Value (US$)"),
    "value": ("primaryValue", "Trade Value (US$)"),
    "partner2": ("partner2Code", "2nd Partner Code"),
    "customs": ("customsCode", "Customs Proc. Code"),
    "transport": ("motCode", "Mode of Transport Code"),
}
_REQUIRED = ("reporter_code", "partner_code", "flow", "period", "code")
_OLDER = {"Reporter", "Partner", "Trade Flow", "Commodity Code"}  # and a period or a year: extracts leave out the rest
_FLOWS = {
    **{"M": "import", "X": "export", "RX": "re-export", "RM": "re-import"},
    **{"1": "import", "2": "export", "3": "re-export", "4": "re-import"},
    **{"IMPORT": "import", "EXPORT": "export", "RE-EXPORT": "re-export", "RE-IMPORT": "re-import"},
}
_NO_CODE = ("", "0")  # of a flow, where only its words tell it: files of the year in which the older site was given up
_WHOLE = {"partner2": ("", "0"), "customs": ("", "C00"), "transport": ("", "0")}
"""The codes of a total that is split no further (Comtrade's reference tables: World, all procedures, all modes)."""


class Comtrade:
    """Reader of UN Comtrade rows."""

    name = "comtrade"
    version = 4
    libraries = ("pycountry",)

    def recognises(self, source: Source, head: bytes) -> str | None:
        """Return which of its three forms this is, by the columns or keys that only Comtrade uses."""
        start = head.lstrip(b"\xef\xbb\xbf \r\n")
        if start.startswith((b"{", b"[")):
            return "JSON of UN Comtrade" if b'"reporterCode"' in head and b'"cmdCode"' in head else None
        line = start.partition(b"\n")[0].decode("utf-8", "replace")
        try:
            columns = {column.strip() for column in next(csv.reader([line]), [])}
        except csv.Error:
            return None
        if {_NAMES[name][0] for name in _REQUIRED} <= columns:
            return "CSV of UN Comtrade"
        older = {_NAMES[name][1] for name in _REQUIRED} <= columns or (
            columns >= _OLDER and bool(columns & {"Period", "Year"})
        )
        return "older CSV of UN Comtrade" if older else None

    def read(self, source: Source, sink: Sink) -> None:
        """Hand out one row of statistics or one unread row per row."""
        with source.unpacked() as stream:
            decoded = decode(stream.read(), source.name)
        if decoded.note:
            sink.note(decoded.note)
        made = []
        for number, given in enumerate(_rows(decoded.text.lstrip("\ufeff"), source), 1):
            try:
                made.append({"exhibit": source.key, "row": number, **_row(given)})
            except ValueError as error:
                sink.unread(number, f"not understood: {error}", json.dumps(given, ensure_ascii=False))
        sink.rows("shipments", pa.Table.from_pylist(made, schema=shapes.SHIPMENTS))


def _rows(text: str, source: Source) -> Iterator[Mapping[str, Any]]:
    if not text.lstrip().startswith(("{", "[")):
        yield from csv.DictReader(io.StringIO(text, newline=""))
        return
    try:
        # Numbers stay as they are written: a float would round values beyond 2^53.
        whole = json.loads(text, parse_float=str, parse_int=str)
    except (ValueError, RecursionError) as error:
        raise UnreadableError(f"{source.name}: not whole JSON ({error})") from error
    rows = whole.get("data") if isinstance(whole, dict) else whole
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise UnreadableError(f"{source.name}: expected a list of rows under 'data'")
    yield from rows


def _row(given: Mapping[Any, Any]) -> dict[str, str | None]:
    if any(given.get(None, ())):
        raise ValueError(f"more cells than the header has columns: {given[None]!r}")
    start, end = _period(_text(given, "period"))
    code = _text(given, "code").upper()
    if code != "TOTAL" and not re.fullmatch(r"\d{2,10}", code):
        raise ValueError(f"not a customs code: {code!r}")
    flow = _flow(_text(given, "flow"), _text(given, "flow_words"))
    value, valued = _value(given, flow)
    return {
        "reporter": _state(*(_text(given, f"reporter{each}") for each in ("", "_code", "_name"))),
        "reporter_printed": _text(given, "reporter_name") or _text(given, "reporter_code"),
        "partner": _state(*(_text(given, f"partner{each}") for each in ("", "_code", "_name"))),
        "partner_printed": _text(given, "partner_name") or _text(given, "partner_code"),
        "flow": flow,
        "period": _text(given, "period"),
        "period_start": start.isoformat(),
        "period_end": end.isoformat(),
        "classification": _text(given, "classification") or None,
        "code": code,
        "goods": _text(given, "goods") or None,
        "net_kg": _number(given, "net_kg"),
        "quantity": _number(given, "quantity"),
        "quantity_unit": _text(given, "quantity_unit") or None,
        "value": value,
        "currency": "USD" if value is not None else None,  # Comtrade gives all values in US dollars
        "valued": valued,
        "breakdown": ", ".join(
            f"{name} {_text(given, name)}" for name, whole in _WHOLE.items() if _text(given, name) not in whole
        )
        or None,
    }


def _flow(code: str, words: str) -> str:
    """Return the flow by its code or, where the code says nothing, by its words. Raises ValueError for two flows."""
    told = [_FLOWS.get(each.upper().removesuffix("S")) for each in (code, words) if each not in _NO_CODE]
    if not told or told[0] is None:
        raise ValueError(f"not a flow: {code!r}, {words!r}")
    if len({each for each in told if each}) > 1:
        raise ValueError(f"two flows: {code!r}, {words!r}")
    return told[0]


def _text(given: Mapping[str, Any], name: str) -> str:
    for column in _NAMES[name]:
        cell = given.get(column)
        if cell is not None:
            return str(cell).strip()
    return ""


def _number(given: Mapping[str, Any], name: str) -> str | None:
    number = number_of(_text(given, name))
    if number is not None and number < 0:
        raise ValueError(f"{name} is negative: {number}")
    return None if number is None else format(number.normalize(), "f")


def _value(given: Mapping[str, Any], flow: str) -> tuple[str | None, str | None]:
    """Return the value with how it is valued: imports c.i.f. first, exports f.o.b., else whatever is given."""
    for name in ("cif", "fob") if flow.endswith("import") else ("fob", "cif"):
        value = _number(given, name)
        if value is not None and value != "0":
            return value, name
    return _number(given, "value"), None


def _period(text: str) -> tuple[date, date]:
    """Return the days of "201709" or "2017", end excluded."""
    if re.fullmatch(r"\d{4}", text):
        return date(int(text), 1, 1), date(int(text) + 1, 1, 1)
    if not re.fullmatch(r"\d{6}", text):
        raise ValueError(f"not a period: {text!r}")
    year, month = int(text[:4]), int(text[4:])
    return date(year, month, 1), date(year + month // 12, month % 12 + 1, 1)


def _state(iso: str, code: str, name: str) -> str | None:
    """Return alpha-2 from alpha-3, else from the M49 number, and from the name where neither is given.

    None where they are no State's (World, areas n.e.s.).
    """
    found = pycountry.countries.get(alpha_3=iso.upper()) if iso else None
    if found is None and code.isdigit():
        found = pycountry.countries.get(numeric=code.zfill(3))
    if not iso and not code:
        return states.alpha2(name)
    return found.alpha_2 if found else None
