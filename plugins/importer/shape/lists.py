"""Make lists of paragraphs: of those with the mark of a list, and of those that begin like one.

A paragraph has `data-list="kind,depth,number"`; what was typed (“•”, “–”, “1)”) is kept in
`data-typed`, so that the proof can say what a reader saw.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString, PageElement

from plugins.core.plain_text import number_of
from plugins.importer.shape.facts import DEPTH, LIST, LOOK, TYPED

BULLET = re.compile("\\s*([•·▪■●○◦‣⁃►➢➤✓✔\uf0b7\uf0a7\uf0d8])\\s*")
DASH = re.compile(r"\s*([-–—])\s+")
NUMBER = re.compile(r"\s*(\(?(\d{1,2})(?:[.)]))\s+")

LINE = re.compile(f"{BULLET.pattern}|{DASH.pattern}|{NUMBER.pattern}")


@dataclass
class Open:
    """A list under construction, and the number of its last item."""

    kind: str
    tag: Tag
    number: int

    @property
    def item(self) -> Tag:
        """The last item."""
        return self.tag.find_all("li", recursive=False)[-1]


def make_lists(tree: BeautifulSoup) -> None:
    """Change a tree until every list in it is one."""
    _flatten(tree)
    for paragraph in tree.find_all("p"):
        _part_lines(tree, paragraph)
    for parent in _parents(tree):
        _read_typed(parent)
    for parent in _parents(tree):
        for group in _groups(parent):
            _build(tree, group)
    _join(tree)


def _flatten(tree: BeautifulSoup) -> None:
    """Make marked paragraphs of lists whose items only say how deep they are (Word online)."""
    for each in tree.find_all(["ul", "ol"]):
        items = each.find_all("li", recursive=False)
        if not any(item.get(DEPTH) for item in items) or each.find(["ul", "ol"]):
            continue
        begin = str(each.get("start", "1"))
        for number, item in enumerate(items, number_of(begin, 1)):
            kind = "number" if each.name == "ol" else "bullet"
            inner = item.find_all("p", recursive=False)
            paragraph = inner[0] if len(inner) == 1 else tree.new_tag("p")
            if not inner:
                paragraph.extend(list(item.children))
            paragraph[LIST] = f"{kind},{item.get(DEPTH, '0')},{number}"
            each.insert_before(paragraph)
        each.extract()


def _parents(tree: BeautifulSoup) -> list[Tag]:
    found = {id(each.parent): each.parent for each in tree.find_all("p") if each.parent}
    return list(found.values())


def _part_lines(tree: BeautifulSoup, paragraph: Tag) -> None:
    """Part a paragraph of lines that each begin like the item of a list."""
    if len(paragraph.find_all("br", recursive=False)) == 0:
        return
    lines: list[list[PageElement]] = [[]]
    for child in list(paragraph.children):
        if isinstance(child, Tag) and child.name == "br":
            lines.append([])
        else:
            lines[-1].append(child)
    texts = ["".join(each.get_text() if isinstance(each, Tag) else str(each) for each in line)
             for line in lines]
    filled = [text for text in texts if text.strip()]
    typed = [bool(LINE.match(text)) for text in filled]
    if len(filled) < 2 or not all(typed[1:]):
        return
    for line in lines:
        part = tree.new_tag("p")
        part.extend(line)
        paragraph.insert_before(part)
    paragraph.extract()


def _siblings(parent: Tag) -> Iterator[Tag | None]:
    """Yield the elements in a parent; None for words between them."""
    for child in parent.children:
        if isinstance(child, Tag):
            yield child
        elif str(child).strip():
            yield None


def _read_typed(parent: Tag) -> None:
    run: list[tuple[Tag, str, int]] = []
    for child in [*_siblings(parent), None]:
        found = _typed(child) if child is not None and child.name == "p" else None
        if found and run and not _follows(run[-1][1:], found):
            _settle(run)
            run = []
        if found and child is not None:
            run.append((child, *found))
        elif child is None or child.get_text().strip():
            _settle(run)
            run = []


def _typed(paragraph: Tag) -> tuple[str, int] | None:
    """Return the kind and the number of an item that was typed."""
    text = paragraph.get_text()
    if paragraph.get(LIST) or str(paragraph.get(LOOK, "")).startswith("bold"):
        return None
    if BULLET.match(text):
        return "bullet", 0
    if DASH.match(text):
        return "dash", 0
    found = NUMBER.match(text)
    return ("number", int(found[2])) if found else None


def _follows(one: tuple[str, int], other: tuple[str, int]) -> bool:
    return one[0] == other[0] and (one[0] != "number" or other[1] == one[1] + 1)


def _settle(run: list[tuple[Tag, str, int]]) -> None:
    """Take the marks of a run of items for what they are; a single dash or number is none."""
    if len(run) < 2 and not (run and run[0][1] == "bullet"):
        return
    for paragraph, kind, number in run:
        pattern = {"bullet": BULLET, "dash": DASH, "number": NUMBER}[kind]
        paragraph[TYPED] = _take(paragraph, pattern)
        paragraph[LIST] = f"{'number' if kind == 'number' else 'bullet'},0,{number}"


def _take(paragraph: Tag, pattern: re.Pattern[str]) -> str:
    """Take the mark off the words of a paragraph, wherever its tags part it, and return it."""
    found = pattern.match(paragraph.get_text())
    rest = len(found[0]) if found else 0
    for text in list(paragraph.find_all(string=True)):
        cut = min(rest, len(text))
        text.replace_with(NavigableString(str(text)[cut:]))
        rest -= cut
        if not rest:
            break
    return found[1] if found else ""


def _groups(parent: Tag) -> Iterator[list[Tag]]:
    group: list[Tag] = []
    for child in [*_siblings(parent), None]:
        if child is not None and child.get(LIST):
            group.append(child)
        elif child is None or child.name != "p" or child.get_text().strip() or child.find("img"):
            if group:
                yield group
            group = []


def _build(tree: BeautifulSoup, group: list[Tag]) -> None:
    """Put the paragraphs of a group into lists, each in the item above it."""
    opened: list[Open] = []
    for paragraph in group:
        kind, depth, number = (*str(paragraph[LIST]).split(","), "0")[:3]
        del paragraph[LIST]
        place = min(int(depth), len(opened))
        if kind == "label":
            del opened[place:]
            if opened:
                opened[-1].item.append(paragraph.extract())
            continue
        del opened[place + 1:]
        if place < len(opened) and not _goes_on(opened[place], kind, int(number)):
            del opened[place:]
        if place == len(opened):
            opened.append(_begin(tree, opened, paragraph, kind, int(number)))
        opened[place].number = int(number)
        item = tree.new_tag("li")
        if typed := paragraph.attrs.pop(TYPED, None):
            item[TYPED] = typed
        opened[place].tag.append(item)
        item.append(paragraph.extract())


def _goes_on(one: Open, kind: str, number: int) -> bool:
    return one.kind == kind and (kind == "bullet" or number == one.number + 1)


def _begin(tree: BeautifulSoup, opened: list[Open], paragraph: Tag, kind: str, number: int
           ) -> Open:
    made = tree.new_tag("ol" if kind == "number" else "ul")
    if kind == "number" and number != 1:
        made["start"] = str(number)
    if opened:
        opened[-1].item.append(made)
    else:
        paragraph.insert_before(made)
    return Open(kind, made, number)


def _join(tree: BeautifulSoup) -> None:
    """Join lists that a program has parted, an item each; unwrap the only paragraph of an item."""
    for each in tree.find_all(["ul", "ol"]):
        above = each.find_previous_sibling()
        if each.parent is not None and each.parent.name in ("ul", "ol") \
                and isinstance(above, Tag) and above.name == "li":
            above.append(each.extract())
    for each in tree.find_all(["ul", "ol"]):
        after = each.find_next_sibling()
        while isinstance(after, Tag) and after.name == each.name and after.get("class") == \
                each.get("class") and _touch(each, after) and _continues(each, after):
            each.extend(list(after.children))
            after.extract()
            after = each.find_next_sibling()
    for item in tree.find_all("li"):
        paragraphs = item.find_all("p", recursive=False)
        first = next((child for child in item.children if str(child).strip()), None)
        if len(paragraphs) == 1 and first is paragraphs[0]:
            paragraphs[0].unwrap()


def _touch(one: Tag, other: Tag) -> bool:
    between = one.next_sibling
    while between is not None and between is not other:
        if str(between).strip():
            return False
        between = between.next_sibling
    return True


def _continues(one: Tag, other: Tag) -> bool:
    if one.name == "ul":
        return True
    count = len(one.find_all("li", recursive=False))
    begin = str(one.get("start", "1"))
    return begin.isdecimal() and str(other.get("start", "")) == str(number_of(begin) + count)
