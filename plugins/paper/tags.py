"""Complete the tags of a PDF, and make its fonts smaller: what WeasyPrint leaves out.

Sources: ISO 32000-1, 14.7 and 14.8; ISO 14289-1 (PDF/UA-1), 7.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
from pikepdf import Dictionary, Name, Operator, String

LANGUAGE = "zh-Hans"
"""Of words that are set in a Chinese font: no others are."""

PRINTED = 4
"""The flag of an annotation that paper shows, too (ISO 32000-1, 12.5.3)."""

CODE = re.compile(r"(?m)^<[0-9a-fA-F]+> *<([0-9a-fA-F]+)>")
"""A glyph and its characters, as WeasyPrint writes the table."""

CHINESE = range(0x3400, 0xA000)
"""The code points of the characters by which a Chinese font is known."""


def complete(data: bytes) -> bytes:
    """Return the PDF with all its tags; the same tags make the same bytes."""
    with pikepdf.open(BytesIO(data)) as pdf:
        root = pdf.Root.StructTreeRoot
        elements = list(_below(root.K[0]))
        _tag_notes(root.K[0])
        for element in elements:
            if str(element.S) == "/TH":
                element.A.Scope = Name.Column if str(element.P.P.S) == "/THead" else Name.Row
        for number, page in enumerate(pdf.pages):
            _complete_page(pdf, page, {mcid: element for element in elements
                                       if element.get(Name.Pg) == page.obj
                                       for mcid in _words(element)}, root.ParentTree, number)
        for font in _fonts(pdf):
            _make_smaller(pdf, font)
        file = BytesIO()
        pdf.save(file, deterministic_id=True, compress_streams=True, recompress_flate=True,
                 object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return file.getvalue()


def unpacked(font: Path) -> bytes:
    """Return a font of the web as a font of a computer."""
    from fontTools.ttLib import TTFont
    file = BytesIO()
    unpacked = TTFont(font, recalcTimestamp=False)
    unpacked.flavor = None
    unpacked.save(file)
    return file.getvalue()


def _below(element: Any) -> Iterator[Any]:
    yield element
    for kid in element.K:
        if isinstance(kid, Dictionary) and Name.S in kid:
            yield from _below(kid)


def _words(element: Any) -> list[int]:
    """Return the numbers of the words that an element holds itself (MCID)."""
    return [int(kid) for kid in element.K if not isinstance(kid, Dictionary)]


def _tag_notes(document: Any) -> None:
    """Tag notes as such, each with an ID; below the text of a page, WeasyPrint has them as spans.
    """
    count = 0
    for area in document.K:
        if str(area.S) != "/NonStruct" or any(str(note.S) != "/Span" for note in area.K):
            continue
        for note in area.K:
            count += 1
            note.S, note.ID = Name.Note, String(f"note-{count}")
            note.K[0].S = Name.Lbl


def _complete_page(pdf: pikepdf.Pdf, page: pikepdf.Page, tagged: Mapping[int, Any], tree: Any,
                   number: int) -> None:
    """Say which words are Chinese, and that those without a tag are of the page, not of the text.
    """
    for annotation in page.get(Name.Annots, ()):
        annotation.F = PRINTED
    chinese = {name for name, font in page.Resources.Font.items() if _is_chinese(font)}
    content, fonts = [], dict[int, set[str]]()
    own, font = -1, ""
    for instruction in pikepdf.parse_content_stream(page):
        operands, operator = list(instruction.operands), str(instruction.operator)
        if operator == "BDC":
            own = int(operands[1].get(Name.MCID, -1))
            if own not in tagged:
                instruction = pikepdf.ContentStreamInstruction(
                    [Name.Artifact, Dictionary(Type=Name.Pagination)], Operator("BDC"))
        elif operator == "Tf":
            font = str(operands[0])
        elif operator in ("Tj", "TJ"):
            fonts.setdefault(own, set()).add(font)
        content.append(instruction)
    page.Contents = pdf.make_stream(pikepdf.unparse_content_stream(content))
    for mcid, element in tagged.items():
        if fonts.get(mcid) and fonts[mcid] <= chinese:
            element.Lang = String(LANGUAGE)
    parents = tree.Nums[2 * number + 1]
    for mcid in range(len(parents)):
        if mcid not in tagged:
            parents[mcid] = None


def _fonts(pdf: pikepdf.Pdf) -> Iterator[Any]:
    """Yield every font of the pages, once."""
    found = {font.objgen: font for page in pdf.pages for font in page.Resources.Font.values()}
    yield from (found[key] for key in sorted(found))


def _is_chinese(font: Any) -> bool:
    """Tell whether a font writes Chinese characters, by what it says of each."""
    return any(ord(char) in CHINESE for char in _written(font))


def _written(font: Any) -> str:
    """Return the characters that a font writes, from its table of them (ISO 32000-1, 9.10.3)."""
    table = font.ToUnicode.read_bytes().decode("ascii")
    return "".join(bytes.fromhex(code).decode("utf-16-be") for code in CODE.findall(table))


def _make_smaller(pdf: pikepdf.Pdf, font: Any) -> None:
    """Leave the glyphs out of a font that are not in the text: WeasyPrint keeps their places.

    A Chinese font has sixty thousand. Only a font that knows its glyphs by number can do without.
    """
    own = font.DescendantFonts[0]
    file = own.FontDescriptor.get(Name.FontFile3)
    if file is None:
        return
    if bare := _bare(file.read_bytes(), _glyphs(own.W)):
        stream = pdf.make_stream(bare)
        stream.Subtype = Name.CIDFontType0C
        own.FontDescriptor.FontFile3 = stream
    if Name.CIDToGIDMap in own:
        del own.CIDToGIDMap  # only for TrueType (ISO 32000-1, table 117)


def _glyphs(widths: Any) -> Collection[int]:
    """Return the glyphs of a font's table of widths (ISO 32000-1, 9.7.4.3)."""
    return [int(first) + place for first, each in zip(widths[::2], widths[1::2], strict=True)
            for place in range(len(each))]


def _bare(data: bytes, glyphs: Collection[int]) -> bytes:
    """Return the outlines of these glyphs alone; nothing if the font does not number them."""
    from fontTools.subset import Options, Subsetter
    from fontTools.ttLib import TTFont
    font = TTFont(BytesIO(data), recalcTimestamp=False)
    if "CFF " not in font or not hasattr(font["CFF "].cff[0], "ROS"):
        return b""
    options = Options(layout_features=[], hinting=False, desubroutinize=True, notdef_outline=True)
    subsetter = Subsetter(options)
    subsetter.populate(gids=glyphs)
    subsetter.subset(font)
    return bytes(font["CFF "].compile(font))
