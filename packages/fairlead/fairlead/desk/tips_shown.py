"""The tips of a case as intake sees them.

Of a tip the desk shows what the log tells: when it was filed, how sealed, opened or not, its grade, what it led to. Its
words are shown where the offline key is, and nowhere else: on one's own machine, where the desk was started with it.
No mailbox, no payee and no name of a file stands in any of these documents.
"""

from __future__ import annotations

from pydantic import BaseModel

from fairlead.awards import led_to
from fairlead.awards.acts import LedTo
from fairlead.desk.workplace import Workplace
from fairlead.errors import MisuseError
from fairlead.vault.intake import UNKNOWN, Tip
from fairlead.vault.triage import Told, triage

CONTENT_ACTS = ("unseal", "tip_open")


class UseShown(BaseModel):
    """What a tip led to, and when."""

    tip: str
    use: str
    words: str
    occasion: str | None
    element: str | None
    exhibit: str | None
    task: str | None
    on: str
    who: str


class TipShown(BaseModel):
    """One tip, without a word of it; ``barred`` where its mailbox is on the bar list.

    ``another_key_than``: the first tip of its mailbox, where this one names another key: it is not by who wrote that.
    Looked for where one tip is asked for, None in lists.
    """

    id: str
    drop: str
    day: str
    tier: str
    size: int
    opened: bool
    kind: str | None
    grade: str
    status: str
    barred: bool
    uses: list[UseShown]
    another_key_than: str | None = None


class Cluster(BaseModel):
    """Tips that say nearly the same."""

    tips: list[str]


class Sorted(BaseModel):
    """A triage: counts with and without those who sent most, and what is nearly the same."""

    everything: dict[str, int]
    without_top: dict[str, int]
    top: list[tuple[str, int]]
    clusters: list[Cluster]


def tips(place: Workplace) -> list[TipShown]:
    """Return all tips, in the order of the drops' logs."""
    barred = place.case.vault.barred()
    led = uses(place)
    return [_tip(one, barred, led) for one in place.case.vault.tips()]


def tip(place: Workplace, asked: str) -> TipShown:
    """Return one tip."""
    vault = place.case.vault
    one = vault.one(asked)
    first = vault.first_of(one) if one.opened else None
    return _tip(one, vault.barred(), uses(place)).model_copy(update={"another_key_than": first.id if first else None})


def sorted_out(place: Workplace, purpose: str) -> Sorted:
    """Sort the opened tips by what they say; that all were looked at is signed first."""
    if place.holder is None:
        raise MisuseError("the offline key is not here", "on your own machine: fairlead desk CASE --identity FILE")
    told = [Told(one.id, one.mailbox, said.text) for one, said in place.case.vault.messages(place.holder, purpose)]
    found = triage(told)
    return Sorted(
        everything=vars(found.everything),
        without_top=vars(found.without_top),
        top=list(found.top),
        clusters=[Cluster(tips=list(each)) for each in found.clusters if len(each) > 1],
    )


def uses(place: Workplace) -> list[UseShown]:
    """Return what tips led to, in the order of the log."""
    people = place.people()
    return [_use(one, people) for one in place.case.awards.used()]


def _use(one: LedTo, people: dict[str, str | None]) -> UseShown:
    return UseShown(
        tip=one.tip,
        use=one.use,
        words=led_to.USES[one.use],
        occasion=one.occasion,
        element=one.element,
        exhibit=one.exhibit,
        task=one.task,
        on=one.on.isoformat(),
        who=people.get(one.actor) or f"actor {one.actor[:8]}",
    )


def _tip(one: Tip, barred: set[str], uses: list[UseShown]) -> TipShown:
    return TipShown(
        id=one.id,
        drop=one.origin,
        day=one.leaf.day,
        tier=one.leaf.tier,
        size=one.leaf.size,
        opened=one.opened,
        kind=one.kind,
        grade="F6 (unknown)" if one.grade == UNKNOWN else one.grade,
        status=one.status.replace("_", " "),
        barred=one.mailbox in barred,
        uses=[each for each in uses if each.tip == one.id],
    )
