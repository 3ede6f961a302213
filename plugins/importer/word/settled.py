"""Settle what a Word file leaves open, so that its tree says what a reader sees, and nothing else.

It takes the tree of a part and changes it: tracked changes are accepted, hidden words and tables of
contents left out, fields and equations become their words, text boxes paragraphs. What is not kept
is told.
"""

from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from mammoth.docx.dingbats import dingbats

from plugins.core.messages import say
from plugins.importer.markdown import Loss, hidden, near
from plugins.importer.shape.facts import CLOSE, OPEN, unmarked
from plugins.importer.word.tree import (
    Styles,
    W,
    children,
    flag,
    replace,
    run,
    value,
    words_of,
)

M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
PIC = "{http://schemas.openxmlformats.org/drawingml/2006/picture}pic"
V = "{urn:schemas-microsoft-com:vml}"

ADDED, TAKEN = (f"{W}ins", f"{W}moveTo"), (f"{W}del", f"{W}moveFrom")

UNWRAPPED = (*ADDED, f"{W}smartTag", f"{W}customXml", f"{W}dir", f"{W}bdo", f"{W}fldSimple",
             f"{M}oMathPara")
"""Elements of which a reader sees what they hold."""

CONTENTS = ("TOC", "INDEX", "TOA")
"""The fields that list places of the text, which the page of a text does itself."""


@dataclass
class Told:
    """What was met on the way: losses, and tracked changes that were accepted or dropped."""

    losses: list[Loss] = field(default_factory=list)
    accepted: int = 0
    dropped: int = 0


def settle(root: Element, styles: Styles, told: Told) -> None:
    """Change the tree of a part until it holds what a reader sees."""
    _choose_alternatives(root)
    _accept_changes(root, told)
    _leave_out_contents(root, styles, told)
    for step in (_spell_equations, _spell_signs, _leave_out_drawings):
        step(root, told)
    for parent, child in children(root, f"{W}ruby"):
        base = child.find(f"{W}rubyBase")
        replace(parent, child, [held for each in base for held in each] if base is not None else [])
    for parent, child in children(root, *UNWRAPPED):
        replace(parent, child, list(child))
    _leave_out_hidden(root, styles, told)
    _empty_boxes(root, told)


def _choose_alternatives(root: Element) -> None:
    """Keep one of two ways to draw the same thing: a picture, else what old programs show."""
    for parent, child in children(root, f"{MC}AlternateContent"):
        choice, other = child.find(f"{MC}Choice"), child.find(f"{MC}Fallback")
        is_picture = choice is not None and any(choice.iter(PIC))
        kept = choice if is_picture or other is None or not len(other) else other
        replace(parent, child, list(kept) if kept is not None else [])


def _accept_changes(root: Element, told: Told) -> None:
    for parent, child in children(root, f"{W}tr"):
        properties = child.find(f"{W}trPr")
        if properties is not None and properties.find(f"{W}del") is not None:
            told.dropped += 1
            parent.remove(child)
    for parent, child in children(root, *ADDED, *TAKEN):
        if parent.tag == f"{W}rPr":  # the end of a paragraph, counted with its words
            continue
        told.accepted += child.tag in ADDED
        if child.tag in TAKEN:
            told.dropped += 1
            parent.remove(child)
    for parent, child in children(root, f"{W}p"):
        if child.find(f"{W}pPr/{W}rPr/{W}del") is not None \
                or child.find(f"{W}pPr/{W}rPr/{W}moveFrom") is not None:
            _join_next(parent, child)


def _join_next(parent: Element, paragraph: Element) -> None:
    """Put what is left of a paragraph whose end was deleted before what follows."""
    place = list(parent).index(paragraph)
    rest = [each for each in paragraph if each.tag != f"{W}pPr"]
    following = parent[place + 1] if place + 1 < len(parent) else None
    if following is not None and following.tag == f"{W}p":
        begin = 1 if following.find(f"{W}pPr") is not None else 0
        following[begin:begin] = rest
        parent.remove(paragraph)
    elif not rest:
        parent.remove(paragraph)


def _leave_out_contents(root: Element, styles: Styles, told: Told) -> None:
    """Take out lists of places, which are fields that may go through many paragraphs."""
    gone = [child for _, child in children(root, f"{W}fldSimple")
            if _is_contents(child.get(f"{W}instr", ""))]
    gone += [each for each in root.iter(f"{W}p")
             if "toc heading" in styles.names(value(each, "pPr", "pStyle"))]
    opened: list[str] = []
    for each in root.iter(f"{W}r"):
        inside = any(map(_is_contents, opened))
        for part in each:
            kind = part.get(f"{W}fldCharType")
            if kind == "begin":
                opened.append("")
            elif part.tag == f"{W}instrText" and opened:
                opened[-1] += part.text or ""
            elif kind == "end" and opened:
                opened.pop()
        if inside or any(map(_is_contents, opened)):
            gone.append(each)
    if gone:
        parents = {child: parent for parent in root.iter() for child in parent}
        first = next(filter(None, (near(words_of(each)) for each in gone)), "")
        for each in gone:
            parents[each].remove(each)
        told.losses.append(Loss(say("the table of contents is left out; the page of a long text "
                                    "makes its own"), first))


def _is_contents(instruction: str) -> bool:
    return instruction.strip().partition(" ")[0].upper() in CONTENTS


def _spell_equations(root: Element, told: Told) -> None:
    for parent, child in children(root, f"{M}oMath"):
        words = "".join(each.text or "" for each in child.iter(f"{M}t"))
        told.losses.append(Loss(say("an equation is kept as its bare signs; write it in words, or "
                                    "as an image"), near(words)))
        replace(parent, child, [run(words)])


def _spell_signs(root: Element, told: Told) -> None:
    """Write signs of fonts of signs as characters, and the end of a page as a space."""
    for parent, child in children(root, f"{W}br"):
        if child.get(f"{W}type") in ("page", "column"):
            replace(parent, child, list(run(" ")))
    for parent, child in children(root, f"{W}sym"):
        font, sign = child.get(f"{W}font", ""), child.get(f"{W}char", "").upper()
        number = int(sign, 16) if sign.isalnum() else 0
        code = dingbats.get((font, number)) or dingbats.get((font, number & 0xFF))
        if code is None:
            told.losses.append(Loss(say("a sign of the font “{font}” has no equal and is left out",
                                        font=font), ""))
        replace(parent, child, [] if code is None else list(run(chr(code))))


def _leave_out_drawings(root: Element, told: Told) -> None:
    """Tell drawings that are no picture, what is embedded, and pictures of which a part shows."""
    for _, child in children(root, f"{W}object"):
        told.losses.append(Loss(say("a file of another program is embedded and not kept; save what "
                                    "it shows as an image"), near(words_of(child))))
        child[:] = []
    for parent, child in children(root, f"{W}drawing"):
        _mark_edges(child)
        if not any(child.iter(PIC)) and not any(child.iter(f"{W}txbxContent")):
            texts = " ".join(each.text or "" for each in child.iter(f"{A}t"))
            told.losses.append(Loss(say("a drawing or a chart is not kept; save it as an image"),
                                    near(texts or _named(child))))
            parent.remove(child)


def _mark_edges(drawing: Element) -> None:
    """Write before the words of a picture how much of each side is cut off."""
    cut = next((each for each in drawing.iter(f"{A}srcRect") if each.attrib), None)
    edges = [cut.get(side, "0") for side in "ltrb"] if cut is not None else []
    for each in drawing.iter(f"{WP}docPr"):
        own = unmarked(each.get("descr") or each.get("title") or "")
        each.set("descr", f"{OPEN}{','.join(edges)}{CLOSE}{own}" if edges else own)


def _named(drawing: Element) -> str:
    return next((near(each.get("descr") or each.get("name") or "") for each in drawing.iter()
                 if each.tag.endswith("}docPr")), "")


def _leave_out_hidden(root: Element, styles: Styles, told: Told) -> None:
    gone: list[str] = []
    for parent, child in children(root, f"{W}r"):
        properties = child.find(f"{W}rPr")
        own = flag(properties, "vanish")
        if own if own is not None else styles.is_on(value(properties, "rStyle"), "vanish"):
            gone.append(words_of(child))
            parent.remove(child)
    if words := "".join(gone).strip():
        told.losses.append(hidden(words))


def _empty_boxes(root: Element, told: Told) -> None:
    """Put the paragraphs of each text box behind the paragraph that it is tied to."""
    for parent, paragraph in children(root, f"{W}p"):
        moved: list[Element] = []
        for _, box in children(paragraph, f"{W}txbxContent"):
            told.losses.append(Loss(say("a text box is now a paragraph of the text; see whether it "
                                        "stands where it should"),
                                    near(" ".join(map(words_of, box)))))
            moved += list(box)
            box[:] = []
        if moved:
            place = list(parent).index(paragraph) + 1
            parent[place:place] = moved
