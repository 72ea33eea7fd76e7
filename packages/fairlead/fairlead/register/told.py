"""One occasion in words and as one record: which paragraphs it engages and for whom, replies, acts, what it cites.

Words only, for every screen alike: the command line, the desk, the dossier. Nothing is decided here, and nothing is
made safe for a screen: each escapes as its own output needs.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from fairlead.evidence.entries import Entry
from fairlead.register import times
from fairlead.register.dressing import Standing
from fairlead.register.excerpts import excerpts
from fairlead.register.findings import BANDS
from fairlead.register.known import SHORT
from fairlead.register.occasions import stamp
from fairlead.register.register import People, Register
from fairlead.subjects import states
from fairlead.typologies.occasion import Citation, Engagement, Occasion

_TOLD_OF = ("stage", "outcome", "addressee", "state", "reason")


def engages(occasion: Occasion) -> str:
    """Say what it engages and for whom: never that a measure was broken."""
    bound: dict[str, list[str]] = {}
    for engagement in occasion.engagements:
        whom = addressee(engagement.addressee) if engagement.addressee == "undetermined" else engagement.addressee
        bound.setdefault(paragraph(engagement), []).append(f"{whom} as {engagement.capacity}")
    said = "; ".join(f"{named} for {' and '.join(whom)}" for named, whom in bound.items())
    condition = _IF.search(occasion.title)
    if condition and said:
        first = condition["if"]
        return f"{first[0].upper()}{first[1:]}, it would engage {said}."
    return f"It engages {said or 'no measure that was in force'}."


_IF = re.compile(r"; would engage .+? (?P<if>if .+)$")  # how a title says what its engagements hang on


def paragraph(engagement: Engagement) -> str:
    """Name the paragraph, with the register's doubt about its number where there is one."""
    measure = engagement.measure
    mark = "" if measure.paragraph_number == "verified" else f" (paragraph number {measure.paragraph_number})"
    return f"resolution {measure.resolution} paragraph {measure.paragraph}{mark}"


def addressee(name: str) -> str:
    """Return whom an engagement addresses, in words: a State's name, or that none is determined."""
    if name == "undetermined":
        return "a State not determined"
    return states.english_name(name) if len(name) == 2 else name


def reply(engagement: Engagement) -> str:
    """Say what the addressee answered, as far as this office knows: "specific denial (2020-01-02): She was empty."."""
    said = engagement.reply
    state = f"{said.state} by {said.date}" if said.state == "asked, no answer" else said.state
    dated = f" ({said.date})" if said.date and said.state != "asked, no answer" else ""
    return f"{state}{dated}{f': {said.text}' if said.text else ''}"


def act(entry: Entry, people: People | None = None) -> str:
    """Tell one act in a few words, without who did it; ``people`` are those named in a finding's entry."""
    body = entry.body
    about = [str(body[key]) for key in _TOLD_OF if body.get(key)]
    if people is not None:
        about += [f"by {', '.join(people.concluding)}"] if people.concluding else []
        about += [f"dissent of {', '.join(people.dissenting)}: {body.get('dissent')}"] if people.dissenting else []
    if entry.act == "request":
        about.append(f"to answer by {body['deadline']}")
    return "; ".join(about)


def in_full(entry: Entry) -> str:
    """Tell one act on an occasion with all that it says, in words; who concluded is private, and told by no number."""
    body = entry.body
    if entry.act == "request":
        asked = "; ".join(f"{each['element']}: {each['text']}" for each in body["questions"])
        said = f" “{body['text']}”" if body.get("text") else ""
        return f"to {body['addressee']}, sent {body['sent']}, to answer by {body['deadline']}. Asked: {asked}{said}"
    if entry.act == "reply":
        said = f": “{body['text']}”" if body.get("text") else ""
        return f"{body['addressee']}, {body['date']}: {body['state']}{said}"
    if entry.act == "finding" and body["stage"] == "proposed":
        said, dissent = body["likelihood"], body.get("dissent") or "none"
        judged = f"Likelihood: {said} ({BANDS.get(said, 'no band')}); confidence: {body['confidence']}"
        standard = f"standard of proof: {body['standard']}"
        return f"proposed: {body['outcome']}. {judged}; {standard}. Grounds: {body['grounds']} Dissent: {dissent}."
    return act(entry)


def numbered(occasion: Occasion) -> dict[str, tuple[int, list[Citation]]]:
    """Number the exhibits (SHA-256) in the order in which the elements cite them."""
    cited: dict[str, tuple[int, list[Citation]]] = {}
    for engagement in occasion.engagements:
        for element in engagement.elements:
            for citation in element.exhibits:
                cited.setdefault(citation.sha256, (len(cited) + 1, []))[1].append(citation)
    return cited


def when(occasion: Occasion) -> str:
    """Return its time no finer than it is known."""
    return times.said(occasion.start, occasion.start_precision, occasion.end, occasion.end_precision)


def record(
    register: Register, readings: Path, occasion: Occasion, standing: Standing | None, limit: int
) -> dict[str, Any]:
    """Return the occasion with all that stands around it, as stable JSON: at most ``limit`` rows per citation."""
    return {
        "occasion": occasion.to_json(),
        "stamp": stamp(occasion),
        "basis_changed": standing.basis_changed if standing else None,
        "notes": list(standing.notes) if standing else [],
        "excerpts": [
            vars(excerpt)
            for _, citations in numbered(occasion).values()
            for citation in citations
            for excerpt in excerpts(readings, citation, limit)
        ],
        "findings": register.findings(occasion.id),
        "history": [{"id": entry.id, **entry.to_body()} for entry in register.history(occasion.id)],
    }


def actor(people: dict[str, str | None], entry: Entry) -> str:
    """Name who signed an entry; a person not known here stays the beginning of the actor's id."""
    return people.get(entry.actor) or f"actor {entry.actor[:SHORT]}"
