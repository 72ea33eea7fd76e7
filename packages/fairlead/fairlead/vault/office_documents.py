"""Release copies of Word, Excel and PowerPoint documents (Office Open XML, ECMA-376): only parts known to it remain.

Properties, authors, comments, revisions, edit marks, printer settings, links outward and the metadata of pictures go;
deleted words that revisions keep go too. What is hidden by layout stays: hidden rows, sheets and words, notes of a
speaker. A part of a kind not named here (macros, embedded files, drawings of other formats) makes it refuse the whole.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Callable
from pathlib import PurePosixPath
from typing import Any

from lxml import etree

from fairlead.errors import UnreadableError

MAX_PARTS = 5_000
MAX_BYTES = 256 << 20  # of all parts, unpacked; ours: what the sandbox holds three times over
EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest date of a zip's member: none of the true ones remains
MEDIA_TYPES = {
    "word/": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xl/": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ppt/": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
}
_TYPES, _RELATIONS = "[Content_Types].xml", "_rels/"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"

_KEPT = re.compile(
    r"(word/((document|styles|stylesWithEffects|settings|webSettings|fontTable|numbering|footnotes|endnotes)"
    r"|(header|footer)\d*)\.xml"
    r"|xl/(workbook|styles|sharedStrings|metadata)\.xml"
    r"|xl/(worksheets/sheet|tables/table|drawings/drawing|charts/(chart|style|colors))\d*\.xml"
    r"|ppt/(presentation|presProps|viewProps|tableStyles)\.xml"
    r"|ppt/(slides/slide|slideLayouts/slideLayout|slideMasters/slideMaster|notesSlides/notesSlide"
    r"|notesMasters/notesMaster|handoutMasters/handoutMaster|charts/(chart|style|colors))\d*\.xml"
    r"|(word|xl|ppt)/theme/theme\d*\.xml|(word|xl|ppt)/media/[^/]+\.(jpe?g|png))"
)
_LEFT_OUT = re.compile(
    r"docProps/.*|customXml/.*|(word|xl|ppt)/(comments|threadedComments|persons|printerSettings|revisions|changesInfos)"
    r"([/\w]*)\.(xml|bin)|word/(people|commentsIds|commentsExtended|commentsExtensible)\.xml|xl/calcChain\.xml"
    r"|ppt/(commentAuthors|authors|revisionInfo)\.xml|xl/drawings/\w+\.vml"
)
_ELEMENTS_GONE = re.compile(
    r"del|moveFrom|(r|p|sect|tbl|tblPrEx|tc|tr)PrChange|tblPrExChange|tblGridChange|numberingChange|cell(Ins|Del|Merge)"
    r"|move(From|To)Range(Start|End)|comment(RangeStart|RangeEnd|Reference)|proofErr|rsids|attachedTemplate|docVars"
    r"|docId|mailMerge|documentProtection|writeProtection|absPath|fileSharing|fileVersion|fileRecoveryPr|creationId"
    r"|legacyDrawing(HF)?"
)
"""Local names, by ECMA-376 part 1 and [MS-DOCX], [MS-XLSX], [MS-PPTX]: revisions, comments, and who saved it where."""
_UNWRAPPED = frozenset(("ins", "moveTo"))  # words that were added stay, without who added them
_ATTRIBUTES_GONE = re.compile(r"rsid\w*|author|initials|date|paraId|textId|refreshedBy|lastEdited|userName|descr|title")
_NAMED = frozenset(("docPr", "cNvPr"))  # a picture's name is often the file's on its maker's machine

Scrubbed = tuple[dict[str, Any], bytes]
Picture = Callable[[bytes], bytes]


def media_type(data: bytes) -> str | None:
    """Return the media type of an Office Open XML document, by its parts; None for another file."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as given:
            names = given.namelist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return None
    found = [kind for folder, kind in MEDIA_TYPES.items() if any(name.startswith(folder) for name in names)]
    return found[0] if _TYPES in names and len(found) == 1 else None


def scrub(data: bytes, picture: Picture) -> tuple[list[str], bytes]:
    """Return what was removed, and the copy; ``picture`` makes a picture anew. Raises UnreadableError."""
    parts = _parts(data)
    gone = {name for name in parts if _LEFT_OUT.fullmatch(name)}
    for name in parts:
        if name not in gone and name != _TYPES and _RELATIONS not in name and not _KEPT.fullmatch(name):
            kind = name.rpartition(".")[2][:8]
            raise UnreadableError(f"no scrubber for a document with parts of this kind (.{kind})")
    gone |= {name for name in parts if _RELATIONS in name and _owner(name) in gone}
    removed = {"properties, comments or revisions"} if gone else set()
    links = {name: _relations(parts[name], name, gone, removed) for name in parts if _RELATIONS in name}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, part in parts.items():
            if name in gone:
                continue
            if name == _TYPES:
                bare = _content_types(part, gone)
            elif name in links:
                bare = links[name][0]
            elif name.lower().endswith((".jpg", ".jpeg", ".png")):
                bare = picture(part)
                removed |= {"metadata of pictures"} if bare != part else set()
            else:
                dead = links.get(_relations_of(name), (b"", set()))[1]
                bare = _text(part, dead, removed)
            made.writestr(zipfile.ZipInfo(name, EPOCH), bare, zipfile.ZIP_DEFLATED)
    return sorted(removed), out.getvalue()


def _parts(data: bytes) -> dict[str, bytes]:
    """Return the parts by name, within bounds; no member is trusted in the size that it states."""
    parts: dict[str, bytes] = {}
    left = MAX_BYTES
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as given:
            if len(given.infolist()) > MAX_PARTS:
                raise UnreadableError(f"a document of more than {MAX_PARTS} parts")
            for member in given.infolist():
                if member.is_dir():
                    continue
                if member.filename in parts or member.flag_bits & 1:
                    raise UnreadableError("a document with a part twice, or under a password")
                with given.open(member) as stream:
                    parts[member.filename] = stream.read(left + 1)
                left -= len(parts[member.filename])
                if left < 0:
                    raise UnreadableError(f"a document of more than {MAX_BYTES} bytes when unpacked")
    except (zipfile.BadZipFile, NotImplementedError, EOFError, ValueError) as broken:
        raise UnreadableError("no document that can be unpacked whole") from broken
    return {_TYPES: parts.pop(_TYPES), **parts}


def _parsed(part: bytes) -> Any:
    if b"<!DOCTYPE" in part or b"<!ENTITY" in part or part[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise UnreadableError("no scrubber for documents that declare entities, or are not UTF-8")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
    )
    try:
        return etree.fromstring(part, parser)
    except etree.XMLSyntaxError:
        raise UnreadableError("a part of the document is not well-formed") from None


def _written(root: Any) -> bytes:
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))


def _owner(relations: str) -> str:
    """Return the part whose relations a part holds: ``word/_rels/document.xml.rels`` → ``word/document.xml``."""
    path = PurePosixPath(relations)
    return posixpath.join(str(path.parent.parent), path.stem).removeprefix("./")


def _relations_of(part: str) -> str:
    path = PurePosixPath(part)
    return f"{path.parent}/_rels/{path.name}.rels"


def _relations(part: bytes, name: str, gone: set[str], removed: set[str]) -> tuple[bytes, set[str]]:
    """Return relations without those to parts that are gone, and their ids; links outward lead nowhere any more."""
    root, dead = _parsed(part), set()
    folder = posixpath.dirname(_owner(name))
    for one in list(root):
        target = str(one.get("Target", ""))
        if one.get("TargetMode") == "External":
            one.set("Target", "about:blank")
            removed.add("links outward")
        elif posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/") in gone:
            dead.add(str(one.get("Id")))
            root.remove(one)
    return _written(root), dead


def _content_types(part: bytes, gone: set[str]) -> bytes:
    root = _parsed(part)
    for one in list(root):
        if str(one.get("PartName", "")).lstrip("/") in gone:
            root.remove(one)
    return _written(root)


def _text(part: bytes, dead: set[str], removed: set[str]) -> bytes:
    """Return a part of text without revisions, marks of editing, and links to what is gone."""
    root = _parsed(part)
    for element in list(root.iter(etree.Element)):
        local = etree.QName(element).localname
        for attribute, value in list(element.attrib.items()):
            plain = etree.QName(attribute).localname
            if _ATTRIBUTES_GONE.fullmatch(plain) or (attribute.startswith(_R) and value in dead):
                del element.attrib[attribute]
                removed.add("marks of editing")
        if local in _NAMED and element.get("name"):
            element.set("name", "")
        if _ELEMENTS_GONE.fullmatch(local) and element.getparent() is not None:
            element.getparent().remove(element)
            removed.add("revisions, comments or marks of editing")
        elif local in _UNWRAPPED and element.getparent() is not None:
            _unwrap(element)
            removed.add("revisions, comments or marks of editing")
    return _written(root)


def _unwrap(element: Any) -> None:
    parent = element.getparent()
    place = parent.index(element)
    for number, child in enumerate(list(element)):
        parent.insert(place + number, child)
    parent.remove(element)
