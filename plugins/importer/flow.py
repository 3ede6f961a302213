"""Part a tree of HTML into the blocks of a text, and write each as the converter reads it.

Whatever nesting, the words come in their order; what no text of ours may hold is left out and
told.
"""

import re
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from typing import Literal

from plugins.content.typed_html import CONTROLS
from plugins.core.messages import say
from plugins.importer.carrier import Carrier, is_picture, plain
from plugins.importer.runs import BARELY, Marks, Run, write_runs
from plugins.importer.tree import Element, is_unseen

DEEPEST = 30
"""Blocks within each other; the words of deeper ones are paragraphs of the last."""

HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
LISTS = frozenset(("ul", "ol", "menu", "dir"))
BLOCKS = HEADINGS | LISTS | {"table", "blockquote", "pre", "hr", "figure", "dl", "li"}
_PARTED = """
    address article aside body caption center dd details dialog div dt fieldset figcaption footer
    form header hgroup html legend main nav p section summary tbody td tfoot th thead tr option"""
PARTED = frozenset(_PARTED.split())
"""What begins a paragraph, and is nothing more."""

TAGS = {"strong": "strong", "b": "strong", "em": "em", "i": "em", "sup": "sup", "sub": "sub",
        "del": "del", "s": "del", "strike": "del", "mark": "mark", "q": "q", "kbd": "kbd",
        "samp": "samp", "var": "em", "dfn": "em"}
CODE = frozenset(("code", "tt"))
SILENT = frozenset(("style", "link", "meta", "base", "title", "head", "template", "noscript",
                    "source", "track", "param", "wbr", "datalist"))
FRAMES = frozenset(("iframe", "frame", "embed", "object", "video", "audio"))
DRAWINGS = frozenset(("svg", "math", "canvas"))

HEAVY = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.IGNORECASE)
LIGHT = re.compile(r"font-weight\s*:\s*(?:normal|[1-5]00)", re.IGNORECASE)
SLANTED = re.compile(r"font-style\s*:\s*(?:italic|oblique)", re.IGNORECASE)
LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]+)*")


@dataclass(frozen=True)
class Block:
    """An element that is more than a paragraph, and what its words are set in."""

    element: Element
    marks: Marks


Piece = Run | Block | Literal["parted"]
Draw = Callable[[Block, Carrier, int], Iterator[str]]


def flow(nodes: Iterable[Element | str], carrier: Carrier, draw: Draw, depth: int = 0,
         marks: Marks = BARELY) -> Iterator[str]:
    """Yield the paragraphs of some nodes, and what `draw` makes of each other block, in order."""
    runs: list[Run] = []
    blocks = BLOCKS if carrier.nested < DEEPEST else frozenset()
    for piece in gather(nodes, marks, carrier, blocks):
        if isinstance(piece, Run):
            runs.append(piece)
            continue
        yield from paragraphs(runs, carrier)
        runs = []
        if isinstance(piece, Block):
            carrier.nested += 1
            yield from draw(piece, carrier, depth)
            carrier.nested -= 1
    yield from paragraphs(runs, carrier)


def paragraphs(runs: Sequence[Run], carrier: Carrier) -> Iterator[str]:
    """Yield the runs as paragraphs, parted where two line breaks or more follow each other."""
    if not any(run.text.strip() and not carrier.is_picture(run.text) for run in runs):
        for run in runs:
            yield from (f"<p>{written}</p>" for written in [write_runs([run], carrier)] if written)
        return
    if not any(run.kind == "break" for run in runs):
        if runs and (written := write_runs(runs, carrier)):
            yield f"<p>{written}</p>"
        return
    part: list[Run] = []
    breaks = 0
    for run in (*runs, Run("break"), Run("break")):
        breaks = breaks + 1 if run.kind == "break" else breaks if not run.text.strip() else 0
        part.append(run)
        if breaks >= 2:
            if written := write_runs(part, carrier):
                yield f"<p>{written}</p>"
            part, breaks = [], 0


def line(nodes: Iterable[Element | str], carrier: Carrier, marks: Marks = BARELY,
         line_break: str = " ") -> str:
    """Return the words of some nodes as one line."""
    runs = [Run("break") if piece == "parted" else piece
            for piece in gather(nodes, marks, carrier, frozenset()) if not isinstance(piece, Block)]
    single = [run for place, run in enumerate(runs)
              if run.kind != "break" or (place and runs[place - 1].kind != "break")]
    return write_runs(single, carrier, line_break)


def gather(nodes: Iterable[Element | str], marks: Marks, carrier: Carrier,
           blocks: frozenset[str] = BLOCKS) -> Iterator[Piece]:
    """Yield the runs of some nodes and the blocks among them, however deep they are."""
    waiting: list[tuple[Element | str, Marks]] = [(node, marks) for node in nodes][::-1]
    while waiting:
        node, around = waiting.pop()
        if isinstance(node, str):
            if node == "\0":
                yield "parted"
            elif node:
                carrier.recent = (carrier.recent + node)[-60:]
                yield Run("text", node, around)
            continue
        name = node.name
        if name in blocks:
            yield Block(node, around)
        elif name == "br":
            yield Run("break")
        elif not (is_unseen(node) or name in SILENT):
            if name in PARTED or name in BLOCKS:
                waiting.append(("\0", around))
                yield "parted"
            inner = _left_out(node, carrier)
            if inner is None:
                inner, around = yield from _inline(node, around, carrier)
            waiting += [(each, around) for each in reversed(inner)]


def _left_out(node: Element, carrier: Carrier) -> list[Element | str] | None:
    """Return what remains of an element that no text may hold; None of any other."""
    name = node.name
    if name == "script":
        carrier.tell(say("a script is left out, because nothing runs in a text; see whether "
                         "readers miss what it did"))
    elif name in DRAWINGS:
        carrier.tell(say("a drawing or a formula is left out; save it as a picture, or write it "
                         "in words"), node)
    elif name in CONTROLS:
        carrier.tell(say("a form, or a part of one, is left out; declare it in content/forms, and "
                         "link to it"), node)
    elif name in FRAMES:
        return _frame(node, carrier)
    else:
        return None
    return []


def _frame(node: Element, carrier: Carrier) -> list[Element | str]:
    """Return a link to what an element would have shown of another place."""
    address, title = frame_of(node)
    if not address or not carrier.destination(address, title):
        carrier.tell(say("something embedded is left out, because nothing says where it is"))
        return []
    carrier.tell(say("what was embedded is a link now: {address}", address=address[:60]), title)
    return ["\0", Element("a", {"href": address}, [title]), "\0"]


def frame_of(node: Element) -> tuple[str, str]:
    """Return the address of what an element shows of another place, and the words for it."""
    sources = (node, *node.all("source", "embed", "a"))
    address = next((element.given[key].strip() for element in sources
                    for key in ("src", "data", "href") if element.given.get(key)), "")
    if address.startswith("//"):
        address = f"https:{address}"
    return address, " ".join(node.given.get("title", "").split()) or address


def _inline(node: Element, around: Marks, carrier: Carrier
            ) -> Generator[Run, None, tuple[list[Element | str], Marks]]:
    """Yield what an element is itself, and return what is in it and how that is set."""
    inner: list[Element | str] = node.inside
    name, style = node.name, node.given.get("style", "")
    if name == "img":
        yield from _image(node, around, carrier)
        return [], around
    if name == "sup" and (call := _note_call(node, carrier)):
        yield Run("piece", carrier.piece(call), around)
        return [], around
    if name in CODE:
        yield Run("code", "".join(each for each in node.every() if isinstance(each, str)), around)
        return [], around
    anchor = node.given.get("id") or node.given.get("name") or ""
    if anchor in carrier.anchors:
        yield Run("piece", carrier.piece(f'<span id="{anchor}"></span>'))
    if name == "a" and not around.link:
        around = Marks(around.tags, carrier.destination(node.given.get("href", ""), node))
    tag = TAGS.get(name, "")
    if tag and not (tag == "strong" and LIGHT.search(style)):
        around = around.within(tag)
    if style and HEAVY.search(style):
        around = around.within("strong")
    if style and SLANTED.search(style):
        around = around.within("em")
    if name == "abbr" and (title := node.given.get("title", "")):
        around = around.within(f'abbr title="{_attribute(title)}"')
    lang = node.given.get("lang", "")
    if LANGUAGE.fullmatch(lang) and lang.partition("-")[0].lower() != carrier.lang:
        around = around.within(f'span lang="{lang}"')
    return inner, around


def _attribute(value: str) -> str:
    return escape(plain(" ".join(value.split())), quote=False).replace('"', "&quot;")


def _note_call(node: Element, carrier: Carrier) -> str:
    return next((call for link in node.near("a")
                 if (call := carrier.note(link.given.get("href", "").removeprefix("#")))), "")


def _image(node: Element, around: Marks, carrier: Carrier) -> Iterator[Run]:
    """Yield an image; a link to a picture, as WordPress puts around its thumbnails, is none."""
    if written := carrier.image(node):
        alt = node.given.get("alt", "").strip()
        link = "" if is_picture(around.link) or not alt else around.link
        yield Run("piece", carrier.piece(written), Marks((), link))
