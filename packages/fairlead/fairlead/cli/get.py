"""``fairlead get``: fetch a public source, or a page as it was served, and keep it as an exhibit with its capture."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import click

from fairlead import progress
from fairlead.case import Case
from fairlead.cli import received, terminal
from fairlead.cli.acting import printable
from fairlead.connectors import fetching, manners, pages, sources
from fairlead.connectors.fetching import Fetched, Fetcher, Limits
from fairlead.connectors.wire import Wire
from fairlead.deriving import taking_apart
from fairlead.deriving.taking_apart import Taken
from fairlead.errors import MisuseError, RefusedError
from fairlead.evidence import home
from fairlead.evidence.exhibits import Exhibit

PAGE_MIB = 64  # of a page as served; ours: what is larger is no page
PAGE_EVERY_S = 2.0
EPILOG = """\b
Examples:
  fairlead get CASE --list
  fairlead get CASE un-1718-vessels
  fairlead get CASE danish-day --date 2021-03-14
  fairlead get CASE https://news.example/1 --contact desk@office.example --reliability C
"""


@dataclass(frozen=True)
class _Wanted:
    """What is to be fetched: from where, under which file name, and what it must begin with."""

    source: str  # name of a public source, or 'page'
    title: str
    url: str
    file: str
    begins: tuple[bytes, ...]
    max_bytes: int
    every_s: float


@click.command("get", epilog=EPILOG)
@terminal.case_argument
@click.argument("source", required=False)
@click.option("--list", "listed", is_flag=True, help="list the sources known by name")
@click.option("--date", "on", type=click.DateTime(["%Y-%m-%d"]), help="the day, of sources published day by day")
@click.option("--url", help="fetch the named source from another address")
@click.option(
    "--sources", "own", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="more sources, as YAML"
)
@click.option("--contact", help="whom a server's keeper may write to; sent with each request")
@click.option("--allow-host", multiple=True, metavar="HOST:PORT", help="speak to this host inside your own network")
@click.option("--despite-robots", metavar="REASON", help="capture a page though robots.txt asks not to")
@click.option("--reliability", type=click.Choice(list("ABCDEF")), default="F", help="of the source")
@click.option("--credibility", type=click.IntRange(1, 6), default=6, help="of the content")
@click.option("--purpose", default="", help="why it is fetched; stands in the custody log")
@terminal.format_option
def command(
    case: Path,
    source: str | None,
    listed: bool,
    on: datetime | None,
    url: str | None,
    own: Path | None,
    contact: str | None,
    allow_host: tuple[str, ...],
    despite_robots: str | None,
    reliability: str,
    credibility: int,
    purpose: str,
    form: str,
) -> int:
    """Fetch SOURCE, a public list or day of tracks by name or a page by its address, into CASE.

    A page is kept as WARC: request, answer and certificates as they passed. Your machine's address is seen by the
    server: think before you fetch. Interrupted, the same command goes on where it stopped.
    """
    known = sources.load(own)
    if listed:
        _list(known, form)
        return 0
    wanted = _wanted(known, source, on.date() if on else None, url)
    opened = Case.open(case)
    wire = Wire(manners.user_agent(contact), frozenset(allow_host))
    pace = manners.Pace(home.state_folder() / "asked", wanted.every_s)
    limits = Limits(wanted.max_bytes)
    with terminal.progress(f"fetching {wanted.file}") as advance:
        got, robots = _fetch(wanted, wire, pace, limits, despite_robots, progress.part(advance, 0.0, 0.7))
        try:
            exhibit = _keep(opened, wanted, got, reliability, credibility, robots or purpose)
        finally:
            fetching.clear(got)
        taken = taking_apart.take(opened, exhibit, None, progress.part(advance, 0.75, 1.0))
    _tell(wanted, got, taken, form)
    return 1 if any(received.failed(one) for one in taken) else 0


def _wanted(known: dict[str, sources.PublicSource], source: str | None, on: date | None, url: str | None) -> _Wanted:
    if source is None:
        raise MisuseError("SOURCE is missing", "`fairlead get CASE --list` lists those known by name")
    if source.startswith(("http://", "https://")):
        if url or on:
            raise MisuseError("a page has its address and no date", "leave --url and --date out")
        return _Wanted("page", "a page", source, "page.warc", (), PAGE_MIB << 20, PAGE_EVERY_S)
    if source not in known:
        raise MisuseError(f"no source {source!r}", f"one of: {', '.join(known)}; or the address of a page")
    found = known[source]
    address, file = found.on(on)
    return _Wanted(
        found.name, found.title, url or address, file, found.begins, found.at_most_mib << 20, float(found.every_s)
    )


def _fetch(
    wanted: _Wanted,
    wire: Wire,
    pace: manners.Pace,
    limits: Limits,
    despite: str | None,
    advance: progress.Progress,
) -> tuple[Fetched, str | None]:
    """Fetch it; with it comes what is to be remembered where robots.txt was passed over."""
    folder = home.state_folder() / "fetching"
    if wanted.source != "page":
        fetcher = Fetcher(wire, pace, limits, tell=lambda said: terminal.messages.print(said, markup=False))
        return fetcher.fetch(wanted.url, folder, wanted.begins, progress.fraction(advance)), None
    robots = pages.robots(wire, pace, wanted.url)
    if not robots.allowed and not (despite or "").strip():
        raise RefusedError(f"{wanted.url}: {robots.why}", "--despite-robots REASON; the reason stands in the log")
    reason = None if robots.allowed else f"despite robots.txt ({robots.why}): {despite}"
    return pages.capture(wanted.url, wire, pace, limits, folder), reason


def _keep(case: Case, wanted: _Wanted, got: Fetched, reliability: str, credibility: int, purpose: str) -> Exhibit:
    """Make the file an exhibit, and record the circumstances of its capture beside the receipt."""
    captured = datetime.fromtimestamp(got.captured_us / 1e6, UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    with tempfile.TemporaryDirectory(prefix="named-", dir=got.path.parent) as folder:
        named = Path(folder) / wanted.file
        shutil.move(got.path, named)
        exhibit = case.exhibits.add(
            named,
            source=wanted.title,
            url=got.url,
            captured=captured,
            reliability=reliability,
            credibility=credibility,
            purpose=purpose,
        )
    certificates = [hashlib.sha256(each).hexdigest() for each in got.chain]
    body = {
        "source": wanted.source,
        "captured_us": got.captured_us,
        "status": got.status,
        "etag": got.header("etag"),
        "last_modified": got.header("last-modified"),
        "content_type": got.header("content-type"),
        "tls": got.tls,
        "certificates_sha256": certificates,
        "resumed": got.resumed,
        "notes": list(got.notes),
    }
    private = {"url": got.url, "final_url": got.final_url, "peer": got.peer}
    case.log.append("get", exhibit.sha256, body, private=private)
    return exhibit


def _list(known: dict[str, sources.PublicSource], form: str) -> None:
    if form == "json":
        rows = [
            {"name": one.name, "title": one.title, "address": one.address, "terms": one.terms} for one in known.values()
        ]
        terminal.print_json(rows)
        return
    for one in known.values():
        dated = "; needs --date" if one.dated else ""
        terminal.results.print(f"{one.name:<20} {one.title} ({one.terms}{dated})", markup=False)
        terminal.results.print(f"{'':<20} {one.address}", markup=False)


def _tell(wanted: _Wanted, got: Fetched, taken: list[Taken], form: str) -> None:
    if form == "json":
        document = {
            "source": wanted.source,
            "url": got.url,
            "final_url": got.final_url,
            "captured_us": got.captured_us,
            "resumed": got.resumed,
            "notes": list(got.notes),
            "exhibits": [received.document(wanted.file, one) for one in taken],
        }
        terminal.print_json(document)
        return
    out = terminal.results
    out.print(f"{taken[0].read.exhibit.size:,} bytes from {printable(got.final_url)}", markup=False)
    if got.resumed:
        out.print(f"  went on {got.resumed} times after being cut off", markup=False)
    for note in got.notes:
        out.print(f"  note: {note}", markup=False)
    for one in taken:
        received.tell(one.name if one.depth else wanted.file, one)
