"""Sheets that are pictures of text, read by tesseract where it is installed: words with boxes and confidence.

Each sheet is drawn at 300 dots per inch, as tesseract's own guide advises, and handed to a process of its own with a
limit on its time. Only English is asked for; what the words say is not asked here.
"""

from __future__ import annotations

import csv
import io
import os
import subprocess
from dataclasses import dataclass
from typing import Any

import pypdfium2.raw

from fairlead.errors import UnreadableError
from fairlead.readers.sheets import Box, Glyph, Page

DOTS_PER_POINT = 300 / 72
MAX_DOTS = 40_000_000  # of one sheet: A3 at 300 dots per inch has 17 million
SECONDS = 120  # for one sheet; a dense one takes some 5
PICTURE_SHARE = 0.4  # of the sheet: a picture as large as this, with hardly a character, is a scan
FEW_CHARS = 40  # a stamp or a page number that a scanner adds
_WORD = "5"  # tesseract's level of words


def is_scan(sheet: Any, page: Page) -> bool:
    """Tell whether a sheet (of pypdfium2) is a picture of text: hardly a character, and a picture over much of it."""
    if len(page.glyphs) > FEW_CHARS:
        return False
    width, height = sheet.get_size()
    covered = 0.0
    for item in sheet.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_IMAGE]):
        left, bottom, right, top = item.get_bounds()
        covered += max(0.0, min(right, width) - max(left, 0)) * max(0.0, min(top, height) - max(bottom, 0))
    return bool(covered > PICTURE_SHARE * width * height)


@dataclass(frozen=True)
class Picture:
    """A sheet as drawn for reading: PNG, its dots per point, and the sheet's height in points."""

    png: bytes
    scale: float
    height: float


def picture(sheet: Any) -> Picture:
    """Draw a sheet (of pypdfium2), which is not safe to do on several threads."""
    width, height = sheet.get_size()
    scale = min(DOTS_PER_POINT, (MAX_DOTS / max(1.0, width * height)) ** 0.5)
    drawn = io.BytesIO()
    sheet.render(scale=scale, grayscale=True).to_pil().save(drawn, "PNG")
    return Picture(drawn.getvalue(), scale, height)


def read(drawn: Picture, number: int, name: str) -> Page:
    """Return what tesseract reads on a sheet. Raises UnreadableError where it fails or takes too long."""
    command = ["tesseract", "stdin", "stdout", "--dpi", str(round(drawn.scale * 72)), "-l", "eng", "tsv"]
    try:
        ran = subprocess.run(
            command, input=drawn.png, capture_output=True, timeout=SECONDS, check=True, env=os.environ | _LIMITS
        )
    except subprocess.TimeoutExpired as error:
        raise UnreadableError(f"{name}: page {number}: tesseract took over {SECONDS} seconds") from error
    except (subprocess.CalledProcessError, OSError) as error:
        said = getattr(error, "stderr", b"") or str(error).encode()
        why = said.decode(errors="replace").strip()[:200]
        raise UnreadableError(f"{name}: page {number}: tesseract failed ({why})") from error
    told = ran.stdout.decode("utf-8", "replace")
    return Page(number, tuple(_glyphs(told, number, drawn.scale, drawn.height)), (), ())


_LIMITS = {"OMP_THREAD_LIMIT": "1", "LC_ALL": "C.UTF-8"}  # one core for each sheet


def _glyphs(told: str, number: int, scale: float, height: float) -> list[Glyph]:
    """Return the characters of tesseract's words. A word's box is parted evenly; heights are those of its line."""
    rows = list(csv.DictReader(io.StringIO(told), delimiter="\t", quoting=csv.QUOTE_NONE))
    heights: dict[tuple[str, ...], tuple[int, int]] = {}
    for row in rows:
        if row["level"] == _WORD:
            line = (row["block_num"], row["par_num"], row["line_num"])
            top, bottom = int(row["top"]), int(row["top"]) + int(row["height"])
            known = heights.get(line, (top, bottom))
            heights[line] = (min(known[0], top), max(known[1], bottom))
    found = []
    for row in rows:
        word = (row.get("text") or "").strip()
        if row["level"] != _WORD or not word:
            continue
        top, bottom = heights[row["block_num"], row["par_num"], row["line_num"]]
        left, step = int(row["left"]), int(row["width"]) / len(word)
        for at, char in enumerate(word):
            box: Box = (
                (left + at * step) / scale,
                height - bottom / scale,
                (left + (at + 1) * step) / scale,
                height - top / scale,
            )
            found.append(Glyph(char, number, box, at == 0, max(0, round(float(row["conf"])))))
    return found
