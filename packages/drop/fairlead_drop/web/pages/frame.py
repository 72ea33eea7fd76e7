"""What stands around every page: head, languages, footer. No inline script or style, nothing from elsewhere."""

from __future__ import annotations

from dataclasses import dataclass

from fairlead_drop.web.assets import PROGRAM, STYLE, Asset
from fairlead_drop.web.markup import Content, element
from fairlead_drop.wording import LANGUAGES, Wording, texts


@dataclass(frozen=True)
class Site:
    """What all pages share."""

    name: str
    assets: dict[str, Asset]

    @property
    def has_program(self) -> bool:
        """Whether the browser's program was built."""
        return PROGRAM in self.assets


def page(site: Site, say: Wording, title: str, *content: Content, path: str = "", script: bool = False) -> bytes:
    """Return a whole page. ``path``: the same page's place under another language; ``script``: needs the program."""
    style, program = site.assets[STYLE], site.assets.get(PROGRAM)
    head = [
        element("meta", charset="utf-8"),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("meta", name="referrer", content="no-referrer"),
        element("title", f"{title} – {site.name}"),
        element("link", rel="stylesheet", href=style.path, integrity=style.integrity),
    ]
    if script and program is not None:
        head.append(element("script", type="module", src=program.path, integrity=program.integrity))
    languages = element(
        "nav",
        element(
            "ul",
            [
                element(
                    "li",
                    element(
                        "a",
                        str(texts(language)["language"]),
                        href=f"/{language}/{path}",
                        lang=language,
                        hreflang=language,
                        aria_current="true" if language == say.language else None,
                    ),
                )
                for language in LANGUAGES
            ],
        ),
        aria_label=say("languages"),
        class_="languages",
    )
    body = element(
        "body",
        element("a", say("skip"), href="#content", class_="skip"),
        element("header", element("a", site.name, href=f"/{say.language}/", class_="name"), languages),
        element("main", element("h1", title), *content, id="content", tabindex="-1"),
        element(
            "footer",
            element("a", say("home"), href=f"/{say.language}/"),
            element("a", say("protects_link"), href=f"/{say.language}/protects"),
            element("a", say("mailbox_name"), href=f"/{say.language}/mailbox"),
        ),
        data_name=site.name,
        data_texts=site.assets[say.language].path,
    )
    html = element("html", element("head", *head), body, lang=say.language, dir=say.direction)
    return b"<!doctype html>\n" + html.encode()
