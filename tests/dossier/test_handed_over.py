"""Another office's dossier comes in as exhibits once it verifies, and not at all where one byte of it was changed."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from fairlead.case import Case
from fairlead.deriving import taking_apart
from fairlead.dossier.package import Made
from fairlead.evidence.handling import Handling
from fairlead.evidence.verification import Outcome


def altered(archive: Path, folder: Path, member: str) -> Path:
    """Return a copy of the zip in which the last byte of one member is another."""
    made = folder / "altered.zip"
    with zipfile.ZipFile(archive) as whole, zipfile.ZipFile(made, "w") as copy:
        for each in whole.infolist():
            data = whole.read(each)
            copy.writestr(each, data[:-1] + bytes([data[-1] ^ 1]) if each.filename == member else data)
    return made


@pytest.fixture
def receiving(tmp_path: Path) -> Case:
    return Case.create(tmp_path / "other-office")


def test_exhibits_carried_whole_come_in_with_their_names_and_no_looser_than_handed_over(
    case: Case, dossier: Made, receiving: Case
) -> None:
    whole = receiving.exhibits.add(dossier.archive, handling=Handling(None, "clear"), reliability="B", credibility=2)
    taken = taking_apart.take(receiving, whole)
    theirs = {exhibit.sha256: exhibit.name for exhibit in case.exhibits.all()}
    inside = [receiving.exhibits.get(one.read.exhibit.sha256) for one in taken[1:]]
    assert inside
    assert {one.sha256: one.name for one in inside}.items() <= theirs.items()
    assert {one.handling.marking for one in inside} == {"green"}  # of the dossier, though the file came as clear
    assert {one.receipts[0].reliability for one in inside} == {"B"}
    (part, *_) = receiving.log.entries(act="part")
    assert part.body["of"] == whole.sha256
    assert any(str(case.log.verifier) in note for note in part.body["notes"])
    assert any(note.startswith("received there 2") for note in part.body["notes"])
    assert any(one.read.reading for one in taken[1:])
    assert [one.outcome for one in taking_apart.check(receiving)] == [Outcome.PROVED]


@pytest.mark.parametrize("member", ["custody.json", "occasions.json", "exhibit"])
def test_a_dossier_of_which_a_byte_was_changed_gives_nothing(
    dossier: Made, receiving: Case, tmp_path: Path, member: str
) -> None:
    if member == "exhibit":
        with zipfile.ZipFile(dossier.archive) as archive:
            member = next(name for name in archive.namelist() if name.startswith("exhibits/"))
    whole = receiving.exhibits.add(altered(dossier.archive, tmp_path, member))
    (only,) = taking_apart.take(receiving, whole)
    assert "expected a dossier that verifies" in (only.read.why_unread or "")
    assert only.read.recognised  # so that `add` ends with the answer no
    assert [one.sha256 for one in receiving.exhibits.all()] == [whole.sha256]
