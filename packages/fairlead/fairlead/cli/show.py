"""``fairlead show``: one occasion with its engagements, elements, exhibits, what would refute it, and its history."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from fairlead.cli import acting, terminal
from fairlead.cli.acting import Chosen, printable
from fairlead.deriving import derive
from fairlead.deriving.account import as_clause
from fairlead.dossier import heard, lanes, measured, plain
from fairlead.errors import MisuseError
from fairlead.evidence.entries import Entry
from fairlead.register import followed, times, told
from fairlead.register.dressing import Gone
from fairlead.register.excerpts import Excerpt, excerpts
from fairlead.register.known import SHORT
from fairlead.register.occasions import STAMP, called, stamp
from fairlead.typologies import likelihood, moments
from fairlead.typologies.accounts import same_event
from fairlead.typologies.occasion import Citation, Element, ElementStatus, Engagement, Occasion

PLAIN_BINS = 72  # a terminal of 80 columns

SYMBOLS: dict[ElementStatus, tuple[str, str]] = {
    "shown": ("●", "green"),
    "indicated": ("◐", "cyan"),
    "missing": ("○", "yellow"),
    "contradicted": ("✕", "red"),
}


@click.command("show", epilog="Example:  fairlead show CASE 12")
@terminal.case_argument
@acting.occasion_argument
@click.option("--rows", "limit", type=click.IntRange(1), default=6, show_default=True, help="Rows shown per citation.")
@click.option("--record", is_flag=True, help="With json: also standing, excerpts, findings and history around it.")
@terminal.format_option
def command(case: Path, occasion: str, limit: int, record: bool, form: str) -> None:
    """Show the occasion ID (its number, its id or the beginning of it), with its proof and its gaps."""
    chosen = acting.choose(case, occasion)
    if isinstance(chosen.occasion, Gone):
        _show_gone(chosen, chosen.occasion, form)
    elif form == "json":
        document = chosen.occasion.to_json()
        terminal.print_json(_record(chosen, chosen.occasion, limit) if record else document)
    else:
        _show(case, chosen, chosen.occasion, limit)


def _record(chosen: Chosen, occasion: Occasion, limit: int) -> dict[str, Any]:
    return told.record(chosen.case.register, chosen.case.readings_folder, occasion, chosen.standing, limit)


def _show(case: Path, chosen: Chosen, occasion: Occasion, limit: int) -> None:
    out = terminal.results
    cited = told.numbered(occasion)
    for line in _head(chosen, occasion):
        out.print(line)
    for engagement in occasion.engagements:
        out.print()
        _print_engagement(engagement, cited)
    _print_missing(case, occasion)
    _print_refutations(occasion)
    _print_links(chosen, occasion)
    _section("Does not show")
    _line(printable(occasion.does_not_show))
    _print_lanes(chosen, occasion)
    _print_distances(chosen, occasion)
    _print_draughts(chosen, occasion)
    _print_reception(chosen, occasion)
    _print_exhibits(chosen, cited, limit)
    _print_judged(chosen, occasion, cited)
    _print_history(chosen, occasion.id)


def _print_links(chosen: Chosen, occasion: Occasion) -> None:
    """Print which other occasions tell, or perhaps tell, of the same event, or of another part of one story."""
    others = derive.stored_occasions(chosen.case)
    titles = {other.id: other.title for other in others}
    found = same_event.links_of(same_event.account_of(occasion), [same_event.account_of(other) for other in others])
    if found:
        _section("Other occasions that may tell of it")
    for link in found:
        other = link.other if link.one == occasion.id else link.one
        _line(printable(f"{link.kind}: {other[:SHORT]}, {titles[other]} ({link.why})"))


def _head(chosen: Chosen, occasion: Occasion) -> Iterator[Text]:
    name = f"Occasion {occasion.number}" if occasion.number else f"Candidate {occasion.id[:SHORT]}"
    when = told.when(occasion)
    yield Text(f"{name}: {printable(occasion.title)}", style="bold")
    yield Text(printable(told.engages(occasion)))
    if stamp(occasion):
        yield Text(STAMP, style="yellow")
    for note in chosen.standing.notes if chosen.standing else ():
        yield Text(printable(note), style="magenta")
    typology = f"typology {occasion.typology.name}, version {occasion.typology.version}"
    yield Text(f"{when} (UTC); {occasion.basis}; status {occasion.status}", style="dim")
    yield Text(f"{typology}; id {occasion.id}", style="dim")
    yield Text(printable(likelihood.said(occasion)), style="dim")
    for who in occasion.subjects:
        numbers = (f"IMO {who.imo}" if who.imo else None, f"MMSI {who.mmsi}" if who.mmsi else None)
        yield _fact(who.role, who.name, *numbers, f"flag {who.flag}" if who.flag else None)
    for place in occasion.places:
        at = None if place.lat is None or place.lon is None else f"{place.lat:.4f}, {place.lon:.4f}"
        yield _fact(place.role, place.name, place.country, place.waters, at)
    if occasion.goods:
        yield _fact("goods", *occasion.goods)


def _print_engagement(engagement: Engagement, cited: dict[str, tuple[int, list[Citation]]]) -> None:
    title = f"{engagement.addressee} as {engagement.capacity}: {told.paragraph(engagement)} {engagement.force}"
    terminal.results.print(Text(title, style="bold"))
    table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 1, 0, 0))
    table.add_column(no_wrap=True)
    table.add_column(no_wrap=True)
    table.add_column(ratio=1, overflow="fold")
    for element in engagement.elements:
        symbol, style = SYMBOLS[element.status]
        table.add_row(symbol, Text(element.status, style=style), _element(element, cited))
    terminal.results.print(Padding(table, (0, 0, 0, 2)))
    _line(printable(f"reply: {told.reply(engagement)}"))


def _element(element: Element, cited: dict[str, tuple[int, list[Citation]]]) -> Text:
    text = Text(f"{element.name}: ", style="bold")
    text.append(printable(element.why), style="not bold")
    for number in dict.fromkeys(cited[citation.sha256][0] for citation in element.exhibits):  # pages of one: once
        text.append(f" [{number}]", style="not bold dim")
    return text


def _print_missing(case: Path, occasion: Occasion) -> None:
    missing = [(g, e) for g in occasion.engagements for e in g.elements if e.status == "missing"]
    if not missing:
        return
    _section("Missing")
    for engagement, element in missing:
        of = f"{engagement.addressee} as {engagement.capacity} ({engagement.measure.id})"
        _line(f"{element.name}, for {of}")
    engagement, element = next(((g, e) for g, e in missing if g.addressee != "undetermined"), missing[0])
    ask = (
        f'fairlead request {case} {called(occasion)} {engagement.addressee} --ask "{element.name}" "..." --deadline ...'
    )
    _line(f"ask for it: {ask}" if occasion.number else f"to ask for it, first: fairlead open {case} {called(occasion)}")


def _print_refutations(occasion: Occasion) -> None:
    _section("What would refute it (open: what this case holds does not settle it)")
    for refutation in occasion.refutations:
        _line(printable(f"{refutation.name}: {refutation.outcome}; {as_clause(refutation.why)}"))
    if not occasion.refutations:
        _line("nothing is listed")


def _print_lanes(chosen: Chosen, occasion: Occasion) -> None:
    """Print what each number said of itself around the occasion, one line a value."""
    found = lanes.of(occasion, chosen.case.derived_folder, chosen.case.followed())
    if not found:
        return
    _section("Identities, as the ships sent them")
    mmsi = None
    for lane in found:
        if lane.mmsi != mmsi:
            _line(f"MMSI {lane.mmsi:09d}")
            mmsi = lane.mmsi
        for value, first, last, count in lane.runs:
            days = moments.span(moments.day(first), moments.day(last))
            what = f"{'position' if lane.label == lanes.FLAG else 'report'}{'s' if count > 1 else ''}"
            _line(printable(f"{lane.label}: {value}, {days} ({count:,} {what})"), indent=4)


def _print_distances(chosen: Chosen, occasion: Occasion) -> None:
    """Print how far apart two ships were over time; a block's height is a step of distance."""
    found = measured.apart(occasion, chosen.case.derived_folder)
    for one in found:
        _section(printable(one.title))
        for line in plain.distance(one, PLAIN_BINS):
            _line(line)
    if found:
        _line(plain.LEGEND)
        _line(plain.DISTANCE)


def _print_draughts(chosen: Chosen, occasion: Occasion) -> None:
    """Print which draughts each ship reported around the occasion, and what it did meanwhile."""
    found = list(measured.draughts(occasion, chosen.case.derived_folder, chosen.case.followed()))
    if not found:
        return
    _section("Draughts, as the ships reported them (UTC)")
    for one in found:
        _line(printable(one.who))
        for line in plain.draught(one):
            _line(printable(line), indent=4)
        if one.shared:
            _line(printable(one.shared.strip()), indent=4)
    _line(plain.DRAUGHT)


def _print_reception(chosen: Chosen, occasion: Occasion) -> None:
    """Print who else was heard around the longest silence; a block's height is a count."""
    found = heard.of(occasion, chosen.case.derived_folder, bins=PLAIN_BINS)
    if found is None:
        return
    since, until = (moments.iso(t_us)[:16].replace("T", " ") for t_us in found.silence)
    _section(f"Reception around the silence {found.of_whom}, {since} to {f'{until} UTC' if found.ended else 'the end'}")
    for line in heard.plain(found):
        _line(line)
    _line("dots stand under the silence; it does not show that this ship could have been heard")


def _print_exhibits(chosen: Chosen, cited: dict[str, tuple[int, list[Citation]]], limit: int) -> None:
    _section("Exhibits")
    for sha256, (number, citations) in cited.items():
        _line(f"[{number}] {_exhibit(chosen, sha256)}")
        shown: set[str] = set()
        for citation in citations:
            for excerpt in excerpts(chosen.case.readings_folder, citation, limit):
                page, _, _ = excerpt.where.partition(", box")
                once = f"{page}: {excerpt.words}" if excerpt.words else excerpt.where  # boxes on one page may overlap
                if once not in shown:
                    shown.add(once)
                    _print_excerpt(excerpt)
    if not cited:
        _line("none is cited")


def _print_judged(chosen: Chosen, occasion: Occasion, cited: dict[str, tuple[int, list[Citation]]]) -> None:
    """Print what people judged of the readings that it rests on; nothing where nobody did."""
    case = chosen.case
    pending = case.log.ids_since("find", followed.JUDGING)
    lines = followed.beneath(occasion, case.register.judgements(), case.readings_folder, (), pending)
    if lines:
        _section("Readings that people judged")
    for sha256, line in lines:
        _line(printable(f"[{cited[sha256][0]}] {line}"))


def _exhibit(chosen: Chosen, sha256: str) -> str:
    try:
        exhibit = chosen.case.exhibits.get(sha256)
    except MisuseError:
        return f"{sha256[:12]}, not in this case any more"
    name, handling = exhibit.name or "name erased", exhibit.handling
    kept = "" if handling.may_show else ", not to be shown to others"
    return printable(f"{name} ({sha256[:12]}), {exhibit.media_type}, {handling.marking}{kept}")


def _print_excerpt(excerpt: Excerpt) -> None:
    if excerpt.words is not None:
        _line(f"{excerpt.where}: “{printable(excerpt.words)}”", indent=6)
        return
    note = f", {excerpt.left_out} more rows" if excerpt.left_out else ""
    read = "" if excerpt.shape else ": no reader tells what stands there; look at the exhibit itself"
    _line(f"{excerpt.where}{note}{read}", indent=6)
    for row in excerpt.rows:
        said = (f"{name.replace('_', ' ')} {value}" for name, value in row.items() if name != "row")
        _line(f"{row['row']}: {printable(', '.join(said))}", indent=8)


def _print_history(chosen: Chosen, occasion_id: str) -> None:
    history = chosen.case.register.history(occasion_id)
    people = {actor.id: actor.person for actor in chosen.case.log.actors()}
    _section("History")
    for entry in history:
        _line(_told(chosen, entry, told.actor(people, entry)))
    if not history:
        _line("nobody has acted on it yet")


def _told(chosen: Chosen, entry: Entry, who: str) -> str:
    """Tell one act: when, by whom, and what was said."""
    about = told.act(entry, chosen.case.register.people(entry) if entry.act == "finding" else None)
    when = times.iso(entry.time_us).replace("T", " ")[:16]
    return printable(f"{when}  {entry.act} by {who}{': ' if about else ''}{about}")


def _show_gone(chosen: Chosen, gone: Gone, form: str) -> None:
    document = {
        "id": gone.known.id,
        "digest": gone.known.digest,
        "number": gone.number,
        "status": gone.status,
        "title": gone.known.title,
        "start": gone.known.start,
        "end": gone.known.end,
        "gone": True,
        "superseded_by": gone.superseded_by,
    }
    if form == "json":
        terminal.print_json(document)
        return
    terminal.results.print(Text(printable(f"Occasion {called(gone)}: {gone.known.title}"), style="bold"))
    follower = f"; superseded by {gone.superseded_by[:SHORT]}" if gone.superseded_by else "; nothing took its place"
    terminal.results.print(Text(f"no longer derived from the evidence{follower}", style="magenta"))
    terminal.results.print(f"status {gone.status}", markup=False)
    _print_history(chosen, gone.known.id)


def _section(title: str) -> None:
    terminal.results.print()
    terminal.results.print(Text(title, style="bold"))


def _line(text: str, indent: int = 2) -> None:
    terminal.results.print(Padding(Text(text), (0, 0, 0, indent)))


def _fact(role: str, *parts: str | None) -> Text:
    text = Text(f"  {role}: ", style="dim")
    text.append(printable(", ".join(part for part in parts if part)), style="not dim")
    return text
