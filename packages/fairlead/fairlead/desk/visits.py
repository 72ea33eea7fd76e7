"""Since your last visit, and watch-lists: one's own notes about a case, kept outside it, and no act.

A visit remembers each occasion's digest; what is new, changed or gone is told by comparing. A watch is words: an
occasion that holds them and is new or changed raises an alert. What was cleared stays cleared until its digest changes.
"""

from __future__ import annotations

import json
import re
import secrets
import threading
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from fairlead.desk.acts_shown import Told
from fairlead.desk.listing import Asked
from fairlead.desk.occasions_shown import Item, item
from fairlead.desk.workplace import View, Workplace
from fairlead.errors import MisuseError
from fairlead.evidence import durable, home
from fairlead.register import told
from fairlead.register.times import iso

OPEN_ACTS = frozenset(
    {"init", "enrol", "add", "part", "get", "read", "unread", "find", "anchorages", "open", "dismiss", "request"}
    | {
        "reply",
        "finding",
        "correct",
        "withdraw",
        "observe",
        "withdraw_observation",
        "statement",
        "row",
        "dossier",
        "release",
    }
    | {"same", "distinct", "delisted", "take_back_identity"}
)
"""Acts that the whole team may see; any other, as those on tips, epochs and awards, is told to intake alone."""

MOST_WATCHES = 200
MOST_SHOWN = 200
_LOCK = threading.Lock()


Box = tuple[float, float, float, float]
"""West, south, east, north in degrees; it may cross the antimeridian."""


class Watch(BaseModel):
    """Words, an area, or both that somebody watches, and what they raise now."""

    id: str
    words: str
    box: Box | None
    holds: int
    alerts: list[Item]


class News(BaseModel):
    """What is different since the last visit; ``since`` is None at the first one."""

    since: str | None
    new: list[Item]
    new_count: int
    changed: list[Item]
    vanished: list[dict[str, Any]]
    acts: list[Told]
    watches: list[Watch]


def news(place: Workplace, view: View, who: str, *, sources: bool = False) -> News:
    """Return what is different since ``who`` last marked all as seen; acts on tips only where ``sources``."""
    kept = _read(place, who)
    seen: dict[str, str] | None = kept.get("seen")
    index = view.index
    fresh = [one for one in index.occasions if seen is not None and one.id not in seen]
    changed = [one for one in index.occasions if seen is not None and seen.get(one.id, one.digest) != one.digest]
    lost = [id for id in seen or () if id not in index.at]
    known = {each.known.id: each for each in view.gone}
    people = place.people()
    acts = [
        Told(
            entry=entry.id,
            index=entry.index,
            when=iso(entry.time_us).replace("T", " ")[:16],
            act=entry.act,
            who=told.actor(people, entry),
            said=told.act(entry),
            purpose=entry.purpose,
        )
        for entry in _since(place, kept.get("entries"))
        if entry.act in OPEN_ACTS or sources
    ]
    alerting = index.bits_of(one.id for one in (*fresh, *changed)) if seen is not None else 0
    return News(
        since=kept.get("at"),
        new=[item(view, one) for one in fresh[:MOST_SHOWN]],
        new_count=len(fresh),
        changed=[item(view, one) for one in changed[:MOST_SHOWN]],
        vanished=[
            {"id": id, "title": known[id].known.title if id in known else "an occasion that nobody had acted on"}
            for id in lost[:MOST_SHOWN]
        ],
        acts=acts[-MOST_SHOWN:],
        watches=[_watch(view, each, alerting) for each in kept.get("watches", [])],
    )


def mark_seen(place: Workplace, view: View, who: str) -> None:
    """Remember that everything as it stands was seen."""
    with _LOCK:
        kept = _read(place, who)
        kept["seen"] = {one.id: one.digest for one in view.index.occasions}
        kept["entries"] = view.entries
        kept["at"] = datetime.now(UTC).strftime("%Y-%m-%d %H:%M")
        _write(place, who, kept)


def watch(place: Workplace, who: str, words: str, box: Box | None = None) -> str:
    """Begin to watch words (a ship's name or number, a firm, a place) or an area; return the watch's id."""
    words = " ".join(words.split())
    if (box is None and len(words) < 2) or len(words) > 200:
        raise MisuseError("a watch needs some words", "a ship's name or number, a firm, a place")
    if box is not None and not (-90 <= box[1] < box[3] <= 90 and all(-540 <= side <= 540 for side in box)):
        raise MisuseError(f"an area is west, south, east, north in degrees, not {box}")
    with _LOCK:
        kept = _read(place, who)
        watches = kept.setdefault("watches", [])
        if len(watches) >= MOST_WATCHES:
            raise MisuseError(f"{MOST_WATCHES} watches are kept, and no more", "end one first")
        id = secrets.token_hex(6)
        watches.append({"id": id, "words": words, "box": box})
        _write(place, who, kept)
    return id


def unwatch(place: Workplace, who: str, id: str) -> None:
    """End a watch."""
    with _LOCK:
        kept = _read(place, who)
        kept["watches"] = [each for each in kept.get("watches", []) if each["id"] != id]
        _write(place, who, kept)


def _watch(view: View, kept: dict[str, Any], alerting: int) -> Watch:
    box = tuple(kept["box"]) if kept.get("box") else None
    found = view.index.find(Asked(text=kept["words"], box=box))
    raised = [view.index.occasions[n] for n in view.index.members(found.bits & alerting)]
    raised = [one for one in raised if one.status != "dismissed"]
    alerts = [item(view, one) for one in raised[:20]]
    return Watch(id=kept["id"], words=kept["words"], box=box, holds=len(found.order), alerts=alerts)


def _since(place: Workplace, entries: int | None) -> list[Any]:
    if entries is None:
        return []
    return [entry for entry in place.case.log.entries() if entry.index >= entries]


def _path(place: Workplace, who: str) -> Path:
    folder = home.state_folder() / "desk" / place.case.id
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder / f"{re.sub(r'[^a-z0-9-]', '_', who.lower())[:60]}.json"


def _read(place: Workplace, who: str) -> dict[str, Any]:
    try:
        kept: dict[str, Any] = json.loads(_path(place, who).read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return {}
    return kept


def _write(place: Workplace, who: str, kept: dict[str, Any]) -> None:
    path = _path(place, who)
    beside = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    durable.put(beside, json.dumps(kept).encode())
    durable.replace(beside, path)
