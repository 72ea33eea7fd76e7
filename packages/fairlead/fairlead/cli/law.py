"""`fairlead law`: what was in force, when and for whom; ceilings, deadlines and votes on request.

It answers from the regime's register alone and needs no case. Exit 1 where nothing was in force.
"""

from __future__ import annotations

import datetime
import json
from typing import Any

import click
from rich.markup import escape
from rich.padding import Padding

from fairlead import law
from fairlead.cli import terminal
from fairlead.errors import MisuseError
from fairlead.law import Measure, Regime
from fairlead.subjects import states


@click.command(name="law")
@click.option("--regime", "-r", default="dprk", show_default=True, help="A regime's name, or a YAML file of your own.")
@click.option("--goods", metavar="HS", help="A customs code of 2 to 10 digits, or goods by name (coal).")
@click.option("--conduct", help="Such as import_from_target, ship_to_ship, port_entry, host_labour.")
@click.option("--on", "day", metavar="DATE", help="A day, as 2017-06-03. Without it: whatever was ever in force.")
@click.option("--state", metavar="STATE", help="A State, by name or two-letter code: what binds it.")
@click.option("--capacity", type=click.Choice(law.CAPACITIES), help="Only what binds in this capacity.")
@click.option("--caps", is_flag=True, help="Ceilings with their units, and conversion factors.")
@click.option("--deadlines", is_flag=True, help="Dates that the measures set.")
@click.option("--votes", is_flag=True, help="When each resolution was adopted, and by which vote.")
@terminal.format_option
def command(
    regime: str,
    goods: str | None,
    conduct: str | None,
    day: str | None,
    state: str | None,
    capacity: str | None,
    caps: bool,
    deadlines: bool,
    votes: bool,
    form: str,
) -> int:
    """What was in force, when and for whom.

    \b
    fairlead law --goods 2701 --on 2017-06-03     coal on that day: the ceiling, not yet the ban
    fairlead law --conduct port_entry             every port-entry measure, past and present
    fairlead law --caps --on 2019-01-01           ceilings of that day, with conversions
    """
    found = law.load(regime)
    on = None if day is None else _day(day)
    if caps or deadlines or votes:
        answer: dict[str, Any] = {"schema_version": 1, "regime": found.id, "on": day}
        if caps:
            answer |= {"caps": _caps(found, on), "conversions": [_plain(one) for one in found.conversions]}
        if deadlines:
            answer["deadlines"] = [_deadline(found, one) for one in found.deadlines if on is None or one.date == on]
        if votes:
            answer["votes"] = _votes(found, on)
        return _show(answer, form)
    _check_conduct(found, conduct)
    measures = _asked(found, on, goods, conduct, state, capacity)
    if form == "json":
        rows = [_measure(found, measure, on) for measure in measures]
        terminal.print_json({"schema_version": 1, "regime": found.id, "on": day, "measures": rows})
    elif measures:
        _print_measures(found, measures, on)
        for note in found.hs_notes if goods else ():
            terminal.messages.print(f"note: {note}")
    if not measures:
        terminal.messages.print("nothing was in force")
    return 0 if measures else 1


def _day(text: str) -> datetime.date:
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        raise MisuseError(f"not a date: {text}", "write it as 2017-06-03") from None


def _state(text: str) -> str:
    upper = text.strip().upper()
    code = upper if len(upper) == 2 and states.english_name(upper) != upper else states.alpha2(text)
    if code is None:
        raise MisuseError(f"no such State: {text}", "give its name or its two-letter code, such as KP")
    return code


def _check_conduct(regime: Regime, conduct: str | None) -> None:
    known = sorted({measure.conduct for measure in regime.measures})
    if conduct is not None and conduct not in known:
        raise MisuseError(f"unknown conduct: {conduct}", f"known: {', '.join(known)}")


def _asked(
    regime: Regime,
    on: datetime.date | None,
    goods: str | None,
    conduct: str | None,
    state: str | None,
    capacity: str | None,
) -> tuple[Measure, ...]:
    """Return the measures asked for; goods may be a code or a name that the regime knows."""
    named = None if goods is None else regime.goods_named(goods)
    codes: tuple[str | None, ...] = named.hs if named else (goods,)
    bound = None if state is None else _state(state)
    found = {
        measure.id
        for code in codes
        for measure in regime.in_force(on, hs=code, conduct=conduct, capacity=capacity, state=bound)
    }
    return tuple(measure for measure in regime.measures if measure.id in found)


def _print_measures(regime: Regime, measures: tuple[Measure, ...], on: datetime.date | None) -> None:
    terminal.results.print(f"[bold]{escape(regime.name)}[/]{f', in force on {on}' if on else ''}\n")
    for measure in measures:
        cited = f"resolution {measure.resolution} paragraph {measure.paragraph}"
        time = f"{measure.effective_from} to {measure.effective_to or 'today'}"
        number = f"number {measure.paragraph_number}"
        terminal.results.print(f"[bold]{measure.id}[/]  {cited} ({number}) · {measure.force} · {time}")
        said = [f"[bold]{escape(measure.title)}[/]", f"binds: {', '.join(measure.capacities)}"]
        said += [escape(remark) for remark in _remarks(regime, measure, on)]
        terminal.results.print(Padding("\n".join(said), (0, 0, 1, 4)))


def _remarks(regime: Regime, measure: Measure, on: datetime.date | None) -> list[str]:
    """Return what has to be read with a measure: headings, ceilings, windows, exemptions, marks."""
    said = []
    if measure.hs:
        said.append(f"HS: {', '.join(measure.hs)}")
    caps = [cap for cap in regime.caps if cap.measure == measure.id and (on is None or cap.applies(on))]
    for cap in caps:
        limits = _limits([(limit.value, limit.unit) for limit in cap.limits], cap.rule)
        said.append(f"ceiling: {limits}, {cap.period} from {cap.effective_from} ({cap.verification})")
    if measure.wind_down:
        said.append(f"older contracts: imports until {measure.wind_down.import_until}")
    if measure.deadline:
        said.append(f"deadline: {measure.deadline}")
    said += [f"except: {exemption}" for exemption in measure.exemptions]
    if measure.notified_by:
        said.append(f"supplies notified to the Committee by {', '.join(measure.notified_by)}, as far as known")
    if measure.substance != "verified":
        said.append(f"substance: {measure.substance}")
    if measure.notes:
        said.append(f"note: {measure.notes}")
    return said


def _limits(limits: list[tuple[int, str]], rule: str | None) -> str:
    said = " or ".join(f"{value:,} {unit}" for value, unit in limits)
    return said if rule in (None, "or") else f"{said}, {rule}"


def _plain(record: object) -> dict[str, Any]:
    """Return a record of the register as JSON values, dates as ISO text."""
    found: dict[str, Any] = json.loads(json.dumps(record, default=_jsonable))
    return found


def _jsonable(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime.date) else vars(value)


def _measure(regime: Regime, measure: Measure, on: datetime.date | None) -> dict[str, Any]:
    caps = [_plain(cap) for cap in regime.caps if cap.measure == measure.id and (on is None or cap.applies(on))]
    return {**_plain(measure), "caps": caps}


def _cited(regime: Regime, id: str) -> dict[str, Any]:
    measure = regime.measure(id)
    return {
        "measure": id,
        "resolution": measure.resolution,
        "paragraph": measure.paragraph,
        "paragraph_number": measure.paragraph_number,
    }


def _caps(regime: Regime, on: datetime.date | None) -> list[dict[str, Any]]:
    """Return the ceilings of a day: those whose own period and whose measure cover it."""
    return [
        {**_plain(cap), **_cited(regime, cap.measure)}
        for cap in regime.caps
        if on is None or (cap.applies(on) and regime.measure(cap.measure).applies(on))
    ]


def _deadline(regime: Regime, deadline: law.Deadline) -> dict[str, Any]:
    return {**_plain(deadline), **_cited(regime, deadline.measure)}


def _votes(regime: Regime, on: datetime.date | None) -> list[dict[str, Any]]:
    """Return each resolution with its date and, where the register has it, its vote."""
    votes = {vote.resolution: _plain(vote) for vote in regime.votes}
    return [
        {**_plain(resolution), "vote": votes.get(resolution.number)}
        for resolution in regime.resolutions
        if on is None or resolution.adopted == on
    ]


def _show(answer: dict[str, Any], form: str) -> int:
    lists = {key: rows for key, rows in answer.items() if isinstance(rows, list)}
    if form == "json":
        terminal.print_json(answer)
    else:
        for key, rows in lists.items():
            terminal.results.print(f"[bold]{key}[/]")
            for row in rows:
                terminal.results.print(Padding(escape(_LINES[key](row)), (0, 0, 0, 2)))
    return 0 if any(rows for key, rows in lists.items() if key != "conversions") else 1


def _paragraph(row: dict[str, Any]) -> str:
    return f"resolution {row['resolution']} paragraph {row['paragraph']}, number {row['paragraph_number']}"


def _cap_line(row: dict[str, Any]) -> str:
    limits = _limits([(limit["value"], limit["unit"]) for limit in row["limits"]], row["rule"])
    until = f" to {row['effective_to']}" if row["effective_to"] else ""
    note = f" {row['note']}" if row["note"] else ""
    figure = f"{row['goods']}: {limits}, {row['period']}, from {row['effective_from']}{until} ({row['verification']})"
    return f"{row['measure']}  {figure}; {_paragraph(row)}.{note}"


def _conversion_line(row: dict[str, Any]) -> str:
    factor = f"1 {row['from_unit']} = {row['factor']} {row['to_unit']}"
    return f"{row['product']}: {factor} ({row['status']}; {row['evidence']})"


def _deadline_line(row: dict[str, Any]) -> str:
    return f"{row['date']}  {row['what']} ({row['measure']}; {_paragraph(row)})"


def _vote_line(row: dict[str, Any]) -> str:
    vote, adopted = row["vote"], f"{row['adopted']}  {row['symbol']}, on {row['occasion']}"
    if vote is None:
        return f"{adopted}: the register has no vote"
    counted = f"{vote['in_favour']} for, {vote['against']} against, {vote['abstaining']} abstaining"
    return f"{adopted}: {counted} ({vote['verification']})"


_LINES = {"caps": _cap_line, "conversions": _conversion_line, "deadlines": _deadline_line, "votes": _vote_line}
