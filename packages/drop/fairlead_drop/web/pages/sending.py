"""The pages of the three ways, each with its form, and the page at the end."""

from __future__ import annotations

from collections.abc import Sequence

from fairlead_drop.web.markup import element
from fairlead_drop.web.pages import parts
from fairlead_drop.web.pages.frame import Site, page
from fairlead_drop.wording import Wording
from fairlead_ledger.office import Call

OFFLINE_PATH = "/offline.html"


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
            element("summary", say("t2_tool_summary")),
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
