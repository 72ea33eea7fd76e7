"""Checks of the exhibits' bytes against their receipts, and of what else lies in the case's folder."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from fairlead.evidence.entries import Entry
from fairlead.evidence.exhibits import LABELS, RECEIVING
from fairlead.evidence.store import ExhibitStore, Received, measure
from fairlead.evidence.verification import Report

_REBUILDABLE = {
    "readings": "can be made again from the exhibits; what they say is vouched for only where derived again and equal",
    "derived": "can be made again from the readings; what they say is vouched for only where derived again and equal",
}


@dataclass
class _Gauge:
    """Tells how much of the bytes was looked at."""

    total: int
    on_progress: Callable[[float], None] | None
    done: int = 0

    def __call__(self, size: int) -> None:
        self.done += size
        if self.on_progress and self.total:
            self.on_progress(min(1.0, self.done / self.total))


def check_store(
    store: ExhibitStore, entries: list[Entry], report: Report, on_progress: Callable[[float], None] | None = None
) -> None:
    """Check every exhibit's bytes against SHA-256, size and chunk root in its receipts; list files without one."""
    receipts: dict[str, list[Entry]] = {}
    for entry in entries:
        if entry.act in RECEIVING:
            receipts.setdefault(entry.object, []).append(entry)
    erased = _erased(entries)
    files = dict(_files(store))
    gauge = _Gauge(sum(path.stat().st_size for path in files.values()), on_progress)
    for sha256 in receipts:
        with report.guarding(f"exhibit {sha256}"):
            path = store.path(sha256)
            if sha256 in erased:
                there = ", though its sealed bytes are still there" if path.is_file() else ""
                report.not_checkable(f"exhibit {sha256}", f"erased by entry {erased[sha256]}{there}")
                continue
            if not path.is_file():
                report.failed(f"exhibit {sha256}", "its file is missing")
                continue
            _check_exhibit(sha256, path, receipts[sha256], report, gauge)
    for relative, path in files.items():
        if path.name not in receipts or path != store.path(path.name):
            with report.guarding(relative):
                _check_unreceived(relative, path, report, gauge)


def _erased(entries: list[Entry]) -> dict[str, int]:
    """Return the sealed exhibits of which every key was destroyed, and by which entry at last.

    Those sealed to an epoch itself, as received, are gone with the epoch's identity.
    """
    labels: dict[str, set[str]] = {}
    gone: dict[str, int] = {}
    ended: dict[int, int] = {}
    for entry in entries:
        if entry.act in LABELS:
            labels.setdefault(entry.object, set()).add(entry.private["label"])
        elif entry.act == "erase":
            gone[entry.object] = entry.index
        elif entry.act == "epoch_end":
            ended[int(entry.object)] = entry.index
    found = {sha256: max(gone[one] for one in held) for sha256, held in labels.items() if held <= set(gone)}
    pulled = [entry for entry in entries if entry.act == "tip_pull"]
    return found | {entry.object: ended[entry.body["epoch"]] for entry in pulled if entry.body["epoch"] in ended}


def check_folder(root: Path, known: set[str], report: Report) -> None:
    """List every file of the case's folder that is neither an exhibit nor among ``known``: nobody vouches for it."""
    for item in sorted(root.iterdir()):
        if item.name in known:
            continue
        if item.name in _REBUILDABLE and item.is_dir():
            count = sum(1 for file in item.rglob("*") if file.is_file())
            if count:
                report.unvouched(f"{item.name}/", f"{count:,} files; {_REBUILDABLE[item.name]}")
        elif item.is_dir():
            for file in sorted(item.rglob("*")):
                if file.is_file():
                    report.unvouched(str(file.relative_to(root)), "not a file of Fairlead's")
        else:
            report.unvouched(item.name, "not a file of Fairlead's")


def _files(store: ExhibitStore) -> Iterator[tuple[str, Path]]:
    for path in sorted(store.folder.rglob("*")):
        if path.is_file():
            yield str(path.relative_to(store.folder.parent)), path


def _check_exhibit(sha256: str, path: Path, receipts: list[Entry], report: Report, gauge: _Gauge) -> None:
    with path.open("rb") as stream:
        found = measure(stream, gauge)
    what = f"exhibit {sha256}"
    if found.sha256 != sha256:
        report.failed(what, f"its bytes were changed: {found.size} bytes, SHA-256 {found.sha256}")
        return
    for entry in receipts:
        stated = Received(entry.body["sha256"], entry.body["size"], entry.body["chunk_root"])
        if stated != found:
            report.failed(what, f"the receipt in entry {entry.index} states {stated}, found {found}")
            return
    report.proved(what, f"{found.size} bytes as received (entry {receipts[0].index}), chunk root included")


def _check_unreceived(relative: str, path: Path, report: Report, gauge: _Gauge) -> None:
    if path.parent.name == "incoming":
        report.unvouched(relative, "left by an interrupted add, which gave no receipt")
        return
    with path.open("rb") as stream:
        found = measure(stream, gauge)
    if len(path.name) == len(found.sha256) and found.sha256 != path.name:
        report.failed(relative, f"no receipt names it, and its bytes have another SHA-256: {found.sha256}")
    else:
        report.unvouched(
            relative, "no receipt names it: an add was interrupted before its receipt, or it was put there"
        )
