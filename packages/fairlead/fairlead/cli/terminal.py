"""What all commands share at the terminal: where results and messages go, progress, and how errors read."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from importlib.abc import MetaPathFinder
from pathlib import Path
from typing import Any

import click
from rich import progress as bars
from rich.console import Console

from fairlead.errors import FairleadError, MisuseError
from fairlead.progress import Progress

results = Console(highlight=False)
messages = Console(stderr=True, highlight=False)

case_argument = click.argument("case", type=click.Path(path_type=Path))
format_option = click.option(
    "--format", "form", type=click.Choice(["table", "json"]), default="table", help="json is stable between versions"
)


def error(message: str, hint: str | None = None) -> None:
    """Print an error line, then a hint with the command to try."""
    messages.print(f"[bold red]error:[/] {plain(message)}")
    if hint:
        messages.print(f"[bold]hint:[/] {plain(hint)}")


def exit_status(failure: FairleadError) -> int:
    """Return 2 for misuse, 1 for everything that failed or was refused."""
    return 2 if isinstance(failure, MisuseError) else 1


def print_json(value: Any) -> None:
    """Write one JSON document to standard output, keys in the order given."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2) + "\n")


def print_lines(documents: Iterable[Any]) -> None:
    """Write one JSON document per line to standard output."""
    for document in documents:
        sys.stdout.write(json.dumps(document, ensure_ascii=False) + "\n")


class Whole(click.Group):
    """A group of commands whose list says of each its first sentence, whole: where it is long, on several lines."""

    group_class = type  # groups in it are of the same kind

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list; click itself ends each line at the edge of the terminal."""
        commands = [(name, self.get_command(ctx, name)) for name in self.list_commands(ctx)]
        rows = [(name, one.get_short_help_str(_SENTENCE)) for name, one in commands if one is not None]
        with formatter.section("Commands"):
            formatter.write_dl(rows)


_SENTENCE = 1_000  # ours: longer than any first sentence


@contextmanager
def progress(what: str) -> Iterator[Progress]:
    """Show a bar on standard error while long work runs; silent where standard error is not a terminal."""
    columns = (
        bars.TextColumn("{task.description}"),
        bars.BarColumn(),
        bars.TextColumn("{task.percentage:>3.0f} %"),
        bars.TimeElapsedColumn(),
    )
    with bars.Progress(*columns, console=messages, transient=True, disable=not messages.is_terminal) as bar:
        task = bar.add_task(what, total=1.0)

        def advance(fraction: float, what: str | None = None) -> None:
            if what is None:
                bar.update(task, completed=fraction)
            else:
                bar.update(task, completed=fraction, description=what)

        yield advance


def without_pandas() -> None:
    """Let Arrow find no pandas, which it otherwise loads at its first array: a fifth of a second, for nothing here."""
    import pyarrow as pa  # late: every command loads this file

    hiding = _Hiding()
    sys.meta_path.insert(0, hiding)
    pa.array([0])  # Arrow looks once
    sys.meta_path.remove(hiding)


class _Hiding(MetaPathFinder):
    def find_spec(self, fullname: str, path: Any = None, target: Any = None) -> None:
        """Raise ModuleNotFoundError for pandas."""
        if fullname == "pandas":
            raise ModuleNotFoundError(fullname)


def plain(text: str) -> str:
    """Return text whose square brackets are not taken for styles."""
    return text.replace("[", r"\[")
