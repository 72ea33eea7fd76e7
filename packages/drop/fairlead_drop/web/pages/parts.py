"""The parts that several pages share: the rule that comes first, the ways to choose from, the fields of the forms."""

from __future__ import annotations

from collections.abc import Sequence

from fairlead_drop.web.markup import Markup, element, paragraphs
from fairlead_drop.wording import Wording
from fairlead_ledger.office import Call

KINDS = ("tip", "message", "claim", "contest", "withdraw")


def rule(say: Wording) -> Markup:
    """What comes before anything else."""
    return element(
        "aside", element("p", element("strong", say("rule_title"))), *paragraphs([say("rule"), say("rule_device")])
    )


def call_line(say: Wording, call: Call) -> Markup:
    """One call, as a card."""
    language, own = call.text(say.language)
    foreign = {"lang": language, "dir": "auto"} if language != say.language else {}
    return element(
        "li",
        element("h3", own["title"], **foreign),
        element("p", element("a", say("call_read"), " ", call.id, href=f"/{say.language}/call/{call.id}")),
    )


def way(say: Wording, way: str, query: str = "") -> Markup:
    """One of the three ways, as a card."""
    label = f"{say('choose')}: {say(f'{way}_name')}"
    return element(
        "li",
        element("h3", say(f"{way}_name")),
        element("p", say(f"{way}_short")),
        element("p", element("a", label, href=f"/{say.language}/{way}{query}")),
    )


def others(say: Wording, this: str) -> list[Markup]:
    """The ways that this page is not."""
    ways = [other for other in ("t1", "t2", "t3") if other != this]
    return [element("h2", say("other_ways")), element("ul", [way(say, other) for other in ways], class_="cards")]


def kinds_and_calls(say: Wording, calls: Sequence[Call], chosen: str, kind: str = "tip") -> list[Markup]:
    """What it is, and which call it is about."""
    fields = [
        element("label", say("kind_label"), for_="kind"),
        element(
            "select",
            [element("option", say(f"kind_{one}"), value=one, selected=one == kind) for one in KINDS],
            name="kind",
            id="kind",
        ),
    ]
    if calls:
        options = [element("option", say("call_none"), value="")]
        options += [
            element(
                "option", f"{call.id}: {call.text(say.language)[1]['title']}", value=call.id, selected=call.id == chosen
            )
            for call in calls
        ]
        fields += [
            element("label", say("call_label"), for_="call"),
            element("select", options, name="call", id="call"),
        ]
    return fields


def message_field(say: Wording) -> list[Markup]:
    """The text."""
    return [
        element("label", say("message_label"), for_="message"),
        element("p", say("message_hint"), id="message-hint", class_="hint"),
        element(
            "textarea",
            name="message",
            id="message",
            rows="12",
            dir="auto",
            spellcheck="false",
            autocomplete="off",
            aria_describedby="message-hint",
        ),
    ]


def files(say: Wording) -> list[Markup]:
    """The files."""
    return [
        element("label", say("files_label"), for_="files"),
        element("p", say("files_hint"), id="files-hint", class_="hint"),
        element("input", type="file", name="file", id="files", multiple=True, aria_describedby="files-hint"),
    ]


def plain_fields(say: Wording, ticket: str, choices: list[Markup], words: str | None = None) -> Markup:
    """T3's form; with ``words``, for a mailbox that is there."""
    return element(
        "form",
        element("input", type="hidden", name="ticket", value=ticket),
        element("input", type="hidden", name="words", value=words) if words else None,
        choices,
        message_field(say),
        files(say),
        element("p", element("button", say("t3_send"), type="submit", class_="button")),
        method="post",
        enctype="multipart/form-data",
        action=f"/{say.language}/t3/form",
        autocomplete="off",
    )


def words_field(say: Wording) -> list[Markup]:
    """Where words are typed."""
    return [
        element("label", say("words_label"), for_="words"),
        element("p", say("words_hint"), id="words-hint", class_="hint"),
        element(
            "textarea",
            name="words",
            id="words",
            rows="3",
            required=True,
            spellcheck="false",
            autocomplete="off",
            autocapitalize="none",
            aria_describedby="words-hint",
        ),
    ]


def words_list(words: str) -> Markup:
    """Twelve words to write down."""
    return element("ol", [element("li", word) for word in words.split()], class_="words", lang="en", dir="ltr")


def words_shown(say: Wording) -> Markup:
    """Where the program shows new words."""
    return element(
        "section",
        element("h2", say("words_title")),
        element("p", say("words_lead"), class_="warning"),
        element("ol", class_="words", id="words-list", lang="en", dir="ltr"),
        id="words-shown",
        hidden=True,
    )


def progress() -> Markup:
    """Where the program says what it does."""
    return element("p", "", id="state", role="status", aria_live="polite")


def stopped(say: Wording, this: str) -> Markup:
    """The ways that are left: there from the start, taken away by the program once it works, back when anything fails.

    The program never follows one of the links itself.
    """
    return element(
        "section",
        element("h2", say("other_ways"), id="stopped-title"),
        element("p", say("t1_not_started"), id="reason", class_="warning"),
        element("p", say("state_failed_hint")),
        element("ul", [way(say, other) for other in ("t1", "t2", "t3") if other != this], class_="cards"),
        id="stopped",
    )
