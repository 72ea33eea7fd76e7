"""Lists in XML, entry by entry: one pass, bounded memory, no entities, no network, no document type.

What an entry holds is for each list's own reader.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from lxml import etree

from fairlead.errors import UnreadableError


def entries(
    stream: Any,
    name: str,
    is_entry: Callable[[Any], bool],
    dated: Callable[[Any], str | None],
    outside: Callable[[Any], None] | None = None,
) -> Iterator[tuple[Any, str | None]]:
    """Yield each entry's element with what ``dated`` tells of the root, and forget it afterwards.

    ``outside`` gets every element that is complete and stands in no entry. Raises UnreadableError at a document type
    declaration, and lxml's XMLSyntaxError where the XML is broken.
    """
    as_of: str | None = None
    inside = False  # an entry, whose children are kept until it ends; all else is forgotten at once
    parser = etree.iterparse(
        stream, events=("start", "end"), resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    for event, element in parser:
        if event == "start":
            if element.getparent() is None:
                if element.getroottree().docinfo.doctype:
                    raise UnreadableError(
                        f"{name}: expected no document type declaration, found one", "fetch the list anew"
                    )
                as_of = dated(element)
            inside = inside or is_entry(element)
            continue
        if is_entry(element):
            yield element, as_of
            inside = False
        elif outside is not None and not inside:
            outside(element)
        if not inside and element.getparent() is not None:
            element.clear()
            while element.getprevious() is not None:
                del element.getparent()[0]
