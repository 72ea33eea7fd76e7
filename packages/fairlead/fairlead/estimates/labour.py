"""Workers abroad: stocks and flows by State, each with claimant, day and rule, beside the duty to send them home.

A stock is held against a stock, a change against the stocks that it lies between; nothing else is computed, and what
mixes two claimants is called a scenario. Who was exempt is not known to any figure here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from fairlead.estimates.cap_claims import whole
from fairlead.estimates.conversions import decimal
from fairlead.estimates.figures import Figure
from fairlead.estimates.quantity import EVERYBODY, grounds
from fairlead.law import Deadline, Measure, Regime
from fairlead.subjects import states

DOES_NOT_SHOW = (
    "A stock is not a flow and neither is a number of occasions. A permit is not a person, and a fall in permits is "
    "not a number of people sent home. No figure here tells who was exempt. That a State has no figure in this case "
    "does not show that it made no report."
)


@dataclass(frozen=True)
class HostState:
    """What is said of workers in one State. ``code`` is alpha-2, 'all' for a tally, or the words where unknown."""

    code: str
    name: str
    figures: tuple[Figure, ...]  # by day
    own: tuple[Figure, ...]  # those that the State itself gave
    relations: tuple[str, ...]  # what the figures give when held against each other
    remarks: tuple[str, ...]


@dataclass(frozen=True)
class Labour:
    """The duty, and the States of which the case holds figures."""

    measure: Measure
    deadlines: tuple[Deadline, ...]
    states: tuple[HostState, ...]
    not_added: tuple[str, ...]


def account(regime: Regime, figures: Sequence[Figure]) -> Labour | None:
    """Return what a case says of workers; None where the regime has no duty to send them home by a day."""
    duties = [one for one in regime.measures if one.conduct == "host_labour" and one.deadline is not None]
    if not duties:
        return None
    mine = [one for one in figures if one.counted in ("person", "permit") or one.kind == "share"]
    by_state: dict[str, list[Figure]] = {}
    for one in sorted(mine, key=lambda each: (each.period_end or "", each.sha256, each.row)):
        for code in sorted(one.quantity().whose) or ["not stated"]:
            by_state.setdefault(code, []).append(one)
    due = [one for one in regime.deadlines if one.measure == duties[0].id]
    found = [_host(code, group, duties[0], due, mine) for code, group in sorted(by_state.items())]
    return Labour(
        duties[0],
        tuple(due),
        tuple(found),
        tuple(_not_added(mine)),
    )


def _host(
    code: str, figures: Sequence[Figure], duty: Measure, due: Sequence[Deadline], every: Sequence[Figure]
) -> HostState:
    own = [one for one in figures if one.basis == "reported"]
    relations = [*_falls(figures), *_shares(figures), *_side_by_side(figures)]
    if code == EVERYBODY:
        relations += _inside(figures, every)
    known = "States not listed" if code == EVERYBODY else states.english_name(code) if len(code) == 2 else code
    return HostState(
        code, known, tuple(figures), tuple(own), tuple(relations), tuple(_remarks(figures, own, duty, due))
    )


def _falls(figures: Sequence[Figure]) -> list[str]:
    """Hold two stocks of one thing by one claimant against each other, and against the change that is stated."""
    stocks = [one for one in figures if one.kind == "stock" and one.start]
    changes = [one for one in figures if one.kind == "change"]
    return [
        _fall(one, other, changes)
        for n, one in enumerate(stocks)
        for other in stocks[n + 1 :]
        if _counted_alike(one, other)
    ]


def _counted_alike(one: Figure, other: Figure) -> bool:
    same = all(getattr(one, name) == getattr(other, name) for name in ("measure", "counted", "basis", "rule"))
    return same and (one.basis == "reported" or one.claimant == other.claimant)


def _fall(one: Figure, other: Figure, changes: Sequence[Figure]) -> str:
    gone = one.number - other.number
    text = f"{whole(one.number)} ({one.period}) to {whole(other.number)} ({other.period}), {one.measure}: "
    text += f"{whole(abs(gone))} {'fewer' if gone >= 0 else 'more'}"
    for each in changes:
        same = each.number == abs(gone)
        text += f"; the change stated by {each.by} is {whole(each.number)}: {'they agree' if same else 'they differ'}"
    return text


def _shares(figures: Sequence[Figure]) -> list[str]:
    """Say what a share without its whole could mean by other people's stocks, as scenarios."""
    stocks = [one for one in figures if one.kind == "stock" and one.number]
    found = []
    for one in (each for each in figures if each.kind == "share"):
        bound = f"{one.bound} " if one.bound else ""
        said = f"“{one.measure}: {bound}{one.value} %” by {one.by} ({one.period}): of how many is not stated"
        earlier = [each for each in stocks if each.start is None or (one.end and each.start < one.end)]
        scenarios = [
            f"of the {whole(each.number)} of {each.by} ({each.period}) it would be {bound}"
            f"{whole(each.number * one.number / 100)}"
            for each in earlier
        ]
        scenarios = [*scenarios, "scenarios of two claimants, not figures"] if scenarios else ["no stock to take it of"]
        found.append("; ".join([said, *scenarios]))
    return found


def _side_by_side(figures: Sequence[Figure]) -> list[str]:
    """Name claimants who give different stocks for times that overlap."""
    stocks = [one for one in figures if one.kind == "stock"]
    return [
        f"{one.by}: {one.bound or ''} {whole(one.number)} ({one.period}); {other.by}: {other.bound or ''}"
        f" {whole(other.number)} ({other.period}): neither added nor averaged".replace(":  ", ": ")
        for n, one in enumerate(stocks)
        for other in stocks[n + 1 :]
        if one.claimant != other.claimant
        and one.number != other.number
        and (one.start is None or other.end is None or one.start < other.end)
        and (other.start is None or one.end is None or other.start < one.end)
    ]


def _inside(tallies: Sequence[Figure], every: Sequence[Figure]) -> list[str]:
    found = []
    for tally in tallies:
        parts = [
            one
            for one in every
            if one.kind == tally.kind
            and one.counted == tally.counted
            and one.measure == tally.measure
            and one.about
            and EVERYBODY not in one.quantity().whose
        ]
        if parts:
            names = ", ".join(f"{one.about} {one.bound or ''} {one.value}".replace("  ", " ") for one in parts)
            found.append(
                f"{tally.value} by {tally.by} ({tally.about}) may hold {names}: parts of it if those States are among"
                " those tallied, and never added to it"
            )
    for n, one in enumerate(tallies):
        for other in tallies[n + 1 :]:
            if one.number == other.number and one.about != other.about:
                found.append(
                    f"{one.by} and {other.by} both give {whole(one.number)}, for {one.about} and for {other.about}:"
                    " at least one is rounded"
                )
    return found


def _remarks(figures: Sequence[Figure], own: Sequence[Figure], duty: Measure, due: Sequence[Deadline]) -> list[str]:
    deadline = duty.deadline
    found = []
    if not own:
        found.append("no figure of its own in this case; that is not a State that did not report")
    for each in due if own else ():
        before = [one for one in own if one.end and one.end <= each.date]
        found.append(
            f"{each.what} ({each.date}): {len(before)} of its own figures here are as of an earlier day"
            " (the day counted to, not the day of a report)"
        )
    for one in figures:
        if one.kind == "stock" and deadline and one.start and one.start >= deadline and one.number:
            least = f"{one.bound} " if one.bound else ""
            found.append(
                f"{least}{whole(one.number)} after the day of the duty ({deadline}), by {one.by}: a stock at one day,"
                " not a number of occasions"
            )
    if any(one.rule is None for one in figures):
        found.append("counting rules are not stated")
    return found


def _not_added(figures: Sequence[Figure]) -> list[str]:
    """Try the sums that a reader may have in mind, and keep one reason of each sort."""
    reasons = []
    together = ("stocks and flows together", ("stock", "flow"))
    for what, kinds in (("stocks", ("stock",)), ("flows", ("flow",)), together):
        tried = [one.quantity() for one in figures if one.kind in kinds and one.number]
        reasons += [f"the {len(tried)} {what}: {why}" for why in grounds(tried)]
    return reasons


def document(one: Labour) -> dict[str, object]:
    """Return it as stable JSON."""
    return {
        "schema_version": 1,
        "estimate": "labour",
        "measure": one.measure.id,
        "force": one.measure.force,
        "deadline": _iso(one.measure.deadline),
        "deadlines": [{"date": each.date.isoformat(), "what": each.what} for each in one.deadlines],
        "exemptions": list(one.measure.exemptions),
        "states": [
            {
                "state": each.code,
                "name": each.name,
                "figures": [figure.document() for figure in each.figures],
                "own": [figure.id for figure in each.own],
                "relations": list(each.relations),
                "remarks": list(each.remarks),
            }
            for each in one.states
        ],
        "not_added": list(one.not_added),
        "does_not_show": DOES_NOT_SHOW,
    }


def said(figure: Figure) -> str:
    """Return one figure in words: day, kind, number with bound, what, by whom."""
    doubt = " (day in doubt)" if figure.period_doubtful else ""
    unit = "%" if figure.counted == "percent" else figure.unit
    number = decimal(Fraction(figure.value)) if figure.counted == "percent" else whole(figure.number)
    bound = f"{figure.bound} " if figure.bound else ""
    told = f"{bound}{number} {unit}, {figure.measure}; {figure.basis} by {figure.by}"
    return f"{figure.period}{doubt}  {figure.kind}: {told}"


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
