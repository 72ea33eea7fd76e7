"""The shapes of readings and events: columns, units and precision, as Arrow schemas.

Occasions, which are documents and not rows, have their shape in ``typologies/occasion.py``. Nothing here
reads, computes or stores.

Everything is an integer (docs/decisions/0002): positions in 1e-7 degree, times in microseconds UTC since 1970,
speeds in 0.1 knot (``_dkn``), angles in 0.1 degree (``_ddeg``), lengths and distances in 0.1 metre (``_dm``).
``None`` always means "not given by the source", never zero. Ranges include their start and exclude their end.

Each row of a reading names its exhibit and its place in it: ``exhibit`` is the first 63 bits of the exhibit's
SHA-256 as a signed integer (see :func:`exhibit_key`), ``row`` counts data rows from 1 in the order of the file.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

US_PER_SECOND = 1_000_000
US_PER_HOUR = 3_600 * US_PER_SECOND
E7 = 10_000_000

_ORIGIN: list[pa.Field[Any]] = [
    pa.field("exhibit", pa.int64(), nullable=False),
    pa.field("row", pa.int64(), nullable=False),
]

POSITIONS = pa.schema(
    [
        *_ORIGIN,
        pa.field("mmsi", pa.int64()),  # as received, also where it is not a valid ship number
        pa.field("t_us", pa.int64()),
        pa.field("lat_e7", pa.int64()),  # None where AIS says "not available" (91 degrees)
        pa.field("lon_e7", pa.int64()),  # None where AIS says "not available" (181 degrees)
        pa.field("speed_dkn", pa.int64()),  # None for 102.3 kn
        pa.field("course_ddeg", pa.int64()),  # None for 360.0
        pa.field("heading_ddeg", pa.int64()),  # None for 511
        pa.field("nav_status", pa.int64()),  # ITU-R M.1371 table 45; None for 15
        pa.field("receiver", pa.string()),  # 'terrestrial', 'satellite' or None
    ]
)

STATIC_REPORTS = pa.schema(
    [
        *_ORIGIN,
        pa.field("mmsi", pa.int64()),
        pa.field("t_us", pa.int64()),
        pa.field("imo", pa.int64()),  # digits as received, also where the check digit fails; None for 0
        pa.field("name", pa.string()),
        pa.field("call_sign", pa.string()),
        pa.field("ship_type", pa.int64()),  # ITU-R M.1371 table 53
        pa.field("draught_dm", pa.int64()),  # None for 0, which AIS uses for "not available"
        pa.field("destination", pa.string()),
        pa.field("length_dm", pa.int64()),
        pa.field("beam_dm", pa.int64()),
        pa.field("receiver", pa.string()),
    ]
)

LISTINGS = pa.schema(
    [
        *_ORIGIN,  # row: the entry's place in the list, from 1
        pa.field("list_id", pa.string(), nullable=False),  # 'un-consolidated', 'un-1718-vessels', ...
        pa.field("as_of", pa.string()),  # ISO date the list itself bears; None where it bears none
        pa.field("entry", pa.string(), nullable=False),  # the list's own reference, or its row number
        pa.field("kind", pa.string(), nullable=False),  # 'ship', 'entity', 'individual'
        pa.field("regime", pa.string()),  # the list's own word for the regime
        pa.field("name", pa.string(), nullable=False),  # principal name, as printed
        pa.field("listed_on", pa.string()),  # ISO date, earliest where an entry has several
        pa.field("narrative", pa.string()),  # the reasons, as printed with line breaks joined
        pa.field("page", pa.int64()),  # PDF page from 1
        pa.field("box", pa.string()),  # 'x0,y0,x1,y1' in PDF points, origin bottom left
    ]
)

LISTING_IDENTITIES = pa.schema(
    [
        *_ORIGIN,  # the same row number as the listing it belongs to
        pa.field(
            "kind", pa.string(), nullable=False
        ),  # name, former_name, imo, mmsi, flag, call_sign, type, address, ...
        pa.field("ordinal", pa.int64()),  # the number printed before it ("2: Greenlight"), None where there is none
        pa.field("printed", pa.string(), nullable=False),
        pa.field("value", pa.string()),  # normalised; None where it cannot be
        pa.field("verdict", pa.string()),  # for imo: 'valid', 'check digit fails', 'said not to exist', 'malformed'
    ]
)

LISTING_BASES = pa.schema(
    [
        *_ORIGIN,
        pa.field("measure", pa.string(), nullable=False),  # id in the regime's register, e.g. '2371-6'
        pa.field("since", pa.string()),  # ISO date from which this basis applied to this entry
        pa.field("printed", pa.string(), nullable=False),
    ]
)

STATEMENTS = pa.schema(
    [
        *_ORIGIN,  # row: the statement's number in the exhibit, from 1
        pa.field("kind", pa.string(), nullable=False),  # claim, reply, offer, vote, act; passage: nobody's, to be read
        pa.field("page", pa.int64()),
        pa.field("box", pa.string()),
        pa.field("char_start", pa.int64()),  # offsets into the exhibit's decoded text, end excluded; None for PDF
        pa.field("char_end", pa.int64()),
        pa.field("quote", pa.string(), nullable=False),  # the exact words
        pa.field("speaker", pa.string()),  # who says it; None where the page does not tell
        pa.field("about", pa.string()),  # whom it is about
        pa.field("body", pa.string(), nullable=False),  # canonical JSON: by kind, see readers/pages/statements.py
    ]
)

IMAGES = pa.schema(
    [
        *_ORIGIN,  # row: the picture's or scene's number in the exhibit, from 1
        pa.field("kind", pa.string(), nullable=False),  # 'photograph', 'scene'
        pa.field("taken", pa.string()),  # ISO 8601 as the file says; without offset where it gives none
        pa.field("taken_end", pa.string()),  # of a scene taken over some time
        pa.field("t_us", pa.int64()),  # None where the file gives no offset from UTC
        pa.field("lat_e7", pa.int64()),  # where the camera says that it stood
        pa.field("lon_e7", pa.int64()),
        pa.field("footprint", pa.string()),  # WKT, longitude before latitude, WGS 84, degrees with 7 decimals
        pa.field("platform", pa.string()),  # the satellite, or the maker and model of the camera
        pa.field("sensor", pa.string()),
        pa.field("scene", pa.string()),  # the provider's own name of it
        pa.field("licence", pa.string()),
        pa.field("cloud_percent", pa.int64()),
        pa.field("ground_cm", pa.int64()),  # what one dot covers, as the file says
        pa.field("width", pa.int64()),  # dots
        pa.field("height", pa.int64()),
        pa.field("edited_by", pa.string()),  # the program that the file says wrote it
    ]
)

FIGURES = pa.schema(
    [
        *_ORIGIN,  # row: the data row it stands in; several figures may stand in one
        pa.field("reference", pa.string()),  # the table's own name of the claim; its figures share it
        pa.field("claimant", pa.string()),  # who gives the figure
        pa.field("carrier", pa.string()),  # the publication that prints it so, where publications differ
        pa.field("claimed_on", pa.string()),  # as printed
        pa.field("about", pa.string()),  # whose: States joined with '+', as printed
        pa.field("period", pa.string()),  # as printed
        pa.field("period_start", pa.string()),  # ISO date; None: open
        pa.field("period_end", pa.string()),  # ISO date, excluded; None: open
        pa.field("period_precision", pa.string()),  # 'day', 'part_of_month', 'month', 'months', 'year'
        pa.field("period_doubtful", pa.bool_(), nullable=False),  # the table itself marks it with '?' or the like
        pa.field("kind", pa.string(), nullable=False),  # 'flow', 'stock', 'share', 'change', 'quota'
        pa.field("measure", pa.string(), nullable=False),  # what is counted, as printed
        pa.field("goods", pa.string()),
        pa.field("value", pa.string(), nullable=False),  # a plain decimal, exactly as printed but for grouping
        pa.field("unit", pa.string(), nullable=False),
        pa.field("bound", pa.string()),  # 'at least', 'more than', 'about', 'nearly', 'up to'; None: as it stands
        pa.field("rule", pa.string()),  # the counting rule, as printed
        pa.field("laden_share", pa.string()),  # decimal: the share of capacity that the value assumes
        pa.field("breach_share", pa.string()),  # decimal or 'a/b': the share from which its author sees a cap passed
        pa.field("basis", pa.string(), nullable=False),  # 'reported' (by a State on itself), 'claimed', 'estimated'
        pa.field("part_of", pa.string()),  # reference of the figure that includes this one
        pa.field("words", pa.string()),  # what else the row says
        pa.field("reply", pa.string()),  # what the accused are said to have answered
        pa.field("source", pa.string()),
    ]
)

SHIPMENTS = pa.schema(
    [
        *_ORIGIN,  # one row of trade statistics: a flow of goods between two States in a period, as one of them reports
        pa.field("reporter", pa.string()),  # alpha-2; None where the code is of no State
        pa.field("reporter_printed", pa.string(), nullable=False),
        pa.field("partner", pa.string()),
        pa.field("partner_printed", pa.string(), nullable=False),
        pa.field("flow", pa.string(), nullable=False),  # 'import', 'export', 're-import', 're-export'
        pa.field("period", pa.string(), nullable=False),  # as printed
        pa.field("period_start", pa.string(), nullable=False),  # ISO date
        pa.field("period_end", pa.string(), nullable=False),  # ISO date, excluded
        pa.field("classification", pa.string()),  # edition of the customs code as printed: 'H5', 'HS'
        pa.field("code", pa.string(), nullable=False),  # digits; 'TOTAL' for all goods
        pa.field("goods", pa.string()),  # as printed
        pa.field("net_kg", pa.string()),  # decimal; None where not given, '0' where reported as zero
        pa.field("quantity", pa.string()),
        pa.field("quantity_unit", pa.string()),
        pa.field("value", pa.string()),  # decimal in whole units of the currency
        pa.field("currency", pa.string()),  # ISO 4217; None where no value is given
        pa.field("valued", pa.string()),  # 'cif', 'fob'; None where not told
        pa.field("breakdown", pa.string()),  # what splits a total further ('transport 2100'); None for the total itself
    ]
)

CORRELATIONS = pa.schema(
    [
        *_ORIGIN,  # one pair of customs codes of two editions that share goods, by the word of the table's publisher
        pa.field("edition", pa.string(), nullable=False),  # 'H0' to 'H6', as UN Comtrade names them
        pa.field("code", pa.string(), nullable=False),  # six digits
        pa.field("other_edition", pa.string(), nullable=False),
        pa.field("other_code", pa.string(), nullable=False),
        pa.field("relationship", pa.string()),  # as printed: '1:1', 'n:1'
    ]
)

UNREAD = pa.schema([*_ORIGIN, pa.field("why", pa.string(), nullable=False), pa.field("excerpt", pa.string())])

READINGS: dict[str, pa.Schema] = {
    "positions": POSITIONS,
    "static_reports": STATIC_REPORTS,
    "listings": LISTINGS,
    "listing_identities": LISTING_IDENTITIES,
    "listing_bases": LISTING_BASES,
    "statements": STATEMENTS,
    "figures": FIGURES,
    "images": IMAGES,
    "shipments": SHIPMENTS,
    "correlations": CORRELATIONS,
    "unread": UNREAD,
}

_LEG: list[pa.Field[Any]] = [
    # One row per kept position, with its successor on the same track; next_* are None on a track's last row.
    pa.field("track", pa.int64()),  # mmsi * 1000 + ordinal of the hull among those sharing the number
    pa.field("mmsi", pa.int64()),
    pa.field("t_us", pa.int64()),
    pa.field("lat_e7", pa.int64()),
    pa.field("lon_e7", pa.int64()),
    pa.field("speed_dkn", pa.int64()),
    pa.field("course_ddeg", pa.int64()),
    pa.field("receiver", pa.string()),
    pa.field("exhibit", pa.int64()),
    pa.field("row", pa.int64()),
    pa.field("next_t_us", pa.int64()),
    pa.field("next_lat_e7", pa.int64()),
    pa.field("next_lon_e7", pa.int64()),
    pa.field("next_speed_dkn", pa.int64()),
    pa.field("next_exhibit", pa.int64()),
    pa.field("next_row", pa.int64()),
    pa.field("distance_dm", pa.int64()),  # to the successor, rounded to 0.1 m before any threshold
]
LEGS = pa.schema(_LEG)

_EVENT: list[pa.Field[Any]] = [
    # What every event has. `start` and `end` are the positions that bound it; end_* may be None (an open gap).
    pa.field("kind", pa.string()),
    pa.field("track", pa.int64()),
    pa.field("mmsi", pa.int64()),
    pa.field("start_us", pa.int64()),
    pa.field("end_us", pa.int64()),
    pa.field("start_lat_e7", pa.int64()),
    pa.field("start_lon_e7", pa.int64()),
    pa.field("end_lat_e7", pa.int64()),
    pa.field("end_lon_e7", pa.int64()),
    pa.field("start_exhibit", pa.int64()),
    pa.field("start_row", pa.int64()),
    pa.field("end_exhibit", pa.int64()),
    pa.field("end_row", pa.int64()),
]

EVENTS: dict[str, pa.Schema] = {
    "gap": pa.schema(
        [
            *_EVENT,
            pa.field("distance_dm", pa.int64()),
            pa.field("positions_before", pa.int64()),  # of this track in the 12 h before
            pa.field("positions_after", pa.int64()),  # of this track in the 12 h after; 0 while the gap is open
            pa.field("hours_before", pa.int64()),  # of the clock, in which those before were heard
            pa.field("heard_start", pa.int64()),  # other tracks heard during the gap in the cell where it begins
            pa.field("heard_end", pa.int64()),  # the same where it ends
            # others heard in the cells around the straight line between, see events/reception.py
            pa.field("watched_start_h", pa.int64()),  # whole hours looked at, nearer to the start
            pa.field("audible_start_h", pa.int64()),  # those of them in which others were heard
            pa.field("watched_end_h", pa.int64()),
            pa.field("audible_end_h", pa.int64()),
            pa.field("audible_ahead_h", pa.int64()),  # the same where its last course led; None: no course known
            pa.field("audible_astern_h", pa.int64()),  # the same where its next course shows it to have come from
            pa.field("longest_wait_h", pa.int64()),  # hours in a row in which nobody was heard
            pa.field("path_cells", pa.int64()),
            pa.field("deaf_cells", pa.int64()),  # those of them around which nobody was heard
            pa.field("others_messages", pa.int64()),
            pa.field("others_ship_hours", pa.int64()),
            pa.field("expected", pa.int64()),  # messages of this ship, had it gone on as before
            pa.field("likelihood_pm", pa.int64()),  # that the silence is the ship's own; None: no measured ground
        ]
    ),
    "encounter": pa.schema(
        [
            *_EVENT,
            pa.field("other_track", pa.int64()),  # track < other_track: pairs are unordered
            pa.field("other_mmsi", pa.int64()),
            pa.field("other_exhibit", pa.int64()),
            pa.field("other_row", pa.int64()),
            pa.field("min_distance_dm", pa.int64()),
            pa.field("median_distance_dm", pa.int64()),
            pa.field("median_speed_dkn", pa.int64()),
        ]
    ),
    "loitering": pa.schema([*_EVENT, pa.field("distance_dm", pa.int64()), pa.field("median_speed_dkn", pa.int64())]),
    "port_visit": pa.schema(
        [
            *_EVENT,
            pa.field("place", pa.string()),  # id in places
            pa.field("place_kind", pa.string()),  # 'port' or 'anchorage'
            pa.field("country", pa.string()),  # ISO 3166-1 alpha-2
            pa.field("stopped", pa.bool_()),  # slow for long enough, not just passing by
            pa.field("min_distance_dm", pa.int64()),
        ]
    ),
    "voyage": pa.schema(
        [
            *_EVENT,  # start: departure from the first place; end: arrival at the second
            pa.field("from_place", pa.string()),
            pa.field("from_country", pa.string()),
            pa.field("from_arrival_us", pa.int64()),
            pa.field("to_place", pa.string()),
            pa.field("to_country", pa.string()),
            pa.field("to_departure_us", pa.int64()),  # None while the visit lasts
            pa.field("longest_gap_us", pa.int64()),  # longest silence between departure and arrival
            pa.field("draught_before_dm", pa.int64()),  # last reported before arriving at from_place
            pa.field("draught_during_dm", pa.int64()),  # last reported between departure and arrival
            pa.field("draught_after_dm", pa.int64()),  # first reported after leaving to_place
        ]
    ),
    "draught_change": pa.schema(
        [*_EVENT, pa.field("from_draught_dm", pa.int64()), pa.field("to_draught_dm", pa.int64())]
    ),
    "impossible_movement": pa.schema(
        [
            *_EVENT,  # a track that shares its number with another; start and end are its first and last positions
            pa.field("other_track", pa.int64()),  # the number's track that was heard last before this one began
            pa.field("other_us", pa.int64()),  # when that was
            pa.field("other_exhibit", pa.int64()),
            pa.field("other_row", pa.int64()),
            pa.field("distance_dm", pa.int64()),  # from there to this track's first position
            pa.field("implied_dkn", pa.int64()),  # the speed that one hull would have needed; None in no time at all
            pa.field("positions", pa.int64()),  # on this track
            pa.field("other_positions", pa.int64()),  # on the other while this one lasted
            pa.field("returned_us", pa.int64()),  # when the other was heard next; None if never
            pa.field("hulls", pa.int64()),  # tracks under the number
            pa.field("pattern", pa.string()),  # 'stray', 'two at once' or 'jump'
        ]
    ),
    "identity_change": pa.schema(
        [
            *_EVENT,  # start: where the first number fell silent; end: where the second was first heard
            pa.field("other_track", pa.int64()),  # the second number's
            pa.field("other_mmsi", pa.int64()),
            pa.field("link", pa.string()),  # 'one IMO number', 'in place' or 'across a silence'
            pa.field("distance_dm", pa.int64()),  # between the two positions
            pa.field("other_last_us", pa.int64()),  # when the second number was heard last
            pa.field("returned_us", pa.int64()),  # when the first number was heard again; None if never
            pa.field("imo", pa.int64()),  # most often reported under the first number, as the following are
            pa.field("other_imo", pa.int64()),
            pa.field("name", pa.string()),
            pa.field("other_name", pa.string()),
            pa.field("length_dm", pa.int64()),
            pa.field("other_length_dm", pa.int64()),
            pa.field("beam_dm", pa.int64()),
            pa.field("other_beam_dm", pa.int64()),
            pa.field("ship_type", pa.int64()),
            pa.field("other_ship_type", pa.int64()),
            pa.field("draught_dm", pa.int64()),  # reported last under the first number, up to its silence
            pa.field("other_draught_dm", pa.int64()),  # reported first under the second
            pa.field("cruise_dkn", pa.int64()),  # median speed under way
            pa.field("other_cruise_dkn", pa.int64()),
            pa.field("begun", pa.int64()),  # numbers first heard in that time and reach, this one not counted
            pa.field("begun_alike", pa.int64()),  # of these, with the same dimensions
            pa.field("ended_alike", pa.int64()),  # other numbers of those dimensions that the second could continue
            pa.field("chance_ppm", pa.int64()),  # that one of the begun would be alike by chance, in a million
        ]
    ),
    "static_change": pa.schema(
        [
            *_EVENT,  # start: the last report of the old value; end: the first of the new
            pa.field("field", pa.string()),  # 'name', 'call_sign', 'imo', 'length_dm' or 'beam_dm'
            pa.field("from_value", pa.string()),
            pa.field("to_value", pa.string()),
            pa.field("from_reports", pa.int64()),  # run of reports of the old value
            pa.field("to_reports", pa.int64()),
            pa.field("returns", pa.bool_()),  # the new value had been reported before: a slip, or several hulls
        ]
    ),
    "shared_imo": pa.schema(
        [
            *_EVENT,  # start and end: first and last hour in which both numbers were heard apart
            pa.field("other_track", pa.int64()),
            pa.field("other_mmsi", pa.int64()),
            pa.field("imo", pa.int64()),
            pa.field("hours", pa.int64()),  # in which both were heard, too far apart to be one hull
            pa.field("min_distance_dm", pa.int64()),
            pa.field("static_exhibit", pa.int64()),  # a report of the IMO number under the first mmsi
            pa.field("static_row", pa.int64()),
            pa.field("other_static_exhibit", pa.int64()),
            pa.field("other_static_row", pa.int64()),
        ]
    ),
    "on_land": pa.schema(
        [
            *_EVENT,
            pa.field("positions", pa.int64()),
            pa.field("inland_dm", pa.int64()),  # of the innermost cell, from the mapped coast
            pa.field("others", pa.int64()),  # most other numbers heard in one of its cells at any time
        ]
    ),
    "fixed_point": pa.schema(
        [
            *_EVENT,
            pa.field("positions", pa.int64()),
            pa.field("median_speed_dkn", pa.int64()),  # as reported, at coordinates that did not change
            pa.field("others", pa.int64()),  # other tracks at the very same coordinates in the same time
        ]
    ),
    "circle": pa.schema(
        [
            *_EVENT,
            pa.field("positions", pa.int64()),
            pa.field("turns_ddeg", pa.int64()),  # swept about the middle; 3600 is once round
            pa.field("radius_dm", pa.int64()),  # median
            pa.field("spread_dm", pa.int64()),  # median departure from that
            pa.field("median_speed_dkn", pa.int64()),  # along the circle
        ]
    ),
}

_RECEPTION: list[pa.Field[Any]] = [
    # One row per cell, hour and class of receiver in which anybody was heard; additive per cell and day.
    pa.field("cell", pa.int64()),  # of 0.25 degree, for satellites of one degree; numbered from the south-west
    pa.field("hour", pa.int64()),  # since 1970, UTC
    pa.field("receiver", pa.string()),  # 'terrestrial', 'satellite' or 'unknown'
    pa.field("messages", pa.int64()),
    pa.field("ships", pa.int64()),  # tracks: each an hour of a ship heard
]
RECEPTION = pa.schema(_RECEPTION)

SEALED: list[pa.Field[Any]] = [
    pa.field("id", pa.string(), nullable=False),
    pa.field("digest", pa.string(), nullable=False),
]
"""Two columns that ``events.identity.seal`` puts before those of each stored event (docs/decisions/0003)."""


def exhibit_key(sha256: str) -> int:
    """Return the number under which rows name an exhibit: the first 63 bits of its SHA-256 (hex)."""
    return int(sha256[:16], 16) >> 1


class TableDigest:
    """SHA-256 of a table's content, whatever the file format, compression or batching it travels in.

    Two tables have the same digest exactly when they have the same columns, types and values in the same order.
    """

    def __init__(self, schema: pa.Schema) -> None:
        self._schema = schema
        self._rows = 0
        self._parts = [[hashlib.sha256() for _ in range(3)] for _ in schema]

    def update(self, batches: Iterable[pa.RecordBatch]) -> None:
        """Take further rows; ``batches`` must have this digest's schema."""
        for batch in batches:
            self._rows += batch.num_rows
            columns: list[Any] = batch.columns
            for (valid, lengths, data), column in zip(self._parts, columns, strict=True):
                valid.update(_values(pc.cast(pc.is_valid(column), pa.uint8()), 1))
                if pa.types.is_string(column.type):
                    filled = pc.fill_null(column, "")
                    lengths.update(_values(pc.binary_length(filled), 4))
                    data.update(_text(filled))
                elif pa.types.is_boolean(column.type):
                    data.update(_values(pc.fill_null(pc.cast(column, pa.uint8()), 0), 1))
                else:
                    data.update(_values(pc.fill_null(column, 0), column.type.bit_width // 8))

    def hexdigest(self) -> str:
        """Return the digest of all rows taken so far."""
        whole = hashlib.sha256(str(self._rows).encode())
        for field, parts in zip(self._schema, self._parts, strict=True):
            whole.update(f"|{field.name}:{field.type}:".encode())
            for part in parts:
                whole.update(part.digest())
        return whole.hexdigest()


def table_digest(table: pa.Table) -> str:
    """Return the :class:`TableDigest` of a whole table."""
    digest = TableDigest(table.schema)
    digest.update(table.to_batches())
    return digest.hexdigest()


def _text(column: Any) -> memoryview:
    """Return the bytes of a column of strings without nulls, one after the other."""
    _, ends, data = column.buffers()
    if data is None or not len(column):
        return memoryview(b"")
    first, last = (memoryview(ends).cast("i")[column.offset + at] for at in (0, len(column)))
    return memoryview(data)[first:last]


def _values(column: Any, width: int) -> memoryview:
    """Return the bytes of a column's values, each of ``width`` bytes, nulls already filled."""
    start = column.offset * width
    return memoryview(column.buffers()[1])[start : start + len(column) * width]
