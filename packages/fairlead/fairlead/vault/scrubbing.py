"""Release copies: a source's file made anew without what its machine put into it. Runs in the sandbox alone.

The original stays as it is, sealed: metadata is evidence. A copy loses EXIF, XMP, thumbnails, authors, comments,
scripts, attachments, earlier versions and invisible letters (office documents: see ``office_documents``). It does *not*
lose what is in the picture or the words themselves: sensor noise, printers' dots, crops, watermarks, style. What no
scrubber is written for is refused.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from importlib.metadata import version
from typing import Any

from fairlead.errors import UnreadableError
from fairlead.evidence import media

MAX_PIXELS = 200_000_000  # a camera of today makes 100 million
JPEG_QUALITY = 92
INVISIBLE = dict.fromkeys([0xFEFF, 0x2060, 0x00AD, 0x180E, *range(0x200B, 0x2010), *range(0x202A, 0x202F)])
"""Letters without a width (Unicode, general category Cf) that can mark a copy; direction marks are among them."""

_DROPPED_FROM_ROOT = ("/Metadata", "/Names", "/OpenAction", "/AA", "/AcroForm", "/Perms", "/Collection")
_DROPPED_ANYWHERE = ("/Metadata", "/PieceInfo", "/LastModified", "/Thumb", "/AA", "/Annots", "/AF")

Scrubbed = tuple[dict[str, Any], bytes]


def scrub(data: bytes) -> Scrubbed:
    """Return what was done (tool, version, media type, what was removed) and the copy; UnreadableError: no scrubber."""
    kind = media.media_type(data[: media.HEAD], "")
    if kind == "application/zip":
        from fairlead.vault import office_documents

        kind = office_documents.media_type(data) or kind
    scrubber = SCRUBBERS.get(kind)
    if scrubber is None:
        raise UnreadableError(f"no scrubber for {kind}")
    return scrubber(data)


def _image(data: bytes) -> Scrubbed:
    """Decode the pixels, turn them as the camera said, and encode them anew; nothing else is carried over."""
    from PIL import Image, ImageOps

    Image.MAX_IMAGE_PIXELS = MAX_PIXELS
    with Image.open(io.BytesIO(data)) as given:
        if getattr(given, "n_frames", 1) > 1:
            raise UnreadableError("no scrubber for pictures of several frames")
        removed = sorted({str(name) for name in given.info} | ({"exif"} if given.getexif() else set()))
        turned = ImageOps.exif_transpose(given)
        mode = "RGBA" if "A" in turned.getbands() or "transparency" in turned.info else "RGB"
        if turned.mode in ("1", "L"):
            mode = "L"
        pixels = turned.convert(mode)
        bare = Image.frombytes(pixels.mode, pixels.size, pixels.tobytes())
        out, form = io.BytesIO(), "JPEG" if given.format == "JPEG" else "PNG"
        bare.save(out, form, **({"quality": JPEG_QUALITY} if form == "JPEG" else {}))
    return _said("pillow", f"image/{form.lower()}", removed), out.getvalue()


def _pdf(data: bytes) -> Scrubbed:
    """Write the document anew with its pages alone; pictures inside lose their own metadata."""
    import pikepdf

    removed = set()
    try:
        pdf = pikepdf.open(io.BytesIO(data))
    except pikepdf.PdfError:
        raise UnreadableError("no PDF that can be opened without a password") from None
    with pdf:
        for key in ("/Info", "/ID"):
            if key in pdf.trailer:
                del pdf.trailer[key]
                removed.add(key)
        for key in _DROPPED_FROM_ROOT:
            if key in pdf.Root:
                del pdf.Root[key]
                removed.add(key)
        for item in pdf.objects:
            if isinstance(item, pikepdf.Dictionary | pikepdf.Stream):
                for key in _DROPPED_ANYWHERE:
                    if key in item:
                        del item[key]
                        removed.add(key)
            if isinstance(item, pikepdf.Stream) and item.get("/Filter") == pikepdf.Name("/DCTDecode"):
                raw = item.read_raw_bytes()
                bare = without_segments(raw)
                if bare != raw:
                    item.write(bare, filter=pikepdf.Name("/DCTDecode"))
                    removed.add("metadata of pictures")
        out = io.BytesIO()
        pdf.save(out, fix_metadata_version=False, deterministic_id=True)
    return _said("pikepdf", "application/pdf", sorted(removed)), out.getvalue()


def without_segments(jpeg: bytes) -> bytes:
    """Return a JPEG without application segments and comments (but Adobe's, by which colours are read).

    ITU-T T.81, annex B: FF E0-EF are APPn, FF FE is a comment, FF DA begins the scan.
    """
    if not jpeg.startswith(b"\xff\xd8"):
        raise UnreadableError("a picture in it is no JPEG")
    kept, place = bytearray(b"\xff\xd8"), 2
    while place + 4 <= len(jpeg) and jpeg[place] == 0xFF and jpeg[place + 1] != 0xDA:
        marker, size = jpeg[place + 1], int.from_bytes(jpeg[place + 2 : place + 4], "big")
        segment = jpeg[place : place + 2 + size]
        if marker == 0xEE or not (0xE0 <= marker <= 0xEF or marker == 0xFE):
            kept += segment
        place += 2 + size
    end = jpeg.rfind(b"\xff\xd9")
    return bytes(kept) + jpeg[place : end + 2 if end > place else len(jpeg)]


def _office(data: bytes) -> Scrubbed:
    """Keep known parts alone, without authors, comments and revisions; pictures inside are made anew."""
    from fairlead.vault import office_documents

    removed, copy = office_documents.scrub(data, lambda picture: _image(picture)[1])
    return _said("fairlead", str(office_documents.media_type(data)), removed), copy


def _text(data: bytes) -> Scrubbed:
    """Decode, take out letters that nobody sees, and encode again."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        raise UnreadableError("no scrubber for texts that are not UTF-8") from None
    bare = text.translate(INVISIBLE).replace("\r\n", "\n")
    removed = ["invisible letters"] if len(bare) < len(text.replace("\r\n", "\n")) else []
    return _said("fairlead", "text/plain", removed), bare.encode()


def _said(tool: str, media_type: str, removed: list[str]) -> dict[str, Any]:
    return {"tool": tool, "version": version(tool), "media_type": media_type, "removed": removed}


SCRUBBERS: dict[str, Callable[[bytes], Scrubbed]] = {
    "image/jpeg": _image,
    "image/png": _image,
    "image/tiff": _image,
    "image/webp": _image,
    "application/pdf": _pdf,
    "text/plain": _text,
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": _office,
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": _office,
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": _office,
}
