"""Write the pages of detectors and typologies from the code: ``python docs/generate.py``; ``--check`` compares only.

Each page holds what the module says of itself: what it finds, its parameters with their sources, what it does not show.
"""

from __future__ import annotations

import inspect
import re
import sys
import textwrap
from pathlib import Path
from types import ModuleType

from fairlead import events, shapes, typologies

DOCS = Path(__file__).parent
NOTICE = "<!-- Made by docs/generate.py from the code; edit there. -->\n\n"


def pages() -> dict[Path, str]:
    """Return the text of every generated page by its path."""
    made = {DOCS / "detectors" / f"{module.KIND}.md": detector(module) for module in events.DETECTORS}
    made |= {DOCS / "typologies" / f"{module.NAME}.md": typology(module) for module in typologies.TYPOLOGIES}
    made[DOCS / "detectors" / "README.md"] = index(
        "Detectors", "What a ship did, computed from its track.", [(m.KIND, first_line(m)) for m in events.DETECTORS]
    )
    made[DOCS / "typologies" / "README.md"] = index(
        "Typologies", "Known ways of evading, as code.", [(m.NAME, m.TITLE) for m in typologies.TYPOLOGIES]
    )
    return made


def detector(module: ModuleType) -> str:
    """Return the page of one detector."""
    columns = "\n".join(f"| `{field.name}` | {field.type} |" for field in shapes.EVENTS[module.KIND])
    return (
        f"{NOTICE}# {module.KIND.replace('_', ' ').capitalize()}\n\n{prose(module)}\n\n"
        f"Rule version {module.VERSION}.\n\n{parameters(module)}"
        f"## Does not show\n\n{collapse(module.DOES_NOT_SHOW)}\n\n"
        f"## Columns\n\n| column | type |\n|---|---|\n{columns}\n"
    )


def typology(module: ModuleType) -> str:
    """Return the page of one typology."""
    return (
        f"{NOTICE}# {module.TITLE}\n\n{prose(module)}\n\nName `{module.NAME}`, rule version {module.VERSION}.\n\n"
        f"{parameters(module)}## Does not show\n\n{collapse(module.DOES_NOT_SHOW)}\n"
    )


def parameters(module: ModuleType) -> str:
    """Return the table of a module's parameters: name, default and the comment that stands beside it (its source)."""
    if not hasattr(module, "Parameters"):
        return ""
    rows = []
    for line in inspect.getsource(module.Parameters).splitlines():
        found = re.match(r"\s+(\w+): [\w| ]+ = ([^#]+?)\s*(?:#\s*(.*))?$", line)
        if found:
            name, default, source = found.groups()
            rows.append(f"| `{name}` | `{default}` | {source or ''} |")
    return "## Parameters\n\n| name | default | source |\n|---|---|---|\n" + "\n".join(rows) + "\n\n" if rows else ""


def index(title: str, what: str, rows: list[tuple[str, str]]) -> str:
    """Return the page that lists the others."""
    lines = "\n".join(f"- [{name.replace('_', ' ')}]({name}.md): {text}" for name, text in rows)
    return f"{NOTICE}# {title}\n\n{what}\n\n{lines}\n"


def prose(module: ModuleType) -> str:
    """Return a module's docstring as Markdown."""
    return textwrap.dedent(module.__doc__ or "").strip()


def first_line(module: ModuleType) -> str:
    """Return the first line of a module's docstring."""
    return prose(module).splitlines()[0]


def collapse(text: str) -> str:
    """Return a text on one line."""
    return " ".join(text.split())


def main(arguments: list[str]) -> int:
    """Write the pages, or with --check return 1 where one is stale, missing or no longer made."""
    wanted = pages()
    there = {path for folder in ("detectors", "typologies") for path in (DOCS / folder).glob("*.md")}
    stale = [path for path, text in wanted.items() if not path.exists() or path.read_text(encoding="utf-8") != text]
    stale += sorted(there - set(wanted))
    if "--check" in arguments:
        sys.stderr.writelines(f"stale: {path.relative_to(DOCS)}\n" for path in stale)
        return 1 if stale else 0
    for path, text in wanted.items():
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    for path in there - set(wanted):
        path.unlink()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
