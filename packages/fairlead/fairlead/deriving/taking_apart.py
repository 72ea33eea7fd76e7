"""What becomes of an exhibit that was just added: it is read, or taken apart into exhibits, each of which is read.

A part inherits the handling and the grades of the whole. Its receipt names the address and time that the whole gives;
an entry "part" of the custody log says of which exhibit it is part, at what place, with its headers as a salted
commitment. An interrupted run is gone on with: parts that have their entry are not taken again.
"""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from fairlead.case import Case
from fairlead.deriving import reading_in
from fairlead.deriving.reading_in import Read
from fairlead.dossier.handed_over import HandedOver
from fairlead.errors import UnreadableError
from fairlead.evidence import handling
from fairlead.evidence.exhibits import Exhibit
from fairlead.evidence.handling import Handling
from fairlead.evidence.verification import Check, Outcome
from fairlead.progress import Progress, part, silent
from fairlead.readers import wholes
from fairlead.readers.reader import HEAD_BYTES, Source
from fairlead.readers.wholes import MAX_PARTS, Part, Whole
from fairlead_ledger import canonical
from fairlead_ledger.chunks import ChunkHasher

DEEPEST = 4  # wholes within wholes; a mail in a web archive in a zip is three


@dataclass(frozen=True)
class Taken:
    """One exhibit of those that came: what people call it, how deep it stood, and what was read of it."""

    name: str
    depth: int
    read: Read


def take(case: Case, exhibit: Exhibit, columns: str | None = None, on_progress: Progress = silent) -> list[Taken]:
    """Read an exhibit, or take it apart and read its parts; the exhibit itself comes first."""
    return list(_take(case, exhibit, columns, 0, on_progress))


def _take(case: Case, exhibit: Exhibit, columns: str | None, depth: int, on_progress: Progress) -> Iterator[Taken]:
    source = _source(case, exhibit)
    chosen = _whole(source) if exhibit.size and depth < DEEPEST else None
    if chosen is None:
        yield Taken(exhibit.name, depth, reading_in.read_added(case, exhibit, columns, on_progress))
        return
    whole, reason = chosen
    done = {entry.body["place"]: entry.object for entry in case.log.entries(act="part") if _is_of(entry.body, exhibit)}
    left: Counter[str] = Counter()
    inside: list[Exhibit] = []
    broken: UnreadableError | None = None
    try:
        for each in _bounded(whole, source, left):
            on_progress(0.0, each.place)
            kept = case.exhibits.get(done[each.place]) if each.place in done else _keep(case, exhibit, each)
            inside.append(kept)
    except UnreadableError as failure:
        broken = failure
    why = _in_words(reason, len(inside), left, broken)
    body = {"why": why, "recognised": broken is not None, "parts": len(inside), "left": dict(left)}
    case.log.append("unread", exhibit.sha256, {**body, "whole": whole.name, "version": whole.version})
    yield Taken(exhibit.name, depth, Read(exhibit, None, why, broken is not None))
    unique = list({each.sha256: each for each in inside}.values())
    for n, one in enumerate(unique):
        step = part(on_progress, n / len(unique), (n + 1) / len(unique), one.name)
        yield from _take(case, one, columns, depth + 1, step)


def check(case: Case) -> Iterator[Check]:
    """Yield, for each exhibit that was taken apart, whether the same parts come out of it again."""
    recorded: dict[str, list[tuple[str, str]]] = {}
    for entry in case.log.entries(act="part"):
        recorded.setdefault(entry.body["of"], []).append((entry.body["place"], entry.object))
    marks = {entry.object: entry.body for entry in case.log.entries(act="unread") if "whole" in entry.body}
    exhibits = {exhibit.sha256: exhibit for exhibit in case.exhibits.all()}
    for sha256, parts in recorded.items():
        yield _checked(case, exhibits.get(sha256), sha256, parts, marks.get(sha256, {}))


def _checked(
    case: Case, exhibit: Exhibit | None, sha256: str, parts: list[tuple[str, str]], mark: dict[str, object]
) -> Check:
    what = f"parts of {sha256[:12]}"
    chosen = _whole(_source(case, exhibit)) if exhibit and case.store.has(sha256) else None
    if exhibit is None or chosen is None:
        return Check(Outcome.FAILED, what, "the exhibit they were taken from is not there, or holds no parts")
    whole, _ = chosen
    if (whole.name, whole.version) != (mark.get("whole", whole.name), mark.get("version", whole.version)):
        return Check(Outcome.NOT_CHECKABLE, what, "taken apart by another version than the one here")
    found = set()
    try:
        for each in _bounded(whole, _source(case, exhibit), Counter()):
            hasher = ChunkHasher()
            for piece in wholes.pieces(each, exhibit.size):
                hasher.update(piece)
            found.add((each.place, hasher.sha256()))
    except UnreadableError as failure:
        if not mark.get("recognised"):
            return Check(Outcome.FAILED, what, f"cannot be taken apart again: {failure}")
    missing = [place for place, object in parts if (place, object) not in found]
    if missing:
        return Check(Outcome.FAILED, what, f"{missing[0]} does not give the exhibit that the log names")
    return Check(Outcome.PROVED, what, f"taken apart again: the same {len(parts):,} exhibits")


def _whole(source: Source) -> tuple[Whole, str] | None:
    """Return which whole an exhibit is; another office's dossier is asked first, since it is also a zip."""
    dossier = HandedOver()
    with source.open() as stream:
        reason = dossier.recognises(source, stream.read(HEAD_BYTES))
    return (dossier, reason) if reason else wholes.choose(source)


def _is_of(body: dict[str, object], exhibit: Exhibit) -> bool:
    return body.get("of") == exhibit.sha256


def _source(case: Case, exhibit: Exhibit) -> Source:
    path = case.store.path(exhibit.sha256)
    return Source(exhibit.sha256, exhibit.name, path, exhibit.size, exhibit.media_type)


def _bounded(whole: Whole, source: Source, left: Counter[str]) -> Iterator[Part]:
    def tell(kind: str) -> None:
        left[kind] += 1

    for number, each in enumerate(whole.parts(source, tell)):
        if number >= MAX_PARTS:
            raise UnreadableError(f"{source.name}: expected at most {MAX_PARTS:,} parts, found more")
        yield each


def _keep(case: Case, whole: Exhibit, each: Part) -> Exhibit:
    last = whole.receipts[-1]
    with tempfile.TemporaryDirectory(prefix="fairlead-part-") as folder:
        named = Path(folder) / each.name
        _write(each, whole.size, named)
        kept = case.exhibits.add(
            named,
            source=f"{each.place} of exhibit {whole.sha256[:12]}",
            url=each.url,
            captured=_moment(each.captured) or last.captured,
            handling=_handling(whole, each),
            reliability=last.reliability,
            credibility=last.credibility,
            purpose=last.purpose,
        )
    problems = getattr(each.data, "problems", ())
    body = {"of": whole.sha256, "place": each.place, "notes": [*each.notes, *problems]}
    headers = canonical.dumps([[name, value] for name, value in each.headers]).decode() if each.headers else None
    case.log.append("part", kept.sha256, body, private={"headers": headers, "url": each.url})
    return kept


def _handling(whole: Exhibit, each: Part) -> Handling:
    own = [Handling(whole.handling.originator, each.marking)] if each.marking else []
    return handling.strictest([whole.handling, *own])


def _write(each: Part, whole_size: int, path: Path) -> None:
    with path.open("wb") as stream:
        for piece in wholes.pieces(each, whole_size):
            stream.write(piece)


def _moment(text: str | None) -> str | None:
    """Return a time where it is one; a whole may hold anything."""
    try:
        return text if text and datetime.fromisoformat(text) else None
    except ValueError:
        return None


def _in_words(reason: str, parts: int, left: Counter[str], broken: UnreadableError | None) -> str:
    told = "; ".join(f"left inside: {count:,} × {kind}" for kind, count in sorted(left.items()))
    ended = f"; {broken}" if broken else ""
    return f"taken apart into {parts:,} exhibits ({reason}){'; ' + told if told else ''}{ended}"
