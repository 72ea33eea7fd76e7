"""What a shipping paper's labels give, shown with a command that a person can mend and run; nothing is recorded."""

from __future__ import annotations

import re
import shlex
from dataclasses import asdict

import pyarrow as pa
from rich.table import Table
from rich.text import Text

from fairlead.case import Case
from fairlead.cli import acting, terminal
from fairlead.readers import dates, sheets
from fairlead.readers.pages import papers, pdf
from fairlead.readers.pages.papers import Paper
from fairlead.register.known import SHORT

ACT_OF = {"bill of lading": "loading", "certificate of origin": "export", "port clearance": "port_call"}
"""The act that each kind of paper tells of, for observations; others are for the person to say."""


class _Heard:
    """Takes what reading the sheets says, for the terminal."""

    def rows(self, shape: str, batch: pa.RecordBatch | pa.Table) -> None:
        """Take nothing: no reading is made."""

    def unread(self, row: int, why: str, excerpt: str | None = None) -> None:
        """Say which page could not be read."""
        terminal.messages.print(f"page {row}: {why}", markup=False)

    def note(self, remark: str) -> None:
        """Pass a remark on."""
        terminal.messages.print(f"note: {remark}", markup=False)

    def program(self, name: str, version: str | None) -> None:
        """Take nothing: nothing is kept that would depend on it."""

    def progress(self, fraction: float) -> None:
        """Take nothing: papers have few pages."""


def tell(case: Case, name: str, form: str) -> None:
    """Print the fields found on a paper, and the command that would record them."""
    exhibit = case.exhibits.get(name)
    with case.exhibits.open(exhibit) as stream:
        content = stream.read(sheets.MAX_BYTES + 1)
    paper = papers.propose(pdf.read_sheets(content, exhibit.name, _Heard()))
    if form == "json":
        terminal.print_json(asdict(paper))
        return
    terminal.results.print(f"{exhibit.name}: {paper.kind or 'a paper of a kind not known here'}", markup=False)
    table = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 2, 0, 0))
    for column in ("field", "as it stands", "page", "box", "read with"):
        table.add_column(column, overflow="fold")
    for field in paper.fields:
        sure = "" if field.confidence is None else f"{field.confidence} %"
        where = (str(field.page), sheets.printed(field.box) or "", sure)
        table.add_row(field.name, Text(acting.printable(field.words)), *where)
    terminal.results.print(table if paper.fields else "no label known here stands on it")
    if paper.fields:
        terminal.results.print(
            f"\n{command(str(case.root), exhibit.sha256[:SHORT], paper)}", markup=False, soft_wrap=True
        )
    terminal.messages.print(
        "proposed by rule, not read: look at the page, mend the command, and run it; a paper is its issuer's statement",
        markup=False,
    )


def command(case: str, exhibit: str, paper: Paper) -> str:
    """Return the `fairlead observe` command that these fields fill; what they do not give stands as DATE or ACT."""
    act = ACT_OF.get(paper.kind or "", "ACT")
    at: str | None = "discharge" if act == "port_call" else "loading"
    if paper.kind == "port clearance":
        at = None  # it names the ports before and after, and not always its own
    words = {name: field.words for name in papers.LABELS if (field := paper.first(name)) is not None}
    parts = ["fairlead", "observe", case, exhibit, "--act", act]
    number = re.search(r"\d{7}", words.get("imo", ""))
    if "vessel" in words or number:
        ship = (
            words.get("vessel", "").partition(" / ")[0].replace(":", " ")
        )  # "EXAMPLE / 012W": the voyage stands behind
        parts += ["--ship", ":".join([ship, *([number.group()] if number else [])])]
    for name, option in ((at, "--place"), ("goods", "--goods"), ("reference", "--reference")):
        if name in words:
            parts += [option, words[name]]
    if "consignee" in words and not re.match(r"\W*to\s+(?:the\s+)?order\b", words["consignee"], re.IGNORECASE):
        parts += ["--firm", words["consignee"]]
    days = {found.start for found in dates.find(words.get("date", "")) if found.precision == "day"}
    parts += ["--start", days.pop().isoformat() if len(days) == 1 else "DATE"]
    first = min(field.page for field in paper.fields)
    parts += ["--page", str(first), "--how-known", f"as printed on the {paper.kind or 'paper'}"]
    return shlex.join(parts)
