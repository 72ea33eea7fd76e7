"""Release copies and sealed readings: what a copy loses, what the log says of it, and that nothing lies in clear."""

from __future__ import annotations

import io
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from drop_world import Drop
from PIL import Image
from vault_world import As

from fairlead import case as cases
from fairlead.case import Case
from fairlead.errors import MisuseError, RefusedError, UnreadableError
from fairlead.evidence import actors
from fairlead.evidence.handling import Handling
from fairlead.vault import release, sandbox, scrubbing
from fairlead.vault.holder import Holder
from fairlead_ledger import keys

GPS = "CANARY-CAMERA-OWNER"
TRACK = (
    b"MMSI,BaseDateTime,LAT,LON,SOG,COG,Heading,VesselName,IMO,CallSign,VesselType,Status,Length,Width,Draft,Cargo,"
    b"TransceiverClass\n"
    b"431000001,2024-01-01T12:00:00,36.12345,-120.5,7.5,101.3,99,SEA STAR,IMO9074729,ABCD,70,5,120,20,6.5,70,A\n"
)


def _photo(form: str = "JPEG") -> bytes:
    exif = Image.Exif()
    exif[0x013B] = GPS  # Artist
    exif[0x0112] = 6  # turned by 90 degrees
    out = io.BytesIO()
    Image.new("RGB", (40, 20), (200, 30, 30)).save(out, form, exif=exif.tobytes(), comment=GPS.encode())
    return out.getvalue()


def _document() -> bytes:
    pdf = pikepdf.new()
    pdf.add_blank_page(page_size=(200, 200))
    pdf.docinfo["/Author"] = GPS
    with pdf.open_metadata() as xmp:
        xmp["dc:creator"] = [GPS]
    pdf.attachments["x.txt"] = pikepdf.AttachedFileSpec(pdf, GPS.encode(), filename="x.txt")
    image = pikepdf.Stream(pdf, _photo())
    image["/Type"], image["/Subtype"] = pikepdf.Name("/XObject"), pikepdf.Name("/Image")
    image["/Width"], image["/Height"], image["/BitsPerComponent"] = 40, 20, 8
    image["/ColorSpace"], image["/Filter"] = pikepdf.Name("/DeviceRGB"), pikepdf.Name("/DCTDecode")
    pdf.pages[0]["/Resources"] = pikepdf.Dictionary(XObject=pikepdf.Dictionary(I=image))
    pdf.pages[0]["/Annots"] = pdf.make_indirect(
        pikepdf.Array([pikepdf.Dictionary(Type=pikepdf.Name("/Annot"), Subtype=pikepdf.Name("/Text"), T=GPS)])
    )
    out = io.BytesIO()
    pdf.save(out, compress_streams=False)
    return out.getvalue()


@pytest.mark.parametrize("data", [_photo(), _photo("TIFF"), _document()])
def test_a_copy_loses_who_made_it(data: bytes) -> None:
    assert GPS.encode() in data
    said, copy = scrubbing.scrub(data)
    assert GPS.encode() not in copy
    assert said["removed"]
    if said["media_type"] == "application/pdf":
        with pikepdf.open(io.BytesIO(copy)) as pdf:
            assert (len(pdf.pages), "/Info" in pdf.trailer, list(pdf.attachments)) == (1, False, [])
            assert not any(GPS in str(one) for one in pdf.objects)
    else:
        with Image.open(io.BytesIO(copy)) as image:
            assert (image.size, dict(image.getexif())) == ((20, 40), {})


def test_a_text_loses_letters_that_nobody_sees() -> None:
    said, copy = scrubbing.scrub("one\u200b two\u2060\ufeff".encode())
    assert (copy, said["removed"]) == (b"one two", ["invisible letters"])


@pytest.mark.parametrize("data", [b"PK\x03\x04 an office file", b"\x00\x01\x02", b"\xff\xfea", b"GIF89a"])
def test_what_no_scrubber_is_for_is_refused(data: bytes) -> None:
    with pytest.raises(UnreadableError, match="no scrubber"):
        scrubbing.scrub(data)


@pytest.mark.skipif(sandbox.bubblewrap() is None, reason="no bubblewrap works on this machine")
def test_a_photograph_is_released_and_the_chain_stands_in_the_log(
    opened: Callable[..., Any], ready: Case, holder: Holder, as_: As
) -> None:
    tip = opened("see the picture", [("IMG 1.jpg", _photo())])
    (original, _), *_ = ready.vault.parts(tip, "file")
    with as_("intake"):
        asked = release.propose(ready.vault, original, holder, Handling(marking="amber"), "it shows the ship")
    with as_("other"):
        assert release.look(ready.vault, asked, holder, "before its release").startswith(b"\xff\xd8")
        copy, entry = release.approve(ready.vault, asked, holder, "nothing in it tells who")
    assert (entry.object, entry.body["of"], entry.body["tool"]) == (copy.sha256, original.sha256, "pillow")
    assert entry.body["confinement"] == "bubblewrap"
    assert (copy.kind, copy.media_type, copy.name) == ("plain", "image/jpeg", f"release of {original.sha256[:12]}.jpg")
    assert copy.handling.marking == "amber"
    label = ready.exhibits.label(original, holder.open)
    assert ready.log.reveal(entry)["original"] == label.sha256
    for folder in (ready.root, Path(os.environ["FAIRLEAD_HOME"])):
        for file in folder.rglob("*"):
            assert not file.is_file() or GPS.encode() not in file.read_bytes(), file
    assert [one.what for one in cases.verify(ready.root).checks if one.outcome.value == "failed"] == []


@pytest.mark.skipif(sandbox.bubblewrap() is None, reason="no bubblewrap works on this machine")
def test_a_sealed_track_is_read_and_its_rows_are_sealed_and_erased_with_it(
    opened: Callable[..., Any], ready: Case, holder: Holder, as_: As
) -> None:
    tip = opened("see the track", [("track.csv", TRACK)])
    (original, _), *_ = ready.vault.parts(tip, "file")
    with as_("intake"):
        found = release.read(ready.vault, original, holder, "to assess it")
    assert found.tables["positions"].num_rows == 1
    (kept,) = (ready.root / "readings").iterdir()
    assert kept.read_bytes().startswith(b"age-encryption.org/v1\n")
    assert b"PAR1" not in kept.read_bytes()
    ready.exhibits.erase(original, "as the source asked")
    assert not kept.exists()
    with as_("intake"), pytest.raises(MisuseError, match="erased"):
        release.read(ready.vault, original, holder, "again")


def test_only_a_custodian_accepts_limits_alone_and_the_entry_says_so(
    opened: Callable[..., Any], ready: Case, drop: Drop, holder: Holder, as_: As, monkeypatch: pytest.MonkeyPatch
) -> None:
    tip = opened("see the note", [("note.txt", b"a note")])
    (original, _), *_ = ready.vault.parts(tip, "file")
    monkeypatch.setattr(sandbox, "bubblewrap", lambda: None)
    with as_("intake"):
        with pytest.raises(RefusedError, match="no bubblewrap"):
            release.propose(ready.vault, original, holder, Handling(), "because")
        with pytest.raises(RefusedError, match="no custodian"):
            release.accept_unsandboxed(ready.vault, True, "because")
    release.accept_unsandboxed(ready.vault, True, "an air-gapped machine")
    with as_("intake"):
        entry = release.propose(ready.vault, original, holder, Handling(), "because")
    assert entry.body["confinement"] == "limits only"
    release.accept_unsandboxed(ready.vault, False, "bubblewrap is there now")
    with as_("intake"), pytest.raises(RefusedError, match="no bubblewrap"):
        release.propose(ready.vault, original, holder, Handling(), "because")


def test_a_release_takes_two_people(opened: Callable[..., Any], ready: Case, holder: Holder, as_: As) -> None:
    tip = opened("see the note", [("note.txt", b"The ship lay at the third buoy.")])
    (original, _), *_ = ready.vault.parts(tip, "file")
    release.accept_unsandboxed(ready.vault, True, "this machine has no sandbox")
    own = Ed25519PrivateKey.generate()
    ready.log.enrol(keys.encode(keys.public_bytes(own)), ["intake"], "INTAKE  Person")
    with as_("intake"):
        asked = release.propose(ready.vault, original, holder, Handling(), "because")
        with pytest.raises(MisuseError, match="whoever had the copy made"):
            release.approve(ready.vault, asked, holder, "because")
    assert ready.exhibits.all() == [], "a copy that nobody else looked at stays sealed"
    assert b"third buoy" not in b"".join(ready.store.path(one).read_bytes() for one in ready.store.all())
    with actors.signing(own), pytest.raises(MisuseError, match="whoever had the copy made"):
        release.approve(ready.vault, asked, holder, "the same person under another key")
    said = {name: asked.body[name] for name in ("of", "tool", "version", "media_type", "removed", "confinement")}
    for body in ({**said, "asked": asked.id}, said, {**said, "asked": "f" * 64}):
        with as_("intake"), pytest.raises(MisuseError):
            ready.log.append("tip_release", "a" * 64, body)
    with as_("other"):
        copy, _ = release.approve(ready.vault, asked, holder, "nothing in it tells who")
        with pytest.raises(MisuseError, match="released before"):
            release.approve(ready.vault, asked, holder, "again")
    assert ready.exhibits.all() == [copy]
    assert release.proposed(ready.vault) == []
    assert [one.what for one in cases.verify(ready.root).checks if one.outcome.value == "failed"] == []
