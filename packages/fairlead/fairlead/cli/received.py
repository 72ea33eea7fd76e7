"""What ``add`` and ``get`` tell of the exhibits that came: how each was read, what was not and why, part by part."""

from __future__ import annotations

from typing import Any

from fairlead.cli import terminal
from fairlead.cli.acting import printable
from fairlead.deriving.taking_apart import Taken
from fairlead.readers.reading import in_words


def tell(name: str, one: Taken) -> None:
    """Print one paragraph on a file, or on a part of one, which stands further in."""
    out, read, indent = terminal.results, one.read, "  " * one.depth
    made = read.reading
    out.print(f"{indent}{printable(name)}  {read.exhibit.sha256[:12]}", markup=False)
    if made is None:
        why = printable(read.why_unread or "")
        out.print(f"{indent}  {why if why.startswith('taken apart') else f'unread: {why}'}", markup=False)
        return
    how = f"({made.reader}: {made.reason})"
    out.print(f"{indent}  {in_words(made.counts)}; {made.unread:,} rows not read  {how}", markup=False)
    for reason, count in made.reasons.items():
        out.print(f"{indent}  not read: {count:,} × {printable(reason)}", markup=False)
    for note in made.notes:
        out.print(f"{indent}  note: {printable(note)}", markup=False)


def document(file: str, one: Taken) -> dict[str, Any]:
    """Return the same as a document; ``part`` names it where it was inside ``file``."""
    read, made = one.read, one.read.reading
    return {
        "file": file,
        "part": one.name if one.depth else None,
        "sha256": read.exhibit.sha256,
        "size": read.exhibit.size,
        "read": None
        if made is None
        else {
            "reader": made.reader,
            "version": made.version,
            "reason": made.reason,
            "rows": made.counts,
            "unread": made.unread,
            "unread_reasons": made.reasons,
            "notes": list(made.notes),
        },
        "why_unread": read.why_unread,
    }


def failed(one: Taken) -> bool:
    """Tell whether a reader knew the format and still could not read it."""
    return one.read.reading is None and one.read.recognised
