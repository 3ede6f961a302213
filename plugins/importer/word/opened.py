"""Open a Word file of unknown origin: from its bytes to its parts, or a sentence that refuses it.

Nothing is unpacked onto the disk, no entity is expanded, and nothing that acts is read.
"""

import io
import posixpath
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element, ParseError, tostring

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from plugins.core.messages import Failure, Message, say

MOST_UNPACKED, MOST_XML, MOST_PARTS, DEEPEST = 300_000_000, 20_000_000, 5_000, 200
"""Bytes of all parts and of one of text, parts, and elements in each other: what no letter has, and
a bomb exceeds.
"""

OLE = bytes.fromhex("d0cf11e0a1b11ae1")
"""The first bytes of a compound file: Word before 2007, or what a password protects (MS-CFB)."""

ENCRYPTED = "EncryptedPackage".encode("utf-16-le")

RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"

STRICT = {
    b"http://purl.oclc.org/ooxml/officeDocument/relationships":
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    **{b"http://purl.oclc.org/ooxml/" + name: b"http://schemas.openxmlformats.org/" + other
       for name, other in ((b"wordprocessingml/main", b"wordprocessingml/2006/main"),
                           (b"officeDocument/math", b"officeDocument/2006/math"),
                           (b"drawingml/wordprocessingDrawing",
                            b"drawingml/2006/wordprocessingDrawing"),
                           (b"drawingml/main", b"drawingml/2006/main"),
                           (b"drawingml/picture", b"drawingml/2006/picture"))}}
"""The namespaces of “Strict Open XML”, and those that every program writes."""

DOCX = say("save the text as “Word document (.docx)” and try again")


class NotWord(Failure):
    """The bytes are no Word file that can be read: of another kind, locked, damaged or hostile."""


@dataclass
class Opened:
    """The parts of a Word file: the trees of those that hold text, the bytes of the others."""

    main: str
    trees: dict[str, Element]
    others: dict[str, bytes] = field(default_factory=dict)

    def beside(self, kind: str) -> Element:
        """Return the tree of a part that the main one refers to, such as “styles”; or nothing."""
        return self.trees.get(self.path(kind), Element("none"))

    def path(self, kind: str) -> str:
        """Return the name of such a part, or nothing."""
        return self.related(self.main).get(kind, "")

    def related(self, part: str) -> dict[str, str]:
        """Return the parts that one refers to, by the last word of their kind."""
        return dict(self._relations(part))

    def _relations(self, part: str) -> Iterator[tuple[str, str]]:
        folder, name = posixpath.split(part)
        tree = self.trees.get(posixpath.join(folder, "_rels", f"{name}.rels"))
        for each in tree.iter(RELATION) if tree is not None else ():
            target = each.get("Target", "")
            if each.get("TargetMode") != "External":
                target = posixpath.normpath(posixpath.join(folder, target)).lstrip("/") \
                    if not target.startswith("/") else target[1:]
            yield each.get("Type", "").rpartition("/")[2], target

    def packed(self) -> io.BytesIO:
        """Return the file again, with its trees as they are by now."""
        file = io.BytesIO()
        with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as target:
            for name, tree in self.trees.items():
                target.writestr(name, tostring(tree, encoding="utf-8", xml_declaration=True))
            for name, data in self.others.items():
                target.writestr(name, data)
        file.seek(0)
        return file


def open_word(data: bytes) -> Opened:
    """Return the parts of a Word file; raises NotWord."""
    if not zipfile.is_zipfile(io.BytesIO(data)):
        raise NotWord(_no_package(data))
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            _refuse_unfit(package.infolist())
            parts = {info.filename: package.read(info) for info in package.infolist()
                     if not info.is_dir()}
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError,
            ValueError) as error:
        raise NotWord(_damaged()) from error
    return _read(parts)


def _read(parts: dict[str, bytes]) -> Opened:
    types = parts.get("[Content_Types].xml", b"")
    if b"macroEnabled" in types or any(name.lower().endswith("vbaproject.bin") for name in parts):
        raise NotWord(say("the file holds macros, which are programs; in Word, {way}", way=DOCX))
    trees = {name: _tree(part) for name, part in parts.items()
             if name.endswith((".xml", ".rels")) and name.split("/")[0] in (
                 "word", "_rels", "[Content_Types].xml", "docProps")}
    others = {name: part for name, part in parts.items() if "/media/" in f"/{name}"}
    opened = Opened("", trees, others)
    opened.main = opened.related("").get("officeDocument", "word/document.xml")
    if opened.main not in trees:
        raise NotWord(say("this is an archive, and no text of Word; {way}", way=DOCX))
    return opened


def _tree(part: bytes) -> Element:
    if len(part) > MOST_XML:
        raise NotWord(_too_large())
    for strict, usual in STRICT.items():
        part = part.replace(strict, usual)
    try:
        tree: Element = fromstring(part, forbid_dtd=True)
    except DefusedXmlException as error:
        raise NotWord(say("the file declares entities of its own, as no Word does, and may be "
                          "meant to harm; ask its author for another one")) from error
    except (ParseError, ValueError, LookupError) as error:
        raise NotWord(_damaged()) from error
    level = [tree]
    for _ in range(DEEPEST):
        level = [child for each in level for child in each]
    if level:
        raise NotWord(_damaged())
    return tree


def _refuse_unfit(entries: list[zipfile.ZipInfo]) -> None:
    """Raise NotWord for what no Word writes; the sizes are those that are declared and kept to."""
    if sum(entry.file_size for entry in entries) > MOST_UNPACKED or len(entries) > MOST_PARTS:
        raise NotWord(_too_large())
    for entry in entries:
        name = entry.filename
        if name.startswith("/") or "\\" in name or ".." in name.split("/") or ":" in name:
            raise NotWord(say("the file names “{name}”, which lies outside of it, and may be meant "
                              "to harm; ask its author for another one", name=name[:60]))
        if entry.flag_bits & 1:
            raise NotWord(_locked())


def _no_package(data: bytes) -> Message:
    if data.startswith(OLE):
        return _locked() if ENCRYPTED in data else say(
            "this is a text of Word before 2007; in Word, {way}", way=DOCX)
    if data.startswith(b"PK"):
        return _damaged()
    return say("this is no text of Word; {way}", way=DOCX)


def _locked() -> Message:
    return say("a password protects the file; open it in Word, take the password away, and save it")


def _damaged() -> Message:
    return say("the file is damaged; open it in Word, which can repair it, and save it again")


def _too_large() -> Message:
    return say("unpacked, the file is larger than {most} MB; make its pictures smaller, or divide "
               "it", most=MOST_UNPACKED // 1_000_000)
