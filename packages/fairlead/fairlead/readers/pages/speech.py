"""Who says it: the verbs of reporting and accusing, and the speaker that governs them in a sentence.

Works by the grammar of reporting ("X said", "according to X", "said X"). Where a speaker cannot be settled it stays
None. Left out: speech inside reported speech beyond one level, and who a leaker is.
"""

from __future__ import annotations

import re
from dataclasses import replace

from fairlead.readers.pages.actors import Actor

REPORTING = (
    r"said|says|say|saying|told|tells|argued|argues|claimed|claims|claim|alleged|alleges|asserted|asserts|insisted|"
    r"insists|stated|states|noted|notes|"
    r"added|adds|estimates|estimated|believes|believed|reported|reports|found|finds|concluded|concludes|warned|"
    r"warns|suspects|suspected|announced|"
    r"revealed|reveals|details|showed|shows|wrote|writes|pointed|listed|detailed|put|denied|denies|acknowledged|"
    r"acknowledges|admitted|admits|conceded|"
    r"confirmed|confirms|rejected|rejects|dismissed|dismisses|called|explained|explains|maintained|maintains|"
    r"responded|replied|countered|described|"
    r"suggests|suggested|spotted|sighted|observed|photographed|spoke|asked|reiterated|stressed|testified|"
    r"complained|documented|"
    r"identified|counted|recorded|declined|refuted|defended|disputed|contended|charged|cited"
)
ACCUSING = (
    r"accus(?:e|es|ed|ing)|blam(?:e|es|ed|ing)|criticis(?:e|es|ed|ing)|criticiz(?:e|es|ed|ing)|condemn(?:s|ed|"
    r"ing)?|denounc(?:e|es|ed|ing)|"
    r"fault(?:s|ed|ing)|slam(?:s|med|ming)|rebuk(?:e|es|ed|ing)|lambast(?:e|es|ed|ing)|suspect(?:s|ed|ing)?|"
    r"chid(?:e|es|ed|ing)|reproach(?:es|ed|ing)?|charg(?:es|ed|ing)|indict(?:s|ed|ing)?"
)
_GAP = re.compile(
    r"^[,\s”\"’]*(?:(?:has|have|had|also|later|then|repeatedly|again|on\s+\w+day|in\s+\w+|earlier|strongly|"
    r"publicly|is|was|were|are|did|not|"
    r"immediately|speaking\s+on\s+(?:the\s+)?condition\s+of\s+anonymity|\([A-Z][\w-]{1,12}\)|now|previously|"
    r"long|quoted\s+as|separately|further|still|for\s+(?:its|his|her)\s+part|"
    r"meanwhile|however|itself|[a-z]+ly|who|which)[,\s]*)*$",
    re.IGNORECASE,
)


_OBLIQUE = re.compile(r"\b(?:in|of|from|at|near|to|for|on|against|off|by)\s+(?:the\s+)?$", re.IGNORECASE)


_SEVERAL = re.compile(
    r"^(?:The\s+)?[A-Z][\w.]*(?:\s+[A-Z]\w*)*(?:,\s+(?:the\s+)?[A-Z]\w*(?:\s+[A-Z]\w*)*)*,?\s+and\s+(?:[\w-]+\s+){"
    r"0,4}(?:nations|countries|states|members|allies|others)\b"
)
_ASIDE = re.compile(
    # What may stand between a sentence's subject and its verb: "experts monitoring ...", "a group, led by ..., has".
    r"^,?\s+(?:\w+ing|led|who|which|filed|seen|submitted|sent|appointed|set\s+up|established|charged|backed|headed|"
    r"tasked|including)\b[^.;]{0,140}$"
)
_PUBLISHES = re.compile(
    # "the experts on Monday released a report that details": who publishes it says what it says.
    r"^[,\s]*(?:(?:on\s+\w+day|has|have|had|also|recently|later|in\s+\w+)[,\s]+)*"
    r"(?:released|issued|published|presented|submitted|circulated|sent|wrote|have\s+recommended[^.;]{3,90}?\bin)\s+(?:a|an|its|their|the)\s+"
    r"(?:[\w-]+\s+){0,3}?(?:reports?|statements?|letters?|documents?|study|notes?|advisory)\s+(?:that|which)\s+$"
)


def subject(text: str, verb_at: int, actors: list[Actor]) -> Actor | None:
    """Return who governs the verb at ``verb_at``: named directly before it, or, after "and", the sentence's first
    subject."""
    for actor in reversed([each for each in actors if each.end <= verb_at]):
        if actor.kind == "state" and _OBLIQUE.search(text[: actor.start]):
            continue
        if _GAP.match(text[actor.end : verb_at]):
            return _joint(text, actor, actors)
    publishing = [each for each in actors if _opens(text, each) and _PUBLISHES.match(text[each.end : verb_at])]
    if publishing:
        return publishing[0]
    shared = re.search(r"(?:,?\s(?:and|but)|,)\s+(?:\w+ly\s+|also\s+|later\s+)?$", text[:verb_at])
    group = _SEVERAL.match(text)
    if group and _GAP.match(text[group.end() : verb_at]):
        return Actor(0, group.end(), "group", re.sub(r"^The\s+", "", group.group()), None, None)
    aside = [each for each in actors if _opens(text, each) and each.end < verb_at]
    if (
        aside
        and _ASIDE.match(text[aside[0].end : verb_at])
        and not re.search(rf"\b(?:{REPORTING})\b", text[aside[0].end : verb_at])
    ):
        return aside[0]
    if shared is not None:
        return next((actor for actor in actors if _opens(text, actor)), None)
    return None


def _joint(text: str, actor: Actor, actors: list[Actor]) -> Actor:
    """Return States that govern a verb together as one speaker; its ``state`` then holds all their codes."""
    together = [actor]
    joined = r",?\s+and\s+(?:the\s+)?"
    while actor.kind == "state":
        first = together[0]
        before = (
            each for each in actors if each.kind == "state" and re.fullmatch(joined, text[each.end : first.start])
        )
        other = next(before, None)
        if other is None:
            break
        together.insert(0, other)
        joined = r",\s+(?:the\s+)?"
    if len(together) == 1:
        return actor
    name = f"{', '.join(each.name for each in together[:-1])} and {actor.name}"
    return replace(actor, start=together[0].start, name=name, state=",".join(str(each.state) for each in together))


def _opens(text: str, actor: Actor) -> bool:
    """Tell whether an actor is the subject that a sentence opens with."""
    lead = text[: actor.start]
    return bool(
        re.fullmatch(
            r"(?:(?:The|A|An|On\s+\w+day,(?:\s+the)?|But|And|Meanwhile,|However,|In\s+\w+,(?:\s+the)?)\s*)?",
            lead.strip(),
        )
    )


def described_by(text: str, actors: list[Actor], start: int = 0) -> tuple[Actor, int] | None:
    """Return who is named by "according to X", "as acknowledged by X" or "said X", and where these words begin."""
    pattern = re.compile(
        rf"(?:\baccording\s+to|\boffered\s+by|\bas\s+\w+(?:ed|n)\s+by|\b(?:{REPORTING}|accus\w+)\s+by|"
        rf"[,”\"’]\s*(?:said|says|added|argued|wrote|noted))\s+(?:the\s+|a\s+|an\s+)?"
        r"(?P<kind>(?:recent|new|latest|confidential|leaked|annual|previous|unpublished)\s+)?",
        re.IGNORECASE,
    )
    for match in pattern.finditer(text, start):
        bare = match.start("kind") if match["kind"] else match.end()
        for actor in actors:
            if actor.start in (match.end(), bare, bare - 2, bare - 3, bare - 4) and actor.end > match.end():
                return actor, match.start()
    return None


def end_of_clause(text: str, at: int) -> int:
    """Return where the clause that holds ``at`` ends: before a new report, another's act, or the end mark."""
    found = re.compile(
        r",\s+(?:according\s+to|and\s+|but\s+|while\s+|which\s+|raising\b|(?:it|he|she|they|the|a|an)\s+)|;|,?\s+according\s+to\b"
    ).search(text, at)
    end = found.start() if found else len(text)
    return max(at, len(text[:end].rstrip(' .,;”"’')))


def cites_document(text: str) -> bool:
    """Tell whether a sentence cites a letter, report or the like as where its words stand."""
    return bool(
        re.search(
            r"\b(?:according\s+to|in|said\s+in)\s+(?:a|an|its|the|their)\s+(?:[\w.’'-]+\s+){0,4}?(?:report|letter|"
            r"document|complaint|advisory|statement|study|note|filing)\b",
            text,
            re.IGNORECASE,
        )
    )
