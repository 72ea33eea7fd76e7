"""What lists say of a ship, a company or a person, list by list and copy by copy, and what a name alone leads to.

An entry that bears a number of a ship is about that ship; one that bears a name only is a lead, and said to be one.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from pydantic import BaseModel

from fairlead.desk.occasions_shown import Item, item
from fairlead.desk.workplace import View, Workplace
from fairlead.errors import MisuseError
from fairlead.register.times import said as when_said
from fairlead.subjects.history import History, histories
from fairlead.subjects.names import plain_name
from fairlead.whois import lists

DAY_US = 86_400_000_000

DOES_NOT_SHOW = (
    "A list says who was listed, not who somebody is: a name that agrees identifies nobody, and a number may be borne "
    "by another. That an entry is not seen in a copy is no delisting by itself."
)


class SaidOf(BaseModel):
    """One thing that copies say of an entry, and from which copy to which."""

    kind: str
    printed: str
    first: str
    last: str
    address: str


class Stretch(BaseModel):
    """Days in which an entry stood on its list, or was not seen; in microseconds since 1970."""

    state: str  # listed, not seen
    from_us: int
    until_us: int
    words: str


class ListedShown(BaseModel):
    """One entry of one list over all its copies."""

    reference: str
    list_id: str
    entry: str
    kind: str
    name: str
    status: str
    since: str
    since_by: str
    ended: str | None
    bases: list[str]
    regime: str | None
    copies: int
    narrative: str | None
    said: list[SaidOf]
    stretches: list[Stretch]
    agrees: str
    address: str


class SubjectShown(BaseModel):
    """A company or a person by a name: what the case holds under it."""

    name: str
    occasions: list[Item]
    observations: list[dict[str, str]]
    statements: list[dict[str, str]]
    listed: list[ListedShown]
    does_not_show: str


def every(place: Workplace) -> list[History]:
    """Return the histories of all entries of all lists of the case."""
    _, entries = lists.entries(place.case.exhibits, place.case.followed())
    return histories(entries, place.case.identities.delistings())


def of_numbers(place: Workplace, imos: Iterable[int], mmsis: Iterable[int]) -> list[ListedShown]:
    """Return the entries that bear one of these numbers."""
    wanted = {"imo": {str(each) for each in imos}, "mmsi": {str(each) for each in mmsis}}
    found = []
    for history in every(place) if any(wanted.values()) else ():
        agreeing = [f"{kind.upper()} {n}" for kind in wanted for n in sorted(history.entry.values(kind) & wanted[kind])]
        if agreeing:
            found.append(_shown(history, ", ".join(agreeing)))
    return found


def one(place: Workplace, reference: str) -> ListedShown:
    """Return one entry by list and reference; MisuseError where no copy has it."""
    for history in every(place):
        if reference in (history.entry.reference, f"{history.entry.list_id}:{history.entry.entry}"):
            return _shown(history, "")
    raise MisuseError(f"no file of this case has an entry {reference!r} of a list", "fairlead listed CASE")


def subject(place: Workplace, view: View, name: str) -> SubjectShown:
    """Return what the case holds under the name of a company or a person; MisuseError where nothing bears it."""
    key = plain_name(name)
    occasions = [
        one
        for one in view.index.occasions
        if any(who.name and not (who.imo or who.mmsi) and plain_name(who.name) == key for who in one.subjects)
    ]
    seen = [
        {
            "act": each.act.replace("_", " "),
            "when": when_said(each.start, each.precision, each.end, each.precision),
            "how": each.how_known,
            "address": f"/exhibits/{each.cited.sha256}",
        }
        for each in place.case.register.observations()
        if any(who.name and plain_name(who.name) == key for who in each.subjects)
    ]
    told = [
        {"kind": each.kind, "quote": each.quote, "address": f"/exhibits/{each.sha256}#statement-{each.row}"}
        for each in place.case.statements()
        if key in {plain_name(words) for words in (each.speaker, each.about) if words}
    ]
    listed = [_shown(each, "the name alone: a lead, no identification") for each in every(place) if _bears(each, key)]
    if not (occasions or seen or told or listed):
        raise MisuseError(f"no company or person {name!r} in this case", "search for it: a ship has a page of its own")
    return SubjectShown(
        name=name,
        occasions=[item(view, each) for each in occasions],
        observations=seen,
        statements=told[:100],
        listed=listed,
        does_not_show=DOES_NOT_SHOW,
    )


def _bears(history: History, key: str) -> bool:
    names = {plain_name(each.printed) for each in history.entry.said if "name" in each.kind or "alias" in each.kind}
    return key in names | {plain_name(history.entry.name)}


def _shown(history: History, agrees: str) -> ListedShown:
    entry = history.entry
    since, by = history.since
    return ListedShown(
        reference=entry.reference,
        list_id=entry.list_id,
        entry=entry.entry,
        kind=entry.kind,
        name=entry.name,
        status=history.status(),
        since=since,
        since_by=by,
        ended=f"between {history.ended.after} and {history.ended.by}, {history.ended.how}" if history.ended else None,
        bases=[f"{each.printed} ({each.first} to {each.last})" for each in history.bases],
        regime=entry.regime,
        copies=len(history.seen),
        narrative=entry.narrative,
        said=[
            SaidOf(
                kind=each.kind.replace("_", " "),
                printed=each.printed,
                first=each.copy.on,
                last=each.last[0].on,
                address=f"/exhibits/{each.copy.sha256}?rows={each.row}",
            )
            for each in entry.said
        ],
        stretches=_stretches(history, since),
        agrees=agrees,
        address=f"/listed/{entry.reference}",
    )


def _stretches(history: History, since: str) -> list[Stretch]:
    """Return its days on the list, cut where copies do not show it."""
    found: list[Stretch] = []
    began = since
    for gap in history.absences:
        if not gap.copies:
            continue
        unseen, again = gap.copies[0].on, gap.seen_again.on if gap.seen_again else gap.copies[-1].on
        found.append(_stretch("listed", began, gap.last_seen.on, f"listed from {began}, last seen {gap.last_seen.on}"))
        what = "taken off" if history.ended and gap.seen_again is None else "not seen; that alone is no delisting"
        found.append(_stretch("not seen", unseen, again, f"{unseen} to {again}: {what}"))
        began = gap.seen_again.on if gap.seen_again else ""
    if began:
        last = history.seen[-1].on
        found.append(_stretch("listed", began, max(began, last), f"listed from {began}, seen until {last}"))
    return found


def _stretch(state: str, first: str, last: str, words: str) -> Stretch:
    until = _us(last) + DAY_US
    return Stretch(state=state, from_us=min(_us(first), until), until_us=until, words=words)


def _us(day: str) -> int:
    """Return the beginning of an ISO day, or of the month or year where no more is known."""
    whole = f"{day}-01-01"[:10] if len(day) == 4 else f"{day}-01"[:10] if len(day) == 7 else day[:10]
    return (datetime.fromisoformat(whole).replace(tzinfo=UTC) - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(
        microseconds=1
    )
