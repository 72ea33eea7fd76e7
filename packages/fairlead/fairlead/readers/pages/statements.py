"""What pages say, as statements: the shapes of their bodies by kind, and the table they are handed out in.

How sentences yield them is in ``telling.py``. Nothing is judged here: a claim is what somebody says.

Every body is canonical JSON (ASCII keys, integers, text, null) and holds ``"v": 1``, ``"encoding"`` (what decodes the
exhibit so that ``char_start`` and ``char_end`` fit) and ``"page_date"`` (ISO date that the page bears, or null). Fields
that the page does not give are null, never guessed; periods exclude their end. Offsets in ``at`` count the decoded
exhibit. Of a PDF, ``"encoding"`` is "pdf", ``at`` names page and box instead, and ``"read_from_picture"`` is null or
``{"lowest_confidence_percent"}``: how sure tesseract was of the word that it was least sure of.

``speaker`` in every body: null, or ``{"name", "kind", "office", "state", "how"}``. ``kind`` is person, body, state,
document or group; ``state`` alpha-2, or two joined by a comma where two States speak as one, or null; ``how`` tells by
what the page leads to the name: named, surname, pronoun, document or carried.

claim
    ``accused``       list of alpha-2; empty where the page's grammar accuses no State
    ``concerns``      alpha-2 of States that the clause names otherwise ("delivered to North Korea")
    ``conduct``       the page's own words for what is done or left undone
    ``conduct_kinds`` ways of speaking found in them (``conducts.py``): derived, for sorting, no finding
    ``number``        int; text of a decimal where it is not whole; null
    ``bound``         "at least", "up to", "more than", "less than", "about"; null
    ``unit``          what is counted, in the page's words (ISO 4217 for money); null
    ``counts``        acts, ships, persons, quantity, money, other; null. Only acts compare with occasions:
                      persons are a stock, quantities and money are amounts
    ``vague``         "numerous", "dozens of"; null
    ``counting_unit_conflict`` units that the page elsewhere gives for the same number; null
    ``goods``, ``places``  lists of the page's words; null
    ``ships``         list of ``{"name", "imo"}``; null. ``flags``: list of alpha-2 of flags the page gives to ships
    ``period_start``, ``period_end``  ISO dates, end excluded; with ``period_precision`` and ``period_words``;
                      ``period_derived`` is true where they are counted from the page's own date
    ``obligation``    null or ``{"resolution", "resolutions", "year", "words", "measure_hint"}``; the hint is null or
                      ``{"measure", "derived": true, "why"}`` and never what the page says
    ``strength``      words such as "allegedly", "strongly suspects"
    ``estimate``      null or ``{"words", "assumption"}``: a scenario or estimate, not an observation
    ``part_of``       row of the claim that this one is part of; null
    ``stated``, ``not_stated``  which of ``CLAIM_FIELDS`` the page gives and does not give
    ``not_understood``  which of them its sentence may give in words that no construction takes up: to be read there
    ``same_source_key``  equal for pages that carry one claim; null without number or claimant
    ``at``            ``{"number": [start, end] | null, "conduct": [start, end]}``
reply
    ``state``         a ``ReplyState`` of ``typologies/occasion.py``; "asked, no answer" means: asked by the publisher
    ``tied``          rows of the claims it answers; ``words``; ``defence`` words or null
    ``denies``        whether it rejects what was said
offer
    ``money``         ``{"amount", "currency", "bound"}``; ``by`` alpha-2 or null; ``for`` words
    ``since``         ISO date or null, and ``since_words``
passage
    what may be a statement and was not understood: a passage to read, and nobody's claim. ``speaker`` and ``about``
    are null whatever the page says
    ``interest``      the words of conduct, reply or offer that made it one, in the page's words
    ``not_understood``  list of ``{"element", "why"}``: who says it, of whom, the act, the number, the time
    ``at``            ``{}``
vote
    ``years``, ``resolutions`` lists; ``supported`` bool; ``position`` words; ``acknowledged_by`` a speaker or null
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa

from fairlead import shapes
from fairlead.readers.pages import periods
from fairlead.readers.sheets import Box, printed
from fairlead_ledger import canonical

BODY_VERSION = 1
CLAIM_FIELDS = ("number", "unit", "period", "goods", "ships", "places", "obligation")


_NAMELESS: dict[str, dict[str, Any]] = {
    # The fields of each kind where a page gives nothing.
    "claim": {
        "accused": [], "concerns": [], "flags": [], "conduct_kinds": [], "strength": [],
        **dict.fromkeys(("conduct", "number", "bound", "unit", "counts", "vague", "goods", "ships", "places")),
        **dict.fromkeys(("obligation", "estimate", "part_of", "counting_unit_conflict", "same_source_key")),
        **periods.NONE,
    },
    "reply": {"state": None, "words": None, "denies": False, "defence": None, "tied": []},
    "offer": {"money": None, "by": None, "for": None, "since": None, "since_words": None},
    "vote": {"years": [], "resolutions": [], "supported": None, "position": None, "acknowledged_by": None},
}  # fmt: skip
MADE_OF_A_PASSAGE = tuple(_NAMELESS)


def of_passage(passage: dict[str, Any], kind: str, given: dict[str, Any]) -> dict[str, Any]:
    """Return the body of a statement that a person makes of a passage to read: what they give, and nothing else."""
    kept = {name: passage.get(name) for name in ("v", "encoding", "page_date", "at", "read_from_picture")}
    body = {**kept, "speaker": None, **_NAMELESS[kind], **given}
    if kind == "claim":
        settle_stated(body)
    return body


def settle_stated(body: dict[str, Any]) -> None:
    """Put into a claim's body which of ``CLAIM_FIELDS`` it gives and does not give."""
    gives = {name: body.get("period_words" if name == "period" else name) is not None for name in CLAIM_FIELDS}
    body["stated"] = [name for name in CLAIM_FIELDS if gives[name]]
    body["not_stated"] = [name for name in CLAIM_FIELDS if not gives[name]]


@dataclass
class Statement:
    """One statement: its kind, its exact words and their place in the decoded exhibit, and its body."""

    kind: str
    start: int
    end: int
    quote: str
    speaker: str | None
    about: str | None
    body: dict[str, Any] = field(default_factory=dict)
    rule: str = ""  # by which rule it was read, for ``grounding.py``; stands in no table


def table(statements: list[Statement], exhibit: int, places: list[tuple[int, Box]] | None = None) -> pa.Table:
    """Return statements in the shape ``shapes.STATEMENTS``, rows counted from 1 in the order of the page.

    ``places`` gives page and box of each statement of a PDF, which has no offsets.
    """
    columns: dict[str, list[Any]] = {name: [] for name in shapes.STATEMENTS.names}
    for row, each in enumerate(statements, 1):
        page, box = places[row - 1] if places else (None, None)
        values = {
            "exhibit": exhibit,
            "row": row,
            "kind": each.kind,
            "page": page,
            "box": printed(box),
            "char_start": None if places else each.start,
            "char_end": None if places else each.end,
            "quote": each.quote,
            "speaker": each.speaker,
            "about": each.about,
            "body": canonical.dumps(each.body).decode(),
        }
        for name, value in values.items():
            columns[name].append(value)
    return pa.Table.from_pydict(columns, schema=shapes.STATEMENTS)
