"""Accounts of ceilings in words and tables at the terminal. Nothing is computed here."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fractions import Fraction

from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from fairlead.cli import terminal
from fairlead.cli.acting import printable
from fairlead.estimates import caps, labour, mirror, record
from fairlead.estimates.cap_claims import CapClaim, share_said, whole
from fairlead.estimates.caps import Account, Observed
from fairlead.estimates.conversions import decimal
from fairlead.estimates.labour import Labour
from fairlead.estimates.mirror import Flow, TradeRow
from fairlead.estimates.quantity import Amount
from fairlead.estimates.record import Record
from fairlead.estimates.reported import Reported
from fairlead.estimates.scenarios import Passing
from fairlead.register.occasions import called


def show(accounts: Sequence[Account]) -> None:
    """Print each account, and what no such account shows."""
    for one in accounts:
        _account(one)
    line(caps.DOES_NOT_SHOW, 0, "dim")


def show_labour(one: Labour) -> None:
    """Print the duty, each State's stocks and flows, and which sums were refused."""
    measure = one.measure
    line(f"{measure.title} (measure {measure.id}, {measure.force})", 0, "bold")
    for each in one.deadlines:
        line(f"{each.date}  {each.what}", 2)
    for exemption in measure.exemptions:
        line(f"except: {exemption}", 2, "dim")
    for state in one.states:
        line(f"{state.name} ({state.code})", 0, "bold cyan")
        for figure in state.figures:
            line(f"{labour.said(figure)}  [{figure.id}]", 2)
        for text in state.relations:
            line(text, 4, "magenta")
        for text in state.remarks:
            line(text, 4, "dim")
    for text in one.not_added:
        line(f"not added: {text}", 0, "yellow")
    line(labour.DOES_NOT_SHOW, 0, "dim")


def show_trade(found: Sequence[Flow]) -> None:
    """Print imports by period beside the mirror, and why the two may differ."""
    for flow in found:
        line(f"{flow.code}: {flow.reporter} imports from {flow.partner}, beside {flow.partner}'s exports", 0, "bold")
        table = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 2, 0, 0))
        for name in ("period", "import", "kg", "value", "mirror", "kg", "value", "remarks"):
            table.add_column(name)
        for month in flow.months:
            sides = [*_side(month.told, month.own), *_side(month.other_told, month.other)]
            table.add_row(month.period, *sides, printable("; ".join(month.remarks)))
        terminal.results.print(Padding(table, (0, 0, 0, 2)))
    for reason in mirror.REASONS if found else ():
        line(f"may differ: {reason}", 0, "dim")


def show_record(one: Record) -> None:
    """Print a State's record by measure and month, and beside it what it reported and what others claim."""
    for each in one.measures:
        measure = each.measure
        head = f"{measure.id}, {one.state} as {each.capacity}: {measure.force}, since {measure.effective_from}"
        line(head, 0, "bold")
        for month in each.months:
            counted = ", ".join(f"{count} {basis}" for basis, count in month.by_basis().items() if count)
            line(f"{month.month}: {counted}; {month.watched} square-days watched", 2, "cyan")
            for item in month.items:
                acted = ", ".join(item.acted) or "nothing known"
                reply = item.engagement.reply.state
                line(f"{called(item.occasion)}  {item.occasion.title}; reply: {reply}; acted: {acted}", 4)
        line(f"trend: {each.trend.words if each.trend else 'too little was watched to tell'}", 2, "magenta")
    if not one.measures:
        line(f"no occasion in this case engages a measure for {one.state}")
    for told in one.told:
        line(f"told: {told.on or 'no date'}, {told.by} ({told.how}): {told.what}", 0, "cyan")
    for title, figures in (("reported by itself", one.own_figures), ("claimed by others, in no count", one.claims)):
        for figure in figures:
            line(f"{title}: {labour.said(figure)}  [{figure.id}]", 0, "dim")
    line(record.DOES_NOT_SHOW, 0, "dim")


def _side(told: str, row: TradeRow | None) -> tuple[str, str, str]:
    numbers = (None, None) if row is None else (row.net_kg, row.value)
    kg, value = ("" if row is None else "not given" if each is None else number(each) for each in numbers)
    return told, kg, f"{value} {row.currency}" if row is not None and row.value is not None else value


def line(text: str, indent: int = 0, style: str = "") -> None:
    """Print a line of a result; what an exhibit says is made harmless first."""
    terminal.results.print(Padding(Text(printable(text), style=style), (0, 0, 0, indent)))


def amount(one: Amount, unit: str = "") -> str:
    """Return an amount in words, with what bounds it."""
    if one.best is not None and one.low == one.high:
        text = number(one.best)
    elif one.best is not None:
        bound = "at least" if one.low is not None else "at most" if one.high is not None else "about"
        text = f"{bound} {number(one.best)}"
    elif one.low is not None and one.high is not None:
        text = f"{number(one.low)} to {number(one.high)}"
    elif one.low is not None or one.high is not None:
        text = f"at least {number(one.low)}" if one.low is not None else f"at most {number(one.high or Fraction(0))}"
    else:
        return "not known"
    return f"{text} {unit}".strip()


def number(value: Fraction) -> str:
    """Return a number: small ones with two decimals, others rounded to the unit."""
    return decimal(value, 2) if value < 100 else whole(value)


def _account(one: Account) -> None:
    ceiling = one.ceiling
    beside = "".join(f" or {whole(limit)} {unit}" for limit, unit in ceiling.beside)
    head = f"{ceiling.goods}: {whole(ceiling.limit)} {ceiling.unit}{beside}, {ceiling.start} to before {ceiling.end}"
    line(f"{head} (measure {ceiling.measure}, {ceiling.verification})", 0, "bold")
    if ceiling.note:
        line(ceiling.note, 2, "dim")
    _reported(one.reported, one)
    for claim in one.claims:
        _claim(claim, one)
    if not one.claims:
        line("claimed: no claim in this case touches the period", 2)
    for each in one.observed:
        _observed(each)
    if not one.observed:
        line("observed: no occasion in this case engages the measure in the period", 2)
    for text in one.disagreements:
        line(f"disagreement: {text}", 2, "magenta")
    for text in one.not_added:
        line(f"not added: {text}", 2, "yellow")
    terminal.results.print()


def _reported(one: Reported, account: Account) -> None:
    ceiling, share = account.ceiling, one.share(account.ceiling)
    if one.total is None:
        rows = "only reports of zero" if one.zero else "no report in this case; that is not a report of zero"
        line(f"reported: {rows}", 2)
    else:
        least = "" if one.complete else "at least "
        line(f"reported: {least}{amount(one.total.amount, ceiling.unit)}, {_percent(share)} of the ceiling", 2, "cyan")
        counted = "; ".join(_row(each.about, each.value, each.unit, each.period) for each in one.counted)
        line(f"counted once each: {counted}", 4)
    for each in one.by_factor:
        text = f"{decimal(each.factor.bbl_per_t)} bbl/t: {whole(each.bbl)} bbl, {_percent(each.share)} of the ceiling"
        line(f"{text} ({each.factor.product}, {each.factor.status}: {each.factor.source or each.factor.evidence})", 4)
    for figure in one.zero:
        line(f"reported zero: {figure.about or figure.by}, {figure.measure}, {figure.period}", 4)
    for figure in one.crossing:
        line(f"in no sum, for it crosses the period: {_row(figure.about, figure.value, figure.unit, figure.period)}", 4)
    for text in one.checks:
        line(text, 4, "magenta" if "differ" in text or "exceed" in text else "")


def _claim(one: CapClaim, account: Account) -> None:
    unit = account.ceiling.unit
    doubt = " (the table doubts the period)" if one.doubtful else ""
    line(f"claimed, {one.reference}: {one.by}, {one.period}{doubt}", 2, "cyan")
    acts = "; ".join(f"{each.bound or ''} {each.value} {each.unit}".strip() for each in one.acts) or "no number of acts"
    laden = f" at {share_said(one.laden)}" if one.laden is not None and one.amounts else ""
    printed = f" (as {one.amounts[0].carrier} prints it)" if one.amounts and one.amounts[0].carrier else ""
    stated = f"{amount(one.stated, unit)}{laden}{printed}" if one.amounts else "no quantity"
    line(f"stated: {acts}; {stated}", 4)
    if one.amounts:
        times = f"{amount(one.stated_times)} times the ceiling{_passed(one.stated_passing)}"
        line(times + (f"; {amount(one.stated_per_act, unit)} per act" if one.acts else ""), 4)
    for figure in one.reported:
        line(f"said there to be reported: {_row(figure.about, figure.value, figure.unit, figure.period)}", 4)
    if one.scenarios:
        terminal.results.print(Padding(_scenarios(one, unit), (0, 0, 0, 4)))
        if one.share_at_cap.best is not None:
            line(f"the ceiling is reached at {_percent(one.share_at_cap.best)} of full load", 4)
    for share, needed in one.needed_per_act if not one.amounts else ():
        line(f"at {share_said(share)} it takes more than {whole(needed)} {unit} per act to pass the ceiling", 4)
    for text in one.remarks:
        line(text, 4, "magenta")
    line(f"reply: {one.reply}" if one.reply else "reply: none in this row; none sought here", 4, "green")


def _scenarios(one: CapClaim, unit: str) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 2, 0, 0))
    for name in ("laden", unit, "per act", "times", "passed if even", "at the latest"):
        table.add_column(name, no_wrap=True)
    for each in one.scenarios:
        mean = one.per_act.times(each.share)
        passed = each.passing
        table.add_row(
            share_said(each.share),
            amount(each.amount),
            amount(mean),
            amount(each.times_cap),
            str(passed.even or ("not passed" if not each.may else "not known")),
            str(passed.latest or "not known" if each.may else "not passed"),
        )
    return table


def _observed(one: Observed) -> None:
    line(f"{one.basis}: {len(one.occasions)} occasion(s) of this case engage the measure in the period", 2, "cyan")
    if one.basis == "stated":
        line("stated only: counted apart, and no quantity is made of them", 4)
    elif not one.acts_needed:
        line("their quantity is not estimated: name a capacity with --capacity", 4)
    for (share, needed), (_, first, last) in zip(one.acts_needed, one.passed_on, strict=True):
        when = f"with large ships {_reached(first)}, with small ones {_reached(last)}"
        line(f"at {share_said(share)}: {amount(needed)} acts reach the ceiling; {when}", 4)


def _reached(day: date | None) -> str:
    return f"by {day}" if day else "not by these occasions"


def _passed(one: Passing) -> str:
    if one.even is None:
        return ""
    latest = f", by {one.latest} in any case" if one.latest else ""
    return f"; so much would pass it on {one.even} if it came evenly{latest}"


def _percent(share: Fraction | None) -> str:
    return "not known" if share is None else f"{decimal(share * 100, 1)} %"


def _row(about: str | None, value: str, unit: str, period: str | None) -> str:
    return f"{about or 'no State named'} {value} {unit} ({period})"
