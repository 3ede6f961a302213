"""Tidy what programs leave in HTML: parted emphasis, empty paragraphs, spaces of layout."""

import re

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString, PageElement

from plugins.core.html import UNSEEN
from plugins.importer.shape.facts import BLOCKS

EMPHASIS = {"b": "strong", "i": "em", "strong": "strong", "em": "em", "sup": "sup", "sub": "sub",
            "strike": "s", "s": "s", "del": "s"}

GAP = "[ \u00a0\u202f\u2007\u2009\t\r\n]"
FIXED = "\u00a0\u202f\u2007\u2009"

KEPT = re.compile(rf"(?<=\d)[{FIXED}](?=\S)|(?<=\S)[{FIXED}](?=\d)|(?<!\w)(\w{{1,3}}\.?)[{FIXED}]")
"""A space that joins for a reason: beside a number, after a title or an abbreviation."""

FRENCH = re.compile(rf"[{FIXED}](?=[;:!?»%])|(?<=«)[{FIXED}]")
"""What our typography sets by itself."""

ORDINAL = re.compile(r"(?:\d|\b[IVXLC]+)\|(?:er|re|ère|e|ème|nde?|st|rd|th)s?\Z")
"""A number and the raised letters behind it, which the typography of a page raises by itself."""

CODE = ("pre", "code")

HELD = {"ul": ("li", "ul", "ol"), "ol": ("li", "ul", "ol"), "tr": ("td", "th"),
        "table": ("caption", "thead", "tbody", "tfoot", "tr", "td", "th"),
        **dict.fromkeys(("thead", "tbody", "tfoot"), ("tr", "td", "th"))}
"""What lists and tables hold themselves."""


def tidy(tree: BeautifulSoup, lang: str) -> None:
    """Change a tree until it holds the same words and nothing that only a layout needed."""
    for text in tree.find_all(string=True):
        if not any(parent.name in CODE for parent in text.parents):
            text.replace_with(NavigableString(spaces(str(text), lang)))
    tree.smooth()
    for each in tree.find_all(list(EMPHASIS)):
        each.name = EMPHASIS[each.name]
    for name in ("sup", "sub", "s", "em", "strong"):
        _join(tree, name)
    for each in tree.find_all("sup", class_=False):
        before = each.previous_sibling
        if isinstance(before, NavigableString) and ORDINAL.search(f"{before}|{each.get_text()}"):
            each.unwrap()
    tree.smooth()
    for each in tree.find_all("p"):
        _part_at_breaks(tree, each)
    _house_strays(tree)
    _wrap_loose(tree)
    _shape_tables(tree)
    for each in reversed(tree.find_all(["p", "h1", "h2", "h3", "h4", "h5", "h6", "a", "blockquote",
                                        "li", "ul", "ol", "div", "figure", "span"])):
        if not each.get_text().strip() and not each.find(["img", "td", "hr"]):
            each.unwrap() if each.name in ("a", "span") else each.extract()
    for each in tree.find_all(["p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "td", "th"]):
        _trim(each)


def spaces(text: str, lang: str) -> str:
    """Return words with the spaces that mean something; soft hyphens are gone."""
    text = text.translate(UNSEEN).replace("\u2011", "-")
    text = re.sub(f"{GAP}*[ \t\r\n]{GAP}*|[{FIXED}]{{2,}}", " ", text)
    if lang == "fr":
        text = FRENCH.sub(" ", text)
    kept = KEPT.sub(lambda found: found[0][:-1] + "\0", text)
    return re.sub(f"[{FIXED}]", " ", kept).replace("\0", "\u00a0")


def _join(tree: BeautifulSoup, name: str) -> None:
    """Make one of neighbours that emphasise alike, and move the spaces at their ends out."""
    for each in tree.find_all(name):
        if each.parent is None:
            continue
        if each.find_parent(name) or not each.get_text().strip():
            each.unwrap()
            continue
        if name in ("sup", "sub") and each.get("class"):
            continue
        _absorb(each)
        text = each.get_text()
        _strip(each, 0, text[:len(text) - len(text.lstrip())])
        _strip(each, -1, text[len(text.rstrip()):])
    tree.smooth()


def _absorb(tag: Tag) -> None:
    while True:
        gap, after = "", tag.next_sibling
        if isinstance(after, NavigableString) and not after.strip():
            gap, after = str(after), after.next_sibling
        if not isinstance(after, Tag) or after.name != tag.name or after.get("class"):
            return
        if gap and isinstance(tag.next_sibling, NavigableString):
            tag.append(tag.next_sibling.extract())
        tag.extend(list(after.children))
        after.extract()


def _strip(tag: Tag, side: int, gap: str) -> None:
    """Move a space at the beginning (0) or the end (-1) of an element out of it."""
    texts = list(tag.find_all(string=True))
    if not gap or not texts:
        return
    text = texts[side]
    text.replace_with(NavigableString(text.lstrip() if side == 0 else text.rstrip()))
    (tag.insert_before if side == 0 else tag.insert_after)(NavigableString(" "))


def _part_at_breaks(tree: BeautifulSoup, paragraph: Tag) -> None:
    """Make two paragraphs where two breaks follow each other."""
    if len(paragraph.find_all("br")) < 2:
        return
    parts: list[list[PageElement]] = [[]]
    broken = False
    for child in list(paragraph.children):
        is_break = isinstance(child, Tag) and child.name == "br"
        if is_break and broken:
            if parts[-1] and getattr(parts[-1][-1], "name", "") == "br":
                parts[-1].pop()
            parts.append([])
            continue
        if is_break or str(child).strip():
            broken = is_break
        parts[-1].append(child)
    for part in parts[:-1] if len(parts) > 1 else ():
        made = tree.new_tag("p")
        made.attrs = dict(paragraph.attrs)
        made.extend(part)
        paragraph.insert_before(made)


def _house_strays(tree: BeautifulSoup) -> None:
    """Put words that stand in a list outside of its items into one, and those in a table outside
    of its cells before it, as browsers do (HTML, 13.2.6.4.9).
    """
    for outer in tree.find_all(list(HELD)):
        table = [outer, *outer.find_parents("table")][-1]
        for child in list(outer.children):
            if (isinstance(child, Tag) and child.name in HELD[outer.name]) \
                    or not (child.get_text().strip() or isinstance(child, Tag)):
                continue
            box = tree.new_tag("li" if outer.name in ("ul", "ol") else "p")
            (child if box.name == "li" else table).insert_before(box)
            box.append(child.extract())
            if box.name == "p" and box.find(BLOCKS, recursive=False):
                box.unwrap()


def _wrap_loose(tree: BeautifulSoup) -> None:
    """Put words that stand in no paragraph into one; breaks between blocks are none."""
    for box in (tree, *tree.find_all("blockquote")):
        loose: list[PageElement] = []
        for child in [*box.children, None]:
            if child is not None and not (isinstance(child, Tag) and child.name in BLOCKS):
                loose.append(child)
                continue
            if any((isinstance(each, Tag) and each.name != "br") or (str(each).strip()
                   and not isinstance(each, Tag)) for each in loose):
                paragraph = tree.new_tag("p")
                loose[0].insert_before(paragraph)
                paragraph.extend(loose)
            else:
                for each in loose:
                    each.extract()
            loose = []


def _shape_tables(tree: BeautifulSoup) -> None:
    """Take a table of one cell, which is a frame, for what it holds; a cell's one paragraph too.

    A first row that is all bold is the head of a table without any.
    """
    for table in tree.find_all("table"):
        cells = table.find_all(["td", "th"])
        if len(cells) == 1 and not table.find("table"):
            for child in list(cells[0].children):
                table.insert_before(child)
            table.extract()
    for cell in tree.find_all(["td", "th"]):
        held = [child for child in cell.children if str(child).strip()]
        if len(held) == 1 and isinstance(held[0], Tag) and held[0].name == "p":
            held[0].unwrap()
    for table in tree.find_all("table"):
        rows = table.find_all("tr")
        first = [cell for cell in rows[0].find_all(["td", "th"]) if cell.get_text().strip()] \
            if len(rows) > 1 else []
        if first and not table.find("th") and all(map(_is_bold, first)):
            for cell in rows[0].find_all("td"):
                cell.name = "th"
        for strong in table.select("th strong"):
            strong.unwrap()


def _is_bold(cell: Tag) -> bool:
    bold = "".join(each.get_text() for each in cell.find_all("strong"))
    return "".join(bold.split()) == "".join(cell.get_text().split())


def _trim(block: Tag) -> None:
    """Take breaks and spaces off the two ends of a block."""
    for side in (0, -1):
        while block.contents:
            child = block.contents[side]
            is_break = isinstance(child, Tag) and child.name == "br"
            if not is_break and (isinstance(child, Tag) or str(child).strip()):
                break
            child.extract()
        if block.contents and isinstance(block.contents[side], NavigableString):
            text = str(block.contents[side])
            block.contents[side].replace_with(
                NavigableString(text.lstrip() if side == 0 else text.rstrip()))
    for inner in block.find_all(BLOCKS, recursive=False):
        before = inner.previous_sibling
        if isinstance(before, NavigableString):
            before.replace_with(NavigableString(before.rstrip()))
