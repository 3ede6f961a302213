"""Make Word files with python-docx; what it has no words for is written as the XML of Word."""

import io
import zipfile
from collections.abc import Callable, Mapping
from functools import cache

from docx import Document
from docx.document import Document as WordDocument
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.table import Table
from PIL import Image

NAMESPACES = nsdecls("w", "r", "wp", "a", "pic") + (
    ' xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
    ' xmlns:v="urn:schemas-microsoft-com:vml"'
    ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
    ' xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"'
    ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"')

PART = "application/vnd.openxmlformats-officedocument.wordprocessingml.{}+xml"


def word_file(*steps: Callable[[WordDocument], object]) -> bytes:
    """Return a file of Word in which each step has written something."""
    document = Document(io.BytesIO(_empty()))
    for step in steps:
        step(document)
    return saved(document)


@cache
def _empty() -> bytes:
    """Return an empty file without what is nine tenths of python-docx's own and in few of Word's.

    These are a hundred styles of tables, and all styles once more as Word 2010 wrote them.
    """
    document = Document()
    for style in document.styles.element.xpath(
            "w:style[@w:type='table'][not(@w:default)][w:name/@w:val != 'Table Grid']"):
        style.getparent().remove(style)
    for name, relation in list(document.part.rels.items()):
        if relation.reltype.endswith("/stylesWithEffects"):
            document.part.rels.pop(name)
    return saved(document)


def saved(document: WordDocument) -> bytes:
    """Return a document as Word would keep it."""
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def xml(written: str) -> Callable[[WordDocument], object]:
    """Return a step that adds elements to the text, such as `<w:p>…</w:p>`."""
    def step(document: WordDocument) -> None:
        for each in parse_xml(f"<w:body {NAMESPACES}>{written}</w:body>"):
            document.element.body.insert(len(document.element.body) - 1, each)
    return step


def p(*runs: str, properties: str = "") -> str:
    """Return a paragraph of runs; what is no XML is one run of plain words."""
    return (f"<w:p><w:pPr>{properties}</w:pPr>"
            + "".join(each if each.startswith("<") else r(each) for each in runs) + "</w:p>")


def r(words: str, properties: str = "") -> str:
    """Return a run of words with properties, such as `<w:b/>`."""
    return (f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{words}</w:t></w:r>')


def field(instruction: str, *result: str) -> str:
    """Return a field with what it shows."""
    return (f'<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>{instruction}'
            '</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>'
            f'{"".join(result)}<w:r><w:fldChar w:fldCharType="end"/></w:r>')


def numbered(number: int, depth: int = 0) -> str:
    """Return the properties of a paragraph in a list."""
    return f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{number}"/></w:numPr>'


def numbering(levels: Mapping[int, list[tuple[str, str, int]]], overrides: str = ""
              ) -> Callable[[WordDocument], object]:
    """Return a step that declares lists: by number, form, text and start of each level."""
    def step(document: WordDocument) -> None:
        root = document.part.numbering_part.element
        for each in list(root):
            root.remove(each)
        written = "".join(
            f'<w:abstractNum w:abstractNumId="{number}">' + "".join(
                f'<w:lvl w:ilvl="{depth}"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/>'
                f'<w:lvlText w:val="{text}"/></w:lvl>'
                for depth, (form, text, start) in enumerate(each)) + "</w:abstractNum>"
            for number, each in levels.items())
        nums = "".join(f'<w:num w:numId="{number}"><w:abstractNumId w:val="{number}"/></w:num>'
                       for number in levels)
        every = f"<w:numbering {NAMESPACES}>{written}{nums}{overrides}</w:numbering>"
        for each in parse_xml(every):
            root.append(each)
    return step


def notes(kind: str, bodies: Mapping[int, str]) -> Callable[[WordDocument], object]:
    """Return a step that adds the part of the footnotes or endnotes, each a paragraph."""
    one = kind.removesuffix("s")
    written = "".join(f'<w:{one} w:id="{number}">{body}</w:{one}>'
                      for number, body in bodies.items())
    separator = (f'<w:{one} w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p>'
                 f"</w:{one}>")
    return part(kind, f"<w:{kind} {NAMESPACES}>{separator}{written}</w:{kind}>")


def comments(written: str) -> Callable[[WordDocument], object]:
    """Return a step that adds comments."""
    def step(document: WordDocument) -> None:
        for each in parse_xml(f"<w:comments {NAMESPACES}>{written}</w:comments>"):
            document.part._comments_part.element.append(each)
    return step


def part(kind: str, written: str) -> Callable[[WordDocument], object]:
    """Return a step that adds a part beside the text."""
    def step(document: WordDocument) -> None:
        made = Part(PackURI(f"/word/{kind}.xml"), PART.format(kind), written.encode(),
                    document.part.package)
        document.part.relate_to(made, f"{RELATIONSHIP_TYPE.STYLES.rpartition('/')[0]}/{kind}")
    return step


def note(number: int, kind: str = "footnote") -> str:
    """Return the call of a note."""
    return (f'<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr>'
            f'<w:{kind}Reference w:id="{number}"/></w:r>')


def link(document: WordDocument, address: str, words: str) -> str:
    """Return words that lead to an address."""
    number = document.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    return f'<w:hyperlink r:id="{number}">{r(words)}</w:hyperlink>'


def image(form: str = "PNG", colour: str = "red", size: tuple[int, int] = (40, 30),
          **more: object) -> io.BytesIO:
    """Return a picture of one colour."""
    file = io.BytesIO()
    Image.new("RGB", size, colour).save(file, form, **more)
    file.seek(0)
    return file


def table(rows: list[list[str]], style: str = "Table Grid") -> Callable[[WordDocument], Table]:
    """Return a step that adds a table."""
    def step(document: WordDocument) -> Table:
        made = document.add_table(len(rows), len(rows[0]))
        made.style = style
        for row, words in zip(made.rows, rows, strict=True):
            for cell, text in zip(row.cells, words, strict=True):
                cell.text = text
        return made
    return step


def repacked(data: bytes, **given: bytes | None) -> bytes:
    """Return a package with parts replaced, added or, where None, taken out."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, \
            zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in given:
                new.writestr(name, old.read(name))
        for name, value in given.items():
            if value is not None:
                new.writestr(name, value)
    return file.getvalue()
