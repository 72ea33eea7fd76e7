"""HTML without a template engine: elements that escape what is put into them. Nothing else makes markup here."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

EMPTY = frozenset({"input", "link", "meta", "br"})


class Markup(str):
    """Text that is HTML already; anything else is escaped."""

    __slots__ = ()


Content = str | Markup | None | Iterable["Content"]


def element(tag: str, *content: Content, **attributes: str | bool | None) -> Markup:
    """Return an element. ``for_`` and ``class_`` lose their last letter, other underscores become dashes."""
    text = "".join(
        f" {_name(name)}" if value is True else f' {_name(name)}="{escape(value)}"'
        for name, value in attributes.items()
        if value is not None and value is not False
    )
    if tag in EMPTY:
        return Markup(f"<{tag}{text}>")
    return Markup(f"<{tag}{text}>{render(content)}</{tag}>")


def render(content: Content) -> Markup:
    """Return content as HTML, escaped where it is not markup."""
    if content is None:
        return Markup("")
    if isinstance(content, Markup):
        return content
    if isinstance(content, str):
        return Markup(escape(content))
    return Markup("".join(render(part) for part in content))


def paragraphs(texts: Iterable[str]) -> list[Markup]:
    """Return each text as a paragraph."""
    return [element("p", text) for text in texts]


def _name(name: str) -> str:
    return name.removesuffix("_").replace("_", "-")
