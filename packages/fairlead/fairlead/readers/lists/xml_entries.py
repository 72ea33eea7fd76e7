"""Lists in XML, entry by entry: one pass, bounded memory, no entities, no network, no document type.

What an entry holds is for each list's own reader.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

from lxml import etree

from fairlead.errors import UnreadableError
from fairlead.readers.lists.listing_rows import Listing, hand_out
from fairlead.readers.reader import Sink, Source

BATCH = 1_000  # entries handed out at a time


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


def hand_out_entries(
    source: Source,
    sink: Sink,
    listing_of: Callable[[int, Any, str | None], Listing | None],
    is_entry: Callable[[Any], bool],
    dated: Callable[[Any], str | None],
    outside: Callable[[Any], None] | None = None,
) -> int:
    """Hand out the listing of each entry, batch by batch, and return how many entries there were.

    ``listing_of`` gets the entry's number from 1, its element and the day of the list; for None it has told why.
    Raises UnreadableError where the XML is broken, cut off or a bomb, and for a list without an entry.
    """
    batch: list[Listing] = []
    total = 0
    with source.unpacked() as stream:
        try:
            for total, (element, as_of) in enumerate(entries(stream, source.name, is_entry, dated, outside), start=1):
                listing = listing_of(total, element, as_of)
                if listing is not None:
                    batch.append(listing)
                if len(batch) == BATCH:
                    hand_out(sink, source.key, batch)
                    batch = []
        except etree.XMLSyntaxError as error:
            raise UnreadableError(f"{source.name}: not whole or not well-formed XML ({error})") from error
    if total == 0:
        raise UnreadableError(f"{source.name}: a list without an entry")
    hand_out(sink, source.key, batch)
    return total


def tell_foreign(sink: Sink, foreign: Counter[str]) -> None:
    """Note the elements that no reader here knows, such as those of other years."""
    for tag, count in sorted(foreign.items()):
        sink.note(f"element not read: {tag} ({count} times)")
    sink.progress(1.0)
