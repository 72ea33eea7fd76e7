"""The command line: one file per command, found by its name in :data:`COMMANDS` and loaded only when called."""

from __future__ import annotations

import gc
import importlib
import sys

import click

from fairlead import __version__
from fairlead.cli import terminal
from fairlead.errors import FairleadError

# By what people want to do: name → one line for `fairlead --help`; the module of that name holds the click command
# `command`.
SECTIONS = {
    "Begin": {
        "demo": "A small simulated sea, from start to dossier.",
        "init": "Make a new case.",
        "actor": "Enrol and list the people who act on a case.",
        "simulate": "Make the simulated sea alone, with its truth.",
    },
    "Material": {
        "add": "Keep files as exhibits, and read them.",
        "get": "Fetch a public source or a page, as an exhibit.",
        "read": "Read exhibits again, with today's readers.",
        "observe": "Record what you see in an exhibit.",
        "correct": "Accept, correct or reject what was read in an exhibit.",
        "translation": "Record of which exhibit another is the translation, and who made it.",
        "suggest": "Let a program suggest what a page says; checked against its words, never kept.",
    },
    "Find and look": {
        "find": "Derive events and occasions; say what is new, changed or gone.",
        "anchorages": "Derive anchorages from the tracks, and freeze them.",
        "occasions": "List the occasions.",
        "show": "Show one occasion with its proof and its gaps.",
        "explain": "Why something is, or is not, an occasion: SHIP and DATE.",
        "claims": "Who says what, beside what the case holds.",
        "desk": "The web workbench on a case, on this machine.",
    },
    "Who is who": {
        "screen": "Who is this on the lists, as of which date, and why we think so.",
        "subject": "One ship, firm or person over time: who says what, lists, ties, decisions.",
        "listed": "Who was on a list when, on which legal basis, over all its copies.",
        "delisted": "Record that an entry was taken off its list.",
        "same": "Decide that two references are one subject.",
        "distinct": "Decide that two references are two subjects.",
        "identities": "What people decided on who is who; take an act back.",
    },
    "Law and numbers": {
        "law": "What was in force, when and for whom.",
        "estimate": "A ceiling or a stock, recomputed, with its scenarios.",
    },
    "Decide": {
        "open": "Open a candidate: it gets a permanent number.",
        "dismiss": "Dismiss a candidate, with a reason.",
        "request": "Record a letter that asks for what is missing.",
        "reply": "Record what the addressee answered.",
        "finding": "Record what named people concluded.",
    },
    "Ask and reward": {
        "call": "What is missing, whom to ask first, and a public call for it.",
        "tips": "Tips from the drop: pull, open with the offline key, answer, judge.",
        "award": "What tips led to, and awards by a programme's rules.",
    },
    "Hand over and prove": {
        "dossier": "Make a package that a stranger can verify offline.",
        "verify": "Check a case or a dossier: proved, failed, not checkable here.",
        "stamp": "Let time-stamp authorities and witnesses vouch for the log.",
        "witness": "A small server that vouches for logs which only grow.",
    },
}
COMMANDS = {name: line for section in SECTIONS.values() for name, line in section.items()}


class _Commands(click.Group):
    """Loads a command's module when it is called, so that --help stays instant."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in COMMANDS:
            return None
        gc.disable()  # hardly anything of what is loaded is garbage, and looking for it takes a fifth of the time
        try:
            found: click.Command = importlib.import_module(f"fairlead.cli.{name}").command
        finally:
            gc.enable()
        return found

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        for title, commands in SECTIONS.items():
            with formatter.section(title):
                formatter.write_dl(list(commands.items()))


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="fairlead")
def group() -> None:
    """Fairlead turns leads about sanctions evasion into evidence that stands up.

    Start with `fairlead demo`, or with `fairlead init CASE` and `fairlead add CASE FILE...`.
    """


def _leave_garbage() -> None:
    """Let Python, as it ends, look for no garbage, which takes a third of a second; unless the engine was loaded.

    What the engine's binding finds left over it lists on standard error, in words that nobody but its makers knows.
    """
    if "_duckdb" in sys.modules:
        gc.unfreeze()
    else:
        gc.freeze()


def main() -> None:
    """Run the command line; exit 0 on success, 1 where the answer is "no" or a check failed, 2 on misuse."""
    try:
        status = group.main(standalone_mode=False)
    except click.exceptions.Exit as stop:
        raise SystemExit(stop.exit_code) from None
    except click.Abort:
        terminal.error("interrupted", "run the same command again: it goes on where it stopped")
        raise SystemExit(130) from None
    except click.ClickException as misuse:
        misuse.show()
        raise SystemExit(2) from None
    except FairleadError as failure:
        terminal.error(str(failure), failure.hint)
        raise SystemExit(terminal.exit_status(failure)) from None
    finally:
        _leave_garbage()
    raise SystemExit(status if isinstance(status, int) else 0)
