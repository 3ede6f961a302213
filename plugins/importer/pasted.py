"""Clean HTML of unknown origin: from text to a tree without anything that acts, or only lays out.

    bytes → text → tree → article → office → clean → shape
"""

import base64
import binascii
import codecs
import hashlib
import re
from contextlib import suppress
from urllib.parse import unquote_to_bytes

from bs4 import BeautifulSoup, Comment, Tag
from bs4.dammit import EncodingDetector, UnicodeDammit
from bs4.element import CData, Declaration, Doctype, ProcessingInstruction

from plugins.core.html import read
from plugins.core.messages import Failure, say
from plugins.importer.markdown import Loss, near
from plugins.importer.office import read_office, settle_office
from plugins.importer.shape.facts import BLOCKS, FACTS, seen, unmarked, words
from plugins.importer.shape.notes import gather_notes
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
    for each in tree.find_all(True):
        for fact in FACTS:  # of a page that uses the same names for something else
            each.attrs.pop(fact, None)
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


AROUND = ("nav", "aside", "header", "footer", "form", "dialog", "menu")
"""The elements that are beside a text (HTML, 4.3 Sections)."""

ROLES = ("navigation", "banner", "contentinfo", "complementary", "search", "dialog", "alertdialog")


def take_article(tree: BeautifulSoup, losses: list[Loss]) -> BeautifulSoup:
    """Return the article of a page as a tree of its own; of a fragment, all of it.

    The only `article` counts, else the longest one, else `main`, else the body.
    """
    chosen = _chosen(tree)
    if chosen is not tree:
        outside = words(tree.body or tree).replace(words(chosen), " ", 1)
        _tell(losses, outside)
    for each in chosen.find_all(lambda tag: tag.name in AROUND or tag.get("role") in ROLES):
        if each.parent is None:
            continue
        if each.name == "header" and each.find(["h1", "h2"]):  # the title of the article itself
            each.unwrap()
        else:
            _tell(losses, words(each))
            each.extract()
    article = read("")
    article.extend(list(chosen.children))
    return article


def _chosen(tree: BeautifulSoup) -> Tag:
    inside = tree.find("main") or tree.find(True, attrs={"role": "main"})
    place = inside if isinstance(inside, Tag) else tree
    articles = [each for each in place.find_all("article") if not each.find_parent("article")]
    if articles:
        longest = max(articles, key=lambda each: len(each.get_text()))
        if len(longest.get_text()) * 2 > len(place.get_text()):
            return longest
    if isinstance(inside, Tag):
        return inside
    return tree.body if isinstance(tree.body, Tag) else tree


def _tell(losses: list[Loss], text: str) -> None:
    text = " ".join(text.split())
    if text:
        losses.append(Loss(say("what stands around the article is left out"), near(text)))


WIDER = {"iso8859-1": "cp1252", "ascii": "cp1252", "gb2312": "gb18030", "gbk": "gb18030",
         "big5": "big5hkscs"}
"""What browsers read instead (https://encoding.spec.whatwg.org/#names-and-labels)."""

MOST_BYTES = 50_000_000

FRAGMENT = re.compile(r"<!--\s*StartFragment\s*-->(.*?)<!--\s*EndFragment\s*-->", re.S)
"""What was selected, where the clipboard holds the page around it, too."""


class NotHtml(Failure):
    """The bytes are no HTML that can be read."""


def decode(data: bytes) -> str:
    """Return HTML as text; raises NotHtml.

    A byte order mark says it best, then UTF-8 that is valid, then what the page declares.
    """
    if len(data) > MOST_BYTES:
        raise NotHtml(say("the page is larger than {most} MB; copy the part with the text out of "
                          "it", most=MOST_BYTES // 1_000_000))
    if b"\0" in data[:4000] and not data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise NotHtml(say("this is no web page; give a file that ends in .docx or .html"))
    text = _decoded(data).replace("\r\n", "\n").replace("\0", "")
    chosen = FRAGMENT.search(text)
    return chosen[1] if chosen else text


def _decoded(data: bytes) -> str:
    declared = EncodingDetector.find_declared_encoding(data[:4096], is_html=True) or "cp1252"
    with suppress(LookupError):
        declared = codecs.lookup(declared).name
    declared = WIDER.get(declared, declared)
    other = "cp1252" if declared in ("utf-8", "cp1252") else "gb18030"
    read = UnicodeDammit(data, user_encodings=["utf-8", declared, other], is_html=True)
    return read.unicode_markup or data.decode("cp1252", "replace")
