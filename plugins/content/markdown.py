"""Give headings an address of their own, and a long text a table of contents."""

import itertools
import re
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from html import unescape
from importlib import import_module
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions import Extension
from markdown.extensions.admonition import AdmonitionExtension
from markdown.extensions.footnotes import FootnoteExtension
from markdown.treeprocessors import Treeprocessor

from plugins.content.dialect import DialectExtension
from plugins.core.html import TAG, UNSEEN, carried
from plugins.core.markdown_source import read_source
from plugins.core.messages import Message, say
from plugins.core.plain_text import unaccented
from plugins.images.chart import asks_for_chart, figure_of

LONG = 700
"""Words from which on a text is long enough to be surveyed before it is read."""

MANY = 4
"""Headings from which on there is something to survey."""

STANDARD = ("abbr", "attr_list", "def_list", "fenced_code", "md_in_html", "sane_lists", "tables")

TAKEN = frozenset({"content", "facts", "laws", "related", "toc"})
"""What the theme calls the parts of its own pages that hold a text."""

HEADING = re.compile(r"<!--.*?-->|<aside\b.*?</aside>|<h(?P<level>[2-6])(?P<attributes>\b[^>]*)>"
                     r"(?P<inner>.*?)</h(?P=level)>", re.S)
"""A heading; comments and boxes are passed over as a whole."""

FIRST = re.compile(r"(</?h)1\b", re.IGNORECASE)
"""A heading of the first level: a page has no other one than its title."""

ID = re.compile(r"""id(?<![\w-]id)\s*=\s*["']?([^\s"'>]+)""")

SOURCE_LINK = re.compile(r"""\s(href|src)\s*=\s*(?:"([{|][^"]*)"|'([{|][^'"]*)'|([{|][^\s"'>]*))""",
                         re.I)

ADDRESS = re.compile(r"""\b(?:href|src)=(?:"[^">]*"|[^"\s>]+)""", re.I)

INNER_LINKS = re.compile(r"<sup id=.*?</sup>|</?a\b[^>]*>", re.S)
"""Links, and the numbers of notes, which have an id."""

OUTSIDE = re.compile(r"""(\s(?:href|src)=["']https?://)(?=[^"'<>]*[^!-~])([^"'<>/]*)([^"'<>]*)""")
"""An address of another site, in two parts, that holds a space, an accent or another such sign."""


@dataclass(frozen=True)
class Heading:
    """A heading of a text: its level, its id, and its words as HTML without links."""

    level: int
    id: str
    words: str


class _Blocks(Extension):
    """Shape the blocks of an article as the theme expects them."""

    def __init__(self, table_label: str, typeset: Callable[[str], str]) -> None:
        super().__init__()
        self.shape = (table_label, typeset)

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 (the name is Python-Markdown's)
        # After inline patterns (20), which make the images, and attributes (8), which come behind
        # them as text until then; before the serialiser's clean-up (0).
        md.treeprocessors.register(_Shape(md, *self.shape), "shape", 7.5)


class _Shape(Treeprocessor):
    """Make headings, tables, images and figures what a page needs."""

    def __init__(self, md: Markdown, table_label: str, typeset: Callable[[str], str]) -> None:
        super().__init__(md)
        self.table_label, self.typeset = table_label, typeset

    def run(self, root: ElementTree.Element) -> None:
        tables = itertools.count(1)
        for parent in list(root.iter()):
            for position, child in enumerate(list(parent)):
                if child.tag == "img":
                    decorative = "decorative" in child.get("class", "").split()
                    child.set("alt", "" if decorative else self.typeset(child.get("alt", "")))
                elif child.tag == "p" and _is_figure(child):
                    _make_figure(child)
                elif child.tag == "table":
                    chart = asks_for_chart(child)
                    box = scrolling(child, self.table_label.format(number=next(tables)))
                    parent[position] = figure_of(box) if chart else box
                elif child.tag == "a" and child.get("href", "") == child.text:
                    child.set("class", "address")  # printed once, not twice


FACTS, QUOTE = BOXES = ("facts", "quote")

OPENING = re.compile(r'''^!!![ \t]*(?P<name>[^\n"]*?)[ \t]*(?:"[^\n]*)?$'''
                     r"(?P<next>\n(?:[ \t]*\n)*[^\n]*)?", re.M)
"""The line that begins a box, and the next one that is not blank."""


class BoxExtension(Extension):
    """Let a text have boxes of facts, under a title in the edition's language, and pull quotes."""

    def __init__(self, title: str) -> None:
        super().__init__()
        self.title = title

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 (the name is Python-Markdown's)
        AdmonitionExtension().extendMarkdown(md)
        # 16 is after inline patterns (20) and before the shape of blocks (15).
        md.treeprocessors.register(_Boxes(md, self.title), "boxes", 16)


class _Boxes(Treeprocessor):
    """Make each box of facts a landmark with its title as a heading, and each quote a quotation."""

    def __init__(self, md: Markdown, title: str) -> None:
        super().__init__(md)
        self.title = title

    def run(self, root: ElementTree.Element) -> None:
        for box in _boxes(root, QUOTE):
            box.tag, box.attrib, source = "blockquote", {"class": QUOTE}, box[0]
            box.remove(source)
            if source.text != QUOTE.capitalize():
                source.attrib.clear()
                box.append(source)
        for number, box in enumerate(_boxes(root, FACTS), 1):
            name = FACTS if number == 1 else f"{FACTS}-{number}"
            box.tag = "aside"
            box.attrib = {"class": FACTS, "aria-labelledby": name}
            heading = box[0]
            heading.tag, heading.attrib = "h2", {"id": name}
            if heading.text == FACTS.capitalize():
                heading.text = self.title


def _boxes(root: Element, name: str) -> list[Element]:
    """Return the boxes of a kind, each with a title first, which is the kind if it has no other."""
    found = [block for block in root.iter("div") if block.get("class") == f"admonition {name}"]
    for box in found:
        if not len(box) or box[0].get("class") != "admonition-title":  # it was written as ""
            box.insert(0, Element("p"))
            box[0].text = name.capitalize()
    return found


# What Python-Markdown writes of a column's colons; the site's policy forbids styles in a page.
ALIGNED = re.compile(r"text-align: (center|right);")


def with_ids(html: str) -> str:
    """Return a text in which every heading is below the page's title, and has an id, made of its
    words and used once.
    """
    html = FIRST.sub(r"\g<1>2", html)
    used = {*TAKEN, *ID.findall(html)}
    last: dict[str, int] = {}

    def named(found: re.Match[str]) -> str:
        if not found["level"] or ID.search(found["attributes"]):
            return found[0]
        name = _unused(slug(found["inner"]), used, last)
        used.add(name)
        return (f'<h{found["level"]} id="{name}"{found["attributes"]}>{found["inner"]}'
                f'</h{found["level"]}>')

    return HEADING.sub(named, html)


def clean_addresses(html: str) -> str:
    """Return a text whose addresses hold nothing unseen; each address of a form or a file has the
    quotes and the small letters that are looked for, `href="{filename}…"`, however it was typed.
    """
    if SOURCE_LINK.search(html):
        html = TAG.sub(lambda tag: SOURCE_LINK.sub(
            lambda found: f' {found[1].lower()}="{found[2] or found[3] or found[4]}"', tag[0]),
            html)
    if any(chr(number) in html for number in UNSEEN):
        html = ADDRESS.sub(lambda found: found[0].translate(UNSEEN), html)
    return OUTSIDE.sub(lambda found: found[1] + _carried(found[2], found[3]), html)


def _carried(host: str, rest: str) -> str:
    """Return an address as every program carries it (RFC 3986; RFC 5890 for its host)."""
    with suppress(UnicodeError):
        host = host.encode("idna").decode()
    return host + carried(rest)


def contents(html: str, words: int) -> list[Heading]:
    """Return the upper headings of a long text, in their order; of a short one none."""
    headings = [Heading(int(found["level"]), address[1], INNER_LINKS.sub("", found["inner"]))
                for found in HEADING.finditer(html) if found["level"] in ("2", "3")
                if (address := ID.search(found["attributes"]))]
    return headings if words >= LONG and len(headings) >= MANY else []


def slug(inner: str) -> str:
    """Return the words of a heading as an id: accents folded, Chinese kept, hyphens between.

    Ids may hold any character but white space (HTML, 3.2.6); one that begins with a letter needs
    no escaping in a style sheet.
    """
    text = unescape(re.sub(r"<sup\b.*?</sup>|<[^>]*>", "", inner, flags=re.S))
    name = re.sub(r"[\W_]+", "-", unaccented(text)).strip("-")
    return name if name[:1].isalpha() else f"section-{name}".strip("-")


def _unused(name: str, used: Collection[str], last: dict[str, int]) -> str:
    """Return a name with a number if it is used; `last` knows the last number of each."""
    unused = name
    while unused in used:
        last[name] = last.get(name, 1) + 1
        unused = f"{name}-{last[name]}"
    return unused


def converter(gettext: Callable[[str], str], typeset: Callable[[str], str]) -> Markdown:
    """Return a converter for the articles of one language; call `reset()` between two texts.

    `typeset` sets the plain text of an attribute, which typesetting the finished HTML leaves alone.
    """
    # A colon in an `id` would have to be escaped in every style sheet and script.
    notes = FootnoteExtension(SEPARATOR="-", BACKLINK_TEXT="↩\ufe0e",
                              BACKLINK_TITLE=gettext("Back to note {} in the text"))
    # Given a name, Python-Markdown looks through every installed library.
    standard = [import_module(f"markdown.extensions.{name}").makeExtension() for name in STANDARD]
    return Markdown(output_format="html", extensions=[
        *standard, notes, BoxExtension(gettext("What you need to know")), DialectExtension(),
        _Blocks(gettext("Table {number}"), typeset)])


def _is_figure(paragraph: ElementTree.Element) -> bool:
    return (len(paragraph) == 1 and paragraph[0].tag == "img" and not paragraph.text
            and not (paragraph[0].tail or "").strip())


def _make_figure(paragraph: ElementTree.Element) -> None:
    paragraph.tag = "figure"
    if caption := paragraph[0].attrib.pop("title", ""):
        ElementTree.SubElement(paragraph, "figcaption").text = caption


def wrong_boxes(body: str) -> Iterator[tuple[int, Message]]:
    """Yield the place and the fault of each box that does not exist or has nothing in it."""
    for found in OPENING.finditer(read_source(body).outside_code) if "!!!" in body else ():
        if found["name"] not in BOXES:
            yield found.start(), say("there is no box “{name}”; the boxes are {known}",
                                     name=found["name"],
                                     known=", ".join(f"!!! {name}" for name in BOXES))
        elif not re.search(r"\n(?: {4}|\t)[^\n]*$", found["next"] or ""):
            yield found.start(), say("the box “!!! {known}” is empty; indent what belongs in it "
                                     "by four spaces", known=found["name"])


def scrolling(table: Element, label: str) -> Element:
    """Return a table in a box that scrolls, which a keyboard can reach and a voice can name."""
    box = Element("section", {"class": "table", "tabindex": "0", "aria-label": label})
    box.tail, table.tail = table.tail, None
    for heading in table.iter("th"):
        heading.set("scope", "col")
    for cell in table.iter():
        if aligned := ALIGNED.fullmatch(cell.attrib.pop("style", "")):
            cell.set("class", f"to-{aligned[1]}")
    _head_rows([row[0] for row in table.iterfind("tbody/tr") if len(row) > 1])
    box.append(table)
    return box


def _head_rows(first: Sequence[Element]) -> None:
    """Make a first column headings where it names each row: no cell empty, none twice."""
    names = ["".join(cell.itertext()).strip() for cell in first]
    if all(names) and len(set(names)) == len(names) > 1:
        for cell in first:
            cell.tag = "th"
            cell.set("scope", "row")
