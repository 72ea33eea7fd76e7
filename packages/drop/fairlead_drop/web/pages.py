"""The pages a source sees. Each is a function from what it shows to HTML; none reads a request or the store.

No inline script or style, no image, nothing from elsewhere. All works at 320 px, by keyboard, and without styles.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from fairlead_drop.web import parts
from fairlead_drop.web.assets import PROGRAM, STYLE, Asset
from fairlead_drop.web.markup import Content, Markup, element
from fairlead_drop.wording import LANGUAGES, Wording, texts
from fairlead_ledger.office import Call

OFFLINE_PATH = "/offline.html"


@dataclass(frozen=True)
class Site:
    """What all pages share."""

    name: str
    assets: dict[str, Asset]

    @property
    def has_program(self) -> bool:
        """Whether the browser's program was built."""
        return PROGRAM in self.assets


@dataclass(frozen=True)
class Reply:
    """A reply as a page without JavaScript shows it; ``text`` None where the words do not open it."""

    number: int
    day: str
    text: str | None


@dataclass(frozen=True)
class Filed:
    """A tip of a mailbox: tier, day, hash, and its proof once there is one."""

    tier: str
    day: str
    sha256: str
    proof: str | None


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


def sealed_in_browser(site: Site, say: Wording, calls: Sequence[Call], call: str) -> bytes:
    """T1. The form is there only once the program has tested itself; until then, and without it, there is none."""
    if not site.has_program:
        return page(
            site,
            say,
            say("title_t1"),
            element("p", say("t1_missing"), class_="warning"),
            parts.others(say, "t1"),
            path="t1",
        )
    form = element(
        "form",
        parts.kinds_and_calls(say, calls, call),
        parts.message_field(say),
        parts.files(say),
        element("p", element("button", say("seal_send"), type="submit", class_="button")),
        id="seal",
        autocomplete="off",
        hidden=True,
    )
    return page(
        site,
        say,
        say("title_t1"),
        element("p", say("t1_lead"), class_="lead"),
        element("noscript", element("p", say("t1_no_js"), class_="warning")),
        parts.rule(say),
        parts.progress(),
        form,
        parts.stopped(say, "t1"),
        parts.words_shown(say),
        path="t1",
        script=True,
    )


def sealed_offline(site: Site, say: Wording, ticket: str, recipients: Sequence[str]) -> bytes:
    """T2: the sealing page to save, the recipients for other tools, and the upload."""
    steps = [
        element(
            "li",
            element("p", say("t2_step1")),
            element("p", element("a", say("t2_download"), href=OFFLINE_PATH, download="offline.html", class_="button")),
        ),
        element("li", element("p", say("t2_step2"))),
        element("li", element("p", say("t2_step3"))),
    ]
    return page(
        site,
        say,
        say("title_t2"),
        element("p", say("t2_lead"), class_="lead"),
        parts.rule(say),
        element("ol", steps) if site.has_program else element("p", say("t2_missing"), class_="warning"),
        element(
            "form",
            element("input", type="hidden", name="ticket", value=ticket),
            element("label", say("t2_file_label"), for_="file"),
            element("input", type="file", name="file", id="file", required=True),
            element("p", element("button", say("t2_send"), type="submit", class_="button")),
            method="post",
            enctype="multipart/form-data",
            action=f"/{say.language}/t2",
        ),
        element(
            "details",
            element("summary", "age"),
            element("p", say("t2_tool")),
            [element("p", element("code", recipient, class_="key")) for recipient in recipients],
            element("p", element("a", "recipients.txt", href="/recipients.txt")),
            element("p", say("t2_tool_words")),
            open=not site.has_program,
        ),
        path="t2",
    )


def plain_warning(site: Site, say: Wording, call: str) -> bytes:
    """T3's first page: what it means, before there is anything to type into."""
    query = f"?call={call}" if call else ""
    return page(
        site,
        say,
        say("title_t3"),
        element("p", say("t3_lead"), class_="lead"),
        element("ul", [element("li", line) for line in say.lines("t3_honest")], class_="warning"),
        element("p", element("a", say("t3_accept"), href=f"/{say.language}/t3/form{query}", class_="button")),
        parts.others(say, "t3"),
        path="t3",
    )


def plain_form(site: Site, say: Wording, ticket: str, calls: Sequence[Call], call: str) -> bytes:
    """T3's form."""
    return page(
        site,
        say,
        say("title_t3_form"),
        parts.rule(say),
        element("p", say.lines("t3_honest")[2], class_="warning"),
        parts.plain_fields(say, ticket, parts.kinds_and_calls(say, calls, call)),
        path="t3/form",
    )


def filed(site: Site, say: Wording, tier: str, sha256: str, words: str | None, by_server: bool) -> bytes:
    """What a source without JavaScript sees at the end; the words only this once."""
    return page(
        site,
        say,
        say("title_filed"),
        element("p", say("filed_lead"), class_="lead"),
        [
            element("h2", say("words_title")),
            element("p", say("words_lead"), class_="warning"),
            parts.words_list(words),
            element("p", say("words_server")) if by_server else None,
        ]
        if words
        else None,
        element("p", say("filed_tier", tier=say(f"{tier.lower()}_name"))),
        element("p", say("filed_proof")),
        element("p", say("filed_hash"), element("br"), element("code", sha256, class_="key")),
    )


def mailbox(site: Site, say: Wording, calls: Sequence[Call]) -> bytes:
    """The mailbox, opened in the browser; without JavaScript a warning and a link."""
    plain = [
        element("p", say("mailbox_no_js"), class_="warning"),
        element(
            "p", element("a", say("mailbox_plain_link"), href=f"/{say.language}/mailbox/plain", class_="button quiet")
        ),
    ]
    if not site.has_program:
        return page(site, say, say("title_mailbox"), element("p", say("mailbox_lead")), plain, path="mailbox")
    return page(
        site,
        say,
        say("title_mailbox"),
        element("p", say("mailbox_lead"), class_="lead"),
        element("noscript", plain),
        parts.progress(),
        element(
            "form",
            parts.words_field(say),
            element("p", say("words_stay"), class_="hint"),
            element("p", element("button", say("open_mailbox"), type="submit", class_="button")),
            id="mailbox",
            autocomplete="off",
            hidden=True,
        ),
        element("section", id="opened", hidden=True),
        element(
            "form",
            element("h2", say("answer_title")),
            parts.kinds_and_calls(say, calls, "", "message"),
            parts.message_field(say),
            parts.files(say),
            element("p", element("button", say("seal_send"), type="submit", class_="button")),
            id="seal",
            autocomplete="off",
            hidden=True,
        ),
        parts.stopped(say, "t1"),
        parts.words_shown(say),
        path="mailbox",
        script=True,
    )


def plain_mailbox(site: Site, say: Wording) -> bytes:
    """The mailbox without JavaScript: a warning before the field for the words."""
    return page(
        site,
        say,
        say("title_mailbox"),
        element("p", say("mailbox_plain_warning"), class_="warning"),
        element(
            "form",
            parts.words_field(say),
            element("p", element("button", say("open_mailbox"), type="submit", class_="button")),
            method="post",
            action=f"/{say.language}/mailbox/plain",
            autocomplete="off",
        ),
        path="mailbox/plain",
    )


def opened_mailbox(
    site: Site,
    say: Wording,
    status: str | None,
    replies: Sequence[Reply],
    tips: Sequence[Filed],
    words: str,
    ticket: str,
) -> bytes:
    """What lies in a mailbox, opened by the server; ``status`` None: nothing does."""
    if status is None:
        return page(site, say, say("title_mailbox"), element("p", say("mailbox_empty"), class_="warning"))
    shown: list[Markup] = []
    for reply in replies:
        shown.append(element("h3", say("reply_number", number=str(reply.number), day=reply.day)))
        shown.append(
            element("p", say("reply_unreadable") if reply.text is None else reply.text, class_="letter", dir="auto")
        )
    proofs = []
    for tip in tips:
        proofs.append(element("p", say("filing_line", tier=tip.tier, day=tip.day, hash=tip.sha256[:16])))
        if tip.proof is None:
            proofs.append(element("p", say("filing_waiting"), class_="hint"))
        else:
            own = f"proof-{tip.sha256[:16]}"
            proofs.append(element("label", say("filing_copy"), for_=own))
            proofs.append(
                element("textarea", tip.proof, id=own, readonly=True, rows="4", class_="key", spellcheck="false")
            )
    return page(
        site,
        say,
        say("title_mailbox"),
        element("h2", say("status")),
        element("p", say(f"status_{status}")),
        element("h2", say("replies")),
        shown or element("p", say("mailbox_none")),
        element("h2", say("filings")),
        proofs,
        [
            element("h2", say("answer_title")),
            parts.plain_fields(say, ticket, parts.kinds_and_calls(say, [], "", "message"), words),
        ]
        if status != "closed"
        else None,
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
