"""Read what Word, LibreOffice and Google Docs put into HTML: styles that mean something.

It takes a tree and changes it: paragraphs get facts (`shape/facts`), styles become elements, and
what only Word reads is gone.
"""

import re
from collections.abc import Iterator

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString

from plugins.core.plain_text import number_of
from plugins.importer.markdown import Loss, changes, comment, hidden
from plugins.importer.shape import facts
from plugins.importer.shape.facts import TYPED, words

DECLARATION = re.compile(r"\s*([\w-]+)\s*:\s*([^;]*)")

LEVEL = re.compile(r"level(\d)")
NUMBER = re.compile(r"\(?(\d+)[.)]?\)?")
TITLES = re.compile(r"Mso(?:Title|Heading(\d)|Heading)|Titre(\d)", re.I)

SIZE = re.compile(r"(?<![\d.])(\d+(?:\.\d*)?|\.\d+)(pt|px)")
SIZES = {"pt": 1.0, "px": 0.75}

USUAL_SIZE = 11.0

NOT_SHOWN = ("display:none", "mso-hide:all", "visibility:hidden")

COMMENTS = re.compile("comment-list|comment-reference|mso-element:comment", re.I)


def settle_office(tree: BeautifulSoup, losses: list[Loss]) -> None:
    """Change a tree until it holds what a reader sees: no comments, changes or hidden words."""
    _leave_out_comments(tree, losses)
    _accept_changes(tree, losses)
    _leave_out_hidden(tree, losses)


def read_office(tree: BeautifulSoup) -> None:
    """Change a tree until only elements and facts say what is meant."""
    for each in tree.find_all(lambda tag: ":" in tag.name):  # o:p, st1:…, v:shape
        each.unwrap()
    for each in tree.find_all(["p", "li", "h1", "h2", "h3", "h4", "h5", "h6", "div"]):
        _read_paragraph(each)
    usual = _usual_size(tree)
    for each in tree.find_all("p"):
        if not any(each.get(fact) for fact in (facts.LIST, facts.LEVEL, facts.CAPTION)):
            _read_look(each, usual)
    for each in tree.find_all(["span", "font", "b", "i", "u", "strong", "em"]):
        _read_emphasis(tree, each)


def style_of(tag: Tag) -> dict[str, str]:
    """Return the declarations of an element's style."""
    return {name.lower(): value.strip().lower()
            for name, value in DECLARATION.findall(str(tag.get("style", "")))}


def _leave_out_comments(tree: BeautifulSoup, losses: list[Loss]) -> None:
    for each in tree.find_all(class_=re.compile("^msocomanchor|^msocomtxt|^MsoCommentReference")):
        if each.parent is not None and "msocomtxt" not in str(each.get("class")):
            each.extract()
    for each in tree.find_all(style=COMMENTS):
        if each.name in ("div", "p", "hr"):
            if not each.find_parent(style=COMMENTS) and (text := words(each)):
                losses.append(comment("", text))
            each.extract()


def _accept_changes(tree: BeautifulSoup, losses: list[Loss]) -> None:
    added = [*tree.find_all("ins"), *tree.find_all(class_="msoIns")]
    taken = [*tree.find_all("del"), *tree.find_all(class_="msoDel")]
    for each in added:
        each.unwrap()
    for each in taken:
        each.extract()
    if added or taken:
        losses.append(changes(len(added), len(taken)))


def _leave_out_hidden(tree: BeautifulSoup, losses: list[Loss]) -> None:
    for each in tree.find_all(lambda tag: tag.get("style") or tag.get("hidden") is not None):
        written = re.sub(r"\s", "", str(each.get("style", ""))).lower()
        if each.parent is None or not (each.get("hidden") is not None
                                       or any(sign in written for sign in NOT_SHOWN)):
            continue
        if text := words(each):
            losses.append(hidden(text))
        each.extract()


def _read_paragraph(tag: Tag) -> None:
    style, name = style_of(tag), str(tag.get("class", ""))
    found = TITLES.search(name)
    if found and tag.name in ("p", "div"):
        tag.name = "p"
        tag[facts.LEVEL] = found[1] or found[2] or ("1" if "heading" in name.lower() else "0")
    if "quote" in name.lower() and tag.name == "p":
        tag[facts.QUOTE] = "yes"
    if "caption" in name.lower() and tag.name == "p":
        tag[facts.CAPTION] = "yes"
    listed = style.get("mso-list", "")
    if level := LEVEL.search(listed):
        _read_list(tag, int(level[1]) - 1)
    if tag.name == "li" and str(tag.get("data-aria-level", "")).isdecimal():
        tag[facts.DEPTH] = str(number_of(str(tag["data-aria-level"]), 1) - 1)


def _read_list(tag: Tag, depth: int) -> None:
    """Read the mark that Word writes before a paragraph of a list, and take it out."""
    marks = [each for each in tag.find_all("span")
             if "ignore" in style_of(each).get("mso-list", "")]
    written = words(marks[0]) if marks else ""
    for each in marks:
        each.extract()
    number = NUMBER.fullmatch(written)
    heads = tag.name != "p" or tag.get(facts.LEVEL) is not None
    if heads or (any(sign.isalnum() for sign in written) and not number and written != "o"):
        if any(sign.isalnum() for sign in written):
            tag.insert(0, NavigableString(f"{written} "))
            if not heads:
                tag[facts.LIST] = f"label,{depth},0"
    else:
        kind, count = ("number", number_of(number[1])) if number else ("bullet", 0)
        tag[facts.LIST] = f"{kind},{depth},{count}"
        tag[TYPED] = written


def _sizes(tree: Tag) -> Iterator[tuple[float, int]]:
    """Yield each size of letters that is written, with how many have it."""
    for each in tree.find_all(style=True):
        if size := _size(each):
            yield size, len(each.get_text())


def _size(tag: Tag) -> float:
    found = SIZE.search(style_of(tag).get("font-size", ""))
    return float(found[1]) * SIZES[found[2]] if found else 0


def _usual_size(tree: BeautifulSoup) -> float:
    counts: dict[float, int] = {}
    for size, count in _sizes(tree):
        counts[size] = counts.get(size, 0) + count
    total = len(tree.get_text())
    usual = max(counts, key=lambda size: counts[size], default=0)
    return usual if usual and counts[usual] * 3 > total else USUAL_SIZE


def _read_look(paragraph: Tag, usual: float) -> None:
    text = words(paragraph)
    if not text or len(text) > facts.LONGEST_LOOK:
        return
    bold = "".join("".join(str(each).split()) for each in paragraph.find_all(string=True)
                   if any(_is_bold(parent) for parent in each.parents
                          if parent is paragraph or paragraph in parent.parents))
    is_bold = bold == "".join(text.split())
    size = max((size for size, count in _sizes(paragraph) if count * 2 > len(text)),
               default=_size(paragraph) or usual)
    if is_bold or size > usual:
        paragraph[facts.LOOK] = f"{'bold' if is_bold else 'plain'},{size},{usual}"


def _is_bold(tag: Tag) -> bool:
    weight = style_of(tag).get("font-weight", "")
    if weight:
        return weight in ("bold", "bolder") or number_of(weight) >= 600
    return tag.name in ("b", "strong")


def _read_emphasis(tree: BeautifulSoup, tag: Tag) -> None:
    """Put elements in the place of a style, and take off emphasis that a style takes back."""
    style = style_of(tag)
    raised = style.get("vertical-align", "")
    wanted = [name for name, is_so in (
        ("strong", _is_bold(tag)),
        ("em", style.get("font-style") in ("italic", "oblique")
         or (tag.name in ("i", "em") and style.get("font-style") != "normal")),
        ("sup", raised == "super"), ("sub", raised == "sub"),
        ("s", "line-through" in style.get("text-decoration", ""))) if is_so]
    held = list(tag.children)
    for name in wanted:
        made = tree.new_tag(name)
        made.extend(held)
        held = [made]
    tag.clear()
    tag.extend(held)
    tag.unwrap()
