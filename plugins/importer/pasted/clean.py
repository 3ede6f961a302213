"""Clean HTML of unknown origin: from text to a tree without anything that acts, or only lays out.

    data → decoded → page → office → clean → shape
"""

import base64
import binascii
import hashlib
import re
from urllib.parse import unquote_to_bytes

from bs4 import BeautifulSoup, Comment, Tag
from bs4.element import CData, Declaration, Doctype, ProcessingInstruction

from plugins.core.html import read
from plugins.core.messages import say
from plugins.importer.markdown import Loss, near
from plugins.importer.pasted.decoded import decode
from plugins.importer.pasted.office import read_office, settle_office
from plugins.importer.pasted.page import take_article
from plugins.importer.shape.facts import (
    BLOCKS,
    DEPTH,
    LEVEL,
    LIST,
    LOOK,
    QUOTE,
    TYPED,
    unmarked,
    words,
)
from plugins.importer.shape.notes import gather_notes
from plugins.importer.shape.seen import seen
from plugins.importer.word.document import Read

GONE = ("script", "style", "head", "meta", "link", "title", "xml", "template", "noscript", "base",
        "button", "input", "select", "textarea", "canvas", "object", "embed", "applet", "map",
        "svg", "math", "colgroup", "col", "w:worddocument")
"""What no reader of a text sees as words, or what acts."""

SHOWN_ELSEWHERE = ("iframe", "video", "audio", "object", "embed", "svg", "canvas", "math", "form",
                   "select", "textarea", "button")
"""What a reader sees and a text cannot hold."""

KEPT = {
    "a": ("href", "id", "name"), "img": ("src", "alt"), "ol": ("start", "class"),
    "td": ("colspan", "rowspan"), "th": ("colspan", "rowspan"), "li": ("id",),
    "div": ("id",), "sup": ("id", "class"), "span": ("id",), "p": ("id",),
}

FACTS = (LEVEL, LIST, LOOK, QUOTE, TYPED, DEPTH)

PLAIN = ("p", "h1", "h2", "h3", "h4", "h5", "h6", "strong", "em", "b", "i", "s", "sub", "sup", "a",
         "img", "br", "hr", "ul", "ol", "li", "dl", "dt", "dd", "table", "thead", "tbody", "tfoot",
         "tr", "td", "th", "caption", "blockquote", "pre", "code", "figure", "figcaption", "div",
         "span", "del", "strike", "abbr", "cite", "q", "kbd", "ruby", "rt", "rp")

CONDITION = re.compile(r"<!--\[if[^\]]*\]>(.*?)<!\[endif\]-->", re.S | re.I)
"""What only Word reads; what others read is between `<![if …]>` and `<![endif]>`."""

DATA = re.compile(r"data:image/([\w+.-]+)((?:;[\w=-]+)*?)(;base64)?,(.*)", re.S | re.I)


def read_html(data: bytes) -> Read:
    """Return HTML as a text; raises NotHtml."""
    losses: list[Loss] = []
    pictures: dict[str, bytes] = {}
    tree = read(unmarked(CONDITION.sub("", decode(data))))
    for text in tree.find_all(string=lambda text: isinstance(
            text, Comment | CData | Declaration | Doctype | ProcessingInstruction)):
        text.extract()
    title = words(tree.title) if tree.title else ""
    tree = take_article(tree, losses)
    _leave_out_acting(tree, losses)
    settle_office(tree, losses)
    gather_notes(tree)
    told = seen(tree)
    read_office(tree)
    for each in tree.find_all("img"):
        _keep_picture(each, pictures, losses)
    _make_plain(tree)
    return Read(str(tree), told, pictures, tuple(losses), title)


def _leave_out_acting(tree: BeautifulSoup, losses: list[Loss]) -> None:
    for each in tree.find_all(SHOWN_ELSEWHERE):
        if each.parent is not None:
            losses.append(Loss(say("<{name}> is not kept; write a link to what it shows",
                                   name=each.name),
                               near(words(each) or str(each.get("src", "")))))
            each.extract()
    for each in tree.find_all(GONE):
        each.extract()


def _keep_picture(image: Tag, pictures: dict[str, bytes], losses: list[Loss]) -> None:
    source = str(image.get("src", ""))
    found = DATA.fullmatch(source.strip())
    try:
        data = base64.b64decode(found[4]) if found and found[3] else \
            unquote_to_bytes(found[4]) if found else b""
    except (binascii.Error, ValueError):
        data = b""
    if data:
        image["src"] = f"word:{hashlib.sha256(data).hexdigest()[:16]}"
        pictures[str(image["src"])] = data
        return
    width, height = str(image.get("width", "")), str(image.get("height", ""))
    if "1" not in (width, height):  # a picture of one pixel counts readers
        losses.append(Loss(say("the picture is not in the page and is not kept; put its file into "
                               "the folder of images"), near(source or str(image.get("alt", "")))))
    image.extract()


def _make_plain(tree: BeautifulSoup) -> None:
    """Leave only elements and attributes that a text needs; a bare `div` is a paragraph."""
    for each in tree.find_all(True):
        kept = KEPT.get(each.name, ())
        each.attrs = {name: value for name, value in each.attrs.items()
                      if name in kept or name in FACTS}
        if each.name not in PLAIN:
            each.name = "div" if each.name in BLOCKS or each.find(BLOCKS) else "span"
    for each in reversed(tree.find_all("div")):
        if each.get("id"):  # may be a note
            continue
        if each.find(BLOCKS):
            each.unwrap()
        else:
            each.name = "p"
    for each in tree.find_all("span"):
        if not each.get("id"):
            each.unwrap()
