"""From a YAML file to a regime; whatever is unknown, missing or at odds is refused with file, line and reason.

It checks that the register is sound in itself, not that it is true: that is what the verification marks are for.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from functools import cache, partial
from importlib import resources
from pathlib import Path
from typing import cast, get_args

from fairlead.errors import MisuseError, UnreadableError
from fairlead.law import headings
from fairlead.law.measure import (
    CAPACITIES,
    Cap,
    Conversion,
    Deadline,
    ElementText,
    Force,
    Goods,
    Limit,
    Mark,
    Measure,
    Obligation,
    Resolution,
    Source,
    Vote,
    WindDown,
)
from fairlead.law.regime import Regime
from fairlead.law.yamlnodes import Node, compose

_CONVERSION_STATUS = ("verified", "inferred", "alternative", "unverified")
_PERIODS = ("window", "calendar year", "12 months")


def available() -> tuple[str, ...]:
    """Return the names of the regimes that come with Fairlead."""
    files = resources.files("fairlead.law").iterdir()
    return tuple(sorted(file.name.removesuffix(".yaml") for file in files if file.name.endswith(".yaml")))


def load(name_or_path: str | Path = "dprk") -> Regime:
    """Return a regime by its name, or from a YAML file of one's own.

    :class:`MisuseError` for an unknown name or a missing file, :class:`UnreadableError` for a bad file.
    """
    if isinstance(name_or_path, str) and name_or_path in available():
        return _packaged(name_or_path)
    return read(_bytes(name_or_path), Path(name_or_path).name)


def digest(name_or_path: str | Path = "dprk") -> str:
    """Return the SHA-256 of a regime's file: occasions found under other data may differ."""
    return hashlib.sha256(_bytes(name_or_path)).hexdigest()


@cache
def _packaged(name: str) -> Regime:
    return read(_bytes(name), f"{name}.yaml")


def _bytes(name_or_path: str | Path) -> bytes:
    if isinstance(name_or_path, str) and name_or_path in available():
        return (resources.files("fairlead.law") / f"{name_or_path}.yaml").read_bytes()
    path = Path(name_or_path)
    if not path.is_file():
        raise MisuseError(f"no regime {name_or_path}", f"known: {', '.join(available())}; or give a YAML file")
    return path.read_bytes()


def read(data: bytes, file: str) -> Regime:
    """Return the regime written in YAML bytes; ``file`` is the name that refusals give."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as bad:
        line = data[: bad.start].count(b"\n") + 1
        raise UnreadableError(f"{file}, line {line}: not UTF-8") from bad
    optional = "votes goods caps conversions deadlines obligations hs_notes"
    whole = compose(text, file).record("the file", "regime resolutions measures sources", optional)
    head = whole["regime"].record("regime", "id name target committee basis", "note")
    sources = {key: _source(node) for key, node in whole["sources"].pairs().items()}
    resolutions = whole.members("resolutions", _resolution)
    measures = _measures(whole["measures"], {found.number for found in resolutions}, sources)
    known = partial(_known, measures)
    return Regime(
        id=head["id"].text(),
        name=head["name"].text(),
        target=_state(head["target"]),
        committee=head["committee"].text(),
        basis=head["basis"].text(),
        note=head.optional("note", Node.text) or "",
        resolutions=resolutions,
        votes=whole.members("votes", _vote),
        goods=whole.members("goods", _goods),
        measures=tuple(measures.values()),
        caps=whole.members("caps", partial(_cap, known)),
        conversions=whole.members("conversions", _conversion),
        deadlines=whole.members("deadlines", partial(_deadline, known)),
        obligations=whole.optional("obligations", partial(_obligations, measures)) or {},
        hs_notes=whole.texts("hs_notes"),
        sources=sources,
    )


def _known(measures: dict[str, Measure], node: Node) -> str:
    return node.choice(measures, "measure") if node.text() not in measures else node.text()


def _measures(listed: Node, resolutions: set[int], sources: dict[str, Source]) -> dict[str, Measure]:
    found: dict[str, Measure] = {}
    nodes = listed.items()
    for node in nodes:
        measure = _measure(node)
        if measure.id in found:
            node.refuse(f"measure id given twice: {measure.id}")
        if measure.resolution not in resolutions:
            node.refuse(f"measure {measure.id} names resolution {measure.resolution}, which is not under resolutions")
        for key in (*measure.sources, *measure.national_measures):
            if key not in sources:
                node.refuse(f"measure {measure.id} names source {key}, which is not under sources")
        found[measure.id] = measure
    for node, measure in zip(nodes, found.values(), strict=True):
        for other in (*measure.supersedes, *measure.superseded_by):
            if other not in found:
                node.refuse(f"measure {measure.id} names measure {other}, which does not exist")
    return found


def _measure(node: Node) -> Measure:
    given = node.record(
        "a measure",
        "id resolution paragraph adopted title force conduct direction effective_from effective_to capacities "
        "verification",
        "goods hs hs_national wind_down exemptions deadline reporting notified_by supersedes superseded_by "
        "national_measures elements notes",
    )
    start, end = given["effective_from"].date(), given.optional("effective_to", Node.date)
    if end is not None and end < start:
        given["effective_to"].refuse(f"effective_to {end} lies before effective_from {start}")
    capacities = given.members("capacities", lambda item: item.choice(CAPACITIES, "capacity"))
    checked = given["verification"].record("verification", "paragraph_number substance sources")
    return Measure(
        id=given["id"].text(),
        resolution=given["resolution"].integer(),
        paragraph=given["paragraph"].text(),
        adopted=given["adopted"].date(),
        title=given["title"].text(),
        force=cast(Force, given["force"].choice(get_args(Force), "force")),
        conduct=given["conduct"].text(),
        direction=given["direction"].text(),
        effective_from=start,
        effective_to=end,
        capacities=capacities,
        paragraph_number=_mark(checked["paragraph_number"]),
        substance=_mark(checked["substance"]),
        sources=checked.texts("sources"),
        goods=given.optional("goods", Node.text),
        hs=given.members("hs", _heading),
        hs_national=given.optional("hs_national", _national) or {},
        wind_down=given.optional("wind_down", _wind_down),
        exemptions=given.texts("exemptions"),
        deadline=given.optional("deadline", Node.date),
        reporting=given.optional("reporting", Node.text),
        notified_by=given.members("notified_by", _state),
        supersedes=given.texts("supersedes"),
        superseded_by=given.texts("superseded_by"),
        national_measures=given.texts("national_measures"),
        elements=given.optional("elements", partial(_elements, capacities)) or {},
        notes=given.optional("notes", Node.text),
    )


def _elements(capacities: tuple[str, ...], node: Node) -> dict[str, tuple[ElementText, ...]]:
    found = {}
    for capacity, listed in node.pairs().items():
        if capacity not in capacities:
            listed.refuse(f"elements for a capacity in which the measure binds nobody: {capacity}")
        found[capacity] = tuple(_element(item) for item in listed.items())
        names = [element.name for element in found[capacity]]
        if not names or len(set(names)) < len(names):
            listed.refuse(f"elements for {capacity} are empty or name one thing twice")
    return found


def _element(node: Node) -> ElementText:
    given = node.record("an element", "name text")
    return ElementText(given["name"].text(), given["text"].text())


def _mark(node: Node) -> Mark:
    return cast(Mark, node.choice(get_args(Mark), "verification mark"))


def _heading(node: Node) -> str:
    if not headings.is_heading(node.text()):
        node.refuse(f"not a customs heading: {node.text()}")
    return node.text()


def _state(node: Node) -> str:
    if len(node.text()) != 2 or not node.text().isupper():
        node.refuse(f"not a two-letter country code: {node.text()}")
    return node.text()


def _national(node: Node) -> dict[str, tuple[str, ...]]:
    return {list_of: tuple(_heading(item) for item in codes.items()) for list_of, codes in node.pairs().items()}


def _wind_down(node: Node) -> WindDown:
    given = node.record("wind_down", "contracts_before import_until notify_by", "goods verification note")
    return WindDown(
        given["contracts_before"].date(),
        given["import_until"].date(),
        given["notify_by"].date(),
        given.optional("goods", Node.text),
        given.optional("verification", _mark),
        given.optional("note", Node.text),
    )


def _resolution(node: Node) -> Resolution:
    given = node.record("a resolution", "number adopted occasion symbol")
    return Resolution(
        given["number"].integer(), given["adopted"].date(), given["occasion"].text(), given["symbol"].text()
    )


def _vote(node: Node) -> Vote:
    given = node.record("a vote", "resolution in_favour against abstaining verification", "note")
    return Vote(
        given["resolution"].integer(),
        given["in_favour"].integer(),
        given["against"].integer(),
        given["abstaining"].integer(),
        _mark(given["verification"]),
        given.optional("note", Node.text),
    )


def _goods(node: Node) -> Goods:
    given = node.record("goods", "name words hs")
    return Goods(given["name"].text(), given.texts("words"), given.members("hs", _heading))


def _cap(known: Callable[[Node], str], node: Node) -> Cap:
    given = node.record("a cap", "measure goods from to period limits verification", "rule note")
    return Cap(
        known(given["measure"]),
        given["goods"].text(),
        given["from"].date(),
        given.optional("to", Node.date),
        given["period"].choice(_PERIODS, "period"),
        given.members("limits", _limit),
        given.optional("rule", Node.text),
        _mark(given["verification"]),
        given.optional("note", Node.text),
    )


def _limit(node: Node) -> Limit:
    given = node.record("a limit", "value unit")
    return Limit(given["value"].integer(), given["unit"].text())


def _conversion(node: Node) -> Conversion:
    given = node.record("a conversion", "id product from_unit to_unit factor status evidence", "source")
    return Conversion(
        given["id"].text(),
        given["product"].text(),
        given["from_unit"].text(),
        given["to_unit"].text(),
        _decimal(given["factor"]),
        given["status"].choice(_CONVERSION_STATUS, "status"),
        given["evidence"].text(),
        given.optional("source", Node.text),
    )


def _decimal(node: Node) -> str:
    if not re.fullmatch(r"\d+(\.\d+)?", node.text()):
        node.refuse(f"not a decimal number: {node.text()}")
    return node.text()


def _deadline(known: Callable[[Node], str], node: Node) -> Deadline:
    given = node.record("a deadline", "date what measure")
    return Deadline(given["date"].date(), given["what"].text(), known(given["measure"]))


def _obligations(measures: dict[str, Measure], node: Node) -> dict[str, tuple[Obligation, ...]]:
    return {
        kind: tuple(_obligation(measures, item) for item in listed.items()) for kind, listed in node.pairs().items()
    }


def _obligation(measures: dict[str, Measure], node: Node) -> Obligation:
    given = node.record("an obligation", "measure capacity needs", "goods where")
    id, capacity = _known(measures, given["measure"]), given["capacity"].choice(CAPACITIES, "capacity")
    if capacity not in measures[id].elements:
        node.refuse(f"measure {id} states no elements for the {capacity}")
    where = given.optional("where", lambda item: item.choice(("port",), "place"))
    return Obligation(id, capacity, given.optional("goods", Node.text), where, given["needs"].text())


def _source(node: Node) -> Source:
    given = node.record("a source", "title kind", "url")
    return Source(given["title"].text(), given["kind"].text(), given.optional("url", Node.text))
