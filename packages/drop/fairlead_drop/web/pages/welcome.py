"""The pages before somebody sends: languages, the three ways, calls, what is protected; and why not accepted."""

from __future__ import annotations

from collections.abc import Sequence

from fairlead_drop.web.markup import element
from fairlead_drop.web.pages import parts
from fairlead_drop.web.pages.frame import Site, page
from fairlead_drop.wording import LANGUAGES, Wording, texts
from fairlead_ledger.office import Call


def chooser(site: Site) -> bytes:
    """The first page: the languages, nothing guessed from the browser."""
    say = Wording("en", site.name)
    links = [
        element("li", element("a", str(texts(language)["language"]), href=f"/{language}/", lang=language))
        for language in LANGUAGES
    ]
    return page(site, say, site.name, element("ul", links, class_="chooser"))


def home(site: Site, say: Wording, calls: Sequence[Call]) -> bytes:
    """What this is, what is asked for, and the three ways."""
    return page(
        site,
        say,
        say("title_home"),
        element("p", say("lead_home"), class_="lead"),
        parts.rule(say),
        element("p", element("a", say("protects_link"), href=f"/{say.language}/protects")),
        element("h2", say("calls")),
        element("ul", [parts.call_line(say, call) for call in calls], class_="cards")
        if calls
        else element("p", say("no_calls")),
        element("h2", say("ways")),
        element("p", say("ways_lead")),
        element("ul", [parts.way(say, way) for way in ("t1", "t2", "t3")], class_="cards"),
        element("h2", say("mailbox_name")),
        element("p", say("mailbox_short")),
        element("p", element("a", say("open_mailbox"), href=f"/{say.language}/mailbox", class_="button quiet")),
    )


def call_page(site: Site, say: Wording, call: Call) -> bytes:
    """One call."""
    language, own = call.text(say.language)
    foreign = language != say.language
    text = {"lang": language if foreign else None, "dir": "auto" if foreign else None}
    return page(
        site,
        say,
        own["title"],
        element("p", say("call_language_note")) if foreign else None,
        element("h2", say("call_wanted")),
        [element("p", line, **text) for line in own["wanted"].splitlines() if line],
        [element("h2", say("call_offer")), [element("p", line, **text) for line in own["offer"].splitlines() if line]]
        if own["offer"]
        else None,
        parts.rule(say),
        element("p", say("call_until", day=call.closes)) if call.closes else None,
        element("p", say("call_number", id=call.id)),
        element("h2", say("ways")),
        element("ul", [parts.way(say, way, f"?call={call.id}") for way in ("t1", "t2", "t3")], class_="cards"),
        path=f"call/{call.id}",
    )


def protects(site: Site, say: Wording, verifier: str) -> bytes:
    """What the service can and cannot protect."""
    links = {"manifest": "/manifest.json", "checkpoints": "/log/checkpoints", "key": verifier}
    return page(
        site,
        say,
        say("title_protects"),
        element("h2", say("protects_cannot_title")),
        element("ul", [element("li", line) for line in say.lines("protects_cannot")]),
        element("h2", say("protects_can_title")),
        element("ul", [element("li", line) for line in say.lines("protects_can")]),
        element("h2", say("protects_check_title")),
        element("ul", [element("li", line) for line in say.lines("protects_check", **links)], class_="wrap"),
        path="protects",
    )


def refused(site: Site, say: Wording, reason: str) -> bytes:
    """Why something was not accepted, in the source's language."""
    return page(
        site,
        say,
        say("title_refused"),
        element("p", say("refused_lead"), class_="lead"),
        element("p", say(reason if say.has(reason) else "refused_malformed"), class_="warning", role="alert"),
        element("p", element("a", say("home"), href=f"/{say.language}/")),
    )
