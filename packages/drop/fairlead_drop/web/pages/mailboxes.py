"""The pages of a mailbox: opened in the browser, or by the server where there is no JavaScript."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from fairlead_drop.web.markup import Markup, element
from fairlead_drop.web.pages import parts
from fairlead_drop.web.pages.frame import Site, page
from fairlead_drop.wording import Wording
from fairlead_ledger.office import Call


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
